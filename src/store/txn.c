/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/txn.h"

#include <stdlib.h>

#include "store/wire.h"

static struct txn *
begin(struct store *s, bool write)
{
	struct txn *t = xcalloc(1, sizeof(*t));

	t->write = write;
	t->err = engine_begin(s->engine, write, &t->engine);
	return t;
}

struct txn *
txn_begin_read(struct store *s)
{
	return begin(s, false);
}

struct txn *
txn_begin_write(struct store *s)
{
	return begin(s, true);
}

static void
txn_free(struct txn *t)
{
	kept_clear(t);
	buf_clear(&t->scratch);
	buf_clear(&t->marked);
	free(t);
}

enum err
txn_commit(struct txn *t)
{
	enum err err = t->err;

	if (err == ERR_OK)
		err = kept_write(t);
	if (err == ERR_OK)
		err = engine_commit(&t->engine);
	else
		engine_abort(&t->engine);
	if (t->over && err == ERR_OK)
		err = engine_commit(&t->over);
	else
		engine_abort(&t->over);
	txn_free(t);
	return err;
}

void
txn_abort(struct txn *t)
{
	engine_abort(&t->engine);
	engine_abort(&t->over);
	txn_free(t);
}

enum err
txn_err(const struct txn *t)
{
	return t->err;
}

void
txn_fail(struct txn *t, enum err e)
{
	if (t->err == ERR_OK)
		t->err = e;
}

uint64_t
txn_mark(const struct txn *t)
{
	return t->writes;
}

bool
txn_forgive(struct txn *t, uint64_t mark)
{
	if (!t->engine || t->writes != mark || t->err == ERR_IO ||
	    t->err == ERR_FULL || t->err == ERR_CORRUPT)
		return t->err == ERR_OK;
	t->err = ERR_OK;
	return true;
}

enum err
raw_get(struct txn *t, struct bytes key, struct bytes *value)
{
	return over_holds(t, key) ? over_get(t, key, value)
				  : engine_get(t->engine, key, value);
}

enum err
raw_put(struct txn *t, struct bytes key, struct bytes value)
{
	return over_holds(t, key) ? over_put(t, key, value)
				  : engine_put(t->engine, key, value);
}

enum err
raw_del(struct txn *t, struct bytes key)
{
	return over_holds(t, key) ? over_del(t, key)
				  : engine_del(t->engine, key);
}

bool
txn_get(struct txn *t, struct bytes key, struct bytes *value)
{
	enum err err;

	*value = bytes_of(NULL, 0);
	if (t->err != ERR_OK)
		return false;
	err = kept_covers(t, key) ? kept_get(t, key, value)
				  : raw_get(t, key, value);
	if (err != ERR_NOT_FOUND)
		txn_fail(t, err);
	return err == ERR_OK;
}

void
txn_put(struct txn *t, struct bytes key, struct bytes value)
{
	if (t->err != ERR_OK)
		return;
	t->writes++;
	if (kept_covers(t, key) && kept_put(t, key, value))
		return;
	t->err = raw_put(t, key, value);
}

void
txn_del(struct txn *t, struct bytes key)
{
	enum err err;

	if (t->err != ERR_OK)
		return;
	t->writes++;
	if (kept_covers(t, key) && kept_del(t, key))
		return;
	err = raw_del(t, key);
	if (err != ERR_NOT_FOUND)
		t->err = err;
}

struct txn_scan {
	struct engine_scan *engine; /* or, over a scratch file: */
	struct merged *merged;
};

struct txn_scan *
txn_scan_open(struct txn *t, struct bytes from, struct bytes to, bool backwards)
{
	struct txn_scan *s;

	if (t->err == ERR_OK && kept_meets(t, from, to))
		t->err = kept_write(t);
	if (t->err != ERR_OK)
		return NULL;
	s = xcalloc(1, sizeof(*s));
	if (over_holds(t, from))
		s->merged = over_scan(t, from, to, backwards);
	else
		t->err = engine_scan_open(&s->engine, t->engine, from, to,
					  backwards);
	return s;
}

bool
txn_scan_next(struct txn *t, struct txn_scan *s, struct bytes *key,
	      struct bytes *value)
{
	if (!s || t->err != ERR_OK)
		return false;
	if (s->merged)
		return over_next(t, s->merged, key, value);
	if (engine_scan_next(s->engine, key, value))
		return true;
	txn_fail(t, engine_scan_err(s->engine));
	return false;
}

void
txn_scan_close(struct txn_scan **s)
{
	if (!*s)
		return;
	over_close((*s)->merged);
	engine_scan_close(&(*s)->engine);
	free(*s);
	*s = NULL;
}

uint64_t
txn_get_u64(struct txn *t, struct bytes key)
{
	struct bytes value;
	struct wire w;
	uint64_t n;

	if (!txn_get(t, key, &value))
		return 0;
	w = wire_read(value);
	n = wire_u64(&w);
	if (!wire_ok(&w))
		txn_fail(t, ERR_CORRUPT);
	return n;
}

void
txn_put_u64(struct txn *t, struct bytes key, uint64_t n)
{
	buf_reset(&t->scratch);
	wire_put_u64(&t->scratch, n);
	txn_put(t, key, buf_bytes(&t->scratch));
}

uint64_t
txn_draw(struct txn *t, struct bytes key)
{
	uint64_t n = txn_get_u64(t, key) + 1;

	txn_put_u64(t, key, n);
	return t->err == ERR_OK ? n : 0;
}
