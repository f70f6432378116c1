/* SPDX-License-Identifier: MIT */
#include "streams/websocket.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"

/* Bytes of data that a client may send in all; they are ignored. */
#define DATA_LIMIT (1024 * 1024)

/* How long a client may take to leave after a close frame. */
#define CLOSE_NS (5 * DTAP_NS_PER_S)

#define CODE_SIZE 2 /* of a close frame's payload */

struct dtap_websocket {
	struct dtap_ws_frame read;
	uint64_t data; /* bytes in data frames so far */

	int64_t ping, stall; /* ns, 0: never */
	int64_t next_ping;
	bool ping_pending, awaits_pong;
	int64_t stalled_since; /* 0: it is not stalled */

	bool pong_pending;
	uint8_t pong[DTAP_WS_CONTROL_MAX];
	size_t pong_size;

	enum { OPEN, CLOSING, CLOSED } state; /* CLOSED: close_frame is taken */
	uint8_t close_frame[DTAP_WS_CONTROL_MAX];
	size_t close_size;
	int64_t close_by;
};

struct dtap_websocket *
dtap_websocket_new(const struct dtap_websocket_options *options, int64_t now)
{
	struct dtap_websocket *ws = calloc(1, sizeof *ws);

	if (ws == NULL)
		return NULL;
	ws->ping = options->ping_ms * DTAP_NS_PER_MS;
	ws->stall = options->stall_ms * DTAP_NS_PER_MS;
	ws->next_ping = now + ws->ping;
	return ws;
}

void
dtap_websocket_free(struct dtap_websocket *ws)
{
	free(ws);
}

void
dtap_websocket_close(struct dtap_websocket *ws, enum dtap_ws_code code,
		     const char *reason, int64_t now)
{
	size_t size = strlen(reason);

	if (ws == NULL || ws->state != OPEN)
		return;
	if (size > sizeof ws->close_frame - CODE_SIZE)
		size = sizeof ws->close_frame - CODE_SIZE;
	ws->close_frame[0] = (uint8_t)(code >> 8);
	ws->close_frame[1] = (uint8_t)code;
	memcpy(ws->close_frame + CODE_SIZE, reason, size);
	ws->close_size = CODE_SIZE + size;
	ws->close_by = now + CLOSE_NS;
	ws->state = CLOSING;
}

void
dtap_websocket_end(struct dtap_websocket *ws, bool complete, int64_t now)
{
	if (complete)
		dtap_websocket_close(ws, DTAP_WS_NORMAL, "the source has ended",
				     now);
	else
		dtap_websocket_close(ws, DTAP_WS_GOING_AWAY, "diagtapd stops",
				     now);
}

bool
dtap_websocket_is_closing(const struct dtap_websocket *ws)
{
	return ws != NULL && ws->state != OPEN;
}

bool
dtap_websocket_is_closed(const struct dtap_websocket *ws)
{
	return ws != NULL && ws->state == CLOSED;
}

static void
receive_data(struct dtap_websocket *ws, int64_t now)
{
	if (ws->read.size > DATA_LIMIT - ws->data)
		dtap_websocket_close(ws, DTAP_WS_TOO_BIG,
				     "nothing that a client sends is read",
				     now);
	else
		ws->data += ws->read.size;
}

static void
receive_ping(struct dtap_websocket *ws, int64_t now)
{
	(void)now;
	ws->pong_size = (size_t)ws->read.size;
	memcpy(ws->pong, ws->read.payload, ws->pong_size);
	ws->pong_pending = true;
}

static void
receive_pong(struct dtap_websocket *ws, int64_t now)
{
	(void)now;
	ws->awaits_pong = false;
}

static void
receive_wrong(struct dtap_websocket *ws, int64_t now)
{
	dtap_websocket_close(ws, DTAP_WS_PROTOCOL_ERROR,
			     "a frame that RFC 6455 forbids", now);
}

/* Whether a close frame may have this code (RFC 6455, 7.4; 1012-1014: IANA). */
static bool
is_sendable(unsigned code)
{
	return (code >= 1000 && code <= 1003) ||
	       (code >= 1007 && code <= 1014) || (code >= 3000 && code <= 4999);
}

/* Answers with the client's code; its reason is ignored. */
static void
receive_close(struct dtap_websocket *ws, int64_t now)
{
	const uint8_t *payload = ws->read.payload;
	unsigned code = DTAP_WS_NORMAL;

	if (ws->read.size >= CODE_SIZE)
		code = (unsigned)payload[0] << 8 | payload[1];
	if (ws->read.size == 1 || !is_sendable(code))
		receive_wrong(ws, now);
	else
		dtap_websocket_close(ws, (enum dtap_ws_code)code, "", now);
}

