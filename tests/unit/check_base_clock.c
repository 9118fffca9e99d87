/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Times of day, durations, and the clock in London and elsewhere. */
#include "check_base.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/date.h"

/* The rules stand in the text, so that no zone files are needed. */
#define LONDON "GMT0BST,M3.5.0/1,M10.5.0"
#define NEW_YORK "EST5EDT,M3.2.0,M11.1.0"
#define SYDNEY "AEST-10AEDT,M10.1.0,M4.1.0/3"

static const struct {
	const char *s;
	int minutes; /* -1: refused */
} time_cases[] = {
	{ "930", 570 },	     { "0930", 570 },	    { "9.30", 570 },
	{ "9:30", 570 },     { "09:30", 570 },	    { " 9:30 ", 570 },
	{ "9am", 540 },	     { "9 AM", 540 },	    { "9.30am", 570 },
	{ "2.15pm", 855 },   { "2:15 pm", 855 },    { "215pm", 855 },
	{ "12am", 0 },	     { "12.01am", 1 },	    { "12pm", 720 },
	{ "11.59pm", 1439 }, { "0000", 0 },	    { "00:00", 0 },
	{ "23:59", 1439 },   { "2359", 1439 },	    { "", -1 },
	{ "9", -1 },	     { "14", -1 },	    { "24:00", -1 },
	{ "2400", -1 },	     { "9.60", -1 },	    { "960", -1 },
	{ "9.3", -1 },	     { "9:300", -1 },	    { "9:", -1 },
	{ "13pm", -1 },	     { "0am", -1 },	    { "14.15pm", -1 },
	{ "pm", -1 },	     { "9ammm", -1 },	    { "9pm!", -1 },
	{ "12345", -1 },     { "-930", -1 },	    { "9;30", -1 },
	{ "noon", -1 },	     { "99999999999", -1 },
};

START_TEST(times_of_day_are_understood)
{
	int minutes = -1;
	enum err e = time_parse(&minutes, time_cases[_i].s);

	ck_assert_msg(minutes == time_cases[_i].minutes, "[%s]: %d",
		      time_cases[_i].s, minutes);
	ck_assert_int_eq(e, minutes < 0 ? ERR_INVALID : ERR_OK);
}
END_TEST

static const struct {
	const char *s;
	enum err err;
	struct duration d;
	const char *out;
} duration_cases[] = {
	{ "14d", ERR_OK, { 14, DUR_DAYS }, "14 days" },
	{ "1d", ERR_OK, { 1, DUR_DAYS }, "1 day" },
	{ "0d", ERR_OK, { 0, DUR_DAYS }, "0 days" },
	{ "5wd", ERR_OK, { 5, DUR_WORKDAYS }, "5 working days" },
	{ "1wd", ERR_OK, { 1, DUR_WORKDAYS }, "1 working day" },
	{ "3w", ERR_OK, { 21, DUR_DAYS }, "21 days" },
	{ "2h", ERR_OK, { 120, DUR_MINUTES }, "120 minutes" },
	{ "30min", ERR_OK, { 30, DUR_MINUTES }, "30 minutes" },
	{ "1mo", ERR_OK, { 1, DUR_MONTHS }, "1 month" },
	{ "2y", ERR_OK, { 24, DUR_MONTHS }, "24 months" },
	{ " 3 W ", ERR_OK, { 21, DUR_DAYS }, "21 days" },
	{ "12 days", ERR_OK, { 12, DUR_DAYS }, "12 days" },
	{ "1 day", ERR_OK, { 1, DUR_DAYS }, "1 day" },
	{ "1 Working Day", ERR_OK, { 1, DUR_WORKDAYS }, "1 working day" },
	{ "6 weeks", ERR_OK, { 42, DUR_DAYS }, "42 days" },
	{ "1 hour", ERR_OK, { 60, DUR_MINUTES }, "60 minutes" },
	{ "", ERR_INVALID, { 0, 0 }, NULL },
	{ "14", ERR_INVALID, { 0, 0 }, NULL },
	{ "d", ERR_INVALID, { 0, 0 }, NULL },
	{ "-1d", ERR_INVALID, { 0, 0 }, NULL },
	{ "1.5d", ERR_INVALID, { 0, 0 }, NULL },
	{ "1m", ERR_INVALID, { 0, 0 }, NULL },
	{ "1ds", ERR_INVALID, { 0, 0 }, NULL },
	{ "1mos", ERR_INVALID, { 0, 0 }, NULL },
	{ "1 dayss", ERR_INVALID, { 0, 0 }, NULL },
	{ "1d2h", ERR_INVALID, { 0, 0 }, NULL },
	{ "9223372036854775807d",
	  ERR_OK,
	  { INT64_MAX, DUR_DAYS },
	  "9223372036854775807 days" },
	{ "9223372036854775808d", ERR_INVALID, { 0, 0 }, NULL },
	{ "9223372036854775807w", ERR_INVALID, { 0, 0 }, NULL },
};

