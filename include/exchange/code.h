/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * code.h - what can be wrong with a partner's file, numbered for good.
 *
 * Scripts read these numbers: I1xx is the file and its header, I2xx a cell,
 * I3xx a rule of the form, I4xx which record is meant.  A number keeps its
 * meaning for ever; new ones are added.
 */
#ifndef EXCHANGE_CODE_H
#define EXCHANGE_CODE_H

#include <stddef.h>

/* clang-format off */
#define CODE_LIST(X)                                                    \
	X(101, MISSING_COLUMN, "a column of the map is not in the file")\
	X(102, EXTRA_COLUMN, "a column that the map does not name")     \
	X(103, COLUMN_TWICE, "two columns of the same name")            \
	X(104, COLUMN_UNNAMED, "a column without a name")               \
	X(105, DELIMITER, "what parts the columns is not clear")        \
	X(106, NO_ROWS, "the file is empty")                            \
	X(107, NOT_CSV, "quotation marks that are never closed")        \
	X(108, STOPPED, "stopped by the map's own limit")               \
	X(109, FILE_CHANGED, "the file changed while it was read")      \
	X(110, ENCODING, "the encoding of the file is not known")       \
	X(111, LAYOUT, "columns at fixed places that are not there")    \
	X(112, NOT_JSON, "a line that is no JSON object")               \
	X(113, REJECTS, "the rejected rows cannot be written")          \
	X(114, NO_LIST, "a file of another kind than a list")           \
	X(201, BAD_BYTE, "a byte that is no character")                 \
	X(202, SHEET_ERROR, "an error of the spreadsheet")              \
	X(203, SHEET_NUMBER, "a number shortened by the spreadsheet")   \
	X(204, TWO_DIGIT_YEAR, "a year of two figures")                 \
	X(205, NOT_A_DATE, "not a date of the agreed shape")            \
	X(206, NO_SUCH_DAY, "no such day")                              \
	X(207, DATE_ORDER, "day or month first is not agreed")          \
	X(208, NOT_A_NUMBER, "not a number")                            \
	X(209, NOT_A_CHOICE, "not one of the choices")                  \
	X(210, NOT_A_TIME, "not a time or length of time")              \
	X(211, SHORT_ROW, "the row is cut short")                       \
	X(212, LONG_ROW, "the row has more cells than the header")      \
	X(213, OPEN_QUOTE, "a quotation mark that is never closed")     \
	X(214, NO_KEY, "no reference in the key column")                \
	X(215, LONG_KEY, "a reference longer than 200 bytes")           \
	X(216, NOT_OURS, "not as caseload writes it")                   \
	X(217, NOT_ROWS, "not the rows of a repeat")                    \
	X(218, ROW_UNKNOWN, "a row without what it would be known by")  \
	X(219, LONG_LINE, "a row of more than 256 KB")                  \
	X(301, CONSTRAINT, "against a rule of the form")                \
	X(302, REQUIRED, "an answer without which it cannot be kept")   \
	X(303, CHECK, "against a check of the whole record")            \
	X(304, RETIRED, "a choice no longer in use")                    \
	X(305, NOT_WRITABLE, "a field that is not yours to write")      \
	X(306, NOT_UNIQUE, "a number that another record has")          \
	X(307, NOBODY, "nothing in the row tells who it is about")      \
	X(308, REFUSED, "could not be saved")                           \
	X(309, STATE, "a state that the form does not have")            \
	X(401, KEY_TWICE, "the same reference twice in the file")       \
	X(402, KNOWN, "a reference imported before")                    \
	X(403, NOT_THERE, "its record is gone, or not yours to change") \
	X(404, DOUBTFUL, "perhaps a person already known")              \
	X(405, NO_RECORD, "no record of that reference is known")       \
	X(406, NO_CASE, "no open case of that person is known")
/* clang-format on */

enum code {
	CODE_NONE,
#define X(number, name, text) CODE_##name = number,
	CODE_LIST(X)
#undef X
};

/* Its meaning in a few words; static. */
const char *code_text(enum code c);

/* How a row ends: in exactly one of these. */
/* clang-format off */
#define OUTCOME_LIST(X) \
	X(CREATED, "created") X(UPDATED, "updated") X(UNCHANGED, "unchanged") \
	X(QUEUED, "queued") X(SKIPPED, "skipped") X(REJECTED, "rejected")
/* clang-format on */

enum outcome {
#define X(name, text) OUTCOME_##name,
	OUTCOME_LIST(X)
#undef X
		OUTCOME_COUNT
};
const char *outcome_text(enum outcome o);

/* Stands in a rejected row where it was cut short: no blank cell. */
#define MISSING_MARK "#MISSING"

/* One thing wrong with one row. */
#define NO_COLUMN ((size_t)-1)
struct row_fault {
	enum code code;
	size_t column;	     /* of the file, or NO_COLUMN */
	const char *value;   /* as in the cell; "" */
	const char *message; /* a sentence */
};

#endif
