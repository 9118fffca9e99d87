/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * F2: leave the field, look at what stands in the way, ask whether a new
 * person is somebody known, save, and go where the work goes on.
 */
#include <string.h>

#include "base/text.h"
#include "casework/same.h"
#include "ui/form_parts.h"

/* --- What stands in the way ----------------------------------------- */

static bool
is_child(const struct form *f)
{
	return f->kind == FORM_CHILD || f->kind == FORM_PERSON_CHILD;
}

enum save_how
form_how(const struct form_screen *f)
{
	const struct edit *e = f->edit;
	struct arena a = ARENA_INIT;
	size_t missing;

	if (!is_child(e->form))
		return SAVE_RECORD;
	if (e->base != NULL && e->base->flags & RECORD_FINISHED)
		return SAVE_FINISH;
	form_missing(f, &a, &missing);
	arena_clear(&a);
	return missing > 0 ? SAVE_RECORD : SAVE_FINISH;
}

/* The first stop, or the one after that told last when F2 is pressed
 * again. */
static const struct stop *
next_stop(const struct form_screen *f, const struct stop *v, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (v[i].item == f->asking.item && v[i].row == f->asking.row)
			return &v[(i + 1) % n];
	return v;
}

static void
show_stop(struct form_screen *f, const struct stop *v, size_t hard)
{
	const struct stop *to = next_stop(f, v, hard);
	struct arena a = ARENA_INIT;
	const char *all = arena_printf(&a, "%zu thing%s to put right. %s", hard,
				       hard == 1 ? "" : "s", to->message);

	f->tried = true;
	f->asking = (struct form_focus){ LINE_FIELD, to->item, to->row };
	form_go_to(f, to->item, to->row);
	/* What is to be done comes first, where there is no room for both. */
	ui_say(f->screen.ui, "%s",
	       utf8_width(all) < ui_cols(f->screen.ui) ? all : to->message);
	arena_clear(&a);
}

static bool
kept_why(const char *answer, void *ctx)
{
	struct form_screen *f = ctx;

	edit_keep_reason(f->edit, f->asking.item, answer);
	f->asking.item = NULL;
	form_save(f);
	return true;
}

/* The form's own messages may go without a full stop. */
static const char *
sentence(struct arena *a, const char *s)
{
	size_t n = strlen(s);

	return n > 0 && strchr(".?!\"", s[n - 1]) == NULL
		       ? arena_printf(a, "%s.", s)
		       : s;
}

/* A soft check: told the first time, its reason asked the second. */
static void
show_check(struct form_screen *f, const struct stop *s)
{
	struct ui *u = f->screen.ui;
	struct arena a = ARENA_INIT;
	const char *all;

	if (f->asking.item != s->item || f->asking.row != s->row) {
		f->asking = (struct form_focus){ LINE_FIELD, s->item, s->row };
		form_go_to(f, s->item, s->row);
		all = arena_printf(&a, "%s F2 again keeps it.",
				   sentence(&a, s->message));
		/* What is doubted stands at its field in any case. */
		ui_say(u, "%s",
		       utf8_width(all) < ui_cols(u)
			       ? all
			       : "Is that right as it is? F2 again keeps it.");
	} else {
		ui_push(u,
			screen_ask(
				u, f->edit->record,
				arena_printf(
					&a,
					"%s\n\nWhy is "
					"it right as it is? The reason is kept with "
					"the record.",
					sentence(&a, s->message)),
				kept_why, f));
	}
	arena_clear(&a);
}

/* True when something was shown that has to be settled first. */
static bool
stands_in_the_way(struct form_screen *f, enum save_how how)
{
	struct arena a = ARENA_INIT;
	struct stop *v;
	size_t n = form_stops(f, &a, how, &v), hard = 0;

	while (hard < n && !v[hard].soft)
		hard++;
	if (hard > 0)
		show_stop(f, v, hard);
	else if (n > 0)
		show_check(f, &v[0]);
	arena_clear(&a);
	return n > 0;
}

/* --- After it is saved ---------------------------------------------- */

static const char *
what_was_saved(const struct form_screen *f, struct arena *a)
{
	const struct edit *e = f->edit;
	const char *ref = f->saved.ref != NULL ? f->saved.ref : "";

	if (e->transition != NULL)
		return arena_printf(a, "%s is now \"%s\".", e->of_case.ref,
				    e->form->states[e->transition->to].label);
	if (!is_child(e->form))
		return arena_printf(a, "Saved %s.", ref);
	return arena_printf(a, "Saved %s%s%s.", e->form->label,
			    e->of_case.id ? ", " : "",
			    e->of_case.id ? e->of_case.ref : "");
}

/* What is missing is named as far as the row has room for it. */
static void
say_unfinished(struct ui *u, const char *what, const char *missing, size_t n)
{
	struct arena a = ARENA_INIT;
	const char *all = arena_printf(&a, "%s Unfinished, still needed: %s.",
				       what, missing);

	if (utf8_width(all) >= ui_cols(u) && n > 1)
		all = arena_printf(
			&a,
			"%s Unfinished, still needed: %s and "
			"%zu more.",
			what, arena_strndup(&a, missing, strcspn(missing, ",")),
			n - 1);
	if (utf8_width(all) >= ui_cols(u))
		all = arena_printf(&a,
				   "%s Unfinished: %zu answer%s still needed.",
				   what, n, n == 1 ? " is" : "s are");
	if (utf8_width(all) < ui_cols(u))
		ui_say(u, "%s", all);
	else /* what was saved is what one has just written in */
		ui_say(u, "Saved unfinished: %zu answer%s still needed.", n,
		       n == 1 ? " is" : "s are");
	arena_clear(&a);
}

