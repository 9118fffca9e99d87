/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What people see, compared with files. */
#include "screens.h"

#include <stdlib.h>

int
main(void)
{
	SRunner *r = srunner_create(suite_screens_main());
	int failed;

	srunner_add_suite(r, suite_screens_acts());
	srunner_add_suite(r, suite_screens_any());
	srunner_add_suite(r, suite_screens_due());
	srunner_add_suite(r, suite_screens_form());
	srunner_add_suite(r, suite_screens_home());
	srunner_add_suite(r, suite_screens_kept());
	srunner_add_suite(r, suite_screens_opens());
	srunner_add_suite(r, suite_screens_sections());
	srunner_add_suite(r, suite_screens_same());
	srunner_add_suite(r, suite_screens_work());
	srunner_run_all(r, CK_ENV);
	failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
