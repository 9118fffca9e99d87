/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>

#include "check_store.h"
#include "store/index.h"
#include "store/txn.h"

#define A 1 /* an index */
#define B 2

static struct bytes
str(const char *s)
{
	return bytes_str(s);
}

START_TEST(a_failed_step_undoes_the_whole_transaction)
{
	struct txn *t = txn_begin_write(st);
	struct bytes value;

	meta_put(t, "before", str("1"));
	txn_fail(t, ERR_CONFLICT);
	txn_fail(t, ERR_DENIED); /* the first one wins */
	meta_put(t, "after", str("2"));
	ck_assert_uint_eq(counter_next(t, "n"), 0);
	ck_assert_int_eq(txn_err(t), ERR_CONFLICT);
	ck_assert_int_eq(txn_commit(t), ERR_CONFLICT);
	t = txn_begin_read(st);
	ck_assert(!meta_get(t, &mem, "before", &value));
	ck_assert(!meta_get(t, &mem, "after", &value));
	ck_assert_int_eq(txn_commit(t), ERR_OK);
}
END_TEST

START_TEST(no_error_is_not_an_error)
{
	struct txn *t = txn_begin_write(st);

	txn_fail(t, ERR_OK);
	meta_put(t, "a", str("1"));
	ck_assert_int_eq(txn_commit(t), ERR_OK);
}
END_TEST

START_TEST(an_aborted_transaction_writes_nothing)
{
	struct txn *t = txn_begin_write(st);
	struct bytes value;

	meta_put(t, "a", str("1"));
	txn_abort(t);
	t = txn_begin_read(st);
	ck_assert(!meta_get(t, &mem, "a", &value));
	ck_assert_int_eq(txn_commit(t), ERR_OK);
}
END_TEST

START_TEST(a_read_transaction_cannot_write)
{
	struct txn *t = txn_begin_read(st);

	meta_put(t, "a", str("1"));
	ck_assert_int_eq(txn_commit(t), ERR_INVALID);
}
END_TEST

START_TEST(a_second_write_transaction_is_refused_instead_of_waiting)
{
	struct txn *first = txn_begin_write(st), *second;

	second = txn_begin_write(st);
	ck_assert_int_eq(txn_commit(second), ERR_INVALID);
	meta_put(first, "a", str("1"));
	ck_assert_int_eq(txn_commit(first), ERR_OK);
}
END_TEST

START_TEST(two_reads_at_a_time_see_each_its_own_state)
{
	struct txn *old = txn_begin_read(st), *t = txn_begin_write(st), *now;
	struct bytes value;

	meta_put(t, "a", str("1"));
	ck_assert_int_eq(txn_commit(t), ERR_OK);
	now = txn_begin_read(st);
	ck_assert(!meta_get(old, &mem, "a", &value));
	ck_assert(meta_get(now, &mem, "a", &value));
	ck_assert_int_eq(txn_commit(old), ERR_OK);
	ck_assert_int_eq(txn_commit(now), ERR_OK);
}
END_TEST

START_TEST(meta_is_replaced_and_an_empty_value_deletes)
{
	struct txn *t = txn_begin_write(st);
	struct bytes value;

	meta_put(t, "forms", str("first"));
	meta_put(t, "forms", str("second"));
	ck_assert(meta_get(t, &mem, "forms", &value));
	assert_bytes(value, str("second"), "replaced");
	meta_put(t, "forms", str(""));
	ck_assert(!meta_get(t, &mem, "forms", &value));
	meta_put(t, "forms", str(""));
	ck_assert_int_eq(txn_commit(t), ERR_OK);
}
END_TEST

START_TEST(series_and_tallies_do_not_meet)
{
	struct txn *t = txn_begin_write(st);

	ck_assert_uint_eq(counter_next(t, "SAN-2026"), 1);
	ck_assert_uint_eq(counter_next(t, "SAN-2026"), 2);
	ck_assert_uint_eq(counter_next(t, "SAN-2027"), 1);
	ck_assert_int_eq(tally_get(t, "SAN-2026"), 0);
	tally_add(t, "SAN-2026", 5);
	tally_add(t, "SAN-2026", -7);
	ck_assert_int_eq(tally_get(t, "SAN-2026"), -2);
	ck_assert_uint_eq(counter_next(t, "SAN-2026"), 3);
	ck_assert_int_eq(txn_commit(t), ERR_OK);
}
END_TEST

