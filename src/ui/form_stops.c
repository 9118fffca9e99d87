/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What is wrong: shown under a field as one goes, and what stands in the way
 * of saving - texts that are not understood, rules that do not hold, answers
 * that are missing.
 */
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "ui/form_parts.h"

/* --- Under a field -------------------------------------------------- */

/* A dialogue asks for its own questions only, but needs each answered. */
const char *
form_unasked(const struct form_screen *f, struct arena *a,
	     const struct item *it)
{
	const struct view_fault *fault =
		view_fault_of(f->edit->view, it, NO_ROW);
	struct value v = view_value(f->edit->view, it, NO_ROW);

	if (f->edit->transition == NULL || !value_is_empty(&v) ||
	    !form_required(f, it, NO_ROW) || !form_shows(f, it, NO_ROW))
		return NULL;
	return fault != NULL
		       ? fault->message
		       : arena_printf(a, "Answer \"%s\" first.", it->label);
}

static const char *
not_understood(const struct form_screen *f, struct arena *a,
	       const struct item *it, size_t row)
{
	const char *typed = edit_get_typed(f->edit, it, row), *why = NULL;
	struct value v;

	if (typed == NULL || form_parse(f, a, it, row, typed, &v, &why))
		return NULL;
	return why;
}

/* What is required and missing is told when somebody wants to finish. */
bool
form_is_told(const struct form_screen *f, const struct view_fault *v)
{
	if (v->fault == FAULT_REQUIRED || v->fault == FAULT_REQUIRED_SAVE ||
	    (v->fault == FAULT_CHECK && f->edit->draft == 0 &&
	     f->edit->base == NULL))
		return f->tried && edit_fault_binds(f->edit, v, form_how(f));
	return v->strength == STRENGTH_STOP ||
	       fields_get(&f->edit->reasons, v->item->name) == NULL;
}

/* While somebody types nothing is wrong yet. */
static bool
is_typed_now(const struct form_screen *f, const struct item *it, size_t row)
{
	return f->has_input && f->focus.item == it && f->focus.row == row &&
	       strcmp(line_text(&f->input), f->before) != 0;
}

const char *
form_fault(const struct form_screen *f, struct arena *a, const struct item *it,
	   size_t row, bool *soft)
{
	bool typing = is_typed_now(f, it, row);
	const char *why = typing ? NULL : not_understood(f, a, it, row);
	const struct view_fault *v;

	*soft = false;
	if (why == NULL && f->tried)
		why = form_unasked(f, a, it);
	if (why != NULL)
		return why;
	v = view_fault_of(f->edit->view, it, row);
	if (v == NULL || !form_is_told(f, v))
		return NULL;
	*soft = v->strength == STRENGTH_CHECK;
	return v->message;
}

/* --- Before saving -------------------------------------------------- */

struct stops {
	struct arena *arena;
	struct stop *v;
	size_t n, cap;
};

static void
add_stop(struct stops *s, struct stop stop)
{
	for (size_t i = 0; i < s->n; i++)
		if (s->v[i].item == stop.item && s->v[i].row == stop.row)
			return;
	if (s->n == s->cap) {
		size_t want = s->cap ? s->cap * 2 : 16;

		s->v = arena_grow(s->arena, s->v, s->n, want, sizeof(*s->v));
		s->cap = want;
	}
	s->v[s->n++] = stop;
}

static void
add_typed(const struct form_screen *f, struct stops *s, const struct item *it,
	  size_t row)
{
	const char *typed = edit_get_typed(f->edit, it, row), *why;
	struct value v;

	if (typed != NULL && !form_parse(f, s->arena, it, row, typed, &v, &why))
		add_stop(s, (struct stop){ it, row, why, false });
}

static void
add_not_understood(const struct form_screen *f, struct stops *s)
{
	const struct form *form = f->edit->form;

	for (size_t i = 0; i < form->n; i++) {
		const struct item *it = &form->items[i];
		size_t rows;

		if (it->kind != ITEM_QUESTION)
			continue;
		if (it->repeat == NULL)
			add_typed(f, s, it, NO_ROW);
		rows = it->repeat != NULL ? view_rows(f->edit->view, it->repeat)
					  : 0;
		for (size_t row = 0; row < rows; row++)
			add_typed(f, s, it, row);
	}
}

static void
add_unasked(const struct form_screen *f, struct stops *s)
{
	const struct transition *t = f->edit->transition;

	for (size_t i = 0; t != NULL && i < t->n_ask; i++) {
		const char *why = form_unasked(f, s->arena, t->ask[i].item);

		if (why != NULL)
			add_stop(s, (struct stop){ t->ask[i].item, NO_ROW, why,
						   false });
	}
}

static void
add_faults(const struct form_screen *f, struct stops *s, enum save_how how)
{
	const struct view_fault *faults;
	size_t n = view_faults(f->edit->view, &faults);

	for (size_t i = 0; i < n; i++)
		if (edit_fault_binds(f->edit, &faults[i], how))
			add_stop(s,
				 (struct stop){ faults[i].item, faults[i].row,
						faults[i].message,
						faults[i].strength ==
							STRENGTH_CHECK });
}

static int
stops_first(const void *a, const void *b)
{
	const struct stop *x = a, *y = b;

	if (x->soft != y->soft)
		return x->soft ? 1 : -1;
	if (x->item->index != y->item->index)
		return x->item->index < y->item->index ? -1 : 1;
	return x->row < y->row ? -1 : x->row > y->row;
}

size_t
form_stops(const struct form_screen *f, struct arena *a, enum save_how how,
	   struct stop **out)
{
	struct stops s = { .arena = a };

	add_not_understood(f, &s);
	add_unasked(f, &s);
	add_faults(f, &s, how);
	if (s.n > 0)
		qsort(s.v, s.n, sizeof(*s.v), stops_first);
	*out = s.v;
	return s.n;
}

const char *
form_missing(const struct form_screen *f, struct arena *a, size_t *n)
{
	const struct view_fault *faults;
	size_t all = view_faults(f->edit->view, &faults);
	struct buf b = BUF_INIT;
	const char *text;

	*n = 0;
	for (size_t i = 0; i < all; i++)
		if (faults[i].fault == FAULT_REQUIRED)
			buf_printf(&b, "%s%s", (*n)++ > 0 ? ", " : "",
				   faults[i].item->label);
	text = arena_strdup(a, b.n > 0 ? b.s : "");
	buf_clear(&b);
	return text;
}
