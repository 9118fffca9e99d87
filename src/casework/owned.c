/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Whose cases are whose: those of one user, those of a user who leaves, and
 * giving many of them on at once.
 */
#include <string.h>

#include "casework/find_parts.h"

#define STEP 8 /* cases of one commit: the lock is held that long */

/* Open cases of a login that may be seen (and written to), by reference. */
static size_t
owned(struct txn *t, struct session *s, const struct who *w, struct arena *a,
      const char *login, bool writable, const struct record ***out)
{
	struct key k;
	struct bytes key, posting;
	struct index_scan *scan;
	size_t n = 0, cap = 0;

	*out = NULL;
	key_start(&k);
	key_text(&k, login);
	key_u8(&k, 0);
	scan = index_scan_prefix(t, IX_OWNED, key_bytes(&k), false);
	while (w && n < WORK_COUNTED && index_scan_next(scan, &key, &posting)) {
		struct key_reader r = key_read(posting);
		uint64_t id = 0;
		const struct record *c;

		key_read_u64(&r, &id);
		c = record_now(t, s, a, id);
		if (!c || !who_sees_case(t, w, c) ||
		    (writable && !who_writes(t, w, c)))
			continue;
		if (n == cap) {
			size_t want = cap ? cap * 2 : 16;

			*out = arena_grow(a, *out, n, want, sizeof(**out));
			cap = want;
		}
		(*out)[n++] = c;
	}
	index_scan_close(&scan);
	return n;
}

static enum err
briefs_of(struct session *s, struct arena *a, const char *login, bool writable,
	  struct case_brief **out, size_t *n)
{
	struct txn *t = session_begin(s, false);
	const struct who *w = who_now(t, s);
	const struct record **c;
	struct person_brief p;

	*n = owned(t, s, w, a, login, writable, &c);
	*out = arena_array(a, *n + 1, sizeof(**out));
	for (size_t i = 0; i < *n; i++) {
		brief_case(s, a, c[i], &(*out)[i]);
		if (!c[i]->person || !who_sees_person(t, w, c[i]->person))
			continue;
		brief_name(t, s, w, a, same_shown(t, w, c[i]->person), &p);
		(*out)[i].name = p.name;
	}
	return session_end(s, t);
}

enum err
my_cases(struct session *s, struct arena *a, struct case_brief **out, size_t *n)
{
	return briefs_of(s, a, s->user, false, out, n);
}

enum err
cases_owned(struct session *s, struct arena *a, const char *login,
	    struct case_brief **out, size_t *n)
{
	return briefs_of(s, a, login, true, out, n);
}

enum err
case_owners(struct session *s, struct arena *a, struct owner **out, size_t *n)
{
	struct txn *t = session_begin(s, false);
	const struct who *w = who_now(t, s);
	struct arena one = ARENA_INIT;
	const struct record **c;
	struct user *u;
	size_t all = users_all(t, a, &u);

	*n = 0;
	*out = arena_array(a, all + 1, sizeof(**out));
	for (size_t i = 0; i < all; i++) {
		size_t cases = owned(t, s, w, &one, u[i].login, true, &c);

		if (cases)
			(*out)[(*n)++] =
				(struct owner){ u[i].login, u[i].name, cases };
		arena_clear(&one);
	}
	return session_end(s, t);
}

/* --- whom they may be given to ----------------------------------------------- */

enum err
cases_assignees(struct session *s, struct arena *a, const uint64_t *ids,
		size_t n_ids, struct user **out, size_t *n)
{
	struct txn *t = session_begin(s, false);
	const struct who *w = who_now(t, s);
	size_t all = w ? users_all(t, a, out) : 0;

	for (size_t i = 0; i < n_ids; i++) {
		const struct record *r = record_now(t, s, a, ids[i]);
		const struct form *f = r ? form_of_record(s, r) : NULL;
		size_t left = 0;

		if (!w || !f || r->kind != RECORD_CASE ||
		    !who_sees_case(t, w, r)) {
			txn_fail(t, ERR_NOT_FOUND);
			all = 0;
			break;
		}
		for (size_t k = 0; k < all; k++)
			if (user_holds(s, &(*out)[k], f->write, f))
				(*out)[left++] = (*out)[k];
		all = left;
	}
	for (size_t i = 0; i < all; i++)
		user_as_seen(w, &(*out)[i]);
	*n = all;
	return session_end(s, t);
}

enum err
case_assignees(struct session *s, struct arena *a, uint64_t case_id,
	       struct user **out, size_t *n)
{
	return cases_assignees(s, a, &case_id, 1, out, n);
}

/* --- giving them ------------------------------------------------------------- */

/* Some of them, in one commit.  One that somebody else moved meanwhile, or
 * that cannot be given, stays where it is. */
static enum err
assign_some(struct session *s, const uint64_t *ids, size_t n, const char *from,
	    const char *login, const char *reason, size_t *given)
{
	bool own = !s->batch;
	struct arena a = ARENA_INIT;
	enum err e = ERR_OK;
	size_t done = 0;

	if (own)
		session_batch_begin(s);
	for (size_t i = 0; i < n && e == ERR_OK; i++) {
		const struct record *r =
			record_get_header(s->batch, &a, ids[i]);

		if (!r || r->flags & RECORD_CLOSED ||
		    strcmp(r->owner, from) != 0)
			continue;
		e = case_assign(s, ids[i], login, reason);
		done += e == ERR_OK;
		if (e == ERR_NOT_FOUND || e == ERR_DENIED || e == ERR_INVALID)
			e = ERR_OK;
	}
	arena_clear(&a);
	if (own && e == ERR_OK)
		e = session_batch_commit(s);
	else if (own)
		session_batch_abort(s);
	if (e == ERR_OK)
		*given += done;
	return e;
}

enum err
cases_assign(struct session *s, const uint64_t *ids, size_t n, const char *from,
	     const char *login, const char *reason, size_t *given)
{
	enum err e = ERR_OK;

	*given = 0;
	for (size_t i = 0; i < n && e == ERR_OK; i += STEP)
		e = assign_some(s, ids + i, n - i < STEP ? n - i : STEP, from,
				login, reason, given);
	return e;
}
