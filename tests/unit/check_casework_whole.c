/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Nothing is lost and the store agrees with itself: entries of one key, long
 * values, rows that two people change, many records in one case, time of day.
 */
#include "check_casework.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "casework/keep.h"
#include "casework/same_parts.h"
#include "store/lock.h"

static uint64_t person, haven, sykes, yard;

static void
a_haven_and_a_yard(void)
{
	small_world();
	person = new_person(session_of("wanda"), "Amina", "Begum", "1/2/1990");
	haven = small_case("wanda", "haven", person);
	sykes = new_person(session_of("otto"), "Bill", "Sykes", NULL);
	yard = small_case("otto", "yard", sykes);
}

static const struct item *
item(const struct edit *e, const char *name)
{
	return form_item(e->form, name);
}

static size_t
count_work(const char *who, enum work_whose whose)
{
	struct worklist w;

	ck_assert_int_eq(
		worklist_read(session_of(who), &world.arena, whose, 0, &w),
		ERR_OK);
	return w.n;
}

START_TEST(one_person_in_two_fields_leaves_one_of_them)
{
	struct edit *e = small_edit("wanda", haven);
	struct person_file p;
	size_t cases = 0;

	answer_person(e, "aunt", sykes);
	answer_person(e, "uncle", sykes);
	save_ok(e);
	small_whole();
	edit_set(e, item(e, "uncle"), NO_ROW, value_empty);
	save_ok(e);
	edit_close(&e);
	small_whole();
	ck_assert_int_eq(
		person_open(session_of("wanda"), &world.arena, sykes, &p),
		ERR_OK);
	for (size_t i = 0; i < p.n_events; i++)
		cases += p.events[i].record == haven;
	ck_assert_uint_eq(cases, 1);
}
END_TEST

/* As another version would have left the store. */
static void
note_shape(const char *shape)
{
	struct txn *t = txn_begin_write(world.store);

	meta_put(t, "indexes/shape", bytes_of(shape, strlen(shape)));
	ck_assert_int_eq(txn_commit(t), ERR_OK);
}

static void
assert_behind(bool is)
{
	bool behind = !is;

	ck_assert_int_eq(store_is_behind(world.store, &behind), ERR_OK);
	ck_assert_int_eq(behind, is);
}

static void
assert_made_anew(void)
{
	uint64_t n;

	assert_behind(true);
	ck_assert_int_eq(store_rebuild(world.store, &n, NULL, NULL), ERR_OK);
	assert_behind(false);
	small_whole();
}

START_TEST(indexes_of_an_older_version_are_made_anew)
{
	assert_behind(false);
	note_shape("");
	assert_made_anew();
}
END_TEST

/* At the first records of the first pass. */
static void
die_now(uint64_t done, void *ctx)
{
	(void)done;
	(void)ctx;
	kill(getpid(), SIGKILL);
}

static void
rebuild_and_die(void)
{
	struct store *st;
	uint64_t n;
	int status;
	pid_t pid;

	world_sign_out();
	store_close(&world.store);
	pid = fork();
	if (pid == 0) {
		if (store_open(&st, world.dir, 0) == ERR_OK)
			(void)!store_rebuild(st, &n, die_now, NULL);
		_exit(1);
	}
	ck_assert_int_eq(waitpid(pid, &status, 0), pid);
	ck_assert(WIFSIGNALED(status));
	ck_assert_int_eq(store_open(&world.store, world.dir, 0), ERR_OK);
}

START_TEST(a_rebuild_that_was_killed_is_done_again)
{
	rebuild_and_die();
	assert_made_anew();
}
END_TEST

START_TEST(two_do_not_rebuild_at_a_time)
{
	struct store_lock *lock;
	uint64_t n;

	ck_assert_int_eq(store_lock(world.store, "rebuild", &lock), ERR_OK);
	ck_assert_int_eq(store_rebuild(world.store, &n, NULL, NULL),
			 ERR_EXISTS);
	store_unlock(&lock);
	ck_assert_int_eq(store_rebuild(world.store, &n, NULL, NULL), ERR_OK);
	small_whole();
}
END_TEST

START_TEST(indexes_of_a_newer_version_are_left_alone)
{
	bool behind;

	note_shape("\x7f");
	ck_assert_int_eq(store_is_behind(world.store, &behind), ERR_NEWER);
}
END_TEST

