/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A person or a case opened.  The log entry is written in the transaction
 * that reads what is shown; nothing is given out unless it is committed.
 */
#include <stdlib.h>
#include <string.h>

#include "casework/same_parts.h"
#include "casework/work_index.h"

static int
highest_first(const void *a, const void *b)
{
	const struct of_case *x = a, *y = b;

	return x->id < y->id ? 1 : x->id > y->id ? -1 : 0;
}

/* Everything of a case, the newest first: ids rise. */
static size_t
all_of_case(struct txn *t, struct arena *a, uint64_t case_id,
	    struct of_case **out)
{
	struct key k;
	struct bytes key, posting;
	struct index_scan *scan;
	size_t n = 0, cap = 0;

	*out = NULL;
	key_start(&k);
	key_u64(&k, case_id);
	scan = index_scan_prefix(t, IX_OF_CASE, key_bytes(&k), false);
	while (index_scan_next(scan, &key, &posting)) {
		struct key_reader r = key_read(key);
		uint64_t skip, id = 0;
		uint8_t kind = 0;

		key_read_u64(&r, &skip);
		key_read_u8(&r, &kind);
		key_read_u64(&r, &id);
		if (n == cap) {
			*out = arena_grow(a, *out, n, cap ? cap * 2 : 32,
					  sizeof(**out));
			cap = cap ? cap * 2 : 32;
		}
		(*out)[n++] = (struct of_case){ id, kind };
	}
	index_scan_close(&scan);
	if (n)
		qsort(*out, n, sizeof(**out), highest_first);
	return n;
}

static size_t
links_of(struct txn *t, struct session *s, const struct who *w, struct arena *a,
	 uint64_t person, struct link_brief **out, size_t n)
{
	struct key k;
	struct bytes key, posting;
	struct index_scan *scan;
	struct link_brief *v = *out;

	key_start(&k);
	key_u64(&k, person);
	scan = index_scan_prefix(t, IX_LINK, key_bytes(&k), false);
	while (index_scan_next(scan, &key, &posting)) {
		struct key_reader kr = key_read(key), r = key_read(posting);
		uint64_t skip, id = 0, other = 0;
		const struct record *link, *p;
		struct fields f;

		key_read_u64(&kr, &skip);
		key_read_u64(&kr, &id);
		key_read_u64(&r, &other);
		link = record_now(t, s, a, id);
		if (!other || !who_sees_person(t, w, other))
			continue;
		other = same_shown(t, w, other);
		p = record_now(t, s, a, other);
		if (!p || !who_sees(t, w, link))
			continue;
		f = readable_fields(t, w, a, p);
		v = arena_grow(a, v, n, n + 1, sizeof(*v));
		v[n++] =
			(struct link_brief){ id, other,
					     fields_text(&link->fields, "type"),
					     person_name(s, a, &f, false) };
	}
	index_scan_close(&scan);
	*out = v;
	return n;
}

static size_t
read_links(struct txn *t, struct session *s, const struct who *w,
	   struct arena *a, const uint64_t *member, size_t members,
	   const struct link_brief **out)
{
	struct link_brief *v = NULL;
	size_t n = 0;

	for (size_t i = 0; i < members; i++)
		n = links_of(t, s, w, a, member[i], &v, n);
	*out = v;
	return n;
}

/* The records that do not show. */
static void
read_also(struct txn *t, struct session *s, const struct who *w,
	  struct arena *a, const uint64_t *member, size_t members,
	  struct person_file *out)
{
	struct also_recorded *v = arena_array(a, members + 1, sizeof(*v));

	for (size_t i = 0; i < members; i++) {
		struct person_brief p;

		if (member[i] == out->brief.id)
			continue;
		brief_person(t, s, w, a, member[i], &p);
		v[out->n_also++] =
			(struct also_recorded){ .id = p.id,
						.alias = same_alias(t, p.id),
						.ref = p.ref,
						.name = p.name,
						.address = p.address,
						.born = p.born };
	}
	out->also = v;
}

