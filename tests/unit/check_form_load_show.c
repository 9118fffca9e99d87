/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Forms in words, and where things are used. */
#include <string.h>

#include "check_form_load.h"

static struct form_set *set;

static void
load_whole(void)
{
	const char *const files[] = { "base.form", "whole.form" };
	struct problems p;

	set = load_files(&p, files, COUNT(files));
	ck_assert_msg(set && p.n == 0, "%s", printed(&p));
}

START_TEST(a_form_is_shown_as_it_will_be_asked)
{
	struct buf b = BUF_INIT;

	form_show(form_find(set, "episode"), &b);
	ck_assert_str_eq(b.s, data_text("whole.show"));
	buf_clear(&b);
}
END_TEST

START_TEST(a_long_list_is_only_counted)
{
	struct buf text = BUF_INIT, b = BUF_INIT;

	buf_str(&text, "list long  Long list\n");
	for (int i = 0; i < 15; i++)
		buf_printf(&text, "choice c%d  C\n", i);
	buf_str(&text, case_head);
	buf_str(&text, "select_one long a  A\n");
	form_show(form_find(load_good(text.s), "t"), &b);
	ck_assert_ptr_nonnull(
		strstr(b.s, "15 choices of list long (Long list)"));
	buf_clear(&text);
	buf_clear(&b);
}
END_TEST

START_TEST(a_list_is_shown_with_its_codes)
{
	struct buf b = BUF_INIT;

	list_show(form_list(set, "substance"), &b);
	ck_assert_str_eq(b.s,
			 "Substance  [substance]\n"
			 "    a list of 3, whole.form:8\n"
			 "\n"
			 "    alcohol          Alcohol, law none of it\n"
			 "    heroin           Heroin, use smoke inject, law "
			 "class A, score 2.5\n"
			 "    opium            Opium, retired on 01 Apr 2020, "
			 "replaced by heroin\n");
	buf_clear(&b);
}
END_TEST

static const char *const searched[] = {
	"risk", "yes", "duty",	 "substance",	    "done_on",
	"main", "why", "thanks", "nothing_like_it",
};

START_TEST(each_use_of_a_name_is_a_row)
{
	struct buf b = BUF_INIT;

	for (size_t i = 0; i < COUNT(searched); i++)
		form_usage(set, searched[i], &b);
	ck_assert_str_eq(b.s, data_text("whole.usage"));
	buf_clear(&b);
}
END_TEST

TCase *
load_show_case(void)
{
	TCase *t = tcase_create("showing");

	tcase_add_checked_fixture(t, load_whole, NULL);
	tcase_add_test(t, a_form_is_shown_as_it_will_be_asked);
	tcase_add_test(t, a_long_list_is_only_counted);
	tcase_add_test(t, a_list_is_shown_with_its_codes);
	tcase_add_test(t, each_use_of_a_name_is_a_row);
	return t;
}
