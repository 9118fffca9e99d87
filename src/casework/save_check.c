/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What stands in the way of a save: faults that bind now, pointers to what is
 * not to be seen, numbers taken by others, steps that are not ready.
 */
#include <stdlib.h>
#include <string.h>

#include "casework/save_parts.h"

static bool
changed_here(const struct saving *v, const struct item *it)
{
	const struct value *was =
		v->e->base ? fields_get(&v->e->base->fields, it->name) : NULL;
	const struct value *is;

	if (it->repeat)
		it = it->repeat;
	was = v->e->base ? fields_get(&v->e->base->fields, it->name) : NULL;
	is = fields_get(&v->answers, it->name);
	return !value_equal(was ? was : &value_empty, is ? is : &value_empty);
}

/* A child record that was finished: it stays whole. */
static bool
is_finished(const struct saving *v)
{
	const struct record *r = v->e->base;

	return r && r->kind == RECORD_CHILD && r->flags & RECORD_FINISHED;
}

/* Does this fault stand in the way of this save? */
static bool
fault_binds(const struct saving *v, const struct view_fault *f)
{
	bool finishing = v->how == SAVE_FINISH ||
			 (v->e->transition && v->e->transition->complete);

	/* It was kept once: by the rules of that time. */
	if (v->e->restored)
		return false;
	switch (f->fault) {
	case FAULT_REQUIRED_SAVE:
		return !v->e->transition;
	case FAULT_REQUIRED:
		return finishing ||
		       (is_finished(v) && changed_here(v, f->item));
	case FAULT_CONSTRAINT:
	case FAULT_RETIRED:
		return finishing || changed_here(v, f->item);
	case FAULT_WARNING:
		return !v->e->lenient && changed_here(v, f->item) &&
		       !fields_get(&v->e->reasons, f->item->name);
	case FAULT_CHECK:
		if (f->strength == STRENGTH_STOP)
			return finishing;
		return finishing && !v->e->lenient &&
		       !fields_get(&v->e->reasons, f->item->name);
	}
	return true;
}

bool
edit_fault_binds(const struct edit *e, const struct view_fault *f,
		 enum save_how how)
{
	const struct saving v = { .e = (struct edit *)e,
				  .how = how,
				  .answers = e->answers };

	return fault_binds(&v, f);
}

/* Texts not understood, where something is asked: not what a hidden question
 * holds, nor a row or a field that is gone. */
static size_t
typed_here(const struct saving *v)
{
	const struct fields *typed = &v->e->typed;
	size_t n = 0;

	for (size_t i = 0; i < typed->n; i++) {
		const char *name = typed->v[i].name;
		const char *mark = strchr(name, '#');
		const struct item *it = item_called(
			v->e->form,
			mark ? arena_strndup(v->a, name, (size_t)(mark - name))
			     : name);
		const struct value *rows =
			it && it->repeat
				? fields_get(&v->answers, it->repeat->name)
				: NULL;

		if (it && !mark)
			n += !view_hidden(v->view, it, NO_ROW);
		for (size_t r = 0; mark && rows && r < rows->rows.n; r++)
			if (rows->rows.v[r].id == strtoull(mark + 1, NULL, 10))
				n += !rows->rows.v[r].struck &&
				     !view_hidden(v->view, it, r);
	}
	return n;
}

/* Whoever took the wrong step is not to be asked for more answers to it. */
static const char *
why_wrong_step(const struct saving *v)
{
	struct transition_state st = { 0 };
	struct eval_ctx ctx = v->before;

	if (v->e->transition)
		transition_look(&ctx, &v->answers, v->e->transition, true, &st);
	/* Said in the arena of the view, which is made anew. */
	return st.wrong ? arena_strdup(v->a, st.why) : NULL;
}

void
check_faults(struct saving *v)
{
	const struct view_fault *f;
	size_t n = view_faults(v->view, &f);

	v->out->faults = typed_here(v);
	for (size_t i = 0; i < n; i++)
		v->out->faults += fault_binds(v, &f[i]);
	if (!v->out->faults)
		return;
	v->out->why = why_wrong_step(v);
	txn_fail(v->t, ERR_INVALID);
}

