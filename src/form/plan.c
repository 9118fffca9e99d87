/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * plan.c - what is found out about a set by compiling all its expressions: in
 * which order each form is worked out, and who may read what is worked out.
 *
 * Kept beside the texts, it lets a set be loaded without compiling one.  In
 * words of four bytes, lowest first, a form after the other:
 *
 *	40 00 00 00		items
 *	02 00 00 00		of them in the order
 *	07 00 00 00 03 00 00 00		the order
 *	01 00 00 00		calculations and shows
 *	03 00 00 00 05 00 00 00 00 00 00 00	the item; the roles that may
 *				read it; the item whose condition of reading
 *				it has, plus one
 *
 * It says nothing that is believed beyond what the forms themselves allow:
 * indexes are in bounds, and roles only fewer.
 */
#include <string.h>

#include "base/buf.h"
#include "form/loader.h"

static void
put(struct buf *out, size_t n)
{
	unsigned char w[4];

	for (size_t i = 0; i < sizeof(w); i++)
		w[i] = (unsigned char)(n >> 8 * i);
	buf_add(out, w, sizeof(w));
}

static bool
is_worked_out(const struct item *it)
{
	return it->kind == ITEM_CALCULATE || it->kind == ITEM_SHOW;
}

/* The first item with the same condition of reading, plus one. */
static size_t
where_from(const struct form *f, const struct item *it)
{
	if (it->read_where == NULL)
		return 0;
	for (size_t i = 0; i < f->n; i++)
		if (f->items[i].read_where == it->read_where &&
		    !is_worked_out(&f->items[i]))
			return i + 1;
	return it->index + 1;
}

static void
put_form(struct buf *out, const struct form *f)
{
	size_t worked = 0;

	put(out, f->n);
	put(out, f->n_compute);
	for (size_t i = 0; i < f->n_compute; i++)
		put(out, f->compute_order[i]);
	for (size_t i = 0; i < f->n; i++)
		worked += is_worked_out(&f->items[i]);
	put(out, worked);
	for (size_t i = 0; i < f->n; i++) {
		const struct item *it = &f->items[i];

		if (!is_worked_out(it))
			continue;
		put(out, i);
		put(out, it->read);
		put(out, where_from(f, it));
	}
}

void
form_set_plan(const struct form_set *s, struct buf *out)
{
	for (size_t i = 0; i < s->n_forms; i++)
		put_form(out, s->forms[i]);
}

/* --- reading it ---------------------------------------------------------- */

struct reading {
	const unsigned char *p, *end;
	bool good;
};

/* At most `most`, or it is no plan of this set. */
static size_t
get(struct reading *r, size_t most)
{
	uint32_t n = 0;

	if (!r->good || r->end - r->p < 4) {
		r->good = false;
		return 0;
	}
	for (size_t i = 0; i < 4; i++)
		n |= (uint32_t)*r->p++ << 8 * i;
	if (n <= most)
		return n;
	r->good = false;
	return 0;
}

static void
get_order(struct reading *r, struct arena *a, struct form *f)
{
	size_t n = get(r, f->n), *order;

	if (!r->good || (size_t)(r->end - r->p) / 4 < n) {
		r->good = false;
		return;
	}
	order = arena_array(a, n + 1, sizeof(*order));
	for (size_t i = 0; i < n; i++)
		order[i] = get(r, f->n - 1);
	f->compute_order = order;
	f->n_compute = n;
}

static void
get_worked_out(struct reading *r, struct form *f)
{
	size_t n = get(r, f->n);

	for (size_t i = 0; r->good && i < n; i++) {
		struct item *it = &f->items[get(r, f->n - 1)];
		role_set read = (role_set)get(r, UINT32_MAX);
		size_t where = get(r, f->n);

		if (!r->good || !is_worked_out(it)) {
			r->good = false;
			return;
		}
		it->read &= read;
		if (where > 0)
			it->read_where = f->items[where - 1].read_where;
	}
}

bool
load_plan(struct load *l, struct bytes plan)
{
	const struct form_set *s = l->set;
	struct reading r = { plan.p, (const unsigned char *)plan.p + plan.n,
			     true };

	for (size_t i = 0; i < s->n_forms && r.good; i++) {
		struct form *f = s->forms[i];

		r.good = get(&r, SIZE_MAX) == f->n && r.good;
		if (f->n == 0)
			r.good = get(&r, 0) + get(&r, 0) == 0 && r.good;
		if (f->n == 0 || !r.good)
			continue;
		get_order(&r, l->a, f);
		get_worked_out(&r, f);
	}
	return r.good && r.p == r.end;
}
