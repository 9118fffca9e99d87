/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * record.h - every thing that is kept: people, cases, child records, tasks,
 * flags, links, aliases, handovers, users.
 *
 * A record is a fixed header and its answers as one CBOR map (RFC 8949).
 * Fields whose names begin with an underscore are the program's own (the
 * states a case has been in, for one); all others belong to forms.  A field
 * that the present form no longer names is kept.
 */
#ifndef STORE_RECORD_H
#define STORE_RECORD_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/value.h"
#include "store/store.h"

enum record_kind {
	RECORD_PERSON = 1,
	RECORD_CASE,
	RECORD_CHILD,
	RECORD_TASK,
	RECORD_FLAG,
	RECORD_LINK,
	RECORD_ALIAS,
	RECORD_HANDOVER,
	RECORD_USER,
	RECORD_IMPORT,	  /* a batch: casework/import.h */
	RECORD_IMPORT_ROW /* a row of one that waits */
};

#define RECORD_FINISHED 1u  /* child completed; task done; flag resolved */
#define RECORD_WITHDRAWN 2u /* struck out with a reason, never deleted */
#define RECORD_CLOSED 4u    /* case in a final state */

struct record {
	uint64_t id; /* never reused; drawn by record_new_id() */
	enum record_kind kind;
	uint32_t flags;
	uint32_t form_version; /* of the form it was last saved with */
	uint32_t revision;     /* 1 at first save, then one more each save */
	uint64_t person;       /* whom it is about; 0 for none */
	uint64_t case_id; /* the case it belongs to; its own id for a case */
	int64_t created_at, changed_at; /* UTC seconds */
	const char *form;  /* form's name; "" for kinds without a form */
	const char *ref;   /* P-018842, SAN-2026-00103; "" for most children */
	const char *state; /* of a case; "" otherwise */
	const char *owner; /* login of caseworker; "" for none */
	const char *created_by, *changed_by; /* logins */
	struct fields fields;
};

/* A fresh id: a counter in the store (ids rise, so that new records sit
 * together). */
uint64_t record_new_id(struct txn *t);
/* Leave out so many: over a scratch, the ids that others draw meanwhile. */
void record_skip_ids(struct txn *t, uint64_t n);

/* Read one.  NULL when there is none, or after an error (a record that cannot
 * be decoded fails the transaction with ERR_CORRUPT).  Lives in a. */
struct record *record_get(struct txn *t, struct arena *a, uint64_t id);

/* Read the header only (fields left empty): for lists. */
struct record *record_get_header(struct txn *t, struct arena *a, uint64_t id);

/* Read the header and the answers of these names, those that there are: for
 * lists that need no more.  The names (under 255 bytes) are not copied.  Of
 * more than ANSWERS_WANTED_MOST names all answers are read. */
#define ANSWERS_WANTED_MOST 64
struct record *record_get_answers(struct txn *t, struct arena *a, uint64_t id,
				  const char *const *names, size_t n);

/* Write one, as given, revision included.  Indexes are casework's. */
void record_put(struct txn *t, const struct record *r);
void record_del(struct txn *t, uint64_t id);

/* Every record in order of id, from `after`+1; false at the end.  For checks,
 * rebuilding and export in small steps. */
bool record_next(struct txn *t, struct arena *a, uint64_t after,
		 struct record **out);

/* The codec alone: the bytes of a record's value, and back (ERR_CORRUPT). */
void record_encode(const struct record *r, struct buf *out);
MUST_USE enum err record_decode(struct arena *a, uint64_t id, struct bytes in,
				struct record **out);
void fields_encode(const struct fields *f, struct buf *out);
MUST_USE enum err fields_decode(struct arena *a, struct bytes in,
				struct fields *out);

/* Only the answers of these names; others are stepped over, or not looked at
 * where none that is wanted can follow. */
MUST_USE enum err fields_decode_some(struct arena *a, struct bytes in,
				     const char *const *names, size_t n,
				     struct fields *out);

#endif
