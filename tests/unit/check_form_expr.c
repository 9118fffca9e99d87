/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Expressions, as tests/data/expr/NAME.txt has them.  A case is a line of
 * settings parted by ` ; ` (or a single `-`), a line with the expression, and
 * what it gives up to the next blank line: the plain text of the result, or
 * the faults, each `error COLUMN: message` and perhaps `hint: ...`.  `#`
 * begins a comment between cases.
 *
 * Settings are those of expr_setting(), and these, which say where the
 * expression stands: form=NAME, use=NAME, self=ITEM, repeat=NAME, of=CHILD,
 * row=N (of the repeat, or record of the child), candidate=CODE, arena=none.
 */
#include "check_form.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "form/expr.h"
#include "form/load.h"

static const char *const files[] = {
	"syntax",    "number", "compare", "logic", "date",     "duration",
	"text",	     "choice", "group",	  "rows",  "children", "names",
	"functions", "state",  "faults",  "uses",  "empty",
};

static const char *const uses[] = {
	[USE_RELEVANT] = "relevant",
	[USE_REQUIRED] = "required",
	[USE_CONSTRAINT] = "constraint",
	[USE_WARNING] = "warning",
	[USE_CHECK] = "check",
	[USE_DEFAULT] = "default",
	[USE_CHOICE_FILTER] = "choice_filter",
	[USE_CALCULATION] = "calculation",
	[USE_SHOW] = "show",
	[USE_WHEN] = "when",
	[USE_SET] = "set",
	[USE_LIVE] = "while",
	[USE_DUE] = "due",
	[USE_TIME_DUE] = "at",
	[USE_MEASURE_DATE] = "measure_date",
	[USE_MEASURE_WHERE] = "measure_where",
	[USE_MEASURE_VALUE] = "measure_value",
	[USE_READ_WHERE] = "read_where",
	[USE_RETENTION] = "retention",
	[USE_FREE] = "free",
};

/* One case, being read and tried. */
struct trial {
	struct arena arena;
	struct expr_scope scope;
	struct eval_ctx ctx;
	struct fields given;
	size_t row;
	const char *candidate;
};

static struct form_set *set;

static const char *
data_path(const char *name, const char *ending)
{
	static char path[4096];
	const char *dir = getenv("srcdir");

	snprintf(path, sizeof(path), "%s/tests/data/expr/%s.%s",
		 dir != NULL ? dir : ".", name, ending);
	return path;
}

static char *
read_whole(const char *path)
{
	FILE *f = fopen(path, "r");
	struct buf b = BUF_INIT;
	char piece[4096];
	size_t n;

	ck_assert_msg(f != NULL, "%s cannot be opened", path);
	while ((n = fread(piece, 1, sizeof(piece), f)) > 0)
		buf_add(&b, piece, n);
	fclose(f);
	return b.s;
}

static void
read_form(void)
{
	struct arena a = ARENA_INIT;
	struct form_source source;
	struct problems p;
	struct buf out = BUF_INIT;
	enum err err;

	problems_init(&p, &a);
	ck_assert_int_eq(form_read_file(&a, data_path("expr", "form"), &source),
			 ERR_OK);
	err = form_set_load(&set, &source, 1, &p);
	problems_print(&p, &out);
	ck_assert_msg(err == ERR_OK && p.n == 0, "%s", out.s);
	buf_clear(&out);
	arena_clear(&a);
}

static void
forget_form(void)
{
	form_set_free(&set);
}

static enum expr_use
use_named(const char *name)
{
	size_t i = 0;

	while (strcmp(uses[i], name) != 0)
		ck_assert_msg(++i <= USE_FREE, "no use '%s'", name);
	return (enum expr_use)i;
}

static bool
place_setting(struct trial *t, const char *name, const char *value)
{
	struct expr_scope *s = &t->scope;

	if (strcmp(name, "form") == 0)
		s->form = form_find(set, value);
	else if (strcmp(name, "use") == 0)
		s->use = use_named(value);
	else if (strcmp(name, "self") == 0)
		s->self = form_item(s->form, value);
	else if (strcmp(name, "repeat") == 0)
		s->repeat = form_item(s->form, value);
	else if (strcmp(name, "of") == 0)
		s->rows_of = form_child(s->form, value);
	else if (strcmp(name, "row") == 0)
		t->row = strtoul(value, NULL, 10);
	else if (strcmp(name, "candidate") == 0)
		t->candidate = value;
	else
		return false;
	return true;
}

/* In order: form= before what needs it. */
static void
read_settings(struct trial *t, char *line)
{
	char *rest = line;

	while (rest != NULL && strcmp(rest, "-") != 0) {
		char *one = rest, *next = strstr(rest, " ; ");
		char *name, *eq;

		rest = next != NULL ? next + 3 : NULL;
		if (next != NULL)
			*next = '\0';
		name = arena_strdup(&t->arena, one);
		eq = strchr(name, '=');
		ck_assert_msg(eq != NULL, "'%s' is no setting", one);
		*eq = '\0';
		if (!place_setting(t, name, eq + 1))
			ck_assert_msg(expr_setting(t->scope.form, &t->arena,
						   one, &t->given),
				      "'%s' is no setting", one);
	}
}

