/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two records, one person: found, decided, merged, taken apart. */
#include "check_casework.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "casework/casefile.h"
#include "casework/import.h"
#include "casework/keep.h"
#include "casework/same_parts.h"

static uint64_t one, other, apart;

static uint64_t
person_at(struct session *s, const char *given, const char *family,
	  const char *born, const char *postcode)
{
	struct edit *e;
	uint64_t id;

	ck_assert_int_eq(edit_new_person(s, NULL, &e), ERR_OK);
	answer(e, "given", given);
	answer(e, "family", family);
	answer(e, "born", born);
	answer(e, "house", "19");
	answer(e, "street", "Usher Road");
	answer(e, "postcode", postcode);
	id = save_ok(e);
	edit_close(&e);
	return id;
}

/* stu is data steward of iom as well, and oliver registers people there. */
static void
setup(void)
{
	struct session *oliver;

	world_open();
	ck_assert_int_eq(
		user_grant(session_of("ada"), "stu", "steward", "iom", NO_DATE),
		ERR_OK);
	oliver = session_of("oliver");
	one = person_at(oliver, "Bartosz", "Kowalski", "14/6/1988", "E3 5HJ");
	other = person_at(oliver, "Bartek", "Kowalsky", "14/6/1988", "E3 5HJ");
	apart = person_at(oliver, "Efua", "Mensah", "2/2/1984", "E1 4NS");
}

static bool
found_pair(const struct same_found *v, size_t n, uint64_t x, uint64_t y)
{
	for (size_t i = 0; i < n; i++)
		if ((v[i].one == x && v[i].other == y) ||
		    (v[i].one == y && v[i].other == x))
			return true;
	return false;
}

static size_t
sweep(const char *who, struct same_found **v)
{
	size_t n;

	ck_assert_int_eq(
		same_sweep(session_of(who), &world.arena, 1, NULL, NULL, v, &n),
		ERR_OK);
	return n;
}

static void
whole(void)
{
	struct buf b = BUF_INIT;
	struct store_checked sum;

	ck_assert_int_eq(store_check(world.store, &b, &sum, NULL, NULL),
			 ERR_OK);
	ck_assert_msg(sum.faults == 0, "%s", b.s ? b.s : "");
	buf_clear(&b);
}

static uint64_t
merged(void)
{
	uint64_t alias;

	ck_assert_int_eq(
		same_merge(session_of("stu"), one, other, "one man", &alias),
		ERR_OK);
	return alias;
}

START_TEST(a_sweep_finds_the_pair_and_no_other)
{
	struct same_found *v;
	size_t n = sweep("oliver", &v);

	ck_assert_uint_eq(n, 1);
	ck_assert(found_pair(v, n, one, other));
	ck_assert_double_gt(v[0].bits, 13);
	ck_assert_str_ne(v[0].one_ref, v[0].other_ref);
}
END_TEST

START_TEST(a_sweep_shows_nobody_who_may_not_be_seen)
{
	struct same_found *v;
	size_t n = sweep("drew", &v);

	ck_assert(found_pair(v, n, one, other));
	new_sanctuary(session_of("sara"), other);
	n = sweep("drew", &v);
	ck_assert(!found_pair(v, n, one, other));
	n = sweep("sara", &v);
	ck_assert(found_pair(v, n, one, other));
	n = sweep("nina", &v);
	ck_assert_uint_eq(n, 0);
}
END_TEST

/* Oliver's colleague saves somebody like her whom he cannot see: it is for her
 * programme's steward and nobody else. */
START_TEST(a_hidden_match_is_for_her_programmes_steward_alone)
{
	struct same_pair *v;
	struct same_look l;
	size_t n;

	new_sanctuary(session_of("sara"), one);
	ck_assert_int_eq(user_add(session_of("ada"), "otto", "Otto", false),
			 ERR_OK);
	ck_assert_int_eq(user_grant(session_of("ada"), "otto", "caseworker",
				    "iom", NO_DATE),
			 ERR_OK);
	ck_assert_int_eq(user_grant(session_of("ada"), "drew", "steward", "iom",
				    NO_DATE),
			 ERR_OK);
	person_at(session_of("otto"), "Bartosz", "Kowalski", "14/6/1988",
		  "E3 5HJ");
	ck_assert_int_eq(same_waiting(session_of("drew"), &world.arena, &v, &n),
			 ERR_OK);
	ck_assert_uint_eq(n, 0);
	ck_assert_int_eq(same_waiting(session_of("stu"), &world.arena, &v, &n),
			 ERR_OK);
	ck_assert_uint_eq(n, 1);
	ck_assert_int_eq(v[0].source, SAME_HIDDEN);
	ck_assert_uint_eq(v[0].other, one);
	ck_assert_str_eq(v[0].b.name, "Kowalski, Bartosz");
	ck_assert_int_eq(same_look(session_of("stu"), &world.arena, v[0].one,
				   v[0].other, &l),
			 ERR_OK);
	ck_assert(l.may_merge);
	ck_assert_int_eq(same_look(session_of("drew"), &world.arena, v[0].one,
				   v[0].other, &l),
			 ERR_NOT_FOUND);
}
END_TEST

