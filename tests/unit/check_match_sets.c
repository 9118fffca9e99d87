/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Sets of invented people with a known truth, swept as a store is swept: one
 * fixed setting, precision and recall over all pairs.  The figures are
 * printed, and what is required of them is required.
 */
#include "check_match.h"

#include <stdlib.h>
#include <string.h>

#include "check_match_made.h"
#include "match/sweep.h"

enum { CELLS = 12 };

struct set {
	struct sweep *sweep;
	const char **truth;
	size_t n, cap;
};

static void
set_open(struct set *s)
{
	*s = (struct set){ .sweep = sweep_new() };
}

static void
set_close(struct set *s)
{
	free(s->truth);
	sweep_free(&s->sweep);
}

static struct match_card *
new_card(struct set *s)
{
	struct match_card *c = arena_alloc(sweep_arena(s->sweep), sizeof(*c));

	*c = (struct match_card){ .sex = "", .postcode = "", .house = "" };
	return c;
}

static void
add_person(struct set *s, const char *truth, const struct match_card *c)
{
	if (s->n == s->cap) {
		s->cap = s->cap ? s->cap * 2 : 1024;
		s->truth = xrealloc(s->truth, s->cap * sizeof(*s->truth));
	}
	s->truth[s->n] = arena_strdup(sweep_arena(s->sweep), truth);
	sweep_add(s->sweep, s->n++, c);
}

static void
add_name(struct set *s, struct match_name *n, const char *text)
{
	const char *token[NAME_TOKENS_MOST];
	size_t count = name_tokens(sweep_arena(s->sweep), text, token);

	for (size_t i = 0; i < count && n->n < NAME_TOKENS_MOST; i++)
		n->word[n->n++] = words_get(sweep_words(s->sweep), token[i]);
}

static void
set_name(struct set *s, struct match_card *c, const char *family,
	 const char *given)
{
	struct match_name *n = arena_alloc(sweep_arena(s->sweep), sizeof(*n));

	add_name(s, n, family);
	n->n_family = n->n;
	add_name(s, n, given);
	c->names = n;
	c->n_names = 1;
}

static struct word *
place(struct set *s, const char *before, const char *typed)
{
	struct arena *a = sweep_arena(s->sweep);
	const char *text = match_street(a, typed);

	return text[0] ? words_get(sweep_words(s->sweep),
				   arena_printf(a, "%s%s", before, text))
		       : NULL;
}

static struct word *
code(struct set *s, const char *postcode)
{
	return postcode[0] ? words_get(sweep_words(s->sweep),
				       arena_printf(sweep_arena(s->sweep),
						    "#%s", postcode))
			   : NULL;
}

static void
set_id(struct set *s, struct match_card *c, const char *number)
{
	struct match_id *id = arena_alloc(sweep_arena(s->sweep), sizeof(*id));

	if (!number[0])
		return;
	*id = (struct match_id){ "number", number };
	c->ids = id;
	c->n_ids = 1;
}

static void
set_contacts(struct set *s, struct match_card *c, const char *phone,
	     const char *email)
{
	const char **v = arena_array(sweep_arena(s->sweep), 2, sizeof(*v));

	if (phone[0])
		v[c->n_contacts++] = phone;
	if (email[0])
		v[c->n_contacts++] = email;
	c->contacts = v;
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
	struct arena *a = sweep_arena(s->sweep);
	const char *c[CELLS];
	char truth[32];

	while (csv_cells(f, a, c, CELLS) == 11) {
		struct match_card *p = new_card(s);
		int y, m, d;

		sscanf(c[0], "rec-%31[0-9]", truth);
		set_name(s, p, c[2], c[1]);
		if (sscanf(trimmed(c[9]), "%4d%2d%2d", &y, &m, &d) == 3 &&
		    date_exists(date_of(y, m, d)))
			p->born = match_born(date_of(y, m, d));
		if (fields != NAME_AND_BIRTH) {
			p->house = match_house(a, trimmed(c[3]));
			p->street = place(s, "", c[4]);
			p->town = place(s, "@", c[6]);
			p->postcode = trimmed(c[7]);
			p->code = code(s, p->postcode);
		}
		if (fields == WITH_ID)
			set_id(s, p, trimmed(c[10]));
		add_person(s, truth, p);
	}
}

