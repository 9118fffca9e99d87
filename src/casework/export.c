/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * An export from its entry in the log to its last row: read in small steps,
 * so that no read outlives its call by much.
 */
#include "casework/export.h"

#include <string.h>

#include "casework/edit_parts.h"
#include "casework/export_parts.h"

#define RECORDS_A_STEP 200

/* Is the person one of the programme's, by a case that the user may see? */
static bool
is_of_programme(struct exporting *x, uint64_t person)
{
	struct case_brief *cases;
	size_t n = brief_cases(x->t, x->s, x->w, &x->row, person, &cases);

	for (size_t i = 0; i < n; i++) {
		const struct record *c =
			record_get_header(x->t, &x->row, cases[i].id);

		if (c && !(c->flags & RECORD_WITHDRAWN) &&
		    form_of_record(x->s, c) == x->of)
			return true;
	}
	return false;
}

static bool
is_wanted(struct exporting *x, const struct record *r)
{
	if (!r || r->flags & RECORD_WITHDRAWN || is_withdrawn(x->t, r) ||
	    !who_sees(x->t, x->w, r))
		return false;
	return !x->of || is_of_programme(x, r->id);
}

/* The ids of the next records of the form, behind *after. */
static size_t
next_ids(struct exporting *x, uint64_t *after, uint64_t ids[RECORDS_A_STEP])
{
	struct bytes key, posting;
	struct index_scan *scan;
	struct key from, to;
	size_t n = 0;

	key_start(&from);
	key_u32(&from, (uint32_t)form_no(x->s, x->form));
	to = from;
	key_u64(&from, *after + 1);
	key_after(&to);
	scan = index_scan_open(x->t, IX_BY_FORM, key_bytes(&from),
			       key_bytes(&to), false);
	while (n < RECORDS_A_STEP && index_scan_next(scan, &key, &posting)) {
		struct key_reader r = key_read(key);
		uint32_t fno;

		if (key_read_u32(&r, &fno) && key_read_u64(&r, &ids[n]))
			*after = ids[n++];
	}
	index_scan_close(&scan);
	return n;
}

static size_t
step(struct exporting *x, uint64_t *after)
{
	uint64_t ids[RECORDS_A_STEP];
	enum err e;
	size_t n;

	x->t = session_begin(x->s, false);
	x->w = who_now(x->t, x->s);
	n = x->w ? next_ids(x, after, ids) : 0;
	for (size_t i = 0; i < n && x->err == ERR_OK; i++) {
		const struct record *r =
			record_now(x->t, x->s, &x->row, ids[i]);

		if (is_wanted(x, r))
			x->err = export_row(x, r);
		arena_clear(&x->row);
	}
	e = session_end(x->s, x->t);
	if (x->err == ERR_OK)
		x->err = e;
	return n;
}

/* Said before anything is read. */
static enum err
log_export(struct exporting *x)
{
	static const char *const formats[] = { "CSV", "lines of JSON",
					       "fixed widths" };
	struct txn *t = session_begin(x->s, true);

	log_act(t, x->s, ACT_EXPORTED, 0, 0, 0,
		arena_printf(x->a, "%s%s as %s%s%s", x->o->form,
			     x->o->people ? ", people" : "",
			     formats[x->o->format], x->o->reason ? ": " : "",
			     x->o->reason ? x->o->reason : ""));
	return session_end(x->s, t);
}

static enum err
begin(struct exporting *x)
{
	struct txn *t = session_begin(x->s, false);
	enum err e = export_begin(x, t, who_now(t, x->s));

	if (e != ERR_OK)
		txn_fail(t, e);
	return session_end(x->s, t);
}

static enum err
write_all(struct exporting *x)
{
	uint64_t after = 0;

	TRY(log_export(x));
	TRY(export_header(x));
	while (step(x, &after) == RECORDS_A_STEP && x->err == ERR_OK)
		if (x->o->progress && !x->o->progress(x->out->rows, x->o->ctx))
			return ERR_CONFLICT;
	return x->err;
}

enum err
export_run(struct session *s, struct arena *a, const struct export_options *o,
	   struct exported *out)
{
	struct exporting x = { .s = s, .a = a, .o = o, .out = out };
	enum err e;

	*out = (struct exported){ .why = "" };
	e = begin(&x);
	if (e == ERR_OK)
		e = write_all(&x);
	charset_close(&x.charset);
	arena_clear(&x.row);
	return e;
}

/* --- the map that reads it back ---------------------------------------------- */

static void
map_column(struct exporting *x, const struct export_column *c, struct buf *out)
{
	static const char *const targets[] = {
		[EXPORT_KEY] = "-",
		[EXPORT_PERSON] = "-",
		[EXPORT_CASE] = "-",
		[EXPORT_REFERENCE] = "@reference",
		[EXPORT_SAME] = "@same_as",
		[EXPORT_STATE] = "@state",
		[EXPORT_STATES] = "@states",
		[EXPORT_OWNER] = "@owner",
		[EXPORT_FINISHED] = "@finished",
		[EXPORT_ALERTS] = "@alerts",
		[EXPORT_TASKS] = "@tasks",
		[EXPORT_LINKS] = "@links",
	};
	const char *to = c->head ? targets[c->head] : c->item->name;

	(void)x;
	buf_printf(out, "column %-24s  %s\n", c->name, to);
}

static void
map_places(struct exporting *x, struct buf *out)
{
	size_t at = 1;

	for (size_t i = 0; i < x->n; i++) {
		map_column(x, &x->columns[i], out);
		if (x->o->format == EXPORT_FIXED)
			buf_printf(out, "    at: %zu..%zu\n", at,
				   at + x->columns[i].width - 1);
		at += x->columns[i].width;
	}
}

static const char *
delimiter_word(char d)
{
	return d == ';'	   ? "semicolon"
	       : d == '\t' ? "tab"
	       : d == '|'  ? "pipe"
			   : "comma";
}

static void
map_import(struct exporting *x, struct buf *out)
{
	const struct form *f = x->form;
	bool fixed = x->o->format == EXPORT_FIXED;

	buf_printf(out,
		   "import %s_back  %s, as caseload wrote them\n"
		   "    form:      %s\n"
		   "    source:    caseload\n"
		   "    key:       record.key\n",
		   f->name, f->label, form_full_name(f));
	if (f->kind == FORM_CHILD)
		buf_str(out, "    case:      record.case\n");
	else if (f->kind == FORM_PERSON)
		buf_str(out, "    person:    new\n");
	else if (f->kind == FORM_PERSON_CHILD || f->about == ABOUT_PERSON)
		buf_str(out, "    person:    key record.person\n");
	buf_printf(out,
		   "    on_exists: skip\n"
		   "    blank:     clear\n"
		   "    restore:   yes\n"
		   "    encoding:  %s\n",
		   x->o->charset ? x->o->charset : "utf-8");
	if (x->o->raw || fixed || x->o->format == EXPORT_JSONL)
		buf_str(out, "    cells:     raw\n");
	if (fixed)
		buf_str(out, "    layout:    fixed\n\n");
	else
		buf_printf(out, "    delimiter: %s\n\n",
			   delimiter_word(x->o->delimiter));
}

enum err
export_map(struct session *s, struct arena *a, const struct export_options *o,
	   struct buf *out, const char **why)
{
	struct exported done = { .why = "" };
	struct exporting x = { .s = s, .a = a, .o = o, .out = &done };
	enum err e = begin(&x);

	*why = done.why;
	if (e == ERR_OK) {
		map_import(&x, out);
		map_places(&x, out);
	}
	charset_close(&x.charset);
	arena_clear(&x.row);
	return e;
}