/* An answer newly given cannot point to what its user may not see. */
static bool
points_astray(struct saving *v, const struct value *now,
	      const struct value *was)
{
	const struct record *r;

	if ((now->type != VAL_PERSON && now->type != VAL_CASE) ||
	    (was && value_equal(now, was)))
		return false;
	r = record_get_header(v->t, v->a, now->id);
	return !r || !who_sees(v->t, v->w, r);
}

static bool
field_astray(struct saving *v, const struct field *f, const struct value *was)
{
	const struct value *now = &f->value;
	bool astray = points_astray(v, now, was);

	for (size_t i = 0; now->type == VAL_ROWS && i < now->rows.n; i++) {
		const struct row *row = &now->rows.v[i];
		const struct row *old = row_was(was, row->id);

		for (size_t k = 0; k < row->fields.n; k++)
			astray |= points_astray(
				v, &row->fields.v[k].value,
				old ? fields_get(&old->fields,
						 row->fields.v[k].name)
				    : NULL);
	}
	return astray;
}

void
check_pointed(struct saving *v)
{
	const struct fields *f = view_answers(v->view);
	const struct item *it;

	for (size_t i = 0; !v->s->system && i < f->n; i++) {
		if (!field_astray(
			    v, &f->v[i],
			    v->now ? fields_get(&v->now->fields, f->v[i].name)
				   : NULL))
			continue;
		it = form_item(v->e->form, f->v[i].name);
		v->out->why = arena_printf(v->a,
					   "%s: nobody like that is "
					   "known. Choose again.",
					   it ? it->label : f->v[i].name);
		v->out->faults++;
		txn_fail(v->t, ERR_INVALID);
		return;
	}
}

/* `unique: yes`: another record that the user may see has this number. */
void
check_unique(struct saving *v)
{
	const struct form *f = v->e->form;

	for (size_t i = 0; i < f->n && txn_err(v->t) == ERR_OK; i++) {
		const struct item *it = &f->items[i];
		const struct value *val;
		const struct record *other;

		if (!it->unique || it->repeat)
			continue;
		val = fields_get(view_answers(v->view), it->name);
		if (!val || value_is_empty(val))
			continue;
		other = unique_holder(v->t, v->s, v->w, v->a, it, val,
				      v->e->record);
		if (!other)
			continue;
		v->out->why = arena_printf(
			v->a,
			"%s is already recorded "
			"for %s. Check the number, or open that record.",
			it->label,
			other->ref[0] ? other->ref : "another record");
		v->out->faults++;
		txn_fail(v->t, ERR_INVALID);
	}
}

/* One that is brought back may have been brought back before. */
void
check_reference(struct saving *v)
{
	const struct restored *was = v->e->restored;
	struct key k;

	if (!was || v->now || !was->ref[0] || txn_err(v->t) != ERR_OK)
		return;
	key_start(&k);
	key_text(&k, was->ref);
	if (!index_has(v->t, IX_REF, key_bytes(&k)))
		return;
	v->out->why =
		arena_printf(v->a, "A record %s is here already.", was->ref);
	v->out->faults++;
	txn_fail(v->t, ERR_INVALID);
}

void
check_transition(struct saving *v)
{
	struct transition_state st;
	const struct transition *tr = v->e->transition;
	/* As it was offered: before the state is entered, and while a case to
	 * be opened again still has the day on which it ended. */
	struct eval_ctx ctx = v->before;

	if (!tr || txn_err(v->t) != ERR_OK)
		return;
	transition_look(&ctx, &v->answers, tr, true, &st);
	if (!st.from_here) {
		v->out->why = "Somebody else moved this case on. "
			      "Go back and look at where it stands.";
		txn_fail(v->t, ERR_INVALID);
	} else if (!st.ready) {
		v->out->why = arena_strdup(v->a, st.why);
		if (st.n_missing == 0 && st.n_unmet > 1)
			v->out->why = arena_printf(v->a, "%s (and %zu more)",
						   st.why, st.n_unmet - 1);
		v->out->faults += st.n_missing ? st.n_missing : 1;
		txn_fail(v->t, ERR_INVALID);
	} else if (tr->reason && text_blank(v->reason)) {
		v->out->why = "Say why.";
		txn_fail(v->t, ERR_INVALID);
	}
}
