/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "form/problem.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"

void
problems_init(struct problems *p, struct arena *a)
{
	*p = (struct problems){ .arena = a };
}

static bool
same(const char *s, const char *t)
{
	return s == t || (s && t && strcmp(s, t) == 0);
}

static bool
is_known(const struct problems *p, struct place at, const char *message)
{
	for (size_t i = 0; i < p->n; i++) {
		const struct problem *v = &p->v[i];

		if (v->at.line == at.line && v->at.col == at.col &&
		    same(v->at.file, at.file) && same(v->message, message))
			return true;
	}
	return false;
}

/* File names repeat: share the copy of the problem before. */
static const char *
keep_file(struct problems *p, const char *file)
{
	if (p->n > 0 && same(p->v[p->n - 1].at.file, file))
		return p->v[p->n - 1].at.file;
	return arena_strdup(p->arena, file);
}

static int
place_order(const void *a, const void *b)
{
	const struct problem *x = a, *y = b;
	int c = strcmp(x->at.file ? x->at.file : "",
		       y->at.file ? y->at.file : "");

	if (c == 0)
		c = (x->at.line > y->at.line) - (x->at.line < y->at.line);
	if (c == 0)
		c = (x->at.col > y->at.col) - (x->at.col < y->at.col);
	return c ? c : strcmp(x->message, y->message);
}

/*
 * Faults are not found in the order of their places, so more than are printed
 * must be kept; a text that is no form at all would fill the memory, so from
 * time to time the hindmost are let go.  Errors go before warnings then: a
 * screen full of warnings must not hide the error.
 */
static int
keep_order(const void *a, const void *b)
{
	const struct problem *x = a, *y = b;

	if (x->warning != y->warning)
		return x->warning ? 1 : -1;
	return place_order(a, b);
}

static void
make_room(struct problems *p)
{
	size_t cap = p->cap ? p->cap * 2 : 16;

	if (p->n >= 4 * PROBLEMS_MOST) {
		qsort(p->v, p->n, sizeof(*p->v), keep_order);
		p->n = 2 * PROBLEMS_MOST;
		return;
	}
	p->v = arena_grow(p->arena, p->v, p->n, cap, sizeof(*p->v));
	p->cap = cap;
}

void
problems_add(struct problems *p, struct place at, const char *source,
	     bool warning, const char *message, const char *hint)
{
	if (is_known(p, at, message))
		return;
	if (warning)
		p->warnings++;
	else
		p->errors++;
	if (p->n == p->cap || p->n >= 4 * PROBLEMS_MOST)
		make_room(p);
	at.file = keep_file(p, at.file);
	at.col = at.col > 0 ? at.col : 1;
	p->v[p->n++] = (struct problem){
		.at = at,
		.warning = warning,
		.message = arena_strdup(p->arena, message),
		.hint = arena_strdup(p->arena, hint),
		.source = arena_strdup(p->arena, source),
	};
}

/* Add the text as it may be shown; returns its width in columns. */
static int
add_safe(struct buf *out, const char *s, size_t n)
{
	const char *end = s + n;
	char bytes[4];
	int width = 0;

	while (s < end) {
		uint32_t c = text_next_safe(&s);

		if (c == 0)
			break;
		buf_add(out, bytes, utf8_put(bytes, c));
		width += utf8_char_width(c);
	}
	return width;
}

/* Columns count characters: how many bytes come before this one. */
static size_t
bytes_before(const char *source, int col)
{
	const char *s = source;

	while (--col > 0 && utf8_next(&s) != 0)
		;
	return (size_t)(s - source);
}

static void
print_source(const struct problem *v, struct buf *out)
{
	size_t before = bytes_before(v->source, v->at.col);
	int width;

	buf_str(out, "    ");
	width = add_safe(out, v->source, before);
	add_safe(out, v->source + before, strlen(v->source + before));
	buf_str(out, "\n    ");
	while (width-- > 0)
		buf_char(out, ' ');
	buf_str(out, "^\n");
}

static void
print_one(const struct problem *v, struct buf *out)
{
	const char *file = v->at.file ? v->at.file : "";

	add_safe(out, file, strlen(file));
	if (v->at.line > 0)
		buf_printf(out, ":%d:%d", v->at.line, v->at.col);
	buf_str(out, v->warning ? ": warning: " : ": error: ");
	add_safe(out, v->message, strlen(v->message));
	buf_char(out, '\n');
	if (v->source && v->at.line > 0)
		print_source(v, out);
	if (v->hint) {
		buf_str(out, "    hint: ");
		add_safe(out, v->hint, strlen(v->hint));
		buf_char(out, '\n');
	}
}

void
problems_print(struct problems *p, struct buf *out)
{
	size_t all = p->errors + p->warnings, n = p->n;

	if (n > PROBLEMS_MOST) {
		qsort(p->v, n, sizeof(*p->v), keep_order);
		n = PROBLEMS_MOST;
	}
	if (n > 0)
		qsort(p->v, n, sizeof(*p->v), place_order);
	for (size_t i = 0; i < n; i++)
		print_one(&p->v[i], out);
	if (all > n)
		buf_printf(out, "and %zu more\n", all - n);
}
