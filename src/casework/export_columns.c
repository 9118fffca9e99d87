/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which columns an export has, and what stands in them.
 */
#include <string.h>

#include "casework/beside.h"
#include "casework/export_parts.h"
#include "casework/same_parts.h"

static const char *const head_names[] = {
	[EXPORT_KEY] = "record.key",
	[EXPORT_REFERENCE] = "record.reference",
	[EXPORT_PERSON] = "record.person",
	[EXPORT_CASE] = "record.case",
	[EXPORT_SAME] = "record.same_as",
	[EXPORT_STATE] = "record.state",
	[EXPORT_STATES] = "record.states",
	[EXPORT_OWNER] = "record.owner",
	[EXPORT_FINISHED] = "record.finished",
	[EXPORT_ALERTS] = "record.alerts",
	[EXPORT_TASKS] = "record.tasks",
	[EXPORT_LINKS] = "record.links",
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
	if (f->kind == FORM_PERSON)
		add_head(x, EXPORT_SAME);
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
	if (f->kind == FORM_PERSON || f->kind == FORM_CASE) {
		add_head(x, EXPORT_ALERTS);
		add_head(x, EXPORT_TASKS);
	}
	if (f->kind == FORM_PERSON)
		add_head(x, EXPORT_LINKS);
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

		for (size_t j = 0; j < i; j++)
			if (strcmp(o->columns[i], o->columns[j]) == 0) {
				x->out->why = arena_printf(
					x->a, "The column '%s' is named twice.",
					o->columns[i]);
				return ERR_INVALID;
			}
		while (k < x->n && strcmp(x->columns[k].name, o->columns[i]))
			k++;
		if (k == x->n) {
			x->out->why = arena_printf(
				x->a,
				"There is no column '%s': a column is the name "
				"of a question, which `forms show` has in "
				"brackets.",
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
	if (!strchr(name, '/') &&
	    charset_open(&x->charset, charset_unmarked(name), "UTF-8", false) ==
		    ERR_OK)
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

/* What a record is called, if the user may know of it. */
static const char *
name_of(uint64_t id, void *ctx)
{
	struct exporting *x = ctx;

	return record_called(x->t, x->s, x->w, &x->row, id);
}

/* Whose details show for a person who was merged. */
static const char *
keeper_of(struct exporting *x, const struct record *r)
{
	uint64_t id = same_alias(x->t, r->id);
	const struct record *alias =
		id ? record_get_header(x->t, &x->row, id) : NULL;

	return alias ? name_of(alias->person, x) : "";
}

static const char *
beside_cell(struct exporting *x, const struct record *r, enum record_kind kind)
{
	const struct beside b = { x->t, x->s, x->w, &x->row };

	return beside_format(&b, r, kind);
}

static const char *
head_cell(struct exporting *x, enum export_head head, const struct record *r)
{
	const struct own_names names = { .ref = name_of, .ctx = x };
	const struct value *states;

	switch (head) {
	case EXPORT_KEY:
		return name_of(r->id, x);
	case EXPORT_REFERENCE:
		return r->ref;
	case EXPORT_PERSON:
		return name_of(r->person, x);
	case EXPORT_CASE:
		return name_of(r->case_id, x);
	case EXPORT_SAME:
		return keeper_of(x, r);
	case EXPORT_STATE:
		return r->state;
	case EXPORT_STATES:
		states = fields_get(&r->fields, "_states");
		return states ? own_text(&x->row, NULL, states, &names) : "";
	case EXPORT_OWNER:
		return r->owner;
	case EXPORT_FINISHED:
		return r->flags & RECORD_FINISHED ? "yes" : "no";
	case EXPORT_ALERTS:
		return beside_cell(x, r, RECORD_FLAG);
	case EXPORT_TASKS:
		return beside_cell(x, r, RECORD_TASK);
	case EXPORT_LINKS:
		return beside_cell(x, r, RECORD_LINK);
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
	const struct own_names names = { .ref = name_of, .ctx = x };
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
	const struct own_names names = { .ref = name_of, .ctx = x };
	const struct value *v;

	if (c->head)
		return json_string(head_cell(x, c->head, r));
	v = answer_of(x, c->item, r);
	return own_json(&x->row, c->item, v ? v : &value_empty, &names);
}
