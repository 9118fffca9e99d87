/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Who may, in one table: every function as every role.  A woman is a client
 * of offender management and of Sanctuary, another of Sanctuary alone; the man
 * who harmed both is a client of offender management.  Beside this store
 * stands its twin, made by the same steps but those that are hidden: whatever
 * an outsider asks, both must answer alike, word for word.
 */
#include "check_casework_walk.h"

#include <ctype.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/random.h"
#include "casework/import.h"

#define START 1772535600 /* 3 March 2026, 11:00 UTC */
#define SIDES 3
#define DIFFERENCES_MOST 8

/* The stores: with everything; as offender management knows it; as those
 * know it who have a role in neither. */
enum { WHOLE, IOM_ONLY, NEITHER };
#define IN_ALL 7u
#define IN_IOM (1u << WHOLE | 1u << IOM_ONLY)
#define IN_WHOLE (1u << WHOLE)

struct twin {
	struct world w;
	struct session *staff[8];
	uint64_t him, her, rosa, amir, his_iom, her_iom, her_san, rosa_san;
	uint64_t draft;
};
static struct twin twins[SIDES];
static uint64_t ids[64];
static const char *texts[64];
static size_t n_ids, n_texts;

/* --- the steps ------------------------------------------------------------------ */

static struct session *
staff(struct twin *t, const char *login)
{
	for (size_t i = 0; i < 8; i++) {
		if (!t->staff[i])
			ck_assert_int_eq(session_open(&t->staff[i], t->w.store,
						      login, "desk"),
					 ERR_OK);
		if (!strcmp(session_user(t->staff[i]), login))
			return t->staff[i];
	}
	return NULL;
}

static uint64_t
a_case(struct twin *t, const char *who, const char *form, uint64_t person,
       const char *field[][2])
{
	struct session *s = staff(t, who);
	struct edit *e;
	uint64_t id;

	ck_assert_int_eq(
		edit_new_case(s, form_find(session_forms(s), form), person, &e),
		ERR_OK);
	for (size_t i = 0; field[i][0]; i++)
		answer(e, field[i][0], field[i][1]);
	if (!strcmp(form, "sanctuary")) {
		answer_person(e, "perp", t->him);
		answer_person(e, "bystander", t->amir);
	}
	id = save_ok(e);
	edit_close(&e);
	return id;
}

static const char *iom_fields[][2] = { { "nominated_on", "2026-03-02" },
				       { "nominated_by", "police" },
				       { NULL, NULL } };
static const char *san_fields[][2] = { { "received_on", "2026-03-02" },
				       { "referred_by", "police" },
				       { NULL, NULL } };

static void
register_him(struct twin *t)
{
	struct session *s = staff(t, "ivan");
	struct edit *e;

	t->him = new_person(s, "Bartosz", "Kowalski", "14/6/1988");
	ck_assert_int_eq(edit_open(s, t->him, &e), ERR_OK);
	answer(e, "house", "19");
	answer(e, "street", "Usher Rd");
	answer(e, "postcode", "E3 5HJ");
	answer(e, "phone", "07700 900123");
	save_ok(e);
	edit_close(&e);
	t->his_iom = a_case(t, "ivan", "iom_case", t->him, iom_fields);
}

static void
register_amir(struct twin *t)
{
	t->amir = new_person(staff(t, "drew"), "Amir", "Hossain", "1/1/1970");
}

static void
register_her(struct twin *t)
{
	t->her = new_person(staff(t, "ivan"), "Shirin", "Khatun", "4/5/1991");
}

static void
open_her_iom(struct twin *t)
{
	uint64_t flag;

	t->her_iom = a_case(t, "ivan", "iom_case", t->her, iom_fields);
	ck_assert_int_eq(flag_raise(staff(t, "ivan"), t->her, "Come in pairs",
				    NO_DATE, &flag),
			 ERR_OK);
}

/* A telephone number that her worker in Sanctuary was told; or, where there is
 * none, one in another programme: to offender management all one. */
