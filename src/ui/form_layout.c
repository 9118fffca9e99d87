/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which sections a form has for its user, and which lines a section.
 */
#include <string.h>

#include "ui/form_parts.h"

/* --- What the user may see and change ------------------------------- */

bool
form_shows(const struct form_screen *f, const struct item *it, size_t row)
{
	const struct edit *e = f->edit;
	struct value v;

	if (!edit_may_read(e, it) || view_hidden(e->view, it, row))
		return false;
	if (it->kind != ITEM_CALCULATE && it->kind != ITEM_SHOW)
		return true;
	v = view_value(e->view, it, row);
	return !value_is_empty(&v);
}

/* Rows of an append-only repeat are added and struck, never changed. */
static bool
is_old_row(const struct edit *e, const struct item *repeat, size_t row)
{
	const struct value *now = fields_get(&e->answers, repeat->name);
	const struct value *was =
		e->base ? fields_get(&e->base->fields, repeat->name) : NULL;

	if (was == NULL || was->type != VAL_ROWS || now == NULL ||
	    now->type != VAL_ROWS || row >= now->rows.n)
		return false;
	for (size_t i = 0; i < was->rows.n; i++)
		if (was->rows.v[i].id == now->rows.v[row].id)
			return true;
	return false;
}

bool
form_writable(const struct form_screen *f, const struct item *it, size_t row)
{
	if (!edit_may_write(f->edit, it))
		return false;
	if (it->repeat == NULL)
		return true;
	if (view_struck(f->edit->view, it->repeat, row))
		return false;
	return !it->repeat->append_only ||
	       !is_old_row(f->edit, it->repeat, row);
}

bool
form_required(const struct form_screen *f, const struct item *it, size_t row)
{
	const struct transition *t = f->edit->transition;

	if (it->kind != ITEM_QUESTION)
		return false;
	for (size_t i = 0; t != NULL && i < t->n_ask; i++)
		if (t->ask[i].item == it)
			return !t->ask[i].optional ||
			       (t->complete &&
				view_required(f->edit->view, it, row));
	return view_required(f->edit->view, it, row);
}

/* --- Sections ------------------------------------------------------- */

static bool
stands_on(const struct item *it, const struct item *page)
{
	return it->kind != ITEM_PAGE && it->page == page;
}

static bool
is_visible_here(const struct form_screen *f, const struct item *it)
{
	return it->repeat == NULL && it->kind != ITEM_CHECK &&
	       it->kind != ITEM_GROUP && form_shows(f, it, NO_ROW);
}

/* A page of questions of which none applies yet has nothing to say, whatever is
 * counted beside them; one of figures alone has, once there are any. */
static bool
has_lines(const struct form_screen *f, const struct item *page)
{
	const struct form *form = f->edit->form;
	bool asks = false, figures = false;

	for (size_t i = 0; i < form->n; i++) {
		const struct item *it = &form->items[i];
		bool worked_out =
			it->kind == ITEM_CALCULATE || it->kind == ITEM_SHOW;
		bool shown = stands_on(it, page) && is_visible_here(f, it);

		if (shown && !worked_out)
			return true;
		figures |= shown;
		asks |= stands_on(it, page) && it->kind == ITEM_QUESTION;
	}
	return figures && !asks;
}

size_t
form_sections(const struct form_screen *f, struct arena *a,
	      struct section **out)
{
	const struct form *form = f->edit->form;
	size_t n = 0;

	*out = arena_array(a, form->n + 2, sizeof(**out));
	if (f->edit->transition != NULL) {
		(*out)[n++] =
			(struct section){ NULL, f->edit->transition->label };
		return n;
	}
	if (has_lines(f, NULL))
		(*out)[n++] = (struct section){ NULL, form->label };
	for (size_t i = 0; i < form->n; i++)
		if (form->items[i].kind == ITEM_PAGE &&
		    has_lines(f, &form->items[i]))
			(*out)[n++] = (struct section){ &form->items[i],
							form->items[i].label };
	return n;
}

/* --- Lines ---------------------------------------------------------- */

static struct form_line *
add_line(struct form_layout *l, enum line_kind kind, const struct item *it,
	 size_t row)
{
	if (l->n == l->cap) {
		size_t want = l->cap ? l->cap * 2 : 32;

		l->v = arena_grow(l->arena, l->v, l->n, want, sizeof(*l->v));
		l->cap = want;
	}
	l->v[l->n] = (struct form_line){
		.kind = kind, .item = it, .row = row, .height = 1
	};
	return &l->v[l->n++];
}

