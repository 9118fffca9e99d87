/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The form screen: a person, a referral, a child record, the dialogue of a
 * transition, each from its definition.  Here are the keys; what they do is
 * in form_*.c.
 */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "ui/form_parts.h"

/* --- Keys ----------------------------------------------------------- */

static enum reply
do_next(struct form_screen *f)
{
	form_move(f, 1, false);
	return REPLY_HANDLED;
}

static enum reply
do_prev(struct form_screen *f)
{
	form_move(f, -1, false);
	return REPLY_HANDLED;
}

static enum reply
do_down(struct form_screen *f)
{
	form_move(f, 1, true);
	return REPLY_HANDLED;
}

static enum reply
do_up(struct form_screen *f)
{
	form_move(f, -1, true);
	return REPLY_HANDLED;
}

static enum reply
do_enter(struct form_screen *f)
{
	const struct item *it = f->focus.item;

	if (it != NULL && it->kind == ITEM_QUESTION &&
	    form_masked(f, it, f->focus.row))
		form_pick(f);
	else if (f->focus.kind == LINE_ROW)
		form_toggle_row(f);
	else
		form_move(f, 1, false);
	return REPLY_HANDLED;
}

static enum reply
do_next_part(struct form_screen *f)
{
	form_next_section(f, 1);
	return REPLY_HANDLED;
}

static enum reply
do_prev_part(struct form_screen *f)
{
	form_next_section(f, -1);
	return REPLY_HANDLED;
}

static enum reply
do_page_down(struct form_screen *f)
{
	form_turn_page(f, 1);
	return REPLY_HANDLED;
}

static enum reply
do_page_up(struct form_screen *f)
{
	form_turn_page(f, -1);
	return REPLY_HANDLED;
}

static enum reply
do_choices(struct form_screen *f)
{
	form_pick(f);
	return REPLY_HANDLED;
}

static enum reply
do_new(struct form_screen *f)
{
	form_add_row(f);
	return REPLY_HANDLED;
}

static enum reply
do_save(struct form_screen *f)
{
	form_save(f);
	return REPLY_HANDLED;
}

/* Nothing typed is lost: it waits as a draft. */
enum reply
form_back(struct form_screen *f)
{
	form_leave(f);
	if (f->edit->changed) {
		form_settle_focus(f);
		return REPLY_HANDLED; /* it could not be kept: said */
	}
	if (f->edit->draft != 0)
		ui_say(f->screen.ui, "Not saved. It is kept as a draft: F9, "
				     "drafts.");
	return REPLY_CLOSE;
}

static enum reply
do_cancel(struct form_screen *f)
{
	if (f->focus.kind == LINE_MARK) {
		const struct value *was =
			f->edit->base == NULL
				? NULL
				: fields_get(&f->edit->base->fields,
					     f->focus.item->name);

		form_put(f, f->focus.item, f->focus.row,
			 was != NULL ? *was : value_empty);
		ui_say(f->screen.ui, "As it was.");
	} else if (f->has_input &&
		   strcmp(line_text(&f->input), f->before) != 0) {
		line_put_back(&f->input, f->before);
		edit_set_typed(f->edit, f->focus.item, f->focus.row, NULL);
		ui_say(f->screen.ui, "As it was when you came to it. Ctrl-U "
				     "brings back what you typed.");
	} else if (f->has_input && edit_get_typed(f->edit, f->focus.item,
						  f->focus.row) != NULL) {
		struct arena a = ARENA_INIT;

		/* Left and come back to: what it was before it was typed. */
		edit_set_typed(f->edit, f->focus.item, f->focus.row, NULL);
		line_put_back(&f->input, form_edit_text(f, &a, f->focus.item,
							f->focus.row));
		arena_clear(&a);
		ui_say(f->screen.ui, "As it was before you typed that. Ctrl-U "
				     "brings it back.");
	} else {
		ui_say(f->screen.ui, "Nothing to put back here. F3 goes "
				     "back.");
	}
	return REPLY_HANDLED;
}

static enum reply
do_same(struct form_screen *f)
{
	const struct item *it = f->focus.item;
	const struct value *v;

	if (f->focus.kind != LINE_FIELD && f->focus.kind != LINE_MARK)
		return REPLY_HANDLED;
	v = ui_recall(f->screen.ui, form_full_name(f->edit->form), it->name);
	if (v == NULL) {
		ui_say(f->screen.ui, "Nothing was entered here before.");
		return REPLY_HANDLED;
	}
	form_put(f, it, f->focus.row, *v);
	form_enter(f, f->focus);
	return REPLY_HANDLED;
}