static void
focus_row(struct trial *t)
{
	const struct item *repeat = t->scope.repeat;
	const struct value *rows;

	if (t->row == 0)
		return;
	if (repeat == NULL) {
		ck_assert_uint_le(t->row, t->ctx.n_children);
		t->ctx.row = t->ctx.children[t->row - 1].answers;
		return;
	}
	rows = fields_get(&t->given, repeat->name);
	ck_assert(rows != NULL && t->row <= rows->rows.n);
	t->ctx.row = &rows->rows.v[t->row - 1].fields;
}

static void
focus_candidate(struct trial *t)
{
	if (t->candidate == NULL)
		return;
	t->ctx.candidate_list = t->scope.self->list;
	t->ctx.candidate = list_choice(t->ctx.candidate_list, t->candidate);
	ck_assert_ptr_nonnull(t->ctx.candidate);
}

/* In the order in which they are shown. */
static void
print_faults(struct problems *p, struct buf *out)
{
	struct buf shown = BUF_INIT;

	problems_print(p, &shown);
	buf_clear(&shown);
	for (size_t i = 0; i < p->n; i++) {
		buf_printf(out, "error %d: %s\n", p->v[i].at.col,
			   p->v[i].message);
		if (p->v[i].hint != NULL)
			buf_printf(out, "hint: %s\n", p->v[i].hint);
	}
}

static void
try_expression(struct trial *t, const char *text, struct buf *out)
{
	struct expr_text whole = expr_text_alone(text);
	struct problems p;
	struct expr *e;
	struct value v;

	problems_init(&p, &t->arena);
	e = expr_compile(&t->arena, &whole, &t->scope, &p);
	ck_assert_msg((e == NULL) == (p.n > 0), "%s", text);
	if (e == NULL) {
		print_faults(&p, out);
		return;
	}
	expr_context(&t->ctx, set, t->scope.form, &t->given, &t->arena);
	focus_row(t);
	focus_candidate(t);
	v = expr_eval(e, &t->ctx);
	buf_printf(out, "%s\n", expr_print(&t->arena, &v));
}

/* True when the case gives what it should; else both are shown. */
static bool
case_holds(const char *file, int line, char *settings, const char *text,
	   const char *expected)
{
	struct trial t = { .scope = { .set = set, .use = USE_FREE } };
	struct buf got = BUF_INIT;
	bool same;

	t.scope.form = form_find(set, "trial");
	fields_init(&t.given, &t.arena);
	read_settings(&t, settings);
	try_expression(&t, text, &got);
	same = strcmp(got.s, expected) == 0;
	if (!same)
		fprintf(stderr, "%s.txt:%d: %s\nexpected\n%sgot\n%s\n", file,
			line, text, expected, got.s);
	buf_clear(&got);
	arena_clear(&t.arena);
	return same;
}

/* The line at *at without its end; *at moves on.  NULL after the last. */
static char *
next_line(char **at)
{
	char *line = *at, *end = strchr(line, '\n');

	if (*line == '\0')
		return NULL;
	ck_assert_msg(end != NULL, "the last line has no end");
	*end = '\0';
	*at = end + 1;
	return line;
}

START_TEST(expressions_give_what_the_file_says)
{
	char *all = read_whole(data_path(files[_i], "txt"));
	char *at = all, *line;
	int number = 0, wrong = 0, cases = 0;

	while ((line = next_line(&at)) != NULL) {
		struct buf expected = BUF_INIT;
		char *text, *more;
		int from = ++number;

		if (*line == '\0' || *line == '#')
			continue;
		text = next_line(&at);
		ck_assert_ptr_nonnull(text);
		number++;
		while ((more = next_line(&at)) != NULL && *more != '\0') {
			buf_printf(&expected, "%s\n", more);
			number++;
		}
		number++;
		ck_assert_msg(expected.n > 0, "%s.txt:%d: nothing expected",
			      files[_i], from);
		wrong += !case_holds(files[_i], from, line, text, expected.s);
		cases++;
		buf_clear(&expected);
	}
	free(all);
	ck_assert_int_gt(cases, 0);
	ck_assert_msg(wrong == 0, "%s.txt: %d of %d cases", files[_i], wrong,
		      cases);
}
END_TEST

Suite *
suite_form_expr(void)
{
	Suite *s = suite_create("expressions");
	TCase *tc = tcase_create("files");

	tcase_add_checked_fixture(tc, read_form, forget_form);
	tcase_add_loop_test(tc, expressions_give_what_the_file_says, 0,
			    sizeof(files) / sizeof(files[0]));
	suite_add_tcase(s, tc);
	return s;
}
