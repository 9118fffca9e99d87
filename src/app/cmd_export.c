/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * caseload export FORM [people] [FILE]: out of the store, as CSV, as lines of
 * JSON, or in columns of fixed width.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/app.h"
#include "base/text.h"
#include "casework/export.h"

#define WIDTH_MOST 65536
#define REASON_MOST 1000

/* Where it goes: a file of the user's, or standard output. */
struct target {
	int fd;
	const char *path; /* NULL: standard output */
	bool terminal;
	int why; /* errno of a write that failed */
};

static bool
write_part(struct bytes part, void *ctx)
{
	struct target *to = ctx;
	const char *s = part.p;
	size_t n = part.n;

	if (to->terminal) {
		char *line = strndup(s, n);

		if (line)
			say_text(line);
		free(line);
		return line != NULL;
	}
	while (n > 0) {
		ssize_t w = write(to->fd, s, n);

		if (w < 0 && errno == EINTR)
			continue;
		if (w < 0) {
			to->why = errno;
			return false;
		}
		s += w;
		n -= (size_t)w;
	}
	return true;
}

static bool
show_rows(uint64_t rows, void *ctx)
{
	const struct target *to = ctx;

	if (to->path)
		progress_line("Rows", rows, 0);
	return true;
}

static bool
open_target(const char *path, struct target *to)
{
	*to = (struct target){ .fd = STDOUT_FILENO, .path = path };
	if (!path) {
		to->terminal = isatty(STDOUT_FILENO);
		return true;
	}
	group_drop();
	to->fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	group_take();
	if (to->fd >= 0)
		return true;
	if (errno == EEXIST)
		complain("%s is there already. Name another file, or remove "
			 "it.",
			 path);
	else
		complain("%s cannot be written: %s.", path,
			 why_unwritten(errno));
	return false;
}

static void
remove_file(const char *path)
{
	group_drop();
	unlink(path);
	group_take();
}

/* What is not whole does not stay. */
static void
close_target(struct target *to, bool keep)
{
	if (!to->path)
		return;
	close(to->fd);
	if (!keep)
		remove_file(to->path);
}

/* --- options ------------------------------------------------------------------ */

static bool
read_format(const struct options *o, struct export_options *x)
{
	if (!o->format || !strcmp(o->format, "csv"))
		x->format = EXPORT_CSV;
	else if (!strcmp(o->format, "jsonl"))
		x->format = EXPORT_JSONL;
	else
		return complain("--format takes csv or jsonl."), false;
	return true;
}

static bool
read_delimiter(const struct options *o, struct export_options *x)
{
	static const struct {
		const char *word;
		char sign;
	} words[] = { { "comma", ',' }, { "semicolon", ';' }, { "tab", '\t' },
		      { "pipe", '|' },	{ ",", ',' },	      { ";", ';' },
		      { "|", '|' } };

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (o->delimiter && !strcmp(o->delimiter, words[i].word))
			x->delimiter = words[i].sign;
	if (o->delimiter && !x->delimiter)
		return complain("--delimiter takes comma, semicolon, tab or "
				"pipe."),
		       false;
	return true;
}

/* a,b,c */
static size_t
split(struct arena *a, const char *text, const char ***out)
{
	size_t n = 0;

	*out = arena_array(a, strlen(text) + 1, sizeof(**out));
	while (*text) {
		size_t len = strcspn(text, ",");

		(*out)[n++] = arena_strndup(a, text, len);
		text += len + (text[len] != '\0');
	}
	return n;
}

static bool
read_width(const char *text, size_t *out)
{
	char *end;

	*out = strtoul(text, &end, 10);
	return text[0] >= '0' && text[0] <= '9' && !*end && *out >= 1 &&
	       *out <= WIDTH_MOST;
}

static bool
read_columns(const struct options *o, struct export_options *x)
{
	const char **names, **numbers;
	size_t n;
	size_t *widths;

	if (o->columns) {
		x->n_columns = split(o->arena, o->columns, &names);
		x->columns = names;
	}
	if (!o->widths)
		return true;
	n = split(o->arena, o->widths, &numbers);
	widths = arena_array(o->arena, n + 1, sizeof(*widths));
	for (size_t i = 0; i < n; i++)
		if (!read_width(numbers[i], &widths[i]))
			return complain("'%s' is no width: --widths takes "
					"numbers from 1 to %d.",
					numbers[i], WIDTH_MOST),
			       false;
	if (!o->columns || n != x->n_columns)
		return complain("--widths takes a number for each of "
				"--columns."),
		       false;
	x->widths = widths;
	x->format = EXPORT_FIXED;
	return true;
}

