/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A row done: the record it is about found or made, through the same edits
 * as on the screens.
 */
#include <string.h>

#include "casework/import_parts.h"

static void
reject(struct import_row *r)
{
	r->outcome = OUTCOME_REJECTED;
}

/* An error that is no fault of the row ends the import. */
static bool
is_ours(struct importing *im, enum err e)
{
	if (e == ERR_FULL || e == ERR_IO || e == ERR_CORRUPT || e == ERR_NEWER)
		im->err = e;
	return im->err != ERR_OK;
}

static const char *
reason(const struct importing *im, const struct import_row *r)
{
	return arena_printf(r->arena, "import %s, batch %llu, line %llu",
			    im->m->name, (unsigned long long)im->batch,
			    (unsigned long long)r->raw.line);
}

/* The log says of each change which batch made it, and of the record that is
 * known by the row's key what was remembered of it before. */
static enum err
save_marked(struct importing *im, struct import_row *r, struct edit *e,
	    struct saved *out)
{
	const struct import_map *m = im->m;
	struct import_mark mark = { .batch = im->batch };
	struct arena a = ARENA_INIT;
	enum err err;

	if (e->form == m->form)
		mark.key = key_place(im, &a, form_full_name(m->form), r->key);
	else if (e->form == m->person_form && r->person_key[0])
		mark.key = key_place(im, &a, e->form->name, r->person_key);
	if (mark.key)
		mark.was = key_stored(im, &a, mark.key);
	im->s->import = im->batch ? &mark : NULL;
	err = edit_save(e, SAVE_RECORD, reason(im, r), out);
	im->s->import = NULL;
	arena_clear(&a);
	return err;
}

static void
check_again(struct importing *im, struct import_row *r, struct edit *e)
{
	if (!e->view)
		edit_view(e);
	row_check(im, r, e, e->view);
}

/* Save; what stands in the way becomes faults of the row. */
static bool
save(struct importing *im, struct import_row *r, struct edit *e, uint64_t *id)
{
	struct saved out;
	enum err err = save_marked(im, r, e, &out);

	*id = out.record;
	if (err == ERR_OK || is_ours(im, err))
		return err == ERR_OK;
	if (err == ERR_NOT_FOUND || err == ERR_DENIED)
		row_fault(r, CODE_NOT_THERE, NO_COLUMN, r->key,
			  "The record is gone, or not yours to change.");
	else if (out.why)
		row_fault(r, CODE_NOT_UNIQUE, NO_COLUMN, "", out.why);
	else
		check_again(im, r, e);
	if (r->n_faults == 0)
		row_fault(r, CODE_REFUSED, NO_COLUMN, r->key,
			  "The record could not be saved.");
	reject(r);
	return false;
}

/* A row that fails after it has written cannot be undone by itself: its batch
 * is made again without it. */
static void
spoil(struct importing *im, struct import_row *r)
{
	im->spoiled = true;
	r->decided = true;
	reject(r);
}

/* --- the person ------------------------------------------------------- */

/* A sex alone is nobody's, nor is what the program makes no use of. */
static bool
identifies(enum means m)
{
	return m != MEANS_NONE && m != MEANS_sex && m != MEANS_secret;
}

static bool
tells_who(const struct importing *im, const struct import_row *r)
{
	for (size_t i = 0; i < im->m->n; i++) {
		const struct item *it = im->m->columns[i].item;

		if (it && !it->repeat && it->form == im->m->person_form &&
		    identifies(it->means) && !value_is_empty(&r->values[i]))
			return true;
	}
	return false;
}

/* Somebody known already: only gaps are filled (all that the row says, where
 * it was decided that it is newer), and a rule against that leaves them as
 * they are. */
