/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Imports of small lists: what a row changes, and whose it is.
 */
#include "check_casework_import.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static const char new_map[] = MAP("    person: new\n");
static const char match_map[] = MAP("    person: match\n");

START_TEST(only_what_the_source_changed_is_written)
{
	struct edit *e;

	import_ok("otto", new_map, ONE, true);
	import_counted("1/0/0/0/0/0");
	e = small_edit("otto", stored_with("number", "n1")->id);
	answer(e, "words", "put right by hand");
	save_ok(e);
	edit_close(&e);
	import_ok("otto", new_map,
		  HEAD
		  "r1,Efua,Mensah-Bonsu,1980-02-03,020 7946 0001,n1,first\n",
		  true);
	import_counted("0/1/0/0/0/0");
	ck_assert_str_eq(
		fields_text(&stored_with("number", "n1")->fields, "words"),
		"put right by hand");
	ck_assert_str_eq(
		fields_text(&stored_person(stored_with("number", "n1"))->fields,
			    "family"),
		"Mensah-Bonsu");
	import_ok("otto", new_map,
		  HEAD
		  "r1,Efua,Mensah-Bonsu,1980-02-03,020 7946 0001,n1,second\n",
		  true);
	import_counted("0/1/0/0/0/0");
	stored_with("words", "second");
	ck_assert_uint_eq(stored_count(RECORD_CASE), 1);
	import_whole();
}
END_TEST

static const struct {
	const char *map, *want;
} known[] = {
	{ MAP("    person: new\n    on_exists: update\n"), "0/1/0/0/0/0" },
	{ MAP("    person: new\n    on_exists: skip\n"), "0/0/0/0/1/0" },
	{ MAP("    person: new\n    on_exists: reject\n"), "0/0/0/0/0/1" },
};

START_TEST(a_reference_known_already_is_met_as_the_map_says)
{
	import_ok("otto", new_map, ONE, true);
	import_ok("otto", known[_i].map, HEAD "r1,Efua,M,1980-02-03,,n1,x\n",
		  true);
	import_counted(known[_i].want);
}
END_TEST

/* The third cell of the second row: blank, or the word that clears. */
static const struct {
	const char *map, *row, *want;
} blanks[] = {
	{ MAP("    person: new\n"), "r1,Efua,Mensah,1980-02-03,,n1,\n",
	  "first" },
	{ MAP("    person: new\n"), "r1,Efua,Mensah,1980-02-03,,n1,---\n", "" },
	{ MAP("    person: new\n    blank: clear\n"),
	  "r1,Efua,Mensah,1980-02-03,,n1,\n", "" },
};

START_TEST(a_blank_cell_keeps_and_a_mark_clears)
{
	import_ok("otto", new_map, ONE, true);
	import_ok("otto", blanks[_i].map,
		  arena_printf(&world.arena, "%s%s", HEAD, blanks[_i].row),
		  true);
	ck_assert_uint_eq(import_counts_now.rejected, 0);
	ck_assert_str_eq(
		fields_text(&stored_with("number", "n1")->fields, "words"),
		blanks[_i].want);
	import_whole();
}
END_TEST

START_TEST(a_row_that_fails_late_leaves_nobody_behind)
{
	import_ok("otto", new_map,
		  HEAD "r1,Efua,Mensah,1980-02-03,,n1,a\n"
		       "r2,Zofia,Nowak,1990-05-06,,n1,b\n"
		       "r3,Hodan,Warsame,1970-07-08,,n3,c\n",
		  true);
	import_counted("2/0/0/0/0/1");
	ck_assert_uint_eq(stored_count(RECORD_PERSON), 2);
	ck_assert_uint_eq(stored_count(RECORD_CASE), 2);
	ck_assert(import_told("I306"));
	stored_with("given", "Hodan");
	import_whole();
}
END_TEST

START_TEST(a_row_about_nobody_is_rejected_and_an_empty_one_skipped)
{
	import_ok("otto", new_map,
		  HEAD "r1,,,,,n1,a\n"
		       ",,,,,,\n"
		       ",Efua,Mensah,1980-02-03,,n2,b\n",
		  true);
	import_counted("0/0/0/0/1/2");
	ck_assert(import_told("I307"));
	ck_assert(import_told("I214"));
	ck_assert_uint_eq(stored_count(RECORD_PERSON), 0);
}
END_TEST

