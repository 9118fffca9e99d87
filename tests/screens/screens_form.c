/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Forms as people fill them in, and the boxes that belong to them. */
#include "screens.h"

static const struct form *
form_named(const char *name)
{
	const struct form *f = form_find(session_forms(stage.session), name);

	ck_assert_msg(f != NULL, "no form %s", name);
	return f;
}

static struct screen *
push_edit(struct edit *e)
{
	struct screen *s = screen_form(stage.ui, e);

	ck_assert_ptr_nonnull(s);
	ui_push(stage.ui, s);
	return s;
}

static struct edit *
begin_case(const char *form, uint64_t person)
{
	struct edit *e;

	ck_assert_int_eq(
		edit_new_case(stage.session, form_named(form), person, &e),
		ERR_OK);
	push_edit(e);
	return e;
}

static void
begin_child(const char *form, uint64_t of)
{
	struct edit *e;

	ck_assert_int_eq(
		edit_new_child(stage.session, form_named(form), of, &e),
		ERR_OK);
	push_edit(e);
}

static struct edit *
begin_person(void)
{
	struct edit *e;

	ck_assert_int_eq(edit_new_person(stage.session, NULL, &e), ERR_OK);
	push_edit(e);
	return e;
}

static struct edit *
open_record(uint64_t record)
{
	struct edit *e;

	ck_assert_int_eq(edit_open(stage.session, record, &e), ERR_OK);
	push_edit(e);
	return e;
}

static void
begin_move(uint64_t case_id, const char *form, const char *transition)
{
	const struct transition *t =
		form_transition(form_named(form), transition);
	struct edit *e;

	ck_assert_ptr_nonnull(t);
	ck_assert_int_eq(edit_begin_transition(stage.session, case_id, t, &e),
			 ERR_OK);
	push_edit(e);
}

/* --- Each programme's referral -------------------------------------- */

static const struct {
	const char *form, *screen;
} referrals[] = {
	{ "sanctuary", "form-sanctuary" },
	{ "drug_episode", "form-drugs" },
	{ "iom_case", "form-iom" },
	{ "prevent_case", "form-prevent" },
};

START_TEST(each_programme_has_its_referral_form)
{
	begin_case(referrals[_i].form, stage.mensah);
	expect_screen(referrals[_i].screen);
}
END_TEST

START_TEST(a_new_person_is_asked_for_by_the_same_form)
{
	begin_person();
	press("Efua Tab Mensah Tab Tab Tab ~1984 Tab");
	expect_screen("form-person");
}
END_TEST

/* --- Faults, conditional questions ---------------------------------- */

START_TEST(what_is_not_understood_has_its_fix_beneath)
{
	begin_case("sanctuary", stage.mensah);
	press("31/2 Tab");
	expect_screen("form-fault");
	expect_somewhere("You can still move on.");
}
END_TEST

START_TEST(an_answer_opens_the_question_that_follows)
{
	begin_case("sanctuary", stage.mensah);
	press("Tab Tab Tab Tab Tab no Tab");
	expect_somewhere("One more question: Why go on without agreement?");
	expect_screen("form-opened");
}
END_TEST

START_TEST(first_letters_narrow_a_choice)
{
	begin_case("sanctuary", stage.mensah);
	press("Tab pol");
	expect_on_row(22, "Police, \"Police, counter-terrorism\"");
	press("F4");
	expect_screen("choices-narrowed");
	press("F12");
	expect_top("form");
}
END_TEST

/* "Outcome profile (TOP)": nobody calls it by its long name. */
START_TEST(a_word_in_brackets_narrows_a_list_too)
{
	ui_push(stage.ui, screen_case(stage.ui, stage.xuseen_drugs));
	press("F8 top");
	expect_somewhere("Outcome profile (TOP)");
	expect_somewhere("1 of ");
}
END_TEST

START_TEST(a_beginning_that_was_not_enough_is_gone_on_with)
{
	begin_case("sanctuary", stage.mensah);
	press("Tab pol Tab BackTab ice Tab");
	expect_on_row(6, "Who is referring?               Police__");
}
END_TEST

