/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The loop on a pseudo-terminal, with a small screen of its own: a list of
 * nine rows and what was typed.
 */
#include "check_tty.h"

#include <locale.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>
#undef CTRL /* the system's; ours is in action.h */

#include "base/buf.h"
#include "tty/tty.h"

#define ROWS_SHOWN 9
#define QUIET 150  /* ms without a byte: all has been painted */
#define LONG 10000 /* ms until it is given up */

struct fake {
	struct screen s;
	char typed[400];
	size_t n;
	int marked, kept; /* kept: told of the draft */
};

static void
draw(const struct screen *s, struct canvas *c)
{
	const struct fake *f = (const struct fake *)s;

	canvas_text(c, 1, 0, c->cols, STYLE_FIELD, f->typed);
	for (int i = 0; i < ROWS_SHOWN; i++)
		canvas_printf(c, 3 + i, 0, c->cols,
			      i == f->marked ? STYLE_SELECTED : STYLE_PLAIN,
			      "%s SAN-2026-0010%d", i == f->marked ? ">" : " ",
			      i);
	canvas_text(c, 13, 0, c->cols, STYLE_ALERT, "late");
	canvas_text(c, 14, 0, c->cols, STYLE_PLAIN, "ready");
	canvas_cursor(c, f->n ? 1 : 3 + f->marked, (int)f->n);
}

static enum reply
act(struct screen *s, enum action a)
{
	struct fake *f = (struct fake *)s;

	if (a == ACTION_BACK)
		return REPLY_QUIT;
	if (a == ACTION_SAVE)
		ui_discard(s->ui);
	if (a == ACTION_SAVE)
		return REPLY_HANDLED;
	if (a == ACTION_CANCEL)
		f->n = (size_t)snprintf(f->typed, sizeof(f->typed),
					"cancelled");
	if (a == ACTION_CANCEL)
		return REPLY_HANDLED;
	if (a == ACTION_DOWN && f->marked + 1 < ROWS_SHOWN)
		f->marked++;
	return a == ACTION_DOWN ? REPLY_HANDLED : REPLY_IGNORED;
}

static enum reply
type(struct screen *s, uint32_t ch)
{
	struct fake *f = (struct fake *)s;

	if (f->n + 1 < sizeof(f->typed))
		f->typed[f->n++] = (char)ch;
	return REPLY_HANDLED;
}

static bool
keep(struct screen *s)
{
	struct fake *f = (struct fake *)s;

	return write(f->kept, f->typed, f->n) == (ssize_t)f->n;
}

static void
choose(struct ui *u, const char *setting)
{
	struct settings v = *ui_settings(u);

	v.one_esc = strcmp(setting, "one esc") == 0;
	v.plain = strcmp(setting, "plain") == 0;
	v.colour = strcmp(setting, "no colour") != 0;
	ui_settings_set(u, &v);
}

static const struct screen_ops fake_ops = {
	.name = "fake",
	.draw = draw,
	.act = act,
	.type = type,
	.keep = keep,
};

/* --- the program, and the hand that drives it ------------------------------- */

static pid_t child;
static int master, kept;
static const char *setting = "";
static struct buf got; /* what came from the program, since reset */

static _Noreturn void
run_program(const char *term, int to_kept)
{
	const struct tty_options o = { 0 };
	struct tty *t;
	struct ui *u;
	struct fake *f;
	enum tty_end end;

	setlocale(LC_ALL, "C.UTF-8");
	setenv("TERM", term, 1);
	if (tty_open(&t, &o) != ERR_OK)
		_exit(9);
	u = ui_new(NULL, tty_rows(t), tty_cols(t));
	f = screen_new(u, &fake_ops, sizeof(*f));
	f->kept = to_kept;
	choose(u, setting);
	ui_push(u, &f->s);
	end = tty_run(t, u);
	ui_free(&u);
	tty_close(&t);
	_exit((int)end);
}

static void
start_program(const char *term)
{
	struct winsize ws = { .ws_row = 24, .ws_col = 80 };
	int ends[2];

	ck_assert_int_eq(pipe(ends), 0);
	child = forkpty(&master, NULL, NULL, &ws);
	ck_assert_int_ge(child, 0);
	if (child == 0) {
		close(ends[0]);
		run_program(term, ends[1]);
	}
	close(ends[1]);
	kept = ends[0];
}

