/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A set that was checked before, loaded without checking: it is the same. */
#include "check_form_load.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "form/expr.h"

static struct arena arena;

struct both {
	struct form_source *files;
	size_t n;
	struct form_set *full, *known;
	struct buf plan;
};

static struct both
load_both(void)
{
	const char *dir = getenv("srcdir");
	struct both b = { .plan = BUF_INIT };
	struct problems p;

	dir = arena_printf(&arena, "%s/forms", dir ? dir : ".");
	ck_assert_int_eq(form_read_dir(&arena, dir, &b.files, &b.n), ERR_OK);
	problems_init(&p, &arena);
	ck_assert_int_eq(form_set_load(&b.full, b.files, b.n, &p), ERR_OK);
	form_set_plan(b.full, &b.plan);
	ck_assert_int_eq(
		form_set_load_known(&b.known, b.files, b.n, buf_bytes(&b.plan)),
		ERR_OK);
	return b;
}

static void
free_both(struct both *b)
{
	form_set_free(&b->full);
	form_set_free(&b->known);
	buf_clear(&b->plan);
	arena_clear(&arena);
}

static size_t compared;

static void
same_expr(const struct item *it, const struct expr *full,
	  const struct expr *known)
{
	const struct item *const *v, *const *w;
	size_t n;

	ck_assert_msg(!full == !known, "%s", it->name);
	if (!full)
		return;
	compared++;
	ck_assert_str_eq(expr_source(full), expr_source(known));
	n = expr_items(full, &v);
	ck_assert_uint_eq(n, expr_items(known, &w));
	for (size_t i = 0; i < n; i++)
		ck_assert_str_eq(v[i]->name, w[i]->name);
	ck_assert_int_eq(expr_type(full).type, expr_type(known).type);
	ck_assert_int_eq(expr_is_live(full), expr_is_live(known));
	ck_assert_int_eq(expr_looks_at_person(full),
			 expr_looks_at_person(known));
	ck_assert_int_eq(expr_looks_at_children(full),
			 expr_looks_at_children(known));
}

static void
same_item(const struct item *full, const struct item *known)
{
	ck_assert_str_eq(full->name, known->name);
	ck_assert_uint_eq(full->read, known->read);
	ck_assert_uint_eq(full->write, known->write);
	same_expr(full, full->read_where, known->read_where);
	same_expr(full, full->relevant, known->relevant);
	same_expr(full, full->required_if, known->required_if);
	same_expr(full, full->constraint, known->constraint);
	same_expr(full, full->warning, known->warning);
	same_expr(full, full->default_value, known->default_value);
	same_expr(full, full->choice_filter, known->choice_filter);
	same_expr(full, full->calculation, known->calculation);
}

START_TEST(each_item_of_the_shipped_forms_is_the_same)
{
	struct both b = load_both();

	ck_assert_uint_eq(b.full->n_forms, b.known->n_forms);
	for (size_t i = 0; i < b.full->n_forms; i++) {
		const struct form *f = b.full->forms[i];
		const struct form *k = b.known->forms[i];

		ck_assert_uint_eq(f->n, k->n);
		ck_assert_uint_eq(f->n_compute, k->n_compute);
		ck_assert_mem_eq(f->compute_order, k->compute_order,
				 f->n_compute * sizeof(*f->compute_order));
		for (size_t j = 0; j < f->n; j++)
			same_item(&f->items[j], &k->items[j]);
	}
	ck_assert_uint_gt(compared, 500);
	free_both(&b);
}
END_TEST

START_TEST(each_of_the_shipped_forms_is_shown_the_same)
{
	struct both b = load_both();
	struct buf full = BUF_INIT, known = BUF_INIT;

	for (size_t i = 0; i < b.full->n_forms; i++) {
		form_show(b.full->forms[i], &full);
		form_show(b.known->forms[i], &known);
	}
	ck_assert_str_eq(full.s, known.s);
	buf_clear(&full);
	buf_clear(&known);
	free_both(&b);
}
END_TEST

/* Cut short anywhere, or a byte too long. */
START_TEST(a_plan_of_another_length_is_refused)
{
	struct both b = load_both();
	struct form_set *s;
	size_t step = b.plan.n / 20;

	for (size_t n = 0; n < b.plan.n; n += step)
		ck_assert_int_eq(form_set_load_known(&s, b.files, b.n,
						     bytes_of(b.plan.s, n)),
				 ERR_INVALID);
	buf_char(&b.plan, 0);
	ck_assert_int_eq(
		form_set_load_known(&s, b.files, b.n, buf_bytes(&b.plan)),
		ERR_INVALID);
	ck_assert_ptr_null(s);
	free_both(&b);
}
END_TEST

START_TEST(no_plan_gives_more_roles_than_the_form)
{
	struct both b = load_both();
	struct form_set *s;

	for (size_t i = 0; i < b.plan.n; i++) {
		char was = b.plan.s[i];

		if (i % 97 != 0)
			continue;
		b.plan.s[i] = (char)~was;
		if (form_set_load_known(&s, b.files, b.n, buf_bytes(&b.plan)) ==
		    ERR_OK)
			for (size_t j = 0; j < s->n_forms; j++)
				for (size_t k = 0; k < s->forms[j]->n; k++)
					ck_assert_uint_eq(
						s->forms[j]->items[k].read &
							~s->forms[j]->read,
						0);
		form_set_free(&s);
		b.plan.s[i] = was;
	}
	free_both(&b);
}
END_TEST

START_TEST(what_does_not_compile_after_all_gives_empty)
{
	struct form_set *s = load_good("form f F\n"
				       "    version: 1\n"
				       "    programme: trial\n"
				       "    opens: case\n"
				       "    read: duty\n"
				       "    write: duty\n"
				       "state new New\n"
				       "    final: yes\n"
				       "integer n N\n");
	const struct form *f = form_find(s, "f");
	const struct expr_scope scope = { .set = s,
					  .form = f,
					  .use = USE_FREE };
	const struct expr *wrong = expr_later(s->arena, "n + ", &scope);
	const struct expr *right = expr_later(s->arena, "1 + 2", &scope);
	struct eval_ctx ctx = { .set = s, .form = f, .arena = &arena };

	ck_assert_str_eq(expr_source(wrong), "n + ");
	ck_assert_int_eq(expr_eval(wrong, &ctx).type, VAL_EMPTY);
	ck_assert_int_eq(expr_test(wrong, &ctx), TRI_UNKNOWN);
	ck_assert_int_eq(expr_type(right).type, VAL_NUMBER);
	ck_assert_int_eq(expr_eval(right, &ctx).number, 3 * 1000000);
	arena_clear(&arena);
}
END_TEST

TCase *
load_known_case(void)
{
	TCase *t = tcase_create("known");

	tcase_add_test(t, each_item_of_the_shipped_forms_is_the_same);
	tcase_add_test(t, each_of_the_shipped_forms_is_shown_the_same);
	tcase_add_test(t, a_plan_of_another_length_is_refused);
	tcase_add_test(t, no_plan_gives_more_roles_than_the_form);
	tcase_add_test(t, what_does_not_compile_after_all_gives_empty);
	return t;
}
