/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Functions of choices, of groups of questions, of empties and of states. */
#include <string.h>

#include "form/expr_code.h"

#define RUN(name)                                                              \
	struct value fn_##name(struct machine *m, const struct op *op,         \
			       const struct value *arg)
#define UNUSED(x) ((void)(x))

static const struct choice *
choice_of(const struct list *l, const char *code)
{
	for (size_t i = 0; l != NULL && i < l->n; i++)
		if (strcmp(l->choices[i].code, code) == 0)
			return &l->choices[i];
	return NULL;
}

/* A code among words parted by spaces, as an attribute has them. */
static bool
word_in(const char *words, const char *code)
{
	size_t n = strlen(code);

	for (const char *p = words; (p = strstr(p, code)) != NULL; p++)
		if ((p == words || p[-1] == ' ') &&
		    (p[n] == '\0' || p[n] == ' '))
			return true;
	return false;
}

static bool
has_code(const struct value *v, const char *code)
{
	if (v->type == VAL_CODES)
		return value_has_code(v, code);
	if (v->type == VAL_TEXT)
		return word_in(v->text, code);
	return v->type == VAL_CODE && strcmp(v->text, code) == 0;
}

RUN(selected)
{
	UNUSED(m), UNUSED(op);
	if (arg[1].type != VAL_CODE && arg[1].type != VAL_TEXT)
		return value_cond(TRI_UNKNOWN);
	return value_cond(has_code(&arg[0], arg[1].text) ? TRI_YES : TRI_NO);
}

RUN(count_selected)
{
	UNUSED(m), UNUSED(op);
	return value_int(arg->type == VAL_CODES ? (int64_t)arg->codes.n : 0);
}

/* How many codes an answer has, and each of them. */
static size_t
code_count(const struct value *v)
{
	return v->type == VAL_CODES ? v->codes.n : v->type == VAL_CODE;
}

static const char *
code_at(const struct value *v, size_t i)
{
	return v->type == VAL_CODES ? v->codes.v[i] : v->text;
}

/* The code itself where the list no longer has it. */
static const char *
label_of(const struct list *l, const char *code)
{
	const struct choice *choice = choice_of(l, code);

	return choice != NULL ? choice->label : code;
}

RUN(label)
{
	size_t n = code_count(arg);
	const char *all = n > 0 ? label_of(op->what, code_at(arg, 0)) : "";

	for (size_t i = 1; i < n; i++)
		all = arena_printf(m->ctx->arena, "%s, %s", all,
				   label_of(op->what, code_at(arg, i)));
	return value_text(all);
}

RUN(attr)
{
	const struct choice_attribute *a = op->what;
	const struct choice *choice =
		arg->type == VAL_CODE ? choice_of(a->list, arg->text) : NULL;

	UNUSED(m);
	return choice != NULL ? value_text(choice->attributes[a->index])
			      : value_empty;
}

static int64_t
score_of(const struct list *l, const struct value *v)
{
	int64_t sum = 0;

	for (size_t i = 0; i < code_count(v); i++) {
		const struct choice *choice = choice_of(l, code_at(v, i));

		if (choice == NULL || !choice->has_score)
			continue;
		if (__builtin_add_overflow(sum, choice->score, &sum))
			return 0;
	}
	return sum;
}

RUN(score)
{
	UNUSED(m);
	return value_number(score_of(op->what, arg));
}

static const struct fields *
fields_of(const struct machine *m, const struct members *g)
{
	return g->in_row ? m->ctx->row : m->ctx->answers;
}

static struct value
member_value(const struct machine *m, const struct members *g, size_t i)
{
	return look_up(m->ctx, fields_of(m, g), g->item[i], m->depth);
}

