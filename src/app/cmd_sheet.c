/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * caseload sheet REFERENCE NAME: what a sheet prints of a case.
 */
#include "app/app.h"
#include "casework/casefile.h"
#include "casework/find.h"

int
cmd_sheet(struct options *o)
{
	struct opened in;
	struct arena a = ARENA_INIT;
	const char *text;
	uint64_t id;
	enum err e;

	if (o->n != 2) {
		complain("Name the case by its reference, and the sheet as "
			 "`caseload forms show' has it.");
		return STATUS_FAULT;
	}
	if (!app_open(o, &in))
		return STATUS_FAULT;
	e = find_case(in.session, o->rest[0], &id);
	if (e == ERR_OK)
		e = case_sheet(in.session, &a, id, o->rest[1], &text);
	if (e == ERR_OK)
		write_safe(stdout, text);
	else if (e == ERR_NOT_FOUND)
		complain("There is no such sheet of %s for you.", o->rest[0]);
	else
		complain_err(e, "Nothing was printed");
	arena_clear(&a);
	app_close(&in);
	return e == ERR_OK ? STATUS_OK : STATUS_FAULT;
}
