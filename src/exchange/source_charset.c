/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which charset a file is in.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/temp.h"
#include "base/text.h"
#include "exchange/source_parts.h"

#define AT_ONCE (64 * 1024)

static const struct {
	const char *bytes;
	size_t n;
	const char *charset;
} marks[] = {
	{ "\xEF\xBB\xBF", 3, "UTF-8" },
	{ "\xFF\xFE\0\0", 4, "UTF-32LE" }, /* before the shorter */
	{ "\0\0\xFE\xFF", 4, "UTF-32BE" },
	{ "\xFF\xFE", 2, "UTF-16LE" },
	{ "\xFE\xFF", 2, "UTF-16BE" },
};

static enum err
read_at(int fd, char *out, size_t n, off_t at, size_t *got)
{
	ssize_t r;

	do
		r = pread(fd, out, n, at);
	while (r < 0 && errno == EINTR);
	if (r < 0) {
		report("import: cannot read the file: errno %d", errno);
		return ERR_IO;
	}
	*got = (size_t)r;
	return ERR_OK;
}

/* How far the walk over the bytes has come. */
struct walk {
	uint64_t line, byte; /* of the next, from 1 */
	struct source *s;
};

static void
step_over(struct walk *w, const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		w->byte++;
		if (s[i] == '\n') {
			w->line++;
			w->byte = 1;
		}
	}
}

/* Could s[0..n) be the beginning of a character whose rest comes later? */
static bool
is_beginning(const char *s, size_t n)
{
	unsigned char c = (unsigned char)s[0];
	size_t want = c >= 0xF0 ? 4 : c >= 0xE0 ? 3 : 2;

	if (c < 0xC2 || c > 0xF4 || n >= want)
		return false;
	for (size_t i = 1; i < n; i++)
		if (((unsigned char)s[i] & 0xC0) != 0x80)
			return false;
	return true;
}

/* Look at n bytes: true when one of them is not UTF-8 (noted).  *left: bytes
 * at the end that belong to the next. */
static bool
look(struct walk *w, const char *s, size_t n, bool last, size_t *left)
{
	size_t bad;

	*left = 0;
	while (!utf8_valid(s, n, &bad)) {
		step_over(w, s, bad);
		s += bad;
		n -= bad;
		if (!last && n < 4 && is_beginning(s, n)) {
			*left = n;
			return false;
		}
		if (*s != '\0') {
			w->s->doubt_line = w->line;
			w->s->doubt_byte = w->byte;
			w->s->doubt = (unsigned char)*s;
			return true;
		}
		step_over(w, s, 1); /* a zero byte is the row's fault */
		s++;
		n--;
	}
	step_over(w, s, n);
	return false;
}

static enum err
decide_by_bytes(struct source *s)
{
	struct walk w = { 1, 1, s };
	char part[AT_ONCE];
	off_t at = s->file->from;
	size_t got, left;

	s->charset = "UTF-8";
	do {
		TRY(read_at(s->file->fd, part, sizeof(part), at, &got));
		if (look(&w, part, got, got < sizeof(part), &left)) {
			s->charset = "WINDOWS-1252";
			return ERR_OK;
		}
		at += (off_t)(got - left);
	} while (got > left);
	return ERR_OK;
}

static enum err
find_mark(struct source *s)
{
	char begin[4];
	size_t got;

	TRY(read_at(s->file->fd, begin, sizeof(begin), 0, &got));
	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++)
		if (got >= marks[i].n &&
		    memcmp(begin, marks[i].bytes, marks[i].n) == 0) {
			s->charset = marks[i].charset;
			s->marked = true;
			s->file->from = (off_t)marks[i].n;
			return ERR_OK;
		}
	return ERR_OK;
}

/* Every other byte nought, at the beginning of a file that has no mark: text
 * of two bytes a character, which is not guessed but asked for. */
static enum err
look_for_pairs(const struct source *s, const char **likely)
{
	char begin[64];
	size_t got, zero[2] = { 0, 0 };

	*likely = NULL;
	TRY(read_at(s->file->fd, begin, sizeof(begin), 0, &got));
	for (size_t i = 0; i < got; i++)
		zero[i % 2] += begin[i] == '\0';
	if (got >= 4 && zero[1] > got / 3 && !zero[0])
		*likely = "utf-16le";
	else if (got >= 4 && zero[0] > got / 3 && !zero[1])
		*likely = "utf-16be";
	return ERR_OK;
}