START_TEST(durations_are_understood)
{
	struct arena a = ARENA_INIT;
	struct duration d = { 0, DUR_MINUTES };
	enum err e = duration_parse(&d, duration_cases[_i].s);

	ck_assert_msg(e == duration_cases[_i].err, "[%s]: %s",
		      duration_cases[_i].s, err_text(e));
	ck_assert_int_eq(d.n, duration_cases[_i].d.n);
	ck_assert_int_eq(d.unit, duration_cases[_i].d.unit);
	if (e == ERR_OK)
		ck_assert_str_eq(duration_format(&a, d),
				 duration_cases[_i].out);
	arena_clear(&a);
}
END_TEST

START_TEST(times_and_durations_are_written)
{
	struct arena a = ARENA_INIT;

	ck_assert_str_eq(time_format(&a, 0), "00:00");
	ck_assert_str_eq(time_format(&a, 570), "09:30");
	ck_assert_str_eq(time_format(&a, 1439), "23:59");
	ck_assert_str_eq(duration_format(&a, (struct duration){ -3, DUR_DAYS }),
			 "-3 days");
	ck_assert_str_eq(duration_format(&a, (struct duration){ -1, DUR_DAYS }),
			 "-1 day");
	arena_clear(&a);
}
END_TEST

static void
in_zone(const char *zone)
{
	setenv("TZ", zone, 1);
	tzset();
}

static const struct {
	const char *why, *zone;
	struct date d;
	int minutes;
	const char *utc;
	int shown; /* minutes that the moment shows */
} zone_cases[] = {
	{ "London in winter",
	  LONDON,
	  { 2026, 3, 3 },
	  660,
	  "2026-03-03T11:00Z",
	  660 },
	{ "London in summer",
	  LONDON,
	  { 2026, 7, 3 },
	  660,
	  "2026-07-03T10:00Z",
	  660 },
	{ "before the clock goes on",
	  LONDON,
	  { 2026, 3, 29 },
	  59,
	  "2026-03-29T00:59Z",
	  59 },
	{ "the hour that is left out",
	  LONDON,
	  { 2026, 3, 29 },
	  90,
	  "2026-03-29T01:30Z",
	  150 },
	{ "after the clock went on",
	  LONDON,
	  { 2026, 3, 29 },
	  120,
	  "2026-03-29T01:00Z",
	  120 },
	{ "before the clock goes back",
	  LONDON,
	  { 2026, 10, 25 },
	  59,
	  "2026-10-24T23:59Z",
	  59 },
	{ "the hour that comes twice: the first",
	  LONDON,
	  { 2026, 10, 25 },
	  90,
	  "2026-10-25T00:30Z",
	  90 },
	{ "after the clock went back",
	  LONDON,
	  { 2026, 10, 25 },
	  120,
	  "2026-10-25T02:00Z",
	  120 },
	{ "the minutes of a next day",
	  LONDON,
	  { 2026, 3, 3 },
	  1440 + 60,
	  "2026-03-04T01:00Z",
	  60 },
	{ "known to the month",
	  LONDON,
	  { 2026, 3, 0 },
	  0,
	  "2026-03-01T00:00Z",
	  0 },
	{ "the hour left out, west",
	  NEW_YORK,
	  { 2026, 3, 8 },
	  150,
	  "2026-03-08T07:30Z",
	  210 },
	{ "the hour twice, west",
	  NEW_YORK,
	  { 2026, 11, 1 },
	  90,
	  "2026-11-01T05:30Z",
	  90 },
	{ "the hour left out, east",
	  SYDNEY,
	  { 2026, 10, 4 },
	  150,
	  "2026-10-03T16:30Z",
	  210 },
	{ "the hour twice, east",
	  SYDNEY,
	  { 2026, 4, 5 },
	  150,
	  "2026-04-04T15:30Z",
	  150 },
	{ "no zone at all",
	  "UTC0",
	  { 1969, 12, 31 },
	  1439,
	  "1969-12-31T23:59Z",
	  1439 },
};

START_TEST(local_times_have_one_moment)
{
	struct date d = zone_cases[_i].d;
	int64_t utc, want;

	in_zone(zone_cases[_i].zone);
	utc = clock_utc_of(d, zone_cases[_i].minutes);
	ck_assert_int_eq(clock_parse(&want, zone_cases[_i].utc), ERR_OK);
	ck_assert_msg(utc == want, "%s: off by %lld s", zone_cases[_i].why,
		      (long long)(utc - want));
	ck_assert_int_eq(clock_minutes_of(utc), zone_cases[_i].shown);
	if (zone_cases[_i].minutes < 1440)
		ck_assert_int_eq(
			date_compare(clock_date_of(utc), date_first(d)), 0);
}
END_TEST

