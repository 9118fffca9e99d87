/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Trying an expression out: settings by hand, the result as plain text.
 * expr_context.c makes of the settings what an expression looks at.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "form/expr_code.h"

enum { ROWS_MOST = 1000 };

char *
expr_print(struct arena *a, const struct value *v)
{
	static const char *const conditions[] = {
		[TRI_NO] = "no", [TRI_YES] = "yes", [TRI_UNKNOWN] = "unknown"
	};

	if (v->type == VAL_COND)
		return arena_strdup(a, conditions[v->cond]);
	if (value_is_empty(v))
		return arena_strdup(a, "empty");
	return value_format(a, v);
}

static bool
read_text(struct value *out, struct arena *a, const char *s)
{
	*out = value_text(arena_strdup(a, s));
	return true;
}

static bool
read_code(struct value *out, struct arena *a, const char *s)
{
	*out = value_code(arena_strdup(a, s));
	return true;
}

static bool
read_user(struct value *out, struct arena *a, const char *s)
{
	*out = value_user(arena_strdup(a, s));
	return true;
}

static bool
read_number(struct value *out, struct arena *a, const char *s)
{
	int64_t n;

	(void)a;
	if (number_parse(&n, s) != ERR_OK)
		return false;
	*out = value_number(n);
	return true;
}

static bool
read_date(struct value *out, struct arena *a, const char *s)
{
	struct date d;

	(void)a;
	if (date_parse_iso(&d, s) != ERR_OK)
		return false;
	*out = value_date(d);
	return true;
}

static bool
read_time(struct value *out, struct arena *a, const char *s)
{
	int minutes;

	(void)a;
	if (time_parse(&minutes, s) != ERR_OK)
		return false;
	*out = value_time(minutes);
	return true;
}

/* 2026-03-02T09:30 */
static bool
read_datetime(struct value *out, struct arena *a, const char *s)
{
	struct date d;
	int minutes;

	if (strlen(s) < 12 || s[10] != 'T' ||
	    date_parse_iso(&d, arena_strndup(a, s, 10)) != ERR_OK ||
	    time_parse(&minutes, s + 11) != ERR_OK)
		return false;
	*out = value_datetime(d, minutes);
	return true;
}

static bool
read_duration(struct value *out, struct arena *a, const char *s)
{
	struct duration d;

	(void)a;
	if (duration_parse(&d, s) != ERR_OK)
		return false;
	*out = value_duration(d);
	return true;
}

static bool
read_codes(struct value *out, struct arena *a, const char *s)
{
	char *text = arena_strdup(a, s), *rest = NULL;
	const char **v = arena_array(a, strlen(s) / 2 + 1, sizeof(*v));

	*out = (struct value){ .type = VAL_CODES };
	out->codes.v = v;
	for (char *code = strtok_r(text, " ,", &rest); code != NULL;
	     code = strtok_r(NULL, " ,", &rest))
		v[out->codes.n++] = code;
	return true;
}

static bool
read_id(struct value *out, const char *s)
{
	char *end;

	if (!isdigit((unsigned char)*s))
		return false;
	out->id = strtoull(s, &end, 10);
	return *end == '\0';
}

static bool
read_person(struct value *out, struct arena *a, const char *s)
{
	(void)a;
	*out = (struct value){ .type = VAL_PERSON };
	return read_id(out, s);
}

static bool
read_case(struct value *out, struct arena *a, const char *s)
{
	(void)a;
	*out = (struct value){ .type = VAL_CASE };
	return read_id(out, s);
}

static bool
read_attachment(struct value *out, struct arena *a, const char *s)
{
	*out = (struct value){ .type = VAL_ATTACHMENT };
	out->text = arena_strdup(a, s);
	return true;
}

typedef bool reader(struct value *out, struct arena *a, const char *s);

static reader *const readers[VAL_ROWS + 1] = {
	[VAL_TEXT] = read_text,		[VAL_NUMBER] = read_number,
	[VAL_DATE] = read_date,		[VAL_TIME] = read_time,
	[VAL_DATETIME] = read_datetime, [VAL_DURATION] = read_duration,
	[VAL_CODE] = read_code,		[VAL_CODES] = read_codes,
	[VAL_USER] = read_user,		[VAL_PERSON] = read_person,
	[VAL_CASE] = read_case,		[VAL_ATTACHMENT] = read_attachment,
};

static bool
code_known(const struct list *l, const char *code)
{
	for (size_t i = 0; l != NULL && i < l->n; i++)
		if (strcmp(l->choices[i].code, code) == 0)
			return true;
	return l == NULL;
}

static bool
codes_known(const struct list *l, const struct value *v)
{
	if (v->type == VAL_CODE)
		return code_known(l, v->text);
	for (size_t i = 0; v->type == VAL_CODES && i < v->codes.n; i++)
		if (!code_known(l, v->codes.v[i]))
			return false;
	return true;
}

