/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * F4: the choices of a field, people, users, cases; showing what is masked;
 * finding in a note.
 */
#include <string.h>

#include "base/text.h"
#include "casework/casefile.h"
#include "casework/work.h"
#include "ui/form_parts.h"

/* --- Back from the box ---------------------------------------------- */

static void
put_and_enter(struct form_screen *f, struct value v)
{
	form_put(f, f->focus.item, f->focus.row, v);
	form_keep_quietly(f);
	form_settle_focus(f);
}

static void
chosen_codes(const struct choice_row *rows, size_t n, void *ctx)
{
	struct form_screen *f = ctx;
	struct arena a = ARENA_INIT;
	const char **codes = arena_array(&a, n + 1, sizeof(*codes));
	struct value v = value_empty;
	size_t k = 0;

	for (size_t i = 0; i < n; i++)
		if (rows[i].chosen)
			codes[k++] = rows[i].code;
	if (f->focus.item->type == Q_SELECT_MULTIPLE && k > 0) {
		v.type = VAL_CODES;
		v.codes.v = codes;
		v.codes.n = k;
	} else if (k > 0) {
		v = value_code(codes[0]);
	}
	put_and_enter(f, v);
	arena_clear(&a);
}

static void
chosen_user(const struct choice_row *rows, size_t n, void *ctx)
{
	for (size_t i = 0; i < n; i++)
		if (rows[i].chosen)
			put_and_enter(ctx, value_user(rows[i].code));
}

static void
chosen_case(const struct choice_row *rows, size_t n, void *ctx)
{
	struct form_screen *f = ctx;
	uint64_t id;

	for (size_t i = 0; i < n; i++)
		if (rows[i].chosen &&
		    find_case(f->edit->session, rows[i].code, &id) == ERR_OK)
			put_and_enter(f, value_case(id));
}

static void
chosen_person(uint64_t person, const char *name, void *ctx)
{
	(void)name;
	put_and_enter(ctx, value_person(person));
}

/* What was begun to be typed narrows the list. */
static void
push_choices(struct form_screen *f, const struct choice_row *rows, size_t n,
	     bool many, void (*done)(const struct choice_row *, size_t, void *))
{
	struct screen *s = screen_choices(f->screen.ui, f->focus.item->label,
					  rows, n, many, done, f);

	if (!many && f->has_input && !text_blank(line_text(&f->input)) &&
	    strcmp(line_text(&f->input), f->before) != 0)
		choices_narrow_to(s, line_text(&f->input));
	ui_push(f->screen.ui, s);
}

/* --- The lists ------------------------------------------------------ */

static void
pick_choice(struct form_screen *f, struct arena *a)
{
	const struct item *it = f->focus.item;
	struct value now = view_value(f->edit->view, it, f->focus.row);
	const struct choice **offered;
	size_t n = choices_offered(f->edit->view, it, f->focus.row, &offered);
	struct choice_row *rows = arena_array(a, n + 1, sizeof(*rows));

	for (size_t i = 0; i < n; i++) {
		bool gone =
			date_is_set(offered[i]->retired) &&
			date_compare(offered[i]->retired, clock_today()) <= 0;

		rows[i].code = offered[i]->code;
		rows[i].label = gone ? arena_printf(a, "%s (no longer used)",
						    offered[i]->label)
				     : offered[i]->label;
		rows[i].chosen = value_has_code(&now, offered[i]->code);
	}
	if (n == 0)
		ui_say(f->screen.ui, "There is nothing to choose from yet.");
	else
		push_choices(f, rows, n, it->type == Q_SELECT_MULTIPLE,
			     chosen_codes);
}

