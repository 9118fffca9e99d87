/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Rows of an import that a person must decide: whom they are about.  What is
 * chosen is done by F2 and not before.
 */
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "ui/import_parts.h"

enum { LIST_ROW = 6, LIST_MOST = 4, CHOICES = 4 };

static struct rows *
rows_of(struct screen *s)
{
	return (struct rows *)s;
}

static const struct rows *
rows_seen(const struct screen *s)
{
	return (const struct rows *)s;
}

/* --- reading -------------------------------------------------------------------- */

static const char *
alike_words(struct arena *a, const struct import_look *l)
{
	if (l->n_candidates == 0)
		return "nobody";
	if (l->n_candidates > 1)
		return arena_printf(a, "%zu people", l->n_candidates);
	return arena_printf(a, "%s %s", l->candidates[0].like.person.ref,
			    l->candidates[0].like.person.name);
}

/* What the rows beside the marked one look like: each is asked for once. */
static void
look_at_others(struct rows *k)
{
	size_t n = (size_t)review_lines(&k->r, LIST_MOST);
	size_t first = review_first(&k->r, LIST_MOST);

	for (size_t i = first; i < first + n; i++) {
		struct arena a = ARENA_INIT;
		struct import_look l;

		if (!k->like[i] && import_look(ui_session(k->r.screen.ui), &a,
					       k->v[i].id, &l) == ERR_OK)
			k->like[i] = alike_words(&k->r.read, &l);
		arena_clear(&a);
	}
}

static enum err
look_at_marked(struct review *r)
{
	struct rows *k = (struct rows *)r;
	enum err e;

	k->candidate = 0;
	e = import_look(ui_session(r->screen.ui), &r->side, k->v[r->at].id,
			&k->look);
	if (e == ERR_OK)
		k->like[r->at] = alike_words(&r->read, &k->look);
	look_at_others(k);
	return e;
}

static enum err
read_rows(struct rows *k, uint64_t batch)
{
	struct session *s = ui_session(k->r.screen.ui);
	size_t n = 0;
	enum err e;

	review_empty(&k->r);
	e = import_batch_get(s, &k->r.read, batch, &k->batch);
	if (e == ERR_OK)
		e = import_rows_waiting(s, &k->r.read, batch, &k->v, &n);
	k->chosen = arena_array(&k->r.read, n + 1, sizeof(*k->chosen));
	k->like = arena_array(&k->r.read, n + 1, sizeof(*k->like));
	review_filled(&k->r, n);
	return e;
}

/* --- drawing ---------------------------------------------------------------------- */

static const char *
rows_title(const struct screen *s)
{
	static char text[60];
	const struct rows *k = rows_seen(s);

	snprintf(text, sizeof(text), "Import review: %.24s batch %llu",
		 k->batch.source, (unsigned long long)k->batch.number);
	return text;
}

static const char *
rows_hint(const struct screen *s)
{
	const struct rows *k = rows_seen(s);

	if (k->r.n == 0)
		return "F3 goes back.";
	return "Press 1 to 4. Nothing is added until F2 finishes the batch.";
}

static const struct bar_word *
rows_bar(const struct screen *s)
{
	static const struct bar_word bar[] = {
		{ ACTION_HELP, NULL },
		{ ACTION_SAVE, "Finish batch" },
		{ ACTION_BACK, NULL },
		{ ACTION_CHOICES, "Row as sent" },
		{ ACTION_NEXT_PART, "Next row" },
		{ ACTION_PALETTE, NULL },
		{ ACTION_NONE, NULL },
	};
	static const struct bar_word sent[] = {
		{ ACTION_HELP, NULL },
		{ ACTION_SAVE, "Finish batch" },
		{ ACTION_BACK, NULL },
		{ ACTION_CHOICES, "Side by side" },
		{ ACTION_NEXT_PART, "Next row" },
		{ ACTION_PALETTE, NULL },
		{ ACTION_NONE, NULL },
	};

	return rows_seen(s)->as_sent ? sent : bar;
}

static const char *
rows_help(const struct screen *s, struct arena *a)
{
	(void)s;
	return arena_strdup(
		a,
		"Each line is a row of the file that may be about somebody who "
		"is known already. Below it the row stands beside the record; "
		"what differs has an exclamation mark. Left and Right go "
		"through the people who are alike.\n\n"
		"1 and 2 say that it is this person: with 1 what is recorded "
		"stands and only gaps are filled, with 2 the row's details are "
		"newer. 3 makes a new record. 4 leaves the row for somebody "
		"else: whoever else may decide it is told, once for a batch."
		"\n\n"
		"The number of a row is its line in the file, as in the "
		"report.\n\n"
		"F2 does what was chosen. F4 shows the rest of the row. The "
		"whole batch can still be undone (caseload import --undo).");
}

