/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sweep_parts.h - what the files of a sweep share. */
#ifndef MATCH_SWEEP_PARTS_H
#define MATCH_SWEEP_PARTS_H

#include "base/arena.h"
#include "match/parts.h"
#include "match/sweep.h"

struct entry {
	uint64_t hash;
	uint32_t who;
};

struct block {
	uint32_t from, to; /* places in entries */
};

/* Pairs that were found, by one of those who weigh. */
struct sweep_found {
	struct sweep_pair *pair;
	size_t n, cap, weighed;
};

struct sweep {
	struct arena a;
	struct words *words;
	const struct match_card **card;
	uint64_t *who;
	struct card_gist *gist; /* of each, while a run lasts */
	double prior;
	size_t n, cap;
	struct entry *entry;
	size_t entries, entry_cap;
	struct sweep_found found;
};

void sweep_pair_add(const struct sweep *s, struct sweep_found *f, uint32_t i,
		    uint32_t k, float bits, bool twins);

typedef bool sweep_progress(size_t done, size_t of, void *ctx);
/*
 * Weighs everybody with whoever comes later in one of their blocks: those of
 * person i are b[first[i]] up to b[first[i + 1]].  On all processors, up to
 * four; the pairs come in no order.
 */
void sweep_weigh(struct sweep *s, const struct block *b, const uint32_t *first,
		 const struct match_rates *r, double least,
		 sweep_progress *progress, void *ctx);

/* Joins those whom a third joins. */
void sweep_thirds(struct sweep *s, const struct match_rates *r, double least);

#endif
