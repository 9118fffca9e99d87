/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a sheet prints of a case, as it will stand on the paper; and how it is
 * put there.
 */
#include <string.h>

#include "base/text.h"
#include "casework/casefile.h"
#include "ui/screens.h"

#define TOP 2 /* first row of the text */

struct sheetscreen {
	struct screen s;
	const char *title, *text, *hint;
	size_t lines, at; /* of the text; the first one shown */
};

static const struct sheetscreen *
sheet_of(const struct screen *s)
{
	return (const struct sheetscreen *)s;
}

static const char *
title(const struct screen *s)
{
	return sheet_of(s)->title;
}

static const char *
hint(const struct screen *s)
{
	return sheet_of(s)->hint;
}

static size_t
rows_of(const struct screen *s)
{
	return (size_t)(ui_foot(s->ui) - TOP);
}

static void
draw(const struct screen *s, struct canvas *c)
{
	const struct sheetscreen *k = sheet_of(s);
	const char *text = k->text;
	struct arena a = ARENA_INIT;
	size_t rows = rows_of(s);

	canvas_cursor(c, TOP, 2);
	for (size_t i = 0; *text != '\0' && i < k->at + rows; i++) {
		size_t n = strcspn(text, "\n");

		if (i >= k->at)
			canvas_text(c, TOP + (int)(i - k->at), 2, c->cols,
				    i == 0 ? STYLE_HEADING : STYLE_PLAIN,
				    arena_strndup(&a, text, n));
		text += n + (text[n] != '\0');
	}
	if (*text != '\0')
		canvas_right(c, ui_foot(s->ui), c->cols - 1, STYLE_HINT,
			     "PgDn shows more");
	arena_clear(&a);
}

static enum reply
act(struct screen *s, enum action a)
{
	struct sheetscreen *k = (struct sheetscreen *)s;
	size_t rows = rows_of(s), last = k->lines > rows ? k->lines - rows : 0;
	size_t by = a == ACTION_UP || a == ACTION_DOWN ? 1 : rows - 1;

	if (a == ACTION_DOWN || a == ACTION_PAGE_DOWN)
		k->at = k->at + by < last ? k->at + by : last;
	else if (a == ACTION_UP || a == ACTION_PAGE_UP)
		k->at = k->at > by ? k->at - by : 0;
	else
		return REPLY_IGNORED;
	return REPLY_HANDLED;
}

static const char *
help(const struct screen *s, struct arena *a)
{
	return arena_printf(
		a,
		"What stands here is all that the sheet tells, for somebody "
		"outside who is to know this and no more. That it was looked "
		"at is recorded as printed.\n\n%s",
		sheet_of(s)->hint);
}

static const struct bar_word *
bar(const struct screen *s)
{
	static const struct bar_word words[] = {
		{ ACTION_HELP, NULL },	      { ACTION_BACK, NULL },
		{ ACTION_PAGE_DOWN, "More" }, { ACTION_PALETTE, NULL },
		{ ACTION_NONE, NULL },
	};

	(void)s;
	return words;
}

static const struct screen_ops sheet_ops = {
	.name = "sheet",
	.title = title,
	.draw = draw,
	.act = act,
	.hint = hint,
	.bar = bar,
	.help = help,
};

struct screen *
screen_sheet(struct ui *u, uint64_t case_id, const char *ref,
	     const struct sheet *sheet)
{
	struct sheetscreen *k = screen_new(u, &sheet_ops, sizeof(*k));
	enum err e = case_sheet(ui_session(u), &k->s.arena, case_id,
				sheet->name, &k->text);

	if (e != ERR_OK) {
		ui_say_err(u, e, "It could not be shown");
		return screen_discard(&k->s);
	}
	k->title = arena_strdup(&k->s.arena, sheet->label);
	k->hint = arena_printf(&k->s.arena,
			       "On paper, from the shell: caseload sheet %s %s "
			       "| lp",
			       ref, sheet->name);
	for (const char *p = k->text; *p != '\0'; p++)
		k->lines += *p == '\n';
	return &k->s;
}
