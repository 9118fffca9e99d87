/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Several processes, and processes that are killed.  The store is opened by
 * each after its fork().
 */
#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "check_store.h"
#include "store/log.h"

#define KILLS 200
#define WRITERS 16
#define WRITE_FOR 2000 /* milliseconds */
#define READS_MOST 2000

static int64_t
milliseconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static void
sleep_micro(uint64_t n)
{
	struct timespec t = { (time_t)(n / 1000000),
			      (long)(n % 1000000) * 1000 };

	nanosleep(&t, NULL);
}

/* One save as casework makes it: record, log entry with payload, tally. */
static enum err
save_one(struct store *s, uint64_t *id)
{
	struct txn *t = txn_begin_write(s);
	struct log_entry e = {
		.act = ACT_CREATED, .person = 258, .who = "ama", .from = "pts/4"
	};
	struct record *r;

	*id = e.record = record_new_id(t);
	r = a_note(*id);
	record_put(t, r);
	tally_add(t, "notes", 1);
	log_append(t, &e, &r->fields);
	arena_clear(&mem);
	return txn_commit(t);
}

/* Save until killed, and tell each number that is on the disk. */
static void
save_for_ever(int fd)
{
	struct store *s;
	uint64_t id;

	if (store_open(&s, dir, 0) != ERR_OK)
		_exit(1);
	while (save_one(s, &id) == ERR_OK)
		if (write(fd, &id, sizeof(id)) != sizeof(id))
			_exit(2);
	_exit(3);
}

/* Everything that was acknowledged is there, and nothing by halves. */
static uint64_t
assert_acknowledged(int fd)
{
	struct arena a = ARENA_INIT;
	uint64_t id, n = 0, whole;
	struct txn *t;

	ck_assert_int_eq(store_open(&st, dir, 0), ERR_OK);
	t = txn_begin_read(st);
	for (; read(fd, &id, sizeof(id)) == sizeof(id); n++) {
		ck_assert_ptr_nonnull(record_get(t, &a, id));
		ck_assert_uint_ge(log_last(t), id);
	}
	whole = (uint64_t)tally_get(t, "notes");
	ck_assert_uint_eq(log_last(t), whole);
	ck_assert_int_eq(txn_commit(t), ERR_OK);
	arena_clear(&a);
	store_close(&st);
	return n;
}

/* Every second writer has saved once before it may be killed, however slow
 * the machine; the others may be killed while they open the store. */
START_TEST(nothing_acknowledged_is_lost_by_killing_the_writer)
{
	uint64_t saved = 0, first;
	int fd[2], status;
	pid_t pid;

	for (int i = 0; i < KILLS; i++) {
		ck_assert_int_eq(pipe(fd), 0);
		pid = fork();
		if (pid == 0)
			save_for_ever(fd[1]);
		close(fd[1]);
		if (i % 2 != 0) {
			ck_assert_int_eq(read(fd[0], &first, sizeof(first)),
					 sizeof(first));
			saved++;
		}
		sleep_micro(2000 + draw() % 30000);
		kill(pid, SIGKILL);
		ck_assert_int_eq(waitpid(pid, &status, 0), pid);
		ck_assert(WIFSIGNALED(status));
		saved += assert_acknowledged(fd[0]);
		close(fd[0]);
	}
	ck_assert_uint_ge(saved, KILLS / 2);
	ck_assert_int_eq(store_open(&st, dir, 0), ERR_OK);
	ck_assert_uint_ge(assert_whole(st), saved);
}
END_TEST

/* Read, add one, write: the classic that loses updates. */
static enum err
add_one(struct txn *t, void *ctx)
{
	struct bytes value;
	unsigned int n = 0;
	char text[32];
	uint64_t *sum = ctx;

	arena_clear(&mem);
	if (meta_get(t, &mem, "sum", &value))
		n = *(const unsigned int *)value.p;
	n++;
	meta_put(t, "sum", bytes_of(&n, sizeof(n)));
	snprintf(text, sizeof(text), "%u", n);
	meta_put(t, text, bytes_str(text));
	++*sum;
	return ERR_OK;
}

static void
add_for_a_while(int fd)
{
	int64_t until = milliseconds() + WRITE_FOR;
	struct store *s;
	uint64_t n = 0;

	if (store_open(&s, dir, 0) != ERR_OK)
		_exit(1);
	while (milliseconds() < until)
		if (store_write(s, add_one, &n) != ERR_OK)
			_exit(2);
	store_close(&s);
	_exit(write(fd, &n, sizeof(n)) == sizeof(n) ? 0 : 3);
}

START_TEST(many_writers_lose_no_update)
{
	uint64_t n, sum = 0;
	struct bytes value;
	struct txn *t;
	int fd[2], status;

	ck_assert_int_eq(pipe(fd), 0);
	for (int i = 0; i < WRITERS; i++)
		if (fork() == 0)
			add_for_a_while(fd[1]);
	for (int i = 0; i < WRITERS; i++) {
		ck_assert_int_gt(wait(&status), 0);
		ck_assert_int_eq(status, 0);
		ck_assert_int_eq(read(fd[0], &n, sizeof(n)), sizeof(n));
		ck_assert_uint_gt(n, 0);
		sum += n;
	}
	ck_assert_int_eq(store_open(&st, dir, 0), ERR_OK);
	t = txn_begin_read(st);
	ck_assert(meta_get(t, &mem, "sum", &value));
	ck_assert_uint_eq(*(const unsigned int *)value.p, sum);
	ck_assert_int_eq(txn_commit(t), ERR_OK);
}
END_TEST

