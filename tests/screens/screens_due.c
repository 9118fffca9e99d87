/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a case says of its clocks and of what was just kept; amounts and levels.
 */
#include "screens.h"

/* What a rule waits for may be a figure: the rows, or the records, that it
 * counts are opened. */
START_TEST(a_figure_is_met_by_what_it_counts)
{
	ui_push(stage.ui, screen_case(stage.ui, stage.xuseen_drugs));
	expect_somewhere("> First attempt to make contact");
	press("Enter");
	expect_top("form");
	expect_somewhere(">  Attempts to make contact");
	press("F3 Down");
	expect_somewhere("> Triage to be offered");
	press("Enter");
	expect_somewhere(">  Triage appointments");
	press("F3 Down Enter");
	expect_on_row(1, "Intervention");
}
END_TEST

/* A triage, and the consent that the step after it asks for. */
static void
triage_done(void)
{
	static const char *const triage[][2] = { { "triage_on", "3/3/2026" },
						 { "triage_end", "brief" },
						 { NULL, NULL } };
	struct edit *e;

	ck_assert_int_eq(edit_new_child(stage.session,
					form_find(session_forms(stage.session),
						  "drug_episode.triage"),
					stage.xuseen_drugs, &e),
			 ERR_OK);
	for (size_t i = 0; triage[i][0] != NULL; i++)
		answer(e, triage[i][0], triage[i][1]);
	save_ok(e, SAVE_RECORD);
	edit_close(&e);
	ck_assert_int_eq(edit_open(stage.session, stage.xuseen_drugs, &e),
			 ERR_OK);
	answer(e, "ndtms_consent", "refused");
	answer(e, "ndtms_consent_on", "3/3/2026");
	save_ok(e, SAVE_RECORD);
	edit_close(&e);
}

/* What is counted from the first of a kind is not moved by one more of it. */
START_TEST(a_date_that_a_record_does_not_move_begins_none)
{
	triage_done();
	ui_push(stage.ui, screen_case(stage.ui, stage.xuseen_drugs));
	press("F6 Down Enter F2");
	expect_on_row(23, "is now \"Triaged, to assess\"");
	expect_somewhere("Comprehensive assessment ");
	press("F6 F6 Down Enter");
	expect_on_row(23, "Comprehensive assessment: met by a step below");
	press("Down Enter");
	expect_top("form");
	expect_on_row(1, "Contact");
}
END_TEST

static void
add_kit(const char *kit)
{
	struct edit *e;

	ck_assert_int_eq(edit_new_child(stage.session,
					form_find(session_forms(stage.session),
						  "drug_episode.naloxone"),
					stage.xuseen_drugs, &e),
			 ERR_OK);
	answer(e, "kit", kit);
	save_ok(e, SAVE_RECORD);
	edit_close(&e);
}

/* The chronology stays at the newest, however many are added; and where
 * somebody looks at an older one, it stays there. */
START_TEST(what_was_just_kept_stands_in_the_chronology)
{
	add_kit("nasal");
	ui_push(stage.ui, screen_case(stage.ui, stage.xuseen_drugs));
	expect_somewhere("1-2 of 2");
	press("F8 nalox Enter Tab injection F2");
	expect_top("case");
	expect_somewhere("1-3 of 3");
	press("F8 nalox Enter Tab both F2");
	expect_somewhere("1-3 of 4");
	/* Whoever looks at an older one goes on doing so. */
	press("F6 F6 Down Down F8 nalox Enter Tab both F2");
	expect_somewhere("2-4 of 5");
}
END_TEST

/* In a list of amounts the amount is typed; what it will be is said. */
START_TEST(an_amount_is_typed_as_it_is_counted)
{
	ui_push(stage.ui, screen_case(stage.ui, stage.kowalski_case));
	press("F2 F6 Tab 4");
	expect_on_row(22, "3 to 5");
	press("Tab 2");
	expect_on_row(22, "2 or 3");
	press("Tab");
	expect_somewhere("Arrests, last 12 months      3 to 5");
	expect_somewhere("Proven offences, last 24 months  2 or 3");
}
END_TEST

