/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether values are the same, and how they are sorted. */
#include "base/value.h"

#include <string.h>

#include "base/text.h"

#define ORDER(a, b) (((a) > (b)) - ((a) < (b)))

static int
compare_text(const char *a, const char *b)
{
	return strcmp(a != NULL ? a : "", b != NULL ? b : "");
}

static int
compare_codes(const struct value *a, const struct value *b)
{
	for (size_t i = 0; i < a->codes.n && i < b->codes.n; i++) {
		int c = strcmp(a->codes.v[i], b->codes.v[i]);

		if (c != 0)
			return c;
	}
	return ORDER(a->codes.n, b->codes.n);
}

/* Units that cannot be compared are still put in an order, by what they
 * come to as a rule: a working day 7/5 of a day, a month 30.44 days. */
static int
compare_durations(struct duration a, struct duration b)
{
	static const double minutes[] = { 1, 1440, 2016, 43830 };
	double x = (double)a.n * minutes[a.unit];
	double y = (double)b.n * minutes[b.unit];

	if (a.unit == b.unit)
		return ORDER(a.n, b.n);
	return x < y || x > y ? ORDER(x, y) : ORDER(a.unit, b.unit);
}

static int
compare_fields(const struct fields *a, const struct fields *b)
{
	for (size_t i = 0; i < a->n && i < b->n; i++) {
		int c = strcmp(a->v[i].name, b->v[i].name);

		if (c == 0)
			c = value_compare(&a->v[i].value, &b->v[i].value);
		if (c != 0)
			return c;
	}
	return ORDER(a->n, b->n);
}

static int
compare_rows(const struct value *a, const struct value *b)
{
	for (size_t i = 0; i < a->rows.n && i < b->rows.n; i++) {
		const struct row *r = &a->rows.v[i], *s = &b->rows.v[i];
		int c = compare_fields(&r->fields, &s->fields);

		if (c == 0)
			c = ORDER(r->id, s->id);
		if (c == 0)
			c = ORDER(r->struck, s->struck);
		if (c != 0)
			return c;
	}
	return ORDER(a->rows.n, b->rows.n);
}

int
value_compare(const struct value *a, const struct value *b)
{
	int c;

	if (a->type != b->type)
		return ORDER(a->type, b->type);
	switch (a->type) {
	case VAL_TEXT:
		return text_compare(a->text != NULL ? a->text : "",
				    b->text != NULL ? b->text : "");
	case VAL_CODE:
	case VAL_USER:
	case VAL_ATTACHMENT:
		return compare_text(a->text, b->text);
	case VAL_NUMBER:
		return ORDER(a->number, b->number);
	case VAL_COND:
		return ORDER(a->cond, b->cond);
	case VAL_DATE:
		return date_compare(a->date, b->date);
	case VAL_DATETIME:
		c = date_compare(a->date, b->date);
		return c != 0 ? c : ORDER(a->minutes, b->minutes);
	case VAL_TIME:
		return ORDER(a->minutes, b->minutes);
	case VAL_DURATION:
		return compare_durations(a->duration, b->duration);
	case VAL_PERSON:
	case VAL_CASE:
		return ORDER(a->id, b->id);
	case VAL_CODES:
		return compare_codes(a, b);
	case VAL_ROWS:
		return compare_rows(a, b);
	case VAL_EMPTY:
		break;
	}
	return 0;
}

bool
value_equal(const struct value *a, const struct value *b)
{
	/* Folding, which sorting needs, can be spared here. */
	if (a->type == VAL_TEXT && b->type == VAL_TEXT)
		return compare_text(a->text, b->text) == 0;
	return value_compare(a, b) == 0;
}

bool
fields_equal(const struct fields *a, const struct fields *b)
{
	if (a->n != b->n)
		return false;
	for (size_t i = 0; i < a->n; i++)
		if (strcmp(a->v[i].name, b->v[i].name) != 0 ||
		    !value_equal(&a->v[i].value, &b->v[i].value))
			return false;
	return true;
}
