/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Importing a file of invented people: into a store that has nobody yet and
 * into a copy of a filled one, each with and without looking for who is there
 * already; beside these what sqlite3 takes to insert the same rows, with as
 * many indexes and no check.  While the filled store is imported into, somebody
 * else saves.
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

/* Where an import is tried: its folder, its store and its files. */
struct trial {
	const struct bench *b;
	char store[4200], rows[4300], map[4300];
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
write_rows(struct bench *b, const char *path)
{
	FILE *f = fopen(path, "w");
	struct invented row;

	if (!f)
		return false;
	fprintf(f, "no,given,family,born,town,email\n");
	b->random = INVENTED_SEED;
	for (int i = 0; i < ROWS; i++) {
		invented_row(b, i, &row);
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

	t->b = b;
	snprintf(t->store, sizeof(t->store), "%s/import-%ld", b->folder,
		 (long)getpid());
	snprintf(t->rows, sizeof(t->rows), "%s.csv", t->store);
	snprintf(t->map, sizeof(t->map), "%s.map", t->store);
	snprintf(from, sizeof(from), "%s/data.mdb", few.dir);
	snprintf(to, sizeof(to), "%s/data.mdb", t->store);
	bench_close(&few);
	return made && mkdir(t->store, 0700) == 0 && copy_file(from, to) &&
	       write_rows(b, t->rows);
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

/* Rows a second; 0: it did not come to its end. */
static double
import_once(struct bench *b, uint64_t people, const char *person,
	    struct times *saves)
{
	struct trial t;
	double began, rate = 0;
	pid_t pid;

	if (trial_open(&t, b, people) && write_map(t.map, person)) {
		began = now_us();
		pid = start_import(&t);
		/* 1: some rows wait for somebody to decide. */
		if (pid > 0 && save_meanwhile(&t, pid, saves) <= 1)
			rate = ROWS / ((now_us() - began) / 1e6);
	}
	trial_close(&t);
	return rate;
}

static void
print_rate(const char *what, double rate, double peer, const char *target)
{
	line_text(what, rate > 0 ? say("%.0f rows/s", rate) : "not measured",
		  target, peer > 0 ? say("sqlite3 %.0f rows/s", peer) : NULL);
}

void
bench_import(struct bench *b)
{
	struct times saves = { 0 };
	double insert = peer_import(b, ROWS, false);
	double bulk = peer_import(b, ROWS, true);

	print_rate("import into an empty store", import_once(b, 1, "new", NULL),
		   bulk, "2 times .import, index");
	print_rate("  looking for who is there",
		   import_once(b, 1, "match", NULL), insert, "as sqlite3");
	print_rate("import beside 10,000 people",
		   import_once(b, PEOPLE_FEW, "new", NULL), insert,
		   "as sqlite3");
	print_rate("  looking for who is there",
		   import_once(b, PEOPLE_FEW, "match", NULL), insert,
		   "as sqlite3");
	import_once(b, PEOPLE_FEW, "match", &saves);
	line_times("  a person's save meanwhile", &saves, "99th 100 ms",
		   say("%zu saves, with their syncs", saves.n));
	times_clear(&saves);
}
