/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "exchange/source_parts.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/text.h"

#define ROWS_LOOKED_AT 20

static const char delimiters[] = ",;\t|";

/* What a refusal to open says. */
struct refusal {
	struct arena *a;
	enum code *code;
	const char **why;
};

static enum err __attribute__((format(printf, 3, 4)))
refuse(const struct refusal *r, enum code code, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	*r->code = code;
	*r->why = arena_vprintf(r->a, fmt, ap);
	va_end(ap);
	return ERR_INVALID;
}

/* --- the bytes -------------------------------------------------------- */

static void
note_change(const struct source_file *f, off_t *size, struct timespec *at)
{
	struct stat st;

	if (fstat(f->given, &st) == 0) {
		*size = st.st_size;
		*at = st.st_mtim;
	}
}

/* Is every byte a character by itself?  Where one begins a longer one, or
 * shifts to another alphabet, it waits for more. */
static bool
is_of_single_bytes(const char *charset)
{
	struct buf out = BUF_INIT;
	struct charset *c;
	bool single = true;

	if (charset_open(&c, "UTF-8", charset, false) != ERR_OK)
		return false;
	for (int b = 1; b < 256 && single; b++) {
		const char byte = (char)b;
		size_t used;

		single = charset_more(c, bytes_of(&byte, 1), false, &out,
				      &used) != ERR_OK ||
			 used == 1;
	}
	charset_close(&c);
	buf_clear(&out);
	return single;
}

/* Do commas, quotation marks and line ends look as in ASCII, and nothing else
 * so? */
static bool
is_ascii_like(const char *charset)
{
	static const char signs[] = "az09 ,;\t|+~\"\r\n";
	struct buf out = BUF_INIT;
	struct charset *c;
	bool same;

	if (charset_open(&c, charset, "UTF-8", false) != ERR_OK)
		return false;
	same = charset_convert(c, bytes_str(signs), &out, NULL) == ERR_OK &&
	       out.n == strlen(signs) && memcmp(out.s, signs, out.n) == 0;
	charset_close(&c);
	buf_clear(&out);
	return same && is_of_single_bytes(charset);
}

static bool
is_utf8(const char *charset)
{
	return strcasecmp(charset, "UTF-8") == 0 ||
	       strcasecmp(charset, "UTF8") == 0;
}

static enum err
open_charset(struct source *s, const struct refusal *no)
{
	struct source_file *f = s->file;
	enum err e;

	if (is_utf8(s->charset))
		return ERR_OK;
	if (charset_open(&f->out, charset_unmarked(s->charset), "UTF-8",
			 false) != ERR_OK ||
	    charset_open(&f->in, "UTF-8", s->charset, false) != ERR_OK)
		return refuse(no, CODE_ENCODING,
			      "The encoding '%s' is not known.", s->charset);
	if (is_ascii_like(s->charset))
		return ERR_OK;
	e = source_copy(s, s->charset);
	if (e == ERR_INVALID)
		return refuse(no, CODE_ENCODING,
			      "The file is not in %s: line %llu, column %llu "
			      "(byte %02X) is no character of it.",
			      s->charset, (unsigned long long)s->doubt_line,
			      (unsigned long long)s->doubt_byte, s->doubt);
	charset_close(&f->in);
	return e;
}

/* What people send in place of a list, by its first bytes. */
static const struct {
	const char *bytes;
	size_t n;
	const char *say;
} foreign[] = {
	{ "PK\3\4", 4,
	  "This is a workbook (xlsx, ods) or an archive (zip), and no list. Save "
	  "the sheet as CSV, or make it so with workbook2csv." },
	{ "\xD0\xCF\x11\xE0", 4,
	  "This is a workbook (xls), and no list. Save the sheet as CSV, or make "
	  "it so with workbook2csv." },
	{ "\x1F\x8B", 2,
	  "This file is compressed (gzip). Unpack it first, with gunzip." },
	{ "%PDF-", 5, "This is a PDF, and no list. Ask for it as CSV." },
	{ "<html", 5, "This is a web page, and no list. Ask for it as CSV." },
	{ "<!DOCTYPE", 9,
	  "This is a web page, and no list. Ask for it as CSV." },
	{ "<?xml", 5, "This is XML, and no list. Ask for it as CSV." },
};

