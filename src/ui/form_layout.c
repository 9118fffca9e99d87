/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which lines a section has, how high each is and where it stands.
 */
#include <string.h>

#include "base/text.h"
#include "ui/form_parts.h"
#include "ui/header.h"

#define LEFT_NARROW 24		/* the list of sections at 80 columns */
#define LEFT_WIDE   34
#define WIDE        120
#define FIELD_LEAST 12		/* beside a label that is longer than most */
#define STRETCH     2		/* columns given so that all labels align */
#define LABEL_MOST  46
#define TEXT_LEAST  3		/* rows of an answer of several lines */
#define TEXT_MOST   8
#define FIX_MOST    2		/* rows of a fix under its field */
#define PAGE_MOST   100		/* columns of a page */

/* --- What the user may see and change ------------------------------------ */

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
	const struct value *was = e->base
		? fields_get(&e->base->fields, repeat->name) : NULL;

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
			return !t->ask[i].optional;
	return view_required(f->edit->view, it, row);
}

/* --- Sections --------------------------------------------------------------- */

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

static bool
has_lines(const struct form_screen *f, const struct item *page)
{
	const struct form *form = f->edit->form;

	for (size_t i = 0; i < form->n; i++)
		if (stands_on(&form->items[i], page) &&
		    is_visible_here(f, &form->items[i]))
			return true;
	return false;
}

size_t
form_sections(const struct form_screen *f, struct arena *a,
	      struct section **out)
{
	const struct form *form = f->edit->form;
	size_t n = 0;

	*out = arena_array(a, form->n + 2, sizeof(**out));
	if (f->edit->transition != NULL) {
		(*out)[n++] = (struct section){
			NULL, f->edit->transition->label };
		return n;
	}
	if (has_lines(f, NULL))
		(*out)[n++] = (struct section){ NULL, form->label };
	for (size_t i = 0; i < form->n; i++)
		if (form->items[i].kind == ITEM_PAGE &&
		    has_lines(f, &form->items[i]))
			(*out)[n++] = (struct section){
				&form->items[i], form->items[i].label };
	return n;
}

/* --- Faults --------------------------------------------------------------------- */

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
static bool
is_told(const struct form_screen *f, const struct view_fault *v)
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
form_fault(const struct form_screen *f, struct arena *a,
	   const struct item *it, size_t row, bool *soft)
{
	bool typing = is_typed_now(f, it, row);
	const char *why = typing ? NULL : not_understood(f, a, it, row);
	const struct view_fault *v;

	*soft = false;
	if (why == NULL && f->tried)
		why = form_unasked(f, it);
	if (why != NULL)
		return why;
	v = view_fault_of(f->edit->view, it, row);
	if (v == NULL || !is_told(f, v))
		return NULL;
	*soft = v->strength == STRENGTH_CHECK;
	return v->message;
}

/* --- Lines ------------------------------------------------------------------- */

