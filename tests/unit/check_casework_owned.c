/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Many cases given on at once, when somebody leaves.
 */
#include "check_casework.h"

#include <string.h>

#include "casework/casefile.h"
#include "casework/work.h"

#define CASES 11 /* more than go into one commit */

static uint64_t ids[CASES];

static void
many_cases(void)
{
	small_world();
	for (size_t i = 0; i < CASES; i++)
		ids[i] = small_case(
			"wanda", "haven",
			new_person(session_of("wanda"), "Efua",
				   arena_printf(&world.arena, "Mensah %zu", i),
				   "1980-02-03"));
}

/* As max sees it: the cases of a login. */
static size_t
owned_by(const char *seer, const char *login)
{
	struct case_brief *v;
	size_t n;

	ck_assert_int_eq(
		cases_owned(session_of(seer), &world.arena, login, &v, &n),
		ERR_OK);
	return n;
}

static size_t
handed(const char *who, const char *from, const char *to)
{
	size_t given;

	ck_assert_int_eq(cases_assign(session_of(who), ids, CASES, from, to,
				      "she leaves", &given),
			 ERR_OK);
	return given;
}

/* How often the log says that a case was given, with this reason. */
static size_t
logged(const char *reason)
{
	struct txn *t = txn_begin_read(world.store);
	struct log_entry e;
	struct fields p;
	size_t n = 0;

	for (uint64_t seq = log_last(t); seq > 0; seq--)
		n += log_get(t, &world.arena, seq, &e) &&
		     e.act == ACT_ASSIGNED &&
		     log_payload(t, &world.arena, seq, &p) &&
		     !strcmp(fields_text(&p, "reason"), reason);
	txn_abort(t);
	return n;
}

START_TEST(the_cases_of_one_who_leaves_go_to_another)
{
	struct owner *o;
	struct user *u;
	size_t n;

	ck_assert_int_eq(case_owners(session_of("max"), &world.arena, &o, &n),
			 ERR_OK);
	ck_assert_uint_eq(n, 1);
	ck_assert_str_eq(o[0].login, "wanda");
	ck_assert_uint_eq(o[0].cases, CASES);
	ck_assert_int_eq(cases_assignees(session_of("max"), &world.arena, ids,
					 CASES, &u, &n),
			 ERR_OK);
	ck_assert_uint_ge(n, 2);
	ck_assert_uint_eq(handed("max", "wanda", "max"), CASES);
	ck_assert_uint_eq(owned_by("max", "wanda"), 0);
	ck_assert_uint_eq(owned_by("max", "max"), CASES);
	ck_assert_uint_eq(logged("she leaves"), CASES);
	small_whole();
}
END_TEST

START_TEST(what_moved_on_meanwhile_stays)
{
	ck_assert_int_eq(case_assign(session_of("max"), ids[3], "max", NULL),
			 ERR_OK);
	ck_assert_int_eq(record_withdraw(session_of("max"), ids[9], "twice"),
			 ERR_OK);
	ck_assert_uint_eq(handed("max", "wanda", "max"), CASES - 2);
	ck_assert_uint_eq(logged("she leaves"), CASES - 2);
	small_whole();
}
END_TEST

/* otto works elsewhere, rita only reads: neither is told of a case to give,
 * and neither can be given one. */
START_TEST(who_may_not_give_one_case_gives_none)
{
	static const char *const who[] = { "otto", "ana", "rita" };
	struct owner *o;
	struct user *u;
	size_t n;

	for (size_t i = 0; i < 3; i++) {
		struct session *s = session_of(who[i]);

		ck_assert_int_eq(case_owners(s, &world.arena, &o, &n), ERR_OK);
		ck_assert_uint_eq(n, 0);
		ck_assert_uint_eq(owned_by(who[i], "wanda"), 0);
		ck_assert_uint_eq(handed(who[i], "wanda", "max"), 0);
		ck_assert_uint_eq(handed("max", "wanda", who[i]), 0);
	}
	ck_assert_int_eq(cases_assignees(session_of("otto"), &world.arena, ids,
					 CASES, &u, &n),
			 ERR_NOT_FOUND);
	ck_assert_uint_eq(n, 0);
	ck_assert_uint_eq(owned_by("max", "wanda"), CASES);
	small_whole();
}
END_TEST

Suite *
suite_casework_owned(void)
{
	Suite *s = suite_create("whose cases");
	TCase *t = tcase_create("handed over");

	tcase_add_checked_fixture(t, many_cases, world_close);
	tcase_set_timeout(t, 60);
	tcase_add_test(t, the_cases_of_one_who_leaves_go_to_another);
	tcase_add_test(t, what_moved_on_meanwhile_stays);
	tcase_add_test(t, who_may_not_give_one_case_gives_none);
	suite_add_tcase(s, t);
	return s;
}
