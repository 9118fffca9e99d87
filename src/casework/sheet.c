/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * sheet.c - what a sheet prints of a case: the answers that its form names,
 * for somebody outside who is to know those and no others.  So there is
 * neither name nor reference on it but those that it names.
 */
#include <string.h>

#include "base/text.h"
#include "casework/internal.h"

#define LABEL_COLS 34
#define PRINT_COLS 76

static bool
prints(const struct who *w, const struct form *f, const struct sheet *sh)
{
	return (who_roles(w, f) & sh->read) != 0;
}

size_t
case_sheets(const struct who *w, struct arena *a, const struct form *f,
	    const struct sheet ***out)
{
	size_t n = 0;

	*out = arena_array(a, f->n_sheets + 1, sizeof(**out));
	for (size_t i = 0; i < f->n_sheets; i++)
		if (prints(w, f, &f->sheets[i]))
			(*out)[n++] = &f->sheets[i];
	return n;
}

struct printing {
	struct buf text;
	struct arena *a;
	const struct who *w;
	const struct eval_ctx *ctx;
	const struct view *v;
};

/* Bytes of the words that go on one line of so many columns; a word that is
 * longer goes beyond it. */
static size_t
words_on_line(struct arena *a, const char *text, int most)
{
	size_t line = strcspn(text, "\n"), n = 0;

	while (n < line) {
		size_t to = n + strspn(text + n, " ");

		to += strcspn(text + to, " \n");
		if (n > 0 && utf8_width(arena_strndup(a, text, to)) > most)
			break;
		n = to;
	}
	return n;
}

/* A label, and beside it the answer on as many lines as it needs. */
static void
print_line(struct printing *p, const char *label, const char *text)
{
	int gap = LABEL_COLS - utf8_width(label);

	buf_printf(&p->text, "%s%*s", label, gap > 1 ? gap : 1, "");
	while (*text != '\0') {
		size_t n = words_on_line(p->a, text, PRINT_COLS - LABEL_COLS);

		buf_printf(&p->text, "%.*s\n", (int)n, text);
		text += n;
		text += text[0] == '\n' ? 1 : strspn(text, " ");
		if (*text != '\0')
			buf_printf(&p->text, "%*s", LABEL_COLS, "");
	}
}

static void
print_answer(struct printing *p, const struct item *it, size_t row,
	     const char *before)
{
	struct value val;

	if (!who_reads_item(p->w, it, p->ctx) || view_hidden(p->v, it, row))
		return;
	val = view_value(p->v, it, row);
	if (!value_is_empty(&val))
		print_line(p, arena_printf(p->a, "%s%s", before, it->label),
			   answer_format(p->a, it, &val));
}

/* The fields of one repeat that stand together, row by row. */
static void
print_rows(struct printing *p, const struct item *const *fields, size_t n)
{
	const struct item *repeat = fields[0]->repeat;
	size_t no = 0;

	for (size_t row = 0; row < view_rows(p->v, repeat); row++) {
		if (view_struck(p->v, repeat, row))
			continue;
		if (no++ == 0)
			buf_printf(&p->text, "\n%s\n", repeat->label);
		for (size_t i = 0; i < n; i++)
			print_answer(p, fields[i], row,
				     i == 0 ? arena_printf(p->a, "%3zu  ", no)
					    : "     ");
	}
	if (no > 0)
		buf_str(&p->text, "\n");
}

static void
print_sheet(struct printing *p, const struct sheet *sh)
{
	size_t n;

	buf_printf(&p->text, "%s\n\n", sh->label);
	for (size_t i = 0; i < sh->n_fields; i += n) {
		const struct item *it = sh->fields[i];

		for (n = 1; it->repeat && i + n < sh->n_fields &&
			    sh->fields[i + n]->repeat == it->repeat;)
			n++;
		if (it->repeat)
			print_rows(p, &sh->fields[i], n);
		else
			print_answer(p, it, NO_ROW, "");
	}
}

static const struct sheet *
sheet_called(const struct form *f, const char *name)
{
	for (size_t i = 0; i < f->n_sheets; i++)
		if (strcmp(f->sheets[i].name, name) == 0)
			return &f->sheets[i];
	return NULL;
}

enum err
case_sheet(struct session *s, struct arena *a, uint64_t id, const char *sheet,
	   const char **out)
{
	struct txn *t = session_begin(s, true);
	const struct who *w = who_now(t, s);
	const struct record *r = record_now(t, s, a, id);
	const struct form *f =
		r && r->kind == RECORD_CASE ? form_of_record(s, r) : NULL;
	const struct sheet *sh = f ? sheet_called(f, sheet) : NULL;
	struct printing p = { .text = BUF_INIT, .a = a, .w = w };
	struct eval_ctx *ctx = arena_alloc(a, sizeof(*ctx));

	*out = "";
	if (!w || !sh || !who_sees_case(t, w, r) ||
	    r->flags & RECORD_WITHDRAWN || !prints(w, f, sh)) {
		txn_fail(t, ERR_NOT_FOUND);
		return session_end(s, t);
	}
	context_read(t, s, a, f, r, r->person, r->id, ctx);
	p.ctx = ctx;
	p.v = form_view(ctx, &r->fields);
	ctx->answers = view_answers(p.v);
	print_sheet(&p, sh);
	*out = arena_strdup(a, p.text.s);
	buf_clear(&p.text);
	log_act(t, s, ACT_PRINTED, r->person, r->id, r->id, sh->label);
	return session_end(s, t);
}
