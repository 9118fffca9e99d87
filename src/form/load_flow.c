/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a transition asks and sets off, and what a timer does. */
#include <string.h>

#include "base/date.h"
#include "form/readers.h"

/* NAME or NAME?; a person answers it in the dialogue of the transition. */
void
read_ask(struct load *l, struct statement *st, const struct property *p)
{
	struct transition *t = st->made;
	size_t pos = 0;
	struct word w;

	while (next_word(l, p, &pos, &w)) {
		size_t n = strlen(w.s);
		bool optional = n > 1 && w.s[n - 1] == '?';
		const struct item *it;

		if (optional)
			w.s = arena_strndup(l->a, w.s, n - 1);
		it = item_word(l, st, p, &w, NEED_QUESTION);
		if (it && it->repeat)
			fault_value(l, p, w.offset, NULL,
				    "'%s' is inside repeat '%s' and cannot be "
				    "asked here",
				    w.s, it->repeat->name);
		if (!it || it->repeat)
			continue;
		t->ask = room_for_one(l->a, t->ask, t->n_ask, sizeof(*t->ask));
		t->ask[t->n_ask++] = (struct ask){ it, optional };
	}
}

static bool
is_key(const struct property *p, const char *key)
{
	return p->rule && strcmp(p->key, key) == 0;
}

/* The condition that a message stands by: the one before it, or the first. */
static const struct property *
condition_of(const struct statement *st, const struct property *message)
{
	const struct property *when = NULL;
	bool before = true;

	for (const struct property *q = st->first; q; q = q->next) {
		before = before && q != message;
		if (is_key(q, "when") && (before || !when))
			when = q;
	}
	return when;
}

static const struct property *
message_of(const struct statement *st, const struct property *when)
{
	for (const struct property *q = st->first; q; q = q->next)
		if (is_key(q, "when_message") && condition_of(st, q) == when)
			return q;
	return NULL;
}

/* Its text is taken with its condition; here it is only seen that each has
 * one at most. */
void
read_when_message(struct load *l, struct statement *st,
		  const struct property *p)
{
	const struct property *first = message_of(st, condition_of(st, p));

	if (first != p)
		fault_key(
			l, p,
			arena_printf(l->tmp,
				     "the one on line %d is of the same when:",
				     first->at.line),
			"'when_message' is given twice");
}

void
read_when(struct load *l, struct statement *st, const struct property *p)
{
	struct transition *t = st->made;
	struct expr_scope scope = statement_scope(l, st, USE_WHEN);
	const struct property *said = message_of(st, p);
	struct expr *e = load_expr(l, p, 0, &scope);

	if (!e)
		return;
	t->when = room_for_one(l->a, t->when, t->n_when, sizeof(*t->when));
	t->when[t->n_when++] =
		(struct condition){ e, said ? arena_strdup(l->a, said->value)
					    : NULL };
}

/* One role, or the owner of the case. */
static bool
who_word(struct load *l, struct statement *st, const struct property *p,
	 const struct word *w, bool *owner, role_set *roles, int *role)
{
	int r;

	if (strcmp(w->s, "owner") == 0) {
		*owner = true;
		return true;
	}
	if (!role_word(l, st, p, w, &r))
		return false;
	if (roles)
		*roles |= (role_set)1 << r;
	if (role)
		*role = r;
	return true;
}

static bool
duration_word(struct load *l, const struct property *p, const struct word *w,
	      struct duration *out)
{
	if (duration_parse(out, w->s) == ERR_OK && out->n >= 0)
		return true;
	fault_value(l, p, w->offset, "as in 5wd, 14d, 3w, 6mo, 2y, 30min",
		    "'%s' is not a length of time", w->s);
	return false;
}

