/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A question answered in words.  Where it cannot be undone, Enter keeps
 * things as they are and only the word itself, typed and not pasted, does it;
 * keys typed ahead are dropped, so that none pressed before the question was
 * read answers it.
 */
#include <string.h>

#include "base/text.h"
#include "ui/line.h"
#include "ui/screens.h"

#define ANSWER_ROW_GAP 1

struct question {
	struct screen screen;
	const char *text;
	const char *word; /* NULL: any answer of one line */
	struct line answer;
	void (*done)(const char *, void *);
	void *ctx;
};

static const char *
question_title(const struct screen *s)
{
	return ((const struct question *)s)->word != NULL ? "Before it is done"
							  : "A question";
}

static const char *
question_hint(const struct screen *s)
{
	const struct question *q = (const struct question *)s;

	return q->word != NULL ? "Enter alone leaves everything as it is."
			       : "Enter gives the answer. F12 goes back.";
}

static const struct bar_word *
question_bar(const struct screen *s)
{
	static const struct bar_word sure[] = {
		{ ACTION_HELP, NULL },
		{ ACTION_ENTER, "Keep, or the word" },
		{ ACTION_CANCEL, "Cancel" },
		{ ACTION_NONE, NULL },
	};
	static const struct bar_word any[] = {
		{ ACTION_HELP, NULL },
		{ ACTION_ENTER, "Answer" },
		{ ACTION_CANCEL, "Cancel" },
		{ ACTION_NONE, NULL },
	};

	return ((const struct question *)s)->word != NULL ? sure : any;
}

static void
question_draw(const struct screen *s, struct canvas *c)
{
	const struct question *q = (const struct question *)s;
	int width = c->cols - 5 < 76 ? c->cols - 5 : 76;
	int row = 3, foot = ui_foot(s->ui);
	const char *p = q->text;
	size_t len;

	while (*p != '\0' && row < foot - 3) {
		size_t step = text_line(p, width, &len);

		canvas_wrap(c, row++, 2, width, 1, STYLE_PLAIN, p);
		p += step;
	}
	canvas_text(c, row + ANSWER_ROW_GAP, 0, 1, STYLE_SELECTED, ">");
	line_draw(&q->answer, c, row + ANSWER_ROW_GAP, 2,
		  q->word != NULL ? 24 : width, 1, true);
}

static enum reply
give_answer(struct question *q)
{
	const char *typed = line_text(&q->answer);
	struct ui *u = q->screen.ui;

	if (q->word == NULL) {
		if (text_blank(typed)) {
			ui_say(u, "Write an answer, or F12 to go back.");
			return REPLY_HANDLED;
		}
		q->done(typed, q->ctx);
	} else if (text_blank(typed)) {
		ui_say(u, "Left as it is.");
	} else if (text_compare(typed, q->word) == 0) {
		q->done(q->word, q->ctx);
	} else {
		ui_say(u, "Type %s, or Enter alone to leave it as it is.",
		       q->word);
		line_set(&q->answer, "");
		return REPLY_HANDLED;
	}
	return REPLY_CLOSE;
}

static enum reply
question_act(struct screen *s, enum action a)
{
	struct question *q = (struct question *)s;

	switch (a) {
	case ACTION_ENTER:
		return give_answer(q);
	case ACTION_SAVE:
		return q->word == NULL ? give_answer(q) : REPLY_HANDLED;
	case ACTION_BACK:
	case ACTION_CANCEL:
		return REPLY_CLOSE;
	default:
		return line_act(&q->answer, a) ? REPLY_HANDLED : REPLY_IGNORED;
	}
}

static enum reply
question_type(struct screen *s, uint32_t ch)
{
	struct question *q = (struct question *)s;

	if (ch == '?' && q->answer.text.n == 0)
		return REPLY_IGNORED;
	line_type(&q->answer, ch);
	return REPLY_HANDLED;
}

/* A word that cannot be undone has to be typed, not pasted. */
static enum reply
question_paste(struct screen *s, const char *text)
{
	struct question *q = (struct question *)s;

	if (q->word != NULL)
		return REPLY_IGNORED;
	line_paste(&q->answer, text);
	return REPLY_HANDLED;
}

static const char *
question_help(const struct screen *s, struct arena *a)
{
	const struct question *q = (const struct question *)s;

	if (q->word == NULL)
		return arena_strdup(a, "Write the answer and press Enter.");
	return arena_printf(a,
			    "This cannot be undone. Type %s and press "
			    "Enter to do it. Enter alone leaves everything "
			    "as it is.",
			    q->word);
}

static void
question_close(struct screen *s)
{
	line_clear(&((struct question *)s)->answer);
}

static const struct screen_ops question_ops = {
	.name = "question",
	.title = question_title,
	.draw = question_draw,
	.act = question_act,
	.type = question_type,
	.paste = question_paste,
	.hint = question_hint,
	.bar = question_bar,
	.help = question_help,
	.close = question_close,
};

struct screen *
screen_question(struct ui *u, const char *question, const char *word,
		void (*done)(const char *answer, void *ctx), void *ctx)
{
	struct question *q = screen_new(u, &question_ops, sizeof(*q));

	q->text = arena_strdup(&q->screen.arena, question);
	q->word = arena_strdup(&q->screen.arena, word);
	q->done = done;
	q->ctx = ctx;
	line_init(&q->answer, "", false);
	if (word != NULL)
		ui_discard(u);
	return &q->screen;
}
