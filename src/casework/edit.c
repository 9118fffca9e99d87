/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * An edit: beginning it and changing answers.  Drafts are in edit_draft.c,
 * saving is in save.c.
 */
#include <stdlib.h>
#include <string.h>

#include "casework/edit_parts.h"
#include "casework/find_parts.h"

struct edit *
edit_make(struct session *s, const struct form *f)
{
	struct edit *e = xcalloc(1, sizeof(*e));

	e->session = s;
	e->form = f;
	fields_init(&e->answers, &e->arena);
	fields_init(&e->typed, &e->arena);
	fields_init(&e->reasons, &e->arena);
	fields_init(&e->chosen, &e->arena);
	return e;
}

void
edit_close(struct edit **e)
{
	if (!*e)
		return;
	arena_wipe(&(*e)->arena);
	arena_wipe(&(*e)->view_arena);
	free(*e);
	*e = NULL;
}

static void
edit_title(struct edit *e)
{
	struct arena *a = &e->arena;
	const char *ref = e->of_case.ref;

	if (e->transition)
		e->title = arena_printf(a, "%s  %s", ref, e->transition->label);
	else if (!e->record)
		e->title = ref && e->form->kind == FORM_CHILD
				   ? arena_printf(a, "Add to %s: %s", ref,
						  e->form->label)
				   : arena_printf(a, "%s, new", e->form->label);
	else if (e->base && e->base->ref[0])
		/* As the case is headed: nothing of it is painted anew. */
		e->title =
			arena_printf(a, "%s  %s", e->form->label, e->base->ref);
	else
		e->title = arena_printf(a, "%s%s%s", ref ? ref : "",
					ref ? " " : "", e->form->label);
}

/* The person's other cases of this form, for the defaults of a new one: those
 * that whoever begins it may see. */
static void
read_before(struct edit *e, struct txn *t, const struct who *w)
{
	struct case_brief *v;
	struct case_before *before;
	size_t n, kept = 0;

	if (!w || e->base || e->form->kind != FORM_CASE || !e->person)
		return;
	n = same_cases(t, e->session, w, &e->arena, same_shown(t, w, e->person),
		       &v);
	before = arena_array(&e->arena, n + 1, sizeof(*before));
	for (size_t i = 0; i < n; i++)
		if (v[i].form == e->form)
			before[kept++] =
				(struct case_before){ v[i].id, v[i].state,
						      v[i].state_since };
	e->ctx.before = before;
	e->ctx.n_before = kept;
}

/* Read what the rules and the headings need. */
void
edit_read_around(struct edit *e, struct txn *t, const struct who *w)
{
	struct session *s = e->session;
	const struct record *c;

	context_read(t, s, &e->arena, e->form, e->base, e->person, e->case_id,
		     &e->ctx);
	e->ctx.arena = &e->view_arena;
	e->ctx.saved = e->base ? &e->base->fields : NULL;
	if (e->transition)
		context_enter(&e->arena, &e->form->states[e->transition->to],
			      &e->ctx);
	if (s->unseen)
		return;
	read_before(e, t, w);
	if (e->form->kind != FORM_PERSON || e->base)
		brief_person(t, s, w, &e->arena,
			     e->base && e->form->kind == FORM_PERSON
				     ? e->base->id
				     : e->person,
			     &e->about);
	if (e->transition && e->form->states[e->transition->to].final) {
		struct record **tasks;

		e->tasks_stay = open_tasks(t, &e->arena, e->case_id,
					   TASKS_WRITTEN, &tasks);
	}
	c = e->case_id ? record_now(t, s, &e->arena, e->case_id) : NULL;
	if (c) {
		brief_case(s, &e->arena, c, &e->of_case);
		brief_safe_contact(t, w, &e->arena, c, &e->about);
		brief_case_alerts(t, w, &e->arena, c, &e->about);
	}
	edit_title(e);
}

