/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Types of the operators: one function a kind of node, no conversions. */
#include <string.h>

#include "form/expr_code.h"

/* `agreed` alone is no condition: how it would be one. */
static const char *
condition_hint(struct compile *c, const struct node *n)
{
	const struct list *l = n->type.list;

	if (n->kind != N_NAME)
		return NULL;
	if (n->type.type != VAL_CODE || l == NULL || l->n == 0)
		return arena_printf(c->arena, "write %s is answered", n->name);
	return arena_printf(c->arena, "compare it, for example %s = '%s'",
			    n->name, l->choices[0].code);
}

bool
expect_condition(struct compile *c, struct node *n)
{
	if (!type_known(&n->type) || n->type.type == VAL_COND)
		return true;
	fault(c, n->at, condition_hint(c, n), "%s is not a condition",
	      type_words(&n->type));
	return false;
}

static void
check_const(struct compile *c, struct node *n)
{
	(void)c;
	(void)n;
}

/* `.` is the answer that a constraint or a warning looks at. */
static void
check_self(struct compile *c, struct node *n)
{
	enum expr_use use = c->scope->use;

	if (c->scope->self == NULL ||
	    (use != USE_CONSTRAINT && use != USE_WARNING && use != USE_FREE)) {
		fault(c, n->at, "write the field's name",
		      "'.' is an answer's own value: it means nothing here");
		return;
	}
	n->type = type_of_item(c, c->scope->self);
	use_item(c, c->scope->self);
}

static void
check_negate(struct compile *c, struct node *n)
{
	struct node *a = n->arg[0];

	check_node(c, a);
	n->type = a->type;
	if (!type_known(&a->type) || a->type.type == VAL_NUMBER ||
	    a->type.type == VAL_DURATION)
		return;
	n->type = type_of(VAL_EMPTY);
	fault(c, n->at, NULL, "%s has no minus", type_words(&a->type));
}

static void
check_logic(struct compile *c, struct node *n)
{
	n->type = type_of(VAL_COND);
	for (size_t i = 0; i < n->n; i++) {
		check_node(c, n->arg[i]);
		expect_condition(c, n->arg[i]);
	}
}

static const struct {
	enum token_kind op;
	enum value_type left, right, gives;
} sums[] = {
	{ T_PLUS, VAL_NUMBER, VAL_NUMBER, VAL_NUMBER },
	{ T_MINUS, VAL_NUMBER, VAL_NUMBER, VAL_NUMBER },
	{ T_TIMES, VAL_NUMBER, VAL_NUMBER, VAL_NUMBER },
	{ T_DIVIDE, VAL_NUMBER, VAL_NUMBER, VAL_NUMBER },
	{ T_MOD, VAL_NUMBER, VAL_NUMBER, VAL_NUMBER },
	{ T_PLUS, VAL_DATE, VAL_DURATION, VAL_DATE },
	{ T_MINUS, VAL_DATE, VAL_DURATION, VAL_DATE },
	{ T_MINUS, VAL_DATE, VAL_DATE, VAL_DURATION },
	{ T_PLUS, VAL_DATETIME, VAL_DURATION, VAL_DATETIME },
	{ T_MINUS, VAL_DATETIME, VAL_DURATION, VAL_DATETIME },
	{ T_MINUS, VAL_DATETIME, VAL_DATETIME, VAL_DURATION },
	{ T_PLUS, VAL_DURATION, VAL_DURATION, VAL_DURATION },
	{ T_MINUS, VAL_DURATION, VAL_DURATION, VAL_DURATION },
};

static bool
is_moment(const struct xtype *t)
{
	return t->type == VAL_DATE || t->type == VAL_DATETIME;
}

