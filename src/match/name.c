/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "match/name.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

/* Sorted, for bsearch. */
static const char *const titles[] = { "alhaj",	   "cllr",   "dame", "dr",
				      "hajji",	   "master", "miss", "mr",
				      "mrs",	   "ms",     "mx",   "prof",
				      "professor", "rev",    "revd", "sir" };

/* Abbreviations that stand for one name whoever writes them; sorted. */
static const struct spelling {
	const char *from, *to;
} spellings[] = { { "md", "mohammed" },	   { "mhd", "mohammed" },
		  { "mhmd", "mohammed" },  { "mohd", "mohammed" },
		  { "mosst", "mosammat" }, { "mst", "mosammat" },
		  { "muhd", "mohammed" } };

/* Two tokens that are written as one. */
static const struct joined {
	const char *first, *second, *whole; /* second NULL: any */
} joins[] = { { "ud", "din", "uddin" },
	      { "ud", "deen", "uddin" },
	      { "ul", "lah", "ullah" },
	      { "mc", NULL, "mc" },
	      { "o", NULL, "o" } };

/* What is written where no name is known: the whole name, folded. */
static const char *const placeholders[] = {
	"anonymous",   "n a",	    "no name",	 "no show", "none",
	"not entered", "not known", "not given", "unknown", "unnamed"
};

#define COUNT(v) (sizeof(v) / sizeof((v)[0]))

static int
by_text(const void *key, const void *entry)
{
	return strcmp(key, *(const char *const *)entry);
}

static int
by_from(const void *key, const void *entry)
{
	return strcmp(key, ((const struct spelling *)entry)->from);
}

static bool
is_title(const char *token)
{
	return bsearch(token, titles, COUNT(titles), sizeof(titles[0]),
		       by_text) != NULL;
}

static bool
is_letter(unsigned char c)
{
	return c >= 0x80 || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

/* Apostrophes are taken out, everything else that is no letter becomes one
 * space. */
static void
plain_words(char *s)
{
	char *to = s;
	bool gap = false;

	for (const char *p = s; *p; p++) {
		if (*p == '\'' || *p == '`')
			continue;
		if (!is_letter((unsigned char)*p)) {
			gap = to > s;
			continue;
		}
		if (gap)
			*to++ = ' ';
		gap = false;
		*to++ = *p;
	}
	*to = '\0';
}

static bool
is_placeholder(const char *words)
{
	for (size_t i = 0; i < COUNT(placeholders); i++)
		if (strcmp(words, placeholders[i]) == 0)
			return true;
	return false;
}

static const char *
spelt_out(const char *token)
{
	const struct spelling *s = bsearch(token, spellings, COUNT(spellings),
					   sizeof(spellings[0]), by_from);

	return s ? s->to : token;
}

/* `ud` and `din` as one, or NULL. */
static const char *
join(struct arena *a, const char *first, const char *second)
{
	for (size_t i = 0; i < COUNT(joins); i++) {
		if (strcmp(first, joins[i].first) != 0)
			continue;
		if (!joins[i].second)
			return arena_printf(a, "%s%s", first, second);
		if (strcmp(second, joins[i].second) == 0)
			return joins[i].whole;
	}
	return NULL;
}

size_t
name_tokens(struct arena *a, const char *name, const char **out)
{
	char *words = text_fold(a, name), *rest;
	const char *before = NULL;
	size_t n = 0;

	plain_words(words);
	if (is_placeholder(words))
		return 0;
	for (char *w = strtok_r(words, " ", &rest); w;
	     w = strtok_r(NULL, " ", &rest)) {
		const char *one = before ? join(a, before, w) : NULL;

		before = w;
		if (one) {
			out[n - 1] = one;
			before = NULL;
			continue;
		}
		if (is_title(w)) {
			before = NULL;
			continue;
		}
		if (n == NAME_TOKENS_MOST)
			break;
		out[n++] = spelt_out(w);
	}
	return n;
}
