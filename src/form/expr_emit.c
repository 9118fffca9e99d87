/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From the tree to postfix code, and the compiling as a whole. */
#include <string.h>

#include "form/expr_code.h"

typedef void op_run(struct machine *m, const struct op *op);

/* Code grows in scratch memory and is kept at its true length. */
static void
keep_code(struct compile *c, struct expr *e)
{
	e->op = arena_memdup(c->arena, e->op, e->n * sizeof(*e->op));
	e->cap = e->n;
}

/* takes: how many values the operator takes off before it puts one there. */
static struct op *
add_op(struct compile *c, op_run *run, const void *what, size_t takes)
{
	struct expr *e = c->expr;
	struct op *op;

	if (e->n == e->cap) {
		size_t cap = e->cap != 0 ? 2 * e->cap : 4;

		e->op = arena_grow(c->scratch, e->op, e->n, cap,
				   sizeof(*e->op));
		e->cap = cap;
	}
	e->depth -= takes;
	if (++e->depth > e->deepest)
		e->deepest = e->depth;
	op = &e->op[e->n++];
	*op = (struct op){ .run = run, .what = what };
	return op;
}

static void
emit_args(struct compile *c, const struct node *n)
{
	for (size_t i = 0; i < n->n; i++)
		emit(c, n->arg[i]);
}

static void
emit_const(struct compile *c, const struct node *n)
{
	struct value *kept = arena_alloc(c->arena, sizeof(*kept));

	*kept = value_copy(c->arena, &n->value);
	add_op(c, op_constant, kept, 0);
}

static void
emit_name(struct compile *c, const struct node *n)
{
	static op_run *const by_frame[] = {
		[FRAME_RECORD] = op_record,	  [FRAME_ROW] = op_row,
		[FRAME_CASE] = op_case,		  [FRAME_PERSON] = op_person,
		[FRAME_STATE] = op_state,	  [FRAME_SETTING] = op_setting,
		[FRAME_ATTRIBUTE] = op_attribute, [FRAME_CODE] = op_code,
	};

	add_op(c, by_frame[n->ref->frame], n->ref, 0);
}

static void
emit_self(struct compile *c, const struct node *n)
{
	(void)n;
	add_op(c, op_self, c->scope->self, 0);
}

static void
emit_call(struct compile *c, const struct node *n)
{
	struct op *op;

	emit_args(c, n);
	op = add_op(c, op_call, n->what, n->n);
	op->call = n->run;
	op->n = n->n;
	op->strict = !n->function->lax;
	op->condition = n->type.type == VAL_COND;
}

static const struct item *
row_order(const struct source *s)
{
	const struct form *f = s->repeat ? s->repeat->form : s->child;
	const char *name = s->repeat ? s->repeat->order : s->child->order;

	return name == NULL ? NULL : form_item(f, name);
}

/* `where` is code of its own; what it looks at counts for the whole. */
static const struct expr *
emit_where(struct compile *c, const struct node *where)
{
	struct expr *whole = c->expr, *e;

	if (where == NULL)
		return NULL;
	e = arena_alloc(c->arena, sizeof(*e));
	c->expr = e;
	emit(c, where);
	keep_code(c, e);
	e->type = where->type;
	c->expr = whole;
	if (e->deepest > whole->deepest)
		whole->deepest = e->deepest;
	return e;
}

static void
emit_aggregate(struct compile *c, const struct node *n)
{
	struct aggregate *g = arena_alloc(c->arena, sizeof(*g));
	const struct node *a = n->arg[0];

	g->kind = aggregate_find(n->name);
	g->source = n->source;
	if (a->qualifier != NULL)
		g->field = source_field(&g->source, a->name);
	g->order = row_order(&g->source);
	g->down = g->source.repeat ? g->source.repeat->order_down
				   : g->source.child->order_down;
	g->where = emit_where(c, n->where);
	add_op(c, op_aggregate, g, 0);
}

static void
emit_negate(struct compile *c, const struct node *n)
{
	emit_args(c, n);
	add_op(c, op_negate, NULL, 1);
}

static void
emit_not(struct compile *c, const struct node *n)
{
	emit_args(c, n);
	add_op(c, op_not, NULL, 1);
}

static void
emit_binary(struct compile *c, const struct node *n)
{
	static op_run *const by_token[] = {
		[T_PLUS] = op_add,
		[T_MINUS] = op_subtract,
		[T_TIMES] = op_multiply,
		[T_DIVIDE] = op_divide,
		[T_MOD] = op_mod,
		[T_EQ] = op_equal,
		[T_NE] = op_unequal,
		[T_LT] = op_less,
		[T_LE] = op_less_equal,
		[T_GT] = op_greater,
		[T_GE] = op_greater_equal,
		[T_AND] = op_and,
		[T_OR] = op_or,
	};

	emit_args(c, n);
	add_op(c, by_token[n->op], n->list, 2);
}

static void
emit_is(struct compile *c, const struct node *n)
{
	bool empty = (n->op == T_EMPTY) != n->negated;

	emit_args(c, n);
	add_op(c, empty ? op_is_empty : op_is_answered, NULL, 1);
}

/* The value, "no", then each of the list in turn: only three places on the
 * stack however long the list. */
