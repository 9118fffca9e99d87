/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The words of names, each looked at once: its sound, its short forms, its
 * letters.
 */
#include <stdlib.h>
#include <string.h>

#include "match/name.h"

enum { FIRST_SLOTS = 64, CHARS_MOST = 60 };

/* Second names of women, forms of address that became names: they are borne
 * by so many, and so often left out, that they tell little. Sorted. */
static const char *const weak_names[] = {
	"akhtar", "akter",  "akther",  "aktar",	   "akthar", "aktor", "bagum",
	"begam",  "begom",  "begum",   "bibee",	   "bibi",   "kaur",  "khanam",
	"khanom", "khanum", "khatoon", "khatton",  "khatun", "meah",  "mia",
	"miah",	  "mian",   "miya",    "mosammat", "singh",
};

/* Brothers may all bear one of these before their own. Sorted. */
static const char *const fore_names[] = {
	"abdul",    "mahamad",	"maxamed",  "mohamad",	"mohamed",
	"mohammad", "mohammed", "muhammad", "muhammed", "sayed",
	"shaikh",   "sheikh",	"syed",
};

struct words {
	struct arena *a;
	struct word **slot;
	size_t slots, n;
};

struct words *
words_new(struct arena *a)
{
	struct words *w = arena_alloc(a, sizeof(*w));

	w->a = a;
	w->slots = FIRST_SLOTS;
	w->slot = arena_array(a, w->slots, sizeof(*w->slot));
	return w;
}

size_t
words_count(const struct words *w)
{
	return w->n;
}

size_t
words_borne(const struct words *w)
{
	size_t n = 0;

	for (size_t i = 0; i < w->slots; i++)
		n += w->slot[i] && w->slot[i]->bearers > 0;
	return n;
}

/* FNV-1a. */
static size_t
place(const struct words *w, const char *text)
{
	uint64_t h = UINT64_C(0xcbf29ce484222325);

	for (; *text; text++)
		h = (h ^ (unsigned char)*text) * UINT64_C(0x100000001b3);
	return (size_t)(h ^ h >> 32) & (w->slots - 1);
}

static struct word **
find(const struct words *w, const char *text)
{
	size_t i = place(w, text);

	while (w->slot[i] && strcmp(w->slot[i]->text, text) != 0)
		i = (i + 1) & (w->slots - 1);
	return &w->slot[i];
}

static void
widen(struct words *w)
{
	struct word **old = w->slot;
	size_t n = w->slots;

	w->slots *= 2;
	w->slot = arena_array(w->a, w->slots, sizeof(*w->slot));
	for (size_t i = 0; i < n; i++)
		if (old[i])
			*find(w, old[i]->text) = old[i];
}

static int
by_text(const void *key, const void *entry)
{
	return strcmp(key, *(const char *const *)entry);
}

#define IS_ONE_OF(text, list)                                                  \
	(bsearch(text, list, sizeof(list) / sizeof((list)[0]),                 \
		 sizeof((list)[0]), by_text) != NULL)

bool
words_may_reach(const struct word *a, const struct word *b, double jaro)
{
	const struct word *s = a->chars < b->chars ? a : b;
	const struct word *l = s == a ? b : a;
	unsigned int common = 0;

	if (!a->chars || !b->chars)
		return true;
	for (const char *p = s->text; *p; p++)
		common += l->letters >> letter_no(*p) & 1;
	return (double)common / s->chars + (double)common / l->chars + 1 >=
	       3 * jaro;
}

static void
look_at(struct word *x)
{
	size_t n = strlen(x->text);
	bool plain = n <= CHARS_MOST;

	for (const char *p = x->text; *p; p++) {
		x->letters |= UINT32_C(1) << letter_no(*p);
		plain = plain && (unsigned char)*p < 0x80;
	}
	x->chars = plain ? (unsigned char)n : 0;
	x->initial = plain && n == 1;
	x->weak = IS_ONE_OF(x->text, weak_names);
	x->fore = IS_ONE_OF(x->text, fore_names);
	name_sound(x->text, &x->sound);
	nick_groups(x->text, x->nicks);
}

struct word *
words_get(struct words *w, const char *text)
{
	struct word **at = find(w, text), *x;

	if (*at)
		return *at;
	x = arena_alloc(w->a, sizeof(*x));
	x->text = arena_strdup(w->a, text);
	x->no = (uint32_t)w->n;
	x->share = -1;
	look_at(x);
	*at = x;
	if (++w->n * 2 > w->slots)
		widen(w);
	return x;
}
