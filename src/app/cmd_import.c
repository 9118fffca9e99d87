/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * caseload import MAP FILE: a dry run unless --commit; and what became of
 * earlier ones: --list, --show, --undo.
 */
#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "app/app.h"
#include "base/charset.h"
#include "base/temp.h"
#include "casework/import.h"
#include "exchange/source.h"

/* --- stopping, and telling how far it is -------------------------------- */

static volatile sig_atomic_t stopped;

static void
on_signal(int number)
{
	(void)number;
	stopped = 1;
}

/* The commit under way is finished, then it stops. */
static void
stop_on_signals(void)
{
	static const int signals[] = { SIGINT, SIGTERM, SIGHUP };
	struct sigaction act = { .sa_handler = on_signal };

	sigemptyset(&act.sa_mask);
	for (size_t i = 0; i < sizeof(signals) / sizeof(signals[0]); i++)
		sigaction(signals[i], &act, NULL);
}

struct meter {
	const char *doing;
	double began, shown;
	uint64_t rows, bytes; /* when it began: an import may go on */
	int told;	      /* twentieths */
	bool line;
};

static double
seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* Importing: 12300 rows, 4100 rows/s, 12 rejected, 45 %, 12 s left */
static void
meter_text(const struct meter *m, const struct import_progress *p, double now,
	   char *out, size_t size)
{
	double took = now - m->began;
	int percent = p->of ? (int)(100 * p->bytes / p->of) : 100;
	uint64_t bytes = p->bytes - m->bytes;
	double left =
		bytes ? took * (double)(p->of - p->bytes) / (double)bytes : 0;

	snprintf(out, size,
		 "%s: %llu rows, %.0f rows/s, %llu rejected, %d %%, %.0f s "
		 "left",
		 p->doing, (unsigned long long)p->rows,
		 took > 0 ? (double)(p->rows - m->rows) / took : 0,
		 (unsigned long long)p->rejected, percent, left);
}

/* On a terminal one line, at most twice a second; elsewhere a line for every
 * twentieth. */
static bool
show_progress(const struct import_progress *p, void *ctx)
{
	struct meter *m = ctx;
	double now = seconds();
	char text[160];
	int twentieth = p->of ? (int)(20 * p->bytes / p->of) : 20;

	if (m->doing != p->doing) {
		m->doing = p->doing;
		m->began = now;
		m->rows = p->rows;
		m->bytes = p->bytes;
		m->told = 0;
		m->shown = now;
	}
	meter_text(m, p, now, text, sizeof(text));
	if (isatty(STDERR_FILENO)) {
		if (now - m->shown >= 0.5) {
			fprintf(stderr, "\r\033[K%s", text);
			m->shown = now;
			m->line = true;
		}
	} else if (twentieth > m->told) {
		fprintf(stderr, "%s\n", text);
		m->told = twentieth;
	}
	return !stopped;
}

static void
end_progress(struct meter *m)
{
	if (m->line)
		fprintf(stderr, "\r\033[K");
	m->line = false;
}

/* --- files ---------------------------------------------------------------- */

static int
open_file(const char *path, int flags)
{
	int fd;

	group_drop();
	fd = open(path, flags | O_CLOEXEC | O_NOCTTY, 0600);
	group_take();
	return fd;
}

static bool
write_text(const char *path, const struct buf *b)
{
	int fd = open_file(path, O_WRONLY | O_CREAT | O_TRUNC);
	int number = errno;
	FILE *f = fd < 0 ? NULL : fdopen(fd, "w");
	bool ok = f != NULL;

	if (f) {
		write_safe(f, b->s ? b->s : "");
		ok = !ferror(f);
		number = errno;
		if (fclose(f) != 0 && ok) {
			ok = false;
			number = errno;
		}
	} else if (fd >= 0)
		close(fd);
	errno = number;
	return ok;
}

