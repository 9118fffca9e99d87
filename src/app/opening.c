/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Opening a store and a session for a command; making a new store.
 */
#include <errno.h>
#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "app/app.h"
#include "casework/keep.h"

static bool
is_file(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 ? !S_ISDIR(st.st_mode) : errno == ENOTDIR;
}

/* Is the file system read-only that dir is on, or would be made on? */
static bool
reads_only(const char *dir)
{
	char *above = xstrdup(dir);
	struct statvfs fs;
	bool found = statvfs(above, &fs) == 0;
	char *slash;

	while (!found && (slash = strrchr(above, '/')) != NULL) {
		*slash = '\0';
		found = statvfs(*above ? above : "/", &fs) == 0;
	}
	free(above);
	if (!found)
		found = statvfs(".", &fs) == 0;
	return found && (fs.f_flag & ST_RDONLY) != 0;
}

/* On a server nobody but root makes a store, and there is no other. */
static void
complain_none(const char *dir)
{
	if (on_server())
		complain("There is no store in %s. Ask whoever looks after it: "
			 "root brings back a backup, with caseload restore "
			 "BACKUP, or makes a new one, with caseload store make "
			 "LOGIN.",
			 dir);
	else
		complain("There is no store in %s. Run `caseload` to make one, "
			 "or name another with --store.",
			 dir);
}

bool
complain_store(enum err e, const char *dir)
{
	switch (e) {
	case ERR_NOT_FOUND:
		complain_none(dir);
		break;
	case ERR_INVALID:
		if (is_file(dir))
			complain("%s is a file. A store is a folder: name that "
				 "with --store.",
				 dir);
		else
			complain("%s lies on a network file system, where a "
				 "store can be damaged. Choose a folder on a "
				 "local disk.",
				 dir);
		break;
	case ERR_NEWER:
		complain("The store in %s was written by a newer version of "
			 "caseload. Install that version to open it.",
			 dir);
		break;
	case ERR_DENIED:
		if (reads_only(dir))
			complain("%s is on a file system where nothing can be "
				 "written, and a store is written to even when "
				 "it is read. Bring it elsewhere: caseload "
				 "restore %s --store DIR.",
				 dir, dir);
		else
			complain("You may not open the store in %s. Ask "
				 "whoever looks after it.",
				 dir);
		break;
	case ERR_EXISTS:
		complain("Somebody else is making the indexes of the store in "
			 "%s anew just now. Try again in a few minutes.",
			 dir);
		break;
	case ERR_CORRUPT:
		complain("The store in %s is damaged where it cannot be read. "
			 "Bring back a backup beside it: caseload restore "
			 "BACKUP --store DIR.",
			 dir);
		break;
	default:
		complain_err(e, "The store could not be opened");
	}
	return false;
}

int
complain_forms(enum err e, const char *path, const struct form_source *files,
	       size_t n)
{
	const char *why = e == ERR_DENIED    ? "it is not yours to read"
			  : e == ERR_INVALID ? "it is a folder"
					     : "there is nothing behind its "
					       "name, or the disk has a fault";

	return complain("%s%s%s cannot be read: %s.", path, n ? "/" : "",
			n ? files[n - 1].name : "", why);
}

int
complain_folder(enum err e, const char *dir, const char *doing)
{
	if (e == ERR_NOT_FOUND)
		return complain("%s: there is no folder in which %s could be "
				"made.",
				doing, dir);
	if (e == ERR_INVALID && is_file(dir))
		return complain("%s: %s is a file. Name a folder.", doing, dir);
	if (e == ERR_INVALID)
		return complain("%s: %s lies on a network file system, where a "
				"store can be damaged. Choose a folder on a "
				"local disk.",
				doing, dir);
	if (e == ERR_DENIED && reads_only(dir))
		return complain("%s: %s is on a file system where nothing can "
				"be written.",
				doing, dir);
	if (e == ERR_DENIED)
		return complain("%s: you may not write in %s.", doing, dir);
	return complain_err(e, doing);
}

static void
show_progress(uint64_t done, void *ctx)
{
	(void)ctx;
	progress_line("Records", done, 0);
}

/* Once, after an update, or after a first import or a rebuild that was killed:
 * the indexes as this version keeps them. */
