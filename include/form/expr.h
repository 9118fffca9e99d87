/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * expr.h - expressions: read and type-checked once, evaluated often.
 *
 * An expression is compiled to a postfix array, one small function an
 * operator.  Types are checked when compiled: there is no conversion.  Empty
 * in, empty out; a comparison with an empty side is unknown; and, or, not
 * follow Kleene (forms.md section 4).  Evaluation looks only at what the
 * struct eval_ctx borrows; texts that it makes go to ctx->arena.
 */
#ifndef FORM_EXPR_H
#define FORM_EXPR_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/value.h"
#include "form/form.h"
#include "form/problem.h"

/* Where an expression stands decides what it may name and must give. */
enum expr_use {
	USE_RELEVANT,
	USE_REQUIRED,
	USE_CONSTRAINT,
	USE_WARNING,
	USE_CHECK,
	USE_DEFAULT,
	USE_CHOICE_FILTER,
	USE_CALCULATION,
	USE_SHOW,
	USE_WHEN,
	USE_SET,
	USE_LIVE,
	USE_DUE,
	USE_TIME_DUE,
	USE_MEASURE_DATE,
	USE_MEASURE_WHERE,
	USE_MEASURE_VALUE,
	USE_READ_WHERE,
	USE_RETENTION,
	USE_FREE /* forms eval: anything */
};

/* The text of a property, perhaps over several lines, and where each of its
 * parts stands, so that a fault is shown at its place. */
struct expr_text {
	const char *text; /* parts joined by one space */
	struct {
		size_t offset;	    /* in text */
		struct place at;    /* of the part's first character */
		const char *source; /* whole source line */
	} part[16];
	size_t n_parts;
};

struct expr_scope {
	const struct form_set *set;
	const struct form *form; /* whose names are bare; may be NULL */
	/* Whose property this is: what '.' is in a constraint or warning, and
	 * whose type and list the result must have in a default, calculation
	 * or set; or NULL. */
	const struct item *self;
	const struct item *repeat;  /* inside a row of it, or NULL */
	const struct form *rows_of; /* measure `of:` a child, or NULL */
	enum expr_use use;
	/* Called for a calculation or show that is named here and has not been
	 * compiled yet (calculation NULL), so that the reader can do that
	 * first and the type is known.  May be NULL; may leave it as it is (a
	 * circle): the name then fits everything. */
	void (*need)(void *need_ctx, const struct item *it);
	void *need_ctx;
	/* Where to work: what is put there is of no use afterwards.  NULL:
	 * memory of its own. */
	struct arena *scratch;
};

/* Static type of an expression's result. */
struct expr_type {
	enum value_type type;	 /* VAL_EMPTY: not known (e.g. coalesce
					   of nothing): fits everything */
	const struct list *list; /* of VAL_CODE, VAL_CODES */
	bool state;		 /* a state's name */
};

/* An expression that stands on one line by itself: column 1 is its first
 * character, the file is called `expression`. */
struct expr_text expr_text_alone(const char *text);

/* Compile; NULL when there were faults (added to p).  Lives in a, and keeps
 * the text. */
struct expr *expr_compile(struct arena *a, const struct expr_text *text,
			  const struct expr_scope *scope, struct problems *p);
/* The same when it is first looked at: for what compiled before.  The text
 * lives as long as a, which is the set's.  What turns out not to compile after
 * all is reported, and gives empty. */
struct expr *expr_later(struct arena *a, const char *text,
			const struct expr_scope *scope);
/* As it was written, its lines joined; lives as long as e.  "" of NULL. */
const char *expr_source(const struct expr *e);
struct expr_type expr_type(const struct expr *e);

/* The items that e looks at directly (fields of the same form, in rows or
 * not; members of a group that is counted or scored; repeats; fields of its
 * case, of the person, of children by aggregate), each once, for ordering and
 * usage.  item->form tells whose they are. */
size_t expr_items(const struct expr *e, const struct item *const **out);
/* Does e look at today(), now() or user()? At the person? At children? */
bool expr_is_live(const struct expr *e);
bool expr_looks_at_person(const struct expr *e);
bool expr_looks_at_children(const struct expr *e);
/* The first child form that e looks at; NULL for none. */
const struct form *expr_child(const struct expr *e);
/* The question or figure of a form of which e asks that it be empty, or nought,
 * the last one; NULL for none.  Of a timer's condition: the answer that ends
 * it. */
