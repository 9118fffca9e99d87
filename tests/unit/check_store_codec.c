/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "check_store.h"

#include <stdlib.h>

/* One answer of every type, and what differs inside a type. */
static void
fill(struct fields *f)
{
	static const char *const codes[] = { "heroin", "alcohol", "" };
	static struct row rows[2];
	struct value v;

	fields_init(f, &mem);
	fields_set(f, "text", value_text("O'Łukasz কা\n  two lines"));
	fields_set(f, "zero", value_int(0));
	fields_set(f, "whole", value_int(-23));
	fields_set(f, "large", value_int(INT64_MAX / NUMBER_ONE));
	fields_set(f, "small", value_number(INT64_MIN + 1));
	fields_set(f, "part", value_number(-1));
	fields_set(f, "money", value_number(1204500000 + 10000));
	fields_set(f, "yes", value_cond(TRI_YES));
	fields_set(f, "no", value_cond(TRI_NO));
	fields_set(f, "unknown", value_cond(TRI_UNKNOWN));
	fields_set(f, "day", value_date(date_of(2026, 3, 2)));
	fields_set(f, "month", value_date(date_of(1984, 5, 0)));
	fields_set(f, "year", value_date(date_of(1984, 0, 0)));
	fields_set(f, "time", value_time(0));
	fields_set(f, "moment", value_datetime(date_of(2026, 3, 2), 660));
	fields_set(f, "span",
		   value_duration((struct duration){ -5, DUR_WORKDAYS }));
	fields_set(f, "code", value_code("on_script"));
	fields_set(f, "user", value_user("ama"));
	fields_set(f, "person", value_person(258));
	fields_set(f, "case", value_case(UINT64_MAX));
	v = (struct value){ .type = VAL_ATTACHMENT, .text = "plan.pdf" };
	fields_set(f, "kept", v);
	v = (struct value){ .type = VAL_CODES };
	v.codes.v = codes;
	v.codes.n = 3;
	fields_set(f, "codes", v);
	for (int i = 0; i < 2; i++) {
		rows[i].id = i == 0 ? 7 : UINT64_MAX;
		rows[i].struck = i == 1;
		fields_init(&rows[i].fields, &mem);
		fields_set(&rows[i].fields, "from",
			   value_date(date_of(2020 + i, 0, 0)));
		fields_set(&rows[i].fields, "v", value_number(2500000));
	}
	v = (struct value){ .type = VAL_ROWS };
	v.rows.v = rows;
	v.rows.n = 2;
	fields_set(f, "rows", v);
}

/* value_equal() may see two numbers as one: types are compared here. */
static void
assert_same(const struct fields *got, const struct fields *want)
{
	ck_assert_uint_eq(got->n, want->n);
	for (size_t i = 0; i < want->n; i++) {
		const struct field *g = &got->v[i], *w = &want->v[i];

		ck_assert_str_eq(g->name, w->name);
		ck_assert_msg(g->value.type == w->value.type, "type of %s",
			      w->name);
		ck_assert_msg(value_equal(&g->value, &w->value), "value of %s",
			      w->name);
	}
}

START_TEST(every_type_comes_back_as_it_was)
{
	struct buf b = BUF_INIT;
	struct fields in, out;
	const struct value *rows;

	fill(&in);
	fields_encode(&in, &b);
	ck_assert_int_eq(fields_decode(&mem, buf_bytes(&b), &out), ERR_OK);
	assert_same(&out, &in);
	rows = fields_get(&out, "rows");
	ck_assert_uint_eq(rows->rows.n, 2);
	ck_assert_uint_eq(rows->rows.v[1].id, UINT64_MAX);
	ck_assert(rows->rows.v[1].struck && !rows->rows.v[0].struck);
	assert_same(&rows->rows.v[0].fields,
		    &fields_get(&in, "rows")->rows.v[0].fields);
	buf_clear(&b);
}
END_TEST

START_TEST(random_numbers_come_back_exactly)
{
	struct buf b = BUF_INIT;
	struct fields in, out;

	for (int i = 0; i < 5000; i++) {
		int64_t n = (int64_t)draw() >> draw() % 63;

		fields_init(&in, &mem);
		fields_set(&in, "n", value_number(n));
		buf_reset(&b);
		fields_encode(&in, &b);
		ck_assert_int_eq(fields_decode(&mem, buf_bytes(&b), &out),
				 ERR_OK);
		ck_assert_int_eq(fields_get(&out, "n")->number, n);
		arena_clear(&mem);
	}
	buf_clear(&b);
}
END_TEST