static void
change_her_phone(struct twin *t)
{
	struct session *s = staff(t, t->her_san ? "sara" : "drew");
	struct edit *e;

	ck_assert_int_eq(edit_open(s, t->her, &e), ERR_OK);
	answer(e, "phone", "07700 900777");
	save_ok(e);
	edit_close(&e);
}

static void
register_rosa(struct twin *t)
{
	struct session *s = staff(t, "sara");
	struct edit *e;

	t->rosa = new_person(s, "Rosa", "Daley", "5/9/1979");
	ck_assert_int_eq(edit_open(s, t->rosa, &e), ERR_OK);
	answer(e, "house", "19");
	answer(e, "street", "Usher Rd");
	answer(e, "postcode", "E3 5HJ");
	answer(e, "phone", "07700 900123");
	save_ok(e);
	edit_close(&e);
	t->rosa_san = a_case(t, "sara", "sanctuary", t->rosa, san_fields);
}

static void
open_her_sanctuary(struct twin *t)
{
	t->her_san = a_case(t, "sara", "sanctuary", t->her, san_fields);
}

static void
link_them(struct twin *t)
{
	struct session *s = staff(t, "sara");
	uint64_t id;

	ck_assert_int_eq(people_link(s, t->her, t->him, "harmed by", true, &id),
			 ERR_OK);
	ck_assert_int_eq(
		people_link(s, t->rosa, t->him, "harmed by", true, &id),
		ERR_OK);
	ck_assert_int_eq(people_link(s, t->her, t->rosa, "sister", false, &id),
			 ERR_OK);
}

static void
alerts_and_tasks(struct twin *t)
{
	struct session *s = staff(t, "sara");
	struct task_new task = { .text = "Ring her sister",
				 .minutes = -1,
				 .due = clock_today() };
	uint64_t id;

	ck_assert_int_eq(flag_raise(s, t->her_san, "He has keys", NO_DATE, &id),
			 ERR_OK);
	task.case_id = t->her_san;
	ck_assert_int_eq(task_add(s, &task, &id), ERR_OK);
	task.case_id = 0;
	task.person = t->her;
	task.text = "Take her to the refuge";
	ck_assert_int_eq(task_add(s, &task, &id), ERR_OK);
	ck_assert_int_eq(case_assign(s, t->her_san, "mona", "leave"), ERR_OK);
}

/* A record of the case, with what it cannot be kept without. */
static void
a_contact(struct twin *t)
{
	struct session *s = staff(t, "sara");
	struct edit *e;

	ck_assert_int_eq(edit_new_child(s,
					form_find(session_forms(s),
						  "sanctuary.incident"),
					t->rosa_san, &e),
			 ERR_OK);
	for (size_t i = 0; i < e->form->n; i++) {
		const struct item *it = &e->form->items[i];

		if (it->required == REQUIRED_SAVE && !edit_get(e, it, NO_ROW))
			answer(e, it->name,
			       it->type == Q_DATE ? "2026-03-01"
			       : it->list	  ? it->list->choices[0].code
			       : it->type == Q_INTEGER ? "1"
						       : "Shouting");
	}
	save_ok(e);
	ck_assert_int_eq(edit_keep(e), ERR_OK);
	edit_set(e, &e->form->items[1], NO_ROW, value_empty);
	ck_assert_int_eq(edit_keep(e), ERR_OK);
	t->draft = e->draft;
	edit_close(&e);
}

static void
look_around(struct twin *t)
{
	const uint64_t people[] = { t->him, t->her, t->rosa };
	struct person_file p;

	for (size_t i = 0; i < 3; i++)
		ck_assert_int_eq(person_open(staff(t, "sara"), &t->w.arena,
					     people[i], &p),
				 ERR_OK);
	ck_assert_int_eq(find_logged(staff(t, "sara"), "khatun"), ERR_OK);
}

static void
night(struct twin *t)
{
	struct ticked out;

	clock_fix(START + 40 * (int64_t)86400);
	ck_assert_int_eq(work_tick(t->w.store, &out), ERR_OK);
}

