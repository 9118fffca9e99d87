/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A transaction over a scratch file: it reads the store as it stands, and
 * what it writes goes into the scratch, where it is found before what the
 * store says.  The store's lock is never asked for.
 *
 * A value in the scratch has a byte before it: 1, or 0 for a key that is
 * gone:
 *
 *	52 00 00 00 00 00 00 01 02    01 A2 ...    record 258, changed
 *	58 03 73 6D 69 74 68 00 ...   00           an entry taken away
 */
#include <stdlib.h>
#include <string.h>

#include "store/layout.h"
#include "store/txn.h"

enum { GONE, THERE };

struct scratch {
	struct engine *engine;
};

/* What both scans stand on; a side that is done has none. */
struct side {
	struct engine_scan *scan;
	struct bytes key, value;
	bool is;
};

struct merged {
	struct side base, over;
	struct bytes from, to;
	bool backwards, started;
	uint64_t writes; /* so many when both sides were looked for */
	struct buf last, keys;
};

enum err
scratch_open(struct scratch **out)
{
	struct engine *e;

	*out = NULL;
	TRY(engine_open_scratch(&e));
	*out = xcalloc(1, sizeof(**out));
	(*out)->engine = e;
	return ERR_OK;
}

void
scratch_close(struct scratch **x)
{
	if (!*x)
		return;
	engine_close(&(*x)->engine);
	free(*x);
	*x = NULL;
}

struct txn *
txn_begin_over(struct store *s, struct scratch *x)
{
	struct txn *t = txn_begin_read(s);

	t->write = true;
	if (t->err == ERR_OK)
		t->err = engine_begin(x->engine, true, &t->over);
	return t;
}

struct txn *
txn_begin_load(struct store *s, struct scratch *x)
{
	struct txn *t = txn_begin_write(s);

	t->loads = true;
	if (t->err == ERR_OK)
		t->err = engine_begin(x->engine, true, &t->over);
	return t;
}

bool
over_holds(const struct txn *t, struct bytes key)
{
	const unsigned char *p = key.p;

	if (!t->over || !t->loads)
		return t->over != NULL;
	return key.n > 1 && p[0] == TABLE_INDEX && !kept_covers(t, key);
}

/* --- one key --------------------------------------------------------------- */

static bool
is_there(struct bytes *value)
{
	const unsigned char *p = value->p;
	bool there = value->n > 0 && p[0] == THERE;

	*value = there ? bytes_of(p + 1, value->n - 1) : bytes_of(NULL, 0);
	return there;
}

enum err
over_get(struct txn *t, struct bytes key, struct bytes *value)
{
	enum err err = engine_get(t->over, key, value);

	if (err == ERR_NOT_FOUND)
		return engine_get(t->engine, key, value);
	if (err == ERR_OK && !is_there(value))
		return ERR_NOT_FOUND;
	return err;
}

enum err
over_put(struct txn *t, struct bytes key, struct bytes value)
{
	buf_reset(&t->marked);
	buf_char(&t->marked, THERE);
	buf_add(&t->marked, value.p, value.n);
	return engine_put(t->over, key, buf_bytes(&t->marked));
}

enum err
over_del(struct txn *t, struct bytes key)
{
	static const char gone = GONE;

	return engine_put(t->over, key, bytes_of(&gone, 1));
}

/* --- what was loaded ------------------------------------------------------- */

/* One entry of the scratch put where it belongs. */
static void
move_entry(struct txn *t, struct bytes key, struct bytes value)
{
	if (is_there(&value))
		txn_put(t, key, value);
	else
		txn_del(t, key);
}

bool
scratch_move(struct txn *t, struct scratch *x, struct buf *last, size_t most)
{
	struct engine_txn *from = NULL;
	struct engine_scan *s = NULL;
	struct bytes key, value;
	bool more = false;

	if (t->err == ERR_OK)
		t->err = engine_begin(x->engine, false, &from);
	if (t->err == ERR_OK)
		t->err = engine_scan_open(&s, from, buf_bytes(last),
					  bytes_of(NULL, 0), false);
	while (t->err == ERR_OK && (more = engine_scan_next(s, &key, &value)) &&
	       most-- > 0) {
		move_entry(t, key, value);
		buf_reset(last);
		buf_add(last, key.p, key.n);
		buf_char(last, '\0'); /* the first key behind it */
	}
	engine_scan_close(&s);
	engine_abort(&from);
	return more && t->err == ERR_OK;
}

/* --- many keys ------------------------------------------------------------- */

static void
step(struct side *s)
{
	s->is = s->scan && engine_scan_next(s->scan, &s->key, &s->value);
}

static enum err
look_for(struct txn *t, struct merged *m, struct bytes from, struct bytes to)
{
	engine_scan_close(&m->base.scan);
	engine_scan_close(&m->over.scan);
	TRY(engine_scan_open(&m->base.scan, t->engine, from, to, m->backwards));
	TRY(engine_scan_open(&m->over.scan, t->over, from, to, m->backwards));
	m->writes = t->writes;
	step(&m->base);
	step(&m->over);
	return ERR_OK;
}

struct merged *
over_scan(struct txn *t, struct bytes from, struct bytes to, bool backwards)
{
	struct merged *m = xcalloc(1, sizeof(*m));

	m->backwards = backwards;
	buf_add(&m->keys, from.p, from.n);
	buf_add(&m->keys, to.p, to.n);
	m->from = bytes_of(m->keys.s, from.n);
	m->to = bytes_of(m->keys.s + from.n, to.n);
	txn_fail(t, look_for(t, m, m->from, m->to));
	return m;
}

/* Something was written since: both are found again, behind the last key. */
static enum err
look_again(struct txn *t, struct merged *m)
{
	struct buf next = BUF_INIT;
	enum err err;

	if (!m->started)
		return look_for(t, m, m->from, m->to);
	if (m->backwards)
		return look_for(t, m, m->from, buf_bytes(&m->last));
	buf_add(&next, m->last.s, m->last.n);
	buf_char(&next, '\0');
	err = look_for(t, m, buf_bytes(&next), m->to);
	buf_clear(&next);
	return err;
}

/* Which comes first; both sides when they stand on one key. */
static int
order(const struct merged *m)
{
	int c;

	if (!m->base.is || !m->over.is)
		return m->base.is ? -1 : 1;
	c = bytes_compare(m->base.key, m->over.key);
	return m->backwards ? -c : c;
}

bool
over_next(struct txn *t, struct merged *m, struct bytes *key,
	  struct bytes *value)
{
	if (m->writes != t->writes)
		txn_fail(t, look_again(t, m));
	while (t->err == ERR_OK && (m->base.is || m->over.is)) {
		int first = order(m);
		bool there = true;

		*key = first < 0 ? m->base.key : m->over.key;
		*value = first < 0 ? m->base.value : m->over.value;
		if (first >= 0)
			there = is_there(value);
		buf_reset(&m->last);
		buf_add(&m->last, key->p, key->n);
		m->started = true;
		if (first <= 0)
			step(&m->base);
		if (first >= 0)
			step(&m->over);
		if (there)
			return true;
	}
	txn_fail(t, engine_scan_err(m->base.scan));
	txn_fail(t, engine_scan_err(m->over.scan));
	return false;
}

void
over_close(struct merged *m)
{
	if (!m)
		return;
	engine_scan_close(&m->base.scan);
	engine_scan_close(&m->over.scan);
	buf_clear(&m->last);
	buf_clear(&m->keys);
	free(m);
}
