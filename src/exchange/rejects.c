/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Rejected rows written back, to be put right and imported again.
 */
#include <string.h>
#include <strings.h>

#include "base/text.h"
#include "exchange/source_parts.h"

static const char *const ours[] = { "_line", "_code", "_column", "_value",
				    "_message" };
#define N_OURS (sizeof(ours) / sizeof(ours[0]))

bool
header_is_ours(const char *name)
{
	return name[0] == '_';
}

/* A text of ours in the file's charset; what it has no character for is
 * written `?`. */
static void
add_text(struct source *s, struct buf *out, const char *text)
{
	struct buf b = BUF_INIT;
	struct charset *c = s->file->recoded ? NULL : s->file->out;
	char one[4];
	uint32_t ch;

	while ((ch = utf8_next(&text)) != 0) {
		size_t n = utf8_put(one, ch), had = b.n;

		if (!c) {
			buf_add(&b, one, n);
		} else if (charset_convert(c, bytes_of(one, n), &b, NULL) !=
			   ERR_OK) {
			b.n = had;
			buf_char(&b, '?');
		}
	}
	if (s->places)
		buf_add(out, b.s ? b.s : "", b.n);
	else
		cell_write(out, buf_bytes(&b), s->delimiter);
	buf_clear(&b);
}

static void
end_line(const struct source *s, struct buf *out)
{
	buf_str(out, s->crlf ? "\r\n" : "\n");
}

bool
rejects_again(const struct source *s)
{
	for (size_t i = 0; i < s->n; i++)
		if (header_is_ours(s->header[i]))
			return true;
	return false;
}

void
rejects_cells(struct source *s, struct buf *out, const struct bytes *cells,
	      size_t n)
{
	bool first = true;

	for (size_t i = 0; i < n; i++) {
		if (i < s->n && header_is_ours(s->header[i]))
			continue;
		if (!first)
			buf_char(out, s->delimiter);
		first = false;
		cell_write(out, cells[i], s->delimiter);
	}
}

void
rejects_header(struct source *s, struct buf *out)
{
	if (s->places || s->file->json >= 0)
		return;
	rejects_cells(s, out, s->header_cells, s->n);
	for (size_t i = 0; i < N_OURS; i++) {
		buf_char(out, s->delimiter);
		buf_str(out, ours[i]);
	}
	end_line(s, out);
}

static void
add_missing(struct source *s, struct buf *out, size_t from)
{
	for (size_t i = from; i < s->n; i++)
		if (!header_is_ours(s->header[i])) {
			buf_char(out, s->delimiter);
			buf_str(out, MISSING_MARK);
		}
}

/* The faults of a row side by side, the same number of parts in each. */
static void
add_faults(struct source *s, struct buf *out, const struct row_fault *f,
	   size_t n)
{
	struct buf col[4] = { BUF_INIT, BUF_INIT, BUF_INIT, BUF_INIT };

	for (size_t i = 0; i < n; i++) {
		const char *sep = i ? "; " : "";

		buf_printf(&col[0], "%sI%d", sep, (int)f[i].code);
		buf_printf(&col[1], "%s%s", sep,
			   f[i].column < s->n ? s->header[f[i].column] : "");
		buf_printf(&col[2], "%s%s", sep, f[i].value);
		buf_printf(&col[3], "%s%s", sep, f[i].message);
	}
	for (size_t i = 0; i < 4; i++) {
		buf_char(out, s->delimiter);
		add_text(s, out, col[i].s ? col[i].s : "");
		buf_clear(&col[i]);
	}
}

/* Behind the last column, where nobody reads: the line as it was, filled up
 * with spaces, and what is wrong with it. */
static void
fixed_row(struct source *s, struct buf *out, const struct csv_row *row,
	  const struct row_fault *faults, size_t n)
{
	struct buf why = BUF_INIT;
	size_t width = 0;

	for (size_t i = 0; i < s->n; i++)
		if (s->places[i].last > width)
			width = s->places[i].last;
	if (row->too_long)
		rejects_long(s, out, row);
	else
		buf_add(out, row->raw.p, row->raw.n);
	for (size_t i = row->raw.n; i < width; i++)
		buf_char(out, ' ');
	for (size_t i = 0; i < n; i++)
		buf_printf(&why, "  I%d %s%s%s", (int)faults[i].code,
			   faults[i].column < s->n ? s->header[faults[i].column]
						   : "",
			   faults[i].column < s->n ? ": " : "",
			   faults[i].message);
	add_text(s, out, why.s ? why.s : "");
	end_line(s, out);
	buf_clear(&why);
}

void
rejects_row(struct source *s, struct buf *out, const struct csv_row *row,
	    const struct row_fault *faults, size_t n)
{
	size_t cells = row->n;

	if (s->places) {
		fixed_row(s, out, row, faults, n);
		return;
	}
	if (s->file->json >= 0) {
		rejects_json_row(s, out, row, faults, n);
		return;
	}
	/* Bytes as they were, unless they would spoil what follows. */
	if (row->too_long)
		cells = rejects_long(s, out, row);
	else if (row->open_quote || rejects_again(s))
		rejects_cells(s, out, row->cells, row->n);
	else
		buf_add(out, row->raw.p, row->raw.n);
	add_missing(s, out, cells);
	buf_printf(out, "%c%llu", s->delimiter, (unsigned long long)row->line);
	add_faults(s, out, faults, n);
	end_line(s, out);
}

/* Into the charset of the file; what that has no character for is written
 * `?`. */
static void
encode(struct source *s, struct buf *out)
{
	struct buf all = BUF_INIT;
	const char *p = out->s;
	char one[4];
	uint32_t ch;

	if (charset_convert(s->file->out, buf_bytes(out), &all, NULL) !=
	    ERR_OK) {
		buf_reset(&all);
		while ((ch = utf8_next(&p)) != 0) {
			size_t n = utf8_put(one, ch), had = all.n;

			if (charset_convert(s->file->out, bytes_of(one, n),
					    &all, NULL) == ERR_OK)
				continue;
			all.n = had;
			if (charset_convert(s->file->out, bytes_str("?"), &all,
					    NULL) != ERR_OK)
				all.n = had;
		}
	}
	buf_reset(out);
	buf_add(out, all.s, all.n);
	buf_clear(&all);
}

/* Of the charsets that begin with a mark of byte order. */
static bool
has_mark(const char *charset)
{
	static const char *const names[] = { "UTF-16", "UTF16", "UTF-32",
					     "UTF32",  "UCS-2", "UCS-4",
					     "UNICODE" };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strncasecmp(charset, names[i], strlen(names[i])) == 0)
			return true;
	return false;
}

void
rejects_encode(struct source *s, struct buf *out, bool first)
{
	struct buf mark = BUF_INIT;

	if (!s->file->recoded || !out->n)
		return;
	encode(s, out);
	if (!first || !has_mark(s->charset))
		return;
	if (charset_convert(s->file->out, bytes_str("\xEF\xBB\xBF"), &mark,
			    NULL) == ERR_OK) {
		buf_add(&mark, out->s, out->n);
		buf_reset(out);
		buf_add(out, mark.s, mark.n);
	}
	buf_clear(&mark);
}
