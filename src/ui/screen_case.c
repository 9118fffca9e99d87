/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A case: where it stands, what is due, what may be done now and why not,
 * and what has happened.  F4 gives the whole screen to the chronology.
 */
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "casework/work.h"
#include "ui/begin.h"
#include "ui/chronology.h"
#include "ui/header.h"

enum part { PART_DUES, PART_OFFERS, PART_EVENTS, PARTS };

#define LABEL_COL 10
#define SUMMARY_MOST 2		/* rows of it */

struct casescreen {
	struct screen s;
	uint64_t id;
	struct case_file f;
	const char *title;
	const char *summary;
	enum part part;
	bool whole;		/* only the chronology is shown */
	struct browse dues, offers;
	struct chronology events;
	struct begin begin;
	uint64_t task;		/* a question is about */
	char owner[64];		/* being given the case */
};

/* Where each part stands: rows of its lines, without the headings. */
struct layout {
	int state_row, summary_rows;
	int row[PARTS], height[PARTS];
};

static const struct casescreen *
case_of(const struct screen *s)
{
	return (const struct casescreen *)s;
}

/* --- Layout ------------------------------------------------------------ */

static int
wrapped_rows(const char *text, int width, int most)
{
	size_t len;
	int n = 0;

	for (; *text != '\0' && n < most; n++)
		text += text_line(text, width, &len);
	return n;
}

/* Hand out the rows that are free: one each, then to those that want more,
 * what may be done first. */
static void
share_rows(int rows, const int want[PARTS], int height[PARTS])
{
	static const enum part order[PARTS] = { PART_OFFERS, PART_DUES,
						PART_EVENTS };
	bool given = true;

	for (int i = 0; i < PARTS; i++)
		height[i] = 1;
	rows -= PARTS;
	while (rows > 0 && given) {
		given = false;
		for (int i = 0; i < PARTS && rows > 0; i++) {
			if (height[order[i]] >= want[order[i]])
				continue;
			height[order[i]]++;
			rows--;
			given = true;
		}
	}
	if (rows > 0)
		height[PART_EVENTS] += rows;
}

static void
lay_out(const struct casescreen *k, struct layout *l)
{
	const int want[PARTS] = { (int)k->f.n_dues, (int)k->f.n_offers,
				  (int)k->f.n_events };
	int foot = ui_foot(k->s.ui) - 1, width = ui_cols(k->s.ui) - 1;
	int row = 1 + person_header_rows(&k->f.person);

	l->state_row = row;
	l->summary_rows = wrapped_rows(k->summary, width - LABEL_COL,
				       SUMMARY_MOST);
	row += 1 + l->summary_rows;
	/* A heading each, and a blank row before it. */
	share_rows(foot - row - 2 * PARTS, want, l->height);
	for (int i = 0; i < PARTS; i++) {
		row += 2;
		l->row[i] = row;
		row += l->height[i];
	}
	if (k->whole) {
		l->row[PART_EVENTS] = l->state_row + l->summary_rows + 5;
		l->height[PART_EVENTS] = foot - l->row[PART_EVENTS];
	}
}

/* --- Reading ----------------------------------------------------------- */

static const char *
summary_text(const struct case_file *f, struct arena *a)
{
	const char *text = "";

	for (size_t i = 0; i < f->n_summary; i++)
		text = arena_printf(a, "%s%s%s", text, text[0] ? "   " : "",
				    f->summary[i]);
	return text;
}

static enum err
read_case(struct casescreen *k)
{
	struct arena old = k->s.arena, *a = &k->s.arena;
	enum err e;

	k->s.arena = (struct arena)ARENA_INIT;
	e = case_open(ui_session(k->s.ui), a, k->id, &k->f);
	if (e == ERR_OK) {
		k->title = arena_printf(a, "%s  %s", k->f.brief.title,
					k->f.brief.ref);
		k->summary = summary_text(&k->f, a);
		browse_count(&k->dues, k->f.n_dues);
		browse_count(&k->offers, k->f.n_offers);
		chronology_set(&k->events, a, k->f.events, k->f.n_events);
		k->begin = (struct begin){ k->s.ui, k->id, k->f.add,
					   k->f.n_add };
	}
	arena_clear(&old);
	return e;
}

