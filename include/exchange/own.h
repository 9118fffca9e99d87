/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * own.h - answers as caseload itself writes them, to be read back as they
 * were.
 *
 * Dates are ISO 8601, choices their codes, several choices parted by `;`,
 * people and cases their references, users their logins.  The rows of a
 * repeat are one cell: a JSON array (RFC 8259) of objects, each with its
 * answers by name, its number as `_id`, and `_struck` where it is struck.
 */
#ifndef EXCHANGE_OWN_H
#define EXCHANGE_OWN_H

#include <jansson.h>

#include "exchange/cell.h"

/* Records and their references: the caller knows them.  ref: "" for one that
 * may not be named.  find: 0 for none; then `later`, where there is one, may
 * say that it is still to come, and the answer is empty. */
struct own_names {
	const char *(*ref)(uint64_t id, void *ctx);
	uint64_t (*find)(const char *ref, void *ctx);
	bool (*later)(const char *ref, void *ctx);
	void *ctx;
};

/* A value as the text of a cell, in a; "" when empty. */
const char *own_text(struct arena *a, const struct item *it,
		     const struct value *v, const struct own_names *n);
/* The same as JSON: numbers are numbers, several choices an array, empty is
 * null.  The caller's to json_decref(). */
json_t *own_json(struct arena *a, const struct item *it, const struct value *v,
		 const struct own_names *n);
/* A JSON value as the text that its cell would have: several choices parted by
 * `;`, rows as they are, null blank. */
const char *json_cell(struct arena *a, const json_t *j);
/* Back again; item may be a question or a repeat. */
bool own_value(struct arena *a, const struct item *it, const char *text,
	       const struct own_names *n, struct value *out,
	       struct cell_fault *why);

/*
 * A cell that a spreadsheet would take for a formula (= + - @ tab, return)
 * has ' put before it, and so has one that begins with ' and would then be
 * read as such a one: cell_armour() and cell_bare() undo each other.
 */
const char *cell_armour(struct arena *a, const char *text);
const char *cell_bare(const char *text);

#endif
