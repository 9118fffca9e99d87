/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * transition.c - may a step from one state to another be taken now.
 *
 * Everything is judged as it would be in the target state, so that a
 * question that applies only there can be asked in the dialogue.  Before the
 * dialogue, what it asks for cannot be missing yet, and a condition that
 * some answer to it could still meet does not stand in the way.
 */
#include "form/view.h"

#include <string.h>

#define MOST_TRIES 40

struct look {
	struct eval_ctx ctx; /* in the target state */
	const struct fields *answers;
	const struct transition *t;
	bool asked;
	struct view *view;
	const struct item **missing;
	size_t n_missing;
	struct unmet *unmet;
	size_t n_unmet;
};

static const struct ask *
ask_of(const struct look *l, const struct item *it)
{
	for (size_t i = 0; i < l->t->n_ask; i++)
		if (l->t->ask[i].item == it)
			return &l->t->ask[i];
	return NULL;
}

/* Is this question still to be put by the dialogue? */
static bool
to_come(const struct look *l, const struct item *it)
{
	return !l->asked && ask_of(l, it) != NULL;
}

static bool
looks_at_asked(const struct look *l, const struct expr *e)
{
	const struct item *const *on;
	size_t n = e ? expr_items(e, &on) : 0;

	for (size_t i = 0; i < n; i++)
		if (to_come(l, on[i]))
			return true;
	return false;
}

/* An answer that the dialogue may yet make needless. */
static bool
may_fall_away(const struct look *l, const struct item *it)
{
	return looks_at_asked(l, it->relevant) ||
	       (it->group && looks_at_asked(l, it->group->relevant)) ||
	       (it->page && looks_at_asked(l, it->page->relevant));
}

static bool
is_open(const struct look *l, const struct item *it)
{
	struct value val;

	if (it->repeat || view_hidden(l->view, it, NO_ROW))
		return false;
	if (it->kind == ITEM_REPEAT) {
		for (size_t i = 0; i < view_rows(l->view, it); i++)
			if (!view_struck(l->view, it, i))
				return false;
		return true;
	}
	val = view_value(l->view, it, NO_ROW);
	return value_is_empty(&val);
}

static void
miss(struct look *l, const struct item *it)
{
	for (size_t i = 0; i < l->n_missing; i++)
		if (l->missing[i] == it)
			return;
	l->missing[l->n_missing++] = it;
}

static void
find_missing(struct look *l)
{
	const struct transition *t = l->t;
	const struct view_fault *f;
	size_t n = view_faults(l->view, &f);

	for (size_t i = 0; i < t->n_require; i++)
		if (is_open(l, t->require[i]))
			miss(l, t->require[i]);
	for (size_t i = 0; l->asked && i < t->n_ask; i++)
		if (!t->ask[i].optional && is_open(l, t->ask[i].item))
			miss(l, t->ask[i].item);
	for (size_t i = 0; t->complete && i < n; i++)
		if ((f[i].fault == FAULT_REQUIRED ||
		     f[i].fault == FAULT_REQUIRED_SAVE) &&
		    !to_come(l, f[i].item) && !may_fall_away(l, f[i].item))
			miss(l, f[i].item);
}

/* "Enter the date of triage.", or how many there are and the first few. */
static const char *
say_missing(const struct look *l)
{
	struct arena *a = l->ctx.arena;
	const struct item *first = l->missing[0];
	const char **labels;

	if (l->n_missing == 1) {
		const struct view_fault *f =
			view_fault_of(l->view, first, NO_ROW);

		return f ? f->message : words_required(a, first);
	}
	labels = arena_array(a, l->n_missing, sizeof(*labels));
	for (size_t i = 0; i < l->n_missing; i++)
		labels[i] = l->missing[i]->label;
	return arena_printf(a, "%zu answers are needed first: %s.",
			    l->n_missing,
			    words_join(a, labels, l->n_missing, "and", 2));
}

static bool
is_named(const struct look *l, const struct item *it)
{
	for (size_t i = 0; i < l->t->n_require; i++)
		if (l->t->require[i] == it)
			return true;
	return ask_of(l, it) != NULL;
}

/* The first thing wrong that stands in the way: all on a complete one, else
 * only with the answers that the transition names. A retired code that was
 * there already does not. */
static const char *
find_wrong(const struct look *l)
{
	const struct view_fault *f;
	size_t n = view_faults(l->view, &f);

	for (size_t i = 0; i < n; i++) {
		const struct item *it = f[i].item;

		if (f[i].strength != STRENGTH_STOP || to_come(l, it) ||
		    f[i].fault == FAULT_REQUIRED ||
		    f[i].fault == FAULT_REQUIRED_SAVE)
			continue;
		if (f[i].fault == FAULT_RETIRED && !ask_of(l, it))
			continue;
		if (!l->t->complete && !is_named(l, it))
			continue;
		if (looks_at_asked(l, it->constraint))
			continue;
		return f[i].message;
	}
	return NULL;
}

