/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Evidence field by field.  The values of m come from published studies of
 * how records of one person differ; u of an exact name is that name's own
 * share, so that common names weigh little; the others are the chances in a
 * borough's file.
 */
#include "match/score.h"

#include <string.h>

#include "match/likeness.h"
#include "match/parts.h"

enum { LONG_NAME = 8, PLACE_EDITS = 2, CONTACT_MOST = 11, NUMBER_MOST = 30 };
/* How much more often two records that share a home are one person's. */
static const double home_prior = 2;

static const double people_least = 1000;
static const double street_from = 0.92, town_from = 0.88;
/* Of Jaro's measure, with the same four first letters. */
static const double street_jaro = 0.866, town_jaro = 0.80;
static const double town_least = 0.005;

static void
mark(struct match_score *s, enum match_field f, enum match_level level,
     double value)
{
	s->field[f] = value;
	s->level[f] = level;
	s->bits += value;
}

static void
score_names(const struct match_card *a, const struct match_card *b,
	    const struct match_rates *r, struct match_score *s)
{
	struct names_compared n;

	if (!names_compare(a, b, r, &n))
		return;
	mark(s, MATCH_NAME, n.level, n.value);
	s->given = n.given;
	s->family = n.family;
	s->given_level = n.given_level;
	s->family_level = n.family_level;
}

static void
score_dates(struct date a, struct date b, struct match_score *s)
{
	double value;
	enum match_level level = dates_compare(a, b, &value);

	if (level != MATCH_UNKNOWN)
		mark(s, MATCH_BORN, level, value);
}

static void
score_sex(const char *a, const char *b, struct match_score *s)
{
	if (!a[0] || !b[0])
		return;
	if (strcmp(a, b) == 0)
		mark(s, MATCH_SEX, MATCH_SAME, bits(0.98, 0.5));
	else
		mark(s, MATCH_SEX, MATCH_OTHER, bits(0.02, 0.5));
}

/* --- where they live -------------------------------------------------------- */

/* One character put in, left out or changed, or two neighbours exchanged? */
static bool
one_slip(const char *a, const char *b)
{
	size_t n = strlen(a), m = strlen(b), i = 0;

	if (n + 1 < m || m + 1 < n)
		return false;
	while (a[i] && a[i] == b[i])
		i++;
	if (n > m)
		return strcmp(a + i + 1, b + i) == 0;
	if (m > n)
		return strcmp(a + i, b + i + 1) == 0;
	if (!a[i])
		return false;
	if (strcmp(a + i + 1, b + i + 1) == 0)
		return true;
	return a[i] == b[i + 1] && a[i + 1] == b[i] &&
	       strcmp(a + i + 2, b + i + 2) == 0;
}

static enum match_level
postcodes(const char *a, const char *b, double *value)
{
	*value = 0;
	if (!a[0] || !b[0])
		return MATCH_UNKNOWN;
	if (strcmp(a, b) == 0) {
		*value = bits(0.85, 0.0005);
		return MATCH_SAME;
	}
	if (one_slip(a, b)) {
		*value = bits(0.07, 0.004);
		return MATCH_NEAR;
	}
	*value = bits(0.2, 0.99);
	return MATCH_OTHER;
}

/* What a town is worth is its own share: the borough itself tells nothing. */
static enum match_level
towns(struct word *a, struct word *b, const struct match_rates *r,
      double *value)
{
	*value = 0;
	if (!a || !b)
		return MATCH_UNKNOWN;
	if (a == b) {
		*value = bits(0.80,
			      fmin(fmax(town_share(r, a), town_least), 0.7));
		return MATCH_SAME;
	}
	if (words_may_reach(a, b, town_jaro) &&
	    jaro_winkler(a->text, b->text) >= town_from) {
		double share = fmax(town_share(r, a), town_share(r, b));

		*value = bits(0.10, fmin(fmax(share / 4, 0.005), 0.09));
		return MATCH_NEAR;
	}
	*value = bits(0.25, 0.95);
	return MATCH_OTHER;
}

/* The better of the two, never both: they are not independent. */
static void
score_area(const struct match_card *a, const struct match_card *b,
	   const struct match_rates *r, struct match_score *s)
{
	double code, town;
	enum match_level c = postcodes(a->postcode, b->postcode, &code);
	enum match_level t = towns(a->town, b->town, r, &town);

	if (c != MATCH_UNKNOWN && (t == MATCH_UNKNOWN || code >= town))
		mark(s, MATCH_POSTCODE, c, code);
	else if (t != MATCH_UNKNOWN)
		mark(s, MATCH_POSTCODE, t, town);
}

/* Do they share a number? `flat 4 19` and `19` do. */
static bool
share_number(const char *a, const char *b)
{
	while (*a) {
		size_t n = strspn(a, "0123456789");

		for (const char *p = b; n && (p = strpbrk(p, "0123456789"));) {
			size_t m = strspn(p, "0123456789");

			if (m == n && memcmp(a, p, n) == 0)
				return true;
			p += m;
		}
		a += n ? n : 1;
	}
	return false;
}

