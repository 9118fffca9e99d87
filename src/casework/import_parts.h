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
#include "exchange/source.h"

/* What is told of a cell that was taken, but not as it stands. */
enum note_kind {
	NOTE_FAULT,  /* why rows were rejected */
	NOTE_HIDDEN, /* the form does not ask it then */
	NOTE_APART,  /* the person known already has another */
	NOTE_UNCLEAR, /* could not be read; the map leaves it blank then */
	NOTE_KINDS
};
struct row_note {
	enum note_kind kind;
	size_t column; /* of the map */
};

struct import_row {
	struct csv_row raw;
	struct arena *arena; /* the batch's */
	const char **cells;  /* clean, by column of the map */
	struct value *values;
	const char *key, *person_key;
	struct row_fault *faults;
	size_t n_faults, cap_faults, n_read; /* n_read: found in reading */
	struct row_note *notes;
	size_t n_notes, cap_notes, notes_read;
	bool decided; /* its outcome stands */
	enum outcome outcome;
	bool person_created, person_attached;
	const char *doubt; /* who it may be, when queued */
};

/* The same thing said of the same column, counted. */
#define SAMPLES 3
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

struct importing {
	struct session *s;
	const struct import_options *o;
	const struct import_map *m;
	struct source *src;
	size_t *place;		/* column of the file, by the map's */
	struct arena arena;	/* of what is kept to the end */
	struct key_hash *twice; /* keys that stand there twice, sorted */
	size_t n_twice;
	bool commit;		    /* this pass */
	uint64_t batch;		    /* its number; 0 in a dry run */
	size_t batch_rows, batches; /* size of the next; how many so far */
	uint64_t first_new; /* the first person made in this batch; or 0 */
	bool spoiled;	    /* a row failed after it had written */
	enum err err;	    /* the import stops */
	struct import_counts counts;
	struct tally *tallies;
	size_t n_tallies, cap_tallies;
	const char **doubts;
	size_t n_doubts;
	const char *stopped; /* by a limit of the map, or NULL */
};

/* --- import_read.c: a row, cell by cell ------------------------------- */

void row_read(struct importing *im, struct import_row *r);
/* Value and message are copied. */
void row_fault(struct import_row *r, enum code code, size_t column,
	       const char *value, const char *message);
void row_note(struct import_row *r, enum note_kind kind, size_t column);
bool row_column_bad(const struct importing *im, const struct import_row *r,
		    size_t column);
/* First reading of the whole file: which keys stand in it twice. */
MUST_USE enum err keys_scan(struct importing *im);

/* --- import_row.c: a row, done ---------------------------------------- */

void row_do(struct importing *im, struct import_row *r);

/* --- import_fill.c: answers into an edit ------------------------------ */

enum fill {
	FILL_ALL,     /* a new record */
	FILL_CHANGED, /* what the source changed since last time */
	FILL_GAPS     /* what is not answered yet */
};
struct known;
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
/* Is the row as it was when it was last imported; is this column? */
bool key_same(const struct importing *im, const struct import_row *r,
	      const struct known *k);
bool key_same_cell(const struct importing *im, const struct import_row *r,
		   const struct known *k, size_t column);
struct key_hash key_hash(const char *key);

/* --- import_match.c: the same person? --------------------------------- */

/* Whom the answers are about: *person 0 for somebody new.  True: doubtful,
 * r->doubt says who it may be. */
bool row_match(struct importing *im, struct import_row *r, const struct edit *e,
	       uint64_t *person);

/* --- import_report.c -------------------------------------------------- */

/* A row whose batch stands, for the counts, the report, the rejects. */
void report_row(struct importing *im, const struct import_row *r);
void report_write(struct importing *im);
/* Only that the import was refused: a code and a sentence a line. */
void report_refusal(struct importing *im, enum code code, const char *why);

#endif
