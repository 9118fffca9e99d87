/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Candidates.  Every scan is bounded; with several words, or a word and a
 * birth year, pairs in IX_SOUND are narrow enough to be read to their end.
 */
#include "casework/find_gather.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

enum {
	COST_BEGINS = 2,
	COST_SOUNDS = 4,
	COST_SOUNDS_SO_FAR = 7,	/* as far as it is typed */
	FEW = 50,		/* entries for one number */
	POSTED_TOKEN = 128
};

/* --- how a name fits ---------------------------------------------------------- */

struct token {
	const char *s;
	size_t n;
	bool used, heard;
	struct sound sound;
};

static size_t
split_tokens(const char *s, size_t n, struct token *out)
{
	size_t count = 0;
	const char *end = s + n;

	while (s < end && count < NAME_TOKENS_MOST) {
		const char *gap = memchr(s, ' ', (size_t)(end - s));
		const char *stop = gap ? gap : end;

		out[count].s = s;
		out[count].n = (size_t)(stop - s);
		out[count].used = out[count].heard = false;
		count++;
		s = stop + 1;
	}
	return count;
}

static const struct sound *
token_sound(struct token *t)
{
	char room[POSTED_TOKEN];

	if (!t->heard) {
		size_t n = t->n < sizeof(room) ? t->n : sizeof(room) - 1;

		memcpy(room, t->s, n);
		room[n] = '\0';
		name_sound(room, &t->sound);
		t->heard = true;
	}
	return &t->sound;
}

/* Does the sound of what is typed begin that of the name? One consonant
 * alone says nothing. */
static bool
sounds_so_far(const struct sound *typed, const struct sound *name)
{
	for (int i = 0; i < 2; i++) {
		size_t n = strlen(typed->code[i]);

		for (int j = 0; n >= 2 && j < 2; j++)
			if (strncmp(typed->code[i], name->code[j], n) == 0)
				return true;
	}
	return false;
}

static int
word_fit(const struct query *q, size_t word, struct token *t)
{
	size_t n = q->length[word];

	if (t->n >= n && memcmp(t->s, q->word[word], n) == 0)
		return t->n == n ? 0 : COST_BEGINS;
	if (n < 2)
		return NAME_NONE;
	if (name_sounds_alike(&q->sound[word], token_sound(t)))
		return COST_SOUNDS;
	if (n > 2 && sounds_so_far(&q->sound[word], token_sound(t)))
		return COST_SOUNDS_SO_FAR;
	return NAME_NONE;
}

int
name_fit(const struct query *q, const char *tokens, size_t n, bool *begins,
	 bool *sounds)
{
	struct token t[NAME_TOKENS_MOST];
	size_t count = split_tokens(tokens, n, t);
	int total = 0;

	*begins = *sounds = false;
	if (count < q->n_words)
		return NAME_NONE;
	for (size_t i = 0; i < q->n_words; i++) {
		int best = NAME_NONE;
		size_t at = 0;

		for (size_t k = 0; k < count && best > 0; k++) {
			int cost = t[k].used ? NAME_NONE
					     : word_fit(q, i, &t[k]);

			if (cost < best) {
				best = cost;
				at = k;
			}
		}
		if (best == NAME_NONE)
			return NAME_NONE;
		t[at].used = true;
		*begins |= best == COST_BEGINS;
		*sounds |= best > COST_BEGINS;
		total += best;
	}
	return total;
}

/* --- the set of candidates ---------------------------------------------------------- */

static struct candidate *
look_up(struct gather *g, uint64_t id, bool add)
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

/*
 * One entry of a scan.  With `words_bind` somebody new is only taken in when
 * the words fit; who is there already gets the mark `by` all the same.
 */
