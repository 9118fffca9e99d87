/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What must hold for anything at all, tried with much that no table would
 * think of.  The numbers follow from the seed, so that a failure comes again.
 */
#include "check_base.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include "base/charset.h"
#include "base/text.h"
#include "base/value.h"

enum { ROUNDS = 2000 };

static uint64_t seed;

/* Marsaglia's xorshift of 64 bits. */
static uint64_t
draw(uint64_t below)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return below != 0 ? (seed >> 11) % below : seed;
}

static void
set_seed(void)
{
	seed = UINT64_C(0x9E3779B97F4A7C15);
}

static uint32_t
random_char(void)
{
	/*
	 * First and how many: where the difficult ones are.  Not among them:
	 * the Greek iota below a letter, a mark that folds to a letter.
	 */
	static const uint32_t blocks[][2] = {
		{ 1, 0x7F },	      { ' ', 95 },	  { 'a', 26 },
		{ 0x80, 0x180 },      { 0x200, 0x100 },	  { 0x300, 0x45 },
		{ 0x370, 0x190 },     { 0x5D0, 0x100 },	  { 0x600, 0x100 },
		{ 0x900, 0x100 },     { 0xE00, 0x200 },	  { 0x1100, 0x100 },
		{ 0x1E00, 0x100 },    { 0x2000, 0x70 },	  { 0x2100, 0x60 },
		{ 0xAC00, 0x400 },    { 0xF900, 0x100 },  { 0xFB00, 0x500 },
		{ 0x1F1E6, 26 },      { 0x1F300, 0x400 }, { 0xE0000, 0x200 },
		{ 0x10000, 0xFFFFF },
	};
	const uint32_t *block = blocks[draw(COUNT(blocks))];

	return block[0] + (uint32_t)draw(block[1]);
}

static const char *
random_text(struct arena *a)
{
	size_t n = draw(24);
	char *s = arena_alloc(a, n * 4 + 1), *to = s;

	for (size_t i = 0; i < n; i++)
		to += utf8_put(to, random_char());
	return s;
}

START_TEST(every_code_point_comes_back)
{
	for (uint32_t c = 1; c <= 0x10FFFF; c += c < 0x3000 ? 1 : 31) {
		char s[5] = "";
		const char *p = s;
		size_t n = utf8_put(s, c);
		bool surrogate = c >= 0xD800 && c <= 0xDFFF;

		if (!utf8_valid(s, n, NULL) ||
		    utf8_next(&p) != (surrogate ? 0xFFFD : c) || p != s + n)
			ck_abort_msg("U+%04X", c);
	}
}
END_TEST

START_TEST(random_bytes_are_judged_as_another_library_judges_them)
{
	set_seed();
	for (int i = 0; i < ROUNDS * 10; i++) {
		utf8proc_uint8_t s[8];
		size_t n = draw(sizeof(s) + 1), bad = 0, at = 0;

		for (size_t j = 0; j < n; j++)
			s[j] = (utf8proc_uint8_t)(draw(2) ? 0x80 + draw(128)
							  : 1 + draw(255));
		while (at < n) {
			utf8proc_int32_t c;
			utf8proc_ssize_t len = utf8proc_iterate(
				s + at, (utf8proc_ssize_t)(n - at), &c);

			if (len <= 0)
				break;
			at += (size_t)len;
		}
		ck_assert(utf8_valid((char *)s, n, &bad) == (at == n));
		if (at < n)
			ck_assert_uint_eq(bad, at);
	}
}
END_TEST

START_TEST(random_bytes_are_stepped_over_to_their_end)
{
	set_seed();
	for (int i = 0; i < ROUNDS; i++) {
		size_t n = draw(40), steps = 0;
		char *s = xcalloc(n + 1, 1); /* no byte to spare */
		const char *p = s;

		for (size_t j = 0; j < n; j++)
			s[j] = (char)(1 + draw(255));
		while (utf8_next(&p) != 0)
			steps++;
		ck_assert_ptr_eq(p, s + n);
		ck_assert_uint_le(steps, n);
		p = s;
		while (text_next_safe(&p) != 0)
			;
		ck_assert_ptr_eq(p, s + n);
		ck_assert_int_ge(utf8_width(s), 0);
		free(s);
	}
}
END_TEST