static void
emit_in(struct compile *c, const struct node *n)
{
	static const struct value no = { .type = VAL_COND, .cond = TRI_NO };

	emit(c, n->arg[0]);
	add_op(c, op_constant, &no, 0);
	for (size_t i = 1; i < n->n; i++) {
		emit(c, n->arg[i]);
		add_op(c, op_in_next, NULL, 2);
	}
	add_op(c, op_in_end, NULL, 2);
	if (n->negated)
		add_op(c, op_not, NULL, 1);
}

static void
emit_between(struct compile *c, const struct node *n)
{
	emit_args(c, n);
	add_op(c, op_between, n->list, 3);
	if (n->negated)
		add_op(c, op_not, NULL, 1);
}

void
emit(struct compile *c, const struct node *n)
{
	static void (*const emits[N_KINDS])(struct compile *,
					    const struct node *) = {
		[N_CONST] = emit_const,
		[N_NAME] = emit_name,
		[N_SELF] = emit_self,
		[N_CALL] = emit_call,
		[N_AGGREGATE] = emit_aggregate,
		[N_NEGATE] = emit_negate,
		[N_NOT] = emit_not,
		[N_LOGIC] = emit_binary,
		[N_COMPARE] = emit_binary,
		[N_ARITHMETIC] = emit_binary,
		[N_IS] = emit_is,
		[N_IN] = emit_in,
		[N_BETWEEN] = emit_between,
	};

	emits[n->kind](c, n);
}

static struct node *
understand(struct compile *c)
{
	struct node *n = parse(c);

	if (n == NULL)
		return NULL;
	check_node(c, n);
	check_result(c, n);
	return c->failed ? NULL : n;
}

bool
expr_compile_into(struct expr *e, struct arena *a, const struct expr_text *text,
		  const struct expr_scope *scope, struct problems *p)
{
	struct arena own = ARENA_INIT;
	struct compile c = { .arena = a,
			     .scratch = scope->scratch ? scope->scratch : &own,
			     .text = text,
			     .scope = scope,
			     .problems = p,
			     .expr = e,
			     .row = { scope->repeat, scope->rows_of } };
	struct node *n;

	n = understand(&c);
	if (n != NULL) {
		emit(&c, n);
		keep_code(&c, e);
		e->type = n->type;
	}
	if (n != NULL && e->deepest > STACK_MOST) {
		fault(&c, 0, "give a part of it a calculate of its own",
		      "the expression is too long");
		n = NULL;
	}
	arena_clear(&own);
	return n != NULL;
}

struct expr *
expr_compile(struct arena *a, const struct expr_text *text,
	     const struct expr_scope *scope, struct problems *p)
{
	struct expr *e = arena_alloc(a, sizeof(*e));

	e->text = text->text;
	return expr_compile_into(e, a, text, scope, p) ? e : NULL;
}

const char *
expr_source(const struct expr *e)
{
	return e != NULL ? e->text : "";
}

struct expr_type
expr_type(const struct expr *e)
{
	expr_ready(e);
	return (struct expr_type){ .type = e->type.type,
				   .list = e->type.list,
				   .state = e->type.states != NULL };
}

size_t
expr_items(const struct expr *e, const struct item *const **out)
{
	expr_ready(e);
	*out = e->items;
	return e->n_items;
}

bool
expr_is_live(const struct expr *e)
{
	expr_ready(e);
	return e->live;
}

bool
expr_looks_at_person(const struct expr *e)
{
	expr_ready(e);
	return e->person;
}

bool
expr_looks_at_children(const struct expr *e)
{
	expr_ready(e);
	return e->child != NULL;
}

const struct form *
expr_child(const struct expr *e)
{
	expr_ready(e);
	return e->child;
}

static bool
is_nought(const struct op *op)
{
	const struct value *v = op->what;

	return op->run == op_constant && v->type == VAL_NUMBER &&
	       v->number == 0;
}

/* The field that operator i wants to be empty, or nought. */
static const struct op *
wanted_away(const struct expr *e, size_t i)
{
	const struct op *op = &e->op[i];

	if (op->run == op_is_empty)
		return op - 1;
	if (op->run == op_equal && i > 1 && is_nought(op - 1))
		return op - 2;
	return NULL;
}

const struct item *
expr_awaits(const struct expr *e, const struct form *of)
{
	expr_ready(e);
	for (size_t i = e->n; i-- > 1;) {
		const struct op *field = wanted_away(e, i);
		const struct ref *ref = field ? field->what : NULL;

		if (field &&
		    (field->run == op_record || field->run == op_case) &&
		    ref->item->form == of &&
		    (ref->item->kind == ITEM_QUESTION ||
		     ref->item->kind == ITEM_CALCULATE))
			return ref->item;
	}
	return NULL;
}

const struct form *
expr_moved_by(const struct expr *e)
{
	expr_ready(e);
	for (size_t i = 0; i < e->n; i++) {
		const struct aggregate *g = e->op[i].what;

		if (e->op[i].run == op_aggregate && g->source.child &&
		    (g->kind == AGG_MAX || g->kind == AGG_LAST))
			return g->source.child;
	}
	return NULL;
}

bool
expr_reserved(const char *name)
{
	return keyword_reserved(name) || function_find(name) != NULL ||
	       aggregate_find(name) != AGG_NONE;
}
