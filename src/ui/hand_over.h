/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * hand_over.h - many cases of one user given to another, by questions one after
 * the other: whose, which, to whom, why; and one that names the count.
 */
#ifndef UI_HAND_OVER_H
#define UI_HAND_OVER_H

#include "ui/ui.h"

/* What was answered so far: part of the screen that asks. */
struct hand_over {
	struct ui *ui;
	struct arena a;
	const char *from, *to, *why;
	uint64_t *all, *ids; /* theirs; those that go */
	size_t n_all, n;
};

/* Ask the first; what it held before is given up. */
void hand_over_begin(struct hand_over *o, struct ui *u);
void hand_over_clear(struct hand_over *o);

#endif
