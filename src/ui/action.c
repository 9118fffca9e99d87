/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/action.h"

#include <stdio.h>

#include "base/text.h"

#define KEYS_MOST 3

static const struct {
	const char *word, *text;
	struct keypress keys[KEYS_MOST];
} actions[ACTION_COUNT] = {
	[ACTION_NONE] = { "", "", { NO_KEY, NO_KEY, NO_KEY } },
#define X(name, word, text, ...)                                               \
	[ACTION_##name] = { word, text, { __VA_ARGS__ } },
	ACTION_LIST(X)
#undef X
};

static const char *const key_names[] = {
	[K_ENTER] = "Enter",
	[K_TAB] = "Tab",
	[K_BACKTAB] = "Shift-Tab",
	[K_BACKSPACE] = "Backspace",
	[K_DELETE] = "Delete",
	[K_INSERT] = "Insert",
	[K_UP] = "Up",
	[K_DOWN] = "Down",
	[K_LEFT] = "Left",
	[K_RIGHT] = "Right",
	[K_HOME] = "Home",
	[K_END] = "End",
	[K_PGUP] = "PgUp",
	[K_PGDN] = "PgDn",
	[K_ESC_ESC] = "Esc Esc",
};

static bool
same_key(const struct keypress *a, const struct keypress *b)
{
	uint32_t code = b->code;

	if (a->kind == K_NONE || a->kind != b->kind)
		return false;
	if (b->kind == K_CTRL)
		code = text_upper(code);
	return a->code == code;
}

enum action
action_of(const struct keypress *k)
{
	for (int a = 1; a < ACTION_COUNT; a++)
		for (int i = 0; i < KEYS_MOST; i++)
			if (same_key(&actions[a].keys[i], k))
				return (enum action)a;
	return ACTION_NONE;
}

const char *
action_word(enum action a)
{
	return actions[a].word;
}

const char *
action_text(enum action a)
{
	return actions[a].text;
}

const char *
action_key(enum action a)
{
	static char names[ACTION_COUNT][16];
	const struct keypress *k = &actions[a].keys[0];
	char *s = names[a];

	if (k->kind == K_F)
		snprintf(s, sizeof(names[a]), "F%u", (unsigned int)k->code);
	else if (k->kind == K_CTRL)
		snprintf(s, sizeof(names[a]), "Ctrl-%c", (char)k->code);
	else if (k->kind == K_ESC)
		snprintf(s, sizeof(names[a]), "Esc %c", (char)k->code);
	else if (k->kind == K_NAMED)
		return key_names[k->code];
	return s;
}
