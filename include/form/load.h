/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * load.h - from the texts of form files to a checked struct form_set.
 *
 * All files of a set are read together.  Every fault is collected; a set
 * with errors is not given out.  Reading keeps nothing of the caller's.
 */
#ifndef FORM_LOAD_H
#define FORM_LOAD_H

#include "base/arena.h"
#include "base/err.h"
#include "form/form.h"
#include "form/problem.h"

struct form_source {
	const char *name; /* file name, for messages: `drugs.form` */
	const char *text; /* need not be valid UTF-8: that is a fault */
	size_t n;
};

/* ERR_INVALID: there are errors in *p (warnings alone load). */
MUST_USE enum err form_set_load(struct form_set **out,
				const struct form_source *files, size_t n,
				struct problems *p);
void form_set_free(struct form_set **s);

/* What loading has found out about a set, for loading the same texts again
 * with the same program: nothing is checked then, and each expression is
 * compiled when it is first used.  ERR_INVALID: this is no plan of these
 * forms; load them in full.  A set that was loaded so is no use for comparing
 * with another (publish.h). */
void form_set_plan(const struct form_set *s, struct buf *out);
MUST_USE enum err form_set_load_known(struct form_set **out,
				      const struct form_source *files, size_t n,
				      struct bytes plan);

/* Every *.form of a directory (not below it), sorted by name, read into a.
 * ERR_NOT_FOUND: no such folder or no form in it.  ERR_DENIED, ERR_INVALID (it
 * is a folder), ERR_IO: the last of *out cannot be read, or, when *n is 0, the
 * folder. */
MUST_USE enum err form_read_dir(struct arena *a, const char *dir,
				struct form_source **out, size_t *n);
MUST_USE enum err form_read_file(struct arena *a, const char *path,
				 struct form_source *out);

/* The form as it will be asked: pages, questions with type, choices, when
 * shown, what is checked; states, steps, deadlines, figures, prints; rules as
 * they are written.  For `caseload forms show`. */
void form_show(const struct form *f, struct buf *out);
/* A list: its choices with their codes, and what else is said of each. */
void list_show(const struct list *l, struct buf *out);

/* Where things of this name are used: a heading for each list, choice, role
 * and field that has it, and a row for each use; nothing when nothing has it.
 * For `caseload forms usage NAME`. */
void form_usage(const struct form_set *s, const char *name, struct buf *out);

#endif
