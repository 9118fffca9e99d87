/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * import.h - a partner's file, row by row, through the same checks as the
 * screens.  A dry run is the default: it does everything but write.
 */
#ifndef CASEWORK_IMPORT_H
#define CASEWORK_IMPORT_H

#include "base/buf.h"
#include "casework/session.h"
#include "form/problem.h"

struct import_options {
	const char *map_name, *map_text;	/* the map file, read by app */
	size_t map_size;
	int fd;					/* the file, open for reading */
	const char *file_name;			/* for the report */
	bool commit;
	struct buf *rejects;			/* CSV of rejected rows */
	struct buf *report;			/* text for people */
	void (*progress)(uint64_t rows, uint64_t rejected, void *ctx);
	void *ctx;
};

/* Each row ends in exactly one of these; they add up to `rows`. */
struct import_counts {
	uint64_t rows, created, updated, unchanged, queued, skipped, rejected;
	uint64_t people_created, people_attached;
};

/* ERR_INVALID: the map has faults (in p), or the file's header does not fit
 * (in the report). */
MUST_USE enum err import_run(struct session *s,
			     const struct import_options *o,
			     struct problems *p, struct import_counts *out);

#endif
