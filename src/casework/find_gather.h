/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * find_gather.h - the candidates of a search, from the narrowest index
 * first, each with what speaks for it.
 */
#ifndef CASEWORK_FIND_GATHER_H
#define CASEWORK_FIND_GATHER_H

#include "casework/find_query.h"

enum found_by {
	BY_REF = 1,    /* own reference, or that of a case seen */
	BY_NUMBER = 2, /* a number, whole */
	BY_NUMBER_START = 4,
	BY_PHONE = 8,
	BY_EMAIL = 16,
	BY_BORN = 32,
	BY_YEAR = 64,
	BY_ADDRESS = 128, /* postcode, whole */
	BY_AREA = 256,	  /* beginning of a postcode */
	BY_PAST_ADDRESS = 512,
	BY_WORD = 1024 /* a field of a case */
};

enum { NAME_NONE = 1000 }; /* name_cost of a name that does not fit */

struct candidate {
	uint64_t id;
	unsigned int by;
	int name_cost;	     /* 0: every word is a name of theirs */
	bool begins, sounds; /* how the words fit */
	struct date born;
	const char *tokens; /* for the order of equals; NULL not read */
	bool checked;	    /* may be seen */
	int score;	    /* smaller is closer */
};

struct gather {
	struct txn *t;
	struct session *s;
	const struct who *w;
	struct arena *a;
	const struct query *q;
	struct candidate *v;
	size_t n, most;
	uint16_t *slot; /* hash table of places in v, from 1 */
	size_t n_slots;
	bool cut; /* a scan was stopped before its end */
	bool may_born, may_past;
};

/* Fill g->v with at most g->most candidates. Those not seen are still among
 * them. */
void gather(struct gather *g);

/* Take one more name of a candidate into account, if it fits better. */
void candidate_name(struct gather *g, struct candidate *c,
		    const struct person_names *name);

/* How the words of q fit a name's tokens (parted by spaces): the cost, or
 * NAME_NONE; exact words cost nothing. */
int name_fit(const struct query *q, const char *tokens, size_t n, bool *begins,
	     bool *sounds);

#endif
