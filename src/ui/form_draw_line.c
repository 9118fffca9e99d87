/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One line of a form: margin, label, field, what was understood, and the fix
 * of a fault beneath.
 */
#include <string.h>

#include "base/text.h"
#include "ui/form_parts.h"

#define F4_COLS 4 /* two columns of air, "F4" */

struct pen {
	const struct form_screen *f;
	struct canvas *c;
	const struct form_layout *l;
	const struct form_line *ln;
	int row;
	bool here; /* the focus is on it */
	struct arena *a;
};

/* --- Margin, label, fix --------------------------------------------- */

/* `>` and `!` (a fault) or `*` (required). */
static void
draw_margin(const struct pen *p, const char *fault, bool soft)
{
	const struct form_line *ln = p->ln;
	bool required =
		ln->item == NULL || form_required(p->f, ln->item, ln->row);
	int col = p->l->col;

	if (p->here)
		canvas_text(p->c, p->row, col, 1, STYLE_SELECTED, ">");
	if (fault != NULL)
		canvas_text(p->c, p->row, col + 1, 1,
			    soft ? STYLE_WARN : STYLE_ALERT, "!");
	else if (required && ln->kind != LINE_SHOWN)
		canvas_text(p->c, p->row, col + 1, 1, STYLE_PLAIN, "*");
}

static void
draw_label(const struct pen *p)
{
	int col = p->l->col + MARGIN;
	int indent = form_indent(p->ln);

	if (p->ln->kind == LINE_MARK)
		canvas_printf(p->c, p->row, col, 4, STYLE_PLAIN, "%2d",
			      p->ln->number);
	canvas_text_cut(p->c, p->row, col + indent,
			p->l->width - MARGIN - indent, STYLE_PLAIN,
			p->ln->item->label);
}

static void
draw_fix(const struct pen *p, const char *fault, bool soft, int row)
{
	canvas_wrap(p->c, row, p->l->col + MARGIN + 2,
		    form_prose_width(p->l, 2), 2,
		    soft ? STYLE_WARN : STYLE_ALERT, fault);
}

/* --- The kinds of line ---------------------------------------------- */

static void
draw_masked(const struct pen *p, int row, int col)
{
	int room = p->l->col + p->l->width - col;

	canvas_text_cut(p->c, row, col, room, STYLE_HINT,
			room < 24 ? "(hidden)" : "(hidden: Enter shows it)");
	if (p->here)
		canvas_cursor(p->c, row, col);
}

/* Where nobody types a long value may use the room of the mark beside it. */
static int
shown_width(const struct pen *p, const char *text, int width)
{
	if (form_is_chosen(p->ln->item) && utf8_width(text) > width)
		return width + F4_COLS;
	return width;
}

static void
draw_input(const struct pen *p, int row, int col, int width, int rows)
{
	struct line shown;
	const char *text;

	if (p->here && p->f->has_input) {
		line_draw(&p->f->input, p->c, row, col, width, rows, true);
		return;
	}
	text = form_edit_text(p->f, p->a, p->ln->item, p->ln->row);
	line_init(&shown, text, rows > 1);
	shown.at = 0;
	line_draw(&shown, p->c, row, col,
		  rows > 1 ? width : shown_width(p, text, width), rows, false);
	line_clear(&shown);
}

/* Right of the field: what was understood, where there is room. */
static void
draw_echo(const struct pen *p, int row, int col)
{
	const struct item *it = p->ln->item;
	int room = p->l->col + p->l->width - col;
	const char *text = p->here && p->f->has_input
				   ? line_text(&p->f->input)
				   : form_edit_text(p->f, p->a, it, p->ln->row);
	const char *echo;

	if (form_is_chosen(it) || room < 3 ||
	    !ui_settings(p->f->screen.ui)->echo)
		return;
	echo = form_echo(p->f, p->a, it, p->ln->row, text);
	if (it->type == Q_DATE && utf8_width(echo) > room)
		canvas_text(p->c, row, col, 3, STYLE_HINT, echo);
	else
		canvas_text_cut(p->c, row, col, room, STYLE_HINT, echo);
}

