/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/value.h"

#include <inttypes.h>
#include <string.h>

#include "base/buf.h"
#include "base/text.h"

const struct value value_empty = { .type = VAL_EMPTY };

struct value
value_text(const char *s)
{
	if (text_blank(s))
		return value_empty;
	return (struct value){ .type = VAL_TEXT, .text = s };
}

struct value
value_code(const char *s)
{
	if (s == NULL || *s == '\0')
		return value_empty;
	return (struct value){ .type = VAL_CODE, .text = s };
}

struct value
value_user(const char *s)
{
	if (s == NULL || *s == '\0')
		return value_empty;
	return (struct value){ .type = VAL_USER, .text = s };
}

struct value
value_int(int64_t n)
{
	int64_t millionths;

	if (__builtin_mul_overflow(n, NUMBER_ONE, &millionths))
		return value_empty;
	return value_number(millionths);
}

struct value
value_number(int64_t millionths)
{
	return (struct value){ .type = VAL_NUMBER, .number = millionths };
}

struct value
value_cond(enum tri c)
{
	return (struct value){ .type = VAL_COND, .cond = c };
}

struct value
value_date(struct date d)
{
	if (!date_is_set(d))
		return value_empty;
	return (struct value){ .type = VAL_DATE, .date = d };
}

struct value
value_datetime(struct date d, int minutes)
{
	if (!date_is_set(d))
		return value_empty;
	return (struct value){ .type = VAL_DATETIME,
			       .date = d,
			       .minutes = minutes };
}

struct value
value_time(int minutes)
{
	return (struct value){ .type = VAL_TIME, .minutes = minutes };
}

struct value
value_duration(struct duration d)
{
	return (struct value){ .type = VAL_DURATION, .duration = d };
}

struct value
value_person(uint64_t id)
{
	if (id == 0)
		return value_empty;
	return (struct value){ .type = VAL_PERSON, .id = id };
}

struct value
value_case(uint64_t id)
{
	if (id == 0)
		return value_empty;
	return (struct value){ .type = VAL_CASE, .id = id };
}

bool
value_is_empty(const struct value *v)
{
	if (v == NULL)
		return true;
	switch (v->type) {
	case VAL_EMPTY:
		return true;
	case VAL_TEXT:
	case VAL_CODE:
	case VAL_USER:
	case VAL_ATTACHMENT:
		return v->text == NULL || *v->text == '\0';
	case VAL_CODES:
		return v->codes.n == 0;
	case VAL_ROWS:
		return v->rows.n == 0;
	default:
		return false;
	}
}

bool
value_has_code(const struct value *v, const char *code)
{
	if (v->type == VAL_CODE)
		return strcmp(v->text, code) == 0;
	if (v->type != VAL_CODES)
		return false;
	for (size_t i = 0; i < v->codes.n; i++)
		if (strcmp(v->codes.v[i], code) == 0)
			return true;
	return false;
}

static void
copy_codes(struct arena *a, struct value *to, const struct value *from)
{
	const char **codes = arena_array(a, from->codes.n, sizeof(*codes));

	for (size_t i = 0; i < from->codes.n; i++)
		codes[i] = arena_strdup(a, from->codes.v[i]);
	to->codes.v = codes;
}

static void
copy_rows(struct arena *a, struct value *to, const struct value *from)
{
	struct row *rows = arena_array(a, from->rows.n, sizeof(*rows));

	for (size_t i = 0; i < from->rows.n; i++) {
		rows[i] = from->rows.v[i];
		fields_copy(&rows[i].fields, a, &from->rows.v[i].fields);
	}
	to->rows.v = rows;
}

struct value
value_copy(struct arena *a, const struct value *v)
{
	struct value copy = *v;

	switch (v->type) {
	case VAL_TEXT:
	case VAL_CODE:
	case VAL_USER:
	case VAL_ATTACHMENT:
		copy.text = arena_strdup(a, v->text);
		break;
	case VAL_CODES:
		copy_codes(a, &copy, v);
		break;
	case VAL_ROWS:
		copy_rows(a, &copy, v);
		break;
	default:
		break;
	}
	return copy;
}

static char *
format_codes(struct arena *a, const struct value *v)
{
	struct buf b = BUF_INIT;
	char *s;

	buf_str(&b, "");
	for (size_t i = 0; i < v->codes.n; i++) {
		if (i > 0)
			buf_str(&b, ", ");
		buf_str(&b, v->codes.v[i]);
	}
	s = arena_strdup(a, b.s);
	buf_clear(&b);
	return s;
}

static char *
format_rows(struct arena *a, const struct value *v)
{
	size_t n = 0;

	for (size_t i = 0; i < v->rows.n; i++)
		n += !v->rows.v[i].struck;
	return arena_printf(a, n == 1 ? "%zu row" : "%zu rows", n);
}

char *
value_format(struct arena *a, const struct value *v)
{
	static const char *const conds[] = { "no", "yes", "unknown" };

	switch (v->type) {
	case VAL_TEXT:
	case VAL_CODE:
	case VAL_USER:
	case VAL_ATTACHMENT:
		return arena_strdup(a, v->text != NULL ? v->text : "");
	case VAL_NUMBER:
		return number_format(a, v->number);
	case VAL_COND:
		return arena_strdup(a, conds[v->cond]);
	case VAL_DATE:
		return date_format(a, v->date, DATE_ISO);
	case VAL_TIME:
		return time_format(a, v->minutes);
	case VAL_DATETIME:
		return arena_printf(a, "%s %s",
				    date_format(a, v->date, DATE_ISO),
				    time_format(a, v->minutes));
	case VAL_DURATION:
		return duration_format(a, v->duration);
	case VAL_CODES:
		return format_codes(a, v);
	case VAL_PERSON:
	case VAL_CASE:
		return arena_printf(a, "%" PRIu64, v->id);
	case VAL_ROWS:
		return format_rows(a, v);
	case VAL_EMPTY:
		break;
	}
	return arena_strdup(a, "");
}
