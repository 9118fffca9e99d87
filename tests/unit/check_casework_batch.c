/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Batches: rows that wait and are decided, undoing.
 */
#include "check_casework_import.h"

#include <stdlib.h>
#include <unistd.h>

#include "casework/export.h"
#include "casework/work.h"

static const char match_map[] = MAP("    person: match\n");
static const char new_map[] = MAP("    person: new\n");

static uint64_t
efua(void)
{
	struct edit *e;
	uint64_t id;

	ck_assert_int_eq(edit_new_person(session_of("otto"), NULL, &e), ERR_OK);
	answer(e, "given", "Efua");
	answer(e, "family", "Mensah");
	answer(e, "born", "1980-02-03");
	id = save_ok(e);
	edit_close(&e);
	return id;
}

/* Efua is known; the row has her birth date otherwise, and a telephone. */
static struct import_waiting
doubtful_row(void)
{
	struct import_batch *b;
	struct import_waiting *w;
	size_t n;

	import_ok("otto", match_map,
		  HEAD "r1,Efua,Mensah,1980-03-02,020 7946 0001,n1,first\n",
		  true);
	import_counted("0/0/0/1/0/0");
	ck_assert_int_eq(
		import_batches(session_of("otto"), &world.arena, true, &b, &n),
		ERR_OK);
	ck_assert_uint_eq(n, 1);
	ck_assert_uint_eq(b[0].waiting, 1);
	ck_assert_int_eq(import_rows_waiting(session_of("otto"), &world.arena,
					     b[0].number, &w, &n),
			 ERR_OK);
	ck_assert_uint_eq(n, 1);
	return w[0];
}

static struct import_decided
decide(uint64_t row, enum import_decision how, uint64_t person)
{
	struct import_decided out;

	ck_assert_int_eq(import_decide(session_of("otto"), &world.arena, row,
				       how, person, &out),
			 ERR_OK);
	return out;
}

/* --- rows that wait ---------------------------------------------------- */

START_TEST(a_row_in_doubt_waits_with_what_it_may_be)
{
	uint64_t id = efua();
	struct import_waiting w = doubtful_row();
	struct import_look look;
	bool born = false;

	ck_assert_str_eq(w.key, "r1");
	ck_assert_uint_eq(w.row, 1);
	ck_assert_ptr_nonnull(strstr(w.who, "MENSAH"));
	ck_assert_int_eq(
		import_look(session_of("otto"), &world.arena, w.id, &look),
		ERR_OK);
	ck_assert_uint_eq(look.n_candidates, 1);
	ck_assert_uint_eq(look.candidates[0].like.person.id, id);
	for (size_t i = 0; i < look.candidates[0].n; i++) {
		const struct import_line *l = &look.candidates[0].lines[i];

		if (strcmp(l->item->name, "born") != 0)
			continue;
		born = true;
		ck_assert(l->differs);
		ck_assert_str_eq(l->in_row, "02 Mar 1980");
		ck_assert_str_eq(l->recorded, "03 Feb 1980");
	}
	ck_assert(born);
	ck_assert_uint_eq(look.n_about, 2);
	import_whole();
}
END_TEST

static const struct {
	enum import_decision how;
	const char *born, *phone;
	size_t people;
} decisions[] = {
	{ IMPORT_SAME, "1980-02-03", "020 7946 0001", 1 },
	{ IMPORT_SAME_NEWER, "1980-03-02", "020 7946 0001", 1 },
	{ IMPORT_DIFFERENT, "1980-02-03", "", 2 },
};

START_TEST(a_row_is_decided)
{
	uint64_t id = efua();
	struct import_waiting w = doubtful_row(), *rows;
	struct import_decided out =
		decide(w.id, decisions[_i].how,
		       decisions[_i].how == IMPORT_DIFFERENT ? 0 : id);
	const struct record *p = small_stored(id);
	size_t n;

	ck_assert_uint_eq(out.record, stored_with("number", "n1")->id);
	ck_assert_uint_eq(stored_count(RECORD_PERSON), decisions[_i].people);
	ck_assert_int_eq(decisions[_i].how == IMPORT_DIFFERENT,
			 out.person != id);
	ck_assert_str_eq(
		value_format(&world.arena, fields_get(&p->fields, "born")),
		decisions[_i].born);
	ck_assert_str_eq(fields_text(&p->fields, "phone"), decisions[_i].phone);
	ck_assert_int_eq(import_rows_waiting(session_of("otto"), &world.arena,
					     w.batch, &rows, &n),
			 ERR_OK);
	ck_assert_uint_eq(n, 0);
	import_ok("otto", match_map,
		  HEAD "r1,Efua,Mensah,1980-03-02,020 7946 0001,n1,first\n",
		  true);
	import_counted("0/0/1/0/0/0");
	import_whole();
}
END_TEST

