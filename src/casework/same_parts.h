/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * same_parts.h - aliases as they stand in the indexes, and what was said of
 * pairs.
 *
 *   IX_ALIAS  merged u64, 00, alias u64 -> keeper u64
 *             keeper u64, 01, alias u64 -> merged u64
 *   IX_PAIR   lesser id u64, greater id u64 -> what each looked like (u64,
 *             u64) when they were said to be different
 *   IX_QUEUE  cno u8 (ff: of no hidden case), one u64, other u64 -> bits u32,
 *             source u8, login 00
 */
#ifndef CASEWORK_SAME_PARTS_H
#define CASEWORK_SAME_PARTS_H

#include "casework/find_parts.h"
#include "casework/same.h"

/* May the user merge these two? (Ruling: the data steward's role in every
 * programme of both.) */
bool same_may_merge(struct txn *t, struct session *s, const struct who *w,
		    uint64_t one, uint64_t other);

#define SAME_OPEN 0xff /* in IX_QUEUE: stewards who see both */
#define SAME_MOST 32   /* records of one person */

/* Is the user data steward of a case form's programme (cno), or of any
 * (SAME_OPEN)? */
bool same_is_steward(const struct who *w, unsigned int cno);

/* Everybody who is the same person, the keeper first; at least that one. */
size_t same_members(struct txn *t, uint64_t person, uint64_t out[SAME_MOST]);

/* The alias by which a person was merged into another; 0. */
uint64_t same_alias(struct txn *t, uint64_t person);
/* Those of them whom the user may see. */
size_t same_seen(struct txn *t, const struct who *w, uint64_t person,
		 uint64_t out[SAME_MOST]);

/* What speaks for one person, as the user may know it. */
void same_weigh(struct txn *t, struct session *s, const struct who *w,
		const struct record *one, const struct record *other,
		struct match_score *out);

/* Take a pair out of the queue, whichever way round it stands there. */
void same_unqueue(struct txn *t, uint64_t one, uint64_t other);
void same_enqueue(struct txn *t, unsigned int cno, uint64_t one, uint64_t other,
		  double bits, enum same_source source, const char *by);

/* For `store check`: how many entries of IX_PAIR or IX_QUEUE cannot be read, or
 * do not speak of two people who are there. */
size_t same_kept_faults(struct txn *t, uint8_t index);

/* A merge that was exported, put back as it was: that of one record into
 * another which may itself be merged.  Errors as same_merge(); ERR_EXISTS also
 * when the other is merged already. */
MUST_USE enum err same_restore(struct session *s, uint64_t keeper,
			       uint64_t other);

#endif
