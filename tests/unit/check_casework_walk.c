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

#define DIFFERENCES_MOST 8

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

/* Every role in this programme.  Who may read her case of offender management
 * knows her; to the others, as one in Sanctuary, she is nobody. */
static void
every_role(const char *programme)
{
	const struct form_set *set =
		session_forms(twin_staff(&twins[0], "ada"));
	const struct form *iom = form_find(set, "iom_case");
	bool here = !strcmp(programme, iom->programme);

	for (size_t r = 0; r < set->n_roles; r++)
		compare(arena_printf(&world.arena, "%s@%s", set->roles[r].name,
				     programme),
			here && iom->read & (role_set)1 << r ? IOM_ONLY
							     : NEITHER,
			about_everything(), true, true);
}

START_TEST(offender_management_is_told_nothing_by_any_function)
{
	every_role("iom");
	none_differ();
}
END_TEST

START_TEST(other_programmes_are_told_nothing_by_any_function)
{
	const struct form_set *set =
		session_forms(twin_staff(&twins[0], "ada"));

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
		compare(who[i], NEITHER, about_everything(), true, true);
	/* The log of acts, without what they were done to, is theirs. */
	compare("ada", NEITHER, about_everything(), true, false);
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
	const struct form_set *set =
		session_forms(twin_staff(&twins[0], "ada"));

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
	struct walking here = come_in(WHOLE, who, about_everything()),
		       there = come_in(NEITHER, who, about_everything());
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

	tcase_add_checked_fixture(t, build_twins, close_twins);
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
