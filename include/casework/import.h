/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * import.h - a partner's file, row by row, through the same checks as the
 * screens.  A dry run is the default: it does everything but write.
 *
 * What one import writes is a batch: a record that knows its map, its file,
 * how far it came and what it counted.  Every change that a batch makes
 * carries its number in the log, so that it can be undone.  A row that may be
 * about somebody known already waits, as a record of its own, for a person to
 * decide.  Batches and waiting rows exist for those who may write the form
 * that the map fills, and for nobody else.
 */
#ifndef CASEWORK_IMPORT_H
#define CASEWORK_IMPORT_H

#include "base/buf.h"
#include "casework/find.h"
#include "casework/session.h"
#include "form/problem.h"

/* How far it is, for a line that tells it.  Bytes are of the file. */
struct import_progress {
	const char *doing; /* Reading, Trying, Importing, Undoing */
	uint64_t rows, rejected, bytes, of;
};

struct import_options {
	const char *map_name, *map_text; /* the map file, read by app */
	size_t map_size;
	int fd;		       /* the file, open for reading */
	const char *file_name; /* for the report */
	bool commit;
	struct buf *rejects; /* CSV of rejected rows; or */
	int rejects_fd;	     /* the file for them, open for writing
					   (0: none): an import that goes on
					   after it was cut off goes on in it */
	struct buf *report;  /* text for people */
	/* False: stop here.  Nothing is half done; the same import goes on
	 * from there the next time. */
	bool (*progress)(const struct import_progress *p, void *ctx);
	void *ctx;
};

/* Each row ends in exactly one of these; they add up to `rows`. */
struct import_counts {
	uint64_t rows, created, updated, unchanged, queued, skipped, rejected;
	uint64_t people_created, people_attached;
	/* Answers that name a record which was not there yet: left out, and
	 * put in when it came (also for rows of an earlier file). */
	uint64_t later, joined;
};

/* ERR_INVALID: the map has faults (in p), or the file's header does not fit
 * (in the report).  ERR_EXISTS: somebody else is importing from this source.
 * ERR_CONFLICT: stopped by `progress`; the counts are of what stands. */
MUST_USE enum err import_run(struct session *s, const struct import_options *o,
			     struct problems *p, struct import_counts *out);

/* --- batches ------------------------------------------------------------ */

struct import_batch {
	uint64_t number;
	const char *map, *label;	/* police_da, Police domestic ... */
	const char *source, *file, *by; /* by: login */
	const char *charset;		/* of the file; "" : not known */
	const char *form;		/* title of the form that it fills */
	const char *state; /* running finished stopped undoing undone; cut off:
			      its process is gone and it can go on */
	int64_t at;	   /* begun, UTC */
	struct import_counts counts;
	uint64_t waiting;		    /* rows that somebody must decide */
	uint64_t restored, withdrawn, left; /* by an undo */
};

/* The batches that the user may see, newest first; `waiting`: only those
 * with rows that wait.  In a. */
MUST_USE enum err import_batches(struct session *s, struct arena *a,
				 bool waiting, struct import_batch **out,
				 size_t *n);
/* ERR_NOT_FOUND also for one that may not be seen. */
MUST_USE enum err import_batch_get(struct session *s, struct arena *a,
				   uint64_t number, struct import_batch *out);

/* --- rows that wait ------------------------------------------------------ */

struct import_waiting {
	uint64_t id;		   /* for import_look(), import_decide() */
	uint64_t batch, row, line; /* where it stood in its file */
	const char *key;	   /* its source's reference */
	const char *who;	   /* the name that stands in it */
	const char *left_by;	   /* login of who passed it on, or "" */
};
/* The rows of a batch that wait, as they stood in the file. */
MUST_USE enum err import_rows_waiting(struct session *s, struct arena *a,
				      uint64_t batch,
				      struct import_waiting **out, size_t *n);

/* One field side by side. */
struct import_line {
	const struct item *item;
	const char *label;
	const char *in_row;   /* "" blank */
	const char *recorded; /* "" none; NULL: not shown (masked, or
					   not the user's to read) */
	bool differs;	      /* both are there and are not the same */
};
/* Somebody whom the row may be about. */
struct import_candidate {
	struct likeness like;
	struct import_line *lines; /* the map's columns about the person */
	size_t n;
};
struct import_look {
	struct import_waiting row;
	struct import_batch batch;
	struct import_candidate *candidates; /* likeliest first, as the user
						may see them now; may be none */
	size_t n_candidates;
	struct import_line *about; /* the other columns; recorded is NULL */
	size_t n_about;
	bool makes_nobody; /* about somebody else the row adds nothing */
};
/* Logged as a search is.  ERR_NOT_FOUND: not there, decided, or not to be
 * seen. */
MUST_USE enum err import_look(struct session *s, struct arena *a, uint64_t id,
			      struct import_look *out);

enum import_decision {
	IMPORT_SAME,	   /* it is them: what is recorded stands, gaps are
				   filled */
	IMPORT_SAME_NEWER, /* it is them, and the row's details are newer */
	IMPORT_DIFFERENT,  /* somebody new */
	IMPORT_LEAVE	   /* somebody else is to decide */
};
struct import_decided {
	uint64_t record; /* what the row became: case or person */
	uint64_t person;
	const char *ref; /* of that record; "" */
	const char *why; /* ERR_INVALID: a sentence */
};
/*
 * Decide a row: `person` is a candidate for the two sorts of same, else 0.
 * One commit; its changes belong to the row's batch and are undone with it.
 * ERR_NOT_FOUND as above, also for the person.  ERR_DENIED: a field that the
 * row fills in is not yours to write.  ERR_EXISTS: decided by
 * somebody else meanwhile.  ERR_INVALID: the rules of the form stand against
 * it (out->why); the row goes on waiting.
 */
MUST_USE enum err import_decide(struct session *s, struct arena *a, uint64_t id,
				enum import_decision how, uint64_t person,
				struct import_decided *out);

/* --- undoing -------------------------------------------------------------- */

/* What an undo did not touch, a sentence a line. */
struct import_undone {
	uint64_t restored;  /* records whose fields went back */
	uint64_t withdrawn; /* records that the batch had made */
	uint64_t left;	    /* fields or records changed since */
	bool before;	    /* it was undone before: nothing was done now */
};
/*
 * Put back each field that the batch set, unless it was changed since, and
 * withdraw what it made, unless somebody worked on it; what is left stands in
 * the report.  In small commits; cut off, it goes on the next time, and once
 * done it does nothing more.  ERR_NOT_FOUND; ERR_DENIED: not yours to change;
 * ERR_EXISTS: its source is being imported just now; ERR_CONFLICT: stopped by
 * `progress`.
 */
MUST_USE enum err
import_undo(struct session *s, uint64_t batch, struct buf *report,
	    bool (*progress)(const struct import_progress *p, void *ctx),
	    void *ctx, struct import_undone *out);

#endif
