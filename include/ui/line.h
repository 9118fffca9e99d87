/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * line.h - editing one line, or several, of text.
 *
 * Moves by cluster (base plus marks); Backspace takes one code point, Delete
 * one cluster; undo and redo; long values scroll with `<` and `>` at the
 * ends.  What is typed is kept as it is: trimming is the field's.  A text of
 * several lines wraps at words in `width` columns, which its owner sets
 * before it acts.
 */
#ifndef UI_LINE_H
#define UI_LINE_H

#include <stdbool.h>

#include "base/buf.h"
#include "ui/action.h"
#include "ui/canvas.h"

#define LINE_MOST ((size_t)64 * 1024)

struct line_undo;
struct line {
	struct buf text;
	size_t at;	 /* byte offset of the cursor */
	bool many;	 /* several lines: Enter makes a new one */
	int width;	 /* of many: columns it is drawn in (default
				   60) */
	size_t most;	 /* most bytes; 0: 64 KiB */
	bool overflowed; /* something did not fit */
	struct line_undo *undo;
};

void line_init(struct line *l, const char *text, bool many);
void line_clear(struct line *l);		 /* wiped, then freed */
void line_set(struct line *l, const char *text); /* cursor at the end;
							   forgets the undo */
/* The same as an edit: undo brings back what stood there. */
void line_put_back(struct line *l, const char *text);
const char *line_text(const struct line *l);
/* True when the action or character was the line's.  Up, Down, Enter and the
 * page keys belong to one of many lines only; Up on its first line and Down
 * on its last are not taken, so that the owner can move on. */
bool line_act(struct line *l, enum action a);
bool line_type(struct line *l, uint32_t ch);
/* In one line newlines become spaces; what does not fit is left out. */
void line_paste(struct line *l, const char *text);
/* True once after what was typed or pasted did not fit. */
bool line_take_overflow(struct line *l);
/* Draw at (row, col) in width columns (and `rows` lines when many), empty
 * cells as `_`; sets the cursor when focus. */
void line_draw(const struct line *l, struct canvas *c, int row, int col,
	       int width, int rows, bool focus);
/* For Up and Down in many lines: is the cursor on the first / last one? */
bool line_at_first(const struct line *l, int width);
bool line_at_last(const struct line *l, int width);
/* How many lines it makes in `width` columns: at least 1, and counted no
 * further than `most`, since a long text is measured at every key. */
int line_count(const struct line *l, int width, int most);

#endif
