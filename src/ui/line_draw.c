/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Where a text stands on the screen.  What is shown of a long one follows
 * from the cursor alone and moves by half the width (or height), so that
 * typing past the end repaints a field seldom.
 */
#include <limits.h>

#include "base/arena.h"
#include "base/text.h"
#include "ui/line_parts.h"

struct span {
	size_t start, end; /* bytes of a drawn line, without its break */
	size_t next;	   /* where the line after it begins */
	int index;	   /* from 0 */
};

static void
measure(const struct line *l, int width, struct span *s)
{
	size_t len, step = text_line(line_text(l) + s->start, width, &len);

	s->end = s->start + len;
	s->next = s->start + step;
}

static struct span
first_line(const struct line *l, int width)
{
	struct span s = { 0 };

	measure(l, width, &s);
	return s;
}

/* On to the next drawn line; false on the last.  A break at the very end
 * begins one more, empty line. */
static bool
next_line(const struct line *l, int width, struct span *s)
{
	if (s->next == s->end && s->next >= l->text.n)
		return false;
	s->start = s->next;
	s->index++;
	measure(l, width, s);
	return true;
}

/* The drawn line on which offset `at` stands; the last one for SIZE_MAX. */
static struct span
find_line(const struct line *l, int width, size_t at)
{
	struct span s = first_line(l, width);

	while (at >= s.next && next_line(l, width, &s))
		continue;
	return s;
}

/* The drawn line of a given index, clamped to the last. */
static struct span
nth_line(const struct line *l, int width, int index)
{
	struct span s = first_line(l, width);

	while (s.index < index && next_line(l, width, &s))
		continue;
	return s;
}

size_t
line_start_of(const struct line *l, int width, size_t at)
{
	return find_line(l, width, at).start;
}

size_t
line_end_of(const struct line *l, int width, size_t at)
{
	return find_line(l, width, at).end;
}

static int
columns(const char *text, size_t from, size_t to)
{
	struct arena a = ARENA_INIT;
	int w = to > from
			? utf8_width(arena_strndup(&a, text + from, to - from))
			: 0;

	arena_wipe(&a);
	return w;
}

bool
line_move_rows(struct line *l, int by)
{
	struct span here = find_line(l, l->width, l->at), there;
	int col = columns(line_text(l), here.start, l->at);
	size_t fits;

	if (here.index + by < 0)
		return false;
	there = nth_line(l, l->width, here.index + by);
	if (there.index != here.index + by)
		return false;
	fits = utf8_fit(line_text(l) + there.start, col);
	if (there.start + fits > there.end)
		fits = there.end - there.start;
	l->at = there.start + fits;
	return true;
}

bool
line_at_first(const struct line *l, int width)
{
	return !l->many || find_line(l, width, l->at).index == 0;
}

int
line_count(const struct line *l, int width, int most)
{
	return l->many ? nth_line(l, width, most - 1).index + 1 : 1;
}

bool
line_at_last(const struct line *l, int width)
{
	return !l->many || find_line(l, width, l->at).index + 1 ==
				   line_count(l, width, INT_MAX);
}

static void
draw_cells(struct canvas *c, int row, int col, int width, enum style st,
	   const char *text, size_t n)
{
	struct arena a = ARENA_INIT;
	int used =
		canvas_text(c, row, col, width, st, arena_strndup(&a, text, n));

	for (; used < width; used++)
		canvas_text(c, row, col + used, 1, st, "_");
	arena_wipe(&a);
}

/* First byte shown of one line: 0, or a whole number of half widths in. */
static size_t
first_shown(const struct line *l, int width)
{
	const char *text = line_text(l);
	int half = width > 3 ? width / 2 : 1;
	size_t first = 0;

	/* One column stays free for the cursor, one each for `<` and `>`. */
	while (columns(text, first, l->at) >= width - 1 && first < l->at) {
		size_t fit = utf8_fit(text + first, half);

		first += fit > 0 ? fit
				 : text_cluster_next(text + first,
						     l->text.n - first, 0);
	}
	return first;
}

static void
draw_one(const struct line *l, struct canvas *c, int row, int col, int width,
	 bool focus)
{
	enum style st = focus ? STYLE_FOCUS : STYLE_FIELD;
	const char *text = line_text(l);
	size_t first = focus ? first_shown(l, width) : 0;

	draw_cells(c, row, col, width, st, text + first, l->text.n - first);
	if (first > 0)
		canvas_text(c, row, col, 1, st, "<");
	if (columns(text, first, l->text.n) > width)
		canvas_text(c, row, col + width - 1, 1, st, ">");
	if (focus)
		canvas_cursor(c, row, col + columns(text, first, l->at));
}

static void
draw_many(const struct line *l, struct canvas *c, int row, int col, int width,
	  int rows, bool focus)
{
	enum style st = focus ? STYLE_FOCUS : STYLE_FIELD;
	struct span here = find_line(l, width, l->at);
	int half = rows > 1 ? rows / 2 : 1, top = 0;

	while (focus && here.index - top >= rows)
		top += half;
	for (int i = 0; i < rows; i++) {
		struct span s = nth_line(l, width, top + i);

		if (s.index == top + i)
			draw_cells(c, row + i, col, width, st,
				   line_text(l) + s.start, s.end - s.start);
		else
			draw_cells(c, row + i, col, width, st, "", 0);
	}
	if (focus)
		canvas_cursor(c, row + here.index - top,
			      col + columns(line_text(l), here.start, l->at));
}

void
line_draw(const struct line *l, struct canvas *c, int row, int col, int width,
	  int rows, bool focus)
{
	if (l->many)
		draw_many(l, c, row, col, width, rows, focus);
	else
		draw_one(l, c, row, col, width, focus);
}
