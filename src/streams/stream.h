/* SPDX-License-Identifier: MIT */
/*
 * stream.h - one subscriber's bytes on one socket.
 *
 * A stream owns its socket, a cursor in a tap's ring and a reference of the
 * block it is sending.  It belongs to the fan-out thread; only
 * dtap_stream_status() may be called from another, while the stream lives.
 *
 * The response's head has been sent when a stream begins.  Blocks are sent
 * from their own memory; a record or chunk is never torn.
 */
#ifndef DTAP_STREAM_H
#define DTAP_STREAM_H

#include <dtap/tap.h>

#include "streams/filter.h"
#include "streams/framing.h"
#include "streams/websocket.h"

struct dtap_stream;

#define DTAP_STREAM_PATH 40 /* bytes that its path has room for */

struct dtap_stream_options {
	int fd; /* a connected stream socket */
	struct dtap_tap *tap;
	enum dtap_form form;
	enum dtap_framing framing;
	const char *path; /* for people: "diag/pcap"; is copied */
	bool oldest;      /* begins with what the ring still holds */

	/* Of DTAP_FRAMING_MESSAGES. */
	struct dtap_websocket_options websocket;

	/* Of the pcap form; 0 and NULL are what the tap gives. */
	uint32_t snaplen;
	const struct dtap_filter *filter; /* is copied */
	bool bare; /* IP packets alone, linktype RAW; no loss records */
};

/*
 * Takes over the socket, also where it fails: NULL, ENOMEM.  The stream is a
 * subscriber from now on.
 */
struct dtap_stream *dtap_stream_new(const struct dtap_stream_options *options);

/* Closes the socket. */
void dtap_stream_free(struct dtap_stream *stream);

enum dtap_pumped {
	DTAP_PUMPED_SOME,    /* a block is out: there may be more */
	DTAP_PUMPED_ALL,     /* nothing to send until the ring wakes us */
	DTAP_PUMPED_BLOCKED, /* the socket is full until it is writable */
	DTAP_PUMPED_DONE,    /* the stream has ended, or its peer is gone */
};

/* Sends a block, or several where the stream is behind (send of several
 * blocks.h). */
enum dtap_pumped dtap_stream_pump(struct dtap_stream *stream);

/*
 * Reads what the peer sends (peer_input.h).  False: the stream has ended, for
 * the peer has closed its side, or never stops.  *more: enough for now, there
 * is more to read.
 */
bool dtap_stream_receive(struct dtap_stream *stream, bool *more);

/*
 * What a WebSocket has to do by the clock (monotonic ns).  False: the stream
 * has ended.  When to come again: dtap_stream_due(), INT64_MAX is never.
 */
bool dtap_stream_tick(struct dtap_stream *stream, int64_t now);
int64_t dtap_stream_due(const struct dtap_stream *stream);

/* Looks whether a stream that sleeps has begun to lag meanwhile. */
void dtap_stream_look(struct dtap_stream *stream);

/*
 * True once at the beginning of each lag; a lag lasts until the stream has
 * caught up with the ring.
 */
bool dtap_stream_began_to_lag(struct dtap_stream *stream);

struct dtap_stream_status {
	const char *path;
	const char *peer; /* "127.0.0.1:4242" */
	uint64_t bytes;   /* sent, framing included */
	uint64_t lags;
	struct dtap_amount lost; /* what it will miss when it wakes included */
};

void dtap_stream_status(const struct dtap_stream *stream,
			struct dtap_stream_status *status);

int dtap_stream_fd(const struct dtap_stream *stream);

/* The fan-out's list of streams; nobody else's. */
struct dtap_stream_link {
	struct dtap_stream *prev, *next;
	bool blocked;
};

struct dtap_stream_link *dtap_stream_link(struct dtap_stream *stream);

#endif
