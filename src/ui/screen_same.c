/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The data steward's queue: pairs of records that may be one person, the
 * marked pair side by side, field by field.
 */
#include <string.h>

#include "base/text.h"
#include "casework/same.h"
#include "ui/screens.h"

enum { LIST_ROW = 5, LIST_MOST = 5, MARK_COLS = 5, BITS_COLS = 6 };

struct review {
	struct screen screen;
	struct arena read; /* of the list, renewed at each reading */
	struct arena side; /* of the pair that is shown */
	struct same_pair *v;
	size_t n, at, top;
	struct same_look look;
	bool looked;
};

static struct review *
review_of(struct screen *s)
{
	return (struct review *)s;
}

/* --- reading -------------------------------------------------------------------- */

static void
look_at_marked(struct review *k)
{
	enum err e;

	arena_clear(&k->side);
	k->looked = false;
	k->top = 0;
	if (k->at >= k->n)
		return;
	e = same_look(ui_session(k->screen.ui), &k->side, k->v[k->at].one,
		      k->v[k->at].other, &k->look);
	if (e == ERR_OK)
		k->looked = true;
	else
		ui_say_err(k->screen.ui, e, "The two cannot be shown");
}

static void
read_pairs(struct review *k)
{
	enum err e;

	arena_clear(&k->read);
	k->n = 0;
	e = same_waiting(ui_session(k->screen.ui), &k->read, &k->v, &k->n);
	if (e != ERR_OK)
		ui_say_err(k->screen.ui, e, "The pairs cannot be read");
	if (k->at >= k->n)
		k->at = k->n ? k->n - 1 : 0;
	look_at_marked(k);
}

/* --- drawing ---------------------------------------------------------------------- */

static const char *
review_title(const struct screen *s)
{
	(void)s;
	return "The same person?";
}

static const char *
review_hint(const struct screen *s)
{
	const struct review *k = (const struct review *)s;

	if (k->n == 0)
		return "F3 goes back.";
	return k->looked && !k->look.may_merge
		       ? "2: two people. 3: leave it. To merge needs the "
			 "steward of each programme."
		       : "1: one person, the left one's details show. 2: two "
			 "people. 3: leave it.";
}

static const struct bar_word *
review_bar(const struct screen *s)
{
	static const struct bar_word bar[] = {
		{ ACTION_HELP, NULL },	      { ACTION_BACK, NULL },
		{ ACTION_NEXT_PART, "Turn" }, { ACTION_PALETTE, NULL },
		{ ACTION_ACTIONS, NULL },     { ACTION_NONE, NULL },
	};

	(void)s;
	return bar;
}

static const char *
review_help(const struct screen *s, struct arena *a)
{
	(void)s;
	return arena_strdup(
		a,
		"Two records that may be one person: found when one of them "
		"was saved, by somebody who was not sure, or by comparing "
		"everybody (caseload match --sweep --commit).\n\n"
		"1 merges them: the left record's details show from then on, "
		"the right one's stand as also recorded. F6 turns the two "
		"round. Nothing is moved, and a merge can be undone from the "
		"person (F10).\n\n"
		"2 says that they are two people. It is remembered until a "
		"name, the birth date or a number of either changes.\n\n"
		"3 leaves the pair for later. A plus of bits speaks for one "
		"person, a minus against.");
}

static const char *
source_words(const struct same_pair *p, struct arena *a)
{
	switch (p->source) {
	case SAME_UNSURE:
		return arena_printf(a, "%s not sure", p->by);
	case SAME_SWEPT:
		return "found";
	default:
		return "on saving";
	}
}

static void
draw_pair(const struct review *k, struct canvas *c, int row, size_t i)
{
	const struct same_pair *p = &k->v[i];
	struct arena a = ARENA_INIT;
	int half = (c->cols - 26) / 2;
	bool marked = i == k->at;

	if (marked) {
		canvas_text(c, row, 0, 1, STYLE_SELECTED, ">");
		canvas_cursor(c, row, 0);
	}
	canvas_text_cut(c, row, 2, half - 1,
			marked ? STYLE_SELECTED : STYLE_PLAIN,
			arena_printf(&a, "%s %s", p->a.ref, p->a.name));
	canvas_text_cut(c, row, 2 + half, half - 1, STYLE_PLAIN,
			arena_printf(&a, "%s %s", p->b.ref, p->b.name));
	if (p->bits > 0)
		canvas_right(c, row, 2 + 2 * half + 4, STYLE_PLAIN,
			     arena_printf(&a, "%d", p->bits));
	canvas_text_cut(c, row, 2 + 2 * half + 6, c->cols - 9 - 2 * half,
			STYLE_HINT, source_words(p, &a));
	arena_clear(&a);
}

