/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Rows as CSV, as lines of JSON, or in columns of fixed width.
 */
#include <stdlib.h>
#include <string.h>

#include "casework/export_parts.h"
#include "exchange/rows.h"

/* What the charset has no character for is written `?`, and counted. */
static void
recode(struct exporting *x, const char *text, struct buf *out)
{
	char one[4];
	uint32_t ch;

	while ((ch = utf8_next(&text)) != 0) {
		size_t n = utf8_put(one, ch), had = out->n;

		if (charset_convert(x->charset, bytes_of(one, n), out, NULL) ==
		    ERR_OK)
			continue;
		out->n = had;
		x->out->lost++;
		if (charset_convert(x->charset, bytes_str("?"), out, NULL) !=
		    ERR_OK)
			out->n = had;
	}
}

static enum err
write_line(struct exporting *x, struct buf *line)
{
	struct buf out = BUF_INIT;
	bool fine;

	if (x->charset && charset_convert(x->charset, buf_bytes(line), &out,
					  NULL) != ERR_OK) {
		buf_reset(&out);
		recode(x, line->s, &out);
	}
	fine = x->o->write(x->charset ? buf_bytes(&out) : buf_bytes(line),
			   x->o->ctx);
	buf_clear(&out);
	return fine ? ERR_OK : ERR_IO;
}

/* --- CSV --------------------------------------------------------------------- */

/* A number is no formula, though it may begin with a sign. */
static bool
is_number(const struct export_column *c)
{
	return c->item &&
	       (c->item->type == Q_INTEGER || c->item->type == Q_DECIMAL);
}

static void
csv_cell(struct exporting *x, const struct export_column *c, const char *text,
	 struct buf *line)
{
	char delimiter = x->o->delimiter ? x->o->delimiter : ',';

	if (!x->o->raw && !is_number(c))
		text = cell_armour(&x->row, text);
	cell_write(line, bytes_str(text), delimiter);
}

static void
csv_line(struct exporting *x, const struct record *r, struct buf *line)
{
	for (size_t i = 0; i < x->n; i++) {
		const struct export_column *c = &x->columns[i];

		if (i)
			buf_char(line, x->o->delimiter ? x->o->delimiter : ',');
		csv_cell(x, c, r ? export_cell(x, c, r) : c->name, line);
	}
	buf_str(line, "\r\n");
}

/* --- lines of JSON -------------------------------------------------------------- */

static void
json_line(struct exporting *x, const struct record *r, struct buf *line)
{
	json_t *o = json_object();
	char *dump;

	for (size_t i = 0; i < x->n; i++)
		json_object_set_new(o, x->columns[i].name,
				    export_json(x, &x->columns[i], r));
	dump = json_dumps(o, JSON_COMPACT | JSON_REAL_PRECISION(15));
	buf_str(line, dump ? dump : "{}");
	buf_char(line, '\n');
	free(dump);
	json_decref(o);
}

/* --- fixed widths ------------------------------------------------------------------ */

/* Nothing is cut: what does not fit stops the export. */
static bool
fixed_cell(struct exporting *x, const struct export_column *c, const char *text,
	   struct buf *line)
{
	size_t n = utf8_count(text);

	if (n > c->width) {
		x->out->why = arena_printf(
			x->a,
			"Column %s: a text of %zu characters does not "
			"fit into %zu. Give it more.",
			c->name, n, c->width);
		return false;
	}
	for (const char *p = text; *p; p++)
		buf_char(line,
			 *p == '\n' || *p == '\r' || *p == '\t' ? ' ' : *p);
	for (; n < c->width; n++)
		buf_char(line, ' ');
	return true;
}

static enum err
fixed_line(struct exporting *x, const struct record *r, struct buf *line)
{
	for (size_t i = 0; i < x->n; i++)
		if (!fixed_cell(x, &x->columns[i],
				export_cell(x, &x->columns[i], r), line))
			return ERR_INVALID;
	buf_str(line, "\r\n");
	return ERR_OK;
}

/* --- */

/* Where the charset has a mark of byte order, it stands at the beginning. */
static void
add_mark(const struct exporting *x, struct buf *line)
{
	const char *name = x->o->charset;

	if (x->charset && strcmp(charset_unmarked(name), name) != 0)
		buf_str(line, "\xEF\xBB\xBF");
}

enum err
export_header(struct exporting *x)
{
	struct buf line = BUF_INIT;
	enum err e = ERR_OK;

	add_mark(x, &line);
	if (x->o->format == EXPORT_CSV)
		csv_line(x, NULL, &line);
	if (line.n)
		e = write_line(x, &line);
	buf_clear(&line);
	return e;
}

enum err
export_row(struct exporting *x, const struct record *r)
{
	struct buf line = BUF_INIT;
	enum err e = ERR_OK;

	if (x->o->format == EXPORT_CSV)
		csv_line(x, r, &line);
	else if (x->o->format == EXPORT_JSONL)
		json_line(x, r, &line);
	else
		e = fixed_line(x, r, &line);
	if (e == ERR_OK)
		e = write_line(x, &line);
	buf_clear(&line);
	x->out->rows += e == ERR_OK;
	return e;
}
