/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * keep.h - looking after a store: that its indexes agree with its records,
 * that every record fits its form, that the log is whole.
 */
#ifndef CASEWORK_KEEP_H
#define CASEWORK_KEEP_H

#include "base/buf.h"
#include "casework/session.h"

struct store_checked {
	uint64_t people, cases, children, others, index_entries;
	uint64_t log_entries, log_bad;
	uint64_t faults;
};
/* Every index against the records and back, every record against its form,
 * the log's chain.  Each fault is a line in `out`.  progress may be NULL. */
MUST_USE enum err store_check(struct store *st, struct buf *out,
			      struct store_checked *sum,
			      void (*progress)(uint64_t done, void *ctx),
			      void *ctx);
/* Were the indexes last made by a version that kept fewer, or others?  Then
 * store_rebuild() makes them as they are now; nothing else may be done with
 * the store before.  ERR_NEWER: by a newer version. */
MUST_USE enum err store_is_behind(struct store *st, bool *behind);
/* Make all indexes anew from the records, in small commits.  One that is cut
 * off leaves a store that is behind.  ERR_EXISTS: another is at it. */
bool store_being_rebuilt(struct store *st);
MUST_USE enum err store_rebuild(struct store *st, uint64_t *records,
				void (*progress)(uint64_t done, void *ctx),
				void *ctx);

/* The log for its readers (auditor; an administrator sees acts without
 * records): the newest `most` entries, the newest first. */
struct audit_line {
	uint64_t seq;
	int64_t at;
	const char *who, *from, *act, *what; /* what: reference, n fields */
};
MUST_USE enum err audit_read(struct session *s, struct arena *a,
			     const char *about_ref, size_t most,
			     struct audit_line **out, size_t *n);

#endif
