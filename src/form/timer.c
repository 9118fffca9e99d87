/* SPDX-License-Identifier: GPL-3.0-or-later */
/* timer.c - when a running timer is due. */
#include "form/compute.h"

bool
timer_due(const struct eval_ctx *ctx, const struct timer *t, struct value *due)
{
	*due = value_empty;
	if (t->live && expr_test(t->live, ctx) != TRI_YES)
		return false;
	if (t->due)
		*due = expr_eval(t->due, ctx);
	if (due->type != VAL_DATE && due->type != VAL_DATETIME)
		*due = value_empty;
	return true;
}