/* --- indexes ---------------------------------------------------------- */

static void
fill_index(void)
{
	static const char *const names[] = { "adams", "baker", "bakewell",
					     "clark", "davis" };
	struct txn *t = txn_begin_write(st);

	for (size_t i = 0; i < 5; i++)
		index_put(t, B, str(names[i]), str("posting"));
	index_put(t, A, str("zz"), str(""));
	index_put(t, B + 1, str("aa"), str(""));
	ck_assert_int_eq(txn_commit(t), ERR_OK);
}

/* The keys of a scan, joined by spaces; in mem. */
static const char *
keys_of(struct index_scan *s)
{
	struct buf out = BUF_INIT;
	struct bytes key, posting;
	const char *joined;

	buf_str(&out, "");
	while (index_scan_next(s, &key, &posting)) {
		if (out.n > 0)
			buf_char(&out, ' ');
		buf_add(&out, key.p, key.n);
	}
	index_scan_close(&s);
	ck_assert_ptr_null(s);
	joined = arena_strdup(&mem, out.s);
	buf_clear(&out);
	return joined;
}

static const struct {
	const char *why, *from, *to;
	bool backwards;
	const char *want;
} ranges[] = {
	{ "all", "", "", false, "adams baker bakewell clark davis" },
	{ "all, backwards", "", "", true, "davis clark bakewell baker adams" },
	{ "from is inside", "baker", "", false, "baker bakewell clark davis" },
	{ "to is outside", "", "clark", false, "adams baker bakewell" },
	{ "both, backwards", "baker", "clark", true, "bakewell baker" },
	{ "between keys", "b", "c", false, "baker bakewell" },
	{ "between keys, backwards", "b", "c", true, "bakewell baker" },
	{ "nothing there", "x", "y", false, "" },
	{ "nothing there, backwards", "x", "y", true, "" },
	{ "nothing before", "", "a", true, "" },
	{ "the wrong way round", "c", "b", false, "" },
	{ "the wrong way round, backwards", "c", "b", true, "" },
};

START_TEST(an_index_is_scanned_both_ways)
{
	struct txn *t;

	fill_index();
	t = txn_begin_read(st);
	ck_assert_msg(strcmp(keys_of(index_scan_open(t, B, str(ranges[_i].from),
						     str(ranges[_i].to),
						     ranges[_i].backwards)),
			     ranges[_i].want) == 0,
		      "%s", ranges[_i].why);
	ck_assert_int_eq(txn_commit(t), ERR_OK);
}
END_TEST

START_TEST(a_prefix_gives_its_own_keys_only)
{
	struct txn *t;

	fill_index();
	t = txn_begin_read(st);
	ck_assert_str_eq(keys_of(index_scan_prefix(t, B, str("bake"), false)),
			 "baker bakewell");
	ck_assert_str_eq(keys_of(index_scan_prefix(t, B, str("bake"), true)),
			 "bakewell baker");
	ck_assert_str_eq(keys_of(index_scan_prefix(t, B, str("\xff"), false)),
			 "");
	ck_assert_str_eq(keys_of(index_scan_prefix(t, A, str(""), true)), "zz");
	ck_assert_int_eq(txn_commit(t), ERR_OK);
}
END_TEST

START_TEST(the_last_index_can_be_scanned)
{
	struct txn *t = txn_begin_write(st);

	index_put(t, 255, str("\xff\xff"), str("p"));
	ck_assert_str_eq(keys_of(index_scan_prefix(t, 255, str("\xff"), true)),
			 "\xff\xff");
	ck_assert_int_eq(txn_commit(t), ERR_OK);
}
END_TEST

