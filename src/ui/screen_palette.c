/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Every command that can be given here, found by typing (F9); and the few of
 * the line in focus, chosen by a digit (F10).  They cover the screen; the
 * command runs on the screen beneath once they have closed.
 */
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "ui/line.h"
#include "ui/screens.h"
#include "ui/table.h"

#define HEAD_ROWS 4 /* rows before the first command */

/* What a line does: the screen's own command, an action, or a screen of the
 * program's. */
struct offered {
	struct command c;
	void (*go)(struct ui *u);
};

#define BACK_MOST 40 /* columns of the way back */

struct palette {
	struct screen s;
	struct screen *of;
	bool numbered; /* F10: digits choose, letters do nothing */
	struct offered *all;
	size_t n;
	size_t *shown;
	struct browse b;
	struct line box;
	const char *hint;
};

static const struct palette *
palette_of(const struct screen *s)
{
	return (const struct palette *)s;
}

static int
list_height(const struct palette *p)
{
	return ui_list_rows(p->s.ui, ui_foot(p->s.ui) - HEAD_ROWS - 2);
}

/* --- What is offered --------------------------------------------------- */

static void
go_home(struct ui *u)
{
	ui_home(u);
}

static void
go_messages(struct ui *u)
{
	ui_push(u, screen_messages(u));
}

static void
go_diary(struct ui *u)
{
	ui_push(u, screen_diary(u));
}

static void
go_drafts(struct ui *u)
{
	ui_push(u, screen_drafts(u));
}

static void
go_import(struct ui *u)
{
	ui_push(u, screen_import(u));
}

static void
go_same(struct ui *u)
{
	ui_push(u, screen_same(u));
}

static void
go_settings(struct ui *u)
{
	ui_push(u, screen_settings(u));
}

static const struct {
	const char *text;
	enum action action;
	void (*go)(struct ui *u);
} everywhere[] = {
	{ "Go to my work", ACTION_NONE, go_home },
	{ "Find a person, or start a new one", ACTION_FIND, NULL },
	{ "Diary", ACTION_NONE, go_diary },
	{ "Drafts: unsaved work", ACTION_NONE, go_drafts },
	{ "Import review: rows that need a decision", ACTION_NONE, go_import },
	{ "Same person? Pairs for the steward", ACTION_NONE, go_same },
	{ "Messages: the last 50", ACTION_NONE, go_messages },
	{ "Settings of my screens", ACTION_NONE, go_settings },
	{ "Read again from the store", ACTION_REFRESH, NULL },
	{ "Help for this screen", ACTION_HELP, NULL },
	{ "Put the cursor on the message row", ACTION_READ_MESSAGE, NULL },
	{ "Paint the screen again", ACTION_REPAINT, NULL },
	{ "Lock now: typing kept, back to the login", ACTION_LOCK, NULL },
	{ "Leave: typing kept", ACTION_NONE, NULL },
};
#define EVERYWHERE (sizeof(everywhere) / sizeof(everywhere[0]))

static bool
is_offered(const struct palette *p, enum action a)
{
	for (size_t i = 0; i < p->n; i++)
		if (p->all[i].c.action == a)
			return true;
	for (size_t i = 0; i < EVERYWHERE; i++)
		if (everywhere[i].action == a)
			return true;
	return a == ACTION_PALETTE || a == ACTION_ACTIONS;
}

/* The words of the key bar that no command stands for. */
static void
offer_bar(struct palette *p)
{
	const struct bar_word *w =
		p->of->ops->bar != NULL ? p->of->ops->bar(p->of) : NULL;

	for (size_t i = 0;
	     w != NULL && w[i].action != ACTION_NONE && i < BAR_MOST; i++) {
		const char *does = w[i].word != NULL ? w[i].word
						     : action_text(w[i].action);

		/* "New" without saying what is the finding of a person. */
		if (w[i].action == ACTION_NEW && w[i].word == NULL)
			continue;
		if (!is_offered(p, w[i].action))
			p->all[p->n++].c =
				(struct command){ 0, w[i].action, does, NULL };
	}
}

static void
offer_everywhere(struct palette *p)
{
	for (size_t i = 0; i < EVERYWHERE; i++) {
		p->all[p->n].c.text = everywhere[i].text;
		p->all[p->n].c.action = everywhere[i].action;
		p->all[p->n++].go = everywhere[i].go;
	}
}

static void
offer(struct palette *p)
{
	struct command *own = NULL;
	size_t n = 0;

	if (p->of->ops->commands != NULL)
		n = p->of->ops->commands(p->of, &p->s.arena, &own);
	p->all = arena_array(&p->s.arena, n + BAR_MOST + EVERYWHERE,
			     sizeof(*p->all));
	for (size_t i = 0; i < n; i++)
		p->all[p->n++].c = own[i];
	if (p->numbered)
		return;
	offer_bar(p);
	offer_everywhere(p);
}

