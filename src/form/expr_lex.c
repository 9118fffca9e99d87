/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The words of an expression. */
#include <ctype.h>
#include <string.h>

#include "base/text.h"
#include "form/expr_code.h"

static const struct {
	const char *name;
	enum token_kind kind;
} keywords[] = {
	{ "and", T_AND },     { "or", T_OR },
	{ "not", T_NOT },     { "is", T_IS },
	{ "in", T_IN },	      { "mod", T_MOD },
	{ "empty", T_EMPTY }, { "answered", T_ANSWERED },
	{ "where", T_WHERE },
};

/* Longer ones first. */
static const struct {
	const char *text;
	enum token_kind kind;
} signs[] = {
	{ "..", T_RANGE }, { "!=", T_NE },    { "<=", T_LE },
	{ ">=", T_GE },	   { "==", T_WRONG }, { "<>", T_WRONG },
	{ "&&", T_WRONG }, { "||", T_WRONG }, { "=", T_EQ },
	{ "<", T_LT },	   { ">", T_GT },     { ".", T_DOT },
	{ "(", T_OPEN },   { ")", T_CLOSE },  { ",", T_COMMA },
	{ "+", T_PLUS },   { "-", T_MINUS },  { "*", T_TIMES },
	{ "/", T_DIVIDE },
};

#define COUNT(a) (sizeof(a) / sizeof(a)[0])

bool
keyword_reserved(const char *name)
{
	for (size_t i = 0; i < COUNT(keywords); i++)
		if (strcmp(name, keywords[i].name) == 0)
			return true;
	return strcmp(name, "state") == 0 || strcmp(name, "person") == 0 ||
	       strcmp(name, "case") == 0;
}

static bool
name_char(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
	       isdigit((unsigned char)c);
}

static size_t
digits(const char *s)
{
	return strspn(s, "0123456789");
}

static void
lex_name(struct compile *c, struct token *t, const char *s)
{
	while (name_char(s[t->n]))
		t->n++;
	t->kind = T_NAME;
	t->name = arena_strndup(c->scratch, s, t->n);
	for (size_t i = 0; i < COUNT(keywords); i++)
		if (t->name[0] == keywords[i].name[0] &&
		    strcmp(t->name, keywords[i].name) == 0)
			t->kind = keywords[i].kind;
}

/* In single quotes a quote is written twice; in double quotes there is no way
 * to write one. */
static void
lex_string(struct compile *c, struct token *t, const char *s)
{
	char quote = *s;
	char *text = arena_alloc(c->scratch, strlen(s) + 1);
	size_t n = 0, i = 1;

	for (; s[i] != '\0'; i++) {
		if (s[i] == quote) {
			if (quote != '\'' || s[i + 1] != quote)
				break;
			i++;
		}
		text[n++] = s[i];
	}
	if (s[i] == '\0') {
		fault(c, t->at, "put a quote after the last letter",
		      "the text in quotes does not end");
		c->stop = true;
		return;
	}
	t->kind = T_STRING;
	t->n = i + 1;
	t->value = (struct value){ .type = VAL_TEXT, .text = text };
}

static bool
looks_like_date(const char *s)
{
	return digits(s) == 4 && s[4] == '-' && digits(s + 5) == 2 &&
	       s[7] == '-' && digits(s + 8) == 2;
}

static void
lex_date(struct compile *c, struct token *t, const char *s)
{
	struct date d;

	t->n = 10;
	t->kind = T_DATE;
	if (date_parse_iso(&d, arena_strndup(c->scratch, s, 10)) != ERR_OK ||
	    !date_exists(d)) {
		fault(c, t->at, NULL, "there is no day %.10s", s);
		return;
	}
	t->value = value_date(d);
}

static bool
is_unit(const char *s)
{
	static const char *const units[] = { "min", "h",  "d", "wd",
					     "w",   "mo", "y" };

	for (size_t i = 0; i < COUNT(units); i++)
		if (strcmp(s, units[i]) == 0)
			return true;
	return false;
}

static void
lex_duration(struct compile *c, struct token *t, const char *s)
{
	struct duration d;
	const char *text;

	while (name_char(s[t->n]))
		t->n++;
	t->kind = T_DURATION;
	text = arena_strndup(c->scratch, s, t->n);
	if (!is_unit(text + digits(text)) ||
	    duration_parse(&d, text) != ERR_OK) {
		fault(c, t->at, "units are min, h, d, wd, w, mo and y",
		      "'%s' is not a duration", text);
		return;
	}
	t->value = value_duration(d);
}

static void
lex_number(struct compile *c, struct token *t, const char *s)
{
	const char *text;
	int64_t n;

	t->n = digits(s);
	t->whole = true;
	if (name_char(s[t->n])) {
		lex_duration(c, t, s);
		return;
	}
	if (s[t->n] == '.' && isdigit((unsigned char)s[t->n + 1])) {
		t->n += 1 + digits(s + t->n + 1);
		t->whole = false;
	}
	t->kind = T_NUMBER;
	text = arena_strndup(c->scratch, s, t->n);
	if (number_parse(&n, text) != ERR_OK) {
		fault(c, t->at, "numbers have at most six decimals",
		      "the number %s cannot be held", text);
		return;
	}
	t->value = value_number(n);
}

static void
lex_sign(struct token *t, const char *s)
{
	const char *after = s;

	for (size_t i = 0; i < COUNT(signs); i++) {
		size_t n = signs[i].text[1] ? 2 : 1;

		if (*s == signs[i].text[0] &&
		    strncmp(s, signs[i].text, n) == 0) {
			t->kind = signs[i].kind;
			t->n = n;
			return;
		}
	}
	utf8_next(&after);
	t->kind = T_WRONG;
	t->n = (size_t)(after - s);
}

static struct token
lex_at(struct compile *c, size_t pos)
{
	const char *s = c->text->text;
	struct token t = { .kind = T_END };

	pos += strspn(s + pos, " \t\n");
	t.at = pos;
	s += pos;
	if (*s == '\0')
		return t;
	if (isdigit((unsigned char)*s)) {
		if (looks_like_date(s))
			lex_date(c, &t, s);
		else
			lex_number(c, &t, s);
	} else if (name_char(*s)) {
		lex_name(c, &t, s);
	} else if (*s == '\'' || *s == '"') {
		lex_string(c, &t, s);
	} else {
		lex_sign(&t, s);
	}
	return t;
}

void
lex_next(struct compile *c)
{
	if (c->stop) {
		c->now = (struct token){ .kind = T_END, .at = c->pos };
		return;
	}
	c->now = lex_at(c, c->pos);
	c->pos = c->now.at + c->now.n;
}

/* The token after this one, without telling its faults twice. */
struct token
lex_peek(const struct compile *c)
{
	struct problems unheard;
	struct compile ahead = *c;

	problems_init(&unheard, c->scratch);
	ahead.problems = &unheard;
	return lex_at(&ahead, c->pos);
}
