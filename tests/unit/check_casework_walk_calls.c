/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The table: every function of include/casework that is given a session or an
 * edit, called with whatever can be asked of it, and all that comes back put
 * into words.  A function that is added there is added here: a new row, or
 * its name beside the walk that calls it.
 */
#include "check_casework_walk.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "casework/export.h"
#include "casework/import.h"
#include "casework/same.h"

/* --- finding --------------------------------------------------------------------- */

static void
walk_find(struct walking *w)
{
	struct found f;
	enum err e;

	for (size_t i = 0; i < w->about->n_texts; i++) {
		walk_begin_text(w, "find", w->about->texts[i]);
		e = find_people(w->s, &w->a, w->about->texts[i], FIND_MOST, &f);
		say(w, "%zu %d ", f.n, f.more);
		for (size_t k = 0; e == ERR_OK && k < f.n; k++)
			say_person(w, &f.people[k]);
		if (e == ERR_OK)
			e = find_logged(w->s, w->about->texts[i]);
		walk_end(w, e);
	}
}

static void
walk_about_nobody(struct walking *w)
{
	const struct form **v;
	size_t n;
	enum err e;

	walk_begin(w, "about nobody", 0);
	e = cases_about_nobody(w->s, &w->a, &v, &n);
	say_forms(w, (const struct form *const *)v, n);
	walk_end(w, e);
}

static void
walk_find_case(struct walking *w)
{
	for (size_t i = 0; i < w->about->n_texts; i++) {
		uint64_t id = 0;
		enum err e;

		walk_begin_text(w, "case", w->about->texts[i]);
		e = find_case(w->s, w->about->texts[i], &id);
		say(w, "%llu ", (unsigned long long)id);
		walk_end(w, e);
	}
}

static void
walk_alike(struct walking *w)
{
	struct likeness *v;
	struct fields f;
	size_t n;
	enum err e;

	/* Not her own name: likeness passes over whoever is guarded, for
	 * everybody, so that no hint leads there. */
	for (size_t i = 0; i < w->about->n_texts; i++) {
		if (strstr(w->about->texts[i], "khatun"))
			continue;
		walk_begin_text(w, "alike", w->about->texts[i]);
		fields_init(&f, &w->a);
		find_prefill(w->s, &w->a, w->about->texts[i], &f);
		fields_set(&f, "house", value_text("19"));
		fields_set(&f, "street", value_text("Usher Rd"));
		fields_set(&f, "postcode", value_text("E3 5HJ"));
		fields_set(&f, "phone", value_text("07700 900123"));
		say_fields(w, &f);
		e = find_alike(w->s, &w->a, &f, 0, &v, &n);
		for (size_t k = 0; e == ERR_OK && k < n; k++) {
			say(w, "%d %s ", v[k].bits, v[k].why);
			say_person(w, &v[k].person);
		}
		walk_end(w, e);
	}
}

static void
walk_sweep(struct walking *w)
{
	struct same_found *v;
	struct same_pair *q;
	size_t n, added;
	enum err e;

	walk_begin(w, "sweep", 0);
	e = same_sweep(w->s, &w->a, -20, NULL, NULL, &v, &n);
	for (size_t i = 0; e == ERR_OK && i < n; i++)
		say(w, "%s %s %.1f ", v[i].one_ref, v[i].other_ref, v[i].bits);
	if (e == ERR_OK)
		e = same_queue(w->s, v, n, &added);
	walk_end(w, e);
	walk_begin(w, "pairs", 0);
	e = same_counted(w->s, &n);
	say(w, "%zu ", n);
	if (e == ERR_OK)
		e = same_waiting(w->s, &w->a, &q, &n);
	for (size_t i = 0; e == ERR_OK && i < n; i++) {
		say_person(w, &q[i].a);
		say_person(w, &q[i].b);
	}
	walk_end(w, e);
}

static void
walk_same_as(struct walking *w)
{
	struct likeness *v;
	size_t n;
	enum err e;

	for (size_t i = 0; i < w->about->n_texts; i++) {
		walk_begin_text(w, "same as", w->about->texts[i]);
		e = same_as(w->s, &w->a, w->about->texts[i], &v, &n);
		for (size_t k = 0; e == ERR_OK && k < n; k++)
			say(w, "%s %d %s ", v[k].person.ref, v[k].bits,
			    v[k].account);
		walk_end(w, e);
	}
}

