/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Timers of what hangs from a person; work whose owner may not do it any
 * more; settings; and that a store's check sees each index go astray.
 */
#include "check_casework.h"

#include <stdlib.h>

#include "casework/work_index.h"

#define DAY (24 * 60 * 60)

static uint64_t him;

/* A note about a person is to be looked at again: by its maker, and after two
 * days by all who read. */
static const char *
timed_forms(void)
{
	const char *f = text_with(small_forms(), "text about  About\n",
				  "text about  About\n"
				  "date again_on  Look again on\n"
				  "timer again  Look at the note again\n"
				  "    while: again_on is answered\n"
				  "    due: again_on\n"
				  "    remind: 3d\n"
				  "    escalate: reader after 2d\n");

	return text_with(f, "    version: 1\n", "    version: 2\n");
}

static void
timed_world(void)
{
	small_world();
	world_sign_out();
	ck_assert_int_eq(small_publish(timed_forms()), ERR_OK);
	him = new_person(session_of("otto"), "Bill", "Sykes", NULL);
}

static uint64_t
a_note(const char *who, uint64_t about, const char *again)
{
	struct edit *e = small_child(who, "person.note", about);
	uint64_t id;

	edit_set(e, form_item(e->form, "about"), NO_ROW, value_text("open"));
	answer(e, "again_on", again);
	id = save_ok(e);
	edit_close(&e);
	return id;
}

static struct worklist
list(const char *who, enum work_whose whose)
{
	struct worklist w;

	ck_assert_int_eq(
		worklist_read(session_of(who), &world.arena, whose, 0, &w),
		ERR_OK);
	return w;
}

static void
change(const char *who, uint64_t record, const char *field, const char *typed)
{
	struct edit *e = small_edit(who, record);

	answer(e, field, typed);
	save_ok(e);
	edit_close(&e);
}

START_TEST(what_has_no_date_stands_after_what_is_due)
{
	uint64_t her = new_person(session_of("wanda"), "Amina", "Begum", NULL);
	uint64_t dated = small_case("wanda", "haven", her),
		 undated = small_case("wanda", "haven", her);
	struct worklist w;
	size_t at_dated = 0, at_undated = 0;

	change("wanda", undated, "got_on", "");
	w = list("wanda", WORK_TEAM);
	for (size_t i = 0; i < w.n; i++) {
		if (w.v[i].case_id == dated)
			at_dated = i + 1;
		if (w.v[i].case_id == undated)
			at_undated = i + 1;
	}
	ck_assert_uint_gt(at_dated, 0);
	ck_assert_uint_gt(at_undated, at_dated);
}
END_TEST

/* --- a timer of a person ---------------------------------------------------- */

START_TEST(a_timer_of_a_persons_record_stands_in_its_makers_worklist)
{
	struct worklist w;
	struct worklist day, late;

	a_note("otto", him, "2026-03-10");
	w = list("otto", WORK_MINE);
	ck_assert_uint_eq(w.n, 1);
	ck_assert_str_eq(w.v[0].doing, "Look at the note again");
	ck_assert_str_eq(w.v[0].name, "Sykes, Bill");
	ck_assert_int_eq(w.v[0].ref[0], 'P');
	ck_assert_uint_eq(w.v[0].person, him);
	ck_assert_uint_eq(w.v[0].case_id, 0);
	ck_assert_int_eq(diary_read(session_of("otto"), &world.arena,
				    date_of(2026, 3, 10), date_of(2026, 3, 10),
				    &day, &late),
			 ERR_OK);
	ck_assert_uint_eq(day.n, 1);
	small_whole();
}
END_TEST

START_TEST(it_follows_its_record_in_the_same_commit)
{
	uint64_t note = a_note("otto", him, "2026-03-10");

	change("otto", note, "again_on", "2026-03-01");
	ck_assert_uint_eq(list("otto", WORK_MINE).n, 1);
	ck_assert(list("otto", WORK_MINE).v[0].overdue);
	small_whole();
	change("otto", note, "again_on", "");
	ck_assert_uint_eq(list("otto", WORK_MINE).n, 0);
	small_whole();
	change("otto", note, "again_on", "2026-03-12");
	ck_assert_int_eq(record_withdraw(session_of("otto"), note, "mistake"),
			 ERR_OK);
	ck_assert_uint_eq(list("otto", WORK_MINE).n, 0);
	small_whole();
}
END_TEST

