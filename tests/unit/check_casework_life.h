/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * check_casework_life.h - a scripted life: plain text that says who does what
 * on which date and what must then be true (tests/data/lives/README), played
 * through the functions of casework on a store of its own.
 *
 * A line that cannot be understood, a step that is refused although the next
 * line does not say so, and an expectation that does not hold all end the
 * test with file, line, what was expected and what was found.
 */
#ifndef CHECK_CASEWORK_LIFE_H
#define CHECK_CASEWORK_LIFE_H

#include <setjmp.h>

#include "check_casework.h"

#define LIFE_NICKS 128

struct life_line {
	int no;
	int depth;	  /* 0: a step; else of the step above */
	const char *text; /* neither blank nor a remark */
};

enum nick_kind {
	NICK_PERSON,
	NICK_CASE,
	NICK_CHILD,
	NICK_FLAG,
	NICK_LINK,
	NICK_TASK
};

struct nick {
	const char *name;
	enum nick_kind kind;
	uint64_t id;
	const char *form; /* as first begun; "" for none */
};

struct life {
	const char *file; /* its name without the folder */
	struct arena *a;
	struct life_line *lines;
	size_t n, at;	   /* the line being played */
	const char *words; /* what is left of it */
	const char *said;  /* after its colon; NULL: no colon yet */
	const char *user;  /* who acts; NULL before the first `as` */
	bool open;	   /* there is a store */
	struct nick nicks[LIFE_NICKS];
	size_t n_nicks;
	const struct nick *last; /* whom an expectation is about */
	const char *refused;	 /* of the step before; NULL: it went well */
	size_t refused_at;	 /* its line */
	bool refused_told;	 /* and was expected */
	struct edit *edit;	 /* open; a fault closes it too */
	jmp_buf *caught;	 /* where a fault is wanted, or NULL */
	const char *fault;	 /* then: what it said */
};

/* Ends the test: file, line, its text, and the sentence. */
void life_fault(struct life *l, const char *fmt, ...)
	__attribute__((format(printf, 2, 3), noreturn));

/* --- reading (life_read.c) -------------------------------------------------- */

void life_read(struct life *l, const char *path);
void life_read_text(struct life *l, const char *text);
/* Begin with the words of the line at l->at. */
void life_line_begin(struct life *l);
/* The next word, or the next text in quotation marks; NULL at the end of the
 * line and after the colon. */
const char *life_word(struct life *l);
const char *life_need(struct life *l, const char *what);
/* Take the next word if it is this one. */
bool life_takes(struct life *l, const char *word);
const char *life_rest(struct life *l); /* the rest of the line as it is */
void life_end(struct life *l);	       /* nothing may follow */
struct date life_date(struct life *l, const char *word);
int life_time(struct life *l, const char *word);
int64_t life_number(struct life *l, const char *word);
/* The indented line after this one, made the present one; NULL: none. */
const struct life_line *life_below(struct life *l);

/* --- names and sessions (life.c) -------------------------------------------- */

void life_play(const char *path);
/* The same of a text; what it fails with, NULL if it does not. */
const char *life_play_text(const char *text);
struct session *life_session(struct life *l); /* of who acts */
struct session *life_session_of(struct life *l, const char *login);
const struct form_set *life_forms(struct life *l);
const struct nick *life_nick(struct life *l, const char *word);
const struct nick *life_nick_of(struct life *l, const char *word,
				enum nick_kind kind, const char *what);
const struct nick *life_find(const struct life *l, const char *name);
/* `as NAME`, if it follows, else `instead` (may be NULL). */
const char *life_named(struct life *l, const char *instead);
void life_call(struct life *l, const char *name, enum nick_kind kind,
	       uint64_t id, const char *form);
/* The step was refused, for these reasons (a line each). */
void life_refuse(struct life *l, const char *why);
/* Ends the life when the step before was refused and nobody expected it. */
void life_tell_refusal(struct life *l);
/* The same from what a call gave back; ERR_OK is nothing. */
bool life_went(struct life *l, enum err err);

/* --- the steps ----------------------------------------------------------------- */

typedef void life_step(struct life *l);
/* life_site.c */
life_step step_on, step_use, step_user, step_end_user, step_setting,
	step_retire, step_rewrite;
/* life_act.c */
life_step step_register, step_refer, step_open, step_add, step_change,
	step_finish, step_do;
/* life_work.c */
life_step step_assign, step_withdraw, step_flag, step_resolve, step_link,
	step_unlink, step_task, step_done, step_tick;
/* life_expect.c */
life_step step_expect;

/* The indented lines put into an edit (life_answer.c).  What a screen would
 * not have taken is gathered in *why, which stays NULL if nothing was. */
struct life_said {
	const char *why;
	const char *reason; /* `reason:` */
};
void life_answers(struct life *l, struct edit *e, struct life_said *out);
const struct item *life_field(struct life *l, const struct form *f,
			      const char *name);
/* Is this value what the words say?  Labels, codes, dates as people write
 * them, names given in this life. */
bool life_says(struct life *l, const struct item *it, const struct value *v,
	       const char *words);
const char *life_shown(struct life *l, const struct item *it,
		       const struct value *v);

#endif
