/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The search entries of a person, of a person's past addresses, and of case
 * fields marked `search: yes`.  Their keys stand in find_parts.h.
 */
#include <string.h>

#include "base/text.h"
#include "casework/find_parts.h"

enum {
	PAIRED_MOST = 5,   /* tokens of one name that are paired */
	POSTED_MOST = 300, /* bytes of tokens in a posting: three a letter
			    * in many scripts */
	WORDS_MOST = 8,	   /* of a searchable field, one by one */
	NUMBER_MOST = 60
};

struct feeding {
	struct session *s;
	struct arena *a;
	const struct record *r;
	entry_fn *each;
	void *ctx;
	struct looks looks;
	struct key posting;
	struct bytes *given; /* keys handed over already, index first */
	size_t n_given, cap;
};

/* Hand over an entry, once. */
static void
give(struct feeding *f, uint8_t index, const struct key *k)
{
	unsigned char *copy = arena_alloc(f->a, (size_t)k->n + 1);
	struct bytes b = bytes_of(copy, (size_t)k->n + 1);

	copy[0] = index;
	memcpy(copy + 1, k->b, k->n);
	for (size_t i = 0; i < f->n_given; i++)
		if (bytes_equal(f->given[i], b))
			return;
	if (f->n_given == f->cap) {
		f->cap = f->cap ? f->cap * 2 : 32;
		f->given = arena_grow(f->a, f->given, f->n_given, f->cap,
				      sizeof(*f->given));
	}
	f->given[f->n_given++] = b;
	f->each(index, key_bytes(k), key_bytes(&f->posting), f->ctx);
}

static void
set_posting(struct feeding *f, const struct person_names *name)
{
	struct buf b = BUF_INIT;

	for (size_t i = 0; i < name->n; i++) {
		if (b.n + strlen(name->token[i]) + 1 > POSTED_MOST)
			break;
		if (i)
			buf_char(&b, ' ');
		buf_str(&b, name->token[i]);
	}
	key_start(&f->posting);
	key_date(&f->posting, f->looks.born);
	key_raw(&f->posting, buf_bytes(&b));
	buf_clear(&b);
}

bool
find_post_read(struct bytes posting, struct find_post *out)
{
	struct key_reader r = key_read(posting);

	if (!key_read_date(&r, &out->born))
		return false;
	out->tokens = (const char *)r.p;
	out->n = (size_t)(r.end - r.p);
	return true;
}

/* --- names --------------------------------------------------------------- */

static void
give_sound(struct feeding *f, const char *first, const char *second, size_t no)
{
	struct key k;

	if (!first[0] || !second[0])
		return;
	key_start(&k);
	key_text(&k, first);
	key_text(&k, second);
	key_u64(&k, f->r->id);
	key_u8(&k, (uint8_t)no);
	give(f, IX_SOUND, &k);
}

static void
give_pair(struct feeding *f, const struct sound *x, const struct sound *y,
	  size_t no)
{
	for (int i = 0; i < 2; i++)
		for (int j = 0; j < 2; j++)
			give_sound(f, x->code[i], y->code[j], no);
}

static void
give_name(struct feeding *f, const struct person_names *name, size_t no)
{
	struct sound sound[NAME_TOKENS_MOST];
	const char *year = date_is_set(f->looks.born)
				   ? arena_printf(f->a, "%d", f->looks.born.y)
				   : "0";
	struct key k;

	set_posting(f, name);
	for (size_t i = 0; i < name->n; i++)
		name_sound(name->token[i], &sound[i]);
	for (size_t i = 0; i < name->own; i++) {
		key_start(&k);
		key_text(&k, name->token[i]);
		key_u64(&k, f->r->id);
		key_u8(&k, (uint8_t)no);
		give(f, IX_NAME, &k);
		give_sound(f, sound[i].code[0], year, no);
		give_sound(f, sound[i].code[1], year, no);
	}
	for (size_t i = 0; i < name->n && i < PAIRED_MOST; i++)
		for (size_t j = 0; j < name->n && j < PAIRED_MOST; j++)
			if (i != j && (i < name->own || j < name->own))
				give_pair(f, &sound[i], &sound[j], no);
}

/* --- the rest of a person --------------------------------------------------- */

static void
give_postcode(struct feeding *f, const char *postcode, const char *house,
	      uint64_t person)
{
	struct key k;

	if (!postcode[0] || strlen(postcode) > NUMBER_MOST)
		return;
	key_start(&k);
	key_text(&k, postcode);
	key_text(&k, strlen(house) > NUMBER_MOST ? "" : house);
	key_u64(&k, person);
	key_u64(&k, f->r->id);
	give(f, IX_POSTCODE, &k);
}

