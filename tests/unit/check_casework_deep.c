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
	ck_assert_int_eq(fields_int(&small_stored(haven)->fields, "visits"),
			 1);
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

Suite *
suite_casework_deep(void)
{
	Suite *s = suite_create("deep");
	TCase *t = tcase_create("haven");

	tcase_add_checked_fixture(t, a_haven, world_close);
	tcase_set_timeout(t, 60);
	tcase_add_test(t, a_child_saved_takes_no_answer_of_its_case);
	tcase_add_test(t, what_closing_gives_is_worked_out_on_closing);
	suite_add_tcase(s, t);
	return s;
}
