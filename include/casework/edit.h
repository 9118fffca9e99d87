/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * edit.h - filling in a form: begun, kept as a draft, saved.
 *
 * An edit holds the record as it was read, the answers as they are now, and
 * texts that are not understood yet.  It keeps itself as a draft in the
 * store; nothing is lost until its record is saved.  Saving is optimistic:
 * what only one side changed is merged, what both changed comes back to be
 * chosen.  An edit owns its memory; edit_close() frees it and keeps the
 * draft as it is in the store.
 */
#ifndef CASEWORK_EDIT_H
#define CASEWORK_EDIT_H

#include "casework/brief.h"
#include "casework/session.h"
#include "form/compute.h"

/* What a file that caseload wrote says of a record itself: import alone puts
 * it in, for new records. */
struct restored {
	const char *ref, *state, *owner; /* "" : as for any new record */
	struct value states;		 /* rows of `_states`, or empty */
	bool finished;
	bool worked_out; /* what was calculated came along */
};

struct edit {
	struct session *session;
	struct arena arena;	 /* all but the view */
	struct arena view_arena; /* renewed at each edit_view() */
	const struct form *form;
	const struct transition *transition; /* its dialogue, or NULL */
	const struct record *base;   /* as read; NULL for a new record */
	const struct record *rebase; /* the other's save, while choosing */
	uint64_t record, person, case_id;
	uint32_t base_revision;
	struct fields answers;	   /* as they are now, hidden ones too */
	struct fields typed;	   /* texts not understood, by field name
					   (in rows: name#ROWID) */
	struct fields reasons;	   /* why a warning was kept, by field */
	struct fields chosen;	   /* of clashes, by field (edit_choose()) */
	struct eval_ctx ctx;	   /* what the rules look at */
	struct view *view;	   /* current; made by edit_view() */
	struct person_brief about; /* heading; id 0 when about nobody */
	struct case_brief of_case; /* heading; id 0 when none */
	/* Of a step that ends the case: open tasks that somebody wrote, which
	 * it leaves. */
	size_t tasks_stay;
	const char *title; /* Referral, new */
	uint64_t draft;	   /* 0: none kept yet */
	int64_t draft_at;  /* when it was last kept, UTC */
	bool changed;	   /* since begun or last kept */
	bool may_write;
	bool lenient; /* import: soft checks do not hold up */
	const struct restored *restored; /* import: kept as it was; or NULL */
	struct date as_of;    /* import: the day of the row, whose choices
				 and questions hold; unset: today */
	struct date as_on;    /* import: the last day that the row tells of,
				 today for its rules */
	bool view_stands;     /* import: the view is of these answers, and of
				 the store as it is in this commit */
	const char *at_field; /* the cursor's field, for the draft */
};

/* Begin.  Each fills in defaults (new) or reads the record.  All log the
 * opening of what they read.  ERR_NOT_FOUND, ERR_DENIED (may not write
 * there). */
MUST_USE enum err edit_new_person(struct session *s,
				  const struct fields *prefill,
				  struct edit **out);
MUST_USE enum err edit_new_case(struct session *s, const struct form *f,
				uint64_t person, struct edit **out);
MUST_USE enum err edit_new_child(struct session *s, const struct form *f,
				 uint64_t of, struct edit **out);
MUST_USE enum err edit_open(struct session *s, uint64_t record,
			    struct edit **out);
MUST_USE enum err edit_begin_transition(struct session *s, uint64_t case_id,
					const struct transition *t,
					struct edit **out);
MUST_USE enum err edit_resume(struct session *s, uint64_t draft,
			      struct edit **out);
void edit_close(struct edit **e);

/* May the user read / write this item here (roles, states, read_only)? */
bool edit_may_read(const struct edit *e, const struct item *it);
bool edit_may_write(const struct edit *e, const struct item *it);

