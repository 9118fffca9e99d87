/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Who is like somebody being registered: likeliest first, and nobody hidden.
 */
#include "check_casework_find.h"

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

static struct likeness *
alike(const char *login, const char *given, const char *family,
      const char *born, const char *postcode, size_t *n)
{
	struct fields f;
	struct date d;
	struct likeness *out;

	fields_init(&f, &mem);
	fields_set(&f, "given", value_text(given));
	fields_set(&f, "family", value_text(family));
	if (born[0]) {
		ck_assert_int_eq(date_parse_iso(&d, born), ERR_OK);
		fields_set(&f, "born", value_date(d));
	}
	fields_set(&f, "postcode", value_text(postcode));
	ck_assert_int_eq(find_alike(session_of(login), &mem, &f, 0, &out, n),
			 ERR_OK);
	return out;
}

static const struct {
	const char *given, *family, *born, *postcode;
	int known; /* in known[]; -1 nobody */
	int least; /* bits */
} twins[] = {
	{ "Abdi", "Xuseen", "1987-03-02", "", 0, 13 },
	{ "Xuseen", "Abdi", "1987-03-02", "", 0, 13 },
	{ "Abdi", "Hussain", "1987-03-02", "E14 6GG", 0, 13 },
	{ "Bart", "Kowalski", "1988-06-14", "", 2, 13 },
	{ "Bartosz", "Kowalsky", "1988-06-15", "E3 4NS", 2, 7 },
	{ "Lukasz", "Wojcik", "1984-10-10", "", 4, 7 },
	{ "Mohammed", "Rehman", "1970-05-05", "", 6, 7 },
	{ "Quentin", "Fotheringay", "1911-05-05", "EH1 1YZ", -1, 0 },
};

START_TEST(test_possible_duplicates_come_likeliest_first)
{
	struct likeness *l;
	size_t n;

	know_people();
	for (size_t i = 0; i < sizeof(twins) / sizeof(twins[0]); i++) {
		l = alike("drew", twins[i].given, twins[i].family,
			  twins[i].born, twins[i].postcode, &n);
		if (twins[i].known < 0) {
			ck_assert_uint_eq(n, 0);
			continue;
		}
		ck_assert_msg(n > 0 && l[0].person.id ==
					       known_ids[twins[i].known],
			      "%s %s is like nobody", twins[i].given,
			      twins[i].family);
		ck_assert_msg(l[0].bits >= twins[i].least, "%s %s: %d bits",
			      twins[i].given, twins[i].family, l[0].bits);
		for (size_t k = 1; k < n; k++)
			ck_assert_int_ge(l[k - 1].bits, l[k].bits);
	}
}
END_TEST

START_TEST(test_the_person_being_changed_is_no_duplicate)
{
	struct session *s = session_of("drew");
	struct arena a = ARENA_INIT;
	struct likeness *out;
	struct txn *t;
	const struct record *r;
	size_t n;

	know_people();
	t = session_begin(s, false);
	r = record_get(t, &a, known_ids[0]);
	ck_assert_int_eq(session_end(s, t), ERR_OK);
	ck_assert_int_eq(find_alike(s, &a, &r->fields, 0, &out, &n), ERR_OK);
	ck_assert_uint_eq(out[0].person.id, known_ids[0]);
	ck_assert_int_eq(find_alike(s, &a, &r->fields, known_ids[0], &out, &n),
			 ERR_OK);
	for (size_t i = 0; i < n; i++)
		ck_assert_uint_ne(out[i].person.id, known_ids[0]);
	arena_clear(&a);
}
END_TEST

static size_t
queued(const char *form, uint64_t saved, uint64_t hidden)
{
	struct session *s = session_of("stu");
	struct txn *t = session_begin(s, false);
	struct key k;
	size_t n;

	key_start(&k);
	key_u8(&k, (uint8_t)case_form_no(s, form_find(s->set, form)));
	key_u64(&k, saved);
	key_u64(&k, hidden);
	n = index_has(t, IX_QUEUE, key_bytes(&k));
	ck_assert_int_eq(session_end(s, t), ERR_OK);
	return n;
}

START_TEST(test_a_hidden_match_goes_to_the_steward_and_nowhere_else)
{
	uint64_t hidden = hidden_person("Efua", "Mensah"), same, other;
	size_t n;

	alike("drew", "Efua", "Mensah", "1991-04-05", "E2 9PA", &n);
	ck_assert_uint_eq(n, 0);
	alike("sara", "Efua", "Mensah", "1991-04-05", "E2 9PA", &n);
	ck_assert_uint_eq(n, 1);
	same = new_person(session_of("drew"), "Efua", "Mensah", "1991-04-05");
	other = new_person(session_of("drew"), "Kwame", "Mensah", "1975-08-09");
	ck_assert_uint_eq(queued("sanctuary", same, hidden), 1);
	ck_assert_uint_eq(queued("sanctuary", other, hidden), 0);
	ck_assert_uint_eq(queued("iom_case", same, hidden), 0);
}
END_TEST

START_TEST(test_hidden_people_do_not_change_the_bits)
{
	struct likeness *l;
	int before;
	size_t n;

	new_person(session_of("drew"), "Zuleika", "Mensah", "1991-04-05");
	l = alike("drew", "Zuleika", "Mensah", "1991-04-05", "", &n);
	ck_assert_uint_eq(n, 1);
	before = l[0].bits;
	for (int i = 0; i < 3; i++)
		new_sanctuary(session_of("sara"),
			      new_person(session_of("sara"), "Zuleika",
					 "Mensah", "1961-04-05"));
	l = alike("drew", "Zuleika", "Mensah", "1991-04-05", "", &n);
	ck_assert_uint_eq(n, 1);
	ck_assert_int_eq(l[0].bits, before);
}
END_TEST

START_TEST(test_likeness_never_leads_to_guarded_people)
{
	uint64_t perp, her = guarded_person(&perp), same;
	struct likeness *l;
	size_t n;

	l = alike("sara", "Efua", "Mensah", "1991-04-05", "E2 9PA", &n);
	for (size_t i = 0; i < n; i++)
		ck_assert_uint_ne(l[i].person.id, her);
	same = new_person(session_of("sara"), "Efua", "Mensah", "1991-04-05");
	ck_assert_uint_eq(queued("sanctuary", same, her), 1);
}
END_TEST

Suite *
suite_casework_alike(void)
{
	Suite *s = suite_create("possible duplicates");
	TCase *tc = tcase_create("alike");

	tcase_add_checked_fixture(tc, open_world, close_world);
	tcase_set_timeout(tc, 60);
	tcase_add_test(tc, test_possible_duplicates_come_likeliest_first);
	tcase_add_test(tc, test_the_person_being_changed_is_no_duplicate);
	tcase_add_test(
		tc, test_a_hidden_match_goes_to_the_steward_and_nowhere_else);
	tcase_add_test(tc, test_hidden_people_do_not_change_the_bits);
	tcase_add_test(tc, test_likeness_never_leads_to_guarded_people);
	suite_add_tcase(s, tc);
	return s;
}
