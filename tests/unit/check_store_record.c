/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "check_store.h"
#include "store/draft.h"
#include "store/layout.h"
#include "store/txn.h"

static void
put(struct record *r)
{
	struct txn *t = txn_begin_write(st);

	record_put(t, r);
	ck_assert_int_eq(txn_commit(t), ERR_OK);
}

START_TEST(a_record_comes_back_whole)
{
	struct record *r = a_note(260), *got;
	struct txn *t;

	r->ref = "SAN-2026-00103";
	r->state = "open";
	r->owner = "ben";
	r->created_at = -5;
	put(r);
	t = txn_begin_read(st);
	got = record_get(t, &mem, 260);
	ck_assert_int_eq(txn_commit(t), ERR_OK);
	ck_assert_ptr_nonnull(got);
	ck_assert_uint_eq(got->id, 260);
	ck_assert_int_eq(got->kind, RECORD_CHILD);
	ck_assert_uint_eq(got->flags, RECORD_FINISHED);
	ck_assert_uint_eq(got->form_version, 7);
	ck_assert_uint_eq(got->revision, 1);
	ck_assert_uint_eq(got->person, 258);
	ck_assert_uint_eq(got->case_id, 259);
	ck_assert_int_eq(got->created_at, -5);
	ck_assert_int_eq(got->changed_at, 1772449200);
	ck_assert_str_eq(got->form, "note");
	ck_assert_str_eq(got->ref, "SAN-2026-00103");
	ck_assert_str_eq(got->state, "open");
	ck_assert_str_eq(got->owner, "ben");
	ck_assert_str_eq(got->created_by, "ama");
	ck_assert_str_eq(got->changed_by, "ama");
	ck_assert(fields_equal(&got->fields, &r->fields));
}
END_TEST

START_TEST(the_header_alone_has_no_answers)
{
	struct record *got;
	struct txn *t;

	put(a_note(260));
	t = txn_begin_read(st);
	got = record_get_header(t, &mem, 260);
	ck_assert_int_eq(txn_commit(t), ERR_OK);
	ck_assert_str_eq(got->form, "note");
	ck_assert_uint_eq(got->fields.n, 0);
}
END_TEST

START_TEST(some_answers_alone_are_read_with_the_header)
{
	static const char *const asked[] = { "kept", "kind", "kindest" },
				 *const other[] = { "ki" };
	struct record *r = a_note(260), *got, *none;
	struct txn *t;

	fields_set(&r->fields, "kept", value_text("yes"));
	fields_set(&r->fields, "kin", value_int(3));
	put(r);
	t = txn_begin_read(st);
	got = record_get_answers(t, &mem, 260, asked, 3);
	none = record_get_answers(t, &mem, 260, other, 1);
	ck_assert_int_eq(txn_commit(t), ERR_OK);
	ck_assert_str_eq(got->form, "note");
	ck_assert_uint_eq(got->fields.n, 2);
	ck_assert_str_eq(fields_text(&got->fields, "kind"), "call");
	ck_assert_str_eq(fields_text(&got->fields, "kept"), "yes");
	ck_assert_str_eq(none->form, "note");
	ck_assert_uint_eq(none->fields.n, 0);
}
END_TEST

START_TEST(the_example_in_record_c_is_what_is_written)
{
	struct buf b = BUF_INIT;

	record_encode(a_note(260), &b);
	assert_bytes(
		buf_bytes(&b),
		from_hex("01 03 00 00 00 01 00 00 00 07 00 00 00 01 "
			 "00 00 00 00 00 00 01 02  00 00 00 00 00 00 01 03 "
			 "00 00 00 00 69 A5 6D B0  00 00 00 00 69 A5 6D B0 "
			 "6E 6F 74 65 00  00  00  00  61 6D 61 00  61 6D 61 00 "
			 "A1 64 6B 69 6E 64 D9 CA 05 64 63 61 6C 6C"),
		"example");
	buf_clear(&b);
}
END_TEST

START_TEST(ids_rise_and_a_deleted_one_is_not_used_again)
{
	struct txn *t = txn_begin_write(st);
	uint64_t first = record_new_id(t), second = record_new_id(t);

	record_put(t, a_note(second));
	record_del(t, second);
	ck_assert_ptr_null(record_get(t, &mem, second));
	ck_assert_uint_eq(first, 1);
	ck_assert_uint_eq(second, 2);
	ck_assert_uint_eq(record_new_id(t), 3);
	ck_assert_int_eq(txn_commit(t), ERR_OK);
}
END_TEST

