/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * line.h - editing one line, or several, of text.
 *
 * Moves by cluster (base plus marks); Backspace takes one code point, Delete
 * one cluster; undo and redo; long values scroll with `<` and `>` at the
 * ends.  What is typed is kept as it is: trimming is the field's.
 */
#ifndef UI_LINE_H
#define UI_LINE_H

#include <stdbool.h>

#include "base/buf.h"
#include "ui/action.h"
#include "ui/canvas.h"

struct line_undo;
struct line {
	struct buf text;
	size_t at;		/* byte offset of the cursor */
	size_t top;		/* first byte (or line) shown */
	bool many;		/* several lines: Enter makes a new one */
	size_t most;		/* most bytes; 0: 64 KiB */
	struct line_undo *undo;
};

void line_init(struct line *l, const char *text, bool many);
void line_clear(struct line *l);		/* wiped, then freed */
void line_set(struct line *l, const char *text);	/* cursor at the end */
const char *line_text(const struct line *l);
/* True when the action or character was the line's. */
bool line_act(struct line *l, enum action a);
bool line_type(struct line *l, uint32_t ch);
void line_paste(struct line *l, const char *text);
/* Draw at (row, col) in width columns (and `rows` lines when many), empty
 * cells as `_`; sets the cursor when focus. */
void line_draw(const struct line *l, struct canvas *c, int row, int col,
	       int width, int rows, bool focus);
/* For Up and Down in many lines: is the cursor on the first / last one? */
bool line_at_first(const struct line *l, int width);
bool line_at_last(const struct line *l, int width);

#endif
