/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A person: who it is, their cases, whom they are linked to, and everything
 * that has happened.  Three lists, one after the other; Down at the end of
 * one goes on into the next, F6 jumps.
 */
#include <string.h>

#include "base/text.h"
#include "ui/header.h"
#include "ui/person_parts.h"

#define CASES_MOST 5 /* rows shown at once */
#define LINKS_MOST 2
#define LABEL_COL 2
#define REF_COL 10

/* --- Layout ------------------------------------------------------------ */

static int
shown_rows(size_t n, int most)
{
	return n < 1 ? 1 : n < (size_t)most ? (int)n : most;
}

/* One row, however many records were merged: it names them. */
static int
also_height(const struct person *p)
{
	return p->f.n_also > 0;
}

static int
first_row(const struct person *p)
{
	return 1 + person_header_rows(&p->f.brief) +
	       (p->f.brief.own_script[0] != '\0') + also_height(p);
}

/* Links have a row only when there are any. */
static int
links_height(const struct person *p)
{
	return p->f.n_links > 0 ? shown_rows(p->f.n_links, LINKS_MOST) : 0;
}

static int
events_row(const struct person *p)
{
	return first_row(p) + shown_rows(p->f.brief.n_cases, CASES_MOST) +
	       links_height(p) + 1;
}

static int
events_height(const struct person *p)
{
	return ui_list_rows(p->s.ui, ui_foot(p->s.ui) - 1 - events_row(p) - 3);
}

/* --- Reading ----------------------------------------------------------- */

static void
sort_cases(struct person *p)
{
	const struct person_brief *b = &p->f.brief;
	size_t n = 0;

	p->cases = arena_array(&p->s.arena, b->n_cases + 1, sizeof(*p->cases));
	for (int closed = 0; closed < 2; closed++)
		for (size_t i = 0; i < b->n_cases; i++)
			if (b->cases[i].closed == (closed == 1))
				p->cases[n++] = b->cases[i];
	browse_count(&p->cases_b, n);
}

static enum err
read_person(struct person *p)
{
	struct arena old = p->s.arena;
	enum err e;

	p->s.arena = (struct arena)ARENA_INIT;
	e = person_open(ui_session(p->s.ui), &p->s.arena, p->id, &p->f);
	if (e == ERR_OK) {
		p->id = p->f.brief.id;
		sort_cases(p);
		browse_count(&p->links_b, p->f.n_links);
		chronology_set(&p->events, &p->s.arena, p->f.events,
			       p->f.n_events);
		if (p->part != PART_EVENTS)
			chronology_newest(&p->events);
		p->begin.ui = p->s.ui;
		p->begin.of = p->begin.person = p->id;
		p->begin.forms = p->f.add;
		p->begin.n = p->f.n_add;
	}
	arena_clear(&old);
	return e;
}

static void
resume(struct screen *s)
{
	struct person *p = (struct person *)s;
	enum err e = read_person(p);

	if (e == ERR_OK)
		return;
	ui_say_err(s->ui, e, "The person could not be read again");
	ui_close(s->ui, s);
}

/* --- Drawing ----------------------------------------------------------- */

static const char *
title(const struct screen *s)
{
	(void)s;
	return "Person";
}

static void
draw_case(struct canvas *c, int row, const struct case_brief *k, bool marked)
{
	int end = c->cols - 1, extra = c->cols - 80;
	int title_at = REF_COL + 16, state_at = title_at + 21 + extra / 4;

	canvas_text(c, row, REF_COL, 15, marked ? STYLE_SELECTED : STYLE_PLAIN,
		    k->ref);
	canvas_text_cut(c, row, title_at, state_at - title_at - 2, STYLE_TAG,
			k->title);
	canvas_text_cut(c, row, state_at, end - 10 - state_at - 2,
			k->closed ? STYLE_PLAIN : STYLE_GOOD, k->state_label);
	canvas_text_cut(c, row, end - 10, 10, STYLE_PLAIN, k->owner);
	table_mark(c, row, marked);
}

