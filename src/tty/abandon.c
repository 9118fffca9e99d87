/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tty/abandon.h"

#include <signal.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

static struct termios found;
static volatile sig_atomic_t is_taken, knows_modes;

void
abandon_ready(bool modes)
{
	is_taken = tcgetattr(STDIN_FILENO, &found) == 0;
	knows_modes = modes;
}

void
abandon_done(void)
{
	is_taken = 0;
}

/* Paste, clicks, attributes, the second screen, the cursor. */
void
tty_abandon(void)
{
	static const char modes[] = "\033[?2004l\033[?1006l\033[?1000l"
				    "\033[0m\033[?1049l\033[?25h";
	ssize_t n = 0;

	if (!is_taken)
		return;
	if (knows_modes)
		n = write(STDOUT_FILENO, modes, strlen(modes));
	if (n >= 0)
		n = write(STDOUT_FILENO, "\r\n", 2);
	tcsetattr(STDIN_FILENO, TCSANOW, &found);
}
