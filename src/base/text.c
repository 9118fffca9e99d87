/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Clusters, blanks, and the likeness of two short names. */
#include "base/text.h"

#include <utf8proc.h>

#include "base/text_space.h"

static bool
is_continuation(char c)
{
	return ((unsigned char)c & 0xC0) == 0x80;
}

size_t
text_char_prev(const char *s, size_t i)
{
	if (i == 0)
		return 0;
	i--;
	while (i > 0 && is_continuation(s[i]))
		i--;
	return i;
}

static bool
is_plain(const char *s, size_t i)
{
	return s[i] >= 0x20 && s[i] < 0x7F;
}

size_t
text_cluster_next(const char *s, size_t n, size_t i)
{
	utf8proc_int32_t state = 0;
	const char *p = s + i;
	uint32_t c;

	if (i >= n)
		return n;
	/* Most text is ASCII, where each character stands alone. */
	if (is_plain(s, i) && (i + 1 == n || is_plain(s, i + 1)))
		return i + 1;
	for (c = utf8_next(&p); c != 0 && p < s + n;) {
		const char *here = p;
		uint32_t next = utf8_next(&p);

		if (next == 0 || utf8proc_grapheme_break_stateful(
					 (utf8proc_int32_t)c,
					 (utf8proc_int32_t)next, &state))
			return (size_t)(here - s);
		c = next;
	}
	/* Not reading past n matters more than a character that it splits. */
	return c == 0 || p > s + n ? n : (size_t)(p - s);
}

size_t
text_cluster_prev(const char *s, size_t n, size_t i)
{
	size_t start, next;

	if (i > n)
		i = n;
	if (i == 0)
		return 0;
	/*
	 * Clusters can only be told apart going forward.  One always begins
	 * after a line's end, so the search need not begin further back.
	 */
	for (start = i - 1; start > 0 && s[start - 1] != '\n'; start--)
		;
	while ((next = text_cluster_next(s, n, start)) < i)
		start = next;
	return start;
}

bool
text_is_space(uint32_t c)
{
	if (c < 0x80)
		return c == ' ' || (c >= '\t' && c <= '\r');
	switch (utf8proc_category((utf8proc_int32_t)c)) {
	case UTF8PROC_CATEGORY_ZS:
	case UTF8PROC_CATEGORY_ZL:
	case UTF8PROC_CATEGORY_ZP:
		return true;
	default:
		/* Next line; zero-width space; the mark that begins a file. */
		return c == 0x85 || c == 0x200B || c == 0xFEFF;
	}
}

bool
text_blank(const char *s)
{
	uint32_t c;

	if (s == NULL)
		return true;
	while ((c = utf8_next(&s)) != 0)
		if (!text_is_space(c))
			return false;
	return true;
}

static int
least(int a, int b)
{
	return a < b ? a : b;
}

enum { LONGEST_NAME = 63 };

/*
 * The distance in which two neighbours that change places count once (and
 * are not changed again): three rows of the table are enough for that.
 */
static int
distance(const char *s, int n, const char *t, int m)
{
	int rows[3][LONGEST_NAME + 1];
	int *two_ago = rows[0], *above = rows[1], *row = rows[2];

	for (int j = 0; j <= m; j++)
		above[j] = j;
	for (int i = 1; i <= n; i++) {
		int *spare = two_ago;

		row[0] = i;
		for (int j = 1; j <= m; j++) {
			int d = above[j - 1] + (s[i - 1] != t[j - 1]);

			d = least(d, least(above[j], row[j - 1]) + 1);
			if (i > 1 && j > 1 && s[i - 1] == t[j - 2] &&
			    s[i - 2] == t[j - 1])
				d = least(d, two_ago[j - 2] + 1);
			row[j] = d;
		}
		two_ago = above;
		above = row;
		row = spare;
	}
	return above[m];
}

int
text_distance(const char *s, const char *t, int limit)
{
	size_t n = strlen(s), m = strlen(t);
	size_t apart = n > m ? n - m : m - n;

	if (limit < 0)
		limit = 0;
	if (strcmp(s, t) == 0)
		return 0;
	if (apart > (size_t)limit || n > LONGEST_NAME || m > LONGEST_NAME)
		return limit + 1;
	return least(distance(s, (int)n, t, (int)m), limit + 1);
}
