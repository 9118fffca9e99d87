/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Filling in a form, on a store of its own with two small forms: what a key
 * does to the answers.  What it looks like is in tests/screens.
 */
#include "check_ui.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "casework/edit.h"
#include "ui/screens.h"

static const char forms[] = "role worker  Worker\n"
			    "role boss  Boss\n"
			    "list yn  Yes or no\n"
			    "choice yes  Yes\n"
			    "    score: 1\n"
			    "choice no   No\n"
			    "    score: 0\n"
			    "choice dk   Not known\n"
			    "    score: 0\n"
			    "list colour  Colour\n"
			    "choice red    Red\n"
			    "choice rose   Rose\n"
			    "choice green  Green\n"
			    "form person  Person\n"
			    "    version: 1\n"
			    "    subject: person\n"
			    "    read: worker boss\n"
			    "    write: worker boss\n"
			    "text given  Given name\n"
			    "    means: given_name\n"
			    "    search: yes\n"
			    "    required: save\n"
			    "text family  Family name\n"
			    "    means: family_name\n"
			    "    search: yes\n"
			    "form visit  Visit\n"
			    "    version: 1\n"
			    "    programme: visits\n"
			    "    opens: case\n"
			    "    reference: VIS-{yyyy}-{seq4}\n"
			    "    read: worker boss\n"
			    "    write: worker boss\n"
			    "page first  First page\n"
			    "date seen_on  Seen on\n"
			    "    required: save\n"
			    "    constraint: . <= today()\n"
			    "select_one yn ill  Ill?\n"
			    "text ill_how  How\n"
			    "    relevant: ill = 'yes'\n"
			    "select_one colour hue  Colour of the door\n"
			    "integer guests  Guests\n"
			    "    warning: . <= 10\n"
			    "    warning_message: More than ten guests.\n"
			    "text story  Story\n"
			    "    appearance: multiline\n"
			    "text secret_word  Secret word\n"
			    "    sensitive: yes\n"
			    "text for_boss  For the boss\n"
			    "    write: boss\n"
			    "note advice  Ask whether it is safe to talk, and "
			    "begin again another day where it is not: nothing "
			    "is lost.\n"
			    "page second  Second page\n"
			    "begin group marks  Marks\n"
			    "    appearance: table-list\n"
			    "select_one yn m1  First mark\n"
			    "select_one yn m2  Second mark\n"
			    "select_one yn m3  Third mark\n"
			    "select_one colour paint  Paint\n"
			    "    appearance: minimal\n"
			    "end group marks\n"
			    "begin repeat kid  Children\n"
			    "    summary: kid_name\n"
			    "    max: 2\n"
			    "text kid_name  Child's name\n"
			    "date kid_born  Child born\n"
			    "    estimate: yes\n"
			    "end repeat kid\n"
			    "state open  Open\n"
			    "state shut  Shut\n"
			    "    final: yes\n"
			    "transition close  Close\n"
			    "    from: open\n"
			    "    to: shut\n"
			    "    role: worker\n"
			    "    ask: hue\n"
			    "    reason: yes\n"
			    "form call  Call\n"
			    "    of: visit\n"
			    "    summary: call_on\n"
			    "date call_on  Called on\n"
			    "    required: save\n"
			    "    default: today()\n"
			    "select_one yn spoke  Did they answer?\n"
			    "    required: yes\n";

static struct {
	char dir[64];
	struct arena arena;
	struct store *store;
	struct session *session, *admin;
	struct ui *ui;
	struct edit *edit; /* the form's; gone when it closes */
	uint64_t person;
} on;

/* --- A small store -------------------------------------------------- */

