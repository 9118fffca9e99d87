/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Is the person of a row one who is known already?  Attached without being
 * asked only when the likeness is strong, nobody else is near it, and a birth
 * date or a number agrees exactly; what lies below is for people to decide.
 */
#include <string.h>

#include "casework/find_parts.h"
#include "casework/import_parts.h"

#define BITS_ATTACH 15
#define BITS_AHEAD 6
#define BITS_DOUBT 7
#define DOUBTS_NAMED 3

static bool
is_number(const struct item *it)
{
	switch (it->means) {
	case MEANS_nhs:
	case MEANS_nino:
	case MEANS_pnc:
	case MEANS_cro:
	case MEANS_crn:
	case MEANS_source_id:
		return true;
	default:
		return false;
	}
}

static bool
same_number(struct arena *a, const struct item *it, const struct fields *x,
	    const struct fields *y)
{
	const char *s = fields_text(x, it->name), *t = fields_text(y, it->name);

	return s[0] && t[0] &&
	       strcmp(number_kept(a, it, s), number_kept(a, it, t)) == 0;
}

static bool
agrees_exactly(const struct form *f, const struct fields *x,
	       const struct fields *y)
{
	struct arena a = ARENA_INIT;
	bool same = false;

	for (size_t i = 0; i < f->n && !same; i++) {
		const struct item *it = &f->items[i];
		struct date d = fields_date(x, it->name);

		if (it->repeat)
			continue;
		if (it->means == MEANS_birth_date)
			same = date_is_whole(d) &&
			       date_compare(d, fields_date(y, it->name)) == 0;
		else if (is_number(it))
			same = same_number(&a, it, x, y);
	}
	arena_clear(&a);
	return same;
}

static bool
may_attach(struct importing *im, const struct edit *e, const struct likeness *v,
	   size_t n)
{
	struct arena a = ARENA_INIT;
	const struct record *p;
	struct txn *t;
	bool may;

	if (v[0].bits < BITS_ATTACH ||
	    (n > 1 && v[0].bits - v[1].bits < BITS_AHEAD))
		return false;
	t = session_begin(im->s, false);
	p = record_get(t, &a, v[0].person.id);
	may = p && agrees_exactly(e->form, view_answers(e->view), &p->fields);
	if (session_end(im->s, t) != ERR_OK)
		may = false;
	arena_clear(&a);
	return may;
}

/* Ids rise: whoever has a later one than the first of this batch was made by
 * it, and has no reference yet that would last. */
static const char *
doubt_ref(const struct importing *im, const struct likeness *v)
{
	if (!im->commit && im->first_new && v->person.id >= im->first_new)
		return "somebody earlier in this file";
	return v->person.ref;
}

static void
name_doubts(const struct importing *im, struct import_row *r,
	    const struct likeness *v, size_t n)
{
	struct buf b = BUF_INIT;

	for (size_t i = 0; i < n && i < DOUBTS_NAMED && v[i].bits >= BITS_DOUBT;
	     i++)
		buf_printf(&b, "%s%s (%s; %d bits)", i ? ", " : "",
			   doubt_ref(im, &v[i]), v[i].why ? v[i].why : "",
			   v[i].bits);
	r->doubt = arena_strdup(r->arena, b.s ? b.s : "");
	buf_clear(&b);
}

bool
row_match(struct importing *im, struct import_row *r, const struct edit *e,
	  uint64_t *person)
{
	struct arena a = ARENA_INIT;
	struct likeness *v = NULL;
	size_t n = 0;
	enum err err = find_alike(im->s, &a, view_answers(e->view), 0, &v, &n);
	bool doubt = false;

	*person = 0;
	if (err != ERR_OK) {
		im->err = err;
	} else if (n && may_attach(im, e, v, n)) {
		*person = v[0].person.id;
	} else if (n && v[0].bits >= BITS_DOUBT) {
		name_doubts(im, r, v, n);
		doubt = true;
	}
	arena_clear(&a);
	return doubt;
}
