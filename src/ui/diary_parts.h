/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * diary_parts.h - the inside of the diary, shared by the files that make it:
 * screen_diary.c (drawing, keys), diary_rows.c (reading).
 */
#ifndef UI_DIARY_PARTS_H
#define UI_DIARY_PARTS_H

#include "casework/work.h"
#include "ui/screens.h"
#include "ui/table.h"

#define DIARY_FIRST_ROW 4

/* One row: a line of work, a day, a heading, air. */
struct diary_row {
	const struct work *work;     /* NULL: only to be read */
	const char *day;	     /* `Tue 3`, or a heading */
	struct date date;	     /* of a day's first row */
	const char *number, *things; /* of a month: how many, and what */
	bool heading, late;
};

struct diary {
	struct screen screen;
	struct arena read; /* renewed at each reading */
	bool month;
	struct date from, to; /* the days shown */
	struct worklist days, overdue;
	struct diary_row *rows;
	size_t n;
	struct browse at;
	uint64_t new_task; /* just written, to be given a day */
};

static inline struct diary *
diary_of(const struct screen *s)
{
	return (struct diary *)s;
}

static inline int
diary_height(const struct diary *k)
{
	return ui_foot(k->screen.ui) - 1 - DIARY_FIRST_ROW;
}

/* Read the days from `from` to `to` anew; the mark stays on its row. */
void diary_read_days(struct diary *k);
/* Show the week or the month of a day, and mark the day. */
void diary_show(struct diary *k, struct date d);

#endif
