/* SPDX-License-Identifier: MIT */
/*
 * server.h - libwebsockets on a thread of its own: it parses and answers.
 *
 * The only threads that touch libwebsockets are this one and, to wake it, the
 * one that stops it.
 */
#ifndef DTAP_SERVER_H
#define DTAP_SERVER_H

#include "http/service.h"

struct dtap_server;

/*
 * Listens on a numeric address; port 0 is any.  The service outlives the
 * server.  NULL with errno: EINVAL (no such form of address), EADDRINUSE,
 * EADDRNOTAVAIL, EACCES, ...
 */
struct dtap_server *dtap_server_new(const struct dtap_service *service,
				    const char *address, unsigned port);

/* The port that it listens on. */
unsigned dtap_server_port(const struct dtap_server *server);

int dtap_server_start(struct dtap_server *server); /* -1 with errno */

/* Ends the thread and frees the server; NULL is allowed. */
void dtap_server_stop(struct dtap_server *server);

#endif
