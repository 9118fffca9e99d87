/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Reading the worklist and the diary; tasks.
 */
#include <stdlib.h>
#include <string.h>

#include "casework/find_parts.h"
#include "casework/work_index.h"

/* Lines gathered from several stretches of the index, then put in order. */
struct gather {
	struct session *s;
	struct txn *t;
	const struct who *w;
	struct arena *a;
	struct arena read; /* records, until the next line */
	struct work_line *v;
	size_t n, cap, most;
	uint64_t only;	/* case forms; all but when others left them */
	uint64_t whole; /* case forms whose children are all seen */
	bool cut;
	bool unowned; /* the list of what nobody has: not to be told of each */
};

struct work_line {
	struct date due;
	uint32_t minutes;
	struct work_post post;
	bool left; /* in the name of somebody who has left */
};

static bool
cno_seen(struct gather *g, const struct work_post *p)
{
	const struct record *c;

	if (p->cno == NO_CASE_FORM && p->timer == NOT_A_TIMER)
		return (p->person && strcmp(p->owner, g->s->user) == 0) ||
		       who_sees(g->t, g->w,
				record_get_header(g->t, &g->read, p->record));
	/* A child's timer: its form may have fewer readers than the case's. */
	if (p->cno != NO_CASE_FORM && g->whole >> p->cno & 1)
		return true;
	if (p->timer != NOT_A_TIMER && p->record != p->case_id)
		return who_sees(g->t, g->w,
				record_get_header(g->t, &g->read, p->record));
	if (g->w->reads & UINT64_C(1) << p->cno)
		return true;
	if (!(g->w->reads_where & UINT64_C(1) << p->cno))
		return false;
	c = record_get_header(g->t, &g->read, p->case_id);
	return c && who_sees_case(g->t, g->w, c);
}

static void
see_whole(struct gather *g)
{
	for (size_t c = 0; c < g->s->case_forms.n; c++)
		if (who_sees_children(g->w, (int)c))
			g->whole |= UINT64_C(1) << c;
}

static bool
is_wanted(const struct gather *g, const struct work_post *p)
{
	return p->cno == NO_CASE_FORM ? g->only == ~UINT64_C(0)
				      : g->only >> p->cno & 1;
}

static void
gather_scan(struct gather *g, const struct work_scope *scope, struct date from,
	    struct date to)
{
	struct key first, last;
	struct bytes key, posting;
	struct index_scan *scan;
	size_t here = 0;

	work_scope_key(&first, scope);
	last = first;
	if (date_is_set(from))
		key_date(&first, from);
	if (date_is_set(to))
		key_date(&last, date_add_days(to, 1));
	else
		key_after(&last);
	scan = index_scan_open(g->t, IX_WORK, key_bytes(&first),
			       key_bytes(&last), false);
	while (here < g->most && index_scan_look(scan, &key, &posting)) {
		struct work_line l;
		struct bytes tail =
			bytes_of((const char *)key.p + key.n - 20, 20);
		struct key_reader r = key_read(tail);

		arena_clear(&g->read);
		if (!key_read_date(&r, &l.due) ||
		    !key_read_u32(&r, &l.minutes) ||
		    !work_read_posting(posting, &l.post) ||
		    !is_wanted(g, &l.post) || !cno_seen(g, &l.post))
			continue;
		l.left = scope->kind == SCOPE_OWNER &&
			 strcmp(scope->name, g->s->user) != 0;
		l.post.owner = arena_strdup(g->a, l.post.owner);
		if (g->n == g->cap) {
			size_t want = g->cap ? g->cap * 2 : 64;

			g->v = arena_grow(g->a, g->v, g->n, want,
					  sizeof(*g->v));
			g->cap = want;
		}
		g->v[g->n++] = l;
		here++;
	}
	g->cut |= here == g->most;
	index_scan_close(&scan);
	arena_clear(&g->read);
}

static void
gather_role(struct gather *g, uint8_t cno, role_set mine, struct date from,
	    struct date to)
{
	const struct form_set *set = g->s->set;

	for (size_t r = 0; r < set->n_roles; r++)
		if (mine & (role_set)1 << r)
			gather_scan(g,
				    &(struct work_scope){ SCOPE_ROLE, cno,
							  set->roles[r].name },
				    from, to);
}

