/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "check_casework.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

struct world world;

static struct session *open_sessions[16];

static const char *
forms_dir(void)
{
	const char *src = getenv("srcdir");
	static char path[4096];

	snprintf(path, sizeof(path), "%s/forms", src ? src : ".");
	return path;
}

static void
add_users(void)
{
	static const struct {
		const char *login, *role, *programme;
	} who[] = {
		{ "sara", "caseworker", "sanctuary" },
		{ "mona", "manager", "sanctuary" },
		{ "oliver", "caseworker", "iom" },
		{ "drew", "caseworker", "drugs" },
		{ "stu", "steward", "sanctuary" },
		{ "ann", "analyst", "*" },
	};
	struct session *s = session_of("ada");

	for (size_t i = 0; i < sizeof(who) / sizeof(who[0]); i++) {
		ck_assert_int_eq(user_add(s, who[i].login, who[i].login, false),
				 ERR_OK);
		ck_assert_int_eq(user_grant(s, who[i].login, who[i].role,
					    who[i].programme, NO_DATE),
				 ERR_OK);
	}
	ck_assert_int_eq(user_add(s, "nina", "Nina", false), ERR_OK);
}

void
world_make(void)
{
	struct form_source *files;
	struct problems p;
	size_t n;

	snprintf(world.dir, sizeof(world.dir), "/tmp/check-casework-XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(world.dir));
	problems_init(&p, &world.arena);
	ck_assert_int_eq(form_read_dir(&world.arena, forms_dir(), &files, &n),
			 ERR_OK);
	ck_assert_int_eq(store_open(&world.store, world.dir, STORE_CREATE),
			 ERR_OK);
	ck_assert_int_eq(forms_publish(world.store, NULL, files, n, &p),
			 ERR_OK);
	ck_assert_int_eq(store_make_admin(world.store, "ada", "Ada", false),
			 ERR_OK);
}

void
world_open(void)
{
	clock_fix(1772535600); /* 3 March 2026, 11:00 UTC */
	world_make();
	add_users();
}

void
world_sign_out(void)
{
	for (size_t i = 0; i < 16; i++)
		session_close(&open_sessions[i], false);
}

void
world_close(void)
{
	char command[128];

	world_sign_out();
	store_close(&world.store);
	arena_clear(&world.arena);
	snprintf(command, sizeof(command), "rm -rf '%s'", world.dir);
	ck_assert_int_eq(system(command), 0);
}

struct session *
session_of(const char *login)
{
	for (size_t i = 0; i < 16; i++) {
		if (open_sessions[i] &&
		    strcmp(session_user(open_sessions[i]), login) == 0)
			return open_sessions[i];
		if (open_sessions[i])
			continue;
		ck_assert_int_eq(session_open(&open_sessions[i], world.store,
					      login, "test"),
				 ERR_OK);
		return open_sessions[i];
	}
	return NULL;
}

void
answer(struct edit *e, const char *field, const char *typed)
{
	const struct item *it = form_item(e->form, field);
	struct value v;
	const char *why = "";

	ck_assert_msg(it != NULL, "no field %s", field);
	ck_assert_msg(
		answer_parse(&e->arena, it, typed, clock_today(), &v, &why),
		"%s: %s", field, why);
	edit_set(e, it, NO_ROW, v);
}

void
answer_person(struct edit *e, const char *field, uint64_t person)
{
	const struct item *it = form_item(e->form, field);

	ck_assert_msg(it != NULL, "no field %s", field);
	edit_set(e, it, NO_ROW, value_person(person));
}

uint64_t
save_ok(struct edit *e)
{
	struct saved out;
	const struct view_fault *f = NULL;
	enum err err = edit_save(e, SAVE_RECORD, NULL, &out);
	size_t n = err == ERR_INVALID ? view_faults(e->view, &f) : 0;

	ck_assert_msg(err == ERR_OK, "not saved: %s; %s", err_text(err),
		      n		? f[0].message
		      : out.why ? out.why
				: "");
	return out.record;
}

uint64_t
new_person(struct session *s, const char *given, const char *family,
	   const char *born)
{
	struct edit *e;
	uint64_t id;

	ck_assert_int_eq(edit_new_person(s, NULL, &e), ERR_OK);
	answer(e, "given", given);
	answer(e, "family", family);
	if (born)
		answer(e, "born", born);
	id = save_ok(e);
	edit_close(&e);
	return id;
}

static uint64_t
new_case(struct session *s, const char *form, uint64_t person,
	 const char *const fields[][2])
{
	struct edit *e;
	uint64_t id;

	ck_assert_int_eq(
		edit_new_case(s, form_find(session_forms(s), form), person, &e),
		ERR_OK);
	for (size_t i = 0; fields[i][0]; i++)
		answer(e, fields[i][0], fields[i][1]);
	id = save_ok(e);
	edit_close(&e);
	return id;
}

uint64_t
new_sanctuary(struct session *s, uint64_t person)
{
	static const char *const fields[][2] = { { "received_on",
						   "2026-03-02" },
						 { "referred_by", "police" },
						 { NULL, NULL } };

	return new_case(s, "sanctuary", person, fields);
}

uint64_t
new_iom(struct session *s, uint64_t person)
{
	static const char *const fields[][2] = { { "nominated_on",
						   "2026-03-02" },
						 { "nominated_by", "police" },
						 { NULL, NULL } };

	return new_case(s, "iom_case", person, fields);
}