static enum err
refuse_foreign(const struct source_file *f, const struct refusal *no)
{
	char have[16];
	ssize_t n = pread(f->fd, have, sizeof(have), 0);

	for (size_t i = 0; i < sizeof(foreign) / sizeof(foreign[0]); i++)
		if (n >= (ssize_t)foreign[i].n &&
		    strncasecmp(have, foreign[i].bytes, foreign[i].n) == 0)
			return refuse(no, CODE_NO_LIST, "%s", foreign[i].say);
	return ERR_OK;
}

static enum err
open_bytes(struct source *s, int fd, const char *encoding,
	   const struct refusal *no)
{
	struct source_file *f = s->file;
	const char *likely;
	struct stat st;
	enum err e;

	f->given = f->fd = fd;
	f->regular = fstat(fd, &st) == 0 && S_ISREG(st.st_mode);
	if (f->regular)
		note_change(f, &f->size, &f->changed);
	else
		TRY(source_copy(s, NULL));
	TRY(refuse_foreign(f, no));
	e = source_decide(s, encoding, &likely);
	if (e == ERR_INVALID)
		return refuse(no, CODE_ENCODING,
			      "The file has no mark of byte order, and looks "
			      "like %s. Write it into the map: encoding: %s.",
			      likely, likely);
	TRY(e);
	return open_charset(s, no);
}

/* --- what parts the columns ------------------------------------------- */

/* How many cells the header has with this delimiter, and how many of the
 * first rows have as many. */
struct trial {
	size_t columns, rows, alike;
};

static enum err
try_delimiter(struct source *s, char delimiter, struct trial *out)
{
	struct arena a = ARENA_INIT;
	struct rows *r = rows_open(s->file->fd, s->file->from, delimiter);
	struct csv_row row;
	enum err e;

	*out = (struct trial){ 0 };
	e = rows_next(r, &a, &row);
	if (e == ERR_OK)
		out->columns = row.n;
	while (e == ERR_OK && out->rows < ROWS_LOOKED_AT) {
		e = rows_next(r, &a, &row);
		if (e != ERR_OK)
			break;
		out->rows++;
		out->alike += row.n == out->columns;
	}
	rows_close(&r);
	arena_clear(&a);
	return e == ERR_NOT_FOUND || e == ERR_INVALID ? ERR_OK : e;
}

/* Most of the first rows fit: one that is cut short must not hide what parts
 * all the others. */
static bool
fits(const struct trial *t)
{
	return t->columns > 1 && t->alike * 2 >= t->rows;
}

static enum err
find_delimiter(struct source *s, const struct refusal *no)
{
	char all = '\0', most = '\0';
	char only = '\0';
	size_t n_all = 0, n_most = 0, n_some = 0, widest = 0;

	for (const char *d = delimiters; *d; d++) {
		struct trial t;

		TRY(try_delimiter(s, *d, &t));
		widest = t.columns > widest ? t.columns : widest;
		if (t.columns > 1) {
			only = *d;
			n_some++;
		}
		if (!fits(&t))
			continue;
		most = *d;
		n_most++;
		if (t.alike < t.rows)
			continue;
		all = *d;
		n_all++;
	}
	s->delimiter = n_all ? all : n_most ? most : n_some ? only : ',';
	if (!widest)
		return refuse(no, CODE_NO_ROWS, "The file is empty.");
	if (n_all == 1 || (!n_all && n_most == 1) || n_some <= 1)
		return ERR_OK;
	return refuse(no, CODE_DELIMITER,
		      "What parts the columns is not "
		      "clear. Write it into the map: delimiter: comma, "
		      "semicolon, tab or pipe.");
}

/* Whether it is text of two or four bytes a character, a file of JSON begins
 * with a brace and a table does not. */
bool
source_begins_json(int fd)
{
	static const struct {
		const char *bytes;
		size_t n;
	} starts[] = {
		{ "{", 1 },
		{ "\xEF\xBB\xBF{", 4 },
		{ "\xFF\xFE{\0", 4 },
		{ "\xFE\xFF\0{", 4 },
	};
	char have[4];
	ssize_t n = pread(fd, have, sizeof(have), 0);

	for (size_t i = 0; i < sizeof(starts) / sizeof(starts[0]); i++)
		if (n >= (ssize_t)starts[i].n &&
		    memcmp(have, starts[i].bytes, starts[i].n) == 0)
			return true;
	return false;
}

/* --- the header ------------------------------------------------------- */

