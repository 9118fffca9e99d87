/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lock.h - names that one process at a time may hold, beside the store.
 *
 * Held through the kernel (an open file description lock on the file `locks`
 * in the store's folder, a byte for each name), so that a process that dies
 * leaves none behind.  Two sessions of one process are two holders.
 */
#ifndef STORE_LOCK_H
#define STORE_LOCK_H

#include "store/store.h"

struct store_lock;

/* Take the lock of a name without waiting.  ERR_EXISTS: another has it (two
 * names in a thousand million share one). */
MUST_USE enum err store_lock(struct store *s, const char *name,
			     struct store_lock **out);
/* Give it back; NULL is fine. */
void store_unlock(struct store_lock **l);
/* Does anybody hold it just now?  Nothing is taken. */
bool store_is_locked(struct store *s, const char *name);

#endif
