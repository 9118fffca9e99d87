/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Handing over: each question opens the next one upon the screen that began,
 * and F12 in any of them leaves everything as it is.
 */
#include "ui/hand_over.h"

#include <string.h>

#include "casework/casefile.h"
#include "ui/screens.h"

/* 1 case, 12 cases */
static const char *
cases(struct arena *a, size_t n)
{
	return arena_printf(a, "%zu case%s", n, n == 1 ? "" : "s");
}

static bool
do_it(const char *answer, void *ctx)
{
	struct hand_over *o = ctx;
	size_t given;
	enum err e = cases_assign(ui_session(o->ui), o->ids, o->n, o->from,
				  o->to, o->why, &given);

	(void)answer;
	if (e != ERR_OK)
		ui_say_err(o->ui, e,
			   given == 0 ? "They stay where they were"
				      : "Only some of them were given");
	else if (given == o->n)
		ui_say(o->ui, "%s of %s: now with %s.", cases(&o->a, given),
		       o->from, o->to);
	else
		ui_say(o->ui, "%zu of %s: now with %s. The rest had moved on.",
		       given, cases(&o->a, o->n), o->to);
	return true;
}

/* The number itself is the word: it has no letter that a keyboard lacks. */
static bool
ask_whether(const char *why, void *ctx)
{
	struct hand_over *o = ctx;
	const char *one = o->n == 1 ? "it" : "them";

	o->why = arena_strdup(&o->a, why);
	ui_push(o->ui,
		screen_question(
			o->ui,
			arena_printf(&o->a,
				     "Give %s of %s to %s? Enter leaves %s "
				     "with %s. Type %zu to give %s.",
				     cases(&o->a, o->n), o->from, o->to, one,
				     o->from, o->n, one),
			arena_printf(&o->a, "%zu", o->n), do_it, o));
	return true;
}

static void
chosen_taker(const struct choice_row *rows, size_t n, void *ctx)
{
	struct hand_over *o = ctx;

	for (size_t i = 0; i < n; i++)
		if (rows[i].chosen)
			o->to = arena_strdup(&o->a, rows[i].code);
	if (o->to != NULL)
		ui_push(o->ui,
			screen_question(o->ui,
					"Why? A few words for the record of "
					"each case.",
					NULL, ask_whether, o));
}

static void
ask_to_whom(struct hand_over *o)
{
	struct choice_row *rows;
	struct user *users;
	size_t n, k = 0;
	enum err e = cases_assignees(ui_session(o->ui), &o->a, o->ids, o->n,
				     &users, &n);

	if (e != ERR_OK) {
		ui_say_err(o->ui, e, "They stay where they were");
		return;
	}
	rows = arena_array(&o->a, n + 1, sizeof(*rows));
	for (size_t i = 0; i < n; i++)
		if (strcmp(users[i].login, o->from) != 0)
			rows[k++] = (struct choice_row){
				users[i].login,
				arena_printf(&o->a, "%s  %s", users[i].login,
					     users[i].name),
				false
			};
	if (k == 0)
		ui_say(o->ui, "Nobody else may be given all of these. Choose "
			      "those of one programme.");
	else
		ui_push(o->ui, screen_choices(o->ui,
					      arena_printf(&o->a, "Give %s to",
							   cases(&o->a, o->n)),
					      rows, k, false, chosen_taker, o));
}

static void
chosen_cases(const struct choice_row *rows, size_t n, void *ctx)
{
	struct hand_over *o = ctx;

	o->n = 0;
	for (size_t i = 0; i < n && i < o->n_all; i++)
		if (rows[i].chosen)
			o->ids[o->n++] = o->all[i];
	if (o->n == 0)
		ui_say(o->ui, "No case was marked. They stay where they were.");
	else
		ask_to_whom(o);
}

static void
ask_which(struct hand_over *o)
{
	struct case_brief *v;
	struct choice_row *rows;
	size_t n;
	enum err e = cases_owned(ui_session(o->ui), &o->a, o->from, &v, &n);

	if (e != ERR_OK || n == 0) {
		ui_say_err(o->ui, e != ERR_OK ? e : ERR_NOT_FOUND,
			   "Their cases cannot be listed");
		return;
	}
	rows = arena_array(&o->a, n, sizeof(*rows));
	o->all = arena_array(&o->a, n, sizeof(*o->all));
	o->ids = arena_array(&o->a, n, sizeof(*o->ids));
	o->n_all = n;
	for (size_t i = 0; i < n; i++) {
		o->all[i] = v[i].id;
		rows[i].code = v[i].ref;
		rows[i].label = arena_printf(&o->a, "%-15s  %s%s%s", v[i].ref,
					     v[i].name != NULL ? v[i].name : "",
					     v[i].name != NULL ? ", " : "",
					     v[i].state_label);
		rows[i].chosen = true;
	}
	ui_push(o->ui, screen_choices(o->ui,
				      arena_printf(&o->a, "Which cases of %s",
						   o->from),
				      rows, n, true, chosen_cases, o));
}

static void
chosen_owner(const struct choice_row *rows, size_t n, void *ctx)
{
	struct hand_over *o = ctx;

	for (size_t i = 0; i < n; i++)
		if (rows[i].chosen)
			o->from = arena_strdup(&o->a, rows[i].code);
	if (o->from != NULL)
		ask_which(o);
}

void
hand_over_begin(struct hand_over *o, struct ui *u)
{
	struct choice_row *rows;
	struct owner *v;
	size_t n;
	enum err e;

	hand_over_clear(o);
	o->ui = u;
	e = case_owners(ui_session(u), &o->a, &v, &n);
	if (e != ERR_OK) {
		ui_say_err(u, e, "The cases cannot be listed");
		return;
	}
	if (n == 0) {
		ui_say(u, "Nobody has an open case that you may give on.");
		return;
	}
	rows = arena_array(&o->a, n, sizeof(*rows));
	for (size_t i = 0; i < n; i++)
		rows[i] = (struct choice_row){
			v[i].login,
			arena_printf(&o->a, "%s  %s, %s", v[i].login, v[i].name,
				     cases(&o->a, v[i].cases)),
			false
		};
	ui_push(u, screen_choices(u, "Whose cases go to somebody else", rows, n,
				  false, chosen_owner, o));
}

void
hand_over_clear(struct hand_over *o)
{
	arena_wipe(&o->a);
	*o = (struct hand_over){ 0 };
}
