/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * store.h - the store: opening it, transactions, counters, copies.
 *
 * A transaction remembers its first error, does nothing after it, and gives
 * it at txn_commit(); so store code reads as a list of steps.  Reads copy
 * what they return into the caller's arena: nothing that points into the
 * engine's memory leaves this layer.  No transaction outlives one call of
 * casework, and none is carried across fork().
 */
#ifndef STORE_STORE_H
#define STORE_STORE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "store/engine.h"

#define STORE_FORMAT 1 /* raised with each change of the key layout */

struct store;
struct txn;

/*
 * Open the store in folder dir.  STORE_CREATE makes the folder (mode 0700)
 * and an empty store when there is none.  Clears reader slots of dead
 * processes.  ERR_NOT_FOUND: no store there.  ERR_NEWER: its format number
 * is above ours.  ERR_INVALID: the folder lies on a network file system.
 * A store opened twice in one process is one store underneath; it must not
 * be used in a child after fork().
 */
#define STORE_CREATE 1u
MUST_USE enum err store_open(struct store **out, const char *dir,
			     unsigned int flags);
void store_close(struct store **s);
const char *store_dir(const struct store *s);
void store_info(struct store *s, struct engine_info *out);

/*
 * A file without a name, in the folder for temporary files, to write into
 * instead of the store.  A transaction over it reads the store as it is, with
 * all that was written over it before; its commit goes into the scratch.  The
 * store is not locked, nothing is logged, and when the scratch is closed all
 * is as if it had not been.
 */
struct scratch;
MUST_USE enum err scratch_open(struct scratch **out);
void scratch_close(struct scratch **x);
struct txn *txn_begin_over(struct store *s, struct scratch *x);
/*
 * For a first load: the store is written to, but for index entries (not those
 * of index_keep()): they are gathered in the scratch, sorted, and found there.
 * scratch_move() then puts `most` of them into the store from key `last` on
 * (empty at the start), and moves that; true while some are left.  Until all
 * are moved the store's indexes are not whole.
 */
struct txn *txn_begin_load(struct store *s, struct scratch *x);
bool scratch_move(struct txn *t, struct scratch *x, struct buf *last,
		  size_t most);

/* Never NULL: a failure to begin is remembered as the first error. */
struct txn *txn_begin_read(struct store *s);
struct txn *txn_begin_write(struct store *s);
/* End it: commit (write) or close (read).  Returns the first error; after an
 * error nothing is written.  Frees t.  (ERR_FULL of a transaction of many
 * megabytes may pass when it is made again: store_write() does that.) */
enum err txn_commit(struct txn *t);
/* End without writing. */
void txn_abort(struct txn *t);
/*
 * Run step in a write transaction and commit it; the way to make any save.
 * Should the transaction outgrow the store's map, it is undone, the map made
 * larger and step run once more: so step must set all it gives back afresh.
 * A step that returns an error writes nothing, and that error is returned.
 */
MUST_USE enum err store_write(struct store *s,
			      enum err (*step)(struct txn *t, void *ctx),
			      void *ctx);
/* The first error so far, and setting it (the first one wins; ERR_OK does
 * nothing). */
enum err txn_err(const struct txn *t);
void txn_fail(struct txn *t, enum err e);

/*
 * For work in batches: a step that was refused (by txn_fail, before it wrote
 * anything) need not undo the steps before it.  txn_mark() before the step;
 * txn_forgive() clears the error if nothing was written since and the engine
 * itself is well.  False: the whole transaction must be given up.
 */
uint64_t txn_mark(const struct txn *t);
bool txn_forgive(struct txn *t, uint64_t mark);

/* Small named things: settings, published forms, counters of the matcher.
 * get: copies into a; false when absent.  An empty value deletes. */
void meta_put(struct txn *t, const char *name, struct bytes value);
bool meta_get(struct txn *t, struct arena *a, const char *name,
	      struct bytes *value);
/* Next number of a named series: 1, 2, 3 ... (0 after an error). */
uint64_t counter_next(struct txn *t, const char *name);
/* Add (may be negative) to a named tally and read it. */
void tally_add(struct txn *t, const char *name, int64_t n);
int64_t tally_get(struct txn *t, const char *name);

/* Read everything: every record decoded, the log's chain walked, in steps.
 * ERR_CORRUPT: something cannot be understood or does not fit. */
MUST_USE enum err store_verify(struct store *s);
/* Hot copy into a new folder, reopened and verified (every record decoded,
 * log chain walked).  ERR_EXISTS: dir exists and is not empty. */
MUST_USE enum err store_backup(struct store *s, const char *dir);
/* Is there no store in dir yet?  And what a copy into it left that died: gone. */
bool store_folder_free(const char *dir);
void store_forget_copy(const char *dir);
/* Copy a backup into dir, which must hold no store: ERR_EXISTS. */
MUST_USE enum err store_restore(const char *backup, const char *dir);

#endif
