/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Two people changed the same fields: each is shown as it was, as the other
 * saved it and as I wrote it, to be chosen field by field; then it is saved
 * again.
 */
#include "base/text.h"
#include "ui/form_parts.h"

#define ROWS_EACH 5 /* label, before, theirs, mine, air */
#define FIRST_ROW 5

struct compare {
	struct screen screen;
	struct edit *edit;
	struct saved saved;
	bool *chosen; /* by clash: somebody chose */
	size_t at;
};

static const char *
compare_title(const struct screen *s)
{
	(void)s;
	return "Changed by somebody else meanwhile";
}

static const char *
compare_hint(const struct screen *s)
{
	(void)s;
	return "1 takes theirs, 2 takes yours. F2 saves what is chosen.";
}

static const struct bar_word *
compare_bar(const struct screen *s)
{
	static const struct bar_word bar[] = {
		{ ACTION_HELP, NULL },
		{ ACTION_SAVE, NULL },
		{ ACTION_BACK, NULL },
		{ ACTION_NONE, NULL },
	};

	(void)s;
	return bar;
}

static const char *
compare_help(const struct screen *s, struct arena *a)
{
	(void)s;
	return arena_strdup(
		a,
		"While you were typing somebody else saved this record. What "
		"only one of you changed is kept as it is. For each field that "
		"both changed choose theirs with 1 or yours with 2; F2 then "
		"saves. F3 goes back to the form: your draft is kept.");
}

static void
draw_side(struct canvas *c, int row, bool taken, const char *who,
	  const char *text)
{
	canvas_text(c, row, 4, 3, STYLE_PLAIN, taken ? "(x)" : "( )");
	canvas_text_cut(c, row, 8, 28, STYLE_PLAIN, who);
	canvas_text_cut(c, row, 37, c->cols - 38,
			taken ? STYLE_SELECTED : STYLE_PLAIN, text);
}

static void
draw_clash(const struct compare *k, struct canvas *c, int row, size_t i)
{
	const struct clash *x = &k->saved.clashes[i];
	struct arena a = ARENA_INIT;

	if (i == k->at) {
		canvas_text(c, row, 0, 1, STYLE_SELECTED, ">");
		canvas_cursor(c, row, 0);
	}
	canvas_text_cut(c, row, 2, c->cols - 3, STYLE_HEADING,
			x->item != NULL ? x->item->label : "Record");
	canvas_text(c, row + 1, 8, 28, STYLE_PLAIN, "Before");
	canvas_text_cut(c, row + 1, 37, c->cols - 38, STYLE_PLAIN,
			form_value_text(k->edit, &a, x->item, &x->was));
	draw_side(c, row + 2, k->chosen[i] && x->take_theirs,
		  arena_printf(&a, "1 %s, %s", x->by,
			       time_format(&a, clock_minutes_of(x->at))),
		  form_value_text(k->edit, &a, x->item, &x->theirs));
	draw_side(c, row + 3, k->chosen[i] && !x->take_theirs, "2 yours, now",
		  form_value_text(k->edit, &a, x->item, &x->mine));
	arena_clear(&a);
}

static void
compare_draw(const struct screen *s, struct canvas *c)
{
	const struct compare *k = (const struct compare *)s;
	int most = (ui_foot(s->ui) - FIRST_ROW) / ROWS_EACH;
	size_t first = k->at / (size_t)most * (size_t)most;

	canvas_text_cut(c, 2, 2, c->cols - 3, STYLE_PLAIN, k->edit->title);
	canvas_printf(c, 3, 2, c->cols - 3, STYLE_PLAIN,
		      "%zu field%s changed by both. Nothing is saved yet.",
		      k->saved.n_clashes, k->saved.n_clashes == 1 ? "" : "s");
	for (size_t i = 0; i < (size_t)most && first + i < k->saved.n_clashes;
	     i++)
		draw_clash(k, c, FIRST_ROW + (int)i * ROWS_EACH, first + i);
}

static size_t
first_open(const struct compare *k)
{
	size_t i = 0;

	while (i < k->saved.n_clashes && k->chosen[i])
		i++;
	return i;
}

/* All chosen: settled, and the form beneath saves again. */
static enum reply
save_again(struct compare *k)
{
	size_t open = first_open(k);

	if (open < k->saved.n_clashes) {
		k->at = open;
		ui_say(k->screen.ui, "Choose this one first: 1 theirs, "
				     "2 yours.");
		return REPLY_HANDLED;
	}
	edit_settle(k->edit, &k->saved);
	ui_then(k->screen.ui, ACTION_SAVE, 0);
	return REPLY_CLOSE;
}

static enum reply
compare_act(struct screen *s, enum action a)
{
	struct compare *k = (struct compare *)s;

	switch (a) {
	case ACTION_SAVE:
		return save_again(k);
	case ACTION_UP:
	case ACTION_PREV:
		k->at -= k->at > 0;
		return REPLY_HANDLED;
	case ACTION_DOWN:
	case ACTION_NEXT:
	case ACTION_ENTER:
		k->at += k->at + 1 < k->saved.n_clashes;
		return REPLY_HANDLED;
	default:
		return REPLY_IGNORED;
	}
}

static enum reply
compare_type(struct screen *s, uint32_t ch)
{
	struct compare *k = (struct compare *)s;

	if (ch != '1' && ch != '2')
		return REPLY_IGNORED;
	k->saved.clashes[k->at].take_theirs = ch == '1';
	k->chosen[k->at] = true;
	k->at += k->at + 1 < k->saved.n_clashes;
	return REPLY_HANDLED;
}

static const struct screen_ops compare_ops = {
	.name = "compare",
	.title = compare_title,
	.draw = compare_draw,
	.act = compare_act,
	.type = compare_type,
	.hint = compare_hint,
	.bar = compare_bar,
	.help = compare_help,
};

struct screen *
screen_compare(struct ui *u, struct edit *e, const struct saved *s)
{
	struct compare *k = screen_new(u, &compare_ops, sizeof(*k));

	k->edit = e;
	k->saved = *s;
	k->chosen = arena_array(&k->screen.arena, s->n_clashes + 1,
				sizeof(*k->chosen));
	return &k->screen;
}
