/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The data steward's queue: pairs of records that may be one person, the
 * marked pair side by side, field by field.
 */
#include <string.h>

#include "base/text.h"
#include "casework/same.h"
#include "ui/review_parts.h"

enum { LIST_ROW = 5, LIST_MOST = 5, MARK_COLS = 5, BITS_COLS = 6 };

struct pairs {
	struct review r;
	struct same_pair *v;
	size_t top;
	struct same_look look;
};

static struct pairs *
pairs_of(struct screen *s)
{
	return (struct pairs *)s;
}

static const struct pairs *
pairs_seen(const struct screen *s)
{
	return (const struct pairs *)s;
}

/* --- reading -------------------------------------------------------------------- */

static enum err
look_at_marked(struct review *r)
{
	struct pairs *k = (struct pairs *)r;

	k->top = 0;
	return same_look(ui_session(r->screen.ui), &r->side, k->v[r->at].one,
			 k->v[r->at].other, &k->look);
}

static void
read_pairs(struct pairs *k)
{
	size_t n = 0;
	enum err e;

	review_empty(&k->r);
	e = same_waiting(ui_session(k->r.screen.ui), &k->r.read, &k->v, &n);
	if (e != ERR_OK)
		ui_say_err(k->r.screen.ui, e, "The pairs cannot be read");
	review_filled(&k->r, n);
}

/* --- drawing ---------------------------------------------------------------------- */

static const char *
pairs_title(const struct screen *s)
{
	(void)s;
	return "The same person?";
}

static const char *
pairs_hint(const struct screen *s)
{
	const struct pairs *k = pairs_seen(s);

	if (k->r.n == 0)
		return "F3 goes back.";
	return k->r.looked && !k->look.may_merge
		       ? "2: two people. 3: leave it. To merge needs the "
			 "steward of each programme."
		       : "1: one person, the left one's details show. 2: two "
			 "people. 3: leave it.";
}

