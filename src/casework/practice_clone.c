/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * People by the hundred thousand: lives already invented, lived once more by
 * somebody else.  A copy has ids, references, a name, an address and numbers
 * of its own, and all its dates moved back by the same count of weeks, so
 * that what the rules of the forms said of the first holds of the copy: ages,
 * spans and weekdays come out alike.  A life with an open case moves little,
 * lest the worklist be all overdue.
 */
#include <stdlib.h>
#include <string.h>

#include "base/random.h"
#include "casework/practice_parts.h"
#include "casework/work_index.h"

#define DAY (24 * 60 * 60)
#define WEEKS_OPEN 3
#define WEEKS_CLOSED 100
#define UNIQUE_TRIES 8

struct cloning {
	struct session *s;
	const struct practice_world *w;
	struct txn *t;
	const struct who *who;
	struct arena model, copy; /* what is copied, one copy of it */
	const struct record **v;  /* in order of id */
	uint64_t *to;		  /* the ids of the copy */
	size_t n, cap;
	bool open;    /* some case of it is */
	int64_t days; /* how far back this copy is */
	int born;     /* and its birth date further */
	struct practice_name name;
};

/* --- what is copied ----------------------------------------------------------- */

static void
keep(struct cloning *c, const struct record *r)
{
	if (!r)
		return;
	if (c->n == c->cap) {
		size_t want = c->cap ? c->cap * 2 : 32;

		c->v = arena_grow(&c->model, c->v, c->n, want, sizeof(*c->v));
		c->cap = want;
	}
	c->v[c->n++] = r;
	if (r->kind == RECORD_CASE && !(r->flags & RECORD_CLOSED))
		c->open = true;
}

static int
by_id(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return (x > y) - (x < y);
}

/* The person and all that is theirs; oldest first, as it came about. */
static void
read_model(struct cloning *c, uint64_t person)
{
	struct key k;
	struct bytes key, posting;
	struct index_scan *scan;
	uint64_t *ids = NULL;
	size_t n = 0, cap = 0;

	arena_clear(&c->model);
	c->v = NULL;
	c->n = c->cap = 0;
	c->open = false;
	key_start(&k);
	key_u64(&k, person);
	scan = index_scan_prefix(c->t, IX_OF_PERSON, key_bytes(&k), true);
	while (index_scan_next(scan, &key, &posting)) {
		struct key_reader r =
			key_read(bytes_of((const char *)key.p + key.n - 8, 8));

		if (n == cap) {
			cap = cap ? cap * 2 : 32;
			ids = arena_grow(&c->model, ids, n, cap, sizeof(*ids));
		}
		key_read_u64(&r, &ids[n++]);
	}
	index_scan_close(&scan);
	if (n)
		qsort(ids, n, sizeof(*ids), by_id);
	keep(c, record_get(c->t, &c->model, person));
	for (size_t i = 0; i < n; i++) {
		const struct record *r = record_get(c->t, &c->model, ids[i]);

		/* A case may be somebody else's that names them. */
		if (r && r->person == person && r->kind != RECORD_LINK)
			keep(c, r);
	}
	c->to = arena_array(&c->model, c->n + 1, sizeof(*c->to));
}

/* --- made another's ------------------------------------------------------------- */

static uint64_t
id_now(const struct cloning *c, uint64_t id)
{
	for (size_t i = 0; i < c->n; i++)
		if (c->v[i]->id == id)
			return c->to[i];
	return id;
}

static void
move_values(const struct cloning *c, struct fields *f)
{
	for (size_t i = 0; i < f->n; i++) {
		struct value *v = &f->v[i].value;

		if (v->type == VAL_DATE || v->type == VAL_DATETIME)
			v->date = date_add_days(v->date, -c->days);
		else if (v->type == VAL_PERSON || v->type == VAL_CASE)
			v->id = id_now(c, v->id);
		for (size_t k = 0; v->type == VAL_ROWS && k < v->rows.n; k++)
			move_values(c, &v->rows.v[k].fields);
	}
}

static struct value
value_anew(struct cloning *c, const struct item *it, const struct value *old)
{
	struct value v = *old;

	if (it->means == MEANS_birth_date && old->type == VAL_DATE)
		v.date = date_add_days(old->date, -c->born);
	else if (old->type == VAL_TEXT && it->means == MEANS_NONE && it->search)
		v = practice_looked_for(&c->copy, it);
	else if (old->type == VAL_TEXT)
		v = practice_means(&c->copy, &c->name, it->means);
	if (value_is_empty(&v) && !it->unique)
		return *old;
	for (int i = 0; it->unique && i < UNIQUE_TRIES; i++) {
		if (!unique_holder(c->t, c->s, c->who, &c->copy, it, &v, 0))
			return v;
		v = practice_means(&c->copy, &c->name, it->means);
	}
	return it->unique ? value_empty : v;
}

