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
 * IX_TIMER: case u64, record u64, timer u32 -> due date, minutes u32, owner
 * 00: what stands in IX_WORK for the case, so that it can be taken out again.
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
read_standing(struct txn *t, struct arena *a, uint64_t case_id,
	      struct standing **out)
{
	struct key k;
	struct bytes key, posting;
	struct index_scan *scan;
	size_t n = 0;

	*out = NULL;
	key_start(&k);
	key_u64(&k, case_id);
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
			.no = (uint32_t)i, .record = record,
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

static void
owner_scope(struct work_scope *scope, uint8_t cno, const char *owner)
{
	*scope = (struct work_scope){ owner[0] ? SCOPE_OWNER : SCOPE_UNOWNED,
				      cno, owner };
}

static void
put_timer(struct txn *t, const struct record *c, uint8_t cno,
	  const struct standing *st, bool in)
{
	struct work_scope scope;
	struct key k, p;
	const struct work_post post = { cno, c->id, c->person, st->record,
					st->timer, st->owner };

	work_posting(&p, &post);
	for (int team = 0; team < 2; team++) {
		if (team)
			scope = (struct work_scope){ SCOPE_TEAM, cno, "" };
		else
			owner_scope(&scope, cno, st->owner);
		work_key(&k, &scope, st->due, st->minutes, st->record,
			 st->timer);
		if (in)
			index_put(t, IX_WORK, key_bytes(&k), key_bytes(&p));
		else
			index_del(t, IX_WORK, key_bytes(&k));
	}
	key_start(&k);
	key_u64(&k, c->id);
	key_u64(&k, st->record);
	key_u32(&k, st->timer);
	key_start(&p);
	key_date(&p, st->due);
	key_u32(&p, st->minutes);
	key_text(&p, st->owner);
	if (in)
		index_put(t, IX_TIMER, key_bytes(&k), key_bytes(&p));
	else
		index_del(t, IX_TIMER, key_bytes(&k));
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

static size_t
wanted_timers(struct arena *a, const struct record *c, const struct form *f,
	      const struct eval_ctx *ctx, struct standing **out)
{
	struct live_timer *l;
	size_t n = case_timers(a, c, f, ctx, &l);

	*out = arena_array(a, n + 1, sizeof(**out));
	for (size_t i = 0; i < n; i++)
		(*out)[i] = (struct standing){ l[i].record, l[i].no, l[i].due,
					       l[i].minutes, c->owner };
	return n;
}

void
work_renew_case(struct txn *t, struct session *s, const struct record *c,
		const struct eval_ctx *ctx)
{
	struct arena a = ARENA_INIT;
	const struct form *f = form_of_record(s, c);
	struct standing *old, *want = NULL;
	size_t n_old = read_standing(t, &a, c->id, &old), n_want = 0;
	uint8_t cno = (uint8_t)case_form_no(s, f);

	if (f && ctx && !(c->flags & RECORD_WITHDRAWN))
		n_want = wanted_timers(&a, c, f, ctx, &want);
	for (size_t i = 0; i < n_old; i++)
		if (!standing_same(want, n_want, &old[i]))
			put_timer(t, c, cno, &old[i], false);
	for (size_t i = 0; i < n_want; i++)
		if (!standing_same(old, n_old, &want[i]))
			put_timer(t, c, cno, &want[i], true);
	arena_clear(&a);
}

/* --- tasks ------------------------------------------------------------------------ */

/*
 * A task's record: owner (login) or field `role` for everybody who holds it;
 * fields text, due, time, notice (yes: only to be read), about_form (catalogue
 * name of the case's form, so that its entries need no look at the case).
 */
void
work_entries_task(struct session *s, struct arena *a,
		  const struct record *task, entry_fn *each, void *ctx)
{
	const struct form *f = form_called(s->set, fields_text(&task->fields,
							       "about_form"));
	const struct value *at = fields_get(&task->fields, "time");
	const char *role = fields_text(&task->fields, "role");
	int cno = f ? case_form_no(s, f) : -1;
	struct work_post post = { cno < 0 ? NO_CASE_FORM : (uint8_t)cno,
		task->case_id, task->person, task->id, NOT_A_TIMER,
		task->owner };
	struct work_scope scope;
	struct key k, p;

	(void)a;
	if (task->flags & (RECORD_FINISHED | RECORD_WITHDRAWN))
		return;
	work_posting(&p, &post);
	for (int team = 0; team < 2; team++) {
		if (team && cno < 0)
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
	struct record r = { .kind = RECORD_TASK, .form = "", .state = "",
			    .owner = "", .person = n->person,
			    .case_id = n->case_id };
	const struct record *c = n->case_id
		? record_get_header(t, &a, n->case_id) : NULL;

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
	if (notice)
		fields_set(&r.fields, "notice", value_code("yes"));
	if (role)
		fields_set(&r.fields, "role", value_code(role->name));
	else
		r.owner = n->owner ? n->owner : s->user;
	change_record(t, s, NULL, &r, &(struct note){ .act = ACT_TASK_ADDED });
	arena_clear(&a);
	return r.id;
}
