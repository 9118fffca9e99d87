/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What can be done with a row of the worklist.
 */
#include <stdio.h>

#include "base/text.h"
#include "casework/casefile.h"
#include "ui/begin.h"
#include "ui/home_parts.h"

static bool
task_done(const char *how, void *ctx)
{
	struct home *h = ctx;
	const struct home_row *r = home_row_at(h);
	enum err e;

	if (r == NULL)
		return true;
	e = task_finish(ui_session(h->s.ui), r->task, how);
	if (e == ERR_OK)
		ui_say(h->s.ui, "Done: %s.", r->ref[0] ? r->ref : "the task");
	else
		begin_not_done(h->s.ui, e);
	return e == ERR_OK;
}

static void
ask_how_it_went(struct home *h)
{
	const struct home_row *r = home_row_at(h);

	begin_done(h->s.ui, r->task, r->doing, task_done, h);
}

enum reply
home_open_row(struct home *h)
{
	const struct home_row *r = home_row_at(h);

	if (r == NULL)
		return REPLY_HANDLED;
	if (r->case_id != 0)
		ui_push(h->s.ui, screen_case_due(h->s.ui, r->case_id, r->record,
						 r->doing));
	else if (r->person != 0)
		ui_push(h->s.ui, screen_person(h->s.ui, r->person));
	else
		ask_how_it_went(h);
	return REPLY_HANDLED;
}

enum {
	DO_OPEN = 1,
	DO_PERSON,
	DO_TAKE,
	DO_ASSIGN,
	DO_DONE,
	DO_MOVE,
	DO_GIVE,
	DO_HAND_OVER,
	DO_SHOW,
	DO_BEGIN = DO_SHOW + VIEW_COUNT
};

/* Nobody's file leads to a meeting: it is begun here, by its name. */
static size_t
begin_commands(const struct home *h, struct arena *a, struct command **v,
	       size_t n)
{
	const struct form **forms;
	size_t n_forms;

	if (cases_about_nobody(ui_session(h->s.ui), a, &forms, &n_forms) !=
	    ERR_OK)
		return n;
	*v = arena_grow(a, *v, n, n + n_forms, sizeof(**v));
	for (size_t i = 0; i < n_forms; i++)
		(*v)[n++] = (struct command){
			DO_BEGIN + (int)i, ACTION_NONE,
			arena_printf(a, "New: %s", forms[i]->label), NULL
		};
	return n;
}

static void
begin_about_nobody(struct home *h, size_t which)
{
	struct begin b = { .ui = h->s.ui };
	struct arena a = ARENA_INIT;
	const struct form **forms;
	size_t n;

	if (cases_about_nobody(ui_session(h->s.ui), &a, &forms, &n) == ERR_OK &&
	    which < n)
		begin_form(&b, forms[which]);
	arena_clear(&a);
}

/* What can be done with a row: v has room for DO_SHOW of them. */
static size_t
row_commands(const struct home_row *r, struct arena *a, struct command *v)
{
	size_t n = 0;

	if (r == NULL)
		return 0;
	if (r->case_id != 0)
		v[n++] = (struct command){ DO_OPEN, ACTION_ENTER,
					   arena_printf(a, "Open %s", r->ref),
					   NULL };
	if (r->person != 0)
		v[n++] = (struct command){ DO_PERSON, ACTION_NONE,
					   "Open the person", NULL };
	if (r->owner[0] == '\0')
		v[n++] = (struct command){ DO_TAKE, ACTION_NONE,
					   r->task != 0 ? "Take this task"
							: "Take this case",
					   NULL };
	if (r->case_id != 0 && r->task == 0)
		v[n++] = (struct command){ DO_ASSIGN, ACTION_NONE,
					   "Give the case to somebody", NULL };
	if (r->task == 0)
		return n;
	v[n++] = (struct command){ DO_DONE, ACTION_NONE, "This task is done",
				   NULL };
	v[n++] = (struct command){ DO_MOVE, ACTION_NONE,
				   "Move this task to another day", NULL };
	v[n++] = (struct command){ DO_GIVE, ACTION_NONE,
				   "Give this task to somebody else", NULL };
	return n;
}

size_t
home_commands(const struct screen *s, struct arena *a, struct command **out)
{
	const struct home *h = home_of(s);
	struct command *v = arena_array(a, DO_SHOW + VIEW_COUNT, sizeof(*v));
	size_t n = row_commands(home_row_at(h), a, v);

	for (int i = 1; i < VIEW_COUNT; i++) {
		int view = ((int)h->view + i) % VIEW_COUNT;

		v[n++] = (struct command){
			DO_SHOW + view, i == 1 ? ACTION_NEXT_PART : ACTION_NONE,
			arena_printf(a, "List: %s", home_views[view].title),
			NULL
		};
	}
	v[n++] = (struct command){ DO_HAND_OVER, ACTION_NONE,
				   "Hand over somebody's cases", NULL };
	n = begin_commands(h, a, &v, n);
	*out = v;
	return n;
}

