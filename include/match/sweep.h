/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * sweep.h - all pairs of people who may be the same, out of many at once.
 *
 * Only those who share a key are compared: a birth date (or its day and
 * month exchanged), the sounds of two names, the sound of a name with the
 * birth year or with day and month, an address, a telephone, a number.  A
 * key that too many share is passed over: the others bring them together.
 */
#ifndef MATCH_SWEEP_H
#define MATCH_SWEEP_H

#include "match/score.h"

/* The keys of a card, as hashes whose last bits tell of what. */
#define SWEEP_KEYS 160
enum { KEY_OF_BIRTH = 1, KEY_OF_HOME = 2, KEY_OF = 3 };
size_t match_keys(const struct match_card *card, uint64_t out[SWEEP_KEYS]);

/* What makes a person somebody: names, birth date, numbers.  As long as it
 * is the same, what was said of them holds. */
uint64_t match_fingerprint(const struct match_card *card);

struct sweep;
/* An empty sweep. */
struct sweep *sweep_new(void);
void sweep_free(struct sweep **s);
/* The words of all its cards; they live as long as the sweep. */
struct words *sweep_words(struct sweep *s);
/* Memory for cards, as long as the sweep. */
struct arena *sweep_arena(struct sweep *s);
/* One more person; who: the caller's number.  The card is borrowed. */
void sweep_add(struct sweep *s, uint64_t who, const struct match_card *card);

struct sweep_pair {
	uint64_t one, other; /* as added, one before other */
	float bits;
	bool twins;    /* perhaps: given even below `least` */
	uint32_t i, k; /* their places, in the order they were added */
};
/*
 * Every pair with at least so many bits, likeliest first; the array is the
 * sweep's.  progress (may be NULL) hears how many people are done; false from
 * it ends the sweep early.
 */
size_t sweep_run(struct sweep *s, double least, struct sweep_pair **out,
		 bool (*progress)(size_t done, size_t of, void *ctx),
		 void *ctx);
/* The card added as the i-th, from 0. */
const struct match_card *sweep_card(const struct sweep *s, size_t i);
/* How many pairs were weighed by the last run. */
size_t sweep_weighed(const struct sweep *s);

#endif
