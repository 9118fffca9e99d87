/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * find_scan.h - bounded scans of the search indexes, for the files that
 * gather candidates.
 */
#ifndef CASEWORK_FIND_SCAN_H
#define CASEWORK_FIND_SCAN_H

#include "casework/find_gather.h"

/* How an index is scanned, and what its entries speak for. */
struct scanning {
	uint8_t index;
	size_t id_at; /* bytes from the key's end to the id; 0: the
				   id follows the first texts */
	size_t texts; /* how many texts stand before the id */
	unsigned int by;
	bool words_bind;
	size_t most; /* entries */
};

/* Every entry under a prefix; true when the scan came to its end. */
bool gather_scan(struct gather *g, const struct scanning *how,
		 const struct key *k);

/* The candidate of this id, made when `add`; NULL when there is none, or no
 * room. */
struct candidate *candidate_of(struct gather *g, uint64_t id, bool add);
/*
 * One entry of a scan.  With `words_bind` somebody new is only taken in when
 * the words fit; who is there already gets the mark `by` all the same.
 */
struct candidate *candidate_take(struct gather *g, uint64_t id,
				 struct bytes posting, unsigned int by,
				 bool words_bind);

/* Is every question of a form with this meaning read by the user? */
bool may_find_by(const struct gather *g, const struct form *f, enum means m);
bool may_find_by_past(const struct gather *g, const struct form *person);

/* find_other.c: what is no name. */
void gather_numbers(struct gather *g);
void gather_born(struct gather *g);
void gather_postcode(struct gather *g);
void gather_words(struct gather *g);

#endif
