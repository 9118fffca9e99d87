/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "base/arena.h"

#define FUSE_TYPE 0x65735546ul

/* From statfs(2), and fs/smb/client/cifsfs.h for the last of SMB. */
static const unsigned long remote_types[] = {
	0x6969ul,     /* nfs */
	0x517Bul,     /* smb */
	0xFF534D42ul, /* cifs */
	0xFE534D42ul, /* smb2 */
	0x01021997ul, /* 9p */
	0x564Cul,     /* ncp */
	0x5346414Ful, /* afs */
	0x6B414653ul, /* kafs */
	0x73757245ul, /* coda */
	0x00C36400ul, /* ceph */
	0x0BD00BD0ul, /* lustre */
};

static const char *const remote_fuse[] = {
	"fuse.sshfs",	   "fuse.rclone",    "fuse.glusterfs",
	"fuse.ceph",	   "fuse.ceph-fuse", "fuse.s3fs",
	"fuse.curlftpfs",  "fuse.davfs",     "fuse.davfs2",
	"fuse.gvfsd-fuse", "fuse.smbnetfs",  "fuse.google-drive",
};

enum err
err_from_errno(int number, const char *what)
{
	if (number != 0 && number != ENOENT && number != EEXIST)
		report("store: %s: %s", what, strerror(number));
	switch (number) {
	case 0:
		return ERR_OK;
	case ENOENT:
		return ERR_NOT_FOUND;
	case EEXIST:
	case ENOTEMPTY:
		return ERR_EXISTS;
	case ENOTDIR:
		return ERR_INVALID;
	case EACCES:
	case EPERM:
	case EROFS:
		return ERR_DENIED;
	case ENOSPC:
	case EFBIG:
	case EDQUOT:
		return ERR_FULL;
	default:
		return ERR_IO;
	}
}

bool
folder_type_is_remote(unsigned long type, const char *name)
{
	size_t n = sizeof(remote_types) / sizeof(remote_types[0]);

	for (size_t i = 0; i < n; i++)
		if ((type & 0xFFFFFFFFul) == remote_types[i])
			return true;
	if ((type & 0xFFFFFFFFul) != FUSE_TYPE || !name)
		return false;
	n = sizeof(remote_fuse) / sizeof(remote_fuse[0]);
	for (size_t i = 0; i < n; i++)
		if (strcmp(name, remote_fuse[i]) == 0)
			return true;
	return false;
}

/*
 * The type of a mount by its device, from a line like
 * `36 35 98:0 /mnt1 /mnt2 rw - fuse.sshfs user@host: rw` (proc(5)).
 */
static bool
mount_type(dev_t dev, char *out, size_t room)
{
	FILE *f = fopen("/proc/self/mountinfo", "re");
	char *line = NULL;
	size_t cap = 0;
	bool found = false;

	while (f && !found && getline(&line, &cap, f) > 0) {
		unsigned int major_no, minor_no;
		const char *type = strstr(line, " - ");

		if (!type ||
		    sscanf(line, "%*u %*u %u:%u", &major_no, &minor_no) != 2)
			continue;
		if (makedev(major_no, minor_no) != dev)
			continue;
		type += 3;
		snprintf(out, room, "%.*s", (int)strcspn(type, " "), type);
		found = true;
	}
	free(line);
	if (f)
		fclose(f);
	return found;
}

enum err
folder_check(const char *dir)
{
	struct stat st;
	struct statfs fs;
	char name[64];
	bool named;

	if (stat(dir, &st) != 0 || statfs(dir, &fs) != 0)
		return err_from_errno(errno, dir);
	if (!S_ISDIR(st.st_mode))
		return ERR_INVALID;
	named = (unsigned long)fs.f_type == FUSE_TYPE &&
		mount_type(st.st_dev, name, sizeof(name));
	if (folder_type_is_remote((unsigned long)fs.f_type,
				  named ? name : NULL)) {
		report("store: %s lies on a network file system", dir);
		return ERR_INVALID;
	}
	return ERR_OK;
}

bool
folder_is_empty(const char *dir)
{
	DIR *d = opendir(dir);
	const struct dirent *entry;
	bool empty = d != NULL;

	while (empty && (entry = readdir(d)) != NULL)
		empty = strcmp(entry->d_name, ".") == 0 ||
			strcmp(entry->d_name, "..") == 0;
	if (d)
		closedir(d);
	return empty;
}

mode_t
folder_file_mode(const char *dir)
{
	struct stat st;

	if (stat(dir, &st) == 0 && (st.st_mode & S_ISGID) != 0)
		return 0660;
	return 0600;
}

