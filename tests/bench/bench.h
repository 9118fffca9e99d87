/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * bench.h - what the files of the benchmark share.
 *
 * Nothing here passes or fails: each figure is printed beside what is to be
 * reached, and beside what sqlite3 or bare LMDB take for the same in the same
 * run.  Times leave out the disk's own sync, which is told apart: whatever
 * waits in fsync(), fdatasync() or a synchronous pwrite() of this process is
 * counted by bench_watch.c.
 */
#ifndef BENCH_H
#define BENCH_H

#include <lmdb.h>
#include <stdbool.h>

#include "casework/session.h"
#include "store/record.h"

/* Times of one thing done over and over, in microseconds. */
struct times {
	double *v;
	size_t n, cap;
};
void times_add(struct times *t, double us);
void times_clear(struct times *t);
/* The value below which `share` of them lie; 0 when there are none. */
double times_at(struct times *t, double share);

/* One thing timed: begun, and its time without sync added to t.  synced may
 * be NULL. */
struct watch {
	double began, synced;
};
double now_us(void);
double synced_us(void);
void watch_begin(struct watch *w);
void watch_end(const struct watch *w, struct times *t, struct times *synced);

/* What LMDB is given while it is recorded: the key-value pairs of each commit,
 * with what stood there before. */
struct pair {
	unsigned char *key, *value, *before; /* value NULL: deleted;
						   before NULL: not there */
	size_t n_key, n_value, n_before;
};
struct commit_pairs {
	struct pair *v;
	size_t n, cap;
};
struct recording {
	struct commit_pairs *v;
	size_t n, cap;
};
void record_to(struct recording *r); /* NULL: no more */
void recording_clear(struct recording *r);

/* --- the store that is measured ------------------------------------------- */

struct bench {
	const char *program; /* caseload */
	const char *folder;  /* stores are kept here */
	uint64_t people;
	char dir[4096]; /* the store's own */
	struct store *store;
	struct session *session;
	uint64_t last_id;
	uint64_t bytes;	      /* of its file */
	uint64_t long_person; /* 200 entries in the chronology */
	uint64_t random;      /* state of bench_random() */
};

/* The store of so many people, made when it is not there.  False: a sentence
 * has been printed. */
bool bench_open(struct bench *b, uint64_t people);
/* A store that is there, in this folder. */
bool bench_open_dir(struct bench *b, const char *dir);
void bench_close(struct bench *b);
/* Evenly 0 .. below-1, the same in each run. */
uint64_t bench_random(struct bench *b, uint64_t below);
/* Some record of this kind; NULL when there is none.  Lives in a. */
const struct record *bench_some(struct bench *b, struct arena *a,
				enum record_kind kind, bool header);
/* Somebody with at least 200 entries in the chronology; 0: none could be
 * made. */
uint64_t bench_long_person(struct bench *b);

/* --- lines ------------------------------------------------------------------ */

void line_head(void);
/* One line: what, median and 99th percentile in milliseconds, what is to be
 * reached, and a remark (NULL: none). */
void line_times(const char *what, struct times *t, const char *target,
		const char *remark);
void line_text(const char *what, const char *figure, const char *target,
	       const char *remark);
/* A text made as by printf, good until the fourth call after. */
const char *say(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* What was seen of a first screen. */
struct first_screen {
	long private_kb, screen, move;
};
/* Times only: these print nothing.  seen and beside may be NULL. */
void bench_start(struct bench *b, struct times *paint,
		 struct first_screen *seen);
void bench_find(struct bench *b, struct times *t, struct times *beside);
/* These print their lines. */
void bench_alike(struct bench *b);
void bench_sweep(struct bench *b);
/* Sets with a known truth, by the tests of the match layer, whose program
 * CHECK_MATCH names; they find their data by srcdir. */
void bench_sets(void);
void bench_read(struct bench *b);
/* Closes the store while bare LMDB works in its place. */
void bench_save(struct bench *b);
void bench_import(struct bench *b);
/* Change somebody's name, as a person does; with its sync. */
void bench_save_one(struct bench *b, struct times *t);

/* --- invented rows, the same for us and for sqlite3 --------------------------- */

#define INVENTED_SEED UINT64_C(0xD1B54A32D192ED03)
struct invented {
	char no[24], given[16], family[16], born[40], email[64];
};
/* The row of this number, from b->random (INVENTED_SEED before the first). */
void invented_row(struct bench *b, int i, struct invented *out);

/* --- sqlite3, where it was found; else these do nothing ---------------------- */

bool peer_open(struct bench *b);
void peer_close(void);
/* The worklist of an owner; a person's chronology; people whose names begin
 * so.  The lines found; -1 without sqlite3. */
long peer_work(const char *owner, struct times *t);
long peer_person(uint64_t person, struct times *t);
long peer_find(const char *const *words, size_t n, struct times *t);
/* Insert so many invented rows into a new file (WAL, FULL): `step` of them a
 * transaction into a table with its indexes, beside `people` that were put
 * there before; or, where step is 0, all in one transaction, the indexes made
 * afterwards.  Rows a second; 0 without sqlite3. */
double peer_import(const struct bench *b, int rows, int step, uint64_t people);
/* The same pairs as were recorded, a transaction a commit. */
bool peer_save(const struct recording *r, struct times *t,
	       struct times *synced);

#endif
