/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The diary: what is mine to do, by day, read from top to bottom; a week with
 * each thing on its line, or a month with a line a day.
 */
#include <string.h>

#include "base/text.h"
#include "ui/begin.h"
#include "ui/diary_parts.h"

/* --- Drawing -------------------------------------------------------- */

static const char *
diary_title(const struct screen *s)
{
	(void)s;
	return "Diary";
}

enum { COL_DAY, COL_TIME, COL_REF, COL_NAME, COL_DOING, COL_NOTE, COLS };

static const struct column diary_columns[COLS] = {
	{ "", 6, 0, 0 },   { "", 5, 0, 0 },   { "", 14, 0, 0 },
	{ "", 14, 25, 0 }, { "", 15, 40, 0 }, { "", 13, 20, 0 },
};

static const char *
time_of(struct arena *a, const struct work *w)
{
	return w->minutes >= 0 ? time_format(a, w->minutes) : "any";
}

static const struct column month_columns[] = {
	{ "", 6, 0, 0 },
	{ "", 13, 0, 0 },
	{ "", 54, 100, 0 },
};
#define MONTH_COLS (sizeof(month_columns) / sizeof(month_columns[0]))

static void
draw_month_row(const struct diary *k, struct canvas *c, int row, size_t i)
{
	const struct diary_row *r = &k->rows[i];
	struct column v[MONTH_COLS];
	bool here = i == k->at.at;

	memcpy(v, month_columns, sizeof(v));
	table_layout(v, MONTH_COLS, c->cols);
	table_cell(c, row, &v[0], here ? STYLE_SELECTED : STYLE_PLAIN, r->day);
	table_cell(c, row, &v[1], r->late ? STYLE_ALERT : STYLE_PLAIN,
		   r->number);
	table_cell(c, row, &v[2], STYLE_PLAIN, r->things);
	table_mark(c, row, here);
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
		table_cell(c, row, &v[COL_TIME], STYLE_PLAIN, time_of(&a, w));
		table_cell(c, row, &v[COL_REF],
			   here ? STYLE_SELECTED : STYLE_PLAIN, w->ref);
		table_cell(c, row, &v[COL_NAME], STYLE_PLAIN,
			   w->name[0] != '\0' ? w->name : "(no person)");
		table_work(c, row, &v[COL_DOING], w->doing, &v[COL_NOTE],
			   w->note, w->overdue);
	}
	table_mark(c, row, here);
	arena_clear(&a);
}

static void
draw_summary(const struct diary *k, struct canvas *c)
{
	struct arena a = ARENA_INIT;
	size_t today = 0;

	for (size_t i = 0; i < k->days.n; i++)
		today += date_compare(k->days.v[i].due, clock_today()) == 0;
	/* Of a month the day is left off. */
	canvas_printf(
		c, 2, 0, 40, STYLE_PLAIN, "%s%s", k->month ? "" : "Week of ",
		date_format(&a, k->from, DATE_SHORT) + (k->month ? 3 : 0));
	canvas_right(c, 2, c->cols - 1, STYLE_PLAIN,
		     arena_printf(&a,
				  "%zu this %s, %zu today, %zu overdue before",
				  k->days.total, k->month ? "month" : "week",
				  today, k->overdue.total));
	arena_clear(&a);
}

static void
diary_draw(const struct screen *s, struct canvas *c)
{
	const struct diary *k = diary_of(s);
	struct column v[COLS];
	int rows = diary_height(k);
	size_t first = browse_first(&k->at, rows);

	memcpy(v, diary_columns, sizeof(v));
	table_layout(v, COLS, c->cols);
	draw_summary(k, c);
	for (int i = 0; i < rows && first + (size_t)i < k->n; i++) {
		if (k->month)
			draw_month_row(k, c, DIARY_FIRST_ROW + i,
				       first + (size_t)i);
		else
			draw_row(k, c, DIARY_FIRST_ROW + i, v,
				 first + (size_t)i);
	}
}