RUN(score_group)
{
	const struct members *g = op->what;
	int64_t sum = 0, answered = 0;

	UNUSED(arg);
	for (size_t i = 0; i < g->n; i++) {
		struct value v = member_value(m, g, i);

		answered += !value_is_empty(&v);
		if (__builtin_add_overflow(sum, score_of(g->item[i]->list, &v),
					   &sum))
			return value_empty;
	}
	return answered > 0 ? value_number(sum) : value_empty;
}

RUN(count_answered)
{
	const struct members *g = op->what;
	int64_t n = 0;

	UNUSED(arg);
	for (size_t i = 0; i < g->n; i++) {
		struct value v = member_value(m, g, i);

		n += !value_is_empty(&v);
	}
	return value_int(n);
}

static bool
applies(const struct machine *m, const struct item *it)
{
	struct value v;

	if (it == NULL || it->relevant == NULL)
		return true;
	v = machine_run(it->relevant, m->ctx, m->depth + 1);
	return v.type == VAL_COND && v.cond == TRI_YES;
}

/* Is it asked at all: not hidden by itself, its groups or its page? */
static bool
is_asked(const struct machine *m, const struct item *it)
{
	const struct item *group = it->group;

	if (item_retired_on(it, listed_on(m->ctx)))
		return false;
	for (; group != NULL; group = group->group)
		if (!applies(m, group))
			return false;
	return applies(m, it) && applies(m, it->page);
}

RUN(count_empty)
{
	const struct members *g = op->what;
	int64_t n = 0;

	UNUSED(arg);
	for (size_t i = 0; i < g->n; i++) {
		struct value v = member_value(m, g, i);

		n += value_is_empty(&v) && is_asked(m, g->item[i]);
	}
	return value_int(n);
}

RUN(count_of)
{
	const struct members *g = op->what;
	int64_t n = 0;

	UNUSED(arg);
	for (size_t i = 0; i < g->n; i++) {
		struct value v = member_value(m, g, i);

		n += !value_is_empty(&v) && has_code(&v, g->code);
	}
	return value_int(n);
}

RUN(coalesce)
{
	UNUSED(m);
	for (size_t i = 0; i < op->n; i++)
		if (!value_is_nothing(&arg[i]))
			return arg[i];
	return op->condition ? value_cond(TRI_UNKNOWN) : value_empty;
}

RUN(if)
{
	UNUSED(m);
	if (arg[0].type != VAL_COND || arg[0].cond == TRI_UNKNOWN)
		return op->condition ? value_cond(TRI_UNKNOWN) : value_empty;
	return arg[0].cond == TRI_YES ? arg[1] : arg[2];
}

RUN(sure)
{
	UNUSED(m), UNUSED(op);
	return value_cond(arg->type == VAL_COND && arg->cond == TRI_YES
				  ? TRI_YES
				  : TRI_NO);
}

/* The last time, where a state was entered more than once. */
RUN(entered)
{
	const struct eval_ctx *ctx = m->ctx;

	UNUSED(arg);
	for (size_t i = ctx->n_entered; i > 0; i--)
		if (strcmp(ctx->entered[i - 1].state, op->what) == 0)
			return value_date(ctx->entered[i - 1].on);
	return value_empty;
}

/* The latest that stands in this state. */
static const struct case_before *
last_before(const struct eval_ctx *ctx, const char *state)
{
	const struct case_before *last = NULL;

	for (size_t i = 0; i < ctx->n_before; i++) {
		const struct case_before *b = &ctx->before[i];

		if (strcmp(b->state, state) == 0 &&
		    (!last || date_compare(last->since, b->since) < 0))
			last = b;
	}
	return last;
}

RUN(last_case)
{
	const struct case_before *last = last_before(m->ctx, op->what);

	UNUSED(arg);
	return last ? value_case(last->id) : value_empty;
}

RUN(last_case_on)
{
	const struct case_before *last = last_before(m->ctx, op->what);

	UNUSED(arg);
	return last ? value_date(last->since) : value_empty;
}

RUN(ended_on)
{
	UNUSED(op), UNUSED(arg);
	return value_date(m->ctx->ended_on);
}
