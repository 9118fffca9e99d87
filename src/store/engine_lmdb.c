/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The engine over LMDB 0.9.  What its documentation asks of a program, and
 * where it is done:
 *
 * - one environment per file and process: engine_open() finds what is open
 *   already, because closing a second one would drop the first one's locks;
 * - never across fork(): usable() compares process numbers;
 * - never resize under a transaction: make_room(), adopt_size();
 * - reader slots of dead processes: mdb_reader_check() at open and when all
 *   slots are taken;
 * - no unsafe flags, save for a scratch that is gone with the process.
 *   MDB_NOTLS ties a slot to its transaction instead of the thread, so that
 *   two reads may be open at a time.
 *
 * Scans are in engine_scan.c.
 */
#include "store/engine_lmdb.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/temp.h"
#include "store/folder.h"
#include "store/key.h"

#define MAP_FIRST ((size_t)64 << 20)
#define MAP_MARGIN ((size_t)16 << 20)
#define MAP_STEP ((size_t)4 << 30) /* at most so much at a time */
#define READERS 512u

/* Every engine of this process. */
static struct engine *engines;

enum err
err_from_lmdb(int rc, const char *what)
{
	switch (rc) {
	case MDB_SUCCESS:
		return ERR_OK;
	case MDB_NOTFOUND:
		return ERR_NOT_FOUND;
	case MDB_KEYEXIST:
		return ERR_EXISTS;
	default:
		break;
	}
	if (rc > 0)
		return err_from_errno(rc, what);
	report("store: %s: %s", what, mdb_strerror(rc));
	switch (rc) {
	case MDB_MAP_FULL:
	case MDB_TXN_FULL:
		return ERR_FULL;
	case MDB_MAP_RESIZED:
		return ERR_CONFLICT;
	case MDB_VERSION_MISMATCH:
		return ERR_NEWER;
	case MDB_BAD_VALSIZE:
		return ERR_INVALID;
	case MDB_INVALID:
	case MDB_CORRUPTED:
	case MDB_INCOMPATIBLE:
	case MDB_PAGE_NOTFOUND:
		return ERR_CORRUPT;
	default:
		return ERR_IO;
	}
}

/* --- opening ---------------------------------------------------------- */

/* Pages that are none of its: for the system's log, not for a screen. */
static void
on_assert(MDB_env *env, const char *what)
{
	(void)env;
	report("store: lmdb: %s", what);
	abort();
}

/* A scratch is a mapping, where a full disk would be a SIGBUS. */
static int
set_size(struct engine *e, size_t size)
{
	int fd, rc = 0;

	if (!e->dir && mdb_env_get_fd(e->env, &fd) == 0)
		rc = posix_fallocate(fd, 0, (off_t)size);
	return rc != 0 ? rc : mdb_env_set_mapsize(e->env, size);
}

static int
open_keys(struct engine *e)
{
	MDB_txn *txn = NULL;
	int rc = mdb_txn_begin(e->env, NULL, MDB_RDONLY, &txn);

	if (rc == 0)
		rc = mdb_dbi_open(txn, NULL, 0, &e->dbi);
	if (txn)
		mdb_txn_abort(txn);
	return rc;
}

static enum err
env_open(struct engine *e)
{
	mode_t mode = folder_file_mode(e->dir), mask;
	enum err err;
	int rc, dead;

	mask = umask(0); /* the mode is exact: it may admit a group */
	/* Every reader writes into the lock file through a mapping. */
	err = folder_reserve(e->dir, ENGINE_LOCK, mode,
			     (off_t)READERS * 64 + 4096);
	if (err != ERR_OK) {
		umask(mask);
		return err;
	}
	rc = mdb_env_create(&e->env);
	if (rc == 0)
		rc = mdb_env_set_assert(e->env, on_assert);
	if (rc == 0)
		rc = mdb_env_set_maxreaders(e->env, READERS);
	if (rc == 0)
		rc = mdb_env_set_mapsize(e->env, MAP_FIRST);
	if (rc == 0)
		rc = mdb_env_open(e->env, e->dir, MDB_NOTLS, mode);
	umask(mask);
	if (rc == 0)
		rc = mdb_env_set_mapsize(e->env, 0); /* as in the file */
	if (rc == 0)
		rc = mdb_reader_check(e->env, &dead);
	if (rc == 0)
		rc = open_keys(e);
	if (rc != 0) {
		mdb_env_close(e->env);
		e->env = NULL;
	}
	return err_from_lmdb(rc, "open");
}

