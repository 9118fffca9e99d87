/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Looking after the store: info, check, rebuild, backup, restore, tick, audit.
 */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/app.h"
#include "casework/keep.h"
#include "casework/work.h"
#include "store/log.h"

/* A new store whose administrator is LOGIN: on a server root makes it, in an
 * account of one's own oneself. */
int
cmd_store_make(struct options *o)
{
	const char *dir = store_path(o);
	const char *login = o->n ? o->rest[0] : login_name(o->arena);
	struct store *st = NULL;
	enum err e;

	if (on_server() && getuid() != 0)
		return complain("Only root makes the store of a server.");
	e = store_open(&st, dir, 0);
	store_close(&st);
	if (e != ERR_NOT_FOUND)
		return complain("%s holds a store already.", dir);
	if (!app_make_store(o, dir, login, &st))
		return STATUS_FAULT;
	store_close(&st);
	say("A store in %s; %s is its administrator.", dir, login);
	return STATUS_OK;
}

int
cmd_store_info(struct options *o)
{
	struct opened in;
	struct engine_info info;
	struct txn *t;
	uint64_t log;

	if (!app_open_as_keeper(o, &in))
		return STATUS_FAULT;
	store_info(in.store, &info);
	t = txn_begin_read(in.store);
	log = log_last(t);
	txn_abort(t);
	say("Store     %s", store_dir(in.store));
	say("Format    %d", STORE_FORMAT);
	say("Engine    %s, %llu entries", info.name,
	    (unsigned long long)info.entries);
	say("Size      %.1f MB used of a map of %.1f MB",
	    (double)info.bytes_used / 1e6, (double)info.bytes_mapped / 1e6);
	say("Readers   %u of %u", info.readers, info.readers_max);
	say("Log       %llu entries", (unsigned long long)log);
	app_close(&in);
	return STATUS_OK;
}

static void
show_progress(uint64_t done, void *ctx)
{
	(void)ctx;
	progress_line("Records", done, 0);
}

/* It opened, so it is of no newer format: a record may still be. */
static int
complain_unread(enum err e, const char *dir)
{
	if (e == ERR_NEWER)
		return complain("Records of the store in %s cannot be read: "
				"they are damaged, or a newer version of "
				"caseload wrote them. Install that version, or "
				"bring back a backup beside it: caseload "
				"restore BACKUP --store DIR.",
				dir);
	complain_store(e, dir);
	return STATUS_FAULT;
}

/* Of what the engine did not survive: nothing that is there is lost by it. */
static int
apart(struct options *o, int (*run)(struct options *o))
{
	enum apart end;
	int status = run_apart(o, run, &end);

	if (end == APART_DIED)
		complain_store(ERR_CORRUPT, store_path(o));
	if (end == APART_STOPPED)
		complain("Stopped as asked, before the end.");
	return status;
}

static int
check_store(struct options *o)
{
	struct opened in;
	struct store_checked sum;
	struct buf out = BUF_INIT;
	enum err e;

	if (!app_open_as_keeper(o, &in))
		return STATUS_FAULT;
	e = store_check(in.store, &out, &sum, show_progress, NULL);
	progress_end();
	if (out.n)
		say_text(out.s);
	buf_clear(&out);
	app_close(&in);
	if (e == ERR_CORRUPT || e == ERR_NEWER)
		return complain_unread(e, store_path(o));
	if (e != ERR_OK)
		return complain_err(e, "The store could not be checked");
	say("%llu people, %llu cases, %llu child records, %llu others; "
	    "%llu index entries; %llu log entries.",
	    (unsigned long long)sum.people, (unsigned long long)sum.cases,
	    (unsigned long long)sum.children, (unsigned long long)sum.others,
	    (unsigned long long)sum.index_entries,
	    (unsigned long long)sum.log_entries);
	if (sum.faults == 0) {
		say("Everything agrees.");
		return STATUS_OK;
	}
	say("%llu fault%s. `caseload store rebuild` makes the indexes anew; "
	    "a backup helps with records.",
	    (unsigned long long)sum.faults, sum.faults == 1 ? "" : "s");
	return STATUS_PARTLY;
}

int
cmd_store_check(struct options *o)
{
	return apart(o, check_store);
}

static int
rebuild_store(struct options *o)
{
	struct opened in;
	uint64_t n = 0;
	enum err e;

	if (!app_open_as_keeper(o, &in))
		return STATUS_FAULT;
	e = store_rebuild(in.store, &n, show_progress, NULL);
	progress_end();
	app_close(&in);
	if (e == ERR_CORRUPT || e == ERR_NEWER || e == ERR_EXISTS)
		return complain_unread(e, store_path(o));
	if (e != ERR_OK)
		return complain_err(e, "The indexes could not be made anew");
	say("Indexes made anew from %llu records.", (unsigned long long)n);
	return STATUS_OK;
}

int
cmd_store_rebuild(struct options *o)
{
	return apart(o, rebuild_store);
}

static int
complain_damaged(void)
{
	return complain("The backup was not made: the store is damaged. "
			"`caseload store check` says what is; an older backup "
			"has it whole.");
}

static int
make_backup(struct options *o)
{
	struct store *st;
	enum err e;

	/* As it is: indexes that are behind need room that may not be there. */
	e = store_open(&st, store_path(o), 0);
	if (e != ERR_OK)
		return complain_store(e, store_path(o)), STATUS_FAULT;
	group_drop();
	e = store_backup(st, o->rest[0]);
	group_take();
	store_close(&st);
	if (e == ERR_EXISTS)
		return complain("%s is not empty. A backup goes into a new "
				"folder.",
				o->rest[0]);
	if (e == ERR_CORRUPT)
		return complain_damaged();
	if (e != ERR_OK)
		return complain_folder(e, o->rest[0],
				       "The backup was not made");
	say("Backed up to %s and verified.", o->rest[0]);
	return STATUS_OK;
}

