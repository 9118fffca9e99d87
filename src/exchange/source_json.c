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

#include "exchange/own.h"
#include "exchange/source_parts.h"

/* A header that begins so is none of a table. */
bool
source_is_json(const struct source *s)
{
	char c;

	return pread(s->file->fd, &c, 1, s->file->from) == 1 && c == '{';
}

struct turning {
	FILE *in, *out;
	struct arena names;
	const char **name;
	size_t n;
	uint64_t line;
};

static void
add_name(struct turning *t, const char *name)
{
	t->name = arena_grow(&t->names, t->name, t->n, t->n + 1,
			     sizeof(*t->name));
	t->name[t->n++] = arena_strdup(&t->names, name);
}

static bool
write_row(struct turning *t, json_t *o)
{
	struct arena a = ARENA_INIT;
	struct buf line = BUF_INIT;
	bool fine;

	for (size_t i = 0; i < t->n; i++) {
		const char *cell =
			o ? json_cell(&a, json_object_get(o, t->name[i]))
			  : t->name[i];

		if (i)
			buf_char(&line, ',');
		cell_write(&line, bytes_str(cell), ',');
	}
	buf_char(&line, '\n');
	fine = fwrite(line.s, 1, line.n, t->out) == line.n;
	buf_clear(&line);
	arena_clear(&a);
	return fine;
}

/* Every object has the names of the first, and no others. */
static bool
fits(struct turning *t, json_t *o)
{
	const char *name;
	json_t *v;

	if (!json_is_object(o) || (t->n && json_object_size(o) != t->n))
		return false;
	if (!t->n)
		json_object_foreach(o, name, v) add_name(t, name);
	for (size_t i = 0; i < t->n; i++)
		if (!json_object_get(o, t->name[i]))
			return false;
	return t->n > 0;
}

static enum err
turn_line(struct turning *t, const char *text, size_t n)
{
	bool first = t->n == 0, fine;
	json_error_t e;
	json_t *o = json_loadb(text, n, JSON_REJECT_DUPLICATES, &e);

	if (!fits(t, o)) {
		json_decref(o);
		return ERR_INVALID;
	}
	fine = (!first || write_row(t, NULL)) && write_row(t, o);
	json_decref(o);
	return fine ? ERR_OK : ERR_IO;
}

static enum err
turn_all(struct turning *t)
{
	char *line = NULL;
	size_t room = 0;
	ssize_t n;
	enum err e = ERR_OK;

	while (e == ERR_OK && (n = getline(&line, &room, t->in)) > 0) {
		t->line++;
		if (line[0] != '\n' && line[0] != '\r')
			e = turn_line(t, line, (size_t)n);
	}
	free(line);
	if (e == ERR_OK && (ferror(t->in) || fflush(t->out) != 0))
		e = ERR_IO;
	return e;
}

enum err
source_from_json(struct source *s, uint64_t *line)
{
	struct source_file *f = s->file;
	struct turning t = { .in = fdopen(dup(f->fd), "r"), .out = tmpfile() };
	enum err e = ERR_IO;

	if (t.in && t.out && fseeko(t.in, f->from, SEEK_SET) == 0)
		e = turn_all(&t);
	*line = t.line;
	if (e == ERR_OK) {
		if (f->fd != f->given)
			close(f->fd);
		f->fd = dup(fileno(t.out));
		f->from = 0;
		s->delimiter = ',';
	}
	if (t.in)
		fclose(t.in);
	if (t.out)
		fclose(t.out);
	arena_clear(&t.names);
	return e == ERR_OK && f->fd < 0 ? ERR_IO : e;
}
