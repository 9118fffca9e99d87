/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Conditions of reading: `read: ROLE where EXPR`.  As the roles are, they are
 * handed down to all that stands within.  Two of them cannot be joined, so one
 * within another is a fault.
 */
#include <string.h>

#include "form/readers.h"

enum { WHERE_LENGTH = sizeof(" where ") - 1 };

static size_t
where_offset(const struct property *p)
{
	const char *where = p ? strstr(p->value, " where ") : NULL;

	return where ? (size_t)(where - p->value) : 0;
}

static struct expr *
compile_where(struct load *l, const struct statement *st,
	      const struct property *p)
{
	struct expr_scope scope = statement_scope(l, st, USE_READ_WHERE);

	return load_expr(l, p, where_offset(p) + WHERE_LENGTH, &scope);
}

static void
where_of_item(struct load *l, const struct statement *st, struct item *it)
{
	const struct property *p = statement_property(st, "read");
	const struct item *in = item_around(it);

	if (in && in->read_where && where_offset(p))
		fault_value(l, p, where_offset(p) + 1, NULL,
			    "'%s' has a condition already", in->name);
	else if (where_offset(p))
		it->read_where = compile_where(l, st, p);
	else if (in)
		it->read_where = in->read_where;
}

static void
where_of_form(struct load *l, const struct statement *st,
	      const struct property *p)
{
	struct form *f = st->made;

	f->read_where = compile_where(l, st, p);
	f->read_where_roles = roles_under_where(l, p, f->read);
}

/* Within the condition a comma parts arguments. */
static void
check_comma(struct load *l, const struct statement *st,
	    const struct property *p)
{
	const char *comma = strchr(p->value, ',');
	size_t where = where_offset(p);

	if (!comma || (where && (size_t)(comma - p->value) > where) ||
	    (where && st->kw == KW_FORM))
		return;
	fault_value(l, p, (size_t)(comma - p->value), NULL,
		    st->kw == KW_FORM
			    ? "the roles after a comma need a condition: where"
			    : "only a form's roles are parted by a comma");
}

void
load_read_where(struct load *l)
{
	for (struct statement *st = l->statements.first; st; st = st->next) {
		const struct property *p = statement_property(st, "read");

		if (!st->made || !p)
			continue;
		check_comma(l, st, p);
		if (!where_offset(p))
			continue;
		if (st->kw == KW_FORM)
			where_of_form(l, st, p);
		else if (st->kw == KW_SHEET)
			fault_value(l, p, where_offset(p) + 1, NULL,
				    "a sheet cannot have a condition here");
	}
	for (struct form_build *b = l->first; b; b = b->next)
		for (size_t i = 0; i < b->form->n; i++)
			where_of_item(l, b->items[i], &b->form->items[i]);
}
