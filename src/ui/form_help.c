/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the field in focus wants: the hint on row 22, the key bar, the help
 * page.
 */
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/text.h"
#include "ui/form_parts.h"

#define HINT_COLS 78
#define LONG_VALUE 20 /* may not be seen whole in its field */

static const char *const wants[] = {
	[Q_NONE] = "",
	[Q_TEXT] = "Type it. Tab or Enter goes on.",
	[Q_INTEGER] = "A whole number.",
	[Q_DECIMAL] = "A number, for example 12.50.",
	[Q_DATE] = "A date: 3/2, 3 feb 2026, today, t+7, mon.",
	[Q_DATETIME] = "A date and a time, for example 3/2/2026 14:30.",
	[Q_TIME] = "A time: 9:30, 2.15pm, now.",
	[Q_DURATION] = "A length of time, for example 3 weeks or 45 minutes.",
	[Q_PERSON] = "F4 finds the person; or write their number.",
	[Q_USER] = "A login or the beginning of a name; F4 lists everybody.",
	[Q_ATTACHMENT] = "The name of a kept file.",
	[Q_SELECT_ONE] = "First letters, or F4 for the list.",
	[Q_SELECT_MULTIPLE] = "Several, with commas between; or F4 for the "
			      "list.",
	[Q_CASE] = "The reference of the case; F4 lists yours.",
};

#define ESTIMATE "A date; about 2026, or 5/2026, if it is not known exactly."

static const char *
want_of(const struct item *it)
{
	if (it->type == Q_TEXT && it->look == LOOK_MULTILINE)
		return "As many lines as it needs. Tab goes on.";
	return it->type == Q_DATE && it->estimate ? ESTIMATE : wants[it->type];
}

static bool
is_changed(const struct form_screen *f)
{
	return f->has_input && strcmp(line_text(&f->input), f->before) != 0;
}

/* The code of the choice that a number means; "" for none. */
static const char *
number_means(struct arena *a, const struct item *it,
	     const struct choice *const *offered, size_t n, const char *typed)
{
	struct value v;
	const char *why;

	if (typed[0] == '\0' || typed[strspn(typed, "0123456789")] != '\0' ||
	    !answer_choose(a, it, offered, n, typed, &v, &why))
		return "";
	if (v.type == VAL_CODES)
		return v.codes.n == 1 ? v.codes.v[0] : "";
	return v.type == VAL_CODE ? v.text : "";
}

/* The choices that what is typed can still mean; all, before it is. */
static const char *
matching(const struct form_screen *f, struct arena *a, const struct item *it)
{
	const struct choice **offered;
	size_t n = choices_offered(f->edit->view, it, f->focus.row, &offered);
	const char *typed = is_changed(f) ? line_text(&f->input) : "";
	const char *comma = strrchr(typed, ',');
	const char *with = text_fold(a, comma != NULL ? comma + 1 : typed);
	const char *meant = number_means(a, it, offered, n, with);
	struct buf b = BUF_INIT;
	const char *text;

	for (size_t i = 0; i < n; i++) {
		if (strncmp(text_fold(a, offered[i]->label), with,
			    strlen(with)) != 0 &&
		    strcmp(text_fold(a, offered[i]->code), with) != 0 &&
		    strcmp(offered[i]->code, meant) != 0)
			continue;
		/* A label with a comma in it would read as two. */
		buf_printf(&b,
			   strchr(offered[i]->label, ',') ? "%s\"%s\"" : "%s%s",
			   b.n > 0 ? ", " : "", offered[i]->label);
	}
	text = arena_strdup(a, b.n > 0 ? b.s : "");
	buf_clear(&b);
	return text;
}

static const char *
hint_of_choice(const struct form_screen *f, struct arena *a,
	       const struct item *it)
{
	const char *list = matching(f, a, it);

	if (is_changed(f))
		return list[0] != '\0' ? list
				       : "No choice begins so. F4 "
					 "lists them all.";
	if (it->hint != NULL)
		return it->hint;
	if (f->has_input && utf8_width(f->before) > LONG_VALUE)
		return f->before;
	return list[0] != '\0' && utf8_width(list) < HINT_COLS ? list
							       : want_of(it);
}

static const char *
hint_of_field(const struct form_screen *f, struct arena *a,
	      const struct item *it)
{
	const char *echo;

	if (it->type == Q_SELECT_ONE || it->type == Q_SELECT_MULTIPLE)
		return hint_of_choice(f, a, it);
	if (form_is_note(it) && f->has_input &&
	    (is_changed(f) || (it->hint == NULL && f->words > 0)))
		return form_note_counted(f, a);
	echo = is_changed(f)
		       ? form_echo(f, a, it, f->focus.row, line_text(&f->input))
		       : "";
	if (echo[0] != '\0')
		return arena_printf(a, "Understood: %s.", echo);
	return it->hint != NULL ? it->hint : want_of(it);
}

static const char *
hint_of_mark(const struct form_screen *f, struct arena *a,
	     const struct item *it)
{
	return arena_printf(a, "%s   space clears",
			    form_mark_keys(f, a, it, f->focus.row));
}

static const char *
hint_of_shown(const struct form_screen *f, const struct item *it)
{
	if (form_masked(f, it, f->focus.row))
		return "Enter or F4 shows it; that is recorded.";
	if (it->kind != ITEM_QUESTION)
		return "Worked out from other answers.";
	if (date_is_set(it->retired))
		return "No longer asked; what was answered stays.";
	return "Only to be read here.";
}

