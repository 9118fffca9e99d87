/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The calendar, and dates as people type and read them. */
#include "check_base.h"

#include <stdbool.h>
#include <string.h>

#include "base/date.h"

static void
assert_date(struct date got, int y, int m, int d)
{
	ck_assert_msg(date_compare(got, date_of(y, m, d)) == 0,
		      "got %d-%d-%d, want %d-%d-%d", got.y, got.m, got.d, y, m,
		      d);
}

static const struct {
	struct date d;
	bool exists, whole;
} exist_cases[] = {
	{ { 2026, 3, 2 }, true, true },	   { { 2024, 2, 29 }, true, true },
	{ { 2026, 2, 29 }, false, true },  { { 2000, 2, 29 }, true, true },
	{ { 1900, 2, 29 }, false, true },  { { 2026, 4, 31 }, false, true },
	{ { 2026, 13, 1 }, false, true },  { { 1600, 1, 1 }, true, true },
	{ { 1599, 12, 31 }, false, true }, { { 9999, 12, 31 }, true, true },
	{ { 10000, 1, 1 }, false, true },  { { 2026, 3, 0 }, false, false },
	{ { 2026, 0, 0 }, false, false },  { { 0, 0, 0 }, false, false },
};

START_TEST(a_date_exists_if_the_calendar_has_it)
{
	struct date d = exist_cases[_i].d;

	ck_assert(date_exists(d) == exist_cases[_i].exists);
	ck_assert(date_is_whole(d) == exist_cases[_i].whole);
	ck_assert(date_is_set(d) == (d.y != 0));
}
END_TEST

static const struct {
	struct date d;
	int64_t days;
	int weekday;
} day_cases[] = {
	{ { 1970, 1, 1 }, 0, 4 },	  { { 1969, 12, 31 }, -1, 3 },
	{ { 2000, 2, 29 }, 11016, 2 },	  { { 2000, 3, 1 }, 11017, 3 },
	{ { 2026, 3, 2 }, 20514, 1 },	  { { 1600, 1, 1 }, -135140, 6 },
	{ { 9999, 12, 31 }, 2932896, 5 }, { { 2100, 3, 1 }, 47541, 1 },
	{ { 2026, 11, 22 }, 20779, 7 },
};

START_TEST(days_are_counted_from_1970)
{
	struct date d = day_cases[_i].d;

	ck_assert_int_eq(date_to_days(d), day_cases[_i].days);
	assert_date(date_from_days(day_cases[_i].days), d.y, d.m, d.d);
	ck_assert_int_eq(date_weekday(d), day_cases[_i].weekday);
}
END_TEST

START_TEST(days_beyond_the_calendar_are_no_date)
{
	ck_assert(!date_is_set(date_from_days(-135141)));
	ck_assert(!date_is_set(date_from_days(2932897)));
	ck_assert(!date_is_set(date_from_days(INT64_MAX)));
	ck_assert(!date_is_set(date_from_days(INT64_MIN)));
	ck_assert(!date_is_set(date_add_days(date_of(2026, 3, 2), INT64_MAX)));
	ck_assert(!date_is_set(date_add_days(date_of(1960, 3, 2), INT64_MIN)));
	ck_assert_int_eq(date_weekday(date_of(2026, 3, 0)), 0);
}
END_TEST

static const struct {
	const char *why;
	struct date from;
	int64_t n;
	struct date to;
} month_cases[] = {
	{ "plain", { 2026, 3, 2 }, 1, { 2026, 4, 2 } },
	{ "none", { 2026, 3, 31 }, 0, { 2026, 3, 31 } },
	{ "clamped", { 2026, 1, 31 }, 1, { 2026, 2, 28 } },
	{ "clamped in a leap year", { 2024, 1, 31 }, 1, { 2024, 2, 29 } },
	{ "clamped to thirty", { 2026, 3, 31 }, 1, { 2026, 4, 30 } },
	{ "a leap day's anniversary", { 2024, 2, 29 }, 12, { 2025, 2, 28 } },
	{ "four years on", { 2024, 2, 29 }, 48, { 2028, 2, 29 } },
	{ "into the next year", { 2026, 11, 15 }, 3, { 2027, 2, 15 } },
	{ "back", { 2026, 3, 31 }, -1, { 2026, 2, 28 } },
	{ "back over the year", { 2026, 1, 15 }, -1, { 2025, 12, 15 } },
	{ "back many years", { 2026, 3, 2 }, -12 * 400, { 1626, 3, 2 } },
	{ "known to the month", { 2026, 11, 0 }, 2, { 2027, 1, 0 } },
	{ "known to the year", { 2026, 0, 0 }, 24, { 2028, 0, 0 } },
	{ "unset", { 0, 0, 0 }, 5, { 0, 0, 0 } },
	{ "beyond the calendar", { 9999, 12, 1 }, 1, { 0, 0, 0 } },
	{ "before the calendar", { 1600, 1, 1 }, -1, { 0, 0, 0 } },
	{ "far beyond", { 2026, 1, 1 }, INT64_MAX, { 0, 0, 0 } },
	{ "far before", { 2026, 1, 1 }, INT64_MIN, { 0, 0, 0 } },
};

