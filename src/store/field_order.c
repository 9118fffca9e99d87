/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/field_order.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

enum {
	SLOTS = 2048, /* a power of two */
	NAMES_MOST = 1500,
	BYTES_MOST = 60,
	ORDERS = 64, /* a power of two */
	FIELDS_MOST = 256
};

/* --- names ------------------------------------------------------------- */

static const char *names[SLOTS];
static unsigned char lengths[SLOTS];
static size_t n_names;

static size_t
slot_of(const char *p, size_t n)
{
	uint32_t h = 2166136261u; /* FNV-1a */

	for (size_t i = 0; i < n; i++)
		h = (h ^ (unsigned char)p[i]) * 16777619u;
	h ^= h >> 15;
	return h % SLOTS;
}

const char *
field_name_kept(const char *p, size_t n)
{
	size_t at;
	char *copy;

	if (n == 0 || n > BYTES_MOST)
		return NULL;
	at = slot_of(p, n);
	for (; names[at]; at = (at + 1) % SLOTS)
		if (lengths[at] == n && memcmp(names[at], p, n) == 0)
			return names[at];
	if (n_names == NAMES_MOST || !utf8_valid(p, n, NULL))
		return NULL;
	copy = xmalloc(n + 1);
	memcpy(copy, p, n);
	copy[n] = '\0';
	n_names++;
	lengths[at] = (unsigned char)n;
	return names[at] = copy;
}

/* --- orders ------------------------------------------------------------- */

/* How these names, as they were read, are put in order: the i-th comes from
 * place from[i]. */
static struct order {
	size_t n;
	const char **name;
	uint16_t *from;
} orders[ORDERS];

static int
by_name(const void *a, const void *b)
{
	const struct field *x = a, *y = b;

	return strcmp(x->name, y->name);
}

static bool
sort_by_name(struct fields *f)
{
	qsort(f->v, f->n, sizeof(*f->v), by_name);
	for (size_t i = 1; i < f->n; i++)
		if (strcmp(f->v[i - 1].name, f->v[i].name) == 0)
			return false;
	return true;
}

static struct order *
order_of(const struct fields *f)
{
	uint64_t h = f->n;

	for (size_t i = 0; i < f->n; i++)
		h = (h ^ (uintptr_t)f->v[i].name) *
		    UINT64_C(0x9E3779B97F4A7C15);
	return &orders[(h >> 32) % ORDERS];
}

static bool
is_order_of(const struct order *o, const struct fields *f)
{
	if (o->n != f->n)
		return false;
	for (size_t i = 0; i < f->n; i++)
		if (o->name[i] != f->v[i].name)
			return false;
	return true;
}

/* Each circle of places is gone round once. */
static void
apply(const struct order *o, struct fields *f)
{
	bool done[FIELDS_MOST] = { false };

	for (size_t i = 0; i < f->n; i++) {
		struct field first = f->v[i];
		size_t at = i;

		while (!done[at]) {
			size_t from = o->from[at];

			done[at] = true;
			f->v[at] = done[from] ? first : f->v[from];
			at = from;
		}
	}
}

/* read: the names as they came; f is in order by now. */
static void
remember(struct order *o, const char *const *read, const struct fields *f)
{
	o->name = xrealloc(o->name, f->n * sizeof(*o->name));
	o->from = xrealloc(o->from, f->n * sizeof(*o->from));
	o->n = f->n;
	memcpy(o->name, read, f->n * sizeof(*o->name));
	for (size_t i = 0; i < f->n; i++) {
		size_t at = 0;

		while (read[at] != f->v[i].name)
			at++;
		o->from[i] = (uint16_t)at;
	}
}

bool
field_order(struct fields *f, bool kept)
{
	const char *read[FIELDS_MOST];
	struct order *o;

	if (f->n < 2)
		return true;
	if (!kept || f->n > FIELDS_MOST)
		return sort_by_name(f);
	o = order_of(f);
	if (is_order_of(o, f)) {
		apply(o, f);
		return true;
	}
	for (size_t i = 0; i < f->n; i++)
		read[i] = f->v[i].name;
	if (!sort_by_name(f))
		return false;
	remember(o, read, f);
	return true;
}
