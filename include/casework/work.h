/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * work.h - the worklist: timers and tasks in one list by due date, kept in
 * an index; the diary; and the nightly tick.
 */
#ifndef CASEWORK_WORK_H
#define CASEWORK_WORK_H

#include "casework/brief.h"
#include "casework/session.h"

enum work_whose {
	WORK_MINE,   /* I own the case or the task */
	WORK_TEAM,   /* everything in programmes where I have a role */
	WORK_UNOWNED /* nobody has it */
};

struct work {
	uint64_t case_id; /* 0: a task about nothing, or a timer of a
				   person's record */
	uint64_t task;	  /* 0: a timer */
	uint64_t record;  /* that asks for it: the task, or whose timer it is */
	uint64_t person;
	const char *ref;   /* of the case; T-09310 of a task without;
				   P-018842 of a person's record */
	const char *name;  /* Kowalski, Bartosz; "" */
	const char *doing; /* First contact */
	const char *note;  /* OVERDUE 4 days; new; VISIT IN PAIRS ... */
	const char *owner;
	const char *programme; /* of the case; "" */
	struct date due;       /* unset: no date, stands at the end */
	int minutes;	       /* -1: any time that day */
	bool overdue;
};

struct worklist {
	struct work *v;
	size_t n;
	size_t total; /* how many there are, at most WORK_COUNTED */
	bool more_than_counted;
};
#define WORK_MOST 200
#define WORK_COUNTED 1000

/* From the earliest; `skip` lines first (paging). */
MUST_USE enum err worklist_read(struct session *s, struct arena *a,
				enum work_whose whose, size_t skip,
				struct worklist *out);
/* The diary: everything of mine due from..to (days), plus overdue before. */
MUST_USE enum err diary_read(struct session *s, struct arena *a,
			     struct date from, struct date to,
			     struct worklist *out, struct worklist *overdue);

struct task_new {
	uint64_t case_id; /* or 0 */
	uint64_t person;  /* or 0 */
	const char *text;
	const char *owner; /* NULL: me */
	struct date due;
	int minutes;	       /* -1 any time */
	bool by_rule;	       /* of a form: ends with its case */
	uint64_t about_record; /* a notice without a case: of this record */
	bool narrow;	       /* a notice: not for all who read the case */
	const char *timer;     /* a notice: of this timer; or NULL */
};
/* For oneself, or for another who may see the case: else ERR_INVALID, as when
 * it is given on to somebody who may not. */
MUST_USE enum err task_add(struct session *s, const struct task_new *t,
			   uint64_t *id);
MUST_USE enum err task_finish(struct session *s, uint64_t task,
			      const char *how_it_went);
MUST_USE enum err task_move(struct session *s, uint64_t task, struct date due,
			    int minutes);
MUST_USE enum err task_give(struct session *s, uint64_t task,
			    const char *login);

/* My open cases, by reference. */
MUST_USE enum err my_cases(struct session *s, struct arena *a,
			   struct case_brief **out, size_t *n);

/* Raise reminders and escalations that have fallen due; any number of times
 * without harm.  Runs as the system, not as a user, in small commits. */
struct ticked {
	size_t looked_at, reminders, escalations, renewed;
};
MUST_USE enum err work_tick(struct store *st, struct ticked *out);

#endif
