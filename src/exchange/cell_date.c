/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Dates in the shape that was agreed with the partner, never guessed.
 */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "exchange/cell.h"

/* What a pattern is made of. */
enum part {
	PART_END,
	PART_DAY,
	PART_MONTH,
	PART_NAME,
	PART_YEAR,
	PART_SHORT,
	PART_SIGN,
	PART_NONE
};

static const char *const month_names[] = { "january", "february", "march",
					   "april",   "may",	  "june",
					   "july",    "august",	  "september",
					   "october", "november", "december" };

static enum part
pattern_part(const char **p)
{
	char c = **p;
	size_t n = 0;

	if (c == '\0')
		return PART_END;
	if (strchr("/-. ", c)) {
		(*p)++;
		return PART_SIGN;
	}
	while (**p == c) {
		(*p)++;
		n++;
	}
	if (c == 'd')
		return n <= 2 ? PART_DAY : PART_NONE;
	if (c == 'm')
		return n <= 2 ? PART_MONTH : n == 3 ? PART_NAME : PART_NONE;
	if (c == 'y')
		return n == 4 ? PART_YEAR : n == 2 ? PART_SHORT : PART_NONE;
	return PART_NONE;
}

const char *
date_shape_fault(const struct date_shape *shape)
{
	const char *p = shape->pattern;
	unsigned int day = 0, month = 0, year = 0;
	enum part part;

	while ((part = pattern_part(&p)) != PART_END) {
		if (part == PART_NONE)
			return "a date is written with d, m and y, as in "
			       "dd/mm/yyyy";
		day += part == PART_DAY;
		month += part == PART_MONTH || part == PART_NAME;
		year += part == PART_YEAR || part == PART_SHORT;
		if (part == PART_SHORT &&
		    (!shape->from || shape->to != shape->from + 99))
			return "a year of two figures needs the hundred years "
			       "it lies in, as in dd/mm/yy 1930..2029";
	}
	if (day != 1 || month != 1 || year != 1)
		return "a date has one day, one month and one year";
	return NULL;
}

/* The text as it is taken apart. */
struct taking {
	const struct date_shape *shape;
	const char *s;
	int y, m, d;
	bool short_year; /* where four figures belong */
};

static size_t
digits(const char *s)
{
	return strspn(s, "0123456789");
}

/* At most `most` figures (all of them where a sign follows); -1 when there
 * are none, or too many. */
static int
take_number(struct taking *t, size_t most, bool fixed)
{
	size_t n = digits(t->s);
	int v = 0;

	if (fixed && n > most)
		n = most;
	if (n == 0 || n > most || (fixed && n < most))
		return -1;
	for (size_t i = 0; i < n; i++)
		v = v * 10 + (t->s[i] - '0');
	t->s += n;
	return v;
}

static int
take_month_name(struct taking *t)
{
	size_t n = strspn(t->s, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				"abcdefghijklmnopqrstuvwxyz");

	for (int m = 0; m < 12 && n >= 3; m++)
		if (strncasecmp(t->s, month_names[m], n) == 0) {
			t->s += n;
			return m + 1;
		}
	return -1;
}

/* Four figures are never in doubt; two only where the pattern has two. */
static int
take_year(struct taking *t, enum part part, bool fixed)
{
	size_t n = digits(t->s);

	if (fixed)
		return take_number(t, part == PART_YEAR ? 4 : 2, true);
	if (part == PART_YEAR && n == 2)
		t->short_year = true;
	if (n != 4 && (n != 2 || part == PART_YEAR))
		return -1;
	return take_number(t, 4, false);
}

static bool
take_sign(struct taking *t)
{
	if (*t->s == '\0' || !strchr("/-. ", *t->s))
		return false;
	t->s++;
	return true;
}

static bool
take_part(struct taking *t, enum part part, bool fixed)
{
	switch (part) {
	case PART_DAY:
		return (t->d = take_number(t, 2, fixed)) >= 0;
	case PART_MONTH:
		return (t->m = take_number(t, 2, fixed)) >= 0;
	case PART_NAME:
		return (t->m = take_month_name(t)) >= 0;
	case PART_YEAR:
	case PART_SHORT:
		return (t->y = take_year(t, part, fixed)) >= 0;
	case PART_SIGN:
		return take_sign(t);
	default:
		return false;
	}
}