START_TEST(others_see_it_who_may_see_the_record)
{
	uint64_t she, note;

	a_note("otto", him, "2026-03-10");
	/* In the team's list: ana reads, rita too; max's role does not. */
	ck_assert_uint_eq(list("ana", WORK_TEAM).n, 1);
	ck_assert_uint_eq(list("rita", WORK_TEAM).n, 1);
	ck_assert_uint_eq(list("max", WORK_TEAM).n, 0);
	ck_assert_uint_eq(list("ada", WORK_TEAM).n, 0);
	/* A client of a closed programme is nobody to the yard. */
	she = new_person(session_of("wanda"), "Amina", "Begum", NULL);
	note = a_note("wanda", she, "2026-03-05");
	small_case("wanda", "haven", she);
	ck_assert_uint_eq(list("wanda", WORK_MINE).n, 2);
	ck_assert_uint_eq(list("otto", WORK_TEAM).n, 1);
	ck_assert_uint_eq(list("ana", WORK_TEAM).n, 1);
	(void)note;
}
END_TEST

START_TEST(the_tick_reminds_its_maker_and_tells_the_role_once)
{
	struct ticked k;
	struct worklist w;

	a_note("otto", him, "2026-03-04");
	ck_assert_int_eq(work_tick(world.store, &k), ERR_OK);
	ck_assert_uint_eq(k.reminders, 1);
	ck_assert_uint_eq(list("otto", WORK_MINE).n, 2);
	clock_fix(clock_now() + 5 * (int64_t)DAY);
	ck_assert_int_eq(work_tick(world.store, &k), ERR_OK);
	ck_assert_uint_eq(k.reminders, 0);
	ck_assert_uint_eq(k.escalations, 1);
	ck_assert_int_eq(work_tick(world.store, &k), ERR_OK);
	ck_assert_uint_eq(k.reminders + k.escalations, 0);
	w = list("otto", WORK_MINE);
	for (size_t i = 0; i < w.n; i++)
		if (w.v[i].task)
			ck_assert_int_eq(task_finish(session_of("otto"),
						     w.v[i].task, "seen"),
					 ERR_OK);
	/* Who holds the role is told, and can say that it is done. */
	w = list("ana", WORK_MINE);
	ck_assert_uint_eq(w.n, 1);
	ck_assert_str_eq(w.v[0].doing, "Overdue: Look at the note again");
	ck_assert_uint_eq(list("max", WORK_MINE).n, 0);
	ck_assert_int_eq(task_finish(session_of("max"), w.v[0].task, "x"),
			 ERR_NOT_FOUND);
	ck_assert_int_eq(task_finish(session_of("ana"), w.v[0].task, "seen"),
			 ERR_OK);
	small_whole();
}
END_TEST

START_TEST(a_rebuild_and_a_new_form_renew_it)
{
	uint64_t n;
	const char *f = text_with(timed_forms(), "version: 2", "version: 3");

	a_note("otto", him, "2026-03-10");
	ck_assert_int_eq(store_rebuild(world.store, &n, NULL, NULL), ERR_OK);
	ck_assert_uint_eq(list("otto", WORK_MINE).n, 1);
	small_whole();
	world_sign_out();
	ck_assert_int_eq(small_publish(text_with(f, "    due: again_on\n",
						 "    due: again_on + 7d\n")),
			 ERR_OK);
	ck_assert_int_eq(date_compare(list("otto", WORK_MINE).v[0].due,
				      date_of(2026, 3, 17)),
			 0);
	small_whole();
	world_sign_out();
	f = text_with(small_forms(), "version: 1", "version: 4");
	ck_assert_int_eq(
		small_publish(text_with(
			f, "text about  About\n",
			"text about  About\ndate again_on  Look again on\n")),
		ERR_OK);
	ck_assert_uint_eq(list("otto", WORK_MINE).n, 0);
	small_whole();
}
END_TEST

