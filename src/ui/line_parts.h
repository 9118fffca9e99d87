/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * line_parts.h - where the lines of a wrapped text begin and end; shared by
 * the editing and the drawing of struct line.
 */
#ifndef UI_LINE_PARTS_H
#define UI_LINE_PARTS_H

#include "ui/line.h"

/* Byte offsets of the drawn line that offset `at` stands on. */
size_t line_start_of(const struct line *l, int width, size_t at);
size_t line_end_of(const struct line *l, int width, size_t at);
/* Move the cursor a row up (-1) or down (1), keeping its column where that
 * can be; false when there is no such row. */
bool line_move_rows(struct line *l, int by);

#endif