START_TEST(all_faults_of_a_row_are_told)
{
	import_ok("otto", new_map, HEAD "r1,#N/A,Mensah,3/2/1980,,1.5E+10,a\n",
		  false);
	import_counted("0/0/0/0/0/1");
	ck_assert(import_told("I202"));
	ck_assert(import_told("I203"));
	ck_assert(import_told("I207"));
	ck_assert(strstr(import_rejects.s, "I202; I203; I207") ||
		  strstr(import_rejects.s, "I202; I207; I203"));
}
END_TEST

/* --- the same person? ------------------------------------------------- */

static uint64_t
efua(void)
{
	struct edit *e;
	uint64_t id;

	ck_assert_int_eq(edit_new_person(session_of("otto"), NULL, &e), ERR_OK);
	answer(e, "given", "Efua");
	answer(e, "family", "Mensah");
	answer(e, "born", "1980-02-03");
	answer(e, "phone", "020 7946 0001");
	id = save_ok(e);
	edit_close(&e);
	return id;
}

START_TEST(somebody_known_for_certain_is_attached_to)
{
	uint64_t id = efua();

	import_ok("otto", match_map, ONE, true);
	import_counted("1/0/0/0/0/0");
	ck_assert_uint_eq(import_counts_now.people_attached, 1);
	ck_assert_uint_eq(stored_count(RECORD_PERSON), 1);
	ck_assert_uint_eq(stored_with("number", "n1")->person, id);
	import_whole();
}
END_TEST

START_TEST(what_is_recorded_of_somebody_known_is_not_overwritten)
{
	uint64_t id = efua();
	struct edit *e = small_edit("otto", id);

	answer(e, "given", "Efua Ama");
	save_ok(e);
	edit_close(&e);
	import_ok("otto", match_map, ONE, true);
	import_counted("1/0/0/0/0/0");
	ck_assert_uint_eq(stored_with("number", "n1")->person, id);
	ck_assert_str_eq(fields_text(&small_stored(id)->fields, "given"),
			 "Efua Ama");
	ck_assert(import_told("Not taken over"));
}
END_TEST

START_TEST(somebody_in_doubt_waits_and_is_not_written)
{
	efua();
	import_ok("otto", match_map, HEAD "r1,Efua,Mensah,1980-03-02,,n1,a\n",
		  true);
	import_counted("0/0/0/1/0/0");
	ck_assert(import_told("I404"));
	ck_assert_uint_eq(stored_count(RECORD_PERSON), 1);
	ck_assert_uint_eq(stored_count(RECORD_CASE), 0);
}
END_TEST

/* _i: in a dry run that person will be gone again, and has no reference. */
START_TEST(somebody_may_be_like_an_earlier_row)
{
	import_ok("otto", match_map,
		  HEAD "r1,Efua,Mensah,1980-02-03,,n1,a\n"
		       "r2,Efua,Mensah,1980-03-02,,n2,a\n",
		  _i == 1);
	import_counted("1/0/0/1/0/0");
	ck_assert(import_told("earlier in this file") == (_i == 0));
}
END_TEST

/* Names that no two of a hundred have. */
static void
add_stranger(struct buf *csv, int i)
{
	static const char *const parts[] = { "ba", "den", "el", "fi", "gor",
					     "ha", "il",  "jo", "ka", "lin" };

	buf_printf(csv, "s%d,%s%s%s,%s%s%s,%d-%02d-%02d,,s%d,a\n", i,
		   parts[i % 10], parts[i / 10 % 10], parts[i * 7 % 10],
		   parts[i * 3 % 10], parts[i / 10 % 10], parts[i * 9 % 10],
		   1940 + i % 60, 1 + i % 12, 1 + i % 28, i);
}

/* _i: written, or not: however many rows are done at a time. */
START_TEST(a_row_meets_all_rows_before_it_in_a_dry_run_too)
{
	struct buf csv = BUF_INIT;

	buf_str(&csv, HEAD "r1,Efua,Mensah,1980-02-03,,n1,a\n");
	for (int i = 0; i < 120; i++)
		add_stranger(&csv, i);
	buf_str(&csv, "r2,Efua,Mensah,1980-03-02,,n2,a\n");
	import_ok("otto", match_map, csv.s, _i == 1);
	buf_clear(&csv);
	import_counted("121/0/0/1/0/0");
	ck_assert_uint_eq(stored_count(RECORD_PERSON), _i ? 121 : 0);
	import_whole();
}
END_TEST

