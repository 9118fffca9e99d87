/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What lists and headings show.
 */
#include <ctype.h>
#include <string.h>

#include "casework/internal.h"

static const char *
means_text(const struct session *s, const struct fields *f, enum means m)
{
	const struct item *it =
		s->set->person ? form_item_means(s->set->person, m) : NULL;
	const struct value *v = it ? fields_get(f, it->name) : NULL;

	return v && (v->type == VAL_TEXT || v->type == VAL_CODE) ? v->text : "";
}

static const char *
upper(struct arena *a, const char *s)
{
	struct buf b = BUF_INIT;
	char out[4];
	const char *r;

	while (*s) {
		uint32_t c = utf8_next(&s);

		buf_add(&b, out, utf8_put(out, text_upper(c)));
	}
	r = arena_strndup(a, b.s ? b.s : "", b.n);
	buf_clear(&b);
	return r;
}

const char *
person_name(const struct session *s, struct arena *a, const struct fields *f,
	    bool capitals)
{
	const char *given = means_text(s, f, MEANS_given_name);
	const char *family = means_text(s, f, MEANS_family_name);
	const char *known = means_text(s, f, MEANS_known_as);

	if (capitals && family[0])
		family = upper(a, family);
	if (family[0] && given[0])
		return arena_printf(a, "%s, %s", family, given);
	if (family[0] || given[0])
		return arena_strdup(a, family[0]  ? family
				       : capitals ? upper(a, given)
						  : given);
	return known[0] ? arena_strdup(a, known) : "(no name yet)";
}

static bool
address_secret(const struct session *s, const struct fields *f)
{
	const char *secret = means_text(s, f, MEANS_secret);

	return strcmp(secret, "yes") == 0;
}

const char *
person_address(const struct session *s, struct arena *a, const struct fields *f)
{
	const char *house = means_text(s, f, MEANS_house);
	const char *street = means_text(s, f, MEANS_street);
	const char *postcode = means_text(s, f, MEANS_postcode);

	if (address_secret(s, f))
		return "ADDRESS SECRET";
	if (!house[0] && !street[0] && !postcode[0])
		return "";
	return arena_printf(a, "%s%s%s%s%s", house,
			    house[0] && street[0] ? " " : "", street,
			    (house[0] || street[0]) && postcode[0] ? " " : "",
			    postcode);
}

/* Fields shown in a heading may be read by all who may see the person, save
 * those whose roles leave the user out. */
struct fields
readable_fields(struct txn *t, const struct who *w, struct arena *a,
		const struct record *p)
{
	const struct form *f = form_of_record(w->s, p);
	struct fields out;

	fields_init(&out, a);
	for (size_t i = 0; i < p->fields.n; i++) {
		const struct item *it =
			f ? form_item(f, p->fields.v[i].name) : NULL;

		if (!it || w->s->system || who_reads_answer(t, w, it, p))
			fields_set_shared(&out, p->fields.v[i].name,
					  p->fields.v[i].value);
	}
	return out;
}

/* Of the summary, what is neither name, birth date nor address is how to make
 * contact.  The first says itself what it is, those after it by their label:
 * `Text message; weekdays 10 to 2; If another answers, say: the dentist`. */
static const char *
contact_words(const struct session *s, struct arena *a, const struct fields *f)
{
	const struct form *p = s->set->person;
	const char *words = "";
	bool text = false;

	for (size_t i = 0; i < p->n_summary; i++) {
		const struct item *it = form_item(p, p->summary[i]);
		const struct value *v = fields_get(f, p->summary[i]);
		bool label = text && v && v->type == VAL_TEXT;

		if (!it || it->means != MEANS_NONE || it->sensitive || !v ||
		    (v->type != VAL_TEXT && v->type != VAL_CODES))
			continue;
		words = arena_printf(a, "%s%s%s%s%s", words,
				     words[0] ? "; " : "",
				     label ? it->label : "", label ? ": " : "",
				     answer_format(a, it, v));
		text |= v->type == VAL_TEXT;
	}
	return words;
}

