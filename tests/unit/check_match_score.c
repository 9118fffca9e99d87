/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Evidence in bits: what speaks for one person, what against. */
#include "check_match.h"

#include <string.h>

#include "match/score.h"

/* Everybody has a common name but those called Zuleika. */
static double
share(const struct word *word, void *ctx)
{
	(void)ctx;
	if (word->text[0] == '#')
		return 0.0005;
	return strcmp(word->text, "zuleika") == 0 ? 0.0005 : 0.02;
}

static const struct match_rates rates = { .people = 100000,
					  .share = share,
					  .ctx = NULL,
					  .moved = MATCH_MOVED,
					  .home = MATCH_HOME };

/* The words of all cards of one test. */
static struct arena mem;
static struct words *words;

static void
setup(void)
{
	words = words_new(&mem);
}

static void
teardown(void)
{
	arena_clear(&mem);
}

static struct match_card
card(struct match_name *n, const char *family, const char *given,
     struct date born)
{
	*n = (struct match_name){ .n = 0 };
	if (family[0])
		n->word[n->n++] = words_get(words, family);
	n->n_family = n->n;
	if (given[0])
		n->word[n->n++] = words_get(words, given);
	return (struct match_card){ .names = n,
				    .n_names = 1,
				    .born = born,
				    .sex = "",
				    .postcode = "",
				    .house = "" };
}

/* The bits of one field for two people who differ in nothing else. */
static struct match_score
names_score(const char *f1, const char *g1, const char *f2, const char *g2)
{
	struct match_name n1, n2;
	struct match_card a = card(&n1, f1, g1, NO_DATE);
	struct match_card b = card(&n2, f2, g2, NO_DATE);
	struct match_score s;

	match_score(&a, &b, &rates, &s);
	return s;
}

START_TEST(test_rare_names_weigh_more_than_common_ones)
{
	double rare = names_score("ali", "zuleika", "ali", "zuleika").bits;
	double common = names_score("ali", "fatima", "ali", "fatima").bits;

	ck_assert_double_gt(rare, common + 4);
}
END_TEST

START_TEST(test_the_same_name_in_another_order_weighs_a_little_less)
{
	double same = names_score("ali", "hassan", "ali", "hassan").bits;
	double turned = names_score("ali", "hassan", "hassan", "ali").bits;
	double other = names_score("ali", "hassan", "miah", "kabir").bits;

	ck_assert_double_gt(same, turned);
	ck_assert_double_gt(turned, other + 8);
}
END_TEST

START_TEST(test_names_that_sound_alike_count_for_each_other)
{
	struct match_score s = names_score("xuseen", "cali", "hussain", "ali");

	ck_assert_int_eq(s.level[MATCH_NAME], MATCH_NEAR);
	ck_assert_double_gt(s.field[MATCH_NAME], 2);
}
END_TEST

START_TEST(test_another_name_of_theirs_is_as_good_as_the_first)
{
	struct match_name n1[2], n2;
	struct match_card a = card(&n1[0], "kowalski", "zuleika", NO_DATE);
	struct match_card b = card(&n2, "nowak", "zuleika", NO_DATE);
	struct match_score before, after;

	match_score(&a, &b, &rates, &before);
	n1[1] = n2;
	a.n_names = 2;
	match_score(&a, &b, &rates, &after);
	ck_assert_int_eq(before.level[MATCH_NAME], MATCH_OTHER);
	ck_assert_int_eq(after.level[MATCH_NAME], MATCH_SAME);
	ck_assert_double_gt(after.bits, before.bits);
}
END_TEST

