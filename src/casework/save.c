/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Saving an edit: one commit with its log entry, indexes, worklist and
 * tasks, in which its draft goes too.
 */
#include <stdlib.h>
#include <string.h>

#include "casework/save_parts.h"

/* What was open when somebody took it back. */
static void
refuse_withdrawn(struct saving *v, const struct record *r)
{
	v->out->why = arena_printf(v->a,
				   "%s withdrew this meanwhile: it is not "
				   "saved. Your typing stays a draft.",
				   who_told(v->t, v->w, r->changed_by));
	txn_fail(v->t, ERR_DENIED);
}

/* May it be written at all, by this user, now? */
static void
check_who(struct saving *v)
{
	struct edit *e = v->e;
	const struct record *c =
		e->case_id && e->case_id != e->record
			? record_get_header(v->t, v->a, e->case_id)
			: NULL;

	if (!v->w)
		return;
	if (e->record) {
		v->now = record_now(v->t, v->s, v->a, e->record);
		if (!v->now || !who_sees(v->t, v->w, v->now))
			txn_fail(v->t, ERR_NOT_FOUND);
		else if (!v->s->system && !who_writes(v->t, v->w, v->now) &&
			 !e->transition)
			txn_fail(v->t, ERR_DENIED);
		else if (v->now->flags & RECORD_WITHDRAWN)
			refuse_withdrawn(v, v->now);
		else if (c && c->flags & RECORD_WITHDRAWN)
			refuse_withdrawn(v, c);
	} else {
		if (!who_writes_form(v->w, e->form))
			txn_fail(v->t, ERR_DENIED);
		if (e->person && !who_sees_person(v->t, v->w, e->person))
			txn_fail(v->t, ERR_NOT_FOUND);
		if (e->case_id && (!c || !who_sees_case(v->t, v->w, c)))
			txn_fail(v->t, ERR_NOT_FOUND);
		else if (c && c->flags & RECORD_WITHDRAWN)
			refuse_withdrawn(v, c);
	}
	if (e->transition && !(who_roles(v->w, e->form) & e->transition->roles))
		txn_fail(v->t, ERR_DENIED);
}

const struct row *
row_was(const struct value *rows, uint64_t id)
{
	for (size_t i = 0; rows && rows->type == VAL_ROWS && i < rows->rows.n;
	     i++)
		if (rows->rows.v[i].id == id)
			return &rows->rows.v[i];
	return NULL;
}

/* May it be written in this save?  What is only read is put in by rules, and
 * what is retired by an import of old rows. */
static bool
may_put(const struct saving *v, const struct item *it)
{
	if (v->s->system)
		return true;
	if (!who_writes_item(v->w, it))
		return false;
	return v->e->lenient || v->e->restored || it->kind == ITEM_REPEAT ||
	       (!it->read_only && !item_retired(it));
}

/* In rows: all of an earlier row where rows are only added, and elsewhere the
 * cells that the user may not write. */
static void
put_back_cells(struct saving *v, const struct item *repeat,
	       const struct value *was, const struct value *rows)
{
	const struct form *f = v->e->form;

	for (size_t r = 0; r < rows->rows.n; r++) {
		struct row *row = &rows->rows.v[r];
		const struct row *old = row_was(was, row->id);

		if (old && repeat->append_only) {
			row->struck |= old->struck;
			fields_copy(&row->fields, v->a, &old->fields);
			continue;
		}
		for (size_t i = repeat->index + 1; old && i <= repeat->last;
		     i++) {
			const struct item *it = &f->items[i];
			const struct value *cell;

			if (it->kind != ITEM_QUESTION || may_put(v, it))
				continue;
			cell = fields_get(&old->fields, it->name);
			fields_set(&row->fields, it->name,
				   cell ? *cell : value_empty);
		}
	}
}

static void
put_back_rows(struct saving *v, struct fields *mine)
{
	const struct form *f = v->e->form;

	for (size_t i = 0; i < f->n; i++) {
		const struct item *it = &f->items[i];
		const struct value *rows = it->kind == ITEM_REPEAT
						   ? fields_get(mine, it->name)
						   : NULL;

		if (rows && rows->type == VAL_ROWS)
			put_back_cells(
				v, it,
				fields_get(&v->e->base->fields, it->name),
				rows);
	}
}