static enum err
follow_version(struct store *st)
{
	bool behind;
	uint64_t n;
	enum err e;

	TRY(store_is_behind(st, &behind));
	if (!behind)
		return ERR_OK;
	if (store_being_rebuilt(st))
		return ERR_EXISTS;
	complain("The indexes of this store are an older version's, or making "
		 "them was cut off. They are made anew, once; that can take "
		 "a few minutes.");
	e = store_rebuild(st, &n, show_progress, NULL);
	progress_end();
	return e;
}

bool
app_open_store(struct options *o, struct opened *out)
{
	const char *dir = store_path(o);
	enum err e;

	*out = (struct opened){ 0 };
	e = store_open(&out->store, dir, 0);
	if (e == ERR_OK)
		e = follow_version(out->store);
	if (e != ERR_OK)
		store_close(&out->store);
	return e == ERR_OK || complain_store(e, dir);
}

bool
app_open(struct options *o, struct opened *out)
{
	enum err e;

	if (!app_open_store(o, out))
		return false;
	e = session_open(&out->session, out->store, login_name(o->arena),
			 login_from(o->arena));
	if (e == ERR_OK)
		return true;
	if (e == ERR_NOT_FOUND)
		complain("%s is not a user of this store. Its administrator "
			 "can add you: caseload user add %s.",
			 login_name(o->arena), login_name(o->arena));
	else if (e == ERR_INVALID)
		complain("No forms are published in this store. Its "
			 "administrator runs: caseload forms publish.");
	else
		complain_err(e, "The session could not be opened");
	app_close(out);
	return false;
}

bool
app_open_as_keeper(struct options *o, struct opened *out)
{
	if (!on_server() || getuid() == 0)
		return app_open_store(o, out);
	if (!app_open(o, out))
		return false;
	if (user_may_keep(out->session) == ERR_OK)
		return true;
	complain("That is for the store's administrator, or for root.");
	app_close(out);
	return false;
}

void
app_close(struct opened *o)
{
	session_close(&o->session, false);
	store_close(&o->store);
}

/* The folders above the store; the store makes its own. */
static void
make_above(struct arena *a, const char *dir)
{
	char *p = arena_strdup(a, dir);

	for (char *slash = strchr(p + 1, '/'); slash;
	     slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		mkdir(p, 0700);
		*slash = '/';
	}
}

static const char *
full_name(struct arena *a, const char *login)
{
	const struct passwd *pw = getpwnam(login);
	size_t n = pw && pw->pw_gecos ? strcspn(pw->pw_gecos, ",") : 0;

	return n ? arena_strndup(a, pw->pw_gecos, n) : login;
}

/* The forms that a new store begins with; false: they cannot be read, or are
 * not whole, and a sentence has been printed. */
static bool
read_forms(struct options *o, struct form_source **files, size_t *n)
{
	struct problems p;
	struct form_set *set = NULL;
	struct buf faults = BUF_INIT;
	enum err e;

	group_drop();
	e = form_read_dir(o->arena, forms_path(o), files, n);
	group_take();
	if (e == ERR_NOT_FOUND)
		return complain_no_forms(o), false;
	if (e != ERR_OK)
		return complain_forms(e, forms_path(o), *files, *n), false;
	problems_init(&p, o->arena);
	e = form_set_load(&set, *files, *n, &p);
	form_set_free(&set);
	if (e == ERR_OK)
		return true;
	problems_print(&p, &faults);
	if (faults.n)
		say_text(faults.s);
	buf_clear(&faults);
	complain("No store was made: the forms in %s are not whole. Put these "
		 "faults right first.",
		 forms_path(o));
	return false;
}

static enum err
make_store(struct options *o, const char *dir, const char *login,
	   const struct form_source *files, size_t n, struct store **out)
{
	struct problems p;

	problems_init(&p, o->arena);
	TRY(store_open(out, dir, STORE_CREATE));
	TRY(forms_publish(*out, NULL, files, n, &p));
	return store_make_admin(*out, login, full_name(o->arena, login),
				!on_server() && geteuid() == getuid() &&
					strcmp(dir, SERVER_STORE) != 0);
}

bool
app_make_store(struct options *o, const char *dir, const char *login,
	       struct store **out)
{
	struct form_source *files;
	size_t n;
	enum err e;

	*out = NULL;
	if (!read_forms(o, &files, &n))
		return false;
	group_drop();
	make_above(o->arena, dir);
	group_take();
	e = make_store(o, dir, login, files, n, out);
	if (e == ERR_OK)
		return true;
	store_close(out);
	complain_folder(e, dir, "The store was not made");
	return false;
}
