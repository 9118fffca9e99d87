/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names taken apart, and their sounds. */
#include "check_match.h"

#include <string.h>

#include "match/name.h"

static const struct {
	const char *name, *tokens;
} named[] = {
	{ "Kowalski", "kowalski" },
	{ "  Anna  Maria ", "anna maria" },
	{ "Łukasz WÓJCIK", "lukasz wojcik" },
	{ "O'Brien", "obrien" },
	{ "O’Brien", "obrien" },
	{ "O Brien", "obrien" },
	{ "MC DUFF", "mcduff" },
	{ "Smith-Jones", "smith jones" },
	{ "Mr. John Smith", "john smith" },
	{ "Dr Sir John", "john" },
	{ "Md Rahman", "mohammed rahman" },
	{ "MOHD. Ali", "mohammed ali" },
	{ "Jalal Ud Din", "jalal uddin" },
	{ "Jalal ud-din", "jalal uddin" },
	{ "Mst Khatun", "mosammat khatun" },
	{ "Not known", "" },
	{ "NOT ENTERED", "" },
	{ "no show", "" },
	{ "Mrs", "" },
	{ "---", "" },
	{ "", "" },
	{ "রহিমা বেগম", "রহিমা বেগম" },
	{ "a b c d e f g h i j k l m n", "a b c d e f g h i j k l" },
};

START_TEST(test_names_fall_into_their_tokens)
{
	struct arena a = ARENA_INIT;
	const char *token[NAME_TOKENS_MOST], *got = "";
	size_t n = name_tokens(&a, named[_i].name, token);

	for (size_t i = 0; i < n; i++)
		got = arena_printf(&a, "%s%s%s", got, i ? " " : "", token[i]);
	ck_assert_str_eq(got, named[_i].tokens);
	arena_clear(&a);
}
END_TEST

static const struct {
	const char *one, *other;
	bool alike;
} heard[] = {
	{ "cabdiraxmaan", "abdirahman", true },
	{ "xuseen", "hussain", true },
	{ "hossain", "hussain", true },
	{ "cali", "ali", true },
	{ "chowdhury", "choudhry", true },
	{ "jubayer", "zubair", true },
	{ "mohammed", "maxamed", true },
	{ "philip", "filip", true },
	{ "stephen", "steven", true },
	{ "katherine", "catherine", true },
	{ "schmidt", "smit", false },
	{ "smith", "jones", false },
	{ "ali", "bibi", false },
	{ "kowalski", "nowak", false },
	{ "রহিমা", "রহিমা", true },
	{ "রহিমা", "বেগম", false },
};

START_TEST(test_names_that_sound_alike_share_a_code)
{
	struct sound x, y;

	name_sound(heard[_i].one, &x);
	name_sound(heard[_i].other, &y);
	ck_assert_msg((name_sounds_alike(&x, &y) != 0) == heard[_i].alike,
		      "%s %s/%s, %s %s/%s", heard[_i].one, x.code[0], x.code[1],
		      heard[_i].other, y.code[0], y.code[1]);
}
END_TEST

START_TEST(test_a_token_without_sound_is_like_nothing)
{
	struct sound x, y;

	name_sound("", &x);
	name_sound("", &y);
	ck_assert_str_eq(x.code[0], "");
	ck_assert(!name_sounds_alike(&x, &y));
}
END_TEST

START_TEST(test_no_code_outgrows_its_room)
{
	struct sound x;
	char token[512] = "";

	for (int i = 0; i < 40; i++)
		strcat(token, "bcxkdf");
	name_sound(token, &x);
	ck_assert_uint_eq(strlen(x.code[0]), SOUND_MOST);
	strcpy(token, "");
	for (int i = 0; i < 40; i++)
		strcat(token, "\xF0\x9F\x98\x80");
	name_sound(token, &x);
	ck_assert_uint_eq(strlen(x.code[0]), 4 * SOUND_MOST);
	ck_assert_str_eq(x.code[1], "");
}
END_TEST

/* --- the list of variants ------------------------------------------------------ */

struct variant {
	int name;
	struct sound sound;
};

static size_t
read_variants(struct arena *a, struct variant *out, size_t most)
{
	FILE *f = match_data("variants.txt");
	char line[1024], *rest;
	size_t n = 0;

	for (int name = 0; fgets(line, sizeof(line), f); name++)
		for (char *w = strtok_r(line, " \n", &rest); w && n < most;
		     w = strtok_r(NULL, " \n", &rest)) {
			out[n].name = name;
			name_sound(arena_strdup(a, w), &out[n].sound);
			n++;
		}
	fclose(f);
	return n;
}

START_TEST(test_spellings_of_a_name_meet_and_other_names_seldom_do)
{
	static struct variant v[400];
	struct arena a = ARENA_INIT;
	size_t n = read_variants(&a, v, 400);
	double same = 0, met = 0, other = 0, collided = 0;

	for (size_t i = 0; i < n; i++)
		for (size_t k = i + 1; k < n; k++) {
			bool alike =
				name_sounds_alike(&v[i].sound, &v[k].sound);

			if (v[i].name == v[k].name) {
				same++;
				met += alike;
			} else {
				other++;
				collided += alike;
			}
		}
	arena_clear(&a);
	ck_assert_uint_gt(n, 250);
	ck_assert_msg(met / same >= 0.98, "%.3f of the spellings meet",
		      met / same);
	ck_assert_msg(collided / other <= 0.0065, "%.4f of others collide",
		      collided / other);
}
END_TEST

Suite *
suite_match_name(void)
{
	Suite *s = suite_create("names");
	TCase *tc = tcase_create("names");

	tcase_add_loop_test(tc, test_names_fall_into_their_tokens, 0,
			    (int)(sizeof(named) / sizeof(named[0])));
	tcase_add_loop_test(tc, test_names_that_sound_alike_share_a_code, 0,
			    (int)(sizeof(heard) / sizeof(heard[0])));
	tcase_add_test(tc, test_a_token_without_sound_is_like_nothing);
	tcase_add_test(tc, test_no_code_outgrows_its_room);
	tcase_add_test(tc,
		       test_spellings_of_a_name_meet_and_other_names_seldom_do);
	suite_add_tcase(s, tc);
	return s;
}