START_TEST(a_row_is_decided_once)
{
	uint64_t id = efua();
	struct import_waiting w = doubtful_row();
	struct import_decided out;

	decide(w.id, IMPORT_LEAVE, 0);
	decide(w.id, IMPORT_SAME, id);
	ck_assert_int_eq(import_decide(session_of("otto"), &world.arena, w.id,
				       IMPORT_DIFFERENT, 0, &out),
			 ERR_EXISTS);
	ck_assert_uint_eq(stored_count(RECORD_CASE), 1);
}
END_TEST

/* How many notices of imported rows stand in somebody's own work. */
static size_t
told_of_rows(const char *login)
{
	struct worklist l;
	size_t n = 0;

	ck_assert_int_eq(worklist_read(session_of(login), &world.arena,
				       WORK_MINE, 0, &l),
			 ERR_OK);
	for (size_t i = 0; i < l.n; i++)
		n += strstr(l.v[i].doing, "Imported rows are left") != NULL;
	return n;
}

START_TEST(who_else_may_decide_is_told_once_of_rows_that_were_left)
{
	uint64_t id = efua();
	struct import_waiting w;

	ck_assert_int_eq(
		user_grant(session_of("ada"), "ana", "worker", "yard", NO_DATE),
		ERR_OK);
	w = doubtful_row();
	decide(w.id, IMPORT_LEAVE, 0);
	decide(w.id, IMPORT_LEAVE, 0);
	ck_assert_uint_eq(told_of_rows("ana"), 1);
	ck_assert_uint_eq(told_of_rows("otto"), 0);
	ck_assert_uint_eq(told_of_rows("wanda"), 0);
	decide(w.id, IMPORT_SAME, id);
	ck_assert_uint_eq(told_of_rows("ana"), 0);
	import_whole();
}
END_TEST

START_TEST(who_lost_the_role_reads_of_no_row_that_was_left)
{
	struct import_waiting w;

	efua();
	ck_assert_int_eq(user_grant(session_of("ada"), "ana", "worker", "yard",
				    date_of(2026, 3, 3)),
			 ERR_OK);
	w = doubtful_row();
	decide(w.id, IMPORT_LEAVE, 0);
	ck_assert_uint_eq(told_of_rows("ana"), 1);
	clock_fix(clock_now() + (int64_t)86400);
	ck_assert_uint_eq(told_of_rows("ana"), 0);
}
END_TEST

START_TEST(an_undone_batch_takes_its_notices_along)
{
	struct import_waiting w;
	struct import_undone out;

	efua();
	ck_assert_int_eq(
		user_grant(session_of("ada"), "ana", "worker", "yard", NO_DATE),
		ERR_OK);
	w = doubtful_row();
	decide(w.id, IMPORT_LEAVE, 0);
	ck_assert_int_eq(import_undo(session_of("otto"), w.batch, NULL, NULL,
				     NULL, &out),
			 ERR_OK);
	ck_assert_uint_eq(told_of_rows("ana"), 0);
	import_whole();
}
END_TEST

/* --- rows of a case, by its person ---------------------------------------- */

static const char visits_map[] =
	"import t\n    form: haven.visit\n    source: mill\n"
	"    key: nr on\n    case: of person\ncolumn nr -\n"
	"column given person.given\ncolumn family person.family\n"
	"column born person.born\ncolumn on on\ncolumn thanks thanks\n";
#define VISITS_HEAD "nr,given,family,born,on,thanks\n"

static struct import_waiting
row_of_visits(const char *rows, const char *counts)
{
	struct import_batch *b;
	struct import_waiting *w;
	size_t n;

	import_ok("wanda", visits_map,
		  arena_printf(&world.arena, "%s%s", VISITS_HEAD, rows), true);
	import_counted(counts);
	ck_assert_int_eq(import_batches(session_of("wanda"), &world.arena,
					false, &b, &n),
			 ERR_OK);
	ck_assert_int_eq(import_rows_waiting(session_of("wanda"), &world.arena,
					     b[0].number, &w, &n),
			 ERR_OK);
	return n ? w[0] : (struct import_waiting){ 0 };
}