static void
make_store(void)
{
	const struct form_source file = { "small.form", forms,
					  sizeof(forms) - 1 };
	struct problems p;

	snprintf(on.dir, sizeof(on.dir), "/tmp/check-form-XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(on.dir));
	problems_init(&p, &on.arena);
	ck_assert_int_eq(store_open(&on.store, on.dir, STORE_CREATE), ERR_OK);
	ck_assert_int_eq(forms_publish(on.store, NULL, &file, 1, &p), ERR_OK);
	ck_assert_int_eq(store_make_admin(on.store, "ada", "Ada", false),
			 ERR_OK);
	ck_assert_int_eq(session_open(&on.admin, on.store, "ada", "test"),
			 ERR_OK);
	ck_assert_int_eq(user_add(on.admin, "wim", "Wim", false), ERR_OK);
	ck_assert_int_eq(
		user_grant(on.admin, "wim", "worker", "visits", NO_DATE),
		ERR_OK);
	ck_assert_int_eq(session_open(&on.session, on.store, "wim", "test"),
			 ERR_OK);
}

static const struct form *
form_of(const char *name)
{
	return form_find(session_forms(on.session), name);
}

static void
show(struct edit *e)
{
	on.edit = e;
	ui_push(on.ui, screen_form(on.ui, e));
}

static void
begin_visit(void)
{
	struct edit *e;

	ck_assert_int_eq(
		edit_new_case(on.session, form_of("visit"), on.person, &e),
		ERR_OK);
	show(e);
}

static void
set_up(void)
{
	struct saved saved;
	struct edit *e;

	clock_fix(1772535600); /* 3 March 2026, 11:00 */
	make_store();
	ck_assert_int_eq(edit_new_person(on.session, NULL, &e), ERR_OK);
	edit_set(e, form_item(e->form, "given"), NO_ROW, value_text("Ann"));
	ck_assert_int_eq(edit_save(e, SAVE_RECORD, NULL, &saved), ERR_OK);
	on.person = saved.record;
	edit_close(&e);
	on.ui = ui_new(on.session, 24, 80);
	ui_push(on.ui, screen_home(on.ui));
}

static void
take_down(void)
{
	char command[128];

	ui_free(&on.ui);
	session_close(&on.session, false);
	session_close(&on.admin, false);
	store_close(&on.store);
	arena_clear(&on.arena);
	snprintf(command, sizeof(command), "rm -rf '%s'", on.dir);
	ck_assert_int_eq(system(command), 0);
}

/* --- Keys, and what came of them ------------------------------------ */

static void
act(enum keypress_kind kind, uint32_t code)
{
	ck_assert(ui_key(on.ui, &(struct keypress){ kind, code, NULL }));
}

static void
tabs(int n)
{
	while (n-- > 0)
		act(K_NAMED, K_TAB);
}

static void
type(const char *text)
{
	while (*text != '\0')
		act(K_CHAR, utf8_next(&text));
}

static const char *
answered(const char *field, size_t row)
{
	const struct item *it = form_item(on.edit->form, field);
	const struct value *v = edit_get(on.edit, it, row);

	return v != NULL ? value_format(&on.arena, v) : "";
}

static bool
on_screen(const char *text)
{
	char *all = canvas_dump(ui_draw(on.ui));
	bool there = strstr(all, text) != NULL;

	free(all);
	return there;
}

static const char *
top_name(void)
{
	return ui_top(on.ui)->ops->name;
}

/* --- Typing --------------------------------------------------------- */

static const struct {
	const char *why;
	int field; /* Tabs from the first one */
	const char *typed, *name, *want;
} typing[] = {
	{ "a date as people write it", 0, "2 mar", "seen_on", "2026-03-02" },
	{ "the first letter of a choice", 1, "y", "ill", "yes" },
	{ "letters enough for one choice", 2, "ros", "hue", "rose" },
	{ "the number of a choice", 2, "3", "hue", "green" },
	{ "a number", 3, "7", "guests", "7" },
	{ "space around a text goes", 4, "  long ago ", "story", "long ago" },
	{ "blanks alone are no answer", 4, "   ", "story", "" },
};

START_TEST(leaving_a_field_takes_what_was_typed)
{
	begin_visit();
	tabs(typing[_i].field);
	type(typing[_i].typed);
	tabs(1);
	ck_assert_msg(
		strcmp(answered(typing[_i].name, NO_ROW), typing[_i].want) == 0,
		"%s: got '%s', want '%s'", typing[_i].why,
		answered(typing[_i].name, NO_ROW), typing[_i].want);
}
END_TEST

START_TEST(what_was_understood_is_echoed_unless_one_wants_it_not)
{
	struct settings mine = *ui_settings(on.ui);

	begin_visit();
	type("2 mar");
	tabs(1);
	ck_assert(on_screen("02 Mar 2026"));
	ck_assert(on_screen("Monday"));
	mine.echo = false;
	ui_settings_set(on.ui, &mine);
	ck_assert(on_screen("02 Mar 2026"));
	ck_assert(!on_screen("Monday"));
}
END_TEST

START_TEST(what_is_not_understood_stays_and_lets_go)
{
	begin_visit();
	type("32/1");
	tabs(1);
	type("n");
	tabs(1);
	ck_assert_str_eq(answered("seen_on", NO_ROW), "");
	ck_assert_str_eq(edit_get_typed(on.edit,
					form_item(on.edit->form, "seen_on"),
					NO_ROW),
			 "32/1");
	ck_assert_str_eq(answered("ill", NO_ROW), "no");
	ck_assert(on_screen("! Seen on"));
	act(K_NAMED, K_BACKTAB);
	act(K_NAMED, K_BACKTAB);
	type("1/2");
	tabs(1);
	ck_assert_str_eq(answered("seen_on", NO_ROW), "2026-02-01");
	ck_assert(!on_screen("! Seen on"));
}
END_TEST

START_TEST(typing_writes_a_date_anew_and_adds_to_a_text)
{
	begin_visit();
	type("1/2");
	tabs(4);
	type("One");
	tabs(1);
	act(K_NAMED, K_BACKTAB);
	type(" two");
	for (int i = 0; i < 4; i++)
		act(K_NAMED, K_BACKTAB);
	type("2/2");
	tabs(1);
	ck_assert_str_eq(answered("seen_on", NO_ROW), "2026-02-02");
	ck_assert_str_eq(answered("story", NO_ROW), "One two");
}
END_TEST

START_TEST(cancel_puts_a_field_back)
{
	begin_visit();
	type("1/2");
	tabs(1);
	act(K_NAMED, K_BACKTAB);
	type("nonsense");
	act(K_F, 12);
	tabs(1);
	ck_assert_str_eq(answered("seen_on", NO_ROW), "2026-02-01");
}
END_TEST

START_TEST(enter_goes_on_and_makes_a_new_line_in_a_long_text)
{
	begin_visit();
	for (int i = 0; i < 4; i++)
		act(K_NAMED, K_ENTER);
	type("a");
	act(K_NAMED, K_ENTER);
	type("b");
	tabs(1);
	ck_assert_str_eq(answered("story", NO_ROW), "a\nb");
}
END_TEST

START_TEST(a_question_that_follows_appears_and_its_answer_waits)
{
	begin_visit();
	tabs(1);
	type("y");
	tabs(1);
	ck_assert(on_screen("One more question: How"));
	type("Flu");
	act(K_NAMED, K_BACKTAB);
	type("n");
	tabs(1);
	ck_assert(!on_screen("Flu"));
	act(K_NAMED, K_BACKTAB);
	type("y");
	tabs(1);
	ck_assert(on_screen("Flu"));
}
END_TEST

START_TEST(what_one_may_not_write_is_shown_and_not_entered)
{
	begin_visit();
	tabs(6);
	ck_assert_str_eq(on.edit->at_field, "m1");
	act(K_NAMED, K_UP);
	ck_assert_str_eq(on.edit->at_field, "for_boss");
	type("x");
	ck_assert(on_screen("This cannot be changed here."));
}
END_TEST

/* --- Sections, checklist, rows -------------------------------------- */

/* However wide the window, sentences are no wider than is read at ease. */
START_TEST(a_note_is_wrapped_to_76_columns)
{
	begin_visit();
	ui_resize(on.ui, 43, 132);
	ck_assert(on_screen("Ask whether it is safe to talk"));
	ck_assert(!on_screen("Ask whether it is safe to talk, and begin again "
			     "another day where it is not: nothing"));
}
END_TEST

START_TEST(tab_after_the_last_field_goes_on_to_the_next_section)
{
	begin_visit();
	act(K_F, 6);
	ck_assert_str_eq(on.edit->at_field, "m1");
	act(K_CTRL, 'P');
	ck_assert_str_eq(on.edit->at_field, "seen_on");
	act(K_NAMED, K_BACKTAB);
	ck_assert_str_eq(on.edit->at_field, "seen_on");
	ck_assert(on_screen("This is the first field."));
}
END_TEST

START_TEST(single_keys_answer_and_move_on)
{
	begin_visit();
	act(K_F, 6);
	type("ynu");
	ck_assert_str_eq(answered("m1", NO_ROW), "yes");
	ck_assert_str_eq(answered("m2", NO_ROW), "no");
	ck_assert_str_eq(answered("m3", NO_ROW), "dk");
	ck_assert_str_eq(on.edit->at_field, "paint");
	ck_assert(on_screen("Score 1 of 3"));
	act(K_NAMED, K_UP);
	type(" ");
	ck_assert_str_eq(answered("m3", NO_ROW), "");
	type("x");
	ck_assert(on_screen("One key answers: y Yes"));
}
END_TEST

START_TEST(one_question_of_a_table_may_be_a_line_of_its_own)
{
	begin_visit();
	act(K_F, 6);
	tabs(3);
	ck_assert_str_eq(on.edit->at_field, "paint");
	ck_assert(on_screen("__  F4"));
	type("ro");
	tabs(1);
	ck_assert_str_eq(answered("paint", NO_ROW), "rose");
	ck_assert_str_eq(on.edit->at_field, "kid");
}
END_TEST

START_TEST(rows_are_added_up_to_the_most_and_struck_out)
{
	const struct item *kid;

	begin_visit();
	act(K_F, 6);
	act(K_F, 8);
	type("Mo");
	tabs(1);
	act(K_F, 8);
	type("Jo");
	tabs(1);
	kid = form_item(on.edit->form, "kid");
	ck_assert_uint_eq(view_rows(on.edit->view, kid), 2);
	ck_assert_str_eq(answered("kid_name", 1), "Jo");
	act(K_F, 8);
	ck_assert_uint_eq(view_rows(on.edit->view, kid), 2);
	ck_assert(on_screen("no more than 2"));
	act(K_F, 9);
	type("strike");
	act(K_NAMED, K_ENTER);
	ck_assert_uint_eq(view_rows(on.edit->view, kid), 1);
	ck_assert_str_eq(answered("kid_name", 0), "Mo");
}
END_TEST

/* --- Saving --------------------------------------------------------- */

START_TEST(f2_saves_a_new_case_and_opens_it)
{
	begin_visit();
	type("2/3");
	act(K_F, 2);
	ck_assert_str_eq(top_name(), "case");
	ck_assert(on_screen("Saved VIS-2026-0001."));
}
END_TEST

START_TEST(f2_goes_from_one_thing_to_put_right_to_the_next)
{
	begin_visit();
	tabs(3);
	type("many");
	act(K_F, 2);
	ck_assert(on_screen("2 things to put right."));
	ck_assert_str_eq(on.edit->at_field, "seen_on");
	act(K_F, 2);
	ck_assert_str_eq(on.edit->at_field, "guests");
	act(K_F, 2);
	ck_assert_str_eq(on.edit->at_field, "seen_on");
	ck_assert_uint_ne(on.edit->draft, 0);
}
END_TEST

START_TEST(f2_again_keeps_what_is_odd_with_a_reason)
{
	begin_visit();
	type("2/3");
	tabs(3);
	type("11");
	act(K_F, 2);
	ck_assert(on_screen("More than ten guests. F2 again keeps it."));
	act(K_F, 2);
	ck_assert_str_eq(top_name(), "question");
	type("A wedding");
	act(K_NAMED, K_ENTER);
	ck_assert_str_eq(top_name(), "case");
}
END_TEST

START_TEST(same_as_last_time_gives_what_was_entered_before)
{
	begin_visit();
	type("2/3");
	tabs(2);
	type("green");
	act(K_F, 2);
	begin_visit();
	tabs(2);
	act(K_CTRL, 'D');
	ck_assert_str_eq(answered("hue", NO_ROW), "green");
	act(K_NAMED, K_TAB);
	act(K_CTRL, 'D');
	ck_assert_str_eq(answered("guests", NO_ROW), "");
	ck_assert(on_screen("Nothing was entered here before."));
}
END_TEST

START_TEST(a_draft_is_taken_up_where_it_was_left)
{
	struct draft_brief *v;
	struct edit *e;
	size_t n;

	begin_visit();
	type("2/3");
	tabs(3);
	type("4x");
	ui_lost(on.ui); /* in the middle of a field */
	ck_assert_int_eq(draft_briefs(on.session, &on.arena, &v, &n), ERR_OK);
	ck_assert_uint_eq(n, 1);
	ck_assert_int_eq(edit_resume(on.session, v[0].id, &e), ERR_OK);
	show(e);
	ck_assert_str_eq(answered("seen_on", NO_ROW), "2026-03-02");
	ck_assert_str_eq(on.edit->at_field, "guests");
	ck_assert(on_screen("4x"));
}
END_TEST

START_TEST(back_keeps_the_draft_but_makes_none_of_nothing)
{
	struct draft_brief *v;
	size_t n;

	begin_visit();
	act(K_F, 3);
	ck_assert_str_eq(top_name(), "home");
	ck_assert_int_eq(draft_briefs(on.session, &on.arena, &v, &n), ERR_OK);
	ck_assert_uint_eq(n, 0);
	begin_visit();
	type("2/3");
	act(K_F, 3);
	ck_assert(on_screen("kept as a draft"));
	ck_assert_int_eq(draft_briefs(on.session, &on.arena, &v, &n), ERR_OK);
	ck_assert_uint_eq(n, 1);
}
END_TEST

static uint64_t
save_visit(const char *secret)
{
	struct saved saved;
	struct edit *e;

	ck_assert_int_eq(
		edit_new_case(on.session, form_of("visit"), on.person, &e),
		ERR_OK);
	edit_set(e, form_item(e->form, "seen_on"), NO_ROW,
		 value_date(date_of(2026, 3, 2)));
	edit_set(e, form_item(e->form, "secret_word"), NO_ROW,
		 value_text(secret));
	ck_assert_int_eq(edit_save(e, SAVE_RECORD, NULL, &saved), ERR_OK);
	edit_close(&e);
	return saved.record;
}

START_TEST(what_is_sensitive_is_shown_when_asked_for)
{
	uint64_t id = save_visit("xyzzy");
	struct edit *e;

	ck_assert_int_eq(edit_open(on.session, id, &e), ERR_OK);
	show(e);
	ck_assert(!on_screen("xyzzy"));
	tabs(5);
	type("a");
	ck_assert(on_screen("It is hidden. Enter shows it first."));
	act(K_NAMED, K_ENTER);
	ck_assert(on_screen("xyzzy"));
	type("!");
	tabs(1);
	ck_assert_str_eq(answered("secret_word", NO_ROW), "xyzzy!");
}
END_TEST

START_TEST(what_was_only_looked_at_is_not_saved_again)
{
	uint64_t id = save_visit("");
	struct edit *e;

	ck_assert_int_eq(edit_open(on.session, id, &e), ERR_OK);
	ck_assert_uint_eq(e->base_revision, 1);
	show(e);
	act(K_F, 2);
	ck_assert_str_eq(top_name(), "home");
	ck_assert(on_screen("Nothing was changed."));
	ck_assert_int_eq(edit_open(on.session, id, &e), ERR_OK);
	ck_assert_uint_eq(e->base_revision, 1);
	edit_close(&e);
}
END_TEST

START_TEST(a_child_record_is_finished_only_when_nothing_is_missing)
{
	uint64_t id = save_visit("");
	struct edit *e;

	ck_assert_int_eq(
		edit_new_child(on.session, form_of("visit.call"), id, &e),
		ERR_OK);
	show(e);
	act(K_F, 2);
	ck_assert(on_screen("Unfinished, still needed: Did they answer?"));
	ck_assert_int_eq(
		edit_new_child(on.session, form_of("visit.call"), id, &e),
		ERR_OK);
	show(e);
	tabs(1);
	type("y");
	act(K_F, 2);
	ck_assert(on_screen("Saved Call, VIS-2026-0001."));
}
END_TEST

START_TEST(a_transition_wants_its_answers_and_its_reason)
{
	uint64_t id = save_visit("");
	const struct form *f = form_of("visit");
	struct edit *e;

	ck_assert_int_eq(edit_begin_transition(on.session, id,
					       form_transition(f, "close"), &e),
			 ERR_OK);
	show(e);
	ck_assert(!on_screen("Guests"));
	act(K_F, 2);
	ck_assert(on_screen("1 thing to put right."));
	type("red");
	act(K_F, 2);
	ck_assert(on_screen("Say why."));
	type("All is well");
	act(K_F, 2);
	ck_assert_str_eq(top_name(), "home");
	ck_assert(on_screen("VIS-2026-0001 is now \""));
}
END_TEST

START_TEST(two_who_change_the_same_field_choose)
{
	uint64_t id = save_visit("");
	struct saved saved;
	struct edit *mine, *theirs;
	const struct item *hue;

	ck_assert_int_eq(edit_open(on.session, id, &mine), ERR_OK);
	show(mine);
	tabs(2);
	type("red");
	ck_assert_int_eq(edit_open(on.session, id, &theirs), ERR_OK);
	hue = form_item(theirs->form, "hue");
	edit_set(theirs, hue, NO_ROW, value_code("green"));
	ck_assert_int_eq(edit_save(theirs, SAVE_RECORD, NULL, &saved), ERR_OK);
	edit_close(&theirs);
	act(K_F, 2);
	ck_assert_str_eq(top_name(), "compare");
	act(K_F, 2);
	ck_assert(on_screen("Choose this one first"));
	type("1");
	act(K_F, 2);
	ck_assert_str_eq(top_name(), "home");
	ck_assert_int_eq(edit_open(on.session, id, &on.edit), ERR_OK);
	ck_assert_str_eq(answered("hue", NO_ROW), "green");
	edit_close(&on.edit);
}
END_TEST

static void
add_typing(Suite *s)
{
	TCase *t = tcase_create("typing");

	tcase_add_checked_fixture(t, set_up, take_down);
	tcase_add_loop_test(t, leaving_a_field_takes_what_was_typed, 0,
			    (int)COUNT(typing));
	tcase_add_test(t,
		       what_was_understood_is_echoed_unless_one_wants_it_not);
	tcase_add_test(t, what_is_not_understood_stays_and_lets_go);
	tcase_add_test(t, typing_writes_a_date_anew_and_adds_to_a_text);
	tcase_add_test(t, cancel_puts_a_field_back);
	tcase_add_test(t, enter_goes_on_and_makes_a_new_line_in_a_long_text);
	tcase_add_test(t, a_question_that_follows_appears_and_its_answer_waits);
	tcase_add_test(t, what_one_may_not_write_is_shown_and_not_entered);
	suite_add_tcase(s, t);
}

static void
add_parts(Suite *s)
{
	TCase *t = tcase_create("sections, checklists, rows");

	tcase_add_checked_fixture(t, set_up, take_down);
	tcase_add_test(t, a_note_is_wrapped_to_76_columns);
	tcase_add_test(t, tab_after_the_last_field_goes_on_to_the_next_section);
	tcase_add_test(t, single_keys_answer_and_move_on);
	tcase_add_test(t, one_question_of_a_table_may_be_a_line_of_its_own);
	tcase_add_test(t, rows_are_added_up_to_the_most_and_struck_out);
	suite_add_tcase(s, t);
}

static void
add_saving(Suite *s)
{
	TCase *t = tcase_create("saving");

	tcase_add_checked_fixture(t, set_up, take_down);
	tcase_add_test(t, f2_saves_a_new_case_and_opens_it);
	tcase_add_test(t, f2_goes_from_one_thing_to_put_right_to_the_next);
	tcase_add_test(t, f2_again_keeps_what_is_odd_with_a_reason);
	tcase_add_test(t, same_as_last_time_gives_what_was_entered_before);
	tcase_add_test(t, a_draft_is_taken_up_where_it_was_left);
	tcase_add_test(t, back_keeps_the_draft_but_makes_none_of_nothing);
	tcase_add_test(t, what_is_sensitive_is_shown_when_asked_for);
	tcase_add_test(t, what_was_only_looked_at_is_not_saved_again);
	tcase_add_test(t,
		       a_child_record_is_finished_only_when_nothing_is_missing);
	tcase_add_test(t, a_transition_wants_its_answers_and_its_reason);
	tcase_add_test(t, two_who_change_the_same_field_choose);
	suite_add_tcase(s, t);
}

Suite *
suite_ui_form(void)
{
	Suite *s = suite_create("ui: forms");

	add_typing(s);
	add_parts(s);
	add_saving(s);
	return s;
}
