/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Copies: a backup and a restore are the same act, a hot copy into another
 * folder that is then opened and read through.  A copy that cannot be read
 * is removed again.
 */
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

static enum err
verify_folder(const char *dir)
{
	struct store *copy;
	enum err err;

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

enum err
store_restore(const char *backup, const char *dir)
{
	struct store *from;
	enum err err;

	TRY(store_open(&from, backup, 0));
	err = folder_make(dir);
	if (err == ERR_OK)
		err = engine_copy(from->engine, dir);
	store_close(&from);
	if (err != ERR_OK)
		return err;
	err = verify_folder(dir);
	if (err != ERR_OK)
		engine_remove(dir, true);
	return err;
}
