/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Values of properties that name other things: roles, lists, fields, states,
 * measures. */
#include <string.h>

#include "form/readers.h"

bool
role_word(struct load *l, const struct statement *st, const struct property *p,
	  const struct word *w, int *role)
{
	(void)st;
	*role = form_role(l->set, w->s);
	if (*role >= 0)
		return true;
	fault_value(l, p, w->offset, did_you_mean(l, &l->names->roles, w->s),
		    "unknown role '%s'", w->s);
	return false;
}

/* Only who reads may depend on a condition; it is compiled with the other
 * expressions. */
static void
check_where(struct load *l, const struct property *p, const struct word *w,
	    bool first)
{
	if (first)
		fault_value(l, p, w->offset, NULL,
			    "expected a role before 'where'");
	else if (p->value[w->offset + strlen("where")] == '\0')
		fault_value(l, p, w->offset, NULL,
			    "expected a condition after 'where'");
}

/* `read: caseworker manager, panel where ...`: a comma parts those who read
 * always from those who read under the condition. */
bool
take_comma(struct load *l, struct word *w)
{
	size_t n = strlen(w->s);

	if (n < 2 || w->s[n - 1] != ',')
		return false;
	w->s = arena_strndup(l->tmp, w->s, n - 1);
	return true;
}

void
read_roles(struct load *l, struct statement *st, const struct property *p)
{
	bool may_where = strcmp(p->key, "read") == 0;
	role_set *to = property_target(st, p);
	size_t pos = 0;
	struct word w;
	int role;

	for (bool first = true; next_word(l, p, &pos, &w); first = false) {
		if (may_where && strcmp(w.s, "where") == 0) {
			check_where(l, p, &w, first);
			return;
		}
		if (may_where)
			take_comma(l, &w);
		if (role_word(l, st, p, &w, &role))
			*to |= (role_set)1 << role;
	}
}

/* The roles between the comma and `where`: all of them where there is none. */
role_set
roles_under_where(struct load *l, const struct property *p, role_set all)
{
	role_set under = 0;
	bool parted = false;
	size_t pos = 0;
	struct word w;
	int role;

	while (next_word(l, p, &pos, &w) && strcmp(w.s, "where") != 0) {
		bool comma = take_comma(l, &w);

		role = form_role(l->set, w.s);
		if (parted && role >= 0)
			under |= (role_set)1 << role;
		parted |= comma;
	}
	return parted ? under : all;
}

void
read_list(struct load *l, struct statement *st, const struct property *p)
{
	const struct list **to = property_target(st, p);
	struct word w;

	if (!only_word(l, p, &w))
		return;
	*to = form_list(l->set, w.s);
	if (!*to)
		fault_value(l, p, w.offset,
			    did_you_mean(l, &l->names->lists, w.s),
			    "unknown list '%s'", w.s);
}

/* Codes of the list that a choice stands in: its statement has it. */
static const struct list *
list_of_choice(const struct load *l, const struct statement *st)
{
	return form_list(l->set, st->of);
}

void
read_replaced_by(struct load *l, struct statement *st, const struct property *p)
{
	const struct list *list = list_of_choice(l, st);
	struct choice *c = st->made;
	struct word w;

	if (!only_word(l, p, &w))
		return;
	if (strcmp(w.s, c->code) == 0)
		fault_value(l, p, w.offset, NULL,
			    "'%s' cannot be replaced by itself", w.s);
	else if (list_choice(list, w.s))
		c->replaced_by = list_choice(list, w.s)->code;
	else
		fault_value(l, p, w.offset, did_you_mean(l, list->codes, w.s),
			    "'%s' is not in list '%s'", w.s, list->name);
}

void
read_attributes(struct load *l, struct statement *st, const struct property *p)
{
	struct list *list = st->made;
	const char **names = NULL;
	size_t pos = 0;
	struct word w;

	while (next_word(l, p, &pos, &w)) {
		if (strcmp(w.s, "score") == 0 || strcmp(w.s, "retired") == 0 ||
		    strcmp(w.s, "from") == 0 ||
		    strcmp(w.s, "replaced_by") == 0) {
			fault_value(l, p, w.offset, NULL,
				    "'%s' is a property of every choice", w.s);
			continue;
		}
		names = room_for_one(l->a, names, list->n_attributes,
				     sizeof(*names));
		names[list->n_attributes++] = arena_strdup(l->a, w.s);
	}
	list->attributes = names;
}