/* By the item's type; a calculation may be set too. */
static bool
read_value(struct value *out, const struct item *it, struct arena *a,
	   const char *s)
{
	struct expr_scope scope = { 0 };
	struct compile c = { .arena = a, .scope = &scope };
	struct xtype t = type_of_item(&c, it);

	*out = value_empty;
	if (text_blank(s))
		return true;
	return readers[t.type] != NULL && readers[t.type](out, a, s) &&
	       codes_known(t.list, out);
}

static bool
set_field(const struct form *f, struct arena *a, const char *full,
	  const char *name, const char *text, struct fields *given)
{
	const struct item *it = f == NULL ? NULL : form_item(f, name);
	struct value v;

	if (it == NULL || !item_has_value(it) || it->repeat != NULL ||
	    !read_value(&v, it, a, text))
		return false;
	fields_set(given, full, v);
	return true;
}

/* The rows as they are, with as many empty ones after them as are needed. */
static struct value
rows_up_to(struct fields *given, struct arena *a, const char *name, size_t n)
{
	const struct value *old = fields_get(given, name);
	struct value rows = { .type = VAL_ROWS };

	if (old != NULL)
		rows = *old;
	if (rows.rows.n >= n)
		return rows;
	rows.rows.v =
		arena_grow(a, rows.rows.v, rows.rows.n, n, sizeof(struct row));
	for (size_t i = rows.rows.n; i < n; i++) {
		rows.rows.v[i] = (struct row){ .id = i + 1 };
		fields_init(&rows.rows.v[i].fields, a);
	}
	rows.rows.n = n;
	return rows;
}

/* NAME[2].FIELD: rows of a repeat and records of a child form are kept alike,
 * and told apart by expr_context(). */
static bool
set_row(const struct form *f, struct arena *a, const char *name,
	const char *text, struct fields *given)
{
	size_t n = strcspn(name, "[");
	char *rows = arena_strndup(a, name, n), *end;
	const struct item *repeat = form_item(f, rows), *it;
	const struct form *child = form_child(f, rows);
	unsigned long index = strtoul(name + n + 1, &end, 10);
	struct value all, v;

	if (repeat != NULL && repeat->kind != ITEM_REPEAT)
		repeat = NULL;
	if (strncmp(end, "].", 2) != 0 || index < 1 || index > ROWS_MOST ||
	    (repeat == NULL && child == NULL))
		return false;
	it = form_item(repeat ? f : child, end + 2);
	if (it == NULL || !item_has_value(it) || it->repeat != repeat ||
	    !read_value(&v, it, a, text))
		return false;
	all = rows_up_to(given, a, rows, index);
	fields_set(&all.rows.v[index - 1].fields, it->name, v);
	fields_set_shared(given, rows, all);
	return true;
}

static bool
set_with(reader *read, struct arena *a, const char *name, const char *text,
	 struct fields *given)
{
	struct value v;

	if (!read(&v, a, text))
		return false;
	fields_set(given, name, v);
	return true;
}

static bool
set_setting(const struct form *f, struct arena *a, const char *name,
	    const char *text, struct fields *given)
{
	const struct setting *s = form_setting(f->set, name);
	const struct list *l = s == NULL ? NULL : s->list;

	if (s == NULL || !code_known(l != NULL ? l : yes_no(), text))
		return false;
	return set_with(read_code, a, name, text, given);
}

static bool
starts(const char *s, const char *with)
{
	return strncmp(s, with, strlen(with)) == 0;
}

/* What is not a field: the case's state, its history. */
static bool
set_state(const struct form *of, struct arena *a, const char *name,
	  const char *text, struct fields *given)
{
	if (of == NULL)
		return false;
	if (strcmp(name, "state") == 0)
		return form_state(of, text) >= 0 &&
		       set_with(read_code, a, name, text, given);
	return form_state(of, name + strlen("entered.")) >= 0 &&
	       set_with(read_date, a, name, text, given);
}

bool
expr_setting(const struct form *f, struct arena *a, const char *name_eq_value,
	     struct fields *given)
{
	size_t n = strcspn(name_eq_value, "=");
	char *name = arena_strndup(a, name_eq_value, n);
	const char *text = name_eq_value + n + 1;

	if (name_eq_value[n] == '\0')
		return false;
	if (strcmp(name, "today") == 0)
		return set_with(read_date, a, name, text, given);
	if (strcmp(name, "now") == 0)
		return set_with(read_datetime, a, name, text, given);
	if (strcmp(name, "user") == 0)
		return set_with(read_user, a, name, text, given);
	if (f == NULL)
		return false;
	if (strcmp(name, "state") == 0 || starts(name, "entered."))
		return set_state(case_form(f), a, name, text, given);
	if (starts(name, "person."))
		return set_field(f->set->person, a, name, name + 7, text,
				 given);
	if (starts(name, "case."))
		return set_field(f->of, a, name, name + 5, text, given);
	if (strchr(name, '[') != NULL)
		return set_row(f, a, name, text, given);
	return set_field(f, a, name, name, text, given) ||
	       set_setting(f, a, name, text, given);
}
