/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Moments: UTC seconds, and what the clock on the wall says. */
#include "base/date.h"

#include <string.h>
#include <time.h>

enum { DAY_SECONDS = 24 * 60 * 60 };

static int64_t fixed; /* 0: the clock runs */

int64_t
clock_now(void)
{
	return fixed != 0 ? fixed : (int64_t)time(NULL);
}

void
clock_fix(int64_t utc)
{
	fixed = utc;
}

int64_t
clock_fixed(void)
{
	return fixed;
}

/* Beyond what years can be counted in it is as in a year that has no date. */
static struct tm
local_of(int64_t utc)
{
	time_t t = (time_t)utc;
	struct tm tm;

	if (localtime_r(&t, &tm) == NULL)
		tm = (struct tm){ .tm_year = -1900 };
	return tm;
}

struct date
clock_date_of(int64_t utc)
{
	struct tm tm = local_of(utc);

	if (tm.tm_year < 1600 - 1900 || tm.tm_year > 9999 - 1900)
		return NO_DATE;
	return date_of(tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday);
}

struct date
clock_today(void)
{
	return clock_date_of(clock_now());
}

int
clock_minutes_of(int64_t utc)
{
	struct tm tm = local_of(utc);

	return tm.tm_hour * 60 + tm.tm_min;
}

static int64_t
offset_at(int64_t utc)
{
	return local_of(utc).tm_gmtoff;
}

/*
 * mktime() may choose either hour when the clock goes back, and what it does
 * with the hour that is left out is its own affair.  So: of two such moments
 * the first; and in the hour left out, the clock as it was before.
 */
int64_t
clock_utc_of(struct date d, int minutes)
{
	int64_t wall, before, after;

	if (!date_is_set(d))
		return 0;
	wall = date_to_days(date_first(d)) * DAY_SECONDS +
	       (int64_t)minutes * 60;
	before = offset_at(wall - DAY_SECONDS);
	after = offset_at(wall + DAY_SECONDS);
	if (offset_at(wall - before) != before &&
	    offset_at(wall - after) == after)
		return wall - after;
	return wall - before;
}

/* Two digits after the mark, at most `most`; -1 if it is not so. */
static int
two_digits(const char *s, char mark, int most)
{
	int n;

	if (s[0] != mark || s[1] < '0' || s[1] > '9' || s[2] < '0' ||
	    s[2] > '9')
		return -1;
	n = (s[1] - '0') * 10 + (s[2] - '0');
	return n <= most ? n : -1;
}

enum err
clock_parse(int64_t *utc, const char *s)
{
	char day[sizeof("2026-03-03")];
	struct date d;
	int hour, minute, second = 0;

	if (strlen(s) < strlen("2026-03-03T11:00"))
		return ERR_INVALID;
	memcpy(day, s, sizeof(day) - 1);
	day[sizeof(day) - 1] = '\0';
	TRY(date_parse_iso(&d, day));
	s += sizeof(day) - 1;
	hour = two_digits(s, 'T', 23);
	minute = hour < 0 ? -1 : two_digits(s + 3, ':', 59);
	if (minute < 0 || !date_is_whole(d))
		return ERR_INVALID;
	s += strlen("T11:00");
	if (*s == ':') {
		second = two_digits(s, ':', 59);
		if (second < 0)
			return ERR_INVALID;
		s += strlen(":00");
	}
	if (strcmp(s, "Z") == 0)
		*utc = date_to_days(d) * DAY_SECONDS + hour * 3600 +
		       minute * 60 + second;
	else if (*s == '\0')
		*utc = clock_utc_of(d, hour * 60 + minute) + second;
	else
		return ERR_INVALID;
	return ERR_OK;
}
