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
same_alias(struct txn *t, uint64_t person)
{
	struct bytes key, posting;
	struct index_scan *scan;
	uint64_t alias = 0;
	struct key k;

	key_start(&k);
	key_u64(&k, person);
	key_u8(&k, UP);
	scan = index_scan_prefix(t, IX_ALIAS, key_bytes(&k), false);
	if (index_scan_next(scan, &key, &posting)) {
		struct key_reader r = key_read(key);
		uint64_t skip;
		uint8_t way;

		key_read_u64(&r, &skip);
		key_read_u8(&r, &way);
		key_read_u64(&r, &alias);
	}
	index_scan_close(&scan);
	return alias;
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

static bool
some_alias(struct txn *t, const struct key *k)
{
	struct bytes key, posting;
	struct index_scan *scan =
		index_scan_prefix(t, IX_ALIAS, key_bytes(k), false);
	bool some = index_scan_look(scan, &key, &posting);

	index_scan_close(&scan);
	return some;
}

bool
same_any(struct txn *t)
{
	struct key all;

	key_start(&all);
	return some_alias(t, &all);
}

/* Most stores have no alias, and are asked this for every candidate. */
static bool
has_alias(struct txn *t, uint64_t person)
{
	struct key k;

	key_start(&k);
	key_u64(&k, person);
	return some_alias(t, &k);
}

uint64_t
same_shown(struct txn *t, const struct who *w, uint64_t person)
{
	uint64_t root;

	if (!has_alias(t, person))
		return person;
	root = same_root(t, person);
	return who_sees_person(t, w, root) ? root : person;
}

uint64_t
same_guards(struct txn *t, uint64_t person)
{
	uint64_t member[SAME_MOST], guards = 0;
	struct arena a = ARENA_INIT;
	size_t n;

	if (!has_alias(t, person))
		return 0;
	n = same_members(t, person, member);
	for (size_t i = 0; i < n; i++) {
		struct reach reach = { 0 };

		if (reach_get(t, &a, member[i], &reach))
			guards |= reach.guards;
	}
	arena_clear(&a);
	return guards;
}

size_t
same_seen(struct txn *t, const struct who *w, uint64_t person,
	  uint64_t out[SAME_MOST])
{
	size_t n = same_members(t, person, out), seen = 0;

	for (size_t i = 0; i < n; i++)
		if (who_sees_person(t, w, out[i]))
			out[seen++] = out[i];
	return seen;
}

size_t
same_cases(struct txn *t, struct session *s, const struct who *w,
	   struct arena *a, uint64_t person, struct case_brief **out)
{
	uint64_t member[SAME_MOST];
	size_t members, n;

	if (!has_alias(t, person))
		return brief_cases(t, s, w, a, person, out);
	members = same_seen(t, w, person, member);
	*out = NULL;
	n = 0;
	for (size_t i = 0; i < members; i++) {
		struct case_brief *v;
		size_t more = brief_cases(t, s, w, a, member[i], &v);

		*out = arena_grow(a, *out, n, n + more + 1, sizeof(**out));
		for (size_t k = 0; k < more; k++)
			(*out)[n++] = v[k];
	}
	return n;
}

bool
same_is_steward(const struct who *w, unsigned int cno)
{
	if (cno == SAME_OPEN)
		return who_is_steward(w, -1);
	return cno < 64 && who_is_steward(w, (int)cno);
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
