/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "check_store.h"
#include "store/folder.h"
#include "store/layout.h"
#include "store/log.h"
#include "store/txn.h"
#include "store/wire.h"

static char *
path(const char *name)
{
	return arena_strdup(&mem, in_dir(name));
}

static bool
exists(const char *name)
{
	return access(in_dir(name), F_OK) == 0;
}

static void
write_notes(uint64_t n)
{
	struct txn *t = txn_begin_write(st);
	struct log_entry e = { .act = ACT_CREATED, .who = "ama" };

	for (uint64_t i = 0; i < n; i++) {
		e.record = record_new_id(t);
		record_put(t, a_note(e.record));
		log_append(t, &e, NULL);
	}
	ck_assert_int_eq(txn_commit(t), ERR_OK);
}

static void
set_format(uint32_t format)
{
	struct txn *t = txn_begin_write(st);
	struct buf b = BUF_INIT;
	struct key k;

	wire_put_u32(&b, format);
	key_named(&k, TABLE_OWN, OWN_FORMAT);
	txn_put(t, key_bytes(&k), buf_bytes(&b));
	ck_assert_int_eq(txn_commit(t), ERR_OK);
	buf_clear(&b);
}

/* --- opening ---------------------------------------------------------- */

START_TEST(no_store_is_made_by_looking_for_one)
{
	struct store *s;

	ck_assert_int_eq(store_open(&s, path("none"), 0), ERR_NOT_FOUND);
	ck_assert_ptr_null(s);
	ck_assert(!exists("none"));
	ck_assert_int_eq(mkdir(path("empty"), 0700), 0);
	ck_assert_int_eq(store_open(&s, path("empty"), 0), ERR_NOT_FOUND);
	ck_assert(folder_is_empty(path("empty")));
	ck_assert_int_eq(store_open(&s, path("a/b"), STORE_CREATE),
			 ERR_NOT_FOUND);
}
END_TEST

START_TEST(a_new_store_is_for_its_owner_alone)
{
	struct store *s;
	struct stat info;

	umask(0);
	ck_assert_int_eq(store_open(&s, path("new"), STORE_CREATE), ERR_OK);
	ck_assert_int_eq(stat(in_dir("new"), &info), 0);
	ck_assert_int_eq(info.st_mode & 07777, 0700);
	ck_assert_int_eq(stat(in_dir("new/data.mdb"), &info), 0);
	ck_assert_int_eq(info.st_mode & 07777, 0600);
	ck_assert_int_eq(stat(in_dir("new/lock.mdb"), &info), 0);
	ck_assert_int_eq(info.st_mode & 07777, 0600);
	store_close(&s);
}
END_TEST

START_TEST(a_folder_that_hands_on_its_group_shares_the_store)
{
	struct store *s;
	struct stat info;

	umask(077);
	ck_assert_int_eq(mkdir(path("shared"), 0700), 0);
	ck_assert_int_eq(chmod(path("shared"), 02770), 0);
	ck_assert_int_eq(store_open(&s, path("shared"), STORE_CREATE), ERR_OK);
	ck_assert_int_eq(stat(in_dir("shared/data.mdb"), &info), 0);
	ck_assert_int_eq(info.st_mode & 07777, 0660);
	ck_assert_int_eq(stat(in_dir("shared/lock.mdb"), &info), 0);
	ck_assert_int_eq(info.st_mode & 07777, 0660);
	store_close(&s);
}
END_TEST

START_TEST(a_newer_store_is_refused)
{
	set_format(STORE_FORMAT + 1);
	store_close(&st);
	ck_assert_int_eq(store_open(&st, dir, 0), ERR_NEWER);
	ck_assert_ptr_null(st);
	ck_assert_int_eq(store_open(&st, dir, STORE_CREATE), ERR_NEWER);
}
END_TEST

