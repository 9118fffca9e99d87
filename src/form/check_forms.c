/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Does each form say what a form of its kind must, and nothing else? */
#include <string.h>

#include "form/loader.h"

enum { OF_CASE = 1 << FORM_CASE, OF_PERSON = 1 << FORM_PERSON };

/* What only some kinds of form may say, and must. */
static const struct {
	const char *key;
	int may, must;
	const char *hint;
} form_rules[] = {
	{ "version", OF_CASE | OF_PERSON, OF_CASE | OF_PERSON,
	  "write version: 1" },
	{ "programme", OF_CASE, OF_CASE, "roles are given per programme" },
	{ "about", OF_CASE, 0, NULL },
	{ "access", OF_CASE, 0, NULL },
	{ "reference", OF_CASE, 0, NULL },
	{ "retention", OF_CASE | OF_PERSON, 0, NULL },
};

static void
check_kind(struct load *l, struct form_build *b)
{
	int kind = 1 << b->form->kind;

	for (size_t i = 0; i < sizeof(form_rules) / sizeof(*form_rules); i++) {
		const struct property *p =
			statement_property(b->st, form_rules[i].key);

		if (p && !(form_rules[i].may & kind))
			fault_key(
				l, p, NULL,
				form_rules[i].may & OF_PERSON
					? "'%s' belongs to the case form or person"
					: "'%s' belongs to a case form",
				p->key);
		else if (form_rules[i].must & kind &&
			 statement_lacks(b->st, form_rules[i].key))
			fault_name(l, b->st, form_rules[i].hint,
				   "form '%s' has no %s:", b->form->name,
				   form_rules[i].key);
	}
}

static void
check_people(struct load *l, struct form_build *b)
{
	const struct form *f = b->form;

	if (f->kind != FORM_CASE || f->about != ABOUT_PEOPLE)
		return;
	for (size_t i = 0; i < f->n; i++)
		if (f->items[i].party)
			return;
	fault_name(l, b->st, "write party: yes under a person",
		   "form '%s' is about people, but asks for none", f->name);
}

static void
check_reference(struct load *l, struct form_build *b, struct names *seen)
{
	const struct form *f = b->form, *other;

	if (!f->reference || names_add(seen, f->reference, b->form))
		return;
	other = names_get(seen, f->reference);
	fault_value(l, statement_property(b->st, "reference"), 0, NULL,
		    "form '%s' has the same references", other->name);
}

/* An older name must be free, and belong to one thing only. */
static void
check_was(struct load *l, const struct statement *st, const struct names *now,
	  struct names *old)
{
	for (const struct property *p = st->first; p; p = p->next) {
		size_t pos = 0;
		struct word w;

		if (!p->rule || strcmp(p->key, "was") != 0)
			continue;
		while (next_word(l, p, &pos, &w)) {
			if (names_get(now, w.s))
				fault_value(l, p, w.offset, NULL,
					    "'%s' is still a name here", w.s);
			else if (!names_add(old, w.s, NULL))
				fault_value(l, p, w.offset, NULL,
					    "another '%s' was named here too",
					    w.s);
		}
	}
}

static void
check_drop(struct load *l, const struct form *f, const struct statement *st)
{
	if (names_get(&f->names->items, st->name) ||
	    names_get(&f->names->states, st->name))
		fault_name(l, st, "take the line away, or the drop",
			   "'%s' is still in the form", st->name);
}

static void
check_names(struct load *l, struct form_build *b)
{
	struct names items, states;

	names_init(&items, l->tmp);
	names_init(&states, l->tmp);
	for (const struct statement *st = b->st->next; st && st->kw != KW_FORM;
	     st = st->next) {
		if (st->build != b)
			continue;
		if (st->kw == KW_STATE)
			check_was(l, st, &b->form->names->states, &states);
		else if (st->kw == KW_DROP)
			check_drop(l, b->form, st);
		else
			check_was(l, st, &b->form->names->items, &items);
	}
}

/* The table in which the form itself is named. */
static const struct names *
siblings(struct load *l, const struct form_build *b)
{
	const struct form *of =
		b->of ? names_get(&l->names->forms, b->of) : NULL;

	return of ? &of->names->children : &l->names->forms;
}

/* Lists and settings belong to no form. */
static void
check_choice(struct load *l, const struct statement *st)
{
	const struct list *list = form_list(l->set, st->of);
	const struct choice *c = st->made;

	for (size_t i = 0; c && c->replaced_by; i++) {
		if (i == list->n) {
			fault_value(l, statement_property(st, "replaced_by"), 0,
				    NULL, "'%s' is replaced in a circle",
				    st->name);
			return;
		}
		c = list_choice(list, c->replaced_by);
	}
}

static void
check_setting(struct load *l, const struct statement *st)
{
	struct setting *s = st->made;

	if (s->default_code || statement_property(st, "default"))
		return;
	if (!statement_property(st, "list"))
		s->default_code = "no";
	else
		fault_name(l, st, NULL,
			   "setting '%s' has no default:", st->name);
}

void
check_forms(struct load *l)
{
	struct names references, was;

	names_init(&references, l->tmp);
	names_init(&was, l->tmp);
	for (struct form_build *b = l->first; b; b = b->next) {
		if (!b->kind_wrong) {
			check_kind(l, b);
			check_people(l, b);
			check_reference(l, b, &references);
		}
		check_was(l, b->st, siblings(l, b), &was);
		check_names(l, b);
	}
	for (struct statement *st = l->statements.first; st; st = st->next)
		if (st->kw == KW_CHOICE && st->made)
			check_choice(l, st);
		else if (st->kw == KW_SETTING && st->made)
			check_setting(l, st);
}
