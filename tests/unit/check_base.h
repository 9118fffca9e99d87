/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * check_base.h - the suites of the base layer's tests, and what they share.
 */
#ifndef UNIT_CHECK_BASE_H
#define UNIT_CHECK_BASE_H

#include <check.h>
#include <stddef.h>

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

/* -1, 0 or 1: what a comparison says, whatever number it says it with. */
static inline int
sign(int n)
{
	return (n > 0) - (n < 0);
}

Suite *memory_suite(void);
Suite *text_suite(void);
Suite *fold_suite(void);
Suite *charset_suite(void);
Suite *date_suite(void);
Suite *clock_suite(void);
Suite *value_suite(void);
Suite *random_suite(void);
Suite *property_suite(void);

#endif
