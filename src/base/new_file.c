/* SPDX-License-Identifier: MIT */
#include "base/new_file.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define MODE  0600
#define NAMES 100 /* other names that are tried */

struct dtap_new_file {
	FILE *stream;
	char *path;     /* NULL: it is written directly */
	char *name;     /* the other name, with room for a number */
	bool has_name;  /* there is a file of this name */
	bool is_direct; /* standard output, a FIFO, a device */
	bool replaces;
	bool is_new; /* it replaces nothing */
};

static void
free_file(struct dtap_new_file *file)
{
	if (file->stream != NULL)
		fclose(file->stream);
	free(file->path);
	free(file->name);
	free(file);
}

static void
set_name(struct dtap_new_file *file, int number)
{
	snprintf(file->name, strlen(file->path) + 16, "%s.new%d", file->path,
		 number);
}

/* A symbolic link is followed: its target is replaced. */
static bool
set_path(struct dtap_new_file *file, const char *path)
{
	file->path = realpath(path, NULL);
	if (file->path == NULL)
		file->path = strdup(path);
	if (file->path == NULL)
		return false;
	file->name = malloc(strlen(file->path) + 16);
	return file->name != NULL;
}

/* A file of another name, where one without a name is not supported. */
static int
open_named(struct dtap_new_file *file)
{
	int fd = -1;

	for (int i = 0; fd < 0 && i < NAMES; i++) {
		set_name(file, i);
		fd = open(file->name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC,
			  MODE);
		if (fd < 0 && errno != EEXIST)
			return -1;
	}
	file->has_name = fd >= 0;
	return fd;
}

/* A file without a name: it is gone if we are killed. */
static int
open_unnamed(struct dtap_new_file *file)
{
	int fd;

	strcpy(file->name, file->path);
	fd = open(dirname(file->name), O_WRONLY | O_TMPFILE | O_CLOEXEC, MODE);
	if (fd >= 0 || (errno != EOPNOTSUPP && errno != EISDIR &&
			errno != EINVAL && errno != ENOENT))
		return fd;
	return open_named(file);
}

static int
open_fd(struct dtap_new_file *file, const char *path)
{
	struct stat old;
	int fd;

	file->is_direct = strcmp(path, "-") == 0;
	if (file->is_direct)
		return fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 0);
	file->replaces = stat(path, &old) == 0;
	file->is_direct = file->replaces && !S_ISREG(old.st_mode);
	if (file->is_direct)
		return open(path, O_WRONLY | O_CLOEXEC);
	if (file->replaces && file->is_new) {
		errno = EEXIST;
		return -1;
	}
	if (!set_path(file, path))
		return -1;
	fd = open_unnamed(file);
	if (fd >= 0 && file->replaces &&
	    (fchown(fd, old.st_uid, old.st_gid) < 0 ||
	     fchmod(fd, old.st_mode & 07777) < 0))
		errno = 0; /* then it is ours alone */
	return fd;
}

static struct dtap_new_file *
make(const char *path, bool is_new)
{
	struct dtap_new_file *file = calloc(1, sizeof *file);
	int fd, error;

	if (file == NULL)
		return NULL;
	file->is_new = is_new;
	fd = open_fd(file, path);
	file->stream = fd < 0 ? NULL : fdopen(fd, "w");
	if (file->stream != NULL)
		return file;
	error = errno;
	if (fd >= 0)
		close(fd);
	dtap_new_file_discard(file);
	errno = error;
	return NULL;
}

struct dtap_new_file *
dtap_new_file_open(const char *path)
{
	return make(path, false);
}

struct dtap_new_file *
dtap_new_file_create(const char *path)
{
	return make(path, true);
}

FILE *
dtap_new_file_stream(const struct dtap_new_file *file)
{
	return file->stream;
}

/* Gives a file without a name another name. */
static bool
give_name(struct dtap_new_file *file)
{
	char path[32];

	snprintf(path, sizeof path, "/proc/self/fd/%d", fileno(file->stream));
	for (int i = 0; !file->has_name && i < NAMES; i++) {
		set_name(file, i);
		file->has_name = linkat(AT_FDCWD, path, AT_FDCWD, file->name,
					AT_SYMLINK_FOLLOW) == 0;
		if (!file->has_name && errno != EEXIST)
			return false;
	}
	return file->has_name;
}

/* link(2) replaces nothing.  Where there are no links, we look. */
static bool
take_name(const struct dtap_new_file *file)
{
	struct stat old;

	if (file->is_new && link(file->name, file->path) == 0)
		return unlink(file->name) == 0;
	if (file->is_new && errno != EPERM && errno != EOPNOTSUPP)
		return false;
	if (file->is_new && lstat(file->path, &old) == 0) {
		errno = EEXIST;
		return false;
	}
	return rename(file->name, file->path) == 0;
}

static bool
finish(struct dtap_new_file *file)
{
	bool written = fflush(file->stream) == 0 && !ferror(file->stream);
	FILE *stream = file->stream;

	if (!file->is_direct)
		written = written && give_name(file);
	file->stream = NULL;
	if (fclose(stream) != 0 || !written)
		return false;
	if (file->is_direct)
		return true;
	if (!take_name(file))
		return false;
	file->has_name = false;
	return true;
}

bool
dtap_new_file_finish(struct dtap_new_file *file)
{
	bool good = finish(file);
	int error = errno;

	dtap_new_file_discard(file);
	errno = error;
	return good;
}

void
dtap_new_file_discard(struct dtap_new_file *file)
{
	if (file == NULL)
		return;
	if (file->has_name)
		unlink(file->name);
	free_file(file);
}