START_TEST(two_people_stay_two_until_one_changes)
{
	struct session *oliver = session_of("oliver");
	struct same_found *v;
	struct edit *e;

	ck_assert_int_eq(same_different(oliver, other, one, "brothers"),
			 ERR_OK);
	ck_assert_uint_eq(sweep("oliver", &v), 0);
	ck_assert_int_eq(edit_open(oliver, one, &e), ERR_OK);
	answer(e, "street", "Roman Road");
	save_ok(e);
	edit_close(&e);
	ck_assert_uint_eq(sweep("oliver", &v), 0);
	ck_assert_int_eq(edit_open(oliver, one, &e), ERR_OK);
	answer(e, "given", "Bartek");
	save_ok(e);
	edit_close(&e);
	ck_assert_uint_eq(sweep("oliver", &v), 1);
	whole();
}
END_TEST

/* More wait than are listed, the likeliest last in the queue. */
START_TEST(the_steward_sees_the_likeliest_pairs)
{
	enum { PEOPLE = 22 };
	struct session *stu = session_of("stu");
	struct same_pair *v;
	struct txn *t;
	uint64_t id[PEOPLE];
	uint32_t bits = 1;
	size_t n;

	for (int i = 0; i < PEOPLE; i++)
		id[i] = person_at(session_of("oliver"), "Ama", "Boateng",
				  "3/3/1970", "E1 4NS");
	t = session_begin(stu, true);
	for (int i = 0; i < PEOPLE; i++)
		for (int k = i + 1; k < PEOPLE; k++) {
			same_unqueue(t, id[i], id[k]);
			same_enqueue(t, SAME_OPEN, id[i], id[k], bits++,
				     SAME_SWEPT, "");
		}
	ck_assert_int_eq(session_end(stu, t), ERR_OK);
	ck_assert_int_eq(same_waiting(stu, &world.arena, &v, &n), ERR_OK);
	ck_assert_uint_eq(n, SAME_LISTED);
	ck_assert_int_eq(v[0].bits, PEOPLE * (PEOPLE - 1) / 2);
	ck_assert_uint_eq(v[0].other, id[PEOPLE - 1]);
	ck_assert_str_eq(v[0].b.name, "Boateng, Ama");
	ck_assert_int_eq(v[n - 1].bits, v[0].bits - SAME_LISTED + 1);
	ck_assert_int_eq(same_counted(stu, &n), ERR_OK);
	ck_assert_uint_eq(n, SAME_LISTED);
}
END_TEST

START_TEST(who_is_not_sure_puts_the_pair_before_the_steward)
{
	struct session *stu = session_of("stu");
	struct same_pair *v;
	size_t n;

	ck_assert_int_eq(same_waiting(stu, &world.arena, &v, &n), ERR_OK);
	ck_assert_uint_eq(n, 0);
	ck_assert_int_eq(same_unsure(session_of("oliver"), one, other, NULL),
			 ERR_OK);
	ck_assert_int_eq(same_waiting(stu, &world.arena, &v, &n), ERR_OK);
	ck_assert_uint_eq(n, 1);
	ck_assert_str_eq(v[0].by, "oliver");
	ck_assert_int_eq(v[0].source, SAME_UNSURE);
	ck_assert_int_eq(same_counted(stu, &n), ERR_OK);
	ck_assert_uint_eq(n, 1);
	ck_assert_int_eq(same_counted(session_of("oliver"), &n), ERR_OK);
	ck_assert_uint_eq(n, 0);
	ck_assert_int_eq(same_different(stu, one, other, NULL), ERR_OK);
	ck_assert_int_eq(same_counted(stu, &n), ERR_OK);
	ck_assert_uint_eq(n, 0);
}
END_TEST

