/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Likeness of texts, against vectors that others published. */
#include "check_match.h"

#include <math.h>
#include <stdlib.h>

#include "match/likeness.h"

typedef double measure_fn(const char *s, const char *t);

static double
distance(const char *s, const char *t)
{
	return (double)edit_distance(s, t);
}

static double
distance_swaps(const char *s, const char *t)
{
	return (double)edit_distance_swaps(s, t);
}

static const struct vectors {
	const char *file;
	measure_fn *measure;
	size_t least; /* lines in the file */
} vectors[] = {
	{ "jaro_distance.csv", jaro, 5 },
	{ "jaro_winkler.csv", jaro_winkler, 17 },
	{ "levenshtein.csv", distance, 6 },
	{ "damerau_levenshtein.csv", distance_swaps, 9 },
};

START_TEST(test_measures_give_the_published_values)
{
	const struct vectors *v = &vectors[_i];
	struct arena a = ARENA_INIT;
	FILE *f = match_data(v->file);
	const char *cell[3];
	size_t n = 0;

	for (; csv_cells(f, &a, cell, 3) == 3; n++) {
		double got = v->measure(cell[0], cell[1]);
		double back = v->measure(cell[1], cell[0]);

		ck_assert_msg(fabs(got - atof(cell[2])) < 0.0006,
			      "%s, %s: %.4f, not %s", cell[0], cell[1], got,
			      cell[2]);
		ck_assert_double_eq_tol(got, back, 1e-9);
	}
	ck_assert_uint_ge(n, v->least);
	fclose(f);
	arena_clear(&a);
}
END_TEST

START_TEST(test_so_many_edits_and_no_more)
{
	ck_assert(edits_within("smith", "smith", 0));
	ck_assert(edits_within("smith", "simth", 1));
	ck_assert(!edits_within("smith", "simht", 1));
	ck_assert(edits_within("smith", "simht", 2));
	ck_assert(edits_within("abcdefgh", "badcfehg", 4));
	ck_assert(!edits_within("abcdefgh", "badcfehg", 3));
	ck_assert(!edits_within("kowalski", "mohammed", 2));
}
END_TEST

START_TEST(test_long_texts_are_compared_as_far_as_there_is_room)
{
	char s[300], t[300];

	for (int i = 0; i < 299; i++) {
		s[i] = (char)('a' + i % 26);
		t[i] = i < LIKENESS_MOST ? s[i] : 'z';
	}
	s[299] = t[299] = '\0';
	ck_assert_uint_eq(edit_distance(s, t), 0);
	ck_assert_double_eq_tol(jaro_winkler(s, t), 1, 1e-9);
}
END_TEST

Suite *
suite_match_likeness(void)
{
	Suite *s = suite_create("likeness");
	TCase *tc = tcase_create("likeness");

	tcase_add_loop_test(tc, test_measures_give_the_published_values, 0,
			    (int)(sizeof(vectors) / sizeof(vectors[0])));
	tcase_add_test(tc, test_so_many_edits_and_no_more);
	tcase_add_test(tc,
		       test_long_texts_are_compared_as_far_as_there_is_room);
	suite_add_tcase(s, tc);
	return s;
}
