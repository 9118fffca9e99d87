/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How common names, towns and postcodes are: a counter each, moved in the commit that
 * moves the person.  A name that is borne by many proves little.
 */
#include <math.h>
#include <string.h>

#include "casework/find_parts.h"

enum {
	WORDS_MOST = 120,
	WORD_BYTES_MOST = 100,
	FEW_BEARERS = 32,
	PEOPLE_LEAST = 1000
};

/* The words of one person, each once. */
struct bearing {
	const char *v[WORDS_MOST];
	size_t n;
};

static bool
bears(const struct bearing *b, const char *word)
{
	for (size_t i = 0; i < b->n; i++)
		if (strcmp(b->v[i], word) == 0)
			return true;
	return false;
}

static void
add_word(struct bearing *b, const char *word)
{
	if (word[0] && b->n < WORDS_MOST && strlen(word) <= WORD_BYTES_MOST &&
	    !bears(b, word))
		b->v[b->n++] = word;
}

static bool
counts(const struct session *s, const struct record *r)
{
	return r && r->kind == RECORD_PERSON && s->set->person &&
	       !(r->flags & RECORD_WITHDRAWN);
}

static void
read_words(struct session *s, struct arena *a, const struct record *r,
	   struct bearing *out)
{
	const struct form *f = s->set->person;
	struct record now = *r;
	struct looks l;

	if (r->form_version != (uint32_t)f->version) {
		fields_copy(&now.fields, a, &r->fields);
		record_adopt(s->set, &now);
	}
	looks_read(a, f, &now.fields, &l);
	for (size_t i = 0; i < l.n_names; i++)
		for (size_t k = 0; k < l.names[i].n; k++)
			add_word(out, l.names[i].token[k]);
	add_word(out, looks_town(a, &l));
	add_word(out, looks_code(a, f, &l));
}

uint32_t
common_count(struct txn *t, const char *word)
{
	struct key_reader r;
	struct key k;
	uint32_t n = 0;

	if (strlen(word) > WORD_BYTES_MOST)
		return 0;
	key_start(&k);
	key_text(&k, word);
	if (index_get(t, IX_COMMON, &k)) {
		r = key_read(key_bytes(&k));
		key_read_u32(&r, &n);
	}
	return n;
}

double
common_people(struct txn *t)
{
	return fmax((double)common_count(t, ""), PEOPLE_LEAST);
}

/* Where few bear a name, one more or less would show in the bits. */
static double
count_seen(struct txn *t, const struct who *w, const char *word)
{
	uint64_t few[FEW_BEARERS] = { 0 };
	struct bytes key, posting;
	struct index_scan *s;
	struct key prefix;
	size_t n = 0, seen = 0;

	key_start(&prefix);
	key_text(&prefix, word);
	s = index_scan_prefix(t, IX_NAME, key_bytes(&prefix), false);
	while (n < FEW_BEARERS && index_scan_next(s, &key, &posting)) {
		struct key_reader r = key_read(bytes_of(
			(const char *)key.p + prefix.n, key.n - prefix.n));

		key_read_u64(&r, &few[n++]);
	}
	index_scan_close(&s);
	for (size_t i = 0; i < n; i++)
		seen += who_sees_person(t, w, few[i]);
	return (double)seen;
}

double
common_share(struct txn *t, const struct who *w, const char *word)
{
	uint32_t all = common_count(t, word);

	if (all >= FEW_BEARERS)
		return all / common_people(t);
	return word[0] == '@' || word[0] == '#'
		       ? 0
		       : count_seen(t, w, word) / common_people(t);
}

static void
move(struct txn *t, const char *word, int by)
{
	uint32_t n = common_count(t, word);
	struct key k, p;

	key_start(&k);
	key_text(&k, word);
	if (by < 0 && n <= 1) {
		index_del(t, IX_COMMON, key_bytes(&k));
		return;
	}
	key_start(&p);
	key_u32(&p, by < 0 ? n - 1 : n + 1);
	index_put(t, IX_COMMON, key_bytes(&k), key_bytes(&p));
}

void
common_renew(struct txn *t, struct session *s, const struct record *before,
	     const struct record *now)
{
	bool was = counts(s, before), is = counts(s, now);
	struct bearing old = { .n = 0 }, new = { .n = 0 };
	struct arena a = ARENA_INIT;

	if (!was && !is)
		return;
	index_keep(t, IX_COMMON);
	if (was)
		read_words(s, &a, before, &old);
	if (is)
		read_words(s, &a, now, &new);
	if (was != is)
		move(t, "", is ? 1 : -1);
	for (size_t i = 0; i < old.n; i++)
		if (!bears(&new, old.v[i]))
			move(t, old.v[i], -1);
	for (size_t i = 0; i < new.n; i++)
		if (!bears(&old, new.v[i]))
			move(t, new.v[i], 1);
	arena_clear(&a);
}

/* --- the check ------------------------------------------------------------- */

void
common_expect(struct session *s, struct words *words, uint32_t *people,
	      const struct record *r)
{
	struct arena a = ARENA_INIT;
	struct bearing b = { .n = 0 };

	if (!counts(s, r))
		return;
	read_words(s, &a, r, &b);
	for (size_t i = 0; i < b.n; i++)
		words_get(words, b.v[i])->bearers++;
	(*people)++;
	arena_clear(&a);
}

size_t
common_faults(struct txn *t, struct words *words, uint32_t people)
{
	struct index_scan *scan = index_scan_open(t, IX_COMMON, bytes_of("", 0),
						  bytes_of("", 0), false);
	size_t faults = 0, found = 0, n;
	struct bytes key, posting;

	while (index_scan_next(scan, &key, &posting)) {
		struct key_reader k = key_read(key), p = key_read(posting);
		const char *text = "";
		uint32_t is = 0;

		key_read_text(&k, &text);
		key_read_u32(&p, &is);
		found += text[0] != '\0';
		faults += is !=
			  (text[0] ? words_get(words, text)->bearers : people);
	}
	index_scan_close(&scan);
	n = words_borne(words);
	return faults + (n > found ? n - found : 0);
}
