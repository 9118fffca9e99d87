/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an expression looks at, made of settings by hand. */
#include <stdlib.h>
#include <string.h>

#include "form/expr_tree.h"

/* All that begins with a prefix, without it. */
static const struct fields *
fields_under(const struct fields *given, const char *prefix, struct arena *a)
{
	struct fields *out = arena_alloc(a, sizeof(*out));

	fields_init(out, a);
	for (size_t i = 0; i < given->n; i++)
		if (strncmp(given->v[i].name, prefix, strlen(prefix)) == 0)
			fields_set_shared(out,
					  given->v[i].name + strlen(prefix),
					  given->v[i].value);
	return out;
}

static int
earlier(const void *a, const void *b)
{
	const struct state_entry *s = a, *t = b;

	return date_compare(s->on, t->on);
}

static void
context_history(struct eval_ctx *out, const struct form *of,
		const struct fields *given, struct arena *a)
{
	const struct fields *entered = fields_under(given, "entered.", a);
	struct state_entry *v = arena_array(a, entered->n + 1, sizeof(*v));

	for (size_t i = 0; i < entered->n; i++) {
		v[i].state = entered->v[i].name;
		v[i].on = entered->v[i].value.date;
	}
	qsort(v, entered->n, sizeof(*v), earlier);
	out->entered = v;
	out->n_entered = entered->n;
	for (size_t i = 0; of != NULL && i < entered->n; i++)
		if (of->states[form_state(of, v[i].state)].final)
			out->ended_on = v[i].on;
	if (fields_get(given, "state") != NULL)
		out->state = fields_text(given, "state");
	else if (of != NULL && of->n_states > 0)
		out->state = of->states[0].name;
}

static void
add_children(struct eval_ctx *out, const struct form *child,
	     const struct value *rows, struct arena *a)
{
	size_t n = out->n_children + rows->rows.n;
	struct child_answers *v =
		arena_grow(a, out->children, out->n_children, n, sizeof(*v));

	for (size_t i = 0; i < rows->rows.n; i++)
		v[out->n_children + i] =
			(struct child_answers){ child, &rows->rows.v[i].fields,
						rows->rows.v[i].id };
	out->children = v;
	out->n_children = n;
}

static void
context_children(struct eval_ctx *out, const struct form *f,
		 const struct fields *given, struct arena *a)
{
	for (size_t i = 0; i < f->n_children; i++) {
		const struct value *rows =
			fields_get(given, f->children[i]->name);

		if (rows != NULL && rows->type == VAL_ROWS)
			add_children(out, f->children[i], rows, a);
	}
}

static void
context_clock(struct eval_ctx *out, const struct fields *given)
{
	const struct value *now = fields_get(given, "now");

	out->now = clock_now();
	if (now != NULL && now->type == VAL_DATETIME)
		out->now = clock_utc_of(now->date, now->minutes);
	out->today = clock_date_of(out->now);
	if (date_is_set(fields_date(given, "today")))
		out->today = fields_date(given, "today");
	if (fields_get(given, "user") != NULL)
		out->user = fields_text(given, "user");
}

void
expr_context(struct eval_ctx *out, const struct form_set *set,
	     const struct form *f, const struct fields *given, struct arena *a)
{
	*out = (struct eval_ctx){ .set = set,
				  .form = f,
				  .answers = given,
				  .settings = given,
				  .arena = a };
	out->person = fields_under(given, "person.", a);
	out->of_case = fields_under(given, "case.", a);
	context_clock(out, given);
	if (f == NULL)
		return;
	context_history(out, case_form(f), given, a);
	context_children(out, f, given, a);
}
