/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * same.h - two records, one person?
 *
 * A merge is an alias: one record says that two people are the same.  Nothing
 * is moved; the keeper's fields show, the other's stand as "also recorded",
 * and each of the two keeps its own cases, which pass the predicate by
 * themselves.  Taking the alias away undoes the merge and nothing else.
 */
#ifndef CASEWORK_SAME_H
#define CASEWORK_SAME_H

#include "casework/brief.h"
#include "casework/session.h"

/* --- looking for pairs ------------------------------------------------------ */

/* A pair that a sweep found: both may be seen by the user, are not merged,
 * and were not said to be different. */
struct same_found {
	uint64_t one, other;
	const char *one_ref, *other_ref; /* P-... */
	double bits;
	bool twins; /* perhaps; told even with fewer bits */
};
/*
 * Compare everybody whom the user may see with everybody, in small read
 * transactions; pairs with at least so many bits, likeliest first, in a.
 * Logged as a search.  progress (may be NULL) hears how far it is; false from
 * it stops: ERR_CONFLICT.
 */
MUST_USE enum err same_sweep(struct session *s, struct arena *a, double bits,
			     bool (*progress)(uint64_t done, uint64_t of,
					      void *ctx),
			     void *ctx, struct same_found **out, size_t *n);

/* Who may be the same as a person, with the explanation: logged as opening
 * them.  ERR_NOT_FOUND.  `ref`: P-... */
struct likeness;
MUST_USE enum err same_as(struct session *s, struct arena *a, const char *ref,
			  struct likeness **out, size_t *n);

/* --- the steward's queue ------------------------------------------------------ */

enum same_source { SAME_HIDDEN, SAME_UNSURE, SAME_SWEPT };
struct same_pair {
	uint64_t one, other;
	struct person_brief a, b;
	int bits;
	enum same_source source;
	const char *by; /* login of who was not sure; "" */
};
/* The pairs that wait for the user as data steward, likeliest first; both of
 * each may be seen.  Others than stewards have none.  When they are SAME_LISTED
 * there may be more, which are less likely. */
#define SAME_LISTED 200
MUST_USE enum err same_waiting(struct session *s, struct arena *a,
			       struct same_pair **out, size_t *n);
/* How many they are, of which SAME_LISTED are counted; 0 for others than
 * stewards. */
MUST_USE enum err same_counted(struct session *s, size_t *n);
/* Put a pair there: somebody is not sure.  Logged. */
MUST_USE enum err same_unsure(struct session *s, uint64_t one, uint64_t other,
			      const char *reason);
/* Put what a sweep found there. ERR_DENIED: no data steward. */
MUST_USE enum err same_queue(struct session *s, const struct same_found *v,
			     size_t n, size_t *added);

/* A field of both, side by side. */
struct same_line {
	const char *label;
	const char *one, *other; /* "" empty; NULL: not the user's to read */
	const char *mark;	 /* same, near, ! or "" */
	double bits;
};
struct same_look {
	struct same_pair pair;
	struct same_line *lines;
	size_t n;
	const char *why;
	bool may_merge; /* steward in every programme of both */
};
/* Logged as opening both.  ERR_NOT_FOUND. */
MUST_USE enum err same_look(struct session *s, struct arena *a, uint64_t one,
			    uint64_t other, struct same_look *out);

/* --- deciding ----------------------------------------------------------------- */

/* They are two people.  Remembered until a name, the birth date or a number
 * of either changes.  ERR_NOT_FOUND, ERR_DENIED (no writing role). */
MUST_USE enum err same_different(struct session *s, uint64_t one,
				 uint64_t other, const char *reason);
/* They are one: keeper's fields show from now on.  ERR_EXISTS: they are one
 * already (no circles).  ERR_DENIED: it needs the data steward's role in
 * every programme in which either has a case. */
MUST_USE enum err same_merge(struct session *s, uint64_t keeper, uint64_t other,
			     const char *reason, uint64_t *alias);
/* Take that back; who may merge may undo.  `alias`: the record. */
MUST_USE enum err same_unmerge(struct session *s, uint64_t alias,
			       const char *reason);

#endif