void
edit_take_base(struct edit *e, const struct record *r)
{
	e->base = r;
	e->record = r->id;
	e->base_revision = r->revision;
	e->person = r->kind == RECORD_PERSON ? r->id : r->person;
	e->case_id = r->case_id;
	fields_copy(&e->answers, &e->arena, &r->fields);
}

enum err
edit_ready(struct edit *e, struct txn *t, struct edit **out)
{
	enum err err = session_end(e->session, t);

	if (err == ERR_DENIED)
		log_refusal(e->session,
			    e->record	 ? e->record
			    : e->case_id ? e->case_id
					 : e->person,
			    "to change it");
	if (err != ERR_OK) {
		edit_close(&e);
	} else {
		if (!e->session->unseen)
			edit_view(e);
		e->changed = false;
	}
	*out = e;
	return err;
}

static enum err
edit_begin_new(struct edit *e, struct txn *t, const struct who *w,
	       const struct fields *prefill, struct edit **out)
{
	if (w && !who_writes_form(w, e->form))
		txn_fail(t, e->form->kind == FORM_PERSON ? ERR_DENIED
			    : who_reads_form(w, e->form) ? ERR_DENIED
							 : ERR_NOT_FOUND);
	if (w && e->person && !who_sees_person(t, w, e->person))
		txn_fail(t, ERR_NOT_FOUND);
	if (txn_err(t) == ERR_OK) {
		e->may_write = true;
		edit_read_around(e, t, w);
		for (size_t i = 0; prefill && i < prefill->n; i++)
			fields_set(&e->answers, prefill->v[i].name,
				   prefill->v[i].value);
		if (!e->session->unseen)
			form_defaults(&e->ctx, &e->answers);
	}
	return edit_ready(e, t, out);
}

enum err
edit_new_person(struct session *s, const struct fields *prefill,
		struct edit **out)
{
	struct txn *t;

	*out = NULL;
	if (!s->set->person)
		return ERR_NOT_FOUND;
	t = session_begin(s, false);
	return edit_begin_new(edit_make(s, s->set->person), t, who_now(t, s),
			      prefill, out);
}

enum err
edit_new_case(struct session *s, const struct form *f, uint64_t person,
	      struct edit **out)
{
	struct txn *t = session_begin(s, false);
	struct edit *e = edit_make(s, f);

	*out = NULL;
	e->person = f->about == ABOUT_PERSON ? person : 0;
	if (f->about == ABOUT_PERSON && !person)
		txn_fail(t, ERR_INVALID);
	return edit_begin_new(e, t, who_now(t, s), NULL, out);
}

enum err
edit_new_child(struct session *s, const struct form *f, uint64_t of,
	       struct edit **out)
{
	struct txn *t = session_begin(s, false);
	const struct who *w = who_now(t, s);
	struct edit *e = edit_make(s, f);
	const struct record *r = record_now(t, s, &e->arena, of);

	*out = NULL;
	if (!r || !w || !who_sees(t, w, r))
		txn_fail(t, ERR_NOT_FOUND);
	else if (f->kind == FORM_CHILD ? r->kind != RECORD_CASE ||
						 form_of_record(s, r) != f->of
				       : f->kind != FORM_PERSON_CHILD ||
						 r->kind != RECORD_PERSON)
		txn_fail(t, ERR_INVALID);
	else if (r->flags & RECORD_WITHDRAWN)
		txn_fail(t, ERR_DENIED);
	if (r && txn_err(t) == ERR_OK) {
		e->case_id = r->case_id;
		e->person = r->kind == RECORD_PERSON ? r->id : r->person;
	}
	return edit_begin_new(e, t, w, NULL, out);
}

bool
is_withdrawn(struct txn *t, const struct record *r)
{
	struct arena a = ARENA_INIT;
	const struct record *c = r->case_id && r->case_id != r->id
					 ? record_get_header(t, &a, r->case_id)
					 : NULL;
	bool is = (r->flags | (c ? c->flags : 0)) & RECORD_WITHDRAWN;

	arena_clear(&a);
	return is;
}

