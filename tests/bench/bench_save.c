/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Saving a person who was changed, as a form does, against the same key-value
 * pairs put into the same store by nothing but LMDB, and by sqlite3.
 *
 * The pairs of our commits are recorded, with what stood there before.  The
 * store is closed, what stood there before is put back, and each commit is
 * made again, bare.  Then every key is given what it had when the store was
 * closed: other commits came between those that were recorded.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench.h"
#include "casework/edit.h"

#define SAVES 300

struct saves {
	struct recording recording;
	struct times times, synced;
	size_t refused;
};

enum doing { WARMING, TIMING, RECORDING };

/* Change a given name, which moves most search entries, and save.  Recording
 * takes time of its own: what is recorded is not timed. */
static bool
save_once(struct bench *b, uint64_t person, const char *name, enum doing doing,
	  struct saves *to)
{
	const struct item *it;
	struct saved saved;
	struct edit *e;
	struct watch w;
	enum err err;

	if (edit_open(b->session, person, &e) != ERR_OK)
		return false;
	it = form_item_means(e->form, MEANS_given_name);
	if (it)
		edit_set(e, it, NO_ROW, value_text(name));
	if (doing == RECORDING)
		record_to(&to->recording);
	watch_begin(&w);
	err = edit_save(e, SAVE_RECORD, NULL, &saved);
	if (err == ERR_OK && doing == TIMING)
		watch_end(&w, &to->times, &to->synced);
	record_to(NULL);
	if (err != ERR_OK && doing == RECORDING)
		to->recording.v[to->recording.n - 1].n = 0;
	edit_close(&e);
	return err == ERR_OK;
}

/* There and back before it counts: bare LMDB and sqlite3 write where we have
 * just been, so our own pages must be at hand as well.  Every other save is
 * recorded, so that both are of the same kind. */
static void
save_all(struct bench *b, struct saves *to)
{
	for (int i = 0; i < 2 * SAVES; i++) {
		struct arena a = ARENA_INIT;
		const struct record *p = bench_some(b, &a, RECORD_PERSON, true);
		char name[24];

		snprintf(name, sizeof(name), "Amina%c%c", 'a' + i % 26,
			 'a' + i / 26 % 26);
		if (p && !(save_once(b, p->id, name, WARMING, to) &&
			   save_once(b, p->id, "Zofia", WARMING, to) &&
			   save_once(b, p->id, name, i % 2 ? RECORDING : TIMING,
				     to)))
			to->refused++;
		arena_clear(&a);
	}
}

void
bench_save_one(struct bench *b, struct times *t)
{
	static int n;
	struct arena a = ARENA_INIT;
	const struct record *p = bench_some(b, &a, RECORD_PERSON, true);
	struct saves to = { 0 };
	char name[24];
	double began = now_us();

	snprintf(name, sizeof(name), "Amina%c%c", 'a' + n % 26,
		 'a' + n / 26 % 26);
	n++;
	if (p && save_once(b, p->id, name, WARMING, &to))
		times_add(t, now_us() - began);
	arena_clear(&a);
}

/* --- bare LMDB ------------------------------------------------------------------ */

static MDB_val
val(void *p, size_t n)
{
	return (MDB_val){ .mv_data = p, .mv_size = n };
}

static int
put_or_delete(MDB_txn *t, MDB_dbi dbi, MDB_val k, unsigned char *p, size_t n)
{
	MDB_val v = val(p, n);
	int rc = p ? mdb_put(t, dbi, &k, &v, 0) : mdb_del(t, dbi, &k, NULL);

	return rc == MDB_NOTFOUND ? 0 : rc;
}

/* What every key of the recording has now, as a commit of its own. */
static int
read_final(MDB_env *env, MDB_dbi dbi, const struct recording *r,
	   struct commit_pairs *out)
{
	MDB_txn *t;
	int rc = mdb_txn_begin(env, NULL, MDB_RDONLY, &t);

	if (rc)
		return rc;
	for (size_t i = 0; i < r->n; i++)
		out->cap += r->v[i].n;
	out->v = xcalloc(out->cap + 1, sizeof(*out->v));
	for (size_t i = 0; i < r->n; i++)
		for (size_t k = 0; k < r->v[i].n; k++) {
			struct pair *p = &out->v[out->n++];
			MDB_val key, now;

			*p = (struct pair){ .key = r->v[i].v[k].key,
					    .n_key = r->v[i].v[k].n_key };
			key = val(p->key, p->n_key);
			if (mdb_get(t, dbi, &key, &now) != 0)
				continue;
			p->value = xmalloc(now.mv_size + 1);
			memcpy(p->value, now.mv_data, now.mv_size);
			p->n_value = now.mv_size;
		}
	mdb_txn_abort(t);
	return 0;
}

