/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Work that was begun and not saved, when it was kept, and whether the
 * record is still as it was.
 */
#include <string.h>

#include "base/text.h"
#include "ui/import_parts.h"

#define FIRST_ROW 7

struct drafts {
	struct screen screen;
	struct arena read; /* renewed at each reading */
	struct draft_brief *v;
	size_t n, at;
	bool welcome; /* on coming in, not from the commands */
	int64_t lost; /* when the line was, or 0 */
};

static void
read_drafts(struct drafts *k)
{
	enum err err;

	arena_clear(&k->read);
	k->n = 0;
	err = draft_briefs(ui_session(k->screen.ui), &k->read, &k->v, &k->n);
	if (err != ERR_OK)
		ui_say_err(k->screen.ui, err, "Drafts cannot be read");
	if (k->at >= k->n)
		k->at = k->n > 0 ? k->n - 1 : 0;
}

static const char *
drafts_title(const struct screen *s)
{
	return ((const struct drafts *)s)->welcome ? "Welcome back"
						   : "Unsaved work";
}

static const char *
drafts_hint(const struct screen *s)
{
	return ((const struct drafts *)s)->n > 0
		       ? "Enter carries on. F10 compares it with what is saved, or throws it away."
		       : "F3 goes back.";
}

static const struct bar_word *
drafts_bar(const struct screen *s)
{
	static const struct bar_word bar[] = {
		{ ACTION_HELP, NULL },	  { ACTION_BACK, "Leave drafts" },
		{ ACTION_PALETTE, NULL }, { ACTION_ACTIONS, NULL },
		{ ACTION_NONE, NULL },
	};

	(void)s;
	return bar;
}

static const char *
drafts_help(const struct screen *s, struct arena *a)
{
	(void)s;
	return arena_strdup(
		a,
		"Whatever you type is kept as a draft until it is saved. Here "
		"are those that wait. Enter goes on in the same field. If "
		"somebody else has changed the record since, both are put "
		"before you when you save.");
}

static const char *
when(struct arena *a, int64_t at)
{
	struct date d = clock_date_of(at);
	const char *time = time_format(a, clock_minutes_of(at));

	if (date_compare(d, clock_today()) == 0)
		return arena_printf(a, "today %s", time);
	return arena_printf(a, "%s %s", date_format(a, d, DATE_TERSE), time);
}

/* Why this stands here, and that nothing is lost. */
static void
draw_reason(const struct drafts *k, struct canvas *c)
{
	struct arena a = ARENA_INIT;
	const char *at;

	if (k->n == 0) {
		canvas_text(c, 2, 2, 70, STYLE_PLAIN,
			    "There is no unsaved work.");
	} else if (k->lost) {
		at = when(&a, k->lost);
		canvas_printf(
			c, 2, 2, 76, STYLE_PLAIN,
			"Your last session ended when the connection dropped, "
			"%s.",
			at);
		canvas_text(c, 3, 2, 76, STYLE_PLAIN,
			    "Nothing you typed was lost.");
	} else {
		canvas_text(c, 2, 2, 76, STYLE_PLAIN,
			    "Begun and not saved. It waits for you to go on.");
		if (k->welcome)
			canvas_text(c, 3, 2, 76, STYLE_PLAIN,
				    "Nothing you typed was lost.");
	}
	canvas_cursor(c, 2, 2);
	arena_clear(&a);
}

/* What somebody was looking for has no other name. */
static bool
is_search(const struct draft_brief *d)
{
	return d->words != NULL && strcmp(d->question, FIND_KEPT) == 0;
}