START_TEST(the_two_stand_side_by_side)
{
	struct same_look l;
	bool near = false, same = false;

	ck_assert_int_eq(
		same_look(session_of("stu"), &world.arena, one, other, &l),
		ERR_OK);
	for (size_t i = 0; i < l.n; i++) {
		near |= !strcmp(l.lines[i].one, "Kowalski") &&
			!strcmp(l.lines[i].other, "Kowalsky") &&
			!strcmp(l.lines[i].mark, "near");
		same |= !strcmp(l.lines[i].mark, "same") &&
			l.lines[i].bits > 10;
	}
	ck_assert(near && same);
	ck_assert(l.may_merge);
	ck_assert_int_eq(
		same_look(session_of("nina"), &world.arena, one, other, &l),
		ERR_NOT_FOUND);
}
END_TEST

START_TEST(a_merged_person_is_one_wherever_they_are_met)
{
	struct session *oliver = session_of("oliver");
	uint64_t his = new_iom(oliver, other);
	struct person_file p;
	struct case_file c;
	struct same_found *v;
	struct found f;

	merged();
	ck_assert_int_eq(person_open(oliver, &world.arena, other, &p), ERR_OK);
	ck_assert_uint_eq(p.brief.id, one);
	ck_assert_str_eq(p.brief.name, "Kowalski, Bartosz");
	ck_assert_uint_eq(p.n_also, 1);
	ck_assert_uint_eq(p.also[0].id, other);
	ck_assert_uint_eq(p.brief.n_cases, 1);
	ck_assert_uint_eq(p.brief.cases[0].id, his);
	ck_assert_int_eq(find_people(oliver, &world.arena, "kowalsky bartek",
				     FIND_MOST, &f),
			 ERR_OK);
	ck_assert_uint_eq(f.n, 1);
	ck_assert_uint_eq(f.people[0].id, one);
	ck_assert_int_eq(
		find_people(oliver, &world.arena, p.also[0].ref, FIND_MOST, &f),
		ERR_OK);
	ck_assert_uint_eq(f.n, 1);
	ck_assert_uint_eq(f.people[0].id, one);
	ck_assert_uint_eq(f.people[0].n_cases, 1);
	ck_assert_int_eq(case_open(oliver, &world.arena, his, &c), ERR_OK);
	ck_assert_uint_eq(c.person.id, one);
	ck_assert_uint_eq(sweep("oliver", &v), 0);
	whole();
}
END_TEST

START_TEST(links_and_answers_lead_to_the_one_whose_details_show)
{
	struct session *oliver = session_of("oliver");
	struct person_file p;
	uint64_t link;

	ck_assert_int_eq(
		people_link(oliver, apart, other, "neighbour", false, &link),
		ERR_OK);
	merged();
	ck_assert_int_eq(person_open(oliver, &world.arena, apart, &p), ERR_OK);
	ck_assert_uint_eq(p.n_links, 1);
	ck_assert_uint_eq(p.links[0].other, one);
	ck_assert_str_eq(p.links[0].name, "Kowalski, Bartosz");
	ck_assert_str_eq(record_named(oliver, &world.arena, other),
			 "Kowalski, Bartosz");
	ck_assert_int_eq(person_open(oliver, &world.arena, one, &p), ERR_OK);
	ck_assert_uint_eq(p.n_links, 1);
	ck_assert_uint_eq(p.links[0].other, apart);
}
END_TEST

START_TEST(undoing_takes_the_alias_away_and_nothing_else)
{
	struct session *oliver = session_of("oliver");
	uint64_t alias = merged();
	struct person_file p;

	ck_assert_int_eq(record_withdraw(oliver, alias, "no"), ERR_INVALID);
	ck_assert_int_eq(same_unmerge(oliver, alias, "no"), ERR_DENIED);
	ck_assert_int_eq(same_unmerge(session_of("stu"), alias, "two men"),
			 ERR_OK);
	ck_assert_int_eq(person_open(oliver, &world.arena, other, &p), ERR_OK);
	ck_assert_uint_eq(p.brief.id, other);
	ck_assert_str_eq(p.brief.name, "Kowalsky, Bartek");
	ck_assert_uint_eq(p.n_also, 0);
	ck_assert_int_eq(same_unmerge(session_of("stu"), alias, "again"),
			 ERR_NOT_FOUND);
	whole();
}
END_TEST

