/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Opening a store and a session for a command; making a new store.
 */
#include <pwd.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/app.h"
#include "casework/keep.h"

static bool
store_complaint(enum err e, const char *dir)
{
	switch (e) {
	case ERR_NOT_FOUND:
		complain("There is no store in %s. Run `caseload` to make "
			 "one, or name another with --store.",
			 dir);
		break;
	case ERR_INVALID:
		complain("%s lies on a network file system, where a store can "
			 "be damaged. Choose a folder on a local disk.",
			 dir);
		break;
	case ERR_NEWER:
		complain("The store in %s was written by a newer version of "
			 "caseload. Install that version to open it.",
			 dir);
		break;
	case ERR_DENIED:
		complain("You may not open the store in %s. Ask whoever looks "
			 "after it.",
			 dir);
		break;
	default:
		complain_err(e, "The store could not be opened");
	}
	return false;
}

static void
show_progress(uint64_t done, void *ctx)
{
	(void)ctx;
	progress_line("Records", done, 0);
}

/* Once, after an update or a first import that was killed: the indexes as this
 * version keeps them. */
static enum err
follow_version(struct store *st)
{
	bool behind;
	uint64_t n;
	enum err e;

	TRY(store_is_behind(st, &behind));
	if (!behind)
		return ERR_OK;
	complain("The indexes of this store are an older version's, or a first "
		 "import was cut off. They are made anew, once; that can take "
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
	return e == ERR_OK || store_complaint(e, dir);
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
		return complain_err(e, "The forms could not be read"), false;
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
	if (e == ERR_NOT_FOUND)
		complain("The folder %s cannot be made. Name another with "
			 "--store.",
			 dir);
	else
		complain_err(e, "The store was not made");
	return false;
}
