/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Find a person: one box, results at every key, their cases beneath.  Only
 * as many as the window holds are asked for while typing; the rest when
 * somebody moves down to them.
 */
#include <string.h>
#include <strings.h>

#include "base/text.h"
#include "casework/edit.h"
#include "casework/find.h"
#include "casework/words.h"
#include "ui/line.h"
#include "ui/preview.h"
#include "ui/screens.h"
#include "ui/table.h"

#define BOX_COL 8
#define HEAD_ROWS 7 /* rows before the first result */
#define NO_CASE ((size_t)-1)

/* A row that can be marked: a person, or one of their cases. */
struct find_row {
	size_t person, of_case;
};

struct find {
	struct screen s;
	struct line box;
	struct found found;
	struct find_row *rows;
	struct browse b;
	bool in_box;
	bool logged; /* this search stands in the log */
	void (*chosen)(uint64_t person, const char *name, void *ctx);
	void *ctx;
};

static const struct find *
find_of(const struct screen *s)
{
	return (const struct find *)s;
}

static int
list_height(const struct find *f)
{
	return ui_list_rows(f->s.ui, ui_foot(f->s.ui) - HEAD_ROWS - 1);
}

static void
make_rows(struct find *f)
{
	size_t n = 0;

	for (size_t i = 0; i < f->found.n; i++)
		n += 1 + f->found.people[i].n_cases;
	f->rows = arena_array(&f->s.arena, n + 1, sizeof(*f->rows));
	n = 0;
	for (size_t i = 0; i < f->found.n; i++) {
		f->rows[n++] = (struct find_row){ i, NO_CASE };
		if (f->chosen != NULL)
			continue;
		for (size_t k = 0; k < f->found.people[i].n_cases; k++)
			f->rows[n++] = (struct find_row){ i, k };
	}
	browse_count(&f->b, n);
}

static void
search(struct find *f, size_t most)
{
	enum err e;

	arena_clear(&f->s.arena);
	e = find_people(ui_session(f->s.ui), &f->s.arena, line_text(&f->box),
			most, &f->found);
	if (e != ERR_OK) {
		f->found = (struct found){ 0 };
		ui_say_err(f->s.ui, e, "The search stopped");
	}
	make_rows(f);
}

static void
log_search(struct find *f)
{
	if (f->logged || text_blank(line_text(&f->box)))
		return;
	f->logged = true;
	if (find_logged(ui_session(f->s.ui), line_text(&f->box)) != ERR_OK)
		report("a search could not be logged");
}

/* Who types the reference of a case wants the case. */
static void
mark_case(struct find *f)
{
	const char *typed = line_text(&f->box);

	for (size_t i = 0; i < f->b.n; i++) {
		const struct find_row *r = &f->rows[i];

		if (r->of_case != NO_CASE &&
		    strcasecmp(f->found.people[r->person].cases[r->of_case].ref,
			       typed) == 0)
			browse_to(&f->b, i, list_height(f));
	}
}

static enum reply
box_changed(struct find *f)
{
	f->in_box = true;
	f->logged = false;
	f->b = (struct browse){ 0 };
	search(f, (size_t)list_height(f));
	mark_case(f);
	return REPLY_HANDLED;
}

/* --- Drawing ----------------------------------------------------------- */

static const char *
title(const struct screen *s)
{
	return find_of(s)->chosen != NULL ? "Find a person for this field"
					  : "Find a person";
}

enum { COL_NAME, COL_BORN, COL_ADDRESS, COL_WHY, COLS };

static const struct column columns[COLS] = {
	{ "Name", 22, 30, 0 },
	{ "Born", 11, 0, 0 },
	{ "Address", 23, 40, 0 },
	{ "Why", 15, 30, 0 },
};

static const char *
born_text(struct arena *a, const struct person_brief *p)
{
	return date_is_set(p->born) ? date_format(a, p->born, DATE_SHORT)
				    : "not known";
}

