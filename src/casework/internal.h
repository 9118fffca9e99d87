/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * internal.h - what the files of casework share.
 *
 * The life of every act: begin a transaction, read who the user is now,
 * look (predicate), change records through change_record(), which keeps the
 * indexes, and log it; then commit.  Nothing else opens a transaction.
 */
#ifndef CASEWORK_INTERNAL_H
#define CASEWORK_INTERNAL_H

#include "base/text.h"
#include "casework/casefile.h"
#include "casework/edit.h"
#include "casework/find.h"
#include "casework/keep.h"
#include "casework/session.h"
#include "casework/work.h"
#include "form/compute.h"
#include "store/draft.h"
#include "store/index.h"
#include "store/log.h"
#include "store/record.h"

/*
 * The indexes.  Numbers in keys are as key.h builds them; `cno` is the
 * number of a case form in the store's catalogue (a bit in a mask of 64),
 * `fno` that of any form.  Both never change once given.
 */
enum casework_index {
	IX_REF = 1,   /* reference -> id (8 bytes) */
	IX_LOGIN,     /* login -> id of the user's record */
	IX_ACCESS,    /* person -> struct reach: for the predicate */
	IX_OF_CASE,   /* case, kind, id -> fno (u32): everything of a case */
	IX_OF_PERSON, /* person, ~when, id -> kind, fno, case: chronology */
	IX_BY_FORM,   /* fno, id -> (empty): counting, checking, export */
	IX_OPEN_CASE, /* cno, case -> (empty): tick, renewal */
	IX_OWNED,     /* owner, closed, ref, case -> case */
	IX_WORK,      /* worklist: see work_index.c */
	IX_TIMER,     /* case or person's record, its timer -> due; what
			   stands in IX_WORK */
	IX_NAME,      /* folded name token, person -> (find.c) */
	IX_SOUND,     /* name code, second code, person */
	IX_BORN,      /* birth date, person */
	IX_POSTCODE,  /* postcode without space, house, person */
	IX_PHONE,     /* national digits, person */
	IX_IDENT,     /* kind, canonical number, person */
	IX_WORD,      /* folded value of a `search: yes` case field, record */
	IX_UNIQUE,    /* fno, field, folded value, record */
	IX_LINK,      /* person, link id -> other, unsafe */
	IX_QUEUE,     /* steward's queue: cno, id: hidden matches */
	IX_PAIR,      /* person, person: said to be different (same.c) */
	IX_IMPORT,    /* batches and waiting rows: see import_batch.c */
	IX_COMMON, /* word of a name, town, postcode -> how many (common.c) */
	IX_ALIAS   /* person, alias record -> the other, who keeps (same.c) */
};

struct catalogue {
	const char **names;
	size_t n;
};

/* While an import writes: what the log says of each change. */
struct import_mark {
	uint64_t batch;	  /* that made the change, or */
	uint64_t undo;	  /* that is being undone */
	const char *key;  /* of the record in the table of imported keys */
	struct bytes was; /* what stood there before */
};

struct session {
	struct store *store;
	struct form_set *set;
	const char *user, *from;
	struct arena arena;		    /* the session's own texts */
	struct catalogue case_forms, forms; /* numbers of the store */
	int *cno_of, *fno_of;		    /* by place in set->forms */
	const struct form **form_by_no, **case_form_by_no;
	uint64_t closed_mask; /* cno of access: closed */
	uint64_t hiding_mask; /* and of those that may name somebody unsafe */
	struct who *cached;
	uint64_t users_serial;
	int64_t forms_serial; /* of the forms it runs with */
	struct date cached_on;
	struct txn *batch;	 /* steps gathered into one commit, or NULL */
	struct scratch *scratch; /* a batch is begun over it, when there */
	bool loading;		 /* and that gathers index entries only */
	uint64_t batch_mark;
	const struct import_mark *import; /* the batch that writes, or NULL */
	bool unseen;   /* an import works: it fills in defaults, and no
				   edit is looked at before it is filled in, nor
				   after it is saved */
	bool system;   /* tick, import undo ...: sees everything */
	bool ended;    /* its user is one no more, as was last seen */
	bool outdated; /* other forms were published, as was seen */
};

/* publish.c: the published texts; 0 when there are none.  One that is not as
 * its hash says fails the transaction (ERR_CORRUPT). */
size_t published_texts(struct txn *t, struct arena *a, struct form_source **out,
		       struct bytes *current);

