/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A sweep: the keys of everybody are sorted, so that those who share one
 * stand together; then each person is compared once with each who comes later
 * in any of their blocks.
 */
#include <stdlib.h>
#include <string.h>

#include "match/sweep_parts.h"

enum {
	BLOCK_MOST = 100, /* people of one key: more, and other keys bring
			     them together */
	PEOPLE_LEAST = 1000,
	LEARNT_MOST = 50000 /* pairs are enough to learn from */
};

struct sweep *
sweep_new(void)
{
	struct sweep *s = xcalloc(1, sizeof(*s));

	s->words = words_new(&s->a);
	return s;
}

void
sweep_free(struct sweep **s)
{
	if (!*s)
		return;
	arena_clear(&(*s)->a);
	free((*s)->card);
	free((*s)->who);
	free((*s)->entry);
	free((*s)->found.pair);
	free(*s);
	*s = NULL;
}

struct words *
sweep_words(struct sweep *s)
{
	return s->words;
}

struct arena *
sweep_arena(struct sweep *s)
{
	return &s->a;
}

const struct match_card *
sweep_card(const struct sweep *s, size_t i)
{
	return s->card[i];
}

size_t
sweep_weighed(const struct sweep *s)
{
	return s->found.weighed;
}

/* Room for one more; what grew. */
static void *
room(void *v, size_t n, size_t *cap, size_t size)
{
	if (n < *cap)
		return v;
	*cap = *cap ? *cap * 2 : 1024;
	return xrealloc(v, *cap * size);
}

static void
add_entry(struct sweep *s, uint64_t hash, uint32_t who)
{
	s->entry = room(s->entry, s->entries, &s->entry_cap, sizeof(*s->entry));
	s->entry[s->entries++] = (struct entry){ hash, who };
}

/* Each word once a person, whichever of their names has it. */
static void
count_words(const struct match_card *c)
{
	struct word *seen[NAME_TOKENS_MOST * 8];
	size_t n = 0;

	for (size_t i = 0; i < c->n_names; i++)
		for (size_t k = 0; k < c->names[i].n; k++) {
			struct word *w = c->names[i].word[k];
			size_t j = 0;

			while (j < n && seen[j] != w)
				j++;
			if (j < n || n == sizeof(seen) / sizeof(seen[0]))
				continue;
			seen[n++] = w;
			w->bearers++;
		}
	if (c->town)
		c->town->bearers++;
	if (c->code)
		c->code->bearers++;
}

void
sweep_add(struct sweep *s, uint64_t who, const struct match_card *card)
{
	uint64_t keys[SWEEP_KEYS];
	size_t n = match_keys(card, keys), cap = s->cap;

	s->card = room(s->card, s->n, &cap, sizeof(*s->card));
	s->who = room(s->who, s->n, &s->cap, sizeof(*s->who));
	for (size_t i = 0; i < n; i++)
		add_entry(s, keys[i], (uint32_t)s->n);
	count_words(card);
	s->card[s->n] = card;
	s->who[s->n++] = who;
}

/* --- blocks ------------------------------------------------------------------- */

static int
entry_order(const void *x, const void *y)
{
	const struct entry *a = x, *b = y;

	if (a->hash != b->hash)
		return a->hash < b->hash ? -1 : 1;
	return (a->who > b->who) - (a->who < b->who);
}

static size_t
block_end(const struct sweep *s, size_t from)
{
	size_t to = from;

	while (to < s->entries && s->entry[to].hash == s->entry[from].hash)
		to++;
	return to;
}

static void
sort_entries(struct sweep *s)
{
	if (s->entries)
		qsort(s->entry, s->entries, sizeof(*s->entry), entry_order);
}

/* For each person the blocks in which others come later: first[i] up to
 * first[i + 1] in the array given back. */
static struct block *
blocks_of_each(struct sweep *s, uint32_t **first_out)
{
	uint32_t *first = xcalloc(s->n + 2, sizeof(*first));
	struct block *b = xcalloc(s->entries + 1, sizeof(*b));
	uint32_t *next;

	for (size_t i = 0; i < s->entries; i++)
		first[s->entry[i].who + 1]++;
	for (size_t i = 0; i < s->n; i++)
		first[i + 1] += first[i];
	next = xcalloc(s->n + 1, sizeof(*next));
	memcpy(next, first, s->n * sizeof(*next));
	for (size_t from = 0, to; from < s->entries; from = to) {
		to = block_end(s, from);
		for (size_t i = from; i < to; i++)
			b[next[s->entry[i].who]++] =
				to - from > BLOCK_MOST
					? (struct block){ 0, 0 }
					: (struct block){ (uint32_t)i + 1,
							  (uint32_t)to };
	}
	free(next);
	*first_out = first;
	return b;
}

/* --- what the file says of itself -------------------------------------------- */

static void
learn(const struct sweep *s, struct match_rates *rates)
{
	struct learning l = { 0 };
	size_t looked = 0;

	for (size_t from = 0, to; from < s->entries; from = to) {
		uint64_t what = s->entry[from].hash & KEY_OF;

		to = block_end(s, from);
		if (!what || to - from > BLOCK_MOST || looked > LEARNT_MOST)
			continue;
		for (size_t i = from; i < to; i++)
			for (size_t k = i + 1; k < to; k++) {
				const struct match_card *a, *b;

				a = s->card[s->entry[i].who];
				b = s->card[s->entry[k].who];
				if (what == KEY_OF_BIRTH)
					learn_from_birth(&l, a, b, rates);
				else
					learn_from_home(&l, a, b, rates);
				looked += what == KEY_OF_HOME;
			}
	}
	learned(&l, rates);
}

/* --- a run ------------------------------------------------------------------- */

/* In a handful of people every name would seem common. */
static double
people(const struct sweep *s)
{
	return fmax((double)s->n, PEOPLE_LEAST);
}

static double
share_here(const struct word *w, void *ctx)
{
	const struct sweep *s = ctx;

	return (double)w->bearers / people(s);
}

static int
likeliest_first(const void *x, const void *y)
{
	const struct sweep_pair *a = x, *b = y;

	if (a->bits < b->bits || a->bits > b->bits)
		return a->bits < b->bits ? 1 : -1;
	if (a->one != b->one)
		return a->one < b->one ? -1 : 1;
	return (a->other > b->other) - (a->other < b->other);
}

size_t
sweep_run(struct sweep *s, double least, struct sweep_pair **out,
	  bool (*progress)(size_t done, size_t of, void *ctx), void *ctx)
{
	struct match_rates rates = { .people = people(s),
				     .share = share_here,
				     .ctx = s,
				     .moved = MATCH_MOVED,
				     .home = MATCH_HOME };
	uint32_t *first;
	struct block *b;

	s->found.n = s->found.weighed = 0;
	rates.memo = names_memo_new();
	s->gist = xcalloc(s->n + 1, sizeof(*s->gist));
	for (size_t i = 0; i < s->n; i++)
		gist_of(s->card[i], &rates, &s->gist[i]);
	s->prior = -log2(people(s));
	sort_entries(s);
	learn(s, &rates);
	b = blocks_of_each(s, &first);
	sweep_weigh(s, b, first, &rates, least, progress, ctx);
	free(first);
	free(b);
	free(s->gist);
	s->gist = NULL;
	sweep_thirds(s, &rates, least);
	free(rates.memo);
	if (s->found.n)
		qsort(s->found.pair, s->found.n, sizeof(*s->found.pair),
		      likeliest_first);
	*out = s->found.pair;
	return s->found.n;
}
