/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/canvas.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/text.h"

#define RULE_LINE 0x2500u /* box drawings light horizontal */

struct canvas *
canvas_new(int rows, int cols)
{
	struct canvas *c = xcalloc(1, sizeof(*c));

	canvas_resize(c, rows, cols);
	return c;
}

void
canvas_free(struct canvas **c)
{
	if (*c == NULL)
		return;
	free((*c)->cells);
	free(*c);
	*c = NULL;
}

void
canvas_resize(struct canvas *c, int rows, int cols)
{
	c->rows = rows > 1 ? rows : 1;
	c->cols = cols > 2 ? cols : 2;
	free(c->cells);
	c->cells =
		xcalloc((size_t)c->rows * (size_t)c->cols, sizeof(*c->cells));
	canvas_blank(c);
}

void
canvas_blank(struct canvas *c)
{
	memset(c->cells, 0,
	       (size_t)c->rows * (size_t)c->cols * sizeof(*c->cells));
	c->cur_row = -1;
	c->cur_col = -1;
}

static struct cell *
cell_at(struct canvas *c, int row, int col)
{
	return &c->cells[(size_t)row * (size_t)c->cols + (size_t)col];
}

/* Make one cell blank; the other half of a wide character goes with it. */
static void
blank_cell(struct canvas *c, int row, int col, enum style st)
{
	struct cell *cell = cell_at(c, row, col);

	if (cell->c[0] == CELL_WIDE && col > 0)
		memset(cell_at(c, row, col - 1)->c, 0, sizeof(cell->c));
	if (col + 1 < c->cols && cell_at(c, row, col + 1)->c[0] == CELL_WIDE)
		memset(cell_at(c, row, col + 1)->c, 0, sizeof(cell->c));
	memset(cell->c, 0, sizeof(cell->c));
	cell->style = (uint8_t)st;
}

static void
put_char(struct canvas *c, int row, int col, uint32_t ch, int wide,
	 enum style st)
{
	for (int i = 0; i < wide; i++)
		blank_cell(c, row, col + i, st);
	cell_at(c, row, col)->c[0] = ch;
	if (wide == 2)
		cell_at(c, row, col + 1)->c[0] = CELL_WIDE;
}

/* A mark goes with the character before it; more than fit are left out. */
static void
put_mark(struct canvas *c, int row, int col, uint32_t mark)
{
	struct cell *cell = cell_at(c, row, col);

	if (cell->c[0] == CELL_WIDE && col > 0)
		cell = cell_at(c, row, col - 1);
	for (int i = 1; i <= CELL_MARKS; i++) {
		if (cell->c[i] == 0) {
			cell->c[i] = mark;
			return;
		}
	}
}

/* Columns from col that may be written: never the last one of the row. */
static int
room(const struct canvas *c, int row, int col, int width)
{
	int most = c->cols - 1 - col;

	if (row < 0 || row >= c->rows || col < 0 || most <= 0 || width <= 0)
		return 0;
	return width < most ? width : most;
}

int
canvas_text(struct canvas *c, int row, int col, int width, enum style st,
	    const char *text)
{
	int left = room(c, row, col, width), used = 0;
	uint32_t ch;

	if (text == NULL || left == 0)
		return 0;
	while ((ch = text_next_safe(&text)) != 0) {
		int w = utf8_char_width(ch);

		if (w == 0) {
			if (used > 0)
				put_mark(c, row, col + used - 1, ch);
			continue;
		}
		if (used + w > left)
			break;
		put_char(c, row, col + used, ch, w, st);
		used += w;
	}
	return used;
}

int
canvas_text_cut(struct canvas *c, int row, int col, int width, enum style st,
		const char *text)
{
	int left = room(c, row, col, width);
	int used = canvas_text(c, row, col, left, st, text);

	if (left == 0 || text == NULL || utf8_width(text) <= left)
		return used;
	put_char(c, row, col + left - 1, '>', 1, st);
	return left;
}

int
canvas_printf(struct canvas *c, int row, int col, int width, enum style st,
	      const char *fmt, ...)
{
	struct arena a = ARENA_INIT;
	va_list ap;
	int used;

	va_start(ap, fmt);
	used = canvas_text(c, row, col, width, st, arena_vprintf(&a, fmt, ap));
	va_end(ap);
	arena_clear(&a);
	return used;
}

void
canvas_right(struct canvas *c, int row, int end, enum style st,
	     const char *text)
{
	int w = utf8_width(text);

	canvas_text(c, row, end > w ? end - w : 0, w, st, text);
}

void
canvas_fill(struct canvas *c, int row, int col, int width, enum style st)
{
	int n = room(c, row, col, width);

	for (int i = 0; i < n; i++)
		blank_cell(c, row, col + i, st);
}

void
canvas_rule(struct canvas *c, int row, int col, int width)
{
	int n = c->plain ? 0 : room(c, row, col, width);

	for (int i = 0; i < n; i++)
		put_char(c, row, col + i, c->ascii ? '-' : RULE_LINE, 1,
			 STYLE_PLAIN);
}

size_t
text_line(const char *text, int width, size_t *len)
{
	size_t hard = strcspn(text, "\n");
	size_t fits, at;

	if (width < 1)
		width = 1;
	fits = utf8_fit(text, width);
	if (fits >= hard) {
		*len = hard;
		return hard + (text[hard] == '\n');
	}
	if (fits == 0) /* a wide character in one column */
		fits = text_cluster_next(text, strlen(text), 0);
	for (at = fits; at > 0 && text[at] != ' '; at--)
		continue;
	*len = at > 0 ? at : fits;
	at = *len;
	return at + (text[at] == ' ');
}

int
canvas_wrap(struct canvas *c, int row, int col, int width, int lines,
	    enum style st, const char *text)
{
	struct arena a = ARENA_INIT;
	size_t len;
	int used = 0;

	width = room(c, row, col, width);
	while (text != NULL && *text != '\0' && used < lines && width > 0) {
		size_t step = text_line(text, width, &len);

		canvas_text(c, row + used, col, width, st,
			    arena_strndup(&a, text, len));
		text += step;
		used++;
	}
	arena_clear(&a);
	return used;
}

void
canvas_cursor(struct canvas *c, int row, int col)
{
	c->cur_row = row < 0 ? 0 : row >= c->rows ? c->rows - 1 : row;
	c->cur_col = col < 0 ? 0 : col >= c->cols ? c->cols - 1 : col;
}

static void
dump_cell(struct buf *b, const struct cell *cell)
{
	char utf8[4];

	if (cell->c[0] == CELL_WIDE)
		return;
	if (cell->c[0] == 0) {
		buf_char(b, ' ');
		return;
	}
	for (int i = 0; i <= CELL_MARKS && cell->c[i] != 0; i++)
		buf_add(b, utf8, utf8_put(utf8, cell->c[i]));
}

char *
canvas_dump(const struct canvas *c)
{
	struct buf b = BUF_INIT;

	for (int row = 0; row < c->rows; row++) {
		size_t start = b.n;

		for (int col = 0; col < c->cols; col++)
			dump_cell(&b, &c->cells[(size_t)row * (size_t)c->cols +
						(size_t)col]);
		while (b.n > start && b.s[b.n - 1] == ' ')
			b.n--;
		buf_char(&b, '\n');
	}
	return b.s;
}
