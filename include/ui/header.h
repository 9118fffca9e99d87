/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * header.h - who it is: the same rows, in the same order, on every screen
 * about a person.
 */
#ifndef UI_HEADER_H
#define UI_HEADER_H

#include "casework/brief.h"
#include "ui/canvas.h"

/*
 * Draw name, age, number, alerts and the safe contact from row `row` (1 on a
 * screen of its own) and a rule beneath.  Returns the first row free for
 * work; `row` itself when the brief is of nobody (id 0).
 */
int person_header(struct canvas *c, const struct person_brief *p, int row);
/* How many rows that takes: for working out a page. */
int person_header_rows(const struct person_brief *p);

#endif
