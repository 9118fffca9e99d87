/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Faults in expressions: where they stand, what they advise. */
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "form/expr_tree.h"

/* The place of the byte at offset: in the last part that begins before it. */
static struct place
place_of(const struct expr_text *t, size_t offset, const char **source)
{
	size_t i = t->n_parts;
	struct place at = { "expression", 1, 1 };
	size_t from = 0;

	*source = t->text;
	while (i > 0 && t->part[i - 1].offset > offset)
		i--;
	if (i > 0) {
		at = t->part[i - 1].at;
		from = t->part[i - 1].offset;
		*source = t->part[i - 1].source;
	}
	for (const char *s = t->text + from; s < t->text + offset && *s;)
		if (utf8_next(&s) != 0)
			at.col++;
	return at;
}

void
fault(struct compile *c, size_t at, const char *hint, const char *fmt, ...)
{
	const char *source;
	struct place place = place_of(c->text, at, &source);
	va_list ap;

	c->failed = true;
	va_start(ap, fmt);
	problems_add(c->problems, place, source, false,
		     arena_vprintf(c->arena, fmt, ap), hint);
	va_end(ap);
}

struct expr_text
expr_text_alone(const char *text)
{
	struct expr_text t = { .text = text, .n_parts = 1 };

	t.part[0].at = (struct place){ "expression", 1, 1 };
	t.part[0].source = text;
	return t;
}

/* Within two edits, but two only of a longer word; or a word cut short. */
void
guess_try(struct guess *g, const char *name)
{
	int d = text_distance(g->wrong, name, 2);
	int n = (int)strlen(name), wrong_n = (int)strlen(g->wrong);
	bool cut = strncmp(name, g->wrong, strlen(g->wrong)) == 0;

	if (d > 2 || d >= n || (d == 2 && !cut && n < 5 && wrong_n < 5))
		return;
	if (g->best == NULL || d < g->distance) {
		g->best = name;
		g->distance = d;
	}
}

const char *
guess_hint(struct compile *c, const struct guess *g)
{
	if (g->best == NULL)
		return NULL;
	return arena_printf(c->arena, "did you mean '%s'?", g->best);
}

static const struct {
	const char *words; /* "... is not allowed in WORDS" */
	bool pure, person;
} uses[] = {
	[USE_RELEVANT] = { "relevant:", false, true },
	[USE_REQUIRED] = { "required:", false, true },
	[USE_CONSTRAINT] = { "constraint:", false, true },
	[USE_WARNING] = { "warning:", false, true },
	[USE_CHECK] = { "a check", false, true },
	[USE_DEFAULT] = { "default:", false, true },
	[USE_CHOICE_FILTER] = { "choice_filter:", false, true },
	[USE_CALCULATION] = { "a stored calculation", true, false },
	[USE_SHOW] = { "a show", false, true },
	[USE_WHEN] = { "when:", false, true },
	[USE_SET] = { "set:", false, true },
	[USE_LIVE] = { "a timer", true, false },
	[USE_DUE] = { "a timer", true, false },
	[USE_TIME_DUE] = { "a timer", true, false },
	[USE_MEASURE_DATE] = { "a measure", true, false },
	[USE_MEASURE_WHERE] = { "a measure", true, false },
	[USE_MEASURE_VALUE] = { "a measure", true, false },
	[USE_READ_WHERE] = { "read:", false, false },
	[USE_RETENTION] = { "retention:", true, false },
	[USE_FREE] = { "an expression", false, true },
};

const char *
use_pure(enum expr_use use)
{
	return uses[use].pure ? uses[use].words : NULL;
}

bool
use_allows_person(enum expr_use use)
{
	return uses[use].person;
}

const char *
use_words(enum expr_use use)
{
	return uses[use].words;
}
