/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The index entries of each kind of record, save those for finding people
 * (find_entries.c) and the worklist's timers (work_index.c).
 */
#include <string.h>

#include "casework/internal.h"

struct entry_to {
	entry_fn *each;
	void *ctx;
};

static void
give(const struct entry_to *to, uint8_t index, const struct key *k,
     const struct key *posting)
{
	to->each(index, key_bytes(k), key_bytes(posting), to->ctx);
}

static struct key
id_posting(uint64_t id)
{
	struct key p;

	key_start(&p);
	key_u64(&p, id);
	return p;
}

/* IX_REF, IX_LOGIN: text 00 -> id. */
static void
by_text(const struct entry_to *to, uint8_t index, const char *text, uint64_t id)
{
	struct key k, p = id_posting(id);

	key_start(&k);
	key_text(&k, text);
	give(to, index, &k, &p);
}

/* IX_OF_CASE: case u64, kind u8, id u64 -> fno u32. */
static void
of_case(const struct entry_to *to, const struct session *s,
	const struct record *r)
{
	struct key k, p;

	key_start(&k);
	key_u64(&k, r->case_id);
	key_u8(&k, (uint8_t)r->kind);
	key_u64(&k, r->id);
	key_start(&p);
	key_u32(&p, (uint32_t)form_no(s, form_of_record(s, r)));
	give(to, IX_OF_CASE, &k, &p);
}

/*
 * IX_OF_PERSON: person u64, when i64 turned so that the newest comes first,
 * id u64 -> kind u8, fno u32, case u64.
 */
static void
of_person(const struct entry_to *to, const struct session *s, uint64_t person,
	  const struct record *r)
{
	struct key k, p;

	key_start(&k);
	key_u64(&k, person);
	key_i64(&k, -r->created_at);
	key_u64(&k, r->id);
	key_start(&p);
	key_u8(&p, (uint8_t)r->kind);
	key_u32(&p, (uint32_t)form_no(s, form_of_record(s, r)));
	key_u64(&p, r->case_id);
	give(to, IX_OF_PERSON, &k, &p);
}

static void
of_party(const struct entry_to *to, const struct session *s,
	 const struct record *r, const struct fields *answers,
	 const struct item *it)
{
	uint64_t id = fields_id(answers, it->name);

	if (id && id != r->person)
		of_person(to, s, id, r);
}

/* A case, or a record of one, also stands in the chronology of people named by
 * `party: yes`, never of one named by `unsafe: yes`. */
static void
of_parties(const struct entry_to *to, const struct session *s,
	   const struct record *r, const struct form *f)
{
	for (size_t i = 0; i < f->n; i++) {
		const struct item *it = &f->items[i];
		const struct value *rows;

		if (it->kind != ITEM_QUESTION || it->type != Q_PERSON ||
		    !it->party || it->unsafe)
			continue;
		if (!it->repeat) {
			of_party(to, s, r, &r->fields, it);
			continue;
		}
		rows = fields_get(&r->fields, it->repeat->name);
		for (size_t k = 0;
		     rows && rows->type == VAL_ROWS && k < rows->rows.n; k++)
			if (!rows->rows.v[k].struck)
				of_party(to, s, r, &rows->rows.v[k].fields, it);
	}
}

static void
case_entries(const struct entry_to *to, const struct session *s,
	     const struct record *r, const struct form *f)
{
	struct key k, p = id_posting(r->id);

	if (!(r->flags & RECORD_CLOSED)) {
		key_start(&k);
		key_u8(&k, (uint8_t)case_form_no(s, f));
		key_u64(&k, r->id);
		give(to, IX_OPEN_CASE, &k, &p);
	}
	key_start(&k);
	key_text(&k, r->owner);
	key_u8(&k, r->flags & RECORD_CLOSED ? 1 : 0);
	key_text(&k, r->ref);
	key_u64(&k, r->id); /* some have no reference */
	give(to, IX_OWNED, &k, &p);
}

/* IX_UNIQUE: fno u32, field 00, folded value 00 (unique_key), id -> (nothing).
 */
