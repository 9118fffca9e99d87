/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Steps that fill in a form: registering, referring, adding, changing,
 * finishing, and moving a case on.
 */
#include "check_casework_life.h"

static void
refuse_fault(struct life *l, const struct view_fault *f)
{
	life_refuse(l, arena_printf(l->a, "%s (%s): %s",
				    f->item->label ? f->item->label : "",
				    f->item->name, f->message));
}

/* Why it was not saved, as a screen would tell it. */
static void
refuse_save(struct life *l, struct edit *e, enum save_how how, enum err err,
	    const struct saved *out)
{
	const struct view_fault *f;
	size_t n = view_faults(e->view, &f), told = 0;

	if (err != ERR_INVALID) {
		life_went(l, err);
		return;
	}
	if (out->why)
		life_refuse(l, out->why);
	for (size_t i = 0; i < n; i++)
		if (edit_fault_binds(e, &f[i], how)) {
			refuse_fault(l, &f[i]);
			told++;
		}
	if (!out->why && !told)
		life_refuse(l, err_text(err));
}

/* What a step still needs, by name. */
static void
refuse_missing(struct life *l, struct edit *e)
{
	struct eval_ctx ctx = e->ctx;
	struct transition_state st;

	ctx.state = e->base->state;
	transition_look(&ctx, &e->answers, e->transition, true, &st);
	for (size_t i = 0; i < st.n_missing; i++)
		life_refuse(l, arena_printf(l->a,
					    "%s (%s): needed for this "
					    "step",
					    st.missing[i]->label,
					    st.missing[i]->name));
}

/* The lines below, then the save.  The edit is closed; 0: refused. */
static uint64_t
fill_in(struct life *l, struct edit *e, enum save_how how)
{
	struct life_said said;
	struct saved out = { 0 };
	uint64_t id = 0;
	enum err err;

	l->edit = e;
	life_answers(l, e, &said);
	if (said.why) {
		life_refuse(l, said.why);
		edit_close(&l->edit);
		return 0;
	}
	err = edit_save(e, how, said.reason, &out);
	if (err == ERR_OK) {
		id = out.record;
	} else {
		refuse_save(l, e, how, err, &out);
		if (err == ERR_INVALID && e->transition)
			refuse_missing(l, e);
	}
	edit_close(&l->edit);
	return id;
}

/* The edit was not even begun: its lines are passed over. */
static bool
begun(struct life *l, enum err err)
{
	if (err == ERR_OK)
		return true;
	while (life_below(l))
		;
	return life_went(l, err);
}

void
step_register(struct life *l)
{
	const char *name = life_need(l, "what to call the person");
	struct edit *e;
	uint64_t id;

	life_end(l);
	if (life_find(l, name))
		life_fault(l, "%s is the name of another already", name);
	if (!begun(l, edit_new_person(life_session(l), NULL, &e)))
		return;
	id = fill_in(l, e, SAVE_RECORD);
	if (id)
		life_call(l, name, NICK_PERSON, id, "person");
}

static const struct form *
case_form(struct life *l, const char *name)
{
	const struct form *f = form_find(life_forms(l), name);

	if (!f || f->kind != FORM_CASE)
		life_fault(l, "no case is opened by a form %s", name);
	return f;
}

static void
new_case(struct life *l, const struct form *f, uint64_t person,
	 const char *name)
{
	struct edit *e;
	uint64_t id;

	life_end(l);
	if (!begun(l, edit_new_case(life_session(l), f, person, &e)))
		return;
	id = fill_in(l, e, SAVE_RECORD);
	if (id)
		life_call(l, name, NICK_CASE, id, f->name);
}

/* refer PERSON to FORM [as NAME] */
void
step_refer(struct life *l)
{
	const struct nick *who = life_nick_of(l, life_need(l, "a person"),
					      NICK_PERSON, "a person");
	const struct form *f;

	if (!life_takes(l, "to"))
		life_fault(l, "write: refer PERSON to FORM");
	f = case_form(l, life_need(l, "a case form"));
	new_case(l, f, who->id, life_named(l, f->name));
}

/* open FORM [as NAME]: a case that is not about one person. */
void
step_open(struct life *l)
{
	const struct form *f = case_form(l, life_need(l, "a case form"));

	new_case(l, f, 0, life_named(l, f->name));
}

static const struct form *
child_form(struct life *l, const struct nick *of, const char *name)
{
	const struct form *parent =
		of->kind == NICK_PERSON ? life_forms(l)->person
		: of->kind == NICK_CASE ? case_form(l, of->form)
					: NULL;
	const struct form *f = parent ? form_child(parent, name) : NULL;

	if (!f)
		life_fault(l, "nothing called %s is added to %s", name,
			   of->name);
	return f;
}

/* add [finished] FORM to CASE|PERSON [as NAME] */
void
step_add(struct life *l)
{
	enum save_how how =
		life_takes(l, "finished") ? SAVE_FINISH : SAVE_RECORD;
	const char *form = life_need(l, "a form"), *name;
	const struct nick *of;
	struct edit *e;
	uint64_t id;

	if (!life_takes(l, "to"))
		life_fault(l, "write: add FORM to CASE");
	of = life_nick(l, life_need(l, "a case or a person"));
	name = life_named(l, NULL);
	life_end(l);
	if (!begun(l, edit_new_child(life_session(l), child_form(l, of, form),
				     of->id, &e)))
		return;
	id = fill_in(l, e, how);
	if (id && name)
		life_call(l, name, NICK_CHILD, id, form);
	l->last = id && name ? l->last : of;
}

static void
change(struct life *l, enum save_how how)
{
	const struct nick *n = life_nick(l, life_need(l, "what to change"));
	struct edit *e;

	life_end(l);
	if (!begun(l, edit_open(life_session(l), n->id, &e)))
		return;
	if (!e->may_write) {
		edit_close(&e);
		begun(l, ERR_DENIED);
		return;
	}
	fill_in(l, e, how);
	l->last = n;
}

void
step_change(struct life *l)
{
	change(l, SAVE_RECORD);
}

void
step_finish(struct life *l)
{
	change(l, SAVE_FINISH);
}

/* do TRANSITION [on CASE] */
void
step_do(struct life *l)
{
	const char *name = life_need(l, "a step of the case");
	const struct nick *n = l->last;
	const struct transition *tr;
	struct case_file c;
	struct edit *e;
	enum err err;

	if (life_takes(l, "on"))
		n = life_nick_of(l, life_need(l, "a case"), NICK_CASE,
				 "a case");
	if (!n || n->kind != NICK_CASE)
		life_fault(l, "write: do %s on CASE", name);
	life_end(l);
	if (!begun(l, case_open(life_session(l), l->a, n->id, &c)))
		return;
	tr = form_transition(c.form, name);
	if (!tr)
		life_fault(l, "%s has no step %s", form_full_name(c.form),
			   name);
	err = edit_begin_transition(life_session(l), n->id, tr, &e);
	if (err == ERR_CONFLICT) {
		life_refuse(l, arena_printf(l->a, "%s is no step from %s", name,
					    c.brief.state));
		while (life_below(l))
			;
		return;
	}
	if (!begun(l, err))
		return;
	fill_in(l, e, SAVE_RECORD);
	l->last = n;
}