START_TEST(a_row_finds_the_open_case_of_its_person)
{
	uint64_t id = new_person(session_of("wanda"), "Efua", "Mensah",
				 "1980-02-03"),
		 c = small_case("wanda", "haven", id);

	new_person(session_of("wanda"), "Zofia", "Nowak", "1990-05-06");
	row_of_visits("1,Efua,Mensah,1980-02-03,2026-02-03,many\n"
		      "1,Efua,Mensah,1980-02-03,2026-02-04,more\n"
		      "2,Zofia,Nowak,1990-05-06,2026-02-03,none\n"
		      "3,Hodan,Abdi,1970-05-06,2026-02-03,none\n",
		      "2/0/0/0/0/2");
	ck_assert(import_told("I406"));
	ck_assert(import_told("The person of this row has no open case"));
	ck_assert(import_told("Nobody known here"));
	ck_assert_uint_eq(stored_with("thanks", "more")->case_id, c);
	row_of_visits("1,Efua,Mensah,1980-02-03,2026-02-03,many\n"
		      "1,Efua,Mensah,1980-02-03,2026-02-04,most\n",
		      "0/1/1/0/0/0");
	ck_assert_uint_eq(stored_count(RECORD_PERSON), 2);
	import_whole();
}
END_TEST

/* _i: it is her; it is nobody here. */
START_TEST(a_row_of_a_case_waits_when_its_person_is_in_doubt)
{
	uint64_t id = new_person(session_of("wanda"), "Efua", "Mensah",
				 "1980-02-03"),
		 c = small_case("wanda", "haven", id);
	struct import_waiting w = row_of_visits(
		"1,Efua,Mensah,1980-03-02,2026-02-03,many\n", "0/0/0/1/0/0");
	struct import_decided out;
	struct import_look look;

	ck_assert_int_eq(
		import_look(session_of("wanda"), &world.arena, w.id, &look),
		ERR_OK);
	ck_assert_uint_eq(look.n_candidates, 1);
	ck_assert_int_eq(import_decide(session_of("wanda"), &world.arena, w.id,
				       _i ? IMPORT_DIFFERENT : IMPORT_SAME,
				       _i ? 0 : id, &out),
			 ERR_OK);
	ck_assert_uint_eq(stored_count(RECORD_CHILD), _i ? 0 : 1);
	if (!_i)
		ck_assert_uint_eq(stored_with("thanks", "many")->case_id, c);
	ck_assert_uint_eq(stored_count(RECORD_PERSON), 1);
	ck_assert_int_eq(
		import_look(session_of("wanda"), &world.arena, w.id, &look),
		ERR_NOT_FOUND);
	import_whole();
}
END_TEST

START_TEST(for_other_programmes_no_row_waits_and_there_is_no_batch)
{
	struct import_waiting w, *rows;
	struct import_decided out;
	struct import_look look;
	struct import_batch *b, one;
	size_t n;

	efua();
	w = doubtful_row();
	for (int i = 0; i < 2; i++) {
		struct session *s = session_of(i ? "wanda" : "ana");

		ck_assert_int_eq(import_batches(s, &world.arena, false, &b, &n),
				 ERR_OK);
		ck_assert_uint_eq(n, 0);
		ck_assert_int_eq(
			import_batch_get(s, &world.arena, w.batch, &one),
			ERR_NOT_FOUND);
		ck_assert_int_eq(import_rows_waiting(s, &world.arena, w.batch,
						     &rows, &n),
				 ERR_NOT_FOUND);
		ck_assert_int_eq(import_look(s, &world.arena, w.id, &look),
				 ERR_NOT_FOUND);
		ck_assert_int_eq(import_decide(s, &world.arena, w.id,
					       IMPORT_DIFFERENT, 0, &out),
				 ERR_NOT_FOUND);
		ck_assert_int_eq(import_decide(s, &world.arena, w.id,
					       IMPORT_LEAVE, 0, &out),
				 ERR_NOT_FOUND);
	}
}
END_TEST

START_TEST(a_row_that_comes_again_waits_once)
{
	struct import_waiting *rows, w;
	size_t n;

	efua();
	w = doubtful_row();
	import_ok("otto", match_map,
		  HEAD "r1,Efua,Mensah,1980-03-02,020 7946 0001,n1,second\n",
		  true);
	import_counted("0/0/0/1/0/0");
	ck_assert_int_eq(import_rows_waiting(session_of("otto"), &world.arena,
					     w.batch, &rows, &n),
			 ERR_OK);
	ck_assert_uint_eq(n, 0);
	ck_assert_int_eq(import_rows_waiting(session_of("otto"), &world.arena,
					     w.batch + 1, &rows, &n),
			 ERR_OK);
	ck_assert_uint_eq(n, 1);
	import_whole();
}
END_TEST

