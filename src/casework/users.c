/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "casework/internal.h"

/*
 * A user's record (RECORD_USER): ref is the login; fields name, admin (yes),
 * grants (rows of role, programme, until).  RECORD_CLOSED: ended.
 */

static struct record *
user_record(struct txn *t, struct arena *a, const char *login)
{
	struct key k;
	struct bytes key, posting;
	struct key_reader r;
	uint64_t id = 0;
	struct index_scan *scan;

	key_start(&k);
	key_text(&k, login);
	scan = index_scan_prefix(t, IX_LOGIN, key_bytes(&k), false);
	if (index_scan_next(scan, &key, &posting)) {
		r = key_read(posting);
		key_read_u64(&r, &id);
	}
	index_scan_close(&scan);
	return id ? record_get(t, a, id) : NULL;
}

static struct record *
user_new(struct txn *t, struct arena *a, const char *login, const char *name,
	 bool admin)
{
	struct record *u = arena_alloc(a, sizeof(*u));

	u->id = record_new_id(t);
	u->kind = RECORD_USER;
	u->form = u->state = u->owner = "";
	u->ref = arena_strdup(a, login);
	fields_init(&u->fields, a);
	fields_set(&u->fields, "name", value_text(name));
	if (admin)
		fields_set(&u->fields, "admin", value_code("yes"));
	return u;
}

/* Copy of a record whose fields may be changed. */
static struct record *
user_copy(struct arena *a, const struct record *u)
{
	struct record *now = arena_memdup(a, u, sizeof(*u));

	fields_copy(&now->fields, a, &u->fields);
	return now;
}

static void
put_user(struct txn *t, struct session *s, const struct record *before,
	 struct record *now)
{
	change_record(t, s, before, now,
		      &(struct note){ .act = ACT_USER_CHANGED });
	tally_add(t, "users/serial", 1);
}

static void
add_grant_row(struct arena *a, struct record *u, uint64_t row_id,
	      const char *role, const char *programme, struct date until)
{
	const struct value *old = fields_get(&u->fields, "grants");
	size_t n = old ? old->rows.n : 0;
	struct row *rows = arena_array(a, n + 1, sizeof(*rows));
	struct value v = { .type = VAL_ROWS };

	for (size_t i = 0; i < n; i++)
		rows[i] = old->rows.v[i];
	rows[n].id = row_id;
	fields_init(&rows[n].fields, a);
	fields_set(&rows[n].fields, "role", value_code(role));
	fields_set(&rows[n].fields, "programme", value_text(programme));
	fields_set(&rows[n].fields, "until", value_date(until));
	v.rows.v = rows;
	v.rows.n = n + 1;
	fields_set(&u->fields, "grants", v);
}

static bool
no_users(struct txn *t)
{
	/* Not by the index, which is empty while it is made anew. */
	return tally_get(t, "users/serial") == 0;
}

enum err
store_make_admin(struct store *st, const char *user, const char *name,
		 bool embedded)
{
	struct session *s;
	struct arena a = ARENA_INIT;
	struct txn *t;
	struct record *u;
	enum err e;

	TRY(session_open_system(&s, st, user));
	t = txn_begin_write(st);
	if (!no_users(t))
		txn_fail(t, ERR_EXISTS);
	u = user_new(t, &a, user, name, true);
	for (size_t i = 0; embedded && i < s->set->n_roles; i++)
		add_grant_row(&a, u, i + 1, s->set->roles[i].name, "*",
			      NO_DATE);
	put_user(t, s, NULL, u);
	e = txn_commit(t);
	session_free(&s);
	arena_clear(&a);
	return e;
}

/* --- by the administrator --------------------------------------------------- */

static struct txn *
begin_as_admin(struct session *s)
{
	struct txn *t = session_begin(s, true);
	const struct who *w = who_now(t, s);

	if (w && !w->admin && !s->system)
		txn_fail(t, ERR_DENIED);
	return t;
}