static void
pick_user(struct form_screen *f, struct arena *a)
{
	const struct value *now =
		edit_get(f->edit, f->focus.item, f->focus.row);
	struct choice_row *rows;
	struct user *users;
	size_t n, k = 0;
	enum err err = user_list(f->edit->session, a, &users, &n);

	if (err != ERR_OK) {
		ui_say_err(f->screen.ui, err, "The list cannot be read");
		return;
	}
	rows = arena_array(a, n + 1, sizeof(*rows));
	for (size_t i = 0; i < n; i++) {
		if (users[i].ended)
			continue;
		rows[k].code = users[i].login;
		rows[k].label = arena_printf(a, "%s  %s", users[i].login,
					     users[i].name);
		rows[k].chosen = now != NULL && now->type == VAL_USER &&
				 strcmp(now->text, users[i].login) == 0;
		k++;
	}
	push_choices(f, rows, k, false, chosen_user);
}

static bool
add_case(struct arena *a, const struct item *it, struct choice_row *rows,
	 size_t *n, const struct case_brief *b, const char *whose)
{
	if (it->case_form != NULL && b->form != it->case_form)
		return false;
	for (size_t i = 0; i < *n; i++)
		if (strcmp(rows[i].code, b->ref) == 0)
			return false;
	rows[(*n)++] = (struct choice_row){ .code = b->ref,
					    .label = arena_printf(
						    a, "%s  %s  %s", b->ref,
						    whose, b->state_label) };
	return true;
}

/* The person's cases, then my own, which say whose they are: others are named
 * by their reference. */
static void
pick_case(struct form_screen *f, struct arena *a)
{
	const struct edit *e = f->edit;
	struct case_brief *theirs, *mine;
	struct choice_row *rows;
	size_t n_theirs = 0, n_mine = 0, n = 0;

	if (person_cases(e->session, a, e->person, &theirs, &n_theirs) !=
	    ERR_OK)
		n_theirs = 0;
	if (my_cases(e->session, a, &mine, &n_mine) != ERR_OK)
		n_mine = 0;
	rows = arena_array(a, n_theirs + n_mine + 1, sizeof(*rows));
	for (size_t i = 0; i < n_theirs; i++)
		add_case(a, f->focus.item, rows, &n, &theirs[i],
			 theirs[i].title);
	for (size_t i = 0; i < n_mine; i++)
		add_case(a, f->focus.item, rows, &n, &mine[i], mine[i].name);
	if (n == 0)
		ui_say(f->screen.ui, "None of yours to choose from. Write the "
				     "reference of the case.");
	else
		push_choices(f, rows, n, false, chosen_case);
}

static void
pick_person(struct form_screen *f, struct arena *a)
{
	const char *typed = "";

	(void)a;
	if (f->has_input && strcmp(line_text(&f->input), f->before) != 0)
		typed = line_text(&f->input);
	ui_push(f->screen.ui,
		screen_find(f->screen.ui, typed, chosen_person, f));
}

static void
unmask(struct form_screen *f)
{
	enum err err = edit_unmask(f->edit, f->focus.item);

	if (err != ERR_OK) {
		ui_say_err(f->screen.ui, err, "It cannot be shown");
		return;
	}
	f->unmasked[f->focus.item->index] = true;
	form_enter(f, f->focus);
	ui_say(f->screen.ui, "Shown. That it was looked at is recorded.");
}

void
form_pick(struct form_screen *f)
{
	static void (*const picks[])(struct form_screen *, struct arena *) = {
		[Q_SELECT_ONE] = pick_choice, [Q_SELECT_MULTIPLE] = pick_choice,
		[Q_PERSON] = pick_person,     [Q_USER] = pick_user,
		[Q_CASE] = pick_case,
	};
	const struct item *it = f->focus.item;
	struct arena a = ARENA_INIT;

	if (it != NULL && it->kind == ITEM_QUESTION &&
	    form_masked(f, it, f->focus.row))
		unmask(f);
	else if ((f->focus.kind == LINE_FIELD || f->focus.kind == LINE_MARK) &&
		 picks[it->type] != NULL)
		picks[it->type](f, &a);
	else if (!form_note_find(f))
		ui_say(f->screen.ui, "This has no list to choose from. "
				     "F1 says what can be written.");
	arena_clear(&a);
}