START_TEST(circles_and_oneself_are_refused)
{
	struct session *stu = session_of("stu");
	uint64_t alias;

	merged();
	ck_assert_int_eq(same_merge(stu, other, one, NULL, &alias), ERR_EXISTS);
	ck_assert_int_eq(same_merge(stu, one, other, NULL, &alias), ERR_EXISTS);
	ck_assert_int_eq(same_merge(stu, one, one, NULL, &alias), ERR_INVALID);
	ck_assert_int_eq(same_merge(stu, apart, other, NULL, &alias), ERR_OK);
	ck_assert_int_eq(same_merge(stu, one, apart, NULL, &alias), ERR_EXISTS);
	whole();
}
END_TEST

START_TEST(merging_needs_the_steward_of_every_programme_of_both)
{
	uint64_t alias;

	ck_assert_int_eq(
		same_merge(session_of("oliver"), one, other, NULL, &alias),
		ERR_DENIED);
	new_iom(session_of("oliver"), one);
	ck_assert_int_eq(
		user_revoke(session_of("ada"), "stu", "steward", "iom"),
		ERR_OK);
	ck_assert_int_eq(
		same_merge(session_of("stu"), one, other, NULL, &alias),
		ERR_DENIED);
	ck_assert_int_eq(
		user_grant(session_of("ada"), "stu", "steward", "iom", NO_DATE),
		ERR_OK);
	ck_assert_int_eq(
		same_merge(session_of("stu"), one, other, NULL, &alias),
		ERR_OK);
}
END_TEST

/* Merged with somebody whom a closed programme hides: for those outside there
 * is neither the other nor the merge. */
START_TEST(a_merge_with_somebody_hidden_is_hidden)
{
	struct session *oliver = session_of("oliver");
	uint64_t hers = new_sanctuary(session_of("sara"), one);
	struct person_file p;
	uint64_t alias;
	struct found f;

	ck_assert_int_eq(
		same_merge(session_of("stu"), one, other, NULL, &alias),
		ERR_OK);
	/* one has a closed case and was registered by oliver: still his to
	 * see, but not the case. */
	ck_assert_int_eq(person_open(oliver, &world.arena, other, &p), ERR_OK);
	for (size_t i = 0; i < p.brief.n_cases; i++)
		ck_assert_uint_ne(p.brief.cases[i].id, hers);
	/* drew registered neither. */
	if (person_open(session_of("drew"), &world.arena, other, &p) ==
	    ERR_OK) {
		ck_assert_uint_eq(p.brief.id, other);
		ck_assert_uint_eq(p.n_also, 0);
		ck_assert_uint_eq(p.brief.n_cases, 0);
		for (size_t i = 0; i < p.n_events; i++)
			ck_assert_int_ne(p.events[i].kind, RECORD_ALIAS);
	}
	ck_assert_int_eq(find_people(session_of("drew"), &world.arena,
				     "kowalski", FIND_MOST, &f),
			 ERR_OK);
	for (size_t i = 0; i < f.n; i++)
		ck_assert_uint_ne(f.people[i].id, one);
}
END_TEST

START_TEST(names_are_counted_as_people_come_change_and_go)
{
	struct session *oliver = session_of("oliver");
	uint64_t records;
	struct txn *t;
	struct edit *e;

	t = txn_begin_read(world.store);
	ck_assert_uint_eq(tally_get(t, "match/people"), 0);
	txn_abort(t);
	ck_assert_int_eq(edit_open(oliver, apart, &e), ERR_OK);
	answer(e, "family", "Owusu");
	save_ok(e);
	edit_close(&e);
	whole();
	ck_assert_int_eq(store_rebuild(world.store, &records, NULL, NULL),
			 ERR_OK);
	whole();
}
END_TEST

/* A counter that is wrong is found by the check and mended by a rebuild. */
START_TEST(a_wrong_count_of_names_is_found_and_mended)
{
	struct buf b = BUF_INIT;
	struct store_checked sum;
	uint64_t records;
	struct key k, p;
	struct txn *t = txn_begin_write(world.store);

	key_start(&k);
	key_text(&k, "mensah");
	key_start(&p);
	key_u32(&p, 7);
	index_put(t, IX_COMMON, key_bytes(&k), key_bytes(&p));
	ck_assert_int_eq(txn_commit(t), ERR_OK);
	ck_assert_int_eq(store_check(world.store, &b, &sum, NULL, NULL),
			 ERR_OK);
	ck_assert_uint_eq(sum.faults, 1);
	ck_assert_ptr_nonnull(strstr(b.s, "counts of names"));
	buf_clear(&b);
	ck_assert_int_eq(store_rebuild(world.store, &records, NULL, NULL),
			 ERR_OK);
	whole();
}
END_TEST