static void
walk_pairs(struct walking *w)
{
	struct same_look l;
	uint64_t id, alias, to = w->about->ids[0];
	enum err e;

	EACH_ID(w, id)
	{
		walk_begin(w, "beside", id);
		e = same_look(w->s, &w->a, id, to, &l);
		for (size_t k = 0; e == ERR_OK && k < l.n; k++)
			say(w, "%s %s|%s %s %.1f ", l.lines[k].label,
			    l.lines[k].one ? l.lines[k].one : "-",
			    l.lines[k].other ? l.lines[k].other : "-",
			    l.lines[k].mark, l.lines[k].bits);
		walk_end(w, e);
		walk_begin(w, "different", id);
		walk_end(w, same_different(w->s, id, to, NULL));
		walk_begin(w, "not sure", id);
		walk_end(w, same_unsure(w->s, id, to, NULL));
		walk_begin(w, "merge", id);
		walk_end(w, same_merge(w->s, id, to, NULL, &alias));
		walk_begin(w, "unmerge", id);
		walk_end(w, same_unmerge(w->s, id, "mistake"));
	}
}

/* --- work -------------------------------------------------------------------------- */

static void
walk_worklist(struct walking *w)
{
	struct worklist l;
	enum err e;

	for (int whose = WORK_MINE; whose <= WORK_UNOWNED; whose++) {
		walk_begin(w, "work", (uint64_t)whose);
		e = worklist_read(w->s, &w->a, (enum work_whose)whose, 0, &l);
		say_work(w, &l);
		walk_end(w, e);
	}
}

static void
walk_diary(struct walking *w)
{
	struct worklist l, late;
	enum err e;

	walk_begin(w, "diary", 0);
	e = diary_read(w->s, &w->a, date_of(2020, 1, 1), date_of(2030, 1, 1),
		       &l, &late);
	say_work(w, &l);
	say_work(w, &late);
	walk_end(w, e);
}

static void
walk_my_cases(struct walking *w)
{
	struct case_brief *v;
	size_t n;
	enum err e;

	walk_begin(w, "my cases", 0);
	e = my_cases(w->s, &w->a, &v, &n);
	for (size_t i = 0; e == ERR_OK && i < n; i++)
		say_case(w, &v[i]);
	walk_end(w, e);
}

static void
walk_person_cases(struct walking *w)
{
	struct case_brief *v;
	uint64_t id;
	size_t n;

	EACH_ID(w, id)
	{
		enum err e;

		walk_begin(w, "cases of person", id);
		e = person_cases(w->s, &w->a, id, &v, &n);
		for (size_t i = 0; e == ERR_OK && i < n; i++)
			say_case(w, &v[i]);
		walk_end(w, e);
	}
}

static void
walk_task(struct walking *w)
{
	static const char *const to[] = { NULL, "sara", "oliver", "nobody" };
	struct task_new n = { .text = "x", .minutes = -1 };
	uint64_t id, made;

	EACH_ID(w, id)
	{
		for (size_t i = 0; i < sizeof(to) / sizeof(to[0]); i++) {
			n.owner = to[i];
			n.case_id = id;
			n.person = 0;
			walk_begin(w, "task", id);
			walk_end(w, task_add(w->s, &n, &made));
			n.person = id;
			n.case_id = 0;
			walk_begin(w, "task of person", id);
			walk_end(w, task_add(w->s, &n, &made));
		}
		walk_begin(w, "done", id);
		walk_end(w, task_finish(w->s, id, "x"));
		walk_begin(w, "move", id);
		walk_end(w, task_move(w->s, id, clock_today(), -1));
		walk_begin(w, "give", id);
		walk_end(w, task_give(w->s, id, "oliver"));
	}
}

/* --- the log, users, the site -------------------------------------------------------- */

static void
walk_audit(struct walking *w)
{
	struct audit_line *v;
	size_t n;
	enum err e;

	/* Numbers of entries are those of the whole log: not compared. */
	for (size_t i = 0; i <= w->about->n_texts; i++) {
		const char *ref = i ? w->about->texts[i - 1] : NULL;

		walk_begin_text(w, "audit", ref ? ref : "");
		e = audit_read(w->s, &w->a, ref, 1000, &v, &n);
		for (size_t k = 0; e == ERR_OK && k < n; k++)
			say(w, "%lld %s %s %s; ", (long long)v[k].at, v[k].who,
			    v[k].act, v[k].what);
		walk_end(w, e);
	}
}