START_TEST(a_field_put_back_by_mistake_is_had_again)
{
	begin_case("sanctuary", stage.mensah);
	press("Tab police Tab PC~Mills F12");
	expect_on_row(7, "phone       ____");
	expect_on_row(23, "Ctrl-U brings back what you typed.");
	press("^U Tab");
	expect_on_row(7, "phone       PC Mills__");
}
END_TEST

START_TEST(what_was_said_of_an_answer_goes_when_it_is_put_right)
{
	begin_case("sanctuary", stage.mensah);
	press("31/2 Tab BackTab 1/2/2026 Tab");
	expect_on_row(23, "Draft kept");
}
END_TEST

START_TEST(what_is_to_be_put_right_is_said_whole)
{
	begin_case("sanctuary", stage.mensah);
	press("Tab olice Tab");
	expect_on_row(23, "Choose from the list: a number from 1 to 36, or "
			  "the first letters.");
}
END_TEST

START_TEST(a_number_says_which_choice_it_is)
{
	begin_case("sanctuary", stage.mensah);
	press("Tab 17");
	expect_on_row(22, "Child mental health");
}
END_TEST

START_TEST(a_list_shows_every_choice_and_takes_one)
{
	begin_case("sanctuary", stage.mensah);
	press("Tab F4");
	expect_screen("choices");
	press("Down Enter");
	expect_somewhere("Police, counter-ter");
}
END_TEST

START_TEST(tab_takes_a_line_of_the_list_and_goes_on)
{
	begin_case("sanctuary", stage.mensah);
	press("Tab F4 2 Tab");
	expect_top("form");
	expect_on_row(6, "Police, counter-ter");
	press("Ann~Lee");
	expect_on_row(7, "phone       Ann Lee__");
}
END_TEST

START_TEST(an_earlier_case_is_chosen_from_the_persons_own)
{
	begin_case("drug_episode", stage.xuseen); /* the first is d.carter's */
	press("F9 earlier~episode Enter F4");
	expect_on_row(5, "DRG-2026-00001  Drug and alcohol treatment");
	press("Enter Tab");
	expect_somewhere("Earlier episode here          DRG-2026-00001");
}
END_TEST

START_TEST(a_list_can_take_several)
{
	begin_person();
	press("F6 F6 Tab F4 Enter Down Enter");
	expect_screen("choices-several");
	press("F2");
	expect_screen("form-several");
}
END_TEST

/* --- Saving --------------------------------------------------------- */

START_TEST(saving_with_something_missing_points_to_it)
{
	begin_case("sanctuary", stage.mensah);
	press("F2");
	expect_top("form");
	expect_screen("form-missing");
}
END_TEST

START_TEST(a_referral_is_filled_in_and_saved)
{
	begin_case("sanctuary", stage.mensah);
	press("2/3 Tab hous Tab F2");
	expect_top("case");
	expect_somewhere("Saved SAN-2026-00002.");
}
END_TEST

START_TEST(a_child_record_without_what_it_needs_is_kept_unfinished)
{
	begin_child("sanctuary.contact", stage.khatun_case);
	press("Tab Tab phone Tab");
	expect_screen("form-child");
	press("F2");
	expect_top("home");
	expect_somewhere("Unfinished, still needed: Result");
}
END_TEST

START_TEST(a_soft_check_is_kept_with_a_reason)
{
	struct edit *e = begin_person();

	press("Ama Tab Owusu F6 F6 F6 12345 Tab F2");
	expect_screen("form-soft-check");
	expect_somewhere("F2 again keeps it.");
	press("F2");
	expect_top("question");
	expect_screen("question-reason");
	press("As~on~her~letter Enter");
	expect_top("person");
	(void)e;
}
END_TEST

/* A note of so many letters in words of ten. */
static void
paste_note(size_t letters)
{
	struct buf b = BUF_INIT;

	for (size_t i = 0; i < letters; i++)
		buf_char(&b, i % 10 == 9 ? ' ' : 'a');
	ui_top(stage.ui)->ops->paste(ui_top(stage.ui), b.s);
	buf_clear(&b);
}

