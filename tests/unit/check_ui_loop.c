/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The stack of screens and the way of a key, with screens that only tell
 * what reached them. */
#include "check_ui.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "ui/screens.h"

struct fake {
	struct screen s;
	const char *name;
	enum reply reply; /* to actions */
	char typed[1024];
	int resumed, kept, ran, paused;
	bool awaits; /* a pause */
	enum action last;
	bool keeps;	     /* keep() succeeds */
	struct screen *push; /* pushed on Enter, before the reply */
	bool go_home;
};

static struct ui *u;
static int closed;

static const char *
title(const struct screen *s)
{
	return ((const struct fake *)s)->name;
}

static void
draw(const struct screen *s, struct canvas *c)
{
	const struct fake *f = (const struct fake *)s;

	canvas_text(c, 2, 0, 40, STYLE_PLAIN, f->typed);
	canvas_cursor(c, 2, 0);
}

static enum reply
act(struct screen *s, enum action a)
{
	struct fake *f = (struct fake *)s;

	f->last = a;
	if (a == ACTION_ENTER && f->push != NULL) {
		ui_push(s->ui, f->push);
		f->push = NULL;
		return f->reply;
	}
	if (a == ACTION_ENTER && f->go_home) {
		ui_home(s->ui);
		return REPLY_HANDLED;
	}
	if (a == ACTION_CHOICES) {
		ui_then(s->ui, ACTION_NONE, 7);
		return REPLY_CLOSE;
	}
	return a == ACTION_ENTER || a == ACTION_SAVE ? f->reply : REPLY_IGNORED;
}

static enum reply
type(struct screen *s, uint32_t ch)
{
	struct fake *f = (struct fake *)s;
	size_t n = strlen(f->typed);

	if (n + 1 < sizeof(f->typed))
		f->typed[n] = (char)ch;
	return REPLY_HANDLED;
}

static const char *
hint(const struct screen *s)
{
	(void)s;
	return "Type something.";
}

static void
resume(struct screen *s)
{
	((struct fake *)s)->resumed++;
}

static bool
keep(struct screen *s)
{
	((struct fake *)s)->kept++;
	return ((struct fake *)s)->keeps;
}

static void
close_fake(struct screen *s)
{
	(void)s;
	closed++;
}

static enum reply
command(struct screen *s, int id)
{
	((struct fake *)s)->ran = id;
	return REPLY_HANDLED;
}

static bool
awaits_pause(const struct screen *s)
{
	return ((const struct fake *)s)->awaits;
}

static void
pause_made(struct screen *s)
{
	((struct fake *)s)->paused++;
	((struct fake *)s)->awaits = false;
}

static const struct screen_ops fake_ops = {
	.awaits_pause = awaits_pause,
	.pause = pause_made,
	.name = "fake",
	.title = title,
	.draw = draw,
	.act = act,
	.type = type,
	.hint = hint,
	.resume = resume,
	.keep = keep,
	.close = close_fake,
	.command = command,
};

static struct fake *
fake_new(const char *name)
{
	struct fake *f = screen_new(u, &fake_ops, sizeof(*f));

	f->name = name;
	f->keeps = true;
	return f;
}

static struct fake *home;

static void
open_home(void)
{
	clock_fix(1772535600); /* 3 March 2026, 11:00 */
	u = ui_new(NULL, 24, 80);
	home = fake_new("Home");
	ui_push(u, &home->s);
}

static void
close_all(void)
{
	ui_free(&u);
}

static bool
press(enum keypress_kind kind, uint32_t code)
{
	return ui_key(u, &(struct keypress){ kind, code, NULL });
}

static void
expect_row(int row, const char *want)
{
	char *got = canvas_row(ui_draw(u), row);

	ck_assert_msg(strncmp(got, want, strlen(want)) == 0,
		      "row %d is '%s', want '%s'", row + 1, got, want);
	free(got);
}

START_TEST(the_frame_tells_where_one_is_and_what_can_be_done)
{
	char *title_row;

	ui_say(u, "Saved.");
	expect_row(0, "Caseload   Home");
	expect_row(21, "Type something.");
	expect_row(22, "Saved.");
	expect_row(23, "F1 Help  F3 Back  F9 Commands");
	title_row = canvas_row(ui_draw(u), 0);
	ck_assert_ptr_nonnull(strstr(title_row, "Tue 3 Mar 2026"));
	ck_assert_uint_eq(strlen(title_row), 79);
	free(title_row);
}
END_TEST