static void
give_number(struct feeding *f, const struct item *it, const char *typed)
{
	const char *number = number_kept(f->a, it, typed);
	struct key k;

	if (strlen(number) < 3 || strlen(number) > NUMBER_MOST)
		return;
	key_start(&k);
	key_text(&k, number);
	key_u64(&k, f->r->id);
	key_text(&k, it->name);
	give(f, IX_IDENT, &k);
}

static void
give_phone(struct feeding *f, const char *typed)
{
	const char *digits = phone_kept(f->a, typed);
	struct key k;

	if (!digits[0] || strlen(digits) > NUMBER_MOST)
		return;
	key_start(&k);
	key_text(&k, digits);
	key_u64(&k, f->r->id);
	give(f, IX_PHONE, &k);
}

static void
person_number(const struct item *it, const struct value *v, size_t row,
	      void *ctx)
{
	struct feeding *f = ctx;

	(void)row;
	if (v->type != VAL_TEXT)
		return;
	switch (it->means) {
	case MEANS_phone:
		give_phone(f, v->text);
		break;
	case MEANS_email:
	case MEANS_nhs:
	case MEANS_nino:
	case MEANS_pnc:
	case MEANS_cro:
	case MEANS_crn:
	case MEANS_source_id:
		give_number(f, it, v->text);
		break;
	case MEANS_NONE:
		if (it->search && v->text[strcspn(v->text, "0123456789")])
			give_number(f, it, v->text);
		break;
	default:
		break;
	}
}

static void
give_person(struct feeding *f, const struct form *form)
{
	struct key k;

	looks_read(f->a, form, &f->r->fields, &f->looks);
	for (size_t i = 0; i < f->looks.n_names && i < 255; i++)
		give_name(f, &f->looks.names[i], i);
	set_posting(f, &f->looks.names[0]);
	if (date_is_set(f->looks.born)) {
		key_start(&k);
		key_date(&k, f->looks.born);
		key_u64(&k, f->r->id);
		give(f, IX_BORN, &k);
	}
	give_postcode(f, f->looks.postcode, f->looks.house, f->r->id);
	answers_each(&f->looks.answers, person_number, f);
}

/* A past address, unless its row is secret. */
static void
give_past(struct feeding *f, const struct form *form)
{
	looks_read(f->a, form, &f->r->fields, &f->looks);
	key_start(&f->posting);
	give_postcode(f, f->looks.postcode, f->looks.house, f->r->person);
}

/* --- case fields ---------------------------------------------------------------- */

static void
give_word(struct feeding *f, const struct item *it, const char *word)
{
	struct key k;

	if (!word[0] || strlen(word) > NUMBER_MOST)
		return;
	key_start(&k);
	key_text(&k, word);
	key_u64(&k, f->r->id);
	key_text(&k, it->name);
	give(f, IX_WORD, &k);
}

/* Choices by their codes, which stay when a label is worded anew. */
static void
case_word(const struct item *it, const struct value *v, size_t row, void *ctx)
{
	struct feeding *f = ctx;
	char *word, *rest;
	int n = 0;

	(void)row;
	if (!it->search || v->type == VAL_PERSON || v->type == VAL_CASE ||
	    v->type == VAL_ROWS)
		return;
	word = text_fold(f->a, value_format(f->a, v));
	give_word(f, it, word);
	if (strcspn(word, "0123456789") < strlen(word))
		give_word(f, it, text_fold(f->a, squeezed(f->a, word)));
	for (word = strtok_r(word, " ,;()/_", &rest); word && n < WORDS_MOST;
	     word = strtok_r(NULL, " ,;()/_", &rest), n++)
		if (strlen(word) > 2)
			give_word(f, it, word);
}

void
find_entries(struct session *s, struct arena *a, const struct record *r,
	     entry_fn *each, void *ctx)
{
	struct feeding f = { .s = s, .a = a, .r = r, .each = each, .ctx = ctx };
	const struct form *form = form_of_record(s, r);
	struct answers answers;

	if (!form)
		return;
	switch (form->kind) {
	case FORM_PERSON:
		give_person(&f, form);
		break;
	case FORM_PERSON_CHILD:
		give_past(&f, form);
		break;
	case FORM_CASE:
	case FORM_CHILD:
		if (!r->person)
			return;
		key_start(&f.posting);
		key_u64(&f.posting, r->person);
		answers_read(a, form, &r->fields, &answers);
		answers_each(&answers, case_word, &f);
		break;
	}
}
