/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What stands beside a person or a case and is no answer of theirs: alerts,
 * tasks, links.  In files that caseload writes and reads back each sort is one
 * cell, a JSON array (RFC 8259) in the order of its texts:
 *
 *	[{"on":"2026-03-02","at":"10:30","by":"sara","text":"Visit in pairs",
 *	  "until":"2026-09-01"}]
 *
 * A task has no number there: that is drawn by the store it comes into.  A
 * notice is of its day, and stays behind.
 */
#include "casework/beside.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

struct part {
	const char *name;
	enum value_type type;
};
static const struct part alert_parts[] = {
	{ "text", VAL_TEXT },
	{ "until", VAL_DATE },
	{ "note", VAL_TEXT },
	{ NULL, VAL_EMPTY },
};
static const struct part task_parts[] = {
	{ "text", VAL_TEXT },	 { "due", VAL_DATE },
	{ "time", VAL_TIME },	 { "role", VAL_CODE },
	{ "by_rule", VAL_CODE }, { "outcome", VAL_TEXT },
	{ "done_on", VAL_DATE }, { NULL, VAL_EMPTY },
};
static const struct part link_parts[] = {
	{ "type", VAL_TEXT },
	{ "unsafe", VAL_CODE },
	{ NULL, VAL_EMPTY },
};

static const struct part *
parts_of(enum record_kind kind)
{
	return kind == RECORD_FLAG   ? alert_parts
	       : kind == RECORD_TASK ? task_parts
				     : link_parts;
}

/* --- written ------------------------------------------------------------- */

/* The ids of what may be of that kind, at the ends of the keys. */
static size_t
ids_of(struct txn *t, struct arena *a, const struct record *of,
       enum record_kind kind, uint64_t **out)
{
	const bool is_case = of->kind == RECORD_CASE;
	struct bytes key, posting;
	struct index_scan *scan;
	struct key k;
	size_t n = 0, cap = 0;

	*out = NULL;
	key_start(&k);
	key_u64(&k, of->id);
	if (is_case)
		key_u8(&k, (uint8_t)kind);
	scan = index_scan_prefix(t, is_case ? IX_OF_CASE : IX_OF_PERSON,
				 key_bytes(&k), false);
	while (index_scan_next(scan, &key, &posting)) {
		struct key_reader in =
			key_read(bytes_of((const char *)key.p + key.n - 8, 8));
		struct key_reader it = key_read(posting);
		uint8_t its = (uint8_t)kind;

		if (!is_case)
			key_read_u8(&it, &its);
		if (its != kind)
			continue;
		if (n == cap) {
			cap = cap ? cap * 2 : 16;
			*out = arena_grow(a, *out, n, cap, sizeof(**out));
		}
		key_read_u64(&in, &(*out)[n++]);
	}
	index_scan_close(&scan);
	return n;
}

/* Only to be read, and by those it was for. */
static bool
is_told(const struct record *r)
{
	return !strcmp(fields_text(&r->fields, "notice"), "yes") ||
	       !strcmp(fields_text(&r->fields, "narrow"), "yes");
}

static bool
is_written(struct txn *t, const struct who *w, const struct record *of,
	   const struct record *r)
{
	return r && !(r->flags & RECORD_WITHDRAWN) &&
	       r->case_id == of->case_id &&
	       (of->kind == RECORD_CASE || r->person == of->id) &&
	       !is_told(r) && who_sees(t, w, r);
}

static void
put_text(json_t *o, const char *name, const char *text)
{
	if (text && text[0])
		json_object_set_new(o, name, json_string(text));
}

static const char *
one_text(const struct beside *b, const struct record *r)
{
	json_t *o = json_object();
	const char *by = who_told(b->t, b->w, r->created_by), *out;
	char *dump;

	put_text(o, "on",
		 date_format(b->a, clock_date_of(r->created_at), DATE_ISO));
	put_text(o, "at", time_format(b->a, clock_minutes_of(r->created_at)));
	if (strcmp(by, r->created_by) == 0)
		put_text(o, "by", by);
	put_text(o, "owner", r->owner);
	if (r->kind == RECORD_LINK)
		put_text(o, "to",
			 record_called(b->t, b->s, b->w, b->a,
				       fields_id(&r->fields, "other")));
	for (const struct part *p = parts_of(r->kind); p->name; p++) {
		const struct value *v = fields_get(&r->fields, p->name);

		if (v)
			put_text(o, p->name, value_format(b->a, v));
	}
	if (r->flags & RECORD_FINISHED)
		json_object_set_new(o, "done", json_true());
	dump = json_dumps(o, JSON_COMPACT);
	out = arena_strdup(b->a, dump ? dump : "{}");
	free(dump);
	json_decref(o);
	return out;
}

