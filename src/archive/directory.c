/* SPDX-License-Identifier: MIT */
#include "archive/directory.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>

static bool
is_same_time(const struct timespec *a, const struct timespec *b)
{
	return a->tv_sec == b->tv_sec && a->tv_nsec == b->tv_nsec;
}

bool
dtap_directory_is_stale(struct dtap_directory *directory)
{
	struct stat now;

	if (directory->fd >= 0 && !directory->stale)
		directory->stale =
			fstat(directory->fd, &now) < 0 ||
			!is_same_time(&now.st_mtim, &directory->last.st_mtim) ||
			!is_same_time(&now.st_ctim, &directory->last.st_ctim);
	return directory->stale;
}

void
dtap_directory_know(struct dtap_directory *directory)
{
	directory->stale = fstat(directory->fd, &directory->last) < 0;
}

void
dtap_directory_begin_change(struct dtap_directory *directory)
{
	pthread_mutex_lock(&directory->lock);
	dtap_directory_is_stale(directory);
}

void
dtap_directory_end_change(struct dtap_directory *directory)
{
	int error = errno;

	if (directory->fd >= 0 && fstat(directory->fd, &directory->last) < 0)
		directory->stale = true;
	pthread_mutex_unlock(&directory->lock);
	errno = error;
}

static struct dtap_directory *
of(const struct dtap_vfs *vfs)
{
	return (struct dtap_directory *)vfs;
}

static int
directory_vfs_open(const struct dtap_vfs *vfs, int fd, const char *name,
		   int flags)
{
	const struct dtap_vfs *real = of(vfs)->vfs;
	int file;

	if ((flags & O_CREAT) == 0)
		return real->open(real, fd, name, flags);
	dtap_directory_begin_change(of(vfs));
	file = real->open(real, fd, name, flags);
	/* It fails on a file system without locks, which has one daemon. */
	if (file >= 0 && (flags & O_EXCL) != 0)
		flock(file, LOCK_EX | LOCK_NB);
	dtap_directory_end_change(of(vfs));
	return file;
}

static int
directory_vfs_rename(const struct dtap_vfs *vfs, int fd, const char *from,
		     const char *to)
{
	const struct dtap_vfs *real = of(vfs)->vfs;
	int status;

	dtap_directory_begin_change(of(vfs));
	status = real->rename(real, fd, from, to);
	dtap_directory_end_change(of(vfs));
	return status;
}

static int
directory_vfs_remove(const struct dtap_vfs *vfs, int fd, const char *name)
{
	const struct dtap_vfs *real = of(vfs)->vfs;
	int status;

	dtap_directory_begin_change(of(vfs));
	status = real->remove(real, fd, name);
	dtap_directory_end_change(of(vfs));
	return status;
}

/* The others change no names. */

static int
directory_vfs_close(const struct dtap_vfs *vfs, int file)
{
	return of(vfs)->vfs->close(of(vfs)->vfs, file);
}

static ssize_t
directory_vfs_write(const struct dtap_vfs *vfs, int file,
		    const struct iovec *iov, int count, off_t at)
{
	return of(vfs)->vfs->write(of(vfs)->vfs, file, iov, count, at);
}

static ssize_t
directory_vfs_read(const struct dtap_vfs *vfs, int file, void *data,
		   size_t size, off_t at)
{
	return of(vfs)->vfs->read(of(vfs)->vfs, file, data, size, at);
}

static int
directory_vfs_cut(const struct dtap_vfs *vfs, int file, off_t size)
{
	return of(vfs)->vfs->cut(of(vfs)->vfs, file, size);
}

static int
directory_vfs_sync(const struct dtap_vfs *vfs, int file)
{
	return of(vfs)->vfs->sync(of(vfs)->vfs, file);
}

static int
directory_vfs_space(const struct dtap_vfs *vfs, int fd, uint64_t *bytes)
{
	return of(vfs)->vfs->space(of(vfs)->vfs, fd, bytes);
}

void
dtap_directory_init(struct dtap_directory *directory, const char *path,
		    const struct dtap_vfs *vfs)
{
	*directory = (struct dtap_directory){
		.calls = {.open = directory_vfs_open,
			  .close = directory_vfs_close,
			  .write = directory_vfs_write,
			  .read = directory_vfs_read,
			  .cut = directory_vfs_cut,
			  .sync = directory_vfs_sync,
			  .rename = directory_vfs_rename,
			  .remove = directory_vfs_remove,
			  .space = directory_vfs_space},
		.vfs = vfs != NULL ? vfs : &dtap_vfs,
		.path = path,
		.fd = -1,
	};
	pthread_mutex_init(&directory->lock, NULL);
}

void
dtap_directory_destroy(struct dtap_directory *directory)
{
	if (directory->fd >= 0)
		directory->vfs->close(directory->vfs, directory->fd);
	pthread_mutex_destroy(&directory->lock);
}

static bool
is_at_path(const char *path, int fd)
{
	struct stat there, open;

	return stat(path, &there) == 0 && fstat(fd, &open) == 0 &&
	       there.st_dev == open.st_dev && there.st_ino == open.st_ino;
}

int
dtap_directory_open(struct dtap_directory *directory)
{
	int fd;

	if (directory->fd >= 0 && is_at_path(directory->path, directory->fd))
		return 0;
	fd = dtap_vfs_directory(directory->vfs, directory->path);
	if (fd < 0)
		return -1;
	if (directory->fd >= 0)
		directory->vfs->close(directory->vfs, directory->fd);
	directory->fd = fd;
	directory->generation++;
	directory->stale = true;
	return 0;
}

int
dtap_directory_get(struct dtap_directory *directory,
		   struct dtap_directory_handle *handle)
{
	handle->generation = directory->generation;
	handle->fd =
		openat(directory->fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	return handle->fd < 0 ? -1 : 0;
}

bool
dtap_directory_has_moved(const struct dtap_directory *directory,
			 const struct dtap_directory_handle *handle)
{
	return !is_at_path(directory->path, handle->fd);
}
