/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Drawing on the grid of cells. */
#include "check_ui.h"

#include <stdlib.h>
#include <string.h>

#include "ui/canvas.h"

#define RAHIM "\u09B0\u09B9\u09BF\u09AE" /* a vowel sign in the middle */
#define JOSE_APART "Jose\u0301"
#define TANAKA "\u7530\u4E2D" /* two wide characters */

static struct canvas *c;

static void
make_canvas(void)
{
	c = canvas_new(4, 20);
}

static void
free_canvas(void)
{
	canvas_free(&c);
}

static void
expect_row(int row, const char *want, const char *why)
{
	char *got = canvas_row(c, row);

	ck_assert_msg(strcmp(got, want) == 0, "%s: got '%s', want '%s'", why,
		      got, want);
	free(got);
}

static const struct {
	const char *why, *text;
	int col, width, used;
	const char *row;
} text_cases[] = {
	{ "plain text", "Survey", 2, 10, 6, "  Survey" },
	{ "cut at the width", "Survey booked", 0, 6, 6, "Survey" },
	{ "never in the last column", "12345678901234567890", 0, 99, 19,
	  "1234567890123456789" },
	{ "nothing beyond the edge", "x", 30, 5, 0, "" },
	{ "nothing before the edge", "x", -1, 5, 0, "" },
	{ "marks go with their letter", JOSE_APART "!", 0, 5, 5,
	  JOSE_APART "!" },
	{ "a vowel sign keeps its place", RAHIM, 0, 10, 4, RAHIM },
	{ "wide characters take two columns", TANAKA "x", 0, 10, 5,
	  TANAKA "x" },
	{ "a wide character is not halved", TANAKA, 0, 3, 2, "\u7530" },
	{ "an escape cannot come through", "a\033[4ib", 0, 10, 6,
	  "a\uFFFD[4ib" },
	{ "nor a newline", "a\nb", 0, 10, 3, "a\uFFFDb" },
	{ "no text is no text", NULL, 0, 10, 0, "" },
};

START_TEST(text_is_drawn_cut_and_made_safe)
{
	int used = canvas_text(c, 1, text_cases[_i].col, text_cases[_i].width,
			       STYLE_PLAIN, text_cases[_i].text);

	ck_assert_msg(used == text_cases[_i].used, "%s: used %d",
		      text_cases[_i].why, used);
	expect_row(1, text_cases[_i].row, text_cases[_i].why);
}
END_TEST

START_TEST(a_cut_text_says_so)
{
	canvas_text_cut(c, 0, 0, 8, STYLE_PLAIN, "Kowalski, Bartosz");
	expect_row(0, "Kowalsk>", "cut");
	canvas_text_cut(c, 1, 0, 8, STYLE_PLAIN, "Kowalska");
	expect_row(1, "Kowalska", "just fits");
	canvas_text_cut(c, 2, 0, 4, STYLE_PLAIN, "ab" TANAKA);
	expect_row(2, "ab >", "half of a wide character goes");
}
END_TEST

START_TEST(drawing_over_half_a_wide_character_blanks_the_other_half)
{
	canvas_text(c, 0, 0, 10, STYLE_PLAIN, TANAKA);
	canvas_text(c, 0, 1, 1, STYLE_PLAIN, "x");
	expect_row(0, " x\u4E2D", "left half gone");
	canvas_text(c, 0, 2, 1, STYLE_PLAIN, "y");
	expect_row(0, " xy", "right half gone");
}
END_TEST

START_TEST(more_marks_than_a_cell_holds_are_left_out)
{
	canvas_text(c, 0, 0, 10, STYLE_PLAIN,
		    "a\u0301\u0302\u0303\u0304\u0306"
		    "b");
	expect_row(0,
		   "a\u0301\u0302\u0303"
		   "b",
		   "three marks kept");
}
END_TEST

START_TEST(right_aligned_text_ends_before_its_column)
{
	canvas_right(c, 0, 19, STYLE_PLAIN, "14 of 212");
	expect_row(0, "          14 of 212", "right");
	canvas_right(c, 1, 4, STYLE_PLAIN, "too long");
	expect_row(1, "too long", "starts at the left edge at the latest");
}
END_TEST

