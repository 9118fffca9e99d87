/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The shape of a form file: lines, columns, characters. */
#include <string.h>

#include "check_form_load.h"

static const struct {
	const char *why;
	const char *text;
	const char *faults;
} shapes[] = {
	{ "nothing is a form file too", "", "" },
	{ "comments and blank lines are free",
	  "# one\n\n   # two\n     \nlist a  A\n\n    # three\nchoice b  B\n",
	  "" },
	{ "the last line needs no end", "list a  A\nchoice b  B", "" },
	{ "lines may end as on Windows",
	  "list a  A\r\n    attributes: x\r\nchoice b  B\r\n    x: 1\r\n", "" },
	{ "a mark of byte order is passed over",
	  "\xEF\xBB\xBFlist a  A\nchoice b  B\n", "" },
	{ "a tab is no space", "list a  A\nchoice\tb  B\n",
	  "2:7: a tab is not allowed [write spaces]" },
	{ "it is told once a line, and read as a space",
	  "list a  A\n\tattributes:\tx\nchoice b  B\n    x: 1\n",
	  "2:1: a tab is not allowed [write spaces]" },
	{ "no zero byte, no control character", "list a  A\nchoice b  B\001\n",
	  "2:12: a control character is not allowed" },
	{ "only UTF-8", "list a  A\nchoice b  Caf\xE9\n",
	  "2:14: this is not valid UTF-8 [save the file as UTF-8]" },
	{ "columns count characters",
	  "list a  A\nchoice b  \xC3\xA9\xC3\xA9\t\n",
	  "2:13: a tab is not allowed [write spaces]" },
	{ "an unknown statement is guessed", "lsit a  A\n",
	  "1:1: unknown statement 'lsit' [did you mean 'list'?]" },
	{ "what stands under it is passed over",
	  "lsit a  A\n    nonsense\n    | more\n",
	  "1:1: unknown statement 'lsit' [did you mean 'list'?]" },
	{ "a property that forgot its indent", "list a  A\nattributes: x\n",
	  "1:6: list 'a' has no choices\n"
	  "2:1: unknown statement 'attributes:' [a property is indented]" },
	{ "an indented statement", "list a  A\n    choice b  B\n",
	  "1:6: list 'a' has no choices\n"
	  "2:5: expected a property, as in 'hint: text' "
	  "[a statement begins in column 1]" },
	{ "a property above all statements", "    hint: x\n",
	  "1:5: a property must stand below a statement "
	  "[a statement begins in column 1]" },
	{ "a continuation of nothing", "list a  A\n  | x\nchoice b  B\n",
	  "2:3: there is no property above to continue" },
	{ "a continuation in column 1", "| x\n",
	  "1:1: a line that begins with | must be indented" },
	{ "a statement without its name", "list\n",
	  "1:5: expected a name after 'list'" },
	{ "a question without a list", "select_one  Label\n",
	  "1:13: 'Label' is not a name [after 'select_one' come the list, a "
	  "name, and then what people read]" },
	{ "a line of a list begins with its word",
	  "list a  A\nchoice b  B\nlandlord  Landlord\n",
	  "3:1: unknown statement 'landlord' "
	  "[a line of a list begins with 'choice']" },
	{ "a note is none behind a label", "list a  A\nchoice b  B # 2\n",
	  "2:13: warning: this is part of what people read "
	  "[a note stands on a line of its own]" },
	{ "nor is a label what is not there", "list a  A\nchoice b\n",
	  "2:8: warning: 'b' has no label, and is shown by its name "
	  "[after it comes what people read]" },
	{ "a choice is retired after it begins",
	  "list a  A\nchoice b  B\n    from: 2027-01-01\n"
	  "    retired: 2026-12-31\n",
	  "4:14: warning: 'b' can never be chosen "
	  "[write a later day for retired:]" },
	{ "text of two bytes a letter is told once", "\xFF\xFEl\nlist x\nfoo\n",
	  "1:1: this file is UTF-16 [save it as UTF-8]" },
	{ "so is a word processor's file", "{\\rtf1 x\nlist x\nfoo\n",
	  "1:1: this is a word processor's file "
	  "[save it as plain text, in UTF-8]" },
	{ "a code is no label", "list a  A\nchoice b! B\nchoice c  C\n",
	  "2:8: 'b!' is not a code [a code is letters, digits, _ - and ., "
	  "and begins with a letter or digit]" },
	{ "begin what", "begin  X\n",
	  "1:8: expected 'group' or 'repeat' after 'begin'" },
	{ "statements of a form stand in one", "text a  A\ntext b  B\n",
	  "1:1: 'text' must stand in a form "
	  "[write a form statement above it]" },
};

START_TEST(a_file_has_the_right_shape)
{
	const char *got = faults_alone(shapes[_i].text);

	ck_assert_msg(strcmp(got, shapes[_i].faults) == 0,
		      "%s:\ngot  %s\nwant %s", shapes[_i].why, got,
		      shapes[_i].faults);
}
END_TEST

START_TEST(a_zero_byte_does_not_end_the_file)
{
	static const char text[] = "list a  A\0\nchoice b  B\n";
	struct form_source file = { "t.form", text, sizeof(text) - 1 };
	struct arena a = ARENA_INIT;
	struct problems p;
	struct form_set *s;

	problems_init(&p, &a);
	ck_assert_int_eq(form_set_load(&s, &file, 1, &p), ERR_INVALID);
	ck_assert_uint_eq(p.n, 1);
	ck_assert_str_eq(p.v[0].message, "a zero byte is not allowed");
	arena_clear(&a);
}
END_TEST

START_TEST(no_form_reaches_over_two_files)
{
	const struct form_source files[] = {
		{ "a.form", case_head, strlen(case_head) },
		{ "b.form", "text x  X\n", 10 },
	};
	struct arena a = ARENA_INIT;
	struct problems p;
	struct form_set *s;

	problems_init(&p, &a);
	ck_assert_int_eq(form_set_load(&s, files, 2, &p), ERR_INVALID);
	ck_assert_str_eq(p.v[0].at.file, "b.form");
	ck_assert_str_eq(p.v[0].message, "'text' must stand in a form");
	arena_clear(&a);
}
END_TEST

START_TEST(the_name_of_an_unknown_statement_is_not_missed_as_well)
{
	ck_assert_str_eq(faults_of("tetx a  A\ntext b  B\n"
				   "    relevant: a is answered\n"),
			 "1:1: unknown statement 'tetx' "
			 "[did you mean 'text'?]");
}
END_TEST

TCase *
load_shape_case(void)
{
	TCase *t = tcase_create("shape");

	tcase_add_loop_test(t, a_file_has_the_right_shape, 0, COUNT(shapes));
	tcase_add_test(t, a_zero_byte_does_not_end_the_file);
	tcase_add_test(t, no_form_reaches_over_two_files);
	tcase_add_test(t,
		       the_name_of_an_unknown_statement_is_not_missed_as_well);
	return t;
}