static void
draw_draft(const struct drafts *k, struct canvas *c, int row, size_t i)
{
	const struct draft_brief *d = &k->v[i];
	struct arena a = ARENA_INIT;
	int kept = c->cols - 36, since = c->cols - 21, end;
	enum style style = i == k->at ? STYLE_SELECTED : STYLE_PLAIN;
	const char *fields =
		d->fields == 0 ? ""
			       : arena_printf(&a, ", %zu field%s", d->fields,
					      d->fields == 1 ? "" : "s");

	if (i == k->at) {
		canvas_text(c, row, 0, 1, STYLE_SELECTED, ">");
		canvas_cursor(c, row, 0);
	}
	/* How much it is, also where the name is cut. */
	end = 2 +
	      canvas_text_cut(c, row, 2, kept - 4 - utf8_width(fields), style,
			      is_search(d) ? arena_printf(&a, "%s: %s",
							  d->title, d->words)
					   : d->title);
	canvas_text(c, row, end, kept, style, fields);
	canvas_text_cut(c, row, kept, 14, STYLE_PLAIN, when(&a, d->kept_at));
	if (d->changed_by != NULL)
		canvas_text_cut(
			c, row, since, 20, STYLE_ALERT,
			arena_printf(&a, "%s changed it", d->changed_by));
	else
		canvas_text(c, row, since, 20, STYLE_PLAIN,
			    d->words != NULL ? "not given"
			    : d->record != 0 ? "not changed"
					     : "new record");
	arena_clear(&a);
}

/* 1-14 of 20 */
static void
draw_count(const struct drafts *k, struct canvas *c, size_t first, int rows)
{
	struct arena a = ARENA_INIT;
	size_t last = first + (size_t)rows < k->n ? first + (size_t)rows : k->n;

	canvas_right(c, 3, c->cols - 1, STYLE_PLAIN,
		     arena_printf(&a, "%zu-%zu of %zu", first + 1, last, k->n));
	arena_clear(&a);
}

static void
drafts_draw(const struct screen *s, struct canvas *c)
{
	const struct drafts *k = (const struct drafts *)s;
	int rows = ui_foot(s->ui) - FIRST_ROW, kept = c->cols - 36;
	size_t first = k->at / (size_t)rows * (size_t)rows;

	draw_reason(k, c);
	if (k->n == 0)
		return;
	canvas_text(c, 5, 2, 30, STYLE_HEADING, "Unsaved work");
	canvas_text(c, 5, kept, 14, STYLE_HEADING, "Kept");
	canvas_text(c, 5, c->cols - 21, 20, STYLE_HEADING, "Since then");
	canvas_rule(c, 6, 2, c->cols - 3);
	if (k->n > (size_t)rows)
		draw_count(k, c, first, rows);
	for (int i = 0; i < rows && first + (size_t)i < k->n; i++)
		draw_draft(k, c, FIRST_ROW + i, first + (size_t)i);
}

/* Where it was asked; there it is asked again.  What hangs on something chosen
 * before it, which is not known any more, is left to be begun. */
static void
ask_again(struct ui *u, const struct draft_brief *d)
{
	struct screen *s;

	if (strncmp(d->question, IMPORT_KEPT, strlen(IMPORT_KEPT)) == 0) {
		ui_push(u, screen_import(u));
		return;
	}
	if (is_search(d)) {
		ui_push(u, screen_find(u, "", NULL, NULL));
		return;
	}
	s = d->case_id != 0  ? screen_case(u, d->case_id)
	    : d->person != 0 ? screen_person(u, d->person)
			     : screen_diary(u);
	if (s == NULL)
		return;
	ui_push(u, s);
	if (s->ops->ask == NULL || !s->ops->ask(s, d->record, d->question))
		ui_say(u, "Begin it here as you did before (F9, F10): your "
			  "words stand in the answer.");
}

static enum reply
carry_on(struct drafts *k)
{
	struct ui *u = k->screen.ui;
	struct edit *e;
	enum err err;

	if (k->n == 0)
		return REPLY_HANDLED;
	if (k->v[k->at].words != NULL) {
		ask_again(u, &k->v[k->at]);
		return REPLY_HANDLED;
	}
	err = edit_resume(ui_session(u), k->v[k->at].id, &e);
	if (err != ERR_OK)
		ui_say_err(u, err, "This draft cannot be opened");
	else
		ui_push(u, screen_form(u, e));
	return REPLY_HANDLED;
}

static enum reply
compare(struct drafts *k)
{
	struct ui *u = k->screen.ui;
	struct screen *s = screen_draft(u, &k->v[k->at]);

	if (s != NULL)
		ui_push(u, s);
	return REPLY_HANDLED;
}