START_TEST(a_notice_of_a_record_with_fewer_readers_is_not_told_to_all)
{
	uint64_t she = new_person(session_of("wanda"), "Amina", "Begum", NULL);
	uint64_t haven = small_case("wanda", "haven", she);
	const char *f = text_with(timed_forms(), "version: 2", "version: 3");
	struct edit *e;
	struct ticked k;
	struct worklist w;

	world_sign_out();
	ck_assert_int_eq(
		small_publish(text_with(
			f, "    due: review_on + 2d\n",
			"    due: review_on + 2d\n    escalate: manager after 1d\n")),
		ERR_OK);
	e = small_child("max", "haven.review", haven);
	answer(e, "review_on", "2026-02-01");
	save_ok(e);
	edit_close(&e);
	ck_assert_int_eq(work_tick(world.store, &k), ERR_OK);
	ck_assert_uint_eq(k.escalations, 1);
	w = list("max", WORK_MINE);
	ck_assert_uint_eq(w.n, 1);
	ck_assert_str_eq(w.v[0].doing, "Overdue: Secret review");
	w = list("wanda", WORK_TEAM);
	for (size_t i = 0; i < w.n; i++)
		ck_assert_ptr_null(strstr(w.v[i].doing, "Secret"));
	small_whole();
}
END_TEST

/* --- whose owner may not any more ------------------------------------------------ */

START_TEST(work_of_somebody_who_lost_the_role_has_no_owner)
{
	struct session *ada = session_of("ada");
	uint64_t she = new_person(session_of("wanda"), "Amina", "Begum", NULL);
	uint64_t haven = small_case("wanda", "haven", she);
	struct worklist w;

	small_case("otto", "yard", him);
	ck_assert_uint_eq(list("max", WORK_UNOWNED).n, 0);
	ck_assert_int_eq(user_revoke(ada, "wanda", "worker", "haven"), ERR_OK);
	w = list("max", WORK_UNOWNED);
	ck_assert_uint_eq(w.n, 1);
	ck_assert_uint_eq(w.v[0].case_id, haven);
	ck_assert_str_eq(w.v[0].owner, "wanda");
	ck_assert_str_eq(w.v[0].note, "its owner left");
	ck_assert_int_eq(user_grant(ada, "wanda", "manager", "haven", NO_DATE),
			 ERR_OK);
	ck_assert_uint_eq(list("max", WORK_UNOWNED).n, 0);
	/* A grant that ran out. */
	ck_assert_int_eq(user_grant(ada, "wanda", "manager", "haven",
				    date_of(2026, 3, 2)),
			 ERR_OK);
	ck_assert_uint_eq(list("max", WORK_UNOWNED).n, 1);
	ck_assert_int_eq(case_assign(session_of("max"), haven, "max", "left"),
			 ERR_OK);
	ck_assert_uint_eq(list("max", WORK_UNOWNED).n, 0);
	ck_assert_uint_eq(list("max", WORK_MINE).n, 1);
	/* Nobody else is told of it. */
	ck_assert_uint_eq(list("otto", WORK_UNOWNED).n, 0);
}
END_TEST

START_TEST(work_in_another_programme_keeps_its_owner)
{
	struct session *ada = session_of("ada");
	struct worklist w;
	uint64_t she;

	ck_assert_int_eq(user_grant(ada, "wanda", "worker", "yard", NO_DATE),
			 ERR_OK);
	ck_assert_int_eq(user_grant(ada, "max", "reader", "yard", NO_DATE),
			 ERR_OK);
	she = new_person(session_of("wanda"), "Amina", "Begum", NULL);
	small_case("wanda", "haven", she);
	small_case("wanda", "yard", him);
	change("wanda", list("wanda", WORK_TEAM).v[0].case_id, "got_on",
	       "2026-03-02");
	ck_assert_int_eq(user_revoke(ada, "wanda", "worker", "haven"), ERR_OK);
	w = list("max", WORK_UNOWNED);
	ck_assert_uint_eq(w.n, 1);
	ck_assert_str_eq(w.v[0].programme, "haven");
}
END_TEST

/* --- settings ------------------------------------------------------------------------ */