static struct engine *
find_open(const char *dir)
{
	char *path = folder_path(dir, ENGINE_DATA);
	struct engine *e = NULL;
	struct stat st;

	if (stat(path, &st) == 0)
		e = engines;
	free(path);
	while (e && (e->dev != st.st_dev || e->ino != st.st_ino ||
		     e->pid != getpid()))
		e = e->next;
	return e;
}

/* Open the files, and make their names durable when they are new.  Files
 * that a full disk let be made by half are taken away again. */
static enum err
open_files(struct engine *e)
{
	bool fresh = !folder_has(e->dir, ENGINE_DATA);
	enum err err = env_open(e);

	if (fresh && err == ERR_OK)
		err = folder_sync(e->dir);
	if (fresh && err == ERR_FULL)
		engine_remove(e->dir, true);
	return err;
}

static void
engine_free(struct engine *e)
{
	/* In a child the slots and locks are the parent's: leave them. */
	if (e->env && e->pid == getpid())
		mdb_env_close(e->env);
	free(e->dir);
	free(e);
}

static enum err
engine_new(struct engine **out, const char *dir)
{
	struct engine *e = xcalloc(1, sizeof(*e));
	struct stat st = { 0 };
	enum err err;
	int fd;

	e->dir = xstrdup(dir);
	e->pid = getpid();
	err = open_files(e);
	if (err != ERR_OK) {
		engine_free(e);
		return err;
	}
	if (mdb_env_get_fd(e->env, &fd) == 0 && fstat(fd, &st) == 0) {
		e->dev = st.st_dev;
		e->ino = st.st_ino;
	}
	e->next = engines;
	engines = e;
	*out = e;
	return ERR_OK;
}

enum err
engine_open(struct engine **out, const char *dir, bool create)
{
	struct engine *e;

	*out = NULL;
	if (create)
		TRY(folder_make(dir));
	TRY(folder_check(dir));
	if (!create && !folder_has(dir, ENGINE_DATA))
		return ERR_NOT_FOUND;
	e = find_open(dir);
	if (!e)
		TRY(engine_new(&e, dir));
	e->refs++;
	*out = e;
	return ERR_OK;
}

static int
scratch_env(struct engine *e, char *path)
{
	int fd = mkstemp(path), rc = fd < 0 ? errno : 0;

	if (fd >= 0)
		close(fd);
	if (rc == 0)
		rc = mdb_env_create(&e->env);
	if (rc == 0)
		rc = mdb_env_open(e->env, path,
				  MDB_NOSUBDIR | MDB_NOLOCK | MDB_NOSYNC |
					  MDB_WRITEMAP | MDB_NOTLS,
				  0600);
	if (rc == 0)
		rc = set_size(e, MAP_FIRST);
	if (rc == 0)
		rc = open_keys(e);
	if (fd >= 0)
		unlink(path);
	return rc;
}

enum err
engine_open_scratch(struct engine **out)
{
	char *path = folder_path(temp_folder(), "caseload-scratch-XXXXXX");
	struct engine *e = xcalloc(1, sizeof(*e));
	int rc;

	e->pid = getpid();
	e->refs = 1;
	rc = scratch_env(e, path);
	free(path);
	if (rc != 0)
		engine_free(e);
	else
		*out = e;
	return err_from_lmdb(rc, "scratch");
}

void
engine_close(struct engine **e)
{
	struct engine *gone = *e;
	struct engine **link = &engines;

	*e = NULL;
	if (!gone || --gone->refs > 0)
		return;
	while (*link && *link != gone)
		link = &(*link)->next;
	if (*link)
		*link = gone->next;
	engine_free(gone);
}

