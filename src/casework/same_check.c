/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What people said of two records stands in no record, so that it cannot be
 * held against one: that it can be read, and speaks of people who are there.
 */
#include <string.h>

#include "casework/same_parts.h"

static bool
is_person(struct txn *t, uint64_t id)
{
	struct arena a = ARENA_INIT;
	const struct record *r = record_get_header(t, &a, id);
	bool is = r && r->kind == RECORD_PERSON;

	arena_clear(&a);
	return is;
}

static bool
two_people(struct txn *t, struct key_reader *r, uint64_t *one, uint64_t *other)
{
	return key_read_u64(r, one) && key_read_u64(r, other) &&
	       r->p == r->end && *one != *other && is_person(t, *one) &&
	       is_person(t, *other);
}

static bool
pair_is_whole(struct txn *t, struct bytes key, struct bytes posting)
{
	struct key_reader k = key_read(key), p = key_read(posting);
	uint64_t one, other, looked;

	return two_people(t, &k, &one, &other) && one < other &&
	       key_read_u64(&p, &looked) && key_read_u64(&p, &looked) &&
	       p.p == p.end;
}

static bool
waiting_is_whole(struct txn *t, struct bytes key, struct bytes posting)
{
	struct key_reader k = key_read(key), p = key_read(posting);
	uint64_t one, other;
	uint8_t cno, source;
	uint32_t bits;
	const char *by;

	return key_read_u8(&k, &cno) && two_people(t, &k, &one, &other) &&
	       key_read_u32(&p, &bits) && key_read_u8(&p, &source) &&
	       source <= SAME_SWEPT && key_read_text(&p, &by) && p.p == p.end;
}

size_t
same_kept_faults(struct txn *t, uint8_t index)
{
	struct bytes key, posting;
	size_t n = 0;
	struct index_scan *scan = index_scan_open(t, index, bytes_of("", 0),
						  bytes_of("", 0), false);

	while (index_scan_next(scan, &key, &posting))
		n += index == IX_PAIR ? !pair_is_whole(t, key, posting)
				      : !waiting_is_whole(t, key, posting);
	index_scan_close(&scan);
	return n;
}