/* Name, address and numbers: the answers of a person that mean something. */
static void
answer_anew(struct cloning *c, const struct form *f, struct fields *answers)
{
	for (size_t i = 0; i < f->n; i++) {
		const struct item *it = &f->items[i];
		const struct value *v, *rows;

		if (it->kind != ITEM_QUESTION ||
		    (it->means == MEANS_NONE && !it->unique &&
		     !(it->search && f->kind == FORM_PERSON)))
			continue;
		if (!it->repeat) {
			v = fields_get(answers, it->name);
			if (v)
				fields_set(answers, it->name,
					   value_anew(c, it, v));
			continue;
		}
		rows = fields_get(answers, it->repeat->name);
		for (size_t k = 0; rows && k < rows->rows.n; k++) {
			struct fields *row = &rows->rows.v[k].fields;

			v = fields_get(row, it->name);
			if (v)
				fields_set(row, it->name, value_anew(c, it, v));
		}
	}
}

static const char *
reference_anew(struct cloning *c, const struct record *r, const struct form *f)
{
	if (!r->ref[0])
		return "";
	if (r->kind == RECORD_PERSON)
		return reference_next(c->t, c->s, &c->copy, NULL);
	if (r->kind == RECORD_TASK)
		return task_number(c->t, &c->copy, r->id);
	return f && f->reference
		       ? reference_next(c->t, c->s, &c->copy, f->reference)
		       : "";
}

/* The one whose practice it is keeps a worklist of a believable length: their
 * cases are copied for a colleague. */
static const char *
owner_anew(const struct cloning *c, const char *owner)
{
	const struct practice_world *w = c->w;

	if (!owner[0] || strcmp(owner, w->users[w->n_users - 1]) != 0)
		return owner;
	return w->users[random_below((uint32_t)w->n_users - 1)];
}

static enum act
act_of(const struct record *r)
{
	switch (r->kind) {
	case RECORD_PERSON:
		return ACT_REGISTERED;
	case RECORD_TASK:
		return ACT_TASK_ADDED;
	case RECORD_FLAG:
		return ACT_FLAGGED;
	default:
		return ACT_CREATED;
	}
}

static enum act
last_act(const struct record *r)
{
	if (r->kind == RECORD_TASK && r->flags & RECORD_FINISHED)
		return ACT_TASK_DONE;
	if (r->kind == RECORD_CHILD && r->flags & RECORD_FINISHED)
		return ACT_FINISHED;
	return ACT_CHANGED;
}

/* A record that was changed later begins without answers: none of them may
 * stand in the log before the day on which it could be known. */
static const struct record *
begin_record(struct cloning *c, const struct record *r, const struct form *f)
{
	struct record *first = arena_memdup(&c->copy, r, sizeof(*r));
	const struct note why = { .act = act_of(r) };

	fields_init(&first->fields, &c->copy);
	first->flags = 0;
	if (r->kind == RECORD_CASE && f && f->n_states)
		first->state = f->states[0].name;
	change_record(c->t, c->s, NULL, first, &why);
	return first;
}

static void
copy_record(struct cloning *c, size_t i)
{
	struct record r = *c->v[i];
	const struct record *first = NULL;
	const struct form *f = form_of_record(c->s, &r);
	struct note why = { .act = act_of(&r) };

	clock_fix(r.created_at - c->days * DAY);
	fields_copy(&r.fields, &c->copy, &c->v[i]->fields);
	r.id = c->to[i];
	r.person = r.person ? id_now(c, r.person) : 0;
	r.case_id = r.case_id ? id_now(c, r.case_id) : 0;
	r.ref = reference_anew(c, &r, f);
	r.owner = owner_anew(c, r.owner);
	move_values(c, &r.fields);
	if (f)
		answer_anew(c, f, &r.fields);
	c->s->user = r.created_by;
	if (r.changed_at > r.created_at) {
		first = begin_record(c, &r, f);
		r.created_at = first->created_at;
		clock_fix(r.changed_at - c->days * DAY);
		c->s->user = r.changed_by;
		why.act = last_act(&r);
	}
	change_record(c->t, c->s, first, &r, &why);
}

static void
copy_life(struct cloning *c, int64_t now)
{
	c->days = 7 * (int64_t)random_below(c->open ? WEEKS_OPEN + 1
						    : WEEKS_CLOSED);
	c->born = (int)random_below(365);
	practice_name(&c->name);
	for (size_t i = 0; i < c->n; i++)
		c->to[i] = record_new_id(c->t);
	for (size_t i = 0; i < c->n; i++)
		copy_record(c, i);
	clock_fix(now);
	reach_renew(c->t, c->s, c->to[0]);
	for (size_t i = 0; i < c->n; i++)
		if (c->v[i]->kind == RECORD_CASE &&
		    !(c->v[i]->flags & RECORD_CLOSED))
			case_renew(c->t, c->s, c->to[i]);
		else if (has_own_timers(c->v[i], form_of_record(c->s, c->v[i])))
			work_renew_own(c->t, c->s,
				       record_get(c->t, &c->copy, c->to[i]));
	arena_clear(&c->copy);
}

enum err
practice_clone(struct session *s, const struct practice_world *w,
	       uint64_t model, uint64_t copies, int64_t now)
{
	struct cloning c = { .s = s, .w = w };

	c.t = session_begin(s, true);
	c.who = who_now(c.t, s);
	read_model(&c, model);
	for (uint64_t i = 0; c.n && i < copies && txn_err(c.t) == ERR_OK; i++)
		copy_life(&c, now);
	arena_clear(&c.model);
	return session_end(s, c.t);
}
