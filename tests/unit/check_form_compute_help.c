/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Forms and answers for the tests of what rules make of them. */
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "check_form_compute.h"
#include "form/load.h"

static const struct date tuesday = { 2026, 3, 3 };
struct arena compute_arena;
static struct form_set *set;
static struct fields somebody;

struct form_set *
compute_read(const char *folder)
{
	const char *top = getenv("srcdir");
	const char *dir =
		arena_printf(&compute_arena, "%s/%s", top ? top : ".", folder);
	struct form_set *out = NULL;
	struct form_source *files;
	struct problems p;
	struct buf said = BUF_INIT;
	size_t n;

	ck_assert_int_eq(form_read_dir(&compute_arena, dir, &files, &n),
			 ERR_OK);
	problems_init(&p, &compute_arena);
	if (form_set_load(&out, files, n, &p) != ERR_OK) {
		problems_print(&p, &said);
		ck_abort_msg("%s", said.s);
	}
	return out;
}

void
compute_open(void)
{
	set = compute_read("tests/data/compute");
	fields_init(&somebody, &compute_arena);
	fields_set(&somebody, "family", value_text("Okafor"));
	fields_set(&somebody, "born", value_date(date_of(1990, 2, 1)));
}

void
compute_close(void)
{
	form_set_free(&set);
	arena_clear(&compute_arena);
}

struct eval_ctx
compute_context(const char *form)
{
	struct eval_ctx c = {
		.set = set,
		.form = form_find(set, form),
		.state = "new",
		.person = &somebody,
		.today = tuesday,
		.user = "s.patel",
		.arena = &compute_arena,
	};

	ck_assert_ptr_nonnull(c.form);
	return c;
}

struct fields *
compute_row(struct fields *f, const struct item *repeat, size_t n)
{
	const struct value *now = fields_get(f, repeat->name);
	struct value v = { .type = VAL_ROWS };

	v.rows.n = now ? now->rows.n : 0;
	if (n >= v.rows.n) {
		struct row *rows =
			arena_array(&compute_arena, n + 1, sizeof(*rows));

		for (size_t i = 0; i <= n; i++) {
			if (i < v.rows.n) {
				rows[i] = now->rows.v[i];
				continue;
			}
			rows[i].id = 100 + i;
			fields_init(&rows[i].fields, &compute_arena);
		}
		v.rows.v = rows;
		v.rows.n = n + 1;
		fields_set_shared(f, repeat->name, v);
		now = fields_get(f, repeat->name);
	}
	return &now->rows.v[n].fields;
}

static void
answer(struct fields *f, const struct form *form, char *s)
{
	char *value = strchr(s, '='), *at = strchr(s, '@');
	const struct item *it;
	struct value v;
	const char *why;

	*value++ = '\0';
	if (at)
		*at++ = '\0';
	it = form_item(form, s);
	ck_assert_msg(it != NULL, "no item %s", s);
	if (it->kind == ITEM_REPEAT) { /* `part@1=struck` */
		const struct value *rows;

		compute_row(f, it, strtoul(at, NULL, 10));
		rows = fields_get(f, it->name);
		rows->rows.v[strtoul(at, NULL, 10)].struck = true;
		return;
	}
	ck_assert_msg(
		answer_parse(&compute_arena, it, value, NO_DATE, &v, &why),
		"%s: %s", s, why);
	if (it->repeat)
		f = compute_row(f, it->repeat, strtoul(at, NULL, 10));
	fields_set(f, it->name, v);
}

struct fields
compute_answers(const struct form *form, const char *text)
{
	char *s = arena_strdup(&compute_arena, text), *next;
	struct fields f;

	fields_init(&f, &compute_arena);
	for (char *p = strtok_r(s, ";", &next); p;
	     p = strtok_r(NULL, ";", &next)) {
		p += strspn(p, " ");
		if (*p)
			answer(&f, form, p);
	}
	return f;
}
