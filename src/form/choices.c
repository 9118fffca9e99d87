/* SPDX-License-Identifier: GPL-3.0-or-later */
/* choices.c - which choices a question offers now. */
#include "form/view.h"

static bool
chosen(const struct value *val, const struct choice *ch)
{
	return val && value_has_code(val, ch->code);
}

/* What the question held when the record was last saved; rows change their
 * places, so only the record's own answers are looked up. */
static const struct value *
saved_of(const struct eval_ctx *ctx, const struct item *it)
{
	if (!ctx->saved || it->repeat)
		return NULL;
	return fields_get(ctx->saved, it->name);
}

static bool
offered(struct eval_ctx *ctx, const struct item *it, const struct choice *ch,
	bool kept)
{
	if (choice_retired(ch, ctx->today) && !kept)
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
	was = saved_of(&ctx, it);
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
