/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The trap: a woman is in Sanctuary; a man who harmed her is in offender
 * management.  Nothing may lead his worker to her, by whatever function; nor
 * anybody else who has no role in Sanctuary.
 */
#include "check_casework.h"

static uint64_t her, him, her_case, his_case, her_task;

static void
the_trap(void)
{
	struct session *sara, *oliver;
	struct task_new task = { .text = "Ring her sister", .minutes = -1 };
	struct edit *e;
	uint64_t flag;

	world_open();
	sara = session_of("sara");
	oliver = session_of("oliver");
	him = new_person(oliver, "Bartosz", "Kowalski", "14/6/1988");
	his_case = new_iom(oliver, him);
	her = new_person(sara, "Shirin", "Khatun", "4/5/1991");
	her_case = new_sanctuary(sara, her);
	ck_assert_int_eq(edit_open(sara, her_case, &e), ERR_OK);
	answer_person(e, "perp", him);
	save_ok(e);
	edit_close(&e);
	ck_assert_int_eq(edit_open(sara, her, &e), ERR_OK);
	answer(e, "house", "19");
	answer(e, "street", "Usher Rd");
	answer(e, "postcode", "E3 5HJ");
	save_ok(e);
	edit_close(&e);
	ck_assert_int_eq(edit_open(oliver, him, &e), ERR_OK);
	answer(e, "house", "19");
	answer(e, "street", "Usher Rd");
	answer(e, "postcode", "E3 5HJ");
	save_ok(e);
	edit_close(&e);
	ck_assert_int_eq(
		flag_raise(sara, her, "Ring only before noon", NO_DATE, &flag),
		ERR_OK);
	task.case_id = her_case;
	task.due = clock_today();
	ck_assert_int_eq(task_add(sara, &task, &her_task), ERR_OK);
}

static const char *const outsiders[] = { "oliver", "drew", "nina" };
#define OUTSIDERS 3

/* Does anything in these briefs speak of her? */
static void
nothing_of_her(const struct person_brief *p, size_t n, const char *who)
{
	for (size_t i = 0; i < n; i++) {
		ck_assert_msg(p[i].id != her, "%s sees her", who);
		for (size_t k = 0; k < p[i].n_cases; k++)
			ck_assert_msg(p[i].cases[k].id != her_case,
				      "%s sees her case", who);
	}
}

START_TEST(search_does_not_find_her)
{
	static const char *const texts[] = {
		"khatun", "shirin",	    "Khatun Shirin", "4/5/1991", "1991",
		"E3 5HJ", "SAN-2026-00001", "kowalski",	     "usher"
	};
	const char *who = outsiders[_i];
	struct arena a = ARENA_INIT;
	struct found f;

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		ck_assert_int_eq(find_people(session_of(who), &a, texts[i],
					     FIND_MOST, &f),
				 ERR_OK);
		nothing_of_her(f.people, f.n, who);
	}
	arena_clear(&a);
}
END_TEST

START_TEST(opening_her_is_the_same_as_opening_nobody)
{
	struct session *s = session_of(outsiders[_i]);
	struct arena a = ARENA_INIT;
	struct person_file p;
	struct case_file c;
	struct edit *e;
	struct change *h;
	struct user *u;
	size_t n;
	uint64_t id;
	const uint64_t nobody = 999999;

	ck_assert_int_eq(person_open(s, &a, her, &p),
			 person_open(s, &a, nobody, &p));
	ck_assert_int_eq(person_open(s, &a, her, &p), ERR_NOT_FOUND);
	ck_assert_int_eq(case_open(s, &a, her_case, &c), ERR_NOT_FOUND);
	ck_assert_int_eq(edit_open(s, her, &e), ERR_NOT_FOUND);
	ck_assert_int_eq(edit_open(s, her_case, &e), ERR_NOT_FOUND);
	ck_assert_int_eq(record_history(s, &a, her, &h, &n), ERR_NOT_FOUND);
	ck_assert_int_eq(record_history(s, &a, her_case, &h, &n),
			 ERR_NOT_FOUND);
	ck_assert_int_eq(case_assignees(s, &a, her_case, &u, &n),
			 ERR_NOT_FOUND);
	ck_assert_int_eq(case_assign(s, her_case, "oliver", NULL),
			 ERR_NOT_FOUND);
	ck_assert_int_eq(record_withdraw(s, her_case, "why"), ERR_NOT_FOUND);
	ck_assert_int_eq(flag_raise(s, her, "x", NO_DATE, &id), ERR_NOT_FOUND);
	ck_assert_int_eq(task_finish(s, her_task, "x"), ERR_NOT_FOUND);
	ck_assert_int_eq(task_move(s, her_task, clock_today(), -1),
			 ERR_NOT_FOUND);
	ck_assert_int_eq(find_case(s, "SAN-2026-00001", &id), ERR_NOT_FOUND);
	arena_clear(&a);
}
END_TEST

