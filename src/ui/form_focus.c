/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Moving through the fields, and what leaving one does: its text is taken
 * into the edit, understood or not, and the draft is kept.
 */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "ui/form_parts.h"

/* --- Entering and leaving a field ----------------------------------- */

static void
forget_input(struct form_screen *f)
{
	line_clear(&f->input);
	if (f->before != NULL)
		explicit_bzero(f->before, strlen(f->before));
	free(f->before);
	f->before = NULL;
	f->has_input = false;
}

void
form_enter(struct form_screen *f, struct form_focus to)
{
	struct arena a = ARENA_INIT;
	bool many, goes_on;
	const char *text;

	if (f->has_input)
		forget_input(f);
	f->focus = to;
	f->edit->at_field = to.item != NULL ? to.item->name : NULL;
	if (to.kind != LINE_FIELD || form_masked(f, to.item, to.row))
		return;
	many = to.item->type == Q_TEXT && to.item->look == LOOK_MULTILINE;
	text = form_edit_text(f, &a, to.item, to.row);
	line_init(&f->input, text, many);
	goes_on = form_goes_on(f, to.item, to.row);
	if (form_rewrites(to.item) && !goes_on)
		f->input.at = 0; /* its beginning is what is seen */
	f->before = xstrdup(text);
	f->has_input = true;
	f->fresh = !goes_on;
	form_count(f);
	arena_wipe(&a);
	form_tell_alike(f);
}

void
form_keep_quietly(struct form_screen *f)
{
	struct edit *e = f->edit;
	struct arena a = ARENA_INIT;
	enum err err;

	if (!e->changed)
		return;
	err = edit_keep(e);
	if (err != ERR_OK)
		ui_say_err(f->screen.ui, err, "The draft is not kept");
	else if (ui_message(f->screen.ui)[0] == '\0' &&
		 e->draft_at / 60 != f->said_kept / 60) {
		ui_say(f->screen.ui, "Draft kept at %s.",
		       time_format(&a, clock_minutes_of(e->draft_at)));
		f->said_kept = e->draft_at;
	}
	arena_clear(&a);
}

/* --- What an answer opens ------------------------------------------- */

/* The questions shown on this page, by index of the form. */
static bool *
shown_now(const struct form_screen *f, struct arena *a)
{
	const struct form *form = f->edit->form;
	bool *on = arena_array(a, form->n + 1, sizeof(*on));

	for (size_t i = 0; i < form->n; i++)
		on[i] = form->items[i].kind == ITEM_QUESTION &&
			form->items[i].repeat == NULL &&
			form_shows(f, &form->items[i], NO_ROW);
	return on;
}

/* What opened on this page; what opened on others is seen when one comes
 * there. */
static void
say_opened(struct form_screen *f, const bool *was, const bool *is)
{
	const struct form *form = f->edit->form;
	const struct item *first = NULL;
	size_t n = 0;

	for (size_t i = 0; i < form->n; i++)
		if (is[i] && !was[i] && form->items[i].page == f->page &&
		    n++ == 0)
			first = &form->items[i];
	if (n == 1)
		ui_say(f->screen.ui, "One more question: %s", first->label);
	else if (n > 1)
		ui_say(f->screen.ui, "%zu more questions, from: %s", n,
		       first->label);
}

void
form_put(struct form_screen *f, const struct item *it, size_t row,
	 struct value v)
{
	struct edit *e = f->edit;
	struct arena a = ARENA_INIT;
	bool *was = shown_now(f, &a);
	const struct value *kept;

	if (it->sensitive)
		f->unmasked[it->index] = true;
	edit_set_typed(e, it, row, NULL);
	edit_set(e, it, row, v);
	kept = edit_get(e, it, row);
	if (kept != NULL && !it->sensitive)
		ui_remember(f->screen.ui, form_full_name(e->form), it->name,
			    kept);
	say_opened(f, was, shown_now(f, &a));
	arena_clear(&a);
}

/* --- Leaving -------------------------------------------------------- */

/* That one can move on is said where there is room for it. */
static void
say_not_taken(struct form_screen *f, const char *why)
{
	static const char on[] = " You can still move on.";
	int room = ui_cols(f->screen.ui) - 1 - (int)sizeof(on);

	ui_say(f->screen.ui, "%s%s", why, utf8_width(why) <= room ? on : "");
}

static void
take_input(struct form_screen *f)
{
	struct arena a = ARENA_INIT;
	const struct item *it = f->focus.item;
	const char *text = line_text(&f->input), *why;
	struct value v;

	if (strcmp(text, f->before) == 0 &&
	    edit_get_typed(f->edit, it, f->focus.row) == NULL)
		return;
	if (form_parse(f, &a, it, f->focus.row, text, &v, &why)) {
		ui_unsay(f->screen.ui); /* it was about what stood here */
		form_put(f, it, f->focus.row, v);
		if (form_not_known(it, text))
			ui_say(f->screen.ui, "Not known: it is left empty.%s",
			       form_required(f, it, f->focus.row)
				       ? " It is needed before this is "
					 "finished."
				       : "");
		f->changed_who |= it->means != MEANS_NONE;
	} else {
		edit_set_typed(f->edit, it, f->focus.row, text);
		say_not_taken(f, why);
	}
	arena_wipe(&a);
}

void
form_leave(struct form_screen *f)
{
	if (f->has_input) {
		take_input(f);
		forget_input(f);
	}
	form_keep_quietly(f);
}

/* --- Where to ------------------------------------------------------- */

static bool
can_stop(const struct form_line *ln, bool any)
{
	switch (ln->kind) {
	case LINE_FIELD:
	case LINE_MARK:
	case LINE_REASON:
	case LINE_REPEAT:
	case LINE_ROW:
		return true;
	case LINE_SHOWN:
		return any;
	default:
		return false;
	}
}

