/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "check_casework.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "casework/practice.h"

#define DAY (24 * 60 * 60)

static uint64_t person, sanc;

static void
a_case(void)
{
	world_open();
	person = new_person(session_of("sara"), "Amina", "Begum", "1/2/1990");
	sanc = new_sanctuary(session_of("sara"), person);
}

static struct worklist
mine(const char *who)
{
	struct worklist w;

	ck_assert_int_eq(
		worklist_read(session_of(who), &world.arena, WORK_MINE, 0, &w),
		ERR_OK);
	return w;
}

/* As in a store whose tasks were numbered in order by an earlier version. */
START_TEST(a_task_has_a_longer_number_where_all_short_ones_are_taken)
{
	struct session *s = session_of("sara");
	struct task_new n = { .case_id = sanc,
			      .person = person,
			      .text = "Ring the housing office",
			      .owner = "sara",
			      .due = clock_today(),
			      .minutes = -1 };
	struct txn *t = txn_begin_write(world.store);
	const struct record *made;
	uint64_t id;

	for (int i = 0; i < 100000; i++) {
		char ref[16];
		struct key k;

		snprintf(ref, sizeof(ref), "T-%05d", i);
		key_start(&k);
		key_text(&k, ref);
		index_put(t, IX_REF, key_bytes(&k), bytes_of("12345678", 8));
	}
	ck_assert_int_eq(txn_commit(t), ERR_OK);
	ck_assert_int_eq(task_add(s, &n, &id), ERR_OK);
	t = txn_begin_read(world.store);
	made = record_get_header(t, &world.arena, id);
	txn_abort(t);
	ck_assert_ptr_nonnull(made);
	ck_assert_int_eq(strncmp(made->ref, "T-", 2), 0);
	ck_assert_uint_gt(strlen(made->ref), strlen("T-00000"));
}
END_TEST

START_TEST(a_new_case_is_in_its_makers_worklist)
{
	struct worklist w = mine("sara");

	ck_assert_uint_ge(w.n, 1);
	ck_assert_uint_eq(w.v[0].case_id, sanc);
	ck_assert_str_eq(w.v[0].name, "Begum, Amina");
	ck_assert_str_ne(w.v[0].doing, "");
}
END_TEST

START_TEST(handing_over_moves_the_work)
{
	size_t before = mine("sara").n;

	ck_assert_int_eq(
		case_assign(session_of("sara"), sanc, "mona", "on leave"),
		ERR_OK);
	ck_assert_uint_eq(mine("sara").n, 0);
	ck_assert_uint_ge(mine("mona").n, before);
	ck_assert_int_eq(case_assign(session_of("mona"), sanc, "oliver", "x"),
			 ERR_INVALID);
}
END_TEST

START_TEST(a_task_is_added_moved_and_finished)
{
	struct session *s = session_of("sara");
	struct task_new t = { .case_id = sanc,
			      .text = "Ring school",
			      .due = date_of(2026, 3, 10),
			      .minutes = 570 };
	struct worklist w, day, overdue;
	uint64_t id;
	size_t before = mine("sara").n;

	ck_assert_int_eq(task_add(s, &t, &id), ERR_OK);
	ck_assert_uint_eq(mine("sara").n, before + 1);
	ck_assert_int_eq(
		diary_read(s, &world.arena, t.due, t.due, &day, &overdue),
		ERR_OK);
	ck_assert_uint_eq(day.n, 1);
	ck_assert_str_eq(day.v[0].doing, "Ring school");
	ck_assert_int_eq(day.v[0].minutes, 570);
	ck_assert_int_eq(task_move(s, id, date_of(2026, 3, 1), -1), ERR_OK);
	w = mine("sara");
	for (size_t i = 0; i < w.n; i++)
		if (w.v[i].task == id)
			ck_assert(w.v[i].overdue);
	ck_assert_int_eq(task_finish(s, id, "She rang back"), ERR_OK);
	ck_assert_uint_eq(mine("sara").n, before);
	ck_assert_int_eq(task_finish(s, id, "again"), ERR_EXISTS);
}
END_TEST

