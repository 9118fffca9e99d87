/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * abandon.h - giving the terminal back when the program cannot go on.
 *
 * A signal that comes of a fault leaves no time for curses: what it would do
 * is done with the few calls that such a handler may make.
 */
#ifndef TTY_ABANDON_H
#define TTY_ABANDON_H

#include <stdbool.h>

/* Before the terminal is taken: how it is now.  `modes`: it knows xterm's. */
void abandon_ready(bool modes);
/* It has been given back in good order. */
void abandon_done(void);
/* The terminal as it was found; nothing when it is not taken.  May be called
 * from a signal handler. */
void tty_abandon(void);

#endif
