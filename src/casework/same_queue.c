/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The steward's queue: pairs that wait to be looked at. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "casework/same_parts.h"

enum { ADD_A_STEP = 200 };

static void
queue_key(struct key *k, unsigned int cno, uint64_t one, uint64_t other)
{
	key_start(k);
	key_u8(k, (uint8_t)cno);
	key_u64(k, one);
	key_u64(k, other);
}

void
same_enqueue(struct txn *t, unsigned int cno, uint64_t one, uint64_t other,
	     double bits, enum same_source source, const char *by)
{
	struct key k, p;

	queue_key(&k, cno, one, other);
	key_start(&p);
	key_u32(&p, (uint32_t)lround(fmax(bits, 0)));
	key_u8(&p, (uint8_t)source);
	key_text(&p, by);
	index_put(t, IX_QUEUE, key_bytes(&k), key_bytes(&p));
}

void
same_unqueue(struct txn *t, uint64_t one, uint64_t other)
{
	for (unsigned int cno = 0; cno <= SAME_OPEN; cno++) {
		struct key k;

		if (cno == 64)
			cno = SAME_OPEN;
		queue_key(&k, cno, one, other);
		if (index_has(t, IX_QUEUE, key_bytes(&k)))
			index_del(t, IX_QUEUE, key_bytes(&k));
		queue_key(&k, cno, other, one);
		if (index_has(t, IX_QUEUE, key_bytes(&k)))
			index_del(t, IX_QUEUE, key_bytes(&k));
	}
}

struct waiting {
	struct txn *t;
	struct session *s;
	const struct who *w;
	struct arena *a;
	struct same_pair *v;
	size_t n;
};

/* A pair as it stands in the queue, not yet looked at. */
struct queued {
	uint64_t one, other;
	uint32_t bits;
	uint8_t cno, source;
	const char *by;
};

static bool
listed(const struct waiting *k, uint64_t one, uint64_t other)
{
	for (size_t i = 0; i < k->n; i++)
		if ((k->v[i].one == one && k->v[i].other == other) ||
		    (k->v[i].one == other && k->v[i].other == one))
			return true;
	return false;
}

/* Does the pair wait for this user? */
static bool
waits(struct waiting *k, unsigned int cno, uint64_t one, uint64_t other)
{
	return same_is_steward(k->w, cno) && !listed(k, one, other) &&
	       who_sees_as_steward(k->t, k->w, one) &&
	       who_sees_as_steward(k->t, k->w, other) &&
	       same_root(k->t, one) != same_root(k->t, other);
}

static struct queued
queued_read(struct arena *a, struct bytes key, struct bytes posting)
{
	struct key_reader kr = key_read(key), r = key_read(posting);
	struct queued q = { .source = SAME_HIDDEN, .by = "" };
	const char *by = "";

	key_read_u8(&kr, &q.cno);
	key_read_u64(&kr, &q.one);
	key_read_u64(&kr, &q.other);
	key_read_u32(&r, &q.bits);
	if (key_read_u8(&r, &q.source))
		key_read_text(&r, &by);
	if (by[0])
		q.by = arena_strdup(a, by);
	return q;
}

static int
likeliest_first(const void *x, const void *y)
{
	const struct queued *a = x, *b = y;

	if (a->bits != b->bits)
		return a->bits < b->bits ? 1 : -1;
	if (a->one != b->one)
		return a->one < b->one ? -1 : 1;
	return (a->other > b->other) - (a->other < b->other);
}

/* All that stands in the queue. */
static struct queued *
read_queue(struct txn *t, struct arena *a, size_t *n)
{
	struct queued *v = NULL;
	struct bytes key, posting;
	struct index_scan *scan = index_scan_open(t, IX_QUEUE, bytes_of("", 0),
						  bytes_of("", 0), false);
	size_t cap = 0;

	*n = 0;
	while (index_scan_next(scan, &key, &posting)) {
		if (*n == cap) {
			cap = cap ? cap * 2 : 64;
			v = arena_grow(a, v, *n, cap, sizeof(*v));
		}
		v[(*n)++] = queued_read(a, key, posting);
	}
	index_scan_close(&scan);
	return v;
}

