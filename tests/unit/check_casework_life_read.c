/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The lines of a life, and the words of a line.
 */
#include "check_casework_life.h"

#include <errno.h>
#include <stdlib.h>

#include "form/load.h"

static size_t
depth_of(const char *s)
{
	size_t n = 0;

	while (s[n] == ' ' || s[n] == '\t')
		n++;
	return n;
}

static void
take_line(struct life *l, char *s, int no)
{
	size_t depth = depth_of(s), len = strlen(s);

	while (len > depth && strchr(" \t\r", s[len - 1]))
		s[--len] = '\0';
	if (len == depth || s[depth] == '#')
		return;
	l->lines =
		arena_grow(l->a, l->lines, l->n, l->n + 1, sizeof(*l->lines));
	l->lines[l->n++] = (struct life_line){ no, depth > 0, s + depth };
}

void
life_read_text(struct life *l, const char *text)
{
	char *s = arena_strdup(l->a, text);

	for (int no = 1; s; no++) {
		char *end = strchr(s, '\n');

		if (end)
			*end++ = '\0';
		take_line(l, s, no);
		s = end;
	}
	ck_assert_msg(l->n > 0, "%s is empty", l->file);
}

void
life_read(struct life *l, const char *path)
{
	struct form_source src;
	const char *slash = strrchr(path, '/');

	l->file = slash ? slash + 1 : path;
	ck_assert_msg(form_read_file(l->a, path, &src) == ERR_OK,
		      "%s cannot be read", path);
	ck_assert_msg(utf8_valid(src.text, src.n, NULL), "%s is not UTF-8",
		      path);
	life_read_text(l, arena_strndup(l->a, src.text, src.n));
}

void
life_line_begin(struct life *l)
{
	l->words = l->lines[l->at].text;
	l->said = NULL;
}

/* "..." with its marks taken off. */
static const char *
quoted(struct life *l)
{
	const char *end = strchr(l->words + 1, '"');
	const char *s;

	if (!end)
		life_fault(l, "a text begins with \" and does not end");
	s = arena_strndup(l->a, l->words + 1, (size_t)(end - l->words - 1));
	l->words = end + 1;
	return s;
}

/* A colon that ends a word ends the words too: what follows is said. */
static void
take_colon(struct life *l)
{
	if (l->words[0] != ':' || (l->words[1] && l->words[1] != ' '))
		return;
	l->said = l->words + 1 + strspn(l->words + 1, " ");
	l->words = "";
}

const char *
life_word(struct life *l)
{
	const char *s;
	size_t n;

	l->words += strspn(l->words, " \t");
	if (!l->words[0])
		return NULL;
	if (l->words[0] == '"') {
		s = quoted(l);
		take_colon(l);
		return s;
	}
	n = strcspn(l->words, " \t");
	if (n > 1 && l->words[n - 1] == ':')
		n--;
	s = arena_strndup(l->a, l->words, n);
	l->words += n;
	take_colon(l);
	return s;
}

const char *
life_need(struct life *l, const char *what)
{
	const char *s = life_word(l);

	if (!s)
		life_fault(l, "%s is missing", what);
	return s;
}

bool
life_takes(struct life *l, const char *word)
{
	const char *words = l->words, *said = l->said;
	const char *s = life_word(l);

	if (s && strcmp(s, word) == 0)
		return true;
	l->words = words;
	l->said = said;
	return false;
}

const char *
life_rest(struct life *l)
{
	const char *s = l->words + strspn(l->words, " \t");

	l->words = "";
	return s;
}

void
life_end(struct life *l)
{
	const char *s = life_word(l);

	if (s)
		life_fault(l, "'%s' is too much here", s);
}

struct date
life_date(struct life *l, const char *word)
{
	struct date d;

	if (date_parse(&d, word, clock_today(), false) != ERR_OK)
		life_fault(l, "'%s' is no date", word);
	return d;
}

int
life_time(struct life *l, const char *word)
{
	int minutes;

	if (time_parse(&minutes, word) != ERR_OK)
		life_fault(l, "'%s' is no time of day", word);
	return minutes;
}

int64_t
life_number(struct life *l, const char *word)
{
	char *end;
	long n = strtol(word, &end, 10);

	if (end == word || *end)
		life_fault(l, "'%s' is no whole number", word);
	return n;
}

const struct life_line *
life_below(struct life *l)
{
	if (l->at + 1 >= l->n || l->lines[l->at + 1].depth == 0)
		return NULL;
	l->at++;
	life_line_begin(l);
	return &l->lines[l->at];
}
