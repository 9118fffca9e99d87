/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "check_store.h"
#include "store/layout.h"
#include "store/log.h"
#include "store/txn.h"

#define ENTRIES 12

/* The last one of a person and a record, with a reason as its payload. */
static uint64_t
append(struct txn *t, enum act act, uint64_t person, uint64_t record)
{
	struct log_entry e = {
		.at = 1772449200,
		.act = act,
		.person = person,
		.record = record,
		.revision = 3,
		.who = "ama",
		.from = "pts/4",
	};
	struct fields payload;

	fields_init(&payload, &mem);
	fields_set(&payload, "reason", value_code("call"));
	return log_append(t, &e, &payload);
}

static void
append_some(void)
{
	struct txn *t = txn_begin_write(st);

	for (uint64_t i = 1; i <= ENTRIES; i++)
		ck_assert_uint_eq(append(t, ACT_CHANGED, 1 + i % 2, 10 + i % 3),
				  i);
	ck_assert_int_eq(txn_commit(t), ERR_OK);
}

START_TEST(an_entry_and_its_payload_come_back)
{
	struct log_entry e;
	struct fields payload;
	struct txn *t;

	append_some();
	t = txn_begin_read(st);
	ck_assert_uint_eq(log_last(t), ENTRIES);
	ck_assert(log_get(t, &mem, 5, &e));
	ck_assert_uint_eq(e.seq, 5);
	ck_assert_int_eq(e.at, 1772449200);
	ck_assert_int_eq(e.act, ACT_CHANGED);
	ck_assert_uint_eq(e.person, 2);
	ck_assert_uint_eq(e.record, 12);
	ck_assert_uint_eq(e.revision, 3);
	ck_assert_str_eq(e.who, "ama");
	ck_assert_str_eq(e.from, "pts/4");
	ck_assert(log_payload(t, &mem, 5, &payload));
	ck_assert_str_eq(fields_text(&payload, "reason"), "call");
	ck_assert(!log_get(t, &mem, ENTRIES + 1, &e));
	ck_assert(!log_payload(t, &mem, ENTRIES + 1, &payload));
	ck_assert_int_eq(txn_commit(t), ERR_OK);
}
END_TEST

START_TEST(the_example_in_log_c_is_what_is_written)
{
	struct txn *t = txn_begin_write(st);
	struct log_entry e = { .at = 1772449200,
			       .act = ACT_OPENED,
			       .person = 258,
			       .who = "ama",
			       .from = "pts/4" };
	unsigned char want[53 + 10 + 64] = { 0 };
	struct bytes value, head;
	struct key k;

	ck_assert_int_eq(ACT_OPENED, 2);
	ck_assert_uint_eq(log_append(t, &e, NULL), 1);
	key_numbered(&k, TABLE_LOG, 1);
	ck_assert(txn_get(t, key_bytes(&k), &value));
	head = from_hex("01  00 00 00 00 00 00 00 01  00 00 00 00 69 A5 6D B0 "
			"00 02 00 00 00 00 00 00 01 02  00 00 00 00 00 00 00 "
			"00 00 00 00 00 00 00 00 00  00 00 00 00 61 6D 61 00 "
			"70 74 73 2F 34 00");
	memcpy(want, head.p, head.n);
	assert_bytes(value, bytes_of(want, head.n + 64), "example");
	ck_assert_int_eq(txn_commit(t), ERR_OK);
}
END_TEST

START_TEST(equal_payloads_have_different_hashes)
{
	struct log_entry a, b;
	struct txn *t;

	append_some();
	t = txn_begin_read(st);
	ck_assert(log_get(t, &mem, 1, &a) && log_get(t, &mem, 2, &b));
	ck_assert_mem_ne(a.payload_hash, b.payload_hash, LOG_HASH);
	ck_assert_int_eq(txn_commit(t), ERR_OK);
}
END_TEST

struct collected {
	struct buf seen;
	int most;
};

static bool
collect(uint64_t seq, void *ctx)
{
	struct collected *c = ctx;

	buf_printf(&c->seen, " %d", (int)seq);
	return --c->most > 0;
}

