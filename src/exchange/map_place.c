/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Names of columns, and the header of a file held against a map.
 */
#include <string.h>

#include "base/text.h"
#include "exchange/map_parts.h"

static char *
plain_name(struct arena *a, const char *s)
{
	char *out = text_fold(a, s), *w = out;

	for (const char *p = out; *p; p++)
		if ((*p & 0x80) || (*p >= '0' && *p <= '9') ||
		    (*p >= 'a' && *p <= 'z'))
			*w++ = *p;
	*w = '\0';
	return out;
}

bool
map_same_column(struct arena *a, const char *s, const char *t)
{
	return strcmp(plain_name(a, s), plain_name(a, t)) == 0;
}

static size_t
place_of(struct arena *a, const struct import_map *m, const char *header)
{
	for (size_t i = 0; i < m->n; i++)
		if (!m->columns[i].always &&
		    map_same_column(a, m->columns[i].header, header))
			return i;
	return NO_COLUMN;
}

bool
map_is_key(const struct import_map *m, size_t column)
{
	for (size_t i = 0; i < m->n_keys; i++)
		if (m->keys[i] == column)
			return true;
	return false;
}

/* A column that is not wanted may also not be there. */
static bool
is_needed(const struct import_map *m, size_t i)
{
	return !m->columns[i].always &&
	       (m->columns[i].item || m->columns[i].head || map_is_key(m, i) ||
		i == m->case_key ||
		(m->person == PERSON_KEY && i == m->person_key));
}

size_t
map_place(const struct import_map *m, const char *const *header, size_t n,
	  size_t *place,
	  void (*fault)(enum code code, const char *column, void *ctx),
	  void *ctx)
{
	struct arena a = ARENA_INIT;
	size_t faults = 0;

	for (size_t i = 0; i < m->n; i++)
		place[i] = NO_COLUMN;
	for (size_t i = 0; i < n; i++) {
		size_t at = place_of(&a, m, header[i]);
		enum code code = CODE_NONE;

		if (header[i][0] == '_')
			continue;
		if (!plain_name(&a, header[i])[0])
			code = CODE_COLUMN_UNNAMED;
		else if (at == NO_COLUMN)
			code = CODE_EXTRA_COLUMN;
		else if (place[at] != NO_COLUMN)
			code = CODE_COLUMN_TWICE;
		else
			place[at] = i;
		if (code)
			fault(code,
			      header[i][0]
				      ? header[i]
				      : arena_printf(&a, "Column %zu", i + 1),
			      ctx);
		faults += code != CODE_NONE;
	}
	for (size_t i = 0; i < m->n; i++)
		if (place[i] == NO_COLUMN && is_needed(m, i)) {
			fault(CODE_MISSING_COLUMN, m->columns[i].header, ctx);
			faults++;
		}
	arena_clear(&a);
	return faults;
}
