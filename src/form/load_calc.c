/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Calculations are compiled each after those that it names, because its type
 * follows from theirs: the compiler asks for what it needs.  What closes a
 * circle stays without a type here and is reported by order.c.
 */
#include "form/readers.h"

enum { DEEPEST = 400 };

void
load_calculation(void *load, const struct item *it)
{
	struct load *l = load;
	struct form_build *b = it->form->names->build;
	struct statement *st = b->items[it->index];
	const struct property *p = statement_property(st, "calculation");

	if (!p || b->busy[it->index] || l->depth == DEEPEST)
		return;
	b->busy[it->index] = true;
	l->depth++;
	read_expr(l, st, p);
	l->depth--;
}

void
load_calculations(struct load *l)
{
	for (struct form_build *b = l->first; b; b = b->next)
		b->busy = arena_alloc(l->tmp, b->form->n + 1);
	for (struct form_build *b = l->first; b; b = b->next)
		for (size_t i = 0; i < b->form->n; i++)
			load_calculation(l, &b->form->items[i]);
}