START_TEST(months_clamp_to_the_month_s_end)
{
	struct date got =
		date_add_months(month_cases[_i].from, month_cases[_i].n);

	ck_assert_msg(date_compare(got, month_cases[_i].to) == 0,
		      "%s: %d-%d-%d", month_cases[_i].why, got.y, got.m, got.d);
}
END_TEST

START_TEST(days_leave_an_estimate_alone)
{
	assert_date(date_add_days(date_of(2026, 2, 28), 1), 2026, 3, 1);
	assert_date(date_add_days(date_of(2026, 3, 2), -61), 2025, 12, 31);
	assert_date(date_add_days(date_of(2026, 3, 0), 5), 2026, 3, 0);
	assert_date(date_add_days(NO_DATE, 5), 0, 0, 0);
}
END_TEST

START_TEST(an_estimate_has_a_first_and_a_last_day)
{
	assert_date(date_first(date_of(2024, 0, 0)), 2024, 1, 1);
	assert_date(date_last(date_of(2024, 0, 0)), 2024, 12, 31);
	assert_date(date_first(date_of(2024, 2, 0)), 2024, 2, 1);
	assert_date(date_last(date_of(2024, 2, 0)), 2024, 2, 29);
	assert_date(date_first(date_of(2024, 2, 9)), 2024, 2, 9);
	assert_date(date_last(date_of(2024, 2, 9)), 2024, 2, 9);
	assert_date(date_first(NO_DATE), 0, 0, 0);
	assert_date(date_last(NO_DATE), 0, 0, 0);
}
END_TEST

START_TEST(an_unknown_part_sorts_first)
{
	static const struct date rising[] = {
		{ 0, 0, 0 },	{ 1984, 0, 0 }, { 1984, 5, 0 },
		{ 1984, 5, 1 }, { 1984, 6, 0 }, { 1985, 0, 0 },
	};

	for (size_t i = 0; i < COUNT(rising); i++)
		for (size_t j = 0; j < COUNT(rising); j++)
			ck_assert_int_eq(date_compare(rising[i], rising[j]),
					 (i > j) - (i < j));
}
END_TEST

static const struct {
	const char *why;
	struct date born, on;
	int age;
} age_cases[] = {
	{ "the day before a birthday", { 2000, 5, 9 }, { 2018, 5, 8 }, 17 },
	{ "the birthday", { 2000, 5, 9 }, { 2018, 5, 9 }, 18 },
	{ "the day of birth", { 2000, 5, 9 }, { 2000, 5, 9 }, 0 },
	{ "not yet born", { 2000, 5, 9 }, { 2000, 5, 8 }, -1 },
	{ "a leap day, in February", { 2008, 2, 29 }, { 2026, 2, 28 }, 17 },
	{ "a leap day, in March", { 2008, 2, 29 }, { 2026, 3, 1 }, 18 },
	{ "no date of birth", { 0, 0, 0 }, { 2026, 3, 1 }, -1 },
	{ "no day to count to", { 2000, 5, 9 }, { 0, 0, 0 }, -1 },
	{ "a year that leaves it open", { 1984, 0, 0 }, { 2026, 3, 1 }, -1 },
	{ "a year at its end", { 1984, 0, 0 }, { 2026, 12, 31 }, 42 },
	{ "a month that leaves it open", { 1984, 3, 0 }, { 2026, 3, 15 }, -1 },
	{ "a month that is past", { 1984, 2, 0 }, { 2026, 3, 15 }, 42 },
	{ "a month to come", { 1984, 4, 0 }, { 2026, 3, 15 }, 41 },
};

