/* SPDX-License-Identifier: GPL-3.0-or-later */
/* UTF-8, what may be shown, widths, clusters. */
#include "check_base.h"

#include <locale.h>
#include <stdbool.h>
#include <string.h>

#include "base/text.h"

/* Names as people write them; the letters one by one where it matters. */
#define RAHIM "\u09B0\u09B9\u09BF\u09AE" /* four letters, a vowel sign */
#define MUHAMMAD "\u0645\u064F\u062D\u064E\u0645\u0651\u064E\u062F"
#define JOSE_APART "Jose\u0301"

static const struct {
	const char *why, *s;
	size_t n;
	bool valid;
	size_t bad;
} valid_cases[] = {
	{ "nothing", "", 0, true, 0 },
	{ "ASCII", "Bow", 3, true, 0 },
	{ "two, three and four bytes", "\xC3\xA9\xE0\xA6\x95\xF0\x9F\x98\x80",
	  9, true, 0 },
	{ "the last code point", "\xF4\x8F\xBF\xBF", 4, true, 0 },
	{ "beyond the last", "a\xF4\x90\x80\x80", 5, false, 1 },
	{ "a NUL", "ab\0c", 4, false, 2 },
	{ "a lone continuation", "a\x80", 2, false, 1 },
	{ "an overlong stroke", "\xC0\xAF", 2, false, 0 },
	{ "an overlong of three bytes", "\xE0\x80\xAF", 3, false, 0 },
	{ "an overlong of four bytes", "\xF0\x8F\xBF\xBF", 4, false, 0 },
	{ "a surrogate", "xy\xED\xA0\x80", 5, false, 2 },
	{ "the last before surrogates", "\xED\x9F\xBF", 3, true, 0 },
	{ "a character cut short", "a\xE0\xA6", 3, false, 1 },
	{ "cut short by the count alone", "\xE0\xA6\x95", 2, false, 0 },
	{ "a lead byte at the end", "a\xC3", 2, false, 1 },
	{ "a lead byte before ASCII",
	  "\xC3"
	  "a",
	  2, false, 0 },
	{ "ASCII inside a character",
	  "\xE0\xA6"
	  "a",
	  3, false, 0 },
	{ "an old five-byte form", "\xF8\x88\x80\x80\x80", 5, false, 0 },
	{ "a byte that no form has", "\xFF", 1, false, 0 },
};

START_TEST(only_valid_utf8_is_valid)
{
	size_t bad = 0;
	bool valid = utf8_valid(valid_cases[_i].s, valid_cases[_i].n, &bad);

	ck_assert_msg(valid == valid_cases[_i].valid, "%s",
		      valid_cases[_i].why);
	ck_assert_msg(bad == valid_cases[_i].bad, "%s: offset %zu",
		      valid_cases[_i].why, bad);
	ck_assert(utf8_valid(valid_cases[_i].s, valid_cases[_i].n, NULL) ==
		  valid);
}
END_TEST

/* What a function that steps over s gives, against a list ended by 0. */
static void
assert_steps(const char *why, const char *s, const uint32_t *want,
	     uint32_t (*step)(const char **))
{
	const char *p = s, *end = s + strlen(s);

	for (uint32_t c; (c = step(&p)) != 0; want++) {
		ck_assert_msg(c == *want, "%s: got U+%04X, want U+%04X", why, c,
			      *want);
		ck_assert_msg(p <= end, "%s: ran past the end", why);
	}
	ck_assert_msg(*want == 0, "%s: too short", why);
	ck_assert_msg(p == end, "%s: not at the end", why);
	ck_assert_msg(step(&p) == 0 && p == end, "%s: left the end", why);
}

static const struct {
	const char *why, *s;
	uint32_t out[6];
} next_cases[] = {
	{ "nothing", "", { 0 } },
	{ "each length",
	  "a\u00E9\u0995\U0001F600",
	  { 'a', 0xE9, 0x995, 0x1F600 } },
	{ "a wrong byte", "a\xFFz", { 'a', 0xFFFD, 'z' } },
	{ "one byte at a time", "\xE0\xA6z", { 0xFFFD, 0xFFFD, 'z' } },
	{ "cut short by the end",
	  "a\xF0\x9F\x98",
	  { 'a', 0xFFFD, 0xFFFD, 0xFFFD } },
	{ "a surrogate", "\xED\xA0\x80", { 0xFFFD, 0xFFFD, 0xFFFD } },
};

