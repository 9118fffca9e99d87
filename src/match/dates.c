/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two birth dates compared, as far as both are known. */
#include <stdlib.h>

#include "match/parts.h"

enum {
	YEAR_AND_A_BIT = 400, /* days: a slip, if the rest agrees */
	MONTH = 31,
	LITTLE = 3 /* days that may be off when each part is a slip */
};

struct date
match_born(struct date d)
{
	return d.m == 1 && d.d == 1 && (d.y == 1900 || d.y == 1970) ? NO_DATE
								    : d;
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

/* The first of January is written for many who know only their year. */
static bool
only_year(struct date d)
{
	return d.m == 1 && d.d == 1;
}

static double
exact_bits(struct date d)
{
	return bits(0.88, only_year(d) ? 0.002 : 0.000045);
}

/* Two parts agree and the third is the next one: the commonest slip. */
static bool
next_to(struct date a, struct date b)
{
	int off = abs(a.y - b.y) + abs(a.m - b.m) + abs(a.d - b.d);

	return off == 1;
}

static bool
little_apart(struct date a, struct date b)
{
	return abs(a.y - b.y) <= 1 && abs(a.m - b.m) <= 1 &&
	       abs(a.d - b.d) <= LITTLE;
}

/* The third is quite another: chance depends on which. */
static double
two_agree(struct date a, struct date b)
{
	if (a.m != b.m)
		return bits(0.008, 0.0006);
	return a.y != b.y ? bits(0.005, 0.0027) : bits(0.010, 0.0014);
}

static enum match_level
whole_dates(struct date a, struct date b, double *value)
{
	bool turned = a.y == b.y && a.d == b.m && a.m == b.d;
	int agree = (a.y == b.y) + (a.m == b.m) + (a.d == b.d);
	int64_t days = llabs(date_to_days(a) - date_to_days(b));
	size_t digits = digits_apart(a, b);

	if (agree == 3) {
		*value = exact_bits(a);
		return MATCH_SAME;
	}
	if (only_year(a) || only_year(b)) {
		*value = a.y == b.y	       ? bits(0.10, 0.017)
			 : abs(a.y - b.y) <= 2 ? bits(0.05, 0.07)
					       : bits(0.05, 0.90);
		return abs(a.y - b.y) <= 2 ? MATCH_NEAR : MATCH_OTHER;
	}
	if (next_to(a, b))
		*value = bits(0.04, 0.0003);
	else if (turned || digits == 1)
		*value = bits(0.06, 0.0011);
	else if (agree == 2)
		*value = two_agree(a, b);
	else if (days <= MONTH)
		*value = bits(0.008, 0.0028);
	else if (little_apart(a, b) || (agree == 1 && digits == 2))
		*value = bits(0.006, 0.006);
	else {
		*value = days <= YEAR_AND_A_BIT ? bits(0.008, 0.036)
						: bits(0.03, 0.99);
		return MATCH_OTHER;
	}
	return MATCH_NEAR;
}

enum match_level
dates_compare(struct date a, struct date b, double *value)
{
	int apart = abs(a.y - b.y);

	*value = 0;
	if (!date_is_set(a) || !date_is_set(b))
		return MATCH_UNKNOWN;
	if (date_is_whole(a) && date_is_whole(b))
		return whole_dates(a, b, value);
	if (apart == 0 && a.m && a.m == b.m)
		*value = bits(0.85, 0.0014);
	else if (apart == 0 && !(a.m && b.m))
		*value = bits(0.70, 0.017);
	else if (apart <= 2)
		*value = bits(0.20, 0.07);
	else {
		*value = bits(0.05, 0.90);
		return MATCH_OTHER;
	}
	return MATCH_NEAR;
}
