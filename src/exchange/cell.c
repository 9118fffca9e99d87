/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "exchange/cell.h"

#include <string.h>

#include "base/text.h"
#include "exchange/own.h"

static bool
refuse(struct cell_fault *why, enum code code, const char *message)
{
	*why = (struct cell_fault){ code, message };
	return false;
}

/* --- cleaning --------------------------------------------------------- */

/* No-break spaces are spaces; a mark of byte order within is nothing; line
 * ends are one newline.  False: a control character. */
static bool
plain_signs(struct buf *out, const char *s)
{
	uint32_t c;
	char one[4];

	while ((c = utf8_next(&s)) != 0) {
		if (c == '\r') {
			if (*s == '\n')
				s++;
			c = '\n';
		}
		if (c == 0xA0 || c == 0x202F || c == 0x2007)
			c = ' ';
		if (c == 0xFEFF)
			continue;
		if ((c < ' ' && c != '\n' && c != '\t') ||
		    (c >= 0x7F && c < 0xA0))
			return false;
		buf_add(out, one, utf8_put(one, c));
	}
	return true;
}

/* ="00123" and '=1+2: how a spreadsheet is told that this is a text. */
static char *
without_armour(struct arena *a, char *s)
{
	size_t n = strlen(s);

	if (n >= 3 && s[0] == '=' && s[1] == '"' && s[n - 1] == '"')
		return arena_strndup(a, s + 2, n - 3);
	return (char *)cell_bare(s);
}

static bool
is_sheet_error(const char *s)
{
	static const char *const errors[] = {
		"#N/A",	  "#REF!", "#VALUE!", "#DIV/0!", "#NAME?",
		"#NULL!", "#NUM!", "#SPILL!", "#CALC!",	 "#GETTING_DATA"
	};

	for (size_t i = 0; i < sizeof(errors) / sizeof(errors[0]); i++)
		if (strcasecmp(s, errors[i]) == 0)
			return true;
	return s[0] == '#' && s[1] == '#' && strspn(s, "#") == strlen(s);
}

/* 1.23E+11: the figures behind are gone for good. */
static bool
is_sheet_number(const char *s)
{
	size_t n;

	s += *s == '-';
	n = strspn(s, "0123456789");
	if (n == 0)
		return false;
	s += n;
	if (*s == '.' || *s == ',')
		s += 1 + strspn(s + 1, "0123456789");
	if (*s != 'E' && *s != 'e')
		return false;
	s++;
	if (*s != '+')
		return false;
	n = strspn(s + 1, "0123456789");
	return n > 0 && s[1 + n] == '\0';
}

/* Most cells: nothing in them could need cleaning. */
static bool
is_clean(const char *s)
{
	const char *p = s;

	if (*s == '\0' || strchr(" ='#", *s))
		return false;
	while (*p >= ' ' && *p < 0x7F)
		p++;
	return *p == '\0' && p[-1] != ' ' && !is_sheet_number(s);
}

bool
cell_clean(struct arena *a, const char *text, const char **out,
	   struct cell_fault *why)
{
	struct buf b = BUF_INIT;
	bool plain;
	char *s;

	*out = text;
	if (is_clean(text))
		return true;
	plain = plain_signs(&b, text);
	*out = "";
	s = plain && b.n ? text_stored(a, b.s, true) : arena_strdup(a, "");
	buf_clear(&b);
	if (!plain)
		return refuse(why, CODE_BAD_BYTE,
			      "A control character stands in this cell.");
	s = text_stored(a, without_armour(a, s), true);
	if (strcmp(s, MISSING_MARK) == 0)
		return refuse(why, CODE_SHORT_ROW,
			      "The row was cut short "
			      "here. Write what belongs, or empty the cell.");
	if (is_sheet_error(s))
		return refuse(why, CODE_SHEET_ERROR,
			      "The spreadsheet could not work this out.");
	if (is_sheet_number(s))
		return refuse(why, CODE_SHEET_NUMBER,
			      "The spreadsheet turned "
			      "this into a rounded number. Take the cell from "
			      "the source again, as text.");
	*out = s;
	return true;
}

/* --- values ----------------------------------------------------------- */

static bool
number_value(const struct item *it, const char *s, struct value *out,
	     struct cell_fault *why)
{
	int64_t n;

	if (number_parse(&n, s) != ERR_OK)
		return refuse(why, CODE_NOT_A_NUMBER, "This is no number.");
	if (it->type == Q_INTEGER && n % NUMBER_ONE)
		return refuse(why, CODE_NOT_A_NUMBER,
			      "A whole number belongs here.");
	*out = value_number(n);
	return true;
}

static bool
date_value(struct arena *a, const struct map_column *c, const char *s,
	   struct value *out, struct cell_fault *why)
{
	struct date d;

	if (!date_by_shape(a, &c->dates, s, c->item->estimate, &d, why))
		return false;
	*out = value_date(d);
	return true;
}

/* The last space (or the T of ISO 8601) parts the date from the time. */
static bool
datetime_value(struct arena *a, const struct map_column *c, const char *s,
	       struct value *out, struct cell_fault *why)
{
	const char *gap = strrchr(s, ' ');
	const char *time;
	struct date d;
	int minutes;

