/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * value.h - one answer, and the answers of one record.
 *
 * A value is typed; each type has one empty value (VAL_EMPTY).  Numbers are
 * exact: whole millionths in 64 bits, so that sums of money come out even.
 * struct fields maps field names to values, kept sorted by name so that equal
 * records encode to equal bytes.  Names and texts live in the arena given.
 */
#ifndef BASE_VALUE_H
#define BASE_VALUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/date.h"

enum value_type {
	VAL_EMPTY,
	VAL_TEXT,	/* .text */
	VAL_NUMBER,	/* .number, in millionths */
	VAL_COND,	/* .cond: the result of a condition, not stored */
	VAL_DATE,	/* .date */
	VAL_TIME,	/* .minutes */
	VAL_DATETIME,	/* .date and .minutes, local */
	VAL_DURATION,	/* .duration */
	VAL_CODE,	/* .text: a choice code, or a state's name */
	VAL_CODES,	/* .codes: sorted as in their list, n of them */
	VAL_USER,	/* .text: a login name */
	VAL_PERSON,	/* .id */
	VAL_CASE,	/* .id */
	VAL_ATTACHMENT, /* .text: name of a kept file */
	VAL_ROWS	/* .rows */
};

enum tri { TRI_NO, TRI_YES, TRI_UNKNOWN };

#define NUMBER_ONE INT64_C(1000000)

struct row;
struct value {
	enum value_type type;
	int32_t minutes;
	struct date date;
	union {
		const char *text;
		int64_t number;
		enum tri cond;
		struct duration duration;
		uint64_t id;
		struct {
			const char *const *v;
			size_t n;
		} codes;
		struct {
			struct row *v;
			size_t n;
		} rows;
	};
};

struct field {
	const char *name;
	struct value value;
};

struct fields {
	struct field *v;
	size_t n, cap;
	struct arena *arena; /* where copies and growth go */
};

/* A row of a repeat.  Rows merge by id; a struck row stays in an
 * append-only repeat but no longer counts. */
struct row {
	uint64_t id; /* drawn at random, unique in its record */
	bool struck;
	struct fields fields;
};

extern const struct value value_empty;
struct value value_text(const char *s); /* blank text gives empty */
struct value value_code(const char *s); /* NULL or "" gives empty */
struct value value_user(const char *s);
struct value value_int(int64_t n); /* too large gives empty */
struct value value_number(int64_t millionths);
struct value value_cond(enum tri c);
struct value value_date(struct date d); /* unset gives empty */
struct value value_datetime(struct date d, int minutes);
struct value value_time(int minutes);
struct value value_duration(struct duration d);
struct value value_person(uint64_t id); /* 0 gives empty */
struct value value_case(uint64_t id);

bool value_is_empty(const struct value *v);
bool value_equal(const struct value *a, const struct value *b);
/* Order of two values of one type: <0, 0, >0 (for rows and lists).  Texts by
 * text_compare(); values of two types by their types. */
int value_compare(const struct value *a, const struct value *b);
bool value_has_code(const struct value *v, const char *code);
/* Deep copy into a. */
struct value value_copy(struct arena *a, const struct value *v);

/* Plain text: numbers without trailing noughts, ISO dates, "12 days", codes
 * as codes, yes/no/unknown; empty gives "". For people, the layers above know
 * labels. */
char *value_format(struct arena *a, const struct value *v);
char *number_format(struct arena *a, int64_t millionths);
/* `1`, `-2.50`, `1,204`: at most six decimals; ERR_INVALID otherwise or out of
 * range. */
MUST_USE enum err number_parse(int64_t *millionths, const char *s);

void fields_init(struct fields *f, struct arena *a);
/* Borrowed; NULL when the name is not there. */
const struct value *fields_get(const struct fields *f, const char *name);
/* Replace or add (an empty value removes).  Name and value are copied. */
void fields_set(struct fields *f, const char *name, struct value v);
/* As fields_set without copying: name and value live as long as the arena. */
void fields_set_shared(struct fields *f, const char *name, struct value v);
void fields_copy(struct fields *to, struct arena *a, const struct fields *from);
bool fields_equal(const struct fields *a, const struct fields *b);
/* Text of a text, code or user field; "" when empty or another type. */
const char *fields_text(const struct fields *f, const char *name);
/* The whole part; 0 if empty or no number. */
int64_t fields_int(const struct fields *f, const char *name);
/* Of a person or a case; 0 if empty.  The date of a date or a datetime. */
uint64_t fields_id(const struct fields *f, const char *name);
struct date fields_date(const struct fields *f, const char *name);

#endif
