/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Addresses written in one way. */
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/text.h"
#include "match/score.h"

/* Sorted. */
static const struct spelling {
	const char *from, *to;
} spellings[] = {
	{ "apartment", "flat" }, { "apt", "flat" },
	{ "ave", "avenue" },	 { "blvd", "boulevard" },
	{ "cct", "circuit" },	 { "cl", "close" },
	{ "cres", "crescent" },	 { "crescnt", "crescent" },
	{ "crt", "court" },	 { "ct", "court" },
	{ "dr", "drive" },	 { "est", "estate" },
	{ "fl", "flat" },	 { "gdns", "gardens" },
	{ "gr", "grove" },	 { "grv", "grove" },
	{ "hse", "house" },	 { "ln", "lane" },
	{ "mkt", "market" },	 { "no", "" },
	{ "pde", "parade" },	 { "pk", "park" },
	{ "pl", "place" },	 { "rd", "road" },
	{ "saint", "st" },	 { "sq", "square" },
	{ "tce", "terrace" },	 { "ter", "terrace" },
	{ "unit", "flat" },	 { "wlk", "walk" },
};

static int
by_from(const void *key, const void *row)
{
	return strcmp(key, ((const struct spelling *)row)->from);
}

static const char *
spelt_out(const char *word, bool last)
{
	const struct spelling *s =
		bsearch(word, spellings, sizeof(spellings) / sizeof(*spellings),
			sizeof(*spellings), by_from);

	/* `St` is a street at the end, a saint before. */
	if (last && strcmp(word, "st") == 0)
		return "street";
	return s ? s->to : word;
}

static bool
is_word_char(char c)
{
	return (unsigned char)c >= 0x80 || (c >= 'a' && c <= 'z') ||
	       (c >= '0' && c <= '9');
}

const char *
match_street(struct arena *a, const char *typed)
{
	char *s = text_fold(a, typed), *p = s;
	struct buf b = BUF_INIT;
	const char *out;

	while (*p) {
		char *end, *next;
		const char *word;

		while (*p && !is_word_char(*p))
			p++;
		for (end = p; is_word_char(*end) || *end == '\'';)
			end++;
		for (next = end; *next && !is_word_char(*next);)
			next++;
		if (*end)
			*end = '\0';
		word = spelt_out(p, !*next);
		if (*word)
			buf_printf(&b, "%s%s", b.n ? " " : "", word);
		p = next;
	}
	out = arena_strndup(a, b.s ? b.s : "", b.n);
	buf_clear(&b);
	return out;
}

const char *
match_house(struct arena *a, const char *typed)
{
	return match_street(a, typed);
}

const char *
match_postcode(const char *postcode)
{
	return strcmp(postcode, "NF1 1NF") == 0 ||
			       strcmp(postcode, "ZZ99 3VZ") == 0
		       ? ""
		       : postcode;
}
