/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Functions over the questions of a group: score(), count_empty() and such. */
#include <string.h>

#include "form/expr_code.h"

static bool
has_scores(const struct list *l)
{
	for (size_t i = 0; l != NULL && i < l->n; i++)
		if (l->choices[i].has_score)
			return true;
	return false;
}

/* The questions of a group, those of groups inside it too. */
static struct members *
group_members(struct compile *c, const struct item *group, bool in_row,
	      bool (*fits)(const struct item *))
{
	struct members *m = arena_alloc(c->arena, sizeof(*m));
	const struct item **v = arena_array(
		c->arena, group->last - group->index + 1, sizeof(*v));

	for (size_t i = group->index + 1; i <= group->last; i++) {
		const struct item *it = &group->form->items[i];

		if (it->repeat == group->repeat && fits(it)) {
			v[m->n++] = it;
			use_item(c, it);
		}
	}
	m->item = v;
	m->in_row = in_row;
	return m;
}

static bool
is_question(const struct item *it)
{
	return it->kind == ITEM_QUESTION;
}

static bool
is_scored(const struct item *it)
{
	return is_question(it) && it->type == Q_SELECT_ONE &&
	       has_scores(it->list);
}

static bool
is_choice_question(const struct item *it)
{
	return is_question(it) &&
	       (it->type == Q_SELECT_ONE || it->type == Q_SELECT_MULTIPLE);
}

static const struct item *
group_arg(struct compile *c, const struct node *n, bool *in_row)
{
	const struct node *arg = n->arg[0];

	if (arg->kind != N_NAME || arg->qualifier != NULL)
		return NULL;
	return resolve_group(c, arg->name, in_row);
}

static const struct item *
need_group(struct compile *c, struct node *n, bool *in_row)
{
	const struct item *g = group_arg(c, n, in_row);

	if (g == NULL)
		fault(c, n->arg[0]->at, NULL, "%s() takes the name of a group",
		      n->name);
	return g;
}

/* Of a group: its select_one questions whose list has scores. */
void
check_fn_score(struct compile *c, struct node *n)
{
	bool in_row;
	const struct item *group = group_arg(c, n, &in_row);
	const struct members *m;

	if (group == NULL) {
		check_args(c, n);
		if (!takes_choices(c, n, n->arg[0]))
			return;
		n->what = n->arg[0]->type.list;
		if (!has_scores(n->what))
			fault(c, n->arg[0]->at, NULL, "list '%s' has no scores",
			      n->arg[0]->type.list->name);
		return;
	}
	m = group_members(c, group, in_row, is_scored);
	n->what = m;
	n->run = fn_score_group;
	n->n = 0;
	if (m->n == 0)
		fault(c, n->arg[0]->at, NULL,
		      "no question of group '%s' has scores", group->name);
}

void
check_fn_count_group(struct compile *c, struct node *n)
{
	bool in_row;
	const struct item *group = need_group(c, n, &in_row);

	if (group == NULL)
		return;
	n->what = group_members(c, group, in_row, is_question);
	n->n = 0;
}

static void
check_member_code(struct compile *c, const struct node *code,
		  const struct members *m)
{
	struct guess g = { .wrong = code->value.text };

	for (size_t i = 0; i < m->n; i++)
		if (m->item[i]->list != NULL &&
		    list_choice(m->item[i]->list, g.wrong) != NULL)
			return;
	for (size_t i = 0; i < m->n; i++) {
		const struct list *l = m->item[i]->list;

		for (size_t j = 0; l != NULL && j < l->n; j++)
			guess_try(&g, l->choices[j].code);
	}
	fault(c, code->at, guess_hint(c, &g),
	      "no question of the group has the code '%s'", g.wrong);
}

void
check_fn_count_of(struct compile *c, struct node *n)
{
	bool in_row;
	const struct item *group = need_group(c, n, &in_row);
	struct node *code = n->arg[1];
	struct members *m;

	if (code->kind != N_CONST || !code->type.literal) {
		fault(c, code->at, NULL,
		      "count_of() counts a code written in quotes");
		return;
	}
	if (group == NULL)
		return;
	m = group_members(c, group, in_row, is_choice_question);
	m->code = arena_strdup(c->arena, code->value.text);
	check_member_code(c, code, m);
	n->what = m;
	n->n = 0;
}
