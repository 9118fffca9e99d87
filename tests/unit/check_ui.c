/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tests of the screens and what they are made of; one suite a file. */
#include "check_ui.h"

#include <stdlib.h>
#include <string.h>

char *
canvas_row(const struct canvas *c, int row)
{
	char *all = canvas_dump(c), *line = all, *end, *out;

	while (row-- > 0)
		line = strchr(line, '\n') + 1;
	end = strchr(line, '\n');
	out = strndup(line, (size_t)(end - line));
	free(all);
	return out;
}

int
main(void)
{
	SRunner *r = srunner_create(suite_ui_canvas());
	int failed;

	srunner_add_suite(r, suite_ui_action());
	srunner_add_suite(r, suite_ui_line());
	srunner_add_suite(r, suite_ui_table());
	srunner_add_suite(r, suite_ui_loop());
	srunner_add_suite(r, suite_ui_form());
	srunner_run_all(r, CK_ENV);
	failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
