/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The steps of a case: what is said beside one that cannot be taken yet, and
 * Enter on it.  Whatever stands in its way is told by itself, and what can be
 * answered is opened where it is asked.
 */
#include "ui/case_parts.h"

static size_t
in_the_way(const struct transition_state *st)
{
	return st->n_missing + st->n_unmet;
}

static const char *
thing(const struct transition_state *st, struct arena *a, size_t i)
{
	if (i >= st->n_missing)
		return st->unmet[i - st->n_missing].why;
	return arena_printf(a, "Not answered: %s", st->missing[i]->label);
}

/* How many, and as many of them as there is room for. */
static const char *
say_things(const struct transition_state *st, struct arena *a)
{
	const char *s = "";

	for (size_t i = 0; i < in_the_way(st); i++)
		s = arena_printf(a, "%s%s%s", s, i > 0 ? "; " : "",
				 i < st->n_missing
					 ? st->missing[i]->label
					 : st->unmet[i - st->n_missing].why);
	return arena_printf(a, "not yet, %zu things: %s", in_the_way(st), s);
}

const char *
case_step_text(const struct offer *o, struct arena *a)
{
	const struct transition *t = o->transition;
	const struct transition_state *st = &o->state;
	size_t asks = st->n_asked, n = in_the_way(st);

	if (!o->may)
		return arena_printf(a, "for %s", o->who_can);
	if (!st->ready && (n < 2 || st->n_unmet == 0))
		return arena_printf(a, "not yet: %s", st->why);
	if (!st->ready)
		return say_things(st, a);
	if (asks == 0)
		return t->reason ? "ready, asks a reason" : "ready";
	return arena_printf(a, "ready, asks %zu %s%s", asks,
			    asks == 1 ? "thing" : "things",
			    t->reason ? " and a reason" : "");
}

/* Why a step cannot be taken seldom fits beside it. */
const char *
case_step_hint(const struct casescreen *k)
{
	const struct offer *o = &k->f.offers[k->offers.at];

	if (k->offers.n == 0 || (o->may && o->state.ready))
		return NULL;
	if (!o->may)
		return "Enter tells whose step this is.";
	if (o->state.n_unmet > 0 && in_the_way(&o->state) > 1)
		return "Enter lists what stands in the way.";
	return o->state.why;
}

/* A question of the case by which the condition is decided. */
static const struct item *
question_behind(const struct casescreen *k, const struct expr *e)
{
	const struct item *const *on;
	size_t n = expr_items(e, &on);

	for (size_t i = 0; i < n; i++)
		if (on[i]->form == k->f.form && !on[i]->repeat &&
		    on[i]->kind == ITEM_QUESTION)
			return on[i];
	return NULL;
}

/* What can be answered is opened; the rest is told. */
static void
open_thing(struct casescreen *k, const struct transition_state *st, size_t i)
{
	const struct item *it =
		i < st->n_missing
			? st->missing[i]
			: question_behind(
				  k,
				  st->unmet[i - st->n_missing].condition->expr);

	if (it != NULL && k->f.may_write)
		begin_open_at(k->s.ui, k->id, it);
	ui_say(k->s.ui, "%s", thing(st, &k->s.arena, i));
}

static void
thing_chosen(const struct choice_row *rows, size_t n, void *ctx)
{
	struct casescreen *k = ctx;
	const struct transition_state *st = &k->f.offers[k->offers.at].state;

	/* Somebody else may have put some of it right meanwhile. */
	for (size_t i = 0; i < n && i < in_the_way(st); i++)
		if (rows[i].chosen)
			open_thing(k, st, i);
}

static void
list_things(struct casescreen *k, const struct offer *o)
{
	struct arena *a = &k->s.arena;
	size_t n = in_the_way(&o->state);
	struct choice_row *rows = arena_array(a, n, sizeof(*rows));

	for (size_t i = 0; i < n; i++)
		rows[i] = (struct choice_row){ "", thing(&o->state, a, i),
					       false };
	ui_push(k->s.ui, screen_choices(k->s.ui,
					arena_printf(a, "Needed for \"%s\"",
						     o->transition->label),
					rows, n, false, thing_chosen, k));
}

static void
not_ready(struct casescreen *k, const struct offer *o)
{
	const struct transition_state *st = &o->state;
	size_t n = st->n_missing;

	if (st->n_unmet > 0 && in_the_way(st) > 1) {
		list_things(k, o);
		return;
	}
	if (in_the_way(st) == 0 || !k->f.may_write) {
		ui_say(k->s.ui, "%s", st->why);
		return;
	}
	open_thing(k, st, 0);
	if (n == 1)
		ui_say(k->s.ui, "\"%s\" needs this answer first.",
		       o->transition->label);
	else if (n > 1)
		ui_say(k->s.ui, "\"%s\" needs this first, and %zu more.",
		       o->transition->label, n - 1);
}

void
case_do_step(struct casescreen *k)
{
	const struct offer *o = &k->f.offers[k->offers.at];
	struct edit *e;
	enum err err;

	if (!o->may) {
		ui_say(k->s.ui, "This is for %s.", o->who_can);
		return;
	}
	if (!o->state.ready) {
		not_ready(k, o);
		return;
	}
	err = edit_begin_transition(ui_session(k->s.ui), k->id, o->transition,
				    &e);
	if (err == ERR_OK)
		ui_push(k->s.ui, screen_form(k->s.ui, e));
	else
		ui_say_err(k->s.ui, err, "The step was not begun");
}