START_TEST(age_is_known_or_minus_one)
{
	int age = date_age(age_cases[_i].born, age_cases[_i].on);

	ck_assert_msg(age == age_cases[_i].age, "%s: %d", age_cases[_i].why,
		      age);
}
END_TEST

/* Today is Tuesday 3 March 2026. */
static const struct date tuesday = { 2026, 3, 3 };

static const struct {
	const char *s;
	struct date d;
} parse_cases[] = {
	{ "3/2", { 2026, 2, 3 } },
	{ "03/02", { 2026, 2, 3 } },
	{ " 3 / 2 ", { 2026, 2, 3 } },
	{ "3.2", { 2026, 2, 3 } },
	{ "3-2", { 2026, 2, 3 } },
	{ "1/9", { 2026, 9, 1 } }, /* 182 days on: nearer than last year's */
	{ "4/9", { 2025, 9, 4 } }, /* 180 days back */
	{ "30/12", { 2025, 12, 30 } },
	{ "3/2/26", { 2026, 2, 3 } },
	{ "3/2/2026", { 2026, 2, 3 } },
	{ "3.2.26", { 2026, 2, 3 } },
	{ "3-2-2026", { 2026, 2, 3 } },
	{ "3/2/46", { 2046, 2, 3 } }, /* within 20 years */
	{ "3/3/46", { 2046, 3, 3 } }, /* 20 years to the day */
	{ "4/3/46", { 1946, 3, 4 } }, /* a day more */
	{ "3/2/47", { 1947, 2, 3 } },
	{ "3/2/00", { 2000, 2, 3 } },
	{ "29/2/24", { 2024, 2, 29 } },
	{ "3 feb", { 2026, 2, 3 } },
	{ "3 FEB", { 2026, 2, 3 } },
	{ "3feb", { 2026, 2, 3 } },
	{ "3 february 2026", { 2026, 2, 3 } },
	{ "3rd February, 2026", { 2026, 2, 3 } },
	{ "1st mar", { 2026, 3, 1 } },
	{ "22nd sept", { 2025, 9, 22 } },
	{ "3 feb 26", { 2026, 2, 3 } },
	{ "3-Feb-26", { 2026, 2, 3 } },
	{ "3/feb/2026", { 2026, 2, 3 } },
	{ "3-feb", { 2026, 2, 3 } },
	{ "2026-02-03", { 2026, 2, 3 } },
	{ "2026-2-3", { 2026, 2, 3 } },
	{ "2026/02/03", { 2026, 2, 3 } },
	{ "2026-Feb-03", { 2026, 2, 3 } },
	{ "1600-01-01", { 1600, 1, 1 } },
	{ "today", { 2026, 3, 3 } },
	{ "Today", { 2026, 3, 3 } },
	{ "t", { 2026, 3, 3 } },
	{ "T", { 2026, 3, 3 } },
	{ "t+7", { 2026, 3, 10 } },
	{ "t + 7", { 2026, 3, 10 } },
	{ "today+7", { 2026, 3, 10 } },
	{ "t-2", { 2026, 3, 1 } },
	{ "t-365", { 2025, 3, 3 } },
	{ "t+0", { 2026, 3, 3 } },
	{ "t+1000", { 2028, 11, 27 } },
	{ "t+7d", { 2026, 3, 10 } },
	{ "t+6w", { 2026, 4, 14 } },
	{ "T + 12 weeks", { 2026, 5, 26 } },
	{ "t+6m", { 2026, 9, 3 } },
	{ "t+6mo", { 2026, 9, 3 } },
	{ "today-1 month", { 2026, 2, 3 } },
	{ "t-2y", { 2024, 3, 3 } },
	{ "yesterday", { 2026, 3, 2 } },
	{ "tomorrow", { 2026, 3, 4 } },
	{ "mon", { 2026, 3, 2 } },
	{ "monday", { 2026, 3, 2 } },
	{ "tue", { 2026, 3, 3 } }, /* the present one */
	{ "tues", { 2026, 3, 3 } },
	{ "wed", { 2026, 2, 25 } },
	{ "weds", { 2026, 2, 25 } },
	{ "thurs", { 2026, 2, 26 } },
	{ "sun", { 2026, 3, 1 } },
	{ "next mon", { 2026, 3, 9 } },
	{ "next tue", { 2026, 3, 10 } },
	{ "next wed", { 2026, 3, 4 } },
	{ "Next  Sunday", { 2026, 3, 8 } },
	{ "last mon", { 2026, 3, 2 } },
	{ "last tue", { 2026, 2, 24 } },
	{ "Mon 2 Mar 2026", { 2026, 3, 2 } },
	{ "mon 2/3/26", { 2026, 3, 2 } },
	{ "mon, 2 mar", { 2026, 3, 2 } },
	{ "mon 2-mar-2026", { 2026, 3, 2 } },
	{ "mon 2026-03-02", { 2026, 3, 2 } },
};

