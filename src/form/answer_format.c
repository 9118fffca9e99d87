/* SPDX-License-Identifier: GPL-3.0-or-later */
/* answer_format.c - an answer as shown, and as put into an edit field. */
#include "form/compute.h"

#include <inttypes.h>
#include <string.h>

static const char *
code_label(const struct item *it, const char *code)
{
	const struct choice *ch = it->list ? list_choice(it->list, code) : NULL;

	return ch ? ch->label : code;
}

static char *
join(struct arena *a, char *s, const char *more)
{
	return s ? arena_printf(a, "%s, %s", s, more) : arena_strdup(a, more);
}

static char *
format_codes(struct arena *a, const struct item *it, const struct value *v)
{
	char *s = NULL;

	for (size_t i = 0; i < v->codes.n; i++)
		s = join(a, s, code_label(it, v->codes.v[i]));
	return s ? s : arena_strdup(a, "");
}

static char *
format_cond(struct arena *a, enum tri t)
{
	return arena_strdup(a, t == TRI_YES  ? "Yes"
			       : t == TRI_NO ? "No"
					     : "Not known");
}

char *
answer_format(struct arena *a, const struct item *it, const struct value *v)
{
	switch (v->type) {
	case VAL_CODE:
		return arena_strdup(a, code_label(it, v->text));
	case VAL_CODES:
		return format_codes(a, it, v);
	case VAL_COND:
		return format_cond(a, v->cond);
	case VAL_DATE:
		return date_format(a, v->date, DATE_SHORT);
	case VAL_DATETIME:
		return arena_printf(a, "%s %s",
				    date_format(a, v->date, DATE_SHORT),
				    time_format(a, v->minutes));
	case VAL_PERSON:
	case VAL_CASE:
		return arena_printf(a, "%" PRIu64, v->id);
	case VAL_ROWS:
		return arena_printf(a, "%zu", v->rows.n);
	default:
		return value_format(a, v);
	}
}

static char *
edit_duration(struct arena *a, struct duration d)
{
	static const char *const units[] = {
		[DUR_MINUTES] = "min",
		[DUR_DAYS] = "d",
		[DUR_WORKDAYS] = "wd",
		[DUR_MONTHS] = "mo",
	};

	return arena_printf(a, "%" PRId64 "%s", d.n, units[d.unit]);
}

/* The label where it leads back to its code, else the code. */
static const char *
edit_code(struct arena *a, const struct item *it, const char *code)
{
	const char *label = code_label(it, code), *why;
	struct item one = *it;
	struct value back;

	one.type = Q_SELECT_ONE;
	if (it->type == Q_SELECT_MULTIPLE && strpbrk(label, ",;"))
		return code;
	if (!it->list || !answer_choose(a, &one, NULL, 0, label, &back, &why) ||
	    back.type != VAL_CODE)
		return code;
	return strcmp(back.text, code) == 0 ? label : code;
}

char *
answer_edit(struct arena *a, const struct item *it, const struct value *v)
{
	char *s = NULL;

	switch (v->type) {
	case VAL_CODE:
		return arena_strdup(a, edit_code(a, it, v->text));
	case VAL_CODES:
		for (size_t i = 0; i < v->codes.n; i++)
			s = join(a, s, edit_code(a, it, v->codes.v[i]));
		return s ? s : arena_strdup(a, "");
	case VAL_DURATION:
		return edit_duration(a, v->duration);
	default:
		return answer_format(a, it, v);
	}
}
