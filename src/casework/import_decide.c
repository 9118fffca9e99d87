/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A waiting row looked at, and decided: its map is read again as it was, the
 * row made anew from its cells, and done with the person given.
 */
#include <string.h>

#include "casework/import_parts.h"

/* A row taken up again. */
struct deciding {
	struct importing im;
	struct import_options o;
	struct import_map *m;
	struct import_row row;
	const struct record *rec;
	enum settled settled; /* how, and who it is */
	uint64_t person;
};

static enum err
read_map_again(struct deciding *d, struct txn *t, struct session *s)
{
	struct arena *a = &d->im.arena;
	struct problems p;
	struct bytes text;

	problems_init(&p, a);
	if (!meta_get(t, a,
		      arena_printf(a, "import/map/%s",
				   fields_text(&d->rec->fields, "map_hash")),
		      &text))
		return ERR_CORRUPT;
	return map_read(&d->m, a, session_forms(s), "map", text.p, text.n, &p);
}

/* Columns of the map and of the file are the same here. */
static void
make_row(struct deciding *d)
{
	struct importing *im = &d->im;
	struct import_row *r = &d->row;
	const struct fields *f = &d->rec->fields;

	im->m = d->m;
	im->o = &d->o;
	im->batch = (uint64_t)fields_int(f, "batch");
	im->commit = true;
	im->map_hash = fields_text(f, "map_hash");
	im->place = arena_array(&im->arena, d->m->n + 1, sizeof(*im->place));
	*r = (struct import_row){ .arena = &im->arena };
	r->raw.number = (uint64_t)fields_int(f, "row");
	r->raw.line = (uint64_t)fields_int(f, "line");
	r->cells = arena_array(r->arena, d->m->n + 1, sizeof(*r->cells));
	r->values = arena_array(r->arena, d->m->n + 1, sizeof(*r->values));
	r->later = arena_array(r->arena, d->m->n + 1, sizeof(*r->later));
	r->row_ids = arena_array(r->arena, d->m->n + 1, sizeof(*r->row_ids));
	for (size_t i = 0; i < d->m->n; i++) {
		im->place[i] = i;
		r->cells[i] = fields_text(f, wait_cell_name(r->arena, i));
	}
	row_read_values(im, r);
	r->key = row_key(im, r);
	r->person_key =
		d->m->person == PERSON_KEY ? r->cells[d->m->person_key] : "";
	r->n_read = r->n_faults;
	r->settled = d->settled;
	r->settled_person = d->person;
}

/* In a transaction that is the caller's.  ERR_NOT_FOUND: not there, or not to
 * be seen; ERR_EXISTS: decided. */
static enum err
take_up(struct deciding *d, struct session *s, struct txn *t, uint64_t id)
{
	const struct who *w = who_now(t, s);

	d->im.s = s;
	d->rec = w ? record_get(t, &d->im.arena, id) : NULL;
	if (!d->rec || d->rec->kind != RECORD_IMPORT_ROW ||
	    !who_sees(t, w, d->rec))
		return ERR_NOT_FOUND;
	if (d->rec->flags & (RECORD_FINISHED | RECORD_WITHDRAWN))
		return ERR_EXISTS;
	TRY(read_map_again(d, t, s));
	make_row(d);
	return ERR_OK;
}

/* --- side by side ------------------------------------------------------ */

static const char *
told(struct arena *a, const struct item *it, const struct value *v)
{
	return v && !value_is_empty(v) ? answer_format(a, it, v) : "";
}

/* Only what the user may read, and never what is masked. */
static const char *
recorded(struct txn *t, const struct who *w, struct arena *a,
	 const struct item *it, const struct record *person)
{
	if (it->sensitive || !who_reads_answer(t, w, it, person))
		return NULL;
	return told(a, it, fields_get(&person->fields, it->name));
}

static size_t
add_lines(struct deciding *d, struct txn *t, const struct who *w,
	  struct arena *a, const struct record *person,
	  struct import_line **out)
{
	const struct import_map *m = d->m;
	size_t n = 0;

	*out = arena_array(a, m->n + 1, sizeof(**out));
	for (size_t i = 0; i < m->n; i++) {
		const struct item *it = m->columns[i].item;
		struct import_line *l = &(*out)[n];
		const struct value *was;

		if (!it || (it->form == m->person_form) != (person != NULL))
			continue;
		n++;
		*l = (struct import_line){ .item = it, .label = it->label };
		l->in_row = told(a, it, &d->row.values[i]);
		if (m->columns[i].row) {
			l->label = arena_printf(a, "%s %zu", it->label,
						m->columns[i].row);
			l->recorded = "";
			continue;
		}
		if (!person)
			continue;
		l->recorded = recorded(t, w, a, it, person);
		was = fields_get(&person->fields, it->name);
		l->differs = l->recorded && l->recorded[0] && l->in_row[0] &&
			     !value_equal(was, &d->row.values[i]);
	}
	return n;
}

static void
add_candidates(struct deciding *d, struct txn *t, const struct who *w,
	       struct arena *a, const struct likeness *like, size_t n,
	       struct import_look *out)
{
	out->candidates = arena_array(a, n + 1, sizeof(*out->candidates));
	for (size_t i = 0; i < n; i++) {
		struct import_candidate *c =
			&out->candidates[out->n_candidates];
		const struct record *p =
			record_now(t, d->im.s, a, like[i].person.id);

		if (!p || !who_sees_person(t, w, p->id))
			continue;
		c->like = like[i];
		c->n = add_lines(d, t, w, a, p, &c->lines);
		out->n_candidates++;
	}
}

