/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/date_names.h"

#include <stddef.h>
#include <string.h>

const char *const month_short[12] = {
	"Jan", "Feb", "Mar", "Apr", "May", "Jun",
	"Jul", "Aug", "Sep", "Oct", "Nov", "Dec"
};

const char *const weekday_short[7] = { "Mon", "Tue", "Wed", "Thu",
				       "Fri", "Sat", "Sun" };

static const char *const month_names[] = {
	"january", "february", "march",	    "april",   "may",	   "june",
	"july",	   "august",   "september", "october", "november", "december",
};

static const char *const weekday_names[] = {
	"monday", "tuesday",  "wednesday", "thursday",
	"friday", "saturday", "sunday",
};

/* The place of word among names, counted from 1. */
static int
place_of(const char *word, const char *const names[], size_t n)
{
	size_t len = strlen(word);

	if (len < 3)
		return 0;
	for (size_t i = 0; i < n; i++)
		if (strncmp(word, names[i], len) == 0)
			return (int)i + 1;
	return 0;
}

int
month_of_name(const char *word)
{
	return place_of(word, month_names, 12);
}

int
weekday_of_name(const char *word)
{
	if (strcmp(word, "weds") == 0)
		word = "wed";
	return place_of(word, weekday_names, 7);
}
