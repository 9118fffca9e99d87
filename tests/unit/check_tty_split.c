/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Bytes that come slowly, and bytes that make no sense.  The numbers follow
 * from the seed, so that a failure comes again.
 */
#include "check_tty.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/text.h"

/* The announcements of a lone Esc taken out. */
static char *
without_pending(char *keys)
{
	static const char word[] = "<Esc...>";

	for (char *p = keys; (p = strstr(p, word)) != NULL;)
		memmove(p, p + sizeof(word) - 1,
			strlen(p + sizeof(word) - 1) + 1);
	return keys;
}

static const char *const slow[] = {
	"\033OP\033[11~\033[[A\0331\033m\033\t",
	"\033[A\033OB\233C\302\233D\217P",
	"\033[1;5D\033[15;5~\033[<0;1;2M\033[99~",
	"a\303\251\340\246\225\314\201\360\237\230\200z",
	"\033\033a\r\n\t\177",
	"\033[200~two\r\nlines \303\251\033[201~x",
	"\377a\303b\340\246c\355\240\200d",
	"\033[1\r\033[\033[Bc",
};

START_TEST(split_reads_make_the_same_keys)
{
	const char *bytes = slow[_i];
	size_t n = strlen(bytes);
	char *whole = without_pending(keys_of(NULL, bytes, n, 0));

	for (size_t piece = 1; piece <= 3; piece++) {
		char *got = without_pending(keys_of(NULL, bytes, n, piece));

		ck_assert_msg(strcmp(got, whole) == 0,
			      "in pieces of %zu: got %s, want %s", piece, got,
			      whole);
		free(got);
	}
	free(whole);
}
END_TEST

START_TEST(a_lone_esc_is_told_once_and_then_waits)
{
	struct decoder *d = decoder_new(NULL);
	struct keypress k;

	decoder_feed(d, "\033", 1);
	ck_assert(decoder_next(d, &k));
	ck_assert_int_eq(k.kind, K_ESC_PENDING);
	ck_assert(!decoder_next(d, &k));
	ck_assert(!decoder_next(d, &k));
	decoder_feed(d, "2", 1);
	ck_assert(decoder_next(d, &k));
	ck_assert_int_eq(k.kind, K_F);
	ck_assert_uint_eq(k.code, 2);
	decoder_feed(d, "\033", 1);
	ck_assert(decoder_next(d, &k));
	ck_assert_int_eq(k.kind, K_ESC_PENDING);
	decoder_free(&d);
}
END_TEST

START_TEST(a_sequence_in_many_pieces_is_told_of_once)
{
	char *got = keys_of(NULL, "\033[15~", 5, 1);

	ck_assert_str_eq(got, "<Esc...><F5>");
	free(got);
}
END_TEST

/* Typed by hand, Esc and a bracket are two keys with time between them. */
START_TEST(esc_and_a_bracket_by_hand_are_no_answer_of_the_terminal_s)
{
	char *got = keys_of(NULL, "\033]11\033P0", 7, 1);

	ck_assert_str_eq(got, "<Esc...><Esc ]>11<Esc...><Esc P>0");
	free(got);
}
END_TEST

/* Marsaglia's xorshift of 64 bits. */
static uint64_t
draw(uint64_t *seed, uint64_t below)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 7;
	*seed ^= *seed << 17;
	return (*seed >> 11) % below;
}

/* Half of them out of what sequences are made of. */
static void
random_bytes(uint64_t *seed, char *to, size_t n)
{
	static const char likely[] = "\033\033\033[[O]P~;0129ABMZR$\233\217"
				     "\r\a\303\251\302";

	for (size_t i = 0; i < n; i++)
		to[i] = draw(seed, 2) ? (char)draw(seed, 256)
				      : likely[draw(seed, sizeof(likely) - 1)];
}

static void
check_harmless(const struct keypress *k)
{
	bool letter = k->kind == K_CHAR || k->kind == K_ESC;

	if (letter)
		ck_assert_msg(k->code >= 0x20 && k->code != 0x7F &&
				      (k->code < 0x80 || k->code >= 0xA0) &&
				      k->code <= 0x10FFFF,
			      "typed U+%04X", (unsigned int)k->code);
	if (k->kind != K_PASTE)
		return;
	ck_assert(utf8_valid(k->text, strlen(k->text), NULL));
	for (const unsigned char *p = (const unsigned char *)k->text; *p; p++)
		ck_assert(*p == '\n' || *p >= 0x20);
}

START_TEST(random_bytes_never_type_a_control)
{
	uint64_t seed = UINT64_C(0x9E3779B97F4A7C15) + (uint64_t)_i * 7919;
	struct decoder *d = decoder_new(_i % 2 ? "ISO-8859-1" : NULL);
	char bytes[64];
	size_t fed = 0, keys = 0;
	struct keypress k;

	for (int round = 0; round < 2000; round++) {
		size_t n = 1 + draw(&seed, sizeof(bytes));

		random_bytes(&seed, bytes, n);
		if (draw(&seed, 50) == 0)
			memcpy(bytes, "\033[200~", n < 6 ? n : 6);
		if (draw(&seed, 10) == 0)
			memcpy(bytes, "\033[201~", n < 6 ? n : 6);
		decoder_feed(d, bytes, n);
		fed += n;
		for (; decoder_next(d, &k); keys++)
			check_harmless(&k);
	}
	ck_assert_uint_gt(keys, 100);
	ck_assert_uint_le(keys, fed * 2);
	decoder_free(&d);
}
END_TEST

Suite *
decode_split_suite(void)
{
	Suite *s = suite_create("decode_split");
	TCase *t = tcase_create("split");

	tcase_add_loop_test(t, split_reads_make_the_same_keys, 0, COUNT(slow));
	tcase_add_test(t, a_lone_esc_is_told_once_and_then_waits);
	tcase_add_test(t, a_sequence_in_many_pieces_is_told_of_once);
	tcase_add_test(
		t, esc_and_a_bracket_by_hand_are_no_answer_of_the_terminal_s);
	tcase_add_loop_test(t, random_bytes_never_type_a_control, 0, 8);
	suite_add_tcase(s, t);
	return s;
}
