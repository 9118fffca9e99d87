/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "casework/catalogue.h"

/* Both ways between forms and their numbers, worked out once. */
static void
number_forms(struct session *s)
{
	struct arena *a = &s->arena;
	size_t n = s->set->n_forms;

	s->cno_of = arena_array(a, n + 1, sizeof(int));
	s->fno_of = arena_array(a, n + 1, sizeof(int));
	s->form_by_no = arena_array(a, s->forms.n + 1, sizeof(*s->form_by_no));
	s->case_form_by_no = arena_array(a, s->case_forms.n + 1,
					 sizeof(*s->case_form_by_no));
	for (size_t i = 0; i < n; i++) {
		const struct form *f = s->set->forms[i];

		s->cno_of[i] =
			f->kind == FORM_CASE
				? catalogue_of_form(&s->case_forms, s->set, f)
				: -1;
		s->fno_of[i] = catalogue_of_form(&s->forms, s->set, f);
		if (s->cno_of[i] >= 0)
			s->case_form_by_no[s->cno_of[i]] = f;
		if (s->fno_of[i] >= 0)
			s->form_by_no[s->fno_of[i]] = f;
	}
	s->cno_of[n] = s->fno_of[n] = -1;
}

static void
read_catalogues(struct session *s)
{
	struct txn *t = txn_begin_read(s->store);

	catalogue_read(t, &s->arena, CATALOGUE_CASE_FORMS, &s->case_forms);
	catalogue_read(t, &s->arena, CATALOGUE_FORMS, &s->forms);
	s->forms_serial = tally_get(t, "forms/serial");
	txn_abort(t);
	number_forms(s);
	/* What was published since is closed to a session that runs older
	 * forms: it cannot know. */
	s->closed_mask = s->hiding_mask = ~UINT64_C(0);
	for (size_t i = 0; i < s->case_forms.n; i++) {
		const struct form *f = s->case_form_by_no[i];

		if (!f || f->access == ACCESS_CLOSED)
			continue;
		s->closed_mask &= ~(UINT64_C(1) << i);
		if (!case_form_guards(f))
			s->hiding_mask &= ~(UINT64_C(1) << i);
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

struct txn *
session_begin(struct session *s, bool write)
{
	if (s->batch) {
		s->batch_mark = txn_mark(s->batch);
		return s->batch;
	}
	return write ? txn_begin_write(s->store) : txn_begin_read(s->store);
}

enum err
session_end(struct session *s, struct txn *t)
{
	enum err e;

	if (t != s->batch)
		return txn_commit(t);
	e = txn_err(t);
	if (e != ERR_OK && !txn_forgive(t, s->batch_mark))
		report("a batch was broken: %s", err_text(e));
	return e;
}

int64_t
monotonic_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

void
session_batch_begin(struct session *s)
{
	if (!s->scratch)
		s->batch = txn_begin_write(s->store);
	else if (s->loading)
		s->batch = txn_begin_load(s->store, s->scratch);
	else
		s->batch = txn_begin_over(s->store, s->scratch);
}

enum err
session_batch_commit(struct session *s)
{
	struct txn *t = s->batch;

	s->batch = NULL;
	return txn_commit(t);
}

void
session_batch_abort(struct session *s)
{
	struct txn *t = s->batch;

	s->batch = NULL;
	txn_abort(t);
}

void
log_refusal(struct session *s, uint64_t record, const char *what)
{
	struct txn *t = session_begin(s, true);

	log_act(t, s, ACT_REFUSED, 0, 0, record, what);
	if (session_end(s, t) != ERR_OK)
		report("a refusal could not be logged");
}

enum err
session_open(struct session **out, struct store *st, const char *user,
	     const char *from)
{
	struct form_set *set;
	struct forms_known known;
	struct session *s;
	struct txn *t;
	enum err e;

	TRY(known_load(st, &set, &known));
	s = session_make(st, set, user, from);
	t = txn_begin_write(st);
	if (who_now(t, s)) {
		log_act(t, s, ACT_SIGNED_IN, 0, 0, 0, NULL);
		known_keep(t, set, &known);
	}
	e = session_end(s, t);
	if (e != ERR_OK)
		session_free(&s);
	*out = s;
	return e;
}

enum err
session_open_system(struct session **out, struct store *st, const char *name)
{
	struct form_set *set;
	struct forms_known known;

	TRY(known_load(st, &set, &known));
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

/* When the line was lost is kept until a session ends otherwise. */
static const char *
lost_key(struct session *s)
{
	return arena_printf(&s->arena, "lost/%s", s->user);
}

static void
note_end(struct txn *t, struct session *s, bool lost)
{
	const char *key = lost_key(s);
	struct bytes was;

	if (lost)
		meta_put(t, key,
			 bytes_str(arena_printf(&s->arena, "%lld",
						(long long)clock_now())));
	else if (meta_get(t, &s->arena, key, &was) && was.n)
		meta_put(t, key, bytes_str(""));
}

int64_t
session_lost_at(struct session *s)
{
	struct txn *t = session_begin(s, false);
	struct bytes at;
	bool found = meta_get(t, &s->arena, lost_key(s), &at);

	if (session_end(s, t) != ERR_OK || !found)
		return 0;
	return strtoll(arena_strndup(&s->arena, at.p, at.n), NULL, 10);
}

void
session_close(struct session **s, bool lost)
{
	struct txn *t;

	if (!*s)
		return;
	t = session_begin(*s, true);
	log_act(t, *s, lost ? ACT_LINE_LOST : ACT_SIGNED_OUT, 0, 0, 0, NULL);
	note_end(t, *s, lost);
	if (session_end(*s, t) != ERR_OK)
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

bool
session_has_ended(const struct session *s)
{
	return s->ended;
}

bool
session_is_outdated(const struct session *s)
{
	return s->outdated;
}

static int
by_title(const void *a, const void *b)
{
	const struct form *const *f = a, *const *g = b;

	return text_compare((*f)->label, (*g)->label);
}

size_t
session_case_forms(struct session *s, struct arena *a, const struct form ***out)
{
	const struct form_set *set = s->set;
	struct txn *t = session_begin(s, false);
	const struct who *w = who_now(t, s);
	size_t n = 0;

	*out = arena_array(a, set->n_forms + 1, sizeof(**out));
	for (size_t i = 0; w && i < set->n_forms; i++)
		if (set->forms[i]->kind == FORM_CASE &&
		    who_writes_form(w, set->forms[i]))
			(*out)[n++] = set->forms[i];
	if (session_end(s, t) != ERR_OK)
		n = 0;
	qsort(*out, n, sizeof(**out), by_title);
	return n;
}

bool
session_in_programme(struct session *s, const char *programme)
{
	struct txn *t = session_begin(s, false);
	const struct who *w = who_now(t, s);
	bool in = false;

	for (size_t i = 0; w && i < s->case_forms.n; i++) {
		const struct form *f = case_form_of_no(s, (int)i);

		in |= f && w->roles[i] && strcmp(f->programme, programme) == 0;
	}
	return session_end(s, t) == ERR_OK && in;
}

/* Numbers are looked up at every index entry: by pointer, not by name. */
static size_t
place_of(const struct session *s, const struct form *f)
{
	size_t i = 0;

	while (i < s->set->n_forms && s->set->forms[i] != f)
		i++;
	return i;
}

int
case_form_no(const struct session *s, const struct form *f)
{
	if (f && f->kind == FORM_CHILD)
		f = f->of;
	return f ? s->cno_of[place_of(s, f)] : -1;
}

int
form_no(const struct session *s, const struct form *f)
{
	return f ? s->fno_of[place_of(s, f)] : -1;
}

const struct form *
form_of_no(const struct session *s, int fno)
{
	return fno >= 0 && (size_t)fno < s->forms.n ? s->form_by_no[fno] : NULL;
}

const struct form *
case_form_of_no(const struct session *s, int cno)
{
	return cno >= 0 && (size_t)cno < s->case_forms.n
		       ? s->case_form_by_no[cno]
		       : NULL;
}

const struct form *
form_of_record(const struct session *s, const struct record *r)
{
	return form_called(s->set, r->form);
}
