/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * map_lines.h - the lines of a map file: statements, and the properties
 * beneath them, each with its place.
 */
#ifndef EXCHANGE_MAP_LINES_H
#define EXCHANGE_MAP_LINES_H

#include "exchange/map.h"

struct map_property {
	const char *key, *value;
	struct place at, value_at;
	const char *source; /* the whole line */
	bool used;
	struct map_property *next;
};

struct map_statement {
	bool is_import, is_always; /* else a column */
	const char *name; /* of the import; header of a column; a field */
	const char *rest; /* label; where the column goes; the text */
	struct place at, rest_at;
	const char *source;
	struct map_property *first, *last;
	struct map_statement *next;
};

struct map_lines {
	struct arena *arena;
	const char *file;
	struct problems *problems;
	struct map_statement *first, *last;
};

void map_lines_read(struct map_lines *l, const char *text, size_t size);

/* A fault at a place of a line. */
void map_fault(struct map_lines *l, struct place at, const char *source,
	       const char *hint, const char *fmt, ...)
	__attribute__((format(printf, 5, 6)));

/* A word at *p, in quotation marks ("" inside is one) or up to the next space
 * or one of `stops`; *p steps behind it.  NULL: a quotation mark is open. */
char *map_word_read(struct arena *a, const char **p, const char *stops);

#endif
