/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where a list, a choice, a role or a field is used. */
#include <string.h>

#include "form/load.h"
#include "form/names.h"
#include "form/walk.h"

/* What is looked for, and where its uses are written. */
struct search {
	const struct form_set *set;
	const char *name;
	struct buf *out;
	size_t rows;
	const struct list *list; /* of a choice */
	const struct item *item; /* a field */
	int role;
};

/* Whose use it is, which property, where. */
static void
row(struct search *s, const struct form *f, const char *kind, const char *name,
    const char *key, struct place at)
{
	buf_printf(s->out, "  %s %s%s%s  %s  %s:%d\n", kind,
		   f ? form_full_name(f) : "", *name ? "." : "", name, key,
		   at.file, at.line);
	s->rows++;
}

static void
head(struct search *s, const char *kind, const char *label, struct place at)
{
	buf_printf(s->out, "%s %s (%s), %s:%d\n", kind, s->name, label, at.file,
		   at.line);
	s->rows = 0;
}

static void
none(struct search *s)
{
	if (s->rows == 0)
		buf_str(s->out, "  not used\n");
}

/* --- lists and choices ------------------------------------------------- */

static void
list_uses(struct search *s, const struct list *l)
{
	for (size_t i = 0; i < s->set->n_forms; i++) {
		const struct form *f = s->set->forms[i];

		for (size_t k = 0; k < f->n; k++)
			if (f->items[k].list == l)
				row(s, f, item_kind_name(f->items[k].kind),
				    f->items[k].name, "list", f->items[k].at);
	}
	for (size_t i = 0; i < s->set->n_settings; i++)
		if (s->set->settings[i].list == l)
			row(s, NULL, "setting", s->set->settings[i].name,
			    "list", s->set->settings[i].at);
}

static bool
looks_at_list(const struct expr *e, const struct list *l)
{
	const struct item *const *items;
	size_t n = expr_items(e, &items);

	for (size_t i = 0; i < n; i++)
		if (items[i]->list == l)
			return true;
	return false;
}

/* Is the code written in the text, in quotes of either kind? */
static bool
text_has_code(const char *text, const char *code)
{
	size_t n = strlen(code);

	for (const char *p = text; (p = strstr(p, code)) != NULL; p++)
		if (p > text && (p[-1] == '\'' || p[-1] == '"') &&
		    p[n] == p[-1])
			return true;
	return false;
}

static void
choice_use(void *ctx, const struct owner *o, const char *key,
	   const struct expr *e)
{
	const struct item *it = form_item(o->form, o->name);
	struct search *s = ctx;

	if ((looks_at_list(e, s->list) || (it && it->list == s->list)) &&
	    text_has_code(expr_source(e), s->name))
		row(s, o->form, o->kind, o->name, key, o->at);
}

static void
choice_uses(struct search *s)
{
	for (size_t i = 0; i < s->set->n_lists; i++) {
		const struct list *l = s->set->lists[i];
		const struct choice *c = list_choice(l, s->name);

		if (!c)
			continue;
		buf_printf(s->out, "choice %s (%s) of list %s, %s:%d\n",
			   c->code, c->label, l->name, l->at.file, l->at.line);
		s->rows = 0;
		s->list = l;
		for (size_t k = 0; k < s->set->n_forms; k++)
			form_each_expr(s->set->forms[k], choice_use, s);
		none(s);
	}
}

/* --- roles ------------------------------------------------------------- */

static bool
has_role(const struct search *s, role_set roles)
{
	return roles >> s->role & 1;
}

static void
role_in_flow(struct search *s, const struct form *f)
{
	for (size_t i = 0; i < f->n_transitions; i++) {
		const struct transition *t = &f->transitions[i];

		if (has_role(s, t->roles))
			row(s, f, "transition", t->name, "role", t->at);
		if (has_role(s, t->notify))
			row(s, f, "transition", t->name, "notify", t->at);
		for (size_t k = 0; k < t->n_tasks; k++)
			if (t->tasks[k].role == s->role)
				row(s, f, "transition", t->name, "task", t->at);
	}
	for (size_t i = 0; i < f->n_timers; i++)
		if (has_role(s, f->timers[i].escalate_to))
			row(s, f, "timer", f->timers[i].name, "escalate",
			    f->timers[i].at);
	for (size_t i = 0; i < f->n_sheets; i++)
		if (has_role(s, f->sheets[i].read))
			row(s, f, "sheet", f->sheets[i].name, "read",
			    f->sheets[i].at);
}

