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

/* --- the player itself: what is wrong is told, with its line ------------------- */

#define BEGIN                                                                  \
	"on 2026-03-02\nuser sara caseworker in sanctuary\nas sara\n"          \
	"register amina\n    given: Amina\n"
#define REFER                                                                  \
	BEGIN "refer amina to sanctuary as case\n    referred_by: police\n"

static const struct {
	const char *text, *fault; /* NULL: none */
} told[] = {
	{ BEGIN, NULL },
	{ REFER "expect state received\n", NULL },
	{ "as sara\n", "text:1: as sara\n    a life begins with a day" },
	{ BEGIN "sing a song\n", "text:6: sing a song\n    'sing' is no step" },
	{ BEGIN "    born: never\n", "text:4: register amina\n    refused" },
	{ BEGIN "    shoe: 9\n", "text:6: shoe: 9\n    person has no field" },
	{ BEGIN "on 2026-03-01\n", "before the step above" },
	{ BEGIN "expect refused\n", "found: it was done" },
	{ BEGIN "expect amina given = Anna\n",
	  "expected: given = Anna; found: Amina" },
	{ BEGIN "expect amina given is empty\n", "found: the contrary" },
	{ BEGIN "expect anna given = Anna\n", "no field anna" },
	{ BEGIN "expect amina hidden from sara\n", "found: the contrary" },
	{ BEGIN "expect amina not found \"Amina\"\n", "found: the contrary" },
	{ BEGIN "expect amina flag \"Dog\"\n", "found: no flag" },
	{ REFER "expect state triage\n", "found: state received" },
	{ REFER "expect owner nobody\n", "found: owner sara" },
	{ REFER "expect cannot decline_it\nexpect offers decline_it\n",
	  "text:9: expect offers decline_it\n    expected: decline_it is" },
	{ REFER "expect no timer first_contact\n",
	  "expected: nothing like it" },
	{ REFER "expect timer first_contact due 2026-03-09\n",
	  "expected: this; found: \n        first_contact  due 2026-03-04" },
	{ REFER "expect timer lunch\n", "has no timer lunch" },
	{ REFER "expect worklist lacks \"First safe\"\n", "expected: lacks" },
	{ REFER "do decline_it on case\n    decline: refused\n",
	  "text:8: do decline_it on case\n    refused: sara may not" },
	{ REFER "do decline_it on case\nexpect refused \"cheese\"\n",
	  "expected: refused, 'cheese'; found: refused, sara may not" },
	{ REFER "retire police of agency from 2026-03-01\n"
		"expect case referred_by = Police\n"
		"refer amina to sanctuary as second\n"
		"    referred_by: police\nexpect refused \"referred_by\"\n",
	  NULL },
	{ REFER "rewrite \"text story  What happened\" as "
		"\"date story  What happened\"\n",
	  "refused: " },
	{ REFER "rewrite \"Referral received\" as \"Received\"\n"
		"expect case referred_by = Police\n",
	  NULL },
	{ BEGIN "use more/nothing.form\n", "there is no forms/more/nothing" },
	{ BEGIN "setting repeat_rule crime\nsetting repeat_rule often\n",
	  "repeat_rule: " },
	{ BEGIN "user tom caseworker in sanctuary until 2026-03-03\n"
		"on 2026-03-04\nas tom\n"
		"refer amina to sanctuary\n    referred_by: police\n"
		"expect refused\n",
	  NULL },
	{ BEGIN "end-user sara\nexpect amina seen by sara\n",
	  "sara is no user now" },
	{ BEGIN "link amina to amina: sister\nexpect refused\n", NULL },
	{ REFER "task case for sara due 2026-03-09 10:30: Ring back\n"
		"expect task \"Ring\" due 2026-03-09 at 10:30 for sara\n"
		"done \"Ring\": no answer\nexpect no task \"Ring\"\n",
	  NULL },
	{ BEGIN "flag amina until 2026-03-04 as dog: Dog\n"
		"expect amina flag \"Dog\"\nresolve dog: It has gone\n"
		"expect amina no flag \"Dog\"\n",
	  NULL },
	{ REFER "change case\n    row kid\n    kid_name: Mina\n"
		"    kid_born: 2019\n    row kid\n    kid_name: Rafi\n"
		"change case\n    row kid 2\n    kid_lives: yes\n"
		"expect kid_lives in row 2 = yes\nexpect rows kid = 2\n"
		"change case\n    strike kid 1\nexpect rows kid = 1\n"
		"expect kid_name in row 1 = Rafi\n",
	  NULL },
	{ REFER "withdraw case: by mistake\nchange case\n    story: x\n"
		"expect refused \"sara may not do this\"\n",
	  NULL }
};

START_TEST(a_fault_is_told_with_its_line_and_what_was_found)
{
	const char *fault = life_play_text(told[_i].text);

	ck_assert_msg(!fault == !told[_i].fault, "told: %s",
		      fault ? fault : "nothing");
	ck_assert_msg(!fault || strstr(fault, told[_i].fault), "told: %s",
		      fault ? fault : "");
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
	tcase_add_checked_fixture(t, NULL, life_end_world);
	tcase_add_loop_test(t, a_fault_is_told_with_its_line_and_what_was_found,
			    0, (int)(sizeof(told) / sizeof(told[0])));
	suite_add_tcase(s, t);
	return s;
}
