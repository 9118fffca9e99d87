/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * txn.h - what the parts of the store share: the inside of a store and of a
 * transaction, and reading and writing plain bytes through one.
 *
 * Like everything above them, these do nothing once the transaction has an
 * error.  Bytes from txn_get() and from a scan point into the engine's
 * memory: they are good until the next write and never leave src/store.
 */
#ifndef STORE_TXN_H
#define STORE_TXN_H

#include "store/key.h"
#include "store/store.h"

struct store {
	struct engine *engine;
	char *dir;
};

struct txn {
	struct engine_txn *engine;
	enum err err;
	bool write;
	uint64_t writes;    /* how many steps have written */
	struct buf scratch; /* for encoding what is about to be put */
	struct keeping *kept;
	/* Over a scratch file (over.c): `engine` only reads, what is written
	 * goes here; where it loads, that is so of index entries alone. */
	struct engine_txn *over;
	bool loads;
	struct buf marked; /* a value with its mark */
};

/*
 * kept.c: what a write transaction keeps in memory until it commits.
 * kept_covers(): is this key of that sort?  Then it is read by kept_get(),
 * and written by kept_put() and kept_del(), unless these say false.
 * kept_write() hands all to the engine; kept_meets(): must it before this
 * range is scanned?
 */
struct keeping;
bool kept_covers(const struct txn *t, struct bytes key);
enum err kept_get(struct txn *t, struct bytes key, struct bytes *value);
bool kept_put(struct txn *t, struct bytes key, struct bytes value);
bool kept_del(struct txn *t, struct bytes key);
enum err kept_write(struct txn *t);
bool kept_meets(const struct txn *t, struct bytes from, struct bytes to);
void kept_clear(struct txn *t);
void txn_keep_index(struct txn *t, uint8_t index);

/* False when there is no such key, or after an error. */
bool txn_get(struct txn *t, struct bytes key, struct bytes *value);
void txn_put(struct txn *t, struct bytes key, struct bytes value);
/* Removing what is not there is no error. */
void txn_del(struct txn *t, struct bytes key);

/* Past what is kept. */
enum err raw_get(struct txn *t, struct bytes key, struct bytes *value);
enum err raw_put(struct txn *t, struct bytes key, struct bytes value);
enum err raw_del(struct txn *t, struct bytes key);

/* over.c: the same of a transaction over a scratch file.  over_holds(): does
 * this key belong there? */
struct merged;
bool over_holds(const struct txn *t, struct bytes key);
enum err over_get(struct txn *t, struct bytes key, struct bytes *value);
enum err over_put(struct txn *t, struct bytes key, struct bytes value);
enum err over_del(struct txn *t, struct bytes key);
struct merged *over_scan(struct txn *t, struct bytes from, struct bytes to,
			 bool backwards);
bool over_next(struct txn *t, struct merged *m, struct bytes *key,
	       struct bytes *value);
void over_close(struct merged *m);

/* All keys from <= key < to; NULL after an error.  txn_scan_next() takes
 * NULL, and tells the transaction when the engine failed. */
struct txn_scan *txn_scan_open(struct txn *t, struct bytes from,
			       struct bytes to, bool backwards);
bool txn_scan_next(struct txn *t, struct txn_scan *s, struct bytes *key,
		   struct bytes *value);
void txn_scan_close(struct txn_scan **s);

/* Numbers at a key: 0 when absent.  txn_draw() adds one and gives the new
 * number, 0 after an error. */
uint64_t txn_get_u64(struct txn *t, struct bytes key);
void txn_put_u64(struct txn *t, struct bytes key, uint64_t n);
uint64_t txn_draw(struct txn *t, struct bytes key);

#endif
