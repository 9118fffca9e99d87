/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Undo keeps whole texts: they are short, and a run of typing is one step.
 */
#include "ui/line.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "ui/line_parts.h"

#define UNDO_MOST 64

enum edit_kind { EDIT_NONE, EDIT_TYPE, EDIT_CUT, EDIT_PASTE };

struct snapshot {
	char *text;
	size_t at;
};

/* steps[0..at) are before the present text, steps[at..n) after it. */
struct line_undo {
	struct snapshot steps[UNDO_MOST + 1];
	size_t n, at;
	enum edit_kind last;
};

static void
forget(struct snapshot *s)
{
	if (s->text != NULL) {
		explicit_bzero(s->text, strlen(s->text));
		free(s->text);
	}
	s->text = NULL;
}

static void
forget_from(struct line_undo *u, size_t first)
{
	for (size_t i = first; i < u->n; i++)
		forget(&u->steps[i]);
	if (u->n > first)
		u->n = first;
}

static void
drop_oldest(struct line_undo *u)
{
	forget(&u->steps[0]);
	memmove(&u->steps[0], &u->steps[1], (u->n - 1) * sizeof(u->steps[0]));
	u->n--;
	u->at--;
}

/* A change of `kind` is about to be made: keep the text as it is, unless the
 * change goes on with a run of the same kind. */
static void
remember(struct line *l, enum edit_kind kind)
{
	struct line_undo *u = l->undo;

	if (u->last == kind && kind != EDIT_PASTE && u->at == u->n)
		return;
	forget_from(u, u->at);
	if (u->n == UNDO_MOST)
		drop_oldest(u);
	u->steps[u->n].text = xstrdup(line_text(l));
	u->steps[u->n].at = l->at;
	u->n++;
	u->at = u->n;
	u->last = kind;
}

static void
replace_text(struct line *l, const char *text, size_t at)
{
	if (l->text.s != NULL)
		explicit_bzero(l->text.s, l->text.cap);
	buf_reset(&l->text);
	buf_str(&l->text, text);
	l->at = at < l->text.n ? at : l->text.n;
}

static void
undo(struct line *l)
{
	struct line_undo *u = l->undo;

	if (u->at == 0)
		return;
	if (u->at == u->n) { /* so that redo finds the way back */
		u->steps[u->n].text = xstrdup(line_text(l));
		u->steps[u->n].at = l->at;
		u->n++;
	}
	u->at--;
	u->last = EDIT_NONE;
	replace_text(l, u->steps[u->at].text, u->steps[u->at].at);
}

static void
redo(struct line *l)
{
	struct line_undo *u = l->undo;

	if (u->at + 1 >= u->n)
		return;
	u->at++;
	replace_text(l, u->steps[u->at].text, u->steps[u->at].at);
	if (u->at + 1 == u->n)
		forget_from(u, u->at);
	u->last = EDIT_NONE;
}

void
line_put_back(struct line *l, const char *text)
{
	remember(l, EDIT_PASTE);
	replace_text(l, text, SIZE_MAX);
	l->undo->last = EDIT_NONE;
}

void
line_init(struct line *l, const char *text, bool many)
{
	memset(l, 0, sizeof(*l));
	l->many = many;
	l->width = 60;
	l->undo = xcalloc(1, sizeof(*l->undo));
	replace_text(l, text != NULL ? text : "", SIZE_MAX);
}

void
line_clear(struct line *l)
{
	if (l->text.s != NULL)
		explicit_bzero(l->text.s, l->text.cap);
	buf_clear(&l->text);
	if (l->undo != NULL)
		forget_from(l->undo, 0);
	free(l->undo);
	memset(l, 0, sizeof(*l));
}

void
line_set(struct line *l, const char *text)
{
	replace_text(l, text != NULL ? text : "", SIZE_MAX);
	forget_from(l->undo, 0);
	l->undo->at = 0;
	l->undo->last = EDIT_NONE;
}

const char *
line_text(const struct line *l)
{
	return l->text.s != NULL ? l->text.s : "";
}

/* Put n bytes in at the cursor; false when they do not fit any more. */
static bool
insert(struct line *l, const char *s, size_t n)
{
	size_t most = l->most != 0 ? l->most : LINE_MOST;
	size_t tail = l->text.n - l->at;

	if (l->text.n + n > most) {
		l->overflowed = true;
		return false;
	}
	buf_add(&l->text, s, n);
	memmove(l->text.s + l->at + n, l->text.s + l->at, tail);
	memcpy(l->text.s + l->at, s, n);
	l->at += n;
	return true;
}

