/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * check_form_load.h - what the tests of reading forms share.
 *
 * Each test runs in a process of its own: what these give lives to its end,
 * of sets only the last.
 */
#ifndef UNIT_CHECK_FORM_LOAD_H
#define UNIT_CHECK_FORM_LOAD_H

#include <check.h>
#include <stddef.h>

#include "form/load.h"

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

/* A case form with one state, for lines that are to stand in a form. */
extern const char case_head[];

/* Files of tests/data/forms, read together. */
struct form_set *load_files(struct problems *p, const char *const *names,
			    size_t n);
/* base.form and a text, which is called t.form; NULL when it has errors. */
struct form_set *load_text(struct problems *p, const char *text);
/* The same, which must have no fault. */
struct form_set *load_good(const char *text);
/* All that is wrong with case_head and these lines: one line each, its place
 * (lines are counted from the first after case_head), the message, and the
 * hint in brackets. */
const char *faults_of(const char *lines);
/* The same of a text without any head. */
const char *faults_alone(const char *text);
/* The faults as people see them. */
const char *printed(struct problems *p);
/* A file of tests/data/forms as text. */
const char *data_text(const char *name);

TCase *load_shape_case(void);
TCase *load_faults_case(void);
TCase *load_meaning_case(void);
TCase *load_show_case(void);
TCase *load_known_case(void);
TCase *publish_case(void);

#endif
