/* SPDX-License-Identifier: MIT */
/*
 * connect.h - a connection to a server, and waits on it that can be ended.
 */
#ifndef DTAP_CONNECT_H
#define DTAP_CONNECT_H

#include "client/url.h"

struct dtap_connect_wait {
	int stop;       /* readable: give up (ECANCELED); -1 is none */
	int sink;       /* its reader gone: give up (EPIPE); -1 is none */
	int timeout_ms; /* of one wait (ETIMEDOUT); -1 is no end */
};

/* 0: the descriptor is ready.  -1 with errno. */
int dtap_connect_wait_for(const struct dtap_connect_wait *wait, int fd,
			  short events);

/*
 * A socket, not blocking, connected to the first of the host's addresses that
 * answers.  -1 with errno, and one line for people in why.
 */
int dtap_connect(const struct dtap_url *url,
		 const struct dtap_connect_wait *wait, char why[512]);

#endif
