/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What has happened, the newest first: the records of a person or of a case,
 * and the steps that a case has taken.
 */
#include <stdlib.h>
#include <string.h>

#include "casework/same_parts.h"

#define EVENTS_MOST 500

struct telling {
	struct txn *t;
	struct session *s;
	const struct who *w;
	struct arena *a;
	bool cases; /* of a person: which case it was is said */
	struct event *v;
	size_t n, cap;
};

static void
tell(struct telling *k, struct event e)
{
	if (k->n == k->cap) {
		size_t want = k->cap ? k->cap * 2 : 64;

		k->v = arena_grow(k->a, k->v, k->n, want, sizeof(*k->v));
		k->cap = want;
	}
	k->v[k->n++] = e;
}

/* --- a record ------------------------------------------------------------ */

static const char *
event_what(const struct record *r, const struct form *f)
{
	if (f)
		return f->kind == FORM_CASE ? "Referral" : f->label;
	switch (r->kind) {
	case RECORD_TASK:
		return r->flags & RECORD_FINISHED ? "Task done" : "Task";
	case RECORD_FLAG:
		return "Alert";
	case RECORD_LINK:
		return "Link";
	case RECORD_ALIAS:
		return "Merged";
	default:
		return "Note";
	}
}

static const char *
referral_word(struct telling *k, const struct record *r, const char *summary)
{
	if (!k->cases && summary[0])
		return summary;
	return arena_printf(k->a, "%s%s%s", r->ref, summary[0] ? ": " : "",
			    summary);
}

static void
tell_record(struct telling *k, const struct record *r)
{
	const struct form *f = form_of_record(k->s, r);
	const char *sum = record_summary(k->t, k->s, k->w, k->a, r);

	tell(k, (struct event){ .record = r->id,
				.case_id = r->case_id,
				.kind = r->kind,
				.form = f,
				.at = r->created_at,
				.what = event_what(r, f),
				.who = who_told(k->t, k->w, r->created_by),
				.summary = r->kind == RECORD_CASE
						   ? referral_word(k, r, sum)
						   : sum,
				.finished = r->flags & RECORD_FINISHED,
				.withdrawn = r->flags & RECORD_WITHDRAWN });
}

/* --- a step -------------------------------------------------------------- */

/* The minute is known, not the second: what was written in that minute led to
 * the step. */
static int64_t
step_at(const struct fields *row)
{
	const struct value *at = fields_get(row, "at");
	int minutes = at && at->type == VAL_TIME ? at->minutes : 0;

	return clock_utc_of(fields_date(row, "on"), minutes) + (at ? 59 : 0);
}

/* The first state is the referral itself. */
static void
tell_steps(struct telling *k, const struct record *c)
{
	const struct form *f = form_of_record(k->s, c);
	const struct value *v = fields_get(&c->fields, "_states");
	const char *of = k->cases ? arena_printf(k->a, ", %s", c->ref) : "";

	for (size_t i = 1; f && v && v->type == VAL_ROWS && i < v->rows.n;
	     i++) {
		const struct fields *row = &v->rows.v[i].fields;
		int st = state_called(f, fields_text(row, "state"));

		if (st < 0 || !date_is_set(fields_date(row, "on")))
			continue;
		tell(k, (struct event){ .record = c->id,
					.case_id = c->id,
					.step = i,
					.kind = RECORD_CASE,
					.at = step_at(row),
					.what = "Step",
					.who = who_told(k->t, k->w,
							fields_text(row, "by")),
					.summary = arena_printf(
						k->a, "%s%s",
						f->states[st].label, of) });
	}
}

/* --- all of them --------------------------------------------------------- */

/* True: it is told. */
static bool
tell_one(struct telling *k, uint64_t id)
{
	const struct record *r = record_now(k->t, k->s, k->a, id);

	if (!r || !who_sees(k->t, k->w, r) ||
	    (r->kind == RECORD_TASK &&
	     !strcmp(fields_text(&r->fields, "notice"), "yes")))
		return false;
	tell_record(k, r);
	if (r->kind == RECORD_CASE)
		tell_steps(k, r);
	return true;
}

static int
newest_first(const void *a, const void *b)
{
	const struct event *x = a, *y = b;

	if (x->at != y->at)
		return x->at < y->at ? 1 : -1;
	if (x->record != y->record)
		return x->record < y->record ? 1 : -1;
	return x->step < y->step ? 1 : -1;
}

static size_t
all_told(struct telling *k, const struct event **out, bool *more)
{
	if (k->n)
		qsort(k->v, k->n, sizeof(*k->v), newest_first);
	*more = k->n > EVENTS_MOST;
	*out = k->v;
	return *more ? EVENTS_MOST : k->n;
}

static void
events_of(struct telling *k, uint64_t person)
{
	struct key key;
	struct bytes at, posting;
	struct index_scan *scan;
	size_t n = 0;

	key_start(&key);
	key_u64(&key, person);
	scan = index_scan_prefix(k->t, IX_OF_PERSON, key_bytes(&key), false);
	while (n <= EVENTS_MOST && index_scan_next(scan, &at, &posting)) {
		struct key_reader r = key_read(at);
		uint64_t skip, id = 0;
		int64_t when;

		key_read_u64(&r, &skip);
		key_read_i64(&r, &when);
		key_read_u64(&r, &id);
		n += tell_one(k, id);
	}
	index_scan_close(&scan);
}

size_t
person_events(struct txn *t, struct session *s, const struct who *w,
	      struct arena *a, const uint64_t *member, size_t members,
	      const struct event **out, bool *more)
{
	struct telling k = { .t = t, .s = s, .w = w, .a = a, .cases = true };

	for (size_t i = 0; i < members; i++)
		events_of(&k, member[i]);
	return all_told(&k, out, more);
}

size_t
case_events(struct txn *t, struct session *s, const struct who *w,
	    struct arena *a, const struct of_case *of, size_t n_of,
	    const struct event **out, bool *more)
{
	struct telling k = { .t = t, .s = s, .w = w, .a = a };
	size_t n = 0;

	/* One more than is kept, to know that there is one. */
	for (size_t i = 0; i < n_of && n <= EVENTS_MOST; i++)
		n += tell_one(&k, of[i].id);
	return all_told(&k, out, more);
}