static enum err
end_as_admin(struct session *s, struct txn *t)
{
	enum err e = session_end(s, t);

	if (e == ERR_DENIED)
		log_refusal(s, 0, "administration");
	return e;
}

enum err
user_may_keep(struct session *s)
{
	return end_as_admin(s, begin_as_admin(s));
}

static bool
login_ok(const char *login)
{
	size_t n = strlen(login);

	return n > 0 && n <= LOGIN_MOST &&
	       strspn(login, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTU"
			     "VWXYZ0123456789._-@+") == n;
}

enum err
user_add(struct session *s, const char *login, const char *name, bool admin)
{
	struct arena a = ARENA_INIT;
	struct txn *t;
	struct record *old;
	enum err e;

	if (!login_ok(login))
		return ERR_INVALID;
	t = begin_as_admin(s);
	old = user_record(t, &a, login);
	if (old && !(old->flags & RECORD_CLOSED)) {
		txn_fail(t, ERR_EXISTS);
	} else if (old) {
		struct record *now = user_copy(&a, old);

		now->flags &= ~RECORD_CLOSED;
		fields_set(&now->fields, "name", value_text(name));
		fields_set(&now->fields, "admin",
			   value_code(admin ? "yes" : NULL));
		fields_set(&now->fields, "grants", value_empty);
		put_user(t, s, old, now);
	} else {
		put_user(t, s, NULL, user_new(t, &a, login, name, admin));
	}
	e = end_as_admin(s, t);
	arena_clear(&a);
	return e;
}

enum err
user_promote(struct session *s, const char *login)
{
	struct arena a = ARENA_INIT;
	struct txn *t = begin_as_admin(s);
	struct record *old = user_record(t, &a, login), *now;
	enum err e;

	if (!old || old->flags & RECORD_CLOSED) {
		txn_fail(t, ERR_NOT_FOUND);
	} else if (!strcmp(fields_text(&old->fields, "admin"), "yes")) {
		txn_fail(t, ERR_EXISTS);
	} else {
		now = user_copy(&a, old);
		fields_set(&now->fields, "admin", value_code("yes"));
		put_user(t, s, old, now);
	}
	e = end_as_admin(s, t);
	arena_clear(&a);
	return e;
}

static bool
programme_known(const struct form_set *set, const char *programme)
{
	if (strcmp(programme, "*") == 0)
		return true;
	for (size_t i = 0; i < set->n_programmes; i++)
		if (strcmp(set->programmes[i], programme) == 0)
			return true;
	return false;
}

/* Strike the grant rows of this role and programme. */
static bool
strike_grants(struct record *u, const char *role, const char *programme)
{
	const struct value *v = fields_get(&u->fields, "grants");
	bool some = false;

	for (size_t i = 0; v && i < v->rows.n; i++) {
		struct row *r = &v->rows.v[i];

		if (r->struck ||
		    strcmp(fields_text(&r->fields, "role"), role) ||
		    strcmp(fields_text(&r->fields, "programme"), programme))
			continue;
		r->struck = true;
		some = true;
	}
	return some;
}

static enum err
change_grants(struct session *s, const char *login, const char *role,
	      const char *programme, struct date until, bool give)
{
	struct arena a = ARENA_INIT;
	struct txn *t;
	struct record *old, *now;
	enum err e;

	if (form_role(s->set, role) < 0 || !programme_known(s->set, programme))
		return ERR_INVALID;
	t = begin_as_admin(s);
	old = user_record(t, &a, login);
	if (!old || old->flags & RECORD_CLOSED) {
		txn_fail(t, ERR_NOT_FOUND);
	} else {
		now = user_copy(&a, old);
		if (!strike_grants(now, role, programme) && !give)
			txn_fail(t, ERR_NOT_FOUND);
		if (give)
			add_grant_row(&a, now, counter_next(t, "grant"), role,
				      programme, until);
		put_user(t, s, old, now);
	}
	e = end_as_admin(s, t);
	arena_clear(&a);
	return e;
}

enum err
user_grant(struct session *s, const char *login, const char *role,
	   const char *programme, struct date until)
{
	return change_grants(s, login, role, programme, until, true);
}

