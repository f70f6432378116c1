/* SPDX-License-Identifier: MIT */
/*
 * connect.h - a TCP connection to a server.  Every wait can be ended.
 */
#ifndef DTAP_CONNECT_H
#define DTAP_CONNECT_H

#include "client/url.h"

struct dtap_connect_wait {
	int stop;       /* readable: the wait ends (ECANCELED); -1: none */
	int sink;       /* its reader has left: it ends (EPIPE); -1: none */
	int timeout_ms; /* of one wait (ETIMEDOUT); -1: no limit */
};

/* Waits for poll(2) events of a descriptor.  0, or -1 with errno. */
int dtap_connect_wait_for(const struct dtap_connect_wait *wait, int fd,
			  short events);

/*
 * Connects to the first address of the host that answers.  Returns a
 * non-blocking socket, which the caller closes; or -1 with errno, and one line
 * for the user in why.
 */
int dtap_connect(const struct dtap_url *url,
		 const struct dtap_connect_wait *wait, char why[512]);

#endif
