/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "form/names.h"

#include <string.h>

#include "base/text.h"

/* FNV-1a, 32 bits. */
static uint32_t
hash_of(const char *s)
{
	uint32_t h = 2166136261u;

	for (; *s; s++)
		h = (h ^ (unsigned char)*s) * 16777619u;
	return h;
}

void
names_init(struct names *t, struct arena *a)
{
	*t = (struct names){ .arena = a };
}

/* The slot that holds the name, or the free one where it would go. */
static uint32_t *
slot_of(const struct names *t, const char *name, uint32_t hash)
{
	size_t mask = t->n_slots - 1;

	for (size_t i = hash & mask;; i = (i + 1) & mask) {
		const struct name_entry *e;

		if (t->slots[i] == 0)
			return &t->slots[i];
		e = &t->v[t->slots[i] - 1];
		if (e->hash == hash && strcmp(e->name, name) == 0)
			return &t->slots[i];
	}
}

static void
grow(struct names *t)
{
	size_t cap = t->cap ? t->cap * 2 : 8;

	t->v = arena_grow(t->arena, t->v, t->n, cap, sizeof(*t->v));
	t->cap = cap;
	t->n_slots = cap * 2;
	t->slots = arena_array(t->arena, t->n_slots, sizeof(*t->slots));
	for (size_t i = 0; i < t->n; i++)
		*slot_of(t, t->v[i].name, t->v[i].hash) = (uint32_t)i + 1;
}

bool
names_add(struct names *t, const char *name, void *what)
{
	uint32_t hash = hash_of(name), *slot;

	if (t->n == t->cap)
		grow(t);
	slot = slot_of(t, name, hash);
	if (*slot)
		return false;
	t->v[t->n] = (struct name_entry){ name, what, hash };
	*slot = (uint32_t)++t->n;
	return true;
}

void *
names_get(const struct names *t, const char *name)
{
	uint32_t slot;

	if (!t || t->n == 0)
		return NULL;
	slot = *slot_of(t, name, hash_of(name));
	return slot ? t->v[slot - 1].what : NULL;
}

const char *
names_nearest(const struct names *t, const char *name)
{
	int limit = strlen(name) <= 2 ? 1 : 2;
	const char *best = NULL;

	for (size_t i = 0; t && i < t->n && limit >= 0; i++) {
		int d = text_distance(name, t->v[i].name, limit);

		if (d > limit)
			continue;
		best = t->v[i].name;
		limit = d - 1;
	}
	return best;
}
