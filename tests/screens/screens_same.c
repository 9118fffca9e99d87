/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who is the same: the steward's pairs, a merge undone, rows of imports. */
#include "screens.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "casework/import.h"
#include "casework/same.h"

static uint64_t
add_twice(const char *given, const char *born)
{
	struct edit *e;
	uint64_t id;

	ck_assert_int_eq(edit_new_person(stage.session, NULL, &e), ERR_OK);
	answer(e, "given", given);
	answer(e, "family", "Kowalsky");
	answer(e, "born", born);
	answer(e, "house", "19");
	answer(e, "street", "Usher Road");
	answer(e, "postcode", "E3 4AB");
	answer(e, "phone", "07700 900999");
	id = save_ok(e, SAVE_RECORD);
	edit_close(&e);
	return id;
}

static void
with_a_pair(void)
{
	uint64_t id;

	stage_open();
	id = add_twice("Bartek", "14/6/1988");
	ck_assert_int_eq(same_unsure(stage.session, stage.kowalski, id, NULL),
			 ERR_OK);
	press("F5");
}

START_TEST(home_tells_of_pairs_and_the_palette_leads_there)
{
	expect_on_row(22, "1 pair may be one person (F9, same).");
	press("F9 same~person Enter");
	expect_top("same");
	expect_screen("same");
}
END_TEST

START_TEST(one_merges_and_the_person_shows_both)
{
	press("F9 same~person Enter 1 one Enter");
	expect_on_row(23, "are one person now. F10 on the person undoes it.");
	expect_somewhere("No pair of records waits for you.");
	press("F3 F7 kowalsky Down Enter");
	expect_top("person");
	expect_on_row(2, "KOWALSKI, Bartosz");
	expect_screen("person-merged");
}
END_TEST

/* A stray 1 changes nothing. */
START_TEST(a_merge_is_asked_about_first)
{
	press("F9 same~person Enter 1");
	expect_top("question");
	expect_on_row(4, "Are P-");
	expect_somewhere("Type one to merge them.");
	press("Enter");
	expect_top("same");
	expect_on_row(3, "1 pair of records may be one person");
	press("1 F12");
	expect_on_row(3, "1 pair of records may be one person");
}
END_TEST

START_TEST(a_merge_is_undone_from_the_person)
{
	press("F9 same~person Enter 1 one Enter F3 F7 kowalsky Down Enter");
	press("F9 undo~the~merge Enter");
	expect_top("question");
	press("two~men Enter");
	expect_on_row(23, "They are two people again.");
	press("F3 F7 kowalsky Down Enter");
	expect_on_row(2, "KOWALSKY, Bartek");
}
END_TEST

START_TEST(turning_round_makes_the_other_the_keeper)
{
	press("F9 same~person Enter F6 1 one Enter F3 F7 kowalski Down Enter");
	expect_on_row(2, "KOWALSKY, Bartek");
	expect_somewhere("Also recorded as");
}
END_TEST

START_TEST(two_says_that_they_are_different_and_it_stays_so)
{
	press("F9 same~person Enter 2");
	expect_on_row(23, "are two people. It is remembered.");
	press("F3");
	expect_on_row(22, "Enter opens the line.");
}
END_TEST

/* Two records that are there already: whoever sees it tells the steward. */
START_TEST(a_person_who_is_recorded_twice_is_put_before_the_steward)
{
	press("F9 same~person Enter 2 F3");
	expect_on_row(22, "Enter opens the line.");
	press("F7 kowalski Down Enter");
	expect_top("person");
	press("F9 recorded~twice Enter");
	expect_top("find");
	press("kowalski Down Enter");
	expect_on_row(23, "That is this record: choose the other one.");
	press("F9 recorded~twice Enter kowalsky Down Enter");
	expect_on_row(23, "The data steward has it: is Kowalsky, Bartek the "
			  "same person?");
	press("F3 F3 F3 F5");
	expect_on_row(22, "1 pair may be one person (F9, same).");
	press("F9 same~person Enter");
	expect_somewhere("n.begum not sure");
}
END_TEST

START_TEST(a_change_that_makes_two_records_alike_is_told)
{
	press("F7 kowalsky Down Enter F2 Tab Tab B Tab");
	expect_on_row(23, "P-347234 may be the same person. Once this is "
			  "saved, F10: Recorded twice.");
	press("F2");
	expect_top("person");
}
END_TEST

/* As long as nobody has said that they are two. */
START_TEST(nothing_is_told_of_two_who_are_known_to_be_two)
{
	press("F9 same~person Enter 2 F3");
	press("F7 kowalsky Down Enter F2 F6 End Backspace Tab");
	expect_top("form");
	expect_somewhere("Draft kept");
	expect_nowhere("may be the same person");
}
END_TEST