/* Tasks for everybody who holds one of my roles in a programme; about a
 * person, in any. */
static void
gather_roles(struct gather *g, struct date from, struct date to)
{
	for (size_t c = 0; c < g->s->case_forms.n; c++)
		gather_role(g, (uint8_t)c, g->w->roles[c], from, to);
	gather_role(g, NO_CASE_FORM, g->w->anywhere, from, to);
}

/* What is still in the name of somebody who has left, or lost their role. */
static void
gather_left(struct gather *g, struct date from, struct date to)
{
	struct leaver *u;
	size_t n = users_left(g->t, g->s, g->a, g->w->reads | g->w->reads_where,
			      &u);

	for (size_t i = 0; i < n; i++) {
		g->only = u[i].forms;
		gather_scan(g,
			    &(struct work_scope){ SCOPE_OWNER, 0, u[i].login },
			    from, to);
	}
	g->only = ~UINT64_C(0);
}

static void
gather_whose(struct gather *g, enum work_whose whose, struct date from,
	     struct date to)
{
	const struct session *s = g->s;

	see_whole(g);
	if (whose == WORK_MINE) {
		gather_scan(g, &(struct work_scope){ SCOPE_OWNER, 0, s->user },
			    from, to);
		gather_roles(g, from, to);
		return;
	}
	if (whose == WORK_UNOWNED)
		gather_left(g, from, to);
	else if (g->w->anywhere)
		gather_scan(
			g, &(struct work_scope){ SCOPE_TEAM, NO_CASE_FORM, "" },
			from, to);
	for (size_t c = 0; c < s->case_forms.n; c++)
		if ((g->w->reads | g->w->reads_where) & UINT64_C(1) << c)
			gather_scan(g,
				    &(struct work_scope){
					    whose == WORK_TEAM ? SCOPE_TEAM
							       : SCOPE_UNOWNED,
					    (uint8_t)c, "" },
				    from, to);
}

/* What has no date yet is not due: it stands after what is. */
static int
due_order(struct date a, struct date b)
{
	if (date_is_set(a) != date_is_set(b))
		return date_is_set(a) ? -1 : 1;
	return date_compare(a, b);
}

static int
line_order(const void *a, const void *b)
{
	const struct work_line *x = a, *y = b;
	int c = due_order(x->due, y->due);

	if (c)
		return c;
	if (x->minutes != y->minutes)
		return x->minutes < y->minutes ? -1 : 1;
	if (x->post.case_id != y->post.case_id)
		return x->post.case_id < y->post.case_id ? -1 : 1;
	if (x->post.record != y->post.record)
		return x->post.record < y->post.record ? -1 : 1;
	return x->post.timer < y->post.timer ? -1
					     : x->post.timer > y->post.timer;
}

static void
line_note(struct gather *g, const struct work_line *l, const struct record *c,
	  struct person_brief *p, struct work *out)
{
	int64_t left;
	const char *words =
		days_left_words(g->a, out->due, out->minutes, &left);

	out->overdue = date_is_set(out->due) && left < 0;
	out->note = out->overdue || !date_is_set(out->due) ? words : "";
	if (!out->note[0] && l->left)
		out->note = "its owner left";
	if (!out->note[0] && c && c->flags & RECORD_CLOSED)
		out->note = "case is closed";
	if (!out->note[0] && p->id)
		brief_flags(g->t, g->w, &g->read, p);
	if (!out->note[0] && p->n_flags)
		out->note = arena_strdup(g->a, p->flags[0].text);
	if (!out->note[0] && c && !c->owner[0] && !g->unowned)
		out->note = "nobody has it";
}

/* Of a timer's record only the form is wanted, which the header tells. */
static const struct record *
line_record(struct gather *g, const struct work_post *p, const struct record *c)
{
	if (!p->record)
		return NULL;
	if (c && c->id == p->record)
		return c;
	return p->timer == NOT_A_TIMER
		       ? record_now(g->t, g->s, &g->read, p->record)
		       : record_get_header(g->t, &g->read, p->record);
}

/* What is read goes again with each line: a person's answers are many times
 * the name that is shown. */
