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

#include <stddef.h>

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

#endif
