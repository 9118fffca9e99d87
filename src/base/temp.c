/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/temp.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"

const char *
temp_folder(void)
{
	const char *dir = secure_getenv("TMPDIR");

	return dir && dir[0] ? dir : P_tmpdir;
}

/* Where the file system has no files without a name. */
static int
named_fd(void)
{
	struct buf path = BUF_INIT;
	int fd, why;

	buf_printf(&path, "%s/caseload-XXXXXX", temp_folder());
	fd = mkostemp(path.s, O_CLOEXEC);
	why = errno;
	if (fd >= 0)
		unlink(path.s);
	buf_clear(&path);
	errno = why;
	return fd;
}

int
temp_fd(void)
{
	int fd = open(temp_folder(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);

	if (fd < 0 && (errno == EOPNOTSUPP || errno == EISDIR))
		fd = named_fd();
	return fd;
}

FILE *
temp_file(void)
{
	int fd = temp_fd();
	FILE *f = fd < 0 ? NULL : fdopen(fd, "w+");

	if (fd >= 0 && !f)
		close(fd);
	return f;
}

enum err
temp_err(void)
{
	return errno == ENOSPC || errno == EDQUOT || errno == EFBIG ? ERR_FULL
								    : ERR_IO;
}