static enum tri
test(const struct condition *c, const struct view *v)
{
	return expr_test(c->expr, &v->ctx);
}

/* Some answer that could be given; an i-th one where there are several. */
static struct value
some_answer(const struct look *l, const struct item *it, size_t i)
{
	static const int numbers[] = { 0, 1, 5, 10, 50, 100, 1000, -1 };
	static const int days[] = { 0, -1, 1, -7, 7, -365, 365, -30 };
	struct value val = value_text("x");

	i = it->list && it->list->n ? i % it->list->n : i % 8;
	switch (it->type) {
	case Q_SELECT_ONE:
	case Q_SELECT_MULTIPLE:
		if (it->list->n == 0)
			return value_empty;
		return view_conform(l->ctx.arena, it,
				    value_code(it->list->choices[i].code));
	case Q_INTEGER:
	case Q_DECIMAL:
		return value_int(numbers[i]);
	case Q_DATE:
		return value_date(date_add_days(l->ctx.today, days[i]));
	case Q_DATETIME:
		return value_datetime(date_add_days(l->ctx.today, days[i]), 0);
	case Q_TIME:
		return value_time(60 * (int)i);
	case Q_DURATION:
		return value_duration(
			(struct duration){ (int64_t)i, DUR_DAYS });
	case Q_PERSON:
		return value_person(1);
	case Q_CASE:
		return value_case(1);
	default:
		return view_conform(l->ctx.arena, it, val);
	}
}

/* Which items of its form a condition looks at, whatever it goes through on
 * the way: a calculation of a child record looks at its case again. */
struct reach {
	struct arena *a;
	struct form_marks {
		const struct form *form;
		bool *marked;
		struct form_marks *next;
	} * forms;
};

static bool *
marks_of(struct reach *r, const struct form *f)
{
	struct form_marks *m = r->forms;

	while (m && m->form != f)
		m = m->next;
	if (!m) {
		m = arena_alloc(r->a, sizeof(*m));
		m->form = f;
		m->marked = arena_array(r->a, f->n + 1, sizeof(bool));
		m->next = r->forms;
		r->forms = m;
	}
	return m->marked;
}

static void reach_expr(struct reach *r, const struct expr *e);

/* As deep as calculations hang on one another, which loading bounds. */
static void
reach_item(struct reach *r, const struct item *it)
{
	bool *marked = it ? marks_of(r, it->form) : NULL;

	if (!it || marked[it->index])
		return;
	marked[it->index] = true;
	reach_item(r, it->page);
	reach_item(r, it->group);
	reach_item(r, it->repeat);
	reach_expr(r, it->relevant);
	reach_expr(r, it->calculation);
}

static void
reach_expr(struct reach *r, const struct expr *e)
{
	const struct item *const *items;
	size_t n = e ? expr_items(e, &items) : 0;

	for (size_t i = 0; i < n; i++)
		reach_item(r, items[i]);
}

/* NULL when what is asked makes no difference to the condition. */
static const bool *
reach_of(const struct look *l, const struct condition *c)
{
	struct reach r = { .a = l->ctx.arena };
	const bool *marked;

	reach_expr(&r, c->expr);
	marked = marks_of(&r, l->ctx.form);
	for (size_t k = 0; k < l->t->n_ask; k++)
		if (marked[l->t->ask[k].item->index])
			return marked;
	return NULL;
}

static enum tri
try_answers(const struct look *l, const struct condition *c, const bool *only,
	    size_t i, bool empty)
{
	struct fields tried = { .arena = l->ctx.arena };

	/* Only the list is copied: what it holds is not changed. */
	tried.n = tried.cap = l->answers->n;
	tried.v = arena_memdup(l->ctx.arena, l->answers->v,
			       tried.n * sizeof(*tried.v));
	for (size_t k = 0; k < l->t->n_ask; k++) {
		const struct item *it = l->t->ask[k].item;

		fields_set_shared(&tried, it->name,
				  empty ? value_empty : some_answer(l, it, i));
	}
	return test(c, view_work_some(&l->ctx, &tried, only));
}

/*
 * Could an answer to what is asked meet the condition?  Every choice of a
 * list is tried.  What is written freely has too many: where the few values
 * tried do not meet it, but without them it is unknown, it depends on what
 * will be written.
 */
