/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Two people changed the same fields: each is shown as it was, as the other
 * saved it and as I wrote it, to be chosen field by field; then it is saved
 * again.  Texts that begin alike are shown from where they part, the marked
 * one's at length; of notes both may be taken.
 */
#include <string.h>

#include "base/text.h"
#include "ui/form_parts.h"

#define ROWS_EACH 5 /* label, before, theirs, mine, air */
#define FIRST_ROW 5
#define TEXT_COL 37
#define TELL_ROWS 4  /* of each side, of what is marked */
#define TEXT_MOST 76 /* columns that are read at ease */

enum chosen { CHOSE_NONE, CHOSE_THEIRS, CHOSE_MINE, CHOSE_BOTH };
enum side { WAS, THEIRS, MINE, SIDES };

struct compare {
	struct screen screen;
	struct edit *edit;
	struct saved saved;
	enum chosen *chosen;	     /* by clash */
	const char *(*texts)[SIDES]; /* by clash: in one line, whole */
	size_t at;
};

/* --- What they say ----------------------------------------------------- */

/* Newlines are no writing on one row. */
static const char *
in_one_line(struct arena *a, const char *text)
{
	char *line = arena_strdup(a, text);

	for (char *p = line; (p = strchr(p, '\n')) != NULL;)
		*p = ' ';
	return line;
}

/* A repeat's rows, cell by cell. */
static const char *
rows_text(const struct edit *e, struct arena *a, const struct value *v)
{
	struct buf out = BUF_INIT;
	const char *text;

	for (size_t i = 0; i < v->rows.n; i++) {
		const struct row *r = &v->rows.v[i];

		if (r->struck)
			continue;
		buf_str(&out, out.n > 0 ? " / " : "");
		for (size_t k = 0; k < r->fields.n; k++) {
			const struct field *f = &r->fields.v[k];
			const struct item *it = form_item(e->form, f->name);

			if (it == NULL || value_is_empty(&f->value) ||
			    !edit_may_read(e, it))
				continue;
			buf_str(&out, k > 0 ? ", " : "");
			buf_str(&out, form_value_text(e, a, it, &f->value));
		}
	}
	text = arena_strdup(a, out.n > 0 ? out.s : "(empty)");
	buf_clear(&out);
	return text;
}

static const char *
side_text(const struct edit *e, struct arena *a, const struct item *it,
	  const struct value *v)
{
	if (it != NULL && it->kind == ITEM_REPEAT && v->type == VAL_ROWS)
		return in_one_line(a, rows_text(e, a, v));
	return in_one_line(a, form_value_text(e, a, it, v));
}

/* How much of the beginning all say alike, to the beginning of a word. */
static size_t
alike(const char *const t[SIDES])
{
	size_t n = 0;

	while (t[MINE][n] != '\0' && t[MINE][n] == t[THEIRS][n])
		n++;
	while (n > 0 && t[MINE][n - 1] != ' ')
		n--;
	return n;
}

/* One side as it is shown in `width` columns: from where theirs and mine part,
 * when they would not be seen to differ otherwise. */
static const char *
from_parting(struct arena *a, const char *const t[SIDES], enum side side,
	     int width)
{
	size_t n = alike(t), len = strlen(t[side]);

	if (n == 0 ||
	    (utf8_width(t[THEIRS]) <= width && utf8_width(t[MINE]) <= width))
		return t[side];
	n = n < len ? n : len;
	if (strncmp(t[side], t[MINE], n) != 0)
		return t[side];
	return arena_printf(a, "... %s", t[side] + n);
}

static bool
is_note(const struct clash *x)
{
	return x->item != NULL && x->item->look == LOOK_MULTILINE &&
	       x->theirs.type == VAL_TEXT && x->mine.type == VAL_TEXT;
}

/* Theirs, and below it what I wrote: all of it, or what I added to what stood
 * there before. */
