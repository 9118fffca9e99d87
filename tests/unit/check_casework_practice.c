/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Invented people: every state is reached, the same seed gives the same
 * store, the worklist is a believable one, and copies of lives are lives.
 */
#include "check_casework.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/random.h"
#include "casework/practice.h"
#include "casework/practice_parts.h"

#define TODAY 1772535600 /* 3 March 2026, 11:00 UTC */

static int64_t today = TODAY;

static const uint64_t seeds[] = { 1, 2, 3, 4, 5, 6, 7, 8, 11, 42, 99, 2026 };
#define SEEDS (int)(sizeof(seeds) / sizeof(seeds[0]))

/* Whose practice it is: with every role, as the maker of a store of one's own
 * has them. */
static void
add_pat(void)
{
	struct session *ada = session_of("ada");
	const struct form_set *set = session_forms(ada);

	ck_assert_int_eq(user_add(ada, "pat", "Pat", false), ERR_OK);
	for (size_t i = 0; i < set->n_roles; i++)
		ck_assert_int_eq(user_grant(ada, "pat", set->roles[i].name, "*",
					    NO_DATE),
				 ERR_OK);
}

static void
fill(uint64_t people, uint64_t seed)
{
	const struct practice_options o = { .people = people,
					    .seed = seed,
					    .owner = "pat" };

	clock_fix(today);
	add_pat();
	ck_assert_int_eq(practice_fill(world.store, &o), ERR_OK);
}

/* The states that no case has ever been in, in words. */
static const char *
states_missed(size_t *all)
{
	const struct form_set *set = session_forms(session_of("ada"));
	uint64_t reached[64] = { 0 };
	struct buf b = BUF_INIT;
	struct txn *t = txn_begin_read(world.store);
	struct record *r;
	const char *out;

	for (uint64_t after = 0; record_next(t, &world.arena, after, &r);
	     after = r->id) {
		const struct form *f = form_find(set, r->form);
		const struct value *v = fields_get(&r->fields, "_states");
		size_t i = 0;

		while (i < set->n_forms && set->forms[i] != f)
			i++;
		for (size_t k = 0; f && v && k < v->rows.n; k++) {
			int st = form_state(
				f, fields_text(&v->rows.v[k].fields, "state"));

			if (st >= 0)
				reached[i] |= UINT64_C(1) << st;
		}
	}
	txn_abort(t);
	for (size_t i = 0; i < set->n_forms; i++)
		for (size_t st = 0; st < set->forms[i]->n_states; st++) {
			if (set->forms[i]->about != ABOUT_PERSON)
				continue;
			++*all;
			if (!(reached[i] >> st & 1))
				buf_printf(&b, " %s.%s", set->forms[i]->name,
					   set->forms[i]->states[st].name);
		}
	out = arena_strndup(&world.arena, b.s ? b.s : "", b.n);
	buf_clear(&b);
	return out;
}

/* Late, to come, without a date: as after a few busy weeks, not as after a
 * year away. */
static void
believable(const struct worklist *w)
{
	size_t late = 0, long_late = 0, soon = 0;

	for (size_t i = 0; i < w->n; i++) {
		int64_t left =
			date_to_days(w->v[i].due) - date_to_days(clock_today());

		late += w->v[i].overdue;
		long_late += w->v[i].overdue && left < -60;
		soon += date_is_set(w->v[i].due) && left >= 0 && left <= 30;
	}
	ck_assert_msg(w->n >= 20 && w->total <= 300 && late >= 3 &&
			      late * 3 <= w->n * 2 && long_late * 10 <= w->n &&
			      soon >= 8,
		      "%zu lines of %zu, %zu late, %zu long, "
		      "%zu soon",
		      w->n, w->total, late, long_late, soon);
}

/* Of one line, by a question that only words can answer: not by what somebody
 * is looked for by. */
static bool
is_of_words(const struct form *f, const struct item *it)
{
	return it && it->kind == ITEM_QUESTION && it->type == Q_TEXT &&
	       f->about == ABOUT_PERSON && it->means == MEANS_NONE &&
	       !it->constraint && !it->warning && !it->default_value &&
	       it->look != LOOK_MULTILINE &&
	       !(it->search && f->kind == FORM_PERSON);
}

