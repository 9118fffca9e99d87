/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A person's answers, as evidence of who they are. */
#include <string.h>

#include "base/text.h"
#include "casework/find_parts.h"

enum {
	SEXES = 2
}; /* the first choices of the list; the others say that
			   it is not known */

struct dealing {
	struct arena *a;
	struct words *words;
	struct match_card *card;
	const char **contacts;
	struct match_id *ids;
};

static void
card_names(struct words *words, struct arena *a, const struct looks *l,
	   struct match_card *out)
{
	struct match_name *names = arena_array(a, l->n_names, sizeof(*names));

	for (size_t i = 0; i < l->n_names; i++) {
		const struct person_names *from = &l->names[i];

		names[i].n = from->n;
		names[i].n_family = from->n_family;
		for (size_t k = 0; k < from->n; k++)
			names[i].word[k] = words_get(words, from->token[k]);
	}
	out->names = names;
	out->n_names = l->n_names;
}

static const char *
known_sex(const struct item *it, const struct value *v)
{
	if (v->type != VAL_CODE || !it->list)
		return "";
	for (size_t i = 0; i < it->list->n && i < SEXES; i++)
		if (strcmp(it->list->choices[i].code, v->text) == 0)
			return v->text;
	return "";
}

static void
add_contact(struct dealing *d, const char *contact)
{
	d->contacts = arena_grow(d->a, d->contacts, d->card->n_contacts,
				 d->card->n_contacts + 1, sizeof(*d->contacts));
	d->contacts[d->card->n_contacts++] = contact;
	d->card->contacts = d->contacts;
}

static void
add_id(struct dealing *d, const struct item *it, const char *typed)
{
	d->ids = arena_grow(d->a, d->ids, d->card->n_ids, d->card->n_ids + 1,
			    sizeof(*d->ids));
	d->ids[d->card->n_ids++] =
		(struct match_id){ it->name, number_kept(d->a, it, typed) };
	d->card->ids = d->ids;
}

/* A street, or a town (told from names by its `@`, as a postcode by its `#`).
 */
static struct word *
place_word(struct dealing *d, const char *before, const char *typed)
{
	const char *text = match_street(d->a, typed);

	return text[0] ? words_get(d->words,
				   arena_printf(d->a, "%s%s", before, text))
		       : NULL;
}

static void
card_answer(const struct item *it, const struct value *v, size_t row, void *ctx)
{
	struct dealing *d = ctx;

	if (narrowed(it) ||
	    (row > 0 && (it->means == MEANS_street || it->means == MEANS_town)))
		return;
	if (it->means == MEANS_sex)
		d->card->sex = known_sex(it, v);
	if (v->type != VAL_TEXT)
		return;
	switch (it->means) {
	case MEANS_street:
		d->card->street = place_word(d, "", v->text);
		break;
	case MEANS_town:
		d->card->town = place_word(d, "@", v->text);
		break;
	case MEANS_phone:
		if (phone_kept(d->a, v->text)[0])
			add_contact(d, phone_kept(d->a, v->text));
		break;
	case MEANS_email:
		add_contact(d, number_kept(d->a, it, v->text));
		break;
	case MEANS_nhs:
	case MEANS_nino:
	case MEANS_pnc:
	case MEANS_cro:
	case MEANS_crn:
	case MEANS_source_id:
		add_id(d, it, v->text);
		break;
	default:
		break;
	}
}

static bool
withheld(const struct form *f, enum means m)
{
	const struct item *it = form_item_means(f, m);

	return it && narrowed(it);
}

void
card_read(struct words *words, struct arena *a, const struct form *f,
	  const struct fields *answers, struct match_card *out)
{
	struct dealing d = { .a = a, .words = words, .card = out };
	struct looks l;

	looks_read(a, f, answers, &l);
	*out = (struct match_card){ .sex = "", .postcode = "", .house = "" };
	card_names(words, a, &l, out);
	if (!withheld(f, MEANS_birth_date))
		out->born = match_born(l.born);
	if (!withheld(f, MEANS_postcode))
		out->postcode = match_postcode(l.postcode);
	if (looks_code(a, f, &l)[0])
		out->code = words_get(words, looks_code(a, f, &l));
	if (!withheld(f, MEANS_house))
		out->house = match_house(a, l.house);
	answers_each(&l.answers, card_answer, &d);
	if (l.secret)
		out->street = out->town = NULL;
}