START_TEST(a_small_window_says_so_and_still_reads_keys)
{
	ui_resize(u, 15, 60);
	expect_row(0, "This window is 60 by 15. Make it at least 80 by 24. "
		      "Nothing");
	press(K_CHAR, 'x');
	ui_resize(u, 24, 80);
	expect_row(2, "x");
}
END_TEST

START_TEST(letters_type_and_keys_act)
{
	press(K_CHAR, 'q');
	press(K_F, 2);
	ck_assert_str_eq(home->typed, "q");
	ck_assert_int_eq(home->last, ACTION_SAVE);
}
END_TEST

START_TEST(a_screen_above_closes_and_the_one_beneath_reads_again)
{
	struct fake *top = fake_new("Top");

	top->reply = REPLY_CLOSE;
	home->push = &top->s;
	press(K_NAMED, K_ENTER);
	ck_assert_ptr_eq(ui_top(u), &top->s);
	press(K_NAMED, K_ENTER);
	ck_assert_ptr_eq(ui_top(u), &home->s);
	ck_assert_int_eq(home->resumed, 1);
	ck_assert_int_eq(closed, 1);
}
END_TEST

START_TEST(a_box_may_push_a_screen_and_close_itself)
{
	struct fake *box = fake_new("Box"), *next = fake_new("Next");

	ui_push(u, &box->s);
	box->push = &next->s;
	box->reply = REPLY_CLOSE;
	press(K_NAMED, K_ENTER);
	ck_assert_ptr_eq(ui_top(u), &next->s);
	ck_assert_ptr_eq(next->s.below, &home->s);
	ck_assert_int_eq(closed, 1);
	ck_assert_int_eq(home->resumed, 0);
	next->reply = REPLY_CLOSE;
	press(K_NAMED, K_ENTER);
	ck_assert_int_eq(home->resumed, 1);
}
END_TEST

START_TEST(going_home_keeps_drafts_and_closes_all_others)
{
	struct fake *one = fake_new("One"), *two = fake_new("Two");

	ui_push(u, &one->s);
	ui_push(u, &two->s);
	two->go_home = true;
	press(K_NAMED, K_ENTER);
	ck_assert_ptr_eq(ui_top(u), &home->s);
	ck_assert_int_eq(closed, 2);
	ck_assert_int_eq(home->kept, 1);
}
END_TEST

START_TEST(a_command_runs_beneath_when_its_list_has_closed)
{
	struct fake *list = fake_new("List");

	ui_push(u, &list->s);
	press(K_F, 4);
	ck_assert_int_eq(home->ran, 7);
	ck_assert_int_eq(closed, 1);
}
END_TEST

START_TEST(back_and_cancel_close_all_but_home)
{
	ui_push(u, &fake_new("One")->s);
	ck_assert(press(K_F, 3));
	ui_push(u, &fake_new("Two")->s);
	ck_assert(press(K_NAMED, K_ESC_ESC));
	ck_assert(press(K_F, 3));
	ck_assert(press(K_F, 12));
	ck_assert_int_eq(closed, 2);
	ck_assert_ptr_eq(ui_top(u), &home->s);
}
END_TEST

START_TEST(leaving_ends_the_loop_and_keeps_what_was_typed)
{
	home->reply = REPLY_QUIT;
	ck_assert(!press(K_NAMED, K_ENTER));
	ck_assert_int_eq(home->kept, 1);
	ck_assert(!ui_locked(u));
}
END_TEST

START_TEST(esc_alone_changes_nothing_and_says_what_it_waits_for)
{
	ui_say(u, "Saved.");
	ck_assert(press(K_ESC_PENDING, 0));
	expect_row(22, "Esc again cancels, or 1 to 0 for F1 to F10.");
	press(K_CHAR, 'x');
	expect_row(22, "Saved.");
	ck_assert_str_eq(home->typed, "x");
}
END_TEST

