/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Repeats: a line for each row, the fields of one row opened beneath it.
 */
#include "base/buf.h"
#include "ui/form_parts.h"

const struct item *
form_repeat_here(const struct form_screen *f)
{
	const struct item *it = f->focus.item;
	struct arena a = ARENA_INIT;
	struct form_layout l;
	const struct item *only = NULL;
	size_t n = 0;

	if (it != NULL && it->kind == ITEM_REPEAT)
		return it;
	if (it != NULL && it->repeat != NULL)
		return it->repeat;
	l = form_lay_out(f, &a);
	for (size_t i = 0; i < l.n; i++)
		if (l.v[i].kind == LINE_REPEAT && n++ == 0)
			only = l.v[i].item;
	arena_clear(&a);
	return n == 1 ? only : NULL;
}

bool
form_may_add(const struct form_screen *f, const struct item *repeat)
{
	const struct form *form = f->edit->form;

	for (size_t i = repeat->index + 1; i <= repeat->last; i++)
		if (edit_may_write(f->edit, &form->items[i]))
			return true;
	return false;
}

static size_t
live_rows(const struct form_screen *f, const struct item *repeat)
{
	size_t n = view_rows(f->edit->view, repeat), live = 0;

	for (size_t i = 0; i < n; i++)
		live += !view_struck(f->edit->view, repeat, i);
	return live;
}

static void
enter_first_field(struct form_screen *f, const struct item *repeat, size_t row)
{
	const struct form *form = f->edit->form;

	for (size_t i = repeat->index + 1; i <= repeat->last; i++) {
		const struct item *it = &form->items[i];

		if (it->kind == ITEM_QUESTION && form_shows(f, it, row) &&
		    form_writable(f, it, row)) {
			form_go_to(f, it, row);
			return;
		}
	}
	form_go_to(f, repeat, row);
}

void
form_add_row(struct form_screen *f)
{
	const struct item *repeat = form_repeat_here(f);
	struct ui *u = f->screen.ui;

	form_leave(f);
	if (repeat == NULL) {
		ui_say(u, "There is no list here to add to. Go to its heading "
			  "first.");
	} else if (!form_may_add(f, repeat)) {
		ui_say(u, "%s: nothing can be added here.", repeat->label);
	} else if (repeat->max >= 0 &&
		   live_rows(f, repeat) >= (size_t)repeat->max) {
		ui_say(u, "%s: no more than %d can be written here.",
		       repeat->label, repeat->max);
	} else {
		size_t row = edit_add_row(f->edit, repeat);

		f->open_repeat = repeat;
		f->open_row = row;
		form_keep_quietly(f);
		enter_first_field(f, repeat, row);
		ui_say(u, "%s: row %zu begun.", repeat->label, row + 1);
		return;
	}
	form_enter(f, f->focus);
}

/* The row in focus, or the one whose field is. */
void
form_strike_row(struct form_screen *f)
{
	const struct item *it = f->focus.item;
	const struct item *repeat = it == NULL		      ? NULL
				    : it->kind == ITEM_REPEAT ? it
							      : it->repeat;
	size_t row = f->focus.row;
	struct ui *u = f->screen.ui;

	form_leave(f);
	if (repeat == NULL || row == NO_ROW) {
		form_enter(f, f->focus);
		ui_say(u, "Go to the row first.");
		return;
	}
	if (!form_may_add(f, repeat)) {
		form_enter(f, f->focus);
		ui_say(u, "%s: this row cannot be struck out here.",
		       repeat->label);
		return;
	}
	edit_strike_row(f->edit, repeat, row);
	f->open_repeat = NULL;
	form_keep_quietly(f);
	form_go_to(f, repeat, NO_ROW);
	ui_say(u, "%s: row %zu struck out. It is final when saved.",
	       repeat->label, row + 1);
}

void
form_toggle_row(struct form_screen *f)
{
	const struct item *repeat = f->focus.item;
	size_t row = f->focus.row;

	if (f->open_repeat == repeat && f->open_row == row) {
		f->open_repeat = NULL;
		return;
	}
	f->open_repeat = repeat;
	f->open_row = row;
	enter_first_field(f, repeat, row);
}

static void
add_part(const struct form_screen *f, struct arena *a, struct buf *b,
	 const struct item *it, size_t row)
{
	const char *text;

	if (it == NULL || it->sensitive || !form_shows(f, it, row))
		return;
	text = form_shown_text(f, a, it, row);
	if (text[0] == '\0')
		return;
	if (b->n > 0)
		buf_str(b, ", ");
	buf_str(b, text);
}

const char *
form_row_text(const struct form_screen *f, struct arena *a,
	      const struct item *repeat, size_t row)
{
	const struct form *form = f->edit->form;
	struct buf b = BUF_INIT;
	const char *text;

	for (size_t i = 0; i < repeat->n_summary; i++)
		add_part(f, a, &b, form_item(form, repeat->summary[i]), row);
	if (repeat->n_summary == 0)
		for (size_t i = repeat->index + 1; i <= repeat->last; i++)
			if (form->items[i].kind == ITEM_QUESTION)
				add_part(f, a, &b, &form->items[i], row);
	text = b.n > 0 ? arena_strdup(a, b.s) : "(nothing written yet)";
	if (view_struck(f->edit->view, repeat, row))
		text = arena_printf(a, "STRUCK OUT  %s", text);
	buf_clear(&b);
	return text;
}
