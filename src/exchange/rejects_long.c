/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A rejected row that is longer than a row may be: all of its bytes, from the
 * file itself.
 */
#include <csv.h>
#include <errno.h>
#include <unistd.h>

#include "exchange/source_parts.h"

#define READ_AT_ONCE (64 * 1024)

/* The bytes of its line, without its end: fewer, where the file has become
 * shorter. */
static void
read_line(const struct source *s, const struct csv_row *row, struct buf *out)
{
	uint64_t left = row->whole;
	off_t at = row->at;
	char part[READ_AT_ONCE];

	while (left) {
		size_t want = left < sizeof(part) ? (size_t)left : sizeof(part);
		ssize_t n = pread(s->file->fd, part, want, at);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			break;
		buf_add(out, part, (size_t)n);
		at += n;
		left -= (uint64_t)n;
	}
	while (out->n &&
	       (out->s[out->n - 1] == '\n' || out->s[out->n - 1] == '\r'))
		out->n--;
}

struct parsed {
	struct arena a;
	struct bytes *cells;
	size_t n, cap;
};

static void
cell_ended(void *cell, size_t n, void *ctx)
{
	struct parsed *p = ctx;

	if (p->n == p->cap) {
		size_t cap = p->cap ? p->cap * 2 : 32;

		p->cells = arena_grow(&p->a, p->cells, p->n, cap,
				      sizeof(*p->cells));
		p->cap = cap;
	}
	p->cells[p->n++] =
		n ? bytes_of(arena_memdup(&p->a, cell, n), n) : bytes_of("", 0);
}

static void
row_ended(int c, void *ctx)
{
	(void)c;
	(void)ctx;
}

/* False: a quotation mark in it is not closed. */
static bool
parse(const struct source *s, const struct buf *line, struct parsed *out)
{
	struct csv_parser csv;
	bool whole;

	csv_init(&csv, CSV_STRICT_FINI);
	csv_set_delim(&csv, (unsigned char)s->delimiter);
	csv_parse(&csv, line->s, line->n, cell_ended, row_ended, out);
	csv_set_opts(&csv, CSV_STRICT | CSV_STRICT_FINI);
	whole = csv_fini(&csv, cell_ended, row_ended, out) == 0;
	csv_free(&csv);
	return whole;
}

size_t
rejects_long(struct source *s, struct buf *out, const struct csv_row *row)
{
	struct buf line = BUF_INIT;
	struct parsed p = { 0 };
	size_t cells;

	read_line(s, row, &line);
	if (s->places) {
		buf_add(out, line.s ? line.s : "", line.n);
		cells = 1;
	} else if (!parse(s, &line, &p)) {
		/* As it is it would swallow what follows. */
		cell_write(out, buf_bytes(&line), s->delimiter);
		cells = 1;
	} else {
		cells = p.n;
		if (rejects_again(s))
			rejects_cells(s, out, p.cells, p.n);
		else
			buf_add(out, line.s, line.n);
	}
	buf_clear(&line);
	arena_clear(&p.a);
	return cells;
}
