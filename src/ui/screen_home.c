/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The first screen: what is to be done, by due date, and the cases one has.
 * Letters narrow the list; F6 changes whose work it is.
 */
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "casework/casefile.h"
#include "casework/edit.h"
#include "casework/work.h"
#include "ui/line.h"
#include "ui/screens.h"
#include "ui/table.h"

enum listing { VIEW_MINE, VIEW_TEAM, VIEW_UNOWNED, VIEW_CASES, VIEW_COUNT };

static const struct {
	const char *title, *word, *none;
	enum work_whose whose;
} views[VIEW_COUNT] = {
	[VIEW_MINE] = { "My work", "My work",
			"Nothing is due. F6 shows the team's work.",
			WORK_MINE },
	[VIEW_TEAM] = { "The team's work", "Team",
			"Nobody has anything due.", WORK_TEAM },
	[VIEW_UNOWNED] = { "Work that nobody has", "Unowned",
			   "Everything has an owner.", WORK_UNOWNED },
	[VIEW_CASES] = { "My cases", "My cases",
			 "You have no open cases. F7 finds a person.",
			 WORK_MINE },
};

/* A row of either list, ready to draw. */
struct home_row {
	uint64_t case_id, task, person;
	const char *due, *ref, *name, *doing, *note, *owner;
	const char *folded;	/* all of it, for finding; NULL: not yet */
	bool overdue, today;
};

struct home {
	struct screen s;
	enum listing view;
	struct home_row *rows;	/* all that were read */
	size_t n, total;
	bool more;		/* beyond those that are counted */
	size_t *shown;		/* indexes of those that fit the box */
	struct browse b;
	struct line box;
	bool in_box;		/* the last key typed into the box */
	bool leaving;		/* F3 was pressed once */
	size_t drafts;
};

static const struct home *
home_of(const struct screen *s)
{
	return (const struct home *)s;
}

static int
list_height(const struct home *h)
{
	return ui_foot(h->s.ui) - 6;
}

static const struct home_row *
row_in_focus(const struct home *h)
{
	return h->b.n > 0 ? &h->rows[h->shown[h->b.at]] : NULL;
}

/* --- Reading ----------------------------------------------------------- */

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
		.case_id = w->case_id, .task = w->task, .person = w->person,
		.due = due_text(a, w), .ref = w->ref, .name = w->name,
		.doing = w->doing, .note = whose ? w->owner : w->note,
		.owner = w->owner, .overdue = w->overdue,
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
				  views[h->view].whose, skip, &l));
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
			.case_id = v[i].id, .person = v[i].person,
			.due = date_format(a, v[i].state_since, DATE_TERSE),
			.ref = v[i].ref, .name = v[i].name,
			.doing = v[i].state_label, .note = v[i].title,
			.owner = v[i].owner,
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
		r->folded = text_fold(a, arena_printf(a, "%s %s %s %s %s %s",
						      r->due, r->ref, r->name,
						      r->doing, r->note,
						      r->owner));
	return words_fit(line_text(&h->box), r->folded);
}

static void
narrow(struct home *h)
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
			browse_to(&h->b, i, list_height(h));
			return;
		}
	}
}

static void
read_all(struct home *h)
{
	struct arena old = h->s.arena;
	struct home_row was = { 0 };
	struct draft_brief *drafts;
	enum err e;

	if (row_in_focus(h) != NULL)
		was = *row_in_focus(h);
	h->s.arena = (struct arena)ARENA_INIT;
	h->n = h->total = 0;
	h->more = false;
	e = h->view == VIEW_CASES ? read_cases(h) : read_work(h);
	if (e == ERR_OK)
		e = draft_briefs(ui_session(h->s.ui), &h->s.arena, &drafts,
				 &h->drafts);
	if (e != ERR_OK)
		ui_say_err(h->s.ui, e, "The list could not be read");
	narrow(h);
	if (was.doing != NULL)
		mark_again(h, &was);
	arena_clear(&old);
}

static void
resume(struct screen *s)
{
	read_all((struct home *)s);
}

/* --- Drawing ----------------------------------------------------------- */

static const char *
title(const struct screen *s)
{
	return views[home_of(s)->view].title;
}

