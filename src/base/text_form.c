/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The form in which text is stored, and the form in which it is compared. */
#include "base/text.h"

#include <stdlib.h>
#include <utf8proc.h>

#include "base/text_space.h"

/* Letters and marks that compose to one another, at most; a longer heap of
 * marks is no writing, and stays as it was entered. */
enum { CLUSTER_MAX = 32 };

static bool
is_latin(uint32_t c)
{
	static const struct {
		uint32_t first, last;
	} ranges[] = { { 'A', 'Z' },	   { 'a', 'z' },
		       { 0xC0, 0x24F },	   { 0x1E00, 0x1EFF },
		       { 0x212A, 0x212B }, { 0x2C60, 0x2C7F },
		       { 0xA722, 0xA7FF } };

	for (size_t i = 0; i < sizeof(ranges) / sizeof(ranges[0]); i++)
		if (c >= ranges[i].first && c <= ranges[i].last)
			return true;
	return false;
}

static bool
is_mark(uint32_t c)
{
	utf8proc_category_t cat;

	if (c < 0x300)
		return false;
	cat = utf8proc_category((utf8proc_int32_t)c);
	return cat == UTF8PROC_CATEGORY_MN || cat == UTF8PROC_CATEGORY_MC ||
	       cat == UTF8PROC_CATEGORY_ME;
}

/* Write s[0..n), a Latin letter and its marks, composed; the new end. */
static char *
put_composed(char *out, const char *s, size_t n)
{
	utf8proc_int32_t cp[CLUSTER_MAX];
	utf8proc_ssize_t len = utf8proc_decompose(
		(const utf8proc_uint8_t *)s, (utf8proc_ssize_t)n, cp,
		CLUSTER_MAX, UTF8PROC_STABLE | UTF8PROC_COMPOSE);

	if (len >= 0 && len <= CLUSTER_MAX)
		len = utf8proc_normalize_utf32(
			cp, len, UTF8PROC_STABLE | UTF8PROC_COMPOSE);
	if (len < 0 || len > CLUSTER_MAX) {
		memcpy(out, s, n);
		return out + n;
	}
	for (utf8proc_ssize_t i = 0; i < len; i++)
		out += utf8_put(out, (uint32_t)cp[i]);
	return out;
}

static const char *
skip_space(const char *s)
{
	const char *p = s;

	while (text_is_space(utf8_next(&p)))
		s = p;
	return s;
}

/* Where the trailing space of s begins. */
static const char *
text_end(const char *s)
{
	const char *end = s;
	uint32_t c;

	while ((c = utf8_next(&s)) != 0)
		if (!text_is_space(c))
			end = s;
	return end;
}

char *
text_stored(struct arena *a, const char *s, bool trim)
{
	const char *end;
	char *out, *to;

	if (trim)
		s = skip_space(s);
	end = trim ? text_end(s) : s + strlen(s);
	/* Composing shortens; a mark that comes apart grows to twice. */
	to = out = arena_alloc(a, 2 * (size_t)(end - s) + 1);
	while (s < end) {
		const char *from = s, *ahead;
		uint32_t base = utf8_next(&s);
		bool marked = false;

		for (ahead = s; ahead < end && is_mark(utf8_next(&ahead));
		     marked = true)
			s = ahead;
		if (is_latin(base) &&
		    (marked || base == 0x212A || base == 0x212B)) {
			to = put_composed(to, from, (size_t)(s - from));
		} else {
			memcpy(to, from, (size_t)(s - from));
			to += s - from;
		}
	}
	return out;
}

/*
 * Letters that people leave out when they have no key for them, but that
 * Unicode does not take apart; after case folding, in order.
 */
static const struct plain {
	uint32_t c;
	const char *text;
} plain[] = {
	{ 0x00E6, "ae" }, /* ae */
	{ 0x00F0, "d" },  /* eth */
	{ 0x00F8, "o" },  /* o with stroke */
	{ 0x00FE, "th" }, /* thorn */
	{ 0x0111, "d" },  /* d with stroke */
	{ 0x0127, "h" },  /* h with stroke */
	{ 0x0131, "i" },  /* dotless i */
	{ 0x0138, "k" },  /* kra */
	{ 0x0142, "l" },  /* l with stroke */
	{ 0x014B, "n" },  /* eng */
	{ 0x0153, "oe" }, /* oe */
	{ 0x0167, "t" },  /* t with stroke */
	{ 0x0180, "b" },  /* b with stroke */
	{ 0x0199, "k" },  /* k with hook */
	{ 0x01B4, "y" },  /* y with hook */
	{ 0x01B6, "z" },  /* z with stroke */
	{ 0x01DD, "e" },  /* turned e */
	{ 0x01E5, "g" },  /* g with stroke */
	{ 0x0237, "j" },  /* dotless j */
	{ 0x0253, "b" },  /* b with hook */
	{ 0x0254, "o" },  /* open o */
	{ 0x0256, "d" },  /* d with tail */
	{ 0x0257, "d" },  /* d with hook */
	{ 0x0259, "e" },  /* schwa */
	{ 0x025B, "e" },  /* open e */
	{ 0x0268, "i" },  /* i with stroke */
	{ 0x0289, "u" },  /* u with bar */
	{ 0x02BB, "'" },  /* turned comma, in Uzbek and Hawaiian names */
	{ 0x0640, "" }	  /* the Arabic stretcher */
};

