/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Who may read and write: handed down from form to page to group to question,
 * and narrowed on the way (never widened).  After this pass every item has its
 * roles, written or not.
 */
#include <string.h>

#include "form/readers.h"

/* Report each role of the property that is among `bits`. */
static void
refuse_roles(struct load *l, const struct property *p, role_set bits,
	     const char *form, const char *may)
{
	const char *hint = "an inner list can only narrow the form's own";
	size_t pos = 0;
	struct word w;

	while (next_word(l, p, &pos, &w)) {
		int role;

		take_comma(l, &w);
		role = form_role(l->set, w.s);
		if (strcmp(w.s, "where") == 0 || strcmp(w.s, "after") == 0)
			return;
		if (role >= 0 && bits & (role_set)1 << role)
			fault_value(l, p, w.offset, hint,
				    "form '%s' does not let '%s' %s it", form,
				    w.s, may);
	}
}

/*
 * What a list of roles comes to: the outer one when nothing is written, else
 * what both name.  `form_set` is the outermost, which must name every role.
 */
static role_set
narrow(struct load *l, const struct statement *st, const char *key,
       role_set own, role_set outer, const struct form *f, role_set of_form)
{
	const struct property *p = statement_property(st, key);

	if (!p)
		return outer;
	if (own & ~of_form && of_form) /* none: that is told of the form */
		refuse_roles(l, p, own & ~of_form, f->name, key);
	else if (own && outer && !(own & outer))
		fault_key(l, p, NULL,
			  "nobody could %s this: what it stands "
			  "in is for others",
			  key);
	return own & outer;
}

const struct item *
item_around(const struct item *it)
{
	const struct item *in = it->page;

	if (it->group && (!in || it->group->index > in->index))
		in = it->group;
	if (it->repeat && (!in || it->repeat->index > in->index))
		in = it->repeat;
	return in;
}

static void
access_item(struct load *l, const struct statement *st, struct item *it)
{
	const struct form *f = it->form;
	const struct item *in = item_around(it);
	bool answered = it->kind != ITEM_CALCULATE && it->kind != ITEM_SHOW;

	it->read = narrow(l, st, "read", it->read, in ? in->read : f->read, f,
			  f->read);
	it->write = narrow(l, st, "write", it->write, in ? in->write : f->write,
			   f, f->write);
	it->write = answered ? it->write & it->read : 0;
}

static void
must_say(struct load *l, const struct form_build *b, const char *key,
	 const char *hint)
{
	if (statement_lacks(b->st, key) && !b->kind_wrong)
		fault_name(l, b->st, hint,
			   "form '%s' has no %s:", b->form->name, key);
}

static void
access_top(struct load *l, struct form_build *b)
{
	struct form *f = b->form;
	const struct property *write = statement_property(b->st, "write");

	must_say(l, b, "read", "name the roles that may read it");
	if (!write)
		f->write = f->read;
	if (f->read && f->write & ~f->read)
		refuse_roles(l, write, f->write & ~f->read, f->name, "read");
}

/* A child form has from its case, or person, whatever it does not say. */
static void
access_child(struct load *l, struct form_build *b)
{
	const struct form *of = names_get(&l->names->forms, b->of);
	struct form *f = b->form;

	if (!of)
		return;
	f->version = of->version;
	f->programme = of->programme;
	f->access = of->access;
	f->about = of->about;
	f->read = narrow(l, b->st, "read", f->read, of->read, of, of->read);
	f->write =
		narrow(l, b->st, "write", f->write, of->write, of, of->write) &
		f->read;
}

/* Roles that act or are told must be able to read the case. */
static void
access_acts(struct load *l, struct statement *st)
{
	static const char *const keys[] = { "role", "notify", "escalate" };
	const struct form *f = st->build->form;

	if (st->build->kind_wrong || !f->read)
		return;
	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		const struct property *p = statement_property(st, keys[i]);

		if (p)
			refuse_roles(l, p, ~f->read, f->name, "read");
	}
	for (const struct property *p = st->first; p; p = p->next)
		if (p->rule && strcmp(p->key, "task") == 0) {
			const struct transition *t = st->made;

			for (size_t i = 0; i < t->n_tasks; i++)
				if (t->tasks[i].role >= 0 &&
				    !(f->read >> t->tasks[i].role & 1))
					fault_key(
						l, p, NULL,
						"form '%s' does "
						"not let '%s' read it",
						f->name,
						l->set->roles[t->tasks[i].role]
							.name);
		}
}

static void
access_form(struct load *l, struct form_build *b)
{
	struct form *f = b->form;

	for (size_t i = 0; i < f->n; i++)
		access_item(l, b->items[i], &f->items[i]);
	for (struct statement *st = b->st->next; st && st->kw != KW_FORM;
	     st = st->next) {
		struct sheet *s = st->made;

		if (st->build != b || !st->made)
			continue;
		if (st->kw == KW_TRANSITION || st->kw == KW_TIMER)
			access_acts(l, st);
		else if (st->kw == KW_SHEET)
			s->read = narrow(l, st, "read", s->read, f->read, f,
					 f->read);
	}
}

void
load_access(struct load *l)
{
	for (struct form_build *b = l->first; b; b = b->next)
		if (!b->of)
			access_top(l, b);
	for (struct form_build *b = l->first; b; b = b->next) {
		if (b->of)
			access_child(l, b);
		access_form(l, b);
	}
}