static void
forms_to_add(struct session *s, const struct who *w, struct arena *a,
	     const struct form *of, struct form const ***out, size_t *n)
{
	const struct form_set *set = s->set;

	*out = arena_array(a, set->n_forms + 1, sizeof(**out));
	*n = 0;
	/* Of a person the referrals first: that is what is begun most. */
	for (size_t i = 0; of->kind == FORM_PERSON && i < set->n_forms; i++)
		if (set->forms[i]->kind == FORM_CASE &&
		    set->forms[i]->about == ABOUT_PERSON &&
		    who_writes_form(w, set->forms[i]))
			(*out)[(*n)++] = set->forms[i];
	for (size_t i = 0; i < of->n_children; i++)
		if (who_writes_form(w, of->children[i]))
			(*out)[(*n)++] = of->children[i];
}

enum err
cases_about_nobody(struct session *s, struct arena *a, const struct form ***out,
		   size_t *n)
{
	struct txn *t = session_begin(s, false);
	const struct who *w = who_now(t, s);
	const struct form_set *set = s->set;

	*out = arena_array(a, set->n_forms + 1, sizeof(**out));
	*n = 0;
	for (size_t i = 0; w && i < set->n_forms; i++)
		if (set->forms[i]->kind == FORM_CASE &&
		    set->forms[i]->about != ABOUT_PERSON &&
		    who_writes_form(w, set->forms[i]))
			(*out)[(*n)++] = set->forms[i];
	return session_end(s, t);
}

enum err
person_open(struct session *s, struct arena *a, uint64_t id,
	    struct person_file *out)
{
	struct txn *t = session_begin(s, true);
	const struct who *w = who_now(t, s);
	const struct record *r = record_now(t, s, a, id);
	struct case_brief *cases;
	uint64_t member[SAME_MOST];
	size_t members;

	*out = (struct person_file){ 0 };
	if (!w || !r || r->kind != RECORD_PERSON ||
	    !who_sees_person(t, w, id)) {
		txn_fail(t, ERR_NOT_FOUND);
		return session_end(s, t);
	}
	id = same_shown(t, w, id);
	r = record_now(t, s, a, id);
	members = same_seen(t, w, id, member);
	for (size_t i = 0; i < members; i++)
		log_act(t, s, ACT_OPENED, member[i], 0, member[i], NULL);
	out->record = r;
	brief_person(t, s, w, a, id, &out->brief);
	out->brief.n_cases = same_cases(t, s, w, a, id, &cases);
	out->brief.cases = cases;
	out->n_events = person_events(t, s, w, a, member, members, &out->events,
				      &out->more_events);
	out->n_links = read_links(t, s, w, a, member, members, &out->links);
	read_also(t, s, w, a, member, members, out);
	out->may_write = who_writes(t, w, r);
	forms_to_add(s, w, a, s->set->person, &out->add, &out->n_add);
	return session_end(s, t);
}

enum err
person_cases(struct session *s, struct arena *a, uint64_t person,
	     struct case_brief **out, size_t *n)
{
	struct txn *t = session_begin(s, false);
	const struct who *w = who_now(t, s);

	*out = NULL;
	*n = 0;
	if (w && person && who_sees_person(t, w, person))
		*n = same_cases(t, s, w, a, same_shown(t, w, person), out);
	return session_end(s, t);
}

/* --- the case ---------------------------------------------------------------------- */

static const char *
roles_in_words(const struct session *s, struct arena *a, role_set roles)
{
	const char *out = "";

	for (size_t i = 0; i < s->set->n_roles; i++)
		if (roles & (role_set)1 << i)
			out = arena_printf(a, "%s%s%s", out, out[0] ? ", " : "",
					   s->set->roles[i].label);
	return out;
}

static void
read_offers(struct session *s, const struct who *w, struct arena *a,
	    const struct eval_ctx *ctx, struct case_file *out)
{
	const struct form *f = out->form;
	struct offer *v = arena_array(a, f->n_transitions + 1, sizeof(*v));
	size_t n = 0;

	for (size_t i = 0; i < f->n_transitions; i++) {
		struct offer *o = &v[n];

		o->transition = &f->transitions[i];
		transition_look(ctx, &out->record->fields, o->transition, false,
				&o->state);
		if (!o->state.from_here)
			continue;
		o->may = (who_roles(w, f) & o->transition->roles) != 0;
		o->who_can =
			o->may ? ""
			       : roles_in_words(s, a, o->transition->roles);
		n++;
	}
	out->offers = v;
	out->n_offers = n;
}

#define DAY_MINUTES (24 * 60)

static const char *
counted(struct arena *a, const char *before, int64_t n, const char *unit)
{
	return arena_printf(a, "%s%lld %s%s", before, (long long)n, unit,
			    n == 1 ? "" : "s");
}

