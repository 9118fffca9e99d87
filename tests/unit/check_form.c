/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tests of the form layer; one suite a part of it. */
#include "check_form.h"

#include <stdlib.h>

int
main(void)
{
	SRunner *r = srunner_create(suite_form_load());
	int failed;

	srunner_add_suite(r, suite_form_expr());
	srunner_add_suite(r, suite_form_expr_use());
	srunner_add_suite(r, suite_form_identifier());
	srunner_add_suite(r, suite_form_identifier_sets());
	srunner_add_suite(r, suite_form_more());
	srunner_add_suite(r, suite_form_where());
	srunner_add_suite(r, suite_form_compute());
	srunner_add_suite(r, suite_form_answer());
	srunner_add_suite(r, suite_form_transition());
	srunner_run_all(r, CK_ENV);
	failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
