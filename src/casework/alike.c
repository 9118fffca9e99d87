/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * People who may be the same as one about to be saved.
 *
 * Whoever shares a key with them (a number, a birth date, a name by its
 * sound with a second name or the birth year, an address, a telephone) is a
 * candidate; those who share the most are read and weighed.  What the user
 * may not see, and whom a case keeps from being found by likeness, is never
 * answered; a strong match of that sort goes to the data steward.
 */
#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "casework/same_parts.h"

enum {
	SHARED_MOST = 300, /* candidates */
	SLOTS = 1024,	   /* to find them by id */
	WEIGHED_MOST = 50, /* of whom records are read; */
	WEIGHED_WEAK = 15, /* so many of them though they share little */
	WEAK_POINTS = 7,
	GIVEN_MOST = 20,
	ENTRIES_MOST = 200, /* of one key */
	PAIRED_TOKENS = 4,
	STEWARD_BITS = 13,
	STEWARD_POINTS = 10 /* fewer shared keys never make so many bits */
};

enum shared {
	SHARED_NUMBER = 1,
	SHARED_BORN = 2,
	SHARED_CONTACT = 4,
	SHARED_ADDRESS = 8,
	SHARED_YEAR = 16, /* a name by its sound, and the birth year */
	SHARED_PAIR = 32, /* two names by their sounds */
	SHARED_POSTCODE = 64,
	BORN_NEAR = 128, /* what the posting tells beside the key */
	BORN_FAR = 256
};
static const int worth[] = { 20, 8, 5, 6, 4, 6, 3, 5, -4 };

_Static_assert(ALIKE_LIKELY == (int)MATCH_LIKELY &&
		       ALIKE_STRONG == (int)MATCH_STRONG,
	       "one setting for all");

struct suspect {
	uint64_t id;
	unsigned int by;
	int points;
	bool dated; /* a posting has told the birth date */
};

/* One whose record was read. */
struct weighed {
	uint64_t id;
	struct match_score score;
	bool anchored;
};

struct alike {
	struct txn *t;
	struct session *s;
	const struct who *w;
	struct arena *a;
	uint64_t but_not;
	struct match_card card;
	struct suspect v[SHARED_MOST];
	size_t n;
	uint16_t slot[SLOTS]; /* places in v, from 1, until it is sorted */
	struct words *words;
	double people;
	bool merged; /* some are merged: most stores have no alias */
	const char *const *names; /* of the answers that are weighed */
	size_t n_names;
};

/* --- candidates by shared keys ------------------------------------------------ */

static struct suspect *
suspect(struct alike *k, uint64_t id)
{
	size_t i = (size_t)(id * UINT64_C(0x9E3779B97F4A7C15) >> 32) % SLOTS;

	if (!id || id == k->but_not)
		return NULL;
	while (k->slot[i] && k->v[k->slot[i] - 1].id != id)
		i = (i + 1) % SLOTS;
	if (!k->slot[i]) {
		if (k->n == SHARED_MOST)
			return NULL;
		k->v[k->n++] = (struct suspect){ .id = id };
		k->slot[i] = (uint16_t)k->n;
	}
	return &k->v[k->slot[i] - 1];
}

/* A posting has the birth date: people of one common name are told apart by it
 * before any record is read.  All postings of a person have the same, but for
 * those that have none. */
static void
how_far(const struct alike *k, struct bytes posting, struct suspect *p)
{
	struct find_post post;
	enum match_level level;
	double value;

	if (p->dated || !find_post_read(posting, &post))
		return;
	p->dated = true;
	level = dates_compare(k->card.born, match_born(post.born), &value);
	if (level == MATCH_NEAR && value > 2)
		p->by |= BORN_NEAR;
	else if (level == MATCH_OTHER)
		p->by |= BORN_FAR;
}

/* Is it worth reading one more? Who shares the most comes first. */
static bool
worth_weighing(const struct suspect *p, size_t looked)
{
	return looked < WEIGHED_WEAK ||
	       (looked < WEIGHED_MOST && p->points >= WEAK_POINTS);
}

