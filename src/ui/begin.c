/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/begin.h"

#include <string.h>

#include "base/text.h"
#include "casework/work.h"

static const char alert_question[] = "What must everybody know who deals with "
				     "this person?";
static const char task_question[] = "What is to be done?";

static void
show(struct ui *u, enum err err, struct edit *e, const char *not_done)
{
	if (err == ERR_OK)
		ui_push(u, screen_form(u, e));
	else
		ui_say_err(u, err, not_done);
}

void
begin_open_at(struct ui *u, uint64_t record, const struct item *at)
{
	struct edit *e = NULL;
	enum err err = edit_open(ui_session(u), record, &e);

	if (err == ERR_OK)
		ui_push(u, screen_form_at(u, e, at));
	else
		ui_say_err(u, err, "It could not be opened");
}

void
begin_open(struct ui *u, uint64_t record)
{
	begin_open_at(u, record, NULL);
}

/* The case of this form that whoever begins another has to know of: one that
 * is open, else the last that there was. */
static const struct case_brief *
case_before(const struct case_brief *v, size_t n, const struct form *f)
{
	const struct case_brief *best = NULL;

	for (size_t i = 0; i < n; i++) {
		const struct case_brief *c = &v[i];

		if (c->form != f)
			continue;
		if (best == NULL || best->closed > c->closed ||
		    (best->closed == c->closed &&
		     date_compare(best->state_since, c->state_since) < 0))
			best = c;
	}
	return best;
}

/* How soon somebody is back decides what the new case is: within weeks it goes
 * on with the old one. */
static const char *
days_ago(struct arena *a, struct date d)
{
	int64_t n = date_to_days(clock_today()) - date_to_days(d);

	if (n <= 0 || n > 366)
		return "";
	return arena_printf(a, ", %d day%s ago", (int)n, n == 1 ? "" : "s");
}

static void
say_case_before(struct begin *b, const struct form *f)
{
	struct arena a = ARENA_INIT;
	struct case_brief *v;
	const struct case_brief *c = NULL;
	size_t n;

	if (person_cases(ui_session(b->ui), &a, b->of, &v, &n) == ERR_OK)
		c = case_before(v, n, f);
	if (c != NULL && c->closed)
		ui_say(b->ui, "There was %s: %s, %s%s.", c->ref, c->state_label,
		       date_format(&a, c->state_since, DATE_SHORT),
		       days_ago(&a, c->state_since));
	else if (c != NULL)
		ui_say(b->ui, "There is %s already: %s, since %s.", c->ref,
		       c->state_label,
		       date_format(&a, c->state_since, DATE_SHORT));
	arena_clear(&a);
}

void
begin_form(struct begin *b, const struct form *f)
{
	struct edit *e = NULL;
	enum err err;

	if (f->kind == FORM_CASE)
		err = edit_new_case(ui_session(b->ui), f, b->of, &e);
	else
		err = edit_new_child(ui_session(b->ui), f, b->of, &e);
	show(b->ui, err, e, "Nothing was begun");
	if (err == ERR_OK && f->kind == FORM_CASE && b->of != 0)
		say_case_before(b, f);
}

static void
form_chosen(const struct choice_row *rows, size_t n, void *ctx)
{
	struct begin *b = ctx;

	for (size_t i = 0; i < n; i++) {
		if (!rows[i].chosen)
			continue;
		for (size_t k = 0; k < b->n; k++)
			if (strcmp(form_full_name(b->forms[k]), rows[i].code) ==
			    0) {
				begin_form(b, b->forms[k]);
				return;
			}
	}
}

void
begin_add(struct begin *b, struct arena *a, const char *title)
{
	struct choice_row *rows = arena_array(a, b->n + 1, sizeof(*rows));

	if (b->n == 0) {
		ui_say(b->ui, "Your role adds nothing here.");
		return;
	}
	for (size_t i = 0; i < b->n; i++)
		rows[i] = (struct choice_row){ form_full_name(b->forms[i]),
					       b->forms[i]->label, false };
	if (b->n == 1)
		begin_form(b, b->forms[0]);
	else
		ui_push(b->ui, screen_choices(b->ui, title, rows, b->n, false,
					      form_chosen, b));
}

