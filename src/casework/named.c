/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a person or a case is called, for an answer that points to it.
 */
#include "casework/find_parts.h"

const char *
record_named_in(struct txn *t, struct session *s, const struct who *w,
		struct arena *a, uint64_t id)
{
	const struct record *r = id ? record_now(t, s, a, id) : NULL;
	struct fields f;

	if (r && w && r->kind == RECORD_PERSON && who_sees(t, w, r))
		r = record_now(t, s, a, same_shown(t, w, id));
	if (!r || !w || !who_sees(t, w, r))
		return NULL;
	f = readable_fields(t, w, a, r);
	return r->kind == RECORD_PERSON ? person_name(s, a, &f, false)
					: arena_strdup(a, r->ref);
}

const char *
record_named(struct session *s, struct arena *a, uint64_t id)
{
	struct txn *t = session_begin(s, false);
	const char *name = record_named_in(t, s, who_now(t, s), a, id);

	return session_end(s, t) == ERR_OK ? name : NULL;
}

const char *
user_named(struct session *s, struct arena *a, uint64_t case_id,
	   const char *login)
{
	struct txn *t;
	const struct who *w;
	const char *told = login;

	if (case_id || !login[0])
		return login;
	t = session_begin(s, false);
	w = who_now(t, s);
	if (w)
		told = arena_strdup(a, who_told(t, w, login));
	return session_end(s, t) == ERR_OK ? told : another_team;
}

/* Is it the person's own, which all programmes share? */
static bool
is_shared(const struct record *r)
{
	return r->kind == RECORD_PERSON ||
	       (r->kind == RECORD_CHILD && !r->case_id);
}

static void
tell_users(struct txn *t, const struct who *w, struct arena *a,
	   struct fields *f)
{
	for (size_t i = 0; i < f->n; i++) {
		struct value *v = &f->v[i].value;

		if (v->type == VAL_USER)
			v->text = arena_strdup(a, who_told(t, w, v->text));
		for (size_t k = 0; v->type == VAL_ROWS && k < v->rows.n; k++)
			tell_users(t, w, a, &v->rows.v[k].fields);
	}
}

const struct value *
told_value(struct txn *t, const struct who *w, struct arena *a,
	   const struct record *r, const struct value *v)
{
	struct fields f;

	if (!v || !is_shared(r) || (v->type != VAL_USER && v->type != VAL_ROWS))
		return v;
	fields_init(&f, a);
	fields_set(&f, "told", *v);
	tell_users(t, w, a, &f);
	return fields_get(&f, "told");
}
