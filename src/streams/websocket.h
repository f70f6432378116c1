/* SPDX-License-Identifier: MIT */
/*
 * websocket.h - the control frames of a WebSocket stream: ping, pong, close.
 *
 * It is given the client's bytes and the time (monotonic ns), and returns the
 * control frame to send next.  The stream sends it between two messages.  Only
 * the last ping is answered, however many there are (RFC 6455, 5.5.3).  Belongs
 * to one stream.  NULL is allowed, for a stream that is no WebSocket: it never
 * has a frame and never ends the stream.
 */
#ifndef DTAP_WEBSOCKET_H
#define DTAP_WEBSOCKET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "streams/ws_frame.h"

struct dtap_websocket;

struct dtap_websocket_options {
	int64_t ping_ms;  /* between pings; 0: no pings */
	int64_t stall_ms; /* how long a client may be stalled; 0: for ever */
};

struct dtap_websocket *dtap_websocket_new(
	const struct dtap_websocket_options *options,
	int64_t now); /* NULL: ENOMEM */
void dtap_websocket_free(struct dtap_websocket *ws);

/* Takes what the client sent. */
void dtap_websocket_receive(struct dtap_websocket *ws, const uint8_t *data,
			    size_t size, int64_t now);

/* Close codes of RFC 6455, 7.4.1, and of IANA's registry. */
enum dtap_ws_code {
	DTAP_WS_NORMAL = 1000,
	DTAP_WS_GOING_AWAY = 1001,
	DTAP_WS_PROTOCOL_ERROR = 1002,
	DTAP_WS_TOO_BIG = 1009,
	DTAP_WS_TRY_AGAIN = 1013,
};

/* Begins to close; of several calls only the first counts. */
void dtap_websocket_close(struct dtap_websocket *ws, enum dtap_ws_code code,
			  const char *reason, int64_t now);

/* Closes because the stream has ended: with its source, or before that. */
void dtap_websocket_end(struct dtap_websocket *ws, bool complete, int64_t now);

bool dtap_websocket_is_closing(const struct dtap_websocket *ws);

/*
 * Writes the next control frame, at most DTAP_WS_FRAME_MAX bytes; 0: there is
 * none.  After a close frame nothing may be sent.
 */
#define DTAP_WS_FRAME_MAX (2 + DTAP_WS_CONTROL_MAX)
size_t dtap_websocket_take(struct dtap_websocket *ws, uint8_t *out,
			   int64_t now);
bool dtap_websocket_has_frame(const struct dtap_websocket *ws);

/* The close frame was taken. */
bool dtap_websocket_is_closed(const struct dtap_websocket *ws);

/* The socket is full; the socket took something again. */
void dtap_websocket_blocked(struct dtap_websocket *ws, int64_t now);
void dtap_websocket_moved(struct dtap_websocket *ws);

/*
 * Does what is due at `now`.  False: end the stream without another frame.
 * dtap_websocket_due() says when to call again; INT64_MAX is never.
 */
bool dtap_websocket_tick(struct dtap_websocket *ws, int64_t now);
int64_t dtap_websocket_due(const struct dtap_websocket *ws);

#endif
