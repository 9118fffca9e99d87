/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The gist of a card: numbers instead of texts, all in one place, from which
 * it is told how many bits two cards could reach at the very most.  In a
 * sweep nearly all pairs are passed over here.
 *
 * Each bound is the most that score.c and its kin ever give, where nothing
 * but the gist is known.  Hashes that are the same may be of other texts:
 * then a pair is looked at in vain.
 */
#include <string.h>

#include "match/parts.h"

static const double code_near = 3.0, town_near = 4.4, house_same = 5.5,
		    house_near = 1.5, street_same = 4.4, contact_same = 10.8,
		    contact_near = 5.7, number_same = 30, number_near = 8,
		    number_other = -5.6, further_other = -4, sex_same = 1,
		    sex_other = -4.6, alike_most = 4.4, word_other = -4.3;

static uint32_t
hash(const char *s)
{
	uint64_t h = UINT64_C(0xcbf29ce484222325);

	for (; *s; s++)
		h = (h ^ (unsigned char)*s) * UINT64_C(0x100000001b3);
	return (uint32_t)(h ^ h >> 32) | 1;
}

/* Which characters a text has: each letter and each figure is a bit of its
 * own. */
static uint64_t
characters(const char *s, const char *end)
{
	uint64_t m = 0;

	for (; s < end; s++)
		m |= UINT64_C(1) << (*s >= '0' && *s <= '9'   ? *s - '0'
				     : *s >= 'A' && *s <= 'Z' ? *s - 'A' + 10
				     : *s >= 'a' && *s <= 'z' ? *s - 'a' + 10
							      : 36);
	return m;
}

static uint64_t
characters_of(const char *s)
{
	return characters(s, s + strlen(s));
}

static struct gist_text
gist_text(const struct word *w)
{
	struct gist_text t = { 0 };

	if (!w)
		return t;
	t.no = w->no + 1;
	t.letters = w->letters;
	t.chars = w->chars;
	t.nick = w->nicks[0] != 0;
	for (int i = 0; i < 2; i++)
		if (w->sound.code[i][0])
			t.sound[i] = hash(w->sound.code[i]);
	return t;
}

static void
gist_mailbox(const char *mail, const char *at, struct card_gist *out)
{
	out->mail_characters = characters(mail, at) | UINT64_C(1) << 63;
	out->mail_chars = at - mail < 250 ? (unsigned char)(at - mail) : 250;
	out->mail_first = mail[0];
	out->mail_last = at > mail ? at[-1] : '\0';
}

static void
gist_contacts(const struct match_card *c, struct card_gist *out)
{
	out->more_contacts = c->n_contacts > GIST_CONTACTS;
	for (size_t i = 0; i < c->n_contacts && i < GIST_CONTACTS; i++) {
		const char *at = strchr(c->contacts[i], '@');

		out->contact[i] = hash(c->contacts[i]);
		out->more_contacts |= at && out->mail_characters;
		if (at)
			gist_mailbox(c->contacts[i], at, out);
	}
}

/* More numbers than there is room for, or two of one kind: as if all agreed.
 */
static void
gist_numbers(const struct match_card *c, struct card_gist *out)
{
	for (size_t i = 0; i < c->n_ids && i < GIST_NUMBERS; i++) {
		out->number[i].kind = hash(c->ids[i].kind);
		out->number[i].number = hash(c->ids[i].number);
		out->number[i].characters = characters_of(c->ids[i].number);
		for (size_t k = 0; k < i; k++)
			out->more_numbers |=
				strcmp(c->ids[k].kind, c->ids[i].kind) == 0;
	}
	out->more_numbers |= c->n_ids > GIST_NUMBERS;
	out->numbers = (unsigned char)(out->more_numbers ? 0 : c->n_ids);
}

static void
gist_names(const struct match_card *c, const struct match_rates *r,
	   struct card_gist *out)
{
	const struct match_name *n = c->names;
	double apart;

	out->name_bits = (float)names_most(c, r, &apart);
	out->apart_bits = (float)apart;
	out->words = 255;
	if (c->n_names != 1 || n->n > GIST_WORDS)
		return;
	out->words = (unsigned char)n->n;
	out->plain = n->n == 2 && n->n_family == 1;
	for (size_t i = 0; i < n->n; i++) {
		out->word[i] = gist_text(n->word[i]);
		out->plain &= !n->word[i]->weak && !n->word[i]->initial;
		out->word_bits[i] = (float)word_most(r, n->word[i]);
		out->all_words.letters |= n->word[i]->letters;
		out->all_words.chars += n->word[i]->chars;
	}
}

void
gist_of(const struct match_card *c, const struct match_rates *r,
	struct card_gist *out)
{
	*out = (struct card_gist){ .born = c->born, .sex = c->sex[0] };
	gist_names(c, r, out);
	if (c->code) {
		out->code = c->code->no + 1;
		out->code_bits = (float)code_most(r, c->code);
		out->code_characters = characters_of(c->code->text);
	}
	out->town = gist_text(c->town);
	out->town_bits = c->town ? (float)town_most(r, c->town) : 0;
	out->street = gist_text(c->street);
	if (c->house[0])
		out->house = hash(c->house);
	gist_contacts(c, out);
	gist_numbers(c, out);
}

/* Could they be as alike as that by Jaro's measure? A letter that only one of
 * them has cannot be met in the other. */
static bool
texts_may_reach(const struct gist_text *a, const struct gist_text *b,
		double jaro)
{
	int x = a->chars - __builtin_popcount(a->letters & ~b->letters);
	int y = b->chars - __builtin_popcount(b->letters & ~a->letters);
	int met = x < y ? x : y;

	if (!a->chars || !b->chars)
		return true;
	return (double)met / a->chars + (double)met / b->chars + 1 >= 3 * jaro;
}

