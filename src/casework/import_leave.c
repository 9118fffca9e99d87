/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A row that somebody leaves for another to decide.  Whoever else may decide
 * it is told, once for a batch however many of its rows are left, by a notice
 * in their own work; it ends when no row of the batch waits any more.  The
 * ids of the notices stand in the batch's record, in the field `notices`.
 */
#include <stdlib.h>
#include <string.h>

#include "casework/import_parts.h"

static struct record *
open_notice(struct txn *t, struct arena *a, uint64_t id)
{
	struct record *r = record_get(t, a, id);

	return r && r->kind == RECORD_TASK &&
			       !(r->flags &
				 (RECORD_FINISHED | RECORD_WITHDRAWN))
		       ? r
		       : NULL;
}

/* Has this user an unread word of the batch already? */
static bool
is_told(struct txn *t, struct arena *a, const char *notices, const char *login)
{
	char *end;

	for (const char *p = notices; *p; p = end + (*end == ' ')) {
		const struct record *r =
			open_notice(t, a, strtoull(p, &end, 10));

		if (r && strcmp(r->owner, login) == 0)
			return true;
	}
	return false;
}

static uint64_t
tell(struct txn *t, struct session *s, struct arena *a,
     const struct record *batch, const char *login)
{
	const struct fields *f = &batch->fields;
	const struct import_mark mark = { .batch = (uint64_t)fields_int(
						  f, "batch") };
	const struct task_new n = {
		.owner = login,
		.due = clock_today(),
		.minutes = -1,
		.about_record = batch->id,
		.text = arena_printf(a,
				     "Imported rows are left for somebody else "
				     "to decide (F9, import): %s, batch %llu",
				     fields_text(f, "map"),
				     (unsigned long long)mark.batch),
	};
	uint64_t id;

	s->import = &mark;
	id = task_make(t, s, &n, NULL, true);
	s->import = NULL;
	return id;
}

static void
tell_others(struct txn *t, struct session *s, struct arena *a, uint64_t number)
{
	struct record *batch = batch_record(t, a, number);
	const struct form *f =
		batch ? form_called(s->set, fields_text(&batch->fields, "form"))
		      : NULL;
	const char *notices =
		batch ? fields_text(&batch->fields, "notices") : "";
	struct user *u;
	size_t n = f ? users_all(t, a, &u) : 0;

	for (size_t i = 0; i < n; i++) {
		if (!strcmp(u[i].login, s->user) ||
		    !user_holds(s, &u[i], f->write, f) ||
		    is_told(t, a, notices, u[i].login))
			continue;
		notices = arena_printf(
			a, "%s%s%llu", notices, notices[0] ? " " : "",
			(unsigned long long)tell(t, s, a, batch, u[i].login));
	}
	if (n) {
		fields_set(&batch->fields, "notices", value_text(notices));
		record_put(t, batch);
	}
}

enum err
wait_leave(struct session *s, uint64_t id)
{
	struct arena a = ARENA_INIT;
	struct txn *t = session_begin(s, true);
	const struct who *w = who_now(t, s);
	const struct record *r = w ? record_get(t, &a, id) : NULL;
	struct record now;
	enum err e;

	if (!r || r->kind != RECORD_IMPORT_ROW || !who_sees(t, w, r)) {
		txn_fail(t, ERR_NOT_FOUND);
	} else if (r->flags & (RECORD_FINISHED | RECORD_WITHDRAWN)) {
		txn_fail(t, ERR_EXISTS);
	} else {
		now = *r;
		fields_copy(&now.fields, &a, &r->fields);
		fields_set(&now.fields, "left_by", value_text(s->user));
		change_record(t, s, r, &now,
			      &(struct note){ ACT_IMPORT_DECIDED, NULL,
					      "left for somebody else" });
		tell_others(t, s, &a,
			    (uint64_t)fields_int(&r->fields, "batch"));
	}
	e = session_end(s, t);
	arena_clear(&a);
	return e;
}

void
wait_notices_end(struct txn *t, struct session *s, struct arena *a,
		 uint64_t number)
{
	struct record *batch = batch_record(t, a, number);
	const char *p = batch ? fields_text(&batch->fields, "notices") : "";
	char *end;

	for (; *p; p = end + (*end == ' ')) {
		const struct record *r =
			open_notice(t, a, strtoull(p, &end, 10));
		struct record now;

		if (!r)
			continue;
		now = *r;
		fields_copy(&now.fields, a, &r->fields);
		now.flags |= RECORD_FINISHED;
		fields_set(&now.fields, "outcome",
			   value_text("every row is decided"));
		fields_set(&now.fields, "done_on", value_date(clock_today()));
		change_record(t, s, r, &now,
			      &(struct note){ .act = ACT_TASK_DONE });
	}
}