static void
draw_field(const struct pen *p)
{
	const struct item *it = p->ln->item;
	bool soft, many = it->type == Q_TEXT && it->look == LOOK_MULTILINE;
	const char *fault = form_fault(p->f, p->a, it, p->ln->row, &soft);
	int row = p->row + (p->ln->own_label || many);
	int col = many ? p->l->col + MARGIN : form_field_col(p->l, p->ln);
	int width =
		many ? form_text_width(p->l) : form_field_width(p->l, p->ln);
	int end = p->row + p->ln->height, fix = 0;
	size_t len;

	draw_margin(p, fault, soft);
	draw_label(p);
	for (const char *s = fault; s != NULL && *s != '\0' && fix < 2; fix++)
		s += text_line(s, form_prose_width(p->l, 2), &len);
	if (form_is_chosen(it))
		canvas_text(p->c, row, col + width + 2, 2, STYLE_HINT, "F4");
	if (form_masked(p->f, it, p->ln->row))
		draw_masked(p, row, col);
	else
		draw_input(p, row, col, width, many ? end - fix - row : 1);
	if (!many && !form_masked(p->f, it, p->ln->row))
		draw_echo(p, row, col + width + 2);
	if (fault != NULL)
		draw_fix(p, fault, soft, end - fix);
}

static void
draw_mark(const struct pen *p)
{
	const struct item *it = p->ln->item;
	bool soft;
	const char *fault = form_fault(p->f, p->a, it, p->ln->row, &soft);
	const char *text = form_shown_text(p->f, p->a, it, p->ln->row);
	int row = p->row + p->ln->own_label, col = form_field_col(p->l, p->ln);
	int width = p->l->col + p->l->width - col;

	draw_margin(p, fault, soft);
	draw_label(p);
	canvas_text_cut(p->c, row, col, width,
			p->here ? STYLE_FOCUS : STYLE_FIELD,
			text[0] != '\0' ? text : "______");
	if (p->here)
		canvas_cursor(p->c, row, col);
	if (fault != NULL)
		draw_fix(p, fault, soft, row + 1);
}

static void
draw_shown(const struct pen *p)
{
	const struct item *it = p->ln->item;
	int row = p->row + p->ln->own_label, col = form_field_col(p->l, p->ln);
	const char *text;

	draw_margin(p, NULL, false);
	draw_label(p);
	if (form_masked(p->f, it, p->ln->row)) {
		draw_masked(p, row, col);
		return;
	}
	text = form_shown_text(p->f, p->a, it, p->ln->row);
	canvas_text_cut(p->c, row, col, p->l->col + p->l->width - col,
			STYLE_PLAIN, text[0] != '\0' ? text : "-");
	if (p->here)
		canvas_cursor(p->c, row, col);
}

static void
draw_heading(const struct pen *p)
{
	canvas_text_cut(p->c, p->row, p->l->col + MARGIN, p->l->width - MARGIN,
			STYLE_HEADING, p->ln->item->label);
}

static void
draw_repeat(const struct pen *p)
{
	size_t n = view_rows(p->f->edit->view, p->ln->item);
	int col = p->l->col + MARGIN, used;
	const char *add =
		form_may_add(p->f, p->ln->item) ? ", F8 adds one" : "";

	draw_margin(p, NULL, false);
	used = canvas_text_cut(p->c, p->row, col, p->l->width - MARGIN,
			       STYLE_HEADING, p->ln->item->label);
	canvas_text_cut(p->c, p->row, col + used + 2,
			p->l->width - MARGIN - used - 2, STYLE_HINT,
			n == 0 ? arena_printf(p->a, "none yet%s", add)
			       : arena_printf(p->a, "%zu%s", n, add));
	if (p->here)
		canvas_cursor(p->c, p->row, col);
}

/* A closed row tells that something in it is to be put right. */
static const char *
fault_in_row(const struct pen *p, bool *soft)
{
	const struct item *repeat = p->ln->item;
	const struct form *form = p->f->edit->form;
	const char *fault = NULL;

	for (size_t i = repeat->index + 1; i <= repeat->last; i++) {
		const struct item *it = &form->items[i];

		if (it->kind == ITEM_QUESTION && fault == NULL &&
		    edit_may_read(p->f->edit, it))
			fault = form_fault(p->f, p->a, it, p->ln->row, soft);
	}
	return fault;
}

