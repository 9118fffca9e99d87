/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers, values, fields. */
#include "check_base.h"

#include <stdbool.h>
#include <string.h>

#include "base/value.h"

static const struct {
	const char *s;
	enum err err;
	int64_t millionths;
	const char *out;
} number_cases[] = {
	{ "1", ERR_OK, 1000000, "1" },
	{ "0", ERR_OK, 0, "0" },
	{ "-0", ERR_OK, 0, "0" },
	{ "-2.50", ERR_OK, -2500000, "-2.5" },
	{ "1,204", ERR_OK, 1204000000, "1204" },
	{ "1,234,567.89", ERR_OK, 1234567890000, "1234567.89" },
	{ " 7 ", ERR_OK, 7000000, "7" },
	{ "007", ERR_OK, 7000000, "7" },
	{ ".5", ERR_OK, 500000, "0.5" },
	{ "-.5", ERR_OK, -500000, "-0.5" },
	{ "0.000001", ERR_OK, 1, "0.000001" },
	{ "-0.000001", ERR_OK, -1, "-0.000001" },
	{ "3.100000", ERR_OK, 3100000, "3.1" },
	{ "0.1", ERR_OK, 100000, "0.1" },
	{ "1.05", ERR_OK, 1050000, "1.05" },
	{ "9223372036854.775807", ERR_OK, INT64_MAX, "9223372036854.775807" },
	{ "-9223372036854.775808", ERR_OK, INT64_MIN, "-9223372036854.775808" },
	{ "9223372036854.775808", ERR_INVALID, 0, NULL },
	{ "-9223372036854.775809", ERR_INVALID, 0, NULL },
	{ "9223372036855", ERR_INVALID, 0, NULL },
	{ "99999999999999999999999999", ERR_INVALID, 0, NULL },
	{ "0.0000001", ERR_INVALID, 0, NULL },
	{ "0.0000000", ERR_INVALID, 0, NULL },
	{ "", ERR_INVALID, 0, NULL },
	{ " ", ERR_INVALID, 0, NULL },
	{ "-", ERR_INVALID, 0, NULL },
	{ ".", ERR_INVALID, 0, NULL },
	{ "5.", ERR_INVALID, 0, NULL },
	{ "1.2.3", ERR_INVALID, 0, NULL },
	{ "--1", ERR_INVALID, 0, NULL },
	{ "- 1", ERR_INVALID, 0, NULL },
	{ "1 2", ERR_INVALID, 0, NULL },
	{ "1,2", ERR_INVALID, 0, NULL },
	{ "1,20,345", ERR_INVALID, 0, NULL },
	{ "1234,567", ERR_INVALID, 0, NULL },
	{ ",123", ERR_INVALID, 0, NULL },
	{ "1,234,", ERR_INVALID, 0, NULL },
	{ "1,,234", ERR_INVALID, 0, NULL },
	{ "1.234,5", ERR_INVALID, 0, NULL },
	{ "1e3", ERR_INVALID, 0, NULL },
	{ "0x10", ERR_INVALID, 0, NULL },
	{ "nan", ERR_INVALID, 0, NULL },
	{ "\xC2\xA3"
	  "5",
	  ERR_INVALID, 0, NULL },
};

START_TEST(numbers_are_exact)
{
	struct arena a = ARENA_INIT;
	int64_t n = 0;
	enum err e = number_parse(&n, number_cases[_i].s);

	ck_assert_msg(e == number_cases[_i].err, "[%s]", number_cases[_i].s);
	ck_assert_int_eq(n, number_cases[_i].millionths);
	if (e == ERR_OK)
		ck_assert_str_eq(number_format(&a, n), number_cases[_i].out);
	arena_clear(&a);
}
END_TEST

