/* SPDX-License-Identifier: MIT */
/*
 * directory.h - the archive's directory: one change of a name at a time, and
 * whether somebody else has changed it.
 *
 * After each of our changes the times of the directory are kept.  If it has
 * other times before the next one, somebody else has changed it.
 *
 * Private to the index, which owns it.  Any thread may use the file system.
 */
#ifndef DTAP_DIRECTORY_H
#define DTAP_DIRECTORY_H

#include <pthread.h>
#include <stdbool.h>
#include <sys/stat.h>

#include "archive/vfs.h"

struct dtap_directory {
	/*
	 * First: the file system for others.  It takes the lock for each change
	 * of a name.  It locks (flock) a file that is created with O_EXCL
	 * before another thread can see it.
	 */
	struct dtap_vfs calls;
	const struct dtap_vfs *vfs; /* for who has the lock */
	const char *path;
	pthread_mutex_t lock; /* guards all below, and changes of names */
	int fd;               /* -1: not open */
	unsigned generation;  /* which directory it is: other ones before it */
	struct stat last;     /* of the directory, after our last change */
	bool stale;           /* somebody else has changed it */
};

/* A descriptor of a directory.  Plain data, one owner. */
struct dtap_directory_handle {
	int fd; /* -1: none */
	unsigned generation;
};

/* The path and vfs outlive it. */
void dtap_directory_init(struct dtap_directory *directory, const char *path,
			 const struct dtap_vfs *vfs);
void dtap_directory_destroy(struct dtap_directory *directory);

/*
 * Under the lock.  Opens what is at the path, if that is not what is open.  -1
 * with errno.
 */
int dtap_directory_open(struct dtap_directory *directory);

/* Under the lock: somebody else has changed it since dtap_directory_know(). */
bool dtap_directory_is_stale(struct dtap_directory *directory);

/* Under the lock: before it is read; all changes until now are known. */
void dtap_directory_know(struct dtap_directory *directory);

/* Under the lock.  -1 with errno. */
int dtap_directory_get(struct dtap_directory *directory,
		       struct dtap_directory_handle *handle);

/* The path leads elsewhere, or nowhere. */
bool dtap_directory_has_moved(const struct dtap_directory *directory,
			      const struct dtap_directory_handle *handle);

/* Around each change of a name, instead of taking and releasing the lock. */
void dtap_directory_begin_change(struct dtap_directory *directory);
void dtap_directory_end_change(struct dtap_directory *directory); /* keeps errno
								   */

#endif
