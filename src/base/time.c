/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Times of day and durations, as text. */
#include "base/date.h"

#include <string.h>
#include <strings.h>

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static const char *
skip_spaces(const char *s)
{
	while (*s == ' ')
		s++;
	return s;
}

struct typed_time {
	int hour, minute;
	bool full; /* minutes were given */
};

/* `930`, `0930`, `9`, and `9.30` and `9:30`; NULL if it is none of them. */
static const char *
read_hour(struct typed_time *t, const char *s)
{
	int value = 0, digits = 0;

	for (; is_digit(*s) && digits <= 4; s++, digits++)
		value = value * 10 + (*s - '0');
	if (digits == 0 || digits > 4)
		return NULL;
	if (digits > 2) {
		*t = (struct typed_time){ value / 100, value % 100, true };
		return s;
	}
	*t = (struct typed_time){ value, 0, false };
	if (*s != '.' && *s != ':')
		return s;
	if (!is_digit(s[1]) || !is_digit(s[2]))
		return NULL;
	t->minute = (s[1] - '0') * 10 + (s[2] - '0');
	t->full = true;
	return s + 3;
}

enum err
time_parse(int *minutes, const char *s)
{
	struct typed_time t;
	bool am, pm;

	s = read_hour(&t, skip_spaces(s));
	if (s == NULL)
		return ERR_INVALID;
	s = skip_spaces(s);
	am = strncasecmp(s, "am", 2) == 0;
	pm = strncasecmp(s, "pm", 2) == 0;
	if (am || pm) {
		if (t.hour < 1 || t.hour > 12)
			return ERR_INVALID;
		t.hour = t.hour % 12 + (pm ? 12 : 0);
		s += 2;
	} else if (!t.full) {
		return ERR_INVALID; /* a bare number is no time yet */
	}
	if (*skip_spaces(s) != '\0' || t.hour > 23 || t.minute > 59)
		return ERR_INVALID;
	*minutes = t.hour * 60 + t.minute;
	return ERR_OK;
}

char *
time_format(struct arena *a, int minutes)
{
	return arena_printf(a, "%02d:%02d", minutes / 60, minutes % 60);
}

static const struct unit {
	const char *name;
	bool is_word; /* and may have an s */
	int64_t times;
	enum dur_unit unit;
} units[] = {
	{ "min", false, 1, DUR_MINUTES },
	{ "minute", true, 1, DUR_MINUTES },
	{ "h", false, 60, DUR_MINUTES },
	{ "hour", true, 60, DUR_MINUTES },
	{ "d", false, 1, DUR_DAYS },
	{ "day", true, 1, DUR_DAYS },
	{ "w", false, 7, DUR_DAYS },
	{ "week", true, 7, DUR_DAYS },
	{ "wd", false, 1, DUR_WORKDAYS },
	{ "working day", true, 1, DUR_WORKDAYS },
	{ "mo", false, 1, DUR_MONTHS },
	{ "month", true, 1, DUR_MONTHS },
	{ "y", false, 12, DUR_MONTHS },
	{ "year", true, 12, DUR_MONTHS },
};

static bool
is_unit(const char *s, const struct unit *u)
{
	size_t n = strlen(u->name);

	if (strncasecmp(s, u->name, n) != 0)
		return false;
	s += n;
	if (u->is_word && (*s == 's' || *s == 'S'))
		s++;
	return *skip_spaces(s) == '\0';
}

enum err
duration_parse(struct duration *out, const char *s)
{
	int64_t n = 0;

	s = skip_spaces(s);
	if (!is_digit(*s))
		return ERR_INVALID;
	for (; is_digit(*s); s++)
		if (__builtin_mul_overflow(n, 10, &n) ||
		    __builtin_add_overflow(n, *s - '0', &n))
			return ERR_INVALID;
	s = skip_spaces(s);
	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
		if (!is_unit(s, &units[i]))
			continue;
		if (__builtin_mul_overflow(n, units[i].times, &n))
			return ERR_INVALID;
		*out = (struct duration){ n, units[i].unit };
		return ERR_OK;
	}
	return ERR_INVALID;
}

char *
duration_format(struct arena *a, struct duration d)
{
	static const char *const words[] = { "minute", "day", "working day",
					     "month" };

	return arena_printf(a, "%lld %s%s", (long long)d.n, words[d.unit],
			    d.n == 1 || d.n == -1 ? "" : "s");
}
