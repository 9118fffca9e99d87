/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The worklist as an index: live timers and open tasks by due date.
 *
 * IX_WORK key: scope, due date (none sorts first), minutes u32, id u64 of the
 * case or the task, number u32 of the timer (NOT_A_TIMER for a task).
 *   scope o login 00      what somebody owns
 *   scope u cno           cases that nobody owns
 *   scope r cno role 00   tasks for everybody who holds a role
 *   scope p cno           everything of a programme's case form
 * The id is the task's, or that of the record whose form has the timer (the
 * case or a child).  Posting: cno u8 (NO_CASE_FORM: none), case u64, person
 * u64, record u64 (the same id), timer u32, owner 00.
 *
 * A timer in a form of a person runs by its record alone, which is its maker's:
 * it has no case, and stands with the work of all under cno NO_CASE_FORM.
 *
 * IX_TIMER: case u64, record u64, timer u32 -> due date, minutes u32, owner
 * 00: what stands in IX_WORK for the case, so that it can be taken out again.
 * Of a person's record its own id stands in place of the case.
 */
#include "casework/work_index.h"

#include <string.h>

void
work_key(struct key *k, const struct work_scope *scope, struct date due,
	 uint32_t minutes, uint64_t id, uint32_t timer)
{
	work_scope_key(k, scope);
	key_date(k, due);
	key_u32(k, minutes);
	key_u64(k, id);
	key_u32(k, timer);
}

void
work_scope_key(struct key *k, const struct work_scope *scope)
{
	key_start(k);
	key_u8(k, (uint8_t)scope->kind);
	if (scope->kind != SCOPE_OWNER)
		key_u8(k, scope->cno);
	if (scope->kind == SCOPE_OWNER || scope->kind == SCOPE_ROLE)
		key_text(k, scope->name);
}

void
work_posting(struct key *p, const struct work_post *w)
{
	key_start(p);
	key_u8(p, w->cno);
	key_u64(p, w->case_id);
	key_u64(p, w->person);
	key_u64(p, w->record);
	key_u32(p, w->timer);
	key_text(p, w->owner);
}

bool
work_read_posting(struct bytes b, struct work_post *w)
{
	struct key_reader r = key_read(b);

	return key_read_u8(&r, &w->cno) && key_read_u64(&r, &w->case_id) &&
	       key_read_u64(&r, &w->person) && key_read_u64(&r, &w->record) &&
	       key_read_u32(&r, &w->timer) && key_read_text(&r, &w->owner);
}

/* --- timers of a case ---------------------------------------------------------- */

struct standing {
	uint64_t record;
	uint32_t timer;
	struct date due;
	uint32_t minutes;
	const char *owner;
};

static size_t
read_standing(struct txn *t, struct arena *a, uint64_t under,
	      struct standing **out)
{
	struct key k;
	struct bytes key, posting;
	struct index_scan *scan;
	size_t n = 0;

	*out = NULL;
	key_start(&k);
	key_u64(&k, under);
	scan = index_scan_prefix(t, IX_TIMER, key_bytes(&k), false);
	while (index_scan_next(scan, &key, &posting)) {
		struct key_reader kr = key_read(key), r = key_read(posting);
		struct standing s = { 0 };
		uint64_t id;
		const char *owner;

		if (!key_read_u64(&kr, &id) || !key_read_u64(&kr, &s.record) ||
		    !key_read_u32(&kr, &s.timer) ||
		    !key_read_date(&r, &s.due) ||
		    !key_read_u32(&r, &s.minutes) || !key_read_text(&r, &owner))
			continue;
		s.owner = arena_strdup(a, owner);
		*out = arena_grow(a, *out, n, n + 1, sizeof(**out));
		(*out)[n++] = s;
	}
	index_scan_close(&scan);
	return n;
}

/* The timers of one record that run now. */
static size_t
live_of(struct arena *a, const struct form *f, const struct eval_ctx *ctx,
	uint64_t record, struct live_timer **out, size_t n)
{
	for (size_t i = 0; i < f->n_timers; i++) {
		struct value due;
		struct live_timer l = { .timer = &f->timers[i],
					.form = f,
					.no = (uint32_t)i,
					.record = record,
					.minutes = ANY_TIME };

		if (!timer_due(ctx, &f->timers[i], &due))
			continue;
		if (due.type == VAL_DATE || due.type == VAL_DATETIME)
			l.due = due.date;
		if (due.type == VAL_DATETIME)
			l.minutes = (uint32_t)due.minutes;
		*out = arena_grow(a, *out, n, n + 1, sizeof(**out));
		(*out)[n++] = l;
	}
	return n;
}