static struct value
both_of(struct arena *a, const struct clash *x)
{
	const char *was = x->was.type == VAL_TEXT ? x->was.text : "";
	const char *mine = x->mine.text;

	if (strncmp(mine, was, strlen(was)) == 0)
		mine += strlen(was);
	while (*mine == '\n' || *mine == ' ')
		mine++;
	return value_text(arena_printf(a, "%s\n%s", x->theirs.text, mine));
}

/* --- Drawing ----------------------------------------------------------- */

static const char *
compare_title(const struct screen *s)
{
	(void)s;
	return "Changed by somebody else meanwhile";
}

static const char *
compare_hint(const struct screen *s)
{
	const struct compare *k = (const struct compare *)s;

	return is_note(&k->saved.clashes[k->at])
		       ? "1 takes theirs, 2 yours, 3 both, yours below. F2 "
			 "saves what is chosen."
		       : "1 takes theirs, 2 takes yours. F2 saves what is "
			 "chosen.";
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
		"saves. Of notes 3 takes both: theirs, and yours below. F3 "
		"goes back to the form: your draft is kept.\n\n"
		"Long texts are shown from the word where the two part.");
}

static const char *
theirs_label(const struct clash *x, struct arena *a)
{
	return arena_printf(a, "1 %s, %s", x->by,
			    time_format(a, clock_minutes_of(x->at)));
}

static void
draw_side(const struct compare *k, struct canvas *c, int row, size_t i,
	  enum side side, bool taken)
{
	struct arena a = ARENA_INIT;
	int width = c->cols - 1 - TEXT_COL;
	const char *who = side == WAS ? "Before"
			  : side == MINE
				  ? "2 yours, now"
				  : theirs_label(&k->saved.clashes[i], &a);

	if (side != WAS)
		canvas_text(c, row, 4, 3, STYLE_PLAIN, taken ? "(x)" : "( )");
	canvas_text_cut(c, row, 8, 28, STYLE_PLAIN, who);
	canvas_text_cut(c, row, TEXT_COL, width,
			taken ? STYLE_SELECTED : STYLE_PLAIN,
			from_parting(&a, k->texts[i], side, width));
	arena_clear(&a);
}

static void
draw_clash(const struct compare *k, struct canvas *c, int row, size_t i)
{
	const struct clash *x = &k->saved.clashes[i];
	enum chosen chosen = k->chosen[i];

	if (i == k->at) {
		canvas_text(c, row, 0, 1, STYLE_SELECTED, ">");
		canvas_cursor(c, row, 0);
	}
	canvas_text_cut(c, row, 2, c->cols - 3, STYLE_HEADING,
			x->item != NULL ? x->item->label : "Record");
	draw_side(k, c, row + 1, i, WAS, false);
	draw_side(k, c, row + 2, i, THEIRS,
		  chosen == CHOSE_THEIRS || chosen == CHOSE_BOTH);
	draw_side(k, c, row + 3, i, MINE,
		  chosen == CHOSE_MINE || chosen == CHOSE_BOTH);
}

/* Is there a text that its row has no room for? */
static bool
is_long(const struct compare *k, int cols)
{
	for (size_t i = 0; i < k->saved.n_clashes; i++)
		for (int side = THEIRS; side < SIDES; side++)
			if (utf8_width(k->texts[i][side]) > cols - TEXT_COL - 1)
				return true;
	return false;
}

/* The marked one's two sides, a few rows each. */
static void
draw_told(const struct compare *k, struct canvas *c, int row)
{
	static const char *const names[SIDES] = { "", "Theirs:", "Yours:" };
	int width = c->cols - 13 < TEXT_MOST ? c->cols - 13 : TEXT_MOST;
	struct arena a = ARENA_INIT;

	for (int side = THEIRS; side < SIDES; side++, row += TELL_ROWS + 1) {
		canvas_text(c, row, 2, 8, STYLE_HEADING, names[side]);
		canvas_wrap(c, row, 11, width, TELL_ROWS, STYLE_PLAIN,
			    from_parting(&a, k->texts[k->at], side,
					 TELL_ROWS * width / 2));
	}
	arena_clear(&a);
}