static const struct {
	struct date one, other;
	enum match_level level;
	double least, most;
} dates[] = {
	{ { 1987, 3, 2 }, { 1987, 3, 2 }, MATCH_SAME, 13, 15 },
	{ { 1987, 1, 1 }, { 1987, 1, 1 }, MATCH_SAME, 7, 10 },
	{ { 1987, 3, 2 }, { 1987, 2, 3 }, MATCH_NEAR, 5, 7 },
	{ { 1987, 3, 2 }, { 1987, 3, 3 }, MATCH_NEAR, 6, 8 },
	{ { 1987, 3, 2 }, { 1978, 3, 2 }, MATCH_NEAR, 5, 7 },
	{ { 1987, 3, 2 }, { 1987, 3, 29 }, MATCH_NEAR, 1, 3 },
	{ { 1987, 3, 2 }, { 1962, 11, 14 }, MATCH_OTHER, -6, -4 },
	{ { 1987, 0, 0 }, { 1987, 3, 2 }, MATCH_NEAR, 4, 6 },
	{ { 1987, 3, 0 }, { 1987, 3, 2 }, MATCH_NEAR, 8, 10 },
	{ { 1987, 0, 0 }, { 1988, 3, 2 }, MATCH_NEAR, 1, 2 },
	{ { 1987, 0, 0 }, { 1960, 3, 2 }, MATCH_OTHER, -5, -3 },

	{ { 0, 0, 0 }, { 1987, 3, 2 }, MATCH_UNKNOWN, 0, 0 },
};

START_TEST(test_birth_dates_weigh_by_how_far_they_agree)
{
	struct match_name n1, n2;
	struct match_card a = card(&n1, "", "", dates[_i].one);
	struct match_card b = card(&n2, "", "", dates[_i].other);
	struct match_score s;

	match_score(&a, &b, &rates, &s);
	ck_assert_int_eq(s.level[MATCH_BORN], dates[_i].level);
	ck_assert_double_ge(s.field[MATCH_BORN], dates[_i].least);
	ck_assert_double_le(s.field[MATCH_BORN], dates[_i].most);
}
END_TEST

START_TEST(test_dates_that_stand_for_nothing_are_none)
{
	ck_assert(!date_is_set(match_born(date_of(1900, 1, 1))));
	ck_assert(!date_is_set(match_born(date_of(1970, 1, 1))));
	ck_assert(date_is_set(match_born(date_of(1970, 1, 2))));
	ck_assert_str_eq(match_postcode("NF1 1NF"), "");
	ck_assert_str_eq(match_postcode("E1 4NS"), "E1 4NS");
}
END_TEST

START_TEST(test_short_names_stand_for_the_long_ones)
{
	struct match_score s =
		names_score("taylor", "margaret", "taylor", "peggy");
	struct match_score none =
		names_score("taylor", "margaret", "taylor", "zoe");

	ck_assert_int_eq(s.given_level, MATCH_NEAR);
	ck_assert_int_eq(none.given_level, MATCH_OTHER);
	ck_assert_double_gt(s.field[MATCH_NAME], none.field[MATCH_NAME] + 5);
}
END_TEST

START_TEST(test_second_names_of_women_prove_little)
{
	struct match_score same =
		names_score("begum", "fatima", "begum", "fatima");
	struct match_score other =
		names_score("begum", "fatima", "khatun", "fatima");

	ck_assert_double_lt(same.family, 2);
	ck_assert_double_gt(other.family, -1);
}
END_TEST

START_TEST(test_an_initial_says_a_little)
{
	struct match_score same = names_score("taylor", "j", "taylor", "john");
	struct match_score other = names_score("taylor", "j", "taylor", "ann");

	ck_assert_double_gt(same.given, 0);
	ck_assert_double_lt(other.given, 0);
	ck_assert_double_gt(other.given, -2);
}
END_TEST

START_TEST(test_words_run_together_are_the_same_name)
{
	struct match_name n1, n2;
	struct match_card a = card(&n1, "wojcik", "anna", NO_DATE);
	struct match_card b = card(&n2, "wojcik", "annamaria", NO_DATE);
	struct match_score s;

	n1.word[n1.n++] = words_get(words, "maria");
	match_score(&a, &b, &rates, &s);
	ck_assert_int_eq(s.level[MATCH_NAME], MATCH_NEAR);
	ck_assert_double_gt(s.field[MATCH_NAME], 10);
}
END_TEST