enum err
user_revoke(struct session *s, const char *login, const char *role,
	    const char *programme)
{
	return change_grants(s, login, role, programme, NO_DATE, false);
}

static bool
last_admin(struct txn *t, struct arena *a, const struct record *u)
{
	struct user *v;
	size_t n = users_all(t, a, &v);

	if (strcmp(fields_text(&u->fields, "admin"), "yes") != 0)
		return false;
	for (size_t i = 0; i < n; i++)
		if (v[i].admin && !v[i].ended && strcmp(v[i].login, u->ref))
			return false;
	return true;
}

enum err
user_end(struct session *s, const char *login)
{
	struct arena a = ARENA_INIT;
	struct txn *t = begin_as_admin(s);
	struct record *old = user_record(t, &a, login), *now;
	enum err e;

	if (!old || old->flags & RECORD_CLOSED) {
		txn_fail(t, ERR_NOT_FOUND);
	} else if (last_admin(t, &a, old)) {
		txn_fail(t, ERR_INVALID);
	} else {
		now = user_copy(&a, old);
		now->flags |= RECORD_CLOSED;
		put_user(t, s, old, now);
	}
	e = end_as_admin(s, t);
	arena_clear(&a);
	return e;
}

static void
user_of_record(struct arena *a, const struct record *r, struct user *out)
{
	const struct value *v = fields_get(&r->fields, "grants");
	struct grant *g = arena_array(a, v ? v->rows.n + 1 : 1, sizeof(*g));

	*out = (struct user){ .login = r->ref,
			      .name = fields_text(&r->fields, "name"),
			      .admin = !strcmp(fields_text(&r->fields, "admin"),
					       "yes"),
			      .ended = r->flags & RECORD_CLOSED,
			      .grants = g };
	for (size_t i = 0; v && i < v->rows.n; i++) {
		const struct fields *row = &v->rows.v[i].fields;

		if (v->rows.v[i].struck)
			continue;
		g[out->n++] = (struct grant){ fields_text(row, "role"),
					      fields_text(row, "programme"),
					      fields_date(row, "until") };
	}
}

/* Is it a programme in which w has a role? Others do not exist for them. */
static bool
in_programme(const struct who *w, const char *programme)
{
	const struct session *s = w->s;

	if (strcmp(programme, "*") == 0)
		return w->anywhere != 0;
	for (size_t c = 0; c < s->case_forms.n; c++) {
		const struct form *f = case_form_of_no(s, (int)c);

		if (f && w->roles[c] && strcmp(f->programme, programme) == 0)
			return true;
	}
	return false;
}

bool
user_as_seen(const struct who *w, struct user *u)
{
	struct grant *g = (struct grant *)u->grants;
	size_t n = 0;

	if (w->admin || w->s->system)
		return true;
	for (size_t i = 0; i < u->n; i++)
		if (in_programme(w, g[i].programme))
			g[n++] = g[i];
	u->n = n;
	return n > 0;
}

bool
user_holds(const struct session *s, const struct user *u, role_set roles,
	   const struct form *f)
{
	for (size_t i = 0; i < u->n && !u->ended; i++) {
		const struct grant *g = &u->grants[i];
		int role = form_role(s->set, g->role);

		if (role < 0 || !(roles & (role_set)1 << role) ||
		    (date_is_set(g->until) &&
		     date_compare(g->until, clock_today()) < 0))
			continue;
		if (!strcmp(g->programme, "*") ||
		    !strcmp(g->programme, f->programme))
			return true;
	}
	return false;
}

size_t
users_all(struct txn *t, struct arena *a, struct user **out)
{
	struct bytes key, posting;
	struct key_reader r;
	uint64_t id;
	size_t n = 0, cap = 0;
	struct index_scan *scan = index_scan_open(t, IX_LOGIN, bytes_of("", 0),
						  bytes_of("", 0), false);

	*out = NULL;
	while (index_scan_next(scan, &key, &posting)) {
		const struct record *u;

		r = key_read(posting);
		if (!key_read_u64(&r, &id) || !(u = record_get(t, a, id)))
			continue;
		if (n == cap) {
			*out = arena_grow(a, *out, n, cap ? cap * 2 : 16,
					  sizeof(**out));
			cap = cap ? cap * 2 : 16;
		}
		user_of_record(a, u, &(*out)[n++]);
	}
	index_scan_close(&scan);
	return n;
}

