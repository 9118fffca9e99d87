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

#include "app/app.h"
#include "base/charset.h"

int
cmd_version(struct options *o)
{
	(void)o;
	say("caseload %s", PACKAGE_VERSION);
	return STATUS_OK;
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
	arena_clear(&a);
	return status;
}
