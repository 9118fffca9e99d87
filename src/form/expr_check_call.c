/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Arguments of functions. */
#include <ctype.h>
#include <string.h>

#include "base/text.h"
#include "form/expr_code.h"

static const struct {
	const char *wrong, *right;
} elsewhere[] = {
	{ "regex", "matches" },
	{ "string_length", "length" },
	{ "int", "floor" },
	{ "true", "'yes'" },
	{ "false", "'no'" },
	{ "jr_choice_name", "label" },
	{ "substr", "starts_with" },
	{ "average", "avg" },
	{ "iif", "if" },
};

/* What stands in an unknown function is looked at too, unless it seems to be
 * one of those that take rows or a group. */
static void
check_unknown_args(struct compile *c, struct node *n)
{
	for (size_t i = 0; i < n->n; i++) {
		struct node *a = n->arg[i];
		struct source s;
		bool in_row;

		if (a->kind == N_NAME && a->qualifier == NULL &&
		    (resolve_source(c, a->name, &s) ||
		     resolve_group(c, a->name, &in_row) != NULL))
			continue;
		check_node(c, a);
	}
}

static void
unknown_function(struct compile *c, struct node *n)
{
	struct guess g = { .wrong = n->name };
	const char *hint = NULL;

	for (size_t i = 0; i < sizeof(elsewhere) / sizeof(elsewhere[0]); i++)
		if (strcmp(n->name, elsewhere[i].wrong) == 0)
			hint = arena_printf(c->arena, "write %s",
					    elsewhere[i].right);
	for (size_t i = 0; function_at(i) != NULL; i++)
		guess_try(&g, function_at(i)->name);
	for (int k = 0; k < AGG_NONE; k++)
		guess_try(&g, aggregate_name((enum aggregate_kind)k));
	fault(c, n->at, hint ? hint : guess_hint(c, &g),
	      "unknown function '%s'", n->name);
	n->type = type_of(VAL_EMPTY);
}

static const char *
expected_count(struct compile *c, size_t least, size_t most, bool more)
{
	const char *s = most == 1 ? "" : "s";

	if (most == 0)
		return "nothing";
	if (more)
		return arena_printf(c->arena, "%zu or more arguments", least);
	if (least != most)
		return arena_printf(c->arena, "%zu or %zu arguments", least,
				    most);
	return arena_printf(c->arena, "%zu argument%s", least, s);
}

static bool
count_fits(struct compile *c, const struct node *n)
{
	const char *takes = n->function->takes;
	size_t least = strcspn(takes, "?+"), most = 0;
	bool more = strchr(takes, '+') != NULL;

	for (const char *p = takes; *p; p++)
		most += *p != '?' && *p != '+';
	if (n->n >= least && (more || n->n <= most))
		return true;
	fault(c, n->at, NULL, "%s() takes %s, not %zu", n->name,
	      expected_count(c, least, most, more), n->n);
	return false;
}

static enum value_type
letter_type(char letter)
{
	switch (letter) {
	case 't':
		return VAL_TEXT;
	case 'n':
		return VAL_NUMBER;
	case 'd':
		return VAL_DATE;
	case 'i':
		return VAL_TIME;
	case 'm':
		return VAL_DATETIME;
	case 'c':
		return VAL_COND;
	default:
		return VAL_EMPTY;
	}
}

static bool
takes(struct compile *c, struct node *n, struct node *arg, enum value_type want)
{
	struct xtype w = type_of(want);
	const char *hint = NULL;

	if (!type_known(&arg->type) || want == VAL_EMPTY ||
	    arg->type.type == want)
		return true;
	if (want == VAL_COND)
		return expect_condition(c, arg);
	if (want == VAL_TEXT && arg->type.type == VAL_CODE)
		hint = "label(field) is a choice's text";
	if (arg->type.literal && want != VAL_TEXT)
		hint = "write it without quotes";
	fault(c, arg->at, hint, "%s() takes %s, not %s", n->name,
	      type_words(&w), type_words(&arg->type));
	return false;
}

void
check_args(struct compile *c, struct node *n)
{
	for (size_t i = 0; i < n->n; i++)
		check_node(c, n->arg[i]);
}

static void
check_by_letters(struct compile *c, struct node *n)
{
	const char *p = n->function->takes;

	check_args(c, n);
	for (size_t i = 0; i < n->n; i++) {
		p += *p == '?';
		takes(c, n, n->arg[i], letter_type(*p));
		if (p[1] != '+')
			p++;
	}
}