/* How contact is safe in this case, as its own answers have it: newer than
 * what is kept of the person, so it stands before that. */
void
brief_safe_contact(struct txn *t, const struct who *w, struct arena *a,
		   const struct record *c, struct person_brief *out)
{
	const struct form *f = form_of_record(w->s, c);
	const char *words = "";

	for (size_t i = 0; f && out->id && i < f->n; i++) {
		const struct item *it = &f->items[i];
		const struct value *v =
			it->means == MEANS_safe_contact
				? fields_get(&c->fields, it->name)
				: NULL;

		if (v && !value_is_empty(v) && who_reads_answer(t, w, it, c))
			words = arena_printf(a, "%s%s%s", words,
					     words[0] ? "; " : "",
					     answer_format(a, it, v));
	}
	if (words[0])
		out->safe_contact = arena_printf(
			a, "%s%s%s", words, out->safe_contact[0] ? "; " : "",
			out->safe_contact);
}

/* --- alerts ------------------------------------------------------------------- */

struct alerts {
	struct arena *a;
	struct flag_brief *v;
	size_t n;
};

static void
add_alert(struct alerts *to, struct flag_brief f)
{
	if (!f.text[0])
		return;
	to->v = arena_grow(to->a, to->v, to->n, to->n + 1, sizeof(*to->v));
	to->v[to->n++] = f;
}

/* What somebody raised, until it is resolved or its day is past. */
static void
raised_alert(struct txn *t, const struct who *w, uint64_t id, struct alerts *to)
{
	const struct record *flag = record_get(t, to->a, id);
	struct date until =
		flag ? fields_date(&flag->fields, "until") : NO_DATE;

	if (!flag || flag->flags & (RECORD_FINISHED | RECORD_WITHDRAWN) ||
	    !who_sees(t, w, flag) ||
	    (date_is_set(until) && date_compare(until, clock_today()) < 0))
		return;
	add_alert(to, (struct flag_brief){
			      .id = id,
			      .text = fields_text(&flag->fields, "text"),
			      .by = who_told(t, w, flag->created_by),
			      .on = clock_date_of(flag->created_at),
			      .until = until });
}

/* What an answer of a record says by itself (means: alert). */
static void
answered_alerts(struct txn *t, const struct who *w, const struct record *r,
		struct alerts *to)
{
	const struct form *f = form_of_record(w->s, r);

	for (size_t i = 0; f && i < f->n; i++) {
		const struct item *it = &f->items[i];
		const struct value *v =
			it->means == MEANS_alert && !it->sensitive
				? fields_get(&r->fields, it->name)
				: NULL;

		if (v && !value_is_empty(v) && who_reads_answer(t, w, it, r))
			add_alert(to,
				  (struct flag_brief){
					  .text = answer_format(to->a, it, v),
					  .by = "",
					  .on = clock_date_of(r->changed_at) });
	}
}

static void
own_alerts(struct txn *t, const struct who *w, uint64_t id, struct alerts *to)
{
	const struct record *r =
		record_now(t, (struct session *)w->s, to->a, id);

	if (r && !(r->flags & RECORD_WITHDRAWN) && who_sees(t, w, r))
		answered_alerts(t, w, r, to);
}

void
brief_flags(struct txn *t, const struct who *w, struct arena *a,
	    struct person_brief *out)
{
	struct key k;
	struct bytes key, posting;
	struct index_scan *scan;
	struct alerts to = { .a = a };

