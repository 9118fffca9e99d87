/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The operators of the machine, and the machine. */
#include <string.h>

#include "form/expr_code.h"
#include "form/view.h"

static void
push(struct machine *m, struct value v)
{
	*m->top++ = v;
}

static struct value
pop(struct machine *m)
{
	return *--m->top;
}

static enum tri
pop_condition(struct machine *m)
{
	struct value v = pop(m);

	return v.type == VAL_COND ? v.cond : TRI_UNKNOWN;
}

static void
push_condition(struct machine *m, enum tri t)
{
	push(m, value_cond(t));
}

void
op_constant(struct machine *m, const struct op *op)
{
	push(m, *(const struct value *)op->what);
}

/* In the level of a view that these answers are, its place is known. */
const struct value *
answer_of(const struct eval_ctx *ctx, const struct fields *f,
	  const struct item *it)
{
	const struct level *l = it->repeat ? ctx->row_level : ctx->level;

	if (f == NULL)
		return NULL;
	if (l != NULL && f == &l->work && it->form == l->form &&
	    it->repeat == l->repeat)
		return level_cell(l, it)->slot;
	return fields_get(f, it->name);
}

struct value
look_up(const struct eval_ctx *ctx, const struct fields *f,
	const struct item *it, unsigned int depth)
{
	const struct value *v;

	if (it->kind == ITEM_SHOW)
		return machine_run(it->calculation, ctx, depth + 1);
	v = answer_of(ctx, f, it);
	return v == NULL ? value_empty : *v;
}

static void
push_field(struct machine *m, const struct fields *f, const struct op *op)
{
	const struct ref *ref = op->what;

	push(m, look_up(m->ctx, f, ref->item, m->depth));
}

static bool
is_show(const struct op *op)
{
	const struct ref *ref = op->what;

	return ref->item->kind == ITEM_SHOW;
}

/* A show of another record is worked out as its own form does it. */
static void
push_show(struct machine *m, const struct eval_ctx *ctx, const struct op *op)
{
	const struct ref *ref = op->what;

	push(m, machine_run(ref->item->calculation, ctx, m->depth + 1));
}

/* The row that an aggregate looks at, as the record of a child form. */
struct eval_ctx
context_of_child(const struct eval_ctx *row)
{
	struct eval_ctx child = *row;

	child.of_case = row->answers;
	child.answers = row->row;
	child.row = NULL;
	return child;
}

void
op_record(struct machine *m, const struct op *op)
{
	push_field(m, m->ctx->answers, op);
}

void
op_row(struct machine *m, const struct op *op)
{
	const struct ref *ref = op->what;
	struct eval_ctx child;

	if (!is_show(op) || ref->item->repeat != NULL) {
		push_field(m, m->ctx->row, op);
		return;
	}
	child = context_of_child(m->ctx);
	push_show(m, &child, op);
}

void
op_case(struct machine *m, const struct op *op)
{
	struct eval_ctx of_case;

	if (!is_show(op)) {
		push_field(m, m->ctx->of_case, op);
		return;
	}
	of_case = *m->ctx;
	of_case.answers = m->ctx->of_case;
	of_case.of_case = NULL;
	of_case.row = NULL;
	push_show(m, &of_case, op);
}

void
op_person(struct machine *m, const struct op *op)
{
	struct eval_ctx of_person;

	if (!is_show(op)) {
		push_field(m, m->ctx->person, op);
		return;
	}
	of_person = *m->ctx;
	of_person.answers = m->ctx->person;
	of_person.of_case = NULL;
	of_person.row = NULL;
	of_person.n_children = 0;
	push_show(m, &of_person, op);
}

void
op_state(struct machine *m, const struct op *op)
{
	(void)op;
	push(m, value_code(m->ctx->state));
}

void
op_setting(struct machine *m, const struct op *op)
{
	const struct ref *ref = op->what;
	const char *code = "";

	if (m->ctx->settings != NULL)
		code = fields_text(m->ctx->settings, ref->name);
	push(m, value_code(*code ? code : ref->setting->default_code));
}

void
op_attribute(struct machine *m, const struct op *op)
{
	const struct ref *ref = op->what;
	const struct choice *choice = m->ctx->candidate;

	push(m, choice == NULL
			? value_empty
			: value_text(choice->attributes[ref->attribute]));
}

void
op_code(struct machine *m, const struct op *op)
{
	(void)op;
	push(m, value_code(m->ctx->candidate ? m->ctx->candidate->code : NULL));
}

void
op_self(struct machine *m, const struct op *op)
{
	const struct item *it = op->what;

	if (m->ctx->self != NULL)
		push(m, *m->ctx->self);
	else
		push(m,
		     look_up(m->ctx, it->repeat ? m->ctx->row : m->ctx->answers,
			     it, m->depth));
}

void
op_add(struct machine *m, const struct op *op)
{
	struct value b = pop(m), a = pop(m);

	(void)op;
	push(m, value_plus(m->ctx, &a, &b));
}

void
op_subtract(struct machine *m, const struct op *op)
{
	struct value b = pop(m), a = pop(m);

	(void)op;
	push(m, value_minus(m->ctx, &a, &b));
}

