/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The rows of the diary.  A day without anything keeps its row, so that
 * positions are steady; what is overdue from before stands below a week.
 */
#include <string.h>

#include "ui/diary_parts.h"

#define WEEK 7
#define THINGS_MOST 12 /* named on the row of a day */

static struct diary_row *
add_row(struct diary *k, const struct work *w, const char *day)
{
	k->rows[k->n] = (struct diary_row){ .work = w, .day = day };
	return &k->rows[k->n++];
}

static const char *
day_text(struct arena *a, struct date d)
{
	static const char *const names[] = { "",    "Mon", "Tue", "Wed",
					     "Thu", "Fri", "Sat", "Sun" };

	return arena_printf(a, "%s %d", names[date_weekday(d)], d.d);
}

/* --- A week ------------------------------------------------------------ */

static void
add_day(struct diary *k, struct date d)
{
	bool some = false;

	for (size_t i = 0; i < k->days.n; i++) {
		const struct work *w = &k->days.v[i];

		if (date_compare(w->due, d) != 0)
			continue;
		add_row(k, w, some ? "" : day_text(&k->read, d))->date =
			some ? NO_DATE : d;
		some = true;
	}
	if (!some)
		add_row(k, NULL, day_text(&k->read, d))->date = d;
}

static void
add_overdue(struct diary *k)
{
	if (k->overdue.n == 0)
		return;
	add_row(k, NULL, "");
	add_row(k, NULL, "Overdue from before this week")->heading = true;
	for (size_t i = 0; i < k->overdue.n; i++) {
		const struct work *w = &k->overdue.v[i];

		add_row(k, w, date_format(&k->read, w->due, DATE_TERSE));
	}
}

/* --- A month ----------------------------------------------------------- */

static const char *
thing(struct arena *a, const struct work *w)
{
	const char *who = w->name[0] != '\0' ? w->name : w->ref;

	return w->minutes >= 0
		       ? arena_printf(a, "%s %s (%s)",
				      time_format(a, w->minutes), w->doing, who)
		       : arena_printf(a, "%s (%s)", w->doing, who);
}

/* One row for a day: how many things, and what they are as far as it goes. */
static void
sum_up_day(struct diary *k, struct date d)
{
	struct diary_row *r = add_row(k, NULL, day_text(&k->read, d));
	size_t n = 0, late = 0;

	r->date = d;
	r->things = "";
	for (size_t i = 0; i < k->days.n; i++) {
		const struct work *w = &k->days.v[i];

		if (date_compare(w->due, d) != 0)
			continue;
		late += w->overdue;
		if (n++ < THINGS_MOST)
			r->things = arena_printf(&k->read, "%s%s%s", r->things,
						 n > 1 ? "; " : "",
						 thing(&k->read, w));
	}
	r->late = late > 0;
	r->number =
		n == 0	    ? "-"
		: late == n ? arena_printf(&k->read, "%zu OVERDUE", n)
		: late > 0 ? arena_printf(&k->read, "%zu, %zu OVERDUE", n, late)
			   : arena_printf(&k->read, "%zu", n);
}

/* --- Both -------------------------------------------------------------- */

static void
make_rows(struct diary *k)
{
	int64_t days = date_to_days(k->to) - date_to_days(k->from) + 1;

	k->rows = arena_array(&k->read,
			      k->days.n + k->overdue.n + (size_t)days + 3,
			      sizeof(*k->rows));
	k->n = 0;
	for (int64_t i = 0; i < days; i++) {
		struct date d = date_add_days(k->from, i);

		if (k->month)
			sum_up_day(k, d);
		else
			add_day(k, d);
	}
	if (!k->month)
		add_overdue(k);
	browse_count(&k->at, k->n);
}

void
diary_read_days(struct diary *k)
{
	enum err err;

	arena_clear(&k->read);
	k->days = k->overdue = (struct worklist){ 0 };
	err = diary_read(ui_session(k->screen.ui), &k->read, k->from, k->to,
			 &k->days, &k->overdue);
	if (err != ERR_OK)
		ui_say_err(k->screen.ui, err, "The diary cannot be read");
	make_rows(k);
}

static void
mark_day(struct diary *k, struct date d)
{
	for (size_t i = 0; i < k->n; i++)
		if (date_is_set(k->rows[i].date) &&
		    date_compare(k->rows[i].date, d) == 0)
			browse_to(&k->at, i, diary_height(k));
}

void
diary_show(struct diary *k, struct date d)
{
	if (k->month) {
		k->from = date_of(d.y, d.m, 1);
		k->to = date_add_days(date_add_months(k->from, 1), -1);
	} else {
		k->from = date_add_days(d, 1 - date_weekday(d));
		k->to = date_add_days(k->from, WEEK - 1);
	}
	diary_read_days(k);
	mark_day(k, d);
}
