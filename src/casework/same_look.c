/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two people side by side, field by field, with what each is worth. */
#include <math.h>
#include <string.h>

#include "casework/same_parts.h"

struct looking {
	struct txn *t;
	struct session *s;
	const struct who *w;
	struct arena *a;
	const struct record *one, *other;
	struct match_score score;
	struct same_look *out;
};

struct asking {
	struct txn *t;
	const struct who *w;
};

static double
share(const struct word *word, void *ctx)
{
	const struct asking *k = ctx;

	return common_share(k->t, k->w, word->text);
}

void
same_weigh(struct txn *t, struct session *s, const struct who *w,
	   const struct record *one, const struct record *other,
	   struct match_score *out)
{
	struct arena a = ARENA_INIT;
	struct words *words = words_new(&a);
	struct asking k = { t, w };
	const struct match_rates rates = { .people = common_people(t),
					   .share = share,
					   .ctx = &k,
					   .moved = MATCH_MOVED,
					   .home = MATCH_HOME };
	struct match_card x, y;

	card_read(words, &a, s->set->person, &one->fields, &x);
	card_read(words, &a, s->set->person, &other->fields, &y);
	match_score(&x, &y, &rates, out);
	arena_clear(&a);
}

/* The evidence to which a question belongs; MATCH_FIELDS: to none. */
static enum match_field
evidence_of(const struct item *it)
{
	switch (it->means) {
	case MEANS_given_name:
	case MEANS_family_name:
		return MATCH_NAME;
	case MEANS_birth_date:
		return MATCH_BORN;
	case MEANS_sex:
		return MATCH_SEX;
	case MEANS_house:
		return MATCH_HOUSE;
	case MEANS_street:
		return MATCH_STREET;
	case MEANS_postcode:
	case MEANS_town:
		return MATCH_POSTCODE;
	case MEANS_phone:
	case MEANS_email:
		return MATCH_CONTACT;
	case MEANS_nhs:
	case MEANS_nino:
	case MEANS_pnc:
	case MEANS_cro:
	case MEANS_crn:
	case MEANS_source_id:
		return MATCH_ID;
	default:
		return MATCH_FIELDS;
	}
}

static enum match_level
level_of(const struct looking *k, const struct item *it)
{
	enum match_field f = evidence_of(it);

	if (it->means == MEANS_given_name)
		return k->score.given_level;
	if (it->means == MEANS_family_name)
		return k->score.family_level;
	return f == MATCH_FIELDS ? MATCH_UNKNOWN : k->score.level[f];
}

static double
bits_of(const struct looking *k, const struct item *it)
{
	enum match_field f = evidence_of(it);

	if (it->means == MEANS_given_name)
		return k->score.given;
	if (it->means == MEANS_family_name)
		return k->score.family;
	return f == MATCH_FIELDS ? 0 : k->score.field[f];
}

static const char *
shown(struct looking *k, const struct item *it, const struct record *r)
{
	const struct value *v = fields_get(&r->fields, it->name);

	if (!v || value_is_empty(v))
		return "";
	if (it->sensitive || !who_reads_answer(k->t, k->w, it, r))
		return NULL;
	return answer_format(k->a, it, told_value(k->t, k->w, k->a, r, v));
}

/* An answer that is the same to the letter needs no measure. */
static const char *
mark_of(const struct looking *k, const struct item *it,
	const struct same_line *l)
{
	if (!l->one || !l->other || !l->one[0] || !l->other[0])
		return "";
	if (strcmp(l->one, l->other) == 0)
		return "same";
	if (level_of(k, it) == MATCH_NEAR || level_of(k, it) == MATCH_SAME)
		return "near";
	return "!";
}

static void
add_line(struct looking *k, const struct item *it)
{
	struct same_line l = { .label = it->label,
			       .one = shown(k, it, k->one),
			       .other = shown(k, it, k->other) };

	if ((l.one && !l.one[0]) && (l.other && !l.other[0]))
		return;
	l.mark = mark_of(k, it, &l);
	l.bits = l.mark[0] ? bits_of(k, it) : 0;
	k->out->lines[k->out->n++] = l;
}

/* What no field shows, so that the lines add up. */
static void
add_sum(struct looking *k)
{
	struct same_look *out = k->out;
	double home = k->score.field[MATCH_HOUSEHOLD];

	if (home < 0)
		out->lines[out->n++] =
			(struct same_line){ .label = "Perhaps family",
					    .one = "",
					    .other = "",
					    .mark = "",
					    .bits = home };
	out->lines[out->n++] =
		(struct same_line){ .label = "Before looking",
				    .one = "",
				    .other = "",
				    .mark = "",
				    .bits = -log2(common_people(k->t)) };
}

static void
look(struct looking *k)
{
	const struct form *f = k->s->set->person;
	struct same_look *out = k->out;

	same_weigh(k->t, k->s, k->w, k->one, k->other, &k->score);
	out->lines = arena_array(k->a, f->n + 3, sizeof(*out->lines));
	for (size_t i = 0; i < f->n; i++)
		if (f->items[i].kind == ITEM_QUESTION && !f->items[i].repeat &&
		    f->items[i].means != MEANS_NONE &&
		    f->items[i].means != MEANS_secret)
			add_line(k, &f->items[i]);
	add_sum(k);
	out->why = match_why(k->a, &k->score);
	out->pair.bits = (int)lround(k->score.bits);
	out->may_merge =
		same_may_merge(k->t, k->s, k->w, k->one->id, k->other->id);
	brief_person(k->t, k->s, k->w, k->a, k->one->id, &out->pair.a);
	brief_person(k->t, k->s, k->w, k->a, k->other->id, &out->pair.b);
	log_act(k->t, k->s, ACT_OPENED, k->one->id, 0, k->one->id,
		"beside another");
	log_act(k->t, k->s, ACT_OPENED, k->other->id, 0, k->other->id,
		"beside another");
}

enum err
same_look(struct session *s, struct arena *a, uint64_t one, uint64_t other,
	  struct same_look *out)
{
	struct txn *t = session_begin(s, true);
	struct looking k = {
		.t = t, .s = s, .w = who_now(t, s), .a = a, .out = out
	};

	*out = (struct same_look){
		.pair = { .one = one, .other = other, .by = "" }
	};
	k.one = k.w ? record_now(t, s, a, one) : NULL;
	k.other = k.w ? record_now(t, s, a, other) : NULL;
	if (!k.one || !k.other || k.one->kind != RECORD_PERSON ||
	    k.other->kind != RECORD_PERSON ||
	    !who_sees_as_steward(t, k.w, one) ||
	    !who_sees_as_steward(t, k.w, other))
		txn_fail(t, ERR_NOT_FOUND);
	else
		look(&k);
	return session_end(s, t);
}