/* A map is a file, or the name of one that is shipped. */
static enum err
read_map(struct options *o, const char *name, struct form_source *out)
{
	enum err e;

	group_drop();
	e = form_read_file(o->arena, name, out);
	if (e == ERR_NOT_FOUND && !strchr(name, '/'))
		e = form_read_file(o->arena,
				   arena_printf(o->arena, "%s/import/%s.map",
						forms_path(o), name),
				   out);
	group_take();
	return e;
}

/* The names of the shipped maps, in a; "" when there are none. */
static const char *
shipped_maps(struct options *o)
{
	glob_t found = { 0 };
	const char *all = "";

	if (glob(arena_printf(o->arena, "%s/import/*.map", forms_path(o)), 0,
		 NULL, &found) == 0)
		for (size_t i = 0; i < found.gl_pathc; i++) {
			const char *name = strrchr(found.gl_pathv[i], '/') + 1;

			all = arena_printf(
				o->arena, "%s%s%.*s", all, *all ? ", " : "",
				(int)(strlen(name) - strlen(".map")), name);
		}
	globfree(&found);
	return all;
}

static int
complain_map(struct options *o, const char *name, enum err e)
{
	const char *all = shipped_maps(o);

	if (e == ERR_DENIED)
		return complain("The map %s cannot be read: it is not yours to "
				"read.",
				name);
	if (e == ERR_INVALID)
		return complain("The map %s cannot be read: it is a folder; "
				"name a file in it.",
				name);
	return complain("There is no map '%s' that can be read. Name a file%s"
			"%s.",
			name, *all ? ", or one of these: " : "", all);
}

/* A file is needed for a moment; where none can be made is said before any
 * row is read. */
static bool
has_temp(void)
{
	int fd = temp_fd();

	if (fd < 0)
		return complain("No file can be made in %s, where one is "
				"needed for a moment: %s. Name another folder "
				"with TMPDIR.",
				temp_folder(), strerror(errno)),
		       false;
	close(fd);
	return true;
}

/* The files of one import. */
struct files {
	const char *name; /* of the rows; what lies beside begins so */
	const char *rejects, *report;
	int fd, rejects_fd;
	bool made; /* the file for rejects was not there before */
};

/* What comes through a pipe cannot be looked at twice: its name tells. */
static bool
is_json(const struct files *f)
{
	const char *dot = strrchr(f->name, '.');

	return source_begins_json(f->fd) ||
	       (lseek(f->fd, 0, SEEK_CUR) < 0 && dot &&
		(!strcmp(dot, ".jsonl") || !strcmp(dot, ".json")));
}

static bool
complain_open(const char *path)
{
	const char *why =
		errno == ENOENT			    ? "there is no such file"
		: errno == EACCES || errno == EPERM ? "it is not yours to read"
		: errno == EISDIR ? "it is a folder; name a file in it"
				  : strerror(errno);

	complain("%s cannot be read: %s.", path, why);
	return false;
}

/* A folder opens, and cannot be read. */
static int
open_rows(const char *path)
{
	int fd = open_file(path, O_RDONLY);
	struct stat st;

	if (fd >= 0 && fstat(fd, &st) == 0 && S_ISDIR(st.st_mode)) {
		close(fd);
		errno = EISDIR;
		return -1;
	}
	return fd;
}

static bool
open_files(struct options *o, const char *path, struct files *f)
{
	bool is_stdin = strcmp(path, "-") == 0;
	int number;

	*f = (struct files){ .fd = -1, .rejects_fd = -1 };
	f->name = is_stdin ? o->name ? o->name : "stdin" : path;
	f->report = arena_printf(o->arena, "%s.report.txt", f->name);
	f->fd = is_stdin ? dup(STDIN_FILENO) : open_rows(path);
	if (f->fd < 0)
		return complain_open(f->name);
	f->rejects = arena_printf(o->arena, "%s.rej.%s", f->name,
				  is_json(f) ? "jsonl" : "csv");
	f->rejects_fd = open_file(f->rejects, O_RDWR);
	if (f->rejects_fd < 0 && errno == ENOENT) {
		f->rejects_fd = open_file(f->rejects, O_RDWR | O_CREAT);
		f->made = f->rejects_fd >= 0;
	}
	if (f->rejects_fd >= 0 || !o->commit)
		return true;
	number = errno;
	close(f->fd);
	return complain("%s cannot be written, where rejected rows are to go: "
			"%s. Copy the list into a folder of yours.",
			f->rejects, why_unwritten(number)),
	       false;
}

