/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * index.h - ordered entries that lead to records.
 *
 * casework works out the entries of a record and hands them over as bytes;
 * the store keeps them.  An entry is (index, key, posting): the key sorts,
 * the posting carries what a list needs to apply the predicate without
 * reading the record.  Every index can be rebuilt from the records.
 */
#ifndef STORE_INDEX_H
#define STORE_INDEX_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "store/key.h"
#include "store/store.h"

/* Which index: one byte, meaning given by casework (casework/indexes.h). */
void index_put(struct txn *t, uint8_t index, struct bytes key,
	       struct bytes posting);
void index_del(struct txn *t, uint8_t index, struct bytes key);
bool index_has(struct txn *t, uint8_t index, struct bytes key);
/* The same for one short posting: it takes the key's place when there is
 * one. */
bool index_get(struct txn *t, uint8_t index, struct key *key);
/* An index of counters: what a transaction changes in it is kept in memory
 * until it commits.  Said before each use. */
void index_keep(struct txn *t, uint8_t index);

/* All entries from <= key < to (an empty `to`: to the index's end). */
struct index_scan;
struct index_scan *index_scan_open(struct txn *t, uint8_t index,
				   struct bytes from, struct bytes to,
				   bool backwards);
/* key and posting are copies inside the scan, good until its next step. */
bool index_scan_next(struct index_scan *s, struct bytes *key,
		     struct bytes *posting);
/* The same without copying: both are good until the next step or write of the
 * transaction, whichever comes first. */
bool index_scan_look(struct index_scan *s, struct bytes *key,
		     struct bytes *posting);
void index_scan_close(struct index_scan **s);
/* The same over every key that begins with prefix. */
struct index_scan *index_scan_prefix(struct txn *t, uint8_t index,
				     struct bytes prefix, bool backwards);

/* Remove all entries of all indexes, in steps of `most`; true while some are
 * left (commit and call again). */
bool index_clear(struct txn *t, unsigned int most);

#endif