START_TEST(a_setting_changed_moves_what_is_due_at_once)
{
	const char *f = text_with(timed_forms(), "version: 2", "version: 3");
	uint64_t she = new_person(session_of("wanda"), "Amina", "Begum", NULL);

	small_case("wanda", "haven", she);
	a_note("wanda", she, "2026-03-10");
	world_sign_out();
	f = text_with(
		f, "    due: got_on + 14d\n",
		"    due: if(quick = 'yes', got_on + 1d, got_on + 14d)\n");
	f = text_with(f, "    due: again_on\n",
		      "    due: if(quick = 'yes', again_on - 5d, again_on)\n");
	f = text_with(f, "form person  Person\n",
		      "setting quick  Quick\n    list: yes_no\n"
		      "    default: no\n\nform person  Person\n");
	ck_assert_int_eq(small_publish(f), ERR_OK);
	ck_assert_int_eq(date_compare(list("wanda", WORK_MINE).v[0].due,
				      date_of(2026, 3, 10)),
			 0);
	ck_assert_int_eq(setting_set(session_of("ada"), "quick", "yes"),
			 ERR_OK);
	ck_assert_int_eq(date_compare(list("wanda", WORK_MINE).v[0].due,
				      date_of(2026, 3, 2)),
			 0);
	ck_assert_int_eq(date_compare(list("wanda", WORK_MINE).v[1].due,
				      date_of(2026, 3, 5)),
			 0);
	small_whole();
}
END_TEST

/* More than one commit takes. */
START_TEST(a_setting_changed_moves_every_case_of_many)
{
	const char *f = text_with(timed_forms(), "version: 2", "version: 3");
	struct session *wanda;
	struct worklist w;
	uint64_t she, n;

	world_sign_out();
	f = text_with(
		f, "    due: got_on + 14d\n",
		"    due: if(quick = 'yes', got_on + 1d, got_on + 14d)\n");
	f = text_with(f, "form person  Person\n",
		      "setting quick  Quick\n    list: yes_no\n"
		      "    default: no\n\nform person  Person\n");
	ck_assert_int_eq(small_publish(f), ERR_OK);
	wanda = session_of("wanda");
	she = new_person(wanda, "Amina", "Begum", NULL);
	session_batch_begin(wanda);
	for (int i = 0; i < 130; i++)
		small_case("wanda", "haven", she);
	ck_assert_int_eq(session_batch_commit(wanda), ERR_OK);
	ck_assert_int_eq(setting_set(session_of("ada"), "quick", "yes"),
			 ERR_OK);
	w = list("wanda", WORK_MINE);
	ck_assert_uint_eq(w.n, 130);
	for (size_t i = 0; i < w.n; i++)
		ck_assert_int_eq(date_compare(w.v[i].due, date_of(2026, 3, 2)),
				 0);
	ck_assert_int_eq(store_rebuild(world.store, &n, NULL, NULL), ERR_OK);
	small_whole();
}
END_TEST

/* --- the store's check ------------------------------------------------------------ */

static void
rich_store(void)
{
	uint64_t she =
		new_person(session_of("wanda"), "Amina", "Begum", "1/2/1990");
	uint64_t haven = small_case("wanda", "haven", she), id, yard;
	struct task_new task = { .case_id = haven, .text = "x", .minutes = -1 };
	struct edit *e = small_edit("wanda", she);

	answer(e, "phone", "07700 900123");
	save_ok(e);
	edit_close(&e);
	a_note("otto", him, "2026-03-10");
	ck_assert_int_eq(task_add(session_of("wanda"), &task, &id), ERR_OK);
	yard = small_case("otto", "yard", him);
	e = small_edit("otto", yard);
	answer(e, "number", "N 1");
	save_ok(e);
	edit_close(&e);
	id = new_person(session_of("otto"), "Oliver", "Sykes", NULL);
	ck_assert_int_eq(
		people_link(session_of("otto"), him, id, "son", false, &id),
		ERR_OK);
	small_whole();
}

static uint64_t
faults(void)
{
	struct store_checked sum;
	struct buf out = BUF_INIT;

	ck_assert_int_eq(store_check(world.store, &out, &sum, NULL, NULL),
			 ERR_OK);
	buf_clear(&out);
	return sum.faults;
}

/* One entry away, one too many, one that says something else: in turn, in
 * each index that records make; and a rebuild mends it. */
