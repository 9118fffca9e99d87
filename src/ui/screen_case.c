/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A case: where it stands, what is due, what may be done now and why not,
 * and what has happened.  F4 gives the whole screen to the chronology.
 */
#include "ui/case_parts.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "casework/work.h"

/* --- Reading ----------------------------------------------------------- */

enum { ON_READY, ON_NOT_YET, END_READY, END_NOT_YET, FOR_OTHERS, NEARNESS };

/* Steps that lead on before those that end the case, which can be taken nearly
 * always and are seldom what one came for. */
static int
how_near(const struct form *f, const struct offer *o)
{
	if (!o->may)
		return FOR_OTHERS;
	return (f->states[o->transition->to].final ? END_READY : ON_READY) +
	       !o->state.ready;
}

/* Each kind stands in the order of the form. */
static void
sort_offers(struct casescreen *k)
{
	struct offer *v =
		arena_array(&k->s.arena, k->f.n_offers + 1, sizeof(*v));
	size_t n = 0;

	for (int near = 0; near < NEARNESS; near++)
		for (size_t i = 0; i < k->f.n_offers; i++)
			if (how_near(k->f.form, &k->f.offers[i]) == near)
				v[n++] = k->f.offers[i];
	k->f.offers = v;
}

static const char *
step_in_focus(const struct casescreen *k)
{
	return k->offers.at < k->f.n_offers
		       ? k->f.offers[k->offers.at].transition->name
		       : "";
}

/* After a step was taken the lists are others; else the step in focus stays
 * so, wherever it stands now. */
static void
settle_lists(struct casescreen *k, const char *was)
{
	bool same = strcmp(k->state, k->f.brief.state) == 0;

	snprintf(k->state, sizeof(k->state), "%s", k->f.brief.state);
	if (!same)
		k->dues = k->offers = (struct browse){ 0 };
	for (size_t i = 0; same && i < k->f.n_offers; i++)
		if (strcmp(k->f.offers[i].transition->name, was) == 0)
			k->offers.at = i;
	browse_count(&k->dues, k->f.n_dues);
	browse_count(&k->offers, k->f.n_offers);
}

static enum err
read_case(struct casescreen *k)
{
	struct arena old = k->s.arena, *a = &k->s.arena;
	const char *was = arena_strdup(&old, step_in_focus(k));
	enum err e;

	k->s.arena = (struct arena)ARENA_INIT;
	e = case_open(ui_session(k->s.ui), a, k->id, &k->f);
	if (e == ERR_OK) {
		k->title = arena_printf(a, "%s  %s", k->f.brief.title,
					k->f.brief.ref);
		sort_offers(k);
		settle_lists(k, was);
		chronology_set(&k->events, a, k->f.events, k->f.n_events);
		if (k->part != PART_EVENTS)
			chronology_newest(&k->events);
		k->begin.ui = k->s.ui;
		k->begin.of = k->begin.case_id = k->id;
		k->begin.person = k->f.brief.person;
		k->begin.forms = k->f.add;
		k->begin.n = k->f.n_add;
	}
	arena_clear(&old);
	return e;
}

static bool
part_is_there(const struct casescreen *k, enum case_part part)
{
	if (part == PART_EVENTS)
		return true;
	return !k->whole &&
	       (part == PART_DUES ? k->f.n_dues > 0 : k->f.n_offers > 0);
}