/* True: there are rejects in their file. */
static bool
close_files(struct files *f, bool ran)
{
	struct stat st = { 0 };
	bool some = f->rejects_fd >= 0 && fstat(f->rejects_fd, &st) == 0 &&
		    st.st_size > 0;

	if (f->rejects_fd >= 0)
		close(f->rejects_fd);
	if (f->rejects_fd >= 0 && !some && (ran || f->made)) {
		group_drop();
		unlink(f->rejects);
		group_take();
	}
	close(f->fd);
	return some;
}

/* --- one import ------------------------------------------------------------ */

static void
say_counts(const struct import_counts *c)
{
	say("%llu rows: %llu created, %llu updated, %llu unchanged, %llu "
	    "queued, %llu skipped, %llu rejected.",
	    (unsigned long long)c->rows, (unsigned long long)c->created,
	    (unsigned long long)c->updated, (unsigned long long)c->unchanged,
	    (unsigned long long)c->queued, (unsigned long long)c->skipped,
	    (unsigned long long)c->rejected);
}

static int
status_of(const struct import_counts *c)
{
	uint64_t sum = c->created + c->updated + c->unchanged + c->queued +
		       c->skipped + c->rejected;

	if (sum != c->rows)
		return complain("The counts do not add up: %llu rows, %llu "
				"accounted for.",
				(unsigned long long)c->rows,
				(unsigned long long)sum),
		       STATUS_BROKEN;
	if (c->rejected == c->rows && c->rows)
		return STATUS_FAULT;
	return c->rejected || c->queued ? STATUS_PARTLY : STATUS_OK;
}

static void
say_rejects(const struct files *f)
{
	say("The rejected rows are in %s: put them right there and import that "
	    "file.",
	    f->rejects);
}

static int
say_result(struct options *o, const struct import_counts *c, bool rejects,
	   const struct files *f)
{
	say_counts(c);
	if (rejects)
		say_rejects(f);
	else if (c->rejected)
		complain("The rejected rows could not be written to %s.",
			 f->rejects);
	if (c->queued && o->commit)
		say("%llu row%s for somebody to decide who it is about.",
		    (unsigned long long)c->queued,
		    c->queued == 1 ? " waits" : "s wait");
	if (!o->commit)
		say("This was a dry run: nothing was written. --commit "
		    "imports.");
	else if (!c->rejected && !c->queued)
		say("Success: every row is accounted for and none was "
		    "rejected.");
	return status_of(c);
}

static int
say_end(struct options *o, enum err e, const struct import_counts *c,
	bool rejects, const struct files *f)
{
	const char *doing =
		o->commit ? "The import stopped; the same command goes on from "
			    "there"
			  : "The dry run stopped";

	switch (e) {
	case ERR_OK:
		return say_result(o, c, rejects, f);
	case ERR_INVALID:
		if (rejects && c->rejected) /* too many of them */
			say_rejects(f);
		return complain("Nothing was imported.");
	case ERR_EXISTS:
		return complain("Another import of this source, or the first "
				"one into this store, is running. Nothing was "
				"imported; try again when it has ended.");
	case ERR_CONFLICT:
		say_counts(c);
		complain(o->commit ? "Stopped as asked. What is counted above "
				     "stands; the same command goes on from "
				     "there."
				   : "Stopped as asked. Nothing was written.");
		return o->commit ? STATUS_PARTLY : STATUS_FAULT;
	case ERR_DENIED:
		return complain("The form that this map fills is not yours to "
				"write. Nothing was imported.");
	default:
		if (c->rows)
			say_counts(c);
		if (e == ERR_FULL)
			complain("%s: there is no room left where the store "
				 "is, or in %s, where a file stands for a "
				 "moment. Make room, or name another folder "
				 "with TMPDIR.",
				 doing, temp_folder());
		else
			complain_err(e, doing);
		return o->commit && c->rows ? STATUS_PARTLY : STATUS_FAULT;
	}
}