/* known.c: the published set for a session, checked only if that was not done
 * before. */
struct forms_known {
	struct bytes current; /* which texts; lives as long as the set */
	bool fresh;	      /* checked just now */
};
MUST_USE enum err known_load(struct store *st, struct form_set **out,
			     struct forms_known *known);
/* What was found out stays for the next session. */
void known_keep(struct txn *t, const struct form_set *set,
		const struct forms_known *known);

/*
 * Every function of casework begins and ends its transaction here.  Within a
 * batch (session_batch_begin) they share one, and a step that is refused
 * leaves the others as they are.
 */
struct txn *session_begin(struct session *s, bool write);
enum err session_end(struct session *s, struct txn *t);
void session_batch_begin(struct session *s);
MUST_USE enum err session_batch_commit(struct session *s);
void session_batch_abort(struct session *s);

/* Batch work commits in steps, each over after so many milliseconds: nobody
 * waits 50 for the lock. */
#define STEP_MS 25
int64_t monotonic_ms(void);

/* A refusal is an entry of its own, since what was refused is undone. */
void log_refusal(struct session *s, uint64_t record, const char *what);

/* A session of the program itself (tick, import): sees everything, is logged
 * under `name`. */
MUST_USE enum err session_open_system(struct session **out, struct store *st,
				      const char *name);
void session_free(struct session **s);

/* --- who.c: the one predicate -------------------------------------------- */

#define LOGIN_MOST 64
struct who {
	const struct session *s;
	uint64_t record; /* of the user */
	bool admin;
	const char *name;
	role_set roles[64];   /* held now, by cno */
	role_set anywhere;    /* union, with grants for programme `*` */
	uint64_t reads;	      /* cno: some reading role, no `where` */
	uint64_t reads_where; /* cno: only under the form's read_where */
	uint64_t writes;
	struct { /* whom who_told() was asked about */
		char login[LOGIN_MOST + 1];
		bool told;
	} asked[16];
	size_t n_asked;
};

/* The user as they stand in this transaction; fails t with ERR_NOT_FOUND when
 * there is no such user any more. Borrowed from the session. */
size_t users_all(struct txn *t, struct arena *a, struct user **out);
/* Whose work lies where they may not go any more: all of it when they were
 * ended, that of some case forms when they lost their roles there. */
struct leaver {
	const char *login;
	uint64_t forms; /* cno */
};
size_t users_left(struct txn *t, struct session *s, struct arena *a,
		  uint64_t seen, struct leaver **out);
/* The login for those who share, or shared, a programme with its user, or
 * where it has none; for others another_team.  Who writes to a record that
 * several programmes know would tell of work that does not exist for them. */
extern const char another_team[];
const char *who_told(struct txn *t, const struct who *w, const char *login);
/* An answer of a record as the user may be told it: users that stand in what
 * is the person's own, and so every programme's, pass who_told(). */
const struct value *told_value(struct txn *t, const struct who *w,
			       struct arena *a, const struct record *r,
			       const struct value *v);
/* Leaves the grants in programmes where w has a role: false when none. */
bool user_as_seen(const struct who *w, struct user *u);
/* Does the user hold one of these roles now, in the form's programme? */
bool user_holds(const struct session *s, const struct user *u, role_set roles,
		const struct form *f);
const struct who *who_now(struct txn *t, struct session *s);

struct reach {		 /* of a person, kept in IX_ACCESS */
	uint64_t cases;	 /* cno of every case */
	uint64_t guards; /* cno of cases that name somebody unsafe: not
				   found by address, phone, or likeness */
	const char *registered_by;
};
bool reach_get(struct txn *t, struct arena *a, uint64_t person,
	       struct reach *out);

bool who_sees_case(struct txn *t, const struct who *w, const struct record *r);
bool who_sees_person(struct txn *t, const struct who *w, uint64_t person);
/* The same where the person's entry has been read. */
bool who_sees_reach(struct txn *t, const struct who *w, uint64_t person,
		    const struct reach *reach);
/* Every child record of every case of this form (cno), without a look? */
bool who_sees_children(const struct who *w, int cno);
/* Data steward of a case form's programme (cno), or of any (-1)? */
bool who_is_steward(const struct who *w, int cno);
/* May they be compared with others by this user? Who sees the person may; and
 * the data steward of every closed programme in which they have a case, for
 * to him goes what is hidden from those who saved somebody like them. */
