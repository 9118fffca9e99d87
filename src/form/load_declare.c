/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The first passes: what all forms share, and which forms there are. */
#include <string.h>

#include "form/loader.h"

enum { MOST_ROLES = 32 }; /* bits of role_set */

const char *
load_label(struct load *l, const struct statement *st)
{
	bool read_by_all = st->kw == KW_CHOICE || st->kw == KW_PAGE ||
			   st->kw == KW_STATE || st->kw == KW_TRANSITION ||
			   (st->kw >= KW_TEXT && st->kw <= KW_CASE);

	if (!st->label && *st->name && read_by_all && !l->known)
		warn_name(l, st, "after it comes what people read",
			  "'%s' has no label, and is shown by its name",
			  st->name);
	return arena_strdup(l->a, st->label ? st->label : st->name);
}

/* Where the first thing of this kind and name stands. */
static const char *
other_place(struct load *l, const struct statement *st)
{
	for (const struct statement *o = l->statements.first;
	     o != st && !too_many(l); o = o->next)
		if (o->kw == st->kw && strcmp(o->name, st->name) == 0)
			return arena_printf(l->tmp,
					    "the other is in %s, "
					    "line %d",
					    o->at.file, o->at.line);
	return NULL;
}

static void
named_twice(struct load *l, const struct statement *st)
{
	fault_name(l, st, other_place(l, st), "there are two %ss '%s'",
		   keyword_text(st->kw), st->name);
}

static void
declare_role(struct load *l, struct statement *st)
{
	struct form_set *s = l->set;
	struct role *role = &s->roles[s->n_roles];

	if (s->n_roles == MOST_ROLES) {
		fault_name(l, st, NULL, "there can be at most %d roles",
			   MOST_ROLES);
		return;
	}
	role->name = arena_strdup(l->a, st->name);
	role->label = load_label(l, st);
	if (strcmp(st->name, "owner") == 0 || strcmp(st->name, "where") == 0)
		fault_name(l, st, NULL,
			   "'%s' is a word of the language and cannot name "
			   "a role",
			   st->name);
	else if (!names_add(&l->names->roles, role->name, role))
		named_twice(l, st);
	else
		s->n_roles++;
}

static void
declare_calendar(struct load *l, struct statement *st)
{
	struct calendar *c = arena_alloc(l->a, sizeof(*c));

	c->name = arena_strdup(l->a, st->name);
	c->label = load_label(l, st);
	st->made = c;
	if (l->set->calendar)
		fault_statement(l, st, NULL,
				"there can be only one calendar; "
				"the other is '%s'",
				l->set->calendar->name);
	else
		l->set->calendar = c;
}

static void
declare_setting(struct load *l, struct statement *st)
{
	struct setting *s = &l->set->settings[l->set->n_settings];

	s->name = arena_strdup(l->a, st->name);
	s->label = load_label(l, st);
	s->at = st->at;
	if (expr_reserved(s->name))
		fault_name(l, st, NULL,
			   "'%s' is a word of the language and cannot name "
			   "a setting",
			   st->name);
	if (!names_add(&l->names->settings, s->name, s)) {
		named_twice(l, st);
		return;
	}
	l->set->n_settings++;
	st->made = s;
}

static void
declare_choice(struct load *l, struct statement *st, struct list *list)
{
	struct choice *c = &list->choices[list->n];

	c->code = arena_strdup(l->a, st->name);
	c->label = load_label(l, st);
	if (!names_add(list->codes, c->code, c)) {
		fault_name(l, st, NULL, "code '%s' is in list '%s' twice",
			   st->name, list->name);
		return;
	}
	list->n++;
	st->of = list->name;
	st->made = c;
}

/* A list with the choices that follow it. */
static void
declare_list(struct load *l, struct statement *st)
{
	struct list *list = arena_alloc(l->a, sizeof(*list));
	struct statement *c;
	size_t n = 0;

	list->name = arena_strdup(l->a, st->name);
	list->label = load_label(l, st);
	list->at = st->at;
	list->codes = arena_alloc(l->a, sizeof(*list->codes));
	names_init(list->codes, l->a);
	for (c = st->next; c && c->kw == KW_CHOICE; c = c->next)
		n++;
	list->choices = arena_array(l->a, n ? n : 1, sizeof(*list->choices));
	if (n == 0)
		fault_name(l, st, NULL, "list '%s' has no choices", st->name);
	if (!names_add(&l->names->lists, list->name, list)) {
		named_twice(l, st);
		return; /* its choices count for nothing */
	}
	st->made = list;
	for (c = st->next; c && c->kw == KW_CHOICE; c = c->next)
		if (*c->name)
			declare_choice(l, c, list);
	l->set->lists[l->set->n_lists++] = list;
}

static struct form_build *
declare_form(struct load *l, struct statement *st)
{
	struct form_build *b = arena_alloc(l->tmp, sizeof(*b));
	struct form *f = arena_alloc(l->a, sizeof(*f));

	f->name = arena_strdup(l->a, st->name);
	f->label = load_label(l, st);
	f->set = l->set;
	f->at = st->at;
	f->programme = "";
	f->names = arena_alloc(l->a, sizeof(*f->names));
	f->names->build = b;
	b->form = f;
	b->st = st;
	if (l->last)
		l->last->next = b;
	else
		l->first = b;
	l->last = b;
	st->made = f;
	l->set->forms[l->set->n_forms++] = f;
	return b;
}

static bool
stands_outside(enum keyword kw)
{
	return kw == KW_ROLE || kw == KW_CALENDAR || kw == KW_LIST ||
	       kw == KW_CHOICE || kw == KW_SETTING;
}