static void
say_problems(struct problems *p)
{
	struct buf b = BUF_INIT;

	if (p->n) {
		problems_print(p, &b);
		say_text(b.s);
	}
	buf_clear(&b);
}

static int
run_import(struct options *o, const struct form_source *map, struct files *f)
{
	struct opened in;
	struct buf text = BUF_INIT;
	struct meter meter = { 0 };
	struct import_options io = { .map_name = map->name,
				     .map_text = map->text,
				     .map_size = map->n,
				     .fd = f->fd,
				     .file_name = f->name,
				     .rejects_fd = f->rejects_fd > 0
							   ? f->rejects_fd
							   : 0,
				     .report = &text,
				     .commit = o->commit,
				     .progress = show_progress,
				     .ctx = &meter };
	struct import_counts c = { 0 };
	struct problems p;
	enum err e;
	bool rejects;

	if (!app_open(o, &in))
		return close_files(f, false), STATUS_FAULT;
	problems_init(&p, o->arena);
	stop_on_signals();
	e = import_run(in.session, &io, &p, &c);
	end_progress(&meter);
	app_close(&in);
	rejects = close_files(f, e != ERR_INVALID && e != ERR_EXISTS);
	say_problems(&p);
	if (text.n)
		say_text(text.s);
	if (text.n && !p.n && !write_text(f->report, &text))
		complain("The report could not be written to %s: %s.",
			 f->report, why_unwritten(errno));
	buf_clear(&text);
	return say_end(o, e, &c, rejects, f);
}

static int
import_file(struct options *o)
{
	struct form_source map;
	struct files f;
	const char *path = o->n == 2 && !o->rejects ? o->rest[1]
			   : o->n == 1		    ? o->rejects
						    : NULL;
	enum err e;

	if (!path)
		return complain("Name the map and the file: caseload import "
				"MAP FILE [--commit], or - for standard "
				"input.");
	e = read_map(o, o->rest[0], &map);
	if (e != ERR_OK)
		return complain_map(o, o->rest[0], e);
	if (!has_temp() || !open_files(o, path, &f))
		return STATUS_FAULT;
	return run_import(o, &map, &f);
}

/* --- batches ---------------------------------------------------------------- */

static const char *
when(struct arena *a, int64_t at)
{
	struct tm tm;
	time_t t = (time_t)at;

	localtime_r(&t, &tm);
	return arena_printf(a, "%04d-%02d-%02d %02d:%02d", tm.tm_year + 1900,
			    tm.tm_mon + 1, tm.tm_mday, tm.tm_hour, tm.tm_min);
}

static bool
read_number(const char *text, uint64_t *out)
{
	char *end;

	*out = strtoull(text, &end, 10);
	return text[0] >= '0' && text[0] <= '9' && *end == '\0';
}

static int
list_batches(struct options *o)
{
	struct opened in;
	struct import_batch *b;
	size_t n;
	enum err e;

	if (!app_open(o, &in))
		return STATUS_FAULT;
	e = import_batches(in.session, o->arena, false, &b, &n);
	for (size_t i = 0; e == ERR_OK && i < n; i++)
		say("%6llu  %s  %-8s  %s  %s: %llu rows, %llu rejected, %llu "
		    "waiting  (%s)",
		    (unsigned long long)b[i].number, when(o->arena, b[i].at),
		    b[i].state, b[i].map, b[i].file,
		    (unsigned long long)b[i].counts.rows,
		    (unsigned long long)b[i].counts.rejected,
		    (unsigned long long)b[i].waiting, b[i].by);
	if (e == ERR_OK && !n)
		say("Nothing has been imported.");
	app_close(&in);
	return e == ERR_OK ? STATUS_OK
			   : complain_err(e, "The imports could not be read");
}

