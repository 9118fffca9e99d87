/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The program started on a pseudo-terminal, as a person starts it: how long
 * until its first screen stands, and what that costs.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench.h"

#define STARTS 21
#define QUIET_MS 120 /* nothing more comes: it is painted */
#define WAIT_MS 5000 /* for the first byte */
#define MOVES 5

static pid_t
start(const struct bench *b, int *fd)
{
	struct winsize size = { .ws_row = 24, .ws_col = 80 };
	pid_t pid = forkpty(fd, NULL, NULL, &size);

	if (pid != 0)
		return pid;
	setenv("TERM", "xterm-256color", 1);
	setenv("LC_ALL", "C.UTF-8", 1);
	execl(b->program, b->program, "--store", b->dir, (char *)NULL);
	_exit(127);
}

/* Read until it is quiet.  The bytes read; *last: when the last one came. */
static long
read_all(int fd, double *last)
{
	struct pollfd p = { .fd = fd, .events = POLLIN };
	char bytes[8192];
	long n = 0;

	while (poll(&p, 1, n ? QUIET_MS : WAIT_MS) > 0) {
		ssize_t got = read(fd, bytes, sizeof(bytes));

		if (got <= 0)
			break;
		*last = now_us();
		n += got;
	}
	return n;
}

static long
private_dirty(pid_t pid)
{
	char path[64], line[256];
	long kb = 0;
	FILE *f;

	snprintf(path, sizeof(path), "/proc/%ld/smaps_rollup", (long)pid);
	f = fopen(path, "r");
	while (f && fgets(line, sizeof(line), f))
		if (sscanf(line, "Private_Dirty: %ld kB", &kb) == 1)
			break;
	if (f)
		fclose(f);
	return kb;
}

/* The bytes that a step down takes, in the middle of several. */
static long
bytes_of_moves(int fd)
{
	struct times t = { 0 };
	double last;
	long n;

	for (int i = 0; i < MOVES; i++) {
		if (write(fd, "\033[B", 3) != 3)
			break;
		times_add(&t, (double)read_all(fd, &last));
	}
	n = (long)times_at(&t, 0.5);
	times_clear(&t);
	return n;
}

static void
start_once(const struct bench *b, struct times *paint,
	   struct first_screen *seen, bool look)
{
	double began = now_us(), last = began;
	int fd;
	pid_t pid = start(b, &fd);
	long n;

	if (pid < 0)
		return;
	n = read_all(fd, &last);
	if (n > 0)
		times_add(paint, last - began);
	if (seen && look) {
		seen->screen = n;
		seen->private_kb = private_dirty(pid);
		seen->move = bytes_of_moves(fd);
	}
	kill(pid, SIGTERM);
	read_all(fd, &last);
	close(fd);
	while (waitpid(pid, NULL, 0) < 0 && errno == EINTR)
		;
}

void
bench_start(struct bench *b, struct times *paint, struct first_screen *seen)
{
	struct times cold = { 0 };

	start_once(b, &cold, NULL, false);
	for (int i = 0; i < STARTS; i++)
		start_once(b, paint, seen, i == STARTS - 1);
	times_clear(&cold);
}
