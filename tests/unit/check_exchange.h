/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * check_exchange.h - the suites of the exchange layer's tests, and files made
 * of a text.
 */
#ifndef UNIT_CHECK_EXCHANGE_H
#define UNIT_CHECK_EXCHANGE_H

#include <check.h>

#include "exchange/cell.h"
#include "exchange/map.h"
#include "exchange/source.h"

/* A file without a name that holds n bytes. */
int file_of(const void *s, size_t n);
/* A file of tests/data, opened; fails the test when it is not there. */
int test_file(const char *name);

Suite *suite_exchange_rows(void);
Suite *suite_exchange_source(void);
Suite *suite_exchange_cell(void);
Suite *suite_exchange_map(void);

#endif