/* A number of a form's own kind is invented where words were refused, and
 * nowhere else: no action is "E1W 3TD".  How many texts were looked at. */
static size_t
texts_are_words(void)
{
	const struct form_set *set = session_forms(session_of("ada"));
	struct txn *t = txn_begin_read(world.store);
	struct record *r;
	size_t seen = 0;

	for (uint64_t after = 0; record_next(t, &world.arena, after, &r);
	     after = r->id) {
		const struct form *f = form_find(set, r->form);

		for (size_t i = 0; f && i < r->fields.n; i++) {
			const struct field *x = &r->fields.v[i];

			if (x->value.type != VAL_TEXT ||
			    !is_of_words(f, form_item(f, x->name)))
				continue;
			ck_assert_msg(!strpbrk(x->value.text, "0123456789@"),
				      "%s.%s: %s", r->form, x->name,
				      x->value.text);
			seen++;
		}
	}
	txn_abort(t);
	return seen;
}

/* Each seed on another day: rules look at weekdays and months. */
START_TEST(sixty_people_reach_every_state_and_make_a_believable_worklist)
{
	size_t all = 0;
	const char *missed;
	struct worklist w;

	today = TODAY + _i * 29 * (int64_t)86400;
	fill(60, seeds[_i]);
	missed = states_missed(&all);
	ck_assert_uint_ge(all, 20);
	ck_assert_msg(!missed[0], "seed %d of %zu states:%s", (int)seeds[_i],
		      all, missed);
	ck_assert_int_eq(worklist_read(session_of("pat"), &world.arena,
				       WORK_MINE, 0, &w),
			 ERR_OK);
	believable(&w);
	ck_assert_uint_gt(texts_are_words(), 50);
}
END_TEST

/* --- the same seed ------------------------------------------------------------ */

static void
same_rows(const struct record *a, const struct record *b)
{
	ck_assert_uint_eq(a->id, b->id);
	ck_assert_int_eq(a->kind, b->kind);
	ck_assert_str_eq(a->ref, b->ref);
	ck_assert_str_eq(a->state, b->state);
	ck_assert_str_eq(a->owner, b->owner);
	ck_assert_str_eq(a->created_by, b->created_by);
	ck_assert_int_eq(a->created_at, b->created_at);
	ck_assert_int_eq(a->changed_at, b->changed_at);
	ck_assert_uint_eq(a->flags, b->flags);
	ck_assert_msg(fields_equal(&a->fields, &b->fields), "%s %s", a->form,
		      a->ref);
}

START_TEST(the_same_seed_gives_the_same_store)
{
	struct store *first = world.store;
	struct txn *t, *u;
	struct record *a, *b;
	uint64_t after = 0, n = 0;
	char dir[64];

	fill(25, 5);
	world_sign_out();
	snprintf(dir, sizeof(dir), "%s", world.dir);
	world_open();
	fill(25, 5);
	t = txn_begin_read(first);
	u = txn_begin_read(world.store);
	while (record_next(t, &world.arena, after, &a)) {
		ck_assert(record_next(u, &world.arena, after, &b));
		same_rows(a, b);
		after = a->id;
		n++;
	}
	ck_assert(!record_next(u, &world.arena, after, &b));
	ck_assert_uint_ge(n, 100);
	txn_abort(t);
	txn_abort(u);
	store_close(&first);
	ck_assert_int_eq(system(arena_printf(&world.arena, "rm -rf '%s'", dir)),
			 0);
}
END_TEST

START_TEST(another_seed_gives_others)
{
	struct record *r;
	const char *first = NULL;

	for (int i = 0; i < 2; i++) {
		struct txn *t;

		if (i) {
			world_close();
			world_open();
		}
		fill(3, 5 + (uint64_t)i);
		t = txn_begin_read(world.store);
		for (uint64_t after = 0;
		     record_next(t, &world.arena, after, &r) &&
		     r->kind != RECORD_PERSON;
		     after = r->id)
			;
		if (!i)
			first = strdup(fields_text(&r->fields, "family"));
		else
			ck_assert_str_ne(first,
					 fields_text(&r->fields, "family"));
		txn_abort(t);
	}
	free((char *)first);
}
END_TEST

/* --- copies of lives ------------------------------------------------------------ */

struct life {
	const struct record *v[200];
	size_t n;
};