static struct match_card
at_home(struct match_name *n, const char *given, struct date born)
{
	struct match_card c = card(n, "kowalska", given, born);

	c.code = words_get(words, "#E1 4NS");
	c.house = "12";
	c.street = words_get(words, "usher road");
	c.sex = "f";
	return c;
}

START_TEST(test_twins_are_told_and_never_joined)
{
	struct match_name n1, n2;
	struct match_card a = at_home(&n1, "beata", date_of(1987, 3, 2));
	struct match_card b = at_home(&n2, "zuleika", date_of(1987, 3, 2));
	const struct match_id id = { "nhs", "9434765919" };
	struct match_score s;

	match_score(&a, &b, &rates, &s);
	ck_assert(s.twins);
	ck_assert_double_lt(s.bits, MATCH_LIKELY);
	ck_assert(!match_may_attach(&s, match_is_anchored(&a, &b, &s), NULL));
	ck_assert_ptr_nonnull(strstr(match_why(&mem, &s), "twins?"));
	a.ids = b.ids = &id;
	a.n_ids = b.n_ids = 1;
	match_score(&a, &b, &rates, &s);
	ck_assert(!s.twins);
}
END_TEST

/* Rahima and Fatima are two slips apart, and sisters. */
START_TEST(test_twins_of_names_half_alike_are_told_as_well)
{
	struct match_name n1, n2;
	struct match_card a = at_home(&n1, "rahima", date_of(1987, 3, 2));
	struct match_card b, slip;
	struct match_score s;

	b = at_home(&n2, "fatima", date_of(1987, 3, 2));
	match_score(&a, &b, &rates, &s);
	ck_assert(s.twins);
	ck_assert_double_lt(s.bits, MATCH_STRONG);
	slip = at_home(&n2, "rahmia", date_of(1987, 3, 2));
	match_score(&a, &slip, &rates, &s);
	ck_assert(!s.twins);
	ck_assert_double_gt(s.bits, MATCH_LIKELY);
}
END_TEST

/* Twins are often called Hassan and Hussain; both have their father's name. */
START_TEST(test_a_fathers_name_does_not_make_twins_one)
{
	struct match_name n1, n2;
	struct match_card a = at_home(&n1, "xasan", date_of(2000, 1, 12));
	struct match_card b = at_home(&n2, "hossain", date_of(2000, 1, 12));
	struct match_score s;

	n1.word[n1.n++] = n2.word[n2.n++] = words_get(words, "yusuf");
	match_score(&a, &b, &rates, &s);
	ck_assert_int_eq(s.given_level, MATCH_NEAR);
	ck_assert_double_lt(s.bits, MATCH_ATTACH);
}
END_TEST

START_TEST(test_a_household_is_no_person)
{
	struct match_name n1, n2;
	struct match_card a = at_home(&n1, "beata", date_of(1987, 3, 2));
	struct match_card b = at_home(&n2, "zuleika", date_of(1990, 8, 14));
	struct match_score s;

	match_score(&a, &b, &rates, &s);
	ck_assert_double_lt(s.bits, MATCH_LISTED);
	ck_assert_double_lt(s.field[MATCH_HOUSEHOLD], 0);
	b = at_home(&n2, "beata", date_of(1955, 8, 14));
	match_score(&a, &b, &rates, &s);
	ck_assert_double_lt(s.bits, MATCH_LIKELY);
	b = at_home(&n2, "beata", date_of(1987, 3, 2));
	match_score(&a, &b, &rates, &s);
	ck_assert_double_gt(s.bits, MATCH_ATTACH);
}
END_TEST