START_TEST(what_is_called_just_so_comes_first_of_what_is_found)
{
	begin_case("sanctuary", stage.mensah);
	press("F9 field:~permission");
	expect_on_row(5, "> Field: Permission");
	expect_on_row(6, "  Field: Owner can be asked for permission");
	press("F12 F9 permission Down");
	expect_on_row(6, "> Field: Permission");
}
END_TEST

START_TEST(a_note_is_counted_at_its_pauses)
{
	begin_case("sanctuary", stage.mensah);
	press("F9 field:~what~happened Enter");
	expect_on_row(22, "As many lines as it needs. Tab goes on.");
	press("Two~nights");
	expect_on_row(22, "1 word, 4 of 20,000 characters. Tab goes on.");
	ck_assert(ui_idle(stage.ui, 2));
	expect_on_row(22, "2 words, 10 of 20,000 characters. Tab goes on.");
	press("~in~March.~");
	expect_on_row(22, "4 words, 21 of 20,000 characters. Tab goes on.");
}
END_TEST

START_TEST(a_note_that_is_too_long_stays_and_says_so)
{
	struct edit *e = begin_case("sanctuary", stage.mensah);

	press("F9 field:~what~happened Enter");
	paste_note(20112);
	expect_on_row(22, "20,112 of 20,000 characters: 112 too many.");
	press("Tab");
	expect_on_row(23, "This is 112 characters too long to save. "
			  "Nothing is lost: shorten it.");
	press("F2");
	expect_top("form");
	ck_assert_uint_eq(
		strlen(edit_get_typed(e, form_item(e->form, "story"), NO_ROW)),
		20112);
	press("F9 field:~what~happened Enter");
	paste_note(50000);
	expect_on_row(23, "There is no more room in this field: the end was "
			  "left out.");
}
END_TEST

START_TEST(words_are_found_in_a_note)
{
	begin_case("sanctuary", stage.mensah);
	press("F9 field:~what~happened Enter");
	press("Noise~at~two.~He~went~to~Zo\xC3\xAB's~door,~then~home~at~two");
	press("F9 find~words Enter TWO Enter");
	expect_top("form");
	expect_on_row(23, "Found, 1 of 2. F4 and Enter finds the next.");
	press("F4 Enter");
	expect_on_row(23, "Found, 2 of 2.");
	press("X");
	expect_on_row(20, "Xtwo");
	press("F4 End Bs Bs Bs zoe's Enter");
	expect_on_row(23, "Found. It stands here once.");
	press("X");
	expect_somewhere("went to XZo\xC3\xAB's door");
	press("F4 End Bs Bs Bs Bs Bs nobody Enter");
	expect_top("question");
	expect_on_row(23, "That does not stand in this note.");
}
END_TEST

START_TEST(what_is_not_known_is_left_empty)
{
	struct edit *e = begin_case("sanctuary", stage.mensah);

	press("F9 field:~latest~incident Enter 2/3/26 Tab");
	press("F9 field:~latest~incident Enter Not~known");
	expect_on_row(22, "Understood: not known, and left empty.");
	press("Tab");
	expect_on_row(23, "Not known: it is left empty.");
	ck_assert_ptr_null(fields_get(&e->answers, "incident_on"));
	press("F9 field:~referral~received Enter unknown Tab");
	expect_on_row(23, "It is needed before this is finished.");
	press("F9 field:~own~reference Enter not~known Tab");
	ck_assert_str_eq(fields_text(&e->answers, "referrer_ref"), "not known");
}
END_TEST

static size_t
drafts_now(void)
{
	struct draft_brief *v;
	size_t n;

	ck_assert_int_eq(draft_briefs(stage.session, &stage.arena, &v, &n),
			 ERR_OK);
	return n;
}

