/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Nothing leads to what may not be read: conditions of reading, child forms
 * of fewer roles, drafts and lists of a programme that one has left.
 */
#include "check_casework.h"

static uint64_t person, haven, yard;

static void
a_haven_and_a_yard(void)
{
	uint64_t other;

	small_world();
	person = new_person(session_of("wanda"), "Amina", "Begum", "1/2/1990");
	haven = small_case("wanda", "haven", person);
	other = new_person(session_of("otto"), "Bill", "Sykes", NULL);
	yard = small_case("otto", "yard", other);
}

static void
change_text(const char *who, uint64_t record, const char *field,
	    const char *text)
{
	struct edit *e = small_edit(who, record);

	edit_set(e, form_item(e->form, field), NO_ROW, value_text(text));
	save_ok(e);
	edit_close(&e);
}

START_TEST(a_field_read_under_a_condition_shows_nowhere_without_it)
{
	struct session *ana = session_of("ana");
	struct case_file c;
	struct change *h;
	size_t n;

	change_text("otto", yard, "narrow", "whisper");
	ck_assert_int_eq(case_open(session_of("otto"), &world.arena, yard, &c),
			 ERR_OK);
	ck_assert_uint_eq(c.n_summary, 1);
	ck_assert_str_eq(c.summary[0], "Who told us? whisper");
	ck_assert_ptr_nonnull(strstr(c.events[0].summary, "whisper"));
	ck_assert_str_eq(c.person.safe_contact, "whisper");
	ck_assert_int_eq(case_open(ana, &world.arena, yard, &c), ERR_OK);
	ck_assert_uint_eq(c.n_summary, 0);
	ck_assert_str_eq(c.person.safe_contact, "");
	for (size_t i = 0; i < c.n_events; i++)
		ck_assert_ptr_null(strstr(c.events[i].summary, "whisper"));
	ck_assert_int_eq(record_history(ana, &world.arena, yard, &h, &n),
			 ERR_OK);
	for (size_t i = 0; i < n; i++)
		ck_assert_str_ne(h[i].new, "whisper");
}
END_TEST

START_TEST(roles_behind_a_comma_see_a_case_only_while_its_condition_holds)
{
	struct session *ana = session_of("ana"), *otto = session_of("otto");
	struct worklist l;
	struct case_file c;
	size_t open;

	ck_assert_int_eq(case_open(ana, &world.arena, yard, &c), ERR_OK);
	ck_assert_int_eq(worklist_read(ana, &world.arena, WORK_TEAM, 0, &l),
			 ERR_OK);
	open = l.n;
	change_text("otto", yard, "shown", "no");
	ck_assert_int_eq(case_open(ana, &world.arena, yard, &c), ERR_NOT_FOUND);
	ck_assert_int_eq(worklist_read(ana, &world.arena, WORK_TEAM, 0, &l),
			 ERR_OK);
	ck_assert_uint_le(l.n, open);
	for (size_t i = 0; i < l.n; i++)
		ck_assert_uint_ne(l.v[i].case_id, yard);
	ck_assert_int_eq(case_open(otto, &world.arena, yard, &c), ERR_OK);
	change_text("otto", yard, "shown", "yes");
	ck_assert_int_eq(case_open(ana, &world.arena, yard, &c), ERR_OK);
}
END_TEST

START_TEST(a_person_child_read_under_a_condition_is_not_there_without_it)
{
	struct session *ana = session_of("ana");
	uint64_t who = small_stored(yard)->person, note;
	struct edit *e = small_child("otto", "person.note", who);
	struct person_file p;

	edit_set(e, form_item(e->form, "about"), NO_ROW, value_text("shut"));
	note = save_ok(e);
	ck_assert_int_eq(person_open(ana, &world.arena, who, &p), ERR_OK);
	for (size_t i = 0; i < p.n_events; i++)
		ck_assert_uint_ne(p.events[i].record, note);
	edit_set(e, form_item(e->form, "about"), NO_ROW, value_text("open"));
	save_ok(e);
	edit_close(&e);
	ck_assert_int_eq(edit_open(ana, note, &e), ERR_OK);
	edit_close(&e);
}
END_TEST