static struct candidate *
take(struct gather *g, uint64_t id, struct bytes posting, unsigned int by,
     bool words_bind)
{
	struct find_post p;
	struct candidate *c;
	bool begins = false, sounds = false;
	bool whole = find_post_read(posting, &p);
	int cost = !whole ? NAME_NONE
		 : name_fit(g->q, p.tokens, p.n, &begins, &sounds);

	c = look_up(g, id, !words_bind || cost < NAME_NONE);
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
	r = key_read(bytes_of((const char *)key.p + key.n - from_end,
			      from_end));
	key_read_u64(&r, &id);
	return id;
}

/* --- scans ---------------------------------------------------------------------------- */

struct scanning {
	uint8_t index;
	size_t id_at;		/* bytes from the key's end to the id; 0: the
				   id follows the first texts */
	size_t texts;		/* how many texts stand before the id */
	unsigned int by;
	bool words_bind;
	size_t most;		/* entries */
};

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
	struct index_scan *scan = index_scan_open(g->t, how->index, from, to,
						  false);
	size_t n = 0;
	bool more = false;

	while (index_scan_next(scan, &key, &posting)) {
		uint64_t id;

		if (n++ == how->most || g->n == g->most) {
			more = true;
			break;
		}
		id = entry_id(how, key);
		if (id && (posting.n || g->may_past))
			take(g, id, posting, posting.n ? how->by
						       : BY_PAST_ADDRESS,
			     how->words_bind);
	}
	index_scan_close(&scan);
	g->cut |= more;
	return !more;
}

static bool
scan_prefix(struct gather *g, const struct scanning *how, const struct key *k)
{
	struct key to = *k;

	key_after(&to);
	return scan_range(g, how, key_bytes(k), key_bytes(&to));
}

static const struct scanning names = { .index = IX_NAME, .id_at = 9,
				       .words_bind = true };
static const struct scanning sounds = { .index = IX_SOUND, .id_at = 9,
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
	return scan_prefix(g, &how, &k);
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
	return scan_prefix(g, &how, &k);
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
	return scan_prefix(g, &how, &k);
}

/* Word by word with the birth year: a narrow key. */
static void
with_year(struct gather *g)
{
	const struct query *q = g->q;
	char year[8];

	snprintf(year, sizeof(year), "%d", q->born.y);
	for (size_t i = 0; i < q->n_words; i++)
		for (int c = 0; c < 2; c++)
			scan_sound(g, q->sound[i].code[c], year, true);
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
	size_t x, y;
	bool whole;

	longest(q, &x, &y);
	for (int i = 0; i < 2; i++)
		for (int j = 0; j < 2; j++) {
			const char *cx = q->sound[x].code[i];
			const char *cy = q->sound[y].code[j];

			scan_sound(g, cx, cy, false);
			scan_sound(g, cy, cx, false);
		}
	whole = scan_name(g, q->word[x]);
	if (!whole)
		scan_name(g, q->word[y]);
}

/* --- the rest ----------------------------------------------------------------------------- */

/* Is every question of the person form with this meaning read by the user? */
static bool
may_find_by(const struct gather *g, const struct form *f, enum means m)
{
	for (size_t i = 0; i < f->n; i++)
		if (f->items[i].means == m && !g->w->s->system &&
		    (f->items[i].read_where ||
		     !who_reads_item(g->w, &f->items[i], NULL)))
			return false;
	return true;
}

/* Past addresses stand in child records of the person, with readers of their
 * own. */
static bool
may_find_by_past(const struct gather *g, const struct form *person)
{
	for (size_t i = 0; i < person->n_children; i++) {
		const struct form *f = person->children[i];

		if (form_item_means(f, MEANS_postcode) && !g->s->system &&
		    (f->read_where || !who_reads_form(g->w, f) ||
		     !may_find_by(g, f, MEANS_postcode)))
			return false;
	}
	return true;
}