static void
read_fake(struct set *s, FILE *f)
{
	const char *c[CELLS];

	while (csv_cells(f, sweep_arena(s->sweep), c, CELLS) == 7) {
		struct match_card *p = new_card(s);

		set_name(s, p, c[2], c[1]);
		if (c[3][0] && date_parse_iso(&p->born, c[3]) != ERR_OK)
			p->born = NO_DATE;
		p->town = place(s, "@", c[4]);
		set_contacts(s, p, "", c[5]);
		add_person(s, c[6], p);
	}
}

/* --- how well ------------------------------------------------------------------ */

struct outcome {
	size_t right, wrong, all;
	double precision, recall;
};

static int
by_text(const void *x, const void *y)
{
	return strcmp(*(const char *const *)x, *(const char *const *)y);
}

/* Pairs of one person, of those whose truth begins so. */
static size_t
true_pairs(const struct set *s, const char *prefix)
{
	const char **v = xcalloc(s->n + 1, sizeof(*v));
	size_t pairs = 0, same = 0;

	memcpy(v, s->truth, s->n * sizeof(*v));
	qsort(v, s->n, sizeof(*v), by_text);
	for (size_t i = 0; i < s->n; i++) {
		same = i && strcmp(v[i], v[i - 1]) == 0 ? same + 1 : 0;
		if (strncmp(v[i], prefix, strlen(prefix)) == 0)
			pairs += same;
	}
	free(v);
	return pairs;
}

static struct outcome
judge(const struct set *s, const struct sweep_pair *v, size_t n,
      const char *prefix)
{
	struct outcome o = { .all = true_pairs(s, prefix) };

	for (size_t i = 0; i < n && v[i].bits >= MATCH_SWEPT; i++) {
		const char *x = s->truth[v[i].one], *y = s->truth[v[i].other];

		if (strncmp(x, prefix, strlen(prefix)) != 0)
			continue;
		if (strcmp(x, y) == 0)
			o.right++;
		else
			o.wrong++;
	}
	o.precision = (double)o.right / (double)(o.right + o.wrong);
	o.recall = (double)o.right / (double)o.all;
	return o;
}

static double
f1(struct outcome o)
{
	return 2 * o.precision * o.recall / (o.precision + o.recall);
}

static void
print_outcome(const char *what, struct outcome o)
{
	printf("%-40s precision %.4f recall %.4f F1 %.4f of %zu pairs\n", what,
	       o.precision, o.recall, f1(o), o.all);
	fflush(stdout);
}

static struct outcome
sweep_set(struct set *s, const char *what)
{
	struct sweep_pair *v;
	size_t n = sweep_run(s->sweep, MATCH_SWEPT, &v, NULL, NULL);
	struct outcome o = judge(s, v, n, "");

	print_outcome(what, o);
	return o;
}

static void
assert_febrl(enum fields fields, const char *what, double precision,
	     double recall)
{
	FILE *f = match_data("../import/febrl1.csv");
	const char *head[CELLS];
	struct outcome o;
	struct set s;

	set_open(&s);
	ck_assert_uint_eq(csv_cells(f, sweep_arena(s.sweep), head, CELLS), 11);
	read_febrl(&s, f, fields);
	fclose(f);
	o = sweep_set(&s, what);
	ck_assert_uint_eq(o.all, 500);
	ck_assert_double_ge(o.precision, precision);
	ck_assert_double_ge(o.recall, recall);
	set_close(&s);
}

START_TEST(test_people_with_a_number_are_told_apart)
{
	assert_febrl(WITH_ID, "febrl1", 0.999, 0.99);
}
END_TEST

START_TEST(test_people_without_a_number_are_told_apart)
{
	assert_febrl(WITHOUT_ID, "febrl1 without its number", 0.999, 0.98);
}
END_TEST