START_TEST(who_may_only_read_resolves_no_flag_and_unties_no_link)
{
	uint64_t who = small_stored(yard)->person, flag, link;
	uint64_t son = new_person(session_of("otto"), "Oliver", "Sykes", NULL);

	ck_assert_int_eq(
		flag_raise(session_of("otto"), who, "Dog", NO_DATE, &flag),
		ERR_OK);
	ck_assert_int_eq(
		people_link(session_of("otto"), who, son, "son", false, &link),
		ERR_OK);
	ck_assert_int_eq(flag_resolve(session_of("ana"), flag, "gone"),
			 ERR_DENIED);
	ck_assert_int_eq(people_unlink(session_of("ana"), link, "why not"),
			 ERR_DENIED);
	ck_assert_int_eq(record_withdraw(session_of("ana"), flag, "x"),
			 ERR_DENIED);
	ck_assert_int_eq(flag_resolve(session_of("otto"), flag, "gone"),
			 ERR_OK);
	ck_assert_int_eq(flag_resolve(session_of("otto"), flag, "again"),
			 ERR_EXISTS);
	ck_assert_int_eq(people_unlink(session_of("otto"), link, "mistake"),
			 ERR_OK);
	ck_assert_int_eq(people_unlink(session_of("otto"), link, "again"),
			 ERR_EXISTS);
}
END_TEST

/* Entries of an act by a user. */
static size_t
entries(enum act act, const char *who)
{
	struct txn *t = txn_begin_read(world.store);
	struct log_entry e;
	size_t n = 0;

	for (uint64_t seq = log_last(t); seq > 0; seq--)
		n += log_get(t, &world.arena, seq, &e) && e.act == act &&
		     strcmp(e.who, who) == 0;
	txn_abort(t);
	return n;
}

START_TEST(what_is_denied_stands_in_the_log)
{
	struct session *ana = session_of("ana");
	const struct form_set *set = session_forms(ana);
	struct task_new task = { .case_id = yard, .text = "x", .minutes = -1 };
	uint64_t who = small_stored(yard)->person, id;
	struct saved out;
	struct edit *e;
	size_t n = 0;

	ck_assert_int_eq(flag_raise(ana, who, "x", NO_DATE, &id), ERR_DENIED);
	ck_assert_uint_eq(entries(ACT_REFUSED, "ana"), ++n);
	ck_assert_int_eq(case_assign(ana, yard, "otto", NULL), ERR_DENIED);
	ck_assert_uint_eq(entries(ACT_REFUSED, "ana"), ++n);
	ck_assert_int_eq(edit_new_case(ana, form_find(set, "yard"), who, &e),
			 ERR_DENIED);
	ck_assert_uint_eq(entries(ACT_REFUSED, "ana"), ++n);
	e = small_edit("ana", yard);
	ck_assert_int_eq(edit_save(e, SAVE_RECORD, NULL, &out), ERR_DENIED);
	edit_close(&e);
	ck_assert_uint_eq(entries(ACT_REFUSED, "ana"), ++n);
	ck_assert_int_eq(task_add(session_of("otto"), &task, &id), ERR_OK);
	ck_assert_int_eq(task_finish(ana, id, "x"), ERR_DENIED);
	ck_assert_uint_eq(entries(ACT_REFUSED, "ana"), ++n);
	ck_assert_int_eq(small_move("rita", haven, "shut_it"), ERR_NOT_FOUND);
	ck_assert_uint_eq(entries(ACT_REFUSED, "rita"), 0);
}
END_TEST

