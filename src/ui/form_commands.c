/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What F9 and F10 offer on a form: saving, leaving, rows, sections.
 */
#include "ui/form_parts.h"

enum form_command {
	DO_SAVE,
	DO_LEAVE,
	DO_THROW_AWAY,
	DO_ADD_ROW,
	DO_STRIKE_ROW,
	DO_FIND_WORDS,
	DO_SECTION /* and those after it: go to that section */
};

/* Each field that is shown can be gone to by its label. */
static size_t
field_commands(const struct form_screen *f, struct arena *a, struct command *v)
{
	const struct form *form = f->edit->form;
	size_t n = 0;

	for (size_t i = 0; i < form->n; i++) {
		const struct item *it = &form->items[i];

		if ((it->kind == ITEM_QUESTION || it->kind == ITEM_REPEAT) &&
		    it->repeat == NULL && form_shows(f, it, NO_ROW))
			v[n++] = (struct command){
				COMMAND_FOUND + (int)i, ACTION_NONE,
				arena_printf(a, "Field: %s", it->label), NULL
			};
	}
	return n;
}

size_t
form_commands(const struct screen *s, struct arena *a, struct command **out)
{
	const struct form_screen *f = (const struct form_screen *)s;
	struct section *sections;
	size_t n = form_sections(f, a, &sections), k = 0;
	const struct form *form = f->edit->form;
	struct command *v =
		arena_array(a, n + DO_SECTION + form->n, sizeof(*v));
	const struct item *repeat = form_repeat_here(f);

	v[k++] = (struct command){
		DO_SAVE, ACTION_SAVE,
		f->edit->transition != NULL ? "Do it, and save" : "Save", NULL
	};
	if (repeat != NULL)
		v[k++] = (struct command){
			DO_ADD_ROW, ACTION_NEW,
			arena_printf(a, "%s: add a row", repeat->label), NULL
		};
	if (repeat != NULL && f->focus.row != NO_ROW)
		v[k++] = (struct command){
			DO_STRIKE_ROW, ACTION_NONE,
			arena_printf(a, "%s: strike out row %zu", repeat->label,
				     f->focus.row + 1),
			NULL
		};
	if (f->has_input && form_is_note(f->focus.item))
		v[k++] = (struct command){ DO_FIND_WORDS, ACTION_CHOICES,
					   "Find words in this note", NULL };
	v[k++] = (struct command){ DO_LEAVE, ACTION_BACK,
				   "Leave, and keep it as a draft", NULL };
	v[k++] = (struct command){ DO_THROW_AWAY, ACTION_NONE,
				   "Throw away what was typed here", NULL };
	for (size_t i = 0; n > 1 && i < n; i++)
		v[k++] = (struct command){ DO_SECTION + (int)i, ACTION_NONE,
					   arena_printf(a, "Section %zu: %s",
							i + 1,
							sections[i].label),
					   NULL };
	k += field_commands(f, a, v + k);
	*out = v;
	return k;
}

static bool
throw_away(const char *answer, void *ctx)
{
	struct form_screen *f = ctx;
	struct ui *u = f->screen.ui;
	enum err err;

	(void)answer;
	err = edit_drop(f->edit);
	if (err != ERR_OK) {
		ui_say_err(u, err, "The draft is still there");
		return true;
	}
	ui_close(u, &f->screen);
	ui_say(u, "Thrown away.");
	return true;
}

static void
go_to_section(struct form_screen *f, size_t i)
{
	struct arena a = ARENA_INIT;
	struct section *s;
	size_t n = form_sections(f, &a, &s);

	form_leave(f);
	if (i > 0 && i < n) {
		f->page = s[i - 1].page;
		form_next_section(f, 1);
	} else {
		form_first(f);
	}
	arena_clear(&a);
}

enum reply
form_command(struct screen *s, int id)
{
	struct form_screen *f = (struct form_screen *)s;

	if (id >= COMMAND_FOUND) {
		form_leave(f);
		form_go_to(f, &f->edit->form->items[id - COMMAND_FOUND],
			   NO_ROW);
		return REPLY_HANDLED;
	}
	if (id >= DO_SECTION) {
		go_to_section(f, (size_t)(id - DO_SECTION));
		return REPLY_HANDLED;
	}
	switch ((enum form_command)id) {
	case DO_SAVE:
		form_save(f);
		return REPLY_HANDLED;
	case DO_LEAVE:
		return form_back(f);
	case DO_ADD_ROW:
		form_add_row(f);
		return REPLY_HANDLED;
	case DO_STRIKE_ROW:
		form_strike_row(f);
		return REPLY_HANDLED;
	case DO_FIND_WORDS:
		form_note_find(f);
		return REPLY_HANDLED;
	case DO_THROW_AWAY:
		ui_push(s->ui,
			screen_question(
				s->ui,
				"Throw away what was typed here since it was last "
				"saved? Enter keeps it. Type away to throw it away.",
				"away", throw_away, f));
		return REPLY_HANDLED;
	default:
		return REPLY_IGNORED;
	}
}