/* A person and what is theirs, oldest first. */
static struct life
life_of(uint64_t person)
{
	struct life l = { .n = 0 };
	struct txn *t = txn_begin_read(world.store);
	struct record *r;

	for (uint64_t after = 0;
	     record_next(t, &world.arena, after, &r) && l.n < 200;
	     after = r->id)
		if (r->id == person ||
		    (r->person == person && r->kind != RECORD_LINK))
			l.v[l.n++] = r;
	txn_abort(t);
	return l;
}

/* The person with most to their name. */
static uint64_t
fullest_life(void)
{
	struct txn *t = txn_begin_read(world.store);
	uint64_t best = 0;
	size_t most = 0;
	uint64_t ids[200];
	size_t n = 0;
	struct record *r;

	for (uint64_t after = 0; record_next(t, &world.arena, after, &r);
	     after = r->id)
		if (r->kind == RECORD_PERSON && n < 200)
			ids[n++] = r->id;
	txn_abort(t);
	for (size_t i = 0; i < n; i++) {
		struct life l = life_of(ids[i]);

		if (l.n > most) {
			most = l.n;
			best = ids[i];
		}
	}
	return best;
}

static uint64_t
last_record(void)
{
	struct txn *t = txn_begin_read(world.store);
	struct record *r;
	uint64_t last = 0;

	while (record_next(t, &world.arena, last, &r))
		last = r->id;
	txn_abort(t);
	return last;
}

static void
copy(uint64_t model, uint64_t copies)
{
	static const char *const users[] = { "sara", "mona", "pat" };
	struct practice_world w = { .users = users, .n_users = 3 };
	struct session *s;
	int64_t now = clock_now();

	ck_assert_int_eq(session_open_system(&s, world.store, "practice"),
			 ERR_OK);
	random_seed(77);
	ck_assert_int_eq(practice_clone(s, &w, model, copies, now), ERR_OK);
	random_unseed();
	session_free(&s);
	ck_assert_int_eq(clock_now(), now);
}

START_TEST(a_copy_is_the_same_life_of_somebody_else)
{
	uint64_t model, last;
	struct life a, b;
	int64_t moved;

	fill(20, 3);
	model = fullest_life();
	a = life_of(model);
	ck_assert_uint_ge(a.n, 4);
	last = last_record();
	copy(model, 1);
	b = life_of(last + 1);
	ck_assert_uint_eq(a.n, b.n);
	moved = a.v[0]->created_at - b.v[0]->created_at;
	ck_assert_int_eq(moved % (7 * 24 * 60 * 60), 0);
	ck_assert_str_ne(a.v[0]->ref, b.v[0]->ref);
	for (size_t i = 0; i < a.n; i++) {
		const struct record *x = a.v[i], *y = b.v[i];

		ck_assert_int_eq(x->kind, y->kind);
		ck_assert_str_eq(x->form, y->form);
		ck_assert_str_eq(x->state, y->state);
		ck_assert_uint_eq(x->flags, y->flags);
		ck_assert_int_eq(x->created_at - y->created_at, moved);
		if (x->ref[0])
			ck_assert_str_ne(x->ref, y->ref);
		if (i)
			ck_assert_uint_eq(y->person, last + 1);
		ck_assert_str_ne(y->owner, "pat");
		for (size_t k = 0; k < x->fields.n; k++)
			ck_assert_msg(
				fields_get(&y->fields, x->fields.v[k].name) ||
					i == 0,
				"%s.%s", x->form, x->fields.v[k].name);
	}
	small_whole();
}
END_TEST

/* Faults of a record by the rules of its form, on its day. */
static size_t
faults_of(struct session *s, const struct record *r)
{
	struct arena a = ARENA_INIT;
	struct txn *t = txn_begin_read(world.store);
	const struct form *f = form_of_record(s, r);
	const struct view_fault *v;
	struct eval_ctx ctx;
	size_t n = 0, stops = 0;

	if (f) {
		context_read(t, s, &a, f, r,
			     r->kind == RECORD_PERSON ? r->id : r->person,
			     r->case_id, &ctx);
		n = view_faults(form_view(&ctx, &r->fields), &v);
	}
	for (size_t i = 0; i < n; i++)
		stops += v[i].fault == FAULT_CONSTRAINT;
	txn_abort(t);
	arena_clear(&a);
	return stops;
}