static enum reply
drafts_act(struct screen *s, enum action a)
{
	struct drafts *k = (struct drafts *)s;
	size_t page = (size_t)(ui_foot(s->ui) - FIRST_ROW);

	switch (a) {
	case ACTION_ENTER:
		return carry_on(k);
	case ACTION_UP:
	case ACTION_PREV:
		k->at -= k->at > 0;
		return REPLY_HANDLED;
	case ACTION_DOWN:
	case ACTION_NEXT:
		k->at += k->at + 1 < k->n;
		return REPLY_HANDLED;
	case ACTION_PAGE_UP:
		k->at -= k->at < page ? k->at : page;
		return REPLY_HANDLED;
	case ACTION_PAGE_DOWN:
		k->at = k->at + page < k->n ? k->at + page
			: k->n > 0	    ? k->n - 1
					    : 0;
		return REPLY_HANDLED;
	case ACTION_HOME:
		k->at = 0;
		return REPLY_HANDLED;
	case ACTION_END:
		k->at = k->n > 0 ? k->n - 1 : 0;
		return REPLY_HANDLED;
	default:
		return REPLY_IGNORED;
	}
}

static bool
throw_away(const char *answer, void *ctx)
{
	struct drafts *k = ctx;
	struct ui *u = k->screen.ui;
	enum err err;

	(void)answer;
	err = draft_throw_away(ui_session(u), k->v[k->at].id);
	if (err != ERR_OK)
		ui_say_err(u, err, "The draft is still there");
	else
		ui_say(u, "Thrown away.");
	return true;
}

enum drafts_command { DO_CARRY_ON, DO_COMPARE, DO_THROW_AWAY };

static size_t
drafts_commands(const struct screen *s, struct arena *a, struct command **out)
{
	const struct drafts *k = (const struct drafts *)s;
	struct command *v = arena_array(a, 3, sizeof(*v));

	v[0] = (struct command){ DO_CARRY_ON, ACTION_ENTER,
				 "Carry on with this draft", NULL };
	v[1] = (struct command){ DO_COMPARE, ACTION_NONE,
				 k->n > 0 && k->v[k->at].words != NULL
					 ? "Read what you wrote"
					 : "Compare with the saved record",
				 NULL };
	v[2] = (struct command){ DO_THROW_AWAY, ACTION_NONE,
				 "Throw this draft away", NULL };
	*out = v;
	return k->n > 0 ? 3 : 0;
}

static enum reply
drafts_command(struct screen *s, int id)
{
	struct drafts *k = (struct drafts *)s;

	if (id == DO_CARRY_ON)
		return carry_on(k);
	if (id == DO_COMPARE)
		return compare(k);
	ui_push(s->ui,
		screen_question(
			s->ui,
			"Throw away this draft? Enter keeps it. Type away to throw it "
			"away.",
			"away", throw_away, k));
	return REPLY_HANDLED;
}

static void
drafts_resume(struct screen *s)
{
	read_drafts((struct drafts *)s);
}

static void
drafts_close(struct screen *s)
{
	arena_clear(&((struct drafts *)s)->read);
}

static bool
drafts_in_list(const struct screen *s)
{
	(void)s;
	return true;
}

static const struct screen_ops drafts_ops = {
	.name = "drafts",
	.title = drafts_title,
	.draw = drafts_draw,
	.act = drafts_act,
	.hint = drafts_hint,
	.bar = drafts_bar,
	.help = drafts_help,
	.resume = drafts_resume,
	.close = drafts_close,
	.commands = drafts_commands,
	.command = drafts_command,
	.in_list = drafts_in_list,
};

struct screen *
screen_drafts(struct ui *u)
{
	struct arena a = ARENA_INIT;
	struct draft_brief *v;
	struct drafts *k;
	size_t n = 0;
	enum err err = draft_briefs(ui_session(u), &a, &v, &n);

	arena_clear(&a);
	if (err != ERR_OK)
		ui_say_err(u, err, "Drafts cannot be read");
	else if (n == 0)
		ui_say(u, "There is no unsaved work.");
	if (n == 0)
		return NULL;
	k = screen_new(u, &drafts_ops, sizeof(*k));
	read_drafts(k);
	return &k->screen;
}

struct screen *
screen_welcome(struct ui *u)
{
	struct screen *s = screen_drafts(u);
	struct drafts *k = (struct drafts *)s;

	if (s != NULL) {
		k->welcome = true;
		k->lost = session_lost_at(ui_session(u));
	}
	return s;
}