/* Read until nothing has come for a while; false: the line is closed. */
static bool
read_until_quiet(void)
{
	struct pollfd p = { .fd = master, .events = POLLIN };
	char bytes[4096];
	ssize_t n;

	while (poll(&p, 1, QUIET) == 1) {
		n = read(master, bytes, sizeof(bytes));
		if (n <= 0)
			return false;
		buf_add(&got, bytes, (size_t)n);
	}
	return true;
}

static void
wait_for(const char *text)
{
	for (int i = 0; i < LONG / QUIET; i++) {
		bool open = read_until_quiet();

		if (got.n && strstr(got.s, text))
			return;
		ck_assert_msg(open, "the program ended without '%s'", text);
	}
	ck_abort_msg("'%s' never came", text);
}

static void
press(const char *bytes)
{
	buf_reset(&got);
	ck_assert_int_eq(write(master, bytes, strlen(bytes)),
			 (ssize_t)strlen(bytes));
}

static void
start_and_wait(const char *term)
{
	start_program(term);
	wait_for("ready");
	read_until_quiet();
}

/* Its exit status; it has ten seconds to end by itself. */
static int
status_at_end(void)
{
	int status = 0;

	for (int i = 0; i < LONG / 10; i++) {
		if (waitpid(child, &status, WNOHANG) == child) {
			if (master >= 0)
				read_until_quiet(); /* its last bytes */
			ck_assert_msg(WIFEXITED(status), "it was killed");
			return WEXITSTATUS(status);
		}
		if (master < 0 || !read_until_quiet())
			usleep(10000);
	}
	kill(child, SIGKILL);
	ck_abort_msg("the program did not end");
	return -1;
}

static void
assert_kept(const char *typed)
{
	char text[400] = "";
	ssize_t n = read(kept, text, sizeof(text) - 1);

	ck_assert_int_ge(n, 0);
	ck_assert_str_eq(text, typed);
}

/* --- the tests ---------------------------------------------------------------- */

static const char *const kinds[] = { "xterm-256color", "linux", "vt220" };

START_TEST(a_letter_typed_costs_16_bytes_at_most)
{
	start_and_wait(kinds[_i]);
	press("a");
	read_until_quiet(); /* the cursor leaves the list */
	press("b");
	read_until_quiet();
	ck_assert_uint_gt(got.n, 0);
	ck_assert_uint_le(got.n, 16);
	press("\0333");
	ck_assert_int_eq(status_at_end(), TTY_END_QUIT);
}
END_TEST

START_TEST(moving_in_a_list_costs_40_bytes_at_most)
{
	start_and_wait(kinds[_i]);
	for (int i = 0; i < 3; i++) {
		press("\033[B");
		read_until_quiet();
		ck_assert_uint_gt(got.n, 0);
		/* The reference too, in and out of bold: 30 more. */
		ck_assert_msg(got.n <= 40 + 30, "%zu bytes", got.n);
	}
	press("\0333");
	ck_assert_int_eq(status_at_end(), TTY_END_QUIT);
}
END_TEST

START_TEST(what_is_waiting_is_handled_before_painting)
{
	static const char many[] = "a fast hand on a slow line, and no "
				   "painting in between";

	start_and_wait("xterm-256color");
	press(many);
	wait_for(many);
	ck_assert_uint_le(got.n, sizeof(many) + 32);
	press("\0333");
	ck_assert_int_eq(status_at_end(), TTY_END_QUIT);
}
END_TEST

/* What waits, and a sequence in its middle when the time is over. */
START_TEST(keys_typed_ahead_of_a_grave_question_are_dropped)
{
	start_and_wait("xterm-256color");
	press("one\0332two\r");
	wait_for("one");
	press("three\033[");
	usleep(400 * 1000);
	press("Bfour");
	wait_for("four");
	press("\033OR");
	ck_assert_int_eq(status_at_end(), TTY_END_QUIT);
	assert_kept("onefour");
}
END_TEST

START_TEST(a_line_dropped_before_a_grave_question_is_read_is_noticed)
{
	start_and_wait("xterm-256color");
	press("half\0332");
	wait_for("half");
	close(master);
	master = -1;
	ck_assert_int_eq(status_at_end(), TTY_END_LOST);
	assert_kept("half");
}
END_TEST

START_TEST(a_dropped_line_keeps_what_was_typed)
{
	start_and_wait("xterm-256color");
	press("half a nam");
	read_until_quiet();
	close(master);
	master = -1;
	ck_assert_int_eq(status_at_end(), TTY_END_LOST);
	assert_kept("half a nam");
}
END_TEST