enum err
edit_open(struct session *s, uint64_t record, struct edit **out)
{
	struct txn *t = session_begin(s, true);
	const struct who *w = who_now(t, s);
	struct edit *e = edit_make(s, NULL);
	const struct record *r = record_now(t, s, &e->arena, record);

	*out = NULL;
	if (r)
		e->form = form_of_record(s, r);
	if (!r || !w || !e->form || !who_sees(t, w, r)) {
		txn_fail(t, ERR_NOT_FOUND);
	} else {
		edit_take_base(e, r);
		e->may_write = who_writes(t, w, r) && !is_withdrawn(t, r);
		edit_read_around(e, t, w);
		log_act(t, s, ACT_OPENED, e->person, e->case_id, r->id, NULL);
	}
	return edit_ready(e, t, out);
}

enum err
edit_begin_transition(struct session *s, uint64_t case_id,
		      const struct transition *tr, struct edit **out)
{
	struct txn *t = session_begin(s, true);
	const struct who *w = who_now(t, s);
	struct edit *e = edit_make(s, NULL);
	const struct record *r = record_now(t, s, &e->arena, case_id);
	int st;

	*out = NULL;
	if (!r || !w || r->kind != RECORD_CASE || !who_sees_case(t, w, r)) {
		txn_fail(t, ERR_NOT_FOUND);
		return edit_ready(e, t, out);
	}
	e->form = form_of_record(s, r);
	st = form_state(e->form, r->state);
	if (st < 0 || !(tr->from & UINT64_C(1) << st) ||
	    r->flags & RECORD_WITHDRAWN)
		txn_fail(t, ERR_CONFLICT);
	if (!(who_roles(w, e->form) & tr->roles))
		txn_fail(t, ERR_DENIED);
	e->transition = tr;
	edit_take_base(e, r);
	e->may_write = true;
	if (txn_err(t) == ERR_OK) {
		edit_read_around(e, t, w);
		if (!s->unseen)
			transition_defaults(&e->ctx, tr, &e->answers);
		log_act(t, s, ACT_OPENED, e->person, e->case_id, e->record,
			NULL);
	}
	return edit_ready(e, t, out);
}

/* --- looking and changing ------------------------------------------------------- */

static const struct who *
who_of(const struct edit *e)
{
	return e->session->cached;
}

bool
edit_may_read(const struct edit *e, const struct item *it)
{
	return who_of(e) && who_reads_item(who_of(e), it, &e->ctx);
}

bool
item_retired(const struct item *it)
{
	return date_is_set(it->retired) &&
	       date_compare(it->retired, clock_today()) <= 0;
}

bool
edit_may_write(const struct edit *e, const struct item *it)
{
	return e->may_write && who_of(e) && it->kind == ITEM_QUESTION &&
	       !it->read_only && !item_retired(it) &&
	       who_writes_item(who_of(e), it);
}

static struct row *
edit_row(const struct edit *e, const struct item *it, size_t row)
{
	const struct value *v =
		it->repeat ? fields_get(&e->answers, it->repeat->name) : NULL;

	return v && v->type == VAL_ROWS && row < v->rows.n ? &v->rows.v[row]
							   : NULL;
}

const struct value *
edit_get(const struct edit *e, const struct item *it, size_t row)
{
	struct row *r;

	if (!it->repeat)
		return fields_get(&e->answers, it->name);
	r = edit_row(e, it, row);
	return r ? fields_get(&r->fields, it->name) : NULL;
}

void
edit_set(struct edit *e, const struct item *it, size_t row, struct value v)
{
	struct fields *f = &e->answers;
	const struct value *old;

	if (it->repeat) {
		struct row *r = edit_row(e, it, row);

		if (!r)
			return;
		f = &r->fields;
	}
	old = fields_get(f, it->name);
	if (old ? value_equal(old, &v) : value_is_empty(&v))
		return;
	fields_set(f, it->name, v);
	e->changed = true;
	edit_view(e);
}