/* --- transactions ----------------------------------------------------- */

/*
 * Before a write: is there a margin of free map?  When not, or when the last
 * write outgrew it, the map is doubled.  (Only address space: the file grows
 * with what is written.)
 */
static int
make_room(struct engine *e)
{
	MDB_envinfo info;
	MDB_stat stat;
	size_t used, margin, size;
	int rc;

	if (e->live > 0)
		return 0;
	mdb_env_info(e->env, &info);
	mdb_env_stat(e->env, &stat);
	size = info.me_mapsize;
	used = (info.me_last_pgno + 1) * stat.ms_psize;
	margin = size / 4 > MAP_MARGIN ? size / 4 : MAP_MARGIN;
	if (margin > MAP_STEP)
		margin = MAP_STEP;
	if (!e->outgrown && used + margin <= size)
		return 0;
	size = used > size ? used : size;
	size += size > MAP_STEP ? MAP_STEP : size;
	rc = set_size(e, size);
	if (rc == 0)
		e->outgrown = false;
	return rc;
}

/* An I/O error while the heads were written stops the environment for good;
 * it is opened anew, so that the next save can succeed. */
static int
reopen(struct engine *e)
{
	mdb_env_close(e->env);
	e->env = NULL;
	return env_open(e) == ERR_OK ? 0 : EIO;
}

static int
begin(struct engine *e, bool write, MDB_txn **out)
{
	unsigned int flags = write ? 0 : MDB_RDONLY;
	int rc = mdb_txn_begin(e->env, NULL, flags, out), dead;

	if (rc == MDB_MAP_RESIZED && e->live == 0)
		rc = mdb_env_set_mapsize(e->env, 0);
	else if (rc == MDB_READERS_FULL)
		rc = mdb_reader_check(e->env, &dead);
	else if (rc == MDB_PANIC && e->live == 0 && e->dir)
		rc = reopen(e);
	else
		return rc;
	return rc != 0 ? rc : mdb_txn_begin(e->env, NULL, flags, out);
}

static bool
usable(const struct engine *e, bool write)
{
	if (e->pid != getpid()) {
		report("store: used after fork");
		return false;
	}
	if (write && e->writing) {
		report("store: a second write transaction");
		return false;
	}
	return e->env != NULL;
}

enum err
engine_begin(struct engine *e, bool write, struct engine_txn **out)
{
	MDB_txn *mdb = NULL;
	struct engine_txn *t;
	int rc = 0;

	*out = NULL;
	if (!usable(e, write))
		return ERR_INVALID;
	if (write)
		rc = make_room(e);
	if (rc == 0)
		rc = begin(e, write, &mdb);
	if (rc != 0)
		return err_from_lmdb(rc, "begin");
	t = xcalloc(1, sizeof(*t));
	t->engine = e;
	t->mdb = mdb;
	t->write = write;
	e->live++;
	if (write)
		e->writing = true;
	*out = t;
	return ERR_OK;
}

static void
end(struct engine_txn **t)
{
	(*t)->engine->live--;
	if ((*t)->write)
		(*t)->engine->writing = false;
	free(*t);
	*t = NULL;
}

/*
 * LMDB calls a write that stopped half way EIO.  It stops half way at the
 * process's limit for files, and on a disk that has no block left.
 */
static bool
disk_is_full(const struct engine *e)
{
	struct rlimit limit;
	struct statvfs fs;
	struct stat st;
	int fd;

	if (mdb_env_get_fd(e->env, &fd) != 0 || fstat(fd, &st) != 0)
		return false;
	if (getrlimit(RLIMIT_FSIZE, &limit) == 0 &&
	    limit.rlim_cur != RLIM_INFINITY &&
	    (rlim_t)st.st_size + 4096 > limit.rlim_cur)
		return true;
	return fstatvfs(fd, &fs) == 0 && fs.f_bavail * fs.f_frsize < 1 << 20;
}

