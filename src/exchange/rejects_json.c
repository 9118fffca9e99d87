/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Rejected lines of JSON: the object as it was, with five names more.
 */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "exchange/source_parts.h"

/* "name":"text" */
static void
add_pair(struct buf *out, const char *name, const char *text)
{
	json_t *j = json_string(text);
	char *dump = j ? json_dumps(j, JSON_ENCODE_ANY) : NULL;

	buf_printf(out, ",\"%s\":%s", name, dump ? dump : "\"\"");
	free(dump);
	json_decref(j);
}

static const char *
joined(struct buf *b, const struct source *s, const struct row_fault *f,
       size_t n, int part)
{
	buf_reset(b);
	for (size_t i = 0; i < n; i++) {
		const char *text = part == 1 ? f[i].value : f[i].message;

		if (part == 0)
			text = f[i].column < s->n ? s->header[f[i].column] : "";
		buf_printf(b, "%s%s", i ? "; " : "", text);
	}
	return b->s ? b->s : "";
}

static void
add_faults(struct source *s, struct buf *out, uint64_t line,
	   const struct row_fault *f, size_t n)
{
	struct buf b = BUF_INIT;

	buf_printf(out, ",\"_line\":%llu", (unsigned long long)line);
	for (size_t i = 0; i < n; i++)
		buf_printf(&b, "%sI%d", i ? "; " : "", (int)f[i].code);
	add_pair(out, "_code", b.s ? b.s : "");
	add_pair(out, "_column", joined(&b, s, f, n, 0));
	add_pair(out, "_value", joined(&b, s, f, n, 1));
	add_pair(out, "_message", joined(&b, s, f, n, 2));
	buf_clear(&b);
	buf_str(out, "}\n");
}

/* Up to its closing brace. */
static void
add_open(struct buf *out, const char *text, size_t n)
{
	while (n && text[n - 1] != '}')
		n--;
	buf_add(out, text, n ? n - 1 : 0);
}

static void
add_others(struct source *s, struct buf *out, const struct csv_row *row)
{
	json_error_t e;
	json_t *o = json_loadb(row->raw.p, row->raw.n, 0, &e);
	char *dump;

	for (size_t i = 0; i < s->n; i++)
		if (header_is_ours(s->header[i]))
			json_object_del(o, s->header[i]);
	dump = json_dumps(o, JSON_COMPACT | JSON_REAL_PRECISION(15));
	if (dump)
		add_open(out, dump, strlen(dump));
	free(dump);
	json_decref(o);
}

/* No object, or with other names: there is nothing that would go back, and
 * what stood there is told as the value at fault. */
static void
add_nulls(struct source *s, struct buf *out)
{
	json_t *o = json_object();
	char *dump;

	for (size_t i = 0; i < s->n; i++)
		if (!header_is_ours(s->header[i]))
			json_object_set_new(o, s->header[i], json_null());
	dump = json_dumps(o, JSON_COMPACT);
	if (dump)
		add_open(out, dump, strlen(dump));
	free(dump);
	json_decref(o);
}

void
rejects_json_row(struct source *s, struct buf *out, const struct csv_row *row,
		 const struct row_fault *f, size_t n)
{
	if (row->unlike)
		add_nulls(s, out);
	else if (rejects_again(s))
		add_others(s, out, row);
	else
		add_open(out, row->raw.p, row->raw.n);
	add_faults(s, out, row->line, f, n);
}
