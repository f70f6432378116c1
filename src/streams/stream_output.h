/* SPDX-License-Identifier: MIT */
/*
 * stream_output.h - the sending half of a stream: takes blocks from a ring and
 * sends them on a socket.
 *
 * stream.c makes and frees what is in it.  Belongs to one stream; the fan-out
 * thread, but any thread may call dtap_stream_output_lost() and read what is
 * atomic.
 */
#ifndef DTAP_STREAM_OUTPUT_H
#define DTAP_STREAM_OUTPUT_H

#include <dtap/ring.h>
#include <dtap/tap.h>

#include "streams/lag.h"
#include "rewrite/rewrite.h"
#include "streams/rewritten.h"
#include "streams/send.h"
#include "streams/websocket.h"

enum dtap_pumped {
	DTAP_PUMPED_SOME,    /* something was sent; there may be more */
	DTAP_PUMPED_ALL,     /* nothing to send until the ring wakes us */
	DTAP_PUMPED_BLOCKED, /* the socket is full; wait until it is writable */
	DTAP_PUMPED_DONE,    /* the stream has ended, or its peer is gone */
};

struct dtap_stream_output {
	int fd;
	const struct dtap_tap *tap; /* NULL: a feed's blocks */
	struct dtap_ring *ring;     /* the tap's, or the feed's */
	bool bare;                  /* of the feed */
	uint32_t snaplen;
	uint16_t linktype; /* 0: ours */
	enum dtap_form form;
	enum dtap_framing framing;

	struct dtap_subscriber cursor;
	struct dtap_block *block;        /* being sent, or NULL */
	struct dtap_rewrite *rewrite;    /* NULL: blocks are sent as they are */
	struct dtap_rewritten rewritten; /* what it sends of it */
	struct dtap_send send;
	struct dtap_websocket *websocket; /* or NULL */
	bool ending;      /* what is being sent is the end of the stream */
	bool shut;        /* that was sent; now the peer has to close */
	bool peer_closed; /* the peer has closed its sending side */

	struct dtap_lag lag;
	_Atomic uint64_t bytes; /* sent */

	/* Taken from the ring and not sent: no memory, or the stream is cut. */
	struct {
		_Atomic uint64_t containers, bytes;
	} unsent;

	/* What the rewrite changed and left out; copies of its counts. */
	struct {
		_Atomic uint64_t changed, dropped, left_out;
	} rewrote;
};

/* Sends what goes with one system call; see dtap_stream_pump(). */
enum dtap_pumped dtap_stream_output_pump(struct dtap_stream_output *output,
					 struct dtap_rewrite_scratch *scratch);

/*
 * Ends the subscription.  With _cut what the ring still has for it is lost, and
 * so is a block of which not all was sent, as a whole.
 */
void dtap_stream_output_leave(struct dtap_stream_output *output);
void dtap_stream_output_cut(struct dtap_stream_output *output);

/* All that was lost.  Never becomes less. */
struct dtap_amount dtap_stream_output_lost(
	const struct dtap_stream_output *output);

#endif
