/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What people type, as values and back. */
#include <stdio.h>
#include <string.h>

#include "check_form_compute.h"

static const struct date tuesday = { 2026, 3, 3 };

static struct choice fruit_choices[] = {
	{ .code = "apple", .label = "Apple" },
	{ .code = "cherry", .label = "Cherry, sweet" },
	{ .code = "old", .label = "Quince", .retired = { 2020, 1, 1 } },
	{ .code = "plum", .label = "Plum" },
	{ .code = "pear", .label = "Pear, green" },
	{ .code = "9", .label = "Ninth fruit" },
	{ .code = "swap", .label = "plum jam" },
};
static const struct list fruit = {
	.name = "fruit", .label = "Fruit",
	.choices = fruit_choices, .n = COUNT(fruit_choices),
};

static struct choice known_choices[] = {
	{ .code = "yes", .label = "Yes" },
	{ .code = "no", .label = "No" },
	{ .code = "dk", .label = "Not known" },
};
static const struct list known = {
	.name = "known", .label = "Known",
	.choices = known_choices, .n = COUNT(known_choices),
};

static const struct item questions[] = {
	{ .kind = ITEM_QUESTION, .type = Q_TEXT, .name = "text" },
	{ .kind = ITEM_QUESTION, .type = Q_INTEGER, .name = "integer" },
	{ .kind = ITEM_QUESTION, .type = Q_DECIMAL, .name = "decimal" },
	{ .kind = ITEM_QUESTION, .type = Q_DATE, .name = "date" },
	{ .kind = ITEM_QUESTION, .type = Q_DATE, .name = "about",
	  .estimate = true },
	{ .kind = ITEM_QUESTION, .type = Q_DATETIME, .name = "datetime" },
	{ .kind = ITEM_QUESTION, .type = Q_TIME, .name = "time" },
	{ .kind = ITEM_QUESTION, .type = Q_DURATION, .name = "duration" },
	{ .kind = ITEM_QUESTION, .type = Q_PERSON, .name = "person" },
	{ .kind = ITEM_QUESTION, .type = Q_CASE, .name = "case" },
	{ .kind = ITEM_QUESTION, .type = Q_USER, .name = "user" },
	{ .kind = ITEM_QUESTION, .type = Q_ATTACHMENT, .name = "file" },
	{ .kind = ITEM_QUESTION, .type = Q_SELECT_ONE, .name = "fruit",
	  .list = &fruit },
	{ .kind = ITEM_QUESTION, .type = Q_SELECT_MULTIPLE, .name = "fruits",
	  .list = &fruit },
	{ .kind = ITEM_QUESTION, .type = Q_SELECT_ONE, .name = "known",
	  .list = &known },
};

static const struct item *
question(const char *name)
{
	for (size_t i = 0; i < COUNT(questions); i++)
		if (strcmp(questions[i].name, name) == 0)
			return &questions[i];
	ck_abort_msg("no question %s", name);
	return NULL;
}

