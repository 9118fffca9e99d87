/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Searching: people who are in the store, typed key by key as they would be
 * looked for.  Each key is one search.
 */
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "bench.h"
#include "casework/find.h"
#include "casework/same.h"
#include "match/score.h"

#define TYPED 600 /* texts, each of some ten keys */
#define ROWS 20	  /* of a screen */
#define CHECKED 300
#define SWEPT_MOST 200000

static const char *
answer(const struct bench *b, const struct record *r, enum means m)
{
	const struct item *it =
		form_item_means(session_forms(b->session)->person, m);

	return it ? fields_text(&r->fields, it->name) : "";
}

/* What somebody types to find this person: mostly names, either way round,
 * sometimes only the beginnings; a birth date, a number. */
static const char *
text_for(struct bench *b, struct arena *a, const struct record *r)
{
	const char *given = answer(b, r, MEANS_given_name);
	const char *family = answer(b, r, MEANS_family_name);
	const struct item *born = form_item_means(
		session_forms(b->session)->person, MEANS_birth_date);
	struct date d = born ? fields_date(&r->fields, born->name) : NO_DATE;

	switch (bench_random(b, 10)) {
	case 0:
		return r->ref;
	case 1:
		return date_is_whole(d)
			       ? arena_printf(a, "%d/%d/%d", d.d, d.m, d.y)
			       : family;
	case 2:
		return arena_printf(a, "%.3s %.3s", given, family);
	case 3:
	case 4:
	case 5:
		return arena_printf(a, "%s %s", family, given);
	default:
		return arena_printf(a, "%s %s", given, family);
	}
}

/* The same words for sqlite3, as they stand in the index. */
static void
find_beside(struct arena *a, const char *text, struct times *beside)
{
	const char *words[8];
	char *folded = text_fold(a, text), *rest;
	size_t n = 0;

	for (char *w = strtok_r(folded, " ", &rest); w && n < 8;
	     w = strtok_r(NULL, " ", &rest))
		words[n++] = w;
	if (n)
		peer_find(words, n, beside);
}

static void
type_text(struct bench *b, struct arena *a, const char *text, struct times *t,
	  struct times *beside)
{
	size_t n = strlen(text);
	bool names = !strpbrk(text, "0123456789");

	for (size_t i = 0; i < n;) {
		char *typed;
		struct found found;
		struct watch w;

		i = text_cluster_next(text, n, i);
		typed = arena_strndup(a, text, i);
		watch_begin(&w);
		if (find_people(b->session, a, typed, ROWS, &found) != ERR_OK)
			return;
		watch_end(&w, t, NULL);
		if (beside && names)
			find_beside(a, typed, beside);
	}
}

void
bench_find(struct bench *b, struct times *t, struct times *beside)
{
	struct times warm = { 0 };

	for (int i = 0; i < TYPED; i++) {
		struct arena a = ARENA_INIT;
		const struct record *r =
			bench_some(b, &a, RECORD_PERSON, false);

		if (r)
			type_text(b, &a, text_for(b, &a, r),
				  i < TYPED / 10 ? &warm : t,
				  i < TYPED / 10 ? NULL : beside);
		arena_clear(&a);
	}
	times_clear(&warm);
}

void
bench_alike(struct bench *b)
{
	struct times t = { 0 };
	size_t found = 0;

	for (int i = 0; i < CHECKED; i++) {
		struct arena a = ARENA_INIT;
		const struct record *r =
			bench_some(b, &a, RECORD_PERSON, false);
		struct likeness *alike;
		struct watch w;
		size_t n;

		watch_begin(&w);
		if (r && find_alike(b->session, &a, &r->fields, r->id, &alike,
				    &n) == ERR_OK) {
			watch_end(&w, &t, NULL);
			found += n;
		}
		arena_clear(&a);
	}
	line_times("duplicate check before a new person", &t, "5 ms",
		   say("%.1f likenesses each",
		       t.n ? (double)found / (double)t.n : 0));
	times_clear(&t);
}

/* Once: it is a night's work at a million. */
void
bench_sweep(struct bench *b)
{
	struct times t = { 0 };
	struct arena a = ARENA_INIT;
	struct same_found *found;
	struct watch w;
	size_t n;

	if (b->people > SWEPT_MOST)
		return;
	watch_begin(&w);
	if (same_sweep(b->session, &a, MATCH_SWEPT, NULL, NULL, &found, &n) ==
	    ERR_OK) {
		watch_end(&w, &t, NULL);
		line_text("sweep: everybody with everybody",
			  say("%.1f s", times_at(&t, 0.5) / 1e6),
			  "10 s at 100,000",
			  say("%zu pairs of %d bits or more", n, MATCH_SWEPT));
	}
	times_clear(&t);
	arena_clear(&a);
}
