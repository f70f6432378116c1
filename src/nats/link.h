/* SPDX-License-Identifier: MIT */
/*
 * link.h - a connection to a server of NATS.
 *
 * A table of calls, as that of the uploader (archive/upload/http_put.h): the
 * uplink and the source "nats" use libnats' (nats_link.h), a test puts its own
 * first into a larger struct.  One owner, one thread; only `cancel` may be
 * called from another.
 *
 *   connect -> publish ... -> disconnect -> connect -> ... -> free
 *
 * There is no connection but the one that connect made, and nothing is kept for
 * a later one: who publishes keeps it.
 */
#ifndef DTAP_LINK_H
#define DTAP_LINK_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum dtap_link_result {
	DTAP_LINK_OK,
	DTAP_LINK_RESOLVE,   /* the server's name cannot be resolved */
	DTAP_LINK_CONNECT,   /* no connection, or not in time */
	DTAP_LINK_SILENT,    /* connected, but it does not say what it is */
	DTAP_LINK_OTHER,     /* it is no server of NATS */
	DTAP_LINK_OLD,       /* older than 2.10: `text` is its version */
	DTAP_LINK_WANTS_TLS, /* it does, and the URL is nats:// */
	DTAP_LINK_TLS,       /* TLS failed, or the certificate is not trusted */
	DTAP_LINK_LOGIN,     /* it does not accept our credentials */
	DTAP_LINK_CLOSED,    /* the connection ended, or took nothing in time */
	DTAP_LINK_TOO_LARGE, /* it takes no message of this size */
	DTAP_LINK_CANCELLED, /* *stop became true */
	DTAP_LINK_RESULTS
};

#define DTAP_LINK_WHY 160

struct dtap_link_header {
	const char *name, *value;
};

struct dtap_link_message {
	const char *subject;
	const char *reply; /* subject of the answer, or NULL: no answer */
	const struct dtap_link_header *headers;
	size_t header_count;
	const uint8_t *data;
	size_t size;
};

/* What a server delivers; valid during the call. */
struct dtap_link_delivery {
	const char *subject;
	const char *token; /* of an answer: its subject behind the inbox */
	const char *reply; /* NULL: none */
	const char *data;
	size_t size;
	bool no_responder; /* nobody takes messages of that subject */

	/* The value of a header; NULL: there is none. */
	const char *(*header)(const struct dtap_link_delivery *delivery,
			      const char *name);
};

/* Calls that come from other threads, between connect and disconnect. */
struct dtap_link_events {
	/* Of an answer, or a message that was asked for: then token is NULL. */
	void (*delivered)(void *arg, const struct dtap_link_delivery *delivery);
	void (*warning)(void *arg, const char *why); /* of the server */
	void (*closed)(void *arg);                   /* by the other side */
	void *arg;
};

struct dtap_link {
	/*
	 * Tries the servers, one after the other, and subscribes to answers.
	 * `why` is what library or server say, or "".  On success it is the
	 * server's address.
	 */
	enum dtap_link_result (*connect)(struct dtap_link *link,
					 const struct dtap_link_events *events,
					 const atomic_bool *stop,
					 char why[DTAP_LINK_WHY]);

	/* May wait for a second if the server takes nothing; then: CLOSED. */
	enum dtap_link_result (*publish)(
		struct dtap_link *link,
		const struct dtap_link_message *message);

	/* No event comes any more when it returns.  Allowed without connect. */
	void (*disconnect)(struct dtap_link *link);

	/* *stop has become true: connect shall notice it.  Any thread. */
	void (*cancel)(struct dtap_link *link);
	void (*free)(struct dtap_link *link);
};

#endif