void
dtap_websocket_receive(struct dtap_websocket *ws, const uint8_t *data,
		       size_t size, int64_t now)
{
	static void (*const receive[])(struct dtap_websocket *, int64_t) = {
		[DTAP_WS_FOUND_DATA] = receive_data,
		[DTAP_WS_FOUND_PING] = receive_ping,
		[DTAP_WS_FOUND_PONG] = receive_pong,
		[DTAP_WS_FOUND_CLOSE] = receive_close,
		[DTAP_WS_FOUND_WRONG] = receive_wrong,
	};
	const uint8_t *end = data + size;
	enum dtap_ws_found found;

	while (ws->state == OPEN &&
	       (found = dtap_ws_frame_take(&ws->read, &data, end)) !=
		       DTAP_WS_FOUND_NOTHING)
		receive[found](ws, now);
}

static size_t
write_frame(uint8_t *out, enum dtap_ws_opcode opcode, const uint8_t *payload,
	    size_t size)
{
	size_t head = dtap_ws_frame_head(out, opcode, size);

	memcpy(out + head, payload, size);
	return head + size;
}

bool
dtap_websocket_has_frame(const struct dtap_websocket *ws)
{
	return ws != NULL &&
	       (ws->state == CLOSING ||
		(ws->state == OPEN && (ws->pong_pending || ws->ping_pending)));
}

size_t
dtap_websocket_take(struct dtap_websocket *ws, uint8_t *out, int64_t now)
{
	if (!dtap_websocket_has_frame(ws))
		return 0;
	if (ws->state == CLOSING) {
		ws->state = CLOSED;
		return write_frame(out, DTAP_WS_CLOSE, ws->close_frame,
				   ws->close_size);
	}
	if (ws->pong_pending) {
		ws->pong_pending = false;
		return write_frame(out, DTAP_WS_PONG, ws->pong, ws->pong_size);
	}
	ws->ping_pending = false;
	ws->awaits_pong = true;
	ws->next_ping = now + ws->ping;
	return write_frame(out, DTAP_WS_PING, ws->pong, 0);
}

void
dtap_websocket_blocked(struct dtap_websocket *ws, int64_t now)
{
	if (ws != NULL && ws->stalled_since == 0)
		ws->stalled_since = now;
}

void
dtap_websocket_moved(struct dtap_websocket *ws)
{
	if (ws != NULL)
		ws->stalled_since = 0;
}

static bool
has_stalled(const struct dtap_websocket *ws, int64_t now)
{
	return ws->stall > 0 && ws->stalled_since != 0 &&
	       now - ws->stalled_since >= ws->stall;
}

static void
close_stalled(struct dtap_websocket *ws, int64_t now)
{
	char reason[64];

	snprintf(reason, sizeof reason, "nothing was taken for %" PRId64 " s",
		 ws->stall / DTAP_NS_PER_S);
	dtap_websocket_close(ws, DTAP_WS_TRY_AGAIN, reason, now);
}

/*
 * A stalled client cannot answer a ping.  How long it may be stalled is another
 * rule, stall_ms.
 */
static bool
tick_ping(struct dtap_websocket *ws, int64_t now)
{
	if (ws->awaits_pong && ws->stalled_since == 0)
		return false;
	ws->ping_pending = !ws->awaits_pong;
	ws->next_ping = now + ws->ping;
	return true;
}

bool
dtap_websocket_tick(struct dtap_websocket *ws, int64_t now)
{
	if (ws == NULL)
		return true;
	if (ws->state != OPEN)
		return now < ws->close_by;
	if (has_stalled(ws, now))
		close_stalled(ws, now);
	else if (ws->ping > 0 && now >= ws->next_ping)
		return tick_ping(ws, now);
	return true;
}

int64_t
dtap_websocket_due(const struct dtap_websocket *ws)
{
	int64_t due = INT64_MAX;

	if (ws == NULL)
		return due;
	if (ws->state != OPEN)
		return ws->close_by;
	if (ws->ping > 0)
		due = ws->next_ping;
	if (ws->stall > 0 && ws->stalled_since != 0 &&
	    ws->stalled_since + ws->stall < due)
		due = ws->stalled_since + ws->stall;
	return due;
}