static bool
could_be_met(const struct look *l, const struct condition *c)
{
	const bool *only = reach_of(l, c);
	size_t tries = 8;
	bool written = false, decided = false;

	if (!only)
		return false;
	for (size_t i = 0; i < l->t->n_ask; i++) {
		const struct item *it = l->t->ask[i].item;

		if (!it->list)
			written = true;
		else if (it->list->n > tries)
			tries = it->list->n;
	}
	for (size_t i = 0; i < tries && i < MOST_TRIES; i++) {
		enum tri met = try_answers(l, c, only, i, false);

		if (met == TRI_YES)
			return true;
		decided |= met == TRI_NO;
	}
	return written && decided &&
	       try_answers(l, c, only, 0, true) == TRI_UNKNOWN;
}

static bool
is_met(const struct look *l, const struct condition *c)
{
	if (test(c, l->view) == TRI_YES)
		return true;
	return !l->asked && l->t->n_ask > 0 && could_be_met(l, c);
}

/* Where the form has no words for it: what it looks at and finds empty. */
static const char *
say_unmet(const struct look *l, const struct condition *c)
{
	struct arena *a = l->ctx.arena;
	const struct item *const *on;
	size_t n = expr_items(c->expr, &on), n_open = 0;
	const char **labels = arena_array(a, n + 1, sizeof(*labels));

	if (c->message)
		return c->message;
	for (size_t i = 0; i < n; i++)
		if (on[i]->form == l->ctx.form && !to_come(l, on[i]) &&
		    is_open(l, on[i]))
			labels[n_open++] = on[i]->label;
	if (n_open == 0)
		return "Not everything that this step needs is recorded yet.";
	return arena_printf(a, "Not recorded yet: %s.",
			    words_join(a, labels, n_open, "and", 3));
}

static void
find_unmet(struct look *l)
{
	for (size_t i = 0; i < l->t->n_when; i++) {
		const struct condition *c = &l->t->when[i];

		if (!is_met(l, c))
			l->unmet[l->n_unmet++] =
				(struct unmet){ c, say_unmet(l, c) };
	}
}

static const char *
say_from(struct arena *a, const struct form *f, const struct transition *t)
{
	const char **names = arena_array(a, f->n_states + 1, sizeof(*names));
	size_t n = 0;

	for (size_t i = 0; i < f->n_states; i++)
		if (t->from >> i & 1)
			names[n++] =
				arena_printf(a, "\"%s\"", f->states[i].label);
	return arena_printf(a, "This can be done only from %s.",
			    words_join(a, names, n, "or", 4));
}

/* The condition by which what was answered makes this the wrong step: more
 * answers do not help.  NULL: none. */
static const struct unmet *
answered_no(const struct look *l)
{
	for (size_t i = 0; l->asked && i < l->n_unmet; i++) {
		const struct condition *c = l->unmet[i].condition;

		if (reach_of(l, c) && test(c, l->view) == TRI_NO)
			return &l->unmet[i];
	}
	return NULL;
}

static const char *
look_over(struct look *l, bool *wrong)
{
	const struct unmet *no;

	find_missing(l);
	find_unmet(l);
	no = answered_no(l);
	*wrong = no != NULL;
	if (no)
		return no->why;
	if (l->n_missing > 0)
		return say_missing(l);
	return l->n_unmet > 0 ? l->unmet[0].why : find_wrong(l);
}

void
transition_look(const struct eval_ctx *ctx, const struct fields *answers,
		const struct transition *t, bool asked,
		struct transition_state *out)
{
	const struct form *f = ctx->form;
	int now = ctx->state ? form_state(f, ctx->state) : -1;
	struct look l = {
		.ctx = *ctx, .answers = answers, .t = t, .asked = asked
	};

	*out = (struct transition_state){ 0 };
	if (now < 0 || !(t->from >> now & 1)) {
		out->why = say_from(ctx->arena, f, t);
		return;
	}
	out->from_here = true;
	l.ctx.state = f->states[t->to].name;
	l.view = form_view(&l.ctx, answers);
	l.missing = arena_array(ctx->arena, f->n + 1, sizeof(*l.missing));
	l.unmet = arena_array(ctx->arena, t->n_when + 1, sizeof(*l.unmet));
	out->why = look_over(&l, &out->wrong);
	out->ready = out->why == NULL;
	out->missing = l.missing;
	out->n_missing = l.n_missing;
	out->unmet = l.unmet;
	out->n_unmet = l.n_unmet;
	for (size_t i = 0; i < t->n_ask; i++)
		out->n_asked += !view_hidden(l.view, t->ask[i].item, NO_ROW);
}
