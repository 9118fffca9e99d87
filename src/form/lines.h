/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lines.h - the lines of a form file as statements and properties (private to
 * the form layer).
 *
 * Knows the shape of a file and nothing of what statements mean: which
 * keyword, which names, which label, which properties beneath, each with its
 * place.  What does not fit the shape is reported and left out.
 */
#ifndef FORM_LINES_H
#define FORM_LINES_H

#include "base/arena.h"
#include "form/form.h"
#include "form/load.h"
#include "form/problem.h"

/* The types of question stand together, in the order of enum question_type. */
enum keyword {
	KW_ROLE,
	KW_CALENDAR,
	KW_LIST,
	KW_CHOICE,
	KW_SETTING,
	KW_FORM,
	KW_PAGE,
	KW_GROUP,
	KW_REPEAT,
	KW_END_GROUP,
	KW_END_REPEAT,
	KW_TEXT,
	KW_INTEGER,
	KW_DECIMAL,
	KW_DATE,
	KW_DATETIME,
	KW_TIME,
	KW_DURATION,
	KW_PERSON,
	KW_USER,
	KW_ATTACHMENT,
	KW_SELECT_ONE,
	KW_SELECT_MULTIPLE,
	KW_CASE,
	KW_CALCULATE,
	KW_SHOW,
	KW_NOTE,
	KW_CHECK,
	KW_STATE,
	KW_TRANSITION,
	KW_TIMER,
	KW_MEASURE,
	KW_REPORT,
	KW_SHEET,
	KW_DROP,
	KW_UNKNOWN,
	KW_COUNT
};

/* As in a message: `group`, `select_one`. */
const char *keyword_text(enum keyword kw);

/* A stretch of a property's value that stands on one line. */
struct part {
	size_t offset; /* in the value */
	struct place at;
	const char *source; /* the whole line */
};

struct rule;

struct property {
	const char *key;
	struct place at; /* of the key */
	const char *source;
	char *value; /* parts joined by one space; never NULL */
	size_t n, cap;
	struct part *parts;
	size_t n_parts, cap_parts;
	const struct rule *rule; /* NULL: not to be looked at */
	struct property *next;
};

struct statement {
	enum keyword kw;
	const char *name;  /* "" for one that has none */
	const char *of;	   /* list or case form before the name */
	const char *label; /* NULL: none written */
	struct place at;   /* column 1 */
	int of_col, name_col;
	const char *source;
	struct property *first, *last;
	struct form_build *build; /* the form that it belongs to, or NULL */
	void *made;		  /* what the definitions have of it */
	struct statement *next;
};

struct statements {
	struct arena *arena; /* of all that stands above */
	struct arena *kept;  /* of file names: definitions have them */
	struct statement *first, *last;
	size_t n;
	struct problems *problems;
	bool known; /* no byte is in them that must not be */
};

/* Add the statements of one file.  Everything is copied. */
void lines_read(struct statements *s, const struct form_source *file);

/* Where the byte at offset of a value stands; *source is its line. */
struct place property_place(const struct property *p, size_t offset,
			    const char **source);

#endif
