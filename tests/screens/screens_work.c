/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the keys do on the screens of a person and of a case. */
#include "screens.h"

#include <stdlib.h>
#include <string.h>

#include "casework/keep.h"
#include "casework/work.h"

/* --- A person ---------------------------------------------------------- */

START_TEST(down_goes_on_from_cases_to_links_to_chronology)
{
	ui_push(stage.ui, screen_person(stage.ui, stage.xuseen));
	press("Down");
	expect_on_row(5, ">         IOM-2026-00002");
	press("Down");
	expect_on_row(6, "> Linked  Kowalski, Bartosz (neighbour)");
	press("Down");
	expect_on_row(11, "> 02 Mar 2026");
	press("Up");
	expect_on_row(6, "> Linked");
	press("Enter");
	expect_on_row(2, "KOWALSKI, Bartosz");
}
END_TEST

START_TEST(letters_find_a_word_in_the_chronology)
{
	ui_push(stage.ui, screen_person(stage.ui, stage.khatun));
	press("order");
	expect_somewhere("lines with \"order\"");
	expect_somewhere("1-1 of 1");
	press("F12");
	expect_somewhere("everything");
	press("F12");
	expect_top("home");
}
END_TEST

START_TEST(one_kind_of_entry_can_be_shown_alone)
{
	ui_push(stage.ui, screen_person(stage.ui, stage.khatun));
	press("F4");
	expect_top("choices");
	press("Contact Enter");
	expect_somewhere("newest first: Contact");
	expect_somewhere("1-2 of 2");
}
END_TEST

START_TEST(adding_offers_the_forms_of_a_person)
{
	ui_push(stage.ui, screen_person(stage.ui, stage.mensah));
	press("F8");
	expect_top("choices");
	expect_somewhere("Sanctuary");
	press("Sanct Enter");
	expect_top("form");
	expect_on_row(1, "Sanctuary");
	expect_on_row(2, "MENSAH, Efua");
}
END_TEST

START_TEST(an_alert_stands_at_the_head_once_raised)
{
	ui_push(stage.ui, screen_person(stage.ui, stage.mensah));
	press("F9 raise Enter");
	expect_top("question");
	press("Large~dog Enter");
	expect_top("person");
	expect_on_row(3, "ALERT  Large dog");
}
END_TEST

START_TEST(an_alert_needs_words)
{
	ui_push(stage.ui, screen_person(stage.ui, stage.mensah));
	press("F9 raise Enter Enter");
	expect_top("question");
	press("F12");
	expect_top("person");
	expect_on_row(3, "\u2500\u2500");
}
END_TEST

START_TEST(two_people_are_linked)
{
	ui_push(stage.ui, screen_person(stage.ui, stage.mensah));
	press("F9 link~to~another Enter");
	expect_top("find");
	press("khatun Enter");
	expect_top("question");
	press("sister Enter");
	expect_top("person");
	expect_somewhere("Khatun, Shirin (sister)");
}
END_TEST

static size_t
searches_logged(void)
{
	struct audit_line *v;
	size_t n, found = 0;

	ck_assert_int_eq(
		audit_read(stage.session, &stage.arena, NULL, 100, &v, &n),
		ERR_OK);
	for (size_t i = 0; i < n; i++)
		found += strcmp(v[i].act, "searched") == 0;
	return found;
}

START_TEST(a_search_is_logged_after_a_pause_and_once)
{
	press("F7");
	ck_assert_int_eq(ui_idle_step(stage.ui), 10);
	press("kha");
	ck_assert_uint_eq(searches_logged(), 0);
	ck_assert_int_eq(ui_idle_step(stage.ui), 2);
	ck_assert(ui_idle(stage.ui, 2));
	ck_assert_uint_eq(searches_logged(), 1);
	ck_assert_int_eq(ui_idle_step(stage.ui), 10);
	press("t");
	ck_assert_uint_eq(searches_logged(), 1);
	press("Enter F3 F3");
	ck_assert_uint_eq(searches_logged(), 2);
}
END_TEST

/* --- A case ------------------------------------------------------------ */

