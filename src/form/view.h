/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * view.h - the inside of a view, shared by the files that work one out.
 *
 * The record and each row of its repeats is a level: a working copy of its
 * answers, with a place for every calculation, in which hidden answers are
 * made empty where they stand.  Expressions look at these copies, so that a
 * value worked out is seen by whatever depends on it without being moved.
 */
#ifndef FORM_VIEW_H
#define FORM_VIEW_H

#include "form/compute.h"

/* What is known of one item, in the record or in one row. */
struct cell {
	struct value *slot;  /* in work; NULL: no answer */
	struct levels *rows; /* of a repeat that has rows */
	bool hidden, required;
	const struct value *by_default; /* filled by its default just now */
};

struct level {
	struct fields work;
	const struct item **whose; /* as work.v; NULL: of no item */
	struct cell *cells;
	const struct form *form;
	const struct item *repeat; /* whose row it is; NULL: the record */
};

struct levels {
	struct level *v;
	const struct row *raw;
	struct row *work; /* what the repeat's value points to */
	size_t n;
};

struct view {
	struct eval_ctx ctx; /* answers: top.work */
	const struct form *form;
	const struct fields *raw;
	struct level top; /* cells by index in form->items */
	struct fields effective;
	struct view_fault *faults;
	size_t n_faults, cap_faults;
	size_t dropped;
	bool defaults; /* empty answers take their default */
};

/* The cell of an item that belongs to this level. */
struct cell *level_cell(const struct level *l, const struct item *it);
/* The cell of an item; NULL where there is no such row. */
struct cell *view_cell(const struct view *v, const struct item *it, size_t row);

/* A view without its faults and effective answers; with_defaults: empty
 * questions are filled by their defaults as it goes. */
struct view *view_work(const struct eval_ctx *ctx, const struct fields *raw,
		       bool with_defaults);
/* The same for the items marked in `only` (by index) alone: of the others it
 * is not known whether they apply. */
struct view *view_work_some(const struct eval_ctx *ctx,
			    const struct fields *raw, const bool *only);
/* Once for each form, when it has been read: its items with a value, sorted
 * as views need them. */
void view_prepare(struct arena *a, const struct form *f);
/* Fill v->faults, in screen order. */
void view_check(struct view *v);
/* Point v->ctx at a row (or at none) and at what '.' is. */
void view_focus(struct view *v, const struct item *it, size_t row,
		const struct value *self);

/* A value as the type of its item wants it: a literal becomes a code, what
 * an older version kept in a narrower type is read through. */
struct value view_conform(struct arena *a, const struct item *it,
			  struct value val);

/* Sentences for faults whose form gives none (in a). */
const char *words_required(struct arena *a, const struct item *it);
const char *words_constraint(const struct eval_ctx *ctx, const struct item *it);
const char *words_warning(const struct eval_ctx *ctx, const struct item *it);
const char *words_too_long(struct arena *a, const struct item *it, size_t n,
			   size_t most);
const char *words_to_come(struct arena *a, const struct choice *ch);
const char *words_retired(struct arena *a, const struct item *it,
			  const struct choice *ch);
const char *words_not_offered(struct arena *a, const struct item *it);
const char *words_rows(struct arena *a, const struct item *repeat,
		       bool too_few);
/* A label within a sentence, "the date of referral", or as its beginning. */
const char *words_thing(struct arena *a, const char *label);
const char *words_subject(struct arena *a, const char *label);
/* "The date of referral cannot be after today.": the limit that the answer
 * in focus goes beyond; NULL when the expression is no plain limit. */
const char *words_limit(const struct eval_ctx *ctx, const struct item *it,
			const struct expr *e, bool warning);
/* `a, b or c`; at most `most` are named, then `and 2 more`. */
const char *words_join(struct arena *a, const char *const *v, size_t n,
		       const char *last, size_t most);

/* What the same question, in the same row, held when the record was last
 * saved; NULL when nothing or not known. */
const struct value *view_saved(const struct view *v, const struct item *it,
			       size_t row);
/* Has a choice been taken out of use by this day? */
bool choice_retired(const struct choice *ch, struct date today);
bool choice_to_come(const struct choice *ch, struct date today);

#endif
