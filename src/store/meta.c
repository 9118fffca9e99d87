/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Small named things: values, series and tallies, each in its own table.
 *
 *	4D "forms"             whatever was put
 *	43 "SAN-2026"          00 00 00 00 00 00 00 67    number 103 was the last
 *	54 "people"            00 00 00 00 00 00 49 9A    a tally of 18842
 *	54 "balance"           FF FF FF FF FF FF FF FE    a tally of -2
 */
#include "store/layout.h"
#include "store/txn.h"

void
meta_put(struct txn *t, const char *name, struct bytes value)
{
	struct key k;

	key_named(&k, TABLE_META, name);
	if (value.n == 0)
		txn_del(t, key_bytes(&k));
	else
		txn_put(t, key_bytes(&k), value);
}

bool
meta_get(struct txn *t, struct arena *a, const char *name, struct bytes *value)
{
	struct bytes found;
	struct key k;

	key_named(&k, TABLE_META, name);
	*value = bytes_of(NULL, 0);
	if (!txn_get(t, key_bytes(&k), &found))
		return false;
	*value = bytes_of(arena_memdup(a, found.p, found.n), found.n);
	return true;
}

uint64_t
counter_next(struct txn *t, const char *name)
{
	struct key k;

	key_named(&k, TABLE_COUNTER, name);
	return txn_draw(t, key_bytes(&k));
}

void
tally_add(struct txn *t, const char *name, int64_t n)
{
	uint64_t sum = (uint64_t)tally_get(t, name) + (uint64_t)n;
	struct key k;

	key_named(&k, TABLE_TALLY, name);
	txn_put_u64(t, key_bytes(&k), sum);
}

int64_t
tally_get(struct txn *t, const char *name)
{
	struct key k;

	key_named(&k, TABLE_TALLY, name);
	return (int64_t)txn_get_u64(t, key_bytes(&k));
}