/* Fields that the user may not write go back to what they were. */
static void
put_back_unwritable(struct saving *v, struct fields *mine)
{
	const struct edit *e = v->e;

	for (size_t i = 0; i < e->form->n; i++) {
		const struct item *it = &e->form->items[i];
		const struct value *was;

		if (it->repeat ||
		    (it->kind != ITEM_QUESTION && it->kind != ITEM_REPEAT) ||
		    may_put(v, it))
			continue;
		was = fields_get(&e->base->fields, it->name);
		fields_set_shared(mine, it->name, was ? *was : value_empty);
	}
}

/* A default that fills a field the user may not write is no writing of
 * theirs: kept for new records. */
static void
take_answers(struct saving *v)
{
	static const struct fields none;
	struct edit *e = v->e;
	struct merge m = { .form = e->form, .a = v->a };
	struct fields mine;

	fields_copy(&mine, v->a, &e->answers);
	if (e->base) {
		put_back_unwritable(v, &mine);
		if (!v->s->system && !e->restored)
			put_back_rows(v, &mine);
	}
	if (!v->now || v->now->revision == e->base_revision) {
		v->answers = mine;
		return;
	}
	fields_init(&m.out, v->a);
	merge_fields(&m, e->base ? &e->base->fields : &none, &v->now->fields,
		     &mine);
	v->answers = m.out;
	v->out->merged = m.merged;
	for (size_t i = 0; i < m.n_merged; i++)
		if (v->s->system ||
		    who_reads_answer(v->t, v->w, m.merged[i], v->now))
			m.merged[v->out->n_merged++] = m.merged[i];
	v->out->merged_by = who_told(v->t, v->w, v->now->changed_by);
	if (!m.n_clashes)
		return;
	v->out->clashes = m.clashes;
	v->out->n_clashes = m.n_clashes;
	for (size_t i = 0; i < m.n_clashes; i++) {
		m.clashes[i].by = v->out->merged_by;
		m.clashes[i].at = v->now->changed_at;
	}
	txn_fail(v->t, ERR_CONFLICT);
}

/* A new record of an import: its rules have been looked at just now, in the
 * same commit. */
static bool
takes_view(struct saving *v)
{
	const struct edit *e = v->e;

	if (!e->view_stands || !v->s->batch || v->now || e->transition)
		return false;
	v->saved = arena_alloc(v->a, sizeof(*v->saved));
	v->ctx = e->ctx;
	v->ctx.saved = v->saved;
	v->before = v->ctx;
	v->view = e->view;
	v->out->dropped = view_dropped(v->view);
	return true;
}

static void
work_out(struct saving *v)
{
	struct edit *e = v->e;

	if (takes_view(v))
		return;
	context_read(v->t, v->s, v->a, e->form, v->now, e->person, e->case_id,
		     &v->ctx);
	v->saved = arena_alloc(v->a, sizeof(*v->saved));
	if (v->now)
		*v->saved = v->now->fields;
	v->ctx.saved = v->saved;
	v->before = v->ctx;
	if (e->transition)
		context_enter(v->a, &e->form->states[e->transition->to],
			      &v->ctx);
	if (date_is_set(e->as_of)) {
		v->ctx.listed = e->as_of;
		v->ctx.today = e->as_on;
	}
	v->view = form_view(&v->ctx, &v->answers);
	v->out->dropped = view_dropped(v->view);
}

/* The rules have judged by the day of the row; what is kept is worked out by
 * today, as at every other save. */
static void
judge_today(struct saving *v)
{
	v->ctx.listed = NO_DATE;
	v->ctx.today = clock_today();
	v->view = form_view(&v->ctx, &v->answers);
}

