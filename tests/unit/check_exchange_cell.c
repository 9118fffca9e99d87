/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "check_exchange.h"

#include <string.h>

#include "form/load.h"

static struct arena arena;

static void
clear_arena(void)
{
	arena_clear(&arena);
}

static const struct {
	const char *why, *in, *out;
	enum code code;
} cleans[] = {
	{ "space around it goes", "  a b \t", "a b", 0 },
	{ "no-break spaces are spaces",
	  "\xC2\xA0"
	  "a\xC2\xA0"
	  "b",
	  "a b", 0 },
	{ "a mark of byte order within is nothing",
	  "\xEF\xBB\xBF"
	  "a",
	  "a", 0 },
	{ "a text kept a text", "=\"00123\"", "00123", 0 },
	{ "a defused cell", "'=1+1", "=1+1", 0 },
	{ "another apostrophe stays", "'tis", "'tis", 0 },
	{ "a formula is only a text", "=1+1", "=1+1", 0 },
	{ "line ends are one newline", "a\r\nb\rc", "a\nb\nc", 0 },
	{ "nothing", " \xC2\xA0 ", "", 0 },
	{ "a number that was shortened", "1.23E+11", "", CODE_SHEET_NUMBER },
	{ "with a comma", "1,23457E+15", "", CODE_SHEET_NUMBER },
	{ "a reference that only looks so", "1E+", "1E+", 0 },
	{ "a number with a small exponent is a text", "2E5", "2E5", 0 },
	{ "an error", "#N/A", "", CODE_SHEET_ERROR },
	{ "another, in small letters", "#ref!", "", CODE_SHEET_ERROR },
	{ "a column too narrow to show its number", "#####", "",
	  CODE_SHEET_ERROR },
	{ "a number sign alone is none", "#4", "#4", 0 },
	{ "where a row was cut short", "#MISSING", "", CODE_SHORT_ROW },
	{ "a control character", "a\033[2J", "", CODE_BAD_BYTE },
	{ "its one-byte kin", "a\xC2\x9B", "", CODE_BAD_BYTE },
};

START_TEST(a_cell_is_cleaned_or_refused)
{
	struct cell_fault why = { 0 };
	const char *out;
	bool ok = cell_clean(&arena, cleans[_i].in, &out, &why);

	ck_assert_msg(ok == !cleans[_i].code, "%s", cleans[_i].why);
	if (ok)
		ck_assert_msg(!strcmp(out, cleans[_i].out), "%s: '%s'",
			      cleans[_i].why, out);
	else
		ck_assert_int_eq(why.code, cleans[_i].code);
}
END_TEST

static const struct {
	const char *pattern, *in;
	bool estimate;
	const char *out; /* ISO, or NULL */
	enum code code;
	int from, to;
} dates[] = {
	{ "dd/mm/yyyy", "03/02/2026", 0, "2026-02-03", 0, 0, 0 },
	{ "dd/mm/yyyy", "3/2/2026", 0, "2026-02-03", 0, 0, 0 },
	{ "dd/mm/yyyy", "3-2-2026", 0, "2026-02-03", 0, 0, 0 },
	{ "dd/mm/yyyy", "3.2.2026", 0, "2026-02-03", 0, 0, 0 },
	{ "dd/mm/yyyy", "03/02/2026 00:00:00", 0, "2026-02-03", 0, 0, 0 },
	{ "dd/mm/yyyy", "03/02/2026 10:30", 0, NULL, CODE_NOT_A_DATE, 0, 0 },
	{ "dd/mm/yyyy", "31/02/2026", 0, NULL, CODE_NO_SUCH_DAY, 0, 0 },
	{ "dd/mm/yyyy", "12/13/2026", 0, NULL, CODE_NO_SUCH_DAY, 0, 0 },
	{ "dd/mm/yyyy", "00/01/2026", 0, NULL, CODE_NO_SUCH_DAY, 0, 0 },
	{ "dd/mm/yyyy", "29/02/2024", 0, "2024-02-29", 0, 0, 0 },
	{ "dd/mm/yyyy", "29/02/2023", 0, NULL, CODE_NO_SUCH_DAY, 0, 0 },
	{ "dd/mm/yyyy", "3/4/26", 0, NULL, CODE_TWO_DIGIT_YEAR, 0, 0 },
	{ "dd/mm/yyyy", "2026-02-03", 0, NULL, CODE_NOT_A_DATE, 0, 0 },
	{ "dd/mm/yyyy", "soon", 0, NULL, CODE_NOT_A_DATE, 0, 0 },
	{ "dd/mm/yyyy", "003/02/2026", 0, NULL, CODE_NOT_A_DATE, 0, 0 },
	{ "dd/mm/yyyy", "1984", 1, "1984", 0, 0, 0 },
	{ "dd/mm/yyyy", "1984", 0, NULL, CODE_NOT_A_DATE, 0, 0 },
	{ "mm/dd/yyyy", "02/13/2026", 0, "2026-02-13", 0, 0, 0 },
	{ "yyyymmdd", "20260203", 0, "2026-02-03", 0, 0, 0 },
	{ "yyyymmdd", "20261301", 0, NULL, CODE_NO_SUCH_DAY, 0, 0 },
	{ "yyyymmdd", "2026023", 0, NULL, CODE_NOT_A_DATE, 0, 0 },
	{ "yyyymmdd", "202602031", 0, NULL, CODE_NOT_A_DATE, 0, 0 },
	{ "dd-mmm-yyyy", "03-Feb-2026", 0, "2026-02-03", 0, 0, 0 },
	{ "d mmm yyyy", "3 FEBRUARY 2026", 0, "2026-02-03", 0, 0, 0 },
	{ "d mmm yyyy", "3 Fob 2026", 0, NULL, CODE_NOT_A_DATE, 0, 0 },
	{ "dd/mm/yy", "03/02/29", 0, "2029-02-03", 0, 1930, 2029 },
	{ "dd/mm/yy", "03/02/30", 0, "1930-02-03", 0, 1930, 2029 },
	{ "dd/mm/yy", "03/02/2026", 0, "2026-02-03", 0, 1930, 2029 },
	{ "ddmmyy", "030230", 0, "1930-02-03", 0, 1930, 2029 },
	{ NULL, "2026-02-03", 0, "2026-02-03", 0, 0, 0 },
	{ NULL, "2026-02-03 00:00:00", 0, "2026-02-03", 0, 0, 0 },
	{ NULL, "2026-02-30", 0, NULL, CODE_NO_SUCH_DAY, 0, 0 },
	{ NULL, "01/02/2015", 0, NULL, CODE_DATE_ORDER, 0, 0 },
	{ NULL, "2026-02", 1, "2026-02", 0, 0, 0 },
	{ NULL, "1-2-15", 0, NULL, CODE_DATE_ORDER, 0, 0 },
	{ NULL, "2026-02", 0, NULL, CODE_NOT_A_DATE, 0, 0 },
	{ NULL, "20150201", 0, NULL, CODE_NOT_A_DATE, 0, 0 },
	{ NULL, "42005", 0, NULL, CODE_NOT_A_DATE, 0, 0 },
	{ NULL, "1 Feb 2015", 0, NULL, CODE_NOT_A_DATE, 0, 0 },
	{ NULL, "soon", 0, NULL, CODE_NOT_A_DATE, 0, 0 },
};