START_TEST(long_numbers_are_told_apart_to_their_end)
{
	uint64_t other = small_case("otto", "yard", sykes);
	struct edit *e = small_edit("otto", yard);
	char number[700];
	struct saved out;

	memset(number, 'n', sizeof(number) - 1);
	number[sizeof(number) - 1] = '\0';
	edit_set(e, item(e, "number"), NO_ROW, value_text(number));
	save_ok(e);
	edit_close(&e);
	e = small_edit("otto", other);
	edit_set(e, item(e, "number"), NO_ROW, value_text(number));
	ck_assert_int_eq(edit_save(e, SAVE_RECORD, NULL, &out), ERR_INVALID);
	ck_assert_ptr_nonnull(out.why);
	number[sizeof(number) - 2] = 'x';
	edit_set(e, item(e, "number"), NO_ROW, value_text(number));
	save_ok(e);
	small_whole();
	edit_set(e, item(e, "number"), NO_ROW, value_empty);
	save_ok(e);
	edit_close(&e);
	small_whole();
}
END_TEST

START_TEST(cases_without_a_reference_are_all_mine)
{
	struct session *otto = session_of("otto");
	struct case_brief *c;
	size_t n;

	small_case("otto", "yard", sykes);
	small_whole();
	ck_assert_int_eq(my_cases(otto, &world.arena, &c, &n), ERR_OK);
	ck_assert_uint_eq(n, 2);
	ck_assert_int_eq(small_move("otto", yard, "finish"), ERR_OK);
	ck_assert_int_eq(my_cases(otto, &world.arena, &c, &n), ERR_OK);
	ck_assert_uint_eq(n, 1);
	small_whole();
}
END_TEST

START_TEST(a_rebuild_keeps_what_no_record_holds)
{
	struct txn *t = txn_begin_write(world.store);
	struct key k, looked, q;
	uint64_t n;

	key_start(&k);
	key_u64(&k, person);
	key_u64(&k, sykes);
	key_start(&looked);
	key_u64(&looked, 1);
	key_u64(&looked, 2);
	index_put(t, IX_PAIR, key_bytes(&k), key_bytes(&looked));
	same_enqueue(t, SAME_OPEN, person, sykes, 9, SAME_SWEPT, "");
	key_start(&q);
	key_u8(&q, SAME_OPEN);
	key_raw(&q, key_bytes(&k));
	ck_assert_int_eq(txn_commit(t), ERR_OK);
	ck_assert_int_eq(store_rebuild(world.store, &n, NULL, NULL), ERR_OK);
	t = txn_begin_read(world.store);
	ck_assert(index_has(t, IX_PAIR, key_bytes(&k)));
	ck_assert(index_has(t, IX_QUEUE, key_bytes(&q)));
	txn_abort(t);
	small_whole();
}
END_TEST

START_TEST(a_store_without_its_index_of_logins_has_users_all_the_same)
{
	struct txn *t = txn_begin_write(world.store);

	while (index_clear(t, 1000))
		;
	ck_assert_int_eq(txn_commit(t), ERR_OK);
	ck_assert_int_eq(store_make_admin(world.store, "mallory", "M", true),
			 ERR_EXISTS);
}
END_TEST

START_TEST(the_newest_of_very_many_records_are_shown)
{
	struct session *s = session_of("wanda");
	struct task_new t = { .case_id = haven, .text = "x", .minutes = -1 };
	struct case_file c;
	struct edit *e;
	uint64_t id, visit;

	session_batch_begin(s);
	for (int i = 0; i < 520; i++)
		ck_assert_int_eq(task_add(s, &t, &id), ERR_OK);
	ck_assert_int_eq(session_batch_commit(s), ERR_OK);
	e = small_child("wanda", "haven.visit", haven);
	answer(e, "on", "2026-03-02");
	visit = save_ok(e);
	edit_close(&e);
	ck_assert_int_eq(case_open(s, &world.arena, haven, &c), ERR_OK);
	ck_assert_uint_eq(c.events[0].record, visit);
	ck_assert(c.more_events);
	/* However old: what is to be done is not cut. */
	ck_assert_uint_eq(c.n_dues, 521);
}
END_TEST

START_TEST(a_flag_on_a_case_about_nobody_is_shown_on_it)
{
	const char *f = text_with(small_forms(), "version: 1", "version: 2");
	struct case_file c;
	uint64_t patrol, flag;

	world_sign_out();
	f = text_with(f, "form yard  Yard case\n",
		      "form patrol  Patrol\n    version: 2\n"
		      "    programme: yard\n    opens: case\n"
		      "    about: nothing\n    read: worker\n"
		      "    write: worker\ndate got_on  Got on\n"
		      "state on  On\n    final: yes\n\n"
		      "form yard  Yard case\n");
	ck_assert_int_eq(small_publish(f), ERR_OK);
	patrol = small_case("otto", "patrol", 0);
	ck_assert_int_eq(
		flag_raise(session_of("otto"), patrol, "Ice", NO_DATE, &flag),
		ERR_OK);
	ck_assert_int_eq(
		case_open(session_of("otto"), &world.arena, patrol, &c),
		ERR_OK);
	ck_assert_uint_eq(c.n_flags, 1);
	ck_assert_str_eq(c.flags[0].text, "Ice");
	ck_assert_int_eq(flag_resolve(session_of("otto"), flag, "thawed"),
			 ERR_OK);
	ck_assert_int_eq(
		case_open(session_of("otto"), &world.arena, patrol, &c),
		ERR_OK);
	ck_assert_uint_eq(c.n_flags, 0);
}
END_TEST

