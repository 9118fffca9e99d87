/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * import_parts.h - what the files of an import share.
 *
 * Rows go in batches of one commit each.  A row is read once; it may be done
 * more than once, when a row after it in the batch must be taken back.
 */
#ifndef CASEWORK_IMPORT_PARTS_H
#define CASEWORK_IMPORT_PARTS_H

#include "casework/import.h"
#include "casework/internal.h"
#include "exchange/cell.h"
#include "exchange/map.h"
#include "exchange/own.h"
#include "exchange/source.h"

/* What is told of a cell that was taken, but not as it stands. */
enum note_kind {
	NOTE_FAULT,   /* why rows were rejected */
	NOTE_HIDDEN,  /* the form does not ask it then */
	NOTE_APART,   /* the person known already has another */
	NOTE_UNCLEAR, /* could not be read; the map leaves it blank then */
	NOTE_CHANGED, /* answers that this file changed */
	NOTE_KINDS
};
struct row_note {
	enum note_kind kind;
	size_t column; /* of the map */
};

/* Who a row is about, when a person has decided it. */
enum settled {
	SETTLED_NOT,
	SETTLED_SAME,  /* what is recorded stands */
	SETTLED_NEWER, /* what the row says stands */
	SETTLED_DIFFERENT
};

struct import_row {
	struct csv_row raw;
	struct arena *arena; /* the batch's */
	const char **cells;  /* clean, by column of the map */
	struct value *values;
	uint64_t *row_ids; /* the row of a repeat that each has filled; or 0 */
	const char *key, *person_key;
	struct row_fault *faults;
	size_t n_faults, cap_faults, n_read; /* n_read: found in reading */
	struct row_note *notes;
	size_t n_notes, cap_notes, notes_read;
	bool decided; /* its outcome stands */
	enum outcome outcome;
	bool person_created, person_attached;
	const char *doubt;     /* who it may be, when queued */
	struct fields of_case; /* answers of the case, as it was checked */
	struct restored restored;
	const char *same_as; /* whose details show, of a merged person */
	/* Cells of what stands beside it, or "". */
	const char *alerts, *tasks, *links;
	bool *later; /* by column: names a record that is not here yet */
	const char **missing; /* these names */
	size_t n_missing, n_later, n_joined;
	struct date as_of; /* the row's day, whose choices hold */
	struct date as_on; /* the last that it tells of: its rules' today */
	enum settled settled;
	uint64_t settled_person;
	uint64_t record;   /* what it became */
	const char *owner; /* of the case that it changed */
	bool digested;
};

/* The same thing said of the same column, counted. */
#define SAMPLES 3
#define DOUBTS_TOLD 50
struct tally {
	enum note_kind kind;
	enum code code;
	const char *column; /* "" for the whole row */
	uint64_t count;
	uint64_t line[SAMPLES];
	const char *value[SAMPLES], *message[SAMPLES];
};

struct key_hash {
	uint64_t a, b;
};

/* What one caseworker is told at the end ("": new cases, nobody's yet). */
struct digest {
	const char *owner;
	uint64_t cases, first;
};

struct importing {
	struct session *s;
	const struct import_options *o;
	const struct import_map *m;
	struct source *src;
	size_t *place;		/* column of the file, by the map's */
	struct arena arena;	/* of what is kept to the end */
	struct key_hash *twice; /* keys that stand there twice, sorted */
	size_t n_twice;
	bool may_merge;		  /* the user is a data steward */
	bool commit;		  /* this pass */
	uint64_t batch, batch_id; /* its number and record; 0 in a dry run */
	const char *file_hash, *map_hash; /* hex */
	uint64_t row;			  /* the last that is done */
	uint64_t rejects_at;		  /* bytes of rejects written */
	size_t group_rows;		  /* size of the next group */
	uint64_t first_new; /* the first person made in this pass; or 0 */
	bool spoiled;	    /* a row failed after it had written */
	enum err err;	    /* the import stops */
	struct import_counts counts;
	struct tally *tallies;
	size_t n_tallies, cap_tallies;
	const char **doubts;
	size_t n_doubts;
	const char *stopped; /* why, when it was; or NULL */
	enum code stop_code;
	struct digest *digests;
	size_t n_digests, cap_digests;
	struct buf rejects; /* of the rows that are being done */
	bool resumed, cancelled;
	uint64_t resumed_at; /* the row it had come to */
	const char *doing;
	int64_t began;		/* to hold the lock of the store */
	uint32_t *field_hashes; /* by column of the map */
	uint64_t log_seen;	/* the log's last entry, after our last */
	int others;		/* groups since somebody else wrote */
	uint64_t n_rows;	/* of the file, with a reference */
	struct store_lock *load_lock;
};

