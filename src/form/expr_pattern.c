/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Regular expressions, kept compiled.  Expressions live in arenas, which free
 * nothing by itself, so the compiled patterns stand here; one that has been
 * pushed out by another is compiled again when it is needed.
 */
#include <regex.h>
#include <stdlib.h>
#include <string.h>

#include "form/expr_code.h"

enum { SLOTS = 128, REPEATS_MOST = 1000000 };

static struct pattern {
	char *ere; /* NULL: free */
	regex_t compiled;
} patterns[SLOTS];

static size_t
slot_of(const char *ere)
{
	size_t h = 5381;

	for (; *ere != '\0'; ere++)
		h = h * 33 + (unsigned char)*ere;
	return h % SLOTS;
}

/*
 * Repeats within repeats multiply: `((a{99}){99}){99}` would fill the memory.
 * The product of all the numbers in braces is no less than that.
 */
static bool
is_modest(const char *ere)
{
	unsigned long product = 1;

	if (strlen(ere) > PATTERN_MOST)
		return false;
	while ((ere = strpbrk(ere, "{,")) != NULL) {
		unsigned long n = strtoul(++ere, NULL, 10);

		if (n > REPEATS_MOST)
			return false;
		product *= n > 1 ? n : 1;
		if (product > REPEATS_MOST)
			return false;
	}
	return true;
}

static const regex_t *
pattern_get(const char *ere)
{
	struct pattern *p = &patterns[slot_of(ere)];
	regex_t fresh;

	if (p->ere != NULL && strcmp(p->ere, ere) == 0)
		return &p->compiled;
	if (!is_modest(ere) ||
	    regcomp(&fresh, ere, REG_EXTENDED | REG_NOSUB) != 0)
		return NULL;
	if (p->ere != NULL) {
		regfree(&p->compiled);
		free(p->ere);
	}
	p->ere = xstrdup(ere);
	p->compiled = fresh;
	return &p->compiled;
}

bool
pattern_good(const char *ere)
{
	return pattern_get(ere) != NULL;
}

bool
pattern_matches(const char *ere, const char *s)
{
	const regex_t *compiled = pattern_get(ere);

	return compiled != NULL && regexec(compiled, s, 0, NULL, 0) == 0;
}
