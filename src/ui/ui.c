/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The stack of screens, and the way of a key: to the screen on top, then to
 * what the program does anywhere.  A screen that closes is taken off at once
 * and freed when the key is done, so that no screen vanishes under its own
 * feet.
 */
#include "ui/ui_parts.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"

#define WARN_BEFORE 60
#define KEEP_EVERY 10 /* seconds of typing without a pause */
#define IDLE_STEP 10
#define PAUSE 2
#define KEEP_CHARS 200 /* characters typed */

struct ui *
ui_new(struct session *s, int rows, int cols)
{
	struct ui *u = xcalloc(1, sizeof(*u));

	u->session = s;
	u->canvas = canvas_new(rows, cols);
	u->kept_at = clock_now();
	settings_usual(&u->settings);
	if (s != NULL)
		settings_load(&u->settings, s);
	ui_settings_set(u, &u->settings);
	return u;
}

static void
free_screen(struct screen *s)
{
	if (s->ops->close != NULL)
		s->ops->close(s);
	arena_wipe(&s->arena);
	free(s);
}

static void
bury(struct ui *u)
{
	while (u->closed != NULL) {
		struct screen *s = u->closed;

		u->closed = s->below;
		free_screen(s);
	}
}

void
ui_free(struct ui **u)
{
	if (*u == NULL)
		return;
	while ((*u)->top != NULL)
		ui_close(*u, (*u)->top);
	bury(*u);
	canvas_free(&(*u)->canvas);
	arena_wipe(&(*u)->remembered);
	free(*u);
	*u = NULL;
}

struct session *
ui_session(const struct ui *u)
{
	return u->session;
}

void *
screen_new(struct ui *u, const struct screen_ops *ops, size_t size)
{
	struct screen *s = xcalloc(1, size);

	s->ops = ops;
	s->ui = u;
	return s;
}

struct screen *
screen_discard(struct screen *s)
{
	free_screen(s);
	return NULL;
}

void
ui_push(struct ui *u, struct screen *s)
{
	if (s == NULL)
		return;
	if (u->top != NULL)
		u->top->covered = true;
	s->below = u->top;
	u->top = s;
}

void
ui_close(struct ui *u, struct screen *s)
{
	struct screen **p = &u->top;

	while (*p != NULL && *p != s)
		p = &(*p)->below;
	if (*p == NULL)
		return;
	*p = s->below;
	s->closing = true;
	s->below = u->closed;
	u->closed = s;
}

struct screen *
ui_top(const struct ui *u)
{
	return u->top;
}

void
ui_then(struct ui *u, enum action a, int id)
{
	u->then = true;
	u->then_action = a;
	u->then_id = id;
}

/* --- What was entered before ------------------------------------------ */

static const char *
recall_name(struct arena *a, const char *form, const char *field)
{
	return arena_printf(a, "%s.%s", form, field);
}

void
ui_remember(struct ui *u, const char *form, const char *field,
	    const struct value *v)
{
	if (u->recalled.arena == NULL)
		fields_init(&u->recalled, &u->remembered);
	fields_set(&u->recalled, recall_name(&u->remembered, form, field), *v);
}

const struct value *
ui_recall(const struct ui *u, const char *form, const char *field)
{
	struct arena a = ARENA_INIT;
	const struct value *v;

	v = fields_get(&u->recalled, recall_name(&a, form, field));
	arena_clear(&a);
	return v;
}

/* --- Keeping, locking -------------------------------------------------- */

bool
ui_keep(struct ui *u)
{
	bool kept = true;

	for (struct screen *s = u->top; s != NULL; s = s->below)
		if (s->ops->keep != NULL && !s->ops->keep(s))
			kept = false;
	if (!kept && !u->unkept)
		ui_say(u, "What you typed could not be kept. Save it with F2, "
			  "and ring the help desk.");
	else if (kept && u->unkept)
		ui_say(u, "What you typed is kept again.");
	u->unkept = !kept;
	u->typed = kept ? 0 : 1; /* to be tried again */
	u->kept_at = clock_now();
	return kept;
}