/* A session runs the forms that it began with. */
static void
check_forms(struct saving *v)
{
	/* Who is no user any more has failed already, and is told that. */
	if (txn_err(v->t) != ERR_OK ||
	    tally_get(v->t, "forms/serial") == v->s->forms_serial)
		return;
	v->s->outdated = true;
	v->out->why = "The forms have changed. Sign out and in again; your "
		      "typing is kept as a draft.";
	v->out->faults = 1;
	txn_fail(v->t, ERR_INVALID);
}

static void
save_steps(struct saving *v)
{
	check_forms(v);
	check_who(v);
	if (txn_err(v->t) == ERR_OK)
		take_answers(v);
	if (txn_err(v->t) == ERR_OK)
		work_out(v);
	if (txn_err(v->t) == ERR_OK)
		check_faults(v);
	if (txn_err(v->t) == ERR_OK && date_is_set(v->e->as_of))
		judge_today(v);
	if (txn_err(v->t) == ERR_OK)
		check_pointed(v);
	if (txn_err(v->t) == ERR_OK)
		check_unique(v);
	check_reference(v);
	check_transition(v);
	if (txn_err(v->t) == ERR_OK)
		write_all(v);
}

static void
after_save(struct saving *v)
{
	struct edit *e = v->e;
	struct record *r = arena_memdup(&e->arena, &v->rec, sizeof(*r));

	v->out->record = r->id;
	v->out->case_id = r->case_id;
	v->out->ref = r->ref;
	e->record = r->id;
	e->case_id = r->case_id;
	if (r->kind == RECORD_PERSON)
		e->person = r->id;
	e->base = r;
	e->base_revision = r->revision;
	e->ctx.saved = &r->fields;
	e->draft = 0;
	e->changed = false;
	if (e->session->unseen)
		return;
	fields_copy(&e->answers, &e->arena, &r->fields);
	e->view = v->view; /* what was saved was worked out from it */
	*v->saved = r->fields;
}

enum err
edit_save(struct edit *e, enum save_how how, const char *reason,
	  struct saved *out)
{
	struct saving v = { .e = e,
			    .s = e->session,
			    .how = how,
			    .reason = reason,
			    .out = out,
			    .a = &e->arena };
	enum err err;

	*out = (struct saved){ .ref = "" };
	v.t = session_begin(e->session, true);
	v.w = who_now(v.t, e->session);
	save_steps(&v);
	err = session_end(e->session, v.t);
	if (err == ERR_DENIED)
		log_refusal(v.s,
			    e->record	 ? e->record
			    : e->case_id ? e->case_id
					 : e->person,
			    "to change it");
	if (err == ERR_OK)
		after_save(&v);
	else if (err == ERR_CONFLICT)
		e->rebase = v.now;
	return err;
}

/* What was chosen is now what was begun from: the other's save is the base,
 * and for each clash my answer is the one chosen. */
void
edit_settle(struct edit *e, const struct saved *s)
{
	struct merge m = { .form = e->form, .a = &e->arena };
	static const struct fields none;

	if (!e->rebase)
		return;
	fields_init(&m.out, &e->arena);
	merge_fields(&m, e->base ? &e->base->fields : &none, &e->rebase->fields,
		     &e->answers);
	for (size_t i = 0; i < s->n_clashes; i++)
		if (s->clashes[i].item)
			fields_set(&m.out, s->clashes[i].item->name,
				   s->clashes[i].take_theirs
					   ? s->clashes[i].theirs
					   : s->clashes[i].mine);
	e->answers = m.out;
	e->base = e->rebase;
	e->base_revision = e->rebase->revision;
	e->rebase = NULL;
	fields_init(&e->chosen, &e->arena);
	e->changed = true;
	edit_view(e);
}

/* "2 1772539200": the side, and when the other was saved. */
void
edit_choose(struct edit *e, const struct clash *x, char how)
{
	if (!x->item)
		return;
	fields_set(&e->chosen, x->item->name,
		   value_text(arena_printf(&e->arena, "%c %lld", how,
					   (long long)x->at)));
	e->changed = true;
}

char
edit_chosen(const struct edit *e, const struct clash *x)
{
	const char *was = x->item ? fields_text(&e->chosen, x->item->name) : "";

	return was[0] && strtoll(was + 1, NULL, 10) == x->at ? was[0] : '\0';
}
