/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Where two people live: postcode or town, house and street together.
 *
 * They are not independent: whoever has not moved agrees in all of them, but
 * for slips, and whoever has moved in none.  So each is weighed as if nobody
 * had moved, and the whole against those who have: 2^A = (1 - moved) 2^S +
 * moved.
 */
#include <string.h>

#include "match/likeness.h"
#include "match/parts.h"

static const double street_from = 0.92, town_from = 0.88;
static const double place_least = 0.0003, place_most = 0.7;
static const double conflict = -1.5;
static const double code_unknown = 0.0005, town_unknown = 0.002;
/* How much commoner a place one slip away is than the place itself. */
static const double near_times = 12, town_times = 2;

/* One character put in, left out or changed, or two neighbours exchanged? */
bool
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

static void
weigh(struct match_score *s, enum match_field f, enum match_level level,
      double value)
{
	s->level[f] = level;
	s->field[f] = value;
}

/* What a place is worth is its own share: the borough itself tells nothing. */
static double
part_of(const struct match_rates *r, struct word *place, double unknown)
{
	return fmin(fmax(word_share(r, place, unknown), place_least),
		    place_most);
}

double
code_most(const struct match_rates *r, struct word *code)
{
	return bits(0.90, part_of(r, code, code_unknown));
}

double
town_most(const struct match_rates *r, struct word *town)
{
	return bits(0.80, part_of(r, town, town_unknown));
}

static enum match_level
postcodes(struct word *a, struct word *b, const struct match_rates *r,
	  double *value)
{
	*value = 0;
	if (!a || !b)
		return MATCH_UNKNOWN;
	if (a == b) {
		*value = code_most(r, a);
		return MATCH_SAME;
	}
	if (one_slip(a->text, b->text)) {
		double share = fmax(part_of(r, a, code_unknown),
				    part_of(r, b, code_unknown));

		*value = bits(0.06, fmin(fmax(near_times * share, 0.008), 0.1));
		return MATCH_NEAR;
	}
	*value = bits(0.05, 0.99);
	return MATCH_OTHER;
}

static enum match_level
towns(struct word *a, struct word *b, const struct match_rates *r,
      double *value)
{
	*value = 0;
	if (!a || !b)
		return MATCH_UNKNOWN;
	if (a == b) {
		*value = town_most(r, a);
		return MATCH_SAME;
	}
	if (words_may_reach(a, b, TOWN_JARO) &&
	    jaro_winkler(a->text, b->text) >= town_from) {
		double share = fmax(part_of(r, a, town_unknown),
				    part_of(r, b, town_unknown));

		*value =
			bits(0.10, fmin(fmax(town_times * share, 0.005), 0.09));
		return MATCH_NEAR;
	}
	*value = bits(0.12, 0.95);
	return MATCH_OTHER;
}

/* The better of the two, never both: they are not independent.  Where one
 * agrees and the other does not, both are doubtful. */
static void
area(const struct match_card *a, const struct match_card *b,
     const struct match_rates *r, struct match_score *s)
{
	double code, town;
	enum match_level c = postcodes(a->code, b->code, r, &code);
	enum match_level t = towns(a->town, b->town, r, &town);

	if (c == MATCH_OTHER && town > 0)
		town += conflict;
	if (t == MATCH_OTHER && code > 0)
		code += conflict;
	if (c != MATCH_UNKNOWN && (t == MATCH_UNKNOWN || code >= town))
		weigh(s, MATCH_POSTCODE, c, code);
	else if (t != MATCH_UNKNOWN)
		weigh(s, MATCH_POSTCODE, t, town);
}

/* Do they share a number? `flat 4 19` and `19` do. */
static bool
share_number(const char *a, const char *b)
{
	while (*a) {
		size_t n = strspn(a, "0123456789");

		for (const char *p = b; n && (p = strpbrk(p, "0123456789"));) {
			size_t m = strspn(p, "0123456789");

			if (m == n && strncmp(p, a, n) == 0)
				return true;
			p += m;
		}
		a += n ? n : 1;
	}
	return false;
}

static void
house(const char *a, const char *b, struct match_score *s)
{
	if (!a[0] || !b[0])
		return;
	if (strcmp(a, b) == 0)
		weigh(s, MATCH_HOUSE, MATCH_SAME, bits(0.85, 0.02));
	else if (share_number(a, b))
		weigh(s, MATCH_HOUSE, MATCH_NEAR, bits(0.08, 0.03));
	else
		weigh(s, MATCH_HOUSE, MATCH_OTHER, bits(0.08, 0.98));
}

/* At half its weight: the area has said much of it. */
static void
street(const struct word *a, const struct word *b, struct match_score *s)
{
	if (!a || !b)
		return;
	if (a == b)
		weigh(s, MATCH_STREET, MATCH_SAME, bits(0.80, 0.002) / 2);
	else if (words_may_reach(a, b, STREET_JARO) &&
		 jaro_winkler(a->text, b->text) >= street_from)
		weigh(s, MATCH_STREET, MATCH_NEAR, bits(0.80, 0.002) / 2);
	else
		weigh(s, MATCH_STREET, MATCH_OTHER, bits(0.08, 0.99) / 2);
}

/* Those who moved take some of the weight of what differs; the lines of a
 * score still add up. */
static void
allow_for_moving(struct match_score *s, double moved)
{
	double sum = 0, against = 0, total;

	for (int f = MATCH_POSTCODE; f <= MATCH_STREET; f++) {
		sum += s->field[f];
		against += fmin(s->field[f], 0);
	}
	if (against >= 0) {
		s->bits += sum;
		return;
	}
	total = log2((1 - moved) * exp2(sum) + moved);
	for (int f = MATCH_POSTCODE; f <= MATCH_STREET; f++)
		if (s->field[f] < 0)
			s->field[f] += (total - sum) * s->field[f] / against;
	s->bits += total;
}

void
score_where(const struct match_card *a, const struct match_card *b,
	    const struct match_rates *r, struct match_score *s)
{
	area(a, b, r, s);
	house(a->house, b->house, s);
	street(a->street, b->street, s);
	allow_for_moving(s, r->moved);
}

bool
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
