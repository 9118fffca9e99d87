/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What comes back from a call, put into words.
 */
#include "check_casework_walk.h"

#include <stdio.h>

void
say(struct walking *w, const char *fmt, ...)
{
	char line[2000];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(line, sizeof(line), fmt, ap);
	va_end(ap);
	buf_str(w->out, line);
}

void
walk_begin(struct walking *w, const char *what, uint64_t id)
{
	say(w, "%s %llu: ", what, (unsigned long long)id);
	session_batch_begin(w->s);
}

void
walk_begin_text(struct walking *w, const char *what, const char *text)
{
	say(w, "%s '%s': ", what, text);
	session_batch_begin(w->s);
}

void
walk_end(struct walking *w, enum err e)
{
	struct txn *t = w->s->batch;

	say(w, "-> %s\n", err_text(e));
	w->s->batch = NULL;
	txn_abort(t);
	arena_clear(&w->a);
}

void
say_date(struct walking *w, struct date d)
{
	say(w, "%s ", date_format(&w->a, d, DATE_ISO));
}

void
say_fields(struct walking *w, const struct fields *f)
{
	for (size_t i = 0; i < f->n; i++) {
		const struct value *v = &f->v[i].value;

		say(w, "%s=", f->v[i].name);
		if (v->type != VAL_ROWS)
			say(w, "%s ", value_format(&w->a, v));
		for (size_t k = 0; v->type == VAL_ROWS && k < v->rows.n; k++)
			say_fields(w, &v->rows.v[k].fields);
	}
}

void
say_record(struct walking *w, const struct record *r)
{
	if (!r)
		return;
	/* Who wrote it is told apart, by who_told(). */
	say(w, "[%llu %s %s %s of %llu in %llu rev %u flags %u ",
	    (unsigned long long)r->id, r->ref, r->state, r->owner,
	    (unsigned long long)r->person, (unsigned long long)r->case_id,
	    r->revision, r->flags);
	say_fields(w, &r->fields);
	say(w, "] ");
}

void
say_flags(struct walking *w, const struct flag_brief *v, size_t n)
{
	for (size_t i = 0; i < n; i++)
		say(w, "flag %llu %s by %s; ", (unsigned long long)v[i].id,
		    v[i].text, v[i].by);
}

void
say_case(struct walking *w, const struct case_brief *c)
{
	say(w, "case %llu of %llu %s %s %s %s %d %s %s ",
	    (unsigned long long)c->id, (unsigned long long)c->person,
	    c->ref ? c->ref : "", c->form ? c->form->name : "",
	    c->title ? c->title : "", c->state ? c->state : "", c->closed,
	    c->owner ? c->owner : "", c->name ? c->name : "");
	say_date(w, c->opened);
	say_date(w, c->state_since);
}

void
say_person(struct walking *w, const struct person_brief *p)
{
	say(w, "person %llu %s %s %s %d %s %s %s ", (unsigned long long)p->id,
	    p->ref ? p->ref : "", p->full_name ? p->full_name : "",
	    p->own_script ? p->own_script : "", p->age,
	    p->address ? p->address : "", p->why ? p->why : "",
	    p->safe_contact ? p->safe_contact : "");
	say_date(w, p->born);
	say_flags(w, p->flags, p->n_flags);
	for (size_t i = 0; i < p->n_cases; i++)
		say_case(w, &p->cases[i]);
}

void
say_events(struct walking *w, const struct event *v, size_t n)
{
	for (size_t i = 0; i < n; i++)
		say(w, "event %llu in %llu %s by %s %s at %lld %d%d; ",
		    (unsigned long long)v[i].record,
		    (unsigned long long)v[i].case_id, v[i].what, v[i].who,
		    v[i].summary, (long long)v[i].at, v[i].finished,
		    v[i].withdrawn);
}

void
say_forms(struct walking *w, const struct form *const *v, size_t n)
{
	for (size_t i = 0; i < n; i++)
		say(w, "form %s; ", form_full_name(v[i]));
}

void
say_users(struct walking *w, const struct user *v, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		say(w, "user %s %s %d %d ", v[i].login, v[i].name, v[i].admin,
		    v[i].ended);
		for (size_t k = 0; k < v[i].n; k++)
			say(w, "%s in %s, ", v[i].grants[k].role,
			    v[i].grants[k].programme);
	}
}

void
say_work(struct walking *w, const struct worklist *l)
{
	say(w, "%zu of %zu %d: ", l->n, l->total, l->more_than_counted);
	for (size_t i = 0; i < l->n; i++) {
		const struct work *x = &l->v[i];

		say(w, "%llu %llu %llu %s %s %s %s %s %s %d %d ",
		    (unsigned long long)x->case_id, (unsigned long long)x->task,
		    (unsigned long long)x->person, x->ref, x->name, x->doing,
		    x->note, x->owner, x->programme, x->minutes, x->overdue);
		say_date(w, x->due);
	}
}