/* What is of CSV alone is not passed over in silence elsewhere. */
static bool
go_together(const struct options *o, const struct export_options *x)
{
	const char *of_csv = o->delimiter ? "--delimiter"
			     : o->raw	  ? "--raw"
					  : NULL;

	if (o->widths && o->format)
		return complain("--format and --widths do not go together."),
		       false;
	if (of_csv && x->format != EXPORT_CSV)
		return complain("%s is for CSV alone.", of_csv), false;
	return true;
}

static bool
read_options(const struct options *o, struct export_options *x,
	     const char **path)
{
	bool people = o->n > 1 && strcmp(o->rest[1], "people") == 0;
	size_t rest = people ? 2 : 1;

	if (o->n < 1 || o->n > rest + 1)
		return complain("Name a form: caseload export FORM [people] "
				"[FILE]. `caseload forms list` lists them."),
		       false;
	x->form = o->rest[0];
	x->people = people;
	*path = o->n > rest && strcmp(o->rest[rest], "-") ? o->rest[rest]
							  : NULL;
	x->charset = o->charset;
	x->raw = o->raw;
	x->reason = o->reason;
	if (o->reason && utf8_count(o->reason) > REASON_MOST)
		return complain("--reason takes at most %d characters; this "
				"has %zu.",
				REASON_MOST, utf8_count(o->reason)),
		       false;
	return read_format(o, x) && read_delimiter(o, x) &&
	       read_columns(o, x) && go_together(o, x);
}

/* --- what came of it ------------------------------------------------------------ */

/* Whoever reads `| head` has seen enough: that is no failure. */
static int
say_unwritten(const char *path, int number)
{
	if (!path && number == EPIPE)
		return STATUS_OK;
	if (!path)
		return complain("Standard output could not be written to its "
				"end: %s. What stands there is not whole.",
				why_unwritten(number));
	return complain("%s could not be written: %s. Nothing is left of it.",
			path, why_unwritten(number));
}

static int
say_end(enum err e, const struct export_options *x, const char *why,
	const char *path, int number)
{
	switch (e) {
	case ERR_OK:
		return STATUS_OK;
	case ERR_NOT_FOUND:
		if (x->people)
			return complain("There is no case form '%s' whose "
					"people could be written.",
					x->form);
		return complain("There is no form '%s'. `caseload forms list` "
				"lists them.",
				x->form);
	case ERR_INVALID:
		return complain("%s", why);
	case ERR_IO:
		return say_unwritten(path, number);
	default:
		return complain_err(e, "The export stopped");
	}
}

static int
write_map(struct options *o, struct session *s, const struct export_options *x)
{
	struct buf map = BUF_INIT;
	struct target to = { 0 };
	const char *why;
	enum err e;
	bool fine = false;

	e = export_map(s, o->arena, x, &map, &why);
	if (e == ERR_OK && open_target(o->map, &to)) {
		fine = write_part(buf_bytes(&map), &to);
		close_target(&to, fine);
	}
	buf_clear(&map);
	if (e != ERR_OK)
		return say_end(e, x, why, o->map, to.why);
	if (!fine && to.why)
		say_unwritten(o->map, to.why);
	return fine ? STATUS_OK : STATUS_FAULT;
}

static int
write_rows(struct options *o, struct session *s, struct export_options *x,
	   const char *path)
{
	struct exported out;
	struct target to;
	enum err e;

	if (!open_target(path, &to))
		return STATUS_FAULT;
	x->write = write_part;
	x->progress = show_rows;
	x->ctx = &to;
	e = export_run(s, o->arena, x, &out);
	progress_end();
	close_target(&to, e == ERR_OK);
	if (e != ERR_OK)
		return say_end(e, x, out.why, path, to.why);
	if (path)
		say("%llu rows in %s.", (unsigned long long)out.rows, path);
	if (out.lost)
		complain("%llu characters are not in %s; each stands as a "
			 "question mark.",
			 (unsigned long long)out.lost, x->charset);
	return out.lost ? STATUS_PARTLY : STATUS_OK;
}

int
cmd_export(struct options *o)
{
	struct export_options x = { 0 };
	struct opened in;
	const char *path;
	int status = STATUS_OK;

	if (!read_options(o, &x, &path) || !app_open(o, &in))
		return STATUS_FAULT;
	if (o->map)
		status = write_map(o, in.session, &x);
	if (status == STATUS_OK) {
		status = write_rows(o, in.session, &x, path);
		if (o->map && status == STATUS_FAULT)
			remove_file(o->map); /* of rows that are not there */
	}
	app_close(&in);
	return status;
}
