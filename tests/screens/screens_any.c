/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Any keys in any order: whatever is pressed, each screen draws, has its
 * cursor, and keeps to its rows; and what was begun can be left.
 */
#include "screens.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "casework/work.h"

#define KEYS 1200

static const struct keypress keys[] = {
	{ K_F, 1, NULL },
	{ K_F, 2, NULL },
	{ K_F, 3, NULL },
	{ K_F, 4, NULL },
	{ K_F, 5, NULL },
	{ K_F, 6, NULL },
	{ K_F, 7, NULL },
	{ K_F, 8, NULL },
	{ K_F, 9, NULL },
	{ K_F, 10, NULL },
	{ K_F, 12, NULL },
	{ K_NAMED, K_ENTER, NULL },
	{ K_NAMED, K_ENTER, NULL },
	{ K_NAMED, K_ENTER, NULL },
	{ K_NAMED, K_TAB, NULL },
	{ K_NAMED, K_BACKTAB, NULL },
	{ K_NAMED, K_UP, NULL },
	{ K_NAMED, K_DOWN, NULL },
	{ K_NAMED, K_DOWN, NULL },
	{ K_NAMED, K_DOWN, NULL },
	{ K_NAMED, K_LEFT, NULL },
	{ K_NAMED, K_RIGHT, NULL },
	{ K_NAMED, K_HOME, NULL },
	{ K_NAMED, K_END, NULL },
	{ K_NAMED, K_PGUP, NULL },
	{ K_NAMED, K_PGDN, NULL },
	{ K_NAMED, K_BACKSPACE, NULL },
	{ K_NAMED, K_DELETE, NULL },
	{ K_CTRL, 'P', NULL },
	{ K_CTRL, 'D', NULL },
	{ K_CTRL, 'U', NULL },
	{ K_CTRL, 'Y', NULL },
	{ K_ESC, 'm', NULL },
	{ K_ESC_PENDING, 0, NULL },
	{ K_CHAR, 'a', NULL },
	{ K_CHAR, 'k', NULL },
	{ K_CHAR, '1', NULL },
	{ K_CHAR, '2', NULL },
	{ K_CHAR, '3', NULL },
	{ K_CHAR, 't', NULL },
	{ K_CHAR, ' ', NULL },
	{ K_CHAR, 0x0995, NULL },
	{ K_CLICK, 8 << 16 | 3, NULL },
	{ K_CLICK, 16 << 16 | 3, NULL },
	{ K_PASTE, 0, "12/3\r\ntext \033[2J" },
};

/* As many words on the last row as the screen wants: none was left out. */
static void
expect_whole_bar(const char *why)
{
	const struct screen *top = ui_top(stage.ui);
	bool none = ui_is_plain(stage.ui) && top->below != NULL;
	const struct bar_word *w =
		top->ops->bar != NULL ? top->ops->bar(top) : NULL;
	char *got = canvas_dump(ui_draw(stage.ui)), *row = got;
	int words = 0, keys_shown = 0;

	while (w != NULL && words < BAR_MOST && w[words].action != ACTION_NONE)
		words++;
	for (char *p = got; (p = strchr(p, '\n')) != NULL && p[1] != '\0';)
		row = ++p;
	for (int i = 0; i < words; i++)
		keys_shown += strstr(row, action_key(w[i].action)) != NULL;
	ck_assert_msg(w == NULL || w[words].action == ACTION_NONE,
		      "%s: more than %d words", why, BAR_MOST);
	ck_assert_msg(keys_shown == (none ? 0 : words),
		      "%s: not all of %d words: %s", why, words, row);
	free(got);
}

/* Where a list is moved in, the cursor stands on its mark: that is what a
 * braille display shows and a screen reader reads.  Esc m may have it on the
 * message. */
