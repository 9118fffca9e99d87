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

static const double people_least = 1000;

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
	struct shared_contacts shared;

	*out = (struct match_score){ .bits = -log2(fmax(rates->people, 2)) };
	score_dates(a->born, b->born, out);
	score_sex(a->sex, b->sex, out);
	score_where(a, b, rates, out);
	if (out->bits + most + still_possible(a, b) < least)
		return false;
	shared = score_contacts(a, b, out);
	score_ids(a, b, rates, out);
	if (out->bits + most < least)
		return false;
	score_names(a, b, rates, out);
	weigh_household(a, b, rates, shared, out);
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