/* 'text' or "text", with the quote doubled inside; NULL when there is none. */
static const char *
quoted(struct load *l, const struct property *p, size_t *pos)
{
	char quote = p->value[0], *out, *to;
	const char *s = p->value + 1;

	if (quote != '\'' && quote != '"')
		return NULL;
	to = out = arena_alloc(l->a, p->n + 1);
	for (; *s; s++) {
		if (*s == quote && !(quote == '\'' && s[1] == quote)) {
			*pos = (size_t)(s - p->value) + 1;
			return out;
		}
		if (*s == quote)
			s++;
		*to++ = *s;
	}
	return NULL;
}

static bool
this_word(struct load *l, const struct property *p, size_t *pos,
	  const char *want, struct word *w)
{
	return next_word(l, p, pos, w) && strcmp(w->s, want) == 0;
}

void
read_task(struct load *l, struct statement *st, const struct property *p)
{
	struct transition *t = st->made;
	struct task_rule task = { .role = -1 };
	struct word w = { "", 0 };
	size_t pos = 0;

	task.text = quoted(l, p, &pos);
	if (!task.text || !*task.text || !this_word(l, p, &pos, "for", &w) ||
	    !next_word(l, p, &pos, &w)) {
		fault_value(l, p, 0, NULL,
			    "expected a task, as in 'Visit' for owner in 5wd");
		return;
	}
	if (!who_word(l, st, p, &w, &task.for_owner, NULL, &task.role))
		return;
	if (!this_word(l, p, &pos, "in", &w) || !next_word(l, p, &pos, &w)) {
		fault_value(l, p, w.offset, NULL,
			    "a task ends with 'in' and a length of time");
		return;
	}
	if (!duration_word(l, p, &w, &task.in))
		return;
	if (next_word(l, p, &pos, &w)) {
		fault_value(l, p, w.offset, NULL,
			    "nothing may follow the length of time");
		return;
	}
	t->tasks = room_for_one(l->a, t->tasks, t->n_tasks, sizeof(*t->tasks));
	t->tasks[t->n_tasks++] = task;
}

void
read_notify(struct load *l, struct statement *st, const struct property *p)
{
	struct transition *t = st->made;
	size_t pos = 0;
	struct word w;

	while (next_word(l, p, &pos, &w))
		who_word(l, st, p, &w, &t->notify_owner, &t->notify, NULL);
}

/* The longest before comes first, so that the last whose day has come is the
 * one that matters. */
static void
reminds_in_order(struct load *l, const struct property *p,
		 const struct timer *t)
{
	for (size_t i = 1; i < t->n_reminds; i++) {
		const struct duration *d = &t->reminds[i];

		if (d[0].unit != d[-1].unit || d[0].n >= d[-1].n)
			fault_value(l, p, 0, NULL,
				    "several reminders have one unit, the "
				    "longest first, as in 28d 14d 7d");
	}
}

void
read_remind(struct load *l, struct statement *st, const struct property *p)
{
	struct timer *t = st->made;
	struct duration d;
	size_t pos = 0;
	struct word w;

	while (next_word(l, p, &pos, &w)) {
		if (!duration_word(l, p, &w, &d))
			continue;
		t->reminds = room_for_one(l->a, t->reminds, t->n_reminds,
					  sizeof(*t->reminds));
		t->reminds[t->n_reminds++] = d;
	}
	if (t->n_reminds > 1)
		reminds_in_order(l, p, t);
}

void
read_escalate(struct load *l, struct statement *st, const struct property *p)
{
	struct timer *t = st->made;
	struct word w = { "", 0 };
	bool after = false;
	size_t pos = 0;

	while (next_word(l, p, &pos, &w)) {
		after = strcmp(w.s, "after") == 0;
		if (after)
			break;
		who_word(l, st, p, &w, &t->escalate_owner, &t->escalate_to,
			 NULL);
	}
	if (!after || !next_word(l, p, &pos, &w)) {
		fault_value(l, p, w.offset, NULL,
			    "expected 'after' and a length of time, "
			    "as in manager after 1wd");
		return;
	}
	t->has_escalate = duration_word(l, p, &w, &t->escalate);
	if (next_word(l, p, &pos, &w))
		fault_value(l, p, w.offset, NULL,
			    "nothing may follow the length of time");
}
