/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/review_parts.h"

struct review *
review_of(struct screen *s)
{
	return (struct review *)s;
}

const struct review *
review_seen(const struct screen *s)
{
	return (const struct review *)s;
}

void
review_empty(struct review *r)
{
	arena_clear(&r->read);
	r->n = 0;
}

void
review_look(struct review *r)
{
	enum err e;

	arena_clear(&r->side);
	r->looked = false;
	if (r->at >= r->n)
		return;
	e = r->look(r);
	if (e == ERR_OK)
		r->looked = true;
	else
		ui_say_err(r->screen.ui, e, r->cannot);
}

void
review_filled(struct review *r, size_t n)
{
	r->n = n;
	if (r->at >= n)
		r->at = n ? n - 1 : 0;
	review_look(r);
}

void
review_go(struct review *r, size_t to)
{
	if (to == r->at || to >= r->n)
		return;
	r->at = to;
	review_look(r);
}

enum reply
review_move(struct review *r, enum action a)
{
	switch (a) {
	case ACTION_UP:
	case ACTION_PREV:
		review_go(r, r->at ? r->at - 1 : 0);
		return REPLY_HANDLED;
	case ACTION_DOWN:
	case ACTION_NEXT:
		review_go(r, r->at + 1);
		return REPLY_HANDLED;
	default:
		return REPLY_IGNORED;
	}
}

int
review_lines(const struct review *r, int most)
{
	return r->n < (size_t)most ? (int)r->n : most;
}

size_t
review_first(const struct review *r, int most)
{
	size_t n = (size_t)review_lines(r, most);

	return r->at >= n ? r->at - n + 1 : 0;
}

void
review_draw_list(const struct review *r, struct canvas *c, int row, int most,
		 void (*draw)(const struct review *r, struct canvas *c, int row,
			      size_t i))
{
	size_t n = (size_t)review_lines(r, most);
	size_t first = review_first(r, most);

	for (size_t i = first; i < first + n; i++, row++) {
		if (i == r->at) {
			canvas_text(c, row, 0, 1, STYLE_SELECTED, ">");
			canvas_cursor(c, row, 0);
		}
		draw(r, c, row, i);
	}
}

void
review_close(struct screen *s)
{
	arena_clear(&review_of(s)->read);
	arena_clear(&review_of(s)->side);
}

bool
review_in_list(const struct screen *s)
{
	(void)s;
	return true;
}