static const char *
diary_hint(const struct screen *s)
{
	return diary_of(s)->month
		       ? "Enter shows the week of the day. PgUp and PgDn: month "
			 "before, month after."
		       : "Enter opens. F2 marks a task done. PgUp and PgDn: week "
			 "before, week after.";
}

static const struct bar_word *
diary_bar(const struct screen *s)
{
	static const struct bar_word bar[] = {
		{ ACTION_HELP, NULL },	       { ACTION_SAVE, "Done" },
		{ ACTION_BACK, NULL },	       { ACTION_CHOICES, "Date" },
		{ ACTION_NEXT_PART, "Month" }, { ACTION_NEW, "New task" },
		{ ACTION_PALETTE, NULL },      { ACTION_NONE, NULL },
	};
	static const struct bar_word month[] = {
		{ ACTION_HELP, NULL },	    { ACTION_BACK, NULL },
		{ ACTION_CHOICES, "Date" }, { ACTION_NEXT_PART, "Week" },
		{ ACTION_NEW, "New task" }, { ACTION_PALETTE, NULL },
		{ ACTION_NONE, NULL },
	};

	return diary_of(s)->month ? month : bar;
}

static const char *
diary_help(const struct screen *s, struct arena *a)
{
	(void)s;
	return arena_strdup(
		a,
		"What is yours to do, by day: tasks, and the dates that the "
		"programmes set. Dates go away by themselves when the work "
		"is recorded; tasks are marked done with F2, which asks how "
		"it went.\n\nF6 changes between a week, with each thing on "
		"its line, and a month, with a line a day; Enter on a day of "
		"the month shows its week. F4 goes to a date. PgDn goes "
		"down a page, and from the last row to the next week or "
		"month; PgUp goes back. F8 writes a new task for yourself.");
}

/* --- Acting --------------------------------------------------------- */

static const struct work *
work_here(const struct diary *k)
{
	return k->n > 0 && !k->month ? k->rows[k->at.at].work : NULL;
}

/* The day that the mark is on, or above it. */
static struct date
day_here(const struct diary *k)
{
	for (size_t i = k->at.at + 1; i-- > 0;)
		if (date_is_set(k->rows[i].date))
			return k->rows[i].date;
	return k->from;
}

/* A week becomes the month about it, a month the week of the marked day. */
static enum reply
change_view(struct diary *k)
{
	struct date d = day_here(k);

	k->month = !k->month;
	k->at = (struct browse){ 0 };
	diary_show(k, d);
	return REPLY_HANDLED;
}

static enum reply
open_line(struct diary *k)
{
	const struct work *w = work_here(k);
	struct ui *u = k->screen.ui;

	if (k->month)
		change_view(k);
	else if (w == NULL)
		ui_say(u, "Nothing on this line. F8 writes a task.");
	else if (w->case_id != 0)
		ui_push(u, screen_case_due(u, w->case_id, w->record, w->doing));
	else if (w->person != 0)
		ui_push(u, screen_person(u, w->person));
	else
		ui_say(u, "This task belongs to no case. F2 marks it done.");
	return REPLY_HANDLED;
}

static bool
task_done(const char *how, void *ctx)
{
	struct diary *k = ctx;
	const struct work *w = work_here(k);
	enum err err;

	if (w == NULL || w->task == 0)
		return true;
	err = task_finish(ui_session(k->screen.ui), w->task, how);
	if (err != ERR_OK)
		begin_not_done(k->screen.ui, err);
	else
		ui_say(k->screen.ui, "Done: %s.", w->doing);
	return err == ERR_OK;
}

static enum reply
mark_done(struct diary *k)
{
	const struct work *w = work_here(k);
	struct ui *u = k->screen.ui;

	if (k->month)
		ui_say(u, "Enter shows the things of this day.");
	if (k->month)
		return REPLY_HANDLED;
	if (w == NULL || w->task == 0) {
		ui_say(u, "Only a task is marked done. A date ends when the "
			  "work is recorded: Enter.");
		return REPLY_HANDLED;
	}
	begin_done(u, w->task, w->doing, task_done, k);
	return REPLY_HANDLED;
}

