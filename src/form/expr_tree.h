/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * expr_tree.h - an expression while it is being compiled (private to the form
 * layer).
 *
 * Text becomes tokens (expr_lex.c), tokens a tree (expr_parse.c); the tree is
 * given its meaning and its types (expr_resolve.c, expr_check.c,
 * expr_check_*.c) and is then laid out as postfix code (expr_emit.c).  A
 * fault in the grammar ends the compilation; faults of type are collected,
 * and what they touch is of unknown type, which fits everything.
 */
#ifndef FORM_EXPR_TREE_H
#define FORM_EXPR_TREE_H

#include <stdbool.h>
#include <stddef.h>

#include "form/expr.h"

enum token_kind {
	T_END,
	T_NUMBER,
	T_STRING,
	T_DATE,
	T_DURATION,
	T_NAME,
	T_DOT,
	T_RANGE,
	T_OPEN,
	T_CLOSE,
	T_COMMA,
	T_PLUS,
	T_MINUS,
	T_TIMES,
	T_DIVIDE,
	T_MOD,
	T_EQ,
	T_NE,
	T_LT,
	T_LE,
	T_GT,
	T_GE,
	T_AND,
	T_OR,
	T_NOT,
	T_IS,
	T_IN,
	T_EMPTY,
	T_ANSWERED,
	T_WHERE,
	T_WRONG /* no token of the language */
};

struct token {
	enum token_kind kind;
	size_t at, n;	    /* bytes of the text */
	struct value value; /* of a constant */
	bool whole;	    /* a number without a point */
	const char *name;   /* of T_NAME and keywords */
};

#define UNIT_ANY (-1)

/* The type of a part.  VAL_EMPTY is not known: fits everything. */
struct xtype {
	enum value_type type;
	bool literal;		   /* text in quotes: may become a code */
	bool attribute;		   /* text of an attribute: may be compared
					   with a code */
	bool whole;		   /* a whole number */
	int unit;		   /* of a duration: enum dur_unit or
					   UNIT_ANY */
	const struct list *list;   /* of choices */
	const struct form *states; /* a state of this form */
};

/* Where a name's value is found when the expression runs. */
enum frame {
	FRAME_RECORD,
	FRAME_ROW,
	FRAME_CASE,
	FRAME_PERSON,
	FRAME_STATE,
	FRAME_SETTING,
	FRAME_ATTRIBUTE,
	FRAME_CODE
};

struct ref {
	enum frame frame;
	const char *name;
	const struct item *item; /* NULL for state, setting, attribute */
	const struct setting *setting;
	size_t attribute; /* index in its list */
};

/* The rows that an aggregate goes over. */
struct source {
	const struct item *repeat; /* or */
	const struct form *child;
	bool in_row; /* the repeat of the row in focus */
};

struct function;
struct op;
struct machine;

enum node_kind {
	N_CONST,
	N_NAME,
	N_SELF,
	N_CALL,
	N_AGGREGATE,
	N_NEGATE,
	N_NOT,
	N_LOGIC,
	N_COMPARE,
	N_ARITHMETIC,
	N_IS,
	N_IN,
	N_BETWEEN,
	N_KINDS
};

struct node {
	enum node_kind kind;
	size_t at; /* of the operator, or the beginning */
	struct xtype type;
	enum token_kind op; /* operator; T_EMPTY or T_ANSWERED */
	bool negated;	    /* `is not`, `not in` */
	struct value value;
	const char *qualifier; /* before the point, or NULL */
	const char *name;
	struct ref *ref; /* NULL: not found */
	const struct function *function;
	/* What runs in place of the function's own, and what it needs. */
	struct value (*run)(struct machine *m, const struct op *op,
			    const struct value *arg);
	const void *what;
	struct source source;
	struct node *where;
	struct node **arg;
	size_t n, cap;
	const struct list *list; /* whose order a comparison follows */
};

/* The row that bare names mean first, inside a repeat or `where`. */
struct row_scope {
	const struct item *repeat;
	const struct form *child;
};

struct compile {
	struct arena *arena;   /* for what the code keeps */
	struct arena *scratch; /* tokens, tree, hints: gone after */
	const struct expr_text *text;
	const struct expr_scope *scope;
	struct problems *problems;
	struct row_scope row;
	size_t pos; /* of the next token's search */
	struct token now;
	int nesting;
	bool stop;	   /* the grammar is broken */
	bool failed;	   /* there was a fault of any kind */
	struct expr *expr; /* what is being made */
	size_t cap_items;
};

/* The nearest of several names, for a hint. */
struct guess {
	const char *wrong, *best;
	int distance;
};

/* expr_lex.c */
void lex_next(struct compile *c);
struct token lex_peek(const struct compile *c);
bool keyword_reserved(const char *name);

/* expr_parse.c: the whole text; NULL when the grammar is broken. */
struct node *parse(struct compile *c);

/* expr_resolve.c */
/* The case form of a case or of a child; NULL for other forms and none. */
const struct form *case_form(const struct form *f);
void resolve_name(struct compile *c, struct node *n);
/* Whether name stands for rows here, for min() and max(). */
bool resolve_source(const struct compile *c, const char *name,
		    struct source *out);
/* Field of the rows of a source; NULL when there is none. */
const struct item *source_field(const struct source *s, const char *name);
/* A group of the form, or of the row in focus; NULL when it is none. */
const struct item *resolve_group(struct compile *c, const char *name,
				 bool *in_row);
void guess_sources(struct guess *g, const struct form *f);
void use_item(struct compile *c, const struct item *it);

/* expr_type.c */
struct xtype type_of(enum value_type t);
struct xtype type_of_item(struct compile *c, const struct item *it);
const char *type_words(const struct xtype *t);
bool type_known(const struct xtype *t);
/* Quoted text becomes a code of want's list or a state: checked. */
void become_choice(struct compile *c, struct node *n, const struct xtype *want);
/* The one type that both have; false when there is none.  Quoted text becomes
 * a choice where the other is one. */
bool type_unify(struct compile *c, struct node *a, struct node *b,
		struct xtype *out);
const struct list *yes_no(void);

/* expr_check.c */
void check_node(struct compile *c, struct node *n);
void check_result(struct compile *c, struct node *n);
bool expect_condition(struct compile *c, struct node *n);
void check_call(struct compile *c, struct node *n); /* expr_check_call.c */
void check_args(struct compile *c, struct node *n);
bool takes_choices(struct compile *c, struct node *n, struct node *arg);
bool has_size(enum value_type t);
void check_aggregate(struct compile *c, struct node *n); /* expr_check_rows.c */
/* expr_compare.c: two sides of a comparison; ordered: not only = and !=. */
void check_sides(struct compile *c, struct node *n, struct node *a,
		 struct node *b, bool ordered);
bool units_apart(int a, int b);

/* expr_emit.c */
void emit(struct compile *c, const struct node *n);

/* expr_fault.c: faults and where they stand. */
void fault(struct compile *c, size_t at, const char *hint, const char *fmt, ...)
	__attribute__((format(printf, 4, 5)));
/* What the use is called in a message about what may not stand in it; NULL
 * when anything that changes by itself may. */
const char *use_pure(enum expr_use use);
bool use_allows_person(enum expr_use use);
const char *use_words(enum expr_use use);

void guess_try(struct guess *g, const char *name);
/* `did you mean 'x'?`, or NULL. */
const char *guess_hint(struct compile *c, const struct guess *g);

#endif