START_TEST(dates_are_understood_day_first)
{
	const char *s = parse_cases[_i].s;
	struct date d = NO_DATE, want = parse_cases[_i].d;

	ck_assert_msg(date_parse(&d, s, tuesday, false) == ERR_OK, "%s", s);
	ck_assert_msg(date_compare(d, want) == 0, "%s: %d-%d-%d", s, d.y, d.m,
		      d.d);
	d = NO_DATE;
	ck_assert_msg(date_parse(&d, s, tuesday, true) == ERR_OK, "%s", s);
	ck_assert_msg(date_compare(d, want) == 0, "%s, with estimates", s);
}
END_TEST

static const char *const refused[] = {
	"",
	" ",
	"3",
	"32/1",
	"31/4",
	"29/2/2026",
	"29/2",
	"0/2",
	"3/2/6",
	"3 feb 6",
	"3/0",
	"3/13",
	"2/13/2026",
	"3/2/026",
	"3/2/20266",
	"3-2/26",
	"3/2/",
	"/3/2",
	"3//2",
	"3 2",
	"3 2 2026",
	"030226",
	"03022026",
	"1599-12-31",
	"2026-02-30",
	"3 fe",
	"3 febr0",
	"3 febz",
	"feb 3",
	"tod",
	"t+",
	"t7",
	"t+7x",
	"t+w",
	"t+7 d 2",
	"t+9999y",
	"t+99999",
	"t+7+7",
	"t-9999999999",
	"mo",
	"mondays",
	"next",
	"next week",
	"mon next",
	"tue 2 mar 2026",
	"mon mon",
	"mon t",
	"about",
	"~",
	"about 3/2",
	"~3 feb 2026",
	"about mon",
	"not known",
	"3\xC2\xA0"
	"2",
	"\xD9\xA3/2",
	"3/2 extra",
	"1/2/3/4/5/6/7/8",
	"-3/2",
	"3 feb -2026",
	"3/2/26!",
	"aboutjan2026",
	"antidisestablishmentarianism",
	"29 feb",
};

START_TEST(what_is_no_date_is_refused)
{
	struct date d = date_of(1, 2, 3);

	for (int estimate = 0; estimate <= 1; estimate++)
		ck_assert_msg(date_parse(&d, refused[_i], tuesday, estimate) ==
				      ERR_INVALID,
			      "[%s]: %d-%d-%d", refused[_i], d.y, d.m, d.d);
	assert_date(d, 1, 2, 3); /* untouched */
}
END_TEST

static const struct {
	const char *s;
	struct date d;
} estimate_cases[] = {
	{ "~1984", { 1984, 0, 0 } },
	{ "1984", { 1984, 0, 0 } },
	{ "~ 1984", { 1984, 0, 0 } },
	{ "about 1984", { 1984, 0, 0 } },
	{ "5/1984", { 1984, 5, 0 } },
	{ "05.1984", { 1984, 5, 0 } },
	{ "~5/1984", { 1984, 5, 0 } },
	{ "jan 2026", { 2026, 1, 0 } },
	{ "January 2026", { 2026, 1, 0 } },
	{ "jan-2026", { 2026, 1, 0 } },
	{ "about jan 2026", { 2026, 1, 0 } },
	{ "About Jan 2026", { 2026, 1, 0 } },
	{ "2026-01", { 2026, 1, 0 } },
};