/* Everybody under a key; the id begins id_at bytes before the key's end, or,
 * where that is 0, stands behind the prefix. */
static void
scan(struct alike *k, uint8_t index, const struct key *prefix, size_t id_at,
     enum shared by)
{
	struct index_scan *s =
		index_scan_prefix(k->t, index, key_bytes(prefix), false);
	struct bytes key, posting;

	for (int n = 0; n < ENTRIES_MOST && index_scan_look(s, &key, &posting);
	     n++) {
		size_t at = id_at ? key.n - id_at : prefix->n;
		struct key_reader r = key_read(
			bytes_of((const char *)key.p + at, key.n - at));
		struct suspect *p;
		uint64_t id = 0;

		key_read_u64(&r, &id);
		p = suspect(k, id);
		if (!p)
			continue;
		p->by |= by;
		how_far(k, posting, p);
	}
	index_scan_close(&s);
}

static void
by_numbers(struct alike *k)
{
	const struct match_card *c = &k->card;
	struct key key;

	for (size_t i = 0; i < c->n_ids; i++) {
		key_start(&key);
		key_text(&key, c->ids[i].number);
		scan(k, IX_IDENT, &key, 0, SHARED_NUMBER);
	}
	for (size_t i = 0; i < c->n_contacts; i++) {
		key_start(&key);
		key_text(&key, c->contacts[i]);
		scan(k, strchr(c->contacts[i], '@') ? IX_IDENT : IX_PHONE, &key,
		     0, SHARED_CONTACT);
	}
}

static void
by_birth(struct alike *k, struct date d)
{
	struct key key;

	if (!date_is_whole(d) || !date_exists(d))
		return;
	key_start(&key);
	key_date(&key, d);
	scan(k, IX_BORN, &key, 8, SHARED_BORN);
}

static void
by_address(struct alike *k)
{
	struct key key;

	if (!k->card.postcode[0])
		return;
	key_start(&key);
	key_text(&key, k->card.postcode);
	if (k->card.house[0]) {
		struct key with = key;

		key_text(&with, k->card.house);
		scan(k, IX_POSTCODE, &with, 16, SHARED_ADDRESS);
	}
	scan(k, IX_POSTCODE, &key, 16, SHARED_POSTCODE);
}

static void
by_sound(struct alike *k, const char *first, const char *second, enum shared by)
{
	struct key key;

	if (!first[0] || !second[0])
		return;
	key_start(&key);
	key_text(&key, first);
	key_text(&key, second);
	scan(k, IX_SOUND, &key, 9, by);
}

static void
by_name(struct alike *k, const struct match_name *name)
{
	struct sound sound[PAIRED_TOKENS];
	size_t n = name->n < PAIRED_TOKENS ? name->n : PAIRED_TOKENS;
	char year[8];

	snprintf(year, sizeof(year), "%d", k->card.born.y);
	for (size_t i = 0; i < n; i++)
		sound[i] = name->word[i]->sound;
	for (size_t i = 0; i < n; i++)
		for (int c = 0; c < 2; c++) {
			const char *code = sound[i].code[c];

			by_sound(k, code, year, SHARED_YEAR);
			/* The index has both orders of a pair. */
			for (size_t m = i + 1; m < n; m++) {
				by_sound(k, code, sound[m].code[0],
					 SHARED_PAIR);
				by_sound(k, code, sound[m].code[1],
					 SHARED_PAIR);
			}
		}
}

static int
most_shared_first(const void *x, const void *y)
{
	const struct suspect *a = x, *b = y;

	if (a->points != b->points)
		return b->points - a->points;
	return (a->id > b->id) - (a->id < b->id);
}

/* Those who share too little go before the others are sorted. */
static void
rank(struct alike *k, int least)
{
	size_t kept = 0;

	for (size_t i = 0; i < k->n; i++) {
		struct suspect *p = &k->v[i];

		for (size_t b = 0; b < sizeof(worth) / sizeof(worth[0]); b++)
			if (p->by & 1u << b)
				p->points += worth[b];
		if (p->points >= least)
			k->v[kept++] = *p;
	}
	k->n = kept;
	qsort(k->v, k->n, sizeof(*k->v), most_shared_first);
}