	key_start(&k);
	key_u64(&k, out->id);
	scan = index_scan_prefix(t, IX_OF_PERSON, key_bytes(&k), false);
	while (index_scan_next(scan, &key, &posting)) {
		struct key_reader r = key_read(posting);
		struct key_reader kr =
			key_read(bytes_of((const char *)key.p + key.n - 8, 8));
		const struct form *f;
		uint8_t kind = 0;
		uint32_t fno = 0;
		uint64_t id = 0, of_case = 0;

		key_read_u8(&r, &kind);
		key_read_u64(&kr, &id);
		if (kind == RECORD_FLAG)
			raised_alert(t, w, id, &to);
		if (kind != RECORD_CHILD || !key_read_u32(&r, &fno) ||
		    !key_read_u64(&r, &of_case) || of_case)
			continue;
		f = form_of_no(w->s, (int)fno);
		if (f && form_item_means(f, MEANS_alert))
			own_alerts(t, w, id, &to);
	}
	index_scan_close(&scan);
	out->flags = to.v;
	out->n_flags = to.n;
}

void
brief_case_alerts(struct txn *t, const struct who *w, struct arena *a,
		  const struct record *c, struct person_brief *out)
{
	struct alerts to = { a, NULL, out->n_flags };

	if (!out->id)
		return;
	if (out->n_flags)
		to.v = arena_memdup(a, out->flags,
				    out->n_flags * sizeof(*out->flags));
	answered_alerts(t, w, c, &to);
	out->flags = to.v;
	out->n_flags = to.n;
}

/* The answers that a heading shows, and none else: a person has many. */
#define HEADING_MOST 40
#define NAME_PARTS 3 /* of them, the first */

static size_t
heading_names(const struct form *f, bool name_only,
	      const char *out[HEADING_MOST])
{
	static const enum means shown[] = {
		MEANS_given_name, MEANS_family_name, MEANS_known_as,
		MEANS_own_script, MEANS_birth_date,  MEANS_house,
		MEANS_street,	  MEANS_postcode,    MEANS_secret,
	};
	const size_t most =
		name_only ? NAME_PARTS : sizeof(shown) / sizeof(shown[0]);
	size_t n = 0;

	for (size_t i = 0; i < most; i++) {
		const struct item *it = form_item_means(f, shown[i]);

		if (it)
			out[n++] = it->name;
	}
	for (size_t i = 0; !name_only && i < f->n_summary && n < HEADING_MOST;
	     i++)
		out[n++] = f->summary[i];
	return n;
}

static const struct record *
heading_record(struct txn *t, struct session *s, struct arena *a,
	       uint64_t person, bool name_only)
{
	const struct form *f = s->set->person;
	const char *names[HEADING_MOST];
	const struct record *p;

	if (!f || f->n_summary > HEADING_MOST / 2)
		return record_now(t, s, a, person);
	p = record_get_answers(t, a, person, names,
			       heading_names(f, name_only, names));
	/* By an older form its answers have other names. */
	if (p && p->form_version != (uint32_t)f->version)
		p = record_now(t, s, a, person);
	return p;
}

void
brief_name(struct txn *t, struct session *s, const struct who *w,
	   struct arena *a, uint64_t person, struct person_brief *out)
{
	const struct record *p =
		person ? heading_record(t, s, a, person, true) : NULL;
	struct fields f;

	*out = (struct person_brief){ .ref = "", .name = "" };
	if (!p)
		return;
	f = readable_fields(t, w, a, p);
	out->id = person;
	out->ref = p->ref;
	out->name = person_name(s, a, &f, false);
}

void
brief_person(struct txn *t, struct session *s, const struct who *w,
	     struct arena *a, uint64_t person, struct person_brief *out)
{
	const struct record *p =
		person ? heading_record(t, s, a, person, false) : NULL;
	const struct item *born;
	struct fields f;

	*out = (struct person_brief){ .ref = "",
				      .name = "",
				      .full_name = "",
				      .own_script = "",
				      .address = "",
				      .why = "",
				      .safe_contact = "",
				      .age = -1 };
	if (!p)
		return;
	f = readable_fields(t, w, a, p);
	out->id = person;
	out->ref = p->ref;
	out->name = person_name(s, a, &f, false);
	out->full_name = person_name(s, a, &f, true);
	out->own_script = means_text(s, &f, MEANS_own_script);
	out->address = address_secret(s, &p->fields) ? "ADDRESS SECRET"
						     : person_address(s, a, &f);
	born = form_item_means(s->set->person, MEANS_birth_date);
	if (born)
		out->born = fields_date(&f, born->name);
	if (date_is_set(out->born))
		out->age = date_age(out->born, clock_today());
	out->safe_contact = contact_words(s, a, &f);
	brief_flags(t, w, a, out);
}

