/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The very first screen, when there is no store yet: which kind to make.
 * There is no session here, so nothing but help can be opened from it.
 */
#include "base/arena.h"
#include "ui/screens.h"
#include "ui/table.h"

#define TEXT_COL 5
#define WIDTH_MOST 72

struct start {
	struct screen s;
	struct browse b;
	const char *const *dirs;
	int *chosen;
};

/* In the order of the numbers that they answer to. */
static const struct {
	int kind;
	const char *name, *text;
} offers[] = {
	{ FIRST_RUN_PRACTICE, "Practice",
	  "A store filled with invented people and their cases, to try "
	  "everything out. Nobody in it is real, and nothing in it counts." },
	{ FIRST_RUN_EMPTY, "Your own",
	  "An empty store for your own work. You have every role in it, and "
	  "can give roles to others." },
};

#define OFFERS (sizeof(offers) / sizeof(offers[0]))

static const char *
title(const struct screen *s)
{
	(void)s;
	return "Welcome";
}

static int
draw_offer(const struct start *st, struct canvas *c, int row, size_t i)
{
	bool marked = i == st->b.at;
	int width = c->cols - TEXT_COL - 2;
	struct arena a = ARENA_INIT;

	if (width > WIDTH_MOST)
		width = WIDTH_MOST;
	table_mark(c, row, marked);
	canvas_printf(c, row, 2, width, marked ? STYLE_SELECTED : STYLE_PLAIN,
		      "%zu  %s", i + 1, offers[i].name);
	row++;
	row += canvas_wrap(c, row, TEXT_COL, width, 4, STYLE_PLAIN,
			   offers[i].text);
	row += canvas_wrap(
		c, row, TEXT_COL, width, 4, STYLE_PLAIN,
		arena_printf(&a, "It will be in %s", st->dirs[offers[i].kind]));
	arena_clear(&a);
	return row + 1;
}

static void
draw(const struct screen *s, struct canvas *c)
{
	const struct start *st = (const struct start *)s;
	int row = 5;

	canvas_text(c, 2, 2, c->cols, STYLE_PLAIN,
		    "There is no store yet. What do you want to begin with?");
	for (size_t i = 0; i < OFFERS; i++)
		row = draw_offer(st, c, row, i);
	canvas_text(c, row, 2, c->cols, STYLE_PLAIN,
		    "Whichever you take, you can make the other one later.");
}

static enum reply
take(struct start *st, size_t i)
{
	*st->chosen = offers[i].kind;
	return REPLY_QUIT;
}

static enum reply
act(struct screen *s, enum action a)
{
	struct start *st = (struct start *)s;

	if (a == ACTION_ENTER)
		return take(st, st->b.at);
	if (a == ACTION_BACK || a == ACTION_CANCEL)
		return REPLY_QUIT;
	if (a == ACTION_NEXT)
		a = ACTION_DOWN;
	else if (a == ACTION_PREV)
		a = ACTION_UP;
	return browse_act(&st->b, a, (int)OFFERS) ? REPLY_HANDLED
						  : REPLY_IGNORED;
}

static enum reply
type(struct screen *s, uint32_t ch)
{
	if (ch >= '1' && ch < '1' + OFFERS)
		return take((struct start *)s, ch - '1');
	return REPLY_IGNORED;
}

static const char *
hint(const struct screen *s)
{
	(void)s;
	return "Type 1 or 2. Or mark a line with Up and Down, and press "
	       "Enter.";
}

static const struct bar_word *
bar(const struct screen *s)
{
	static const struct bar_word words[] = {
		{ ACTION_HELP, NULL },
		{ ACTION_BACK, "Leave" },
		{ ACTION_NONE, NULL },
	};

	(void)s;
	return words;
}

static const char *
help(const struct screen *s, struct arena *a)
{
	(void)s;
	(void)a;
	return "Everything that caseload keeps is in a store: one folder, "
	       "which only you can read.\n\n"
	       "In the practice store you can do no harm. Throw its folder "
	       "away when you have seen enough, and the next start asks "
	       "again.\n\n"
	       "The other store is empty, with the forms that come with the "
	       "program. F3 leaves, and nothing is made.";
}

static const struct screen_ops start_ops = {
	.name = "start",
	.title = title,
	.draw = draw,
	.act = act,
	.type = type,
	.hint = hint,
	.bar = bar,
	.help = help,
};

struct screen *
screen_first_run(struct ui *u, const char *const dirs[], int *chosen)
{
	struct start *st = screen_new(u, &start_ops, sizeof(*st));

	st->dirs = dirs;
	st->chosen = chosen;
	browse_count(&st->b, OFFERS);
	return &st->s;
}