void
check_call(struct compile *c, struct node *n)
{
	const struct function *f = function_find(n->name);

	if (f == NULL) {
		check_unknown_args(c, n);
		unknown_function(c, n);
		return;
	}
	n->function = f;
	n->run = f->run;
	n->type = type_of(f->gives);
	if (f->live) {
		c->expr->live = true;
		if (use_pure(c->scope->use) != NULL)
			fault(c, n->at,
			      "it would change by itself; use show, or a date "
			      "on the record",
			      "%s() is not allowed in %s", n->name,
			      use_pure(c->scope->use));
	}
	if (!count_fits(c, n))
		check_args(c, n);
	else if (f->check != NULL)
		f->check(c, n);
	else
		check_by_letters(c, n);
}

/* The results are of one type. */
static void
check_results(struct compile *c, struct node *n, size_t first)
{
	struct xtype t = n->arg[first]->type;

	for (size_t i = first + 1; i < n->n; i++) {
		struct node *a = n->arg[first], *b = n->arg[i];

		if (type_unify(c, a, b, &t))
			continue;
		if (a->type.list != NULL && b->type.list != NULL)
			fault(c, b->at, NULL,
			      "%s() gives a choice of list '%s' or of '%s'",
			      n->name, a->type.list->name, b->type.list->name);
		else
			fault(c, b->at, NULL,
			      "%s() gives %s or %s: it can only be one of them",
			      n->name, type_words(&a->type),
			      type_words(&b->type));
		t = type_of(VAL_EMPTY);
		break;
	}
	n->type = t;
}

/* Unification looks at the first argument; a later choice makes the earlier
 * quoted texts choices too. */
static void
choices_agree(struct compile *c, struct node *n, size_t first)
{
	for (size_t i = first; i < n->n; i++)
		if (n->arg[i]->type.list != NULL ||
		    n->arg[i]->type.states != NULL)
			for (size_t j = first; j < n->n; j++)
				become_choice(c, n->arg[j], &n->arg[i]->type);
	check_results(c, n, first);
}

void
check_fn_if(struct compile *c, struct node *n)
{
	check_args(c, n);
	expect_condition(c, n->arg[0]);
	choices_agree(c, n, 1);
}

void
check_fn_coalesce(struct compile *c, struct node *n)
{
	check_args(c, n);
	choices_agree(c, n, 0);
}

bool
has_size(enum value_type t)
{
	return t == VAL_EMPTY || t == VAL_NUMBER || t == VAL_DATE ||
	       t == VAL_DATETIME || t == VAL_TIME || t == VAL_DURATION;
}

/* min and max of numbers, dates, durations. */
void
check_fn_extreme(struct compile *c, struct node *n)
{
	check_args(c, n);
	for (size_t i = 1; i < n->n; i++)
		if (units_apart(n->arg[0]->type.unit, n->arg[i]->type.unit))
			fault(c, n->arg[i]->at, NULL,
			      "months and years cannot be compared with days");
	check_results(c, n, 0);
	for (size_t i = 0; i < n->n; i++)
		if (!has_size(n->arg[i]->type.type)) {
			fault(c, n->arg[i]->at, NULL,
			      "%s() takes numbers or dates, not %s", n->name,
			      type_words(&n->arg[i]->type));
			return;
		}
	if (n->type.unit == DUR_WORKDAYS)
		fault(c, n->at, NULL,
		      "working days can only be added to a date");
}

void
check_fn_matches(struct compile *c, struct node *n)
{
	struct node *ere = n->arg[1];

	check_by_letters(c, n);
	if (ere->kind != N_CONST || !ere->type.literal)
		fault(c, ere->at, NULL,
		      "the pattern of matches() is a text in quotes");
	else if (!pattern_good(ere->value.text))
		fault(c, ere->at, "see regex(7)",
		      "this is not a regular expression, or it repeats "
		      "too much");
}

static bool
is_choices(const struct xtype *t)
{
	return (t->type == VAL_CODE || t->type == VAL_CODES) &&
	       t->states == NULL;
}

bool
takes_choices(struct compile *c, struct node *n, struct node *arg)
{
	if (!type_known(&arg->type))
		return false;
	if (is_choices(&arg->type) && arg->type.list != NULL)
		return true;
	fault(c, arg->at, "name a field with a list",
	      "%s() takes a choice, not %s", n->name, type_words(&arg->type));
	return false;
}

