/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A record changed: its bytes, its index entries and its log entry move in
 * one transaction.
 */
#include <stdlib.h>
#include <string.h>

#include "casework/find_parts.h"

struct entry {
	uint8_t index;
	struct bytes key, posting;
};

struct entry_list {
	struct arena *a;
	struct entry *v;
	size_t n, cap;
};

static void
collect(uint8_t index, struct bytes key, struct bytes posting, void *ctx)
{
	struct entry_list *l = ctx;

	if (l->n == l->cap) {
		size_t want = l->cap ? l->cap * 2 : 32;

		l->v = arena_grow(l->a, l->v, l->n, want, sizeof(*l->v));
		l->cap = want;
	}
	l->v[l->n++] = (struct entry){
		index, bytes_of(arena_memdup(l->a, key.p, key.n), key.n),
		bytes_of(arena_memdup(l->a, posting.p, posting.n), posting.n)
	};
}

static int
entry_order(const void *x, const void *y)
{
	const struct entry *a = x, *b = y;

	if (a->index != b->index)
		return a->index - b->index;
	return bytes_compare(a->key, b->key);
}

static int
entry_whole_order(const void *x, const void *y)
{
	const struct entry *a = x, *b = y;
	int order = entry_order(a, b);

	return order ? order : bytes_compare(a->posting, b->posting);
}

/* Sorted, so that old and new can be walked side by side, and each key once:
 * two answers may lead to the same entry. */
static void
entries_of(struct session *s, const struct record *r, struct entry_list *l)
{
	size_t n = 0;

	if (!r)
		return;
	record_entries(s, l->a, r, collect, l);
	if (l->n > 0)
		qsort(l->v, l->n, sizeof(*l->v), entry_whole_order);
	for (size_t i = 0; i < l->n; i++)
		if (!n || entry_order(&l->v[n - 1], &l->v[i]) != 0)
			l->v[n++] = l->v[i];
	l->n = n;
}

void
record_entries_once(struct session *s, struct arena *a, const struct record *r,
		    entry_fn *each, void *ctx)
{
	struct entry_list l = { .a = a };

	entries_of(s, r, &l);
	for (size_t i = 0; i < l.n; i++)
		each(l.v[i].index, l.v[i].key, l.v[i].posting, ctx);
}

void
index_record(struct txn *t, struct session *s, const struct record *before,
	     const struct record *now)
{
	struct arena a = ARENA_INIT;
	struct entry_list old = { .a = &a }, new = { .a = &a };
	size_t i = 0, j = 0;

	entries_of(s, before, &old);
	entries_of(s, now, &new);
	common_renew(t, s, before, now);
	while (i < old.n || j < new.n) {
		int order = i == old.n	 ? 1
			    : j == new.n ? -1
					 : entry_order(&old.v[i], &new.v[j]);

		if (order < 0) {
			index_del(t, old.v[i].index, old.v[i].key);
			i++;
			continue;
		}
		if (order > 0 ||
		    !bytes_equal(old.v[i].posting, new.v[j].posting))
			index_put(t, new.v[j].index, new.v[j].key,
				  new.v[j].posting);
		i += order == 0;
		j++;
	}
	arena_clear(&a);
}

/*
 * Payload of a change: `old:NAME` and `new:NAME` for each field that
 * differs, `reason`, `text`, and the same for state, owner and flags, so that
 * a record at any revision can be worked out by walking back.
 */
static void
payload_pair(struct fields *p, const char *name, const struct value *old,
	     const struct value *new)
{
	if (old && !value_is_empty(old))
		fields_set_shared(p, arena_printf(p->arena, "old:%s", name),
				  *old);
	if (new && !value_is_empty(new))
		fields_set_shared(p, arena_printf(p->arena, "new:%s", name),
				  *new);
}

static void
payload_fields(struct fields *p, const struct fields *old,
	       const struct fields *new)
{
	size_t i = 0, j = 0;

	while (i < old->n || j < new->n) {
		int order = i == old->n ? 1
			    : j == new->n
				    ? -1
				    : strcmp(old->v[i].name, new->v[j].name);

		if (order < 0) {
			payload_pair(p, old->v[i].name, &old->v[i].value, NULL);
			i++;
		} else if (order > 0) {
			payload_pair(p, new->v[j].name, NULL, &new->v[j].value);
			j++;
		} else {
			if (!value_equal(&old->v[i].value, &new->v[j].value))
				payload_pair(p, new->v[j].name,
					     &old->v[i].value,
					     &new->v[j].value);
			i++;
			j++;
		}
	}
}

