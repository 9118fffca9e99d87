/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the keys do on the main screens. */
#include "screens.h"

#include <stdlib.h>
#include <string.h>

#include "casework/keep.h"
#include "casework/work.h"

/* --- Home -------------------------------------------------------------- */

START_TEST(enter_opens_the_case_and_back_returns_to_the_row)
{
	press("Down Enter");
	expect_top("case");
	expect_on_row(1, "SAN-2026-00001");
	press("F3");
	expect_top("home");
	expect_on_row(8, "> 02 Mar  SAN-2026-00001");
}
END_TEST

START_TEST(a_row_stays_marked_when_the_list_is_read_again)
{
	uint64_t id;
	struct task_new t = { .text = "Early",
			      .due = date_of(2026, 1, 2),
			      .minutes = -1 };

	press("Down");
	ck_assert_int_eq(task_add(stage.session, &t, &id), ERR_OK);
	press("F5");
	expect_on_row(9, "> 02 Mar  SAN-2026-00001");
	expect_on_row(7, "Early");
}
END_TEST

START_TEST(narrowing_shows_what_fits_and_f12_clears_it)
{
	press("xus");
	expect_on_row(3, "2 of 9");
	press("F12");
	expect_on_row(3, "9 of 9");
	press("zzz");
	expect_somewhere("Nothing in this list fits what you typed.");
	press("Bs Bs Bs");
	expect_on_row(3, "9 of 9");
}
END_TEST

START_TEST(a_task_is_done_from_its_row)
{
	press("Down Down F10");
	expect_somewhere("This task is done");
	press("2");
	expect_top("question");
	press("went~well Enter");
	expect_top("home");
	expect_on_row(3, "8 of 8");
	expect_on_row(23, "Done: T-");
}
END_TEST

START_TEST(a_task_moves_to_another_day)
{
	press("Down Down F10 3 t+2 Enter");
	expect_on_row(23, "Moved to Thu 5 Mar 2026.");
	expect_somewhere("> 05 Mar  T-");
	press("F10 3 nonsense Enter");
	expect_on_row(23, "That day is not understood.");
}
END_TEST

START_TEST(what_nobody_has_is_taken_from_its_row)
{
	ck_assert_int_eq(case_assign(stage.session, stage.xuseen_iom, "",
				     "left the team"),
			 ERR_OK);
	press("F6 F6");
	expect_on_row(1, "Work that nobody has");
	expect_on_row(7, "IOM-2026-00002");
	expect_nowhere("nobody has it");
	press("F9 take~this Enter");
	expect_on_row(23, "IOM-2026-00002 is yours.");
	expect_somewhere("Everything has an owner.");
}
END_TEST

START_TEST(a_case_is_given_away_from_its_row)
{
	ck_assert_int_eq(case_assign(stage.session, stage.xuseen_iom, "",
				     "left the team"),
			 ERR_OK);
	press("F6 F6 F9 give~the Enter");
	expect_on_row(1, "Give IOM-2026-00002 to");
	press("Dee Enter");
	expect_on_row(23, "The case is now with d.carter.");
	expect_somewhere("Everything has an owner.");
	/* From somebody who has it, with a reason. */
	press("F6 F6 F6 xus F9 give~the Enter Dee Enter");
	expect_top("question");
	press("holiday Enter");
	expect_top("home");
	expect_on_row(23, "The case is now with d.carter.");
}
END_TEST

START_TEST(a_referral_stands_before_other_records_of_a_person)
{
	ui_push(stage.ui, screen_person(stage.ui, stage.mensah));
	press("F8");
	expect_on_row(5, ">   1   Drug and alcohol treatment");
}
END_TEST

START_TEST(leaving_asks_for_a_second_key)
{
	struct keypress f3 = { K_F, 3, NULL };

	ck_assert(ui_key(stage.ui, &f3));
	expect_on_row(23, "F3 again leaves the program.");
	press("Down");
	ck_assert(ui_key(stage.ui, &f3));
	ck_assert(!ui_key(stage.ui, &f3));
}
END_TEST