static void
by_born(struct gather *g)
{
	const struct date d = g->q->born;
	struct scanning how = { .index = IX_BORN, .id_at = 8,
				.most = g->most * 2, .by = BY_YEAR };
	unsigned char b[4] = { (unsigned char)((unsigned int)d.y >> 8),
			       (unsigned char)d.y, d.m, d.d };
	struct key k;

	if (date_is_whole(d))
		how.by = BY_BORN;
	else
		how.words_bind = g->q->n_words > 0;
	key_start(&k);
	key_raw(&k, bytes_of(b, date_is_whole(d) ? 4 : d.m ? 3 : 2));
	scan_prefix(g, &how, &k);
}

static void
by_postcode(struct gather *g)
{
	struct scanning how = { .index = IX_POSTCODE, .id_at = 16,
		.most = g->most * 2,
		.by = g->q->whole_postcode ? BY_ADDRESS : BY_AREA,
		.words_bind = !g->q->whole_postcode && g->q->n_words > 0 };
	struct key k;

	key_start(&k);
	if (g->q->whole_postcode)
		key_text(&k, g->q->postcode);
	else
		key_prefix(&k, g->q->postcode);
	scan_prefix(g, &how, &k);
}

static void
by_phone(struct gather *g)
{
	struct scanning how = { .index = IX_PHONE, .id_at = 8, .most = FEW,
				.by = BY_PHONE };
	struct key k;

	key_start(&k);
	key_prefix(&k, g->q->phone);
	scan_prefix(g, &how, &k);
}

/* A number is found by those who may read the field it stands in. */
static void
number_entry(struct gather *g, const char *number, struct bytes key,
	     struct bytes posting)
{
	struct key_reader r = key_read(key);
	const char *kept, *field;
	const struct item *it;
	uint64_t id;
	unsigned int by = BY_NUMBER_START;

	if (!key_read_text(&r, &kept) || !key_read_u64(&r, &id) ||
	    !key_read_text(&r, &field))
		return;
	it = form_item(g->s->set->person, field);
	if (!it || (!g->s->system &&
		    (it->read_where || !who_reads_item(g->w, it, NULL))))
		return;
	if (it->means == MEANS_email)
		by = BY_EMAIL;
	else if (strcmp(kept, number) == 0)
		by = BY_NUMBER;
	take(g, id, posting, by, by == BY_NUMBER_START && g->q->n_words > 0);
}

static void
by_number(struct gather *g, const char *number)
{
	struct bytes key, posting;
	struct index_scan *scan;
	struct key k;
	int n = 0;

	key_start(&k);
	key_prefix(&k, number);
	scan = index_scan_prefix(g->t, IX_IDENT, key_bytes(&k), false);
	while (n++ < FEW && index_scan_next(scan, &key, &posting))
		number_entry(g, number, key, posting);
	index_scan_close(&scan);
}

/* A person's own number, or that of a case which the user may see. */
static void
take_ref(struct gather *g, uint64_t id)
{
	const struct record *r = record_get_header(g->t, g->a, id);
	struct candidate *c = NULL;

	if (!r || r->flags & RECORD_WITHDRAWN)
		return;
	if (r->kind == RECORD_PERSON)
		c = look_up(g, id, true);
	else if (r->kind == RECORD_CASE && r->person &&
		 who_sees_case(g->t, g->w, r))
		c = look_up(g, r->person, true);
	if (c)
		c->by |= BY_REF;
}

static void
by_ref(struct gather *g, const char *ref)
{
	struct bytes key, posting;
	struct index_scan *scan;
	struct key k;
	int n = 0;

	key_start(&k);
	key_prefix(&k, ref);
	scan = index_scan_prefix(g->t, IX_REF, key_bytes(&k), false);
	while (n++ < FEW / 2 && index_scan_next(scan, &key, &posting)) {
		struct key_reader r = key_read(posting);
		uint64_t id = 0;

		if (key_read_u64(&r, &id))
			take_ref(g, id);
	}
	g->cut |= n > FEW / 2;
	index_scan_close(&scan);
}

/* The number of a pattern when only its figures were typed: this year's and
 * last year's, and with the year before the figures. */