START_TEST(what_says_nothing_is_empty)
{
	struct value codes = { .type = VAL_CODES }, rows = { .type = VAL_ROWS };
	struct value values[] = {
		value_empty,
		value_text(NULL),
		value_text(" \t\xC2\xA0"),
		value_code(NULL),
		value_code(""),
		value_user(""),
		value_date(NO_DATE),
		value_datetime(NO_DATE, 60),
		value_person(0),
		value_case(0),
		value_int(INT64_MAX),
		value_int(INT64_MIN),
	};

	for (size_t i = 0; i < COUNT(values); i++) {
		ck_assert_int_eq(values[i].type, VAL_EMPTY);
		ck_assert(value_is_empty(&values[i]));
	}
	ck_assert(value_is_empty(&codes));
	ck_assert(value_is_empty(&rows));
	ck_assert(value_is_empty(NULL));
}
END_TEST

static const char *const some_codes[] = { "opiate", "crack" };

/* One of each type, rising by type. */
static size_t
one_of_each(struct value *v, struct arena *a)
{
	struct row *rows = arena_array(a, 2, sizeof(*rows));
	size_t n = 0;

	fields_init(&rows[0].fields, a);
	fields_set(&rows[0].fields, "fitted_on",
		   value_date(date_of(2026, 3, 2)));
	rows[0].id = 11;
	fields_init(&rows[1].fields, a);
	rows[1].id = 12;
	rows[1].struck = true;
	v[n++] = value_empty;
	v[n++] = value_text("Flat 3, Malmesbury Road");
	v[n++] = value_number(-2500000);
	v[n++] = value_cond(TRI_UNKNOWN);
	v[n++] = value_date(date_of(1984, 5, 0));
	v[n++] = value_time(570);
	v[n++] = value_datetime(date_of(2026, 3, 2), 570);
	v[n++] = value_duration((struct duration){ 12, DUR_DAYS });
	v[n++] = value_code("waiting");
	v[n++] =
		(struct value){ .type = VAL_CODES, .codes = { some_codes, 2 } };
	v[n++] = value_user("mkhan");
	v[n++] = value_person(1204);
	v[n++] = value_case(77);
	v[n++] = (struct value){ .type = VAL_ATTACHMENT, .text = "letter.pdf" };
	v[n++] = (struct value){ .type = VAL_ROWS, .rows = { rows, 2 } };
	return n;
}

static const char *const written[] = {
	"",
	"Flat 3, Malmesbury Road",
	"-2.5",
	"unknown",
	"1984-05",
	"09:30",
	"2026-03-02 09:30",
	"12 days",
	"waiting",
	"opiate, crack",
	"mkhan",
	"1204",
	"77",
	"letter.pdf",
	"1 row",
};

START_TEST(every_type_is_written_copied_and_compared)
{
	struct arena a = ARENA_INIT, b = ARENA_INIT;
	struct value v[VAL_ROWS + 1], copy[VAL_ROWS + 1];
	size_t n = one_of_each(v, &a);

	ck_assert_uint_eq(n, VAL_ROWS + 1);
	for (size_t i = 0; i < n; i++) {
		ck_assert_int_eq(v[i].type, (int)i);
		ck_assert(value_is_empty(&v[i]) == (i == 0));
		ck_assert_str_eq(value_format(&a, &v[i]), written[i]);
		copy[i] = value_copy(&b, &v[i]);
		ck_assert(value_equal(&v[i], &copy[i]));
	}
	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j < n; j++) {
			ck_assert(value_equal(&v[i], &copy[j]) == (i == j));
			ck_assert_int_eq(sign(value_compare(&v[i], &copy[j])),
					 (i > j) - (i < j));
		}
	arena_wipe(&a);
	/* The copies do not lean on what they were made from. */
	for (size_t i = 0; i < n; i++)
		ck_assert_str_eq(value_format(&b, &copy[i]), written[i]);
	ck_assert_int_eq(
		fields_date(&copy[VAL_ROWS].rows.v[0].fields, "fitted_on").y,
		2026);
	arena_clear(&b);
}
END_TEST

