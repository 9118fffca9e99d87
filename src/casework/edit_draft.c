/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Drafts: an edit kept, thrown away, gone on with; and the list of them.
 */
#include <string.h>

#include "casework/edit_parts.h"

#define PURPOSE_MOVE "transition:"
#define REASON_MARK "why:"
#define CHOSEN_MARK "chosen:"

static bool
has(const struct edit *e, enum means m)
{
	const struct item *it = form_item_means(e->form, m);

	return it && fields_get(&e->answers, it->name);
}

static void
put_marked(struct arena *a, struct fields *to, const char *mark,
	   const struct fields *v)
{
	for (size_t i = 0; i < v->n; i++)
		fields_set(to, arena_printf(a, "%s%s", mark, v->v[i].name),
			   v->v[i].value);
}

/* False: its name has not this mark. */
static bool
take_marked(struct fields *to, const char *mark, const struct field *f)
{
	size_t n = strlen(mark);

	if (strncmp(f->name, mark, n) != 0)
		return false;
	fields_set(to, f->name + n, f->value);
	return true;
}

const char *
draft_purpose(struct arena *a, const struct edit *e)
{
	return e->transition
		       ? arena_printf(a, PURPOSE_MOVE "%s", e->transition->name)
		       : "record";
}

static void
draft_of_edit(const struct edit *e, struct arena *a, struct draft *d)
{
	const char *name = e->about.id ? e->about.full_name : "";

	/* Of somebody new, what is typed so far. */
	if (e->form->kind == FORM_PERSON && !e->record &&
	    (has(e, MEANS_given_name) || has(e, MEANS_family_name)))
		name = person_name(e->session, a, &e->answers, true);
	*d = (struct draft){ .id = e->draft,
			     .user = e->session->user,
			     .form = form_full_name(e->form),
			     .record = e->record,
			     .base_revision = e->base_revision,
			     .person = e->person,
			     .case_id = e->case_id,
			     .kept_at = clock_now(),
			     .at_field = e->at_field ? e->at_field : "",
			     .purpose = draft_purpose(a, e) };
	d->title =
		arena_printf(a, "%s%s%s", e->title, name[0] ? ", " : "", name);
	d->fields = e->answers;
	fields_copy(&d->typed, a, &e->typed);
	put_marked(a, &d->typed, REASON_MARK, &e->reasons);
	put_marked(a, &d->typed, CHOSEN_MARK, &e->chosen);
}

/* Has another window of the same person gone on with it, as when a line hangs
 * and they come in again?  Each then keeps its own. */
static bool
went_on_elsewhere(const struct edit *e, struct txn *t, struct arena *a)
{
	const struct draft *d =
		e->draft ? draft_get(t, a, e->session->user, e->draft) : NULL;

	return e->draft && (!d || d->kept_at != e->draft_at);
}

enum err
edit_keep(struct edit *e)
{
	struct arena a = ARENA_INIT;
	struct draft d;
	struct txn *t;
	enum err err;

	if (!e->changed)
		return ERR_OK;
	draft_of_edit(e, &a, &d);
	t = session_begin(e->session, true);
	if (went_on_elsewhere(e, t, &a))
		d.id = 0;
	draft_put(t, &d);
	err = session_end(e->session, t);
	if (err == ERR_OK) {
		e->draft = d.id;
		e->draft_at = d.kept_at;
		e->changed = false;
	}
	arena_clear(&a);
	return err;
}

enum err
edit_drop(struct edit *e)
{
	enum err err =
		e->draft ? draft_throw_away(e->session, e->draft) : ERR_OK;

	if (err == ERR_OK) {
		e->draft = 0;
		e->changed = false;
	}
	return err;
}

enum err
draft_throw_away(struct session *s, uint64_t draft)
{
	struct arena a = ARENA_INIT;
	struct txn *t = session_begin(s, true);
	struct draft *d = draft_get(t, &a, s->user, draft);

	if (!d) {
		txn_fail(t, ERR_NOT_FOUND);
	} else {
		draft_forget(t, s->user, draft);
		log_act(t, s, ACT_DRAFT_DROPPED, d->person, d->case_id,
			d->record, NULL);
	}
	arena_clear(&a);
	return session_end(s, t);
}

/* May its user still see what a draft is about? */
static bool
draft_seen(struct txn *t, struct session *s, const struct who *w,
	   const struct draft *d)
{
	struct arena a = ARENA_INIT;
	const struct form *f = form_called(s->set, d->form);
	const struct record *of =
		d->record || d->case_id
			? record_get_header(t, &a,
					    d->record ? d->record : d->case_id)
			: NULL;
	bool sees = f && who_reads_form(w, f);

	if (d->record || d->case_id)
		sees = sees && of && who_sees(t, w, of);
	else if (d->person)
		sees = sees && who_sees_person(t, w, d->person);
	arena_clear(&a);
	return sees;
}