/* --- What the field in focus takes ---------------------------------- */

static struct line *
line_here(struct form_screen *f)
{
	if (f->focus.kind == LINE_REASON)
		return &f->reason;
	return f->has_input ? &f->input : NULL;
}

static struct line *
line_ready(struct form_screen *f)
{
	struct line *l = line_here(f);
	struct arena a = ARENA_INIT;
	struct form_layout layout;

	if (l != NULL && l->many) {
		layout = form_lay_out(f, &a);
		l->width = form_text_width(&layout);
		arena_clear(&a);
	}
	return l;
}

/* A date, a number or a choice that stands in the field already is written
 * anew by typing; a text is added to. */
static void
begin_anew(struct form_screen *f, struct line *l)
{
	if (f->fresh && l == &f->input && l->text.n > 0 &&
	    form_rewrites(f->focus.item))
		line_set(l, "");
	f->fresh = false;
}

static bool
line_takes(struct form_screen *f, struct line *l, enum action a)
{
	if (l == NULL)
		return false;
	if (a == ACTION_BACKSPACE || a == ACTION_DELETE)
		begin_anew(f, l);
	if (!line_act(l, a))
		return false;
	f->fresh = false;
	form_count(f);
	return true;
}

static enum reply
form_act(struct screen *s, enum action a)
{
	static enum reply (*const does[ACTION_COUNT])(struct form_screen *) = {
		[ACTION_NEXT] = do_next,
		[ACTION_PREV] = do_prev,
		[ACTION_DOWN] = do_down,
		[ACTION_UP] = do_up,
		[ACTION_ENTER] = do_enter,
		[ACTION_NEXT_PART] = do_next_part,
		[ACTION_PREV_PART] = do_prev_part,
		[ACTION_PAGE_DOWN] = do_page_down,
		[ACTION_PAGE_UP] = do_page_up,
		[ACTION_CHOICES] = do_choices,
		[ACTION_NEW] = do_new,
		[ACTION_SAVE] = do_save,
		[ACTION_BACK] = form_back,
		[ACTION_CANCEL] = do_cancel,
		[ACTION_SAME] = do_same,
	};
	struct form_screen *f = (struct form_screen *)s;
	struct line *l = line_ready(f);

	if (line_takes(f, l, a))
		return REPLY_HANDLED;
	if ((a == ACTION_BACKSPACE || a == ACTION_DELETE) &&
	    f->focus.kind == LINE_MARK)
		form_mark_type(f, ' ');
	return does[a] != NULL ? does[a](f) : REPLY_IGNORED;
}

static void
say_full(struct form_screen *f, struct line *l)
{
	if (line_take_overflow(l))
		ui_say(f->screen.ui, "There is no more room in this field: the "
				     "end was left out.");
}

static enum reply
form_type(struct screen *s, uint32_t ch)
{
	struct form_screen *f = (struct form_screen *)s;
	struct line *l = line_ready(f);

	if (ch == '?' && (l == NULL || l->text.n == 0))
		return REPLY_IGNORED;
	if (l != NULL) {
		begin_anew(f, l);
		line_type(l, ch);
		say_full(f, l);
		if (ch <= ' ')
			form_count(f);
	} else if (f->focus.kind == LINE_MARK)
		form_mark_type(f, ch);
	else if (f->focus.kind == LINE_REPEAT || f->focus.kind == LINE_ROW)
		ui_say(s->ui, "F8 adds a row; then there is something to "
			      "type in.");
	else if (f->focus.item != NULL &&
		 form_masked(f, f->focus.item, f->focus.row))
		ui_say(s->ui, "It is hidden. Enter shows it first.");
	else
		ui_say(s->ui, "This cannot be changed here.");
	return REPLY_HANDLED;
}

static enum reply
form_paste(struct screen *s, const char *text)
{
	struct form_screen *f = (struct form_screen *)s;
	struct line *l = line_ready(f);

	if (l == NULL)
		return REPLY_IGNORED;
	begin_anew(f, l);
	line_paste(l, text);
	say_full(f, l);
	form_count(f);
	return REPLY_HANDLED;
}

/* --- Keeping, closing ----------------------------------------------- */