/* Spreadsheets add midnight to a date. */
static bool
is_midnight(const char *s)
{
	return strcmp(s, " 00:00") == 0 || strcmp(s, " 00:00:00") == 0 ||
	       strcmp(s, " 0:00") == 0 || strcmp(s, " 00:00:00.000") == 0;
}

/* Without signs between (yyyymmdd) each part has all its figures. */
static bool
take_all(struct taking *t)
{
	bool fixed = strpbrk(t->shape->pattern, "/-. ") == NULL;
	const char *p = t->shape->pattern;
	enum part part;

	while ((part = pattern_part(&p)) != PART_END)
		if (!take_part(t, part, fixed))
			return false;
	if (t->y < 100 && t->shape->from) {
		t->y += t->shape->from / 100 * 100;
		t->y += t->y < t->shape->from ? 100 : 0;
	}
	return *t->s == '\0' || is_midnight(t->s);
}

static bool
refuse(struct cell_fault *why, enum code code, const char *message)
{
	*why = (struct cell_fault){ code, message };
	return false;
}

/* 01/02/2015: two numbers of which either may be the day. */
static bool
is_in_doubt(const char *s)
{
	for (int i = 0; i < 2; i++) {
		size_t n = digits(s);

		if (n < 1 || n > 2 || !s[n] || !strchr("/-. ", s[n]))
			return false;
		s += n + 1;
	}
	return digits(s) > 0;
}

/* The map names no shape: which it may be. */
static bool
refuse_unshaped(const char *s, struct cell_fault *why)
{
	if (is_in_doubt(s))
		return refuse(why, CODE_DATE_ORDER,
			      "The map does not say "
			      "whether the day or the month comes first. "
			      "Write it there: dates: dd/mm/yyyy.");
	if (digits(s) == 8 && !s[8])
		return refuse(why, CODE_NOT_A_DATE,
			      "The map does not say how dates are written. "
			      "Write it there: dates: yyyymmdd.");
	if (digits(s) == 5 && !s[5])
		return refuse(why, CODE_NOT_A_DATE,
			      "This is a spreadsheet's number of a day. Show "
			      "the column as dates there and save it again.");
	if (digits(s) > 0)
		return refuse(why, CODE_NOT_A_DATE,
			      "This is not written as 2026-03-02 is, and the "
			      "map names no other shape of dates.");
	return refuse(why, CODE_NOT_A_DATE, "This is no date.");
}

static bool
take_iso(struct arena *a, const char *text, bool estimate, struct date *out,
	 struct cell_fault *why)
{
	size_t n = strcspn(text, " ");
	const char *s =
		is_midnight(text + n) ? arena_strndup(a, text, n) : text;

	if (date_parse_iso(out, s) == ERR_OK &&
	    (estimate || date_is_whole(*out)))
		return true;
	if (strlen(s) == 10 && s[4] == '-' && s[7] == '-' && digits(s) == 4 &&
	    digits(s + 5) == 2 && digits(s + 8) == 2)
		return refuse(why, CODE_NO_SUCH_DAY, "There is no such day.");
	return refuse_unshaped(s, why);
}

bool
date_by_shape(struct arena *a, const struct date_shape *shape, const char *text,
	      bool estimate, struct date *out, struct cell_fault *why)
{
	struct taking t = { .shape = shape, .s = text };

	if (!shape->pattern)
		return take_iso(a, text, estimate, out, why);
	if (estimate && strlen(text) == 4 && digits(text) == 4 &&
	    date_parse_iso(out, text) == ERR_OK)
		return true;
	if (!take_all(&t)) {
		if (t.short_year)
			return refuse(why, CODE_TWO_DIGIT_YEAR,
				      "The year has "
				      "two figures only. Write all four.");
		return refuse(why, CODE_NOT_A_DATE,
			      arena_printf(a,
					   "This is no date of the shape "
					   "%s.",
					   shape->pattern));
	}
	*out = date_of(t.y, t.m, t.d);
	if (t.m < 1 || t.m > 12 || t.d < 1 || t.d > 31 || !date_exists(*out))
		return refuse(why, CODE_NO_SUCH_DAY, "There is no such day.");
	return true;
}