static void
fill_line(struct gather *g, const struct work_line *l, struct work *out)
{
	const struct record *c =
		l->post.case_id
			? record_get_header(g->t, &g->read, l->post.case_id)
			: NULL;
	bool is_task = l->post.timer == NOT_A_TIMER;
	const struct record *of = line_record(g, &l->post, c);
	const struct form *f = c ? form_of_record(g->s, c) : NULL;
	const struct form *its = of ? form_of_record(g->s, of) : NULL;
	struct person_brief p = { 0 };

	*out = (struct work){ .case_id = l->post.case_id,
			      .task = is_task ? l->post.record : 0,
			      .record = l->post.record,
			      .ref = arena_strdup(g->a, c    ? c->ref
							: of ? of->ref
							     : ""),
			      .name = "",
			      .doing = "",
			      .owner = l->post.owner,
			      .programme = f ? f->programme : "",
			      .due = l->due,
			      .minutes = l->minutes == ANY_TIME
						 ? -1
						 : (int)l->minutes };
	if (is_task && of)
		out->doing =
			arena_strdup(g->a, fields_text(&of->fields, "text"));
	else if (its && l->post.timer < its->n_timers)
		out->doing = its->timers[l->post.timer].label;
	if (l->post.person && who_sees_person(g->t, g->w, l->post.person)) {
		brief_name(g->t, g->s, g->w, &g->read,
			   same_shown(g->t, g->w, l->post.person), &p);
		out->person = p.id;
		out->name = arena_strdup(g->a, p.name);
		if (!out->ref[0])
			out->ref = arena_strdup(g->a, p.ref);
	}
	line_note(g, l, c, &p, out);
	arena_clear(&g->read);
}

static void
fill_list(struct gather *g, size_t skip, size_t most, struct worklist *out)
{
	if (g->n)
		qsort(g->v, g->n, sizeof(*g->v), line_order);
	*out = (struct worklist){
		.total = g->n < WORK_COUNTED ? g->n : WORK_COUNTED,
		.more_than_counted = g->n > WORK_COUNTED || g->cut
	};
	/* Beyond that a stretch may have been cut: the order would lie. */
	if (g->n > WORK_COUNTED)
		g->n = WORK_COUNTED;
	if (skip >= g->n)
		return;
	out->n = g->n - skip < most ? g->n - skip : most;
	out->v = arena_array(g->a, out->n + 1, sizeof(*out->v));
	for (size_t i = 0; i < out->n; i++)
		fill_line(g, &g->v[skip + i], &out->v[i]);
}

enum err
worklist_read(struct session *s, struct arena *a, enum work_whose whose,
	      size_t skip, struct worklist *out)
{
	struct gather g = { .s = s,
			    .t = session_begin(s, false),
			    .a = a,
			    .most = WORK_COUNTED,
			    .only = ~UINT64_C(0),
			    .unowned = whose == WORK_UNOWNED };

	*out = (struct worklist){ 0 };
	g.w = who_now(g.t, s);
	if (g.w) {
		gather_whose(&g, whose, NO_DATE, NO_DATE);
		fill_list(&g, skip, WORK_MOST, out);
	}
	return session_end(s, g.t);
}

enum err
diary_read(struct session *s, struct arena *a, struct date from, struct date to,
	   struct worklist *out, struct worklist *overdue)
{
	struct gather g = { .s = s,
			    .t = session_begin(s, false),
			    .a = a,
			    .most = WORK_COUNTED,
			    .only = ~UINT64_C(0) },
		      old;
	struct date before = date_add_days(
		date_compare(from, clock_today()) < 0 ? from : clock_today(),
		-1);

	*out = *overdue = (struct worklist){ 0 };
	g.w = who_now(g.t, s);
	old = g;
	if (g.w) {
		gather_whose(&g, WORK_MINE, from, to);
		fill_list(&g, 0, WORK_MOST, out);
		gather_whose(&old, WORK_MINE, date_of(1600, 1, 1), before);
		fill_list(&old, 0, WORK_MOST, overdue);
	}
	return session_end(s, g.t);
}

/* --- tasks ----------------------------------------------------------------------------- */

/* May it be given to this user: somebody at work, who may see the case? */
static bool
may_have(struct txn *t, struct session *s, struct arena *a, const char *login,
	 const struct record *c)
{
	const struct form *f = c ? form_of_record(s, c) : NULL;
	struct user *u;
	size_t n;

	if (strcmp(login, s->user) == 0)
		return true;
	n = users_all(t, a, &u);
	for (size_t i = 0; i < n; i++)
		if (strcmp(u[i].login, login) == 0)
			return !u[i].ended &&
			       (!f ||
				user_holds(s, &u[i], f->read | f->write, f));
	return false;
}

