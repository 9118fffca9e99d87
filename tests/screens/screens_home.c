/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The worklist: what is done with many of its cases at once. */
#include "screens.h"

#include "casework/casefile.h"

START_TEST(the_cases_of_somebody_are_handed_over)
{
	struct case_brief *v;
	size_t n, all;

	ck_assert_int_eq(
		cases_owned(stage.session, &stage.arena, "n.begum", &v, &all),
		ERR_OK);
	ck_assert_uint_eq(all, 3);
	press("F9 hand~over Enter");
	expect_on_row(6, "    2   n.begum  Nasima Begum, 3 cases");
	press("2");
	expect_screen("hand-over-which");
	/* One stays. */
	press("~ F2 Enter");
	expect_on_row(4, "Why?");
	press("she~leaves Enter");
	expect_screen("hand-over-sure");
	press("Enter");
	expect_on_row(23, "Left as it is.");
	press("F9 hand~over Enter 2 ~ F2 Enter leave Enter 2 Enter");
	expect_top("home");
	expect_on_row(23, "2 cases of n.begum: now with d.carter.");
	ck_assert_int_eq(
		cases_owned(stage.session, &stage.arena, "n.begum", &v, &n),
		ERR_OK);
	ck_assert_uint_eq(n, 1);
}
END_TEST

START_TEST(no_case_marked_hands_over_nothing)
{
	press("F9 hand~over Enter 2 ~ ~ ~ F2");
	expect_top("home");
	expect_on_row(23, "No case was marked. They stay where they were.");
}
END_TEST

Suite *
suite_screens_home(void)
{
	Suite *s = suite_create("worklist");
	TCase *t = tcase_create("handing over");

	tcase_add_checked_fixture(t, stage_open, stage_close);
	tcase_add_test(t, the_cases_of_somebody_are_handed_over);
	tcase_add_test(t, no_case_marked_hands_over_nothing);
	suite_add_tcase(s, t);
	return s;
}
