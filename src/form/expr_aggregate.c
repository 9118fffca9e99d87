/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Aggregates: one pass over the rows, nothing sorted, nothing allocated. */
#include <string.h>

#include "form/expr_code.h"
#include "form/view.h"

static const char *const names[] = {
	[AGG_COUNT] = "count", [AGG_SUM] = "sum", [AGG_AVG] = "avg",
	[AGG_MIN] = "min",     [AGG_MAX] = "max", [AGG_FIRST] = "first",
	[AGG_LAST] = "last",
};

enum aggregate_kind
aggregate_find(const char *name)
{
	int k = 0;

	while (k < AGG_NONE && strcmp(names[k], name) != 0)
		k++;
	return (enum aggregate_kind)k;
}

const char *
aggregate_name(enum aggregate_kind k)
{
	return names[k];
}

/* What has been gathered so far. */
struct gathering {
	const struct aggregate *of;
	struct machine *m;
	int64_t n; /* rows that count */
	struct value result;
	struct value rival; /* estimated: may be more, or less */
	struct value key;   /* by which `result` is first or last */
};

static bool
sorts_before(const struct gathering *g, const struct value *key)
{
	int order = 0;

	if (value_is_empty(key) || value_is_empty(&g->key))
		order = !value_is_empty(key) - !value_is_empty(&g->key);
	else if (key->type == g->key.type)
		order = value_compare(key, &g->key);
	return g->of->down ? order > 0 : order < 0;
}

/* Is v the one to keep?  Of two estimated dates that overlap, the one that
 * reaches further. */
static bool
beats(const struct gathering *g, const struct value *v, enum tri *sure)
{
	const struct value *r = &g->result;
	bool most = g->of->kind == AGG_MAX;

	*sure = most ? value_less(r, v, NULL) : value_less(v, r, NULL);
	if (*sure != TRI_UNKNOWN || v->type != VAL_DATE || r->type != VAL_DATE)
		return *sure == TRI_YES;
	return most ? date_compare(date_last(v->date), date_last(r->date)) > 0
		    : date_compare(date_first(v->date), date_first(r->date)) <
			       0;
}

static void
gather_extreme(struct gathering *g, const struct value *v)
{
	enum tri sure;
	bool better = beats(g, v, &sure);

	if (sure == TRI_UNKNOWN)
		g->rival = better ? g->result : *v;
	if (better)
		g->result = *v;
}

/* Nobody knows the most of what cannot be put in order. */
static struct value
extreme(const struct gathering *g)
{
	enum tri sure;

	if (!value_is_empty(&g->rival)) {
		beats(g, &g->rival, &sure);
		if (sure != TRI_NO)
			return value_empty;
	}
	return g->result;
}

/* Rows come as they were added: of equals the first stays first, and the
 * later is the last. */
static void
gather(struct gathering *g, const struct value *v, const struct value *key)
{
	bool first = g->n++ == 0;

	switch (g->of->kind) {
	case AGG_COUNT:
		break;
	case AGG_SUM:
	case AGG_AVG:
		g->result = first ? *v : value_plus(g->m->ctx, &g->result, v);
		break;
	case AGG_MIN:
	case AGG_MAX:
		if (first)
			g->result = *v;
		else
			gather_extreme(g, v);
		break;
	case AGG_FIRST:
	case AGG_LAST:
		if (first ||
		    sorts_before(g, key) == (g->of->kind == AGG_FIRST)) {
			g->result = *v;
			g->key = *key;
		}
		break;
	case AGG_NONE:
		break;
	}
}

static struct value
of_row(const struct eval_ctx *row, const struct aggregate *of,
       const struct item *it, unsigned int depth)
{
	struct eval_ctx child;

	if (it->kind != ITEM_SHOW || of->source.child == NULL)
		return look_up(row, row->row, it, depth);
	child = context_of_child(row);
	return look_up(&child, NULL, it, depth);
}

/* level: where a view keeps these answers, or NULL. */
static void
gather_row(struct gathering *g, const struct fields *fields,
	   const struct level *level)
{
	const struct aggregate *of = g->of;
	struct eval_ctx row = *g->m->ctx;
	unsigned int depth = g->m->depth;
	struct value v = value_empty, key = value_empty, where;

	row.row = fields;
	row.row_level = level;
	if (of->where != NULL) {
		where = machine_run(of->where, &row, depth + 1);
		if (where.type != VAL_COND || where.cond != TRI_YES)
			return;
	}
	if (of->field != NULL) {
		v = of_row(&row, of, of->field, depth);
		if (value_is_nothing(&v))
			return;
	}
	if (of->order != NULL)
		key = of_row(&row, of, of->order, depth);
	gather(g, &v, &key);
}

/* The rows of a repeat as the view keeps them, where these are its answers. */
static const struct levels *
levels_of(const struct eval_ctx *ctx, const struct fields *record,
	  const struct item *repeat)
{
	const struct level *l = ctx->level;

	if (l == NULL || record != &l->work || repeat->form != l->form)
		return NULL;
	return level_cell(l, repeat)->rows;
}

static void
gather_repeat(struct gathering *g)
{
	const struct source *s = &g->of->source;
	const struct eval_ctx *ctx = g->m->ctx;
	const struct fields *record = s->in_row ? ctx->row : ctx->answers;
	const struct value *rows = answer_of(ctx, record, s->repeat);
	const struct levels *ls;

	if (rows == NULL || rows->type != VAL_ROWS)
		return;
	ls = levels_of(ctx, record, s->repeat);
	for (size_t i = 0; i < rows->rows.n; i++) {
		if (rows->rows.v[i].struck)
			continue;
		if (ls != NULL)
			gather_row(g, &ls->v[i].work, &ls->v[i]);
		else
			gather_row(g, &rows->rows.v[i].fields, NULL);
	}
}

static void
gather_children(struct gathering *g)
{
	const struct eval_ctx *ctx = g->m->ctx;
	const struct form *child = g->of->source.child;

	for (size_t i = 0; i < ctx->n_children; i++)
		if (ctx->children[i].form == child ||
		    strcmp(ctx->children[i].form->name, child->name) == 0)
			gather_row(g, ctx->children[i].answers, NULL);
}

struct value
aggregate_run(struct machine *m, const struct aggregate *of)
{
	struct gathering g = { .of = of, .m = m };
	struct value n;

	if (of->source.repeat != NULL)
		gather_repeat(&g);
	else
		gather_children(&g);
	n = value_int(g.n);
	if (of->kind == AGG_COUNT)
		return n;
	if (of->kind == AGG_AVG && g.n > 0)
		return value_over(&g.result, &n);
	if (of->kind == AGG_MIN || of->kind == AGG_MAX)
		return extreme(&g);
	return g.n > 0 ? g.result : value_empty;
}
