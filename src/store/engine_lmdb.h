/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * engine_lmdb.h - the inside of the engine: what its transactions
 * (engine_lmdb.c) and its scans (engine_scan.c) know of each other.
 */
#ifndef STORE_ENGINE_LMDB_H
#define STORE_ENGINE_LMDB_H

#include <lmdb.h>
#include <sys/types.h>

#include "store/engine.h"

struct engine {
	MDB_env *env;
	MDB_dbi dbi;
	char *dir;
	dev_t dev; /* of the data file: what is open already */
	ino_t ino;
	pid_t pid;
	unsigned int refs; /* how often opened */
	unsigned int live; /* transactions */
	bool writing;
	bool outgrown;
	struct engine *next;
};

struct engine_txn {
	struct engine *engine;
	MDB_txn *mdb;
	bool write;
	uint64_t changes; /* so that a scan notices */
	struct engine_scan *scans;
	struct engine_scan *spare; /* closed, with their cursors */
	unsigned int n_spare;
};

/* What LMDB answered, told to the system's log where it is a fault. */
enum err err_from_lmdb(int rc, const char *what);
/* Cursors must not outlive their transaction; the scans may. */
void engine_scans_stop(struct engine_txn *t);

static inline MDB_val
val(struct bytes b)
{
	union { /* LMDB does not write through it */
		const void *from;
		void *to;
	} p = { b.p };

	return (MDB_val){ b.n, p.to };
}

#endif