static struct value
days(int64_t n)
{
	return value_duration((struct duration){ n, DUR_DAYS });
}

static struct value
months(int64_t n)
{
	return value_duration((struct duration){ n, DUR_MONTHS });
}

START_TEST(values_of_one_type_have_an_order)
{
	const struct value pairs[][2] = {
		{ value_text("\xC5\x81ukasz"), value_text("maria") },
		{ value_text("Ali"), value_text("ali") },
		{ value_number(-1), value_number(0) },
		{ value_int(-9000000000000), value_int(9000000000000) },
		{ value_cond(TRI_NO), value_cond(TRI_YES) },
		{ value_date(date_of(2026, 3, 0)),
		  value_date(date_of(2026, 3, 1)) },
		{ value_time(0), value_time(1) },
		{ value_datetime(date_of(2026, 3, 2), 600),
		  value_datetime(date_of(2026, 3, 2), 601) },
		{ value_datetime(date_of(2026, 3, 2), 600),
		  value_datetime(date_of(2026, 3, 3), 0) },
		{ days(-1), days(1) },
		{ days(30), months(1) },
		{ months(1), days(31) },
		{ days(INT64_MAX - 1), days(INT64_MAX) },
		{ value_code("a"), value_code("b") },
		{ value_person(1), value_person(UINT64_MAX) },
	};

	for (size_t i = 0; i < COUNT(pairs); i++) {
		ck_assert_msg(value_compare(&pairs[i][0], &pairs[i][1]) < 0,
			      "pair %zu", i);
		ck_assert_int_gt(value_compare(&pairs[i][1], &pairs[i][0]), 0);
		ck_assert(!value_equal(&pairs[i][0], &pairs[i][1]));
	}
}
END_TEST

START_TEST(lists_of_codes_have_an_order)
{
	static const char *const other[] = { "opiate", "heroin" };
	struct value both = { .type = VAL_CODES, .codes = { some_codes, 2 } };
	struct value one = { .type = VAL_CODES, .codes = { some_codes, 1 } };
	struct value others = { .type = VAL_CODES, .codes = { other, 2 } };

	ck_assert_int_gt(value_compare(&both, &one), 0);
	ck_assert_int_lt(value_compare(&one, &both), 0);
	ck_assert_int_lt(value_compare(&both, &others), 0);
	ck_assert(!value_equal(&both, &others));
}
END_TEST

START_TEST(fields_differ_by_name_and_by_value)
{
	struct arena a = ARENA_INIT;
	struct fields f, g;

	fields_init(&f, &a);
	fields_init(&g, &a);
	fields_set(&f, "ward", value_text("Bow East"));
	fields_set(&g, "ward", value_text("Bow West"));
	ck_assert(!fields_equal(&f, &g));
	fields_set(&g, "ward", value_text("Bow East"));
	ck_assert(fields_equal(&f, &g));
	fields_set(&g, "ward", value_empty);
	fields_set(&g, "area", value_text("Bow East"));
	ck_assert(!fields_equal(&f, &g));
	arena_clear(&a);
}
END_TEST

START_TEST(a_struck_row_is_another_row)
{
	struct arena a = ARENA_INIT;
	struct value v[VAL_ROWS + 1], copy;

	one_of_each(v, &a);
	copy = value_copy(&a, &v[VAL_ROWS]);
	copy.rows.v[0].struck = true;
	ck_assert(!value_equal(&v[VAL_ROWS], &copy));
	ck_assert_str_eq(value_format(&a, &copy), "0 rows");
	copy.rows.v[0].struck = false;
	fields_set(&copy.rows.v[0].fields, "note", value_text("late"));
	ck_assert(!value_equal(&v[VAL_ROWS], &copy));
	copy = value_copy(&a, &v[VAL_ROWS]);
	copy.rows.n = 1;
	ck_assert_int_lt(value_compare(&copy, &v[VAL_ROWS]), 0);
	arena_clear(&a);
}
END_TEST