static bool
task_moved(const char *typed, void *ctx)
{
	struct home *h = ctx;
	const struct home_row *r = home_row_at(h);
	struct date day;
	enum err e;

	if (r == NULL)
		return true;
	if (date_parse_due(&day, typed, clock_today()) != ERR_OK) {
		ui_say(h->s.ui, "That day is not understood. Type it as "
				"12/3, 12 mar or t+7.");
		return false;
	}
	e = task_move(ui_session(h->s.ui), r->task, day, -1);
	if (e != ERR_OK)
		ui_say_err(h->s.ui, e, "The task stays where it was");
	else
		ui_say(h->s.ui, "Moved to %s.",
		       date_format(&h->s.arena, day, DATE_LONG));
	return e == ERR_OK;
}

static void
task_given(const struct choice_row *rows, size_t n, void *ctx)
{
	struct home *h = ctx;
	const struct home_row *r = home_row_at(h);
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
			rows[used++] =
				(struct choice_row){ users[i].login,
						     users[i].name, false };
	ui_push(h->s.ui, screen_choices(h->s.ui, "Give this task to", rows,
					used, false, task_given, h));
}

static bool
case_given(const char *reason, void *ctx)
{
	struct home *h = ctx;
	enum err e;

	e = case_assign(ui_session(h->s.ui), h->giving, h->taker, reason);
	if (e == ERR_OK)
		ui_say(h->s.ui, "The case is now with %s.", h->taker);
	else
		ui_say_err(h->s.ui, e, "The case stays where it was");
	return e == ERR_OK;
}

/* Why is asked only where somebody has it already. */
static void
case_taker(const struct choice_row *rows, size_t n, void *ctx)
{
	struct home *h = ctx;

	for (size_t i = 0; i < n; i++)
		if (rows[i].chosen)
			snprintf(h->taker, sizeof(h->taker), "%s",
				 rows[i].code);
	if (h->taker[0] == '\0')
		return;
	if (h->view == VIEW_UNOWNED)
		case_given("nobody had it", h);
	else
		ui_push(h->s.ui, screen_ask(h->s.ui, h->giving,
					    "Why? A few words for the record.",
					    case_given, h));
}

static void
give_case(struct home *h, const struct home_row *r)
{
	struct arena *a = &h->s.arena;
	struct choice_row *rows;
	struct user *users;
	size_t n;
	enum err e =
		case_assignees(ui_session(h->s.ui), a, r->case_id, &users, &n);

	if (e != ERR_OK) {
		ui_say_err(h->s.ui, e, "The case stays where it was");
		return;
	}
	rows = arena_array(a, n + 1, sizeof(*rows));
	for (size_t i = 0; i < n; i++)
		rows[i] = (struct choice_row){ users[i].login, users[i].name,
					       false };
	h->giving = r->case_id;
	h->taker[0] = '\0';
	ui_push(h->s.ui,
		screen_choices(h->s.ui, arena_printf(a, "Give %s to", r->ref),
			       rows, n, false, case_taker, h));
}

/* What nobody has becomes mine. */
static void
take(struct home *h, const struct home_row *r)
{
	struct session *s = ui_session(h->s.ui);
	enum err e;

	if (r->task != 0)
		e = task_give(s, r->task, session_user(s));
	else
		e = case_assign(s, r->case_id, session_user(s), "taken");
	if (e == ERR_OK)
		ui_say(h->s.ui, "%s is yours.", r->ref);
	else
		ui_say_err(h->s.ui, e, "It was not taken");
	home_read(h);
}

enum reply
home_command(struct screen *s, int id)
{
	struct home *h = (struct home *)s;
	const struct home_row *r = home_row_at(h);

	if (id == DO_OPEN)
		return home_open_row(h);
	if (id >= DO_BEGIN) {
		begin_about_nobody(h, (size_t)(id - DO_BEGIN));
		return REPLY_HANDLED;
	}
	if (id >= DO_SHOW)
		return home_show(h, (enum listing)(id - DO_SHOW));
	if (id == DO_PERSON && r != NULL)
		ui_push(s->ui, screen_person(s->ui, r->person));
	else if (id == DO_TAKE && r != NULL)
		take(h, r);
	else if (id == DO_ASSIGN && r != NULL)
		give_case(h, r);
	else if (id == DO_DONE && r != NULL)
		ask_how_it_went(h);
	else if (id == DO_MOVE)
		ui_push(s->ui, screen_question(s->ui, "To which day?", NULL,
					       task_moved, h));
	else if (id == DO_HAND_OVER)
		hand_over_begin(&h->over, s->ui);
	else if (id == DO_GIVE)
		choose_taker(h);
	return REPLY_HANDLED;
}
