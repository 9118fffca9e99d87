/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The frame about every screen: title, hint, message, key bar.
 */
#include <assert.h>

#include "base/text.h"
#include "ui/ui_parts.h"

#define ROWS_LEAST 24
#define COLS_LEAST 80
#define TITLE_COL 11 /* after "Caseload" */

int
ui_rows(const struct ui *u)
{
	return u->canvas->rows;
}

int
ui_cols(const struct ui *u)
{
	return u->canvas->cols;
}

int
ui_foot(const struct ui *u)
{
	return u->canvas->rows - 3;
}

int
ui_list_rows(const struct ui *u, int rows)
{
	int page = u->settings.page;

	return page > 0 && page < rows ? page : rows;
}

void
ui_resize(struct ui *u, int rows, int cols)
{
	canvas_resize(u->canvas, rows, cols);
}

void
ui_ascii(struct ui *u, bool ascii)
{
	u->canvas->ascii = ascii;
}

const struct settings *
ui_settings(const struct ui *u)
{
	return &u->settings;
}

void
ui_settings_set(struct ui *u, const struct settings *v)
{
	u->settings = *v;
	u->lock_after = v->lock * 60;
	u->canvas->plain = ui_is_plain(u);
}

void
ui_plain_always(struct ui *u)
{
	u->plain_always = true;
	u->canvas->plain = true;
}

bool
ui_is_plain(const struct ui *u)
{
	return u->plain_always || u->settings.plain;
}

bool
ui_take_beep(struct ui *u)
{
	bool beep = u->beep;

	u->beep = false;
	return beep;
}

bool
ui_take_repaint(struct ui *u)
{
	bool repaint = u->repaint;

	u->repaint = false;
	return repaint;
}

void
ui_discard(struct ui *u)
{
	u->discard = true;
}

bool
ui_take_discard(struct ui *u)
{
	bool discard = u->discard;

	u->discard = false;
	return discard;
}

static void
draw_title(struct ui *u, struct arena *a)
{
	struct canvas *c = u->canvas;
	int end = c->cols - 1, from;
	const char *title = "", *right;

	if (u->top->ops->title != NULL)
		title = u->top->ops->title(u->top);
	right = arena_printf(a, "%s  %s",
			     u->session ? session_user(u->session) : "",
			     date_format(a, clock_today(), DATE_LONG));
	from = end - utf8_width(right);
	canvas_fill(c, 0, 0, end, STYLE_TITLE);
	canvas_text(c, 0, 0, end, STYLE_TITLE, "Caseload");
	canvas_text_cut(c, 0, TITLE_COL, from - TITLE_COL - 1, STYLE_TITLE,
			title);
	canvas_text(c, 0, from, end - from, STYLE_TITLE, right);
}

static const struct bar_word *
bar_of(const struct screen *s)
{
	static const struct bar_word plain[] = {
		{ ACTION_HELP, NULL },
		{ ACTION_BACK, NULL },
		{ ACTION_PALETTE, NULL },
		{ ACTION_NONE, NULL },
	};

	return s->ops->bar != NULL ? s->ops->bar(s) : plain;
}

static void
draw_bar(struct ui *u, struct arena *a)
{
	const struct bar_word *w = bar_of(u->top);
	struct canvas *c = u->canvas;
	int row = c->rows - 1, end = c->cols - 1, col = 0;

	/* Plain: who has it read aloud hears it once.  F1 tells the keys. */
	if (ui_is_plain(u) && u->top->below != NULL)
		return;
	canvas_fill(c, row, 0, end, STYLE_KEYBAR);
	for (int i = 0; i < BAR_MOST && w[i].action != ACTION_NONE; i++) {
		const char *word =
			w[i].word ? w[i].word : action_word(w[i].action);
		const char *text =
			arena_printf(a, "%s %s", action_key(w[i].action), word);

		if (col + utf8_width(text) > end)
			break;
		col += canvas_text(c, row, col, end - col, STYLE_KEYBAR, text);
		col += 2;
	}
}

/* The message being read: one that is longer than its row takes the hint's
 * too for as long. */
static void
read_out(struct canvas *c, const char *say)
{
	int message = c->rows - 2, end = c->cols - 1;
	int from = utf8_width(say) > end ? message - 1 : message;

	canvas_fill(c, from, 0, end, STYLE_PLAIN);
	canvas_fill(c, message, 0, end, STYLE_PLAIN);
	canvas_wrap(c, from, 0, end, message - from + 1, STYLE_MESSAGE, say);
	canvas_cursor(c, from, 0);
}

static void
draw_foot(struct ui *u, struct arena *a)
{
	struct canvas *c = u->canvas;
	int hint = c->rows - 3, message = c->rows - 2, end = c->cols - 1;
	const char *say = u->message;

	if (u->top->ops->hint != NULL)
		canvas_text_cut(c, hint, 0, end, STYLE_HINT,
				u->top->ops->hint(u->top));
	if (u->esc_pending)
		say = "Esc again cancels, or 1 to 0 for F1 to F10.";
	canvas_text_cut(c, message, 0, end, STYLE_MESSAGE, say);
	if (u->reading)
		read_out(c, say);
	draw_bar(u, a);
}

static void
draw_too_small(struct canvas *c)
{
	struct arena a = ARENA_INIT;

	canvas_wrap(c, 0, 0, c->cols - 1, c->rows, STYLE_PLAIN,
		    arena_printf(&a,
				 "This window is %d by %d. Make it at "
				 "least %d by %d. Nothing is lost.",
				 c->cols, c->rows, COLS_LEAST, ROWS_LEAST));
	canvas_cursor(c, 0, 0);
	arena_clear(&a);
}

/* Nobody has typed for long, or it was to be locked, but to end would lose
 * what was typed: nothing of it is left to read. */
static void
draw_hidden(struct canvas *c)
{
	canvas_wrap(c, 0, 0, c->cols - 1, c->rows, STYLE_PLAIN,
		    "Hidden, and not locked: what you typed cannot be kept, "
		    "and is tried again and again. Ring the help desk. Any "
		    "key shows it again.");
	canvas_cursor(c, 0, 0);
}

const struct canvas *
ui_draw(struct ui *u)
{
	struct canvas *c = u->canvas;
	struct arena a = ARENA_INIT;

	canvas_blank(c);
	if (c->rows < ROWS_LEAST || c->cols < COLS_LEAST) {
		draw_too_small(c);
		return c;
	}
	if (u->top == NULL) {
		canvas_cursor(c, 0, 0);
		return c;
	}
	if (u->hidden) {
		draw_hidden(c);
		return c;
	}
	draw_title(u, &a);
	u->top->ops->draw(u->top, c);
	assert(c->cur_row >= 0); /* draw() puts it on the focus */
	if (c->cur_row < 0)
		canvas_cursor(c, 0, 0);
	draw_foot(u, &a);
	arena_clear(&a);
	return c;
}