static int
draw_cases(const struct person *p, struct canvas *c, int row)
{
	int height = shown_rows(p->f.brief.n_cases, CASES_MOST);
	size_t first = browse_first(&p->cases_b, height);
	bool focus = p->part == PART_CASES;

	canvas_text(c, row, LABEL_COL, REF_COL, STYLE_HEADING, "Cases");
	if (p->cases_b.n == 0)
		canvas_text(c, row, REF_COL, c->cols, STYLE_PLAIN,
			    "none that you may see");
	if (p->cases_b.n == 0 && focus)
		canvas_cursor(c, row, REF_COL);
	for (int i = 0; i < height && first + (size_t)i < p->cases_b.n; i++)
		draw_case(c, row + i, &p->cases[first + (size_t)i],
			  focus && first + (size_t)i == p->cases_b.at);
	if (p->cases_b.n > (size_t)height)
		canvas_printf(c, row + height - 1, LABEL_COL, REF_COL - 3,
			      STYLE_PLAIN, "of %zu", p->cases_b.n);
	return row + height;
}

static int
draw_links(const struct person *p, struct canvas *c, int row)
{
	int height = links_height(p);
	size_t first = browse_first(&p->links_b, height);

	if (height > 0)
		canvas_text(c, row, LABEL_COL, REF_COL, STYLE_HEADING,
			    "Linked");
	for (int i = 0; i < height; i++) {
		size_t at = first + (size_t)i;
		const struct link_brief *l = &p->f.links[at];
		bool marked = p->part == PART_LINKS && at == p->links_b.at;

		canvas_printf(c, row + i, REF_COL, c->cols,
			      marked ? STYLE_SELECTED : STYLE_PLAIN, "%s (%s)",
			      l->name, l->type);
		table_mark(c, row + i, marked);
	}
	return row + height;
}

/* Also recorded as P-312118 Kowalsky, B. (born 14 Jun 1989), P-... */
static void
draw_also(const struct person *p, struct canvas *c, int row)
{
	const char *all = "Also recorded as";
	struct arena a = ARENA_INIT;

	for (size_t i = 0; i < p->f.n_also; i++) {
		const struct also_recorded *r = &p->f.also[i];
		const char *born = "";

		if (date_is_set(r->born) &&
		    date_compare(r->born, p->f.brief.born) != 0)
			born = arena_printf(
				&a, ", born %s",
				date_format(&a, r->born, DATE_SHORT));
		all = arena_printf(&a, "%s%s %s %s%s", all, i ? ";" : "",
				   r->ref, r->name, born);
	}
	canvas_text_cut(c, row, LABEL_COL, c->cols - 3, STYLE_PLAIN, all);
	arena_clear(&a);
}

static void
draw(const struct screen *s, struct canvas *c)
{
	const struct person *p = person_of(s);
	int row = person_header(c, &p->f.brief, 1);

	if (p->f.brief.own_script[0] != '\0')
		canvas_text(c, row++, LABEL_COL, c->cols, STYLE_PERSON,
			    p->f.brief.own_script);
	if (also_height(p) > 0)
		draw_also(p, c, row++);
	row = draw_cases(p, c, row);
	draw_links(p, c, row);
	chronology_draw(&p->events, c, events_row(p), ui_foot(s->ui) - 1,
			p->part == PART_EVENTS, true);
}

static const char *
hint(const struct screen *s)
{
	static const char *const hints[PARTS] = {
		[PART_CASES] = "Enter opens the case. F8 adds a referral.",
		[PART_LINKS] = "Enter opens the other person.",
		[PART_EVENTS] = "Enter opens the line. Letters find a word "
				"in the chronology.",
	};

	const struct person *p = person_of(s);

	if (p->part == PART_EVENTS && p->f.n_events == 0 && p->f.n_add > 0)
		return "F8 begins a referral, or adds what is kept of the "
		       "person.";
	return hints[p->part];
}

static const struct bar_word *
bar(const struct screen *s)
{
	static const struct bar_word words[] = {
		{ ACTION_HELP, NULL },	      { ACTION_SAVE, "Form" },
		{ ACTION_BACK, NULL },	      { ACTION_CHOICES, "Only" },
		{ ACTION_NEXT_PART, "Part" }, { ACTION_NEW, "Add" },
		{ ACTION_PALETTE, NULL },     { ACTION_ACTIONS, NULL },
		{ ACTION_NONE, NULL },
	};

	(void)s;
	return words;
}

static const char *
help(const struct screen *s, struct arena *a)
{
	(void)s;
	return arena_strdup(
		a,
		"Who this is, the cases that you may see, the people linked, "
		"and everything that has been written, newest first.\n\n"
		"F2 opens name, address and contact. F8 adds a referral or "
		"another record. F4 shows one kind of entry only; letters "
		"find a word; F12 shows everything again.\n\n"
		"Opening a person is recorded.");
}

/* --- Moving ------------------------------------------------------------ */

