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

double town_share(const struct match_rates *r, struct word *town);

#endif