const struct item *expr_awaits(const struct expr *e, const struct form *of);
/* The child form whose latest record e follows (max, last); NULL for none.  Of
 * when a timer is due: the record that moves it.  What goes by the first of
 * them is moved by none. */
const struct form *expr_moved_by(const struct expr *e);

struct state_entry {
	const char *state;
	struct date on;
};

/* One child record of a case, as an aggregate sees it. */
struct child_answers {
	const struct form *form;
	const struct fields *answers; /* effective: hidden ones absent */
	uint64_t id;
};

/* All that an expression can look at; borrowed, any part may be NULL.  For a
 * measure `of:` a child form, `row` is the child's answers and `answers` those
 * of its case. */
struct level;
struct case_before {
	uint64_t id;
	const char *state;
	struct date since;
};
struct eval_ctx {
	const struct form_set *set;
	const struct form *form;
	const struct fields *answers; /* of the record, effective */
	const struct fields *row;     /* of the row in focus */
	const struct value *self;     /* what '.' is */
	const struct fields *of_case; /* of a child record: its case's */
	const struct fields *person;
	const struct child_answers *children; /* of the case */
	size_t n_children;
	const char *state;		   /* the case's */
	const struct state_entry *entered; /* oldest first */
	size_t n_entered;
	struct date ended_on; /* last entry into a final state */
	/* The person's cases of this form, for the defaults of a new one. */
	const struct case_before *before;
	size_t n_before;
	const struct fields *settings; /* name -> code */
	struct date today;
	struct date listed; /* whose choices and questions hold; not set:
				 today */
	int64_t now;	    /* UTC seconds */
	const char *user;
	/* In a choice_filter: the choice in question and its list. A bare name
	 * that is an attribute of the list, or `code`, is this choice's. */
	const struct choice *candidate;
	const struct list *candidate_list;
	/* The answers as last saved, for what is newly chosen; NULL: none.
	 * No expression looks at them. */
	const struct fields *saved;
	struct arena *arena;
	/* Set by views alone: where answers and row stand by their items, so
	 * that none is looked for by its name. */
	const struct level *level, *row_level;
};

/* The day whose choices and questions hold; is a question retired by then? */
struct date listed_on(const struct eval_ctx *ctx);
bool item_retired_on(const struct item *it, struct date day);

struct value expr_eval(const struct expr *e, const struct eval_ctx *ctx);
/* For conditions. */
enum tri expr_test(const struct expr *e, const struct eval_ctx *ctx);

/* The result as `forms eval` prints it: `yes`, `no`, `unknown`, `empty`, a
 * number, a text, `2026-03-02`, `2026-03-02 09:30`, `12 days`, `red, blue`. */
char *expr_print(struct arena *a, const struct value *v);

/*
 * One setting of `forms eval`, NAME=VALUE, added to `given`.  NAME is
 *
 *	agreed			a field of the form, or a site's setting
 *	visit[2].kept		a field in the second row of a repeat
 *	session[1].held_on	a field of the first record of a child form
 *	person.born, case.received_on
 *	state			the case's state
 *	entered.closed		the date on which a state was entered
 *	today, now, user	2026-03-02, 2026-03-02T09:30, a login name
 *
 * VALUE is plain text by the field's type: a number, an ISO date (2026-03 and
 * 2026 for estimated ones), 09:30, 2026-03-02T09:30, 14d, codes parted by
 * spaces or commas.  Nothing after = makes the field empty.  False: no such
 * name, or the value is none of its type.  f may be NULL (today, now, user
 * alone).
 */
bool expr_setting(const struct form *f, struct arena *a,
		  const char *name_eq_value, struct fields *given);
/* A context from settings: parts not given are as nothing; today and now are
 * the clock's.  Calculations are not worked out. */
void expr_context(struct eval_ctx *out, const struct form_set *set,
		  const struct form *f, const struct fields *given,
		  struct arena *a);

/* Names that no field may have: keywords and functions. */
bool expr_reserved(const char *name);

#endif
