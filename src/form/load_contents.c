/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What stands in a form: its lines in screen order, its states, transitions,
 * timers, figures and prints. */
#include <string.h>

#include "form/loader.h"

enum { MOST_STATES = 64, MOST_DEPTH = 16 };

/* What is open while the lines of one form are gone through. */
struct nest {
	struct load *l;
	struct form_build *b;
	struct item *page;
	struct item *open[MOST_DEPTH]; /* groups and repeats */
	size_t n;
};

static enum item_kind
item_kind(enum keyword kw)
{
	switch (kw) {
	case KW_PAGE:
		return ITEM_PAGE;
	case KW_GROUP:
		return ITEM_GROUP;
	case KW_REPEAT:
		return ITEM_REPEAT;
	case KW_CALCULATE:
		return ITEM_CALCULATE;
	case KW_SHOW:
		return ITEM_SHOW;
	case KW_NOTE:
		return ITEM_NOTE;
	case KW_CHECK:
		return ITEM_CHECK;
	default:
		return ITEM_QUESTION;
	}
}

static bool
is_item(enum keyword kw)
{
	switch (kw) {
	case KW_PAGE:
	case KW_GROUP:
	case KW_REPEAT:
	case KW_CALCULATE:
	case KW_SHOW:
	case KW_NOTE:
	case KW_CHECK:
	case KW_UNKNOWN:
		return true;
	default:
		return keyword_is_question(kw);
	}
}

static const char *
begun(struct load *l, const struct item *it)
{
	return arena_printf(l->tmp, "%s %s began on line %d",
			    it->kind == ITEM_GROUP ? "group" : "repeat",
			    it->name, it->at.line);
}

static void
close_top(struct nest *n)
{
	struct item *it = n->open[--n->n];

	it->last = n->b->n_items - 1;
}

/* A page, a form or an end of something else while this is still open. */
static void
expected_end(struct nest *n, const struct statement *st)
{
	const struct item *it = n->open[n->n - 1];

	fault_statement(n->l, st, begun(n->l, it), "expected 'end %s %s'",
			it->kind == ITEM_GROUP ? "group" : "repeat", it->name);
}

static bool
ends(const struct statement *st, const struct item *it)
{
	return strcmp(st->name, it->name) == 0 &&
	       (st->kw == KW_END_GROUP) == (it->kind == ITEM_GROUP);
}

/* Half right is taken for the end that was meant; an end of what lies
 * further out closes all between. */
static void
close_nest(struct nest *n, const struct statement *st)
{
	const struct item *top = n->n ? n->open[n->n - 1] : NULL;

	if (!top) {
		fault_statement(n->l, st, NULL, "nothing is open here to end");
		return;
	}
	if (ends(st, top)) {
		close_top(n);
		return;
	}
	expected_end(n, st);
	for (size_t i = n->n; i-- > 0;)
		if (ends(st, n->open[i])) {
			while (n->n > i)
				close_top(n);
			return;
		}
	if (strcmp(st->name, top->name) == 0 ||
	    (st->kw == KW_END_GROUP) == (top->kind == ITEM_GROUP))
		close_top(n);
}

static void
open_nest(struct nest *n, struct statement *st, struct item *it)
{
	if (it->kind == ITEM_REPEAT && it->repeat)
		fault_statement(n->l, st, begun(n->l, it->repeat),
				"a repeat cannot stand inside a repeat");
	if (n->n < MOST_DEPTH)
		n->open[n->n++] = it;
	else
		fault_statement(n->l, st, NULL, "groups are nested too deeply");
}

static void
open_page(struct nest *n, struct statement *st, struct item *it)
{
	if (n->n > 0)
		expected_end(n, st);
	while (n->n > 0)
		close_top(n);
	if (n->page)
		n->page->last = it->index - 1;
	n->page = it;
	it->page = NULL;
	it->group = it->repeat = NULL;
}

/* At the end of a form. */
static void
close_form(struct nest *n)
{
	size_t last = n->b->n_items;

	while (n->n > 0) {
		struct item *it = n->open[n->n - 1];
		const char *what = it->kind == ITEM_GROUP ? "group" : "repeat";

		fault_statement(n->l, n->b->items[it->index],
				arena_printf(n->l->tmp, "write: end %s %s",
					     what, it->name),
				"%s '%s' is never ended", what, it->name);
		close_top(n);
	}
	if (n->page)
		n->page->last = last - 1;
}

static const struct item *
innermost(const struct nest *n, enum item_kind kind)
{
	for (size_t i = n->n; i-- > 0;)
		if (n->open[i]->kind == kind)
			return n->open[i];
	return NULL;
}

