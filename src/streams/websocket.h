/* SPDX-License-Identifier: MIT */
/*
 * websocket.h - what a WebSocket stream has beside its blocks: pings, pongs,
 * and the word of farewell.
 *
 * It hears the client's bytes, knows the time as it is told it (monotonic ns),
 * and says which control frame is to go out next; the stream sends it between
 * two messages.  However many pings there are, one pong is kept, for the last
 * (RFC 6455, 5.5.3).  Belongs to one stream; NULL is that of a stream which has
 * none, never has anything to say and never ends it.
 */
#ifndef DTAP_WEBSOCKET_H
#define DTAP_WEBSOCKET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "streams/ws_frame.h"

struct dtap_websocket;

struct dtap_websocket_options {
	int64_t ping_ms;  /* between pings; 0: none */
	int64_t stall_ms; /* how long a client may take nothing; 0: for ever */
};

struct dtap_websocket *dtap_websocket_new(
	const struct dtap_websocket_options *options,
	int64_t now); /* NULL: ENOMEM */
void dtap_websocket_free(struct dtap_websocket *ws);

/* What the client sent. */
void dtap_websocket_receive(struct dtap_websocket *ws, const uint8_t *data,
			    size_t size, int64_t now);

/* Of RFC 6455, 7.4.1, and of IANA's registry. */
enum dtap_ws_code {
	DTAP_WS_NORMAL = 1000,
	DTAP_WS_GOING_AWAY = 1001,
	DTAP_WS_PROTOCOL_ERROR = 1002,
	DTAP_WS_TOO_BIG = 1009,
	DTAP_WS_TRY_AGAIN = 1013,
};

/* Says farewell; the first one counts. */
void dtap_websocket_close(struct dtap_websocket *ws, enum dtap_ws_code code,
			  const char *reason, int64_t now);

/* Says the farewell of a stream that is over: with its source, or cut short. */
void dtap_websocket_end(struct dtap_websocket *ws, bool complete, int64_t now);

bool dtap_websocket_is_closing(const struct dtap_websocket *ws);

/*
 * Writes the control frame that is to go out next, of at most
 * DTAP_WS_FRAME_MAX bytes; 0: there is none.  Behind a close frame nothing
 * goes out.
 */
#define DTAP_WS_FRAME_MAX (2 + DTAP_WS_CONTROL_MAX)
size_t dtap_websocket_take(struct dtap_websocket *ws, uint8_t *out,
			   int64_t now);
bool dtap_websocket_has_frame(const struct dtap_websocket *ws);
bool dtap_websocket_is_closed(const struct dtap_websocket *ws); /* taken */

/* The socket is full; it took something. */
void dtap_websocket_blocked(struct dtap_websocket *ws, int64_t now);
void dtap_websocket_moved(struct dtap_websocket *ws);

/*
 * Does what is due.  False: it is over, without another word.  When to come
 * again: dtap_websocket_due(), INT64_MAX is never.
 */
bool dtap_websocket_tick(struct dtap_websocket *ws, int64_t now);
int64_t dtap_websocket_due(const struct dtap_websocket *ws);

#endif
