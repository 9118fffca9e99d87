/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * check_base.h - the suites of the base layer's tests, and what they share.
 */
#ifndef UNIT_CHECK_BASE_H
#define UNIT_CHECK_BASE_H

#include <check.h>
#include <stddef.h>

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

Suite *memory_suite(void);
Suite *text_suite(void);

#endif