static struct form_line *
add_line(struct form_layout *l, enum line_kind kind, const struct item *it,
	 size_t row)
{
	if (l->n == l->cap) {
		size_t want = l->cap ? l->cap * 2 : 32;

		l->v = arena_grow(l->arena, l->v, l->n, want, sizeof(*l->v));
		l->cap = want;
	}
	l->v[l->n] = (struct form_line){ .kind = kind, .item = it,
					 .row = row, .height = 1 };
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
		if (v == NULL || !is_told(f, v) || !edit_may_read(f->edit, it))
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
		const struct item *next = i + 1 < l->n ? l->v[i + 1].item
						       : NULL;

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

/* --- Sizes ----------------------------------------------------------------------- */

static bool
has_label_column(const struct form_line *ln)
{
	return ln->kind == LINE_FIELD || ln->kind == LINE_SHOWN ||
	       ln->kind == LINE_MARK;
}

static bool
is_long_text(const struct form_line *ln)
{
	return ln->kind == LINE_REASON ||
	       (ln->kind == LINE_FIELD && ln->item->type == Q_TEXT &&
		ln->item->look == LOOK_MULTILINE);
}

/* Before the label: the number of a mark, or what shows that it is a row's. */
int
form_indent(const struct form_line *ln)
{
	return ln->kind == LINE_MARK || ln->item->repeat != NULL ? 4 : 0;
}

/* The label's columns, with what is before it. */
static int
label_columns(const struct form_line *ln)
{
	return utf8_width(ln->item->label) + form_indent(ln);
}

/* Columns that a field wants, with what is echoed or marked beside it. */
static int
wanted(const struct form_line *ln)
{
	static const int by_type[] = {
		[Q_NONE] = 12, [Q_TEXT] = 21, [Q_INTEGER] = 10,
		[Q_DECIMAL] = 14, [Q_DATE] = 18, [Q_DATETIME] = 21,
		[Q_TIME] = 8, [Q_DURATION] = 14, [Q_PERSON] = 22,
		[Q_USER] = 20, [Q_ATTACHMENT] = 21, [Q_SELECT_ONE] = 22,
		[Q_SELECT_MULTIPLE] = 22, [Q_CASE] = 20,
	};

	return ln->kind == LINE_MARK ? FIELD_LEAST : by_type[ln->item->type];
}

static bool
is_aligned(const struct form_line *ln)
{
	return has_label_column(ln) && !is_long_text(ln);
}

/* As many labels as can be stand in one column; a longer one pushes its own
 * field to the right. */
static void
measure_labels(struct form_layout *l)
{
	int room = l->width - MARGIN - 2, most = LABEL_MOST, longest = 0;

	for (size_t i = 0; i < l->n; i++)
		if (is_aligned(&l->v[i]) && room - wanted(&l->v[i]) < most)
			most = room - wanted(&l->v[i]);
	for (size_t i = 0; i < l->n; i++) {
		int w = is_aligned(&l->v[i]) ? label_columns(&l->v[i]) : 0;

		l->v[i].own_label = w > room - FIELD_LEAST;
		if (w > longest)
			longest = w;
		if (w > l->label_width && w <= most)
			l->label_width = w;
	}
	if (longest <= most + STRETCH)
		l->label_width = longest;
	if (l->label_width < FIELD_LEAST)
		l->label_width = FIELD_LEAST;
}

static void
measure_columns(const struct form_screen *f, struct form_layout *l,
		size_t sections)
{
	int cols = ui_cols(f->screen.ui);

	l->left = sections < 2 ? 0 : cols >= WIDE ? LEFT_WIDE : LEFT_NARROW;
	l->col = l->left;
	l->width = cols - 1 - l->col;
	if (l->width > PAGE_MOST)
		l->width = PAGE_MOST;
	measure_labels(l);
}

/* Always on the row of the label, where it is read. */
int
form_field_col(const struct form_layout *l, const struct form_line *ln)
{
	int w = ln->own_label ? 0 : label_columns(ln);

	if (w < l->label_width)
		w = l->label_width;
	return l->col + MARGIN + w + 2;
}

int
form_text_width(const struct form_layout *l)
{
	int width = l->width - MARGIN;

	return width < 76 ? width : 76;
}

int
form_field_width(const struct form_layout *l, const struct form_line *ln)
{
	static const int by_type[] = {
		[Q_NONE] = 40, [Q_TEXT] = 50, [Q_INTEGER] = 8,
		[Q_DECIMAL] = 12, [Q_DATE] = 13, [Q_DATETIME] = 19,
		[Q_TIME] = 7, [Q_DURATION] = 12, [Q_PERSON] = 40,
		[Q_USER] = 24, [Q_ATTACHMENT] = 50, [Q_SELECT_ONE] = 44,
		[Q_SELECT_MULTIPLE] = 50, [Q_CASE] = 24,
	};
	const struct item *it = ln->item;
	int room = l->col + l->width - form_field_col(l, ln);
	int width = by_type[it->type];

	if (it->type == Q_DATE && it->estimate)
		width = 16;
	if (form_is_chosen(it))
		room -= 4;
	return width < room ? width : room;
}

static int
wrapped(const char *text, int width, int most)
{
	size_t len;
	int lines = 0;

	while (*text != '\0' && lines < most) {
		text += text_line(text, width, &len);
		lines++;
	}
	return lines;
}

static int
text_rows(const struct form_screen *f, const struct form_layout *l,
	  const struct form_line *ln)
{
	struct arena a = ARENA_INIT;
	const char *text;
	struct line tmp;
	int rows;

	if (ln->kind == LINE_REASON)
		text = line_text(&f->reason);
	else if (f->has_input && f->focus.item == ln->item &&
		 f->focus.row == ln->row)
		text = line_text(&f->input);
	else
		text = form_edit_text(f, &a, ln->item, ln->row);
	line_init(&tmp, text, true);
	rows = line_count(&tmp, form_text_width(l)) + 1;
	line_clear(&tmp);
	arena_wipe(&a);
	return rows < TEXT_LEAST ? TEXT_LEAST
				 : rows > TEXT_MOST ? TEXT_MOST : rows;
}

static int
fix_rows(const struct form_screen *f, const struct form_layout *l,
	 const struct form_line *ln)
{
	struct arena a = ARENA_INIT;
	const char *fix;
	bool soft;
	int rows = 0;

	if (ln->kind != LINE_FIELD && ln->kind != LINE_MARK)
		return 0;
	fix = form_fault(f, &a, ln->item, ln->row, &soft);
	if (fix != NULL)
		rows = wrapped(fix, l->width - MARGIN - 2, FIX_MOST);
	arena_wipe(&a);
	return rows;
}

static int
line_height(const struct form_screen *f, const struct form_layout *l,
	    const struct form_line *ln)
{
	int height = 1;

	if (is_long_text(ln))
		height = 1 + text_rows(f, l, ln);
	else if (ln->kind == LINE_NOTE || ln->kind == LINE_CHECK)
		height = wrapped(ln->item->label, l->width - MARGIN, 4);
	else if (ln->kind == LINE_WHAT)
		height = 2 + (int)f->edit->transition->n_tasks +
			 (f->edit->transition->n_tasks > 0);
	else if (ln->own_label)
		height = 2;
	return height + fix_rows(f, l, ln);
}

static const struct item *
repeat_of(const struct form_line *ln)
{
	if (ln->item == NULL)
		return NULL;
	return ln->item->kind == ITEM_REPEAT ? ln->item : ln->item->repeat;
}

/* Before a heading, and around the rows of a repeat. */
static bool
wants_air(const struct form_layout *l, size_t i)
{
	return i > 0 && (l->v[i].kind == LINE_HEADING ||
			 repeat_of(&l->v[i]) != repeat_of(&l->v[i - 1]));
}

static void
measure_rows(const struct form_screen *f, struct form_layout *l)
{
	int top = 0;

	for (size_t i = 0; i < l->n; i++) {
		top += wants_air(l, i);
		l->v[i].top = top;
		l->v[i].height = line_height(f, l, &l->v[i]);
		top += l->v[i].height;
	}
	l->height = top;
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
	measure_columns(f, &l, n);
	measure_rows(f, &l);
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
