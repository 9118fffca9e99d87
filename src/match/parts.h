/* SPDX-License-Identifier: GPL-3.0-or-later */
/* parts.h - what the files of match share. */
#ifndef MATCH_PARTS_H
#define MATCH_PARTS_H

#include <math.h>

#include "match/score.h"

static inline double
bits(double m, double u)
{
	return log2(m / u);
}

struct names_compared {
	double value, given, family;
	enum match_level level, given_level, family_level;
};
/* The best of all names of both; false when one has none. */
bool names_compare(const struct match_card *a, const struct match_card *b,
		   const struct match_rates *r, struct names_compared *best);

/* As many bits as a card's names can ever be worth. */
double names_most(const struct match_card *c, const struct match_rates *r);
/* match_score(), given up early (false) when it cannot reach `least`; most:
 * the lesser names_most() of the two. */
bool score_reaches(const struct match_card *a, const struct match_card *b,
		   const struct match_rates *r, double least, double most,
		   struct match_score *out);

/* The part of all people who bear the word; `unknown` where nobody knows. Asked
 * once, then kept with the word. */
double word_share(const struct match_rates *r, struct word *w, double unknown);

/* One character put in, left out or changed, or two neighbours exchanged? */
bool one_slip(const char *a, const char *b);

/* Area, house and street, with those who moved. */
void score_where(const struct match_card *a, const struct match_card *b,
		 const struct match_rates *r, struct match_score *s);
bool share_a_home(const struct match_score *s);

struct shared_contacts {
	bool phone, mail;
};
/* Takes off what two of one household would share as well; tells twins. */
void weigh_household(const struct match_card *a, const struct match_card *b,
		     const struct match_rates *r, struct shared_contacts shared,
		     struct match_score *s);

/* What pairs of a file tell of it; see learn.c. */
struct learning {
	size_t one_person, moved; /* of one name and birth date */
	size_t once, families;	  /* of one home */
};
void learn_from_birth(struct learning *l, const struct match_card *a,
		      const struct match_card *b, const struct match_rates *r);
void learn_from_home(struct learning *l, const struct match_card *a,
		     const struct match_card *b, const struct match_rates *r);
void learned(const struct learning *l, struct match_rates *r);

#endif
