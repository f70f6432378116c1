/* SPDX-License-Identifier: MIT */
#include "archive/vfs.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#define MODE 0640

static int
disk_open(const struct dtap_vfs *vfs, int directory, const char *name,
	  int flags)
{
	(void)vfs;
	return openat(directory, name, flags | O_CLOEXEC | O_NOFOLLOW, MODE);
}

static int
disk_close(const struct dtap_vfs *vfs, int fd)
{
	(void)vfs;
	return close(fd);
}

static ssize_t
disk_write(const struct dtap_vfs *vfs, int fd, const struct iovec *iov,
	   int count, off_t at)
{
	(void)vfs;
	return pwritev(fd, iov, count, at);
}

static ssize_t
disk_read(const struct dtap_vfs *vfs, int fd, void *data, size_t size, off_t at)
{
	(void)vfs;
	return pread(fd, data, size, at);
}

static int
disk_cut(const struct dtap_vfs *vfs, int fd, off_t size)
{
	(void)vfs;
	return ftruncate(fd, size);
}

static int
disk_sync(const struct dtap_vfs *vfs, int fd)
{
	(void)vfs;
	return fsync(fd);
}

/*
 * File systems without RENAME_NOREPLACE (vfat and others, before Linux 4 or 5)
 * say EINVAL: there we look first.  Nobody else makes names of ours.
 */
static int
disk_rename(const struct dtap_vfs *vfs, int directory, const char *from,
	    const char *to)
{
	struct stat stat;

	(void)vfs;
	if (renameat2(directory, from, directory, to, RENAME_NOREPLACE) == 0)
		return 0;
	if (errno != EINVAL && errno != ENOSYS)
		return -1;
	if (fstatat(directory, to, &stat, AT_SYMLINK_NOFOLLOW) == 0) {
		errno = EEXIST;
		return -1;
	}
	return renameat(directory, from, directory, to);
}

static int
disk_remove(const struct dtap_vfs *vfs, int directory, const char *name)
{
	(void)vfs;
	return unlinkat(directory, name, 0);
}

static int
disk_space(const struct dtap_vfs *vfs, int directory, uint64_t *bytes)
{
	struct statvfs stat;

	(void)vfs;
	if (fstatvfs(directory, &stat) < 0)
		return -1;
	*bytes = (uint64_t)stat.f_bavail * stat.f_frsize;
	return 0;
}

const struct dtap_vfs dtap_vfs = {
	.open = disk_open,
	.close = disk_close,
	.write = disk_write,
	.read = disk_read,
	.cut = disk_cut,
	.sync = disk_sync,
	.rename = disk_rename,
	.remove = disk_remove,
	.space = disk_space,
};

int
dtap_vfs_directory(const struct dtap_vfs *vfs, const char *path)
{
	/* The path is the operator's: it may well be a symbolic link. */
	(void)vfs;
	return open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

/* Moves iov past `size` bytes. */
static void
skip(struct iovec **iov, int *count, size_t size)
{
	while (*count > 0 && size >= (*iov)->iov_len) {
		size -= (*iov)->iov_len;
		++*iov;
		--*count;
	}
	if (size == 0)
		return;
	(*iov)->iov_base = (char *)(*iov)->iov_base + size;
	(*iov)->iov_len -= size;
}

int
dtap_vfs_write_all(const struct dtap_vfs *vfs, int fd, struct iovec *iov,
		   int count, off_t at)
{
	while (count > 0) {
		ssize_t size = vfs->write(vfs, fd, iov, count, at);

		if (size < 0 && errno == EINTR)
			continue;
		if (size <= 0) {
			errno = size == 0 ? ENOSPC : errno;
			return -1;
		}
		at += size;
		skip(&iov, &count, (size_t)size);
	}
	return 0;
}
