/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * private_locale.h - the C.UTF-8 locale that only this layer uses.
 *
 * Widths and transliteration follow LC_CTYPE, and curses needs the user's
 * own for the terminal.  So the few calls that need UTF-8 are put between
 * locale_enter() and locale_leave(), which switch this thread alone.
 */
#ifndef BASE_PRIVATE_LOCALE_H
#define BASE_PRIVATE_LOCALE_H

#include <locale.h>
#include <stdbool.h>

/* Is there such a locale on this system?  If not, entering does nothing. */
bool locale_is_there(void);

/* Switch to it; the locale to give to locale_leave() is returned. */
locale_t locale_enter(void);
void locale_leave(locale_t before);

#endif