START_TEST(a_date_has_the_agreed_shape_or_none)
{
	const struct date_shape shape = { dates[_i].pattern, dates[_i].from,
					  dates[_i].to };
	struct cell_fault why = { 0 };
	struct date d;
	bool ok = date_by_shape(&arena, &shape, dates[_i].in,
				dates[_i].estimate, &d, &why);

	if (dates[_i].out) {
		ck_assert_msg(ok, "%s: %s", dates[_i].in, why.message);
		ck_assert_str_eq(date_format(&arena, d, DATE_ISO),
				 dates[_i].out);
	} else {
		ck_assert_msg(!ok, "%s as %s: %s", dates[_i].in,
			      dates[_i].pattern,
			      ok ? date_format(&arena, d, DATE_ISO) : "");
		ck_assert_msg(why.code == dates[_i].code, "%s: I%d",
			      dates[_i].in, (int)why.code);
	}
}
END_TEST

static const struct {
	struct date_shape shape;
	bool fine;
} shapes[] = {
	{ { "dd/mm/yyyy", 0, 0 }, true },
	{ { "yyyymmdd", 0, 0 }, true },
	{ { "d mmm yyyy", 0, 0 }, true },
	{ { "dd/mm", 0, 0 }, false },
	{ { "dd/dd/yyyy", 0, 0 }, false },
	{ { "dd/mm/yy", 0, 0 }, false },
	{ { "dd/mm/yy", 1930, 2029 }, true },
	{ { "dd/mm/yy", 1930, 2030 }, false },
	{ { "DD/MM/YYYY", 0, 0 }, false },
	{ { "ddd/mm/yyyy", 0, 0 }, false },
	{ { "", 0, 0 }, false },
};

START_TEST(a_shape_is_one_that_can_be_read)
{
	ck_assert_msg((date_shape_fault(&shapes[_i].shape) == NULL) ==
			      shapes[_i].fine,
		      "%s", shapes[_i].shape.pattern);
}
END_TEST

/* --- values ----------------------------------------------------------- */

static const char lists[] = "list answers  Answers\n"
			    "choice yes  Yes\n"
			    "choice no  No\n"
			    "choice dk  Not known\n";
static struct form_set *set;

static void
load_lists(void)
{
	const struct form_source f = { "t.form", lists, strlen(lists) };
	struct problems p;

	problems_init(&p, &arena);
	ck_assert_int_eq(form_set_load(&set, &f, 1, &p), ERR_OK);
}

static void
free_lists(void)
{
	form_set_free(&set);
	clear_arena();
}

static const struct map_word words[] = {
	{ "y", "yes" },
	{ "n/k", NULL },
	{ "lbth homes", "no" },
};