START_TEST(entries_about_one_thing_come_newest_first)
{
	static const struct {
		enum log_about about;
		uint64_t id;
		int most;
		const char *want;
	} cases[] = {
		{ LOG_OF_RECORD, 11, 9, ": 10 7 4 1" },
		{ LOG_OF_PERSON, 2, 9, ": 11 9 7 5 3 1" },
		{ LOG_OF_PERSON, 2, 2, ": 11 9" },
		{ LOG_OF_PERSON, 99, 2, ":" },
		{ LOG_OF_RECORD, UINT64_MAX, 2, ":" },
	};
	struct txn *t;

	append_some();
	t = txn_begin_read(st);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct collected c = { BUF_INIT, cases[i].most };

		buf_char(&c.seen, ':');
		log_walk(t, cases[i].about, cases[i].id, collect, &c);
		ck_assert_str_eq(c.seen.s, cases[i].want);
		buf_clear(&c.seen);
	}
	ck_assert_int_eq(txn_commit(t), ERR_OK);
}
END_TEST

static void
assert_verified(enum err want, uint64_t want_bad, const char *why)
{
	uint64_t count, bad;
	enum err err = log_verify(st, &count, &bad);

	ck_assert_msg(err == want && bad == want_bad,
		      "%s: %s at %d, want %s at %d", why, err_text(err),
		      (int)bad, err_text(want), (int)want_bad);
	if (want == ERR_OK)
		ck_assert_uint_eq(count, ENTRIES);
}

START_TEST(an_untouched_chain_is_whole)
{
	uint64_t count, bad;

	ck_assert_int_eq(log_verify(st, &count, &bad), ERR_OK);
	ck_assert_uint_eq(count, 0);
	append_some();
	assert_verified(ERR_OK, 0, "untouched");
}
END_TEST

START_TEST(an_erased_payload_keeps_the_chain_whole)
{
	struct fields payload;
	struct txn *t;

	append_some();
	t = txn_begin_write(st);
	log_forget(t, 5);
	log_forget(t, ENTRIES);
	ck_assert(!log_payload(t, &mem, 5, &payload));
	ck_assert(log_payload(t, &mem, 6, &payload));
	ck_assert_int_eq(txn_commit(t), ERR_OK);
	assert_verified(ERR_OK, 0, "erased");
}
END_TEST

/* What somebody with the file in hand might do, and which entry the walk
 * must name. */
static const struct {
	const char *why;
	enum table table;
	uint64_t seq;
	int at; /* byte to change; -1: delete, -2: copy behind */
	uint64_t bad;
} tampering[] = {
	{ "who did it", TABLE_LOG, 5, 54, 5 },
	{ "who did it, first", TABLE_LOG, 1, 54, 1 },
	{ "who did it, last", TABLE_LOG, ENTRIES, 54, ENTRIES },
	{ "when", TABLE_LOG, 7, 16, 7 },
	{ "about whom", TABLE_LOG, 7, 26, 7 },
	{ "hash of the payload", TABLE_LOG, 4, 70, 4 },
	{ "hash of the entry before", TABLE_LOG, 4, 120, 4 },
	{ "hash of the entry before, first", TABLE_LOG, 1, 120, 1 },
	{ "hash of the entry before, last", TABLE_LOG, ENTRIES, 120, ENTRIES },
	{ "number", TABLE_LOG, 4, 8, 4 },
	{ "layout", TABLE_LOG, 4, 0, 4 },
	{ "payload", TABLE_PAYLOAD, 9, 25, 9 },
	{ "salt", TABLE_PAYLOAD, 9, 3, 9 },
	{ "entry deleted", TABLE_LOG, 6, -1, 6 },
	{ "first deleted", TABLE_LOG, 1, -1, 1 },
	{ "last deleted", TABLE_LOG, ENTRIES, -1, ENTRIES },
	{ "one added behind", TABLE_LOG, ENTRIES, -2, ENTRIES + 1 },
};

START_TEST(tampering_is_found_and_the_entry_named)
{
	struct bytes value;
	unsigned char *copy;
	struct txn *t;
	struct key k;

	append_some();
	t = txn_begin_write(st);
	key_numbered(&k, tampering[_i].table, tampering[_i].seq);
	ck_assert(txn_get(t, key_bytes(&k), &value));
	copy = arena_memdup(&mem, value.p, value.n);
	if (tampering[_i].at >= 0) {
		ck_assert_int_lt(tampering[_i].at, (int)value.n);
		copy[tampering[_i].at] ^= 0x20;
	}
	if (tampering[_i].at == -1)
		txn_del(t, key_bytes(&k));
	if (tampering[_i].at == -2)
		key_numbered(&k, TABLE_LOG, tampering[_i].seq + 1);
	if (tampering[_i].at != -1)
		txn_put(t, key_bytes(&k), bytes_of(copy, value.n));
	ck_assert_int_eq(txn_commit(t), ERR_OK);
	assert_verified(ERR_CORRUPT, tampering[_i].bad, tampering[_i].why);
}
END_TEST

