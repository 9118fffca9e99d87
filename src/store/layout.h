/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * layout.h - where everything stands in the store (format 1).
 *
 * There is one ordered space of keys.  The first byte of a key names its
 * table; what follows is built by store/key.h, so that each table is in the
 * order of its values.  Numbers are big-endian; `text` ends with a zero
 * byte, `name` does not.
 *
 *	byte  rest of the key          value
 *	A     record u64, seq u64      empty: log entries about a record
 *	B     person u64, seq u64      empty: log entries about a person
 *	C     name                     u64: last number drawn from a series
 *	D     user text, draft u64     draft            (format in draft.c)
 *	L     seq u64                  log entry        (format in log.c)
 *	M     name                     what meta_put() was given
 *	P     seq u64                  payload of a log entry    (log.c)
 *	R     id u64                   record           (format in record.c)
 *	S     name                     the store's own, see below
 *	T     name                     i64: a tally, two's complement
 *	X     index u8, its key        posting
 *
 * The store's own:
 *
 *	S "format"    u32: STORE_FORMAT
 *	S "id"        u64: last id given to a record
 *	S "draft"     u64: last id given to a draft
 *	S "log"       u64, 32 bytes: number and hash of the newest log entry
 *
 * Example: the record with id 258 stands at 52 00 00 00 00 00 00 01 02.
 */
#ifndef STORE_LAYOUT_H
#define STORE_LAYOUT_H

#include "store/key.h"

enum table {
	TABLE_LOG_OF_RECORD = 'A',
	TABLE_LOG_OF_PERSON = 'B',
	TABLE_COUNTER = 'C',
	TABLE_DRAFT = 'D',
	TABLE_LOG = 'L',
	TABLE_META = 'M',
	TABLE_PAYLOAD = 'P',
	TABLE_RECORD = 'R',
	TABLE_OWN = 'S',
	TABLE_TALLY = 'T',
	TABLE_INDEX = 'X'
};

#define OWN_FORMAT "format"
#define OWN_ID "id"
#define OWN_DRAFT "draft"
#define OWN_LOG "log"

/* Begin a key in a table: alone, by name, or by number. */
static inline void
key_table(struct key *k, enum table table)
{
	key_start(k);
	key_u8(k, (uint8_t)table);
}

static inline void
key_named(struct key *k, enum table table, const char *name)
{
	key_table(k, table);
	key_prefix(k, name);
}

static inline void
key_numbered(struct key *k, enum table table, uint64_t n)
{
	key_table(k, table);
	key_u64(k, n);
}

#endif