static bool
part_is_there(const struct casescreen *k, enum part part)
{
	if (part == PART_EVENTS)
		return true;
	return !k->whole && (part == PART_DUES ? k->f.n_dues > 0
					       : k->f.n_offers > 0);
}

static void
go_part(struct casescreen *k, int by)
{
	int part = (int)k->part;

	do
		part = (part + by + PARTS) % PARTS;
	while (!part_is_there(k, (enum part)part));
	k->part = (enum part)part;
}

static void
resume(struct screen *s)
{
	struct casescreen *k = (struct casescreen *)s;
	enum err e = read_case(k);

	if (e != ERR_OK) {
		ui_say_err(s->ui, e, "The case could not be read again");
		ui_close(s->ui, s);
	} else if (!part_is_there(k, k->part)) {
		go_part(k, 1);
	}
}

/* --- Drawing ----------------------------------------------------------- */

static const char *
title(const struct screen *s)
{
	return case_of(s)->title;
}

static void
draw_state(const struct casescreen *k, struct canvas *c,
	   const struct layout *l)
{
	const struct case_brief *b = &k->f.brief;
	struct arena a = ARENA_INIT;
	int end = c->cols - 1;

	canvas_text(c, l->state_row, 0, LABEL_COL, STYLE_HEADING, "State");
	canvas_text_cut(c, l->state_row, LABEL_COL, end - 30 - LABEL_COL,
			b->closed ? STYLE_PLAIN : STYLE_GOOD, b->state_label);
	canvas_text(c, l->state_row, end - 28, 18, STYLE_PLAIN,
		    arena_printf(&a, "since %s", date_format(&a,
				 b->state_since, DATE_SHORT)));
	canvas_right(c, l->state_row, end, STYLE_PLAIN,
		     b->owner[0] ? b->owner : "no owner");
	if (l->summary_rows > 0)
		canvas_text(c, l->state_row + 1, 0, LABEL_COL, STYLE_HEADING,
			    "Summary");
	canvas_wrap(c, l->state_row + 1, LABEL_COL, end - LABEL_COL,
		    l->summary_rows, STYLE_PLAIN, k->summary);
	arena_clear(&a);
}

/* The heading of a part; says where one is in a list longer than its rows. */
static void
draw_heading(struct canvas *c, int row, const char *text,
	     const struct browse *b, int height)
{
	struct arena a = ARENA_INIT;
	size_t first = browse_first(b, height);

	canvas_text(c, row, 0, c->cols, STYLE_HEADING, text);
	if (b->n > (size_t)height)
		canvas_printf(c, row, utf8_width(text) + 2, 20, STYLE_PLAIN,
			      "%zu-%zu of %zu", first + 1,
			      first + (size_t)height, b->n);
	arena_clear(&a);
}

static enum style
due_style(const struct due *d)
{
	if (!date_is_set(d->due) || d->days_left > 0)
		return STYLE_PLAIN;
	return d->days_left < 0 ? STYLE_ALERT : STYLE_WARN;
}

static void
draw_due(struct canvas *c, int row, const struct due *d, bool marked)
{
	struct arena a = ARENA_INIT;
	int end = c->cols - 1, left = end - 15, when = left - 23;
	const char *day = date_is_set(d->due)
		? date_format(&a, d->due, DATE_LONG) : "";

	if (d->minutes >= 0)
		day = arena_printf(&a, "%s %s", day,
				   time_format(&a, d->minutes));
	canvas_text_cut(c, row, 2, when - 4,
			marked ? STYLE_SELECTED : STYLE_PLAIN, d->text);
	canvas_text(c, row, when, 22, STYLE_PLAIN, day);
	canvas_text_cut(c, row, left, 15, due_style(d), d->left);
	table_mark(c, row, marked);
	arena_clear(&a);
}

