/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "check_base.h"

#include <string.h>

#include "base/random.h"

START_TEST(two_draws_are_not_the_same)
{
	unsigned char a[32], b[32];

	random_bytes(a, sizeof(a));
	random_bytes(b, sizeof(b));
	ck_assert_int_ne(memcmp(a, b, sizeof(a)), 0);
}
END_TEST

START_TEST(a_seed_gives_the_same_bytes_again)
{
	unsigned char a[3][40];

	for (size_t i = 0; i < 3; i++) {
		random_seed(i < 2 ? 7 : 8);
		random_bytes(a[i], 20);
		random_bytes(a[i] + 20, 20);
	}
	ck_assert_int_eq(memcmp(a[0], a[1], sizeof(a[0])), 0);
	ck_assert_int_ne(memcmp(a[0], a[2], sizeof(a[0])), 0);
	ck_assert_int_ne(memcmp(a[0], a[0] + 20, 20), 0);
}
END_TEST

START_TEST(only_the_bytes_asked_for_are_written)
{
	unsigned char a[8];

	memset(a, 0xA5, sizeof(a));
	random_bytes(a, 0);
	ck_assert_uint_eq(a[0], 0xA5);
	random_bytes(a, 5);
	for (size_t i = 5; i < sizeof(a); i++)
		ck_assert_uint_eq(a[i], 0xA5);
}
END_TEST

START_TEST(numbers_are_below_their_limit_and_even)
{
	enum { FACES = 6, THROWS = 6000 };
	int count[FACES] = { 0 };

	random_seed(2026);
	ck_assert_uint_eq(random_below(0), 0);
	ck_assert_uint_eq(random_below(1), 0);
	for (int i = 0; i < THROWS; i++) {
		uint32_t face = random_below(FACES);

		ck_assert_uint_lt(face, FACES);
		count[face]++;
		ck_assert_uint_lt(random_below(UINT32_MAX), UINT32_MAX);
	}
	/* 1000 each; 150 away is five times the usual. */
	for (int i = 0; i < FACES; i++)
		ck_assert_msg(count[i] > 850 && count[i] < 1150, "%d: %d", i,
			      count[i]);
}
END_TEST

Suite *
random_suite(void)
{
	Suite *s = suite_create("random");
	TCase *t = tcase_create("random");

	tcase_add_test(t, two_draws_are_not_the_same);
	tcase_add_test(t, a_seed_gives_the_same_bytes_again);
	tcase_add_test(t, only_the_bytes_asked_for_are_written);
	tcase_add_test(t, numbers_are_below_their_limit_and_even);
	suite_add_tcase(s, t);
	return s;
}
