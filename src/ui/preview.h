/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * preview.h - the marked line of a list, whole, beside the list.
 *
 * From 120 columns on, for those who want it and not on a plain screen.  The
 * list keeps at least the columns it has in the smallest window.  Only what
 * the list has read already is shown: a preview opens no record, so it needs
 * no entry in the log and no reading at each key.
 */
#ifndef UI_PREVIEW_H
#define UI_PREVIEW_H

#include "ui/ui.h"

/* Columns for the list, of all that the canvas has: all of them where there
 * is no preview. */
int preview_beside(const struct ui *u, const struct canvas *c);

struct preview {
	struct canvas *c;
	int row, end, col, width;
};

/* Draw in rows row..end-1; false: there is none. */
bool preview_begin(struct preview *p, const struct ui *u, struct canvas *c,
		   int row, int end);
/* A text in as many rows as it takes; "" and NULL take none. */
void preview_text(struct preview *p, enum style st, const char *text);
/* A label, and what it is: the label alone tells nothing. */
void preview_line(struct preview *p, const char *label, enum style st,
		  const char *text);
void preview_gap(struct preview *p);

#endif
