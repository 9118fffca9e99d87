/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "form/walk.h"

#include "form/names.h"

struct visit {
	void (*each)(void *ctx, const struct owner *o, const char *key,
		     const struct expr *e);
	void *ctx;
	struct owner o;
};

const char *
item_kind_name(enum item_kind kind)
{
	static const char *const names[] = {
		[ITEM_PAGE] = "page",		[ITEM_GROUP] = "group",
		[ITEM_REPEAT] = "repeat",	[ITEM_QUESTION] = "question",
		[ITEM_CALCULATE] = "calculate", [ITEM_SHOW] = "show",
		[ITEM_NOTE] = "note",		[ITEM_CHECK] = "check",
	};

	return names[kind];
}

static void
one(struct visit *v, const char *key, const struct expr *e)
{
	if (e)
		v->each(v->ctx, &v->o, key, e);
}

static void
begin(struct visit *v, const char *kind, const char *name, struct place at)
{
	v->o.kind = kind;
	v->o.name = name;
	v->o.at = at;
}

static void
each_of_item(struct visit *v, const struct item *it)
{
	const struct item *around = item_around(it);

	begin(v, item_kind_name(it->kind), it->name, it->at);
	one(v, "relevant", it->relevant);
	one(v, "required", it->required_if);
	one(v, "constraint", it->constraint);
	one(v, "warning", it->warning);
	one(v, "default", it->default_value);
	one(v, "choice_filter", it->choice_filter);
	one(v, "calculation", it->calculation);
	if (!around || it->read_where != around->read_where)
		one(v, "read", it->read_where);
}

static void
each_of_flow(struct visit *v, const struct form *f)
{
	for (size_t i = 0; i < f->n_transitions; i++) {
		const struct transition *t = &f->transitions[i];

		begin(v, "transition", t->name, t->at);
		for (size_t k = 0; k < t->n_when; k++)
			one(v, "when", t->when[k].expr);
		for (size_t k = 0; k < t->n_set; k++)
			one(v, "set", t->set[k].value);
	}
	for (size_t i = 0; i < f->n_timers; i++) {
		const struct timer *t = &f->timers[i];

		begin(v, "timer", t->name, t->at);
		one(v, "while", t->live);
		one(v, "due", t->due);
		one(v, "at", t->time);
	}
}

void
form_each_expr(const struct form *f,
	       void (*each)(void *ctx, const struct owner *o, const char *key,
			    const struct expr *e),
	       void *ctx)
{
	struct visit v = { each, ctx, { .form = f } };

	begin(&v, "form", f->name, f->at);
	one(&v, "read", f->read_where);
	one(&v, "retention", f->retention_from);
	for (size_t i = 0; i < f->n; i++)
		each_of_item(&v, &f->items[i]);
	each_of_flow(&v, f);
	for (size_t i = 0; i < f->n_measures; i++) {
		const struct measure *m = &f->measures[i];

		begin(&v, "measure", m->name, m->at);
		one(&v, "date", m->date);
		one(&v, "where", m->where);
		one(&v, "value", m->value);
		one(&v, "open_from", m->open_from);
		one(&v, "open_to", m->open_to);
	}
}
