/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One person, or two who live together?
 *
 * Against two of one household the family name, the address and often the
 * telephone prove nothing.  What does: the given name (nobody bears
 * another's, but for fathers and sons), the birth date (twins share it, and
 * fathers and sons lie a generation apart), the sex, what one does not share.
 */
#include <stdlib.h>

#include "match/parts.h"

enum { GENERATION_FROM = 15, GENERATION_TO = 50 };

/* How often two of one household share a given name otherwise than by chance,
 * or have names that are alike; a birth date; a telephone; an e-mail address.
 */
static const double named_after = 0.012, alike_at_home = 0.01, twins = 0.01,
		    phone_at_home = 0.3, mail_at_home = 0.02;
/* Of those named after another, so many are a generation younger; of wrong
 * birth dates, so many are wrong by as much. */
static const double generation_apart = 0.85, wrong_by_it = 0.45;

/* Nobody calls twins, or brothers, by forms of one name. */
static enum match_level
own_name(const struct match_card *a, const struct match_card *b,
	 const struct match_score *s)
{
	return s->given_level == MATCH_NEAR && given_short_form(a, b)
		       ? MATCH_SAME
		       : s->given_level;
}

static double
given_at_home(const struct match_score *s, enum match_level own)
{
	if (own == MATCH_UNKNOWN)
		return 0;
	if (own == MATCH_OTHER)
		return fmin(s->given, bits(0.03, 0.98));
	if (own == MATCH_SAME)
		return -log2(exp2(-s->given) + named_after / 0.80);
	return -log2(exp2(-s->given) + alike_at_home / 0.14);
}

static bool
generation(struct date a, struct date b)
{
	int years = abs(a.y - b.y);

	return years >= GENERATION_FROM && years <= GENERATION_TO;
}

static double
born_at_home(const struct match_card *a, const struct match_card *b,
	     const struct match_score *s, enum match_level own)
{
	bool named_alike = own == MATCH_SAME || own == MATCH_NEAR;

	if (s->level[MATCH_BORN] == MATCH_SAME)
		return own == MATCH_SAME ? s->field[MATCH_BORN]
					 : bits(0.88, twins);
	if (s->level[MATCH_BORN] != MATCH_OTHER || !named_alike)
		return s->field[MATCH_BORN];
	return s->field[MATCH_BORN] +
	       (generation(a->born, b->born)
			? bits(wrong_by_it, generation_apart)
			: bits(1 - wrong_by_it, 1 - generation_apart));
}

static double
contact_at_home(struct shared_contacts shared, const struct match_score *s)
{
	double value = 0;

	if (shared.phone)
		value += bits(0.5, phone_at_home);
	if (shared.mail)
		value += bits(0.5, mail_at_home);
	return value != 0 ? value : fmin(s->field[MATCH_CONTACT], 0) / 2;
}

/* Both rivals together: 2^-M = 2^-M(chance) + 2^-M(household). */
void
weigh_household(const struct match_card *a, const struct match_card *b,
		const struct match_rates *r, struct shared_contacts shared,
		struct match_score *s)
{
	enum match_level own = own_name(a, b, s);
	double home, both;

	if (!shared.phone && !share_a_home(s))
		return;
	home = r->home + given_at_home(s, own) + born_at_home(a, b, s, own) +
	       contact_at_home(shared, s) + s->field[MATCH_SEX] +
	       s->field[MATCH_ID];
	if (s->family_level == MATCH_OTHER)
		home += bits(0.06, 0.25);
	both = -log2(exp2(-s->bits) + exp2(-home));
	s->twins = s->level[MATCH_BORN] == MATCH_SAME &&
		   (s->given_level == MATCH_OTHER ||
		    (s->given_level == MATCH_NEAR && given_unlike(a, b))) &&
		   s->level[MATCH_ID] != MATCH_SAME;
	if (s->bits - both > 0.05) {
		s->field[MATCH_HOUSEHOLD] = both - s->bits;
		s->level[MATCH_HOUSEHOLD] = MATCH_OTHER;
		s->bits = both;
	}
}
