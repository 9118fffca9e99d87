/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/chronology.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "casework/work.h"
#include "ui/begin.h"
#include "ui/preview.h"

void
chronology_init(struct chronology *k, struct ui *u)
{
	k->ui = u;
	line_init(&k->box, "", false);
}

void
chronology_clear(struct chronology *k)
{
	line_clear(&k->box);
}

const struct event *
chronology_at(const struct chronology *k)
{
	return k->b.n > 0 ? &k->events[k->shown[k->b.at]] : NULL;
}

static bool
event_fits(const struct chronology *k, const struct event *e)
{
	struct arena a = ARENA_INIT;
	bool fits;

	if (k->only != NULL && strcmp(e->what, k->only) != 0)
		return false;
	if (text_blank(line_text(&k->box)))
		return true;
	fits = words_fit(
		line_text(&k->box),
		text_fold(&a, arena_printf(&a, "%s %s %s %s",
					   date_format(&a, clock_date_of(e->at),
						       DATE_SHORT),
					   e->what, e->who, e->summary)));
	arena_clear(&a);
	return fits;
}

/* Of what stood in focus before the list was read anew. */
struct mark {
	uint64_t record;
	size_t step;
};

static struct mark
mark_of(const struct event *e)
{
	return e != NULL ? (struct mark){ e->record, e->step }
			 : (struct mark){ 0 };
}

static bool
is_marked(const struct event *e, struct mark m)
{
	return e->record == m.record && e->step == m.step;
}

static void
narrow(struct chronology *k, struct arena *a)
{
	struct mark was = mark_of(chronology_at(k));
	size_t n = 0, mark = 0;

	k->shown = arena_array(a, k->n + 1, sizeof(*k->shown));
	for (size_t i = 0; i < k->n; i++) {
		if (!event_fits(k, &k->events[i]))
			continue;
		if (is_marked(&k->events[i], was))
			mark = n;
		k->shown[n++] = i;
	}
	k->b.at = mark;
	browse_count(&k->b, n);
}

void
chronology_set(struct chronology *k, struct arena *a,
	       const struct event *events, size_t n)
{
	struct mark was = mark_of(chronology_at(k));

	k->events = events;
	k->n = n;
	k->b.n = 0;
	narrow(k, a);
	for (size_t i = 0; i < k->b.n && was.record != 0; i++)
		if (is_marked(&events[k->shown[i]], was))
			k->b.at = i;
}

void
chronology_newest(struct chronology *k)
{
	k->b.at = k->b.top = 0;
}

/* --- Drawing ----------------------------------------------------------- */

enum { COL_WHEN, COL_WHAT, COL_WHO, COL_SUMMARY, COLS };

static const struct column columns[COLS] = {
	{ "When", 17, 0, 0 },
	{ "What", 16, 20, 0 },
	{ "Who", 10, 0, 0 },
	{ "Summary", 28, 80, 0 },
};

static const char *
event_summary(struct arena *a, const struct event *e)
{
	const char *mark = "";

	if (e->withdrawn)
		mark = "withdrawn: ";
	else if (e->kind == RECORD_CHILD && !e->finished)
		mark = "not finished: ";
	return arena_printf(a, "%s%s", mark, e->summary);
}

static void
draw_event(struct canvas *c, struct arena *a, int row, const struct column *v,
	   const struct event *e, bool marked)
{
	bool open = e->kind == RECORD_CHILD && !e->finished && !e->withdrawn;

	table_cell(
		c, row, &v[COL_WHEN], marked ? STYLE_SELECTED : STYLE_PLAIN,
		arena_printf(a, "%s %s",
			     date_format(a, clock_date_of(e->at), DATE_SHORT),
			     time_format(a, clock_minutes_of(e->at))));
	table_cell(c, row, &v[COL_WHAT], STYLE_TAG, e->what);
	table_cell(c, row, &v[COL_WHO], STYLE_PLAIN, e->who);
	table_cell(c, row, &v[COL_SUMMARY], open ? STYLE_WARN : STYLE_PLAIN,
		   event_summary(a, e));
	table_mark(c, row, marked);
}

const char *
chronology_shows(const struct chronology *k, struct arena *a)
{
	const char *words = line_text(&k->box);

	if (!text_blank(words))
		return arena_printf(a, "%s with \"%s\"",
				    k->only != NULL ? k->only : "lines", words);
	return k->only != NULL ? k->only : "everything";
}

static void
draw_head(const struct chronology *k, struct canvas *c, struct arena *a,
	  int row, size_t first, int height)
{
	size_t last = first + (size_t)height;

	canvas_printf(c, row, 0, c->cols, STYLE_HEADING,
		      "Chronology, newest first: %s", chronology_shows(k, a));
	if (last > k->b.n)
		last = k->b.n;
	if (k->b.n > 0)
		canvas_right(c, row, c->cols - 1, STYLE_PLAIN,
			     arena_printf(a, "%zu-%zu of %zu", first + 1, last,
					  k->b.n));
}