const char another_team[] = "another team";

/* Rows that were struck count too: who has left is still known. */
static bool
shares_programme(const struct who *w, const struct record *u)
{
	const struct value *v = fields_get(&u->fields, "grants");
	size_t n = v && v->type == VAL_ROWS ? v->rows.n : 0;

	for (size_t i = 0; i < n; i++)
		if (in_programme(
			    w, fields_text(&v->rows.v[i].fields, "programme")))
			return true;
	return n == 0;
}

static bool
is_told(struct txn *t, const struct who *w, const char *login)
{
	struct arena a = ARENA_INIT;
	const struct record *u = user_record(t, &a, login);
	bool told = !u || shares_programme(w, u);

	arena_clear(&a);
	return told;
}

const char *
who_told(struct txn *t, const struct who *w, const char *login)
{
	struct who *asked = (struct who *)w;
	size_t i = 0;

	if (w->admin || w->s->system || !strcmp(login, w->s->user) ||
	    strlen(login) > LOGIN_MOST)
		return login;
	while (i < w->n_asked && strcmp(w->asked[i].login, login))
		i++;
	if (i == w->n_asked) {
		i = w->n_asked % (sizeof(w->asked) / sizeof(w->asked[0]));
		strcpy(asked->asked[i].login, login);
		asked->asked[i].told = is_told(t, w, login);
		if (asked->n_asked == i)
			asked->n_asked++;
	}
	return w->asked[i].told ? login : another_team;
}

/* Had this user ever a role in the programme? Rows that were struck tell. */
static bool
had_role(const struct record *u, const char *programme)
{
	const struct value *v = fields_get(&u->fields, "grants");

	for (size_t i = 0; v && i < v->rows.n; i++) {
		const char *of = fields_text(&v->rows.v[i].fields, "programme");

		if (!strcmp(of, "*") || !strcmp(of, programme))
			return true;
	}
	return false;
}

/* Of the case forms `seen`, those that this user worked with and may not see
 * any more. */
static uint64_t
forms_left(const struct session *s, struct arena *a, const struct record *r,
	   uint64_t seen)
{
	struct user u;
	uint64_t left = 0;

	user_of_record(a, r, &u);
	if (u.ended)
		return ~UINT64_C(0);
	for (size_t c = 0; c < s->case_forms.n; c++) {
		const struct form *f = case_form_of_no(s, (int)c);

		if (f && seen >> c & 1 && had_role(r, f->programme) &&
		    !user_holds(s, &u, f->read | f->write, f))
			left |= UINT64_C(1) << c;
	}
	return left;
}

size_t
users_left(struct txn *t, struct session *s, struct arena *a, uint64_t seen,
	   struct leaver **out)
{
	struct bytes key, posting;
	size_t n = 0;
	struct index_scan *scan = index_scan_open(t, IX_LOGIN, bytes_of("", 0),
						  bytes_of("", 0), false);

	*out = NULL;
	while (index_scan_next(scan, &key, &posting)) {
		struct key_reader r = key_read(posting);
		const struct record *u;
		uint64_t id, left;

		if (!key_read_u64(&r, &id) || !(u = record_get(t, a, id)) ||
		    !(left = forms_left(s, a, u, seen)))
			continue;
		*out = arena_grow(a, *out, n, n + 1, sizeof(**out));
		(*out)[n++] = (struct leaver){ u->ref, left };
	}
	index_scan_close(&scan);
	return n;
}