START_TEST(the_list_is_by_due_date)
{
	struct session *s = session_of("sara");
	struct worklist w;
	uint64_t id;

	for (int i = 0; i < 30; i++) {
		struct task_new t = { .text = "x",
				      .minutes = -1,
				      .due = date_add_days(clock_today(),
							   i * 7 % 30 - 10) };

		ck_assert_int_eq(task_add(s, &t, &id), ERR_OK);
	}
	w = mine("sara");
	ck_assert_uint_ge(w.n, 30);
	for (size_t i = 1; i < w.n; i++)
		ck_assert_int_le(date_compare(w.v[i - 1].due, w.v[i].due), 0);
}
END_TEST

static size_t
count_notices(void)
{
	return mine("mona").n;
}

START_TEST(the_tick_may_run_any_number_of_times)
{
	struct ticked first, second;
	size_t before = count_notices();

	clock_fix(clock_now() + 30 * (int64_t)DAY);
	ck_assert_int_eq(work_tick(world.store, &first), ERR_OK);
	ck_assert_uint_ge(first.escalations, 1);
	ck_assert_uint_gt(count_notices(), before);
	before = count_notices();
	ck_assert_int_eq(work_tick(world.store, &second), ERR_OK);
	ck_assert_uint_eq(second.escalations + second.reminders, 0);
	ck_assert_uint_eq(count_notices(), before);
}
END_TEST

static void
check_store_whole(void)
{
	struct store_checked sum;
	struct buf out = BUF_INIT;

	ck_assert_int_eq(store_check(world.store, &out, &sum, NULL, NULL),
			 ERR_OK);
	ck_assert_msg(sum.faults == 0, "%s", out.s);
	buf_clear(&out);
}

START_TEST(indexes_agree_with_records_after_every_kind_of_act)
{
	struct session *s = session_of("sara");
	struct task_new t = { .case_id = sanc, .text = "x", .minutes = -1 };
	uint64_t id, other;

	check_store_whole();
	ck_assert_int_eq(task_add(s, &t, &id), ERR_OK);
	ck_assert_int_eq(flag_raise(s, person, "Dog", NO_DATE, &id), ERR_OK);
	ck_assert_int_eq(flag_resolve(s, id, "Dog has gone"), ERR_OK);
	other = new_person(s, "Rahim", "Begum", NULL);
	ck_assert_int_eq(people_link(s, person, other, "son", false, &id),
			 ERR_OK);
	check_store_whole();
	ck_assert_int_eq(people_unlink(s, id, "mistaken"), ERR_OK);
	ck_assert_int_eq(case_assign(s, sanc, "mona", NULL), ERR_OK);
	check_store_whole();
	ck_assert_int_eq(record_withdraw(session_of("mona"), sanc, "mistake"),
			 ERR_OK);
	check_store_whole();
	ck_assert_uint_eq(mine("mona").n, 0);
}
END_TEST

START_TEST(a_rebuild_gives_the_same_indexes)
{
	struct store_checked before, after;
	struct buf out = BUF_INIT;
	uint64_t n;

	ck_assert_int_eq(store_check(world.store, &out, &before, NULL, NULL),
			 ERR_OK);
	ck_assert_int_eq(store_rebuild(world.store, &n, NULL, NULL), ERR_OK);
	ck_assert_int_eq(store_check(world.store, &out, &after, NULL, NULL),
			 ERR_OK);
	ck_assert_uint_eq(after.faults, 0);
	ck_assert_uint_eq(before.index_entries, after.index_entries);
	buf_clear(&out);
}
END_TEST

START_TEST(a_damaged_index_is_found)
{
	struct store_checked sum;
	struct buf out = BUF_INIT;
	struct txn *t = txn_begin_write(world.store);
	struct key k;

	key_start(&k);
	key_text(&k, "SAN-2026-00001");
	ck_assert(index_has(t, IX_REF, key_bytes(&k)));
	index_del(t, IX_REF, key_bytes(&k));
	key_start(&k);
	key_u8(&k, 0);
	key_u64(&k, 12345);
	index_put(t, IX_OPEN_CASE, key_bytes(&k), bytes_of("", 0));
	ck_assert_int_eq(txn_commit(t), ERR_OK);
	ck_assert_int_eq(store_check(world.store, &out, &sum, NULL, NULL),
			 ERR_OK);
	ck_assert_uint_ge(sum.faults, 2);
	buf_clear(&out);
}
END_TEST

