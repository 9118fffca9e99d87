/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * walk.h - every expression of a form, one after the other (private to the
 * form layer).
 */
#ifndef FORM_WALK_H
#define FORM_WALK_H

#include "form/expr.h"

/* Whose it is: `question referred_by`, property `relevant`. */
struct owner {
	const struct form *form;
	const char *kind, *name;
	struct place at;
};

void form_each_expr(const struct form *f,
		    void (*each)(void *ctx, const struct owner *o,
				 const char *key, const struct expr *e),
		    void *ctx);

const char *item_kind_name(enum item_kind kind);

#endif
