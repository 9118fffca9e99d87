/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Figures, returns and prints. */
#include <string.h>

#include "form/loader.h"

static void
check_measure(struct load *l, const struct statement *st)
{
	const struct property *date = statement_property(st, "date");
	const struct property *from = statement_property(st, "open_from");
	const struct property *to = statement_property(st, "open_to");

	if (statement_lacks(st, "date") && statement_lacks(st, "open_from"))
		fault_statement(l, st,
				"say which date puts a record in the period",
				"measure '%s' has no date", st->name);
	if (date && from)
		fault_key(l, from, NULL,
			  "a measure has either date: or open_from:");
	if (to && !from)
		fault_key(l, to, NULL, "open_to: needs open_from:");
}

static void
check_report(struct load *l, const struct statement *st)
{
	static const char *const keys[] = { "measures", "period" };

	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		if (statement_lacks(st, keys[i]))
			fault_name(l, st, NULL,
				   "report '%s' has no %s:", st->name, keys[i]);
}

static void
check_by(struct load *l, const struct statement *st)
{
	const struct report_def *r = st->made;

	for (size_t i = 0; i < r->n_by; i++)
		if (r->by[i]->sensitive)
			fault_value(l, statement_property(st, "by"), 0, NULL,
				    "'%s' is sensitive and cannot stand here",
				    r->by[i]->name);
}

void
check_measures(struct load *l)
{
	for (const struct statement *st = l->statements.first; st;
	     st = st->next) {
		if (!st->made)
			continue;
		if (st->kw == KW_MEASURE) {
			check_measure(l, st);
		} else if (st->kw == KW_REPORT) {
			check_report(l, st);
			check_by(l, st);
		} else if (st->kw == KW_SHEET &&
			   statement_lacks(st, "fields")) {
			fault_name(l, st, NULL,
				   "sheet '%s' has no fields:", st->name);
		}
	}
}
