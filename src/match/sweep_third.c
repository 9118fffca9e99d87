/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Two who are both the same as a third are the same, unless something speaks
 * against it.
 */
#include <stdlib.h>

#include "match/sweep_parts.h"

enum {
	THIRD_LESS = 2,	    /* bits that the way through a third costs */
	THIRD_AGAINST = -6, /* the two themselves: less speaks against it */
	THIRD_MOST = 60	    /* so many are no longer one person */
};

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
	struct edge *v = xcalloc(2 * s->found.n + 1, sizeof(*v));
	size_t n = 0;

	for (size_t i = 0; i < s->found.n; i++) {
		const struct sweep_pair *p = &s->found.pair[i];

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
		sweep_pair_add(s, &s->found, x->to, y->to, through, false);
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

	if (s->found.n)
		qsort(s->found.pair, s->found.n, sizeof(*s->found.pair),
		      pair_order);
	for (size_t i = 0; i < s->found.n; i++)
		if (!n || s->found.pair[n - 1].i != s->found.pair[i].i ||
		    s->found.pair[n - 1].k != s->found.pair[i].k)
			s->found.pair[n++] = s->found.pair[i];
	s->found.n = n;
}

void
sweep_thirds(struct sweep *s, const struct match_rates *r, double least)
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