enum err
task_add(struct session *s, const struct task_new *n, uint64_t *id)
{
	struct arena a = ARENA_INIT;
	struct txn *t = session_begin(s, true);
	const struct who *w = who_now(t, s);
	const struct record *c =
		n->case_id ? record_get_header(t, &a, n->case_id) : NULL;
	enum err e;

	if (text_blank(n->text))
		txn_fail(t, ERR_INVALID);
	if (w && n->case_id && (!c || !who_sees_case(t, w, c)))
		txn_fail(t, ERR_NOT_FOUND);
	if (w && n->person && !n->case_id && !who_sees_person(t, w, n->person))
		txn_fail(t, ERR_NOT_FOUND);
	if (w && n->owner && !may_have(t, s, &a, n->owner, c))
		txn_fail(t, ERR_INVALID);
	*id = 0;
	if (txn_err(t) == ERR_OK)
		*id = task_make(t, s, n, NULL, false);
	e = session_end(s, t);
	arena_clear(&a);
	return e;
}

/* May the user change this task: its owner, a holder of its role, its maker,
 * or somebody who may write its case. */
static bool
may_do_task(struct txn *t, const struct who *w, const struct record *task)
{
	const struct session *s = w->s;
	struct arena a = ARENA_INIT;
	const struct record *c =
		task->case_id ? record_get_header(t, &a, task->case_id) : NULL;
	bool may = !strcmp(task->owner, s->user) ||
		   !strcmp(task->created_by, s->user) ||
		   (c && who_writes(t, w, c));
	int role = form_role(s->set, fields_text(&task->fields, "role"));

	if (!may && role >= 0)
		may = (c ? who_roles(w, form_of_record(s, c)) : w->anywhere) &
		      (role_set)1 << role;
	arena_clear(&a);
	return may;
}

struct task_edit {
	struct session *s;
	struct arena a;
	struct txn *t;
	const struct record *old;
	struct record now;
	uint64_t id;
};

static bool
task_begin(struct task_edit *e, struct session *s, uint64_t task)
{
	const struct who *w;

	e->s = s;
	e->id = task;
	e->a = (struct arena){ 0 };
	e->t = session_begin(s, true);
	w = who_now(e->t, s);
	e->old = record_get(e->t, &e->a, task);
	if (!w || !e->old || e->old->kind != RECORD_TASK ||
	    (!who_sees(e->t, w, e->old) &&
	     (e->old->case_id || strcmp(e->old->owner, s->user)))) {
		txn_fail(e->t, ERR_NOT_FOUND);
		return false;
	}
	if (!may_do_task(e->t, w, e->old))
		txn_fail(e->t, ERR_DENIED);
	if (e->old->flags & RECORD_WITHDRAWN)
		txn_fail(e->t, ERR_CONFLICT);
	if (e->old->flags & RECORD_FINISHED)
		txn_fail(e->t, ERR_EXISTS);
	e->now = *e->old;
	fields_copy(&e->now.fields, &e->a, &e->old->fields);
	return txn_err(e->t) == ERR_OK;
}

static enum err
task_end(struct task_edit *e)
{
	enum err err = session_end(e->s, e->t);

	arena_clear(&e->a);
	if (err == ERR_DENIED)
		log_refusal(e->s, e->id, "to change it");
	return err;
}

enum err
task_finish(struct session *s, uint64_t task, const char *how_it_went)
{
	struct task_edit e;

	if (task_begin(&e, s, task)) {
		e.now.flags |= RECORD_FINISHED;
		fields_set(&e.now.fields, "outcome", value_text(how_it_went));
		fields_set(&e.now.fields, "done_on", value_date(clock_today()));
		change_record(e.t, s, e.old, &e.now,
			      &(struct note){ .act = ACT_TASK_DONE });
	}
	return task_end(&e);
}

