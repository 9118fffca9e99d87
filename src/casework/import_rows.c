/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Columns that fill rows of a repeat (`kid[1].kid_name`).  Which row of a
 * partner's is which of ours is told by the fields that the repeat names in
 * `key:`, not by its number: a partner's list may change its order.  A row
 * that is not known yet is added; none is taken away.
 */
#include <string.h>

#include "base/random.h"
#include "casework/import_parts.h"

/* One row of one repeat in a line of the file. */
struct family {
	struct importing *im;
	struct import_row *r;
	const struct item *repeat;
	size_t row; /* its number in the map */
};

static bool
is_of(const struct family *y, size_t column)
{
	const struct map_column *c = &y->im->m->columns[column];

	return c->row == y->row && c->item && c->item->repeat == y->repeat;
}

static bool
is_key(const struct item *it)
{
	for (size_t i = 0; i < it->repeat->n_key; i++)
		if (strcmp(it->repeat->key[i], it->name) == 0)
			return true;
	return false;
}

/* The first column of each row. */
static bool
next_family(struct family *y, size_t column)
{
	const struct map_column *c = &y->im->m->columns[column];

	if (!c->row || !c->item)
		return false;
	y->repeat = c->item->repeat;
	y->row = c->row;
	for (size_t i = 0; i < column; i++)
		if (is_of(y, i))
			return false;
	return true;
}

static bool
has_answer(const struct family *y, bool of_key)
{
	for (size_t i = 0; i < y->im->m->n; i++)
		if (is_of(y, i) && !value_is_empty(&y->r->values[i]) &&
		    (!of_key || is_key(y->im->m->columns[i].item)))
			return true;
	return false;
}

void
rows_check(struct importing *im, struct import_row *r)
{
	struct family y = { .im = im, .r = r };

	for (size_t i = 0; i < im->m->n; i++)
		if (next_family(&y, i) && has_answer(&y, false) &&
		    !has_answer(&y, true) && !row_column_bad(im, r, i))
			row_fault(r, CODE_ROW_UNKNOWN, im->place[i],
				  r->cells[i],
				  arena_printf(r->arena,
					       "Row %zu of '%s' lacks what it "
					       "would be known by.",
					       y.row, y.repeat->label));
}

/* --- found again --------------------------------------------------------------- */

static bool
is_same(const struct family *y, const struct row *row)
{
	for (size_t i = 0; i < y->im->m->n; i++) {
		const struct item *it = y->im->m->columns[i].item;
		const struct value *is;

		if (!is_of(y, i) || !is_key(it))
			continue;
		is = fields_get(&row->fields, it->name);
		if (!value_equal(is ? is : &value_empty, &y->r->values[i]))
			return false;
	}
	return true;
}

static struct row *
find_row(const struct family *y, struct value *rows)
{
	for (size_t i = 0; i < rows->rows.n; i++)
		if (!rows->rows.v[i].struck && is_same(y, &rows->rows.v[i]))
			return &rows->rows.v[i];
	return NULL;
}

/* A copy of the rows with room for one more. */
static struct value
rows_of(const struct family *y, const struct edit *e)
{
	const struct value *is = fields_get(&e->answers, y->repeat->name);
	size_t n = is && is->type == VAL_ROWS ? is->rows.n : 0;
	struct value v = { .type = VAL_ROWS };

	v.rows.v = arena_array(y->r->arena, n + 1, sizeof(*v.rows.v));
	v.rows.n = n;
	for (size_t i = 0; i < n; i++) {
		v.rows.v[i] = is->rows.v[i];
		fields_copy(&v.rows.v[i].fields, y->r->arena,
			    &is->rows.v[i].fields);
	}
	return v;
}

static struct row *
add_row(const struct family *y, struct edit *e, struct value *rows)
{
	struct row *row = &rows->rows.v[rows->rows.n++];

	*row = (struct row){ 0 };
	while (!row->id) {
		random_bytes(&row->id, sizeof(row->id));
		row->id >>= 1;
	}
	fields_init(&row->fields, y->r->arena);
	row_defaults(&e->ctx, &e->answers, y->repeat, row);
	return row;
}

/* Which row of ours a fault or a note is of. */
static void
remember(const struct family *y, uint64_t id)
{
	struct import_row *r = y->r;

	for (size_t i = 0; i < y->im->m->n; i++)
		if (is_of(y, i))
			r->row_ids[i] = id;
}

size_t
rows_index(const struct import_row *r, const struct edit *e,
	   const struct map_column *c, size_t column)
{
	const struct value *rows =
		fields_get(&e->answers, c->item->repeat->name);

	for (size_t i = 0; rows && i < rows->rows.n; i++)
		if (rows->rows.v[i].id == r->row_ids[column])
			return i;
	return NO_ROW;
}

/* --- put in ---------------------------------------------------------------------- */

/* What changed since the file before: of the whole row, or of its key. */
static bool
has_changed(const struct family *y, const struct known *before, bool of_key)
{
	for (size_t i = 0; i < y->im->m->n; i++)
		if (is_of(y, i) &&
		    (!of_key || is_key(y->im->m->columns[i].item)) &&
		    !key_same_cell(y->im, y->r, before, i))
			return true;
	return false;
}

static size_t
put_cells(const struct family *y, struct row *row, enum fill how,
	  const struct known *before)
{
	const struct import_map *m = y->im->m;
	size_t changed = 0;

	for (size_t i = 0; i < m->n; i++) {
		const struct item *it = m->columns[i].item;
		const struct value *is, *v = &y->r->values[i];

		if (!is_of(y, i) || row_column_bad(y->im, y->r, i) ||
		    !row_says(y->im, y->r, i) ||
		    (how == FILL_CHANGED &&
		     key_same_cell(y->im, y->r, before, i)))
			continue;
		is = fields_get(&row->fields, it->name);
		if (value_equal(is ? is : &value_empty, v) ||
		    (how == FILL_GAPS && is))
			continue;
		fields_set(&row->fields, it->name, *v);
		changed++;
	}
	return changed;
}

static size_t
put_family(const struct family *y, struct edit *e, enum fill how,
	   const struct known *before)
{
	struct value rows;
	struct row *row;
	size_t changed;

	if (!has_answer(y, true) ||
	    (how == FILL_CHANGED && !has_changed(y, before, false)))
		return 0;
	rows = rows_of(y, e);
	row = find_row(y, &rows);
	if (row && y->repeat->append_only)
		return 0;
	if (row && how == FILL_CHANGED && has_changed(y, before, true))
		how = FILL_GAPS; /* it stood elsewhere in that file */
	else if (!row)
		how = FILL_ALL;
	if (!row)
		row = add_row(y, e, &rows);
	remember(y, row->id);
	changed = put_cells(y, row, how, before);
	if (changed)
		fields_set(&e->answers, y->repeat->name, rows);
	return changed;
}

size_t
rows_put(struct importing *im, struct import_row *r, struct edit *e,
	 enum fill how, const struct known *before)
{
	struct family y = { .im = im, .r = r };
	size_t changed = 0;

	for (size_t i = 0; i < im->m->n; i++) {
		size_t n;

		if (!next_family(&y, i) || y.repeat->form != e->form)
			continue;
		n = put_family(&y, e, how, before);
		if (n && e->base)
			row_note(r, NOTE_CHANGED, i);
		changed += n;
	}
	return changed;
}