/* Each thing by itself; the one that can be answered is opened there. */
START_TEST(a_step_that_cannot_be_taken_says_each_reason)
{
	ui_push(stage.ui, screen_case(stage.ui, stage.khatun_case));
	press("F6 Down");
	expect_on_row(15, "not yet, 2 things: Only where it cannot wait");
	expect_on_row(22, "Enter lists what stands in the way.");
	press("Enter");
	expect_top("choices");
	expect_on_row(1, "Needed for \"Emergency: order locks now\"");
	expect_on_row(5, "Only where it cannot wait: mark it as an emergency");
	expect_on_row(6, "Add the locks: F2, Works");
	press("Enter");
	expect_top("form");
	expect_on_row(23, "Only where it cannot wait: mark it as an emergency");
	press("y F2");
	expect_top("case");
	expect_on_row(15, "not yet: Add the locks: F2, Works");
	expect_on_row(22, "Add the locks: F2, Works");
	press("Enter");
	expect_top("case");
	expect_on_row(23, "Add the locks: F2, Works");
}
END_TEST

START_TEST(answers_and_conditions_stand_in_one_list)
{
	ui_push(stage.ui, screen_case(stage.ui, stage.khatun_case));
	press("F6");
	expect_on_row(14, "> Accept ");
	expect_on_row(14, "not yet, 5 things: Tenure; ");
	press("Enter");
	expect_top("choices");
	expect_on_row(5, "Not answered: Tenure");
	expect_on_row(9, "Needs a risk");
	press("Enter");
	expect_top("form");
	expect_on_row(8, ">* Tenure");
	expect_on_row(23, "Not answered: Tenure");
}
END_TEST

START_TEST(a_step_that_lacks_answers_opens_the_first_of_them)
{
	ui_push(stage.ui, screen_case(stage.ui, stage.khatun_case));
	press("F2 F9 field:~high~risk~in Enter y F2");
	expect_top("case");
	press("F6");
	expect_on_row(14, "> Accept ");
	expect_on_row(14, "not yet: 4 answers are needed first");
	press("Enter");
	expect_top("form");
	expect_on_row(23, "\"Accept\" needs this first, and 3 more.");
	expect_on_row(8, ">* Tenure");
}
END_TEST

/* Steps that end a case stand last, and the one that is marked stays so when
 * the answers it lacked make others ready. */
START_TEST(the_step_in_focus_stays_in_focus)
{
	ui_push(stage.ui, screen_case(stage.ui, stage.khatun_case));
	press("F6 Down");
	expect_on_row(15, "> Emergency: order locks now");
	press("F2 F9 Field:~Must Enter y F9 Section~13 Enter F8 Cyl Tab F2");
	expect_top("case");
	expect_on_row(14, "> Emergency: order locks now      ready");
	expect_on_row(16, "  Do not go on");
}
END_TEST

START_TEST(a_step_that_is_ready_opens_its_dialogue)
{
	ui_push(stage.ui, screen_case(stage.ui, stage.khatun_case));
	press("F6 Down Down");
	expect_on_row(16, "> Do not go on");
	press("Enter");
	expect_top("form");
}
END_TEST

START_TEST(a_step_that_is_taken_shows_the_new_state)
{
	ui_push(stage.ui, screen_case(stage.ui, stage.khatun_case));
	expect_on_row(6, "Being assessed");
	press("F6 Down Down Enter 1 Tab 1 Tab today Tab Asked~us~to~stop F2");
	expect_top("case");
	expect_on_row(6, "Not gone on with");
	expect_on_row(6, "since 03 Mar 2026");
	expect_on_row(23, "SAN-2026-00001 is now \"Not gone on with\".");
}
END_TEST

START_TEST(the_referral_opens_with_f2)
{
	ui_push(stage.ui, screen_case(stage.ui, stage.khatun_case));
	press("F2");
	expect_top("form");
	expect_on_row(2, "KHATUN, Shirin");
}
END_TEST

START_TEST(a_date_of_the_programme_says_how_it_is_met)
{
	ui_push(stage.ui, screen_case(stage.ui, stage.khatun_case));
	press("Down Enter");
	expect_top("case");
	expect_on_row(23, "Decide: met by a step below (F6), or by a record "
			  "(F8).");
	/* The record that it asks for is begun. */
	ui_push(stage.ui, screen_person(stage.ui, stage.mensah));
	press("F8 sanct Enter Tab police Tab Tab Tab text~only Tab y Tab d");
	press("Tab former~p Tab n F2");
	expect_top("case");
	press("Enter");
	expect_top("form");
	expect_on_row(1, "Contact");
}
END_TEST

/* Several wait for as many things: each says what it is, and Enter opens the
 * record at the answer that ends it. */
