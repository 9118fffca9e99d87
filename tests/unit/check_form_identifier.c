/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Identifiers: which are valid, and the form in which they are compared.  The
 * numbers are made up or those that the issuing bodies give as examples.
 */
#include "check_form.h"

#include <string.h>

#include "form/identifier.h"

static const struct {
	const char *why;
	enum identifier kind;
	const char *typed;
	const char *canonical; /* NULL: not valid */
} cases[] = {
	{ "a ten-digit NHS number", ID_NHS, "9434765919", "9434765919" },
	{ "one that begins with nines", ID_NHS, "9876543210", "9876543210" },
	{ "a wrong last digit", ID_NHS, "1234567890", NULL },
	{ "a space behind it", ID_NHS, "9876543210 ", "9876543210" },
	{ "a space before it", ID_NHS, " 9876543210", "9876543210" },
	{ "in threes and four", ID_NHS, "987 654 3210", "9876543210" },
	{ "with hyphens", ID_NHS, "987-654-3210", "9876543210" },
	{ "a check digit of nought", ID_NHS, "9990000018", "9990000018" },
	{ "test range", ID_NHS, "9990000026", "9990000026" },
	{ "test range, another", ID_NHS, "9990000042", "9990000042" },
	{ "test range, a third", ID_NHS, "9990000085", "9990000085" },
	{ "a tenth digit missing", ID_NHS, "943476591", NULL },
	{ "a digit too many", ID_NHS, "94347659190", NULL },
	{ "letters", ID_NHS, "ABCDEFGHIJ", NULL },
	{ "a check of ten is never issued", ID_NHS, "1000000050", NULL },
	{ "two digits changed places", ID_NHS, "9434765991", NULL },
	{ "nothing", ID_NHS, "", NULL },
	{ "spaces alone", ID_NHS, "   ", NULL },

	{ "short PNC of the last century", ID_PNC, "81/34U", "1981/0000034U" },
	{ "short PNC of this one", ID_PNC, "02/73319Z", "2002/0073319Z" },
	{ "PNC of the year 2000", ID_PNC, "00/223R", "2000/0000223R" },
	{ "PNC, six digits", ID_PNC, "79/163001B", "1979/0163001B" },
	{ "PNC without a slash", ID_PNC, "0273319Z", "2002/0073319Z" },
	{ "another", ID_PNC, "79163001B", "1979/0163001B" },
	{ "the shortest", ID_PNC, "033Y", "2003/0000003Y" },
	{ "full PNC", ID_PNC, "2002/0073319Z", "2002/0073319Z" },
	{ "full PNC without a slash", ID_PNC, "20020073319Z", "2002/0073319Z" },
	{ "small letters", ID_PNC, "02/73319z", "2002/0073319Z" },
	{ "PNC, seven digits", ID_PNC, "67/9893091D", "1967/9893091D" },
	{ "a wrong letter", ID_PNC, "2001/0171310S", NULL },
	{ "eight digits", ID_PNC, "02/00733190Z", NULL },
	{ "no serial", ID_PNC, "02/Z", NULL },
	{ "a year of three figures", ID_PNC, "200/73319Z", NULL },
	{ "no letter", ID_PNC, "02/73319", NULL },
	{ "a year alone", ID_PNC, "02", NULL },
	{ "one figure", ID_PNC, "0", NULL },
	{ "something behind the letter", ID_PNC, "02/73319ZZ", NULL },

	{ "CRO number", ID_CRO, "65656/91H", "065656/91H" },
	{ "CRO number, padded", ID_CRO, "065656/91H", "065656/91H" },
	{ "CRO number, another", ID_CRO, "29906/12J", "029906/12J" },
	{ "CRO without a slash", ID_CRO, "29906 12J", "029906/12J" },
	{ "CRO on file only", ID_CRO, "SF05/482703J", "SF05/482703J" },
	{ "CRO on file, not padded", ID_CRO, "SF83/50058Z", "SF83/50058Z" },
	{ "CRO on file, small letters", ID_CRO, "sf83/50058z", "SF83/50058Z" },
	{ "a wrong letter", ID_CRO, "85227/65G", NULL },
	{ "a wrong letter on file", ID_CRO, "SF83/50058A", NULL },
	{ "seven digits", ID_CRO, "1065656/91H", NULL },
	{ "no year", ID_CRO, "65656/H", NULL },
	{ "SF alone", ID_CRO, "SF", NULL },
	{ "SF and a year", ID_CRO, "SF83/", NULL },

	{ "National Insurance number", ID_NINO, "AB123456C", "AB123456C" },
	{ "with spaces, small letters", ID_NINO, "ab 12 34 56 c", "AB123456C" },
	{ "no suffix", ID_NINO, "AB123456", "AB123456" },
	{ "suffix beyond D", ID_NINO, "AB123456E", NULL },
	{ "first letter D", ID_NINO, "DA123456A", NULL },
	{ "second letter O", ID_NINO, "AO123456A", NULL },
	{ "prefix never used", ID_NINO, "GB123456A", NULL },
	{ "prefix never used, NT", ID_NINO, "NT123456A", NULL },
	{ "five digits", ID_NINO, "AB12345C", NULL },

	{ "postcode", ID_POSTCODE, "E1 4NS", "E1 4NS" },
	{ "no space, small letters", ID_POSTCODE, "e14ns", "E1 4NS" },
	{ "one letter, two digits", ID_POSTCODE, "E14 5AB", "E14 5AB" },
	{ "a letter at the end", ID_POSTCODE, "E1W 1AA", "E1W 1AA" },
	{ "City", ID_POSTCODE, "EC3N 4AB", "EC3N 4AB" },
	{ "Liverpool", ID_POSTCODE, "L27 8XY", "L27 8XY" },
	{ "Norwich, joined", ID_POSTCODE, "NR103EZ", "NR10 3EZ" },
	{ "Reading, joined", ID_POSTCODE, "RG45AY", "RG4 5AY" },
	{ "Newcastle", ID_POSTCODE, "NE69 7AW", "NE69 7AW" },
	{ "South East", ID_POSTCODE, "SE23 2NF", "SE23 2NF" },
	{ "Belfast", ID_POSTCODE, "BT35 8GE", "BT35 8GE" },
	{ "a shape is enough", ID_POSTCODE, "MA1 1AA", "MA1 1AA" },
	{ "the one exception", ID_POSTCODE, "gir 0aa", "GIR 0AA" },
	{ "no fixed abode", ID_POSTCODE, "ZZ993VZ", "ZZ99 3VZ" },
	{ "ZZ otherwise", ID_POSTCODE, "ZZ98 3VZ", NULL },
	{ "words", ID_POSTCODE, "Definitely wrong", NULL },
	{ "two figures first", ID_POSTCODE, "12FSSD", NULL },
	{ "a figure first", ID_POSTCODE, "1A1 1AA", NULL },
	{ "no figure in the second half", ID_POSTCODE, "EH1 JS", NULL },
	{ "nor joined", ID_POSTCODE, "EH1JS", NULL },
	{ "second half cut short", ID_POSTCODE, "EH 1JS", NULL },
	{ "first letter Q", ID_POSTCODE, "Q1 1AA", NULL },
	{ "second letter J", ID_POSTCODE, "AJ1 1AA", NULL },
	{ "C in the second half", ID_POSTCODE, "E1 1CA", NULL },
	{ "O for a nought", ID_POSTCODE, "E1 ONS", NULL },
	{ "the first half alone", ID_POSTCODE, "E14", NULL },

	{ "case reference of probation", ID_CRN, "X320741", "X320741" },
	{ "small letter", ID_CRN, "x320741", "X320741" },
	{ "five digits", ID_CRN, "X32074", NULL },
	{ "no letter", ID_CRN, "1320741", NULL },

	{ "mobile", ID_PHONE, "07700 900123", "+447700900123" },
	{ "mobile, abroad's way", ID_PHONE, "+44 7700 900123",
	  "+447700900123" },
	{ "nought in brackets", ID_PHONE, "+44 (0)20 7364 5000",
	  "+442073645000" },
	{ "area code in brackets", ID_PHONE, "(020) 7364 5000",
	  "+442073645000" },
	{ "two noughts for plus", ID_PHONE, "0044 20 7364 5000",
	  "+442073645000" },
	{ "hyphens and points", ID_PHONE, "020-7364.5000", "+442073645000" },
	{ "ten digits", ID_PHONE, "01204 12345", "+44120412345" },
	{ "another country", ID_PHONE, "+880 2 222 123456", "+8802222123456" },
	{ "too short", ID_PHONE, "0207364", NULL },
	{ "too long", ID_PHONE, "0207364500012", NULL },
	{ "no area code", ID_PHONE, "7364 5000", NULL },
	{ "letters", ID_PHONE, "020 7364 ABCD", NULL },
	{ "plus alone", ID_PHONE, "+", NULL },
	{ "a second plus", ID_PHONE, "+44+2073645000", NULL },

	{ "e-mail", ID_EMAIL, "Ann.Smith@Example.ORG",
	  "ann.smith@example.org" },
	{ "with a tag", ID_EMAIL, "a+b@example.org", "a+b@example.org" },
	{ "hyphens stay", ID_EMAIL, "a-b@my-site.example.org",
	  "a-b@my-site.example.org" },
	{ "spaces around", ID_EMAIL, "  a@example.org ", "a@example.org" },
	{ "no at", ID_EMAIL, "example.org", NULL },
	{ "two ats", ID_EMAIL, "a@b@example.org", NULL },
	{ "nothing before at", ID_EMAIL, "@example.org", NULL },
	{ "nothing behind at", ID_EMAIL, "a@", NULL },
	{ "a bare host", ID_EMAIL, "a@example", NULL },
	{ "two points", ID_EMAIL, "a..b@example.org", NULL },
	{ "two points in the host", ID_EMAIL, "a@example..org", NULL },
	{ "a point first", ID_EMAIL, ".a@example.org", NULL },
	{ "a space within", ID_EMAIL, "a b@example.org", NULL },
	{ "a last label of one letter", ID_EMAIL, "a@example.o", NULL },
	{ "a last label of digits", ID_EMAIL, "a@example.12", NULL },

	{ "not ASCII", ID_NHS,
	  "\xEF\xBC\x99"
	  "434765919",
	  NULL },
	{ "not ASCII", ID_EMAIL, "zo\xC3\xAB@example.org", NULL },
};

