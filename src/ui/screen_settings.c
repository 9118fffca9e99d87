/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How one likes one's own screens.  Enter changes the marked line; what was
 * changed is kept, and holds, at once.
 */
#include <stddef.h>
#include <stdlib.h>

#include "base/text.h"
#include "ui/screens.h"
#include "ui/table.h"

#define FIRST_ROW 4
#define VALUE_COL 32
#define TEXT_COL 44

enum { LINE_LOCK = 3, LINE_PAGE = 7, LINES = 9 };

static const struct line_def {
	const char *label, *text;
	const char *help;
	size_t offset; /* of its switch; unused for the lock */
} lines[LINES] = {
	{ "Plain screen", "for a screen reader, a slow line",
	  "No bold, no colour, no rules, and no preview beside lists. The key "
	  "bar is shown on the first screen only: F1 tells the keys of any.",
	  offsetof(struct settings, plain) },
	{ "Colour", "words say it too",
	  "Colour only underlines what a word says already, so nothing is "
	  "lost without it.",
	  offsetof(struct settings, colour) },
	{ "Preview beside lists", "from 120 columns on",
	  "In a wide window the marked line of a list is shown in full beside "
	  "it. Without it, moving in a list sends less.",
	  offsetof(struct settings, preview) },
	[LINE_LOCK] = { "Locks without a key after", "",
			"When nothing is typed for so long, what you were typing is kept "
			"and the screen goes back to the login. The administrator says how "
			"long it may be, and can allow you longer.",
			0 },
	{ "One Esc cancels", "leave off on a slow line",
	  "Esc alone cancels when nothing follows it within a moment. On a "
	  "slow line the parts of a key may come that far apart: leave it "
	  "off there. Esc Esc and F12 cancel at any rate.",
	  offsetof(struct settings, one_esc) },
	{ "Dates and numbers echoed", "what was understood",
	  "Beside a field stands what was understood of it: the day of the "
	  "week, an age, a choice in full. Without it fewer words are read "
	  "aloud; what is not understood is told at any rate.",
	  offsetof(struct settings, echo) },
	{ "Mouse", "a click moves the mark",
	  "A click moves to the line or the field under it, and never does "
	  "more. While it is on, selecting text for a copy needs Shift in "
	  "most terminals.",
	  offsetof(struct settings, mouse) },
	[LINE_PAGE] = { "Lines of a list", "at a time",
			"Shorter lists are read aloud sooner and cost a slow line less; the "
			"page keys go on by so many.",
			0 },
	{ "j and k move in lists", "then / finds",
	  "j and k go down and up, G and g to the end and the beginning. "
	  "Letters then find only after /.",
	  offsetof(struct settings, vi) },
};

static const int lock_steps[] = { 1,  2,  3,  5,   10,	15,  20,  30,
				  45, 60, 90, 120, 180, 240, 360, 480 };
#define LOCK_STEPS (sizeof(lock_steps) / sizeof(lock_steps[0]))

struct setscreen {
	struct screen s;
	struct browse b;
};

static bool
value_of(const struct settings *v, size_t i)
{
	return *(const bool *)((const char *)v + lines[i].offset);
}

/* Lines of a list; 0: as many as fit. */
static const int page_steps[] = { 0, 5, 8, 10, 15, 20, 30 };
#define PAGE_STEPS (sizeof(page_steps) / sizeof(page_steps[0]))

/* --- Drawing ----------------------------------------------------------- */

static const char *
title(const struct screen *s)
{
	(void)s;
	return "Settings";
}

static const char *
minutes_text(struct arena *a, int minutes)
{
	return arena_printf(a, "%d minute%s", minutes, minutes == 1 ? "" : "s");
}

static const char *
page_text(struct arena *a, int most)
{
	return most > 0 ? arena_printf(a, "%d lines", most) : "all";
}

static void
draw_line(const struct setscreen *k, struct canvas *c, size_t i)
{
	const struct settings *v = ui_settings(k->s.ui);
	struct arena a = ARENA_INIT;
	const char *value = value_of(v, i) ? "yes" : "no";
	const char *text = lines[i].text;
	int row = FIRST_ROW + (int)i;

	if (i == LINE_LOCK) {
		value = minutes_text(&a, v->lock);
		text = arena_printf(&a, "at most %d here", v->lock_most);
	}
	if (i == LINE_PAGE)
		value = page_text(&a, v->page);
	canvas_text(c, row, 2, VALUE_COL - 4,
		    i == k->b.at ? STYLE_SELECTED : STYLE_PLAIN,
		    lines[i].label);
	canvas_text(c, row, VALUE_COL, TEXT_COL - VALUE_COL - 1, STYLE_PLAIN,
		    value);
	canvas_text(c, row, TEXT_COL, c->cols, STYLE_HINT, text);
	table_mark(c, row, i == k->b.at);
	arena_clear(&a);
}

static void
draw(const struct screen *s, struct canvas *c)
{
	const struct setscreen *k = (const struct setscreen *)s;

	canvas_text(c, 2, 2, c->cols, STYLE_PLAIN,
		    "For you alone, on whatever terminal you sign in.");
	for (size_t i = 0; i < LINES; i++)
		draw_line(k, c, i);
	canvas_wrap(c, FIRST_ROW + LINES + 1, 2, 74, 4, STYLE_PLAIN,
		    lines[k->b.at].help);
}

