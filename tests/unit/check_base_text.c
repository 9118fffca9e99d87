/* SPDX-License-Identifier: GPL-3.0-or-later */
/* UTF-8, what may be shown, widths, clusters. */
#include "check_base.h"

#include <stdbool.h>
#include <string.h>

#include "base/text.h"

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
	{ "a lead byte at the end", "a\xC3", 2, false, 1 },
	{ "a lead byte before ASCII",
	  "\xC3"
	  "a",
	  2, false, 0 },
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

Suite *
text_suite(void)
{
	Suite *s = suite_create("text");
	TCase *t = tcase_create("text");

	tcase_add_loop_test(t, only_valid_utf8_is_valid, 0,
			    (int)COUNT(valid_cases));
	suite_add_tcase(s, t);
	return s;
}
