/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Everybody compared with everybody: cards are read in small transactions,
 * kept in memory, and compared there; no transaction lives meanwhile.
 */
#include <string.h>

#include "casework/same_parts.h"
#include "match/sweep.h"

enum { READ_A_STEP = 500, PAIRS_A_STEP = 500 };

struct sweeping {
	struct session *s;
	struct sweep *sweep;
	struct arena *a;
	uint64_t after, done, of;
	bool (*progress)(uint64_t done, uint64_t of, void *ctx);
	void *ctx;
	bool stopped;
};

/* A card in as little memory as it takes. */
static const struct match_card *
keep_card(struct arena *a, const struct match_card *c)
{
	struct match_card *out = arena_memdup(a, c, sizeof(*c));
	const char **contacts =
		arena_array(a, c->n_contacts + 1, sizeof(*contacts));
	struct match_id *ids = arena_array(a, c->n_ids + 1, sizeof(*ids));

	out->names = arena_memdup(a, c->names, c->n_names * sizeof(*c->names));
	out->sex = arena_strdup(a, c->sex);
	out->postcode = arena_strdup(a, c->postcode);
	out->house = arena_strdup(a, c->house);
	for (size_t i = 0; i < c->n_contacts; i++)
		contacts[i] = arena_strdup(a, c->contacts[i]);
	for (size_t i = 0; i < c->n_ids; i++)
		ids[i] = (struct match_id){ c->ids[i].kind,
					    arena_strdup(a, c->ids[i].number) };
	out->contacts = contacts;
	out->ids = ids;
	return out;
}

/* May likeness lead the user to them? Somebody merged stands for another. */
static bool
is_swept(struct txn *t, const struct who *w, struct arena *a, uint64_t person)
{
	struct reach reach = { 0 };

	return reach_get(t, a, person, &reach) && !reach.guards &&
	       !same_guards(t, person) && who_sees_person(t, w, person);
}

static void
read_one(struct sweeping *k, struct txn *t, const struct who *w, uint64_t id)
{
	struct arena a = ARENA_INIT;
	const struct record *r;
	struct match_card card;

	if (is_swept(t, w, &a, id)) {
		r = record_now(t, k->s, &a, id);
		if (r && r->kind == RECORD_PERSON &&
		    !(r->flags & RECORD_WITHDRAWN)) {
			card_read(sweep_words(k->sweep), &a, k->s->set->person,
				  &r->fields, &card);
			sweep_add(k->sweep, id,
				  keep_card(sweep_arena(k->sweep), &card));
		}
	}
	arena_clear(&a);
}

/* The next people in order of their ids; false when there are no more. */
static bool
read_some(struct sweeping *k, enum err *err)
{
	struct txn *t = session_begin(k->s, false);
	const struct who *w = who_now(t, k->s);
	uint32_t fno = (uint32_t)form_no(k->s, k->s->set->person);
	struct bytes key, posting;
	struct index_scan *scan;
	struct key from, to;
	size_t n = 0;

	key_start(&from);
	key_u32(&from, fno);
	to = from;
	key_after(&to);
	key_u64(&from, k->after + 1);
	scan = index_scan_open(t, IX_BY_FORM, key_bytes(&from), key_bytes(&to),
			       false);
	k->of = common_count(t, "");
	while (w && n < READ_A_STEP && index_scan_next(scan, &key, &posting)) {
		struct key_reader r = key_read(key);
		uint32_t skip;

		key_read_u32(&r, &skip);
		key_read_u64(&r, &k->after);
		read_one(k, t, w, k->after);
		n++;
	}
	index_scan_close(&scan);
	*err = session_end(k->s, t);
	k->done += n;
	return n == READ_A_STEP && *err == ERR_OK;
}

/* Reading is the first half of the way, comparing the second. */
static bool
tell(struct sweeping *k, uint64_t done, uint64_t of)
{
	if (k->progress && !k->stopped)
		k->stopped = !k->progress(done, of, k->ctx);
	return !k->stopped;
}

static bool
compared(size_t done, size_t of, void *ctx)
{
	struct sweeping *k = ctx;

	return tell(k, of + done, 2 * of);
}

