/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * bench - print how long things take, beside what is to be reached and what
 * others take for the same.
 *
 * usage: bench CASELOAD
 *
 *	PEOPLE		how many people the store has (100000)
 *	BENCH_STORES	the folder where stores are kept between runs
 *			(bench-stores)
 *	ONLY		`import` or `match`: no other lines than those of imports,
 *			of matching
 *	CHECK_MATCH	the tests of the match layer, and
 *	srcdir		where their data is
 *
 * Ends with 0 whatever the figures; with 1 when there is nothing to measure.
 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <time.h>
#include <unistd.h>

#include "bench.h"

#define PEOPLE_USUAL 100000
#define PEOPLE_FEW 10000 /* beside which the many are put */

const char *
say(const char *fmt, ...)
{
	static char texts[4][200];
	static unsigned int next;
	char *out = texts[next++ % 4];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(out, sizeof(texts[0]), fmt, ap);
	va_end(ap);
	return out;
}

/* --- times -------------------------------------------------------------------- */

void
times_add(struct times *t, double us)
{
	if (t->n == t->cap) {
		t->cap = t->cap ? 2 * t->cap : 256;
		t->v = xrealloc(t->v, t->cap * sizeof(*t->v));
	}
	t->v[t->n++] = us;
}

void
times_clear(struct times *t)
{
	free(t->v);
	*t = (struct times){ 0 };
}

static int
by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

double
times_at(struct times *t, double share)
{
	size_t at = (size_t)((double)t->n * share);

	if (!t->n)
		return 0;
	qsort(t->v, t->n, sizeof(*t->v), by_size);
	return t->v[at < t->n ? at : t->n - 1];
}

/* --- lines -------------------------------------------------------------------- */

void
line_head(void)
{
	printf("%-37s %9s %9s   %-22s %s\n", "", "median", "99th", "to reach",
	       "beside it");
}

void
line_text(const char *what, const char *figure, const char *target,
	  const char *remark)
{
	printf("%-37s %19s   %-22s %s\n", what, figure, target,
	       remark ? remark : "");
	fflush(stdout);
}

void
line_times(const char *what, struct times *t, const char *target,
	   const char *remark)
{
	if (!t->n) {
		line_text(what, "not measured", target, remark);
		return;
	}
	printf("%-37s %6.2f ms %6.2f ms   %-22s %s\n", what,
	       times_at(t, 0.5) / 1e3, times_at(t, 0.99) / 1e3, target,
	       remark ? remark : "");
	fflush(stdout);
}

/* The machine: what somebody who reads the figures later must know. */
static void
print_machine(const struct bench *b)
{
	char line[256], model[200] = "unknown processor";
	FILE *f = fopen("/proc/cpuinfo", "r");
	struct utsname u;
	double load[3] = { 0 };
	time_t t = time(NULL);

	while (f && fgets(line, sizeof(line), f))
		if (sscanf(line, "model name : %199[^\n]", model) == 1)
			break;
	if (f)
		fclose(f);
	uname(&u);
	if (getloadavg(load, 3) < 1)
		load[0] = 0;
	strftime(line, sizeof(line), "%Y-%m-%d", localtime(&t));
	printf("%s, %ld cores, load %.1f, %ld MB of memory, %s %s, %s\n", model,
	       sysconf(_SC_NPROCESSORS_ONLN), load[0],
	       sysconf(_SC_PHYS_PAGES) / 1024 * (sysconf(_SC_PAGESIZE) / 1024),
	       u.sysname, u.release, line);
	printf("%llu people, a store of %llu MB, read once beforehand\n",
	       (unsigned long long)b->people,
	       (unsigned long long)b->bytes >> 20);
}

static uint64_t
people_wanted(void)
{
	const char *s = getenv("PEOPLE");
	unsigned long long n = s && s[0] ? strtoull(s, NULL, 10) : PEOPLE_USUAL;

	return n ? n : PEOPLE_USUAL;
}

/* Start and search again where there are few, for what must not grow. */
static void
measure_few(struct bench *b, struct times *start, struct times *find)
{
	struct bench few = { .program = b->program, .folder = b->folder };

	if (b->people <= PEOPLE_FEW || !bench_open(&few, PEOPLE_FEW))
		return;
	bench_start(&few, start, NULL);
	bench_find(&few, find, NULL);
	bench_close(&few);
}

static void
measure(struct bench *b)
{
	struct times start = { 0 }, find = { 0 };
	struct times start_few = { 0 }, find_few = { 0 }, beside = { 0 };
	struct first_screen seen = { 0 };

	measure_few(b, &start_few, &find_few);
	line_head();
	bench_start(b, &start, &seen);
	line_times("start to the first screen painted", &start, "20 ms",
		   say("%zu starts, with their syncs", start.n));
	if (start_few.n)
		line_times("  the same at 10,000 people", &start_few,
			   "as above", NULL);
	line_text("memory not shared with others",
		  say("%ld kB", seen.private_kb), "3,072 kB",
		  "Private_Dirty after the first screen");
	line_text("bytes: the first screen", say("%ld", seen.screen), "1,700",
		  NULL);
	line_text("bytes: one line down a list", say("%ld", seen.move), "40",
		  NULL);
	bench_find(b, &find, &beside);
	line_times("search, from key to results", &find, "0.5 ms, 99th 5 ms",
		   beside.n ? say("sqlite3 %.2f, 99th %.2f ms",
				  times_at(&beside, 0.5) / 1e3,
				  times_at(&beside, 0.99) / 1e3)
			    : NULL);
	if (find_few.n)
		line_times(
			"  the same at 10,000 people", &find_few,
			"at least half of that",
			say("grows %.2f times",
			    times_at(&find, 0.5) / times_at(&find_few, 0.5)));
	bench_alike(b);
	bench_sweep(b);
	bench_sets();
	bench_read(b);
	bench_import(b);
	bench_save(b);
	times_clear(&start);
	times_clear(&find);
	times_clear(&start_few);
	times_clear(&find_few);
	times_clear(&beside);
}

int
main(int argc, char **argv)
{
	const char *folder = getenv("BENCH_STORES"), *only = getenv("ONLY");
	struct bench b = { .folder = folder && folder[0] ? folder
							 : "bench-stores" };

	if (argc != 2) {
		fprintf(stderr, "usage: bench CASELOAD\n");
		return 1;
	}
	b.program = argv[1];
	if (!bench_open(&b, people_wanted()))
		return 1;
	print_machine(&b);
	bench_long_person(&b); /* before sqlite3 is given the same */
	if (!peer_open(&b))
		printf("sqlite3 was not found by configure: nothing beside\n");
	if (only && strcmp(only, "import") == 0) {
		bench_import(&b);
	} else if (only && strcmp(only, "match") == 0) {
		bench_alike(&b);
		bench_sweep(&b);
		bench_sets();
	} else {
		measure(&b);
	}
	peer_close();
	bench_close(&b);
	return 0;
}
