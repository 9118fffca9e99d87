/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Things a person does to a record outside its form: assigning, withdrawing,
 * flags and links.  Each is one commit with its log entry.
 */
#include <string.h>

#include "casework/internal.h"

/* An act begun: the record, if the user may see it and write to it. */
struct doing {
	struct session *s;
	struct arena a;
	struct txn *t;
	const struct who *w;
	const struct record *r;
	struct record now;
	uint64_t id;
};

static bool
begin(struct doing *d, struct session *s, uint64_t id)
{
	d->s = s;
	d->id = id;
	d->a = (struct arena){ 0 };
	d->t = session_begin(s, true);
	d->w = who_now(d->t, s);
	d->r = record_now(d->t, s, &d->a, id);
	if (!d->w || !d->r || !who_sees(d->t, d->w, d->r)) {
		txn_fail(d->t, ERR_NOT_FOUND);
		return false;
	}
	if (!who_writes(d->t, d->w, d->r)) {
		txn_fail(d->t, ERR_DENIED);
		return false;
	}
	d->now = *d->r;
	fields_copy(&d->now.fields, &d->a, &d->r->fields);
	return true;
}

static enum err
end(struct doing *d)
{
	enum err e = session_end(d->s, d->t);

	arena_clear(&d->a);
	if (e == ERR_DENIED)
		log_refusal(d->s, d->id, "to change it");
	return e;
}

/* --- assigning ------------------------------------------------------------------------ */

static size_t
assignees(struct txn *t, struct session *s, struct arena *a,
	  const struct form *f, struct user **out)
{
	size_t all = users_all(t, a, out), n = 0;

	for (size_t i = 0; i < all; i++)
		if (user_holds(s, &(*out)[i], f->write, f))
			(*out)[n++] = (*out)[i];
	return n;
}

enum err
case_assign(struct session *s, uint64_t case_id, const char *login,
	    const char *reason)
{
	struct doing d;
	struct user *u;
	size_t n, i;

	if (!begin(&d, s, case_id))
		return end(&d);
	if (d.r->kind != RECORD_CASE)
		txn_fail(d.t, ERR_INVALID);
	n = assignees(d.t, s, &d.a, form_of_record(s, d.r), &u);
	for (i = 0; i < n && strcmp(u[i].login, login); i++)
		;
	if (i == n && login[0])
		txn_fail(d.t, ERR_INVALID);
	d.now.owner = login;
	change_record(d.t, s, d.r, &d.now,
		      &(struct note){ ACT_ASSIGNED, reason, NULL });
	case_renew(d.t, s, case_id);
	rule_tasks_pass(d.t, s, case_id, d.r->owner, login);
	return end(&d);
}

enum err
record_withdraw(struct session *s, uint64_t record, const char *reason)
{
	struct doing d;

	if (text_blank(reason))
		return ERR_INVALID;
	if (!begin(&d, s, record))
		return end(&d);
	if (d.r->kind == RECORD_PERSON || d.r->kind == RECORD_USER ||
	    d.r->kind == RECORD_ALIAS) /* same_unmerge() asks who may */
		txn_fail(d.t, ERR_INVALID);
	if (d.r->flags & RECORD_WITHDRAWN)
		txn_fail(d.t, ERR_EXISTS);
	d.now.flags |= RECORD_WITHDRAWN;
	if (d.r->kind == RECORD_CASE) {
		d.now.flags |= RECORD_CLOSED;
		if (txn_err(d.t) == ERR_OK)
			case_tasks_end(d.t, s, record);
	}
	change_record(d.t, s, d.r, &d.now,
		      &(struct note){ ACT_WITHDREW, reason, NULL });
	if (d.r->case_id)
		case_renew(d.t, s, d.r->case_id);
	work_renew_own(d.t, s, &d.now);
	if (d.r->person && form_of_record(s, d.r))
		reach_renew(d.t, s, d.r->person);
	return end(&d);
}

/* --- flags --------------------------------------------------------------------------- */

enum err
flag_raise(struct session *s, uint64_t about, const char *text,
	   struct date until, uint64_t *id)
{
	struct doing d;
	struct record r = { .kind = RECORD_FLAG,
			    .form = "",
			    .ref = "",
			    .state = "",
			    .owner = "" };

	if (text_blank(text))
		return ERR_INVALID;
	if (!begin(&d, s, about))
		return end(&d);
	r.id = *id = record_new_id(d.t);
	r.person = d.r->kind == RECORD_PERSON ? d.r->id : d.r->person;
	r.case_id = d.r->case_id;
	fields_init(&r.fields, &d.a);
	fields_set(&r.fields, "text",
		   value_text(text_stored(&d.a, text, true)));
	fields_set(&r.fields, "until", value_date(until));
	change_record(d.t, s, NULL, &r, &(struct note){ .act = ACT_FLAGGED });
	return end(&d);
}

enum err
flag_resolve(struct session *s, uint64_t flag, const char *note)
{
	struct doing d;

	if (text_blank(note))
		return ERR_INVALID;
	if (!begin(&d, s, flag))
		return end(&d);
	if (d.r->kind != RECORD_FLAG)
		txn_fail(d.t, ERR_INVALID);
	if (d.r->flags & (RECORD_FINISHED | RECORD_WITHDRAWN))
		txn_fail(d.t, ERR_EXISTS);
	d.now.flags |= RECORD_FINISHED;
	fields_set(&d.now.fields, "note", value_text(note));
	change_record(d.t, s, d.r, &d.now,
		      &(struct note){ ACT_RESOLVED, note, NULL });
	return end(&d);
}

/* --- links --------------------------------------------------------------------------- */

enum err
people_link(struct session *s, uint64_t person, uint64_t other,
	    const char *type, bool unsafe, uint64_t *id)
{
	struct doing d;
	struct record r = { .kind = RECORD_LINK,
			    .form = "",
			    .ref = "",
			    .state = "",
			    .owner = "" };

	if (person == other || text_blank(type))
		return ERR_INVALID;
	if (!begin(&d, s, person))
		return end(&d);
	if (!who_sees_person(d.t, d.w, other))
		txn_fail(d.t, ERR_NOT_FOUND);
	r.id = *id = record_new_id(d.t);
	r.person = person;
	fields_init(&r.fields, &d.a);
	fields_set(&r.fields, "other", value_person(other));
	fields_set(&r.fields, "type",
		   value_text(text_stored(&d.a, type, true)));
	fields_set(&r.fields, "text", value_text(type));
	if (unsafe)
		fields_set(&r.fields, "unsafe", value_code("yes"));
	change_record(d.t, s, NULL, &r, &(struct note){ .act = ACT_LINKED });
	return end(&d);
}

enum err
people_unlink(struct session *s, uint64_t link, const char *reason)
{
	struct doing d;

	if (text_blank(reason))
		return ERR_INVALID;
	if (!begin(&d, s, link))
		return end(&d);
	if (d.r->kind != RECORD_LINK)
		txn_fail(d.t, ERR_INVALID);
	if (d.r->flags & RECORD_WITHDRAWN)
		txn_fail(d.t, ERR_EXISTS);
	d.now.flags |= RECORD_WITHDRAWN;
	change_record(d.t, s, d.r, &d.now,
		      &(struct note){ ACT_UNLINKED, reason, NULL });
	return end(&d);
}
