/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A store filled with invented people.
 */
#include <errno.h>
#include <stdlib.h>

#include "app/app.h"
#include "casework/practice.h"

#define PEOPLE_USUAL 60

static bool
read_count(const char *s, uint64_t usual, uint64_t *out)
{
	char *end;

	*out = usual;
	if (!s)
		return true;
	errno = 0;
	*out = strtoull(s, &end, 10);
	return !errno && end != s && !*end && s[0] != '-';
}

static void
show_progress(uint64_t done, uint64_t of, void *ctx)
{
	(void)ctx;
	progress_line("People", done, of);
}

int
cmd_practice(struct options *o)
{
	struct practice_options p = { .owner = login_name(o->arena),
				      .progress = show_progress };
	struct store *st = NULL;
	const char *dir;
	enum err e;

	if (o->n)
		return complain("How many is said with --people N.");
	o->practice = true;
	place_settle(o);
	dir = store_path(o);
	if (!read_count(o->people, PEOPLE_USUAL, &p.people) ||
	    !read_count(o->seed, 1, &p.seed) || p.people > 10000000)
		return complain("--people and --seed take whole numbers.");
	e = store_open(&st, dir, 0);
	if (e == ERR_OK) {
		store_close(&st);
		return complain("There is a store in %s already. Name a new "
				"folder with --store.",
				dir);
	}
	if (!app_make_store(o, dir, p.owner, &st))
		return STATUS_FAULT;
	e = practice_fill(st, &p);
	progress_end();
	store_close(&st);
	if (e != ERR_OK)
		return complain_err(e, "The practice store was not filled");
	say("%llu invented people in %s. Open it with: caseload --store %s",
	    (unsigned long long)p.people, dir, dir);
	return STATUS_OK;
}