START_TEST(test_name_and_birth_date_alone_go_a_long_way)
{
	assert_febrl(NAME_AND_BIRTH, "febrl1, name and birth date", 0.995,
		     0.88);
}
END_TEST

START_TEST(test_records_with_many_blanks_are_told_apart)
{
	FILE *f = match_data("../import/fake_1000.csv");
	const char *head[CELLS];
	struct outcome o;
	struct set s;

	set_open(&s);
	ck_assert_uint_eq(csv_cells(f, sweep_arena(s.sweep), head, CELLS), 7);
	read_fake(&s, f);
	fclose(f);
	o = sweep_set(&s, "fake_1000");
	ck_assert_uint_eq(o.all, 2031);
	ck_assert_double_ge(f1(o), 0.88);
	set_close(&s);
}
END_TEST

/* --- a borough of our own ------------------------------------------------------- */

static void
add_made(struct set *s, const struct made *m)
{
	struct arena *a = sweep_arena(s->sweep);
	struct match_card *p = new_card(s);

	set_name(s, p, m->family, m->given);
	p->born = match_born(m->born);
	p->sex = m->sex;
	p->house = match_house(a, m->house);
	p->street = place(s, "", m->street);
	p->town = place(s, "@", m->town);
	p->postcode = arena_strdup(a, m->postcode);
	p->code = code(s, p->postcode);
	set_contacts(s, p, arena_strdup(a, m->phone),
		     arena_strdup(a, m->email));
	set_id(s, p, arena_strdup(a, m->number));
	add_person(s, m->truth, p);
}

static void
fill_as(struct set *s, size_t people, bool households, unsigned int seed)
{
	struct making *k = making_new(people, seed, households);
	struct made m;

	set_open(s);
	while (making_next(k, &m))
		add_made(s, &m);
	making_free(&k);
}

static void
fill(struct set *s, size_t people, bool households)
{
	fill_as(s, people, households, 7);
}

static const char *const origins[] = { "bangla", "british", "somali",
				       "polish" };

/* Recall by where names come from: nobody is to be found worse for theirs. */
static void
assert_alike(const struct set *s, const struct sweep_pair *v, size_t n)
{
	double least = 1, most = 0;

	for (size_t i = 0; i < sizeof(origins) / sizeof(origins[0]); i++) {
		struct outcome o = judge(s, v, n, origins[i]);

		print_outcome(origins[i], o);
		least = o.recall < least ? o.recall : least;
		most = o.recall > most ? o.recall : most;
	}
	ck_assert_double_ge(least, most - 0.05);
}

START_TEST(test_names_of_every_origin_are_found_alike)
{
	struct sweep_pair *v;
	struct outcome o;
	struct set s;
	size_t n;

	fill(&s, 10000, false);
	n = sweep_run(s.sweep, MATCH_SWEPT, &v, NULL, NULL);
	o = judge(&s, v, n, "");
	print_outcome("10,000 people of a borough", o);
	ck_assert_double_ge(o.precision, 0.98);
	ck_assert_double_ge(o.recall, 0.98);
	assert_alike(&s, v, n);
	set_close(&s);
}
END_TEST

/* Twins, brothers and sisters, fathers and sons of one name. */
START_TEST(test_people_who_live_together_are_told_apart)
{
	size_t n, likely = 0, wrong = 0;
	struct sweep_pair *v;
	struct outcome o;
	struct set s;

	fill(&s, 5000, true);
	n = sweep_run(s.sweep, MATCH_SWEPT, &v, NULL, NULL);
	o = judge(&s, v, n, "");
	print_outcome("5,000 people, a third in families", o);
	for (size_t i = 0; i < n && v[i].bits >= MATCH_ATTACH; i++) {
		likely++;
		wrong += strcmp(s.truth[v[i].one], s.truth[v[i].other]) != 0;
	}
	printf("%zu of %zu pairs with %d bits are two people\n", wrong, likely,
	       MATCH_ATTACH);
	ck_assert_double_ge(o.recall, 0.95);
	ck_assert_double_ge(o.precision, 0.97);
	ck_assert_uint_le(wrong * 200, likely);
	set_close(&s);
}
END_TEST