static int
text_order(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

const char *
beside_format(const struct beside *b, const struct record *of,
	      enum record_kind kind)
{
	struct buf out = BUF_INIT;
	const char **text, *cell;
	uint64_t *ids;
	size_t n = ids_of(b->t, b->a, of, kind, &ids), kept = 0;

	text = arena_array(b->a, n + 1, sizeof(*text));
	for (size_t i = 0; i < n; i++) {
		const struct record *r = record_get(b->t, b->a, ids[i]);

		if (is_written(b->t, b->w, of, r))
			text[kept++] = one_text(b, r);
	}
	qsort(text, kept, sizeof(*text), text_order);
	for (size_t i = 0; i < kept; i++)
		buf_printf(&out, "%c%s", i ? ',' : '[', text[i]);
	if (kept)
		buf_char(&out, ']');
	cell = arena_strdup(b->a, out.s ? out.s : "");
	buf_clear(&out);
	return cell;
}

/* --- read back ----------------------------------------------------------- */

static const char *
text_at(const json_t *o, const char *name)
{
	const char *s = json_string_value(json_object_get(o, name));

	return s ? s : "";
}

static bool
read_part(struct fields *f, const struct part *p, const char *text)
{
	struct value v = value_text(text);
	struct date d;
	int minutes;

	if (p->type == VAL_CODE)
		v = value_code(text);
	if (p->type == VAL_DATE) {
		if (date_parse_iso(&d, text) != ERR_OK)
			return false;
		v = value_date(d);
	}
	if (p->type == VAL_TIME) {
		if (time_parse(&minutes, text) != ERR_OK)
			return false;
		v = value_time(minutes);
	}
	fields_set(f, p->name, v);
	return true;
}

/* Texts, and whether it is done: what else there is, no caseload wrote. */
static bool
read_one(struct arena *a, enum record_kind kind, const json_t *o,
	 struct record *out)
{
	const char *says = kind == RECORD_LINK ? "type" : "text";
	struct date on;
	int at;

	*out = (struct record){ .kind = kind,
				.form = "",
				.ref = "",
				.state = "",
				.owner = arena_strdup(a, text_at(o, "owner")),
				.created_by =
					arena_strdup(a, text_at(o, "by")) };
	if (!text_at(o, says)[0] ||
	    date_parse_iso(&on, text_at(o, "on")) != ERR_OK ||
	    time_parse(&at, text_at(o, "at")) != ERR_OK ||
	    (kind == RECORD_LINK && !text_at(o, "to")[0]))
		return false;
	out->created_at = clock_utc_of(on, at);
	if (json_is_true(json_object_get(o, "done")))
		out->flags |= RECORD_FINISHED;
	fields_init(&out->fields, a);
	for (const struct part *p = parts_of(kind); p->name; p++) {
		const char *text = text_at(o, p->name);

		if (text[0] && !read_part(&out->fields, p, text))
			return false;
	}
	return true;
}

bool
beside_read(struct arena *a, enum record_kind kind, const char *text,
	    struct beside_read *out)
{
	json_error_t e;
	json_t *all = json_loads(text, JSON_REJECT_DUPLICATES, &e);
	size_t n = json_is_array(all) ? json_array_size(all) : 0;
	bool fine = n > 0;

	*out = (struct beside_read){ 0 };
	out->v = arena_array(a, n + 1, sizeof(*out->v));
	out->to = arena_array(a, n + 1, sizeof(*out->to));
	for (size_t i = 0; i < n && fine; i++) {
		const json_t *o = json_array_get(all, i);

		fine = json_is_object(o) && read_one(a, kind, o, &out->v[i]);
		out->to[i] = arena_strdup(a, fine ? text_at(o, "to") : "");
		out->n += fine;
	}
	json_decref(all);
	return fine;
}

/* --- put in -------------------------------------------------------------- */

static enum act
act_of(enum record_kind kind)
{
	return kind == RECORD_FLAG   ? ACT_FLAGGED
	       : kind == RECORD_TASK ? ACT_TASK_ADDED
				     : ACT_LINKED;
}

void
beside_put(struct txn *t, struct session *s, struct arena *a,
	   const struct record *of, struct record *r, uint64_t other)
{
	r->id = record_new_id(t);
	r->person = of->kind == RECORD_PERSON ? of->id : of->person;
	r->case_id = of->case_id;
	if (!r->created_by[0])
		r->created_by = s->user;
	if (r->kind == RECORD_TASK) {
		r->ref = task_number(t, a, r->id);
		if (of->kind == RECORD_CASE)
			fields_set(&r->fields, "about_form",
				   value_text(of->form));
	}
	if (r->kind == RECORD_LINK) {
		fields_set(&r->fields, "other", value_person(other));
		fields_set(&r->fields, "text",
			   value_text(fields_text(&r->fields, "type")));
	}
	bring_record(t, s, r, &(struct note){ .act = act_of(r->kind) });
}
