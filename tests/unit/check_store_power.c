/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The plug is pulled.  What the store writes passes through here on its way to
 * the disk; at any moment a file is made as a computer without power would
 * leave it: all that was waited for, and of what was not, some pages and not
 * others.  Each must open as a whole store with every save that was waited for.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#include "base/arena.h"
#include "check_store.h"

enum { PAGE = 4096, KEYS = 150, SAVES = 120, CHANGES = 12, CUTS_MOST = 400 };

/* Written and perhaps not yet on the disk. */
struct late {
	off_t at;
	size_t n;
	unsigned char *bytes;
};

static struct {
	bool on;
	ino_t ino; /* of the data file */
	unsigned char *disk;
	size_t size;
	struct late *late;
	size_t n_late, cap_late;
	int kept; /* the last save that was waited for */
	int cuts;
	int kept_at[CUTS_MOST];
} plug;

static bool
is_watched(int fd)
{
	struct stat s;

	return plug.on && fstat(fd, &s) == 0 && s.st_ino == plug.ino;
}

static void
reach_disk(unsigned char **disk, size_t *size, const struct late *l,
	   size_t from, size_t to)
{
	size_t end = (size_t)l->at + to;

	if (end > *size) {
		*disk = xrealloc(*disk, end);
		memset(*disk + *size, 0, end - *size);
		*size = end;
	}
	memcpy(*disk + l->at + from, l->bytes + from, to - from);
}

/* What is left when the plug is pulled now. */
static void
pull(void)
{
	unsigned char *disk = xmalloc(plug.size + 1);
	size_t size = plug.size;
	char name[32];
	FILE *f;

	if (plug.cuts == CUTS_MOST) {
		free(disk);
		return;
	}
	memcpy(disk, plug.disk, size);
	for (size_t i = 0; i < plug.n_late; i++)
		for (size_t at = 0; at < plug.late[i].n; at += PAGE) {
			size_t to = at + PAGE < plug.late[i].n ? at + PAGE
							       : plug.late[i].n;

			if (draw() % 2)
				reach_disk(&disk, &size, &plug.late[i], at, to);
		}
	plug.kept_at[plug.cuts] = plug.kept;
	snprintf(name, sizeof(name), "cut-%d", plug.cuts++);
	f = fopen(in_dir(name), "w");
	ck_assert_ptr_nonnull(f);
	ck_assert_uint_eq(fwrite(disk, 1, size, f), size);
	ck_assert_int_eq(fclose(f), 0);
	free(disk);
}

static void
all_reaches_disk(void)
{
	for (size_t i = 0; i < plug.n_late; i++) {
		reach_disk(&plug.disk, &plug.size, &plug.late[i], 0,
			   plug.late[i].n);
		free(plug.late[i].bytes);
	}
	plug.n_late = 0;
}

/* A file that is opened to be waited for has it on the disk at once. */
static void
note_write(int fd, const void *bytes, size_t n, off_t at)
{
	struct late l = { at, n, xmalloc(n + 1) };

	memcpy(l.bytes, bytes, n);
	if (fcntl(fd, F_GETFL) & O_DSYNC) {
		if (draw() % 3 == 0)
			pull();
		reach_disk(&plug.disk, &plug.size, &l, 0, n);
		free(l.bytes);
	} else {
		if (plug.n_late == plug.cap_late) {
			plug.cap_late = plug.cap_late * 2 + 64;
			plug.late =
				xrealloc(plug.late, plug.cap_late * sizeof(l));
		}
		plug.late[plug.n_late++] = l;
	}
	if (draw() % 8 == 0)
		pull();
}

/* --- on the way to the disk ---------------------------------------------- */

ssize_t
pwrite(int fd, const void *bytes, size_t n, off_t at)
{
	ssize_t wrote = syscall(SYS_pwrite64, fd, bytes, n, at);

	if (wrote > 0 && is_watched(fd))
		note_write(fd, bytes, (size_t)wrote, at);
	return wrote;
}

ssize_t
writev(int fd, const struct iovec *v, int n)
{
	bool watched = is_watched(fd);
	off_t at = watched ? lseek(fd, 0, SEEK_CUR) : 0;
	ssize_t wrote = syscall(SYS_writev, fd, v, n), left = wrote;

	for (int i = 0; watched && i < n && left > 0; i++) {
		size_t part = (size_t)left < v[i].iov_len ? (size_t)left
							  : v[i].iov_len;

		note_write(fd, v[i].iov_base, part, at);
		at += (off_t)part;
		left -= (ssize_t)part;
	}
	return wrote;
}

