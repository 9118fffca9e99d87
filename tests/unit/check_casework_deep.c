/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What lies deeper: rules that change under records, names that change under
 * answers, conditions of reading, and entries that must not get lost.
 */
#include "check_casework.h"

static uint64_t person, haven;

static void
a_haven(void)
{
	small_world();
	person = new_person(session_of("wanda"), "Amina", "Begum", "1/2/1990");
	haven = small_case("wanda", "haven", person);
}

static void
set_text(struct edit *e, const char *field, const char *text)
{
	edit_set(e, form_item(e->form, field), NO_ROW, value_text(text));
}

static void
change_text(const char *who, uint64_t record, const char *field,
	    const char *text)
{
	struct edit *e = small_edit(who, record);

	set_text(e, field, text);
	save_ok(e);
	edit_close(&e);
}

/* --- what a renewal may touch -------------------------------------------- */

START_TEST(a_child_saved_takes_no_answer_of_its_case)
{
	struct edit *e;

	change_text("wanda", haven, "remark", "came with two bags");
	e = small_child("wanda", "haven.visit", haven);
	answer(e, "on", "2026-03-02");
	save_ok(e);
	edit_close(&e);
	/* Not asked any more; but nobody has saved the case since. */
	ck_assert_str_eq(fields_text(&small_stored(haven)->fields, "remark"),
			 "came with two bags");
	ck_assert_int_eq(fields_int(&small_stored(haven)->fields, "visits"), 1);
	small_whole();
}
END_TEST

START_TEST(what_closing_gives_is_worked_out_on_closing)
{
	const struct value *took;

	ck_assert_int_eq(small_move("wanda", haven, "shut_it"), ERR_OK);
	took = fields_get(&small_stored(haven)->fields, "took");
	ck_assert_ptr_nonnull(took);
	ck_assert_str_eq(value_format(&world.arena, took), "2 days");
	ck_assert_int_eq(small_move("max", haven, "reopen"), ERR_OK);
	ck_assert_ptr_null(fields_get(&small_stored(haven)->fields, "took"));
	small_whole();
}
END_TEST

/* --- names that change ----------------------------------------------------- */

static const char *
renamed(void)
{
	const char *f = text_with(small_forms(), "version: 1", "version: 2");

	f = text_with(f, "text remark  Remark",
		      "text comment  Comment\n    was: remark");
	f = text_with(f, "state open  Open", "state live  Live\n    was: open");
	f = text_with(f, "state = 'open'", "state = 'live'");
	f = text_with(f, "from: open", "from: live");
	f = text_with(f, "to: open", "to: live");
	f = text_with(f, "text family  Family name",
		      "text surname  Family name\n    was: family");
	return text_with(f, "summary: given family", "summary: given surname");
}

START_TEST(fields_and_states_renamed_answer_to_their_new_names)
{
	struct worklist w;
	struct case_file c;
	struct person_file p;
	struct edit *e;

	change_text("wanda", haven, "remark", "old words");
	world_sign_out();
	ck_assert_int_eq(small_publish(renamed()), ERR_OK);
	small_whole();
	ck_assert_int_eq(worklist_read(session_of("wanda"), &world.arena,
				       WORK_MINE, 0, &w),
			 ERR_OK);
	ck_assert_uint_eq(w.n, 1);
	ck_assert_str_eq(w.v[0].name, "Begum, Amina");
	ck_assert_int_eq(
		case_open(session_of("wanda"), &world.arena, haven, &c),
		ERR_OK);
	ck_assert_str_eq(c.brief.state_label, "Live");
	ck_assert_uint_eq(c.n_offers, 1);
	ck_assert_uint_eq(c.n_dues, 1);
	ck_assert_int_eq(
		person_open(session_of("wanda"), &world.arena, person, &p),
		ERR_OK);
	ck_assert_str_eq(p.brief.name, "Begum, Amina");
	/* The old name goes when it is saved; emptied, it does not return. */
	e = small_edit("wanda", haven);
	ck_assert_str_eq(fields_text(&e->answers, "comment"), "old words");
	edit_set(e, form_item(e->form, "comment"), NO_ROW, value_empty);
	save_ok(e);
	edit_close(&e);
	e = small_edit("wanda", haven);
	ck_assert_str_eq(fields_text(&e->answers, "comment"), "");
	edit_close(&e);
	ck_assert_ptr_null(fields_get(&small_stored(haven)->fields, "remark"));
	small_whole();
	ck_assert_int_eq(small_move("wanda", haven, "shut_it"), ERR_OK);
	ck_assert_ptr_nonnull(fields_get(&small_stored(haven)->fields, "took"));
	small_whole();
}
END_TEST

