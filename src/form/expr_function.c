/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The functions of the language, one line each. */
#include <string.h>

#include "form/expr_code.h"

#define T VAL_TEXT
#define N VAL_NUMBER
#define D VAL_DATE
#define C VAL_COND
#define ANY VAL_EMPTY

/* name, takes, gives, changes by itself, looks at empties, run, check */
static const struct function functions[] = {
	{ "today", "", D, true, false, fn_today, NULL },
	{ "now", "", VAL_DATETIME, true, false, fn_now, NULL },
	{ "user", "", VAL_USER, true, false, fn_user, NULL },

	{ "date", "nnn", D, false, false, fn_date, NULL },
	{ "year", "d", N, false, false, fn_year, NULL },
	{ "month", "d", N, false, false, fn_month, NULL },
	{ "day", "d", N, false, false, fn_day, NULL },
	{ "weekday", "d", N, false, false, fn_weekday, NULL },
	{ "quarter", "d", N, false, false, fn_quarter, NULL },
	{ "fin_year", "d", N, false, false, fn_fin_year, NULL },
	{ "age", "dd", N, false, false, fn_age, NULL },
	{ "working_days", "dd", N, false, false, fn_working_days, NULL },
	{ "time", "nn", VAL_TIME, false, false, fn_time, NULL },
	{ "moment", "di", VAL_DATETIME, false, false, fn_moment, NULL },
	{ "day_of", "m", D, false, false, fn_day_of, NULL },
	{ "time_of", "m", VAL_TIME, false, false, fn_time_of, NULL },

	{ "round", "n?n", N, false, false, fn_round, NULL },
	{ "floor", "n", N, false, false, fn_floor, NULL },
	{ "abs", "n", N, false, false, fn_abs, NULL },
	{ "min", "*+", N, false, false, fn_least, check_fn_extreme },
	{ "max", "*+", N, false, false, fn_greatest, check_fn_extreme },

	{ "length", "t", N, false, false, fn_length, NULL },
	{ "lower", "t", T, false, false, fn_lower, NULL },
	{ "upper", "t", T, false, false, fn_upper, NULL },
	{ "concat", "t+", T, false, true, fn_concat, NULL },
	{ "contains", "tt", C, false, false, fn_contains, NULL },
	{ "starts_with", "tt", C, false, false, fn_starts_with, NULL },
	{ "matches", "tt", C, false, false, fn_matches, check_fn_matches },

	{ "selected", "**", C, false, false, fn_selected, check_fn_selected },
	{ "count_selected", "*", N, false, true, fn_count_selected,
	  check_fn_count_selected },
	{ "label", "*", T, false, false, fn_label, check_fn_label },
	{ "attr", "**", T, false, false, fn_attr, check_fn_attr },
	{ "score", "*", N, false, false, fn_score, check_fn_score },
	{ "count_answered", "*", N, false, true, fn_count_answered,
	  check_fn_count_group },
	{ "count_empty", "*", N, false, true, fn_count_empty,
	  check_fn_count_group },
	{ "count_of", "**", N, false, true, fn_count_of, check_fn_count_of },

	{ "coalesce", "*+", ANY, false, true, fn_coalesce, check_fn_coalesce },
	{ "if", "c**", ANY, false, true, fn_if, check_fn_if },
	{ "sure", "c", C, false, true, fn_sure, NULL },

	{ "entered", "*", D, false, false, fn_entered, check_fn_entered },
	{ "ended_on", "", D, false, false, fn_ended_on, check_fn_ended_on },
	{ "last_case", "*", VAL_CASE, true, false, fn_last_case,
	  check_fn_last_case },
	{ "last_case_on", "*", D, true, false, fn_last_case_on,
	  check_fn_last_case },

	{ "valid_postcode", "t", C, false, false, fn_valid_postcode, NULL },
	{ "valid_nhs", "t", C, false, false, fn_valid_nhs, NULL },
	{ "valid_nino", "t", C, false, false, fn_valid_nino, NULL },
	{ "valid_pnc", "t", C, false, false, fn_valid_pnc, NULL },
	{ "valid_cro", "t", C, false, false, fn_valid_cro, NULL },
	{ "valid_crn", "t", C, false, false, fn_valid_crn, NULL },
	{ "valid_phone", "t", C, false, false, fn_valid_phone, NULL },
	{ "valid_email", "t", C, false, false, fn_valid_email, NULL },
};

const struct function *
function_at(size_t i)
{
	return i < sizeof(functions) / sizeof(functions[0]) ? &functions[i]
							    : NULL;
}

const struct function *
function_find(const char *name)
{
	const struct function *f;

	for (size_t i = 0; (f = function_at(i)) != NULL; i++)
		if (f->name[0] == name[0] && strcmp(f->name, name) == 0)
			return f;
	return NULL;
}
