/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the names of an expression stand for, and where they may stand. */
#include <string.h>
#include <strings.h>

#include "form/expr_code.h"

/* Each item once. */
void
use_item(struct compile *c, const struct item *it)
{
	struct expr *e = c->expr;

	for (size_t i = 0; i < e->n_items; i++)
		if (e->items[i] == it)
			return;
	if (e->n_items == c->cap_items) {
		c->cap_items = c->cap_items != 0 ? 2 * c->cap_items : 4;
		e->items = arena_grow(c->arena, e->items, e->n_items,
				      c->cap_items, sizeof(*e->items));
	}
	e->items[e->n_items++] = it;
}

static bool
holds_value(const struct item *it)
{
	return it->kind == ITEM_QUESTION || it->kind == ITEM_CALCULATE ||
	       it->kind == ITEM_SHOW;
}

static const struct item *
find_item(const struct form *f, const char *name)
{
	return f == NULL ? NULL : form_item(f, name);
}

const struct form *
case_form(const struct form *f)
{
	if (f == NULL)
		return NULL;
	return f->kind == FORM_CASE ? f : f->kind == FORM_CHILD ? f->of : NULL;
}

static void
show_is_pure_fault(struct compile *c, const struct node *n)
{
	fault(c, n->at, "it may change by itself; use what it is made of",
	      "'%s' is only shown and is not allowed in %s", n->name,
	      use_pure(c->scope->use));
}

static void
found(struct compile *c, struct node *n, enum frame frame,
      const struct item *it)
{
	n->ref = arena_alloc(c->arena, sizeof(*n->ref));
	n->ref->frame = frame;
	n->ref->name = it->name;
	n->ref->item = it;
	n->type = type_of_item(c, it);
	use_item(c, it);
	if (it->kind != ITEM_SHOW)
		return;
	if (use_pure(c->scope->use) != NULL)
		show_is_pure_fault(c, n);
	c->expr->live = true;
}

/* A group, a repeat, a page, a note, a check: no answer. */
static void
no_answer(struct compile *c, const struct node *n, const struct item *it)
{
	static const char *const what[] = {
		[ITEM_PAGE] = "page",	      [ITEM_GROUP] = "group",
		[ITEM_REPEAT] = "repeat",     [ITEM_NOTE] = "note",
		[ITEM_CHECK] = "check",	      [ITEM_SHOW] = "show",
		[ITEM_QUESTION] = "question", [ITEM_CALCULATE] = "calculate",
	};
	const char *hint = NULL;

	if (it->kind == ITEM_REPEAT)
		hint = arena_printf(c->arena, "count its rows: count(%s)",
				    it->name);
	if (it->kind == ITEM_GROUP)
		hint = "use score(), count_answered() or count_empty()";
	fault(c, n->at, hint, "'%s' is a %s and has no answer", n->name,
	      what[it->kind]);
}

static void
in_rows(struct compile *c, const struct node *n, const char *rows,
	const char *kind, const char *name)
{
	fault(c, n->at,
	      arena_printf(c->arena,
			   "use an aggregate, for example last(%s.%s)", rows,
			   name),
	      "'%s' is inside %s '%s' and may have many rows", name, kind,
	      rows);
}

/* A field of the form whose names are bare; in its rows only where that
 * repeat is in focus. */
static bool
own_field(struct compile *c, struct node *n)
{
	const struct item *it = find_item(c->scope->form, n->name);

	if (it == NULL ||
	    (n->ref != NULL && (!holds_value(it) || it->repeat != NULL)))
		return false;
	if (!holds_value(it))
		no_answer(c, n, it);
	else if (it->repeat != NULL && it->repeat != c->row.repeat)
		in_rows(c, n, it->repeat->name, "repeat", n->name);
	else
		found(c, n, it->repeat != NULL ? FRAME_ROW : FRAME_RECORD, it);
	return true;
}

/* Of a child form's record, or of a row inside it. */
static bool
row_field(struct compile *c, struct node *n)
{
	const struct item *repeat = c->row.repeat, *it;
	const struct form *f = c->row.child;

	if (f == NULL && repeat != NULL && repeat->form != c->scope->form)
		f = repeat->form;
	it = find_item(f, n->name);
	if (it == NULL || !holds_value(it) || it->repeat != repeat)
		return false;
	found(c, n, FRAME_ROW, it);
	return true;
}