static void
draw_person(struct canvas *c, struct arena *a, int row, const struct column *v,
	    const struct person_brief *p, bool marked)
{
	bool secret = strcmp(p->address, "ADDRESS SECRET") == 0;

	table_cell(c, row, &v[COL_NAME], marked ? STYLE_SELECTED : STYLE_PLAIN,
		   p->name);
	table_cell(c, row, &v[COL_BORN], STYLE_PLAIN, born_text(a, p));
	table_cell(c, row, &v[COL_ADDRESS], secret ? STYLE_ALERT : STYLE_PLAIN,
		   p->address[0] ? p->address : "not known");
	table_cell(c, row, &v[COL_WHY], STYLE_PLAIN, p->why);
}

static void
draw_case(struct canvas *c, struct arena *a, int row, const struct column *v,
	  const struct case_brief *k, int end, bool marked)
{
	int at = v[COL_NAME].at + 2;

	canvas_text(c, row, at, 15, marked ? STYLE_SELECTED : STYLE_PLAIN,
		    k->ref);
	canvas_text_cut(c, row, at + 16, 26, STYLE_TAG, k->title);
	canvas_text_cut(c, row, at + 44, end - at - 56, STYLE_PLAIN,
			k->closed ? arena_printf(a, "%s, %s", k->state_label,
						 date_format(a, k->state_since,
							     DATE_SHORT))
				  : k->state_label);
	canvas_text_cut(c, row, end - 10, 10, STYLE_PLAIN, k->owner);
}

static void
draw_rows(const struct find *f, struct canvas *c, struct arena *a, int row)
{
	struct column v[COLS];
	size_t first = browse_first(&f->b, list_height(f));
	size_t last = first + (size_t)list_height(f);
	int end = ui_foot(f->s.ui), cols = preview_beside(f->s.ui, c);

	memcpy(v, columns, sizeof(v));
	table_layout(v, COLS, cols);
	row = table_head(c, row, v, COLS);
	for (size_t i = first; i < f->b.n && i < last && row < end;
	     i++, row++) {
		const struct find_row *r = &f->rows[i];
		const struct person_brief *p = &f->found.people[r->person];
		bool marked = i == f->b.at;

		if (r->of_case == NO_CASE)
			draw_person(c, a, row, v, p, marked);
		else
			draw_case(c, a, row, v, &p->cases[r->of_case], cols - 1,
				  marked);
		table_mark(c, row, marked);
	}
}

static void
preview_case(struct preview *p, struct arena *a, const struct case_brief *k)
{
	preview_gap(p);
	preview_text(p, STYLE_TAG, arena_printf(a, "%s  %s", k->ref, k->title));
	preview_line(p, k->closed ? "Ended at" : "Stands at", STYLE_PLAIN,
		     k->state_label);
	preview_line(p, "Since", STYLE_PLAIN,
		     date_format(a, k->state_since, DATE_SHORT));
	preview_line(p, "Owner", STYLE_PLAIN,
		     k->owner[0] != '\0' ? k->owner : "nobody yet");
}

/* No more than the list shows, but whole: alerts and the like are seen when
 * the person is opened, which is recorded. */
static void
draw_preview(const struct find *f, struct canvas *c, struct arena *a)
{
	const struct find_row *r = &f->rows[f->b.at];
	const struct person_brief *b = &f->found.people[r->person];
	struct preview p;

	if (!preview_begin(&p, f->s.ui, c, HEAD_ROWS - 1, ui_foot(f->s.ui) - 1))
		return;
	preview_text(&p, STYLE_PERSON, b->full_name);
	preview_line(&p, "Born", STYLE_PLAIN,
		     b->age < 0 ? born_text(a, b)
				: arena_printf(a, "%s (%d)", born_text(a, b),
					       b->age));
	preview_line(&p, "Number", STYLE_PLAIN, b->ref);
	preview_line(&p, "Address", STYLE_PLAIN,
		     b->address[0] != '\0' ? b->address : "not known");
	preview_line(&p, "Why", STYLE_PLAIN, b->why);
	for (size_t i = 0; i < b->n_cases; i++)
		if (r->of_case == NO_CASE || r->of_case == i)
			preview_case(&p, a, &b->cases[i]);
}

