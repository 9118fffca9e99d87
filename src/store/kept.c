/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Small values that a write transaction asks for and moves again and again:
 * the store's own, series, tallies, settings, and the indexes that hold
 * counters.  They are read once, changed in memory, and put in order of their
 * keys when the transaction commits, or before a scan could meet them.
 */
#include <stdlib.h>
#include <string.h>

#include "store/layout.h"
#include "store/txn.h"

#define KEPT_KEY 120
#define KEPT_VALUE 64
#define KEPT_MOST 16384
#define SLOTS_FIRST 64
#define INDEXES_MOST 4

struct kept {
	bool known; /* what is here is so; else the engine is asked */
	bool there, changed;
	uint8_t key_n, value_n;
	unsigned char key[KEPT_KEY], value[KEPT_VALUE];
};

struct keeping {
	struct kept **slot;
	size_t slots, n;
	bool changed;
	uint8_t index[INDEXES_MOST];
	size_t n_index;
};

/* --- which --------------------------------------------------------------- */

static bool
keeps_index(const struct keeping *k, uint8_t index)
{
	for (size_t i = 0; i < k->n_index; i++)
		if (k->index[i] == index)
			return true;
	return false;
}

void
txn_keep_index(struct txn *t, uint8_t index)
{
	struct keeping *k;

	if (!t->write)
		return;
	if (!t->kept)
		t->kept = xcalloc(1, sizeof(*t->kept));
	k = t->kept;
	if (!keeps_index(k, index) && k->n_index < INDEXES_MOST)
		k->index[k->n_index++] = index;
}

bool
kept_covers(const struct txn *t, struct bytes key)
{
	const unsigned char *p = key.p;

	if (!t->write || key.n < 2 || key.n > KEPT_KEY)
		return false;
	switch (p[0]) {
	case TABLE_OWN:
	case TABLE_TALLY:
	case TABLE_COUNTER:
		return true;
	case TABLE_META:
		return key.n > 8 && memcmp(p + 1, "setting/", 8) == 0;
	case TABLE_INDEX:
		return t->kept && keeps_index(t->kept, p[1]);
	default:
		return false;
	}
}

/* --- where ----------------------------------------------------------------- */

/* FNV-1a. */
static size_t
place(const struct keeping *k, struct bytes key)
{
	uint64_t h = UINT64_C(0xcbf29ce484222325);
	const unsigned char *p = key.p;

	for (size_t i = 0; i < key.n; i++)
		h = (h ^ p[i]) * UINT64_C(0x100000001b3);
	return (size_t)(h ^ h >> 32) & (k->slots - 1);
}

static struct kept **
find(const struct keeping *k, struct bytes key)
{
	size_t i = place(k, key);

	while (k->slot[i] &&
	       !bytes_equal(bytes_of(k->slot[i]->key, k->slot[i]->key_n), key))
		i = (i + 1) & (k->slots - 1);
	return &k->slot[i];
}

static void
widen(struct keeping *k)
{
	struct kept **old = k->slot;
	size_t n = k->slots;

	k->slots = n ? n * 2 : SLOTS_FIRST;
	k->slot = xcalloc(k->slots, sizeof(struct kept *));
	for (size_t i = 0; i < n; i++)
		if (old[i])
			*find(k, bytes_of(old[i]->key, old[i]->key_n)) = old[i];
	free(old);
}

/* Its place, new or not; NULL when there are too many. */
static struct kept *
kept_at(struct txn *t, struct bytes key)
{
	struct keeping *k = t->kept;
	struct kept **at;

	if (!k)
		k = t->kept = xcalloc(1, sizeof(*k));
	if ((k->n + 1) * 2 > k->slots)
		widen(k);
	at = find(k, key);
	if (*at || k->n == KEPT_MOST)
		return *at;
	*at = xcalloc(1, sizeof(**at));
	(*at)->key_n = (uint8_t)key.n;
	memcpy((*at)->key, key.p, key.n);
	k->n++;
	return *at;
}

