/* SPDX-License-Identifier: MIT */
/*
 * descriptor.h - descriptors of another process, as /proc has them.
 */
#ifndef DTAP_DESCRIPTOR_H
#define DTAP_DESCRIPTOR_H

#include <sys/types.h>

/*
 * The inode of the socket that a descriptor of a thread is, by which sockets
 * can be told apart; 0: it is no socket.  The descriptor may be any number.
 */
ino_t dtap_descriptor_socket(pid_t tid, unsigned long fd);

#endif
