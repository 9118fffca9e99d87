/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * casefile.h - a person or a case opened, and what is done with it.
 *
 * Opening writes its log entry before anything is shown.  Everything in a
 * struct lives in the arena given.
 */
#ifndef CASEWORK_CASEFILE_H
#define CASEWORK_CASEFILE_H

#include "casework/brief.h"
#include "casework/session.h"
#include "form/compute.h"

/* One line of a chronology. */
struct event {
	uint64_t record;
	uint64_t case_id;
	size_t step; /* that a case took, from 1; 0: the record itself */
	enum record_kind kind;
	const struct form *form; /* NULL for tasks, flags, links */
	int64_t at;		 /* UTC */
	const char *what;	 /* Referral, Contact, Task ... */
	const char *who;
	const char *summary;
	bool finished, withdrawn;
};

struct link_brief {
	uint64_t id, other;
	const char *type, *name; /* of the other person */
};

/* Another record of the same person, merged into the one that shows. */
struct also_recorded {
	uint64_t id, alias; /* alias: what a merge is undone by */
	const char *ref, *name, *address;
	struct date born;
};

struct person_file {
	struct person_brief brief; /* the keeper's, if they may be seen */
	const struct also_recorded *also; /* those that may be seen */
	size_t n_also;
	const struct record *record;
	const struct event *events; /* newest first */
	size_t n_events;
	bool more_events;
	const struct link_brief *links;
	size_t n_links;
	bool may_write;
	const struct form **add; /* what F8 offers: person children,
					   case forms */
	size_t n_add;
};
/* A merged person is opened as one, by whichever record: brief.id is whose
 * details show; cases, chronology and links are those of every record that
 * the user may see. */
MUST_USE enum err person_open(struct session *s, struct arena *a, uint64_t id,
			      struct person_file *out);

/* The cases of a person that the user may see, for a list to choose from; none
 * of somebody who is not to be seen.  Not logged: the person is open. */
MUST_USE enum err person_cases(struct session *s, struct arena *a,
			       uint64_t person, struct case_brief **out,
			       size_t *n);

struct offer {
	const struct transition *transition;
	bool may; /* role allows */
	struct transition_state state;
	const char *who_can; /* when not may: roles in words */
};

struct due {
	const struct timer *timer; /* NULL: a task */
	const struct form *form;   /* that has the timer */
	uint64_t task;
	uint64_t
		record; /* whose timer it is: the case, or one of its records */
	const char *of; /* that record in one line; "" for the case itself */
	const char *text;
	struct date due;   /* unset: no date */
	int minutes;	   /* -1: any time */
	int64_t days_left; /* below nought: overdue, by hours too */
	const char *left;  /* 3 days, OVERDUE 2 days, no date */
	const char *owner;
};

struct case_file {
	struct case_brief brief;
	struct person_brief person; /* id 0: about nobody */
	const struct record *record;
	const struct form *form;
	struct view *view; /* the referral's answers worked out */
	const struct due *dues;
	size_t n_dues;
	const struct offer *offers; /* those with from: the present state */
	size_t n_offers;
	const struct event *events; /* newest first */
	size_t n_events;
	bool more_events;
	const struct flag_brief *flags;
	size_t n_flags;
	const char **summary; /* `summary:` of the form: "Risk  HIGH" */
	size_t n_summary;
	bool may_write;
	const struct form **add; /* child forms that may be added */
	size_t n_add;
	const struct sheet **sheets; /* that the user may print */
	size_t n_sheets;
};
MUST_USE enum err case_open(struct session *s, struct arena *a, uint64_t id,
			    struct case_file *out);
/* The case forms that are about no one person, a meeting for one, and that the
 * user may begin; in the order of the forms. */
MUST_USE enum err cases_about_nobody(struct session *s, struct arena *a,
				     const struct form ***out, size_t *n);
/* What a sheet prints of a case, by its name: lines of at most 76 columns, with
 * the fields of the sheet and nothing else.  Logged as printed.  A sheet that is
 * for other roles answers as one that is not there. */
MUST_USE enum err case_sheet(struct session *s, struct arena *a, uint64_t id,
			     const char *sheet, const char **out);

/* Record as it was at a revision, and who changed each field when. */
struct change {
	int64_t at;
	const char *who, *act, *reason;
	uint32_t revision;
	const struct item *item;       /* NULL: whole record */
	const char *field, *old, *new; /* as shown */
};
MUST_USE enum err record_history(struct session *s, struct arena *a,
				 uint64_t record, struct change **out,
				 size_t *n);

/* The name of a person, the reference of a case, for an answer that points to
 * it (in a).  NULL: not there, or not to be seen by the user.  Not logged:
 * the record that holds the answer is. */
const char *record_named(struct session *s, struct arena *a, uint64_t id);

/* The login that an answer of the person's own records holds, or that it was
 * another team's: for a case's answers the login as it is. */
const char *user_named(struct session *s, struct arena *a, uint64_t case_id,
		       const char *login);

/* Acts.  Each is one commit with its log entry. */
MUST_USE enum err case_assign(struct session *s, uint64_t case_id,
			      const char *login, const char *reason);
/* Who may be given this case: holders of a writing role. */
MUST_USE enum err case_assignees(struct session *s, struct arena *a,
				 uint64_t case_id, struct user **out,
				 size_t *n);

/* Many cases given on at once, when somebody leaves.  Who has open cases that
 * the user may give on, and how many; which they are, by reference; who may be
 * given all of these. */
struct owner {
	const char *login, *name;
	size_t cases;
};
MUST_USE enum err case_owners(struct session *s, struct arena *a,
			      struct owner **out, size_t *n);
MUST_USE enum err cases_owned(struct session *s, struct arena *a,
			      const char *login, struct case_brief **out,
			      size_t *n);
MUST_USE enum err cases_assignees(struct session *s, struct arena *a,
				  const uint64_t *ids, size_t n_ids,
				  struct user **out, size_t *n);
/* Each as case_assign() does, with its own log entry, a few to a commit.  One
 * that has ended, is no longer `from`'s, or may not be given, stays: *given is how
 * many went.  On an error those that went before it stay given. */
MUST_USE enum err cases_assign(struct session *s, const uint64_t *ids, size_t n,
			       const char *from, const char *login,
			       const char *reason, size_t *given);

MUST_USE enum err record_withdraw(struct session *s, uint64_t record,
				  const char *reason);
MUST_USE enum err flag_raise(struct session *s, uint64_t about,
			     const char *text, struct date until, uint64_t *id);
MUST_USE enum err flag_resolve(struct session *s, uint64_t flag,
			       const char *note);
MUST_USE enum err people_link(struct session *s, uint64_t person,
			      uint64_t other, const char *type, bool unsafe,
			      uint64_t *id);
MUST_USE enum err people_unlink(struct session *s, uint64_t link,
				const char *reason);

#endif
