/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The calendar, and dates as text. */
#include "base/date.h"

#include "base/date_names.h"

enum { FIRST_YEAR = 1600, LAST_YEAR = 9999 };

bool
date_is_set(struct date d)
{
	return d.y != 0;
}

bool
date_is_whole(struct date d)
{
	return d.y != 0 && d.m != 0 && d.d != 0;
}

static int
days_in_month(int y, int m)
{
	static const uint8_t days[] = { 31, 28, 31, 30, 31, 30,
					31, 31, 30, 31, 30, 31 };
	bool leap = (y % 4 == 0 && y % 100 != 0) || y % 400 == 0;

	return m == 2 && leap ? 29 : days[m - 1];
}

bool
date_exists(struct date d)
{
	return d.y >= FIRST_YEAR && d.y <= LAST_YEAR && d.m >= 1 && d.m <= 12 &&
	       d.d >= 1 && d.d <= days_in_month(d.y, d.m);
}

int
date_compare(struct date a, struct date b)
{
	if (a.y != b.y)
		return a.y < b.y ? -1 : 1;
	if (a.m != b.m)
		return a.m < b.m ? -1 : 1;
	return (a.d > b.d) - (a.d < b.d);
}

/*
 * Counted in years that begin in March, so that the leap day is the last of
 * its year; 719468 days lie between 0000-03-01 and 1970-01-01.
 */
int64_t
date_to_days(struct date d)
{
	int64_t y = d.y - (d.m <= 2), m = (d.m + 9) % 12;
	int64_t day = (153 * m + 2) / 5 + d.d - 1;

	return y * 365 + y / 4 - y / 100 + y / 400 + day - 719468;
}

struct date
date_from_days(int64_t days)
{
	int64_t era, y, day, m;

	if (days < -135140 || days > 2932896) /* 1600-01-01, 9999-12-31 */
		return NO_DATE;
	days += 719468;
	era = days / 146097;
	day = days % 146097;
	y = (day - day / 1460 + day / 36524 - day / 146096) / 365;
	day -= 365 * y + y / 4 - y / 100;
	m = (5 * day + 2) / 153;
	day -= (153 * m + 2) / 5;
	y += era * 400 + (m >= 10);
	return date_of((int)y, (int)(m < 10 ? m + 3 : m - 9), (int)day + 1);
}

struct date
date_add_days(struct date d, int64_t n)
{
	int64_t days;

	if (!date_is_whole(d))
		return d;
	if (__builtin_add_overflow(date_to_days(d), n, &days))
		return NO_DATE;
	return date_from_days(days);
}

struct date
date_add_months(struct date d, int64_t n)
{
	int64_t months, y;
	int m, last;

	if (!date_is_set(d))
		return d;
	if (n < -12 * LAST_YEAR || n > 12 * LAST_YEAR)
		return NO_DATE;
	months = (int64_t)d.y * 12 + (d.m != 0 ? d.m - 1 : 0) + n;
	y = months >= 0 ? months / 12 : -1;
	if (y < FIRST_YEAR || y > LAST_YEAR)
		return NO_DATE;
	if (d.m == 0)
		return date_of((int)y, 0, 0);
	m = (int)(months % 12) + 1;
	last = days_in_month((int)y, m);
	return date_of((int)y, m, d.d < last ? d.d : last);
}

int
date_weekday(struct date d)
{
	if (!date_is_whole(d))
		return 0;
	/* 1970-01-01 was a Thursday; the added weeks keep it above zero. */
	return (int)((date_to_days(d) + 3 + 7 * 200000) % 7) + 1;
}

struct date
date_first(struct date d)
{
	if (!date_is_set(d))
		return d;
	return date_of(d.y, d.m != 0 ? d.m : 1, d.m != 0 && d.d != 0 ? d.d : 1);
}

struct date
date_last(struct date d)
{
	if (!date_is_set(d))
		return d;
	if (d.m == 0)
		return date_of(d.y, 12, 31);
	return date_of(d.y, d.m, d.d != 0 ? d.d : days_in_month(d.y, d.m));
}

static int
whole_years(struct date from, struct date to)
{
	bool before = to.m < from.m || (to.m == from.m && to.d < from.d);

	return to.y - from.y - before;
}

int
date_age(struct date born, struct date on)
{
	int least, most;

	if (!date_is_set(born) || !date_is_set(on))
		return -1;
	least = whole_years(date_last(born), date_first(on));
	most = whole_years(date_first(born), date_last(on));
	return least == most && least >= 0 ? least : -1;
}

static char *
format_estimate(struct arena *a, struct date d, enum date_style style)
{
	const char *about = style == DATE_TERSE ? "~" : "about ";

	if (style == DATE_ISO)
		return d.m != 0 ? arena_printf(a, "%04d-%02d", d.y, d.m)
				: arena_printf(a, "%04d", d.y);
	if (d.m == 0)
		return arena_printf(a, "%s%d", about, d.y);
	if (style == DATE_TERSE)
		return arena_printf(a, "~%s", month_short[d.m - 1]);
	return arena_printf(a, "about %s %d", month_short[d.m - 1], d.y);
}

char *
date_format(struct arena *a, struct date d, enum date_style style)
{
	if (!date_is_set(d))
		return arena_strdup(a, "");
	if (!date_is_whole(d))
		return format_estimate(a, d, style);
	switch (style) {
	case DATE_SHORT:
		return arena_printf(a, "%02d %s %d", d.d, month_short[d.m - 1],
				    d.y);
	case DATE_LONG:
		return arena_printf(a, "%s %d %s %d",
				    weekday_short[date_weekday(d) - 1], d.d,
				    month_short[d.m - 1], d.y);
	case DATE_TERSE:
		return arena_printf(a, "%02d %s", d.d, month_short[d.m - 1]);
	case DATE_ISO:
		break;
	}
	return arena_printf(a, "%04d-%02d-%02d", d.y, d.m, d.d);
}
