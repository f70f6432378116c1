/* SPDX-License-Identifier: MIT */
/*
 * attachments.h - what the program has open as /dev/diag, each attached to
 * diagtapd.
 *
 *   program --its end--> SEQPACKET <--the daemon's end-- diagtapd
 *                                         |  copy
 *                                    attachment --launch protocol--> diagtapd
 *
 * An attachment keeps a copy of the daemon's end.  So the program sees no end
 * of file when diagtapd ends: it waits.  When diagtapd is back it gets the end
 * again, with the masks that the program had (port/launch_protocol.h).
 *
 * One owner, one thread.
 */
#ifndef DTAP_ATTACHMENTS_H
#define DTAP_ATTACHMENTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "launcher/address.h"

struct dtap_attachments;

/* They may call functions of the set, except dtap_attachments_wait(). */
struct dtap_attachments_ops {
	/*
	 * diagtapd has answered to a new attachment.  0: it is attached.  An
	 * error that diagtapd gives, or ECONNRESET (it has gone, or does not
	 * answer within 5 s): the attachment does not exist any more.
	 */
	void (*answered)(void *arg, pid_t thread, int error);

	/* The program has closed its end everywhere.  left: as below. */
	void (*closed)(void *arg, pid_t process, bool left);
};

/* address stays the caller's.  NULL: ENOMEM. */
struct dtap_attachments *dtap_attachments_new(
	const struct dtap_address *address,
	const struct dtap_attachments_ops *ops, void *arg, bool verbose);

/* The program sees an end of file. */
void dtap_attachments_free(struct dtap_attachments *set);

/* A connection to diagtapd for one more attachment.  -1: errno. */
int dtap_attachments_reach(struct dtap_attachments *set);

/*
 * A new one, for a thread that waits for `answered`: takes over both
 * descriptors, the daemon's end and the connection from reach().  inode is that
 * of the program's end.  -1: it has closed both.
 */
int dtap_attachments_add(struct dtap_attachments *set, int device, int daemon,
			 pid_t process, pid_t thread, ino_t inode);

/* Whether the socket with this inode is the program's end of one. */
bool dtap_attachments_has(const struct dtap_attachments *set, ino_t inode);

/* Tells diagtapd of an ioctl(2). */
void dtap_attachments_ioctl(struct dtap_attachments *set, ino_t inode,
			    uint32_t number, uint32_t argument);

/* Its process is no longer traced, until it has closed it. */
void dtap_attachments_leave(struct dtap_attachments *set, ino_t inode);
bool dtap_attachments_has_left(const struct dtap_attachments *set,
			       pid_t process);

size_t dtap_attachments_count(const struct dtap_attachments *set);

/* Waits until `signals` is readable, or something has happened, and does what
 * is to be done. */
void dtap_attachments_wait(struct dtap_attachments *set, int signals);

#endif
