/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * chronology.h - everything that has happened, newest first, as a list that
 * letters narrow; a part of the screens of a person and of a case.
 */
#ifndef UI_CHRONOLOGY_H
#define UI_CHRONOLOGY_H

#include "casework/casefile.h"
#include "ui/line.h"
#include "ui/screens.h"
#include "ui/table.h"

struct chronology {
	struct ui *ui;
	const struct event *events;
	size_t n;
	size_t *shown; /* indexes of those that fit */
	struct browse b;
	struct line box;  /* words that narrow */
	const char *only; /* what kind alone is shown; NULL: all */
	char only_text[64];
	uint64_t target; /* the record that a question is about */
};

void chronology_init(struct chronology *k, struct ui *u);
void chronology_clear(struct chronology *k);
/* New events, read into `a`; the marked record stays marked. */
void chronology_set(struct chronology *k, struct arena *a,
		    const struct event *events, size_t n);
/* The newest is marked: for a list that nobody is moving in. */
void chronology_newest(struct chronology *k);
/* Draw in rows row..end-1, column headings where wanted; mark and cursor only
 * when in focus. */
void chronology_draw(const struct chronology *k, struct canvas *c, int row,
		     int end, bool focus, bool headings);
/* The words after "Chronology, newest first: ". */
const char *chronology_shows(const struct chronology *k, struct arena *a);

/* The marked event; NULL when the list is empty. */
const struct event *chronology_at(const struct chronology *k);
/* Open the marked one. `in_case`: the case whose screen this is (its own line
 * opens the form), or 0. */
void chronology_open(struct chronology *k, uint64_t in_case);
/* A letter typed, an action on the words: true when it was taken. */
bool chronology_type(struct chronology *k, struct arena *a, uint32_t ch);
bool chronology_edit(struct chronology *k, struct arena *a, enum action act);
/* Everything is shown again; false when it was already. */
bool chronology_show_all(struct chronology *k, struct arena *a);
/* Ask which kind alone to show. */
void chronology_ask_kind(struct chronology *k, struct arena *a);

/* What F10 offers for the marked event: ids from CHRONOLOGY_FIRST on. */
#define CHRONOLOGY_FIRST 100
#define CHRONOLOGY_MOST 4
size_t chronology_commands(const struct chronology *k, struct arena *a,
			   struct command *out);
bool chronology_command(struct chronology *k, int id);

/* Ask again what was asked about one of these records; false: it is not there,
 * or this is no question that is asked of it now. */
bool chronology_asked(struct chronology *k, uint64_t about,
		      const char *question);

#endif
