/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The diary: a week of what is mine to do, read from top to bottom.  A day
 * without anything keeps its row; what is overdue from before stands below.
 */
#include <string.h>

#include "base/text.h"
#include "casework/work.h"
#include "ui/begin.h"
#include "ui/screens.h"
#include "ui/table.h"

#define FIRST_ROW 4
#define WEEK 7

/* One row: a line of work, a day without any, a heading, air. */
struct diary_row {
	const struct work *work;	/* NULL: only to be read */
	const char *day;		/* `Tue 3`, or a heading */
	bool heading;
};

struct diary {
	struct screen screen;
	struct arena read;	/* renewed at each reading */
	struct date monday;
	struct worklist week, overdue;
	struct diary_row *rows;
	size_t n;
	struct browse at;
	const char *new_text;	/* of a task being written */
};

static struct diary *
diary_of(const struct screen *s)
{
	return (struct diary *)s;
}

/* --- Reading -------------------------------------------------------- */

static void
add_row(struct diary *k, const struct work *w, const char *day, bool heading)
{
	k->rows[k->n++] = (struct diary_row){ w, day, heading };
}

static const char *
day_text(struct arena *a, struct date d)
{
	static const char *const names[] = { "", "Mon", "Tue", "Wed", "Thu",
					     "Fri", "Sat", "Sun" };

	return arena_printf(a, "%s %d", names[date_weekday(d)], d.d);
}

static void
add_day(struct diary *k, struct date d)
{
	bool some = false;

	for (size_t i = 0; i < k->week.n; i++) {
		if (date_compare(k->week.v[i].due, d) != 0)
			continue;
		add_row(k, &k->week.v[i],
			some ? "" : day_text(&k->read, d), false);
		some = true;
	}
	if (!some)
		add_row(k, NULL, day_text(&k->read, d), false);
}

static void
make_rows(struct diary *k)
{
	k->rows = arena_array(&k->read, k->week.n + k->overdue.n + WEEK + 3,
			      sizeof(*k->rows));
	k->n = 0;
	for (int i = 0; i < WEEK; i++)
		add_day(k, date_add_days(k->monday, i));
	if (k->overdue.n > 0) {
		add_row(k, NULL, "", false);
		add_row(k, NULL, "Overdue from before this week", true);
	}
	for (size_t i = 0; i < k->overdue.n; i++)
		add_row(k, &k->overdue.v[i],
			date_format(&k->read, k->overdue.v[i].due,
				    DATE_TERSE), false);
	browse_count(&k->at, k->n);
}

static void
read_diary(struct diary *k)
{
	enum err err;

	arena_clear(&k->read);
	k->week = k->overdue = (struct worklist){ 0 };
	err = diary_read(ui_session(k->screen.ui), &k->read, k->monday,
			 date_add_days(k->monday, WEEK - 1), &k->week,
			 &k->overdue);
	if (err != ERR_OK)
		ui_say_err(k->screen.ui, err, "The diary cannot be read");
	make_rows(k);
}

static int
height(const struct diary *k)
{
	return ui_foot(k->screen.ui) - FIRST_ROW;
}

/* The mark on the first thing of a day, or on the day itself. */
static void
mark_day(struct diary *k, struct date d)
{
	struct arena a = ARENA_INIT;
	const char *day = day_text(&a, d);

	for (size_t i = 0; i < k->n; i++)
		if (strcmp(k->rows[i].day, day) == 0) {
			browse_to(&k->at, i, height(k));
			break;
		}
	arena_clear(&a);
}

static void
show_week_of(struct diary *k, struct date d)
{
	k->monday = date_add_days(d, 1 - date_weekday(d));
	read_diary(k);
	mark_day(k, d);
}

/* --- Drawing -------------------------------------------------------- */

static const char *
diary_title(const struct screen *s)
{
	(void)s;
	return "Diary";
}

enum { COL_DAY, COL_TIME, COL_REF, COL_NAME, COL_DOING, COL_NOTE, COLS };

static const struct column diary_columns[COLS] = {
	{ "", 6, 0, 0 }, { "", 5, 0, 0 }, { "", 14, 0, 0 },
	{ "", 14, 25, 0 }, { "", 13, 40, 0 }, { "", 15, 20, 0 },
};

static const char *
time_of(struct arena *a, const struct work *w)
{
	return w->minutes >= 0 ? time_format(a, w->minutes) : "any";
}

