/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The person being registered is known already: what was typed is put into
 * the answers that the known one lacks, thrown away, or kept as a draft.
 */
#include "base/text.h"
#include "ui/form_parts.h"

struct carry {
	struct form_screen *form; /* of the new person */
	struct screen *box;	  /* that showed the likeness */
	struct edit *known;
	uint64_t person;
	size_t lacking, differing;
	const char *names; /* Phone, E-mail */
};

enum fate { FATE_NOTHING, FATE_LACKING, FATE_DIFFERING };

static bool
has_answer(const struct edit *e, const struct item *it)
{
	const struct value *v = edit_get(e, it, NO_ROW);

	return edit_get_typed(e, it, NO_ROW) != NULL ||
	       (v != NULL && !value_is_empty(v));
}

static enum fate
fate_of(const struct carry *c, const struct item *it)
{
	const struct edit *mine = c->form->edit;
	const struct value *v, *theirs;

	if ((it->kind != ITEM_QUESTION && it->kind != ITEM_REPEAT) ||
	    it->repeat != NULL || it->default_value != NULL ||
	    !has_answer(mine, it))
		return FATE_NOTHING;
	if (!edit_may_read(c->known, it))
		return FATE_DIFFERING;
	if (!has_answer(c->known, it))
		return c->known->may_write && edit_may_write(c->known, it)
			       ? FATE_LACKING
			       : FATE_DIFFERING;
	v = edit_get(mine, it, NO_ROW);
	theirs = edit_get(c->known, it, NO_ROW);
	return edit_get_typed(mine, it, NO_ROW) == NULL && theirs != NULL &&
			       value_equal(v, theirs)
		       ? FATE_NOTHING
		       : FATE_DIFFERING;
}

static void
look(struct carry *c, struct arena *a)
{
	const struct form *form = c->form->edit->form;

	c->names = "";
	for (size_t i = 0; i < form->n; i++) {
		enum fate fate = fate_of(c, &form->items[i]);

		c->differing += fate == FATE_DIFFERING;
		if (fate == FATE_LACKING && c->lacking++ < 3)
			c->names = arena_printf(a, "%s%s%s", c->names,
						c->names[0] ? ", " : "",
						form->items[i].label);
	}
	if (c->lacking > 3)
		c->names = arena_printf(a, "%s and %zu more", c->names,
					c->lacking - 3);
}

/* --- The three ways ----------------------------------------------------- */

static void
open_known(struct carry *c, const char *said)
{
	struct ui *u = c->form->screen.ui;
	struct screen *person = screen_person(u, c->person);

	ui_close(u, &c->form->screen);
	ui_close(u, c->box);
	ui_push(u, person);
	ui_say(u, "%s", said);
}

static void
throw_away(struct carry *c, const char *said)
{
	struct ui *u = c->form->screen.ui;
	enum err err = edit_drop(c->form->edit);

	if (err != ERR_OK)
		ui_say_err(u, err, "The draft is still there");
	else
		open_known(c, said);
}

/* Their form's draft is kept before that of the new person goes. */
static void
put_in(struct carry *c)
{
	struct ui *u = c->form->screen.ui;
	struct edit *mine = c->form->edit, *known = c->known;
	const struct form *form = mine->form;
	const struct item *first = NULL;
	enum err err;

	for (size_t i = 0; i < form->n; i++) {
		const struct item *it = &form->items[i];
		const struct value *v = edit_get(mine, it, NO_ROW);

		if (fate_of(c, it) != FATE_LACKING)
			continue;
		if (v != NULL)
			edit_set(known, it, NO_ROW, *v);
		if (edit_get_typed(mine, it, NO_ROW) != NULL)
			edit_set_typed(known, it, NO_ROW,
				       edit_get_typed(mine, it, NO_ROW));
		first = first != NULL ? first : it;
	}
	err = edit_keep(known);
	if (err == ERR_OK)
		err = edit_drop(mine);
	if (err != ERR_OK) {
		ui_say_err(u, err, "What you typed stays where it is");
		return;
	}
	c->known = NULL; /* the form's, now */
	open_known(c, "");
	ui_push(u, screen_form_at(u, known, first));
	ui_say(u, "Put in: %s. F2 saves it with this person.", c->names);
}

static void
chosen(const struct choice_row *rows, size_t n, void *ctx)
{
	struct carry *c = ctx;
	const char *what = "";

	for (size_t i = 0; i < n; i++)
		if (rows[i].chosen)
			what = rows[i].code;
	if (what[0] == 'p')
		put_in(c);
	else if (what[0] == 't')
		throw_away(c, "Opened instead. What you typed is thrown away.");
	else if (what[0] == 'k')
		open_known(c, "Opened instead. What you typed is kept as a "
			      "draft: F9, drafts.");
}

static void
ask(struct carry *c, struct arena *a)
{
	struct choice_row rows[3];
	size_t n = 0;

	if (c->lacking > 0)
		rows[n++] = (struct choice_row){
			"put",
			arena_printf(a, "Put in what they lack: %s", c->names),
			false
		};
	rows[n++] = (struct choice_row){
		"throw",
		c->differing > 0
			? arena_printf(
				  a,
				  "Throw away what you typed: %zu answer%s from theirs",
				  c->differing,
				  c->differing == 1 ? " differs" : "s differ")
			: "Throw away what you typed",
		false
	};
	rows[n++] = (struct choice_row){
		"keep", "Keep what you typed as a draft of a new person", false
	};
	ui_push(c->form->screen.ui,
		screen_choices(c->form->screen.ui,
			       "The same person: and what you typed?", rows, n,
			       false, chosen, c));
}

struct carry *
alike_carry(struct form_screen *f, struct screen *box, uint64_t person)
{
	struct carry *c = arena_alloc(&box->arena, sizeof(*c));
	struct ui *u = f->screen.ui;
	enum err err;

	*c = (struct carry){ .form = f, .box = box, .person = person };
	err = edit_open(f->edit->session, person, &c->known);
	if (err != ERR_OK) {
		ui_say_err(u, err, "They cannot be opened");
		return NULL;
	}
	look(c, &box->arena);
	if (c->lacking == 0 && c->differing == 0)
		throw_away(c, "Opened instead. All that you typed stands "
			      "there already.");
	else
		ask(c, &box->arena);
	return c;
}

void
alike_carry_end(struct carry *c)
{
	if (c != NULL && c->known != NULL)
		edit_close(&c->known);
}