START_TEST(drafts_of_a_programme_left_are_not_shown)
{
	struct session *wanda = session_of("wanda");
	struct edit *e = small_child("wanda", "haven.visit", haven);
	struct draft_brief *d;
	uint64_t draft[2];
	size_t n;

	answer(e, "on", "2026-03-01");
	ck_assert_int_eq(edit_keep(e), ERR_OK);
	draft[0] = e->draft;
	edit_close(&e);
	ck_assert_int_eq(edit_new_case(wanda,
				       form_find(session_forms(wanda), "haven"),
				       person, &e),
			 ERR_OK);
	answer(e, "got_on", "2026-03-01");
	ck_assert_int_eq(edit_keep(e), ERR_OK);
	draft[1] = e->draft;
	edit_close(&e);
	ck_assert_int_eq(draft_briefs(wanda, &world.arena, &d, &n), ERR_OK);
	ck_assert_uint_eq(n, 2);
	ck_assert_int_eq(
		user_revoke(session_of("ada"), "wanda", "worker", "haven"),
		ERR_OK);
	ck_assert_int_eq(draft_briefs(wanda, &world.arena, &d, &n), ERR_OK);
	ck_assert_uint_eq(n, 0);
	for (int i = 0; i < 2; i++)
		ck_assert_int_eq(edit_resume(wanda, draft[i], &e),
				 ERR_NOT_FOUND);
	ck_assert_int_eq(user_grant(session_of("ada"), "wanda", "worker",
				    "haven", NO_DATE),
			 ERR_OK);
	ck_assert_int_eq(draft_briefs(wanda, &world.arena, &d, &n), ERR_OK);
	ck_assert_uint_eq(n, 2);
}
END_TEST

START_TEST(a_list_of_users_names_no_programme_of_others)
{
	struct session *ada = session_of("ada");
	struct user *u;
	size_t n, seen = 0;

	ck_assert_int_eq(user_grant(ada, "ana", "worker", "haven", NO_DATE),
			 ERR_OK);
	ck_assert_int_eq(user_list(session_of("otto"), &world.arena, &u, &n),
			 ERR_OK);
	for (size_t i = 0; i < n; i++) {
		ck_assert_str_ne(u[i].login, "wanda");
		for (size_t k = 0; k < u[i].n; k++)
			ck_assert_str_eq(u[i].grants[k].programme, "yard");
		seen += !strcmp(u[i].login, "ana");
	}
	ck_assert_uint_eq(seen, 1);
	ck_assert_int_eq(
		case_assignees(session_of("otto"), &world.arena, yard, &u, &n),
		ERR_OK);
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < u[i].n; k++)
			ck_assert_str_eq(u[i].grants[k].programme, "yard");
}
END_TEST

START_TEST(an_administrator_does_not_read_what_others_searched_for)
{
	struct session *wanda = session_of("wanda");
	struct txn *t = session_begin(wanda, true);
	struct audit_line *v;
	size_t n, searches = 0;

	log_act(t, wanda, ACT_SEARCHED, 0, 0, 0, "begum amina");
	ck_assert_int_eq(session_end(wanda, t), ERR_OK);
	ck_assert_int_eq(
		audit_read(session_of("ada"), &world.arena, NULL, 1000, &v, &n),
		ERR_OK);
	for (size_t i = 0; i < n; i++) {
		ck_assert_ptr_null(strstr(v[i].what, "begum"));
		searches += !strcmp(v[i].act, act_text(ACT_SEARCHED));
	}
	ck_assert_uint_eq(searches, 1);
}
END_TEST

START_TEST(who_looked_is_not_told_to_another_programme)
{
	struct person_file p;
	struct audit_line *v;
	size_t n;
	uint64_t him = small_stored(yard)->person;

	ck_assert_int_eq(
		person_open(session_of("wanda"), &world.arena, him, &p),
		ERR_OK);
	ck_assert_int_eq(audit_read(session_of("otto"), &world.arena,
				    p.brief.ref, 1000, &v, &n),
			 ERR_OK);
	ck_assert_uint_ge(n, 1);
	for (size_t i = 0; i < n; i++)
		ck_assert_str_ne(v[i].who, "wanda");
}
END_TEST

