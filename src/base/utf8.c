/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Code points: valid, decoded, encoded, and how wide. */
#include "base/text.h"

#include <string.h>
#include <utf8proc.h>
#include <wchar.h>

#include "base/private_locale.h"

/* Lead bytes by what must follow them; the Unicode Standard, table 3-7. */
static const struct lead {
	unsigned char first, last; /* of the lead byte */
	unsigned char low, high;   /* of the byte after it */
	unsigned char len;
	unsigned char bits; /* of the lead byte that count */
} leads[] = { { 0xC2, 0xDF, 0x80, 0xBF, 2, 0x1F },
	      { 0xE0, 0xE0, 0xA0, 0xBF, 3, 0x0F },
	      { 0xE1, 0xEC, 0x80, 0xBF, 3, 0x0F },
	      { 0xED, 0xED, 0x80, 0x9F, 3, 0x0F },
	      { 0xEE, 0xEF, 0x80, 0xBF, 3, 0x0F },
	      { 0xF0, 0xF0, 0x90, 0xBF, 4, 0x07 },
	      { 0xF1, 0xF3, 0x80, 0xBF, 4, 0x07 },
	      { 0xF4, 0xF4, 0x80, 0x8F, 4, 0x07 } };

/*
 * The length of the character beyond ASCII at s, its code point in *c; 0 if
 * there is none within n bytes.  A NUL ends it, as no part of one is NUL.
 */
static size_t
decode_long(const unsigned char *s, size_t n, uint32_t *c)
{
	const struct lead *l = leads;
	const struct lead *end = leads + sizeof(leads) / sizeof(leads[0]);

	while (l < end && s[0] > l->last)
		l++;
	if (l == end || s[0] < l->first || l->len > n)
		return 0;
	if (s[1] < l->low || s[1] > l->high)
		return 0;
	*c = (uint32_t)(s[0] & l->bits) << 6 | (s[1] & 0x3F);
	for (size_t i = 2; i < l->len; i++) {
		if ((s[i] & 0xC0) != 0x80)
			return 0;
		*c = *c << 6 | (s[i] & 0x3F);
	}
	return l->len;
}

/* Eight characters of ASCII, none of them NUL? */
static bool
is_plain(const unsigned char *u)
{
	const uint64_t ones = UINT64_C(0x0101010101010101), high = ones << 7;
	uint64_t x;

	memcpy(&x, u, sizeof(x));
	return ((x | ((x - ones) & ~x)) & high) == 0;
}

bool
utf8_valid(const char *s, size_t n, size_t *bad)
{
	const unsigned char *u = (const unsigned char *)s;
	size_t i = 0;

	while (n - i >= 8 && is_plain(u + i))
		i += 8;
	while (i < n) {
		uint32_t c;
		size_t len = u[i] != 0 && u[i] < 0x80
				     ? 1
				     : decode_long(u + i, n - i, &c);

		if (len == 0) {
			if (bad != NULL)
				*bad = i;
			return false;
		}
		i += len;
	}
	return true;
}

uint32_t
utf8_next(const char **p)
{
	const unsigned char *u = (const unsigned char *)*p;
	uint32_t c;
	size_t len;

	if (u[0] == 0)
		return 0;
	if (u[0] < 0x80) {
		++*p;
		return u[0];
	}
	/* The NUL at the end of the string stops it: 4 bytes is no claim. */
	len = decode_long(u, 4, &c);
	*p += len != 0 ? len : 1;
	return len != 0 ? c : 0xFFFD;
}

size_t
utf8_count(const char *s)
{
	size_t n = 0;

	while (utf8_next(&s) != 0)
		n++;
	return n;
}

size_t
utf8_put(char *out, uint32_t c)
{
	static const unsigned char marks[] = { 0, 0, 0xC0, 0xE0, 0xF0 };
	size_t len;

	if (c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF))
		c = 0xFFFD;
	if (c < 0x80) {
		out[0] = (char)c;
		return 1;
	}
	len = c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
	for (size_t i = len - 1; i > 0; i--, c >>= 6)
		out[i] = (char)(0x80 | (c & 0x3F));
	out[0] = (char)(marks[len] | c);
	return len;
}

/* wcwidth() for the private locale; below 0 for what has no width there. */
static int
width_of(uint32_t c)
{
	locale_t before;
	int w;

	if (!locale_is_there())
		return utf8proc_charwidth((utf8proc_int32_t)c);
	before = locale_enter();
	w = wcwidth((wchar_t)c);
	locale_leave(before);
	return w;
}

/*
 * The joiners shape Bengali, Persian and other scripts, so there they stay;
 * elsewhere (between emoji above all) they only make widths uncertain.
 */
static bool
joins_letters(const char *after)
{
	switch (utf8proc_category((utf8proc_int32_t)utf8_next(&after))) {
	case UTF8PROC_CATEGORY_LO:
	case UTF8PROC_CATEGORY_MN:
	case UTF8PROC_CATEGORY_MC:
		return true;
	default:
		return false;
	}
}

enum showing { SHOWN, REPLACED, SKIPPED };

/* What becomes of a character beyond ASCII; joiners apart. */
static enum showing
showing_of(uint32_t c)
{
	const utf8proc_property_t *prop =
		utf8proc_get_property((utf8proc_int32_t)c);

	switch (prop->category) {
	case UTF8PROC_CATEGORY_CC:
	case UTF8PROC_CATEGORY_CS:
	case UTF8PROC_CATEGORY_ZL:
	case UTF8PROC_CATEGORY_ZP:
		return REPLACED;
	case UTF8PROC_CATEGORY_CF:
		/* Signs over Arabic and other numbers can be seen. */
		if (prop->boundclass == UTF8PROC_BOUNDCLASS_PREPEND)
			break;
		return SKIPPED;
	default:
		if (prop->ignorable)
			return SKIPPED;
		break;
	}
	return width_of(c) < 0 ? REPLACED : SHOWN;
}

uint32_t
text_next_safe(const char **p)
{
	uint32_t c;

	while ((c = utf8_next(p)) != 0) {
		if (c < 0x7F)
			return c < 0x20 ? 0xFFFD : c;
		if ((c == 0x200C || c == 0x200D) && joins_letters(*p))
			return c;
		switch (showing_of(c)) {
		case SHOWN:
			return c;
		case REPLACED:
			return 0xFFFD;
		case SKIPPED:
			break;
		}
	}
	return 0;
}

int
utf8_char_width(uint32_t c)
{
	int w;

	if (c < 0x7F)
		return 1;
	switch (showing_of(c)) {
	case SKIPPED:
		return 0;
	case REPLACED:
		return 1;
	case SHOWN:
		break;
	}
	w = width_of(c);
	return w < 0 ? 1 : w;
}

/* Columns of s[0..n) as it is shown. */
static int
shown_width(const char *s, size_t n)
{
	const char *end = s + n;
	int w = 0;

	while (s < end) {
		uint32_t c = text_next_safe(&s);

		/* What is skipped at the end leads to what stands after. */
		if (c == 0 || s > end)
			break;
		w += utf8_char_width(c);
	}
	return w;
}

int
utf8_width(const char *s)
{
	return shown_width(s, strlen(s));
}

size_t
utf8_fit(const char *s, int columns)
{
	size_t n = strlen(s);
	size_t i = 0;

	while (i < n) {
		size_t next = text_cluster_next(s, n, i);

		columns -= shown_width(s + i, next - i);
		if (columns < 0)
			break;
		i = next;
	}
	return i;
}
