/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * practice.h - a store filled with invented people, made from the forms
 * themselves: every field valid under its own rules, every state of every
 * programme sought until it is reached (from 60 people on; tested over a dozen
 * seeds on different days), dates that make a believable worklist today.
 */
#ifndef CASEWORK_PRACTICE_H
#define CASEWORK_PRACTICE_H

#include "base/err.h"
#include "store/store.h"

struct practice_options {
	uint64_t people;   /* how many */
	uint64_t seed;	   /* the same seed on the same day gives the same
				   store */
	const char *owner; /* login who gets a share of the cases */
	void (*progress)(uint64_t done, uint64_t of, void *ctx); /* or NULL */
	void *ctx;
};

/* Fill a store whose forms are published. In small commits. */
MUST_USE enum err practice_fill(struct store *st,
				const struct practice_options *o);

#endif
