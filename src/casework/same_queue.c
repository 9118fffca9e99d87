/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The steward's queue: pairs that wait to be looked at. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "casework/same_parts.h"

enum { WAITING_MOST = 200, ADD_A_STEP = 200 };

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
	bool briefly; /* without the people's names */
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

static void
list_pair(struct waiting *k, struct bytes key, struct bytes posting)
{
	struct key_reader kr = key_read(key), r = key_read(posting);
	struct same_pair p = { .by = "" };
	uint8_t cno = 0, source = SAME_HIDDEN;
	uint32_t bits = 0;
	const char *by = "";

	key_read_u8(&kr, &cno);
	key_read_u64(&kr, &p.one);
	key_read_u64(&kr, &p.other);
	key_read_u32(&r, &bits);
	if (key_read_u8(&r, &source))
		key_read_text(&r, &by);
	if (!waits(k, cno, p.one, p.other))
		return;
	p.bits = (int)bits;
	p.source = source;
	p.by = arena_strdup(k->a, by);
	if (k->briefly) {
		k->v[k->n++] = p;
		return;
	}
	brief_person(k->t, k->s, k->w, k->a, p.one, &p.a);
	brief_person(k->t, k->s, k->w, k->a, p.other, &p.b);
	k->v[k->n++] = p;
}

static int
likeliest_first(const void *x, const void *y)
{
	const struct same_pair *a = x, *b = y;

	if (a->bits != b->bits)
		return b->bits - a->bits;
	if (a->one != b->one)
		return a->one < b->one ? -1 : 1;
	return (a->other > b->other) - (a->other < b->other);
}

static enum err
read_queue(struct session *s, struct arena *a, bool briefly,
	   struct same_pair **out, size_t *n)
{
	struct txn *t = session_begin(s, false);
	struct waiting k = {
		.t = t, .s = s, .w = who_now(t, s), .a = a, .briefly = briefly
	};
	struct bytes key, posting;
	struct index_scan *scan;

	*out = k.v = arena_array(a, WAITING_MOST, sizeof(*k.v));
	*n = 0;
	if (!k.w || !same_is_steward(k.w, SAME_OPEN))
		return session_end(s, t);
	scan = index_scan_open(t, IX_QUEUE, bytes_of("", 0), bytes_of("", 0),
			       false);
	while (k.n < WAITING_MOST && index_scan_next(scan, &key, &posting))
		list_pair(&k, key, posting);
	index_scan_close(&scan);
	if (k.n)
		qsort(k.v, k.n, sizeof(*k.v), likeliest_first);
	*n = k.n;
	return session_end(s, t);
}

enum err
same_waiting(struct session *s, struct arena *a, struct same_pair **out,
	     size_t *n)
{
	return read_queue(s, a, false, out, n);
}

enum err
same_counted(struct session *s, size_t *n)
{
	struct arena a = ARENA_INIT;
	struct same_pair *v;
	enum err e = read_queue(s, &a, true, &v, n);

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