static void
draw_box(const struct home *h, struct canvas *c)
{
	struct arena a = ARENA_INIT;
	int used = canvas_text(c, 2, 0, 20, STYLE_PLAIN,
			       "Find in this list: ");
	bool narrowed = !text_blank(line_text(&h->box));
	size_t all = narrowed ? h->n : h->total;

	line_draw(&h->box, c, 2, used, 20, 1, h->in_box);
	canvas_right(c, 2, c->cols - 1, STYLE_PLAIN,
		     arena_printf(&a, "%zu of %zu%s, by %s",
				  narrowed ? h->b.n : h->n, all,
				  h->more ? " or more" : "",
				  h->view == VIEW_CASES ? "reference"
							: "due date"));
	arena_clear(&a);
}

enum { COL_DUE, COL_REF, COL_NAME, COL_DOING, COL_NOTE, COL_OWNER, COLS };

static const struct column work_columns[COLS] = {
	{ "Due", 6, 0, 0 }, { "Ref", 14, 0, 0 }, { "Person", 16, 20, 0 },
	{ "Doing", 18, 30, 0 }, { "Note", 15, 20, 0 }, { "Owner", 12, 0, 0 },
};
static const struct column case_columns[COLS] = {
	{ "Since", 6, 0, 0 }, { "Ref", 14, 0, 0 }, { "Person", 16, 20, 0 },
	{ "Stands at", 18, 30, 0 }, { "Programme", 15, 20, 0 },
	{ "Owner", 12, 0, 0 },
};

static void
draw_row(const struct home_row *r, struct canvas *c, int row,
	 const struct column *v, size_t n, bool marked)
{
	enum style due = r->overdue ? STYLE_ALERT
		       : r->today ? STYLE_WARN : STYLE_PLAIN;

	table_cell(c, row, &v[COL_DUE], due, r->due);
	table_cell(c, row, &v[COL_REF],
		   marked ? STYLE_SELECTED : STYLE_PLAIN, r->ref);
	table_cell(c, row, &v[COL_NAME], STYLE_PLAIN, r->name);
	table_cell(c, row, &v[COL_DOING], STYLE_PLAIN, r->doing);
	table_cell(c, row, &v[COL_NOTE], due, r->note);
	if (n > COL_OWNER)
		table_cell(c, row, &v[COL_OWNER], STYLE_PLAIN, r->owner);
	table_mark(c, row, marked);
}

static void
draw(const struct screen *s, struct canvas *c)
{
	const struct home *h = home_of(s);
	struct column v[COLS];
	size_t n = c->cols >= 120 ? COLS : COL_OWNER;
	size_t first = browse_first(&h->b, list_height(h));
	int row, end = ui_foot(s->ui) - 1;

	memcpy(v, h->view == VIEW_CASES ? case_columns : work_columns,
	       sizeof(v));
	table_layout(v, n, c->cols);
	row = table_head(c, 4, v, n);
	for (size_t i = first; i < h->b.n && row < end; i++, row++)
		draw_row(&h->rows[h->shown[i]], c, row, v, n,
			 i == h->b.at);
	if (h->b.n == 0)
		canvas_text(c, row, 2, c->cols, STYLE_PLAIN,
			    h->n > 0 ? "Nothing in this list fits what you "
				       "typed. F12 clears it."
				     : views[h->view].none);
	if (h->b.n == 0 && !h->in_box)
		canvas_cursor(c, row, 2);
	draw_box(h, c);
}

static const char *
hint(const struct screen *s)
{
	static char text[80];
	const struct home *h = home_of(s);

	if (h->drafts == 0)
		return "Enter opens the line. Letters find in the list.";
	snprintf(text, sizeof(text), "%zu unsaved %s (F9, drafts).", h->drafts,
		 h->drafts == 1 ? "draft" : "drafts");
	return text;
}

static const struct bar_word *
bar(const struct screen *s)
{
	static struct bar_word words[] = {
		{ ACTION_HELP, NULL }, { ACTION_REFRESH, NULL },
		{ ACTION_NEXT_PART, NULL }, { ACTION_FIND, "Find" },
		{ ACTION_NEW, NULL }, { ACTION_PALETTE, NULL },
		{ ACTION_ACTIONS, NULL }, { ACTION_NONE, NULL },
	};

	words[2].word = views[(home_of(s)->view + 1) % VIEW_COUNT].word;
	return words;
}

static const char *
help(const struct screen *s, struct arena *a)
{
	(void)s;
	return arena_strdup(a,
		"What is to be done, the earliest first. A line is a date "
		"that a programme sets, or a task that somebody wrote. What "
		"is late says OVERDUE.\n\n"
		"F6 goes from your work to the team's, to what nobody has "
		"yet, and to your cases. Letters narrow the list to the "
		"lines that hold them; F12 clears them.\n\n"
		"Only work of cases that you may see is listed.");
}