static bool
fill_gaps(struct importing *im, struct import_row *r, uint64_t person)
{
	struct edit *e;
	struct saved out;
	enum err err = edit_open(im->s, person, &e);
	bool changed = false;

	if (err != ERR_OK)
		return is_ours(im, err), false;
	if (e->may_write &&
	    row_fill(im, r, e,
		     r->settled == SETTLED_NEWER ? FILL_ALL : FILL_GAPS,
		     NULL)) {
		err = save_marked(im, r, e, &out);
		changed = err == ERR_OK;
		is_ours(im, err);
	}
	edit_close(&e);
	return changed;
}

/* Whom the row is about. */
struct whom {
	struct edit *e; /* their form, filled in; or NULL */
	uint64_t id;	/* 0: nobody known */
	bool doubt;
};

/* What governs an edit of this row. */
static void
prepare(const struct importing *im, const struct import_row *r, struct edit *e)
{
	e->lenient = true;
	e->as_of = r->as_of;
	e->as_on = r->as_on;
	if (date_is_set(r->as_of)) {
		e->ctx.listed = r->as_of;
		e->ctx.today = r->as_on;
	}
	if (im->m->restore && e->form == im->m->form && !e->record)
		e->restored = &r->restored;
}

static void
known_by_key(struct importing *im, struct import_row *r, struct whom *w)
{
	struct known k;

	if (r->person_key[0] &&
	    key_find(im, r->arena, im->m->person_form->name, r->person_key, &k))
		w->id = k.record;
	else if (im->m->restore && r->person_key[0])
		w->id = ref_find(im, r->person_key);
}

/* Does the map say anything about the person but who it is? */
static bool
fills_person(const struct importing *im)
{
	for (size_t i = 0; i < im->m->n; i++)
		if (im->m->columns[i].item &&
		    im->m->columns[i].item->form == im->m->person_form)
			return true;
	return false;
}

/* Fill in the form of a new person and see what its rules say. */
static bool
begin_person(struct importing *im, struct import_row *r, struct whom *w)
{
	enum err err;

	known_by_key(im, r, w);
	if (w->id && !fills_person(im)) {
		r->person_attached = true;
		return true;
	}
	err = edit_new_person(im->s, NULL, &w->e);
	if (is_ours(im, err))
		return false;
	if (err != ERR_OK) {
		row_fault(r, CODE_NOT_WRITABLE, NO_COLUMN, "",
			  "You may not register people.");
		return false;
	}
	prepare(im, r, w->e);
	row_fill(im, r, w->e, FILL_ALL, NULL);
	row_check(im, r, w->e, w->e->view);
	if (!tells_who(im, r) && !w->id && r->n_faults == 0)
		row_fault(r, CODE_NOBODY, NO_COLUMN, "",
			  "Nothing in the row "
			  "tells who it is about.");
	return true;
}

static void
find_person(struct importing *im, struct import_row *r, struct whom *w)
{
	if (r->settled)
		w->id = r->settled_person;
	else if (w->e && !w->id && im->m->person == PERSON_MATCH)
		w->doubt = row_match(im, r, w->e, &w->id);
	if (!w->doubt)
		return;
	r->outcome = OUTCOME_QUEUED;
	row_wait(im, r);
}

static void
note_new(struct importing *im, struct import_row *r, uint64_t person)
{
	r->person_created = true;
	if (!im->first_new)
		im->first_new = person;
}

/* The person is there when this returns true. */
static bool
settle_person(struct importing *im, struct import_row *r, struct whom *w)
{
	if (!w->e)
		return true;
	if (w->id) {
		r->person_attached = true;
		fill_gaps(im, r, w->id);
		return im->err == ERR_OK;
	}
	if (!save(im, r, w->e, &w->id))
		return false;
	note_new(im, r, w->id);
	if (r->person_key[0])
		key_remember(im, r, im->m->person_form->name, r->person_key,
			     w->id);
	return true;
}

/* --- a row not known yet ---------------------------------------------- */

