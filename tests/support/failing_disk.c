/* SPDX-License-Identifier: MIT */
/*
 * failing_disk.so - simulates a failing disk for one program, by LD_PRELOAD.
 *
 *   FAILING_DISK_FOLDER  the files below it are on that disk
 *   FAILING_DISK_ORDER   a file; its first word says what fails now
 *
 * "eio": writes fail; "torn": half of a write is done, then it fails; "sync":
 * fsync(2) fails; any other word, or none: nothing fails.
 */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

/* The next definition, usually that of the C library. */
#define NEXT(name) ((__typeof__(&(name)))dlsym(RTLD_NEXT, #name))

static bool
is_ours(int fd)
{
	const char *folder = getenv("FAILING_DISK_FOLDER");
	char name[32], path[512];
	ssize_t size;

	snprintf(name, sizeof name, "/proc/self/fd/%d", fd);
	size = readlink(name, path, sizeof path - 1);
	if (size < 0 || folder == NULL)
		return false;
	path[size] = '\0';
	return strncmp(path, folder, strlen(folder)) == 0;
}

static bool
is_ordered(int fd, const char *word)
{
	const char *path = getenv("FAILING_DISK_ORDER");
	char order[16] = "";
	int file;

	if (!is_ours(fd) || path == NULL)
		return false;
	file = open(path, O_RDONLY | O_CLOEXEC);
	if (file < 0 || read(file, order, sizeof order - 1) < 0)
		order[0] = '\0';
	if (file >= 0)
		close(file);
	return strncmp(order, word, strlen(word)) == 0;
}

static void
write_half(int fd, const struct iovec *iov, int count, off_t at)
{
	size_t left = 0;

	for (int i = 0; i < count; i++)
		left += iov[i].iov_len;
	left /= 2;
	for (int i = 0; i < count && left > 0; i++) {
		size_t size = iov[i].iov_len < left ? iov[i].iov_len : left;

		if (pwrite(fd, iov[i].iov_base, size, at) != (ssize_t)size)
			return;
		at += (off_t)size;
		left -= size;
	}
}

/* With 64-bit offsets a program may call either name. */
ssize_t
pwritev(int fd, const struct iovec *iov, int count, off_t at)
{
	bool is_torn = is_ordered(fd, "torn");

	if (is_torn)
		write_half(fd, iov, count, at);
	if (is_torn || is_ordered(fd, "eio")) {
		errno = EIO;
		return -1;
	}
	return NEXT(pwritev)(fd, iov, count, at);
}

ssize_t
pwritev64(int fd, const struct iovec *iov, int count, off64_t at)
{
	return pwritev(fd, iov, count, at);
}

int
fsync(int fd)
{
	if (!is_ordered(fd, "sync"))
		return NEXT(fsync)(fd);
	errno = EIO;
	return -1;
}
