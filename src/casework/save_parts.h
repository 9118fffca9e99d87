/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * save_parts.h - a save under way: what save.c, save_check.c and save_write.c
 * share.
 */
#ifndef CASEWORK_SAVE_PARTS_H
#define CASEWORK_SAVE_PARTS_H

#include "casework/edit_parts.h"

/* What is being saved, step by step. */
struct saving {
	struct edit *e;
	struct session *s;
	struct txn *t;
	const struct who *w;
	const char *reason;
	enum save_how how;
	struct saved *out;
	struct arena *a;	  /* e->arena: what comes back lives on */
	const struct record *now; /* in the store; NULL for a new one */
	struct fields answers;	  /* merged */
	struct eval_ctx ctx;
	struct eval_ctx before; /* the state a step is taken from */
	struct view *view;
	struct fields *saved; /* what the view takes for the last save */
	struct record rec;    /* to be written */
};

/* save.c: the row of that id among the rows as they were, or NULL. */
const struct row *row_was(const struct value *rows, uint64_t id);

/* save_check.c: what may stand in the way.  Each leaves its reason in `out`
 * and the transaction failed. */
void check_faults(struct saving *v);
void check_pointed(struct saving *v);
void check_unique(struct saving *v);
void check_reference(struct saving *v);
void check_transition(struct saving *v);

/* save_write.c: the record with all that goes in its commit. */
void write_all(struct saving *v);

#endif
