/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The log for its readers.  A reader of the audit sees acts upon records
 * that exist for them; an administrator without a role sees who did what
 * when, without what it was done to.  Reading is itself an entry.
 */
#include <string.h>

#include "casework/internal.h"

struct reading {
	struct txn *t;
	struct session *s;
	const struct who *w;
	struct arena *a;
	struct audit_line *v;
	size_t n, most;
	struct user *users;
	size_t n_users;
};

/* What somebody looked for is theirs, even where it led to nothing. */
static bool
is_private(const struct reading *r, const struct log_entry *e)
{
	return !e->record && strcmp(e->who, r->s->user) != 0 &&
	       (e->act == ACT_SEARCHED || e->act == ACT_EXPORTED ||
		e->act == ACT_PRINTED);
}

static bool
is_look(enum act act)
{
	return act == ACT_OPENED || act == ACT_PRINTED || act == ACT_EXPORTED ||
	       act == ACT_SEARCHED || act == ACT_UNMASKED ||
	       act == ACT_AUDIT_READ || act == ACT_REFUSED;
}

/* Who looked is told only to those who share a programme with them: or a
 * look at somebody known here would tell of work that is not. */
static bool
look_told(struct reading *r, const struct log_entry *e)
{
	if (r->w->admin || !is_look(e->act) || strcmp(e->who, r->s->user) == 0)
		return true;
	if (!r->users)
		r->n_users = users_all(r->t, r->a, &r->users);
	for (size_t i = 0; i < r->n_users; i++)
		if (strcmp(r->users[i].login, e->who) == 0)
			return user_as_seen(r->w, &r->users[i]);
	return true;
}

static const char *
what_text(struct reading *r, const struct log_entry *e, bool seen)
{
	const struct record *rec =
		e->record && seen ? record_get_header(r->t, r->a, e->record)
				  : NULL;
	struct fields p;
	const char *what = "";
	size_t changed = 0;

	if (!seen || is_private(r, e))
		return "";
	if (rec && rec->ref[0]) {
		what = rec->ref;
	} else if (rec) {
		const struct form *f = form_of_record(r->s, rec);
		const struct record *c =
			rec->case_id
				? record_get_header(r->t, r->a, rec->case_id)
				: NULL;

		what = arena_printf(r->a, "%s%s%s", c ? c->ref : "",
				    c ? " " : "", f ? f->label : "");
	}
	if (!log_payload(r->t, r->a, e->seq, &p))
		return what;
	for (size_t i = 0; i < p.n; i++)
		changed += !strncmp(p.v[i].name, "new:", 4);
	if (changed)
		return arena_printf(r->a, "%s, %zu field%s", what, changed,
				    changed == 1 ? "" : "s");
	if (fields_text(&p, "text")[0])
		return arena_printf(r->a, "%s%s%s", what, what[0] ? " " : "",
				    fields_text(&p, "text"));
	return what;
}

/* Does the thing done to exist for this reader? */
static bool
entry_seen(struct reading *r, const struct log_entry *e)
{
	const struct record *rec =
		e->record ? record_get_header(r->t, r->a, e->record) : NULL;

	if (!e->record)
		return !strcmp(e->who, r->s->user) || r->w->admin;
	return rec && who_sees(r->t, r->w, rec);
}

static bool
read_line(uint64_t seq, void *ctx)
{
	struct reading *r = ctx;
	struct log_entry e;
	bool seen;

	if (r->n == r->most || !log_get(r->t, r->a, seq, &e))
		return false;
	seen = entry_seen(r, &e);
	if ((!seen && !r->w->admin) || !look_told(r, &e))
		return true;
	if (who_told(r->t, r->w, e.who) == another_team) {
		e.who = another_team;
		e.from = "";
	}
	r->v[r->n++] = (struct audit_line){ .seq = e.seq,
					    .at = e.at,
					    .who = e.who,
					    .from = e.from,
					    .act = act_text(e.act),
					    .what = what_text(r, &e, seen) };
	return true;
}

static uint64_t
record_of_ref(struct txn *t, const char *ref)
{
	struct key k;
	struct bytes key, posting;
	struct index_scan *scan;
	uint64_t id = 0;

	key_start(&k);
	key_text(&k, ref);
	scan = index_scan_prefix(t, IX_REF, key_bytes(&k), false);
	if (index_scan_next(scan, &key, &posting)) {
		struct key_reader r = key_read(posting);

		key_read_u64(&r, &id);
	}
	index_scan_close(&scan);
	return id;
}

/* That it is read: nothing is shown before its entry.  What it is about is
 * ERR_NOT_FOUND for those who may not see that. */
static enum err
note_reading(struct session *s, struct arena *a, const char *about_ref,
	     const struct record **about)
{
	struct txn *t = session_begin(s, true);
	const struct who *w = who_now(t, s);
	uint64_t id = w && about_ref ? record_of_ref(t, about_ref) : 0;

	*about = id ? record_get_header(t, a, id) : NULL;
	if (w && about_ref && (!*about || !who_sees(t, w, *about)))
		txn_fail(t, ERR_NOT_FOUND);
	else if (w && *about)
		log_act(t, s, ACT_AUDIT_READ, (*about)->person,
			(*about)->case_id, id, NULL);
	else if (w)
		log_act(t, s, ACT_AUDIT_READ, 0, 0, 0, NULL);
	return session_end(s, t);
}

/* The log may be long: nobody waits while it is read. */
enum err
audit_read(struct session *s, struct arena *a, const char *about_ref,
	   size_t most, struct audit_line **out, size_t *n)
{
	struct reading r = { .s = s, .a = a, .most = most };
	const struct record *about;

	*n = 0;
	TRY(note_reading(s, a, about_ref, &about));
	*out = r.v = arena_array(a, most + 1, sizeof(*r.v));
	r.t = session_begin(s, false);
	r.w = who_now(r.t, s);
	if (r.w && about)
		log_walk(r.t,
			 about->kind == RECORD_PERSON ? LOG_OF_PERSON
						      : LOG_OF_RECORD,
			 about->id, read_line, &r);
	else if (r.w)
		for (uint64_t seq = log_last(r.t); seq > 0; seq--)
			if (!read_line(seq, &r))
				break;
	*n = r.n;
	return session_end(s, r.t);
}
