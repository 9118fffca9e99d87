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
			 "do not ring / leave no message, \"Mum\" answers");
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

/* --- small lists ------------------------------------------------------ */

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

static TCase *
small_lists(void)
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

Suite *
suite_casework_import(void)
{
	Suite *s = suite_create("imports");
	TCase *t = tcase_create("files");

	tcase_add_checked_fixture(t, large_world, import_close);
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
	suite_add_tcase(s, small_lists());
	return s;
}