static const char *
sum_hint(const struct node *n)
{
	const struct xtype *a = &n->arg[0]->type, *b = &n->arg[1]->type;
	bool numbers = a->type == VAL_NUMBER || b->type == VAL_NUMBER;

	if (n->op != T_PLUS && n->op != T_MINUS)
		return NULL;
	if (n->op == T_PLUS && (a->type == VAL_TEXT || b->type == VAL_TEXT))
		return "to join texts write concat(a, b)";
	if (is_moment(a) && b->type == VAL_NUMBER)
		return "write a unit, for example 14d";
	if (numbers && (a->type == VAL_DURATION || b->type == VAL_DURATION))
		return "write a unit, for example 14d";
	if (a->type == VAL_DURATION && is_moment(b))
		return "write the date first";
	return NULL;
}

static void
sum_fault(struct compile *c, const struct node *n)
{
	const char *a = type_words(&n->arg[0]->type);
	const char *b = type_words(&n->arg[1]->type);
	const char *hint = sum_hint(n);

	if (n->op == T_PLUS)
		fault(c, n->at, hint, "cannot add %s to %s", b, a);
	else if (n->op == T_MINUS)
		fault(c, n->at, hint, "cannot subtract %s from %s", b, a);
	else if (n->op == T_TIMES)
		fault(c, n->at, hint, "cannot multiply %s by %s", a, b);
	else if (n->op == T_DIVIDE)
		fault(c, n->at, hint, "cannot divide %s by %s", a, b);
	else
		fault(c, n->at, hint, "cannot take %s mod %s", a, b);
}

/* Which units go together: working days with a date alone, minutes with a
 * date that has a time, each other with its own. */
static void
check_units(struct compile *c, struct node *n)
{
	const struct xtype *a = &n->arg[0]->type, *b = &n->arg[1]->type;

	n->type.unit = UNIT_ANY;
	if (is_moment(a) && is_moment(b)) {
		n->type.unit = a->type == VAL_DATE ? DUR_DAYS : DUR_MINUTES;
	} else if (a->type == VAL_DATE && b->unit == DUR_MINUTES) {
		fault(c, n->at, "write days, for example 1d",
		      "a date has no hours or minutes to add to");
	} else if (a->type == VAL_DURATION && b->type == VAL_DURATION) {
		n->type.unit = a->unit == b->unit ? a->unit : UNIT_ANY;
		if (a->unit == DUR_WORKDAYS || b->unit == DUR_WORKDAYS)
			fault(c, n->at, NULL,
			      "working days can only be added to a date");
		else if (units_apart(a->unit, b->unit))
			fault(c, n->at, NULL, "months cannot be added to days");
	}
}

static void
check_arithmetic(struct compile *c, struct node *n)
{
	struct node *a = n->arg[0], *b = n->arg[1];

	check_node(c, a);
	check_node(c, b);
	n->type = type_of(VAL_EMPTY);
	if (!type_known(&a->type) || !type_known(&b->type))
		return;
	for (size_t i = 0; i < sizeof(sums) / sizeof(sums[0]); i++) {
		if (sums[i].op != n->op || sums[i].left != a->type.type ||
		    sums[i].right != b->type.type)
			continue;
		n->type = type_of(sums[i].gives);
		n->type.whole =
			a->type.whole && b->type.whole && n->op != T_DIVIDE;
		check_units(c, n);
		return;
	}
	sum_fault(c, n);
}

static void
check_compare(struct compile *c, struct node *n)
{
	check_node(c, n->arg[0]);
	check_node(c, n->arg[1]);
	check_sides(c, n, n->arg[0], n->arg[1], n->op != T_EQ && n->op != T_NE);
	n->type = type_of(VAL_COND);
}

static void
check_in(struct compile *c, struct node *n)
{
	for (size_t i = 0; i < n->n; i++)
		check_node(c, n->arg[i]);
	for (size_t i = 1; i < n->n; i++)
		check_sides(c, n, n->arg[0], n->arg[i], n->kind == N_BETWEEN);
	n->type = type_of(VAL_COND);
}

static void
check_is(struct compile *c, struct node *n)
{
	check_node(c, n->arg[0]);
	n->type = type_of(VAL_COND);
}

