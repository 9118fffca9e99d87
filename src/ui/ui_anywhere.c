/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What can be done on every screen that does not take the action itself.
 */
#include "ui/screens.h"
#include "ui/ui_parts.h"

static bool
help(struct ui *u)
{
	ui_push(u, screen_help(u, u->top));
	return true;
}

/* Home stays: it is left by its own question. */
static bool
back(struct ui *u)
{
	if (u->top != NULL && u->top->below != NULL)
		ui_close(u, u->top);
	return true;
}

static bool
read_again(struct ui *u)
{
	if (u->top != NULL && u->top->ops->resume != NULL) {
		u->top->ops->resume(u->top);
		if (u->message[0] == '\0') /* it would have said why not */
			ui_say(u, "Read again.");
	}
	return true;
}

static bool
find(struct ui *u)
{
	ui_push(u, screen_find(u, "", NULL, NULL));
	return true;
}

static bool
palette(struct ui *u)
{
	ui_push(u, screen_palette(u));
	return true;
}

static bool
actions(struct ui *u)
{
	ui_push(u, screen_actions(u, u->top));
	return true;
}

static bool
read_message(struct ui *u)
{
	u->reading = true;
	return true;
}

static bool
paint_again(struct ui *u)
{
	u->repaint = true;
	return true;
}

static bool
no_shell(struct ui *u)
{
	ui_say(u, "Nothing was stopped: there is no shell behind this.");
	return true;
}

/* What would read the store, before there is one. */
static bool
needs_session(enum action a)
{
	return a == ACTION_FIND || a == ACTION_NEW || a == ACTION_PALETTE ||
	       a == ACTION_ACTIONS;
}

bool
ui_act_anywhere(struct ui *u, enum action a)
{
	static bool (*const does[ACTION_COUNT])(struct ui *) = {
		[ACTION_HELP] = help,
		[ACTION_BACK] = back,
		[ACTION_CANCEL] = back,
		[ACTION_REFRESH] = read_again,
		[ACTION_FIND] = find,
		[ACTION_NEW] = find,
		[ACTION_PALETTE] = palette,
		[ACTION_ACTIONS] = actions,
		[ACTION_READ_MESSAGE] = read_message,
		[ACTION_LOCK] = ui_lock,
		[ACTION_REPAINT] = paint_again,
		[ACTION_SUSPEND] = no_shell,
	};

	if (u->session == NULL && needs_session(a))
		return true;
	return does[a] == NULL || does[a](u);
}