static const char *
header_name(struct source *s, struct bytes cell)
{
	const char *text;
	unsigned char bad;

	if (!source_text(s, &s->arena, cell, &text, &bad))
		return "";
	return text_stored(&s->arena, text, true);
}

static struct rows *
open_rows(const struct source *s)
{
	const struct source_file *f = s->file;

	if (s->places)
		return rows_open_fixed(f->fd, f->from, !f->in, s->places, s->n);
	return rows_open(f->fd, f->from, s->delimiter);
}

static enum err
read_header(struct source *s, const struct refusal *no)
{
	struct csv_row row;
	enum err e;

	s->file->rows = open_rows(s);
	e = rows_next(s->file->rows, &s->arena, &row);
	if (e == ERR_NOT_FOUND)
		return refuse(no, CODE_NO_ROWS, "The file is empty.");
	if (e != ERR_OK)
		return e;
	s->crlf = row.crlf;
	s->header_cells = row.cells;
	s->n = row.n - (s->file->json >= 0); /* the last is of ours */
	s->header = arena_array(&s->arena, row.n + 1, sizeof(*s->header));
	for (size_t i = 0; i < s->n; i++)
		s->header[i] = header_name(s, row.cells[i]);
	return ERR_OK;
}

static enum err
open_json(struct source *s, const struct refusal *no)
{
	uint64_t line;
	enum err e = ERR_OK;

	/* Single bytes are made UTF-8 here too: JSON knows nothing else. */
	if (!is_utf8(s->charset) && !s->file->recoded)
		e = source_copy(s, s->charset);
	charset_close(&s->file->in);
	if (e == ERR_OK)
		e = source_from_json(s, &line);
	else if (e == ERR_INVALID)
		line = s->doubt_line;
	if (e == ERR_INVALID)
		return refuse(no, CODE_NOT_JSON, "Line %llu is no JSON object.",
			      (unsigned long long)line);
	return e;
}

enum err
source_open(struct source **out, struct arena *a, int fd, const char *encoding,
	    char delimiter, enum code *code, const char **why)
{
	const struct refusal no = { a, code, why };
	struct source *s = xcalloc(1, sizeof(*s));
	enum err e;

	*out = NULL;
	*code = CODE_NONE;
	*why = "";
	s->file = xcalloc(1, sizeof(*s->file));
	s->file->json = -1;
	s->delimiter = delimiter;
	e = open_bytes(s, fd, encoding, &no);
	if (e == ERR_OK && source_is_json(s))
		e = open_json(s, &no);
	else if (e == ERR_OK && !delimiter)
		e = find_delimiter(s, &no);
	if (e == ERR_OK)
		e = read_header(s, &no);
	if (e != ERR_OK)
		source_close(&s);
	*out = s;
	return e;
}

enum err
source_open_fixed(struct source **out, struct arena *a, int fd,
		  const char *encoding, const char *const *names,
		  const struct fixed_place *places, size_t n, enum code *code,
		  const char **why)
{
	const struct refusal no = { a, code, why };
	struct source *s = xcalloc(1, sizeof(*s));
	enum err e;

	*out = NULL;
	*code = CODE_NONE;
	*why = "";
	s->file = xcalloc(1, sizeof(*s->file));
	s->file->json = -1;
	s->places = places;
	s->n = n;
	s->header = arena_array(&s->arena, n + 1, sizeof(*s->header));
	for (size_t i = 0; i < n; i++)
		s->header[i] = names[i];
	e = open_bytes(s, fd, encoding, &no);
	if (e == ERR_OK)
		s->file->rows = open_rows(s);
	else
		source_close(&s);
	*out = s;
	return e;
}

void
source_close(struct source **s)
{
	struct source_file *f;

	if (*s == NULL)
		return;
	f = (*s)->file;
	rows_close(&f->rows);
	charset_close(&f->in);
	charset_close(&f->out);
	if (f->fd != f->given)
		close(f->fd);
	if (f->json >= 0)
		close(f->json);
	free(f);
	arena_clear(&(*s)->arena);
	free(*s);
	*s = NULL;
}

/* --- the rows --------------------------------------------------------- */