static enum err
look_again(struct deciding *d, struct session *s, struct arena *a,
	   struct import_look *out)
{
	struct likeness *like = NULL;
	struct fields person;
	size_t n = 0;
	struct txn *t;
	const struct who *w;

	row_person(&d->im, &d->row, a, &person);
	if (d->m->person_form)
		TRY(find_alike(s, a, &person, 0, &like, &n));
	t = session_begin(s, true);
	w = who_now(t, s);
	wait_describe(d->rec, &out->row);
	out->makes_nobody = d->m->case_of_person;
	if (w) {
		add_candidates(d, t, w, a, like, n, out);
		out->n_about = add_lines(d, t, w, a, NULL, &out->about);
	}
	log_act(t, s, ACT_OPENED, 0, 0, d->rec->id, "a row of an import");
	return session_end(s, t);
}

enum err
import_look(struct session *s, struct arena *a, uint64_t id,
	    struct import_look *out)
{
	struct deciding d = { 0 };
	struct txn *t = session_begin(s, false);
	enum err e;

	*out = (struct import_look){ 0 };
	d.im.arena = (struct arena){ 0 };
	e = take_up(&d, s, t, id);
	if (e != ERR_OK)
		txn_fail(t, e == ERR_EXISTS ? ERR_NOT_FOUND : e);
	e = session_end(s, t);
	if (e == ERR_OK)
		e = look_again(&d, s, a, out);
	if (e == ERR_OK)
		e = import_batch_get(s, a, out->row.batch, &out->batch);
	if (e == ERR_OK) {
		out->row.key = arena_strdup(a, out->row.key);
		out->row.who = arena_strdup(a, out->row.who);
		out->row.left_by = arena_strdup(a, out->row.left_by);
	}
	arena_wipe(&d.im.arena);
	return e;
}

/* --- decided ----------------------------------------------------------- */

/* What a fault says, all of them in one line. */
static const char *
why_not(const struct import_row *r, struct arena *a)
{
	struct buf b = BUF_INIT;
	const char *out;

	for (size_t i = 0; i < r->n_faults; i++)
		buf_printf(&b, "%s%s", i ? " " : "", r->faults[i].message);
	out = arena_strdup(a, b.s ? b.s : "The row could not be kept.");
	buf_clear(&b);
	return out;
}

/* Whoever decides must be able to write what the row fills in. */
static bool
may_fill(const struct deciding *d, const struct who *w)
{
	const struct import_map *m = d->m;
	bool may = who_writes_form(w, m->form) &&
		   (!m->person_form || m->case_of_person ||
		    who_writes_form(w, m->person_form));

	for (size_t i = 0; i < m->n && may; i++)
		may = !m->columns[i].item ||
		      (m->case_of_person &&
		       m->columns[i].item->form == m->person_form) ||
		      who_writes_item(w, m->columns[i].item);
	return may;
}

static enum err
do_row(struct deciding *d, struct session *s, struct arena *a, uint64_t id,
       struct import_decided *out)
{
	static const char *const states[] = { "same", "newer", "different" };
	struct txn *t = session_begin(s, true);
	const struct record *r;
	enum err e = take_up(d, s, t, id);

	if (e == ERR_OK && !may_fill(d, who_now(t, s)))
		e = ERR_DENIED;
	if (e != ERR_OK)
		txn_fail(t, e);
	TRY(session_end(s, t));
	row_do(&d->im, &d->row);
	TRY(d->im.err);
	if (d->row.n_faults || d->im.spoiled ||
	    d->row.outcome == OUTCOME_REJECTED) {
		out->why = why_not(&d->row, a);
		return ERR_INVALID;
	}
	t = session_begin(s, true);
	wait_close(t, s, a, d->rec, states[d->row.settled - SETTLED_SAME],
		   d->row.record);
	r = record_get_header(t, a, d->row.record);
	if (r) {
		out->record = r->id;
		out->person = r->kind == RECORD_PERSON ? r->id : r->person;
		out->ref = r->ref;
	}
	return session_end(s, t);
}

static enum err
check_person(struct session *s, enum import_decision how, uint64_t person)
{
	struct txn *t = session_begin(s, false);
	const struct who *w = who_now(t, s);
	struct arena a = ARENA_INIT;
	const struct record *p;

	if (how != IMPORT_DIFFERENT) {
		p = record_get_header(t, &a, person);
		if (!w || !p || p->kind != RECORD_PERSON ||
		    !who_sees_person(t, w, person))
			txn_fail(t, ERR_NOT_FOUND);
	}
	arena_clear(&a);
	return session_end(s, t);
}

enum err
import_decide(struct session *s, struct arena *a, uint64_t id,
	      enum import_decision how, uint64_t person,
	      struct import_decided *out)
{
	struct deciding d = { 0 };
	enum err e;

	*out = (struct import_decided){ .ref = "" };
	if (how == IMPORT_LEAVE)
		return wait_leave(s, id);
	TRY(check_person(s, how, person));
	d.settled = how == IMPORT_SAME	       ? SETTLED_SAME
		    : how == IMPORT_SAME_NEWER ? SETTLED_NEWER
					       : SETTLED_DIFFERENT;
	d.person = how == IMPORT_DIFFERENT ? 0 : person;
	session_batch_begin(s);
	e = do_row(&d, s, a, id, out);
	if (e == ERR_OK)
		e = session_batch_commit(s);
	else
		session_batch_abort(s);
	arena_wipe(&d.im.arena);
	return e;
}
