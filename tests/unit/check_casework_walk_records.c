/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The walks over people, cases and what is filled in.
 */
#include "check_casework_walk.h"

#include <stdio.h>
#include <stdlib.h>

#include "casework/words.h"

void
walk_person(struct walking *w)
{
	struct person_file p;
	uint64_t id;
	enum err e;

	EACH_ID(w, id)
	{
		walk_begin(w, "open", id);
		e = person_open(w->s, &w->a, id, &p);
		if (e == ERR_OK) {
			say_person(w, &p.brief);
			say_record(w, p.record);
			say_events(w, p.events, p.n_events);
			for (size_t i = 0; i < p.n_links; i++)
				say(w, "link %s %s; ", p.links[i].type,
				    p.links[i].name);
			say_forms(w, p.add, p.n_add);
			say(w, "%d %d ", p.more_events, p.may_write);
		}
		walk_end(w, e);
	}
}

static void
say_dues(struct walking *w, const struct case_file *c)
{
	for (size_t i = 0; i < c->n_dues; i++) {
		say(w, "due %llu %s %s %s ",
		    (unsigned long long)c->dues[i].task, c->dues[i].text,
		    c->dues[i].left, c->dues[i].owner);
		say_date(w, c->dues[i].due);
	}
	for (size_t i = 0; i < c->n_offers; i++)
		say(w, "offer %s %d %d %s; ", c->offers[i].transition->name,
		    c->offers[i].may, c->offers[i].state.ready,
		    c->offers[i].who_can);
}

void
walk_case(struct walking *w)
{
	struct case_file c;
	uint64_t id;
	enum err e;

	EACH_ID(w, id)
	{
		walk_begin(w, "open case", id);
		e = case_open(w->s, &w->a, id, &c);
		if (e == ERR_OK) {
			say_case(w, &c.brief);
			say_person(w, &c.person);
			say_record(w, c.record);
			say_events(w, c.events, c.n_events);
			say_dues(w, &c);
			say_flags(w, c.flags, c.n_flags);
			for (size_t i = 0; i < c.n_summary; i++)
				say(w, "%s; ", c.summary[i]);
			say_forms(w, c.add, c.n_add);
		}
		walk_end(w, e);
	}
}

void
walk_sheet(struct walking *w)
{
	uint64_t id;

	EACH_ID(w, id)
	{
		const char *text;
		enum err e;

		walk_begin(w, "sheet", id);
		e = case_sheet(w->s, &w->a, id, "job", &text);
		say(w, "%s ", text);
		walk_end(w, e);
	}
}

void
walk_history(struct walking *w)
{
	struct change *v;
	uint64_t id;
	size_t n;
	enum err e;

	EACH_ID(w, id)
	{
		walk_begin(w, "history", id);
		e = record_history(w->s, &w->a, id, &v, &n);
		for (size_t i = 0; e == ERR_OK && i < n; i++)
			say(w, "%s %s %s %u %s %s %s; ", v[i].who, v[i].act,
			    v[i].reason ? v[i].reason : "", v[i].revision,
			    v[i].field ? v[i].field : "",
			    v[i].old ? v[i].old : "", v[i].new ? v[i].new : "");
		walk_end(w, e);
	}
}

void
walk_named(struct walking *w)
{
	uint64_t id;

	EACH_ID(w, id)
	{
		const char *name;

		walk_begin(w, "name", id);
		name = record_named(w->s, &w->a, id);
		say(w, "%s ", name ? name : "(nothing)");
		walk_end(w, ERR_OK);
	}
}

void
walk_user_named(struct walking *w)
{
	static const char *const logins[] = { "sara", "oliver", "drew", "xx" };

	for (size_t i = 0; i < sizeof(logins) / sizeof(logins[0]); i++) {
		walk_begin(w, "user", i);
		say(w, "%s ", user_named(w->s, &w->a, 0, logins[i]));
		walk_end(w, ERR_OK);
	}
}

void
walk_assign(struct walking *w)
{
	static const char *const to[] = { "", "sara", "oliver", "drew", "xx" };
	uint64_t id;

	EACH_ID(w, id)
	for (size_t i = 0; i < sizeof(to) / sizeof(to[0]); i++) {
		walk_begin(w, "assign", id);
		walk_end(w, case_assign(w->s, id, to[i], "leave"));
	}
}

void
walk_assignees(struct walking *w)
{
	struct user *v;
	uint64_t id;
	size_t n;
	enum err e;

	EACH_ID(w, id)
	{
		walk_begin(w, "assignees", id);
		e = case_assignees(w->s, &w->a, id, &v, &n);
		if (e == ERR_OK)
			say_users(w, v, n);
		walk_end(w, e);
	}
}

