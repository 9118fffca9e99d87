/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a record is called in files that caseload writes and reads back: by
 * its reference, if it has one; else by what it belongs to, its form where
 * that is not said otherwise, and which one it is of these there:
 *
 *	P-018842			a person
 *	SAN-2026-00103			a case with a reference
 *	P-018842/visits/2		their second case of a form without
 *	meeting/7			the seventh case about nobody
 *	SAN-2026-00103/4		the case's fourth child of that form
 *	P-018842/1			the person's first record of that form
 */
#include <stdlib.h>
#include <string.h>

#include "casework/internal.h"

struct family {
	struct txn *t;
	struct session *s;
	const struct who *w;
	struct arena *a;
	const struct form *f;
	uint64_t stop; /* the one that is counted up to; 0: */
	uint64_t nth;  /* the one that is looked for */
	uint64_t n, found;
};

/* False: far enough. */
static bool
count_one(struct family *y, uint64_t id)
{
	struct arena a = ARENA_INIT;
	const struct record *r = record_get_header(y->t, &a, id);

	if (r && !(r->flags & RECORD_WITHDRAWN) &&
	    form_of_record(y->s, r) == y->f &&
	    (r->kind != RECORD_CASE || who_sees(y->t, y->w, r)) &&
	    ++y->n == y->nth)
		y->found = id;
	arena_clear(&a);
	return !y->found && id != y->stop;
}

static void
count_ids(struct family *y, const uint64_t *ids, size_t n)
{
	for (size_t i = 0; i < n && count_one(y, ids[i]); i++)
		;
}

static void
count_children(struct family *y, uint64_t case_id)
{
	uint64_t *ids;
	size_t n = case_children(y->t, y->a, case_id, &ids);

	count_ids(y, ids, n);
}

static int
id_order(const void *a, const void *b)
{
	const uint64_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

/* The ids at the ends of the keys that begin so, the oldest first. */
static void
count_index(struct family *y, uint8_t ix, struct bytes prefix)
{
	struct index_scan *scan = index_scan_prefix(y->t, ix, prefix, false);
	struct bytes key, posting;
	uint64_t *ids = NULL;
	size_t n = 0, cap = 0;

	while (index_scan_next(scan, &key, &posting)) {
		struct key_reader in =
			key_read(bytes_of((const char *)key.p + key.n - 8, 8));

		if (n == cap) {
			cap = cap ? cap * 2 : 16;
			ids = arena_grow(y->a, ids, n, cap, sizeof(*ids));
		}
		key_read_u64(&in, &ids[n++]);
	}
	index_scan_close(&scan);
	if (n)
		qsort(ids, n, sizeof(*ids), id_order);
	count_ids(y, ids, n);
}

static void
count_of_person(struct family *y, uint64_t person)
{
	struct key k;

	key_start(&k);
	key_u64(&k, person);
	count_index(y, IX_OF_PERSON, key_bytes(&k));
}

static void
count_of_form(struct family *y)
{
	struct key k;

	key_start(&k);
	key_u32(&k, (uint32_t)form_no(y->s, y->f));
	count_index(y, IX_BY_FORM, key_bytes(&k));
}

static const char *
ref_seen(const struct family *y, uint64_t id)
{
	const struct record *r = id ? record_get_header(y->t, y->a, id) : NULL;

	return r && who_sees(y->t, y->w, r) ? r->ref : "";
}

static const char *
called_case(struct family *y, const struct record *r)
{
	if (y->f->about != ABOUT_PERSON) {
		count_of_form(y);
		return arena_printf(y->a, "%s/%llu", y->f->name,
				    (unsigned long long)y->n);
	}
	count_of_person(y, r->person);
	return arena_printf(y->a, "%s/%s/%llu", ref_seen(y, r->person),
			    y->f->name, (unsigned long long)y->n);
}

const char *
record_called(struct txn *t, struct session *s, const struct who *w,
	      struct arena *a, uint64_t id)
{
	const struct record *r = id ? record_get_header(t, a, id) : NULL;
	struct family y = { t, s, w, a, .stop = id };

	if (!r || !who_sees(t, w, r))
		return "";
	y.f = form_of_record(s, r);
	if (r->ref[0] || !y.f)
		return r->ref;
	if (r->kind == RECORD_CASE)
		return called_case(&y, r);
	if (r->case_id)
		count_children(&y, r->case_id);
	else
		count_of_person(&y, r->person);
	return arena_printf(a, "%s/%llu",
			    r->case_id ? record_called(t, s, w, a, r->case_id)
				       : ref_seen(&y, r->person),
			    (unsigned long long)y.n);
}

/* --- and found again --------------------------------------------------------- */

static uint64_t
find_reference(struct txn *t, const struct who *w, struct arena *a,
	       const char *ref)
{
	struct bytes key, posting;
	struct index_scan *scan;
	const struct record *r;
	uint64_t id = 0;
	struct key k;

	if (!ref[0])
		return 0;
	key_start(&k);
	key_text(&k, ref);
	scan = index_scan_prefix(t, IX_REF, key_bytes(&k), false);
	if (index_scan_next(scan, &key, &posting)) {
		struct key_reader in = key_read(posting);

		key_read_u64(&in, &id);
	}
	index_scan_close(&scan);
	r = id ? record_get_header(t, a, id) : NULL;
	return r && who_sees(t, w, r) && !(r->flags & RECORD_WITHDRAWN) ? id
									: 0;
}

/* PERSON/FORM or FORM, and which. */
static void
find_of_form(struct family *y, const char *of)
{
	const char *slash = strrchr(of, '/');
	const char *form = slash ? slash + 1 : of;
	uint64_t person;

	y->f = form_called(y->s->set, form);
	if (!y->f || y->f->kind != FORM_CASE ||
	    (slash == NULL) == (y->f->about == ABOUT_PERSON))
		return;
	if (!slash) {
		count_of_form(y);
		return;
	}
	person = find_reference(y->t, y->w, y->a,
				arena_strndup(y->a, of, (size_t)(slash - of)));
	if (person)
		count_of_person(y, person);
}

static void
find_child(struct family *y, const char *of)
{
	uint64_t id = record_find(y->t, y->s, y->w, y->a, NULL, of);

	if (id && y->f->kind == FORM_CHILD)
		count_children(y, id);
	else if (id)
		count_of_person(y, id);
}

uint64_t
record_find(struct txn *t, struct session *s, const struct who *w,
	    struct arena *a, const struct form *f, const char *called)
{
	struct family y = { t, s, w, a, .f = f };
	const char *slash = strrchr(called, '/');
	uint64_t id = find_reference(t, w, a, called);
	const struct record *r;
	const char *of;

	if (id || !slash)
		return id;
	y.nth = strtoull(slash + 1, NULL, 10);
	of = arena_strndup(a, called, (size_t)(slash - called));
	if (!y.nth)
		return 0;
	if (f && f->kind != FORM_CASE)
		find_child(&y, of);
	else
		find_of_form(&y, of);
	r = y.found ? record_get_header(t, a, y.found) : NULL;
	return r && who_sees(t, w, r) ? y.found : 0;
}
