/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tests of the match layer. */
#include "check_match.h"

#include <stdlib.h>
#include <string.h>

FILE *
match_data(const char *name)
{
	const char *top = getenv("srcdir");
	char path[4096];
	FILE *f;

	snprintf(path, sizeof(path), "%s/tests/data/match/%s", top ? top : ".",
		 name);
	f = fopen(path, "r");
	ck_assert_msg(f != NULL, "cannot read %s", path);
	return f;
}

/* One cell, with its quotes taken off; where the next begins, or NULL. */
static char *
cut_cell(char *s, const char **cell)
{
	char *to = s;
	bool quoted = *s == '"';

	*cell = to;
	for (s += quoted; *s; s++) {
		if (quoted && *s == '"') {
			quoted = false;
			continue;
		}
		if (!quoted && (*s == ',' || *s == '\n' || *s == '\r'))
			break;
		*to++ = *s;
	}
	if (*s == ',') {
		*to = '\0';
		return s + 1;
	}
	*to = '\0';
	return NULL;
}

size_t
csv_cells(FILE *f, struct arena *a, const char **cells, size_t most)
{
	char line[4096], *s;
	size_t n = 0;

	if (!fgets(line, sizeof(line), f))
		return 0;
	for (s = arena_strdup(a, line); s && n < most; n++)
		s = cut_cell(s, &cells[n]);
	return n;
}

int
main(void)
{
	SRunner *r = srunner_create(suite_match_name());
	int failed;

	srunner_add_suite(r, suite_match_likeness());
	srunner_add_suite(r, suite_match_score());
	srunner_add_suite(r, suite_match_sets());
	srunner_run_all(r, CK_ENV);
	failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