	if (!gap && strlen(s) > 10 && s[10] == 'T')
		gap = s + 10;
	if (!gap)
		return refuse(why, CODE_NOT_A_TIME,
			      "A date and a time belong here.");
	time = gap + 1;
	if (strlen(time) == 8 && strcmp(time + 5, ":00") == 0)
		time = arena_strndup(a, time, 5);
	if (time_parse(&minutes, time) != ERR_OK)
		return refuse(why, CODE_NOT_A_TIME,
			      "A date and a time belong here.");
	if (!date_by_shape(a, &c->dates, arena_strndup(a, s, (size_t)(gap - s)),
			   false, &d, why))
		return false;
	*out = value_datetime(d, minutes);
	return true;
}

static bool
time_value(const char *s, struct value *out, struct cell_fault *why)
{
	int minutes;

	if (time_parse(&minutes, s) != ERR_OK)
		return refuse(why, CODE_NOT_A_TIME, "This is no time.");
	*out = value_time(minutes);
	return true;
}

static bool
duration_value(const char *s, struct value *out, struct cell_fault *why)
{
	struct duration d;

	if (duration_parse(&d, s) != ERR_OK)
		return refuse(why, CODE_NOT_A_TIME,
			      "This is no length of time.");
	*out = value_duration(d);
	return true;
}

/* A code, or a label as a whole; nothing shorter, as a screen would take. */
static const char *
choice_code(struct arena *a, const struct list *l, const char *s)
{
	const struct choice *c = list_choice(l, s);
	const char *folded = text_fold(a, s);

	for (size_t i = 0; i < l->n && !c; i++)
		if (strcmp(text_fold(a, l->choices[i].label), folded) == 0)
			c = &l->choices[i];
	return c ? c->code : NULL;
}

static bool
choice_value(struct arena *a, const struct map_column *c, const char *s,
	     struct value *out, struct cell_fault *why)
{
	const char *code = choice_code(a, c->item->list, s);

	if (!code)
		return refuse(
			why, CODE_NOT_A_CHOICE,
			arena_printf(
				a,
				"'%s' is no choice of '%s'. Put it right, or "
				"name it in the map.",
				s, c->item->label));
	*out = value_code(code);
	return true;
}

static bool
has_code(const char *const *codes, size_t n, const char *code)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(codes[i], code) == 0)
			return true;
	return false;
}

/* In the order of their list. */
static void
sort_codes(const struct list *l, const char **codes, size_t n)
{
	size_t done = 0;

	for (size_t i = 0; i < l->n; i++)
		for (size_t k = done; k < n; k++)
			if (strcmp(codes[k], l->choices[i].code) == 0) {
				const char *c = codes[k];

				codes[k] = codes[done];
				codes[done++] = c;
			}
}

static const char *word_meant(const struct map_column *c, struct arena *a,
			      const char *s);

/* Several choices, parted by semicolons or commas. */
static bool
choices_value(struct arena *a, const struct map_column *c, const char *s,
	      struct value *out, struct cell_fault *why)
{
	const char **codes = arena_array(a, strlen(s) + 1, sizeof(*codes));
	size_t n = 0;

	while (*s) {
		size_t len = strcspn(s, ";,");
		const char *one =
			text_stored(a, arena_strndup(a, s, len), true);
		struct value v;

		s += len + (s[len] != '\0');
		one = word_meant(c, a, one);
		if (!one || text_blank(one))
			continue;
		if (!choice_value(a, c, one, &v, why))
			return false;
		if (!has_code(codes, n, v.text))
			codes[n++] = v.text;
	}
	sort_codes(c->item->list, codes, n);
	*out = value_empty;
	if (n > 0) {
		out->type = VAL_CODES;
		out->codes.v = codes;
		out->codes.n = n;
	}
	return true;
}

/* A field of one line shows no line break: a stroke stands for it. */
static bool
text_value(struct arena *a, const struct item *it, const char *s,
	   struct value *out)
{
	struct buf b = BUF_INIT;

	if (it->look == LOOK_MULTILINE || !strchr(s, '\n')) {
		*out = value_text(s);
		return true;
	}
	for (; *s; s++)
		if (*s == '\n')
			buf_str(&b, " / ");
		else
			buf_char(&b, *s);
	*out = value_text(arena_strdup(a, b.s));
	buf_clear(&b);
	return true;
}

/* What the map says of a partner's word: itself when it says nothing. */
static const char *
word_meant(const struct map_column *c, struct arena *a, const char *s)
{
	const char *folded;

	if (!c->n_words && !c->has_other)
		return s;
	folded = text_fold(a, s);
	for (size_t i = 0; i < c->n_words; i++)
		if (strcmp(c->words[i].from, folded) == 0)
			return c->words[i].to;
	return c->has_other ? c->other : s;
}

bool
cell_value(struct arena *a, const struct map_column *c, const char *text,
	   struct value *out, struct cell_fault *why)
{
	*why = (struct cell_fault){ CODE_NONE, "" };
	*out = value_empty;
	if (!text[0] || strcmp(text, CLEAR_MARK) == 0)
		return true;
	if (c->item->type == Q_SELECT_MULTIPLE)
		return choices_value(a, c, text, out, why);
	text = word_meant(c, a, text);
	if (!text)
		return true;
	switch (c->item->type) {
	case Q_INTEGER:
	case Q_DECIMAL:
		return number_value(c->item, text, out, why);
	case Q_DATE:
		return date_value(a, c, text, out, why);
	case Q_DATETIME:
		return datetime_value(a, c, text, out, why);
	case Q_TIME:
		return time_value(text, out, why);
	case Q_DURATION:
		return duration_value(text, out, why);
	case Q_SELECT_ONE:
		return choice_value(a, c, text, out, why);
	default:
		return text_value(a, c->item, text, out);
	}
}
