/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How the words that were typed fit somebody's name, in any order. */
#include <string.h>

#include "casework/find_gather.h"

enum {
	COST_BEGINS = 2,
	COST_SOUNDS = 4,
	COST_SOUNDS_SO_FAR = 7, /* as far as it is typed */
	POSTED_TOKEN = 128
};

struct token {
	const char *s;
	size_t n;
	bool used;
	const struct sound *sound; /* NULL until it is asked for */
	struct sound room;
};

static size_t
split_tokens(const char *s, size_t n, struct token *out)
{
	size_t count = 0;
	const char *end = s + n;

	while (s < end && count < NAME_TOKENS_MOST) {
		const char *gap = memchr(s, ' ', (size_t)(end - s));
		const char *stop = gap ? gap : end;

		out[count].s = s;
		out[count].n = (size_t)(stop - s);
		out[count].used = false;
		out[count].sound = NULL;
		count++;
		s = stop + 1;
	}
	return count;
}

static void
hear(const struct token *t, struct sound *out)
{
	char room[POSTED_TOKEN];
	size_t n = t->n < sizeof(room) ? t->n : sizeof(room) - 1;

	memcpy(room, t->s, n);
	room[n] = '\0';
	name_sound(room, out);
}

/* Of a short token it is kept for the next who bears the name. */
static const struct sound *
token_sound(const struct query *q, struct token *t)
{
	uint32_t h = 2166136261u; /* FNV-1a */
	struct heard *kept;

	if (t->sound)
		return t->sound;
	t->sound = &t->room;
	if (t->n == 0 || t->n > HEARD_TOKEN) {
		hear(t, &t->room);
		return t->sound;
	}
	for (size_t i = 0; i < t->n; i++)
		h = (h ^ (unsigned char)t->s[i]) * 16777619u;
	kept = &q->heard[(h ^ h >> 16) % HEARD];
	if (kept->n != t->n || memcmp(kept->token, t->s, t->n) != 0) {
		memcpy(kept->token, t->s, t->n);
		kept->n = t->n;
		hear(t, &kept->sound);
	}
	t->room = kept->sound; /* another may take its place */
	return t->sound;
}

/* Does the sound of what is typed begin that of the name? One consonant
 * alone says nothing. */
static bool
sounds_so_far(const struct sound *typed, const struct sound *name)
{
	for (int i = 0; i < 2; i++) {
		size_t n = strlen(typed->code[i]);

		for (int j = 0; n >= 2 && j < 2; j++)
			if (strncmp(typed->code[i], name->code[j], n) == 0)
				return true;
	}
	return false;
}

static int
word_fit(const struct query *q, size_t word, struct token *t)
{
	size_t n = q->length[word];

	if (t->n >= n && memcmp(t->s, q->word[word], n) == 0)
		return t->n == n ? 0 : COST_BEGINS;
	if (n < 2)
		return NAME_NONE;
	if (name_sounds_alike(&q->sound[word], token_sound(q, t)))
		return COST_SOUNDS;
	if (n > 2 && sounds_so_far(&q->sound[word], token_sound(q, t)))
		return COST_SOUNDS_SO_FAR;
	return NAME_NONE;
}

int
name_fit(const struct query *q, const char *tokens, size_t n, bool *begins,
	 bool *sounds)
{
	struct token t[NAME_TOKENS_MOST];
	size_t count = split_tokens(tokens, n, t);
	int total = 0;

	*begins = *sounds = false;
	if (count < q->n_words)
		return NAME_NONE;
	for (size_t i = 0; i < q->n_words; i++) {
		int best = NAME_NONE;
		size_t at = 0;

		for (size_t k = 0; k < count && best > 0; k++) {
			int cost =
				t[k].used ? NAME_NONE : word_fit(q, i, &t[k]);

			if (cost < best) {
				best = cost;
				at = k;
			}
		}
		if (best == NAME_NONE)
			return NAME_NONE;
		t[at].used = true;
		*begins |= best == COST_BEGINS;
		*sounds |= best > COST_BEGINS;
		total += best;
	}
	return total;
}