static bool
date_given(const char *typed, void *ctx)
{
	struct diary *k = ctx;
	struct date d;

	if (date_parse(&d, typed, clock_today(), false) == ERR_OK) {
		diary_show(k, d);
		return true;
	}
	ui_say(k->screen.ui, "That is no date. For example 3/2, next mon, "
			     "t+14.");
	return false;
}

static enum reply
ask_date(struct diary *k)
{
	ui_push(k->screen.ui, screen_question(k->screen.ui,
					      "Which date? For example 3/2, "
					      "next mon, t+14.",
					      NULL, date_given, k));
	return REPLY_HANDLED;
}

static bool
task_dated(const char *typed, void *ctx)
{
	struct diary *k = ctx;
	struct ui *u = k->screen.ui;
	struct date due;
	enum err err;

	if (date_parse_due(&due, typed, clock_today()) != ERR_OK) {
		ui_say(u, "That is no date. For example today, fri, 3/2, "
			  "t+7.");
		return false;
	}
	err = task_move(ui_session(u), k->new_task, due, -1);
	if (err != ERR_OK) {
		ui_say_err(u, err, "The task is without a date");
		return false;
	}
	diary_show(k, due);
	ui_say(u, "Task written.");
	return true;
}

/* It is made at once, so that an interruption loses no more than its day. */
static const char task_question[] = "What is to be done?";

static bool
task_named(const char *text, void *ctx)
{
	struct diary *k = ctx;
	struct ui *u = k->screen.ui;
	struct task_new t = { .text = text, .minutes = -1 };
	enum err err = task_add(ui_session(u), &t, &k->new_task);

	if (err != ERR_OK) {
		ui_say_err(u, err, "The task was not written");
		return false;
	}
	ui_say(u, "The task is yours, without a date.");
	ui_push(u, screen_question(u,
				   "By which date? For example today, fri, "
				   "3/2, t+7. F12 leaves it without one.",
				   NULL, task_dated, k));
	return true;
}

static enum reply
new_task(struct diary *k)
{
	ui_push(k->screen.ui,
		screen_ask(k->screen.ui, 0, task_question, task_named, k));
	return REPLY_HANDLED;
}

static bool
diary_ask(struct screen *s, uint64_t about, const char *question)
{
	if (about != 0 || strcmp(question, task_question) != 0)
		return false;
	new_task((struct diary *)s);
	return true;
}

/* A page on in the list; from its end, to the days after or before. */
static enum reply
move_page(struct diary *k, enum action a)
{
	bool on = a == ACTION_PAGE_DOWN;
	size_t edge = on ? k->n - 1 : 0;
	bool fits = k->n <= (size_t)diary_height(k);

	if (!fits && k->at.at != edge)
		browse_act(&k->at, a, diary_height(k));
	else
		diary_show(k, date_add_days(on ? k->to : k->from, on ? 1 : -1));
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
	case ACTION_PREV_PART:
		return change_view(k);
	case ACTION_PAGE_DOWN:
	case ACTION_PAGE_UP:
		return move_page(k, a);
	case ACTION_NEXT:
		browse_act(&k->at, ACTION_DOWN, diary_height(k));
		return REPLY_HANDLED;
	case ACTION_PREV:
		browse_act(&k->at, ACTION_UP, diary_height(k));
		return REPLY_HANDLED;
	default:
		return browse_act(&k->at, a, diary_height(k)) ? REPLY_HANDLED
							      : REPLY_IGNORED;
	}
}

static void
diary_resume(struct screen *s)
{
	diary_read_days(diary_of(s));
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
	.name = "diary",
	.title = diary_title,
	.draw = diary_draw,
	.act = diary_act,
	.hint = diary_hint,
	.bar = diary_bar,
	.help = diary_help,
	.resume = diary_resume,
	.close = diary_close,
	.in_list = diary_in_list,
	.ask = diary_ask,
};

struct screen *
screen_diary(struct ui *u)
{
	struct diary *k = screen_new(u, &diary_ops, sizeof(*k));

	diary_show(k, clock_today());
	return &k->screen;
}