/* --- Acting ------------------------------------------------------------ */

static enum reply
next_view(struct home *h, int by)
{
	h->view = (enum listing)(((int)h->view + by + VIEW_COUNT) % VIEW_COUNT);
	h->b = (struct browse){ 0 };
	line_set(&h->box, "");
	h->in_box = false;
	read_all(h);
	return REPLY_HANDLED;
}

static void
task_done(const char *how, void *ctx)
{
	struct home *h = ctx;
	const struct home_row *r = row_in_focus(h);
	enum err e;

	if (how == NULL || r == NULL)
		return;
	e = task_finish(ui_session(h->s.ui), r->task, how);
	if (e == ERR_OK)
		ui_say(h->s.ui, "Done: %s.", r->ref[0] ? r->ref : "the task");
	else
		ui_say_err(h->s.ui, e, "The task stays as it was");
}

static void
ask_how_it_went(struct home *h)
{
	ui_push(h->s.ui, screen_question(h->s.ui, "How did it go?", NULL,
					 task_done, h));
}

static enum reply
open_row(struct home *h)
{
	const struct home_row *r = row_in_focus(h);

	if (r == NULL)
		return REPLY_HANDLED;
	if (r->case_id != 0)
		ui_push(h->s.ui, screen_case(h->s.ui, r->case_id));
	else if (r->person != 0)
		ui_push(h->s.ui, screen_person(h->s.ui, r->person));
	else
		ask_how_it_went(h);
	return REPLY_HANDLED;
}

static enum reply
leave(struct home *h)
{
	if (h->leaving)
		return REPLY_QUIT;
	h->leaving = true;
	ui_say(h->s.ui, "F3 again leaves the program.");
	return REPLY_HANDLED;
}

/* The text of the box changed: read the rest of a long list first. */
static enum reply
box_changed(struct home *h)
{
	h->in_box = !text_blank(line_text(&h->box));
	h->b.at = h->b.top = 0;
	if (h->n < h->total && h->view != VIEW_CASES)
		read_all(h);
	else
		narrow(h);
	return REPLY_HANDLED;
}

static enum reply
clear_box(struct home *h)
{
	if (line_text(&h->box)[0] == '\0')
		return REPLY_HANDLED;
	line_set(&h->box, "");
	return box_changed(h);
}

/* Down on the last row of a list that goes on: read on. */
static void
read_on(struct home *h)
{
	struct worklist l;
	enum err e;

	if (h->view == VIEW_CASES || h->n >= h->total)
		return;
	e = worklist_read(ui_session(h->s.ui), &h->s.arena,
			  views[h->view].whose, h->n, &l);
	if (e != ERR_OK)
		return;
	for (size_t i = 0; i < l.n && h->n < WORK_COUNTED; i++)
		row_of_work(&h->s.arena, &l.v[i], h->view, &h->rows[h->n++]);
	narrow(h);
}

static enum reply
move(struct home *h, enum action a)
{
	if (h->in_box && line_act(&h->box, a))
		return a == ACTION_BACKSPACE || a == ACTION_DELETE ||
		       a == ACTION_UNDO || a == ACTION_REDO
			? box_changed(h) : REPLY_HANDLED;
	if (h->b.at + 1 >= h->b.n &&
	    (a == ACTION_DOWN || a == ACTION_PAGE_DOWN))
		read_on(h);
	if (browse_act(&h->b, a, list_height(h))) {
		h->in_box = false;
		return REPLY_HANDLED;
	}
	if (a == ACTION_BACKSPACE && line_act(&h->box, a))
		return box_changed(h);
	return a == ACTION_UP || a == ACTION_DOWN ? REPLY_HANDLED
						  : REPLY_IGNORED;
}

static enum reply
act(struct screen *s, enum action a)
{
	struct home *h = (struct home *)s;

	if (a == ACTION_BACK)
		return leave(h);
	h->leaving = false;
	if (a == ACTION_ENTER)
		return open_row(h);
	if (a == ACTION_CANCEL)
		return clear_box(h);
	if (a == ACTION_NEXT_PART)
		return next_view(h, 1);
	if (a == ACTION_PREV_PART)
		return next_view(h, -1);
	return move(h, a);
}

static enum reply
type(struct screen *s, uint32_t ch)
{
	struct home *h = (struct home *)s;

	h->leaving = false;
	if (ch == '?' && line_text(&h->box)[0] == '\0')
		return REPLY_IGNORED;
	return line_type(&h->box, ch) ? box_changed(h) : REPLY_HANDLED;
}

