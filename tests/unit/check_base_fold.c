/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Stored forms, folding, comparing, the likeness of names. */
#include "check_base.h"

#include <locale.h>
#include <stdbool.h>
#include <string.h>

#include "base/text.h"

static const struct {
	const char *why, *in, *out;
} stored_cases[] = {
	{ "ASCII stays", "Poplar", "Poplar" },
	{ "space goes at both ends", "  Bow Road\t\n", "Bow Road" },
	{ "any script's space", "\u00A0\u3000Bow\u2003", "Bow" },
	{ "space within stays", "Bow  Road", "Bow  Road" },
	{ "nothing but space", " \u00A0 ", "" },
	{ "Latin is composed", "Jose\u0301", "Jos\u00E9" },
	{ "two marks, both composed", "a\u0323\u0302", "\u1EAD" },
	{ "in either order", "a\u0302\u0323", "\u1EAD" },
	{ "a mark on a composed letter", "\u00E2\u0323", "\u1EAD" },
	{ "a mark that no letter has", "q\u0301x", "q\u0301x" },
	{ "the angstrom sign is a letter", "\u212B", "\u00C5" },
	{ "the kelvin sign too", "\u212A", "K" },
	{ "ligatures stay", "\uFB01", "\uFB01" },
	{ "Bengali as entered", "\u09A1\u09BC\u09C7\u09BE",
	  "\u09A1\u09BC\u09C7\u09BE" },
	{ "Arabic as entered", "\u0627\u0653\u064E", "\u0627\u0653\u064E" },
	{ "Greek as entered", "\u03B1\u0301", "\u03B1\u0301" },
	{ "a mark without a letter", "\u0301a", "\u0301a" },
};

START_TEST(stored_text_is_composed_latin_and_the_rest_as_entered)
{
	struct arena a = ARENA_INIT;
	char *once = text_stored(&a, stored_cases[_i].in, true);

	ck_assert_msg(strcmp(once, stored_cases[_i].out) == 0, "%s: [%s]",
		      stored_cases[_i].why, once);
	ck_assert_str_eq(text_stored(&a, once, true), once);
	arena_clear(&a);
}
END_TEST

START_TEST(text_is_trimmed_only_on_request)
{
	struct arena a = ARENA_INIT;

	ck_assert_str_eq(text_stored(&a, " e\u0301 ", false), " \u00E9 ");
	ck_assert_str_eq(text_stored(&a, "", false), "");
	arena_clear(&a);
}
END_TEST

START_TEST(a_heap_of_marks_stays_as_entered)
{
	struct arena a = ARENA_INIT;
	struct buf b = BUF_INIT;

	buf_str(&b, "e");
	for (int i = 0; i < 200; i++)
		buf_str(&b, "\u0301");
	ck_assert_str_eq(text_stored(&a, b.s, true), b.s);
	ck_assert_str_eq(text_fold(&a, b.s), "e");
	buf_clear(&b);
	arena_clear(&a);
}
END_TEST

static const struct {
	const char *why, *in, *out;
} fold_cases[] = {
	{ "nothing", "", "" },
	{ "capitals", "HUSSAIN", "hussain" },
	{ "space", "  Bow \t\n Road ", "bow road" },
	{ "other scripts' space", "Bow\u00A0\u2003Road\u3000", "bow road" },
	{ "Polish", "\u0141ukasz", "lukasz" },
	{ "Polish in capitals", "\u0141UKASZ \u015AWI\u0118CICKI",
	  "lukasz swiecicki" },
	{ "German", "Wei\u00DF", "weiss" },
	{ "German in capitals", "WEI\u1E9E", "weiss" },
	{ "Turkish, dotted", "\u0130brahim", "ibrahim" },
	{ "Turkish, dotless", "I\u015F\u0131l", "isil" },
	{ "Danish", "S\u00F8ren \u00C6r\u00F8", "soren aero" },
	{ "Vietnamese", "\u0110\u1EB7ng", "dang" },
	{ "Vietnamese apart", "\u0110a\u0323\u0306ng", "dang" },
	{ "Icelandic", "\u00DE\u00F3r\u00F0ur", "thordur" },
	{ "French", "C\u0153ur", "coeur" },
	{ "Azeri", "\u018Fliyev", "eliyev" },
	{ "Hausa", "\u0198\u0253\u0257", "kbd" },
	{ "an accent apart", "Jose\u0301", "jose" },
	{ "an accent in one piece", "JOS\u00C9", "jose" },
	{ "Bengali keeps its vowel signs", "\u09B0\u09B9\u09BF\u09AE\u09BE",
	  "\u09B0\u09B9\u09BF\u09AE\u09BE" },
	{ "Bengali keeps its virama", "\u0995\u09CD\u09B7",
	  "\u0995\u09CD\u09B7" },
	{ "Bengali two-part vowel", "\u09AE\u09CB", "\u09AE\u09C7\u09BE" },
	{ "Bengali nukta", "\u09DC", "\u09A1" },
	{ "Thai keeps its vowels", "\u0E01\u0E38\u0E48", "\u0E01\u0E38\u0E48" },
	{ "Arabic without its points",
	  "\u0645\u064F\u062D\u064E\u0645\u0651\u064E\u062F",
	  "\u0645\u062D\u0645\u062F" },
	{ "Arabic, alef with hamza", "\u0623\u062D\u0645\u062F",
	  "\u0627\u062D\u0645\u062F" },
	{ "Arabic, stretched", "\u0645\u0640\u0640\u062F", "\u0645\u062F" },
	{ "Arabic, as glyphs", "\uFEE1", "\u0645" },
	{ "Hebrew without its points", "\u05E9\u05C1\u05B8", "\u05E9" },
	{ "Greek, and its last sigma",
	  "\u039F\u03B4\u03C5\u03C3\u03C3\u03AD"
	  "\u03C2",
	  "\u03BF\u03B4\u03C5\u03C3\u03C3\u03B5\u03C3" },
	{ "Cyrillic", "\u0401\u043B\u043A\u0430", "\u0435\u043B\u043A\u0430" },
	{ "wide Latin", "\uFF21b", "ab" },
	{ "ligatures", "\uFB01n", "fin" },
	{ "a printer's apostrophe", "O\u2019Brien", "o'brien" },
	{ "a printer's dash", "Smith\u2010Jones", "smith-jones" },
	{ "what cannot be seen", "A\u200Bl\u00ADi\uFEFF", "ali" },
	{ "wide signs stay", "\u4E2D", "\u4E2D" },
};

