/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Importing a file of invented people: into a store that has nobody yet and
 * into copies of filled ones, each with and without looking for who is there
 * already; beside these what sqlite3 takes to insert the same rows, with as
 * many rows a transaction, as many people there before, as many indexes, and
 * no check.  While a filled store is imported into, somebody else saves.
 *
 * The program is run as people run it, so that all times have their syncs.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench.h"

#define ROWS 20000
#define PEOPLE_FEW 10000
#define PAUSE_US 20000 /* between two saves of one person */

static const char map_head[] = "import bench_people  People of the benchmark\n"
			       "    form:      person\n"
			       "    source:    bench\n"
			       "    key:       no\n"
			       "    on_exists: skip\n"
			       "    blank:     keep\n"
			       "    encoding:  utf-8\n"
			       "    dates:     yyyy-mm-dd\n"
			       "    person:    %s\n"
			       "\n"
			       "column no     file_ref\n"
			       "column given  given\n"
			       "column family family\n"
			       "column born   born\n"
			       "column town   town\n"
			       "column email  email\n";

/* Where imports are tried: its folder, its store and its files. */
struct trial {
	struct bench *b;
	char store[4200], rows[4300], map[4300];
	uint64_t people;
	int done; /* imports so far: each has rows of its own */
};

static void
syllables(struct bench *b, char *out, int n)
{
	static const char *const parts[] = {
		"ba", "den", "el", "fi",  "gor", "ha",	"il", "jo", "ka", "lin",
		"mo", "na",  "or", "pet", "ra",	 "sen", "ta", "ul", "va", "wen",
	};

	*out = '\0';
	for (int i = 0; i < n; i++)
		strcat(out, parts[bench_random(b, 20)]);
	out[0] = (char)(out[0] - 'a' + 'A');
}

void
invented_row(struct bench *b, int i, struct invented *out)
{
	syllables(b, out->given, 2);
	syllables(b, out->family, 3);
	snprintf(out->no, sizeof(out->no), "B%06d", i);
	snprintf(out->born, sizeof(out->born), "%d-%02d-%02d",
		 1940 + (int)bench_random(b, 65), 1 + (int)bench_random(b, 12),
		 1 + (int)bench_random(b, 28));
	snprintf(out->email, sizeof(out->email), "%s.%s%d@example.org",
		 out->given, out->family, i);
}

static bool
write_rows(const struct trial *t)
{
	struct bench b = { .random = INVENTED_SEED + (uint64_t)t->done };
	FILE *f = fopen(t->rows, "w");
	struct invented row;

	if (!f)
		return false;
	fprintf(f, "no,given,family,born,town,email\n");
	for (int i = 0; i < ROWS; i++) {
		invented_row(&b, t->done * ROWS + i, &row);
		fprintf(f, "%s,%s,%s,%s,London,%s\n", row.no, row.given,
			row.family, row.born, row.email);
	}
	return fclose(f) == 0;
}

static bool
write_map(const char *path, const char *person)
{
	FILE *f = fopen(path, "w");

	if (!f)
		return false;
	fprintf(f, map_head, person);
	return fclose(f) == 0;
}

static bool
copy_file(const char *from, const char *to)
{
	static char bytes[1 << 20];
	FILE *in = fopen(from, "r"), *out = fopen(to, "w");
	size_t n;
	bool ok = in && out;

	while (ok && (n = fread(bytes, 1, sizeof(bytes), in)) > 0)
		ok = fwrite(bytes, 1, n, out) == n;
	if (in)
		fclose(in);
	if (out)
		ok = fclose(out) == 0 && ok;
	return ok;
}

/* --- the store of a trial --------------------------------------------------------- */

static bool
trial_open(struct trial *t, struct bench *b, uint64_t people)
{
	struct bench few = { .program = b->program, .folder = b->folder };
	char from[4200], to[4300];
	bool made = bench_open(&few, people);

	*t = (struct trial){ .b = b, .people = people };
	snprintf(t->store, sizeof(t->store), "%s/import-%ld", b->folder,
		 (long)getpid());
	snprintf(t->rows, sizeof(t->rows), "%s.csv", t->store);
	snprintf(t->map, sizeof(t->map), "%s.map", t->store);
	snprintf(from, sizeof(from), "%s/data.mdb", few.dir);
	snprintf(to, sizeof(to), "%s/data.mdb", t->store);
	bench_close(&few);
	return made && mkdir(t->store, 0700) == 0 && copy_file(from, to);
}