START_TEST(leaving_keeps_a_draft_and_says_so)
{
	begin_case("sanctuary", stage.mensah);
	press("2/3 Tab housing F3");
	expect_top("home");
	expect_somewhere("kept as a draft");
	ui_push(stage.ui, screen_drafts(stage.ui));
	expect_screen("drafts");
	press("Enter");
	expect_top("form");
	expect_on_row(5, "02 Mar 2026");
}
END_TEST

/* Who may read and not write is offered neither F2 nor F8. */
START_TEST(a_reader_is_offered_no_rows_to_add)
{
	ck_assert_int_eq(user_add(stage.session, "p.nel", "Pat Nel", false),
			 ERR_OK);
	ck_assert_int_eq(
		user_grant(stage.session, "p.nel", "panel", "*", NO_DATE),
		ERR_OK);
	ui_free(&stage.ui);
	session_close(&stage.session, true);
	ck_assert_int_eq(
		session_open(&stage.session, stage.store, "p.nel", "test"),
		ERR_OK);
	stage.ui = ui_new(stage.session, 24, 80);
	ui_push(stage.ui, screen_person(stage.ui, stage.mensah));
	press("F2");
	expect_top("form");
	expect_somewhere("Other names  none yet");
	expect_nowhere("F8");
	expect_nowhere("F2 Save");
	expect_on_row(22, "Only to be read here.");
}
END_TEST

START_TEST(many_drafts_are_paged_and_counted)
{
	for (int i = 0; i < 20; i++) {
		struct edit *e;

		ck_assert_int_eq(edit_new_person(stage.session, NULL, &e),
				 ERR_OK);
		answer(e, "given", arena_printf(&stage.arena, "Ada %02d", i));
		ck_assert_int_eq(edit_keep(e), ERR_OK);
		edit_close(&e);
	}
	ui_push(stage.ui, screen_drafts(stage.ui));
	expect_on_row(4, "1-14 of 20");
	press("PgDn");
	expect_on_row(4, "15-20 of 20");
	expect_on_row(8, ">");
	press("End PgUp Home");
	expect_on_row(4, "1-14 of 20");
	expect_on_row(8, "> Person, new, ADA");
}
END_TEST

START_TEST(who_comes_in_is_told_why_drafts_stand_there)
{
	begin_case("sanctuary", stage.mensah);
	press("2/3 Tab housing F3");
	ui_push(stage.ui, screen_welcome(stage.ui));
	expect_on_row(1, "Welcome back");
	expect_on_row(3, "Begun and not saved.");
	press("F3");
	ui_free(&stage.ui);
	session_close(&stage.session, true);
	ck_assert_int_eq(
		session_open(&stage.session, stage.store, "n.begum", "test"),
		ERR_OK);
	stage.ui = ui_new(stage.session, 24, 80);
	ui_push(stage.ui, screen_home(stage.ui));
	ui_push(stage.ui, screen_welcome(stage.ui));
	expect_screen("welcome");
}
END_TEST

START_TEST(a_draft_is_compared_with_the_saved_record)
{
	struct edit *theirs;

	open_record(stage.khatun_case);
	press("Tab Tab PC~Ali Tab 4711 Tab F3");
	ck_assert_int_eq(edit_open(stage.session, stage.khatun_case, &theirs),
			 ERR_OK);
	answer(theirs, "referrer_name", "Sgt Brown");
	save_ok(theirs, SAVE_RECORD);
	edit_close(&theirs);
	ui_push(stage.ui, screen_drafts(stage.ui));
	press("F10 2");
	expect_top("draft");
	expect_screen("draft");
	press("F3");
	expect_top("drafts");
}
END_TEST

START_TEST(somebody_like_the_new_person_is_shown_first)
{
	begin_person();
	press("Shirin Tab Khatun Tab Tab Tab 4/5/1991 F2");
	expect_top("alike");
	expect_screen("alike");
	press("1");
	expect_top("person");
	expect_somewhere("Opened instead. All that you typed stands there "
			 "already.");
	ck_assert_uint_eq(drafts_now(), 0);
}
END_TEST