/* In a choice_filter: an attribute of the list, or `code`. */
static bool
candidate_field(struct compile *c, struct node *n)
{
	const struct item *self = c->scope->self;
	int i;

	if (c->scope->use != USE_CHOICE_FILTER || self == NULL ||
	    self->list == NULL)
		return false;
	i = list_attribute(self->list, n->name);
	if (i < 0 && strcmp(n->name, "code") != 0)
		return false;
	n->ref = arena_alloc(c->arena, sizeof(*n->ref));
	n->ref->name = arena_strdup(c->arena, n->name);
	if (i >= 0) {
		n->ref->frame = FRAME_ATTRIBUTE;
		n->ref->attribute = (size_t)i;
		n->type = type_of(VAL_TEXT);
		n->type.attribute = true;
	} else {
		n->ref->frame = FRAME_CODE;
		n->type = type_of(VAL_CODE);
		n->type.list = self->list;
	}
	return true;
}

static bool
setting_field(struct compile *c, struct node *n)
{
	const struct form_set *set = c->scope->set;
	const struct setting *s =
		set == NULL ? NULL : form_setting(set, n->name);

	if (s == NULL)
		return false;
	n->ref = arena_alloc(c->arena, sizeof(*n->ref));
	n->ref->frame = FRAME_SETTING;
	n->ref->name = s->name;
	n->ref->setting = s;
	n->type = type_of(VAL_CODE);
	n->type.list = s->list != NULL ? s->list : yes_no();
	return true;
}

static void
guess_form(struct guess *g, const struct form *f)
{
	for (size_t i = 0; f != NULL && i < f->n; i++)
		if (holds_value(&f->items[i]))
			guess_try(g, f->items[i].name);
}

/* The word that was meant: yes, no; or NULL. */
static const char *
yes_or_no(const char *word)
{
	if (!strcasecmp(word, "yes") || !strcasecmp(word, "true"))
		return "yes";
	return !strcasecmp(word, "no") || !strcasecmp(word, "false") ? "no"
								     : NULL;
}

/* Forgotten quotes, or a name of another form, or a slip of the fingers. */
static void
unknown_name(struct compile *c, const struct node *n)
{
	const struct form_set *set = c->scope->set;
	const struct form *f = c->scope->form;
	struct guess g = { .wrong = n->name };
	const char *hint;

	guess_form(&g, c->row.child);
	guess_form(&g, f);
	for (size_t i = 0; set != NULL && i < set->n_settings; i++)
		guess_try(&g, set->settings[i].name);
	hint = guess_hint(c, &g);
	if (function_find(n->name) != NULL)
		hint = arena_printf(c->arena, "%s is a function: write %s(...)",
				    n->name, n->name);
	else if (yes_or_no(n->name) != NULL)
		hint = strcmp(c->text->text, n->name) == 0
			       ? arena_printf(c->arena,
					      "write %s, and nothing else",
					      yes_or_no(n->name))
			       : arena_printf(c->arena, "write '%s' in quotes",
					      yes_or_no(n->name));
	else if (f == NULL)
		hint = "no form is given whose fields could be named";
	else if (f->kind == FORM_CHILD && find_item(f->of, n->name) != NULL)
		hint = arena_printf(c->arena, "write case.%s", n->name);
	else if (set != NULL && find_item(set->person, n->name) != NULL)
		hint = arena_printf(c->arena, "write person.%s", n->name);
	fault(c, n->at, hint, "unknown name '%s'", n->name);
}

static void
state_name(struct compile *c, struct node *n)
{
	const struct form *f = case_form(c->scope->form);

	if (f == NULL) {
		fault(c, n->at, NULL, "only a case has a state");
		return;
	}
	n->ref = arena_alloc(c->arena, sizeof(*n->ref));
	n->ref->frame = FRAME_STATE;
	n->type = type_of(VAL_CODE);
	n->type.states = f;
}

/* A bare name is the row's, the form's, a choice's or a setting's: of one of
 * them only. */
static void
bare_name(struct compile *c, struct node *n)
{
	static bool (*const kinds[])(struct compile *, struct node *) = {
		row_field, candidate_field, own_field, setting_field
	};
	struct node first = *n;
	size_t count = 0;

	if (strcmp(n->name, "state") == 0) {
		state_name(c, n);
		return;
	}
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		if (!kinds[i](c, n))
			continue;
		if (++count == 1)
			first = *n;
	}
	*n = first;
	if (count == 0)
		unknown_name(c, n);
	else if (count > 1)
		fault(c, n->at, "give one of them another name",
		      "'%s' could mean two things here", n->name);
}

