/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a save writes: the record, and in the same commit its indexes, its
 * worklist, the tasks of its step.
 */
#include <string.h>

#include "casework/save_parts.h"

static void
add_state(struct saving *v, struct record *r, const char *state)
{
	struct fields *row = own_row_add(v->a, r, "_states");

	fields_set(row, "state", value_code(state));
	fields_set(row, "on", value_date(clock_today()));
	fields_set(row, "at", value_time(clock_minutes_of(clock_now())));
	fields_set(row, "by", value_user(v->s->user));
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

/* What was begun of the same step before and left: it has been taken, and
 * cannot be carried on with. */
static void
forget_drafts_of_step(struct saving *v)
{
	struct draft *d;
	size_t n = draft_list(v->t, v->a, v->s->user, &d);
	const char *purpose = draft_purpose(v->a, v->e);

	for (size_t i = 0; i < n; i++)
		if (d[i].record == v->rec.id && !strcmp(d[i].purpose, purpose))
			draft_forget(v->t, v->s->user, d[i].id);
}

void
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
	if (v->e->transition)
		forget_drafts_of_step(v);
}
