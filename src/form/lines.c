/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "form/lines.h"

#include <stdarg.h>
#include <string.h>

#include "base/text.h"
#include "form/names.h"

/* What follows the keyword: nothing of C knows more of a statement's head. */
enum head {
	HEAD_NAME,		/* NAME */
	HEAD_CODE,		/* CODE */
	HEAD_OF_NAME,		/* NAME NAME */
	HEAD_NESTS,		/* group or repeat, NAME */
};

static const struct head_row {
	const char *word;
	enum keyword kw;
	enum head head;
} heads[] = {
	{ "choice", KW_CHOICE, HEAD_CODE },
	{ "select_one", KW_SELECT_ONE, HEAD_OF_NAME },
	{ "text", KW_TEXT, HEAD_NAME },
	{ "date", KW_DATE, HEAD_NAME },
	{ "integer", KW_INTEGER, HEAD_NAME },
	{ "decimal", KW_DECIMAL, HEAD_NAME },
	{ "select_multiple", KW_SELECT_MULTIPLE, HEAD_OF_NAME },
	{ "user", KW_USER, HEAD_NAME },
	{ "list", KW_LIST, HEAD_NAME },
	{ "page", KW_PAGE, HEAD_NAME },
	{ "calculate", KW_CALCULATE, HEAD_NAME },
	{ "check", KW_CHECK, HEAD_NAME },
	{ "transition", KW_TRANSITION, HEAD_NAME },
	{ "measure", KW_MEASURE, HEAD_NAME },
	{ "state", KW_STATE, HEAD_NAME },
	{ "timer", KW_TIMER, HEAD_NAME },
	{ "form", KW_FORM, HEAD_NAME },
	{ "show", KW_SHOW, HEAD_NAME },
	{ "note", KW_NOTE, HEAD_NAME },
	{ "datetime", KW_DATETIME, HEAD_NAME },
	{ "time", KW_TIME, HEAD_NAME },
	{ "duration", KW_DURATION, HEAD_NAME },
	{ "person", KW_PERSON, HEAD_NAME },
	{ "attachment", KW_ATTACHMENT, HEAD_NAME },
	{ "case", KW_CASE, HEAD_OF_NAME },
	{ "role", KW_ROLE, HEAD_NAME },
	{ "calendar", KW_CALENDAR, HEAD_NAME },
	{ "setting", KW_SETTING, HEAD_NAME },
	{ "report", KW_REPORT, HEAD_NAME },
	{ "sheet", KW_SHEET, HEAD_NAME },
	{ "drop", KW_DROP, HEAD_NAME },
	{ "begin", KW_GROUP, HEAD_NESTS },
	{ "end", KW_END_GROUP, HEAD_NESTS },
};
enum { N_HEADS = sizeof(heads) / sizeof(heads[0]) };

/* Where the reader is. */
struct reader {
	struct statements *to;
	const char *file;
	int line;
	char *s;			/* the line, made harmless */
	const char *source;		/* as it was written; may be s */
	struct statement *statement;	/* that properties go to */
	struct property *property;	/* that `|` continues */
	bool skip;			/* below a statement that was wrong */
};

const char *
keyword_text(enum keyword kw)
{
	switch (kw) {
	case KW_GROUP: return "group";
	case KW_REPEAT: return "repeat";
	case KW_END_GROUP: return "end group";
	case KW_END_REPEAT: return "end repeat";
	default: break;
	}
	for (size_t i = 0; i < N_HEADS; i++)
		if (heads[i].kw == kw)
			return heads[i].word;
	return "";
}

/* Columns count characters, from 1. */
static int
column(const char *from, const char *p)
{
	int col = 1;

	for (; from < p; from++)
		col += (*from & 0xC0) != 0x80;
	return col;
}

static struct place
here(const struct reader *r, const char *p)
{
	return (struct place){ r->file, r->line, column(r->s, p) };
}

static void __attribute__((format(printf, 4, 5)))
fault(struct reader *r, const char *p, const char *hint, const char *fmt, ...)
{
	struct arena *a = r->to->arena;
	va_list ap;

	va_start(ap, fmt);
	problems_add(r->to->problems, here(r, p), r->source, false,
		     arena_vprintf(a, fmt, ap), hint);
	va_end(ap);
}

static char *
skip_spaces(char *s)
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

/* The word at *p, which steps behind it; "" at the end of the line. */
static char *
take_word(struct reader *r, char **p)
{
	char *from = skip_spaces(*p);

	*p = skip_word(from);
	return arena_strndup(r->to->arena, from, (size_t)(*p - from));
}