static void
new_case(struct importing *im, struct import_row *r, uint64_t person)
{
	struct edit *e;
	uint64_t id = 0;
	enum err err = edit_new_case(im->s, im->m->form, person, &e);
	bool saved = false;

	if (err == ERR_OK) {
		prepare(im, r, e);
		row_fill_case(r, e);
		saved = save(im, r, e, &id);
		edit_close(&e);
	} else if (!is_ours(im, err)) {
		row_fault(r, CODE_NOT_THERE, NO_COLUMN, r->key,
			  "You may not open this case.");
	}
	if (!saved) {
		spoil(im, r);
		return;
	}
	key_remember(im, r, form_full_name(im->m->form), r->key, id);
	r->record = id;
	r->outcome = OUTCOME_CREATED;
}

/* A record of a case or of a person that is there. */
static void
new_child(struct importing *im, struct import_row *r)
{
	uint64_t of = child_parent(im, r), id;
	struct edit *e;
	enum err err;

	if (r->outcome == OUTCOME_QUEUED || r->settled == SETTLED_DIFFERENT)
		return;
	if (r->n_faults || im->err != ERR_OK) {
		reject(r);
		return;
	}
	err = edit_new_child(im->s, im->m->form, of, &e);
	if (err != ERR_OK) {
		if (!is_ours(im, err))
			row_fault(r, CODE_NOT_THERE, NO_COLUMN, r->key,
				  "The record that this belongs to is not "
				  "yours to add to.");
		reject(r);
		return;
	}
	prepare(im, r, e);
	row_fill(im, r, e, FILL_ALL, NULL);
	if (save(im, r, e, &id)) {
		key_remember(im, r, form_full_name(im->m->form), r->key, id);
		r->record = id;
		r->outcome = OUTCOME_CREATED;
	}
	edit_close(&e);
}

/* The row is a person's own: one known already is updated. */
static void
new_person(struct importing *im, struct import_row *r, struct whom *w)
{
	if (w->id) {
		r->person_attached = true;
		r->outcome = fill_gaps(im, r, w->id) ? OUTCOME_UPDATED
						     : OUTCOME_UNCHANGED;
	} else if (save(im, r, w->e, &w->id)) {
		note_new(im, r, w->id);
		r->outcome = OUTCOME_CREATED;
	} else {
		return;
	}
	r->record = w->id;
	key_remember(im, r, form_full_name(im->m->form), r->key, w->id);
}

static const struct fields *
answers_of(struct importing *im, struct import_row *r, const struct whom *w)
{
	const struct record *p;
	struct txn *t;

	if (!w->id)
		return w->e ? view_answers(w->e->view) : NULL;
	t = session_begin(im->s, false);
	p = record_get(t, r->arena, w->id);
	if (session_end(im->s, t) != ERR_OK)
		im->err = ERR_IO;
	return p ? &p->fields : NULL;
}

static void
row_new(struct importing *im, struct import_row *r)
{
	const bool is_case = im->m->form->kind == FORM_CASE;
	struct whom w = { 0 };

	if (im->m->form->kind == FORM_CHILD ||
	    im->m->form->kind == FORM_PERSON_CHILD) {
		new_child(im, r);
		return;
	}
	if (im->m->person_form)
		begin_person(im, r, &w);
	if (is_case && im->err == ERR_OK)
		row_check_case(im, r, answers_of(im, r, &w));
	if (r->n_faults)
		reject(r);
	else if (im->err == ERR_OK)
		find_person(im, r, &w);
	if (!r->n_faults && !w.doubt && im->err == ERR_OK) {
		if (!is_case)
			new_person(im, r, &w);
		else if (settle_person(im, r, &w))
			new_case(im, r, w.id);
	}
	edit_close(&w.e);
}

/* --- a row known already ---------------------------------------------- */

