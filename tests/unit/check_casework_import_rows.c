/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Imports: rows of repeats, child records, and what is refused as a whole.
 */
#include "check_casework_import.h"

static const char new_map[] = MAP("    person: new\n");

/* --- rows of repeats ------------------------------------------------------ */

static const char kids_map[] =
	"import t\n    form: yard\n    source: mill\n    key: ref\n"
	"    person: new\ncolumn ref number\ncolumn given person.given\n"
	"column \"kid #\" kids[#].kid_name\n    rows: 2\n"
	"column \"age #\" kids[#].kid_age\n    rows: 2\n";
#define KIDS_HEAD "ref,given,kid 1,age 1,kid 2,age 2\n"

static void
publish_kids(void)
{
	const char *forms = text_with(small_forms(), "    version: 1\n",
				      "    version: 3\n");

	forms = text_with(forms, "begin repeat diary",
			  "begin repeat kids  Children\n    key: kid_name\n"
			  "    max: 3\ntext kid_name  Name\n"
			  "    required: save\n"
			  "integer kid_age  Age\n    constraint: . < 18\n"
			  "end repeat kids\nbegin repeat diary");
	world_sign_out();
	ck_assert_int_eq(small_publish(forms), ERR_OK);
}

/* "Abdi 3, Zahra 5" */
static const char *
kids_of(const char *number)
{
	const struct value *v =
		fields_get(&stored_with("number", number)->fields, "kids");
	struct buf b = BUF_INIT;
	const char *out;

	for (size_t i = 0; v && i < v->rows.n; i++) {
		const struct fields *f = &v->rows.v[i].fields;

		buf_printf(&b, "%s%s", i ? ", " : "",
			   fields_text(f, "kid_name"));
		if (fields_get(f, "kid_age"))
			buf_printf(&b, " %d", (int)fields_int(f, "kid_age"));
	}
	out = arena_strdup(&world.arena, b.s ? b.s : "");
	buf_clear(&b);
	return out;
}

static void
kids(const char *row, const char *counts, const char *want)
{
	import_ok("otto", kids_map,
		  arena_printf(&world.arena, "%s%s\n", KIDS_HEAD, row), true);
	import_counted(counts);
	ck_assert_str_eq(kids_of("n1"), want);
}

START_TEST(numbered_columns_fill_the_rows_of_a_repeat)
{
	publish_kids();
	kids("n1,Efua,Abdi,3,Zahra,", "1/0/0/0/0/0", "Abdi 3, Zahra");
	kids("n1,Efua,Abdi,3,Zahra,", "0/0/1/0/0/0", "Abdi 3, Zahra");
	/* An age more; a list in another order; a child less, a child more. */
	kids("n1,Efua,Abdi,4,Zahra,1", "0/1/0/0/0/0", "Abdi 4, Zahra 1");
	kids("n1,Efua,Zahra,1,Abdi,4", "0/0/1/0/0/0", "Abdi 4, Zahra 1");
	kids("n1,Efua,Zahra,2,Musa,7", "0/1/0/0/0/0",
	     "Abdi 4, Zahra 2, Musa 7");
	import_whole();
}
END_TEST

START_TEST(what_was_put_right_in_a_row_stands_until_its_source_changes_it)
{
	struct edit *e;

	publish_kids();
	kids("n1,Efua,Abdi,3,,", "1/0/0/0/0/0", "Abdi 3");
	e = small_edit("otto", stored_with("number", "n1")->id);
	edit_set(e, form_item(e->form, "kid_age"), 0, value_int(5));
	save_ok(e);
	edit_close(&e);
	kids("n1,Efua,Abdi,3,Zahra,2", "0/1/0/0/0/0", "Abdi 5, Zahra 2");
	kids("n1,Efua,Zahra,2,Abdi,3", "0/0/1/0/0/0", "Abdi 5, Zahra 2");
	kids("n1,Efua,Zahra,2,Abdi,4", "0/1/0/0/0/0", "Abdi 4, Zahra 2");
	import_whole();
}
END_TEST

START_TEST(what_is_wrong_in_a_row_is_told_of_its_column)
{
	publish_kids();
	import_ok("otto", kids_map,
		  KIDS_HEAD "n1,Efua,Abdi,3,Zahra,18\nn2,Ama,,4,,\n"
			    "n3,Esi,Abdi,x,Zahra,4\n",
		  true);
	import_counted("0/0/0/0/0/3");
	ck_assert(import_told("I301 age 2"));
	ck_assert(import_told("I218 kid 1"));
	ck_assert(import_told("I208 age 1"));
	import_whole();
}
END_TEST

START_TEST(undoing_takes_the_rows_of_a_batch_away)
{
	struct import_undone out;

	publish_kids();
	kids("n1,Efua,Abdi,3,,", "1/0/0/0/0/0", "Abdi 3");
	kids("n1,Efua,Abdi,4,Zahra,2", "0/1/0/0/0/0", "Abdi 4, Zahra 2");
	ck_assert_int_eq(
		import_undo(session_of("otto"), 2, NULL, NULL, NULL, &out),
		ERR_OK);
	ck_assert_str_eq(kids_of("n1"), "Abdi 3");
	import_whole();
}
END_TEST

