/* SPDX-License-Identifier: MIT */
/*
 * listener.h - the sockets that clients connect to.
 *
 * Each socket belongs to the caller.  It listens, does not block, and is closed
 * by exec.
 */
#ifndef DTAP_LISTENER_H
#define DTAP_LISTENER_H

/* A socket on a numeric address; port 0 is any.  -1: as dtap_net_bind(). */
int dtap_listener_tcp(const char *address, unsigned port);

/*
 * A SOCK_STREAM or SOCK_SEQPACKET socket with this path, mode and group ("" is
 * that of the process).  A stale socket of the same name is replaced.  Until
 * mode and group are set no other user can connect.  -1: EADDRINUSE, ENOTSOCK
 * (something else has the name: left as it is), ENAMETOOLONG, ENOENT (the
 * directory, or the group), EACCES, EPERM, ...
 */
int dtap_listener_unix(int type, const char *path, unsigned mode,
		       const char *group);

/*
 * The same with an abstract name, which has neither mode nor group.  "" is the
 * name of 108 zeros.
 */
int dtap_listener_abstract(int type, const char *name);

#endif
