/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * forms/more holds programmes that a site may take up: each is one file that
 * is copied beside the others, and none is read before it is.
 */
#include "check_form.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "form/load.h"

static const char *const more[] = { "asb_review", "hate_crime" };
#define MORE_N (sizeof(more) / sizeof(more[0]))

static const char *
path_of(struct arena *a, const char *name)
{
	const char *src = getenv("srcdir");

	return arena_printf(a, "%s/forms%s", src ? src : ".", name);
}

/* The shipped files, with room for those of forms/more. */
static struct form_source *
shipped(struct arena *a, size_t *n)
{
	struct form_source *files, *out;

	ck_assert_int_eq(form_read_dir(a, path_of(a, ""), &files, n), ERR_OK);
	out = arena_array(a, *n + MORE_N, sizeof(*out));
	for (size_t i = 0; i < *n; i++)
		out[i] = files[i];
	return out;
}

static void
take(struct arena *a, struct form_source *files, size_t *n, size_t which)
{
	const char *path =
		path_of(a, arena_printf(a, "/more/%s.form", more[which]));

	ck_assert_int_eq(form_read_file(a, path, &files[(*n)++]), ERR_OK);
}

static struct form_set *
load_clean(struct arena *a, const struct form_source *files, size_t n)
{
	struct problems p;
	struct form_set *set = NULL;
	struct buf out = BUF_INIT;
	enum err err;

	problems_init(&p, a);
	err = form_set_load(&set, files, n, &p);
	problems_print(&p, &out);
	ck_assert_msg(err == ERR_OK && p.errors + p.warnings == 0, "%s",
		      out.s ? out.s : "");
	buf_clear(&out);
	return set;
}

START_TEST(what_is_in_more_is_not_read_with_the_folder)
{
	struct arena a = ARENA_INIT;
	struct form_source *files;
	size_t n;

	files = shipped(&a, &n);
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < MORE_N; k++)
			ck_assert_ptr_null(strstr(files[i].name, more[k]));
	arena_clear(&a);
}
END_TEST

START_TEST(each_file_of_more_loads_clean_beside_the_shipped_ones)
{
	struct arena a = ARENA_INIT;
	struct form_source *files;
	struct form_set *without, *with;
	size_t n;

	files = shipped(&a, &n);
	without = load_clean(&a, files, n);
	take(&a, files, &n, (size_t)_i);
	with = load_clean(&a, files, n);
	ck_assert_uint_eq(with->n_programmes, without->n_programmes + 1);
	ck_assert_ptr_nonnull(form_find(with, more[_i]));
	ck_assert_uint_gt(form_find(with, more[_i])->n_reports, 0);
	form_set_free(&without);
	form_set_free(&with);
	arena_clear(&a);
}
END_TEST

START_TEST(all_files_of_more_go_together)
{
	struct arena a = ARENA_INIT;
	struct form_source *files;
	struct form_set *set;
	size_t n;

	files = shipped(&a, &n);
	for (size_t i = 0; i < MORE_N; i++)
		take(&a, files, &n, i);
	set = load_clean(&a, files, n);
	form_set_free(&set);
	arena_clear(&a);
}
END_TEST

Suite *
suite_form_more(void)
{
	Suite *s = suite_create("more");
	TCase *t = tcase_create("more");

	tcase_add_test(t, what_is_in_more_is_not_read_with_the_folder);
	tcase_add_loop_test(
		t, each_file_of_more_loads_clean_beside_the_shipped_ones, 0,
		(int)MORE_N);
	tcase_add_test(t, all_files_of_more_go_together);
	suite_add_tcase(s, t);
	return s;
}