static void
later_work(struct twin *t)
{
	struct session *s = staff(t, "ivan");
	struct task_new task = { .text = "Tidy the desk", .minutes = -1 };
	uint64_t id;

	ck_assert_int_eq(task_add(s, &task, &id), ERR_OK);
	id = new_person(s, "Zed", "Last", NULL);
	a_case(t, "ivan", "iom_case", id, iom_fields);
	task.case_id = t->his_iom;
	ck_assert_int_eq(task_add(s, &task, &id), ERR_OK);
	task.case_id = 0;
	ck_assert_int_eq(task_add(staff(t, "drew"), &task, &id), ERR_OK);
}

/* A partner's list: somebody new, and one who may be Rosa. */
static void
import_a_list(struct twin *t)
{
	static const char map[] =
		"import walk_san  List\n    form: sanctuary\n"
		"    source: walk\n    key: nr\n    person: match\n"
		"    dates: yyyy-mm-dd\n\ncolumn nr  referrer_ref\n"
		"column on  received_on\ncolumn given  person.given\n"
		"column family  person.family\ncolumn dob  person.born\n"
		"column by  referred_by\n";
	static const char rows[] =
		"nr,on,given,family,dob,by\n"
		"W1,2026-03-01,Hidden,Newcomer,1990-01-01,police\n"
		"W2,2026-03-01,Rosa,Daly,1979-09-05,police\n";
	struct buf rejects = BUF_INIT, report = BUF_INIT;
	struct import_options o = { .map_name = "walk.map",
				    .map_text = map,
				    .map_size = sizeof(map) - 1,
				    .file_name = "walk.csv",
				    .commit = true,
				    .rejects = &rejects,
				    .report = &report };
	struct import_counts n;
	struct problems p;
	FILE *f = tmpfile();

	ck_assert_ptr_nonnull(f);
	fputs(rows, f);
	fflush(f);
	rewind(f);
	o.fd = fileno(f);
	problems_init(&p, &t->w.arena);
	ck_assert_msg(import_run(staff(t, "sara"), &o, &p, &n) == ERR_OK, "%s",
		      report.s ? report.s : "");
	ck_assert_uint_eq(n.rows, 2);
	ck_assert_uint_ge(n.created, 1);
	fclose(f);
	buf_clear(&rejects);
	buf_clear(&report);
}

static const struct {
	void (*step)(struct twin *t);
	unsigned int where;
} steps[] = {
	{ register_him, IN_ALL },
	{ register_amir, IN_ALL },
	{ register_her, IN_IOM },
	{ open_her_iom, IN_IOM },
	{ register_rosa, IN_WHOLE },
	{ open_her_sanctuary, IN_WHOLE },
	{ change_her_phone, IN_IOM },
	{ link_them, IN_WHOLE },
	{ alerts_and_tasks, IN_WHOLE },
	{ a_contact, IN_WHOLE },
	{ look_around, IN_WHOLE },
	{ import_a_list, IN_WHOLE },
	{ night, IN_ALL },
	{ later_work, IN_ALL },
};
#define STEPS (sizeof(steps) / sizeof(steps[0]))

/* --- the stores ------------------------------------------------------------------- */

static const char *
source_dir(void)
{
	const char *src = getenv("srcdir");

	return src ? src : ".";
}

/* The shipped forms, and in Sanctuary one more person: a party. */
static void
publish(struct twin *t)
{
	struct form_source *files;
	struct problems p;
	size_t n;

	problems_init(&p, &t->w.arena);
	ck_assert_int_eq(form_read_dir(&t->w.arena,
				       arena_printf(&t->w.arena, "%s/forms",
						    source_dir()),
				       &files, &n),
			 ERR_OK);
	for (size_t i = 0; i < n; i++) {
		const char *at;

		if (strcmp(files[i].name, "sanctuary.form") != 0)
			continue;
		at = strstr(files[i].text, "\npage harm");
		ck_assert_ptr_nonnull(at);
		files[i].text = arena_printf(
			&t->w.arena,
			"%.*s\nperson bystander  Bystander\n    party: yes\n%s",
			(int)(at - files[i].text), files[i].text, at);
		files[i].n = strlen(files[i].text);
	}
	ck_assert_int_eq(forms_publish(t->w.store, NULL, files, n, &p), ERR_OK);
}

