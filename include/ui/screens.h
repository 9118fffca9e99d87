/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * screens.h - the screens of the program, each made by one function.
 *
 * The caller pushes what it gets with ui_push().  NULL: it could not be
 * opened, and the reason stands on the message row.
 */
#ifndef UI_SCREENS_H
#define UI_SCREENS_H

#include "casework/edit.h"
#include "ui/ui.h"

/* The very first screen, before there is a store (the ui has no session): a
 * practice store or an empty one.  `dirs`, borrowed, names the folder of each.
 * *chosen is set and the program's loop left; it stays as it was when the user
 * leaves. */
enum { FIRST_RUN_PRACTICE, FIRST_RUN_EMPTY, FIRST_RUN_KINDS };
struct screen *screen_first_run(struct ui *u, const char *const dirs[],
				int *chosen);

/* Home and worklist; palette, help, messages. */
struct screen *screen_home(struct ui *u);
struct screen *screen_palette(struct ui *u);
struct screen *screen_actions(struct ui *u, struct screen *of);
struct screen *screen_help(struct ui *u, struct screen *of);
struct screen *screen_messages(struct ui *u);
struct screen *screen_diary(struct ui *u);
struct screen *screen_settings(struct ui *u);
struct screen *screen_drafts(struct ui *u); /* NULL also when none */
/* The same, for somebody who comes in: why it is there. */
struct screen *screen_welcome(struct ui *u);
/* One of them beside its record as it is saved. */
struct screen *screen_draft(struct ui *u, const struct draft_brief *d);
/* Rows of an import that wait for a decision; NULL also when none. */
struct screen *screen_import(struct ui *u);
/* The data steward's pairs that may be one person. */
struct screen *screen_same(struct ui *u);

/* People and cases. `chosen`: called with the person when searching for
 * somebody to put into a field; NULL: Enter opens the person. */
#define FIND_KEPT "Find a person" /* what was typed when the line was lost */
struct screen *screen_find(struct ui *u, const char *typed,
			   void (*chosen)(uint64_t person, const char *name,
					  void *ctx),
			   void *ctx);
/* A person was just registered: when the screen on top looks for one to put
 * into a field, this is the one, and it closes. */
bool screen_find_gave(struct ui *u, uint64_t person, const char *ref);
struct screen *screen_person(struct ui *u, uint64_t person);
struct screen *screen_case(struct ui *u, uint64_t case_id);
/* With the line marked that this record asks for in these words, if it is
 * among what is due. */
struct screen *screen_case_due(struct ui *u, uint64_t case_id, uint64_t record,
			       const char *doing);
struct screen *screen_history(struct ui *u, uint64_t record);
/* What a sheet prints of a case. */
struct screen *screen_sheet(struct ui *u, uint64_t case_id, const char *ref,
			    const struct sheet *sheet);

/* Forms: takes over the edit, whatever it fills in (a person, a referral, a
 * child record, a transition's dialogue). */
struct screen *screen_form(struct ui *u, struct edit *e);
/* The same, at one of its questions (NULL: wherever it begins). */
struct screen *screen_form_at(struct ui *u, struct edit *e,
			      const struct item *at);
/* Two people changed the same field: choose; then saves again. */
struct screen *screen_compare(struct ui *u, struct edit *e,
			      const struct saved *s);

/* Boxes that cover the screen. */
struct choice_row {
	const char *code, *label;
	bool chosen; /* present value (several when `many`) */
};
struct screen *
screen_choices(struct ui *u, const char *title, const struct choice_row *rows,
	       size_t n, bool many,
	       void (*done)(const struct choice_row *rows, size_t n, void *ctx),
	       void *ctx);
/* A question answered by words (screens.md, wording 9): Enter keeps the safe
 * answer, typing `word` does it.  Or a one-line answer, when word is NULL: a
 * day, soon written again.  done() tells whether the answer was taken: while
 * it is not (and has said why) the question stays. */
struct screen *screen_question(struct ui *u, const char *question,
			       const char *word,
			       bool (*done)(const char *answer, void *ctx),
			       void *ctx);
/* What the answer probably is again; NULL: nothing. */
void question_suggest(struct screen *question, const char *answer);
/* The same for words that nobody wants to write twice: what is written is kept
 * as a draft (words.h) and stands there again when the same is asked about the
 * same record (0: about none). */
struct screen *screen_ask(struct ui *u, uint64_t about, const char *question,
			  bool (*done)(const char *answer, void *ctx),
			  void *ctx);

#endif
