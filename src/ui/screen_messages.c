/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The last fifty messages, newest first.
 */
#include "base/date.h"
#include "base/text.h"
#include "ui/screens.h"
#include "ui/table.h"

struct messages {
	struct screen s;
	struct browse b;
};

#define TEXT_COL 9
#define WHOLE_ROWS 4 /* for the marked one, whole */

static int
list_height(const struct messages *m)
{
	return ui_list_rows(m->s.ui, ui_foot(m->s.ui) - 3 - WHOLE_ROWS);
}

static const char *
title(const struct screen *s)
{
	(void)s;
	return "Messages, newest first";
}

/* One that is longer than its line. */
static void
draw_whole(const struct messages *m, struct canvas *c, int row)
{
	const char *text = ui_said(m->s.ui, m->b.at, NULL);

	if (utf8_width(text) > c->cols - 1 - TEXT_COL)
		canvas_wrap(c, row, TEXT_COL, 70, WHOLE_ROWS - 1, STYLE_PLAIN,
			    text);
}

static void
draw(const struct screen *s, struct canvas *c)
{
	const struct messages *m = (const struct messages *)s;
	struct arena a = ARENA_INIT;
	size_t first = browse_first(&m->b, list_height(m));
	size_t last = first + (size_t)list_height(m);
	int row = 2, end = ui_foot(s->ui) - 1 - WHOLE_ROWS;

	browse_told(&m->b, list_height(m), c, 1);
	for (size_t i = first; i < m->b.n && i < last; i++, row++) {
		int64_t at = 0;
		const char *text = ui_said(s->ui, i, &at);

		canvas_text(c, row, 2, 5,
			    i == m->b.at ? STYLE_SELECTED : STYLE_PLAIN,
			    time_format(&a, clock_minutes_of(at)));
		canvas_text_cut(c, row, TEXT_COL, c->cols, STYLE_PLAIN, text);
		table_mark(c, row, i == m->b.at);
	}
	if (m->b.n > 0)
		draw_whole(m, c, end + 1);
	if (m->b.n == 0) {
		canvas_text(c, row, 2, c->cols, STYLE_PLAIN,
			    "There have been no messages yet.");
		canvas_cursor(c, row, 2);
	}
	arena_clear(&a);
}

static enum reply
act(struct screen *s, enum action a)
{
	struct messages *m = (struct messages *)s;

	if (a == ACTION_ENTER)
		return REPLY_CLOSE;
	return browse_act(&m->b, a, list_height(m)) ? REPLY_HANDLED
						    : REPLY_IGNORED;
}

static const char *
hint(const struct screen *s)
{
	(void)s;
	return "F3 goes back.";
}

static bool
in_list(const struct screen *s)
{
	(void)s;
	return true;
}

static const struct screen_ops messages_ops = {
	.name = "messages",
	.title = title,
	.draw = draw,
	.act = act,
	.hint = hint,
	.in_list = in_list,
};

struct screen *
screen_messages(struct ui *u)
{
	struct messages *m = screen_new(u, &messages_ops, sizeof(*m));
	size_t n = 0;

	while (ui_said(u, n, NULL) != NULL)
		n++;
	browse_count(&m->b, n);
	return &m->s;
}