START_TEST(entries_are_put_found_and_removed)
{
	struct txn *t = txn_begin_write(st);
	struct index_scan *s;
	struct bytes key, posting;

	index_put(t, A, str("k"), str("old"));
	index_put(t, A, str("k"), str("new"));
	ck_assert(index_has(t, A, str("k")));
	ck_assert(!index_has(t, B, str("k")));
	s = index_scan_open(t, A, str(""), str(""), false);
	ck_assert(index_scan_next(s, &key, &posting));
	assert_bytes(posting, str("new"), "posting");
	ck_assert(!index_scan_next(s, &key, &posting));
	index_scan_close(&s);
	index_del(t, A, str("k"));
	index_del(t, A, str("k"));
	ck_assert(!index_has(t, A, str("k")));
	ck_assert_int_eq(txn_commit(t), ERR_OK);
}
END_TEST

START_TEST(the_longest_key_fits_and_a_longer_one_is_refused)
{
	struct txn *t = txn_begin_write(st);
	char key[KEY_MAX + 1];

	memset(key, 'k', sizeof(key));
	index_put(t, A, bytes_of(key, KEY_MAX), str("p"));
	ck_assert(index_has(t, A, bytes_of(key, KEY_MAX)));
	ck_assert_int_eq(txn_err(t), ERR_OK);
	index_put(t, A, bytes_of(key, KEY_MAX + 1), str("p"));
	ck_assert_int_eq(txn_commit(t), ERR_INVALID);
}
END_TEST

/* _i: 0 forwards, 1 backwards.  Large postings, so that pages are merged and
 * split under the scan. */
START_TEST(a_scan_survives_writes_around_it)
{
	struct txn *t = txn_begin_write(st);
	char big[700] = { 0 };
	struct index_scan *s;
	struct bytes key, posting;
	struct key k;
	unsigned int seen = 0;
	uint32_t n;

	for (n = 0; n < 500; n++) {
		key_start(&k);
		key_u32(&k, 2 * n);
		index_put(t, A, key_bytes(&k), bytes_of(big, sizeof(big)));
	}
	s = index_scan_open(t, A, str(""), str(""), _i == 1);
	while (index_scan_next(s, &key, &posting)) {
		struct key_reader r = key_read(key);

		ck_assert(key_read_u32(&r, &n));
		ck_assert_uint_eq(n, 2 * (_i == 1 ? 499 - seen : seen));
		ck_assert_uint_eq(posting.n, sizeof(big));
		seen++;
		index_del(t, A, key);
		key_start(&k); /* behind the scan: not seen */
		key_u32(&k, _i == 1 ? n + 1 : n - 1);
		index_put(t, B, key_bytes(&k), bytes_of(big, sizeof(big)));
	}
	index_scan_close(&s);
	ck_assert_uint_eq(seen, 500);
	ck_assert_int_eq(txn_commit(t), ERR_OK);
}
END_TEST

/* One after the other, with writes between some. */
START_TEST(each_scan_sees_what_was_written_before_it)
{
	struct txn *t = txn_begin_write(st);
	char big[700] = { 0 };
	struct index_scan *s, *within;
	struct bytes key, posting;
	struct key k;

	for (uint32_t n = 0; n < 300; n++) {
		key_start(&k);
		key_u32(&k, n);
		index_put(t, A, key_bytes(&k), bytes_of(big, sizeof(big)));
		s = index_scan_prefix(t, A, key_bytes(&k), false);
		within = index_scan_open(t, A, str(""), str(""), true);
		for (int i = 0; i < 2; i++) {
			ck_assert(index_scan_look(i ? within : s, &key,
						  &posting));
			ck_assert(bytes_equal(key, key_bytes(&k)));
			ck_assert_uint_eq(posting.n, sizeof(big));
		}
		index_scan_close(&s);
		s = index_scan_open(t, A, key_bytes(&k), str(""), false);
		ck_assert(index_scan_look(s, &key, &posting));
		ck_assert(!index_scan_look(s, &key, &posting));
		index_scan_close(&s);
		index_scan_close(&within);
		if (n % 3 == 2)
			index_del(t, A, key_bytes(&k));
	}
	ck_assert_int_eq(txn_commit(t), ERR_OK);
}
END_TEST