static void
compare_draw(const struct screen *s, struct canvas *c)
{
	const struct compare *k = (const struct compare *)s;
	bool tell = is_long(k, c->cols);
	int foot = ui_foot(s->ui) - (tell ? 2 * (TELL_ROWS + 1) : 0);
	int most = (foot - FIRST_ROW) / ROWS_EACH;
	size_t first = k->at / (size_t)most * (size_t)most;

	canvas_text_cut(c, 2, 2, c->cols - 3, STYLE_PLAIN, k->edit->title);
	canvas_printf(c, 3, 2, c->cols - 3, STYLE_PLAIN,
		      "%zu field%s changed by both. Nothing is saved yet.",
		      k->saved.n_clashes, k->saved.n_clashes == 1 ? "" : "s");
	for (size_t i = 0; i < (size_t)most && first + i < k->saved.n_clashes;
	     i++)
		draw_clash(k, c, FIRST_ROW + (int)i * ROWS_EACH, first + i);
	if (tell)
		draw_told(k, c, foot);
}

/* --- Choosing ---------------------------------------------------------- */

static size_t
first_open(const struct compare *k)
{
	size_t i = 0;

	while (i < k->saved.n_clashes && k->chosen[i] != CHOSE_NONE)
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
	for (size_t i = 0; i < k->saved.n_clashes; i++) {
		struct clash *x = &k->saved.clashes[i];

		x->take_theirs = k->chosen[i] == CHOSE_THEIRS;
		if (k->chosen[i] == CHOSE_BOTH)
			x->mine = both_of(&k->edit->arena, x);
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

	if (ch < '1' || ch > '3')
		return REPLY_IGNORED;
	if (ch == '3' && !is_note(&k->saved.clashes[k->at])) {
		ui_say(s->ui, "This holds one answer: 1 theirs, 2 yours.");
		return REPLY_HANDLED;
	}
	k->chosen[k->at] = (enum chosen)(ch - '0');
	edit_choose(k->edit, &k->saved.clashes[k->at], (char)ch);
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

/* What is sensitive is shown, to be chosen, and that is logged. */
static void
read_texts(struct compare *k)
{
	struct arena *a = &k->screen.arena;

	for (size_t i = 0; i < k->saved.n_clashes; i++) {
		const struct clash *x = &k->saved.clashes[i];
		bool hidden = x->item != NULL && x->item->sensitive &&
			      edit_unmask(k->edit, x->item) != ERR_OK;
		const struct value *v[SIDES] = { &x->was, &x->theirs,
						 &x->mine };

		for (int side = WAS; side < SIDES; side++)
			k->texts[i][side] =
				hidden ? "(hidden)"
				       : side_text(k->edit, a, x->item,
						   v[side]);
	}
}

/* What was chosen before the line was lost, or before going back. */
static void
take_up(struct compare *k)
{
	for (size_t i = 0; i < k->saved.n_clashes; i++) {
		const struct clash *x = &k->saved.clashes[i];
		char how = edit_chosen(k->edit, x);

		if (how >= '1' && how <= (is_note(x) ? '3' : '2'))
			k->chosen[i] = (enum chosen)(how - '0');
	}
	k->at = first_open(k) < k->saved.n_clashes ? first_open(k) : 0;
}

struct screen *
screen_compare(struct ui *u, struct edit *e, const struct saved *s)
{
	struct compare *k = screen_new(u, &compare_ops, sizeof(*k));

	k->edit = e;
	k->saved = *s;
	k->chosen = arena_array(&k->screen.arena, s->n_clashes + 1,
				sizeof(*k->chosen));
	k->texts = arena_array(&k->screen.arena, s->n_clashes + 1,
			       sizeof(*k->texts));
	read_texts(k);
	take_up(k);
	return &k->screen;
}
