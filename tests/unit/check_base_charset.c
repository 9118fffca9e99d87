/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "check_base.h"

#include <locale.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/charset.h"

static const struct {
	const char *why, *to, *from;
	bool lossy;
	struct bytes in;
	enum err err;
	size_t bad;
	const char *out;
} convert_cases[] = {
	{ "from a Windows file",
	  "UTF-8",
	  "WINDOWS-1252",
	  false,
	  { "Jos\xE9 \x80", 6 },
	  ERR_OK,
	  0,
	  "Jos\u00E9 \u20AC" },
	{ "to a Windows file",
	  "WINDOWS-1252",
	  "UTF-8",
	  false,
	  { "Jos\u00E9", 5 },
	  ERR_OK,
	  0,
	  "Jos\xE9" },
	{ "nothing", "UTF-8", "ISO-8859-1", false, { "", 0 }, ERR_OK, 0, "" },
	{ "a byte that Windows does not use",
	  "UTF-8",
	  "WINDOWS-1252",
	  false,
	  { "ab\x81z", 4 },
	  ERR_INVALID,
	  2,
	  "ab" },
	{ "a wrong byte in UTF-8",
	  "UTF-8",
	  "UTF-8",
	  false,
	  { "abc\xFF", 4 },
	  ERR_INVALID,
	  3,
	  "abc" },
	{ "a character cut short",
	  "ISO-8859-1",
	  "UTF-8",
	  false,
	  { "ab\xC3", 3 },
	  ERR_INVALID,
	  2,
	  "ab" },
	{ "a letter that the other side lacks",
	  "ISO-8859-1",
	  "UTF-8",
	  false,
	  { "a\u0141", 3 },
	  ERR_INVALID,
	  1,
	  "a" },
	{ "the same, with loss",
	  "ISO-8859-1",
	  "UTF-8",
	  true,
	  { "\u0141ukasz", 7 },
	  ERR_OK,
	  0,
	  "Lukasz" },
	{ "an accent, with loss",
	  "US-ASCII",
	  "UTF-8",
	  true,
	  { "Jos\u00E9", 5 },
	  ERR_OK,
	  0,
	  "Jose" },
	{ "a script with no likeness",
	  "US-ASCII",
	  "UTF-8",
	  true,
	  { "\u09B0!", 4 },
	  ERR_OK,
	  0,
	  "?!" },
};

START_TEST(conversion_does_not_ask_the_locale)
{
	static const char *const locales[] = { "C", "C.UTF-8" };

	for (size_t i = 0; i < COUNT(locales); i++) {
		struct buf out = BUF_INIT;
		struct charset *c;
		size_t bad = 0;
		enum err e;

		ck_assert_ptr_nonnull(setlocale(LC_ALL, locales[i]));
		e = charset_open(&c, convert_cases[_i].to,
				 convert_cases[_i].from,
				 convert_cases[_i].lossy);
		ck_assert_int_eq(e, ERR_OK);
		e = charset_convert(c, convert_cases[_i].in, &out, &bad);
		ck_assert_msg(e == convert_cases[_i].err, "%s: %s",
			      convert_cases[_i].why, err_text(e));
		ck_assert_uint_eq(bad, convert_cases[_i].bad);
		ck_assert_msg(strcmp(out.s, convert_cases[_i].out) == 0,
			      "%s: [%s]", convert_cases[_i].why, out.s);
		buf_clear(&out);
		charset_close(&c);
		ck_assert_ptr_null(c);
		charset_close(&c);
	}
}
END_TEST

START_TEST(a_conversion_may_be_used_again)
{
	struct buf in = BUF_INIT, out = BUF_INIT;
	struct charset *c;

	ck_assert_int_eq(charset_open(&c, "UTF-8", "ISO-8859-1", false),
			 ERR_OK);
	for (int i = 0; i < 5000; i++)
		buf_char(&in, (char)0xE9);
	for (size_t i = 1; i <= 3; i++) {
		ck_assert_int_eq(charset_convert(c, buf_bytes(&in), &out, NULL),
				 ERR_OK);
		ck_assert_uint_eq(out.n, i * 10000);
	}
	charset_close(&c);
	buf_clear(&in);
	buf_clear(&out);
}
END_TEST

