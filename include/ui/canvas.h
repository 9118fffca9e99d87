/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * canvas.h - a grid of cells on which screens draw.
 *
 * No curses here: tty copies the grid to the terminal, tests compare it with
 * text files.  All text passes text_next_safe().  The last column is never
 * written.  A style says what a text means; each meaning is also a word or a
 * mark in the text, so that nothing is lost without colour.  draw() must
 * leave the cursor on the thing in focus.
 */
#ifndef UI_CANVAS_H
#define UI_CANVAS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum style {
	STYLE_PLAIN,
	STYLE_TITLE,	/* row 1 */
	STYLE_KEYBAR,	/* last row */
	STYLE_HEADING,	/* column headings, section names */
	STYLE_PERSON,	/* who it is, row 2 */
	STYLE_ALERT,	/* alerts, safe contact, OVERDUE, stops */
	STYLE_WARN,	/* due today, soft checks */
	STYLE_GOOD,	/* done, saved, ready */
	STYLE_FIELD,	/* a field to type in */
	STYLE_FOCUS,	/* the field in focus */
	STYLE_SELECTED, /* the reference of the selected row */
	STYLE_TAG,	/* programme tags */
	STYLE_HINT,	/* row 22, hints under fields */
	STYLE_MESSAGE,	/* row 23 */
	STYLE_COUNT
};

#define CELL_MARKS 3 /* marks kept with their base character */

struct cell {
	uint32_t c[1 + CELL_MARKS]; /* 0: blank; c[0] == CELL_WIDE: right
					   half of a wide character */
	uint8_t style;
};
#define CELL_WIDE UINT32_MAX

struct canvas {
	int rows, cols;
	struct cell *cells;   /* rows * cols */
	int cur_row, cur_col; /* -1 until set */
	bool ascii;	      /* terminal cannot show more */
	bool plain;	      /* no rules */
};

struct canvas *canvas_new(int rows, int cols);
void canvas_free(struct canvas **c);
void canvas_resize(struct canvas *c, int rows, int cols);
void canvas_blank(struct canvas *c);

/* Draw text in at most `width` columns from (row, col); returns the columns
 * used.  A text that does not fit is cut at a cluster; canvas_text_cut()
 * marks that with `>` in the last column. */
int canvas_text(struct canvas *c, int row, int col, int width, enum style st,
		const char *text);
int canvas_text_cut(struct canvas *c, int row, int col, int width,
		    enum style st, const char *text);
int canvas_printf(struct canvas *c, int row, int col, int width, enum style st,
		  const char *fmt, ...) __attribute__((format(printf, 6, 7)));
/* Right-aligned, ending before column `end`. */
void canvas_right(struct canvas *c, int row, int end, enum style st,
		  const char *text);
void canvas_fill(struct canvas *c, int row, int col, int width,
		 enum style st); /* blanks of a style */
void canvas_rule(struct canvas *c, int row, int col, int width);
/* Wrap text at words into lines of `width`, drawing at most `lines` from
 * (row, col); returns the lines used. */
int canvas_wrap(struct canvas *c, int row, int col, int width, int lines,
		enum style st, const char *text);
void canvas_cursor(struct canvas *c, int row, int col);

/* How many bytes of text make its first line in `width` columns (to *len),
 * and, returned, how many to step over to the line after it.  Breaks at
 * spaces and at newlines. */
size_t text_line(const char *text, int width, size_t *len);

/* The grid as text, trailing blanks cut, one line a row: for tests and for
 * printing a screen.  malloc'd. */
char *canvas_dump(const struct canvas *c);

#endif