START_TEST(estimates_are_understood_where_they_are_allowed)
{
	const char *s = estimate_cases[_i].s;
	struct date d = NO_DATE, want = estimate_cases[_i].d;

	ck_assert_msg(date_parse(&d, s, tuesday, true) == ERR_OK, "%s", s);
	ck_assert_msg(date_compare(d, want) == 0, "%s: %d-%d-%d", s, d.y, d.m,
		      d.d);
	ck_assert_int_eq(date_parse(&d, s, tuesday, false), ERR_INVALID);
}
END_TEST

static const char *const no_estimates[] = {
	"84",	     "~84",	"13/1984",  "0/1984",		"jan",
	"about jan", "jan 26",	"1599",	    "about about 1984", "~~1984",
	"2026-00",   "2026-13", "mon 1984",
};

START_TEST(no_estimate_is_guessed)
{
	struct date d;

	ck_assert_msg(date_parse(&d, no_estimates[_i], tuesday, true) ==
			      ERR_INVALID,
		      "[%s]", no_estimates[_i]);
}
END_TEST

START_TEST(a_leap_day_without_a_year_needs_one_close_by)
{
	struct date d;

	ck_assert_int_eq(date_parse(&d, "29/2", date_of(2025, 1, 9), false),
			 ERR_OK);
	assert_date(d, 2024, 2, 29);
	ck_assert_int_eq(date_parse(&d, "29/2", date_of(2027, 1, 9), false),
			 ERR_OK);
	assert_date(d, 2028, 2, 29);
}
END_TEST

START_TEST(days_do_not_lead_out_of_the_calendar)
{
	struct date d = NO_DATE;

	ck_assert_int_eq(date_parse(&d, "t-1", date_of(1600, 1, 1), false),
			 ERR_INVALID);
	ck_assert_int_eq(date_parse(&d, "t+1", date_of(9999, 12, 31), false),
			 ERR_INVALID);
	ck_assert(!date_is_set(d));
}
END_TEST

START_TEST(the_nearest_year_is_found_on_both_sides_of_new_year)
{
	struct date d;

	ck_assert_int_eq(date_parse(&d, "30/12", date_of(2026, 1, 2), false),
			 ERR_OK);
	assert_date(d, 2025, 12, 30);
	ck_assert_int_eq(date_parse(&d, "2/1", date_of(2025, 12, 30), false),
			 ERR_OK);
	assert_date(d, 2026, 1, 2);
	/* 183 days either way: of two as near, the past one. */
	ck_assert_int_eq(date_parse(&d, "3/7", date_of(2024, 1, 2), false),
			 ERR_OK);
	assert_date(d, 2023, 7, 3);
}
END_TEST

static const struct {
	const char *s;
	struct date d;
} due_cases[] = {
	/* That day, 3 March 2026, is a Tuesday. */
	{ "fri", { 2026, 3, 6 } },     { "mon", { 2026, 3, 9 } },
	{ "tuesday", { 2026, 3, 3 } }, { "last mon", { 2026, 3, 2 } },
	{ "mon 2/3", { 2026, 3, 2 } }, { "yesterday", { 2026, 3, 2 } },
	{ "t+3", { 2026, 3, 6 } },
};

START_TEST(a_weekday_by_which_a_thing_is_due_is_the_coming_one)
{
	struct date d = NO_DATE;

	ck_assert_int_eq(
		date_parse_due(&d, due_cases[_i].s, date_of(2026, 3, 3)),
		ERR_OK);
	ck_assert_msg(date_compare(d, due_cases[_i].d) == 0, "[%s]",
		      due_cases[_i].s);
}
END_TEST

static const struct {
	const char *s;
	enum err err;
	struct date d;
} iso_cases[] = {
	{ "2026-03-02", ERR_OK, { 2026, 3, 2 } },
	{ "2026-03", ERR_OK, { 2026, 3, 0 } },
	{ "2026", ERR_OK, { 2026, 0, 0 } },
	{ "2024-02-29", ERR_OK, { 2024, 2, 29 } },
	{ "2026-02-29", ERR_INVALID, { 0, 0, 0 } },
	{ "2026-3-2", ERR_INVALID, { 0, 0, 0 } },
	{ "2026-13", ERR_INVALID, { 0, 0, 0 } },
	{ "2026-00", ERR_INVALID, { 0, 0, 0 } },
	{ "2026-03-00", ERR_INVALID, { 0, 0, 0 } },
	{ "2026-03-02 ", ERR_INVALID, { 0, 0, 0 } },
	{ "2026-03-", ERR_INVALID, { 0, 0, 0 } },
	{ "2026-", ERR_INVALID, { 0, 0, 0 } },
	{ "2026/03/02", ERR_INVALID, { 0, 0, 0 } },
	{ " 2026", ERR_INVALID, { 0, 0, 0 } },
	{ "202", ERR_INVALID, { 0, 0, 0 } },
	{ "1599", ERR_INVALID, { 0, 0, 0 } },
	{ "", ERR_INVALID, { 0, 0, 0 } },
};