START_TEST(unknown_keys_do_nothing)
{
	ck_assert(press(K_NONE, 0));
	ck_assert(press(K_F, 11));
	ck_assert(press(K_CTRL, 'Q'));
	ck_assert_str_eq(home->typed, "");
	ck_assert_int_eq(home->last, ACTION_NONE);
}
END_TEST

START_TEST(a_paste_where_nothing_takes_it_says_so)
{
	struct keypress k = { K_PASTE, 0, "text" };

	ck_assert(ui_key(u, &k));
	expect_row(22, "There is nothing here to paste into.");
	ck_assert_str_eq(home->typed, "");
}
END_TEST

START_TEST(typing_is_kept_every_two_hundred_characters)
{
	for (int i = 0; i < 199; i++)
		press(K_CHAR, 'x');
	ck_assert_int_eq(home->kept, 0);
	press(K_CHAR, 'x');
	ck_assert_int_eq(home->kept, 1);
}
END_TEST

START_TEST(typing_is_kept_after_ten_seconds)
{
	press(K_CHAR, 'x');
	clock_fix(clock_now() + 11);
	press(K_CHAR, 'y');
	ck_assert_int_eq(home->kept, 1);
	press(K_CHAR, 'z');
	ck_assert_int_eq(home->kept, 1);
}
END_TEST

START_TEST(typing_is_kept_when_it_pauses)
{
	ck_assert_int_eq(ui_idle_step(u), 10);
	press(K_CHAR, 'x');
	ck_assert_int_eq(ui_idle_step(u), 2);
	ck_assert(ui_idle(u, 2));
	ck_assert_int_eq(home->kept, 1);
	ck_assert_int_eq(ui_idle_step(u), 10);
	ck_assert(ui_idle(u, 12));
	ck_assert_int_eq(home->kept, 1);
}
END_TEST

START_TEST(a_screen_that_waits_for_a_pause_is_told_after_two_seconds)
{
	ck_assert_int_eq(ui_idle_step(u), 10);
	home->awaits = true;
	ck_assert_int_eq(ui_idle_step(u), 2);
	ck_assert(ui_idle(u, 2));
	ck_assert_int_eq(home->paused, 1);
	ck_assert_int_eq(home->kept, 0);
	ck_assert_int_eq(ui_idle_step(u), 10);
	ck_assert(ui_idle(u, 12));
	ck_assert_int_eq(home->paused, 1);
}
END_TEST

START_TEST(a_question_that_cannot_be_undone_drops_what_was_typed_ahead)
{
	ui_push(u, screen_question(u, "What is to be done?", NULL, NULL, NULL));
	ck_assert(!ui_take_discard(u));
	ui_push(u, screen_question(u, "Throw it away?", "away", NULL, NULL));
	ck_assert(ui_take_discard(u));
	ck_assert(!ui_take_discard(u));
}
END_TEST

START_TEST(a_draft_that_cannot_be_kept_is_told_at_once)
{
	home->keeps = false;
	press(K_CHAR, 'x');
	ck_assert(ui_idle(u, 10));
	expect_row(22, "What you typed could not be kept.");
}
END_TEST

START_TEST(what_cannot_be_kept_is_tried_again_and_told_once)
{
	home->keeps = false;
	press(K_CHAR, 'x');
	ck_assert(ui_idle(u, 10));
	ui_unsay(u);
	ck_assert(ui_idle(u, 20));
	ck_assert_int_eq(home->kept, 2);
	ck_assert_str_eq(ui_message(u), "");
	home->keeps = true;
	ck_assert(ui_idle(u, 30));
	expect_row(22, "What you typed is kept again.");
	ck_assert(ui_idle(u, 40));
	ck_assert_int_eq(home->kept, 3);
}
END_TEST

/* Idle, or with Esc l: to end would lose what was typed. */
START_TEST(what_cannot_be_kept_is_hidden_and_does_not_lock)
{
	home->keeps = false;
	press(K_CHAR, 'x');
	ck_assert(_i == 0 ? ui_idle(u, 600) : press(K_ESC, 'l'));
	ck_assert(!ui_locked(u));
	expect_row(0, "Hidden, and not locked");
	ck_assert(press(K_CHAR, 'y'));
	expect_row(2, "x");
	ck_assert_str_eq(home->typed, "x");
	home->keeps = true;
	ck_assert(!ui_idle(u, 600));
	ck_assert(ui_locked(u));
}
END_TEST

