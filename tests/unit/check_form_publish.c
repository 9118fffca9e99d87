/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What may be published over what. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check_form_load.h"
#include "form/publish.h"

#define FORM(version)                                                          \
	"form t  Test\n    version: " version "\n    programme: trial\n"       \
	"    opens: case\n    read: duty manager\n"
#define STATES "state new  New\n    final: yes\n"
#define OLD FORM("1") STATES
#define NEW FORM("2") STATES
#define LIST "list x  X\nchoice a  A\nchoice b  B\n"

/* `held` says what records hold: `t.a=3` a field, `t.a:b=3` a code,
 * `t@new=3` a state, `t=3` a form. */
static uint64_t
number(const char *held, const char *what)
{
	size_t n = strlen(what);

	for (const char *p = held; (p = strstr(p, what)) != NULL; p++)
		if (p[n] == '=' && (p == held || p[-1] == ' '))
			return strtoull(p + n + 1, NULL, 10);
	return 0;
}

static uint64_t
of_form(const char *form, void *ctx)
{
	return number(ctx, form);
}

static uint64_t
with_field(const char *form, const char *field, void *ctx)
{
	char what[80];

	snprintf(what, sizeof(what), "%s.%s", form, field);
	return number(ctx, what);
}

static uint64_t
with_code(const char *form, const char *field, const char *code, void *ctx)
{
	char what[80];

	snprintf(what, sizeof(what), "%s.%s:%s", form, field, code);
	return number(ctx, what);
}

static uint64_t
in_state(const char *form, const char *state, void *ctx)
{
	char what[80];

	snprintf(what, sizeof(what), "%s@%s", form, state);
	return number(ctx, what);
}

static const struct {
	const char *why;
	const char *old, *new_text;
	const char *held;
	const char *verdicts;
} cases[] = {
	{ "nothing has changed", OLD, OLD, "t=5", "" },
	{ "nor by comments and spacing", OLD "text a  A\n    hint: x\n",
	  OLD "# more\ntext a   A\n  hint:   x\n", "t=5", "" },
	{ "a label is free, but the version rises", OLD "text a  A\n",
	  OLD "text a  Another\n", "t.a=5",
	  "refused t: has changed since version 1 was published; write "
	  "version: 2" },
	{ "so it does for a form of a case",
	  OLD "form c  C\n    of: t\ntext a  A\n",
	  OLD "form c  C\n    of: t\ntext a  Another\n", "t.c.a=5",
	  "refused t: has changed since version 1 was published; write "
	  "version: 2" },
	{ "then it is free", OLD "text a  A\n", NEW "text a  Another\n",
	  "t.a=5", "" },
	{ "and does not fall", NEW, OLD, "",
	  "refused t: has version 1, but 2 is published; write version: 3" },
	{ "a new field", OLD, NEW "text a  A\n", "",
	  "allowed t.a: is new; empty in old records" },
	{ "a name that meant something else", OLD "drop a\n", NEW "text a  A\n",
	  "",
	  "warned t.a: was the name of another field; "
	  "use a new name for a new meaning" },
	{ "a renamed field", OLD "text a  A\n", NEW "text b  A\n    was: a\n",
	  "t.a=5",
	  "allowed t.a: is now called 'b'; "
	  "old answers are read under it" },
	{ "a retired field", OLD "text a  A\n",
	  NEW "text a  A\n    retired: 2026-01-01\n", "t.a=5",
	  "allowed t.a: is retired; shown where it was answered" },
	{ "one that comes back", OLD "text a  A\n    retired: 2026-01-01\n",
	  NEW "text a  A\n", "t.a=5",
	  "warned t.a: was retired and comes back; "
	  "it must mean the same" },
	{ "a deleted field that has answers", OLD "text a  A\n", NEW,
	  "t.a=1204",
	  "refused t.a: 1,204 records hold 'a'; keep it, with retired: and a "
	  "day under it; or write was: a under its new name, or drop a" },
	{ "of one record", OLD "text a  A\n", NEW, "t.a=1",
	  "refused t.a: 1 record holds 'a'; keep it, with retired: and a "
	  "day under it; or write was: a under its new name, or drop a" },
	{ "one that has none", OLD "text a  A\n", NEW, "",
	  "allowed t.a: is gone; no record holds it" },
	{ "one that is dropped knowingly", OLD "text a  A\n", NEW "drop a\n",
	  "t.a=1234567",
	  "warned t.a: 1,234,567 records hold 'a', which is dropped" },
	{ "types may widen",
	  OLD "integer a  A\ndate b  B\nselect_one yes_no c  C\n",
	  NEW "decimal a  A\ntext b  B\nselect_multiple yes_no c  C\n",
	  "t.a=1 t.b=1 t.c=1", "" },
	{ "and not narrow", OLD "decimal a  A\ntext b  B\n",
	  NEW "integer a  A\ndate b  B\n", "t.a=2 t.b=3",
	  "refused t.a: 2 records hold 'a' with another type; "
	  "make a new field\n"
	  "refused t.b: 3 records hold 'b' with another type; "
	  "make a new field" },
	{ "unless nobody has answered", OLD "text a  A\n", NEW "date a  A\n",
	  "", "" },
	{ "a field cannot go into a repeat", OLD "text a  A\n",
	  NEW "begin repeat r  R\ntext a  A\nend repeat r\n", "t.a=2",
	  "refused t.a: 2 records hold 'a', which cannot go into a repeat; "
	  "make a new field" },
	{ "a deleted code in use", LIST OLD "select_one x a  A\n",
	  "list x  X\nchoice b  B\n" NEW "select_one x a  A\n", "t.a=9 t.a:a=2",
	  "refused t.a: 2 records hold 'a' in 'a'; keep the choice, with "
	  "retired: and a day under it" },
	{ "one that nobody chose", LIST OLD "select_one x a  A\n",
	  "list x  X\nchoice b  B\n" NEW "select_one x a  A\n", "t.a=9 t.a:b=9",
	  "" },
	{ "another list that has the codes", LIST OLD "select_one x a  A\n",
	  "list y  Y\nchoice b  B\nchoice a  A\n" NEW "select_one y a  A\n",
	  "t.a=9 t.a:b=9", "" },
	{ "another calculation and constraint",
	  OLD "integer a  A\n    constraint: . > 1\ncalculate b  B\n"
	      "    calculation: a + 1\n",
	  NEW "integer a  A\n    constraint: . > 2\ncalculate b  B\n"
	      "    calculation: a + 2\n",
	  "t.a=1",
	  "allowed t.a: has another constraint; it is checked on change\n"
	  "allowed t.b: is worked out anew when an open record is "
	  "next saved" },
	{ "a state with cases in it",
	  OLD "state b  B\n    final: yes\ntransition go  Go\n"
	      "    from: new\n    to: b\n    role: duty\n",
	  NEW, "t@b=12",
	  "refused t.b: 12 cases are in state 'b'; "
	  "write was: b under another state" },
	{ "one that moves them",
	  OLD "state b  B\n    final: yes\ntransition go  Go\n"
	      "    from: new\n    to: b\n    role: duty\n",
	  FORM("2") "state new  New\n    final: yes\n    was: b\n", "t@b=12",
	  "allowed t.b: is now the state 'new'" },
	{ "an empty one",
	  OLD "state b  B\n    final: yes\ntransition go  Go\n"
	      "    from: new\n    to: b\n    role: duty\n",
	  NEW, "", "allowed t.b: is gone; no case is in this state" },
	{ "a form with records", OLD "form c  C\n    of: t\ntext a  A\n", NEW,
	  "t.c=3",
	  "refused t.c: is gone, but there are 3 records of it; "
	  "write was: c under another form" },
	{ "one without", OLD "form c  C\n    of: t\ntext a  A\n", NEW, "",
	  "allowed t.c: is gone; there is no record of it" },
	{ "a renamed one", OLD "form c  C\n    of: t\ntext a  A\n",
	  NEW "form d  D\n    of: t\n    was: c\ntext a  A\n", "t.c=3",
	  "allowed t.c: is now called 't.d'" },
	{ "a new one", OLD, NEW "form d  D\n    of: t\ntext a  A\n", "",
	  "allowed t.d: is a new form" },
	{ "another programme", OLD,
	  "form t  Test\n    version: 2\n    programme: other\n"
	  "    opens: case\n    read: duty manager\n" STATES,
	  "t=1", "refused t: has records and cannot go to another programme" },
};