static const struct {
	enum question_type type;
	const char *in, *out; /* as value_format() gives it; NULL refused */
	enum code code;
	bool other;
} values[] = {
	{ Q_TEXT, "Zo\xC3\xAB", "Zo\xC3\xAB", 0, 0 },
	{ Q_TEXT, "", "", 0, 0 },
	{ Q_TEXT, "---", "", 0, 0 },
	{ Q_TEXT, "two\nlines", "two / lines", 0, 0 },
	{ Q_TEXT, "N/K", "", 0, 0 },
	{ Q_INTEGER, "1,204", "1204", 0, 0 },
	{ Q_INTEGER, "1.5", NULL, CODE_NOT_A_NUMBER, 0 },
	{ Q_INTEGER, "many", NULL, CODE_NOT_A_NUMBER, 0 },
	{ Q_DECIMAL, "1.5", "1.5", 0, 0 },
	{ Q_TIME, "09:30", "09:30", 0, 0 },
	{ Q_TIME, "later", NULL, CODE_NOT_A_TIME, 0 },
	{ Q_DATE, "2026-02-03", "2026-02-03", 0, 0 },
	{ Q_DATETIME, "2026-02-03 09:30:00", "2026-02-03 09:30", 0, 0 },
	{ Q_DATETIME, "2026-02-03T09:30", "2026-02-03 09:30", 0, 0 },
	{ Q_DATETIME, "2026-02-03", NULL, CODE_NOT_A_TIME, 0 },
	{ Q_DURATION, "14d", "14 days", 0, 0 },
	{ Q_DURATION, "long", NULL, CODE_NOT_A_TIME, 0 },
	{ Q_SELECT_ONE, "yes", "yes", 0, 0 },
	{ Q_SELECT_ONE, "NOT KNOWN", "dk", 0, 0 },
	{ Q_SELECT_ONE, "Y", "yes", 0, 0 },
	{ Q_SELECT_ONE, "LBTH  Homes", "no", 0, 0 },
	{ Q_SELECT_ONE, "n/k", "", 0, 0 },
	{ Q_SELECT_ONE, "No", "no", 0, 0 },
	{ Q_SELECT_ONE, "Not", NULL, CODE_NOT_A_CHOICE, 0 },
	{ Q_SELECT_ONE, "2", NULL, CODE_NOT_A_CHOICE, 0 },
	{ Q_SELECT_ONE, "anything", "dk", 0, 1 },
	{ Q_SELECT_MULTIPLE, "dk; Y;yes", "yes dk", 0, 0 },
	{ Q_SELECT_MULTIPLE, "n/k", "", 0, 0 },
	{ Q_SELECT_MULTIPLE, "yes, perhaps", NULL, CODE_NOT_A_CHOICE, 0 },
};

START_TEST(a_cell_becomes_a_value_of_its_field)
{
	struct item it = { .type = values[_i].type,
			   .label = "Field",
			   .list = form_list(set, "answers") };
	struct map_column c = { .item = &it,
				.words = words,
				.n_words = 3,
				.has_other = values[_i].other,
				.other = "dk" };
	struct cell_fault why;
	struct value v;
	bool ok = cell_value(&arena, &c, values[_i].in, &v, &why);
	const char *got;

	ck_assert_msg(ok == (values[_i].out != NULL), "%s: %s", values[_i].in,
		      ok ? value_format(&arena, &v) : why.message);
	if (!ok) {
		ck_assert_int_eq(why.code, values[_i].code);
		return;
	}
	got = value_format(&arena, &v);
	for (char *p = strchr(got, ','); p; p = strchr(p, ','))
		memmove(p, p + 1, strlen(p));
	ck_assert_msg(!strcmp(got, values[_i].out), "%s: %s", values[_i].in,
		      got);
}
END_TEST

START_TEST(a_long_text_keeps_its_lines)
{
	struct item it = { .type = Q_TEXT, .look = LOOK_MULTILINE };
	struct map_column c = { .item = &it };
	struct cell_fault why;
	struct value v;

	ck_assert(cell_value(&arena, &c, "two\nlines", &v, &why));
	ck_assert_str_eq(v.text, "two\nlines");
}
END_TEST

#define COUNT(v) ((int)(sizeof(v) / sizeof((v)[0])))

Suite *
suite_exchange_cell(void)
{
	Suite *s = suite_create("cells");
	TCase *t = tcase_create("cells");

	tcase_add_checked_fixture(t, load_lists, free_lists);
	tcase_add_loop_test(t, a_cell_is_cleaned_or_refused, 0, COUNT(cleans));
	tcase_add_loop_test(t, a_date_has_the_agreed_shape_or_none, 0,
			    COUNT(dates));
	tcase_add_loop_test(t, a_shape_is_one_that_can_be_read, 0,
			    COUNT(shapes));
	tcase_add_loop_test(t, a_cell_becomes_a_value_of_its_field, 0,
			    COUNT(values));
	tcase_add_test(t, a_long_text_keeps_its_lines);
	suite_add_tcase(s, t);
	return s;
}
