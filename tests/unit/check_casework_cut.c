/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Batches: one of a source at a time, and going on after a kill, a full disk,
 * a stop.
 */
#include "check_casework_import.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "store/lock.h"

static const char new_map[] = MAP("    person: new\n");

START_TEST(one_batch_of_a_source_runs_at_a_time)
{
	struct store_lock *lock, *other;

	ck_assert_int_eq(store_lock(world.store, "import/mill", &lock), ERR_OK);
	ck_assert_int_eq(store_lock(world.store, "import/mill", &other),
			 ERR_EXISTS);
	ck_assert_int_eq(import_of("otto", new_map, ONE, true), ERR_EXISTS);
	ck_assert_int_eq(import_of("otto", new_map, ONE, false), ERR_OK);
	ck_assert_uint_eq(stored_count(RECORD_CASE), 0);
	store_unlock(&lock);
	import_ok("otto", new_map, ONE, true);
}
END_TEST

START_TEST(a_dead_process_holds_no_lock)
{
	struct store_lock *lock;
	int status;
	pid_t pid = fork();

	if (pid == 0)
		_exit(store_lock(world.store, "import/mill", &lock) != ERR_OK);
	ck_assert_int_eq(waitpid(pid, &status, 0), pid);
	ck_assert_int_eq(WEXITSTATUS(status), 0);
	import_ok("otto", new_map, ONE, true);
}
END_TEST

static bool
stop_at_times(const struct import_progress *p, void *ctx)
{
	static int n;

	(void)p;
	(void)ctx;
	return ++n % 3 != 0;
}

/* A file of many rows, of which some are rejected, and its whole store. */
#define MANY 600

static const char *
many_rows(void)
{
	struct buf b = BUF_INIT;
	const char *out;

	buf_str(&b, HEAD);
	for (int i = 0; i < MANY; i++)
		buf_printf(&b, "r%d,Given%d,Family,%s,,n%d,words %d\n", i, i,
			   i % 50 == 7 ? "soon" : "1980-02-03", i, i);
	out = arena_strdup(&world.arena, b.s);
	buf_clear(&b);
	return out;
}

static bool
keep(struct bytes part, void *ctx)
{
	buf_add(ctx, part.p, part.n);
	return true;
}

/* Everything but references of people, which are drawn at random. */
static char *
whole_export(void)
{
	static const char *const columns[] = { "record.key", "number", "words",
					       "record.state" };
	static const char *const names[] = { "given", "family", "born" };
	struct buf b = BUF_INIT;
	struct export_options cases = { .form = "yard",
					.columns = columns,
					.n_columns = 4,
					.write = keep,
					.ctx = &b };
	struct export_options people = { .form = "person",
					 .columns = names,
					 .n_columns = 3,
					 .write = keep,
					 .ctx = &b };
	struct exported out;

	ck_assert_int_eq(
		export_run(session_of("otto"), &world.arena, &cases, &out),
		ERR_OK);
	ck_assert_int_eq(
		export_run(session_of("otto"), &world.arena, &people, &out),
		ERR_OK);
	return b.s;
}

static bool
die_later(const struct import_progress *p, void *ctx)
{
	const uint64_t *after = ctx;

	if (p->rows >= *after)
		kill(getpid(), SIGKILL);
	return true;
}

/* Runs the import in a process that is killed after so many rows. */
static void
import_and_die(const char *csv, int rejects, uint64_t after)
{
	int status;
	pid_t pid;

	world_sign_out();
	store_close(&world.store);
	pid = fork();
	if (pid == 0) {
		struct import_options o = { .map_name = "t.map",
					    .map_text = new_map,
					    .map_size = strlen(new_map),
					    .file_name = "t.csv",
					    .commit = true,
					    .rejects_fd = rejects,
					    .progress = die_later,
					    .ctx = &after };
		struct import_counts c;
		struct problems p;
		struct session *s;
		struct store *st;

		problems_init(&p, &world.arena);
		o.fd = import_file(csv, strlen(csv));
		if (store_open(&st, world.dir, 0) != ERR_OK ||
		    session_open(&s, st, "otto", "test") != ERR_OK ||
		    import_run(s, &o, &p, &c) != ERR_OK)
			_exit(1);
		_exit(0);
	}
	ck_assert_int_eq(waitpid(pid, &status, 0), pid);
	ck_assert_msg(WIFSIGNALED(status), "it ended with %d", status);
	ck_assert_int_eq(store_open(&world.store, world.dir, 0), ERR_OK);
}

static const char *
read_all(int fd)
{
	off_t n = lseek(fd, 0, SEEK_END);
	char *out = arena_alloc(&world.arena, (size_t)n + 1);

	ck_assert_int_eq(pread(fd, out, (size_t)n, 0), n);
	return out;
}

/* Why rows were rejected, and all that follows. */
static const char *
whys(const char *report)
{
	const char *why = strstr(report, "Why rows were rejected");

	ck_assert_ptr_nonnull(why);
	return why;
}