static void
score_house(const char *a, const char *b, struct match_score *s)
{
	if (!a[0] || !b[0])
		return;
	if (strcmp(a, b) == 0)
		mark(s, MATCH_HOUSE, MATCH_SAME, bits(0.85, 0.02));
	else if (share_number(a, b))
		mark(s, MATCH_HOUSE, MATCH_NEAR, bits(0.10, 0.03));
	else
		mark(s, MATCH_HOUSE, MATCH_OTHER, bits(0.25, 0.98));
}

static void
score_street(const struct word *a, const struct word *b, struct match_score *s)
{
	if (!a || !b)
		return;
	if (a == b)
		mark(s, MATCH_STREET, MATCH_SAME, bits(0.85, 0.002) / 2);
	else if (words_may_reach(a, b, street_jaro) &&
		 jaro_winkler(a->text, b->text) >= street_from)
		mark(s, MATCH_STREET, MATCH_NEAR, bits(0.85, 0.002) / 2);
	else
		mark(s, MATCH_STREET, MATCH_OTHER, bits(0.25, 0.99) / 2);
}

/* --- telephones, e-mail, numbers ---------------------------------------------- */

/* An e-mail address misread, or one's name at another provider; figures of a
 * telephone are too few to tell a slip from another number. */
static bool
emails_alike(struct arena *a, const char *x, const char *y)
{
	const char *p = strchr(x, '@'), *q = strchr(y, '@'), *s, *t;

	if (!p || !q)
		return edits_within(x, y, 1);
	s = arena_strndup(a, x, (size_t)(p - x));
	t = arena_strndup(a, y, (size_t)(q - y));
	if (strcmp(s, t) == 0 && p - x > 4)
		return true;
	return edits_within(s, t, p - x >= LONG_NAME ? 2 : 1) &&
	       (strcmp(p, q) == 0 || edits_within(p, q, PLACE_EDITS));
}

/* Which of a to z a text has, the rest together. */
static uint32_t
letters_of(const char *s, const char *end)
{
	uint32_t m = 0;

	for (; s < end; s++)
		m |= UINT32_C(1) << (*s >= 'a' && *s <= 'z' ? *s - 'a' : 26);
	return m;
}

/* Tells most of those apart that are not, without measuring: an edit changes
 * two letters at most. */
static bool
may_be_alike(const char *x, const char *y)
{
	const char *p = strchr(x, '@'), *q = strchr(y, '@');
	ptrdiff_t longer;

	if (!p && !q)
		return false;
	if (!p || !q)
		return true;
	longer = (p - x) - (q - y);
	return longer >= -2 && longer <= 2 && p > x && q > y &&
	       (x[0] == y[0] || p[-1] == q[-1]) &&
	       __builtin_popcount(letters_of(x, p) ^ letters_of(y, q)) <= 4;
}

static bool
contacts_alike(const char *x, const char *y)
{
	struct arena a = ARENA_INIT;
	bool alike;

	if (!may_be_alike(x, y))
		return false;
	alike = emails_alike(&a, x, y);
	arena_clear(&a);
	return alike;
}

/* True: they share a telephone, as families do. */
static bool
score_contacts(const struct match_card *a, const struct match_card *b,
	       struct match_score *s)
{
	bool alike = false, kinds = false;

	for (size_t i = 0; i < a->n_contacts; i++)
		for (size_t k = 0; k < b->n_contacts; k++) {
			const char *x = a->contacts[i], *y = b->contacts[k];

			if (strcmp(x, y) == 0) {
				bool phone = !strchr(x, '@');

				mark(s, MATCH_CONTACT, MATCH_SAME,
				     bits(0.5, phone ? 0.001 : 0.0003));
				return phone;
			}
			kinds |= !strchr(x, '@') == !strchr(y, '@');
			alike |= contacts_alike(x, y);
		}
	if (alike)
		mark(s, MATCH_CONTACT, MATCH_NEAR, bits(0.1, 0.002));
	else if (kinds)
		mark(s, MATCH_CONTACT, MATCH_OTHER, bits(0.5, 0.99));
	return false;
}

/* The best of all kinds that both have; a different number of the same kind
 * is strong evidence against, unless another agrees. */