static void
cut(struct line *l, size_t from, size_t to)
{
	if (to <= from)
		return;
	remember(l, EDIT_CUT);
	memmove(l->text.s + from, l->text.s + to, l->text.n - to + 1);
	l->text.n -= to - from;
	l->at = from;
}

/* What turns the rest of a line round, or is a letter without width: nobody
 * would see it here, but in a file that others open.  Marks of direction and
 * joiners are writing. */
static bool
is_unseen(uint32_t ch)
{
	return (ch >= 0x202A && ch <= 0x202E) ||
	       (ch >= 0x2066 && ch <= 0x2069) || ch == 0x200B || ch == 0x2060 ||
	       ch == 0xFEFF;
}

bool
line_type(struct line *l, uint32_t ch)
{
	char s[4];

	if ((ch < ' ' && !(l->many && ch == '\n')) || is_unseen(ch))
		return false;
	if (ch == ' ' || ch == '\n') /* a word is one step of undo */
		l->undo->last = EDIT_NONE;
	remember(l, EDIT_TYPE);
	insert(l, s, utf8_put(s, ch));
	return true;
}

bool
line_take_overflow(struct line *l)
{
	bool over = l->overflowed;

	l->overflowed = false;
	return over;
}

void
line_paste(struct line *l, const char *text)
{
	size_t most = l->most != 0 ? l->most : LINE_MOST;

	remember(l, EDIT_PASTE);
	while (*text != '\0') {
		const char *start = text;
		uint32_t ch = utf8_next(&text);
		const char *space = l->many && ch == '\n' ? "\n" : " ";

		if (l->text.n + 4 > most) {
			l->overflowed = true;
			return;
		}
		if (ch == '\r' && *text == '\n')
			continue;
		if (ch == '\r' || ch == '\n' || ch == '\t')
			insert(l, ch == '\r' && l->many ? "\n" : space, 1);
		else if (ch >= ' ' && !is_unseen(ch))
			insert(l, start, (size_t)(text - start));
	}
}

static bool
step_left(struct line *l)
{
	l->at = text_cluster_prev(line_text(l), l->text.n, l->at);
	return true;
}

static bool
step_right(struct line *l)
{
	l->at = text_cluster_next(line_text(l), l->text.n, l->at);
	return true;
}

static bool
go_home(struct line *l)
{
	l->at = l->many ? line_start_of(l, l->width, l->at) : 0;
	return true;
}

static bool
go_end(struct line *l)
{
	l->at = l->many ? line_end_of(l, l->width, l->at) : l->text.n;
	return true;
}

static bool
take_back(struct line *l)
{
	cut(l, text_char_prev(line_text(l), l->at), l->at);
	return true;
}

static bool
take_away(struct line *l)
{
	cut(l, l->at, text_cluster_next(line_text(l), l->text.n, l->at));
	return true;
}

static bool
go_up(struct line *l)
{
	return l->many && line_move_rows(l, -1);
}

static bool
go_down(struct line *l)
{
	return l->many && line_move_rows(l, 1);
}

static bool
new_line(struct line *l)
{
	return l->many && line_type(l, '\n');
}

static bool
undo_step(struct line *l)
{
	undo(l);
	return true;
}

static bool
redo_step(struct line *l)
{
	redo(l);
	return true;
}

bool
line_act(struct line *l, enum action a)
{
	static bool (*const moves[ACTION_COUNT])(struct line *) = {
		[ACTION_LEFT] = step_left,
		[ACTION_RIGHT] = step_right,
		[ACTION_HOME] = go_home,
		[ACTION_END] = go_end,
		[ACTION_BACKSPACE] = take_back,
		[ACTION_DELETE] = take_away,
		[ACTION_UP] = go_up,
		[ACTION_DOWN] = go_down,
		[ACTION_ENTER] = new_line,
		[ACTION_UNDO] = undo_step,
		[ACTION_REDO] = redo_step,
	};

	if (moves[a] == NULL)
		return false;
	if (a != ACTION_BACKSPACE && a != ACTION_DELETE)
		l->undo->last = EDIT_NONE;
	return moves[a](l);
}
