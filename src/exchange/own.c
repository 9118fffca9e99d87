/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "exchange/own.h"

#include <stdlib.h>
#include <string.h>

#include "base/random.h"
#include "base/text.h"
#include "form/expr.h"

/* --- formulas ------------------------------------------------------------- */

static bool
begins_formula(const char *s)
{
	while (*s == '\'')
		s++;
	return *s != '\0' && strchr("=+-@\t\r", *s) != NULL;
}

const char *
cell_armour(struct arena *a, const char *text)
{
	return begins_formula(text) ? arena_printf(a, "'%s", text) : text;
}

const char *
cell_bare(const char *text)
{
	return text[0] == '\'' && begins_formula(text) ? text + 1 : text;
}

/* --- written --------------------------------------------------------------- */

static const char *
codes_text(struct arena *a, const struct value *v)
{
	struct buf b = BUF_INIT;
	const char *out;

	for (size_t i = 0; i < v->codes.n; i++)
		buf_printf(&b, "%s%s", i ? ";" : "", v->codes.v[i]);
	out = arena_strdup(a, b.s ? b.s : "");
	buf_clear(&b);
	return out;
}

/* A question in the rows of a repeat. */
static const struct item *
item_in(const struct item *repeat, const char *name)
{
	const struct item *it = form_item(repeat->form, name);

	return it && it->repeat == repeat && it->kind == ITEM_QUESTION ? it
								       : NULL;
}

static json_t *
row_json(struct arena *a, const struct item *repeat, const struct row *row,
	 const struct own_names *n)
{
	json_t *o = json_object();

	for (size_t i = 0; i < row->fields.n; i++) {
		const struct field *f = &row->fields.v[i];
		const struct item *it = item_in(repeat, f->name);

		if (it && !it->sensitive)
			json_object_set_new(o, f->name,
					    own_json(a, it, &f->value, n));
	}
	if (row->struck)
		json_object_set_new(o, "_struck", json_true());
	json_object_set_new(o, "_id",
			    json_string(arena_printf(
				    a, "%llu", (unsigned long long)row->id)));
	return o;
}

/* Rows of the program's own: texts, dates and users by name. */
static json_t *
plain_row_json(struct arena *a, const struct row *row)
{
	json_t *o = json_object();

	for (size_t i = 0; i < row->fields.n; i++)
		json_object_set_new(
			o, row->fields.v[i].name,
			json_string(value_format(a, &row->fields.v[i].value)));
	return o;
}

static json_t *
rows_json(struct arena *a, const struct item *it, const struct value *v,
	  const struct own_names *n)
{
	json_t *rows = json_array();

	for (size_t i = 0; i < v->rows.n; i++)
		json_array_append_new(rows,
				      it ? row_json(a, it, &v->rows.v[i], n)
					 : plain_row_json(a, &v->rows.v[i]));
	return rows;
}

/* Whole ones are exact; so are others up to fifteen figures; the rest is
 * text. */
static json_t *
number_json(struct arena *a, int64_t n)
{
	if (n % NUMBER_ONE == 0)
		return json_integer(n / NUMBER_ONE);
	if (llabs(n) < INT64_C(1000000000000000))
		return json_real((double)n / (double)NUMBER_ONE);
	return json_string(number_format(a, n));
}

json_t *
own_json(struct arena *a, const struct item *it, const struct value *v,
	 const struct own_names *n)
{
	json_t *codes;

	switch (v->type) {
	case VAL_EMPTY:
		return json_null();
	case VAL_NUMBER:
		return number_json(a, v->number);
	case VAL_ROWS:
		return rows_json(a, it, v, n);
	case VAL_CODES:
		codes = json_array();
		for (size_t i = 0; i < v->codes.n; i++)
			json_array_append_new(codes,
					      json_string(v->codes.v[i]));
		return codes;
	default:
		return json_string(own_text(a, it, v, n));
	}
}

const char *
own_text(struct arena *a, const struct item *it, const struct value *v,
	 const struct own_names *n)
{
	json_t *rows;
	const char *out;
	char *dump;

	switch (v->type) {
	case VAL_CODES:
		return codes_text(a, v);
	case VAL_PERSON:
	case VAL_CASE:
		return n->ref(v->id, n->ctx);
	case VAL_ROWS:
		rows = rows_json(a, it, v, n);
		dump = json_dumps(rows, JSON_COMPACT | JSON_REAL_PRECISION(15));
		out = arena_strdup(a, dump ? dump : "");
		free(dump);
		json_decref(rows);
		return out;
	default:
		return value_format(a, v);
	}
}

