/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * caseload import MAP FILE: a dry run unless --commit.
 */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "app/app.h"
#include "casework/import.h"

static bool
write_file(const char *path, const struct buf *b)
{
	FILE *f;
	bool ok;

	group_drop();
	f = fopen(path, "w");
	ok = f && fwrite(b->s ? b->s : "", 1, b->n, f) == b->n;
	ok = f && fclose(f) == 0 && ok;
	group_take();
	return ok;
}

/* A map is a file, or the name of one that is shipped. */
static enum err
read_map(struct options *o, const char *name, struct form_source *out)
{
	enum err e;

	group_drop();
	e = form_read_file(o->arena, name, out);
	if (e == ERR_NOT_FOUND && !strchr(name, '/'))
		e = form_read_file(o->arena,
				   arena_printf(o->arena, "%s/import/%s.map",
						forms_path(o), name), out);
	group_take();
	return e;
}

static int
report_result(struct options *o, const struct import_options *io,
	      const struct import_counts *c)
{
	const char *rej = o->rejects ? o->rejects
		: arena_printf(o->arena, "%s.rej.csv", io->file_name);
	uint64_t sum = c->created + c->updated + c->unchanged + c->queued +
		       c->skipped + c->rejected;

	if (c->rejected && !write_file(rej, io->rejects))
		complain("The rejected rows could not be written to %s.", rej);
	else if (c->rejected)
		say("The rejected rows are in %s: put them right there and "
		    "import that file.", rej);
	if (!io->commit)
		say("This was a dry run: nothing was written. --commit "
		    "imports.");
	if (sum != c->rows)
		return complain("The counts do not add up: %llu rows, %llu "
				"accounted for.", (unsigned long long)c->rows,
				(unsigned long long)sum), STATUS_BROKEN;
	if (c->rejected == c->rows && c->rows)
		return STATUS_FAULT;
	return c->rejected || c->queued ? STATUS_PARTLY : STATUS_OK;
}

int
cmd_import(struct options *o)
{
	struct opened in;
	struct form_source map;
	struct buf rejects = BUF_INIT, report_text = BUF_INIT;
	struct import_options io = { .rejects = &rejects,
		.report = &report_text, .commit = o->commit,
		};
	struct import_counts c = { 0 };
	struct problems p;
	int status;
	enum err e;

	if (o->n != 2)
		return complain("Name the map and the file: caseload import "
				"MAP FILE [--commit].");
	e = read_map(o, o->rest[0], &map);
	if (e != ERR_OK)
		return complain("There is no map '%s'.", o->rest[0]);
	io.map_name = map.name;
	io.map_text = map.text;
	io.map_size = map.n;
	io.file_name = o->rest[1];
	group_drop();
	io.fd = open(io.file_name, O_RDONLY | O_CLOEXEC);
	group_take();
	if (io.fd < 0)
		return complain("%s cannot be read.", io.file_name);
	if (!app_open(o, &in)) {
		close(io.fd);
		return STATUS_FAULT;
	}
	problems_init(&p, o->arena);
	e = import_run(in.session, &io, &p, &c);
	progress_end();
	if (p.n) {
		struct buf b = BUF_INIT;

		problems_print(&p, &b);
		say_text(b.s);
		buf_clear(&b);
	}
	if (report_text.n)
		say_text(report_text.s);
	if (e != ERR_OK && e != ERR_INVALID)
		status = complain_err(e, "The import stopped");
	else if (e == ERR_INVALID)
		status = complain("Nothing was imported.");
	else
		status = report_result(o, &io, &c);
	close(io.fd);
	app_close(&in);
	buf_clear(&rejects);
	buf_clear(&report_text);
	return status;
}
