/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The one predicate: whether a record exists for a user.  Lists, search,
 * counts, chronology, links, the check for duplicates and exports all ask
 * here, and nowhere else.
 */
#include <stdlib.h>
#include <string.h>

#include "casework/internal.h"

#define BIT(i) (UINT64_C(1) << (i))

static uint64_t
login_record(struct txn *t, const char *login)
{
	struct key k;
	struct bytes key, posting;
	struct key_reader r;
	uint64_t id = 0;

	key_start(&k);
	key_text(&k, login);
	struct index_scan *scan =
		index_scan_prefix(t, IX_LOGIN, key_bytes(&k), false);
	if (index_scan_next(scan, &key, &posting)) {
		r = key_read(posting);
		key_read_u64(&r, &id);
	}
	index_scan_close(&scan);
	return id;
}

static void
add_grant(struct who *w, const struct fields *row, struct date today)
{
	const struct session *s = w->s;
	const char *programme = fields_text(row, "programme");
	struct date until = fields_date(row, "until");
	int role = form_role(s->set, fields_text(row, "role"));

	if (role < 0 || (date_is_set(until) && date_compare(until, today) < 0))
		return;
	if (strcmp(programme, "*") == 0)
		w->anywhere |= (role_set)1 << role;
	for (size_t i = 0; i < s->case_forms.n; i++) {
		const struct form *f = case_form_of_no(s, (int)i);

		if (f && (strcmp(programme, "*") == 0 ||
			  strcmp(programme, f->programme) == 0))
			w->roles[i] |= (role_set)1 << role;
	}
}

/* Who writes reads, whatever the condition; so does a role outside it. */
static bool
reads_always(role_set have, const struct form *f)
{
	return have & f->write || (have & f->read && !f->read_where) ||
	       (have & f->read & ~f->read_where_roles);
}

static void
work_out_masks(struct who *w)
{
	const struct session *s = w->s;

	for (size_t i = 0; i < s->case_forms.n; i++) {
		const struct form *f = case_form_of_no(s, (int)i);

		if (!f)
			continue;
		w->anywhere |= w->roles[i];
		if (w->roles[i] & f->write)
			w->writes |= BIT(i);
		if (reads_always(w->roles[i], f))
			w->reads |= BIT(i);
		else if (w->roles[i] & f->read)
			w->reads_where |= BIT(i);
	}
}

static struct who *
who_make(struct txn *t, struct session *s)
{
	struct who *w = xcalloc(1, sizeof(*w));
	struct arena a = ARENA_INIT;
	const struct record *u;
	const struct value *grants;

	w->s = s;
	w->record = login_record(t, s->user);
	u = w->record ? record_get(t, &a, w->record) : NULL;
	if (u && !(u->flags & RECORD_CLOSED)) {
		w->admin = !strcmp(fields_text(&u->fields, "admin"), "yes");
		w->name = arena_strdup(&s->arena,
				       fields_text(&u->fields, "name"));
		grants = fields_get(&u->fields, "grants");
		for (size_t i = 0; grants && i < grants->rows.n; i++)
			if (!grants->rows.v[i].struck)
				add_grant(w, &grants->rows.v[i].fields,
					  clock_today());
		work_out_masks(w);
	} else {
		free(w);
		w = NULL;
	}
	arena_clear(&a);
	return w;
}

static struct who *
who_system(struct session *s)
{
	struct who *w = xcalloc(1, sizeof(*w));

	w->s = s;
	w->name = s->user;
	w->anywhere = ~(role_set)0;
	w->reads = w->writes = ~UINT64_C(0);
	for (size_t i = 0; i < 64; i++)
		w->roles[i] = ~(role_set)0;
	return w;
}

const struct who *
who_now(struct txn *t, struct session *s)
{
	uint64_t serial = (uint64_t)tally_get(t, "users/serial");
	struct date today = clock_today();

	if (txn_err(t) != ERR_OK)
		return NULL;
	if (s->cached &&
	    (s->system || (serial == s->users_serial &&
			   date_compare(today, s->cached_on) == 0)))
		return s->cached;
	free(s->cached);
	s->cached = s->system ? who_system(s) : who_make(t, s);
	s->users_serial = serial;
	s->cached_on = today;
	s->ended = txn_err(t) == ERR_OK && !s->cached;
	if (!s->cached)
		txn_fail(t, ERR_NOT_FOUND);
	return s->cached;
}

/*
 * IX_ACCESS: person -> cases u64, guards u64, login 00.  Example: a case of
 * catalogue number 1, nobody unsafe, registered by `ali`:
 * 00000000000000 02 00000000000000 00 616c6900.
 */
bool
reach_get(struct txn *t, struct arena *a, uint64_t person, struct reach *out)
{
	struct key k;
	struct key_reader r;
	const char *by;
	bool found;

	key_start(&k);
	key_u64(&k, person);
	if (!index_get(t, IX_ACCESS, &k))
		return false;
	r = key_read(key_bytes(&k));
	found = key_read_u64(&r, &out->cases) &&
		key_read_u64(&r, &out->guards) && key_read_text(&r, &by);
	out->registered_by = found ? arena_strdup(a, by) : "";
	return found;
}

