/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Before a new person is saved: those already known who may be the same.
 */
#include <string.h>

#include "base/text.h"
#include "ui/form_parts.h"

enum { NAME_COL = 2, BORN_COL = 24, PLACE_COL = 41, WHY_COLS = 20 };

struct alike {
	struct screen screen;
	struct form_screen *form;
	struct likeness *v;
	size_t n, at;
	struct carry *carry; /* the same was said of one; or NULL */
};

static const char *
alike_title(const struct screen *s)
{
	(void)s;
	return "Is this somebody already known?";
}

static const char *
alike_hint(const struct screen *s)
{
	(void)s;
	return "Enter or 1: the marked one is the same. 2: somebody else. "
	       "3: not sure.";
}

static const struct bar_word *
alike_bar(const struct screen *s)
{
	static const struct bar_word bar[] = {
		{ ACTION_HELP, NULL },
		{ ACTION_BACK, "Back to the form" },
		{ ACTION_NONE, NULL },
	};

	(void)s;
	return bar;
}

static const char *
alike_help(const struct screen *s, struct arena *a)
{
	(void)s;
	return arena_strdup(
		a,
		"The people listed are like the one you are about to make.\n\n"
		"1 opens the marked one instead, and asks what becomes of what "
		"you typed: it can be put into the answers that they lack.\n\n2 saves a new person: you are sure that it is "
		"somebody else.\n\n3 saves a new person too, and notes that "
		"they may be the same, so that it can be looked at later.");
}

static void
draw_person(const struct alike *k, struct canvas *c, int row, size_t i)
{
	const struct likeness *l = &k->v[i];
	struct arena a = ARENA_INIT;
	const struct person_brief *p = &l->person;
	int why = c->cols - 1 - WHY_COLS;

	if (i == k->at) {
		canvas_text(c, row, 0, 1, STYLE_SELECTED, ">");
		canvas_cursor(c, row, 0);
	}
	canvas_text_cut(c, row, NAME_COL, 20,
			i == k->at ? STYLE_SELECTED : STYLE_PLAIN, p->name);
	canvas_text_cut(c, row, BORN_COL, 15, STYLE_PLAIN,
			date_is_set(p->born)
				? date_format(&a, p->born, DATE_SHORT)
				: "not known");
	canvas_text_cut(c, row, PLACE_COL, why - PLACE_COL - 2, STYLE_PLAIN,
			p->address);
	canvas_text_cut(c, row, why, WHY_COLS, STYLE_HINT, l->why);
	arena_clear(&a);
}

static void
alike_draw(const struct screen *s, struct canvas *c)
{
	const struct alike *k = (const struct alike *)s;
	int row = 6, foot = ui_foot(s->ui), most = foot - row - 5;
	size_t first = k->at >= (size_t)most ? k->at - (size_t)most + 1 : 0;

	canvas_text(
		c, 2, 2, 76, STYLE_PLAIN,
		k->v[0].bits >= ALIKE_STRONG
			? "Before a new record is made: the first is very "
			  "likely the same person."
			: "Before a new record is made: these are like it.");
	canvas_text(c, 4, NAME_COL, 20, STYLE_HEADING, "Name");
	canvas_text(c, 4, BORN_COL, 15, STYLE_HEADING, "Born");
	canvas_text(c, 4, PLACE_COL, 20, STYLE_HEADING, "Address");
	canvas_text(c, 4, c->cols - 1 - WHY_COLS, 20, STYLE_HEADING, "Why");
	canvas_rule(c, 5, 2, c->cols - 3);
	for (size_t i = first; i < k->n && row < 6 + most; i++)
		draw_person(k, c, row++, i);
	canvas_text(c, foot - 4, 2, 76, STYLE_PLAIN,
		    "1  The same: open the marked one instead");
	canvas_text(c, foot - 3, 2, 76, STYLE_PLAIN,
		    "2  Somebody else: save a new person");
	canvas_text(c, foot - 2, 2, 76, STYLE_PLAIN,
		    "3  Not sure: save a new person, and note the likeness");
}

static enum reply
take_same(struct alike *k)
{
	alike_carry_end(k->carry);
	k->carry = alike_carry(k->form, &k->screen, k->v[k->at].person.id);
	return REPLY_HANDLED;
}

static void
alike_close(struct screen *s)
{
	alike_carry_end(((struct alike *)s)->carry);
}

static enum reply
take_new(struct alike *k, bool sure)
{
	struct form_screen *f = k->form;

	f->alike_settled = true;
	f->unsure_of = sure ? 0 : k->v[k->at].person.id;
	if (!sure)
		f->save_reason = arena_printf(&f->edit->arena,
					      "May be the same person as %s.",
					      k->v[k->at].person.ref);
	ui_close(k->screen.ui, &k->screen);
	form_save(f);
	return REPLY_HANDLED;
}

static enum reply
alike_type(struct screen *s, uint32_t ch)
{
	struct alike *k = (struct alike *)s;

	if (ch == '1')
		return take_same(k);
	if (ch == '2' || ch == '3')
		return take_new(k, ch == '2');
	return REPLY_IGNORED;
}

static enum reply
alike_act(struct screen *s, enum action a)
{
	struct alike *k = (struct alike *)s;

	if (a == ACTION_ENTER)
		return take_same(k);
	if (a == ACTION_UP || a == ACTION_PREV)
		k->at -= k->at > 0;
	else if (a == ACTION_DOWN || a == ACTION_NEXT)
		k->at += k->at + 1 < k->n;
	else
		return REPLY_IGNORED;
	return REPLY_HANDLED;
}

static const struct screen_ops alike_ops = {
	.name = "alike",
	.title = alike_title,
	.draw = alike_draw,
	.act = alike_act,
	.type = alike_type,
	.hint = alike_hint,
	.bar = alike_bar,
	.help = alike_help,
	.close = alike_close,
};

struct screen *
screen_alike(struct form_screen *f)
{
	struct edit *e = f->edit;
	struct arena a = ARENA_INIT;
	struct likeness *v;
	struct alike *k;
	size_t all = 0, n = 0;

	if (find_alike(e->session, &a, &e->answers, 0, &v, &all) != ERR_OK)
		all = 0;
	for (size_t i = 0; i < all; i++)
		if (v[i].bits >= ALIKE_LIKELY || v[i].twins)
			v[n++] = v[i];
	if (n == 0) {
		arena_clear(&a);
		return NULL;
	}
	k = screen_new(f->screen.ui, &alike_ops, sizeof(*k));
	k->screen.arena = a;
	k->form = f;
	k->v = v;
	k->n = n;
	return &k->screen;
}

void
form_tell_alike(struct form_screen *f)
{
	struct edit *e = f->edit;
	struct arena a = ARENA_INIT;
	struct likeness *v;
	size_t n = 0;

	if (!f->changed_who || e->form->kind != FORM_PERSON)
		return;
	f->changed_who = false;
	if (find_alike(e->session, &a, &e->answers, e->record, &v, &n) ==
		    ERR_OK &&
	    n > 0 && v[0].bits >= ALIKE_STRONG &&
	    f->told_of != v[0].person.id) {
		f->told_of = v[0].person.id;
		ui_say(f->screen.ui,
		       e->record == 0
			       ? "Somebody like this is known already. F2 "
				 "shows them."
			       : "%s may be the same person. Once this is "
				 "saved, F10: Recorded twice.",
		       v[0].person.ref);
	}
	arena_clear(&a);
}
