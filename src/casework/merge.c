/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "casework/edit_parts.h"

static bool
same(const struct value *a, const struct value *b)
{
	return value_equal(a ? a : &value_empty, b ? b : &value_empty);
}

static const struct row *
row_of(const struct value *v, uint64_t id)
{
	for (size_t i = 0; v && v->type == VAL_ROWS && i < v->rows.n; i++)
		if (v->rows.v[i].id == id)
			return &v->rows.v[i];
	return NULL;
}

static size_t
row_count(const struct value *v)
{
	return v && v->type == VAL_ROWS ? v->rows.n : 0;
}

static void
add_clash(struct merge *m, const struct item *it, const struct value *was,
	  const struct value *theirs, const struct value *mine)
{
	m->clashes = arena_grow(m->a, m->clashes, m->n_clashes,
				m->n_clashes + 1, sizeof(*m->clashes));
	m->clashes[m->n_clashes++] =
		(struct clash){ .item = it,
				.was = was ? *was : value_empty,
				.theirs = theirs ? *theirs : value_empty,
				.mine = mine ? *mine : value_empty };
}

static void
add_merged(struct merge *m, const struct item *it)
{
	m->merged = arena_grow(m->a, m->merged, m->n_merged, m->n_merged + 1,
			       sizeof(*m->merged));
	m->merged[m->n_merged++] = it;
}

/* One row that both sides still have: cell by cell.  False: a cell that both
 * changed. */
static bool
merge_row(struct merge *m, const struct row *was, const struct row *theirs,
	  const struct row *mine, struct row *out)
{
	static const struct fields none;
	struct merge cells = { .form = m->form, .a = m->a };

	*out = *mine;
	fields_init(&cells.out, m->a);
	merge_fields(&cells, was ? &was->fields : &none, &theirs->fields,
		     &mine->fields);
	out->fields = cells.out;
	out->struck = mine->struck || theirs->struck;
	return cells.n_clashes == 0;
}

/* A row that only one side still has: kept when the other never had it.  Taken
 * out by the other, it goes; false when this side had changed it. */
static bool
lone_row(const struct value *base, const struct row *r, struct row *rows,
	 size_t *n)
{
	const struct row *was = row_of(base, r->id);

	if (!was) {
		rows[(*n)++] = *r;
		return true;
	}
	return was->struck == r->struck &&
	       fields_equal(&was->fields, &r->fields);
}

static bool
merge_rows(struct merge *m, const struct value *base,
	   const struct value *theirs, const struct value *mine,
	   struct value *out)
{
	struct row *rows = arena_array(
		m->a, row_count(theirs) + row_count(mine) + 1, sizeof(*rows));
	size_t n = 0;
	bool whole = true;

	for (size_t i = 0; i < row_count(theirs); i++) {
		const struct row *t = &theirs->rows.v[i];
		const struct row *r = row_of(mine, t->id);

		if (r)
			whole &= merge_row(m, row_of(base, t->id), t, r,
					   &rows[n++]);
		else
			whole &= lone_row(base, t, rows, &n);
	}
	for (size_t i = 0; i < row_count(mine); i++) {
		const struct row *r = &mine->rows.v[i];

		if (!row_of(theirs, r->id))
			whole &= lone_row(base, r, rows, &n);
	}
	*out = value_empty;
	if (n) {
		out->type = VAL_ROWS;
		out->rows.v = rows;
		out->rows.n = n;
	}
	return whole;
}

static void
merge_field(struct merge *m, const char *name, const struct value *base,
	    const struct value *theirs, const struct value *mine)
{
	const struct item *it = form_item(m->form, name);
	struct value v = mine ? *mine : value_empty;

	if (it && it->kind == ITEM_CALCULATE) {
		; /* worked out again */
	} else if (same(base, mine)) {
		v = theirs ? *theirs : value_empty;
		if (!same(base, theirs) && it)
			add_merged(m, it);
	} else if (!same(base, theirs) && !same(theirs, mine)) {
		bool rows = it && it->kind == ITEM_REPEAT;

		if (!rows || !merge_rows(m, base, theirs, mine, &v))
			add_clash(m, it, base, theirs, mine);
		else
			add_merged(m, it);
	}
	fields_set_shared(&m->out, name, v);
}

/* The three sides are sorted by name: walked together. */
void
merge_fields(struct merge *m, const struct fields *base,
	     const struct fields *theirs, const struct fields *mine)
{
	const struct fields *side[3] = { base, theirs, mine };
	size_t at[3] = { 0 };

	for (;;) {
		const char *name = NULL;
		const struct value *v[3] = { NULL, NULL, NULL };

		for (int i = 0; i < 3; i++)
			if (at[i] < side[i]->n &&
			    (!name || strcmp(side[i]->v[at[i]].name, name) < 0))
				name = side[i]->v[at[i]].name;
		if (!name)
			return;
		for (int i = 0; i < 3; i++)
			if (at[i] < side[i]->n &&
			    strcmp(side[i]->v[at[i]].name, name) == 0)
				v[i] = &side[i]->v[at[i]++].value;
		merge_field(m, name, v[0], v[1], v[2]);
	}
}