/* Is it called just so, or after what sort it is of: `field: permission`? */
static bool
is_called(const char *text, const char *typed)
{
	size_t n = strlen(text), t = strlen(typed);

	return t > 0 && n >= t && strcmp(text + n - t, typed) == 0 &&
	       (n == t || (n > t + 1 && text[n - t - 2] == ':'));
}

/* The last of n goes to a place before all that only have the words in them.
 */
static void
put_at(struct palette *p, size_t to, size_t n)
{
	size_t last = p->shown[n - 1];

	memmove(p->shown + to + 1, p->shown + to,
		(n - 1 - to) * sizeof(*p->shown));
	p->shown[to] = last;
}

static void
narrow(struct palette *p)
{
	struct arena a = ARENA_INIT;
	const char *typed = text_fold(&a, line_text(&p->box));
	size_t n = 0, called = 0;

	for (size_t i = 0; i < p->n; i++) {
		const char *text = text_fold(&a, p->all[i].c.text);

		if ((text_blank(typed) && p->all[i].c.id >= COMMAND_FOUND) ||
		    !words_fit(line_text(&p->box), text))
			continue;
		p->shown[n++] = i;
		if (is_called(text, typed))
			put_at(p, called++, n);
	}
	arena_clear(&a);
	browse_count(&p->b, n);
	browse_to(&p->b, 0, list_height(p));
}

/* --- Drawing ----------------------------------------------------------- */

static const char *
title(const struct screen *s)
{
	return palette_of(s)->numbered ? "Actions" : "Commands";
}

enum { COL_TEXT, COL_KEY, COL_WHY, COLS };

static const struct column columns[COLS] = {
	{ "", 42, 30, 0 },
	{ "", 8, 0, 0 },
	{ "", 23, 70, 0 },
};

/* Digits choose, until letters were typed. */
static bool
by_number(const struct palette *p)
{
	return p->numbered && line_text(&p->box)[0] == '\0';
}

static void
draw_row(const struct palette *p, struct canvas *c, int row,
	 const struct column *v, size_t i)
{
	const struct command *k = &p->all[p->shown[i]].c;
	enum style st = i == p->b.at ? STYLE_SELECTED : STYLE_PLAIN;
	int number = 0;

	if (by_number(p) && i < 9)
		number = canvas_printf(c, row, v[0].at, 3, STYLE_PLAIN, "%zu",
				       i + 1) +
			 2;
	canvas_text_cut(c, row, v[0].at + number, v[0].width - number, st,
			k->text);
	if (k->action != ACTION_NONE)
		table_cell(c, row, &v[COL_KEY], STYLE_PLAIN,
			   action_key(k->action));
	if (k->refused != NULL)
		table_cell(c, row, &v[COL_WHY], STYLE_HINT, k->refused);
	table_mark(c, row, i == p->b.at);
}

static void
draw(const struct screen *s, struct canvas *c)
{
	const struct palette *p = palette_of(s);
	struct column v[COLS];
	size_t first = browse_first(&p->b, list_height(p));
	size_t last = first + (size_t)list_height(p);
	int row = HEAD_ROWS;

	memcpy(v, columns, sizeof(v));
	table_layout(v, COLS, c->cols);
	for (size_t i = first; i < p->b.n && i < last; i++, row++)
		draw_row(p, c, row, v, i);
	canvas_printf(c, row + 1, 2, c->cols, STYLE_PLAIN,
		      "%zu of %zu commands%s", p->b.n, p->n,
		      p->b.n < p->n && text_blank(line_text(&p->box))
			      ? "; typing finds the others"
			      : "");
	if (by_number(p)) {
		canvas_text(c, 2, 2, c->cols, STYLE_PLAIN,
			    "What to do with the line in focus:");
		if (p->b.n == 0)
			canvas_cursor(c, row, 2);
		return;
	}
	canvas_text(c, 2, 2, c->cols, STYLE_PLAIN, "Type part of a name:");
	line_draw(&p->box, c, 2, 24, 24, 1,
		  p->b.n == 0 || line_text(&p->box)[0] != '\0');
}