static struct form_focus
focus_of(const struct form_line *ln)
{
	return (struct form_focus){ ln->kind, ln->item, ln->row };
}

/* The first line to stop at (or the last), one to write in if there is any. */
static const struct form_line *
first_stop(const struct form_layout *l, bool last, bool any)
{
	for (int read = any; read < 2; read++)
		for (size_t i = 0; i < l->n; i++) {
			size_t k = last ? l->n - 1 - i : i;

			if (can_stop(&l->v[k], read))
				return &l->v[k];
		}
	return NULL;
}

static void
enter_line(struct form_screen *f, const struct form_line *ln)
{
	form_enter(f, ln != NULL ? focus_of(ln) : (struct form_focus){ 0 });
}

static void
enter_section(struct form_screen *f, const struct item *page, bool last,
	      bool any)
{
	struct arena a = ARENA_INIT;
	struct form_layout l;

	f->page = page;
	l = form_lay_out(f, &a);
	enter_line(f, first_stop(&l, last, any));
	arena_clear(&a);
}

static size_t
section_index(const struct form_screen *f, const struct section *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (s[i].page == f->page)
			return i;
	return 0;
}

/* Go `by` sections on; false at the ends. */
static bool
step_section(struct form_screen *f, int by, bool last, bool any)
{
	struct arena a = ARENA_INIT;
	struct section *s;
	size_t n = form_sections(f, &a, &s);
	size_t at = section_index(f, s, n);
	bool can = by > 0 ? at + 1 < n : at > 0 && n > 0;

	if (can)
		enter_section(f, s[by > 0 ? at + 1 : at - 1].page, last, any);
	arena_clear(&a);
	return can;
}

void
form_next_section(struct form_screen *f, int by)
{
	form_leave(f);
	if (step_section(f, by, false, false))
		return;
	form_enter(f, f->focus);
	ui_say(f->screen.ui, by > 0 ? "This is the last section. F2 saves."
				    : "This is the first section.");
}

void
form_first(struct form_screen *f)
{
	struct arena a = ARENA_INIT;
	struct section *s;
	size_t n = form_sections(f, &a, &s);

	enter_section(f, n > 0 ? s[0].page : NULL, false, false);
	arena_clear(&a);
}

/* The line `by` places on from the focus that one can stop at. */
static const struct form_line *
line_after(const struct form_screen *f, const struct form_layout *l, int by,
	   bool any)
{
	const struct form_line *now = form_line_at(l, &f->focus);
	int i = now != NULL ? (int)(now - l->v) : by > 0 ? -1 : (int)l->n;

	for (i += by; i >= 0 && i < (int)l->n; i += by)
		if (can_stop(&l->v[i], any))
			return &l->v[i];
	return NULL;
}

void
form_move(struct form_screen *f, int by, bool any)
{
	struct arena a = ARENA_INIT;
	struct form_layout l;
	const struct form_line *to;

	form_leave(f);
	l = form_lay_out(f, &a);
	to = line_after(f, &l, by, any);
	if (to != NULL) {
		enter_line(f, to);
	} else if (!step_section(f, by, by < 0, any)) {
		form_enter(f, f->focus);
		ui_say(f->screen.ui,
		       by > 0 ? "That was the last field. F2 saves."
			      : "This is the first field.");
	}
	arena_clear(&a);
}

/* A window's worth of rows on or back. */
void
form_turn_page(struct form_screen *f, int by)
{
	struct arena a = ARENA_INIT;
	struct form_layout l;
	const struct form_line *now, *to = NULL;
	int rows, want;

	form_leave(f);
	l = form_lay_out(f, &a);
	rows = form_page_rows(f, &l);
	now = form_line_at(&l, &f->focus);
	want = (now != NULL ? now->top : 0) + by * rows;
	for (size_t i = 0; i < l.n; i++)
		if (can_stop(&l.v[i], true) &&
		    (to == NULL || l.v[i].top <= want))
			to = &l.v[i];
	if (to == now || to == NULL) {
		if (!step_section(f, by, by < 0, true))
			form_enter(f, f->focus);
	} else {
		enter_line(f, to);
	}
	arena_clear(&a);
}

/* An item that has no line of its own to stop at gives the one before it. */
static const struct form_line *
stop_near(const struct form_layout *l, const struct item *it, size_t row)
{
	const struct form_line *near = NULL;

	for (size_t i = 0; i < l->n; i++) {
		if (!can_stop(&l->v[i], true))
			continue;
		if (l->v[i].item == it && (row == NO_ROW || l->v[i].row == row))
			return &l->v[i];
		if (near == NULL ||
		    (l->v[i].item != NULL && l->v[i].item->index < it->index))
			near = &l->v[i];
	}
	return near;
}

void
form_go_to(struct form_screen *f, const struct item *it, size_t row)
{
	struct arena a = ARENA_INIT;
	struct form_layout l;

	if (f->edit->transition == NULL)
		f->page = it->page;
	if (it->repeat != NULL && row != NO_ROW) {
		f->open_repeat = it->repeat;
		f->open_row = row;
	}
	l = form_lay_out(f, &a);
	enter_line(f, stop_near(&l, it, row));
	arena_clear(&a);
}

void
form_settle_focus(struct form_screen *f)
{
	struct arena a = ARENA_INIT;
	struct form_layout l = form_lay_out(f, &a);
	const struct form_line *ln = form_line_at(&l, &f->focus);

	if (ln != NULL && can_stop(ln, true))
		enter_line(f, ln);
	else if (f->focus.item != NULL)
		form_go_to(f, f->focus.item, f->focus.row);
	else
		form_first(f);
	arena_clear(&a);
}