/* Begin to change a record: false when it is not to be changed (a fault). */
static bool
begin_change(struct importing *im, struct import_row *r, uint64_t id,
	     const struct known *before, struct edit **e, size_t *changed)
{
	enum err err = edit_open(im->s, id, e);

	*changed = 0;
	if (is_ours(im, err))
		return false;
	if (err != ERR_OK || !(*e)->may_write) {
		row_fault(r, CODE_NOT_THERE, im->place[im->m->keys[0]], r->key,
			  "The record of this reference is gone, or not yours "
			  "to change.");
		edit_close(e);
		return false;
	}
	prepare(im, r, *e);
	*changed = row_fill(im, r, *e, FILL_CHANGED, before);
	row_check(im, r, *e, (*e)->view);
	return true;
}

static bool
about_person_changed(struct importing *im, const struct import_row *r,
		     const struct known *before)
{
	for (size_t i = 0; i < im->m->n; i++) {
		const struct item *it = im->m->columns[i].item;

		if (it && it->form == im->m->person_form &&
		    it->form != im->m->form && !key_same_cell(im, r, before, i))
			return true;
	}
	return false;
}

static void
save_changes(struct importing *im, struct import_row *r, struct edit *main,
	     size_t n_main, struct edit *person, size_t n_person,
	     const struct known *k)
{
	uint64_t id;

	if (n_person && !save(im, r, person, &id))
		return;
	if (n_main && !save(im, r, main, &id)) {
		if (n_person)
			spoil(im, r);
		return;
	}
	key_remember(im, r, form_full_name(im->m->form), r->key, k->record);
	r->record = k->record;
	r->owner = main->base ? arena_strdup(r->arena, main->base->owner) : "";
	r->outcome = n_main || n_person ? OUTCOME_UPDATED : OUTCOME_UNCHANGED;
}

static void
row_update(struct importing *im, struct import_row *r, const struct known *k)
{
	struct edit *main = NULL, *person = NULL;
	size_t n_main = 0, n_person = 0;

	if (begin_change(im, r, k->record, k, &main, &n_main) &&
	    main->form == im->m->form && main->form->kind == FORM_CASE &&
	    about_person_changed(im, r, k))
		begin_change(im, r, main->person, k, &person, &n_person);
	if (r->n_faults)
		reject(r);
	else if (im->err == ERR_OK)
		save_changes(im, r, main, n_main, person, n_person, k);
	edit_close(&person);
	edit_close(&main);
}

static void
row_known(struct importing *im, struct import_row *r, const struct known *k)
{
	if (im->m->on_exists == EXISTS_REJECT) {
		row_fault(r, CODE_KNOWN, im->place[im->m->keys[0]], r->key,
			  "This reference was imported before.");
		reject(r);
	} else if (r->n_faults) {
		reject(r);
	} else if (im->m->on_exists == EXISTS_SKIP) {
		r->outcome = OUTCOME_SKIPPED;
	} else if (key_same(im, r, k)) {
		r->outcome = OUTCOME_UNCHANGED;
	} else {
		row_update(im, r, k);
	}
}

/* By its key; what caseload wrote also by what it is called. */
static bool
find_known(struct importing *im, struct import_row *r, struct known *k)
{
	const char *form = form_full_name(im->m->form);

	if (key_find(im, r->arena, form, r->key, k))
		return true;
	*k = (struct known){ 0 };
	if (im->m->restore)
		k->record = row_named(im, r);
	return k->record != 0;
}

void
row_do(struct importing *im, struct import_row *r)
{
	struct known k;

	if (r->decided)
		return;
	r->n_faults = r->n_read;
	r->n_notes = r->notes_read;
	r->person_created = r->person_attached = false;
	r->doubt = NULL;
	r->owner = "";
	r->record = 0;
	if (im->m->restore)
		later_look_again(im, r);
	if (r->key[0] && find_known(im, r, &k))
		row_known(im, r, &k);
	else
		row_new(im, r);
	if (im->m->restore && r->outcome == OUTCOME_CREATED &&
	    im->err == ERR_OK)
		later_settle(im, r);
}
