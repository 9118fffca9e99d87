/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Where things are, and who is asking.
 */
#include <pwd.h>
#include <stdlib.h>
#include <string.h>
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
	struct stat st;

	if (o->store)
		return o->store;
	if (env && env[0])
		return env;
	/* Installed for a site: its folder is there and belongs to our group. */
	if (getegid() != getgid() && stat(SERVER_STORE, &st) == 0)
		return SERVER_STORE;
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

static gid_t taken;

void
group_drop(void)
{
	taken = getegid();
	if (setegid(getgid()) != 0)
		report("the group could not be put down");
}

void
group_take(void)
{
	if (setegid(taken) != 0)
		report("the group could not be taken up");
}