START_TEST(indexes_made_anew_know_batches_and_rows)
{
	struct import_waiting w, *rows;
	uint64_t records;
	size_t n;

	efua();
	w = doubtful_row();
	ck_assert_int_eq(store_rebuild(world.store, &records, NULL, NULL),
			 ERR_OK);
	ck_assert_int_eq(import_rows_waiting(session_of("otto"), &world.arena,
					     w.batch, &rows, &n),
			 ERR_OK);
	ck_assert_uint_eq(n, 1);
	import_whole();
}
END_TEST

/* --- undone ------------------------------------------------------------- */

static struct import_undone
undo(uint64_t batch, const char *left)
{
	struct import_undone out;
	struct buf b = BUF_INIT;

	ck_assert_int_eq(
		import_undo(session_of("otto"), batch, &b, NULL, NULL, &out),
		ERR_OK);
	if (left[0])
		ck_assert_msg(b.s && strstr(b.s, left), "'%s' not told: %s",
			      left, b.s ? b.s : "");
	else
		ck_assert_msg(!b.n, "told: %s", b.s);
	buf_clear(&b);
	return out;
}

bool
is_withdrawn_now(const char *field, const char *text)
{
	return stored_with(field, text)->flags & RECORD_WITHDRAWN;
}

START_TEST(what_a_batch_made_is_withdrawn)
{
	struct import_undone out;

	import_ok("otto", new_map, ONE "r2,Zofia,Nowak,1990-05-06,,n2,b\n",
		  true);
	out = undo(1, "");
	ck_assert_uint_eq(out.withdrawn, 4);
	ck_assert(is_withdrawn_now("number", "n1"));
	ck_assert(is_withdrawn_now("given", "Zofia"));
	import_whole();
	out = undo(1, "");
	ck_assert_uint_eq(out.withdrawn, 4); /* as it was told before */
	import_ok("otto", new_map, ONE, true);
	import_counted("1/0/0/0/0/0");
	import_whole();
}
END_TEST

START_TEST(what_a_batch_changed_goes_back)
{
	import_ok("otto", new_map, ONE, true);
	import_ok("otto", new_map,
		  HEAD "r1,Efua,Bonsu,1980-02-03,020 7946 0001,n1,second\n",
		  true);
	import_counted("0/1/0/0/0/0");
	ck_assert_uint_eq(undo(2, "").restored, 2);
	ck_assert_str_eq(
		fields_text(&stored_with("number", "n1")->fields, "words"),
		"first");
	ck_assert_str_eq(
		fields_text(&stored_person(stored_with("number", "n1"))->fields,
			    "family"),
		"Mensah");
	import_ok("otto", new_map,
		  HEAD "r1,Efua,Bonsu,1980-02-03,020 7946 0001,n1,second\n",
		  true);
	import_counted("0/1/0/0/0/0");
	import_whole();
}
END_TEST

START_TEST(what_was_changed_since_is_told_and_not_touched)
{
	struct edit *e;

	import_ok("otto", new_map, ONE, true);
	import_ok("otto", new_map,
		  HEAD "r1,Efua,Mensah,1980-02-03,020 7946 0009,n1,second\n",
		  true);
	e = small_edit("otto", stored_with("number", "n1")->id);
	answer(e, "words", "by hand");
	save_ok(e);
	edit_close(&e);
	ck_assert_uint_eq(undo(2, "Words: changed since").restored, 1);
	ck_assert_str_eq(
		fields_text(&stored_with("number", "n1")->fields, "words"),
		"by hand");
	ck_assert_str_eq(
		fields_text(&stored_person(stored_with("number", "n1"))->fields,
			    "phone"),
		"020 7946 0001");
	ck_assert_uint_eq(undo(1, "somebody worked on it since").withdrawn, 0);
	ck_assert(!is_withdrawn_now("number", "n1"));
	import_whole();
}
END_TEST

START_TEST(a_decided_row_is_undone_with_its_batch)
{
	uint64_t id = efua();
	struct import_waiting w = doubtful_row();

	decide(w.id, IMPORT_SAME_NEWER, id);
	ck_assert_uint_eq(undo(w.batch, "").restored, 1);
	ck_assert(is_withdrawn_now("number", "n1"));
	ck_assert_str_eq(
		value_format(&world.arena,
			     fields_get(&small_stored(id)->fields, "born")),
		"1980-02-03");
	import_whole();
}
END_TEST

