/* SPDX-License-Identifier: MIT */
/*
 * peer_input.h - what a stream's peer sends.
 *
 * A WebSocket heeds its frames; all else is thrown away, for a stream has no
 * second request.  Belongs to one stream.
 */
#ifndef DTAP_PEER_INPUT_H
#define DTAP_PEER_INPUT_H

#include <stdbool.h>
#include <stddef.h>

#include "streams/websocket.h"

/* Zeroed, nothing has been heard. */
struct dtap_hearing {
	size_t ignored; /* bytes */
	bool left;      /* the peer sends nothing any more */
};

enum dtap_heard {
	DTAP_HEARD_ALL,
	DTAP_HEARD_MORE, /* enough for now: there is more to read */
	DTAP_HEARD_LEFT, /* the peer has closed its side */
	DTAP_HEARD_END,  /* it is gone, or never stops */
};

/* Reads from the socket; websocket may be NULL. */
enum dtap_heard dtap_hearing_listen(struct dtap_hearing *hearing, int fd,
				    struct dtap_websocket *websocket);

#endif