/* Of a time of day that is less than a day away, in hours: "1 day" would be
 * said at ten in the evening of what is due at one. */
static const char *
hours_words(struct arena *a, const char *before, int64_t minutes)
{
	if (minutes < 60)
		return arena_printf(a, "%s%lld min", before,
				    (long long)minutes);
	return counted(a, before, minutes / 60, "hour");
}

const char *
days_left_words(struct arena *a, struct date due, int minutes, int64_t *left)
{
	int64_t n, m;

	if (!date_is_set(due)) {
		*left = INT64_MIN;
		return "no date";
	}
	*left = n = date_to_days(due) - date_to_days(clock_today());
	m = n * DAY_MINUTES + minutes - clock_minutes_of(clock_now());
	if (minutes >= 0 && m < 0 && m > -DAY_MINUTES) {
		*left = -1;
		return hours_words(a, "OVERDUE ", -m);
	}
	if (n < 0)
		return counted(a, "OVERDUE ", -n, "day");
	if (n == 0)
		return "today";
	return minutes >= 0 && m < DAY_MINUTES ? hours_words(a, "", m)
					       : counted(a, "", n, "day");
}

static int
due_order(const void *a, const void *b)
{
	const struct due *x = a, *y = b;
	int c = date_compare(x->due, y->due);

	return c ? c : x->minutes - y->minutes;
}

static void
add_due(struct case_file *f, struct arena *a, struct due d)
{
	struct due *v =
		arena_grow(a, f->dues, f->n_dues, f->n_dues + 1, sizeof(*v));

	d.left = days_left_words(a, d.due, d.minutes, &d.days_left);
	v[f->n_dues++] = d;
	f->dues = v;
}

static void
due_timers(struct txn *t, struct session *s, const struct who *w,
	   struct arena *a, const struct eval_ctx *ctx, struct case_file *out)
{
	struct live_timer *live;
	size_t n = case_timers(a, out->record, out->form, ctx, &live);

	for (size_t i = 0; i < n; i++) {
		const struct live_timer *l = &live[i];
		const struct record *r = l->record == out->record->id
						 ? NULL
						 : record_get(t, a, l->record);

		if (l->record != out->record->id && !who_sees(t, w, r))
			continue;
		add_due(out, a,
			(struct due){ .timer = l->timer,
				      .form = l->form,
				      .record = l->record,
				      .of = r ? record_summary(t, s, w, a, r)
					      : "",
				      .text = l->timer->label,
				      .due = l->due,
				      .minutes = l->minutes == ANY_TIME
							 ? -1
							 : (int)l->minutes,
				      .owner = out->brief.owner });
	}
}

static void
due_tasks(struct txn *t, const struct who *w, struct arena *a,
	  const struct of_case *of, size_t n_of, struct case_file *out)
{
	for (size_t i = 0; i < n_of; i++) {
		const struct record *task = of[i].kind == RECORD_TASK
						    ? record_get(t, a, of[i].id)
						    : NULL;
		const struct value *at;

		if (!task || !who_sees(t, w, task) ||
		    task->flags & (RECORD_FINISHED | RECORD_WITHDRAWN) ||
		    !strcmp(fields_text(&task->fields, "notice"), "yes"))
			continue;
		at = fields_get(&task->fields, "time");
		add_due(out, a,
			(struct due){
				.task = task->id,
				.of = "",
				.text = fields_text(&task->fields, "text"),
				.due = fields_date(&task->fields, "due"),
				.minutes = at ? at->minutes : -1,
				.owner = task->owner });
	}
}

static void
read_dues(struct txn *t, struct session *s, const struct who *w,
	  struct arena *a, const struct eval_ctx *ctx, const struct of_case *of,
	  size_t n_of, struct case_file *out)
{
	if (!out->brief.closed)
		due_timers(t, s, w, a, ctx, out);
	due_tasks(t, w, a, of, n_of, out);
	if (out->n_dues)
		qsort((struct due *)out->dues, out->n_dues, sizeof(*out->dues),
		      due_order);
}

/* A label that is a question needs no colon. */
static bool
asks(const char *label)
{
	size_t n = strlen(label);

	return n > 0 && label[n - 1] == '?';
}

static void
read_summary(const struct who *w, struct arena *a, const struct eval_ctx *ctx,
	     struct case_file *out)
{
	const struct form *f = out->form;

