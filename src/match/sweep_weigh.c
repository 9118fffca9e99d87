/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Weighing, on several processors: each takes the next few hundred people and
 * keeps what it finds to itself; nobody changes what is shared (what words are
 * worth is known before).
 */
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "match/sweep_parts.h"

enum { AT_A_TIME = 512, AHEAD = 3, WORKERS_MOST = 4, ALONE_BELOW = 5000 };

/* What all of them share. */
struct weighing {
	const struct sweep *s;
	const struct block *block;
	const uint32_t *first;
	double least;
	atomic_size_t next;
	atomic_bool stop;
	sweep_progress *progress; /* heard by the one who began */
	void *ctx;
};

struct worker {
	struct weighing *w;
	struct match_rates rates; /* with a memo of its own */
	struct sweep_found found;
	uint32_t *seen;
	pthread_t thread;
	bool first;
};

void
sweep_pair_add(const struct sweep *s, struct sweep_found *f, uint32_t i,
	       uint32_t k, float bits, bool twins)
{
	uint32_t one = i < k ? i : k, other = i < k ? k : i;

	if (f->n == f->cap) {
		f->cap = f->cap ? f->cap * 2 : 1024;
		f->pair = xrealloc(f->pair, f->cap * sizeof(*f->pair));
	}
	f->pair[f->n++] =
		(struct sweep_pair){ s->who[one], s->who[other], bits,
				     twins,	  one,		 other };
}

static void
weigh(struct worker *me, size_t i, size_t k)
{
	const struct sweep *s = me->w->s;
	double least = me->w->least;
	struct match_score score;

	me->found.weighed++;
	if (!gists_may_reach(&s->gist[i], &s->gist[k], s->prior, least))
		return;
	if (!score_reaches(s->card[i], s->card[k],
			   gists_rest(&s->gist[i], &s->gist[k]), &me->rates,
			   least, &score))
		return;
	if (score.bits >= least || score.twins)
		sweep_pair_add(s, &me->found, (uint32_t)i, (uint32_t)k,
			       (float)score.bits, score.twins);
}

/* Ask for one before it is needed. */
static void
look_ahead(const struct card_gist *c)
{
	__builtin_prefetch(c);
	__builtin_prefetch((const char *)c + 64);
}

static void
weigh_later(struct worker *me, size_t i)
{
	const struct sweep *s = me->w->s;
	const struct block *end = me->w->block + me->w->first[i + 1];

	for (const struct block *b = me->w->block + me->w->first[i]; b < end;
	     b++)
		for (uint32_t p = b->from; p < b->to; p++) {
			uint32_t k = s->entry[p].who;

			if (p + AHEAD < b->to)
				look_ahead(&s->gist[s->entry[p + AHEAD].who]);
			if (me->seen[k] == i + 1)
				continue;
			me->seen[k] = (uint32_t)i + 1;
			weigh(me, i, k);
		}
}

static void *
work(void *worker)
{
	struct worker *me = worker;
	struct weighing *w = me->w;
	size_t from, of = w->s->n;

	while (!w->stop &&
	       (from = atomic_fetch_add(&w->next, AT_A_TIME)) < of) {
		size_t to = from + AT_A_TIME < of ? from + AT_A_TIME : of;

		for (size_t i = from; i < to; i++)
			weigh_later(me, i);
		if (me->first && w->progress && !w->progress(to, of, w->ctx))
			w->stop = true;
	}
	return NULL;
}

static void
worker_begin(struct worker *me, struct weighing *w, const struct match_rates *r)
{
	*me = (struct worker){ .w = w, .rates = *r };
	me->rates.memo = names_memo_new();
	me->seen = xcalloc(w->s->n + 1, sizeof(*me->seen));
}

static void
worker_end(struct worker *me, struct sweep_found *all)
{
	size_t n = all->n + me->found.n;

	if (n > all->cap) {
		all->pair = xrealloc(all->pair, n * sizeof(*all->pair));
		all->cap = n;
	}
	if (me->found.n)
		memcpy(all->pair + all->n, me->found.pair,
		       me->found.n * sizeof(*all->pair));
	all->n = n;
	all->weighed += me->found.weighed;
	free(me->found.pair);
	free(me->seen);
	free(me->rates.memo);
}

static size_t
workers(size_t people)
{
	long n = people < ALONE_BELOW ? 1 : sysconf(_SC_NPROCESSORS_ONLN);

	return n < 1 ? 1 : n > WORKERS_MOST ? WORKERS_MOST : (size_t)n;
}

/* Signals stay with the thread that began; a processor that cannot be had is
 * done without. */
static size_t
start(struct worker *v, size_t n)
{
	sigset_t all, before;
	size_t started = 1;

	sigfillset(&all);
	pthread_sigmask(SIG_BLOCK, &all, &before);
	while (started < n &&
	       pthread_create(&v[started].thread, NULL, work, &v[started]) == 0)
		started++;
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return started;
}

void
sweep_weigh(struct sweep *s, const struct block *b, const uint32_t *first,
	    const struct match_rates *r, double least, sweep_progress *progress,
	    void *ctx)
{
	struct weighing w = { .s = s,
			      .block = b,
			      .first = first,
			      .least = least,
			      .progress = progress,
			      .ctx = ctx };
	struct worker v[WORKERS_MOST];
	size_t n = workers(s->n), started;

	for (size_t i = 0; i < n; i++)
		worker_begin(&v[i], &w, r);
	v[0].first = true;
	started = start(v, n);
	work(&v[0]);
	for (size_t i = 1; i < started; i++)
		pthread_join(v[i].thread, NULL);
	for (size_t i = 0; i < n; i++)
		worker_end(&v[i], &s->found);
}