START_TEST(a_record_that_is_not_there_is_no_error)
{
	struct txn *t = txn_begin_read(st);

	ck_assert_ptr_null(record_get(t, &mem, 1));
	ck_assert_int_eq(txn_commit(t), ERR_OK);
}
END_TEST

START_TEST(a_record_without_id_or_kind_is_refused)
{
	struct record *r = a_note(_i == 0 ? 0 : 1);
	struct txn *t = txn_begin_write(st);

	if (_i == 1)
		r->kind = (enum record_kind)77;
	record_put(t, r);
	ck_assert_int_eq(txn_commit(t), ERR_INVALID);
}
END_TEST

static const struct {
	const char *why, *hex;
	enum err err;
} damaged[] = {
	{ "empty", "", ERR_CORRUPT },
	{ "cut in its header", "01 03 00 00", ERR_CORRUPT },
	{ "of a later layout", "02 03", ERR_NEWER },
	{ "of no layout", "00 03", ERR_CORRUPT },
};

START_TEST(a_damaged_record_fails_the_transaction)
{
	struct txn *t = txn_begin_write(st);
	struct key k;

	key_numbered(&k, TABLE_RECORD, 5);
	txn_put(t, key_bytes(&k), from_hex(damaged[_i].hex));
	ck_assert_ptr_null(record_get(t, &mem, 5));
	ck_assert_msg(txn_commit(t) == damaged[_i].err, "%s", damaged[_i].why);
}
END_TEST

START_TEST(records_are_walked_in_order_of_id)
{
	static const uint64_t ids[] = { 300, 2, UINT64_MAX, 70000, 255, 256 };
	static const uint64_t want[] = { 2, 255, 256, 300, 70000, UINT64_MAX };
	struct record *r = NULL;
	struct txn *t = txn_begin_write(st);
	size_t n = 0;

	for (size_t i = 0; i < 6; i++)
		record_put(t, a_note(ids[i]));
	while (record_next(t, &mem, r ? r->id : 0, &r))
		ck_assert_uint_eq(r->id, want[n++]);
	ck_assert_uint_eq(n, 6);
	ck_assert_int_eq(txn_commit(t), ERR_OK);
}
END_TEST

/* --- drafts ----------------------------------------------------------- */

static struct draft
a_draft(const char *user)
{
	struct draft d = {
		.user = user,
		.form = "note",
		.person = 258,
		.case_id = 259,
		.kept_at = 1772449200,
		.title = "Note",
		.at_field = "text",
		.purpose = "record",
	};

	fields_init(&d.fields, &mem);
	fields_init(&d.typed, &mem);
	fields_set(&d.typed, "seen", value_text("3 fe"));
	return d;
}

START_TEST(the_example_in_draft_c_is_what_is_written)
{
	struct txn *t = txn_begin_write(st);
	struct draft d = a_draft("ama");
	struct bytes value;
	struct key k;

	draft_put(t, &d);
	ck_assert_uint_eq(d.id, 1);
	key_start(&k);
	key_raw(&k, from_hex("44 61 6D 61 00 00 00 00 00 00 00 00 01"));
	ck_assert(txn_get(t, key_bytes(&k), &value));
	assert_bytes(
		value,
		from_hex("01  00 00 00 00 00 00 00 00  00 00 00 00 "
			 "00 00 00 00 00 00 01 02  00 00 00 00 00 00 01 03 "
			 "00 00 00 00 69 A5 6D B0 "
			 "6E 6F 74 65 00  4E 6F 74 65 00  74 65 78 74 00 "
			 "72 65 63 6F 72 64 00 "
			 "A0  A1 64 73 65 65 6E 64 33 20 66 65"),
		"example");
	ck_assert_int_eq(txn_commit(t), ERR_OK);
}
END_TEST

