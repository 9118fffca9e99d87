/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Aliases followed, and what was said of pairs. */
#include <string.h>

#include "casework/same_parts.h"
#include "match/sweep.h"

enum { UP = 0, DOWN = 1, STEPS_MOST = 64 };

/* The others at the other end of a person's aliases. */
static size_t
ends(struct txn *t, uint64_t person, int way, uint64_t *out, size_t most)
{
	struct bytes key, posting;
	struct index_scan *scan;
	size_t n = 0;
	struct key k;

	key_start(&k);
	key_u64(&k, person);
	key_u8(&k, (uint8_t)way);
	scan = index_scan_prefix(t, IX_ALIAS, key_bytes(&k), false);
	while (n < most && index_scan_next(scan, &key, &posting)) {
		struct key_reader r = key_read(posting);

		key_read_u64(&r, &out[n++]);
	}
	index_scan_close(&scan);
	return n;
}

uint64_t
same_root(struct txn *t, uint64_t person)
{
	uint64_t keeper;

	for (int i = 0; i < STEPS_MOST && ends(t, person, UP, &keeper, 1); i++)
		person = keeper;
	return person;
}

size_t
same_members(struct txn *t, uint64_t person, uint64_t out[SAME_MOST])
{
	size_t n = 1;

	out[0] = same_root(t, person);
	for (size_t i = 0; i < n; i++)
		n += ends(t, out[i], DOWN, out + n, SAME_MOST - n);
	return n;
}

bool
same_is_steward(const struct who *w, unsigned int cno)
{
	int role = form_role(w->s->set, "steward");
	role_set mask;

	if (role < 0)
		return false;
	mask = (role_set)1 << role;
	if (cno == SAME_OPEN)
		return (w->anywhere & mask) != 0;
	return cno < 64 && (w->roles[cno] & mask) != 0;
}

static void
pair_key(struct key *k, uint64_t one, uint64_t other)
{
	key_start(k);
	key_u64(k, one < other ? one : other);
	key_u64(k, one < other ? other : one);
}

bool
same_said_different(struct txn *t, uint64_t one,
		    const struct match_card *one_card, uint64_t other,
		    const struct match_card *other_card)
{
	struct bytes key, posting;
	struct index_scan *scan;
	uint64_t x = 0, y = 0;
	struct key k;
	bool said;

	pair_key(&k, one, other);
	scan = index_scan_prefix(t, IX_PAIR, key_bytes(&k), false);
	said = index_scan_next(scan, &key, &posting);
	if (said) {
		struct key_reader r = key_read(posting);

		key_read_u64(&r, &x);
		key_read_u64(&r, &y);
	}
	index_scan_close(&scan);
	if (!said)
		return false;
	if (one > other) {
		uint64_t swap = x;

		x = y;
		y = swap;
	}
	return x == match_fingerprint(one_card) &&
	       y == match_fingerprint(other_card);
}