/* --- rows ------------------------------------------------------------------ */

static uint64_t
add_row(const char *who, uint64_t record, const char *repeat, const char *cell,
	const char *text)
{
	struct edit *e = small_edit(who, record);
	size_t row = edit_add_row(e, item(e, repeat));
	uint64_t id;

	edit_set(e, item(e, cell), row, value_text(text));
	save_ok(e);
	id = fields_get(&e->answers, repeat)->rows.v[row].id;
	edit_close(&e);
	return id;
}

/* _i: which of them saves first. */
START_TEST(a_row_changed_by_one_and_taken_out_by_another_is_chosen)
{
	struct edit *a, *b;
	struct saved out;

	add_row("wanda", haven, "rows", "cell", "first");
	a = small_edit("wanda", haven);
	b = small_edit("max", haven);
	edit_strike_row(a, item(a, "rows"), 0);
	edit_set(b, item(b, "cell"), 0, value_text("second"));
	save_ok(_i ? a : b);
	ck_assert_int_eq(edit_save(_i ? b : a, SAVE_RECORD, NULL, &out),
			 ERR_CONFLICT);
	ck_assert_uint_eq(out.n_clashes, 1);
	ck_assert_str_eq(out.clashes[0].item->name, "rows");
	edit_close(&a);
	edit_close(&b);
}
END_TEST

START_TEST(rows_that_are_only_added_stay_as_they_were)
{
	struct edit *e;
	const struct value *v;

	add_row("otto", yard, "diary", "line", "first");
	e = small_edit("otto", yard);
	edit_set(e, item(e, "line"), 0, value_text("forged"));
	edit_add_row(e, item(e, "diary"));
	edit_set(e, item(e, "line"), 1, value_text("second"));
	save_ok(e);
	edit_close(&e);
	v = fields_get(&small_stored(yard)->fields, "diary");
	ck_assert_uint_eq(v->rows.n, 2);
	ck_assert_str_eq(fields_text(&v->rows.v[0].fields, "line"), "first");
	ck_assert_str_eq(fields_text(&v->rows.v[1].fields, "line"), "second");
}
END_TEST

START_TEST(a_text_not_understood_goes_with_its_row)
{
	struct edit *e = small_edit("wanda", haven);
	size_t row = edit_add_row(e, item(e, "rows"));

	edit_set_typed(e, item(e, "cell"), row, "???");
	edit_strike_row(e, item(e, "rows"), row);
	save_ok(e);
	edit_close(&e);
}
END_TEST

START_TEST(a_text_not_understood_does_not_bind_where_nothing_is_asked)
{
	struct edit *e = small_child("wanda", "haven.visit", haven);

	save_ok(e);
	edit_close(&e);
	e = small_edit("wanda", haven);
	ck_assert(view_hidden(e->view, item(e, "remark"), NO_ROW));
	edit_set_typed(e, item(e, "remark"), NO_ROW, "???");
	save_ok(e);
	edit_close(&e);
}
END_TEST

START_TEST(what_is_finished_stays_whole)
{
	struct edit *e = small_child("wanda", "haven.visit", haven);
	struct saved out;

	edit_set(e, item(e, "thanks"), NO_ROW, value_text("yes"));
	ck_assert_int_eq(edit_save(e, SAVE_FINISH, NULL, &out), ERR_OK);
	edit_set(e, item(e, "thanks"), NO_ROW, value_empty);
	ck_assert_int_eq(edit_save(e, SAVE_RECORD, NULL, &out), ERR_INVALID);
	edit_close(&e);
}
END_TEST

/* --- withdrawn, handed over, left behind ------------------------------------- */

