/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * ui.h - the screens one upon the other, and what goes from key to screen.
 *
 * A screen is a const table of functions and its own memory.  Actions and
 * typed characters are separate functions, so no screen has a key switch.
 * draw() gets a const screen: drawing changes nothing.  The frame (title,
 * hint, message, key bar) is drawn by the ui from what the screen tells.
 * No screen holds a transaction: each goes through casework.
 */
#ifndef UI_UI_H
#define UI_UI_H

#include <stdbool.h>

#include "base/arena.h"
#include "casework/session.h"
#include "ui/action.h"
#include "ui/canvas.h"
#include "ui/settings.h"

struct ui;
struct screen;

enum reply {
	REPLY_HANDLED, /* done; draw again */
	REPLY_IGNORED, /* not mine: the ui tries its own actions */
	REPLY_CLOSE,   /* close this screen */
	REPLY_QUIT     /* leave the program */
};

/* One word of the key bar: an action, and a better word for it here (NULL:
 * the action's own). */
struct bar_word {
	enum action action;
	const char *word;
};
#define BAR_MOST 8

/* A command for F9 and F10. */
struct command {
	int id;		    /* given back to screen_ops.command; from
				   COMMAND_FOUND on it is listed only when
				   something is typed that finds it */
	enum action action; /* its key, or ACTION_NONE */
	const char *text;
	const char *refused; /* why it may not be used; NULL: it may */
};

#define COMMAND_FOUND 10000

struct screen_ops {
	const char *name;
	/* Title of row 1: what is being done, after "Caseload". */
	const char *(*title)(const struct screen *s);
	/* From row 1 to before row rows - 3 (counted from 0) the canvas is the
	 * screen's; must set the cursor. */
	void (*draw)(const struct screen *s, struct canvas *c);
	enum reply (*act)(struct screen *s, enum action a);
	enum reply (*type)(struct screen *s, uint32_t ch);
	enum reply (*paste)(struct screen *s, const char *text); /* or NULL */
	/* Row rows-2: what the thing in focus wants. */
	const char *(*hint)(const struct screen *s);
	/* At most BAR_MOST words, ended by ACTION_NONE. */
	const struct bar_word *(*bar)(const struct screen *s);
	/* Help for the thing in focus, plain paragraphs (in a). NULL: none. */
	const char *(*help)(const struct screen *s, struct arena *a);
	/* The screen above was closed: read again what may have changed. */
	void (*resume)(struct screen *s);
	/* Keep what is being typed (draft); called on lost line, lock, when
	 * the typing pauses, and every ten seconds or 200 characters.  false: could not be kept. */
	bool (*keep)(struct screen *s);
	/* Ask this again, about this record, as it was asked here before; false:
	 * it is no question of this screen's, or cannot be asked now.  NULL: it
	 * asks none. */
	bool (*ask)(struct screen *s, uint64_t about, const char *question);
	/* It ends here, by a lost line or a lock: what would come by another
	 * key is handed to the screen beneath, to be kept there. */
	void (*cut_off)(struct screen *s);
	/* Has it something to do when the user pauses, and doing it: two
	 * seconds after the last key.  Both or neither. */
	bool (*awaits_pause)(const struct screen *s);
	void (*pause)(struct screen *s);
	/* Would a letter typed now find in a list, with nothing typed yet?
	 * NULL: never.  There j and k may move instead (settings.h). */
	bool (*in_list)(const struct screen *s);
	/* Leaving: frees what is not in the arena. */
	void (*close)(struct screen *s);
	/* Actions of the line in focus, for F10 and the palette; may be NULL.
	 * Returns the count; texts in a. */
	size_t (*commands)(const struct screen *s, struct arena *a,
			   struct command **out);
	enum reply (*command)(struct screen *s, int id);
};

struct screen {
	const struct screen_ops *ops;
	struct ui *ui;
	struct screen *below;
	struct arena arena; /* wiped when the screen closes */
	bool covered;	    /* the ui's: something was pushed upon it */
	bool closing;	    /* the ui's: goes when the key is done */
};

struct ui *ui_new(struct session *s, int rows, int cols);
void ui_free(struct ui **u);
struct session *ui_session(const struct ui *u);