static const char *
attribute_hint(struct load *l, const struct list *list, const char *key)
{
	struct names t;

	names_init(&t, l->tmp);
	names_add(&t, "score", NULL);
	names_add(&t, "from", NULL);
	names_add(&t, "retired", NULL);
	names_add(&t, "replaced_by", NULL);
	for (size_t i = 0; i < list->n_attributes; i++)
		names_add(&t, list->attributes[i], NULL);
	return did_you_mean(l, &t, key);
}

void
read_attribute(struct load *l, struct statement *st, const struct property *p)
{
	const struct list *list = list_of_choice(l, st);
	struct choice *c = st->made;
	int i = list_attribute(list, p->key);
	const char **values = (const char **)(uintptr_t)c->attributes;

	if (i < 0) {
		const char *hint = attribute_hint(l, list, p->key);

		fault_key(l, p,
			  hint ? hint : "a list names its own with attributes:",
			  "'%s' is not a property of choice", p->key);
		return;
	}
	if (!values) {
		values = arena_array(l->a, list->n_attributes, sizeof(*values));
		for (size_t k = 0; k < list->n_attributes; k++)
			values[k] = "";
		c->attributes = values;
	}
	values[i] = arena_strdup(l->a, p->value);
}

static const struct item *
item_fits(struct load *l, const struct property *p, const struct word *w,
	  const struct item *it, enum item_need need)
{
	const char *what = NULL;

	if (need == NEED_QUESTION && it->kind != ITEM_QUESTION)
		what = "is not a question";
	else if (!item_has_value(it) &&
		 !(need == NEED_SHOWN &&
		   (it->kind == ITEM_SHOW || it->kind == ITEM_REPEAT)))
		what = "holds no answer";
	else if (need == NEED_CHOICES && !it->list)
		what = "has no list of choices";
	if (!what)
		return it;
	fault_value(l, p, w->offset, NULL, "'%s' %s", w->s, what);
	return NULL;
}

const struct item *
item_word(struct load *l, const struct statement *st, const struct property *p,
	  const struct word *w, enum item_need need)
{
	const struct form *f = st->build->form;
	const struct item *it = form_item(f, w->s);

	if (it)
		return item_fits(l, p, w, it, need);
	fault_value(l, p, w->offset, did_you_mean(l, &f->names->items, w->s),
		    "unknown name '%s'", w->s);
	return NULL;
}

/* The repeat whose rows a list of fields may name: none but in a repeat. */
static bool
row_fits(struct load *l, const struct statement *st, const struct property *p,
	 const struct word *w, const struct item *it)
{
	const struct item *rows = st->kw == KW_REPEAT ? st->made : NULL;

	if (it->repeat == rows)
		return true;
	if (rows)
		fault_value(l, p, w->offset, NULL,
			    "'%s' is not inside repeat '%s'", w->s, rows->name);
	else
		fault_value(l, p, w->offset, NULL,
			    "'%s' is inside repeat '%s' and may have many rows",
			    w->s, it->repeat->name);
	return false;
}

void
read_item_list(struct load *l, struct statement *st, const struct property *p)
{
	const struct item ***to = property_target(st, p);
	size_t *n = (size_t *)((char *)st->made + p->rule->count), pos = 0;
	struct word w;

	while (next_word(l, p, &pos, &w)) {
		const struct item *it =
			item_word(l, st, p, &w, (enum item_need)p->rule->use);

		/* A print may show the rows of a repeat. */
		if (!it || (st->kw != KW_SHEET && !row_fits(l, st, p, &w, it)))
			continue;
		*to = room_for_one(l->a, *to, *n, sizeof(**to));
		(*to)[(*n)++] = it;
	}
}

void
read_item_names(struct load *l, struct statement *st, const struct property *p)
{
	const char ***to = property_target(st, p);
	size_t *n = (size_t *)((char *)st->made + p->rule->count), pos = 0;
	struct word w;

	while (next_word(l, p, &pos, &w)) {
		const struct item *it = item_word(l, st, p, &w, NEED_VALUE);

		if (!it || !row_fits(l, st, p, &w, it))
			continue;
		*to = room_for_one(l->a, *to, *n, sizeof(**to));
		(*to)[(*n)++] = it->name;
	}
}

