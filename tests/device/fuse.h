/* SPDX-License-Identifier: MIT */
/*
 * fuse.h - a driver as a file: a FUSE file system of that one file, mounted
 * over it, without any library.
 *
 * What is not as with the device: it is a regular file, and epoll takes it.
 */
#ifndef DTAP_TESTS_FUSE_H
#define DTAP_TESTS_FUSE_H

#include "device/driver.h"

struct fuse {
	struct driver *driver;
	int fd;
	/* A read that waits for its container. */
	struct {
		uint64_t unique; /* 0: none */
		size_t room;
	} waiting[DRIVER_HANDLES];
};

/* -1 with errno: no privileges, no /dev/fuse, no such file. */
int fuse_mount(struct fuse *fuse, const char *path);

/* Answers what came on fd.  False: the file system is gone. */
bool fuse_serve(struct fuse *fuse);

/* Gives containers to the reads that wait. */
void fuse_pump(struct fuse *fuse);

#endif