static const struct {
	const char *why, *question, *typed, *shown, *edit;
} understood[] = {
	{ "nothing is empty",             "integer",  "",  "", "" },
	{ "spaces are empty",             "fruit",    "   ", "", "" },
	{ "text is trimmed",              "text",     "  a  b ",
	  "a  b", "a  b" },
	{ "a whole number",               "integer",  "3", "3", "3" },
	{ "a whole number with point",    "integer",  "3.0", "3", "3" },
	{ "a sum of money",               "decimal",  "1,204.50",
	  "1204.5", "1204.5" },
	{ "with its sign",                "decimal",  "\xC2\xA3" "12.50",
	  "12.5", "12.5" },
	{ "a day of this year",           "date",     "3/2",
	  "03 Feb 2026", "03 Feb 2026" },
	{ "a word for a day",             "date",     "today",
	  "03 Mar 2026", "03 Mar 2026" },
	{ "a year alone",                 "about",    "~1984",
	  "about 1984", "about 1984" },
	{ "a month",                      "about",    "5/1984",
	  "about May 1984", "about May 1984" },
	{ "day and time",                 "datetime", "3/2/26 9:30",
	  "03 Feb 2026 09:30", "03 Feb 2026 09:30" },
	{ "a day in words and time",      "datetime", "3 feb 2026 2.15pm",
	  "03 Feb 2026 14:15", "03 Feb 2026 14:15" },
	{ "ISO day and time",             "datetime", "2026-02-03T14:30",
	  "03 Feb 2026 14:30", "03 Feb 2026 14:30" },
	{ "a time alone is today's",      "datetime", "9:30",
	  "03 Mar 2026 09:30", "03 Mar 2026 09:30" },
	{ "a time",                       "time",     "9.30",
	  "09:30", "09:30" },
	{ "a duration as in a form",      "duration", "12d",
	  "12 days", "12d" },
	{ "a duration in words",          "duration", "1 working day",
	  "1 working day", "1wd" },
	{ "weeks are days",               "duration", "3 Weeks",
	  "21 days", "21d" },
	{ "hours are minutes",            "duration", "2 hrs",
	  "120 minutes", "120min" },
	{ "years are months",             "duration", "1y",
	  "12 months", "12mo" },
	{ "a person by number",           "person",   "42", "42", "42" },
	{ "a case by number",             "case",     "42", "42", "42" },
	{ "a login",                      "user",     "s.patel",
	  "s.patel", "s.patel" },
	{ "a kept file",                  "file",     "plan.pdf",
	  "plan.pdf", "plan.pdf" },
	{ "a choice by its code",         "fruit",    "apple",
	  "Apple", "Apple" },
	{ "however it is written",        "fruit",    "APPLE",
	  "Apple", "Apple" },
	{ "by its label",                 "fruit",    "cherry, SWEET",
	  "Cherry, sweet", "Cherry, sweet" },
	{ "by the beginning of it",       "fruit",    "ch",
	  "Cherry, sweet", "Cherry, sweet" },
	{ "a code is more than a number", "fruit",    "9",
	  "Ninth fruit", "Ninth fruit" },
	{ "by its number, without the retired", "fruit", "3",
	  "Plum", "Plum" },
	{ "a whole label is more than a beginning", "fruit", "plum",
	  "Plum", "Plum" },
	{ "a retired one by its code",    "fruit",    "old",
	  "Quince", "Quince" },
	{ "several, in the order of the list", "fruits", "plum, apple",
	  "Apple, Plum", "Apple, Plum" },
	{ "one twice is one",             "fruits",   "1; apple",
	  "Apple", "Apple" },
	{ "a label with a comma",         "fruits",   "Cherry, sweet",
	  "Cherry, sweet", "cherry" },
	{ "commas without words",         "fruits",   ",apple,,",
	  "Apple", "Apple" },
	{ "y is yes",                     "known",    "y", "Yes", "Yes" },
	{ "n is no, not Not known",       "known",    "N", "No", "No" },
	{ "u is not known",               "known",    "u",
	  "Not known", "Not known" },
	{ "so is a question mark",        "known",    "?",
	  "Not known", "Not known" },
	{ "and the beginning of it",      "known",    "not",
	  "Not known", "Not known" },
};

START_TEST(what_is_typed_is_understood)
{
	struct arena a = ARENA_INIT;
	const struct item *it = question(understood[_i].question);
	const char *why = understood[_i].why, *said;
	struct value v;

	ck_assert_msg(answer_parse(&a, it, understood[_i].typed, tuesday, &v,
				   &said), "%s: %s", why, said);
	ck_assert_ptr_null(said);
	ck_assert_msg(strcmp(answer_format(&a, it, &v),
			     understood[_i].shown) == 0, "%s: shown '%s'",
		      why, answer_format(&a, it, &v));
	ck_assert_msg(strcmp(answer_edit(&a, it, &v),
			     understood[_i].edit) == 0, "%s: edited '%s'",
		      why, answer_edit(&a, it, &v));
	arena_clear(&a);
}
END_TEST

START_TEST(what_is_put_into_an_edit_field_reads_back_as_the_same)
{
	struct arena a = ARENA_INIT;
	const struct item *it = question(understood[_i].question);
	struct value v, again;
	const char *said;

	ck_assert(answer_parse(&a, it, understood[_i].typed, tuesday, &v,
			       &said));
	ck_assert(answer_parse(&a, it, answer_edit(&a, it, &v), tuesday,
			       &again, &said));
	ck_assert_msg(value_equal(&v, &again), "%s", understood[_i].why);
	arena_clear(&a);
}
END_TEST

