/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Nothing typed is lost: wherever it stood when the line was lost, the disk
 * was full or somebody went back, it is there again.
 */
#include "screens.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "casework/work.h"

/* The line is lost; the same person signs in again. */
static void
lose_the_line(void)
{
	ui_lost(stage.ui);
	ui_free(&stage.ui);
	stage.ui = ui_new(stage.session, 24, 80);
	ui_push(stage.ui, screen_home(stage.ui));
	ui_push(stage.ui, screen_drafts(stage.ui));
}

static size_t
count_drafts(void)
{
	struct draft_brief *d;
	size_t n = 0;

	ck_assert_int_eq(draft_briefs(stage.session, &stage.arena, &d, &n),
			 ERR_OK);
	return n;
}

/* A disk with no room for more than is written; and with room again. */
static struct rlimit room;

static void
fill_the_disk(void)
{
	struct rlimit none = { 0, RLIM_INFINITY };

	signal(SIGXFSZ, SIG_IGN);
	getrlimit(RLIMIT_FSIZE, &room);
	none.rlim_max = room.rlim_max;
	setrlimit(RLIMIT_FSIZE, &none);
}

static void
make_room(void)
{
	setrlimit(RLIMIT_FSIZE, &room);
}

/* --- Answers to questions ---------------------------------------------- */

START_TEST(an_answer_that_the_line_cut_off_stands_there_when_asked_again)
{
	ui_push(stage.ui, screen_case(stage.ui, stage.khatun_case));
	press("F9 new~task Enter Ring~the~landl");
	lose_the_line();
	expect_somewhere("> SAN-2026-00001  What is to be done?");
	expect_somewhere("not given");
	press("F10 2");
	expect_somewhere("Draft: Ring the landl");
	press("F3 Enter");
	expect_top("question");
	expect_somewhere("> Ring the landl__");
	expect_on_row(23, "This you wrote");
	press("ord Enter F12");
	expect_top("case");
	press("F5");
	expect_somewhere("Ring the landlord");
	ck_assert_uint_eq(count_drafts(), 0);
}
END_TEST

/* Of a case, a person or the day, whatever of it the question is about. */
static const struct {
	char on; /* c: a case, p: a person, d: the diary */
	const char *keys, *asked;
} begun[] = {
	{ 'c', "F9 raise~an~alert Enter", "What must everybody know" },
	{ 'c', "F9 withdraw~this~case Enter", "Why is the case withdrawn?" },
	{ 'c', "F4 visit F9 this~task~is~done Enter", "How did it go?" },
	{ 'c', "F4 visit F9 withdraw~this~task Enter", "Why is it withdrawn?" },
	{ 'p', "F9 raise~an~alert Enter", "What must everybody know" },
	{ 'p', "F9 new~task Enter", "What is to be done?" },
	{ 'd', "F8", "What is to be done?" },
};

START_TEST(what_was_kept_leads_back_into_its_question)
{
	ui_push(stage.ui,
		begun[_i].on == 'c'   ? screen_case(stage.ui, stage.khatun_case)
		: begun[_i].on == 'p' ? screen_person(stage.ui, stage.mensah)
				      : screen_diary(stage.ui));
	press(begun[_i].keys);
	expect_top("question");
	press("Half~of~it");
	lose_the_line();
	press("Enter");
	expect_top("question");
	expect_somewhere(begun[_i].asked);
	expect_somewhere("> Half of it_");
	press("F3");
	expect_top(begun[_i].on == 'c'	 ? "case"
		   : begun[_i].on == 'p' ? "person"
					 : "diary");
}
END_TEST

START_TEST(an_answer_is_kept_when_one_goes_back)
{
	static const char *const back[] = { "F3", "F12" };

	ui_push(stage.ui, screen_case(stage.ui, stage.khatun_case));
	press("F9 raise~an~alert Enter Dog~in~the");
	press(back[_i]);
	expect_top("case");
	expect_on_row(23, "Not given. What you wrote is kept as a draft");
	ck_assert_uint_eq(count_drafts(), 1);
	press("F9 raise~an~alert Enter ~hall Enter");
	expect_somewhere("Dog in the hall");
	ck_assert_uint_eq(count_drafts(), 0);
}
END_TEST

/* Letters find an action too: Enter must not do the first of those that stood
 * there before. */
