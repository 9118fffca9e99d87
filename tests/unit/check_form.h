/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * check_form.h - the suites of the form layer's tests.
 */
#ifndef UNIT_CHECK_FORM_H
#define UNIT_CHECK_FORM_H

#include <check.h>

Suite *suite_form_load(void);
Suite *suite_form_expr(void);
Suite *suite_form_expr_use(void);
Suite *suite_form_identifier(void);
Suite *suite_form_identifier_sets(void);
Suite *suite_form_more(void);
Suite *suite_form_where(void);
Suite *suite_form_compute(void);
Suite *suite_form_answer(void);
Suite *suite_form_transition(void);

#endif
