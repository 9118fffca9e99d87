/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bracketed paste: text given whole, bounded and cleaned. */
#include "check_tty.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"

#define BEGIN "\033[200~"
#define END "\033[201~"
#define PASTE_MOST ((size_t)256 * 1024)

static const struct {
	const char *why, *bytes, *keys;
} pastes[] = {
	{ "plain text is untouched", BEGIN "Flat 3" END, "<paste Flat 3>" },
	{ "nothing is a paste too", BEGIN END, "<paste >" },
	{ "what follows is typed", BEGIN "a" END "b", "<paste a>b" },
	{ "a carriage return is a newline", BEGIN "a\rb" END, "<paste a\nb>" },
	{ "so is one with a line feed", BEGIN "a\r\nb" END, "<paste a\nb>" },
	{ "two are two", BEGIN "a\r\rb\n\nc" END, "<paste a\n\nb\n\nc>" },
	{ "a tab is a space", BEGIN "a\tb" END, "<paste a b>" },
	{ "keys in it are none", BEGIN "a\033[3~\003b" END, "<paste a[3~b>" },
	{ "C1 controls are left out", BEGIN "a\302\233b\302\205c" END,
	  "<paste abc>" },
	{ "so is what is no UTF-8", BEGIN "a\377\303b\355\240\200c" END,
	  "<paste abc>" },
	{ "letters of every script are kept",
	  BEGIN "\303\251\340\246\225\331\205e\314\201" END,
	  "<paste \u00E9\u0995\u0645e\u0301>" },
	{ "what only looks like the end is text", BEGIN "[201~" END,
	  "<paste [201~>" },
	{ "an Esc before the end is left out", BEGIN "a\033" END, "<paste a>" },
	{ "an end without a beginning is nothing", END "a", "<eaten>a" },
};

START_TEST(a_paste_comes_whole_and_clean)
{
	const char *bytes = pastes[_i].bytes;

	for (size_t piece = 0; piece < 4; piece++) {
		char *got = keys_of(NULL, bytes, strlen(bytes), piece);
		const char *from = got;

		while (strncmp(from, "<Esc...>", 8) == 0)
			from += 8;
		if (strncmp(from, "<eaten>", 7) == 0 &&
		    strncmp(pastes[_i].keys, "<eaten>", 7) != 0)
			from += 7; /* its beginning is no key */
		ck_assert_msg(strcmp(from, pastes[_i].keys) == 0,
			      "%s: got %s, want %s", pastes[_i].why, got,
			      pastes[_i].keys);
		free(got);
	}
}
END_TEST

START_TEST(a_second_paste_holds_nothing_of_the_first)
{
	static const char bytes[] = BEGIN "longer" END BEGIN "b" END;
	char *got = keys_of(NULL, bytes, sizeof(bytes) - 1, 0);

	ck_assert_str_eq(got, "<eaten><paste longer><eaten><paste b>");
	free(got);
}
END_TEST

START_TEST(nothing_is_typed_until_a_paste_has_ended)
{
	char *got = keys_of(NULL, BEGIN "abc\r\033[20", 14, 0);

	ck_assert_str_eq(got, "<eaten>");
	free(got);
}
END_TEST

START_TEST(a_paste_in_another_charset_is_converted)
{
	static const char bytes[] = BEGIN "caf\351" END;
	char *got = keys_of("ISO-8859-1", bytes, sizeof(bytes) - 1, 0);

	ck_assert_str_eq(got, "<eaten><paste caf\u00E9>");
	free(got);
}
END_TEST

START_TEST(a_paste_is_bounded_and_cut_at_a_letter)
{
	size_t n = PASTE_MOST + 99;
	char *text = xcalloc(1, n + 1);
	struct decoder *d = decoder_new(NULL);
	struct keypress k;

	text[0] = 'a'; /* so that a letter lies on the edge */
	for (size_t i = 1; i < n; i += 2)
		memcpy(text + i, "\303\251", 2);
	decoder_feed(d, BEGIN, 6);
	ck_assert(decoder_next(d, &k));
	decoder_feed(d, text, n);
	ck_assert(!decoder_next(d, &k));
	decoder_feed(d, END "z", 7);
	ck_assert(decoder_next(d, &k));
	ck_assert_int_eq(k.kind, K_PASTE);
	ck_assert_uint_le(strlen(k.text), PASTE_MOST);
	ck_assert_uint_ge(strlen(k.text), PASTE_MOST - 4);
	ck_assert(utf8_valid(k.text, strlen(k.text), NULL));
	ck_assert(decoder_next(d, &k));
	ck_assert_int_eq(k.kind, K_CHAR);
	ck_assert_uint_eq(k.code, 'z');
	decoder_free(&d);
	free(text);
}
END_TEST

Suite *
paste_suite(void)
{
	Suite *s = suite_create("paste");
	TCase *t = tcase_create("paste");

	tcase_add_loop_test(t, a_paste_comes_whole_and_clean, 0, COUNT(pastes));
	tcase_add_test(t, a_second_paste_holds_nothing_of_the_first);
	tcase_add_test(t, nothing_is_typed_until_a_paste_has_ended);
	tcase_add_test(t, a_paste_in_another_charset_is_converted);
	tcase_add_test(t, a_paste_is_bounded_and_cut_at_a_letter);
	suite_add_tcase(s, t);
	return s;
}
