/* SPDX-License-Identifier: MIT */
/*
 * ws_handshake.h - a request to go on as a WebSocket: checked, and granted.
 *
 * libwebsockets would grant any path, version and subprotocol, and then frame
 * what we send: so the handshake (RFC 6455, 4.2) is ours, and the fan-out has
 * the socket behind it.
 */
#ifndef DTAP_WS_HANDSHAKE_H
#define DTAP_WS_HANDSHAKE_H

#include <dtap/block.h>

#include "http/request.h"

/*
 * 0: granted, and the subprotocol that was asked for says the form.  Else the
 * status to refuse with, the sentence for `why`, and headers, or NULL.
 */
int dtap_ws_handshake_check(const struct dtap_request *request,
			    enum dtap_form *form, const char **why,
			    const char **headers);

/*
 * Writes the head of the 101 to a request that was granted.  Returns its size,
 * DTAP_WS_HANDSHAKE_ROOM at most.
 */
#define DTAP_WS_HANDSHAKE_ROOM 256
int dtap_ws_handshake_head(char *out, const struct dtap_request *request,
			   enum dtap_form form);

#endif