static void
draw_dues(const struct casescreen *k, struct canvas *c,
	  const struct layout *l)
{
	int row = l->row[PART_DUES], height = l->height[PART_DUES];
	size_t first = browse_first(&k->dues, height);

	draw_heading(c, row - 1, "Due", &k->dues, height);
	canvas_text(c, row - 1, c->cols - 39, 6, STYLE_HEADING, "When");
	canvas_text(c, row - 1, c->cols - 16, 6, STYLE_HEADING, "Left");
	for (size_t i = first; i < k->dues.n && height-- > 0; i++, row++)
		draw_due(c, row, &k->f.dues[i],
			 k->part == PART_DUES && i == k->dues.at);
	if (k->dues.n == 0)
		canvas_text(c, row, 2, c->cols, STYLE_PLAIN,
			    "Nothing is due.");
}

static const char *
offer_text(const struct offer *o, struct arena *a)
{
	const struct transition *t = o->transition;
	size_t asks = t->n_ask;

	if (!o->may)
		return arena_printf(a, "for %s", o->who_can);
	if (!o->state.ready)
		return arena_printf(a, "not yet: %s", o->state.why);
	if (asks == 0)
		return t->reason ? "ready, asks a reason" : "ready";
	return arena_printf(a, "ready, asks %zu %s%s", asks,
			    asks == 1 ? "thing" : "things",
			    t->reason ? " and a reason" : "");
}

static void
draw_offers(const struct casescreen *k, struct canvas *c,
	    const struct layout *l)
{
	int row = l->row[PART_OFFERS], height = l->height[PART_OFFERS];
	int at = c->cols > 110 ? 44 : 34;
	size_t first = browse_first(&k->offers, height);
	struct arena a = ARENA_INIT;

	draw_heading(c, row - 1, "What may be done now", &k->offers, height);
	for (size_t i = first; i < k->offers.n && height-- > 0; i++, row++) {
		const struct offer *o = &k->f.offers[i];
		bool marked = k->part == PART_OFFERS && i == k->offers.at;
		bool ready = o->may && o->state.ready;

		canvas_text_cut(c, row, 2, at - 4,
				marked ? STYLE_SELECTED : STYLE_PLAIN,
				o->transition->label);
		canvas_text_cut(c, row, at, c->cols - at,
				ready ? STYLE_GOOD : STYLE_HINT,
				offer_text(o, &a));
		table_mark(c, row, marked);
	}
	if (k->offers.n == 0)
		canvas_text(c, row, 2, c->cols, STYLE_PLAIN,
			    "Nothing: this case has ended.");
	arena_clear(&a);
}

static void
draw(const struct screen *s, struct canvas *c)
{
	const struct casescreen *k = case_of(s);
	struct layout l;

	lay_out(k, &l);
	person_header(c, &k->f.person, 1);
	draw_state(k, c, &l);
	if (k->whole) {
		chronology_draw(&k->events, c, l.row[PART_EVENTS] - 3,
				ui_foot(s->ui) - 1, true, true);
		return;
	}
	draw_dues(k, c, &l);
	draw_offers(k, c, &l);
	chronology_draw(&k->events, c, l.row[PART_EVENTS] - 1,
			ui_foot(s->ui) - 1, k->part == PART_EVENTS, false);
}

static const char *
hint(const struct screen *s)
{
	static const char *const hints[PARTS] = {
		[PART_DUES] = "Enter does the marked line. F8 adds a record. "
			      "F2 opens the referral.",
		[PART_OFFERS] = "Enter does the marked line, and asks first.",
		[PART_EVENTS] = "Enter opens the line. Letters find a word. "
				"F4 shows more of it.",
	};

	const struct casescreen *k = case_of(s);
	const struct offer *o = &k->f.offers[k->offers.at];

	/* Why a step cannot be taken seldom fits beside it. */
	if (k->part == PART_OFFERS && k->offers.n > 0 && o->may &&
	    !o->state.ready)
		return o->state.why;
	return hints[k->part];
}