static void
score_ids(const struct match_card *a, const struct match_card *b,
	  const struct match_rates *r, struct match_score *s)
{
	enum match_level best = MATCH_UNKNOWN;

	for (size_t i = 0; i < a->n_ids; i++)
		for (size_t k = 0; k < b->n_ids; k++) {
			const char *x = a->ids[i].number;
			const char *y = b->ids[k].number;
			enum match_level l = MATCH_OTHER;

			if (strcmp(a->ids[i].kind, b->ids[k].kind) != 0)
				continue;
			if (strcmp(x, y) == 0)
				l = MATCH_SAME;
			else if (one_slip(x, y))
				l = MATCH_NEAR;
			if (best == MATCH_UNKNOWN || l < best)
				best = l;
		}
	if (best == MATCH_SAME)
		mark(s, MATCH_ID, best,
		     bits(0.93, 1 / fmax(r->people, people_least)));
	else if (best == MATCH_NEAR)
		mark(s, MATCH_ID, best, bits(0.05, 0.0002));
	else if (best == MATCH_OTHER)
		mark(s, MATCH_ID, best, bits(0.02, 1));
}

/* --- two of one household? ------------------------------------------------------ */

/* What the given name says between people who live together: none of them
 * bears another's, but for fathers and sons. */
static double
given_at_home(const struct match_score *s)
{
	if (s->given_level == MATCH_UNKNOWN)
		return 0;
	if (s->given_level == MATCH_OTHER)
		return fmin(s->given, bits(0.06, 0.98));
	return s->given_level == MATCH_SAME ? bits(0.80, 0.02)
					    : bits(0.14, 0.03);
}

/* Their birth dates differ by chance; twins share one. Fathers and sons of
 * one name do not, so that name and date together prove more. */
static double
born_at_home(const struct match_score *s)
{
	if (s->level[MATCH_BORN] != MATCH_SAME)
		return s->field[MATCH_BORN];
	return s->given_level == MATCH_SAME || s->given_level == MATCH_NEAR
		       ? s->field[MATCH_BORN]
		       : bits(0.88, 0.007);
}

static bool
share_a_home(const struct match_score *s)
{
	bool area = s->level[MATCH_POSTCODE] == MATCH_SAME &&
		    s->field[MATCH_POSTCODE] > 6;
	double home = s->field[MATCH_HOUSE] + s->field[MATCH_STREET];

	if (s->level[MATCH_STREET] == MATCH_OTHER)
		return false;
	return (area && s->level[MATCH_HOUSE] != MATCH_OTHER) ||
	       (s->level[MATCH_HOUSE] == MATCH_SAME && home > 7);
}

/*
 * Against two people of one household the family name, the address and the
 * telephone prove nothing, and such pairs are about as many as those of one
 * person.  Both rivals together: 2^-M = 2^-M(chance) + 2^-M(household).
 */
static void
weigh_household(struct match_score *s, bool phone)
{
	double home, both;

	if (!phone && !share_a_home(s))
		return;
	home = home_prior + given_at_home(s) + born_at_home(s) +
	       s->field[MATCH_SEX] + s->field[MATCH_ID];
	if (s->family_level == MATCH_OTHER)
		home += bits(0.06, 0.25);
	both = -log2(exp2(-s->bits) + exp2(-home));
	s->twins = s->level[MATCH_BORN] == MATCH_SAME &&
		   s->given_level == MATCH_OTHER &&
		   s->level[MATCH_ID] != MATCH_SAME;
	if (s->bits - both > 0.05)
		mark(s, MATCH_HOUSEHOLD, MATCH_OTHER, both - s->bits);
}

/* As much as telephones, e-mail and numbers could add. */
static double
still_possible(const struct match_card *a, const struct match_card *b)
{
	return (a->n_contacts && b->n_contacts ? CONTACT_MOST : 0) +
	       (a->n_ids && b->n_ids ? NUMBER_MOST : 0);
}

bool
score_reaches(const struct match_card *a, const struct match_card *b,
	      const struct match_rates *rates, double least, double most,
	      struct match_score *out)
{
	bool phone;

	*out = (struct match_score){ .bits = -log2(fmax(rates->people, 2)) };
	score_dates(a->born, b->born, out);
	score_sex(a->sex, b->sex, out);
	score_area(a, b, rates, out);
	score_house(a->house, b->house, out);
	score_street(a->street, b->street, out);
	if (out->bits + most + still_possible(a, b) < least)
		return false;
	phone = score_contacts(a, b, out);
	score_ids(a, b, rates, out);
	if (out->bits + most < least)
		return false;
	score_names(a, b, rates, out);
	weigh_household(out, phone);
	return true;
}

void
match_score(const struct match_card *a, const struct match_card *b,
	    const struct match_rates *rates, struct match_score *out)
{
	score_reaches(a, b, rates, 0, INFINITY, out);
}

bool
match_is_anchored(const struct match_card *a, const struct match_card *b,
		  const struct match_score *s)
{
	return s->level[MATCH_ID] == MATCH_SAME ||
	       (s->level[MATCH_BORN] == MATCH_SAME && date_is_whole(a->born) &&
		date_is_whole(b->born));
}

bool
match_may_attach(const struct match_score *first, bool anchored,
		 const struct match_score *next)
{
	return first->bits >= MATCH_ATTACH && anchored && !first->twins &&
	       (!next || first->bits - next->bits >= MATCH_AHEAD);
}