START_TEST(a_draft_is_kept_for_its_user_alone)
{
	struct txn *t = txn_begin_write(st);
	struct draft d = a_draft("ama"), *got;

	d.record = 9;
	d.base_revision = 4;
	fields_set(&d.fields, "kind", value_code("call"));
	draft_put(t, &d);
	ck_assert_int_eq(txn_commit(t), ERR_OK);
	t = txn_begin_read(st);
	ck_assert_ptr_null(draft_get(t, &mem, "am", d.id));
	ck_assert_ptr_null(draft_get(t, &mem, "ben", d.id));
	got = draft_get(t, &mem, "ama", d.id);
	ck_assert_int_eq(txn_commit(t), ERR_OK);
	ck_assert_ptr_nonnull(got);
	ck_assert_uint_eq(got->record, 9);
	ck_assert_uint_eq(got->base_revision, 4);
	ck_assert_str_eq(got->user, "ama");
	ck_assert_str_eq(got->title, "Note");
	ck_assert_str_eq(got->at_field, "text");
	ck_assert_str_eq(got->purpose, "record");
	ck_assert_str_eq(fields_text(&got->fields, "kind"), "call");
	ck_assert_str_eq(fields_text(&got->typed, "seen"), "3 fe");
}
END_TEST

START_TEST(drafts_are_listed_newest_first_and_forgotten_one_by_one)
{
	static const int64_t kept[] = { 20, 30, 10, 30 };
	static const uint64_t want[] = { 4, 2, 1, 3 };
	struct txn *t = txn_begin_write(st);
	struct draft d, *list;

	for (size_t i = 0; i < 4; i++) {
		d = a_draft("ama");
		d.kept_at = kept[i];
		draft_put(t, &d);
	}
	d = a_draft("amadou"); /* begins alike */
	draft_put(t, &d);
	ck_assert_uint_eq(draft_list(t, &mem, "ama", &list), 4);
	for (size_t i = 0; i < 4; i++)
		ck_assert_uint_eq(list[i].id, want[i]);
	draft_forget(t, "amadou", 2); /* not theirs */
	draft_forget(t, "ama", 2);
	ck_assert_uint_eq(draft_list(t, &mem, "ama", &list), 3);
	ck_assert_uint_eq(draft_list(t, &mem, "ben", &list), 0);
	ck_assert_int_eq(txn_commit(t), ERR_OK);
}
END_TEST

START_TEST(a_draft_kept_again_replaces_itself)
{
	struct txn *t = txn_begin_write(st);
	struct draft d = a_draft("ama"), *list;
	uint64_t id;

	draft_put(t, &d);
	id = d.id;
	fields_set(&d.typed, "seen", value_text("3 feb"));
	draft_put(t, &d);
	ck_assert_uint_eq(d.id, id);
	ck_assert_uint_eq(draft_list(t, &mem, "ama", &list), 1);
	ck_assert_str_eq(fields_text(&list[0].typed, "seen"), "3 feb");
	ck_assert_int_eq(txn_commit(t), ERR_OK);
}
END_TEST

Suite *
record_suite(void)
{
	Suite *s = suite_create("store: records and drafts");
	TCase *c = tcase_create("records");

	tcase_add_checked_fixture(c, setup_open, teardown);
	tcase_add_test(c, a_record_comes_back_whole);
	tcase_add_test(c, the_header_alone_has_no_answers);
	tcase_add_test(c, some_answers_alone_are_read_with_the_header);
	tcase_add_test(c, the_example_in_record_c_is_what_is_written);
	tcase_add_test(c, ids_rise_and_a_deleted_one_is_not_used_again);
	tcase_add_test(c, a_record_that_is_not_there_is_no_error);
	tcase_add_loop_test(c, a_record_without_id_or_kind_is_refused, 0, 2);
	tcase_add_loop_test(c, a_damaged_record_fails_the_transaction, 0,
			    sizeof(damaged) / sizeof(damaged[0]));
	tcase_add_test(c, records_are_walked_in_order_of_id);
	suite_add_tcase(s, c);
	c = tcase_create("drafts");
	tcase_add_checked_fixture(c, setup_open, teardown);
	tcase_add_test(c, the_example_in_draft_c_is_what_is_written);
	tcase_add_test(c, a_draft_is_kept_for_its_user_alone);
	tcase_add_test(c,
		       drafts_are_listed_newest_first_and_forgotten_one_by_one);
	tcase_add_test(c, a_draft_kept_again_replaces_itself);
	suite_add_tcase(s, c);
	return s;
}
