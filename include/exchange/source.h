/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * source.h - a partner's file: which charset it is in, what parts its
 * columns, what they are called; then its rows, as often as wanted.
 *
 * The charset is decided, never guessed along the way: a mark of byte order
 * decides; else a file that is valid UTF-8 is UTF-8; else it is Windows-1252,
 * and the first byte that showed it is told.  What cannot be read twice, or
 * is no superset of ASCII, is first written into a private file that has no
 * name.
 */
#ifndef EXCHANGE_SOURCE_H
#define EXCHANGE_SOURCE_H

#include "exchange/code.h"
#include "exchange/rows.h"

struct source {
	const char *charset; /* iconv's name: of the file as given */
	bool marked;	     /* by a mark of byte order */
	bool declared;	     /* by the map */
	bool perhaps_utf8;   /* though the map says something else */
	uint64_t doubt_line, doubt_byte; /* of the first byte that is
					   not UTF-8, from 1; 0: none */
	unsigned char doubt;
	char delimiter;
	bool crlf;
	const char **header;		  /* UTF-8, trimmed */
	struct bytes *header_cells;	  /* as they stand there */
	const struct fixed_place *places; /* NULL: parted by a delimiter */
	size_t n;
	struct source_file *file;
	struct arena arena;
};

/*
 * Open fd (which stays the caller's).  encoding: NULL decides by the bytes;
 * delimiter: 0 finds the one of , ; tab | that gives the same count on the
 * header and the first rows.  A file that begins with { is lines of JSON: each
 * an object, with the names of the first; one that is not is a row with the
 * flag `unlike`.  ERR_INVALID: *code and *why (a sentence, in a)
 * tell.  ERR_IO.
 */
MUST_USE enum err source_open(struct source **out, struct arena *a, int fd,
			      const char *encoding, char delimiter,
			      enum code *code, const char **why);
/* The same of columns at fixed places: there is no header, the names are
 * given; names and places stay the caller's. */
MUST_USE enum err source_open_fixed(struct source **out, struct arena *a,
				    int fd, const char *encoding,
				    const char *const *names,
				    const struct fixed_place *places, size_t n,
				    enum code *code, const char **why);
void source_close(struct source **s);
/* Does the file begin as lines of JSON do?  False for what cannot be read at
 * any place. */
bool source_begins_json(int fd);

/* Back to the first row.  ERR_CONFLICT: the file has changed meanwhile. */
MUST_USE enum err source_rewind(struct source *s);
/* The next row below the header; errors as rows_next(). */
MUST_USE enum err source_next(struct source *s, struct arena *a,
			      struct csv_row *out);
/* A cell as UTF-8, in a.  False: a byte (*bad) that is no character. */
bool source_text(struct source *s, struct arena *a, struct bytes cell,
		 const char **out, unsigned char *bad);

/* How far the reading is, and the bytes there are. */
uint64_t source_at(const struct source *s);
uint64_t source_size(const struct source *s);
/* All bytes of the file from its beginning, part by part. */
MUST_USE enum err source_bytes(const struct source *s,
			       void (*each)(struct bytes part, void *ctx),
			       void *ctx);

/* One sentence: how the file was read. */
const char *source_told(const struct source *s, struct arena *a);

/*
 * Rejected rows, to be put right and imported again: the columns of the file
 * as they are, and behind them _line, _code, _column, _value, _message, in
 * the charset and with the delimiter of the file.  What a row that was cut
 * short lacks is written MISSING_MARK, so that it is not taken for blank.
 * Lines of JSON stay such lines, with the same five names more.
 */
void rejects_header(struct source *s, struct buf *out);
void rejects_row(struct source *s, struct buf *out, const struct csv_row *row,
		 const struct row_fault *faults, size_t n);
/* What the two have written, into the charset of the file where that is no
 * superset of ASCII; `first`: it is the beginning of the rejects. */
void rejects_encode(struct source *s, struct buf *out, bool first);
/* Is this one of the columns that only rejects have? */
bool header_is_ours(const char *name);

#endif
