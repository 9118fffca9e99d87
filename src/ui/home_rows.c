/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The rows of the worklist and of my cases: reading and narrowing them.
 */
#include <string.h>

#include "base/text.h"
#include "casework/casefile.h"
#include "casework/edit.h"
#include "casework/import.h"
#include "casework/same.h"
#include "ui/home_parts.h"

const struct home_view home_views[VIEW_COUNT] = {
	[VIEW_MINE] = { "My work", "My work",
			"Nothing is due. F6 shows the team's work.",
			WORK_MINE },
	[VIEW_TEAM] = { "The team's work", "Team", "Nobody has anything due.",
			WORK_TEAM },
	[VIEW_UNOWNED] = { "Work that nobody has", "Unowned",
			   "Everything has an owner.", WORK_UNOWNED },
	[VIEW_CASES] = { "My cases", "My cases",
			 "You have no open cases. F7 finds a person.",
			 WORK_MINE },
};

static const char *
due_text(struct arena *a, const struct work *w)
{
	struct date today = clock_today();
	int64_t days = date_to_days(w->due) - date_to_days(today);

	if (!date_is_set(w->due))
		return "";
	if (days == 0)
		return w->minutes >= 0 ? time_format(a, w->minutes) : "Today";
	if (days < -300 || days > 300)
		return arena_printf(a, "%d", w->due.y);
	return date_format(a, w->due, DATE_TERSE);
}

static void
row_of_work(struct arena *a, const struct work *w, enum listing view,
	    struct home_row *out)
{
	bool whose = view == VIEW_TEAM && w->owner[0] != '\0' && !w->overdue;

	*out = (struct home_row){
		.case_id = w->case_id,
		.task = w->task,
		.record = w->record,
		.person = w->person,
		.due = due_text(a, w),
		.ref = w->ref,
		.name = w->name,
		.doing = w->doing,
		.note = whose ? w->owner : w->note,
		.owner = w->owner,
		.day = w->due,
		.overdue = w->overdue,
		.today = date_compare(w->due, clock_today()) == 0,
	};
}

static enum err
read_work(struct home *h)
{
	struct arena *a = &h->s.arena;
	struct worklist l;
	size_t skip = 0;

	h->rows = arena_array(a, WORK_COUNTED, sizeof(*h->rows));
	do {
		TRY(worklist_read(ui_session(h->s.ui), a,
				  home_views[h->view].whose, skip, &l));
		for (size_t i = 0; i < l.n && h->n < WORK_COUNTED; i++)
			row_of_work(a, &l.v[i], h->view, &h->rows[h->n++]);
		skip += l.n;
	} while (!text_blank(line_text(&h->box)) && l.n > 0 && skip < l.total);
	h->total = l.total;
	h->more = l.more_than_counted;
	return ERR_OK;
}

static enum err
read_cases(struct home *h)
{
	struct arena *a = &h->s.arena;
	struct case_brief *v;

	TRY(my_cases(ui_session(h->s.ui), a, &v, &h->n));
	h->rows = arena_array(a, h->n + 1, sizeof(*h->rows));
	for (size_t i = 0; i < h->n; i++)
		h->rows[i] = (struct home_row){
			.case_id = v[i].id,
			.person = v[i].person,
			.due = date_format(a, v[i].state_since, DATE_TERSE),
			.ref = v[i].ref,
			.name = v[i].name,
			.doing = v[i].state_label,
			.note = v[i].title,
			.owner = v[i].owner,
			.day = v[i].state_since,
		};
	h->total = h->n;
	return ERR_OK;
}

/* Folded when it is first looked through: most lists never are. */
static bool
row_fits(struct home *h, struct home_row *r)
{
	struct arena *a = &h->s.arena;

	if (text_blank(line_text(&h->box)))
		return true;
	if (r->folded == NULL)
		r->folded = text_fold(
			a, arena_printf(a, "%s %s %s %s %s %s", r->due, r->ref,
					r->name, r->doing, r->note, r->owner));
	return words_fit(line_text(&h->box), r->folded);
}

void
home_narrow(struct home *h)
{
	size_t n = 0;

	h->shown = arena_array(&h->s.arena, h->n + 1, sizeof(*h->shown));
	for (size_t i = 0; i < h->n; i++)
		if (row_fits(h, &h->rows[i]))
			h->shown[n++] = i;
	browse_count(&h->b, n);
}

/* Mark the row of the same case and task as before, or stay near. */
static void
mark_again(struct home *h, const struct home_row *was)
{
	for (size_t i = 0; i < h->b.n; i++) {
		const struct home_row *r = &h->rows[h->shown[i]];

		if (r->case_id == was->case_id && r->task == was->task &&
		    strcmp(r->doing, was->doing) == 0) {
			browse_to(&h->b, i, home_height(h));
			return;
		}
	}
}

/* Rows of all imports that somebody must decide. */
static enum err
count_imported(struct home *h)
{
	struct import_batch *v;
	size_t n;
	enum err e =
		import_batches(ui_session(h->s.ui), &h->s.arena, true, &v, &n);

	h->imported = 0;
	for (size_t i = 0; e == ERR_OK && i < n; i++)
		h->imported += v[i].waiting;
	return e;
}

void
home_read(struct home *h)
{
	struct arena old = h->s.arena;
	struct home_row was = { 0 };
	struct draft_brief *drafts;
	enum err e;

	if (home_row_at(h) != NULL)
		was = *home_row_at(h);
	h->s.arena = (struct arena)ARENA_INIT;
	h->n = h->total = 0;
	h->more = false;
	e = h->view == VIEW_CASES ? read_cases(h) : read_work(h);
	if (e == ERR_OK)
		e = draft_briefs(ui_session(h->s.ui), &h->s.arena, &drafts,
				 &h->drafts);
	if (e == ERR_OK)
		e = count_imported(h);
	if (e == ERR_OK)
		e = same_counted(ui_session(h->s.ui), &h->pairs);
	h->unread = e != ERR_OK;
	if (e != ERR_OK)
		ui_say_err(h->s.ui, e, "The list could not be read");
	home_narrow(h);
	if (was.doing != NULL)
		mark_again(h, &was);
	arena_clear(&old);
}

void
home_read_on(struct home *h)
{
	struct worklist l;
	enum err e;

	if (h->view == VIEW_CASES || h->n >= h->total)
		return;
	e = worklist_read(ui_session(h->s.ui), &h->s.arena,
			  home_views[h->view].whose, h->n, &l);
	if (e != ERR_OK)
		return;
	for (size_t i = 0; i < l.n && h->n < WORK_COUNTED; i++)
		row_of_work(&h->s.arena, &l.v[i], h->view, &h->rows[h->n++]);
	home_narrow(h);
}
