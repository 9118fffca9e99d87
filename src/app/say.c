/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the commands print.  Texts may come from a store or a partner's file:
 * each line passes text_next_safe().
 */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "app/app.h"
#include "base/text.h"

/* One line: n bytes of text, without its newline. */
static void
put_safe(FILE *to, const char *text, size_t n)
{
	struct arena a = ARENA_INIT;
	const char *p = arena_strndup(&a, text, n);
	char out[4];
	uint32_t c;

	while ((c = text_next_safe(&p)) != 0)
		fwrite(out, 1, utf8_put(out, c), to);
	fputc('\n', to);
	arena_clear(&a);
}

/* Of standard output; an errno. */
static int why_not_written;

static void
note_failure(void)
{
	if (ferror(stdout) && !why_not_written)
		why_not_written = errno ? errno : EIO;
}

/* Whoever reads `| head` has seen enough: that is no failure. */
bool
said_all(void)
{
	if (fflush(stdout) != 0)
		note_failure();
	if (why_not_written && why_not_written != EPIPE)
		complain("Standard output could not be written to its end: %s.",
			 why_not_written == ENOSPC ? "there is no room left"
						   : "the system refused");
	return !why_not_written || why_not_written == EPIPE;
}

void
write_safe(FILE *to, const char *text)
{
	while (*text) {
		size_t n = strcspn(text, "\n");

		put_safe(to, text, n);
		text += n + (text[n] == '\n');
	}
}

void
say_text(const char *text)
{
	write_safe(stdout, text);
	fflush(stdout);
	note_failure();
}

static void
vsay(FILE *to, const char *fmt, va_list ap)
{
	struct arena a = ARENA_INIT;
	const char *line = arena_vprintf(&a, fmt, ap);

	put_safe(to, line, strlen(line));
	arena_clear(&a);
}

void
say(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vsay(stdout, fmt, ap);
	va_end(ap);
	note_failure();
}

int
complain(const char *fmt, ...)
{
	va_list ap;

	progress_end();
	fflush(stdout);
	va_start(ap, fmt);
	vsay(stderr, fmt, ap);
	va_end(ap);
	return STATUS_FAULT;
}

int
complain_err(enum err e, const char *doing)
{
	static const char *const why[] = {
		[ERR_OK] = "it was done",
		[ERR_NOT_FOUND] = "it is not there, or not for you to see",
		[ERR_EXISTS] = "it is there already",
		[ERR_INVALID] = "something in it is not as it should be",
		[ERR_CONFLICT] =
			"somebody else changed it meanwhile; try again",
		[ERR_DENIED] = "that is for the administrator or another role",
		[ERR_FULL] = "there is no room left on the disk; make room and "
			     "try again, nothing was lost",
		[ERR_NEWER] = "the store was written by a newer version of "
			      "caseload; install that version",
		[ERR_CORRUPT] = "what is stored cannot be understood; run "
				"`caseload store check`, or restore a backup",
		[ERR_IO] = "the system refused; the system log says why",
	};

	return complain("%s: %s.", doing, why[e]);
}

int
complain_no_forms(const struct options *o)
{
	return complain("There are no forms in %s. Name the folder that holds "
			"them with --forms or CASELOAD_FORMS.",
			forms_path(o));
}

const char *
why_unwritten(int number)
{
	switch (number) {
	case ENOENT:
		return "there is no such folder";
	case EACCES:
	case EPERM:
		return "it is not yours to write";
	case EISDIR:
		return "it is a folder; name a file in it";
	case EROFS:
		return "nothing can be written on its file system";
	case ENOSPC:
	case EDQUOT:
		return "there is no room left";
	default:
		return "the system refused";
	}
}

/* --- progress ------------------------------------------------------------------------ */

static struct {
	time_t began, shown;
	bool line;
} progress;

static bool
half_second_passed(void)
{
	static struct timespec last;
	struct timespec now;
	int64_t ms;

	clock_gettime(CLOCK_MONOTONIC, &now);
	ms = (now.tv_sec - last.tv_sec) * 1000 +
	     (now.tv_nsec - last.tv_nsec) / 1000000;
	if (ms < 500)
		return false;
	last = now;
	return true;
}

void
progress_line(const char *what, uint64_t done, uint64_t of)
{
	time_t now = time(NULL);
	long left;

	if (!isatty(STDERR_FILENO) || !half_second_passed())
		return;
	if (!progress.began)
		progress.began = now;
	progress.line = true;
	if (!of) {
		fprintf(stderr, "\r%s: %llu", what, (unsigned long long)done);
		return;
	}
	left = done ? (long)((double)(now - progress.began) *
			     ((double)of / (double)done - 1))
		    : 0;
	fprintf(stderr, "\r%s: %llu of %llu, %d%%, %ld s left   ", what,
		(unsigned long long)done, (unsigned long long)of,
		(int)(100 * done / of), left);
}

void
progress_end(void)
{
	if (progress.line)
		fputc('\n', stderr);
	progress.line = false;
	progress.began = 0;
}
