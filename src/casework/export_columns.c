/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which columns an export has, and what stands in them.
 */
#include <string.h>

#include "casework/export_parts.h"

static const char *const head_names[] = {
	[EXPORT_KEY] = "record.key",
	[EXPORT_REFERENCE] = "record.reference",
	[EXPORT_PERSON] = "record.person",
	[EXPORT_CASE] = "record.case",
	[EXPORT_STATE] = "record.state",
	[EXPORT_STATES] = "record.states",
	[EXPORT_OWNER] = "record.owner",
	[EXPORT_FINISHED] = "record.finished",
};

static void
add_head(struct exporting *x, enum export_head head)
{
	x->columns[x->n++] = (struct export_column){ .name = head_names[head],
						     .head = head };
}

static void
add_heads(struct exporting *x)
{
	const struct form *f = x->form;

	add_head(x, EXPORT_KEY);
	if (f->kind == FORM_PERSON || f->kind == FORM_CASE)
		add_head(x, EXPORT_REFERENCE);
	if (f->kind == FORM_CHILD)
		add_head(x, EXPORT_CASE);
	if (f->kind == FORM_PERSON_CHILD ||
	    (f->kind == FORM_CASE && f->about == ABOUT_PERSON))
		add_head(x, EXPORT_PERSON);
	if (f->kind == FORM_CASE) {
		add_head(x, EXPORT_STATE);
		add_head(x, EXPORT_STATES);
		add_head(x, EXPORT_OWNER);
	}
	if (f->kind == FORM_CHILD || f->kind == FORM_PERSON_CHILD)
		add_head(x, EXPORT_FINISHED);
}

/* Answers that are kept and that the user may read, at least of some. */
static bool
is_written(const struct who *w, const struct item *it)
{
	role_set have = who_roles(w, it->form);

	return !it->sensitive && !it->repeat &&
	       (item_has_value(it) || it->kind == ITEM_REPEAT) &&
	       have & (it->read | it->write);
}

static void
add_items(struct exporting *x, const struct who *w)
{
	for (size_t i = 0; i < x->form->n; i++) {
		const struct item *it = &x->form->items[i];

		if (is_written(w, it))
			x->columns[x->n++] =
				(struct export_column){ .name = it->name,
							.item = it };
	}
}

/* Those that were asked for, in their order. */
static enum err
choose_columns(struct exporting *x)
{
	const struct export_options *o = x->o;
	struct export_column *chosen;

	if (!o->columns)
		return ERR_OK;
	chosen = arena_array(x->a, o->n_columns + 1, sizeof(*chosen));
	for (size_t i = 0; i < o->n_columns; i++) {
		size_t k = 0;

		while (k < x->n && strcmp(x->columns[k].name, o->columns[i]))
			k++;
		if (k == x->n) {
			x->out->why =
				arena_printf(x->a, "There is no column '%s'.",
					     o->columns[i]);
			return ERR_INVALID;
		}
		chosen[i] = x->columns[k];
	}
	x->columns = chosen;
	x->n = o->n_columns;
	return ERR_OK;
}

static enum err
take_widths(struct exporting *x)
{
	const struct export_options *o = x->o;

	for (size_t i = 0; i < x->n && o->format == EXPORT_FIXED; i++)
		x->columns[i].width = o->widths[i];
	return ERR_OK;
}

static enum err
open_charset(struct exporting *x)
{
	const char *name = x->o->charset;

	if (!name || !strcasecmp(name, "UTF-8") || !strcasecmp(name, "UTF8"))
		return ERR_OK;
	if (charset_open(&x->charset, name, "UTF-8", false) == ERR_OK)
		return ERR_OK;
	x->out->why = arena_printf(x->a,
				   "The encoding '%s' is not known. `caseload "
				   "import --list-charsets` lists them.",
				   name);
	return ERR_INVALID;
}

/* A form is there for whoever reads some of it. */
static bool
find_forms(struct exporting *x, const struct who *w)
{
	const struct form *f = form_find(x->s->set, x->o->form);

	if (!f || !who_reads_form(w, f))
		return false;
	if (x->o->people && f->kind != FORM_CASE)
		return false;
	x->form = x->o->people ? x->s->set->person : f;
	x->of = x->o->people ? f : NULL;
	return x->form && who_reads_form(w, x->form);
}

