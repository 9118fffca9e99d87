/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * wire.h - fixed parts of stored values: big-endian numbers and texts that
 * end with a zero byte.
 *
 * A reader remembers that it ran past the end (or met text that is not
 * UTF-8) and gives zeroes from there on, so that callers read straight down
 * and ask once, with wire_ok().
 */
#ifndef STORE_WIRE_H
#define STORE_WIRE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"

void wire_put_u8(struct buf *b, uint8_t v);
void wire_put_u16(struct buf *b, uint16_t v);
void wire_put_u32(struct buf *b, uint32_t v);
void wire_put_u64(struct buf *b, uint64_t v);
void wire_put_text(struct buf *b, const char *s); /* NULL as "" */

struct wire {
	const unsigned char *p, *end;
	bool bad;
};

struct wire wire_read(struct bytes b);
uint8_t wire_u8(struct wire *w);
uint16_t wire_u16(struct wire *w);
uint32_t wire_u32(struct wire *w);
uint64_t wire_u64(struct wire *w);
/* A copy in a; never NULL. */
const char *wire_text(struct wire *w, struct arena *a);
void wire_raw(struct wire *w, void *out, size_t n);
bool wire_ok(const struct wire *w);
/* Everything after what has been read. */
struct bytes wire_rest(const struct wire *w);

#endif