/* Names in `typed` and `reasons`: NAME, or NAME#ROWID within a repeat. */
static const char *
typed_name(const struct edit *e, const struct item *it, size_t row, char *out,
	   size_t size)
{
	struct row *r = it->repeat ? edit_row(e, it, row) : NULL;

	if (!r)
		return it->name;
	snprintf(out, size, "%s#%llu", it->name, (unsigned long long)r->id);
	return out;
}

void
edit_set_typed(struct edit *e, const struct item *it, size_t row,
	       const char *text)
{
	char name[160];
	const char *n = typed_name(e, it, row, name, sizeof(name));
	const char *old = fields_text(&e->typed, n);

	if (strcmp(old, text ? text : "") == 0)
		return;
	fields_set(&e->typed, n, value_text(text ? text : ""));
	e->changed = true;
}

const char *
edit_get_typed(const struct edit *e, const struct item *it, size_t row)
{
	char name[160];
	const char *s = fields_text(&e->typed,
				    typed_name(e, it, row, name, sizeof(name)));

	return s[0] ? s : NULL;
}

static uint64_t
new_row_id(void)
{
	uint64_t id;

	random_bytes(&id, sizeof(id));
	return id >> 1 ? id >> 1 : 1;
}

size_t
edit_add_row(struct edit *e, const struct item *repeat)
{
	const struct value *old = fields_get(&e->answers, repeat->name);
	size_t n = old && old->type == VAL_ROWS ? old->rows.n : 0;
	struct row *rows = arena_array(&e->arena, n + 1, sizeof(*rows));
	struct value v = { .type = VAL_ROWS };

	for (size_t i = 0; i < n; i++)
		rows[i] = old->rows.v[i];
	rows[n].id = new_row_id();
	fields_init(&rows[n].fields, &e->arena);
	v.rows.v = rows;
	v.rows.n = n + 1;
	fields_set_shared(&e->answers, repeat->name, v);
	row_defaults(&e->ctx, &e->answers, repeat, &rows[n]);
	e->changed = true;
	edit_view(e);
	return n;
}

/* Texts not understood go with their row. */
static void
forget_typed(struct edit *e, uint64_t row)
{
	char end[32];
	size_t n = (size_t)snprintf(end, sizeof(end), "#%llu",
				    (unsigned long long)row);

	for (size_t i = e->typed.n; i-- > 0;) {
		const char *name = e->typed.v[i].name;
		size_t len = strlen(name);

		if (len > n && strcmp(name + len - n, end) == 0)
			fields_set(&e->typed, name, value_empty);
	}
}

void
edit_strike_row(struct edit *e, const struct item *repeat, size_t row)
{
	const struct value *old = fields_get(&e->answers, repeat->name);
	struct value v = { .type = VAL_ROWS };
	size_t n = 0;

	if (!old || old->type != VAL_ROWS || row >= old->rows.n)
		return;
	forget_typed(e, old->rows.v[row].id);
	if (repeat->append_only && e->base) {
		old->rows.v[row].struck = true;
	} else {
		v.rows.v =
			arena_array(&e->arena, old->rows.n, sizeof(*v.rows.v));
		for (size_t i = 0; i < old->rows.n; i++)
			if (i != row)
				v.rows.v[n++] = old->rows.v[i];
		v.rows.n = n;
		fields_set_shared(&e->answers, repeat->name,
				  n ? v : value_empty);
	}
	e->changed = true;
	edit_view(e);
}

void
edit_view(struct edit *e)
{
	arena_clear(&e->view_arena);
	e->view = form_view(&e->ctx, &e->answers);
}

void
edit_keep_reason(struct edit *e, const struct item *it, const char *reason)
{
	fields_set(&e->reasons, it->name, value_text(reason));
	e->changed = true;
}

enum err
edit_unmask(struct edit *e, const struct item *it)
{
	struct txn *t = session_begin(e->session, true);

	log_act(t, e->session, ACT_UNMASKED, e->person, e->case_id, e->record,
		it->name);
	return session_end(e->session, t);
}
