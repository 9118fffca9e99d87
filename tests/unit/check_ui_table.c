/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lists: moving the mark, scrolling, columns, finding words. */
#include "check_ui.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "ui/table.h"

static const struct {
	const char *why;
	size_t n, at, top;
	enum action action;
	int height;
	bool moved;
	size_t new_at, first;
} move_cases[] = {
	{ "down", 5, 0, 0, ACTION_DOWN, 10, true, 1, 0 },
	{ "not beyond the last", 5, 4, 0, ACTION_DOWN, 10, false, 4, 0 },
	{ "not before the first", 5, 0, 0, ACTION_UP, 10, false, 0, 0 },
	{ "a list scrolls by half its height", 50, 9, 0, ACTION_DOWN, 10, true,
	  10, 5 },
	{ "and back by half", 50, 10, 10, ACTION_UP, 10, true, 9, 5 },
	{ "a page down", 50, 0, 0, ACTION_PAGE_DOWN, 10, true, 10, 5 },
	{ "the last page is full", 50, 44, 40, ACTION_PAGE_DOWN, 10, true, 49,
	  40 },
	{ "end", 50, 0, 0, ACTION_END, 10, true, 49, 40 },
	{ "home", 50, 49, 40, ACTION_HOME, 10, true, 0, 0 },
	{ "an empty list does not move", 0, 0, 0, ACTION_DOWN, 10, false, 0,
	  0 },
	{ "other keys are not its own", 5, 0, 0, ACTION_ENTER, 10, false, 0,
	  0 },
};

START_TEST(the_mark_moves_and_stays_in_sight)
{
	struct browse b = { move_cases[_i].n, move_cases[_i].at,
			    move_cases[_i].top };
	bool moved =
		browse_act(&b, move_cases[_i].action, move_cases[_i].height);

	ck_assert_msg(moved == move_cases[_i].moved, "%s", move_cases[_i].why);
	ck_assert_msg(b.at == move_cases[_i].new_at, "%s: at %zu",
		      move_cases[_i].why, b.at);
	ck_assert_msg(browse_first(&b, move_cases[_i].height) ==
			      move_cases[_i].first,
		      "%s: first %zu", move_cases[_i].why,
		      browse_first(&b, move_cases[_i].height));
}
END_TEST

START_TEST(wherever_the_mark_is_it_is_shown)
{
	struct browse b = { .n = 37 };

	for (int height = 1; height < 40; height++)
		for (b.at = 0; b.at < b.n; b.at++)
			for (b.top = 0; b.top < b.n; b.top += 5) {
				size_t first = browse_first(&b, height);

				ck_assert_uint_le(first, b.at);
				ck_assert_uint_lt(b.at, first + (size_t)height);
			}
}
END_TEST

START_TEST(a_list_that_became_shorter_keeps_a_mark)
{
	struct browse b = { .n = 9, .at = 8 };

	browse_count(&b, 3);
	ck_assert_uint_eq(b.at, 2);
	browse_count(&b, 0);
	ck_assert_uint_eq(b.at, 0);
}
END_TEST

START_TEST(what_is_in_sight_is_told_when_it_is_not_all)
{
	struct canvas *c = canvas_new(2, 20);
	struct browse b = { .n = 24, .at = 20 };
	struct browse few = { .n = 3 };

	browse_told(&b, 10, c, 0);
	browse_told(&few, 10, c, 1);
	/* It ends before the last column, which is never written. */
	for (int i = 0; i < 11; i++)
		ck_assert_uint_eq(c->cells[8 + i].c[0],
				  (uint32_t) "15-24 of 24"[i]);
	for (int i = 0; i < 20; i++)
		ck_assert(c->cells[20 + i].c[0] == 0 ||
			  c->cells[20 + i].c[0] == ' ');
	canvas_free(&c);
}
END_TEST

static const struct column columns[] = {
	{ "Ref", 6, 0, 0 },
	{ "Person", 10, 50, 0 },
	{ "Note", 8, 50, 0 },
};

START_TEST(columns_take_what_a_wider_window_gives)
{
	struct column v[3];

	memcpy(v, columns, sizeof(v));
	table_layout(v, 3, 80);
	ck_assert_int_eq(v[1].at, 10);
	ck_assert_int_eq(v[2].at, 22);
	memcpy(v, columns, sizeof(v));
	table_layout(v, 3, 120);
	ck_assert_int_eq(v[1].width, 30);
	ck_assert_int_eq(v[2].at, 42);
	ck_assert_int_eq(v[2].width, 28);
}
END_TEST

