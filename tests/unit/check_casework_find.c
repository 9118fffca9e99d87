/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The box that finds a person: what finds whom, in what order, and who is
 * never found.
 */
#include "check_casework.h"

#include <stdlib.h>
#include <string.h>

static struct arena mem;

static void
open_world(void)
{
	world_open();
}

static void
close_world(void)
{
	arena_clear(&mem);
	world_close();
}

/* A person with a second answer, and perhaps more. */
static uint64_t
person_with(struct session *s, const char *given, const char *family,
	    const char *born, const char *const more[][2])
{
	struct edit *e;
	uint64_t id;

	ck_assert_int_eq(edit_new_person(s, NULL, &e), ERR_OK);
	answer(e, "given", given);
	answer(e, "family", family);
	if (born)
		answer(e, "born", born);
	for (size_t i = 0; more && more[i][0]; i++)
		answer(e, more[i][0], more[i][1]);
	id = save_ok(e);
	edit_close(&e);
	return id;
}

/* The names found, one a line as in the list, with why: `Ali, Abdi (name)`. */
static const char *
found_by(const char *login, const char *text)
{
	struct session *s = session_of(login);
	struct found found;
	const char *all = "";

	ck_assert_int_eq(find_people(s, &mem, text, 20, &found), ERR_OK);
	for (size_t i = 0; i < found.n; i++)
		all = arena_printf(&mem, "%s%s%s (%s)", all, i ? "; " : "",
				   found.people[i].name, found.people[i].why);
	return all;
}

static void
assert_finds(const char *login, const char *text, const char *want)
{
	const char *got = found_by(login, text);

	ck_assert_msg(strcmp(got, want) == 0, "`%s` finds `%s`, not `%s`",
		      text, got, want);
}

static const struct known {
	const char *given, *family, *born;
	const char *more[5][2];
} known[] = {
	{ "Abdi", "Xuseen", "1987-03-02",
	  { { "phone", "07700 900 123" }, { "postcode", "E14 6GG" },
	    { "house", "12" }, { "street", "Chrisp St" } } },
	{ "Abdul", "Hossain", "1987-11-11", { { "nhs_no", "943 476 5919" } } },
	{ "Bartosz", "Kowalski", "1988-06-14",
	  { { "postcode", "E3 4NS" }, { "known_as", "Bart" },
	    { "pnc_id", "02/73319Z" } } },
	{ "Beata", "Kowalska", "1990-11-02", { { "postcode", "E3 4NS" } } },
	{ "Łukasz", "Wójcik", "~1984", { { "email", "Luk@example.org" } } },
	{ "Siobhán", "O'Brien", "3/1979", { { "noms_no", "A1234BC" } } },
	{ "Md", "Rahman", "1970-05-05", { { "crn", "X320741" } } },
};

#define KNOWN (sizeof(known) / sizeof(known[0]))

static uint64_t ids[KNOWN];

static void
know_people(void)
{
	for (size_t i = 0; i < KNOWN; i++)
		ids[i] = person_with(session_of("drew"), known[i].given,
				     known[i].family, known[i].born,
				     known[i].more);
}

static const struct {
	const char *typed, *found;
} searches[] = {
	{ "", "" },
	{ "   ", "" },
	{ "xuseen", "Xuseen, Abdi (name); Hossain, Abdul (sounds)" },
	{ "Hussain", "Hossain, Abdul (sounds); Xuseen, Abdi (sounds)" },
	{ "xuseen abdi", "Xuseen, Abdi (name); Hossain, Abdul (sounds)" },
	{ "abdi xuseen", "Xuseen, Abdi (name); Hossain, Abdul (sounds)" },
	{ "abdi hussain",
	  "Xuseen, Abdi (sounds); Hossain, Abdul (sounds)" },
	{ "hussain abd",
	  "Hossain, Abdul (sounds); Xuseen, Abdi (sounds)" },
	{ "hussain abd 1987",
	  "Hossain, Abdul (sounds, year); Xuseen, Abdi (sounds, year)" },
	{ "hossain 2/3/1987",
	  "Xuseen, Abdi (sounds, born); Hossain, Abdul (name, year)" },
	{ "kow bar", "Kowalski, Bartosz (begins)" },
	{ "bar kow", "Kowalski, Bartosz (begins)" },
	{ "bart kowalski", "Kowalski, Bartosz (name)" },
	{ "kowalsky", "Kowalska, Beata (sounds); Kowalski, Bartosz (sounds)" },
	{ "kowalsky bart E3 4",
	  "Kowalski, Bartosz (sounds, address)" },
	{ "lukasz", "Wójcik, Łukasz (name)" },
	{ "ŁUKASZ wojcik", "Wójcik, Łukasz (name)" },
	{ "obrien", "O'Brien, Siobhán (name)" },
	{ "o'brien", "O'Brien, Siobhán (name)" },
	{ "o brien siob", "O'Brien, Siobhán (begins)" },
	{ "mohammed rahman", "Rahman, Md (name)" },
	{ "muhamad rohman", "Rahman, Md (sounds)" },
	{ "mr rahman", "Rahman, Md (name)" },
	{ "2 mar 1987", "Xuseen, Abdi (born)" },
	{ "02/03/87", "Xuseen, Abdi (born)" },
	{ "1987-03-02", "Xuseen, Abdi (born)" },
	{ "1984", "Wójcik, Łukasz (year)" },
	{ "3/1979", "O'Brien, Siobhán (year)" },
	{ "e3 4ns",
	  "Kowalska, Beata (address); Kowalski, Bartosz (address)" },
	{ "E34NS",
	  "Kowalska, Beata (address); Kowalski, Bartosz (address)" },
	{ "E3", "Kowalska, Beata (address); Kowalski, Bartosz (address)" },
	{ "E1", "" },
	{ "E14", "Xuseen, Abdi (address)" },
	{ "07700900123", "Xuseen, Abdi (phone)" },
	{ "07700 900 1", "Xuseen, Abdi (phone)" },
	{ "+44 7700 900123", "Xuseen, Abdi (phone)" },
	{ "9434765919", "Hossain, Abdul (number)" },
	{ "943 476 5919", "Hossain, Abdul (number)" },
	{ "94347", "Hossain, Abdul (number)" },
	{ "02/73319Z", "Kowalski, Bartosz (number)" },
	{ "2002/0073319Z", "Kowalski, Bartosz (number)" },
	{ "x320741", "Rahman, Md (number)" },
	{ "luk@example.org", "Wójcik, Łukasz (e-mail)" },
	{ "a1234bc", "O'Brien, Siobhán (number)" },
	{ "nobody", "" },
	{ "xuseen zzz", "" },
};

START_TEST(test_the_box)
{
	know_people();
	for (size_t i = 0; i < sizeof(searches) / sizeof(searches[0]); i++)
		assert_finds("drew", searches[i].typed, searches[i].found);
}
END_TEST

Suite *
suite_casework_find(void)
{
	Suite *s = suite_create("finding people");
	TCase *tc = tcase_create("find");

	tcase_add_checked_fixture(tc, open_world, close_world);
	tcase_set_timeout(tc, 60);
	tcase_add_test(tc, test_the_box);
	suite_add_tcase(s, tc);
	return s;
}
