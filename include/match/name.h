/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * name.h - names taken apart: into tokens, and each token into the codes by
 * which names that sound alike are found.
 *
 * Everything here works on folded text (see base/text.h), so `Łukasz` and
 * `LUKASZ` are one name.  Names are compared token with token, in any order:
 * a Somali name is given, father, grandfather, and a Bangladeshi woman's
 * second name is no family name.
 */
#ifndef MATCH_NAME_H
#define MATCH_NAME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

#define NAME_TOKENS_MOST 12

/*
 * The tokens of a name as it is kept for comparing: folded, apostrophes
 * dropped, hyphens parting, titles left out, a few abbreviations written out
 * (`md` is `mohammed`), `ud din` and `mc duff` joined, placeholders such as
 * `not known` dropped.  At most NAME_TOKENS_MOST; they live in a.
 */
size_t name_tokens(struct arena *a, const char *name, const char **out);

/*
 * A name's sound: what is left of it when vowels and the letters that are
 * heard alike in Bengali, Somali, Arabic and English spellings are taken
 * away.  The second code is the Somali reading (c for ayn, x for h), "" when
 * it is the same as the first.  A token in another script is its own code.
 */
#define SOUND_MOST 6
#define SOUND_SIZE 28 /* six characters of four bytes at most */
struct sound {
	char code[2][SOUND_SIZE];
};
void name_sound(const char *token, struct sound *out);

/* Do two tokens share a code? */
int name_sounds_alike(const struct sound *a, const struct sound *b);

/* The groups of names and their short forms to which a token belongs (`kate`
 * stands with `katherine` and with `catherine`); 0 ends them. */
#define NICK_GROUPS 6
void nick_groups(const char *token, unsigned char out[NICK_GROUPS]);

/*
 * A token looked at once, however many people bear it.  Two with the same
 * text in one list of words are the same pointer.
 */
struct word {
	const char *text;
	struct sound sound;
	unsigned char nicks[NICK_GROUPS];
	unsigned char chars; /* its length, when all are ASCII; else 0 */
	uint32_t letters;    /* which of a to z it has; bit 26: others */
	uint32_t no;	     /* from 0, in the order they came */
	uint32_t bearers;    /* counted by whoever reads many people */
	double share;	     /* of all people; below 0 until it is known */
	bool initial;	     /* one letter, which stands for a name */
	bool weak;	     /* follows many names and tells few apart: begum */
	bool fore;	     /* goes before many names, as mohammed does */
};
/* a to z, or 26 for anything else: the bit of word.letters. */
static inline unsigned int
letter_no(char c)
{
	return c >= 'a' && c <= 'z' ? (unsigned int)(c - 'a') : 26;
}
/* Can two words be as alike as this by Jaro's measure at all?  Tells quickly
 * from their letters; they still may not be. */
bool words_may_reach(const struct word *a, const struct word *b, double jaro);
struct words;
/* Both live in a, which must outlive what points to words. */
struct words *words_new(struct arena *a);
struct word *words_get(struct words *w, const char *text);
size_t words_count(const struct words *w);
size_t words_borne(const struct words *w); /* how many have bearers */

#endif