static enum err
write_err(struct engine *e, int rc, const char *what)
{
	if (rc == MDB_MAP_FULL)
		e->outgrown = true;
	if (rc == EIO && disk_is_full(e))
		rc = ENOSPC;
	return err_from_lmdb(rc, what);
}

enum err
engine_commit(struct engine_txn **t)
{
	struct engine *e = (*t)->engine;
	enum err err = ERR_OK;

	engine_scans_stop(*t);
	if ((*t)->write)
		err = write_err(e, mdb_txn_commit((*t)->mdb), "commit");
	else
		mdb_txn_abort((*t)->mdb);
	end(t);
	return err;
}

void
engine_abort(struct engine_txn **t)
{
	if (!*t)
		return;
	engine_scans_stop(*t);
	mdb_txn_abort((*t)->mdb);
	end(t);
}

bool
engine_outgrown(const struct engine *e)
{
	return e->outgrown && e->live == 0;
}

/* --- reading and writing ---------------------------------------------- */

enum err
engine_get(struct engine_txn *t, struct bytes key, struct bytes *value)
{
	MDB_val k = val(key), v = { 0, NULL };
	int rc = mdb_get(t->mdb, t->engine->dbi, &k, &v);

	*value = bytes_of(v.mv_data, v.mv_size);
	return err_from_lmdb(rc, "get");
}

enum err
engine_put(struct engine_txn *t, struct bytes key, struct bytes value)
{
	MDB_val k = val(key), v = val(value);

	if (!t->write)
		return ERR_INVALID;
	t->changes++;
	return write_err(t->engine, mdb_put(t->mdb, t->engine->dbi, &k, &v, 0),
			 "put");
}

enum err
engine_del(struct engine_txn *t, struct bytes key)
{
	MDB_val k = val(key);

	if (!t->write)
		return ERR_INVALID;
	t->changes++;
	return write_err(t->engine, mdb_del(t->mdb, t->engine->dbi, &k, NULL),
			 "delete");
}

/* --- copies and figures ----------------------------------------------- */

static enum err
copy_to_part(struct engine *e, const char *dir)
{
	char *path = folder_path(dir, ENGINE_PART);
	mode_t mode = folder_file_mode(dir);
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	int rc = 0;

	if (fd < 0) {
		rc = errno;
		free(path);
		return err_from_errno(rc, "copy");
	}
	if (fchmod(fd, mode) != 0)
		rc = errno;
	if (rc == 0)
		rc = mdb_env_copyfd2(e->env, fd, MDB_CP_COMPACT);
	if (rc == 0 && fsync(fd) != 0)
		rc = errno;
	if (close(fd) != 0 && rc == 0)
		rc = errno;
	if (rc == 0)
		rc = folder_rename_new(dir, ENGINE_PART, ENGINE_DATA);
	if (rc != 0)
		unlink(path);
	free(path);
	return err_from_lmdb(rc, "copy");
}

enum err
engine_copy(struct engine *e, const char *dir)
{
	if (!usable(e, true))
		return ERR_INVALID;
	TRY(folder_check(dir));
	if (folder_has(dir, ENGINE_DATA))
		return ERR_EXISTS;
	TRY(copy_to_part(e, dir));
	return folder_sync(dir);
}

void
engine_remove(const char *dir, bool store_too)
{
	folder_remove(dir, ENGINE_LOCK);
	if (store_too)
		folder_remove(dir, ENGINE_DATA);
}

void
engine_get_info(struct engine *e, struct engine_info *out)
{
	MDB_envinfo info = { 0 };
	MDB_stat stat = { 0 };

	if (e->env) {
		mdb_env_info(e->env, &info);
		mdb_env_stat(e->env, &stat);
	}
	out->bytes_used = ((uint64_t)info.me_last_pgno + 1) * stat.ms_psize;
	out->bytes_mapped = info.me_mapsize;
	out->entries = stat.ms_entries;
	out->readers = info.me_numreaders;
	out->readers_max = info.me_maxreaders;
	out->name = "LMDB";
}
