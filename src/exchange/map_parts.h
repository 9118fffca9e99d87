/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * map_parts.h - what the files that read a map share.
 */
#ifndef EXCHANGE_MAP_PARTS_H
#define EXCHANGE_MAP_PARTS_H

#include "exchange/cell.h"
#include "exchange/map_lines.h"

struct mapping {
	struct map_lines lines;
	struct arena *a;
	const struct form_set *set;
	struct import_map *m;
	struct date_shape dates; /* of the import: for its columns */
	bool clear;
	const char *keys[KEYS_MOST], *person_key, *case_key, *date;
	size_t n_keys;
	const struct map_property *key_at, *person_at, *case_at, *date_at;
};

/* A fault at the value of a property. */
void map_value_fault(struct mapping *mp, const struct map_property *p,
		     const char *hint, const char *fmt, ...)
	__attribute__((format(printf, 4, 5)));

/* `did you mean`: the nearest of the words within two edits. */
struct nearest {
	const char *wanted, *best;
	int distance;
};
void map_nearer(struct nearest *n, const char *word);
const char *map_did_you_mean(struct mapping *mp, const struct nearest *n);

/* The values of `blank:` and `dates:`, of an import or a column. */
bool map_blank_value(struct mapping *mp, const struct map_property *p);
void map_dates_value(struct mapping *mp, const struct map_property *p,
		     struct date_shape *out);

/* Add the column of a statement to the map, which has room for it. */
void map_column_read(struct mapping *mp, const struct map_statement *st);
void map_always_read(struct mapping *mp, const struct map_statement *st);

/*
 * Rows of a repeat, each in columns of its own (map_rows.c): kid[2].kid_name.
 * Takes the number and the repeat off a target: 0 and the target as it is when
 * it names none, or it is at fault.
 */
#define ROWS_MOST 99
size_t map_row_target(struct mapping *mp, const struct map_statement *st,
		      struct place at, const char **target,
		      const char **repeat);
/* How many columns a statement stands for; 1 unless its name has a #. */
size_t map_rows_of(const struct map_statement *st);
void map_rows_value(struct mapping *mp, const struct map_property *p);
/* The n-th of them. */
struct map_statement
map_row_statement(struct mapping *mp, const struct map_statement *st, size_t n);
/* Each row must have what it is known again by. */
void map_rows_check(struct mapping *mp);

/* Names of columns are alike when their letters and figures are. */
bool map_same_column(struct arena *a, const char *s, const char *t);

#endif
