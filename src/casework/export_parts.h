/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * export_parts.h - what the files of an export share.
 */
#ifndef CASEWORK_EXPORT_PARTS_H
#define CASEWORK_EXPORT_PARTS_H

#include "base/charset.h"
#include "casework/export.h"
#include "casework/internal.h"
#include "exchange/own.h"

/* What stands in a column that is no answer. */
enum export_head {
	EXPORT_ITEM,
	EXPORT_KEY, /* reference; of a child, its case's and which it is */
	EXPORT_REFERENCE,
	EXPORT_PERSON,
	EXPORT_CASE,
	EXPORT_SAME, /* of a merged person: whose details show */
	EXPORT_STATE,
	EXPORT_STATES,
	EXPORT_OWNER,
	EXPORT_FINISHED,
	EXPORT_ALERTS,
	EXPORT_TASKS,
	EXPORT_LINKS
};

struct export_column {
	const char *name;
	enum export_head head;
	const struct item *item;
	size_t width;
};

struct exporting {
	struct session *s;
	struct arena *a; /* to the end */
	const struct export_options *o;
	const struct form *form; /* whose records are written */
	const struct form *of;	 /* people of the cases of this; or NULL */
	struct export_column *columns;
	size_t n;
	struct charset *charset; /* NULL: UTF-8 */
	struct exported *out;
	enum err err;
	/* of the record that is being written */
	struct arena row;
	struct txn *t;
	const struct who *w;
};

/* --- export_columns.c ------------------------------------------------------ */

/* The form and the columns; ERR_NOT_FOUND, ERR_INVALID with out->why. */
MUST_USE enum err export_begin(struct exporting *x, struct txn *t,
			       const struct who *w);
/* What stands in a column of a record. */
const char *export_cell(struct exporting *x, const struct export_column *c,
			const struct record *r);
json_t *export_json(struct exporting *x, const struct export_column *c,
		    const struct record *r);

/* --- export_write.c -------------------------------------------------------- */

MUST_USE enum err export_header(struct exporting *x);
MUST_USE enum err export_row(struct exporting *x, const struct record *r);

#endif