START_TEST(what_is_due_of_a_record_says_which)
{
	ui_push(stage.ui, screen_case(stage.ui, stage.khatun_case));
	press("F8 court Enter Non Tab Tab Tab 2/4/2026 Tab y F2");
	press("Down Down Down Down");
	expect_on_row(11, "> Court order ends: Non-molestation");
	press("Enter");
	expect_on_row(1, "Court order");
	expect_somewhere(">  Ended or replaced on");
}
END_TEST

/* What was just added is seen, though the list was longer than its rows. */
START_TEST(the_newest_entry_is_in_sight)
{
	ui_push(stage.ui, screen_case(stage.ui, stage.khatun_case));
	press("F8 incid Enter today Tab phys Tab Tab Tab Tab Tab y F2");
	expect_somewhere("Chronology, newest first: everything");
	expect_on_row(18, "1-2 of 7");
	expect_on_row(19, "Incident");
}
END_TEST

/* Three actions of one case are due by three lines that differ. */
START_TEST(what_a_record_asks_for_names_the_record_and_opens_it)
{
	static const char *const contact[][2] = { { "con_on", "2/3/2026" },
						  { "con_way", "phone" },
						  { "con_next", "2/3/2026" },
						  { NULL, NULL } };
	struct edit *e;

	ck_assert_int_eq(edit_new_child(stage.session,
					form_find(session_forms(stage.session),
						  "sanctuary.contact"),
					stage.khatun_case, &e),
			 ERR_OK);
	for (size_t i = 0; contact[i][0] != NULL; i++)
		answer(e, contact[i][0], contact[i][1]);
	save_ok(e, SAVE_RECORD);
	edit_close(&e);
	ui_push(stage.ui, screen_case(stage.ui, stage.khatun_case));
	expect_somewhere("> Contact again: 02 Mar 2026, Phone");
	press("Enter");
	expect_top("form");
	expect_on_row(1, "Contact");
}
END_TEST

START_TEST(the_line_of_the_worklist_is_the_one_that_is_marked_in_the_case)
{
	struct task_new t = { .case_id = stage.khatun_case,
			      .text = "Ring the nursery",
			      .due = date_of(2026, 3, 9),
			      .minutes = -1 };
	uint64_t id;

	ck_assert_int_eq(task_add(stage.session, &t, &id), ERR_OK);
	press("F5 nursery Enter");
	expect_top("case");
	expect_somewhere("> Ring the nursery");
	press("F3");
	expect_top("home");
}
END_TEST

START_TEST(the_job_sheet_is_shown_and_says_how_to_print_it)
{
	ui_push(stage.ui, screen_case(stage.ui, stage.khatun_case));
	press("F9 Job~sheet Enter");
	expect_top("sheet");
	expect_on_row(1, "Job sheet");
	expect_on_row(3, "Job sheet");
	expect_on_row(22, "caseload sheet SAN-2026-00001 job | lp");
	press("F3");
	expect_top("case");
}
END_TEST

START_TEST(the_chronology_takes_the_screen_and_gives_it_back)
{
	ui_push(stage.ui, screen_case(stage.ui, stage.khatun_case));
	press("F4 Down Down Enter");
	expect_top("form");
	expect_on_row(1, "Contact");
	press("F3 F12");
	expect_top("case");
	expect_somewhere("What may be done now");
}
END_TEST

START_TEST(a_step_stands_in_the_chronology_and_leads_to_who_took_it)
{
	char *text;

	ui_push(stage.ui, screen_case(stage.ui, stage.khatun_case));
	press("F4 step");
	expect_somewhere("> 28 Feb 2026 11:00  Step              n.begum     "
			 "Being assessed");
	press("Enter");
	expect_top("history");
	press("F3 F10");
	expect_somewhere("Who changed this case, and when");
	text = screen_text();
	ck_assert_ptr_null(strstr(text, "Withdraw this Step"));
	free(text);
}
END_TEST

START_TEST(a_case_is_given_to_somebody)
{
	ui_push(stage.ui, screen_case(stage.ui, stage.khatun_case));
	press("F9 give Enter");
	expect_top("choices");
	press("Dee Enter");
	expect_top("question");
	press("holiday Enter");
	expect_top("case");
	expect_on_row(23, "SAN-2026-00001 is now with d.carter.");
	expect_on_row(6, "d.carter");
}
END_TEST

