/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * app.h - what the subcommands share: options, the store, standard output.
 *
 * A subcommand is a function in a table; it takes the words after its name
 * and returns the exit status.  Output for people goes through say().
 */
#ifndef APP_APP_H
#define APP_APP_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "base/arena.h"
#include "base/buf.h"
#include "casework/session.h"
#include "form/load.h"
#include "store/store.h"

enum status {
	STATUS_OK = 0,
	STATUS_PARTLY = 1,
	STATUS_FAULT = 2,
	STATUS_BROKEN = 3
};

/* Options that any subcommand may take; words that are none stay in rest. */
struct options {
	const char *store; /* --store DIR */
	const char *forms; /* --forms DIR */
	bool practice, mono, plain, commit, strict, admin, empty;
	bool list, charsets, raw, sweep, help;
	const char *until, *file, *form, *name, *rejects, *people, *seed;
	const char *undo, *show, *format, *charset, *delimiter, *columns, *map,
		*reason, *widths, *bits, *last;
	const char **set; /* --set NAME=VALUE, any number */
	size_t n_set;
	const char **given; /* the options by their names, `--commit` */
	size_t n_given;
	const char **rest;
	size_t n;
	struct arena *arena;
};

/* False: an option that is not known (a sentence has been printed). */
bool options_read(struct options *o, struct arena *a, int argc, char **argv);

/* An option with its value, and what it is for. */
struct option_text {
	const char *option, *text;
};
struct command_def {
	const char *name;  /* "forms check" */
	const char *usage; /* words after it, a line for each way */
	const char *what;  /* that it does, in sentences */
	const struct option_text *options; /* ended by NULL; or NULL */
	int (*run)(struct options *o);
};
extern const struct command_def commands[]; /* ended by a NULL name */
/* The command that the first words name; takes them off rest.  NULL. */
const struct command_def *command_find(struct options *o);
/* Says that the words name no command, or which they may go on to. */
int command_missing(const struct options *o);
/* Does it (NULL: the program without a command) take the options that were
 * given?  False: a sentence was said. */
bool command_takes(const struct command_def *c, const struct options *o);

/* Folders: the store's (by option, environment, or the user's own data
 * folder) and the forms shipped with the program. In a. */
const char *store_path(const struct options *o);
const char *forms_path(const struct options *o);

/* Who the kernel says is running this, and from where (as claimed). */
const char *login_name(struct arena *a);
const char *login_from(struct arena *a);

/* A line to standard output, made safe for a terminal; a sentence to standard
 * error about what went wrong. */
void say(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
void say_text(const char *text); /* several lines */
/* The same into a file that people will look at on a terminal. */
void write_safe(FILE *to, const char *text);
int complain(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
/* All that was said is out, or nobody wants to have it any more; false: it
 * could not be written, which has been said. */
bool said_all(void);
/* The sentence for an error, and its exit status. */
int complain_err(enum err e, const char *doing);
/* Why a file of the user's could not be written, to stand behind a colon: from
 * an errno. */
const char *why_unwritten(int number);
/* Why forms could not be read: the last of the files, or path itself. */
int complain_forms(enum err e, const char *path,
		   const struct form_source *files, size_t n);
/* Why the store in dir could not be opened: false. */
bool complain_store(enum err e, const char *dir);
/* Why a store, or a copy of one, could not be made in the folder dir. */
int complain_folder(enum err e, const char *dir, const char *doing);
/* That the folder of the forms holds none, and how to name another. */
int complain_no_forms(const struct options *o);

/* Open the store, and a session of the user; both closed by app_close().  A
 * sentence has been printed when false. */
struct opened {
	struct store *store;
	struct session *session;
};
bool app_open_store(struct options *o, struct opened *out);
bool app_open(struct options *o, struct opened *out);
/* For what looks after the store as a whole: where many share one, root and
 * the administrator alone; another's try is logged.  session may be NULL. */
bool app_open_as_keeper(struct options *o, struct opened *out);
/* The command in a process of its own, for what the engine may not survive.
 * Returns its status; one that died, or was stopped by a signal, has said
 * nothing of it. */
enum apart { APART_ENDED, APART_DIED, APART_STOPPED };
int run_apart(struct options *o, int (*run)(struct options *o),
	      enum apart *end);
void app_close(struct opened *o);
/* Publish the shipped forms into a new store and make the user its
 * administrator.  A sentence has been printed when false; nothing is made
 * where the forms are not there or not whole. */
bool app_make_store(struct options *o, const char *dir, const char *login,
		    struct store **out);
/*
 * Installed for a site, the program runs under a group of its own, which
 * alone reaches the site's store.  place_settle() is called before anything
 * is opened: for every other store (--store, --practice, none made for a
 * site) it gives the group up for good, since a folder of the user's choice
 * may hold anything.  on_server(): the group was kept.
 */
#define SERVER_STORE "/var/lib/caseload"
void place_settle(const struct options *o);
bool on_server(void);

/* Put down what setgid gave before a file that the user names is opened;
 * taken up again afterwards.  They end the program rather than fail. */
void group_drop(void);
void group_take(void);

/* One progress line on a terminal, at most twice a second. */
void progress_line(const char *what, uint64_t done, uint64_t of);
void progress_end(void);

int cmd_open(struct options *o);
int cmd_forms_check(struct options *o);
int cmd_forms_list(struct options *o);
int cmd_forms_show(struct options *o);
int cmd_forms_usage(struct options *o);
int cmd_forms_eval(struct options *o);
int cmd_forms_publish(struct options *o);
int cmd_forms_set(struct options *o);
int cmd_user_add(struct options *o);
int cmd_user_list(struct options *o);
int cmd_user_role(struct options *o);
int cmd_user_end(struct options *o);
int cmd_user_lock(struct options *o);
int cmd_store_make(struct options *o);
int cmd_store_info(struct options *o);
int cmd_store_check(struct options *o);
int cmd_store_rebuild(struct options *o);
int cmd_backup(struct options *o);
int cmd_restore(struct options *o);
int cmd_audit_verify(struct options *o);
int cmd_audit_show(struct options *o);
int cmd_tick(struct options *o);
int cmd_practice(struct options *o);
int cmd_import(struct options *o);
int cmd_export(struct options *o);
int cmd_sheet(struct options *o);
int cmd_match(struct options *o);
int cmd_help(struct options *o);
int cmd_version(struct options *o);

#endif
