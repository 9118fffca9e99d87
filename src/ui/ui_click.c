/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The mouse, for those who turned it on: a click moves the focus to where it
 * was, by the steps that the arrow keys make, and never acts.  So no screen
 * needs to know of it.
 */
#include "ui/ui_parts.h"

#define STEPS_MOST 200

static int
row_in_focus(struct ui *u)
{
	return ui_draw(u)->cur_row;
}

/* One step towards the row.  False: there, or nothing stands there. */
static bool
step_towards(struct ui *u, int row)
{
	int at = row_in_focus(u), now;
	bool down = row > at;

	if (at == row)
		return false;
	ui_act(u, down ? ACTION_DOWN : ACTION_UP);
	now = row_in_focus(u);
	if (down ? now > at && now <= row : now < at && now >= row)
		return true;
	if (now != at) /* past it, or on another part */
		ui_act(u, down ? ACTION_UP : ACTION_DOWN);
	return false;
}

void
ui_click(struct ui *u, int row)
{
	const struct screen *on = u->top;

	if (!u->settings.mouse || row < 1 || row >= ui_foot(u))
		return;
	for (int i = 0; i < STEPS_MOST && u->top == on; i++)
		if (!step_towards(u, row))
			return;
}
