/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Editing text. */
#include "check_ui.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "ui/line.h"

#define KA "\u0995"
#define KA_U "\u0995\u09C1" /* one letter and its vowel sign */

static struct line l;

static void
type_text(const char *s)
{
	while (*s != '\0')
		ck_assert(line_type(&l, utf8_next(&s)));
}

static void
clear_line(void)
{
	line_clear(&l);
}

/* Keys as letters: < > left and right, H E home and end, B backspace,
 * D delete, u undo, r redo; anything else is typed. */
static void
play(const char *keys)
{
	static const struct {
		char key;
		enum action action;
	} acts[] = {
		{ '<', ACTION_LEFT },	   { '>', ACTION_RIGHT },
		{ 'H', ACTION_HOME },	   { 'E', ACTION_END },
		{ 'B', ACTION_BACKSPACE }, { 'D', ACTION_DELETE },
		{ 'u', ACTION_UNDO },	   { 'r', ACTION_REDO },
		{ '^', ACTION_UP },	   { 'v', ACTION_DOWN },
		{ '!', ACTION_ENTER },
	};

	for (; *keys != '\0'; keys++) {
		enum action a = ACTION_NONE;

		for (size_t i = 0; i < COUNT(acts); i++)
			if (acts[i].key == *keys)
				a = acts[i].action;
		if (a != ACTION_NONE)
			line_act(&l, a);
		else
			line_type(&l, (uint32_t)*keys);
	}
}

static const struct {
	const char *why, *from, *keys, *to;
	size_t at;
} edit_cases[] = {
	{ "typing goes in at the cursor", "ac", "<b", "abc", 2 },
	{ "home and end", "bc", "HaEd", "abcd", 4 },
	{ "backspace takes back one", "abc", "B", "ab", 2 },
	{ "backspace at the start does nothing", "abc", "HB", "abc", 0 },
	{ "delete takes the one ahead", "abc", "HD", "bc", 0 },
	{ "delete at the end does nothing", "abc", "D", "abc", 3 },
	{ "left stays at the start", "a", "<<<", "a", 0 },
	{ "left goes over a letter with its sign", KA KA_U, "<x", KA "x" KA_U,
	  4 },
	{ "backspace takes the sign alone", KA_U, "B", KA, 3 },
	{ "delete takes the letter with its sign", KA_U "x", "HD", "x", 0 },
	{ "undo takes back a run of typing", "", "abcu", "", 0 },
	{ "redo brings it back", "", "abcur", "abc", 3 },
	{ "a word is one step", "", "ab cdu", "ab", 2 },
	{ "undo of a deletion", "abc", "BBu", "abc", 3 },
	{ "undo beyond the beginning stays", "a", "uuu", "a", 1 },
	{ "redo with nothing undone stays", "a", "rr", "a", 1 },
	{ "typing after undo forgets what was ahead", "", "abuxr", "x", 1 },
	{ "typing after moving is another step", "", "ab<cu", "ab", 1 },
	{ "Enter is not a line's own", "a", "!b", "ab", 2 },
};

START_TEST(a_line_is_edited)
{
	line_init(&l, edit_cases[_i].from, false);
	play(edit_cases[_i].keys);
	ck_assert_msg(strcmp(line_text(&l), edit_cases[_i].to) == 0, "%s: '%s'",
		      edit_cases[_i].why, line_text(&l));
	ck_assert_msg(l.at == edit_cases[_i].at, "%s: at %zu",
		      edit_cases[_i].why, l.at);
}
END_TEST

static const struct {
	const char *why, *from, *keys, *to;
	size_t at;
} many_cases[] = {
	{ "Enter makes a line", "ab", "<!", "a\nb", 2 },
	{ "up keeps the column", "abc\ndef", "<^x", "abxc\ndef", 3 },
	{ "down keeps the column", "abc\ndef", "^<vx", "abc\ndexf", 7 },
	{ "a shorter line takes its end", "a\ndef", "^x", "ax\ndef", 2 },
	{ "home goes to the start of the line", "ab\ncd", "Hx", "ab\nxcd", 4 },
	{ "end goes to the end of it", "ab\ncd", "^<Ex", "abx\ncd", 3 },
	{ "lines wrap at words", "aaaa bbbb", "^x", "aaaax bbbb", 5 },
	{ "backspace joins lines", "a\nb", "HB", "ab", 1 },
};