static void
say_saved(struct form_screen *f, enum save_how how)
{
	const struct saved *s = &f->saved;
	struct ui *u = f->screen.ui;
	struct arena a = ARENA_INIT;
	const char *what = what_was_saved(f, &a), *missing;
	size_t n = 0;

	missing = is_child(f->edit->form) ? form_missing(f, &a, &n) : "";
	if (n > 0 && how == SAVE_RECORD)
		say_unfinished(u, what, missing, n);
	else if (s->dropped > 0)
		ui_say(u, "%s %zu answer%s no longer appl%s: removed.", what,
		       s->dropped, s->dropped == 1 ? "" : "s",
		       s->dropped == 1 ? "ies" : "y");
	else if (s->n_merged > 0)
		ui_say(u, "%s What %s changed meanwhile is kept too.", what,
		       s->merged_by);
	else
		ui_say(u, "%s", what);
	arena_clear(&a);
}

/* A new person goes into the field for which somebody was looked for; else they
 * are opened, as a new case is; all else goes back to where it was begun. */
static void
go_on(struct form_screen *f, bool was_new)
{
	struct ui *u = f->screen.ui;
	const struct edit *e = f->edit;
	struct screen *next = NULL;

	ui_close(u, &f->screen);
	if (!was_new || (e->form->kind == FORM_PERSON &&
			 screen_find_gave(u, f->saved.record, f->saved.ref)))
		return;
	if (e->form->kind == FORM_PERSON)
		next = screen_person(u, f->saved.record);
	else if (e->form->kind == FORM_CASE)
		next = screen_case(u, f->saved.record);
	ui_push(u, next);
}

/* --- Saving --------------------------------------------------------- */

static void
not_saved(struct form_screen *f, enum err err)
{
	struct ui *u = f->screen.ui;
	const struct saved *s = &f->saved;

	f->tried = true;
	form_settle_focus(f);
	if (err == ERR_CONFLICT && s->n_clashes > 0)
		ui_push(u, screen_compare(u, f->edit, s));
	else if (s->why != NULL)
		ui_say(u, "%s", s->why);
	else if (err == ERR_DENIED)
		ui_say(u, "Not saved: your role does not allow that here. Your "
			  "typing stays a draft.");
	else if (err == ERR_NOT_FOUND && !session_has_ended(f->edit->session))
		ui_say(u, "Not saved: this is not there for you any more. Your "
			  "typing stays a draft.");
	else
		ui_say_err(u, err, "Not saved");
}

/* Somebody who can look at both decides later. */
static void
queue_unsure(struct form_screen *f)
{
	enum err e = same_unsure(f->edit->session, f->saved.record,
				 f->unsure_of, NULL);

	f->unsure_of = 0;
	if (e != ERR_OK)
		ui_say_err(f->screen.ui, e,
			   "Saved, but the likeness was not "
			   "put before the data steward");
}

static void
save_now(struct form_screen *f, enum save_how how)
{
	struct edit *e = f->edit;
	bool was_new = e->record == 0;
	const char *why = e->transition != NULL && e->transition->reason
				  ? line_text(&f->reason)
				  : f->save_reason;
	enum err err;

	fields_set(&e->typed, FORM_REASON, value_empty);
	err = edit_save(e, how, why, &f->saved);
	if (err != ERR_OK) {
		not_saved(f, err);
		return;
	}
	say_saved(f, how);
	if (f->unsure_of != 0)
		queue_unsure(f);
	go_on(f, was_new);
}

static bool
reason_missing(struct form_screen *f)
{
	const struct transition *t = f->edit->transition;

	if (t == NULL || !t->reason || !text_blank(line_text(&f->reason)))
		return false;
	form_enter(f, (struct form_focus){ LINE_REASON, NULL, NO_ROW });
	ui_say(f->screen.ui, "Say why. The reason is kept with the case.");
	return true;
}

/* Opened, looked at, and left as it was. */
static bool
is_untouched(const struct form_screen *f)
{
	const struct edit *e = f->edit;

	return e->base != NULL && e->draft == 0 && !e->changed &&
	       e->transition == NULL &&
	       (!is_child(e->form) || e->base->flags & RECORD_FINISHED);
}

void
form_save(struct form_screen *f)
{
	const struct edit *e = f->edit;
	enum save_how how;
	struct screen *alike;

	form_leave(f);
	if (!e->may_write) {
		form_settle_focus(f);
		ui_say(f->screen.ui, "This is only to be read here. F3 goes "
				     "back.");
		return;
	}
	if (is_untouched(f)) {
		ui_close(f->screen.ui, &f->screen);
		ui_say(f->screen.ui, "Nothing was changed.");
		return;
	}
	how = form_how(f);
	if (stands_in_the_way(f, how) || reason_missing(f))
		return;
	if (e->form->kind == FORM_PERSON && e->record == 0 &&
	    !f->alike_settled && (alike = screen_alike(f)) != NULL) {
		form_settle_focus(f);
		ui_unsay(f->screen.ui); /* that F2 shows them */
		ui_push(f->screen.ui, alike);
		return;
	}
	save_now(f, how);
}