static enum line_kind
kind_of(const struct form_screen *f, const struct item *it, size_t row)
{
	switch (it->kind) {
	case ITEM_GROUP:
		return LINE_HEADING;
	case ITEM_NOTE:
		return LINE_NOTE;
	case ITEM_CHECK:
		return LINE_CHECK;
	case ITEM_QUESTION:
		if (!form_writable(f, it, row))
			return LINE_SHOWN;
		return form_is_mark(f, it) ? LINE_MARK : LINE_FIELD;
	default:
		return LINE_SHOWN;
	}
}

static void
add_item(const struct form_screen *f, struct form_layout *l,
	 const struct item *it, size_t row)
{
	enum line_kind kind = kind_of(f, it, row);
	const struct view_fault *v;

	if (kind == LINE_CHECK) {
		v = view_fault_of(f->edit->view, it, row);
		if (v == NULL || !form_is_told(f, v) ||
		    !edit_may_read(f->edit, it))
			return;
	} else if (!form_shows(f, it, row)) {
		return;
	}
	add_line(l, kind, it, row);
}

static void
add_repeat(const struct form_screen *f, struct form_layout *l,
	   const struct item *repeat)
{
	size_t rows = view_rows(f->edit->view, repeat);

	if (!form_shows(f, repeat, NO_ROW))
		return;
	add_line(l, LINE_REPEAT, repeat, NO_ROW);
	for (size_t row = 0; row < rows; row++) {
		add_line(l, LINE_ROW, repeat, row)->number = (int)row + 1;
		if (repeat != f->open_repeat || row != f->open_row)
			continue;
		for (size_t i = repeat->index + 1; i <= repeat->last; i++)
			add_item(f, l, &f->edit->form->items[i], row);
	}
}

static void
add_page(const struct form_screen *f, struct form_layout *l)
{
	const struct form *form = f->edit->form;

	for (size_t i = 0; i < form->n; i++) {
		const struct item *it = &form->items[i];

		if (!stands_on(it, f->page) || it->repeat != NULL)
			continue;
		if (it->kind == ITEM_REPEAT)
			add_repeat(f, l, it);
		else
			add_item(f, l, it, NO_ROW);
	}
}

/* A dialogue: what will happen, what it asks, and why. */
static void
add_dialogue(const struct form_screen *f, struct form_layout *l)
{
	const struct transition *t = f->edit->transition;

	add_line(l, LINE_WHAT, NULL, NO_ROW);
	for (size_t i = 0; i < t->n_ask; i++)
		add_item(f, l, t->ask[i].item, NO_ROW);
	if (t->reason)
		add_line(l, LINE_REASON, NULL, NO_ROW);
}

/* A group none of whose lines are shown needs no heading, nor one that says
 * again what the page is called. */
static void
drop_bare_headings(const struct form_screen *f, struct form_layout *l)
{
	const char *page = f->page != NULL ? f->page->label : "";

	size_t n = 0;

	for (size_t i = 0; i < l->n; i++) {
		const struct item *it = l->v[i].item;
		const struct item *next =
			i + 1 < l->n ? l->v[i + 1].item : NULL;

		if (l->v[i].kind == LINE_HEADING &&
		    (next == NULL || next->index > it->last ||
		     l->v[i + 1].kind == LINE_HEADING ||
		     (i == 0 && strcmp(it->label, page) == 0)))
			continue;
		l->v[n++] = l->v[i];
	}
	l->n = n;
}

static void
number_marks(struct form_layout *l)
{
	const struct item *group = NULL;
	int number = 0;

	for (size_t i = 0; i < l->n; i++) {
		struct form_line *ln = &l->v[i];

		if (ln->kind != LINE_MARK)
			continue;
		if (ln->item->group != group)
			number = 0;
		group = ln->item->group;
		ln->number = ++number;
		l->marks = true;
	}
}

struct form_layout
form_lay_out(const struct form_screen *f, struct arena *a)
{
	struct form_layout l = { .arena = a };
	struct section *sections;
	size_t n = form_sections(f, a, &sections);

	if (f->edit->transition != NULL)
		add_dialogue(f, &l);
	else
		add_page(f, &l);
	drop_bare_headings(f, &l);
	number_marks(&l);
	form_measure(f, &l, n);
	return l;
}

const struct form_line *
form_line_at(const struct form_layout *l, const struct form_focus *at)
{
	for (size_t i = 0; i < l->n; i++)
		if (l->v[i].item == at->item && l->v[i].row == at->row &&
		    (at->item != NULL || l->v[i].kind == at->kind))
			return &l->v[i];
	return NULL;
}