/* Texts live in the view's arena: until the next change of an answer. */
const char *
form_hint(const struct screen *s)
{
	const struct form_screen *f = (const struct form_screen *)s;
	struct arena *a = &f->edit->view_arena;
	const struct item *it = f->focus.item;

	switch (f->focus.kind) {
	case LINE_FIELD:
		return form_masked(f, it, f->focus.row)
			       ? "Enter or F4 shows it; that is recorded."
			       : hint_of_field(f, a, it);
	case LINE_MARK:
		return hint_of_mark(f, a, it);
	case LINE_REPEAT:
		if (!form_may_add(f, it))
			return "Only to be read here.";
		return it->hint != NULL ? it->hint
					: "F8 adds a row. Enter goes on.";
	case LINE_ROW:
		if (!form_may_add(f, it->repeat ? it->repeat : it))
			return "Enter opens the row, or closes it.";
		return "Enter opens the row, or closes it. F10 strikes it "
		       "out.";
	case LINE_SHOWN:
		return hint_of_shown(f, it);
	case LINE_REASON:
		return "Why it is done. The reason is kept with the case.";
	default:
		return f->edit->transition != NULL ? "F2 does it. F3 goes "
						     "back."
						   : "";
	}
}

/* --- Key bar -------------------------------------------------------- */

struct bar {
	struct bar_word v[BAR_MOST + 1];
	int n;
};

static void
bar_add(struct bar *b, bool wanted, enum action a, const char *word)
{
	if (wanted && b->n < BAR_MOST)
		b->v[b->n++] = (struct bar_word){ a, word };
}

/* Is there a list, or something hidden, behind F4? */
static bool
has_choices(const struct form_screen *f)
{
	const struct item *it = f->focus.item;

	return it != NULL && it->kind == ITEM_QUESTION &&
	       ((form_is_chosen(it) && f->focus.kind != LINE_SHOWN) ||
		form_masked(f, it, f->focus.row));
}

static bool
has_sections(const struct form_screen *f)
{
	struct arena a = ARENA_INIT;
	struct section *s;
	size_t n = form_sections(f, &a, &s);

	arena_clear(&a);
	return n > 1;
}

const struct bar_word *
form_bar(const struct screen *s)
{
	static struct bar b;
	const struct form_screen *f = (const struct form_screen *)s;
	const struct item *it = f->focus.item;
	bool rows = it != NULL && (it->kind == ITEM_REPEAT || it->repeat) &&
		    form_may_add(f, it->repeat ? it->repeat : it);
	bool list = has_choices(f), note = f->has_input && form_is_note(it);
	bool same = f->focus.kind == LINE_FIELD && !list && it != NULL &&
		    ui_recall(s->ui, form_full_name(f->edit->form), it->name) !=
			    NULL;

	b.n = 0;
	bar_add(&b, true, ACTION_HELP, NULL);
	bar_add(&b, f->edit->may_write, ACTION_SAVE,
		f->edit->transition != NULL ? "Do it" : NULL);
	bar_add(&b, true, ACTION_BACK, NULL);
	bar_add(&b, list || note, ACTION_CHOICES, list ? NULL : "Find");
	bar_add(&b, has_sections(f), ACTION_NEXT_PART, "Section");
	bar_add(&b, rows, ACTION_NEW, "Add row");
	bar_add(&b, true, ACTION_PALETTE, NULL);
	bar_add(&b, rows && f->focus.row != NO_ROW && !list && !same,
		ACTION_ACTIONS, NULL);
	bar_add(&b, !rows, ACTION_CANCEL, same ? "Undo" : "Undo field");
	bar_add(&b, same, ACTION_SAME, "Same");
	b.v[b.n] = (struct bar_word){ ACTION_NONE, NULL };
	return b.v;
}

/* --- Help ----------------------------------------------------------- */

static void
say_who(const struct item *it, struct buf *b)
{
	const struct form_set *set = it->form->set;
	size_t n = 0;

	buf_str(b, "Who sees it: ");
	for (size_t i = 0; i < set->n_roles; i++)
		if (it->read & (role_set)1 << i)
			buf_printf(b, "%s%s", n++ > 0 ? ", " : "",
				   set->roles[i].label);
	buf_str(b, ".\n\n");
}

const char *
form_help(const struct screen *s, struct arena *a)
{
	const struct form_screen *f = (const struct form_screen *)s;
	const struct item *it = f->focus.item;
	struct buf b = BUF_INIT;
	const char *text;

	if (it != NULL) {
		buf_printf(&b, "%s\n\n", it->label);
		if (it->hint != NULL)
			buf_printf(&b, "%s.\n\n", it->hint);
		if (it->kind == ITEM_QUESTION && it->type != Q_TEXT &&
		    want_of(it)[0] != '\0')
			buf_printf(&b, "What can be written: %s%s%s\n\n",
				   want_of(it),
				   it->type == Q_DATE
					   ? " t+6w is six weeks from today, "
					     "t+6m six months."
					   : "",
				   form_not_known(it, "not known")
					   ? " Not known leaves it empty."
					   : "");
		if (f->focus.kind == LINE_MARK)
			buf_printf(&b, "One key answers: %s\n\n",
				   form_mark_keys(f, a, it, f->focus.row));
		if (form_is_note(it))
			buf_str(&b, "F4 finds words in this note, F4 and "
				    "Enter the next place. Ctrl-U undoes "
				    "typing, Ctrl-Y does it again.\n\n");
		if (it->sensitive)
			buf_str(&b, "It is hidden until asked for, and who "
				    "looked is recorded.\n\n");
		say_who(it, &b);
	}
	buf_str(&b, "`*` marks what is needed before it is finished, `!` what "
		    "is to be put right. You can always move on: what you "
		    "type is kept as a draft, and nothing changes until F2 "
		    "saves it.");
	text = arena_strdup(a, b.s);
	buf_clear(&b);
	return text;
}