static const char *
count_text(const struct find *f, struct arena *a)
{
	if (text_blank(line_text(&f->box)))
		return "Type a name, a date or year of birth, a reference, "
		       "a postcode, a phone.";
	if (f->found.n == 0)
		return "Nobody by that. Try fewer letters, or F8 for a new "
		       "person.";
	if (f->found.more)
		return arena_printf(a,
				    "More than %zu people, closest first. "
				    "Type more, or End reads on.",
				    f->found.n);
	return f->found.n == 1 ? "1 person."
			       : arena_printf(a, "%zu people, closest first.",
					      f->found.n);
}

static void
draw(const struct screen *s, struct canvas *c)
{
	const struct find *f = find_of(s);
	struct arena a = ARENA_INIT;
	int width = c->cols > 110 ? 60 : 40;

	canvas_text(c, 2, 2, 5, STYLE_PLAIN, "Find");
	canvas_text(c, 2, BOX_COL + width + 4, 26, STYLE_HINT,
		    "name, birth, ref, phone");
	canvas_text(c, 4, 2, c->cols, STYLE_PLAIN, count_text(f, &a));
	if (f->b.n > 0) {
		draw_rows(f, c, &a, HEAD_ROWS - 1);
		draw_preview(f, c, &a);
	}
	line_draw(&f->box, c, 2, BOX_COL, width, 1, f->in_box || f->b.n == 0);
	arena_clear(&a);
}

static const char *
hint(const struct screen *s)
{
	if (find_of(s)->b.n == 0)
		return "Names may be in any order, in part, or as they "
		       "sound.";
	return find_of(s)->chosen != NULL
		       ? "Enter takes the marked person. F12 goes back without."
		       : "Enter opens the line. If none is right, F8 starts a new "
			 "person with this.";
}

static const struct bar_word *
bar(const struct screen *s)
{
	static const struct bar_word open[] = {
		{ ACTION_HELP, NULL },	      { ACTION_BACK, NULL },
		{ ACTION_NEW, "New person" }, { ACTION_PALETTE, NULL },
		{ ACTION_ACTIONS, NULL },     { ACTION_NONE, NULL },
	};
	static const struct bar_word choose[] = {
		{ ACTION_HELP, NULL },	  { ACTION_NEW, "New person" },
		{ ACTION_PALETTE, NULL }, { ACTION_CANCEL, NULL },
		{ ACTION_NONE, NULL },
	};

	return find_of(s)->chosen != NULL ? choose : open;
}

static const char *
help(const struct screen *s, struct arena *a)
{
	(void)s;
	return arena_strdup(
		a,
		"Type what you know, with spaces between: parts of names in "
		"any order, with or without accents, as they sound; a date "
		"or year of birth; a reference or the figures of one; a "
		"postcode; a phone number; an NHS or police number. "
		"Each word makes the list shorter.\n\n"
		"\"Why\" says why each is offered. People whom you may not "
		"see are neither found nor counted. The cases beneath a name "
		"are those of your programmes.\n\n"
		"Example: hussain abd 1987");
}

/* --- Acting ------------------------------------------------------------ */

static const struct find_row *
row_in_focus(const struct find *f)
{
	return f->b.n > 0 ? &f->rows[f->b.at] : NULL;
}

static enum reply
open_person(struct find *f, const struct person_brief *p)
{
	if (f->chosen != NULL) {
		f->chosen(p->id, p->name, f->ctx);
		return REPLY_CLOSE;
	}
	ui_push(f->s.ui, screen_person(f->s.ui, p->id));
	return REPLY_HANDLED;
}

