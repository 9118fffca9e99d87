/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * check_match.h - the suites of the match layer's tests, and reading the
 * files they work on.
 */
#ifndef CHECK_MATCH_H
#define CHECK_MATCH_H

#include <check.h>
#include <stdbool.h>
#include <stdio.h>

#include "base/arena.h"

/* A file of tests/data/match, open; fails the test when it is not there. */
FILE *match_data(const char *name);
/* The cells of the next line of a CSV file without line breaks in cells; 0
 * at the end.  They live in a. */
size_t csv_cells(FILE *f, struct arena *a, const char **cells, size_t most);

Suite *suite_match_name(void);
Suite *suite_match_likeness(void);
Suite *suite_match_score(void);
Suite *suite_match_sets(void);

#endif