/* The narrowest keys first, so that they are not crowded out. */
static void
find_suspects(struct alike *k, int least)
{
	struct date d = k->card.born;

	by_numbers(k);
	by_birth(k, d);
	if (date_is_whole(d) && d.m != d.d && d.d <= 12)
		by_birth(k, date_of(d.y, d.d, d.m));
	for (size_t i = 0; i < k->card.n_names; i++)
		by_name(k, &k->card.names[i]);
	by_address(k);
	rank(k, least);
}

/* --- weighing --------------------------------------------------------------------- */

static double
share(const struct word *word, void *ctx)
{
	struct alike *k = ctx;

	return common_share(k->t, k->w, word->text);
}

/* By an older form its answers have other names. */
static const struct record *
weighed_record(struct alike *k, uint64_t id)
{
	const struct record *r =
		record_get_answers(k->t, k->a, id, k->names, k->n_names);

	return r && r->form_version != (uint32_t)k->s->set->person->version
		       ? record_now(k->t, k->s, k->a, id)
		       : r;
}

static bool
weigh(struct alike *k, uint64_t id, struct weighed *p)
{
	const struct match_rates rates = { .people = k->people,
					   .share = share,
					   .ctx = k,
					   .moved = MATCH_MOVED,
					   .home = MATCH_HOME };
	const struct record *r = weighed_record(k, id);
	struct match_card other;

	if (!r || r->kind != RECORD_PERSON || r->flags & RECORD_WITHDRAWN)
		return false;
	p->id = id;
	card_read(k->words, k->a, k->s->set->person, &r->fields, &other);
	match_score(&k->card, &other, &rates, &p->score);
	p->anchored = match_is_anchored(&k->card, &other, &p->score);
	if (k->but_not &&
	    same_said_different(k->t, k->but_not, &k->card, p->id, &other))
		return false;
	return p->score.bits >= 0 || p->score.twins;
}

static struct alike *
alike_new(struct txn *t, struct session *s, const struct who *w,
	  struct arena *a, const struct fields *answers, uint64_t but_not,
	  int least)
{
	struct alike *k = arena_alloc(a, sizeof(*k));

	k->t = t;
	k->s = s;
	k->w = w;
	k->a = a;
	k->but_not = but_not;
	k->people = common_people(t);
	k->merged = same_any(t);
	k->words = words_new(a);
	k->n_names = answers_known(a, s->set->person, &k->names);
	card_read(k->words, a, s->set->person, answers, &k->card);
	find_suspects(k, least);
	return k;
}

/* May likeness lead the user to this person? */
static bool
may_be_shown(struct alike *k, uint64_t id, struct reach *reach)
{
	*reach = (struct reach){ 0 };
	return reach_get(k->t, k->a, id, reach) && !reach->guards &&
	       !(k->merged && same_guards(k->t, id)) &&
	       who_sees_reach(k->t, k->w, id, reach);
}

static int
likeliest_first(const void *x, const void *y)
{
	const struct weighed *a = x, *b = y;

	if (a->score.bits < b->score.bits || a->score.bits > b->score.bits)
		return a->score.bits < b->score.bits ? 1 : -1;
	return (a->id > b->id) - (a->id < b->id);
}

/* Somebody merged stands for whom they were merged into; each person once. */
static bool
is_there(struct alike *k, const struct weighed *v, size_t n, uint64_t root)
{
	for (size_t i = 0; i < n; i++)
		if (same_root(k->t, v[i].id) == root)
			return true;
	return k->but_not && same_root(k->t, k->but_not) == root;
}

static size_t
each_once(struct alike *k, struct weighed *v, size_t n)
{
	size_t kept = 0;

	for (size_t i = 0; i < n; i++)
		if (!is_there(k, v, kept, same_root(k->t, v[i].id)))
			v[kept++] = v[i];
	return kept;
}

static void
give_one(struct alike *k, const struct weighed *p, const struct weighed *next,
	 struct likeness *l)
{
	uint64_t root = same_root(k->t, p->id);
	uint64_t shown = who_sees_person(k->t, k->w, root) ? root : p->id;

