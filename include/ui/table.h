/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * table.h - lists: which row is marked, which part of the list is shown,
 * and rows in columns under a ruled heading.
 *
 * Moving the mark changes the `>` and the style of one cell in two rows, and
 * nothing else, so that it is cheap on a slow line; a list scrolls by half
 * its height for the same reason.
 */
#ifndef UI_TABLE_H
#define UI_TABLE_H

#include <stdbool.h>
#include <stddef.h>

#include "ui/action.h"
#include "ui/canvas.h"

struct browse {
	size_t n;   /* rows there are */
	size_t at;  /* the marked one */
	size_t top; /* the first one shown */
};

/* There are n rows now; the mark stays where it is, or on the last. */
void browse_count(struct browse *b, size_t n);
/* Up, Down, the page keys, Home and End in a list `height` rows high.  True
 * when the action was one of these and moved the mark. */
bool browse_act(struct browse *b, enum action a, int height);
/* Put the mark on a row. */
void browse_to(struct browse *b, size_t at, int height);
/* The first row to draw in `height` rows, the marked one in sight. */
size_t browse_first(const struct browse *b, int height);
/* Which of them are in sight, "1-13 of 24", at the right of a row: nothing
 * when all are. */
void browse_told(const struct browse *b, int height, struct canvas *c, int row);

struct column {
	const char *head;
	int width; /* at 80 columns */
	int grow;  /* percent of the columns beyond 80 it takes */
	int at;	   /* set by table_layout() */
};

/* Place columns from column 2 on, two blanks between, for a canvas of `cols`
 * columns. */
void table_layout(struct column *v, size_t n, int cols);
/* Headings on row `row` and a rule beneath; returns the first row free. */
int table_head(struct canvas *c, int row, const struct column *v, size_t n);
/* One cell, cut with `>` where it is too long. */
void table_cell(struct canvas *c, int row, const struct column *col,
		enum style st, const char *text);
/* What is to be done, and what there is to note of it, in the last columns of a
 * row of work.  With nothing to note the first has the room of both; a note
 * that is a little longer than its column takes what it needs.  Where there is
 * little room what is overdue is told as `OVERDUE 14 d`. */
void table_work(struct canvas *c, int row, const struct column *doing,
		const char *text, const struct column *note, const char *told,
		bool overdue);
/* The mark of row `row`: `>` and the cursor when marked. */
void table_mark(struct canvas *c, int row, bool marked);

/* Does each word of `words` occur in a text folded by text_fold()?  Blank
 * words fit everything. */
bool words_fit(const char *words, const char *folded);

#endif
