/* SPDX-License-Identifier: MIT */
/*
 * ws_client.h - a WebSocket client that gives tests every frame.
 *
 * On an error a function fails the cmocka test that called it.
 */
#ifndef DTAP_WS_CLIENT_H
#define DTAP_WS_CLIENT_H

#include "streams/ws_frame.h"
#include "support/http_client.h"

/* Headers of a correct handshake, without the subprotocol and the last CR LF.
 */
#define WS_KEY "dGhlIHNhbXBsZSBub25jZQ=="
#define WS_HEADERS                                             \
	"Host: localhost\r\nUpgrade: websocket\r\n"            \
	"Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n" \
	"Sec-WebSocket-Key: " WS_KEY "\r\n"

/* Connects and opens a WebSocket at PATH with one subprotocol. */
void ws_open(struct http_client *client, unsigned port, const char *path,
	     const char *protocol);

/* The same on an open connection. */
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

/* The next frame; false: the connection ended before a frame began. */
bool ws_next(struct http_client *client, struct ws_frame *frame);
void ws_free(struct ws_frame *frame);

/* The next frame, which must have this opcode. */
struct ws_frame ws_expect(struct http_client *client,
			  enum dtap_ws_opcode opcode);

/* Reads messages up to a close frame, which must have this code, and the end of
 * the connection. */
void ws_expect_close(struct http_client *client, unsigned code);

#endif
