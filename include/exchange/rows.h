/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * rows.h - the bytes of a comma-separated file as rows of cells.
 *
 * Reads from a file that can be read at any place, a row at a time, so that
 * its size does not matter.  A line break within quotation marks belongs to
 * its cell; each row knows its number, its line, and its bytes as they were.
 * Cells are bytes still: their charset is source.h's to know.
 */
#ifndef EXCHANGE_ROWS_H
#define EXCHANGE_ROWS_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"

#define ROW_MOST (256 * 1024) /* bytes of a row */

struct csv_row {
	uint64_t number;  /* 0: the header, if there is one */
	uint64_t line;	  /* on which it begins, from 1 */
	struct bytes raw; /* without the end of its line */
	struct bytes *cells;
	size_t n;
	bool open_quote; /* a quotation mark in it is never closed, or
				   only beyond ROW_MOST: one cell, the line */
	bool too_long;	 /* its line is longer than ROW_MOST: raw, and its one
				   cell, are the beginning */
	off_t at;	 /* of one that is too long: where it begins, */
	uint64_t whole;	 /* and its bytes, with the end of its line */
	bool crlf;	 /* how its line ends */
	bool unlike;	 /* of a file of JSON: no object like the first */
};

struct rows;

/* A column at fixed places of each line, counted from 1: characters of UTF-8,
 * or bytes of another charset. */
struct fixed_place {
	size_t first, last;
};

/* Read fd from byte `from` on.  The file stays the caller's. */
struct rows *rows_open(int fd, off_t from, char delimiter);
/* The same of lines with columns at fixed places, which stay the caller's: each
 * line is a row, space around a cell is none of it, and a line that ends
 * early has blank cells. */
struct rows *rows_open_fixed(int fd, off_t from, bool utf8,
			     const struct fixed_place *places, size_t n);
void rows_close(struct rows **r);

/* The next row, in a.  Lines without any character are no rows.
 * ERR_NOT_FOUND: the end.  ERR_INVALID: so many quotation marks are never
 * closed that this is no such file.  ERR_IO. */
MUST_USE enum err rows_next(struct rows *r, struct arena *a,
			    struct csv_row *out);

/* The place in the file of the row that comes next. */
off_t rows_at(const struct rows *r);

/* A cell as it is written: in quotation marks where it needs them. */
void cell_write(struct buf *out, struct bytes cell, char delimiter);

#endif
