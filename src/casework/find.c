/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The box that finds a person: candidates are gathered from the indexes,
 * put in order by what their postings tell, and then looked at from the
 * closest on, until as many as are wanted may be seen.  Records are read
 * only of those who are given back.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "casework/find_gather.h"

enum {
	GATHER_FIRST = 300,
	GATHER_AGAIN = 3000, /* many of the first may not be seen */
	NAMES_READ_MOST = 60 /* records read for want of a posting */
};

/* --- how close -------------------------------------------------------------- */

static const struct mark {
	unsigned int by;
	int worth;
	const char *why;
} marks[] = { { BY_REF, 1000, "ref" },		 { BY_NUMBER, 500, "number" },
	      { BY_PHONE, 200, "phone" },	 { BY_EMAIL, 200, "e-mail" },
	      { BY_BORN, 60, "born" },		 { BY_ADDRESS, 40, "address" },
	      { BY_NUMBER_START, 30, "number" }, { BY_WORD, 30, "case" },
	      { BY_YEAR, 20, "year" },		 { BY_AREA, 10, "address" },
	      { BY_PAST_ADDRESS, 5, "address" } };

#define MARKS (sizeof(marks) / sizeof(marks[0]))

/* What may find somebody whom one of their cases keeps from another. */
#define GUARDED_BY (BY_REF | BY_NUMBER | BY_NUMBER_START)
/* What lists somebody whose name is not what was typed. */
#define WITHOUT_NAME                                                           \
	(BY_REF | BY_NUMBER | BY_PHONE | BY_EMAIL | BY_BORN | BY_ADDRESS |     \
	 BY_WORD)

static bool
born_agrees(struct date typed, struct date born)
{
	return typed.y == born.y && (!typed.m || !born.m || typed.m == born.m);
}

static unsigned int
by_birth(const struct gather *g, const struct candidate *c)
{
	struct date typed = g->q->born;

	if (!g->may_born || !date_is_set(typed) || !date_is_set(c->born))
		return 0;
	if (date_is_whole(typed) && date_compare(typed, c->born) == 0)
		return BY_BORN;
	if (date_is_whole(typed))
		return typed.y == c->born.y ? BY_YEAR : 0;
	return born_agrees(typed, c->born) ? BY_YEAR : 0;
}

/* Work out the score; false when there is not enough to list them. */
static bool
score(const struct gather *g, struct candidate *c, bool guarded)
{
	bool named = g->q->n_words > 0 && c->name_cost < NAME_NONE &&
		     !(guarded && c->sounds);

	if (guarded) {
		c->by &= GUARDED_BY;
		if (!named)
			c->name_cost = NAME_NONE;
	}
	c->by &= ~(unsigned int)(BY_BORN | BY_YEAR);
	if (!guarded || named || c->by)
		c->by |= by_birth(g, c);
	c->score = named ? c->name_cost : g->q->n_words ? 100 : 0;
	for (size_t i = 0; i < MARKS; i++)
		if (c->by & marks[i].by)
			c->score -= marks[i].worth;
	if (named || c->by & WITHOUT_NAME)
		return true;
	if (g->q->whole_postcode && c->by & BY_PAST_ADDRESS)
		return true;
	return !g->q->n_words && c->by;
}

static const char *
why_words(const struct gather *g, const struct candidate *c)
{
	const char *why = "";
	bool named = g->q->n_words > 0 && c->name_cost < NAME_NONE;

	if (named)
		why = c->sounds ? "sounds" : c->begins ? "begins" : "name";
	for (size_t i = 0; i < MARKS; i++)
		if (c->by & marks[i].by && !strstr(why, marks[i].why))
			why = arena_printf(g->a, "%s%s%s", why,
					   why[0] ? ", " : "", marks[i].why);
	return why;
}

static int
closest_first(const void *x, const void *y)
{
	const struct candidate *a = x, *b = y;
	int order;

	if (a->score != b->score)
		return a->score < b->score ? -1 : 1;
	order = strcmp(a->tokens ? a->tokens : "", b->tokens ? b->tokens : "");
	if (order == 0)
		order = date_compare(a->born, b->born);
	return order ? order : (a->id > b->id) - (a->id < b->id);
}

/* Found by a reference or a past address: the record tells the names. */
static void
read_names(struct gather *g)
{
	int n = 0;

	for (size_t i = 0; i < g->n && n < NAMES_READ_MOST; i++) {
		struct candidate *c = &g->v[i];
		const struct record *r;
		struct looks looks;

		if (c->tokens || (!g->q->n_words && !date_is_set(g->q->born)))
			continue;
		r = record_get(g->t, g->a, c->id);
		if (!r)
			continue;
		n++;
		looks_read(g->a, g->s->set->person, &r->fields, &looks);
		c->born = looks.born;
		c->tokens = "";
		for (size_t k = 0; k < looks.n_names; k++)
			candidate_name(g, c, &looks.names[k]);
	}
}

static void
put_in_order(struct gather *g)
{
	size_t n = 0;

	read_names(g);
	for (size_t i = 0; i < g->n; i++)
		if (score(g, &g->v[i], false))
			g->v[n++] = g->v[i];
	g->n = n;
	qsort(g->v, n, sizeof(*g->v), closest_first);
}

/* --- who is given back ---------------------------------------------------------- */

