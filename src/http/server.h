/* SPDX-License-Identifier: MIT */
/*
 * server.h - libwebsockets on a thread of its own: it parses and answers.
 *
 * The only threads that touch libwebsockets are this one and, to wake it, the
 * one that stops it.
 */
#ifndef DTAP_SERVER_H
#define DTAP_SERVER_H

#include "http/access.h"
#include "service/service.h"

struct dtap_server;

struct dtap_listen {
	const char *address;     /* numeric; "" is no TCP */
	unsigned port;           /* 0 is any */
	const char *unix_socket; /* a path; "" is none */
	unsigned unix_mode;
	const char *unix_group;           /* "" is the process's */
	const struct dtap_access *access; /* who may ask; outlives the server */
};

/*
 * Listens.  The service outlives the server.  NULL with errno, and in `which`
 * the address or path that it is about: EINVAL (no such form of address),
 * EADDRINUSE, EADDRNOTAVAIL, EACCES, ENOENT, ...
 */
struct dtap_server *dtap_server_new(const struct dtap_service *service,
				    const struct dtap_listen *listen,
				    const char **which);

/* The TCP port that it listens on; 0 is none. */
unsigned dtap_server_port(const struct dtap_server *server);

int dtap_server_start(struct dtap_server *server); /* -1 with errno */

/* Ends the thread and frees the server; NULL is allowed. */
void dtap_server_stop(struct dtap_server *server);

#endif
