/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * action.h - one list of actions feeds the key map, the key bar, the help
 * page and the command palette.
 *
 * Columns: name, word for the key bar, sentence for help and palette, and up
 * to three keys.  Esc and a digit always spells the function key too.
 */
#ifndef UI_ACTION_H
#define UI_ACTION_H

#include <stdbool.h>

#include "ui/keypress.h"

/* clang-format off */
#define F(n)    { K_F, (n), 0 }
#define CTRL(c) { K_CTRL, (c), 0 }
#define ESC(c)  { K_ESC, (c), 0 }
#define NAMED(k) { K_NAMED, (k), 0 }
#define NO_KEY  { K_NONE, 0, 0 }
/* clang-format on */

/* clang-format off */
#define ACTION_LIST(X)                                                       \
	X(HELP,     "Help",     "Help for the thing in focus",               \
	  F(1), NO_KEY, NO_KEY)                                              \
	X(SAVE,     "Save",     "Save, done, finish",                        \
	  F(2), CTRL('O'), CTRL('S'))                                        \
	X(BACK,     "Back",     "Go back",                                   \
	  F(3), CTRL('X'), NO_KEY)                                           \
	X(CHOICES,  "Choices",  "Choices for this field; what is shown",     \
	  F(4), NO_KEY, NO_KEY)                                              \
	X(REFRESH,  "Refresh",  "Read again from the store",                 \
	  F(5), CTRL('R'), NO_KEY)                                           \
	X(NEXT_PART, "Next part", "Next part or section",                    \
	  F(6), CTRL('N'), NO_KEY)                                           \
	X(PREV_PART, "Previous", "Previous part or section",                 \
	  CTRL('P'), NO_KEY, NO_KEY)                                         \
	X(FIND,     "Find person", "Find a person, from anywhere",           \
	  F(7), CTRL('F'), NO_KEY)                                           \
	X(NEW,      "New",      "New, add",                                  \
	  F(8), NO_KEY, NO_KEY)                                              \
	X(PALETTE,  "Commands", "All commands, found by typing",             \
	  F(9), CTRL('K'), NO_KEY)                                           \
	X(ACTIONS,  "Actions",  "Actions for this line",                     \
	  F(10), NO_KEY, NO_KEY)                                             \
	X(CANCEL,   "Cancel",   "Cancel, put back, close this box",          \
	  F(12), CTRL('G'), CTRL('C'))                                       \
	X(CANCEL_ESC, "Cancel", "Cancel",                                    \
	  NAMED(K_ESC_ESC), NO_KEY, NO_KEY)                                  \
	X(NEXT,     "Next field", "Next field",                              \
	  NAMED(K_TAB), NO_KEY, NO_KEY)                                      \
	X(PREV,     "Previous field", "Previous field",                      \
	  NAMED(K_BACKTAB), NO_KEY, NO_KEY)                                  \
	X(ENTER,    "Open",     "Open the line; next field",                 \
	  NAMED(K_ENTER), NO_KEY, NO_KEY)                                    \
	X(UP,       "Up",       "Up",     NAMED(K_UP), NO_KEY, NO_KEY)       \
	X(DOWN,     "Down",     "Down",   NAMED(K_DOWN), NO_KEY, NO_KEY)     \
	X(LEFT,     "Left",     "Left",   NAMED(K_LEFT), NO_KEY, NO_KEY)     \
	X(RIGHT,    "Right",    "Right",  NAMED(K_RIGHT), NO_KEY, NO_KEY)    \
	X(PAGE_UP,  "Page up",  "Page up",                                   \
	  NAMED(K_PGUP), ESC('v'), NO_KEY)                                   \
	X(PAGE_DOWN, "Page down", "Page down",                               \
	  NAMED(K_PGDN), CTRL('V'), NO_KEY)                                  \
	X(HOME,     "Start",    "Start of field or list",                    \
	  NAMED(K_HOME), CTRL('A'), NO_KEY)                                  \
	X(END,      "End",      "End of field or list",                      \
	  NAMED(K_END), CTRL('E'), NO_KEY)                                   \
	X(SAME,     "Same as last", "Same as last time, in this field",      \
	  CTRL('D'), NO_KEY, NO_KEY)                                         \
	X(UNDO,     "Undo",     "Undo typing",                               \
	  CTRL('U'), NO_KEY, NO_KEY)                                         \
	X(REDO,     "Redo",     "Redo typing",                               \
	  CTRL('Y'), NO_KEY, NO_KEY)                                         \
	X(BACKSPACE, "Backspace", "Take back one character",                 \
	  NAMED(K_BACKSPACE), NO_KEY, NO_KEY)                                \
	X(DELETE,   "Delete",   "Delete the character under the cursor",     \
	  NAMED(K_DELETE), NO_KEY, NO_KEY)                                   \
	X(READ_MESSAGE, "Read message", "Put the cursor on the message row", \
	  ESC('m'), NO_KEY, NO_KEY)                                          \
	X(LOCK,     "Lock",     "Lock now: draft kept, back to the login",   \
	  ESC('l'), NO_KEY, NO_KEY)                                          \
	X(REPAINT,  "Paint again", "Paint the screen again",                 \
	  CTRL('L'), NO_KEY, NO_KEY)                                         \
	X(SUSPEND,  "",         "Nothing: there is no shell behind this",    \
	  CTRL('Z'), NO_KEY, NO_KEY)
/* clang-format on */

enum action {
	ACTION_NONE,
#define X(name, word, text, k1, k2, k3) ACTION_##name,
	ACTION_LIST(X)
#undef X
		ACTION_COUNT
};

/* The action of a key, ACTION_NONE for characters and unknown ones. */
enum action action_of(const struct keypress *k);
const char *action_word(enum action a); /* for the key bar */
const char *action_text(enum action a); /* for help, palette */
/* `F2`, `Ctrl-K`, `Esc m`; "" for none.  Static. */
const char *action_key(enum action a);

#endif