static void
list_pair(struct waiting *k, const struct queued *q)
{
	if (!waits(k, q->cno, q->one, q->other))
		return;
	k->v[k->n++] = (struct same_pair){ .one = q->one,
					   .other = q->other,
					   .bits = (int)q->bits,
					   .source = q->source,
					   .by = q->by };
}

/* False: there is nothing for this user. */
static bool
waiting_begin(struct waiting *k, struct session *s, struct arena *a)
{
	*k = (struct waiting){ .t = session_begin(s, false), .s = s, .a = a };
	k->w = who_now(k->t, s);
	k->v = arena_array(a, SAME_LISTED, sizeof(*k->v));
	return k->w && same_is_steward(k->w, SAME_OPEN);
}

enum err
same_waiting(struct session *s, struct arena *a, struct same_pair **out,
	     size_t *n)
{
	struct waiting k;
	struct queued *all = NULL;
	size_t n_all = 0;

	if (waiting_begin(&k, s, a))
		all = read_queue(k.t, a, &n_all);
	if (n_all)
		qsort(all, n_all, sizeof(*all), likeliest_first);
	for (size_t i = 0; i < n_all && k.n < SAME_LISTED; i++)
		list_pair(&k, &all[i]);
	for (size_t i = 0; i < k.n; i++) {
		brief_person(k.t, s, k.w, a, k.v[i].one, &k.v[i].a);
		brief_person(k.t, s, k.w, a, k.v[i].other, &k.v[i].b);
	}
	*out = k.v;
	*n = k.n;
	return session_end(s, k.t);
}

/* In any order, and no further than need be. */
enum err
same_counted(struct session *s, size_t *n)
{
	struct arena a = ARENA_INIT;
	struct waiting k;
	struct bytes key, posting;
	struct index_scan *scan;
	struct queued q;
	enum err e;

	if (waiting_begin(&k, s, &a)) {
		scan = index_scan_open(k.t, IX_QUEUE, bytes_of("", 0),
				       bytes_of("", 0), false);
		while (k.n < SAME_LISTED &&
		       index_scan_next(scan, &key, &posting)) {
			q = queued_read(&a, key, posting);
			list_pair(&k, &q);
		}
		index_scan_close(&scan);
	}
	*n = k.n;
	e = session_end(s, k.t);
	arena_clear(&a);
	return e;
}

static bool
stands_there(struct txn *t, uint64_t one, uint64_t other)
{
	struct key k, turned;

	queue_key(&k, SAME_OPEN, one, other);
	queue_key(&turned, SAME_OPEN, other, one);
	return index_has(t, IX_QUEUE, key_bytes(&k)) ||
	       index_has(t, IX_QUEUE, key_bytes(&turned));
}

static enum err
queue_some(struct session *s, const struct same_found *v, size_t n,
	   size_t *added)
{
	struct txn *t = session_begin(s, true);
	const struct who *w = who_now(t, s);
	size_t new = 0;
	enum err e;

	if (w && !same_is_steward(w, SAME_OPEN))
		txn_fail(t, ERR_DENIED);
	for (size_t i = 0; i < n && txn_err(t) == ERR_OK; i++) {
		if (stands_there(t, v[i].one, v[i].other))
			continue;
		same_enqueue(t, SAME_OPEN, v[i].one, v[i].other, v[i].bits,
			     SAME_SWEPT, "");
		new ++;
	}
	e = session_end(s, t);
	if (e == ERR_OK)
		*added += new;
	return e;
}

enum err
same_queue(struct session *s, const struct same_found *v, size_t n,
	   size_t *added)
{
	*added = 0;
	for (size_t i = 0; i < n; i += ADD_A_STEP)
		TRY(queue_some(s, v + i,
			       n - i < ADD_A_STEP ? n - i : ADD_A_STEP, added));
	return ERR_OK;
}
