/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * home_parts.h - the inside of the home screen, shared by the files that make
 * it: screen_home.c (drawing, keys), home_rows.c (reading, narrowing),
 * home_acts.c (what can be done with a row).
 */
#ifndef UI_HOME_PARTS_H
#define UI_HOME_PARTS_H

#include "casework/work.h"
#include "ui/hand_over.h"
#include "ui/line.h"
#include "ui/screens.h"
#include "ui/table.h"

enum listing { VIEW_MINE, VIEW_TEAM, VIEW_UNOWNED, VIEW_CASES, VIEW_COUNT };

/* A row of either list, ready to draw. */
struct home_row {
	uint64_t case_id, task, person;
	uint64_t record; /* that asks for it */
	const char *due, *ref, *name, *doing, *note, *owner;
	const char *folded; /* all of it, for finding; NULL: not yet */
	struct date day;    /* of `due` */
	bool overdue, today;
};

struct home {
	struct screen s;
	enum listing view;
	struct home_row *rows; /* all that were read */
	size_t n, total;
	bool more;     /* beyond those that are counted */
	bool unread;   /* what there is is not known */
	size_t *shown; /* indexes of those that fit the box */
	struct browse b;
	struct line box;
	bool in_box;			/* the last key typed into the box */
	bool leaving;			/* F3 was pressed once */
	size_t drafts, imported, pairs; /* what else waits */
	uint64_t giving;		/* the case that is given away */
	char taker[64];			/* and to whom */
	struct hand_over over;		/* of many cases */
};

static inline const struct home *
home_of(const struct screen *s)
{
	return (const struct home *)s;
}

struct home_view {
	const char *title, *word, *none;
	enum work_whose whose;
};
extern const struct home_view home_views[VIEW_COUNT];

static inline int
home_height(const struct home *h)
{
	return ui_list_rows(h->s.ui, ui_foot(h->s.ui) - 7);
}

static inline const struct home_row *
home_row_at(const struct home *h)
{
	return h->b.n > 0 ? &h->rows[h->shown[h->b.at]] : NULL;
}

/* Read the list anew; the row in focus stays in focus.  A list that is being
 * narrowed is read to its end. */
void home_read(struct home *h);
/* The words in the box changed. */
void home_narrow(struct home *h);
/* On the last row of a list that goes on: read the next page. */
void home_read_on(struct home *h);

/* Another list, from its beginning. */
enum reply home_show(struct home *h, enum listing view);
/* Enter on a row; screen_ops.commands and .command. */
enum reply home_open_row(struct home *h);
size_t home_commands(const struct screen *s, struct arena *a,
		     struct command **out);
enum reply home_command(struct screen *s, int id);

#endif