START_TEST(a_code_is_found_alone_and_in_a_list)
{
	struct value list = { .type = VAL_CODES, .codes = { some_codes, 2 } };
	struct value one = value_code("crack"), text = value_text("crack");

	ck_assert(value_has_code(&list, "opiate"));
	ck_assert(value_has_code(&list, "crack"));
	ck_assert(!value_has_code(&list, "cra"));
	ck_assert(value_has_code(&one, "crack"));
	ck_assert(!value_has_code(&one, "opiate"));
	ck_assert(!value_has_code(&text, "crack"));
	ck_assert(!value_has_code(&value_empty, ""));
}
END_TEST

static void
assert_sorted(const struct fields *f)
{
	for (size_t i = 1; i < f->n; i++)
		ck_assert_int_lt(strcmp(f->v[i - 1].name, f->v[i].name), 0);
}

START_TEST(fields_stay_sorted_and_are_replaced)
{
	static const char *const names[] = { "surname", "forename", "dob",
					     "sex",	"address",  "zz",
					     "aa",	"m",	    "n",
					     "o" };
	struct arena a = ARENA_INIT;
	struct fields f;

	fields_init(&f, &a);
	ck_assert_ptr_null(fields_get(&f, "surname"));
	for (size_t i = 0; i < COUNT(names); i++) {
		fields_set(&f, names[i], value_int((int64_t)i));
		ck_assert_uint_eq(f.n, i + 1);
		assert_sorted(&f);
	}
	for (size_t i = 0; i < COUNT(names); i++) {
		ck_assert_int_eq(fields_int(&f, names[i]), (int)i);
		fields_set(&f, names[i], value_int((int64_t)i + 100));
		ck_assert_int_eq(fields_int(&f, names[i]), (int)i + 100);
		ck_assert_uint_eq(f.n, COUNT(names));
	}
	ck_assert_ptr_null(fields_get(&f, "surnam"));
	ck_assert_ptr_null(fields_get(&f, "zzz"));
	ck_assert_ptr_null(fields_get(&f, ""));
	for (size_t i = 0; i < COUNT(names); i++) {
		fields_set(&f, names[i], value_empty);
		ck_assert_ptr_null(fields_get(&f, names[i]));
		ck_assert_uint_eq(f.n, COUNT(names) - 1 - i);
		assert_sorted(&f);
	}
	fields_set(&f, "never_there", value_empty);
	ck_assert_uint_eq(f.n, 0);
	arena_clear(&a);
}
END_TEST

START_TEST(setting_copies_and_sharing_does_not)
{
	struct arena a = ARENA_INIT;
	struct fields f;
	char name[] = "note", text[] = "seen at home";

	fields_init(&f, &a);
	fields_set(&f, name, value_text(text));
	name[0] = text[0] = 'X';
	ck_assert_str_eq(fields_text(&f, "note"), "seen at home");
	fields_set_shared(&f, name, value_text(text));
	ck_assert_ptr_eq(fields_text(&f, "Xote"), text);
	ck_assert_ptr_eq(f.v[0].name, name);
	fields_set_shared(&f, "Xote", value_code("again"));
	ck_assert_str_eq(fields_text(&f, "Xote"), "again");
	fields_set_shared(&f, "Xote", value_empty);
	ck_assert_uint_eq(f.n, 1);
	/* A field may be set to what it holds. */
	fields_set(&f, "note", *fields_get(&f, "note"));
	ck_assert_str_eq(fields_text(&f, "note"), "seen at home");
	arena_clear(&a);
}
END_TEST

