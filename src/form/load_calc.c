/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Calculations are compiled each after those that it names, because its type
 * follows from theirs.  Which it names is guessed from the words of its text:
 * a wrong guess only makes one compiled earlier than need be.  Circles are
 * not reported here but in order.c, which knows what was really looked at.
 */
#include <string.h>

#include "form/readers.h"

enum { DEEPEST = 200, MOST_CHILDREN = 8 };

/* One calculation's text while its words are gone through. */
struct scan {
	struct load *l;
	const struct form *form;
	const struct form *rows[MOST_CHILDREN];	/* child forms seen so far */
	size_t n_rows;
	int depth;
};

static void compile(struct load *l, const struct item *it, int depth);

static void
need(struct scan *s, const struct form *f, const char *name)
{
	const struct item *it = f ? form_item(f, name) : NULL;

	if (it && it->kind >= ITEM_CALCULATE && it->kind <= ITEM_SHOW &&
	    !it->calculation)
		compile(s->l, it, s->depth + 1);
}

/* `a.b`: of the case, the person, a child form, or a repeat. */
static void
need_dotted(struct scan *s, const char *of, const char *name)
{
	if (strcmp(of, "case") == 0)
		need(s, s->form->of, name);
	else if (strcmp(of, "person") == 0)
		need(s, s->l->set->person, name);
	else if (form_child(s->form, of))
		need(s, form_child(s->form, of), name);
	else
		need(s, s->form, name);
}

static void
need_bare(struct scan *s, const char *name)
{
	const struct form *child = form_child(s->form, name);

	if (child && s->n_rows < MOST_CHILDREN)
		s->rows[s->n_rows++] = child;
	need(s, s->form, name);
	for (size_t i = 0; i < s->n_rows; i++)
		need(s, s->rows[i], name);
}

static size_t
name_length(const char *p)
{
	if (*p < 'a' || *p > 'z')
		return 0;
	return strspn(p, "abcdefghijklmnopqrstuvwxyz0123456789_");
}

static const char *
skip_string(const char *p)
{
	const char *end = strchr(p + 1, *p);

	return end ? end + 1 : p + strlen(p);
}

static void
scan_text(struct scan *s, const char *p)
{
	struct arena *a = s->l->tmp;

	while (*p) {
		size_t n = name_length(p), m;

		if (*p == '\'' || *p == '"') {
			p = skip_string(p);
			continue;
		}
		if (n == 0) {	/* a number takes its unit with it */
			n = strspn(p, "0123456789");
			p += n ? n + name_length(p + n) : 1;
			continue;
		}
		m = p[n] == '.' ? name_length(p + n + 1) : 0;
		if (m > 0)
			need_dotted(s, arena_strndup(a, p, n),
				    arena_strndup(a, p + n + 1, m));
		else
			need_bare(s, arena_strndup(a, p, n));
		p += n + (m ? m + 1 : 0);
	}
}

static void
compile(struct load *l, const struct item *it, int depth)
{
	struct form_build *b = it->form->names->build;
	struct statement *st = b->items[it->index];
	const struct property *p = statement_property(st, "calculation");
	struct scan s = { .l = l, .form = it->form, .depth = depth };

	if (!p || b->busy[it->index] || depth > DEEPEST)
		return;
	b->busy[it->index] = true;
	scan_text(&s, p->value);
	read_expr(l, st, p);
}

void
load_calculations(struct load *l)
{
	for (struct form_build *b = l->first; b; b = b->next)
		b->busy = arena_alloc(l->tmp, b->form->n + 1);
	for (struct form_build *b = l->first; b; b = b->next)
		for (size_t i = 0; i < b->form->n; i++)
			compile(l, &b->form->items[i], 0);
}
