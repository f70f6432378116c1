/* SPDX-License-Identifier: MIT */
/*
 * listen_check.h - whether an address can be listened on, asked before
 * libwebsockets.
 *
 * libwebsockets says little of what is wrong, and of an address that this
 * machine does not have nothing at all.
 */
#ifndef DTAP_LISTEN_CHECK_H
#define DTAP_LISTEN_CHECK_H

/* 0, or -1: EINVAL (not numeric), EADDRINUSE, EADDRNOTAVAIL, EACCES, ... */
int dtap_listen_check_tcp(const char *address, unsigned port);

/*
 * Takes away a socket that nobody listens on any more.  0, or -1: EADDRINUSE,
 * ENOTSOCK (something else has the name: left as it is), ENAMETOOLONG, ENOENT
 * (the directory), EACCES, ...
 */
int dtap_listen_check_unix(const char *path);

/* Gives a socket its group ("" is none) and mode.  0, or -1: ENOENT, EPERM. */
int dtap_listen_check_share(const char *path, unsigned mode, const char *group);

#endif
