/* SPDX-License-Identifier: MIT */
#include "base/secret.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define CREDENTIALS "$CREDENTIALS_DIRECTORY/"

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
read_line(int fd, bool is_guarded, char *out, size_t room)
{
	struct stat status;
	ssize_t size;

	if (fstat(fd, &status) < 0)
		return -1;
	if (!is_guarded && (status.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
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

static int
open_credential(const char *name)
{
	const char *directory = getenv("CREDENTIALS_DIRECTORY");
	char path[PATH_MAX];

	if (directory == NULL || directory[0] != '/') {
		errno = ENOENT;
		return -1;
	}
	if ((size_t)snprintf(path, sizeof path, "%s/%s", directory, name) >=
	    sizeof path) {
		errno = ENAMETOOLONG;
		return -1;
	}
	return open(path, O_RDONLY | O_CLOEXEC);
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
	bool is_credential =
		strncmp(path, CREDENTIALS, strlen(CREDENTIALS)) == 0;
	int fd = is_credential ? open_credential(path + strlen(CREDENTIALS))
			       : open(path, O_RDONLY | O_CLOEXEC);
	int result = fd < 0 ? -1 : read_line(fd, is_credential, out, room);
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