START_TEST(going_home_does_not_close_what_cannot_be_kept)
{
	struct fake *one = fake_new("One");

	ui_push(u, &one->s);
	one->keeps = false;
	one->go_home = true;
	press(K_NAMED, K_ENTER);
	ck_assert_ptr_eq(ui_top(u), &one->s);
	expect_row(22, "What you typed here could not be kept");
}
END_TEST

START_TEST(a_clock_set_back_does_not_put_off_keeping)
{
	press(K_CHAR, 'x');
	clock_fix(clock_now() - 7200);
	press(K_CHAR, 'y');
	ck_assert_int_eq(home->kept, 1);
}
END_TEST

START_TEST(an_idle_session_warns_then_locks)
{
	ck_assert(ui_idle(u, 530));
	ck_assert(!ui_take_beep(u));
	ck_assert(ui_idle(u, 540));
	expect_row(22, "This locks in a minute");
	ck_assert(ui_take_beep(u));
	ck_assert(!ui_take_beep(u));
	ck_assert(ui_idle(u, 550));
	ck_assert(!ui_take_beep(u));
	ck_assert(!ui_idle(u, 600));
	ck_assert(ui_locked(u));
	ck_assert_int_eq(home->kept, 1);
}
END_TEST

START_TEST(a_short_time_warns_when_half_of_it_is_gone)
{
	ui_lock_after(u, 60);
	ck_assert(ui_idle(u, 20));
	ck_assert(!ui_take_beep(u));
	ck_assert(ui_idle(u, 30));
	expect_row(22, "This locks in 30 seconds, and what you typed is");
	ck_assert(ui_take_beep(u));
	ck_assert(!ui_idle(u, 60));
}
END_TEST

START_TEST(a_longer_time_may_be_given)
{
	ui_lock_after(u, 3600);
	ck_assert(ui_idle(u, 600));
	ui_lock_after(u, 0);
	ck_assert(ui_idle(u, 99999));
}
END_TEST

START_TEST(esc_l_locks_at_once_with_the_draft_kept)
{
	ck_assert(!press(K_ESC, 'l'));
	ck_assert(ui_locked(u));
	ck_assert_int_ge(home->kept, 1);
}
END_TEST

START_TEST(a_lost_line_keeps_the_draft_and_ends)
{
	ck_assert(!press(K_LOST, 0));
	ck_assert_int_eq(home->kept, 1);
}
END_TEST

START_TEST(esc_m_puts_the_cursor_on_the_message_until_the_next_key)
{
	const struct canvas *c;

	ui_say(u, "1 thing to put right.");
	press(K_ESC, 'm');
	c = ui_draw(u);
	ck_assert_int_eq(c->cur_row, 22);
	press(K_CHAR, 'x');
	c = ui_draw(u);
	ck_assert_int_eq(c->cur_row, 2);
}
END_TEST

START_TEST(the_last_fifty_messages_are_kept)
{
	char want[32];

	for (int i = 1; i <= 60; i++)
		ui_say(u, "message %d", i);
	for (size_t ago = 0; ago < UI_SAID_MOST; ago++) {
		snprintf(want, sizeof(want), "message %zu", 60 - ago);
		ck_assert_str_eq(ui_said(u, ago, NULL), want);
	}
	ck_assert_ptr_null(ui_said(u, UI_SAID_MOST, NULL));
}
END_TEST

START_TEST(a_message_stays_while_moving_and_goes_with_the_next_act)
{
	ui_say(u, "Saved.");
	press(K_NAMED, K_DOWN);
	ck_assert_str_eq(ui_message(u), "Saved.");
	press(K_CHAR, 'a');
	ck_assert_str_eq(ui_message(u), "Saved.");
	press(K_F, 2);
	ck_assert_str_eq(ui_message(u), "");
}
END_TEST

