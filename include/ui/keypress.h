/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * keypress.h - one key, whatever the terminal's spelling of it.
 *
 * The decoder in tty makes these from bytes; screens never see bytes.
 */
#ifndef UI_KEYPRESS_H
#define UI_KEYPRESS_H

#include <stdint.h>

enum keypress_kind {
	K_NONE,	       /* an unknown sequence, eaten */
	K_CHAR,	       /* .code: a character to type */
	K_NAMED,       /* .code: enum key_name */
	K_F,	       /* .code: 1..12 */
	K_CTRL,	       /* .code: 'A'..'Z' and others */
	K_ESC,	       /* Esc and then the letter .code */
	K_PASTE,       /* text pasted: .text, owned by the decoder until
				   its next key */
	K_CLICK,       /* of the mouse: .code: row * 65536 + column, from 0 */
	K_ESC_PENDING, /* Esc was typed, waiting for the next key */
	K_RESIZE,      /* the window changed its size */
	K_LOST	       /* the line is gone: end quietly */
};

enum key_name {
	K_ENTER,
	K_TAB,
	K_BACKTAB,
	K_BACKSPACE,
	K_DELETE,
	K_INSERT,
	K_UP,
	K_DOWN,
	K_LEFT,
	K_RIGHT,
	K_HOME,
	K_END,
	K_PGUP,
	K_PGDN,
	K_ESC_ESC
};

struct keypress {
	enum keypress_kind kind;
	uint32_t code;
	const char *text;
};

#endif