/* Whose cases could be handed over, and handing all of them. */
void
walk_owned(struct walking *w)
{
	static const char *const logins[] = { "sara", "mona", "oliver", "both",
					      "xx" };
	struct owner *o;
	struct case_brief *c;
	struct user *u;
	size_t n, given;
	enum err e;

	walk_begin(w, "owners", 0);
	e = case_owners(w->s, &w->a, &o, &n);
	for (size_t i = 0; e == ERR_OK && i < n; i++)
		say(w, "%s %s %zu, ", o[i].login, o[i].name, o[i].cases);
	walk_end(w, e);
	for (size_t i = 0; i < sizeof(logins) / sizeof(logins[0]); i++) {
		walk_begin_text(w, "owned", logins[i]);
		e = cases_owned(w->s, &w->a, logins[i], &c, &n);
		for (size_t k = 0; e == ERR_OK && k < n; k++)
			say_case(w, &c[k]);
		walk_end(w, e);
		walk_begin_text(w, "hand over", logins[i]);
		e = cases_assign(w->s, w->about->ids, w->about->n_ids,
				 logins[i], "both", "leave", &given);
		say(w, "%zu ", given);
		walk_end(w, e);
	}
	walk_begin(w, "assignees of all", 0);
	e = cases_assignees(w->s, &w->a, w->about->ids, w->about->n_ids, &u,
			    &n);
	if (e == ERR_OK)
		say_users(w, u, n);
	walk_end(w, e);
}

void
walk_withdraw(struct walking *w)
{
	uint64_t id;

	EACH_ID(w, id)
	{
		walk_begin(w, "withdraw", id);
		walk_end(w, record_withdraw(w->s, id, "mistake"));
	}
}

void
walk_flag(struct walking *w)
{
	uint64_t id, flag;

	EACH_ID(w, id)
	{
		walk_begin(w, "flag", id);
		walk_end(w, flag_raise(w->s, id, "Dog", NO_DATE, &flag));
		walk_begin(w, "resolve", id);
		walk_end(w, flag_resolve(w->s, id, "Gone"));
	}
}

void
walk_link(struct walking *w)
{
	uint64_t id, link;

	EACH_ID(w, id)
	{
		for (size_t i = 0; i < w->about->n_ids && i < 4; i++) {
			walk_begin(w, "link", id);
			walk_end(w, people_link(w->s, id, w->about->ids[i],
						"kin", i % 2 == 0, &link));
		}
		walk_begin(w, "untie", id);
		walk_end(w, people_unlink(w->s, id, "mistake"));
	}
}

/* --- filling in ------------------------------------------------------------------ */

static void
say_answers(struct walking *w, struct edit *e)
{
	const struct view_fault *faults;
	size_t n = view_faults(e->view, &faults);

	say(w, "%s %d ", e->title, e->may_write);
	say_person(w, &e->about);
	say_case(w, &e->of_case);
	for (size_t i = 0; i < e->form->n; i++) {
		const struct item *it = &e->form->items[i];
		struct value v;

		if (it->repeat || !edit_may_read(e, it) ||
		    it->kind != ITEM_QUESTION)
			continue;
		v = view_value(e->view, it, NO_ROW);
		say(w, "%s=%s%s ", it->name, value_format(&w->a, &v),
		    edit_may_write(e, it) ? "" : " fixed");
	}
	for (size_t i = 0; i < n; i++)
		if (!faults[i].item || edit_may_read(e, faults[i].item))
			say(w, "%s %d; ", faults[i].message,
			    edit_fault_binds(e, &faults[i], SAVE_RECORD));
}

/* The first question of a kind that the user may write. */
static const struct item *
first_item(const struct edit *e, enum item_kind kind, enum question_type type)
{
	for (size_t i = 0; i < e->form->n; i++) {
		const struct item *it = &e->form->items[i];

		if (it->kind == kind && (kind != ITEM_QUESTION ||
					 (it->type == type && !it->repeat &&
					  edit_may_write(e, it))))
			return it;
	}
	return NULL;
}

static void
try_answers(struct walking *w, struct edit *e)
{
	const struct item *text = first_item(e, ITEM_QUESTION, Q_TEXT);
	const struct item *rows = first_item(e, ITEM_REPEAT, Q_NONE);

	if (text) {
		edit_set(e, text, NO_ROW, value_text("Word"));
		say(w, "%d ", edit_get(e, text, NO_ROW) != NULL);
		edit_set_typed(e, text, NO_ROW, "odd");
		say(w, "%s ", edit_get_typed(e, text, NO_ROW));
		edit_set_typed(e, text, NO_ROW, NULL);
		edit_keep_reason(e, text, "because");
		say(w, "%s ", err_text(edit_unmask(e, text)));
	}
	if (rows) {
		size_t row = edit_add_row(e, rows);

		edit_strike_row(e, rows, row);
	}
	edit_view(e);
}

