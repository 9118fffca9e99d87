/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * case_parts.h - the inside of the case screen, shared by the files that make
 * it: screen_case.c (reading, keys), case_draw.c (layout, drawing),
 * case_due.c and case_steps.c (Enter on what is due, on a step), case_acts.c
 * (what F10 offers).
 */
#ifndef UI_CASE_PARTS_H
#define UI_CASE_PARTS_H

#include "casework/casefile.h"
#include "ui/begin.h"
#include "ui/chronology.h"

enum case_part { PART_DUES, PART_OFFERS, PART_EVENTS, PARTS };

struct casescreen {
	struct screen s;
	uint64_t id;
	struct case_file f;
	const char *title;
	char state[64]; /* as it was when last read */
	enum case_part part;
	bool whole; /* only the chronology is shown */
	struct browse dues, offers;
	struct chronology events;
	struct begin begin;
	uint64_t task;	/* a question is about */
	char owner[64]; /* being given the case */
};

/* Where each part stands: rows of its lines, without the headings. */
struct case_layout {
	int state_row, summary_rows;
	int row[PARTS], height[PARTS];
};

static inline const struct casescreen *
case_of(const struct screen *s)
{
	return (const struct casescreen *)s;
}

/* Rows of each part in the present window. */
void case_lay_out(const struct casescreen *k, struct case_layout *l);
/* screen_ops.draw */
void case_draw(const struct screen *s, struct canvas *c);

/* Enter on the line in focus of what is due. */
void case_do_due(struct casescreen *k);
/* Enter on the step in focus; what stands beside a step; the hint for the one
 * in focus, NULL when there is nothing to say of it. */
void case_do_step(struct casescreen *k);
const char *case_step_text(const struct offer *o, struct arena *a);
const char *case_step_hint(const struct casescreen *k);
/* screen_ops.commands, .command and .ask; case_open_form() opens the answers,
 * case_add() asks for a record to add. */
size_t case_commands(const struct screen *s, struct arena *a,
		     struct command **out);
enum reply case_command(struct screen *s, int id);
bool case_ask(struct screen *s, uint64_t about, const char *question);
enum reply case_open_form(struct casescreen *k);
enum reply case_add(struct casescreen *k);

#endif