START_TEST(an_action_is_found_by_typing)
{
	ui_push(stage.ui, screen_person(stage.ui, stage.mensah));
	press("F8 sanct Enter Tab hous F10 throw");
	expect_on_row(5, "> Throw away what was typed here");
	press("Enter away Enter");
	expect_top("person");
	ck_assert_str_eq(ui_message(stage.ui), "Thrown away.");
}
END_TEST

START_TEST(what_was_kept_can_be_taken_out_and_thrown_away)
{
	ui_push(stage.ui, screen_person(stage.ui, stage.mensah));
	press("F9 new~task Enter Ring F3 F9 new~task Enter ^U F3");
	expect_top("person");
	ck_assert_str_eq(ui_message(stage.ui), "");
	ck_assert_uint_eq(count_drafts(), 0);
	press("F9 new~task Enter Write F3");
	lose_the_line();
	press("F10 3 away Enter");
	ck_assert_uint_eq(count_drafts(), 0);
}
END_TEST

START_TEST(an_answer_belongs_to_what_it_was_asked_of)
{
	ui_push(stage.ui, screen_person(stage.ui, stage.mensah));
	press("F9 new~task Enter Ring F3 F3");
	ui_push(stage.ui, screen_person(stage.ui, stage.rahman));
	press("F9 new~task Enter");
	expect_somewhere("> _____");
	press("F3");
	ck_assert_uint_eq(count_drafts(), 1);
}
END_TEST

START_TEST(what_was_looked_for_stands_in_the_box_again)
{
	press("F7 khatun~shi");
	lose_the_line();
	expect_somewhere("> Find a person: khatun shi");
	press("Enter");
	expect_top("find");
	expect_on_row(3, "Find  khatun shi_");
	expect_on_row(23, "You were looking for this when your last session "
			  "ended.");
	expect_somewhere("Khatun, Shirin");
	ck_assert_uint_eq(count_drafts(), 0);
	press("F3 F3 F7");
	expect_on_row(3, "Find  ____");
}
END_TEST

/* Others saved both; one of the two was chosen when the line went. */
START_TEST(what_was_chosen_of_two_sides_is_chosen_still)
{
	static const char *const names[] = { "referrer_name", "referrer_ref" };
	struct edit *e;

	ck_assert_int_eq(edit_open(stage.session, stage.khatun_case, &e),
			 ERR_OK);
	ui_push(stage.ui, screen_form(stage.ui, e));
	press("F9 field:~Caller:~name Enter PC~Ali");
	press("F9 field:~Caller's~own Enter A~12 Tab");
	ck_assert_int_eq(edit_open(stage.session, stage.khatun_case, &e),
			 ERR_OK);
	for (size_t i = 0; i < 2; i++)
		answer(e, names[i], i ? "B 99" : "Sgt Brown");
	save_ok(e, SAVE_RECORD);
	edit_close(&e);
	press("F2");
	expect_top("compare");
	press("1");
	lose_the_line();
	press("Enter F2");
	expect_top("compare");
	expect_somewhere("(x) 1 ");
	press("F2");
	expect_on_row(23, "Choose this one first");
	press("2 F2");
	expect_somewhere("Saved SAN-2026-00001.");
}
END_TEST

START_TEST(a_day_is_no_draft)
{
	ui_push(stage.ui, screen_person(stage.ui, stage.mensah));
	press("F9 new~task Enter Ring Enter fri");
	lose_the_line();
	expect_top("home");
	ck_assert_uint_eq(count_drafts(), 0);
}
END_TEST

START_TEST(an_answer_that_could_not_be_given_stays)
{
	ui_push(stage.ui, screen_person(stage.ui, stage.mensah));
	press("F9 new~task Enter Ring~his~mother");
	fill_the_disk();
	press("Enter");
	make_room();
	expect_top("question");
	expect_somewhere("> Ring his mother__");
	expect_on_row(23, "There is no room to save: it stands only here.");
	press("Enter F12");
	expect_somewhere("Ring his mother");
}
END_TEST

START_TEST(a_question_with_words_that_cannot_be_kept_is_not_left)
{
	ui_push(stage.ui, screen_person(stage.ui, stage.mensah));
	press("F9 new~task Enter Ring");
	fill_the_disk();
	press("F3");
	make_room();
	expect_top("question");
	expect_on_row(23, "What you wrote could not be kept.");
	press("F3");
	expect_top("person");
	ck_assert_uint_eq(count_drafts(), 1);
}
END_TEST