static struct date
state_since(const struct record *r)
{
	const struct value *v = fields_get(&r->fields, "_states");

	if (!v || v->type != VAL_ROWS || !v->rows.n)
		return clock_date_of(r->created_at);
	return fields_date(&v->rows.v[v->rows.n - 1].fields, "on");
}

void
brief_case(struct session *s, struct arena *a, const struct record *r,
	   struct case_brief *out)
{
	const struct form *f = form_of_record(s, r);
	int st = f ? form_state(f, r->state) : -1;

	(void)a;
	*out = (struct case_brief){ .id = r->id,
				    .person = r->person,
				    .ref = r->ref,
				    .form = f,
				    .title = f ? f->label : r->form,
				    .state = r->state,
				    .state_label = st >= 0 ? f->states[st].label
							   : r->state,
				    .closed = r->flags & RECORD_CLOSED,
				    .owner = r->owner,
				    .name = "",
				    .opened = clock_date_of(r->created_at),
				    .state_since = state_since(r) };
}

size_t
brief_cases(struct txn *t, struct session *s, const struct who *w,
	    struct arena *a, uint64_t person, struct case_brief **out)
{
	static const char *const states[] = { "_states" };
	struct key k;
	struct bytes key, posting;
	struct index_scan *scan;
	size_t n = 0, cap = 0;

	*out = NULL;
	key_start(&k);
	key_u64(&k, person);
	scan = index_scan_prefix(t, IX_OF_PERSON, key_bytes(&k), false);
	while (index_scan_next(scan, &key, &posting)) {
		struct key_reader r = key_read(posting);
		uint8_t kind = 0;
		uint32_t fno = 0;
		uint64_t case_id = 0;
		struct record *c;

		key_read_u8(&r, &kind);
		key_read_u32(&r, &fno);
		key_read_u64(&r, &case_id);
		if (kind != RECORD_CASE)
			continue;
		/* All that brief_case() asks of the answers. */
		c = record_get_answers(t, a, case_id, states, 1);
		if (c)
			record_adopt(s->set, c);
		if (!c || c->person != person || c->flags & RECORD_WITHDRAWN ||
		    !who_sees_case(t, w, c))
			continue;
		if (n == cap) {
			*out = arena_grow(a, *out, n, cap ? cap * 2 : 4,
					  sizeof(**out));
			cap = cap ? cap * 2 : 4;
		}
		brief_case(s, a, c, &(*out)[n++]);
	}
	index_scan_close(&scan);
	return n;
}

const char *
record_summary(struct txn *t, struct session *s, const struct who *w,
	       struct arena *a, const struct record *r)
{
	const struct form *f = form_of_record(s, r);
	struct buf b = BUF_INIT;
	const char *line;

	if (!f)
		return fields_text(&r->fields, "text");
	for (size_t i = 0; i < f->n_summary; i++) {
		const struct item *it = form_item(f, f->summary[i]);
		const struct value *v =
			it ? fields_get(&r->fields, it->name) : NULL;

		if (!v || value_is_empty(v) || it->sensitive ||
		    v->type == VAL_PERSON || v->type == VAL_CASE ||
		    v->type == VAL_ROWS || !who_reads_answer(t, w, it, r))
			continue;
		if (b.n)
			buf_str(&b, ", ");
		buf_str(&b, answer_format(a, it, told_value(t, w, a, r, v)));
	}
	line = arena_strndup(a, b.s ? b.s : "", b.n);
	buf_clear(&b);
	return line;
}
