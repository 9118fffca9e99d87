/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * date.h - dates as people know them, durations, and the clock.
 *
 * A date is year-month-day with no time zone.  It may be known only to the
 * month (d == 0) or the year (m == 0 and d == 0); y == 0 is no date.  The
 * program's clock can be fixed (clock_fix) for tests and for scripted lives;
 * moments in the log and in records are UTC seconds, shown in local time.
 */
#ifndef BASE_DATE_H
#define BASE_DATE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"

struct date {
	int16_t y;
	uint8_t m, d;
};
#define NO_DATE ((struct date){ 0, 0, 0 })

static inline struct date
date_of(int y, int m, int d)
{
	return (struct date){ (int16_t)y, (uint8_t)m, (uint8_t)d };
}

bool date_is_set(struct date d);
bool date_is_whole(struct date d);		/* known to the day */
bool date_exists(struct date d);		/* 1600..9999, a real day */
int date_compare(struct date a, struct date b); /* whole dates or sort order:
						   an unknown part sorts first */
/* Days since 1970-01-01 (whole dates), and back (NO_DATE beyond 1600..9999).
 * Adding leaves an unset date alone, and days an estimated one; months keep
 * the precision. */
int64_t date_to_days(struct date d);
struct date date_from_days(int64_t days);
struct date date_add_days(struct date d, int64_t n);
struct date date_add_months(struct date d, int64_t n); /* clamps to month end */
int date_weekday(struct date d); /* 1 Monday .. 7 Sunday */
/* The earliest and the latest day that an estimated date can mean. */
struct date date_first(struct date d);
struct date date_last(struct date d);
/* Whole years; -1 when unset, not yet born, or when an estimated date leaves
 * it open (date_first() and date_last() then give the two ends). */
int date_age(struct date born, struct date on);

/*
 * What people type, day first: `3/2`, `3/2/26`, `3 feb`, `3 feb 2026`,
 * `2026-02-03`, `today`, `t`, `t+7`, `t+6w`, `t-2m`, `yesterday`, `tomorrow`,
 * `mon` (the nearest past or present one; `next mon` the coming one, `last mon`
 * the one before today); a right weekday may stand before a date; with
 * `estimate` also `~1984`, `1984`, `5/1984`, `about jan 2026`, `jan 2026`.  A
 * two-digit year is the nearest that is not more than 20 years after `today`.
 * Without a year: last year's, this year's or next year's, whichever is
 * nearest.  ERR_INVALID when it cannot be understood or there is no such day.
 */
MUST_USE enum err date_parse(struct date *out, const char *s, struct date today,
			     bool estimate);
/* The same for what is still to come: `fri` alone is today or the coming one.
 */
MUST_USE enum err date_parse_due(struct date *out, const char *s,
				 struct date today);
/* ISO only: 2026-03-02, and 2026-03, 2026 for estimated dates. */
MUST_USE enum err date_parse_iso(struct date *out, const char *s);

enum date_style {
	DATE_ISO,   /* 2026-03-02, 2026-03, 2026 */
	DATE_SHORT, /* 02 Mar 2026, about Mar 2026, about 2026 */
	DATE_LONG,  /* Mon 2 Mar 2026 */
	DATE_TERSE  /* 02 Mar, ~Mar, ~2026 */
};
char *date_format(struct arena *a, struct date d, enum date_style style);

/* Time of day as minutes since midnight.  `930`, `9.30`, `9:30`, `0930`,
 * `9am`, `2.15pm`; a bare `9` is refused. */
MUST_USE enum err time_parse(int *minutes, const char *s);
char *time_format(struct arena *a, int minutes); /* 09:30 */

enum dur_unit { DUR_MINUTES, DUR_DAYS, DUR_WORKDAYS, DUR_MONTHS };
struct duration {
	int64_t n;
	enum dur_unit unit; /* weeks are days, hours minutes, years months */
};
/* `14d`, `5wd`, `3w`, `2h`, `30min`, `1mo`, `2y`, and the words: `12 days`. */
MUST_USE enum err duration_parse(struct duration *out, const char *s);
char *duration_format(struct arena *a, struct duration d); /* 12 days,
	1 working day, 3 months, 45 minutes */

/* The clock.  clock_fix(seconds) stops it; clock_fix(0) lets it run again. */
int64_t clock_now(void); /* UTC seconds since 1970 */
void clock_fix(int64_t utc);
int64_t clock_fixed(void);		/* 0: it runs */
struct date clock_today(void);		/* local */
struct date clock_date_of(int64_t utc); /* local */
int clock_minutes_of(int64_t utc);	/* local, since midnight */
/* The UTC second of a local date and time of day.  Where the clock goes back,
 * the first of the two; in an hour left out, as before the change. */
int64_t clock_utc_of(struct date d, int minutes);
/* `2026-03-03T11:00` local, optionally `:00` and `Z`; for CASELOAD_NOW. */
MUST_USE enum err clock_parse(int64_t *utc, const char *s);

#endif
