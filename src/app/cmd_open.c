/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The full-screen application: first run, sign-in, and the way out.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/app.h"
#include "casework/practice.h"
#include "tty/tty.h"
#include "ui/screens.h"

#define PRACTICE_PEOPLE 60

/* The terminal and a ui on it; a sentence has been printed when false. */
static bool
take_terminal(struct options *o, struct tty **t)
{
	const struct tty_options to = { .mono = o->mono, .plain = o->plain };
	enum err e = tty_open(t, &to);

	if (e == ERR_OK)
		return true;
	if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO))
		complain("caseload fills a whole terminal, and there is none "
			 "here. `caseload help` lists the commands that need "
			 "none.");
	else
		complain("This kind of terminal (TERM) cannot be used full "
			 "screen. Set TERM to what you have, for example "
			 "xterm-256color.");
	return false;
}

/* Whoever sees it plainer than elsewhere is told why. */
static void
say_stand_in(struct ui *u, const struct tty *t)
{
	const char *stand_in = tty_stand_in(t);

	if (stand_in)
		ui_say(u,
		       "The terminal type %.20s is not known here: it is taken "
		       "for a %s.",
		       getenv("TERM"), stand_in);
}

/* --- first run -------------------------------------------------------------- */

/* Where each kind of store would be. */
static void
first_run_folders(struct options *o, const char *dirs[FIRST_RUN_KINDS])
{
	dirs[FIRST_RUN_EMPTY] = store_path(o);
	o->practice = true;
	dirs[FIRST_RUN_PRACTICE] = store_path(o);
	o->practice = false;
}

enum { CHOSE_NONE = -1, COULD_NOT_ASK = -2 };

/* Nothing is there yet: ask which kind of store to make. */
static int
ask_first_run(struct options *o)
{
	const char *dirs[FIRST_RUN_KINDS];
	struct tty *t;
	struct ui *u;
	int chosen = CHOSE_NONE;

	if (o->practice)
		return FIRST_RUN_PRACTICE;
	if (o->empty)
		return FIRST_RUN_EMPTY;
	if (!take_terminal(o, &t))
		return COULD_NOT_ASK;
	first_run_folders(o, dirs);
	u = ui_new(NULL, tty_rows(t), tty_cols(t));
	ui_ascii(u, tty_is_ascii(t));
	if (o->plain)
		ui_plain_always(u);
	ui_push(u, screen_first_run(u, dirs, &chosen));
	say_stand_in(u, t);
	if (tty_run(t, u) != TTY_END_QUIT)
		chosen = CHOSE_NONE;
	ui_free(&u);
	tty_close(&t);
	return chosen;
}

static bool
fill_practice(struct options *o, struct store *st)
{
	const struct practice_options p = { .people = PRACTICE_PEOPLE,
					    .seed = 1,
					    .owner = login_name(o->arena) };
	enum err e;

	say("Inventing %d people. It takes a few seconds.", PRACTICE_PEOPLE);
	e = practice_fill(st, &p);
	if (e != ERR_OK)
		complain_err(e, "The practice store was not filled");
	return e == ERR_OK;
}

/* A store made new, as was chosen.  False: none was, and with what status the
 * program ends. */
static bool
first_run(struct options *o, int *status)
{
	int chosen = ask_first_run(o);
	struct store *st = NULL;
	const char *dir;
	bool ok;

	*status = chosen == CHOSE_NONE ? STATUS_OK : STATUS_FAULT;
	if (chosen < 0)
		return false;
	if (chosen == FIRST_RUN_PRACTICE)
		o->practice = true;
	dir = store_path(o);
	if (chosen == FIRST_RUN_PRACTICE && store_open(&st, dir, 0) == ERR_OK) {
		store_close(&st); /* practised before: go on there */
		return true;
	}
	ok = app_make_store(o, dir, login_name(o->arena), &st) &&
	     (chosen != FIRST_RUN_PRACTICE || fill_practice(o, st));
	store_close(&st);
	return ok;
}

/* *held keeps it open: opening it again soon is then the cheaper. */
static bool
store_is_there(struct options *o, struct store **held)
{
	return store_open(held, store_path(o), 0) != ERR_NOT_FOUND;
}

/* --- at work ------------------------------------------------------------------ */

/* Is there something that the user was typing when they left? */
static bool
has_drafts(struct session *s)
{
	struct arena a = ARENA_INIT;
	struct draft_brief *d;
	size_t n = 0;
	bool some = draft_briefs(s, &a, &d, &n) == ERR_OK && n > 0;

	arena_clear(&a);
	return some;
}

static enum tty_end
work(struct options *o, struct tty *t, struct session *s)
{
	struct ui *u = ui_new(s, tty_rows(t), tty_cols(t));
	enum tty_end end;

	ui_ascii(u, tty_is_ascii(t));
	if (o->plain)
		ui_plain_always(u);
	ui_push(u, screen_home(u));
	if (has_drafts(s)) {
		struct screen *drafts = screen_welcome(u);

		if (drafts)
			ui_push(u, drafts);
	}
	say_stand_in(u, t);
	end = tty_run(t, u);
	ui_free(&u);
	return end;
}

int
cmd_open(struct options *o)
{
	struct store *held = NULL;
	struct opened in;
	struct tty *t;
	enum tty_end end;
	int status;
	bool opened;

	if (!store_is_there(o, &held)) {
		if (on_server())
			return complain("There is no store in %s yet. Root "
					"makes it: caseload store make LOGIN.",
					store_path(o));
		if (!first_run(o, &status))
			return status;
	}
	opened = app_open(o, &in);
	store_close(&held);
	if (!opened)
		return STATUS_FAULT;
	if (!take_terminal(o, &t)) {
		app_close(&in);
		return STATUS_FAULT;
	}
	end = work(o, t, in.session);
	tty_close(&t);
	session_close(&in.session, end == TTY_END_LOST || end == TTY_END_ASKED);
	store_close(&in.store);
	if (end == TTY_END_ASKED)
		say("caseload was told to end. What you typed is kept: start "
		    "it again to go on.");
	if (end == TTY_END_LOCKED)
		say("Locked. Nothing you typed was lost: start caseload again "
		    "to go on.");
	return STATUS_OK;
}
