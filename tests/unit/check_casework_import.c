/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Imports: partners' files as they come, and what a second one does.
 */
#include "check_casework_import.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "exchange/source.h"

#define NOVEMBER_2026 1795435200 /* 23 November, 12:00 UTC */

struct buf import_rejects, import_report;
struct import_counts import_counts_now;
struct problems import_problems;

static void
large_world(void)
{
	world_open();
	clock_fix(NOVEMBER_2026);
}

/* The yard's cases with a reference, and a text that its workers may write. */
void
import_world(void)
{
	const char *forms;

	small_world();
	forms = text_with(small_forms(), "    version: 1\n",
			  "    version: 2\n");
	forms = text_with(forms, "    programme: yard\n",
			  "    programme: yard\n"
			  "    reference: YRD-{seq5}\n");
	forms = text_with(forms, "begin repeat diary",
			  "text words  Words\nbegin repeat diary");
	ck_assert_int_eq(small_publish(forms), ERR_OK);
}

void
import_close(void)
{
	buf_clear(&import_rejects);
	buf_clear(&import_report);
	world_close();
}

/* --- running one ------------------------------------------------------ */

static const char *
file_text(const char *name)
{
	const char *src = getenv("srcdir");
	struct form_source f;

	ck_assert_int_eq(form_read_file(&world.arena,
					arena_printf(&world.arena, "%s/%s",
						     src ? src : ".", name),
					&f),
			 ERR_OK);
	return arena_strndup(&world.arena, f.text, f.n);
}

int
import_file(const char *s, size_t n)
{
	FILE *f = tmpfile();
	int fd;

	ck_assert_ptr_nonnull(f);
	ck_assert_uint_eq(fwrite(s, 1, n, f), n);
	fflush(f);
	fd = dup(fileno(f));
	fclose(f);
	return fd;
}

enum err
import_of(const char *login, const char *map, const char *csv, bool commit)
{
	struct import_options o = { .map_name = "t.map",
				    .map_text = map,
				    .map_size = strlen(map),
				    .file_name = "t.csv",
				    .commit = commit,
				    .rejects = &import_rejects,
				    .report = &import_report };
	enum err e;

	buf_reset(&import_rejects);
	buf_reset(&import_report);
	problems_init(&import_problems, &world.arena);
	o.fd = import_file(csv, strlen(csv));
	e = import_run(session_of(login), &o, &import_problems,
		       &import_counts_now);
	close(o.fd);
	ck_assert_uint_eq(
		import_counts_now.created + import_counts_now.updated +
			import_counts_now.unchanged + import_counts_now.queued +
			import_counts_now.skipped + import_counts_now.rejected,
		import_counts_now.rows);
	return e;
}

void
import_ok(const char *login, const char *map, const char *csv, bool commit)
{
	enum err e = import_of(login, map, csv, commit);
	struct buf b = BUF_INIT;

	problems_print(&import_problems, &b);
	ck_assert_msg(e == ERR_OK, "%s: %s%s", err_text(e), b.s ? b.s : "",
		      import_report.s ? import_report.s : "");
	buf_clear(&b);
}

/* created/updated/unchanged/queued/skipped/rejected */
void
import_counted(const char *want)
{
	char got[160];

	snprintf(got, sizeof(got), "%d/%d/%d/%d/%d/%d",
		 (int)import_counts_now.created, (int)import_counts_now.updated,
		 (int)import_counts_now.unchanged,
		 (int)import_counts_now.queued, (int)import_counts_now.skipped,
		 (int)import_counts_now.rejected);
	ck_assert_msg(!strcmp(got, want), "got %s, want %s\n%s", got, want,
		      import_report.s);
}

bool
import_told(const char *part)
{
	return import_report.s && strstr(import_report.s, part);
}

void
import_whole(void)
{
	struct store_checked sum;
	struct buf out = BUF_INIT;

	ck_assert_int_eq(store_check(world.store, &out, &sum, NULL, NULL),
			 ERR_OK);
	ck_assert_msg(sum.faults == 0, "%s", out.s);
	buf_clear(&out);
}

/* Records of a kind. */
size_t
stored_count(enum record_kind kind)
{
	struct txn *t = txn_begin_read(world.store);
	struct record *r;
	uint64_t after = 0;
	size_t n = 0;

	while (record_next(t, &world.arena, after, &r)) {
		after = r->id;
		n += r->kind == kind;
	}
	txn_abort(t);
	return n;
}

