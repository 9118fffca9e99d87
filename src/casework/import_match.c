/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Is the person of a row one who is known already?  Attached without being
 * asked only when the likeness is strong, nobody else is near it, and a birth
 * date or a number agrees exactly; what lies below is for people to decide.
 */
#include <string.h>

#include "casework/find_parts.h"
#include "casework/import_parts.h"

#define BITS_DOUBT MATCH_LIKELY
#define DOUBTS_NAMED 3

/* Ids rise: whoever has a later one than the first of this batch was made by
 * it, and has no reference yet that would last. */
static const char *
doubt_ref(const struct importing *im, const struct likeness *v)
{
	if (!im->commit && im->first_new && v->person.id >= im->first_new)
		return "somebody earlier in this file";
	return v->person.ref;
}

static void
name_doubts(const struct importing *im, struct import_row *r,
	    const struct likeness *v, size_t n)
{
	struct buf b = BUF_INIT;

	for (size_t i = 0; i < n && i < DOUBTS_NAMED && v[i].bits >= BITS_DOUBT;
	     i++)
		buf_printf(&b, "%s%s (%s; %d bits)", i ? ", " : "",
			   doubt_ref(im, &v[i]), v[i].why ? v[i].why : "",
			   v[i].bits);
	r->doubt = arena_strdup(r->arena, b.s ? b.s : "");
	buf_clear(&b);
}

void
row_person(const struct importing *im, const struct import_row *r,
	   struct arena *a, struct fields *out)
{
	fields_init(out, a);
	for (size_t i = 0; i < im->m->n; i++) {
		const struct item *it = im->m->columns[i].item;

		if (it && !it->repeat && it->form == im->m->person_form)
			fields_set(out, it->name, r->values[i]);
	}
}

/* Their newest open case of the child's form that the user may see. */
static uint64_t
open_case(struct importing *im, struct import_row *r, uint64_t person)
{
	struct txn *t = session_begin(im->s, false);
	const struct who *w = who_now(t, im->s);
	struct case_brief *v;
	size_t n = w ? same_cases(t, im->s, w, r->arena, person, &v) : 0;
	uint64_t id = 0;

	for (size_t i = 0; i < n && !id; i++) {
		const struct record *c =
			record_get_header(t, r->arena, v[i].id);
		const struct form *f = c ? form_of_record(im->s, c) : NULL;

		if (f == im->m->form->of &&
		    !(c->flags & (RECORD_CLOSED | RECORD_WITHDRAWN)))
			id = c->id;
	}
	if (session_end(im->s, t) != ERR_OK)
		im->err = ERR_IO;
	return id;
}

/* Whom a child's row is about: nobody is registered by it. */
static bool
match_known(struct importing *im, struct import_row *r, uint64_t *person)
{
	struct likeness *v = NULL;
	struct fields who;
	size_t n = 0;

	*person = r->settled_person;
	if (r->settled)
		return true;
	row_person(im, r, r->arena, &who);
	im->err = find_alike(im->s, r->arena, &who, 0, &v, &n);
	if (n && v[0].may_attach)
		*person = v[0].person.id;
	else if (n && v[0].bits >= BITS_DOUBT)
		name_doubts(im, r, v, n);
	return !r->doubt;
}

uint64_t
case_of_row(struct importing *im, struct import_row *r)
{
	uint64_t person, id;

	if (r->settled == SETTLED_DIFFERENT) {
		r->outcome = OUTCOME_SKIPPED;
		return 0;
	}
	if (r->n_faults)
		return 0;
	if (!match_known(im, r, &person)) {
		r->outcome = OUTCOME_QUEUED;
		row_wait(im, r);
		return 0;
	}
	id = person ? open_case(im, r, person) : 0;
	r->person_attached = id != 0;
	if (!id && im->err == ERR_OK)
		row_fault(r, CODE_NO_CASE, NO_COLUMN, r->key,
			  person ? "The person of this row has no open case "
				   "here."
				 : "Nobody known here is the person of this "
				   "row.");
	return id;
}

bool
row_match(struct importing *im, struct import_row *r, const struct edit *e,
	  uint64_t *person)
{
	struct arena a = ARENA_INIT;
	struct likeness *v = NULL;
	size_t n = 0;
	enum err err = find_alike(im->s, &a, view_answers(e->view), 0, &v, &n);
	bool doubt = false;

	*person = 0;
	if (err != ERR_OK) {
		im->err = err;
	} else if (n && v[0].may_attach) {
		*person = v[0].person.id;
	} else if (n && v[0].bits >= BITS_DOUBT) {
		name_doubts(im, r, v, n);
		doubt = true;
	}
	arena_clear(&a);
	return doubt;
}
