/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * review_parts.h - a list of things to decide, the marked one below it with
 * both sides next to each other: what the review of an import and that of
 * pairs of people have in common.
 */
#ifndef UI_REVIEW_PARTS_H
#define UI_REVIEW_PARTS_H

#include "ui/screens.h"

struct review {
	struct screen screen; /* first: a screen is cast to its review */
	struct arena read;    /* of the list, renewed at each reading */
	struct arena side;    /* of the marked one, renewed with the mark */
	size_t n, at;
	bool looked; /* the marked one has been read */
	/* Read the marked one, for which there is room in `side`. */
	enum err (*look)(struct review *r);
	const char *cannot; /* what is said when that fails */
};

struct review *review_of(struct screen *s);
const struct review *review_seen(const struct screen *s);

/* The list is to be read anew: it is empty now. */
void review_empty(struct review *r);
/* It has n; the mark stays where it was, or at the last. */
void review_filled(struct review *r, size_t n);
void review_look(struct review *r);
/* Mark another; beyond the end nothing happens. */
void review_go(struct review *r, size_t to);
/* Up and down. REPLY_IGNORED for other actions. */
enum reply review_move(struct review *r, enum action a);

/* Lines that the list takes, of at most so many. */
int review_lines(const struct review *r, int most);
/* The first row that stands in it. */
size_t review_first(const struct review *r, int most);
/* The part of the list around the mark; the cursor stands on the mark. */
void review_draw_list(const struct review *r, struct canvas *c, int row,
		      int most,
		      void (*draw)(const struct review *r, struct canvas *c,
				   int row, size_t i));

/* For the table of functions of both. */
void review_close(struct screen *s);
bool review_in_list(const struct screen *s);

#endif
