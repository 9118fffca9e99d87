/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "casework/catalogue.h"

static void
read_catalogues(struct session *s)
{
	struct txn *t = txn_begin_read(s->store);

	catalogue_read(t, &s->arena, CATALOGUE_CASE_FORMS, &s->case_forms);
	catalogue_read(t, &s->arena, CATALOGUE_FORMS, &s->forms);
	txn_abort(t);
	for (size_t i = 0; i < s->case_forms.n; i++) {
		const struct form *f = form_find(s->set,
						 s->case_forms.names[i]);

		if (f && f->access == ACCESS_CLOSED)
			s->closed_mask |= UINT64_C(1) << i;
	}
}

static struct session *
session_make(struct store *st, struct form_set *set, const char *user,
	     const char *from)
{
	struct session *s = xcalloc(1, sizeof(*s));

	s->store = st;
	s->set = set;
	s->user = arena_strdup(&s->arena, user);
	s->from = arena_strdup(&s->arena, from ? from : "");
	read_catalogues(s);
	return s;
}

enum err
session_open(struct session **out, struct store *st, const char *user,
	     const char *from)
{
	struct form_set *set;
	struct session *s;
	struct txn *t;
	enum err e;

	TRY(forms_load(st, &set));
	s = session_make(st, set, user, from);
	t = txn_begin_write(st);
	if (who_now(t, s))
		log_act(t, s, ACT_SIGNED_IN, 0, 0, 0, NULL);
	e = txn_commit(t);
	if (e != ERR_OK)
		session_free(&s);
	*out = s;
	return e;
}

enum err
session_open_system(struct session **out, struct store *st, const char *name)
{
	struct form_set *set;

	TRY(forms_load(st, &set));
	*out = session_make(st, set, name, "system");
	(*out)->system = true;
	return ERR_OK;
}

void
session_free(struct session **s)
{
	if (!*s)
		return;
	form_set_free(&(*s)->set);
	free((*s)->cached);
	arena_clear(&(*s)->arena);
	free(*s);
	*s = NULL;
}

void
session_close(struct session **s, bool lost)
{
	struct txn *t;

	if (!*s)
		return;
	t = txn_begin_write((*s)->store);
	log_act(t, *s, lost ? ACT_LINE_LOST : ACT_SIGNED_OUT, 0, 0, 0, NULL);
	if (txn_commit(t) != ERR_OK)
		report("the end of a session could not be logged");
	session_free(s);
}

const struct form_set *
session_forms(const struct session *s)
{
	return s->set;
}

const char *
session_user(const struct session *s)
{
	return s->user;
}

struct store *
session_store(const struct session *s)
{
	return s->store;
}

bool
session_is_admin(const struct session *s)
{
	return s->cached && s->cached->admin;
}

static int
by_title(const void *a, const void *b)
{
	const struct form *const *f = a, *const *g = b;

	return text_compare((*f)->label, (*g)->label);
}

size_t
session_case_forms(struct session *s, struct arena *a,
		   const struct form ***out)
{
	const struct form_set *set = s->set;
	struct txn *t = txn_begin_read(s->store);
	const struct who *w = who_now(t, s);
	size_t n = 0;

	*out = arena_array(a, set->n_forms + 1, sizeof(**out));
	for (size_t i = 0; w && i < set->n_forms; i++)
		if (set->forms[i]->kind == FORM_CASE &&
		    who_writes_form(w, set->forms[i]))
			(*out)[n++] = set->forms[i];
	txn_abort(t);
	qsort(*out, n, sizeof(**out), by_title);
	return n;
}

bool
session_in_programme(struct session *s, const char *programme)
{
	struct txn *t = txn_begin_read(s->store);
	const struct who *w = who_now(t, s);
	bool in = false;

	for (size_t i = 0; w && i < s->case_forms.n; i++) {
		const struct form *f = case_form_of_no(s, (int)i);

		in |= f && w->roles[i] && strcmp(f->programme, programme) == 0;
	}
	txn_abort(t);
	return in;
}

int
case_form_no(const struct session *s, const struct form *f)
{
	if (f && f->kind == FORM_CHILD)
		f = f->of;
	return f ? catalogue_find(&s->case_forms, f->name) : -1;
}

int
form_no(const struct session *s, const struct form *f)
{
	return f ? catalogue_find(&s->forms, form_full_name(f)) : -1;
}

const struct form *
form_of_no(const struct session *s, int fno)
{
	return fno >= 0 && (size_t)fno < s->forms.n
		? form_find(s->set, s->forms.names[fno]) : NULL;
}

const struct form *
case_form_of_no(const struct session *s, int cno)
{
	return cno >= 0 && (size_t)cno < s->case_forms.n
		? form_find(s->set, s->case_forms.names[cno]) : NULL;
}

const struct form *
form_of_record(const struct session *s, const struct record *r)
{
	return r->form[0] ? form_find(s->set, r->form) : NULL;
}