START_TEST(a_programme_published_meanwhile_is_closed_to_old_sessions)
{
	struct session *otto = session_of("otto");
	const char *f = text_with(
		small_forms(), "form haven  Haven case",
		"form vault  Vault\n    version: 1\n    programme: vault\n"
		"    opens: case\n    access: closed\n    read: manager\n"
		"    write: manager\ndate got_on  Got on\nstate in  In\n"
		"    final: yes\n\nform haven  Haven case");
	struct person_file p;
	uint64_t she = new_person(session_of("max"), "Cora", "Bell", NULL);

	ck_assert_int_eq(person_open(otto, &world.arena, she, &p), ERR_OK);
	ck_assert_int_eq(small_publish(f), ERR_OK);
	ck_assert_int_eq(user_add(session_of("ada"), "vera", "Vera", false),
			 ERR_OK);
	session_of("vera");
	ck_assert_int_eq(person_open(otto, &world.arena, she, &p), ERR_OK);
	{
		struct session *ada, *vera;

		ck_assert_int_eq(session_open(&ada, world.store, "ada", "x"),
				 ERR_OK);
		ck_assert_int_eq(
			user_grant(ada, "vera", "manager", "vault", NO_DATE),
			ERR_OK);
		session_close(&ada, false);
		ck_assert_int_eq(session_open(&vera, world.store, "vera", "x"),
				 ERR_OK);
		struct edit *e;

		ck_assert_int_eq(
			edit_new_case(vera,
				      form_find(session_forms(vera), "vault"),
				      she, &e),
			ERR_OK);
		answer(e, "got_on", "2026-03-01");
		save_ok(e);
		edit_close(&e);
		session_close(&vera, false);
	}
	ck_assert_int_eq(person_open(otto, &world.arena, she, &p),
			 ERR_NOT_FOUND);
}
END_TEST

START_TEST(timers_of_a_child_that_may_not_be_read_are_not_told)
{
	struct edit *e = small_child("max", "haven.review", haven);
	static const struct {
		const char *who;
		size_t n;
	} who[] = { { "wanda", 1 }, { "max", 2 } };
	struct worklist w;
	struct case_file c;
	uint64_t review;

	answer(e, "review_on", "2026-03-01");
	review = save_ok(e);
	edit_close(&e);
	for (size_t i = 0; i < 2; i++) {
		struct session *s = session_of(who[i].who);
		size_t told = 0;

		ck_assert_int_eq(
			worklist_read(s, &world.arena, WORK_TEAM, 0, &w),
			ERR_OK);
		ck_assert_uint_eq(w.total, who[i].n);
		ck_assert_int_eq(case_open(s, &world.arena, haven, &c), ERR_OK);
		ck_assert_uint_eq(c.n_dues, who[i].n);
		for (size_t k = 0; k < c.n_dues; k++)
			told += c.dues[k].record == review;
		ck_assert_uint_eq(told, who[i].n - 1);
	}
}
END_TEST

START_TEST(work_is_given_only_to_those_who_may_see_it)
{
	struct session *wanda = session_of("wanda");
	struct task_new t = {
		.case_id = haven, .text = "x", .minutes = -1, .owner = "otto"
	};
	uint64_t id;

	ck_assert_int_eq(task_add(wanda, &t, &id), ERR_INVALID);
	t.owner = "nobody";
	ck_assert_int_eq(task_add(wanda, &t, &id), ERR_INVALID);
	t.owner = NULL;
	ck_assert_int_eq(task_add(wanda, &t, &id), ERR_OK);
	ck_assert_int_eq(task_give(wanda, id, "otto"), ERR_INVALID);
	ck_assert_int_eq(task_give(wanda, id, "max"), ERR_OK);
	ck_assert_int_eq(
		user_revoke(session_of("ada"), "max", "manager", "haven"),
		ERR_OK);
	ck_assert_int_eq(task_finish(session_of("max"), id, "x"),
			 ERR_NOT_FOUND);
}
END_TEST

