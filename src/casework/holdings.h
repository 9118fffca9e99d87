/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * holdings.h - how many records hold a field, a code, a state.
 */
#ifndef CASEWORK_HOLDINGS_H
#define CASEWORK_HOLDINGS_H

#include "casework/internal.h"
#include "form/publish.h"

struct tally;
struct counts {
	struct arena *a;
	struct store *store;
	const struct form_set *set; /* whose names are asked for */
	struct tally *v;
	size_t n, cap;
	bool counted, failed;
};

/* h asks c, which counts at the first question. Both are the caller's.  set:
 * the published forms, by whose names records are counted. */
void holdings_init(struct holdings *h, struct counts *c, struct arena *a,
		   struct store *st, const struct form_set *set);

#endif
