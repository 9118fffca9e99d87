/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * check_casework_walk.h - one table of what casework offers, walked by every
 * role over twin stores: one with what is hidden, one in which it never was.
 */
#ifndef CHECK_CASEWORK_WALK_H
#define CHECK_CASEWORK_WALK_H

#include "check_casework.h"

/* What the calls are about: the same in both stores. */
struct walk_about {
	const uint64_t *ids; /* records; the last is nobody's */
	size_t n_ids;
	const char *const *texts; /* to search for, references */
	size_t n_texts;
	const uint64_t *drafts;
	size_t n_drafts;
};

/* One user at one of the stores.  A row begins and ends each call, which is
 * undone, so that no row meets what another did. */
struct walking {
	struct session *s;
	struct store *store;
	const struct walk_about *about;
	struct arena a;	 /* of one call */
	struct buf *out; /* everything that came back */
};

typedef void walk_fn(struct walking *w);

struct walk_row {
	const char *name; /* of the function, as in its header */
	walk_fn *walk;
	bool of_all; /* lists that are about nobody */
};
extern const struct walk_row walk_rows[];
extern const size_t walk_rows_n;

#endif