role_set
who_roles(const struct who *w, const struct form *f)
{
	int cno = case_form_no(w->s, f);

	return cno >= 0 ? w->roles[cno] : w->anywhere;
}

bool
who_writes_form(const struct who *w, const struct form *f)
{
	return (who_roles(w, f) & f->write) != 0;
}

bool
who_reads_form(const struct who *w, const struct form *f)
{
	return (who_roles(w, f) & (f->read | f->write)) != 0;
}

static bool
where_holds(struct txn *t, const struct who *w, const struct form *f,
	    const struct record *r)
{
	struct arena a = ARENA_INIT;
	/* The answers are needed: a header alone will not do. */
	const struct record *whole = record_now(t, w->s, &a, r->id);
	struct eval_ctx ctx;
	bool holds = false;

	if (whole) {
		context_read(t, (struct session *)w->s, &a, f, whole,
			     whole->person, whole->case_id, &ctx);
		holds = expr_test(f->read_where, &ctx) == TRI_YES;
	}
	arena_clear(&a);
	return holds;
}

bool
who_sees_case(struct txn *t, const struct who *w, const struct record *r)
{
	const struct form *f = form_of_record(w->s, r);
	int cno = f ? case_form_no(w->s, f) : -1;

	if (cno < 0)
		return false;
	if (w->reads & BIT(cno))
		return true;
	return w->reads_where & BIT(cno) && where_holds(t, w, f, r);
}

bool
who_sees_children(const struct who *w, int cno)
{
	const struct form *f = case_form_of_no(w->s, cno);
	bool all = f && w->reads & BIT(cno);

	for (size_t i = 0; all && i < f->n_children; i++)
		all = reads_always(who_roles(w, f->children[i]),
				   f->children[i]);
	return all;
}

/* Is one of the person's cases, of a form seen only under a condition, seen? */
static bool
sees_some_case(struct txn *t, const struct who *w, uint64_t person)
{
	struct arena a = ARENA_INIT;
	struct case_brief *cases;
	bool some = brief_cases(t, (struct session *)w->s, w, &a, person,
				&cases) > 0;

	arena_clear(&a);
	return some;
}

bool
who_sees_reach(struct txn *t, const struct who *w, uint64_t person,
	       const struct reach *reach)
{
	if (w->s->system || strcmp(reach->registered_by, w->s->user) == 0 ||
	    (reach->cases & w->reads) ||
	    (!(reach->cases & w->s->closed_mask) && w->anywhere))
		return true;
	return reach->cases & w->reads_where && sees_some_case(t, w, person);
}

bool
who_sees_person(struct txn *t, const struct who *w, uint64_t person)
{
	struct arena a = ARENA_INIT;
	struct reach reach;
	bool sees = reach_get(t, &a, person, &reach) &&
		    who_sees_reach(t, w, person, &reach);

	arena_clear(&a);
	return sees;
}

/* A link exists for whoever may see both ends.  One that says who did harm is
 * known from the case that is guarded against him, which others may not see:
 * it is there for its maker, and for readers of such a case of hers. */
static bool
sees_link(struct txn *t, const struct who *w, const struct record *r)
{
	struct arena a = ARENA_INIT;
	const struct record *link = record_get(t, &a, r->id);
	struct reach reach = { 0 };
	bool sees = link &&
		    who_sees_person(t, w, fields_id(&link->fields, "other"));

	if (sees && !strcmp(fields_text(&link->fields, "unsafe"), "yes"))
		sees = !strcmp(r->created_by, w->s->user) ||
		       (reach_get(t, &a, r->person, &reach) &&
			(reach.guards | (reach.cases & w->s->closed_mask)) &
				w->reads);
	arena_clear(&a);
	return sees;
}

/* What somebody means to do for a person is theirs: it may tell of the
 * programme they do it in.  A notice to all of a role is theirs who may see
 * the record that it is about. */
static bool
sees_task(struct txn *t, const struct who *w, const struct record *r)
{
	struct arena a = ARENA_INIT;
	const struct record *task, *about;
	bool sees = !strcmp(r->owner, w->s->user) ||
		    !strcmp(r->created_by, w->s->user);
	int role;

	if (sees)
		return true;
	task = record_get(t, &a, r->id);
	role = task ? form_role(w->s->set, fields_text(&task->fields, "role"))
		    : -1;
	if (role >= 0 && w->anywhere & (role_set)1 << role) {
		about = record_get_header(
			t, &a, fields_id(&task->fields, "about_record"));
		sees = about && who_sees(t, w, about);
	}
	arena_clear(&a);
	return sees;
}

bool
who_is_steward(const struct who *w, int cno)
{
	int role = form_role(w->s->set, "steward");
	role_set mask = role < 0 ? 0 : (role_set)1 << role;

	return ((cno < 0 ? w->anywhere : w->roles[cno]) & mask) != 0;
}

