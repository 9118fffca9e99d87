/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Where things are, and who is asking.
 */
#include <errno.h>
#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/app.h"

static const char *
home_folder(struct arena *a)
{
	const struct passwd *pw = getpwuid(getuid());
	const char *home = secure_getenv("HOME");

	if (home && home[0] == '/')
		return home;
	return pw ? arena_strdup(a, pw->pw_dir) : "/";
}

const char *
store_path(const struct options *o)
{
	struct arena *a = o->arena;
	const char *env = secure_getenv("CASELOAD_STORE");
	const char *data = secure_getenv("XDG_DATA_HOME");

	if (on_server())
		return SERVER_STORE;
	if (o->store)
		return o->store;
	if (env && env[0])
		return env;
	if (!data || data[0] != '/')
		data = arena_printf(a, "%s/.local/share", home_folder(a));
	return arena_printf(a, "%s/caseload/%s", data,
			    o->practice ? "practice" : "store");
}

/* Run from the build tree, the tree's forms; else those installed. */
const char *
forms_path(const struct options *o)
{
	const char *env = secure_getenv("CASELOAD_FORMS");
	char exe[4096];
	ssize_t n;

	if (o->forms)
		return o->forms;
	if (env && env[0])
		return env;
	n = readlink("/proc/self/exe", exe, sizeof(exe) - 1);
	exe[n > 0 ? n : 0] = '\0';
	if (strncmp(exe, TREE_BUILD_DIR "/", sizeof(TREE_BUILD_DIR)) == 0)
		return TREE_FORMS_DIR;
	return FORMS_DIR;
}

const char *
login_name(struct arena *a)
{
	const struct passwd *pw = getpwuid(getuid());

	return pw ? arena_strdup(a, pw->pw_name)
		  : arena_printf(a, "uid-%u", (unsigned)getuid());
}

const char *
login_from(struct arena *a)
{
	const char *ssh = getenv("SSH_CONNECTION");
	const char *tty = ttyname(STDIN_FILENO);
	size_t n;

	if (ssh && ssh[0]) {
		n = strcspn(ssh, " ");
		return arena_strndup(a, ssh, n < 64 ? n : 64);
	}
	return tty ? arena_strdup(a, tty) : "no terminal";
}

/* --- the group that setgid gives ---------------------------------------------- */

static gid_t taken;
static bool kept; /* the group, for the site's store */

/* To go on with a group that was to be put down would open the user's file
 * with the site's rights: better not to go on. */
static void
group_failed(void)
{
	report("the group could not be changed: %s", strerror(errno));
	abort();
}

/* The kernel allows core files again whenever the group changes. */
static void
no_dump(void)
{
	prctl(PR_SET_DUMPABLE, 0);
}

void
group_drop(void)
{
	taken = getegid();
	if (setegid(getgid()) != 0)
		group_failed();
	no_dump();
}

void
group_take(void)
{
	if (setegid(taken) != 0)
		group_failed();
	no_dump();
}

static void
group_leave(void)
{
	const gid_t own = getgid();

	if (setresgid(own, own, own) != 0)
		group_failed();
	no_dump();
}

bool
on_server(void)
{
	return kept;
}

/* What the user's environment may say to libraries: where terminals are
 * described, by files that they read while they hold the group. */
static void
forget_environment(void)
{
	static const char *const names[] = {
		"HOME",	   "TERMINFO", "TERMINFO_DIRS",
		"TERMCAP", "TERMPATH", "NCURSES_TRACE",
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		unsetenv(names[i]);
}

static bool
is_server_store(const char *dir)
{
	struct stat a, b;

	return stat(dir, &a) == 0 && stat(SERVER_STORE, &b) == 0 &&
	       a.st_dev == b.st_dev && a.st_ino == b.st_ino;
}

void
place_settle(const struct options *o)
{
	const char *dir = o->store ? o->store : SERVER_STORE;

	kept = getegid() != getgid() && !o->practice && is_server_store(dir);
	if (kept)
		forget_environment();
	else if (getegid() != getgid())
		group_leave();
}
