/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "check_form_load.h"

const char case_head[] = "form t  Test\n"
			 "    version: 1\n"
			 "    programme: trial\n"
			 "    opens: case\n"
			 "    read: duty manager\n"
			 "    write: duty manager\n"
			 "state new  New\n"
			 "    final: yes\n";
enum { HEAD_LINES = 8 };

/* Each test runs in a process of its own; what is made lives to its end. */
static struct arena arena;
static struct form_set *last_set;

const char *
printed(struct problems *p)
{
	struct buf b = BUF_INIT;
	const char *text;

	problems_print(p, &b);
	text = arena_strdup(&arena, b.s ? b.s : "");
	buf_clear(&b);
	return text;
}

static struct form_source
data_file(const char *name)
{
	const char *dir = getenv("srcdir");
	struct form_source file;

	ck_assert_int_eq(
		form_read_file(&arena,
			       arena_printf(&arena, "%s/tests/data/forms/%s",
					    dir ? dir : ".", name),
			       &file),
		ERR_OK);
	return file;
}

const char *
data_text(const char *name)
{
	struct form_source file = data_file(name);

	return arena_strndup(&arena, file.text, file.n);
}

struct form_set *
load_files(struct problems *p, const char *const *names, size_t n)
{
	struct form_source files[4];
	struct form_set *s;
	enum err e;

	form_set_free(&last_set);
	problems_init(p, &arena);
	for (size_t i = 0; i < n; i++)
		files[i] = data_file(names[i]);
	e = form_set_load(&s, files, n, p);
	ck_assert_int_eq(e, p->errors ? ERR_INVALID : ERR_OK);
	ck_assert_int_eq(s == NULL, p->errors > 0);
	last_set = s;
	return s;
}

struct form_set *
load_text(struct problems *p, const char *text)
{
	struct form_source files[2] = { data_file("base.form") };
	struct form_set *s;
	enum err e;

	form_set_free(&last_set);
	files[1] = (struct form_source){ "t.form", text, strlen(text) };
	problems_init(p, &arena);
	e = form_set_load(&s, files, 2, p);
	ck_assert_int_eq(e, p->errors ? ERR_INVALID : ERR_OK);
	ck_assert_int_eq(s == NULL, p->errors > 0);
	last_set = s;
	return s;
}

struct form_set *
load_good(const char *text)
{
	struct problems p;
	struct form_set *s = load_text(&p, text);

	ck_assert_msg(p.n == 0, "%s", printed(&p));
	return s;
}

static const char *
fault_lines(const char *text, int head)
{
	const char *all = "";
	struct form_set *s;
	struct problems p;

	s = load_text(&p, text);
	form_set_free(&s);
	last_set = NULL;
	printed(&p); /* sorts them */
	for (size_t i = 0; i < p.n; i++) {
		const struct problem *v = &p.v[i];

		all = arena_printf(&arena, "%s%s%d:%d: %s%s%s%s%s", all,
				   i ? "\n" : "", v->at.line - head, v->at.col,
				   v->warning ? "warning: " : "", v->message,
				   v->hint ? " [" : "", v->hint ? v->hint : "",
				   v->hint ? "]" : "");
	}
	return all;
}

const char *
faults_alone(const char *text)
{
	return fault_lines(text, 0);
}

const char *
faults_of(const char *lines)
{
	return fault_lines(arena_printf(&arena, "%s%s", case_head, lines),
			   HEAD_LINES);
}
