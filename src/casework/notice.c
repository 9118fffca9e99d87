/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the nightly run has told of a timer goes when the timer goes: whoever
 * did what was asked is not told again that it is due.
 *
 * A notice remembers its timer in the field `timer`: "NAME RECORD KIND", kind
 * remind, remind2 ... or escalate; the date is its own `due`.  Those of stores
 * from before have no such field, and stay until somebody reads them.
 */
#include <string.h>

#include "casework/work_index.h"

const char *
notice_mark(struct arena *a, const struct live_timer *l, const char *kind)
{
	return arena_printf(a, "%s %llu %s", l->timer->name,
			    (unsigned long long)l->record, kind);
}

/* Is this notice of that timer, as it is due now? */
static bool
is_of(struct arena *a, const struct record *notice, const struct live_timer *l,
      const char *kind)
{
	const char *mark = notice_mark(a, l, kind);

	return strncmp(fields_text(&notice->fields, "timer"), mark,
		       strlen(mark)) == 0 &&
	       date_compare(fields_date(&notice->fields, "due"), l->due) == 0;
}

static void
end(struct txn *t, struct session *s, struct arena *a, const struct record *old,
    const char *why)
{
	struct record now = *old;

	fields_copy(&now.fields, a, &old->fields);
	now.flags |= RECORD_FINISHED;
	fields_set(&now.fields, "outcome", value_text(why));
	fields_set(&now.fields, "done_on", value_date(clock_today()));
	change_record(t, s, old, &now, &(struct note){ .act = ACT_TASK_DONE });
}

void
notices_renew(struct txn *t, struct session *s, uint64_t case_id,
	      const struct live_timer *live, size_t n)
{
	struct arena a = ARENA_INIT;
	struct record **v;
	size_t count = open_rule_tasks(t, &a, case_id, &v);

	for (size_t i = 0; i < count; i++) {
		bool runs = !fields_text(&v[i]->fields, "timer")[0];

		for (size_t k = 0; k < n && !runs; k++)
			runs = is_of(&a, v[i], &live[k], "");
		if (!runs)
			end(t, s, &a, v[i], "No longer due.");
	}
	arena_clear(&a);
}

void
reminders_end(struct txn *t, struct session *s, uint64_t case_id,
	      const struct live_timer *l)
{
	struct arena a = ARENA_INIT;
	struct record **v;
	size_t count = open_rule_tasks(t, &a, case_id, &v);

	for (size_t i = 0; i < count; i++)
		if (is_of(&a, v[i], l, "remind"))
			end(t, s, &a, v[i], "Told by another line.");
	arena_clear(&a);
}