START_TEST(nothing_happens_any_more_in_a_case_withdrawn)
{
	struct session *s = session_of("wanda");
	struct task_new t = {
		.case_id = haven, .text = "rule", .minutes = -1, .by_rule = true
	};
	struct edit *e = small_child("wanda", "haven.visit", haven);
	struct saved out;
	struct case_file c;
	uint64_t task, visit = save_ok(e);

	ck_assert_int_eq(task_add(s, &t, &task), ERR_OK);
	ck_assert_int_eq(record_withdraw(s, haven, "by mistake"), ERR_OK);
	ck_assert(small_stored(task)->flags & RECORD_FINISHED);
	answer(e, "on", "2026-03-01");
	ck_assert_int_eq(edit_save(e, SAVE_RECORD, NULL, &out), ERR_DENIED);
	edit_close(&e);
	ck_assert_int_eq(edit_open(s, visit, &e), ERR_OK);
	ck_assert(!e->may_write);
	edit_close(&e);
	ck_assert_int_eq(
		edit_new_child(s, form_find(session_forms(s), "haven.visit"),
			       haven, &e),
		ERR_DENIED);
	ck_assert_int_eq(small_move("wanda", haven, "shut_it"), ERR_CONFLICT);
	ck_assert_int_eq(case_open(s, &world.arena, haven, &c), ERR_OK);
	ck_assert(!c.may_write);
	ck_assert_uint_eq(c.n_offers + c.n_add, 0);
	small_whole();
}
END_TEST

START_TEST(what_a_rule_asked_of_the_owner_goes_with_the_case)
{
	struct session *s = session_of("wanda");
	struct task_new rule = {
		.case_id = haven, .text = "rule", .minutes = -1, .by_rule = true
	};
	struct task_new own = { .case_id = haven,
				.text = "own",
				.minutes = -1 };
	uint64_t ruled, mine;

	ck_assert_int_eq(task_add(s, &rule, &ruled), ERR_OK);
	ck_assert_int_eq(task_add(s, &own, &mine), ERR_OK);
	ck_assert_int_eq(case_assign(s, haven, "max", NULL), ERR_OK);
	ck_assert_str_eq(small_stored(ruled)->owner, "max");
	ck_assert_str_eq(small_stored(mine)->owner, "wanda");
	small_whole();
}
END_TEST

START_TEST(the_work_of_one_who_has_left_is_nobodys)
{
	size_t before = count_work("max", WORK_UNOWNED);

	ck_assert_int_eq(user_end(session_of("ada"), "wanda"), ERR_OK);
	ck_assert_uint_eq(count_work("max", WORK_UNOWNED), before + 1);
	ck_assert_uint_eq(count_work("otto", WORK_UNOWNED), 0);
}
END_TEST

START_TEST(the_last_administrator_stays)
{
	struct session *ada = session_of("ada");

	ck_assert_int_eq(user_end(ada, "ada"), ERR_INVALID);
	ck_assert_int_eq(user_add(ada, "adam", "Adam", true), ERR_OK);
	ck_assert_int_eq(user_end(ada, "ada"), ERR_OK);
}
END_TEST

/* --- published meanwhile ------------------------------------------------------ */

START_TEST(no_act_is_done_by_forms_that_are_no_longer_published)
{
	struct session *s = session_of("wanda");
	const char *f = text_with(small_forms(), "version: 1", "version: 2");
	uint64_t id;

	ck_assert_int_eq(
		small_publish(text_with(f, "got_on + 14d", "got_on + 7d")),
		ERR_OK);
	ck_assert_int_eq(case_assign(s, haven, "max", NULL), ERR_CONFLICT);
	ck_assert_int_eq(flag_raise(s, person, "x", NO_DATE, &id),
			 ERR_CONFLICT);
	small_whole();
	world_sign_out();
	ck_assert_int_eq(case_assign(session_of("wanda"), haven, "max", NULL),
			 ERR_OK);
	small_whole();
}
END_TEST

/* What is taken out of the forms, or masked, leaves the indexes. */
START_TEST(indexes_follow_a_field_taken_out_or_masked)
{
	const char *f = text_with(small_forms(), "version: 1", "version: 2");
	struct edit *e = small_edit("otto", sykes);

	edit_set(e, item(e, "phone"), NO_ROW, value_text("020 7946 0000"));
	save_ok(e);
	edit_close(&e);
	e = small_edit("otto", yard);
	edit_set(e, item(e, "number"), NO_ROW, value_text("N1"));
	save_ok(e);
	edit_close(&e);
	world_sign_out();
	if (_i == 0)
		f = text_with(f, "    means: phone\n",
			      "    means: phone\n    sensitive: yes\n");
	else
		f = text_with(text_with(f, "summary: number narrow",
					"summary: narrow"),
			      "text number  Number\n    unique: yes\n",
			      "drop number\n");
	ck_assert_int_eq(small_publish(f), ERR_OK);
	small_whole();
}
END_TEST

