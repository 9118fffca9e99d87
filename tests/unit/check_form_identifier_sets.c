/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Identifiers against the numbers that others test theirs with
 * (tests/data/identifiers; SOURCES says whose).
 */
#include "check_form.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "form/identifier.h"
#include "form/load.h"

/* Where we differ from the source, and why. */
static const struct {
	const char *input, *ours, *why;
} differs[] = { { "607230002", NULL,
		  "a number there, which loses the nought in front; "
		  "as text it is one figure short" },
		{ "01-2345-6789", "0123456789",
		  "hyphens may stand anywhere" } };

static char *
text_of(struct arena *a, const char *name)
{
	const char *src = getenv("srcdir");
	struct form_source f;

	ck_assert_int_eq(
		form_read_file(a,
			       arena_printf(a, "%s/tests/data/identifiers/%s",
					    src ? src : ".", name),
			       &f),
		ERR_OK);
	return arena_strndup(a, f.text, f.n);
}

/* A line of cells; false at the end. */
static bool
next_row(char **text, char *cells[4])
{
	char *line = *text, *end = strchr(line, '\n');

	if (!line[0])
		return false;
	*text = end ? end + 1 : line + strlen(line);
	if (end)
		*end = '\0';
	for (size_t i = 0; i < 4; i++) {
		cells[i] = line;
		line += strcspn(line, "\t");
		if (line[0])
			*line++ = '\0';
	}
	return true;
}

static void
check_one(struct arena *a, enum identifier kind, const char *input,
	  const char *want)
{
	char *got = identifier_canonical(a, kind, input);

	for (size_t i = 0; i < sizeof(differs) / sizeof(differs[0]); i++)
		if (strcmp(differs[i].input, input) == 0)
			want = differs[i].ours;
	ck_assert_msg(want ? got && strcmp(got, want) == 0 : !got,
		      "'%s': %s, not %s", input, got ? got : "refused",
		      want ? want : "refused");
	ck_assert_int_eq(identifier_valid(kind, input), want != NULL);
}

/* "valid" rows tell yes or no; the others the form without spaces. */
START_TEST(nhs_numbers_of_others_give_the_answers_of_others)
{
	struct arena a = ARENA_INIT;
	char *text = text_of(&a, "nhs.tsv"), *c[4];
	size_t n = 0;

	next_row(&text, c);
	for (; next_row(&text, c); n++) {
		bool yes = strcmp(c[2], "true") == 0;
		char digits[12] = "", *d = digits;

		for (const char *s = c[1]; *s && d < digits + 10; s++)
			if (*s >= '0' && *s <= '9')
				*d++ = *s;
		*d = '\0';
		if (strcmp(c[0], "valid") == 0)
			check_one(&a, ID_NHS, c[1], yes ? digits : NULL);
		else
			check_one(&a, ID_NHS, c[1], c[2][0] ? c[2] : NULL);
	}
	ck_assert_uint_eq(n, 18);
	arena_clear(&a);
}
END_TEST

START_TEST(a_number_that_lost_its_nought_is_good_with_it)
{
	ck_assert(!identifier_valid(ID_NHS, "607230002"));
	ck_assert(identifier_valid(ID_NHS, "0607230002"));
}
END_TEST

START_TEST(pnc_numbers_of_others_give_the_answers_of_others)
{
	struct arena a = ARENA_INIT;
	char *text = text_of(&a, "pnc.tsv"), *c[4];
	size_t n = 0;

	next_row(&text, c);
	for (; next_row(&text, c); n++)
		check_one(&a, ID_PNC, c[1], c[2]);
	ck_assert_uint_eq(n, 6);
	arena_clear(&a);
}
END_TEST

/* "base" : "L27 8XY", then "expected" : true. */
START_TEST(postcodes_of_others_give_the_answers_of_others)
{
	struct arena a = ARENA_INIT;
	char *at = text_of(&a, "postcode-validation.json");
	size_t n = 0;

	while ((at = strstr(at, "\"base\" : \"")) != NULL) {
		char *input = at + 10, *end = strchr(input, '"');
		char *want = strstr(end, "\"expected\" : ");

		*end = '\0';
		ck_assert_ptr_nonnull(want);
		ck_assert_msg(identifier_valid(ID_POSTCODE, input) ==
				      (strncmp(want + 13, "true", 4) == 0),
			      "'%s'", input);
		at = want;
		n++;
	}
	ck_assert_uint_eq(n, 13);
	arena_clear(&a);
}
END_TEST

Suite *
suite_form_identifier_sets(void)
{
	Suite *s = suite_create("identifiers of others");
	TCase *t = tcase_create("identifier_sets");

	tcase_add_test(t, nhs_numbers_of_others_give_the_answers_of_others);
	tcase_add_test(t, a_number_that_lost_its_nought_is_good_with_it);
	tcase_add_test(t, pnc_numbers_of_others_give_the_answers_of_others);
	tcase_add_test(t, postcodes_of_others_give_the_answers_of_others);
	suite_add_tcase(s, t);
	return s;
}
