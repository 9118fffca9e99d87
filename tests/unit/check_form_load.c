/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading forms: what the definitions hold, and the faults as they print. */
#include "check_form_load.h"

#include <stdlib.h>
#include <string.h>

#include "check_form.h"

/* broken.form and b2.form have each fault that the language's description
 * shows, on the line where it shows it. */
static const char *const broken[][2] = {
	{ "broken.form", "broken.txt" },
	{ "b2.form", "b2.txt" },
};

START_TEST(faults_print_with_line_caret_and_hint)
{
	const char *const files[] = { "base.form", broken[_i][0] };
	struct problems p;

	ck_assert_ptr_null(load_files(&p, files, 2));
	ck_assert_str_eq(printed(&p), data_text(broken[_i][1]));
}
END_TEST

START_TEST(the_caret_stands_below_wide_and_combining_characters)
{
	struct problems p;

	load_text(&p, "text \xE6\x97\xA5\xE6\x9C\xAC x  E\xCC\x81\n");
	ck_assert_str_eq(
		printed(&p),
		"t.form:1:1: error: 'text' must stand in a form\n"
		"    text \xE6\x97\xA5\xE6\x9C\xAC x  E\xCC\x81\n"
		"    ^\n"
		"    hint: write a form statement above it\n"
		"t.form:1:6: error: '\xE6\x97\xA5\xE6\x9C\xAC' is not a name\n"
		"    text \xE6\x97\xA5\xE6\x9C\xAC x  E\xCC\x81\n"
		"         ^\n"
		"    hint: a name is small letters, digits and _, and begins "
		"with a letter\n");
}
END_TEST

START_TEST(what_a_file_says_cannot_steer_the_terminal)
{
	struct problems p;

	load_text(&p, "role x\033[2J  X\n");
	ck_assert_uint_gt(p.n, 0);
	ck_assert_ptr_null(strchr(printed(&p), '\033'));
}
END_TEST

START_TEST(at_most_fifty_faults_are_printed_and_the_rest_counted)
{
	struct buf text = BUF_INIT;
	const char *shown;
	struct problems p;
	size_t lines = 0;

	for (int i = 0; i < 700; i++)
		buf_str(&text, "role 9\n");
	load_text(&p, text.s);
	ck_assert_uint_eq(p.errors, 700);
	shown = printed(&p);
	for (const char *s = shown; (s = strstr(s, ": error: ")); s++)
		lines++;
	ck_assert_uint_eq(lines, PROBLEMS_MOST);
	ck_assert_ptr_nonnull(strstr(shown, "t.form:50:6: error: "));
	ck_assert_ptr_nonnull(strstr(shown, "\nand 650 more\n"));
	buf_clear(&text);
}
END_TEST

START_TEST(a_fault_is_told_once)
{
	struct arena a = ARENA_INIT;
	struct problems p;
	struct place at = { "x", 3, 4 };

	problems_init(&p, &a);
	problems_add(&p, at, "line", false, "wrong", NULL);
	problems_add(&p, at, "line", false, "wrong", "again");
	problems_add(&p, at, "line", true, "odd", NULL);
	ck_assert_uint_eq(p.n, 2);
	ck_assert_uint_eq(p.errors, 1);
	ck_assert_uint_eq(p.warnings, 1);
	arena_clear(&a);
}
END_TEST

START_TEST(the_shipped_forms_load_clean)
{
	struct arena a = ARENA_INIT;
	struct form_source *files;
	const char *dir = getenv("srcdir");
	struct form_set *s;
	struct problems p;
	size_t n;

	ck_assert_int_eq(
		form_read_dir(&a, arena_printf(&a, "%s/forms", dir ? dir : "."),
			      &files, &n),
		ERR_OK);
	problems_init(&p, &a);
	if (form_set_load(&s, files, n, &p) != ERR_OK || p.n > 0)
		ck_abort_msg("%s", printed(&p));
	ck_assert_ptr_nonnull(s->person);
	ck_assert_ptr_nonnull(s->calendar);
	ck_assert_uint_gt(s->n_programmes, 0);
	form_set_free(&s);
	ck_assert_ptr_null(s);
	arena_clear(&a);
}
END_TEST

/* Easter Sunday by the anonymous Gregorian computus. */
static struct date
easter(int y)
{
	int a = y % 19, b = y / 100, c = y % 100, d = b / 4, e = b % 4;
	int h = (19 * a + b - d - (b - (b + 8) / 25 + 1) / 3 + 15) % 30;
	int l = (32 + 2 * e + 2 * (c / 4) - h - c % 4) % 7;
	int n = h + l - 7 * ((a + 11 * h + 22 * l) / 451) + 114;

	return date_of(y, n / 31, n % 31 + 1);
}