START_TEST(a_day_that_is_not_understood_is_asked_again)
{
	ui_push(stage.ui, screen_person(stage.ui, stage.mensah));
	press("F9 new~task Enter Ring Enter someday Enter");
	expect_top("question");
	expect_somewhere("> someday__");
	expect_on_row(23, "That day is not understood.");
	press("^U t+3 Enter");
	expect_on_row(23, "The task is yours, due Fri 6 Mar 2026.");
}
END_TEST

START_TEST(a_task_of_the_diary_is_made_before_its_day_is_asked)
{
	ui_push(stage.ui, screen_diary(stage.ui));
	press("F8 Sweep Enter");
	expect_on_row(23, "The task is yours, without a date.");
	press("t+1 Enter");
	expect_on_row(23, "Task written.");
	expect_somewhere("Sweep");
}
END_TEST

START_TEST(what_does_not_fit_is_said)
{
	char *big = arena_alloc(&stage.arena, 70001);
	struct keypress k = { K_PASTE, 0, big };

	memset(big, 'x', 70000);
	ui_push(stage.ui, screen_person(stage.ui, stage.mensah));
	press("F9 new~task Enter");
	ck_assert(ui_key(stage.ui, &k));
	expect_on_row(23, "There is no more room here");
	press("^U F3 F2");
	expect_top("form");
	ck_assert(ui_key(stage.ui, &k));
	expect_on_row(23, "There is no more room in this field");
	press("^U F9 zzzz Enter");
	expect_on_row(23, "Nothing like that. Backspace brings the list back.");
}
END_TEST

/* The count is left out where it would cut off what is to be done. */
START_TEST(a_note_that_is_too_long_says_what_to_do)
{
	char *big = arena_alloc(&stage.arena, 30001);
	struct keypress k = { K_PASTE, 0, big };
	struct edit *e;

	memset(big, 'x', 30000);
	ck_assert_int_eq(edit_open(stage.session, stage.khatun_case, &e),
			 ERR_OK);
	ui_push(stage.ui, screen_form(stage.ui, e));
	press("F9 field:~what~happened Enter");
	ck_assert(ui_key(stage.ui, &k));
	press("F2");
	expect_on_row(23, "characters too long to save. Nothing is lost: "
			  "shorten it.");
}
END_TEST

/* Two of a list that takes several, and no F2. */
START_TEST(marks_in_a_list_are_kept_when_the_line_is_lost)
{
	struct edit *e;
	struct draft_brief *d;
	const struct value *v;
	size_t n;

	ck_assert_int_eq(edit_open(stage.session, stage.mensah, &e), ERR_OK);
	ui_push(stage.ui, screen_form(stage.ui, e));
	press("F9 field:~benefits Enter F4");
	expect_top("choices");
	press("Enter Enter");
	if (_i == 0)
		ui_lost(stage.ui);
	else
		press("Esc-Esc"); /* taken back: not kept */
	ck_assert_int_eq(draft_briefs(stage.session, &stage.arena, &d, &n),
			 ERR_OK);
	ck_assert_uint_eq(n, _i == 0);
	if (n == 0)
		return;
	ck_assert_int_eq(edit_resume(stage.session, d->id, &e), ERR_OK);
	v = edit_get(e, form_item(e->form, "benefits"), NO_ROW);
	ck_assert_ptr_nonnull(v);
	ck_assert_uint_eq(v->codes.n, 2);
	edit_close(&e);
}
END_TEST