static void
payload_header(struct fields *p, const struct record *old,
	       const struct record *new)
{
	struct value a = value_text(old ? old->state : ""),
		     b = value_text(new->state);

	if (!value_equal(&a, &b))
		payload_pair(p, "_state", &a, &b);
	a = value_text(old ? old->owner : "");
	b = value_text(new->owner);
	if (!value_equal(&a, &b))
		payload_pair(p, "_owner", &a, &b);
	a = value_int(old ? old->flags : 0);
	b = value_int(new->flags);
	if (!value_equal(&a, &b))
		payload_pair(p, "_flags", &a, &b);
}

/* Whose work it is, so that it can be undone: the batch, and what stood under
 * the imported key before. */
static void
payload_import(struct fields *p, const struct import_mark *m)
{
	struct buf hex = BUF_INIT;
	const unsigned char *was = m->was.p;

	if (m->batch)
		fields_set(p, "batch", value_int((int64_t)m->batch));
	if (m->undo)
		fields_set(p, "undo", value_int((int64_t)m->undo));
	if (!m->key)
		return;
	for (size_t i = 0; i < m->was.n; i++)
		buf_printf(&hex, "%02x", was[i]);
	fields_set(p, "import_key", value_text(m->key));
	if (hex.n)
		fields_set(p, "import_was", value_text(hex.s));
	buf_clear(&hex);
}

static void
log_change(struct txn *t, struct session *s, struct arena *a,
	   const struct record *before, const struct record *now,
	   const struct note *why)
{
	static const struct fields none;
	struct fields p;
	struct log_entry e = { .at = now->changed_at,
			       .act = why->act,
			       .person = now->kind == RECORD_PERSON
						 ? now->id
						 : now->person,
			       .case_id = now->case_id,
			       .record = now->id,
			       .revision = now->revision,
			       .who = s->user,
			       .from = s->from };

	fields_init(&p, a);
	payload_fields(&p, before ? &before->fields : &none, &now->fields);
	payload_header(&p, before, now);
	if (why->reason)
		fields_set(&p, "reason", value_text(why->reason));
	if (why->text)
		fields_set(&p, "text", value_text(why->text));
	if (s->import)
		payload_import(&p, s->import);
	log_append(t, &e, &p);
}

static void
put_change(struct txn *t, struct session *s, const struct record *before,
	   struct record *now, int64_t at, const struct note *why)
{
	struct arena a = ARENA_INIT;

	/* By forms that are no longer published, entries would go astray. */
	if (txn_err(t) == ERR_OK && now->kind != RECORD_USER &&
	    tally_get(t, "forms/serial") != s->forms_serial) {
		s->outdated = true;
		txn_fail(t, ERR_CONFLICT);
	}
	if (txn_err(t) != ERR_OK)
		return;
	now->changed_at = at;
	now->changed_by = s->user;
	now->revision = before ? before->revision + 1 : 1;
	record_put(t, now);
	index_record(t, s, before, now);
	log_change(t, s, &a, before, now, why);
	arena_clear(&a);
}

void
change_record(struct txn *t, struct session *s, const struct record *before,
	      struct record *now, const struct note *why)
{
	int64_t at = clock_now();

	if (!before) {
		now->created_at = at;
		now->created_by = s->user;
	}
	put_change(t, s, before, now, at, why);
}

void
bring_record(struct txn *t, struct session *s, struct record *now,
	     const struct note *why)
{
	put_change(t, s, NULL, now, clock_now(), why);
}

void
log_act(struct txn *t, struct session *s, enum act act, uint64_t person,
	uint64_t case_id, uint64_t record, const char *text)
{
	struct arena a = ARENA_INIT;
	struct fields p;
	struct log_entry e = { .at = clock_now(),
			       .act = act,
			       .person = person,
			       .case_id = case_id,
			       .record = record,
			       .who = s->user,
			       .from = s->from };

	fields_init(&p, &a);
	if (text)
		fields_set(&p, "text", value_text(text));
	if (s->import)
		payload_import(&p, s->import);
	log_append(t, &e, p.n ? &p : NULL);
	arena_clear(&a);
}

bool
form_guards(const struct form *f)
{
	for (size_t i = 0; i < f->n; i++)
		if (f->items[i].unsafe)
			return true;
	return false;
}

static bool
child_guards(const struct form *f)
{
	for (size_t i = 0; i < f->n_children; i++)
		if (form_guards(f->children[i]))
			return true;
	return false;
}

bool
case_form_guards(const struct form *f)
{
	return form_guards(f) || child_guards(f);
}

/* Does the record name somebody unsafe, in a row or by itself? */
static bool
names_unsafe(const struct form *f, const struct fields *answers)
{
	for (size_t i = 0; i < f->n; i++) {
		const struct item *it = &f->items[i];
		const struct value *v;

		if (!it->unsafe)
			continue;
		v = fields_get(answers,
			       it->repeat ? it->repeat->name : it->name);
		if (v && !it->repeat)
			return true;
		for (size_t r = 0; v && v->type == VAL_ROWS && r < v->rows.n;
		     r++)
			if (fields_get(&v->rows.v[r].fields, it->name))
				return true;
	}
	return false;
}