START_TEST(a_line_that_hangs_up_keeps_what_was_typed_and_draws_nothing)
{
	start_and_wait("xterm-256color");
	press("half");
	read_until_quiet();
	buf_reset(&got);
	kill(child, SIGHUP);
	ck_assert_int_eq(status_at_end(), TTY_END_LOST);
	ck_assert_uint_eq(got.n, 0);
	assert_kept("half");
}
END_TEST

/* Somebody who looks after the computer: the person still sits there. */
START_TEST(asked_to_end_it_keeps_what_was_typed_and_leaves_nothing_to_read)
{
	start_and_wait("xterm-256color");
	press("half");
	read_until_quiet();
	buf_reset(&got);
	kill(child, SIGTERM);
	ck_assert_int_eq(status_at_end(), TTY_END_ASKED);
	ck_assert(strstr(got.s, "\033[J") || strstr(got.s, "\033[2J"));
	ck_assert_ptr_nonnull(strstr(got.s, "\033[?1049l"));
	ck_assert_ptr_null(strstr(got.s, "SAN-"));
	assert_kept("half");
}
END_TEST

/* In the middle of a painting, by a terminal that takes nothing more. */
START_TEST(a_stalled_line_does_not_hold_up_the_end)
{
	static const int signals[] = { SIGHUP, SIGTERM };
	int status = 0;

	start_and_wait("xterm-256color");
	press("half");
	read_until_quiet();
	for (int i = 0; i < 200; i++) { /* until it is full */
		ck_assert_int_eq(write(master, "\f", 1), 1);
		usleep(5000);
	}
	kill(child, signals[_i]);
	for (int i = 0; i < LONG / 10 && waitpid(child, &status, WNOHANG) == 0;
	     i++)
		usleep(10000);
	ck_assert_msg(WIFEXITED(status) && kill(child, 0) != 0,
		      "it did not end");
	assert_kept("half");
}
END_TEST

START_TEST(no_signal_of_the_keyboard_s_stops_it)
{
	static const int signals[] = { SIGTSTP, SIGINT,	 SIGQUIT,
				       SIGPIPE, SIGTTIN, SIGTTOU };
	int status;

	start_and_wait("xterm-256color");
	for (size_t i = 0; i < COUNT(signals); i++)
		kill(child, signals[i]);
	press("\032\003\034 still"); /* as keys, too */
	wait_for("still");
	ck_assert_int_eq(waitpid(child, &status, WNOHANG | WUNTRACED), 0);
	press("\0333");
	ck_assert_int_eq(status_at_end(), TTY_END_QUIT);
}
END_TEST

START_TEST(leaving_erases_the_screen_and_gives_the_terminal_back)
{
	struct termios before, after;

	start_program("xterm-256color");
	tcgetattr(master, &before);
	wait_for("ready");
	read_until_quiet();
	press("\033OR");
	ck_assert_int_eq(status_at_end(), TTY_END_QUIT);
	ck_assert_ptr_nonnull(strstr(got.s, "\033[?2004l"));
	ck_assert_ptr_nonnull(strstr(got.s, "\033[?1049l"));
	ck_assert(strstr(got.s, "\033[J") || strstr(got.s, "\033[2J"));
	ck_assert_ptr_null(strstr(got.s, "SAN-"));
	if (tcgetattr(master, &after) == 0)
		ck_assert_uint_eq(after.c_lflag & (ICANON | ECHO | ISIG),
				  ICANON | ECHO | ISIG);
}
END_TEST

START_TEST(a_new_size_is_painted_for_at_once)
{
	struct winsize small = { .ws_row = 15, .ws_col = 60 };
	struct winsize large = { .ws_row = 43, .ws_col = 132 };

	start_and_wait("xterm-256color");
	press("kept");
	read_until_quiet();
	buf_reset(&got);
	ioctl(master, TIOCSWINSZ, &small);
	wait_for("60 by 15");
	buf_reset(&got);
	ioctl(master, TIOCSWINSZ, &large);
	wait_for("ready");
	ck_assert_ptr_nonnull(strstr(got.s, "kept"));
	press("\0333");
	ck_assert_int_eq(status_at_end(), TTY_END_QUIT);
}
END_TEST

START_TEST(a_terminal_that_cannot_place_its_cursor_is_refused)
{
	static const char *const terms[] = { "dumb", "" };

	start_program(terms[_i]);
	ck_assert_int_eq(status_at_end(), 9);
}
END_TEST