static void
declare_shared(struct load *l, struct statement *st,
	       const struct statement *before)
{
	bool in_list =
		before && (before->kw == KW_LIST || before->kw == KW_CHOICE);

	switch (st->kw) {
	case KW_ROLE:
		declare_role(l, st);
		break;
	case KW_CALENDAR:
		declare_calendar(l, st);
		break;
	case KW_SETTING:
		declare_setting(l, st);
		break;
	case KW_LIST:
		declare_list(l, st);
		break;
	case KW_CHOICE: /* declared with its list */
		if (!in_list)
			fault_statement(l, st, NULL,
					"a choice must follow a list");
		break;
	default:
		break;
	}
}

/* Arrays that others point into must not move: count first. */
static void
make_room(struct load *l)
{
	size_t roles = 1, lists = 1, settings = 1, forms = 1;

	for (struct statement *st = l->statements.first; st; st = st->next) {
		roles += st->kw == KW_ROLE;
		lists += st->kw == KW_LIST;
		settings += st->kw == KW_SETTING;
		forms += st->kw == KW_FORM;
	}
	l->set->roles = arena_array(l->a, roles, sizeof(struct role));
	l->set->lists = arena_array(l->a, lists, sizeof(struct list *));
	l->set->settings = arena_array(l->a, settings, sizeof(struct setting));
	l->set->forms = arena_array(l->a, forms, sizeof(struct form *));
}

void
load_declare(struct load *l)
{
	const struct statement *before = NULL;
	struct form_build *b = NULL;
	bool told = false;

	make_room(l);
	for (struct statement *st = l->statements.first; st; st = st->next) {
		if (before && before->at.file != st->at.file) {
			b = NULL; /* no form reaches over two files */
			before = NULL;
			told = false;
		}
		if (st->kw == KW_FORM)
			b = declare_form(l, st);
		if (stands_outside(st->kw)) {
			if (*st->name)
				declare_shared(l, st, before);
		} else if (b) {
			st->build = b;
			b->n_kind[st->kw]++;
		} else if (!told && st->kw != KW_UNKNOWN) {
			fault_statement(l, st,
					"write a form statement above it",
					"'%s' must stand in a form",
					keyword_text(st->kw));
			told = true;
		}
		before = st;
	}
}

/* Exactly one of subject:, opens: and of: says what kind of form it is. */
static void
judge_kind(struct load *l, struct form_build *b)
{
	int n = b->is_person + b->opens_case + (b->of != NULL);

	if (n == 1 || b->kind_wrong)
		return;
	b->kind_wrong = true;
	if (n == 0 && !statement_lacks(b->st, "opens"))
		return;
	fault_name(l, b->st,
		   n ? NULL
		     : "write opens: case for a referral, or "
		       "of: with the form that it belongs to",
		   n ? "form '%s' can be only one of subject:, opens: and of:"
		     : "form '%s' does not say what it is",
		   b->form->name);
}

static void
add_top(struct load *l, struct form_build *b)
{
	struct form *f = b->form;

	f->names->full = f->name;
	f->kind = b->is_person ? FORM_PERSON : FORM_CASE;
	if (b->is_person && l->set->person)
		fault_statement(l, b->st, NULL,
				"there can be only one form of a person");
	else if (b->is_person && strcmp(f->name, "person") != 0)
		fault_name(l, b->st, NULL,
			   "the form of a person must be called 'person'");
	else if (!b->is_person && strcmp(f->name, "person") == 0)
		fault_name(l, b->st, NULL,
			   "only the form of a person can be called 'person'");
	if (b->is_person && !l->set->person)
		l->set->person = f;
	if (!names_add(&l->names->forms, f->name, f))
		named_twice(l, b->st);
	names_add(&l->names->full, f->name, f);
}

static void
add_child(struct load *l, struct form_build *b)
{
	struct form *f = b->form, *of = names_get(&l->names->forms, b->of);
	const struct property *p = statement_property(b->st, "of");

	f->names->full = arena_printf(l->a, "%s.%s", b->of, f->name);
	f->kind = strcmp(b->of, "person") == 0 ? FORM_PERSON_CHILD : FORM_CHILD;
	if (!of) {
		fault_value(l, p, 0, did_you_mean(l, &l->names->forms, b->of),
			    "unknown form '%s'", b->of);
		b->kind_wrong = true;
		return;
	}
	f->of = f->kind == FORM_CHILD ? of : NULL;
	if (!names_add(&of->names->children, f->name, f)) {
		fault_name(l, b->st, NULL, "'%s' has two forms '%s'", b->of,
			   f->name);
		return;
	}
	names_add(&l->names->full, f->names->full, f);
	of->children = room_for_one(l->a, of->children, of->n_children,
				    sizeof(*of->children));
	of->children[of->n_children++] = f;
}

void
load_kinds(struct load *l)
{
	for (struct form_build *b = l->first; b; b = b->next) {
		struct form_names *n = b->form->names;
		struct names *all[] = { &n->items,   &n->pages,
					&n->states,  &n->transitions,
					&n->timers,  &n->measures,
					&n->reports, &n->sheets,
					&n->children };

		for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
			names_init(all[i], l->a);
		judge_kind(l, b);
		if (!b->of && *b->form->name)
			add_top(l, b);
		else if (!*b->form->name)
			b->form->names->full = "";
	}
	for (struct form_build *b = l->first; b; b = b->next)
		if (b->of && *b->form->name)
			add_child(l, b);
}
