/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Records as the present forms have them: forms, states and fields that were
 * renamed (`was:`) answer to their new names whenever a record is read, and
 * are written so when it is next saved.
 */
#include <string.h>

#include "casework/internal.h"

/* A form without a case: the person's, or a case form. */
static const struct form *
outer_form(const struct form_set *set, const char *name)
{
	const struct form *f = form_find(set, name);

	for (size_t i = 0; !f && i < set->n_forms; i++) {
		const struct form *o = set->forms[i];

		if (!o->of && was_called(o->was, o->n_was, name))
			f = o;
	}
	return f;
}

const struct form *
form_called(const struct form_set *set, const char *name)
{
	const struct form *f = form_find(set, name), *of;
	const char *dot = strchr(name, '.');
	struct arena a = ARENA_INIT;

	if (f || !name[0])
		return f;
	if (!dot)
		return outer_form(set, name);
	of = outer_form(set, arena_strndup(&a, name, (size_t)(dot - name)));
	if (of)
		f = form_child(of, dot + 1);
	for (size_t i = 0; of && !f && i < of->n_children; i++)
		if (was_called(of->children[i]->was, of->children[i]->n_was,
			       dot + 1))
			f = of->children[i];
	arena_clear(&a);
	return f;
}

int
state_called(const struct form *f, const char *name)
{
	int st = form_state(f, name);

	for (size_t i = 0; st < 0 && i < f->n_states; i++)
		if (was_called(f->states[i].was, f->states[i].n_was, name))
			st = (int)i;
	return st;
}

const struct item *
item_called(const struct form *f, const char *name)
{
	const struct item *it = form_item(f, name);

	for (size_t i = 0; !it && i < f->n; i++)
		if (was_called(f->items[i].was, f->items[i].n_was, name))
			it = &f->items[i];
	return it;
}

void
record_adopt(const struct form_set *set, struct record *r)
{
	const struct form *f = form_called(set, r->form);
	int st;

	/* A form that changed has a higher version: nothing else need look. */
	if (!f || r->form_version == (uint32_t)f->version)
		return;
	r->form = form_full_name(f);
	st = r->state[0] ? state_called(f, r->state) : -1;
	if (st >= 0)
		r->state = f->states[st].name;
	form_adopt(f, &r->fields);
}

struct record *
record_now(struct txn *t, const struct session *s, struct arena *a, uint64_t id)
{
	struct record *r = record_get(t, a, id);

	if (r)
		record_adopt(s->set, r);
	return r;
}
