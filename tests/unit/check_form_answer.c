/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What people type, as values and back. */
#include <string.h>

#include "check_form_compute.h"

static const struct date tuesday = { 2026, 3, 3 };

static const struct item *
question(const char *name)
{
	struct eval_ctx c = compute_context("answers");
	const struct item *it = form_item(c.form, name);

	ck_assert_msg(it != NULL, "no question %s", name);
	return it;
}

static const struct {
	const char *why, *question, *typed, *shown, *edit;
} understood[] = {
	{ "nothing is empty", "an_integer", "", "", "" },
	{ "spaces are empty", "one_fruit", "   ", "", "" },
	{ "text is trimmed", "a_text", "  a  b ", "a  b", "a  b" },
	{ "a whole number", "an_integer", "3", "3", "3" },
	{ "a whole number with point", "an_integer", "3.0", "3", "3" },
	{ "a sum of money", "a_decimal", "1,204.50", "1204.5", "1204.5" },
	{ "with its sign", "a_decimal",
	  "\xC2\xA3"
	  "12.50",
	  "12.5", "12.5" },
	{ "a day of this year", "a_date", "3/2", "03 Feb 2026", "03 Feb 2026" },
	{ "a word for a day", "a_date", "today", "03 Mar 2026", "03 Mar 2026" },
	{ "a year alone", "about_date", "~1984", "about 1984", "about 1984" },
	{ "a month", "about_date", "5/1984", "about May 1984",
	  "about May 1984" },
	{ "day and time", "a_datetime", "3/2/26 9:30", "03 Feb 2026 09:30",
	  "03 Feb 2026 09:30" },
	{ "a day in words and time", "a_datetime", "3 feb 2026 2.15pm",
	  "03 Feb 2026 14:15", "03 Feb 2026 14:15" },
	{ "ISO day and time", "a_datetime", "2026-02-03T14:30",
	  "03 Feb 2026 14:30", "03 Feb 2026 14:30" },
	{ "a time alone is today's", "a_datetime", "9:30", "03 Mar 2026 09:30",
	  "03 Mar 2026 09:30" },
	{ "a time", "a_time", "9.30", "09:30", "09:30" },
	{ "a duration as in a form", "a_duration", "12d", "12 days", "12d" },
	{ "a duration in words", "a_duration", "1 working day", "1 working day",
	  "1wd" },
	{ "weeks are days", "a_duration", "3 Weeks", "21 days", "21d" },
	{ "hours are minutes", "a_duration", "2 hrs", "120 minutes", "120min" },
	{ "years are months", "a_duration", "1y", "12 months", "12mo" },
	{ "a person by number", "a_person", "42", "42", "42" },
	{ "a case by number", "a_case", "42", "42", "42" },
	{ "a login", "a_user", "s.patel", "s.patel", "s.patel" },
	{ "a kept file", "a_file", "plan.pdf", "plan.pdf", "plan.pdf" },
	{ "a choice by its code", "one_fruit", "apple", "Apple", "Apple" },
	{ "however it is written", "one_fruit", "APPLE", "Apple", "Apple" },
	{ "by its label", "one_fruit", "cherry, SWEET", "Cherry, sweet",
	  "Cherry, sweet" },
	{ "by the beginning of it", "one_fruit", "ch", "Cherry, sweet",
	  "Cherry, sweet" },
	{ "a code is more than a number", "one_fruit", "9", "Ninth fruit",
	  "Ninth fruit" },
	{ "by its number, without the retired", "one_fruit", "3", "Plum",
	  "Plum" },
	{ "a whole label is more than a beginning", "one_fruit", "plum", "Plum",
	  "Plum" },
	{ "a retired one by its code", "one_fruit", "old", "Quince", "Quince" },
	{ "several, in the order of the list", "some_fruit", "plum, apple",
	  "Apple, Plum", "Apple, Plum" },
	{ "one twice is one", "some_fruit", "1; apple", "Apple", "Apple" },
	{ "a label with a comma", "some_fruit", "Cherry, sweet",
	  "Cherry, sweet", "cherry" },
	{ "commas without words", "some_fruit", ",apple,,", "Apple", "Apple" },
	{ "an amount is what is counted, not a place in the list", "how_many",
	  "1", "1 or 2", "1 or 2" },
	{ "within its limits", "how_many", "4", "3 to 5", "3 to 5" },
	{ "and without one", "how_many", "40", "6 or more", "6 or more" },
	{ "nought is none", "how_many", "0", "None", "None" },
	{ "no amount begins so: its place", "how_long", "4", "Never", "Never" },
	{ "y is yes", "known", "y", "Yes", "Yes" },
	{ "n is no, not Not known", "known", "N", "No", "No" },
	{ "u is not known", "known", "u", "Not known", "Not known" },
	{ "n is the only other one", "stands", "n", "Not met", "Not met" },
	{ "u leaves n to it", "stands", "u", "Not known", "Not known" },
	{ "so is a question mark", "known", "?", "Not known", "Not known" },
	{ "and the beginning of it", "known", "not", "Not known", "Not known" },
};

