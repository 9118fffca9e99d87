/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * check_ui.h - the suites of the screens' tests, and a small screen that
 * tells what reached it.
 */
#ifndef UNIT_CHECK_UI_H
#define UNIT_CHECK_UI_H

#include <check.h>
#include <stddef.h>

#include "ui/ui.h"

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

Suite *suite_ui_canvas(void);
Suite *suite_ui_line(void);
Suite *suite_ui_action(void);
Suite *suite_ui_table(void);
Suite *suite_ui_loop(void);
Suite *suite_ui_form(void);

/* Row `row` of a canvas as text, to be freed. */
char *canvas_row(const struct canvas *c, int row);

#endif