static const char *
state_words(const struct chosen *c, struct arena *a)
{
	if (!c->is)
		return "decide";
	switch (c->how) {
	case IMPORT_SAME:
		return arena_printf(a, "1 %s", c->ref);
	case IMPORT_SAME_NEWER:
		return arena_printf(a, "2 %s", c->ref);
	case IMPORT_DIFFERENT:
		return "3 new";
	default:
		return "4 left";
	}
}

static void
draw_row(const struct review *r, struct canvas *c, int row, size_t i)
{
	const struct rows *k = (const struct rows *)r;
	const struct import_waiting *w = &k->v[i];
	struct arena a = ARENA_INIT;
	bool marked = i == r->at;
	int wide = (c->cols - 80) / 2, name = 24, like = 43 + wide,
	    state = c->cols - 12;

	canvas_text(c, row, 2, 6, marked ? STYLE_SELECTED : STYLE_PLAIN,
		    arena_printf(&a, "%llu", (unsigned long long)w->line));
	canvas_text_cut(c, row, 8, name - 9, STYLE_PLAIN, w->key);
	canvas_text_cut(c, row, name, like - name - 1, STYLE_PLAIN,
			w->who[0] ? w->who : "(blank)");
	canvas_text_cut(c, row, like, state - like - 1, STYLE_PLAIN,
			w->left_by[0] && !marked
				? arena_printf(&a, "left by %s", w->left_by)
			: k->like[i] ? k->like[i]
				     : "");
	canvas_text_cut(c, row, state, 11,
			k->chosen[i].is ? STYLE_GOOD : STYLE_WARN,
			state_words(&k->chosen[i], &a));
	arena_clear(&a);
}

static void
draw_list(const struct rows *k, struct canvas *c)
{
	int wide = (c->cols - 80) / 2;

	canvas_text(c, 5, 2, 4, STYLE_HEADING, "Line");
	canvas_text(c, 5, 8, 15, STYLE_HEADING, "Their number");
	canvas_text(c, 5, 24, 18, STYLE_HEADING, "Name in file");
	canvas_text(c, 5, 43 + wide, 16, STYLE_HEADING, "Looks like");
	canvas_text(c, 5, c->cols - 12, 6, STYLE_HEADING, "State");
	review_draw_list(&k->r, c, LIST_ROW, LIST_MOST, draw_row);
}

static const char *
mark_of(const struct import_line *l)
{
	if (l->differs)
		return "!";
	return l->in_row[0] && l->recorded && l->recorded[0] ? "same" : "";
}

static void
draw_line(struct canvas *c, int row, const struct import_line *l)
{
	int half = (c->cols - 28) / 2, other = 22 + half + 1;

	canvas_text_cut(c, row, 2, 17, STYLE_PLAIN, l->label);
	canvas_text(c, row, 20, 1, STYLE_ALERT, l->differs ? "!" : "");
	canvas_text_cut(c, row, 22, half, STYLE_PLAIN, l->in_row);
	canvas_text_cut(c, row, other, half - 1, STYLE_PLAIN,
			l->recorded ? l->recorded : "(not shown)");
	canvas_right(c, row, c->cols - 1, STYLE_HINT,
		     l->differs ? "" : mark_of(l));
}

static int
draw_lines(struct canvas *c, int row, int end, const struct import_line *v,
	   size_t n)
{
	for (size_t i = 0; i < n && row < end; i++)
		if (v[i].in_row[0] || (v[i].recorded && v[i].recorded[0]))
			draw_line(c, row++, &v[i]);
	return row;
}

/* The row alone, as it stood in the file. */
static int
draw_sent(struct canvas *c, int row, int end, const struct import_line *v,
	  size_t n)
{
	for (size_t i = 0; i < n && row < end; i++) {
		if (!v[i].in_row[0])
			continue;
		canvas_text_cut(c, row, 2, 29, STYLE_PLAIN, v[i].label);
		canvas_text_cut(c, row, 32, c->cols - 33, STYLE_PLAIN,
				v[i].in_row);
		row++;
	}
	return row;
}

static void
draw_row_as_sent(const struct import_look *l, struct canvas *c, int row,
		 int end)
{
	row = draw_sent(c, row, end, l->about, l->n_about);
	if (l->n_candidates > 0)
		draw_sent(c, row, end, l->candidates[0].lines,
			  l->candidates[0].n);
}

