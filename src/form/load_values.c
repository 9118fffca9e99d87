/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Values of properties that name nothing else of the set. */
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "form/readers.h"

void
read_yes(struct load *l, struct statement *st, const struct property *p)
{
	bool *to = property_target(st, p);

	*to = strcmp(p->value, "yes") == 0;
	if (!*to && strcmp(p->value, "no") != 0)
		fault_value(l, p, 0, NULL, "expected yes or no");
}

void
read_text(struct load *l, struct statement *st, const struct property *p)
{
	const char **to = property_target(st, p);

	*to = arena_strdup(l->a, p->value);
}

/* Only figures, and not too many for an int. */
static bool
whole_number(const char *s, int *out)
{
	size_t n = strspn(s, "0123456789");

	if (n == 0 || n > 9 || s[n] != '\0')
		return false;
	*out = atoi(s);
	return true;
}

void
read_number(struct load *l, struct statement *st, const struct property *p)
{
	int *to = property_target(st, p), n;

	if (whole_number(p->value, &n) && n >= p->rule->use)
		*to = n;
	else
		fault_value(l, p, 0, NULL,
			    "expected a whole number, %d or more",
			    p->rule->use);
}

static const struct word_row *
row_find(const struct word_row *rows, const char *word)
{
	for (; rows->word; rows++)
		if (strcmp(rows->word, word) == 0)
			return rows;
	return NULL;
}

/* Which words a property takes: all of a few, the nearest of many. */
static const char *
words_hint(struct load *l, const struct word_row *rows, const char *word)
{
	const char *all = NULL;
	struct names t;

	names_init(&t, l->tmp);
	for (; rows->word; rows++) {
		names_add(&t, rows->word, NULL);
		all = arena_printf(l->tmp, "%s%s%s", all ? all : "write ",
				   all ? " or " : "", rows->word);
	}
	return t.n <= 4 ? all : did_you_mean(l, &t, word);
}

static const struct word_row *
rule_word(struct load *l, const struct property *p)
{
	const struct word_row *rows = p->rule->words;
	const struct word_row *row = row_find(rows, p->value);

	if (!row)
		fault_value(l, p, 0, words_hint(l, rows, p->value),
			    "'%s' is not a value of '%s'", p->value, p->key);
	return row;
}

void
read_word(struct load *l, struct statement *st, const struct property *p)
{
	const struct word_row *row = rule_word(l, p);

	/* An enum of non-negative constants is an unsigned int to GCC and
	 * clang; its bytes are an int's. */
	if (row)
		memcpy(property_target(st, p), &row->value, sizeof(row->value));
}

void
read_names(struct load *l, struct statement *st, const struct property *p)
{
	const char ***to = property_target(st, p);
	size_t *n = (size_t *)((char *)st->made + p->rule->count), pos = 0;
	struct word w;

	while (next_word(l, p, &pos, &w)) {
		*to = room_for_one(l->a, *to, *n, sizeof(**to));
		(*to)[(*n)++] = arena_strdup(l->a, w.s);
	}
}

static bool
iso_date(struct load *l, const struct property *p, const struct word *w,
	 struct date *out)
{
	if (date_parse_iso(out, w->s) == ERR_OK && date_is_whole(*out))
		return true;
	fault_value(l, p, w->offset, NULL,
		    "'%s' is not a date, as in 2026-03-02", w->s);
	return false;
}

static void
warn_never(struct load *l, const struct property *p, const struct choice *c)
{
	if (date_is_set(c->from) && date_is_set(c->retired) &&
	    date_compare(c->retired, c->from) <= 0)
		warn_value(l, p, 0, "write a later day for retired:",
			   "'%s' can never be chosen", c->code);
}

void
read_date(struct load *l, struct statement *st, const struct property *p)
{
	struct date *to = property_target(st, p), d;
	struct word w;

	if (!only_word(l, p, &w) || !iso_date(l, p, &w, &d))
		return;
	*to = d;
	if (st->kw == KW_CHOICE)
		warn_never(l, p, st->made);
}

void
read_score(struct load *l, struct statement *st, const struct property *p)
{
	struct choice *c = st->made;

	c->has_score = number_parse(&c->score, p->value) == ERR_OK;
	if (!c->has_score)
		fault_value(l, p, 0, NULL, "'%s' is not a number", p->value);
}

static int
date_order(const void *a, const void *b)
{
	return date_compare(*(const struct date *)a, *(const struct date *)b);
}

void
read_closed(struct load *l, struct statement *st, const struct property *p)
{
	struct calendar *c = st->made;
	size_t pos = 0, cap = 0;
	struct word w;

	while (next_word(l, p, &pos, &w)) {
		if (c->n == cap) {
			cap = cap ? cap * 2 : 32;
			c->closed = arena_grow(l->a, c->closed, c->n, cap,
					       sizeof(*c->closed));
		}
		if (iso_date(l, p, &w, &c->closed[c->n]))
			c->n++;
	}
	if (c->n > 0)
		qsort(c->closed, c->n, sizeof(*c->closed), date_order);
}

/* {yyyy} or {seq1} to {seq9}; its length, or 0. */
static size_t
token_length(const char *s, bool *seq)
{
	*seq = strncmp(s, "{seq", 4) == 0;
	if (*seq && s[4] >= '1' && s[4] <= '9' && s[5] == '}')
		return 6;
	return strncmp(s, "{yyyy}", 6) == 0 ? 6 : 0;
}

void
read_reference(struct load *l, struct statement *st, const struct property *p)
{
	static const char hint[] = "write it like ABC-{yyyy}-{seq5}";
	const char **to = property_target(st, p);
	int counters = 0;

	for (size_t i = 0, n; p->value[i]; i += n) {
		bool seq;

		n = token_length(p->value + i, &seq);
		if (n > 0 && seq)
			counters++;
		if (n == 0)
			n = strspn(p->value + i, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
						 "abcdefghijklmnopqrstuvwxyz"
						 "0123456789-/.");
		if (n == 0) {
			fault_value(l, p, i, hint,
				    "this cannot stand in a reference");
			return;
		}
	}
	if (counters == 1)
		*to = arena_strdup(l->a, p->value);
	else
		fault_value(l, p, 0, hint,
			    "a reference needs one {seqN}, N from 1 to 9");
}

void
read_form_of(struct load *l, struct statement *st, const struct property *p)
{
	struct word w;

	if (only_word(l, p, &w))
		st->build->of = w.s;
	else
		st->build->kind_wrong = true;
}

void
read_subject(struct load *l, struct statement *st, const struct property *p)
{
	st->build->is_person = rule_word(l, p) != NULL;
	st->build->kind_wrong |= !st->build->is_person;
}

void
read_opens(struct load *l, struct statement *st, const struct property *p)
{
	st->build->opens_case = rule_word(l, p) != NULL;
	st->build->kind_wrong |= !st->build->opens_case;
}
