/* SPDX-License-Identifier: MIT */
/*
 * vfs.h - what an archive asks of a file system, as a table of calls.
 *
 * dtap_vfs is the real one.  A test puts a table of its own first into a larger
 * struct: a disk that fails, is full, or loses what was not synced.  Each call
 * gets the table that it stands in.
 *
 * All return -1 with the errno of the system call named beside them.  Any
 * thread.
 */
#ifndef DTAP_VFS_H
#define DTAP_VFS_H

#include <stdint.h>
#include <sys/types.h>
#include <sys/uio.h>

struct dtap_vfs {
	/* openat(2), never through a symbolic link; a new file is 0640. */
	int (*open)(const struct dtap_vfs *vfs, int directory, const char *name,
		    int flags);
	int (*close)(const struct dtap_vfs *vfs, int fd);
	ssize_t (*write)(const struct dtap_vfs *vfs, int fd,
			 const struct iovec *iov, int count,
			 off_t at); /* pwritev(2) */
	ssize_t (*read)(const struct dtap_vfs *vfs, int fd, void *data,
			size_t size, off_t at); /* pread */
	int (*cut)(const struct dtap_vfs *vfs, int fd,
		   off_t size);                          /* ftruncate */
	int (*sync)(const struct dtap_vfs *vfs, int fd); /* fsync(2) */

	/* renameat2(2), never over an existing name: EEXIST. */
	int (*rename)(const struct dtap_vfs *vfs, int directory,
		      const char *from, const char *to);
	int (*remove)(const struct dtap_vfs *vfs, int directory,
		      const char *name); /* unlinkat(2) */

	/* Bytes that users other than root may write: fstatvfs(3). */
	int (*space)(const struct dtap_vfs *vfs, int directory,
		     uint64_t *bytes);
};

extern const struct dtap_vfs dtap_vfs;

/* Opens the directory that the other calls get. */
int dtap_vfs_directory(const struct dtap_vfs *vfs, const char *path);

/*
 * Writes all of iov, which is changed, at `at`.  -1: some bytes behind `at` may
 * have been written.
 */
int dtap_vfs_write_all(const struct dtap_vfs *vfs, int fd, struct iovec *iov,
		       int count, off_t at);

#endif