START_TEST(a_store_without_a_format_is_refused)
{
	struct txn *t = txn_begin_write(st);
	struct key k;

	meta_put(t, "something", bytes_str("else"));
	key_named(&k, TABLE_OWN, OWN_FORMAT);
	txn_del(t, key_bytes(&k));
	ck_assert_int_eq(txn_commit(t), ERR_OK);
	store_close(&st);
	ck_assert_int_eq(store_open(&st, dir, STORE_CREATE), ERR_CORRUPT);
}
END_TEST

START_TEST(a_file_that_is_no_store_is_refused)
{
	char junk[8192];
	struct store *s;
	int fd;

	memset(junk, 'j', sizeof(junk));
	ck_assert_int_eq(mkdir(path("junk"), 0700), 0);
	fd = open(in_dir("junk/data.mdb"), O_WRONLY | O_CREAT, 0600);
	ck_assert_int_eq(write(fd, junk, sizeof(junk)), sizeof(junk));
	close(fd);
	ck_assert_int_eq(store_open(&s, path("junk"), STORE_CREATE),
			 ERR_CORRUPT);
	ck_assert_int_eq(store_open(&s, path("junk/data.mdb"), 0), ERR_INVALID);
}
END_TEST

START_TEST(a_store_opened_twice_is_one_store)
{
	struct store *twin;
	struct bytes value;
	struct txn *t;

	ck_assert_int_eq(store_open(&twin, dir, 0), ERR_OK);
	t = txn_begin_write(twin);
	meta_put(t, "a", bytes_str("1"));
	ck_assert_int_eq(txn_commit(t), ERR_OK);
	store_close(&twin);
	t = txn_begin_read(st);
	ck_assert(meta_get(t, &mem, "a", &value));
	ck_assert_int_eq(txn_commit(t), ERR_OK);
}
END_TEST

