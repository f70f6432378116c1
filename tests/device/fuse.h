/* SPDX-License-Identifier: MIT */
/*
 * fuse.h - a driver by FUSE's protocol, without any library: as a file system
 * of one file, mounted over it, or as a character device (CUSE).
 *
 * What is not as with the real device: epoll takes both, the file is a regular
 * one, and CUSE's reads have 126 KiB at most.
 */
#ifndef DTAP_TESTS_FUSE_H
#define DTAP_TESTS_FUSE_H

#include "device/port.h"

/* -1 with errno: no privileges, no /dev/fuse, no such file. */
int fuse_mount(struct port *port, const char *path);

/* /dev/diag.  -1 with errno: no privileges, no /dev/cuse. */
int fuse_create(struct port *port);

/* Answers what came on fd.  False: the file system is gone. */
bool fuse_serve(struct port *port);

#endif