void
ui_home(struct ui *u)
{
	if (!ui_keep(u)) {
		ui_say(u, "What you typed here could not be kept: it stays "
			  "open. Ring the help desk.");
		return;
	}
	while (u->top != NULL && u->top->below != NULL)
		ui_close(u, u->top);
}

/* A clock that was set back says nothing of how long ago it was. */
static void
keep_when_due(struct ui *u)
{
	int64_t since = clock_now() - u->kept_at;

	if (u->typed >= KEEP_CHARS ||
	    (u->typed > 0 && (since >= KEEP_EVERY || since < 0)))
		ui_keep(u);
}

static bool
awaits_pause(const struct ui *u)
{
	return u->top != NULL && u->top->ops->awaits_pause != NULL &&
	       u->top->ops->awaits_pause(u->top);
}

int
ui_idle_step(const struct ui *u)
{
	return awaits_pause(u) || (u->typed > 0 && !u->unkept) ? PAUSE
							       : IDLE_STEP;
}

/* Seconds before it locks that it says so; half of a short time. */
static int
warn_before(const struct ui *u)
{
	return u->lock_after / 2 < WARN_BEFORE ? u->lock_after / 2
					       : WARN_BEFORE;
}

static void
warn(struct ui *u)
{
	struct arena a = ARENA_INIT;

	u->warned = true;
	u->beep = true;
	ui_say(u,
	       "This locks in %s, and what you typed is kept. Any key goes "
	       "on.",
	       warn_before(u) == WARN_BEFORE
		       ? "a minute"
		       : arena_printf(&a, "%d seconds", warn_before(u)));
	arena_clear(&a);
}

static void
cut_off(struct ui *u)
{
	if (u->top != NULL && u->top->ops->cut_off != NULL)
		u->top->ops->cut_off(u->top);
}

bool
ui_lock(struct ui *u)
{
	cut_off(u);
	if (!ui_keep(u)) {
		u->hidden = true;
		return true;
	}
	u->locked = true;
	return false;
}

bool
ui_idle(struct ui *u, int idle)
{
	if (idle >= PAUSE && awaits_pause(u))
		u->top->ops->pause(u->top);
	if (u->typed > 0 && idle >= PAUSE)
		ui_keep(u);
	if (u->lock_after == 0)
		return true;
	if (idle >= u->lock_after)
		return ui_lock(u);
	if (idle >= u->lock_after - warn_before(u) && !u->warned)
		warn(u);
	return true;
}

void
ui_lost(struct ui *u)
{
	cut_off(u);
	ui_keep(u);
}

bool
ui_locked(const struct ui *u)
{
	return u->locked;
}

void
ui_lock_after(struct ui *u, int seconds)
{
	u->lock_after = seconds;
}

/* --- The way of a key -------------------------------------------------- */

static bool
take_reply(struct ui *u, struct screen *s, enum reply r)
{
	if (r == REPLY_CLOSE)
		ui_close(u, s);
	return r != REPLY_QUIT;
}

/* A screen first, then what is done anywhere. */
bool
ui_act(struct ui *u, enum action a)
{
	struct screen *s = u->top;
	enum reply r = REPLY_IGNORED;

	if (s != NULL && s->ops->act != NULL)
		r = s->ops->act(s, a);
	if (r == REPLY_IGNORED)
		return ui_act_anywhere(u, a);
	return take_reply(u, s, r);
}

static bool
type(struct ui *u, uint32_t ch)
{
	struct screen *s = u->top;
	enum reply r = REPLY_IGNORED;

	if (s == NULL)
		return true;
	u->typed++;
	if (s->ops->type != NULL)
		r = s->ops->type(s, ch);
	if (r == REPLY_IGNORED && ch == '?')
		return ui_act(u, ACTION_HELP);
	return take_reply(u, s, r);
}