START_TEST(child_records_are_added_to_cases)
{
	static const char map[] =
		"import t\n    form: haven.visit\n    source: mill\n"
		"    key: nr\n    case: haven\ncolumn nr -\n"
		"column haven -\ncolumn on on\ncolumn thanks thanks\n";
	const struct record *c =
		small_stored(small_case("wanda", "haven",
					new_person(session_of("wanda"), "Efua",
						   "Mensah", "1980-02-03")));

	import_ok("wanda", map,
		  arena_printf(&world.arena,
			       "nr,haven,on,thanks\n1,%s,2026-02-03,many\n"
			       "2,HAV-99999,2026-02-03,none\n",
			       c->ref),
		  true);
	import_counted("1/0/0/0/0/1");
	ck_assert(import_told("I405"));
	ck_assert_uint_eq(stored_with("thanks", "many")->case_id, c->id);
	ck_assert_int_eq(
		(int)fields_int(&small_stored(c->id)->fields, "visits"), 1);
	import_whole();
}
END_TEST

/* --- refused as a whole ----------------------------------------------- */

static const struct {
	const char *why, *map, *csv, *told;
} refused[] = {
	{ "a column is missing", MAP("    person: new\n"),
	  "ref,given,family,born,phone,number\nr1,a,b,,,n\n", "I101 words" },
	{ "a column is too many", MAP("    person: new\n"),
	  "ref,given,family,born,phone,number,words,age\n", "I102 age" },
	{ "no file at all", MAP("    person: new\n"), "", "I106" },
	{ "columns parted by two signs alike", MAP("    person: new\n"),
	  "ref,given;family\nr1,a;b\n", "I105" },
	{ "a limit of the map",
	  MAP("    person: new\n"
	      "    stop_if: rejected > 10%\n"),
	  ONE "r2,Efua,Mensah,soon,,n2,a\n", "I108" },
	{ "another limit",
	  MAP("    person: new\n"
	      "    stop_if: created > 0 or updated > 5\n"),
	  ONE, "I108" },
};

START_TEST(what_does_not_fit_is_refused_as_a_whole)
{
	ck_assert_int_eq(
		import_of("otto", refused[_i].map, refused[_i].csv, true),
		ERR_INVALID);
	ck_assert_uint_eq(import_problems.n, 0);
	ck_assert_msg(import_told(refused[_i].told), "%s: %s", refused[_i].why,
		      import_report.s);
	ck_assert_uint_eq(stored_count(RECORD_PERSON), 0);
	ck_assert_uint_eq(stored_count(RECORD_CASE), 0);
}
END_TEST

START_TEST(a_faulty_map_is_told_line_by_line)
{
	ck_assert_int_eq(
		import_of("otto", "import t\n    form: yrd\n", ONE, true),
		ERR_INVALID);
	ck_assert_uint_ge(import_problems.n, 1);
}
END_TEST

START_TEST(a_field_of_another_role_is_not_filled)
{
	static const char map[] =
		"import t\n    form: haven\n    source: mill\n    key: ref\n"
		"    person: new\ncolumn ref secret_word\n"
		"column given person.given\n";

	ck_assert_int_eq(import_of("wanda", map, "ref,given\nr1,Efua\n", true),
			 ERR_INVALID);
	ck_assert(import_told("I305"));
	ck_assert_uint_eq(stored_count(RECORD_PERSON), 0);
}
END_TEST

START_TEST(the_import_stands_in_the_log)
{
	struct txn *t;
	struct log_entry last;

	import_ok("otto", new_map, ONE, true);
	t = txn_begin_read(world.store);
	ck_assert(log_get(t, &world.arena, log_last(t), &last));
	txn_abort(t);
	ck_assert_int_eq(last.act, ACT_IMPORTED);
	ck_assert_str_eq(last.who, "otto");
}
END_TEST
#define COUNT(v) ((int)(sizeof(v) / sizeof((v)[0])))

TCase *
tcase_import_rows(void)
{
	TCase *t = tcase_create("rows");

	tcase_add_checked_fixture(t, import_world, import_close);
	tcase_set_timeout(t, 60);
	tcase_add_test(t, numbered_columns_fill_the_rows_of_a_repeat);
	tcase_add_test(
		t,
		what_was_put_right_in_a_row_stands_until_its_source_changes_it);
	tcase_add_test(t, what_is_wrong_in_a_row_is_told_of_its_column);
	tcase_add_test(t, undoing_takes_the_rows_of_a_batch_away);
	tcase_add_test(t, child_records_are_added_to_cases);
	tcase_add_loop_test(t, what_does_not_fit_is_refused_as_a_whole, 0,
			    COUNT(refused));
	tcase_add_test(t, a_faulty_map_is_told_line_by_line);
	tcase_add_test(t, a_field_of_another_role_is_not_filled);
	tcase_add_test(t, the_import_stands_in_the_log);
	return t;
}
