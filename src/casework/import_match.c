/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Is the person of a row one who is known already?  Attached without being
 * asked only when the likeness is strong, nobody else is near it, and a birth
 * date or a number agrees exactly; what lies below is for people to decide.
 */
#include <string.h>

#include "casework/find_parts.h"
#include "casework/import_parts.h"

#define BITS_DOUBT MATCH_LIKELY
#define DOUBTS_NAMED 3

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
	} else if (n && v[0].may_attach) {
		*person = v[0].person.id;
	} else if (n && v[0].bits >= BITS_DOUBT) {
		name_doubts(im, r, v, n);
		doubt = true;
	}
	arena_clear(&a);
	return doubt;
}