static const struct bar_word *
pairs_bar(const struct screen *s)
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
pairs_help(const struct screen *s, struct arena *a)
{
	(void)s;
	return arena_strdup(
		a,
		"Two records that may be one person: found when one of them "
		"was saved, by somebody who was not sure (F10 on a person, "
		"recorded twice), or by comparing "
		"everybody (caseload match --sweep --commit).\n\n"
		"1 merges them, after a question: the left record's details "
		"show from then on, "
		"the right one's stand as also recorded. F6 turns the two "
		"round. Nothing is moved, and a merge can be undone from the "
		"person (F10).\n\n"
		"2 says that they are two people. It is remembered until a "
		"name, the birth date or a number of either changes.\n\n"
		"3 leaves the pair for later. A plus of bits speaks for one "
		"person, a minus against; those in the list may differ a "
		"little, where a sweep found the pair, which looks at "
		"everybody.");
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
draw_pair(const struct review *r, struct canvas *c, int row, size_t i)
{
	const struct same_pair *p = &((const struct pairs *)r)->v[i];
	struct arena a = ARENA_INIT;
	int half = (c->cols - 26) / 2;
	bool marked = i == r->at;

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

static void
draw_list(const struct pairs *k, struct canvas *c)
{
	int half = (c->cols - 26) / 2;

	canvas_text(c, 4, 2, 20, STYLE_HEADING, "One");
	canvas_text(c, 4, 2 + half, 20, STYLE_HEADING, "The other");
	canvas_text(c, 4, 2 + 2 * half, 4, STYLE_HEADING, "Bits");
	canvas_text(c, 4, 2 + 2 * half + 6, 14, STYLE_HEADING, "Why here");
	review_draw_list(&k->r, c, LIST_ROW, LIST_MOST, draw_pair);
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
draw_side_by_side(const struct pairs *k, struct canvas *c)
{
	int row = LIST_ROW + review_lines(&k->r, LIST_MOST),
	    foot = ui_foot(k->r.screen.ui) - 1;
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
pairs_draw(const struct screen *s, struct canvas *c)
{
	const struct pairs *k = pairs_seen(s);

	canvas_cursor(c, 2, 2);
	if (k->r.n == 0) {
		canvas_text(c, 2, 2, 70, STYLE_PLAIN,
			    "No pair of records waits for you.");
		return;
	}
	canvas_printf(c, 2, 2, c->cols - 3, STYLE_PLAIN,
		      k->r.n < SAME_LISTED
			      ? "%zu pair%s of records may be one person, "
				"likeliest first."
			      : "The %zu likeliest pair%s of records that may "
				"be one person; there may be more.",
		      k->r.n, k->r.n == 1 ? "" : "s");
	draw_list(k, c);
	if (k->r.looked)
		draw_side_by_side(k, c);
}

/* --- deciding --------------------------------------------------------------------- */

static bool
merge(const char *word, void *ctx)
{
	struct pairs *k = ctx;
	struct ui *u = k->r.screen.ui;
	const struct same_pair *p = &k->look.pair;
	uint64_t alias;
	enum err e = same_merge(ui_session(u), p->one, p->other, NULL, &alias);

	(void)word;
	if (e == ERR_OK)
		ui_say(u,
		       "%s and %s are one person now. F10 on the person "
		       "undoes it.",
		       p->a.ref, p->b.ref);
	else
		ui_say_err(u, e, "They were not merged");
	return true;
}

/* From then on everybody sees one person: a stray key is not to do it. */
static void
ask_merge(struct pairs *k)
{
	struct ui *u = k->r.screen.ui;
	const struct same_pair *p = &k->look.pair;
	struct arena a = ARENA_INIT;

	if (!k->look.may_merge)
		ui_say(u, "Only the data steward of every programme of both "
			  "can merge them.");
	else
		ui_push(u,
			screen_question(
				u,
				arena_printf(
					&a,
					"Are %s (%s) and %s (%s) one person? "
					"The details of %s show from then on. "
					"Enter leaves them two. Type one to "
					"merge them.",
					p->a.ref, p->a.name, p->b.ref,
					p->b.name, p->a.ref),
				"one", merge, k));
	arena_clear(&a);
}

static void
part(struct pairs *k)
{
	struct ui *u = k->r.screen.ui;
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
leave(struct pairs *k)
{
	ui_say(k->r.screen.ui, "Left as it is.");
	if (k->r.n > 1)
		review_go(&k->r, (k->r.at + 1) % k->r.n);
}

static enum reply
pairs_type(struct screen *s, uint32_t ch)
{
	struct pairs *k = pairs_of(s);

	if (!k->r.looked || ch < '1' || ch > '3')
		return REPLY_IGNORED;
	if (ch == '1')
		ask_merge(k);
	else if (ch == '2')
		part(k);
	else
		leave(k);
	return REPLY_HANDLED;
}

/* The other one's details are to show. */
static enum reply
turn_round(struct pairs *k)
{
	struct same_pair *p = &k->v[k->r.at];
	struct same_pair was = *p;

	if (k->r.n == 0)
		return REPLY_HANDLED;
	p->one = was.other;
	p->other = was.one;
	p->a = was.b;
	p->b = was.a;
	review_look(&k->r);
	return REPLY_HANDLED;
}

static enum reply
scroll(struct pairs *k, int by)
{
	size_t most = k->r.looked && k->look.n > 3 ? k->look.n - 3 : 0;

	if (by < 0)
		k->top -= k->top > 0;
	else
		k->top += k->top < most;
	return REPLY_HANDLED;
}

static enum reply
pairs_act(struct screen *s, enum action a)
{
	struct pairs *k = pairs_of(s);

	switch (a) {
	case ACTION_PAGE_UP:
		return scroll(k, -1);
	case ACTION_PAGE_DOWN:
		return scroll(k, 1);
	case ACTION_NEXT_PART:
		return turn_round(k);
	case ACTION_ENTER:
		if (k->r.n)
			ui_push(s->ui, screen_person(s->ui, k->v[k->r.at].one));
		return REPLY_HANDLED;
	default:
		return review_move(&k->r, a);
	}
}

enum { DO_MERGE = 1, DO_PART, DO_LEAVE, DO_TURN, DO_ONE, DO_OTHER };

static size_t
pairs_commands(const struct screen *s, struct arena *a, struct command **out)
{
	const struct pairs *k = pairs_seen(s);
	struct command *v = arena_array(a, DO_OTHER, sizeof(*v));
	const char *no =
		k->r.looked && k->look.may_merge
			? NULL
			: "Only the data steward of every programme of "
			  "both can.";

	*out = v;
	if (!k->r.looked)
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
pairs_command(struct screen *s, int id)
{
	struct pairs *k = pairs_of(s);

	if (id == DO_MERGE)
		ask_merge(k);
	else if (id == DO_PART)
		part(k);
	else if (id == DO_LEAVE)
		leave(k);
	else if (id == DO_TURN)
		turn_round(k);
	else if (id == DO_ONE || id == DO_OTHER)
		ui_push(s->ui,
			screen_person(s->ui, id == DO_ONE
						     ? k->v[k->r.at].one
						     : k->v[k->r.at].other));
	return REPLY_HANDLED;
}

static void
pairs_resume(struct screen *s)
{
	read_pairs(pairs_of(s));
}

static const struct screen_ops pairs_ops = {
	.name = "same",
	.title = pairs_title,
	.draw = pairs_draw,
	.act = pairs_act,
	.type = pairs_type,
	.hint = pairs_hint,
	.bar = pairs_bar,
	.help = pairs_help,
	.resume = pairs_resume,
	.close = review_close,
	.commands = pairs_commands,
	.command = pairs_command,
	.in_list = review_in_list,
};

struct screen *
screen_same(struct ui *u)
{
	struct pairs *k = screen_new(u, &pairs_ops, sizeof(*k));

	k->r.look = look_at_marked;
	k->r.cannot = "The two cannot be shown";
	read_pairs(k);
	return &k->r.screen;
}