START_TEST(a_scan_closed_after_its_transaction_does_no_harm)
{
	struct txn *t = txn_begin_write(st);
	struct index_scan *s, *other;
	struct bytes key, posting;

	index_put(t, A, str("a"), str(""));
	s = index_scan_open(t, A, str(""), str(""), false);
	other = index_scan_open(t, A, str(""), str(""), true);
	ck_assert(index_scan_next(s, &key, &posting));
	index_scan_close(&other);
	ck_assert_int_eq(txn_commit(t), ERR_OK);
	index_scan_close(&s);
	t = txn_begin_write(st);
	ck_assert(index_has(t, A, str("a")));
	ck_assert_int_eq(txn_commit(t), ERR_OK);
}
END_TEST

START_TEST(indexes_are_cleared_in_steps_and_nothing_else_is)
{
	struct bytes value;
	struct txn *t;
	bool left = true;
	int steps = 0;

	fill_index();
	t = txn_begin_write(st);
	meta_put(t, "kept", str("1"));
	ck_assert_int_eq(txn_commit(t), ERR_OK);
	for (; left; steps++) {
		t = txn_begin_write(st);
		left = index_clear(t, 3);
		ck_assert_int_eq(txn_commit(t), ERR_OK);
	}
	ck_assert_int_eq(steps, 3);
	t = txn_begin_read(st);
	ck_assert(!index_has(t, B, str("adams")));
	ck_assert(!index_has(t, A, str("zz")));
	ck_assert(meta_get(t, &mem, "kept", &value));
	ck_assert_int_eq(txn_commit(t), ERR_OK);
}
END_TEST

/* --- over a scratch -------------------------------------------------------- */

static struct scratch *over;

static void
setup_over(void)
{
	struct txn *t;

	setup_open();
	t = txn_begin_write(st);
	index_put(t, A, str("a"), str("1"));
	index_put(t, A, str("c"), str("1"));
	index_put(t, A, str("e"), str("1"));
	meta_put(t, "kept", str("store"));
	tally_add(t, "n", 7);
	ck_assert_int_eq(txn_commit(t), ERR_OK);
	ck_assert_int_eq(scratch_open(&over), ERR_OK);
}

static void
teardown_over(void)
{
	scratch_close(&over);
	teardown();
}

/* Keys and postings of index A, as `a1 c1 e1 `. */
static void
expect_entries(struct txn *t, bool backwards, const char *want)
{
	struct index_scan *s =
		index_scan_prefix(t, A, bytes_of("", 0), backwards);
	struct bytes key, posting;
	struct buf is = BUF_INIT;

	while (index_scan_next(s, &key, &posting)) {
		buf_add(&is, key.p, key.n);
		buf_add(&is, posting.p, posting.n);
		buf_char(&is, ' ');
	}
	index_scan_close(&s);
	ck_assert_str_eq(is.s ? is.s : "", want);
	buf_clear(&is);
}

static void
change_over(struct txn *t)
{
	index_put(t, A, str("b"), str("2"));
	index_put(t, A, str("c"), str("2"));
	index_put(t, A, str("f"), str("2"));
	index_del(t, A, str("e"));
	index_del(t, A, str("x")); /* nowhere */
	meta_put(t, "kept", str("scratch"));
	tally_add(t, "n", 1);
}

START_TEST(what_is_written_over_a_scratch_is_found_before_the_store)
{
	struct txn *t = txn_begin_over(st, over);
	struct bytes value;

	change_over(t);
	expect_entries(t, false, "a1 b2 c2 f2 ");
	expect_entries(t, true, "f2 c2 b2 a1 ");
	ck_assert_int_eq(txn_commit(t), ERR_OK);
	t = txn_begin_over(st, over);
	expect_entries(t, false, "a1 b2 c2 f2 ");
	ck_assert(!index_has(t, A, str("e")));
	ck_assert(meta_get(t, &mem, "kept", &value));
	ck_assert(bytes_equal(value, str("scratch")));
	ck_assert_int_eq(tally_get(t, "n"), 8);
	ck_assert_int_eq(txn_commit(t), ERR_OK);
}
END_TEST