START_TEST(decoding_steps_over_wrong_bytes_one_by_one)
{
	assert_steps(next_cases[_i].why, next_cases[_i].s, next_cases[_i].out,
		     utf8_next);
}
END_TEST

static const struct {
	uint32_t c;
	const char *bytes;
} put_cases[] = {
	{ 'A', "A" },
	{ 0x7F, "\x7F" },
	{ 0x80, "\xC2\x80" },
	{ 0x7FF, "\xDF\xBF" },
	{ 0x800, "\xE0\xA0\x80" },
	{ 0xFFFF, "\xEF\xBF\xBF" },
	{ 0x10000, "\xF0\x90\x80\x80" },
	{ 0x10FFFF, "\xF4\x8F\xBF\xBF" },
	{ 0xD800, "\xEF\xBF\xBD" },
	{ 0x110000, "\xEF\xBF\xBD" },
};

START_TEST(encoding_writes_the_shortest_form)
{
	char out[5] = "";
	size_t n = utf8_put(out, put_cases[_i].c);

	ck_assert_uint_eq(n, strlen(put_cases[_i].bytes));
	ck_assert_str_eq(out, put_cases[_i].bytes);
}
END_TEST

static const struct {
	const char *why, *in;
	uint32_t out[8];
} safe_cases[] = {
	{ "plain text is untouched", "Ab", { 'A', 'b' } },
	{ "escape cannot reach a printer",
	  "\033[4i",
	  { 0xFFFD, '[', '4', 'i' } },
	{ "nor its one-byte form",
	  "\xC2\x9B"
	  "4i",
	  { 0xFFFD, '4', 'i' } },
	{ "a newline cannot move the line", "a\nb", { 'a', 0xFFFD, 'b' } },
	{ "nor a tab", "a\tb", { 'a', 0xFFFD, 'b' } },
	{ "nor delete", "a\x7F", { 'a', 0xFFFD } },
	{ "nor the line separator", "a\u2028", { 'a', 0xFFFD } },
	{ "nor the paragraph separator", "a\u2029", { 'a', 0xFFFD } },
	{ "overrides are dropped", "a\u202Eb", { 'a', 'b' } },
	{ "isolates are dropped", "\u2066x\u2069", { 'x' } },
	{ "zero-width space is dropped", "a\u200Bb\uFEFF", { 'a', 'b' } },
	{ "soft hyphen is dropped", "a\u00ADb", { 'a', 'b' } },
	{ "variation selectors are dropped", "\u2764\uFE0F", { 0x2764 } },
	{ "tags are dropped", "a\U000E0041", { 'a' } },
	{ "vowel signs are kept", "\u0995\u09C1", { 0x0995, 0x09C1 } },
	{ "a joiner is kept in Bengali",
	  "\u09B0\u200D\u09CD\u09AF",
	  { 0x09B0, 0x200D, 0x09CD, 0x09AF } },
	{ "a non-joiner is kept in Persian",
	  "\u0647\u200C\u0647",
	  { 0x0647, 0x200C, 0x0647 } },
	{ "a joiner is dropped between emoji",
	  "\U0001F468\u200D\U0001F469",
	  { 0x1F468, 0x1F469 } },
	{ "a joiner is dropped in English", "a\u200Db", { 'a', 'b' } },
	{ "a joiner is dropped at the end", "\u0995\u200D", { 0x0995 } },
	{ "an Arabic number sign is seen", "\u0601", { 0x0601 } },
	{ "a character of no known width is replaced",
	  "a\u0378\uFFFF",
	  { 'a', 0xFFFD, 0xFFFD } },
	{ "a wrong byte is replaced", "a\x9B", { 'a', 0xFFFD } },
};

START_TEST(text_next_safe_shows_only_what_is_safe)
{
	assert_steps(safe_cases[_i].why, safe_cases[_i].in, safe_cases[_i].out,
		     text_next_safe);
}
END_TEST