static double
area_most(const struct card_gist *a, const struct card_gist *b)
{
	double code = 0, town = 0;

	if (a->code && b->code)
		code = a->code == b->code ? a->code_bits
		       : __builtin_popcountll(a->code_characters ^
					      b->code_characters) <= 2
			       ? code_near
			       : 0;
	if (a->town.no && b->town.no)
		town = a->town.no == b->town.no ? a->town_bits
		       : texts_may_reach(&a->town, &b->town, TOWN_JARO)
			       ? town_near
			       : 0;
	return fmax(code, town);
}

static double
where_most(const struct card_gist *a, const struct card_gist *b)
{
	double most = area_most(a, b);

	if (a->house && b->house)
		most += a->house == b->house ? house_same : house_near;
	if (a->street.no && b->street.no &&
	    (a->street.no == b->street.no ||
	     texts_may_reach(&a->street, &b->street, STREET_JARO)))
		most += street_same;
	return most;
}

static bool
mail_may_be_near(const struct card_gist *a, const struct card_gist *b)
{
	int longer = a->mail_chars - b->mail_chars;

	if (!a->mail_characters || !b->mail_characters)
		return a->mail_characters || b->mail_characters;
	return longer >= -2 && longer <= 2 &&
	       (a->mail_first == b->mail_first ||
		a->mail_last == b->mail_last) &&
	       __builtin_popcountll(a->mail_characters ^ b->mail_characters) <=
		       4;
}

static double
contact_most(const struct card_gist *a, const struct card_gist *b)
{
	if (!a->contact[0] || !b->contact[0])
		return 0;
	if (a->more_contacts || b->more_contacts)
		return contact_same;
	for (int i = 0; i < GIST_CONTACTS && a->contact[i]; i++)
		for (int k = 0; k < GIST_CONTACTS && b->contact[k]; k++)
			if (a->contact[i] == b->contact[k])
				return contact_same;
	return mail_may_be_near(a, b) ? contact_near : 0;
}

static double
number_most(const struct card_gist *a, const struct card_gist *b)
{
	int others = 0, near = 0, same = 0;

	if (a->more_numbers || b->more_numbers)
		return (a->more_numbers || a->numbers) &&
				       (b->more_numbers || b->numbers)
			       ? number_same
			       : 0;
	for (int i = 0; i < a->numbers; i++)
		for (int k = 0; k < b->numbers; k++) {
			const struct gist_number *x = &a->number[i];
			const struct gist_number *y = &b->number[k];

			if (x->kind != y->kind)
				continue;
			if (x->number == y->number)
				same++;
			else if (__builtin_popcountll(x->characters ^
						      y->characters) <= 2)
				near++;
			else
				others++;
		}
	if (same || near)
		return (same ? number_same : number_near) +
		       further_other * (others < 2 ? others : 2);
	return others ? number_other : 0;
}

static bool
sound_alike(const struct gist_text *a, const struct gist_text *b)
{
	for (int i = 0; i < 2; i++)
		for (int k = 0; k < 2; k++)
			if (a->sound[i] && a->sound[i] == b->sound[k])
				return true;
	return false;
}

/* The most that two words can be worth that are not the same: a slip, more
 * slips, a sound, a short form, much in common, nothing. */
static double
words_most(const struct gist_text *a, const struct gist_text *b, double most)
{
	int apart = __builtin_popcount(a->letters ^ b->letters);

	if (apart <= 2 || !a->chars || !b->chars)
		return most;
	if (apart <= 4 || sound_alike(a, b) || (a->nick && b->nick) ||
	    a->chars == 1 || b->chars == 1 || texts_may_reach(a, b, WORDS_JARO))
		return fmin(most, alike_most);
	return 0;
}

/* The most that a word can be worth beside another name. */
static double
word_beside(const struct card_gist *a, int i, const struct card_gist *b)
{
	const struct gist_text *w = &a->word[i];
	double most = 0;

	for (int k = 0; k < b->words; k++) {
		if (w->no == b->word[k].no)
			return a->word_bits[i];
		most = fmax(most, words_most(w, &b->word[k], a->word_bits[i]));
	}
	return most;
}

static double
name_most(const struct card_gist *a, const struct card_gist *b)
{
	double sum = 0, best = 0, second = 0, against = 0;

	if (a->words == 255 || b->words == 255 ||
	    (a->words != b->words &&
	     a->all_words.letters == b->all_words.letters &&
	     a->all_words.chars == b->all_words.chars))
		return fmin(a->apart_bits, b->apart_bits);
	for (int i = 0; i < a->words; i++) {
		double v = word_beside(a, i, b);

		if (v <= 0 && a->plain && b->plain)
			against += word_other;
		sum += v / 2;
		if (v > best) {
			second = best;
			best = v;
		} else if (v > second) {
			second = v;
		}
	}
	return fmin(sum + best / 2 + second / 2, b->name_bits) + against;
}

bool
gists_may_reach(const struct card_gist *a, const struct card_gist *b,
		double prior, double least)
{
	double most = prior, born;

	dates_compare(a->born, b->born, &born);
	most += born + where_most(a, b) + name_most(a, b);
	if (a->sex && b->sex)
		most += a->sex == b->sex ? sex_same : sex_other;
	if (most + contact_same + number_same < least)
		return false;
	most += contact_most(a, b);
	return most + number_same >= least && most + number_most(a, b) >= least;
}

double
gists_rest(const struct card_gist *a, const struct card_gist *b)
{
	return where_most(a, b) + contact_most(a, b) + number_most(a, b);
}
