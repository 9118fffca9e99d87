/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Candidates.  Every scan is bounded; with several words, or a word and a
 * birth year, pairs in IX_SOUND are narrow enough to be read to their end.
 */
#include <stdio.h>
#include <string.h>

#include "casework/find_scan.h"

enum { COMPLETIONS = 10 };

/* --- the set of candidates ---------------------------------------------------------- */

struct candidate *
candidate_of(struct gather *g, uint64_t id, bool add)
{
	size_t mask = g->n_slots - 1;
	size_t i = (size_t)(id * UINT64_C(0x9E3779B97F4A7C15) >> 32) & mask;

	for (; g->slot[i]; i = (i + 1) & mask)
		if (g->v[g->slot[i] - 1].id == id)
			return &g->v[g->slot[i] - 1];
	if (!add)
		return NULL;
	if (g->n == g->most) {
		g->cut = true;
		return NULL;
	}
	g->v[g->n] = (struct candidate){ .id = id, .name_cost = NAME_NONE };
	g->slot[i] = (uint16_t)++g->n;
	return &g->v[g->n - 1];
}

/* Has a posting with this name told its worth already? */
static bool
is_taken(const struct candidate *c, const struct find_post *p)
{
	return c->tokens && strncmp(c->tokens, p->tokens, p->n) == 0 &&
	       c->tokens[p->n] == '\0';
}

/* What a posting tells goes to the candidate, the best of several names. */
static void
take_name(struct gather *g, struct candidate *c, const struct find_post *p,
	  int cost, bool begins, bool sounds)
{
	if (c->tokens && cost >= c->name_cost)
		return;
	c->name_cost = cost;
	c->begins = begins;
	c->sounds = sounds;
	c->born = p->born;
	c->tokens = arena_strndup(g->a, p->tokens, p->n);
}

void
candidate_name(struct gather *g, struct candidate *c,
	       const struct person_names *name)
{
	struct buf b = BUF_INIT;
	bool begins, heard;
	int cost;

	for (size_t i = 0; i < name->n; i++)
		buf_printf(&b, "%s%s", i ? " " : "", name->token[i]);
	cost = name_fit(g->q, b.s ? b.s : "", b.n, &begins, &heard);
	if (cost < c->name_cost) {
		c->name_cost = cost;
		c->begins = begins;
		c->sounds = heard;
		c->tokens = arena_strndup(g->a, b.s, b.n);
	}
	buf_clear(&b);
}

struct candidate *
candidate_take(struct gather *g, uint64_t id, struct bytes posting,
	       unsigned int by, bool words_bind)
{
	struct find_post p;
	struct candidate *c;
	bool begins = false, sounds = false;
	bool whole = find_post_read(posting, &p);
	int cost;

	/* Most are met under several keys, with the same name. */
	c = candidate_of(g, id, false);
	if (c && (!whole || is_taken(c, &p))) {
		c->by |= by;
		return c;
	}
	cost = whole ? name_fit(g->q, p.tokens, p.n, &begins, &sounds)
		     : NAME_NONE;
	c = candidate_of(g, id, !words_bind || cost < NAME_NONE);
	if (!c)
		return NULL;
	if (whole)
		take_name(g, c, &p, cost, begins, sounds);
	c->by |= by;
	return c;
}

static uint64_t
id_behind(struct bytes key, size_t from_end)
{
	struct key_reader r;
	uint64_t id = 0;

	if (key.n < from_end)
		return 0;
	r = key_read(
		bytes_of((const char *)key.p + key.n - from_end, from_end));
	key_read_u64(&r, &id);
	return id;
}

/* --- scans ---------------------------------------------------------------------------- */

static uint64_t
entry_id(const struct scanning *how, struct bytes key)
{
	struct key_reader r = key_read(key);
	const char *skip;
	uint64_t id = 0;

	if (how->id_at)
		return id_behind(key, how->id_at);
	for (size_t i = 0; i < how->texts; i++)
		key_read_text(&r, &skip);
	key_read_u64(&r, &id);
	return id;
}

/* True when the scan came to its end. */
static bool
scan_range(struct gather *g, const struct scanning *how, struct bytes from,
	   struct bytes to)
{
	struct bytes key, posting;
	struct index_scan *scan =
		index_scan_open(g->t, how->index, from, to, false);
	size_t n = 0;
	bool more = false;

	while (index_scan_look(scan, &key, &posting)) {
		uint64_t id;

		if (n++ == how->most || g->n == g->most) {
			more = true;
			break;
		}
		id = entry_id(how, key);
		if (id && (posting.n || g->may_past))
			candidate_take(g, id, posting,
				       posting.n ? how->by : BY_PAST_ADDRESS,
				       how->words_bind);
	}
	index_scan_close(&scan);
	g->cut |= more;
	return !more;
}

bool
gather_scan(struct gather *g, const struct scanning *how, const struct key *k)
{
	struct key to = *k;

	key_after(&to);
	return scan_range(g, how, key_bytes(k), key_bytes(&to));
}

static const struct scanning names = { .index = IX_NAME,
				       .id_at = 9,
				       .words_bind = true };
static const struct scanning sounds = { .index = IX_SOUND,
					.id_at = 9,
					.words_bind = true };

static struct scanning
bounded(struct scanning how, size_t most)
{
	how.most = most;
	return how;
}

/* --- names ------------------------------------------------------------------------------ */

