/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * likeness.h - how alike two texts are, character by character.
 *
 * Texts are UTF-8, compared as they are: fold them first.  Only the first
 * LIKENESS_MOST characters count.
 */
#ifndef MATCH_LIKENESS_H
#define MATCH_LIKENESS_H

#include <stdbool.h>
#include <stddef.h>

#define LIKENESS_MOST 64

/* Jaro's measure and Winkler's: 1 the same, 0 nothing in common.  Winkler
 * adds to texts that begin alike and are alike by more than 0.7. */
double jaro(const char *s, const char *t);
double jaro_winkler(const char *s, const char *t);

/* How many characters to put in, take out or change (and, for the second,
 * how many neighbours to exchange) until s is t. */
size_t edit_distance(const char *s, const char *t);
size_t edit_distance_swaps(const char *s, const char *t);
/* Is the second no more than so many?  Quicker, when they are more. */
bool edits_within(const char *s, const char *t, size_t most);

#endif
