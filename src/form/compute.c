/* SPDX-License-Identifier: GPL-3.0-or-later */
/* compute.c - defaults, scores, and answers of an older version. */
#include "form/view.h"

/* Take over the defaults of one view; false when there were none. */
static bool
take_defaults(const struct view *v, struct fields *answers)
{
	const struct form *f = v->form;
	bool any = false;

	for (size_t i = 0; i < f->n; i++) {
		const struct value *val = v->top.cells[i].by_default;

		if (f->items[i].repeat || !val)
			continue;
		fields_set(answers, f->items[i].name, *val);
		any = true;
	}
	return any;
}

static bool
wants_default(const struct form *f, const struct fields *answers)
{
	for (size_t i = 0; i < f->n; i++)
		if (!f->items[i].repeat && f->items[i].default_value &&
		    !fields_get(answers, f->items[i].name))
			return true;
	return false;
}

/* A default may look at a calculation that looks at another default: what is
 * still empty is tried again for as long as that fills something. */
void
form_defaults(const struct eval_ctx *ctx, struct fields *answers)
{
	while (wants_default(ctx->form, answers))
		if (!take_defaults(view_work(ctx, answers, true), answers))
			return;
}

/* Once: what was emptied since is not filled again.  What may be left out is
 * asked because it may be known already; a default does not know it. */
void
transition_defaults(const struct eval_ctx *ctx, const struct transition *t,
		    struct fields *answers)
{
	const struct view *v = view_work(ctx, answers, true);

	for (size_t i = 0; i < t->n_ask; i++) {
		const struct item *it = t->ask[i].item;
		const struct cell *c = &v->top.cells[it->index];

		if (c->by_default && !c->hidden && !t->ask[i].optional)
			fields_set(answers, it->name, *c->by_default);
	}
}

/* The answers of the record are effective ones; the row is looked at as it
 * fills, so that one default can use another above it. */
void
row_defaults(const struct eval_ctx *ctx, const struct fields *answers,
	     const struct item *repeat, struct row *row)
{
	struct view *v = view_work(ctx, answers, false);
	const struct form *f = ctx->form;

	v->ctx.row = &row->fields;
	for (size_t i = repeat->index + 1; i <= repeat->last; i++) {
		const struct item *it = &f->items[i];
		struct value val;

		if (it->kind != ITEM_QUESTION || !it->default_value ||
		    fields_get(&row->fields, it->name))
			continue;
		val = expr_eval(it->default_value, &v->ctx);
		val = view_conform(ctx->arena, it, val);
		fields_set(&row->fields, it->name, val);
	}
}

/* The most that one question can add. */
static int64_t
most_of(const struct item *it)
{
	int64_t most = 0;

	for (size_t i = 0; i < it->list->n; i++) {
		const struct choice *ch = &it->list->choices[i];

		if (!ch->has_score || ch->score <= 0)
			continue;
		if (it->type == Q_SELECT_MULTIPLE)
			most += ch->score;
		else if (ch->score > most)
			most = ch->score;
	}
	return most;
}

static int64_t
score_of(const struct item *it, const struct value *val)
{
	int64_t sum = 0;

	for (size_t i = 0; i < it->list->n; i++)
		if (it->list->choices[i].has_score &&
		    value_has_code(val, it->list->choices[i].code))
			sum += it->list->choices[i].score;
	return sum;
}

static bool
is_scored(const struct item *it)
{
	if (it->kind != ITEM_QUESTION || !it->list)
		return false;
	for (size_t i = 0; i < it->list->n; i++)
		if (it->list->choices[i].has_score)
			return true;
	return false;
}

bool
group_score(const struct view *v, const struct item *group, int64_t *score,
	    int64_t *most, size_t *answered, size_t *items)
{
	bool any = false;

	*score = *most = 0;
	*answered = *items = 0;
	for (size_t i = group->index + 1; i <= group->last; i++) {
		const struct item *it = &v->form->items[i];
		struct value val;

		if (it->repeat != group->repeat || !is_scored(it))
			continue;
		any = true;
		if (view_hidden(v, it, NO_ROW))
			continue;
		val = view_value(v, it, NO_ROW);
		*items += 1;
		*answered += !value_is_empty(&val);
		*most += most_of(it);
		*score += score_of(it, &val);
	}
	return any;
}

/* Give one question's answer its present name and type. */
static bool
adopt_item(const struct item *it, struct fields *answers)
{
	const struct value *val = fields_get(answers, it->name);
	bool changed = false;

	for (size_t i = 0; i < it->n_was; i++) {
		const struct value *old = fields_get(answers, it->was[i]);

		if (!old)
			continue;
		if (!val)
			fields_set(answers, it->name, *old);
		fields_set(answers, it->was[i], value_empty);
		val = fields_get(answers, it->name);
		changed = true;
	}
	if (val && it->kind == ITEM_QUESTION) {
		struct value now = view_conform(answers->arena, it, *val);

		if (now.type != val->type) {
			fields_set(answers, it->name, now);
			changed = true;
		}
	}
	return changed;
}

static bool
adopt_level(const struct form *f, const struct item *repeat,
	    struct fields *answers)
{
	size_t from = repeat ? repeat->index + 1 : 0;
	size_t to = repeat ? repeat->last + 1 : f->n;
	bool changed = false;

	for (size_t i = from; i < to; i++) {
		const struct item *it = &f->items[i];

		if (it->repeat == repeat &&
		    (item_has_value(it) || it->kind == ITEM_REPEAT))
			changed |= adopt_item(it, answers);
	}
	return changed;
}

bool
form_adopt(const struct form *f, struct fields *answers)
{
	bool changed = adopt_level(f, NULL, answers);

	for (size_t i = 0; i < f->n; i++) {
		const struct item *it = &f->items[i];
		const struct value *rows;

		if (it->kind != ITEM_REPEAT)
			continue;
		rows = fields_get(answers, it->name);
		for (size_t k = 0;
		     rows && rows->type == VAL_ROWS && k < rows->rows.n; k++)
			changed |= adopt_level(f, it, &rows->rows.v[k].fields);
	}
	return changed;
}