START_TEST(a_copy_of_fields_is_their_equal_and_their_own)
{
	struct arena a = ARENA_INIT, b = ARENA_INIT;
	struct value v[VAL_ROWS + 1];
	struct fields f, copy, empty;

	fields_init(&f, &a);
	for (size_t i = 0, n = one_of_each(v, &a); i < n; i++)
		fields_set(&f, arena_printf(&a, "field_%02zu", i), v[i]);
	ck_assert_uint_eq(f.n, VAL_ROWS); /* one was empty */
	fields_copy(&copy, &b, &f);
	ck_assert(fields_equal(&f, &copy));
	fields_set(&copy, "more", value_int(1));
	ck_assert(!fields_equal(&f, &copy));
	fields_set(&copy, "more", value_empty);
	ck_assert(fields_equal(&f, &copy));
	arena_wipe(&a);
	ck_assert_str_eq(fields_text(&copy, "field_01"),
			 "Flat 3, Malmesbury Road");

	fields_init(&empty, &a);
	fields_copy(&copy, &b, &empty);
	ck_assert(fields_equal(&empty, &copy));
	fields_set(&copy, "one", value_int(1));
	ck_assert_int_eq(fields_int(&copy, "one"), 1);
	arena_clear(&a);
	arena_clear(&b);
}
END_TEST

START_TEST(a_field_of_another_type_reads_as_nothing)
{
	struct arena a = ARENA_INIT;
	struct fields f;

	fields_init(&f, &a);
	fields_set(&f, "text", value_text("t"));
	fields_set(&f, "code", value_code("c"));
	fields_set(&f, "user", value_user("u"));
	fields_set(&f, "number", value_number(-2500000));
	fields_set(&f, "person", value_person(7));
	fields_set(&f, "case", value_case(8));
	fields_set(&f, "date", value_date(date_of(2026, 3, 2)));
	fields_set(&f, "moment", value_datetime(date_of(2026, 3, 4), 5));
	ck_assert_str_eq(fields_text(&f, "text"), "t");
	ck_assert_str_eq(fields_text(&f, "code"), "c");
	ck_assert_str_eq(fields_text(&f, "user"), "u");
	ck_assert_str_eq(fields_text(&f, "number"), "");
	ck_assert_str_eq(fields_text(&f, "none"), "");
	ck_assert_int_eq(fields_int(&f, "number"), -2);
	ck_assert_int_eq(fields_int(&f, "person"), 0);
	ck_assert_int_eq(fields_int(&f, "none"), 0);
	ck_assert_uint_eq(fields_id(&f, "person"), 7);
	ck_assert_uint_eq(fields_id(&f, "case"), 8);
	ck_assert_uint_eq(fields_id(&f, "number"), 0);
	ck_assert_int_eq(fields_date(&f, "date").d, 2);
	ck_assert_int_eq(fields_date(&f, "moment").d, 4);
	ck_assert(!date_is_set(fields_date(&f, "text")));
	ck_assert(!date_is_set(fields_date(&f, "none")));
	arena_clear(&a);
}
END_TEST

Suite *
value_suite(void)
{
	Suite *s = suite_create("value");
	TCase *t = tcase_create("value");

	tcase_add_loop_test(t, numbers_are_exact, 0, (int)COUNT(number_cases));
	tcase_add_test(t, what_says_nothing_is_empty);
	tcase_add_test(t, every_type_is_written_copied_and_compared);
	tcase_add_test(t, values_of_one_type_have_an_order);
	tcase_add_test(t, lists_of_codes_have_an_order);
	tcase_add_test(t, fields_differ_by_name_and_by_value);
	tcase_add_test(t, a_struck_row_is_another_row);
	tcase_add_test(t, a_code_is_found_alone_and_in_a_list);
	tcase_add_test(t, fields_stay_sorted_and_are_replaced);
	tcase_add_test(t, setting_copies_and_sharing_does_not);
	tcase_add_test(t, a_copy_of_fields_is_their_equal_and_their_own);
	tcase_add_test(t, a_field_of_another_type_reads_as_nothing);
	suite_add_tcase(s, t);
	return s;
}