START_TEST(network_file_systems_are_known)
{
	static const struct {
		const char *why;
		unsigned long type;
		const char *name;
		bool remote;
	} cases[] = {
		{ "ext4", 0xEF53, NULL, false },
		{ "tmpfs", 0x01021994, NULL, false },
		{ "overlayfs", 0x794C7630, NULL, false },
		{ "btrfs", 0x9123683E, NULL, false },
		{ "nfs", 0x6969, NULL, true },
		{ "cifs", 0xFF534D42, NULL, true },
		{ "smb2, sign carried over", 0xFFFFFFFFFE534D42ul, NULL, true },
		{ "9p", 0x01021997, NULL, true },
		{ "sshfs", 0x65735546, "fuse.sshfs", true },
		{ "a local FUSE", 0x65735546, "fuseblk", false },
		{ "a FUSE without a name", 0x65735546, NULL, false },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		ck_assert_msg(
			folder_type_is_remote(cases[i].type, cases[i].name) ==
				cases[i].remote,
			"%s", cases[i].why);
}
END_TEST

/* --- copies ----------------------------------------------------------- */

START_TEST(a_backup_restores_to_the_same_store)
{
	struct store *back;

	write_notes(50);
	ck_assert_int_eq(store_backup(st, path("backup")), ERR_OK);
	ck_assert(exists("backup/data.mdb"));
	ck_assert(!exists("backup/lock.mdb"));
	ck_assert(!exists("backup/data.mdb.part"));
	write_notes(5); /* not in it */
	ck_assert_int_eq(store_restore(path("backup"), path("back")), ERR_OK);
	/* A backup is often where nothing can be written. */
	ck_assert(!exists("backup/lock.mdb"));
	ck_assert_int_eq(store_open(&back, path("back"), 0), ERR_OK);
	ck_assert_uint_eq(assert_whole(back), 50);
	store_close(&back);
	ck_assert_uint_eq(assert_whole(st), 55);
}
END_TEST

START_TEST(a_restore_never_goes_over_a_store)
{
	struct store *other;

	write_notes(3);
	ck_assert_int_eq(store_backup(st, path("backup")), ERR_OK);
	ck_assert_int_eq(store_open(&other, path("other"), STORE_CREATE),
			 ERR_OK);
	ck_assert_int_eq(store_restore(path("backup"), path("other")),
			 ERR_EXISTS);
	ck_assert_uint_eq(assert_whole(other), 0);
	store_close(&other);
	ck_assert_int_eq(store_restore(path("backup"), dir), ERR_EXISTS);
	ck_assert_uint_eq(assert_whole(st), 3);
}
END_TEST

START_TEST(a_backup_needs_an_empty_folder)
{
	ck_assert_int_eq(mkdir(path("full"), 0700), 0);
	ck_assert_int_eq(mkdir(path("full/of"), 0700), 0);
	ck_assert_int_eq(store_backup(st, path("full")), ERR_EXISTS);
	ck_assert_int_eq(store_backup(st, dir), ERR_EXISTS);
	ck_assert_int_eq(store_backup(st, path("no/where")), ERR_NOT_FOUND);
	ck_assert_int_eq(mkdir(path("empty"), 0700), 0);
	ck_assert_int_eq(store_backup(st, path("empty")), ERR_OK);
}
END_TEST

/* _i: cut to so many hundredths; the folder may have been in use (a lock file)
 * or not. */
START_TEST(a_backup_that_was_cut_short_is_refused)
{
	struct stat s;

	write_notes(2000);
	ck_assert_int_eq(store_backup(st, path("backup")), ERR_OK);
	ck_assert_int_eq(stat(path("backup/data.mdb"), &s), 0);
	ck_assert_int_eq(
		truncate(path("backup/data.mdb"), s.st_size * (_i / 2) / 100),
		0);
	if (_i % 2)
		close(open(path("backup/lock.mdb"), O_CREAT | O_WRONLY, 0600));
	ck_assert_int_eq(store_restore(path("backup"), path("back")),
			 ERR_CORRUPT);
	ck_assert(!exists("back/data.mdb"));
}
END_TEST

START_TEST(a_store_is_restored_while_it_is_in_use)
{
	struct store *back;

	write_notes(7);
	ck_assert_int_eq(store_restore(dir, path("back")), ERR_OK);
	ck_assert_int_eq(store_open(&back, path("back"), 0), ERR_OK);
	ck_assert_uint_eq(assert_whole(back), 7);
	store_close(&back);
}
END_TEST

START_TEST(nothing_is_restored_from_nothing)
{
	ck_assert_int_eq(store_restore(path("none"), path("back")),
			 ERR_NOT_FOUND);
	ck_assert(!exists("back"));
}
END_TEST

/* _i: 0 a record that cannot be decoded, 1 a log entry changed. */
START_TEST(a_damaged_store_gives_no_backup)
{
	struct txn *t;
	struct key k;

	write_notes(4);
	t = txn_begin_write(st);
	key_numbered(&k, _i == 0 ? TABLE_RECORD : TABLE_LOG, 2);
	txn_put(t, key_bytes(&k), bytes_str("\1\3broken"));
	ck_assert_int_eq(txn_commit(t), ERR_OK);
	ck_assert_int_eq(store_backup(st, path("backup")), ERR_CORRUPT);
	ck_assert(folder_is_empty(path("backup")));
}
END_TEST

/* What was erased must not stand in the copy's free pages. */
static void
on_alarm(int number)
{
	(void)number;
}

/* Signals that interrupt what waits, every two milliseconds; 0: no more. */
static void
ring(int on)
{
	struct sigaction act = { .sa_handler = on_alarm }; /* no SA_RESTART */
	struct itimerval every = { { 0, on * 2000 }, { 0, on * 2000 } };

	sigaction(SIGALRM, &act, NULL);
	setitimer(ITIMER_REAL, &every, NULL);
}

/* Into a pipe that has a name: half now, half when the reader has waited. */
static pid_t
start_slow_writer(const char *fifo)
{
	const struct timespec wait = { 0, 60000000 };
	int ready[2], fd;
	char said;
	pid_t child;

	ck_assert_int_eq(pipe(ready), 0);
	child = fork();
	ck_assert_int_ge(child, 0);
	if (child == 0) {
		fd = open(fifo, O_WRONLY);
		if (write(ready[1], "!", 1) != 1 || write(fd, "half ", 5) != 5)
			_exit(1);
		nanosleep(&wait, NULL);
		_exit(write(fd, "whole", 5) != 5);
	}
	close(ready[1]);
	ck_assert_int_eq(read(ready[0], &said, 1), 1);
	close(ready[0]);
	return child;
}

START_TEST(a_copy_goes_on_when_a_signal_comes)
{
	int wait, reader, n;
	char got[20];
	pid_t writer;
	enum err e;

	ck_assert_int_eq(mkdir(path("from"), 0700), 0);
	ck_assert_int_eq(mkdir(path("to"), 0700), 0);
	ck_assert_int_eq(mkfifo(path("from/file"), 0600), 0);
	reader = open(path("from/file"), O_RDONLY | O_NONBLOCK);
	ck_assert_int_ge(reader, 0);
	writer = start_slow_writer(path("from/file"));
	ring(1);
	e = folder_copy(path("from"), path("to"), "file", "file.part");
	ring(0);
	close(reader);
	ck_assert_int_eq(e, ERR_OK);
	ck_assert_int_eq(waitpid(writer, &wait, 0), writer);
	ck_assert_int_eq(wait, 0);
	reader = open(path("to/file"), O_RDONLY);
	n = (int)read(reader, got, sizeof(got));
	close(reader);
	ck_assert_int_eq(n, 10);
	ck_assert_mem_eq(got, "half whole", 10);
}
END_TEST

START_TEST(a_copy_holds_nothing_that_was_removed)
{
	static const char secret[] = "She lives at 14 Quiet Mews";
	struct txn *t = txn_begin_write(st);
	static char all[1 << 20];
	ssize_t n;
	int fd;

	meta_put(t, "address", bytes_str(secret));
	ck_assert_int_eq(txn_commit(t), ERR_OK);
	t = txn_begin_write(st);
	meta_put(t, "address", bytes_str(""));
	ck_assert_int_eq(txn_commit(t), ERR_OK);
	ck_assert_int_eq(store_backup(st, path("backup")), ERR_OK);
	fd = open(in_dir("backup/data.mdb"), O_RDONLY);
	n = read(fd, all, sizeof(all));
	close(fd);
	ck_assert_int_gt(n, 4096);
	ck_assert_ptr_null(memmem(all, (size_t)n, secret, strlen(secret)));
}
END_TEST

Suite *
copy_suite(void)
{
	Suite *s = suite_create("store: opening and copies");
	TCase *c = tcase_create("opening");

	tcase_add_checked_fixture(c, setup_open, teardown);
	tcase_add_test(c, no_store_is_made_by_looking_for_one);
	tcase_add_test(c, a_new_store_is_for_its_owner_alone);
	tcase_add_test(c, a_folder_that_hands_on_its_group_shares_the_store);
	tcase_add_test(c, a_newer_store_is_refused);
	tcase_add_test(c, a_store_without_a_format_is_refused);
	tcase_add_test(c, a_file_that_is_no_store_is_refused);
	tcase_add_test(c, a_store_opened_twice_is_one_store);
	tcase_add_test(c, network_file_systems_are_known);
	suite_add_tcase(s, c);
	c = tcase_create("copies");
	tcase_add_checked_fixture(c, setup_open, teardown);
	tcase_add_test(c, a_backup_restores_to_the_same_store);
	tcase_add_test(c, a_restore_never_goes_over_a_store);
	tcase_add_test(c, a_backup_needs_an_empty_folder);
	tcase_add_loop_test(c, a_backup_that_was_cut_short_is_refused, 10, 200);
	tcase_add_test(c, a_store_is_restored_while_it_is_in_use);
	tcase_add_test(c, nothing_is_restored_from_nothing);
	tcase_add_loop_test(c, a_damaged_store_gives_no_backup, 0, 2);
	tcase_add_test(c, a_copy_goes_on_when_a_signal_comes);
	tcase_add_test(c, a_copy_holds_nothing_that_was_removed);
	suite_add_tcase(s, c);
	return s;
}
