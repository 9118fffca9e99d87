/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a record was at any revision, and who changed each field when: worked
 * back from the log's payloads (change.c says what stands in them).
 */
#include <string.h>

#include "casework/edit_parts.h"

struct seqs {
	struct arena *a;
	uint64_t *v;
	size_t n, cap;
};

static bool
collect_seq(uint64_t seq, void *ctx)
{
	struct seqs *l = ctx;

	if (l->n == l->cap) {
		size_t want = l->cap ? l->cap * 2 : 16;

		l->v = arena_grow(l->a, l->v, l->n, want, sizeof(*l->v));
		l->cap = want;
	}
	l->v[l->n++] = seq;
	return true;
}

static bool
changes_record(const struct log_entry *e, uint64_t record)
{
	return e->record == record && e->revision > 0;
}

/* The name that a field of a payload has now. */
static const char *
name_now(const struct form *f, const char *name)
{
	const struct item *it = f ? item_called(f, name) : NULL;

	return it ? it->name : name;
}

/* Put the old values of a payload back into fields. */
static void
undo_payload(struct fields *f, const struct form *form,
	     const struct fields *payload)
{
	for (size_t i = 0; i < payload->n; i++) {
		const char *name = payload->v[i].name;

		if (strncmp(name, "new:", 4) == 0 && name[4] != '_')
			fields_set(f, name_now(form, name + 4), value_empty);
	}
	for (size_t i = 0; i < payload->n; i++) {
		const char *name = payload->v[i].name;

		if (strncmp(name, "old:", 4) == 0 &&
		    strcmp(name + 4, "_state") && strcmp(name + 4, "_owner") &&
		    strcmp(name + 4, "_flags"))
			fields_set(f, name_now(form, name + 4),
				   payload->v[i].value);
	}
}

const struct record *
record_at(struct txn *t, struct session *s, struct arena *a,
	  const struct record *r, uint32_t revision)
{
	struct seqs l = { .a = a };
	struct record *old;

	const struct form *form = form_of_record(s, r);

	if (revision >= r->revision)
		return r;
	old = arena_memdup(a, r, sizeof(*r));
	fields_copy(&old->fields, a, &r->fields);
	log_walk(t, LOG_OF_RECORD, r->id, collect_seq, &l);
	for (size_t i = 0; i < l.n && old->revision > revision; i++) {
		struct log_entry e;
		struct fields p;

		if (!log_get(t, a, l.v[i], &e) || !changes_record(&e, r->id))
			continue;
		if (e.revision != old->revision ||
		    !log_payload(t, a, l.v[i], &p))
			return r;
		undo_payload(&old->fields, form, &p);
		old->revision--;
	}
	if (form)
		form_adopt(form, &old->fields);
	return old;
}

/* --- as lines ------------------------------------------------------------------------ */

struct changes {
	struct arena *a;
	struct change *v;
	size_t n, cap;
};

static void
add_change(struct changes *l, const struct change *c)
{
	if (l->n == l->cap) {
		size_t want = l->cap ? l->cap * 2 : 32;

		l->v = arena_grow(l->a, l->v, l->n, want, sizeof(*l->v));
		l->cap = want;
	}
	l->v[l->n++] = *c;
}

/* Who or what an answer points to, if the user may know. */
static const char *
pointed_to(struct txn *t, const struct who *w, struct arena *a, uint64_t id)
{
	const struct record *r = record_now(t, w->s, a, id);
	struct fields f;

	if (!r || !who_sees(t, w, r))
		return "(not shown)";
	f = readable_fields(t, w, a, r);
	return r->kind == RECORD_PERSON ? person_name(w->s, a, &f, false)
					: r->ref;
}

static const char *
shown(struct txn *t, const struct who *w, struct arena *a,
      const struct record *r, const struct item *it, const struct value *v)
{
	if (!v || value_is_empty(v))
		return "";
	if (it && it->sensitive)
		return "(masked)";
	if (v->type == VAL_ROWS)
		return arena_printf(a, "%zu rows", v->rows.n);
	if (v->type == VAL_PERSON || v->type == VAL_CASE)
		return pointed_to(t, w, a, v->id);
	v = told_value(t, w, a, r, v);
	return it ? answer_format(a, it, v) : value_format(a, v);
}

static void
fields_changed(struct changes *l, struct txn *t, const struct who *w,
	       const struct record *r, const struct change *base,
	       const struct fields *p)
{
	const struct form *f = form_of_record(w->s, r);

	for (size_t i = 0; i < p->n; i++) {
		const char *name = p->v[i].name;
		bool is_new = strncmp(name, "new:", 4) == 0;
		bool is_old = strncmp(name, "old:", 4) == 0;
		struct change c = *base;
		const struct value *other;

		if ((!is_new && !is_old) || name[4] == '_')
			continue;
		other = fields_get(p, arena_printf(l->a, "%s:%s",
						   is_new ? "old" : "new",
						   name + 4));
		if (is_old && other)
			continue; /* listed with its new value */
		c.item = f ? item_called(f, name + 4) : NULL;
		/* Nobody can say who may read what no form names any more. */
		if (f && (!c.item || !who_reads_answer(t, w, c.item, r)))
			continue;
		c.field = c.item ? c.item->label : name + 4;
		c.new = shown(t, w, l->a, r, c.item,
			      is_new ? &p->v[i].value : NULL);
		c.old = shown(t, w, l->a, r, c.item,
			      is_new ? other : &p->v[i].value);
		add_change(l, &c);
	}
}

/* A state as it is called on the screen; one that the form no longer names
 * stays as it was written. */
static const char *
state_label(const struct who *w, const struct record *r,
	    const struct fields *payload, const char *name)
{
	const char *code = fields_text(payload, name);
	const struct form *f = form_of_record(w->s, r);
	int state = f && code[0] ? form_state(f, code) : -1;

	return state >= 0 ? f->states[state].label : code;
}

static void
entry_changes(struct changes *l, struct txn *t, const struct who *w,
	      const struct record *r, uint64_t seq)
{
	struct log_entry e;
	struct fields p;
	struct change c = { 0 };

	if (!log_get(t, l->a, seq, &e) || !changes_record(&e, r->id))
		return;
	c = (struct change){ .at = e.at,
			     .who = who_told(t, w, e.who),
			     .act = act_text(e.act),
			     .reason = "",
			     .revision = e.revision,
			     .field = "",
			     .old = "",
			     .new = "" };
	if (log_payload(t, l->a, seq, &p)) {
		c.reason = fields_text(&p, "reason");
		c.old = state_label(w, r, &p, "old:_state");
		c.new = state_label(w, r, &p, "new:_state");
		add_change(l, &c);
		fields_changed(l, t, w, r, &c, &p);
	} else {
		add_change(l, &c);
	}
}

enum err
record_history(struct session *s, struct arena *a, uint64_t record,
	       struct change **out, size_t *n)
{
	struct txn *t = session_begin(s, true);
	const struct who *w = who_now(t, s);
	const struct record *r = record_get_header(t, a, record);
	struct seqs l = { .a = a };
	struct changes c = { .a = a };

	if (!r || !w || !who_sees(t, w, r)) {
		txn_fail(t, ERR_NOT_FOUND);
	} else {
		log_act(t, s, ACT_OPENED, r->person, r->case_id, r->id,
			"history");
		log_walk(t, LOG_OF_RECORD, record, collect_seq, &l);
		for (size_t i = 0; i < l.n; i++)
			entry_changes(&c, t, w, r, l.v[i]);
	}
	*out = c.v;
	*n = c.n;
	return session_end(s, t);
}