void
read_order(struct load *l, struct statement *st, const struct property *p)
{
	const char **to = property_target(st, p);
	bool *down = (bool *)((char *)st->made + p->rule->count);
	const struct item *it;
	size_t pos = 0;
	struct word w;

	next_word(l, p, &pos, &w);
	it = item_word(l, st, p, &w, NEED_VALUE);
	if (it && row_fits(l, st, p, &w, it))
		*to = it->name;
	if (!next_word(l, p, &pos, &w))
		return;
	*down = strcmp(w.s, "desc") == 0;
	if (!*down || next_word(l, p, &pos, &w))
		fault_value(
			l, p, w.offset, NULL,
			"an order is one name, and desc for the last first");
}

static int
state_word(struct load *l, struct statement *st, const struct property *p,
	   const struct word *w)
{
	struct form_build *b = st->build;
	int state = form_state(b->form, w->s);
	const char *near;

	if (state >= 0)
		return state;
	fault_value(l, p, w->offset,
		    did_you_mean(l, &b->form->names->states, w->s),
		    "unknown state '%s'", w->s);
	/* Go on as if the nearest were meant, so that the graph is judged. */
	near = names_nearest(&b->form->names->states, w->s);
	if (!near)
		b->states_wrong = true;
	return near ? form_state(b->form, near) : -1;
}

void
read_from(struct load *l, struct statement *st, const struct property *p)
{
	struct transition *t = st->made;
	size_t pos = 0;
	struct word w;

	while (next_word(l, p, &pos, &w)) {
		int state = state_word(l, st, p, &w);

		if (state >= 0)
			t->from |= UINT64_C(1) << state;
	}
}

void
read_to(struct load *l, struct statement *st, const struct property *p)
{
	struct transition *t = st->made;
	struct word w;

	if (only_word(l, p, &w))
		t->to = state_word(l, st, p, &w);
}

void
read_measure_of(struct load *l, struct statement *st, const struct property *p)
{
	const struct form *f = st->build->form;
	struct measure *m = st->made;
	const struct item *it;
	struct word w;

	if (!only_word(l, p, &w))
		return;
	m->of_form = form_child(f, w.s);
	it = form_item(f, w.s);
	if (it && it->kind == ITEM_REPEAT)
		m->of_repeat = it;
	if (m->of_form || m->of_repeat)
		return;
	fault_value(l, p, w.offset, did_you_mean(l, &f->names->children, w.s),
		    it ? "'%s' is neither a repeat nor a form"
		       : "unknown repeat or form '%s'",
		    w.s);
}

static struct measure *
measure_word(struct load *l, struct statement *st, const struct property *p,
	     const struct word *w)
{
	const struct form_names *names = st->build->form->names;
	struct measure *m = names_get(&names->measures, w->s);

	if (!m)
		fault_value(l, p, w->offset,
			    did_you_mean(l, &names->measures, w->s),
			    "unknown measure '%s'", w->s);
	return m;
}

void
read_measures(struct load *l, struct statement *st, const struct property *p)
{
	struct report_def *r = st->made;
	size_t pos = 0;
	struct word w;

	while (next_word(l, p, &pos, &w)) {
		struct measure *m = measure_word(l, st, p, &w);

		if (!m)
			continue;
		r->measures = room_for_one(l->a, r->measures, r->n_measures,
					   sizeof(*r->measures));
		r->measures[r->n_measures++] = m;
	}
}

void
read_percent_of(struct load *l, struct statement *st, const struct property *p)
{
	struct measure *m = st->made, *of;
	struct word w;

	if (!only_word(l, p, &w))
		return;
	of = measure_word(l, st, p, &w);
	if (of == m)
		fault_value(l, p, w.offset, NULL,
			    "a measure cannot be a percentage of itself");
	else if (of)
		m->percent_of = of->name;
}

/* The list of a setting may stand below its default: both are looked at. */
void
read_default_code(struct load *l, struct statement *st,
		  const struct property *p)
{
	const struct property *of = statement_property(st, "list");
	struct setting *s = st->made;
	const struct list *list;
	struct word w;

	if (!only_word(l, p, &w))
		return;
	list = of ? form_list(l->set, of->value) : NULL;
	if (of && !list)
		return; /* reported with the list */
	if (list && !list_choice(list, w.s))
		fault_value(l, p, w.offset, did_you_mean(l, list->codes, w.s),
			    "'%s' is not in list '%s'", w.s, list->name);
	else if (!list && strcmp(w.s, "yes") != 0 && strcmp(w.s, "no") != 0)
		fault_value(l, p, w.offset,
			    "or name a list with list:", "expected yes or no");
	else
		s->default_code = arena_strdup(l->a, w.s);
}