static void
draw_preview(const struct chronology *k, struct canvas *c, struct arena *a,
	     int row, int end)
{
	const struct event *e = chronology_at(k);
	struct preview p;

	if (e == NULL || !preview_begin(&p, k->ui, c, row, end))
		return;
	preview_text(&p, STYLE_PERSON, e->what);
	preview_line(
		&p, "When", STYLE_PLAIN,
		arena_printf(a, "%s, %s",
			     date_format(a, clock_date_of(e->at), DATE_LONG),
			     time_format(a, clock_minutes_of(e->at))));
	preview_line(&p, "Who", STYLE_PLAIN, e->who);
	if (e->withdrawn)
		preview_line(&p, "State", STYLE_WARN, "withdrawn");
	else if (e->kind == RECORD_CHILD || e->kind == RECORD_TASK)
		preview_line(&p, "State", e->finished ? STYLE_GOOD : STYLE_WARN,
			     e->finished ? "done" : "not finished");
	preview_gap(&p);
	preview_text(&p, STYLE_PLAIN, e->summary);
}

void
chronology_draw(const struct chronology *k, struct canvas *c, int row, int end,
		bool focus, bool headings)
{
	struct arena a = ARENA_INIT;
	struct column v[COLS];
	int height = ui_list_rows(k->ui, end - row - (headings ? 3 : 1));
	size_t first = browse_first(&k->b, height);

	memcpy(v, columns, sizeof(v));
	table_layout(v, COLS, preview_beside(k->ui, c));
	draw_head(k, c, &a, row++, first, height);
	draw_preview(k, c, &a, row, end);
	if (headings)
		row = table_head(c, row, v, COLS);
	for (size_t i = first; i < k->b.n && i < first + (size_t)height;
	     i++, row++)
		draw_event(c, &a, row, v, &k->events[k->shown[i]],
			   focus && i == k->b.at);
	if (k->b.n == 0) {
		canvas_text(c, row, 2, c->cols, STYLE_PLAIN,
			    k->n > 0 ? "Nothing fits. F12 shows everything."
				     : "Nothing has been written yet.");
		if (focus)
			canvas_cursor(c, row, 2);
	}
	arena_clear(&a);
}

/* --- Narrowing --------------------------------------------------------- */

bool
chronology_type(struct chronology *k, struct arena *a, uint32_t ch)
{
	if (ch == '?' && line_text(&k->box)[0] == '\0')
		return false;
	if (line_type(&k->box, ch))
		narrow(k, a);
	return true;
}

bool
chronology_edit(struct chronology *k, struct arena *a, enum action act)
{
	if (act != ACTION_BACKSPACE && act != ACTION_UNDO && act != ACTION_REDO)
		return false;
	if (!line_act(&k->box, act))
		return false;
	narrow(k, a);
	return true;
}

bool
chronology_show_all(struct chronology *k, struct arena *a)
{
	if (k->only == NULL && line_text(&k->box)[0] == '\0')
		return false;
	k->only = NULL;
	line_set(&k->box, "");
	narrow(k, a);
	return true;
}

static void
kind_chosen(const struct choice_row *rows, size_t n, void *ctx)
{
	struct chronology *k = ctx;

	for (size_t i = 0; i < n; i++) {
		if (!rows[i].chosen)
			continue;
		snprintf(k->only_text, sizeof(k->only_text), "%s",
			 rows[i].code);
		k->only = k->only_text[0] != '\0' ? k->only_text : NULL;
	}
}

static bool
has_row(const struct choice_row *rows, size_t n, const char *code)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(rows[i].code, code) == 0)
			return true;
	return false;
}

void
chronology_ask_kind(struct chronology *k, struct arena *a)
{
	struct choice_row *rows = arena_array(a, k->n + 1, sizeof(*rows));
	size_t n = 0;

	rows[n++] = (struct choice_row){ "", "Everything", k->only == NULL };
	for (size_t i = 0; i < k->n; i++) {
		const char *what = k->events[i].what;

		if (!has_row(rows, n, what))
			rows[n++] = (struct choice_row){
				what, what,
				k->only != NULL && strcmp(k->only, what) == 0
			};
	}
	ui_push(k->ui, screen_choices(k->ui, "Show only", rows, n, false,
				      kind_chosen, k));
}

/* --- Acts on the marked event ------------------------------------------ */

static const char resolve_question[] = "Why does this alert no longer hold?";
static const char withdraw_question[] =
	"Why is it withdrawn? F12 leaves it as it is.";

static bool
told(struct chronology *k, enum err e, const char *done, const char *not_done)
{
	if (e == ERR_OK)
		ui_say(k->ui, "%s", done);
	else
		ui_say_err(k->ui, e, not_done);
	return e == ERR_OK;
}