static const struct {
	const char *why, *s;
	int width;
} width_cases[] = {
	{ "nothing", "", 0 },
	{ "ASCII", "Bethnal Green", 13 },
	{ "an accent in one piece", "Jos\u00E9", 4 },
	{ "an accent apart", JOSE_APART, 4 },
	{ "Bengali", RAHIM, 4 },
	{ "a vowel sign below", "\u0995\u09C1", 1 },
	{ "Arabic with its points", MUHAMMAD, 4 },
	{ "wide", "\u4E2D\u6587", 4 },
	{ "wide Latin", "\uFF21", 2 },
	{ "an emoji", "\U0001F600", 2 },
	{ "a control, shown as one sign", "a\033b", 3 },
	{ "an override, not shown", "a\u202Eb", 2 },
	{ "a wrong byte", "a\xFF", 2 },
};

START_TEST(widths_are_the_same_in_every_locale)
{
	static const char *const locales[] = { "C", "C.UTF-8" };

	for (size_t i = 0; i < COUNT(locales); i++) {
		int w;

		ck_assert_ptr_nonnull(setlocale(LC_ALL, locales[i]));
		w = utf8_width(width_cases[_i].s);
		ck_assert_msg(w == width_cases[_i].width, "%s in %s: %d",
			      width_cases[_i].why, locales[i], w);
		ck_assert_str_eq(setlocale(LC_CTYPE, NULL), locales[i]);
	}
}
END_TEST

START_TEST(one_character_has_a_width)
{
	ck_assert_int_eq(utf8_char_width('a'), 1);
	ck_assert_int_eq(utf8_char_width('\n'), 1);
	ck_assert_int_eq(utf8_char_width(0x7F), 1);
	ck_assert_int_eq(utf8_char_width(0x85), 1);
	ck_assert_int_eq(utf8_char_width(0xFFFD), 1);
	ck_assert_int_eq(utf8_char_width(0x301), 0);
	ck_assert_int_eq(utf8_char_width(0x200D), 0);
	ck_assert_int_eq(utf8_char_width(0x202E), 0);
	ck_assert_int_eq(utf8_char_width(0x4E2D), 2);
}
END_TEST

static const struct {
	const char *why, *s;
	int columns;
	size_t bytes;
} fit_cases[] = {
	{ "all of it", "Bow", 3, 3 },
	{ "room to spare", "Bow", 80, 3 },
	{ "a part", "Bow", 2, 2 },
	{ "no room", "Bow", 0, 0 },
	{ "less than no room", "Bow", -1, 0 },
	{ "a mark goes with its letter", JOSE_APART "x", 4, 6 },
	{ "also when the letter does not fit", JOSE_APART, 3, 3 },
	{ "a wide sign is not halved", "a\u4E2D", 2, 1 },
	{ "a wide sign that fits", "a\u4E2D", 3, 4 },
	{ "a vowel sign with a column of its own", "\u0995\u09BE\u09B0", 1, 0 },
	{ "letter and sign", "\u0995\u09BE\u09B0", 2, 6 },
	{ "what is not shown takes no room", "a\u202Eb", 2, 5 },
};

START_TEST(fitting_does_not_split_a_cluster)
{
	size_t n = utf8_fit(fit_cases[_i].s, fit_cases[_i].columns);

	ck_assert_msg(n == fit_cases[_i].bytes, "%s: %zu", fit_cases[_i].why,
		      n);
}
END_TEST

static const struct {
	const char *why, *s;
	size_t starts[6]; /* of the clusters after the first; 0 ends */
} cluster_cases[] = {
	{ "ASCII", "abc", { 1, 2 } },
	{ "a mark", "e\u0301x", { 3 } },
	{ "several marks", "e\u0301\u0323x", { 5 } },
	{ "a mark at the very start", "\u0301x", { 2 } },
	{ "Bengali vowel signs", "\u09AE\u09CB\u09B9", { 6 } },
	{ "Arabic points", MUHAMMAD, { 4, 8, 14 } },
	{ "a flag of two signs", "\U0001F1EC\U0001F1E7x", { 8 } },
	{ "two flags", "\U0001F1EC\U0001F1E7\U0001F1EC\U0001F1E7", { 8 } },
	{ "each line's end alone", "a\n\u0301b", { 1, 2, 4 } },
	{ "Hangul letters that form one", "\u1100\u1161\u11A8x", { 9 } },
};