START_TEST(lines_are_edited)
{
	line_init(&l, many_cases[_i].from, true);
	l.width = 6;
	play(many_cases[_i].keys);
	ck_assert_msg(strcmp(line_text(&l), many_cases[_i].to) == 0, "%s: '%s'",
		      many_cases[_i].why, line_text(&l));
	ck_assert_msg(l.at == many_cases[_i].at, "%s: at %zu",
		      many_cases[_i].why, l.at);
}
END_TEST

START_TEST(up_on_the_first_line_is_left_to_the_form)
{
	line_init(&l, "one\ntwo", true);
	ck_assert(line_at_last(&l, 20));
	ck_assert(!line_act(&l, ACTION_DOWN));
	ck_assert(line_act(&l, ACTION_UP));
	ck_assert(line_at_first(&l, 20));
	ck_assert(!line_act(&l, ACTION_UP));
}
END_TEST

START_TEST(a_newline_at_the_end_begins_a_line)
{
	line_init(&l, "one\n", true);
	ck_assert_int_eq(line_count(&l, 20, 100), 2);
	ck_assert(!line_at_first(&l, 20));
	ck_assert(line_act(&l, ACTION_UP));
	ck_assert_uint_eq(l.at, 0);
}
END_TEST

START_TEST(lines_are_counted_no_further_than_asked)
{
	line_init(&l, "one\ntwo\nthree\nfour", true);
	ck_assert_int_eq(line_count(&l, 20, 3), 3);
	ck_assert_int_eq(line_count(&l, 20, 9), 4);
	ck_assert_int_eq(line_count(&l, 20, 1), 1);
}
END_TEST

START_TEST(a_paste_keeps_to_one_line_or_to_lines)
{
	line_init(&l, "", false);
	line_paste(&l, "12 Usher\tRd\r\nE3\033[2J");
	ck_assert_str_eq(line_text(&l), "12 Usher Rd E3[2J");
	line_clear(&l);
	line_init(&l, "", true);
	line_paste(&l, "a\r\nb\rc\nd");
	ck_assert_str_eq(line_text(&l), "a\nb\nc\nd");
	ck_assert(line_act(&l, ACTION_UNDO));
	ck_assert_str_eq(line_text(&l), "");
}
END_TEST

START_TEST(a_text_has_an_end)
{
	line_init(&l, "", false);
	l.most = 5;
	line_paste(&l, "abcdefgh");
	type_text("xyz");
	ck_assert_uint_le(strlen(line_text(&l)), 5);
	ck_assert(strncmp(line_text(&l), "a", 1) == 0);
	ck_assert(line_take_overflow(&l)); /* and that can be told */
	ck_assert(!line_take_overflow(&l));
}
END_TEST

START_TEST(setting_a_text_forgets_what_was_typed)
{
	line_init(&l, "", false);
	type_text("secret");
	line_set(&l, "new");
	ck_assert(line_act(&l, ACTION_UNDO));
	ck_assert_str_eq(line_text(&l), "new");
}
END_TEST

START_TEST(what_is_put_back_can_be_had_again)
{
	line_init(&l, "old", false);
	type_text(" and new");
	line_put_back(&l, "old");
	ck_assert_str_eq(line_text(&l), "old");
	ck_assert(line_act(&l, ACTION_UNDO));
	ck_assert_str_eq(line_text(&l), "old and new");
	ck_assert(line_act(&l, ACTION_REDO));
	ck_assert_str_eq(line_text(&l), "old");
}
END_TEST

/* An override turns round what others open; a joiner is writing. */
START_TEST(what_nobody_would_see_is_not_typed)
{
	line_init(&l, "a", false);
	ck_assert(!line_type(&l, 0x202E));
	line_paste(&l, "b\u202Ec\u200B\u2066\uFEFF\u0995\u200D\u09B7\u200F");
	ck_assert_str_eq(line_text(&l), "abc\u0995\u200D\u09B7\u200F");
}
END_TEST

START_TEST(control_characters_are_not_typed)
{
	line_init(&l, "a", false);
	ck_assert(!line_type(&l, 7));
	ck_assert(!line_type(&l, '\n'));
	ck_assert_str_eq(line_text(&l), "a");
}
END_TEST