static bool
raise_alert(const char *text, void *ctx)
{
	struct begin *b = ctx;
	uint64_t id;
	enum err e;

	if (text == NULL || text_blank(text)) {
		ui_say(b->ui, "No alert was raised: it needs words.");
		return false;
	}
	e = flag_raise(ui_session(b->ui), b->of, text, NO_DATE, &id);
	if (e == ERR_OK)
		ui_say(b->ui, "The alert stands at the head of the person's "
			      "screens.");
	else
		ui_say_err(b->ui, e, "No alert was raised");
	return e == ERR_OK;
}

void
begin_alert(struct begin *b)
{
	ui_push(b->ui,
		screen_ask(b->ui, b->of, alert_question, raise_alert, b));
}

static bool
task_dated(const char *typed, void *ctx)
{
	struct begin *b = ctx;
	struct arena a = ARENA_INIT;
	struct date day;
	enum err e;

	if (date_parse_due(&day, typed, clock_today()) != ERR_OK) {
		ui_say(b->ui, "That day is not understood. Type it as 12/3, "
			      "12 mar or t+7.");
		return false;
	}
	e = task_move(ui_session(b->ui), b->task, day, -1);
	if (e == ERR_OK)
		ui_say(b->ui, "The task is yours, due %s.",
		       date_format(&a, day, DATE_LONG));
	else
		ui_say_err(b->ui, e, "The task is without a date");
	arena_clear(&a);
	return e == ERR_OK;
}

/* It is made at once, so that an interruption loses no more than its day. */
static bool
task_typed(const char *text, void *ctx)
{
	struct begin *b = ctx;
	struct task_new t = { .case_id = b->case_id,
			      .person = b->person,
			      .text = text,
			      .minutes = -1 };
	enum err e;

	if (text == NULL || text_blank(text)) {
		ui_say(b->ui, "No task was made: it needs words.");
		return false;
	}
	e = task_add(ui_session(b->ui), &t, &b->task);
	if (e != ERR_OK) {
		ui_say_err(b->ui, e, "No task was made");
		return false;
	}
	ui_say(b->ui, "The task is yours, without a date.");
	ui_push(b->ui, screen_question(b->ui,
				       "By which day? F12 leaves it "
				       "without one.",
				       NULL, task_dated, b));
	return true;
}

void
begin_task(struct begin *b)
{
	ui_push(b->ui, screen_ask(b->ui, b->of, task_question, task_typed, b));
}

bool
begin_asked(struct begin *b, uint64_t about, const char *question)
{
	if (about != b->of)
		return false;
	if (strcmp(question, alert_question) == 0)
		begin_alert(b);
	else if (strcmp(question, task_question) == 0)
		begin_task(b);
	else
		return false;
	return true;
}

void
begin_not_done(struct ui *u, enum err e)
{
	if (e == ERR_EXISTS)
		ui_say(u, "Somebody marked this task done meanwhile. F12 goes "
			  "back.");
	else if (e == ERR_CONFLICT && !session_is_outdated(ui_session(u)))
		ui_say(u, "Somebody withdrew this task meanwhile. F12 goes "
			  "back.");
	else
		ui_say_err(u, e, "The task stays as it was");
}

void
begin_done(struct ui *u, uint64_t id, const char *task,
	   bool (*done)(const char *how, void *ctx), void *ctx)
{
	struct arena a = ARENA_INIT;

	ui_push(u, screen_ask(u, id,
			      arena_printf(&a,
					   "%s\n\nHow did it go? The answer "
					   "marks it done.",
					   task),
			      done, ctx));
	arena_clear(&a);
}
