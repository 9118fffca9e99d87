/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The box that finds a person: what finds whom, in what order, and who is
 * never found.
 */
#include "check_casework_find.h"

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

/* A person with more answers than a name and a birth date. */
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

	ck_assert_msg(strcmp(got, want) == 0, "`%s` finds `%s`, not `%s`", text,
		      got, want);
}

static const struct known {
	const char *given, *family, *born;
	const char *more[5][2];
} known[] = {
	{ "Abdi",
	  "Xuseen",
	  "1987-03-02",
	  { { "phone", "07700 900 123" },
	    { "postcode", "E14 6GG" },
	    { "house", "12" },
	    { "street", "Chrisp St" } } },
	{ "Abdul", "Hossain", "1987-11-11", { { "nhs_no", "943 476 5919" } } },
	{ "Bartosz",
	  "Kowalski",
	  "1988-06-14",
	  { { "postcode", "E3 4NS" },
	    { "known_as", "Bart" },
	    { "pnc_id", "02/73319Z" } } },
	{ "Beata", "Kowalska", "1990-11-02", { { "postcode", "E3 4NS" } } },
	{ "Łukasz", "Wójcik", "~1984", { { "email", "Luk@example.org" } } },
	{ "Siobhán", "O'Brien", "3/1979", { { "noms_no", "A1234BC" } } },
	{ "Md", "Rahman", "1970-05-05", { { "crn", "X320741" } } },
};

#define KNOWN (sizeof(known) / sizeof(known[0]))
_Static_assert(KNOWN <= KNOWN_MOST, "their ids have room");

uint64_t known_ids[KNOWN_MOST];