static const struct bar_word *
bar(const struct screen *s)
{
	static const struct bar_word words[] = {
		{ ACTION_HELP, NULL }, { ACTION_SAVE, "Form" },
		{ ACTION_BACK, NULL }, { ACTION_CHOICES, "Events" },
		{ ACTION_NEXT_PART, "Part" }, { ACTION_NEW, "Add" },
		{ ACTION_PALETTE, NULL }, { ACTION_ACTIONS, NULL },
		{ ACTION_NONE, NULL },
	};
	static const struct bar_word whole[] = {
		{ ACTION_HELP, NULL }, { ACTION_SAVE, "Form" },
		{ ACTION_BACK, NULL }, { ACTION_CHOICES, "Show only" },
		{ ACTION_CANCEL, "Case" }, { ACTION_NEW, "Add" },
		{ ACTION_PALETTE, NULL }, { ACTION_ACTIONS, NULL },
		{ ACTION_NONE, NULL },
	};

	return case_of(s)->whole ? whole : words;
}

static const char *
help(const struct screen *s, struct arena *a)
{
	(void)s;
	return arena_strdup(a,
		"Where the case stands, what is due, and what may be done "
		"from here. A step that cannot be taken yet says what is "
		"missing, or whose it is. Enter begins the step that is "
		"marked; it asks before anything changes.\n\n"
		"F2 opens the referral's answers. F8 adds a record: a "
		"contact, a review and the like. F4 shows the chronology "
		"alone; there letters find a word, and F4 again shows one "
		"kind of entry. F6 goes to the next part.");
}

/* --- Moving ------------------------------------------------------------ */

static struct browse *
part_browse(struct casescreen *k, int *height)
{
	struct layout l;

	lay_out(k, &l);
	*height = l.height[k->part];
	return k->part == PART_DUES ? &k->dues
	     : k->part == PART_OFFERS ? &k->offers : &k->events.b;
}

static enum reply
move(struct casescreen *k, enum action a)
{
	enum part was = k->part;
	int height;
	struct browse *b = part_browse(k, &height);

	if (browse_act(b, a, height))
		return REPLY_HANDLED;
	if (a != ACTION_DOWN && a != ACTION_UP)
		return REPLY_IGNORED;
	go_part(k, a == ACTION_DOWN ? 1 : -1);
	/* The lists do not run round: past either end one stays. */
	if ((a == ACTION_DOWN) != (k->part > was)) {
		k->part = was;
		return REPLY_HANDLED;
	}
	b = part_browse(k, &height);
	browse_to(b, a == ACTION_UP && b->n > 0 ? b->n - 1 : 0, height);
	return REPLY_HANDLED;
}

/* --- Doing ------------------------------------------------------------- */

static void
task_done(const char *how, void *ctx)
{
	struct casescreen *k = ctx;
	enum err e;

	if (how == NULL)
		return;
	e = task_finish(ui_session(k->s.ui), k->task, how);
	if (e == ERR_OK)
		ui_say(k->s.ui, "The task is done.");
	else
		ui_say_err(k->s.ui, e, "The task stays as it was");
}

static void
do_due(struct casescreen *k)
{
	const struct due *d = &k->f.dues[k->dues.at];

	if (d->timer != NULL) {
		ui_say(k->s.ui, "%s: met by a step below (F6), or by a record "
				"(F8).", d->text);
		return;
	}
	k->task = d->task;
	ui_push(k->s.ui, screen_question(k->s.ui, "How did it go?", NULL,
					 task_done, k));
}

static void
do_offer(struct casescreen *k)
{
	const struct offer *o = &k->f.offers[k->offers.at];
	struct edit *e;
	enum err err;

	if (!o->may) {
		ui_say(k->s.ui, "This is for %s.", o->who_can);
		return;
	}
	if (!o->state.ready) {
		ui_say(k->s.ui, "%s", o->state.why);
		return;
	}
	err = edit_begin_transition(ui_session(k->s.ui), k->id,
				    o->transition, &e);
	if (err == ERR_OK)
		ui_push(k->s.ui, screen_form(k->s.ui, e));
	else
		ui_say_err(k->s.ui, err, "The step was not begun");
}

static enum reply
open_row(struct casescreen *k)
{
	if (k->part == PART_DUES && k->dues.n > 0)
		do_due(k);
	else if (k->part == PART_OFFERS && k->offers.n > 0)
		do_offer(k);
	else if (k->part == PART_EVENTS)
		chronology_open(&k->events, k->id);
	return REPLY_HANDLED;
}