static void
go_part(struct casescreen *k, int by)
{
	int part = (int)k->part;

	do
		part = (part + by + PARTS) % PARTS;
	while (!part_is_there(k, (enum case_part)part));
	k->part = (enum case_part)part;
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

/* --- Words of the frame ------------------------------------------------ */

static const char *
title(const struct screen *s)
{
	return case_of(s)->title;
}

static const char *
hint(const struct screen *s)
{
	/* The same for both: going from one to the other stays cheap. */
	static const char does[] = "Enter does the marked line. F8 adds a "
				   "record. F2 opens the referral.";
	static const char *const hints[PARTS] = {
		[PART_DUES] = does,
		[PART_OFFERS] = does,
		[PART_EVENTS] = "Enter opens the line. Letters find a word. "
				"F4 shows more of it.",
	};

	const struct casescreen *k = case_of(s);
	const char *why = k->part == PART_OFFERS ? case_step_hint(k) : NULL;

	if (why != NULL)
		return why;
	return hints[k->part];
}

static const struct bar_word *
bar(const struct screen *s)
{
	static const struct bar_word words[] = {
		{ ACTION_HELP, NULL },	      { ACTION_SAVE, "Form" },
		{ ACTION_BACK, NULL },	      { ACTION_CHOICES, "Events" },
		{ ACTION_NEXT_PART, "Part" }, { ACTION_NEW, "Add" },
		{ ACTION_PALETTE, NULL },     { ACTION_ACTIONS, NULL },
		{ ACTION_NONE, NULL },
	};
	static const struct bar_word whole[] = {
		{ ACTION_HELP, NULL },	   { ACTION_SAVE, "Form" },
		{ ACTION_BACK, NULL },	   { ACTION_CHOICES, "Only" },
		{ ACTION_CANCEL, "Case" }, { ACTION_NEW, "Add" },
		{ ACTION_PALETTE, NULL },  { ACTION_ACTIONS, NULL },
		{ ACTION_NONE, NULL },
	};

	return case_of(s)->whole ? whole : words;
}

static const char *
help(const struct screen *s, struct arena *a)
{
	(void)s;
	return arena_strdup(
		a, "Where the case stands, what is due, and what may be done "
		   "from here. A step that cannot be taken yet says what is "
		   "missing, or whose it is. Enter begins the step that is "
		   "marked; it asks before anything changes. What "
		   "stands in its way is opened, or listed where it is "
		   "several things. On what is due it begins "
		   "the record, or opens the answer, that meets it.\n\n"
		   "F2 opens the referral's answers. F8 adds a record: a "
		   "contact, a review and the like. F4 shows the chronology "
		   "alone; there letters find a word, and F4 again shows one "
		   "kind of entry. F6 goes to the next part.");
}

/* --- Moving ------------------------------------------------------------ */

static struct browse *
part_browse(struct casescreen *k, int *height)
{
	struct case_layout l;

	case_lay_out(k, &l);
	*height = l.height[k->part];
	if (k->part == PART_EVENTS)
		*height = ui_list_rows(k->s.ui, *height);
	return k->part == PART_DUES	? &k->dues
	       : k->part == PART_OFFERS ? &k->offers
					: &k->events.b;
}

static enum reply
move(struct casescreen *k, enum action a)
{
	enum case_part was = k->part;
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

static enum reply
open_row(struct casescreen *k)
{
	if (k->part == PART_DUES && k->dues.n > 0)
		case_do_due(k);
	else if (k->part == PART_OFFERS && k->offers.n > 0)
		case_do_step(k);
	else if (k->part == PART_EVENTS)
		chronology_open(&k->events, k->id);
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
		[ACTION_ENTER] = open_row,
		[ACTION_NEW] = case_add,
		[ACTION_CHOICES] = show_chronology,
		[ACTION_SAVE] = case_open_form,
		[ACTION_CANCEL] = show_less,
		[ACTION_BACK] = show_less,
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

static bool
in_list(const struct screen *s)
{
	return text_blank(line_text(&case_of(s)->events.box));
}

static void
close_case(struct screen *s)
{
	chronology_clear(&((struct casescreen *)s)->events);
}

static const struct screen_ops case_ops = {
	.name = "case",
	.title = title,
	.draw = case_draw,
	.act = act,
	.type = type,
	.hint = hint,
	.bar = bar,
	.help = help,
	.resume = resume,
	.close = close_case,
	.commands = case_commands,
	.command = case_command,
	.ask = case_ask,
	.in_list = in_list,
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

static bool
asks_for(const struct due *d, uint64_t record, const char *doing)
{
	return (d->record == record || d->task == record) &&
	       strcmp(d->text, doing) == 0;
}

struct screen *
screen_case_due(struct ui *u, uint64_t id, uint64_t record, const char *doing)
{
	struct screen *s = screen_case(u, id);
	struct casescreen *k = (struct casescreen *)s;
	size_t i = 0;
	struct browse *b;
	int height;

	if (s == NULL || k->f.n_dues == 0)
		return s;
	while (i < k->f.n_dues && !asks_for(&k->f.dues[i], record, doing))
		i++;
	if (i < k->f.n_dues) {
		b = part_browse(k, &height);
		browse_to(b, i, height);
	}
	return s;
}
