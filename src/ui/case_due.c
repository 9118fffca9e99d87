/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Enter on what is due: a task is done, a date of a record opens the record; for
 * a date of the case the record is begun, or the answer opened, that meets it.
 */
#include "casework/work.h"
#include "ui/begin.h"
#include "ui/case_parts.h"

static bool
task_done(const char *how, void *ctx)
{
	struct casescreen *k = ctx;
	enum err e;

	e = task_finish(ui_session(k->s.ui), k->task, how);
	if (e == ERR_OK)
		ui_say(k->s.ui, "The task is done.");
	else
		begin_not_done(k->s.ui, e);
	return e == ERR_OK;
}

static bool
may_add(const struct casescreen *k, const struct form *f)
{
	for (size_t i = 0; i < k->f.n_add; i++)
		if (k->f.add[i] == f)
			return true;
	return false;
}

/* A question of this form that a rule looks at, the last. */
static const struct item *
question_of(const struct expr *e, const struct form *of)
{
	const struct item *const *on;
	size_t n = expr_items(e, &on);

	for (size_t i = n; i-- > 0;)
		if (on[i]->form == of && on[i]->kind == ITEM_QUESTION)
			return on[i];
	return NULL;
}

/* The records that a rule looks at, itself or by what is worked out for it. */
static const struct form *
child_behind(const struct expr *e)
{
	const struct item *const *on;
	size_t n = e != NULL ? expr_items(e, &on) : 0;
	const struct form *f = e != NULL ? expr_child(e) : NULL;

	for (size_t i = 0; i < n && f == NULL; i++)
		if (on[i]->calculation != NULL)
			f = expr_child(on[i]->calculation);
	return f;
}

static bool
add_one(struct casescreen *k, const struct form *f)
{
	if (f == NULL || !may_add(k, f))
		return false;
	begin_form(&k->begin, f);
	return true;
}

static bool
open_at(struct casescreen *k, const struct due *d, const struct item *it)
{
	if (it == NULL)
		return false;
	begin_open_at(k->s.ui, d->record, it);
	return true;
}

/* The rows of a form that a figure is made of. */
static const struct item *
rows_behind(const struct expr *e, const struct form *of)
{
	const struct item *const *on;
	size_t n = e != NULL ? expr_items(e, &on) : 0;

	for (size_t i = 0; i < n; i++) {
		if (on[i]->form != of)
			continue;
		if (on[i]->kind == ITEM_REPEAT)
			return on[i];
		if (on[i]->repeat != NULL)
			return on[i]->repeat;
	}
	return NULL;
}

/* What is awaited is written, or it is a figure of what is. */
static bool
meet_awaited(struct casescreen *k, const struct due *d, const struct item *it)
{
	if (it == NULL || it->kind == ITEM_QUESTION)
		return open_at(k, d, it);
	return add_one(k, child_behind(it->calculation)) ||
	       open_at(k, d, rows_behind(it->calculation, d->form));
}

/* What moves the date: the next record of a kind, or row. */
static bool
move_due(struct casescreen *k, const struct due *d)
{
	const struct item *const *on;
	size_t n = d->timer->due != NULL ? expr_items(d->timer->due, &on) : 0;

	for (size_t i = 0; i < n; i++) {
		const struct expr *e = on[i]->calculation;

		if (e != NULL && (add_one(k, expr_moved_by(e)) ||
				  open_at(k, d, rows_behind(e, d->form))))
			return true;
	}
	return false;
}

/* A date of the programme goes when its condition does, or when what it is
 * counted from moves: by a record, by an answer, else by a step.  What can be
 * written is opened. */
static void
meet(struct casescreen *k, const struct due *d)
{
	const struct expr *live = d->timer->live, *due = d->timer->due;

	if (add_one(k, expr_child(live)) ||
	    meet_awaited(k, d, expr_awaits(live, d->form)) ||
	    add_one(k, due != NULL ? expr_moved_by(due) : NULL) ||
	    add_one(k, child_behind(live)) ||
	    open_at(k, d, question_of(live, d->form)) || move_due(k, d))
		return;
	ui_say(k->s.ui,
	       "%s: met by a step below (F6), or by a record "
	       "(F8).",
	       d->text);
}

void
case_do_due(struct casescreen *k)
{
	const struct due *d = &k->f.dues[k->dues.at];

	if (d->timer != NULL && d->record != k->id) {
		begin_open_at(k->s.ui, d->record,
			      expr_awaits(d->timer->live, d->form));
		return;
	}
	if (d->timer != NULL) {
		meet(k, d);
		return;
	}
	k->task = d->task;
	begin_done(k->s.ui, d->task, d->text, task_done, k);
}
