/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Aggregates: over the rows of a repeat, over the records of a child form. */
#include "form/expr_code.h"

static void
no_source(struct compile *c, const struct node *n)
{
	const struct node *a = n->arg[0];
	const char *name = a->qualifier ? a->qualifier : a->name;
	const struct form *f = c->scope->form;
	const struct item *it = f ? form_item(f, name) : NULL;
	struct guess g = { .wrong = name };
	const char *hint;

	guess_sources(&g, f);
	hint = guess_hint(c, &g);
	if (it != NULL && it->repeat != NULL)
		hint = arena_printf(c->arena, "write %s(%s.%s)", n->name,
				    it->repeat->name, name);
	else if (f != NULL && f->kind == FORM_CHILD && f->of != NULL &&
		 form_child(f->of, name) != NULL)
		hint = "only the case itself looks into its child forms";
	fault(c, a->at, hint, "'%s' is not a repeat or a child form here",
	      name);
}

static const char *
no_field(struct compile *c, const struct node *n)
{
	const struct source *s = &n->source;
	const struct form *f = s->repeat ? s->repeat->form : s->child;
	struct guess g = { .wrong = n->arg[0]->name };

	for (size_t i = 0; i < f->n; i++)
		if (f->items[i].repeat == s->repeat &&
		    source_field(s, f->items[i].name) != NULL)
			guess_try(&g, f->items[i].name);
	return guess_hint(c, &g);
}

/* The type of what an aggregate gives for a field of this type. */
static void
check_field_type(struct compile *c, struct node *n)
{
	enum aggregate_kind k = aggregate_find(n->name);
	struct xtype t = n->type;
	size_t at = n->arg[0]->at;

	if (k == AGG_COUNT || k == AGG_FIRST || k == AGG_LAST ||
	    !type_known(&t))
		return;
	if (k == AGG_SUM || k == AGG_AVG) {
		n->type.whole = t.whole && k == AGG_SUM;
		if (t.type != VAL_NUMBER &&
		    (k == AGG_AVG || t.type != VAL_DURATION))
			fault(c, at, NULL, "%s() takes numbers, not %s",
			      n->name, type_words(&t));
	} else if (!has_size(t.type)) {
		fault(c, at, NULL, "%s() takes numbers or dates, not %s",
		      n->name, type_words(&t));
	}
}

static void
shown_field(struct compile *c, const struct node *a)
{
	c->expr->live = true;
	if (use_pure(c->scope->use) != NULL)
		fault(c, a->at,
		      "it may change by itself; use what it is made of",
		      "'%s' is only shown and is not allowed in %s", a->name,
		      use_pure(c->scope->use));
}

static void
check_field(struct compile *c, struct node *n)
{
	const struct node *a = n->arg[0];
	const struct item *field;

	if (a->qualifier == NULL) {
		if (aggregate_find(n->name) != AGG_COUNT)
			fault(c, a->at,
			      arena_printf(c->arena, "write %s(%s.field)",
					   n->name, a->name),
			      "%s() needs a field of '%s'", n->name, a->name);
		return;
	}
	field = source_field(&n->source, a->name);
	if (field == NULL) {
		fault(c, a->at, no_field(c, n), "'%s' has no field '%s'",
		      a->qualifier, a->name);
		return;
	}
	use_item(c, field);
	n->type = type_of_item(c, field);
	check_field_type(c, n);
	if (field->kind == ITEM_SHOW)
		shown_field(c, a);
}

/* The rows' own names come first in `where`; the condition is code by itself,
 * run for every row. */
static void
check_where(struct compile *c, struct node *n)
{
	struct row_scope outer = c->row;

	c->row = (struct row_scope){ n->source.repeat, n->source.child };
	check_node(c, n->where);
	expect_condition(c, n->where);
	c->row = outer;
}

void
check_aggregate(struct compile *c, struct node *n)
{
	const struct node *a = n->arg[0];
	const char *rows = a->qualifier ? a->qualifier : a->name;

	n->type = type_of(VAL_EMPTY);
	if (!resolve_source(c, rows, &n->source)) {
		no_source(c, n);
		return;
	}
	if (n->source.repeat != NULL)
		use_item(c, n->source.repeat);
	else if (c->expr->child == NULL)
		c->expr->child = n->source.child;
	check_field(c, n);
	if (aggregate_find(n->name) == AGG_COUNT) {
		n->type = type_of(VAL_NUMBER);
		n->type.whole = true;
	}
	if (n->where != NULL)
		check_where(c, n);
}
