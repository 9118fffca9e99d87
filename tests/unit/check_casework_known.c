/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Forms that were checked before: believed only as long as all is as it was. */
#include "check_casework.h"

static struct bytes
meta(const char *name)
{
	struct txn *t = txn_begin_read(world.store);
	struct bytes value = { 0 };

	meta_get(t, &world.arena, name, &value);
	ck_assert_int_eq(txn_commit(t), ERR_OK);
	return value;
}

static void
put_meta(const char *name, struct bytes value)
{
	struct txn *t = txn_begin_write(world.store);

	meta_put(t, name, value);
	ck_assert_int_eq(txn_commit(t), ERR_OK);
}

/* With one bit of it turned. */
static void
damage(const char *name, size_t at)
{
	struct bytes value = meta(name);
	char *copy = arena_memdup(&world.arena, value.p, value.n);

	ck_assert_uint_lt(at, value.n);
	copy[at] ^= 1;
	put_meta(name, bytes_of(copy, value.n));
}

/* Were the forms checked, when they are loaded now? */
static bool
are_checked(void)
{
	struct forms_known known;
	struct form_set *set;

	ck_assert_int_eq(known_load(world.store, &set, &known), ERR_OK);
	form_set_free(&set);
	return known.fresh;
}

START_TEST(forms_are_checked_by_the_first_session_and_by_no_other)
{
	ck_assert(are_checked());
	session_of("ada");
	ck_assert(!are_checked());
}
END_TEST

START_TEST(a_damaged_plan_is_noticed_and_made_anew)
{
	session_of("ada");
	damage("forms/known", meta("forms/known").n / 2);
	ck_assert(are_checked());
	world_sign_out();
	session_of("ada");
	ck_assert(!are_checked());
}
END_TEST

START_TEST(a_plan_of_other_forms_is_not_believed)
{
	struct bytes plan = meta("forms/known");

	ck_assert_uint_gt(plan.n, 0);
	ck_assert_int_eq(small_publish(text_with(small_forms(),
						 "Haven case\n    version: 1",
						 "Haven case\n    version: 2")),
			 ERR_OK);
	put_meta("forms/known", plan);
	ck_assert(are_checked());
}
END_TEST

START_TEST(a_damaged_text_of_a_form_opens_no_session)
{
	struct bytes current = meta("forms/current");
	const char *first = (const char *)current.p;
	const char *hex = first + strlen(first) + 1;
	struct session *s;

	session_of("ada");
	damage(arena_printf(&world.arena, "forms/text/%s", hex), 5);
	report_to_stderr(false);
	ck_assert_int_eq(session_open(&s, world.store, "ada", "here"),
			 ERR_CORRUPT);
}
END_TEST

Suite *
suite_casework_known(void)
{
	Suite *s = suite_create("known");
	TCase *t = tcase_create("known");

	tcase_add_checked_fixture(t, world_make, world_close);
	tcase_add_test(t,
		       forms_are_checked_by_the_first_session_and_by_no_other);
	tcase_add_test(t, a_damaged_plan_is_noticed_and_made_anew);
	tcase_add_test(t, a_damaged_text_of_a_form_opens_no_session);
	suite_add_tcase(s, t);
	t = tcase_create("published");
	tcase_add_checked_fixture(t, small_world, world_close);
	tcase_add_test(t, a_plan_of_other_forms_is_not_believed);
	suite_add_tcase(s, t);
	return s;
}