START_TEST(every_fault_of_the_system_is_a_sentence_of_one_row)
{
	for (int e = ERR_OK + 1; e <= ERR_IO; e++) {
		ui_say(u, "%s", "");
		ui_say_err(u, (enum err)e,
			   "The person could not be read again");
		ck_assert_str_ne(ui_message(u), "");
		ck_assert_uint_le(strlen(ui_message(u)), 78);
		ck_assert_ptr_null(strchr(ui_message(u), '%'));
	}
}
END_TEST

START_TEST(what_was_entered_last_is_remembered_by_form_and_field)
{
	struct value a = value_text("Civic centre"), b = value_text("Home");

	ck_assert_ptr_null(ui_recall(u, "contact", "place"));
	ui_remember(u, "contact", "place", &a);
	ui_remember(u, "review", "place", &b);
	ck_assert_str_eq(ui_recall(u, "contact", "place")->text,
			 "Civic centre");
	ck_assert_str_eq(ui_recall(u, "review", "place")->text, "Home");
}
END_TEST

START_TEST(ctrl_l_asks_for_a_fresh_painting)
{
	ck_assert(!ui_take_repaint(u));
	press(K_CTRL, 'L');
	ck_assert(ui_take_repaint(u));
	ck_assert(!ui_take_repaint(u));
}
END_TEST

Suite *
suite_ui_loop(void)
{
	Suite *s = suite_create("ui: screens and keys");
	TCase *t = tcase_create("keys");

	tcase_add_checked_fixture(t, open_home, close_all);
	tcase_add_test(t, the_frame_tells_where_one_is_and_what_can_be_done);
	tcase_add_test(t, a_small_window_says_so_and_still_reads_keys);
	tcase_add_test(t, letters_type_and_keys_act);
	tcase_add_test(t,
		       a_screen_above_closes_and_the_one_beneath_reads_again);
	tcase_add_test(t, a_box_may_push_a_screen_and_close_itself);
	tcase_add_test(t, going_home_keeps_drafts_and_closes_all_others);
	tcase_add_test(t, a_command_runs_beneath_when_its_list_has_closed);
	tcase_add_test(t, back_and_cancel_close_all_but_home);
	tcase_add_test(t, leaving_ends_the_loop_and_keeps_what_was_typed);
	tcase_add_test(t, esc_alone_changes_nothing_and_says_what_it_waits_for);
	tcase_add_test(t, unknown_keys_do_nothing);
	tcase_add_test(t, a_paste_where_nothing_takes_it_says_so);
	tcase_add_test(t, typing_is_kept_every_two_hundred_characters);
	tcase_add_test(t, typing_is_kept_after_ten_seconds);
	tcase_add_test(t, typing_is_kept_when_it_pauses);
	tcase_add_test(
		t, a_screen_that_waits_for_a_pause_is_told_after_two_seconds);
	tcase_add_test(
		t, a_question_that_cannot_be_undone_drops_what_was_typed_ahead);
	tcase_add_test(t, a_draft_that_cannot_be_kept_is_told_at_once);
	tcase_add_test(t, what_cannot_be_kept_is_tried_again_and_told_once);
	tcase_add_loop_test(t, what_cannot_be_kept_is_hidden_and_does_not_lock,
			    0, 2);
	tcase_add_test(t, going_home_does_not_close_what_cannot_be_kept);
	tcase_add_test(t, a_clock_set_back_does_not_put_off_keeping);
	tcase_add_test(t, an_idle_session_warns_then_locks);
	tcase_add_test(t, a_short_time_warns_when_half_of_it_is_gone);
	tcase_add_test(t, a_longer_time_may_be_given);
	tcase_add_test(t, esc_l_locks_at_once_with_the_draft_kept);
	tcase_add_test(t, a_lost_line_keeps_the_draft_and_ends);
	tcase_add_test(t,
		       esc_m_puts_the_cursor_on_the_message_until_the_next_key);
	tcase_add_test(t, the_last_fifty_messages_are_kept);
	tcase_add_test(t,
		       a_message_stays_while_moving_and_goes_with_the_next_act);
	tcase_add_test(t, every_fault_of_the_system_is_a_sentence_of_one_row);
	tcase_add_test(t,
		       what_was_entered_last_is_remembered_by_form_and_field);
	tcase_add_test(t, ctrl_l_asks_for_a_fresh_painting);
	suite_add_tcase(s, t);
	return s;
}