static const char *const choice_texts[CHOICES] = {
	"1  The same person. Add it, keep our details",
	"2  The same person. Add it, and take the row's details",
	"3  Somebody else. Make a new record",
	"4  Leave it for somebody else",
};

static void
draw_marked(const struct rows *k, struct canvas *c)
{
	const struct import_look *l = &k->look;
	int row = LIST_ROW + review_lines(&k->r, LIST_MOST) + 1;
	int foot = ui_foot(k->r.screen.ui) - 1,
	    end = k->as_sent ? foot : foot - CHOICES - 1;
	int half = (c->cols - 28) / 2;
	bool sent = k->as_sent || l->n_candidates == 0;

	canvas_printf(c, row, 2, 18, STYLE_HEADING, "Line %llu",
		      (unsigned long long)l->row.line);
	canvas_text(c, row, sent ? 32 : 22, 20, STYLE_HEADING, "In the file");
	if (!sent)
		canvas_printf(c, row, 22 + half + 1, half, STYLE_HEADING,
			      l->n_candidates > 1 ? "%s (%zu of %zu)" : "%s",
			      l->candidates[k->candidate].like.person.ref,
			      k->candidate + 1, l->n_candidates);
	row++;
	if (sent)
		draw_row_as_sent(l, c, row, end);
	else
		draw_lines(c, row, end, l->candidates[k->candidate].lines,
			   l->candidates[k->candidate].n);
	for (int i = 0; i < CHOICES && !k->as_sent; i++)
		canvas_text(c, foot - CHOICES + i, 2, c->cols - 3, STYLE_PLAIN,
			    i == IMPORT_DIFFERENT && l->makes_nobody
				    ? "3  Somebody else. Add nothing"
				    : choice_texts[i]);
}

static void
rows_draw(const struct screen *s, struct canvas *c)
{
	const struct rows *k = rows_seen(s);
	const struct import_counts *n = &k->batch.counts;

	canvas_cursor(c, 2, 2);
	canvas_printf(
		c, 2, 2, c->cols - 3, STYLE_PLAIN,
		"%llu row%s: %llu ready, %zu need%s you, %llu refused",
		(unsigned long long)n->rows, n->rows == 1 ? "" : "s",
		(unsigned long long)(n->rows - n->rejected - k->batch.waiting),
		k->r.n, k->r.n == 1 ? "s" : "",
		(unsigned long long)n->rejected);
	/* Wrong accents are the usual surprise: they come from there. */
	canvas_printf(c, 3, 2, c->cols - 3, STYLE_HINT, "%s%s%s", k->batch.file,
		      k->batch.charset[0] != '\0' ? ", " : "",
		      k->batch.charset);
	canvas_rule(c, 4, 0, c->cols - 1);
	if (k->r.n == 0)
		return;
	draw_list(k, c);
	if (k->r.looked)
		draw_marked(k, c);
}

/* --- choosing --------------------------------------------------------------------- */

static void
next_open(struct rows *k)
{
	for (size_t i = 1; i <= k->r.n; i++) {
		size_t at = (k->r.at + i) % k->r.n;

		if (!k->chosen[at].is) {
			review_go(&k->r, at);
			return;
		}
	}
	ui_say(k->r.screen.ui, "Every row is decided. F2 finishes the batch.");
}

static enum reply
rows_type(struct screen *s, uint32_t ch)
{
	struct rows *k = rows_of(s);
	struct chosen *c = &k->chosen[k->r.at];
	const struct person_brief *p;

	k->leaving = false;
	if (!k->r.looked || ch < '1' || ch > '4')
		return REPLY_IGNORED;
	if (ch <= '2' && k->look.n_candidates == 0) {
		ui_say(s->ui, "Nobody is like this row: 3 makes a new record.");
		return REPLY_HANDLED;
	}
	*c = (struct chosen){ .is = true,
			      .how = (enum import_decision)(ch - '1'),
			      .ref = "" };
	if (ch <= '2') {
		p = &k->look.candidates[k->candidate].like.person;
		c->person = p->id;
		c->ref = arena_strdup(&k->r.read, p->ref);
	}
	next_open(k);
	return REPLY_HANDLED;
}

/* --- finishing --------------------------------------------------------------------- */

/* False: the row could not be done, and why was said. */
static bool
decide_row(struct rows *k, size_t i, size_t *done)
{
	struct import_decided d;
	enum err e = import_decide(ui_session(k->r.screen.ui), &k->r.read,
				   k->v[i].id, k->chosen[i].how,
				   k->chosen[i].person, &d);

	if (e == ERR_OK || e == ERR_EXISTS) {
		*done += 1;
		return true;
	}
	if (e == ERR_INVALID && d.why)
		ui_say(k->r.screen.ui, "Line %llu waits on: %s",
		       (unsigned long long)k->v[i].line, d.why);
	else
		ui_say_err(k->r.screen.ui, e, "A row waits on");
	return false;
}

