/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Sets of invented people with a known truth: one fixed setting, one
 * threshold, precision and recall over all pairs that share a key.
 */
#include "check_match.h"

#include <stdlib.h>
#include <string.h>

#include "match/score.h"

enum { MOST = 1000, CELLS = 12 };

struct person {
	const char *truth;
	struct match_card card;
	struct sound sound[NAME_TOKENS_MOST];
};

struct set {
	struct arena a;
	struct person *v;
	size_t n;
	const char **token;
	size_t n_tokens;
};

static int
by_token(const void *x, const void *y)
{
	return strcmp(*(const char *const *)x, *(const char *const *)y);
}

/* All tokens of all people, in order: those alike stand together. */
static void
count_tokens(struct set *s)
{
	s->token = arena_array(&s->a, s->n * NAME_TOKENS_MOST + 1,
			       sizeof(*s->token));
	for (size_t i = 0; i < s->n; i++)
		for (size_t k = 0; k < s->v[i].card.names[0].n; k++)
			s->token[s->n_tokens++] =
				s->v[i].card.names[0].token[k];
	qsort(s->token, s->n_tokens, sizeof(*s->token), by_token);
}

/* The part of the set that bears a token. */
static double
share_in_set(const char *token, void *ctx)
{
	const struct set *s = ctx;
	const char **at = bsearch(&token, s->token, s->n_tokens,
				  sizeof(*s->token), by_token);
	const char **from = at, **to = at;

	if (!at)
		return 0;
	while (from > s->token && strcmp(from[-1], token) == 0)
		from--;
	while (to < s->token + s->n_tokens && strcmp(*to, token) == 0)
		to++;
	return (double)(to - from) / (double)s->n;
}

static void
add_name(struct arena *a, struct match_name *n, const char *text)
{
	const char *token[NAME_TOKENS_MOST];
	size_t count = name_tokens(a, text, token);

	for (size_t i = 0; i < count && n->n < NAME_TOKENS_MOST; i++)
		n->token[n->n++] = token[i];
}

static void
set_name(struct arena *a, struct person *p, const char *family,
	 const char *given)
{
	struct match_name *n = arena_alloc(a, sizeof(*n));

	add_name(a, n, family);
	n->n_family = n->n;
	add_name(a, n, given);
	p->card.names = n;
	p->card.n_names = 1;
	for (size_t i = 0; i < n->n; i++)
		name_sound(n->token[i], &p->sound[i]);
}

static void
set_id(struct arena *a, struct person *p, const char *kind, const char *number)
{
	struct match_id *id = arena_alloc(a, sizeof(*id));

	if (!number[0])
		return;
	*id = (struct match_id){ kind, number };
	p->card.ids = id;
	p->card.n_ids = 1;
}

/* An e-mail is shared and changed as a telephone number is. */
static void
set_contact(struct arena *a, struct person *p, const char *contact)
{
	const char **v = arena_alloc(a, sizeof(*v));

	*v = contact;
	p->card.contacts = v;
	p->card.n_contacts = contact[0] != '\0';
}

static const char *
trimmed(const char *s)
{
	return s + strspn(s, " ");
}

enum fields { WITH_ID, WITHOUT_ID, NAME_AND_BIRTH };

static void
read_febrl(struct set *s, FILE *f, enum fields fields)
{
	const char *c[CELLS];
	char truth[32];

	while (s->n < MOST && csv_cells(f, &s->a, c, CELLS) == 11) {
		struct person *p = &s->v[s->n++];
		int y, m, d;

		p->card = (struct match_card){
			.sex = "", .postcode = "", .house = "", .street = ""
		};
		sscanf(c[0], "rec-%31[0-9]", truth);
		p->truth = arena_strdup(&s->a, truth);
		set_name(&s->a, p, c[2], c[1]);
		if (sscanf(trimmed(c[9]), "%4d%2d%2d", &y, &m, &d) == 3)
			p->card.born = date_of(y, m, d);
		if (fields == NAME_AND_BIRTH)
			continue;
		p->card.house = trimmed(c[3]);
		p->card.street = trimmed(c[4]);
		p->card.postcode = trimmed(c[7]);
		if (fields == WITH_ID)
			set_id(&s->a, p, "soc_sec", trimmed(c[10]));
	}
}

