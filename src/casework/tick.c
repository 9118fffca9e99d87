/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The nightly tick: reminders and escalations of live timers, as notices in
 * the worklists of those they are for.  What has been raised is remembered
 * on the case (`_raised`: timer, due, kind), so that it may run any number of
 * times without harm.  Cases are done in small commits.
 */
#include <string.h>

#include "casework/work_index.h"

#define CASES_A_COMMIT 50

struct ticking {
	struct session *s;
	struct txn *t;
	struct arena *a;
	struct ticked *out;
};

#define DAY_MINUTES (24 * 60)

/*
 * Has the moment come, this long before (sign -1) or after a timer is due?
 * Days are counted by date, working days by the calendar; hours and minutes
 * from its time of day.  What is due any time that day is due when the day
 * begins, and late when it has ended.
 */
static bool
has_come(const struct calendar *c, const struct live_timer *l,
	 struct duration by, int sign)
{
	int64_t at, now = date_to_days(clock_today()) * DAY_MINUTES +
			  clock_minutes_of(clock_now());

	by.n *= sign;
	if (by.unit != DUR_MINUTES)
		return date_compare(clock_today(), date_after(c, l->due, by)) >=
		       0;
	at = date_to_days(l->due) * DAY_MINUTES + by.n;
	if (l->minutes != ANY_TIME)
		at += l->minutes;
	else if (sign > 0)
		at += DAY_MINUTES;
	return now >= at;
}

/* What is remembered of a notice: which timer of which record, which due date
 * and kind. */
static const char *
timer_mark(const struct ticking *k, const struct live_timer *l,
	   const char *kind)
{
	return arena_printf(k->a, "%s %llu %s %s", l->timer->name,
			    (unsigned long long)l->record, kind,
			    date_format(k->a, l->due, DATE_ISO));
}

static bool
raised_before(const struct record *c, const char *mark)
{
	const struct value *v = fields_get(&c->fields, "_raised");

	for (size_t i = 0; v && i < v->rows.n; i++)
		if (!strcmp(fields_text(&v->rows.v[i].fields, "mark"), mark))
			return true;
	return false;
}

static void
remember(struct ticking *k, struct record *c, const char *mark)
{
	struct fields *row = own_row_add(k->a, c, "_raised");

	fields_set(row, "mark", value_text(mark));
}

/* c: the case, or the person's record, which is its maker's.  Of a record with
 * fewer readers than its case only the one told learns. */
static void
raise_notice(struct ticking *k, const struct record *c,
	     const struct live_timer *l, const char *kind, const char *text,
	     const struct role *to)
{
	const struct form *f = form_of_record(k->s, c);
	const struct form *its = l->form;
	bool of_case = c->kind == RECORD_CASE;
	const struct task_new n = {
		.case_id = of_case ? c->id : 0,
		.person = c->person,
		.owner = of_case ? c->owner : c->created_by,
		.text = text,
		.due = l->due,
		.minutes = -1,
		.by_rule = true,
		.timer = of_case ? notice_mark(k->a, l, kind) : NULL,
		.about_record = of_case ? 0 : c->id,
		.narrow = of_case &&
			  (its->read_where ||
			   ((f->read | f->write) & ~(its->read | its->write)))
	};

	if (of_case && n.narrow && to &&
	    !((its->read | its->write) & (role_set)1
						 << (to - k->s->set->roles)))
		return;
	task_make(k->t, k->s, &n, to, true);
}

/* Of several reminders whose time has come only the latest is raised: what was
 * recorded late is not told of three times at once.  The first keeps the plain
 * mark, by which stores of the time of one reminder know it. */
static void
remind(struct ticking *k, struct record *c, const struct live_timer *l)
{
	const struct timer *tm = l->timer;
	size_t n = tm->n_reminds;
	const char *kind, *mark;

	while (n > 0 &&
	       !has_come(k->s->set->calendar, l, tm->reminds[n - 1], -1))
		n--;
	if (n == 0)
		return;
	kind = n == 1 ? "remind" : arena_printf(k->a, "remind%zu", n);
	mark = timer_mark(k, l, kind);
	if (raised_before(c, mark))
		return;
	if (c->kind == RECORD_CASE)
		reminders_end(k->t, k->s, c->id, l);
	raise_notice(k, c, l, kind,
		     arena_printf(k->a, "Soon due: %s", tm->label), NULL);
	remember(k, c, mark);
	k->out->reminders++;
}

static void
escalate(struct ticking *k, struct record *c, const struct live_timer *l)
{
	const struct timer *tm = l->timer;
	const char *mark = timer_mark(k, l, "escalate");
	const char *text = arena_printf(k->a, "Overdue: %s", tm->label);

	if (!has_come(k->s->set->calendar, l, tm->escalate, 1) ||
	    raised_before(c, mark))
		return;
	if (tm->escalate_owner)
		raise_notice(k, c, l, "escalate", text, NULL);
	for (size_t i = 0; i < k->s->set->n_roles; i++)
		if (tm->escalate_to & (role_set)1 << i)
			raise_notice(k, c, l, "escalate", text,
				     &k->s->set->roles[i]);
	remember(k, c, mark);
	k->out->escalations++;
}

