/* SPDX-License-Identifier: MIT */
/*
 * stream_private.h - what a stream is made of; for stream.c, which begins and
 * ends it, and stream_pump.c, which sends.
 */
#ifndef DTAP_STREAM_PRIVATE_H
#define DTAP_STREAM_PRIVATE_H

#include <dtap/ring.h>

#include "streams/lag.h"
#include "streams/peer.h"
#include "streams/rewrite.h"
#include "streams/send.h"
#include "streams/stream.h"

struct dtap_stream {
	struct dtap_stream_link link;
	int fd;
	struct dtap_tap *tap;
	struct dtap_ring *ring;
	uint32_t snaplen;
	bool bare;
	enum dtap_form form;
	enum dtap_framing framing;
	char path[DTAP_STREAM_PATH];
	char peer[DTAP_PEER_NAME];

	struct dtap_subscriber cursor;
	struct dtap_block *block;     /* being sent, or NULL */
	struct dtap_rewrite *rewrite; /* NULL: blocks are sent as they are */
	struct dtap_send send;
	struct dtap_websocket *websocket; /* or NULL */
	struct dtap_peer_input input;
	bool ending; /* what is being sent is the end of the stream */
	bool shut;   /* that was sent; now the peer has to close */

	struct dtap_lag lag;
	_Atomic uint64_t bytes; /* sent; others read it */

	/* Taken from the ring and not sent: no memory, or the stream is cut. */
	struct {
		_Atomic uint64_t containers, bytes;
	} unsent;
};

#endif