/* What is half typed is kept as it stands, not as an answer yet. */
static bool
form_keep(struct screen *s)
{
	struct form_screen *f = (struct form_screen *)s;
	struct edit *e = f->edit;

	form_count(f); /* of a pause: the last word is counted too */
	if (f->has_input && strcmp(line_text(&f->input), f->before) != 0)
		edit_set_typed(e, f->focus.item, f->focus.row,
			       line_text(&f->input));
	if (e->transition != NULL && strcmp(fields_text(&e->typed, FORM_REASON),
					    line_text(&f->reason)) != 0) {
		fields_set(&e->typed, FORM_REASON,
			   value_text(line_text(&f->reason)));
		e->changed = true;
	}
	return edit_keep(e) == ERR_OK;
}

/* Back from a box: half-typed text stays, else the focus is looked for again,
 * since the answers may have changed. */
static void
form_resume(struct screen *s)
{
	struct form_screen *f = (struct form_screen *)s;

	if (!f->has_input)
		form_settle_focus(f);
}

static const char *
form_title(const struct screen *s)
{
	return ((const struct form_screen *)s)->edit->title;
}

static void
form_close(struct screen *s)
{
	struct form_screen *f = (struct form_screen *)s;

	if (f->has_input)
		line_clear(&f->input);
	line_clear(&f->reason);
	if (f->before != NULL)
		explicit_bzero(f->before, strlen(f->before));
	free(f->before);
	edit_close(&f->edit);
}

static const struct screen_ops form_ops = {
	.name = "form",
	.title = form_title,
	.draw = form_draw,
	.act = form_act,
	.type = form_type,
	.paste = form_paste,
	.hint = form_hint,
	.bar = form_bar,
	.help = form_help,
	.resume = form_resume,
	.keep = form_keep,
	.close = form_close,
	.commands = form_commands,
	.command = form_command,
};

/* --- Beginning ------------------------------------------------------ */

/* Half-typed texts of a draft that are answers after all. */
static void
take_typed(struct form_screen *f, const struct item *it, size_t row)
{
	struct arena a = ARENA_INIT;
	const char *typed = edit_get_typed(f->edit, it, row), *why;
	struct value v;

	if (typed != NULL && form_parse(f, &a, it, row, typed, &v, &why)) {
		edit_set_typed(f->edit, it, row, NULL);
		edit_set(f->edit, it, row, v);
	}
	arena_wipe(&a);
}

static void
take_all_typed(struct form_screen *f)
{
	const struct form *form = f->edit->form;

	for (size_t i = 0; i < form->n; i++) {
		const struct item *it = &form->items[i];
		size_t rows = it->repeat != NULL
				      ? view_rows(f->edit->view, it->repeat)
				      : 0;

		if (it->kind != ITEM_QUESTION)
			continue;
		if (it->repeat == NULL)
			take_typed(f, it, NO_ROW);
		for (size_t row = 0; row < rows; row++)
			take_typed(f, it, row);
	}
}

/* In a row it is taken to be the last: the one begun last. */
static void
enter_where_left(struct form_screen *f)
{
	const char *name = f->edit->at_field;
	const struct item *it = name != NULL && name[0] != '\0'
					? form_item(f->edit->form, name)
					: NULL;

	size_t rows = it != NULL && it->repeat != NULL
			      ? view_rows(f->edit->view, it->repeat)
			      : 0;

	form_first(f);
	if (f->edit->draft != 0 && it != NULL)
		form_go_to(f, it, rows > 0 ? rows - 1 : NO_ROW);
}

struct screen *
screen_form(struct ui *u, struct edit *e)
{
	struct form_screen *f;

	if (e == NULL)
		return NULL;
	f = screen_new(u, &form_ops, sizeof(*f));
	f->edit = e;
	f->unmasked = arena_array(&f->screen.arena, e->form->n + 1,
				  sizeof(*f->unmasked));
	line_init(&f->reason, fields_text(&e->typed, FORM_REASON), true);
	fields_set(&e->typed, FORM_REASON, value_empty);
	take_all_typed(f);
	enter_where_left(f);
	return &f->screen;
}

struct screen *
screen_form_at(struct ui *u, struct edit *e, const struct item *at)
{
	struct screen *s = screen_form(u, e);
	const struct item *it =
		s != NULL && at != NULL ? form_item(e->form, at->name) : NULL;

	if (it != NULL)
		form_go_to((struct form_screen *)s, it, NO_ROW);
	return s;
}