START_TEST(nothing_can_be_added_to_her)
{
	struct session *s = session_of(outsiders[_i]);
	const struct form_set *set = session_forms(s);
	struct task_new t = { .case_id = her_case,
			      .text = "x",
			      .due = clock_today(),
			      .minutes = -1 };
	struct edit *e;
	uint64_t id;
	enum err err;

	ck_assert_int_eq(task_add(s, &t, &id), ERR_NOT_FOUND);
	ck_assert_int_eq(edit_new_case(s, form_find(set, "iom_case"), her, &e),
			 ERR_NOT_FOUND);
	ck_assert_int_eq(edit_new_case(s, form_find(set, "sanctuary"), him, &e),
			 ERR_NOT_FOUND);
	err = people_link(s, him, her, "neighbour", false, &id);
	ck_assert_int_eq(err, ERR_NOT_FOUND);
}
END_TEST

START_TEST(worklists_and_counts_leave_her_out)
{
	struct session *s = session_of(outsiders[_i]);
	struct arena a = ARENA_INIT;
	struct worklist w;
	struct case_brief *c;
	size_t n;

	for (int whose = WORK_MINE; whose <= WORK_UNOWNED; whose++) {
		ck_assert_int_eq(
			worklist_read(s, &a, (enum work_whose)whose, 0, &w),
			ERR_OK);
		for (size_t i = 0; i < w.n; i++) {
			ck_assert_uint_ne(w.v[i].case_id, her_case);
			ck_assert_uint_ne(w.v[i].person, her);
			ck_assert_uint_ne(w.v[i].task, her_task);
		}
		ck_assert_uint_eq(w.n, w.total);
	}
	ck_assert_int_eq(my_cases(s, &a, &c, &n), ERR_OK);
	for (size_t i = 0; i < n; i++)
		ck_assert_uint_ne(c[i].id, her_case);
	arena_clear(&a);
}
END_TEST

START_TEST(his_file_does_not_speak_of_her)
{
	static const char *const all[] = { "oliver", "sara", "mona" };
	struct session *s = session_of(all[_i]);
	struct arena a = ARENA_INIT;
	struct person_file p;

	/* Ruling 4: not even for those who may see her. */
	if (person_open(s, &a, him, &p) == ERR_OK) {
		ck_assert_uint_eq(p.n_links, 0);
		for (size_t i = 0; i < p.n_events; i++)
			ck_assert_uint_ne(p.events[i].case_id, her_case);
		for (size_t i = 0; i < p.brief.n_cases; i++)
			ck_assert_uint_ne(p.brief.cases[i].id, her_case);
	} else {
		ck_assert_int_ne(_i, 0);
	}
	arena_clear(&a);
}
END_TEST

START_TEST(registering_somebody_like_her_gives_no_hint)
{
	struct session *s = session_of(outsiders[_i]);
	struct arena a = ARENA_INIT;
	struct likeness *v;
	struct fields f;
	size_t n;

	fields_init(&f, &a);
	fields_set(&f, "given", value_text("Shirin"));
	fields_set(&f, "family", value_text("Khatun"));
	fields_set(&f, "born", value_date(date_of(1991, 5, 4)));
	fields_set(&f, "postcode", value_text("E3 5HJ"));
	fields_set(&f, "house", value_text("19"));
	ck_assert_int_eq(find_alike(s, &a, &f, 0, &v, &n), ERR_OK);
	for (size_t i = 0; i < n; i++)
		ck_assert_uint_ne(v[i].person.id, her);
	arena_clear(&a);
}
END_TEST

START_TEST(the_audit_tells_outsiders_nothing)
{
	struct session *s = session_of(outsiders[_i]);
	struct arena a = ARENA_INIT;
	struct audit_line *v;
	size_t n;

	ck_assert_int_eq(audit_read(s, &a, "SAN-2026-00001", 100, &v, &n),
			 ERR_NOT_FOUND);
	ck_assert_int_eq(audit_read(s, &a, NULL, 1000, &v, &n), ERR_OK);
	for (size_t i = 0; i < n; i++)
		ck_assert_msg(!strstr(v[i].what, "SAN-") &&
				      strcmp(v[i].who, "sara"),
			      "%s: %s %s", v[i].who, v[i].act, v[i].what);
	arena_clear(&a);
}
END_TEST

START_TEST(her_own_workers_find_her)
{
	struct session *s = session_of(_i ? "mona" : "sara");
	struct arena a = ARENA_INIT;
	struct person_file p;
	struct found f;

	ck_assert_int_eq(find_people(s, &a, "khatun", FIND_MOST, &f), ERR_OK);
	ck_assert_uint_eq(f.n, 1);
	ck_assert_uint_eq(f.people[0].id, her);
	ck_assert_int_eq(person_open(s, &a, her, &p), ERR_OK);
	ck_assert_uint_eq(p.brief.n_cases, 1);
	ck_assert_uint_eq(p.brief.n_flags, 1);
	/* Named by somebody unsafe: not found by where she lives. */
	ck_assert_int_eq(find_people(s, &a, "E3 5HJ", FIND_MOST, &f), ERR_OK);
	nothing_of_her(f.people, f.n, "a search by address");
	arena_clear(&a);
}
END_TEST

