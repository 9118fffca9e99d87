/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A list to choose from, over the whole screen.  Letters narrow it, digits
 * choose, Enter takes the marked line; of a list that takes several, Enter
 * marks and F2 is done.
 */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "ui/form_parts.h"

#define FIRST_ROW 5
#define DIGITS_MOST 9 /* choices that one digit chooses */

struct choices {
	struct screen screen;
	const char *title;
	struct choice_row *rows;
	const char **folded; /* labels, for narrowing */
	size_t *shown;	     /* indexes of those that match */
	size_t n, n_shown, at;
	bool many;
	struct line narrow;
	void (*done)(const struct choice_row *, size_t, void *);
	void *ctx;
};

/* A letter, a digit, or part of a character that ASCII has not. */
static bool
is_in_word(char c)
{
	return (unsigned char)c >= 0x80 || isalnum((unsigned char)c);
}

/* In brackets too: what everybody calls a thing is often its short name. */
static bool
matches(const char *label, const char *typed)
{
	size_t n = strlen(typed);

	for (const char *p = label;; p++) {
		if ((p == label || !is_in_word(p[-1])) &&
		    strncmp(p, typed, n) == 0)
			return true;
		if (*p == '\0')
			return false;
	}
}

/* Digits are the beginning of the line's number. */
static bool
is_numbered(const char *typed, size_t number)
{
	char digits[24];

	snprintf(digits, sizeof(digits), "%zu", number);
	return typed[0] != '\0' && strncmp(digits, typed, strlen(typed)) == 0;
}

/* At the beginning of any word, by code or number; the mark stays on its line
 * when that is still there. */
static void
narrow(struct choices *k)
{
	struct arena a = ARENA_INIT;
	const char *typed = text_fold(&a, line_text(&k->narrow));
	size_t kept = k->n_shown > 0 ? k->shown[k->at] : 0;

	k->n_shown = 0;
	k->at = 0;
	for (size_t i = 0; i < k->n; i++) {
		if (!matches(k->folded[i], typed) &&
		    !is_numbered(typed, i + 1) &&
		    strcasecmp(k->rows[i].code, typed) != 0)
			continue;
		if (i == kept)
			k->at = k->n_shown;
		k->shown[k->n_shown++] = i;
	}
	arena_clear(&a);
}

static enum reply
finish(struct choices *k)
{
	k->done(k->rows, k->n, k->ctx);
	return REPLY_CLOSE;
}

/* The line at `at`: the answer, or one of several. */
static enum reply
take(struct choices *k)
{
	struct choice_row *row;

	if (k->n_shown == 0) {
		ui_say(k->screen.ui, "Nothing like that. Backspace brings the "
				     "list back.");
		return REPLY_HANDLED;
	}
	row = &k->rows[k->shown[k->at]];
	if (k->many) {
		row->chosen = !row->chosen;
		if (k->at + 1 < k->n_shown)
			k->at++;
		return REPLY_HANDLED;
	}
	for (size_t i = 0; i < k->n; i++)
		k->rows[i].chosen = false;
	row->chosen = true;
	return finish(k);
}

/* Tab is the way out of a field: it takes the line, and the form goes on. */
static enum reply
take_and_go_on(struct choices *k)
{
	const struct screen *below = k->screen.below;
	enum reply r = take(k);

	if (r == REPLY_CLOSE && below != NULL &&
	    strcmp(below->ops->name, "form") == 0)
		ui_then(k->screen.ui, ACTION_NEXT, 0);
	return r;
}

static int
page_rows(const struct choices *k)
{
	return ui_foot(k->screen.ui) - FIRST_ROW;
}

static void
step(struct choices *k, int by)
{
	int to = (int)k->at + by, last = (int)k->n_shown - 1;

	k->at = (size_t)(to < 0 || last < 0 ? 0 : to > last ? last : to);
}

static enum reply
choices_act(struct screen *s, enum action a)
{
	struct choices *k = (struct choices *)s;

	switch (a) {
	case ACTION_UP:
	case ACTION_PREV:
		step(k, -1);
		return REPLY_HANDLED;
	case ACTION_NEXT:
		if (!k->many)
			return take_and_go_on(k);
		/* fall through */
	case ACTION_DOWN:
		step(k, 1);
		return REPLY_HANDLED;
	case ACTION_PAGE_UP:
		step(k, -page_rows(k));
		return REPLY_HANDLED;
	case ACTION_PAGE_DOWN:
		step(k, page_rows(k));
		return REPLY_HANDLED;
	case ACTION_ENTER:
		return take(k);
	case ACTION_SAVE:
		return k->many ? finish(k) : take(k);
	case ACTION_BACK:
	case ACTION_CANCEL:
	case ACTION_CHOICES:
		return REPLY_CLOSE;
	default:
		if (!line_act(&k->narrow, a))
			return REPLY_IGNORED;
		narrow(k);
		return REPLY_HANDLED;
	}
}

static enum reply
choices_type(struct screen *s, uint32_t ch)
{
	struct choices *k = (struct choices *)s;
	size_t digit = ch >= '1' && ch <= '9' ? ch - '0' : 0;

	if (ch == '?')
		return REPLY_IGNORED;
	if (ch == ' ' && k->narrow.text.n == 0)
		return take(k);
	if (digit > 0 && k->narrow.text.n == 0 && k->n <= DIGITS_MOST) {
		if (digit > k->n_shown)
			return REPLY_HANDLED;
		k->at = digit - 1;
		return take(k);
	}
	line_type(&k->narrow, ch);
	narrow(k);
	return REPLY_HANDLED;
}