START_TEST(an_identifier_is_valid_or_not_and_has_one_form)
{
	struct arena a = ARENA_INIT;
	char *got = identifier_canonical(&a, cases[_i].kind, cases[_i].typed);

	ck_assert_msg(identifier_valid(cases[_i].kind, cases[_i].typed) ==
			      (cases[_i].canonical != NULL),
		      "%s: '%s'", cases[_i].why, cases[_i].typed);
	if (cases[_i].canonical == NULL)
		ck_assert_ptr_null(got);
	else
		ck_assert_str_eq(got, cases[_i].canonical);
	arena_clear(&a);
}
END_TEST

START_TEST(the_form_for_comparing_is_valid_and_stays_as_it_is)
{
	struct arena a = ARENA_INIT;
	const char *once = cases[_i].canonical;

	if (once != NULL)
		ck_assert_str_eq(identifier_canonical(&a, cases[_i].kind, once),
				 once);
	arena_clear(&a);
}
END_TEST

START_TEST(what_is_too_long_is_refused)
{
	char s[2000];

	memset(s, '1', sizeof(s) - 1);
	s[sizeof(s) - 1] = '\0';
	for (int k = 0; k < ID_COUNT; k++)
		ck_assert(!identifier_valid((enum identifier)k, s));
	s[50] = '@';
	ck_assert(!identifier_valid(ID_EMAIL, s));
	for (int k = 0; k < ID_COUNT; k++)
		ck_assert(!identifier_valid((enum identifier)k, NULL));
}
END_TEST

