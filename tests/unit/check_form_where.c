/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The table in forms/README of what is where: each place that it names exists,
 * and no section of the two studies is passed over.
 */
#include "check_form.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "form/load.h"

#define HEADING "What of the domain is where\n"

struct table {
	struct arena a;
	struct form_set *set;
	char *text; /* from the heading on */
};

static const char *
path_of(struct arena *a, const char *name)
{
	const char *src = getenv("srcdir");

	return arena_printf(a, "%s/forms/%s", src ? src : ".", name);
}

static void
table_open(struct table *t)
{
	struct form_source *own, *more, *all, readme;
	struct problems p;
	size_t n, n_more;

	*t = (struct table){ .set = NULL };
	ck_assert_int_eq(form_read_dir(&t->a, path_of(&t->a, ""), &own, &n),
			 ERR_OK);
	ck_assert_int_eq(
		form_read_dir(&t->a, path_of(&t->a, "more"), &more, &n_more),
		ERR_OK);
	all = arena_array(&t->a, n + n_more, sizeof(*all));
	memcpy(all, own, n * sizeof(*all));
	memcpy(all + n, more, n_more * sizeof(*all));
	problems_init(&p, &t->a);
	ck_assert_int_eq(form_set_load(&t->set, all, n + n_more, &p), ERR_OK);
	ck_assert_int_eq(
		form_read_file(&t->a, path_of(&t->a, "README"), &readme),
		ERR_OK);
	t->text = strstr(arena_strndup(&t->a, readme.text, readme.n), HEADING);
	ck_assert_ptr_nonnull(t->text);
}

static void
table_close(struct table *t)
{
	form_set_free(&t->set);
	arena_clear(&t->a);
}

static bool
has_page(const struct form *f, const char *name)
{
	for (size_t i = 0; i < f->n; i++)
		if (f->items[i].kind == ITEM_PAGE &&
		    strcmp(f->items[i].name, name) == 0)
			return true;
	return false;
}

static bool
has_report(const struct form_set *set, const char *name)
{
	for (size_t i = 0; i < set->n_forms; i++)
		for (size_t k = 0; k < set->forms[i]->n_reports; k++)
			if (strcmp(set->forms[i]->reports[k].name, name) == 0)
				return true;
	return false;
}

static bool
ends(const char *s, const char *end)
{
	size_t n = strlen(s), m = strlen(end);

	return n > m && strcmp(s + n - m, end) == 0;
}

/* A file, list:NAME, report:NAME, FORM, FORM.CHILD or FORM/PAGE. */
static bool
place_exists(struct table *t, const char *place)
{
	const char *slash = strchr(place, '/');
	const struct form *f;

	if (ends(place, ".form") || ends(place, ".map"))
		return access(path_of(&t->a, place), R_OK) == 0;
	if (strncmp(place, "list:", 5) == 0)
		return form_list(t->set, place + 5) != NULL;
	if (strncmp(place, "report:", 7) == 0)
		return has_report(t->set, place + 7);
	f = form_find(t->set, arena_strndup(&t->a, place,
					    slash ? (size_t)(slash - place)
						  : strlen(place)));
	if (f == NULL && strncmp(place, "person.", 7) == 0)
		f = form_child(t->set->person, place + 7);
	return f != NULL && (!slash || has_page(f, slash + 1));
}

START_TEST(every_place_that_the_table_names_exists)
{
	struct table t;
	char *line, *place, *lines, *words;
	bool left_out = false;
	size_t places = 0;

	table_open(&t);
	for (line = strtok_r(t.text, "\n", &lines); line;
	     line = strtok_r(NULL, "\n", &lines)) {
		if (line[0] != ' ')
			left_out = false;
		if (strncmp(line, "    Left out:", 13) == 0)
			left_out = true;
		if (line[0] != ' ' || left_out)
			continue;
		for (place = strtok_r(line, " ", &words); place;
		     place = strtok_r(NULL, " ", &words), places++)
			ck_assert_msg(place_exists(&t, place), "there is no %s",
				      place);
	}
	ck_assert_uint_gt(places, 50);
	table_close(&t);
}
END_TEST

static const char *const sections[] = {
	"D 0",	  "D 1.1",  "D 1.2", "D 1.3",  "D 1.4",	 "D 1.5",  "D 1.6",
	"D 1.7",  "D 1.8",  "D 1.9", "D 1.10", "D 1.11", "D 2.1",  "D 2.2",
	"D 2.3",  "D 2.4",  "D 2.5", "D 2.6",  "D 2.7",	 "D 3.1",  "D 3.2",
	"D 3.3",  "D 3.4",  "D 3.5", "D 3.6",  "D 3.7",	 "D 3.8",  "D 3.9",
	"D 3.10", "D 3.11", "D 4",   "D 5",    "D 6",	 "D 7",	   "D 8",
	"P 0",	  "P 1.1",  "P 1.2", "P 1.3",  "P 1.4",	 "P 1.5",  "P 1.6",
	"P 1.7",  "P 1.8",  "P 1.9", "P 1.10", "P 1.11", "P 1.12", "P 2.1",
	"P 2.2",  "P 2.3",  "P 2.4", "P 2.5",  "P 2.6",	 "P 2.7",  "P 2.8",
	"P 2.9",  "P 2.10", "P 3.1", "P 3.2",  "P 3.3",	 "P 3.4",  "P 3.5",
	"P 3.6",  "P 3.7",  "P 3.8", "P 3.9",  "P 3.10", "P 4.1",  "P 4.2",
	"P 4.3",  "P 4.4",  "P 4.5", "P 4.6",  "P 4.7",	 "P 4.8",  "P 4.9",
	"P 5",	  "P 6",    "P 7",   "P 8",    "P A1",	 "P A2",   "P A3",
	"P A4",	  "P B",    "P C"
};

START_TEST(no_section_is_passed_over)
{
	struct table t;

	table_open(&t);
	for (size_t i = 0; i < sizeof(sections) / sizeof(sections[0]); i++)
		ck_assert_msg(strstr(t.text,
				     arena_printf(&t.a, "\n%s ", sections[i])),
			      "%s is not in the table", sections[i]);
	table_close(&t);
}
END_TEST

Suite *
suite_form_where(void)
{
	Suite *s = suite_create("where");
	TCase *t = tcase_create("where");

	tcase_add_test(t, every_place_that_the_table_names_exists);
	tcase_add_test(t, no_section_is_passed_over);
	suite_add_tcase(s, t);
	return s;
}