int
fdatasync(int fd)
{
	int rc = (int)syscall(SYS_fdatasync, fd);

	if (rc == 0 && is_watched(fd)) {
		if (draw() % 3 == 0)
			pull();
		all_reaches_disk();
	}
	return rc;
}

/* --- saving --------------------------------------------------------------- */

static uint8_t changed[SAVES + 1][CHANGES]; /* by save, which keys */

static void
begin_watching(void)
{
	struct stat s;
	FILE *f = fopen(in_dir("data.mdb"), "r");

	ck_assert_ptr_nonnull(f);
	ck_assert_int_eq(fstat(fileno(f), &s), 0);
	plug.size = (size_t)s.st_size;
	plug.disk = xmalloc(plug.size + 1);
	ck_assert_uint_eq(fread(plug.disk, 1, plug.size, f), plug.size);
	fclose(f);
	plug.ino = s.st_ino;
	plug.on = true;
}

/* So many bytes that a page has few of them. */
static struct bytes
worth(int save)
{
	static char bytes[600];

	memset(bytes, 'a' + save % 26, sizeof(bytes));
	snprintf(bytes, 16, "%d", save);
	return bytes_of(bytes, sizeof(bytes));
}

static const char *
key_name(int k)
{
	static char name[16];

	snprintf(name, sizeof(name), "key-%d", k);
	return name;
}

static void
save(int i)
{
	struct txn *t = txn_begin_write(st);

	for (int k = 0; k < CHANGES; k++) {
		changed[i][k] = (uint8_t)(draw() % KEYS);
		meta_put(t, key_name(changed[i][k]), worth(i));
	}
	meta_put(t, "saves", worth(i));
	ck_assert_int_eq(txn_commit(t), ERR_OK);
	plug.kept = i;
}

/* --- what is left --------------------------------------------------------- */

static int
last_to_change(int k, int saves)
{
	for (int i = saves; i > 0; i--)
		for (int c = 0; c < CHANGES; c++)
			if (changed[i][c] == k)
				return i;
	return 0;
}

static void
assert_cut(int cut)
{
	struct store *s;
	struct bytes value;
	struct txn *t;
	char from[32], why[64], old[512];
	int saves = 0;

	snprintf(from, sizeof(from), "cut-%d", cut);
	snprintf(why, sizeof(why), "cut %d after save %d", cut,
		 plug.kept_at[cut]);
	ck_assert_int_eq(mkdir(in_dir("left"), 0700) && errno != EEXIST, 0);
	snprintf(old, sizeof(old), "%s", in_dir(from));
	ck_assert_int_eq(rename(old, in_dir("left/data.mdb")), 0);
	ck_assert_msg(store_open(&s, in_dir("left"), 0) == ERR_OK, "%s", why);
	t = txn_begin_read(s);
	if (meta_get(t, &mem, "saves", &value))
		saves = atoi(value.p);
	ck_assert_msg(saves >= plug.kept_at[cut], "%s: %d there", why, saves);
	for (int k = 0; k < KEYS; k++) {
		int last = last_to_change(k, saves);

		ck_assert_msg(meta_get(t, &mem, key_name(k), &value) ==
				      (last > 0),
			      "%s: %s", why, key_name(k));
		if (last > 0)
			assert_bytes(value, worth(last), why);
	}
	ck_assert_int_eq(txn_commit(t), ERR_OK);
	store_close(&s);
	arena_clear(&mem);
}

START_TEST(whenever_the_plug_is_pulled_all_that_was_waited_for_is_there)
{
	begin_watching();
	for (int i = 1; i <= SAVES; i++)
		save(i);
	plug.on = false;
	ck_assert_int_gt(plug.cuts, SAVES);
	for (int i = 0; i < plug.cuts; i++)
		assert_cut(i);
}
END_TEST

Suite *
power_suite(void)
{
	Suite *s = suite_create("power");
	TCase *c = tcase_create("power");

	tcase_add_checked_fixture(c, setup_open, teardown);
	tcase_set_timeout(c, 120);
	tcase_add_test(
		c,
		whenever_the_plug_is_pulled_all_that_was_waited_for_is_there);
	suite_add_tcase(s, c);
	return s;
}
