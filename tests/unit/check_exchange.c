/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tests of the exchange layer; one suite a part of it. */
#include "check_exchange.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

int
file_of(const void *s, size_t n)
{
	FILE *f = tmpfile();
	int fd;

	ck_assert_ptr_nonnull(f);
	ck_assert_uint_eq(fwrite(s, 1, n, f), n);
	fflush(f);
	fd = dup(fileno(f));
	fclose(f);
	ck_assert_int_ge(fd, 0);
	return fd;
}

int
test_file(const char *name)
{
	const char *src = getenv("srcdir");
	char path[4096];
	int fd;

	snprintf(path, sizeof(path), "%s/tests/data/%s", src ? src : ".", name);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	ck_assert_msg(fd >= 0, "%s is not there", path);
	return fd;
}

int
main(void)
{
	SRunner *r = srunner_create(suite_exchange_rows());
	int failed;

	srunner_add_suite(r, suite_exchange_source());
	srunner_add_suite(r, suite_exchange_cell());
	srunner_add_suite(r, suite_exchange_map());
	srunner_run_all(r, CK_ENV);
	failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
