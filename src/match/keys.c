/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The keys by which people are brought together who may be the same. */
#include <string.h>

#include "match/sweep.h"

enum { KEYED_WORDS = 4 }; /* of one name */

struct keying {
	const struct match_card *card;
	uint64_t *out;
	size_t n;
};

/* What kind of key: two kinds never meet. */
enum kind {
	K_BORN = 1,
	K_PAIR,
	K_YEAR,
	K_DAY,
	K_MONTH,
	K_ADDRESS,
	K_POSTCODE,
	K_STREET,
	K_CONTACT,
	K_MAILBOX,
	K_NUMBER,
	K_WORD,
	K_PLACE
};

#define PRIME UINT64_C(0x100000001b3)

static uint64_t
hash_text(uint64_t h, const char *s)
{
	for (; *s; s++)
		h = (h ^ (unsigned char)*s) * PRIME;
	return (h ^ 0xff) * PRIME;
}

static uint64_t
hash_int(uint64_t h, int v)
{
	return ((h ^ (uint64_t)(unsigned int)v) * PRIME ^ 0xfe) * PRIME;
}

static uint64_t
begin(enum kind kind)
{
	return hash_int(UINT64_C(0xcbf29ce484222325), kind);
}

static void
add_of(struct keying *k, uint64_t hash, uint64_t what)
{
	hash = (hash & ~(uint64_t)KEY_OF) | what;
	for (size_t i = 0; i < k->n; i++)
		if (k->out[i] == hash)
			return;
	if (k->n < SWEEP_KEYS)
		k->out[k->n++] = hash;
}

static void
add(struct keying *k, uint64_t hash)
{
	add_of(k, hash, 0);
}

static void
key_birth(struct keying *k)
{
	struct date d = k->card->born;

	if (!date_is_whole(d))
		return;
	for (int turned = 0; turned < 2; turned++) {
		int m = turned ? d.d : d.m, day = turned ? d.m : d.d;

		if (m <= 12)
			add_of(k,
			       hash_int(hash_int(hash_int(begin(K_BORN), d.y),
						 m),
					day),
			       KEY_OF_BIRTH);
	}
}

static void
key_pair(struct keying *k, const char *x, const char *y)
{
	bool less = strcmp(x, y) < 0;

	if (x[0] && y[0])
		add(k, hash_text(hash_text(begin(K_PAIR), less ? x : y),
				 less ? y : x));
}

/* One name by its sound, with what is known beside it. */
static void
key_sound(struct keying *k, const char *code)
{
	const struct match_card *c = k->card;
	struct date d = c->born;

	if (!code[0])
		return;
	if (date_is_set(d))
		add(k, hash_int(hash_text(begin(K_YEAR), code), d.y));
	if (date_is_whole(d)) {
		add(k, hash_int(hash_int(hash_text(begin(K_DAY), code), d.m),
				d.d));
		if (d.d <= 12)
			add(k, hash_int(hash_int(hash_text(begin(K_DAY), code),
						 d.d),
					d.m));
	}
	if (c->postcode[0])
		add(k,
		    hash_text(hash_text(begin(K_POSTCODE), code), c->postcode));
	if (c->street)
		add(k, hash_text(hash_text(begin(K_STREET), code),
				 c->street->text));
	if (c->town)
		add(k,
		    hash_text(hash_text(begin(K_PLACE), code), c->town->text));
}

static void
key_name(struct keying *k, const struct match_name *name)
{
	size_t n = name->n < KEYED_WORDS ? name->n : KEYED_WORDS;

	for (size_t i = 0; i < n; i++) {
		const struct sound *s = &name->word[i]->sound;

		if (name->word[i]->initial)
			continue;
		key_sound(k, s->code[0]);
		key_sound(k, s->code[1]);
		if (name->n == 1)
			add(k, hash_text(begin(K_WORD), name->word[i]->text));
		for (size_t j = i + 1; j < n; j++)
			for (int x = 0; x < 2; x++)
				for (int y = 0; y < 2; y++)
					key_pair(k, s->code[x],
						 name->word[j]->sound.code[y]);
	}
}

static void
key_contacts(struct keying *k)
{
	for (size_t i = 0; i < k->card->n_contacts; i++) {
		const char *c = k->card->contacts[i], *at = strchr(c, '@');
		uint64_t h = begin(K_MAILBOX);

		add(k, hash_text(begin(K_CONTACT), c));
		if (!at || at - c < 5)
			continue;
		for (; c < at; c++)
			h = (h ^ (unsigned char)*c) * PRIME;
		add(k, h);
	}
}

size_t
match_keys(const struct match_card *card, uint64_t out[SWEEP_KEYS])
{
	struct keying k = { card, out, 0 };
	const struct match_card *c = card;

	for (size_t i = 0; i < c->n_ids; i++)
		add(&k, hash_text(begin(K_NUMBER), c->ids[i].number));
	key_birth(&k);
	key_contacts(&k);
	for (size_t i = 0; i < c->n_names; i++)
		key_name(&k, &c->names[i]);
	if (c->house[0] && (c->postcode[0] || c->street))
		add_of(&k,
		       hash_text(hash_text(begin(K_ADDRESS), c->house),
				 c->postcode[0] ? c->postcode
						: c->street->text),
		       KEY_OF_HOME);
	return k.n;
}

/* The order in which names and numbers stand does not matter. */
uint64_t
match_fingerprint(const struct match_card *c)
{
	uint64_t sum = hash_int(
		hash_int(hash_int(begin(K_BORN), c->born.y), c->born.m),
		c->born.d);

	for (size_t i = 0; i < c->n_names; i++) {
		uint64_t h = begin(K_WORD);

		for (size_t k = 0; k < c->names[i].n; k++)
			h = hash_text(h, c->names[i].word[k]->text);
		sum += h;
	}
	for (size_t i = 0; i < c->n_ids; i++)
		sum += hash_text(hash_text(begin(K_NUMBER), c->ids[i].kind),
				 c->ids[i].number);
	return sum;
}