static void
unique_entries(const struct entry_to *to, const struct session *s,
	       struct arena *a, const struct record *r, const struct form *f)
{
	for (size_t i = 0; i < f->n; i++) {
		const struct item *it = &f->items[i];
		const struct value *v;
		struct key k, p;

		if (!it->unique || !item_has_value(it) || it->repeat)
			continue;
		v = fields_get(&r->fields, it->name);
		if (!v || value_is_empty(v))
			continue;
		unique_key(&k, s, a, it, v);
		key_u64(&k, r->id);
		key_start(&p);
		give(to, IX_UNIQUE, &k, &p);
	}
}

/* IX_LINK: person u64, link u64 -> other u64.  Both ways, unless unsafe:
 * then from nobody (a case's form knows who did harm). */
static void
link_entries(const struct entry_to *to, const struct record *r)
{
	uint64_t other = fields_id(&r->fields, "other");
	bool unsafe = !strcmp(fields_text(&r->fields, "unsafe"), "yes");
	struct key k, p = id_posting(other);

	key_start(&k);
	key_u64(&k, r->person);
	key_u64(&k, r->id);
	give(to, IX_LINK, &k, &p);
	if (unsafe)
		return;
	key_start(&k);
	key_u64(&k, other);
	key_u64(&k, r->id);
	p = id_posting(r->person);
	give(to, IX_LINK, &k, &p);
}

/* IX_ALIAS: both ways, see same_parts.h. */
static void
alias_entries(const struct entry_to *to, const struct record *r)
{
	uint64_t other = fields_id(&r->fields, "other");
	struct key k, p = id_posting(r->person);

	key_start(&k);
	key_u64(&k, other);
	key_u8(&k, 0);
	key_u64(&k, r->id);
	give(to, IX_ALIAS, &k, &p);
	key_start(&k);
	key_u64(&k, r->person);
	key_u8(&k, 1);
	key_u64(&k, r->id);
	p = id_posting(other);
	give(to, IX_ALIAS, &k, &p);
}

void
record_entries(struct session *s, struct arena *a, const struct record *r,
	       entry_fn *each, void *ctx)
{
	const struct entry_to to = { each, ctx };
	const struct form *f = form_of_record(s, r);
	struct record now;
	struct key k, p;

	if (f && r->form_version != (uint32_t)f->version) {
		now = *r;
		fields_copy(&now.fields, a, &r->fields);
		record_adopt(s->set, &now);
		r = &now;
	}
	if (r->kind == RECORD_USER) {
		by_text(&to, IX_LOGIN, r->ref, r->id);
		return;
	}
	if (r->kind == RECORD_IMPORT || r->kind == RECORD_IMPORT_ROW) {
		import_entries(r, each, ctx);
		return;
	}
	if (r->ref[0])
		by_text(&to, IX_REF, r->ref, r->id);
	if (f) {
		key_start(&k);
		key_u32(&k, (uint32_t)form_no(s, f));
		key_u64(&k, r->id);
		key_start(&p);
		give(&to, IX_BY_FORM, &k, &p);
	}
	if (r->flags & RECORD_WITHDRAWN && r->kind == RECORD_LINK)
		return;
	if (r->case_id)
		of_case(&to, s, r);
	if (r->person && r->kind != RECORD_PERSON)
		of_person(&to, s, r->person, r);
	if (r->kind == RECORD_CASE && f)
		case_entries(&to, s, r, f);
	if (f && r->case_id)
		of_parties(&to, s, r, f);
	if (r->kind == RECORD_LINK)
		link_entries(&to, r);
	if (r->kind == RECORD_ALIAS && !(r->flags & RECORD_WITHDRAWN))
		alias_entries(&to, r);
	if (r->kind == RECORD_TASK)
		work_entries_task(s, a, r, each, ctx);
	if (f && !(r->flags & RECORD_WITHDRAWN)) {
		unique_entries(&to, s, a, r, f);
		find_entries(s, a, r, each, ctx);
	}
}
