/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What F10 and the commands offer on a case: giving it to somebody, tasks,
 * alerts, withdrawing it.
 */
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "ui/case_parts.h"

enum reply
case_add(struct casescreen *k)
{
	begin_add(&k->begin, &k->s.arena, "Add to this case");
	return REPLY_HANDLED;
}

enum reply
case_open_form(struct casescreen *k)
{
	begin_open(k->s.ui, k->id);
	return REPLY_HANDLED;
}

static const char owner_question[] = "Why? A few words for the record.";
static const char withdraw_question[] =
	"Why is the case withdrawn? F12 leaves it as it is.";

enum {
	DO_REFERRAL = 1,
	DO_ADD,
	DO_TAKE,
	DO_ASSIGN,
	DO_TASK,
	DO_ALERT,
	DO_PERSON,
	DO_WITHDRAW,
	DO_HISTORY,
	DO_COUNT,
	DO_SHEET = DO_COUNT /* and those after it: that sheet */
};

size_t
case_commands(const struct screen *s, struct arena *a, struct command **out)
{
	const struct casescreen *k = case_of(s);
	struct command *v = arena_array(
		a, DO_COUNT + CHRONOLOGY_MOST + k->f.n_sheets, sizeof(*v));
	const char *no = k->f.may_write ? NULL
					: "Your role may read this case, not "
					  "change it.";
	size_t n = 0;

	*out = v;
	if (k->part == PART_EVENTS)
		n = chronology_commands(&k->events, a, v);
	v[n++] = (struct command){ DO_REFERRAL, ACTION_SAVE,
				   "Open the referral", NULL };
	v[n++] = (struct command){
		DO_ADD, ACTION_NEW, "Add a record to this case",
		k->f.n_add == 0 ? "Your role adds nothing here." : NULL
	};
	if (strcmp(k->f.brief.owner, session_user(ui_session(s->ui))) != 0)
		v[n++] = (struct command){ DO_TAKE, ACTION_NONE,
					   "Take this case", no };
	v[n++] = (struct command){ DO_ASSIGN, ACTION_NONE,
				   "Give the case to somebody", no };
	v[n++] = (struct command){ DO_TASK, ACTION_NONE,
				   "New task in this case", NULL };
	if (k->f.person.id != 0) {
		v[n++] = (struct command){ DO_ALERT, ACTION_NONE,
					   "Raise an alert", no };
		v[n++] = (struct command){ DO_PERSON, ACTION_NONE,
					   "Open the person", NULL };
	}
	for (size_t i = 0; i < k->f.n_sheets; i++)
		v[n++] = (struct command){ DO_SHEET + (int)i, ACTION_NONE,
					   arena_printf(a, "%s: show and print",
							k->f.sheets[i]->label),
					   NULL };
	v[n++] = (struct command){ DO_HISTORY, ACTION_NONE,
				   "Who changed this case, and when", NULL };
	v[n++] = (struct command){ DO_WITHDRAW, ACTION_NONE,
				   "Withdraw this case", no };
	return n;
}

static bool
assign(const char *reason, void *ctx)
{
	struct casescreen *k = ctx;
	enum err e;

	e = case_assign(ui_session(k->s.ui), k->id, k->owner, reason);
	if (e == ERR_OK)
		ui_say(k->s.ui, "%s is now with %s.", k->f.brief.ref, k->owner);
	else
		ui_say_err(k->s.ui, e, "The case stays where it was");
	return e == ERR_OK;
}

static void
owner_chosen(const struct choice_row *rows, size_t n, void *ctx)
{
	struct casescreen *k = ctx;

	for (size_t i = 0; i < n; i++) {
		if (!rows[i].chosen)
			continue;
		snprintf(k->owner, sizeof(k->owner), "%s", rows[i].code);
		ui_push(k->s.ui,
			screen_ask(k->s.ui, k->id, owner_question, assign, k));
		return;
	}
}

static void
take(struct casescreen *k)
{
	const char *me = session_user(ui_session(k->s.ui));

	snprintf(k->owner, sizeof(k->owner), "%s", me);
	assign("taken", k);
	k->s.ops->resume(&k->s);
}

static void
ask_owner(struct casescreen *k)
{
	struct arena *a = &k->s.arena;
	struct choice_row *rows;
	struct user *users;
	size_t n;
	enum err e = case_assignees(ui_session(k->s.ui), a, k->id, &users, &n);

	if (e != ERR_OK) {
		ui_say_err(k->s.ui, e, "The users could not be listed");
		return;
	}
	rows = arena_array(a, n + 1, sizeof(*rows));
	for (size_t i = 0; i < n; i++)
		rows[i] = (struct choice_row){ users[i].login, users[i].name,
					       strcmp(users[i].login,
						      k->f.brief.owner) == 0 };
	ui_push(k->s.ui, screen_choices(k->s.ui, "Give the case to", rows, n,
					false, owner_chosen, k));
}

static bool
withdraw(const char *reason, void *ctx)
{
	struct casescreen *k = ctx;
	enum err e;

	if (reason == NULL || text_blank(reason)) {
		ui_say(k->s.ui, "The case stands: a reason is needed.");
		return false;
	}
	e = record_withdraw(ui_session(k->s.ui), k->id, reason);
	if (e == ERR_OK)
		ui_say(k->s.ui, "Withdrawn %s.", k->f.brief.ref);
	else
		ui_say_err(k->s.ui, e, "The case stands");
	return e == ERR_OK;
}

static void
ask_before_withdrawing(struct casescreen *k)
{
	ui_push(k->s.ui,
		screen_ask(k->s.ui, k->id, withdraw_question, withdraw, k));
	ui_discard(k->s.ui);
}

/* Whom the case is to be given to is chosen first. */
bool
case_ask(struct screen *s, uint64_t about, const char *question)
{
	struct casescreen *k = (struct casescreen *)s;

	if (begin_asked(&k->begin, about, question) ||
	    chronology_asked(&k->events, about, question))
		return true;
	if (about != k->id || !k->f.may_write)
		return false;
	if (strcmp(question, withdraw_question) == 0)
		ask_before_withdrawing(k);
	else if (strcmp(question, owner_question) == 0)
		ask_owner(k);
	else
		return false;
	return true;
}

enum reply
case_command(struct screen *s, int id)
{
	struct casescreen *k = (struct casescreen *)s;

	if (chronology_command(&k->events, id))
		return REPLY_HANDLED;
	if (id == DO_REFERRAL)
		return case_open_form(k);
	if (id == DO_ADD)
		return case_add(k);
	if (id == DO_TAKE)
		take(k);
	else if (id == DO_ASSIGN)
		ask_owner(k);
	else if (id == DO_TASK)
		begin_task(&k->begin);
	else if (id == DO_ALERT)
		begin_alert(&k->begin);
	else if (id == DO_PERSON)
		ui_push(s->ui, screen_person(s->ui, k->f.person.id));
	else if (id == DO_WITHDRAW)
		ask_before_withdrawing(k);
	else if (id == DO_HISTORY)
		ui_push(s->ui, screen_history(s->ui, k->id));
	else if (id >= DO_SHEET && (size_t)(id - DO_SHEET) < k->f.n_sheets)
		ui_push(s->ui, screen_sheet(s->ui, k->id, k->f.brief.ref,
					    k->f.sheets[id - DO_SHEET]));
	return REPLY_HANDLED;
}