enum err
export_begin(struct exporting *x, struct txn *t, const struct who *w)
{
	(void)t;
	if (!w || !find_forms(x, w))
		return ERR_NOT_FOUND;
	x->columns = arena_array(x->a, x->form->n + 16, sizeof(*x->columns));
	add_heads(x);
	add_items(x, w);
	TRY(choose_columns(x));
	TRY(take_widths(x));
	return open_charset(x);
}

/* --- cells ------------------------------------------------------------------ */

/* The reference of a record that the user may know of. */
static const char *
ref_of(uint64_t id, void *ctx)
{
	struct exporting *x = ctx;
	const struct record *r =
		id ? record_get_header(x->t, &x->row, id) : NULL;

	return r && who_sees(x->t, x->w, r) ? r->ref : "";
}

/* Children come in the order of their ids, those of one case not one behind
 * the other: counted among their like. */
static uint64_t
child_number(struct exporting *x, const struct record *r)
{
	uint64_t *ids, no = 0;
	size_t n = case_children(x->t, &x->row, r->case_id, &ids);

	for (size_t i = 0; i < n; i++) {
		const struct record *c =
			record_get_header(x->t, &x->row, ids[i]);

		no += c && !(c->flags & RECORD_WITHDRAWN) &&
		      form_of_record(x->s, c) == x->form;
		if (ids[i] == r->id)
			break;
	}
	return no;
}

/* Of a person's records. */
static uint64_t
person_child_number(struct exporting *x, const struct record *r)
{
	struct bytes key, posting;
	struct index_scan *scan;
	uint64_t no = 0;
	struct key k;

	key_start(&k);
	key_u64(&k, r->person);
	scan = index_scan_prefix(x->t, IX_OF_PERSON, key_bytes(&k), false);
	while (index_scan_next(scan, &key, &posting)) {
		struct key_reader in =
			key_read(bytes_of((const char *)key.p + key.n - 8, 8));
		const struct record *c;
		uint64_t id = 0;

		key_read_u64(&in, &id);
		c = id <= r->id ? record_get_header(x->t, &x->row, id) : NULL;
		no += c && !(c->flags & RECORD_WITHDRAWN) &&
		      form_of_record(x->s, c) == x->form;
	}
	index_scan_close(&scan);
	return no;
}

static const char *
key_of(struct exporting *x, const struct record *r)
{
	switch (r->kind) {
	case RECORD_CHILD:
		if (r->case_id)
			return arena_printf(
				&x->row, "%s/%llu", ref_of(r->case_id, x),
				(unsigned long long)child_number(x, r));
		return arena_printf(
			&x->row, "%s/%llu", ref_of(r->person, x),
			(unsigned long long)person_child_number(x, r));
	default:
		return r->ref;
	}
}

static const char *
head_cell(struct exporting *x, enum export_head head, const struct record *r)
{
	const struct own_names names = { .ref = ref_of, .ctx = x };
	const struct value *states;

	switch (head) {
	case EXPORT_KEY:
		return key_of(x, r);
	case EXPORT_REFERENCE:
		return r->ref;
	case EXPORT_PERSON:
		return ref_of(r->person, x);
	case EXPORT_CASE:
		return ref_of(r->case_id, x);
	case EXPORT_STATE:
		return r->state;
	case EXPORT_STATES:
		states = fields_get(&r->fields, "_states");
		return states ? own_text(&x->row, NULL, states, &names) : "";
	case EXPORT_OWNER:
		return r->owner;
	case EXPORT_FINISHED:
		return r->flags & RECORD_FINISHED ? "yes" : "no";
	case EXPORT_ITEM:
		break;
	}
	return "";
}

static const struct value *
answer_of(struct exporting *x, const struct item *it, const struct record *r)
{
	if (it->read_where && !who_reads_answer(x->t, x->w, it, r))
		return NULL;
	return told_value(x->t, x->w, &x->row, r,
			  fields_get(&r->fields, it->name));
}

const char *
export_cell(struct exporting *x, const struct export_column *c,
	    const struct record *r)
{
	const struct own_names names = { .ref = ref_of, .ctx = x };
	const struct value *v;

	if (c->head)
		return head_cell(x, c->head, r);
	v = answer_of(x, c->item, r);
	return v ? own_text(&x->row, c->item, v, &names) : "";
}

json_t *
export_json(struct exporting *x, const struct export_column *c,
	    const struct record *r)
{
	const struct own_names names = { .ref = ref_of, .ctx = x };
	const struct value *v;

	if (c->head)
		return json_string(head_cell(x, c->head, r));
	v = answer_of(x, c->item, r);
	return own_json(&x->row, c->item, v ? v : &value_empty, &names);
}