bool who_sees_as_steward(struct txn *t, const struct who *w, uint64_t person);
/* Of a record of any kind: its case's or its person's answer, and its own
 * form's read roles. */
bool who_sees(struct txn *t, const struct who *w, const struct record *r);
bool who_writes(struct txn *t, const struct who *w, const struct record *r);
/* May the user write records of this form (new ones)? */
bool who_writes_form(const struct who *w, const struct form *f);
bool who_reads_form(const struct who *w, const struct form *f);
/* Roles that count for a form: of its programme, or anywhere for person's. */
role_set who_roles(const struct who *w, const struct form *f);
/* ctx NULL: what is read under a condition is not. */
bool who_reads_item(const struct who *w, const struct item *it,
		    const struct eval_ctx *ctx);
/* The same for an answer of a record whose existence the user may know. */
bool who_reads_answer(struct txn *t, const struct who *w, const struct item *it,
		      const struct record *r);
bool who_writes_item(const struct who *w, const struct item *it);
/* Has the day of its `retired:` come? */
bool item_retired(const struct item *it);

int case_form_no(const struct session *s, const struct form *f); /* -1 none */
int form_no(const struct session *s, const struct form *f);
const struct form *form_of_no(const struct session *s, int fno);
const struct form *case_form_of_no(const struct session *s, int cno);
const struct form *form_of_record(const struct session *s,
				  const struct record *r);

/* --- adopt.c: what was renamed answers to its new name -------------------- */

/* A form by its name or one it had; so for states (-1) and items. */
const struct form *form_called(const struct form_set *set, const char *name);
int state_called(const struct form *f, const char *name);
const struct item *item_called(const struct form *f, const char *name);
/* Make a record that was read (with its fields) as the set has it. */
void record_adopt(const struct form_set *set, struct record *r);
/* Read one so: as record_get(). */
struct record *record_now(struct txn *t, const struct session *s,
			  struct arena *a, uint64_t id);

/* --- change.c: a record changed, with its indexes and its log entry ------- */

struct note { /* for the log */
	enum act act;
	const char *reason; /* may be NULL */
	const char *text;   /* search terms, what was exported ... */
};
/* Write `now` in place of `before` (NULL: new): sets revision, times, user;
 * moves index entries; logs the difference field by field. */
void change_record(struct txn *t, struct session *s,
		   const struct record *before, struct record *now,
		   const struct note *why);
/* A new one, that says itself when it was made and by whom. */
void bring_record(struct txn *t, struct session *s, struct record *now,
		  const struct note *why);
/* One more row, empty, of those that the program itself keeps with a record
 * under this name; in a. */
struct fields *own_row_add(struct arena *a, struct record *r, const char *name);
/* Only the indexes (rebuild, renewal): entries of `before` out, of `now` in. */
void index_record(struct txn *t, struct session *s, const struct record *before,
		  const struct record *now);
/* The entries that a record should have: calls back for each. */
typedef void entry_fn(uint8_t index, struct bytes key, struct bytes posting,
		      void *ctx);
void record_entries(struct session *s, struct arena *a, const struct record *r,
		    entry_fn *each, void *ctx);
/* The same, each key once, in order: as they stand in the store. */
void record_entries_once(struct session *s, struct arena *a,
			 const struct record *r, entry_fn *each, void *ctx);
/* Batches of imports and the rows of them that wait: their index entries, and
 * who may see them (import_batch.c). */
void import_entries(const struct record *r, entry_fn *each, void *ctx);
bool who_sees_import(struct txn *t, const struct who *w,
		     const struct record *r);

/* find.c: the search entries of a person or of searchable case fields. */
void find_entries(struct session *s, struct arena *a, const struct record *r,
		  entry_fn *each, void *ctx);
/* alike.c: a person saved who matches somebody hidden: the match goes to the
 * steward's queue of the hidden case's programme. */
void queue_hidden_matches(struct txn *t, struct session *s, const struct who *w,
			  const struct record *person);
/* A log entry without a change (opened, searched, refused). */
void log_act(struct txn *t, struct session *s, enum act act, uint64_t person,
	     uint64_t case_id, uint64_t record, const char *text);
/* A person's IX_ACCESS entry, worked out from their cases; and put in. */
void reach_entry(struct txn *t, struct session *s, uint64_t person,
		 entry_fn *each, void *ctx);
