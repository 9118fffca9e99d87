/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * decode.h - from a terminal's bytes to keys.
 *
 * Every spelling that terminals use is known here, whatever TERM says, so
 * that a wrong TERM costs nobody a key.  There is no timing: Esc is a prefix,
 * however slowly the next key comes.  A sequence that is not known is eaten
 * whole and types nothing.  The decoder neither reads nor writes.
 */
#ifndef TTY_DECODE_H
#define TTY_DECODE_H

#include <stdbool.h>
#include <stddef.h>

#include "ui/keypress.h"

struct decoder;

/* `charset`: what the terminal sends, by its iconv name; NULL: UTF-8. */
struct decoder *decoder_new(const char *charset);
void decoder_free(struct decoder **d);

/* True once when a letter came that the terminal's charset does not have: it
 * types nothing. */
bool decoder_take_dropped(struct decoder *d);
/* Are clicks of the mouse to be told?  Otherwise they are eaten. */
void decoder_mouse(struct decoder *d, bool on);
/* Bytes as they came, in pieces of any size. */
void decoder_feed(struct decoder *d, const void *bytes, size_t n);

/* The next whole key; false: more bytes are needed.  A lone Esc is told once
 * as K_ESC_PENDING and waits for its partner. */
bool decoder_next(struct decoder *d, struct keypress *out);

/* A lone Esc waits, and nothing has followed it for as long as the caller
 * cares: it was the whole key, and is told as Esc Esc.  False: none waits. */
bool decoder_esc_alone(struct decoder *d, struct keypress *out);

#endif