/* The one record whose field has this text; fails the test when there is
 * none. */
const struct record *
stored_with(const char *field, const char *text)
{
	struct txn *t = txn_begin_read(world.store);
	struct record *r, *found = NULL;
	uint64_t after = 0;

	while (record_next(t, &world.arena, after, &r)) {
		after = r->id;
		if (strcmp(fields_text(&r->fields, field), text) == 0)
			found = r;
	}
	txn_abort(t);
	ck_assert_msg(found != NULL, "no record has %s '%s'", field, text);
	return found;
}

const struct record *
stored_person(const struct record *c)
{
	struct txn *t = txn_begin_read(world.store);
	const struct record *p = record_get(t, &world.arena, c->person);

	txn_abort(t);
	ck_assert_ptr_nonnull(p);
	return p;
}

/* --- the weekly list -------------------------------------------------- */

static const struct {
	const char *line, *code;
} planted[] = {
	{ "8", "I206" },  { "15", "I301; I301" }, { "22", "I301" },
	{ "28", "I401" }, { "29", "I401" },	  { "35", "I301" },
	{ "42", "I204" }, { "54", "I203" },	  { "60", "I211" },
};
#define N_PLANTED (sizeof(planted) / sizeof(planted[0]))

static void
weekly(bool commit)
{
	import_ok("sara", file_text("forms/import/police_da.map"),
		  file_text("tests/data/import/police-domestic-abuse-week.csv"),
		  commit);
}

/* New cases are told of to each role that takes them on; whoever has several
 * of the roles reads it once.  _i: who is in another role as well. */
START_TEST(who_has_several_roles_is_told_once)
{
	struct session *ada = session_of("ada");

	if (_i >= 1) /* of the roles that take cases on, duty comes first */
		ck_assert_int_eq(
			user_grant(ada, "sara", "duty", "sanctuary", NO_DATE),
			ERR_OK);
	if (_i >= 2)
		ck_assert_int_eq(user_grant(ada, "mona", "duty", "*", NO_DATE),
				 ERR_OK);
	weekly(true);
	ck_assert_uint_eq(stored_count(RECORD_TASK), _i == 2 ? 1 : 2);
}
END_TEST

static const char *
reject_cell(struct source *s, const struct csv_row *r, const char *column)
{
	const char *out = NULL;
	unsigned char bad;

	for (size_t i = 0; i < s->n; i++)
		if (strcmp(s->header[i], column) == 0)
			ck_assert(source_text(s, &world.arena, r->cells[i],
					      &out, &bad));
	ck_assert_ptr_nonnull(out);
	return out;
}

START_TEST(the_planted_faults_of_the_weekly_list_are_found_and_no_others)
{
	struct source *s;
	struct csv_row r;
	const char *why;
	enum code code;
	size_t n = 0;
	int fd;

	weekly(false);
	import_counted("51/0/0/0/0/9");
	ck_assert_uint_eq(import_counts_now.rows, 60);
	ck_assert_uint_eq(import_counts_now.people_created, 51);
	ck_assert(import_told("Windows-1252"));
	ck_assert(import_told("line 16"));
	fd = import_file(import_rejects.s, import_rejects.n);
	ck_assert_int_eq(source_open(&s, &world.arena, fd, "WINDOWS-1252", 0,
				     &code, &why),
			 ERR_OK);
	while (source_next(s, &world.arena, &r) == ERR_OK) {
		ck_assert_uint_lt(n, N_PLANTED);
		ck_assert_str_eq(reject_cell(s, &r, "_line"), planted[n].line);
		ck_assert_str_eq(reject_cell(s, &r, "_code"), planted[n].code);
		n++;
	}
	ck_assert_uint_eq(n, N_PLANTED);
	source_close(&s);
	close(fd);
}
END_TEST

START_TEST(a_dry_run_writes_nothing)
{
	struct txn *t = txn_begin_read(world.store);
	uint64_t before = log_last(t);

	txn_abort(t);
	session_of("sara");
	weekly(false);
	t = txn_begin_read(world.store);
	ck_assert_uint_le(log_last(t), before + 1); /* sara signed in */
	txn_abort(t);
	ck_assert_uint_eq(stored_count(RECORD_PERSON), 0);
	ck_assert_uint_eq(stored_count(RECORD_CASE), 0);
	import_whole();
}
END_TEST