static bool
paste(struct ui *u, const char *text)
{
	struct screen *s = u->top;
	enum reply r = REPLY_IGNORED;

	if (s == NULL || text == NULL)
		return true;
	u->typed += KEEP_CHARS;
	if (s->ops->paste != NULL)
		r = s->ops->paste(s, text);
	if (r == REPLY_IGNORED)
		ui_say(u, "There is nothing here to paste into.");
	return take_reply(u, s, r);
}

/* After a key: what was asked for when the screens have closed, what the
 * screen on top must read again, and the closed ones freed. */
static bool
settle(struct ui *u)
{
	bool stay = true;

	for (int rounds = 0; rounds < 4; rounds++) {
		struct screen *s = u->top;

		bury(u);
		if (s != NULL && s->covered) {
			s->covered = false;
			if (s->ops->resume != NULL)
				s->ops->resume(s);
		}
		if (!u->then || !stay)
			continue;
		u->then = false;
		if (u->then_action != ACTION_NONE)
			stay = ui_act(u, u->then_action);
		else if (s != NULL && s->ops->command != NULL)
			stay = take_reply(u, s, s->ops->command(s, u->then_id));
	}
	bury(u);
	return stay;
}

/* j and k move where a letter would begin to find, for those who want that;
 * `/` begins to find.  ACTION_NONE: it is a letter like any other. */
static enum action
vi_action(struct ui *u, uint32_t ch)
{
	const struct screen *s = u->top;

	if (!u->settings.vi || u->finding || s == NULL ||
	    s->ops->in_list == NULL || !s->ops->in_list(s))
		return ACTION_NONE;
	switch (ch) {
	case 'j':
		return ACTION_DOWN;
	case 'k':
		return ACTION_UP;
	case 'g':
		return ACTION_HOME;
	case 'G':
		return ACTION_END;
	default:
		return ACTION_NONE;
	}
}

static bool
type_or_move(struct ui *u, uint32_t ch)
{
	enum action a = vi_action(u, ch);
	bool may_find = u->settings.vi && !u->finding && u->top != NULL &&
			u->top->ops->in_list != NULL &&
			u->top->ops->in_list(u->top);

	if (a != ACTION_NONE)
		return ui_act(u, a);
	if (ch != '/' || !may_find)
		return type(u, ch);
	u->finding = true;
	ui_say(u, "Letters find now, until the next other key.");
	return true;
}

static bool
handle(struct ui *u, const struct keypress *k)
{
	enum action a = action_of(k);

	if (k->kind == K_CHAR)
		return type_or_move(u, k->code);
	if (a != ACTION_BACKSPACE)
		u->finding = false;
	if (k->kind == K_PASTE)
		return paste(u, k->text);
	if (k->kind == K_CLICK)
		ui_click(u, (int)(k->code >> 16));
	if (a == ACTION_CANCEL_ESC)
		a = ACTION_CANCEL;
	return a == ACTION_NONE || ui_act(u, a);
}

/* Moving and typing leave the message standing; an act of its own clears it,
 * so that what is read is about the last act. */
static bool
clears_message(const struct keypress *k)
{
	enum action a = action_of(k);

	if (k->kind == K_F || k->kind == K_PASTE)
		return true;
	return a == ACTION_ENTER || (k->kind == K_CTRL && a != ACTION_REPAINT);
}

bool
ui_key(struct ui *u, const struct keypress *k)
{
	bool stay;

	if (k->kind == K_LOST) {
		ui_lost(u);
		return false;
	}
	if (k->kind == K_RESIZE)
		return true;
	u->esc_pending = k->kind == K_ESC_PENDING;
	if (u->esc_pending || k->kind == K_NONE)
		return true;
	u->warned = false;
	u->reading = false;
	if (u->hidden) { /* it shows again, and does nothing else */
		u->hidden = false;
		return true;
	}
	if (clears_message(k))
		u->message[0] = '\0';
	stay = handle(u, k) && settle(u);
	if (!stay)
		ui_keep(u);
	keep_when_due(u);
	return stay && !u->locked;
}