START_TEST(what_is_typed_is_understood)
{
	struct arena *a = &compute_arena;
	const struct item *it = question(understood[_i].question);
	const char *why = understood[_i].why, *said;
	struct value v;

	ck_assert_msg(
		answer_parse(a, it, understood[_i].typed, tuesday, &v, &said),
		"%s: %s", why, said);
	ck_assert_ptr_null(said);
	ck_assert_msg(strcmp(answer_format(a, it, &v), understood[_i].shown) ==
			      0,
		      "%s: shown '%s'", why, answer_format(a, it, &v));
	ck_assert_msg(strcmp(answer_edit(a, it, &v), understood[_i].edit) == 0,
		      "%s: edited '%s'", why, answer_edit(a, it, &v));
}
END_TEST

START_TEST(what_is_put_into_an_edit_field_reads_back_as_the_same)
{
	struct arena *a = &compute_arena;
	const struct item *it = question(understood[_i].question);
	struct value v, again;
	const char *said;

	ck_assert(
		answer_parse(a, it, understood[_i].typed, tuesday, &v, &said));
	ck_assert(answer_parse(a, it, answer_edit(a, it, &v), tuesday, &again,
			       &said));
	ck_assert_msg(value_equal(&v, &again), "%s", understood[_i].why);
}
END_TEST

static const struct {
	const char *question, *typed, *said;
} refused[] = {
	{ "an_integer", "three", "Enter a whole number, for example 3." },
	{ "an_integer", "2.5", "Enter a whole number, for example 3." },
	{ "an_integer", "99999999999999999999",
	  "Enter a whole number, for example 3." },
	{ "a_decimal", "1.2.3", "Enter a number, for example 12.50." },
	{ "a_date", "31/2/2026",
	  "Enter the day, month and year, for example 3/2/2026." },
	{ "a_date", "~1984",
	  "Enter the day, month and year, for example 3/2/2026." },
	{ "about_date", "soon",
	  "Enter a date, for example 3/2/2026; ~1984 if only "
	  "the year is known." },
	{ "a_time", "25:00", "Enter a time, for example 9:30 or 2.15pm." },
	{ "a_datetime", "3/2/2026",
	  "Enter a date and a time, for example 3/2/2026 14:30." },
	{ "a_duration", "12",
	  "Enter a length of time, for example 12 days, "
	  "3 weeks or 45 minutes." },
	{ "a_duration", "12 moons",
	  "Enter a length of time, for example "
	  "12 days, 3 weeks or 45 minutes." },
	{ "a_person", "Sam", "Choose the person from the list." },
	{ "a_case", "0", "Choose the case from the list." },
	{ "known", "maybe", "Choose Yes, No or Not known." },
	{ "one_fruit", "pl", "Write more letters: Plum or plum jam." },
	{ "one_fruit", "7",
	  "Choose Apple, \"Cherry, sweet\", Plum, \"Pear, green\", "
	  "Ninth fruit or plum jam." },
	{ "how_long", "2",
	  "Write more letters: 1 to 2 years or 2 to 3 years." },
	{ "in_month", "moon",
	  "Choose from the list: a number from 1 to 12, "
	  "or the first letters." },
	{ "in_month", "13",
	  "Choose from the list: a number from 1 to 12, "
	  "or the first letters." },
	{ "in_month", "j", "Write more letters: January, June or July." },
	{ "some_fruit", "apple, melon",
	  "\"melon\": Choose Apple, \"Cherry, sweet\", Plum, \"Pear, "
	  "green\", Ninth fruit or plum jam." },
};