START_TEST(a_lost_head_is_found)
{
	struct txn *t;
	struct key k;

	append_some();
	t = txn_begin_write(st);
	key_named(&k, TABLE_OWN, OWN_LOG);
	txn_del(t, key_bytes(&k));
	ck_assert_int_eq(txn_commit(t), ERR_OK);
	assert_verified(ERR_CORRUPT, 1, "head");
}
END_TEST

START_TEST(nothing_is_logged_by_a_failed_transaction)
{
	struct txn *t;

	append_some();
	t = txn_begin_write(st);
	ck_assert_uint_eq(append(t, ACT_CHANGED, 1, 1), ENTRIES + 1);
	txn_fail(t, ERR_DENIED);
	ck_assert_uint_eq(append(t, ACT_CHANGED, 1, 1), 0);
	ck_assert_int_eq(txn_commit(t), ERR_DENIED);
	assert_verified(ERR_OK, 0, "as before");
}
END_TEST

START_TEST(every_act_has_a_text)
{
	for (int i = ACT_NONE + 1; i < ACT_COUNT; i++)
		ck_assert_str_ne(act_text((enum act)i), "");
	ck_assert_str_eq(act_text(ACT_CHANGED), "changed");
	ck_assert_str_eq(act_text(ACT_COUNT), "");
}
END_TEST

static uint64_t
faults_of_index(void)
{
	uint64_t n = 99;

	ck_assert_int_eq(log_check_index(st, &n), ERR_OK);
	return n;
}

/* One key away, or one too many, in each of the two; made anew it agrees. */
START_TEST(what_finds_entries_by_their_record_is_checked_and_made_anew)
{
	enum table table = _i % 2 ? TABLE_LOG_OF_PERSON : TABLE_LOG_OF_RECORD;
	struct txn *t;
	struct key k;

	append_some();
	ck_assert_uint_eq(faults_of_index(), 0);
	t = txn_begin_write(st);
	key_numbered(&k, table, _i % 2 ? 2 : 11);
	key_u64(&k, 1);
	if (_i < 2)
		txn_del(t, key_bytes(&k));
	key_u64(&k, 7);
	if (_i >= 2)
		txn_put(t, key_bytes(&k), bytes_of("", 0));
	ck_assert_int_eq(txn_commit(t), ERR_OK);
	ck_assert_uint_ge(faults_of_index(), 1);
	ck_assert_int_eq(log_rebuild_index(st), ERR_OK);
	ck_assert_uint_eq(faults_of_index(), 0);
	t = txn_begin_read(st);
	ck_assert_uint_eq(log_last(t), ENTRIES);
	txn_abort(t);
}
END_TEST

Suite *
log_suite(void)
{
	Suite *s = suite_create("store: log");
	TCase *c = tcase_create("log");

	tcase_add_checked_fixture(c, setup_open, teardown);
	tcase_add_test(c, an_entry_and_its_payload_come_back);
	tcase_add_test(c, the_example_in_log_c_is_what_is_written);
	tcase_add_test(c, equal_payloads_have_different_hashes);
	tcase_add_test(c, entries_about_one_thing_come_newest_first);
	tcase_add_test(c, an_untouched_chain_is_whole);
	tcase_add_test(c, an_erased_payload_keeps_the_chain_whole);
	tcase_add_loop_test(c, tampering_is_found_and_the_entry_named, 0,
			    sizeof(tampering) / sizeof(tampering[0]));
	tcase_add_test(c, a_lost_head_is_found);
	tcase_add_test(c, nothing_is_logged_by_a_failed_transaction);
	tcase_add_test(c, every_act_has_a_text);
	tcase_add_loop_test(
		c, what_finds_entries_by_their_record_is_checked_and_made_anew,
		0, 4);
	suite_add_tcase(s, c);
	return s;
}