/* _i: put in, thrown away, kept. */
START_TEST(what_was_typed_of_somebody_known_is_not_left_lying_about)
{
	static const char *const said[] = {
		"Put in: Known as. F2 saves it with this person.",
		"Opened instead. What you typed is thrown away.",
		"Opened instead. What you typed is kept as a draft"
	};
	struct edit *e;

	begin_person();
	press("Shirin Tab Khatoon Tab Tab Tab 4/5/1991 F9 field:~known~as Enter");
	press("Shirley F2 1");
	expect_top("choices");
	if (_i == 0)
		expect_screen("alike-carry");
	press(_i == 0 ? "1" : _i == 1 ? "2" : "3");
	expect_on_row(23, said[_i]);
	expect_top(_i == 0 ? "form" : "person");
	ck_assert_uint_eq(drafts_now(), _i == 1 ? 0 : 1);
	if (_i != 0)
		return;
	press("F2");
	expect_top("person");
	ck_assert_uint_eq(drafts_now(), 0);
	ck_assert_int_eq(edit_open(stage.session, stage.khatun, &e), ERR_OK);
	ck_assert_str_eq(fields_text(&e->answers, "known_as"), "Shirley");
	ck_assert_str_eq(fields_text(&e->answers, "family"), "Khatun");
	edit_close(&e);
}
END_TEST

START_TEST(going_back_from_what_becomes_of_it_changes_nothing)
{
	begin_person();
	press("Shirin Tab Khatoon Tab Tab Tab 4/5/1991 F2 1 F12");
	expect_top("alike");
	press("1 F12 F3");
	expect_top("form");
	expect_somewhere("Khatoon");
}
END_TEST

START_TEST(whoever_registers_somebody_known_is_told_while_typing)
{
	begin_person();
	press("Shirin Tab Khatun Tab Tab Tab");
	expect_on_row(23, "");
	press("4/5/1991 Tab");
	expect_on_row(23, "Somebody like this is known already. F2 shows "
			  "them.");
	press("F2");
	expect_top("alike");
}
END_TEST

START_TEST(two_who_changed_the_same_field_are_compared)
{
	struct edit *theirs;

	open_record(stage.khatun_case);
	press("Tab Tab PC~Ali");
	ck_assert_int_eq(edit_open(stage.session, stage.khatun_case, &theirs),
			 ERR_OK);
	answer(theirs, "referrer_name", "Sgt Brown");
	save_ok(theirs, SAVE_RECORD);
	edit_close(&theirs);
	press("F2");
	expect_top("compare");
	expect_screen("compare");
	press("2 F2");
	expect_top("home");
	expect_somewhere("Saved SAN-2026-00001.");
}
END_TEST

START_TEST(what_was_not_understood_is_put_back_with_f12)
{
	open_record(stage.khatun_case);
	press("someday F2");
	expect_on_row(23, "1 thing to put right.");
	press("F12");
	expect_somewhere("27 Feb 2026_");
	press("F2");
	expect_top("home");
	expect_somewhere("Saved SAN-2026-00001.");
}
END_TEST

/* Each added to a note that was there: what was there is not what is chosen
 * by, and 3 keeps both. */
static const struct {
	const char *key, *kept;
} notes[] = {
	{ "1", "theirs." },
	{ "2", "mine." },
	{ "3", "theirs.\nRang her back: mine." },
};

START_TEST(notes_that_both_added_to_are_shown_where_they_part)
{
	struct edit *e;
	const char *was;

	ck_assert_int_eq(edit_open(stage.session, stage.khatun_case, &e),
			 ERR_OK);
	was = fields_text(&e->answers, "story");
	open_record(stage.khatun_case);
	press("F9 field:~what~happened Enter ^E ~Rang~her~back:~mine.");
	fields_set(&e->answers, "story",
		   value_text(arena_printf(&stage.arena,
					   "%s Police came: theirs.", was)));
	e->changed = true;
	save_ok(e, SAVE_RECORD);
	edit_close(&e);
	press("F2");
	expect_top("compare");
	expect_on_row(8, "... Police came: theirs.");
	expect_on_row(9, "... Rang her back: mine.");
	expect_on_row(22, "3 both");
	if (_i == 2)
		expect_screen("compare-notes");
	press(notes[_i].key);
	press("F2");
	expect_somewhere("Saved SAN-2026-00001.");
	ck_assert_int_eq(edit_open(stage.session, stage.khatun_case, &e),
			 ERR_OK);
	was = fields_text(&e->answers, "story");
	ck_assert_msg(strlen(was) > strlen(notes[_i].kept) &&
			      strcmp(was + strlen(was) - strlen(notes[_i].kept),
				     notes[_i].kept) == 0,
		      "kept: %s", was);
	edit_close(&e);
}
END_TEST