START_TEST(somebody_else_is_registered)
{
	efua();
	import_ok("otto", match_map,
		  HEAD "r1,Zofia,Nowak,1990-05-06,020 7946 0099,n1,a\n", true);
	import_counted("1/0/0/0/0/0");
	ck_assert_uint_eq(import_counts_now.people_created, 1);
	ck_assert_uint_eq(stored_count(RECORD_PERSON), 2);
}
END_TEST

START_TEST(a_person_of_a_source_is_known_by_its_key)
{
	static const char map[] =
		"import t\n    form: yard\n    source: mill\n    key: ref\n"
		"    person: key who\ncolumn ref -\ncolumn who -\n"
		"column given person.given\ncolumn number number\n";

	import_ok("otto", map,
		  "ref,who,given,number\n"
		  "r1,p1,Efua,n1\nr2,p1,Efua,n2\nr3,p2,Efua,n3\n",
		  true);
	import_counted("3/0/0/0/0/0");
	ck_assert_uint_eq(import_counts_now.people_created, 2);
	ck_assert_uint_eq(import_counts_now.people_attached, 1);
	ck_assert_uint_eq(stored_with("number", "n1")->person,
			  stored_with("number", "n2")->person);
	ck_assert_uint_ne(stored_with("number", "n1")->person,
			  stored_with("number", "n3")->person);
	import_ok("otto", map, "ref,who,given,number\nr4,p2,Efua,n4\n", true);
	ck_assert_uint_eq(stored_with("number", "n4")->person,
			  stored_with("number", "n3")->person);
	import_whole();
}
END_TEST

START_TEST(what_a_map_says_of_every_row_is_in_each)
{
	static const char map[] =
		"import t\n    form: yard\n    source: mill\n    key: ref\n"
		"    person: new\ncolumn ref number\n"
		"column given person.given\nalways words  from the mill\n";

	import_ok("otto", map, "ref,given\nn1,Efua\nn2,Kofi\n", true);
	import_counted("2/0/0/0/0/0");
	ck_assert_str_eq(
		fields_text(&stored_with("number", "n2")->fields, "words"),
		"from the mill");
	import_ok("otto", map, "ref,given\nn1,Efua\nn2,Kofi\n", true);
	import_counted("0/0/2/0/0/0");
	import_whole();
}
END_TEST

START_TEST(an_unclear_cell_is_left_blank_only_where_the_map_says_so)
{
	static const char map[] =
		"import t\n    form: yard\n    source: mill\n    key: ref\n"
		"    person: new\ncolumn ref number\n"
		"column given person.given\ncolumn born person.born\n";
	const char *csv = "ref,given,born\nn1,Efua,1980-02-31\n"
			  "n2,Kofi,1980-02-03\n";

	import_ok("otto", map, csv, true);
	import_counted("1/0/0/0/0/1");
	import_ok("otto",
		  arena_printf(&world.arena, "%s    unclear: blank\n", map),
		  csv, true);
	import_counted("1/0/1/0/0/0");
	ck_assert_msg(
		import_told(
			"could not be read:\n     born: 1, first on line 2"),
		"%s", import_report.s);
	ck_assert_ptr_null(fields_get(
		&stored_person(stored_with("number", "n1"))->fields, "born"));
	import_whole();
}
END_TEST

/* Columns at fixed places: a rejected line goes back as it was, and what is
 * said behind it is not read. */
START_TEST(a_list_with_columns_at_fixed_places_is_imported)
{
	static const char map[] =
		"import t\n    form: yard\n    source: mill\n    key: ref\n"
		"    person: new\n    layout: fixed\n    dates: ddmmyyyy\n"
		"column ref number\n    at: 1..4\n"
		"column born person.born\n    at: 5..12\n"
		"column given person.given\n    at: 13..20\n";

	import_ok("otto", map, "n1  03021980Efua\nn2  31021980Kofi    \n",
		  true);
	import_counted("1/0/0/0/0/1");
	ck_assert_str_eq(
		fields_text(&stored_person(stored_with("number", "n1"))->fields,
			    "given"),
		"Efua");
	ck_assert_str_eq(import_rejects.s, "n2  31021980Kofi      I206 born: "
					   "There is no such day.\n");
	import_ok("otto", map, text_with(import_rejects.s, "3102", "2802"),
		  true);
	import_counted("1/0/0/0/0/0");
	import_whole();
}
END_TEST