/* A past address leads to nobody whose present one is secret. */
static bool
betrays_address(struct gather *g, const struct candidate *c)
{
	const struct record *r;
	struct looks looks;

	if (!(c->by & BY_PAST_ADDRESS))
		return false;
	r = record_get(g->t, g->a, c->id);
	if (!r)
		return true;
	looks_read(g->a, g->s->set->person, &r->fields, &looks);
	return looks.secret;
}

/* Later in the order by its new score. */
static void
sink(struct gather *g, size_t i)
{
	for (; i + 1 < g->n && closest_first(&g->v[i], &g->v[i + 1]) > 0; i++) {
		struct candidate c = g->v[i];

		g->v[i] = g->v[i + 1];
		g->v[i + 1] = c;
	}
}

enum verdict { TAKEN, LEFT_OUT, SUNK };

/* The predicate comes first: who may not be seen is neither counted nor
 * timed any further. */
static enum verdict
judge(struct gather *g, size_t i)
{
	struct candidate *c = &g->v[i];
	struct reach reach;
	int before = c->score;

	if (c->checked)
		return TAKEN;
	if (!reach_get(g->t, g->a, c->id, &reach) ||
	    !who_sees_reach(g->t, g->w, c->id, &reach))
		return LEFT_OUT;
	reach.guards |= same_guards(g->t, c->id);
	c->checked = true;
	if (betrays_address(g, c)) {
		c->by &= ~(unsigned int)BY_PAST_ADDRESS;
		if (!score(g, c, reach.guards != 0))
			return LEFT_OUT;
	} else if (!reach.guards || g->s->system) {
		return TAKEN;
	} else if (!score(g, c, true)) {
		return LEFT_OUT;
	}
	if (c->score <= before)
		return TAKEN;
	sink(g, i);
	return SUNK;
}

static void
give_brief(struct gather *g, const struct candidate *c, uint64_t id,
	   struct person_brief *out)
{
	struct case_brief *cases;

	brief_person(g->t, g->s, g->w, g->a, id, out);
	out->why = why_words(g, c);
	out->n_cases = same_cases(g->t, g->s, g->w, g->a, id, &cases);
	out->cases = cases;
}

/* A merged person is found by each of their records, and given once. */
static bool
is_given(const struct found *out, uint64_t id)
{
	for (size_t i = 0; i < out->n; i++)
		if (out->people[i].id == id)
			return true;
	return false;
}

/* Up to `most` of those gathered; one more only tells that there are more. */
static void
choose(struct gather *g, size_t most, struct found *out)
{
	size_t i = 0;

	while (i < g->n && !out->more) {
		enum verdict v = judge(g, i);
		uint64_t id = same_shown(g->t, g->w, g->v[i].id);

		if (v == TAKEN && is_given(out, id))
			v = LEFT_OUT;
		if (v == TAKEN && out->n == most)
			out->more = true;
		else if (v == TAKEN)
			give_brief(g, &g->v[i], id, &out->people[out->n++]);
		i += v != SUNK;
	}
}

static void
find_in(struct txn *t, struct session *s, struct arena *a,
	const struct query *q, size_t most, struct found *out)
{
	struct gather g = { .t = t,
			    .s = s,
			    .w = who_now(t, s),
			    .a = a,
			    .q = q,
			    .most = GATHER_FIRST };

	if (!g.w)
		return;
	out->people = arena_array(a, most, sizeof(*out->people));
	gather(&g);
	put_in_order(&g);
	choose(&g, most, out);
	if (g.cut && out->n < most) {
		g = (struct gather){ .t = t,
				     .s = s,
				     .w = g.w,
				     .a = a,
				     .q = q,
				     .most = GATHER_AGAIN };
		out->n = 0;
		gather(&g);
		put_in_order(&g);
		choose(&g, most, out);
	}
	out->more |= g.cut && out->n == most;
}

enum err
find_people(struct session *s, struct arena *a, const char *text, size_t most,
	    struct found *out)
{
	struct query q;
	struct txn *t;

	*out = (struct found){ 0 };
	query_read(a, text, &q);
	if (!q.typed[0] || most == 0)
		return ERR_OK;
	q.heard = arena_array(a, HEARD, sizeof(*q.heard));
	t = session_begin(s, false);
	find_in(t, s, a, &q, most < FIND_MOST ? most : FIND_MOST, out);
	return session_end(s, t);
}

enum err
find_logged(struct session *s, const char *text)
{
	struct txn *t = session_begin(s, true);

	if (who_now(t, s))
		log_act(t, s, ACT_SEARCHED, 0, 0, 0, text);
	return session_end(s, t);
}

enum err
find_case(struct session *s, const char *ref, uint64_t *id)
{
	struct arena a = ARENA_INIT;
	struct txn *t = session_begin(s, false);
	const struct who *w = who_now(t, s);
	const struct record *r = NULL;
	char *up = arena_strdup(&a, ref);
	struct bytes key, posting;
	struct index_scan *scan;
	struct key k;

	*id = 0;
	for (char *c = up; *c; c++)
		*c = (char)toupper((unsigned char)*c);
	key_start(&k);
	key_text(&k, up);
	scan = index_scan_prefix(t, IX_REF, key_bytes(&k), false);
	if (w && index_scan_next(scan, &key, &posting)) {
		struct key_reader rd = key_read(posting);
		uint64_t found = 0;

		key_read_u64(&rd, &found);
		r = record_get_header(t, &a, found);
	}
	index_scan_close(&scan);
	if (r && r->kind == RECORD_CASE && who_sees_case(t, w, r))
		*id = r->id;
	else
		txn_fail(t, ERR_NOT_FOUND);
	arena_clear(&a);
	return session_end(s, t);
}