/* _i: how often it is killed on its way. */
START_TEST(an_import_that_was_killed_goes_on_where_it_was)
{
	const char *csv = many_rows();
	int rejects = import_file("", 0);
	struct buf report = BUF_INIT;
	struct import_options o = { .map_name = "t.map",
				    .map_text = new_map,
				    .map_size = strlen(new_map),
				    .file_name = "t.csv",
				    .commit = true,
				    .rejects_fd = rejects,
				    .report = &report };
	struct import_counts c;
	struct import_batch *b;
	struct problems p;
	char *once, *again;
	bool behind;
	size_t n;

	import_ok("otto", new_map, csv, true);
	import_whole();
	ck_assert_int_eq(store_is_behind(world.store, &behind), ERR_OK);
	ck_assert(!behind);
	import_counted("588/0/0/0/0/12");
	once = whole_export();
	world_close();
	import_world();
	csv = many_rows();
	for (int i = 0; i < _i; i++) {
		import_and_die(csv, rejects, (uint64_t)(i + 1) * 130);
		ck_assert_int_eq(import_batches(session_of("otto"),
						&world.arena, false, &b, &n),
				 ERR_OK);
		ck_assert_str_eq(b[0].state, "cut off");
	}
	problems_init(&p, &world.arena);
	o.fd = import_file(csv, strlen(csv));
	ck_assert_int_eq(import_run(session_of("otto"), &o, &p, &c), ERR_OK);
	ck_assert_uint_eq(c.rows, MANY);
	ck_assert_uint_eq(c.created, 588);
	ck_assert_uint_eq(c.rejected, 12);
	again = whole_export();
	ck_assert_str_eq(again, once);
	import_whole();
	ck_assert_str_eq(read_all(rejects), import_rejects.s);
	ck_assert_int_eq(report.s && strstr(report.s, "went on behind row"),
			 _i > 0);
	ck_assert_str_eq(whys(report.s), whys(import_report.s));
	ck_assert_str_eq(fields_text(&stored_with("map", "t")->fields, "told"),
			 "");
	ck_assert_int_eq(
		import_batches(session_of("otto"), &world.arena, false, &b, &n),
		ERR_OK);
	ck_assert_uint_eq(n, 1);
	ck_assert_str_eq(b[0].state, "finished");
	ck_assert_uint_eq(b[0].counts.created, 588);
	import_whole();
	buf_clear(&report);
	free(once);
	free(again);
}
END_TEST

START_TEST(an_import_without_room_for_its_rejects_stops_and_goes_on_later)
{
	const char *csv = many_rows();
	int full = memfd_create("rejects", MFD_ALLOW_SEALING);
	struct buf report = BUF_INIT;
	struct import_options o = { .map_name = "t.map",
				    .map_text = new_map,
				    .map_size = strlen(new_map),
				    .file_name = "t.csv",
				    .commit = true,
				    .rejects_fd = full,
				    .report = &report };
	struct import_counts c;
	struct problems p;

	ck_assert_int_eq(ftruncate(full, 300), 0);
	ck_assert_int_eq(fcntl(full, F_ADD_SEALS, F_SEAL_GROW), 0);
	problems_init(&p, &world.arena);
	o.fd = import_file(csv, strlen(csv));
	ck_assert_int_eq(import_run(session_of("otto"), &o, &p, &c), ERR_IO);
	ck_assert_ptr_nonnull(strstr(report.s, "I113"));
	ck_assert_uint_lt(c.rows, MANY);
	o.rejects_fd = import_file("", 0);
	ck_assert_int_eq(import_run(session_of("otto"), &o, &p, &c), ERR_OK);
	ck_assert_uint_eq(c.created, 588);
	ck_assert_uint_eq(c.rejected, 12);
	import_whole();
	buf_clear(&report);
	close(full);
}
END_TEST

START_TEST(an_undo_that_was_stopped_goes_on)
{
	struct import_undone out;
	struct buf b = BUF_INIT;

	import_ok("otto", new_map, many_rows(), true);
	while (import_undo(session_of("otto"), 1, &b, stop_at_times, NULL,
			   &out) == ERR_CONFLICT)
		;
	ck_assert_uint_eq(out.withdrawn, 2 * 588);
	ck_assert_uint_eq(out.left, 0);
	ck_assert(is_withdrawn_now("number", "n599"));
	import_whole();
	buf_clear(&b);
}
END_TEST

Suite *
suite_casework_cut(void)
{
	Suite *s = suite_create("batches cut off");
	TCase *t = tcase_create("cut off");

	tcase_add_checked_fixture(t, import_world, import_close);
	tcase_set_timeout(t, 60);
	tcase_add_test(t, one_batch_of_a_source_runs_at_a_time);
	tcase_add_test(t, a_dead_process_holds_no_lock);
	tcase_add_loop_test(t, an_import_that_was_killed_goes_on_where_it_was,
			    0, 4);
	tcase_add_test(
		t,
		an_import_without_room_for_its_rejects_stops_and_goes_on_later);
	tcase_add_test(t, an_undo_that_was_stopped_goes_on);
	suite_add_tcase(s, t);
	return s;
}
