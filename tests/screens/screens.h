/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * screens.h - a store with the shipped forms, a few people and a stopped
 * clock, and screens played upon it.
 *
 * expect_screen() draws what is on top at two sizes and compares it with
 * expected/NAME-80x24.txt and expected/NAME-132x43.txt; the last line of a
 * file says where the cursor is.  UPDATE_SCREENS=1 rewrites the files, which
 * are then read like any other change.
 */
#ifndef SCREENS_SCREENS_H
#define SCREENS_SCREENS_H

#include <check.h>

#include "casework/casefile.h"
#include "casework/edit.h"
#include "ui/screens.h"

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

struct stage {
	char dir[64];
	struct store *store;
	struct session *session; /* n.begum, who has every role */
	struct arena arena;
	struct ui *ui;
	/* Who and what is there. */
	uint64_t khatun, kowalski, xuseen, mensah, rahman;
	uint64_t khatun_case;	/* sanctuary, being assessed */
	uint64_t kowalski_case; /* iom, just nominated */
	uint64_t xuseen_drugs, xuseen_iom;
};
extern struct stage stage;

/* A checked fixture: in the forked test, as the store needs.  The home
 * screen stands open. */
void stage_open(void);
void stage_close(void);

/* Keys by name, with blanks between: F1 to F12, Enter, Tab, BackTab, Up, Down,
 * Left, Right, Home, End, PgUp, PgDn, Bs, Del, Esc-Esc, ^X; anything else is
 * typed, `~` for a blank. */
void press(const char *keys);

/* What stands on top, drawn. */
void expect_screen(const char *name);
/* The same at 80x24 as text; the caller frees it. */
char *screen_text(void);
/* This text is that of expected/NAME.txt. */
void expect_text(const char *name, const char *got);
/* Row `row` (from 1) of the screen at 80x24 holds this text. */
void expect_on_row(int row, const char *text);
/* Some row of it holds this text. */
void expect_somewhere(const char *text);
void expect_nowhere(const char *text);
/* The screen on top has this name (struct screen_ops). */
void expect_top(const char *name);

/* Answers by plain text, as typed; saves; fails the test when it cannot. */
void answer(struct edit *e, const char *field, const char *typed);
uint64_t save_ok(struct edit *e, enum save_how how);

Suite *suite_screens_main(void);
Suite *suite_screens_acts(void);
Suite *suite_screens_any(void);
Suite *suite_screens_due(void);
Suite *suite_screens_form(void);
Suite *suite_screens_home(void);
Suite *suite_screens_kept(void);
Suite *suite_screens_opens(void);
Suite *suite_screens_sections(void);
Suite *suite_screens_same(void);
Suite *suite_screens_work(void);

#endif