static void
find_list(struct load *l, const struct statement *st, struct item *it)
{
	struct place at = st->at;

	it->list = form_list(l->set, st->of);
	if (it->list)
		return;
	at.col = st->of_col;
	problems_add(l->p, at, st->source, false,
		     arena_printf(l->tmp, "unknown list '%s'", st->of),
		     did_you_mean(l, &l->names->lists, st->of));
}

static void
find_case_form(struct load *l, const struct statement *st, struct item *it)
{
	const struct form *f = names_get(&l->names->forms, st->of);
	struct place at = st->at;

	if (f && f->kind == FORM_CASE) {
		it->case_form = f;
		return;
	}
	at.col = st->of_col;
	problems_add(l->p, at, st->source, false,
		     arena_printf(l->tmp,
				  f ? "'%s' is not a case form"
				    : "unknown case form '%s'",
				  st->of),
		     f ? NULL : did_you_mean(l, &l->names->forms, st->of));
}

static bool
is_named_in_expressions(const struct item *it)
{
	return it->kind != ITEM_PAGE && it->kind != ITEM_NOTE &&
	       it->kind != ITEM_CHECK;
}

/* Not the name of something else. */
static void
check_name(struct load *l, struct form_build *b, struct statement *st,
	   const struct item *it)
{
	if (is_named_in_expressions(it) && expr_reserved(it->name))
		fault_name(l, st, NULL,
			   "'%s' is a word of the language and cannot be "
			   "a name",
			   it->name);
	else if (is_named_in_expressions(it) && form_setting(l->set, it->name))
		fault_name(l, st, NULL,
			   "'%s' is already the name of "
			   "a setting",
			   it->name);
	else if (is_named_in_expressions(it) && form_child(b->form, it->name))
		fault_name(l, st, NULL,
			   "'%s' is already the name of a form "
			   "of '%s'",
			   it->name, b->form->name);
}

static void
name_item(struct load *l, struct form_build *b, struct statement *st,
	  struct item *it)
{
	struct form_names *names = b->form->names;
	struct names *t = it->kind == ITEM_PAGE ? &names->pages : &names->items;
	const struct item *other = names_get(t, it->name);

	if (!l->known)
		check_name(l, b, st, it);
	if (names_add(t, it->name, it))
		return;
	fault_name(
		l, st,
		arena_printf(l->tmp, "the other is on line %d", other->at.line),
		"there are two lines '%s' in this form", it->name);
}

static void
add_item(struct nest *n, struct statement *st)
{
	struct form_build *b = n->b;
	struct item *it = &b->form->items[b->n_items];
	struct load *l = n->l;

	it->kind = item_kind(st->kw);
	if (keyword_is_question(st->kw))
		it->type = (enum question_type)(st->kw - KW_TEXT + Q_TEXT);
	it->name = arena_strdup(l->a, st->name);
	it->label = load_label(l, st);
	it->form = b->form;
	it->index = it->last = b->n_items;
	it->at = st->at;
	it->page = n->page;
	it->group = innermost(n, ITEM_GROUP);
	it->repeat = innermost(n, ITEM_REPEAT);
	it->min = it->max = -1;
	b->items[b->n_items++] = st;
	st->made = it;
	if (st->kw == KW_SELECT_ONE || st->kw == KW_SELECT_MULTIPLE)
		find_list(l, st, it);
	else if (st->kw == KW_CASE)
		find_case_form(l, st, it);
	if (it->kind == ITEM_CHECK && !st->label)
		fault_statement(l, st, NULL, "a check needs a message");
	if (*it->name)
		name_item(l, b, st, it);
	if (it->kind == ITEM_PAGE)
		open_page(n, st, it);
	else if (it->kind == ITEM_GROUP || it->kind == ITEM_REPEAT)
		open_nest(n, st, it);
}

/* A name in one of the smaller tables. */
static void
name_other(struct load *l, struct statement *st, struct names *t, void *what)
{
	st->made = what;
	if (!names_add(t, arena_strdup(l->a, st->name), what))
		fault_name(l, st, NULL, "there are two %ss '%s' in this form",
			   keyword_text(st->kw), st->name);
}

static void
only_in(struct load *l, struct form_build *b, struct statement *st, bool fits,
	const char *where)
{
	if (!fits && !b->kind_wrong)
		fault_statement(l, st, NULL, "a %s belongs to %s",
				keyword_text(st->kw), where);
}

