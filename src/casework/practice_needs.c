/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a transition looks at, followed down to the questions: a condition
 * mostly names calculations, and a question counts only where it applies.
 */
#include "base/random.h"
#include "casework/practice_parts.h"

static void look(struct practice_needs *n, const struct expr *e);

static void
note_item(struct practice_needs *n, const struct item *it)
{
	for (size_t i = 0; i < n->n; i++)
		if (n->v[i] == it)
			return;
	if (n->n == n->cap) {
		size_t want = n->cap ? n->cap * 2 : 32;

		n->v = arena_grow(n->a, n->v, n->n, want, sizeof(*n->v));
		n->cap = want;
	}
	n->v[n->n++] = it;
	look(n, it->calculation);
	look(n, it->relevant);
	if (it->group)
		look(n, it->group->relevant);
	if (it->page)
		look(n, it->page->relevant);
	if (it->repeat)
		note_item(n, it->repeat);
}

static void
look(struct practice_needs *n, const struct expr *e)
{
	const struct item *const *v;
	size_t count = e ? expr_items(e, &v) : 0;

	if (e && expr_looks_at_children(e))
		n->children = true;
	for (size_t i = 0; i < count; i++)
		note_item(n, v[i]);
}

/* Every rule of the whole record that must hold before such a step. */
static void
look_at_checks(struct practice_needs *n, const struct form *f)
{
	for (size_t i = 0; i < f->n; i++)
		if (f->items[i].kind == ITEM_CHECK &&
		    f->items[i].severity == SEVERITY_ERROR)
			look(n, f->items[i].constraint);
}

void
practice_needs(struct arena *a, const struct form *f,
	       const struct transition *t, const struct transition_state *st,
	       struct practice_needs *out)
{
	*out = (struct practice_needs){ .a = a };
	for (size_t i = 0; i < t->n_when; i++)
		look(out, t->when[i].expr);
	if (t->complete)
		look_at_checks(out, f);
	for (size_t i = 0; i < t->n_require; i++)
		note_item(out, t->require[i]);
	for (size_t i = 0; i < st->n_missing; i++)
		note_item(out, st->missing[i]);
}

void
practice_needs_timer(struct arena *a, const struct timer *t, bool due,
		     struct practice_needs *out)
{
	*out = (struct practice_needs){ .a = a };
	look(out, t->live);
	if (due) {
		look(out, t->due);
		look(out, t->time);
	}
}

/* A question is left out now and then: a condition may ask for what is not
 * answered yet, an appointment without its outcome. */
bool
practice_needs_of(const struct practice_needs *n, const struct form *f,
		  const struct item ***out, size_t *count)
{
	bool some = false;

	*count = 0;
	*out = arena_array(n->a, n->n + 1, sizeof(**out));
	for (size_t i = 0; i < n->n; i++) {
		if (n->v[i]->form != f)
			continue;
		some = true;
		if (n->v[i]->kind != ITEM_QUESTION || random_below(4))
			(*out)[(*count)++] = n->v[i];
	}
	return some;
}