static void
put_pair(uint8_t index, uint64_t x, uint64_t y)
{
	struct txn *t = txn_begin_write(world.store);
	struct key k, p;

	key_start(&k);
	if (index == IX_QUEUE)
		key_u8(&k, SAME_OPEN);
	key_u64(&k, x);
	key_u64(&k, y);
	key_start(&p);
	if (index == IX_QUEUE) {
		key_u32(&p, 9);
		key_u8(&p, SAME_SWEPT);
		key_text(&p, "");
	} else {
		key_u64(&p, 1);
		key_u64(&p, 2);
	}
	index_put(t, index, key_bytes(&k), key_bytes(&p));
	ck_assert_int_eq(txn_commit(t), ERR_OK);
}

static const struct {
	uint8_t index;
	const char *want;
} kept[] = { { IX_PAIR, "said to be different" },
	     { IX_QUEUE, "that wait for a steward" } };

/* What no record says cannot be worked out again, but it is looked at. */
START_TEST(what_was_said_of_nobody_is_found)
{
	struct buf b = BUF_INIT;
	struct store_checked sum;

	put_pair(kept[_i].index, one, other);
	whole();
	put_pair(kept[_i].index, one, 987654321);
	put_pair(kept[_i].index, other, other);
	ck_assert_int_eq(store_check(world.store, &b, &sum, NULL, NULL),
			 ERR_OK);
	ck_assert_uint_eq(sum.faults, 1);
	ck_assert_ptr_nonnull(strstr(b.s, kept[_i].want));
	ck_assert_ptr_nonnull(strstr(b.s, ": 2 of the pairs "));
	buf_clear(&b);
}
END_TEST

START_TEST(what_a_sweep_found_is_queued_once)
{
	struct session *stu = session_of("stu");
	struct same_found *v;
	size_t n = sweep("stu", &v), added;

	ck_assert_int_eq(same_queue(session_of("oliver"), v, n, &added),
			 ERR_DENIED);
	ck_assert_int_eq(same_queue(stu, v, n, &added), ERR_OK);
	ck_assert_uint_eq(added, n);
	ck_assert_int_eq(same_queue(stu, v, n, &added), ERR_OK);
	ck_assert_uint_eq(added, 0);
	ck_assert_int_eq(same_counted(stu, &n), ERR_OK);
	ck_assert_uint_eq(n, 1);
	merged();
	ck_assert_int_eq(same_counted(stu, &n), ERR_OK);
	ck_assert_uint_eq(n, 0);
}
END_TEST

START_TEST(a_person_is_asked_after_by_number)
{
	struct likeness *v;
	struct found f;
	size_t n;

	ck_assert_int_eq(find_people(session_of("oliver"), &world.arena,
				     "mensah", 1, &f),
			 ERR_OK);
	ck_assert_int_eq(same_as(session_of("oliver"), &world.arena,
				 f.people[0].ref, &v, &n),
			 ERR_OK);
	ck_assert_uint_eq(n, 0);
	ck_assert_int_eq(find_people(session_of("oliver"), &world.arena,
				     "bartosz kowalski", 1, &f),
			 ERR_OK);
	ck_assert_int_eq(same_as(session_of("oliver"), &world.arena,
				 f.people[0].ref, &v, &n),
			 ERR_OK);
	ck_assert_uint_eq(n, 1);
	ck_assert_uint_eq(v[0].person.id, other);
	ck_assert(v[0].may_attach);
	ck_assert_ptr_nonnull(strstr(v[0].account, "birth date"));
	ck_assert_int_eq(same_as(session_of("nina"), &world.arena,
				 f.people[0].ref, &v, &n),
			 ERR_NOT_FOUND);
}
END_TEST

/* --- a set with a known truth, through the whole way -------------------------- */

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

