/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Twin stores: made by the same steps but those that are hidden from the one
 * who will ask.
 */
#include "check_casework_walk.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/random.h"
#include "casework/import.h"

#define IN_ALL 7u
#define IN_IOM (1u << WHOLE | 1u << IOM_ONLY)
#define IN_WHOLE (1u << WHOLE)

struct twin twins[SIDES];
static uint64_t ids[64];
static const char *texts[64];
static size_t n_ids, n_texts;

/* --- the steps ------------------------------------------------------------------ */

struct session *
twin_staff(struct twin *t, const char *login)
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
	struct session *s = twin_staff(t, who);
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
	struct session *s = twin_staff(t, "ivan");
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
	t->amir = new_person(twin_staff(t, "drew"), "Amir", "Hossain",
			     "1/1/1970");
}

static void
register_her(struct twin *t)
{
	t->her = new_person(twin_staff(t, "ivan"), "Shirin", "Khatun",
			    "4/5/1991");
}

static void
open_her_iom(struct twin *t)
{
	uint64_t flag;

	t->her_iom = a_case(t, "ivan", "iom_case", t->her, iom_fields);
	ck_assert_int_eq(flag_raise(twin_staff(t, "ivan"), t->her,
				    "Come in pairs", NO_DATE, &flag),
			 ERR_OK);
}

/* A telephone number that her worker in Sanctuary was told; or, where there is
 * none, one in another programme: to offender management all one. */
static void
change_her_phone(struct twin *t)
{
	struct session *s = twin_staff(t, t->her_san ? "sara" : "drew");
	struct edit *e;

	ck_assert_int_eq(edit_open(s, t->her, &e), ERR_OK);
	answer(e, "phone", "07700 900777");
	save_ok(e);
	edit_close(&e);
}

static void
register_rosa(struct twin *t)
{
	struct session *s = twin_staff(t, "sara");
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
	struct session *s = twin_staff(t, "sara");
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
	struct session *s = twin_staff(t, "sara");
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
	struct session *s = twin_staff(t, "sara");
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
		ck_assert_int_eq(person_open(twin_staff(t, "sara"), &t->w.arena,
					     people[i], &p),
				 ERR_OK);
	ck_assert_int_eq(find_logged(twin_staff(t, "sara"), "khatun"), ERR_OK);
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
	struct session *s = twin_staff(t, "ivan");
	struct task_new task = { .text = "Tidy the desk", .minutes = -1 };
	uint64_t id;

	ck_assert_int_eq(task_add(s, &task, &id), ERR_OK);
	id = new_person(s, "Zed", "Last", NULL);
	a_case(t, "ivan", "iom_case", id, iom_fields);
	task.case_id = t->his_iom;
	ck_assert_int_eq(task_add(s, &task, &id), ERR_OK);
	task.case_id = 0;
	ck_assert_int_eq(task_add(twin_staff(t, "drew"), &task, &id), ERR_OK);
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
	ck_assert_msg(import_run(twin_staff(t, "sara"), &o, &p, &n) == ERR_OK,
		      "%s", report.s ? report.s : "");
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

const char *
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
	struct session *ada = twin_staff(t, "ada");
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

void
build_twins(void)
{
	for (int i = 0; i < SIDES; i++)
		build(i);
	what_to_ask();
}

void
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

const struct walk_about *
about_everything(void)
{
	static struct walk_about about;

	about = (struct walk_about){
		ids, n_ids, texts, n_texts, &twins[WHOLE].draft, 1
	};
	return &about;
}
