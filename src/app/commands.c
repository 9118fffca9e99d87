/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Every command: how it is called, what it does, which options it takes.  The
 * usage, --help and what is refused are made from this table; a test holds
 * the manual page against it.
 */
#include <string.h>

#include "app/app.h"

static const struct option_text everywhere[] = {
	{ "--store DIR", "use the store in this folder" },
	{ "--practice", "use the practice store" },
	{ "--empty", "make a new store without asking about practice" },
	{ "--mono", "no colour" },
	{ "--plain", "no attributes, rules or previews" },
	{ NULL, NULL },
};

static const struct option_text of_forms[] = {
	{ "--forms DIR", "take the forms from this folder" },
	{ NULL, NULL },
};

static const struct option_text of_check[] = {
	{ "--strict", "a warning counts as an error" },
	{ "--store DIR", "also say what they would do to its records" },
	{ "--forms DIR", "take the forms from this folder" },
	{ NULL, NULL },
};

static const struct option_text of_eval[] = {
	{ "--form NAME", "with the fields of this form" },
	{ "--set NAME=VALUE", "one of them, any number of times" },
	{ "--file FILE", "each line of the file instead of EXPR" },
	{ "--forms DIR", "take the forms from this folder" },
	{ NULL, NULL },
};

static const struct option_text of_user_add[] = {
	{ "--admin", "may also add users and publish forms" },
	{ NULL, NULL },
};

static const struct option_text of_user_role[] = {
	{ "--until DATE", "to the end of this day; none: without an end" },
	{ NULL, NULL },
};

static const struct option_text of_practice[] = {
	{ "--people N", "so many invented people" },
	{ "--seed S", "the same seed gives the same people" },
	{ "--forms DIR", "take the forms from this folder" },
	{ NULL, NULL },
};

static const struct option_text of_audit[] = {
	{ "--last N", "the newest N entries; 1000 otherwise" },
	{ NULL, NULL },
};

static const struct option_text of_match[] = {
	{ "--sweep", "compare everybody with everybody" },
	{ "--bits N", "pairs with at least so many bits; 3 otherwise" },
	{ "--format csv", "three columns: person, person, bits" },
	{ "--commit", "put pairs of 7 bits or more before the data steward" },
	{ NULL, NULL },
};

static const struct option_text of_import[] = {
	{ "--commit", "write; without it nothing is written but the report" },
	{ "--name NAME",
	  "what standard input is called in report and rejects" },
	{ "--rejects FILE", "rejected rows that were put right" },
	{ "--undo BATCH", "put back what a batch set, withdraw what it made" },
	{ "--list", "what has been imported" },
	{ "--show BATCH", "one of these" },
	{ "--list-charsets", "every encoding that a map may name" },
	{ NULL, NULL },
};

static const struct option_text of_export[] = {
	{ "--format csv|jsonl", "CSV, or one JSON object a line" },
	{ "--charset NAME", "instead of UTF-8" },
	{ "--delimiter comma|semicolon|tab|pipe", "what parts the columns" },
	{ "--columns A,B", "only these, in this order" },
	{ "--widths N,N", "each of --columns in so many characters" },
	{ "--raw", "cells that begin as a formula stay as they are" },
	{ "--map MAP", "also write the map that reads the file back" },
	{ "--reason TEXT", "why, for the log" },
	{ NULL, NULL },
};

