/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A sweep: the keys of everybody are sorted, so that those who share one
 * stand together; then each person is compared once with each who comes later
 * in any of their blocks.
 */
#include "match/sweep.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "match/parts.h"

enum {
	BLOCK_MOST = 100, /* people of one key: more, and other keys bring
			     them together */
	PROGRESS_EACH = 512,
	PEOPLE_LEAST = 1000,
	AHEAD = 3,
	THIRD_LESS = 2,	    /* bits that the way through a third costs */
	THIRD_AGAINST = -6, /* the two themselves: less speaks against it */
	THIRD_MOST = 60,    /* so many are no longer one person */
	LEARNT_MOST = 50000 /* pairs are enough to learn from */
};

struct entry {
	uint64_t hash;
	uint32_t who;
};

struct block {
	uint32_t from, to; /* places in entries */
};

struct sweep {
	struct arena a;
	struct words *words;
	const struct match_card **card;
	uint64_t *who;
	struct card_gist *gist; /* of each, while a run lasts */
	double prior;
	size_t n, cap;
	struct entry *entry;
	size_t entries, entry_cap;
	struct sweep_pair *pair;
	size_t pairs, pair_cap, weighed;
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
	free((*s)->pair);
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
	return s->weighed;
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

/* --- weighing ------------------------------------------------------------------- */

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

static void
add_pair(struct sweep *s, uint32_t i, uint32_t k, float bits, bool twins)
{
	if (i > k) {
		uint32_t less = k;

		k = i;
		i = less;
	}
	s->pair = room(s->pair, s->pairs, &s->pair_cap, sizeof(*s->pair));
	s->pair[s->pairs++] =
		(struct sweep_pair){ s->who[i], s->who[k], bits, twins, i, k };
}

static void
weigh(struct sweep *s, size_t i, size_t k, const struct match_rates *r,
      double least)
{
	struct match_score score;

	s->weighed++;
	if (!gists_may_reach(&s->gist[i], &s->gist[k], s->prior, least))
		return;
	if (!score_reaches(s->card[i], s->card[k],
			   gists_rest(&s->gist[i], &s->gist[k]), r, least,
			   &score))
		return;
	if (score.bits >= least || score.twins)
		add_pair(s, (uint32_t)i, (uint32_t)k, (float)score.bits,
			 score.twins);
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

/* Ask for one before it is needed. */
static void
look_ahead(const struct card_gist *c)
{
	__builtin_prefetch(c);
	__builtin_prefetch((const char *)c + 64);
}

static void
weigh_later(struct sweep *s, size_t i, const struct block *b, size_t n,
	    uint32_t *seen, const struct match_rates *r, double least)
{
	for (size_t j = 0; j < n; j++)
		for (uint32_t p = b[j].from; p < b[j].to; p++) {
			uint32_t k = s->entry[p].who;

			if (p + AHEAD < b[j].to)
				look_ahead(&s->gist[s->entry[p + AHEAD].who]);
			if (seen[k] == i + 1)
				continue;
			seen[k] = (uint32_t)i + 1;
			weigh(s, i, k, r, least);
		}
}

/* --- through a third ------------------------------------------------------------- */

/* For each person those to whom a strong pair leads. */
struct edge {
	uint32_t from, to;
	float bits;
};

static int
edge_order(const void *x, const void *y)
{
	const struct edge *a = x, *b = y;

	if (a->from != b->from)
		return a->from < b->from ? -1 : 1;
	return (a->to > b->to) - (a->to < b->to);
}

static size_t
strong_edges(struct sweep *s, double least, struct edge **out)
{
	struct edge *v = xcalloc(2 * s->pairs + 1, sizeof(*v));
	size_t n = 0;

	for (size_t i = 0; i < s->pairs; i++) {
		const struct sweep_pair *p = &s->pair[i];

		if (p->twins || p->bits < least + THIRD_LESS)
			continue;
		v[n++] = (struct edge){ p->i, p->k, p->bits };
		v[n++] = (struct edge){ p->k, p->i, p->bits };
	}
	qsort(v, n, sizeof(*v), edge_order);
	*out = v;
	return n;
}

/* The bits of the strong pair between two; none: less than all. */
static float
edge_bits(const struct edge *v, size_t n, uint32_t from, uint32_t to)
{
	const struct edge key = { from, to, 0 }, *e;

	e = bsearch(&key, v, n, sizeof(*v), edge_order);
	return e ? e->bits : -INFINITY;
}

/* Two who are both the third: unless something speaks against it, that is
 * evidence too. */
static void
join_two(struct sweep *s, const struct edge *x, const struct edge *y,
	 float direct, const struct match_rates *r)
{
	float through = (x->bits < y->bits ? x->bits : y->bits) - THIRD_LESS;
	struct match_score score;

	if (direct >= through)
		return;
	match_score(s->card[x->to], s->card[y->to], r, &score);
	if (score.bits < THIRD_AGAINST || score.twins)
		return;
	if (score.bits < through)
		add_pair(s, x->to, y->to, through, false);
}

/* Keeps the most bits of each pair. */
static int
pair_order(const void *x, const void *y)
{
	const struct sweep_pair *a = x, *b = y;

	if (a->i != b->i)
		return a->i < b->i ? -1 : 1;
	if (a->k != b->k)
		return a->k < b->k ? -1 : 1;
	return (a->bits < b->bits) - (a->bits > b->bits);
}

static void
each_pair_once(struct sweep *s)
{
	size_t n = 0;

	if (s->pairs)
		qsort(s->pair, s->pairs, sizeof(*s->pair), pair_order);
	for (size_t i = 0; i < s->pairs; i++)
		if (!n || s->pair[n - 1].i != s->pair[i].i ||
		    s->pair[n - 1].k != s->pair[i].k)
			s->pair[n++] = s->pair[i];
	s->pairs = n;
}

static void
through_a_third(struct sweep *s, const struct match_rates *r, double least)
{
	struct edge *v;
	size_t n = strong_edges(s, least, &v);

	for (size_t i = 0, to; i < n; i = to) {
		for (to = i + 1; to < n && v[to].from == v[i].from;)
			to++;
		if (to - i > THIRD_MOST)
			continue;
		for (size_t x = i; x < to; x++)
			for (size_t y = x + 1; y < to; y++)
				join_two(s, &v[x], &v[y],
					 edge_bits(v, n, v[x].to, v[y].to), r);
	}
	free(v);
	each_pair_once(s);
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
	uint32_t *first, *seen = xcalloc(s->n + 1, sizeof(*seen));
	struct block *b;
	bool go = true;

	s->pairs = s->weighed = 0;
	rates.memo = names_memo_new();
	s->gist = xcalloc(s->n + 1, sizeof(*s->gist));
	for (size_t i = 0; i < s->n; i++)
		gist_of(s->card[i], &rates, &s->gist[i]);
	s->prior = -log2(people(s));
	sort_entries(s);
	learn(s, &rates);
	b = blocks_of_each(s, &first);
	for (size_t i = 0; i < s->n && go; i++) {
		weigh_later(s, i, b + first[i], first[i + 1] - first[i], seen,
			    &rates, least);
		if (progress && i % PROGRESS_EACH == 0)
			go = progress(i, s->n, ctx);
	}
	free(first);
	free(seen);
	free(b);
	free(s->gist);
	s->gist = NULL;
	through_a_third(s, &rates, least);
	free(rates.memo);
	if (s->pairs)
		qsort(s->pair, s->pairs, sizeof(*s->pair), likeliest_first);
	*out = s->pair;
	return s->pairs;
}
