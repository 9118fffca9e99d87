/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * expr_code.h - compiled expressions and the machine that runs them (private
 * to the form layer).
 *
 * The code is postfix: each operator is one small function that takes its
 * operands from the top of a stack and puts its result there.  The stack an
 * expression needs is known when it is compiled.
 */
#ifndef FORM_EXPR_CODE_H
#define FORM_EXPR_CODE_H

#include "form/expr_tree.h"

enum {
	STACK_MOST = 64,   /* values an expression may need */
	NESTING_MOST = 40, /* brackets within brackets */
	RUNNING_MOST = 24, /* expressions within expressions */
	PATTERN_MOST = 200 /* bytes of an ERE */
};

struct machine {
	const struct eval_ctx *ctx;
	struct value *top; /* the first free place */
	unsigned int depth;
};

typedef struct value function_run(struct machine *m, const struct op *op,
				  const struct value *arg);

struct op {
	void (*run)(struct machine *m, const struct op *op);
	function_run *call; /* of op_call */
	const void *what;   /* constant, ref, list, aggregate */
	uint32_t n;	    /* arguments of a call */
	bool strict;	    /* empty in, empty out */
	bool condition;	    /* gives a condition */
};

struct later;

/* Only expr_code.h's includers look into it, after expr_ready(). */
struct expr {
	const char *text;	   /* as written, its lines joined */
	const struct later *later; /* not compiled yet (expr_later.c) */
	struct xtype type;
	struct op *op;
	uint32_t n, cap;
	uint32_t depth, deepest; /* of the stack */
	const struct item **items;
	uint32_t n_items;
	const struct form *child; /* the first child form looked at */
	bool live, person;
};

/* expr_later.c, expr_emit.c */
void expr_compile_now(const struct expr *e);
/* Into an empty expression.  False: there were faults. */
bool expr_compile_into(struct expr *e, struct arena *a,
		       const struct expr_text *text,
		       const struct expr_scope *scope, struct problems *p);

/* Before anything but the text is looked at. */
static inline void
expr_ready(const struct expr *e)
{
	if (e->later != NULL)
		expr_compile_now(e);
}

/*
 * A function of the language.  takes: a letter an argument (t text, n number,
 * d date, c condition, * anything), those after ? may be left out, + at the
 * end: more of the last.  check, where there is one, sees to the arguments in
 * place of takes, which then only counts them.
 */
struct function {
	const char *name;
	const char *takes;
	enum value_type gives;
	bool live; /* changes by itself */
	bool lax;  /* looks at empties itself */
	function_run *run;
	void (*check)(struct compile *c, struct node *n);
};

const struct function *function_find(const char *name);
const struct function *function_at(size_t i); /* NULL after the last */
enum aggregate_kind {
	AGG_COUNT,
	AGG_SUM,
	AGG_AVG,
	AGG_MIN,
	AGG_MAX,
	AGG_FIRST,
	AGG_LAST,
	AGG_NONE
};
enum aggregate_kind aggregate_find(const char *name);
const char *aggregate_name(enum aggregate_kind k);

struct aggregate {
	enum aggregate_kind kind;
	struct source source;
	const struct item *field; /* NULL: of count alone */
	const struct item *order; /* of the rows, or NULL */
	bool down;
	const struct expr *where; /* or NULL */
};

/* A group's questions. */
struct members {
	const struct item *const *item;
	size_t n;
	bool in_row;
	const char *code; /* of count_of() */
};

struct choice_attribute {
	const struct list *list;
	size_t index;
};

/* Arithmetic and comparison, by what the operands turn out to be. */
struct value value_plus(const struct eval_ctx *ctx, const struct value *a,
			const struct value *b);
struct value value_minus(const struct eval_ctx *ctx, const struct value *a,
			 const struct value *b);
struct value value_times(const struct value *a, const struct value *b);
struct value value_over(const struct value *a, const struct value *b);
struct value value_mod(const struct value *a, const struct value *b);
struct value value_negative(const struct value *a);
/* list: whose order choices have, or NULL. */
enum tri value_same(const struct value *a, const struct value *b);
enum tri value_less(const struct value *a, const struct value *b,
		    const struct list *list);
enum tri tri_not(enum tri a);
enum tri tri_and(enum tri a, enum tri b);
enum tri tri_or(enum tri a, enum tri b);
bool value_is_nothing(const struct value *v);
const struct calendar *calendar_of(const struct eval_ctx *ctx);

struct value machine_run(const struct expr *e, const struct eval_ctx *ctx,
			 unsigned int depth);
/* What a question or calculation has in these answers; a show is worked out
 * in ctx. */
struct value look_up(const struct eval_ctx *ctx, const struct fields *f,
		     const struct item *it, unsigned int depth);
/* The same unless it is a show; NULL when there is none. */
const struct value *answer_of(const struct eval_ctx *ctx,
			      const struct fields *f, const struct item *it);
struct eval_ctx context_of_child(const struct eval_ctx *row);
struct value aggregate_run(struct machine *m, const struct aggregate *g);

/* Functions, by subject: expr_fn_*.c. */
/* clang-format off */
#define FUNCTION_RUNS(X)                                                    \
	X(today) X(now) X(user) X(date) X(year) X(month) X(day) X(weekday)  \
	X(quarter) X(fin_year) X(age) X(working_days) X(time)   \
	X(moment) X(day_of) X(time_of) X(round) X(floor)     \
	X(abs) X(least) X(greatest) X(length) X(lower) X(upper) X(concat)   \
	X(contains) X(starts_with) X(matches) X(selected)                   \
	X(count_selected) X(label) X(score) X(score_group)                  \
	X(count_answered) X(count_empty) X(count_of) X(coalesce) X(if)      \
	X(sure) X(entered) X(ended_on) X(last_case) X(last_case_on) X(attr) X(valid_postcode)            \
	X(valid_nhs) X(valid_nino) X(valid_pnc) X(valid_cro) X(valid_crn)   \
	X(valid_phone) X(valid_email)
/* clang-format on */
#define X(name) function_run fn_##name;
FUNCTION_RUNS(X)
#undef X

/* expr_pattern.c: does the pattern compile; does it match.  Kept compiled. */
bool pattern_good(const char *ere);
bool pattern_matches(const char *ere, const char *s);

/* expr_check_call.c: how the arguments of some functions are looked at. */
/* clang-format off */
#define FUNCTION_CHECKS(X)                                                  \
	X(if) X(coalesce) X(extreme) X(matches) X(selected)                 \
	X(count_selected) X(label) X(score) X(count_group) X(count_of)      \
	X(entered) X(ended_on) X(last_case) X(attr)
/* clang-format on */
#define X(name) void check_fn_##name(struct compile *c, struct node *n);
FUNCTION_CHECKS(X)
#undef X

/* expr_op.c: the operators. */
/* clang-format off */
#define OPERATORS(X)                                                        \
	X(constant) X(record) X(row) X(case) X(person) X(state) X(setting)  \
	X(attribute) X(code) X(self) X(add) X(subtract) X(multiply)         \
	X(divide) X(mod) X(negate) X(not) X(and) X(or) X(equal) X(unequal)  \
	X(less) X(less_equal) X(greater) X(greater_equal) X(is_empty)       \
	X(is_answered) X(in_next) X(in_end) X(between) X(call) X(aggregate)
/* clang-format on */
#define X(name) void op_##name(struct machine *m, const struct op *op);
OPERATORS(X)
#undef X

#endif