START_TEST(only_harmless_characters_are_shown)
{
	struct arena a = ARENA_INIT;

	set_seed();
	for (int i = 0; i < ROUNDS; i++) {
		const char *p = random_text(&a);

		for (uint32_t c; (c = text_next_safe(&p)) != 0;) {
			utf8proc_category_t cat =
				utf8proc_category((utf8proc_int32_t)c);

			ck_assert_int_ne(cat, UTF8PROC_CATEGORY_CC);
			ck_assert_int_ne(cat, UTF8PROC_CATEGORY_ZL);
			ck_assert_int_ne(cat, UTF8PROC_CATEGORY_ZP);
			ck_assert(c < 0x202A || c > 0x202E);
			ck_assert(c < 0x2060 || c > 0x206F);
		}
		arena_clear(&a);
	}
}
END_TEST

START_TEST(what_fits_is_no_wider_than_asked)
{
	struct arena a = ARENA_INIT;

	set_seed();
	for (int i = 0; i < ROUNDS; i++) {
		const char *s = random_text(&a);
		int columns = (int)draw(20);
		size_t n = utf8_fit(s, columns), len = strlen(s);

		ck_assert_int_le(utf8_width(arena_strndup(&a, s, n)), columns);
		if (n < len)
			ck_assert_uint_eq(
				text_cluster_prev(s, len,
						  text_cluster_next(s, len, n)),
				n);
		ck_assert_uint_eq(utf8_fit(s, utf8_width(s)), len);
		arena_clear(&a);
	}
}
END_TEST

START_TEST(clusters_are_the_same_forwards_and_back)
{
	struct arena a = ARENA_INIT;

	set_seed();
	for (int i = 0; i < ROUNDS; i++) {
		const char *s = random_text(&a);
		size_t n = strlen(s), at = 0, next;

		for (; at < n; at = next) {
			next = text_cluster_next(s, n, at);
			ck_assert_uint_gt(next, at);
			ck_assert_uint_le(next, n);
			ck_assert_uint_eq(text_cluster_prev(s, n, next), at);
			ck_assert(utf8_valid(s + at, next - at, NULL));
		}
		arena_clear(&a);
	}
}
END_TEST

static char *
normal(struct arena *a, const char *s, bool apart)
{
	const utf8proc_uint8_t *u = (const utf8proc_uint8_t *)s;
	utf8proc_uint8_t *out = apart ? utf8proc_NFD(u) : utf8proc_NFC(u);
	char *copy;

	ck_assert_ptr_nonnull(out);
	copy = arena_strdup(a, (char *)out);
	free(out);
	return copy;
}

START_TEST(folding_again_changes_nothing)
{
	struct arena a = ARENA_INIT;

	set_seed();
	for (int i = 0; i < ROUNDS; i++) {
		const char *s = random_text(&a);
		char *once = text_fold(&a, s);

		ck_assert(utf8_valid(once, strlen(once), NULL));
		ck_assert_msg(strcmp(text_fold(&a, once), once) == 0,
			      "[%s] [%s] [%s]", s, once, text_fold(&a, once));
		arena_clear(&a);
	}
}
END_TEST

START_TEST(all_forms_of_a_text_fold_alike)
{
	struct arena a = ARENA_INIT;

	set_seed();
	for (int i = 0; i < ROUNDS; i++) {
		const char *s = random_text(&a);
		char *want = text_fold(&a, s);

		ck_assert_str_eq(text_fold(&a, normal(&a, s, true)), want);
		ck_assert_str_eq(text_fold(&a, normal(&a, s, false)), want);
		ck_assert_str_eq(text_fold(&a, text_stored(&a, s, true)), want);
		arena_clear(&a);
	}
}
END_TEST

START_TEST(storing_again_changes_nothing)
{
	struct arena a = ARENA_INIT;

	set_seed();
	for (int i = 0; i < ROUNDS; i++) {
		const char *s = random_text(&a);
		char *once = text_stored(&a, s, true);

		ck_assert(utf8_valid(once, strlen(once), NULL));
		ck_assert_str_eq(text_stored(&a, once, true), once);
		/* Another way to write the same, never another text. */
		ck_assert_str_eq(normal(&a, text_stored(&a, s, false), true),
				 normal(&a, s, true));
		arena_clear(&a);
	}
}
END_TEST

START_TEST(comparing_is_an_order)
{
	struct arena a = ARENA_INIT;

	set_seed();
	for (int i = 0; i < ROUNDS; i++) {
		const char *s = random_text(&a), *t = random_text(&a);
		const char *u = random_text(&a);
		int st = sign(text_compare(s, t));

		ck_assert_int_eq(sign(text_compare(t, s)), -st);
		ck_assert_int_eq(text_compare(s, s), 0);
		if (st <= 0 && text_compare(t, u) <= 0)
			ck_assert_int_le(text_compare(s, u), 0);
		arena_clear(&a);
	}
}
END_TEST

