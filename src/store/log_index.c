/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The two tables by which the log is read record by record and person by
 * person: checked against its entries, and made anew from them.
 */
#include "store/layout.h"
#include "store/log.h"
#include "store/txn.h"

#define STEP 1000 /* entries, or keys, a transaction */

static const enum table tables[] = { TABLE_LOG_OF_RECORD, TABLE_LOG_OF_PERSON };

static uint64_t
about(const struct log_entry *e, enum table table)
{
	return table == TABLE_LOG_OF_RECORD ? e->record : e->person;
}

static void
about_key(struct key *k, const struct log_entry *e, enum table table)
{
	key_numbered(k, table, about(e, table));
	key_u64(k, e->seq);
}

/* Entries one by one; false when one is not there. */
static bool
each_entry(struct txn *t, struct arena *a, uint64_t *seq, uint64_t last,
	   void (*step)(struct txn *t, const struct log_entry *e, void *ctx),
	   void *ctx)
{
	struct log_entry e;

	for (int i = 0; i < STEP && *seq < last; i++) {
		if (!log_get(t, a, *seq + 1, &e))
			return false;
		++*seq;
		step(t, &e, ctx);
	}
	return true;
}

struct looking {
	uint64_t wanted, missing;
};

static void
look(struct txn *t, const struct log_entry *e, void *ctx)
{
	struct looking *l = ctx;
	struct bytes value;
	struct key k;

	for (int i = 0; i < 2; i++) {
		if (about(e, tables[i]) == 0)
			continue;
		about_key(&k, e, tables[i]);
		l->wanted++;
		l->missing += !txn_get(t, key_bytes(&k), &value);
	}
}

/* The number of an entry stands in the last eight bytes of a key. */
static uint64_t
keys_upto(struct txn *t, enum table table, uint64_t last)
{
	struct txn_scan *s;
	struct bytes key, value;
	struct key from, to;
	uint64_t n = 0, seq;

	key_table(&from, table);
	key_table(&to, table);
	key_after(&to);
	s = txn_scan_open(t, key_bytes(&from), key_bytes(&to), false);
	while (txn_scan_next(t, s, &key, &value)) {
		struct key_reader r = key_read(
			bytes_of((const char *)key.p + key.n - sizeof(seq),
				 sizeof(seq)));

		n += key_read_u64(&r, &seq) && seq <= last;
	}
	txn_scan_close(&s);
	return n;
}

enum err
log_check_index(struct store *s, uint64_t *faults)
{
	struct looking l = { 0 };
	struct arena a = ARENA_INIT;
	struct txn *t = txn_begin_read(s);
	uint64_t seq = 0, last = log_last(t), here;
	enum err e = txn_commit(t);

	while (seq < last && e == ERR_OK) {
		t = txn_begin_read(s);
		/* A gap is the chain's to tell. */
		if (!each_entry(t, &a, &seq, last, look, &l))
			seq++;
		e = txn_commit(t);
		arena_clear(&a);
	}
	t = txn_begin_read(s);
	here = keys_upto(t, tables[0], last) + keys_upto(t, tables[1], last);
	if (e == ERR_OK)
		e = txn_commit(t);
	else
		txn_abort(t);
	*faults = l.missing;
	if (here != l.wanted - l.missing)
		++*faults;
	return e;
}

/* Takes out at most STEP keys; how many it were. */
static size_t
clear_some(struct txn *t, struct arena *a, enum table table)
{
	struct bytes *keys = arena_array(a, STEP, sizeof(*keys)), key, value;
	struct txn_scan *s;
	struct key from, to;
	size_t n = 0;

	key_table(&from, table);
	key_table(&to, table);
	key_after(&to);
	s = txn_scan_open(t, key_bytes(&from), key_bytes(&to), false);
	while (n < STEP && txn_scan_next(t, s, &key, &value))
		keys[n++] = bytes_of(arena_memdup(a, key.p, key.n), key.n);
	txn_scan_close(&s);
	for (size_t i = 0; i < n; i++)
		txn_del(t, keys[i]);
	return n;
}

static void
put(struct txn *t, const struct log_entry *e, void *ctx)
{
	struct key k;

	(void)ctx;
	for (int i = 0; i < 2; i++) {
		if (about(e, tables[i]) == 0)
			continue;
		about_key(&k, e, tables[i]);
		txn_put(t, key_bytes(&k), bytes_of("", 0));
	}
}

enum err
log_rebuild_index(struct store *s)
{
	uint64_t seq = 0, last = 1;
	struct arena a = ARENA_INIT;
	enum err e = ERR_OK;

	for (int i = 0; i < 2; i++)
		for (size_t n = STEP; n == STEP && e == ERR_OK;) {
			struct txn *t = txn_begin_write(s);

			n = clear_some(t, &a, tables[i]);
			e = txn_commit(t);
			arena_clear(&a);
		}
	while (seq < last && e == ERR_OK) {
		struct txn *t = txn_begin_write(s);

		last = log_last(t);
		if (!each_entry(t, &a, &seq, last, put, NULL))
			seq++;
		e = txn_commit(t);
		arena_clear(&a);
	}
	return e;
}