static int
by_letter(const void *key, const void *row)
{
	uint32_t c = *(const uint32_t *)key, r = ((const struct plain *)row)->c;

	return (c > r) - (c < r);
}

/*
 * Accents go, and the vowel points of Arabic and Hebrew.  The vowel signs of
 * Bengali, Thai and their like stay: there they are as much as letters.
 * The numbers are Unicode's combining classes: 9 is the virama, 84 to 132
 * are vowel and tone signs.
 */
static bool
is_dropped(uint32_t c)
{
	const utf8proc_property_t *prop =
		utf8proc_get_property((utf8proc_int32_t)c);
	int cls = prop->combining_class;

	if (prop->category == UTF8PROC_CATEGORY_ME)
		return true;
	return cls != 0 && cls != 9 && (cls < 84 || cls > 132);
}

/* Write one folded character, 4 bytes at most; the new end. */
static char *
put_folded(char *out, uint32_t c)
{
	const struct plain *p;

	if (c < 0x80) {
		*out++ = (char)c;
		return out;
	}
	if (is_dropped(c))
		return out;
	p = bsearch(&c, plain, sizeof(plain) / sizeof(plain[0]),
		    sizeof(plain[0]), by_letter);
	if (p == NULL)
		return out + utf8_put(out, c);
	for (const char *t = p->text; *t != '\0'; t++)
		*out++ = *t;
	return out;
}

/* A run of spaces becomes one; none is left at either end. */
struct fold {
	char *start, *end;
};

static void
fold_add(struct fold *f, uint32_t c)
{
	if (!text_is_space(c))
		f->end = put_folded(f->end, c);
	else if (f->end > f->start && f->end[-1] != ' ')
		*f->end++ = ' ';
}

static char *
fold_done(struct fold *f)
{
	if (f->end > f->start && f->end[-1] == ' ')
		f->end--;
	*f->end = '\0';
	return f->start;
}

static void
fold_ascii(struct fold *f, const char *s)
{
	for (; *s != '\0'; s++)
		fold_add(f, *s >= 'A' && *s <= 'Z' ? (uint32_t)*s + 32
						   : (uint32_t)*s);
}

enum { SHORT_TEXT = 256 };

/* Decompose and fold with utf8proc.  The code points are in *cp, which is
 * the caller's room if they fit there, else memory to free. */
static size_t
decompose(utf8proc_int32_t **cp, const char *s)
{
	const utf8proc_uint8_t *u = (const utf8proc_uint8_t *)s;
	utf8proc_option_t how = UTF8PROC_NULLTERM | UTF8PROC_DECOMPOSE |
				UTF8PROC_COMPAT | UTF8PROC_CASEFOLD |
				UTF8PROC_IGNORE | UTF8PROC_LUMP;
	utf8proc_ssize_t n = utf8proc_decompose(u, 0, *cp, SHORT_TEXT, how);

	if (n > SHORT_TEXT) {
		*cp = xmalloc((size_t)n * sizeof(**cp));
		n = utf8proc_decompose(u, 0, *cp, n, how);
	}
	return n < 0 ? 0 : (size_t)n;
}

char *
text_fold(struct arena *a, const char *s)
{
	utf8proc_int32_t room[SHORT_TEXT], *cp = room;
	struct fold f;
	size_t n;
	const char *p;

	for (p = s; *p != '\0' && (unsigned char)*p < 0x80; p++)
		;
	if (*p == '\0') {
		f.start = f.end = arena_alloc(a, (size_t)(p - s) + 1);
		fold_ascii(&f, s);
		return fold_done(&f);
	}
	n = decompose(&cp, s);
	f.start = f.end = arena_alloc(a, n * 4 + 1);
	for (size_t i = 0; i < n; i++)
		fold_add(&f, (uint32_t)cp[i]);
	if (cp != room)
		free(cp);
	return fold_done(&f);
}

int
text_compare(const char *s, const char *t)
{
	struct arena a = ARENA_INIT;
	int c = strcmp(text_fold(&a, s), text_fold(&a, t));

	arena_clear(&a);
	return c != 0 ? c : strcmp(s, t);
}

bool
text_same(const char *s, const char *t)
{
	struct arena a = ARENA_INIT;
	bool same = strcmp(text_fold(&a, s), text_fold(&a, t)) == 0;

	arena_clear(&a);
	return same;
}