static void
add_questions(Suite *s)
{
	TCase *t = tcase_create("answers to questions");

	tcase_add_checked_fixture(t, stage_open, stage_close);
	tcase_set_timeout(t, 60);
	tcase_add_test(
		t,
		an_answer_that_the_line_cut_off_stands_there_when_asked_again);
	tcase_add_loop_test(t, what_was_kept_leads_back_into_its_question, 0,
			    COUNT(begun));
	tcase_add_loop_test(t, an_answer_is_kept_when_one_goes_back, 0, 2);
	tcase_add_test(t, what_was_kept_can_be_taken_out_and_thrown_away);
	tcase_add_test(t, an_action_is_found_by_typing);
	tcase_add_test(t, an_answer_belongs_to_what_it_was_asked_of);
	tcase_add_test(t, a_day_is_no_draft);
	tcase_add_test(t, what_was_looked_for_stands_in_the_box_again);
	tcase_add_test(t, what_was_chosen_of_two_sides_is_chosen_still);
	tcase_add_test(t, an_answer_that_could_not_be_given_stays);
	tcase_add_test(t,
		       a_question_with_words_that_cannot_be_kept_is_not_left);
	tcase_add_test(t, a_day_that_is_not_understood_is_asked_again);
	tcase_add_test(t, a_task_of_the_diary_is_made_before_its_day_is_asked);
	tcase_add_test(t, what_does_not_fit_is_said);
	tcase_add_test(t, a_note_that_is_too_long_says_what_to_do);
	tcase_add_loop_test(t, marks_in_a_list_are_kept_when_the_line_is_lost,
			    0, 2);
	suite_add_tcase(s, t);
}

/* --- What others do meanwhile ------------------------------------------ */

static struct session *other; /* d.carter's */

static void
two_at_work(void)
{
	stage_open();
	ck_assert_int_eq(session_open(&other, stage.store, "d.carter", "test"),
			 ERR_OK);
}

static void
two_leave(void)
{
	session_close(&other, false);
	stage_close();
}

static void
begin_changing(uint64_t record)
{
	struct edit *e;

	ck_assert_int_eq(edit_open(stage.session, record, &e), ERR_OK);
	ui_push(stage.ui, screen_form(stage.ui, e));
	press("Tab Tab Mr~Ames");
}

static void
expect_kept(void)
{
	expect_top("form");
	expect_somewhere("Mr Ames");
	press("F3");
	ck_assert_str_eq(ui_message(stage.ui),
			 "Not saved. It is kept as a draft: F9, drafts.");
}

START_TEST(a_case_that_somebody_withdrew_meanwhile_is_said_to_be)
{
	begin_changing(stage.khatun_case);
	ck_assert_int_eq(record_withdraw(other, stage.khatun_case, "twice"),
			 ERR_OK);
	press("F2");
	expect_on_row(23, "d.carter withdrew this meanwhile: it is not saved. "
			  "Your typing stays a draft.");
	expect_kept();
	ck_assert_uint_eq(count_drafts(), 1);
	ui_push(stage.ui, screen_case(stage.ui, stage.khatun_case));
	expect_somewhere("Withdrawn, was: Being assessed");
}
END_TEST

/* What is new within it, too. */
START_TEST(a_new_record_of_a_case_that_was_withdrawn_stays_a_draft)
{
	struct edit *e;

	ck_assert_int_eq(edit_new_child(stage.session,
					form_find(session_forms(stage.session),
						  "sanctuary.contact"),
					stage.khatun_case, &e),
			 ERR_OK);
	ui_push(stage.ui, screen_form(stage.ui, e));
	answer(e, "con_way", "1");
	press("Tab 11:00");
	ck_assert_int_eq(record_withdraw(other, stage.khatun_case, "twice"),
			 ERR_OK);
	press("F2");
	expect_on_row(23, "d.carter withdrew this meanwhile");
}
END_TEST

START_TEST(who_loses_the_role_meanwhile_keeps_what_they_typed)
{
	static const char *const roles[] = { "duty",   "caseworker", "manager",
					     "panel",  "analyst",    "steward",
					     "auditor" };

	begin_changing(stage.khatun_case);
	for (size_t i = 0; i < COUNT(roles); i++)
		(void)!user_revoke(stage.session, "n.begum", roles[i], "*");
	press("F2");
	expect_on_row(23, "Not saved: this is not there for you any more. Your "
			  "typing stays a draft.");
	press("F3");
	ck_assert_uint_eq(count_drafts(), 0); /* not theirs to see now */
	ck_assert_int_eq(user_grant(stage.session, "n.begum", "caseworker", "*",
				    NO_DATE),
			 ERR_OK);
	ck_assert_uint_eq(count_drafts(), 1);
}
END_TEST

/* Everything they still have open says so. */
START_TEST(who_is_a_user_no_more_is_told_that)
{
	static const char *const where[] = { "F2", "F3 F5" };
	struct session *admin;

	ck_assert_int_eq(user_add(stage.session, "a.dmin", "Ada Min", true),
			 ERR_OK);
	ck_assert_int_eq(session_open(&admin, stage.store, "a.dmin", "test"),
			 ERR_OK);
	begin_changing(stage.khatun_case);
	ck_assert_int_eq(user_end(admin, "n.begum"), ERR_OK);
	session_close(&admin, false);
	press(where[_i]);
	expect_on_row(23, "You are no user here any more.");
}
END_TEST

