/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * compute.h - what the rules of a form make of a record's answers.
 *
 * form_view() works out, in dependency order, which questions are shown,
 * what is required, what the calculations give and what is wrong.  Screens
 * call it at every change, casework at every save, imports for every row:
 * one set of checks for all.  A view lives in the arena of its context.
 */
#ifndef FORM_COMPUTE_H
#define FORM_COMPUTE_H

#include <stdbool.h>

#include "form/expr.h"
#include "form/form.h"

#define NO_ROW ((size_t)-1)

/* Stop: cannot be finished.  Check: can be kept, with a reason. */
enum strength { STRENGTH_STOP, STRENGTH_CHECK };

enum fault {
	FAULT_REQUIRED,	     /* needed before finishing */
	FAULT_REQUIRED_SAVE, /* needed before keeping it at all */
	FAULT_CONSTRAINT,    /* a constraint does not hold */
	FAULT_WARNING,	     /* a warning does not hold */
	FAULT_CHECK,	     /* a `check` of the whole record */
	FAULT_RETIRED	     /* a retired code newly chosen */
};

struct view_fault {
	const struct item *item;
	size_t row; /* of its repeat, or NO_ROW */
	enum fault fault;
	enum strength strength;
	const char *message; /* a sentence that says what to do */
};

struct view;

/* ctx->answers is not looked at: `answers` are the raw ones (hidden ones
 * still in) of a record of ctx->form.  today from ctx; for an import, the
 * row's date.  ctx->saved, where given, says which retired codes were there
 * before and so are no fault.  The view borrows answers and everything that
 * ctx points to; it is to be made anew after a change. */
struct view *form_view(const struct eval_ctx *ctx,
		       const struct fields *answers);

/* Rows are counted as in the raw answers; a struck one has its values but
 * neither faults nor weight in any calculation.  Hidden: the item itself or
 * its page, group or repeat does not apply, or it is retired and empty. */
bool view_hidden(const struct view *v, const struct item *it, size_t row);
bool view_required(const struct view *v, const struct item *it, size_t row);
/* The effective value: hidden is empty, calculations and shows worked out. */
struct value view_value(const struct view *v, const struct item *it,
			size_t row);
size_t view_rows(const struct view *v, const struct item *repeat);
bool view_struck(const struct view *v, const struct item *repeat, size_t row);

/* All effective answers (calculations in, shows not): for expressions, for
 * saving, for what a child sees of its case. */
const struct fields *view_answers(const struct view *v);
/* How many raw answers were hidden and so fall away when saved. */
size_t view_dropped(const struct view *v);

/* In screen order: a repeat row by row. */
size_t view_faults(const struct view *v, const struct view_fault **out);
/* The first fault of an item (row NO_ROW: of any row); NULL when none. */
const struct view_fault *view_fault_of(const struct view *v,
				       const struct item *it, size_t row);

/* Fill defaults into answers that are empty: once, when the record (or the
 * row) is made. */
void form_defaults(const struct eval_ctx *ctx, struct fields *answers);
/* What a step asks for and cannot do without begins with its default where it
 * is empty: most of it applies from the state entered on.  ctx: in it. */
void transition_defaults(const struct eval_ctx *ctx, const struct transition *t,
			 struct fields *answers);
void row_defaults(const struct eval_ctx *ctx, const struct fields *answers,
		  const struct item *repeat, struct row *row);

/* Answers of an older version as this form has them: names given in `was:`
 * become the new ones, widened types are read through (forms.md section 6).
 * True when something changed. */
bool form_adopt(const struct form *f, struct fields *answers);

/* The choices offered for a question now: filter applied, retired ones out
 * (except those chosen, now or when last saved).  Returns the count; *out
 * lives in ctx->arena. */
size_t choices_offered(const struct view *v, const struct item *it, size_t row,
		       const struct choice ***out);

/* The most characters of a text where its form says nothing: of a line, which
 * a form may raise by a plain `length(.) <= N`; of a note (some seven pages),
 * whatever its form says. */
#define LINE_TEXT_MOST ((size_t)1000)
#define NOTE_TEXT_MOST ((size_t)20000)
/* The most that a text may have of the two, and of its form's. */
size_t text_limit(const struct item *it);
/* The most characters that a text may have by a plain `length(.) <= N` of its
 * constraint; 0: it does not say. */
size_t text_most(const struct item *it);

/* What score(group) gives now, the highest it can be (both in millionths),
 * and how many of its visible scored items are answered: for the foot of a
 * scored checklist.  False when the group has no scored items. */
bool group_score(const struct view *v, const struct item *group, int64_t *score,
		 int64_t *most, size_t *answered, size_t *items);

/* Raw text of a typed answer to a value: by type, with dates as people type
 * them, choices by code, number or unique beginning of the label.  False:
 * *why is a sentence that says what to do (in a). */
bool answer_parse(struct arena *a, const struct item *it, const char *typed,
		  struct date today, struct value *out, const char **why);
/* The same for a choice question whose offered choices are known: a number
 * counts along these, and a beginning is looked for among them. */
bool answer_choose(struct arena *a, const struct item *it,
		   const struct choice *const *offered, size_t n,
		   const char *typed, struct value *out, const char **why);
/* As shown on a screen: labels of choices, `02 Mar 2026`, `12 days`; persons,
 * cases and users are left to the caller (their id or login as text). */
char *answer_format(struct arena *a, const struct item *it,
		    const struct value *v);
/* As put into an edit field, so that answer_parse() gives the same value. */
char *answer_edit(struct arena *a, const struct item *it,
		  const struct value *v);

struct unmet {
	const struct condition *condition;
	const char *why; /* what is said of it */
};
/* May this transition be taken now, with the answers in v (state of the
 * context as it is; the target is put in while checking)?  Roles are
 * casework's to check.  asked: answers given in its dialogue. */
struct transition_state {
	bool from_here;	 /* its `from:` has the present state */
	bool ready;	 /* nothing stands against it */
	bool wrong;	 /* what was answered says that it is not this step */
	const char *why; /* sentence, when not ready */
	const struct item *const *missing; /* required but unanswered:
						   in ctx->arena */
	size_t n_missing;
	const struct unmet *unmet; /* each condition that does not hold */
	size_t n_unmet;
	size_t n_asked; /* of its `ask:`, what applies as it stands */
};
void transition_look(const struct eval_ctx *ctx, const struct fields *answers,
		     const struct transition *t, bool asked,
		     struct transition_state *out);

/* A timer's present due date: false when it is not running.  *due is
 * VAL_DATE, VAL_DATETIME or empty ("no date"). */
bool timer_due(const struct eval_ctx *ctx, const struct timer *t,
	       struct value *due);

#endif
