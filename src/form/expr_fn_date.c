/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Functions of time and of numbers.  Where an estimated date leaves the answer
 * open it is empty: what holds for the first and for the last day that the
 * date can mean is known.
 */
#include "form/expr_code.h"

#define RUN(name)                                                              \
	struct value fn_##name(struct machine *m, const struct op *op,         \
			       const struct value *arg)
#define UNUSED(x) ((void)(x))

RUN(today)
{
	UNUSED(op), UNUSED(arg);
	return value_date(m->ctx->today);
}

RUN(now)
{
	int64_t now = m->ctx->now;

	UNUSED(op), UNUSED(arg);
	return value_datetime(clock_date_of(now), clock_minutes_of(now));
}

RUN(user)
{
	UNUSED(op), UNUSED(arg);
	return value_user(m->ctx->user);
}

static bool
is_date(const struct value *v)
{
	return v->type == VAL_DATE;
}

static bool
is_number(const struct value *v)
{
	return v->type == VAL_NUMBER;
}

/* A whole number between 0 and most, or -1. */
static int
whole_of(const struct value *v, int most)
{
	if (!is_number(v) || v->number % NUMBER_ONE != 0 || v->number < 0 ||
	    v->number / NUMBER_ONE > most)
		return -1;
	return (int)(v->number / NUMBER_ONE);
}

RUN(date)
{
	int y = whole_of(&arg[0], 9999), month = whole_of(&arg[1], 12);
	int d = whole_of(&arg[2], 31);
	struct date date;

	UNUSED(m), UNUSED(op);
	if (y < 1 || month < 1 || d < 1)
		return value_empty;
	date = date_of(y, month, d);
	return date_exists(date) ? value_date(date) : value_empty;
}

/* What `of` says of the date, if all the days that it can mean agree. */
static struct value
agreed(const struct value *v, int (*of)(struct date))
{
	int n;

	if (!is_date(v))
		return value_empty;
	n = of(date_first(v->date));
	return n == of(date_last(v->date)) ? value_int(n) : value_empty;
}

static int
year_of(struct date d)
{
	return d.y;
}

static int
month_of(struct date d)
{
	return d.m;
}

static int
day_number(struct date d)
{
	return d.d;
}

static int
quarter_of(struct date d)
{
	return (d.m + 2) / 3;
}

static int
fin_year_of(struct date d)
{
	return d.m < 4 ? d.y - 1 : d.y;
}

RUN(year)
{
	UNUSED(m), UNUSED(op);
	return agreed(arg, year_of);
}

RUN(month)
{
	UNUSED(m), UNUSED(op);
	return agreed(arg, month_of);
}

RUN(day)
{
	UNUSED(m), UNUSED(op);
	return agreed(arg, day_number);
}

RUN(weekday)
{
	UNUSED(m), UNUSED(op);
	if (!is_date(arg) || !date_is_whole(arg->date))
		return value_empty;
	return value_int(date_weekday(arg->date));
}

RUN(quarter)
{
	UNUSED(m), UNUSED(op);
	return agreed(arg, quarter_of);
}

RUN(fin_year)
{
	UNUSED(m), UNUSED(op);
	return agreed(arg, fin_year_of);
}

/* The youngest and the oldest that somebody can have been. */
RUN(age)
{
	int least, most;

	UNUSED(m), UNUSED(op);
	if (!is_date(&arg[0]) || !is_date(&arg[1]))
		return value_empty;
	least = date_age(date_last(arg[0].date), date_first(arg[1].date));
	most = date_age(date_first(arg[0].date), date_last(arg[1].date));
	return least == most && least >= 0 ? value_int(least) : value_empty;
}

RUN(working_days)
{
	const struct calendar *c = calendar_of(m->ctx);

	UNUSED(op);
	if (!is_date(&arg[0]) || !is_date(&arg[1]) ||
	    !date_is_whole(arg[0].date) || !date_is_whole(arg[1].date))
		return value_empty;
	return value_int(calendar_between(c, arg[0].date, arg[1].date));
}

/* time(9, 30): half past nine. */
RUN(time)
{
	int hour = whole_of(&arg[0], 23), minute = whole_of(&arg[1], 59);

	UNUSED(m), UNUSED(op);
	return hour < 0 || minute < 0 ? value_empty
				      : value_time(hour * 60 + minute);
}

/* An estimated date has no moment. */
RUN(moment)
{
	UNUSED(m), UNUSED(op);
	if (!is_date(&arg[0]) || !date_is_whole(arg[0].date) ||
	    arg[1].type != VAL_TIME)
		return value_empty;
	return value_datetime(arg[0].date, arg[1].minutes);
}

RUN(day_of)
{
	UNUSED(m), UNUSED(op);
	return arg->type == VAL_DATETIME ? value_date(arg->date) : value_empty;
}

RUN(time_of)
{
	UNUSED(m), UNUSED(op);
	return arg->type == VAL_DATETIME ? value_time(arg->minutes)
					 : value_empty;
}

RUN(floor)
{
	int64_t n = arg->number, part;

	UNUSED(m), UNUSED(op);
	if (!is_number(arg))
		return value_empty;
	part = n % NUMBER_ONE;
	if (part < 0)
		part += NUMBER_ONE;
	if (__builtin_sub_overflow(n, part, &n))
		return value_empty;
	return value_number(n);
}

RUN(abs)
{
	UNUSED(m), UNUSED(op);
	return is_number(arg) && arg->number < 0 ? value_negative(arg) : *arg;
}

/* To so many decimals, half away from nought. */
RUN(round)
{
	int decimals = op->n > 1 ? whole_of(&arg[1], 6) : 0;
	int64_t unit = NUMBER_ONE, n = arg->number, part, add;

	UNUSED(m);
	if (!is_number(arg) || decimals < 0)
		return value_empty;
	for (; decimals > 0; decimals--)
		unit /= 10;
	part = n % unit;
	n -= part;
	add = part >= 0 ? unit : -unit;
	if ((part < 0 ? -part : part) * 2 >= unit &&
	    __builtin_add_overflow(n, add, &n))
		return value_empty;
	return value_number(n);
}

/* Dates that may be either way round leave it open. */
static struct value
extreme(const struct value *arg, size_t n, bool greatest)
{
	const struct value *best = arg;

	for (size_t i = 1; i < n; i++) {
		enum tri less = greatest ? value_less(best, &arg[i], NULL)
					 : value_less(&arg[i], best, NULL);

		if (less == TRI_UNKNOWN)
			return value_empty;
		if (less == TRI_YES)
			best = &arg[i];
	}
	return *best;
}

RUN(least)
{
	UNUSED(m);
	return extreme(arg, op->n, false);
}

RUN(greatest)
{
	UNUSED(m);
	return extreme(arg, op->n, true);
}
