/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * cell.h - what stands in a cell, as a value of the field it goes to.
 *
 * Only what is safe is cleaned: space around it, no-break spaces, the ="..."
 * and the leading ' by which spreadsheets keep a text a text.  What a
 * spreadsheet has spoilt, and what could mean two things, is refused.
 */
#ifndef EXCHANGE_CELL_H
#define EXCHANGE_CELL_H

#include "exchange/map.h"

/* This word in a cell empties the answer. */
#define CLEAR_MARK "---"

/* What is wrong with a cell: CODE_NONE, or a code and a sentence (in a). */
struct cell_fault {
	enum code code;
	const char *message;
};

/* UTF-8 in, UTF-8 out (in a); blank gives "". */
bool cell_clean(struct arena *a, const char *text, const char **out,
		struct cell_fault *why);

/* A clean text by column c, whose item is set.  Blank and CLEAR_MARK give
 * the empty value. */
bool cell_value(struct arena *a, const struct map_column *c, const char *text,
		struct value *out, struct cell_fault *why);

/* Is the pattern one that can be read?  NULL, or a sentence. */
const char *date_shape_fault(const struct date_shape *shape);

/* A date by its shape (whole unless `estimate`). */
bool date_by_shape(struct arena *a, const struct date_shape *shape,
		   const char *text, bool estimate, struct date *out,
		   struct cell_fault *why);

#endif