/* Everything that can be done with an edit, once begun. */
static void
try_edit(struct walking *w, struct edit *e)
{
	struct saved out;
	enum err err;

	say_answers(w, e);
	try_answers(w, e);
	say(w, "keep %s ", err_text(edit_keep(e)));
	err = edit_save(e, SAVE_RECORD, "because", &out);
	say(w, "save %s %s %s %zu %zu ", err_text(err), out.ref,
	    out.why ? out.why : "", out.faults, out.dropped);
	for (size_t i = 0; err == ERR_CONFLICT && i < out.n_clashes; i++) {
		edit_choose(e, &out.clashes[i], '1');
		say(w, "%c ", edit_chosen(e, &out.clashes[i]));
	}
	if (err == ERR_CONFLICT)
		edit_settle(e, &out);
	if (err == ERR_OK)
		say_answers(w, e);
	say(w, "drop %s ", err_text(edit_drop(e)));
}

static void
try_begun(struct walking *w, enum err err, struct edit **e)
{
	if (err == ERR_OK)
		try_edit(w, *e);
	walk_end(w, err);
	edit_close(e);
}

void
walk_edit(struct walking *w)
{
	struct edit *e;
	uint64_t id;

	EACH_ID(w, id)
	{
		walk_begin(w, "edit", id);
		try_begun(w, edit_open(w->s, id, &e), &e);
	}
}

void
walk_new_person(struct walking *w)
{
	struct fields like;
	struct edit *e;

	for (size_t i = 0; i < w->about->n_texts; i++) {
		walk_begin_text(w, "register", w->about->texts[i]);
		fields_init(&like, &w->a);
		find_prefill(w->s, &w->a, w->about->texts[i], &like);
		try_begun(w, edit_new_person(w->s, &like, &e), &e);
	}
}

void
walk_new_case(struct walking *w)
{
	const struct form_set *set = session_forms(w->s);
	struct edit *e;
	uint64_t id;

	for (size_t i = 0; i < set->n_forms; i++) {
		if (set->forms[i]->kind != FORM_CASE)
			continue;
		EACH_ID(w, id)
		{
			walk_begin(w, form_full_name(set->forms[i]), id);
			try_begun(w, edit_new_case(w->s, set->forms[i], id, &e),
				  &e);
		}
	}
}

/* Every child form of persons, and the first of each kind of case. */
void
walk_new_child(struct walking *w)
{
	const struct form_set *set = session_forms(w->s);
	struct edit *e;
	uint64_t id;

	for (size_t i = 0; i < set->n_forms; i++) {
		const struct form *f = set->forms[i];

		if (f->kind != FORM_PERSON_CHILD &&
		    (f->kind != FORM_CHILD || f != f->of->children[0]))
			continue;
		EACH_ID(w, id)
		{
			walk_begin(w, form_full_name(f), id);
			try_begun(w, edit_new_child(w->s, f, id, &e), &e);
		}
	}
}

void
walk_transition(struct walking *w)
{
	const struct form_set *set = session_forms(w->s);
	struct edit *e;
	uint64_t id;

	for (size_t i = 0; i < set->n_forms; i++) {
		if (!set->forms[i]->n_transitions)
			continue;
		EACH_ID(w, id)
		{
			walk_begin(w, set->forms[i]->transitions[0].name, id);
			try_begun(w,
				  edit_begin_transition(
					  w->s, id,
					  &set->forms[i]->transitions[0], &e),
				  &e);
		}
	}
}

void
walk_drafts(struct walking *w)
{
	struct draft_brief *v;
	struct edit *e;
	size_t n;
	enum err err;

	walk_begin(w, "drafts", 0);
	err = draft_briefs(w->s, &w->a, &v, &n);
	for (size_t i = 0; err == ERR_OK && i < n; i++)
		say(w, "%s %zu; ", v[i].title, v[i].fields);
	walk_end(w, err);
	for (size_t i = 0; i < w->about->n_drafts; i++) {
		walk_begin(w, "resume", w->about->drafts[i]);
		try_begun(w, edit_resume(w->s, w->about->drafts[i], &e), &e);
		walk_begin(w, "throw away", w->about->drafts[i]);
		walk_end(w, draft_throw_away(w->s, w->about->drafts[i]));
	}
}

/* Words for a record that is not seen are kept, and told of, like any. */
void
walk_words(struct walking *w)
{
	uint64_t id;

	EACH_ID(w, id)
	{
		struct words v = { .about = id, .question = "Why?" };
		enum err err;

		walk_begin(w, "words", id);
		err = words_find(w->s, &w->a, &v);
		say(w, "%d; ", v.draft != 0);
		v.text = "not now";
		err = err == ERR_OK ? words_keep(w->s, &v) : err;
		say(w, "%d; ", v.draft != 0);
		v.text = "";
		walk_end(w, err == ERR_OK ? words_keep(w->s, &v) : err);
	}
}
