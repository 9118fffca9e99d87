/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * edit_parts.h - what edit.c, edit_draft.c, merge.c and save.c share.
 */
#ifndef CASEWORK_EDIT_PARTS_H
#define CASEWORK_EDIT_PARTS_H

#include <stdio.h>

#include "base/random.h"
#include "casework/internal.h"

/* An edit of nothing yet; with a record that it is to change. */
struct edit *edit_make(struct session *s, const struct form *f);
void edit_take_base(struct edit *e, const struct record *r);
/* End of each beginning: commit, compute, hand over; or undo it all. */
enum err edit_ready(struct edit *e, struct txn *t, struct edit **out);
void edit_read_around(struct edit *e, struct txn *t, const struct who *w);

/* The record, or the case it is of. */
bool is_withdrawn(struct txn *t, const struct record *r);

/* The record as it was at an earlier revision: worked back through the log.
 * Gives r itself when that revision cannot be reached (erased). */
const struct record *record_at(struct txn *t, struct session *s,
			       struct arena *a, const struct record *r,
			       uint32_t revision);

/*
 * Three-way merge, field by field (rows of a repeat by their id): what only
 * one side changed is taken over; what both changed alike is fine; the rest
 * are clashes.  Calculated fields are left to be worked out again.
 */
struct merge {
	const struct form *form;
	struct arena *a;
	struct fields out;
	const struct item **merged;
	size_t n_merged;
	struct clash *clashes;
	size_t n_clashes;
};
void merge_fields(struct merge *m, const struct fields *base,
		  const struct fields *theirs, const struct fields *mine);

/* What a draft of it is kept for: the record itself, or which step. */
const char *draft_purpose(struct arena *a, const struct edit *e);

#endif
