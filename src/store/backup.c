/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Copies: a backup is a hot copy into another folder, a restore brings it
 * back; either is then opened and read through.  A copy that cannot be read
 * is removed again.
 */
#include <stdlib.h>
#include <sys/stat.h>

#include "store/folder.h"
#include "store/log.h"
#include "store/record.h"
#include "store/txn.h"

#define VERIFY_STEP 1000 /* records a read transaction */

/* Decode some records behind *after; it is 0 again at the end. */
static enum err
read_some(struct store *s, struct arena *a, uint64_t *after)
{
	struct txn *t = txn_begin_read(s);
	struct record *r = NULL;
	int n = 0;

	while (n < VERIFY_STEP && record_next(t, a, *after, &r)) {
		*after = r->id;
		n++;
	}
	if (n < VERIFY_STEP)
		*after = 0;
	return txn_commit(t);
}

enum err
store_verify(struct store *s)
{
	struct arena a = ARENA_INIT;
	uint64_t after = 0, count, bad;
	enum err err;

	do {
		err = read_some(s, &a, &after);
		arena_wipe(&a);
	} while (err == ERR_OK && after != 0);
	return err == ERR_OK ? log_verify(s, &count, &bad) : err;
}

/* A file that was cut short is known by its length alone: what is missing
 * must not be looked at, as the file is a mapping. */
static enum err
check_length(const char *dir)
{
	char *path = folder_path(dir, ENGINE_DATA);
	struct engine *e;
	struct engine_info info;
	struct stat st;
	enum err err = engine_open(&e, dir, false);

	if (err == ERR_OK) {
		engine_get_info(e, &info);
		if (stat(path, &st) != 0 ||
		    (uint64_t)st.st_size < info.bytes_used)
			err = ERR_CORRUPT;
		engine_close(&e);
	}
	free(path);
	return err;
}

static enum err
verify_folder(const char *dir)
{
	struct store *copy;
	enum err err;

	TRY(check_length(dir));
	TRY(store_open(&copy, dir, 0));
	err = store_verify(copy);
	store_close(&copy);
	return err;
}

enum err
store_backup(struct store *s, const char *dir)
{
	enum err err;

	TRY(folder_make(dir));
	TRY(folder_check(dir));
	if (!folder_is_empty(dir))
		return ERR_EXISTS;
	TRY(engine_copy(s->engine, dir));
	err = verify_folder(dir);
	engine_remove(dir, err != ERR_OK);
	return err;
}

/* A store that may be in use is asked for a copy of one moment. */
static enum err
copy_store(const char *from, const char *dir)
{
	struct store *s;
	enum err err;

	TRY(check_length(from));
	TRY(store_open(&s, from, 0));
	err = folder_make(dir);
	if (err == ERR_OK)
		err = engine_copy(s->engine, dir);
	store_close(&s);
	return err;
}

/*
 * A backup is in nobody's use, and often where nothing can be written or on
 * another machine's disk, where no store may be opened: its bytes are copied.
 * It has no lock file; a store has one.
 */
static enum err
copy_in(const char *backup, const char *dir)
{
	enum err err = ERR_DENIED;

	if (!folder_has(backup, ENGINE_DATA))
		return ERR_NOT_FOUND;
	if (folder_has(backup, ENGINE_LOCK))
		err = copy_store(backup, dir);
	if (err != ERR_DENIED && err != ERR_INVALID && err != ERR_FULL)
		return err;
	TRY(folder_make(dir));
	TRY(folder_check(dir));
	return folder_copy(backup, dir, ENGINE_DATA, ENGINE_PART);
}

enum err
store_restore(const char *backup, const char *dir)
{
	enum err err;

	TRY(copy_in(backup, dir));
	err = verify_folder(dir);
	if (err != ERR_OK)
		engine_remove(dir, true);
	return err;
}

bool
store_folder_free(const char *dir)
{
	return !folder_has(dir, ENGINE_DATA);
}

void
store_forget_copy(const char *dir)
{
	folder_remove(dir, ENGINE_PART);
	engine_remove(dir, true);
}