/* --- time of day -------------------------------------------------------------- */

START_TEST(hours_after_a_time_of_day_are_counted_from_it)
{
	static const struct {
		int hour;
		size_t escalated;
	} at[] = { { 1, 0 }, { 16, 0 }, { 18, 1 }, { 19, 0 } };
	struct edit *e = small_edit("otto", yard);
	struct ticked ticked;
	struct date day = date_of(2026, 3, 3);

	edit_set(e, item(e, "by_when"), NO_ROW,
		 value_datetime(day, 15 * 60 + 30));
	save_ok(e);
	edit_close(&e);
	for (size_t i = 0; i < sizeof(at) / sizeof(at[0]); i++) {
		clock_fix(clock_utc_of(day, at[i].hour * 60));
		ck_assert_int_eq(work_tick(world.store, &ticked), ERR_OK);
		ck_assert_uint_eq(ticked.escalations, at[i].escalated);
	}
}
END_TEST

/* What is due in two hours is not due in a day, though midnight lies between. */
START_TEST(what_is_due_at_an_hour_is_counted_in_hours)
{
	static const struct {
		int day, hour;
		const char *left;
	} at[] = { { 2, 15, "1 day" },		{ 2, 22, "17 hours" },
		   { 3, 9, "today" },		{ 3, 17, "OVERDUE 1 hour" },
		   { 4, 1, "OVERDUE 9 hours" }, { 4, 16, "OVERDUE 1 day" } };
	struct edit *e = small_edit("otto", yard);
	struct case_file f;

	edit_set(e, item(e, "by_when"), NO_ROW,
		 value_datetime(date_of(2026, 3, 3), 15 * 60 + 30));
	save_ok(e);
	edit_close(&e);
	for (size_t i = 0; i < sizeof(at) / sizeof(at[0]); i++) {
		clock_fix(clock_utc_of(date_of(2026, 3, at[i].day),
				       at[i].hour * 60));
		ck_assert_int_eq(
			case_open(session_of("otto"), &world.arena, yard, &f),
			ERR_OK);
		ck_assert_uint_ge(f.n_dues, 1);
		ck_assert_str_eq(f.dues[0].left, at[i].left);
	}
}
END_TEST

Suite *
suite_casework_whole(void)
{
	Suite *s = suite_create("whole");
	TCase *t = tcase_create("haven and yard");

	tcase_add_checked_fixture(t, a_haven_and_a_yard, world_close);
	tcase_set_timeout(t, 60);
	tcase_add_test(t, one_person_in_two_fields_leaves_one_of_them);
	tcase_add_test(t, long_numbers_are_told_apart_to_their_end);
	tcase_add_test(t, cases_without_a_reference_are_all_mine);
	tcase_add_test(t, a_rebuild_keeps_what_no_record_holds);
	tcase_add_test(
		t, a_store_without_its_index_of_logins_has_users_all_the_same);
	tcase_add_test(t, the_newest_of_very_many_records_are_shown);
	tcase_add_loop_test(
		t, a_row_changed_by_one_and_taken_out_by_another_is_chosen, 0,
		2);
	tcase_add_test(t, rows_that_are_only_added_stay_as_they_were);
	tcase_add_test(t, a_text_not_understood_goes_with_its_row);
	tcase_add_test(
		t, a_text_not_understood_does_not_bind_where_nothing_is_asked);
	tcase_add_test(t, what_is_finished_stays_whole);
	tcase_add_test(t, nothing_happens_any_more_in_a_case_withdrawn);
	tcase_add_test(t, what_a_rule_asked_of_the_owner_goes_with_the_case);
	tcase_add_test(t, the_work_of_one_who_has_left_is_nobodys);
	tcase_add_test(t, the_last_administrator_stays);
	tcase_add_test(t, indexes_of_an_older_version_are_made_anew);
	tcase_add_test(t, a_rebuild_that_was_killed_is_done_again);
	tcase_add_test(t, two_do_not_rebuild_at_a_time);
	tcase_add_test(t, indexes_of_a_newer_version_are_left_alone);
	tcase_add_test(t, no_act_is_done_by_forms_that_are_no_longer_published);
	tcase_add_loop_test(t, indexes_follow_a_field_taken_out_or_masked, 0,
			    2);
	tcase_add_test(t, hours_after_a_time_of_day_are_counted_from_it);
	tcase_add_test(t, what_is_due_at_an_hour_is_counted_in_hours);
	tcase_add_test(t, a_flag_on_a_case_about_nobody_is_shown_on_it);
	suite_add_tcase(s, t);
	return s;
}
