/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * ui_parts.h - the inside of struct ui, shared by the files that make it:
 * ui.c (stack and keys), ui_frame.c (drawing), ui_say.c (messages),
 * ui_anywhere.c (what every screen can do).
 */
#ifndef UI_UI_PARTS_H
#define UI_UI_PARTS_H

#include "base/value.h"
#include "ui/ui.h"

#define MESSAGE_MOST 320 /* bytes: one row of any script */

struct said {
	int64_t at;
	char text[MESSAGE_MOST];
};

struct ui {
	struct session *session;
	struct canvas *canvas;
	struct screen *top;
	struct screen *closed; /* to be freed when the key is done */
	struct arena remembered;
	struct fields recalled; /* form.field: last entered */
	char message[MESSAGE_MOST];
	struct said said[UI_SAID_MOST]; /* a ring; said_n counts all */
	size_t said_n;
	int64_t kept_at;
	int typed;   /* characters since drafts were kept */
	bool unkept; /* they could not be, and that was said */
	int lock_after;
	struct settings settings;
	bool plain_always;
	bool finding; /* `/` was typed: letters find */
	bool warned, locked, beep, repaint, discard;
	bool hidden;	  /* it cannot lock, since typing would be lost */
	bool esc_pending; /* Esc typed, its key not yet */
	bool reading;	  /* the cursor is on the message row */
	bool then;	  /* something to do after this key */
	enum action then_action;
	int then_id;
};

/* An action, for the screen on top first.  False: leave the program. */
bool ui_act(struct ui *u, enum action a);
/* What an action does where the screen does not take it. */
bool ui_act_anywhere(struct ui *u, enum action a);
/* Keep every draft; false: some could not be, and that was said. */
bool ui_keep(struct ui *u);
/* Keep what was typed and end; where it cannot be kept, hide it and stay.
 * False: leave the program. */
bool ui_lock(struct ui *u);
/* A click on this row of the window. */
void ui_click(struct ui *u, int row);

#endif
