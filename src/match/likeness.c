/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "match/likeness.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "base/text.h"

enum { PREFIX_MOST = 4 };

static const double winkler_scale = 0.1, winkler_from = 0.7;

/* A text as characters. */
struct chars {
	uint32_t c[LIKENESS_MOST];
	size_t n;
};

static void
chars_of(struct chars *out, const char *s)
{
	for (out->n = 0; *s && out->n < LIKENESS_MOST; out->n++)
		out->c[out->n] = utf8_next(&s);
}

/* --- Jaro -------------------------------------------------------------------- */

/* Characters of s that stand in t as well, not farther away than `reach`. */
static size_t
common(const struct chars *s, const struct chars *t, size_t reach, bool *in_s,
       bool *in_t)
{
	size_t n = 0;

	for (size_t i = 0; i < s->n; i++) {
		size_t from = i > reach ? i - reach : 0;
		size_t to = i + reach + 1 < t->n ? i + reach + 1 : t->n;

		for (size_t k = from; k < to; k++) {
			if (in_t[k] || t->c[k] != s->c[i])
				continue;
			in_s[i] = in_t[k] = true;
			n++;
			break;
		}
	}
	return n;
}

/* Those in common that stand in another order. */
static size_t
out_of_order(const struct chars *s, const struct chars *t, const bool *in_s,
	     const bool *in_t)
{
	size_t n = 0, k = 0;

	for (size_t i = 0; i < s->n; i++) {
		if (!in_s[i])
			continue;
		while (!in_t[k])
			k++;
		n += s->c[i] != t->c[k++];
	}
	return n;
}

static double
jaro_chars(const struct chars *s, const struct chars *t)
{
	bool in_s[LIKENESS_MOST] = { false }, in_t[LIKENESS_MOST] = { false };
	size_t longer = s->n > t->n ? s->n : t->n;
	size_t reach = longer > 3 ? longer / 2 - 1 : 0, moved;
	double m;

	if (s->n == 0 || t->n == 0)
		return 0;
	m = (double)common(s, t, reach, in_s, in_t);
	if (m < 1)
		return 0;
	moved = out_of_order(s, t, in_s, in_t) / 2;
	return (m / (double)s->n + m / (double)t->n + (m - (double)moved) / m) /
	       3;
}

double
jaro(const char *s, const char *t)
{
	struct chars a, b;

	chars_of(&a, s);
	chars_of(&b, t);
	return jaro_chars(&a, &b);
}

double
jaro_winkler(const char *s, const char *t)
{
	struct chars a, b;
	size_t same = 0;
	double w;

	chars_of(&a, s);
	chars_of(&b, t);
	w = jaro_chars(&a, &b);
	if (w <= winkler_from)
		return w;
	while (same < PREFIX_MOST && same < a.n && same < b.n &&
	       a.c[same] == b.c[same])
		same++;
	return w + (double)same * winkler_scale * (1 - w);
}

/* --- edit distance --------------------------------------------------------------- */

static size_t
least(size_t a, size_t b, size_t c)
{
	size_t ab = a < b ? a : b;

	return ab < c ? ab : c;
}

static void
leave_out_same(struct chars *a, struct chars *b)
{
	size_t same = 0;

	while (a->n && b->n && a->c[a->n - 1] == b->c[b->n - 1]) {
		a->n--;
		b->n--;
	}
	while (same < a->n && same < b->n && a->c[same] == b->c[same])
		same++;
	a->n -= same;
	b->n -= same;
	memmove(a->c, a->c + same, a->n * sizeof(a->c[0]));
	memmove(b->c, b->c + same, b->n * sizeof(b->c[0]));
}

/*
 * What begins and ends alike costs nothing.  Of the rest: three rows of the
 * table of distances between beginnings of s and t, the present one, the one
 * before, and the one before that for exchanges.
 */
static size_t
distance(const char *s, const char *t, bool swaps, size_t most)
{
	size_t rows[3][LIKENESS_MOST + 1];
	size_t least_before = 0;
	struct chars a, b;

	chars_of(&a, s);
	chars_of(&b, t);
	leave_out_same(&a, &b);
	for (size_t k = 0; k <= b.n; k++)
		rows[0][k] = k;
	for (size_t i = 1; i <= a.n; i++) {
		size_t *now = rows[i % 3], *last = rows[(i + 2) % 3];
		const size_t *earlier = rows[(i + 1) % 3];
		size_t least_now = now[0] = i;

		for (size_t k = 1; k <= b.n; k++) {
			size_t other = a.c[i - 1] != b.c[k - 1];

			now[k] = least(last[k] + 1, now[k - 1] + 1,
				       last[k - 1] + other);
			if (swaps && i > 1 && k > 1 &&
			    a.c[i - 1] == b.c[k - 2] &&
			    a.c[i - 2] == b.c[k - 1] &&
			    earlier[k - 2] + 1 < now[k])
				now[k] = earlier[k - 2] + 1;
			least_now = now[k] < least_now ? now[k] : least_now;
		}
		/* An exchange reaches back over one row. */
		if (least_now > most && least_before >= most)
			return most + 1;
		least_before = least_now;
	}
	return rows[a.n % 3][b.n];
}

size_t
edit_distance(const char *s, const char *t)
{
	return distance(s, t, false, LIKENESS_MOST);
}

size_t
edit_distance_swaps(const char *s, const char *t)
{
	return distance(s, t, true, LIKENESS_MOST);
}

bool
edits_within(const char *s, const char *t, size_t most)
{
	return distance(s, t, true, most) <= most;
}