/* The first day from d on that is no Saturday, Sunday or already taken. */
static struct date
substitute(struct date d, struct date taken)
{
	while (date_weekday(d) > 5 || date_compare(d, taken) == 0)
		d = date_add_days(d, 1);
	return d;
}

static struct date
monday_from(struct date d, int step)
{
	while (date_weekday(d) != 1)
		d = date_add_days(d, step);
	return d;
}

/* The eight of a usual year. */
static void
bank_holidays(int y, struct date out[8])
{
	struct date christmas = date_of(y, 12, 25), none = date_of(1, 1, 1);
	struct date boxing = date_of(y, 12, 26);

	out[0] = substitute(date_of(y, 1, 1), none);
	out[1] = date_add_days(easter(y), -2);
	out[2] = date_add_days(easter(y), 1);
	out[3] = monday_from(date_of(y, 5, 1), 1);
	out[4] = monday_from(date_of(y, 5, 31), -1);
	out[5] = monday_from(date_of(y, 8, 31), -1);
	if (date_weekday(christmas) == 7) { /* boxing day keeps its Monday */
		out[6] = boxing;
		out[7] = date_of(y, 12, 27);
	} else {
		out[6] = substitute(christmas, none);
		out[7] = substitute(boxing, out[6]);
	}
}

START_TEST(the_shipped_calendar_has_the_bank_holidays_to_2030)
{
	struct arena a = ARENA_INIT;
	struct form_source *files;
	const char *dir = getenv("srcdir");
	struct form_set *s;
	struct problems p;
	struct date day[8];
	size_t n, had = 0;

	ck_assert_int_eq(
		form_read_dir(&a, arena_printf(&a, "%s/forms", dir ? dir : "."),
			      &files, &n),
		ERR_OK);
	problems_init(&p, &a);
	ck_assert_int_eq(form_set_load(&s, files, n, &p), ERR_OK);
	for (int y = 2024; y <= 2030; y++) {
		bank_holidays(y, day);
		for (size_t i = 0; i < COUNT(day); i++)
			ck_assert_msg(!calendar_open(s->calendar, day[i]),
				      "%s is a working day",
				      date_format(&a, day[i], DATE_ISO));
	}
	for (size_t i = 0; i < s->calendar->n; i++)
		had += s->calendar->closed[i].y >= 2024;
	ck_assert_uint_eq(had, 7 * COUNT(day));
	form_set_free(&s);
	arena_clear(&a);
}
END_TEST

START_TEST(the_forms_of_a_folder_are_read_in_the_order_of_their_names)
{
	static const char *const names[] = { "b2.form", "base.form",
					     "broken.form", "whole.form" };
	struct arena a = ARENA_INIT;
	struct form_source *files;
	const char *dir = getenv("srcdir");
	size_t n;

	ck_assert_int_eq(form_read_dir(&a,
				       arena_printf(&a, "%s/tests/data/forms",
						    dir ? dir : "."),
				       &files, &n),
			 ERR_OK);
	ck_assert_uint_eq(n, COUNT(names));
	for (size_t i = 0; i < n; i++)
		ck_assert_str_eq(files[i].name, names[i]);
	ck_assert_uint_eq(files[1].n, strlen(data_text("base.form")));
	arena_clear(&a);
}
END_TEST

START_TEST(a_folder_without_forms_is_not_found)
{
	struct arena a = ARENA_INIT;
	struct form_source *files;
	size_t n;

	ck_assert_int_eq(form_read_dir(&a, "/nonexistent", &files, &n),
			 ERR_NOT_FOUND);
	ck_assert_int_eq(form_read_dir(&a, "/proc/self/task", &files, &n),
			 ERR_NOT_FOUND);
}
END_TEST

Suite *
suite_form_load(void)
{
	Suite *s = suite_create("form: reading");
	TCase *t = tcase_create("printing");

	tcase_add_loop_test(t, faults_print_with_line_caret_and_hint, 0,
			    COUNT(broken));
	tcase_add_test(t, the_caret_stands_below_wide_and_combining_characters);
	tcase_add_test(t, what_a_file_says_cannot_steer_the_terminal);
	tcase_add_test(t,
		       at_most_fifty_faults_are_printed_and_the_rest_counted);
	tcase_add_test(t, a_fault_is_told_once);
	tcase_add_test(t, the_shipped_forms_load_clean);
	tcase_add_test(t, the_shipped_calendar_has_the_bank_holidays_to_2030);
	tcase_add_test(
		t, the_forms_of_a_folder_are_read_in_the_order_of_their_names);
	tcase_add_test(t, a_folder_without_forms_is_not_found);
	suite_add_tcase(s, t);
	suite_add_tcase(s, load_shape_case());
	suite_add_tcase(s, load_faults_case());
	suite_add_tcase(s, load_meaning_case());
	suite_add_tcase(s, load_show_case());
	suite_add_tcase(s, load_known_case());
	suite_add_tcase(s, publish_case());
	return s;
}
