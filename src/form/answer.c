/* SPDX-License-Identifier: GPL-3.0-or-later */
/* answer.c - what somebody typed, as a value of the question's type. */
#include "form/view.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"

/* A place to understand one typed answer. */
struct typed {
	struct arena *arena;
	const struct item *item;
	const char *s; /* stored form, trimmed, not blank */
	struct date today;
	const char **why;
};

static bool
refuse(const struct typed *t, const char *why)
{
	*t->why = why;
	return false;
}

static bool
parse_text(const struct typed *t, struct value *out)
{
	*out = value_text(t->s);
	return true;
}

static bool
parse_integer(const struct typed *t, struct value *out)
{
	int64_t n;

	if (number_parse(&n, t->s) != ERR_OK || n % NUMBER_ONE != 0)
		return refuse(t, "Enter a whole number, for example 3.");
	*out = value_number(n);
	return true;
}

static bool
parse_decimal(const struct typed *t, struct value *out)
{
	static const char pound[] = "\xC2\xA3";
	const char *s = t->s;
	int64_t n;

	if (strncmp(s, pound, strlen(pound)) == 0)
		s += strlen(pound);
	if (number_parse(&n, s) != ERR_OK)
		return refuse(t, "Enter a number, for example 12.50.");
	*out = value_number(n);
	return true;
}

static bool
parse_date(const struct typed *t, struct value *out)
{
	struct date d;

	if (date_parse(&d, t->s, t->today, t->item->estimate) == ERR_OK) {
		*out = value_date(d);
		return true;
	}
	if (t->item->estimate)
		return refuse(t, "Enter a date, for example 3/2/2026; ~1984 "
				 "if only the year is known.");
	return refuse(t, "Enter the day, month and year, for example "
			 "3/2/2026.");
}

static bool
parse_time(const struct typed *t, struct value *out)
{
	int minutes;

	if (date_is_set(t->today) && strcasecmp(t->s, "now") == 0)
		minutes = clock_minutes_of(clock_now());
	else if (time_parse(&minutes, t->s) != ERR_OK)
		return refuse(t, "Enter a time, for example 9:30 or 2.15pm.");
	*out = value_time(minutes);
	return true;
}

/*
 * A date, a space (or the T of ISO 8601), a time.  Both halves may hold
 * spaces of their own, so every space is tried; a time alone is today's.
 */
static bool
parse_datetime(const struct typed *t, struct value *out)
{
	struct date d;
	int minutes;

	for (const char *p = t->s; *p; p++) {
		char *left = arena_strndup(t->arena, t->s, (size_t)(p - t->s));

		if ((*p != ' ' && *p != 'T') || p == t->s ||
		    time_parse(&minutes, p + 1) != ERR_OK ||
		    date_parse(&d, left, t->today, false) != ERR_OK)
			continue;
		*out = value_datetime(d, minutes);
		return true;
	}
	if (time_parse(&minutes, t->s) == ERR_OK && date_is_set(t->today)) {
		*out = value_datetime(t->today, minutes);
		return true;
	}
	return refuse(t, "Enter a date and a time, for example "
			 "3/2/2026 14:30.");
}

/* `12 days` as `12d`: words of a duration and the unit they stand for. */
static const struct {
	const char *word, *unit;
} units[] = {
	{ "minute", "min" },	 { "minutes", "min" },	   { "mins", "min" },
	{ "hour", "h" },	 { "hours", "h" },	   { "hr", "h" },
	{ "hrs", "h" },		 { "day", "d" },	   { "days", "d" },
	{ "working day", "wd" }, { "working days", "wd" }, { "week", "w" },
	{ "weeks", "w" },	 { "month", "mo" },	   { "months", "mo" },
	{ "year", "y" },	 { "years", "y" },	   { "yr", "y" },
	{ "yrs", "y" },
};

static const char *
short_duration(struct arena *a, const char *s)
{
	size_t digits = strspn(s, "0123456789");
	const char *unit = s + digits + strspn(s + digits, " ");

	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++)
		if (text_same(unit, units[i].word))
			unit = units[i].unit;
	return arena_printf(a, "%.*s%s", (int)digits, s, unit);
}

static bool
parse_duration(const struct typed *t, struct value *out)
{
	struct duration d;

	if (duration_parse(&d, short_duration(t->arena, t->s)) != ERR_OK)
		return refuse(t, "Enter a length of time, for example "
				 "12 days, 3 weeks or 45 minutes.");
	*out = value_duration(d);
	return true;
}

static bool
parse_user(const struct typed *t, struct value *out)
{
	*out = value_user(t->s);
	return true;
}

static bool
parse_id(const struct typed *t, struct value *out)
{
	char *end;
	uint64_t id = strtoull(t->s, &end, 10);

	if (t->s[0] < '0' || t->s[0] > '9' || *end || id == 0)
		return refuse(t, t->item->type == Q_CASE
					 ? "Choose the case from the list."
					 : "Choose the person from the list.");
	*out = t->item->type == Q_CASE ? value_case(id) : value_person(id);
	return true;
}

static bool
parse_attachment(const struct typed *t, struct value *out)
{
	*out = value_text(t->s);
	out->type = VAL_ATTACHMENT;
	return true;
}

/* Without a view at hand: every choice still in use is offered. */
static bool
parse_choice(const struct typed *t, struct value *out)
{
	const struct list *l = t->item->list;
	const struct choice **offered =
		arena_array(t->arena, l->n + 1, sizeof(*offered));
	size_t n = 0;

	for (size_t i = 0; i < l->n; i++)
		if (!choice_retired(&l->choices[i], t->today) &&
		    !choice_to_come(&l->choices[i], t->today))
			offered[n++] = &l->choices[i];
	return answer_choose(t->arena, t->item, offered, n, t->s, out, t->why);
}

static bool (*const parsers[])(const struct typed *, struct value *) = {
	[Q_NONE] = parse_text,	       [Q_TEXT] = parse_text,
	[Q_INTEGER] = parse_integer,   [Q_DECIMAL] = parse_decimal,
	[Q_DATE] = parse_date,	       [Q_DATETIME] = parse_datetime,
	[Q_TIME] = parse_time,	       [Q_DURATION] = parse_duration,
	[Q_PERSON] = parse_id,	       [Q_CASE] = parse_id,
	[Q_USER] = parse_user,	       [Q_ATTACHMENT] = parse_attachment,
	[Q_SELECT_ONE] = parse_choice, [Q_SELECT_MULTIPLE] = parse_choice,
};

bool
answer_parse(struct arena *a, const struct item *it, const char *typed,
	     struct date today, struct value *out, const char **why)
{
	struct typed t = { a, it, NULL, today, why };

	*out = value_empty;
	*why = NULL;
	if (text_blank(typed))
		return true;
	t.s = text_stored(a, typed, true);
	return parsers[it->type](&t, out);
}
