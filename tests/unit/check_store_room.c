/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Room: the map that grows, and the disk that is full.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "check_store.h"
#include "store/log.h"

#define MIB ((size_t)1 << 20)

/* What a step writes: `n` values of one megabyte from number `from` on. */
struct load {
	int from, n, runs;
};

static enum err
write_load(struct txn *t, void *ctx)
{
	static char big[1 << 20];
	struct load *load = ctx;
	char name[32];

	load->runs++;
	for (int i = load->from; i < load->from + load->n; i++) {
		snprintf(name, sizeof(name), "load-%d", i);
		memset(big, i, sizeof(big));
		meta_put(t, name, bytes_of(big, sizeof(big)));
	}
	return txn_err(t);
}

static bool
load_is_there(struct store *s, int i)
{
	struct txn *t = txn_begin_read(s);
	struct arena a = ARENA_INIT;
	struct bytes value;
	char name[32];
	bool there;

	snprintf(name, sizeof(name), "load-%d", i);
	there = meta_get(t, &a, name, &value) && value.n == MIB &&
		((const char *)value.p)[MIB - 1] == (char)i;
	ck_assert_int_eq(txn_commit(t), ERR_OK);
	arena_clear(&a);
	return there;
}

static uint64_t
mapped(struct store *s)
{
	struct engine_info info;

	store_info(s, &info);
	return info.bytes_mapped;
}

START_TEST(the_map_grows_before_it_is_full)
{
	struct load load = { 0, 4, 0 };

	ck_assert_uint_eq(mapped(st), 64 * MIB);
	for (; load.from < 80; load.from += 4)
		ck_assert_int_eq(store_write(st, write_load, &load), ERR_OK);
	ck_assert_int_eq(load.runs, 20); /* never a second time */
	ck_assert_uint_gt(mapped(st), 80 * MIB);
	ck_assert(load_is_there(st, 0) && load_is_there(st, 79));
	store_close(&st);
	ck_assert_int_eq(store_open(&st, dir, 0), ERR_OK);
	ck_assert(load_is_there(st, 0) && load_is_there(st, 79));
}
END_TEST

START_TEST(one_huge_step_is_run_again_in_a_larger_map)
{
	struct load load = { 0, 70, 0 };

	ck_assert_int_eq(store_write(st, write_load, &load), ERR_OK);
	ck_assert_int_eq(load.runs, 2);
	ck_assert(load_is_there(st, 0) && load_is_there(st, 69));
}
END_TEST

START_TEST(without_store_write_the_next_transaction_has_the_room)
{
	struct load load = { 0, 70, 0 };
	struct txn *t = txn_begin_write(st);

	ck_assert_int_eq(write_load(t, &load), ERR_FULL);
	ck_assert_int_eq(txn_commit(t), ERR_FULL);
	ck_assert(!load_is_there(st, 0));
	t = txn_begin_write(st);
	ck_assert_int_eq(write_load(t, &load), ERR_OK);
	ck_assert_int_eq(txn_commit(t), ERR_OK);
	ck_assert(load_is_there(st, 69));
}
END_TEST

static enum err
refuse(struct txn *t, void *ctx)
{
	int *runs = ctx;

	++*runs;
	meta_put(t, "refused", bytes_str("1"));
	return ERR_DENIED;
}

START_TEST(a_step_that_refuses_writes_nothing_and_is_run_once)
{
	struct bytes value;
	struct txn *t;
	int runs = 0;

	ck_assert_int_eq(store_write(st, refuse, &runs), ERR_DENIED);
	ck_assert_int_eq(runs, 1);
	t = txn_begin_read(st);
	ck_assert(!meta_get(t, &mem, "refused", &value));
	ck_assert_int_eq(txn_commit(t), ERR_OK);
}
END_TEST

static void
say(int fd)
{
	ck_assert_int_eq(write(fd, "!", 1), 1);
}

static void
hear(int fd)
{
	char c;

	ck_assert_int_eq(read(fd, &c, 1), 1);
}

/* A reader in a process of its own: holds a transaction while the map grows
 * elsewhere, and looks on both sides of it.  0: all as it should be. */
static int
read_across_growth(int heard, int said)
{
	struct store *s;
	struct txn *t;
	struct arena a = ARENA_INIT;
	struct bytes value;
	bool early, late;

	if (store_open(&s, dir, 0) != ERR_OK)
		return 1;
	t = txn_begin_read(s);
	say(said);
	hear(heard);
	early = meta_get(t, &a, "load-0", &value) && value.n == MIB;
	late = meta_get(t, &a, "load-79", &value);
	if (txn_commit(t) != ERR_OK || !early || late)
		return 2;
	t = txn_begin_read(s); /* the map has grown meanwhile */
	late = meta_get(t, &a, "load-79", &value) && value.n == MIB;
	if (txn_commit(t) != ERR_OK || !late)
		return 3;
	t = txn_begin_write(s);
	meta_put(t, "answer", bytes_str("seen"));
	if (txn_commit(t) != ERR_OK)
		return 4;
	store_close(&s);
	return 0;
}