static int
list_rows(const struct review *k)
{
	return k->n < LIST_MOST ? (int)k->n : LIST_MOST;
}

static void
draw_list(const struct review *k, struct canvas *c)
{
	int half = (c->cols - 26) / 2, rows = list_rows(k);
	size_t first = k->at >= (size_t)rows ? k->at - (size_t)rows + 1 : 0;

	canvas_text(c, 4, 2, 20, STYLE_HEADING, "One");
	canvas_text(c, 4, 2 + half, 20, STYLE_HEADING, "The other");
	canvas_text(c, 4, 2 + 2 * half, 4, STYLE_HEADING, "Bits");
	canvas_text(c, 4, 2 + 2 * half + 6, 14, STYLE_HEADING, "Why here");
	for (int i = 0; i < rows; i++)
		draw_pair(k, c, LIST_ROW + i, first + (size_t)i);
}

static void
draw_line(struct canvas *c, int row, const struct same_line *l)
{
	int label = 18, end = c->cols - 1;
	int half = (end - label - MARK_COLS - BITS_COLS - 5) / 2;
	int other = 2 + label + half + 1;
	bool differs = strcmp(l->mark, "!") == 0;
	struct arena a = ARENA_INIT;

	canvas_text_cut(c, row, 2, label - 1, STYLE_PLAIN, l->label);
	canvas_text_cut(c, row, 2 + label, half, STYLE_PLAIN,
			l->one ? l->one : "(not yours to see)");
	canvas_text_cut(c, row, other, half, STYLE_PLAIN,
			l->other ? l->other : "(not yours to see)");
	canvas_text(c, row, other + half + 1, MARK_COLS,
		    differs ? STYLE_ALERT : STYLE_PLAIN, l->mark);
	if (l->bits < 0 || l->bits > 0)
		canvas_right(c, row, end, STYLE_HINT,
			     arena_printf(&a, "%+.1f", l->bits));
	arena_clear(&a);
}

static void
draw_side_by_side(const struct review *k, struct canvas *c)
{
	int row = LIST_ROW + list_rows(k), foot = ui_foot(k->screen.ui) - 1;
	const struct same_look *l = &k->look;

	canvas_rule(c, row++, 0, c->cols - 1);
	canvas_printf(c, row, 2, c->cols - 3, STYLE_PERSON,
		      "%s and %s: %d bits", l->pair.a.ref, l->pair.b.ref,
		      l->pair.bits);
	row++;
	for (size_t i = k->top; i < l->n && row < foot; i++)
		draw_line(c, row++, &l->lines[i]);
}

static void
review_draw(const struct screen *s, struct canvas *c)
{
	const struct review *k = (const struct review *)s;

	canvas_cursor(c, 2, 2);
	if (k->n == 0) {
		canvas_text(c, 2, 2, 70, STYLE_PLAIN,
			    "No pair of records waits for you.");
		return;
	}
	canvas_printf(c, 2, 2, c->cols - 3, STYLE_PLAIN,
		      "%zu pair%s of records may be one person, likeliest "
		      "first.",
		      k->n, k->n == 1 ? "" : "s");
	draw_list(k, c);
	if (k->looked)
		draw_side_by_side(k, c);
}

/* --- deciding --------------------------------------------------------------------- */

static void
merge(struct review *k)
{
	struct ui *u = k->screen.ui;
	const struct same_pair *p = &k->look.pair;
	uint64_t alias;
	enum err e;

	if (!k->look.may_merge) {
		ui_say(u, "Only the data steward of every programme of both "
			  "can merge them.");
		return;
	}
	e = same_merge(ui_session(u), p->one, p->other, NULL, &alias);
	if (e != ERR_OK) {
		ui_say_err(u, e, "They were not merged");
		return;
	}
	ui_say(u, "%s and %s are one person now. F10 on the person undoes it.",
	       p->a.ref, p->b.ref);
	read_pairs(k);
}

static void
part(struct review *k)
{
	struct ui *u = k->screen.ui;
	const struct same_pair *p = &k->look.pair;
	enum err e = same_different(ui_session(u), p->one, p->other, NULL);

	if (e != ERR_OK) {
		ui_say_err(u, e, "Nothing was noted");
		return;
	}
	ui_say(u, "%s and %s are two people. It is remembered.", p->a.ref,
	       p->b.ref);
	read_pairs(k);
}

static void
leave(struct review *k)
{
	ui_say(k->screen.ui, "Left as it is.");
	if (k->n < 2)
		return;
	k->at = (k->at + 1) % k->n;
	look_at_marked(k);
}