	out->summary = arena_array(a, f->n_summary + 1, sizeof(char *));
	for (size_t i = 0; i < f->n_summary; i++) {
		const struct item *it = form_item(f, f->summary[i]);
		struct value v;

		if (!it || it->repeat || it->sensitive ||
		    !who_reads_item(w, it, ctx) ||
		    view_hidden(out->view, it, NO_ROW))
			continue;
		v = view_value(out->view, it, NO_ROW);
		if (value_is_empty(&v) || v.type == VAL_ROWS ||
		    v.type == VAL_PERSON || v.type == VAL_CASE)
			continue;
		out->summary[out->n_summary++] = arena_printf(
			a, "%s%s %s", it->label, asks(it->label) ? "" : ":",
			answer_format(a, it, &v));
	}
}

/* Flags on a case about nobody, or about several people: of its own. */
static void
read_case_flags(struct txn *t, struct arena *a, const struct of_case *of,
		size_t n_of, struct case_file *out)
{
	struct flag_brief *v = arena_array(a, n_of + 1, sizeof(*v));
	size_t n = 0;

	for (size_t i = 0; i < n_of; i++) {
		const struct record *r = of[i].kind == RECORD_FLAG
						 ? record_get(t, a, of[i].id)
						 : NULL;
		struct date until =
			r ? fields_date(&r->fields, "until") : NO_DATE;

		if (!r || r->flags & (RECORD_FINISHED | RECORD_WITHDRAWN) ||
		    (date_is_set(until) &&
		     date_compare(until, clock_today()) < 0))
			continue;
		v[n++] =
			(struct flag_brief){ .id = r->id,
					     .text = fields_text(&r->fields,
								 "text"),
					     .by = r->created_by,
					     .on = clock_date_of(r->created_at),
					     .until = until };
	}
	out->flags = v;
	out->n_flags = n;
}

static void
case_read(struct txn *t, struct session *s, const struct who *w,
	  struct arena *a, const struct record *r, struct case_file *out)
{
	struct eval_ctx *ctx = arena_alloc(a, sizeof(*ctx));
	struct of_case *of;
	size_t n_of;

	out->record = r;
	out->form = form_of_record(s, r);
	brief_case(s, a, r, &out->brief);
	if (r->person && who_sees_person(t, w, r->person))
		brief_person(t, s, w, a, same_shown(t, w, r->person),
			     &out->person);
	brief_safe_contact(t, w, a, r, &out->person);
	brief_case_alerts(t, w, a, r, &out->person);
	context_read(t, s, a, out->form, r, r->person, r->id, ctx);
	out->view = form_view(ctx, &r->fields);
	ctx->answers = view_answers(out->view);
	n_of = all_of_case(t, a, r->id, &of);
	out->n_events = case_events(t, s, w, a, of, n_of, &out->events,
				    &out->more_events);
	read_offers(s, w, a, ctx, out);
	read_dues(t, s, w, a, ctx, of, n_of, out);
	read_summary(w, a, ctx, out);
	out->flags = out->person.flags;
	out->n_flags = out->person.n_flags;
	if (!r->person)
		read_case_flags(t, a, of, n_of, out);
	if (r->flags & RECORD_WITHDRAWN) {
		out->brief.state_label = arena_printf(a, "Withdrawn, was: %s",
						      out->brief.state_label);
		out->brief.closed = true;
		out->n_offers = 0;
		return;
	}
	out->may_write = who_writes(t, w, r);
	forms_to_add(s, w, a, out->form, &out->add, &out->n_add);
	out->n_sheets = case_sheets(w, a, out->form, &out->sheets);
}

enum err
case_open(struct session *s, struct arena *a, uint64_t id,
	  struct case_file *out)
{
	struct txn *t = session_begin(s, true);
	const struct who *w = who_now(t, s);
	const struct record *r = record_now(t, s, a, id);

	*out = (struct case_file){ 0 };
	if (!w || !r || r->kind != RECORD_CASE || !form_of_record(s, r) ||
	    !who_sees_case(t, w, r)) {
		txn_fail(t, ERR_NOT_FOUND);
	} else {
		log_act(t, s, ACT_OPENED, r->person, r->id, r->id, NULL);
		case_read(t, s, w, a, r, out);
	}
	return session_end(s, t);
}
