/* SPDX-License-Identifier: GPL-3.0-or-later */
/* choices.c - which choices a question offers now. */
#include "form/view.h"

struct date
listed_on(const struct eval_ctx *ctx)
{
	return date_is_set(ctx->listed) ? ctx->listed : ctx->today;
}

bool
item_retired_on(const struct item *it, struct date day)
{
	return date_is_set(it->retired) && date_is_set(day) &&
	       date_compare(it->retired, day) <= 0;
}

bool
choice_retired(const struct choice *ch, struct date today)
{
	return date_is_set(ch->retired) && date_is_set(today) &&
	       date_compare(ch->retired, today) <= 0;
}

bool
choice_to_come(const struct choice *ch, struct date today)
{
	return date_is_set(ch->from) && date_is_set(today) &&
	       date_compare(ch->from, today) > 0;
}

/* Rows change their places; they are known again by their id. */
static const struct fields *
saved_row(const struct fields *saved, const struct item *repeat, uint64_t id)
{
	const struct value *rows = fields_get(saved, repeat->name);

	if (!rows || rows->type != VAL_ROWS)
		return NULL;
	for (size_t i = 0; i < rows->rows.n; i++)
		if (rows->rows.v[i].id == id)
			return &rows->rows.v[i].fields;
	return NULL;
}

const struct value *
view_saved(const struct view *v, const struct item *it, size_t row)
{
	const struct fields *saved = v->ctx.saved;

	if (saved && it->repeat) {
		const struct levels *ls = v->top.cells[it->repeat->index].rows;

		saved = saved_row(saved, it->repeat, ls->raw[row].id);
	}
	return saved ? fields_get(saved, it->name) : NULL;
}

static bool
chosen(const struct value *val, const struct choice *ch)
{
	return val && value_has_code(val, ch->code);
}

static bool
offered(struct eval_ctx *ctx, const struct item *it, const struct choice *ch,
	bool kept)
{
	if ((choice_retired(ch, listed_on(ctx)) ||
	     choice_to_come(ch, listed_on(ctx))) &&
	    !kept)
		return false;
	if (!it->choice_filter)
		return true;
	ctx->candidate = ch;
	ctx->candidate_list = it->list;
	return expr_test(it->choice_filter, ctx) == TRI_YES;
}

size_t
choices_offered(const struct view *v, const struct item *it, size_t row,
		const struct choice ***out)
{
	struct eval_ctx ctx = v->ctx;
	const struct cell *c = view_cell(v, it, row);
	const struct value *now = c ? c->slot : NULL, *was;
	size_t n = 0;

	*out = NULL;
	if (!it->list || !c)
		return 0;
	was = view_saved(v, it, row);
	if (it->repeat)
		ctx.row = &v->top.cells[it->repeat->index].rows->v[row].work;
	ctx.self = now ? now : &value_empty;
	*out = arena_array(ctx.arena, it->list->n + 1, sizeof(**out));
	for (size_t i = 0; i < it->list->n; i++) {
		const struct choice *ch = &it->list->choices[i];

		if (offered(&ctx, it, ch, chosen(now, ch) || chosen(was, ch)))
			(*out)[n++] = ch;
	}
	return n;
}