/* One wrong digit is always found: what the check is there for. */
START_TEST(a_wrong_digit_of_an_nhs_number_is_found)
{
	for (int place = 0; place < 10; place++)
		for (char d = '0'; d <= '9'; d++) {
			char s[] = "9434765919";

			if (s[place] == d)
				continue;
			s[place] = d;
			ck_assert_msg(!identifier_valid(ID_NHS, s), "%s", s);
		}
}
END_TEST

START_TEST(a_wrong_digit_of_a_pnc_number_is_found)
{
	for (int place = 5; place < 12; place++)
		for (char d = '0'; d <= '9'; d++) {
			char s[] = "2002/0073319Z";

			if (s[place] == d)
				continue;
			s[place] = d;
			ck_assert_msg(!identifier_valid(ID_PNC, s), "%s", s);
		}
}
END_TEST

Suite *
suite_form_identifier(void)
{
	Suite *s = suite_create("identifiers");
	TCase *tc = tcase_create("identifiers");
	int n = sizeof(cases) / sizeof(cases[0]);

	tcase_add_loop_test(tc, an_identifier_is_valid_or_not_and_has_one_form,
			    0, n);
	tcase_add_loop_test(
		tc, the_form_for_comparing_is_valid_and_stays_as_it_is, 0, n);
	tcase_add_test(tc, what_is_too_long_is_refused);
	tcase_add_test(tc, a_wrong_digit_of_an_nhs_number_is_found);
	tcase_add_test(tc, a_wrong_digit_of_a_pnc_number_is_found);
	suite_add_tcase(s, tc);
	return s;
}