/* first 00 second..., `second` whole (an ending zero) or a beginning. */
static bool
scan_sound(struct gather *g, const char *first, const char *second, bool whole)
{
	struct scanning how = bounded(sounds, g->most * 2);
	struct key k;

	if (!first[0] || !second[0])
		return true;
	key_start(&k);
	key_text(&k, first);
	if (whole)
		key_text(&k, second);
	else
		key_prefix(&k, second);
	return gather_scan(g, &how, &k);
}

/* Everybody with a name of this code stands once in its years. */
static bool
scan_years(struct gather *g, const char *code)
{
	struct scanning how = bounded(sounds, g->most * 2);
	struct key from, to;

	if (!code[0])
		return true;
	key_start(&from);
	key_text(&from, code);
	to = from;
	key_prefix(&from, "0");
	key_prefix(&to, ":");
	return scan_range(g, &how, key_bytes(&from), key_bytes(&to));
}

static bool
scan_name(struct gather *g, const char *word)
{
	struct scanning how = bounded(names, g->most * 2);
	struct key k;

	key_start(&k);
	key_prefix(&k, word);
	return gather_scan(g, &how, &k);
}

static bool
scan_code_so_far(struct gather *g, const char *code)
{
	struct scanning how = bounded(sounds, g->most);
	struct key k;

	if (strlen(code) < 2)
		return true;
	key_start(&k);
	key_prefix(&k, code);
	return gather_scan(g, &how, &k);
}

/*
 * The names that a word may become when it is typed on: the next few tokens
 * that begin so, by their first codes.  Each costs one seek.
 */
static size_t
completions(struct gather *g, const char *word, struct sound *out)
{
	struct key from, to;
	size_t n = 0;
	bool found = true;

	key_start(&from);
	key_prefix(&from, word);
	to = from;
	key_after(&to);
	for (int steps = 0; found && steps < COMPLETIONS; steps++) {
		struct bytes key, posting;
		struct index_scan *scan = index_scan_open(
			g->t, IX_NAME, key_bytes(&from), key_bytes(&to), false);

		found = index_scan_next(scan, &key, &posting);
		if (found) {
			struct key_reader r = key_read(key);
			const char *token;

			if (key_read_text(&r, &token)) {
				name_sound(token, &out[n++]);
				key_start(&from);
				key_text(&from, token);
				key_after(&from);
			}
		}
		index_scan_close(&scan);
	}
	return n;
}

/* Word by word with the birth year: a narrow key. */
static void
with_year(struct gather *g)
{
	const struct query *q = g->q;
	struct sound more[COMPLETIONS];
	char year[8];

	snprintf(year, sizeof(year), "%d", q->born.y);
	for (size_t i = 0; i < q->n_words; i++) {
		size_t n =
			q->length[i] > 1 ? completions(g, q->word[i], more) : 0;

		for (int c = 0; c < 2; c++)
			scan_sound(g, q->sound[i].code[c], year, true);
		for (size_t k = 0; k < n; k++)
			scan_sound(g, more[k].code[0], year, true);
	}
}

static void
one_word(struct gather *g)
{
	const struct sound *s = &g->q->sound[0];

	scan_name(g, g->q->word[0]);
	if (g->q->length[0] < 2)
		return;
	for (int c = 0; c < 2; c++)
		scan_years(g, s->code[c]);
	for (int c = 0; c < 2 && g->q->length[0] > 2; c++)
		scan_code_so_far(g, s->code[c]);
}

/* The two longest words, in this order. */
static void
longest(const struct query *q, size_t *first, size_t *second)
{
	*first = 0;
	for (size_t i = 1; i < q->n_words; i++)
		if (q->length[i] > q->length[*first])
			*first = i;
	*second = *first == 0 ? 1 : 0;
	for (size_t i = 0; i < q->n_words; i++)
		if (i != *first && q->length[i] > q->length[*second])
			*second = i;
}

static void
several_words(struct gather *g)
{
	const struct query *q = g->q;
	struct sound more[COMPLETIONS];
	size_t x, y, n;
	bool whole;

	longest(q, &x, &y);
	for (int i = 0; i < 2; i++)
		for (int j = 0; j < 2; j++) {
			const char *cx = q->sound[x].code[i];
			const char *cy = q->sound[y].code[j];

			scan_sound(g, cx, cy, false);
			scan_sound(g, cy, cx, false);
		}
	n = q->length[x] > 1 ? completions(g, q->word[x], more) : 0;
	for (size_t i = 0; i < n; i++)
		scan_sound(g, more[i].code[0], q->sound[y].code[0], false);
	whole = scan_name(g, q->word[x]);
	if (!whole)
		scan_name(g, q->word[y]);
}

void
gather(struct gather *g)
{
	const struct query *q = g->q;
	const struct form *person = g->s->set->person;

	g->v = arena_array(g->a, g->most, sizeof(*g->v));
	for (g->n_slots = 64; g->n_slots < 2 * g->most;)
		g->n_slots *= 2;
	g->slot = arena_array(g->a, g->n_slots, sizeof(*g->slot));
	g->may_born = may_find_by(g, person, MEANS_birth_date);
	g->may_past = may_find_by_past(g, person);
	gather_numbers(g);
	if (date_is_set(q->born) && g->may_born) {
		if (date_is_whole(q->born) || !q->n_words)
			gather_born(g);
		if (q->n_words)
			with_year(g);
	}
	if (q->whole_postcode && may_find_by(g, person, MEANS_postcode))
		gather_postcode(g);
	if (q->n_words == 1)
		one_word(g);
	else if (q->n_words > 1)
		several_words(g);
	if (q->postcode[0] && !q->whole_postcode &&
	    may_find_by(g, person, MEANS_postcode))
		gather_postcode(g);
	gather_words(g);
}