static enum reply
finish(struct rows *k)
{
	uint64_t batch = k->batch.number;
	size_t done = 0, asked = 0;
	bool all = true;

	for (size_t i = 0; i < k->r.n; i++) {
		if (!k->chosen[i].is)
			continue;
		asked++;
		all &= decide_row(k, i, &done);
	}
	if (asked == 0) {
		ui_say(k->r.screen.ui, "Nothing is chosen yet: press 1 to 4.");
		return REPLY_HANDLED;
	}
	if (read_rows(k, batch) != ERR_OK)
		return REPLY_CLOSE;
	import_let_go(k);
	if (all)
		ui_say(k->r.screen.ui, "Batch %llu: %zu row%s done, %zu wait.",
		       (unsigned long long)batch, done, done == 1 ? "" : "s",
		       k->r.n);
	return k->r.n == 0 ? REPLY_CLOSE : REPLY_HANDLED;
}

static enum reply
other_candidate(struct rows *k, bool right)
{
	size_t n = k->r.looked ? k->look.n_candidates : 0;

	if (n > 1)
		k->candidate = (k->candidate + (right ? 1 : n - 1)) % n;
	k->as_sent = false;
	return REPLY_HANDLED;
}

/* What was chosen is not let go without a word. */
static enum reply
go_back(struct rows *k, bool again)
{
	size_t n = 0;

	for (size_t i = 0; i < k->r.n; i++)
		n += k->chosen[i].is;
	if (k->as_sent) {
		k->as_sent = false;
		return REPLY_HANDLED;
	}
	if (n == 0 || again) {
		import_let_go(k);
		return REPLY_IGNORED;
	}
	k->leaving = true;
	ui_say(k->r.screen.ui,
	       "F2 does what was chosen for %zu row%s. F3 again leaves %s as "
	       "%s.",
	       n, n == 1 ? "" : "s", n == 1 ? "it" : "them",
	       n == 1 ? "it is" : "they are");
	return REPLY_HANDLED;
}

static enum reply
rows_act(struct screen *s, enum action a)
{
	struct rows *k = rows_of(s);
	bool again = k->leaving;

	k->leaving = false;
	switch (a) {
	case ACTION_BACK:
	case ACTION_CANCEL:
		return go_back(k, again);
	case ACTION_SAVE:
		return finish(k);
	case ACTION_NEXT_PART:
		review_go(&k->r, k->r.n ? (k->r.at + 1) % k->r.n : 0);
		return REPLY_HANDLED;
	case ACTION_LEFT:
	case ACTION_RIGHT:
		return other_candidate(k, a == ACTION_RIGHT);
	case ACTION_CHOICES:
		k->as_sent = !k->as_sent;
		return REPLY_HANDLED;
	case ACTION_ENTER:
		if (k->r.looked && k->look.n_candidates)
			ui_push(s->ui,
				screen_person(s->ui,
					      k->look.candidates[k->candidate]
						      .like.person.id));
		return REPLY_HANDLED;
	default:
		return review_move(&k->r, a);
	}
}

static const struct screen_ops rows_ops = {
	.name = "import",
	.title = rows_title,
	.draw = rows_draw,
	.act = rows_act,
	.type = rows_type,
	.hint = rows_hint,
	.bar = rows_bar,
	.help = rows_help,
	.keep = import_keep,
	.close = review_close,
	.in_list = review_in_list,
};

struct screen *
screen_import(struct ui *u)
{
	struct arena a = ARENA_INIT;
	struct import_batch *v;
	struct rows *k;
	uint64_t batch = 0;
	size_t n = 0;
	enum err e = import_batches(ui_session(u), &a, true, &v, &n);

	if (e == ERR_OK && n > 0)
		batch = v[0].number;
	arena_clear(&a);
	if (e != ERR_OK)
		ui_say_err(u, e, "The imports cannot be read");
	else if (n == 0)
		ui_say(u, "No imported row waits for a decision.");
	if (batch == 0)
		return NULL;
	k = screen_new(u, &rows_ops, sizeof(*k));
	k->r.look = look_at_marked;
	k->r.cannot = "The row cannot be shown";
	e = read_rows(k, batch);
	if (e != ERR_OK) {
		ui_say_err(u, e, "The batch cannot be read");
		return screen_discard(&k->r.screen);
	}
	import_take_up(k);
	return &k->r.screen;
}
