/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * check_form_compute.h - forms and answers for the tests of what rules make
 * of them.  The forms are in tests/data/compute; answers are written as
 * people type them: `asked=yes; amount=12; cost@1=3` (@1: in the second row;
 * `part@1=struck` strikes it).
 */
#ifndef UNIT_CHECK_FORM_COMPUTE_H
#define UNIT_CHECK_FORM_COMPUTE_H

#include <check.h>

#include "form/compute.h"

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

extern struct arena compute_arena;

/* A checked fixture: the forms are read into, and gone with, the arena. */
void compute_open(void);
void compute_close(void);
/* The forms in a folder of the source tree; yours. */
struct form_set *compute_read(const char *folder);
/* A case of this form in state `new`, looked at on 3 March 2026. */
struct eval_ctx compute_context(const char *form);
struct fields compute_answers(const struct form *form, const char *text);
/* The fields of the n-th row of a repeat, made where there is none. */
struct fields *compute_row(struct fields *f, const struct item *repeat,
			   size_t n);

Suite *suite_form_answer(void);
Suite *suite_form_compute(void);
Suite *suite_form_transition(void);

#endif
