/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the rules of a form look at: the record, its case, the case's
 * children, the person; and renewing a case after one of these changed.
 */
#include <string.h>

#include "casework/internal.h"

/* The states a case has been in: rows of `_states` (state, on, at, by). */
static void
read_states(struct arena *a, const struct record *c, const struct form *f,
	    struct eval_ctx *ctx)
{
	const struct value *v = fields_get(&c->fields, "_states");
	struct state_entry *e;

	if (!v || v->type != VAL_ROWS)
		return;
	e = arena_array(a, v->rows.n + 1, sizeof(*e));
	for (size_t i = 0; i < v->rows.n; i++) {
		const struct fields *row = &v->rows.v[i].fields;
		int st;

		e[i].state = fields_text(row, "state");
		e[i].on = fields_date(row, "on");
		st = state_called(f, e[i].state);
		if (st < 0)
			continue;
		e[i].state = f->states[st].name;
		if (f->states[st].final)
			ctx->ended_on = e[i].on;
	}
	if (!(c->flags & RECORD_CLOSED))
		ctx->ended_on = NO_DATE;
	ctx->entered = e;
	ctx->n_entered = v->rows.n;
}

size_t
case_children(struct txn *t, struct arena *a, uint64_t case_id, uint64_t **out)
{
	struct key k;
	struct bytes key, posting;
	struct index_scan *scan;
	size_t n = 0, cap = 0;

	*out = NULL;
	key_start(&k);
	key_u64(&k, case_id);
	key_u8(&k, RECORD_CHILD);
	scan = index_scan_prefix(t, IX_OF_CASE, key_bytes(&k), false);
	while (index_scan_next(scan, &key, &posting)) {
		struct key_reader r = key_read(key);
		uint64_t skip, id;
		uint8_t kind;

		key_read_u64(&r, &skip);
		key_read_u8(&r, &kind);
		if (!key_read_u64(&r, &id))
			continue;
		if (n == cap) {
			*out = arena_grow(a, *out, n, cap ? cap * 2 : 16,
					  sizeof(**out));
			cap = cap ? cap * 2 : 16;
		}
		(*out)[n++] = id;
	}
	index_scan_close(&scan);
	return n;
}

static void
read_children(struct txn *t, struct session *s, struct arena *a,
	      uint64_t case_id, struct eval_ctx *ctx)
{
	uint64_t *ids;
	size_t n = case_children(t, a, case_id, &ids), kept = 0;
	struct child_answers *c = arena_array(a, n + 1, sizeof(*c));

	for (size_t i = 0; i < n; i++) {
		const struct record *r = record_now(t, s, a, ids[i]);

		if (!r || r->flags & RECORD_WITHDRAWN)
			continue;
		c[kept].form = form_of_record(s, r);
		c[kept].answers = &r->fields;
		c[kept].id = r->id;
		kept += c[kept].form != NULL;
	}
	ctx->children = c;
	ctx->n_children = kept;
}

static const struct fields *
read_settings(struct txn *t, struct session *s, struct arena *a)
{
	struct fields *f = arena_alloc(a, sizeof(*f));
	struct bytes b;

	fields_init(f, a);
	for (size_t i = 0; i < s->set->n_settings; i++) {
		const struct setting *st = &s->set->settings[i];
		const char *code = st->default_code;

		if (meta_get(t, a, arena_printf(a, "setting/%s", st->name), &b))
			code = arena_strndup(a, b.p, b.n);
		if (code)
			fields_set(f, st->name, value_code(code));
	}
	return f;
}

void
context_read(struct txn *t, struct session *s, struct arena *a,
	     const struct form *f, const struct record *r, uint64_t person,
	     uint64_t case_id, struct eval_ctx *ctx)
{
	const struct record *c = NULL, *p;

	*ctx = (struct eval_ctx){ .set = s->set,
				  .form = f,
				  .arena = a,
				  .today = clock_today(),
				  .now = clock_now(),
				  .user = s->user };
	ctx->settings = read_settings(t, s, a);
	if (r)
		ctx->answers = ctx->saved = &r->fields;
	if (f->kind == FORM_CASE)
		c = r;
	else if (f->kind == FORM_CHILD && case_id)
		c = record_now(t, s, a, case_id);
	if (c) {
		const struct form *cf = form_of_record(s, c);

		ctx->state = c->state;
		if (cf)
			read_states(a, c, cf, ctx);
		if (f->kind == FORM_CHILD)
			ctx->of_case = &c->fields;
		if (f->kind == FORM_CASE)
			read_children(t, s, a, c->id, ctx);
	} else if (f->kind == FORM_CASE && f->n_states) {
		ctx->state = f->states[0].name;
	}
	if (person && (p = record_now(t, s, a, person)))
		ctx->person = &p->fields;
}

