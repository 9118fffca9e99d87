/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The parser is fed line by line, since a row can end only where a line
 * does: so the bytes of each row are known.
 */
#include "exchange/rows.h"

#include <csv.h>
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#define READ_AT_ONCE (64 * 1024)
#define OPEN_QUOTES_MOST 20
#define BEGINNING 200 /* bytes of a row that is too long */

struct rows {
	int fd;
	off_t at; /* of the next byte to be read */
	char delimiter;
	struct buf buf;
	size_t from; /* in buf: the row that comes next */
	bool ended;  /* all is read */
	struct csv_parser csv;
	uint64_t number, line;
	unsigned int open_quotes;
	const struct fixed_place *places; /* NULL: delimited */
	size_t n_places;
	bool utf8;
};

/* The row that is being parsed. */
struct building {
	struct arena *a;
	struct bytes *cells;
	size_t n, cap;
	bool done;
};

static void
parser_start(struct rows *r)
{
	csv_init(&r->csv, 0);
	csv_set_delim(&r->csv, (unsigned char)r->delimiter);
}

struct rows *
rows_open(int fd, off_t from, char delimiter)
{
	struct rows *r = xcalloc(1, sizeof(*r));

	r->fd = fd;
	r->at = from;
	r->delimiter = delimiter;
	r->line = 1;
	parser_start(r);
	return r;
}

struct rows *
rows_open_fixed(int fd, off_t from, bool utf8, const struct fixed_place *places,
		size_t n)
{
	struct rows *r = rows_open(fd, from, ',');

	r->places = places;
	r->n_places = n;
	r->utf8 = utf8;
	r->number = 1; /* there is no header */
	return r;
}

void
rows_close(struct rows **r)
{
	if (*r == NULL)
		return;
	csv_free(&(*r)->csv);
	buf_clear(&(*r)->buf);
	free(*r);
	*r = NULL;
}

static void
cell_ended(void *s, size_t n, void *ctx)
{
	struct building *b = ctx;

	if (b->n == b->cap) {
		size_t cap = b->cap ? b->cap * 2 : 32;

		b->cells = arena_grow(b->a, b->cells, b->n, cap,
				      sizeof(*b->cells));
		b->cap = cap;
	}
	b->cells[b->n++] =
		n ? bytes_of(arena_memdup(b->a, s, n), n) : bytes_of("", 0);
}

static void
row_ended(int c, void *ctx)
{
	struct building *b = ctx;

	(void)c;
	b->done = true;
}

/* Drop what was given out, and read more behind the rest. */
static enum err
read_more(struct rows *r)
{
	char part[READ_AT_ONCE];
	ssize_t n;

	do
		n = pread(r->fd, part, sizeof(part), r->at);
	while (n < 0 && errno == EINTR);
	if (n < 0) {
		report("import: cannot read the file: errno %d", errno);
		return ERR_IO;
	}
	if (n == 0)
		r->ended = true;
	buf_add(&r->buf, part, (size_t)n);
	r->at += n;
	return ERR_OK;
}

static void
forget_read(struct rows *r)
{
	size_t left = r->buf.n - r->from;

	if (r->from < READ_AT_ONCE)
		return;
	memmove(r->buf.s, r->buf.s + r->from, left);
	r->buf.n = left;
	r->from = 0;
}

/* The end of the line that begins at `at`, its line end with it; ERR_OK also
 * where the file ends without one. */
static enum err
line_end(struct rows *r, size_t at, size_t *out)
{
	size_t i = at;

	for (;;) {
		while (i < r->buf.n && r->buf.s[i] != '\n' &&
		       r->buf.s[i] != '\r')
			i++;
		/* A carriage return may have its line feed behind it. */
		if (i + 1 < r->buf.n || r->ended ||
		    (i < r->buf.n && r->buf.s[i] == '\n'))
			break;
		if (i - at > ROW_MOST)
			break;
		TRY(read_more(r));
	}
	if (i < r->buf.n && r->buf.s[i] == '\r' && i + 1 < r->buf.n &&
	    r->buf.s[i + 1] == '\n')
		i++;
	*out = i < r->buf.n ? i + 1 : i;
	return ERR_OK;
}

