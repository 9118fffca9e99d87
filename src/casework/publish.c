/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "casework/catalogue.h"
#include "casework/holdings.h"

/*
 * The published set in meta:
 *   forms/current          names and hashes: `drugs.form` 00 <64 hex> 00 ...
 *   forms/text/<64 hex>    the text of a file, kept for ever
 * The hash is BLAKE2b-256 of the text.
 */
#define META_CURRENT "forms/current"

static void
hash_hex(const char *text, size_t n, char out[65])
{
	unsigned char h[32];

	crypto_generichash(h, sizeof(h), (const unsigned char *)text, n, NULL,
			   0);
	sodium_bin2hex(out, 65, h, sizeof(h));
}

static void
put_texts(struct txn *t, const struct form_source *files, size_t n)
{
	struct buf current = BUF_INIT;
	char hex[65], name[96];

	for (size_t i = 0; i < n; i++) {
		hash_hex(files[i].text, files[i].n, hex);
		snprintf(name, sizeof(name), "forms/text/%s", hex);
		meta_put(t, name, bytes_of(files[i].text, files[i].n));
		buf_add(&current, files[i].name, strlen(files[i].name) + 1);
		buf_add(&current, hex, sizeof(hex));
	}
	meta_put(t, META_CURRENT, buf_bytes(&current));
	buf_clear(&current);
}

static void
extend_catalogues(struct txn *t, struct arena *a, const struct form_set *set)
{
	const char **cases = arena_array(a, set->n_forms + 1, sizeof(*cases));
	const char **all = arena_array(a, set->n_forms + 1, sizeof(*all));
	struct catalogue old_cases, old;
	size_t n_cases = 0, n = 0;

	/* A form that was renamed keeps its number: keys stay true. */
	catalogue_read(t, a, CATALOGUE_CASE_FORMS, &old_cases);
	catalogue_read(t, a, CATALOGUE_FORMS, &old);
	for (size_t i = 0; i < set->n_forms; i++) {
		const struct form *f = set->forms[i];

		if (catalogue_of_form(&old, set, f) < 0)
			all[n++] = form_full_name(f);
		if (f->kind == FORM_CASE &&
		    catalogue_of_form(&old_cases, set, f) < 0)
			cases[n_cases++] = f->name;
	}
	catalogue_extend(t, a, CATALOGUE_CASE_FORMS, cases, n_cases);
	catalogue_extend(t, a, CATALOGUE_FORMS, all, n);
}

static bool
get_text(struct txn *t, struct arena *a, const char *hex, struct bytes *text)
{
	char name[96], found[65];

	snprintf(name, sizeof(name), "forms/text/%s", hex);
	if (!meta_get(t, a, name, text))
		return false;
	hash_hex(text->p, text->n, found);
	return strcmp(hex, found) == 0;
}

size_t
published_texts(struct txn *t, struct arena *a, struct form_source **out,
		struct bytes *current)
{
	struct bytes text;
	size_t n = 0;

	*out = NULL;
	if (!meta_get(t, a, META_CURRENT, current))
		return 0;
	for (size_t i = 0; i < current->n; i++)
		n += ((const char *)current->p)[i] == '\0';
	n /= 2;
	*out = arena_array(a, n + 1, sizeof(**out));
	const char *p = current->p;
	for (size_t i = 0; i < n; i++) {
		const char *file = p, *hex = p + strlen(p) + 1;

		if (!get_text(t, a, hex, &text)) {
			report("the text of %s is not as it was published",
			       file);
			txn_fail(t, ERR_CORRUPT);
			return 0;
		}
		(*out)[i] = (struct form_source){ file, text.p, text.n };
		p = hex + strlen(hex) + 1;
	}
	return n;
}

enum err
forms_texts(struct store *st, struct arena *a, struct form_source **out,
	    size_t *n)
{
	struct txn *t = txn_begin_read(st);
	struct bytes current;

	*n = published_texts(t, a, out, &current);
	TRY(txn_commit(t));
	return *n ? ERR_OK : ERR_INVALID;
}

enum err
forms_load(struct store *st, struct form_set **out)
{
	struct arena a = ARENA_INIT;
	struct form_source *files;
	struct problems p;
	size_t n;
	enum err e = forms_texts(st, &a, &files, &n);

	if (e == ERR_OK) {
		problems_init(&p, &a);
		e = form_set_load(out, files, n, &p);
	}
	arena_clear(&a);
	memory_trim(); /* reading took as much again, in every session */
	return e;
}

static bool
is_admin(struct txn *t, struct arena *a, const char *user)
{
	struct key k;
	struct key_reader r;
	struct bytes posting;
	uint64_t id = 0;
	struct index_scan *scan;

	key_start(&k);
	key_text(&k, user ? user : "");
	scan = index_scan_prefix(t, IX_LOGIN, key_bytes(&k), false);
	if (index_scan_next(scan, &(struct bytes){ 0 }, &posting)) {
		r = key_read(posting);
		key_read_u64(&r, &id);
	}
	index_scan_close(&scan);
	if (!id)
		return false;
	struct record *u = record_get(t, a, id);
	return u && !(u->flags & RECORD_CLOSED) &&
	       strcmp(fields_text(&u->fields, "admin"), "yes") == 0;
}

bool
forms_are_published(struct txn *t, struct arena *a)
{
	struct bytes current;

	return meta_get(t, a, META_CURRENT, &current);
}