/* A list that is longer than the window, moved through by each key. */
START_TEST(the_mark_is_in_sight_to_the_end_of_a_long_worklist)
{
	struct task_new t = { .text = "Ring", .minutes = -1 };
	uint64_t id;

	for (int i = 0; i < 40; i++) {
		t.due = date_add_days(clock_today(), i);
		ck_assert_int_eq(task_add(stage.session, &t, &id), ERR_OK);
	}
	press("F5");
	for (int i = 0; i < 60; i++) {
		press("Down");
		expect_somewhere("\n> ");
	}
	press("Home");
	expect_on_row(7, ">");
	press("PgDn");
	expect_somewhere("\n> ");
	press("End");
	expect_on_row(20, ">");
	for (int i = 0; i < 60; i++) {
		press("Up");
		expect_somewhere("\n> ");
	}
}
END_TEST

START_TEST(drafts_are_told_of_on_the_home_screen)
{
	struct edit *e;

	ck_assert_int_eq(edit_new_person(stage.session, NULL, &e), ERR_OK);
	answer(e, "given", "Ola");
	ck_assert_int_eq(edit_keep(e), ERR_OK);
	edit_close(&e);
	press("F5");
	expect_on_row(22, "1 unsaved draft (F9, drafts).");
	press("F9 drafts Enter");
	expect_top("drafts");
}
END_TEST

/* How many cells differ between two drawings of the screen on top. */
static int
cells_changed_by(const char *keys)
{
	const struct canvas *c = ui_draw(stage.ui);
	size_t n = (size_t)c->rows * (size_t)c->cols;
	struct cell *was = malloc(n * sizeof(*was));
	int changed = 0;

	memcpy(was, c->cells, n * sizeof(*was));
	press(keys);
	c = ui_draw(stage.ui);
	for (size_t i = 0; i < n; i++)
		changed += memcmp(&was[i], &c->cells[i], sizeof(*was)) != 0;
	free(was);
	return changed;
}

START_TEST(moving_the_mark_changes_little)
{
	ck_assert_int_le(cells_changed_by("Down"), 2 * (1 + 14));
	ck_assert_int_le(cells_changed_by("Up"), 2 * (1 + 14));
}
END_TEST

/* --- Finding ----------------------------------------------------------- */

START_TEST(finding_opens_a_person_or_one_of_their_cases)
{
	press("F7 kowal Enter");
	expect_top("person");
	expect_on_row(2, "KOWALSKI, Bartosz");
	press("F3 Down Down Enter");
	expect_top("case");
	expect_on_row(1, "IOM-2026-00001");
}
END_TEST

START_TEST(going_back_to_the_search_finds_it_as_it_was)
{
	press("F7 xuseen Down Down Enter F3");
	expect_top("find");
	expect_on_row(3, "xuseen");
	expect_on_row(10, ">   ");
}
END_TEST

START_TEST(nobody_found_says_what_to_do)
{
	press("F7 qqqqq");
	expect_on_row(5, "Nobody by that.");
}
END_TEST

START_TEST(a_new_person_begins_with_what_was_typed)
{
	press("F7 Zielinska~Ola F8");
	expect_top("form");
	expect_somewhere("Zielinska");
	expect_somewhere("Ola");
}
END_TEST

START_TEST(f12_clears_the_box_and_then_closes)
{
	press("F7 kowal F12");
	expect_top("find");
	expect_on_row(3, "Find  ____");
	press("F12");
	expect_top("home");
}
END_TEST

static uint64_t taken;

static void
take(uint64_t person, const char *name, void *ctx)
{
	(void)name;
	(void)ctx;
	taken = person;
}

START_TEST(a_person_is_chosen_for_a_field)
{
	ui_push(stage.ui, screen_find(stage.ui, "mensah", take, NULL));
	expect_on_row(1, "Find a person for this field");
	press("Enter");
	expect_top("home");
	ck_assert_uint_eq(taken, stage.mensah);
}
END_TEST

/* One registered there goes into the field at once. */
START_TEST(a_new_person_goes_into_the_field)
{
	taken = 0;
	ui_push(stage.ui, screen_find(stage.ui, "Quint Zeller", take, NULL));
	press("F8 F2");
	expect_top("home");
	ck_assert_uint_ne(taken, 0);
}
END_TEST

/* --- Boxes ------------------------------------------------------------- */

START_TEST(help_closes_with_the_key_that_opened_it)
{
	press("F1");
	expect_top("help");
	press("F1");
	expect_top("home");
}
END_TEST

