/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tests of the base layer; one suite a file. */
#include "check_base.h"

#include <stdlib.h>

int
main(void)
{
	SRunner *r = srunner_create(memory_suite());
	int failed;

	srunner_add_suite(r, text_suite());
	srunner_add_suite(r, fold_suite());
	srunner_add_suite(r, charset_suite());
	srunner_add_suite(r, date_suite());
	srunner_add_suite(r, clock_suite());
	srunner_add_suite(r, value_suite());
	srunner_add_suite(r, random_suite());
	srunner_add_suite(r, property_suite());
	srunner_run_all(r, CK_ENV);
	failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
