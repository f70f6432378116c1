/* SPDX-License-Identifier: MIT */
/*
 * server.h - the HTTP server: accepts connections, on a thread of its own.
 *
 * At most 256 connections are open; streams and downloads have left by then.
 * A connection that has not sent a whole request head for 5 s is closed.  If
 * all places are taken, a new client takes the place of the connection that has
 * waited longest without a whole head: clients that only connect cannot keep
 * others out.
 */
#ifndef DTAP_SERVER_H
#define DTAP_SERVER_H

#include "http/access.h"
#include "http/handlers.h"

struct dtap_server;

struct dtap_listen {
	const char *address;     /* numeric; "": no TCP */
	unsigned port;           /* 0 is any */
	const int *tcp_fd;       /* listens already, is taken over, and replaces
				    the address; NULL: none */
	const char *unix_socket; /* a path; "": none */
	unsigned unix_mode;
	const char *unix_group;           /* "": that of the process */
	const int *unix_fd;               /* the same for the Unix socket */
	const struct dtap_access *access; /* copied */
};

/*
 * Listens.  The site is copied; what it names outlives the server.  NULL with
 * errno, and in `which` the address or path that failed: EINVAL (not numeric),
 * ENODEV (no such zone), EADDRINUSE, EADDRNOTAVAIL, EACCES, ENOENT, ...; or
 * NULL: it is the server itself.  dtap_listen_failure() has words for both.
 */
struct dtap_server *dtap_server_new(const struct dtap_site *site,
				    const struct dtap_listen *listen,
				    const char **which);

/* The TCP port that it listens on; 0: none. */
unsigned dtap_server_port(const struct dtap_server *server);

int dtap_server_start(struct dtap_server *server); /* -1 with errno */

/*
 * Copies who may ask; the server thread uses it from its next turn on.  -1:
 * ENOMEM.  Any thread.
 */
int dtap_server_set_access(struct dtap_server *server,
			   const struct dtap_access *access);

/* Ends the thread and frees the server; NULL is allowed. */
void dtap_server_stop(struct dtap_server *server);

#endif
