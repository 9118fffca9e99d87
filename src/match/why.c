/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A score in words. */
#include "match/score.h"

static const char *const field_names[MATCH_FIELDS] = {
	"name",	  "birth date", "sex",	  "postcode", "house",
	"street", "contact",	"number", "household"
};

static const char *
field_in_words(struct arena *a, enum match_level level, const char *name)
{
	switch (level) {
	case MATCH_NEAR:
		return arena_printf(a, "%s alike", name);
	case MATCH_OTHER:
		return arena_printf(a, "other %s", name);
	default:
		return name;
	}
}

/* The strongest that is not said yet, for or against; -1 at the end. */
static int
strongest(const struct match_score *s, const bool *said)
{
	int best = -1;
	double most = 0;

	for (int f = 0; f < MATCH_FIELDS; f++) {
		double v = s->field[f] < 0 ? -s->field[f] : s->field[f];

		if (!said[f] && s->level[f] != MATCH_UNKNOWN && v > most) {
			most = v;
			best = f;
		}
	}
	return best;
}

const char *
match_why(struct arena *a, const struct match_score *s)
{
	bool said[MATCH_FIELDS] = { false };
	const char *why = "";
	int f;

	while ((f = strongest(s, said)) >= 0) {
		said[f] = true;
		if ((f == MATCH_SEX && s->level[f] == MATCH_SAME) ||
		    f == MATCH_HOUSEHOLD)
			continue;
		why = arena_printf(
			a, "%s%s%s", why, why[0] ? ", " : "",
			field_in_words(a, s->level[f], field_names[f]));
	}
	return s->twins ? arena_printf(a, "%s (twins?)", why) : why;
}

const char *
match_account(struct arena *a, const struct match_score *s)
{
	const char *lines = "";
	double rest = s->bits;

	for (int f = 0; f < MATCH_FIELDS; f++) {
		rest -= s->field[f];
		if (s->level[f] != MATCH_UNKNOWN)
			lines = arena_printf(
				a, "%s%-20s %+6.1f\n", lines,
				f == MATCH_HOUSEHOLD
					? "perhaps family"
					: field_in_words(a, s->level[f],
							 field_names[f]),
				s->field[f]);
	}
	return arena_printf(a, "%-20s %+6.1f\n%s%-20s %+6.1f\n",
			    "before looking", rest, lines, "together", s->bits);
}

const char *
match_mark(enum match_level level)
{
	static const char *const marks[] = { "", "same", "near", "!" };

	return marks[level];
}