void reach_renew(struct txn *t, struct session *s, uint64_t person);
/* Of one just made, who has no case yet. */
void reach_begin(struct txn *t, const struct record *person);
/* Can a record of this form name somebody unsafe? */
bool form_guards(const struct form *f);
bool case_form_guards(const struct form *f); /* or of one of its records */

/* --- context.c: what the rules look at ------------------------------------ */

/* Fill ctx for a record (a case, a child, a person, or a new one described by
 * form, person, case id): reads the case, its children, the person. */
void context_read(struct txn *t, struct session *s, struct arena *a,
		  const struct form *f, const struct record *r, uint64_t person,
		  uint64_t case_id, struct eval_ctx *ctx);
/* Rules see the state that is being entered, today, as if it were so: in the
 * dialogue of a transition and in its commit alike. */
void context_enter(struct arena *a, const struct state *to,
		   struct eval_ctx *ctx);
/* Renew a case after itself, a child or its person changed: stored
 * calculations, timers in the worklist.  Inside the same commit. */
void case_renew(struct txn *t, struct session *s, uint64_t case_id);
/* The same for a case just written, in the transaction that read what stands
 * around it: its children, its person, the settings. */
void case_renew_saved(struct txn *t, struct session *s, const struct record *c,
		      const struct eval_ctx *around);

/* The child records of a case, withdrawn ones too, oldest first in a. */
size_t case_children(struct txn *t, struct arena *a, uint64_t case_id,
		     uint64_t **out);

void answers_with_kept(struct fields *out, struct arena *a,
		       const struct form *f, const struct fields *answers,
		       const struct fields *stored);

/* Of a record that is brought back: those in rows are worked out, others only
 * where they did not come along. */
void restored_calculations(struct fields *now, const struct form *f,
			   const struct view *v, bool came);

/* keep.c: that the indexes are as this version makes them. */
void indexes_note_shape(struct txn *t);
/* They are not whole; whoever holds the lock of this name is making them so
 * (import_load.c). */
#define LOAD_LOCK "import/load"
void indexes_note_loading(struct txn *t);
/* publish.c */
bool forms_are_published(struct txn *t, struct arena *a);

/* tick.c: renew every open case and timer, in small commits: after
 * publishing, or when a setting was changed. */
MUST_USE enum err cases_renew(struct store *st);

/* --- brief.c ---------------------------------------------------------------- */

/* Put what the case says of safe contact before what its person's heading
 * says; nothing when the user may not read it. */
void brief_safe_contact(struct txn *t, const struct who *w, struct arena *a,
			const struct record *c, struct person_brief *out);

/* What the case's own answers say that everybody must know (means: alert)
 * stands after the flags of its person. */
void brief_case_alerts(struct txn *t, const struct who *w, struct arena *a,
		       const struct record *c, struct person_brief *out);

/* Of a person's brief only id, ref and name: for long lists; the flags on top
 * of that, and what records of the person say by themselves. */
void brief_name(struct txn *t, struct session *s, const struct who *w,
		struct arena *a, uint64_t person, struct person_brief *out);
void brief_flags(struct txn *t, const struct who *w, struct arena *a,
		 struct person_brief *out);
void brief_person(struct txn *t, struct session *s, const struct who *w,
		  struct arena *a, uint64_t person, struct person_brief *out);
void brief_case(struct session *s, struct arena *a, const struct record *r,
		struct case_brief *out);
/* Cases of a person that may be seen, newest first. */
size_t brief_cases(struct txn *t, struct session *s, const struct who *w,
		   struct arena *a, uint64_t person, struct case_brief **out);
/* Kowalski, Bartosz from answers; "(no name)" when none. */
const char *person_name(const struct session *s, struct arena *a,
			const struct fields *f, bool capitals);
const char *person_address(const struct session *s, struct arena *a,
			   const struct fields *f);
/* record_named() within a transaction; NULL: not theirs to see. */
const char *record_named_in(struct txn *t, struct session *s,
			    const struct who *w, struct arena *a, uint64_t id);
/* `summary:` fields of a record in one line, for a chronology. */
const char *record_summary(struct txn *t, struct session *s,
			   const struct who *w, struct arena *a,
			   const struct record *r);
/* The answers of a person that may be read, borrowed from p. */
struct fields readable_fields(struct txn *t, const struct who *w,
			      struct arena *a, const struct record *p);

/* --- events.c -------------------------------------------------------------- */

