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

const struct command_def commands[] = {
	{ "forms check", "[--strict] [DIR|FILE...]", cmd_forms_check },
	{ "forms list", "", cmd_forms_list },
	{ "forms show", "NAME", cmd_forms_show },
	{ "forms usage", "NAME", cmd_forms_usage },
	{ "forms eval",
	  "[--form NAME] [--set NAME=VALUE]... "
	  "'EXPR' | --file FILE",
	  cmd_forms_eval },
	{ "forms publish", "[DIR]", cmd_forms_publish },
	{ "forms set", "NAME CODE", cmd_forms_set },
	{ "user add", "[--admin] LOGIN [NAME]", cmd_user_add },
	{ "user list", "", cmd_user_list },
	{ "user role", "LOGIN ROLE PROGRAMME [--until DATE]", cmd_user_role },
	{ "user end", "LOGIN", cmd_user_end },
	{ "user lock", "LOGIN|'*' MINUTES", cmd_user_lock },
	{ "store make", "[LOGIN]", cmd_store_make },
	{ "store info", "", cmd_store_info },
	{ "store check", "", cmd_store_check },
	{ "store rebuild", "", cmd_store_rebuild },
	{ "audit verify", "", cmd_audit_verify },
	{ "audit show", "[REFERENCE]", cmd_audit_show },
	{ "backup", "DIR", cmd_backup },
	{ "restore", "BACKUP", cmd_restore },
	{ "tick", "", cmd_tick },
	{ "practice", "[--people N] [--seed S]", cmd_practice },
	{ "match",
	  "PERSON | --sweep [--bits N] [--format csv] "
	  "[--commit]",
	  cmd_match },
	{ "import",
	  "MAP FILE [--commit] | MAP --rejects FILE "
	  "[--commit] | --undo BATCH | --list | "
	  "--show BATCH | --list-charsets",
	  cmd_import },
	{ "export",
	  "FORM [people] [FILE] [--format csv|jsonl] "
	  "[--charset NAME] [--delimiter NAME] [--raw] "
	  "[--columns A,B] [--widths N,N] [--map MAP] "
	  "[--reason TEXT]",
	  cmd_export },
	{ "help", "", cmd_help },
	{ "version", "", cmd_version },
	{ NULL, NULL, NULL }
};

/* The command that the first words name; takes them off rest. */
static const struct command_def *
find_command(struct options *o)
{
	for (const struct command_def *c = commands; c->name; c++) {
		const char *space = strchr(c->name, ' ');
		size_t words = space ? 2 : 1;
		size_t first =
			space ? (size_t)(space - c->name) : strlen(c->name);

		if (o->n < words || strlen(o->rest[0]) != first ||
		    strncmp(o->rest[0], c->name, first) != 0)
			continue;
		if (space && strcmp(o->rest[1], space + 1) != 0)
			continue;
		o->rest += words;
		o->n -= words;
		return c;
	}
	return NULL;
}

/* Does the command begin with this word: `user` of `user add`? */
static bool
of_family(const struct command_def *c, const char *word)
{
	size_t n = strlen(word);

	return strncmp(c->name, word, n) == 0 &&
	       (c->name[n] == ' ' || c->name[n] == '\0');
}

/* How the commands that begin with a word are written; how many they are. */
static size_t
say_family(const char *word)
{
	size_t n = 0;

	for (const struct command_def *c = commands; c->name; c++)
		if (of_family(c, word)) {
			say("caseload %s %s", c->name, c->usage);
			n++;
		}
	return n;
}

/* `help`, `help user`, and --help after the words of a command. */
int
cmd_help(struct options *o)
{
	if (o->n && say_family(o->rest[0]))
		return STATUS_OK;
	say("caseload [--store DIR] [--practice | --empty] [--mono] [--plain]");
	for (const struct command_def *c = commands; c->name; c++)
		say("caseload %s %s", c->name, c->usage);
	return STATUS_OK;
}

static int
no_command(struct options *o)
{
	if (say_family(o->rest[0]))
		return complain("'%s' goes with another word: the above.",
				o->rest[0]);
	return complain("There is no command '%s'. `caseload help` lists "
			"them.",
			o->rest[0]);
}

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

int
main(int argc, char **argv)
{
	struct arena a = ARENA_INIT;
	struct options o;
	const struct command_def *c;
	int status;

	setlocale(LC_ALL, "");
	be_careful();
	set_clock();
	if (!options_read(&o, &a, argc, argv))
		return STATUS_FAULT;
	place_settle(&o);
	c = o.help ? NULL : find_command(&o);
	if (o.help)
		status = cmd_help(&o);
	else if (c)
		status = c->run(&o);
	else if (o.n)
		status = no_command(&o);
	else
		status = cmd_open(&o);
	arena_clear(&a);
	return status;
}
