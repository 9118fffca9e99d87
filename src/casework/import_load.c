/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A first load: many rows into a store that has hardly anybody yet.  Index
 * entries are gathered in a scratch file, where this import finds them, and
 * put into the store sorted, in small commits, when all rows are done.  Until
 * then the store notes that its indexes are not whole: should the import be
 * killed, they are made anew when the store is opened next.
 *
 * What is loaded is found by nobody else until the end; so the load ends as
 * soon as somebody else is seen to write, and all goes on as in any import.
 */
#include <time.h>

#include "casework/find_parts.h"
#include "casework/import_parts.h"
#include "store/lock.h"

#define LOAD_ROWS 500
#define LOAD_PEOPLE 100 /* in a store that has hardly anybody */
#define MOVE_FIRST 500
#define MOVE_MOST 20000
#define MOVE_MS 25

static bool
has_few(struct importing *im)
{
	struct txn *t = session_begin(im->s, false);
	bool few = common_count(t, "") < LOAD_PEOPLE;

	return session_end(im->s, t) == ERR_OK && few;
}

static enum err
note_begun(struct importing *im)
{
	struct txn *t = session_begin(im->s, true);

	indexes_note_loading(t);
	im->log_seen = log_last(t);
	return session_end(im->s, t);
}

/* A load that cannot begin is none. */
enum err
load_begin(struct importing *im)
{
	struct session *s = im->s;

	if (im->resumed || im->n_rows < LOAD_ROWS || !has_few(im) ||
	    store_lock(s->store, LOAD_LOCK, &im->load_lock) != ERR_OK)
		return ERR_OK;
	if (scratch_open(&s->scratch) != ERR_OK) {
		store_unlock(&im->load_lock);
		return ERR_OK;
	}
	s->loading = true;
	return note_begun(im);
}

struct moving {
	struct scratch *scratch;
	struct buf last, next; /* the key to go on from: now, and then */
	size_t most;
	bool more;
};

static enum err
move_step(struct txn *t, void *ctx)
{
	struct moving *m = ctx;

	buf_reset(&m->next);
	buf_add(&m->next, m->last.s, m->last.n);
	m->more = scratch_move(t, m->scratch, &m->next, m->most);
	if (!m->more)
		indexes_note_shape(t);
	return txn_err(t);
}

/* As many as leave the store to others soon enough. */
static void
measure(struct moving *m, int64_t took)
{
	size_t fit = took > 0 ? m->most * MOVE_MS / (size_t)took : MOVE_MOST;

	if (fit > m->most * 2)
		fit = m->most * 2;
	m->most = fit < 50 ? 50 : fit > MOVE_MOST ? MOVE_MOST : fit;
}

static enum err
move_all(struct importing *im)
{
	const struct timespec gap = { 0, 2000000 };
	struct moving m = { .scratch = im->s->scratch,
			    .last = BUF_INIT,
			    .next = BUF_INIT,
			    .most = MOVE_FIRST,
			    .more = true };
	enum err e = ERR_OK;

	while (m.more && e == ERR_OK) {
		int64_t began = monotonic_ms();

		e = store_write(im->s->store, move_step, &m);
		measure(&m, monotonic_ms() - began);
		buf_reset(&m.last);
		buf_add(&m.last, m.next.s, m.next.n);
		if (m.more)
			nanosleep(&gap, NULL);
	}
	buf_clear(&m.last);
	buf_clear(&m.next);
	return e;
}

/* Also after an error: what was written is found, if that can be. */
enum err
load_end(struct importing *im)
{
	enum err e;

	if (!im->s->loading)
		return ERR_OK;
	e = move_all(im);
	im->s->loading = false;
	scratch_close(&im->s->scratch);
	store_unlock(&im->load_lock);
	return e;
}
