/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Evidence field by field.  The values of m come from published studies of
 * how records of one person differ; u of an exact name is that name's own
 * share, so that common names weigh little; the others are the chances in a
 * borough's file.
 */
#include "match/score.h"

#include <math.h>
#include <string.h>

#include "match/likeness.h"

enum {
	FULL_TOKENS = 2,      /* further ones count half */
	YEAR_AND_A_BIT = 400, /* days: a slip, if the rest agrees */
	CONTACT_EDITS = 2
};

static const double name_exact_m = 0.80, name_close_m = 0.09,
		    name_near_m = 0.05, name_other_m = 0.06;
static const double name_close_u = 0.003, name_near_u = 0.010;
static const double close_from = 0.92, near_from = 0.85;
static const double share_unknown = 0.002, share_least = 0.0003;
static const double crossed = 1.5; /* given name met as family name */

static double
bits(double m, double u)
{
	return log2(m / u);
}

static void
mark(struct match_score *s, enum match_field f, enum match_level level,
     double value)
{
	s->field[f] = value;
	s->level[f] = level;
	s->bits += value;
}

/* --- names --------------------------------------------------------------------- */

static double
share_of(const struct match_rates *r, const char *token)
{
	double share = r->share ? r->share(token, r->ctx) : 0;

	if (share <= 0)
		share = share_unknown;
	return share < share_least ? share_least : share;
}

struct pairing {
	size_t i, k;
	double value;
	bool exact;
};

static struct pairing
compare_tokens(const struct match_name *a, size_t i, const struct match_name *b,
	       size_t k, const struct match_rates *r)
{
	struct pairing p = { i, k, 0, strcmp(a->token[i], b->token[k]) == 0 };
	double share = share_of(r, a->token[i]), jw;
	struct sound x, y;

	if (p.exact) {
		p.value = bits(name_exact_m, share);
	} else {
		jw = jaro_winkler(a->token[i], b->token[k]);
		name_sound(a->token[i], &x);
		name_sound(b->token[k], &y);
		if (jw >= close_from)
			p.value = bits(name_close_m,
				       fmax(name_close_u, share / 2));
		else if (jw >= near_from || name_sounds_alike(&x, &y))
			p.value = bits(name_near_m, fmax(name_near_u, share));
	}
	if (p.value > 0 && (i < a->n_family) != (k < b->n_family) &&
	    a->n_family && b->n_family)
		p.value = fmax(p.value - crossed, 0.1);
	return p;
}

/*
 * Tokens are paired, the strongest pair first, whatever their order.  Those
 * left over on both sides disagree; those that only one side has say nothing.
 */
static double
compare_names(const struct match_name *a, const struct match_name *b,
	      const struct match_rates *r, enum match_level *level)
{
	struct pairing all[NAME_TOKENS_MOST * NAME_TOKENS_MOST];
	bool used_a[NAME_TOKENS_MOST] = { false };
	bool used_b[NAME_TOKENS_MOST] = { false };
	size_t n = 0, most = a->n < b->n ? a->n : b->n, pairs = 0, exact = 0;
	double sum = 0;

	for (size_t i = 0; i < a->n; i++)
		for (size_t k = 0; k < b->n; k++)
			all[n++] = compare_tokens(a, i, b, k, r);
	for (; pairs < most; pairs++) {
		const struct pairing *best = NULL;

		for (size_t p = 0; p < n; p++)
			if (!used_a[all[p].i] && !used_b[all[p].k] &&
			    all[p].value > (best ? best->value : 0))
				best = &all[p];
		if (!best)
			break;
		used_a[best->i] = used_b[best->k] = true;
		exact += best->exact;
		sum += pairs < FULL_TOKENS ? best->value : best->value / 2;
	}
	*level = exact == most ? MATCH_SAME :
		 pairs == most ? MATCH_NEAR :
				 MATCH_OTHER;
	for (; pairs < most; pairs++)
		sum += bits(name_other_m, 1) / (pairs < FULL_TOKENS ? 1 : 2);
	return sum;
}

static void
score_names(const struct match_card *a, const struct match_card *b,
	    const struct match_rates *r, struct match_score *s)
{
	enum match_level level, best_level = MATCH_UNKNOWN;
	double best = 0;

	for (size_t i = 0; i < a->n_names; i++)
		for (size_t k = 0; k < b->n_names; k++) {
			double v;

			if (!a->names[i].n || !b->names[k].n)
				continue;
			v = compare_names(&a->names[i], &b->names[k], r,
					  &level);
			if (best_level == MATCH_UNKNOWN || v > best) {
				best = v;
				best_level = level;
			}
		}
	if (best_level != MATCH_UNKNOWN)
		mark(s, MATCH_NAME, best_level, best);
}

/* --- birth date -------------------------------------------------------------------- */

/* Written where no date is known. */
static bool
stands_for_nothing(struct date d)
{
	return d.m == 1 && d.d == 1 && (d.y == 1900 || d.y == 1970);
}

static size_t
digits_apart(struct date a, struct date b)
{
	const int x[] = { a.y / 1000, a.y / 100 % 10, a.y / 10 % 10, a.y % 10,
			  a.m / 10,   a.m % 10,	      a.d / 10,	     a.d % 10 };
	const int y[] = { b.y / 1000, b.y / 100 % 10, b.y / 10 % 10, b.y % 10,
			  b.m / 10,   b.m % 10,	      b.d / 10,	     b.d % 10 };
	size_t n = 0, swaps = 0;

	for (size_t i = 0; i < 8; i++)
		n += x[i] != y[i];
	for (size_t i = 0; i + 1 < 8; i++)
		swaps += x[i] != y[i] && x[i] == y[i + 1] && x[i + 1] == y[i];
	return n == 2 && swaps == 1 ? 1 : n;
}