START_TEST(a_rule_is_a_line_or_dashes)
{
	canvas_rule(c, 0, 1, 3);
	expect_row(0, " \u2500\u2500\u2500", "UTF-8");
	c->ascii = true;
	canvas_rule(c, 1, 1, 3);
	expect_row(1, " ---", "ASCII");
}
END_TEST

static const struct {
	const char *why, *text;
	int width, lines, used;
	const char *rows[3];
} wrap_cases[] = {
	{ "short text", "one", 10, 3, 1, { "one", "", "" } },
	{ "breaks at a space",
	  "one two three",
	  8,
	  3,
	  2,
	  { "one two", "three", "" } },
	{ "a word that fits exactly",
	  "one two",
	  7,
	  3,
	  1,
	  { "one two", "", "" } },
	{ "the space after it goes",
	  "one two x",
	  7,
	  3,
	  2,
	  { "one two", "x", "" } },
	{ "a long word is broken",
	  "abcdefgh",
	  3,
	  3,
	  3,
	  { "abc", "def", "gh" } },
	{ "newlines break", "a\nb\n\nc", 9, 3, 3, { "a", "b", "" } },
	{ "no more lines than allowed", "a b c", 1, 2, 2, { "a", "b", "" } },
	{ "nothing", "", 5, 3, 0, { "", "", "" } },
};

START_TEST(text_wraps_at_words)
{
	int used =
		canvas_wrap(c, 0, 0, wrap_cases[_i].width, wrap_cases[_i].lines,
			    STYLE_PLAIN, wrap_cases[_i].text);

	ck_assert_msg(used == wrap_cases[_i].used, "%s: %d lines",
		      wrap_cases[_i].why, used);
	for (int i = 0; i < 3; i++)
		expect_row(i, wrap_cases[_i].rows[i], wrap_cases[_i].why);
}
END_TEST

START_TEST(styles_are_kept_with_their_cells)
{
	canvas_fill(c, 0, 0, 20, STYLE_TITLE);
	canvas_text(c, 0, 2, 5, STYLE_ALERT, "x");
	ck_assert_int_eq(c->cells[1].style, STYLE_TITLE);
	ck_assert_int_eq(c->cells[2].style, STYLE_ALERT);
	ck_assert_int_eq(c->cells[18].style, STYLE_TITLE);
	ck_assert_int_eq(c->cells[19].style, STYLE_PLAIN);
}
END_TEST

START_TEST(the_cursor_stays_on_the_canvas)
{
	ck_assert_int_eq(c->cur_row, -1);
	canvas_cursor(c, 9, 99);
	ck_assert_int_eq(c->cur_row, 3);
	ck_assert_int_eq(c->cur_col, 19);
	canvas_cursor(c, -2, -2);
	ck_assert_int_eq(c->cur_row, 0);
	ck_assert_int_eq(c->cur_col, 0);
}
END_TEST

START_TEST(a_canvas_made_smaller_is_blank_and_safe_to_draw_on)
{
	canvas_text(c, 3, 0, 20, STYLE_PLAIN, "last row");
	canvas_resize(c, 2, 5);
	canvas_text(c, 3, 0, 20, STYLE_PLAIN, "beyond");
	canvas_text(c, 1, 0, 20, STYLE_PLAIN, "within");
	expect_row(0, "", "blank");
	expect_row(1, "with", "cut");
}
END_TEST

Suite *
suite_ui_canvas(void)
{
	Suite *s = suite_create("ui: canvas");
	TCase *t = tcase_create("drawing");

	tcase_add_checked_fixture(t, make_canvas, free_canvas);
	tcase_add_loop_test(t, text_is_drawn_cut_and_made_safe, 0,
			    COUNT(text_cases));
	tcase_add_test(t, a_cut_text_says_so);
	tcase_add_test(
		t, drawing_over_half_a_wide_character_blanks_the_other_half);
	tcase_add_test(t, more_marks_than_a_cell_holds_are_left_out);
	tcase_add_test(t, right_aligned_text_ends_before_its_column);
	tcase_add_test(t, a_rule_is_a_line_or_dashes);
	tcase_add_loop_test(t, text_wraps_at_words, 0, COUNT(wrap_cases));
	tcase_add_test(t, styles_are_kept_with_their_cells);
	tcase_add_test(t, the_cursor_stays_on_the_canvas);
	tcase_add_test(t, a_canvas_made_smaller_is_blank_and_safe_to_draw_on);
	suite_add_tcase(s, t);
	return s;
}
