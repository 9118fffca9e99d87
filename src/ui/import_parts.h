/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * import_parts.h - the inside of the review of an import: the screen
 * (screen_import.c), and what was chosen there and not done yet
 * (import_kept.c).
 */
#ifndef UI_IMPORT_PARTS_H
#define UI_IMPORT_PARTS_H

#include "casework/import.h"
#include "casework/words.h"
#include "ui/review_parts.h"

/* What was chosen for a row, until F2. */
struct chosen {
	bool is;
	enum import_decision how;
	uint64_t person;
	const char *ref;
};

struct rows {
	struct review r;
	struct import_batch batch;
	struct import_waiting *v;
	struct chosen *chosen;
	const char **like; /* whom each row looks like; NULL: not looked at */
	size_t candidate;
	struct import_look look;
	struct words words; /* the choices, as they were last kept */
	bool as_sent;
	bool leaving; /* F3 was pressed while something was chosen */
};

/* What the draft of these choices is called. */
#define IMPORT_KEPT "Import review"

/* Keep what is chosen as a draft, one line a row; nothing chosen: no draft. */
bool import_keep(struct screen *s);
/* It is to be as if nothing had been chosen. */
void import_let_go(struct rows *k);
/* Choose again what was kept, of the rows that still wait. */
void import_take_up(struct rows *k);

#endif