static const char *
hint(const struct screen *s)
{
	(void)s;
	return "Enter changes the marked line, at once.";
}

static const char *
help(const struct screen *s, struct arena *a)
{
	return arena_printf(a,
			    "%s\n\n%s\n\nThese settings are kept in the "
			    "store, for you alone.",
			    lines[((const struct setscreen *)s)->b.at].label,
			    lines[((const struct setscreen *)s)->b.at].help);
}

static const struct bar_word *
bar(const struct screen *s)
{
	static const struct bar_word words[] = {
		{ ACTION_HELP, NULL },	  { ACTION_BACK, NULL },
		{ ACTION_PALETTE, NULL }, { ACTION_ENTER, "Change" },
		{ ACTION_NONE, NULL },
	};

	(void)s;
	return words;
}

/* --- Changing ---------------------------------------------------------- */

static bool
keep(struct ui *u, const struct settings *now)
{
	enum err e = settings_save(now, ui_settings(u), ui_session(u));

	if (e == ERR_OK)
		ui_settings_set(u, now);
	else
		ui_say_err(u, e, "The setting stays as it was");
	return e == ERR_OK;
}

static void
lock_chosen(const struct choice_row *rows, size_t n, void *ctx)
{
	struct setscreen *k = ctx;
	struct settings now = *ui_settings(k->s.ui);

	for (size_t i = 0; i < n; i++)
		if (rows[i].chosen)
			now.lock = atoi(rows[i].code);
	if (keep(k->s.ui, &now))
		ui_say(k->s.ui, "This locks after %d minute%s without a key.",
		       now.lock, now.lock == 1 ? "" : "s");
}

static struct choice_row
lock_row(struct arena *a, const struct settings *v, int minutes)
{
	return (struct choice_row){ arena_printf(a, "%d", minutes),
				    minutes_text(a, minutes),
				    v->lock == minutes };
}

static void
choose_lock(struct setscreen *k)
{
	const struct settings *v = ui_settings(k->s.ui);
	struct arena *a = &k->s.arena;
	struct choice_row *rows = arena_array(a, LOCK_STEPS + 2, sizeof(*rows));
	size_t n = 0;

	for (size_t i = 0; i < LOCK_STEPS && lock_steps[i] < v->lock_most; i++)
		rows[n++] = lock_row(a, v, lock_steps[i]);
	rows[n++] = lock_row(a, v, v->lock_most);
	ui_push(k->s.ui, screen_choices(k->s.ui, "Locks without a key after",
					rows, n, false, lock_chosen, k));
}

static void
page_chosen(const struct choice_row *rows, size_t n, void *ctx)
{
	struct setscreen *k = ctx;
	struct settings now = *ui_settings(k->s.ui);
	struct arena a = ARENA_INIT;

	for (size_t i = 0; i < n; i++)
		if (rows[i].chosen)
			now.page = atoi(rows[i].code);
	if (keep(k->s.ui, &now))
		ui_say(k->s.ui, "Lines of a list: %s.",
		       page_text(&a, now.page));
	arena_clear(&a);
}

static void
choose_page(struct setscreen *k)
{
	const struct settings *v = ui_settings(k->s.ui);
	struct arena *a = &k->s.arena;
	struct choice_row *rows = arena_array(a, PAGE_STEPS, sizeof(*rows));

	for (size_t i = 0; i < PAGE_STEPS; i++)
		rows[i] = (struct choice_row){
			arena_printf(a, "%d", page_steps[i]),
			page_steps[i] > 0 ? page_text(a, page_steps[i])
					  : "all that fit",
			v->page == page_steps[i]
		};
	ui_push(k->s.ui, screen_choices(k->s.ui, "Lines of a list", rows,
					PAGE_STEPS, false, page_chosen, k));
}

static void
change(struct setscreen *k)
{
	size_t i = k->b.at;
	struct settings now = *ui_settings(k->s.ui);
	bool *on = (bool *)((char *)&now + lines[i].offset);

	if (i == LINE_LOCK || i == LINE_PAGE) {
		if (i == LINE_LOCK)
			choose_lock(k);
		else
			choose_page(k);
		return;
	}
	*on = !*on;
	if (keep(k->s.ui, &now))
		ui_say(k->s.ui, "%s: %s.", lines[i].label, *on ? "yes" : "no");
}

static enum reply
act(struct screen *s, enum action a)
{
	struct setscreen *k = (struct setscreen *)s;

	if (a == ACTION_ENTER || a == ACTION_CHOICES) {
		change(k);
		return REPLY_HANDLED;
	}
	if (a == ACTION_NEXT || a == ACTION_PREV)
		a = a == ACTION_NEXT ? ACTION_DOWN : ACTION_UP;
	return browse_act(&k->b, a, LINES) ? REPLY_HANDLED : REPLY_IGNORED;
}

static bool
in_list(const struct screen *s)
{
	(void)s;
	return true;
}

static const struct screen_ops settings_ops = {
	.name = "settings",
	.title = title,
	.draw = draw,
	.act = act,
	.hint = hint,
	.bar = bar,
	.help = help,
	.in_list = in_list,
};

struct screen *
screen_settings(struct ui *u)
{
	struct setscreen *k = screen_new(u, &settings_ops, sizeof(*k));

	browse_count(&k->b, LINES);
	return &k->s;
}
