/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * In which order a record is worked out.
 *
 * An item needs the page, group and repeat that it stands in (hidden with
 * them), what its `relevant` looks at, and what its calculation looks at.  All
 * items of all forms are gone through depth first, so that each comes after
 * what it needs, in its own form and in others; what is met while it is still
 * being gone through closes a circle.
 */
#include <string.h>

#include "form/loader.h"

enum { DEEPEST = 2000 };

enum colour { WHITE, GREY, BLACK };

struct walk {
	struct load *l;
	const struct item **path; /* the grey ones, outermost first */
	size_t n, cap;
	bool too_deep;
};

static void visit(struct walk *w, const struct item *it);

static unsigned char *
colour_of(const struct item *it)
{
	return &it->form->names->build->colour[it->index];
}

static const struct property *
reason_of(const struct item *it)
{
	const struct statement *st = it->form->names->build->items[it->index];
	const struct property *p = statement_property(st, "calculation");

	return p ? p : statement_property(st, "relevant");
}

/* The circle's members stand in path[from..n). */
static void
report_circle(struct walk *w, size_t from)
{
	size_t n = w->n - from, first = 0;
	const struct item **ring = w->path + from;
	const struct property *p;
	const char *text;

	for (size_t i = 0; i < n; i++) {
		const struct item *it = ring[i], *best = ring[first];

		if (reason_of(it) &&
		    (!reason_of(best) ||
		     (it->form == best->form && it->index < best->index)))
			first = i;
	}
	p = reason_of(ring[first]);
	if (!p)
		return;
	text = ring[first]->name;
	for (size_t i = 1; i <= n; i++)
		text = arena_printf(w->l->tmp, "%s -> %s", text,
				    ring[(first + i) % n]->name);
	fault_value(w->l, p, 0, NULL, "%s goes round in a circle: %s", p->key,
		    text);
}

static void
need(struct walk *w, const struct item *it)
{
	size_t from = w->n;

	if (!it)
		return;
	if (*colour_of(it) == WHITE)
		visit(w, it);
	if (*colour_of(it) != GREY)
		return;
	while (from > 0 && w->path[from - 1] != it)
		from--;
	if (from > 0)
		report_circle(w, from - 1);
}

static void
need_all(struct walk *w, const struct expr *e)
{
	const struct item *const *items;
	size_t n = e ? expr_items(e, &items) : 0;

	for (size_t i = 0; i < n; i++)
		need(w, items[i]);
}

/* A condition of reading goes along; two cannot be joined. */
static void
narrow_where(struct walk *w, struct item *it, const struct item *from)
{
	if (!from->read_where || from->form != it->form ||
	    it->read_where == from->read_where)
		return;
	if (it->read_where)
		fault_value(w->l, reason_of(it), 0, NULL,
			    "'%s' has another condition of reading",
			    from->name);
	it->read_where = from->read_where;
}

/* What is computed from a field can be read only by those who may read the
 * field. */
static void
narrow_read(struct walk *w, struct item *it)
{
	const struct item *const *items;
	role_set before = it->read;
	size_t n = it->calculation ? expr_items(it->calculation, &items) : 0;

	for (size_t i = 0; i < n; i++) {
		it->read &= items[i]->read;
		narrow_where(w, it, items[i]);
	}
	if (before && !it->read)
		fault_value(w->l, reason_of(it), 0, NULL,
			    "nobody may read all that '%s' is worked out from",
			    it->name);
}

static void
push(struct walk *w, const struct item *it)
{
	if (w->n == w->cap) {
		w->cap = w->cap ? w->cap * 2 : 64;
		w->path = arena_grow(w->l->tmp, w->path, w->n, w->cap,
				     sizeof(*w->path));
	}
	w->path[w->n++] = it;
}

static void
finish(struct walk *w, const struct item *it)
{
	struct form *f = it->form->names->build->form;
	size_t *order = (size_t *)(uintptr_t)f->compute_order;

	*colour_of(it) = BLACK;
	w->n--;
	if (it->kind == ITEM_CALCULATE || it->kind == ITEM_SHOW)
		narrow_read(w, &f->items[it->index]);
	if (it->kind != ITEM_CHECK)
		order[f->n_compute++] = it->index;
}

static void
visit(struct walk *w, const struct item *it)
{
	if (w->n == DEEPEST) {
		if (!w->too_deep)
			fault_statement(
				w->l, it->form->names->build->items[it->index],
				NULL,
				"too many calculations hang on "
				"one another");
		w->too_deep = true;
		return;
	}
	*colour_of(it) = GREY;
	push(w, it);
	need(w, it->page);
	need(w, it->group);
	need(w, it->repeat);
	need_all(w, it->relevant);
	need_all(w, it->calculation);
	finish(w, it);
}

void
load_order(struct load *l)
{
	struct walk w = { .l = l };

	for (struct form_build *b = l->first; b; b = b->next) {
		b->colour = arena_alloc(l->tmp, b->form->n + 1);
		b->form->compute_order =
			arena_array(l->a, b->form->n + 1, sizeof(size_t));
	}
	for (struct form_build *b = l->first; b; b = b->next)
		for (size_t i = 0; i < b->form->n; i++)
			if (*colour_of(&b->form->items[i]) == WHITE)
				visit(&w, &b->form->items[i]);
}