START_TEST(only_the_mark_and_one_cell_change_when_it_moves)
{
	struct canvas *a = canvas_new(3, 40), *b = canvas_new(3, 40);
	struct column v[3];
	int changed = 0;

	memcpy(v, columns, sizeof(v));
	table_layout(v, 3, 40);
	for (int row = 0; row < 2; row++) {
		table_mark(a, row, row == 0);
		table_mark(b, row, row == 1);
		table_cell(a, row, &v[0],
			   row == 0 ? STYLE_SELECTED : STYLE_PLAIN, "R-1");
		table_cell(b, row, &v[0],
			   row == 1 ? STYLE_SELECTED : STYLE_PLAIN, "R-1");
		table_cell(a, row, &v[1], STYLE_PLAIN, "Nowak");
		table_cell(b, row, &v[1], STYLE_PLAIN, "Nowak");
	}
	for (int i = 0; i < 3 * 40; i++)
		changed += memcmp(&a->cells[i], &b->cells[i],
				  sizeof(a->cells[i])) != 0;
	ck_assert_int_eq(changed, 2 * (1 + 3));
	ck_assert_int_eq(b->cur_row, 1);
	ck_assert_int_eq(b->cur_col, 0);
	canvas_free(&a);
	canvas_free(&b);
}
END_TEST

static const struct {
	const char *words, *text;
	bool fits;
} word_cases[] = {
	{ "", "anything", true },
	{ "   ", "anything", true },
	{ "kow", "KOWALSKI, Bartosz", true },
	{ "bart kow", "Kowalski, Bartosz", true },
	{ "lukasz", "Nowak, \u0141ukasz", true },
	{ "bart nowak", "Kowalski, Bartosz", false },
};

START_TEST(each_word_must_be_there)
{
	struct arena a = ARENA_INIT;

	ck_assert_msg(words_fit(word_cases[_i].words,
				text_fold(&a, word_cases[_i].text)) ==
			      word_cases[_i].fits,
		      "'%s' in '%s'", word_cases[_i].words,
		      word_cases[_i].text);
	arena_clear(&a);
}
END_TEST

static const struct {
	const char *doing, *note;
	bool overdue;
	int wide;
	const char *row;
} work_rows[] = {
	{ "Send the checks, then list", "", false, 20,
	  "Send the checks, then list" },
	{ "Send the checks, then list", "HIGH", false, 20,
	  "Send the checks, th>  HIGH" },
	{ "Send the checks, then list", "VISIT IN PAIRS", false, 20,
	  "Send the checks, t>  VISIT IN PAIRS" },
	{ "Ring school", "Likely to be met by a dog", false, 20,
	  "Ring school           Likely to be>" },
	{ "Send the checks, then list", "OVERDUE 12 days", true, 20,
	  "Send the checks, th>  OVERDUE 12 d" },
	{ "Ring school", "OVERDUE 1 hour", true, 20,
	  "Ring school           OVERDUE 1 h" },
	{ "Ring school", "OVERDUE 45 min", true, 20,
	  "Ring school          OVERDUE 45 min" },
	{ "Ring school", "OVERDUE 12 days", true, 24,
	  "Ring school             OVERDUE 12 days" },
};

START_TEST(a_note_leaves_room_for_what_is_to_be_done)
{
	struct column doing = { "", work_rows[_i].wide, 0, 0 };
	struct column note = { "", 13, 0, doing.width + 2 };
	struct canvas *c = canvas_new(1, 60);
	char *got;

	table_work(c, 0, &doing, work_rows[_i].doing, &note, work_rows[_i].note,
		   work_rows[_i].overdue);
	got = canvas_row(c, 0);
	ck_assert_str_eq(got, work_rows[_i].row);
	free(got);
	canvas_free(&c);
}
END_TEST

Suite *
suite_ui_table(void)
{
	Suite *s = suite_create("ui: lists");
	TCase *t = tcase_create("lists");

	tcase_add_loop_test(t, the_mark_moves_and_stays_in_sight, 0,
			    COUNT(move_cases));
	tcase_add_test(t, wherever_the_mark_is_it_is_shown);
	tcase_add_test(t, a_list_that_became_shorter_keeps_a_mark);
	tcase_add_test(t, what_is_in_sight_is_told_when_it_is_not_all);
	tcase_add_test(t, columns_take_what_a_wider_window_gives);
	tcase_add_test(t, only_the_mark_and_one_cell_change_when_it_moves);
	tcase_add_loop_test(t, a_note_leaves_room_for_what_is_to_be_done, 0,
			    COUNT(work_rows));
	tcase_add_loop_test(t, each_word_must_be_there, 0, COUNT(word_cases));
	suite_add_tcase(s, t);
	return s;
}
