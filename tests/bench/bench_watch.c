/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Between the program and its libraries: these functions stand before those
 * of the same name in libc and liblmdb, so that the time spent waiting for
 * the disk can be told apart and a commit be written once more without us.
 */
#include <dlfcn.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "bench.h"

static double synced;
static struct recording *recording;

double
now_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

double
synced_us(void)
{
	return synced;
}

void
watch_begin(struct watch *w)
{
	w->synced = synced;
	w->began = now_us();
}

void
watch_end(const struct watch *w, struct times *t, struct times *sync)
{
	double took = now_us() - w->began, waited = synced - w->synced;

	times_add(t, took - waited);
	if (sync)
		times_add(sync, waited);
}

int
fsync(int fd)
{
	double began = now_us();
	long rc = syscall(SYS_fsync, fd);

	synced += now_us() - began;
	return (int)rc;
}

int
fdatasync(int fd)
{
	double began = now_us();
	long rc = syscall(SYS_fdatasync, fd);

	synced += now_us() - began;
	return (int)rc;
}

/* LMDB writes its meta page through a descriptor that syncs by itself. */
ssize_t
pwrite(int fd, const void *p, size_t n, off_t at)
{
	double began = now_us();
	long rc = syscall(SYS_pwrite64, fd, p, n, at);

	if (fcntl(fd, F_GETFL) & O_DSYNC)
		synced += now_us() - began;
	return rc;
}

/* --- what LMDB is given ----------------------------------------------------- */

static void *
copy_of(const MDB_val *v)
{
	void *p = xmalloc(v->mv_size + 1);

	memcpy(p, v->mv_data, v->mv_size);
	return p;
}

static void
note_pair(MDB_txn *txn, MDB_dbi dbi, const MDB_val *key, const MDB_val *value)
{
	struct commit_pairs *c = &recording->v[recording->n - 1];
	MDB_val k = *key, old;
	struct pair *p;

	if (c->n == c->cap) {
		c->cap = c->cap ? 2 * c->cap : 64;
		c->v = xrealloc(c->v, c->cap * sizeof(*c->v));
	}
	p = &c->v[c->n++];
	*p = (struct pair){ .key = copy_of(key), .n_key = key->mv_size };
	if (value) {
		p->value = copy_of(value);
		p->n_value = value->mv_size;
	}
	if (mdb_get(txn, dbi, &k, &old) == 0) {
		p->before = copy_of(&old);
		p->n_before = old.mv_size;
	}
}

int
mdb_put(MDB_txn *txn, MDB_dbi dbi, MDB_val *key, MDB_val *value,
	unsigned int flags)
{
	static int (*real)(MDB_txn *, MDB_dbi, MDB_val *, MDB_val *,
			   unsigned int);

	if (!real)
		*(void **)&real = dlsym(RTLD_NEXT, "mdb_put");
	if (recording && recording->n)
		note_pair(txn, dbi, key, value);
	return real(txn, dbi, key, value, flags);
}

int
mdb_del(MDB_txn *txn, MDB_dbi dbi, MDB_val *key, MDB_val *value)
{
	static int (*real)(MDB_txn *, MDB_dbi, MDB_val *, MDB_val *);

	if (!real)
		*(void **)&real = dlsym(RTLD_NEXT, "mdb_del");
	if (recording && recording->n)
		note_pair(txn, dbi, key, NULL);
	return real(txn, dbi, key, value);
}

void
record_to(struct recording *r)
{
	recording = r;
	if (!r)
		return;
	if (r->n == r->cap) {
		r->cap = r->cap ? 2 * r->cap : 64;
		r->v = xrealloc(r->v, r->cap * sizeof(*r->v));
	}
	r->v[r->n++] = (struct commit_pairs){ 0 };
}

void
recording_clear(struct recording *r)
{
	for (size_t i = 0; i < r->n; i++) {
		for (size_t k = 0; k < r->v[i].n; k++) {
			free(r->v[i].v[k].key);
			free(r->v[i].v[k].value);
			free(r->v[i].v[k].before);
		}
		free(r->v[i].v);
	}
	free(r->v);
	*r = (struct recording){ 0 };
}