/* A row that is longer than one may be, without the end of its line: plain;
 * with commas in quotation marks; with a mark that is never closed; of JSON. */
static const char *
long_row(int i)
{
	struct buf b = BUF_INIT;
	const char *out;

	buf_str(&b, i == 3 ? "{\"ref\":\"r2\",\"given\":\"" : "r2,");
	buf_str(&b, i == 1 || i == 2 ? "\"" : "");
	while (b.n < 300000)
		buf_str(&b, i == 1 ? "one, two " : "one two ");
	buf_str(&b, i == 1 ? "\"" : i == 3 ? "\"}" : "");
	out = arena_strdup(&world.arena, b.s);
	buf_clear(&b);
	return out;
}

START_TEST(a_row_that_is_too_long_is_rejected_with_all_its_bytes)
{
	static const char map[] =
		"import t\n    form: yard\n    source: mill\n    key: ref\n"
		"    person: new\ncolumn ref number\ncolumn given person.given\n";
	struct arena *a = &world.arena;
	const char *row = long_row(_i), *mark;
	size_t n = strlen(row);

	import_ok("otto", map,
		  arena_printf(a, "%s%s\n%s\n",
			       _i == 3 ? "{\"ref\":\"r1\",\"given\":\"Efua\"}\n"
				       : "ref,given\nr1,Efua\n",
			       row,
			       _i == 3 ? "{\"ref\":\"r3\",\"given\":\"Kofi\"}"
				       : "r3,Kofi"),
		  true);
	import_counted("2/0/0/0/0/1");
	ck_assert(import_told("a row of more than 256 KB"));
	/* One that would swallow what follows is a cell by itself, its mark
	 * doubled. */
	mark = _i == 2 ? strstr(import_rejects.s, "\"r2,\"\"one two") : NULL;
	ck_assert(_i != 2 || mark);
	ck_assert_ptr_nonnull(strstr(mark ? mark : import_rejects.s,
				     _i == 2   ? row + 4
				     : _i == 3 ? arena_strndup(a, row, n - 1)
					       : row));
	import_ok("otto", map, arena_strdup(a, import_rejects.s), true);
	import_counted("0/0/0/0/0/1");
	ck_assert_uint_gt(strlen(import_rejects.s), n);
}
END_TEST

/* _i: of the day before the choice was retired, of that day, of none. */
static const struct {
	const char *on, *want;
} retired_days[] = {
	{ "2026-01-31", "1/0/0/0/0/0" },
	{ "2026-02-01", "0/0/0/0/0/1" },
	{ "", "0/0/0/0/0/1" },
};

START_TEST(a_choice_that_is_retired_is_taken_for_the_days_before)
{
	static const char map[] =
		"import t\n    form: yard\n    source: mill\n    key: ref\n"
		"    person: new\n    date: on\ncolumn ref number\n"
		"column given person.given\ncolumn on got_on\n"
		"column why why\n";
	const char *forms = text_with(small_forms(), "    version: 1\n",
				      "    version: 3\n");

	forms = text_with(forms, "form person  Person",
			  "list whys Whys\nchoice old Old\n"
			  "    retired: 2026-02-01\nchoice new New\n"
			  "form person  Person");
	forms = text_with(forms, "begin repeat diary",
			  "text words  Words\nselect_one whys why  Why\n"
			  "begin repeat diary");
	world_sign_out();
	ck_assert_int_eq(small_publish(forms), ERR_OK);
	import_ok("otto", map,
		  arena_printf(&world.arena,
			       "ref,given,on,why\nn1,Efua,%s,old\n",
			       retired_days[_i].on),
		  true);
	import_counted(retired_days[_i].want);
	ck_assert_int_eq(import_told("I304"), _i > 0);
	import_whole();
}
END_TEST

/* _i: a later day in the row; the row's own day is still to come. */
static const struct {
	const char *row, *want;
} days_told[] = {
	{ "n1,Efua,2026-01-15,2026-02-20", "1/0/0/0/0/0" },
	{ "n1,Efua,2026-02-20,2026-01-15", "1/0/0/0/0/0" },
	{ "n1,Efua,2026-01-15,2026-03-04", "0/0/0/0/0/1" },
	{ "n1,Efua,2026-03-04,2026-01-15", "0/0/0/0/0/1" },
};