	brief_person(k->t, k->s, k->w, k->a, shown, &l->person);
	l->bits = (int)lround(p->score.bits);
	l->why = match_why(k->a, &p->score);
	l->account = match_account(k->a, &p->score);
	l->twins = p->score.twins;
	l->may_attach = match_may_attach(&p->score, p->anchored,
					 next ? &next->score : NULL);
}

static void
give_alike(struct alike *k, struct likeness **out, size_t *n)
{
	struct weighed *seen = arena_array(k->a, WEIGHED_MOST, sizeof(*seen));
	struct reach reach;
	size_t found = 0, looked = 0;

	for (size_t i = 0; i < k->n && worth_weighing(&k->v[i], looked); i++) {
		if (!may_be_shown(k, k->v[i].id, &reach))
			continue;
		looked++;
		found += weigh(k, k->v[i].id, &seen[found]);
	}
	qsort(seen, found, sizeof(*seen), likeliest_first);
	found = each_once(k, seen, found);
	*n = found < GIVEN_MOST ? found : GIVEN_MOST;
	*out = arena_array(k->a, *n + 1, sizeof(**out));
	for (size_t i = 0; i < *n; i++)
		give_one(k, &seen[i], i == 0 && found > 1 ? &seen[1] : NULL,
			 &(*out)[i]);
	for (size_t i = 1; i < *n; i++)
		(*out)[i].may_attach = false;
}

enum err
find_alike(struct session *s, struct arena *a, const struct fields *answers,
	   uint64_t but_not, struct likeness **out, size_t *n)
{
	struct txn *t = session_begin(s, false);
	const struct who *w = who_now(t, s);

	*out = NULL;
	*n = 0;
	if (w && s->set->person)
		give_alike(alike_new(t, s, w, a, answers, but_not, INT_MIN),
			   out, n);
	return session_end(s, t);
}

/* --- for the steward ------------------------------------------------------------------- */

/* Each programme's steward has it: see same_parts.h. */
static void
queue_match(struct alike *k, uint64_t saved, const struct weighed *p,
	    uint64_t forms)
{
	for (unsigned int cno = 0; cno < 64; cno++)
		if (forms >> cno & 1)
			same_enqueue(k->t, cno, saved, p->id, p->score.bits,
				     SAME_HIDDEN, "");
}

/* Only cases hide anybody, and a store that is being filled has none yet that
 * do. */
static bool
has_hiding_cases(struct txn *t, const struct session *s)
{
	bool any = false;

	for (size_t i = 0; i < s->case_forms.n && !any; i++) {
		const struct form *f = s->case_form_by_no[i];
		struct bytes key, posting;
		struct index_scan *scan;
		struct key k;

		if (!(s->hiding_mask >> i & 1))
			continue;
		if (!f)
			return true;
		key_start(&k);
		key_u32(&k, (uint32_t)form_no(s, f));
		scan = index_scan_prefix(t, IX_BY_FORM, key_bytes(&k), false);
		any = index_scan_next(scan, &key, &posting);
		index_scan_close(&scan);
	}
	return any;
}

void
queue_hidden_matches(struct txn *t, struct session *s, const struct who *w,
		     const struct record *person)
{
	struct arena a = ARENA_INIT;
	struct alike *k;
	struct weighed one;
	struct reach reach;
	uint64_t forms;
	int looked = 0;

	if (txn_err(t) != ERR_OK || !w)
		return;
	if (!s->closed_mask || !has_hiding_cases(t, s))
		return;
	k = alike_new(t, s, w, &a, &person->fields, person->id, STEWARD_POINTS);
	for (size_t i = 0; i < k->n && looked < WEIGHED_MOST; i++) {
		struct suspect *p = &k->v[i];

		if (may_be_shown(k, p->id, &reach) || !reach.cases)
			continue;
		looked++;
		forms = reach.guards ? reach.guards
				     : reach.cases & s->closed_mask & ~w->reads;
		if (forms && weigh(k, p->id, &one) &&
		    one.score.bits >= STEWARD_BITS)
			queue_match(k, person->id, &one, forms);
	}
	arena_clear(&a);
}