const struct command_def commands[] = {
	{ "forms check", "[--strict] [--store DIR] [DIR|FILE...]",
	  "List each fault of forms with its file, line and column.", of_check,
	  cmd_forms_check },
	{ "forms list", "",
	  "List the forms with their programme, kind and version.", of_forms,
	  cmd_forms_list },
	{ "forms show", "NAME",
	  "Show a form, list or role as caseload understands it.", of_forms,
	  cmd_forms_show },
	{ "forms usage", "NAME", "Say where a name is used.", of_forms,
	  cmd_forms_usage },
	{ "forms eval",
	  "[--form NAME] [--set NAME=VALUE]... EXPR\n"
	  "[--form NAME] [--set NAME=VALUE]... --file FILE",
	  "Work out an expression of the form language.", of_eval,
	  cmd_forms_eval },
	{ "forms publish", "[DIR]",
	  "Publish forms into the store. Forms that would lose answers are "
	  "refused.",
	  of_forms, cmd_forms_publish },
	{ "forms set", "[NAME CODE]",
	  "Give a setting, which the forms name, its value at this site; or "
	  "list them.",
	  NULL, cmd_forms_set },
	{ "user add", "[--admin] LOGIN [NAME]",
	  "Let the person with this login use the store; or, with --admin, make "
	  "a user an administrator.",
	  of_user_add, cmd_user_add },
	{ "user list", "", "List the users with their roles.", NULL,
	  cmd_user_list },
	{ "user role", "LOGIN ROLE PROGRAMME [--until DATE]",
	  "Give a role in a programme, or with '*' in all of them.",
	  of_user_role, cmd_user_role },
	{ "user end", "LOGIN [ROLE PROGRAMME]",
	  "End everything that a user may do, or one role. What they wrote "
	  "stays.",
	  NULL, cmd_user_end },
	{ "user lock", "LOGIN|'*' MINUTES",
	  "How long a user's screen may stay open without a key.", NULL,
	  cmd_user_lock },
	{ "store make", "[LOGIN]",
	  "Make an empty store with the shipped forms.", of_forms,
	  cmd_store_make },
	{ "store info", "",
	  "Print where the store is, how large it is and how many read it.",
	  NULL, cmd_store_info },
	{ "store check", "", "Prove that records, indexes and log agree.", NULL,
	  cmd_store_check },
	{ "store rebuild", "", "Make every index again from the records.", NULL,
	  cmd_store_rebuild },
	{ "audit verify", "",
	  "Walk the log and name the first entry that does not fit.", NULL,
	  cmd_audit_verify },
	{ "audit show", "[REFERENCE] [--last N]",
	  "Print who did what, from where and when, the newest first; with a "
	  "reference, about that person or case.",
	  of_audit, cmd_audit_show },
	{ "backup", "DIR",
	  "Copy the store into a new folder while people work in it, and "
	  "verify the copy.",
	  NULL, cmd_backup },
	{ "restore", "BACKUP",
	  "Make a store, named with --store, from a backup. It never writes "
	  "over one.",
	  NULL, cmd_restore },
	{ "tick", "", "Do what falls due with time. To be run each night.",
	  NULL, cmd_tick },
	{ "practice", "[--people N] [--seed S]",
	  "Fill a new practice store, named with --store, with invented "
	  "people.",
	  of_practice, cmd_practice },
	{ "match",
	  "PERSON\n"
	  "--sweep [--bits N] [--format csv] [--commit]",
	  "Who may be recorded as the same person, with what speaks for it "
	  "and against it.",
	  of_match, cmd_match },
	{ "import",
	  "MAP FILE [--commit]\n"
	  "MAP - [--name NAME] [--commit]\n"
	  "MAP --rejects FILE [--commit]\n"
	  "--list\n"
	  "--show BATCH\n"
	  "--undo BATCH\n"
	  "--list-charsets",
	  "Read the rows of a partner's file by a map, check them, match the "
	  "people, and report what each row would do. Rejected rows go to "
	  "FILE.rej.csv, the report to FILE.report.txt.\n"
	  "It exits with 0 when every row was taken, 1 when some were "
	  "rejected or wait, 2 when nothing was done, 3 when the counts do "
	  "not add up.",
	  of_import, cmd_import },
	{ "export",
	  "FORM [people] [FILE] [--format csv|jsonl] [--charset NAME] "
	  "[--delimiter comma|semicolon|tab|pipe] [--raw] [--columns A,B] "
	  "[--widths N,N] [--map MAP] [--reason TEXT]",
	  "Write the records of a form that you may see, to a new file or to "
	  "standard output.",
	  of_export, cmd_export },
	{ "sheet", "REFERENCE NAME",
	  "Print what a sheet of a case tells, for somebody outside who is to "
	  "know that and no more. `forms show' has the names of the sheets.",
	  NULL, cmd_sheet },
	{ "help", "[COMMAND]", "How the commands are called; or one of them.",
	  NULL, cmd_help },
	{ "version", "", "Print the version.", NULL, cmd_version },
	{ NULL, NULL, NULL, NULL, NULL }
};

