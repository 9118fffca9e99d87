/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Opening what is there: a person, a case, the worklist.  Opening somebody
 * is an entry in the log, whose sync is told apart.
 */
#include "bench.h"
#include "casework/casefile.h"
#include "casework/work.h"

#define ROUNDS 200

static const char *
synced_and(struct times *synced, struct times *beside, long rows)
{
	const char *sync = say("its sync %.2f ms", times_at(synced, 0.5) / 1e3);

	return beside->n ? say("%s; sqlite3 reads %ld in %.2f ms", sync, rows,
			       times_at(beside, 0.5) / 1e3)
			 : sync;
}

static void
read_long_person(struct bench *b)
{
	struct times t = { 0 }, synced = { 0 }, beside = { 0 };
	uint64_t person = bench_long_person(b);
	long rows = 0;

	for (int i = 0; person && i < ROUNDS; i++) {
		struct arena a = ARENA_INIT;
		struct person_file f;
		struct watch w;

		watch_begin(&w);
		if (person_open(b->session, &a, person, &f) == ERR_OK)
			watch_end(&w, &t, &synced);
		arena_clear(&a);
		rows = peer_person(person, &beside);
	}
	line_times("open a person with 200 entries", &t, "2 ms",
		   synced_and(&synced, &beside, rows));
	times_clear(&t);
	times_clear(&synced);
	times_clear(&beside);
}

static void
read_cases(struct bench *b)
{
	struct times t = { 0 }, synced = { 0 };

	for (int i = 0; i < ROUNDS; i++) {
		struct arena a = ARENA_INIT;
		const struct record *c = bench_some(b, &a, RECORD_CASE, true);
		struct case_file f;
		struct watch w;

		watch_begin(&w);
		if (c && case_open(b->session, &a, c->id, &f) == ERR_OK)
			watch_end(&w, &t, &synced);
		arena_clear(&a);
	}
	line_times("open a case, any", &t, "-",
		   say("its sync %.2f ms", times_at(&synced, 0.5) / 1e3));
	times_clear(&t);
	times_clear(&synced);
}

static void
read_worklist(struct bench *b, enum work_whose whose, const char *what,
	      bool compare)
{
	struct times t = { 0 }, beside = { 0 };
	size_t n = 0;
	long rows = 0;

	for (int i = 0; i < ROUNDS; i++) {
		struct arena a = ARENA_INIT;
		struct worklist list;
		struct watch w;

		watch_begin(&w);
		if (worklist_read(b->session, &a, whose, 0, &list) == ERR_OK)
			watch_end(&w, &t, NULL);
		n = list.n;
		arena_clear(&a);
		if (compare)
			rows = peer_work(session_user(b->session), &beside);
	}
	line_times(what, &t, "5 ms",
		   beside.n ? say("%zu lines; sqlite3 reads %ld in %.2f ms", n,
				  rows, times_at(&beside, 0.5) / 1e3)
			    : say("%zu lines", n));
	times_clear(&t);
	times_clear(&beside);
}

void
bench_read(struct bench *b)
{
	read_long_person(b);
	read_cases(b);
	read_worklist(b, WORK_MINE, "worklist, mine", true);
	read_worklist(b, WORK_TEAM, "worklist, everybody's", false);
}
