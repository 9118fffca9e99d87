/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was typed in the box begins a new person's form. */
#include <string.h>

#include "casework/find_query.h"

static const struct item *
question(struct session *s, enum means m)
{
	return s->set->person ? form_item_means(s->set->person, m) : NULL;
}

static void
prefill(struct session *s, struct fields *out, enum means m, struct value v)
{
	const struct item *it = question(s, m);

	if (it && !it->repeat)
		fields_set(out, it->name, v);
}

/* `bart kowalski` as Bart Kowalski; what has a capital stays as typed. */
static char *
with_capitals(struct arena *a, const char *name)
{
	struct buf b = BUF_INIT;
	uint32_t before = ' ';
	char out[4], *r;

	while (*name) {
		uint32_t c = utf8_next(&name);

		buf_add(&b, out,
			utf8_put(out, before == ' ' || before == '-'
					      ? text_upper(c)
					      : c));
		before = c;
	}
	r = arena_strndup(a, b.s ? b.s : "", b.n);
	buf_clear(&b);
	return r;
}

/* The last word is the family name, unless a comma stands behind the first. */
static void
prefill_names(struct session *s, struct arena *a, const char *text,
	      const char *typed, struct fields *out)
{
	char *name = with_capitals(a, typed);
	char *gap = strrchr(name, ' '), *first = strchr(name, ' ');
	const char *comma = strchr(text, ',');
	const char *given = "", *family = name;

	if (comma && first && !memchr(text, ' ', (size_t)(comma - text))) {
		*first = '\0';
		given = first + 1;
	} else if (gap) {
		*gap = '\0';
		given = name;
		family = gap + 1;
	}
	prefill(s, out, MEANS_family_name, value_text(family));
	prefill(s, out, MEANS_given_name, value_text(given));
}

static void
prefill_numbers(struct session *s, const struct query *q, struct fields *out)
{
	static const struct {
		enum means means;
		enum identifier kind;
	} kinds[] = { { MEANS_nhs, ID_NHS }, { MEANS_nino, ID_NINO },
		      { MEANS_pnc, ID_PNC }, { MEANS_cro, ID_CRO },
		      { MEANS_crn, ID_CRN }, { MEANS_email, ID_EMAIL } };

	for (size_t i = 0; i < q->n_numbers; i++)
		for (size_t k = 0; k < sizeof(kinds) / sizeof(kinds[0]); k++)
			if (identifier_valid(kinds[k].kind, q->number[i]))
				prefill(s, out, kinds[k].means,
					value_text(q->number[i]));
}

void
find_prefill(struct session *s, struct arena *a, const char *text,
	     struct fields *out)
{
	const struct item *born = question(s, MEANS_birth_date);
	struct query q;

	fields_init(out, a);
	query_read(a, text, &q);
	if (!q.typed[0])
		return;
	if (q.typed_name[0])
		prefill_names(s, a, text, q.typed_name, out);
	if (date_is_whole(q.born) || (born && born->estimate))
		prefill(s, out, MEANS_birth_date, value_date(q.born));
	if (q.whole_postcode)
		prefill(s, out, MEANS_postcode, value_text(q.postcode));
	if (q.phone[0])
		prefill(s, out, MEANS_phone, value_text(q.typed_phone));
	prefill_numbers(s, &q, out);
}
