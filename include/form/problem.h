/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * problem.h - what is wrong with a text that somebody wrote, line by line.
 *
 * Readers of form and map files collect every fault they find; the list is
 * sorted by place and printed at once, with the source line, a caret and a
 * hint (forms.md section 7).
 */
#ifndef FORM_PROBLEM_H
#define FORM_PROBLEM_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/buf.h"
#include "form/form.h"

#define PROBLEMS_MOST 50

struct problem {
	struct place at;
	bool warning;
	const char *message;
	const char *hint;   /* NULL: none */
	const char *source; /* the whole source line, or NULL */
};

struct problems {
	struct arena *arena;
	struct problem *v;
	size_t n, cap;
	size_t errors, warnings; /* counts beyond PROBLEMS_MOST too */
};

void problems_init(struct problems *p, struct arena *a);
/* All is copied, file name and source too. A second problem at the same place
 * is kept only if its message differs; of very many the hindmost are only
 * counted. */
void problems_add(struct problems *p, struct place at, const char *source,
		  bool warning, const char *message, const char *hint);
/* Sort by file, line, column and print, at most PROBLEMS_MOST (errors before
 * warnings when there are more), then how many more there are.  What would
 * steer a terminal is made harmless. */
void problems_print(struct problems *p, struct buf *out);

#endif
