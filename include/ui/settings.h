/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * settings.h - how one person likes their screens.
 *
 * Kept in the store, not with the terminal, so that they are the same from
 * wherever somebody signs in.  What the command line asks (--plain, --mono)
 * stands above them for one session and is not kept.
 */
#ifndef UI_SETTINGS_H
#define UI_SETTINGS_H

#include <stdbool.h>

#include "casework/session.h"

struct settings {
	bool plain; /* no attributes, rules, previews; the key bar
				   on the first screen only */
	bool colour;
	bool preview;  /* beside lists, where there is room */
	bool one_esc;  /* one Esc cancels, when nothing follows */
	bool mouse;    /* a click moves the focus; off, the terminal's own
				   select and copy work */
	bool echo;     /* beside a field, what was understood */
	bool vi;       /* j k g G move in lists, / finds */
	int page;      /* most lines of a list at a time; 0: what fits */
	int lock;      /* minutes without a key; at most lock_most() */
	int lock_most; /* as the site allows; not the user's to set */
};

/* What somebody has who never chose. */
void settings_usual(struct settings *out);
void settings_load(struct settings *out, struct session *s);
/* Keep what differs from `was`. */
MUST_USE enum err settings_save(const struct settings *v,
				const struct settings *was, struct session *s);

#endif