static uint64_t
count_lines(const char *s, size_t n)
{
	uint64_t lines = 0;

	for (size_t i = 0; i < n; i++)
		lines += s[i] == '\n' ||
			 (s[i] == '\r' && (i + 1 == n || s[i + 1] != '\n'));
	return lines;
}

/* The first n bytes of what is not given out yet become the row. */
static void
take(struct rows *r, struct building *b, size_t n, struct csv_row *out)
{
	const char *s = r->buf.s + r->from;
	size_t bare = n;

	while (bare > 0 && (s[bare - 1] == '\n' || s[bare - 1] == '\r'))
		bare--;
	*out = (struct csv_row){ .number = r->number++,
				 .line = r->line,
				 .raw = bytes_of("", 0),
				 .cells = b->cells,
				 .n = b->n,
				 .crlf = n - bare >= 2 && s[bare] == '\r' };
	if (bare > 0)
		out->raw = bytes_of(arena_memdup(b->a, s, bare), bare);
	r->line += count_lines(s, n);
	r->from += n;
}

/* A quotation mark runs on and on: its line alone is the row, so that the
 * lines after it are not lost. */
static enum err
take_open(struct rows *r, struct building *b, size_t first_line,
	  struct csv_row *out)
{
	csv_free(&r->csv);
	parser_start(r);
	b->n = 0;
	take(r, b, first_line, out);
	b->cells = arena_array(b->a, 1, sizeof(*b->cells));
	b->cells[0] = out->raw;
	out->cells = b->cells;
	out->n = 1;
	out->open_quote = true;
	return ++r->open_quotes > OPEN_QUOTES_MOST ? ERR_INVALID : ERR_OK;
}

/* Is this the end of a line, or of the file? */
static bool
ends_line(const struct rows *r, size_t end)
{
	return end > 0 &&
	       (r->buf.s[end - 1] == '\n' || r->buf.s[end - 1] == '\r' ||
		(r->ended && end == r->buf.n));
}

/* Over the rest of a line, of which nothing is kept. */
static enum err
skip_line(struct rows *r)
{
	size_t end;

	for (;;) {
		TRY(line_end(r, r->from, &end));
		if (end == r->from)
			return ERR_OK; /* the file has ended */
		r->from = end;
		if (ends_line(r, end))
			break;
		forget_read(r);
	}
	r->line++;
	return ERR_OK;
}

off_t
rows_at(const struct rows *r)
{
	return r->at - (off_t)(r->buf.n - r->from);
}

/* A line too long for memory: its beginning stands for it. */
static enum err
take_long(struct rows *r, struct building *b, struct csv_row *out)
{
	const off_t at = rows_at(r);
	size_t n = BEGINNING;

	/* Not in the middle of a character of UTF-8. */
	while (n > 1 && (r->buf.s[r->from + n] & 0xC0) == 0x80)
		n--;
	b->n = 0;
	take(r, b, n, out);
	b->cells = arena_array(b->a, 1, sizeof(*b->cells));
	b->cells[0] = out->raw;
	out->cells = b->cells;
	out->n = 1;
	out->too_long = true;
	TRY(skip_line(r));
	out->at = at;
	out->whole = (uint64_t)(rows_at(r) - at);
	return ERR_OK;
}

/* The file has ended within a row: false when a quotation mark is open. */
static bool
finish(struct rows *r, struct building *b)
{
	bool whole;

	csv_set_opts(&r->csv, CSV_STRICT | CSV_STRICT_FINI);
	whole = csv_fini(&r->csv, cell_ended, row_ended, b) == 0;
	csv_free(&r->csv);
	parser_start(r);
	return whole;
}