enum err
user_list(struct session *s, struct arena *a, struct user **out, size_t *n)
{
	struct txn *t = session_begin(s, false);
	const struct who *w = who_now(t, s);
	size_t all = users_all(t, a, out);

	*n = 0;
	for (size_t i = 0; w && i < all; i++)
		if (user_as_seen(w, &(*out)[i]))
			(*out)[(*n)++] = (*out)[i];
	return session_end(s, t);
}

/* --- settings and preferences ------------------------------------------------ */

enum err
setting_set(struct session *s, const char *name, const char *code)
{
	const struct setting *set = form_setting(s->set, name);
	struct txn *t;
	enum err e;

	if (!set || (set->list ? !list_choice(set->list, code)
			       : strcmp(code, "yes") && strcmp(code, "no")))
		return ERR_INVALID;
	t = begin_as_admin(s);
	struct arena a = ARENA_INIT;
	meta_put(t, arena_printf(&a, "setting/%s", name), bytes_str(code));
	log_act(t, s, ACT_SETTING, 0, 0, 0,
		arena_printf(&a, "%s = %s", name, code));
	arena_clear(&a);
	e = end_as_admin(s, t);
	/* What is worked out from it, in steps of its own. */
	return e == ERR_OK && !s->batch ? cases_renew(s->store) : e;
}

enum err
setting_get(struct session *s, struct arena *a, const char *name,
	    const char **code)
{
	const struct setting *set = form_setting(s->set, name);
	struct txn *t;
	struct bytes b;

	if (!set)
		return ERR_NOT_FOUND;
	t = session_begin(s, false);
	*code = meta_get(t, a, arena_printf(a, "setting/%s", name), &b)
			? arena_strndup(a, b.p, b.n)
		: set->default_code ? set->default_code
				    : "";
	return session_end(s, t);
}

const char *
preference_get(struct session *s, struct arena *a, const char *name)
{
	struct txn *t = session_begin(s, false);
	struct bytes b;
	bool found = meta_get(
		t, a, arena_printf(a, "prefer/%s/%s", s->user, name), &b);

	if (session_end(s, t) != ERR_OK)
		found = false;
	return found ? arena_strndup(a, b.p, b.n) : NULL;
}

enum err
preference_set(struct session *s, const char *name, const char *value)
{
	struct arena a = ARENA_INIT;
	struct txn *t = session_begin(s, true);

	meta_put(t, arena_printf(&a, "prefer/%s/%s", s->user, name),
		 bytes_str(value ? value : ""));
	arena_clear(&a);
	return session_end(s, t);
}

/* --- when the screen locks ---------------------------------------------------- */

static const char *
lock_key(struct arena *a, const char *login)
{
	return arena_printf(a, "lock/%s", login);
}

enum err
lock_allow(struct session *s, const char *login, int minutes)
{
	struct arena a = ARENA_INIT;
	struct txn *t;

	if (minutes < 1 || minutes > LOCK_LONGEST)
		return ERR_INVALID;
	t = begin_as_admin(s);
	if (strcmp(login, LOCK_EVERYBODY) != 0 && !user_record(t, &a, login))
		txn_fail(t, ERR_NOT_FOUND);
	meta_put(t, lock_key(&a, login),
		 bytes_str(arena_printf(&a, "%d", minutes)));
	log_act(t, s, ACT_SETTING, 0, 0, 0,
		arena_printf(&a, "lock of %s = %d minutes", login, minutes));
	arena_clear(&a);
	return end_as_admin(s, t);
}

/* Digits that lock_allow() wrote; 0: none are there. */
static int
lock_of(struct txn *t, struct arena *a, const char *login)
{
	struct bytes b;

	return meta_get(t, a, lock_key(a, login), &b)
		       ? atoi(arena_strndup(a, b.p, b.n))
		       : 0;
}

int
lock_most(struct session *s)
{
	struct arena a = ARENA_INIT;
	struct txn *t = session_begin(s, false);
	int own = lock_of(t, &a, s->user);
	int all = lock_of(t, &a, LOCK_EVERYBODY);

	if (session_end(s, t) != ERR_OK)
		own = all = 0;
	arena_clear(&a);
	return own ? own : all ? all : LOCK_USUAL;
}
