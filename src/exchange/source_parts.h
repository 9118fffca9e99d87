/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * source_parts.h - what the files that read a source share.
 */
#ifndef EXCHANGE_SOURCE_PARTS_H
#define EXCHANGE_SOURCE_PARTS_H

#include <time.h>

#include "base/charset.h"
#include "exchange/source.h"

/* The bytes: of the file itself, or of a private copy. */
struct source_file {
	int given, fd;		 /* fd is ours when it is not given */
	off_t from;		 /* behind the mark of byte order */
	off_t size;		 /* of the given file, and when it was */
	struct timespec changed; /* last changed; when it is a file */
	bool regular;
	bool recoded; /* the copy is UTF-8, the file is not */
	struct rows *rows;
	struct charset *in, *out; /* NULL: UTF-8 */
	int json; /* lines of JSON, as they are in UTF-8; -1: none */
};

/* What the bytes are (source_charset.c): sets charset, marked, doubt; f->from.
 * ERR_INVALID: a map must say; *likely is what it seems to be. */
MUST_USE enum err source_decide(struct source *s, const char *encoding,
				const char **likely);
/* A private copy of the file, in UTF-8 when from is not NULL.  ERR_INVALID: it
 * holds what is no character of that charset (doubt_line and the like say
 * where). */
MUST_USE enum err source_copy(struct source *s, const char *from);

/*
 * Lines of JSON (source_json.c): are they; and turned into CSV in a private
 * file, whose last column says where each line stands.  ERR_INVALID: the
 * first line is no object.
 */
bool source_is_json(const struct source *s);
MUST_USE enum err source_from_json(struct source *s, uint64_t *line);
/* A row of that file as the line of JSON that it was. */
MUST_USE enum err source_json_row(struct source *s, struct arena *a,
				  struct csv_row *row);
/* A rejected row that was too long to be read into cells, its bytes from the
 * file (rejects_long.c); the cells that it has.  Nothing of it is in memory
 * afterwards. */
size_t rejects_long(struct source *s, struct buf *out,
		    const struct csv_row *row);
/* Cells as they stand in a row, without those of ours (rejects.c). */
void rejects_cells(struct source *s, struct buf *out, const struct bytes *cells,
		   size_t n);
/* Rejects that were imported again have columns of ours already. */
bool rejects_again(const struct source *s);

/* A rejected line, as it was and with what is wrong with it
 * (rejects_json.c). */
void rejects_json_row(struct source *s, struct buf *out,
		      const struct csv_row *row, const struct row_fault *f,
		      size_t n);

#endif
