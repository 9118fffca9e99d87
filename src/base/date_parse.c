/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What people type for a date.  The text is cut into words, and the words
 * are put down as a shape, one letter each; a table says what each shape
 * means.  So `3 feb 26`, `3-Feb-26` and `3feb26` differ only in their shape:
 *
 *	1 2 3 4 a number of so many digits	m a month's name
 *	t today, y yesterday, o tomorrow	w a weekday's name
 *	/ a separator (in `t-2`: -)		n `next`, l `last`
 *	+ plus					~ about
 *
 * In the table 1 stands for a number of one or two digits.
 */
#include "base/date.h"

#include <string.h>

#include "base/date_names.h"

enum { MOST_WORDS = 8, LONGEST_WORD = 12 };

struct typed {
	char shape[MOST_WORDS + 1];
	int n;			/* words so far */
	int number[MOST_WORDS]; /* values, month and weekday numbers */
	struct date today;
};

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool
add_word(struct typed *t, char kind, int number)
{
	if (t->n == MOST_WORDS)
		return false;
	t->number[t->n] = number;
	t->shape[t->n++] = kind;
	t->shape[t->n] = '\0';
	return true;
}

/* `3rd`: the ending of a counted day says nothing more. */
static const char *
skip_ending(const char *s)
{
	static const char *const endings[] = { "st", "nd", "rd", "th" };

	for (int i = 0; i < 4; i++)
		if (strncasecmp(s, endings[i], 2) == 0 && !is_letter(s[2]))
			return s + 2;
	return s;
}

static const char *
read_number(struct typed *t, const char *s)
{
	int value = 0, digits = 0;

	for (; is_digit(*s); s++) {
		if (++digits > 4)
			return NULL;
		value = value * 10 + (*s - '0');
	}
	if (!add_word(t, (char)('0' + digits), value))
		return NULL;
	return digits <= 2 ? skip_ending(s) : s;
}

static const char *
read_letters(struct typed *t, const char *s)
{
	static const struct {
		const char *word;
		char kind;
	} known[] = {
		{ "t", 't' },	     { "today", 't' }, { "yesterday", 'y' },
		{ "tomorrow", 'o' }, { "next", 'n' },  { "last", 'l' },
		{ "about", '~' },
	};
	char word[LONGEST_WORD + 1];
	int len = 0, number;

	for (; is_letter(*s); s++) {
		if (len == LONGEST_WORD)
			return NULL;
		word[len++] = (char)(*s | 0x20);
	}
	word[len] = '\0';
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (strcmp(word, known[i].word) == 0)
			return add_word(t, known[i].kind, 0) ? s : NULL;
	if ((number = month_of_name(word)) != 0)
		return add_word(t, 'm', number) ? s : NULL;
	if ((number = weekday_of_name(word)) != 0)
		return add_word(t, 'w', number) ? s : NULL;
	return NULL;
}

/* Any of the three separators, if it is the only one used, is a stroke. */
static void
same_separators(struct typed *t)
{
	char *first = strpbrk(t->shape, "-./");
	char sep;

	if (first == NULL || t->shape[0] == 't')
		return;
	sep = *first;
	for (char *p = first; (p = strpbrk(p, "-./")) != NULL; p++)
		if (*p != sep)
			return;
	for (char *p = first; (p = strchr(p, sep)) != NULL; p++)
		*p = '/';
}

static bool
read_words(struct typed *t, const char *s)
{
	while (s != NULL && *s != '\0') {
		if (is_digit(*s))
			s = read_number(t, s);
		else if (is_letter(*s))
			s = read_letters(t, s);
		else if (strchr("-./+~", *s) != NULL)
			s = add_word(t, *s, 0) ? s + 1 : NULL;
		else if (strchr(" \t,", *s) != NULL)
			s++;
		else
			return false;
	}
	if (s == NULL)
		return false;
	same_separators(t);
	return true;
}

/* The latest year ending in yy whose day is at most 20 years ahead. */
static int
full_year(int yy, int m, int d, struct date today)
{
	struct date limit = date_add_months(today, 20 * 12);
	int y = limit.y - ((limit.y - yy) % 100 + 100) % 100;

	return date_compare(date_of(y, m, d), limit) > 0 ? y - 100 : y;
}

static enum err
whole(struct date *out, int y, int m, int d)
{
	struct date got;

	if (y > INT16_MAX || m > 12 || d > 31)
		return ERR_INVALID;
	got = date_of(y, m, d);
	if (!date_exists(got))
		return ERR_INVALID;
	*out = got;
	return ERR_OK;
}

/* The words at these places are day, month and year. */
static enum err
day_first(struct date *out, const struct typed *t, int d, int m, int y)
{
	int year = t->number[y];

	if (t->shape[y] == '2')
		year = full_year(year, t->number[m], t->number[d], t->today);
	return whole(out, year, t->number[m], t->number[d]);
}