/* One batch of a source at a time.  ERR_EXISTS: there is one. */
struct store_lock;
MUST_USE enum err source_lock(struct session *s, const char *source,
			      struct store_lock **out);

/* --- import_read.c: a row, cell by cell ------------------------------- */

void row_read(struct importing *im, struct import_row *r);
/* Value and message are copied. */
void row_fault(struct import_row *r, enum code code, size_t column,
	       const char *value, const char *message);
void row_note(struct import_row *r, enum note_kind kind, size_t column);
bool row_column_bad(const struct importing *im, const struct import_row *r,
		    size_t column);
/* The cell of a column of the map, clean; "" when the row has none, or it
 * cannot be read (a fault). */
const char *row_cell(struct importing *im, struct import_row *r, size_t column);
bool row_is_blank(const struct import_row *r);
/* By what it is known again, from its cells. */
const char *row_key(struct importing *im, struct import_row *r);
int hash_order(const void *a, const void *b);
/* First reading of the whole file: which keys stand in it twice. */
MUST_USE enum err keys_scan(struct importing *im);

/* The values of its cells, which stand. */
void row_read_values(struct importing *im, struct import_row *r);

/* --- import_row.c: a row, done ---------------------------------------- */

void row_do(struct importing *im, struct import_row *r);

/* --- import_restore.c: files that caseload wrote; child records ---------- */

uint64_t ref_find(struct importing *im, const char *ref);
void restore_value(struct importing *im, struct import_row *r, size_t column);
void restore_heads(struct importing *im, struct import_row *r);
uint64_t child_parent(struct importing *im, struct import_row *r);
uint64_t row_named(struct importing *im, struct import_row *r);

/* --- import_later.c: records that a row names and that come later --------- */

/* Before the row is done once more: is what it names here now? */
void later_look_again(struct importing *im, struct import_row *r);
/* It is done: what it waits for is remembered, what waits for it put in. */
void later_settle(struct importing *im, struct import_row *r);

/* --- import_fill.c: answers into an edit ------------------------------ */

enum fill {
	FILL_ALL,     /* a new record */
	FILL_CHANGED, /* what the source changed since last time */
	FILL_GAPS     /* what is not answered yet */
};
struct known;
/* Does the cell say anything: a value, or that there is none? */
bool row_says(const struct importing *im, const struct import_row *r,
	      size_t column);
/* Put the row's values for the edit's form into it and work its rules out.
 * Returns how many answers changed. */
size_t row_fill(struct importing *im, struct import_row *r, struct edit *e,
		enum fill how, const struct known *before);
/* The faults of a view that stand in the way of keeping e. */
void row_check(struct importing *im, struct import_row *r, const struct edit *e,
	       const struct view *v);
/* The rules of a case that is not begun yet, with what is known of the
 * person. */
void row_check_case(struct importing *im, struct import_row *r,
		    const struct fields *person);

/* What that put together, into the edit of the case. */
void row_fill_case(struct import_row *r, struct edit *e);

/* --- import_rows.c: rows of repeats ------------------------------------- */

/* A row that would be known by nothing is a fault. */
void rows_check(struct importing *im, struct import_row *r);
size_t rows_put(struct importing *im, struct import_row *r, struct edit *e,
		enum fill how, const struct known *before);
/* Where the row that a column filled stands among the answers; or NO_ROW. */
size_t rows_index(const struct import_row *r, const struct edit *e,
		  const struct map_column *c, size_t column);

/* --- import_key.c: what was imported before --------------------------- */

/*
 * Under import/SOURCE/FORM/KEY: the record, the batch that last wrote it,
 * and of each column two numbers of 32 bits, of its field's name and of its
 * cell, so that a later file tells what its source has changed.
 */
