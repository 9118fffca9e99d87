/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * fuzz_form.c - any bytes as a form file, and as an expression.
 *
 * The reader must take everything: report faults, or give a set that can be
 * shown, searched and worked with.  Built with clang's -fsanitize=fuzzer this
 * is a libFuzzer target; with -DFUZZ_MAIN it is a program that reads the files
 * named, or standard input.
 */
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "form/compute.h"
#include "form/load.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

/* What the bytes may name: roles, lists, a case form with fields. */
static const char around[] = "role duty  Duty\n"
			     "list yes_no  Yes or no\n"
			     "choice yes  Yes\n"
			     "    score: 1\n"
			     "choice no  No\n"
			     "form person  Person\n"
			     "    version: 1\n"
			     "    subject: person\n"
			     "    read: duty\n"
			     "date born  Born\n"
			     "form f  Form\n"
			     "    version: 1\n"
			     "    programme: p\n"
			     "    opens: case\n"
			     "    read: duty\n"
			     "date d  D\n"
			     "integer n  N\n"
			     "text t  T\n"
			     "begin group g  G\n"
			     "select_one yes_no s  S\n"
			     "end group g\n"
			     "select_multiple yes_no m  M\n"
			     "begin repeat r  R\n"
			     "decimal x  X\n"
			     "end repeat r\n"
			     "calculate c  C\n"
			     "    calculation: n + 1\n"
			     "state new  New\n"
			     "    final: yes\n";

static void
use_form(const struct form *f, struct arena *a)
{
	struct fields answers;
	struct eval_ctx ctx = {
		.set = f->set,
		.form = f,
		.state = f->n_states ? f->states[0].name : NULL,
		.today = date_of(2026, 3, 2),
		.arena = a,
	};
	struct buf b = BUF_INIT;

	form_show(f, &b);
	fields_init(&answers, a);
	form_defaults(&ctx, &answers);
	form_view(&ctx, &answers);
	buf_clear(&b);
}

static void
as_file(const struct form_source *files, size_t n)
{
	struct arena a = ARENA_INIT;
	struct problems p;
	struct form_set *s;
	struct buf b = BUF_INIT;

	problems_init(&p, &a);
	if (form_set_load(&s, files, n, &p) == ERR_OK) {
		for (size_t i = 0; i < s->n_forms; i++)
			use_form(s->forms[i], &a);
		form_usage(s, "yes", &b);
		form_set_free(&s);
	}
	problems_print(&p, &b);
	buf_clear(&b);
	arena_clear(&a);
}

static struct form_set *
surroundings(void)
{
	static struct form_set *set;
	struct form_source file = { "a.form", around, sizeof(around) - 1 };
	struct arena a = ARENA_INIT;
	struct problems p;

	problems_init(&p, &a);
	if (!set && form_set_load(&set, &file, 1, &p) != ERR_OK)
		abort();
	arena_clear(&a);
	return set;
}

static void
as_expression(const uint8_t *data, size_t n)
{
	struct form_set *set = surroundings();
	struct arena a = ARENA_INIT;
	char *source = arena_strndup(&a, (const char *)data, n);
	struct expr_text text = expr_text_alone(source);
	struct expr_scope scope = { .set = set, .form = form_find(set, "f") };
	struct fields answers;
	struct eval_ctx ctx = {
		.set = set,
		.form = scope.form,
		.answers = &answers,
		.state = "new",
		.today = date_of(2026, 3, 2),
		.arena = &a,
	};
	struct problems p;
	struct expr *e;

	scope.use = USE_FREE;
	problems_init(&p, &a);
	fields_init(&answers, &a);
	fields_set(&answers, "n", value_int(7));
	fields_set(&answers, "d", value_date(date_of(2026, 2, 28)));
	fields_set(&answers, "t", value_text("E1 4NS"));
	fields_set(&answers, "s", value_code("yes"));
	e = expr_compile(&a, &text, &scope, &p);
	if (e)
		expr_eval(e, &ctx);
	arena_clear(&a);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	const struct form_source files[] = {
		{ "a.form", around, sizeof(around) - 1 },
		{ "b.form", (const char *)data, n },
	};

	as_file(files, 2);
	as_file(files + 1, 1);
	as_expression(data, n);
	return 0;
}

#ifdef FUZZ_MAIN
static int
run_stream(FILE *f)
{
	struct buf b = BUF_INIT;
	char chunk[4096];
	size_t n;

	while ((n = fread(chunk, 1, sizeof(chunk), f)) > 0)
		buf_add(&b, chunk, n);
	LLVMFuzzerTestOneInput((const uint8_t *)(b.s ? b.s : ""), b.n);
	buf_clear(&b);
	return ferror(f) ? EXIT_FAILURE : EXIT_SUCCESS;
}

int
main(int argc, char **argv)
{
	int status = argc < 2 ? run_stream(stdin) : EXIT_SUCCESS;

	for (int i = 1; i < argc; i++) {
		FILE *f = fopen(argv[i], "rb");

		if (!f) {
			perror(argv[i]);
			return EXIT_FAILURE;
		}
		if (run_stream(f) != EXIT_SUCCESS)
			status = EXIT_FAILURE;
		fclose(f);
	}
	return status;
}
#endif
