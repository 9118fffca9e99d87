/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The event loop: bytes to keys to the ui, then one painting.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/charset.h"
#include "tty/abandon.h"
#include "tty/decode.h"
#include "tty/paint.h"
#include "tty/tty.h"

#define ESC_ALONE                                                              \
	150	     /* ms after which an Esc stands alone, for
				   those who want that */
#define STALLED 2    /* s that a terminal is waited for in the end */
#define DEAF_FOR 300 /* ms without ears before a grave question */

struct tty {
	struct paint *paint;
	struct decoder *decoder;
	int rows, cols;
	bool ascii, lost, pastes;
	bool mouse;
	bool mono_always, mono, plain; /* looks: asked for, and as they are */
	bool esc_waits;
	int idle;	    /* seconds since the last key */
	int64_t deaf_until; /* keys that come before it are dropped */
};

/* Signals only write a byte here; the loop does the work. */
static int signal_pipe[2] = { -1, -1 };

/*
 * A line that takes nothing any more holds the loop up in the middle of a
 * painting.  curses tries for ever; what is written to another file ends.
 */
static void
stop_writing(void)
{
	int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);

	if (nowhere < 0)
		return;
	dup2(nowhere, STDOUT_FILENO);
	close(nowhere);
}

static void
on_signal(int sig)
{
	int saved = errno;
	char c = sig == SIGWINCH ? 'W' : sig == SIGTERM ? 'T' : 'L';
	ssize_t n = write(signal_pipe[1], &c, 1);

	(void)n;
	if (sig == SIGTERM)
		alarm(STALLED); /* to give the terminal back, if it can be */
	else if (sig != SIGWINCH)
		stop_writing();
	errno = saved;
}

static void
catch_signals(void)
{
	static const int caught[] = { SIGWINCH, SIGHUP, SIGTERM, SIGALRM };
	static const int ignored[] = { SIGTSTP, SIGTTIN, SIGTTOU,
				       SIGPIPE, SIGINT,	 SIGQUIT };
	struct sigaction sa = { .sa_flags = SA_RESTART };

	sigemptyset(&sa.sa_mask);
	sa.sa_handler = on_signal;
	for (size_t i = 0; i < sizeof(caught) / sizeof(caught[0]); i++)
		sigaction(caught[i], &sa, NULL);
	sa.sa_handler = SIG_IGN;
	for (size_t i = 0; i < sizeof(ignored) / sizeof(ignored[0]); i++)
		sigaction(ignored[i], &sa, NULL);
}

static void
close_pipe(void)
{
	close(signal_pipe[0]);
	close(signal_pipe[1]);
	signal_pipe[0] = signal_pipe[1] = -1;
}

/* Modes that terminals may know; a VT100 does not. */
static void
set_mode(const struct tty *t, const char *s)
{
	ssize_t n;

	if (!t->pastes)
		return;
	n = write(STDOUT_FILENO, s, strlen(s));
	(void)n;
}

/* Bracketed paste. */
static void
paste_mode(struct tty *t, bool on)
{
	set_mode(t, on ? "\033[?2004h" : "\033[?2004l");
}

/* Clicks, as xterm's SGR reports. */
static void
mouse_mode(struct tty *t, bool on)
{
	if (on == t->mouse)
		return;
	t->mouse = on;
	set_mode(t, on ? "\033[?1000h\033[?1006h" : "\033[?1006l\033[?1000l");
	decoder_mouse(t->decoder, on);
}

static bool
knows_paste(void)
{
	const char *term = getenv("TERM");

	return term && strncmp(term, "vt", 2) != 0 &&
	       strcmp(term, "linux") != 0;
}

enum err
tty_open(struct tty **out, const struct tty_options *o)
{
	const char *charset = charset_of_terminal();
	struct tty *t;
	enum err e;

	*out = NULL;
	if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO))
		return ERR_INVALID;
	if (pipe2(signal_pipe, O_CLOEXEC | O_NONBLOCK) != 0)
		return ERR_IO;
	t = xcalloc(1, sizeof(*t));
	t->ascii = strcmp(charset, "UTF-8") != 0;
	t->pastes = knows_paste();
	t->mono_always = t->mono = o->mono;
	t->plain = o->plain;
	abandon_ready(t->pastes);
	e = paint_open(&t->paint, o->mono, o->plain, t->ascii);
	if (e != ERR_OK) {
		abandon_done();
		close_pipe();
		free(t);
		return e;
	}
	t->decoder = decoder_new(charset);
	catch_signals();
	paint_size(t->paint, &t->rows, &t->cols);
	paste_mode(t, true);
	*out = t;
	return ERR_OK;
}

void
tty_close(struct tty **t)
{
	if (!*t)
		return;
	if (!(*t)->lost) {
		mouse_mode(*t, false);
		paste_mode(*t, false);
	}
	abandon_done();
	paint_close(&(*t)->paint, (*t)->lost);
	decoder_free(&(*t)->decoder);
	close_pipe();
	free(*t);
	*t = NULL;
}

int
tty_rows(const struct tty *t)
{
	return t->rows;
}

int
tty_cols(const struct tty *t)
{
	return t->cols;
}

bool
tty_is_ascii(const struct tty *t)
{
	return t->ascii;
}

const char *
tty_stand_in(const struct tty *t)
{
	return paint_stand_in(t->paint);
}