enum err
source_rewind(struct source *s)
{
	struct source_file *f = s->file;
	struct arena a = ARENA_INIT;
	struct csv_row header;
	struct timespec at = f->changed;
	off_t size = f->size;
	enum err e;

	if (f->regular)
		note_change(f, &size, &at);
	if (size != f->size || at.tv_sec != f->changed.tv_sec ||
	    at.tv_nsec != f->changed.tv_nsec)
		return ERR_CONFLICT;
	rows_close(&f->rows);
	f->rows = open_rows(s);
	e = s->places ? ERR_OK : rows_next(f->rows, &a, &header);
	arena_clear(&a);
	return e;
}

enum err
source_next(struct source *s, struct arena *a, struct csv_row *out)
{
	enum err e = rows_next(s->file->rows, a, out);

	return e == ERR_OK && s->file->json >= 0 ? source_json_row(s, a, out)
						 : e;
}

static bool
is_plain(struct bytes b)
{
	const unsigned char *s = b.p;

	for (size_t i = 0; i < b.n; i++)
		if (s[i] == 0 || s[i] >= 0x80)
			return false;
	return true;
}

bool
source_text(struct source *s, struct arena *a, struct bytes cell,
	    const char **out, unsigned char *bad)
{
	struct buf b = BUF_INIT;
	size_t at = 0;
	bool fine;

	if (is_plain(cell)) {
		*out = arena_strndup(a, cell.p, cell.n);
		return true;
	}
	if (!s->file->in || memchr(cell.p, '\0', cell.n)) {
		fine = utf8_valid(cell.p, cell.n, &at);
		if (!fine && s->file->in) /* the zero byte */
			at = (size_t)((const char *)memchr(cell.p, '\0',
							   cell.n) -
				      (const char *)cell.p);
		*out = fine ? arena_strndup(a, cell.p, cell.n) : "";
	} else {
		fine = charset_convert(s->file->in, cell, &b, &at) == ERR_OK;
		*out = fine ? arena_strndup(a, b.s, b.n) : "";
		buf_clear(&b);
	}
	if (!fine)
		*bad = ((const unsigned char *)cell.p)[at];
	return fine;
}

uint64_t
source_at(const struct source *s)
{
	return (uint64_t)rows_at(s->file->rows);
}

uint64_t
source_size(const struct source *s)
{
	struct stat st;

	return fstat(s->file->fd, &st) == 0 ? (uint64_t)st.st_size : 0;
}

enum err
source_bytes(const struct source *s, void (*each)(struct bytes, void *),
	     void *ctx)
{
	int fd = s->file->regular ? s->file->given : s->file->fd;
	static const size_t at_once = 256 * 1024;
	char *part = xmalloc(at_once);
	off_t at = 0;
	ssize_t n;

	while ((n = pread(fd, part, at_once, at)) != 0) {
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			break;
		each(bytes_of(part, (size_t)n), ctx);
		at += n;
	}
	if (n < 0)
		report("import: cannot read the file: errno %d", errno);
	free(part);
	return n < 0 ? ERR_IO : ERR_OK;
}

static const char *
delimiter_name(char d)
{
	return d == ','	   ? "commas"
	       : d == ';'  ? "semicolons"
	       : d == '\t' ? "tabs"
	       : d == '|'  ? "upright strokes"
			   : "another sign";
}

const char *
source_told(const struct source *s, struct arena *a)
{
	const char *how = is_utf8(s->charset) ? "UTF-8"
			  : strcmp(s->charset, "WINDOWS-1252") == 0
				  ? "Windows-1252"
				  : s->charset;
	const char *why = s->perhaps_utf8
				  ? ", as the map says, though it is valid "
				    "UTF-8: look at the names"
			  : s->declared ? ", as the map says"
			  : s->marked	? ", by the mark at its beginning"
					: "";

	if (s->doubt_line)
		why = arena_printf(a,
				   ", because line %llu is not UTF-8 "
				   "(byte %llu of the line: %02X)",
				   (unsigned long long)s->doubt_line,
				   (unsigned long long)s->doubt_byte, s->doubt);
	if (s->file->json >= 0)
		return arena_printf(a,
				    "Read as %s%s; lines of JSON with %zu "
				    "names.",
				    how, why, s->n);
	if (s->places)
		return arena_printf(a,
				    "Read as %s%s; %zu columns at fixed "
				    "places.",
				    how, why, s->n);
	return arena_printf(a, "Read as %s%s; %zu columns parted by %s.", how,
			    why, s->n, delimiter_name(s->delimiter));
}
