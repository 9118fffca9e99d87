/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * work_index.h - the keys and postings of the worklist's index.
 */
#ifndef CASEWORK_WORK_INDEX_H
#define CASEWORK_WORK_INDEX_H

#include "casework/internal.h"

#define ANY_TIME UINT32_C(0xFFFF)
#define NOT_A_TIMER UINT32_C(0xFFFFFFFF)
#define NO_CASE_FORM 255

enum scope_kind {
	SCOPE_OWNER = 'o',
	SCOPE_UNOWNED = 'u',
	SCOPE_ROLE = 'r',
	SCOPE_TEAM = 'p'
};
struct work_scope {
	enum scope_kind kind;
	uint8_t cno;
	const char *name; /* login or role */
};
struct work_post {
	uint8_t cno;
	uint64_t case_id, person, record;
	uint32_t timer;
	const char *owner;
};

/* A timer that runs: of the case itself or of one of its child records. */
struct live_timer {
	const struct timer *timer;
	const struct form *form; /* that has it */
	uint64_t record;
	uint32_t no;	 /* in its form */
	struct date due; /* unset: no date */
	uint32_t minutes;
};
/* ctx: of the case, with its children. */
size_t case_timers(struct arena *a, const struct record *c,
		   const struct form *f, const struct eval_ctx *ctx,
		   struct live_timer **out);

/* What a notice of this timer has in its field `timer`. */
const char *notice_mark(struct arena *a, const struct live_timer *l,
			const char *kind);
/* End the notices of a case whose timer runs no more, or to another day. */
void notices_renew(struct txn *t, struct session *s, uint64_t case_id,
		   const struct live_timer *live, size_t n);
/* End the reminders of this timer: another line tells of it now. */
void reminders_end(struct txn *t, struct session *s, uint64_t case_id,
		   const struct live_timer *l);

/* Does this record's form, one of a person, have timers? */
bool has_own_timers(const struct record *r, const struct form *f);
/* Those of them that run. */
size_t own_timers(struct txn *t, struct session *s, struct arena *a,
		  const struct record *r, const struct form *f,
		  struct live_timer **out);
/* What the timers of a case (ctx of it, with its children) or of a person's
 * record (ctx NULL) should have in IX_WORK and IX_TIMER. */
void work_entries_timers(struct txn *t, struct session *s, struct arena *a,
			 const struct record *r, const struct eval_ctx *ctx,
			 entry_fn *each, void *each_ctx);

void work_scope_key(struct key *k, const struct work_scope *scope);
void work_key(struct key *k, const struct work_scope *scope, struct date due,
	      uint32_t minutes, uint64_t id, uint32_t timer);
void work_posting(struct key *p, const struct work_post *w);
/* owner is borrowed from b. */
bool work_read_posting(struct bytes b, struct work_post *w);

#endif