/* Whatever is passed over for want of bits would not have had them, and what
 * a pair is worth does not hang on what was asked for. */
START_TEST(test_a_sweep_for_more_bits_finds_the_same_pairs)
{
	static const double least[] = { 0, MATCH_SWEPT, MATCH_LIKELY,
					MATCH_ATTACH };
	size_t n, found[4] = { 0 };
	struct sweep_pair *v;
	struct set s;

	fill(&s, 6000, true);
	n = sweep_run(s.sweep, -8, &v, NULL, NULL);
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < 4; k++)
			found[k] += (double)v[i].bits >= least[k];
	ck_assert_uint_gt(found[3], 400);
	for (size_t k = 0; k < 4; k++) {
		size_t is = 0;

		n = sweep_run(s.sweep, least[k], &v, NULL, NULL);
		for (size_t i = 0; i < n; i++)
			is += (double)v[i].bits >= least[k];
		ck_assert_uint_eq(is, found[k]);
	}
	set_close(&s);
}
END_TEST

/* The meaning of a bit: M bits are odds of 2^M to 1, as nearly as can be told
 * of people who live in families. */
START_TEST(test_bits_mean_what_they_say)
{
	size_t n, likely = 0, right = 0;
	struct sweep_pair *v;
	struct set s;

	for (unsigned int seed = 1; seed <= 4; seed++) {
		fill_as(&s, 5000, true, seed);
		n = sweep_run(s.sweep, MATCH_SWEPT, &v, NULL, NULL);
		for (size_t i = 0; i < n; i++)
			if (v[i].bits >= MATCH_LIKELY &&
			    v[i].bits < MATCH_STRONG) {
				likely++;
				right += strcmp(s.truth[v[i].one],
						s.truth[v[i].other]) == 0;
			}
		set_close(&s);
	}
	printf("%zu of %zu pairs of %d to %d bits are one person\n", right,
	       likely, MATCH_LIKELY, MATCH_STRONG);
	ck_assert_uint_gt(likely, 200);
	ck_assert_uint_ge(right * 100, likely * 95);
}
END_TEST

/* The same at ten times the size, for those who ask: it takes a while. */
START_TEST(test_precision_holds_as_the_file_grows)
{
	static const size_t sizes[] = { 1000, 10000, 100000 };
	struct outcome o;
	struct set s;

	for (size_t i = 0; i < (getenv("MATCH_SETS_ALL") ? 3 : 2); i++) {
		char what[60];

		snprintf(what, sizeof(what), "%zu people", sizes[i]);
		fill(&s, sizes[i], false);
		o = sweep_set(&s, what);
		ck_assert_double_ge(o.precision, 0.90);
		ck_assert_double_ge(o.recall, 0.95);
		set_close(&s);
	}
}
END_TEST

Suite *
suite_match_sets(void)
{
	Suite *s = suite_create("matching, sets with a known truth");
	TCase *tc = tcase_create("sets");

	tcase_set_timeout(tc, 300);
	tcase_add_test(tc, test_people_with_a_number_are_told_apart);
	tcase_add_test(tc, test_people_without_a_number_are_told_apart);
	tcase_add_test(tc, test_name_and_birth_date_alone_go_a_long_way);
	tcase_add_test(tc, test_records_with_many_blanks_are_told_apart);
	tcase_add_test(tc, test_names_of_every_origin_are_found_alike);
	tcase_add_test(tc, test_people_who_live_together_are_told_apart);
	tcase_add_test(tc, test_a_sweep_for_more_bits_finds_the_same_pairs);
	tcase_add_test(tc, test_bits_mean_what_they_say);
	tcase_add_test(tc, test_precision_holds_as_the_file_grows);
	suite_add_tcase(s, tc);
	return s;
}
