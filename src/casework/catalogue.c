/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "casework/catalogue.h"

#include <string.h>

/*
 * A catalogue is kept in meta as names, each ended by a zero byte; a name's
 * number is its place.  Names are only ever added, so numbers in keys stay
 * true for ever.  Example, two case forms: 64 72 75 67 73 00 69 6f 6d 00.
 */
void
catalogue_read(struct txn *t, struct arena *a, const char *meta,
	       struct catalogue *out)
{
	struct bytes b;
	size_t n = 0;

	*out = (struct catalogue){ 0 };
	if (!meta_get(t, a, meta, &b))
		return;
	for (size_t i = 0; i < b.n; i++)
		n += ((const char *)b.p)[i] == '\0';
	out->names = arena_array(a, n ? n : 1, sizeof(*out->names));
	for (const char *p = b.p; out->n < n; p += strlen(p) + 1)
		out->names[out->n++] = p;
}

int
catalogue_find(const struct catalogue *c, const char *name)
{
	for (size_t i = 0; i < c->n; i++)
		if (strcmp(c->names[i], name) == 0)
			return (int)i;
	return -1;
}

int
catalogue_of_form(const struct catalogue *c, const struct form_set *set,
		  const struct form *f)
{
	int no = catalogue_find(c, form_full_name(f));

	for (size_t i = 0; no < 0 && i < c->n; i++)
		if (form_called(set, c->names[i]) == f)
			no = (int)i;
	return no;
}

void
catalogue_extend(struct txn *t, struct arena *a, const char *meta,
		 const char *const *names, size_t n)
{
	struct catalogue old;
	struct buf b = BUF_INIT;

	catalogue_read(t, a, meta, &old);
	for (size_t i = 0; i < old.n; i++)
		buf_add(&b, old.names[i], strlen(old.names[i]) + 1);
	for (size_t i = 0; i < n; i++)
		if (catalogue_find(&old, names[i]) < 0)
			buf_add(&b, names[i], strlen(names[i]) + 1);
	meta_put(t, meta, buf_bytes(&b));
	buf_clear(&b);
}