static void
draw_row(const struct diary *k, struct canvas *c, int row,
	 const struct column *v, size_t i)
{
	const struct diary_row *r = &k->rows[i];
	const struct work *w = r->work;
	struct arena a = ARENA_INIT;
	bool here = i == k->at.at;

	if (r->heading)
		canvas_text(c, row, v[COL_DAY].at, 60, STYLE_HEADING, r->day);
	else
		table_cell(c, row, &v[COL_DAY], STYLE_PLAIN, r->day);
	if (w == NULL) {
		if (!r->heading && r->day[0] != '\0')
			table_cell(c, row, &v[COL_TIME], STYLE_PLAIN, "-");
	} else {
		bool late = w->overdue;

		table_cell(c, row, &v[COL_TIME], STYLE_PLAIN,
			   time_of(&a, w));
		table_cell(c, row, &v[COL_REF],
			   here ? STYLE_SELECTED : STYLE_PLAIN, w->ref);
		table_cell(c, row, &v[COL_NAME], STYLE_PLAIN,
			   w->name[0] != '\0' ? w->name : "(no person)");
		table_cell(c, row, &v[COL_DOING], STYLE_PLAIN, w->doing);
		table_cell(c, row, &v[COL_NOTE],
			   late ? STYLE_ALERT : STYLE_PLAIN, w->note);
	}
	table_mark(c, row, here);
	arena_clear(&a);
}

static void
draw_summary(const struct diary *k, struct canvas *c)
{
	struct arena a = ARENA_INIT;
	size_t today = 0;

	for (size_t i = 0; i < k->week.n; i++)
		today += date_compare(k->week.v[i].due, clock_today()) == 0;
	canvas_text(c, 2, 0, 40, STYLE_PLAIN,
		    arena_printf(&a, "Week of %s", date_format(&a, k->monday,
							       DATE_SHORT)));
	canvas_right(c, 2, c->cols - 1, STYLE_PLAIN,
		     arena_printf(&a, "%zu this week, %zu today, %zu overdue",
				  k->week.n, today, k->overdue.n));
	arena_clear(&a);
}

static void
diary_draw(const struct screen *s, struct canvas *c)
{
	const struct diary *k = diary_of(s);
	struct column v[COLS];
	int rows = height(k);
	size_t first = browse_first(&k->at, rows);

	memcpy(v, diary_columns, sizeof(v));
	table_layout(v, COLS, c->cols);
	draw_summary(k, c);
	for (int i = 0; i < rows && first + (size_t)i < k->n; i++)
		draw_row(k, c, FIRST_ROW + i, v, first + (size_t)i);
}

static const char *
diary_hint(const struct screen *s)
{
	(void)s;
	return "Enter opens. F2 marks a task done. PgUp and PgDn: week before, "
	       "week after.";
}

static const struct bar_word *
diary_bar(const struct screen *s)
{
	static const struct bar_word bar[] = {
		{ ACTION_HELP, NULL }, { ACTION_SAVE, "Done" },
		{ ACTION_BACK, NULL }, { ACTION_CHOICES, "Date" },
		{ ACTION_NEXT_PART, "Next week" }, { ACTION_NEW, "New task" },
		{ ACTION_PALETTE, NULL }, { ACTION_NONE, NULL },
	};

	(void)s;
	return bar;
}

static const char *
diary_help(const struct screen *s, struct arena *a)
{
	(void)s;
	return arena_strdup(a,
		"What is yours to do, a week at a time: tasks, and the dates "
		"that the programmes set. Dates go away by themselves when "
		"the work is recorded; tasks are marked done with F2, which "
		"asks how it went.\n\nF4 goes to a date, F6 and PgDn to the "
		"next week, PgUp to the one before. F8 writes a new task for "
		"yourself.");
}

/* --- Acting --------------------------------------------------------- */

static const struct work *
work_here(const struct diary *k)
{
	return k->n > 0 ? k->rows[k->at.at].work : NULL;
}

static enum reply
open_line(struct diary *k)
{
	const struct work *w = work_here(k);
	struct ui *u = k->screen.ui;

	if (w == NULL)
		ui_say(u, "Nothing on this line. F8 writes a task.");
	else if (w->case_id != 0)
		ui_push(u, screen_case(u, w->case_id));
	else if (w->person != 0)
		ui_push(u, screen_person(u, w->person));
	else
		ui_say(u, "This task belongs to no case. F2 marks it done.");
	return REPLY_HANDLED;
}

static void
task_done(const char *how, void *ctx)
{
	struct diary *k = ctx;
	const struct work *w = work_here(k);
	enum err err;

	if (w == NULL || w->task == 0)
		return;
	err = task_finish(ui_session(k->screen.ui), w->task, how);
	if (err != ERR_OK)
		ui_say_err(k->screen.ui, err, "The task stays as it was");
	else
		ui_say(k->screen.ui, "Done: %s.", w->doing);
}