static enum err
publish_step(struct txn *t, const char *user, const struct form_source *files,
	     size_t n, const struct form_set *set, struct arena *a)
{
	struct catalogue cases;
	struct log_entry entry = { .at = clock_now(),
				   .act = ACT_FORMS_PUBLISHED,
				   .who = user ? user : "",
				   .from = "" };
	struct fields payload;

	if (!forms_are_published(t, a))
		indexes_note_shape(t);
	else if (!is_admin(t, a, user))
		txn_fail(t, ERR_DENIED);
	put_texts(t, files, n);
	extend_catalogues(t, a, set);
	catalogue_read(t, a, CATALOGUE_CASE_FORMS, &cases);
	if (cases.n > CASE_FORMS_MOST)
		txn_fail(t, ERR_FULL);
	tally_add(t, "forms/serial", 1);
	fields_init(&payload, a);
	for (size_t i = 0; i < n; i++)
		fields_set(
			&payload, files[i].name,
			value_text(arena_printf(a, "%zu bytes", files[i].n)));
	log_append(t, &entry, &payload);
	return txn_commit(t);
}

static bool
is_indexed(const struct item *it)
{
	return it->search || it->unique || it->means != MEANS_NONE ||
	       it->party || it->unsafe;
}

/* By where it stands, what it is, and who may read it: what fewer may read
 * than the form itself is not found by. */
static bool
same_for_index(const struct item *was, const struct item *it)
{
	bool in_rows = was->repeat != NULL;

	return was->search == it->search && was->unique == it->unique &&
	       was->means == it->means && was->party == it->party &&
	       was->unsafe == it->unsafe && was->type == it->type &&
	       was->sensitive == it->sensitive && was->read == it->read &&
	       was->write == it->write && !was->read_where == !it->read_where &&
	       in_rows == (it->repeat != NULL) &&
	       (!in_rows || !strcmp(was->repeat->name, it->repeat->name));
}

/* Does what the indexes are made from stay the same? */
static bool
same_for_indexes(const struct form *old, const struct form *new)
{
	if (old->read != new->read || old->write != new->write)
		return false;
	if (old->kind == FORM_PERSON_CHILD && old->n_timers && !new->n_timers)
		return false;
	for (size_t i = 0; i < old->n; i++) {
		const struct item *was = &old->items[i];
		const struct item *it = form_item(new, was->name);

		if (is_indexed(was) && (!it || !same_for_index(was, it)))
			return false;
	}
	for (size_t i = 0; i < new->n; i++) {
		const struct item *it = &new->items[i];
		const struct item *was = form_item(old, it->name);

		if (is_indexed(it) &&
		    (was ? !same_for_index(was, it) : it->n_was > 0))
			return false;
	}
	return true;
}

static bool
indexes_stay(const struct form_set *old, const struct form_set *new)
{
	for (size_t i = 0; i < old->n_forms; i++) {
		const struct form *was = old->forms[i];
		const struct form *f = form_called(new, form_full_name(was));

		if (f && !same_for_indexes(was, f))
			return false;
	}
	return true;
}

/* Against what is published, and what its records hold. */
static void
compare(struct store *st, struct arena *a, const struct form_set *old,
	const struct form_set *new_set, struct verdicts *out)
{
	struct holdings h;
	struct counts c;

	holdings_init(&h, &c, a, st, old);
	form_compare(a, old, new_set, &h, out);
}

enum err
forms_judge(struct store *st, struct arena *a, const struct form_set *new_set,
	    struct verdicts *out)
{
	struct form_set *old = NULL;

	*out = (struct verdicts){ 0 };
	TRY(forms_load(st, &old));
	compare(st, a, old, new_set, out);
	form_set_free(&old);
	return ERR_OK;
}

/* Verdicts as problems: what would lose answers is refused. */
static void
judge(struct store *st, const struct form_set *old,
      const struct form_set *new_set, struct problems *p)
{
	struct verdicts v;
	struct arena a = ARENA_INIT;

	compare(st, &a, old, new_set, &v);
	for (size_t i = 0; i < v.n; i++) {
		const struct form *f = form_find(new_set, v.v[i].form);
		struct place at =
			f ? f->at : (struct place){ v.v[i].form, 0, 0 };

		if (v.v[i].ruling != RULING_ALLOWED)
			problems_add(
				p, at, NULL, v.v[i].ruling == RULING_WARNED,
				v.v[i].name[0]
					? v.v[i].sentence
					: arena_printf(&a, "%s %s", v.v[i].form,
						       v.v[i].sentence),
				NULL);
	}
	arena_clear(&a);
}

/* What stands in the store follows the new forms: timers and calculations of
 * open cases; all indexes when what they are made from has changed. */
static enum err
follow(struct store *st, const struct form_set *old,
       const struct form_set *new_set)
{
	uint64_t n;

	if (!indexes_stay(old, new_set))
		return store_rebuild(st, &n, NULL, NULL);
	return cases_renew(st);
}

/* Cut off between its commit and the rebuild that follows, it is followed when
 * the store is opened next. */
static struct txn *
begin_publishing(struct store *st, const struct form_set *old,
		 const struct form_set *new_set)
{
	struct txn *t = txn_begin_write(st);

	if (old && !indexes_stay(old, new_set))
		indexes_note_loading(t);
	return t;
}

enum err
forms_publish(struct store *st, const char *user,
	      const struct form_source *files, size_t n, struct problems *p)
{
	struct form_set *set, *old = NULL;
	struct arena a = ARENA_INIT;
	enum err e;

	TRY(form_set_load(&set, files, n, p));
	if (forms_load(st, &old) == ERR_OK)
		judge(st, old, set, p);
	e = p->errors ? ERR_INVALID
		      : publish_step(begin_publishing(st, old, set), user,
				     files, n, set, &a);
	if (e == ERR_OK && old)
		e = follow(st, old, set);
	arena_clear(&a);
	form_set_free(&set);
	form_set_free(&old);
	return e;
}
