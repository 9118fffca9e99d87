/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A row read: its cells as clean texts and values, with all that is wrong
 * with them.
 */
#include <stdlib.h>
#include <string.h>

#include "casework/import_parts.h"

#define KEY_MOST 200

void
row_fault(struct import_row *r, enum code code, size_t column,
	  const char *value, const char *message)
{
	if (r->n_faults == r->cap_faults) {
		size_t cap = r->cap_faults ? r->cap_faults * 2 : 4;

		r->faults = arena_grow(r->arena, r->faults, r->n_faults, cap,
				       sizeof(*r->faults));
		r->cap_faults = cap;
	}
	r->faults[r->n_faults++] =
		(struct row_fault){ .code = code,
				    .column = column,
				    .value = arena_strdup(r->arena, value),
				    .message =
					    arena_strdup(r->arena, message) };
}

void
row_note(struct import_row *r, enum note_kind kind, size_t column)
{
	if (r->n_notes == r->cap_notes) {
		size_t cap = r->cap_notes ? r->cap_notes * 2 : 4;

		r->notes = arena_grow(r->arena, r->notes, r->n_notes, cap,
				      sizeof(*r->notes));
		r->cap_notes = cap;
	}
	r->notes[r->n_notes++] = (struct row_note){ kind, column };
}

bool
row_column_bad(const struct importing *im, const struct import_row *r,
	       size_t column)
{
	for (size_t i = 0; i < r->n_faults; i++)
		if (r->faults[i].column == im->place[column])
			return true;
	return false;
}

/* A cell that cannot be read: where the map says so it is left blank, and
 * noted; else the row is rejected. */
static void
unclear(struct importing *im, struct import_row *r, size_t column,
	enum code code, const char *text, const char *why)
{
	if (im->m->columns[column].lenient)
		row_note(r, NOTE_UNCLEAR, column);
	else
		row_fault(r, code, im->place[column], text, why);
}

/* The cell of a column of the map, clean; "" when the row has none. */
const char *
row_cell(struct importing *im, struct import_row *r, size_t column)
{
	size_t at = im->place[column];
	struct cell_fault why;
	const char *text, *clean;
	unsigned char bad;

	if (im->m->columns[column].always)
		return im->m->columns[column].always;
	if (at == NO_COLUMN || at >= r->raw.n)
		return "";
	if (!source_text(im->src, r->arena, r->raw.cells[at], &text, &bad)) {
		unclear(im, r, column, CODE_BAD_BYTE, "",
			arena_printf(
				r->arena,
				"The byte %02X in this cell is no character.",
				bad));
		return "";
	}
	if (im->m->restore)
		return im->m->raw ? text : cell_bare(text);
	if (cell_clean(r->arena, text, &clean, &why))
		return clean;
	unclear(im, r, column, why.code, text, why.message);
	return "";
}

static void
read_value(struct importing *im, struct import_row *r, size_t column)
{
	const struct map_column *c = &im->m->columns[column];
	struct cell_fault why;

	r->values[column] = value_empty;
	if (im->m->restore)
		restore_value(im, r, column);
	else if (c->item && !cell_value(r->arena, c, r->cells[column],
					&r->values[column], &why))
		unclear(im, r, column, why.code, r->cells[column], why.message);
}

/* The day of a row, unless that is still to come; and the last day that the
 * row tells of, for it was written no earlier: by the first alone a rule would
 * take every later day in it for one to come. */
static void
read_day(struct importing *im, struct import_row *r)
{
	size_t c = im->m->date_column;
	struct date today = clock_today();

	r->as_of = r->as_on = NO_DATE;
	if (c == NO_COLUMN || value_is_empty(&r->values[c]) ||
	    !date_is_whole(r->values[c].date) ||
	    date_compare(r->values[c].date, today) > 0)
		return;
	r->as_of = r->as_on = r->values[c].date;
	for (size_t i = 0; i < im->m->n; i++) {
		const struct value *v = &r->values[i];

		if ((v->type == VAL_DATE || v->type == VAL_DATETIME) &&
		    date_is_whole(v->date) &&
		    date_compare(v->date, r->as_on) > 0 &&
		    date_compare(v->date, today) <= 0)
			r->as_on = v->date;
	}
}

void
row_read_values(struct importing *im, struct import_row *r)
{
	for (size_t i = 0; i < im->m->n; i++)
		read_value(im, r, i);
	read_day(im, r);
	rows_check(im, r);
	if (im->m->restore)
		restore_heads(im, r);
}