START_TEST(test_a_generation_between_two_of_one_name_makes_father_and_son)
{
	struct match_name n1, n2;
	struct match_card a = at_home(&n1, "beata", date_of(1950, 3, 2));
	struct match_card son = at_home(&n2, "beata", date_of(1979, 8, 14));
	struct match_card near = at_home(&n2, "beata", date_of(1957, 8, 14));
	struct match_score s, slip;

	match_score(&a, &son, &rates, &s);
	match_score(&a, &near, &rates, &slip);
	ck_assert_double_lt(s.bits, MATCH_SWEPT);
	ck_assert_double_gt(slip.bits, s.bits + 2);
}
END_TEST

START_TEST(test_where_many_families_live_a_shared_home_proves_less)
{
	struct match_name n1, n2;
	struct match_card a = at_home(&n1, "beata", date_of(1987, 3, 2));
	struct match_card b = at_home(&n2, "zuleika", date_of(1987, 3, 2));
	struct match_rates few = rates, many = rates;
	struct match_score in_few, in_many;

	few.home = 5;
	many.home = -2;
	match_score(&a, &b, &few, &in_few);
	match_score(&a, &b, &many, &in_many);
	ck_assert_double_gt(in_few.bits, in_many.bits + 5);
	ck_assert(in_few.twins && in_many.twins);
}
END_TEST

START_TEST(test_whoever_moved_is_not_counted_against_thrice)
{
	struct match_name n1, n2;
	struct match_card a = at_home(&n1, "beata", date_of(1987, 3, 2));
	struct match_card b = at_home(&n2, "beata", date_of(1987, 3, 2));
	struct match_score s;
	double where;

	b.code = words_get(words, "#SW1A 2AA");
	b.house = "7";
	b.street = words_get(words, "vallance gardens");
	match_score(&a, &b, &rates, &s);
	where = s.field[MATCH_POSTCODE] + s.field[MATCH_HOUSE] +
		s.field[MATCH_STREET];
	ck_assert_double_gt(where, -3.5);
	ck_assert_double_lt(where, -2);
	ck_assert_int_eq(s.level[MATCH_POSTCODE], MATCH_OTHER);
	ck_assert_double_lt(s.field[MATCH_STREET], 0);
}
END_TEST

START_TEST(test_a_slip_of_one_letter_weighs_more_than_a_likeness)
{
	double slip = names_score("ali", "zuleika", "ali", "zuleka").given;
	double common = names_score("ali", "hasan", "ali", "hassan").given;
	double other = names_score("ali", "zuleika", "ali", "zuleima").given;

	ck_assert_double_gt(slip, 4);
	ck_assert_double_gt(slip, common);
	ck_assert_double_gt(other, 0);
}
END_TEST

START_TEST(test_further_words_of_one_part_follow_from_the_first)
{
	struct match_name n1, n2;
	struct match_card a = card(&n1, "zuleika", "anna", NO_DATE);
	struct match_card b = card(&n2, "zuleika", "maria", NO_DATE);
	struct match_score one, three;

	match_score(&a, &b, &rates, &one);
	n1 = n2 = (struct match_name){ .n = 0 };
	n1.word[n1.n++] = n2.word[n2.n++] = words_get(words, "de");
	n1.word[n1.n++] = n2.word[n2.n++] = words_get(words, "la");
	n1.word[n1.n++] = n2.word[n2.n++] = words_get(words, "zuleika");
	n1.n_family = n2.n_family = 3;
	n1.word[n1.n++] = words_get(words, "anna");
	n2.word[n2.n++] = words_get(words, "maria");
	match_score(&a, &b, &rates, &three);
	ck_assert_double_gt(three.family, one.family);
	ck_assert_double_lt(three.family, 2 * one.family);
}
END_TEST

