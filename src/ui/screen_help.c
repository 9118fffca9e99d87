/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Help for the thing in focus, then the keys of the screen beneath, then
 * those that work everywhere: one text, scrolled when it is long.
 */
#include <string.h>

#include "base/text.h"
#include "ui/screens.h"

#define WIDTH_MOST 76

struct help {
	struct screen s;
	const char *text;
	size_t at; /* first line shown */
};

/* Keys that every screen knows, for the end of each help page. */
static const enum action common[] = {
	ACTION_BACK,	     ACTION_CANCEL,  ACTION_FIND,
	ACTION_PALETTE,	     ACTION_ACTIONS, ACTION_REFRESH,
	ACTION_READ_MESSAGE, ACTION_LOCK,    ACTION_REPAINT,
};

static void
add_key(struct buf *b, enum action a, const char *word)
{
	const char *key = action_key(a);

	buf_printf(b, "%s%*s%s\n", key, 10 - (int)strlen(key), "",
		   word != NULL ? word : action_text(a));
}

static bool
is_common(enum action a)
{
	for (size_t i = 0; i < sizeof(common) / sizeof(common[0]); i++)
		if (common[i] == a)
			return true;
	return a == ACTION_HELP;
}

static void
add_keys_of(struct buf *b, const struct screen *of)
{
	const struct bar_word *w =
		of->ops->bar != NULL ? of->ops->bar(of) : NULL;
	size_t start;

	buf_str(b, "Keys here\n");
	start = b->n;
	for (int i = 0; w != NULL && i < BAR_MOST && w[i].action != ACTION_NONE;
	     i++)
		if (!is_common(w[i].action))
			add_key(b, w[i].action, w[i].word);
	if (b->n == start)
		buf_str(b, "Those that work everywhere.\n");
	buf_str(b, "\nKeys everywhere\n");
	for (size_t i = 0; i < sizeof(common) / sizeof(common[0]); i++)
		add_key(b, common[i], NULL);
	buf_str(b, "Esc and a digit is the F-key of that digit, Esc 0 is F10; "
		   "Esc Esc is F12. Take as long as you like between.\n");
}

static const char *
help_text(struct arena *a, const struct screen *of)
{
	struct buf b = BUF_INIT;
	const char *text = NULL;

	if (of->ops->help != NULL)
		text = of->ops->help(of, a);
	if (text != NULL)
		buf_printf(&b, "%s\n\n", text);
	add_keys_of(&b, of);
	text = arena_strdup(a, b.s);
	buf_clear(&b);
	return text;
}

static const char *
title(const struct screen *s)
{
	(void)s;
	return "Help";
}

static int
width_of(const struct canvas *c)
{
	return c->cols - 5 < WIDTH_MOST ? c->cols - 5 : WIDTH_MOST;
}

static bool
is_heading(const char *line, size_t len)
{
	return (len == 9 && strncmp(line, "Keys here", len) == 0) ||
	       (len == 15 && strncmp(line, "Keys everywhere", len) == 0);
}

static void
draw(const struct screen *s, struct canvas *c)
{
	const struct help *h = (const struct help *)s;
	struct arena a = ARENA_INIT;
	const char *text = h->text;
	int row = 2, end = ui_foot(s->ui);
	size_t len, line = 0;

	canvas_cursor(c, row, 2);
	while (*text != '\0' && row < end) {
		size_t step = text_line(text, width_of(c), &len);

		if (line++ >= h->at)
			canvas_text(c, row++, 2, c->cols,
				    is_heading(text, len) ? STYLE_HEADING
							  : STYLE_PLAIN,
				    arena_strndup(&a, text, len));
		text += step;
	}
	if (*text != '\0')
		canvas_right(c, end, c->cols - 1, STYLE_HINT,
			     "PgDn shows more");
	arena_clear(&a);
}

static size_t
lines_of(const struct help *h, int width)
{
	const char *text = h->text;
	size_t n = 0, len;

	for (; *text != '\0'; n++)
		text += text_line(text, width, &len);
	return n;
}

static void
scroll(struct help *h, int by)
{
	int cols = ui_cols(h->s.ui);
	size_t page = (size_t)(ui_foot(h->s.ui) - 2);
	size_t all = lines_of(h, cols - 5 < WIDTH_MOST ? cols - 5 : WIDTH_MOST);
	size_t last = all > page ? all - page : 0;

	if (by < 0)
		h->at = h->at > (size_t)-by ? h->at - (size_t)-by : 0;
	else
		h->at = h->at + (size_t)by < last ? h->at + (size_t)by : last;
}

static enum reply
act(struct screen *s, enum action a)
{
	struct help *h = (struct help *)s;
	int page = ui_foot(s->ui) - 3;

	if (a == ACTION_HELP || a == ACTION_ENTER)
		return REPLY_CLOSE;
	if (a == ACTION_DOWN)
		scroll(h, 1);
	else if (a == ACTION_UP)
		scroll(h, -1);
	else if (a == ACTION_PAGE_DOWN)
		scroll(h, page);
	else if (a == ACTION_PAGE_UP)
		scroll(h, -page);
	else
		return REPLY_IGNORED;
	return REPLY_HANDLED;
}

static const char *
hint(const struct screen *s)
{
	(void)s;
	return "F1 again goes back.";
}

static const struct bar_word *
bar(const struct screen *s)
{
	static const struct bar_word words[] = {
		{ ACTION_HELP, "Close help" },
		{ ACTION_BACK, NULL },
		{ ACTION_PAGE_DOWN, "More" },
		{ ACTION_NONE, NULL },
	};

	(void)s;
	return words;
}

static const struct screen_ops help_ops = {
	.name = "help",
	.title = title,
	.draw = draw,
	.act = act,
	.hint = hint,
	.bar = bar,
};

struct screen *
screen_help(struct ui *u, struct screen *of)
{
	struct help *h = screen_new(u, &help_ops, sizeof(*h));

	h->text = help_text(&h->s.arena, of);
	return &h->s;
}