/* --- the loop ------------------------------------------------------------------ */

/* What the signals left; false: one of them was the end, of the line or of the
 * program alone. */
static bool
read_signals(struct tty *t, struct ui *u, enum tty_end *end)
{
	char c;

	while (read(signal_pipe[0], &c, 1) == 1) {
		*end = c == 'T' ? TTY_END_ASKED : TTY_END_LOST;
		if (c != 'W')
			return false;
		paint_size(t->paint, &t->rows, &t->cols);
		ui_resize(u, t->rows, t->cols);
	}
	return true;
}

/* All bytes that wait.  False: the line is gone. */
static bool
read_bytes(struct tty *t)
{
	char bytes[4096];
	ssize_t n = read(STDIN_FILENO, bytes, sizeof(bytes));

	if (n < 0)
		return errno == EINTR || errno == EAGAIN;
	if (n == 0)
		return false;
	decoder_feed(t->decoder, bytes, (size_t)n);
	return true;
}

static bool
more_waits(void)
{
	struct pollfd p = { .fd = STDIN_FILENO, .events = POLLIN };

	return poll(&p, 1, 0) == 1 && p.revents & POLLIN;
}

/* Milliseconds on a clock that nobody sets. */
static int64_t
now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * INT64_C(1000) + now.tv_nsec / 1000000;
}

/* A key, unless it was pressed before somebody can have read a question that
 * cannot be undone: then it is gone.  False: leave. */
static bool
hand_over(struct tty *t, struct ui *u, const struct keypress *k)
{
	bool stay;

	if (now_ms() < t->deaf_until)
		return true;
	stay = ui_key(u, k);
	if (ui_take_discard(u))
		t->deaf_until = INT64_MAX;
	t->esc_waits = k->kind == K_ESC_PENDING && ui_settings(u)->one_esc;
	return stay;
}

/* Nothing came after an Esc.  False: leave. */
static bool
esc_alone(struct tty *t, struct ui *u)
{
	struct keypress k;

	t->esc_waits = false;
	return !decoder_esc_alone(t->decoder, &k) || hand_over(t, u, &k);
}

/* Every key that has come, before anything is painted.  False: leave. */
static bool
handle_keys(struct tty *t, struct ui *u, bool *gone)
{
	struct keypress k;

	do {
		if (!read_bytes(t)) {
			*gone = true;
			return false;
		}
		while (decoder_next(t->decoder, &k))
			if (!hand_over(t, u, &k))
				return false;
	} while (more_waits());
	t->idle = 0;
	if (decoder_take_dropped(t->decoder))
		ui_say(u, "Not typed: this line is set up for plain letters "
			  "alone. Ask for UTF-8 (LANG).");
	return true;
}

/* Nothing is drawn any more; a line that is there is given back. */
static enum tty_end
cut_off(struct tty *t, struct ui *u, enum tty_end end)
{
	t->lost = end == TTY_END_LOST;
	ui_lost(u);
	return end;
}

static enum tty_end
line_lost(struct tty *t, struct ui *u)
{
	return cut_off(t, u, TTY_END_LOST);
}

/* The person's settings may have changed. */
static void
dress(struct tty *t, struct ui *u)
{
	bool mono = t->mono_always || !ui_settings(u)->colour;
	bool plain = ui_is_plain(u);

	mouse_mode(t, ui_settings(u)->mouse);
	if (mono == t->mono && plain == t->plain)
		return;
	t->mono = mono;
	t->plain = plain;
	paint_dress(t->paint, mono, plain);
}

static void
paint_ui(struct tty *t, struct ui *u)
{
	dress(t, u);
	if (ui_take_repaint(u))
		paint_again(t->paint);
	paint_canvas(t->paint, ui_draw(u));
	if (t->deaf_until == INT64_MAX) /* until it could be read */
		t->deaf_until = now_ms() + DEAF_FOR;
	if (ui_take_beep(u))
		paint_beep(t->paint);
}

static enum tty_end
left(const struct ui *u)
{
	return ui_locked(u) ? TTY_END_LOCKED : TTY_END_QUIT;
}

enum tty_end
tty_run(struct tty *t, struct ui *u)
{
	struct pollfd fds[2] = {
		{ .fd = STDIN_FILENO, .events = POLLIN },
		{ .fd = signal_pipe[0], .events = POLLIN },
	};

	for (bool gone = false;;) {
		enum tty_end end;
		int n, step;

		paint_ui(t, u);
		step = ui_idle_step(u);
		n = poll(fds, 2, t->esc_waits ? ESC_ALONE : step * 1000);
		if (n < 0 && errno != EINTR)
			return line_lost(t, u);
		if (n == 0 && t->esc_waits) {
			if (!esc_alone(t, u))
				return left(u);
			continue;
		}
		if (n == 0) {
			t->idle += step;
			if (!ui_idle(u, t->idle))
				return TTY_END_LOCKED;
			continue;
		}
		if (n > 0 && fds[1].revents && !read_signals(t, u, &end))
			return cut_off(t, u, end);
		if (n > 0 && fds[0].revents & POLLIN) {
			if (!handle_keys(t, u, &gone))
				return gone ? line_lost(t, u) : left(u);
		} else if (n > 0 &&
			   fds[0].revents & (POLLHUP | POLLERR | POLLNVAL)) {
			return line_lost(t, u);
		}
	}
}