/* In a folder where nothing was, nothing stays of a copy that died. */
static void
clear_up(const char *dir, bool was_free)
{
	if (was_free)
		store_forget_copy(dir);
}

int
cmd_backup(struct options *o)
{
	enum apart end;
	bool was_free;
	int status;

	if (o->n != 1)
		return complain("Name the folder to copy into: "
				"caseload backup DIR.");
	if (on_server() && getuid() != 0)
		return complain("Only root copies the store of a server.");
	group_drop();
	was_free = store_folder_free(o->rest[0]);
	group_take();
	status = run_apart(o, make_backup, &end);
	if (end == APART_ENDED)
		return status;
	group_drop();
	clear_up(o->rest[0], was_free);
	group_take();
	if (end == APART_STOPPED)
		return complain("Stopped as asked. No backup was made.");
	return complain_damaged();
}

static int
complain_bad_backup(const char *backup)
{
	return complain("The backup in %s is damaged, or was cut short when it "
			"was copied. Take another.",
			backup);
}

static int
restore_backup(struct options *o)
{
	const char *dir = store_path(o);
	enum err e;

	e = store_restore(o->rest[0], dir);
	if (e == ERR_EXISTS)
		return complain("%s holds a store already. Restore never "
				"writes over one: name an empty folder with "
				"--store.",
				dir);
	if (e == ERR_NOT_FOUND)
		return complain("There is no backup in %s.", o->rest[0]);
	if (e == ERR_CORRUPT)
		return complain_bad_backup(o->rest[0]);
	if (e == ERR_DENIED && access(o->rest[0], R_OK | X_OK) != 0)
		return complain("You may not read the backup in %s.",
				o->rest[0]);
	if (e != ERR_OK)
		return complain_folder(e, dir, "The backup was not restored");
	say("Restored into %s.", dir);
	return STATUS_OK;
}

int
cmd_restore(struct options *o)
{
	const char *dir = store_path(o);
	enum apart end;
	bool was_free;
	int status;

	if (o->n != 1)
		return complain("Name the backup's folder: "
				"caseload restore BACKUP --store DIR.");
	if (on_server() && getuid() != 0)
		return complain("Only root restores the store of a server.");
	was_free = store_folder_free(dir);
	status = run_apart(o, restore_backup, &end);
	if (end == APART_ENDED)
		return status;
	clear_up(dir, was_free);
	if (end == APART_STOPPED)
		return complain("Stopped as asked. Nothing was restored.");
	return complain_bad_backup(o->rest[0]);
}

int
cmd_tick(struct options *o)
{
	struct opened in;
	struct ticked t;
	enum err e;

	if (!app_open_as_keeper(o, &in))
		return STATUS_FAULT;
	e = work_tick(in.store, &t);
	app_close(&in);
	if (e != ERR_OK)
		return complain_err(e, "The tick stopped");
	say("%zu open cases looked at: %zu reminders, %zu escalations.",
	    t.looked_at, t.reminders, t.escalations);
	return STATUS_OK;
}

static int
verify_log(struct options *o)
{
	struct opened in;
	uint64_t count, bad;
	enum err e;

	if (!app_open_as_keeper(o, &in))
		return STATUS_FAULT;
	e = log_verify(in.store, &count, &bad);
	app_close(&in);
	if (e == ERR_CORRUPT) {
		say("Entry %llu does not fit the one before it: the log was "
		    "changed from there on.",
		    (unsigned long long)bad);
		return STATUS_PARTLY;
	}
	if (e != ERR_OK)
		return complain_err(e, "The log could not be read");
	say("The log is whole: %llu entries.", (unsigned long long)count);
	return STATUS_OK;
}

int
cmd_audit_verify(struct options *o)
{
	return apart(o, verify_log);
}

enum { AUDIT_USUAL = 1000, AUDIT_MOST = 1000000 };

static bool
read_last(const char *text, size_t *most)
{
	char *end;
	long n = strtol(text, &end, 10);

	*most = n > 0 && n <= AUDIT_MOST ? (size_t)n : 0;
	return *end == '\0' && *most > 0;
}

int
cmd_audit_show(struct options *o)
{
	struct opened in;
	struct audit_line *v;
	size_t n, most = AUDIT_USUAL;
	enum err e;

	if (o->n > 1)
		return complain("Name one person or case: caseload audit show "
				"[REFERENCE].");
	if (o->last && !read_last(o->last, &most))
		return complain("'%s' is not a number of entries from 1 to %d.",
				o->last, AUDIT_MOST);
	if (!app_open(o, &in))
		return STATUS_FAULT;
	e = audit_read(in.session, o->arena, o->n ? o->rest[0] : NULL, most, &v,
		       &n);
	for (size_t i = 0; e == ERR_OK && i < n; i++) {
		struct date d = clock_date_of(v[i].at);
		int m = clock_minutes_of(v[i].at);

		say("%s %02d:%02d:%02d  %-12s %-16s %-14s %s",
		    date_format(o->arena, d, DATE_ISO), m / 60, m % 60,
		    (int)(v[i].at % 60), v[i].who, v[i].from, v[i].act,
		    v[i].what);
	}
	app_close(&in);
	if (e == ERR_NOT_FOUND && o->n)
		return complain("There is no person or case %s that you may "
				"see.",
				o->rest[0]);
	if (e != ERR_OK)
		return complain_err(e, "The audit could not be shown");
	if (n == most)
		complain("These are the newest %zu entries; --last N shows N "
			 "of them.",
			 n);
	return STATUS_OK;
}