/* What has fallen due is raised, and remembered on c. */
static void
raise_all(struct ticking *k, const struct record *c, struct live_timer *live,
	  size_t n)
{
	size_t before = k->out->reminders + k->out->escalations;
	struct record now = *c;

	fields_copy(&now.fields, k->a, &c->fields);
	for (size_t i = 0; i < n; i++) {
		if (!date_is_set(live[i].due))
			continue;
		/* On its day and after, its own line says so. */
		if (date_compare(live[i].due, clock_today()) <= 0 &&
		    c->kind == RECORD_CASE && live[i].timer->n_reminds)
			reminders_end(k->t, k->s, c->id, &live[i]);
		else
			remind(k, &now, &live[i]);
		if (live[i].timer->has_escalate)
			escalate(k, &now, &live[i]);
	}
	if (k->out->reminders + k->out->escalations != before) {
		record_put(k->t, &now);
		log_act(k->t, k->s, ACT_REMINDED, c->person, c->case_id, c->id,
			NULL);
	}
	k->out->looked_at++;
}

static void
tick_case(struct ticking *k, uint64_t id)
{
	const struct record *c = record_now(k->t, k->s, k->a, id);
	const struct form *f = c ? form_of_record(k->s, c) : NULL;
	struct eval_ctx ctx;
	struct live_timer *live;
	size_t n;

	if (!f)
		return;
	case_renew(k->t, k->s, id);
	k->out->renewed++;
	c = record_now(k->t, k->s, k->a, id);
	if (!c) /* the renewal found no room */
		return;
	context_read(k->t, k->s, k->a, f, c, c->person, c->id, &ctx);
	ctx.answers = view_answers(form_view(&ctx, &c->fields));
	n = case_timers(k->a, c, f, &ctx, &live);
	raise_all(k, c, live, n);
}

/* A record of a person whose form has timers. */
static void
renew_own(struct ticking *k, uint64_t id)
{
	const struct record *r = record_now(k->t, k->s, k->a, id);

	if (r)
		work_renew_own(k->t, k->s, r);
	k->out->renewed++;
}

static void
tick_own(struct ticking *k, uint64_t id)
{
	const struct record *r = record_now(k->t, k->s, k->a, id);
	const struct form *f = r ? form_of_record(k->s, r) : NULL;
	struct live_timer *live;

	renew_own(k, id);
	if (f && has_own_timers(r, f) && !(r->flags & RECORD_WITHDRAWN))
		raise_all(k, r, live,
			  own_timers(k->t, k->s, k->a, r, f, &live));
}

struct next {
	uint64_t id;
	struct bytes key;
};

/* The next ids from `from` on in an index whose keys end in them, at most
 * CASES_A_COMMIT; those that begin with `prefix`. */
static size_t
next_ids(struct txn *t, uint8_t index, struct bytes prefix, struct bytes from,
	 struct arena *a, struct next v[CASES_A_COMMIT])
{
	struct bytes key, posting;
	struct index_scan *scan =
		index_scan_open(t, index, from, bytes_of("", 0), false);
	size_t n = 0;

	while (n < CASES_A_COMMIT && index_scan_next(scan, &key, &posting)) {
		struct key_reader r =
			key_read(bytes_of((const char *)key.p + key.n - 8, 8));

		if (key.n < prefix.n || memcmp(key.p, prefix.p, prefix.n) != 0)
			break;
		key_read_u64(&r, &v[n].id);
		v[n++].key = bytes_of(arena_memdup(a, key.p, key.n), key.n);
	}
	index_scan_close(&scan);
	return n;
}

typedef void step_fn(struct ticking *k, uint64_t id);

/* A step for each, in commits that are small and short: people save in
 * between. */
static enum err
each_id(struct session *s, struct ticked *out, uint8_t index,
	struct bytes prefix, step_fn *step)
{
	struct buf from = BUF_INIT;
	enum err e = ERR_OK;
	size_t done = 1;

	buf_add(&from, prefix.p, prefix.n);
	while (done > 0 && e == ERR_OK) {
		struct arena a = ARENA_INIT;
		struct ticking k = { s, txn_begin_write(s->store), &a, out };
		struct next v[CASES_A_COMMIT];
		int64_t began = monotonic_ms();
		size_t n =
			next_ids(k.t, index, prefix, buf_bytes(&from), &a, v);

		for (done = 0; done < n &&
			       (done == 0 || monotonic_ms() - began < STEP_MS);
		     done++)
			step(&k, v[done].id);
		if (done) { /* on from the next key after the last */
			buf_reset(&from);
			buf_add(&from, v[done - 1].key.p, v[done - 1].key.n);
			buf_add(&from, "", 1);
		}
		e = txn_commit(k.t);
		arena_clear(&a);
	}
	buf_clear(&from);
	return e;
}

/* Every open case, and every record of a person that may have timers. */
static enum err
each_timed(struct session *s, struct ticked *out, step_fn *of_case,
	   step_fn *own)
{
	enum err e = each_id(s, out, IX_OPEN_CASE, bytes_of("", 0), of_case);

	for (size_t i = 0; i < s->set->n_forms && e == ERR_OK; i++) {
		const struct form *f = s->set->forms[i];
		struct key k;

		if (f->kind != FORM_PERSON_CHILD || !f->n_timers)
			continue;
		key_start(&k);
		key_u32(&k, (uint32_t)form_no(s, f));
		e = each_id(s, out, IX_BY_FORM, key_bytes(&k), own);
	}
	return e;
}

enum err
work_tick(struct store *st, struct ticked *out)
{
	struct session *s;
	enum err e;

	*out = (struct ticked){ 0 };
	TRY(session_open_system(&s, st, "tick"));
	e = each_timed(s, out, tick_case, tick_own);
	session_free(&s);
	return e;
}

static void
renew_case(struct ticking *k, uint64_t id)
{
	case_renew(k->t, k->s, id);
	k->out->renewed++;
}

enum err
cases_renew(struct store *st)
{
	struct session *s;
	struct ticked out = { 0 };
	enum err e;

	TRY(session_open_system(&s, st, "publish"));
	e = each_timed(s, &out, renew_case, renew_own);
	session_free(&s);
	return e;
}
