/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Every file of tests/data/lives is one test, named after it.
 */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

#include "check_casework_life.h"

#define LIVES_MOST 200

static char *paths[LIVES_MOST];
static TTest tests[LIVES_MOST];
static size_t n_lives;

static void
life_end_world(void)
{
	if (world.store)
		world_close();
}

static void
a_life(int i)
{
	tcase_fn_start(tests[i].name, __FILE__, __LINE__);
	life_play(paths[i]);
}

START_TEST(there_are_lives)
{
	ck_assert_uint_gt(n_lives, 0);
}
END_TEST

static int
is_life(const struct dirent *d)
{
	size_t n = strlen(d->d_name);

	return n > 5 && strcmp(d->d_name + n - 5, ".life") == 0;
}

/* A case of its own for each, so that CK_RUN_CASE plays one alone. */
static void
add_life(Suite *s, const char *dir, const char *name)
{
	size_t i = n_lives++;
	TCase *t;
	char *base = xstrdup(name);

	base[strlen(base) - 5] = '\0';
	paths[i] = xmalloc(strlen(dir) + strlen(name) + 2);
	sprintf(paths[i], "%s/%s", dir, name);
	tests[i] = (TTest){ base, a_life, __FILE__, __LINE__ };
	t = tcase_create(base);
	tcase_add_checked_fixture(t, NULL, life_end_world);
	tcase_set_timeout(t, 60);
	_tcase_add_test(t, &tests[i], 0, 0, (int)i, (int)i + 1);
	suite_add_tcase(s, t);
}

Suite *
suite_casework_lives(void)
{
	Suite *s = suite_create("lives");
	TCase *t = tcase_create("lives");
	const char *src = getenv("srcdir");
	static char dir[4096];
	struct dirent **v;
	int n;

	snprintf(dir, sizeof(dir), "%s/tests/data/lives", src ? src : ".");
	n = scandir(dir, &v, is_life, alphasort);
	for (int i = 0; i < n; i++) {
		if (n_lives < LIVES_MOST)
			add_life(s, dir, v[i]->d_name);
		free(v[i]);
	}
	if (n >= 0)
		free(v);
	tcase_add_test(t, there_are_lives);
	suite_add_tcase(s, t);
	return s;
}