void
know_people(void)
{
	for (size_t i = 0; i < KNOWN; i++)
		known_ids[i] = person_with(session_of("drew"), known[i].given,
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
	{ "abdi hussain", "Xuseen, Abdi (sounds); Hossain, Abdul (sounds)" },
	{ "hussain abd", "Hossain, Abdul (sounds); Xuseen, Abdi (sounds)" },
	{ "hussain abd 1987",
	  "Hossain, Abdul (sounds, year); Xuseen, Abdi (sounds, year)" },
	{ "hossain 2/3/1987",
	  "Xuseen, Abdi (sounds, born); Hossain, Abdul (name, year)" },
	{ "kow bar", "Kowalski, Bartosz (begins)" },
	{ "bar kow", "Kowalski, Bartosz (begins)" },
	{ "bart kowalski", "Kowalski, Bartosz (name)" },
	{ "kowalsky", "Kowalska, Beata (sounds); Kowalski, Bartosz (sounds)" },
	{ "kowalsky bart E3 4", "Kowalski, Bartosz (sounds, address)" },
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
	{ "e3 4ns", "Kowalska, Beata (address); Kowalski, Bartosz (address)" },
	{ "E34NS", "Kowalska, Beata (address); Kowalski, Bartosz (address)" },
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
	{ "huss 1987", "Hossain, Abdul (sounds, year); "
		       "Xuseen, Abdi (sounds, year)" },
	{ "kow 1988", "Kowalski, Bartosz (begins, year); "
		      "Kowalska, Beata (begins)" },
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

START_TEST(test_references_find_whole_partly_and_by_figures)
{
	struct session *s = session_of("drew");
	struct found found;
	struct arena a = ARENA_INIT;
	struct txn *t;
	const char *ref;

	know_people();
	t = session_begin(s, false);
	ref = record_get_header(t, &a, known_ids[0])->ref;
	ck_assert_int_eq(session_end(s, t), ERR_OK);
	assert_finds("drew", ref, "Xuseen, Abdi (ref)");
	assert_finds("drew", ref + 2, "Xuseen, Abdi (ref)");
	assert_finds("drew", arena_printf(&a, "p%s", ref + 2),
		     "Xuseen, Abdi (ref)");
	ck_assert_int_eq(find_people(s, &mem, "P-", 200, &found), ERR_OK);
	ck_assert_uint_eq(found.n, 0);
	arena_clear(&a);
}
END_TEST

START_TEST(test_a_case_reference_finds_its_person_and_the_case)
{
	struct session *oliver = session_of("oliver");
	uint64_t person = new_person(oliver, "Kwame", "Mensah", NULL), found;
	uint64_t id = new_iom(oliver, person);
	struct arena a = ARENA_INIT;
	struct txn *t = session_begin(oliver, false);
	const char *ref = record_get_header(t, &a, id)->ref;

	ck_assert_int_eq(session_end(oliver, t), ERR_OK);
	assert_finds("oliver", ref, "Mensah, Kwame (ref)");
	assert_finds("oliver", strrchr(ref, '-') + 1, "Mensah, Kwame (ref)");
	ck_assert_int_eq(find_case(oliver, ref, &found), ERR_OK);
	ck_assert_uint_eq(found, id);
	ck_assert_int_eq(find_case(session_of("drew"), ref, &found),
			 ERR_NOT_FOUND);
	assert_finds("drew", ref, "");
	arena_clear(&a);
}
END_TEST

static uint64_t
new_treatment(struct session *s, uint64_t person, const char *custody_no)
{
	struct edit *e;
	uint64_t id;

	ck_assert_int_eq(
		edit_new_case(s, form_find(session_forms(s), "drug_episode"),
			      person, &e),
		ERR_OK);
	answer(e, "ref_source", "self");
	answer(e, "arrest_ref", "yes");
	answer(e, "drug1", "heroin");
	answer(e, "custody_no", custody_no);
	id = save_ok(e);
	edit_close(&e);
	return id;
}

START_TEST(test_case_fields_that_search_find_for_those_who_read_them)
{
	struct session *drew = session_of("drew");
	uint64_t person = new_person(drew, "Kwame", "Mensah", NULL);

	new_treatment(drew, person, "01HT/1234/26");
	assert_finds("drew", "01HT/1234/26", "Mensah, Kwame (case)");
	assert_finds("drew", "01ht/12", "Mensah, Kwame (case)");
	assert_finds("drew", "heroin", "Mensah, Kwame (case)");
	assert_finds("drew", "hero", "");
	assert_finds("oliver", "01HT/1234/26", "");
	assert_finds("oliver", "heroin", "");
	assert_finds("oliver", "mensah", "Mensah, Kwame (name)");
}
END_TEST

START_TEST(test_cases_that_may_be_seen_stand_beneath)
{
	struct session *oliver = session_of("oliver");
	uint64_t person = new_person(oliver, "Kwame", "Mensah", NULL);
	struct found found;

	new_iom(oliver, person);
	ck_assert_int_eq(find_people(oliver, &mem, "mensah", 5, &found),
			 ERR_OK);
	ck_assert_uint_eq(found.n, 1);
	ck_assert_uint_eq(found.people[0].n_cases, 1);
	ck_assert_int_eq(
		find_people(session_of("drew"), &mem, "mensah", 5, &found),
		ERR_OK);
	ck_assert_uint_eq(found.n, 1);
	ck_assert_uint_eq(found.people[0].n_cases, 0);
}
END_TEST

START_TEST(test_a_list_stops_where_it_should_and_says_so)
{
	struct session *s = session_of("drew");
	struct found found;

	for (int i = 0; i < 6; i++)
		new_person(s, "Anna", "Nowak", "1990-01-02");
	ck_assert_int_eq(find_people(s, &mem, "nowak", 4, &found), ERR_OK);
	ck_assert_uint_eq(found.n, 4);
	ck_assert(found.more);
	ck_assert_int_eq(find_people(s, &mem, "nowak", 6, &found), ERR_OK);
	ck_assert_uint_eq(found.n, 6);
	ck_assert(!found.more);
	ck_assert_int_eq(find_people(s, &mem, "nowak", 0, &found), ERR_OK);
	ck_assert_uint_eq(found.n, 0);
}
END_TEST

/* Change answers of a person that is there. */
static void
change(struct session *s, uint64_t id, const char *field, const char *typed)
{
	struct edit *e;

	ck_assert_int_eq(edit_open(s, id, &e), ERR_OK);
	answer(e, field, typed);
	save_ok(e);
	edit_close(&e);
}

START_TEST(test_a_changed_name_finds_and_the_old_one_no_longer)
{
	know_people();
	change(session_of("drew"), known_ids[0], "family", "Warsame");
	change(session_of("drew"), known_ids[0], "postcode", "SW1A 2AA");
	assert_finds("drew", "warsame", "Warsame, Abdi (name)");
	assert_finds("drew", "xuseen", "Hossain, Abdul (sounds)");
	assert_finds("drew", "E14", "");
	assert_finds("drew", "SW1A", "Warsame, Abdi (address)");
}
END_TEST

static void
add_alias(struct session *s, uint64_t id, const char *name)
{
	struct edit *e;
	const struct item *repeat, *it;
	size_t row;

	ck_assert_int_eq(edit_open(s, id, &e), ERR_OK);
	repeat = form_item(e->form, "alias");
	it = form_item(e->form, "alias_name");
	row = edit_add_row(e, repeat);
	edit_set(e, it, row, value_text(name));
	save_ok(e);
	edit_close(&e);
}

START_TEST(test_other_names_find_alone_and_with_the_first_ones)
{
	know_people();
	add_alias(session_of("drew"), known_ids[2], "Baz");
	add_alias(session_of("drew"), known_ids[2], "Bartłomiej Zieliński");
	assert_finds("drew", "baz", "Kowalski, Bartosz (name)");
	assert_finds("drew", "baz kowalski", "Kowalski, Bartosz (name)");
	assert_finds("drew", "zielinski bart", "Kowalski, Bartosz (begins)");
	assert_finds("drew", "baz zielinski", "");
}
END_TEST

START_TEST(test_a_name_in_its_own_script_finds)
{
	static const char *const more[][2] = { { "own_script", "রহিমা বেগম" },
					       { NULL, NULL } };

	person_with(session_of("drew"), "Rahima", "Begum", NULL, more);
	assert_finds("drew", "রহিমা", "Begum, Rahima (name)");
	assert_finds("drew", "রহি", "Begum, Rahima (begins)");
	assert_finds("drew", "rahima", "Begum, Rahima (name)");
	assert_finds("drew", "রহিমা begum", "Begum, Rahima (name)");
	assert_finds("drew", "করিম", "");
}
END_TEST

START_TEST(test_the_last_of_many_names_in_another_script_finds)
{
	static const char *const more[][2] = { { "known_as", "মালগরজাতা" },
					       { "own_script",
						 "মালগোর্জাতা ভোইচিক" },
					       { NULL, NULL } };

	person_with(session_of("drew"), "Malgorzata Anna", "Wojcik", NULL,
		    more);
	assert_finds("drew", "ভোইচিক", "Wojcik, Malgorzata Anna (name)");
}
END_TEST

/* Pieces that mean something to the reader of the box, thrown together. */
static const char *const scraps[] = { "hussain",   "o",
				      "mc",	   "md",
				      "P-",	   "p0",
				      "SAN-2026-", "1987",
				      "2/3",	   "/",
				      "-",	   "+44",
				      "077",	   "e1",
				      "E1 4",	   "4NS",
				      "@",	   "a@b.c",
				      "~",	   ",",
				      "'",	   "ud",
				      "din",	   "9434765919",
				      "\xff",	   "\xe2\x80\x8f",
				      "রহিমা",	   "99999999999999999999",
				      "{seq5}",	   "%s%n",
				      "\x1b[2J",   " " };

START_TEST(test_whatever_is_typed_is_answered)
{
	char text[2048];
	uint32_t seed = 7;
	struct found found;

	know_people();
	for (int i = 0; i < 400; i++) {
		text[0] = '\0';
		for (int k = i % 20; k >= 0; k--) {
			seed = seed * 1664525u + 1013904223u;
			strcat(text,
			       scraps[(seed >> 16) %
				      (sizeof(scraps) / sizeof(scraps[0]))]);
			if (seed & 0x100000)
				strcat(text, " ");
		}
		ck_assert_int_eq(
			find_people(session_of("drew"), &mem, text, 9, &found),
			ERR_OK);
		ck_assert_uint_le(found.n, KNOWN);
		arena_clear(&mem);
	}
	memset(text, 'a', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	assert_finds("drew", text, "");
	memset(text, '1', sizeof(text) - 1);
	assert_finds("drew", text, "");
}
END_TEST

START_TEST(test_a_secret_address_finds_nobody)
{
	know_people();
	change(session_of("drew"), known_ids[0], "secret", "yes");
	assert_finds("drew", "E14 6GG", "");
	assert_finds("drew", "E14", "");
	assert_finds("drew", "xuseen E14 6GG",
		     "Xuseen, Abdi (name); Hossain, Abdul (sounds)");
	change(session_of("drew"), known_ids[0], "secret", "no");
	assert_finds("drew", "E14 6GG", "Xuseen, Abdi (address)");
}
END_TEST

static void
add_past_address(struct session *s, uint64_t person, const char *postcode,
		 const char *secret)
{
	struct edit *e;

	ck_assert_int_eq(
		edit_new_child(s, form_find(session_forms(s), "person.address"),
			       person, &e),
		ERR_OK);
	answer(e, "addr_kind", "home");
	answer(e, "addr_postcode", postcode);
	if (secret)
		answer(e, "addr_secret", secret);
	save_ok(e);
	edit_close(&e);
}

START_TEST(test_past_addresses_find_unless_something_is_secret)
{
	struct session *s = session_of("drew");

	know_people();
	add_past_address(s, known_ids[0], "N1 9AG", NULL);
	add_past_address(s, known_ids[1], "N1 9AG", "yes");
	assert_finds("drew", "N1 9AG", "Xuseen, Abdi (address)");
	change(s, known_ids[0], "secret", "yes");
	assert_finds("drew", "N1 9AG", "");
}
END_TEST

START_TEST(test_every_search_entry_agrees_with_its_record)
{
	struct session *s = session_of("drew");
	struct store_checked sum;
	struct buf out = BUF_INIT;

	know_people();
	add_alias(s, known_ids[2], "Baz");
	add_alias(s, known_ids[2], "Baz Hassan Hasan Xasan");
	add_past_address(s, known_ids[0], "N1 9AG", NULL);
	change(s, known_ids[1], "born", "1999");
	new_treatment(s, known_ids[0], "heroin heroin");
	ck_assert_int_eq(store_check(world.store, &out, &sum, NULL, NULL),
			 ERR_OK);
	ck_assert_msg(sum.faults == 0, "%s", out.s);
	buf_clear(&out);
}
END_TEST

uint64_t
hidden_person(const char *given, const char *family)
{
	static const char *const more[][2] = { { "phone", "07700 900 555" },
					       { "postcode", "E2 9PA" },
					       { "house", "7" },
					       { "nhs_no", "401 023 2137" },
					       { NULL, NULL } };
	struct session *s = session_of("sara");
	uint64_t id = person_with(s, given, family, "1991-04-05", more);

	new_sanctuary(s, id);
	return id;
}

static const char *const ways[] = {
	"mensah",      "efua mensah",  "mens",	     "efua 1991",
	"5/4/1991",    "1991",	       "E2 9PA",     "E2",
	"07700900555", "401 023 2137", "4010232137", "e m"
};

START_TEST(test_hidden_people_are_never_found_nor_counted)
{
	struct session *s = session_of("drew");
	struct found found;

	hidden_person("Efua", "Mensah");
	for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++) {
		ck_assert_int_eq(find_people(s, &mem, ways[i], 20, &found),
				 ERR_OK);
		ck_assert_msg(found.n == 0 && !found.more, "`%s` finds her",
			      ways[i]);
		ck_assert_int_eq(find_people(session_of("sara"), &mem, ways[i],
					     20, &found),
				 ERR_OK);
		ck_assert_msg(found.n == 1,
			      "`%s` does not find her for those "
			      "who work with her",
			      ways[i]);
	}
	new_person(s, "Efua", "Mensah", "1991-04-05");
	ck_assert_int_eq(find_people(s, &mem, "mensah", 1, &found), ERR_OK);
	ck_assert_uint_eq(found.n, 1);
	ck_assert(!found.more);
	assert_finds("nina", "mensah", "");
}
END_TEST

uint64_t
guarded_person(uint64_t *perp)
{
	struct session *s = session_of("sara");
	uint64_t id = hidden_person("Efua", "Mensah");
	struct edit *e;
	struct found found;

	*perp = new_person(s, "Kofi", "Boateng", "1980-01-01");
	ck_assert_int_eq(find_people(s, &mem, "mensah", 1, &found), ERR_OK);
	ck_assert_int_eq(edit_open(s, found.people[0].cases[0].id, &e), ERR_OK);
	answer_person(e, "perp", *perp);
	save_ok(e);
	edit_close(&e);
	return id;
}

START_TEST(test_guarded_people_are_found_by_name_and_number_only)
{
	uint64_t perp;

	guarded_person(&perp);
	assert_finds("sara", "mensah", "Mensah, Efua (name)");
	assert_finds("sara", "mens efua 1991", "Mensah, Efua (begins, year)");
	assert_finds("sara", "4010232137", "Mensah, Efua (number)");
	assert_finds("sara", "mensa", "Mensah, Efua (begins)");
	assert_finds("sara", "minsah", "");
	assert_finds("sara", "E2 9PA", "");
	assert_finds("sara", "07700900555", "");
	assert_finds("sara", "5/4/1991", "");
	assert_finds("sara", "mensah E2 9PA", "Mensah, Efua (name)");
	assert_finds("sara", "boateng", "Boateng, Kofi (name)");
}
END_TEST

START_TEST(test_a_search_is_logged_with_its_words)
{
	struct session *s = session_of("drew");
	struct arena a = ARENA_INIT;
	struct log_entry e;
	struct fields p;
	struct txn *t;

	ck_assert_int_eq(find_logged(s, "hussain 1987"), ERR_OK);
	t = session_begin(s, false);
	ck_assert(log_get(t, &a, log_last(t), &e));
	ck_assert_int_eq(e.act, ACT_SEARCHED);
	ck_assert(log_payload(t, &a, e.seq, &p));
	ck_assert_str_eq(fields_text(&p, "text"), "hussain 1987");
	ck_assert_int_eq(session_end(s, t), ERR_OK);
	arena_clear(&a);
}
END_TEST

static const struct {
	const char *typed, *family, *given, *born, *postcode, *phone, *nhs;
} prefills[] = {
	{ "bart kowalski", "Kowalski", "Bart", "", "", "", "" },
	{ "Kowalski, bart", "Kowalski", "Bart", "", "", "", "" },
	{ "kowalski", "Kowalski", "", "", "", "", "" },
	{ "anna-maria van den berg", "Berg", "Anna-Maria Van Den", "", "", "",
	  "" },
	{ "abdi ali 2/3/87 e1 4ns", "Ali", "Abdi", "1987-03-02", "E1 4NS", "",
	  "" },
	{ "1987", "", "", "1987", "", "", "" },
	{ "ali 07700 900 123", "Ali", "", "", "", "07700 900 123", "" },
	{ "943 476 5919", "", "", "", "", "", "9434765919" },
	{ "", "", "", "", "", "", "" },
};

START_TEST(test_what_was_typed_begins_a_new_person)
{
	struct session *s = session_of("drew");
	struct fields f;
	struct value born;

	find_prefill(s, &mem, prefills[_i].typed, &f);
	ck_assert_str_eq(fields_text(&f, "family"), prefills[_i].family);
	ck_assert_str_eq(fields_text(&f, "given"), prefills[_i].given);
	born = value_date(fields_date(&f, "born"));
	ck_assert_str_eq(value_format(&mem, &born), prefills[_i].born);
	ck_assert_str_eq(fields_text(&f, "postcode"), prefills[_i].postcode);
	ck_assert_str_eq(fields_text(&f, "phone"), prefills[_i].phone);
	ck_assert_str_eq(fields_text(&f, "nhs_no"), prefills[_i].nhs);
}
END_TEST

static void
add_find_tests(TCase *tc)
{
	tcase_add_test(tc, test_the_box);
	tcase_add_test(tc, test_references_find_whole_partly_and_by_figures);
	tcase_add_test(tc, test_a_case_reference_finds_its_person_and_the_case);
	tcase_add_test(
		tc, test_case_fields_that_search_find_for_those_who_read_them);
	tcase_add_test(tc, test_every_search_entry_agrees_with_its_record);
	tcase_add_test(tc, test_cases_that_may_be_seen_stand_beneath);
	tcase_add_test(tc, test_a_list_stops_where_it_should_and_says_so);
	tcase_add_test(tc, test_a_changed_name_finds_and_the_old_one_no_longer);
	tcase_add_test(tc, test_other_names_find_alone_and_with_the_first_ones);
	tcase_add_test(tc, test_a_name_in_its_own_script_finds);
	tcase_add_test(tc, test_the_last_of_many_names_in_another_script_finds);
	tcase_add_test(tc, test_whatever_is_typed_is_answered);
	tcase_add_test(tc, test_a_secret_address_finds_nobody);
	tcase_add_test(tc, test_past_addresses_find_unless_something_is_secret);
	tcase_add_test(tc, test_hidden_people_are_never_found_nor_counted);
	tcase_add_test(tc,
		       test_guarded_people_are_found_by_name_and_number_only);
	tcase_add_test(tc, test_a_search_is_logged_with_its_words);
	tcase_add_loop_test(tc, test_what_was_typed_begins_a_new_person, 0,
			    (int)(sizeof(prefills) / sizeof(prefills[0])));
}

Suite *
suite_casework_find(void)
{
	Suite *s = suite_create("finding people");
	TCase *tc = tcase_create("find");

	tcase_add_checked_fixture(tc, open_world, close_world);
	tcase_set_timeout(tc, 60);
	add_find_tests(tc);
	suite_add_tcase(s, tc);
	return s;
}
