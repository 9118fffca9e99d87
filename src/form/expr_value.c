/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Arithmetic and comparison of values.  What does not fit together, or leaves
 * the range of a number or a date, gives empty or unknown: the types have been
 * checked, but old records may hold answers of an older type.
 */
#include <string.h>

#include "base/text.h"
#include "form/expr_code.h"

__extension__ typedef __int128 wide;

enum { MINUTES_A_DAY = 24 * 60, WORKDAYS_MOST = 100000 };

enum tri
tri_not(enum tri a)
{
	return a == TRI_UNKNOWN ? a : a == TRI_YES ? TRI_NO : TRI_YES;
}

enum tri
tri_and(enum tri a, enum tri b)
{
	if (a == TRI_NO || b == TRI_NO)
		return TRI_NO;
	return a == TRI_YES && b == TRI_YES ? TRI_YES : TRI_UNKNOWN;
}

enum tri
tri_or(enum tri a, enum tri b)
{
	return tri_not(tri_and(tri_not(a), tri_not(b)));
}

static enum tri
tri_of(bool b)
{
	return b ? TRI_YES : TRI_NO;
}

/* Text of spaces is empty, but for concat(). */
bool
value_is_nothing(const struct value *v)
{
	if (v->type == VAL_COND)
		return v->cond == TRI_UNKNOWN;
	if (v->type == VAL_TEXT)
		return text_blank(v->text);
	return value_is_empty(v);
}

static const struct calendar no_calendar;

const struct calendar *
calendar_of(const struct eval_ctx *ctx)
{
	if (ctx->set == NULL || ctx->set->calendar == NULL)
		return &no_calendar;
	return ctx->set->calendar;
}

static struct value
number_of(wide n)
{
	if (n > INT64_MAX || n < INT64_MIN)
		return value_empty;
	return value_number((int64_t)n);
}

static bool
both(const struct value *a, const struct value *b, enum value_type t)
{
	return a->type == t && b->type == t;
}

/* Half away from nought. */
static wide
divide_rounded(wide n, wide by)
{
	wide half = by / 2;

	if (by < 0) {
		n = -n;
		by = -by;
		half = -half;
	}
	return n < 0 ? -((-n + half) / by) : (n + half) / by;
}

struct value
value_times(const struct value *a, const struct value *b)
{
	if (!both(a, b, VAL_NUMBER))
		return value_empty;
	return number_of(
		divide_rounded((wide)a->number * b->number, NUMBER_ONE));
}

struct value
value_over(const struct value *a, const struct value *b)
{
	if (!both(a, b, VAL_NUMBER) || b->number == 0)
		return value_empty;
	return number_of(
		divide_rounded((wide)a->number * NUMBER_ONE, b->number));
}

struct value
value_mod(const struct value *a, const struct value *b)
{
	if (!both(a, b, VAL_NUMBER) || b->number == 0)
		return value_empty;
	return number_of((wide)a->number % b->number);
}

struct value
value_negative(const struct value *a)
{
	struct value v = *a;

	if (a->type == VAL_NUMBER)
		return number_of(-(wide)a->number);
	if (a->type != VAL_DURATION || a->duration.n == INT64_MIN)
		return value_empty;
	v.duration.n = -v.duration.n;
	return v;
}

/* In minutes when one of them is; months and working days by themselves. */
static bool
common_unit(struct duration *a, struct duration *b)
{
	struct duration *days = a->unit == DUR_DAYS ? a : b;

	if (a->unit == b->unit)
		return true;
	if ((a->unit != DUR_MINUTES && b->unit != DUR_MINUTES) ||
	    days->unit != DUR_DAYS)
		return false;
	days->unit = DUR_MINUTES;
	return !__builtin_mul_overflow(days->n, (int64_t)MINUTES_A_DAY,
				       &days->n);
}

static struct value
durations_plus(struct duration a, struct duration b)
{
	if (!common_unit(&a, &b) || __builtin_add_overflow(a.n, b.n, &a.n))
		return value_empty;
	return value_duration(a);
}

static struct value
day_of(int64_t days)
{
	if (days < date_to_days(date_of(1600, 1, 1)) ||
	    days > date_to_days(date_of(9999, 12, 31)))
		return value_empty;
	return value_date(date_from_days(days));
}

static struct value
date_plus_days(struct date d, int64_t n)
{
	int64_t days;

	if (!date_is_whole(d) ||
	    __builtin_add_overflow(date_to_days(d), n, &days))
		return value_empty;
	return day_of(days);
}

/* An estimated date moves as far as it is known: a year by whole years. */
static struct value
date_plus_months(struct date d, int64_t n)
{
	int64_t years = n / 12;

	if (years > 9999 || years < -9999 || d.y + years < 1601 ||
	    d.y + years > 9998)
		return value_empty;
	if (d.m == 0)
		return n % 12 != 0
			       ? value_empty
			       : value_date(date_of(d.y + (int)years, 0, 0));
	if (d.d != 0)
		return value_date(date_add_months(d, n));
	d = date_add_months(date_of(d.y, d.m, 1), n);
	return value_date(date_of(d.y, d.m, 0));
}

static struct value
date_plus(const struct eval_ctx *ctx, struct date d, struct duration t)
{
	switch (t.unit) {
	case DUR_DAYS:
		return date_plus_days(d, t.n);
	case DUR_MONTHS:
		return date_plus_months(d, t.n);
	case DUR_WORKDAYS:
		if (!date_is_whole(d) || t.n > WORKDAYS_MOST ||
		    t.n < -WORKDAYS_MOST || d.y < 1900 || d.y > 9000)
			return value_empty;
		return value_date(calendar_add(calendar_of(ctx), d, t.n));
	default:
		return value_empty;
	}
}