size_t
case_timers(struct arena *a, const struct record *c, const struct form *f,
	    const struct eval_ctx *ctx, struct live_timer **out)
{
	size_t n;

	*out = NULL;
	n = live_of(a, f, ctx, c->id, out, 0);
	for (size_t i = 0; i < ctx->n_children; i++) {
		const struct child_answers *child = &ctx->children[i];
		struct eval_ctx its = *ctx;

		if (!child->form->n_timers)
			continue;
		its.form = child->form;
		its.answers = its.saved = child->answers;
		its.of_case = ctx->answers;
		its.children = NULL;
		its.n_children = 0;
		n = live_of(a, child->form, &its, child->id, out, n);
	}
	return n;
}

size_t
own_timers(struct txn *t, struct session *s, struct arena *a,
	   const struct record *r, const struct form *f,
	   struct live_timer **out)
{
	struct eval_ctx ctx;

	*out = NULL;
	context_read(t, s, a, f, r, r->person, 0, &ctx);
	return live_of(a, f, &ctx, r->id, out, 0);
}

static void
owner_scope(struct work_scope *scope, uint8_t cno, const char *owner)
{
	*scope = (struct work_scope){ owner[0] ? SCOPE_OWNER : SCOPE_UNOWNED,
				      cno, owner };
}

/* What a timer has in the indexes: r is its case, or the person's record. */
static void
timer_entries(const struct record *r, uint8_t cno, const struct standing *st,
	      entry_fn *each, void *ctx)
{
	struct work_scope scope;
	struct key k, p;
	const struct work_post post = { cno,	    r->case_id, r->person,
					st->record, st->timer,	st->owner };

	work_posting(&p, &post);
	for (int team = 0; team < 2; team++) {
		if (team)
			scope = (struct work_scope){ SCOPE_TEAM, cno, "" };
		else
			owner_scope(&scope, cno, st->owner);
		work_key(&k, &scope, st->due, st->minutes, st->record,
			 st->timer);
		each(IX_WORK, key_bytes(&k), key_bytes(&p), ctx);
	}
	key_start(&k);
	key_u64(&k, r->id);
	key_u64(&k, st->record);
	key_u32(&k, st->timer);
	key_start(&p);
	key_date(&p, st->due);
	key_u32(&p, st->minutes);
	key_text(&p, st->owner);
	each(IX_TIMER, key_bytes(&k), key_bytes(&p), ctx);
}

static void
put_entry(uint8_t index, struct bytes key, struct bytes posting, void *t)
{
	index_put(t, index, key, posting);
}

static void
del_entry(uint8_t index, struct bytes key, struct bytes posting, void *t)
{
	(void)posting;
	index_del(t, index, key);
}

static const struct standing *
standing_same(const struct standing *v, size_t n, const struct standing *x)
{
	for (size_t i = 0; i < n; i++)
		if (v[i].timer == x->timer && v[i].record == x->record &&
		    v[i].minutes == x->minutes &&
		    date_compare(v[i].due, x->due) == 0 &&
		    strcmp(v[i].owner, x->owner) == 0)
			return &v[i];
	return NULL;
}

bool
has_own_timers(const struct record *r, const struct form *f)
{
	return f && f->kind == FORM_PERSON_CHILD && f->n_timers &&
	       r->kind == RECORD_CHILD && !r->case_id;
}

static size_t
wanted_timers(struct txn *t, struct session *s, struct arena *a,
	      const struct record *r, const struct eval_ctx *ctx,
	      struct standing **out, const struct live_timer **live)
{
	const struct form *f = form_of_record(s, r);
	struct live_timer *l = NULL;
	const char *owner = r->kind == RECORD_CASE ? r->owner : r->created_by;
	size_t n = 0;

	*out = NULL;
	if (r->flags & (RECORD_WITHDRAWN | RECORD_CLOSED) || !f)
		return 0;
	if (ctx && r->kind == RECORD_CASE)
		n = case_timers(a, r, f, ctx, &l);
	else if (has_own_timers(r, f))
		n = own_timers(t, s, a, r, f, &l);
	*out = arena_array(a, n + 1, sizeof(**out));
	for (size_t i = 0; i < n; i++)
		(*out)[i] = (struct standing){ l[i].record, l[i].no, l[i].due,
					       l[i].minutes, owner };
	if (live)
		*live = l;
	return n;
}

static uint8_t
cno_of(const struct session *s, const struct record *r)
{
	return r->kind == RECORD_CASE
		       ? (uint8_t)case_form_no(s, form_of_record(s, r))
		       : NO_CASE_FORM;
}

void
work_entries_timers(struct txn *t, struct session *s, struct arena *a,
		    const struct record *r, const struct eval_ctx *ctx,
		    entry_fn *each, void *each_ctx)
{
	struct standing *want;
	size_t n = wanted_timers(t, s, a, r, ctx, &want, NULL);

	for (size_t i = 0; i < n; i++)
		timer_entries(r, cno_of(s, r), &want[i], each, each_ctx);
}