static void
a_user(struct session *ada, const char *login, const char *role,
       const char *programme)
{
	ck_assert_int_eq(user_add(ada, login, login, false), ERR_OK);
	if (role)
		ck_assert_int_eq(
			user_grant(ada, login, role, programme, NO_DATE),
			ERR_OK);
}

/* Everybody who walks: ROLE@PROGRAMME for each, and some without. */
static void
add_users(struct twin *t)
{
	struct session *ada = staff(t, "ada");
	const struct form_set *set = session_forms(ada);

	a_user(ada, "ivan", "caseworker", "iom");
	a_user(ada, "sara", "caseworker", "sanctuary");
	a_user(ada, "mona", "manager", "sanctuary");
	a_user(ada, "drew", "caseworker", "drugs");
	for (size_t r = 0; r < set->n_roles; r++)
		for (size_t p = 0; p <= set->n_programmes; p++) {
			const char *of = p < set->n_programmes
						 ? set->programmes[p]
						 : "*";

			a_user(ada,
			       arena_printf(&t->w.arena, "%s@%s",
					    set->roles[r].name,
					    p < set->n_programmes ? of : "all"),
			       set->roles[r].name, of);
		}
	a_user(ada, "both", "caseworker", "sanctuary");
	ck_assert_int_eq(user_grant(ada, "both", "caseworker", "iom", NO_DATE),
			 ERR_OK);
	a_user(ada, "none", NULL, NULL);
	a_user(ada, "gone", "caseworker", "sanctuary");
	ck_assert_int_eq(user_end(ada, "gone"), ERR_OK);
	a_user(ada, "lost", "caseworker", "sanctuary");
	ck_assert_int_eq(user_revoke(ada, "lost", "caseworker", "sanctuary"),
			 ERR_OK);
	a_user(ada, "past", NULL, NULL);
	ck_assert_int_eq(user_grant(ada, "past", "caseworker", "sanctuary",
				    date_of(2026, 3, 2)),
			 ERR_OK);
}

/* Or each would be drawn with the first task, which only one store has. */
static void
same_secret(struct twin *t)
{
	struct txn *x = txn_begin_write(t->w.store);

	meta_put(x, META_TASK_SECRET,
		 bytes_of("0123456789abcdef", TASK_SECRET));
	ck_assert_int_eq(txn_commit(x), ERR_OK);
}

static uint64_t
last_id(struct twin *t, bool draw, uint64_t upto)
{
	struct txn *x = txn_begin_write(t->w.store);
	uint64_t id = record_new_id(x);

	while (draw && id < upto)
		id = record_new_id(x);
	if (draw)
		ck_assert_int_eq(txn_commit(x), ERR_OK);
	else
		txn_abort(x);
	return id;
}

/* A step that is left out uses up as many ids, so that the same record has
 * the same id in both; and what is drawn is drawn alike. */