START_TEST(what_is_written_over_a_scratch_never_reaches_the_store)
{
	struct txn *t = txn_begin_over(st, over), *w = txn_begin_write(st);
	struct bytes value;

	change_over(t);
	meta_put(w, "other", str("1")); /* nobody is kept waiting */
	ck_assert_int_eq(txn_commit(w), ERR_OK);
	ck_assert_int_eq(txn_commit(t), ERR_OK);
	t = txn_begin_read(st);
	expect_entries(t, false, "a1 c1 e1 ");
	ck_assert(meta_get(t, &mem, "kept", &value));
	ck_assert(bytes_equal(value, str("store")));
	ck_assert_int_eq(tally_get(t, "n"), 7);
	ck_assert_int_eq(txn_commit(t), ERR_OK);
}
END_TEST

START_TEST(what_is_given_up_over_a_scratch_is_gone)
{
	struct txn *t = txn_begin_over(st, over);

	change_over(t);
	txn_abort(t);
	t = txn_begin_over(st, over);
	expect_entries(t, false, "a1 c1 e1 ");
	ck_assert_int_eq(tally_get(t, "n"), 7);
	ck_assert_int_eq(txn_commit(t), ERR_OK);
}
END_TEST

START_TEST(a_scan_over_a_scratch_survives_writes_around_it)
{
	struct txn *t = txn_begin_over(st, over);
	struct index_scan *s =
		index_scan_prefix(t, A, bytes_of("", 0), _i == 1);
	struct bytes key, posting;
	struct buf seen = BUF_INIT;

	while (index_scan_next(s, &key, &posting)) {
		buf_add(&seen, key.p, key.n);
		if (bytes_equal(key, str("c")))
			change_over(t);
	}
	index_scan_close(&s);
	ck_assert_str_eq(seen.s, _i ? "ecba" : "acf");
	buf_clear(&seen);
	ck_assert_int_eq(txn_commit(t), ERR_OK);
}
END_TEST

START_TEST(a_load_gathers_entries_and_moves_them_in_steps)
{
	struct txn *t = txn_begin_load(st, over);
	struct buf last = BUF_INIT;
	struct bytes value;
	bool more = true;

	change_over(t);
	expect_entries(t, false, "a1 b2 c2 f2 ");
	ck_assert_int_eq(txn_commit(t), ERR_OK);
	t = txn_begin_read(st);
	expect_entries(t, false, "a1 c1 e1 "); /* not yet */
	ck_assert(meta_get(t, &mem, "kept", &value));
	ck_assert(bytes_equal(value, str("scratch"))); /* all else is there */
	ck_assert_int_eq(tally_get(t, "n"), 8);
	ck_assert_int_eq(txn_commit(t), ERR_OK);
	while (more) {
		t = txn_begin_write(st);
		more = scratch_move(t, over, &last, 1);
		ck_assert_int_eq(txn_commit(t), ERR_OK);
	}
	buf_clear(&last);
	t = txn_begin_read(st);
	expect_entries(t, false, "a1 b2 c2 f2 ");
	ck_assert_int_eq(txn_commit(t), ERR_OK);
}
END_TEST

/* --- what is kept in memory until a commit ------------------------------------- */

START_TEST(counters_that_are_kept_are_there_for_reads_scans_and_the_next)
{
	struct txn *t = txn_begin_write(st);
	struct key k;

	index_keep(t, A);
	change_over(t);
	key_start(&k);
	key_raw(&k, str("c"));
	ck_assert(index_get(t, A, &k));
	ck_assert(bytes_equal(key_bytes(&k), str("2")));
	ck_assert(!index_has(t, A, str("e")));
	expect_entries(t, false, "a1 b2 c2 f2 ");
	index_del(t, A, str("b"));
	ck_assert_int_eq(tally_get(t, "n"), 8);
	ck_assert_int_eq(txn_commit(t), ERR_OK);
	t = txn_begin_read(st);
	expect_entries(t, false, "a1 c2 f2 ");
	ck_assert_int_eq(tally_get(t, "n"), 8);
	ck_assert_int_eq(txn_commit(t), ERR_OK);
}
END_TEST