static bool
part_is_there(const struct person *p, enum person_part part)
{
	return part == PART_EVENTS ||
	       (part == PART_CASES && p->cases_b.n > 0) ||
	       (part == PART_LINKS && p->links_b.n > 0);
}

static void
go_part(struct person *p, int by)
{
	int part = (int)p->part;

	do
		part = (part + by + PARTS) % PARTS;
	while (!part_is_there(p, (enum person_part)part));
	p->part = (enum person_part)part;
}

static struct browse *
part_browse(struct person *p, int *height)
{
	switch (p->part) {
	case PART_CASES:
		*height = shown_rows(p->f.brief.n_cases, CASES_MOST);
		return &p->cases_b;
	case PART_LINKS:
		*height = links_height(p);
		return &p->links_b;
	default:
		*height = events_height(p);
		return &p->events.b;
	}
}

static enum reply
move(struct person *p, enum action a)
{
	int height;
	struct browse *b = part_browse(p, &height);

	if (browse_act(b, a, height))
		return REPLY_HANDLED;
	if (a == ACTION_DOWN && p->part != PART_EVENTS) {
		go_part(p, 1);
		browse_to(part_browse(p, &height), 0, height);
		return REPLY_HANDLED;
	}
	if (a == ACTION_UP && p->part != PART_CASES && p->cases_b.n > 0) {
		go_part(p, -1);
		b = part_browse(p, &height);
		browse_to(b, b->n > 0 ? b->n - 1 : 0, height);
		return REPLY_HANDLED;
	}
	return REPLY_IGNORED;
}

static enum reply
open_row(struct person *p)
{
	struct ui *u = p->s.ui;

	if (p->part == PART_CASES && p->cases_b.n > 0)
		ui_push(u, screen_case(u, p->cases[p->cases_b.at].id));
	else if (p->part == PART_LINKS)
		ui_push(u, screen_person(u, p->f.links[p->links_b.at].other));
	else if (p->part == PART_EVENTS)
		chronology_open(&p->events, 0);
	return REPLY_HANDLED;
}

static enum reply
show_only(struct person *p)
{
	p->part = PART_EVENTS;
	chronology_ask_kind(&p->events, &p->s.arena);
	return REPLY_HANDLED;
}

static enum reply
act(struct screen *s, enum action a)
{
	struct person *p = (struct person *)s;

	if (a == ACTION_ENTER)
		return open_row(p);
	if (a == ACTION_NEW)
		return person_add(p);
	if (a == ACTION_CHOICES)
		return show_only(p);
	if (a == ACTION_SAVE) {
		begin_open(s->ui, p->id);
		return REPLY_HANDLED;
	}
	if (a == ACTION_CANCEL)
		return chronology_show_all(&p->events, &s->arena)
			       ? REPLY_HANDLED
			       : REPLY_IGNORED;
	if (a == ACTION_NEXT_PART || a == ACTION_PREV_PART) {
		go_part(p, a == ACTION_NEXT_PART ? 1 : -1);
		return REPLY_HANDLED;
	}
	if (chronology_edit(&p->events, &s->arena, a))
		return REPLY_HANDLED;
	return move(p, a);
}

static enum reply
type(struct screen *s, uint32_t ch)
{
	struct person *p = (struct person *)s;

	p->part = PART_EVENTS;
	return chronology_type(&p->events, &s->arena, ch) ? REPLY_HANDLED
							  : REPLY_IGNORED;
}

static bool
in_list(const struct screen *s)
{
	return text_blank(line_text(&person_of(s)->events.box));
}

static void
close_person(struct screen *s)
{
	chronology_clear(&((struct person *)s)->events);
}

static const struct screen_ops person_ops = {
	.name = "person",
	.title = title,
	.draw = draw,
	.act = act,
	.type = type,
	.hint = hint,
	.bar = bar,
	.help = help,
	.resume = resume,
	.close = close_person,
	.commands = person_commands,
	.command = person_command,
	.ask = person_ask,
	.in_list = in_list,
};

struct screen *
screen_person(struct ui *u, uint64_t id)
{
	struct person *p = screen_new(u, &person_ops, sizeof(*p));
	enum err e;

	p->id = id;
	chronology_init(&p->events, u);
	e = read_person(p);
	if (e != ERR_OK) {
		ui_say_err(u, e, "The person could not be opened");
		return screen_discard(&p->s);
	}
	p->part = p->cases_b.n > 0 ? PART_CASES : PART_EVENTS;
	return &p->s;
}