/* --- Commands ---------------------------------------------------------- */

enum { DO_OPEN = 1, DO_PERSON, DO_DONE, DO_MOVE, DO_GIVE };

static size_t
commands(const struct screen *s, struct arena *a, struct command **out)
{
	const struct home_row *r = row_in_focus(home_of(s));
	struct command *v = arena_array(a, 5, sizeof(*v));
	size_t n = 0;

	*out = v;
	if (r == NULL)
		return 0;
	if (r->case_id != 0)
		v[n++] = (struct command){ DO_OPEN, ACTION_ENTER,
			arena_printf(a, "Open %s", r->ref), NULL };
	if (r->person != 0)
		v[n++] = (struct command){ DO_PERSON, ACTION_NONE,
			"Open the person", NULL };
	if (r->task == 0)
		return n;
	v[n++] = (struct command){ DO_DONE, ACTION_NONE,
		"This task is done", NULL };
	v[n++] = (struct command){ DO_MOVE, ACTION_NONE,
		"Move this task to another day", NULL };
	v[n++] = (struct command){ DO_GIVE, ACTION_NONE,
		"Give this task to somebody else", NULL };
	return n;
}

static void
task_moved(const char *typed, void *ctx)
{
	struct home *h = ctx;
	const struct home_row *r = row_in_focus(h);
	struct date day;
	enum err e;

	if (typed == NULL || r == NULL)
		return;
	if (date_parse(&day, typed, clock_today(), false) != ERR_OK) {
		ui_say(h->s.ui, "That day is not understood. Type it as "
				"12/3, 12 mar or t+7.");
		return;
	}
	e = task_move(ui_session(h->s.ui), r->task, day, -1);
	if (e != ERR_OK)
		ui_say_err(h->s.ui, e, "The task stays where it was");
	else
		ui_say(h->s.ui, "Moved to %s.",
		       date_format(&h->s.arena, day, DATE_LONG));
}

static void
task_given(const struct choice_row *rows, size_t n, void *ctx)
{
	struct home *h = ctx;
	const struct home_row *r = row_in_focus(h);
	enum err e;

	for (size_t i = 0; i < n && r != NULL; i++) {
		if (!rows[i].chosen)
			continue;
		e = task_give(ui_session(h->s.ui), r->task, rows[i].code);
		if (e == ERR_OK)
			ui_say(h->s.ui, "Given to %s.", rows[i].code);
		else
			ui_say_err(h->s.ui, e, "The task stays with you");
		return;
	}
}

static void
choose_taker(struct home *h)
{
	struct arena *a = &h->s.arena;
	struct choice_row *rows;
	struct user *users;
	size_t n, used = 0;
	enum err e = user_list(ui_session(h->s.ui), a, &users, &n);

	if (e != ERR_OK) {
		ui_say_err(h->s.ui, e, "The users could not be listed");
		return;
	}
	rows = arena_array(a, n + 1, sizeof(*rows));
	for (size_t i = 0; i < n; i++)
		if (!users[i].ended)
			rows[used++] = (struct choice_row){
				users[i].login, users[i].name, false };
	ui_push(h->s.ui, screen_choices(h->s.ui, "Give this task to", rows,
					used, false, task_given, h));
}

static enum reply
command(struct screen *s, int id)
{
	struct home *h = (struct home *)s;
	const struct home_row *r = row_in_focus(h);

	if (id == DO_OPEN)
		return open_row(h);
	if (id == DO_PERSON && r != NULL)
		ui_push(s->ui, screen_person(s->ui, r->person));
	else if (id == DO_DONE)
		ask_how_it_went(h);
	else if (id == DO_MOVE)
		ui_push(s->ui, screen_question(s->ui, "To which day?", NULL,
					       task_moved, h));
	else if (id == DO_GIVE)
		choose_taker(h);
	return REPLY_HANDLED;
}

static void
close_home(struct screen *s)
{
	line_clear(&((struct home *)s)->box);
}

static const struct screen_ops home_ops = {
	.name = "home", .title = title, .draw = draw, .act = act,
	.type = type, .hint = hint, .bar = bar, .help = help,
	.resume = resume, .close = close_home, .commands = commands,
	.command = command,
};

struct screen *
screen_home(struct ui *u)
{
	struct home *h = screen_new(u, &home_ops, sizeof(*h));

	line_init(&h->box, "", false);
	read_all(h);
	return &h->s;
}
