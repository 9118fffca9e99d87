/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Enter on what is due: a task is done, a date of a record opens the record, a
 * date of the case says how it is met.
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
		ui_say_err(k->s.ui, e, "The task stays as it was");
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

/* The answer of the referral of which a rule asks. */
static const struct item *
answer_asked(const struct expr *e, const struct form *of)
{
	const struct item *const *on;
	size_t n = expr_items(e, &on);

	for (size_t i = n; i-- > 0;)
		if (on[i]->form == of && on[i]->kind == ITEM_QUESTION)
			return on[i];
	return NULL;
}

/* A date of the programme goes when its condition does: by a record, by an
 * answer, else by a step. */
static void
say_how_met(struct casescreen *k, const struct due *d)
{
	const struct form *f = expr_child(d->timer->live);
	const struct item *it = answer_asked(d->timer->live, k->f.form);

	if (f != NULL && may_add(k, f))
		ui_say(k->s.ui, "%s: met by F8, %s, or a step below (F6).",
		       d->text, f->label);
	else if (it != NULL)
		ui_say(k->s.ui, "%s: see F2, \"%s\", or a step below (F6).",
		       d->text, it->label);
	else
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
		begin_open(k->s.ui, d->record);
		return;
	}
	if (d->timer != NULL) {
		say_how_met(k, d);
		return;
	}
	k->task = d->task;
	begin_done(k->s.ui, d->task, d->text, task_done, k);
}