START_TEST(a_question_mark_in_an_empty_box_is_help)
{
	press("?");
	expect_top("help");
	press("F3 x ?");
	expect_top("home");
}
END_TEST

START_TEST(messages_are_listed)
{
	ui_say(stage.ui, "First.");
	ui_say(stage.ui, "Second.");
	press("F9 messages Enter");
	expect_top("messages");
	expect_on_row(3, "> 11:00  Second.");
	expect_on_row(4, "  11:00  First.");
}
END_TEST

START_TEST(the_palette_goes_home_from_anywhere)
{
	press("Enter F2");
	expect_top("form");
	press("F9 my~work Enter");
	expect_top("home");
}
END_TEST

/* Every screen leaves the cursor on the thing in focus, at any size. */
START_TEST(every_screen_draws_at_any_size)
{
	static const char *const ways[] = {
		"",
		"F6",
		"F6 F6 F6",
		"F7",
		"F7 kha",
		"F9",
		"F10",
		"F1",
		"Down Enter",
		"Down Enter F4",
		"Down Enter F9",
	};

	press(ways[_i]);
	for (int rows = 1; rows < 60; rows += 3)
		for (int cols = 2; cols < 220; cols += 13) {
			const struct canvas *c;

			ui_resize(stage.ui, rows, cols);
			c = ui_draw(stage.ui);
			ck_assert_int_ge(c->cur_row, 0);
			ck_assert_int_ge(c->cur_col, 0);
		}
}
END_TEST

static void
add_home_and_find(TCase *t)
{
	tcase_add_test(t, enter_opens_the_case_and_back_returns_to_the_row);
	tcase_add_test(t, a_row_stays_marked_when_the_list_is_read_again);
	tcase_add_test(t, narrowing_shows_what_fits_and_f12_clears_it);
	tcase_add_test(t, a_task_is_done_from_its_row);
	tcase_add_test(t, a_task_moves_to_another_day);
	tcase_add_test(t, what_nobody_has_is_taken_from_its_row);
	tcase_add_test(t, a_case_is_given_away_from_its_row);
	tcase_add_test(t, a_referral_stands_before_other_records_of_a_person);
	tcase_add_test(t, leaving_asks_for_a_second_key);
	tcase_add_test(t, the_mark_is_in_sight_to_the_end_of_a_long_worklist);
	tcase_add_test(t, drafts_are_told_of_on_the_home_screen);
	tcase_add_test(t, moving_the_mark_changes_little);
	tcase_add_test(t, finding_opens_a_person_or_one_of_their_cases);
	tcase_add_test(t, going_back_to_the_search_finds_it_as_it_was);
	tcase_add_test(t, nobody_found_says_what_to_do);
	tcase_add_test(t, a_new_person_begins_with_what_was_typed);
	tcase_add_test(t, f12_clears_the_box_and_then_closes);
	tcase_add_test(t, a_person_is_chosen_for_a_field);
	tcase_add_test(t, a_new_person_goes_into_the_field);
}

/* --- Beside a list ----------------------------------------------------- */

/* Where the preview of the first line begins, or -1. */
static int
preview_at(int cols)
{
	const struct canvas *c;
	char *dump, *line;
	int at = -1;

	ui_resize(stage.ui, 40, cols);
	c = ui_draw(stage.ui);
	for (int col = 70; col < cols && at < 0; col++)
		if (c->cells[4 * cols + col].style == STYLE_PERSON)
			at = col;
	dump = canvas_dump(c);
	line = strstr(dump, "Also due");
	ck_assert_int_eq(line != NULL, at >= 0);
	free(dump);
	return at;
}

START_TEST(a_wide_window_shows_the_marked_line_beside_the_list)
{
	struct settings v = *ui_settings(stage.ui);

	press("Down");
	ck_assert_int_eq(preview_at(119), -1);
	ck_assert_int_eq(preview_at(120), 82);
	/* Never wider than a text is easy to read. */
	ck_assert_int_eq(preview_at(240), 240 - 1 - 76);
	v.preview = false;
	ui_settings_set(stage.ui, &v);
	ck_assert_int_eq(preview_at(240), -1);
	v.preview = v.plain = true;
	ui_settings_set(stage.ui, &v);
	ck_assert_int_eq(preview_at(240), -1);
}
END_TEST

