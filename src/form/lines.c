/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "form/lines.h"

#include <stdarg.h>
#include <string.h>

#include "base/text.h"
#include "form/lines_reader.h"

int
line_column(const char *from, const char *p)
{
	int col = 1;

	for (; from < p; from++)
		col += (*from & 0xC0) != 0x80;
	return col;
}

static struct place
here(const struct reader *r, const char *p)
{
	return (struct place){ r->file, r->line, line_column(r->s, p) };
}

void
line_warning(struct reader *r, const char *p, const char *hint,
	     const char *text)
{
	problems_add(r->to->problems, here(r, p), r->source, true, text, hint);
}

void
line_fault(struct reader *r, const char *p, const char *hint, const char *fmt,
	   ...)
{
	struct arena *a = r->to->arena;
	va_list ap;

	va_start(ap, fmt);
	problems_add(r->to->problems, here(r, p), r->source, false,
		     arena_vprintf(a, fmt, ap), hint);
	va_end(ap);
}

char *
line_skip_spaces(char *s)
{
	while (*s == ' ')
		s++;
	return s;
}

static char *
skip_word(char *s)
{
	while (*s && *s != ' ')
		s++;
	return s;
}

char *
line_word(struct reader *r, char **p)
{
	char *from = line_skip_spaces(*p);

	*p = skip_word(from);
	return arena_strndup(r->to->arena, from, (size_t)(*p - from));
}

/* Join s to the value, with a space between.  A value on one line is left
 * where it stands. */
static void
add_text(struct reader *r, struct property *p, char *s)
{
	size_t len = strlen(s), want = p->n + len + 2;

	if (p->n == 0) {
		p->value = s;
		p->n = len;
		return;
	}
	if (want > p->cap) {
		p->cap = p->cap ? want * 2 : want;
		p->value = arena_grow(r->to->arena, p->value, p->n, p->cap, 1);
	}
	if (p->n > 0)
		p->value[p->n++] = ' ';
	memcpy(p->value + p->n, s, len + 1);
	p->n += len;
}

static void
add_part(struct reader *r, struct property *p, char *s)
{
	struct arena *a = r->to->arena;

	if (*s == '\0')
		return;
	add_text(r, p, s);
	if (r->to->known) /* nobody will ask where it stands */
		return;
	if (p->n_parts == p->cap_parts) {
		size_t cap = p->cap_parts ? p->cap_parts * 4 : 1;

		p->parts = arena_grow(a, p->parts, p->n_parts, cap,
				      sizeof(*p->parts));
		p->cap_parts = cap;
	}
	p->parts[p->n_parts++] = (struct part){
		.offset = p->n - strlen(s),
		.at = here(r, s),
		.source = r->source,
	};
}

/* strspn() prepares a table first, for keys of eight letters. */
static char *
skip_key(char *s)
{
	while ((*s >= 'a' && *s <= 'z') || (*s >= '0' && *s <= '9') ||
	       *s == '_')
		s++;
	return s;
}

static void
read_property(struct reader *r, char *s)
{
	char *end = skip_key(s);
	struct property *p;

	if (end == s || *end != ':') {
		const char *hint =
			end > s ? "a colon follows a property's name; a line "
				  "that goes on begins with |"
				: NULL;

		end = s;
		if (is_keyword(line_word(r, &end)))
			hint = "a statement begins in column 1";
		line_fault(r, s, hint,
			   "expected a property, as in 'hint: text'");
		r->property = NULL;
		return;
	}
	p = arena_alloc(r->to->arena, sizeof(*p));
	p->key = arena_strndup(r->to->arena, s, (size_t)(end - s));
	p->at = here(r, s);
	p->source = r->source;
	p->value = end + strlen(end); /* "" */
	add_part(r, p, line_skip_spaces(end + 1));
	if (r->statement->last)
		r->statement->last->next = p;
	else
		r->statement->first = p;
	r->statement->last = r->property = p;
}

static void
read_indented(struct reader *r, char *s)
{
	if (r->skip)
		return;
	if (*s == '|' && !r->property)
		line_fault(r, s, NULL,
			   "there is no property above to continue");
	else if (*s == '|')
		add_part(r, r->property, line_skip_spaces(s + 1));
	else if (!r->statement)
		line_fault(r, s, "a statement begins in column 1",
			   "a property must stand below a statement");
	else
		read_property(r, s);
}