static const struct {
	const char *why, *text;
	size_t at;
	bool focus;
	const char *row;
	int cursor;
} draw_cases[] = {
	{ "an empty field", "", 0, true, "__________", 0 },
	{ "a short value", "abc", 3, true, "abc_______", 3 },
	{ "one that just fits, not in focus", "abcdefghij", 10, false,
	  "abcdefghij", -1 },
	{ "a long one, not in focus, says it goes on", "abcdefghijkl", 12,
	  false, "abcdefghi>", -1 },
	{ "a long one shows its end while typing", "abcdefghijkl", 12, true,
	  "<ghijkl___", 7 },
	{ "and its beginning when one goes there", "abcdefghijkl", 0, true,
	  "abcdefghi>", 0 },
};

START_TEST(a_field_shows_where_one_is)
{
	struct canvas *c = canvas_new(2, 20);
	char *row;

	line_init(&l, draw_cases[_i].text, false);
	l.at = draw_cases[_i].at;
	line_draw(&l, c, 0, 0, 10, 1, draw_cases[_i].focus);
	row = canvas_row(c, 0);
	ck_assert_msg(strcmp(row, draw_cases[_i].row) == 0, "%s: '%s'",
		      draw_cases[_i].why, row);
	ck_assert_msg(c->cur_col == draw_cases[_i].cursor, "%s: at %d",
		      draw_cases[_i].why, c->cur_col);
	free(row);
	canvas_free(&c);
}
END_TEST

START_TEST(several_lines_show_the_one_with_the_cursor)
{
	struct canvas *c = canvas_new(4, 12);
	char *dump;

	line_init(&l, "one\ntwo\nthree\nfour\nfive", true);
	line_draw(&l, c, 0, 0, 8, 3, true);
	dump = canvas_dump(c);
	ck_assert_str_eq(dump, "three___\nfour____\nfive____\n\n");
	ck_assert_int_eq(c->cur_row, 2);
	ck_assert_int_eq(c->cur_col, 4);
	free(dump);
	canvas_blank(c);
	l.at = 0;
	line_draw(&l, c, 0, 0, 8, 3, true);
	dump = canvas_dump(c);
	ck_assert_str_eq(dump, "one_____\ntwo_____\nthree___\n\n");
	ck_assert_int_eq(c->cur_row, 0);
	free(dump);
	canvas_free(&c);
}
END_TEST

/* Any keys in any order leave valid text and the cursor on a character. */
START_TEST(no_keys_leave_half_a_character)
{
	static const char *const typed[] = { "a",      KA,	  KA_U,	   " ",
					     "\u00E9", "e\u0301", "\u7530" };
	unsigned int r = 12345;

	line_init(&l, "", _i == 1);
	l.width = 7;
	for (int i = 0; i < 4000; i++) {
		r = r * 1103515245u + 12345u;
		if (r >> 16 & 1)
			type_text(typed[(r >> 18) % COUNT(typed)]);
		else
			line_act(&l, (enum action)((r >> 18) % ACTION_COUNT));
		ck_assert(utf8_valid(line_text(&l), l.text.n, NULL));
		ck_assert_uint_le(l.at, l.text.n);
		ck_assert((line_text(&l)[l.at] & 0xC0) != 0x80);
		if (l.text.n > 60)
			line_set(&l, "");
	}
}
END_TEST

Suite *
suite_ui_line(void)
{
	Suite *s = suite_create("ui: lines of text");
	TCase *t = tcase_create("editing");

	tcase_add_checked_fixture(t, NULL, clear_line);
	tcase_add_loop_test(t, a_line_is_edited, 0, COUNT(edit_cases));
	tcase_add_loop_test(t, lines_are_edited, 0, COUNT(many_cases));
	tcase_add_test(t, up_on_the_first_line_is_left_to_the_form);
	tcase_add_test(t, a_newline_at_the_end_begins_a_line);
	tcase_add_test(t, lines_are_counted_no_further_than_asked);
	tcase_add_test(t, a_paste_keeps_to_one_line_or_to_lines);
	tcase_add_test(t, a_text_has_an_end);
	tcase_add_test(t, setting_a_text_forgets_what_was_typed);
	tcase_add_test(t, what_is_put_back_can_be_had_again);
	tcase_add_test(t, control_characters_are_not_typed);
	tcase_add_test(t, what_nobody_would_see_is_not_typed);
	tcase_add_loop_test(t, a_field_shows_where_one_is, 0,
			    COUNT(draw_cases));
	tcase_add_test(t, several_lines_show_the_one_with_the_cursor);
	tcase_add_loop_test(t, no_keys_leave_half_a_character, 0, 2);
	suite_add_tcase(s, t);
	return s;
}
