/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The stores that are measured: made by `caseload practice` where they are
 * not there yet, and kept for the next time.
 */
#include <errno.h>
#include <fcntl.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench.h"
#include "casework/casefile.h"
#include "casework/edit.h"
#include "casework/work.h"

#define ENTRIES 200
#define TRIES_MOST 100000

uint64_t
bench_random(struct bench *b, uint64_t below)
{
	/* xorshift64*: even enough for drawing samples. */
	b->random ^= b->random >> 12;
	b->random ^= b->random << 25;
	b->random ^= b->random >> 27;
	return (b->random * UINT64_C(2685821657736338717) >> 16) % below;
}

/* --- making one ---------------------------------------------------------------- */

static bool
run_practice(const struct bench *b, const char *dir, uint64_t people)
{
	char n[24];
	int status = 1;
	pid_t pid;

	snprintf(n, sizeof(n), "%llu", (unsigned long long)people);
	fprintf(stderr, "making a store of %s people in %s\n", n, dir);
	pid = fork();
	if (pid == 0) {
		execl(b->program, b->program, "practice", "--people", n,
		      "--store", dir, (char *)NULL);
		_exit(127);
	}
	while (pid > 0 && waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	return pid > 0 && status == 0;
}

/* Made beside its place and moved there when it is whole. */
static bool
make_store(const struct bench *b, uint64_t people)
{
	char part[sizeof(b->dir) + 32];
	struct stat st;

	if (stat(b->dir, &st) == 0)
		return true;
	if (mkdir(b->folder, 0700) != 0 && errno != EEXIST) {
		fprintf(stderr, "bench: %s: %s\n", b->folder, strerror(errno));
		return false;
	}
	snprintf(part, sizeof(part), "%s.part-%ld", b->dir, (long)getpid());
	if (run_practice(b, part, people) && rename(part, b->dir) == 0)
		return true;
	fprintf(stderr, "bench: the store %s could not be made\n", b->dir);
	return false;
}

static uint64_t
last_id(struct store *st)
{
	struct arena a = ARENA_INIT;
	struct txn *t = txn_begin_read(st);
	struct record *r;
	uint64_t low = 0, high = 1;

	while (record_next(t, &a, high, &r)) {
		low = high;
		high *= 2;
		arena_clear(&a);
	}
	while (low + 1 < high) {
		uint64_t mid = low + (high - low) / 2;

		if (record_next(t, &a, mid, &r))
			low = mid;
		else
			high = mid;
		arena_clear(&a);
	}
	arena_clear(&a);
	txn_abort(t);
	return low;
}

/* All figures are of a warm store: what fits into memory is read once. */
static void
warm(struct bench *b)
{
	static char bytes[1 << 20];
	char path[sizeof(b->dir) + 16];
	ssize_t n;
	int fd;

	snprintf(path, sizeof(path), "%s/data.mdb", b->dir);
	fd = open(path, O_RDONLY);
	if (fd < 0)
		return;
	b->bytes = 0;
	while ((n = read(fd, bytes, sizeof(bytes))) > 0)
		b->bytes += (uint64_t)n;
	close(fd);
}

static bool
open_store(struct bench *b)
{
	const struct passwd *pw = getpwuid(getuid());
	enum err e = pw ? store_open(&b->store, b->dir, 0) : ERR_NOT_FOUND;

	if (e == ERR_OK)
		e = session_open(&b->session, b->store, pw->pw_name, "bench");
	if (e != ERR_OK) {
		fprintf(stderr, "bench: %s: %s\n", b->dir, err_text(e));
		bench_close(b);
		return false;
	}
	b->last_id = last_id(b->store);
	return true;
}

bool
bench_open_dir(struct bench *b, const char *dir)
{
	snprintf(b->dir, sizeof(b->dir), "%s", dir);
	return open_store(b);
}

bool
bench_open(struct bench *b, uint64_t people)
{
	b->people = people;
	b->random = UINT64_C(0x9E3779B97F4A7C15);
	snprintf(b->dir, sizeof(b->dir), "%s/people-%llu", b->folder,
		 (unsigned long long)people);
	if (!make_store(b, people))
		return false;
	warm(b);
	return open_store(b);
}

void
bench_close(struct bench *b)
{
	session_close(&b->session, false);
	store_close(&b->store);
}

/* --- samples --------------------------------------------------------------------- */

const struct record *
bench_some(struct bench *b, struct arena *a, enum record_kind kind, bool header)
{
	struct txn *t = txn_begin_read(b->store);
	const struct record *r = NULL;

	for (int i = 0; i < TRIES_MOST; i++) {
		uint64_t id = 1 + bench_random(b, b->last_id);

		r = record_get_header(t, a, id);
		if (!r || r->kind != kind || r->flags & RECORD_WITHDRAWN)
			continue;
		if (!header)
			r = record_get(t, a, id);
		break;
	}
	txn_abort(t);
	return r && r->kind == kind ? r : NULL;
}

/* Child records where the case takes them as they come, else tasks. */
static bool
add_entry(struct bench *b, struct arena *a, uint64_t case_id, uint64_t i)
{
	struct case_file c;
	struct task_new task = { .case_id = case_id,
				 .text = "Ring back",
				 .due = date_add_days(clock_today(), 30),
				 .minutes = -1 };
	struct saved saved;
	struct edit *e;
	uint64_t id;
	bool done = false;

	if (case_open(b->session, a, case_id, &c) != ERR_OK)
		return false;
	task.person = c.brief.person;
	if (c.n_add && edit_new_child(b->session, c.add[i % c.n_add], case_id,
				      &e) == ERR_OK) {
		done = edit_save(e, SAVE_RECORD, NULL, &saved) == ERR_OK;
		edit_close(&e);
	}
	return done || task_add(b->session, &task, &id) == ERR_OK;
}

static size_t
entries_of(struct bench *b, uint64_t person)
{
	struct arena a = ARENA_INIT;
	struct person_file f;
	size_t n = 0;

	if (person_open(b->session, &a, person, &f) == ERR_OK)
		n = f.n_events;
	arena_clear(&a);
	return n;
}

/* Whom an earlier run filled up is noted beside the store. */
static uint64_t
noted_person(struct bench *b, uint64_t set)
{
	char path[sizeof(b->dir) + 16];
	unsigned long long id = set;
	FILE *f;

	snprintf(path, sizeof(path), "%s.person", b->dir);
	f = fopen(path, set ? "w" : "r");
	if (!f)
		return 0;
	if (set)
		fprintf(f, "%llu\n", id);
	else if (fscanf(f, "%llu", &id) != 1)
		id = 0;
	fclose(f);
	return id;
}

uint64_t
bench_long_person(struct bench *b)
{
	struct arena a = ARENA_INIT;
	const struct record *c;
	uint64_t person = noted_person(b, 0);

	if (person && entries_of(b, person) >= ENTRIES)
		return person;
	do {
		arena_clear(&a);
		c = bench_some(b, &a, RECORD_CASE, true);
	} while (c && (!c->person || c->flags & RECORD_CLOSED));
	person = c ? c->person : 0;
	for (uint64_t i = 0;
	     c && i < 2 * ENTRIES && entries_of(b, person) < ENTRIES; i++) {
		struct arena one = ARENA_INIT;
		bool added = add_entry(b, &one, c->id, i);

		arena_clear(&one);
		if (!added)
			person = 0;
		if (!added)
			break;
	}
	arena_clear(&a);
	if (person)
		noted_person(b, person);
	return person;
}