enum err
task_move(struct session *s, uint64_t task, struct date due, int minutes)
{
	struct task_edit e;

	if (task_begin(&e, s, task)) {
		fields_set(&e.now.fields, "due", value_date(due));
		fields_set(&e.now.fields, "time",
			   minutes >= 0 ? value_time(minutes) : value_empty);
		change_record(e.t, s, e.old, &e.now,
			      &(struct note){ .act = ACT_TASK_MOVED });
	}
	return task_end(&e);
}

enum err
task_give(struct session *s, uint64_t task, const char *login)
{
	struct task_edit e;
	const struct record *c;

	if (task_begin(&e, s, task)) {
		c = e.old->case_id
			    ? record_get_header(e.t, &e.a, e.old->case_id)
			    : NULL;
		if (!may_have(e.t, s, &e.a, login, c))
			txn_fail(e.t, ERR_INVALID);
		e.now.owner = login;
		fields_set(&e.now.fields, "role", value_empty);
		change_record(e.t, s, e.old, &e.now,
			      &(struct note){ .act = ACT_TASK_MOVED });
	}
	return task_end(&e);
}

/* --- the tasks of a case ------------------------------------------------------ */

static bool
is_made(const struct record *task, enum task_maker by)
{
	bool ruled = !strcmp(fields_text(&task->fields, "by_rule"), "yes");

	return by == TASKS_ALL || ruled == (by == TASKS_OF_RULES);
}

size_t
open_tasks(struct txn *t, struct arena *a, uint64_t case_id, enum task_maker by,
	   struct record ***out)
{
	struct key k;
	struct bytes key, posting;
	uint64_t *ids = NULL;
	size_t n = 0, kept = 0;
	struct index_scan *scan;

	key_start(&k);
	key_u64(&k, case_id);
	key_u8(&k, RECORD_TASK);
	scan = index_scan_prefix(t, IX_OF_CASE, key_bytes(&k), false);
	while (index_scan_next(scan, &key, &posting)) {
		struct key_reader r =
			key_read(bytes_of((const char *)key.p + key.n - 8, 8));

		ids = arena_grow(a, ids, n, n + 1, sizeof(*ids));
		key_read_u64(&r, &ids[n++]);
	}
	index_scan_close(&scan);
	*out = arena_array(a, n + 1, sizeof(**out));
	for (size_t i = 0; i < n; i++) {
		struct record *r = record_get(t, a, ids[i]);

		if (r && !(r->flags & (RECORD_FINISHED | RECORD_WITHDRAWN)) &&
		    is_made(r, by))
			(*out)[kept++] = r;
	}
	return kept;
}

size_t
open_rule_tasks(struct txn *t, struct arena *a, uint64_t case_id,
		struct record ***out)
{
	return open_tasks(t, a, case_id, TASKS_OF_RULES, out);
}

static void
tasks_end(struct txn *t, struct session *s, uint64_t case_id,
	  enum task_maker by, const char *outcome)
{
	struct arena a = ARENA_INIT;
	struct record **old;
	size_t n = open_tasks(t, &a, case_id, by, &old);

	for (size_t i = 0; i < n; i++) {
		struct record now = *old[i];

		fields_copy(&now.fields, &a, &old[i]->fields);
		now.flags |= RECORD_FINISHED;
		fields_set(&now.fields, "outcome", value_text(outcome));
		change_record(t, s, old[i], &now,
			      &(struct note){ .act = ACT_TASK_DONE });
	}
	arena_clear(&a);
}

void
rule_tasks_end(struct txn *t, struct session *s, uint64_t case_id)
{
	tasks_end(t, s, case_id, TASKS_OF_RULES, "The case ended.");
}

void
case_tasks_end(struct txn *t, struct session *s, uint64_t case_id)
{
	tasks_end(t, s, case_id, TASKS_ALL, "The case was withdrawn.");
}

void
rule_tasks_pass(struct txn *t, struct session *s, uint64_t case_id,
		const char *from, const char *to)
{
	struct arena a = ARENA_INIT;
	struct record **old;
	size_t n = open_rule_tasks(t, &a, case_id, &old);

	for (size_t i = 0; i < n; i++) {
		struct record now = *old[i];

		if (fields_text(&now.fields, "role")[0] ||
		    strcmp(now.owner, from) != 0)
			continue;
		now.owner = to;
		change_record(t, s, old[i], &now,
			      &(struct note){ .act = ACT_TASK_MOVED });
	}
	arena_clear(&a);
}
