/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Static types: of items, in words, and when two are one. */
#include <string.h>

#include "base/text.h"
#include "form/expr_code.h"

static struct choice yes_no_choices[] = {
	{ .code = "yes", .label = "Yes" },
	{ .code = "no", .label = "No" },
};
static const struct list yes_no_list = { .name = "yes or no",
					 .choices = yes_no_choices,
					 .n = 2 };

/* The list of a setting that names none. */
const struct list *
yes_no(void)
{
	return &yes_no_list;
}

struct xtype
type_of(enum value_type t)
{
	return (struct xtype){ .type = t, .unit = UNIT_ANY };
}

bool
type_known(const struct xtype *t)
{
	return t->type != VAL_EMPTY;
}

/* Of a calculation: that of its list, or what its expression gives. */
static struct xtype
type_of_calculation(struct compile *c, const struct item *it)
{
	struct xtype t = type_of(VAL_CODE);

	if (it->list != NULL) {
		t.list = it->list;
		return t;
	}
	if (it->calculation == NULL && c->scope->need != NULL)
		c->scope->need(c->scope->need_ctx, it);
	if (it->calculation == NULL)
		return type_of(VAL_EMPTY);
	expr_ready(it->calculation);
	t = it->calculation->type;
	t.literal = false;
	return t;
}

struct xtype
type_of_item(struct compile *c, const struct item *it)
{
	struct xtype t = type_of(question_value_type(it->type));

	if (it->kind == ITEM_CALCULATE || it->kind == ITEM_SHOW)
		return type_of_calculation(c, it);
	t.whole = it->type == Q_INTEGER;
	if (t.type == VAL_CODE || t.type == VAL_CODES)
		t.list = it->list;
	return t;
}

static const char *const words[] = {
	[VAL_EMPTY] = "nothing",
	[VAL_TEXT] = "text",
	[VAL_NUMBER] = "a number",
	[VAL_COND] = "a condition",
	[VAL_DATE] = "a date",
	[VAL_TIME] = "a time",
	[VAL_DATETIME] = "a date with time",
	[VAL_DURATION] = "a duration",
	[VAL_CODE] = "a choice",
	[VAL_CODES] = "a select_multiple",
	[VAL_USER] = "a user",
	[VAL_PERSON] = "a person",
	[VAL_CASE] = "a case",
	[VAL_ATTACHMENT] = "an attachment",
	[VAL_ROWS] = "rows",
};

const char *
type_words(const struct xtype *t)
{
	if (t->type == VAL_NUMBER && t->whole)
		return "a whole number";
	if (t->states != NULL)
		return "a state";
	return words[t->type];
}

static void
become_state(struct compile *c, struct node *n, const struct form *f)
{
	struct guess g = { .wrong = n->value.text };

	for (size_t i = 0; i < f->n_states; i++)
		if (strcmp(f->states[i].name, n->value.text) == 0)
			return;
	for (size_t i = 0; i < f->n_states; i++)
		guess_try(&g, f->states[i].name);
	fault(c, n->at, guess_hint(c, &g), "unknown state '%s'", n->value.text);
}

static void
check_code(struct compile *c, size_t at, const char *code,
	   const struct list *list)
{
	struct guess g = { .wrong = code };

	for (size_t i = 0; i < list->n; i++)
		if (strcmp(list->choices[i].code, code) == 0)
			return;
	for (size_t i = 0; i < list->n; i++)
		guess_try(&g, list->choices[i].code);
	fault(c, at, guess_hint(c, &g), "'%s' is not in list '%s'", code,
	      list->name);
}

/* A select_multiple may be given several codes at once, as in a default. */
static void
become_codes(struct compile *c, struct node *n, const struct list *list)
{
	char *text = arena_strdup(c->arena, n->value.text);
	const char **v =
		arena_array(c->arena, strlen(text) / 2 + 1, sizeof(*v));
	char *rest = NULL;
	size_t count = 0;

	for (char *code = strtok_r(text, " ", &rest); code != NULL;
	     code = strtok_r(NULL, " ", &rest)) {
		check_code(c, n->at, code, list);
		v[count++] = code;
	}
	n->value = (struct value){ .type = VAL_CODES };
	n->value.codes.v = v;
	n->value.codes.n = count;
}

static void
constant_become(struct compile *c, struct node *n, const struct xtype *want)
{
	if (text_blank(n->value.text)) {
		fault(c, n->at, NULL, "'' is not a choice");
	} else if (want->states != NULL) {
		become_state(c, n, want->states);
		n->value.type = VAL_CODE;
	} else if (want->type == VAL_CODES && want->list != NULL) {
		become_codes(c, n, want->list);
	} else if (want->list != NULL) {
		check_code(c, n->at, n->value.text, want->list);
		n->value.type = VAL_CODE;
	}
}

/* In if() and coalesce() it is the results that become choices. */
void
become_choice(struct compile *c, struct node *n, const struct xtype *want)
{
	size_t first = n->kind == N_CALL && strcmp(n->name, "if") == 0;

	if (!n->type.literal)
		return;
	if (n->kind == N_CONST)
		constant_become(c, n, want);
	else
		for (size_t i = first; i < n->n; i++)
			become_choice(c, n->arg[i], want);
	n->type = *want;
}

static bool
is_choice(const struct xtype *t)
{
	return t->type == VAL_CODE || t->type == VAL_CODES;
}

bool
type_unify(struct compile *c, struct node *a, struct node *b, struct xtype *out)
{
	if (a->type.literal && is_choice(&b->type))
		become_choice(c, a, &b->type);
	if (b->type.literal && is_choice(&a->type))
		become_choice(c, b, &a->type);
	*out = type_of(VAL_EMPTY);
	if (!type_known(&a->type) || !type_known(&b->type))
		return true;
	*out = a->type;
	out->literal = a->type.literal && b->type.literal;
	out->whole = a->type.whole && b->type.whole;
	out->attribute = a->type.attribute && b->type.attribute;
	if (a->type.unit != b->type.unit)
		out->unit = a->type.unit == DUR_WORKDAYS ||
					    b->type.unit == DUR_WORKDAYS
				    ? DUR_WORKDAYS
				    : UNIT_ANY;
	return a->type.type == b->type.type &&
	       a->type.states == b->type.states && a->type.list == b->type.list;
}