START_TEST(every_hour_of_two_years_comes_back)
{
	int64_t start, lost = 0;

	in_zone(LONDON);
	ck_assert_int_eq(clock_parse(&start, "2026-01-01T00:00Z"), ERR_OK);
	for (int64_t h = 0; h < 2 * 365 * 24; h++) {
		int64_t utc = start + h * 3600;

		lost += clock_utc_of(clock_date_of(utc),
				     clock_minutes_of(utc)) != utc;
	}
	/* The second of the two hours, once a year. */
	ck_assert_int_eq(lost, 2);
}
END_TEST

static const struct {
	const char *s;
	enum err err;
	int64_t utc;
} clock_cases[] = {
	{ "2026-03-03T11:00", ERR_OK, 1772535600 },
	{ "2026-03-03T11:00:00", ERR_OK, 1772535600 },
	{ "2026-03-03T11:00:07", ERR_OK, 1772535607 },
	{ "2026-03-03T11:00Z", ERR_OK, 1772535600 },
	{ "2026-07-03T11:00", ERR_OK, 1783072800 },
	{ "2026-07-03T11:00:00Z", ERR_OK, 1783076400 },
	{ "1970-01-01T00:00Z", ERR_OK, 0 },
	{ "2026-03-03", ERR_INVALID, 0 },
	{ "2026-03-03T11", ERR_INVALID, 0 },
	{ "2026-03-03 11:00", ERR_INVALID, 0 },
	{ "2026-03-03T24:00", ERR_INVALID, 0 },
	{ "2026-03-03T11:60", ERR_INVALID, 0 },
	{ "2026-03-03T11:00:60", ERR_INVALID, 0 },
	{ "2026-03-03T11:00:", ERR_INVALID, 0 },
	{ "2026-03-03T11:00:0", ERR_INVALID, 0 },
	{ "2026-03-03T11:00z", ERR_INVALID, 0 },
	{ "2026-03-03T11:00Z ", ERR_INVALID, 0 },
	{ "2026-03-03T11:00+00:00", ERR_INVALID, 0 },
	{ "2026-02-30T11:00", ERR_INVALID, 0 },
	{ "2026-3-3T11:00:00", ERR_INVALID, 0 },
	{ "2026-03T11:00:00Z", ERR_INVALID, 0 },
	{ "", ERR_INVALID, 0 },
};

START_TEST(moments_are_read_exactly)
{
	int64_t utc = 0;
	enum err e;

	in_zone(LONDON);
	e = clock_parse(&utc, clock_cases[_i].s);
	ck_assert_msg(e == clock_cases[_i].err, "[%s]", clock_cases[_i].s);
	ck_assert_msg(utc == clock_cases[_i].utc, "[%s]: %lld",
		      clock_cases[_i].s, (long long)utc);
}
END_TEST

START_TEST(a_fixed_clock_stands_still)
{
	int64_t before = (int64_t)time(NULL);

	in_zone(LONDON);
	clock_fix(1783076400); /* 3 July 2026, 12:00 in London */
	ck_assert_int_eq(clock_now(), 1783076400);
	ck_assert_int_eq(date_compare(clock_today(), date_of(2026, 7, 3)), 0);
	ck_assert_int_eq(clock_minutes_of(clock_now()), 720);
	clock_fix(0);
	ck_assert_int_ge(clock_now(), before);
	ck_assert_int_le(clock_now(), before + 60);
}
END_TEST

START_TEST(today_is_the_local_day)
{
	clock_fix(1783119600); /* 3 July 2026, 23:00 UTC */
	in_zone(LONDON);
	ck_assert_int_eq(date_compare(clock_today(), date_of(2026, 7, 4)), 0);
	in_zone(NEW_YORK);
	ck_assert_int_eq(date_compare(clock_today(), date_of(2026, 7, 3)), 0);
}
END_TEST

START_TEST(a_moment_beyond_the_calendar_has_no_date)
{
	ck_assert(!date_is_set(clock_date_of(INT64_MAX)));
	ck_assert(!date_is_set(clock_date_of(INT64_MIN)));
	ck_assert_int_eq(clock_utc_of(NO_DATE, 600), 0);
}
END_TEST

Suite *
clock_suite(void)
{
	Suite *s = suite_create("clock");
	TCase *t = tcase_create("clock");

	tcase_add_loop_test(t, times_of_day_are_understood, 0,
			    (int)COUNT(time_cases));
	tcase_add_loop_test(t, durations_are_understood, 0,
			    (int)COUNT(duration_cases));
	tcase_add_test(t, times_and_durations_are_written);
	tcase_add_loop_test(t, local_times_have_one_moment, 0,
			    (int)COUNT(zone_cases));
	tcase_add_test(t, every_hour_of_two_years_comes_back);
	tcase_add_loop_test(t, moments_are_read_exactly, 0,
			    (int)COUNT(clock_cases));
	tcase_add_test(t, a_fixed_clock_stands_still);
	tcase_add_test(t, today_is_the_local_day);
	tcase_add_test(t, a_moment_beyond_the_calendar_has_no_date);
	suite_add_tcase(s, t);
	return s;
}
