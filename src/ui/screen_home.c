/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The first screen: what is to be done, by due date, and the cases one has.
 * Letters narrow the list; F6 changes whose work it is.
 */
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/text.h"
#include "casework/same.h"
#include "ui/home_parts.h"
#include "ui/preview.h"

#define BOX_WIDTH 12

static void
resume(struct screen *s)
{
	home_read((struct home *)s);
}

/* --- Drawing ----------------------------------------------------------- */

static const char *
title(const struct screen *s)
{
	return home_views[home_of(s)->view].title;
}

static void
draw_box(const struct home *h, struct canvas *c)
{
	struct arena a = ARENA_INIT;
	int used = canvas_text(c, 2, 0, 20, STYLE_PLAIN, "Find in this list: ");
	bool narrowed = !text_blank(line_text(&h->box));
	size_t all = narrowed ? h->n : h->total;

	line_draw(&h->box, c, 2, used, BOX_WIDTH, 1, h->in_box);
	if (!h->unread || h->n > 0)
		canvas_right(c, 2, c->cols - 1, STYLE_PLAIN,
			     arena_printf(&a, "%zu of %zu%s, by %s",
					  narrowed ? h->b.n : h->n, all,
					  h->more ? " or more" : "",
					  h->view == VIEW_CASES ? "reference"
								: "due date"));
	arena_clear(&a);
}

enum { COL_DUE, COL_REF, COL_NAME, COL_DOING, COL_NOTE, COLS };

static const struct column work_columns[COLS] = {
	{ "Due", 6, 0, 0 },	{ "Ref", 14, 0, 0 },   { "Person", 16, 20, 0 },
	{ "Doing", 20, 30, 0 }, { "Note", 13, 20, 0 },
};
static const struct column case_columns[COLS] = {
	{ "Since", 6, 0, 0 },	    { "Ref", 14, 0, 0 },
	{ "Person", 16, 20, 0 },    { "Stands at", 18, 30, 0 },
	{ "Programme", 15, 20, 0 },
};

static void
draw_row(const struct home_row *r, struct canvas *c, int row,
	 const struct column *v, bool marked)
{
	table_cell(c, row, &v[COL_DUE], r->today ? STYLE_WARN : STYLE_PLAIN,
		   r->due);
	table_cell(c, row, &v[COL_REF], marked ? STYLE_SELECTED : STYLE_PLAIN,
		   r->ref);
	table_cell(c, row, &v[COL_NAME], STYLE_PLAIN, r->name);
	table_work(c, row, &v[COL_DOING], r->doing, &v[COL_NOTE], r->note,
		   r->overdue);
	table_mark(c, row, marked);
}

/* What else is due in the same case, as far as it has been read. */
static void
preview_others(const struct home *h, const struct home_row *r,
	       struct preview *p)
{
	struct arena a = ARENA_INIT;
	bool some = false;

	for (size_t i = 0; i < h->n && r->case_id != 0; i++) {
		const struct home_row *o = &h->rows[i];

		if (o == r || o->case_id != r->case_id)
			continue;
		if (!some)
			preview_gap(p);
		preview_line(p, some ? "" : "Also due", STYLE_PLAIN,
			     arena_printf(&a, "%s%s%s", o->due,
					  o->due[0] != '\0' ? "  " : "",
					  o->doing));
		some = true;
	}
	arena_clear(&a);
}

static void
draw_preview(const struct home *h, struct canvas *c, int row)
{
	const struct home_row *r = home_row_at(h);
	bool cases = h->view == VIEW_CASES;
	struct arena a = ARENA_INIT;
	struct preview p;

	if (r == NULL ||
	    !preview_begin(&p, h->s.ui, c, row, ui_foot(h->s.ui) - 1))
		return;
	preview_text(&p, STYLE_PERSON, r->name);
	preview_text(&p, STYLE_PLAIN, r->ref);
	preview_gap(&p);
	preview_line(&p, cases ? "Stands at" : "Doing", STYLE_PLAIN, r->doing);
	if (date_is_set(r->day))
		preview_line(&p, cases ? "Since" : "Due", STYLE_PLAIN,
			     date_format(&a, r->day, DATE_LONG));
	preview_line(&p, cases ? "Programme" : "Note",
		     r->overdue ? STYLE_ALERT : STYLE_PLAIN, r->note);
	preview_line(&p, "Owner", STYLE_PLAIN,
		     r->owner[0] != '\0' ? r->owner : "nobody yet");
	preview_others(h, r, &p);
	arena_clear(&a);
}

