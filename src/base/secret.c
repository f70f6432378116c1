/* SPDX-License-Identifier: MIT */
#include "base/secret.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int
check(char *line, size_t size)
{
	while (size > 0 && strchr("\r\n", line[size - 1]) != NULL)
		size--;
	line[size] = '\0';
	errno = EINVAL;
	if (size == 0)
		return -1;
	for (size_t i = 0; i < size; i++)
		if (line[i] < ' ' || line[i] > '~')
			return -1;
	return 0;
}

static int
read_line(int fd, char *out, size_t room)
{
	struct stat status;
	ssize_t size;

	if (fstat(fd, &status) < 0)
		return -1;
	if ((status.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
		errno = EPERM;
		return -1;
	}
	size = read(fd, out, room);
	if (size < 0)
		return -1;
	if ((size_t)size == room) {
		errno = EINVAL;
		return -1;
	}
	return check(out, (size_t)size);
}

static const char *
advice(int error)
{
	if (error == EPERM)
		return "other users may read it; run chmod 600 on it";
	if (error == EINVAL)
		return "must be one line of printable characters";
	return strerror(error);
}

int
dtap_secret_read(const char *path, char *out, size_t room, char *why,
		 size_t why_room)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	int result = fd < 0 ? -1 : read_line(fd, out, room);
	int error = errno;

	if (fd >= 0)
		close(fd);
	if (result == 0)
		return 0;
	memset(out, 0, room);
	snprintf(why, why_room, "%s: %s", path, advice(error));
	errno = error;
	return -1;
}