static void
draw_row(const struct pen *p)
{
	int col = p->l->col + MARGIN;
	bool soft = false;
	const char *fault = fault_in_row(p, &soft);

	draw_margin(p, fault, soft);
	canvas_printf(p->c, p->row, col, 3, STYLE_PLAIN, "%2d", p->ln->number);
	canvas_text_cut(p->c, p->row, col + 4, p->l->width - MARGIN - 4,
			p->here ? STYLE_SELECTED : STYLE_PLAIN,
			form_row_text(p->f, p->a, p->ln->item, p->ln->row));
	if (p->here)
		canvas_cursor(p->c, p->row, col);
}

static void
draw_note(const struct pen *p)
{
	canvas_wrap(p->c, p->row, p->l->col + MARGIN, form_prose_width(p->l, 0),
		    p->ln->height, STYLE_HINT, p->ln->item->label);
}

static void
draw_check(const struct pen *p)
{
	const struct view_fault *v =
		view_fault_of(p->f->edit->view, p->ln->item, p->ln->row);
	bool soft = v != NULL && v->strength == STRENGTH_CHECK;

	draw_margin(p, p->ln->item->label, soft);
	canvas_wrap(p->c, p->row, p->l->col + MARGIN, form_prose_width(p->l, 0),
		    p->ln->height, soft ? STYLE_WARN : STYLE_ALERT,
		    v != NULL ? v->message : p->ln->item->label);
}

/* What the transition will do, before it is done. */
static void
draw_what(const struct pen *p)
{
	const struct edit *e = p->f->edit;
	const struct transition *t = e->transition;
	int col = p->l->col + MARGIN, width = p->l->width - MARGIN;
	int row = p->row + 1;

	canvas_text_cut(p->c, p->row, col, width, STYLE_PLAIN,
			arena_printf(p->a, "From \"%s\" to \"%s\".",
				     e->of_case.state_label,
				     e->form->states[t->to].label));
	for (size_t i = 0; i < t->n_tasks; i++)
		canvas_text_cut(
			p->c, row++, col, width, STYLE_PLAIN,
			arena_printf(p->a, "Sets a task: %s, in %s.",
				     t->tasks[i].text,
				     duration_format(p->a, t->tasks[i].in)));
	if (e->tasks_stay > 0)
		canvas_text_cut(
			p->c, row, col, width, STYLE_PLAIN,
			arena_printf(p->a,
				     "%zu task%s that somebody wrote stay%s in "
				     "the worklist until done.",
				     e->tasks_stay,
				     e->tasks_stay == 1 ? "" : "s",
				     e->tasks_stay == 1 ? "s" : ""));
}

static void
draw_reason(const struct pen *p)
{
	draw_margin(p, NULL, false);
	canvas_text(p->c, p->row, p->l->col + MARGIN, p->l->width, STYLE_PLAIN,
		    "Why");
	line_draw(&p->f->reason, p->c, p->row + 1, p->l->col + MARGIN,
		  form_text_width(p->l), p->ln->height - 1, p->here);
}

void
form_draw_line(const struct form_screen *f, struct canvas *c,
	       const struct form_layout *l, const struct form_line *ln, int at)
{
	static void (*const draws[])(const struct pen *) = {
		[LINE_HEADING] = draw_heading, [LINE_REPEAT] = draw_repeat,
		[LINE_ROW] = draw_row,	       [LINE_FIELD] = draw_field,
		[LINE_MARK] = draw_mark,       [LINE_SHOWN] = draw_shown,
		[LINE_NOTE] = draw_note,       [LINE_CHECK] = draw_check,
		[LINE_WHAT] = draw_what,       [LINE_REASON] = draw_reason,
	};
	struct arena a = ARENA_INIT;
	const struct pen p = { f,
			       c,
			       l,
			       ln,
			       at,
			       f->focus.kind == ln->kind &&
				       f->focus.item == ln->item &&
				       f->focus.row == ln->row,
			       &a };

	draws[ln->kind](&p);
	arena_wipe(&a);
}
