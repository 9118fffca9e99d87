/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Who changed a record, when, and what it was before.
 */
#include <string.h>

#include "base/text.h"
#include "casework/casefile.h"
#include "ui/screens.h"
#include "ui/table.h"

struct history {
	struct screen s;
	uint64_t record;
	struct change *changes;
	struct browse b;
};

static const struct history *
history_of(const struct screen *s)
{
	return (const struct history *)s;
}

/* The last rows tell the marked change in full. */
#define TELL_ROWS 4
#define TEXT_MOST 76 /* columns that are read at ease */

static int
list_height(const struct history *h)
{
	return ui_list_rows(h->s.ui, ui_foot(h->s.ui) - 4 - TELL_ROWS);
}

static const char *
title(const struct screen *s)
{
	(void)s;
	return "History, newest first";
}

enum { COL_WHEN, COL_WHO, COL_ACT, COL_FIELD, COL_NEW, COLS };

static const struct column columns[COLS] = {
	{ "When", 17, 0, 0 },	{ "Who", 10, 5, 0 },	 { "Did", 11, 5, 0 },
	{ "Field", 13, 40, 0 }, { "Became", 16, 50, 0 },
};

static const char *
when(struct arena *a, int64_t at)
{
	return arena_printf(a, "%s %s",
			    date_format(a, clock_date_of(at), DATE_SHORT),
			    time_format(a, clock_minutes_of(at)));
}

static void
draw_row(struct canvas *c, struct arena *a, int row, const struct column *v,
	 const struct change *h, bool marked)
{
	table_cell(c, row, &v[COL_WHEN], marked ? STYLE_SELECTED : STYLE_PLAIN,
		   when(a, h->at));
	table_cell(c, row, &v[COL_WHO], STYLE_PLAIN, h->who);
	table_cell(c, row, &v[COL_ACT], STYLE_PLAIN, h->act);
	table_cell(c, row, &v[COL_FIELD], STYLE_PLAIN, h->field);
	table_cell(c, row, &v[COL_NEW], STYLE_PLAIN, h->new);
	table_mark(c, row, marked);
}

static bool
said(const char *s)
{
	return s != NULL && s[0] != '\0';
}

/* "State:", and after a question nothing more. */
static const char *
named(const struct change *h, struct arena *a)
{
	const char *field = said(h->field) ? h->field : "State";
	bool asks = field[strlen(field) - 1] == '?';

	return arena_printf(a, "%s%s", field, asks ? "" : ":");
}

/* The marked change, with what the columns leave no room for. */
static void
draw_told(struct canvas *c, struct arena *a, int row, const struct change *h)
{
	int width = c->cols - 3 < TEXT_MOST ? c->cols - 3 : TEXT_MOST;

	if (said(h->field) || said(h->old) || said(h->new))
		canvas_wrap(c, row, 2, width, 2, STYLE_PLAIN,
			    arena_printf(a, "%s was %s, became %s.",
					 named(h, a),
					 said(h->old) ? h->old : "empty",
					 said(h->new) ? h->new : "empty"));
	if (said(h->reason))
		canvas_wrap(c, row + 2, 2, width, 1, STYLE_PLAIN,
			    arena_printf(a, "Reason: %s", h->reason));
}

static void
draw(const struct screen *s, struct canvas *c)
{
	const struct history *h = history_of(s);
	struct arena a = ARENA_INIT;
	struct column v[COLS];
	size_t first = browse_first(&h->b, list_height(h));
	size_t last = first + (size_t)list_height(h);
	int row, end = ui_foot(s->ui) - TELL_ROWS;

	memcpy(v, columns, sizeof(v));
	table_layout(v, COLS, c->cols);
	browse_told(&h->b, list_height(h), c, 1);
	row = table_head(c, 2, v, COLS);
	for (size_t i = first; i < h->b.n && i < last; i++, row++)
		draw_row(c, &a, row, v, &h->changes[i], i == h->b.at);
	if (h->b.n > 0)
		draw_told(c, &a, end + 1, &h->changes[h->b.at]);
	else
		canvas_text(c, row, 2, c->cols, STYLE_PLAIN,
			    "Nothing has been changed yet.");
	if (h->b.n == 0)
		canvas_cursor(c, row, 2);
	arena_clear(&a);
}

static enum reply
act(struct screen *s, enum action a)
{
	struct history *h = (struct history *)s;

	if (a == ACTION_ENTER)
		return REPLY_HANDLED;
	return browse_act(&h->b, a, list_height(h)) ? REPLY_HANDLED
						    : REPLY_IGNORED;
}

static const char *
hint(const struct screen *s)
{
	(void)s;
	return "The marked change stands in full above. F3 goes back.";
}

static const char *
help(const struct screen *s, struct arena *a)
{
	(void)s;
	return arena_strdup(
		a,
		"Every change of this record: when, who, which field, what "
		"it was and what it became, and the reason where one was "
		"given. Nothing here can be changed. Fields that you may not "
		"read are left out.");
}

static bool
in_list(const struct screen *s)
{
	(void)s;
	return true;
}

static const struct screen_ops history_ops = {
	.name = "history",
	.title = title,
	.draw = draw,
	.act = act,
	.hint = hint,
	.help = help,
	.in_list = in_list,
};

struct screen *
screen_history(struct ui *u, uint64_t record)
{
	struct history *h = screen_new(u, &history_ops, sizeof(*h));
	size_t n = 0;
	enum err e = record_history(ui_session(u), &h->s.arena, record,
				    &h->changes, &n);

	if (e != ERR_OK) {
		ui_say_err(u, e, "The history could not be read");
		return screen_discard(&h->s);
	}
	h->record = record;
	browse_count(&h->b, n);
	return &h->s;
}