START_TEST(test_a_number_that_agrees_beside_others_that_do_not_is_doubtful)
{
	struct match_name n1, n2;
	struct match_card a = card(&n1, "ali", "zuleika", NO_DATE);
	struct match_card b = card(&n2, "ali", "zuleika", NO_DATE);
	const struct match_id one[] = { { "nhs", "9434765919" },
					{ "nino", "AB123456C" },
					{ "pnc", "2004/5133733E" } };
	const struct match_id other[] = { { "nhs", "9434765919" },
					  { "nino", "QQ987654A" },
					  { "pnc", "2011/7094230L" } };
	struct match_score s, alone;

	a.ids = one;
	b.ids = other;
	a.n_ids = b.n_ids = 1;
	match_score(&a, &b, &rates, &alone);
	a.n_ids = b.n_ids = 3;
	match_score(&a, &b, &rates, &s);
	ck_assert_int_eq(s.level[MATCH_ID], MATCH_SAME);
	ck_assert_double_lt(s.field[MATCH_ID], alone.field[MATCH_ID] - 6);
}
END_TEST

START_TEST(test_mailboxes_that_differ_in_figures_prove_little)
{
	static const char *const x[] = { "maciej.szlaga91@mail.org" };
	static const char *const figures[] = { "maciej.szlaga28@mail.org" };
	static const char *const slip[] = { "maciej.szlaga9@mail.org" };
	static const char *const letter[] = { "maciei.szlaga91@mail.org" };
	struct match_name n1, n2;
	struct match_card a = card(&n1, "", "", NO_DATE);
	struct match_card b = card(&n2, "", "", NO_DATE);
	struct match_score s;

	a.contacts = x;
	a.n_contacts = b.n_contacts = 1;
	b.contacts = figures;
	match_score(&a, &b, &rates, &s);
	ck_assert_int_eq(s.level[MATCH_CONTACT], MATCH_OTHER);
	b.contacts = slip;
	match_score(&a, &b, &rates, &s);
	ck_assert_int_eq(s.level[MATCH_CONTACT], MATCH_NEAR);
	ck_assert_double_lt(s.field[MATCH_CONTACT], 3);
	b.contacts = letter;
	match_score(&a, &b, &rates, &s);
	ck_assert_double_gt(s.field[MATCH_CONTACT], 5);
}
END_TEST

START_TEST(test_a_program_attaches_only_with_a_lead_and_an_anchor)
{
	struct match_score first = { .bits = 16 }, next = { .bits = 9 };

	ck_assert(match_may_attach(&first, true, NULL));
	ck_assert(match_may_attach(&first, true, &next));
	ck_assert(!match_may_attach(&first, false, &next));
	next.bits = 11;
	ck_assert(!match_may_attach(&first, true, &next));
	first.bits = 14.9;
	ck_assert(!match_may_attach(&first, true, NULL));
}
END_TEST

START_TEST(test_streets_are_written_in_one_way)
{
	ck_assert_str_eq(match_street(&mem, "12 Usher Rd."), "12 usher road");
	ck_assert_str_eq(match_street(&mem, "St. Mary's St"),
			 "st mary's street");
	ck_assert_str_eq(match_house(&mem, "Apt 4, 19"), "flat 4 19");
}
END_TEST

START_TEST(test_another_number_of_the_same_kind_speaks_against)
{
	struct match_name n1, n2;
	struct match_card a = card(&n1, "ali", "zuleika", NO_DATE), b;
	const struct match_id nhs = { "nhs", "9434765919" },
			      other = { "nhs", "4010232137" },
			      nino = { "nino", "AB123456C" };
	struct match_score s;

	b = card(&n2, "ali", "zuleika", NO_DATE);
	a.ids = &nhs;
	b.ids = &nhs;
	a.n_ids = b.n_ids = 1;
	match_score(&a, &b, &rates, &s);
	ck_assert_double_gt(s.field[MATCH_ID], 15);
	b.ids = &other;
	match_score(&a, &b, &rates, &s);
	ck_assert_double_lt(s.field[MATCH_ID], -5);
	b.ids = &nino;
	match_score(&a, &b, &rates, &s);
	ck_assert_int_eq(s.level[MATCH_ID], MATCH_UNKNOWN);
}
END_TEST

