/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What an import tells the people who work: one word to each caseworker whose
 * cases it changed, and one to each role that takes new cases on, unless all in
 * it have another that was told; never one for every row.  Each stands on the
 * first case that it speaks of, so that only those who may see that see it.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "casework/import_parts.h"

static struct digest *
digest_of(struct importing *im, const char *owner)
{
	for (size_t i = 0; i < im->n_digests; i++)
		if (strcmp(im->digests[i].owner, owner) == 0)
			return &im->digests[i];
	if (im->n_digests == im->cap_digests) {
		size_t cap = im->cap_digests ? im->cap_digests * 2 : 16;

		im->digests = arena_grow(&im->arena, im->digests, im->n_digests,
					 cap, sizeof(*im->digests));
		im->cap_digests = cap;
	}
	im->digests[im->n_digests] =
		(struct digest){ .owner = arena_strdup(&im->arena, owner) };
	return &im->digests[im->n_digests++];
}

/* Owner "" gathers the new cases, which nobody has yet. */
void
digest_row(struct importing *im, struct import_row *r)
{
	bool is_new = r->outcome == OUTCOME_CREATED;
	struct digest *d;

	if (r->digested || im->m->form->kind != FORM_CASE || !r->record ||
	    (!is_new && (r->outcome != OUTCOME_UPDATED || !r->owner[0])))
		return;
	r->digested = true;
	d = digest_of(im, is_new ? "" : r->owner);
	if (!d->cases++)
		d->first = r->record;
}

/* --- kept with the batch, for an import that goes on later -------------- */

const char *
digest_format(struct importing *im, struct arena *a)
{
	struct buf b = BUF_INIT;
	const char *out;

	for (size_t i = 0; i < im->n_digests; i++)
		buf_printf(&b, "%llu %llu %s\n",
			   (unsigned long long)im->digests[i].cases,
			   (unsigned long long)im->digests[i].first,
			   im->digests[i].owner);
	out = arena_strdup(a, b.s ? b.s : "");
	buf_clear(&b);
	return out;
}

void
digest_read(struct importing *im, const char *text)
{
	while (*text) {
		size_t n = strcspn(text, "\n");
		char *end;
		uint64_t cases = strtoull(text, &end, 10);
		uint64_t first = strtoull(end, &end, 10);
		struct digest *d;

		if (*end == ' ')
			end++;
		if (end > text + n)
			return;
		d = digest_of(im, arena_strndup(&im->arena, end,
						(size_t)(text + n - end)));
		d->cases = cases;
		d->first = first;
		text += n + (text[n] == '\n');
	}
}

/* --- sent ---------------------------------------------------------------- */

static void
tell(struct importing *im, struct txn *t, const struct digest *d,
     const struct role *role)
{
	const char *what = d->owner[0] ? "changed by" : "new by";
	struct task_new n = {
		.case_id = d->first,
		.owner = d->owner,
		.due = clock_today(),
		.minutes = -1,
		.text = arena_printf(
			&im->arena, "%llu %s %s import %s, batch %llu%s",
			(unsigned long long)d->cases,
			d->cases == 1 ? "case" : "cases", what, im->m->name,
			(unsigned long long)im->batch,
			d->cases == 1 ? "" : "; this is the first of them"),
	};

	task_make(t, im->s, &n, role, true);
}

/* The roles that can take a case on from its first state. */
static role_set
takers(const struct form *f)
{
	role_set roles = 0;

	for (size_t i = 0; i < f->n_transitions; i++)
		if (f->transitions[i].from & 1)
			roles |= f->transitions[i].roles;
	return roles & f->write;
}

/* Is somebody in this role who has not been told in another? */
static bool
reaches_more(const struct importing *im, const struct user *u, size_t n,
	     role_set role, role_set told)
{
	const struct form *f = im->m->form;

	for (size_t i = 0; i < n; i++)
		if (user_holds(im->s, &u[i], role, f) &&
		    !user_holds(im->s, &u[i], told, f))
			return true;
	return false;
}

/* Who has several of the roles reads it once.  Where nobody has any of them
 * yet, the first is told, for whoever comes. */
static void
tell_takers(struct importing *im, struct txn *t, const struct digest *d)
{
	const struct form_set *set = im->s->set;
	role_set roles = takers(im->m->form), told = 0;
	const struct role *first = NULL;
	struct user *u;
	size_t n = users_all(t, &im->arena, &u);

	for (size_t k = 0; k < set->n_roles; k++) {
		role_set role = roles & (role_set)1 << k;

		if (role && !first)
			first = &set->roles[k];
		if (!role || !reaches_more(im, u, n, role, told))
			continue;
		tell(im, t, d, &set->roles[k]);
		told |= role;
	}
	if (first && !told)
		tell(im, t, d, first);
}

void
digest_send(struct importing *im, struct txn *t)
{
	const struct import_mark mark = { .batch = im->batch };

	im->s->import = &mark;
	for (size_t i = 0; i < im->n_digests; i++) {
		const struct digest *d = &im->digests[i];

		if (d->owner[0])
			tell(im, t, d, NULL);
		else
			tell_takers(im, t, d);
	}
	im->s->import = NULL;
}