static struct value
moment_of(int64_t minutes)
{
	int64_t days = minutes / MINUTES_A_DAY, rest = minutes % MINUTES_A_DAY;
	struct value day;

	if (rest < 0) {
		rest += MINUTES_A_DAY;
		days--;
	}
	day = day_of(days);
	return day.type == VAL_EMPTY ? day
				     : value_datetime(day.date, (int)rest);
}

static int64_t
minutes_of(const struct value *v)
{
	return date_to_days(v->date) * MINUTES_A_DAY + v->minutes;
}

static struct value
datetime_plus(const struct eval_ctx *ctx, const struct value *v,
	      struct duration t)
{
	int64_t minutes = minutes_of(v);
	struct value day;

	if (t.unit == DUR_MINUTES) {
		if (__builtin_add_overflow(minutes, t.n, &minutes))
			return value_empty;
		return moment_of(minutes);
	}
	day = date_plus(ctx, v->date, t);
	return day.type == VAL_EMPTY ? day
				     : value_datetime(day.date, v->minutes);
}

struct value
value_plus(const struct eval_ctx *ctx, const struct value *a,
	   const struct value *b)
{
	if (both(a, b, VAL_NUMBER))
		return number_of((wide)a->number + b->number);
	if (b->type != VAL_DURATION)
		return value_empty;
	if (a->type == VAL_DATE)
		return date_plus(ctx, a->date, b->duration);
	if (a->type == VAL_DATETIME)
		return datetime_plus(ctx, a, b->duration);
	if (a->type == VAL_DURATION)
		return durations_plus(a->duration, b->duration);
	return value_empty;
}

static struct value
dates_between(struct date from, struct date to)
{
	struct duration t = { .unit = DUR_DAYS };

	if (!date_is_whole(from) || !date_is_whole(to))
		return value_empty;
	t.n = date_to_days(to) - date_to_days(from);
	return value_duration(t);
}

struct value
value_minus(const struct eval_ctx *ctx, const struct value *a,
	    const struct value *b)
{
	struct value minus;

	if (both(a, b, VAL_NUMBER))
		return number_of((wide)a->number - b->number);
	if (both(a, b, VAL_DATE))
		return dates_between(b->date, a->date);
	if (both(a, b, VAL_DATETIME))
		return value_duration((struct duration){
			minutes_of(a) - minutes_of(b), DUR_MINUTES });
	if (b->type != VAL_DURATION)
		return value_empty;
	minus = value_negative(b);
	return value_plus(ctx, a, &minus);
}

/* Codes and texts meet where an attribute is compared. */
static bool
by_text(enum value_type t)
{
	return t == VAL_TEXT || t == VAL_CODE;
}

/* Estimated dates are the same only if there is one day that they can be. */
static enum tri
dates_same(struct date a, struct date b)
{
	if (date_compare(date_last(a), date_first(b)) < 0 ||
	    date_compare(date_last(b), date_first(a)) < 0)
		return TRI_NO;
	return date_is_whole(a) && date_is_whole(b) ? TRI_YES : TRI_UNKNOWN;
}

static enum tri
durations_same(struct duration a, struct duration b)
{
	if (!common_unit(&a, &b))
		return TRI_UNKNOWN;
	return tri_of(a.n == b.n);
}

enum tri
value_same(const struct value *a, const struct value *b)
{
	if (value_is_nothing(a) || value_is_nothing(b))
		return TRI_UNKNOWN;
	if (by_text(a->type) && by_text(b->type))
		return tri_of(strcmp(a->text, b->text) == 0);
	if (a->type != b->type)
		return TRI_UNKNOWN;
	if (a->type == VAL_DATE)
		return dates_same(a->date, b->date);
	if (a->type == VAL_DURATION)
		return durations_same(a->duration, b->duration);
	return tri_of(value_equal(a, b));
}

static enum tri
dates_less(struct date a, struct date b)
{
	if (date_compare(date_last(a), date_first(b)) < 0)
		return TRI_YES;
	if (date_compare(date_first(a), date_last(b)) >= 0)
		return TRI_NO;
	return TRI_UNKNOWN;
}

static enum tri
durations_less(struct duration a, struct duration b)
{
	if (!common_unit(&a, &b))
		return TRI_UNKNOWN;
	return tri_of(a.n < b.n);
}

/* A choice is less than those that stand below it in the list. */
static enum tri
codes_less(const char *a, const char *b, const struct list *list)
{
	size_t i = 0, j = 0;

	if (list == NULL)
		return TRI_UNKNOWN;
	while (i < list->n && strcmp(list->choices[i].code, a) != 0)
		i++;
	while (j < list->n && strcmp(list->choices[j].code, b) != 0)
		j++;
	return i == list->n || j == list->n ? TRI_UNKNOWN : tri_of(i < j);
}

enum tri
value_less(const struct value *a, const struct value *b,
	   const struct list *list)
{
	if (value_is_nothing(a) || value_is_nothing(b) || a->type != b->type)
		return TRI_UNKNOWN;
	switch (a->type) {
	case VAL_NUMBER:
		return tri_of(a->number < b->number);
	case VAL_TEXT:
		return tri_of(text_compare(a->text, b->text) < 0);
	case VAL_DATE:
		return dates_less(a->date, b->date);
	case VAL_DATETIME:
		return tri_of(minutes_of(a) < minutes_of(b));
	case VAL_TIME:
		return tri_of(a->minutes < b->minutes);
	case VAL_DURATION:
		return durations_less(a->duration, b->duration);
	case VAL_CODE:
		return codes_less(a->text, b->text, list);
	default:
		return TRI_UNKNOWN;
	}
}
