/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Files that caseload wrote, read back: references, states, owners, rows of
 * repeats; and the child records of cases and people.
 */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "casework/import_parts.h"

/* --- by reference ------------------------------------------------------- */

/* The record of a reference that the user may see; 0: none. */
uint64_t
ref_find(struct importing *im, const char *ref)
{
	struct arena a = ARENA_INIT;
	struct txn *t = session_begin(im->s, false);
	const struct who *w = who_now(t, im->s);
	struct bytes key, posting;
	const struct record *r;
	struct index_scan *scan;
	uint64_t id = 0;
	struct key k;

	key_start(&k);
	key_text(&k, ref);
	scan = index_scan_prefix(t, IX_REF, key_bytes(&k), false);
	if (ref[0] && index_scan_next(scan, &key, &posting)) {
		struct key_reader in = key_read(posting);

		key_read_u64(&in, &id);
	}
	index_scan_close(&scan);
	r = id ? record_get_header(t, &a, id) : NULL;
	if (!r || !w || !who_sees(t, w, r) || r->flags & RECORD_WITHDRAWN)
		id = 0;
	if (session_end(im->s, t) != ERR_OK)
		im->err = ERR_IO;
	arena_clear(&a);
	return id;
}

static uint64_t
find_for_value(const char *ref, void *ctx)
{
	return ref_find(ctx, ref);
}

void
restore_value(struct importing *im, struct import_row *r, size_t column)
{
	const struct own_names names = { .find = find_for_value, .ctx = im };
	const struct map_column *c = &im->m->columns[column];
	struct cell_fault why;

	r->values[column] = value_empty;
	if (c->item && !own_value(r->arena, c->item, r->cells[column], &names,
				  &r->values[column], &why))
		row_fault(r, why.code, im->place[column], r->cells[column],
			  why.message);
}

/* --- of the record itself ------------------------------------------------ */

static bool
read_state(const json_t *o, struct arena *a, struct row *row)
{
	const char *state = json_string_value(json_object_get(o, "state"));
	const char *on = json_string_value(json_object_get(o, "on"));
	const char *by = json_string_value(json_object_get(o, "by"));
	struct date d;

	if (!state || !on || date_parse_iso(&d, on) != ERR_OK)
		return false;
	fields_init(&row->fields, a);
	fields_set(&row->fields, "state", value_code(state));
	fields_set(&row->fields, "on", value_date(d));
	fields_set(&row->fields, "by", value_user(by ? by : ""));
	return true;
}

/* [{"state":"referred","on":"2026-03-02","by":"sara"}] */
static bool
read_states(struct arena *a, const char *text, struct value *out)
{
	json_error_t e;
	json_t *rows = json_loads(text, JSON_REJECT_DUPLICATES, &e);
	size_t n = json_is_array(rows) ? json_array_size(rows) : 0;
	bool fine = n > 0;

	*out = (struct value){ .type = VAL_ROWS };
	out->rows.v = arena_array(a, n + 1, sizeof(*out->rows.v));
	out->rows.n = n;
	for (size_t i = 0; i < n && fine; i++) {
		out->rows.v[i].id = i + 1;
		fine = read_state(json_array_get(rows, i), a, &out->rows.v[i]);
	}
	json_decref(rows);
	return fine;
}

static void
restore_head(struct importing *im, struct import_row *r, size_t i)
{
	const char *text = r->cells[i];

	switch (im->m->columns[i].head) {
	case HEAD_REFERENCE:
		r->restored.ref = text;
		break;
	case HEAD_OWNER:
		r->restored.owner = text;
		break;
	case HEAD_FINISHED:
		r->restored.finished = strcmp(text, "yes") == 0;
		break;
	case HEAD_STATE:
		r->restored.state = text;
		if (text[0] && form_state(im->m->form, text) < 0)
			row_fault(r, CODE_STATE, im->place[i], text,
				  "The form has no such state.");
		break;
	case HEAD_STATES:
		if (text[0] &&
		    !read_states(r->arena, text, &r->restored.states))
			row_fault(r, CODE_NOT_ROWS, im->place[i], text,
				  "These are no states, as caseload writes "
				  "them.");
		break;
	case HEAD_NONE:
		break;
	}
}

void
restore_heads(struct importing *im, struct import_row *r)
{
	r->restored = (struct restored){ .ref = "", .state = "", .owner = "" };
	for (size_t i = 0; i < im->m->n; i++)
		restore_head(im, r, i);
}

/* --- records of a case or a person ----------------------------------------- */

static bool
key_record(struct importing *im, struct import_row *r, const struct form *f,
	   const char *key, uint64_t *out)
{
	struct known k;

	*out = 0;
	if (key[0] && key_find(im, r->arena, f->name, key, &k))
		*out = k.record;
	if (!*out)
		*out = ref_find(im, key);
	return *out != 0;
}

/* The case, or the person, of a child. */
uint64_t
child_parent(struct importing *im, struct import_row *r)
{
	const struct import_map *m = im->m;
	bool of_case = m->form->kind == FORM_CHILD;
	const char *key = of_case ? r->cells[m->case_key] : r->person_key;
	size_t column = of_case ? m->case_key : m->person_key;
	uint64_t id;

	if (!key_record(im, r, of_case ? m->form->of : m->person_form, key,
			&id))
		row_fault(r, CODE_NO_RECORD, im->place[column], key,
			  "No record of this reference is known here. Import "
			  "it first, or put the reference right.");
	return id;
}

/* What caseload calls a child: the reference of its case and which one it is
 * of that form there, from 1.  The one that has the name of the row; 0. */
uint64_t
child_named(struct importing *im, struct import_row *r)
{
	const char *slash = strrchr(r->key, '/');
	struct txn *t;
	uint64_t *ids, of, found = 0;
	size_t n, nth = slash ? strtoul(slash + 1, NULL, 10) : 0;

	if (im->m->form->kind != FORM_CHILD || !nth)
		return 0;
	of = ref_find(im, r->cells[im->m->case_key]);
	t = session_begin(im->s, false);
	n = of ? case_children(t, r->arena, of, &ids) : 0;
	for (size_t i = 0; i < n && !found; i++) {
		const struct record *c = record_get_header(t, r->arena, ids[i]);

		if (!c || c->flags & RECORD_WITHDRAWN ||
		    form_of_record(im->s, c) != im->m->form)
			continue;
		found = --nth == 0 ? c->id : 0;
	}
	if (session_end(im->s, t) != ERR_OK)
		im->err = ERR_IO;
	return found;
}
