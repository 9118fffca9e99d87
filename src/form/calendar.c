/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>

#include "form/form.h"

static int
date_order(const void *a, const void *b)
{
	return date_compare(*(const struct date *)a, *(const struct date *)b);
}

static bool
is_closed(const struct calendar *c, struct date d)
{
	return c && c->n > 0 &&
	       bsearch(&d, c->closed, c->n, sizeof(d), date_order);
}

bool
calendar_open(const struct calendar *c, struct date d)
{
	return date_weekday(d) <= 5 && !is_closed(c, d);
}

struct date
calendar_add(const struct calendar *c, struct date d, int64_t n)
{
	int step = n < 0 ? -1 : 1;

	while (n != 0) {
		d = date_add_days(d, step);
		if (!date_exists(d))
			return d; /* off the end of time */
		if (calendar_open(c, d))
			n -= step;
	}
	return d;
}

/* Closed days from Monday to Friday after a up to and with b. */
static int64_t
closed_between(const struct calendar *c, struct date a, struct date b)
{
	int64_t n = 0;

	for (size_t i = 0; c && i < c->n; i++)
		if (date_compare(c->closed[i], a) > 0 &&
		    date_compare(c->closed[i], b) <= 0 &&
		    date_weekday(c->closed[i]) <= 5 &&
		    (i == 0 ||
		     date_compare(c->closed[i - 1], c->closed[i]) != 0))
			n++;
	return n;
}

int64_t
calendar_between(const struct calendar *c, struct date a, struct date b)
{
	int64_t days = date_to_days(b) - date_to_days(a), n;
	int weekday = date_weekday(a);

	if (days < 0)
		return -calendar_between(c, b, a);
	n = days / 7 * 5;
	for (int64_t i = days % 7; i > 0; i--) {
		weekday = weekday % 7 + 1;
		n += weekday <= 5;
	}
	return n - closed_between(c, a, b);
}