START_TEST(every_byte_of_a_charset_comes_back)
{
	static const char *const names[] = { "ISO-8859-1", "WINDOWS-1252",
					     "ISO-8859-15", "KOI8-R" };

	for (size_t i = 0; i < COUNT(names); i++) {
		struct charset *to, *from;

		ck_assert_int_eq(charset_open(&to, "UTF-8", names[i], false),
				 ERR_OK);
		ck_assert_int_eq(charset_open(&from, names[i], "UTF-8", false),
				 ERR_OK);
		for (int c = 1; c < 256; c++) {
			struct buf there = BUF_INIT, back = BUF_INIT;
			char byte = (char)c;

			if (charset_convert(to, bytes_of(&byte, 1), &there,
					    NULL) == ERR_OK) {
				ck_assert_int_eq(
					charset_convert(from, buf_bytes(&there),
							&back, NULL),
					ERR_OK);
				ck_assert_uint_eq(back.n, 1);
				ck_assert(back.s[0] == byte);
			}
			buf_clear(&there);
			buf_clear(&back);
		}
		charset_close(&to);
		charset_close(&from);
	}
}
END_TEST

START_TEST(every_day_is_one_after_the_day_before)
{
	struct date d = date_of(1600, 1, 1);
	int weekday = date_weekday(d);

	for (int64_t n = date_to_days(d);
	     n <= date_to_days(date_of(2450, 1, 1)); n++) {
		struct date next = date_from_days(n + 1);

		if (date_to_days(d) != n || !date_exists(d) ||
		    date_weekday(d) != weekday || date_compare(d, next) >= 0)
			ck_abort_msg("%d-%d-%d", d.y, d.m, d.d);
		weekday = weekday % 7 + 1;
		d = next;
	}
}
END_TEST

static struct date
random_date(void)
{
	return date_from_days(date_to_days(date_of(1600, 1, 1)) +
			      (int64_t)draw(2932896 + 135140));
}

START_TEST(a_date_can_be_typed_as_it_is_written)
{
	static const enum date_style styles[] = { DATE_ISO, DATE_SHORT,
						  DATE_LONG };
	struct arena a = ARENA_INIT;

	set_seed();
	for (int i = 0; i < ROUNDS; i++) {
		struct date d = random_date(), today = random_date(), got;

		if (draw(4) == 0)
			d = date_of(d.y, draw(2) ? d.m : 0, 0);
		for (size_t j = 0; j < COUNT(styles); j++) {
			char *s = date_format(&a, d, styles[j]);

			ck_assert_msg(date_parse(&got, s, today, true) ==
					      ERR_OK,
				      "%s", s);
			ck_assert_msg(date_compare(got, d) == 0, "%s", s);
		}
		ck_assert_int_eq(
			date_parse_iso(&got, date_format(&a, d, DATE_ISO)),
			ERR_OK);
		ck_assert_int_eq(date_compare(got, d), 0);
		arena_clear(&a);
	}
}
END_TEST

START_TEST(a_short_date_is_less_than_a_year_away)
{
	struct arena a = ARENA_INIT;

	set_seed();
	for (int i = 0; i < ROUNDS; i++) {
		struct date today = random_date(), d = random_date(), got;
		int64_t away;

		if (today.y < 1602 || today.y > 9997 || (d.m == 2 && d.d == 29))
			continue;
		ck_assert_int_eq(date_parse(&got,
					    arena_printf(&a, "%d/%d", d.d, d.m),
					    today, false),
				 ERR_OK);
		away = date_to_days(got) - date_to_days(today);
		ck_assert_int_le(away < 0 ? -away : away, 183);
		ck_assert_int_eq(got.m, d.m);
		ck_assert_int_eq(got.d, d.d);
		arena_clear(&a);
	}
}
END_TEST

START_TEST(months_there_and_back_lose_only_what_was_clamped)
{
	set_seed();
	for (int i = 0; i < ROUNDS; i++) {
		struct date d = random_date(), there, back;
		int64_t n = (int64_t)draw(600) - 300;

		there = date_add_months(d, n);
		if (!date_is_set(there))
			continue;
		back = date_add_months(there, -n);
		ck_assert(date_exists(there));
		ck_assert_int_eq((there.y - d.y) * 12 + there.m - d.m, n);
		ck_assert_int_eq(back.y * 12 + back.m, d.y * 12 + d.m);
		ck_assert_int_eq(back.d, there.d);
		ck_assert_int_le(back.d, d.d);
	}
}
END_TEST

