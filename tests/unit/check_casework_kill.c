/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Pulling the plug: a process that saves is killed at random moments, again
 * and again.  Every save that was acknowledged is there afterwards, with its
 * indexes and its place in the log.
 */
#include "check_casework.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#define KILLS 200
#define BETWEEN_CHECKS 50

/* Registers people and refers them for ever, telling each saved reference. */
static void
work_for_ever(int to, unsigned int round)
{
	struct session *s;
	struct store *st;

	if (store_open(&st, world.dir, 0) != ERR_OK ||
	    session_open(&s, st, "sara", "test") != ERR_OK)
		_exit(1);
	for (unsigned int i = 0;; i++) {
		struct edit *e;
		struct saved out;
		char name[32];

		snprintf(name, sizeof(name), "N%u-%u", round, i);
		if (edit_new_person(s, NULL, &e) != ERR_OK)
			_exit(1);
		fields_set(&e->answers, "given", value_text(name));
		e->changed = true;
		edit_view(e);
		if (edit_keep(e) != ERR_OK ||
		    edit_save(e, SAVE_RECORD, NULL, &out) != ERR_OK ||
		    write(to, &out.record, sizeof(out.record)) !=
			    sizeof(out.record))
			_exit(1);
		edit_close(&e);
	}
}

struct told {
	uint64_t *v;
	size_t n, cap;
};

static void
listen_to(int from, struct told *t)
{
	uint64_t id;

	while (read(from, &id, sizeof(id)) == sizeof(id)) {
		if (t->n == t->cap) {
			t->cap = t->cap ? t->cap * 2 : 256;
			t->v = xrealloc(t->v, t->cap * sizeof(*t->v));
		}
		t->v[t->n++] = id;
	}
}

static void
kill_one(unsigned int round, struct told *t)
{
	int fd[2], status;
	pid_t pid;
	uint64_t first;

	ck_assert_int_eq(pipe(fd), 0);
	pid = fork();
	ck_assert_int_ge(pid, 0);
	if (pid == 0) {
		close(fd[0]);
		work_for_ever(fd[1], round);
	}
	close(fd[1]);
	/* Once it works, at whatever moment comes. */
	ck_assert_int_eq(read(fd[0], &first, sizeof(first)), sizeof(first));
	usleep((useconds_t)(rand() % 9000));
	kill(pid, SIGKILL);
	ck_assert_int_eq(waitpid(pid, &status, 0), pid);
	ck_assert(WIFSIGNALED(status));
	listen_to(fd[0], t);
	if (t->n == t->cap) {
		t->cap = t->cap ? t->cap * 2 : 256;
		t->v = xrealloc(t->v, t->cap * sizeof(*t->v));
	}
	t->v[t->n++] = first;
	close(fd[0]);
}

static void
all_is_well(const struct told *t)
{
	struct store_checked sum;
	struct buf out = BUF_INIT;
	struct arena a = ARENA_INIT;
	struct store *st;
	struct txn *txn;

	ck_assert_int_eq(store_open(&st, world.dir, 0), ERR_OK);
	txn = txn_begin_read(st);
	for (size_t i = 0; i < t->n; i++)
		ck_assert_ptr_nonnull(record_get_header(txn, &a, t->v[i]));
	ck_assert_int_eq(txn_commit(txn), ERR_OK);
	ck_assert_int_eq(store_check(st, &out, &sum, NULL, NULL), ERR_OK);
	ck_assert_msg(sum.faults == 0, "%s", out.s);
	store_close(&st);
	arena_clear(&a);
	buf_clear(&out);
}

START_TEST(nothing_acknowledged_is_lost)
{
	struct told t = { 0 };

	/* The store must not be open in a process that forks. */
	store_close(&world.store);
	for (unsigned int i = 1; i <= KILLS; i++) {
		kill_one(i, &t);
		if (i % BETWEEN_CHECKS == 0)
			all_is_well(&t);
	}
	ck_assert_uint_ge(t.n, KILLS);
	free(t.v);
}
END_TEST

/* A world without open sessions: they would be carried across fork(). */
static void
closed_world(void)
{
	world_open();
	world_sign_out();
}

Suite *
suite_casework_kill(void)
{
	Suite *s = suite_create("pulling the plug");
	TCase *t = tcase_create("kills");

	tcase_add_checked_fixture(t, closed_world, world_close);
	tcase_set_timeout(t, 300);
	tcase_set_tags(t, "kills");
	tcase_add_test(t, nothing_acknowledged_is_lost);
	suite_add_tcase(s, t);
	return s;
}
