/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How well people are told apart: the sets with a known truth, swept by the
 * tests of the match layer, which print what they find and are run here for
 * that alone.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench.h"

#define SUITE "matching, sets with a known truth"
#define NAME_COLS 40 /* of a line, before its figures */

/* What the set was called there, what it is called here, what is to be reached;
 * recall by origin lies within a twentieth of the best. */
static const struct set {
	const char *name, *what, *target;
} sets[] = {
	{ "febrl1", "same person: FEBRL 1", "P .999, R .99" },
	{ "febrl1 without its number", "  without its number",
	  "P .999, R .98" },
	{ "febrl1, name and birth date", "  name and birth date alone",
	  "P .995, R .88" },
	{ "fake_1000", "same person: fake_1000", "F1 .88" },
	{ "10,000 people of a borough", "same person: 10,000 of a borough",
	  "P .98, R .98" },
	{ "bangla", "  of them with Bengali names", "R of all alike" },
	{ "british", "  with British names", "as above" },
	{ "somali", "  with Somali names", "as above" },
	{ "polish", "  with Polish names", "as above" },
	{ "5,000 people, a third in families",
	  "same person: a third in families", "P .97, R .95" },
};

static const struct set *
set_called(const char *line)
{
	for (size_t i = 0; i < sizeof(sets) / sizeof(sets[0]); i++) {
		size_t n = strlen(sets[i].name);

		if (strncmp(line, sets[i].name, n) == 0 && line[n] == ' ' &&
		    strspn(line + n, " ") + n > NAME_COLS)
			return &sets[i];
	}
	return NULL;
}

static void
print_set(const char *line)
{
	const struct set *s = set_called(line);
	double precision, recall, f1;
	unsigned long pairs;

	if (s &&
	    sscanf(line + NAME_COLS, " precision %lf recall %lf F1 %lf of %lu",
		   &precision, &recall, &f1, &pairs) == 4)
		line_text(s->what, say("P %.4f R %.4f", precision, recall),
			  s->target, say("F1 %.4f of %lu pairs", f1, pairs));
}

void
bench_sets(void)
{
	const char *tests = getenv("CHECK_MATCH");
	char line[256];
	FILE *f;

	if (!tests || !tests[0]) {
		line_text("same person: sets with a known truth",
			  "not measured", "", "configure did not find Check");
		return;
	}
	setenv("CK_RUN_SUITE", SUITE, 1);
	f = popen(say("'%s' 2>/dev/null", tests), "r");
	while (f && fgets(line, sizeof(line), f))
		print_set(line);
	if (f)
		pclose(f);
	unsetenv("CK_RUN_SUITE");
}
