/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * engine.h - an ordered key-value engine, bytes in and bytes out.
 *
 * The narrow place where the store meets LMDB: src/store/engine_lmdb.c is
 * the only file that includes lmdb.h.  Another ordered engine can stand in
 * its place by implementing these functions.  One writer at a time, many
 * readers, each seeing one state.  What get and scan return points into the
 * engine's memory and is good until the next write or the transaction's end;
 * it never leaves src/store.
 */
#ifndef STORE_ENGINE_H
#define STORE_ENGINE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"

struct engine;
struct engine_txn;
struct engine_scan;

struct engine_info {
	uint64_t bytes_used, bytes_mapped, entries;
	unsigned int readers, readers_max;
	const char *name; /* static */
};

/* Open (and with `create` make) the engine's files in dir.  The map grows by
 * itself.  A folder that this process has open already gives the same engine
 * once more.  ERR_NOT_FOUND: nothing there; ERR_INVALID: no folder, or on a
 * network file system; ERR_DENIED; ERR_FULL; ERR_CORRUPT; ERR_IO. */
MUST_USE enum err engine_open(struct engine **out, const char *dir,
			      bool create);
/* One in a file without a name, for what need not last: commits are not waited
 * for.  ERR_FULL, ERR_IO. */
MUST_USE enum err engine_open_scratch(struct engine **out);
void engine_close(struct engine **e);

/* ERR_INVALID: a second write transaction, or after fork().  ERR_CONFLICT:
 * another process made the store larger while this one holds a transaction
 * open; it can begin once that has ended. */
MUST_USE enum err engine_begin(struct engine *e, bool write,
			       struct engine_txn **out);
/* Commit is durable when it returns ERR_OK.  Both end the transaction. */
MUST_USE enum err engine_commit(struct engine_txn **t);
void engine_abort(struct engine_txn **t);
/*
 * The map is made larger between transactions, before it is full.  One huge
 * transaction can still outgrow it: then a put or the commit gives ERR_FULL,
 * this answers true, and the next write transaction begins with a larger
 * map.  False after ERR_FULL: the disk is full (or this process has another
 * transaction open, under which the map must stay as it is).
 */
bool engine_outgrown(const struct engine *e);

/* ERR_NOT_FOUND when the key is not there (del too). */
MUST_USE enum err engine_get(struct engine_txn *t, struct bytes key,
			     struct bytes *value);
MUST_USE enum err engine_put(struct engine_txn *t, struct bytes key,
			     struct bytes value);
MUST_USE enum err engine_del(struct engine_txn *t, struct bytes key);

/* All keys from <= key < to, forwards or backwards; an empty `to` is the end
 * of all keys.  The transaction may write while a scan is open. */
MUST_USE enum err engine_scan_open(struct engine_scan **out,
				   struct engine_txn *t, struct bytes from,
				   struct bytes to, bool backwards);
bool engine_scan_next(struct engine_scan *s, struct bytes *key,
		      struct bytes *value);
/* Why engine_scan_next() gave false: ERR_OK at the end of the range. */
enum err engine_scan_err(const struct engine_scan *s);
void engine_scan_close(struct engine_scan **s);

/* A hot, consistent copy into a folder that holds no store, compacted; it
 * appears there whole or not at all.  ERR_EXISTS: there is one. */
MUST_USE enum err engine_copy(struct engine *e, const char *dir);
/* Remove the engine's files from a folder where it is not open: only what is
 * needed while it runs, or the store with it. */
void engine_remove(const char *dir, bool store_too);
void engine_get_info(struct engine *e, struct engine_info *out);

#endif
