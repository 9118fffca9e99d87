/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * export.h - a programme's cases, children or people, out of the store.
 *
 * Only what the user may see is written, by the predicate of the screens, and
 * of that nothing that is `sensitive: yes`.  The entry in the log comes first.
 * What is written, an import with the map of export_map() reads back as it
 * was.  CSV is as RFC 4180 says.
 */
#ifndef CASEWORK_EXPORT_H
#define CASEWORK_EXPORT_H

#include "base/buf.h"
#include "casework/session.h"

enum export_format { EXPORT_CSV, EXPORT_JSONL, EXPORT_FIXED };

struct export_options {
	const char *form; /* person, a case form, or caseform.child */
	bool people;	  /* of a case form: the people of its cases */
	enum export_format format;
	const char *charset;	    /* iconv's name; NULL: UTF-8 */
	char delimiter;		    /* 0: a comma */
	bool raw;		    /* cells that begin as a formula stay so */
	const char *const *columns; /* their names, in this order; NULL: all */
	size_t n_columns;
	const size_t *widths; /* EXPORT_FIXED: characters of each column */
	const char *reason;   /* for the log; may be NULL */
	bool (*write)(struct bytes part, void *ctx); /* false: it could not */
	bool (*progress)(uint64_t rows, void *ctx);  /* false: stop; or NULL */
	void *ctx;
};

struct exported {
	uint64_t rows;
	uint64_t lost;	 /* characters that the charset has not: `?` */
	const char *why; /* ERR_INVALID: a sentence, in the arena given */
};

/* ERR_NOT_FOUND: no such form, or of a programme that does not exist for the
 * user.  ERR_INVALID: a column, a charset or a width that cannot be (out->why).
 * ERR_CONFLICT: stopped.  ERR_IO: it could not be written. */
MUST_USE enum err export_run(struct session *s, struct arena *a,
			     const struct export_options *o,
			     struct exported *out);

/* The map by which an import reads such a file back.  The same errors. */
MUST_USE enum err export_map(struct session *s, struct arena *a,
			     const struct export_options *o, struct buf *out,
			     const char **why);

#endif
