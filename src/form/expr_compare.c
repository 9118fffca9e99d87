/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What may be compared with what. */
#include "base/text.h"
#include "form/expr_code.h"

static bool
either(const struct node *a, const struct node *b, enum value_type t)
{
	return a->type.type == t || b->type.type == t;
}

/* Faults that do not depend on the other side; true when there was one. */
static bool
never_compared(struct compile *c, const struct node *n, const struct node *a,
	       const struct node *b)
{
	const struct node *blank = NULL;

	if (a->kind == N_CONST && a->type.literal && text_blank(a->value.text))
		blank = a;
	if (b->kind == N_CONST && b->type.literal && text_blank(b->value.text))
		blank = b;
	if (blank != NULL)
		fault(c, blank->at, "write: is empty",
		      "'' is never equal to anything");
	else if (either(a, b, VAL_CODES))
		fault(c, n->at, "write selected(field, 'code')",
		      "a select_multiple cannot be compared");
	else if (either(a, b, VAL_COND))
		fault(c, n->at, "join conditions with and, or, not",
		      "a condition cannot be compared");
	else
		return false;
	return true;
}

static const char *
side_hint(struct compile *c, const struct node *a, const struct node *b)
{
	if (a->type.literal && a->kind == N_CONST &&
	    (b->type.type == VAL_NUMBER || b->type.type == VAL_DURATION))
		return "write it without quotes";
	if (a->type.literal && b->type.type == VAL_DATE)
		return "write a date as 2026-03-02, without quotes";
	if (a->type.type == VAL_NUMBER && b->type.type == VAL_DURATION)
		return "write a unit, for example 14d";
	if (a->type.type == VAL_DATE && b->type.type == VAL_DATETIME)
		return "a date with time is compared with now()";
	if (a->type.type == VAL_TEXT && b->type.type == VAL_CODE)
		return b->kind != N_NAME
			       ? NULL
			       : arena_printf(c->arena,
					      "label(%s) is a choice's text",
					      b->name);
	return NULL;
}

static void
different(struct compile *c, const struct node *n, const struct node *a,
	  const struct node *b)
{
	const char *hint = side_hint(c, a, b);

	if (hint == NULL)
		hint = side_hint(c, b, a);
	fault(c, n->at, hint, "cannot compare %s with %s", type_words(&a->type),
	      type_words(&b->type));
}

/* Months are of no certain length. */
bool
units_apart(int a, int b)
{
	return a != UNIT_ANY && b != UNIT_ANY &&
	       (a == DUR_MONTHS) != (b == DUR_MONTHS);
}

static void
check_durations(struct compile *c, const struct node *n, int a, int b)
{
	if (a == DUR_WORKDAYS || b == DUR_WORKDAYS)
		fault(c, n->at, "count them with working_days(a, b)",
		      "working days can only be added to a date");
	else if (units_apart(a, b))
		fault(c, n->at, "write 30d for a month of 30 days",
		      "months and years cannot be compared with days");
}

static void
check_choices(struct compile *c, struct node *n, const struct node *a,
	      const struct node *b, bool ordered)
{
	const struct xtype *s = &a->type, *t = &b->type;

	n->list = s->list;
	if ((s->states != NULL) != (t->states != NULL))
		different(c, n, a, b);
	else if (s->states != NULL && ordered)
		fault(c, n->at, "write state in ('this', 'that')",
		      "states have no order");
	else if (s->list != t->list && s->list != NULL && t->list != NULL)
		fault(c, n->at, NULL,
		      "cannot compare choices of list '%s' with list '%s'",
		      s->list->name, t->list->name);
}

static bool
has_no_order(enum value_type t)
{
	return t == VAL_USER || t == VAL_PERSON || t == VAL_CASE ||
	       t == VAL_ATTACHMENT;
}

void
check_sides(struct compile *c, struct node *n, struct node *a, struct node *b,
	    bool ordered)
{
	if (never_compared(c, n, a, b) || !type_known(&a->type) ||
	    !type_known(&b->type))
		return;
	if (a->type.type == VAL_CODE)
		become_choice(c, b, &a->type);
	if (b->type.type == VAL_CODE)
		become_choice(c, a, &b->type);
	if ((a->type.attribute && b->type.type == VAL_CODE && !ordered) ||
	    (b->type.attribute && a->type.type == VAL_CODE && !ordered))
		return;
	if (a->type.type != b->type.type)
		different(c, n, a, b);
	else if (a->type.type == VAL_DURATION)
		check_durations(c, n, a->type.unit, b->type.unit);
	else if (a->type.type == VAL_CODE)
		check_choices(c, n, a, b, ordered);
	else if (ordered && has_no_order(a->type.type))
		fault(c, n->at, NULL, "%s has no order", type_words(&a->type));
}