static enum reply
review_type(struct screen *s, uint32_t ch)
{
	struct review *k = review_of(s);

	if (!k->looked || ch < '1' || ch > '3')
		return REPLY_IGNORED;
	if (ch == '1')
		merge(k);
	else if (ch == '2')
		part(k);
	else
		leave(k);
	return REPLY_HANDLED;
}

/* The other one's details are to show. */
static enum reply
turn_round(struct review *k)
{
	struct same_pair *p = &k->v[k->at];
	struct same_pair was = *p;

	if (k->n == 0)
		return REPLY_HANDLED;
	p->one = was.other;
	p->other = was.one;
	p->a = was.b;
	p->b = was.a;
	look_at_marked(k);
	return REPLY_HANDLED;
}

static enum reply
go(struct review *k, bool down)
{
	size_t was = k->at;

	if (down)
		k->at += k->at + 1 < k->n;
	else
		k->at -= k->at > 0;
	if (k->at != was)
		look_at_marked(k);
	return REPLY_HANDLED;
}

static enum reply
scroll(struct review *k, int by)
{
	size_t most = k->looked && k->look.n > 3 ? k->look.n - 3 : 0;

	if (by < 0)
		k->top -= k->top > 0;
	else
		k->top += k->top < most;
	return REPLY_HANDLED;
}

static enum reply
review_act(struct screen *s, enum action a)
{
	struct review *k = review_of(s);

	switch (a) {
	case ACTION_UP:
	case ACTION_PREV:
		return go(k, false);
	case ACTION_DOWN:
	case ACTION_NEXT:
		return go(k, true);
	case ACTION_PAGE_UP:
		return scroll(k, -1);
	case ACTION_PAGE_DOWN:
		return scroll(k, 1);
	case ACTION_NEXT_PART:
		return turn_round(k);
	case ACTION_ENTER:
		if (k->n)
			ui_push(s->ui, screen_person(s->ui, k->v[k->at].one));
		return REPLY_HANDLED;
	default:
		return REPLY_IGNORED;
	}
}

enum { DO_MERGE = 1, DO_PART, DO_LEAVE, DO_TURN, DO_ONE, DO_OTHER };

static size_t
review_commands(const struct screen *s, struct arena *a, struct command **out)
{
	const struct review *k = (const struct review *)s;
	struct command *v = arena_array(a, DO_OTHER, sizeof(*v));
	const char *no =
		k->looked && k->look.may_merge
			? NULL
			: "Only the data steward of every programme of "
			  "both can.";

	*out = v;
	if (!k->looked)
		return 0;
	v[0] = (struct command){ DO_MERGE, ACTION_NONE, "They are one person",
				 no };
	v[1] = (struct command){ DO_PART, ACTION_NONE, "They are two people",
				 NULL };
	v[2] = (struct command){ DO_LEAVE, ACTION_NONE, "Leave it for later",
				 NULL };
	v[3] = (struct command){ DO_TURN, ACTION_NEXT_PART,
				 "Turn the two round", NULL };
	v[4] = (struct command){ DO_ONE, ACTION_ENTER,
				 arena_printf(a, "Open %s", k->look.pair.a.ref),
				 NULL };
	v[5] = (struct command){ DO_OTHER, ACTION_NONE,
				 arena_printf(a, "Open %s", k->look.pair.b.ref),
				 NULL };
	return DO_OTHER;
}

static enum reply
review_command(struct screen *s, int id)
{
	struct review *k = review_of(s);

	if (id == DO_MERGE)
		merge(k);
	else if (id == DO_PART)
		part(k);
	else if (id == DO_LEAVE)
		leave(k);
	else if (id == DO_TURN)
		turn_round(k);
	else if (id == DO_ONE || id == DO_OTHER)
		ui_push(s->ui,
			screen_person(s->ui, id == DO_ONE ? k->v[k->at].one
							  : k->v[k->at].other));
	return REPLY_HANDLED;
}

static void
review_resume(struct screen *s)
{
	read_pairs(review_of(s));
}

static void
review_close(struct screen *s)
{
	arena_clear(&review_of(s)->read);
	arena_clear(&review_of(s)->side);
}

static bool
review_in_list(const struct screen *s)
{
	(void)s;
	return true;
}

static const struct screen_ops review_ops = {
	.name = "same",
	.title = review_title,
	.draw = review_draw,
	.act = review_act,
	.type = review_type,
	.hint = review_hint,
	.bar = review_bar,
	.help = review_help,
	.resume = review_resume,
	.close = review_close,
	.commands = review_commands,
	.command = review_command,
	.in_list = review_in_list,
};

struct screen *
screen_same(struct ui *u)
{
	struct review *k = screen_new(u, &review_ops, sizeof(*k));

	read_pairs(k);
	return &k->screen;
}