START_TEST(a_login_that_is_a_roles_name_is_still_one_person)
{
	struct session *ada = session_of("ada");
	struct task_new t = { .text = "mine alone", .minutes = -1 };
	struct worklist w;
	uint64_t id;

	ck_assert_int_eq(user_add(ada, "worker", "W. Orker", false), ERR_OK);
	ck_assert_int_eq(user_grant(ada, "worker", "worker", "haven", NO_DATE),
			 ERR_OK);
	t.case_id = haven;
	ck_assert_int_eq(task_add(session_of("worker"), &t, &id), ERR_OK);
	ck_assert_str_eq(small_stored(id)->owner, "worker");
	ck_assert_int_eq(worklist_read(session_of("worker"), &world.arena,
				       WORK_MINE, 0, &w),
			 ERR_OK);
	ck_assert_uint_eq(w.n, 1);
}
END_TEST

static void
guard(const char *how)
{
	struct arena a = ARENA_INIT;
	struct txn *t = txn_begin_read(world.store);
	struct reach r;

	ck_assert(reach_get(t, &a, person, &r));
	ck_assert_msg(r.guards != 0, "%s", how);
	txn_abort(t);
	arena_clear(&a);
}

START_TEST(somebody_unsafe_in_a_row_guards_her_too)
{
	struct edit *e = small_edit("wanda", haven);
	const struct item *rows = form_item(e->form, "rows");
	size_t row = edit_add_row(e, rows);

	edit_set(e, form_item(e->form, "row_harm"), row,
		 value_person(small_stored(yard)->person));
	save_ok(e);
	edit_close(&e);
	guard("named in a row");
	small_whole();
}
END_TEST

START_TEST(somebody_unsafe_in_a_child_record_guards_her_too)
{
	struct edit *e = small_child("wanda", "haven.visit", haven);

	answer_person(e, "seen_harm", small_stored(yard)->person);
	save_ok(e);
	edit_close(&e);
	guard("named in a child record");
	small_whole();
}
END_TEST

START_TEST(history_names_people_and_never_by_a_bare_number)
{
	struct edit *e = small_edit("wanda", haven);
	struct change *h;
	size_t n, named = 0;

	answer_person(e, "harm", small_stored(yard)->person);
	save_ok(e);
	edit_close(&e);
	ck_assert_int_eq(record_history(session_of("wanda"), &world.arena,
					haven, &h, &n),
			 ERR_OK);
	for (size_t i = 0; i < n; i++)
		if (h[i].item && !strcmp(h[i].item->name, "harm")) {
			ck_assert_str_eq(h[i].new, "Sykes, Bill");
			named++;
		}
	ck_assert_uint_eq(named, 1);
}
END_TEST

static uint64_t
note_asked_by_wanda(void)
{
	struct edit *e;
	uint64_t id;

	ck_assert_int_eq(
		edit_new_child(session_of("wanda"),
			       form_find(session_forms(session_of("wanda")),
					 "person.note"),
			       small_stored(yard)->person, &e),
		ERR_OK);
	edit_set(e, form_item(e->form, "about"), NO_ROW, value_text("open"));
	edit_set(e, form_item(e->form, "asked_by"), NO_ROW,
		 value_user("wanda"));
	id = save_ok(e);
	edit_close(&e);
	return id;
}

/* What every programme reads of a person does not name who else works with
 * them: not in the record, its line, nor its history. */
