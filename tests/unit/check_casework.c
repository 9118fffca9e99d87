/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "check_casework.h"

#include <stdlib.h>

int
main(void)
{
	SRunner *r = srunner_create(suite_casework_who());
	int failed;

	srunner_add_suite(r, suite_casework_edit());
	srunner_add_suite(r, suite_casework_work());
	srunner_add_suite(r, suite_casework_owned());
	srunner_add_suite(r, suite_casework_find());
	srunner_add_suite(r, suite_casework_alike());
	srunner_add_suite(r, suite_casework_kill());
	srunner_add_suite(r, suite_casework_deep());
	srunner_add_suite(r, suite_casework_known());
	srunner_add_suite(r, suite_casework_leak());
	srunner_add_suite(r, suite_casework_walk());
	srunner_add_suite(r, suite_casework_timed());
	srunner_add_suite(r, suite_casework_rules());
	srunner_add_suite(r, suite_casework_practice());
	srunner_add_suite(r, suite_casework_whole());
	srunner_add_suite(r, suite_casework_import());
	srunner_add_suite(r, suite_casework_export());
	srunner_add_suite(r, suite_casework_back());
	srunner_add_suite(r, suite_casework_batch());
	srunner_add_suite(r, suite_casework_cut());
	srunner_add_suite(r, suite_casework_lives());
	srunner_add_suite(r, suite_casework_same());
	srunner_run_all(r, CK_NORMAL);
	failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