START_TEST(what_is_committed_is_there_and_known_the_next_time)
{
	const struct record *c;

	weekly(true);
	import_counted("51/0/0/0/0/9");
	ck_assert_uint_eq(stored_count(RECORD_PERSON), 51);
	ck_assert_uint_eq(stored_count(RECORD_CASE), 51);
	c = stored_with("referrer_ref", "01YD/4048/26"); /* no surname */
	ck_assert_str_eq(fields_text(&stored_person(c)->fields, "given"),
			 "Rahima");
	ck_assert_str_eq(fields_text(&stored_person(c)->fields, "family"), "");
	c = stored_with("referrer_ref", "01YD/4056/26"); /* a line break */
	ck_assert_str_eq(fields_text(&c->fields, "safe_contact"),
			 "do not ring\nleave no message, \"Mum\" answers");
	ck_assert_str_eq(fields_text(&stored_person(c)->fields, "given"),
			 "Zo\xC3\xAB");
	ck_assert_str_eq(fields_text(&c->fields, "referred_by"), "housing");
	ck_assert_int_eq((int)fields_int(&c->fields, "import_score"), 19);
	import_whole();
	weekly(true);
	import_counted("0/0/51/0/0/9");
	ck_assert_uint_eq(stored_count(RECORD_CASE), 51);
	import_whole();
}
END_TEST

START_TEST(rejects_put_right_are_imported_from_their_own_file)
{
	static const char *const mend[][2] = {
		{ "31/02/2026", "28/02/2026" },
		{ "14/06/2031", "14/06/1931" },
		{ "E99 9ZZZ", "E9 9ZZ" },
		{ ",25,Yes", ",24,Yes" },
		{ "3/4/26", "3/4/2026" },
		{ "1.23E+11", "01YD/4053/26" },
		{ "4027/26,02/01", "4028/26,02/01" },
		{ "#MISSING", "" },
	};
	const char *map = file_text("forms/import/police_da.map");
	const char *again;

	weekly(true);
	again = arena_strndup(&world.arena, import_rejects.s, import_rejects.n);
	import_ok("sara", map, again, true);
	import_counted("0/0/0/0/0/9"); /* unchanged, they are rejected again */
	for (size_t i = 0; i < sizeof(mend) / sizeof(mend[0]); i++)
		again = text_with(again, mend[i][0], mend[i][1]);
	import_ok("sara", map, again, true);
	import_counted("9/0/0/0/0/0");
	ck_assert_uint_eq(import_rejects.n, 0);
	ck_assert_uint_eq(stored_count(RECORD_CASE), 60);
	import_whole();
}
END_TEST

/* The next week's list: one row mended by its source, one spoilt. */
START_TEST(a_change_by_the_source_passes_the_same_checks)
{
	const char *map = file_text("forms/import/police_da.map");
	const char *csv =
		file_text("tests/data/import/police-domestic-abuse-week.csv");
	const struct record *c;
	uint64_t good, bad;

	weekly(true);
	good = stored_with("referrer_ref", "01YD/4001/26")->id;
	bad = stored_with("referrer_ref", "01YD/4002/26")->id;
	csv = text_with(csv, "LBTH Homes,15,Yes", "LBTH Homes,16,Yes");
	csv = text_with(csv, "72 Malmesbury Rd", "73 Malmesbury Rd");
	csv = text_with(csv, "09/12/1955", "09/12/2035");
	csv = text_with(csv, "LBTH Homes,13,Yes", "LBTH Homes,14,Yes");
	import_ok("sara", map, csv, true);
	import_counted("0/1/49/0/0/10");
	c = small_stored(good);
	ck_assert_int_eq((int)fields_int(&c->fields, "import_score"), 16);
	ck_assert_str_eq(fields_text(&stored_person(c)->fields, "street"),
			 "73 Malmesbury Rd");
	c = small_stored(bad);
	ck_assert_int_eq((int)fields_int(&c->fields, "import_score"), 13);
	ck_assert_int_eq(fields_date(&stored_person(c)->fields, "born").y,
			 1955);
	import_whole();
}
END_TEST