static bool
are_done_with(struct sweeping *k, struct txn *t, const struct sweep_pair *p)
{
	return same_root(t, p->one) == same_root(t, p->other) ||
	       same_said_different(t, p->one, sweep_card(k->sweep, p->i),
				   p->other, sweep_card(k->sweep, p->k));
}

static const char *
ref_of(struct txn *t, struct arena *a, uint64_t person)
{
	const struct record *r = record_get_header(t, a, person);

	return r ? r->ref : "";
}

/* The references of some pairs, and which are settled already. */
static enum err
name_some(struct sweeping *k, const struct sweep_pair *v, size_t n,
	  struct same_found *out, size_t *found)
{
	struct txn *t = session_begin(k->s, false);
	const struct who *w = who_now(t, k->s);

	for (size_t i = 0; w && i < n; i++) {
		if (are_done_with(k, t, &v[i]) ||
		    !who_sees_person(t, w, v[i].one) ||
		    !who_sees_person(t, w, v[i].other))
			continue;
		out[(*found)++] = (struct same_found){
			.one = v[i].one,
			.other = v[i].other,
			.one_ref = ref_of(t, k->a, v[i].one),
			.other_ref = ref_of(t, k->a, v[i].other),
			.bits = (double)v[i].bits,
			.twins = v[i].twins
		};
	}
	return session_end(k->s, t);
}

static enum err
log_sweep(struct session *s, double bits)
{
	struct txn *t = session_begin(s, true);
	struct arena a = ARENA_INIT;

	if (who_now(t, s))
		log_act(t, s, ACT_SEARCHED, 0, 0, 0,
			arena_printf(&a,
				     "who is recorded twice, from %.1f "
				     "bits",
				     bits));
	arena_clear(&a);
	return session_end(s, t);
}

static enum err
sweep_all(struct sweeping *k, double bits, struct same_found **out, size_t *n)
{
	struct sweep_pair *pairs;
	enum err e = ERR_OK;
	size_t all;

	while (read_some(k, &e) && tell(k, k->done, 2 * k->of))
		;
	if (e != ERR_OK || k->stopped)
		return e != ERR_OK ? e : ERR_CONFLICT;
	all = sweep_run(k->sweep, bits, &pairs, compared, k);
	*out = arena_array(k->a, all + 1, sizeof(**out));
	for (size_t i = 0; i < all && e == ERR_OK; i += PAIRS_A_STEP)
		e = name_some(k, pairs + i,
			      all - i < PAIRS_A_STEP ? all - i : PAIRS_A_STEP,
			      *out, n);
	return e == ERR_OK && k->stopped ? ERR_CONFLICT : e;
}

enum err
same_sweep(struct session *s, struct arena *a, double bits,
	   bool (*progress)(uint64_t done, uint64_t of, void *ctx), void *ctx,
	   struct same_found **out, size_t *n)
{
	struct sweeping k = {
		.s = s, .a = a, .progress = progress, .ctx = ctx
	};
	enum err e;

	*out = NULL;
	*n = 0;
	if (!s->set->person)
		return ERR_OK;
	TRY(log_sweep(s, bits));
	k.sweep = sweep_new();
	e = sweep_all(&k, bits, out, n);
	sweep_free(&k.sweep);
	return e;
}

enum err
same_as(struct session *s, struct arena *a, const char *ref,
	struct likeness **out, size_t *n)
{
	const struct record *r = NULL;
	struct txn *t = session_begin(s, true);
	const struct who *w = who_now(t, s);
	struct key k;
	struct bytes key, posting;
	struct index_scan *scan;
	uint64_t id = 0;
	enum err e;

	key_start(&k);
	key_text(&k, ref);
	scan = index_scan_prefix(t, IX_REF, key_bytes(&k), false);
	if (w && index_scan_next(scan, &key, &posting)) {
		struct key_reader rd = key_read(posting);

		key_read_u64(&rd, &id);
		r = record_now(t, s, a, id);
	}
	index_scan_close(&scan);
	*out = NULL;
	*n = 0;
	if (r && r->kind == RECORD_PERSON && who_sees_person(t, w, id))
		log_act(t, s, ACT_OPENED, id, 0, id,
			"who may be the same person");
	else
		txn_fail(t, ERR_NOT_FOUND);
	e = session_end(s, t);
	return e == ERR_OK ? find_alike(s, a, &r->fields, id, out, n) : e;
}