START_TEST(three_leaves_the_pair_where_it_is)
{
	press("F9 same~person Enter 3");
	expect_on_row(23, "Left as it is.");
	press("F3");
	expect_on_row(22, "1 pair may be one person");
}
END_TEST

/* --- Rows of an import --------------------------------------------------- */

static const char map[] = "import nominations  Nominations from the police\n"
			  "    form:      iom_case\n"
			  "    source:    police\n"
			  "    key:       Ref\n"
			  "    person:    match\n"
			  "    on_exists: update\n"
			  "    blank:     keep\n"
			  "    dates:     dd/mm/yyyy\n"
			  "column Ref     nominator\n"
			  "column Sent    nominated_on\n"
			  "column By      nominated_by\n"
			  "    map: MPS = police, * = police\n"
			  "column Surname person.family\n"
			  "column First   person.given\n"
			  "column Born    person.born\n"
			  "column Street  person.street\n"
			  "column Post    person.postcode\n"
			  "column Phone   person.phone\n";

static const char two_rows[] =
	"Ref,Sent,By,Surname,First,Born,Street,Post,Phone\n"
	"4471/02MAR,02/03/2026,MPS,KOWALSKY,BARTEK,14/07/1988,19 USHER RD,"
	"E3 4AB,07700 900142\n"
	"5200/02MAR,02/03/2026,MPS,KOWALSKI,BARTEK,14/07/1988,21 USHER RD,"
	"E3 4AB,\n";

static const char rows[] =
	"Ref,Sent,By,Surname,First,Born,Street,Post,Phone\n"
	"4471/02MAR,02/03/2026,MPS,KOWALSKY,BARTEK,14/07/1988,19 USHER RD,"
	"E3 4AB,07700 900142\n"
	"5120/02MAR,02/03/2026,MPS,OKAFOR,JOANNA,01/02/1990,2 Bow Road,"
	"E3 2AA,\n";

static void
import_of(const char *text, uint64_t queued, uint64_t created)
{
	struct buf rejects = BUF_INIT, report = BUF_INIT;
	struct import_options o = { .map_name = "nominations.map",
				    .map_text = map,
				    .map_size = sizeof(map) - 1,
				    .file_name = "nominations.csv",
				    .commit = true,
				    .rejects = &rejects,
				    .report = &report };
	struct import_counts n;
	struct problems p;
	FILE *f = tmpfile();

	ck_assert_ptr_nonnull(f);
	fputs(text, f);
	fflush(f);
	rewind(f);
	o.fd = dup(fileno(f));
	fclose(f);
	problems_init(&p, &stage.arena);
	ck_assert_int_eq(import_run(stage.session, &o, &p, &n), ERR_OK);
	ck_assert_msg(n.queued == queued && n.created == created, "%s",
		      report.s ? report.s : "");
	buf_clear(&rejects);
	buf_clear(&report);
	close(o.fd);
}

static void
with_an_import(void)
{
	stage_open();
	import_of(rows, 1, 1);
	press("F5");
}

START_TEST(home_tells_of_imported_rows_and_the_palette_leads_there)
{
	expect_on_row(22, "1 imported row needs a decision (F9, import).");
	press("F9 import Enter");
	expect_top("import");
	expect_screen("import");
}
END_TEST

START_TEST(each_line_says_whom_it_looks_like)
{
	import_of(two_rows, 2, 0);
	press("F5 F9 import Enter");
	expect_top("import");
	expect_on_row(7, "Kowalski, Bart");
	expect_on_row(8, "Kowalski, Bart");
	press("Down");
	expect_on_row(7, "Kowalski, Bart");
	expect_on_row(8, "Kowalski, Bart");
}
END_TEST

START_TEST(nothing_is_added_until_the_batch_is_finished)
{
	struct person_file p;

	press("F9 import Enter 1");
	expect_somewhere("1 P-");
	expect_on_row(23, "Every row is decided. F2 finishes the batch.");
	ck_assert_int_eq(
		person_open(stage.session, &stage.arena, stage.kowalski, &p),
		ERR_OK);
	ck_assert_uint_eq(p.brief.n_cases, 1);
	press("F2");
	expect_top("home");
	expect_on_row(23, "1 row done, 0 wait.");
	ck_assert_int_eq(
		person_open(stage.session, &stage.arena, stage.kowalski, &p),
		ERR_OK);
	ck_assert_uint_eq(p.brief.n_cases, 2);
}
END_TEST

