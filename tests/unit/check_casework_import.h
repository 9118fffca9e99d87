/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * check_casework_import.h - running imports of small lists in the small world
 * of the yard, for the tests of imports, batches and exports.
 */
#ifndef CHECK_CASEWORK_IMPORT_H
#define CHECK_CASEWORK_IMPORT_H

#include "check_casework.h"

#include "casework/export.h"
#include "casework/import.h"

#define MAP(more)                                                               \
	"import t  Test\n    form: yard\n    source: mill\n    key: ref\n" more \
	"column ref -\ncolumn given person.given\n"                             \
	"column family person.family\ncolumn born person.born\n"                \
	"column phone person.phone\ncolumn number number\n"                     \
	"column words words\n"
#define HEAD "ref,given,family,born,phone,number,words\n"
#define ONE HEAD "r1,Efua,Mensah,1980-02-03,020 7946 0001,n1,first\n"

/* What the last import told. */
extern struct buf import_rejects, import_report;
extern struct import_counts import_counts_now;
extern struct problems import_problems;

/* A checked fixture: the yard's cases with a reference, and a text that its
 * workers may write. */
void import_world(void);
void import_close(void);

/* A file without a name that holds these bytes. */
int import_file(const char *s, size_t n);
enum err import_of(const char *login, const char *map, const char *csv,
		   bool commit);
void import_ok(const char *login, const char *map, const char *csv,
	       bool commit);
/* created/updated/unchanged/queued/skipped/rejected */
void import_counted(const char *want);
bool import_told(const char *part);
void import_whole(void);
/* What is exported, raw or with formulas defused: a copy that outlives the
 * world; and the map that brings it back. */
char *export_of(const char *login, const char *form, enum export_format format,
		bool raw);
const char *map_of(const char *form, enum export_format format, bool raw);
/* Records of a kind; the one record whose field has this text; its person. */
size_t stored_count(enum record_kind kind);
const struct record *stored_with(const char *field, const char *text);
const struct record *stored_person(const struct record *c);
bool is_withdrawn_now(const char *field, const char *text);

/* Small lists; rows of repeats: parts of the suite of imports. */
TCase *tcase_import_small(void);
TCase *tcase_import_rows(void);

#endif