bool
who_sees_as_steward(struct txn *t, const struct who *w, uint64_t person)
{
	struct arena a = ARENA_INIT;
	struct reach reach = { 0 };
	bool sees = who_sees_person(t, w, person);
	uint64_t closed;

	if (!sees && reach_get(t, &a, person, &reach)) {
		closed = (reach.cases & w->s->closed_mask) | reach.guards;
		sees = closed != 0;
		for (int cno = 0; cno < 64; cno++)
			if (closed >> cno & 1 && !who_is_steward(w, cno))
				sees = false;
	}
	arena_clear(&a);
	return sees;
}

/* Of nobody: its owner's and its maker's, while they may see what it speaks of. */
static bool
sees_loose_task(struct txn *t, const struct who *w, const struct record *r)
{
	struct arena a = ARENA_INIT;
	const struct record *task;
	uint64_t about;
	bool sees = !strcmp(r->owner, w->s->user) ||
		    !strcmp(r->created_by, w->s->user);

	task = sees ? record_get(t, &a, r->id) : NULL;
	about = task ? fields_id(&task->fields, "about_record") : 0;
	if (about)
		sees = who_sees(t, w, record_get_header(t, &a, about));
	arena_clear(&a);
	return sees;
}

static bool
sees_record_of_person(struct txn *t, const struct who *w,
		      const struct record *r)
{
	const struct form *f = form_of_record(w->s, r);

	if (!who_sees_person(t, w, r->person))
		return false;
	if (r->kind == RECORD_LINK)
		return sees_link(t, w, r);
	if (r->kind == RECORD_TASK)
		return sees_task(t, w, r);
	if (!f || !strcmp(r->created_by, w->s->user))
		return true;
	return who_reads_form(w, f) &&
	       (reads_always(who_roles(w, f), f) || where_holds(t, w, f, r));
}

/* A merge tells of both. */
static bool
sees_both(struct txn *t, const struct who *w, const struct record *r)
{
	struct arena a = ARENA_INIT;
	const struct record *whole = record_get(t, &a, r->id);
	uint64_t other = whole ? fields_id(&whole->fields, "other") : 0;
	bool sees = other && who_sees_person(t, w, r->person) &&
		    who_sees_person(t, w, other);

	arena_clear(&a);
	return sees;
}

bool
who_sees(struct txn *t, const struct who *w, const struct record *r)
{
	struct arena a = ARENA_INIT;
	const struct record *c;
	const struct form *f;
	bool sees;

	if (!r)
		return false;
	if (w->s->system)
		return true;
	if (r->kind == RECORD_CASE)
		return who_sees_case(t, w, r);
	if (r->kind == RECORD_PERSON)
		return who_sees_person(t, w, r->id);
	if (r->kind == RECORD_USER)
		return w->admin;
	if (r->kind == RECORD_ALIAS)
		return sees_both(t, w, r);
	if (r->kind == RECORD_IMPORT || r->kind == RECORD_IMPORT_ROW)
		return who_sees_import(t, w, r);
	if (!r->case_id)
		return r->person ? sees_record_of_person(t, w, r)
				 : sees_loose_task(t, w, r);
	c = record_get_header(t, &a, r->case_id);
	f = form_of_record(w->s, r);
	sees = c && who_sees_case(t, w, c) && (!f || who_reads_form(w, f));
	if (sees && f && !reads_always(who_roles(w, f), f))
		sees = where_holds(t, w, f, r);
	arena_clear(&a);
	return sees;
}

bool
who_writes(struct txn *t, const struct who *w, const struct record *r)
{
	const struct form *f = form_of_record(w->s, r);

	if (!who_sees(t, w, r))
		return false;
	if (f)
		return who_writes_form(w, f);
	/* A flag, a link, a task: with the case or the person it is of. */
	if (r->case_id || r->person) {
		struct arena a = ARENA_INIT;
		const struct record *of = record_get_header(
			t, &a, r->case_id ? r->case_id : r->person);
		bool may = of && who_writes(t, w, of);

		arena_clear(&a);
		return may;
	}
	return true;
}

bool
who_reads_item(const struct who *w, const struct item *it,
	       const struct eval_ctx *ctx)
{
	role_set have = who_roles(w, it->form);

	if (have & it->write)
		return true;
	if (!(have & it->read))
		return false;
	return !it->read_where ||
	       (ctx && expr_test(it->read_where, ctx) == TRI_YES);
}

bool
who_reads_answer(struct txn *t, const struct who *w, const struct item *it,
		 const struct record *r)
{
	struct arena a = ARENA_INIT;
	const struct record *whole;
	struct eval_ctx ctx;
	bool reads;

	if (!it->read_where)
		return who_reads_item(w, it, NULL);
	whole = record_now(t, w->s, &a, r->id);
	if (whole)
		context_read(t, (struct session *)w->s, &a, it->form, whole,
			     whole->person, whole->case_id, &ctx);
	reads = who_reads_item(w, it, whole ? &ctx : NULL);
	arena_clear(&a);
	return reads;
}

bool
who_writes_item(const struct who *w, const struct item *it)
{
	return (who_roles(w, it->form) & it->write) != 0;
}