START_TEST(a_role_that_ends_ends_at_once)
{
	struct session *sara = session_of("sara");
	struct arena a = ARENA_INIT;
	struct case_file c;

	ck_assert_int_eq(case_open(sara, &a, her_case, &c), ERR_OK);
	ck_assert_int_eq(user_revoke(session_of("ada"), "sara", "caseworker",
				     "sanctuary"),
			 ERR_OK);
	ck_assert_int_eq(case_open(sara, &a, her_case, &c), ERR_NOT_FOUND);
	ck_assert_int_eq(user_grant(session_of("ada"), "sara", "caseworker",
				    "sanctuary", date_of(2026, 3, 2)),
			 ERR_OK);
	ck_assert_int_eq(case_open(sara, &a, her_case, &c), ERR_NOT_FOUND);
	ck_assert_int_eq(user_grant(session_of("ada"), "sara", "caseworker",
				    "sanctuary", date_of(2026, 3, 3)),
			 ERR_OK);
	ck_assert_int_eq(case_open(sara, &a, her_case, &c), ERR_OK);
	arena_clear(&a);
}
END_TEST

START_TEST(only_the_administrator_changes_users)
{
	ck_assert_int_eq(user_add(session_of("sara"), "eve", "Eve", true),
			 ERR_DENIED);
	ck_assert_int_eq(
		user_grant(session_of("sara"), "sara", "manager", "*", NO_DATE),
		ERR_DENIED);
	ck_assert_int_eq(user_end(session_of("mona"), "sara"), ERR_DENIED);
	ck_assert_int_eq(user_end(session_of("ada"), "sara"), ERR_OK);
}
END_TEST

START_TEST(an_analyst_of_all_programmes_writes_in_none)
{
	struct session *s = session_of("ann");
	struct arena a = ARENA_INIT;
	const struct form **f;
	struct edit *e;
	uint64_t id;

	ck_assert_uint_eq(session_case_forms(s, &a, &f), 0);
	ck_assert_int_ne(edit_new_person(s, NULL, &e), ERR_OK);
	ck_assert_int_ne(case_assign(s, his_case, "oliver", NULL), ERR_OK);
	ck_assert_int_ne(flag_raise(s, him, "x", NO_DATE, &id), ERR_OK);
	arena_clear(&a);
}
END_TEST

START_TEST(the_administrator_says_how_long_a_screen_stays_open)
{
	struct session *ada = session_of("ada"), *sara = session_of("sara");

	ck_assert_int_eq(lock_most(sara), LOCK_USUAL);
	ck_assert_int_eq(lock_allow(sara, LOCK_EVERYBODY, 60), ERR_DENIED);
	ck_assert_int_eq(lock_allow(ada, LOCK_EVERYBODY, 15), ERR_OK);
	ck_assert_int_eq(lock_allow(ada, "sara", 60), ERR_OK);
	ck_assert_int_eq(lock_most(sara), 60);
	ck_assert_int_eq(lock_most(ada), 15);
	ck_assert_int_eq(lock_allow(ada, "nobody", 60), ERR_NOT_FOUND);
	ck_assert_int_eq(lock_allow(ada, "sara", 0), ERR_INVALID);
	ck_assert_int_eq(lock_allow(ada, "sara", LOCK_LONGEST + 1),
			 ERR_INVALID);
}
END_TEST

Suite *
suite_casework_who(void)
{
	Suite *s = suite_create("who may");
	TCase *t = tcase_create("the trap");

	tcase_add_checked_fixture(t, the_trap, world_close);
	tcase_set_timeout(t, 60);
	tcase_add_loop_test(t, search_does_not_find_her, 0, OUTSIDERS);
	tcase_add_loop_test(t, opening_her_is_the_same_as_opening_nobody, 0,
			    OUTSIDERS);
	tcase_add_loop_test(t, nothing_can_be_added_to_her, 0, OUTSIDERS);
	tcase_add_loop_test(t, worklists_and_counts_leave_her_out, 0,
			    OUTSIDERS);
	tcase_add_loop_test(t, his_file_does_not_speak_of_her, 0, 3);
	tcase_add_loop_test(t, registering_somebody_like_her_gives_no_hint, 0,
			    OUTSIDERS);
	tcase_add_loop_test(t, the_audit_tells_outsiders_nothing, 0, OUTSIDERS);
	tcase_add_loop_test(t, her_own_workers_find_her, 0, 2);
	tcase_add_test(t, the_administrator_says_how_long_a_screen_stays_open);
	tcase_add_test(t, a_role_that_ends_ends_at_once);
	tcase_add_test(t, only_the_administrator_changes_users);
	tcase_add_test(t, an_analyst_of_all_programmes_writes_in_none);
	suite_add_tcase(s, t);
	return s;
}
