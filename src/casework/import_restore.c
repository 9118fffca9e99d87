/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Files that caseload wrote, read back: references, states, owners, rows of
 * repeats; and the child records of cases and people.
 */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "casework/beside.h"
#include "casework/import_parts.h"

/* --- by reference ------------------------------------------------------- */

/* The record of a name that the user may see; 0: none. */
uint64_t
ref_find(struct importing *im, const char *name)
{
	struct arena a = ARENA_INIT;
	struct txn *t = session_begin(im->s, false);
	const struct who *w = who_now(t, im->s);
	uint64_t id = w ? record_find(t, im->s, w, &a, NULL, name) : 0;

	if (session_end(im->s, t) != ERR_OK)
		im->err = ERR_IO;
	arena_clear(&a);
	return id;
}

/* --- of the record itself ------------------------------------------------ */

static bool
read_state(const json_t *o, struct arena *a, struct row *row)
{
	const char *state = json_string_value(json_object_get(o, "state"));
	const char *on = json_string_value(json_object_get(o, "on"));
	const char *by = json_string_value(json_object_get(o, "by"));
	const char *at = json_string_value(json_object_get(o, "at"));
	struct date d;
	int minutes;

	if (!state || !on || date_parse_iso(&d, on) != ERR_OK)
		return false;
	fields_init(&row->fields, a);
	fields_set(&row->fields, "state", value_code(state));
	fields_set(&row->fields, "on", value_date(d));
	if (at && time_parse(&minutes, at) == ERR_OK)
		fields_set(&row->fields, "at", value_time(minutes));
	fields_set(&row->fields, "by", value_user(by ? by : ""));
	return true;
}

/* [{"state":"referred","on":"2026-03-02","at":"10:30","by":"sara"}] */
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

static const char *
beside_cell(struct importing *im, struct import_row *r, size_t i,
	    enum record_kind kind)
{
	const char *text = r->cells[i];
	struct beside_read read;

	if (!text[0] || beside_read(r->arena, kind, text, &read))
		return text;
	row_fault(r, CODE_NOT_ROWS, im->place[i], text,
		  kind == RECORD_FLAG
			  ? "These are no alerts, as caseload writes them."
		  : kind == RECORD_TASK
			  ? "These are no tasks, as caseload writes them."
			  : "These are no links, as caseload writes them.");
	return "";
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
	case HEAD_SAME:
		r->same_as = text;
		if (text[0] && !im->may_merge)
			row_fault(r, CODE_NOT_WRITABLE, im->place[i], text,
				  "A merge is put back by a data steward "
				  "alone.");
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
	case HEAD_ALERTS:
		r->alerts = beside_cell(im, r, i, RECORD_FLAG);
		break;
	case HEAD_TASKS:
		r->tasks = beside_cell(im, r, i, RECORD_TASK);
		break;
	case HEAD_LINKS:
		r->links = beside_cell(im, r, i, RECORD_LINK);
		break;
	case HEAD_NONE:
		break;
	}
}

void
restore_heads(struct importing *im, struct import_row *r)
{
	r->restored = (struct restored){ .ref = "", .state = "", .owner = "" };
	r->same_as = r->alerts = r->tasks = r->links = "";
	for (size_t i = 0; i < im->m->n; i++) {
		const struct item *it = im->m->columns[i].item;

		r->restored.worked_out |= it && it->kind == ITEM_CALCULATE;
	}
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
	size_t column = of_case ? m->case_key : m->person_key;
	const char *key;
	uint64_t id;

	if (m->case_of_person)
		return case_of_row(im, r);
	key = of_case ? r->cells[m->case_key] : r->person_key;
	if (!key_record(im, r, of_case ? m->form->of : m->person_form, key,
			&id))
		row_fault(r, CODE_NO_RECORD, im->place[column], key,
			  "No record of this reference is known here. Import "
			  "it first, or put the reference right.");
	return id;
}

/* The record that has the name of the row; 0. */
uint64_t
row_named(struct importing *im, struct import_row *r)
{
	struct txn *t = session_begin(im->s, false);
	const struct who *w = who_now(t, im->s);
	uint64_t id =
		w ? record_find(t, im->s, w, r->arena, im->m->form, r->key) : 0;
	const struct record *found =
		id ? record_get_header(t, r->arena, id) : NULL;

	if (!found || form_of_record(im->s, found) != im->m->form)
		id = 0;
	if (session_end(im->s, t) != ERR_OK)
		im->err = ERR_IO;
	return id;
}
