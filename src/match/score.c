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

enum { LONG_NAME = 8, PLACE_EDITS = 2 };

static const double people_least = 1000;
/* Bits of a second kind of number that agrees, that does not. */
static const double further_same = 7, further_other = 4;

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

static bool
is_phone(const char *s)
{
	return !s[strspn(s, "0123456789")];
}

/* Tells most of those apart that are not, without measuring: an edit changes
 * two letters at most. */
static bool
may_be_alike(const char *x, const char *y)
{
	const char *p = strchr(x, '@'), *q = strchr(y, '@');
	ptrdiff_t longer;

	/* An e-mail address may have lost its @; a telephone never had one. */
	if (!p || !q)
		return (p || q) && !is_phone(p ? y : x);
	longer = (p - x) - (q - y);
	return longer >= -2 && longer <= 2 && p > x && q > y &&
	       (x[0] == y[0] || p[-1] == q[-1]) &&
	       __builtin_popcount(letters_of(x, p) ^ letters_of(y, q)) <= 4;
}

/* Whose names are the same have the same before their figures. */
static bool
figures_differ(const char *x, const char *y)
{
	for (;; x++, y++) {
		x += strspn(x, "0123456789");
		y += strspn(y, "0123456789");
		if (*x != *y)
			return false;
		if (!*x)
			return true;
	}
}

/* Alike; in figures alone (as those whose names are the same have it) by a
 * slip at most. */
static bool
contacts_alike(const char *x, const char *y)
{
	struct arena a = ARENA_INIT;
	bool alike;

	if (!may_be_alike(x, y))
		return false;
	if (figures_differ(x, y))
		return one_slip(x, y);
	alike = emails_alike(&a, x, y);
	arena_clear(&a);
	return alike;
}

/* Which sorts of contact are compared, and which agree. */
static struct shared_contacts
score_contacts(const struct match_card *a, const struct match_card *b,
	       struct match_score *s)
{
	struct shared_contacts c = { false, false };
	bool alike = false, figures = false, kinds = false;

	for (size_t i = 0; i < a->n_contacts; i++)
		for (size_t k = 0; k < b->n_contacts; k++) {
			const char *x = a->contacts[i], *y = b->contacts[k];

			if (strcmp(x, y) == 0)
				*(strchr(x, '@') ? &c.mail : &c.phone) = true;
			kinds |= !strchr(x, '@') == !strchr(y, '@');
			if (contacts_alike(x, y))
				*(figures_differ(x, y) ? &figures : &alike) =
					true;
		}
	if (c.mail || c.phone)
		mark(s, MATCH_CONTACT, MATCH_SAME,
		     bits(0.5, c.mail ? 0.0003 : 0.001));
	else if (alike || figures)
		mark(s, MATCH_CONTACT, MATCH_NEAR,
		     bits(0.1, alike ? 0.002 : 0.02));
	else if (kinds)
		mark(s, MATCH_CONTACT, MATCH_OTHER, bits(0.5, 0.99));
	return c;
}

static bool
same_kind(const struct match_id *a, const struct match_id *b)
{
	return a->kind == b->kind || strcmp(a->kind, b->kind) == 0;
}

/* The best that two have of the kind of a's i-th number; MATCH_UNKNOWN when
 * the other has none. */
static enum match_level
of_kind(const struct match_card *a, size_t i, const struct match_card *b)
{
	enum match_level best = MATCH_UNKNOWN;

	for (size_t n = i; n < a->n_ids; n++)
		for (size_t k = 0; k < b->n_ids; k++) {
			const char *x = a->ids[n].number;
			const char *y = b->ids[k].number;
			enum match_level l = MATCH_OTHER;

			if (!same_kind(&a->ids[n], &a->ids[i]) ||
			    !same_kind(&b->ids[k], &a->ids[i]))
				continue;
			if (strcmp(x, y) == 0)
				l = MATCH_SAME;
			else if (one_slip(x, y))
				l = MATCH_NEAR;
			if (best == MATCH_UNKNOWN || l < best)
				best = l;
		}
	return best;
}

static bool
is_first_of_kind(const struct match_card *c, size_t i)
{
	for (size_t k = 0; k < i; k++)
		if (same_kind(&c->ids[k], &c->ids[i]))
			return false;
	return true;
}

/* A different number of the same kind is strong evidence against; where one
 * kind agrees, those that do not make it doubtful: somebody else's number is
 * easily written down. */
static void
score_ids(const struct match_card *a, const struct match_card *b,
	  const struct match_rates *r, struct match_score *s)
{
	size_t kinds[MATCH_OTHER + 1] = { 0 };
	double value;

	for (size_t i = 0; i < a->n_ids; i++)
		if (is_first_of_kind(a, i))
			kinds[of_kind(a, i, b)]++;
	value = -further_other *
		(double)(kinds[MATCH_OTHER] < 2 ? kinds[MATCH_OTHER] : 2);
	if (kinds[MATCH_SAME])
		mark(s, MATCH_ID, MATCH_SAME,
		     value + bits(0.93, 1 / fmax(r->people, people_least)) +
			     (kinds[MATCH_SAME] > 1 ? further_same : 0));
	else if (kinds[MATCH_NEAR])
		mark(s, MATCH_ID, MATCH_NEAR, value + bits(0.05, 0.0002));
	else if (kinds[MATCH_OTHER])
		mark(s, MATCH_ID, MATCH_OTHER,
		     value + further_other + bits(0.02, 1));
}

/* What tells most for its price: a sweep goes no further with most pairs. */
static void
score_first(const struct match_card *a, const struct match_card *b,
	    const struct match_rates *r, struct match_score *out)
{
	*out = (struct match_score){ .bits = -log2(fmax(r->people, 2)) };
	score_dates(a->born, b->born, out);
	score_sex(a->sex, b->sex, out);
	score_names(a, b, r, out);
}

static void
score_rest(const struct match_card *a, const struct match_card *b,
	   const struct match_rates *r, struct match_score *out)
{
	struct shared_contacts shared;

	score_where(a, b, r, out);
	shared = score_contacts(a, b, out);
	score_ids(a, b, r, out);
	weigh_household(a, b, r, shared, out);
}

void
match_score(const struct match_card *a, const struct match_card *b,
	    const struct match_rates *rates, struct match_score *out)
{
	score_first(a, b, rates, out);
	score_rest(a, b, rates, out);
}

bool
score_reaches(const struct match_card *a, const struct match_card *b,
	      double rest, const struct match_rates *rates, double least,
	      struct match_score *out)
{
	score_first(a, b, rates, out);
	if (out->bits + rest < least)
		return false;
	score_rest(a, b, rates, out);
	return true;
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
