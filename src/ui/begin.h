/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * begin.h - what the screens of a person and of a case begin alike: a new
 * record of one of several forms, an alert, a task.
 */
#ifndef UI_BEGIN_H
#define UI_BEGIN_H

#include "casework/casefile.h"
#include "ui/screens.h"

/* Something new about a person or in a case. */
struct begin {
	struct ui *ui;
	uint64_t of;		   /* the person or the case */
	const struct form **forms; /* what may be added */
	size_t n;
	uint64_t case_id, person; /* whom a task is about; either may
					   be 0 */
	uint64_t task;		  /* just made, to be given a day */
};

/* Ask which form (at once when there is one only) and open it, empty. */
void begin_add(struct begin *b, struct arena *a, const char *title);
/* Ask for the text of an alert and raise it. */
void begin_alert(struct begin *b);
/* Ask what is to be done and by which day: a task of one's own. */
void begin_task(struct begin *b);
/* Ask one of these again, if it is one about b->of; false: it is none. */
bool begin_asked(struct begin *b, uint64_t about, const char *question);
/* Ask how a task went, naming it; `done` as for screen_ask(). */
void begin_done(struct ui *u, uint64_t id, const char *task,
		bool (*done)(const char *how, void *ctx), void *ctx);
/* Say why a task was not marked done. */
void begin_not_done(struct ui *u, enum err e);
/* Open a record's form, to read or to change; at one of its questions, if one
 * is given. */
void begin_open(struct ui *u, uint64_t record);
void begin_open_at(struct ui *u, uint64_t record, const struct item *at);
/* Begin a record of this form. */
void begin_form(struct begin *b, const struct form *f);

#endif