static enum reply
open_row(struct find *f)
{
	const struct find_row *r = row_in_focus(f);
	const struct person_brief *p;

	if (r == NULL)
		return REPLY_HANDLED;
	log_search(f);
	p = &f->found.people[r->person];
	if (r->of_case == NO_CASE)
		return open_person(f, p);
	ui_push(f->s.ui, screen_case(f->s.ui, p->cases[r->of_case].id));
	return REPLY_HANDLED;
}

static enum reply
new_person(struct find *f)
{
	struct arena a = ARENA_INIT;
	struct fields prefill;
	struct edit *e;
	enum err err;

	fields_init(&prefill, &a);
	log_search(f);
	find_prefill(ui_session(f->s.ui), &a, line_text(&f->box), &prefill);
	err = edit_new_person(ui_session(f->s.ui), &prefill, &e);
	if (err == ERR_OK)
		ui_push(f->s.ui, screen_form(f->s.ui, e));
	else
		ui_say_err(f->s.ui, err, "No new person was begun");
	arena_clear(&a);
	return REPLY_HANDLED;
}

static enum reply
clear_box(struct find *f)
{
	if (line_text(&f->box)[0] == '\0')
		return REPLY_CLOSE;
	log_search(f);
	line_set(&f->box, "");
	return box_changed(f);
}

/* Moving past the last row that was read: read all that may be shown. */
static void
read_on(struct find *f, enum action a)
{
	bool past = a == ACTION_END || f->b.at + 1 >= f->b.n;

	if (past && f->found.more && f->found.n < FIND_MOST)
		search(f, FIND_MOST);
}

static bool
changes_text(enum action a)
{
	return a == ACTION_BACKSPACE || a == ACTION_DELETE ||
	       a == ACTION_UNDO || a == ACTION_REDO;
}

static enum reply
move(struct find *f, enum action a)
{
	if (a == ACTION_DOWN || a == ACTION_PAGE_DOWN || a == ACTION_END)
		read_on(f, a);
	if ((a == ACTION_END || a == ACTION_HOME) && f->in_box &&
	    line_act(&f->box, a))
		return REPLY_HANDLED;
	if (a == ACTION_UP && f->b.at == 0) {
		f->in_box = true;
		return REPLY_HANDLED;
	}
	/* From the box, Down first goes to the row that is marked already. */
	if (a == ACTION_DOWN && f->in_box && f->b.n > 0) {
		f->in_box = false;
		return REPLY_HANDLED;
	}
	if (browse_act(&f->b, a, list_height(f))) {
		f->in_box = false;
		return REPLY_HANDLED;
	}
	if (line_act(&f->box, a))
		return changes_text(a) ? box_changed(f) : REPLY_HANDLED;
	return a == ACTION_DOWN || a == ACTION_UP ? REPLY_HANDLED
						  : REPLY_IGNORED;
}

static enum reply
act(struct screen *s, enum action a)
{
	struct find *f = (struct find *)s;

	if (a == ACTION_ENTER)
		return open_row(f);
	if (a == ACTION_NEW)
		return new_person(f);
	if (a == ACTION_CANCEL || a == ACTION_FIND)
		return f->chosen != NULL && a == ACTION_CANCEL ? REPLY_CLOSE
							       : clear_box(f);
	if (a == ACTION_NEXT_PART) {
		f->in_box = !f->in_box;
		return REPLY_HANDLED;
	}
	return move(f, a);
}

static enum reply
type(struct screen *s, uint32_t ch)
{
	struct find *f = (struct find *)s;

	if (ch == '?' && line_text(&f->box)[0] == '\0')
		return REPLY_IGNORED;
	return line_type(&f->box, ch) ? box_changed(f) : REPLY_HANDLED;
}

static enum reply
paste(struct screen *s, const char *text)
{
	struct find *f = (struct find *)s;

	line_paste(&f->box, text);
	return box_changed(f);
}