START_TEST(iso_dates_are_exact)
{
	struct date d = NO_DATE;

	ck_assert_msg(date_parse_iso(&d, iso_cases[_i].s) == iso_cases[_i].err,
		      "[%s]", iso_cases[_i].s);
	ck_assert_int_eq(date_compare(d, iso_cases[_i].d), 0);
}
END_TEST

static const struct {
	struct date d;
	const char *iso, *brief, *full, *terse;
} format_cases[] = {
	{ { 2026, 3, 2 },
	  "2026-03-02",
	  "02 Mar 2026",
	  "Mon 2 Mar 2026",
	  "02 Mar" },
	{ { 2026, 12, 31 },
	  "2026-12-31",
	  "31 Dec 2026",
	  "Thu 31 Dec 2026",
	  "31 Dec" },
	{ { 2026, 3, 0 },
	  "2026-03",
	  "about Mar 2026",
	  "about Mar 2026",
	  "~Mar" },
	{ { 2026, 0, 0 }, "2026", "about 2026", "about 2026", "~2026" },
	{ { 0, 0, 0 }, "", "", "", "" },
};

START_TEST(dates_are_written_in_four_styles)
{
	struct arena a = ARENA_INIT;
	struct date d = format_cases[_i].d;

	ck_assert_str_eq(date_format(&a, d, DATE_ISO), format_cases[_i].iso);
	ck_assert_str_eq(date_format(&a, d, DATE_SHORT),
			 format_cases[_i].brief);
	ck_assert_str_eq(date_format(&a, d, DATE_LONG), format_cases[_i].full);
	ck_assert_str_eq(date_format(&a, d, DATE_TERSE),
			 format_cases[_i].terse);
	arena_clear(&a);
}
END_TEST

Suite *
date_suite(void)
{
	Suite *s = suite_create("date");
	TCase *t = tcase_create("date");

	tcase_add_loop_test(t, a_date_exists_if_the_calendar_has_it, 0,
			    (int)COUNT(exist_cases));
	tcase_add_loop_test(t, days_are_counted_from_1970, 0,
			    (int)COUNT(day_cases));
	tcase_add_test(t, days_beyond_the_calendar_are_no_date);
	tcase_add_loop_test(t, months_clamp_to_the_month_s_end, 0,
			    (int)COUNT(month_cases));
	tcase_add_test(t, days_leave_an_estimate_alone);
	tcase_add_test(t, an_estimate_has_a_first_and_a_last_day);
	tcase_add_test(t, an_unknown_part_sorts_first);
	tcase_add_loop_test(t, age_is_known_or_minus_one, 0,
			    (int)COUNT(age_cases));
	tcase_add_loop_test(t, dates_are_understood_day_first, 0,
			    (int)COUNT(parse_cases));
	tcase_add_loop_test(t, what_is_no_date_is_refused, 0,
			    (int)COUNT(refused));
	tcase_add_loop_test(t, estimates_are_understood_where_they_are_allowed,
			    0, (int)COUNT(estimate_cases));
	tcase_add_loop_test(t, no_estimate_is_guessed, 0,
			    (int)COUNT(no_estimates));
	tcase_add_test(t, a_leap_day_without_a_year_needs_one_close_by);
	tcase_add_test(t, days_do_not_lead_out_of_the_calendar);
	tcase_add_test(t, the_nearest_year_is_found_on_both_sides_of_new_year);
	tcase_add_loop_test(t,
			    a_weekday_by_which_a_thing_is_due_is_the_coming_one,
			    0, (int)COUNT(due_cases));
	tcase_add_loop_test(t, iso_dates_are_exact, 0, (int)COUNT(iso_cases));
	tcase_add_loop_test(t, dates_are_written_in_four_styles, 0,
			    (int)COUNT(format_cases));
	suite_add_tcase(s, t);
	return s;
}