static const char *
verdict_lines(struct arena *a, const struct verdicts *all)
{
	static const char *const words[] = { "allowed", "warned", "refused" };
	const char *text = "";

	for (size_t i = 0; i < all->n; i++) {
		const struct verdict *v = &all->v[i];

		text = arena_printf(a, "%s%s%s %s%s%s: %s", text, i ? "\n" : "",
				    words[v->ruling], v->form,
				    *v->name ? "." : "", v->name, v->sentence);
	}
	return text;
}

static struct form_set *
load_one(struct arena *a, const char *text)
{
	const char *base = data_text("base.form");
	const struct form_source files[] = {
		{ "base.form", base, strlen(base) },
		{ "t.form", text, strlen(text) },
	};
	struct problems p;
	struct form_set *s;

	problems_init(&p, a);
	if (form_set_load(&s, files, 2, &p) != ERR_OK)
		ck_abort_msg("%s", printed(&p));
	return s;
}

START_TEST(a_change_is_judged_by_what_records_hold)
{
	struct arena a = ARENA_INIT;
	struct form_set *old = load_one(&a, cases[_i].old);
	struct form_set *now = load_one(&a, cases[_i].new_text);
	char held[64];
	const struct holdings h = { of_form, with_field, with_code, in_state,
				    held };
	struct verdicts all;
	size_t refused = 0;
	const char *got;

	snprintf(held, sizeof(held), "%s", cases[_i].held);
	form_compare(&a, old, now, &h, &all);
	got = verdict_lines(&a, &all);
	ck_assert_msg(strcmp(got, cases[_i].verdicts) == 0,
		      "%s:\ngot  %s\nwant %s", cases[_i].why, got,
		      cases[_i].verdicts);
	for (const char *p = got; (p = strstr(p, "refused")) != NULL; p++)
		refused++;
	ck_assert_uint_eq(all.refused, refused);
	form_set_free(&old);
	form_set_free(&now);
	arena_clear(&a);
}
END_TEST

TCase *
publish_case(void)
{
	TCase *t = tcase_create("publishing");

	tcase_add_loop_test(t, a_change_is_judged_by_what_records_hold, 0,
			    COUNT(cases));
	return t;
}
