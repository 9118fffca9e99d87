/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The form screen as a whole: who it is about, sections at the left, one
 * page at the right, what a checklist comes to at the foot.  What part of a
 * long page is shown follows from the focus.
 */
#include "base/text.h"
#include "ui/form_parts.h"
#include "ui/header.h"

/* First row under the person's heading. */
static int
body_top(const struct form_screen *f)
{
	int rows = person_header_rows(&f->edit->about);

	return rows > 0 ? 1 + rows : 2;
}

/* Rows of the page: below its heading, above the score. */
int
form_page_rows(const struct form_screen *f, const struct form_layout *l)
{
	int rows = ui_foot(f->screen.ui) - body_top(f) - 1;

	return rows - form_score_foot(f, NULL, l, 0);
}

/* A long page moves by half its window, so that it seldom moves. */
static int
first_row(const struct form_screen *f, const struct form_layout *l, int rows)
{
	const struct form_line *ln = form_line_at(l, &f->focus);
	int half = rows > 1 ? rows / 2 : 1, first = 0;
	int last = l->height - rows;

	if (ln == NULL || l->height <= rows)
		return 0;
	while (ln->top + ln->height - first > rows)
		first += half;
	return first < last ? first : last;
}

static void
draw_heading(const struct form_screen *f, struct canvas *c,
	     const struct form_layout *l, int row, int below)
{
	struct arena a = ARENA_INIT;
	struct section *s;
	size_t n = form_sections(f, &a, &s), at = 0;
	int end = l->col + l->width;
	const char *right = "";

	while (at + 1 < n && s[at].page != f->page)
		at++;
	if (n > 1)
		right = arena_printf(&a, "%ssection %zu of %zu",
				     below > 0 ? "PgDn for more   " : "",
				     at + 1, n);
	else if (below > 0)
		right = "PgDn for more";
	canvas_text_cut(c, row, l->col + MARGIN,
			l->width - MARGIN - utf8_width(right) - 1,
			STYLE_HEADING, n > 0 ? s[at].label : "");
	canvas_right(c, row, end, STYLE_PLAIN, right);
	if (n == 0)
		canvas_text(c, row + 1, l->col + MARGIN, l->width, STYLE_PLAIN,
			    "There is nothing here for you to "
			    "fill in.");
	arena_clear(&a);
}

static void
draw_page(const struct form_screen *f, struct canvas *c,
	  const struct form_layout *l, int top, int rows)
{
	int first = first_row(f, l, rows), air = l->height < rows;

	draw_heading(f, c, l, top, l->height - first - rows);
	for (size_t i = 0; i < l->n; i++) {
		int at = l->v[i].top - first;

		if (at < 0 || at + l->v[i].height > rows)
			continue;
		form_draw_line(f, c, l, &l->v[i], top + 1 + at + air);
	}
}

static void
draw_separator(struct canvas *c, int col, int top, int foot)
{
	for (int row = top; row < foot && !c->plain; row++)
		canvas_text(c, row, col, 1, STYLE_PLAIN,
			    c->ascii ? "|" : "\xE2\x94\x82");
}

void
form_draw(const struct screen *s, struct canvas *c)
{
	const struct form_screen *f = (const struct form_screen *)s;
	struct arena a = ARENA_INIT;
	struct form_layout l = form_lay_out(f, &a);
	int top = body_top(f), foot = ui_foot(s->ui);

	person_header(c, &f->edit->about, 1);
	if (l.left > 0) {
		form_draw_sections(f, c, top, l.left - 2);
		draw_separator(c, l.left - 1, top, foot);
	}
	draw_page(f, c, &l, top, form_page_rows(f, &l));
	form_score_foot(f, c, &l, foot);
	if (c->cur_row < 0)
		canvas_cursor(c, top, l.col + MARGIN);
	arena_wipe(&a);
}
