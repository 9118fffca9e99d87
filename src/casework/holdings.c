/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How many records hold what, for judging a new set of forms: counted in one
 * walk over the store, and only when a verdict asks.
 */
#include "casework/holdings.h"

#include <stdio.h>
#include <string.h>

#define STEP 400

struct tally {
	const char *key;
	uint64_t n;
};

static uint64_t
hash_of(const char *s)
{
	uint64_t h = UINT64_C(0xcbf29ce484222325);

	for (; *s; s++) {
		h ^= (unsigned char)*s;
		h *= UINT64_C(0x100000001b3);
	}
	return h;
}

static struct tally *
slot(struct counts *c, const char *key)
{
	size_t i = hash_of(key) & (c->cap - 1);

	while (c->v[i].key && strcmp(c->v[i].key, key) != 0)
		i = (i + 1) & (c->cap - 1);
	return &c->v[i];
}

static void
grow(struct counts *c)
{
	struct counts bigger = *c;

	bigger.cap = c->cap ? c->cap * 2 : 1024;
	bigger.v = arena_array(c->a, bigger.cap, sizeof(*bigger.v));
	for (size_t i = 0; i < c->cap; i++)
		if (c->v[i].key)
			*slot(&bigger, c->v[i].key) = c->v[i];
	*c = bigger;
}

static void
count_one(struct counts *c, const char *key)
{
	struct tally *t;

	if (2 * (c->n + 1) > c->cap)
		grow(c);
	t = slot(c, key);
	if (!t->key) {
		t->key = arena_strdup(c->a, key);
		c->n++;
	}
	t->n++;
}

/* Keys: FORM, FORM/FIELD, FORM/FIELD=CODE, FORM:STATE. */
static void
count_value(struct counts *c, const char *form, const struct field *f)
{
	const struct value *v = &f->value;
	char key[512];

	snprintf(key, sizeof(key), "%s/%s", form, f->name);
	count_one(c, key);
	for (size_t i = 0; v->type == VAL_CODES && i < v->codes.n; i++) {
		snprintf(key, sizeof(key), "%s/%s=%s", form, f->name,
			 v->codes.v[i]);
		count_one(c, key);
	}
	if (v->type == VAL_CODE) {
		snprintf(key, sizeof(key), "%s/%s=%s", form, f->name, v->text);
		count_one(c, key);
	}
	for (size_t i = 0; v->type == VAL_ROWS && i < v->rows.n; i++)
		for (size_t k = 0; k < v->rows.v[i].fields.n; k++)
			count_value(c, form, &v->rows.v[i].fields.v[k]);
}

static void
count_record(struct counts *c, const struct record *r)
{
	char key[512];

	if (!r->form[0])
		return;
	count_one(c, r->form);
	if (r->state[0]) {
		snprintf(key, sizeof(key), "%s:%s", r->form, r->state);
		count_one(c, key);
	}
	for (size_t i = 0; i < r->fields.n; i++)
		count_value(c, r->form, &r->fields.v[i]);
}

static void
count_all(struct counts *c)
{
	uint64_t after = 0;
	size_t n;

	if (c->counted)
		return;
	c->counted = true;
	do {
		struct arena a = ARENA_INIT;
		struct txn *t = txn_begin_read(c->store);
		struct record *r;

		for (n = 0; n < STEP && record_next(t, &a, after, &r); n++) {
			record_adopt(c->set, r);
			count_record(c, r);
			after = r->id;
		}
		if (txn_commit(t) != ERR_OK)
			c->failed = true;
		arena_clear(&a);
	} while (n == STEP && !c->failed);
}

static uint64_t
held(struct counts *c, const char *key)
{
	count_all(c);
	return c->cap ? slot(c, key)->n : 0;
}

static uint64_t
of_form(const char *form, void *ctx)
{
	return held(ctx, form);
}

static uint64_t
with_field(const char *form, const char *field, void *ctx)
{
	char key[512];

	snprintf(key, sizeof(key), "%s/%s", form, field);
	return held(ctx, key);
}

static uint64_t
with_code(const char *form, const char *field, const char *code, void *ctx)
{
	char key[512];

	snprintf(key, sizeof(key), "%s/%s=%s", form, field, code);
	return held(ctx, key);
}

static uint64_t
in_state(const char *form, const char *state, void *ctx)
{
	char key[512];

	snprintf(key, sizeof(key), "%s:%s", form, state);
	return held(ctx, key);
}

void
holdings_init(struct holdings *h, struct counts *c, struct arena *a,
	      struct store *st, const struct form_set *set)
{
	*c = (struct counts){ .a = a, .store = st, .set = set };
	*h = (struct holdings){ of_form, with_field, with_code, in_state, c };
}