/* A new screen of `size` zeroed bytes whose first member is a struct screen;
 * in its own memory. */
void *screen_new(struct ui *u, const struct screen_ops *ops, size_t size);
/* Give back one that was never pushed, for a constructor that finds it cannot
 * open: its close() is called.  Gives NULL. */
struct screen *screen_discard(struct screen *s);
/* Put a screen on top; NULL (it could not be opened) does nothing.  May be
 * called while another handles a key and then answers REPLY_CLOSE: that one
 * goes from beneath. */
void ui_push(struct ui *u, struct screen *s);
/* Close a screen wherever it stands, or all but the first (home).  A closed
 * screen stays in memory until the key has been handled. */
void ui_close(struct ui *u, struct screen *s);
void ui_home(struct ui *u);
/* The screen on top, NULL when there is none. */
struct screen *ui_top(const struct ui *u);
/* When this key is done and its screens are closed, give `a` (or, where that
 * is ACTION_NONE, the command `id`) to the screen that is then on top. */
void ui_then(struct ui *u, enum action a, int id);

/* One key.  False: leave the program. */
bool ui_key(struct ui *u, const struct keypress *k);
/* Draw everything into the ui's canvas and return it (borrowed). */
const struct canvas *ui_draw(struct ui *u);
void ui_resize(struct ui *u, int rows, int cols);
/* Nothing typed for `idle` seconds: tells the screen of the pause, keeps
 * drafts, warns, locks.  False: leave the program (locked).  While a draft
 * cannot be kept it does not lock: it hides what is on the screen. */
bool ui_idle(struct ui *u, int idle);
/* Seconds without a key until ui_idle() wants to be called (again). */
int ui_idle_step(const struct ui *u);
/* The line is lost: keep every draft, draw nothing. */
void ui_lost(struct ui *u);
/* Did it end by locking (Esc l, or nothing typed for long)? */
bool ui_locked(const struct ui *u);
/* Seconds without a key until it locks; 0: never.  600 unless set, here or by
 * the settings. */
void ui_lock_after(struct ui *u, int seconds);
/* True once for each time the terminal should beep. */
bool ui_take_beep(struct ui *u);
/* True once for each time the terminal should paint everything anew. */
bool ui_take_repaint(struct ui *u);
/* Before a question that cannot be undone: the keys that wait, and those of
 * the next moment, were meant for something else. */
void ui_discard(struct ui *u);
/* True once for each time what was typed ahead is to be dropped. */
bool ui_take_discard(struct ui *u);
/* The terminal shows no more than ASCII: rules are made of `-`. */
void ui_ascii(struct ui *u, bool ascii);

/* The person's settings; set, they hold from the next drawing on. */
const struct settings *ui_settings(const struct ui *u);
void ui_settings_set(struct ui *u, const struct settings *v);
/* This session is plain whatever the settings say. */
void ui_plain_always(struct ui *u);
bool ui_is_plain(const struct ui *u);

/* Row 23.  Words of the design's wording rules; kept in the last 50. */
void ui_say(struct ui *u, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));
void ui_unsay(struct ui *u); /* what was said is true no more */
/* A refusal or a fault of the system, as a sentence saying what to do. */
void ui_say_err(struct ui *u, enum err e, const char *doing);

/* The message on row 23, "" when there is none; and the last ones, 0 the
 * newest, NULL beyond them: the sentence and when it was said. */
const char *ui_message(const struct ui *u);
const char *ui_said(const struct ui *u, size_t ago, int64_t *at);
#define UI_SAID_MOST 50

/* What was last entered here, for "same as last time": by form and field.
 * NULL when nothing was.  Kept until the program ends, wiped then. */
void ui_remember(struct ui *u, const char *form, const char *field,
		 const struct value *v);
const struct value *ui_recall(const struct ui *u, const char *form,
			      const char *field);

/* The first row after the screen's own: rows 1 to ui_foot() - 1 (from 0) are
 * the screen's to draw on. */
int ui_foot(const struct ui *u);
/* Of so many rows, those that a list may take: fewer where the person wants
 * shorter lists. */
int ui_list_rows(const struct ui *u, int rows);
int ui_rows(const struct ui *u);
int ui_cols(const struct ui *u);

#endif
