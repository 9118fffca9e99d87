/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Two records decided upon: different, not sure, one person; and a merge
 * taken back.  Each is one commit with its log entry.
 */
#include <string.h>

#include "base/text.h"
#include "casework/same_parts.h"
#include "match/sweep.h"

/* An act upon two people, both of whom the user sees. */
struct deciding {
	struct session *s;
	struct arena a;
	struct txn *t;
	const struct who *w;
	const struct record *one, *other;
};

static const struct record *
person_seen(struct deciding *d, uint64_t id)
{
	const struct record *r =
		d->w ? record_now(d->t, d->s, &d->a, id) : NULL;

	return r && r->kind == RECORD_PERSON &&
			       who_sees_as_steward(d->t, d->w, id)
		       ? r
		       : NULL;
}

static bool
begin(struct deciding *d, struct session *s, uint64_t one, uint64_t other)
{
	*d = (struct deciding){ .s = s };
	d->t = session_begin(s, true);
	d->w = who_now(d->t, s);
	d->one = person_seen(d, one);
	d->other = person_seen(d, other);
	if (one == other)
		txn_fail(d->t, ERR_INVALID);
	else if (!d->one || !d->other)
		txn_fail(d->t, ERR_NOT_FOUND);
	return txn_err(d->t) == ERR_OK;
}

static enum err
end(struct deciding *d, uint64_t about, const char *what)
{
	enum err e = session_end(d->s, d->t);

	arena_clear(&d->a);
	if (e == ERR_DENIED)
		log_refusal(d->s, about, what);
	return e;
}

/* --- different, not sure ------------------------------------------------------ */

static uint64_t
looks_like(struct deciding *d, struct words *words, const struct record *r)
{
	struct match_card card;

	card_read(words, &d->a, d->s->set->person, &r->fields, &card);
	return match_fingerprint(&card);
}

static void
remember_different(struct deciding *d)
{
	struct words *words = words_new(&d->a);
	bool turned = d->one->id > d->other->id;
	const struct record *less = turned ? d->other : d->one;
	const struct record *more = turned ? d->one : d->other;
	struct key k, p;

	key_start(&k);
	key_u64(&k, less->id);
	key_u64(&k, more->id);
	key_start(&p);
	key_u64(&p, looks_like(d, words, less));
	key_u64(&p, looks_like(d, words, more));
	index_put(d->t, IX_PAIR, key_bytes(&k), key_bytes(&p));
}

/* Stands in the log of both, each time with the other's number. */
static void
log_of_both(struct deciding *d, enum act act, const char *what,
	    const char *reason)
{
	const char *why = text_blank(reason) ? "" : reason;

	log_act(d->t, d->s, act, d->one->id, 0, d->one->id,
		arena_printf(&d->a, "%s %s%s%s", what, d->other->ref,
			     why[0] ? ": " : "", why));
	log_act(d->t, d->s, act, d->other->id, 0, d->other->id,
		arena_printf(&d->a, "%s %s%s%s", what, d->one->ref,
			     why[0] ? ": " : "", why));
}

enum err
same_different(struct session *s, uint64_t one, uint64_t other,
	       const char *reason)
{
	struct deciding d;

	if (begin(&d, s, one, other)) {
		if (!who_writes_form(d.w, s->set->person)) {
			txn_fail(d.t, ERR_DENIED);
		} else {
			remember_different(&d);
			same_unqueue(d.t, one, other);
			log_of_both(&d, ACT_CHANGED, "another person than",
				    reason);
		}
	}
	return end(&d, one, "to say that they are two people");
}

enum err
same_unsure(struct session *s, uint64_t one, uint64_t other, const char *reason)
{
	struct deciding d;

	if (begin(&d, s, one, other)) {
		struct match_score score;

		same_weigh(d.t, s, d.w, d.one, d.other, &score);
		same_enqueue(d.t, SAME_OPEN, one, other, score.bits,
			     SAME_UNSURE, s->user);
		log_of_both(&d, ACT_CHANGED, "perhaps the same person as",
			    reason);
	}
	return end(&d, one, "to say that they may be one person");
}

