/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * check_store.h - what the store's tests share: an empty store in a folder
 * of its own, and small helpers.
 *
 * The fixtures are checked ones: they run inside the forked test, because
 * the engine must be opened in the process that uses it.
 */
#ifndef CHECK_STORE_H
#define CHECK_STORE_H

#include <check.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/value.h"
#include "store/record.h"
#include "store/store.h"

extern struct store *st; /* open, where the fixture opens it */
extern char dir[];	 /* its folder */
extern struct arena mem; /* cleared at the end of each test */

void setup_open(void);	 /* an empty store, open */
void setup_closed(void); /* an empty store, closed again */
void teardown(void);

/* dir/name; static, good until the next call. */
const char *in_dir(const char *name);

/* The same numbers at each run. */
uint64_t draw(void);

/* Bytes from hex digits; spaces are skipped.  In mem. */
struct bytes from_hex(const char *hex);
/* Are two runs of bytes the same?  Prints both as hex when not. */
void assert_bytes(struct bytes got, struct bytes want, const char *why);

/* A record of some kind with two answers; in mem. */
struct record *a_note(uint64_t id);

/* Log entries and records agree, and the chain is whole; gives the number of
 * entries. */
uint64_t assert_whole(struct store *s);

Suite *key_suite(void);
Suite *codec_suite(void);
Suite *txn_suite(void);
Suite *record_suite(void);
Suite *log_suite(void);
Suite *copy_suite(void);
Suite *room_suite(void);
Suite *power_suite(void);
Suite *process_suite(void);

#endif
