/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A draft beside the saved record: the fields in which they differ.
 */
#include <string.h>

#include "base/text.h"
#include "ui/form_parts.h"
#include "ui/table.h"

struct difference {
	const char *field, *saved, *draft;
};

struct draft_screen {
	struct screen s;
	struct difference *v;
	struct browse b;
};

/* The last rows tell the marked field in full. */
#define TELL_ROWS 7
#define TEXT_MOST 76 /* columns that are read at ease */
#define FIRST_ROW 4

static int
list_height(const struct draft_screen *k)
{
	return ui_foot(k->s.ui) - FIRST_ROW - TELL_ROWS;
}

/* --- What differs ------------------------------------------------------ */

/* What is sensitive is not shown by comparing. */
static const char *
told(const struct edit *e, struct arena *a, const struct item *it)
{
	const char *typed = edit_get_typed(e, it, NO_ROW);
	const struct value *v = edit_get(e, it, NO_ROW);

	if (it->sensitive)
		return "(hidden)";
	if (typed != NULL)
		return arena_strdup(a, typed);
	if (v == NULL || value_is_empty(v))
		return "";
	return arena_strdup(a, form_value_text(e, a, it, v));
}

static bool
differs(const struct edit *draft, const struct edit *saved,
	const struct item *it)
{
	static const struct value none;
	const struct value *mine = edit_get(draft, it, NO_ROW);
	const struct value *theirs =
		saved != NULL ? edit_get(saved, it, NO_ROW) : NULL;

	if ((it->kind != ITEM_QUESTION && it->kind != ITEM_REPEAT) ||
	    it->repeat != NULL || !edit_may_read(draft, it))
		return false;
	return edit_get_typed(draft, it, NO_ROW) != NULL ||
	       !value_equal(mine != NULL ? mine : &none,
			    theirs != NULL ? theirs : &none);
}

static void
find_differences(struct draft_screen *k, const struct edit *draft,
		 const struct edit *saved)
{
	const struct form *form = draft->form;
	struct arena *a = &k->s.arena;
	size_t n = 0;

	k->v = arena_array(a, form->n + 1, sizeof(*k->v));
	for (size_t i = 0; i < form->n; i++) {
		const struct item *it = &form->items[i];

		if (differs(draft, saved, it))
			k->v[n++] = (struct difference){
				arena_strdup(a, it->label),
				saved != NULL ? told(saved, a, it) : "",
				told(draft, a, it),
			};
	}
	browse_count(&k->b, n);
}

/* --- Drawing ----------------------------------------------------------- */

enum { COL_FIELD, COL_SAVED, COL_DRAFT, COLS };

static const struct column columns[COLS] = {
	{ "Field", 28, 20, 0 },
	{ "Saved", 21, 40, 0 },
	{ "In the draft", 21, 40, 0 },
};

static const char *
title(const struct screen *s)
{
	(void)s;
	return "Draft and saved record";
}

static void
draw_told(const struct draft_screen *k, struct canvas *c, int row)
{
	const struct difference *d = &k->v[k->b.at];
	struct arena a = ARENA_INIT;
	int width = c->cols - 3 < TEXT_MOST ? c->cols - 3 : TEXT_MOST;

	canvas_text_cut(c, row, 2, width, STYLE_HEADING, d->field);
	canvas_wrap(c, row + 1, 2, width, 2, STYLE_PLAIN,
		    arena_printf(&a, "Saved: %s",
				 d->saved[0] != '\0' ? d->saved : "empty"));
	canvas_wrap(c, row + 3, 2, width, 3, STYLE_PLAIN,
		    arena_printf(&a, "Draft: %s",
				 d->draft[0] != '\0' ? d->draft : "empty"));
	arena_clear(&a);
}

static void
draw(const struct screen *s, struct canvas *c)
{
	const struct draft_screen *k = (const struct draft_screen *)s;
	struct column v[COLS];
	size_t first = browse_first(&k->b, list_height(k));
	int row, end = ui_foot(s->ui) - TELL_ROWS;

	memcpy(v, columns, sizeof(v));
	table_layout(v, COLS, c->cols);
	browse_told(&k->b, list_height(k), c, 1);
	row = table_head(c, FIRST_ROW - 2, v, COLS);
	for (size_t i = first; i < k->b.n && row < end; i++, row++) {
		const struct difference *d = &k->v[i];

		table_cell(c, row, &v[COL_FIELD],
			   i == k->b.at ? STYLE_SELECTED : STYLE_PLAIN,
			   d->field);
		table_cell(c, row, &v[COL_SAVED], STYLE_PLAIN, d->saved);
		table_cell(c, row, &v[COL_DRAFT], STYLE_PLAIN, d->draft);
		table_mark(c, row, i == k->b.at);
	}
	if (k->b.n > 0) {
		draw_told(k, c, end + 1);
		return;
	}
	canvas_text(c, row, 2, c->cols, STYLE_PLAIN,
		    "The draft says what the saved record says.");
	canvas_cursor(c, row, 2);
}

/* --- Acting ------------------------------------------------------------ */

static enum reply
act(struct screen *s, enum action a)
{
	struct draft_screen *k = (struct draft_screen *)s;

	if (a == ACTION_ENTER)
		return REPLY_CLOSE;
	return browse_act(&k->b, a, list_height(k)) ? REPLY_HANDLED
						    : REPLY_IGNORED;
}

static const char *
hint(const struct screen *s)
{
	(void)s;
	return "Nothing is changed here. F3 goes back to the drafts.";
}

static const char *
help(const struct screen *s, struct arena *a)
{
	(void)s;
	return arena_strdup(
		a,
		"The fields in which your draft and the record, as it is saved "
		"now, are not the same. Enter or F3 goes back; there Enter "
		"carries on with the draft, and F10 throws it away.");
}

static bool
in_list(const struct screen *s)
{
	(void)s;
	return true;
}

static const struct screen_ops draft_ops = {
	.name = "draft",
	.title = title,
	.draw = draw,
	.act = act,
	.hint = hint,
	.help = help,
	.in_list = in_list,
};

/* An answer that was not given: the question, nothing saved, the words. */
static void
tell_words(struct draft_screen *k, const struct draft_brief *d)
{
	struct arena *a = &k->s.arena;

	k->v = arena_array(a, 1, sizeof(*k->v));
	k->v[0] = (struct difference){ arena_strdup(a, d->question), "",
				       arena_strdup(a, d->words) };
	browse_count(&k->b, 1);
}

static enum err
tell_form(struct draft_screen *k, uint64_t draft)
{
	struct session *s = ui_session(k->s.ui);
	struct edit *mine = NULL, *saved = NULL;
	enum err e = edit_resume(s, draft, &mine);

	if (e == ERR_OK && mine->record != 0)
		e = edit_open(s, mine->record, &saved);
	if (e == ERR_OK)
		find_differences(k, mine, saved);
	edit_close(&saved);
	edit_close(&mine);
	return e;
}

struct screen *
screen_draft(struct ui *u, const struct draft_brief *d)
{
	struct draft_screen *k = screen_new(u, &draft_ops, sizeof(*k));
	enum err e = ERR_OK;

	if (d->words != NULL)
		tell_words(k, d);
	else
		e = tell_form(k, d->id);
	if (e == ERR_OK)
		return &k->s;
	ui_say_err(u, e, "The draft cannot be compared");
	return screen_discard(&k->s);
}