static int
say_batch(struct options *o, const struct import_batch *b)
{
	say("Batch %llu: %s%s%s", (unsigned long long)b->number, b->map,
	    b->label[0] ? "  " : "", b->label);
	say("File %s from %s, into %s", b->file, b->source, b->form);
	say("Begun %s by %s; %s", when(o->arena, b->at), b->by, b->state);
	say_counts(&b->counts);
	say("People: %llu new, %llu known already.",
	    (unsigned long long)b->counts.people_created,
	    (unsigned long long)b->counts.people_attached);
	say("%llu row%s for somebody to decide.",
	    (unsigned long long)b->waiting,
	    b->waiting == 1 ? " waits" : "s wait");
	if (strncmp(b->state, "und", 3) == 0)
		say("Undone: %llu records put back, %llu withdrawn, %llu left "
		    "as they are.",
		    (unsigned long long)b->restored,
		    (unsigned long long)b->withdrawn,
		    (unsigned long long)b->left);
	return STATUS_OK;
}

static int
show_batch(struct options *o)
{
	struct opened in;
	struct import_batch b;
	uint64_t number;
	enum err e;
	int status;

	if (!read_number(o->show, &number))
		return complain("--show takes the number of a batch; "
				"--list has them.");
	if (!app_open(o, &in))
		return STATUS_FAULT;
	e = import_batch_get(in.session, o->arena, number, &b);
	status = e == ERR_OK ? say_batch(o, &b)
		 : e == ERR_NOT_FOUND
			 ? complain("There is no batch %s.", o->show)
			 : complain_err(e, "The batch could not be read");
	app_close(&in);
	return status;
}

static int
say_undone(struct options *o, enum err e, const struct import_undone *u)
{
	switch (e) {
	case ERR_OK:
		if (u->before) {
			say("Batch %s was undone before. Nothing was done "
			    "now.",
			    o->undo);
			return STATUS_OK;
		}
		say("Batch %s is undone: %llu records put back, %llu "
		    "withdrawn, %llu left as they are.",
		    o->undo, (unsigned long long)u->restored,
		    (unsigned long long)u->withdrawn,
		    (unsigned long long)u->left);
		return u->left ? STATUS_PARTLY : STATUS_OK;
	case ERR_NOT_FOUND:
		return complain("There is no batch %s.", o->undo);
	case ERR_EXISTS:
		return complain("Its source is being imported just now. Try "
				"again when that has ended.");
	case ERR_CONFLICT:
		complain("Stopped as asked. The same command goes on from "
			 "there.");
		return STATUS_PARTLY;
	default:
		return complain_err(e, "The batch was not undone");
	}
}

static int
undo_batch(struct options *o)
{
	struct opened in;
	struct import_undone u;
	struct meter meter = { 0 };
	struct buf left = BUF_INIT;
	uint64_t number;
	enum err e;

	if (!read_number(o->undo, &number))
		return complain("--undo takes the number of a batch; "
				"--list has them.");
	if (!app_open(o, &in))
		return STATUS_FAULT;
	stop_on_signals();
	e = import_undo(in.session, number, &left, show_progress, &meter, &u);
	end_progress(&meter);
	app_close(&in);
	if (left.n)
		say_text(left.s);
	buf_clear(&left);
	return say_undone(o, e, &u);
}

static int
list_charsets(struct options *o)
{
	const char **names;
	size_t n = charset_names(o->arena, &names);

	for (size_t i = 0; i < n; i++)
		say("%s", names[i]);
	return n ? STATUS_OK : STATUS_FAULT;
}

int
cmd_import(struct options *o)
{
	if (o->charsets)
		return list_charsets(o);
	if (o->list)
		return list_batches(o);
	if (o->show)
		return show_batch(o);
	if (o->undo)
		return undo_batch(o);
	return import_file(o);
}