static void
person_name(struct compile *c, struct node *n)
{
	const struct form_set *set = c->scope->set;
	const struct form *f = c->scope->form, *of = case_form(f);
	const struct item *it = find_item(set ? set->person : NULL, n->name);
	struct guess g = { .wrong = n->name };

	if (!use_allows_person(c->scope->use)) {
		fault(c, n->at, "copy it into the case with default:",
		      "person.%s is not allowed in %s", n->name,
		      use_words(c->scope->use));
	} else if (of != NULL && of->about != ABOUT_PERSON) {
		fault(c, n->at, NULL, "'%s' is not about one person", of->name);
	} else if (it == NULL || !holds_value(it)) {
		guess_form(&g, set ? set->person : NULL);
		fault(c, n->at, guess_hint(c, &g),
		      "the person has no field '%s'", n->name);
	} else if (it->repeat != NULL) {
		fault(c, n->at, NULL,
		      "'%s' is inside repeat '%s' and may have many rows",
		      n->name, it->repeat->name);
	} else {
		found(c, n,
		      f != NULL && f->kind == FORM_PERSON ? FRAME_RECORD
							  : FRAME_PERSON,
		      it);
		c->expr->person = true;
	}
}

static void
case_name(struct compile *c, struct node *n)
{
	const struct form *f = c->scope->form;
	const struct form *of =
		f == NULL || f->kind != FORM_CHILD ? NULL : f->of;
	const struct item *it = find_item(of, n->name);
	struct guess g = { .wrong = n->name };

	if (of == NULL) {
		fault(c, n->at,
		      f != NULL && f->kind == FORM_CASE
			      ? "write the field's name on its own"
			      : NULL,
		      "case.%s: only a child form has a case", n->name);
	} else if (it == NULL || !holds_value(it)) {
		guess_form(&g, of);
		fault(c, n->at, guess_hint(c, &g), "'%s' has no field '%s'",
		      of->name, n->name);
	} else if (it->repeat != NULL) {
		fault(c, n->at, NULL,
		      "'%s' is inside repeat '%s' and may have many rows",
		      n->name, it->repeat->name);
	} else {
		found(c, n, FRAME_CASE, it);
	}
}

/* Repeats and child forms, for names that should be one of them. */
void
guess_sources(struct guess *g, const struct form *f)
{
	for (size_t i = 0; f != NULL && i < f->n; i++)
		if (f->items[i].kind == ITEM_REPEAT)
			guess_try(g, f->items[i].name);
	for (size_t i = 0; f != NULL && i < f->n_children; i++)
		guess_try(g, f->children[i]->name);
}

static void
other_qualifier(struct compile *c, struct node *n)
{
	struct guess g = { .wrong = n->qualifier };
	const char *hint;
	struct source s;

	if (resolve_source(c, n->qualifier, &s)) {
		in_rows(c, n, n->qualifier, s.repeat ? "repeat" : "child form",
			n->name);
		return;
	}
	guess_sources(&g, c->scope->form);
	guess_try(&g, "person");
	guess_try(&g, "case");
	hint = guess_hint(c, &g);
	fault(c, n->at, hint ? hint : "only person. and case. lead elsewhere",
	      "unknown name '%s.%s'", n->qualifier, n->name);
}

void
resolve_name(struct compile *c, struct node *n)
{
	if (n->qualifier == NULL)
		bare_name(c, n);
	else if (strcmp(n->qualifier, "person") == 0)
		person_name(c, n);
	else if (strcmp(n->qualifier, "case") == 0)
		case_name(c, n);
	else
		other_qualifier(c, n);
}

static const struct item *
find_repeat(const struct form *f, const char *name)
{
	const struct item *it = find_item(f, name);

	return it != NULL && it->kind == ITEM_REPEAT ? it : NULL;
}

bool
resolve_source(const struct compile *c, const char *name, struct source *out)
{
	const struct form *f = c->scope->form;

	*out = (struct source){ 0 };
	out->repeat = find_repeat(c->row.child, name);
	out->in_row = out->repeat != NULL;
	if (out->repeat == NULL)
		out->repeat = find_repeat(f, name);
	if (out->repeat == NULL && f != NULL &&
	    (f->kind == FORM_CASE || f->kind == FORM_PERSON))
		out->child = form_child(f, name);
	return out->repeat != NULL || out->child != NULL;
}

const struct item *
source_field(const struct source *s, const char *name)
{
	const struct form *f = s->repeat ? s->repeat->form : s->child;
	const struct item *it = form_item(f, name);

	if (it == NULL || !holds_value(it) || it->repeat != s->repeat)
		return NULL;
	return it;
}

const struct item *
resolve_group(struct compile *c, const char *name, bool *in_row)
{
	const struct item *it = find_item(c->row.child, name);

	*in_row = it != NULL;
	if (it == NULL)
		it = find_item(c->scope->form, name);
	if (it == NULL || it->kind != ITEM_GROUP)
		return NULL;
	if (!*in_row && it->repeat != NULL) {
		if (it->repeat != c->row.repeat)
			return NULL;
		*in_row = true;
	}
	return it;
}