static void
read_fake(struct set *s, FILE *f)
{
	const char *c[CELLS];

	while (s->n < MOST && csv_cells(f, &s->a, c, CELLS) == 7) {
		struct person *p = &s->v[s->n++];

		p->card = (struct match_card){
			.sex = "", .postcode = "", .house = "", .street = ""
		};
		p->truth = c[6];
		set_name(&s->a, p, c[2], c[1]);
		if (c[3][0] && date_parse_iso(&p->card.born, c[3]) != ERR_OK)
			p->card.born = NO_DATE;
		/* The town stands for where they live. */
		p->card.street = c[4];
		set_contact(&s->a, p, c[5]);
	}
}

static bool
share_a_sound(const struct person *x, const struct person *y)
{
	for (size_t i = 0; i < x->card.names[0].n; i++)
		for (size_t k = 0; k < y->card.names[0].n; k++)
			if (name_sounds_alike(&x->sound[i], &y->sound[k]))
				return true;
	return false;
}

/* As the check for duplicates finds its candidates, only a little wider. */
static bool
share_a_key(const struct person *x, const struct person *y)
{
	const struct match_card *a = &x->card, *b = &y->card;

	if (date_is_set(a->born) && date_compare(a->born, b->born) == 0)
		return true;
	if (a->n_ids && b->n_ids && !strcmp(a->ids->number, b->ids->number))
		return true;
	if (a->postcode[0] && strcmp(a->postcode, b->postcode) == 0)
		return true;
	return share_a_sound(x, y);
}

struct outcome {
	size_t right, wrong, missed;
};

static struct outcome
decide(struct set *s, double at_least)
{
	const struct match_rates rates = { (double)s->n, share_in_set, s };
	struct outcome o = { 0, 0, 0 };
	struct match_score score;

	for (size_t i = 0; i < s->n; i++)
		for (size_t k = i + 1; k < s->n; k++) {
			const struct person *x = &s->v[i], *y = &s->v[k];
			bool same = strcmp(x->truth, y->truth) == 0;
			bool said = false;

			if (share_a_key(x, y)) {
				match_score(&x->card, &y->card, &rates, &score);
				said = score.bits >= at_least;
			}
			o.right += same && said;
			o.wrong += !same && said;
			o.missed += same && !said;
		}
	return o;
}

static void
assert_reaches(const char *file, enum fields fields, double at_least,
	       size_t pairs, double precision, double recall)
{
	struct set s = { .v = xcalloc(MOST, sizeof(struct person)) };
	FILE *f = match_data(file);
	const char *head[CELLS];
	struct outcome o;
	double p, r;

	ck_assert_uint_gt(csv_cells(f, &s.a, head, CELLS), 6);
	if (strstr(file, "febrl"))
		read_febrl(&s, f, fields);
	else
		read_fake(&s, f);
	fclose(f);
	count_tokens(&s);
	o = decide(&s, at_least);
	ck_assert_uint_eq(o.right + o.missed, pairs);
	p = (double)o.right / (double)(o.right + o.wrong);
	r = (double)o.right / (double)(o.right + o.missed);
	ck_assert_msg(p >= precision && r >= recall,
		      "%s: precision %.4f, recall %.4f", file, p, r);
	arena_clear(&s.a);
	free(s.v);
}

START_TEST(test_people_with_a_number_are_told_apart)
{
	assert_reaches("../import/febrl1.csv", WITH_ID, 4, 500, 0.999, 0.99);
}
END_TEST

START_TEST(test_people_without_a_number_are_told_apart)
{
	assert_reaches("../import/febrl1.csv", WITHOUT_ID, 4, 500, 0.999, 0.99);
}
END_TEST

START_TEST(test_name_and_birth_date_alone_go_a_long_way)
{
	assert_reaches("../import/febrl1.csv", NAME_AND_BIRTH, 4, 500, 0.999, 0.90);
}
END_TEST

START_TEST(test_records_with_many_blanks_are_told_apart)
{
	assert_reaches("../import/fake_1000.csv", WITH_ID, 0, 2031, 0.995, 0.74);
}
END_TEST

Suite *
suite_match_sets(void)
{
	Suite *s = suite_create("matching, sets with a known truth");
	TCase *tc = tcase_create("sets");

	tcase_set_timeout(tc, 60);
	tcase_add_test(tc, test_people_with_a_number_are_told_apart);
	tcase_add_test(tc, test_people_without_a_number_are_told_apart);
	tcase_add_test(tc, test_name_and_birth_date_alone_go_a_long_way);
	tcase_add_test(tc, test_records_with_many_blanks_are_told_apart);
	suite_add_tcase(s, tc);
	return s;
}