/* Levels that score 0 to 4 go by that number, and by nothing above it. */
START_TEST(a_level_is_given_by_the_number_that_it_scores)
{
	ui_push(stage.ui, screen_case(stage.ui, stage.kowalski_case));
	press("F8 needs Enter Tab 1 Tab");
	expect_on_row(22, "0 None   1 Slight   2 Some   3 Serious   4 Severe");
	press("4 0 n 5");
	expect_somewhere("Accommodation             Severe");
	expect_somewhere("Work and learning         None");
	expect_somewhere("Money and debt            None");
	expect_on_row(23, "One key answers: 0 None");
}
END_TEST

/* No person leads to a conference: it is begun from the commands. */
START_TEST(what_is_about_nobody_is_begun_by_its_name)
{
	press("F9 conf Enter");
	expect_top("form");
	expect_on_row(1, "Case conference, new");
	press("16/3 Tab 14:00 Tab online Tab n.b Tab n.b F2");
	expect_top("case");
	expect_somewhere("CON-2026-001");
	expect_somewhere("> Conference ");
	expect_somewhere("Mon 16 Mar 2026 14:00");
}
END_TEST

/* Two open episodes are seldom meant; an earlier one is to be named. */
START_TEST(who_begins_a_case_is_told_of_the_one_before)
{
	ui_push(stage.ui, screen_person(stage.ui, stage.xuseen));
	press("F8 drug Enter");
	expect_top("form");
	expect_on_row(23, "There is DRG-2026-00001 already: Referred, since "
			  "02 Mar 2026.");
	press("F3");
	ui_push(stage.ui, screen_case(stage.ui, stage.xuseen_drugs));
	press("F6 Down Down Down Enter moved Tab today F2");
	expect_somewhere("Closed before triage");
	ui_push(stage.ui, screen_person(stage.ui, stage.xuseen));
	press("F8 drug Enter");
	expect_on_row(23, "There was DRG-2026-00001: Closed before triage, 03 "
			  "Mar 2026.");
	/* How long ago decides whether the journey goes on. */
	press("F3");
	clock_fix(clock_now() + INT64_C(11) * 24 * 60 * 60);
	ui_push(stage.ui, screen_person(stage.ui, stage.xuseen));
	press("F8 drug Enter");
	expect_on_row(23, "There was DRG-2026-00001: Closed before triage, 03 "
			  "Mar 2026, 11 days ago.");
}
END_TEST

static struct edit *
step(const char *name)
{
	const struct form *f =
		form_find(session_forms(stage.session), "drug_episode");
	struct edit *e;

	ck_assert_int_eq(edit_begin_transition(stage.session,
					       stage.xuseen_drugs,
					       form_transition(f, name), &e),
			 ERR_OK);
	return e;
}

/* What a step leaves open and the record then needs has its mark as well. */
START_TEST(a_step_marks_what_its_answers_make_needed)
{
	struct edit *e;

	triage_done();
	e = step("do_triage");
	save_ok(e, SAVE_RECORD);
	edit_close(&e);
	e = step("propose_exit");
	answer(e, "dis_reason", "dropped_out");
	save_ok(e, SAVE_RECORD);
	edit_close(&e);
	ui_push(stage.ui, screen_form(stage.ui, step("discharge_now")));
	expect_somewhere(" * Why no exit profile");
}
END_TEST

Suite *
suite_screens_due(void)
{
	Suite *s = suite_create("screens: due");
	TCase *t = tcase_create("due");

	tcase_add_checked_fixture(t, stage_open, stage_close);
	tcase_add_test(t, a_figure_is_met_by_what_it_counts);
	tcase_add_test(t, a_date_that_a_record_does_not_move_begins_none);
	tcase_add_test(t, what_was_just_kept_stands_in_the_chronology);
	tcase_add_test(t, an_amount_is_typed_as_it_is_counted);
	tcase_add_test(t, a_level_is_given_by_the_number_that_it_scores);
	tcase_add_test(t, what_is_about_nobody_is_begun_by_its_name);
	tcase_add_test(t, who_begins_a_case_is_told_of_the_one_before);
	tcase_add_test(t, a_step_marks_what_its_answers_make_needed);
	suite_add_tcase(s, t);
	return s;
}
