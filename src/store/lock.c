/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/lock.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store/folder.h"

#define LOCK_FILE "locks"

struct store_lock {
	int fd;
};

/* FNV-1a over the name, in the range of a file offset. */
static off_t
place_of(const char *name)
{
	uint64_t h = UINT64_C(0xcbf29ce484222325);

	for (; *name; name++) {
		h ^= (unsigned char)*name;
		h *= UINT64_C(0x100000001b3);
	}
	return (off_t)(h >> 2);
}

static int
open_locks(struct store *s)
{
	struct buf path = BUF_INIT;
	mode_t mask = umask(0); /* as the store's own files */
	int fd;

	buf_printf(&path, "%s/%s", store_dir(s), LOCK_FILE);
	fd = open(path.s, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW,
		  folder_file_mode(store_dir(s)));
	umask(mask);
	buf_clear(&path);
	return fd;
}

enum err
store_lock(struct store *s, const char *name, struct store_lock **out)
{
	struct flock f = { .l_type = F_WRLCK,
			   .l_whence = SEEK_SET,
			   .l_start = place_of(name),
			   .l_len = 1 };
	int fd = open_locks(s);

	*out = NULL;
	if (fd < 0)
		return err_from_errno(errno, "locks");
	if (fcntl(fd, F_OFD_SETLK, &f) < 0) {
		int why = errno;

		close(fd);
		return why == EAGAIN || why == EACCES
			       ? ERR_EXISTS
			       : err_from_errno(why, "locks");
	}
	*out = xmalloc(sizeof(**out));
	(*out)->fd = fd;
	return ERR_OK;
}

void
store_unlock(struct store_lock **l)
{
	if (*l == NULL)
		return;
	close((*l)->fd);
	free(*l);
	*l = NULL;
}

bool
store_is_locked(struct store *s, const char *name)
{
	struct flock f = { .l_type = F_WRLCK,
			   .l_whence = SEEK_SET,
			   .l_start = place_of(name),
			   .l_len = 1 };
	int fd = open_locks(s);
	bool locked = fd >= 0 && fcntl(fd, F_OFD_GETLK, &f) == 0 &&
		      f.l_type != F_UNLCK;

	if (fd >= 0)
		close(fd);
	return locked;
}
