/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * draft.h - what somebody was typing.
 *
 * Kept in the store, private to its user, durable when draft_put's commit
 * returns.  A draft goes only in the commit that saves its record, or when
 * its user throws it away.
 */
#ifndef STORE_DRAFT_H
#define STORE_DRAFT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/value.h"
#include "store/store.h"

struct draft {
	uint64_t id; /* 0: put gives a new one */
	const char *user;
	const char *form;	/* what is being filled in */
	uint64_t record;	/* 0 for a new record */
	uint32_t base_revision; /* of the record when begun */
	uint64_t person, case_id;
	int64_t kept_at;      /* UTC seconds */
	const char *title;    /* shown in the list of drafts */
	const char *at_field; /* where the cursor was */
	const char *purpose;  /* "record", "transition:close" ... */
	struct fields fields; /* answers as typed so far */
	struct fields typed;  /* texts not yet understood, by field */
};

void draft_put(struct txn *t, struct draft *d);
struct draft *draft_get(struct txn *t, struct arena *a, const char *user,
			uint64_t id);
void draft_forget(struct txn *t, const char *user, uint64_t id);
/* All of one user, newest first. */
size_t draft_list(struct txn *t, struct arena *a, const char *user,
		  struct draft **out);

#endif