START_TEST(the_map_grows_under_a_reader_in_another_process)
{
	struct load load = { 0, 4, 0 };
	int there[2], back[2], status;
	struct bytes value;
	struct txn *t;
	pid_t pid;

	ck_assert_int_eq(pipe(there) | pipe(back), 0);
	ck_assert_int_eq(store_open(&st, dir, 0), ERR_OK);
	ck_assert_int_eq(store_write(st, write_load, &load), ERR_OK);
	store_close(&st);
	pid = fork();
	if (pid == 0)
		_exit(read_across_growth(there[0], back[1]));
	ck_assert_int_eq(store_open(&st, dir, 0), ERR_OK);
	hear(back[0]);
	for (load.from = 4; load.from < 80; load.from += 4)
		ck_assert_int_eq(store_write(st, write_load, &load), ERR_OK);
	say(there[1]);
	ck_assert_int_eq(waitpid(pid, &status, 0), pid);
	ck_assert_int_eq(status, 0);
	t = txn_begin_read(st);
	ck_assert(meta_get(t, &mem, "answer", &value));
	ck_assert_int_eq(txn_commit(t), ERR_OK);
}
END_TEST

/* --- a full disk ------------------------------------------------------ */

static void
limit_file_size(rlim_t n)
{
	struct rlimit limit;

	ck_assert_int_eq(getrlimit(RLIMIT_FSIZE, &limit), 0);
	limit.rlim_cur = n;
	ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

static enum err
write_note(struct store *s, size_t size)
{
	struct log_entry e = { .act = ACT_CREATED, .who = "ama" };
	struct txn *t = txn_begin_write(s);
	char *text = xmalloc(size + 1);
	struct record *r;

	memset(text, 'n', size);
	text[size] = '\0';
	e.record = record_new_id(t);
	r = a_note(e.record);
	fields_set(&r->fields, "text", value_text(text));
	record_put(t, r);
	log_append(t, &e, &r->fields);
	free(text);
	return txn_commit(t);
}

/* _i: how the limit lies to the pages. */
START_TEST(a_full_disk_is_said_to_be_full_and_harms_nothing)
{
	static const rlim_t more[] = { 0, 1, 4096, 10000, 300000, 1 << 20 };
	struct stat info;
	uint64_t written = 0;
	enum err err;

	signal(SIGXFSZ, SIG_IGN);
	ck_assert_int_eq(write_note(st, 100), ERR_OK);
	ck_assert_int_eq(stat(in_dir("data.mdb"), &info), 0);
	limit_file_size((rlim_t)info.st_size + more[_i]);
	for (written = 1; written < 500; written++)
		if ((err = write_note(st, 30000)) != ERR_OK)
			break;
	ck_assert_int_eq(err, ERR_FULL);
	ck_assert_int_eq(write_note(st, 30000), ERR_FULL);
	ck_assert_uint_eq(assert_whole(st), written);
	store_close(&st);
	ck_assert_int_eq(store_open(&st, dir, 0), ERR_OK); /* still full */
	ck_assert_uint_eq(assert_whole(st), written);
	ck_assert_int_eq(write_note(st, 30000), ERR_FULL);
	limit_file_size(RLIM_INFINITY);
	ck_assert_int_eq(write_note(st, 30000), ERR_OK);
	ck_assert_uint_eq(assert_whole(st), written + 1);
}
END_TEST

START_TEST(a_full_disk_leaves_no_half_a_store)
{
	struct store *s;

	signal(SIGXFSZ, SIG_IGN);
	limit_file_size(4096);
	ck_assert_int_eq(store_open(&s, in_dir("new"), STORE_CREATE), ERR_FULL);
	ck_assert_int_eq(store_open(&s, in_dir("new"), 0), ERR_NOT_FOUND);
	limit_file_size(RLIM_INFINITY);
	ck_assert_int_eq(store_open(&s, in_dir("new"), STORE_CREATE), ERR_OK);
	ck_assert_int_eq(write_note(s, 100), ERR_OK);
	store_close(&s);
}
END_TEST

START_TEST(a_full_disk_leaves_no_half_a_backup)
{
	struct load load = { 0, 4, 0 };

	signal(SIGXFSZ, SIG_IGN);
	ck_assert_int_eq(store_write(st, write_load, &load), ERR_OK);
	limit_file_size(2 * MIB);
	ck_assert_int_eq(store_backup(st, in_dir("backup")), ERR_FULL);
	ck_assert_int_ne(access(in_dir("backup/data.mdb"), F_OK), 0);
	ck_assert_int_ne(access(in_dir("backup/data.mdb.part"), F_OK), 0);
	limit_file_size(RLIM_INFINITY);
	ck_assert_int_eq(store_backup(st, in_dir("backup")), ERR_OK);
}
END_TEST

Suite *
room_suite(void)
{
	Suite *s = suite_create("store: room");
	TCase *c = tcase_create("map");

	tcase_set_timeout(c, 60);
	tcase_add_checked_fixture(c, setup_open, teardown);
	tcase_add_test(c, the_map_grows_before_it_is_full);
	tcase_add_test(c, one_huge_step_is_run_again_in_a_larger_map);
	tcase_add_test(c,
		       without_store_write_the_next_transaction_has_the_room);
	tcase_add_test(c, a_step_that_refuses_writes_nothing_and_is_run_once);
	suite_add_tcase(s, c);
	c = tcase_create("map and processes");
	tcase_set_timeout(c, 60);
	tcase_add_checked_fixture(c, setup_closed, teardown);
	tcase_add_test(c, the_map_grows_under_a_reader_in_another_process);
	suite_add_tcase(s, c);
	c = tcase_create("full disk");
	tcase_set_timeout(c, 60);
	tcase_add_checked_fixture(c, setup_open, teardown);
	tcase_add_loop_test(c, a_full_disk_is_said_to_be_full_and_harms_nothing,
			    0, 6);
	tcase_add_test(c, a_full_disk_leaves_no_half_a_store);
	tcase_add_test(c, a_full_disk_leaves_no_half_a_backup);
	suite_add_tcase(s, c);
	return s;
}