/* The last change undone first. */
static int
undo_all(MDB_txn *t, MDB_dbi dbi, const struct recording *r)
{
	int rc = 0;

	for (size_t i = r->n; i-- > 0;)
		for (size_t k = r->v[i].n; rc == 0 && k-- > 0;) {
			struct pair *p = &r->v[i].v[k];

			rc = put_or_delete(t, dbi, val(p->key, p->n_key),
					   p->before, p->n_before);
		}
	return rc;
}

static int
put_all(MDB_txn *t, MDB_dbi dbi, const struct commit_pairs *c)
{
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < c->n; i++) {
		struct pair *p = &c->v[i];

		rc = put_or_delete(t, dbi, val(p->key, p->n_key), p->value,
				   p->n_value);
	}
	return rc;
}

static int
end(MDB_txn *t, int rc)
{
	if (rc == 0)
		return mdb_txn_commit(t);
	mdb_txn_abort(t);
	return rc;
}

static int
commit_bare(MDB_env *env, MDB_dbi dbi, const struct commit_pairs *c,
	    struct times *times, struct times *synced)
{
	MDB_txn *t;
	struct watch w;
	int rc;

	watch_begin(&w);
	rc = mdb_txn_begin(env, NULL, 0, &t);
	if (rc == 0)
		rc = end(t, put_all(t, dbi, c));
	watch_end(&w, times, synced);
	return rc;
}

static int
open_bare(const char *dir, MDB_env **env, MDB_dbi *dbi)
{
	MDB_txn *t = NULL;
	int rc = mdb_env_create(env);

	if (rc == 0)
		rc = mdb_env_open(*env, dir, 0, 0600);
	if (rc == 0)
		rc = mdb_txn_begin(*env, NULL, MDB_RDONLY, &t);
	if (rc == 0)
		rc = mdb_dbi_open(t, NULL, 0, dbi);
	if (t)
		mdb_txn_abort(t);
	return rc;
}

static int
bare_all(const char *dir, const struct recording *r, struct times *times,
	 struct times *synced)
{
	struct commit_pairs final = { 0 };
	MDB_env *env = NULL;
	MDB_dbi dbi = 0;
	MDB_txn *t;
	int rc = open_bare(dir, &env, &dbi);

	if (rc == 0)
		rc = read_final(env, dbi, r, &final);
	if (rc == 0 && (rc = mdb_txn_begin(env, NULL, 0, &t)) == 0)
		rc = end(t, undo_all(t, dbi, r));
	for (size_t i = 0; rc == 0 && i < r->n; i++)
		if (r->v[i].n)
			rc = commit_bare(env, dbi, &r->v[i], times, synced);
	if (final.v && mdb_txn_begin(env, NULL, 0, &t) == 0)
		rc = end(t, put_all(t, dbi, &final));
	for (size_t i = 0; i < final.n; i++)
		free(final.v[i].value);
	free(final.v);
	mdb_env_close(env);
	return rc;
}

/* --- lines ---------------------------------------------------------------------- */

static void
print_saves(struct times *t, struct times *bare, struct times *peer)
{
	double ours = times_at(t, 0.5), theirs = times_at(bare, 0.5);

	line_times("save a person, without sync", t, "1.3 times bare LMDB",
		   bare->n ? say("%.2f times", ours / theirs) : NULL);
	line_times("  bare LMDB, the same pairs", bare, "-", NULL);
	if (peer->n)
		line_times("  sqlite3, WAL, FULL, the same", peer, "-", NULL);
}

static void
print_syncs(struct saves *s, struct times *bare, struct times *peer)
{
	size_t pairs = 0, n = 0;

	for (size_t i = 0; i < s->recording.n; i++) {
		pairs += s->recording.v[i].n;
		n += s->recording.v[i].n > 0;
	}
	line_times("  the disk's own sync, in each save", &s->synced, "-",
		   say("LMDB %.2f, sqlite3 %.2f ms", times_at(bare, 0.5) / 1e3,
		       times_at(peer, 0.5) / 1e3));
	line_text("  pairs in a commit", say("%zu", n ? pairs / n : 0), "-",
		  s->refused ? say("%zu saves were refused", s->refused)
			     : NULL);
}

void
bench_save(struct bench *b)
{
	struct saves s = { 0 };
	struct times bare = { 0 }, bare_synced = { 0 };
	struct times peer = { 0 }, peer_synced = { 0 };
	int rc;

	save_all(b, &s);
	bench_close(b);
	rc = bare_all(b->dir, &s.recording, &bare, &bare_synced);
	if (rc)
		fprintf(stderr, "bench: LMDB: %s\n", mdb_strerror(rc));
	peer_save(&s.recording, &peer, &peer_synced);
	times_clear(&peer); /* the first time its pages were cold */
	times_clear(&peer_synced);
	peer_save(&s.recording, &peer, &peer_synced);
	print_saves(&s.times, &bare, &peer);
	print_syncs(&s, &bare_synced, &peer_synced);
	times_clear(&s.times);
	times_clear(&s.synced);
	times_clear(&bare);
	times_clear(&bare_synced);
	times_clear(&peer);
	times_clear(&peer_synced);
	recording_clear(&s.recording);
}
