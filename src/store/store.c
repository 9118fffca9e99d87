/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/store.h"

#include <sodium.h>
#include <stdlib.h>

#include "store/layout.h"
#include "store/txn.h"
#include "store/wire.h"

/* How often store_write() makes room and tries again: each time the map is
 * twice as large. */
#define TRIES 8

static enum err
store_new(struct store **out, const char *dir, bool create)
{
	struct engine *engine;
	struct store *s;

	*out = NULL;
	if (sodium_init() < 0)
		return ERR_IO;
	TRY(engine_open(&engine, dir, create));
	s = xcalloc(1, sizeof(*s));
	s->engine = engine;
	s->dir = xstrdup(dir);
	*out = s;
	return ERR_OK;
}

/* ERR_NOT_FOUND: nothing has ever been written. */
static enum err
check_format(struct txn *t)
{
	struct txn_scan *scan;
	struct bytes value, any;
	struct wire w;
	struct key k;
	uint32_t format;
	bool empty;

	key_named(&k, TABLE_OWN, OWN_FORMAT);
	if (!txn_get(t, key_bytes(&k), &value)) {
		scan = txn_scan_open(t, bytes_of(NULL, 0), bytes_of(NULL, 0),
				     false);
		empty = !txn_scan_next(t, scan, &any, &value);
		txn_scan_close(&scan);
		if (txn_err(t) != ERR_OK)
			return txn_err(t);
		return empty ? ERR_NOT_FOUND : ERR_CORRUPT;
	}
	w = wire_read(value);
	format = wire_u32(&w);
	if (!wire_ok(&w) || format == 0)
		return ERR_CORRUPT;
	return format > STORE_FORMAT ? ERR_NEWER : ERR_OK;
}

static enum err
read_format(struct store *s)
{
	struct txn *t = txn_begin_read(s);

	if (txn_err(t) == ERR_OK)
		txn_fail(t, check_format(t));
	return txn_commit(t);
}

/* Two processes may come to create one store: only the first writes. */
static enum err
write_format(struct txn *t, void *ctx)
{
	struct buf *b = &t->scratch;
	enum err err = check_format(t);
	struct key k;

	(void)ctx;
	if (err != ERR_NOT_FOUND)
		return err;
	buf_reset(b);
	wire_put_u32(b, STORE_FORMAT);
	key_named(&k, TABLE_OWN, OWN_FORMAT);
	txn_put(t, key_bytes(&k), buf_bytes(b));
	return txn_err(t);
}

enum err
store_open(struct store **out, const char *dir, unsigned int flags)
{
	bool create = (flags & STORE_CREATE) != 0;
	struct store *s;
	enum err err;

	*out = NULL;
	TRY(store_new(&s, dir, create));
	err = read_format(s);
	if (err == ERR_NOT_FOUND && create)
		err = store_write(s, write_format, NULL);
	if (err != ERR_OK)
		store_close(&s);
	*out = s;
	return err;
}

void
store_close(struct store **s)
{
	if (!*s)
		return;
	engine_close(&(*s)->engine);
	free((*s)->dir);
	free(*s);
	*s = NULL;
}

const char *
store_dir(const struct store *s)
{
	return s->dir;
}

void
store_info(struct store *s, struct engine_info *out)
{
	engine_get_info(s->engine, out);
}

enum err
store_write(struct store *s, enum err (*step)(struct txn *t, void *ctx),
	    void *ctx)
{
	enum err err = ERR_OK;

	for (int i = 0; i < TRIES; i++) {
		struct txn *t = txn_begin_write(s);

		if (txn_err(t) == ERR_OK)
			txn_fail(t, step(t, ctx));
		err = txn_commit(t);
		if (err != ERR_FULL || !engine_outgrown(s->engine))
			break;
	}
	return err;
}