/* --- Checklist, rows, dialogue -------------------------------------- */

START_TEST(a_checklist_is_answered_with_single_keys)
{
	open_record(stage.khatun_case);
	press("F6 F6 F6 F6 F6 F6 y y n u y y n y");
	expect_screen("form-checklist");
}
END_TEST

START_TEST(a_row_is_added_and_written_in)
{
	open_record(stage.khatun_case);
	press("F6 F6 F6 F6 F8 Mina Tab 2019 Tab");
	expect_screen("form-row");
	press("F8 Rafi Tab");
	expect_screen("form-two-rows");
}
END_TEST

/* The case of the stage has two tasks that somebody wrote. */
START_TEST(a_step_that_ends_the_case_says_what_stays)
{
	begin_move(stage.khatun_case, "sanctuary", "decline_it");
	expect_on_row(8, "From \"Being assessed\" to \"Not gone on with\".");
	expect_on_row(9, "2 tasks that somebody wrote stay in the worklist "
			 "until done.");
	press("F12");
}
END_TEST

START_TEST(a_dialogue_asks_only_what_its_transition_needs)
{
	begin_move(stage.khatun_case, "sanctuary", "decline_it");
	expect_screen("form-transition");
	press("F2");
	expect_screen("form-transition-missing");
}
END_TEST

START_TEST(what_is_sensitive_is_hidden_until_asked_for)
{
	open_record(stage.xuseen_drugs);
	press("Tab Tab Tab");
	expect_screen("form-masked");
	press("Enter");
	expect_somewhere("Heroin most days");
}
END_TEST

/* --- Diary and questions -------------------------------------------- */

START_TEST(the_diary_shows_a_week)
{
	ui_push(stage.ui, screen_diary(stage.ui));
	expect_screen("diary");
	press("F6");
	expect_screen("diary-month");
	/* A day of the month opens its week, on the day. */
	press("Down Enter");
	expect_on_row(3, "Week of 02 Mar 2026");
	expect_on_row(7, "> Wed 4");
	press("F6 F4 1/5 Enter");
	expect_on_row(3, "May 2026");
	expect_on_row(5, "> Fri 1");
	press("Home PgUp");
	expect_on_row(3, "Apr 2026");
	press("F6");
	expect_on_row(3, "Week of 27 Apr 2026");
	press("PgDn");
	expect_on_row(3, "Week of 04 May 2026");
	press("F8 Ring~landlord Enter fri Enter");
	expect_somewhere("Ring landlord");
}
END_TEST

START_TEST(what_cannot_be_undone_wants_a_word)
{
	begin_case("sanctuary", stage.mensah);
	press("2/3 Tab F9 throw Enter");
	expect_screen("question-word");
	press("Enter");
	expect_top("form");
	press("F9 throw Enter AWAY Enter");
	expect_top("home");
	expect_somewhere("Thrown away.");
}
END_TEST

START_TEST(a_field_is_gone_to_by_its_label)
{
	begin_case("sanctuary", stage.mensah);
	press("F9");
	/* Not listed until something is typed: there are too many. */
	expect_somewhere("typing finds the others");
	press("tenure?");
	expect_somewhere("0 of");
	press("Bs");
	expect_somewhere("> Field: Tenure");
	press("Enter");
	expect_top("form");
	expect_somewhere(">* Tenure");
}
END_TEST

START_TEST(help_tells_of_the_field)
{
	begin_case("sanctuary", stage.mensah);
	press("Tab Tab Tab Tab F1");
	expect_screen("help-field");
}
END_TEST

