/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "form/load.h"

#include <stdlib.h>
#include <string.h>

#include "form/loader.h"
#include "form/view.h"

static struct form_set *
set_new(void)
{
	struct arena first = ARENA_INIT, *own;
	struct form_set *s;

	/* The arena lives in its own memory, and so does the set. */
	own = arena_alloc(&first, sizeof(*own));
	s = arena_alloc(&first, sizeof(*s));
	*own = first;
	s->arena = own;
	s->names = arena_alloc(own, sizeof(*s->names));
	names_init(&s->names->roles, own);
	names_init(&s->names->lists, own);
	names_init(&s->names->settings, own);
	names_init(&s->names->forms, own);
	names_init(&s->names->full, own);
	return s;
}

void
form_set_free(struct form_set **s)
{
	struct arena own;

	if (!*s)
		return;
	own = *(*s)->arena;
	arena_clear(&own);
	*s = NULL;
}

static int
text_order(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void
list_programmes(struct load *l)
{
	struct form_set *s = l->set;
	size_t n = 0;

	s->programmes =
		arena_array(l->a, s->n_forms + 1, sizeof(*s->programmes));
	for (size_t i = 0; i < s->n_forms; i++)
		if (*s->forms[i]->programme)
			s->programmes[n++] = s->forms[i]->programme;
	if (n > 0)
		qsort(s->programmes, n, sizeof(*s->programmes), text_order);
	for (size_t i = 0; i < n; i++)
		if (i == 0 || strcmp(s->programmes[i],
				     s->programmes[s->n_programmes - 1]) != 0)
			s->programmes[s->n_programmes++] = s->programmes[i];
}

static void
print_add(uint64_t *h, const char *s)
{
	do
		*h = (*h ^ (unsigned char)*s) * UINT64_C(1099511628211);
	while (*s++);
}

/* What tells that a form has changed: all it says but its version, without
 * comments and spacing.  A child counts as part of its case form. */
static void
print_forms(struct load *l)
{
	for (struct statement *st = l->statements.first; st; st = st->next) {
		const struct form *f = st->build ? st->build->form : NULL;
		uint64_t *h;

		if (f && st->build->of)
			f = names_get(&l->names->forms, st->build->of);
		if (!f)
			continue;
		h = &f->names->print;
		print_add(h, keyword_text(st->kw));
		print_add(h, st->of ? st->of : "");
		print_add(h, st->name);
		print_add(h, st->label ? st->label : "");
		for (struct property *p = st->first; p; p = p->next) {
			if (strcmp(p->key, "version") == 0)
				continue;
			print_add(h, p->key);
			print_add(h, p->value);
		}
	}
}

/* A choice that was given none of its list's attributes has each blank. */
static void
blank_attributes(struct load *l, struct list *list)
{
	const char **blank =
		arena_array(l->a, list->n_attributes + 1, sizeof(*blank));

	for (size_t i = 0; i < list->n_attributes; i++)
		blank[i] = "";
	for (size_t i = 0; i < list->n; i++)
		if (!list->choices[i].attributes)
			list->choices[i].attributes = blank;
}

static void
load_all(struct load *l, const struct form_source *files, size_t n)
{
	for (size_t i = 0; i < n; i++)
		lines_read(&l->statements, &files[i]);
	load_declare(l);
	load_match(l);
	load_apply(l, STAGE_KIND);
	load_kinds(l);
	load_contents(l);
	load_apply(l, STAGE_PLAIN);
	for (size_t i = 0; i < l->set->n_lists; i++)
		blank_attributes(l, l->set->lists[i]);
	load_access(l);
	if (!l->known)
		load_calculations(l);
	load_apply(l, STAGE_EXPR);
	load_read_where(l);
	list_programmes(l);
}

static void
check_all(struct load *l)
{
	load_order(l);
	print_forms(l);
	check_forms(l);
	check_items(l);
	check_graph(l);
	check_measures(l);
}

static void
begin(struct load *l, struct arena *tmp, struct problems *p)
{
	l->tmp = tmp;
	l->p = p;
	l->set = set_new();
	l->a = l->set->arena;
	l->names = l->set->names;
	l->statements = (struct statements){
		.arena = tmp, .kept = l->a, .problems = p, .known = l->known
	};
}

static enum err
end(struct load *l, enum err e, struct form_set **out)
{
	for (struct form_build *b = l->first; b; b = b->next) {
		b->form->names->build = NULL;
		view_prepare(l->a, b->form);
	}
	arena_clear(&l->scratch);
	arena_clear(l->tmp);
	if (e != ERR_OK)
		form_set_free(&l->set);
	*out = l->set;
	return e;
}

enum err
form_set_load(struct form_set **out, const struct form_source *files, size_t n,
	      struct problems *p)
{
	struct arena tmp = ARENA_INIT;
	struct load l = { 0 };
	size_t errors = p->errors;

	begin(&l, &tmp, p);
	load_all(&l, files, n);
	check_all(&l);
	return end(&l, p->errors > errors ? ERR_INVALID : ERR_OK, out);
}

enum err
form_set_load_known(struct form_set **out, const struct form_source *files,
		    size_t n, struct bytes plan)
{
	struct arena tmp = ARENA_INIT;
	struct load l = { .known = true };
	struct problems p;
	bool good;

	problems_init(&p, &tmp);
	begin(&l, &tmp, &p);
	load_all(&l, files, n);
	good = p.errors == 0 && load_plan(&l, plan);
	return end(&l, good ? ERR_OK : ERR_INVALID, out);
}