/* Marks that F2 would have taken into the form. */
static void
choices_cut_off(struct screen *s)
{
	struct choices *k = (struct choices *)s;

	if (k->many && s->below != NULL &&
	    strcmp(s->below->ops->name, "form") == 0)
		k->done(k->rows, k->n, k->ctx);
}

static const char *
choices_title(const struct screen *s)
{
	return ((const struct choices *)s)->title;
}

static const char *
choices_hint(const struct screen *s)
{
	const struct choices *k = (const struct choices *)s;

	return k->many ? "Enter or space marks a line, or unmarks it. F2 is "
			 "done. F12 changes nothing."
		       : "Enter takes the marked line. Letters narrow the "
			 "list. F12 changes nothing.";
}

static const struct bar_word *
choices_bar(const struct screen *s)
{
	static const struct bar_word one[] = {
		{ ACTION_HELP, NULL },
		{ ACTION_ENTER, "Take it" },
		{ ACTION_CANCEL, "Cancel" },
		{ ACTION_NONE, NULL },
	};
	static const struct bar_word many[] = {
		{ ACTION_HELP, NULL },	  { ACTION_SAVE, "Done" },
		{ ACTION_ENTER, "Mark" }, { ACTION_CANCEL, "Cancel" },
		{ ACTION_NONE, NULL },
	};

	return ((const struct choices *)s)->many ? many : one;
}

static const char *
choices_help(const struct screen *s, struct arena *a)
{
	(void)s;
	return arena_strdup(
		a,
		"A list to choose from. Letters narrow it to the lines that "
		"have a word beginning so. In a list of nine or fewer a digit "
		"takes its line. Enter takes the marked line, Tab takes it "
		"and goes on to the next field; where several may be chosen "
		"Enter marks, and F2 is done.");
}

static void
draw_row(const struct choices *k, struct canvas *c, int row, size_t i)
{
	const struct choice_row *r = &k->rows[k->shown[i]];
	enum style st = i == k->at ? STYLE_SELECTED : STYLE_PLAIN;
	int col = 8;

	if (i == k->at) {
		canvas_text(c, row, 0, 1, STYLE_SELECTED, ">");
		canvas_cursor(c, row, 0);
	}
	canvas_printf(c, row, 2, 4, STYLE_PLAIN, "%3zu", k->shown[i] + 1);
	if (k->many)
		col += 1 + canvas_text(c, row, 7, 3, STYLE_PLAIN,
				       r->chosen ? "[x]" : "[ ]");
	else if (r->chosen)
		canvas_text(c, row, 6, 1, STYLE_GOOD, "*");
	canvas_text_cut(c, row, col, c->cols - 1 - col, st, r->label);
}

static void
choices_draw(const struct screen *s, struct canvas *c)
{
	const struct choices *k = (const struct choices *)s;
	struct arena a = ARENA_INIT;
	int rows = page_rows(k);
	size_t first = k->at / (size_t)rows * (size_t)rows;

	canvas_text(c, 2, 2, 30, STYLE_PLAIN, "Type part of a name:");
	line_draw(&k->narrow, c, 2, 24, 24, 1, false);
	canvas_right(c, 2, c->cols - 1, STYLE_PLAIN,
		     arena_printf(&a, "%zu of %zu", k->n_shown, k->n));
	if (k->n_shown == 0) {
		canvas_text(c, FIRST_ROW - 1, 2, 60, STYLE_PLAIN,
			    "Nothing like that in the list.");
		canvas_cursor(c, 2, 24 + utf8_width(line_text(&k->narrow)));
	}
	for (int i = 0; i < rows && first + (size_t)i < k->n_shown; i++)
		draw_row(k, c, FIRST_ROW - 1 + i, first + (size_t)i);
	arena_clear(&a);
}

static void
choices_close(struct screen *s)
{
	line_clear(&((struct choices *)s)->narrow);
}

static const struct screen_ops choices_ops = {
	.name = "choices",
	.title = choices_title,
	.draw = choices_draw,
	.act = choices_act,
	.type = choices_type,
	.cut_off = choices_cut_off,
	.hint = choices_hint,
	.bar = choices_bar,
	.help = choices_help,
	.close = choices_close,
};

struct screen *
screen_choices(struct ui *u, const char *title, const struct choice_row *rows,
	       size_t n, bool many,
	       void (*done)(const struct choice_row *rows, size_t n, void *ctx),
	       void *ctx)
{
	struct choices *k = screen_new(u, &choices_ops, sizeof(*k));
	struct arena *a = &k->screen.arena;

	k->title = arena_strdup(a, title);
	k->rows = arena_array(a, n + 1, sizeof(*k->rows));
	k->folded = arena_array(a, n + 1, sizeof(*k->folded));
	k->shown = arena_array(a, n + 1, sizeof(*k->shown));
	k->n = n;
	k->many = many;
	k->done = done;
	k->ctx = ctx;
	line_init(&k->narrow, "", false);
	for (size_t i = 0; i < n; i++) {
		k->rows[i].code = arena_strdup(a, rows[i].code);
		k->rows[i].label = arena_strdup(a, rows[i].label);
		k->rows[i].chosen = rows[i].chosen;
		k->folded[i] = text_fold(a, rows[i].label);
	}
	narrow(k);
	for (size_t i = 0; i < n; i++)
		if (rows[i].chosen) {
			k->at = i;
			break;
		}
	return &k->screen;
}

void
choices_narrow_to(struct screen *choices, const char *typed)
{
	struct choices *k = (struct choices *)choices;

	line_set(&k->narrow, typed);
	narrow(k);
	if (k->n_shown > 0)
		return;
	line_set(&k->narrow, ""); /* nothing like it: the whole list */
	narrow(k);
}
