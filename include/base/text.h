/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * text.h - UTF-8 text: what is valid, what may reach a screen or a printer,
 * how wide it is, how it compares.
 *
 * Everything stored is valid UTF-8, but valid is not harmless: a name can
 * hold an escape character, a newline, or a mark that reverses the rest of
 * the line.  All drawing and all printing go through text_next_safe(), so
 * no other module has to remember this.  Widths come from wcwidth() under a
 * private C.UTF-8 locale; folding and normal forms from utf8proc.
 */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"

/* Is s[0..n) valid UTF-8 (no surrogates, no overlong forms, no NUL)? The
 * offset of the first byte that is not goes to *bad when bad is not NULL. */
bool utf8_valid(const char *s, size_t n, size_t *bad);

/* Decode the character at *p and step over it; 0 at the end.  A wrong byte
 * gives U+FFFD and one byte is stepped over. */
uint32_t utf8_next(const char **p);
/* How many characters it has. */
size_t utf8_count(const char *s);

/* Write c into out (room for 4 bytes); returns the count. */
size_t utf8_put(char *out, uint32_t c);

/* Columns of one character (0 for marks, 1, 2; controls count 1, as they are
 * shown as U+FFFD), and of a whole string as text_next_safe() shows it. */
int utf8_char_width(uint32_t c);
int utf8_width(const char *s);

/* Bytes of s that fit into `columns` columns without splitting a cluster. */
size_t utf8_fit(const char *s, int columns);

/*
 * Step to the next character of *p that is safe to show, and return it.
 * Returns 0 at the end.  Controls, and what the system knows no width of,
 * become U+FFFD; direction overrides and other invisible formatting characters
 * are skipped, but for joiners before a letter of a script that needs them.
 * *p stays inside the caller's string; nothing is allocated.
 */
uint32_t text_next_safe(const char **p);

/* Byte offsets: start of the cluster (base plus its marks) after / before
 * offset i of s[0..n); of the code point before i (for Backspace). */
size_t text_cluster_next(const char *s, size_t n, size_t i);
size_t text_cluster_prev(const char *s, size_t n, size_t i);
size_t text_char_prev(const char *s, size_t i);

/*
 * The stored form: NFC for Latin, other scripts as entered; leading and
 * trailing space trimmed when trim is set.  Valid UTF-8 in and out.
 */
char *text_stored(struct arena *a, const char *s, bool trim);

/*
 * For comparing and finding: compatibility-decomposed, marks dropped, case
 * folded, space trimmed and runs of it made one.  `Łukasz`, `ŁUKASZ`, `lukasz`
 * fold alike (the few Latin letters that do not decompose are mapped by a
 * table), and so do the several apostrophes and dashes.  Bengali vowel signs
 * and their like are no marks here: they tell one name from another.
 */
char *text_fold(struct arena *a, const char *s);

/* The capital of one character (itself when it has none). */
uint32_t text_upper(uint32_t c);

/* strcmp over the folded forms; ties by bytes. */
int text_compare(const char *s, const char *t);
/* Do they fold alike? */
bool text_same(const char *s, const char *t);

/* Only white space (any script's), or empty, or NULL. */
bool text_blank(const char *s);

/* Damerau-Levenshtein distance of two short ASCII names, at most `limit`+1;
 * for did-you-mean. */
int text_distance(const char *s, const char *t, int limit);

#endif