enum err
folder_sync(const char *dir)
{
	int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int number;

	if (fd < 0)
		return err_from_errno(errno, dir);
	number = fsync(fd) == 0 || errno == EINVAL ? 0 : errno;
	close(fd);
	return err_from_errno(number, dir);
}

char *
folder_path(const char *dir, const char *name)
{
	size_t n = strlen(dir) + strlen(name) + 2;
	char *path = xmalloc(n);

	snprintf(path, n, "%s/%s", dir, name);
	return path;
}

enum err
folder_make(const char *dir)
{
	char *parent;
	enum err err;

	if (mkdir(dir, 0700) != 0)
		return errno == EEXIST ? ERR_OK : err_from_errno(errno, dir);
	parent = folder_path(dir, "..");
	err = folder_sync(parent);
	free(parent);
	return err;
}

enum err
folder_reserve(const char *dir, const char *name, mode_t mode, off_t bytes)
{
	char *path = folder_path(dir, name);
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, mode);
	struct stat st;
	int rc = 0;

	if (fd < 0 || fstat(fd, &st) != 0)
		rc = errno;
	else if ((off_t)st.st_blocks * 512 < bytes - 4096)
		rc = posix_fallocate(fd, 0, bytes);
	if (fd >= 0)
		close(fd);
	if (rc == EINVAL || rc == EOPNOTSUPP)
		rc = 0; /* the file system cannot promise it */
	free(path);
	return err_from_errno(rc, name);
}

/* Not access(): that asks for the real group, and a program that is setgid
 * reaches its store by the effective one.  What may not be looked at is taken
 * to be there, so that opening it says why. */
bool
folder_has(const char *dir, const char *name)
{
	char *path = folder_path(dir, name);
	struct stat st;
	bool exists =
		stat(path, &st) == 0 || (errno != ENOENT && errno != ENOTDIR);

	free(path);
	return exists;
}

int
folder_rename_new(const char *dir, const char *part, const char *name)
{
	char *from = folder_path(dir, part);
	char *to = folder_path(dir, name);
	int rc = 0;

	if (renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE) != 0)
		rc = errno;
	if (rc == EINVAL || rc == ENOSYS) /* not on this file system */
		rc = rename(from, to) == 0 ? 0 : errno;
	free(from);
	free(to);
	return rc;
}

/* A signal that is caught, a window's new size for one, ends neither. */
static ssize_t
read_block(int fd, char *block, size_t room)
{
	ssize_t n;

	do
		n = read(fd, block, room);
	while (n < 0 && errno == EINTR);
	return n;
}

static bool
write_block(int fd, const char *block, ssize_t n)
{
	while (n > 0) {
		ssize_t done = write(fd, block, (size_t)n);

		if (done < 0 && errno == EINTR)
			continue;
		if (done < 0)
			return false;
		block += done;
		n -= done;
	}
	return true;
}

/* 0, or an errno. */
static int
copy_bytes(int from, int to)
{
	char block[1 << 16];
	ssize_t n;
	int rc;

	while ((n = read_block(from, block, sizeof(block))) > 0)
		if (!write_block(to, block, n))
			return errno;
	if (n < 0)
		return errno;
	do
		rc = fsync(to);
	while (rc != 0 && errno == EINTR);
	return rc != 0 ? errno : 0;
}

/* Into a file that is made; 0, or an errno. */
static int
copy_new(int from, const char *path, mode_t mode)
{
	int to = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	int rc = 0;

	if (to < 0)
		return errno;
	if (fchmod(to, mode) != 0)
		rc = errno;
	if (rc == 0)
		rc = copy_bytes(from, to);
	if (close(to) != 0 && rc == 0)
		rc = errno;
	return rc;
}

enum err
folder_copy(const char *from, const char *to, const char *name,
	    const char *part)
{
	char *source = folder_path(from, name), *path = folder_path(to, part);
	int fd = open(source, O_RDONLY | O_CLOEXEC);
	int rc = fd < 0 ? errno : 0;

	if (rc == 0 && folder_has(to, name))
		rc = EEXIST;
	else if (rc == 0)
		rc = copy_new(fd, path, folder_file_mode(to));
	if (rc == 0)
		rc = folder_rename_new(to, part, name);
	if (rc != 0 && rc != EEXIST)
		unlink(path);
	if (fd >= 0)
		close(fd);
	free(source);
	free(path);
	return rc == 0 ? folder_sync(to) : err_from_errno(rc, name);
}

void
folder_remove(const char *dir, const char *name)
{
	char *path = folder_path(dir, name);

	if (unlink(path) != 0 && errno != ENOENT)
		report("store: %s: %s", path, strerror(errno));
	free(path);
}
