/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * check_casework_walk.h - one table of what casework offers, walked by every
 * role over twin stores: one with what is hidden, one in which it never was.
 */
#ifndef CHECK_CASEWORK_WALK_H
#define CHECK_CASEWORK_WALK_H

#include "check_casework.h"

#include "casework/words.h"
#include "casework/work.h"

/* What the calls are about: the same in both stores. */
struct walk_about {
	const uint64_t *ids; /* records; the last is nobody's */
	size_t n_ids;
	const char *const *texts; /* to search for, references */
	size_t n_texts;
	const uint64_t *drafts;
	size_t n_drafts;
};

/* One user at one of the stores.  A row begins and ends each call, which is
 * undone, so that no row meets what another did. */
struct walking {
	struct session *s;
	struct store *store;
	const struct walk_about *about;
	struct arena a;	 /* of one call */
	struct buf *out; /* everything that came back */
};

typedef void walk_fn(struct walking *w);

struct walk_row {
	const char *name; /* of the function, as in its header */
	walk_fn *walk;
	bool of_all; /* lists that are about nobody */
};
extern const struct walk_row walk_rows[];
extern const size_t walk_rows_n;

#define START 1772535600 /* 3 March 2026, 11:00 UTC */
#define SIDES 3

/* The stores: with everything; as offender management knows it; as those
 * know it who have a role in neither. */
enum { WHOLE, IOM_ONLY, NEITHER };
struct twin {
	struct world w;
	struct session *staff[8];
	uint64_t him, her, rosa, amir, his_iom, her_iom, her_san, rosa_san;
	uint64_t draft;
};
extern struct twin twins[SIDES];
/* Where the sources stand. */
const char *source_dir(void);

void build_twins(void); /* a checked fixture */
void close_twins(void);
/* The session of one who works in that store. */
struct session *twin_staff(struct twin *t, const char *login);
/* All that can be asked about. */
const struct walk_about *about_everything(void);

/* A call begins, and ends undone: both in words. */
void say(struct walking *w, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));
void walk_begin(struct walking *w, const char *what, uint64_t id);
void walk_begin_text(struct walking *w, const char *what, const char *text);
void walk_end(struct walking *w, enum err e);
void say_date(struct walking *w, struct date d);
void say_fields(struct walking *w, const struct fields *f);
void say_record(struct walking *w, const struct record *r);
void say_flags(struct walking *w, const struct flag_brief *v, size_t n);
void say_case(struct walking *w, const struct case_brief *c);
void say_person(struct walking *w, const struct person_brief *p);
void say_events(struct walking *w, const struct event *v, size_t n);
void say_forms(struct walking *w, const struct form *const *v, size_t n);
void say_users(struct walking *w, const struct user *v, size_t n);
void say_work(struct walking *w, const struct worklist *l);

#define EACH_ID(w, id)                                                         \
	for (size_t i_ = 0;                                                    \
	     i_ < (w)->about->n_ids && ((id) = (w)->about->ids[i_], true);     \
	     i_++)

walk_fn walk_person;
walk_fn walk_case;
walk_fn walk_sheet;
walk_fn walk_history;
walk_fn walk_named;
walk_fn walk_user_named;
walk_fn walk_assign;
walk_fn walk_assignees;
walk_fn walk_owned;
walk_fn walk_withdraw;
walk_fn walk_flag;
walk_fn walk_link;
walk_fn walk_edit;
walk_fn walk_new_person;
walk_fn walk_new_case;
walk_fn walk_new_child;
walk_fn walk_transition;
walk_fn walk_drafts;
walk_fn walk_words;

#endif