/* A record of a case, by its index. */
struct of_case {
	uint64_t id;
	enum record_kind kind;
};
/* What the user may see of what happened to a person (all records of one who
 * was merged), or in a case (of: the newest first); the newest of it, in a. */
size_t person_events(struct txn *t, struct session *s, const struct who *w,
		     struct arena *a, const uint64_t *member, size_t members,
		     const struct event **out, bool *more);
size_t case_events(struct txn *t, struct session *s, const struct who *w,
		   struct arena *a, const struct of_case *of, size_t n_of,
		   const struct event **out, bool *more);

/* --- sheet.c --------------------------------------------------------------- */

/* The sheets of a case form that the user may print, in a. */
size_t case_sheets(const struct who *w, struct arena *a, const struct form *f,
		   const struct sheet ***out);

/* --- called.c: what a record is called in files ---------------------------- */

/* In a; "" for one that the user may not see. */
const char *record_called(struct txn *t, struct session *s, const struct who *w,
			  struct arena *a, uint64_t id);
/* The record so called that the user may see, 0: none.  f: its form, for child
 * records; NULL for people and cases. */
uint64_t record_find(struct txn *t, struct session *s, const struct who *w,
		     struct arena *a, const struct form *f, const char *called);

/* --- work_index.c ------------------------------------------------------------ */

/* Put the timers of a case and its open tasks right in IX_WORK. */
void work_renew_case(struct txn *t, struct session *s, const struct record *c,
		     const struct eval_ctx *ctx);
/* The timers of a person's record, which has no case. */
void work_renew_own(struct txn *t, struct session *s, const struct record *r);
void work_entries_task(struct session *s, struct arena *a,
		       const struct record *task, entry_fn *each, void *ctx);
/* "3 days", "5 hours", "today", "OVERDUE 2 days", "OVERDUE 3 hours", "no date"; minutes
 * of the day, -1 for any time. *left is below nought where it is overdue. */
const char *days_left_words(struct arena *a, struct date due, int minutes,
			    int64_t *left);
/* Make a task in this transaction: for n->owner ("" nobody yet), or for all
 * who hold a role. */
uint64_t task_make(struct txn *t, struct session *s, const struct task_new *n,
		   const struct role *role, bool notice);

/* A rule's duration after a day: working days by the calendar, months clamped. */
struct date date_after(const struct calendar *c, struct date d,
		       struct duration by);
/* The open tasks and notices of a case (in a): those that rules asked for,
 * those that somebody wrote. */
enum task_maker { TASKS_OF_RULES, TASKS_WRITTEN, TASKS_ALL };
size_t open_tasks(struct txn *t, struct arena *a, uint64_t case_id,
		  enum task_maker by, struct record ***out);
/* A case that ends takes with it what rules asked for; what somebody wrote may
 * still have to be done, and stays.  One that is withdrawn, because it never
 * should have been, takes all. */
void case_tasks_end(struct txn *t, struct session *s, uint64_t case_id);
/* Those that rules asked for: all of them; end them; those of one owner go
 * over to another. */
size_t open_rule_tasks(struct txn *t, struct arena *a, uint64_t case_id,
		       struct record ***out);
void rule_tasks_end(struct txn *t, struct session *s, uint64_t case_id);
void rule_tasks_pass(struct txn *t, struct session *s, uint64_t case_id,
		     const char *from, const char *to);
/* The key under which a value of a `unique: yes` item stands, without the
 * record: cut when long, so that two values may share it. */
void unique_key(struct key *k, const struct session *s, struct arena *a,
		const struct item *it, const struct value *v);
/* Another visible record that holds this value of a `unique: yes` item. */
const struct record *unique_holder(struct txn *t, struct session *s,
				   const struct who *w, struct arena *a,
				   const struct item *it, const struct value *v,
				   uint64_t but_not);

#define META_TASK_SECRET "ref/secret"
#define TASK_SECRET 16 /* bytes */
/* A task's number (T-...), which tells nothing of how many there are. */
const char *task_number(struct txn *t, struct arena *a, uint64_t id);
/* The next reference for a form's pattern, or P-.... */
const char *reference_next(struct txn *t, struct session *s, struct arena *a,
			   const char *pattern);

/* Is this draft words (words.h) and no form's; what they are. */
#define PURPOSE_WORDS "words"
bool draft_is_words(const struct draft *d);
const char *draft_words(const struct draft *d);

#endif