static void
walk_users(struct walking *w)
{
	struct user *v;
	size_t n;
	enum err e;

	walk_begin(w, "users", 0);
	e = user_list(w->s, &w->a, &v, &n);
	if (e == ERR_OK)
		say_users(w, v, n);
	walk_end(w, e);
	walk_begin(w, "keep", 0);
	walk_end(w, user_may_keep(w->s));
	walk_begin(w, "add user", 0);
	walk_end(w, user_add(w->s, "eve", "Eve", false));
	walk_begin(w, "grant", 0);
	walk_end(w, user_grant(w->s, "drew", "manager", "*", NO_DATE));
	walk_begin(w, "revoke", 0);
	walk_end(w, user_revoke(w->s, "sara", "caseworker", "sanctuary"));
	walk_begin(w, "promote", 0);
	walk_end(w, user_promote(w->s, "eve"));
	walk_begin(w, "end user", 0);
	walk_end(w, user_end(w->s, "sara"));
}

static void
walk_settings(struct walking *w)
{
	const struct form_set *set = session_forms(w->s);
	const char *code;
	enum err e;

	for (size_t i = 0; i < set->n_settings; i++) {
		walk_begin_text(w, "setting", set->settings[i].name);
		walk_end(w, setting_set(w->s, set->settings[i].name,
					set->settings[i].default_code
						? set->settings[i].default_code
						: "yes"));
		walk_begin_text(w, "setting now", set->settings[i].name);
		e = setting_get(w->s, &w->a, set->settings[i].name, &code);
		if (e == ERR_OK)
			say(w, "%s ", code);
		walk_end(w, e);
	}
	walk_begin(w, "prefer", 0);
	say(w, "%s ", err_text(preference_set(w->s, "colour", "no")));
	say(w, "%s ", preference_get(w->s, &w->a, "colour"));
	say(w, "%d ", lock_most(w->s));
	walk_end(w, ERR_OK);
	walk_begin(w, "lock", 0);
	walk_end(w, lock_allow(w->s, "sara", 60));
}

static void
walk_session(struct walking *w)
{
	const struct form_set *set = session_forms(w->s);
	const struct form **v;
	struct session *again;
	enum err e = session_open(&again, session_store(w->s),
				  session_user(w->s), "elsewhere");

	say(w, "%s in: %s\n", session_user(w->s), err_text(e));
	session_close(&again, false);
	walk_begin(w, "session", 0);
	say(w, "%d %d %d %d ", session_is_admin(w->s), session_has_ended(w->s),
	    session_is_outdated(w->s), session_lost_at(w->s) != 0);
	say_forms(w, v, session_case_forms(w->s, &w->a, &v));
	for (size_t i = 0; i < set->n_programmes; i++)
		say(w, "%d", session_in_programme(w->s, set->programmes[i]));
	walk_end(w, ERR_OK);
}

static int
row_of(const struct walk_about *about, size_t i)
{
	FILE *f = tmpfile();
	int fd;

	ck_assert_ptr_nonnull(f);
	fprintf(f, "nr,given,family,dob\n%zu,%s,%s,1979-09-05\n", i,
		about->texts[i], about->texts[(i + 1) % about->n_texts]);
	fflush(f);
	fd = dup(fileno(f));
	fclose(f);
	return fd;
}

static void
walk_import_row(struct walking *w, size_t i)
{
	static const char map[] =
		"import walk  Walk\n    form: person\n"
		"    source: walk\n    key: nr\n    person: match\n"
		"    dates: yyyy-mm-dd\n\ncolumn nr  file_ref\n"
		"column given  given\ncolumn family  family\n"
		"column dob  born\n";
	struct buf rejects = BUF_INIT, report = BUF_INIT;
	struct import_options o = { .map_name = "walk.map",
				    .map_text = map,
				    .map_size = sizeof(map) - 1,
				    .file_name = "walk.csv",
				    .rejects = &rejects,
				    .report = &report };
	struct import_counts n;
	struct problems p;
	enum err e;

	problems_init(&p, &w->a);
	o.fd = row_of(w->about, i);
	e = import_run(w->s, &o, &p, &n);
	close(o.fd);
	say(w, "import %zu %llu %llu %llu %llu %llu %llu: %s %s -> %s\n", i,
	    (unsigned long long)n.rows, (unsigned long long)n.created,
	    (unsigned long long)n.updated, (unsigned long long)n.unchanged,
	    (unsigned long long)n.queued, (unsigned long long)n.rejected,
	    report.s ? report.s : "", rejects.s ? rejects.s : "", err_text(e));
	buf_clear(&rejects);
	buf_clear(&report);
	arena_clear(&w->a);
}