/* The order in which a record was filled in leaves no trace. */
START_TEST(equal_answers_are_equal_bytes)
{
	struct buf first = BUF_INIT, second = BUF_INIT;
	struct fields in, turned;

	fill(&in);
	fields_init(&turned, &mem);
	for (size_t i = in.n; i-- > 0;)
		fields_set(&turned, in.v[i].name, in.v[i].value);
	fields_encode(&in, &first);
	fields_encode(&turned, &second);
	assert_bytes(buf_bytes(&second), buf_bytes(&first), "turned round");
	ck_assert_int_eq(fields_decode(&mem, buf_bytes(&first), &turned),
			 ERR_OK);
	buf_reset(&second);
	fields_encode(&turned, &second);
	assert_bytes(buf_bytes(&second), buf_bytes(&first), "decoded");
	buf_clear(&first);
	buf_clear(&second);
}
END_TEST

START_TEST(the_example_in_codec_c_is_what_is_written)
{
	struct buf b = BUF_INIT;
	struct fields f;

	fields_init(&f, &mem);
	fields_set(&f, "outcome", value_code("done"));
	fields_set(&f, "hours", value_number(2500000));
	fields_set(&f, "seen", value_date(date_of(2026, 3, 2)));
	fields_encode(&f, &b);
	assert_bytes(buf_bytes(&b),
		     from_hex("A3 64 73 65 65 6E D9 03 EC 6A 32 30 32 36 2D "
			      "30 33 2D 30 32 65 68 6F 75 72 73 C4 82 20 18 "
			      "19 67 6F 75 74 63 6F 6D 65 D9 CA 05 64 64 6F "
			      "6E 65"),
		     "example");
	buf_clear(&b);
}
END_TEST

/* Each holds the name "a", something, and then "b": 1. */
static const struct {
	const char *why, *hex;
} unknown[] = {
	{ "tag with text", "A2 61 61 D9 CA FF 61 78 61 62 01" },
	{ "tag with array in array",
	  "A2 61 61 D9 CA FF 82 01 82 02 03 61 62 01" },
	{ "tag with map", "A2 61 61 D9 CA FF A1 01 A1 02 03 61 62 01" },
	{ "tag in tag", "A2 61 61 D9 CA FF C4 82 20 05 61 62 01" },
	{ "tag of eight bytes",
	  "A2 61 61 DB 01 02 03 04 05 06 07 08 00 61 62 01" },
	{ "text without length",
	  "A2 61 61 D9 CA FF 7F 61 78 61 79 FF 61 62 01" },
	{ "array without length",
	  "A2 61 61 D9 CA FF 9F 01 9F 02 FF FF 61 62 01" },
	{ "map without length",
	  "A2 61 61 D9 CA FF BF 01 02 03 04 FF 61 62 01" },
	{ "bytes", "A2 61 61 43 01 02 03 61 62 01" },
	{ "float", "A2 61 61 FB 3F F8 00 00 00 00 00 00 61 62 01" },
	{ "null", "A2 61 61 F6 61 62 01" },
	{ "array without tag", "A2 61 61 82 61 78 02 61 62 01" },
};

START_TEST(what_is_not_known_is_stepped_over)
{
	struct fields f;

	ck_assert_msg(fields_decode(&mem, from_hex(unknown[_i].hex), &f) ==
			      ERR_OK,
		      "%s", unknown[_i].why);
	ck_assert_msg(f.n == 1 && fields_int(&f, "b") == 1, "%s",
		      unknown[_i].why);
}
END_TEST

static const struct {
	const char *why, *hex;
} broken[] = {
	{ "nothing", "" },
	{ "no map", "01" },
	{ "a map of too many", "BB FF FF FF FF FF FF FF FF 61 61 01" },
	{ "too short", "A2 61 61 01 61 62" },
	{ "something behind", "A1 61 61 01 00" },
	{ "a name that is a number", "A1 01 01" },
	{ "a name twice", "A2 61 61 01 61 61 02" },
	{ "text that is not UTF-8", "A1 61 61 61 FF" },
	{ "text with a zero", "A1 61 61 63 61 00 62" },
	{ "a date of letters", "A1 61 61 D9 03 EC 6A 32 30 32 36 2D 30 33 2D "
			       "30 78" },
	{ "a short date", "A1 61 61 D9 03 EC 64 32 30 32 36" },
	{ "a fraction of three", "A1 61 61 C4 83 20 01 01" },
	{ "a fraction too fine", "A1 61 61 C4 82 29 01" },
	{ "a number too large", "A1 61 61 1B 7F FF FF FF FF FF FF FF" },
	{ "codes too many", "A1 61 61 D9 CA 06 9B 10 00 00 00 00 00 00 00" },
	{ "rows too many", "A1 61 61 D9 CA 0B 9B 10 00 00 00 00 00 00 00" },
	{ "a row without answers", "A1 61 61 D9 CA 0B 81 82 01 F4" },
	{ "a unit that is none", "A1 61 61 D9 CA 04 82 01 09" },
	{ "a head without its number", "A1 61 61 19 01" },
	{ "no end", "A1 61 61 D9 CA FF 9F 01" },
};