static void
add_state(struct load *l, struct form_build *b, struct statement *st)
{
	struct form *f = b->form;
	struct state *s = &f->states[f->n_states];

	if (f->n_states == MOST_STATES) {
		fault_name(l, st, NULL, "a form can have at most %d states",
			   MOST_STATES);
		return;
	}
	only_in(l, b, st, f->kind == FORM_CASE, "a case form");
	s->name = arena_strdup(l->a, st->name);
	s->label = load_label(l, st);
	s->at = st->at;
	f->n_states++;
	name_other(l, st, &f->names->states, s);
}

#define ADD(type, array, count, table)                                         \
	struct form *f = b->form;                                              \
	struct type *made = &f->array[f->count++];                             \
                                                                               \
	made->name = arena_strdup(l->a, st->name);                             \
	made->label = load_label(l, st);                                       \
	made->at = st->at;                                                     \
	name_other(l, st, &f->names->table, made)

static void
add_transition(struct load *l, struct form_build *b, struct statement *st)
{
	ADD(transition, transitions, n_transitions, transitions);
	only_in(l, b, st, f->kind == FORM_CASE, "a case form");
	made->to = -1;
}

static void
add_timer(struct load *l, struct form_build *b, struct statement *st)
{
	ADD(timer, timers, n_timers, timers);
	only_in(l, b, st, f->kind != FORM_PERSON,
		"a case form, a form of one, or a form of a person");
}

static void
add_measure(struct load *l, struct form_build *b, struct statement *st)
{
	ADD(measure, measures, n_measures, measures);
}

static void
add_report(struct load *l, struct form_build *b, struct statement *st)
{
	ADD(report_def, reports, n_reports, reports);
}

static void
add_sheet(struct load *l, struct form_build *b, struct statement *st)
{
	ADD(sheet, sheets, n_sheets, sheets);
}

static void
add_drop(struct load *l, struct form_build *b, struct statement *st)
{
	struct form *f = b->form;
	const char **names = (const char **)(uintptr_t)f->dropped;

	names = room_for_one(l->a, names, f->n_dropped, sizeof(*names));
	names[f->n_dropped++] = arena_strdup(l->a, st->name);
	f->dropped = names;
}

static void
add_other(struct load *l, struct form_build *b, struct statement *st)
{
	switch (st->kw) {
	case KW_STATE:
		add_state(l, b, st);
		break;
	case KW_TRANSITION:
		add_transition(l, b, st);
		break;
	case KW_TIMER:
		add_timer(l, b, st);
		break;
	case KW_MEASURE:
		add_measure(l, b, st);
		break;
	case KW_REPORT:
		add_report(l, b, st);
		break;
	case KW_SHEET:
		add_sheet(l, b, st);
		break;
	case KW_DROP:
		add_drop(l, b, st);
		break;
	default:
		break;
	}
}

static void
make_room(struct load *l, struct form_build *b)
{
	struct form *f = b->form;
	const size_t *n = b->n_kind;
	size_t items = 1;

	for (int kw = 0; kw < KW_COUNT; kw++)
		if (is_item((enum keyword)kw))
			items += n[kw];
	f->items = arena_array(l->a, items, sizeof(*f->items));
	b->items = arena_array(l->tmp, items, sizeof(*b->items));
	f->states = arena_array(l->a, n[KW_STATE] + 1, sizeof(*f->states));
	f->transitions = arena_array(l->a, n[KW_TRANSITION] + 1,
				     sizeof(*f->transitions));
	f->timers = arena_array(l->a, n[KW_TIMER] + 1, sizeof(*f->timers));
	f->measures =
		arena_array(l->a, n[KW_MEASURE] + 1, sizeof(*f->measures));
	f->reports = arena_array(l->a, n[KW_REPORT] + 1, sizeof(*f->reports));
	f->sheets = arena_array(l->a, n[KW_SHEET] + 1, sizeof(*f->sheets));
}

void
load_contents(struct load *l)
{
	for (struct form_build *b = l->first; b; b = b->next) {
		struct nest n = { .l = l, .b = b };

		make_room(l, b);
		for (struct statement *st = b->st->next;
		     st && st->kw != KW_FORM; st = st->next) {
			if (st->build != b)
				continue;
			if (st->kw == KW_END_GROUP || st->kw == KW_END_REPEAT)
				close_nest(&n, st);
			else if (is_item(st->kw))
				add_item(&n, st);
			else if (*st->name)
				add_other(l, b, st);
		}
		close_form(&n);
		b->form->n = b->n_items;
	}
}