static void
by_pattern(struct gather *g, const char *pattern, const char *figures)
{
	size_t head = strcspn(pattern, "{");
	const char *year = strstr(pattern, "{yyyy}");
	const char *between = year ? year + strlen("{yyyy}") : NULL;
	int gap = between ? (int)strcspn(between, "{") : 0;

	if (!year) {
		by_ref(g, arena_printf(g->a, "%.*s%s", (int)head, pattern,
				       figures));
		return;
	}
	if (strchr(figures, '-')) {
		by_ref(g, arena_printf(g->a, "%.*s%s", (int)head, pattern,
				       figures));
		return;
	}
	for (int back = 0; back < 2; back++)
		by_ref(g, arena_printf(g->a, "%.*s%d%.*s%s", (int)head,
				       pattern, clock_today().y - back, gap,
				       between, figures));
}

static void
by_figures(struct gather *g, const char *figures)
{
	const struct session *s = g->s;

	if (!strchr(figures, '-'))
		by_ref(g, arena_printf(g->a, "P-%s%s",
				       strlen(figures) == 5 ? "0" : "",
				       figures));
	for (size_t i = 0; i < s->case_forms.n; i++) {
		const struct form *f = case_form_of_no(s, (int)i);

		if (f && f->reference)
			by_pattern(g, f->reference, figures);
	}
}

static void
word_entry(struct gather *g, struct bytes key, struct bytes posting)
{
	struct key_reader r = key_read(key), p = key_read(posting);
	const char *word, *field;
	uint64_t id, person;
	const struct record *rec;
	const struct form *f;
	const struct item *it;
	struct candidate *c;

	if (!key_read_text(&r, &word) || !key_read_u64(&r, &id) ||
	    !key_read_text(&r, &field) || !key_read_u64(&p, &person))
		return;
	rec = record_get(g->t, g->a, id);
	f = rec ? form_of_record(g->s, rec) : NULL;
	it = f ? form_item(f, field) : NULL;
	if (!it || it->read_where || !who_sees(g->t, g->w, rec) ||
	    !who_reads_item(g->w, it, NULL))
		return;
	c = look_up(g, person, true);
	if (c)
		c->by |= BY_WORD;
}

static void
by_word(struct gather *g)
{
	struct bytes key, posting;
	struct index_scan *scan;
	struct key k;
	int n = 0;

	if (strlen(g->q->typed) < 3)
		return;
	key_start(&k);
	key_prefix(&k, g->q->typed);
	scan = index_scan_prefix(g->t, IX_WORD, key_bytes(&k), false);
	while (n++ < FEW / 2 && index_scan_next(scan, &key, &posting))
		word_entry(g, key, posting);
	index_scan_close(&scan);
}

static void
by_numbers(struct gather *g)
{
	const struct query *q = g->q;
	const struct form *person = g->s->set->person;

	for (size_t i = 0; i < q->n_refs; i++) {
		by_ref(g, q->ref[i]);
		if (isdigit((unsigned char)q->ref[i][0]))
			by_figures(g, q->ref[i]);
	}
	for (size_t i = 0; i < q->n_numbers; i++)
		by_number(g, q->number[i]);
	if (q->phone[0] && may_find_by(g, person, MEANS_phone))
		by_phone(g);
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
	by_numbers(g);
	if (date_is_set(q->born) && g->may_born) {
		if (date_is_whole(q->born) || !q->n_words)
			by_born(g);
		if (q->n_words)
			with_year(g);
	}
	if (q->whole_postcode && may_find_by(g, person, MEANS_postcode))
		by_postcode(g);
	if (q->n_words == 1)
		one_word(g);
	else if (q->n_words > 1)
		several_words(g);
	if (q->postcode[0] && !q->whole_postcode &&
	    may_find_by(g, person, MEANS_postcode))
		by_postcode(g);
	by_word(g);
}
