/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/field_order.h"

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

enum {
	SLOTS = 2048, /* a power of two */
	NAMES_MOST = 1472,
	WORDS = NAMES_MOST / 64,
	BYTES_MOST = 60
};

struct kept {
	uint16_t rank; /* its place among all that are kept, by strcmp() */
	unsigned char n;
	char name[];
};

static struct kept *slots[SLOTS];	/* by hash */
static struct kept *sorted[NAMES_MOST]; /* by rank */
static size_t n_kept;

static size_t
slot_of(const char *p, size_t n)
{
	uint32_t h = 2166136261u; /* FNV-1a */

	for (size_t i = 0; i < n; i++)
		h = (h ^ (unsigned char)p[i]) * 16777619u;
	return (h ^ h >> 15) % SLOTS;
}

/* The names behind it move up by one. */
static void
rank(struct kept *k)
{
	size_t at = n_kept++;

	for (; at > 0 && strcmp(sorted[at - 1]->name, k->name) > 0; at--) {
		sorted[at] = sorted[at - 1];
		sorted[at]->rank++;
	}
	k->rank = (uint16_t)at;
	sorted[at] = k;
}

const char *
field_name_kept(const char *p, size_t n)
{
	struct kept *k;
	size_t at;

	/* A mark is followed by a row's id, of which there is no end. */
	if (n == 0 || n > BYTES_MOST || memchr(p, '#', n))
		return NULL;
	for (at = slot_of(p, n); (k = slots[at]); at = (at + 1) % SLOTS)
		if (k->n == n && memcmp(k->name, p, n) == 0)
			return k->name;
	if (n_kept == NAMES_MOST || !utf8_valid(p, n, NULL))
		return NULL;
	k = xmalloc(sizeof(*k) + n + 1);
	k->n = (unsigned char)n;
	memcpy(k->name, p, n);
	k->name[n] = '\0';
	rank(k);
	slots[at] = k;
	return k->name;
}

/* --- orders ------------------------------------------------------------- */

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

static size_t
rank_of(const char *name)
{
	const void *k = name - offsetof(struct kept, name);

	return ((const struct kept *)k)->rank;
}

/* The i-th field comes from place from[i]: each circle of places is gone
 * round once. */
static void
move_fields(struct fields *f, const uint16_t *from)
{
	bool done[NAMES_MOST];

	memset(done, 0, f->n * sizeof(*done));
	for (size_t i = 0; i < f->n; i++) {
		struct field first = f->v[i];

		for (size_t at = i; !done[at]; at = from[at]) {
			done[at] = true;
			f->v[at] = done[from[at]] ? first : f->v[from[at]];
		}
	}
}

/* No comparison at all: each rank that occurs is marked, and the marks are
 * read off in order. */
bool
field_order(struct fields *f, bool kept)
{
	uint16_t place[NAMES_MOST], from[NAMES_MOST];
	uint64_t marks[WORDS] = { 0 };
	size_t n = 0;

	if (!kept)
		return sort_by_name(f);
	for (size_t i = 0; i < f->n; i++) {
		size_t r = rank_of(f->v[i].name);
		uint64_t mark = UINT64_C(1) << r % 64;

		if (marks[r / 64] & mark)
			return false;
		marks[r / 64] |= mark;
		place[r] = (uint16_t)i;
	}
	for (size_t w = 0; w < WORDS; w++)
		for (uint64_t left = marks[w]; left; left &= left - 1)
			from[n++] =
				place[w * 64 + (size_t)__builtin_ctzll(left)];
	move_fields(f, from);
	return true;
}