static void
build(int side)
{
	static uint64_t used[STEPS];
	struct twin *t = &twins[side];

	clock_fix(START);
	random_seed(1);
	snprintf(t->w.dir, sizeof(t->w.dir), "/tmp/check-casework-XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(t->w.dir));
	ck_assert_int_eq(store_open(&t->w.store, t->w.dir, STORE_CREATE),
			 ERR_OK);
	publish(t);
	ck_assert_int_eq(store_make_admin(t->w.store, "ada", "Ada", false),
			 ERR_OK);
	add_users(t);
	same_secret(t);
	for (size_t i = 0; i < STEPS; i++) {
		clock_fix(START + 60 * (int64_t)(i + 1));
		random_seed(100 + i);
		if (steps[i].where & 1u << side)
			steps[i].step(t);
		if (side == WHOLE)
			used[i] = last_id(t, false, 0);
		else if (last_id(t, false, 0) < used[i])
			last_id(t, true, used[i] - 1);
	}
}

/* What to ask about: every record that is no user's, and one that is none;
 * every reference and name, and what was drawn. */
static void
what_to_ask(void)
{
	static const char *const words[] = { "khatun",
					     "shirin khatun 4/5/1991",
					     "rosa daley",
					     "daley",
					     "5/9/1979",
					     "kowalski bartosz 14/6/1988",
					     "amir",
					     "usher",
					     "newcomer",
					     "SAN-2026-00001",
					     "SAN-2026-00002",
					     "IOM-2026-00002",
					     "last" };
	struct twin *t = &twins[WHOLE];
	const uint64_t first[] = { t->him,     t->her,	    t->rosa,
				   t->her_san, t->rosa_san, t->his_iom,
				   t->her_iom, t->amir };
	struct txn *x = txn_begin_read(t->w.store);
	struct record *r;

	n_ids = n_texts = 0;
	for (size_t i = 0; i < 8; i++)
		ids[n_ids++] = first[i];
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		texts[n_texts++] = words[i];
	for (uint64_t after = 0; record_next(x, &t->w.arena, after, &r);
	     after = r->id) {
		bool known = r->kind == RECORD_USER;

		for (size_t i = 0; i < 8; i++)
			known |= first[i] == r->id;
		if (r->kind == RECORD_PERSON && n_texts < 60)
			texts[n_texts++] = r->ref;
		if (!known && n_ids < 40)
			ids[n_ids++] = r->id;
	}
	ids[n_ids++] = 999999;
	txn_abort(x);
}

static void
build_all(void)
{
	for (int i = 0; i < SIDES; i++)
		build(i);
	what_to_ask();
}

static void
close_twins(void)
{
	char command[128];

	for (int i = 0; i < SIDES; i++) {
		struct twin *t = &twins[i];

		for (size_t k = 0; k < 8; k++)
			session_close(&t->staff[k], false);
		store_close(&t->w.store);
		arena_clear(&t->w.arena);
		snprintf(command, sizeof(command), "rm -rf '%s'", t->w.dir);
		ck_assert_int_eq(system(command), 0);
	}
	arena_clear(&world.arena);
	random_unseed();
}

/* --- walking ------------------------------------------------------------------------ */

static struct buf told = BUF_INIT;
static size_t differences;

/* The user at one of the stores; not in, when there is no such user. */
static struct walking
come_in(int side, const char *login, const struct walk_about *about)
{
	struct walking w = { .store = twins[side].w.store, .about = about };
	enum err e;

	clock_fix(START + 41 * (int64_t)86400);
	random_seed(7);
	e = session_open(&w.s, w.store, login, "outside");
	ck_assert_msg(e == ERR_OK || !strcmp(login, "gone"), "%s: %s", login,
		      err_text(e));
	return w;
}

static void
walk_row(struct walking *w, const struct walk_row *row, struct buf *out)
{
	buf_reset(out);
	buf_str(out, w->s ? "in\n" : "not in\n");
	random_seed(7);
	w->out = out;
	if (w->s)
		row->walk(w);
	arena_clear(&w->a);
}

/* The first line that differs, from a little before where it does. */
static void
tell_difference(const char *login, const char *name, const struct buf *a,
		const struct buf *b)
{
	size_t at = 0, line = 0, from;

	while (at < a->n && at < b->n && a->s[at] == b->s[at]) {
		at++;
		if (a->s[at - 1] == '\n')
			line = at;
	}
	from = at > line + 60 ? at - 60 : line;
	buf_printf(&told, "%s, %s (%.30s):\n  hidden %.160s\n  never  %.160s\n",
		   login, name, a->s + line, a->s + from, b->s + from);
	differences++;
}

static void
compare(const char *login, int twin, const struct walk_about *about, bool lists,
	bool audit)
{
	struct buf whole = BUF_INIT, never = BUF_INIT;
	struct walking here = come_in(WHOLE, login, about),
		       there = come_in(twin, login, about);
	walk_fn *last = NULL;

	for (size_t i = 0; i < walk_rows_n; i++) {
		const struct walk_row *row = &walk_rows[i];

		if (row->walk == last || (row->of_all && !lists) ||
		    (!strcmp(row->name, "audit_read") && !audit))
			continue;
		last = row->walk;
		walk_row(&here, row, &whole);
		walk_row(&there, row, &never);
		if (strcmp(whole.s, never.s) != 0 &&
		    differences < DIFFERENCES_MOST)
			tell_difference(login, row->name, &whole, &never);
	}
	session_close(&here.s, false);
	session_close(&there.s, false);
	buf_clear(&whole);
	buf_clear(&never);
}

static void
none_differ(void)
{
	ck_assert_msg(differences == 0, "%s", told.s);
}

static const struct walk_about *
everything(void)
{
	static struct walk_about about;

	about = (struct walk_about){
		ids, n_ids, texts, n_texts, &twins[WHOLE].draft, 1
	};
	return &about;
}

/* Every role in this programme.  Who may read her case of offender management
 * knows her; to the others, as one in Sanctuary, she is nobody. */
static void
every_role(const char *programme)
{
	const struct form_set *set = session_forms(staff(&twins[0], "ada"));
	const struct form *iom = form_find(set, "iom_case");
	bool here = !strcmp(programme, iom->programme);

	for (size_t r = 0; r < set->n_roles; r++)
		compare(arena_printf(&world.arena, "%s@%s", set->roles[r].name,
				     programme),
			here && iom->read & (role_set)1 << r ? IOM_ONLY
							     : NEITHER,
			everything(), true, true);
}

START_TEST(offender_management_is_told_nothing_by_any_function)
{
	every_role("iom");
	none_differ();
}
END_TEST

START_TEST(other_programmes_are_told_nothing_by_any_function)
{
	const struct form_set *set = session_forms(staff(&twins[0], "ada"));

	for (size_t p = 0; p < set->n_programmes; p++)
		if (strcmp(set->programmes[p], "iom") != 0 &&
		    strcmp(set->programmes[p], "sanctuary") != 0)
			every_role(set->programmes[p]);
	none_differ();
}
END_TEST

START_TEST(who_has_no_role_any_more_is_told_nothing_by_any_function)
{
	static const char *const who[] = { "none", "gone", "lost", "past" };

	for (size_t i = 0; i < sizeof(who) / sizeof(who[0]); i++)
		compare(who[i], NEITHER, everything(), true, true);
	/* The log of acts, without what they were done to, is theirs. */
	compare("ada", NEITHER, everything(), true, false);
	none_differ();
}
END_TEST

/* Ruling of one way: even who may see her is not led to her from him. */
START_TEST(from_him_nothing_leads_to_her_for_anybody)
{
	static const char *const his[] = { "kowalski bartosz", "bartosz",
					   "E3 5HJ",	       "19 usher rd",
					   "07700 900123",     "14/6/1988",
					   "IOM-2026-00001" };
	const uint64_t of_him[] = { twins[WHOLE].him, twins[WHOLE].his_iom };
	const struct walk_about about = { of_him, 2, his, 7, NULL, 0 };
	const struct form_set *set = session_forms(staff(&twins[0], "ada"));

	compare("both", IOM_ONLY, &about, false, false);
	for (size_t r = 0; r < set->n_roles; r++) {
		compare(arena_printf(&world.arena, "%s@sanctuary",
				     set->roles[r].name),
			IOM_ONLY, &about, false, false);
		compare(arena_printf(&world.arena, "%s@all",
				     set->roles[r].name),
			IOM_ONLY, &about, false, false);
	}
	none_differ();
}
END_TEST

START_TEST(her_workers_are_told_what_is_theirs)
{
	static const char who[] = "manager@sanctuary";
	struct buf whole = BUF_INIT, never = BUF_INIT;
	struct walking here = come_in(WHOLE, who, everything()),
		       there = come_in(NEITHER, who, everything());
	walk_fn *last = NULL;
	size_t more = 0;

	for (size_t i = 0; i < walk_rows_n; i++) {
		if (walk_rows[i].walk == last)
			continue;
		last = walk_rows[i].walk;
		walk_row(&here, &walk_rows[i], &whole);
		walk_row(&there, &walk_rows[i], &never);
		more += strcmp(whole.s, never.s) != 0;
	}
	/* All but what is of users, settings and oneself. */
	ck_assert_uint_ge(more, 20);
	session_close(&here.s, false);
	session_close(&there.s, false);
	buf_clear(&whole);
	buf_clear(&never);
}
END_TEST

/* --- the table is whole --------------------------------------------------------------- */

static char *
without_comments(struct arena *a, const char *s)
{
	char *out = arena_strdup(a, s), *to = out;

	for (const char *p = s; *p; p++) {
		const char *close =
			p[0] == '/' && p[1] == '*' ? strstr(p, "*/") : NULL;

		if (close)
			p = close + 1;
		else
			*to++ = *p;
	}
	*to = '\0';
	return out;
}

static bool
in_table(const char *name)
{
	for (size_t i = 0; i < walk_rows_n; i++)
		if (!strcmp(walk_rows[i].name, name))
			return true;
	return false;
}

/* Each `name(... struct session ...);` of a header. */
static size_t
look_for_rows(struct arena *a, const char *text, const char *file)
{
	size_t seen = 0;

	for (const char *open = strchr(text, '('); open;
	     open = strchr(open + 1, '(')) {
		const char *close = strchr(open, ';'), *from = open;
		const char *args =
			close ? arena_strndup(a, open, (size_t)(close - open))
			      : "";
		const char *name;

		while (from > text &&
		       (isalnum((unsigned char)from[-1]) || from[-1] == '_'))
			from--;
		name = arena_strndup(a, from, (size_t)(open - from));
		if (!islower((unsigned char)name[0]) || strchr(args, '{') ||
		    (!strstr(args, "struct session *") &&
		     !strstr(args, "struct edit *")))
			continue;
		if (!in_table(name))
			buf_printf(&told,
				   "%s of %s is not walked: add it to "
				   "walk_rows in check_casework_walk_calls.c\n",
				   name, file);
		seen++;
	}
	return seen;
}

START_TEST(every_function_of_the_headers_has_its_row)
{
	struct arena a = ARENA_INIT;
	const char *dir = arena_printf(&a, "%s/include/casework", source_dir());
	DIR *d = opendir(dir);
	struct dirent *e;
	size_t seen = 0;

	ck_assert_ptr_nonnull(d);
	while ((e = readdir(d))) {
		struct form_source f;

		if (!strstr(e->d_name, ".h"))
			continue;
		ck_assert_int_eq(form_read_file(&a,
						arena_printf(&a, "%s/%s", dir,
							     e->d_name),
						&f),
				 ERR_OK);
		seen += look_for_rows(
			&a,
			without_comments(&a, arena_strndup(&a, f.text, f.n)),
			e->d_name);
	}
	closedir(d);
	ck_assert_msg(told.n == 0, "%s", told.s);
	ck_assert_uint_ge(seen, 60);
	arena_clear(&a);
}
END_TEST

Suite *
suite_casework_walk(void)
{
	Suite *s = suite_create("who may, by every function");
	TCase *t = tcase_create("twins"), *table = tcase_create("table");

	tcase_add_checked_fixture(t, build_all, close_twins);
	tcase_set_timeout(t, 120);
	tcase_add_test(t, offender_management_is_told_nothing_by_any_function);
	tcase_add_test(t, other_programmes_are_told_nothing_by_any_function);
	tcase_add_test(
		t, who_has_no_role_any_more_is_told_nothing_by_any_function);
	tcase_add_test(t, from_him_nothing_leads_to_her_for_anybody);
	tcase_add_test(t, her_workers_are_told_what_is_theirs);
	suite_add_tcase(s, t);
	tcase_add_test(table, every_function_of_the_headers_has_its_row);
	suite_add_tcase(s, table);
	return s;
}
