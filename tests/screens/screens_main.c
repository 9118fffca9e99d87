/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The worklist, finding, a person, a case, and the boxes upon them. */
#include "screens.h"

START_TEST(home_lists_what_is_due)
{
	expect_screen("home");
}
END_TEST

START_TEST(home_shows_the_teams_work_and_my_cases)
{
	press("F6");
	expect_screen("home-team");
	press("F6 F6");
	expect_screen("home-cases");
}
END_TEST

START_TEST(home_narrows_as_one_types)
{
	press("kha");
	expect_screen("home-narrowed");
}
END_TEST

START_TEST(finding_shows_people_and_their_cases)
{
	press("F7");
	expect_screen("find-empty");
	press("xus");
	expect_screen("find");
}
END_TEST

START_TEST(the_reference_of_a_case_leads_to_the_case)
{
	press("F7 iom-2026-00002 Enter");
	expect_top("case");
	expect_on_row(1, "IOM-2026-00002");
}
END_TEST

START_TEST(a_person_without_anything_says_how_to_begin)
{
	press("F7 zofia~zygadlo F8 F2");
	expect_top("person");
	expect_somewhere("Nothing has been written yet.");
	expect_on_row(22, "F8 begins a referral");
}
END_TEST

START_TEST(a_person_shows_cases_links_and_chronology)
{
	ui_push(stage.ui, screen_person(stage.ui, stage.xuseen));
	expect_screen("person");
}
END_TEST

START_TEST(a_person_with_a_secret_address)
{
	ui_push(stage.ui, screen_person(stage.ui, stage.khatun));
	expect_screen("person-secret");
}
END_TEST

START_TEST(a_safe_contact_stands_before_everything)
{
	uint64_t flag;

	ck_assert_int_eq(flag_raise(stage.session, stage.rahman,
				    "Visit in pairs", NO_DATE, &flag),
			 ERR_OK);
	ui_push(stage.ui, screen_person(stage.ui, stage.rahman));
	expect_screen("person-safe-contact");
}
END_TEST

START_TEST(without_utf8_rules_are_dashes)
{
	ui_ascii(stage.ui, true);
	expect_screen("home-ascii");
}
END_TEST

START_TEST(a_case_shows_what_is_due_and_what_may_be_done)
{
	ui_push(stage.ui, screen_case(stage.ui, stage.khatun_case));
	expect_screen("case");
	press("F4");
	expect_screen("case-chronology");
}
END_TEST

START_TEST(commands_are_found_by_typing)
{
	ui_push(stage.ui, screen_case(stage.ui, stage.khatun_case));
	press("F9");
	expect_screen("palette");
	press("alert");
	expect_screen("palette-narrowed");
}
END_TEST

START_TEST(actions_of_a_line_are_numbered)
{
	press("F10");
	expect_screen("actions");
}
END_TEST

START_TEST(help_tells_of_the_screen_and_its_keys)
{
	press("F1");
	expect_screen("help-home");
}
END_TEST

START_TEST(history_tells_who_changed_what)
{
	ui_push(stage.ui, screen_history(stage.ui, stage.khatun_case));
	expect_screen("history");
	press("Down Down Down");
	expect_somewhere("Does the person at risk agree? was empty, became "
			 "Yes.");
}
END_TEST

Suite *
suite_screens_main(void)
{
	Suite *s = suite_create("screens: main");
	TCase *t = tcase_create("seen");

	tcase_add_checked_fixture(t, stage_open, stage_close);
	tcase_add_test(t, home_lists_what_is_due);
	tcase_add_test(t, home_shows_the_teams_work_and_my_cases);
	tcase_add_test(t, home_narrows_as_one_types);
	tcase_add_test(t, finding_shows_people_and_their_cases);
	tcase_add_test(t, the_reference_of_a_case_leads_to_the_case);
	tcase_add_test(t, a_person_without_anything_says_how_to_begin);
	tcase_add_test(t, a_person_shows_cases_links_and_chronology);
	tcase_add_test(t, a_person_with_a_secret_address);
	tcase_add_test(t, a_safe_contact_stands_before_everything);
	tcase_add_test(t, without_utf8_rules_are_dashes);
	tcase_add_test(t, a_case_shows_what_is_due_and_what_may_be_done);
	tcase_add_test(t, commands_are_found_by_typing);
	tcase_add_test(t, actions_of_a_line_are_numbered);
	tcase_add_test(t, help_tells_of_the_screen_and_its_keys);
	tcase_add_test(t, history_tells_who_changed_what);
	suite_add_tcase(s, t);
	return s;
}