START_TEST(what_the_rules_said_of_a_life_they_say_of_its_copies)
{
	uint64_t model, last;
	struct session *s = session_of("ada");
	size_t before = 0, after = 0;
	struct record *r;
	struct txn *t;
	struct life a;

	fill(20, 3);
	model = fullest_life();
	a = life_of(model);
	for (size_t i = 0; i < a.n; i++)
		before += faults_of(s, a.v[i]);
	last = last_record();
	copy(model, 12);
	t = txn_begin_read(world.store);
	for (uint64_t id = last; record_next(t, &world.arena, id, &r);
	     id = r->id) {
		txn_abort(t);
		after += faults_of(s, r);
		t = txn_begin_read(world.store);
	}
	txn_abort(t);
	ck_assert_uint_eq(after, before * 12);
	small_whole();
}
END_TEST

/* Which number of the one is the other's too; NULL. */
static const char *
shared_number(const struct record *x, const struct record *y)
{
	static const char *const numbers[] = {
		"nhs_no", "nino",	 "pnc_id",    "cro_no",	  "crn",
		"uprn",	  "housing_ref", "source_id", "file_ref",
	};

	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
		const char *is = fields_text(&x->fields, numbers[i]);

		if (is[0] && !strcmp(is, fields_text(&y->fields, numbers[i])))
			return numbers[i];
	}
	return NULL;
}

START_TEST(people_share_no_number_that_is_theirs)
{
	const struct record *v[60];
	size_t n = 0, known = 0;
	struct record *r;
	struct txn *t;

	fill(50, 3);
	copy(fullest_life(), 10);
	t = txn_begin_read(world.store);
	for (uint64_t id = 0; record_next(t, &world.arena, id, &r);
	     id = r->id) {
		if (r->kind != RECORD_PERSON || n == 60)
			continue;
		for (size_t i = 0; i < n; i++)
			ck_assert_ptr_null(shared_number(v[i], r));
		known += fields_text(&r->fields, "source_id")[0] != '\0';
		v[n++] = r;
	}
	txn_abort(t);
	ck_assert_uint_ge(n, 50);
	ck_assert_uint_ge(known, 10);
}
END_TEST

START_TEST(copies_are_all_of_different_people)
{
	uint64_t model, last;
	const char *names[12];
	size_t n = 0, same = 0;
	struct record *r;
	struct txn *t;

	fill(20, 3);
	model = fullest_life();
	last = last_record();
	copy(model, 12);
	t = txn_begin_read(world.store);
	for (uint64_t id = last; record_next(t, &world.arena, id, &r);
	     id = r->id) {
		if (r->kind != RECORD_PERSON)
			continue;
		names[n] = arena_printf(&world.arena, "%s %s",
					fields_text(&r->fields, "given"),
					fields_text(&r->fields, "family"));
		for (size_t i = 0; i < n; i++)
			same += !strcmp(names[i], names[n]);
		n++;
	}
	txn_abort(t);
	ck_assert_uint_eq(n, 12);
	ck_assert_uint_le(same, 2);
}
END_TEST

Suite *
suite_casework_practice(void)
{
	Suite *s = suite_create("invented people");
	TCase *t = tcase_create("states"), *c = tcase_create("lives");

	tcase_add_checked_fixture(t, world_open, world_close);
	tcase_set_timeout(t, 120);
	tcase_set_tags(t, "long kills");
	tcase_add_loop_test(
		t,
		sixty_people_reach_every_state_and_make_a_believable_worklist,
		0, SEEDS);
	suite_add_tcase(s, t);
	tcase_add_checked_fixture(c, world_open, world_close);
	tcase_set_timeout(c, 120);
	tcase_add_test(c, the_same_seed_gives_the_same_store);
	tcase_add_test(c, another_seed_gives_others);
	tcase_add_test(c, a_copy_is_the_same_life_of_somebody_else);
	tcase_add_test(c, what_the_rules_said_of_a_life_they_say_of_its_copies);
	tcase_add_test(c, people_share_no_number_that_is_theirs);
	tcase_add_test(c, copies_are_all_of_different_people);
	suite_add_tcase(s, c);
	return s;
}
