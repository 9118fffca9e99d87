/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * tty.h - the terminal: taking it over, running the screens, giving it back.
 *
 * The only layer that includes curses.h.  All waiting input is handled
 * before painting; only what changed is sent.  A dropped line, however it
 * shows itself, ends quietly with every draft kept and nothing drawn.
 */
#ifndef TTY_TTY_H
#define TTY_TTY_H

#include <stdbool.h>

#include "base/err.h"
#include "ui/ui.h"

struct tty;

struct tty_options {
	bool mono;  /* no colour (also NO_COLOR, and terminals
				   without) */
	bool plain; /* no attributes either, and no rules */
};

enum tty_end {
	TTY_END_QUIT,	/* the user left */
	TTY_END_LOST,	/* the line was lost */
	TTY_END_LOCKED, /* locked: back to the login */
	TTY_END_ASKED	/* a signal asked the program to end */
};

/* ERR_INVALID: standard input and output are no terminal, or TERM is empty,
 * "dumb", or names one that cannot place its cursor. */
MUST_USE enum err tty_open(struct tty **out, const struct tty_options *o);
/* Erases the screen and gives the terminal back as it was (unless lost). */
void tty_close(struct tty **t);

int tty_rows(const struct tty *t);
int tty_cols(const struct tty *t);
/* Can it show more than ASCII? */
bool tty_is_ascii(const struct tty *t);
/* The plain terminal that it is taken for, when TERM names one that is not
 * known here; else NULL. */
const char *tty_stand_in(const struct tty *t);

/* Run the ui until somebody leaves or the line is lost. */
enum tty_end tty_run(struct tty *t, struct ui *u);

#endif