/* The program's own fields and those that the form no longer names go on
 * with the answers worked out. */
void
answers_with_kept(struct fields *out, struct arena *a, const struct form *f,
		  const struct fields *answers, const struct fields *stored)
{
	fields_copy(out, a, answers);
	for (size_t i = 0; stored && i < stored->n; i++) {
		const char *name = stored->v[i].name;

		if (name[0] == '_' || !form_item(f, name))
			fields_set_shared(out, name, stored->v[i].value);
	}
}

/* Calculations in the rows of a repeat, row by row. */
static void
renew_rows(struct fields *now, const struct item *it, const struct view *v)
{
	const struct value *rows = fields_get(now, it->repeat->name);

	for (size_t i = 0; rows && rows->type == VAL_ROWS && i < rows->rows.n;
	     i++)
		fields_set(&rows->rows.v[i].fields, it->name,
			   view_value(v, it, i));
}

/* A renewal touches what is worked out, and nothing else: an answer that no
 * longer applies falls away when somebody saves the case, and is logged. */
static void
renew_calculations(struct fields *now, const struct form *f,
		   const struct view *v)
{
	for (size_t i = 0; i < f->n; i++) {
		const struct item *it = &f->items[i];

		if (it->kind != ITEM_CALCULATE)
			continue;
		if (it->repeat)
			renew_rows(now, it, v);
		else
			fields_set(now, it->name, view_value(v, it, NO_ROW));
	}
}

/* ctx: what the case's rules look at, its answers as they are stored. */
static void
renew_in(struct txn *t, struct session *s, const struct record *c,
	 struct eval_ctx *ctx)
{
	struct record now = *c;
	struct view *v = form_view(ctx, &c->fields);

	fields_copy(&now.fields, ctx->arena, &c->fields);
	renew_calculations(&now.fields, ctx->form, v);
	if (!fields_equal(&now.fields, &c->fields)) {
		record_put(t, &now);
		index_record(t, s, c, &now);
	}
	ctx->answers = view_answers(v);
	work_renew_case(t, s, &now, ctx);
}

void
restored_calculations(struct fields *now, const struct form *f,
		      const struct view *v, bool came)
{
	for (size_t i = 0; i < f->n; i++) {
		const struct item *it = &f->items[i];

		if (it->kind != ITEM_CALCULATE)
			continue;
		if (it->repeat)
			renew_rows(now, it, v);
		else if (!came)
			fields_set(now, it->name, view_value(v, it, NO_ROW));
	}
}

void
case_renew(struct txn *t, struct session *s, uint64_t case_id)
{
	struct arena a = ARENA_INIT;
	struct eval_ctx ctx;
	const struct record *c = record_now(t, s, &a, case_id);
	const struct form *f = c ? form_of_record(s, c) : NULL;

	if (f && !(c->flags & RECORD_CLOSED)) {
		context_read(t, s, &a, f, c, c->person, c->id, &ctx);
		renew_in(t, s, c, &ctx);
	} else if (f) {
		work_renew_case(t, s, c, NULL);
	}
	arena_clear(&a);
}

void
case_renew_saved(struct txn *t, struct session *s, const struct record *c,
		 const struct eval_ctx *around)
{
	struct arena a = ARENA_INIT;
	struct eval_ctx ctx = *around;

	if (c->flags & RECORD_CLOSED) {
		work_renew_case(t, s, c, NULL);
		return;
	}
	ctx.arena = &a;
	ctx.today = clock_today();
	ctx.listed = NO_DATE;
	ctx.now = clock_now();
	ctx.answers = ctx.saved = &c->fields;
	ctx.state = c->state;
	ctx.entered = NULL;
	ctx.n_entered = 0;
	ctx.ended_on = NO_DATE;
	read_states(&a, c, ctx.form, &ctx);
	renew_in(t, s, c, &ctx);
	arena_clear(&a);
}

void
context_enter(struct arena *a, const struct state *to, struct eval_ctx *c)
{
	struct state_entry *e = arena_array(a, c->n_entered + 1, sizeof(*e));

	for (size_t i = 0; i < c->n_entered; i++)
		e[i] = c->entered[i];
	e[c->n_entered] = (struct state_entry){ to->name, c->today };
	c->entered = e;
	c->n_entered++;
	c->state = to->name;
	c->ended_on = to->final ? c->today : NO_DATE;
}