/* What the byte is called when it must not stand in a form; else NULL. */
static const char *
unwanted(unsigned char c)
{
	if (c == '\t')
		return "a tab is not allowed";
	if (c == '\0')
		return "a zero byte is not allowed";
	return c < ' ' || c == 0x7F ? "a control character is not allowed"
				    : NULL;
}

/* Nothing but printable ASCII, as nearly every line is. */
static bool
is_plain(const char *s, size_t n)
{
	unsigned int other = 0;

	for (size_t i = 0; i < n; i++)
		other |= (unsigned int)(unsigned char)s[i] - ' ' >= 0x7F - ' ';
	return !other;
}

/* Bytes that must not be there are reported, the first of each line, and then
 * read as spaces. */
static void
make_harmless(struct reader *r, size_t n)
{
	bool told = false;
	size_t bad;

	if (is_plain(r->s, n))
		return;
	if (!utf8_valid(r->s, n, &bad) && r->s[bad] != '\0') {
		line_fault(r, r->s + bad, "save the file as UTF-8",
			   "this is not valid UTF-8");
		told = true;
	}
	for (size_t i = 0; i < n; i++) {
		const char *why = unwanted((unsigned char)r->s[i]);

		if (!why)
			continue;
		if (!told)
			line_fault(r, r->s + i,
				   r->s[i] == '\t' ? "write spaces" : NULL,
				   "%s", why);
		if (r->s == r->source)
			r->s = arena_memdup(r->to->arena, r->source, n + 1);
		told = true;
		r->s[i] = ' ';
	}
}

static void
read_line(struct reader *r, char *s, size_t n)
{
	char *p;

	if (n > 0 && s[n - 1] == '\r')
		n--;
	r->line++;
	r->s = s;
	r->s[n] = '\0';
	r->source = r->s;
	if (!r->to->known)
		make_harmless(r, n);
	while (n > 0 && r->s[n - 1] == ' ')
		n--;
	r->s[n] = '\0';
	p = line_skip_spaces(r->s);
	if (*p == '\0' || *p == '#')
		return;
	if (p == r->s && *p == '|')
		line_fault(r, p, NULL,
			   "a line that begins with | must be indented");
	else if (p == r->s)
		read_statement(r);
	else
		read_indented(r, p);
}

/* What is no plain text at all is told once. */
static const struct {
	const char *begins, *what, *hint;
} others[] = {
	{ "\xFF\xFE", "this file is UTF-16", "save it as UTF-8" },
	{ "\xFE\xFF", "this file is UTF-16", "save it as UTF-8" },
	{ "{\\rtf", "this is a word processor's file",
	  "save it as plain text, in UTF-8" },
	{ "PK\003\004", "this is a word processor's file",
	  "save it as plain text, in UTF-8" },
	{ "\xD0\xCF\x11\xE0", "this is a word processor's file",
	  "save it as plain text, in UTF-8" },
};

static bool
is_other(struct reader *r, const struct form_source *file)
{
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
		size_t n = strlen(others[i].begins);

		if (file->n < n || memcmp(file->text, others[i].begins, n) != 0)
			continue;
		r->line = 1;
		r->s = arena_strdup(r->to->arena, "");
		r->source = NULL;
		line_fault(r, r->s, others[i].hint, "%s", others[i].what);
		return true;
	}
	return false;
}

void
lines_read(struct statements *s, const struct form_source *file)
{
	struct reader r = { .to = s };
	/* A copy, in which each line is ended where it stands. */
	char *p = arena_alloc(s->arena, file->n + 1), *end = p + file->n;

	if (file->n > 0)
		memcpy(p, file->text, file->n);
	r.file = arena_strdup(s->kept, file->name);
	if (is_other(&r, file))
		return;
	if (file->n >= 3 && memcmp(p, "\xEF\xBB\xBF", 3) == 0)
		p += 3; /* some editors write a mark of byte order */
	while (p < end) {
		char *nl = memchr(p, '\n', (size_t)(end - p));
		char *stop = nl ? nl : end;

		read_line(&r, p, (size_t)(stop - p));
		p = stop + 1;
	}
}

struct place
property_place(const struct property *p, size_t offset, const char **source)
{
	size_t i = p->n_parts;
	struct place at;

	if (i == 0) {
		*source = p->source;
		return p->at;
	}
	while (i > 1 && p->parts[i - 1].offset > offset)
		i--;
	at = p->parts[i - 1].at;
	if (offset > p->parts[i - 1].offset)
		at.col += line_column(p->value + p->parts[i - 1].offset,
				      p->value + offset) -
			  1;
	*source = p->parts[i - 1].source;
	return at;
}