static enum reply
add(struct casescreen *k)
{
	begin_add(&k->begin, &k->s.arena, "Add to this case");
	return REPLY_HANDLED;
}

static enum reply
show_chronology(struct casescreen *k)
{
	if (k->whole)
		chronology_ask_kind(&k->events, &k->s.arena);
	k->whole = true;
	k->part = PART_EVENTS;
	return REPLY_HANDLED;
}

/* F12 (and F3, which goes back one thing at a time): first everything is
 * shown again, then the whole case. */
static enum reply
show_less(struct casescreen *k)
{
	if (chronology_show_all(&k->events, &k->s.arena))
		return REPLY_HANDLED;
	if (!k->whole)
		return REPLY_IGNORED;
	k->whole = false;
	return REPLY_HANDLED;
}

static enum reply
referral(struct casescreen *k)
{
	begin_open(k->s.ui, k->id);
	return REPLY_HANDLED;
}

static enum reply
other_part(struct casescreen *k, enum action a)
{
	go_part(k, a == ACTION_NEXT_PART ? 1 : -1);
	return REPLY_HANDLED;
}

static enum reply
act(struct screen *s, enum action a)
{
	struct casescreen *k = (struct casescreen *)s;
	static enum reply (*const does[ACTION_COUNT])(struct casescreen *) = {
		[ACTION_ENTER] = open_row, [ACTION_NEW] = add,
		[ACTION_CHOICES] = show_chronology, [ACTION_SAVE] = referral,
		[ACTION_CANCEL] = show_less, [ACTION_BACK] = show_less,
	};

	if (does[a] != NULL)
		return does[a](k);
	if (a == ACTION_NEXT_PART || a == ACTION_PREV_PART)
		return other_part(k, a);
	if (chronology_edit(&k->events, &s->arena, a))
		return REPLY_HANDLED;
	return move(k, a);
}

static enum reply
type(struct screen *s, uint32_t ch)
{
	struct casescreen *k = (struct casescreen *)s;

	if (!chronology_type(&k->events, &s->arena, ch))
		return REPLY_IGNORED;
	k->part = PART_EVENTS;
	return REPLY_HANDLED;
}

/* --- Commands ---------------------------------------------------------- */

enum { DO_REFERRAL = 1, DO_ADD, DO_ASSIGN, DO_TASK, DO_ALERT, DO_PERSON,
       DO_WITHDRAW, DO_HISTORY, DO_COUNT };

static size_t
commands(const struct screen *s, struct arena *a, struct command **out)
{
	const struct casescreen *k = case_of(s);
	struct command *v = arena_array(a, DO_COUNT + CHRONOLOGY_MOST,
					sizeof(*v));
	const char *no = k->f.may_write ? NULL
					: "Your role may read this case, not "
					  "change it.";
	size_t n = 0;

	*out = v;
	if (k->part == PART_EVENTS)
		n = chronology_commands(&k->events, a, v);
	v[n++] = (struct command){ DO_REFERRAL, ACTION_SAVE,
		"Open the referral", NULL };
	v[n++] = (struct command){ DO_ADD, ACTION_NEW,
		"Add a record to this case",
		k->f.n_add == 0 ? "Your role adds nothing here." : NULL };
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
	v[n++] = (struct command){ DO_HISTORY, ACTION_NONE,
		"Who changed this case, and when", NULL };
	v[n++] = (struct command){ DO_WITHDRAW, ACTION_NONE,
		"Withdraw this case", no };
	return n;
}

static void
assign(const char *reason, void *ctx)
{
	struct casescreen *k = ctx;
	enum err e;

	if (reason == NULL)
		return;
	e = case_assign(ui_session(k->s.ui), k->id, k->owner, reason);
	if (e == ERR_OK)
		ui_say(k->s.ui, "%s is now with %s.", k->f.brief.ref,
		       k->owner);
	else
		ui_say_err(k->s.ui, e, "The case stays where it was");
}

static void
owner_chosen(const struct choice_row *rows, size_t n, void *ctx)
{
	struct casescreen *k = ctx;

	for (size_t i = 0; i < n; i++) {
		if (!rows[i].chosen)
			continue;
		snprintf(k->owner, sizeof(k->owner), "%s", rows[i].code);
		ui_push(k->s.ui, screen_question(k->s.ui,
			"Why? A word for the record, or Enter.", NULL, assign,
			k));
		return;
	}
}