/* The same of words that wait for a question to be asked again. */
static bool
words_seen(struct txn *t, const struct who *w, const struct draft *d)
{
	struct arena a = ARENA_INIT;
	bool sees = !d->record ||
		    who_sees(t, w, record_get_header(t, &a, d->record));

	arena_clear(&a);
	return sees;
}

/* A draft made into an edit again, over the record as it was begun from: what
 * others saved meanwhile is met when it is saved. */
static bool
resume_draft(struct edit *e, const struct draft *d, struct txn *t,
	     const struct who *w)
{
	const struct record *r;
	size_t mark = strlen(PURPOSE_MOVE);

	e->form = form_called(e->session->set, d->form);
	if (!draft_seen(t, e->session, w, d))
		return false;
	if (d->record) {
		r = record_now(t, e->session, &e->arena, d->record);
		if (!r)
			return false;
		edit_take_base(e, record_at(t, e->session, &e->arena, r,
					    d->base_revision));
		e->may_write = who_writes(t, w, r) && !is_withdrawn(t, r);
	} else {
		e->may_write = who_writes_form(w, e->form);
	}
	if (strncmp(d->purpose, PURPOSE_MOVE, mark) == 0)
		e->transition = form_transition(e->form, d->purpose + mark);
	if (e->transition)
		e->may_write = who_roles(w, e->form) & e->transition->roles;
	e->person = d->person;
	e->case_id = d->case_id;
	e->draft = d->id;
	e->draft_at = d->kept_at;
	e->at_field = d->at_field;
	fields_copy(&e->answers, &e->arena, &d->fields);
	form_adopt(e->form, &e->answers);
	return true;
}

enum err
edit_resume(struct session *s, uint64_t draft, struct edit **out)
{
	struct txn *t = session_begin(s, true);
	const struct who *w = who_now(t, s);
	struct edit *e = edit_make(s, NULL);
	struct draft *d = draft_get(t, &e->arena, s->user, draft);

	*out = NULL;
	if (!d || !w || !resume_draft(e, d, t, w)) {
		txn_fail(t, ERR_NOT_FOUND);
		return edit_ready(e, t, out);
	}
	for (size_t i = 0; i < d->typed.n; i++) {
		const struct field *f = &d->typed.v[i];

		if (!take_marked(&e->reasons, REASON_MARK, f) &&
		    !take_marked(&e->chosen, CHOSEN_MARK, f))
			fields_set(&e->typed, f->name, f->value);
	}
	edit_read_around(e, t, w);
	if (e->record)
		log_act(t, s, ACT_OPENED, e->person, e->case_id, e->record,
			NULL);
	return edit_ready(e, t, out);
}

/* How many fields are filled in; of a saved record, how many otherwise than
 * when it was begun. */
static size_t
draft_fields(struct txn *t, struct session *s, const struct draft *d)
{
	static const struct fields none;
	struct arena a = ARENA_INIT;
	const struct form *f = form_called(s->set, d->form);
	const struct record *r =
		d->record ? record_now(t, s, &a, d->record) : NULL;
	const struct fields *was =
		r ? &record_at(t, s, &a, r, d->base_revision)->fields : &none;
	size_t n = 0;

	for (size_t i = 0; f && i < f->n; i++) {
		const struct item *it = &f->items[i];
		const struct value *old = fields_get(was, it->name);
		const struct value *now = fields_get(&d->fields, it->name);

		if (it->repeat ||
		    (it->kind != ITEM_QUESTION && it->kind != ITEM_REPEAT))
			continue;
		n += fields_get(&d->typed, it->name) ||
		     !value_equal(old ? old : &value_empty,
				  now ? now : &value_empty);
	}
	arena_clear(&a);
	return n;
}

/* One of the user's drafts for their list; false: not theirs to see now. */
static bool
brief_draft(struct txn *t, struct session *s, const struct who *w,
	    struct arena *a, const struct draft *d, struct draft_brief *out)
{
	const struct record *r;
	bool words = draft_is_words(d);

	if (!w || !(words ? words_seen(t, w, d) : draft_seen(t, s, w, d)))
		return false;
	*out = (struct draft_brief){ .id = d->id,
				     .record = d->record,
				     .title = d->title,
				     .kept_at = d->kept_at };
	if (words) {
		out->question = d->at_field;
		out->words = draft_words(d);
		out->person = d->person;
		out->case_id = d->case_id;
		return true;
	}
	out->fields = draft_fields(t, s, d);
	r = d->record ? record_get_header(t, a, d->record) : NULL;
	if (r && r->revision != d->base_revision)
		out->changed_by = who_told(t, w, r->changed_by);
	return true;
}

enum err
draft_briefs(struct session *s, struct arena *a, struct draft_brief **out,
	     size_t *n)
{
	struct txn *t = session_begin(s, false);
	const struct who *w = who_now(t, s);
	struct draft *d;
	size_t count = draft_list(t, a, s->user, &d);

	*n = 0;
	*out = arena_array(a, count + 1, sizeof(**out));
	for (size_t i = 0; i < count; i++)
		*n += brief_draft(t, s, w, a, &d[i], &(*out)[*n]);
	return session_end(s, t);
}
