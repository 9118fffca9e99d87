/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>

#include "check_store.h"
#include "store/key.h"

static int
sign(int n)
{
	return (n > 0) - (n < 0);
}

static int
key_order(const struct key *a, const struct key *b)
{
	return sign(bytes_compare(key_bytes(a), key_bytes(b)));
}

START_TEST(signed_numbers_sort_as_their_values)
{
	static const int64_t edges[] = {
		INT64_MIN, INT64_MIN + 1, -256, -1, 0, 1, 255, 256, INT64_MAX
	};
	struct key a, b;

	for (int i = 0; i < 20000; i++) {
		int64_t x = (int64_t)draw() >> draw() % 60;
		int64_t y = i % 4 == 0 ? edges[draw() % 9]
				       : (int64_t)draw() >> draw() % 60;

		key_start(&a);
		key_i64(&a, x);
		key_start(&b);
		key_i64(&b, y);
		ck_assert_int_eq(key_order(&a, &b), (x > y) - (x < y));
	}
}
END_TEST

START_TEST(unsigned_numbers_sort_as_their_values)
{
	struct key a, b;

	for (int i = 0; i < 20000; i++) {
		uint64_t x = draw() >> draw() % 63, y = draw() >> draw() % 63;

		key_start(&a);
		key_u64(&a, x);
		key_start(&b);
		key_u64(&b, y);
		ck_assert_int_eq(key_order(&a, &b), (x > y) - (x < y));
		key_start(&a);
		key_u32(&a, (uint32_t)x);
		key_start(&b);
		key_u32(&b, (uint32_t)y);
		ck_assert_int_eq(key_order(&a, &b),
				 ((uint32_t)x > (uint32_t)y) -
					 ((uint32_t)x < (uint32_t)y));
	}
}
END_TEST

static struct date
some_date(void)
{
	int y = 1900 + (int)(draw() % 200), m = (int)(draw() % 13);

	if (draw() % 50 == 0)
		return NO_DATE;
	return date_of(y, m, m == 0 ? 0 : (int)(draw() % 32));
}

START_TEST(dates_sort_in_time_and_unset_ones_first)
{
	struct key a, b, unset;

	key_start(&unset);
	key_date(&unset, NO_DATE);
	for (int i = 0; i < 20000; i++) {
		struct date x = some_date(), y = some_date();

		key_start(&a);
		key_date(&a, x);
		key_start(&b);
		key_date(&b, y);
		ck_assert_int_eq(key_order(&a, &b), sign(date_compare(x, y)));
		ck_assert_int_le(key_order(&unset, &a), 0);
	}
}
END_TEST

static void
some_text(char *s)
{
	static const char *const parts[] = { "a", "b", "Z",    "ł",
					     "ক", " ", "\x7f", "\x01" };
	size_t n = draw() % 6;

	*s = '\0';
	while (n-- > 0)
		strcat(s, parts[draw() % 8]);
}

START_TEST(texts_sort_as_strings_whatever_follows_them)
{
	char x[64], y[64];
	struct key a, b;

	for (int i = 0; i < 20000; i++) {
		uint64_t m = draw() % 3, n = draw() % 3;
		int want;

		some_text(x);
		some_text(y);
		key_start(&a);
		key_text(&a, x);
		key_u64(&a, m);
		key_start(&b);
		key_text(&b, y);
		key_u64(&b, n);
		want = sign(strcmp(x, y));
		if (want == 0)
			want = (m > n) - (m < n);
		ck_assert_int_eq(key_order(&a, &b), want);
	}
}
END_TEST

START_TEST(parts_read_back_as_they_were_put)
{
	struct key_reader r;
	const char *s;
	struct date d;
	struct key k;
	uint64_t u64;
	uint32_t u32;
	int64_t i64;
	uint8_t u8;

	key_start(&k);
	key_u8(&k, 200);
	key_text(&k, "O'Łukasz");
	key_u32(&k, 4000000000u);
	key_i64(&k, -42);
	key_date(&k, date_of(2026, 3, 2));
	key_text(&k, "");
	key_u64(&k, UINT64_MAX);
	r = key_read(key_bytes(&k));
	ck_assert(key_read_u8(&r, &u8) && u8 == 200);
	ck_assert(key_read_text(&r, &s));
	ck_assert_str_eq(s, "O'Łukasz");
	ck_assert(key_read_u32(&r, &u32) && u32 == 4000000000u);
	ck_assert(key_read_i64(&r, &i64) && i64 == -42);
	ck_assert(key_read_date(&r, &d));
	ck_assert_int_eq(date_compare(d, date_of(2026, 3, 2)), 0);
	ck_assert(key_read_text(&r, &s));
	ck_assert_str_eq(s, "");
	ck_assert(key_read_u64(&r, &u64) && u64 == UINT64_MAX);
	ck_assert(!key_read_u8(&r, &u8));
	ck_assert(!key_read_text(&r, &s));
}
END_TEST

START_TEST(a_long_text_is_cut_and_leaves_room_for_the_id)
{
	char s[2048], t[2048];
	struct key a, b;

	for (size_t i = 0; i < sizeof(s) / 2; i++)
		memcpy(s + 2 * i, "ł", 2);
	s[sizeof(s) - 1] = '\0';
	memcpy(t, s, sizeof(t));
	key_start(&a);
	key_u8(&a, 1);
	key_text(&a, s);
	key_text(&a, t);
	key_u64(&a, 1);
	key_start(&b);
	key_u8(&b, 1);
	key_text(&b, s);
	key_text(&b, t);
	key_u64(&b, 2);
	ck_assert_int_le(a.n, KEY_MAX);
	ck_assert_int_eq(key_order(&a, &b), -1);
	/* between two characters, not inside one */
	ck_assert_int_eq(memrchr(a.b, 0xC5, a.n) < memrchr(a.b, 0x82, a.n), 1);
}
END_TEST

START_TEST(what_comes_after_a_prefix_is_the_end_of_its_keys)
{
	static const struct {
		const char *prefix, *after;
	} cases[] = {
		{ "61", "62" },	 { "61 FF", "62" }, { "61 00", "61 01" },
		{ "FF FF", "" }, { "", "" },	    { "58 FE FF FF", "58 FF" },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct key k;

		key_start(&k);
		key_raw(&k, from_hex(cases[i].prefix));
		key_after(&k);
		assert_bytes(key_bytes(&k), from_hex(cases[i].after),
			     cases[i].prefix);
	}
}
END_TEST

Suite *
key_suite(void)
{
	Suite *s = suite_create("store: keys");
	TCase *c = tcase_create("keys");

	tcase_add_test(c, signed_numbers_sort_as_their_values);
	tcase_add_test(c, unsigned_numbers_sort_as_their_values);
	tcase_add_test(c, dates_sort_in_time_and_unset_ones_first);
	tcase_add_test(c, texts_sort_as_strings_whatever_follows_them);
	tcase_add_test(c, parts_read_back_as_they_were_put);
	tcase_add_test(c, a_long_text_is_cut_and_leaves_room_for_the_id);
	tcase_add_test(c, what_comes_after_a_prefix_is_the_end_of_its_keys);
	suite_add_tcase(s, c);
	return s;
}