Suite *
suite_screens_form(void)
{
	Suite *s = suite_create("screens: forms");
	TCase *t = tcase_create("seen");

	tcase_add_checked_fixture(t, stage_open, stage_close);
	tcase_set_timeout(t, 30);
	tcase_add_loop_test(t, each_programme_has_its_referral_form, 0,
			    (int)COUNT(referrals));
	tcase_add_test(t, a_new_person_is_asked_for_by_the_same_form);
	tcase_add_test(t, what_is_not_understood_has_its_fix_beneath);
	tcase_add_test(t, an_answer_opens_the_question_that_follows);
	tcase_add_test(t, first_letters_narrow_a_choice);
	tcase_add_test(t, a_number_says_which_choice_it_is);
	tcase_add_test(t, a_word_in_brackets_narrows_a_list_too);
	tcase_add_test(t, a_beginning_that_was_not_enough_is_gone_on_with);
	tcase_add_test(t, a_field_put_back_by_mistake_is_had_again);
	tcase_add_test(t, what_was_said_of_an_answer_goes_when_it_is_put_right);
	tcase_add_test(t, what_is_to_be_put_right_is_said_whole);
	tcase_add_test(t, a_list_shows_every_choice_and_takes_one);
	tcase_add_test(t, tab_takes_a_line_of_the_list_and_goes_on);
	tcase_add_test(t, an_earlier_case_is_chosen_from_the_persons_own);
	tcase_add_test(t, a_list_can_take_several);
	tcase_add_test(t, saving_with_something_missing_points_to_it);
	tcase_add_test(t, a_referral_is_filled_in_and_saved);
	tcase_add_test(t,
		       a_child_record_without_what_it_needs_is_kept_unfinished);
	tcase_add_test(t, a_soft_check_is_kept_with_a_reason);
	tcase_add_test(t, what_is_called_just_so_comes_first_of_what_is_found);
	tcase_add_test(t, a_note_is_counted_at_its_pauses);
	tcase_add_test(t, a_note_that_is_too_long_stays_and_says_so);
	tcase_add_test(t, words_are_found_in_a_note);
	tcase_add_test(t, what_is_not_known_is_left_empty);
	tcase_add_test(t, leaving_keeps_a_draft_and_says_so);
	tcase_add_test(t, a_reader_is_offered_no_rows_to_add);
	tcase_add_test(t, many_drafts_are_paged_and_counted);
	tcase_add_test(t, who_comes_in_is_told_why_drafts_stand_there);
	tcase_add_test(t, a_draft_is_compared_with_the_saved_record);
	tcase_add_test(t, somebody_like_the_new_person_is_shown_first);
	tcase_add_loop_test(
		t, what_was_typed_of_somebody_known_is_not_left_lying_about, 0,
		3);
	tcase_add_test(t, going_back_from_what_becomes_of_it_changes_nothing);
	tcase_add_test(t,
		       whoever_registers_somebody_known_is_told_while_typing);
	tcase_add_test(t, two_who_changed_the_same_field_are_compared);
	tcase_add_test(t, what_was_not_understood_is_put_back_with_f12);
	tcase_add_loop_test(t,
			    notes_that_both_added_to_are_shown_where_they_part,
			    0, COUNT(notes));
	tcase_add_test(t, a_checklist_is_answered_with_single_keys);
	tcase_add_test(t, a_row_is_added_and_written_in);
	tcase_add_test(t, a_dialogue_asks_only_what_its_transition_needs);
	tcase_add_test(t, a_step_that_ends_the_case_says_what_stays);
	tcase_add_test(t, what_is_sensitive_is_hidden_until_asked_for);
	tcase_add_test(t, the_diary_shows_a_week);
	tcase_add_test(t, what_cannot_be_undone_wants_a_word);
	tcase_add_test(t, a_field_is_gone_to_by_its_label);
	tcase_add_test(t, help_tells_of_the_field);
	suite_add_tcase(s, t);
	return s;
}