/* A file each: what is told of two rows of one file depends on the time that
 * the machine takes, since they are compared within a commit. */
static void
walk_import(struct walking *w)
{
	for (size_t i = 0; i < w->about->n_texts; i++)
		walk_import_row(w, i);
}

static void
say_batch(struct walking *w, const struct import_batch *b)
{
	say(w, "batch %llu %s %s %s %s %s %llu waiting; ",
	    (unsigned long long)b->number, b->map, b->label, b->file, b->by,
	    b->state, (unsigned long long)b->waiting);
}

static void
walk_batches(struct walking *w)
{
	struct import_batch *v, one;
	struct import_waiting *rows;
	size_t n, k;
	enum err e;

	for (int waiting = 0; waiting < 2; waiting++) {
		walk_begin(w, "batches", (uint64_t)waiting);
		e = import_batches(w->s, &w->a, waiting, &v, &n);
		for (size_t i = 0; e == ERR_OK && i < n; i++)
			say_batch(w, &v[i]);
		walk_end(w, e);
	}
	for (uint64_t nr = 1; nr < 4; nr++) {
		walk_begin(w, "batch", nr);
		e = import_batch_get(w->s, &w->a, nr, &one);
		if (e == ERR_OK)
			say_batch(w, &one);
		walk_end(w, e);
		walk_begin(w, "rows of batch", nr);
		e = import_rows_waiting(w->s, &w->a, nr, &rows, &k);
		for (size_t i = 0; e == ERR_OK && i < k; i++)
			say(w, "%s %s; ", rows[i].key, rows[i].who);
		walk_end(w, e);
	}
}

static void
walk_waiting(struct walking *w)
{
	struct import_look look;
	struct import_decided done;
	uint64_t id;
	enum err e;

	EACH_ID(w, id)
	{
		walk_begin(w, "look", id);
		e = import_look(w->s, &w->a, id, &look);
		if (e == ERR_OK)
			say(w, "%s %s %zu ", look.row.key, look.row.who,
			    look.n_candidates);
		walk_end(w, e);
		for (int how = IMPORT_SAME; how <= IMPORT_LEAVE; how++) {
			/* A commit of its own. */
			e = import_decide(
				w->s, &w->a, id, (enum import_decision)how,
				how < IMPORT_DIFFERENT ? w->about->ids[0] : 0,
				&done);
			say(w, "decide %llu -> %s\n", (unsigned long long)id,
			    err_text(e));
		}
	}
}

/* The last of all: what it does is not undone. */
static void
walk_undo(struct walking *w)
{
	for (uint64_t nr = 1; nr < 4; nr++) {
		struct buf report = BUF_INIT;
		struct import_undone out;
		enum err e = import_undo(w->s, nr, &report, NULL, NULL, &out);

		say(w, "undo %llu: %s -> %s\n", (unsigned long long)nr,
		    report.s ? report.s : "", err_text(e));
		buf_clear(&report);
	}
}

static bool
say_part(struct bytes part, void *ctx)
{
	struct walking *w = ctx;

	buf_add(w->out, part.p, part.n);
	return true;
}

/* Every form's records and, of cases, their people; and the map of each. */
static void
walk_export(struct walking *w)
{
	const struct form_set *set = session_forms(w->s);

	for (size_t i = 0; i < 2 * set->n_forms; i++) {
		const struct form *f = set->forms[i / 2];
		struct export_options o = { .form = form_full_name(f),
					    .people = i % 2,
					    .write = say_part,
					    .ctx = w,
					    .format = i % 2 ? EXPORT_JSONL
							    : EXPORT_CSV };
		struct exported out;
		struct buf map = BUF_INIT;
		const char *why;
		enum err e = export_run(w->s, &w->a, &o, &out);

		say(w, "export %s %d -> %s\n", o.form, o.people, err_text(e));
		e = export_map(w->s, &w->a, &o, &map, &why);
		buf_str(w->out, map.s ? map.s : "");
		say(w, "its map -> %s\n", err_text(e));
		buf_clear(&map);
		arena_clear(&w->a);
	}
}

