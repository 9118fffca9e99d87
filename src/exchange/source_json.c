/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Lines of JSON, each an object, as rows: written into a private file as CSV,
 * whose columns are the names of the first object.
 */
#include <errno.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/temp.h"
#include "exchange/own.h"
#include "exchange/source_parts.h"

/* A header that begins so is none of a table. */
bool
source_is_json(const struct source *s)
{
	char c;

	return pread(s->file->fd, &c, 1, s->file->from) == 1 && c == '{';
}

enum kind { LIKE, UNLIKE, TOO_LONG };

struct turning {
	FILE *in, *out;
	struct arena names;
	const char **name;
	size_t n;
	uint64_t line;
	off_t at; /* where that begins */
};

static void
add_name(struct turning *t, const char *name)
{
	t->name = arena_grow(&t->names, t->name, t->n, t->n + 1,
			     sizeof(*t->name));
	t->name[t->n++] = arena_strdup(&t->names, name);
}

/* An object's answers to the names; one that is unlike the first has none. */
static void
add_answers(struct turning *t, const json_t *o, struct buf *line)
{
	struct arena a = ARENA_INIT;

	for (size_t i = 0; i < t->n; i++) {
		const char *cell =
			json_cell(&a, json_object_get(o, t->name[i]));

		cell_write(line, bytes_str(cell), ',');
		buf_char(line, ',');
	}
	arena_clear(&a);
}

static enum err
write_line(struct turning *t, struct buf *line)
{
	bool fine = fwrite(line->s, 1, line->n, t->out) == line->n;

	buf_clear(line);
	return fine ? ERR_OK : temp_err();
}

/* Behind its answers, where its line stands.  One that is too long for a row
 * has no answers either. */
static enum err
write_row(struct turning *t, const json_t *o, size_t n)
{
	struct buf line = BUF_INIT;
	enum kind kind = o ? LIKE : UNLIKE;

	add_answers(t, o, &line);
	if (line.n > ROW_MOST) {
		kind = TOO_LONG;
		buf_reset(&line);
		add_answers(t, NULL, &line);
	}
	buf_printf(&line, "%llu %llu %zu %d\n", (unsigned long long)t->line,
		   (unsigned long long)t->at, n, (int)kind);
	return write_line(t, &line);
}

/* Every object has the names of the first, and no others. */
static bool
is_like_first(const struct turning *t, const json_t *o)
{
	if (!json_is_object(o) || json_object_size(o) != t->n)
		return false;
	for (size_t i = 0; i < t->n; i++)
		if (!json_object_get(o, t->name[i]))
			return false;
	return true;
}

static enum err
write_names(struct turning *t, json_t *first)
{
	struct buf line = BUF_INIT;
	const char *name;
	json_t *v;

	if (json_object_size(first) == 0)
		return ERR_INVALID;
	json_object_foreach(first, name, v)
	{
		add_name(t, name);
		cell_write(&line, bytes_str(name), ',');
		buf_char(&line, ',');
	}
	buf_str(&line, "_at\n");
	return write_line(t, &line);
}

static enum err
turn_line(struct turning *t, const char *text, size_t n)
{
	json_error_t why;
	json_t *o = json_loadb(text, n, JSON_REJECT_DUPLICATES, &why);
	enum err e = t->n ? ERR_OK : write_names(t, o);

	if (e == ERR_OK)
		e = write_row(t, is_like_first(t, o) ? o : NULL, n);
	json_decref(o);
	return e;
}

static bool
is_blank(const char *s)
{
	return s[strspn(s, " \t\r\n")] == '\0';
}

static enum err
turn_all(struct turning *t)
{
	char *line = NULL;
	size_t room = 0;
	ssize_t n;
	enum err e = ERR_OK;

	while (e == ERR_OK && (n = getline(&line, &room, t->in)) > 0) {
		size_t len = (size_t)n;

		t->line++;
		while (len && (line[len - 1] == '\n' || line[len - 1] == '\r'))
			len--;
		if (!is_blank(line))
			e = turn_line(t, line, len);
		t->at += n;
	}
	free(line);
	if (e == ERR_OK && (ferror(t->in) || fflush(t->out) != 0))
		e = temp_err();
	return e;
}

enum err
source_from_json(struct source *s, uint64_t *line)
{
	struct source_file *f = s->file;
	struct turning t = { .in = fdopen(dup(f->fd), "r"),
			     .out = temp_file(),
			     .at = f->from };
	enum err e = ERR_IO;

	if (t.in && t.out && fseeko(t.in, f->from, SEEK_SET) == 0)
		e = turn_all(&t);
	*line = t.line;
	if (e == ERR_OK) {
		f->json = f->fd == f->given ? dup(f->fd) : f->fd;
		f->fd = dup(fileno(t.out));
		f->from = 0;
		s->delimiter = ',';
	}
	if (t.in)
		fclose(t.in);
	if (t.out)
		fclose(t.out);
	arena_clear(&t.names);
	return e == ERR_OK && (f->fd < 0 || f->json < 0) ? ERR_IO : e;
}

enum err
source_json_row(struct source *s, struct arena *a, struct csv_row *row)
{
	struct bytes last = row->cells[row->n - 1];
	char place[100], *text;
	unsigned long long line, at;
	size_t n, got = 0;
	int kind;

	if (row->n != s->n + 1 || last.n >= sizeof(place))
		return ERR_IO;
	memcpy(place, last.p, last.n);
	place[last.n] = '\0';
	if (sscanf(place, "%llu %llu %zu %d", &line, &at, &n, &kind) != 4)
		return ERR_IO;
	text = arena_alloc(a, n + 1);
	while (got < n) {
		ssize_t more = pread(s->file->json, text + got, n - got,
				     (off_t)(at + got));

		if (more < 0 && errno == EINTR)
			continue;
		if (more <= 0)
			return ERR_CONFLICT;
		got += (size_t)more;
	}
	row->n--;
	row->line = line;
	row->raw = bytes_of(text, n);
	row->unlike = kind == UNLIKE;
	row->too_long = kind == TOO_LONG;
	return ERR_OK;
}
