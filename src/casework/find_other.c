/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Candidates by what is no name: numbers and references, birth dates,
 * postcodes, telephones, and the words of case fields.
 */
#include <ctype.h>
#include <string.h>

#include "casework/find_scan.h"

enum { FEW = 50 }; /* entries for one number */

bool
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
bool
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

void
gather_born(struct gather *g)
{
	const struct date d = g->q->born;
	struct scanning how = {
		.index = IX_BORN, .id_at = 8, .most = g->most * 2, .by = BY_YEAR
	};
	unsigned char b[4] = { (unsigned char)((unsigned int)d.y >> 8),
			       (unsigned char)d.y, d.m, d.d };
	struct key k;

	if (date_is_whole(d))
		how.by = BY_BORN;
	else
		how.words_bind = g->q->n_words > 0;
	key_start(&k);
	key_raw(&k, bytes_of(b, date_is_whole(d) ? 4 : d.m ? 3 : 2));
	gather_scan(g, &how, &k);
}

void
gather_postcode(struct gather *g)
{
	struct scanning how = {
		.index = IX_POSTCODE,
		.id_at = 16,
		.most = g->most * 2,
		.by = g->q->whole_postcode ? BY_ADDRESS : BY_AREA,
		.words_bind = !g->q->whole_postcode && g->q->n_words > 0
	};
	struct key k;

	key_start(&k);
	if (g->q->whole_postcode)
		key_text(&k, g->q->postcode);
	else
		key_prefix(&k, g->q->postcode);
	gather_scan(g, &how, &k);
}

static void
by_phone(struct gather *g)
{
	struct scanning how = {
		.index = IX_PHONE, .id_at = 8, .most = FEW, .by = BY_PHONE
	};
	struct key k;

	key_start(&k);
	key_prefix(&k, g->q->phone);
	gather_scan(g, &how, &k);
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
	candidate_take(g, id, posting, by,
		       by == BY_NUMBER_START && g->q->n_words > 0);
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
		c = candidate_of(g, id, true);
	else if (r->kind == RECORD_CASE && r->person &&
		 who_sees_case(g->t, g->w, r))
		c = candidate_of(g, r->person, true);
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
		by_ref(g, arena_printf(g->a, "%.*s%d%.*s%s", (int)head, pattern,
				       clock_today().y - back, gap, between,
				       figures));
}

static void
by_figures(struct gather *g, const char *figures)
{
	const struct session *s = g->s;

	if (!strchr(figures, '-'))
		by_ref(g,
		       arena_printf(g->a, "P-%s%s",
				    strlen(figures) == 5 ? "0" : "", figures));
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
	c = candidate_of(g, person, true);
	if (c)
		c->by |= BY_WORD;
}

static void
scan_words(struct gather *g, const struct key *k)
{
	struct index_scan *scan =
		index_scan_prefix(g->t, IX_WORD, key_bytes(k), false);
	struct bytes key, posting;
	int n = 0;

	while (n++ < FEW / 2 && index_scan_next(scan, &key, &posting))
		word_entry(g, key, posting);
	g->cut |= n > FEW / 2;
	index_scan_close(&scan);
}

void
gather_words(struct gather *g)
{
	struct key whole, start;

	if (strlen(g->q->typed) < 3)
		return;
	key_start(&start);
	key_prefix(&start, g->q->typed);
	whole = start;
	key_u8(&whole, 0);
	scan_words(g, &whole);
	if (g->q->n_words == 0)
		scan_words(g, &start);
}

void
gather_numbers(struct gather *g)
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