static bool
finish_task(const char *how, void *ctx)
{
	struct chronology *k = ctx;

	enum err e = task_finish(ui_session(k->ui), k->target, how);

	if (e == ERR_OK)
		ui_say(k->ui, "The task is done.");
	else
		begin_not_done(k->ui, e);
	return e == ERR_OK;
}

static bool
resolve_flag(const char *note, void *ctx)
{
	struct chronology *k = ctx;

	return told(k, flag_resolve(ui_session(k->ui), k->target, note),
		    "The alert no longer stands.", "The alert stands");
}

static bool
withdraw(const char *reason, void *ctx)
{
	struct chronology *k = ctx;

	return told(k, record_withdraw(ui_session(k->ui), k->target, reason),
		    "Withdrawn. It stays in the chronology, struck out.",
		    "It stands as it was");
}

static void
ask(struct chronology *k, const char *question,
    bool (*done)(const char *answer, void *ctx))
{
	k->target = chronology_at(k)->record;
	ui_push(k->ui, screen_ask(k->ui, k->target, question, done, k));
}

static void
ask_done(struct chronology *k, const struct event *e)
{
	k->target = e->record;
	begin_done(k->ui, e->record, e->summary, finish_task, k);
}

static void
ask_before_withdrawing(struct chronology *k)
{
	ask(k, withdraw_question, withdraw);
	ui_discard(k->ui);
}

static void
show_history(struct chronology *k, const struct event *e)
{
	ui_push(k->ui, screen_history(k->ui, e->record));
}

void
chronology_open(struct chronology *k, uint64_t in_case)
{
	const struct event *e = chronology_at(k);

	if (e == NULL)
		return;
	if (e->kind == RECORD_CASE && e->case_id != in_case)
		ui_push(k->ui, screen_case(k->ui, e->case_id));
	else if (e->step != 0)
		show_history(k, e);
	else if (e->form != NULL)
		begin_open(k->ui, e->record);
	else if (e->kind == RECORD_TASK && !e->finished && !e->withdrawn)
		ask_done(k, e);
	else if (e->kind == RECORD_FLAG && !e->finished && !e->withdrawn)
		ask(k, resolve_question, resolve_flag);
	else
		ui_say(k->ui, "There is nothing more to show of this line.");
}

enum { DO_FINISH = CHRONOLOGY_FIRST, DO_RESOLVE, DO_HISTORY, DO_WITHDRAW };

size_t
chronology_commands(const struct chronology *k, struct arena *a,
		    struct command *out)
{
	const struct event *e = chronology_at(k);
	bool open = e != NULL && !e->finished && !e->withdrawn;
	size_t n = 0;

	if (e == NULL)
		return 0;
	if (e->kind == RECORD_TASK && open)
		out[n++] = (struct command){ DO_FINISH, ACTION_NONE,
					     "This task is done", NULL };
	if (e->kind == RECORD_FLAG && open)
		out[n++] =
			(struct command){ DO_RESOLVE, ACTION_NONE,
					  "This alert no longer holds", NULL };
	if (e->form != NULL || e->step != 0)
		out[n++] = (struct command){
			DO_HISTORY, ACTION_NONE,
			arena_printf(a, "Who changed this %s, and when",
				     e->step != 0 ? "case" : e->what),
			NULL
		};
	/* A merge is undone from the person, a step by a step. */
	if (e->kind == RECORD_ALIAS || e->step != 0)
		return n;
	out[n++] =
		(struct command){ DO_WITHDRAW, ACTION_NONE,
				  arena_printf(a, "Withdraw this %s", e->what),
				  e->withdrawn ? "It is withdrawn already."
					       : NULL };
	return n;
}

bool
chronology_command(struct chronology *k, int id)
{
	const struct event *e = chronology_at(k);

	if (id < CHRONOLOGY_FIRST || e == NULL)
		return false;
	if (id == DO_FINISH)
		ask_done(k, e);
	else if (id == DO_RESOLVE)
		ask(k, resolve_question, resolve_flag);
	else if (id == DO_HISTORY)
		show_history(k, e);
	else
		ask_before_withdrawing(k);
	return true;
}

/* Of a task, withdrawing apart, only how it went is asked. */
static bool
ask_of(struct chronology *k, const struct event *e, const char *question)
{
	if (e->withdrawn)
		return false;
	if (strcmp(question, withdraw_question) == 0)
		ask_before_withdrawing(k);
	else if (e->finished)
		return false;
	else if (e->kind == RECORD_TASK)
		ask_done(k, e);
	else if (e->kind == RECORD_FLAG)
		ask(k, resolve_question, resolve_flag);
	else
		return false;
	return true;
}

bool
chronology_asked(struct chronology *k, uint64_t about, const char *question)
{
	for (size_t i = 0; i < k->b.n; i++) {
		const struct event *e = &k->events[k->shown[i]];

		if (e->record != about || e->step != 0)
			continue;
		k->b.at = i;
		return ask_of(k, e, question);
	}
	return false;
}