struct known {
	uint64_t record, batch;
	struct bytes cells;
};
bool key_find(struct importing *im, struct arena *a, const char *form,
	      const char *key, struct known *out);
void key_remember(struct importing *im, const struct import_row *r,
		  const char *form, const char *key, uint64_t record);
/* Where a key is remembered, and the bytes that stand there (none: empty). */
const char *key_place(const struct importing *im, struct arena *a,
		      const char *form, const char *key);
struct bytes key_stored(struct importing *im, struct arena *a,
			const char *place);
/* Is the row as it was when it was last imported; is this column? */
bool key_same(struct importing *im, const struct import_row *r,
	      const struct known *k);
bool key_same_cell(struct importing *im, const struct import_row *r,
		   const struct known *k, size_t column);
struct key_hash key_hash(const char *key);

/* --- import_match.c: the same person? --------------------------------- */

/* Whom the answers are about: *person 0 for somebody new.  True: doubtful,
 * r->doubt says who it may be. */
bool row_match(struct importing *im, struct import_row *r, const struct edit *e,
	       uint64_t *person);

/* What the row says of the person, in a. */
void row_person(const struct importing *im, const struct import_row *r,
		struct arena *a, struct fields *out);
/* The case that a child's row belongs to, by its person.  0: a fault; or it
 * is in doubt and waits; or it was decided to be of nobody here. */
uint64_t case_of_row(struct importing *im, struct import_row *r);

/* --- import_batch.c: the record of a batch ----------------------------- */

/* --- import_load.c: a first load ----------------------------------------- */

/* Begin one where that is worth it; end it, if it was begun. */
MUST_USE enum err load_begin(struct importing *im);
MUST_USE enum err load_end(struct importing *im);

MUST_USE enum err batch_begin(struct importing *im);
void batch_note(struct importing *im, struct txn *t, const char *state);
MUST_USE enum err batch_end(struct importing *im, const char *state);
MUST_USE enum err batch_resume(struct importing *im);
struct record *batch_record(struct txn *t, struct arena *a, uint64_t number);
void batch_counts(const struct record *r, struct import_counts *out);
void import_wait_key(struct key *k, const char *source, const char *form,
		     const char *key);
/* The id under the first key of IX_IMPORT that begins so; 0: none. */
uint64_t import_index_id(struct txn *t, const struct key *k);

/* --- import_wait.c: rows that wait -------------------------------------- */

void row_wait(struct importing *im, struct import_row *r);
void wait_describe(const struct record *r, struct import_waiting *out);
const char *wait_cell_name(struct arena *a, size_t column);
/* It waits no more. */
void wait_close(struct txn *t, struct session *s, struct arena *a,
		const struct record *row, const char *state, uint64_t became);

/* --- import_leave.c: left for somebody else -------------------------------- */

MUST_USE enum err wait_leave(struct session *s, uint64_t id);
/* No row of the batch waits any more: what was said of it is done. */
void wait_notices_end(struct txn *t, struct session *s, struct arena *a,
		      uint64_t number);

/* --- import_digest.c: one word to each who has to know ------------------ */

void digest_row(struct importing *im, struct import_row *r);
const char *digest_format(struct importing *im, struct arena *a);
void digest_read(struct importing *im, const char *text);
void digest_send(struct importing *im, struct txn *t);

/* --- import_report.c -------------------------------------------------- */

/* A row that is done, for the counts and the report. */
void report_row(struct importing *im, const struct import_row *r);
void report_write(struct importing *im);
/* Only that the import was refused: a code and a sentence a line. */
void report_refusal(struct importing *im, enum code code, const char *why);

/* --- import_told.c: what an import has to tell -------------------------- */

struct tally *told_tally(struct importing *im, enum note_kind kind,
			 enum code code, const char *column);
/* What was told before some rows, to go back to when they do not stand: each
 * keep has its end. */
struct told {
	struct import_counts counts;
	struct tally *tallies;
	size_t n_tallies, n_doubts;
};
void told_keep(const struct importing *im, struct told *out);
void told_end(struct importing *im, struct told *t, bool stands);
/* With the batch, for an import that goes on later: as JSON, in a. */
const char *told_format(const struct importing *im, struct arena *a);
void told_read(struct importing *im, const char *text);

#endif