const struct walk_row walk_rows[] = {
	{ "person_open", walk_person, false },
	{ "case_open", walk_case, false },
	{ "cases_about_nobody", walk_about_nobody, false },
	{ "case_sheet", walk_sheet, false },
	{ "record_history", walk_history, false },
	{ "record_named", walk_named, false },
	{ "user_named", walk_user_named, false },
	{ "case_assign", walk_assign, false },
	{ "case_assignees", walk_assignees, false },
	{ "case_owners", walk_owned, true },
	{ "cases_owned", walk_owned, true },
	{ "cases_assignees", walk_owned, true },
	{ "cases_assign", walk_owned, true },
	{ "record_withdraw", walk_withdraw, false },
	{ "flag_raise", walk_flag, false },
	{ "flag_resolve", walk_flag, false },
	{ "people_link", walk_link, false },
	{ "people_unlink", walk_link, false },
	{ "edit_open", walk_edit, false },
	{ "edit_close", walk_edit, false },
	{ "edit_may_read", walk_edit, false },
	{ "edit_may_write", walk_edit, false },
	{ "edit_set", walk_edit, false },
	{ "edit_get", walk_edit, false },
	{ "edit_set_typed", walk_edit, false },
	{ "edit_get_typed", walk_edit, false },
	{ "edit_add_row", walk_edit, false },
	{ "edit_strike_row", walk_edit, false },
	{ "edit_view", walk_edit, false },
	{ "edit_keep_reason", walk_edit, false },
	{ "edit_unmask", walk_edit, false },
	{ "edit_keep", walk_edit, false },
	{ "edit_drop", walk_edit, false },
	{ "edit_save", walk_edit, false },
	{ "edit_choose", walk_edit, false },
	{ "edit_chosen", walk_edit, false },
	{ "edit_settle", walk_edit, false },
	{ "edit_fault_binds", walk_edit, false },
	{ "edit_new_person", walk_new_person, false },
	{ "edit_new_case", walk_new_case, false },
	{ "edit_new_child", walk_new_child, false },
	{ "edit_begin_transition", walk_transition, false },
	{ "edit_resume", walk_drafts, true },
	{ "draft_briefs", walk_drafts, true },
	{ "draft_throw_away", walk_drafts, true },
	{ "words_find", walk_words, false },
	{ "words_keep", walk_words, false },
	{ "find_people", walk_find, false },
	{ "find_logged", walk_find, false },
	{ "find_prefill", walk_alike, false },
	{ "find_alike", walk_alike, false },
	{ "find_case", walk_find_case, false },
	{ "same_sweep", walk_sweep, true },
	{ "same_queue", walk_sweep, true },
	{ "same_counted", walk_sweep, true },
	{ "same_waiting", walk_sweep, true },
	{ "same_as", walk_same_as, false },
	{ "same_look", walk_pairs, false },
	{ "same_different", walk_pairs, false },
	{ "same_unsure", walk_pairs, false },
	{ "same_merge", walk_pairs, false },
	{ "same_unmerge", walk_pairs, false },
	{ "worklist_read", walk_worklist, true },
	{ "diary_read", walk_diary, true },
	{ "my_cases", walk_my_cases, true },
	{ "person_cases", walk_person_cases, false },
	{ "task_add", walk_task, false },
	{ "task_finish", walk_task, false },
	{ "task_move", walk_task, false },
	{ "task_give", walk_task, false },
	{ "audit_read", walk_audit, true },
	{ "user_list", walk_users, true },
	{ "user_may_keep", walk_users, true },
	{ "user_add", walk_users, true },
	{ "user_promote", walk_users, true },
	{ "user_grant", walk_users, true },
	{ "user_revoke", walk_users, true },
	{ "user_end", walk_users, true },
	{ "setting_set", walk_settings, true },
	{ "setting_get", walk_settings, true },
	{ "preference_get", walk_settings, true },
	{ "preference_set", walk_settings, true },
	{ "lock_most", walk_settings, true },
	{ "lock_allow", walk_settings, true },
	{ "session_open", walk_session, true },
	{ "session_close", walk_session, true },
	{ "session_lost_at", walk_session, true },
	{ "session_forms", walk_session, true },
	{ "session_user", walk_session, true },
	{ "session_store", walk_session, true },
	{ "session_is_admin", walk_session, true },
	{ "session_has_ended", walk_session, true },
	{ "session_is_outdated", walk_session, true },
	{ "session_case_forms", walk_session, true },
	{ "session_in_programme", walk_session, true },
	{ "export_run", walk_export, true },
	{ "export_map", walk_export, true },
	{ "import_run", walk_import, true },
	{ "import_batches", walk_batches, true },
	{ "import_batch_get", walk_batches, true },
	{ "import_rows_waiting", walk_batches, true },
	{ "import_look", walk_waiting, true },
	{ "import_decide", walk_waiting, true },
	{ "import_undo", walk_undo, true },
};
const size_t walk_rows_n = sizeof(walk_rows) / sizeof(walk_rows[0]);