START_TEST(a_terminal_that_is_not_known_is_taken_for_a_plain_one)
{
	start_program("no-such-terminal");
	wait_for("ready");
	ck_assert_ptr_null(strstr(got.s, "\033[31m"));
	press("\0333");
	ck_assert_int_eq(status_at_end(), TTY_END_QUIT);
}
END_TEST

START_TEST(what_is_no_terminal_is_refused)
{
	const struct tty_options o = { 0 };
	struct tty *t;
	int ends[2];

	ck_assert_int_eq(pipe(ends), 0);
	dup2(ends[0], STDIN_FILENO);
	ck_assert_int_eq(tty_open(&t, &o), ERR_INVALID);
	ck_assert_ptr_null(t);
}
END_TEST

START_TEST(one_esc_cancels_only_for_those_who_want_that)
{
	setting = _i == 0 ? "one esc" : "";
	start_and_wait("xterm-256color");
	press("\033");
	if (_i == 0) {
		wait_for("cancelled");
	} else {
		wait_for("Esc again cancels");
		read_until_quiet();
		ck_assert_ptr_null(strstr(got.s, "cancelled"));
	}
	/* A key that begins with Esc is that key all the same. */
	press("\033[B");
	read_until_quiet();
	press("\0333");
	ck_assert_int_eq(status_at_end(), TTY_END_QUIT);
}
END_TEST

START_TEST(plain_and_colourless_screens_send_no_attributes)
{
	static const char *const chosen[] = { "plain", "no colour" };

	setting = chosen[_i];
	start_program("xterm-256color");
	wait_for("ready");
	read_until_quiet();
	ck_assert_ptr_null(strstr(got.s, "\033[31m"));
	if (_i == 0)
		ck_assert_ptr_null(strstr(got.s, "\033[7m"));
	press("\0333");
	ck_assert_int_eq(status_at_end(), TTY_END_QUIT);
}
END_TEST

static const struct {
	const char *term;
	bool asked;
} paste_terms[] = {
	{ "xterm-256color", true },
	{ "linux", false },
	{ "vt100", false },
};

START_TEST(paste_is_asked_for_only_where_it_is_known)
{
	start_and_wait(paste_terms[_i].term);
	ck_assert_int_eq(strstr(got.s, "\033[?2004h") != NULL,
			 paste_terms[_i].asked);
	press("\0333");
	ck_assert_int_eq(status_at_end(), TTY_END_QUIT);
}
END_TEST

Suite *
loop_suite(void)
{
	Suite *s = suite_create("loop");
	TCase *t = tcase_create("loop");

	tcase_set_timeout(t, 60);
	tcase_add_loop_test(t, a_letter_typed_costs_16_bytes_at_most, 0,
			    COUNT(kinds));
	tcase_add_loop_test(t, moving_in_a_list_costs_40_bytes_at_most, 0,
			    COUNT(kinds));
	tcase_add_test(t, what_is_waiting_is_handled_before_painting);
	tcase_add_loop_test(t, one_esc_cancels_only_for_those_who_want_that, 0,
			    2);
	tcase_add_loop_test(t, plain_and_colourless_screens_send_no_attributes,
			    0, 2);
	tcase_add_test(t, keys_typed_ahead_of_a_grave_question_are_dropped);
	tcase_add_test(
		t, a_line_dropped_before_a_grave_question_is_read_is_noticed);
	tcase_add_test(t, a_dropped_line_keeps_what_was_typed);
	tcase_add_test(
		t, a_line_that_hangs_up_keeps_what_was_typed_and_draws_nothing);
	tcase_add_test(
		t,
		asked_to_end_it_keeps_what_was_typed_and_leaves_nothing_to_read);
	tcase_add_loop_test(t, a_stalled_line_does_not_hold_up_the_end, 0, 2);
	tcase_add_test(t, no_signal_of_the_keyboard_s_stops_it);
	tcase_add_test(t,
		       leaving_erases_the_screen_and_gives_the_terminal_back);
	tcase_add_test(t, a_new_size_is_painted_for_at_once);
	tcase_add_loop_test(
		t, a_terminal_that_cannot_place_its_cursor_is_refused, 0, 2);
	tcase_add_test(t,
		       a_terminal_that_is_not_known_is_taken_for_a_plain_one);
	tcase_add_test(t, what_is_no_terminal_is_refused);
	tcase_add_loop_test(t, paste_is_asked_for_only_where_it_is_known, 0,
			    COUNT(paste_terms));
	suite_add_tcase(s, t);
	return s;
}