/* --- Settings ---------------------------------------------------------- */

START_TEST(a_long_message_is_read_whole)
{
	ui_say(stage.ui, "The first sentence of this says what happened at "
			 "some length. The second says what is to be done.");
	expect_on_row(23, "some length. The second says >");
	ui_key(stage.ui, &(struct keypress){ K_ESC, 'm', NULL });
	expect_on_row(22, "The first sentence of this");
	expect_on_row(23, "is to be done.");
	press("Down");
	expect_on_row(22, "Enter opens the line.");
	press("F9 messages Enter");
	expect_on_row(19, "what is to be done.");
}
END_TEST

START_TEST(settings_are_changed_and_kept)
{
	struct settings kept;

	press("F9 settings Enter");
	expect_screen("settings");
	press("Down Enter");
	expect_on_row(23, "Colour: no.");
	ck_assert(!ui_settings(stage.ui)->colour);
	settings_load(&kept, stage.session);
	ck_assert(!kept.colour);
	press("Enter");
	settings_load(&kept, stage.session);
	ck_assert(kept.colour);
}
END_TEST

START_TEST(plain_screens_have_one_key_bar_and_no_rules)
{
	char *home, *help;

	ui_plain_always(stage.ui);
	home = canvas_dump(ui_draw(stage.ui));
	ck_assert_ptr_nonnull(strstr(home, "F9 Commands"));
	ck_assert_ptr_null(strstr(home, "\xE2\x94\x80"));
	ui_push(stage.ui, screen_case(stage.ui, stage.khatun_case));
	help = canvas_dump(ui_draw(stage.ui));
	ck_assert_ptr_null(strstr(help, "F9 Commands"));
	ck_assert_ptr_null(strstr(help, "\xE2\x94\x80"));
	free(home);
	free(help);
	ui_ascii(stage.ui, true);
	home = canvas_dump(ui_draw(stage.ui));
	ck_assert_ptr_null(strstr(home, "---"));
	free(home);
}
END_TEST

START_TEST(the_lock_comes_when_its_person_wants_it)
{
	struct settings kept;

	ck_assert(ui_idle(stage.ui, 599));
	press("F9 settings Enter Down Down Down Enter");
	expect_top("choices");
	press("4");
	expect_on_row(23, "This locks after 5 minutes without a key.");
	ck_assert(ui_idle(stage.ui, 299));
	ck_assert(!ui_idle(stage.ui, 300));
	settings_load(&kept, stage.session);
	ck_assert_int_eq(kept.lock, 5);
}
END_TEST

START_TEST(j_and_k_move_only_for_those_who_want_that)
{
	struct settings v = *ui_settings(stage.ui);

	press("j");
	expect_on_row(3, "Find in this list: j");
	press("F12");
	v.vi = true;
	ui_settings_set(stage.ui, &v);
	press("j");
	expect_on_row(8, "> 02 Mar  SAN-2026-00001");
	press("G");
	expect_on_row(15, ">");
	press("g k");
	expect_on_row(7, ">");
	press("/ khat");
	expect_on_row(3, "Find in this list: khat");
}
END_TEST

Suite *
suite_screens_acts(void)
{
	Suite *s = suite_create("screens: acts");
	TCase *t = tcase_create("keys");

	tcase_add_checked_fixture(t, stage_open, stage_close);
	add_home_and_find(t);
	tcase_add_test(t, help_closes_with_the_key_that_opened_it);
	tcase_add_test(t, a_question_mark_in_an_empty_box_is_help);
	tcase_add_test(t, messages_are_listed);
	tcase_add_test(t, a_wide_window_shows_the_marked_line_beside_the_list);
	tcase_add_test(t, a_long_message_is_read_whole);
	tcase_add_test(t, settings_are_changed_and_kept);
	tcase_add_test(t, plain_screens_have_one_key_bar_and_no_rules);
	tcase_add_test(t, the_lock_comes_when_its_person_wants_it);
	tcase_add_test(t, j_and_k_move_only_for_those_who_want_that);
	tcase_add_test(t, the_palette_goes_home_from_anywhere);
	tcase_add_loop_test(t, every_screen_draws_at_any_size, 0, 11);
	suite_add_tcase(s, t);
	return s;
}
