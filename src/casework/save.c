/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Saving an edit: one commit with its log entry, indexes, worklist and
 * tasks, in which its draft goes too.
 */
#include <stdlib.h>
#include <string.h>

#include "casework/edit_parts.h"

/* What is being saved, step by step. */
struct saving {
	struct edit *e;
	struct session *s;
	struct txn *t;
	const struct who *w;
	const char *reason;
	enum save_how how;
	struct saved *out;
	struct arena *a;	  /* e->arena: what comes back lives on */
	const struct record *now; /* in the store; NULL for a new one */
	struct fields answers;	  /* merged */
	struct eval_ctx ctx;
	struct eval_ctx before; /* the state a step is taken from */
	struct view *view;
	struct fields *saved; /* what the view takes for the last save */
	struct record rec;    /* to be written */
};

/* May it be written at all, by this user, now? */
static void
check_who(struct saving *v)
{
	struct edit *e = v->e;
	const struct record *c;

	if (!v->w)
		return;
	if (e->record) {
		v->now = record_now(v->t, v->s, v->a, e->record);
		if (!v->now || !who_sees(v->t, v->w, v->now))
			txn_fail(v->t, ERR_NOT_FOUND);
		else if (!v->s->system && !who_writes(v->t, v->w, v->now) &&
			 !e->transition)
			txn_fail(v->t, ERR_DENIED);
		else if (is_withdrawn(v->t, v->now))
			txn_fail(v->t, ERR_DENIED);
	} else {
		if (!who_writes_form(v->w, e->form))
			txn_fail(v->t, ERR_DENIED);
		if (e->person && !who_sees_person(v->t, v->w, e->person))
			txn_fail(v->t, ERR_NOT_FOUND);
		c = e->case_id ? record_get_header(v->t, v->a, e->case_id)
			       : NULL;
		if (e->case_id && (!c || !who_sees_case(v->t, v->w, c)))
			txn_fail(v->t, ERR_NOT_FOUND);
		else if (c && c->flags & RECORD_WITHDRAWN)
			txn_fail(v->t, ERR_DENIED);
	}
	if (e->transition && !(who_roles(v->w, e->form) & e->transition->roles))
		txn_fail(v->t, ERR_DENIED);
}

static const struct row *
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

static void
check_faults(struct saving *v)
{
	const struct view_fault *f;
	size_t n = view_faults(v->view, &f);

	v->out->faults = typed_here(v);
	for (size_t i = 0; i < n; i++)
		v->out->faults += fault_binds(v, &f[i]);
	if (v->out->faults)
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

static void
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
static void
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
static void
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

static void
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
		v->out->why = st.why;
		v->out->faults += st.n_missing ? st.n_missing : 1;
		txn_fail(v->t, ERR_INVALID);
	} else if (tr->reason && text_blank(v->reason)) {
		v->out->why = "Say why.";
		txn_fail(v->t, ERR_INVALID);
	}
}

/* --- what is written ---------------------------------------------------------------- */

static void
add_state(struct saving *v, struct record *r, const char *state)
{
	const struct value *old = fields_get(&r->fields, "_states");
	size_t n = old ? old->rows.n : 0;
	struct row *rows = arena_array(v->a, n + 1, sizeof(*rows));
	struct value val = { .type = VAL_ROWS };

	for (size_t i = 0; i < n; i++)
		rows[i] = old->rows.v[i];
	rows[n].id = n + 1;
	fields_init(&rows[n].fields, v->a);
	fields_set(&rows[n].fields, "state", value_code(state));
	fields_set(&rows[n].fields, "on", value_date(clock_today()));
	fields_set(&rows[n].fields, "by", value_user(v->s->user));
	val.rows.v = rows;
	val.rows.n = n + 1;
	fields_set_shared(&r->fields, "_states", val);
	r->state = state;
}