START_TEST(what_the_form_does_not_ask_then_is_told_not_dropped_silently)
{
	static const char map[] =
		"import t\n    form: sanctuary\n    source: t\n    key: ref\n"
		"    person: new\n    dates: dd/mm/yyyy\n"
		"column ref referrer_ref\ncolumn name person.family\n"
		"column got received_on\ncolumn by referred_by\n"
		"column other referred_by_other\n";

	import_ok("sara", map,
		  "ref;name;got;by;other\n"
		  "1;Nowak;01/11/2026;police;Somebody\n"
		  "2;Begum;01/11/2026;other;Neighbour\n",
		  true);
	import_counted("2/0/0/0/0/0");
	ck_assert(import_told("the form does not ask it then"));
	ck_assert(import_told("other: 1, first on line 2"));
	ck_assert_str_eq(fields_text(&stored_with("referrer_ref", "2")->fields,
				     "referred_by_other"),
			 "Neighbour");
	ck_assert_str_eq(fields_text(&stored_with("referrer_ref", "1")->fields,
				     "referred_by_other"),
			 "");
}
END_TEST

START_TEST(an_answer_without_which_nothing_is_kept_is_asked_for)
{
	static const char map[] =
		"import t\n    form: sanctuary\n    source: t\n    key: ref\n"
		"    person: new\ncolumn ref referrer_ref\n"
		"column name person.family\ncolumn by referred_by\n";

	import_ok("sara", map, "ref,name,by\n1,Nowak,\n2,Nowak,police\n", true);
	import_counted("1/0/0/0/0/1");
	ck_assert(import_told("I302 by"));
	ck_assert_uint_eq(stored_count(RECORD_PERSON), 1);
}
END_TEST

START_TEST(who_may_not_write_there_imports_nothing)
{
	const char *map = file_text("forms/import/police_da.map");
	const char *csv =
		file_text("tests/data/import/police-domestic-abuse-week.csv");

	ck_assert_int_eq(import_of("oliver", map, csv, true), ERR_DENIED);
	ck_assert_int_eq(import_of("nina", map, csv, true), ERR_DENIED);
	ck_assert_int_eq(import_of("ann", map, csv, true), ERR_DENIED);
	ck_assert_uint_eq(stored_count(RECORD_PERSON), 0);
}
END_TEST

/* People with slips and blanks: what cannot be is rejected, the rest is in. */
static const struct {
	const char *map, *csv;
	size_t created, rejected;
} people[] = {
	{ "forms/import/febrl.map", "tests/data/import/febrl1.csv", 1000, 0 },
	{ "forms/import/fake_1000.map", "tests/data/import/fake_1000.csv", 992,
	  8 },
};

START_TEST(a_thousand_people_are_imported)
{
	import_ok("sara", file_text(people[_i].map), file_text(people[_i].csv),
		  true);
	ck_assert_uint_eq(import_counts_now.rows, 1000);
	ck_assert_uint_eq(import_counts_now.created, people[_i].created);
	ck_assert_uint_eq(import_counts_now.rejected, people[_i].rejected);
	ck_assert_uint_eq(stored_count(RECORD_PERSON), people[_i].created);
	import_whole();
	import_ok("sara", file_text(people[_i].map), file_text(people[_i].csv),
		  true);
	ck_assert_uint_eq(import_counts_now.skipped, people[_i].created);
	ck_assert_uint_eq(stored_count(RECORD_PERSON), people[_i].created);
}
END_TEST

#define COUNT(v) ((int)(sizeof(v) / sizeof((v)[0])))

Suite *
suite_casework_import(void)
{
	Suite *s = suite_create("imports");
	TCase *t = tcase_create("files");

	tcase_add_checked_fixture(t, large_world, import_close);
	tcase_add_loop_test(t, who_has_several_roles_is_told_once, 0, 3);
	tcase_set_timeout(t, 120);
	tcase_add_test(
		t,
		the_planted_faults_of_the_weekly_list_are_found_and_no_others);
	tcase_add_test(t, a_dry_run_writes_nothing);
	tcase_add_test(t, what_is_committed_is_there_and_known_the_next_time);
	tcase_add_test(t, rejects_put_right_are_imported_from_their_own_file);
	tcase_add_test(t, a_change_by_the_source_passes_the_same_checks);
	tcase_add_test(
		t,
		what_the_form_does_not_ask_then_is_told_not_dropped_silently);
	tcase_add_test(t, an_answer_without_which_nothing_is_kept_is_asked_for);
	tcase_add_test(t, who_may_not_write_there_imports_nothing);
	tcase_add_loop_test(t, a_thousand_people_are_imported, 0,
			    COUNT(people));
	suite_add_tcase(s, t);
	suite_add_tcase(s, tcase_import_small());
	suite_add_tcase(s, tcase_import_rows());
	return s;
}
