/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * key.h - keys that sort as their values do.
 *
 * A key is built part by part: numbers big-endian, signed numbers with the
 * sign bit turned, dates as sortable numbers, text ended by a zero byte.
 * Keys end at KEY_MAX bytes; a text part that is longer is cut, which only
 * makes a scan return a little more than asked.
 */
#ifndef STORE_KEY_H
#define STORE_KEY_H

#include <stdint.h>

#include "base/buf.h"
#include "base/date.h"

#define KEY_MAX 500

struct key {
	uint16_t n;
	unsigned char b[KEY_MAX];
};

void key_start(struct key *k);
void key_u8(struct key *k, uint8_t v);
void key_u32(struct key *k, uint32_t v);
void key_u64(struct key *k, uint64_t v);
void key_i64(struct key *k, int64_t v);
void key_date(struct key *k, struct date d);   /* unset sorts first */
void key_text(struct key *k, const char *s);   /* with its ending zero */
void key_prefix(struct key *k, const char *s); /* without: for prefixes */
void key_raw(struct key *k, struct bytes b);
struct bytes key_bytes(const struct key *k);
/* The first key after every key that begins with k: the end of a scan. */
void key_after(struct key *k);

/* Reading parts back: each steps over what it reads; false at the end. */
struct key_reader {
	const unsigned char *p, *end;
};
struct key_reader key_read(struct bytes b);
bool key_read_u8(struct key_reader *r, uint8_t *v);
bool key_read_u32(struct key_reader *r, uint32_t *v);
bool key_read_u64(struct key_reader *r, uint64_t *v);
bool key_read_i64(struct key_reader *r, int64_t *v);
bool key_read_date(struct key_reader *r, struct date *d);
bool key_read_text(struct key_reader *r, const char **s); /* borrowed */

#endif
