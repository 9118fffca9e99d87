/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * known.c - forms that were checked before are not checked at every start.
 *
 * Beside the published texts stands, in meta, what a build of the program has
 * found out about them (form_set_plan()):
 *
 *	forms/known	<digest, 32 bytes> <plan>
 *
 * The digest is BLAKE2b-256 of forms/current, the build's number and the plan:
 * for other forms, another build or a damaged plan it does not fit, and the
 * forms are loaded in full.  Whoever signs in next then writes it anew.
 */
#include <sodium.h>
#include <string.h>

#include "base/build.h"
#include "casework/internal.h"

#define META_KNOWN "forms/known"

enum { DIGEST = 32 };

static void
add_part(crypto_generichash_state *h, struct bytes part)
{
	uint64_t n = part.n; /* so that parts cannot run into one another */

	crypto_generichash_update(h, (const unsigned char *)&n, sizeof(n));
	if (n > 0)
		crypto_generichash_update(h, part.p, n);
}

static void
digest_of(unsigned char out[DIGEST], struct bytes current, struct bytes plan)
{
	crypto_generichash_state h;

	crypto_generichash_init(&h, NULL, 0, DIGEST);
	add_part(&h, current);
	add_part(&h, build_id());
	add_part(&h, plan);
	crypto_generichash_final(&h, out, DIGEST);
}

/* The plan, when it is of these forms and of this build. */
static bool
get_plan(struct txn *t, struct arena *a, struct bytes current,
	 struct bytes *plan)
{
	unsigned char digest[DIGEST];
	struct bytes kept;

	if (!build_id().n || !meta_get(t, a, META_KNOWN, &kept) ||
	    kept.n < DIGEST)
		return false;
	*plan = bytes_of((const char *)kept.p + DIGEST, kept.n - DIGEST);
	digest_of(digest, current, *plan);
	return memcmp(digest, kept.p, DIGEST) == 0;
}

enum err
known_load(struct store *st, struct form_set **out, struct forms_known *known)
{
	struct arena a = ARENA_INIT;
	struct txn *t = txn_begin_read(st);
	struct form_source *files;
	struct bytes plan = { 0 };
	size_t n = published_texts(t, &a, &files, &known->current);
	bool can = n > 0 && get_plan(t, &a, known->current, &plan);
	enum err e = txn_commit(t);

	known->fresh = false;
	if (e == ERR_OK && n == 0)
		e = ERR_INVALID;
	if (e == ERR_OK &&
	    (!can || form_set_load_known(out, files, n, plan) != ERR_OK)) {
		struct problems p;

		problems_init(&p, &a);
		e = form_set_load(out, files, n, &p);
		known->fresh = true;
	}
	if (e == ERR_OK)
		known->current.p = arena_memdup((*out)->arena, known->current.p,
						known->current.n);
	arena_clear(&a);
	memory_trim(); /* reading took as much again, in every session */
	return e;
}

void
known_keep(struct txn *t, const struct form_set *set,
	   const struct forms_known *known)
{
	unsigned char digest[DIGEST];
	struct buf plan = BUF_INIT, kept = BUF_INIT;

	if (!known->fresh || !build_id().n)
		return;
	form_set_plan(set, &plan);
	digest_of(digest, known->current, buf_bytes(&plan));
	buf_add(&kept, digest, DIGEST);
	buf_add(&kept, plan.s, plan.n);
	meta_put(t, META_KNOWN, buf_bytes(&kept));
	buf_clear(&plan);
	buf_clear(&kept);
}
