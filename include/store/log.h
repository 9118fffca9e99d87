/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * log.h - the log: history, audit, proof and erasure in one.
 *
 * Every act appends one entry in the same commit as its effect.  The entry
 * holds the hash of its payload and the hash of the entry before (BLAKE2b,
 * 32 bytes); the payload (salt, and field by field old and new, or search
 * terms, reason, texts) stands apart and can be removed without breaking
 * the chain.
 */
#ifndef STORE_LOG_H
#define STORE_LOG_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/value.h"
#include "store/store.h"

/* Their numbers are stored: new ones go to the end. */
/* clang-format off */
/* clang-format off */
#define ACT_LIST(X)                                      \
	X(REGISTERED, "registered")                      \
	X(OPENED, "opened")                              \
	X(CREATED, "created")                            \
	X(CHANGED, "changed")                            \
	X(FINISHED, "finished")                          \
	X(WITHDREW, "withdrew")                          \
	X(MOVED, "moved state")                          \
	X(ASSIGNED, "assigned")                          \
	X(TASK_ADDED, "added task")                      \
	X(TASK_DONE, "finished task")                    \
	X(TASK_MOVED, "moved task")                      \
	X(FLAGGED, "raised flag")                        \
	X(RESOLVED, "resolved flag")                     \
	X(LINKED, "linked")                              \
	X(UNLINKED, "unlinked")                          \
	X(SEARCHED, "searched")                          \
	X(REFUSED, "refused")                            \
	X(EXPORTED, "exported")                          \
	X(PRINTED, "printed")                            \
	X(SIGNED_IN, "signed in")                        \
	X(SIGNED_OUT, "signed out")                      \
	X(LINE_LOST, "line lost")                        \
	X(USER_CHANGED, "changed user")                  \
	X(FORMS_PUBLISHED, "published forms")            \
	X(REMINDED, "reminded")                          \
	X(ESCALATED, "escalated")                        \
	X(IMPORTED, "imported")                          \
	X(BACKED_UP, "backed up")                        \
	X(MERGED, "merged")                              \
	X(UNMERGED, "unmerged")                          \
	X(HANDED_OVER, "handed over")                    \
	X(AUDIT_READ, "read the audit")                  \
	X(UNMASKED, "showed masked field")               \
	X(SETTING, "changed setting")                    \
	X(DRAFT_DROPPED, "dropped draft")                \
	X(IMPORT_UNDONE, "undid import")                 \
	X(IMPORT_DECIDED, "decided imported row")
/* clang-format on */

enum act {
	ACT_NONE,
#define X(name, text) ACT_##name,
	ACT_LIST(X)
#undef X
		ACT_COUNT
};
/* clang-format on */
/* "changed", "opened" ...; static. */
const char *act_text(enum act a);

#define LOG_HASH 32

struct log_entry {
	uint64_t seq; /* set by log_append */
	int64_t at;   /* UTC seconds; set by the caller */
	enum act act;
	uint64_t person, case_id, record;
	uint32_t revision;
	const char *who;  /* login */
	const char *from; /* SSH client (as claimed) or terminal */
	unsigned char payload_hash[LOG_HASH];
	unsigned char before[LOG_HASH];
};

/* Append; payload may be NULL.  Returns the entry's number. */
uint64_t log_append(struct txn *t, const struct log_entry *e,
		    const struct fields *payload);

/* Read one entry, and its payload (false: erased, or there was none). */
bool log_get(struct txn *t, struct arena *a, uint64_t seq,
	     struct log_entry *out);
bool log_payload(struct txn *t, struct arena *a, uint64_t seq,
		 struct fields *out);
uint64_t log_last(struct txn *t); /* number of the newest; 0 when empty */
/* Remove a payload (erasure); the chain stays whole. */
void log_forget(struct txn *t, uint64_t seq);

/* The tables by which log_walk() reads, against the entries; made anew from
 * them, in small commits. */
MUST_USE enum err log_check_index(struct store *s, uint64_t *faults);
MUST_USE enum err log_rebuild_index(struct store *s);

/* Entries about one record, or one person, newest first: calls back until it
 * returns false. */
enum log_about { LOG_OF_RECORD, LOG_OF_PERSON };
void log_walk(struct txn *t, enum log_about about, uint64_t id,
	      bool (*each)(uint64_t seq, void *ctx), void *ctx);

/* Walk the chain; ERR_CORRUPT and *bad = number of the first entry that does
 * not fit.  *count: entries walked.  ERR_OK: whole. */
MUST_USE enum err log_verify(struct store *s, uint64_t *count, uint64_t *bad);

#endif