static void
ask_owner(struct casescreen *k)
{
	struct arena *a = &k->s.arena;
	struct choice_row *rows;
	struct user *users;
	size_t n;
	enum err e = case_assignees(ui_session(k->s.ui), a, k->id, &users,
				    &n);

	if (e != ERR_OK) {
		ui_say_err(k->s.ui, e, "The users could not be listed");
		return;
	}
	rows = arena_array(a, n + 1, sizeof(*rows));
	for (size_t i = 0; i < n; i++)
		rows[i] = (struct choice_row){ users[i].login, users[i].name,
			strcmp(users[i].login, k->f.brief.owner) == 0 };
	ui_push(k->s.ui, screen_choices(k->s.ui, "Give the case to", rows, n,
					false, owner_chosen, k));
}

static void
task_typed(const char *text, void *ctx)
{
	struct casescreen *k = ctx;
	struct task_new t = { .case_id = k->id, .person = k->f.brief.person,
			      .text = text, .minutes = -1 };
	uint64_t id;
	enum err e;

	if (text == NULL || text_blank(text)) {
		ui_say(k->s.ui, "No task was made: it needs words.");
		return;
	}
	e = task_add(ui_session(k->s.ui), &t, &id);
	if (e == ERR_OK)
		ui_say(k->s.ui, "The task is yours, without a date. F10 on "
				"your work list moves it to a day.");
	else
		ui_say_err(k->s.ui, e, "No task was made");
}

static void
withdraw(const char *reason, void *ctx)
{
	struct casescreen *k = ctx;
	enum err e;

	if (reason == NULL || text_blank(reason)) {
		ui_say(k->s.ui, "The case stands: a reason is needed.");
		return;
	}
	e = record_withdraw(ui_session(k->s.ui), k->id, reason);
	if (e == ERR_OK)
		ui_say(k->s.ui, "Withdrawn %s.", k->f.brief.ref);
	else
		ui_say_err(k->s.ui, e, "The case stands");
}

static void
ask(struct casescreen *k, const char *question,
    void (*done)(const char *answer, void *ctx))
{
	ui_push(k->s.ui, screen_question(k->s.ui, question, NULL, done, k));
}

static enum reply
command(struct screen *s, int id)
{
	struct casescreen *k = (struct casescreen *)s;

	if (chronology_command(&k->events, id))
		return REPLY_HANDLED;
	if (id == DO_REFERRAL)
		return referral(k);
	if (id == DO_ADD)
		return add(k);
	if (id == DO_ASSIGN)
		ask_owner(k);
	else if (id == DO_TASK)
		ask(k, "What is to be done?", task_typed);
	else if (id == DO_ALERT)
		begin_alert(&k->begin);
	else if (id == DO_PERSON)
		ui_push(s->ui, screen_person(s->ui, k->f.person.id));
	else if (id == DO_WITHDRAW)
		ask(k, "Why is the case withdrawn? F12 leaves it as it is.",
		    withdraw);
	else if (id == DO_HISTORY)
		ui_push(s->ui, screen_history(s->ui, k->id));
	return REPLY_HANDLED;
}

static void
close_case(struct screen *s)
{
	chronology_clear(&((struct casescreen *)s)->events);
}

static const struct screen_ops case_ops = {
	.name = "case", .title = title, .draw = draw, .act = act,
	.type = type, .hint = hint, .bar = bar, .help = help,
	.resume = resume, .close = close_case, .commands = commands,
	.command = command,
};

struct screen *
screen_case(struct ui *u, uint64_t id)
{
	struct casescreen *k = screen_new(u, &case_ops, sizeof(*k));
	enum err e;

	k->id = id;
	chronology_init(&k->events, u);
	e = read_case(k);
	if (e != ERR_OK) {
		ui_say_err(u, e, "The case could not be opened");
		return screen_discard(&k->s);
	}
	if (!part_is_there(k, PART_DUES))
		go_part(k, 1);
	return &k->s;
}
