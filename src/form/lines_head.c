/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The head of a statement: its keyword, its names, its label. */
#include <string.h>

#include "form/lines_reader.h"
#include "form/names.h"

/* What follows the keyword: nothing of C knows more of a statement's head. */
enum head {
	HEAD_NAME,    /* NAME */
	HEAD_CODE,    /* CODE */
	HEAD_OF_NAME, /* NAME NAME */
	HEAD_NESTS,   /* group or repeat, NAME */
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

const char *
keyword_text(enum keyword kw)
{
	switch (kw) {
	case KW_GROUP:
		return "group";
	case KW_REPEAT:
		return "repeat";
	case KW_END_GROUP:
		return "end group";
	case KW_END_REPEAT:
		return "end repeat";
	default:
		break;
	}
	for (size_t i = 0; i < N_HEADS; i++)
		if (heads[i].kw == kw)
			return heads[i].word;
	return "";
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

/* What comes after the keyword. */
static const char *
name_hint(struct reader *r, enum head head, const char *keyword)
{
	if (head == HEAD_OF_NAME)
		return arena_printf(r->to->arena,
				    "after '%s' come the %s, a name, and then "
				    "what people read",
				    keyword,
				    strcmp(keyword, "case") ? "list"
							    : "case form");
	return head == HEAD_CODE
		       ? "a code is letters, digits, _ - and ., and begins "
			 "with a letter or digit"
		       : "a name is small letters, digits and _, and begins "
			 "with a letter";
}

/* One name of a statement's head; NULL when it is not there or is none. */
static const char *
take_name(struct reader *r, char **p, enum head head, const char *keyword,
	  int *col)
{
	bool code = head == HEAD_CODE;
	const char *word;
	char *at = *p;

	word = line_word(r, p);
	at = *word ? line_skip_spaces(at) : *p;
	*col = line_column(r->s, at);
	if (*word == '\0') {
		line_fault(r, at,
			   head == HEAD_OF_NAME ? name_hint(r, head, keyword)
						: NULL,
			   "expected a %s after '%s'", code ? "code" : "name",
			   keyword);
		return NULL;
	}
	if (code ? is_code(word) : is_name(word))
		return word;
	line_fault(r, at, name_hint(r, head, keyword), "'%s' is not a %s", word,
		   code ? "code" : "name");
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

/* What people write who know other tools, and what it is here. */
static const struct {
	const char *wrong, *hint;
} habits[] = {
	{ "string", "write text" },
	{ "memo", "write text, and appearance: multiline under it" },
	{ "textarea", "write text, and appearance: multiline under it" },
	{ "int", "write integer" },
	{ "number", "write integer, or decimal" },
	{ "money", "write decimal" },
	{ "float", "write decimal" },
	{ "yes_no", "write select_one yes_no, a name, and the label" },
	{ "yesno", "write select_one yes_no, a name, and the label" },
	{ "boolean", "write select_one yes_no, a name, and the label" },
	{ "checkbox",
	  "write select_multiple, the list, a name, and the label" },
	{ "dropdown", "write select_one, the list, a name, and the label" },
	{ "radio", "write select_one, the list, a name, and the label" },
	{ "select", "write select_one or select_multiple" },
	{ "file", "write attachment" },
	{ "section", "write page" },
	{ "group", "write begin group" },
	{ "repeat", "write begin repeat" },
	{ "option", "write choice" },
	{ "field",
	  "its kind comes first: text, integer, date, select_one ..." },
	{ "question",
	  "its kind comes first: text, integer, date, select_one ..." },
	{ "<<<<<<<", "two people changed this place: keep what is right" },
	{ "=======", "two people changed this place: keep what is right" },
	{ ">>>>>>>", "two people changed this place: keep what is right" },
};

static const char *
habit_hint(const char *wrong)
{
	for (size_t i = 0; i < sizeof(habits) / sizeof(habits[0]); i++)
		if (strcmp(wrong, habits[i].wrong) == 0)
			return habits[i].hint;
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
	const char *hint = habit_hint(word);
	const struct statement *above = r->to->last;
	struct statement *st;
	const char *colon = strchr(word, ':');

	if (!hint)
		hint = nearest_head(r, word);
	if (!hint && colon)
		hint = "a property is indented";
	if (!hint && above && (above->kw == KW_LIST || above->kw == KW_CHOICE))
		hint = "a line of a list begins with 'choice'";
	line_fault(r, r->s, hint, "unknown statement '%s'", word);
	r->skip = true;
	word = line_word(r, &p);
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
	const char *word = line_word(r, p);

	at = line_skip_spaces(at);
	if (strcmp(word, "group") == 0)
		*kw = end ? KW_END_GROUP : KW_GROUP;
	else if (strcmp(word, "repeat") == 0)
		*kw = end ? KW_END_REPEAT : KW_REPEAT;
	else {
		line_fault(r, at, NULL,
			   "expected 'group' or 'repeat' after '%s'",
			   end ? "end" : "begin");
		return false;
	}
	*keyword = arena_printf(r->to->arena, "%s %s", end ? "end" : "begin",
				word);
	return true;
}

void
read_statement(struct reader *r)
{
	char *p = r->s;
	const char *word = line_word(r, &p), *keyword = word;
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
		st->of = take_name(r, &p, h->head, keyword, &st->of_col);
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
	p = line_skip_spaces(p);
	st->label = *p ? arena_strdup(r->to->arena, p) : NULL;
	if (!r->to->known && strstr(p, " # "))
		line_warning(r, strstr(p, " # ") + 1,
			     "a note stands on a line of its own",
			     "this is part of what people read");
}

bool
is_keyword(const char *word)
{
	return head_find(word) != NULL;
}
