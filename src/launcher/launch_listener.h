/* SPDX-License-Identifier: MIT */
/*
 * launch_listener.h - a socket that listens for one connection of one process.
 *
 * Its name is an abstract one that the kernel chooses.  Any process may see it
 * and connect; only the one that is expected is accepted.
 */
#ifndef DTAP_LAUNCH_LISTENER_H
#define DTAP_LAUNCH_LISTENER_H

#include <sys/types.h>

#include "launcher/address.h"

/* -1: errno. */
int dtap_launch_listener_open(void);

/* Its name.  False: errno. */
bool dtap_launch_listener_name(int listener, struct dtap_address *out);

/* The connection that the process has made already.  -1: it made none. */
int dtap_launch_listener_accept(int listener, pid_t process);

#endif
