/* SPDX-License-Identifier: GPL-3.0-or-later */
/* view_check.c - what is required, and what is wrong, in screen order. */
#include "form/view.h"

#include <string.h>

#include "base/text.h"

static void
fault(struct view *v, const struct item *it, size_t row, enum fault what,
      enum strength strength, const char *message)
{
	if (v->n_faults == v->cap_faults) {
		v->cap_faults = v->cap_faults ? 2 * v->cap_faults : 16;
		v->faults = arena_grow(v->ctx.arena, v->faults, v->n_faults,
				       v->cap_faults, sizeof(*v->faults));
	}
	v->faults[v->n_faults++] =
		(struct view_fault){ it, it->repeat ? row : NO_ROW, what,
				     strength, message };
}

static bool
is_required(struct view *v, const struct item *it)
{
	switch (it->required) {
	case REQUIRED_NO:
		return false;
	case REQUIRED_FINISH:
	case REQUIRED_SAVE:
		return true;
	case REQUIRED_IF:
		return expr_test(it->required_if, &v->ctx) == TRI_YES;
	}
	return false;
}

static bool
filtered_out(struct view *v, const struct item *it, const struct choice *ch)
{
	enum tri t;

	if (!it->choice_filter)
		return false;
	v->ctx.candidate = ch;
	v->ctx.candidate_list = it->list;
	t = expr_test(it->choice_filter, &v->ctx);
	v->ctx.candidate = NULL;
	v->ctx.candidate_list = NULL;
	return t == TRI_NO;
}

/* Was it chosen when the record was last saved? */
static bool
was_chosen(const struct view *v, const struct item *it, size_t row,
	   const char *code)
{
	const struct value *was = view_saved(v, it, row);

	return was && value_has_code(was, code);
}

/* A chosen code that is not in the list, not offered now, or out of use. */
static bool
check_code(struct view *v, const struct item *it, size_t row, const char *code)
{
	const struct choice *ch = list_choice(it->list, code);

	if (!ch || filtered_out(v, it, ch)) {
		fault(v, it, row, FAULT_CONSTRAINT, STRENGTH_STOP,
		      words_not_offered(v->ctx.arena, it));
		return false;
	}
	if (choice_retired(ch, listed_on(&v->ctx)) &&
	    !was_chosen(v, it, row, code)) {
		fault(v, it, row, FAULT_RETIRED, STRENGTH_STOP,
		      words_retired(v->ctx.arena, it, ch));
		return false;
	}
	if (choice_to_come(ch, listed_on(&v->ctx)) &&
	    !was_chosen(v, it, row, code)) {
		fault(v, it, row, FAULT_CONSTRAINT, STRENGTH_STOP,
		      words_to_come(v->ctx.arena, ch));
		return false;
	}
	return true;
}

static bool
check_codes(struct view *v, const struct item *it, size_t row,
	    const struct value *val)
{
	if (!it->list)
		return true;
	if (val->type == VAL_CODE)
		return check_code(v, it, row, val->text);
	for (size_t i = 0; val->type == VAL_CODES && i < val->codes.n; i++)
		if (!check_code(v, it, row, val->codes.v[i]))
			return false;
	return true;
}

/* What no form thinks of: a list whose lines ran together, a file pasted into
 * a name. */
static bool
check_length(struct view *v, const struct item *it, size_t row,
	     const struct value *val)
{
	size_t n, most;

	if (it->type != Q_TEXT || val->type != VAL_TEXT ||
	    strlen(val->text) <= LINE_TEXT_MOST)
		return true;
	n = utf8_count(val->text);
	most = text_limit(it);
	if (n <= most)
		return true;
	fault(v, it, row, FAULT_CONSTRAINT, STRENGTH_STOP,
	      words_too_long(v->ctx.arena, it, n, most));
	return false;
}

static void
check_answer(struct view *v, const struct item *it, size_t row,
	     const struct value *val)
{
	if (!check_codes(v, it, row, val) || !check_length(v, it, row, val))
		return;
	if (it->constraint && expr_test(it->constraint, &v->ctx) == TRI_NO)
		fault(v, it, row, FAULT_CONSTRAINT, STRENGTH_STOP,
		      it->constraint_message ? it->constraint_message
					     : words_constraint(&v->ctx, it));
	else if (it->warning && expr_test(it->warning, &v->ctx) == TRI_NO)
		fault(v, it, row, FAULT_WARNING, STRENGTH_CHECK,
		      it->warning_message ? it->warning_message
					  : words_warning(&v->ctx, it));
}

static void
check_question(struct view *v, const struct item *it, size_t row,
	       struct cell *c)
{
	if (item_retired_on(it, listed_on(&v->ctx)))
		return;
	view_focus(v, it, row, c->slot ? c->slot : &value_empty);
	c->required = is_required(v, it);
	if (c->slot && !value_is_empty(c->slot))
		check_answer(v, it, row, c->slot);
	else if (c->required)
		fault(v, it, row,
		      it->required == REQUIRED_SAVE ? FAULT_REQUIRED_SAVE
						    : FAULT_REQUIRED,
		      STRENGTH_STOP,
		      it->required_message ? it->required_message
					   : words_required(v->ctx.arena, it));
}

static void
check_item(struct view *v, const struct item *it, size_t row)
{
	struct cell *c = view_cell(v, it, row);

	if (c->hidden)
		return;
	if (it->kind == ITEM_QUESTION) {
		check_question(v, it, row, c);
	} else if (it->kind == ITEM_CHECK && it->constraint) {
		view_focus(v, it, row, NULL);
		if (expr_test(it->constraint, &v->ctx) == TRI_NO)
			fault(v, it, row, FAULT_CHECK,
			      it->severity == SEVERITY_ERROR ? STRENGTH_STOP
							     : STRENGTH_CHECK,
			      it->label);
	}
}

static void
check_repeat(struct view *v, const struct item *repeat)
{
	size_t n = view_rows(v, repeat);
	long live = 0;

	if (v->top.cells[repeat->index].hidden)
		return;
	for (size_t row = 0; row < n; row++)
		live += !view_struck(v, repeat, row);
	if (repeat->min >= 0 && live < repeat->min)
		fault(v, repeat, NO_ROW, FAULT_REQUIRED, STRENGTH_STOP,
		      words_rows(v->ctx.arena, repeat, true));
	if (repeat->max >= 0 && live > repeat->max)
		fault(v, repeat, NO_ROW, FAULT_CONSTRAINT, STRENGTH_STOP,
		      words_rows(v->ctx.arena, repeat, false));
	for (size_t row = 0; row < n; row++) {
		if (view_struck(v, repeat, row))
			continue;
		for (size_t i = repeat->index + 1; i <= repeat->last; i++)
			check_item(v, &v->form->items[i], row);
	}
}

void
view_check(struct view *v)
{
	for (size_t i = 0; i < v->form->n; i++) {
		const struct item *it = &v->form->items[i];

		if (it->kind == ITEM_REPEAT) {
			check_repeat(v, it);
			i = it->last > i ? it->last : i;
		} else {
			check_item(v, it, NO_ROW);
		}
	}
	v->ctx.row = NULL;
	v->ctx.self = NULL;
}

size_t
view_faults(const struct view *v, const struct view_fault **out)
{
	*out = v->faults;
	return v->n_faults;
}

const struct view_fault *
view_fault_of(const struct view *v, const struct item *it, size_t row)
{
	for (size_t i = 0; i < v->n_faults; i++)
		if (v->faults[i].item == it &&
		    (row == NO_ROW || v->faults[i].row == row))
			return &v->faults[i];
	return NULL;
}
