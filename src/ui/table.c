/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/table.h"

#include <string.h>

#include "base/arena.h"
#include "base/text.h"

#define COLS_PLAIN 80
#define FIRST_COL 2
#define GAP 2
#define DOING_WIDE 24 /* columns in which most of what is done fits */
#define NOTE_MOST 16  /* columns that a note takes from it */

void
browse_count(struct browse *b, size_t n)
{
	b->n = n;
	if (b->at >= n)
		b->at = n > 0 ? n - 1 : 0;
}

void
browse_told(const struct browse *b, int height, struct canvas *c, int row)
{
	size_t first = browse_first(b, height), last = first + (size_t)height;
	struct arena a = ARENA_INIT;

	if (height > 0 && b->n > (size_t)height)
		canvas_right(c, row, c->cols - 1, STYLE_PLAIN,
			     arena_printf(&a, "%zu-%zu of %zu", first + 1,
					  last < b->n ? last : b->n, b->n));
	arena_clear(&a);
}

size_t
browse_first(const struct browse *b, int height)
{
	size_t h = height > 0 ? (size_t)height : 1, half = h > 1 ? h / 2 : 1;
	size_t top = b->top;

	if (b->n <= h)
		return 0;
	while (b->at < top)
		top = top > half ? top - half : 0;
	while (b->at >= top + h)
		top += half;
	return top + h > b->n ? b->n - h : top;
}

void
browse_to(struct browse *b, size_t at, int height)
{
	b->at = at;
	browse_count(b, b->n);
	b->top = browse_first(b, height);
}

bool
browse_act(struct browse *b, enum action a, int height)
{
	size_t at = b->at, page = height > 1 ? (size_t)height : 1;
	size_t last = b->n > 0 ? b->n - 1 : 0;

	if (a == ACTION_UP)
		at = at > 0 ? at - 1 : 0;
	else if (a == ACTION_DOWN)
		at++;
	else if (a == ACTION_PAGE_UP)
		at = at > page ? at - page : 0;
	else if (a == ACTION_PAGE_DOWN)
		at += page;
	else if (a == ACTION_HOME)
		at = 0;
	else if (a == ACTION_END)
		at = last;
	else
		return false;
	if (at > last)
		at = last;
	if (at == b->at)
		return false;
	browse_to(b, at, height);
	return true;
}

void
table_layout(struct column *v, size_t n, int cols)
{
	int at = FIRST_COL, extra = cols > COLS_PLAIN ? cols - COLS_PLAIN : 0;

	for (size_t i = 0; i < n; i++) {
		v[i].width += extra * v[i].grow / 100;
		v[i].at = at;
		at += v[i].width + GAP;
	}
}

int
table_head(struct canvas *c, int row, const struct column *v, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		canvas_text(c, row, v[i].at, v[i].width, STYLE_HEADING,
			    v[i].head);
		canvas_rule(c, row + 1, v[i].at, v[i].width);
	}
	return row + 2;
}

void
table_cell(struct canvas *c, int row, const struct column *col, enum style st,
	   const char *text)
{
	canvas_text_cut(c, row, col->at, col->width, st, text);
}

/* `OVERDUE 14 days` as `OVERDUE 14 d`: whoever has 80 columns needs them for
 * what is to be done. */
static const char *
short_note(struct arena *a, const char *note)
{
	const char *space = strrchr(note, ' ');

	return space != NULL && strcmp(space, " min") != 0
		       ? arena_strndup(a, note, (size_t)(space + 2 - note))
		       : note;
}

void
table_work(struct canvas *c, int row, const struct column *doing,
	   const char *text, const struct column *note, const char *told,
	   bool overdue)
{
	struct column first = *doing, last = *note;
	struct arena a = ARENA_INIT;
	int end = note->at + note->width, width;

	if (overdue && doing->width < DOING_WIDE)
		told = short_note(&a, told);
	width = utf8_width(told);
	if (width == 0) {
		first.width = end - first.at;
	} else if (width > note->width && width <= NOTE_MOST) {
		last.width = width;
		last.at = end - width;
		first.width = last.at - GAP - first.at;
	}
	table_cell(c, row, &first, STYLE_PLAIN, text);
	table_cell(c, row, &last, overdue ? STYLE_ALERT : STYLE_PLAIN, told);
	arena_clear(&a);
}

void
table_mark(struct canvas *c, int row, bool marked)
{
	if (!marked)
		return;
	canvas_text(c, row, 0, 1, STYLE_FOCUS, ">");
	canvas_cursor(c, row, 0);
}

bool
words_fit(const char *words, const char *folded)
{
	struct arena a = ARENA_INIT;
	char *rest = text_fold(&a, words), *word;
	bool fits = true;

	while (fits && (word = strsep(&rest, " ")) != NULL)
		fits = strstr(folded, word) != NULL;
	arena_clear(&a);
	return fits;
}