/* --- one person --------------------------------------------------------------- */

/* Ruling 10: the steward's role in every programme of both. */
static bool
may_merge(struct deciding *d, uint64_t person)
{
	uint64_t member[SAME_MOST];
	size_t n = same_members(d->t, person, member);
	uint64_t cases = 0;

	for (size_t i = 0; i < n; i++) {
		struct reach reach = { 0 };

		if (!reach_get(d->t, &d->a, member[i], &reach))
			return false;
		cases |= reach.cases | reach.guards;
	}
	for (unsigned int cno = 0; cno < 64; cno++)
		if (cases >> cno & 1 && !same_is_steward(d->w, cno))
			return false;
	return same_is_steward(d->w, SAME_OPEN);
}

bool
same_may_merge(struct txn *t, struct session *s, const struct who *w,
	       uint64_t one, uint64_t other)
{
	struct deciding d = { .s = s, .t = t, .w = w };
	bool may = may_merge(&d, one) && may_merge(&d, other);

	arena_clear(&d.a);
	return may;
}

static void
make_alias(struct deciding *d, uint64_t keeper, uint64_t other,
	   const char *reason, uint64_t *alias)
{
	struct record r = { .kind = RECORD_ALIAS,
			    .form = "",
			    .ref = "",
			    .state = "",
			    .owner = "" };

	r.id = *alias = record_new_id(d->t);
	r.person = keeper;
	fields_init(&r.fields, &d->a);
	fields_set(&r.fields, "other", value_person(other));
	change_record(d->t, d->s, NULL, &r,
		      &(struct note){ ACT_MERGED, reason, NULL });
	log_act(d->t, d->s, ACT_MERGED, other, 0, r.id, reason);
}

enum err
same_merge(struct session *s, uint64_t keeper, uint64_t other,
	   const char *reason, uint64_t *alias)
{
	struct deciding d;

	*alias = 0;
	if (begin(&d, s, keeper, other)) {
		uint64_t k = same_root(d.t, keeper);
		uint64_t o = same_root(d.t, other);

		if (!may_merge(&d, keeper) || !may_merge(&d, other)) {
			txn_fail(d.t, ERR_DENIED);
		} else if (k == o) {
			txn_fail(d.t, ERR_EXISTS);
		} else {
			make_alias(&d, k, o, reason, alias);
			same_unqueue(d.t, keeper, other);
		}
	}
	return end(&d, keeper, "to merge two people");
}

enum err
same_restore(struct session *s, uint64_t keeper, uint64_t other)
{
	struct deciding d;
	uint64_t alias;

	if (begin(&d, s, keeper, other)) {
		if (!may_merge(&d, keeper) || !may_merge(&d, other))
			txn_fail(d.t, ERR_DENIED);
		else if (same_alias(d.t, other) ||
			 same_root(d.t, keeper) == other)
			txn_fail(d.t, ERR_EXISTS);
		else
			make_alias(&d, keeper, other, "imported", &alias);
	}
	return end(&d, keeper, "to merge two people");
}

enum err
same_unmerge(struct session *s, uint64_t alias, const char *reason)
{
	struct deciding d = { .s = s };
	const struct record *r;
	struct record now;

	d.t = session_begin(s, true);
	d.w = who_now(d.t, s);
	r = d.w ? record_get(d.t, &d.a, alias) : NULL;
	if (!r || r->kind != RECORD_ALIAS || r->flags & RECORD_WITHDRAWN ||
	    !who_sees_as_steward(d.t, d.w, r->person)) {
		txn_fail(d.t, ERR_NOT_FOUND);
	} else if (!may_merge(&d, r->person)) {
		txn_fail(d.t, ERR_DENIED);
	} else {
		now = *r;
		fields_copy(&now.fields, &d.a, &r->fields);
		now.flags |= RECORD_WITHDRAWN;
		change_record(d.t, s, r, &now,
			      &(struct note){ ACT_UNMERGED, reason, NULL });
		log_act(d.t, s, ACT_UNMERGED, fields_id(&r->fields, "other"), 0,
			alias, reason);
	}
	return end(&d, alias, "to undo a merge");
}
