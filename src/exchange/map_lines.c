/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "exchange/map_lines.h"

#include <string.h>

#include "base/text.h"

/* The line that is being read. */
struct line {
	struct map_lines *to;
	int number;
	const char *source;
	struct map_property *property; /* that `|` continues */
};

void
map_fault(struct map_lines *l, struct place at, const char *source,
	  const char *hint, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	problems_add(l->problems, at, source, false,
		     arena_vprintf(l->arena, fmt, ap), hint);
	va_end(ap);
}

static struct place
here(const struct line *l, const char *p)
{
	int col = 1;

	for (const char *s = l->source; s < p; s++)
		col += (*s & 0xC0) != 0x80;
	return (struct place){ l->to->file, l->number, col };
}

static const char *
skip_spaces(const char *s)
{
	return s + strspn(s, " ");
}

char *
map_word_read(struct arena *a, const char **p, const char *stops)
{
	const char *s = skip_spaces(*p);
	struct buf b = BUF_INIT;
	char *out;

	if (*s != '"') {
		size_t n = 0;

		while (s[n] && s[n] != ' ' && !strchr(stops, s[n]))
			n++;
		*p = s + n;
		return arena_strndup(a, s, n);
	}
	for (s++; *s; s++) {
		if (*s == '"' && s[1] == '"')
			s++;
		else if (*s == '"')
			break;
		buf_char(&b, *s);
	}
	*p = *s ? s + 1 : s;
	out = *s ? arena_strndup(a, b.s ? b.s : "", b.n) : NULL;
	buf_clear(&b);
	return out;
}

static struct map_statement *
add_statement(struct line *l)
{
	struct map_lines *to = l->to;
	struct map_statement *st = arena_alloc(to->arena, sizeof(*st));

	st->source = l->source;
	st->at = here(l, l->source);
	if (to->last)
		to->last->next = st;
	else
		to->first = st;
	to->last = st;
	l->property = NULL;
	return st;
}

static void
read_statement(struct line *l)
{
	struct arena *a = l->to->arena;
	const char *p = l->source;
	const char *kw = map_word_read(a, &p, "");
	struct map_statement *st;
	const char *name;

	if (!kw || (strcmp(kw, "import") && strcmp(kw, "column") &&
		    strcmp(kw, "always"))) {
		map_fault(l->to, here(l, l->source), l->source,
			  "properties are indented",
			  "expected 'import', 'column' or 'always'");
		return;
	}
	st = add_statement(l);
	st->is_import = kw[0] == 'i';
	st->is_always = kw[0] == 'a';
	name = map_word_read(a, &p, "");
	if (!name)
		map_fault(l->to, here(l, p), l->source, NULL,
			  "a quotation mark is not closed");
	else if (!name[0])
		map_fault(l->to, here(l, p), l->source, NULL,
			  "expected a name after '%s'", kw);
	st->name = name ? name : "";
	p = skip_spaces(p);
	st->rest = p;
	st->rest_at = here(l, p);
}

static void
add_property(struct line *l, const char *p, size_t n)
{
	struct map_statement *st = l->to->last;
	struct map_property *pr = arena_alloc(l->to->arena, sizeof(*pr));

	pr->key = arena_strndup(l->to->arena, p, n);
	pr->at = here(l, p);
	pr->source = l->source;
	pr->value = skip_spaces(p + n + 1);
	pr->value_at = here(l, pr->value);
	for (struct map_property *q = st->first; q; q = q->next)
		if (strcmp(q->key, pr->key) == 0)
			map_fault(l->to, pr->at, l->source, NULL,
				  "'%s' is written twice", pr->key);
	if (st->last)
		st->last->next = pr;
	else
		st->first = pr;
	st->last = l->property = pr;
}

static void
read_indented(struct line *l, const char *p)
{
	struct arena *a = l->to->arena;
	size_t n = strspn(p, "abcdefghijklmnopqrstuvwxyz_");

	if (*p == '|' && l->property)
		l->property->value = arena_printf(
			a, "%s %s", l->property->value, skip_spaces(p + 1));
	else if (!l->to->last)
		map_fault(l->to, here(l, p), l->source,
			  "a statement begins in column 1",
			  "a property must stand below a statement");
	else if (*p == '|' || n == 0 || p[n] != ':')
		map_fault(l->to, here(l, p), l->source, NULL,
			  "expected a property, as in 'source: police'");
	else
		add_property(l, p, n);
}

static void
read_line(struct line *l, const char *s, size_t n)
{
	char *copy;
	size_t bad;
	const char *p;

	l->number++;
	while (n > 0 && (s[n - 1] == '\r' || s[n - 1] == ' '))
		n--;
	l->source = copy = arena_strndup(l->to->arena, s, n);
	if (!utf8_valid(s, n, &bad)) {
		map_fault(l->to, here(l, copy + bad), NULL,
			  "save the file as UTF-8", "this is not valid UTF-8");
		return;
	}
	if (strchr(copy, '\t')) {
		map_fault(l->to, here(l, strchr(copy, '\t')), copy,
			  "write spaces", "a tab is not allowed");
		return;
	}
	p = skip_spaces(copy);
	if (*p == '\0' || *p == '#')
		return;
	if (p == copy)
		read_statement(l);
	else
		read_indented(l, p);
}

void
map_lines_read(struct map_lines *l, const char *text, size_t size)
{
	struct line line = { .to = l };
	const char *p = text, *end = text + size;

	if (size >= 3 && memcmp(p, "\xEF\xBB\xBF", 3) == 0)
		p += 3;
	while (p < end) {
		const char *nl = memchr(p, '\n', (size_t)(end - p));
		const char *stop = nl ? nl : end;

		read_line(&line, p, (size_t)(stop - p));
		p = stop + 1;
	}
}
