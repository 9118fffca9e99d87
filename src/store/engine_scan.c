/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Scans: a cursor each, which goes on where it was though there were writes in
 * between, and is used again by the next.
 */
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "store/engine_lmdb.h"
#include "store/key.h"

#define SCAN_KEY (KEY_MAX + 8)

struct engine_scan {
	struct engine_txn *txn;
	struct engine_scan *next; /* of the transaction's scans */
	MDB_cursor *cursor;	  /* NULL once the transaction ended */
	bool backwards, started;
	enum err err;
	uint64_t changes;
	uint16_t from_n, to_n, last_n;
	unsigned char from[SCAN_KEY], to[SCAN_KEY], last[SCAN_KEY];
};

/* A search opens dozens of scans, one after the other: a few cursors serve
 * them all. */
#define SPARE_MOST 4

void
engine_scans_stop(struct engine_txn *t)
{
	for (struct engine_scan *s = t->scans; s; s = s->next) {
		mdb_cursor_close(s->cursor);
		s->cursor = NULL;
		s->txn = NULL;
	}
	while (t->spare) {
		struct engine_scan *s = t->spare;

		t->spare = s->next;
		mdb_cursor_close(s->cursor);
		free(s);
	}
}

static uint16_t
keep_key(unsigned char *to, struct bytes key)
{
	size_t n = key.n < SCAN_KEY ? key.n : SCAN_KEY;

	if (n > 0)
		memcpy(to, key.p, n);
	return (uint16_t)n;
}

/* A scan with a cursor, that of an earlier one unless there were writes since:
 * it may have been left standing on what is no more. */
static int
take_scan(struct engine_txn *t, struct engine_scan **out)
{
	struct engine_scan *s = t->spare;
	int rc;

	*out = s;
	if (s) {
		t->spare = s->next;
		t->n_spare--;
		if (s->changes == t->changes)
			return 0;
		mdb_cursor_close(s->cursor);
	} else {
		*out = s = xmalloc(sizeof(*s));
	}
	rc = mdb_cursor_open(t->mdb, t->engine->dbi, &s->cursor);
	if (rc != 0)
		free(s);
	return rc;
}

enum err
engine_scan_open(struct engine_scan **out, struct engine_txn *t,
		 struct bytes from, struct bytes to, bool backwards)
{
	struct engine_scan *s;
	int rc = take_scan(t, &s);

	*out = NULL;
	if (rc != 0)
		return err_from_lmdb(rc, "scan");
	s->txn = t;
	s->backwards = backwards;
	s->started = false;
	s->err = ERR_OK;
	s->changes = t->changes;
	s->from_n = keep_key(s->from, from);
	s->to_n = keep_key(s->to, to);
	s->last_n = 0;
	s->next = t->scans;
	t->scans = s;
	*out = s;
	return ERR_OK;
}

/* The first key from `at` on. */
static int
seek(struct engine_scan *s, struct bytes at, MDB_val *k, MDB_val *v)
{
	*k = val(at);
	if (at.n == 0)
		return mdb_cursor_get(s->cursor, k, v, MDB_FIRST);
	return mdb_cursor_get(s->cursor, k, v, MDB_SET_RANGE);
}

/* The last key before `at`; empty is the end of all. */
static int
seek_before(struct engine_scan *s, struct bytes at, MDB_val *k, MDB_val *v)
{
	if (at.n == 0 || seek(s, at, k, v) == MDB_NOTFOUND)
		return mdb_cursor_get(s->cursor, k, v, MDB_LAST);
	return mdb_cursor_get(s->cursor, k, v, MDB_PREV);
}

/* After a write the cursor may stand anywhere: find the place again. */
static int
seek_again(struct engine_scan *s, MDB_val *k, MDB_val *v)
{
	struct bytes last = bytes_of(s->last, s->last_n);
	int rc;

	if (s->backwards)
		return seek_before(s, last, k, v);
	rc = seek(s, last, k, v);
	if (rc == 0 && bytes_equal(bytes_of(k->mv_data, k->mv_size), last))
		rc = mdb_cursor_get(s->cursor, k, v, MDB_NEXT);
	return rc;
}

static int
step(struct engine_scan *s, MDB_val *k, MDB_val *v)
{
	if (!s->started && s->backwards)
		return seek_before(s, bytes_of(s->to, s->to_n), k, v);
	if (!s->started)
		return seek(s, bytes_of(s->from, s->from_n), k, v);
	if (s->changes != s->txn->changes)
		return seek_again(s, k, v);
	return mdb_cursor_get(s->cursor, k, v,
			      s->backwards ? MDB_PREV : MDB_NEXT);
}

static bool
inside(const struct engine_scan *s, struct bytes key)
{
	if (s->backwards)
		return bytes_compare(key, bytes_of(s->from, s->from_n)) >= 0;
	return s->to_n == 0 || bytes_compare(key, bytes_of(s->to, s->to_n)) < 0;
}

bool
engine_scan_next(struct engine_scan *s, struct bytes *key, struct bytes *value)
{
	MDB_val k = { 0, NULL }, v = { 0, NULL };
	int rc;

	if (!s->cursor)
		return false;
	rc = step(s, &k, &v);
	s->started = true;
	s->changes = s->txn->changes;
	if (rc != 0) {
		if (rc != MDB_NOTFOUND)
			s->err = err_from_lmdb(rc, "scan");
		return false;
	}
	*key = bytes_of(k.mv_data, k.mv_size);
	*value = bytes_of(v.mv_data, v.mv_size);
	if (!inside(s, *key))
		return false;
	if (s->txn->write)
		s->last_n = keep_key(s->last, *key);
	return true;
}

enum err
engine_scan_err(const struct engine_scan *s)
{
	return s->err;
}

void
engine_scan_close(struct engine_scan **s)
{
	struct engine_scan *gone = *s, **link;

	*s = NULL;
	if (!gone)
		return;
	if (gone->txn) {
		link = &gone->txn->scans;
		while (*link != gone)
			link = &(*link)->next;
		*link = gone->next;
		if (gone->txn->n_spare < SPARE_MOST) {
			gone->next = gone->txn->spare;
			gone->txn->spare = gone;
			gone->txn->n_spare++;
			return;
		}
		mdb_cursor_close(gone->cursor);
	}
	free(gone);
}