static void
import_set(const char *map, const char *csv)
{
	const char *map_text = file_text(map), *rows = file_text(csv);
	struct buf rejects = BUF_INIT, report = BUF_INIT;
	struct import_options o = { .map_name = "set.map",
				    .map_text = map_text,
				    .map_size = strlen(map_text),
				    .file_name = "set.csv",
				    .commit = true,
				    .rejects = &rejects,
				    .report = &report };
	struct import_counts n;
	struct problems p;
	FILE *f = tmpfile();

	ck_assert_ptr_nonnull(f);
	fputs(rows, f);
	fflush(f);
	rewind(f);
	o.fd = dup(fileno(f));
	fclose(f);
	problems_init(&p, &world.arena);
	ck_assert_int_eq(import_run(session_of("oliver"), &o, &p, &n), ERR_OK);
	ck_assert_uint_gt(n.created, 990);
	buf_clear(&rejects);
	buf_clear(&report);
	close(o.fd);
}

/* `rec-12-dup-0` and `rec-12-org` are one. */
static bool
same_record_number(struct txn *t, uint64_t x, uint64_t y)
{
	struct arena a = ARENA_INIT;
	const struct record *r = record_get(t, &a, x);
	const struct record *q = record_get(t, &a, y);
	int i = -1, k = -2;

	sscanf(fields_text(&r->fields, "file_ref"), "rec-%d", &i);
	sscanf(fields_text(&q->fields, "file_ref"), "rec-%d", &k);
	arena_clear(&a);
	return i == k;
}

START_TEST(what_was_imported_is_swept_as_well_as_the_bare_cards)
{
	struct same_found *v;
	size_t n, right = 0, wrong = 0;
	struct txn *t;

	import_set("forms/import/febrl.map", "tests/data/import/febrl1.csv");
	n = sweep("oliver", &v);
	t = txn_begin_read(world.store);
	for (size_t i = 0; i < n; i++) {
		if (v[i].bits < 1 || v[i].one == one)
			continue;
		if (same_record_number(t, v[i].one, v[i].other))
			right++;
		else
			wrong++;
	}
	txn_abort(t);
	printf("febrl1 through the store: precision %.4f recall %.4f\n",
	       (double)right / (double)(right + wrong), (double)right / 500);
	ck_assert_uint_eq(wrong, 0);
	ck_assert_uint_ge(right, 495);
	whole();
}
END_TEST

Suite *
suite_casework_same(void)
{
	Suite *s = suite_create("the same person");
	TCase *tc = tcase_create("same");

	tcase_add_checked_fixture(tc, setup, world_close);
	tcase_add_test(tc, a_sweep_finds_the_pair_and_no_other);
	tcase_add_test(tc, a_sweep_shows_nobody_who_may_not_be_seen);
	tcase_add_test(tc, a_hidden_match_is_for_her_programmes_steward_alone);
	tcase_add_test(tc, two_people_stay_two_until_one_changes);
	tcase_add_test(tc, the_steward_sees_the_likeliest_pairs);
	tcase_add_test(tc, who_is_not_sure_puts_the_pair_before_the_steward);
	tcase_add_test(tc, the_two_stand_side_by_side);
	tcase_add_test(tc, a_merged_person_is_one_wherever_they_are_met);
	tcase_add_test(tc,
		       links_and_answers_lead_to_the_one_whose_details_show);
	tcase_add_test(tc, undoing_takes_the_alias_away_and_nothing_else);
	tcase_add_test(tc, circles_and_oneself_are_refused);
	tcase_add_test(tc,
		       merging_needs_the_steward_of_every_programme_of_both);
	tcase_add_test(tc, a_merge_with_somebody_hidden_is_hidden);
	tcase_add_test(tc, names_are_counted_as_people_come_change_and_go);
	tcase_add_test(tc, a_wrong_count_of_names_is_found_and_mended);
	tcase_add_loop_test(tc, what_was_said_of_nobody_is_found, 0,
			    (int)(sizeof(kept) / sizeof(kept[0])));
	tcase_add_test(tc, what_a_sweep_found_is_queued_once);
	tcase_add_test(tc, a_person_is_asked_after_by_number);
	suite_add_tcase(s, tc);
	tc = tcase_create("sets");
	tcase_set_timeout(tc, 120);
	tcase_add_checked_fixture(tc, setup, world_close);
	tcase_add_test(tc,
		       what_was_imported_is_swept_as_well_as_the_bare_cards);
	suite_add_tcase(s, tc);
	return s;
}