/* A question with choices, or an attribute that holds codes. */
void
check_fn_selected(struct compile *c, struct node *n)
{
	struct node *f = n->arg[0], *code = n->arg[1];
	struct xtype one = type_of(VAL_CODE);

	check_args(c, n);
	if (f->type.attribute) {
		if (type_known(&code->type) && code->type.type != VAL_CODE)
			takes(c, n, code, VAL_TEXT);
		return;
	}
	if (!takes_choices(c, n, f))
		return;
	one.list = f->type.list;
	become_choice(c, code, &one);
	if (!type_known(&code->type) || code->type.attribute)
		return;
	if (code->type.type != VAL_CODE)
		fault(c, code->at, NULL, "selected() looks for a code, not %s",
		      type_words(&code->type));
	else if (code->type.list != one.list)
		fault(c, code->at, NULL, "this is of another list than '%s'",
		      one.list->name);
}

void
check_fn_count_selected(struct compile *c, struct node *n)
{
	struct node *f = n->arg[0];

	check_args(c, n);
	if (type_known(&f->type) && f->type.type != VAL_CODES)
		fault(c, f->at, NULL,
		      "count_selected() takes a select_multiple, not %s",
		      type_words(&f->type));
}

void
check_fn_label(struct compile *c, struct node *n)
{
	check_args(c, n);
	if (takes_choices(c, n, n->arg[0]))
		n->what = n->arg[0]->type.list;
}

static bool
case_of(struct compile *c, struct node *n, const struct form **out)
{
	*out = case_form(c->scope->form);
	if (*out == NULL)
		fault(c, n->at, NULL, "%s(): only a case has states", n->name);
	return *out != NULL;
}

/* A state, with quotes or without. */
static void
take_state(struct compile *c, struct node *n)
{
	struct node *s = n->arg[0];
	struct xtype state = type_of(VAL_CODE);

	if (!case_of(c, n, &state.states))
		return;
	if (s->kind == N_NAME && s->qualifier == NULL) {
		s->kind = N_CONST;
		s->value = (struct value){ .type = VAL_TEXT, .text = s->name };
		s->type = type_of(VAL_TEXT);
		s->type.literal = true;
	}
	if (s->kind != N_CONST || !s->type.literal) {
		fault(c, s->at, NULL, "%s() takes the name of a state",
		      n->name);
		return;
	}
	become_choice(c, s, &state);
	n->what = arena_strdup(c->arena, s->value.text);
	n->n = 0;
}

void
check_fn_entered(struct compile *c, struct node *n)
{
	take_state(c, n);
}

/* Only a case that is begun looks at those before it: what it has taken is
 * its own from then on. */
void
check_fn_last_case(struct compile *c, struct node *n)
{
	if (c->scope->use != USE_DEFAULT ||
	    (c->scope->form && c->scope->form->kind != FORM_CASE))
		fault(c, n->at, NULL,
		      "%s() may stand only in a default: of a case", n->name);
	else
		take_state(c, n);
}

void
check_fn_ended_on(struct compile *c, struct node *n)
{
	const struct form *f;

	case_of(c, n, &f);
}

static const char *
attribute_arg(struct compile *c, const struct node *a)
{
	if (a->kind == N_NAME && a->qualifier == NULL)
		return a->name;
	if (a->kind == N_CONST && a->type.literal)
		return a->value.text;
	fault(c, a->at, NULL, "attr() takes the name of an attribute");
	return NULL;
}

static void
unknown_attribute(struct compile *c, size_t at, const char *name,
		  const struct list *l)
{
	struct guess g = { .wrong = name };

	for (size_t i = 0; i < l->n_attributes; i++)
		guess_try(&g, l->attributes[i]);
	fault(c, at, guess_hint(c, &g), "list '%s' has no attribute '%s'",
	      l->name, name);
}

void
check_fn_attr(struct compile *c, struct node *n)
{
	struct node *f = n->arg[0];
	const char *name = attribute_arg(c, n->arg[1]);
	struct choice_attribute *a = arena_alloc(c->arena, sizeof(*a));
	int i;

	n->n = 1;
	check_node(c, f);
	n->type.attribute = true;
	if (name == NULL || !takes_choices(c, n, f))
		return;
	if (f->type.type == VAL_CODES) {
		fault(c, f->at, NULL, "attr() takes a select_one");
		return;
	}
	a->list = f->type.list;
	i = list_attribute(a->list, name);
	if (i < 0)
		unknown_attribute(c, n->arg[1]->at, name, a->list);
	a->index = (size_t)(i < 0 ? 0 : i);
	n->what = a;
}
