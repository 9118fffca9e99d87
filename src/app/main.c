/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * caseload: from referral to outcome.  Finds the subcommand and runs it.
 */
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "app/app.h"
#include "base/charset.h"
#include "tty/abandon.h"

int
cmd_version(struct options *o)
{
	(void)o;
	say("caseload %s", PACKAGE_VERSION);
	return STATUS_OK;
}

/* The store is a mapping: where its file ends too early, or its disk cannot be
 * read, the kernel has no other way to say so.  Nothing half done is in it. */
static void
on_bus_error(int number)
{
	static const char text[] =
		"The file of the store cannot be read: it was cut short, or "
		"the disk has a fault. Nothing was written. Bring back a "
		"backup: caseload restore BACKUP --store DIR.\n";
	ssize_t n;

	(void)number;
	tty_abandon();
	n = write(STDERR_FILENO, text, sizeof(text) - 1);
	(void)n;
	_exit(STATUS_FAULT);
}

/* Pages of the store that hold what was never written there can bring the
 * engine down; so can a fault of ours.  The terminal is given back, and what
 * was saved is saved. */
static void
on_fault(int number)
{
	static const char text[] =
		"caseload met a fault and ended. What was saved is kept. "
		"`caseload store check` says whether the store is damaged; "
		"if it is, bring back a backup: caseload restore BACKUP "
		"--store DIR.\n";
	ssize_t n;

	(void)number;
	tty_abandon();
	n = write(STDERR_FILENO, text, sizeof(text) - 1);
	(void)n;
	_exit(STATUS_BROKEN);
}

/* Unless a tool that looks for faults waits for it itself. */
static void
catch_fault(int number)
{
	struct sigaction is;

	if (sigaction(number, NULL, &is) == 0 && is.sa_handler == SIG_DFL)
		signal(number, on_fault);
}

/* No core file may hold what was on the screen. */
static void
be_careful(void)
{
	static const struct rlimit none = { 0, 0 };

	setrlimit(RLIMIT_CORE, &none);
	prctl(PR_SET_DUMPABLE, 0);
	signal(SIGXFSZ, SIG_IGN);
	signal(SIGPIPE, SIG_IGN);
	signal(SIGBUS, on_bus_error);
	catch_fault(SIGSEGV);
	catch_fault(SIGABRT);
}

static void
set_clock(void)
{
	const char *fixed = secure_getenv("CASELOAD_NOW");
	int64_t utc;

	if (fixed && clock_parse(&utc, fixed) == ERR_OK)
		clock_fix(utc);
}

static int
run(struct options *o)
{
	const struct command_def *c;

	place_settle(o);
	c = o->help ? NULL : command_find(o);
	if (o->help)
		return cmd_help(o);
	if (c)
		return command_takes(c, o) ? c->run(o) : STATUS_FAULT;
	if (o->n)
		return command_missing(o);
	return command_takes(NULL, o) ? cmd_open(o) : STATUS_FAULT;
}

int
main(int argc, char **argv)
{
	struct arena a = ARENA_INIT;
	struct options o;
	int status;

	setlocale(LC_ALL, "");
	charset_take_locale();
	be_careful();
	set_clock();
	status = options_read(&o, &a, argc, argv) ? run(&o) : STATUS_FAULT;
	if (!said_all() && status == STATUS_OK)
		status = STATUS_FAULT;
	arena_clear(&a);
	return status;
}
