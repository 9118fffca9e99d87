/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * map.h - a map file: which column of a partner's file answers which
 * question.
 *
 * Written in the lines of form files: one `import` statement with its
 * properties, then a `column` statement for each column.  Read against the
 * published forms, so that an unknown field or code is a fault of the map,
 * found before any row is.
 */
#ifndef EXCHANGE_MAP_H
#define EXCHANGE_MAP_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "exchange/code.h"
#include "form/form.h"
#include "form/problem.h"

enum map_person { PERSON_NONE, PERSON_MATCH, PERSON_NEW, PERSON_KEY };
enum map_exists { EXISTS_UPDATE, EXISTS_SKIP, EXISTS_REJECT };

/* dd/mm/yyyy; NULL: only dates as 2026-03-02.  A year of two figures lies in
 * the window. */
struct date_shape {
	const char *pattern;
	int from, to;
};

/* One word of a partner's and what it means here: a code, or another text;
 * NULL: as good as blank. */
struct map_word {
	const char *from; /* folded */
	const char *to;
};

/* What a column says of the record itself, in a file that caseload wrote. */
enum map_head {
	HEAD_NONE,
	HEAD_REFERENCE,
	HEAD_STATE,
	HEAD_STATES, /* those it has been in */
	HEAD_OWNER,
	HEAD_SAME, /* whose details show, of a person who was merged */
	HEAD_FINISHED,
	HEAD_ALERTS, /* what stands beside it, a JSON array each */
	HEAD_TASKS,
	HEAD_LINKS
};

struct map_column {
	const char *header;
	struct place at;
	const struct item *item; /* NULL: not wanted (`-`) */
	size_t row; /* of its repeat that it fills, from 1; 0: no repeat */
	struct date_shape dates;
	const struct map_word *words;
	size_t n_words;
	bool has_other; /* `* = ...` */
	const char *other;
	enum map_head head;
	size_t first, last; /* at fixed places: characters, from 1 */
	bool clear;	    /* a blank cell empties the answer */
	bool lenient;	    /* a cell that cannot be read is left blank */
	const char *always; /* no column: the text that every row has */
};

struct map_stop {
	enum outcome outcome;
	uint64_t above;
	bool percent;
};

#define STOPS_MOST 8
#define KEYS_MOST 6
/* fixed: no header; column i of the file is column i of the map. */
struct import_map {
	const char *name, *label;
	const struct form *form;
	const struct form *person_form; /* NULL: rows are about nobody */
	const char *source;
	size_t *keys; /* places in columns: what a row is known by */
	size_t n_keys;
	enum map_person person;
	size_t person_key;
	size_t case_key; /* of a child: the column that names its case; or */
	bool case_of_person; /* its person's open one */
	size_t date_column;  /* the row's date, or NO_COLUMN */
	bool fixed;	     /* columns at fixed places */
	bool restore, raw;   /* written by caseload; without armour */
	enum map_exists on_exists;
	const char *encoding; /* NULL: auto */
	char delimiter;	      /* 0: auto */
	struct map_stop stop[STOPS_MOST];
	size_t n_stop;
	struct map_column *columns;
	size_t n;
};

/* Read a map; it lives in a, as long as the forms.  ERR_INVALID: faults in
 * *p. */
MUST_USE enum err map_read(struct import_map **out, struct arena *a,
			   const struct form_set *set, const char *name,
			   const char *text, size_t size, struct problems *p);

/* Is this one of the columns that a row is known by? */
bool map_is_key(const struct import_map *m, size_t column);

/*
 * Which column of a file each column of the map is: case, spaces and
 * punctuation do not matter.  place[i] for map->columns[i].  Faults of the
 * header are given to `fault`, one by one, the column's name for as long as
 * that takes; the count is returned.
 */
size_t map_place(const struct import_map *m, const char *const *header,
		 size_t n, size_t *place,
		 void (*fault)(enum code code, const char *column, void *ctx),
		 void *ctx);

#endif