START_TEST(test_what_only_one_side_knows_says_nothing)
{
	struct match_name n1, n2;
	struct match_card a = card(&n1, "ali", "", date_of(1987, 3, 2));
	struct match_card b = card(&n2, "", "", NO_DATE);
	struct match_score s;

	a.code = words_get(words, "#E1 4NS");
	a.sex = "f";
	match_score(&a, &b, &rates, &s);
	for (int f = 0; f < MATCH_FIELDS; f++)
		ck_assert_int_eq(s.level[f], MATCH_UNKNOWN);
	ck_assert_double_lt(s.bits, -16);
}
END_TEST

START_TEST(test_the_reasons_are_told_strongest_first)
{
	struct match_name n1, n2;
	struct match_card a = card(&n1, "ali", "zuleika", date_of(1987, 3, 2));
	struct match_card b = card(&n2, "ali", "zuleika", date_of(1987, 2, 3));
	struct match_score s;

	a.code = words_get(words, "#E1 4NS");
	b.code = words_get(words, "#SW1A 2AA");
	match_score(&a, &b, &rates, &s);
	ck_assert_str_eq(match_why(&mem, &s),
			 "name, birth date alike, other postcode");
	ck_assert_ptr_nonnull(strstr(match_account(&mem, &s),
				     "before looking        -16.6\n"));
}
END_TEST

Suite *
suite_match_score(void)
{
	Suite *s = suite_create("matching, bits");
	TCase *tc = tcase_create("bits");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, test_rare_names_weigh_more_than_common_ones);
	tcase_add_test(
		tc, test_the_same_name_in_another_order_weighs_a_little_less);
	tcase_add_test(tc, test_names_that_sound_alike_count_for_each_other);
	tcase_add_test(tc, test_another_name_of_theirs_is_as_good_as_the_first);
	tcase_add_loop_test(tc, test_birth_dates_weigh_by_how_far_they_agree, 0,
			    (int)(sizeof(dates) / sizeof(dates[0])));
	tcase_add_test(tc, test_dates_that_stand_for_nothing_are_none);
	tcase_add_test(tc, test_short_names_stand_for_the_long_ones);
	tcase_add_test(tc, test_second_names_of_women_prove_little);
	tcase_add_test(tc, test_an_initial_says_a_little);
	tcase_add_test(tc, test_words_run_together_are_the_same_name);
	tcase_add_test(tc, test_twins_are_told_and_never_joined);
	tcase_add_test(tc, test_twins_of_names_half_alike_are_told_as_well);
	tcase_add_test(tc, test_a_fathers_name_does_not_make_twins_one);
	tcase_add_test(tc, test_a_household_is_no_person);
	tcase_add_test(
		tc,
		test_a_generation_between_two_of_one_name_makes_father_and_son);
	tcase_add_test(tc,
		       test_where_many_families_live_a_shared_home_proves_less);
	tcase_add_test(tc, test_whoever_moved_is_not_counted_against_thrice);
	tcase_add_test(tc,
		       test_a_slip_of_one_letter_weighs_more_than_a_likeness);
	tcase_add_test(tc,
		       test_further_words_of_one_part_follow_from_the_first);
	tcase_add_test(
		tc,
		test_a_number_that_agrees_beside_others_that_do_not_is_doubtful);
	tcase_add_test(tc, test_mailboxes_that_differ_in_figures_prove_little);
	tcase_add_test(tc,
		       test_a_program_attaches_only_with_a_lead_and_an_anchor);
	tcase_add_test(tc, test_streets_are_written_in_one_way);
	tcase_add_test(tc, test_another_number_of_the_same_kind_speaks_against);
	tcase_add_test(tc, test_what_only_one_side_knows_says_nothing);
	tcase_add_test(tc, test_the_reasons_are_told_strongest_first);
	suite_add_tcase(s, tc);
	return s;
}