static void
expect_on_mark(const struct canvas *c, const char *why)
{
	const struct screen *s = ui_top(stage.ui);

	if (s->ops->in_list == NULL || !s->ops->in_list(s) ||
	    c->cur_row >= c->rows - 3)
		return;
	for (int row = 1; row < c->rows - 3; row++)
		if (c->cells[row * c->cols].c[0] == '>')
			ck_assert_msg(c->cur_row == row && c->cur_col == 0,
				      "%s: the mark is in row %d, the cursor "
				      "at %d,%d",
				      why, row, c->cur_row, c->cur_col);
}

static void
expect_drawn(const char *why)
{
	const struct canvas *c = ui_draw(stage.ui);

	expect_on_mark(c, why);
	ck_assert_msg(c->cur_row >= 0 && c->cur_row < c->rows &&
			      c->cur_col >= 0 && c->cur_col < c->cols,
		      "%s: the cursor is nowhere", why);
	for (int row = 0; row < c->rows; row++)
		ck_assert_msg(c->cells[(row + 1) * c->cols - 1].c[0] == 0,
			      "%s: the last column is written", why);
}

#define MANY 45

/* More of everything than a window shows: work, people, what happened. */
static void
make_much(void)
{
	struct task_new t = { .text = "Ring", .minutes = -1 };
	uint64_t id;

	for (int i = 0; i < MANY; i++) {
		struct edit *e;

		t.due = date_add_days(clock_today(), i);
		t.case_id = i % 2 ? stage.khatun_case : 0;
		ck_assert_int_eq(task_add(stage.session, &t, &id), ERR_OK);
		ck_assert_int_eq(edit_new_person(stage.session, NULL, &e),
				 ERR_OK);
		answer(e, "given", i % 3 ? "Kate" : "Ada");
		answer(e, "family", "Kat");
		if (i < 20) /* as many drafts */
			ck_assert_int_eq(edit_keep(e), ERR_OK);
		else
			save_ok(e, SAVE_RECORD);
		edit_close(&e);
	}
	press("F5");
}

/* The mouse, and lists of five lines. */
static void
like_it_otherwise(void)
{
	struct settings mine = *ui_settings(stage.ui);

	mine.mouse = true;
	mine.page = 5;
	ui_settings_set(stage.ui, &mine);
}

/* The same keys for the same seed; a session that was left begins anew. */
START_TEST(any_keys_leave_a_screen_that_draws)
{
	unsigned int r = 7919u * (unsigned int)(_i + 1);

	if (_i >= 4)
		make_much();
	if (_i % 2)
		like_it_otherwise();
	for (int i = 0; i < KEYS; i++) {
		const char *on = ui_top(stage.ui)->ops->name;
		char why[64];

		r = r * 1103515245u + 12345u;
		snprintf(why, sizeof(why), "seed %d, key %d, on %s", _i, i, on);
		if (!ui_key(stage.ui, &keys[(r >> 16) % COUNT(keys)])) {
			ui_free(&stage.ui);
			stage.ui = ui_new(stage.session, 24, 80);
			ui_push(stage.ui, screen_home(stage.ui));
		}
		if (i % 97 == 0)
			ui_resize(stage.ui, i % 2 ? 24 : 43, i % 2 ? 80 : 132);
		expect_drawn(why);
		expect_whole_bar(why);
	}
}
END_TEST

/* However deep one is, going back ends at home. */
START_TEST(going_back_ends_at_home)
{
	press("Down Enter F4 F7 kowal Enter F8 F12 F9 F1");
	for (int i = 0; i < 12; i++)
		if (strcmp(ui_top(stage.ui)->ops->name, "home") != 0)
			press("F3");
	expect_top("home");
}
END_TEST

Suite *
suite_screens_any(void)
{
	Suite *s = suite_create("screens: any keys");
	TCase *t = tcase_create("any");

	tcase_add_checked_fixture(t, stage_open, stage_close);
	tcase_set_timeout(t, 60);
	tcase_add_loop_test(t, any_keys_leave_a_screen_that_draws, 0, 8);
	tcase_add_test(t, going_back_ends_at_home);
	suite_add_tcase(s, t);
	return s;
}
