/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The indented lines under a step: answers as people would type them.
 */
#include "check_casework_life.h"

#include <stdlib.h>

/* Where the answers go: the rows that are in hand. */
struct hand {
	struct life *l;
	struct edit *e;
	struct life_said *out;
	const struct item *repeat;
	size_t row;
};

const struct item *
life_field(struct life *l, const struct form *f, const char *name)
{
	const struct item *it = form_item(f, name);

	if (!it)
		life_fault(l, "%s has no field %s", form_full_name(f), name);
	return it;
}

static void
not_taken(struct hand *h, const struct item *it, const char *why)
{
	struct arena *a = h->l->a;
	const char *line = arena_printf(a, "%s: %s", it->name, why);

	h->out->why = h->out->why
			      ? arena_printf(a, "%s\n    %s", h->out->why, line)
			      : line;
}

/* row REPEAT: a new one.  row REPEAT 2: the second. */
static void
take_row(struct hand *h)
{
	struct life *l = h->l;
	const struct item *it =
		life_field(l, h->e->form, life_need(l, "a repeat"));
	const char *which = life_word(l);
	size_t n = view_rows(h->e->view, it);

	if (it->kind != ITEM_REPEAT)
		life_fault(l, "%s has no rows", it->name);
	life_end(l);
	h->repeat = it;
	if (!which) {
		h->row = edit_add_row(h->e, it);
		return;
	}
	h->row = (size_t)life_number(l, which) - 1;
	if (h->row >= n)
		life_fault(l, "%s has %zu rows", it->name, n);
}

static void
strike_row(struct hand *h)
{
	struct life *l = h->l;
	const struct item *it =
		life_field(l, h->e->form, life_need(l, "a repeat"));
	size_t row = (size_t)life_number(l, life_need(l, "which row")) - 1;

	life_end(l);
	if (it->kind != ITEM_REPEAT || row >= view_rows(h->e->view, it))
		life_fault(l, "there is no such row");
	edit_strike_row(h->e, it, row);
}

/* A person or a case goes by the name it has in this life. */
static bool
parse(struct hand *h, const struct item *it, const char *typed, struct value *v,
      const char **why)
{
	const struct nick *n;

	if (!typed[0]) {
		*v = value_empty;
		return true;
	}
	if (it->type != Q_PERSON && it->type != Q_CASE)
		return answer_parse(&h->e->arena, it, typed, clock_today(), v,
				    why);
	n = life_nick_of(h->l, typed,
			 it->type == Q_PERSON ? NICK_PERSON : NICK_CASE,
			 it->type == Q_PERSON ? "a person" : "a case");
	*v = it->type == Q_PERSON ? value_person(n->id) : value_case(n->id);
	return true;
}

static void
take_answer(struct hand *h, const char *name, const char *typed)
{
	const struct item *it = life_field(h->l, h->e->form, name);
	size_t row = it->repeat ? h->row : NO_ROW;
	struct value v;
	const char *why = "";

	if (it->kind != ITEM_QUESTION)
		life_fault(h->l, "%s is not a question", name);
	if (it->repeat && it->repeat != h->repeat)
		life_fault(h->l, "%s is in rows: write 'row %s' before", name,
			   it->repeat->name);
	if (!edit_may_write(h->e, it)) {
		not_taken(h, it,
			  arena_printf(h->l->a, "%s may not write it",
				       h->l->user));
		return;
	}
	if (!parse(h, it, typed, &v, &why)) {
		not_taken(h, it, why);
		return;
	}
	edit_set(h->e, it, row, v);
}

static void
keep_reason(struct hand *h)
{
	const struct item *it =
		life_field(h->l, h->e->form, life_need(h->l, "a field"));

	if (!h->l->said)
		life_fault(h->l, "write: keep %s: why", it->name);
	edit_keep_reason(h->e, it, h->l->said);
}

static void
take_line(struct hand *h)
{
	struct life *l = h->l;
	const char *word = life_need(l, "a field");

	if (!l->said && strcmp(word, "row") == 0)
		take_row(h);
	else if (!l->said && strcmp(word, "strike") == 0)
		strike_row(h);
	else if (!l->said && strcmp(word, "keep") == 0)
		keep_reason(h);
	else if (!l->said)
		life_fault(l, "write 'FIELD: answer'");
	else if (strcmp(word, "reason") == 0)
		h->out->reason = l->said;
	else
		take_answer(h, word, l->said);
}

/* Nobody can answer what is not asked: the line is looked at again when all
 * are in, since a later answer may be what brings the question up. */
static void
check_asked(struct hand *h, size_t from, size_t to)
{
	struct life *l = h->l;

	for (size_t i = from; i <= to && i < l->n; i++) {
		const struct item *it;
		const char *word;

		l->at = i;
		life_line_begin(l);
		word = life_word(l);
		it = l->said && l->said[0] ? form_item(h->e->form, word) : NULL;
		if (it && !it->repeat && view_hidden(h->e->view, it, NO_ROW))
			not_taken(h, it, "not asked here");
	}
}

void
life_answers(struct life *l, struct edit *e, struct life_said *out)
{
	struct hand h = { .l = l, .e = e, .out = out, .row = NO_ROW };
	size_t first = l->at + 1;

	*out = (struct life_said){ 0 };
	while (life_below(l))
		take_line(&h);
	edit_view(e);
	check_asked(&h, first, l->at);
}

/* --- looking at answers ------------------------------------------------------------ */

const char *
life_shown(struct life *l, const struct item *it, const struct value *v)
{
	if (value_is_empty(v))
		return "nothing";
	if (v->type == VAL_PERSON || v->type == VAL_CASE) {
		for (size_t i = 0; i < l->n_nicks; i++)
			if (l->nicks[i].id == v->id)
				return l->nicks[i].name;
		return "somebody else";
	}
	return answer_format(l->a, it, v);
}

bool
life_says(struct life *l, const struct item *it, const struct value *v,
	  const char *words)
{
	struct value typed;
	const char *why;

	if (value_is_empty(v))
		return false;
	if (strcmp(life_shown(l, it, v), words) == 0)
		return true;
	if (v->type == VAL_PERSON || v->type == VAL_CASE)
		return false;
	if (strcmp(value_format(l->a, v), words) == 0)
		return true;
	if (it->kind != ITEM_QUESTION) {
		struct date d;

		return v->type == VAL_DATE &&
		       date_parse_iso(&d, words) == ERR_OK &&
		       date_compare(d, v->date) == 0;
	}
	return answer_parse(l->a, it, words, clock_today(), &typed, &why) &&
	       value_equal(v, &typed);
}