START_TEST(typing_anything_leaves_a_real_date_or_none)
{
	static const char *const words[] = {
		"3",   "29", "2026", "feb", "mon", "next", "t",		"about",
		"~",   "/",  "-",    ".",   " ",   "+",	   "jan",	"00",
		"999", "th", ",",    "2",   "31",  "1600", "yesterday",
	};

	set_seed();
	for (int i = 0; i < ROUNDS * 5; i++) {
		struct buf s = BUF_INIT;
		struct date got = NO_DATE, today = random_date();

		buf_str(&s, "");
		for (size_t n = draw(7); n > 0; n--)
			buf_str(&s, words[draw(COUNT(words))]);
		if (date_parse(&got, s.s, today, draw(2)) == ERR_OK)
			ck_assert_msg(date_exists(date_first(got)), "[%s]",
				      s.s);
		else
			ck_assert_msg(!date_is_set(got), "[%s]", s.s);
		buf_clear(&s);
	}
}
END_TEST

START_TEST(a_number_can_be_typed_as_it_is_written)
{
	struct arena a = ARENA_INIT;

	set_seed();
	for (int i = 0; i < ROUNDS; i++) {
		int64_t n = (int64_t)(draw(0) >> draw(64)), got;

		n = draw(2) ? n : -(n + 1);
		ck_assert_int_eq(number_parse(&got, number_format(&a, n)),
				 ERR_OK);
		ck_assert_int_eq(got, n);
		arena_clear(&a);
	}
}
END_TEST

START_TEST(fields_hold_what_a_plain_table_holds)
{
	enum { NAMES = 60 };
	struct arena a = ARENA_INIT;
	struct fields f;
	int64_t want[NAMES] = { 0 };
	char name[8];

	set_seed();
	fields_init(&f, &a);
	for (int i = 0; i < ROUNDS; i++) {
		size_t k = draw(NAMES), count = 0;

		want[k] = draw(3) == 0 ? 0 : 1 + (int64_t)draw(1000);
		snprintf(name, sizeof(name), "f%zu", k);
		fields_set(&f, name,
			   want[k] != 0 ? value_int(want[k]) : value_empty);
		for (size_t j = 0; j < NAMES; j++) {
			snprintf(name, sizeof(name), "f%zu", j);
			ck_assert_int_eq(fields_int(&f, name), want[j]);
			count += want[j] != 0;
		}
		ck_assert_uint_eq(f.n, count);
	}
	arena_clear(&a);
}
END_TEST

START_TEST(an_arena_keeps_what_it_was_given)
{
	enum { KEPT = 500 };
	struct arena a = ARENA_INIT;
	unsigned char *kept[KEPT];
	size_t sizes[KEPT];

	set_seed();
	for (int round = 0; round < 5; round++) {
		for (size_t i = 0; i < KEPT; i++) {
			sizes[i] = draw(draw(20) == 0 ? 30000 : 200);
			kept[i] = arena_alloc(&a, sizes[i]);
			memset(kept[i], (int)(i & 0xFF), sizes[i]);
		}
		for (size_t i = 0; i < KEPT; i++)
			for (size_t j = 0; j < sizes[i]; j++)
				if (kept[i][j] != (i & 0xFF))
					ck_abort_msg("allocation %zu", i);
		if (round % 2 == 0)
			arena_wipe(&a);
		else
			arena_clear(&a);
	}
}
END_TEST

Suite *
property_suite(void)
{
	Suite *s = suite_create("property");
	TCase *t = tcase_create("property");

	tcase_set_timeout(t, 60);
	tcase_add_test(t, every_code_point_comes_back);
	tcase_add_test(t,
		       random_bytes_are_judged_as_another_library_judges_them);
	tcase_add_test(t, random_bytes_are_stepped_over_to_their_end);
	tcase_add_test(t, only_harmless_characters_are_shown);
	tcase_add_test(t, what_fits_is_no_wider_than_asked);
	tcase_add_test(t, clusters_are_the_same_forwards_and_back);
	tcase_add_test(t, folding_again_changes_nothing);
	tcase_add_test(t, all_forms_of_a_text_fold_alike);
	tcase_add_test(t, storing_again_changes_nothing);
	tcase_add_test(t, comparing_is_an_order);
	tcase_add_test(t, every_byte_of_a_charset_comes_back);
	tcase_add_test(t, every_day_is_one_after_the_day_before);
	tcase_add_test(t, a_date_can_be_typed_as_it_is_written);
	tcase_add_test(t, a_short_date_is_less_than_a_year_away);
	tcase_add_test(t, months_there_and_back_lose_only_what_was_clamped);
	tcase_add_test(t, typing_anything_leaves_a_real_date_or_none);
	tcase_add_test(t, a_number_can_be_typed_as_it_is_written);
	tcase_add_test(t, fields_hold_what_a_plain_table_holds);
	tcase_add_test(t, an_arena_keeps_what_it_was_given);
	suite_add_tcase(s, t);
	return s;
}
