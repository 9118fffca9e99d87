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

enum { SLOTS = 128, REPEATS_MOST = 5000, NESTED_MOST = 40 };

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

/* What a pattern comes to, level of brackets by level. */
struct measure_of {
	unsigned long all[NESTED_MOST]; /* what stands at each level */
	unsigned long last; /* the part that a repeat would repeat */
	size_t depth;
};

static void
add_part(struct measure_of *m, unsigned long size)
{
	m->last = size;
	m->all[m->depth] += size;
}

/* The larger number of `{2,5}`; steps over it. */
static unsigned long
read_repeat(const char **ere)
{
	unsigned long most = 1;

	for (; **ere != '\0' && **ere != '}'; (*ere)++) {
		unsigned long n;

		if (**ere < '0' || **ere > '9')
			continue;
		n = strtoul(*ere, (char **)ere, 10);
		most = n > most ? n : most;
		(*ere)--;
	}
	return most;
}

static const char *
skip_set(const char *ere)
{
	if (ere[1] == '^')
		ere++;
	if (ere[1] == ']')
		ere++;
	return strchr(ere + 1, ']');
}

/*
 * Repeats within repeats multiply: `((a{99}){99}){99}` would fill the memory,
 * and libc compiles each copy by a call within a call, which ends the stack.
 * So the parts are counted as they would be written out.
 */
static bool
is_modest(const char *ere)
{
	struct measure_of m = { .last = 0 };

	if (strlen(ere) > PATTERN_MOST)
		return false;
	for (; *ere != '\0'; ere++) {
		unsigned long n;

		switch (*ere) {
		case '(':
			if (++m.depth == NESTED_MOST)
				return false;
			m.all[m.depth] = 0;
			break;
		case ')':
			if (m.depth > 0) {
				n = m.all[m.depth--];
				add_part(&m, n ? n : 1);
			}
			break;
		case '{':
			n = read_repeat(&ere);
			if (n > REPEATS_MOST)
				return false;
			m.all[m.depth] += m.last * (n - 1);
			m.last *= n;
			break;
		case '[':
			ere = skip_set(ere);
			add_part(&m, 1);
			break;
		case '\\':
			ere += ere[1] != '\0';
			add_part(&m, 1);
			break;
		default:
			add_part(&m, 1);
		}
		if (m.all[m.depth] > REPEATS_MOST || ere == NULL ||
		    *ere == '\0')
			break;
	}
	return m.all[m.depth] <= REPEATS_MOST;
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