static const struct {
	const char *question, *typed, *said;
} refused[] = {
	{ "integer", "three", "Enter a whole number, for example 3." },
	{ "integer", "2.5", "Enter a whole number, for example 3." },
	{ "integer", "99999999999999999999",
	  "Enter a whole number, for example 3." },
	{ "decimal", "1.2.3", "Enter a number, for example 12.50." },
	{ "date", "31/2/2026",
	  "Enter the day, month and year, for example 3/2/2026." },
	{ "date", "~1984",
	  "Enter the day, month and year, for example 3/2/2026." },
	{ "about", "soon", "Enter a date, for example 3/2/2026; ~1984 if only "
	  "the year is known." },
	{ "time", "25:00", "Enter a time, for example 9:30 or 2.15pm." },
	{ "datetime", "3/2/2026",
	  "Enter a date and a time, for example 3/2/2026 14:30." },
	{ "duration", "12", "Enter a length of time, for example 12 days, "
	  "3 weeks or 45 minutes." },
	{ "duration", "12 moons", "Enter a length of time, for example "
	  "12 days, 3 weeks or 45 minutes." },
	{ "person", "Sam", "Choose the person from the list." },
	{ "case", "0", "Choose the case from the list." },
	{ "known", "maybe", "Choose Yes, No or Not known." },
	{ "fruit", "pl", "Write more letters: Plum or plum jam." },
	{ "fruit", "7", "Choose Apple, Cherry, sweet, Plum, Pear, green, "
	  "Ninth fruit or plum jam." },
	{ "fruits", "apple, melon", "Choose Apple, Cherry, sweet, Plum, Pear, "
	  "green, Ninth fruit or plum jam." },
};

START_TEST(what_is_not_understood_is_answered_with_what_to_do)
{
	struct arena a = ARENA_INIT;
	const struct item *it = question(refused[_i].question);
	struct value v;
	const char *said;

	ck_assert(!answer_parse(&a, it, refused[_i].typed, tuesday, &v,
				&said));
	ck_assert_str_eq(said, refused[_i].said);
	ck_assert_int_eq(v.type, VAL_EMPTY);
	arena_clear(&a);
}
END_TEST

START_TEST(a_number_counts_along_the_choices_offered)
{
	const struct choice *offered[] = {
		&fruit_choices[3], &fruit_choices[0]
	};
	struct arena a = ARENA_INIT;
	const struct item *it = question("fruit");
	const char *said;
	struct value v;

	ck_assert(answer_choose(&a, it, offered, 2, "2", &v, &said));
	ck_assert_str_eq(v.text, "apple");
	ck_assert(answer_choose(&a, it, offered, 2, "p", &v, &said));
	ck_assert_str_eq(v.text, "plum");
	ck_assert(!answer_choose(&a, it, offered, 2, "3", &v, &said));
	ck_assert_str_eq(said, "Choose Plum or Apple.");
	ck_assert(!answer_choose(&a, it, offered, 0, "3", &v, &said));
	ck_assert_str_eq(said, "There is nothing to choose from yet. Leave "
			 "it empty.");
	arena_clear(&a);
}
END_TEST

START_TEST(a_long_list_is_not_told_out)
{
	static struct choice many[30];
	static char labels[30][16];
	const struct list list = { .name = "many", .choices = many,
				   .n = COUNT(many) };
	const struct item it = { .kind = ITEM_QUESTION, .type = Q_SELECT_ONE,
				 .name = "many", .list = &list };
	struct arena a = ARENA_INIT;
	const char *said;
	struct value v;

	for (size_t i = 0; i < COUNT(many); i++) {
		snprintf(labels[i], sizeof(labels[i]), "Choice %c%zu",
			 (char)('a' + i % 3), i);
		many[i].code = many[i].label = labels[i];
	}
	ck_assert(!answer_parse(&a, &it, "zebra", tuesday, &v, &said));
	ck_assert_str_eq(said, "Choose from the list: a number from 1 to 30, "
			 "or the first letters.");
	ck_assert(!answer_parse(&a, &it, "choice a", tuesday, &v, &said));
	ck_assert_str_eq(said, "Write more letters: Choice a0, Choice a3, "
			 "Choice a6 and 7 more.");
	arena_clear(&a);
}
END_TEST

START_TEST(a_code_that_left_its_list_is_shown_as_it_is)
{
	struct arena a = ARENA_INIT;
	struct value v = value_code("gone");

	ck_assert_str_eq(answer_format(&a, question("fruit"), &v), "gone");
	ck_assert_str_eq(answer_edit(&a, question("fruit"), &v), "gone");
	arena_clear(&a);
}
END_TEST

Suite *
suite_form_answer(void)
{
	Suite *s = suite_create("form/answer");
	TCase *t = tcase_create("answer");

	tcase_add_loop_test(t, what_is_typed_is_understood, 0,
			    COUNT(understood));
	tcase_add_loop_test(t,
		what_is_put_into_an_edit_field_reads_back_as_the_same, 0,
		COUNT(understood));
	tcase_add_loop_test(t,
		what_is_not_understood_is_answered_with_what_to_do, 0,
		COUNT(refused));
	tcase_add_test(t, a_number_counts_along_the_choices_offered);
	tcase_add_test(t, a_long_list_is_not_told_out);
	tcase_add_test(t, a_code_that_left_its_list_is_shown_as_it_is);
	suite_add_tcase(s, t);
	return s;
}
