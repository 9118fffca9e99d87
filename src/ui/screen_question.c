/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A question answered in words.  Where it cannot be undone, Enter keeps
 * things as they are and only the word itself, typed and not pasted, does it;
 * keys typed ahead are dropped, so that none pressed before the question was
 * read answers it.
 */
#include <string.h>

#include "base/text.h"
#include "casework/words.h"
#include "ui/line.h"
#include "ui/screens.h"

#define ANSWER_ROW_GAP 1

struct question {
	struct screen screen;
	const char *text;
	const char *word; /* NULL: any answer of one line */
	struct line answer;
	bool (*done)(const char *, void *);
	void *ctx;
	bool keeps;	    /* as a draft, until it is given */
	struct words words; /* as they were last kept */
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

/* --- What is written and not given ------------------------------------ */

static bool
question_keep(struct screen *s)
{
	struct question *q = (struct question *)s;
	const char *now = line_text(&q->answer);

	if (!q->keeps || strcmp(now, q->words.text) == 0)
		return true;
	q->words.text = arena_strdup(&s->arena, now);
	if (words_keep(ui_session(s->ui), &q->words) == ERR_OK)
		return true;
	q->words.text = "";
	return false;
}

/* It is done, and the words stand where they belong. */
static void
forget_words(struct question *q)
{
	if (q->words.draft == 0)
		return;
	q->words.text = "";
	if (words_keep(ui_session(q->screen.ui), &q->words) != ERR_OK)
		ui_say(q->screen.ui, "It is done. What you wrote still stands "
				     "among the drafts: F9, drafts.");
}

static enum reply
leave(struct question *q)
{
	struct ui *u = q->screen.ui;

	if (!question_keep(&q->screen)) {
		ui_say(u, "What you wrote could not be kept. Empty the line to "
			  "leave without it.");
		return REPLY_HANDLED;
	}
	if (q->words.draft != 0)
		ui_say(u, "Not given. What you wrote is kept as a draft: F9, "
			  "drafts.");
	return REPLY_CLOSE;
}

/* What was written when this was asked before.  As if pasted, so that undoing
 * takes it away. */
static void
take_up(struct question *q)
{
	struct ui *u = q->screen.ui;
	struct arena a = ARENA_INIT;
	int64_t at;

	q->words.text = "";
	if (words_find(ui_session(u), &q->screen.arena, &q->words) != ERR_OK ||
	    q->words.draft == 0)
		return;
	at = q->words.kept_at;
	line_paste(&q->answer, q->words.text);
	ui_say(u, "This you wrote %s %s and did not give. Ctrl-U takes it out.",
	       date_format(&a, clock_date_of(at), DATE_SHORT),
	       time_format(&a, clock_minutes_of(at)));
	arena_clear(&a);
}

/* --- Answering -------------------------------------------------------- */

static enum reply
give_words(struct question *q, const char *typed)
{
	if (text_blank(typed)) {
		ui_say(q->screen.ui, "Write an answer, or F12 to go back.");
		return REPLY_HANDLED;
	}
	if (!q->done(typed, q->ctx))
		return REPLY_HANDLED;
	forget_words(q);
	return REPLY_CLOSE;
}

static enum reply
give_answer(struct question *q)
{
	const char *typed = line_text(&q->answer);
	struct ui *u = q->screen.ui;

	if (q->word == NULL)
		return give_words(q, typed);
	if (text_blank(typed)) {
		ui_say(u, "Left as it is.");
	} else if (text_same(typed, q->word)) {
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
		return leave(q);
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
	if (line_take_overflow(&q->answer))
		ui_say(s->ui, "There is no more room here: the end was left "
			      "out.");
	return REPLY_HANDLED;
}

static const char *
question_help(const struct screen *s, struct arena *a)
{
	const struct question *q = (const struct question *)s;

	if (q->keeps)
		return arena_strdup(
			a,
			"Write the answer and press Enter. Until then it is "
			"kept as a draft: after F3, F12 or a line that broke "
			"it stands here again when the same is asked.");
	if (q->word == NULL)
		return arena_strdup(a, "Write the answer and press Enter.");
	return arena_printf(a,
			    "This is hard to take back. Type %s and press "
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
	.keep = question_keep,
	.close = question_close,
};

struct screen *
screen_question(struct ui *u, const char *question, const char *word,
		bool (*done)(const char *answer, void *ctx), void *ctx)
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

void
question_suggest(struct screen *question, const char *answer)
{
	line_set(&((struct question *)question)->answer, answer);
}

struct screen *
screen_ask(struct ui *u, uint64_t about, const char *question,
	   bool (*done)(const char *answer, void *ctx), void *ctx)
{
	struct screen *s = screen_question(u, question, NULL, done, ctx);
	struct question *q = (struct question *)s;

	q->keeps = true;
	q->words.about = about;
	q->words.question = q->text;
	take_up(q);
	return s;
}