/* Of items only those that differ from the form: the others follow it. */
static void
role_uses(struct search *s)
{
	for (size_t i = 0; i < s->set->n_forms; i++) {
		const struct form *f = s->set->forms[i];

		if (has_role(s, f->read))
			row(s, f, "form", "", "read", f->at);
		if (has_role(s, f->write))
			row(s, f, "form", "", "write", f->at);
		for (size_t k = 0; k < f->n; k++) {
			const struct item *it = &f->items[k];

			if (has_role(s, f->read) && !has_role(s, it->read))
				row(s, f, item_kind_name(it->kind), it->name,
				    "not read", it->at);
		}
		role_in_flow(s, f);
	}
}

/* --- fields ------------------------------------------------------------ */

static void
field_in_expr(void *ctx, const struct owner *o, const char *key,
	      const struct expr *e)
{
	const struct item *const *items;
	struct search *s = ctx;
	size_t n = expr_items(e, &items);

	for (size_t i = 0; i < n; i++)
		if (items[i] == s->item)
			row(s, o->form, o->kind, o->name, key, o->at);
}

static void
field_in_names(struct search *s, const struct form *f, const char *kind,
	       const char *name, const char *key, struct place at,
	       const char *const *names, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (s->item->form == f && strcmp(names[i], s->name) == 0)
			row(s, f, kind, name, key, at);
}

static void
field_in_items(struct search *s, const struct form *f, const char *kind,
	       const char *name, const char *key, struct place at,
	       const struct item *const *items, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (items[i] == s->item)
			row(s, f, kind, name, key, at);
}

static void
field_in_lists(struct search *s, const struct form *f)
{
	field_in_names(s, f, "form", "", "summary", f->at, f->summary,
		       f->n_summary);
	field_in_names(s, f, "form", "", "order", f->at, &f->order,
		       f->order != NULL);
	for (size_t i = 0; i < f->n; i++) {
		const struct item *it = &f->items[i];

		field_in_names(s, f, "repeat", it->name, "key", it->at, it->key,
			       it->n_key);
		field_in_names(s, f, "repeat", it->name, "summary", it->at,
			       it->summary, it->n_summary);
		field_in_names(s, f, "repeat", it->name, "order", it->at,
			       &it->order, it->order != NULL);
	}
	for (size_t i = 0; i < f->n_reports; i++)
		field_in_items(s, f, "report", f->reports[i].name, "by",
			       f->reports[i].at, f->reports[i].by,
			       f->reports[i].n_by);
	for (size_t i = 0; i < f->n_sheets; i++)
		field_in_items(s, f, "sheet", f->sheets[i].name, "fields",
			       f->sheets[i].at, f->sheets[i].fields,
			       f->sheets[i].n_fields);
}

static void
field_in_transitions(struct search *s, const struct form *f)
{
	for (size_t i = 0; i < f->n_transitions; i++) {
		const struct transition *t = &f->transitions[i];

		field_in_items(s, f, "transition", t->name, "require", t->at,
			       t->require, t->n_require);
		for (size_t k = 0; k < t->n_ask; k++)
			if (t->ask[k].item == s->item)
				row(s, f, "transition", t->name, "ask", t->at);
		for (size_t k = 0; k < t->n_set; k++)
			if (t->set[k].item == s->item)
				row(s, f, "transition", t->name, "set", t->at);
	}
}

static void
field_uses(struct search *s)
{
	for (size_t i = 0; i < s->set->n_forms; i++) {
		const struct form *f = s->set->forms[i];

		form_each_expr(f, field_in_expr, s);
		field_in_lists(s, f);
		field_in_transitions(s, f);
	}
}

static void
each_field(struct search *s)
{
	for (size_t i = 0; i < s->set->n_forms; i++) {
		const struct form *f = s->set->forms[i];

		s->item = form_item(f, s->name);
		if (!s->item)
			continue;
		buf_printf(s->out, "%s %s.%s (%s), %s:%d\n",
			   item_kind_name(s->item->kind), form_full_name(f),
			   s->name, s->item->label, s->item->at.file,
			   s->item->at.line);
		s->rows = 0;
		field_uses(s);
		none(s);
	}
}

void
form_usage(const struct form_set *set, const char *name, struct buf *out)
{
	const struct list *l = form_list(set, name);
	struct search s = { .set = set, .name = name, .out = out };

	s.role = form_role(set, name);
	if (s.role >= 0) {
		buf_printf(out, "role %s (%s)\n", name,
			   set->roles[s.role].label);
		role_uses(&s);
		none(&s);
	}
	if (l) {
		head(&s, "list", l->label, l->at);
		list_uses(&s, l);
		none(&s);
	}
	choice_uses(&s);
	each_field(&s);
}