START_TEST(invented_people_make_a_store_that_agrees)
{
	const struct practice_options o = { .people = 12,
					    .seed = 7,
					    .owner = "sara" };
	struct store_checked sum;
	struct buf out = BUF_INIT;

	ck_assert_int_eq(practice_fill(world.store, &o), ERR_OK);
	ck_assert_int_eq(store_check(world.store, &out, &sum, NULL, NULL),
			 ERR_OK);
	ck_assert_msg(sum.faults == 0, "%s", out.s);
	ck_assert_uint_ge(sum.people, 12);
	buf_clear(&out);
}
END_TEST

START_TEST(invented_people_have_names_of_people)
{
	const struct practice_options o = { .people = 12,
					    .seed = 7,
					    .owner = "sara" };
	struct record *r;
	struct txn *t;
	size_t named = 0;

	ck_assert_int_eq(practice_fill(world.store, &o), ERR_OK);
	t = txn_begin_read(world.store);
	for (uint64_t after = 0; record_next(t, &world.arena, after, &r);
	     after = r->id) {
		const char *given = fields_text(&r->fields, "given");

		if (r->kind != RECORD_PERSON)
			continue;
		ck_assert_msg(given[0] < 'a' || given[0] > 'z', "'%s'", given);
		ck_assert_str_eq(fields_text(&r->fields, "own_script"), "");
		named += given[0] != 0;
	}
	txn_abort(t);
	ck_assert_uint_ge(named, 12);
}
END_TEST

static uint64_t
states_of(const struct form *f, const struct record *r)
{
	const struct value *v = fields_get(&r->fields, "_states");
	uint64_t seen = 1;

	for (size_t i = 0; v && i < v->rows.n; i++) {
		int st = form_state(f,
				    fields_text(&v->rows.v[i].fields, "state"));

		if (st >= 0)
			seen |= UINT64_C(1) << st;
	}
	return seen;
}

/* The states of a form that no case of it has been in. */
static void
states_missed(const struct form *f, struct buf *out)
{
	struct session *s = session_of("sara");
	struct txn *t = txn_begin_read(world.store);
	struct record *r;
	uint64_t seen = 0;

	for (uint64_t after = 0; record_next(t, &world.arena, after, &r);
	     after = r->id)
		if (r->kind == RECORD_CASE && form_of_record(s, r) == f)
			seen |= states_of(f, r);
	txn_abort(t);
	for (size_t i = 0; i < f->n_states; i++)
		if (!(seen >> i & 1))
			buf_printf(out, " %s.%s", f->name, f->states[i].name);
}

START_TEST(invented_people_reach_every_state)
{
	const struct practice_options o = { .people = 60,
					    .seed = 1,
					    .owner = "sara" };
	const struct form_set *set = session_forms(session_of("sara"));
	struct buf out = BUF_INIT;

	ck_assert_int_eq(practice_fill(world.store, &o), ERR_OK);
	for (size_t i = 0; i < set->n_forms; i++)
		if (set->forms[i]->kind == FORM_CASE &&
		    set->forms[i]->about == ABOUT_PERSON)
			states_missed(set->forms[i], &out);
	ck_assert_msg(out.n == 0, "nobody was in%s", out.s);
	buf_clear(&out);
}
END_TEST

Suite *
suite_casework_work(void)
{
	Suite *s = suite_create("work");
	TCase *t = tcase_create("worklist");

	tcase_add_checked_fixture(t, a_case, world_close);
	tcase_set_timeout(t, 120);
	tcase_add_test(t, a_new_case_is_in_its_makers_worklist);
	tcase_add_test(t, handing_over_moves_the_work);
	tcase_add_test(
		t, a_task_has_a_longer_number_where_all_short_ones_are_taken);
	tcase_add_test(t, a_task_is_added_moved_and_finished);
	tcase_add_test(t, the_list_is_by_due_date);
	tcase_add_test(t, the_tick_may_run_any_number_of_times);
	tcase_add_test(t, indexes_agree_with_records_after_every_kind_of_act);
	tcase_add_test(t, a_rebuild_gives_the_same_indexes);
	tcase_add_test(t, a_damaged_index_is_found);
	tcase_add_test(t, invented_people_make_a_store_that_agrees);
	tcase_add_test(t, invented_people_have_names_of_people);
	tcase_add_test(t, invented_people_reach_every_state);
	suite_add_tcase(s, t);
	return s;
}
