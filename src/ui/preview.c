/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/preview.h"

#define COLS_LEAST 120
#define WIDTH_LEAST 37 /* so that the list has its 80 at 120 */
#define WIDTH_MOST 76  /* longer lines are hard to read */
#define GAP 3
#define LABEL_WIDTH 10

static int
preview_width(const struct ui *u, const struct canvas *c)
{
	int width = WIDTH_LEAST + (c->cols - COLS_LEAST) / 2;

	if (c->cols < COLS_LEAST || ui_is_plain(u) || !ui_settings(u)->preview)
		return 0;
	return width < WIDTH_MOST ? width : WIDTH_MOST;
}

int
preview_beside(const struct ui *u, const struct canvas *c)
{
	int width = preview_width(u, c);

	return width > 0 ? c->cols - width - GAP : c->cols;
}

bool
preview_begin(struct preview *p, const struct ui *u, struct canvas *c, int row,
	      int end)
{
	int width = preview_width(u, c);

	*p = (struct preview){ c, row, end, c->cols - 1 - width, width };
	return width > 0;
}

void
preview_text(struct preview *p, enum style st, const char *text)
{
	if (p->row < p->end && text != NULL && text[0] != '\0')
		p->row += canvas_wrap(p->c, p->row, p->col, p->width,
				      p->end - p->row, st, text);
}

void
preview_line(struct preview *p, const char *label, enum style st,
	     const char *text)
{
	if (p->row >= p->end || text == NULL || text[0] == '\0')
		return;
	canvas_text(p->c, p->row, p->col, LABEL_WIDTH - 1, STYLE_HEADING,
		    label);
	p->row +=
		canvas_wrap(p->c, p->row, p->col + LABEL_WIDTH,
			    p->width - LABEL_WIDTH, p->end - p->row, st, text);
}

void
preview_gap(struct preview *p)
{
	p->row++;
}