static void
score_whole_dates(struct date a, struct date b, struct match_score *s)
{
	bool turned = a.y == b.y && a.d == b.m && a.m == b.d;
	int agree = (a.y == b.y) + (a.m == b.m) + (a.d == b.d);
	int64_t days = date_to_days(a) - date_to_days(b);

	if (agree == 3)
		/* The first of January is written for many who know only
		 * their year. */
		mark(s, MATCH_BORN, MATCH_SAME,
		     bits(0.88, a.m == 1 && a.d == 1 ? 0.002 : 0.000045));
	else if (turned || digits_apart(a, b) == 1)
		mark(s, MATCH_BORN, MATCH_NEAR, bits(0.07, 0.0012));
	else if (agree == 2)
		mark(s, MATCH_BORN, MATCH_NEAR, bits(0.02, 0.0046));
	else if (days <= YEAR_AND_A_BIT && days >= -YEAR_AND_A_BIT)
		mark(s, MATCH_BORN, MATCH_OTHER, bits(0.02, 0.036));
	else
		mark(s, MATCH_BORN, MATCH_OTHER, bits(0.03, 0.99));
}

/* A year alone, or year and month: as far as both are known. */
static void
score_dates(struct date a, struct date b, struct match_score *s)
{
	int apart = a.y > b.y ? a.y - b.y : b.y - a.y;

	if (!date_is_set(a) || !date_is_set(b) || stands_for_nothing(a) ||
	    stands_for_nothing(b))
		return;
	if (date_is_whole(a) && date_is_whole(b))
		score_whole_dates(a, b, s);
	else if (apart == 0 && a.m && a.m == b.m)
		mark(s, MATCH_BORN, MATCH_NEAR, bits(0.85, 0.0014));
	else if (apart == 0 && !(a.m && b.m))
		mark(s, MATCH_BORN, MATCH_NEAR, bits(0.70, 0.017));
	else if (apart <= 2)
		mark(s, MATCH_BORN, MATCH_NEAR, bits(0.20, 0.07));
	else
		mark(s, MATCH_BORN, MATCH_OTHER, bits(0.05, 0.90));
}

/* --- the rest ---------------------------------------------------------------------------- */

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

static void
score_address(const struct match_card *a, const struct match_card *b,
	      struct match_score *s)
{
	if (a->postcode[0] && b->postcode[0]) {
		if (strcmp(a->postcode, b->postcode) == 0)
			mark(s, MATCH_POSTCODE, MATCH_SAME, bits(0.85, 0.0005));
		else if (edit_distance_swaps(a->postcode, b->postcode) == 1)
			mark(s, MATCH_POSTCODE, MATCH_NEAR, bits(0.07, 0.004));
		else
			mark(s, MATCH_POSTCODE, MATCH_OTHER, bits(0.2, 0.99));
	}
	if (a->house[0] && b->house[0]) {
		if (strcmp(a->house, b->house) == 0)
			mark(s, MATCH_HOUSE, MATCH_SAME, bits(0.85, 0.02));
		else
			mark(s, MATCH_HOUSE, MATCH_OTHER, bits(0.25, 0.98));
	}
	if (a->street[0] && b->street[0]) {
		if (strcmp(a->street, b->street) == 0 ||
		    jaro_winkler(a->street, b->street) >= close_from)
			mark(s, MATCH_STREET, MATCH_SAME,
			     bits(0.85, 0.002) / 2);
		else
			mark(s, MATCH_STREET, MATCH_OTHER,
			     bits(0.25, 0.99) / 2);
	}
}

/* An e-mail address that was misread; figures of a telephone are too few to
 * tell a slip from another number. */
static bool
contact_alike(const char *x, const char *y)
{
	return strchr(x, '@') && strchr(y, '@') &&
	       edit_distance_swaps(x, y) <= CONTACT_EDITS;
}

static void
score_contacts(const struct match_card *a, const struct match_card *b,
	       struct match_score *s)
{
	bool alike = false;

	for (size_t i = 0; i < a->n_contacts; i++)
		for (size_t k = 0; k < b->n_contacts; k++) {
			if (strcmp(a->contacts[i], b->contacts[k]) == 0) {
				/* Families share one. */
				mark(s, MATCH_CONTACT, MATCH_SAME,
				     bits(0.5, 0.001));
				return;
			}
			alike |= contact_alike(a->contacts[i], b->contacts[k]);
		}
	if (alike)
		mark(s, MATCH_CONTACT, MATCH_NEAR, bits(0.1, 0.001));
	else if (a->n_contacts && b->n_contacts)
		mark(s, MATCH_CONTACT, MATCH_OTHER, bits(0.5, 0.99));
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
			else if (edit_distance_swaps(x, y) == 1)
				l = MATCH_NEAR;
			if (best == MATCH_UNKNOWN || l < best)
				best = l;
		}
	if (best == MATCH_SAME)
		mark(s, MATCH_ID, best, bits(0.93, 1 / fmax(r->people, 1000)));
	else if (best == MATCH_NEAR)
		mark(s, MATCH_ID, best, bits(0.05, 0.0002));
	else if (best == MATCH_OTHER)
		mark(s, MATCH_ID, best, bits(0.02, 1));
}

void
match_score(const struct match_card *a, const struct match_card *b,
	    const struct match_rates *rates, struct match_score *out)
{
	*out = (struct match_score){ .bits = -log2(fmax(rates->people, 2)) };
	score_names(a, b, rates, out);
	score_dates(a->born, b->born, out);
	score_sex(a->sex, b->sex, out);
	score_address(a, b, out);
	score_contacts(a, b, out);
	score_ids(a, b, rates, out);
}