static void
set_value(struct kept *x, bool there, struct bytes value)
{
	x->known = true;
	x->there = there;
	x->value_n = (uint8_t)value.n;
	if (value.n > 0)
		memcpy(x->value, value.p, value.n);
}

/* --- reading and writing --------------------------------------------------- */

enum err
kept_get(struct txn *t, struct bytes key, struct bytes *value)
{
	struct kept *x = kept_at(t, key);
	enum err err;

	if (x && x->known) {
		*value = bytes_of(x->value, x->there ? x->value_n : 0);
		return x->there ? ERR_OK : ERR_NOT_FOUND;
	}
	err = raw_get(t, key, value);
	if (x && value->n <= KEPT_VALUE &&
	    (err == ERR_OK || err == ERR_NOT_FOUND))
		set_value(x, err == ERR_OK, *value);
	return err;
}

bool
kept_put(struct txn *t, struct bytes key, struct bytes value)
{
	struct kept *x = kept_at(t, key);

	if (!x)
		return false;
	if (value.n > KEPT_VALUE) {
		x->known = x->changed = false;
		return false;
	}
	set_value(x, true, value);
	x->changed = t->kept->changed = true;
	return true;
}

bool
kept_del(struct txn *t, struct bytes key)
{
	struct kept *x = kept_at(t, key);

	if (!x)
		return false;
	set_value(x, false, bytes_of(NULL, 0));
	x->changed = t->kept->changed = true;
	return true;
}

/* --- handing over ---------------------------------------------------------- */

static int
by_key(const void *x, const void *y)
{
	const struct kept *a = *(struct kept *const *)x;
	const struct kept *b = *(struct kept *const *)y;

	return bytes_compare(bytes_of(a->key, a->key_n),
			     bytes_of(b->key, b->key_n));
}

static enum err
hand_over(struct txn *t, struct kept *x)
{
	struct bytes key = bytes_of(x->key, x->key_n);
	enum err err;

	x->changed = false;
	if (x->there)
		return raw_put(t, key, bytes_of(x->value, x->value_n));
	err = raw_del(t, key);
	return err == ERR_NOT_FOUND ? ERR_OK : err;
}

enum err
kept_write(struct txn *t)
{
	struct keeping *k = t->kept;
	struct kept **all;
	enum err err = ERR_OK;
	size_t n = 0;

	if (!k || !k->changed)
		return ERR_OK;
	all = xcalloc(k->n, sizeof(struct kept *));
	for (size_t i = 0; i < k->slots; i++)
		if (k->slot[i] && k->slot[i]->changed)
			all[n++] = k->slot[i];
	if (n > 0)
		qsort(all, n, sizeof(struct kept *), by_key);
	for (size_t i = 0; i < n && err == ERR_OK; i++)
		err = hand_over(t, all[i]);
	free(all);
	k->changed = false;
	return err;
}

/* Could keys from <= key < to be of this table, or of this index of it? */
static bool
meets(struct bytes from, struct bytes to, const unsigned char *head, size_t n)
{
	struct bytes h = bytes_of(head, n);
	size_t both = from.n < n ? from.n : n;

	return (to.n == 0 || bytes_compare(to, h) > 0) &&
	       (both == 0 || memcmp(from.p, head, both) <= 0);
}

bool
kept_meets(const struct txn *t, struct bytes from, struct bytes to)
{
	static const unsigned char tables[] = { TABLE_OWN, TABLE_TALLY,
						TABLE_COUNTER, TABLE_META };
	const struct keeping *k = t->kept;
	bool meet = false;

	if (!k || !k->changed)
		return false;
	for (size_t i = 0; i < sizeof(tables); i++)
		meet |= meets(from, to, &tables[i], 1);
	for (size_t i = 0; i < k->n_index; i++) {
		const unsigned char head[] = { TABLE_INDEX, k->index[i] };

		meet |= meets(from, to, head, sizeof(head));
	}
	return meet;
}

void
kept_clear(struct txn *t)
{
	struct keeping *k = t->kept;

	for (size_t i = 0; k && i < k->slots; i++)
		free(k->slot[i]);
	if (k)
		free(k->slot);
	free(k);
	t->kept = NULL;
}