void
op_multiply(struct machine *m, const struct op *op)
{
	struct value b = pop(m), a = pop(m);

	(void)op;
	push(m, value_times(&a, &b));
}

void
op_divide(struct machine *m, const struct op *op)
{
	struct value b = pop(m), a = pop(m);

	(void)op;
	push(m, value_over(&a, &b));
}

void
op_mod(struct machine *m, const struct op *op)
{
	struct value b = pop(m), a = pop(m);

	(void)op;
	push(m, value_mod(&a, &b));
}

void
op_negate(struct machine *m, const struct op *op)
{
	struct value a = pop(m);

	(void)op;
	push(m, value_negative(&a));
}

void
op_not(struct machine *m, const struct op *op)
{
	(void)op;
	push_condition(m, tri_not(pop_condition(m)));
}

void
op_and(struct machine *m, const struct op *op)
{
	enum tri b = pop_condition(m), a = pop_condition(m);

	(void)op;
	push_condition(m, tri_and(a, b));
}

void
op_or(struct machine *m, const struct op *op)
{
	enum tri b = pop_condition(m), a = pop_condition(m);

	(void)op;
	push_condition(m, tri_or(a, b));
}

void
op_equal(struct machine *m, const struct op *op)
{
	struct value b = pop(m), a = pop(m);

	(void)op;
	push_condition(m, value_same(&a, &b));
}

void
op_unequal(struct machine *m, const struct op *op)
{
	struct value b = pop(m), a = pop(m);

	(void)op;
	push_condition(m, tri_not(value_same(&a, &b)));
}

void
op_less(struct machine *m, const struct op *op)
{
	struct value b = pop(m), a = pop(m);

	push_condition(m, value_less(&a, &b, op->what));
}

void
op_less_equal(struct machine *m, const struct op *op)
{
	struct value b = pop(m), a = pop(m);

	push_condition(m, tri_not(value_less(&b, &a, op->what)));
}

void
op_greater(struct machine *m, const struct op *op)
{
	struct value b = pop(m), a = pop(m);

	push_condition(m, value_less(&b, &a, op->what));
}

void
op_greater_equal(struct machine *m, const struct op *op)
{
	struct value b = pop(m), a = pop(m);

	push_condition(m, tri_not(value_less(&a, &b, op->what)));
}

void
op_is_empty(struct machine *m, const struct op *op)
{
	struct value a = pop(m);

	(void)op;
	push_condition(m, value_is_nothing(&a) ? TRI_YES : TRI_NO);
}

void
op_is_answered(struct machine *m, const struct op *op)
{
	struct value a = pop(m);

	(void)op;
	push_condition(m, value_is_nothing(&a) ? TRI_NO : TRI_YES);
}

/* Beneath: the value, and whether it has been found so far. */
void
op_in_next(struct machine *m, const struct op *op)
{
	struct value one = pop(m);
	enum tri so_far = pop_condition(m);

	(void)op;
	push_condition(m, tri_or(so_far, value_same(&m->top[-1], &one)));
}

void
op_in_end(struct machine *m, const struct op *op)
{
	enum tri in = pop_condition(m);

	(void)op;
	pop(m);
	push_condition(m, in);
}

void
op_between(struct machine *m, const struct op *op)
{
	struct value to = pop(m), from = pop(m), v = pop(m);

	push_condition(m, tri_and(tri_not(value_less(&v, &from, op->what)),
				  tri_not(value_less(&to, &v, op->what))));
}

static bool
any_nothing(const struct value *v, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (value_is_nothing(&v[i]))
			return true;
	return false;
}

void
op_call(struct machine *m, const struct op *op)
{
	const struct value *arg;

	m->top -= op->n;
	arg = m->top;
	if (op->strict && any_nothing(arg, op->n))
		push(m, op->condition ? value_cond(TRI_UNKNOWN) : value_empty);
	else
		push(m, op->call(m, op, arg));
}

void
op_aggregate(struct machine *m, const struct op *op)
{
	push(m, aggregate_run(m, op->what));
}

/* Shows within shows stop somewhere, even if they go round in a circle. */
struct value
machine_run(const struct expr *e, const struct eval_ctx *ctx,
	    unsigned int depth)
{
	struct value stack[STACK_MOST];
	struct machine m = { .ctx = ctx, .top = stack, .depth = depth };

	if (e == NULL || depth > RUNNING_MOST)
		return value_empty;
	expr_ready(e);
	if (e->n == 0) /* one that was not understood */
		return value_empty;
	for (size_t i = 0; i < e->n; i++)
		e->op[i].run(&m, &e->op[i]);
	return stack[0].type == VAL_TEXT ? value_text(stack[0].text) : stack[0];
}

struct value
expr_eval(const struct expr *e, const struct eval_ctx *ctx)
{
	return machine_run(e, ctx, 0);
}

enum tri
expr_test(const struct expr *e, const struct eval_ctx *ctx)
{
	struct value v = machine_run(e, ctx, 0);

	return v.type == VAL_COND ? v.cond : TRI_UNKNOWN;
}
