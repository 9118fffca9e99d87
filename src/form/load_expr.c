/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Properties that are expressions, or end with one. */
#include <string.h>

#include "base/date.h"
#include "form/readers.h"

enum {
	MOST_PARTS = sizeof(((struct expr_text *)NULL)->part) /
		     sizeof(((struct expr_text *)NULL)->part[0])
};

/* The text of the value from `from` on, with the places of its parts. */
static bool
expr_text_from(struct load *l, const struct property *p, size_t from,
	       struct expr_text *out)
{
	out->text = arena_strdup(l->a, p->value + from);
	out->n_parts = 0;
	for (size_t i = 0; i < p->n_parts; i++) {
		const struct part *part = &p->parts[i];
		size_t next = i + 1 < p->n_parts ? part[1].offset : p->n + 1;
		size_t at = part->offset > from ? part->offset : from;

		if (next <= from)
			continue;
		if (out->n_parts == MOST_PARTS) {
			fault_key(l, p, "use calculate for its parts",
				  "an expression may have at most %d lines",
				  (int)MOST_PARTS);
			return false;
		}
		out->part[out->n_parts].offset = at - from;
		out->part[out->n_parts].at =
			property_place(p, at, &out->part[out->n_parts].source);
		out->n_parts++;
	}
	return true;
}

struct expr_scope
statement_scope(struct load *l, const struct statement *st, int use)
{
	struct expr_scope scope = {
		.set = l->set,
		.form = st->build ? st->build->form : NULL,
		.use = (enum expr_use)use,
		.need = load_calculation,
		.need_ctx = l,
		.scratch = &l->scratch,
	};

	if (st->kw == KW_MEASURE) {
		const struct measure *m = st->made;

		scope.repeat = m->of_repeat;
		scope.rows_of = m->of_form;
	} else if (keyword_is_question(st->kw) || st->kw == KW_CALCULATE ||
		   st->kw == KW_SHOW) {
		scope.self = st->made;
		scope.repeat = scope.self->repeat;
	} else if (st->kw == KW_GROUP || st->kw == KW_NOTE ||
		   st->kw == KW_CHECK) {
		scope.repeat = ((const struct item *)st->made)->repeat;
	}
	return scope;
}

struct expr *
load_expr(struct load *l, const struct property *p, size_t from,
	  const struct expr_scope *scope)
{
	struct expr_text text;
	struct expr *e;

	if (l->known)
		return expr_later(l->a, arena_strdup(l->a, p->value + from),
				  scope);
	if (too_many(l) || !expr_text_from(l, p, from, &text))
		return NULL;
	l->compiling++;
	e = expr_compile(l->a, &text, scope, l->p);
	if (--l->compiling == 0)
		arena_reset(&l->scratch);
	return e;
}

void
read_expr(struct load *l, struct statement *st, const struct property *p)
{
	struct expr_scope scope = statement_scope(l, st, p->rule->use);
	struct expr **to = property_target(st, p);

	if (!*to) /* load_calculations() has done some */
		*to = load_expr(l, p, 0, &scope);
}

void
read_required(struct load *l, struct statement *st, const struct property *p)
{
	static const struct word_row words[] = {
		{ "yes", REQUIRED_FINISH },
		{ "no", REQUIRED_NO },
		{ "save", REQUIRED_SAVE },
	};
	struct item *it = st->made;
	struct expr_scope scope = statement_scope(l, st, USE_REQUIRED);

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strcmp(p->value, words[i].word) == 0) {
			it->required = (enum required)words[i].value;
			return;
		}
	it->required = REQUIRED_IF;
	it->required_if = load_expr(l, p, 0, &scope);
}

/* NAME = EXPR */
void
read_set(struct load *l, struct statement *st, const struct property *p)
{
	struct transition *t = st->made;
	struct expr_scope scope = statement_scope(l, st, USE_SET);
	size_t n = strspn(p->value, "abcdefghijklmnopqrstuvwxyz0123456789_");
	size_t eq = n + strspn(p->value + n, " "), from;
	struct word w = { arena_strndup(l->a, p->value, n), 0 };
	struct expr *value;

	if (n == 0 || p->value[eq] != '=') {
		fault_value(l, p, eq, NULL,
			    "expected a name, = and a value, as in "
			    "decided_on = today()");
		return;
	}
	from = eq + 1 + strspn(p->value + eq + 1, " ");
	scope.self = item_word(l, st, p, &w, NEED_QUESTION);
	if (scope.self && scope.self->repeat)
		fault_value(l, p, 0, NULL,
			    "'%s' is inside repeat '%s' and may have many rows",
			    w.s, scope.self->repeat->name);
	value = load_expr(l, p, from, &scope);
	if (!scope.self || !value)
		return;
	t->set = room_for_one(l->a, t->set, t->n_set, sizeof(*t->set));
	t->set[t->n_set++] = (struct set_rule){ scope.self, value };
}

/* DURATION after EXPR */
void
read_retention(struct load *l, struct statement *st, const struct property *p)
{
	struct form *f = st->made;
	struct expr_scope scope = statement_scope(l, st, USE_RETENTION);
	struct word w, after = { "", 0 };
	size_t pos = 0;

	next_word(l, p, &pos, &w);
	if (duration_parse(&f->retention, w.s) != ERR_OK) {
		fault_value(l, p, w.offset, "as in 6y after ended_on()",
			    "'%s' is not a length of time", w.s);
		return;
	}
	if (!next_word(l, p, &pos, &after) || strcmp(after.s, "after") != 0 ||
	    p->value[pos] == '\0') {
		fault_value(l, p, after.offset, "as in 6y after ended_on()",
			    "expected 'after' and a date");
		return;
	}
	f->retention_from = load_expr(l, p, pos + 1, &scope);
}

void
read_measure_value(struct load *l, struct statement *st,
		   const struct property *p)
{
	struct expr_scope scope = statement_scope(l, st, USE_MEASURE_VALUE);
	struct measure *m = st->made;

	if (m->kind != MEASURE_COUNT) {
		fault_key(l, p, NULL,
			  "a measure can be only one of sum, avg, "
			  "median, least and most");
		return;
	}
	m->kind = (enum measure_kind)p->rule->use;
	m->value = load_expr(l, p, 0, &scope);
}