START_TEST(an_entry_is_withdrawn_with_a_reason)
{
	ui_push(stage.ui, screen_case(stage.ui, stage.khatun_case));
	press("F4 F10");
	expect_somewhere("Withdraw this Task");
	press("2");
	expect_top("question");
	press("typed~twice Enter");
	expect_top("case");
	expect_somewhere("withdrawn: Visit");
}
END_TEST

START_TEST(a_withdrawn_case_closes_its_screen_or_says_so)
{
	ui_push(stage.ui, screen_case(stage.ui, stage.kowalski_case));
	press("F9 withdraw~this~case Enter entered~twice Enter");
	ck_assert_str_eq(ui_message(stage.ui), "Withdrawn IOM-2026-00001.");
}
END_TEST

START_TEST(a_new_task_stands_among_what_is_due)
{
	ui_push(stage.ui, screen_case(stage.ui, stage.khatun_case));
	press("F9 new~task Enter Ring~landlord Enter");
	expect_top("question");
	press("t+3 Enter");
	expect_top("case");
	expect_on_row(23, "The task is yours, due Fri 6 Mar 2026.");
	press("F5 Down Down Down");
	expect_somewhere("> Ring landlord");
}
END_TEST

START_TEST(a_task_without_a_day_is_a_task_too)
{
	ui_push(stage.ui, screen_person(stage.ui, stage.mensah));
	press("F9 new~task Enter Ring~sister Enter F12");
	expect_top("person");
	expect_somewhere("Ring sister");
}
END_TEST

START_TEST(a_case_of_somebody_else_is_taken)
{
	ui_push(stage.ui, screen_case(stage.ui, stage.xuseen_drugs));
	expect_on_row(4, "d.carter");
	press("F9 take Enter");
	expect_on_row(23, "DRG-2026-00001 is now with n.begum.");
	expect_on_row(4, "   n.begum");
}
END_TEST

Suite *
suite_screens_work(void)
{
	Suite *s = suite_create("screens: people and cases");
	TCase *t = tcase_create("keys");

	tcase_add_checked_fixture(t, stage_open, stage_close);
	tcase_add_test(t, down_goes_on_from_cases_to_links_to_chronology);
	tcase_add_test(t, letters_find_a_word_in_the_chronology);
	tcase_add_test(t, one_kind_of_entry_can_be_shown_alone);
	tcase_add_test(t, adding_offers_the_forms_of_a_person);
	tcase_add_test(t, an_alert_stands_at_the_head_once_raised);
	tcase_add_test(t, an_alert_needs_words);
	tcase_add_test(t, two_people_are_linked);
	tcase_add_test(t, a_search_is_logged_after_a_pause_and_once);
	tcase_add_test(t, a_step_that_cannot_be_taken_says_each_reason);
	tcase_add_test(t, answers_and_conditions_stand_in_one_list);
	tcase_add_test(t, a_step_that_lacks_answers_opens_the_first_of_them);
	tcase_add_test(t, the_step_in_focus_stays_in_focus);
	tcase_add_test(t, a_step_that_is_ready_opens_its_dialogue);
	tcase_add_test(t, a_step_that_is_taken_shows_the_new_state);
	tcase_add_test(t, the_referral_opens_with_f2);
	tcase_add_test(t, a_date_of_the_programme_says_how_it_is_met);
	tcase_add_test(
		t,
		the_line_of_the_worklist_is_the_one_that_is_marked_in_the_case);
	tcase_add_test(t, what_a_record_asks_for_names_the_record_and_opens_it);
	tcase_add_test(t, what_is_due_of_a_record_says_which);
	tcase_add_test(t, the_newest_entry_is_in_sight);
	tcase_add_test(t, the_job_sheet_is_shown_and_says_how_to_print_it);
	tcase_add_test(t, the_chronology_takes_the_screen_and_gives_it_back);
	tcase_add_test(
		t, a_step_stands_in_the_chronology_and_leads_to_who_took_it);
	tcase_add_test(t, a_case_is_given_to_somebody);
	tcase_add_test(t, an_entry_is_withdrawn_with_a_reason);
	tcase_add_test(t, a_withdrawn_case_closes_its_screen_or_says_so);
	tcase_add_test(t, a_new_task_stands_among_what_is_due);
	tcase_add_test(t, a_task_without_a_day_is_a_task_too);
	tcase_add_test(t, a_case_of_somebody_else_is_taken);
	suite_add_tcase(s, t);
	return s;
}