static bool
case_guards(struct txn *t, struct session *s, struct arena *a,
	    const struct form *f, const struct record *c)
{
	bool some = names_unsafe(f, &c->fields);
	uint64_t *ids;
	size_t n;

	n = !some && child_guards(f) ? case_children(t, a, c->id, &ids) : 0;
	for (size_t i = 0; i < n && !some; i++) {
		const struct record *r = record_now(t, s, a, ids[i]);
		const struct form *its = r ? form_of_record(s, r) : NULL;

		some = its && !(r->flags & RECORD_WITHDRAWN) &&
		       names_unsafe(its, &r->fields);
	}
	return some;
}

/* The cases of a person, straight from IX_OF_PERSON. */
static void
add_case(struct txn *t, struct session *s, uint64_t person, uint64_t case_id,
	 struct reach *r)
{
	struct arena a = ARENA_INIT;
	const struct record *c = record_now(t, s, &a, case_id);
	const struct form *f = c ? form_of_record(s, c) : NULL;
	int cno = case_form_no(s, f);

	if (cno >= 0 && c->person == person && !(c->flags & RECORD_WITHDRAWN)) {
		r->cases |= UINT64_C(1) << cno;
		if (case_guards(t, s, &a, f, c))
			r->guards |= UINT64_C(1) << cno;
	}
	arena_clear(&a);
}

static void
give_reach(const struct record *person, const struct reach *r, entry_fn *each,
	   void *ctx)
{
	struct key k, p;

	key_start(&k);
	key_u64(&k, person->id);
	key_start(&p);
	key_u64(&p, r->cases);
	key_u64(&p, r->guards);
	key_text(&p, person->created_by);
	each(IX_ACCESS, key_bytes(&k), key_bytes(&p), ctx);
}

void
reach_entry(struct txn *t, struct session *s, uint64_t person, entry_fn *each,
	    void *ctx)
{
	struct arena a = ARENA_INIT;
	struct reach r = { 0 };
	struct key k;
	struct bytes key, posting;
	struct index_scan *scan;
	const struct record *who = record_get_header(t, &a, person);
	uint64_t *cases = NULL;
	size_t n = 0, cap = 0;

	if (!who) {
		arena_clear(&a);
		return;
	}
	key_start(&k);
	key_u64(&k, person);
	scan = index_scan_prefix(t, IX_OF_PERSON, key_bytes(&k), false);
	while (index_scan_next(scan, &key, &posting)) {
		struct key_reader rd = key_read(posting), kr = key_read(key);
		uint8_t kind = 0;
		uint32_t fno;
		uint64_t case_id = 0, id = 0, skip;
		int64_t at;

		key_read_u8(&rd, &kind);
		key_read_u32(&rd, &fno);
		key_read_u64(&rd, &case_id);
		key_read_u64(&kr, &skip);
		key_read_i64(&kr, &at);
		key_read_u64(&kr, &id);
		if (kind != RECORD_CASE || case_id != id)
			continue;
		if (n == cap) {
			cases = arena_grow(&a, cases, n, cap ? cap * 2 : 8,
					   sizeof(*cases));
			cap = cap ? cap * 2 : 8;
		}
		cases[n++] = case_id;
	}
	index_scan_close(&scan);
	for (size_t i = 0; i < n; i++)
		add_case(t, s, person, cases[i], &r);
	give_reach(who, &r, each, ctx);
	arena_clear(&a);
}

static void
put_entry(uint8_t index, struct bytes key, struct bytes posting, void *t)
{
	index_put(t, index, key, posting);
}

void
reach_renew(struct txn *t, struct session *s, uint64_t person)
{
	reach_entry(t, s, person, put_entry, t);
}

void
reach_begin(struct txn *t, const struct record *person)
{
	const struct reach none = { 0 };

	give_reach(person, &none, put_entry, t);
}

struct fields *
own_row_add(struct arena *a, struct record *r, const char *name)
{
	const struct value *old = fields_get(&r->fields, name);
	size_t n = old ? old->rows.n : 0;
	struct row *rows = arena_array(a, n + 1, sizeof(*rows));
	struct value v = { .type = VAL_ROWS };

	for (size_t i = 0; i < n; i++)
		rows[i] = old->rows.v[i];
	rows[n].id = n + 1;
	fields_init(&rows[n].fields, a);
	v.rows.v = rows;
	v.rows.n = n + 1;
	fields_set_shared(&r->fields, name, v);
	return &rows[n].fields;
}