/* --- read back -------------------------------------------------------------- */

static bool
refuse(struct cell_fault *why, enum code code, const char *message)
{
	*why = (struct cell_fault){ code, message };
	return false;
}

static bool
date_value(const char *s, struct value *out)
{
	struct date d;

	if (date_parse_iso(&d, s) != ERR_OK)
		return false;
	*out = value_date(d);
	return true;
}

static bool
datetime_value(struct arena *a, const char *s, struct value *out)
{
	const char *gap = strchr(s, ' ');
	struct date d;
	int minutes;

	if (!gap || time_parse(&minutes, gap + 1) != ERR_OK ||
	    date_parse_iso(&d, arena_strndup(a, s, (size_t)(gap - s))) !=
		    ERR_OK)
		return false;
	*out = value_datetime(d, minutes);
	return true;
}

static bool
codes_value(struct arena *a, const struct item *it, const char *s,
	    struct value *out)
{
	const char **codes = arena_array(a, strlen(s) + 1, sizeof(*codes));
	size_t n = 0;

	while (*s) {
		size_t len = strcspn(s, ";");

		codes[n] = arena_strndup(a, s, len);
		if (!list_choice(it->list, codes[n++]))
			return false;
		s += len + (s[len] != '\0');
	}
	out->type = VAL_CODES;
	out->codes.v = codes;
	out->codes.n = n;
	return true;
}

static bool
number_value(const char *s, struct value *out)
{
	int64_t n;

	if (number_parse(&n, s) != ERR_OK)
		return false;
	*out = value_number(n);
	return true;
}

/* What is worked out may be below nought. */
static bool
duration_value(const char *s, struct value *out)
{
	bool minus = *s == '-';
	struct duration d;

	if (duration_parse(&d, s + minus) != ERR_OK)
		return false;
	d.n = minus ? -d.n : d.n;
	*out = value_duration(d);
	return true;
}

static bool
time_value(const char *s, struct value *out)
{
	int minutes;

	if (time_parse(&minutes, s) != ERR_OK)
		return false;
	*out = value_time(minutes);
	return true;
}

/* Where its expression does not say, what it looks like. */
static bool
likely_value(struct arena *a, const struct item *it, const char *s,
	     struct value *out)
{
	if (it->list && list_choice(it->list, s))
		*out = value_code(s);
	else if (!date_value(s, out) && !number_value(s, out) &&
		 !datetime_value(a, s, out) && !duration_value(s, out))
		*out = value_text(s);
	return true;
}

/* A calculation has the type of its expression. */
static bool
worked_out_value(struct arena *a, const struct item *it, const char *s,
		 struct value *out)
{
	switch (expr_type(it->calculation).type) {
	case VAL_NUMBER:
		return number_value(s, out);
	case VAL_DATE:
		return date_value(s, out);
	case VAL_DATETIME:
		return datetime_value(a, s, out);
	case VAL_TIME:
		return time_value(s, out);
	case VAL_DURATION:
		return duration_value(s, out);
	case VAL_CODE:
		*out = value_code(s);
		return true;
	case VAL_TEXT:
		*out = value_text(s);
		return true;
	default:
		return likely_value(a, it, s, out);
	}
}

static bool
simple_value(struct arena *a, const struct item *it, const char *s,
	     struct value *out)
{
	struct duration d;
	int64_t number;
	int minutes;

	if (it->kind == ITEM_CALCULATE)
		return worked_out_value(a, it, s, out);
	switch (it->type) {
	case Q_INTEGER:
	case Q_DECIMAL:
		*out = number_parse(&number, s) == ERR_OK ? value_number(number)
							  : value_empty;
		return !value_is_empty(out);
	case Q_DATE:
		return date_value(s, out);
	case Q_DATETIME:
		return datetime_value(a, s, out);
	case Q_TIME:
		*out = time_parse(&minutes, s) == ERR_OK ? value_time(minutes)
							 : value_empty;
		return !value_is_empty(out);
	case Q_DURATION:
		*out = duration_parse(&d, s) == ERR_OK ? value_duration(d)
						       : value_empty;
		return !value_is_empty(out);
	case Q_SELECT_ONE:
		*out = value_code(s);
		return list_choice(it->list, s) != NULL;
	case Q_SELECT_MULTIPLE:
		return codes_value(a, it, s, out);
	case Q_USER:
		*out = value_user(s);
		return true;
	case Q_ATTACHMENT:
		*out = (struct value){ .type = VAL_ATTACHMENT, .text = s };
		return true;
	default:
		*out = value_text(s);
		return true;
	}
}

