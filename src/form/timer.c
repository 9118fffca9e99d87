/* SPDX-License-Identifier: GPL-3.0-or-later */
/* timer.c - when a running timer is due. */
#include "form/compute.h"

/* A day whose time of day is not known yet stays a day. */
static void
set_time(struct value *due, struct value time)
{
	if (time.type == VAL_TIME)
		*due = value_datetime(due->date, time.minutes);
}

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
	if (due->type == VAL_DATE && t->time)
		set_time(due, expr_eval(t->time, ctx));
	return true;
}