/* The way back has a name: that of the screen beneath. */
static const char *
way_back(const struct palette *p, struct arena *a)
{
	const char *title = p->of != NULL && p->of->ops->title != NULL
				    ? p->of->ops->title(p->of)
				    : "";
	const char *does = p->numbered ? "Enter or the digit does it."
				       : "Enter runs the line.";
	char *name = arena_strdup(a, title), *to = name;

	for (const char *c = title; *c != '\0'; c++)
		if (*c != ' ' || c[1] != ' ') /* as it is read aloud */
			*to++ = *c;
	*to = '\0';
	if (utf8_width(name) > BACK_MOST)
		name = arena_printf(a, "%.*s ...",
				    (int)utf8_fit(name, BACK_MOST), name);
	return arena_printf(a, "%s F12 goes back%s%s.", does,
			    name[0] != '\0' ? " to " : "", name);
}

static const char *
hint(const struct screen *s)
{
	return palette_of(s)->hint;
}

static const struct bar_word *
bar(const struct screen *s)
{
	static const struct bar_word words[] = {
		{ ACTION_HELP, NULL },
		{ ACTION_CANCEL, NULL },
		{ ACTION_NONE, NULL },
	};

	(void)s;
	return words;
}

static const char *
help(const struct screen *s, struct arena *a)
{
	return arena_strdup(
		a,
		palette_of(s)->numbered
			? "What can be done with the line that was marked. Digits "
			  "choose, letters make the list shorter. What is not allowed says why."
			: "Everything that can be done from the screen beneath. Type "
			  "part of a name to make the list shorter. The key beside a "
			  "line does the same without this list. What is not allowed "
			  "says why.");
}

/* --- Acting ------------------------------------------------------------ */

static enum reply
run(struct palette *p)
{
	const struct offered *o;

	if (p->b.n == 0) {
		ui_say(p->s.ui, "Nothing like that. Backspace brings the list "
				"back.");
		return REPLY_HANDLED;
	}
	o = &p->all[p->shown[p->b.at]];
	if (o->c.refused != NULL) {
		ui_say(p->s.ui, "%s", o->c.refused);
		return REPLY_HANDLED;
	}
	if (o->go != NULL)
		o->go(p->s.ui);
	else if (o->c.id != 0)
		ui_then(p->s.ui, ACTION_NONE, o->c.id);
	else if (o->c.action != ACTION_NONE)
		ui_then(p->s.ui, o->c.action, 0);
	else
		return REPLY_QUIT;
	return REPLY_CLOSE;
}

static enum reply
act(struct screen *s, enum action a)
{
	struct palette *p = (struct palette *)s;

	if (a == ACTION_ENTER)
		return run(p);
	if (a == ACTION_PALETTE || a == ACTION_ACTIONS)
		return REPLY_CLOSE;
	if (browse_act(&p->b, a, list_height(p)))
		return REPLY_HANDLED;
	if (line_act(&p->box, a)) {
		narrow(p);
		return REPLY_HANDLED;
	}
	return a == ACTION_UP || a == ACTION_DOWN || a == ACTION_REFRESH
		       ? REPLY_HANDLED
		       : REPLY_IGNORED;
}

static enum reply
type(struct screen *s, uint32_t ch)
{
	struct palette *p = (struct palette *)s;

	if (ch == '?' && line_text(&p->box)[0] == '\0')
		return REPLY_IGNORED;
	if (!by_number(p) || ch < '0' || ch > '9') {
		if (line_type(&p->box, ch))
			narrow(p);
		return REPLY_HANDLED;
	}
	if (ch < '1' || ch - '1' >= p->b.n)
		return REPLY_IGNORED;
	browse_to(&p->b, ch - '1', list_height(p));
	return run(p);
}

static void
close_palette(struct screen *s)
{
	line_clear(&((struct palette *)s)->box);
}

static const struct screen_ops palette_ops = {
	.name = "commands",
	.title = title,
	.draw = draw,
	.act = act,
	.type = type,
	.hint = hint,
	.bar = bar,
	.help = help,
	.close = close_palette,
};

static struct palette *
palette_new(struct ui *u, struct screen *of, bool numbered)
{
	struct palette *p = screen_new(u, &palette_ops, sizeof(*p));

	p->of = of;
	p->numbered = numbered;
	p->hint = way_back(p, &p->s.arena);
	line_init(&p->box, "", false);
	offer(p);
	p->shown = arena_array(&p->s.arena, p->n + 1, sizeof(*p->shown));
	narrow(p);
	return p;
}

struct screen *
screen_palette(struct ui *u)
{
	return &palette_new(u, ui_top(u), false)->s;
}

struct screen *
screen_actions(struct ui *u, struct screen *of)
{
	struct palette *p;

	if (of->ops->commands == NULL) {
		ui_say(u, "Nothing more can be done with this line. F9 has "
			  "all commands.");
		return NULL;
	}
	p = palette_new(u, of, true);
	if (p->n > 0)
		return &p->s;
	ui_say(u, "No line is marked here. F9 has all commands.");
	return screen_discard(&p->s);
}