/* Last year's, this year's or next year's, whichever is nearest; of two as
 * near, the past one. */
static enum err
nearest(struct date *out, const struct typed *t, int d, int m)
{
	int64_t today = date_to_days(t->today), best = INT64_MAX;

	for (int y = t->today.y - 1; y <= t->today.y + 1; y++) {
		struct date got;
		int64_t away;

		if (whole(&got, y, t->number[m], t->number[d]) != ERR_OK)
			continue;
		away = date_to_days(got) - today;
		away = away < 0 ? -away : away;
		if (away < best) {
			best = away;
			*out = got;
		}
	}
	return best != INT64_MAX ? ERR_OK : ERR_INVALID;
}

static enum err
on_day_month(struct date *out, const struct typed *t)
{
	return nearest(out, t, 0, 2);
}

static enum err
on_day_name(struct date *out, const struct typed *t)
{
	return nearest(out, t, 0, 1);
}

static enum err
on_day_month_year(struct date *out, const struct typed *t)
{
	return day_first(out, t, 0, 2, 4);
}

static enum err
on_day_name_year(struct date *out, const struct typed *t)
{
	return day_first(out, t, 0, 1, 2);
}

static enum err
on_year_month_day(struct date *out, const struct typed *t)
{
	return day_first(out, t, 4, 2, 0);
}

static enum err
days_on(struct date *out, const struct typed *t, int n)
{
	struct date got = date_add_days(t->today, n);

	if (!date_exists(got))
		return ERR_INVALID;
	*out = got;
	return ERR_OK;
}

static enum err
on_today(struct date *out, const struct typed *t)
{
	return days_on(out, t, 0);
}

static enum err
on_yesterday(struct date *out, const struct typed *t)
{
	return days_on(out, t, -1);
}

static enum err
on_tomorrow(struct date *out, const struct typed *t)
{
	return days_on(out, t, 1);
}

static enum err
on_days_after(struct date *out, const struct typed *t)
{
	return days_on(out, t, t->number[2]);
}

static enum err
on_days_before(struct date *out, const struct typed *t)
{
	return days_on(out, t, -t->number[2]);
}

/* Days back to the last such weekday: 0 if it is today. */
static int
days_back(const struct typed *t, int place)
{
	return (date_weekday(t->today) - t->number[place] + 7) % 7;
}

static enum err
on_weekday(struct date *out, const struct typed *t)
{
	return days_on(out, t, -days_back(t, 0));
}

static enum err
on_next_weekday(struct date *out, const struct typed *t)
{
	return days_on(out, t, 7 - days_back(t, 1));
}

static enum err
on_last_weekday(struct date *out, const struct typed *t)
{
	int back = days_back(t, 1);

	return days_on(out, t, back != 0 ? -back : -7);
}

/* A month and a year, or (with m == 0) a year, after `about` or without. */
static enum err
estimated(struct date *out, int y, int m)
{
	struct date got = date_of(y, m, 0);

	if (m > 12 || !date_exists(date_first(got)))
		return ERR_INVALID;
	*out = got;
	return ERR_OK;
}

static enum err
on_year(struct date *out, const struct typed *t)
{
	return estimated(out, t->number[0], 0);
}

static enum err
on_month_year(struct date *out, const struct typed *t)
{
	if (t->number[0] == 0)
		return ERR_INVALID;
	return estimated(out, t->number[2], t->number[0]);
}

static enum err
on_year_month(struct date *out, const struct typed *t)
{
	if (t->number[2] == 0)
		return ERR_INVALID;
	return estimated(out, t->number[0], t->number[2]);
}

static enum err
on_name_year(struct date *out, const struct typed *t)
{
	return estimated(out, t->number[1], t->number[0]);
}

struct shape {
	const char *shape;
	enum err (*read)(struct date *out, const struct typed *t);
};

static const struct shape days[] = {
	{ "1/1", on_day_month },
	{ "1/1/2", on_day_month_year },
	{ "1/1/4", on_day_month_year },
	{ "1m", on_day_name },
	{ "1m2", on_day_name_year },
	{ "1m4", on_day_name_year },
	{ "1/m", on_day_month },
	{ "1/m/2", on_day_month_year },
	{ "1/m/4", on_day_month_year },
	{ "4/1/1", on_year_month_day },
	{ "4/m/1", on_year_month_day },
	{ "t", on_today },
	{ "y", on_yesterday },
	{ "o", on_tomorrow },
	{ "t+1", on_days_after },
	{ "t+3", on_days_after },
	{ "t+4", on_days_after },
	{ "t-1", on_days_before },
	{ "t-3", on_days_before },
	{ "t-4", on_days_before },
	{ "w", on_weekday },
	{ "nw", on_next_weekday },
	{ "lw", on_last_weekday },
	{ NULL, NULL },
};

static const struct shape estimates[] = {
	{ "4", on_year },	  { "1/4", on_month_year },
	{ "4/1", on_year_month }, { "m4", on_name_year },
	{ "m/4", on_month_year }, { NULL, NULL },
};

