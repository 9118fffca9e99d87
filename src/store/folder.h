/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * folder.h - the folder in which a store lies: whether it may lie there, and
 * who may read the files made in it.
 */
#ifndef STORE_FOLDER_H
#define STORE_FOLDER_H

#include <stdbool.h>
#include <sys/types.h>

#include "base/err.h"

/* What the engine's files are called, and a copy while it is made. */
#define ENGINE_DATA "data.mdb"
#define ENGINE_LOCK "lock.mdb"
#define ENGINE_PART "data.mdb.part"

/* Is dir a folder on this machine's own disks?  ERR_NOT_FOUND: not there.
 * ERR_INVALID: no folder, or on a network file system, where the locks and
 * the shared memory of two machines do not meet.  ERR_DENIED; ERR_IO. */
MUST_USE enum err folder_check(const char *dir);

/* By statfs() type, and by the name in mountinfo where the type says only
 * that it is a FUSE (name may be NULL). */
bool folder_type_is_remote(unsigned long type, const char *name);

/* Make the folder when it is not there, for its owner alone. */
MUST_USE enum err folder_make(const char *dir);

/* Nothing in it.  False also when it cannot be read. */
bool folder_is_empty(const char *dir);

/* Of files made in dir: 0660 where the folder hands its group on (setgid),
 * 0600 otherwise. */
mode_t folder_file_mode(const char *dir);

/* Make the names in dir durable. */
MUST_USE enum err folder_sync(const char *dir);

/* dir/name, to be freed. */
char *folder_path(const char *dir, const char *name);

/* What an errno means to a caller; `what` goes to syslog with it. */
enum err err_from_errno(int number, const char *what);

/*
 * Make a file and reserve its blocks: what is written through a mapping would
 * meet a full disk as a SIGBUS.  Before it is mapped and before anybody holds
 * locks on it: closing it later would drop them.
 */
MUST_USE enum err folder_reserve(const char *dir, const char *name, mode_t mode,
				 off_t bytes);

/* Is there a file of this name, or something that may not be looked at? */
bool folder_has(const char *dir, const char *name);

/* Give a finished file its name, unless another has come to stand there: 0, or
 * an errno. */
int folder_rename_new(const char *dir, const char *part, const char *name);

/* Copy a file byte for byte into another folder, under the name `part` until
 * it is whole and durable.  ERR_EXISTS: one of its name is there. */
MUST_USE enum err folder_copy(const char *from, const char *to,
			      const char *name, const char *part);

/* Take a file away, if it is there. */
void folder_remove(const char *dir, const char *name);

#endif
