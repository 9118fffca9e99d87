/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lines_reader.h - what lines.c and lines_head.c share: where the reader is.
 */
#ifndef FORM_LINES_READER_H
#define FORM_LINES_READER_H

#include "form/lines.h"

struct reader {
	struct statements *to;
	const char *file;
	int line;
	char *s;		     /* the line, made harmless */
	const char *source;	     /* as it was written; may be s */
	struct statement *statement; /* that properties go to */
	struct property *property;   /* that `|` continues */
	bool skip;		     /* below a statement that was wrong */
};

/* Columns count characters, from 1. */
int line_column(const char *from, const char *p);
void line_fault(struct reader *r, const char *p, const char *hint,
		const char *fmt, ...) __attribute__((format(printf, 4, 5)));
void line_warning(struct reader *r, const char *p, const char *hint,
		  const char *text);
char *line_skip_spaces(char *s);
/* The word at *p, which steps behind it; "" at the end of the line. */
char *line_word(struct reader *r, char **p);

/* lines_head.c: a line that begins in column 1. */
void read_statement(struct reader *r);
bool is_keyword(const char *word);

#endif