START_TEST(folding_keeps_what_tells_names_apart)
{
	struct arena a = ARENA_INIT;
	char *once = text_fold(&a, fold_cases[_i].in);

	ck_assert_msg(strcmp(once, fold_cases[_i].out) == 0, "%s: [%s]",
		      fold_cases[_i].why, once);
	ck_assert_msg(strcmp(text_fold(&a, once), once) == 0, "%s: again",
		      fold_cases[_i].why);
	arena_clear(&a);
}
END_TEST

START_TEST(long_text_folds_as_short_text_does)
{
	struct arena a = ARENA_INIT;
	struct buf in = BUF_INIT, out = BUF_INIT;

	for (int i = 0; i < 500; i++) {
		buf_str(&in, "\u0141\u00D3d\u017A ");
		buf_str(&out, i == 0 ? "lodz" : " lodz");
	}
	ck_assert_str_eq(text_fold(&a, in.s), out.s);
	buf_clear(&in);
	buf_clear(&out);
	arena_clear(&a);
}
END_TEST

START_TEST(folding_does_not_ask_the_locale)
{
	struct arena a = ARENA_INIT;

	ck_assert_ptr_nonnull(setlocale(LC_ALL, "C"));
	ck_assert_str_eq(text_fold(&a, "\u0141UKASZ I"), "lukasz i");
	ck_assert_ptr_nonnull(setlocale(LC_ALL, "C.UTF-8"));
	ck_assert_str_eq(text_fold(&a, "\u0141UKASZ I"), "lukasz i");
	arena_clear(&a);
}
END_TEST

static const struct {
	const char *s, *t;
	int order;
} compare_cases[] = {
	{ "", "", 0 },
	{ "ali", "ali", 0 },
	{ "Ali", "Begum", -1 },
	{ "begum", "Ali", 1 },
	{ "\u0141ukasz", "Lukas", 1 },
	{ "\u0141ukasz", "Maria", -1 },
	{ "Ali", "ali", -1 }, /* fold alike: bytes decide */
	{ "Jose", "Jos\u00E9", -1 },
	{ "", "a", -1 },
};

START_TEST(names_sort_by_what_they_fold_to)
{
	const char *s = compare_cases[_i].s, *t = compare_cases[_i].t;

	ck_assert_int_eq(sign(text_compare(s, t)), compare_cases[_i].order);
	ck_assert_int_eq(sign(text_compare(t, s)), -compare_cases[_i].order);
}
END_TEST

static const struct {
	const char *why, *s, *t;
	int limit, distance;
} distance_cases[] = {
	{ "the same", "status", "status", 2, 0 },
	{ "both empty", "", "", 0, 0 },
	{ "a letter too many", "statuss", "status", 2, 1 },
	{ "a letter missing", "staus", "status", 2, 1 },
	{ "a wrong letter", "stotus", "status", 2, 1 },
	{ "neighbours that changed places", "sttaus", "status", 2, 1 },
	{ "two pairs that changed places", "tsatsu", "status", 3, 2 },
	{ "one from the other's empty", "", "abc", 5, 3 },
	{ "far apart", "kitten", "sitting", 9, 3 },
	{ "beyond the limit", "kitten", "sitting", 2, 3 },
	{ "lengths too far apart", "a", "abcdef", 2, 3 },
	{ "a limit below nought is nought", "abc", "abd", -3, 1 },
	{ "limit nought", "abc", "abd", 0, 1 },
	{ "longer than any name",
	  "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
	  "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab",
	  2, 3 },
};

START_TEST(distance_counts_slips_of_the_keys)
{
	const char *s = distance_cases[_i].s, *t = distance_cases[_i].t;
	int limit = distance_cases[_i].limit;
	int got = text_distance(s, t, limit);

	ck_assert_msg(got == distance_cases[_i].distance, "%s: %d",
		      distance_cases[_i].why, got);
	ck_assert_msg(text_distance(t, s, limit) == got, "%s: other way round",
		      distance_cases[_i].why);
}
END_TEST

Suite *
fold_suite(void)
{
	Suite *s = suite_create("fold");
	TCase *t = tcase_create("fold");

	tcase_add_loop_test(
		t, stored_text_is_composed_latin_and_the_rest_as_entered, 0,
		(int)COUNT(stored_cases));
	tcase_add_test(t, text_is_trimmed_only_on_request);
	tcase_add_test(t, a_heap_of_marks_stays_as_entered);
	tcase_add_loop_test(t, folding_keeps_what_tells_names_apart, 0,
			    (int)COUNT(fold_cases));
	tcase_add_test(t, long_text_folds_as_short_text_does);
	tcase_add_test(t, folding_does_not_ask_the_locale);
	tcase_add_loop_test(t, names_sort_by_what_they_fold_to, 0,
			    (int)COUNT(compare_cases));
	tcase_add_loop_test(t, distance_counts_slips_of_the_keys, 0,
			    (int)COUNT(distance_cases));
	suite_add_tcase(s, t);
	return s;
}
