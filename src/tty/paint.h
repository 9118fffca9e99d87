/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * paint.h - copying a canvas to the terminal through curses.
 */
#ifndef TTY_PAINT_H
#define TTY_PAINT_H

#include <stdbool.h>

#include "base/err.h"
#include "ui/canvas.h"

struct paint;

/* Begin curses on standard input and output. ERR_INVALID: TERM will not do. */
MUST_USE enum err paint_open(struct paint **out, bool mono, bool plain,
			     bool ascii);
/* What it is taken for when TERM is not known here; else NULL. */
const char *paint_stand_in(const struct paint *p);
/* Other looks from now on; the next canvas is sent whole.  Colour comes only
 * where the terminal and its user allow it. */
void paint_dress(struct paint *p, bool mono, bool plain);
/* `lost`: the terminal is gone, nothing is written to it. */
void paint_close(struct paint **p, bool lost);

/* Send what changed since the last canvas, the cursor last. */
void paint_canvas(struct paint *p, const struct canvas *c);
/* Forget what the terminal shows: the next canvas is sent whole. */
void paint_again(struct paint *p);
void paint_beep(struct paint *p);
/* The window's size now; tells curses when it has changed. */
void paint_size(struct paint *p, int *rows, int *cols);

#endif