/* What was saved on a screen above may change names, cases and states. */
static void
resume(struct screen *s)
{
	struct find *f = (struct find *)s;
	struct browse b = f->b;

	search(f, f->found.n > (size_t)list_height(f) ? FIND_MOST
						      : (size_t)list_height(f));
	browse_to(&f->b, b.at, list_height(f));
}

/* A pause: the search counts as made. */
static bool
awaits_pause(const struct screen *s)
{
	const struct find *f = find_of(s);

	return !f->logged && !text_blank(line_text(&f->box));
}

static void
pause_made(struct screen *s)
{
	log_search((struct find *)s);
}

static bool
in_list(const struct screen *s)
{
	return !find_of(s)->in_box && find_of(s)->b.n > 0;
}

static void
close_find(struct screen *s)
{
	struct find *f = (struct find *)s;

	log_search(f);
	line_clear(&f->box);
}

/* --- What was typed when it ended --------------------------------------- */

static void
cut_off(struct screen *s)
{
	struct words w = { .question = FIND_KEPT,
			   .text = line_text(&((struct find *)s)->box) };

	if (!text_blank(w.text) && words_keep(ui_session(s->ui), &w) != ERR_OK)
		report("what was typed to find a person could not be kept");
}

/* It stands in the box again, once. */
static void
take_up(struct find *f)
{
	struct words w = { .question = FIND_KEPT };
	struct arena a = ARENA_INIT;

	if (words_find(ui_session(f->s.ui), &a, &w) == ERR_OK && w.draft != 0) {
		line_set(&f->box, w.text);
		w.text = "";
		if (words_keep(ui_session(f->s.ui), &w) == ERR_OK)
			ui_say(f->s.ui, "You were looking for this when your "
					"last session ended. F12 clears it.");
	}
	arena_clear(&a);
}

/* --- Commands ---------------------------------------------------------- */

enum { DO_OPEN = 1 };

static size_t
commands(const struct screen *s, struct arena *a, struct command **out)
{
	const struct find *f = find_of(s);
	const struct find_row *r = row_in_focus(f);
	const struct person_brief *p;

	*out = arena_array(a, 1, sizeof(**out));
	if (r == NULL)
		return 0;
	p = &f->found.people[r->person];
	(*out)[0] = (struct command){
		DO_OPEN, ACTION_ENTER,
		arena_printf(a, f->chosen != NULL ? "Take %s" : "Open %s",
			     r->of_case == NO_CASE ? p->ref
						   : p->cases[r->of_case].ref),
		NULL
	};
	return 1;
}

static enum reply
command(struct screen *s, int id)
{
	(void)id;
	return open_row((struct find *)s);
}

static const struct screen_ops find_ops = {
	.name = "find",
	.title = title,
	.draw = draw,
	.act = act,
	.type = type,
	.paste = paste,
	.hint = hint,
	.bar = bar,
	.help = help,
	.resume = resume,
	.close = close_find,
	.cut_off = cut_off,
	.awaits_pause = awaits_pause,
	.pause = pause_made,
	.commands = commands,
	.command = command,
	.in_list = in_list,
};

struct screen *
screen_find(struct ui *u, const char *typed,
	    void (*chosen)(uint64_t person, const char *name, void *ctx),
	    void *ctx)
{
	struct find *f = screen_new(u, &find_ops, sizeof(*f));

	line_init(&f->box, typed, false);
	f->chosen = chosen;
	f->ctx = ctx;
	if (chosen == NULL && text_blank(typed))
		take_up(f);
	box_changed(f);
	return &f->s;
}

bool
screen_find_gave(struct ui *u, uint64_t person, const char *ref)
{
	struct screen *s = ui_top(u);
	struct find *f = (struct find *)s;
	const char *name = ref;

	if (s == NULL || s->ops != &find_ops || f->chosen == NULL)
		return false;
	search(f, FIND_MOST);
	for (size_t i = 0; i < f->found.n; i++)
		if (f->found.people[i].id == person)
			name = f->found.people[i].name;
	f->chosen(person, name, f->ctx);
	ui_close(u, s);
	return true;
}