START_TEST(counters_that_are_kept_go_with_a_transaction_given_up)
{
	struct txn *t = txn_begin_write(st);

	index_keep(t, A);
	change_over(t);
	txn_abort(t);
	t = txn_begin_read(st);
	expect_entries(t, false, "a1 c1 e1 ");
	ck_assert_int_eq(tally_get(t, "n"), 7);
	ck_assert_int_eq(txn_commit(t), ERR_OK);
}
END_TEST

START_TEST(a_value_too_long_to_be_kept_is_put_at_once)
{
	struct txn *t = txn_begin_write(st);
	char many[200];
	struct key k;

	memset(many, 'm', sizeof(many));
	index_keep(t, A);
	index_put(t, A, str("c"), str("3"));
	index_put(t, A, str("c"), bytes_of(many, sizeof(many)));
	key_start(&k);
	key_raw(&k, str("c"));
	ck_assert(index_get(t, A, &k));
	ck_assert_uint_eq(k.n, sizeof(many));
	ck_assert_int_eq(txn_commit(t), ERR_OK);
	t = txn_begin_read(st);
	ck_assert(index_has(t, A, str("c")));
	ck_assert_int_eq(txn_commit(t), ERR_OK);
}
END_TEST

Suite *
txn_suite(void)
{
	Suite *s = suite_create("store: transactions and indexes");
	TCase *c = tcase_create("transactions");

	tcase_add_checked_fixture(c, setup_open, teardown);
	tcase_add_test(c, a_failed_step_undoes_the_whole_transaction);
	tcase_add_test(c, no_error_is_not_an_error);
	tcase_add_test(c, an_aborted_transaction_writes_nothing);
	tcase_add_test(c, a_read_transaction_cannot_write);
	tcase_add_test(
		c, a_second_write_transaction_is_refused_instead_of_waiting);
	tcase_add_test(c, two_reads_at_a_time_see_each_its_own_state);
	tcase_add_test(c, meta_is_replaced_and_an_empty_value_deletes);
	tcase_add_test(c, series_and_tallies_do_not_meet);
	suite_add_tcase(s, c);
	c = tcase_create("indexes");
	tcase_add_checked_fixture(c, setup_open, teardown);
	tcase_add_loop_test(c, an_index_is_scanned_both_ways, 0,
			    sizeof(ranges) / sizeof(ranges[0]));
	tcase_add_test(c, a_prefix_gives_its_own_keys_only);
	tcase_add_test(c, the_last_index_can_be_scanned);
	tcase_add_test(c, entries_are_put_found_and_removed);
	tcase_add_test(c, the_longest_key_fits_and_a_longer_one_is_refused);
	tcase_add_test(c, each_scan_sees_what_was_written_before_it);
	tcase_add_loop_test(c, a_scan_survives_writes_around_it, 0, 2);
	tcase_add_test(c, a_scan_closed_after_its_transaction_does_no_harm);
	tcase_add_test(c, indexes_are_cleared_in_steps_and_nothing_else_is);
	suite_add_tcase(s, c);
	c = tcase_create("scratch");
	tcase_add_checked_fixture(c, setup_over, teardown_over);
	tcase_add_test(
		c, what_is_written_over_a_scratch_is_found_before_the_store);
	tcase_add_test(c,
		       what_is_written_over_a_scratch_never_reaches_the_store);
	tcase_add_test(c, what_is_given_up_over_a_scratch_is_gone);
	tcase_add_test(c, a_load_gathers_entries_and_moves_them_in_steps);
	tcase_add_loop_test(c, a_scan_over_a_scratch_survives_writes_around_it,
			    0, 2);
	tcase_add_test(
		c,
		counters_that_are_kept_are_there_for_reads_scans_and_the_next);
	tcase_add_test(c,
		       counters_that_are_kept_go_with_a_transaction_given_up);
	tcase_add_test(c, a_value_too_long_to_be_kept_is_put_at_once);
	suite_add_tcase(s, c);
	return s;
}
