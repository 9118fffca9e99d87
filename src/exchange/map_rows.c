/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Columns that fill the rows of a repeat: one by one, or a whole numbered
 * family of them at once.
 *
 *	column "Child 1"  kid[1].kid_name
 *
 *	column "Child #"  kid[#].kid_name
 *	    rows: 4
 */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "exchange/map_parts.h"

size_t
map_row_target(struct mapping *mp, const struct map_statement *st,
	       struct place at, const char **target, const char **repeat)
{
	const char *open = strchr(*target, '[');
	char *end;
	size_t n;

	if (!open)
		return 0;
	n = strtoul(open + 1, &end, 10);
	if (open == *target || open[1] < '0' || open[1] > '9' || !n ||
	    n > ROWS_MOST || strncmp(end, "].", 2) != 0 || !end[2]) {
		map_fault(&mp->lines, at, st->source, NULL,
			  "expected a row and a field, as in "
			  "'kid[1].kid_name'");
		return 0;
	}
	*repeat = arena_strndup(mp->a, *target, (size_t)(open - *target));
	*target = end + 2;
	return n;
}

static const struct map_property *
rows_property(const struct map_statement *st)
{
	for (const struct map_property *p = st->first; p; p = p->next)
		if (strcmp(p->key, "rows") == 0)
			return p;
	return NULL;
}

size_t
map_rows_of(const struct map_statement *st)
{
	const struct map_property *p = rows_property(st);
	char *end;
	size_t n = p ? strtoul(p->value, &end, 10) : 0;

	return p && !*end && n && n <= ROWS_MOST ? n : 1;
}

void
map_rows_value(struct mapping *mp, const struct map_property *p)
{
	char *end;
	size_t n = strtoul(p->value, &end, 10);

	if (*end || n < 2 || n > ROWS_MOST)
		map_value_fault(mp, p, NULL,
				"expected how many rows, from 2 to %d",
				ROWS_MOST);
}

/* A # becomes the number. */
static const char *
numbered(struct arena *a, const char *text, size_t n)
{
	const char *sign = strchr(text, '#');

	return sign ? arena_printf(a, "%.*s%zu%s", (int)(sign - text), text, n,
				   sign + 1)
		    : text;
}

struct map_statement
map_row_statement(struct mapping *mp, const struct map_statement *st, size_t n)
{
	struct map_statement one = *st;
	const struct map_property *p = rows_property(st);

	if (!strchr(st->name, '#') || !strstr(st->rest, "[#]."))
		map_value_fault(mp, p, NULL,
				"'rows' needs a # in the column's name and in "
				"its field, as in 'kid[#].kid_name'");
	else if (mp->m->fixed)
		map_value_fault(mp, p, NULL,
				"columns at fixed places are written one by "
				"one");
	one.name = numbered(mp->a, st->name, n);
	one.rest = numbered(mp->a, st->rest, n);
	return one;
}

/* --- known again ------------------------------------------------------------ */

static bool
is_key(const struct item *it)
{
	for (size_t i = 0; i < it->repeat->n_key; i++)
		if (strcmp(it->repeat->key[i], it->name) == 0)
			return true;
	return false;
}

static bool
has_key(const struct import_map *m, const struct map_column *c)
{
	for (size_t i = 0; i < m->n; i++)
		if (m->columns[i].item && m->columns[i].row == c->row &&
		    m->columns[i].item->repeat == c->item->repeat &&
		    is_key(m->columns[i].item))
			return true;
	return false;
}

void
map_rows_check(struct mapping *mp)
{
	for (size_t i = 0; i < mp->m->n; i++) {
		const struct map_column *c = &mp->m->columns[i];

		if (!c->row || !c->item || !c->item->repeat ||
		    has_key(mp->m, c))
			continue;
		map_fault(&mp->lines, c->at, NULL,
			  "one of the fields that 'key:' of the repeat names",
			  "no column fills what row %zu of '%s' is known "
			  "again by",
			  c->row, c->item->repeat->name);
		return;
	}
}
