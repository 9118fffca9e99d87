/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The list of sections, each with its state in a word.
 */
#include "base/text.h"
#include "ui/form_parts.h"

#define LABEL_COL 4  /* after the number */
#define STATE_COLS 5 /* a space and the state */

struct tally {
	size_t answered;
	size_t missing; /* required, or open in a checklist */
	size_t wrong;
};

static bool
is_on(const struct item *it, const struct item *page)
{
	return it->page == page && it->kind != ITEM_PAGE;
}

static size_t
rows_of(const struct form_screen *f, const struct item *it)
{
	return it->repeat != NULL ? view_rows(f->edit->view, it->repeat) : 1;
}

static void
count_item(const struct form_screen *f, const struct item *it, struct tally *t)
{
	size_t n = it->kind == ITEM_QUESTION ? rows_of(f, it) : 0;

	for (size_t i = 0; i < n; i++) {
		size_t row = it->repeat != NULL ? i : NO_ROW;
		struct value v = view_value(f->edit->view, it, row);

		t->answered += !value_is_empty(&v);
		t->missing += value_is_empty(&v) && form_is_mark(f, it) &&
			      form_shows(f, it, row);
		t->wrong += edit_get_typed(f->edit, it, row) != NULL;
	}
}

static struct tally
count(const struct form_screen *f, const struct item *page)
{
	const struct form *form = f->edit->form;
	const struct view_fault *faults;
	size_t n = view_faults(f->edit->view, &faults);
	struct tally t = { 0 };

	for (size_t i = 0; i < form->n; i++)
		if (is_on(&form->items[i], page) &&
		    edit_may_read(f->edit, &form->items[i]))
			count_item(f, &form->items[i], &t);
	for (size_t i = 0; i < n; i++) {
		if (!is_on(faults[i].item, page))
			continue;
		if (faults[i].fault == FAULT_REQUIRED ||
		    faults[i].fault == FAULT_REQUIRED_SAVE)
			t.missing++;
		else if (faults[i].strength == STRENGTH_STOP &&
			 (t.answered > 0 || faults[i].fault != FAULT_CHECK))
			t.wrong++;
	}
	return t;
}

static const char *
state_word(const struct tally *t, enum style *st)
{
	*st = STYLE_PLAIN;
	if (t->wrong > 0) {
		*st = STYLE_ALERT;
		return "!";
	}
	if (t->answered == 0)
		return "";
	if (t->missing > 0)
		return "part";
	*st = STYLE_GOOD;
	return "done";
}

/* Rows that a label takes in `width` columns, 2 at most. */
static int
label_rows(const char *label, int width)
{
	size_t len, step = text_line(label, width, &len);

	return label[step] != '\0' ? 2 : 1;
}

static void
draw_section(const struct form_screen *f, struct canvas *c, int row, int width,
	     const struct section *s, int number, int rows)
{
	bool here = s->page == f->page;
	struct tally t = count(f, s->page);
	enum style st, label = here ? STYLE_SELECTED : STYLE_PLAIN;
	const char *word = state_word(&t, &st);

	if (here)
		canvas_text(c, row, 0, 1, STYLE_SELECTED, ">");
	canvas_printf(c, row, 1, 3, STYLE_PLAIN, "%2d", number);
	if (rows > 1)
		canvas_wrap(c, row, LABEL_COL, width - LABEL_COL - STATE_COLS,
			    rows, label, s->label);
	else
		canvas_text_cut(c, row, LABEL_COL,
				width - LABEL_COL - STATE_COLS, label,
				s->label);
	canvas_right(c, row, width, st, word);
}

/* Long labels take two rows where there is room for all. */
void
form_draw_sections(const struct form_screen *f, struct canvas *c, int row,
		   int width)
{
	struct arena a = ARENA_INIT;
	struct section *s;
	size_t n = form_sections(f, &a, &s), at = 0, first = 0;
	int rows = ui_foot(f->screen.ui) - row - 1, need = 0, used = 0;
	int room = width - LABEL_COL - STATE_COLS;

	canvas_text(c, row, 1, width, STYLE_HEADING, "Sections");
	while (at + 1 < n && s[at].page != f->page)
		at++;
	while ((int)(at - first) >= rows)
		first += (size_t)(rows / 2);
	for (size_t i = first; i < n; i++)
		need += label_rows(s[i].label, room);
	for (size_t i = first; i < n && used < rows; i++) {
		int high = need <= rows ? label_rows(s[i].label, room) : 1;

		draw_section(f, c, row + 1 + used, width, &s[i], (int)i + 1,
			     high);
		used += high;
	}
	arena_clear(&a);
}
