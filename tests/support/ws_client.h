/* SPDX-License-Identifier: MIT */
/* ws_client.h - a WebSocket client that sees every frame; it fails the test at
 * hand.
 */
#ifndef DTAP_WS_CLIENT_H
#define DTAP_WS_CLIENT_H

#include "streams/ws_frame.h"
#include "support/http_client.h"

/* Headers of a good handshake, but for the subprotocol and the last CR LF. */
#define WS_KEY "dGhlIHNhbXBsZSBub25jZQ=="
#define WS_HEADERS                                             \
	"Host: localhost\r\nUpgrade: websocket\r\n"            \
	"Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n" \
	"Sec-WebSocket-Key: " WS_KEY "\r\n"

/* Connects, asks for GET PATH with one subprotocol, and is granted it. */
void ws_open(struct http_client *client, unsigned port, const char *path,
	     const char *protocol);

/* The same on a connection that is there. */
void ws_shake(struct http_client *client, const char *path,
	      const char *protocol);

/* Sends a whole frame, masked. */
void ws_send(struct http_client *client, enum dtap_ws_opcode opcode,
	     const void *payload, size_t size);

struct ws_frame {
	enum dtap_ws_opcode opcode;
	uint8_t *payload; /* freed by ws_free() */
	size_t size;
};

/* The next frame, whole; false: the connection has ended before one begins. */
bool ws_next(struct http_client *client, struct ws_frame *frame);
void ws_free(struct ws_frame *frame);

/* The next frame is of this kind. */
struct ws_frame ws_expect(struct http_client *client,
			  enum dtap_ws_opcode opcode);

/* Reads messages up to a close frame of this code, and the end behind it. */
void ws_expect_close(struct http_client *client, unsigned code);

#endif
