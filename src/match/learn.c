/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a file says of itself, before anything is weighed: how many of its
 * people have moved, and whether those who share a home are families or one
 * person twice.  Nobody need know who is who: records of one rare name and
 * birth date are one person's, wherever they live; those of one home with
 * other given names and birth dates are two people's.
 *
 * Each begins with what is so in general, as if a few had been seen.
 */
#include "match/parts.h"

static const double moved_seen = 20, home_seen = 10;
static const double moved_least = 0.03, moved_most = 0.5;
static const double home_least = -3, home_most = 6;
/* So many bits together before they are taken for one person. */
static const double surely = 7;

static bool
same_words(const struct match_card *a, const struct match_card *b)
{
	const struct match_name *x = a->names, *y = b->names;

	if (!a->n_names || !b->n_names || x->n != y->n || x->n < 2 ||
	    !x->n_family || x->n_family == x->n)
		return false;
	for (size_t i = 0; i < x->n; i++)
		if (x->word[i] != y->word[i])
			return false;
	return true;
}

void
learn_from_birth(struct learning *l, const struct match_card *a,
		 const struct match_card *b, const struct match_rates *r)
{
	struct match_score s = { .bits = 0 };
	struct names_compared n;
	double born;

	if (!same_words(a, b) ||
	    dates_compare(a->born, b->born, &born) != MATCH_SAME ||
	    !names_compare(a, b, r, &n))
		return;
	if (n.value + born - log2(fmax(r->people, 2)) < surely)
		return;
	score_where(a, b, r, &s);
	if (s.level[MATCH_POSTCODE] == MATCH_UNKNOWN)
		return;
	l->one_person++;
	l->moved += s.level[MATCH_POSTCODE] == MATCH_OTHER &&
		    s.level[MATCH_HOUSE] != MATCH_SAME &&
		    s.level[MATCH_STREET] != MATCH_SAME;
}

void
learn_from_home(struct learning *l, const struct match_card *a,
		const struct match_card *b, const struct match_rates *r)
{
	struct names_compared n;
	struct match_score s = { .bits = 0 };
	enum match_level born;
	double value;

	born = dates_compare(a->born, b->born, &value);
	if (born == MATCH_UNKNOWN || !names_compare(a, b, r, &n) ||
	    n.given_level == MATCH_UNKNOWN)
		return;
	score_where(a, b, r, &s);
	if (!share_a_home(&s))
		return;
	l->once += born != MATCH_OTHER && n.given_level != MATCH_OTHER;
	l->families += born == MATCH_OTHER && n.given_level == MATCH_OTHER;
}

void
learned(const struct learning *l, struct match_rates *r)
{
	double moved = ((double)l->moved + moved_seen * MATCH_MOVED) /
		       ((double)l->one_person + moved_seen);
	double home = log2(((double)l->once + home_seen * exp2(MATCH_HOME)) /
			   ((double)l->families + home_seen));

	r->moved = fmin(fmax(moved, moved_least), moved_most);
	r->home = fmin(fmax(home, home_least), home_most);
}