/* What cannot be read is not said to be nothing. */
START_TEST(a_list_that_cannot_be_read_is_not_called_empty)
{
	struct session *admin;

	ck_assert_int_eq(user_add(stage.session, "a.dmin", "Ada Min", true),
			 ERR_OK);
	ck_assert_int_eq(session_open(&admin, stage.store, "a.dmin", "test"),
			 ERR_OK);
	ui_push(stage.ui, screen_home(stage.ui));
	ck_assert_int_eq(user_end(admin, "n.begum"), ERR_OK);
	session_close(&admin, false);
	press("F5");
	expect_on_row(7, "This list could not be read.");
	expect_on_row(23, "You are no user here any more.");
}
END_TEST

/* A form, and an answer: neither is told to read again, which would not
 * help. */
static const struct {
	const char *keys, *says;
} outdated[] = {
	{ "F2", "The forms have changed. Sign out and in again; your typing is "
		"kept as a draft." },
	{ "F3 F9 raise~an~alert Enter Dog Enter",
	  "No alert was raised: the forms have changed. Sign out and in "
	  "again." },
};

START_TEST(who_runs_older_forms_is_told_to_sign_in_again)
{
	const char *src = getenv("srcdir");
	struct form_source *files;
	struct problems p;
	size_t n;

	ui_push(stage.ui, screen_person(stage.ui, stage.khatun));
	begin_changing(stage.khatun_case);
	problems_init(&p, &stage.arena);
	ck_assert_int_eq(form_read_dir(&stage.arena,
				       arena_printf(&stage.arena, "%s/forms",
						    src != NULL ? src : "."),
				       &files, &n),
			 ERR_OK);
	files[0].text =
		arena_printf(&stage.arena, "%s\n# more\n", files[0].text);
	files[0].n = strlen(files[0].text);
	ck_assert_int_eq(forms_publish(stage.store, "n.begum", files, n, &p),
			 ERR_OK);
	press(outdated[_i].keys);
	expect_on_row(23, outdated[_i].says);
	press("F3");
	ck_assert_uint_eq(count_drafts(), 1 + (size_t)_i);
}
END_TEST

START_TEST(a_task_that_somebody_finished_meanwhile_is_said_to_be)
{
	struct task_new t = { .person = stage.mensah,
			      .text = "Ring him",
			      .minutes = -1 };
	uint64_t id;

	ck_assert_int_eq(task_add(stage.session, &t, &id), ERR_OK);
	ui_push(stage.ui, screen_person(stage.ui, stage.mensah));
	press("F6 Enter");
	expect_top("question");
	ck_assert_int_eq(task_finish(stage.session, id, "he rang"), ERR_OK);
	press("He~came Enter");
	expect_on_row(23, "Somebody marked this task done meanwhile.");
	press("F12");
	expect_top("person");
	ck_assert_uint_eq(count_drafts(), 1);
}
END_TEST

static void
add_meanwhile(Suite *s)
{
	TCase *t = tcase_create("what others do meanwhile");

	tcase_add_checked_fixture(t, two_at_work, two_leave);
	tcase_set_timeout(t, 60);
	tcase_add_test(t,
		       a_case_that_somebody_withdrew_meanwhile_is_said_to_be);
	tcase_add_test(t,
		       a_new_record_of_a_case_that_was_withdrawn_stays_a_draft);
	tcase_add_test(t, who_loses_the_role_meanwhile_keeps_what_they_typed);
	tcase_add_test(t, a_list_that_cannot_be_read_is_not_called_empty);
	tcase_add_loop_test(t, who_is_a_user_no_more_is_told_that, 0, 2);
	tcase_add_loop_test(t, who_runs_older_forms_is_told_to_sign_in_again, 0,
			    COUNT(outdated));
	tcase_add_test(t,
		       a_task_that_somebody_finished_meanwhile_is_said_to_be);
	suite_add_tcase(s, t);
}

Suite *
suite_screens_kept(void)
{
	Suite *s = suite_create("what is typed is kept");

	add_questions(s);
	add_meanwhile(s);
	return s;
}
