/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Expressions that are compiled when they are first looked at.
 *
 * The forms of a store were compiled when they were published.  A session
 * uses a few hundred of their expressions, and the first screen none.
 */
#include "form/expr_code.h"

struct later {
	const struct form_set *set;
	const struct form *form;
	const struct item *self, *repeat;
	const struct form *rows_of;
	enum expr_use use;
};

struct expr *
expr_later(struct arena *a, const char *text, const struct expr_scope *scope)
{
	struct later *l = arena_alloc(a, sizeof(*l));
	struct expr *e = arena_alloc(a, sizeof(*e));

	*l = (struct later){ scope->set,    scope->form,    scope->self,
			     scope->repeat, scope->rows_of, scope->use };
	e->text = text;
	e->later = l;
	return e;
}

/* A circle cannot be: its forms would not have been published.  If there is
 * one all the same, what is asked for meanwhile has no type and no code. */
void
expr_compile_now(const struct expr *e)
{
	struct expr *own = (struct expr *)(uintptr_t)e;
	const struct later *l = e->later;
	const struct expr_text text = expr_text_alone(e->text);
	const struct expr_scope scope = { .set = l->set,
					  .form = l->form,
					  .self = l->self,
					  .repeat = l->repeat,
					  .rows_of = l->rows_of,
					  .use = l->use };
	struct arena tmp = ARENA_INIT;
	struct problems p;

	own->later = NULL;
	problems_init(&p, &tmp);
	if (!expr_compile_into(own, l->set->arena, &text, &scope, &p)) {
		report("a published expression is not understood: %s", e->text);
		own->n = 0;
	}
	arena_clear(&tmp);
}