START_TEST(no_day_to_come_is_taken_and_no_day_of_the_row_is_one)
{
	static const char map[] =
		"import t\n    form: yard\n    source: mill\n    key: ref\n"
		"    person: new\n    date: told\ncolumn ref number\n"
		"column given person.given\ncolumn told told_on\n"
		"column got seen_on\n";
	const char *forms = text_with(small_forms(), "    version: 1\n",
				      "    version: 3\n");

	forms = text_with(forms, "begin repeat diary",
			  "date told_on  Told\n    constraint: . <= today()\n"
			  "date seen_on  Seen\n    constraint: . <= today()\n"
			  "begin repeat diary");
	world_sign_out();
	ck_assert_int_eq(small_publish(forms), ERR_OK);
	import_ok("otto", map,
		  arena_printf(&world.arena, "ref,given,told,got\n%s\n",
			       days_told[_i].row),
		  true);
	import_counted(days_told[_i].want);
	ck_assert_int_eq(import_told("I301"), _i > 1);
	import_whole();
}
END_TEST

#define JSON_ROW(ref, born)                                                    \
	"{\"ref\":\"" ref "\",\"given\":\"Efua\",\"family\":null,"             \
	"\"born\":\"" born "\",\"phone\":\"\",\"number\":\"" ref "\","         \
	"\"words\":\"a \\\"b\\\"\"}\n"

START_TEST(rejected_lines_of_json_are_imported_when_they_are_put_right)
{
	static const char map[] = MAP("    person: new\n");

	import_ok("otto", map,
		  JSON_ROW("r1", "1980-02-03") "\n[7]\n" JSON_ROW(
			  "r2", "1980-02-31") JSON_ROW("r3", "1980-02-04"),
		  true);
	import_counted("2/0/0/0/0/2");
	ck_assert(import_told("I112") && import_told("line 3 "));
	ck_assert(import_told("line 4 "));
	import_ok("otto", map,
		  text_with(text_with(import_rejects.s, "02-31\",\"phone",
				      "02-28\",\"phone"),
			    "{\"ref\":null", "{\"ref\":\"r4\""),
		  true);
	import_counted("1/0/0/0/0/1");
	ck_assert(import_told("I307"));
	import_whole();
}
END_TEST
#define COUNT(v) ((int)(sizeof(v) / sizeof((v)[0])))

TCase *
tcase_import_small(void)
{
	TCase *t = tcase_create("small lists");

	tcase_add_checked_fixture(t, import_world, import_close);
	tcase_set_timeout(t, 60);
	tcase_add_test(t, only_what_the_source_changed_is_written);
	tcase_add_loop_test(t, a_reference_known_already_is_met_as_the_map_says,
			    0, COUNT(known));
	tcase_add_loop_test(t, a_blank_cell_keeps_and_a_mark_clears, 0,
			    COUNT(blanks));
	tcase_add_test(t, a_row_that_fails_late_leaves_nobody_behind);
	tcase_add_test(t,
		       a_row_about_nobody_is_rejected_and_an_empty_one_skipped);
	tcase_add_test(t, all_faults_of_a_row_are_told);
	tcase_add_test(t, somebody_known_for_certain_is_attached_to);
	tcase_add_test(t,
		       what_is_recorded_of_somebody_known_is_not_overwritten);
	tcase_add_test(t, somebody_in_doubt_waits_and_is_not_written);
	tcase_add_loop_test(t, somebody_may_be_like_an_earlier_row, 0, 2);
	tcase_add_loop_test(t, a_row_meets_all_rows_before_it_in_a_dry_run_too,
			    0, 2);
	tcase_add_test(t, somebody_else_is_registered);
	tcase_add_test(t, a_person_of_a_source_is_known_by_its_key);
	tcase_add_test(t, what_a_map_says_of_every_row_is_in_each);
	tcase_add_test(
		t, an_unclear_cell_is_left_blank_only_where_the_map_says_so);
	tcase_add_test(t, a_list_with_columns_at_fixed_places_is_imported);
	tcase_add_loop_test(
		t, a_choice_that_is_retired_is_taken_for_the_days_before, 0,
		COUNT(retired_days));
	tcase_add_loop_test(
		t, no_day_to_come_is_taken_and_no_day_of_the_row_is_one, 0,
		COUNT(days_told));
	tcase_add_test(
		t, rejected_lines_of_json_are_imported_when_they_are_put_right);
	tcase_add_loop_test(
		t, a_row_that_is_too_long_is_rejected_with_all_its_bytes, 0, 4);
	return t;
}