/* A reference, a state, an owner that a record had elsewhere. */
static void
restore_header(struct saving *v, struct record *r)
{
	const struct restored *was = v->e->restored;
	const struct form *f = v->e->form;
	int state;

	if (!was || v->now)
		return;
	if (r->kind == RECORD_CHILD && was->finished)
		r->flags |= RECORD_FINISHED;
	if (r->kind != RECORD_CASE)
		return;
	if (was->owner[0])
		r->owner = was->owner;
	state = was->state[0] ? form_state(f, was->state) : -1;
	if (state < 0)
		return;
	r->state = f->states[state].name;
	if (f->states[state].final)
		r->flags |= RECORD_CLOSED;
	if (!value_is_empty(&was->states))
		fields_set_shared(&r->fields, "_states", was->states);
}

static const char *
first_reference(struct saving *v, const char *pattern)
{
	const struct restored *was = v->e->restored;

	return was && was->ref[0] ? was->ref
				  : reference_next(v->t, v->s, v->a, pattern);
}

/* A new case belongs to its maker when they can take it on from its first
 * state; otherwise it waits, unowned, for somebody who can. */
static const char *
first_owner(const struct saving *v)
{
	const struct form *f = v->e->form;
	role_set mine = who_roles(v->w, f);

	for (size_t i = 0; i < f->n_transitions; i++)
		if (f->transitions[i].from & 1 &&
		    f->transitions[i].roles & mine && !v->s->system &&
		    !v->e->lenient)
			return v->s->user;
	return "";
}

static void
new_header(struct saving *v)
{
	struct edit *e = v->e;
	struct record *r = &v->rec;
	const struct form *f = e->form;

	r->id = record_new_id(v->t);
	r->form = form_full_name(f);
	r->ref = r->state = r->owner = "";
	r->person = e->person;
	r->case_id = e->case_id;
	switch (f->kind) {
	case FORM_PERSON:
		r->kind = RECORD_PERSON;
		r->ref = first_reference(v, NULL);
		break;
	case FORM_CASE:
		r->kind = RECORD_CASE;
		r->case_id = r->id;
		r->ref = f->reference ? first_reference(v, f->reference) : "";
		r->owner = first_owner(v);
		break;
	case FORM_CHILD:
	case FORM_PERSON_CHILD:
		r->kind = RECORD_CHILD;
		break;
	}
}

/* What the transition sets, and what is worked out from that. */
static void
apply_sets(struct saving *v)
{
	const struct transition *tr = v->e->transition;
	struct eval_ctx ctx = v->ctx;

	if (!tr || !tr->n_set)
		return;
	ctx.answers = view_answers(v->view);
	for (size_t i = 0; i < tr->n_set; i++)
		fields_set(&v->answers, tr->set[i].item->name,
			   expr_eval(tr->set[i].value, &ctx));
	v->view = form_view(&v->ctx, &v->answers);
}

static void
keep_reasons(struct saving *v, struct record *r)
{
	for (size_t i = 0; i < v->e->reasons.n; i++)
		fields_set(
			&r->fields,
			arena_printf(v->a, "_why_%s", v->e->reasons.v[i].name),
			v->e->reasons.v[i].value);
}

static void
fill_record(struct saving *v)
{
	const struct edit *e = v->e;
	struct record *r = &v->rec;

	if (v->now)
		*r = *v->now;
	else
		new_header(v);
	apply_sets(v);
	/* What is brought back stays as it was, also where nothing asks for
	 * it: what it hangs on may come later. */
	answers_with_kept(&r->fields, v->a, e->form,
			  e->restored ? &v->answers : view_answers(v->view),
			  v->now ? &v->now->fields : NULL);
	if (e->restored)
		restored_calculations(&r->fields, e->form, v->view,
				      v->now || e->restored->worked_out);
	keep_reasons(v, r);
	r->form_version = (uint32_t)e->form->version;
	if (r->kind == RECORD_CHILD && v->how == SAVE_FINISH)
		r->flags |= RECORD_FINISHED;
	if (r->kind == RECORD_CASE && !v->now && e->form->n_states)
		add_state(v, r, e->form->states[0].name);
	restore_header(v, r);
	if (e->transition) {
		const struct state *to = &e->form->states[e->transition->to];

		add_state(v, r, to->name);
		r->flags &= ~RECORD_CLOSED;
		if (to->final)
			r->flags |= RECORD_CLOSED;
	}
}