/* Declared as something else, but every character of it is good UTF-8, and
 * some are beyond ASCII. */
static enum err
look_declared(struct source *s)
{
	struct walk w = { 1, 1, s };
	char part[AT_ONCE];
	off_t at = 0;
	size_t got, left;
	bool beyond = false;

	do {
		TRY(read_at(s->file->fd, part, sizeof(part), at, &got));
		for (size_t i = 0; i < got && !beyond; i++)
			beyond = (unsigned char)part[i] >= 0x80;
		if (look(&w, part, got, got < sizeof(part), &left)) {
			s->doubt_line = s->doubt_byte = 0;
			return ERR_OK;
		}
		at += (off_t)(got - left);
	} while (got > left);
	s->perhaps_utf8 = beyond;
	return ERR_OK;
}

enum err
source_decide(struct source *s, const char *encoding, const char **likely)
{
	*likely = NULL;
	TRY(find_mark(s));
	if (encoding && !s->marked) {
		s->declared = true;
		s->charset = encoding;
		return strncasecmp(encoding, "utf", 3) ? look_declared(s)
						       : ERR_OK;
	}
	if (s->marked)
		return ERR_OK;
	TRY(look_for_pairs(s, likely));
	return *likely ? ERR_INVALID : decide_by_bytes(s);
}

/* --- a private copy --------------------------------------------------- */

static bool
write_all(int fd, const char *s, size_t n)
{
	while (n > 0) {
		ssize_t w = write(fd, s, n);

		if (w < 0 && errno == EINTR)
			continue;
		if (w < 0)
			return false;
		s += w;
		n -= (size_t)w;
	}
	return true;
}

static enum err
copy_plain(int from, int to)
{
	char part[AT_ONCE];
	ssize_t n;

	while ((n = read(from, part, sizeof(part))) != 0) {
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0 || !write_all(to, part, (size_t)n)) {
			enum err e = temp_err();

			report("import: cannot copy: errno %d", errno);
			return e;
		}
	}
	return ERR_OK;
}

/* Lines and characters of what was converted, to name the byte at which it
 * ends. */
static void
step_text(struct walk *w, const struct buf *text)
{
	for (size_t i = 0; i < text->n; i++) {
		if (text->s[i] == '\n') {
			w->line++;
			w->byte = 1;
		} else if (((unsigned char)text->s[i] & 0xC0) != 0x80) {
			w->byte++;
		}
	}
}

/* Piece by piece, in constant memory.  What is no character is noted. */
static enum err
copy_pieces(struct source *s, struct charset *c, int to)
{
	struct source_file *f = s->file;
	struct walk w = { 1, 1, s };
	struct buf out = BUF_INIT;
	char part[AT_ONCE];
	off_t at = f->from;
	size_t got, used;
	enum err e;

	do {
		e = read_at(f->fd, part, sizeof(part), at, &got);
		if (e != ERR_OK)
			break;
		buf_reset(&out);
		e = charset_more(c, bytes_of(part, got), got < sizeof(part),
				 &out, &used);
		step_text(&w, &out);
		if (e == ERR_INVALID) {
			s->doubt_line = w.line;
			s->doubt_byte = w.byte;
			s->doubt = (unsigned char)part[used];
		} else if (!write_all(to, out.s ? out.s : "", out.n)) {
			e = temp_err();
		}
		at += (off_t)used;
	} while (e == ERR_OK && got == sizeof(part));
	buf_clear(&out);
	return e;
}

static enum err
copy_recoded(struct source *s, int to, const char *charset)
{
	struct charset *c;
	enum err e;

	TRY(charset_open(&c, "UTF-8", charset, false));
	e = copy_pieces(s, c, to);
	charset_close(&c);
	return e;
}

enum err
source_copy(struct source *s, const char *from)
{
	struct source_file *f = s->file;
	int to = temp_fd();
	enum err e;

	if (to < 0) {
		e = temp_err();
		report("import: no temporary file");
		return e;
	}
	e = from ? copy_recoded(s, to, from) : copy_plain(f->fd, to);
	if (e != ERR_OK) {
		close(to);
		return e;
	}
	if (f->fd != f->given)
		close(f->fd);
	f->fd = to;
	if (from) {
		f->from = 0;
		f->recoded = true;
	}
	return ERR_OK;
}