static bool
is_blank(const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (s[i] != ' ' && s[i] != '\t' && s[i] != '\r' && s[i] != '\n')
			return false;
	return true;
}

/* --- columns at fixed places ------------------------------------------------ */

/* The byte at which the n-th character of a line begins, from 0. */
static size_t
place_in(const struct rows *r, struct bytes line, size_t n)
{
	const unsigned char *s = line.p;
	size_t i = 0;

	if (!r->utf8)
		return n < line.n ? n : line.n;
	for (; i < line.n; i++)
		if ((s[i] & 0xC0) != 0x80 && n-- == 0)
			break;
	return i;
}

static struct bytes
fixed_cell(const struct rows *r, struct bytes line, const struct fixed_place *p)
{
	const char *s = line.p;
	size_t from = place_in(r, line, p->first - 1);
	size_t to = place_in(r, line, p->last);

	while (from < to && s[from] == ' ')
		from++;
	while (to > from && s[to - 1] == ' ')
		to--;
	return bytes_of(s + from, to - from);
}

static enum err
fixed_next(struct rows *r, struct arena *a, struct csv_row *out)
{
	struct building b = { .a = a };
	size_t end;

	forget_read(r);
	for (;;) {
		TRY(line_end(r, r->from, &end));
		if (end == r->from)
			return ERR_NOT_FOUND;
		end -= r->from;
		if (end > ROW_MOST)
			return take_long(r, &b, out);
		if (!is_blank(r->buf.s + r->from, end))
			break;
		r->line += count_lines(r->buf.s + r->from, end);
		r->from += end;
	}
	b.cells = arena_array(a, r->n_places + 1, sizeof(*b.cells));
	b.n = r->n_places;
	take(r, &b, end, out);
	for (size_t i = 0; i < b.n; i++)
		b.cells[i] = fixed_cell(r, out->raw, &r->places[i]);
	return ERR_OK;
}

enum err
rows_next(struct rows *r, struct arena *a, struct csv_row *out)
{
	struct building b = { .a = a };
	size_t fed = 0, end, first_line = 0;

	if (r->places)
		return fixed_next(r, a, out);
	forget_read(r);
	for (;;) {
		TRY(line_end(r, r->from + fed, &end));
		end -= r->from;
		if (end == fed)
			break; /* the file has ended */
		if (!fed && end > ROW_MOST)
			return take_long(r, &b, out);
		csv_parse(&r->csv, r->buf.s + r->from + fed, end - fed,
			  cell_ended, row_ended, &b);
		if (!b.done && !fed && !b.n &&
		    is_blank(r->buf.s + r->from, end)) {
			r->line += count_lines(r->buf.s + r->from, end);
			r->from += end;
			continue;
		}
		fed = end;
		if (!first_line)
			first_line = end;
		if (b.done) {
			take(r, &b, fed, out);
			return ERR_OK;
		}
		if (fed > ROW_MOST)
			return take_open(r, &b, first_line, out);
	}
	if (!finish(r, &b))
		return take_open(r, &b, first_line, out);
	if (!b.done)
		return ERR_NOT_FOUND;
	take(r, &b, fed, out);
	return ERR_OK;
}

void
cell_write(struct buf *out, struct bytes cell, char delimiter)
{
	const char *s = cell.p;
	bool quoted = cell.n > 0 && (s[0] == ' ' || s[cell.n - 1] == ' ' ||
				     s[0] == '\t' || s[cell.n - 1] == '\t');

	for (size_t i = 0; i < cell.n && !quoted; i++)
		quoted = s[i] == '"' || s[i] == '\n' || s[i] == '\r' ||
			 s[i] == delimiter;
	if (!quoted) {
		buf_add(out, s, cell.n);
		return;
	}
	buf_char(out, '"');
	for (size_t i = 0; i < cell.n; i++) {
		if (s[i] == '"')
			buf_char(out, '"');
		buf_char(out, s[i]);
	}
	buf_char(out, '"');
}