static bool
matches(const char *shape, const char *row)
{
	for (; *row != '\0'; row++, shape++)
		if (*shape != *row && !(*shape == '2' && *row == '1'))
			return false;
	return *shape == '\0';
}

static enum err
read_shape(struct date *out, const struct typed *t, const struct shape *row)
{
	for (; row->shape != NULL; row++)
		if (matches(t->shape, row->shape))
			return row->read(out, t);
	return ERR_INVALID;
}

static void
drop_first(struct typed *t)
{
	memmove(t->shape, t->shape + 1, sizeof(t->shape) - 1);
	memmove(t->number, t->number + 1,
		sizeof(t->number) - sizeof(t->number[0]));
}

static const char *
skip_blanks(const char *s)
{
	while (*s == ' ')
		s++;
	return s;
}

/* The unit that stands there and nothing behind it: how many days or months it
 * has; 0 for none. */
static int
unit_at(const char *s, bool *months)
{
	static const struct {
		const char *name;
		int n;
		bool months;
	} units[] = {
		{ "d", 1, false },     { "day", 1, false },
		{ "days", 1, false },  { "w", 7, false },
		{ "week", 7, false },  { "weeks", 7, false },
		{ "m", 1, true },      { "mo", 1, true },
		{ "month", 1, true },  { "months", 1, true },
		{ "y", 12, true },     { "year", 12, true },
		{ "years", 12, true },
	};

	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++)
		if (strcasecmp(s, units[i].name) == 0) {
			*months = units[i].months;
			return units[i].n;
		}
	return 0;
}

/* `t+6w`, `today - 3 months`: a count of something else than days. */
static bool
counted(const char *s, struct date today, struct date *out)
{
	bool months = false, back;
	int n = 0, digits = 0, unit;

	s = skip_blanks(s);
	if (strncasecmp(s, "today", 5) == 0)
		s += 5;
	else if (*s == 't' || *s == 'T')
		s++;
	else
		return false;
	s = skip_blanks(s);
	if (*s != '+' && *s != '-')
		return false;
	back = *s++ == '-';
	for (s = skip_blanks(s); is_digit(*s) && digits < 4; s++, digits++)
		n = n * 10 + (*s - '0');
	unit = digits > 0 ? unit_at(skip_blanks(s), &months) : 0;
	if (unit == 0)
		return false;
	n *= back ? -unit : unit;
	*out = months ? date_add_months(today, n) : date_add_days(today, n);
	return date_exists(*out);
}

enum err
date_parse(struct date *out, const char *s, struct date today, bool estimate)
{
	struct typed t = { .today = today };
	struct date got;
	int weekday = 0;

	if (counted(s, today, &got)) {
		*out = got;
		return ERR_OK;
	}
	if (!read_words(&t, s))
		return ERR_INVALID;
	if (t.shape[0] == '~') {
		drop_first(&t);
		return estimate ? read_shape(out, &t, estimates) : ERR_INVALID;
	}
	/* A weekday before a date is not needed, but must not be wrong. */
	if (t.shape[0] == 'w' && is_digit(t.shape[1])) {
		weekday = t.number[0];
		drop_first(&t);
	}
	if (read_shape(&got, &t, days) == ERR_OK) {
		if (weekday != 0 && date_weekday(got) != weekday)
			return ERR_INVALID;
		*out = got;
		return ERR_OK;
	}
	if (!estimate || weekday != 0)
		return ERR_INVALID;
	return read_shape(out, &t, estimates);
}

enum err
date_parse_due(struct date *out, const char *s, struct date today)
{
	struct typed t = { .today = today };

	TRY(date_parse(out, s, today, false));
	if (read_words(&t, s) && strcmp(t.shape, "w") == 0 &&
	    date_compare(*out, today) < 0)
		*out = date_add_days(*out, 7);
	return ERR_OK;
}

/* Exactly n digits; -1 if they are not there. */
static int
fixed_digits(const char **s, int n)
{
	int value = 0;

	for (; n > 0; n--, ++*s) {
		if (!is_digit(**s))
			return -1;
		value = value * 10 + (**s - '0');
	}
	return value;
}

enum err
date_parse_iso(struct date *out, const char *s)
{
	int part[3] = { 0, 0, 0 };
	struct date d;

	for (int i = 0; i < 3; i++) {
		part[i] = fixed_digits(&s, i == 0 ? 4 : 2);
		if (part[i] <= 0)
			return ERR_INVALID;
		if (*s == '\0')
			break;
		if (i == 2 || *s++ != '-')
			return ERR_INVALID;
	}
	if (part[1] > 12)
		return ERR_INVALID;
	d = date_of(part[0], part[1], part[2]);
	if (!date_exists(date_first(d)))
		return ERR_INVALID;
	*out = d;
	return ERR_OK;
}