static void
renew(struct txn *t, struct session *s, const struct record *r,
      const struct eval_ctx *ctx)
{
	struct arena a = ARENA_INIT;
	struct standing *old, *want;
	const struct live_timer *live = NULL;
	size_t n_old = read_standing(t, &a, r->id, &old);
	size_t n_want = wanted_timers(t, s, &a, r, ctx, &want, &live);
	uint8_t cno = cno_of(s, r);
	bool gone = false;

	for (size_t i = 0; i < n_old; i++)
		if (!standing_same(want, n_want, &old[i])) {
			timer_entries(r, cno, &old[i], del_entry, t);
			gone = true;
		}
	for (size_t i = 0; i < n_want; i++)
		if (!standing_same(old, n_old, &want[i]))
			timer_entries(r, cno, &want[i], put_entry, t);
	/* Of a case that has ended all tasks and notices are ended. */
	if (gone && ctx && r->kind == RECORD_CASE &&
	    !(r->flags & (RECORD_WITHDRAWN | RECORD_CLOSED)))
		notices_renew(t, s, r->id, live, n_want);
	arena_clear(&a);
}

void
work_renew_case(struct txn *t, struct session *s, const struct record *c,
		const struct eval_ctx *ctx)
{
	renew(t, s, c, ctx);
}

void
work_renew_own(struct txn *t, struct session *s, const struct record *r)
{
	if (has_own_timers(r, form_of_record(s, r)))
		renew(t, s, r, NULL);
}

/* --- tasks ------------------------------------------------------------------------ */

/*
 * A task's record: owner (login) or field `role` for everybody who holds it;
 * fields text, due, time, notice (yes: only to be read), timer (of a notice: see
 * notice.c), about_form (catalogue
 * name of the case's form, so that its entries need no look at the case),
 * about_record (of a person's: who may see it is who may see that), narrow
 * (yes: of a record that not all readers of the case may read, so that it does
 * not stand among the work of all).
 */
void
work_entries_task(struct session *s, struct arena *a, const struct record *task,
		  entry_fn *each, void *ctx)
{
	const struct form *f =
		form_called(s->set, fields_text(&task->fields, "about_form"));
	const struct value *at = fields_get(&task->fields, "time");
	const char *role = fields_text(&task->fields, "role");
	int cno = f ? case_form_no(s, f) : -1;
	bool narrow = !strcmp(fields_text(&task->fields, "narrow"), "yes");
	struct work_post post = { cno < 0 ? NO_CASE_FORM : (uint8_t)cno,
				  task->case_id,
				  task->person,
				  task->id,
				  NOT_A_TIMER,
				  task->owner };
	struct work_scope scope;
	struct key k, p;

	(void)a;
	if (task->flags & (RECORD_FINISHED | RECORD_WITHDRAWN))
		return;
	work_posting(&p, &post);
	for (int team = 0; team < 2; team++) {
		if (team && (cno < 0 || narrow))
			break;
		if (team)
			scope = (struct work_scope){ SCOPE_TEAM, post.cno, "" };
		else if (role[0])
			scope = (struct work_scope){ SCOPE_ROLE, post.cno,
						     role };
		else
			owner_scope(&scope, post.cno, task->owner);
		work_key(&k, &scope, fields_date(&task->fields, "due"),
			 at ? (uint32_t)at->minutes : ANY_TIME, task->id,
			 NOT_A_TIMER);
		each(IX_WORK, key_bytes(&k), key_bytes(&p), ctx);
	}
}

uint64_t
task_make(struct txn *t, struct session *s, const struct task_new *n,
	  const struct role *role, bool notice)
{
	struct arena a = ARENA_INIT;
	struct record r = { .kind = RECORD_TASK,
			    .form = "",
			    .state = "",
			    .owner = "",
			    .person = n->person,
			    .case_id = n->case_id };
	const struct record *c =
		n->case_id ? record_get_header(t, &a, n->case_id) : NULL;

	r.id = record_new_id(t);
	r.ref = task_number(t, &a, r.id);
	fields_init(&r.fields, &a);
	fields_set(&r.fields, "text", value_text(n->text));
	fields_set(&r.fields, "due", value_date(n->due));
	if (n->minutes >= 0)
		fields_set(&r.fields, "time", value_time(n->minutes));
	if (c) {
		fields_set(&r.fields, "about_form", value_text(c->form));
		r.person = c->person;
	}
	if (n->by_rule)
		fields_set(&r.fields, "by_rule", value_code("yes"));
	if (n->about_record)
		fields_set(&r.fields, "about_record",
			   value_case(n->about_record));
	if (n->narrow)
		fields_set(&r.fields, "narrow", value_code("yes"));
	if (notice)
		fields_set(&r.fields, "notice", value_code("yes"));
	if (n->timer)
		fields_set(&r.fields, "timer", value_text(n->timer));
	if (role)
		fields_set(&r.fields, "role", value_code(role->name));
	else
		r.owner = n->owner ? n->owner : s->user;
	change_record(t, s, NULL, &r, &(struct note){ .act = ACT_TASK_ADDED });
	arena_clear(&a);
	return r.id;
}