START_TEST(now_is_a_time)
{
	struct arena *a = &compute_arena;
	const struct item *it = question("a_time");
	struct value v;
	const char *said;
	int from = clock_minutes_of(clock_now()), to;

	ck_assert(answer_parse(a, it, "Now", tuesday, &v, &said));
	to = clock_minutes_of(clock_now());
	ck_assert(v.minutes == from || v.minutes == to);
	/* A file of another day has no now. */
	ck_assert(!answer_parse(a, it, "now", NO_DATE, &v, &said));
}
END_TEST

START_TEST(what_is_not_understood_is_answered_with_what_to_do)
{
	struct arena *a = &compute_arena;
	const struct item *it = question(refused[_i].question);
	struct value v;
	const char *said;

	ck_assert(!answer_parse(a, it, refused[_i].typed, tuesday, &v, &said));
	ck_assert_str_eq(said, refused[_i].said);
	ck_assert_int_eq(v.type, VAL_EMPTY);
}
END_TEST

START_TEST(a_number_counts_along_the_choices_offered)
{
	const struct item *it = question("one_fruit");
	const struct choice *offered[] = { list_choice(it->list, "plum"),
					   list_choice(it->list, "apple") };
	struct arena *a = &compute_arena;
	const char *said;
	struct value v;

	ck_assert(answer_choose(a, it, offered, 2, "2", &v, &said));
	ck_assert_str_eq(v.text, "apple");
	ck_assert(answer_choose(a, it, offered, 2, "p", &v, &said));
	ck_assert_str_eq(v.text, "plum");
	ck_assert(!answer_choose(a, it, offered, 2, "3", &v, &said));
	ck_assert_str_eq(said, "Choose Plum or Apple.");
	ck_assert(!answer_choose(a, it, offered, 0, "3", &v, &said));
	ck_assert_str_eq(said, "There is nothing to choose from yet. Leave "
			       "it empty.");
}
END_TEST

START_TEST(many_of_like_beginning_are_not_all_told)
{
	const struct item *it = question("in_month");
	const struct choice *offered[] = {
		list_choice(it->list, "m1"), list_choice(it->list, "m6"),
		list_choice(it->list, "m7"), list_choice(it->list, "m1"),
		list_choice(it->list, "m6"),
	};
	const char *said;
	struct value v;

	ck_assert(
		!answer_choose(&compute_arena, it, offered, 5, "j", &v, &said));
	ck_assert_str_eq(said, "Write more letters: January, June, July and "
			       "2 more.");
}
END_TEST

START_TEST(a_code_that_left_its_list_is_shown_as_it_is)
{
	struct arena *a = &compute_arena;
	struct value v = value_code("gone");

	ck_assert_str_eq(answer_format(a, question("one_fruit"), &v), "gone");
	ck_assert_str_eq(answer_edit(a, question("one_fruit"), &v), "gone");
}
END_TEST

Suite *
suite_form_answer(void)
{
	Suite *s = suite_create("form/answer");
	TCase *t = tcase_create("answer");

	tcase_add_checked_fixture(t, compute_open, compute_close);
	tcase_add_loop_test(t, what_is_typed_is_understood, 0,
			    COUNT(understood));
	tcase_add_loop_test(
		t, what_is_put_into_an_edit_field_reads_back_as_the_same, 0,
		COUNT(understood));
	tcase_add_test(t, now_is_a_time);
	tcase_add_loop_test(t,
			    what_is_not_understood_is_answered_with_what_to_do,
			    0, COUNT(refused));
	tcase_add_test(t, a_number_counts_along_the_choices_offered);
	tcase_add_test(t, many_of_like_beginning_are_not_all_told);
	tcase_add_test(t, a_code_that_left_its_list_is_shown_as_it_is);
	suite_add_tcase(s, t);
	return s;
}
