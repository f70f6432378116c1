/* SPDX-License-Identifier: MIT */
/*
 * fuse.h - a driver with the FUSE protocol, without a library: a file system
 * that is mounted over one file, or a character device (CUSE).
 *
 * Differences to the real device: epoll accepts both, the file is a regular
 * file, and a read of CUSE returns at most 126 KiB.
 */
#ifndef DTAP_TESTS_FUSE_H
#define DTAP_TESTS_FUSE_H

#include "device/port.h"

/* -1 with errno: no privileges, no /dev/fuse, no such file. */
int fuse_mount(struct port *port, const char *path);

/* /dev/diag.  -1 with errno: no privileges, no /dev/cuse. */
int fuse_create(struct port *port);

/* Answers the requests on fd.  False: the file system is gone. */
bool fuse_serve(struct port *port);

#endif