static bool
is_lower(char c)
{
	return c >= 'a' && c <= 'z';
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
is_name(const char *s)
{
	if (!is_lower(*s))
		return false;
	while (is_lower(*s) || is_digit(*s) || *s == '_')
		s++;
	return *s == '\0';
}

static bool
is_code(const char *s)
{
	if (!is_digit(*s) && !is_lower(*s) && !(*s >= 'A' && *s <= 'Z'))
		return false;
	while (is_digit(*s) || is_lower(*s) || (*s >= 'A' && *s <= 'Z') ||
	       *s == '_' || *s == '-' || *s == '.')
		s++;
	return *s == '\0';
}

/* One name of a statement's head; NULL when it is not there or is none. */
static const char *
take_name(struct reader *r, char **p, enum head head, const char *keyword,
	  int *col)
{
	bool code = head == HEAD_CODE;
	const char *word;
	char *at = *p;

	word = take_word(r, p);
	at = *word ? skip_spaces(at) : *p;
	*col = column(r->s, at);
	if (*word == '\0') {
		fault(r, at, NULL, "expected a %s after '%s'",
		      code ? "code" : "name", keyword);
		return NULL;
	}
	if (code ? is_code(word) : is_name(word))
		return word;
	fault(r, at,
	      code ? "a code is letters, digits, _ - and ., and begins with "
		     "a letter or digit"
		   : "a name is small letters, digits and _, and begins with "
		     "a letter",
	      "'%s' is not a %s", word, code ? "code" : "name");
	return NULL;
}

static const struct head_row *
head_find(const char *word)
{
	for (size_t i = 0; i < N_HEADS; i++)
		if (*heads[i].word == *word && strcmp(heads[i].word, word) == 0)
			return &heads[i];
	return NULL;
}

static const char *
nearest_head(struct reader *r, const char *word)
{
	struct names t;
	const char *best;

	names_init(&t, r->to->arena);
	for (size_t i = 0; i < N_HEADS; i++)
		names_add(&t, heads[i].word, NULL);
	best = names_nearest(&t, word);
	return best ? arena_printf(r->to->arena, "did you mean '%s'?", best)
		    : NULL;
}

static struct statement *
add_statement(struct reader *r, enum keyword kw)
{
	struct statements *to = r->to;
	struct statement *st = arena_alloc(to->arena, sizeof(*st));

	*st = (struct statement){
		.kw = kw,
		.name = "",
		.at = { r->file, r->line, 1 },
		.name_col = 1,
		.source = r->source,
	};
	if (to->last)
		to->last->next = st;
	else
		to->first = st;
	to->last = st;
	to->n++;
	r->statement = st;
	r->property = NULL;
	return st;
}

/*
 * A statement that nobody knows: reported, but what looks like its name is
 * kept, so that expressions which name it are not reported as well.
 */
static void
unknown_statement(struct reader *r, const char *word, char *p)
{
	const char *hint = nearest_head(r, word);
	struct statement *st;
	const char *colon = strchr(word, ':');

	if (!hint && colon)
		hint = "a property is indented";
	fault(r, r->s, hint, "unknown statement '%s'", word);
	r->skip = true;
	word = take_word(r, &p);
	if (!colon && is_name(word)) {
		st = add_statement(r, KW_UNKNOWN);
		st->name = word;
	}
}

/* `begin` and `end` say which in a word of its own. */
static bool
take_nest(struct reader *r, char **p, enum keyword *kw, const char **keyword)
{
	bool end = *kw == KW_END_GROUP;
	char *at = *p;
	const char *word = take_word(r, p);

	at = skip_spaces(at);
	if (strcmp(word, "group") == 0)
		*kw = end ? KW_END_GROUP : KW_GROUP;
	else if (strcmp(word, "repeat") == 0)
		*kw = end ? KW_END_REPEAT : KW_REPEAT;
	else {
		fault(r, at, NULL, "expected 'group' or 'repeat' after '%s'",
		      end ? "end" : "begin");
		return false;
	}
	*keyword = arena_printf(r->to->arena, "%s %s", end ? "end" : "begin",
				word);
	return true;
}

static void
read_statement(struct reader *r)
{
	char *p = r->s;
	const char *word = take_word(r, &p), *keyword = word;
	const struct head_row *h = head_find(word);
	struct statement *st;
	enum keyword kw;

	r->skip = false;
	r->statement = NULL;
	r->property = NULL;
	if (!h) {
		unknown_statement(r, word, p);
		return;
	}
	kw = h->kw;
	r->skip = true;
	if (h->head == HEAD_NESTS && !take_nest(r, &p, &kw, &keyword))
		return;
	st = add_statement(r, kw);
	if (h->head == HEAD_OF_NAME)
		st->of = take_name(r, &p, HEAD_NAME, keyword, &st->of_col);
	if (h->head == HEAD_OF_NAME && !st->of) {
		st->kw = KW_UNKNOWN;
		return;
	}
	st->name = take_name(r, &p, h->head, keyword, &st->name_col);
	if (!st->name) {
		st->name = "";
		return;
	}
	r->skip = false;
	p = skip_spaces(p);
	st->label = *p ? arena_strdup(r->to->arena, p) : NULL;
}

/* Join s to the value, with a space between. */
static void
add_text(struct reader *r, struct property *p, const char *s)
{
	size_t len = strlen(s), want = p->n + len + 2;

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
	if (p->n_parts == p->cap_parts) {
		size_t cap = p->cap_parts ? p->cap_parts * 4 : 1;

		p->parts = arena_grow(a, p->parts, p->n_parts, cap,
				      sizeof(*p->parts));
		p->cap_parts = cap;
	}
	add_text(r, p, s);
	p->parts[p->n_parts++] = (struct part){
		.offset = p->n - strlen(s),
		.at = here(r, s),
		.source = r->source,
	};
}

static void
read_property(struct reader *r, char *s)
{
	char *end = s;
	struct property *p;

	while (is_lower(*end) || is_digit(*end) || *end == '_')
		end++;
	if (end == s || *end != ':') {
		end = s;
		fault(r, s, head_find(take_word(r, &end))
			    ? "a statement begins in column 1" : NULL,
		      "expected a property, as in 'hint: text'");
		r->property = NULL;
		return;
	}
	p = arena_alloc(r->to->arena, sizeof(*p));
	p->key = arena_strndup(r->to->arena, s, (size_t)(end - s));
	p->at = here(r, s);
	p->source = r->source;
	p->value = arena_strdup(r->to->arena, "");
	add_part(r, p, skip_spaces(end + 1));
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
		fault(r, s, NULL, "there is no property above to continue");
	else if (*s == '|')
		add_part(r, r->property, skip_spaces(s + 1));
	else if (!r->statement)
		fault(r, s, "a statement begins in column 1",
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

/* Bytes that must not be there are reported, the first of each line, and then
 * read as spaces. */
static void
make_harmless(struct reader *r, size_t n)
{
	bool told = false;
	size_t bad;

	if (!utf8_valid(r->s, n, &bad) && r->s[bad] != '\0') {
		fault(r, r->s + bad, "save the file as UTF-8",
		      "this is not valid UTF-8");
		told = true;
	}
	for (size_t i = 0; i < n; i++) {
		const char *why = unwanted((unsigned char)r->s[i]);

		if (!why)
			continue;
		if (!told)
			fault(r, r->s + i,
			      r->s[i] == '\t' ? "write spaces" : NULL,
			      "%s", why);
		if (r->s == r->source)
			r->s = arena_memdup(r->to->arena, r->source, n + 1);
		told = true;
		r->s[i] = ' ';
	}
}

static void
read_line(struct reader *r, const char *s, size_t n)
{
	char *p;

	if (n > 0 && s[n - 1] == '\r')
		n--;
	r->line++;
	r->s = arena_alloc(r->to->arena, n + 1);
	memcpy(r->s, s, n);
	r->source = r->s;
	make_harmless(r, n);
	while (n > 0 && r->s[n - 1] == ' ')
		n--;
	r->s[n] = '\0';
	p = skip_spaces(r->s);
	if (*p == '\0' || *p == '#')
		return;
	if (p == r->s && *p == '|')
		fault(r, p, NULL, "a line that begins with | must be indented");
	else if (p == r->s)
		read_statement(r);
	else
		read_indented(r, p);
}

void
lines_read(struct statements *s, const struct form_source *file)
{
	struct reader r = { .to = s };
	const char *p = file->text, *end = p + file->n;

	r.file = arena_strdup(s->kept, file->name);
	if (file->n >= 3 && memcmp(p, "\xEF\xBB\xBF", 3) == 0)
		p += 3;		/* some editors write a mark of byte order */
	while (p < end) {
		const char *nl = memchr(p, '\n', (size_t)(end - p));
		const char *stop = nl ? nl : end;

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
		at.col += column(p->value + p->parts[i - 1].offset,
				 p->value + offset) - 1;
	*source = p->parts[i - 1].source;
	return at;
}