/* Cells behind the header's, or too few: nobody can say which is which. */
static bool
shape_is_right(struct importing *im, struct import_row *r)
{
	size_t want = im->src->n, have = r->raw.n;
	struct arena *a = r->arena;

	if (r->raw.too_long)
		row_fault(r, CODE_LONG_LINE, NO_COLUMN, "",
			  "The row has more than 256 KB. A line end before or "
			  "in it may be missing.");
	else if (r->raw.unlike)
		row_fault(r, CODE_NOT_JSON, NO_COLUMN,
			  utf8_valid(r->raw.raw.p, r->raw.raw.n, NULL)
				  ? arena_strndup(a, r->raw.raw.p, r->raw.raw.n)
				  : "",
			  "This line is no JSON object with the names of the "
			  "first.");
	else if (r->raw.open_quote)
		row_fault(r, CODE_OPEN_QUOTE, NO_COLUMN, "",
			  "A quotation "
			  "mark in this row is never closed.");
	else if (have < want)
		row_fault(r, CODE_SHORT_ROW, NO_COLUMN, "",
			  arena_printf(a,
				       "The row has %zu cells, the header %zu.",
				       have, want));
	else if (have > want)
		row_fault(r, CODE_LONG_ROW, NO_COLUMN, "",
			  arena_printf(a,
				       "The row has %zu cells, the header %zu.",
				       have, want));
	return r->n_faults == 0;
}

int
hash_order(const void *a, const void *b)
{
	const struct key_hash *x = a, *y = b;

	if (x->a != y->a)
		return x->a < y->a ? -1 : 1;
	return (x->b > y->b) - (x->b < y->b);
}

static bool
stands_twice(const struct importing *im, const char *key)
{
	const struct key_hash h = key_hash(key);

	return im->n_twice &&
	       bsearch(&h, im->twice, im->n_twice, sizeof(h), hash_order);
}

/* Of several columns: their cells parted by |, none at all is blank. */
const char *
row_key(struct importing *im, struct import_row *r)
{
	const struct import_map *m = im->m;
	struct buf b = BUF_INIT;
	const char *out;
	bool some = false;

	if (m->n_keys == 1)
		return r->cells[m->keys[0]];
	for (size_t i = 0; i < m->n_keys; i++) {
		some |= r->cells[m->keys[i]][0] != '\0';
		buf_printf(&b, "%s%s", i ? "|" : "", r->cells[m->keys[i]]);
	}
	out = some ? arena_strdup(r->arena, b.s) : "";
	buf_clear(&b);
	return out;
}

static void
check_key(struct importing *im, struct import_row *r)
{
	size_t at = im->place[im->m->keys[0]];

	r->key = row_key(im, r);
	r->person_key =
		im->m->person == PERSON_KEY ? r->cells[im->m->person_key] : "";
	for (size_t i = 0; i < im->m->n_keys; i++)
		if (row_column_bad(im, r, im->m->keys[i]))
			return;
	if (!r->key[0])
		row_fault(r, CODE_NO_KEY, at, "",
			  "The row has no reference, "
			  "so it could not be known again.");
	else if (strlen(r->key) > KEY_MOST || strlen(r->person_key) > KEY_MOST)
		row_fault(r, CODE_LONG_KEY, at, r->key,
			  "A reference has at most 200 bytes.");
	else if (stands_twice(im, r->key))
		row_fault(r, CODE_KEY_TWICE, at, r->key,
			  "This reference "
			  "stands twice in the file.");
}

bool
row_is_blank(const struct import_row *r)
{
	if (r->raw.unlike || r->raw.too_long)
		return false;
	for (size_t i = 0; i < r->raw.n; i++) {
		const char *s = r->raw.cells[i].p;

		for (size_t k = 0; k < r->raw.cells[i].n; k++)
			if (s[k] != ' ')
				return false;
	}
	return true;
}

void
row_read(struct importing *im, struct import_row *r)
{
	size_t n = im->m->n;

	r->cells = arena_array(r->arena, n + 1, sizeof(*r->cells));
	r->values = arena_array(r->arena, n + 1, sizeof(*r->values));
	r->later = arena_array(r->arena, n + 1, sizeof(*r->later));
	r->row_ids = arena_array(r->arena, n + 1, sizeof(*r->row_ids));
	r->key = r->person_key = r->same_as = "";
	if (row_is_blank(r)) {
		r->outcome = OUTCOME_SKIPPED;
		r->decided = true;
		return;
	}
	if (!shape_is_right(im, r)) {
		r->outcome = OUTCOME_REJECTED;
		r->decided = true;
		return;
	}
	for (size_t i = 0; i < n; i++)
		r->cells[i] = row_cell(im, r, i);
	row_read_values(im, r);
	check_key(im, r);
	r->n_read = r->n_faults;
	r->notes_read = r->n_notes;
}
