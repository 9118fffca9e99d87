/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * caseload match: who may be recorded twice; and who may be the same as one.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/app.h"
#include "casework/find.h"
#include "casework/same.h"
#include "match/score.h"

static bool
show_progress(uint64_t done, uint64_t of, void *ctx)
{
	(void)ctx;
	progress_line("Comparing", done / 2, of / 2);
	return true;
}

static bool
read_bits(const struct options *o, double *bits)
{
	char *end;

	*bits = MATCH_SWEPT;
	if (!o->bits)
		return true;
	errno = 0;
	*bits = strtod(o->bits, &end);
	return !*end && end != o->bits && errno == 0 && *bits >= -100 &&
	       *bits <= 100;
}

static void
print_pairs(const struct same_found *v, size_t n, bool csv)
{
	if (csv)
		say("person,other,bits");
	for (size_t i = 0; i < n; i++)
		if (csv)
			say("%s,%s,%.2f", v[i].one_ref, v[i].other_ref,
			    v[i].bits);
		else
			say("%s  %s  %6.1f%s", v[i].one_ref, v[i].other_ref,
			    v[i].bits, v[i].twins ? "  twins?" : "");
}

static size_t
with_enough(const struct same_found *v, size_t n, double bits, bool csv)
{
	/* Perhaps twins are shown to people, whatever they weigh; a file has
	 * what was asked for and nothing else. */
	while (csv && n && v[n - 1].bits < bits)
		n--;
	return n;
}

/* The likely ones go before the data steward. */
static bool
queue(struct session *s, const struct same_found *v, size_t n)
{
	size_t likely = 0, added;
	enum err e;

	while (likely < n && v[likely].bits >= MATCH_LIKELY)
		likely++;
	e = same_queue(s, v, likely, &added);
	if (e != ERR_OK) {
		complain_err(e, "The pairs were not put before the steward");
		return false;
	}
	fprintf(stderr,
		"%zu new pair%s of %d bits or more wait%s for the data "
		"steward.\n",
		added, added == 1 ? "" : "s", (int)MATCH_LIKELY,
		added == 1 ? "s" : "");
	return true;
}

static int
sweep(struct options *o, struct session *s, bool csv)
{
	struct same_found *v;
	double bits;
	size_t n;
	enum err e;

	if (!read_bits(o, &bits))
		return complain("'%s' is not a number of bits.", o->bits);
	e = same_sweep(s, o->arena, bits, show_progress, NULL, &v, &n);
	progress_end();
	if (e != ERR_OK)
		return complain_err(e, "The people could not be compared");
	if (o->commit && !queue(s, v, n))
		return STATUS_FAULT;
	n = with_enough(v, n, bits, csv);
	print_pairs(v, n, csv);
	if (!csv)
		say("%zu pair%s.", n, n == 1 ? "" : "s");
	return STATUS_OK;
}

static int
one_person(struct options *o, struct session *s, bool csv)
{
	struct likeness *v;
	size_t n;
	enum err e = same_as(s, o->arena, o->rest[0], &v, &n);

	if (e == ERR_NOT_FOUND)
		return complain("There is no person %s.", o->rest[0]);
	if (e != ERR_OK)
		return complain_err(e, "Nobody could be compared");
	if (csv)
		say("person,other,bits");
	for (size_t i = 0; i < n; i++) {
		if (csv) {
			say("%s,%s,%d", o->rest[0], v[i].person.ref, v[i].bits);
			continue;
		}
		say("%s  %s  %d bits%s", v[i].person.ref, v[i].person.name,
		    v[i].bits, v[i].twins ? ", perhaps twins" : "");
		say_text(v[i].account);
	}
	if (!csv && n == 0)
		say("Nobody is like them.");
	return STATUS_OK;
}

int
cmd_match(struct options *o)
{
	bool csv = o->format && strcmp(o->format, "csv") == 0;
	struct opened in;
	int status;

	if (o->format && !csv && strcmp(o->format, "text") != 0)
		return complain("The format is text or csv.");
	if (o->sweep ? o->n != 0 : o->n != 1)
		return complain("Name a person, or --sweep: caseload match "
				"P-... or caseload match --sweep [--bits N] "
				"[--format csv].");
	if (!app_open(o, &in))
		return STATUS_FAULT;
	status = o->sweep ? sweep(o, in.session, csv)
			  : one_person(o, in.session, csv);
	app_close(&in);
	return status;
}
