/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Rows that wait for a person to decide.
 *
 * A row (RECORD_IMPORT_ROW) has the fields batch, row, line, key, source,
 * form, map, map_hash, who (the name that stands in it), left_by, and its
 * cells as they were read, cNNN for each column of the map.  Its state says
 * what became of it; while it waits it has none.
 */
#include <string.h>

#include "casework/import_parts.h"

const char *
wait_cell_name(struct arena *a, size_t column)
{
	return arena_printf(a, "c%03zu", column);
}

/* The same reference came before and waits still: this row is newer. */
static void
supersede(struct importing *im, struct txn *t, struct import_row *r)
{
	struct record *old;
	struct key k;
	uint64_t id;

	import_wait_key(&k, im->m->source, form_full_name(im->m->form), r->key);
	id = import_index_id(t, &k);
	old = id ? record_get(t, r->arena, id) : NULL;
	if (old)
		wait_close(t, im->s, r->arena, old, "superseded", 0);
}

void
wait_close(struct txn *t, struct session *s, struct arena *a,
	   const struct record *row, const char *state, uint64_t became)
{
	uint64_t batch = (uint64_t)fields_int(&row->fields, "batch");
	struct record now = *row;
	struct key k;

	fields_copy(&now.fields, a, &row->fields);
	now.flags |= RECORD_FINISHED;
	now.state = state;
	if (became)
		fields_set(&now.fields, "became", value_int((int64_t)became));
	change_record(t, s, row, &now,
		      &(struct note){ ACT_IMPORT_DECIDED, NULL, state });
	key_start(&k);
	key_u8(&k, 'W');
	key_u64(&k, batch);
	if (!import_index_id(t, &k))
		wait_notices_end(t, s, a, batch);
}

static const char *
name_in_row(struct importing *im, struct import_row *r)
{
	struct fields person;

	fields_init(&person, r->arena);
	for (size_t i = 0; i < im->m->n; i++) {
		const struct item *it = im->m->columns[i].item;

		if (it && !it->repeat && it->form == im->m->person_form &&
		    it->means != MEANS_NONE)
			fields_set_shared(&person, it->name, r->values[i]);
	}
	return person_name(im->s, r->arena, &person, true);
}

static void
describe(struct importing *im, struct import_row *r, struct fields *f)
{
	fields_set(f, "batch", value_int((int64_t)im->batch));
	fields_set(f, "row", value_int((int64_t)r->raw.number));
	fields_set(f, "line", value_int((int64_t)r->raw.line));
	fields_set(f, "key", value_text(r->key));
	fields_set(f, "source", value_text(im->m->source));
	fields_set(f, "form", value_text(form_full_name(im->m->form)));
	fields_set(f, "map", value_text(im->m->name));
	fields_set(f, "map_hash", value_text(im->map_hash));
	fields_set(f, "who", value_text(name_in_row(im, r)));
	for (size_t i = 0; i < im->m->n; i++)
		fields_set(f, wait_cell_name(r->arena, i),
			   value_text(r->cells[i]));
}

void
row_wait(struct importing *im, struct import_row *r)
{
	struct record rec = { .kind = RECORD_IMPORT_ROW,
			      .form = "",
			      .ref = "",
			      .owner = "",
			      .state = "" };
	const struct import_mark mark = { .batch = im->batch };
	struct txn *t;

	if (!im->commit)
		return;
	t = session_begin(im->s, true);
	supersede(im, t, r);
	rec.id = record_new_id(t);
	fields_init(&rec.fields, r->arena);
	describe(im, r, &rec.fields);
	im->s->import = &mark;
	change_record(t, im->s, NULL, &rec,
		      &(struct note){ ACT_IMPORTED, NULL, "waits" });
	im->s->import = NULL;
	if (session_end(im->s, t) != ERR_OK)
		im->err = ERR_IO;
}

/* --- for those who decide --------------------------------------------- */

void
wait_describe(const struct record *r, struct import_waiting *out)
{
	const struct fields *f = &r->fields;

	*out = (struct import_waiting){
		.id = r->id,
		.batch = (uint64_t)fields_int(f, "batch"),
		.row = (uint64_t)fields_int(f, "row"),
		.line = (uint64_t)fields_int(f, "line"),
		.key = fields_text(f, "key"),
		.who = fields_text(f, "who"),
		.left_by = fields_text(f, "left_by"),
	};
}

enum err
import_rows_waiting(struct session *s, struct arena *a, uint64_t batch,
		    struct import_waiting **out, size_t *n)
{
	struct txn *t = session_begin(s, false);
	const struct who *w = who_now(t, s);
	const struct record *b = w ? batch_record(t, a, batch) : NULL;
	struct bytes key, posting;
	struct index_scan *scan;
	size_t cap = 0;
	struct key k;

	*n = 0;
	*out = NULL;
	if (!b || !who_sees(t, w, b)) {
		txn_fail(t, ERR_NOT_FOUND);
		return session_end(s, t);
	}
	key_start(&k);
	key_u8(&k, 'W');
	key_u64(&k, batch);
	scan = index_scan_prefix(t, IX_IMPORT, key_bytes(&k), false);
	while (index_scan_next(scan, &key, &posting)) {
		struct key_reader r = key_read(posting);
		const struct record *row;
		uint64_t id = 0;

		key_read_u64(&r, &id);
		row = record_get(t, a, id);
		if (!row)
			continue;
		if (*n == cap) {
			cap = cap ? cap * 2 : 64;
			*out = arena_grow(a, *out, *n, cap, sizeof(**out));
		}
		wait_describe(row, &(*out)[(*n)++]);
	}
	index_scan_close(&scan);
	return session_end(s, t);
}