START_TEST(editing_moves_by_clusters)
{
	const char *s = cluster_cases[_i].s;
	size_t n = strlen(s), i = 0, before;
	const size_t *start = cluster_cases[_i].starts;

	ck_assert_uint_eq(text_cluster_prev(s, n, 0), 0);
	for (; i < n; start++) {
		before = i;
		i = text_cluster_next(s, n, i);
		ck_assert_msg(i == (*start != 0 ? *start : n), "%s: %zu",
			      cluster_cases[_i].why, i);
		ck_assert_msg(text_cluster_prev(s, n, i) == before,
			      "%s: back from %zu", cluster_cases[_i].why, i);
	}
	ck_assert_uint_eq(text_cluster_next(s, n, n), n);
	ck_assert_uint_eq(text_cluster_next(s, n, n + 1), n);
}
END_TEST

START_TEST(a_cluster_ends_where_the_text_does)
{
	/* The count ends it, not a NUL. */
	ck_assert_uint_eq(text_cluster_next("e\u0301", 1, 0), 1);
	ck_assert_uint_eq(text_cluster_next("abc", 2, 1), 2);
	ck_assert_uint_eq(text_cluster_prev("abc", 2, 9), 1);
	/* From inside a cluster one comes to its start. */
	ck_assert_uint_eq(text_cluster_prev("ae\u0301x", 5, 2), 1);
}
END_TEST

START_TEST(backspace_takes_one_code_point)
{
	const char *s = "e\u0301\U0001F600";

	ck_assert_uint_eq(text_char_prev(s, 7), 3);
	ck_assert_uint_eq(text_char_prev(s, 3), 1);
	ck_assert_uint_eq(text_char_prev(s, 1), 0);
	ck_assert_uint_eq(text_char_prev(s, 0), 0);
}
END_TEST

static const struct {
	const char *s;
	bool blank;
} blank_cases[] = {
	{ NULL, true },
	{ "", true },
	{ " \t\r\n\v\f", true },
	{ "\u00A0\u2003\u3000", true },
	{ "\u2028\xC2\x85", true },
	{ "\u200B\uFEFF", true },
	{ " a", false },
	{ "\u00A0-", false },
	{ "\u200D", false },
	{ "0", false },
};

START_TEST(blank_is_any_script_s_white_space)
{
	ck_assert(text_blank(blank_cases[_i].s) == blank_cases[_i].blank);
}
END_TEST

START_TEST(a_capital_is_found_in_any_script_that_has_them)
{
	ck_assert_uint_eq(text_upper('q'), 'Q');
	ck_assert_uint_eq(text_upper('Q'), 'Q');
	ck_assert_uint_eq(text_upper('7'), '7');
	ck_assert_uint_eq(text_upper(0x142), 0x141);
	ck_assert_uint_eq(text_upper(0x3B1), 0x391);
	ck_assert_uint_eq(text_upper(0x9B0), 0x9B0);
}
END_TEST

Suite *
text_suite(void)
{
	Suite *s = suite_create("text");
	TCase *t = tcase_create("text");

	tcase_add_loop_test(t, only_valid_utf8_is_valid, 0,
			    (int)COUNT(valid_cases));
	tcase_add_loop_test(t, decoding_steps_over_wrong_bytes_one_by_one, 0,
			    (int)COUNT(next_cases));
	tcase_add_loop_test(t, encoding_writes_the_shortest_form, 0,
			    (int)COUNT(put_cases));
	tcase_add_loop_test(t, text_next_safe_shows_only_what_is_safe, 0,
			    (int)COUNT(safe_cases));
	tcase_add_loop_test(t, widths_are_the_same_in_every_locale, 0,
			    (int)COUNT(width_cases));
	tcase_add_test(t, one_character_has_a_width);
	tcase_add_loop_test(t, fitting_does_not_split_a_cluster, 0,
			    (int)COUNT(fit_cases));
	tcase_add_loop_test(t, editing_moves_by_clusters, 0,
			    (int)COUNT(cluster_cases));
	tcase_add_test(t, a_cluster_ends_where_the_text_does);
	tcase_add_test(t, backspace_takes_one_code_point);
	tcase_add_loop_test(t, blank_is_any_script_s_white_space, 0,
			    (int)COUNT(blank_cases));
	tcase_add_test(t, a_capital_is_found_in_any_script_that_has_them);
	suite_add_tcase(s, t);
	return s;
}