START_TEST(rows_that_wait_go_with_their_batch)
{
	struct import_waiting w;
	struct import_look look;

	efua();
	w = doubtful_row();
	undo(w.batch, "");
	ck_assert_int_eq(
		import_look(session_of("otto"), &world.arena, w.id, &look),
		ERR_NOT_FOUND);
	import_whole();
}
END_TEST

static bool
stop_at_once(const struct import_progress *p, void *ctx)
{
	(void)p;
	(void)ctx;
	return false;
}

START_TEST(a_batch_is_undone_by_whoever_may_write_there)
{
	struct import_undone out;

	import_ok("otto", new_map, ONE, true);
	ck_assert_int_eq(
		import_undo(session_of("wanda"), 1, NULL, NULL, NULL, &out),
		ERR_NOT_FOUND);
	ck_assert_int_eq(
		import_undo(session_of("ana"), 1, NULL, NULL, NULL, &out),
		ERR_NOT_FOUND);
	ck_assert_int_eq(
		import_undo(session_of("otto"), 7, NULL, NULL, NULL, &out),
		ERR_NOT_FOUND);
	ck_assert_int_eq(import_undo(session_of("otto"), 1, NULL, stop_at_once,
				     NULL, &out),
			 ERR_CONFLICT);
	ck_assert(!is_withdrawn_now("number", "n1"));
	undo(1, "");
	ck_assert(is_withdrawn_now("number", "n1"));
}
END_TEST

START_TEST(a_caseworker_is_told_once_of_all_that_changed)
{
	import_ok("otto", new_map,
		  ONE "r2,Zofia,Nowak,1990-05-06,,n2,b\n"
		      "r3,Hodan,Warsame,1970-07-08,,n3,c\n",
		  true);
	/* To each of two roles that can take them on. */
	ck_assert_uint_eq(stored_count(RECORD_TASK), 1);
	stored_with("text", "3 cases new by import t, batch 1; this is the "
			    "first of them");
	ck_assert_int_eq(case_assign(session_of("otto"),
				     stored_with("number", "n2")->id, "otto",
				     NULL),
			 ERR_OK);
	ck_assert_int_eq(case_assign(session_of("otto"),
				     stored_with("number", "n3")->id, "otto",
				     NULL),
			 ERR_OK);
	import_ok("otto", new_map,
		  HEAD "r2,Zofia,Nowak,1990-05-06,,n2,bb\n"
		       "r3,Hodan,Warsame,1970-07-08,,n3,cc\n",
		  true);
	ck_assert_uint_eq(stored_count(RECORD_TASK), 2);
	ck_assert_str_eq(stored_with("text",
				     "2 cases changed by import t, "
				     "batch 2; this is the first of them")
				 ->owner,
			 "otto");
	import_whole();
}
END_TEST

#define COUNT(v) ((int)(sizeof(v) / sizeof((v)[0])))

Suite *
suite_casework_batch(void)
{
	Suite *s = suite_create("batches");
	TCase *t = tcase_create("batches");

	tcase_add_checked_fixture(t, import_world, import_close);
	tcase_set_timeout(t, 60);
	tcase_add_test(t, a_row_in_doubt_waits_with_what_it_may_be);
	tcase_add_loop_test(t, a_row_is_decided, 0, COUNT(decisions));
	tcase_add_test(t, a_row_is_decided_once);
	tcase_add_test(t,
		       who_else_may_decide_is_told_once_of_rows_that_were_left);
	tcase_add_test(t, who_lost_the_role_reads_of_no_row_that_was_left);
	tcase_add_test(t, an_undone_batch_takes_its_notices_along);
	tcase_add_test(t, a_row_finds_the_open_case_of_its_person);
	tcase_add_loop_test(
		t, a_row_of_a_case_waits_when_its_person_is_in_doubt, 0, 2);
	tcase_add_test(t,
		       for_other_programmes_no_row_waits_and_there_is_no_batch);
	tcase_add_test(t, a_row_that_comes_again_waits_once);
	tcase_add_test(t, indexes_made_anew_know_batches_and_rows);
	tcase_add_test(t, what_a_batch_made_is_withdrawn);
	tcase_add_test(t, what_a_batch_changed_goes_back);
	tcase_add_test(t, what_was_changed_since_is_told_and_not_touched);
	tcase_add_test(t, a_decided_row_is_undone_with_its_batch);
	tcase_add_test(t, rows_that_wait_go_with_their_batch);
	tcase_add_test(t, a_batch_is_undone_by_whoever_may_write_there);
	tcase_add_test(t, a_caseworker_is_told_once_of_all_that_changed);
	suite_add_tcase(s, t);
	return s;
}
