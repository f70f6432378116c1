/* SPDX-License-Identifier: MIT */
/*
 * connection.h - a client's connection: requests come in, answers go out.
 *
 * One request at a time: the next head is read when the answer before it has
 * gone out.  The server owns each connection and steps it when its socket is
 * ready; a handler answers through it (reply.h), or takes its socket away.  All
 * on the server's thread.  No clock: the caller says what time it is
 * (monotonic ns).
 */
#ifndef DTAP_CONNECTION_H
#define DTAP_CONNECTION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "http/fd_reserve.h"
#include "http/request.h"

struct dtap_connection;

enum dtap_answer {
	DTAP_ANSWERED,
	DTAP_ANSWER_FAILED, /* or the socket was taken: the connection ends */
	DTAP_ANSWER_AFTER_BODY, /* the request is allowed: read its body, and
				   ask again */
};

/* Who answers requests; outlives the connections. */
struct dtap_answerer {
	enum dtap_answer (*answer)(void *arg,
				   struct dtap_connection *connection,
				   const struct dtap_request *request);

	/* Refuses a head that cannot be read, with a status and a sentence. */
	enum dtap_answer (*refuse)(void *arg,
				   struct dtap_connection *connection,
				   const struct dtap_request *request,
				   int status, const char *why);
	void *arg;
};

/*
 * The socket must not block.  It stays the caller's, as the reserve does, and
 * outlives the connection.  NULL: ENOMEM, or the socket's own address cannot be
 * had.
 */
struct dtap_connection *dtap_connection_new(int fd, struct dtap_fd_reserve *,
					    const struct dtap_answerer *,
					    int64_t now);

/* Leaves the socket open.  NULL is allowed. */
void dtap_connection_free(struct dtap_connection *connection);

/*
 * Reads, answers and sends what it can, one request at most.  False: it is over
 * and must be freed.
 */
bool dtap_connection_step(struct dtap_connection *connection, int64_t now);

/*
 * The deadline has passed.  A head that was begun is answered 408.  False: it
 * is over and must be freed.
 */
bool dtap_connection_expire(struct dtap_connection *connection, int64_t now);

/* What a connection waits for, and what is lost if it is closed. */
struct dtap_connection_wait {
	int64_t since, deadline; /* it expires at its deadline */
	bool ready; /* has read more bytes: step it, whatever the socket says */
	bool sends; /* waits until the socket can be written; else, be read */

	/*
	 * 0: it must not be closed to make room for another one.  The one with
	 * the highest rank goes first; of two, the one that waits longer.
	 */
	unsigned rank;
};

struct dtap_connection_wait dtap_connection_wait(
	const struct dtap_connection *connection);

/*
 * For handlers.  Sends a malloc'd text, which it takes over; with `last` the
 * connection is closed behind it.  The text goes out as the client takes it.
 */
void dtap_connection_send(struct dtap_connection *connection, char *text,
			  size_t size, bool last);

/* Sends the bytes at once and whole; false: that is not possible. */
bool dtap_connection_send_now(struct dtap_connection *connection,
			      const void *bytes, size_t size);

/* Who is at the other end (streams/peer.h), in DTAP_PEER_NAME bytes. */
void dtap_connection_peer(const struct dtap_connection *connection, char *out);

/* Whether the socket can be taken.  False: no descriptor is left. */
bool dtap_connection_can_be_taken(struct dtap_connection *connection);

/*
 * The socket, under a new number, which is the caller's.  Bytes that were read
 * behind the request are dropped.  The handler returns DTAP_ANSWER_FAILED.
 * -1: it cannot be taken.
 */
int dtap_connection_take(struct dtap_connection *connection);

#endif