START_TEST(three_makes_somebody_new)
{
	struct found f;

	press("F9 import Enter 3 F2");
	expect_top("home");
	ck_assert_int_eq(find_people(stage.session, &stage.arena, "kowalsky",
				     FIND_MOST, &f),
			 ERR_OK);
	ck_assert_uint_ge(f.n, 2);
}
END_TEST

START_TEST(four_leaves_the_row_for_somebody_else)
{
	press("F9 import Enter 4 F2");
	expect_top("import");
	expect_on_row(23, "1 wait");
	press("F3");
	expect_on_row(22, "1 imported row needs a decision");
}
END_TEST

START_TEST(f4_shows_the_row_as_it_was_sent)
{
	press("F9 import Enter F4");
	expect_somewhere("4471/02MAR");
	expect_somewhere("Date of nomination");
	expect_somewhere("F4 Side by side");
	press("F2");
	expect_on_row(23, "Nothing is chosen yet: press 1 to 4.");
	press("F3");
	expect_top("import");
	expect_somewhere("F4 Row as sent");
	press("F3");
	expect_top("home");
}
END_TEST

START_TEST(what_was_chosen_is_not_let_go_without_a_word)
{
	press("F9 import Enter 3 F3");
	expect_top("import");
	expect_on_row(23, "F2 does what was chosen for 1 row. F3 again leaves "
			  "it as it is.");
	press("Up F3");
	expect_top("import");
	press("F3");
	expect_top("home");
	expect_on_row(22, "1 imported row needs a decision");
}
END_TEST

/* The line is lost, and the same person comes in again. */
START_TEST(what_was_chosen_is_there_after_the_line_was_lost)
{
	struct person_file p;

	press("F9 import Enter 1");
	ui_lost(stage.ui);
	ui_free(&stage.ui);
	stage.ui = ui_new(stage.session, 24, 80);
	ui_push(stage.ui, screen_home(stage.ui));
	ui_push(stage.ui, screen_drafts(stage.ui));
	expect_somewhere("> Import review, batch 1");
	press("F10 2");
	expect_somewhere("Line 2: 1 P-");
	press("F3 Enter");
	expect_top("import");
	expect_somewhere("1 P-");
	expect_on_row(23, "1 row was chosen before and not done");
	press("F2");
	expect_on_row(23, "1 row done, 0 wait.");
	ck_assert_int_eq(
		person_open(stage.session, &stage.arena, stage.kowalski, &p),
		ERR_OK);
	ck_assert_uint_eq(p.brief.n_cases, 2);
	press("F3 F9 drafts Enter");
	expect_on_row(23, "There is no unsaved work.");
}
END_TEST

Suite *
suite_screens_same(void)
{
	Suite *s = suite_create("screens: the same person");
	TCase *t = tcase_create("pairs");

	tcase_add_checked_fixture(t, with_a_pair, stage_close);
	tcase_add_test(t, home_tells_of_pairs_and_the_palette_leads_there);
	tcase_add_test(t, one_merges_and_the_person_shows_both);
	tcase_add_test(t, a_merge_is_asked_about_first);
	tcase_add_test(t, a_merge_is_undone_from_the_person);
	tcase_add_test(t, turning_round_makes_the_other_the_keeper);
	tcase_add_test(t, two_says_that_they_are_different_and_it_stays_so);
	tcase_add_test(
		t, a_person_who_is_recorded_twice_is_put_before_the_steward);
	tcase_add_test(t, a_change_that_makes_two_records_alike_is_told);
	tcase_add_test(t, nothing_is_told_of_two_who_are_known_to_be_two);
	tcase_add_test(t, three_leaves_the_pair_where_it_is);
	suite_add_tcase(s, t);
	t = tcase_create("imports");
	tcase_add_checked_fixture(t, with_an_import, stage_close);
	tcase_add_test(t,
		       home_tells_of_imported_rows_and_the_palette_leads_there);
	tcase_add_test(t, nothing_is_added_until_the_batch_is_finished);
	tcase_add_test(t, three_makes_somebody_new);
	tcase_add_test(t, four_leaves_the_row_for_somebody_else);
	tcase_add_test(t, f4_shows_the_row_as_it_was_sent);
	tcase_add_test(t, what_was_chosen_is_there_after_the_line_was_lost);
	tcase_add_test(t, what_was_chosen_is_not_let_go_without_a_word);
	suite_add_tcase(s, t);
	t = tcase_create("imports of several");
	tcase_add_checked_fixture(t, stage_open, stage_close);
	tcase_add_test(t, each_line_says_whom_it_looks_like);
	suite_add_tcase(s, t);
	return s;
}