/* --- found --------------------------------------------------------------------- */

/* How many of the words are the command's name; 0: it is another. */
static size_t
words_of(const struct command_def *c, const char *const *words, size_t n)
{
	const char *space = strchr(c->name, ' ');
	size_t first = space ? (size_t)(space - c->name) : strlen(c->name);

	if (n < 1 || strlen(words[0]) != first ||
	    strncmp(words[0], c->name, first) != 0)
		return 0;
	if (!space)
		return 1;
	return n > 1 && strcmp(words[1], space + 1) == 0 ? 2 : 0;
}

const struct command_def *
command_find(struct options *o)
{
	for (const struct command_def *c = commands; c->name; c++) {
		size_t n = words_of(c, o->rest, o->n);

		if (!n)
			continue;
		o->rest += n;
		o->n -= n;
		return c;
	}
	return NULL;
}

/* --- options that it takes -------------------------------------------------------- */

static bool
names(const struct option_text *t, const char *option)
{
	size_t n = strlen(option);

	for (; t && t->option; t++)
		if (strncmp(t->option, option, n) == 0 &&
		    (t->option[n] == ' ' || !t->option[n]))
			return true;
	return false;
}

bool
command_takes(const struct command_def *c, const struct options *o)
{
	const char *name = c ? c->name : "";
	const char *space = c ? " " : "";

	if (c && !*c->usage && o->n)
		return complain("`caseload %s` goes with no other word, such "
				"as '%s'.",
				name, o->rest[0]),
		       false;
	for (size_t i = 0; i < o->n_given; i++) {
		if (names(everywhere, o->given[i]) ||
		    names(c ? c->options : NULL, o->given[i]) ||
		    strcmp(o->given[i], "--forms") == 0)
			continue;
		complain("`caseload%s%s` takes no %s. `caseload%s%s --help` "
			 "tells what it takes.",
			 space, name, o->given[i], space, name);
		return false;
	}
	return true;
}

/* --- help -------------------------------------------------------------------------- */

static void
say_usage(const struct command_def *c)
{
	const char *p = c->usage;

	do {
		size_t n = strcspn(p, "\n");

		say("caseload %s%s%.*s", c->name, n ? " " : "", (int)n, p);
		p += n + (p[n] == '\n');
	} while (*p);
}

static void
say_options(const struct option_text *t)
{
	int wide = 0;

	for (const struct option_text *p = t; p->option; p++)
		if ((int)strlen(p->option) > wide)
			wide = (int)strlen(p->option);
	for (; t->option; t++)
		say("  %-*s  %s", wide, t->option, t->text);
}

static void
say_help(const struct command_def *c)
{
	say_usage(c);
	say_text("\n");
	say_text(c->what);
	if (c->options) {
		say_text("\n");
		say_options(c->options);
	}
	say_text("\nThe manual page, caseload(1), says more.\n");
}

static int
say_all(void)
{
	say("caseload [--store DIR] [--practice | --empty] [--mono] [--plain]");
	for (const struct command_def *c = commands; c->name; c++)
		say_usage(c);
	say_text("\n");
	say_options(everywhere);
	say_text("\n`caseload COMMAND --help` tells of one of them.\n");
	return STATUS_OK;
}

/* `caseload user --help`: all that begin so. */
static bool
say_group(const char *word)
{
	size_t n = strlen(word);
	bool some = false;

	for (const struct command_def *c = commands; c->name; c++)
		if (strncmp(c->name, word, n) == 0 && c->name[n] == ' ') {
			say_usage(c);
			some = true;
		}
	return some;
}

int
command_missing(const struct options *o)
{
	if (say_group(o->rest[0]))
		return complain("'%s' goes with another word: the above.",
				o->rest[0]);
	return complain("There is no command '%s'. `caseload help` lists them.",
			o->rest[0]);
}

int
cmd_help(struct options *o)
{
	const struct command_def *c;

	if (o->n == 0)
		return say_all();
	c = command_find(o);
	if (c)
		say_help(c);
	else if (!say_group(o->rest[0]))
		return command_missing(o);
	return STATUS_OK;
}