START_TEST(output_that_keeps_a_state_is_brought_back_from_it)
{
	struct buf out = BUF_INIT;
	struct charset *c;

	ck_assert_int_eq(charset_open(&c, "ISO-2022-JP", "UTF-8", false),
			 ERR_OK);
	ck_assert_int_eq(charset_convert(c, bytes_str("\u4E2D"), &out, NULL),
			 ERR_OK);
	ck_assert_uint_gt(out.n, 3);
	ck_assert_str_eq(out.s + out.n - 3, "\033(B");
	charset_close(&c);
	buf_clear(&out);
}
END_TEST

START_TEST(an_unknown_charset_is_refused)
{
	struct charset *c = NULL;

	ck_assert_int_eq(charset_open(&c, "UTF-8", "no-such-set", false),
			 ERR_INVALID);
	ck_assert_int_eq(charset_open(&c, "no-such-set", "UTF-8", true),
			 ERR_INVALID);
	ck_assert_ptr_null(c);
}
END_TEST

static const struct {
	const char *name, *s;
	bool holds;
} hold_cases[] = {
	{ "US-ASCII", "Bow", true },
	{ "US-ASCII", "", true },
	{ "US-ASCII", "Jos\u00E9", false },
	{ "ISO-8859-1", "Jos\u00E9", true },
	{ "ISO-8859-1", "\u20AC", false },
	{ "ISO-8859-15", "\u20AC", true },
	{ "ISO-8859-1", "\u0141", false },
	{ "ISO-8859-2", "\u0141", true },
	{ "UTF-8", "\u09B0\u09B9\u09BF\u09AE", true },
	{ "no-such-set", "Bow", false },
};

START_TEST(a_charset_holds_what_comes_back_the_same)
{
	ck_assert(charset_holds(hold_cases[_i].name, hold_cases[_i].s) ==
		  hold_cases[_i].holds);
}
END_TEST

START_TEST(the_terminal_s_charset_is_the_environment_s)
{
	setenv("LC_ALL", "C.UTF-8", 1);
	ck_assert_str_eq(charset_of_terminal(), "UTF-8");
	setenv("LC_ALL", "C", 1);
	ck_assert_str_ne(charset_of_terminal(), "UTF-8");
	ck_assert(!charset_holds(charset_of_terminal(), "\u00E9"));
	ck_assert(charset_holds(charset_of_terminal(), "e"));
	setenv("LC_ALL", "xx_XX.never", 1);
	ck_assert_str_eq(charset_of_terminal(), "US-ASCII");
}
END_TEST

/* What a client names need not be installed where the program runs. */
static const struct {
	const char *name, *charset;
} missing_locales[] = {
	{ "xx_XX.UTF-8", "UTF-8" },	{ "xx_XX.utf8", "UTF-8" },
	{ "xx_XX.UTF-8@x", "UTF-8" },	{ "UTF-8", "UTF-8" },
	{ "xx_XX.UTF-80", "US-ASCII" }, { "xx_XX", "US-ASCII" },
};

START_TEST(a_locale_that_is_not_installed_tells_its_charset_all_the_same)
{
	setenv("LC_ALL", "", 1);
	setenv("LC_CTYPE", missing_locales[_i].name, 1);
	ck_assert_str_eq(charset_of_terminal(), missing_locales[_i].charset);
	charset_take_locale();
	ck_assert_str_eq(setlocale(LC_CTYPE, NULL),
			 strcmp(missing_locales[_i].charset, "UTF-8") == 0
				 ? "C.UTF-8"
				 : "C");
}
END_TEST

Suite *
charset_suite(void)
{
	Suite *s = suite_create("charset");
	TCase *t = tcase_create("charset");

	tcase_add_loop_test(t, conversion_does_not_ask_the_locale, 0,
			    (int)COUNT(convert_cases));
	tcase_add_test(t, a_conversion_may_be_used_again);
	tcase_add_test(t, output_that_keeps_a_state_is_brought_back_from_it);
	tcase_add_test(t, an_unknown_charset_is_refused);
	tcase_add_loop_test(t, a_charset_holds_what_comes_back_the_same, 0,
			    (int)COUNT(hold_cases));
	tcase_add_test(t, the_terminal_s_charset_is_the_environment_s);
	tcase_add_loop_test(
		t,
		a_locale_that_is_not_installed_tells_its_charset_all_the_same,
		0, (int)COUNT(missing_locales));
	suite_add_tcase(s, t);
	return s;
}