START_TEST(a_user_in_what_programmes_share_is_another_team)
{
	uint64_t note = note_asked_by_wanda();
	struct session *otto = session_of("otto"), *wanda = session_of("wanda");
	struct person_file p;
	struct change *h;
	size_t n, lines = 0;

	ck_assert_str_eq(user_named(otto, &world.arena, 0, "wanda"),
			 "another team");
	ck_assert_str_eq(user_named(otto, &world.arena, yard, "wanda"),
			 "wanda");
	ck_assert_str_eq(user_named(wanda, &world.arena, 0, "wanda"), "wanda");
	ck_assert_int_eq(
		person_open(otto, &world.arena, small_stored(yard)->person, &p),
		ERR_OK);
	for (size_t i = 0; i < p.n_events; i++) {
		ck_assert_ptr_null(strstr(p.events[i].summary, "wanda"));
		lines += strstr(p.events[i].summary, "another team") != NULL;
	}
	ck_assert_uint_eq(lines, 1);
	ck_assert_int_eq(record_history(otto, &world.arena, note, &h, &n),
			 ERR_OK);
	ck_assert_uint_ge(n, 1);
	for (size_t i = 0; i < n; i++)
		ck_assert_str_ne(h[i].new, "wanda");
	ck_assert_int_eq(record_history(wanda, &world.arena, note, &h, &n),
			 ERR_OK);
	lines = 0;
	for (size_t i = 0; i < n; i++)
		lines += strcmp(h[i].new, "wanda") == 0;
	ck_assert_uint_eq(lines, 1);
}
END_TEST

START_TEST(an_answer_cannot_point_to_somebody_hidden)
{
	const char *f = text_with(small_forms(), "version: 1", "version: 2");
	struct saved out;
	struct edit *e;

	world_sign_out();
	f = text_with(f, "text number  Number",
		      "person mate  Mate\n    party: yes\ntext number  Number");
	ck_assert_int_eq(small_publish(f), ERR_OK);
	e = small_edit("otto", yard);
	answer_person(e, "mate", person);
	ck_assert_int_eq(edit_save(e, SAVE_RECORD, NULL, &out), ERR_INVALID);
	edit_close(&e);
}
END_TEST

Suite *
suite_casework_leak(void)
{
	Suite *s = suite_create("leaks");
	TCase *t = tcase_create("haven and yard");

	tcase_add_checked_fixture(t, a_haven_and_a_yard, world_close);
	tcase_set_timeout(t, 60);
	tcase_add_test(t,
		       a_field_read_under_a_condition_shows_nowhere_without_it);
	tcase_add_test(
		t,
		roles_behind_a_comma_see_a_case_only_while_its_condition_holds);
	tcase_add_test(
		t,
		a_person_child_read_under_a_condition_is_not_there_without_it);
	tcase_add_test(t,
		       who_may_only_read_resolves_no_flag_and_unties_no_link);
	tcase_add_test(t, what_is_denied_stands_in_the_log);
	tcase_add_test(t, drafts_of_a_programme_left_are_not_shown);
	tcase_add_test(t, a_list_of_users_names_no_programme_of_others);
	tcase_add_test(t,
		       an_administrator_does_not_read_what_others_searched_for);
	tcase_add_test(t, who_looked_is_not_told_to_another_programme);
	tcase_add_test(
		t, a_programme_published_meanwhile_is_closed_to_old_sessions);
	tcase_add_test(t, timers_of_a_child_that_may_not_be_read_are_not_told);
	tcase_add_test(t, work_is_given_only_to_those_who_may_see_it);
	tcase_add_test(t, a_login_that_is_a_roles_name_is_still_one_person);
	tcase_add_test(t, somebody_unsafe_in_a_row_guards_her_too);
	tcase_add_test(t, somebody_unsafe_in_a_child_record_guards_her_too);
	tcase_add_test(t, history_names_people_and_never_by_a_bare_number);
	tcase_add_test(t, a_user_in_what_programmes_share_is_another_team);
	tcase_add_test(t, an_answer_cannot_point_to_somebody_hidden);
	suite_add_tcase(s, t);
	return s;
}