/* Take every reader's slot, say so, and wait to be killed. */
static void
take_all_slots(int heard, int said)
{
	struct store *s;
	uint64_t n = 0;
	char c;

	if (store_open(&s, dir, 0) != ERR_OK || read(heard, &c, 1) != 1)
		_exit(1);
	while (n < READS_MOST && txn_err(txn_begin_read(s)) == ERR_OK)
		n++;
	if (write(said, &n, sizeof(n)) != sizeof(n))
		_exit(2);
	for (;;)
		pause();
}

START_TEST(slots_of_a_killed_reader_are_used_again)
{
	int there[2], back[2], status;
	struct txn *t;
	uint64_t n;
	pid_t pid;

	ck_assert_int_eq(pipe(there) | pipe(back), 0);
	pid = fork();
	if (pid == 0)
		take_all_slots(there[0], back[1]);
	ck_assert_int_eq(store_open(&st, dir, 0), ERR_OK);
	ck_assert_int_eq(write(there[1], "!", 1), 1);
	ck_assert_int_eq(read(back[0], &n, sizeof(n)), sizeof(n));
	ck_assert_uint_ge(n, 500);
	ck_assert_uint_lt(n, READS_MOST);
	t = txn_begin_read(st); /* the other one lives: full */
	ck_assert_int_eq(txn_commit(t), ERR_IO);
	kill(pid, SIGKILL);
	ck_assert_int_eq(waitpid(pid, &status, 0), pid);
	t = txn_begin_read(st);
	ck_assert_int_eq(txn_commit(t), ERR_OK);
}
END_TEST

/* Have the store open until killed: so nobody is the first to open it, who
 * would begin with a clean lock file anyway. */
static void
keep_open(int said)
{
	struct store *s;

	if (store_open(&s, dir, 0) != ERR_OK || write(said, "!", 1) != 1)
		_exit(1);
	for (;;)
		pause();
}

static void
kill_and_wait(pid_t pid)
{
	int status;

	kill(pid, SIGKILL);
	ck_assert_int_eq(waitpid(pid, &status, 0), pid);
	ck_assert(WIFSIGNALED(status));
}

/* A dead reader's slot would keep every old page from being used again. */
START_TEST(opening_clears_what_a_killed_reader_left)
{
	struct engine_info before, after;
	int there[2], back[2];
	uint64_t n, id;
	pid_t keeper, reader;
	char c;

	ck_assert_int_eq(pipe(there) | pipe(back), 0);
	ck_assert_int_eq(write(there[1], "!", 1), 1);
	keeper = fork();
	if (keeper == 0)
		keep_open(back[1]);
	ck_assert_int_eq(read(back[0], &c, 1), 1);
	reader = fork();
	if (reader == 0)
		take_all_slots(there[0], back[1]);
	ck_assert_int_eq(read(back[0], &n, sizeof(n)), sizeof(n));
	kill_and_wait(reader);
	ck_assert_int_eq(store_open(&st, dir, 0), ERR_OK);
	ck_assert_int_eq(save_one(st, &id), ERR_OK);
	store_info(st, &before);
	for (int i = 0; i < 50; i++)
		ck_assert_int_eq(save_one(st, &id), ERR_OK);
	store_info(st, &after);
	/* 50 saves touch several pages each; new data fills a few. */
	ck_assert_uint_lt(after.bytes_used - before.bytes_used, 40 * 4096);
	kill_and_wait(keeper);
}
END_TEST

/* 0: a child that was forked with the store open is kept from using it. */
static int
use_after_fork(void)
{
	struct txn *t = txn_begin_read(st);

	if (txn_commit(t) != ERR_INVALID)
		return 1;
	t = txn_begin_write(st);
	if (txn_commit(t) != ERR_INVALID)
		return 2;
	store_close(&st);
	return 0;
}

START_TEST(a_child_cannot_use_its_parents_store)
{
	struct txn *t;
	int status;
	uint64_t id;
	pid_t pid;

	ck_assert_int_eq(store_open(&st, dir, 0), ERR_OK);
	t = txn_begin_read(st);
	pid = fork();
	if (pid == 0)
		_exit(use_after_fork());
	ck_assert_int_eq(waitpid(pid, &status, 0), pid);
	ck_assert_int_eq(status, 0);
	ck_assert_uint_eq(log_last(t), 0);
	ck_assert_int_eq(txn_commit(t), ERR_OK);
	ck_assert_int_eq(save_one(st, &id), ERR_OK);
}
END_TEST

/* Two processes that come to make one store: both open the same. */
START_TEST(two_processes_may_create_the_store_at_once)
{
	char fresh[512];
	struct store *s;
	int status;

	snprintf(fresh, sizeof(fresh), "%s", in_dir("fresh"));
	for (int i = 0; i < 4; i++)
		if (fork() == 0)
			_exit(store_open(&s, fresh, STORE_CREATE));
	for (int i = 0; i < 4; i++) {
		ck_assert_int_gt(wait(&status), 0);
		ck_assert_int_eq(status, 0);
	}
	ck_assert_int_eq(store_open(&s, fresh, 0), ERR_OK);
	store_close(&s);
}
END_TEST

Suite *
process_suite(void)
{
	Suite *s = suite_create("store: processes");
	TCase *c = tcase_create("processes");

	tcase_set_timeout(c, 120);
	tcase_set_tags(c, "kills");
	tcase_add_checked_fixture(c, setup_closed, teardown);
	tcase_add_test(c, nothing_acknowledged_is_lost_by_killing_the_writer);
	tcase_add_test(c, many_writers_lose_no_update);
	tcase_add_test(c, slots_of_a_killed_reader_are_used_again);
	tcase_add_test(c, opening_clears_what_a_killed_reader_left);
	tcase_add_test(c, a_child_cannot_use_its_parents_store);
	tcase_add_test(c, two_processes_may_create_the_store_at_once);
	suite_add_tcase(s, c);
	return s;
}