static enum reply
mark_done(struct diary *k)
{
	const struct work *w = work_here(k);
	struct ui *u = k->screen.ui;

	if (w == NULL || w->task == 0) {
		ui_say(u, "Only a task is marked done. A date ends when the "
			  "work is recorded: Enter.");
		return REPLY_HANDLED;
	}
	begin_done(u, w->doing, task_done, k);
	return REPLY_HANDLED;
}

static enum reply ask_date(struct diary *k);

static void
date_given(const char *typed, void *ctx)
{
	struct diary *k = ctx;
	struct date d;

	if (date_parse(&d, typed, clock_today(), false) == ERR_OK) {
		show_week_of(k, d);
		return;
	}
	ask_date(k);
	ui_say(k->screen.ui, "That is no date. For example 3/2, next mon, "
			     "t+14.");
}

static enum reply
ask_date(struct diary *k)
{
	ui_push(k->screen.ui,
		screen_question(k->screen.ui, "Which date? For example 3/2, "
				"next mon, t+14.", NULL, date_given, k));
	return REPLY_HANDLED;
}

static void ask_by_when(struct diary *k);

static void
task_dated(const char *typed, void *ctx)
{
	struct diary *k = ctx;
	struct ui *u = k->screen.ui;
	struct task_new t = { .text = k->new_text, .minutes = -1 };
	uint64_t id;
	enum err err;

	if (date_parse_due(&t.due, typed, clock_today()) != ERR_OK) {
		ask_by_when(k);
		ui_say(u, "That is no date. For example today, fri, 3/2, "
			  "t+7.");
		return;
	}
	err = task_add(ui_session(u), &t, &id);
	if (err != ERR_OK) {
		ui_say_err(u, err, "The task was not written");
		return;
	}
	show_week_of(k, t.due);
	ui_say(u, "Task written.");
}

static void
ask_by_when(struct diary *k)
{
	ui_push(k->screen.ui, screen_question(k->screen.ui,
		"By which date? For example today, fri, 3/2, t+7.", NULL,
		task_dated, k));
}

static void
task_named(const char *text, void *ctx)
{
	struct diary *k = ctx;

	k->new_text = arena_strdup(&k->screen.arena, text);
	ask_by_when(k);
}

static enum reply
new_task(struct diary *k)
{
	ui_push(k->screen.ui, screen_question(k->screen.ui,
		"What is to be done?", NULL, task_named, k));
	return REPLY_HANDLED;
}

static enum reply
move_week(struct diary *k, int by)
{
	show_week_of(k, date_add_days(k->monday, (int64_t)by * WEEK));
	return REPLY_HANDLED;
}

static enum reply
diary_act(struct screen *s, enum action a)
{
	struct diary *k = diary_of(s);

	switch (a) {
	case ACTION_ENTER:
		return open_line(k);
	case ACTION_SAVE:
		return mark_done(k);
	case ACTION_CHOICES:
		return ask_date(k);
	case ACTION_NEW:
		return new_task(k);
	case ACTION_NEXT_PART:
	case ACTION_PAGE_DOWN:
		return move_week(k, 1);
	case ACTION_PREV_PART:
	case ACTION_PAGE_UP:
		return move_week(k, -1);
	case ACTION_NEXT:
		browse_act(&k->at, ACTION_DOWN, height(k));
		return REPLY_HANDLED;
	case ACTION_PREV:
		browse_act(&k->at, ACTION_UP, height(k));
		return REPLY_HANDLED;
	default:
		return browse_act(&k->at, a, height(k)) ? REPLY_HANDLED
							: REPLY_IGNORED;
	}
}

static void
diary_resume(struct screen *s)
{
	read_diary(diary_of(s));
}

static void
diary_close(struct screen *s)
{
	arena_clear(&diary_of(s)->read);
}

static bool
diary_in_list(const struct screen *s)
{
	(void)s;
	return true;
}

static const struct screen_ops diary_ops = {
	.name = "diary", .title = diary_title, .draw = diary_draw,
	.act = diary_act, .hint = diary_hint, .bar = diary_bar,
	.help = diary_help, .resume = diary_resume, .close = diary_close,
	.in_list = diary_in_list,
};

struct screen *
screen_diary(struct ui *u)
{
	struct diary *k = screen_new(u, &diary_ops, sizeof(*k));

	show_week_of(k, clock_today());
	return &k->screen;
}