static enum act
act_of(const struct saving *v)
{
	if (v->e->transition)
		return ACT_MOVED;
	if (!v->now)
		return v->rec.kind == RECORD_PERSON ? ACT_REGISTERED
						    : ACT_CREATED;
	return v->how == SAVE_FINISH ? ACT_FINISHED : ACT_CHANGED;
}

static void
rule_tasks(struct saving *v)
{
	const struct transition *tr = v->e->transition;
	const struct record *r = &v->rec;
	const char *owner = r->owner[0] ? r->owner : v->s->user;

	for (size_t i = 0; i < tr->n_tasks; i++) {
		const struct task_rule *rule = &tr->tasks[i];
		const struct task_new n = { .case_id = r->id,
					    .person = r->person,
					    .text = rule->text,
					    .owner = owner,
					    .due = date_after(
						    v->s->set->calendar,
						    clock_today(), rule->in),
					    .minutes = -1,
					    .by_rule = true };

		task_make(v->t, v->s, &n,
			  rule->for_owner ? NULL
					  : &v->s->set->roles[rule->role],
			  false);
	}
}

static void
rule_notices(struct saving *v)
{
	const struct transition *tr = v->e->transition;
	const struct record *r = &v->rec;
	struct task_new n = { .case_id = r->id,
			      .person = r->person,
			      .owner = r->owner,
			      .text = arena_printf(
				      v->a, "To note: %s",
				      v->e->form->states[tr->to].label),
			      .due = clock_today(),
			      .minutes = -1,
			      .by_rule = true };

	/* Whoever does it, and those whose part they do it in, know already. */
	role_set mine = who_roles(v->w, v->e->form);

	if (tr->notify_owner && r->owner[0] && strcmp(r->owner, v->s->user))
		task_make(v->t, v->s, &n, NULL, true);
	for (size_t i = 0; i < v->s->set->n_roles; i++)
		if (tr->notify & ~mine & (role_set)1 << i)
			task_make(v->t, v->s, &n, &v->s->set->roles[i], true);
}

/* In which programmes a person has cases, and which of these guard them:
 * moved by a new person or case, and by answers that name somebody unsafe. */
static void
renew_reach(struct saving *v)
{
	const struct record *r = &v->rec;
	bool new = v->now == NULL;

	if (r->kind == RECORD_PERSON && new)
		reach_begin(v->t, r);
	if (r->person &&
	    ((r->kind == RECORD_CASE && new) || form_guards(v->e->form)))
		reach_renew(v->t, v->s, r->person);
}

static void
write_all(struct saving *v)
{
	struct record *r = &v->rec;
	const struct note why = { .act = act_of(v), .reason = v->reason };

	fill_record(v);
	change_record(v->t, v->s, v->now, r, &why);
	renew_reach(v);
	if (r->kind == RECORD_PERSON)
		queue_hidden_matches(v->t, v->s, v->w, r);
	if (r->kind == RECORD_CASE)
		case_renew_saved(v->t, v->s, r, &v->ctx);
	else if (r->case_id)
		case_renew(v->t, v->s, r->case_id);
	work_renew_own(v->t, v->s, r);
	if (v->e->transition) {
		if (r->flags & RECORD_CLOSED)
			rule_tasks_end(v->t, v->s, r->id);
		rule_tasks(v);
		rule_notices(v);
	}
	if (v->e->draft)
		draft_forget(v->t, v->s->user, v->e->draft);
}

/* A session runs the forms that it began with. */
static void
check_forms(struct saving *v)
{
	if (tally_get(v->t, "forms/serial") == v->s->forms_serial)
		return;
	v->out->why = "The forms were changed meanwhile. Your typing is kept: "
		      "leave and come in again.";
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
	e->changed = true;
	edit_view(e);
}