START_TEST(the_check_sees_each_index_go_astray)
{
	static const uint8_t made[] = { IX_REF,	      IX_LOGIN,	    IX_ACCESS,
					IX_OF_CASE,   IX_OF_PERSON, IX_BY_FORM,
					IX_OPEN_CASE, IX_OWNED,	    IX_WORK,
					IX_TIMER,     IX_NAME,	    IX_SOUND,
					IX_BORN,      IX_PHONE,	    IX_UNIQUE,
					IX_LINK };
	uint8_t ix = made[_i / 3];
	struct txn *t = txn_begin_write(world.store);
	struct index_scan *scan;
	struct bytes key, posting;
	uint64_t n;

	txn_abort(t);
	rich_store();
	t = txn_begin_write(world.store);
	scan = index_scan_open(t, ix, bytes_of("", 0), bytes_of("", 0), false);
	ck_assert_msg(index_scan_next(scan, &key, &posting),
		      "index %u is empty", ix);
	key = bytes_of(arena_memdup(&world.arena, key.p, key.n), key.n);
	posting = bytes_of(arena_memdup(&world.arena, posting.p, posting.n),
			   posting.n);
	index_scan_close(&scan);
	if (_i % 3 == 0) {
		index_del(t, ix, key);
	} else if (_i % 3 == 1) {
		((char *)key.p)[key.n - 1] ^= 0x40;
		index_put(t, ix, key, posting);
	} else {
		index_put(t, ix, key, bytes_of("another", 7));
	}
	ck_assert_int_eq(txn_commit(t), ERR_OK);
	ck_assert_msg(faults() > 0, "index %u, %d", ix, _i % 3);
	ck_assert_int_eq(store_rebuild(world.store, &n, NULL, NULL), ERR_OK);
	ck_assert_uint_eq(faults(), 0);
}
END_TEST

static void
spoil(uint64_t id, const char *field, struct value v)
{
	struct txn *t = txn_begin_write(world.store);
	struct record *r = record_get(t, &world.arena, id);

	fields_set(&r->fields, field, v);
	record_put(t, r);
	ck_assert_int_eq(txn_commit(t), ERR_OK);
}

START_TEST(the_check_sees_a_record_that_does_not_fit_its_form)
{
	uint64_t yard = small_case("otto", "yard", him);

	small_whole();
	spoil(yard, "got_on", value_text("tomorrow"));
	ck_assert_uint_ge(faults(), 1);
	spoil(yard, "got_on", value_date(date_of(2026, 3, 1)));
	ck_assert_uint_eq(faults(), 0);
	spoil(him, "given", value_int(4));
	ck_assert_uint_ge(faults(), 1);
}
END_TEST

START_TEST(the_check_sees_an_answer_that_points_to_nothing)
{
	uint64_t she = new_person(session_of("wanda"), "Amina", "Begum", NULL);
	uint64_t haven = small_case("wanda", "haven", she);

	spoil(haven, "aunt", value_person(987654));
	ck_assert_uint_ge(faults(), 1);
}
END_TEST

Suite *
suite_casework_timed(void)
{
	Suite *s = suite_create("timed");
	TCase *t = tcase_create("persons"), *c = tcase_create("check");

	tcase_add_checked_fixture(t, timed_world, world_close);
	tcase_set_timeout(t, 60);
	tcase_add_test(
		t, a_timer_of_a_persons_record_stands_in_its_makers_worklist);
	tcase_add_test(t, it_follows_its_record_in_the_same_commit);
	tcase_add_test(t, others_see_it_who_may_see_the_record);
	tcase_add_test(t, the_tick_reminds_its_maker_and_tells_the_role_once);
	tcase_add_test(t, a_rebuild_and_a_new_form_renew_it);
	tcase_add_test(
		t, a_notice_of_a_record_with_fewer_readers_is_not_told_to_all);
	tcase_add_test(t, work_of_somebody_who_lost_the_role_has_no_owner);
	tcase_add_test(t, work_in_another_programme_keeps_its_owner);
	tcase_add_test(t, a_setting_changed_moves_what_is_due_at_once);
	tcase_add_test(t, what_has_no_date_stands_after_what_is_due);
	tcase_add_test(t, a_setting_changed_moves_every_case_of_many);
	suite_add_tcase(s, t);
	tcase_add_checked_fixture(c, timed_world, world_close);
	tcase_set_timeout(c, 60);
	tcase_add_loop_test(c, the_check_sees_each_index_go_astray, 0, 16 * 3);
	tcase_add_test(c, the_check_sees_a_record_that_does_not_fit_its_form);
	tcase_add_test(c, the_check_sees_an_answer_that_points_to_nothing);
	suite_add_tcase(s, c);
	return s;
}