static void
draw(const struct screen *s, struct canvas *c)
{
	const struct home *h = home_of(s);
	struct column v[COLS];
	size_t first = browse_first(&h->b, home_height(h));
	size_t last = first + (size_t)home_height(h);
	int row, end = ui_foot(s->ui) - 1;

	memcpy(v, h->view == VIEW_CASES ? case_columns : work_columns,
	       sizeof(v));
	table_layout(v, COLS, preview_beside(s->ui, c));
	row = table_head(c, 4, v, COLS);
	for (size_t i = first; i < h->b.n && i < last && row < end; i++, row++)
		draw_row(&h->rows[h->shown[i]], c, row, v, i == h->b.at);
	if (h->b.n == 0)
		canvas_text(c, row, 2, c->cols, STYLE_PLAIN,
			    h->n > 0	? "Nothing in this list fits what you "
					  "typed. F12 clears it."
			    : h->unread ? "This list could not be read."
					: home_views[h->view].none);
	if (h->b.n == 0 && !h->in_box)
		canvas_cursor(c, row, 2);
	draw_preview(h, c, 4);
	draw_box(h, c);
}

static void
notice(struct buf *b, size_t n, const char *one, const char *many)
{
	if (n > 0)
		buf_printf(b, "%s%zu %s", b->n ? " " : "", n,
			   n == 1 ? one : many);
}

/* What waits for the user, as much as the row holds. */
static const char *
hint(const struct screen *s)
{
	static char text[240];
	const struct home *h = home_of(s);
	struct buf b = BUF_INIT;

	notice(&b, h->imported, "imported row needs a decision (F9, import).",
	       "imported rows need a decision (F9, import).");
	notice(&b, h->drafts, "unsaved draft (F9, drafts).",
	       "unsaved drafts (F9, drafts).");
	notice(&b, h->pairs, "pair may be one person (F9, same).",
	       h->pairs < SAME_LISTED
		       ? "pairs may be one person (F9, same)."
		       : "or more pairs may be one person (F9, same).");
	snprintf(text, sizeof(text), "%s",
		 b.n ? b.s : "Enter opens the line. Letters find a line.");
	buf_clear(&b);
	return text;
}

static const struct bar_word *
bar(const struct screen *s)
{
	static struct bar_word words[] = {
		{ ACTION_HELP, NULL },	    { ACTION_REFRESH, NULL },
		{ ACTION_NEXT_PART, NULL }, { ACTION_FIND, "Find" },
		{ ACTION_NEW, NULL },	    { ACTION_PALETTE, NULL },
		{ ACTION_ACTIONS, NULL },   { ACTION_NONE, NULL },
	};

	words[2].word = home_views[(home_of(s)->view + 1) % VIEW_COUNT].word;
	return words;
}

static const char *
help(const struct screen *s, struct arena *a)
{
	(void)s;
	return arena_strdup(
		a, "What is to be done, the earliest first. A line is a date "
		   "that a programme sets, or a task that somebody wrote. What "
		   "is late says OVERDUE.\n\n"
		   "F6 goes from your work to the team's, to what nobody has "
		   "yet, and to your cases. Letters narrow the list to the "
		   "lines that hold them; F12 clears them.\n\n"
		   "Only work of cases that you may see is listed. F9 begins "
		   "a meeting.");
}

/* --- Acting ------------------------------------------------------------ */

enum reply
home_show(struct home *h, enum listing view)
{
	h->view = view;
	h->b = (struct browse){ 0 };
	line_set(&h->box, "");
	h->in_box = false;
	home_read(h);
	return REPLY_HANDLED;
}

static enum reply
next_view(struct home *h, int by)
{
	int view = ((int)h->view + by + VIEW_COUNT) % VIEW_COUNT;

	return home_show(h, (enum listing)view);
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
		home_read(h);
	else
		home_narrow(h);
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

static enum reply
move(struct home *h, enum action a)
{
	if (h->in_box && line_act(&h->box, a))
		return a == ACTION_BACKSPACE || a == ACTION_DELETE ||
				       a == ACTION_UNDO || a == ACTION_REDO
			       ? box_changed(h)
			       : REPLY_HANDLED;
	if (h->b.at + 1 >= h->b.n &&
	    (a == ACTION_DOWN || a == ACTION_PAGE_DOWN))
		home_read_on(h);
	if (browse_act(&h->b, a, home_height(h))) {
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
		return home_open_row(h);
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

static bool
in_list(const struct screen *s)
{
	return !home_of(s)->in_box;
}

static void
close_home(struct screen *s)
{
	struct home *h = (struct home *)s;

	line_clear(&h->box);
	hand_over_clear(&h->over);
}

static const struct screen_ops home_ops = {
	.name = "home",
	.title = title,
	.draw = draw,
	.act = act,
	.type = type,
	.hint = hint,
	.bar = bar,
	.help = help,
	.resume = resume,
	.close = close_home,
	.commands = home_commands,
	.command = home_command,
	.in_list = in_list,
};

struct screen *
screen_home(struct ui *u)
{
	struct home *h = screen_new(u, &home_ops, sizeof(*h));

	line_init(&h->box, "", false);
	home_read(h);
	return &h->s;
}