START_TEST(broken_bytes_are_refused)
{
	struct fields f;

	ck_assert_msg(fields_decode(&mem, from_hex(broken[_i].hex), &f) ==
			      ERR_CORRUPT,
		      "%s", broken[_i].why);
	ck_assert_uint_eq(f.n, 0);
}
END_TEST

START_TEST(deep_nesting_is_refused_without_harm)
{
	unsigned char deep[4096];
	struct fields f;

	memset(deep, 0x81, sizeof(deep));
	memcpy(deep, "\xA1\x61\x61\xD9\xCA\xFF", 6);
	deep[sizeof(deep) - 1] = 0x01; /* whole, but for its depth */
	ck_assert_int_eq(fields_decode(&mem, bytes_of(deep, sizeof(deep)), &f),
			 ERR_CORRUPT);
}
END_TEST

/* How many names, and how long: what is kept of names and their orders has its
 * limits, and what lies beyond them is read all the same.  More than once, for
 * the second time goes by what the first has left. */
static const struct {
	size_t n;
	int width;
} many[] = { { 2, 1 }, { 60, 1 }, { 60, 70 }, { 300, 1 }, { 2000, 1 } };

START_TEST(many_names_come_back_in_order_however_often)
{
	struct buf b = BUF_INIT;
	struct fields in, out;

	fields_init(&in, &mem);
	for (size_t i = 0; i < many[_i].n; i++)
		fields_set(&in,
			   arena_printf(&mem, "%c%*zu", (char)('a' + i % 7),
					many[_i].width, i),
			   value_int((int64_t)i));
	fields_encode(&in, &b);
	for (int times = 0; times < 3; times++) {
		ck_assert_int_eq(fields_decode(&mem, buf_bytes(&b), &out),
				 ERR_OK);
		assert_same(&out, &in);
	}
	buf_clear(&b);
}
END_TEST

/* Whatever single byte is changed or cut: an answer or a refusal. */
START_TEST(damaged_answers_never_do_harm)
{
	struct buf b = BUF_INIT;
	struct arena a = ARENA_INIT;
	struct fields in, out;
	int refused = 0;

	fill(&in);
	fields_encode(&in, &b);
	for (int i = 0; i < 20000; i++) {
		size_t at = draw() % b.n, n = draw() % 4 ? b.n : at;
		char was = b.s[at], *exact = xmalloc(n + 1);

		b.s[at] = (char)draw();
		memcpy(exact, b.s, n); /* so that a sanitizer sees the end */
		exact = xrealloc(exact, n ? n : 1);
		refused +=
			fields_decode(&a, bytes_of(exact, n), &out) != ERR_OK;
		b.s[at] = was;
		free(exact);
		arena_clear(&a);
	}
	ck_assert_int_gt(refused, 5000);
	buf_clear(&b);
}
END_TEST

Suite *
codec_suite(void)
{
	Suite *s = suite_create("store: codec");
	TCase *c = tcase_create("codec");

	tcase_add_test(c, every_type_comes_back_as_it_was);
	tcase_add_test(c, random_numbers_come_back_exactly);
	tcase_add_test(c, equal_answers_are_equal_bytes);
	tcase_add_test(c, the_example_in_codec_c_is_what_is_written);
	tcase_add_loop_test(c, what_is_not_known_is_stepped_over, 0,
			    sizeof(unknown) / sizeof(unknown[0]));
	tcase_add_loop_test(c, broken_bytes_are_refused, 0,
			    sizeof(broken) / sizeof(broken[0]));
	tcase_add_test(c, deep_nesting_is_refused_without_harm);
	tcase_add_loop_test(c, many_names_come_back_in_order_however_often, 0,
			    sizeof(many) / sizeof(many[0]));
	tcase_add_test(c, damaged_answers_never_do_harm);
	suite_add_tcase(s, c);
	return s;
}