static void
trial_close(struct trial *t)
{
	static const char *const beside[] = { "", ".rej.csv", ".report.txt" };
	static const char *const files[] = { "data.mdb", "lock.mdb", "locks" };
	char path[4400];

	for (size_t i = 0; i < 3; i++) {
		snprintf(path, sizeof(path), "%s%s", t->rows, beside[i]);
		unlink(path);
		snprintf(path, sizeof(path), "%s/%s", t->store, files[i]);
		unlink(path);
	}
	rmdir(t->store);
	unlink(t->map);
}

/* --- importing -------------------------------------------------------------------- */

static pid_t
start_import(const struct trial *t)
{
	pid_t pid = fork();
	int null;

	if (pid != 0)
		return pid;
	null = open("/dev/null", O_RDWR);
	dup2(null, STDOUT_FILENO);
	dup2(null, STDERR_FILENO);
	execl(t->b->program, t->b->program, "import", t->map, t->rows,
	      "--commit", "--store", t->store, (char *)NULL);
	_exit(127);
}

/* Save now and then until the import has ended.  Its exit status. */
static int
save_meanwhile(const struct trial *t, pid_t pid, struct times *saves)
{
	struct bench other = { .program = t->b->program,
			       .folder = t->b->folder,
			       .random = INVENTED_SEED };
	int status = 0;

	if (saves && !bench_open_dir(&other, t->store))
		saves = NULL;
	while (waitpid(pid, &status, saves ? WNOHANG : 0) != pid) {
		if (saves) {
			bench_save_one(&other, saves);
			usleep(PAUSE_US);
		}
	}
	bench_close(&other);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 127;
}

/* How many transactions the store has seen. */
static uint64_t
commits(const struct trial *t)
{
	MDB_envinfo info = { .me_last_txnid = 0 };
	MDB_env *env = NULL;

	if (mdb_env_create(&env) == 0 &&
	    mdb_env_open(env, t->store, MDB_RDONLY, 0600) == 0)
		mdb_env_info(env, &info);
	if (env)
		mdb_env_close(env);
	return info.me_last_txnid;
}

/* What one import took. */
struct import_rate {
	double rows;   /* a second; 0: it did not come to its end */
	int at_a_time; /* rows a commit */
};

static struct import_rate
import_once(struct trial *t, const char *person, struct times *saves)
{
	struct import_rate r = { 0 };
	uint64_t before = commits(t);
	double began;
	pid_t pid;

	if (!write_rows(t) || !write_map(t->map, person))
		return r;
	t->done++;
	began = now_us();
	pid = start_import(t);
	/* 1: some rows wait for somebody to decide. */
	if (pid > 0 && save_meanwhile(t, pid, saves) <= 1)
		r.rows = ROWS / ((now_us() - began) / 1e6);
	before = commits(t) - before;
	r.at_a_time = before ? (int)(ROWS / before) : 0;
	return r;
}

static void
print_rate(const char *what, struct import_rate r, double peer,
	   const char *target)
{
	line_text(what,
		  r.rows > 0 ? say("%.0f rows/s", r.rows) : "not measured",
		  target,
		  peer > 0 ? say("sqlite3 %.0f rows/s; %d rows a commit", peer,
				 r.at_a_time)
			   : NULL);
}

static void
print_beside(struct trial *t, const char *what, const char *person)
{
	struct import_rate r = import_once(t, person, NULL);

	print_rate(what, r,
		   r.at_a_time ? peer_import(t->b, ROWS, r.at_a_time, t->people)
			       : 0,
		   "as sqlite3");
}

static void
import_empty(struct bench *b)
{
	struct trial t;

	if (trial_open(&t, b, 0)) {
		t.people = 0;
		print_rate("import into an empty store",
			   import_once(&t, "new", NULL),
			   peer_import(b, ROWS, 0, 0),
			   "half of .import, index");
	}
	trial_close(&t);
	if (trial_open(&t, b, 0)) {
		t.people = 0;
		print_beside(&t, "  looking for who is there", "match");
	}
	trial_close(&t);
}

static void
import_beside(struct bench *b, uint64_t people)
{
	struct times saves = { 0 };
	struct trial t;

	if (trial_open(&t, b, people)) {
		print_beside(&t,
			     say("import beside %llu people",
				 (unsigned long long)people),
			     "new");
		print_beside(&t, "  looking for who is there", "match");
		import_once(&t, "match", &saves);
		line_times("  a person's save meanwhile", &saves, "99th 100 ms",
			   say("%zu saves with their syncs, the longest "
			       "%.0f ms",
			       saves.n, times_at(&saves, 1) / 1e3));
	}
	trial_close(&t);
	times_clear(&saves);
}

void
bench_import(struct bench *b)
{
	import_empty(b);
	if (b->people > PEOPLE_FEW)
		import_beside(b, PEOPLE_FEW);
	import_beside(b, b->people);
}