START_TEST(a_form_renamed_keeps_its_records_and_who_may_see_them)
{
	const char *f = text_with(small_forms(), "version: 1", "version: 2");
	struct case_file c;
	struct task_new t = { .case_id = haven, .text = "x", .minutes = -1 };
	struct edit *e = small_child("wanda", "haven.visit", haven);
	uint64_t task, visit = save_ok(e);

	edit_close(&e);
	ck_assert_int_eq(task_add(session_of("wanda"), &t, &task), ERR_OK);
	world_sign_out();
	f = text_with(f, "form haven  Haven case",
		      "form refuge  Refuge case\n    was: haven");
	f = text_with(f, "of: haven", "of: refuge");
	f = text_with(f, "form visit  Visit",
		      "form call  Call\n    was: visit");
	f = text_with(f, "count(visit)", "count(call)");
	ck_assert_int_eq(small_publish(f), ERR_OK);
	small_whole();
	ck_assert_int_eq(
		case_open(session_of("wanda"), &world.arena, haven, &c),
		ERR_OK);
	ck_assert_str_eq(c.brief.title, "Refuge case");
	ck_assert_uint_eq(c.n_dues, 2);
	ck_assert_int_eq(case_open(session_of("otto"), &world.arena, haven, &c),
			 ERR_NOT_FOUND);
	e = small_edit("wanda", visit);
	ck_assert_str_eq(e->form->name, "call");
	save_ok(e);
	edit_close(&e);
	ck_assert_int_eq(task_finish(session_of("wanda"), task, "done"),
			 ERR_OK);
	ck_assert_int_eq(small_move("wanda", haven, "shut_it"), ERR_OK);
	small_whole();
}
END_TEST

START_TEST(a_draft_meets_fields_renamed_meanwhile)
{
	struct edit *e = small_edit("wanda", haven);
	uint64_t draft;

	set_text(e, "remark", "half a thought");
	ck_assert_int_eq(edit_keep(e), ERR_OK);
	draft = e->draft;
	edit_close(&e);
	change_text("max", haven, "secret_word", "x");
	world_sign_out();
	ck_assert_int_eq(small_publish(renamed()), ERR_OK);
	change_text("max", haven, "secret_word", "y");
	ck_assert_int_eq(edit_resume(session_of("wanda"), draft, &e), ERR_OK);
	ck_assert_str_eq(fields_text(&e->answers, "comment"), "half a thought");
	save_ok(e);
	edit_close(&e);
	ck_assert_str_eq(
		fields_text(&small_stored(haven)->fields, "secret_word"), "y");
	ck_assert_str_eq(fields_text(&small_stored(haven)->fields, "comment"),
			 "half a thought");
}
END_TEST

START_TEST(answers_under_an_old_name_count_when_a_field_is_taken_out)
{
	const char *f;

	change_text("wanda", haven, "remark", "old words");
	world_sign_out();
	ck_assert_int_eq(small_publish(renamed()), ERR_OK);
	f = text_with(renamed(), "version: 2", "version: 3");
	f = text_with(f,
		      "text comment  Comment\n    was: remark\n"
		      "    relevant: count(visit) = 0\n",
		      "");
	ck_assert_int_eq(small_publish(f), ERR_INVALID);
}
END_TEST

Suite *
suite_casework_deep(void)
{
	Suite *s = suite_create("deep");
	TCase *t = tcase_create("haven");

	tcase_add_checked_fixture(t, a_haven, world_close);
	tcase_set_timeout(t, 60);
	tcase_add_test(t, a_child_saved_takes_no_answer_of_its_case);
	tcase_add_test(t, what_closing_gives_is_worked_out_on_closing);
	tcase_add_test(t, fields_and_states_renamed_answer_to_their_new_names);
	tcase_add_test(t,
		       a_form_renamed_keeps_its_records_and_who_may_see_them);
	tcase_add_test(t, a_draft_meets_fields_renamed_meanwhile);
	tcase_add_test(
		t, answers_under_an_old_name_count_when_a_field_is_taken_out);
	suite_add_tcase(s, t);
	return s;
}
