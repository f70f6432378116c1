/* SPDX-License-Identifier: MIT */
/*
 * ws_handshake.h - the handshake of a WebSocket (RFC 6455, 4.2).
 *
 * Behind it the fan-out has the socket.  Pure functions; any thread.
 */
#ifndef DTAP_WS_HANDSHAKE_H
#define DTAP_WS_HANDSHAKE_H

#include <dtap/block.h>

#include "http/request.h"

/*
 * 0: granted; the subprotocol that the client offers decides the form.  Else
 * the status to refuse with, the sentence, and headers or NULL.
 */
int dtap_ws_handshake_check(const struct dtap_request *request,
			    enum dtap_form *form, const char **why,
			    const char **headers);

/*
 * Writes the head of the answer 101 to a request that was granted.  `device` is
 * a header more, or "" (reply.h).  Returns its size, at most
 * DTAP_WS_HANDSHAKE_ROOM.
 */
#define DTAP_WS_HANDSHAKE_ROOM 320
int dtap_ws_handshake_head(char *out, const struct dtap_request *request,
			   enum dtap_form form, const char *device);

#endif