/* Change an answer (row NO_ROW outside repeats); recomputes the view. */
void edit_set(struct edit *e, const struct item *it, size_t row,
	      struct value v);
const struct value *edit_get(const struct edit *e, const struct item *it,
			     size_t row); /* raw, may be NULL */
/* Remember a text that is not understood (NULL forgets it). */
void edit_set_typed(struct edit *e, const struct item *it, size_t row,
		    const char *text);
const char *edit_get_typed(const struct edit *e, const struct item *it,
			   size_t row);
size_t edit_add_row(struct edit *e, const struct item *repeat);
void edit_strike_row(struct edit *e, const struct item *repeat, size_t row);
/* Work the rules out again. */
void edit_view(struct edit *e);
/* Keep a soft check's reason, so that it no longer stands in the way. */
void edit_keep_reason(struct edit *e, const struct item *it,
		      const char *reason);

/* A `sensitive: yes` answer is about to be shown: logged. */
MUST_USE enum err edit_unmask(struct edit *e, const struct item *it);

/* Keep the draft now (durable when it returns ERR_OK). */
MUST_USE enum err edit_keep(struct edit *e);
/* Throw the draft away, as its user asked; logged. */
MUST_USE enum err edit_drop(struct edit *e);

enum save_how {
	SAVE_RECORD, /* keep it; a child stays unfinished */
	SAVE_FINISH  /* complete a child record; all checks bind */
};
struct clash {
	const struct item *item;
	struct value was, theirs, mine;
	const char *by;
	int64_t at;
	bool take_theirs; /* set by the caller before saving again */
};
struct saved {
	uint64_t record;
	uint64_t case_id;
	const char *ref;	    /* of person or case; "" */
	size_t faults;		    /* ERR_INVALID: see view_faults() */
	size_t dropped;		    /* answers that no longer apply */
	const struct item **merged; /* fields taken over from another's
					   save */
	size_t n_merged;
	const char *merged_by;
	const char *why;       /* ERR_INVALID of a transition, or of a
					   number that must be unique: sentence */
	struct clash *clashes; /* ERR_CONFLICT: choose, save again */
	size_t n_clashes;
};
/*
 * Save, or take the transition whose dialogue this is: one commit with its
 * log entry, indexes, worklist, tasks; the draft goes in the same commit.
 * ERR_INVALID: something must be put right first (typed texts not
 * understood, stops, required).  ERR_CONFLICT: both changed the same field;
 * set take_theirs in out->clashes and call edit_settle(), then save again.
 * ERR_FULL, ERR_IO: not saved, draft as it was.  out lives in e->arena.
 */
MUST_USE enum err edit_save(struct edit *e, enum save_how how,
			    const char *reason, struct saved *out);
void edit_settle(struct edit *e, const struct saved *s);
/* Remember in the draft which side of a clash was chosen, by a character of
 * the caller's; and what was, as long as the other side is the same: 0 when
 * nothing was. */
void edit_choose(struct edit *e, const struct clash *x, char how);
char edit_chosen(const struct edit *e, const struct clash *x);

/* Would this fault of the view stand in the way of saving so? (A soft check
 * does not once a reason is kept; required ones only when finishing.) */
bool edit_fault_binds(const struct edit *e, const struct view_fault *f,
		      enum save_how how);

/* Drafts of the user. */
struct draft_brief {
	uint64_t id, record;
	const char *title; /* Referral, KHATUN, Shirin */
	size_t fields;	   /* filled in; of a saved record, changed */
	int64_t kept_at;
	const char *changed_by; /* who saved the record since, or NULL */
	/* Of words (words.h), else NULL and 0: what was asked and where. */
	const char *question, *words;
	uint64_t person, case_id;
};
MUST_USE enum err draft_briefs(struct session *s, struct arena *a,
			       struct draft_brief **out, size_t *n);
MUST_USE enum err draft_throw_away(struct session *s, uint64_t draft);

#endif