static bool
record_value(struct arena *a, const struct item *it, const char *ref,
	     const struct own_names *n, struct value *out,
	     struct cell_fault *why)
{
	uint64_t id = n->find(ref, n->ctx);

	if (!id && n->later && n->later(ref, n->ctx))
		return true;
	if (!id)
		return refuse(why, CODE_NO_RECORD,
			      arena_printf(a,
					   "Nothing with the reference %s "
					   "is known here.",
					   ref));
	*out = it->type == Q_PERSON ? value_person(id) : value_case(id);
	return true;
}

static bool
has_objects(const json_t *j)
{
	return json_is_object(json_array_get(j, 0));
}

const char *
json_cell(struct arena *a, const json_t *j)
{
	struct buf b = BUF_INIT;
	const char *out = "";
	char *dump;

	if (json_is_string(j)) {
		out = arena_strdup(a, json_string_value(j));
	} else if (json_is_array(j) && !has_objects(j)) {
		for (size_t i = 0; i < json_array_size(j); i++) {
			const char *s = json_string_value(json_array_get(j, i));

			buf_printf(&b, "%s%s", i ? ";" : "", s ? s : "");
		}
		out = arena_strdup(a, b.s ? b.s : "");
	} else if (j && !json_is_null(j)) {
		dump = json_dumps(j, JSON_COMPACT | JSON_ENCODE_ANY |
					     JSON_REAL_PRECISION(15));
		out = arena_strdup(a, dump ? dump : "");
		free(dump);
	}
	buf_clear(&b);
	return out;
}

static bool
row_value(struct arena *a, const struct item *it, json_t *o,
	  const struct own_names *n, struct row *out, struct cell_fault *why)
{
	const char *name, *id = json_string_value(json_object_get(o, "_id"));
	json_t *j;

	fields_init(&out->fields, a);
	out->id = id ? strtoull(id, NULL, 10) : 0;
	while (!out->id) {
		random_bytes(&out->id, sizeof(out->id));
		out->id >>= 1;
	}
	out->struck = json_is_true(json_object_get(o, "_struck"));
	json_object_foreach(o, name, j)
	{
		const struct item *in = item_in(it, name);
		struct value v;

		if (name[0] == '_')
			continue;
		if (!in)
			return refuse(why, CODE_NOT_ROWS,
				      arena_printf(a,
						   "'%s' is no question of "
						   "these rows.",
						   name));
		if (!own_value(a, in, json_cell(a, j), n, &v, why))
			return false;
		fields_set(&out->fields, name, v);
	}
	return true;
}

static bool
rows_value(struct arena *a, const struct item *it, const char *text,
	   const struct own_names *n, struct value *out, struct cell_fault *why)
{
	json_error_t e;
	json_t *rows = json_loads(text, JSON_REJECT_DUPLICATES, &e);
	size_t count = rows ? json_array_size(rows) : 0;
	bool fine = json_is_array(rows);

	out->type = VAL_ROWS;
	out->rows.v = arena_array(a, count + 1, sizeof(*out->rows.v));
	out->rows.n = count;
	if (!fine)
		refuse(why, CODE_NOT_ROWS,
		       "These are no rows, as caseload "
		       "writes them.");
	for (size_t i = 0; i < count && fine; i++)
		fine = row_value(a, it, json_array_get(rows, i), n,
				 &out->rows.v[i], why);
	json_decref(rows);
	if (!count || !fine)
		*out = value_empty;
	return fine;
}

bool
own_value(struct arena *a, const struct item *it, const char *text,
	  const struct own_names *n, struct value *out, struct cell_fault *why)
{
	*why = (struct cell_fault){ CODE_NONE, "" };
	*out = value_empty;
	if (!text[0])
		return true;
	if (it->kind == ITEM_REPEAT)
		return rows_value(a, it, text, n, out, why);
	if (it->type == Q_PERSON || it->type == Q_CASE)
		return record_value(a, it, text, n, out, why);
	if (simple_value(a, it, text, out))
		return true;
	*out = value_empty;
	return refuse(why, CODE_NOT_OURS,
		      arena_printf(a,
				   "'%s' is not as caseload writes an "
				   "answer to '%s'.",
				   text, it->label));
}
