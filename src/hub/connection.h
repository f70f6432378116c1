/* SPDX-License-Identifier: MIT */
/*
 * connection.h - the hub's connection to the servers of NATS.
 *
 * It is opened in the background, and again for as long as the hub runs: the
 * hub serves what it knows while the servers are away.  Only a server older
 * than 2.10, and a refused login, end it for good; the login after some tries:
 * 1 of 256 logins with a key fails in libnats before 3.8 (a signature that
 * begins with a zero).
 *
 * The library has threads of its own, which call the log.  Any thread may call
 * all functions but open and close.
 */
#ifndef DTAP_HUB_CONNECTION_H
#define DTAP_HUB_CONNECTION_H

#include <stdbool.h>

#include <nats/nats.h>

#include "base/log.h"

struct dtap_hub_connection;

struct dtap_hub_connection_options {
	const char *servers;          /* URLs with a space between */
	const char *user;             /* "": none */
	const char *password;         /* of the user */
	const char *nkey_seed;        /* "SU...": another way to log in; "" */
	const char *credentials_file; /* a third; "" */
	const char *ca_file; /* of the servers; "": the machine's own CAs */
	const struct dtap_log *log; /* outlives the connection */

	/* It has ended for good.  On a thread of the library. */
	void (*ended)(void *arg);
	void *arg;
};

/* NULL: one line for people in `why`.  Copies the options. */
struct dtap_hub_connection *dtap_hub_connection_open(
	const struct dtap_hub_connection_options *options, char why[256]);

/* All subscriptions are gone.  NULL is allowed. */
void dtap_hub_connection_close(struct dtap_hub_connection *connection);

natsConnection *dtap_hub_connection_of(struct dtap_hub_connection *connection);

bool dtap_hub_connection_is_open(struct dtap_hub_connection *connection);

/* Changes with each connection to a server: what the server was asked on an
 * older one is forgotten. */
unsigned dtap_hub_connection_session(struct dtap_hub_connection *connection);

/*
 * Asks the server: a request with a JSON text, and the JSON text of the answer,
 * which the caller frees with natsMsg_Destroy().  Waits for 5 s at most.
 */
natsStatus dtap_hub_connection_ask(struct dtap_hub_connection *connection,
				   natsMsg **answer, const char *subject,
				   const char *text);

#endif
