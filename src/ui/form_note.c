/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Answers of several lines: how long they are, how long they may be, and
 * finding a word in them.
 */
#include <string.h>

#include "base/text.h"
#include "ui/form_parts.h"

bool
form_is_note(const struct item *it)
{
	return it != NULL && it->kind == ITEM_QUESTION && it->type == Q_TEXT &&
	       it->look == LOOK_MULTILINE;
}

static bool
note_here(const struct form_screen *f)
{
	return f->focus.kind == LINE_FIELD && f->has_input &&
	       form_is_note(f->focus.item);
}

/* --- How long it is ----------------------------------------------------- */

static size_t
words(const char *s)
{
	bool within = false;
	size_t n = 0;

	for (uint32_t c; (c = utf8_next(&s)) != 0;) {
		bool space = c <= ' ' || c == 0xA0;

		n += !space && !within;
		within = !space;
	}
	return n;
}

/* 12,345 */
static const char *
number(struct arena *a, size_t n)
{
	return n < 1000 ? arena_printf(a, "%zu", n)
			: arena_printf(a, "%s,%03zu", number(a, n / 1000),
				       n % 1000);
}

void
form_count(struct form_screen *f)
{
	if (!note_here(f))
		return;
	f->words = words(line_text(&f->input));
	f->characters = utf8_count(line_text(&f->input));
}

const char *
form_note_counted(const struct form_screen *f, struct arena *a)
{
	size_t most = text_limit(f->focus.item), n = f->characters;
	const char *over =
		n > most ? arena_printf(a, ": %s too many", number(a, n - most))
			 : "";

	return arena_printf(a, "%s word%s, %s of %s characters%s. Tab goes on.",
			    number(a, f->words), f->words == 1 ? "" : "s",
			    number(a, n), number(a, most), over);
}

/* A note that was longer before may stay so. */
const char *
form_note_too_long(const struct form_screen *f, struct arena *a,
		   const struct item *it, size_t row, const char *text)
{
	size_t n, was;

	if (!form_is_note(it) || strlen(text) <= NOTE_TEXT_MOST)
		return NULL;
	n = utf8_count(text);
	was = f->edit->base != NULL && row == NO_ROW
		      ? utf8_count(
				fields_text(&f->edit->base->fields, it->name))
		      : 0;
	if (n <= NOTE_TEXT_MOST || n <= was)
		return NULL;
	return arena_printf(a,
			    "This is %s characters too long to save. "
			    "Nothing is lost: shorten it.",
			    number(a, n - NOTE_TEXT_MOST));
}

/* --- Finding ------------------------------------------------------------ */

/* The text folded, cluster by cluster, and where each byte of it came from:
 * what is found stands at a place in the text as it is. */
struct folded {
	struct buf text;
	struct arena a;
	size_t *from; /* by byte of text */
	size_t cap;
};

static void
fold_note(struct folded *to, const char *s)
{
	size_t n = strlen(s), next;
	struct arena one = ARENA_INIT;

	for (size_t i = 0; i < n; i = next) {
		const char *c;
		size_t len;

		next = text_cluster_next(s, n, i);
		c = text_fold(&one, arena_strndup(&one, s + i, next - i));
		if (c[0] == '\0')
			c = " ";
		len = strlen(c);
		if (to->text.n + len > to->cap) {
			size_t want = 2 * (to->text.n + len) + 256;

			to->from = arena_grow(&to->a, to->from, to->text.n,
					      want, sizeof(*to->from));
			to->cap = want;
		}
		for (size_t k = 0; k < len; k++)
			to->from[to->text.n + k] = i;
		buf_str(&to->text, c);
		arena_wipe(&one);
	}
}

/* Where the word stands, the next one after the cursor, else from the top;
 * SIZE_MAX: nowhere. */
static size_t
next_place(const char *text, const char *word, size_t at, size_t *nth,
	   size_t *of)
{
	struct folded f = { .text = BUF_INIT, .a = ARENA_INIT };
	const char *w = text_fold(&f.a, word), *p;
	size_t found = SIZE_MAX;

	*nth = *of = 0;
	if (w[0] != '\0') /* not of marks alone */
		fold_note(&f, text);
	for (p = f.text.s; p != NULL && (p = strstr(p, w)) != NULL; p++) {
		size_t place = f.from[p - f.text.s];

		++*of;
		if (*nth == 0 && place > at) {
			*nth = *of;
			found = place;
		}
	}
	if (*of > 0 && *nth == 0) {
		*nth = 1;
		found = f.from[strstr(f.text.s, w) - f.text.s];
	}
	if (f.text.s != NULL)
		explicit_bzero(f.text.s, f.text.n);
	buf_clear(&f.text);
	arena_wipe(&f.a);
	return found;
}

static bool
found_word(const char *answer, void *ctx)
{
	struct form_screen *f = ctx;
	struct ui *u = f->screen.ui;
	size_t nth, of, place;

	if (!note_here(f))
		return true;
	place = next_place(line_text(&f->input), answer, f->input.at, &nth,
			   &of);
	f->sought = arena_strdup(&f->screen.arena, answer);
	if (place == SIZE_MAX) {
		ui_say(u, "That does not stand in this note. Try fewer "
			  "letters.");
		return false;
	}
	f->input.at = place;
	if (of > 1)
		ui_say(u, "Found, %zu of %zu. F4 and Enter finds the next.",
		       nth, of);
	else
		ui_say(u, "Found. It stands here once.");
	return true;
}

bool
form_note_find(struct form_screen *f)
{
	struct screen *s;

	if (!note_here(f))
		return false;
	s = screen_question(f->screen.ui, "Which words, in this note?", NULL,
			    found_word, f);
	question_suggest(s, f->sought);
	ui_push(f->screen.ui, s);
	return true;
}
