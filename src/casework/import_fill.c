/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The values of a row as answers, and what the rules say of them.
 */
#include <string.h>

#include "casework/import_parts.h"

/* A blank cell says nothing, unless the map lets it clear. */
bool
row_says(const struct importing *im, const struct import_row *r, size_t column)
{
	return !value_is_empty(&r->values[column]) ||
	       im->m->columns[column].clear ||
	       (!im->m->restore && strcmp(r->cells[column], CLEAR_MARK) == 0);
}

static bool
is_address(const struct item *it)
{
	return it->means == MEANS_house || it->means == MEANS_street ||
	       it->means == MEANS_postcode;
}

/* Half of one address and half of another would be none. */
static bool
has_address(const struct edit *e)
{
	for (size_t i = 0; i < e->form->n; i++)
		if (is_address(&e->form->items[i]) &&
		    fields_get(&e->answers, e->form->items[i].name))
			return true;
	return false;
}

/* May this column be put in? A gap that is none is noted. */
static bool
is_wanted(struct importing *im, struct import_row *r, const struct edit *e,
	  size_t i, enum fill how, const struct known *before, bool address)
{
	const struct map_column *c = &im->m->columns[i];
	const struct value *old;

	if (!c->item || c->row || c->item->form != e->form ||
	    !row_says(im, r, i) || row_column_bad(im, r, i))
		return false;
	if (how == FILL_CHANGED)
		return !key_same_cell(im, r, before, i);
	if (how == FILL_ALL)
		return true;
	old = fields_get(&e->answers, c->item->name);
	if (!old && !(address && is_address(c->item)))
		return true;
	if (!old || !value_equal(old, &r->values[i]))
		row_note(r, NOTE_APART, i);
	return false;
}

static size_t
put_values(struct importing *im, struct import_row *r, struct edit *e,
	   enum fill how, const struct known *before)
{
	bool address = how == FILL_GAPS && has_address(e);
	size_t changed = 0;

	for (size_t i = 0; i < im->m->n; i++) {
		const struct item *it = im->m->columns[i].item;
		const struct value *old, *v = &r->values[i];

		if (!is_wanted(im, r, e, i, how, before, address))
			continue;
		old = fields_get(&e->answers, it->name);
		if (value_equal(old ? old : &value_empty, v))
			continue;
		fields_set(&e->answers, it->name, *v);
		if (e->base)
			row_note(r, NOTE_CHANGED, i);
		changed++;
	}
	return changed + rows_put(im, r, e, how, before);
}

size_t
row_fill(struct importing *im, struct import_row *r, struct edit *e,
	 enum fill how, const struct known *before)
{
	size_t changed;

	if (how == FILL_ALL && !e->record)
		form_defaults(&e->ctx, &e->answers);
	changed = put_values(im, r, e, how, before);
	e->lenient = true;
	if (changed)
		e->changed = true;
	edit_view(e);
	e->view_stands = !e->record;
	return changed;
}

static size_t
column_of(const struct importing *im, const struct import_row *r,
	  const struct edit *e, const struct view_fault *f)
{
	for (size_t i = 0; i < im->m->n; i++) {
		const struct map_column *c = &im->m->columns[i];

		if (c->item == f->item &&
		    (!c->row || rows_index(r, e, c, i) == f->row))
			return i;
	}
	return NO_COLUMN;
}

static bool
is_hidden(const struct import_row *r, const struct edit *e,
	  const struct view *v, const struct map_column *c, size_t column)
{
	size_t row = c->row ? rows_index(r, e, c, column) : NO_ROW;

	return (!c->row || row != NO_ROW) && view_hidden(v, c->item, row);
}

static enum code
code_of(enum fault f)
{
	switch (f) {
	case FAULT_REQUIRED:
	case FAULT_REQUIRED_SAVE:
		return CODE_REQUIRED;
	case FAULT_RETIRED:
		return CODE_RETIRED;
	case FAULT_CHECK:
		return CODE_CHECK;
	default:
		return CODE_CONSTRAINT;
	}
}

/* A cell that is at fault already needs no second complaint; nor does what
 * follows from it in a field that no column fills. */
void
row_check(struct importing *im, struct import_row *r, const struct edit *e,
	  const struct view *v)
{
	const struct view_fault *f;
	size_t n = view_faults(v, &f);

	for (size_t i = 0; i < n; i++) {
		size_t c = column_of(im, r, e, &f[i]);

		if (!edit_fault_binds(e, &f[i], SAVE_RECORD) ||
		    (c == NO_COLUMN ? r->n_faults > 0
				    : row_column_bad(im, r, c)))
			continue;
		row_fault(r, code_of(f[i].fault),
			  c == NO_COLUMN ? NO_COLUMN : im->place[c],
			  c == NO_COLUMN ? "" : r->cells[c], f[i].message);
	}
	/* What was brought back is kept though nothing asks for it. */
	for (size_t i = 0; i < im->m->n && !im->m->restore; i++) {
		const struct item *it = im->m->columns[i].item;

		if (it && it->form == e->form &&
		    is_hidden(r, e, v, &im->m->columns[i], i) &&
		    !value_is_empty(&r->values[i]))
			row_note(r, NOTE_HIDDEN, i);
	}
}

void
row_check_case(struct importing *im, struct import_row *r,
	       const struct fields *person)
{
	struct arena a = ARENA_INIT;
	struct edit e = { .session = im->s,
			  .form = im->m->form,
			  .lenient = true,
			  .as_of = r->as_of,
			  .as_on = r->as_on,
			  .restored = im->m->restore ? &r->restored : NULL };
	struct txn *t = session_begin(im->s, false);

	context_read(t, im->s, &a, e.form, NULL, 0, 0, &e.ctx);
	if (session_end(im->s, t) != ERR_OK)
		im->err = ERR_IO;
	if (date_is_set(r->as_of)) {
		e.ctx.listed = r->as_of;
		e.ctx.today = r->as_on;
	}
	fields_init(&e.answers, &a);
	e.ctx.person = person;
	form_defaults(&e.ctx, &e.answers);
	put_values(im, r, &e, FILL_ALL, NULL);
	row_check(im, r, &e, form_view(&e.ctx, &e.answers));
	fields_copy(&r->of_case, r->arena, &e.answers);
	arena_clear(&a);
}

/* The answers of the case that was checked: its view is the save's. */
void
row_fill_case(struct import_row *r, struct edit *e)
{
	fields_copy(&e->answers, &e->arena, &r->of_case);
	e->lenient = true;
	e->changed = true;
}