static void (*const checks[N_KINDS])(struct compile *, struct node *) = {
	[N_CONST] = check_const,
	[N_NAME] = resolve_name,
	[N_SELF] = check_self,
	[N_CALL] = check_call,
	[N_AGGREGATE] = check_aggregate,
	[N_NEGATE] = check_negate,
	[N_NOT] = check_logic,
	[N_LOGIC] = check_logic,
	[N_COMPARE] = check_compare,
	[N_ARITHMETIC] = check_arithmetic,
	[N_IS] = check_is,
	[N_IN] = check_in,
	[N_BETWEEN] = check_in,
};

void
check_node(struct compile *c, struct node *n)
{
	checks[n->kind](c, n);
}

enum need {
	NEED_ANY,
	NEED_CONDITION,
	NEED_MOMENT,
	NEED_TIME,
	NEED_AMOUNT,
	NEED_ANSWER
};

static const enum need needs[] = {
	[USE_RELEVANT] = NEED_CONDITION,
	[USE_REQUIRED] = NEED_CONDITION,
	[USE_CONSTRAINT] = NEED_CONDITION,
	[USE_WARNING] = NEED_CONDITION,
	[USE_CHECK] = NEED_CONDITION,
	[USE_DEFAULT] = NEED_ANSWER,
	[USE_CHOICE_FILTER] = NEED_CONDITION,
	[USE_CALCULATION] = NEED_ANSWER,
	[USE_SHOW] = NEED_ANY,
	[USE_WHEN] = NEED_CONDITION,
	[USE_SET] = NEED_ANSWER,
	[USE_LIVE] = NEED_CONDITION,
	[USE_DUE] = NEED_MOMENT,
	[USE_TIME_DUE] = NEED_TIME,
	[USE_MEASURE_DATE] = NEED_MOMENT,
	[USE_MEASURE_WHERE] = NEED_CONDITION,
	[USE_MEASURE_VALUE] = NEED_AMOUNT,
	[USE_READ_WHERE] = NEED_CONDITION,
	[USE_RETENTION] = NEED_MOMENT,
	[USE_FREE] = NEED_ANY,
};

static void
result_fault(struct compile *c, const struct node *n, const char *wanted)
{
	fault(c, n->at, NULL, "this gives %s, but %s is needed",
	      type_words(&n->type), wanted);
}

/* What is stored: no conditions, and in a question what its type says. */
static void
check_answer(struct compile *c, struct node *n)
{
	const struct item *self = c->scope->self;
	struct xtype want = type_of(VAL_EMPTY);
	const char *words;

	if (self != NULL && (self->kind == ITEM_QUESTION || self->list != NULL))
		want = type_of_item(c, self);
	if (n->type.type == VAL_COND) {
		fault(c, n->at, "write if(condition, 'yes', 'no')",
		      "a condition cannot be stored");
		return;
	}
	if (n->type.literal && want.list != NULL)
		become_choice(c, n, &want);
	if (!type_known(&want) ||
	    (want.type == n->type.type && want.list == n->type.list))
		return;
	words = type_words(&want);
	if (want.list != NULL && want.list != n->type.list)
		words = arena_printf(c->arena, "%s of list '%s'", words,
				     want.list->name);
	result_fault(c, n, words);
}

/* Types of the whole, by where it stands. */
void
check_result(struct compile *c, struct node *n)
{
	enum need need = needs[c->scope->use];

	if (!type_known(&n->type))
		return;
	if (n->type.type == VAL_DURATION && n->type.unit == DUR_WORKDAYS &&
	    need != NEED_ANY)
		fault(c, n->at, NULL,
		      "working days can only be added to a date");
	else if (need == NEED_CONDITION)
		expect_condition(c, n);
	else if (need == NEED_MOMENT && !is_moment(&n->type))
		result_fault(c, n, "a date");
	else if (need == NEED_TIME && n->type.type != VAL_TIME)
		result_fault(c, n, "a time");
	else if (need == NEED_AMOUNT && n->type.type != VAL_NUMBER &&
		 n->type.type != VAL_DURATION)
		result_fault(c, n, "a number");
	else if (need == NEED_ANSWER)
		check_answer(c, n);
}
