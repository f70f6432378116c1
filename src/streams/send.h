/* SPDX-License-Identifier: MIT */
/*
 * send.h - what a stream is sending: bytes of its own, then a block's.
 *
 * The block's bytes are never copied: they stay in the block, which its owner
 * keeps as long as the view is set.
 *
 * A stream that is behind sends several blocks in one call.  A call for four
 * blocks costs little more than one for a single block, so streams that fell
 * behind because the processor was busy catch up.
 *
 * Belongs to one stream; the fan-out's thread.
 */
#ifndef DTAP_SEND_H
#define DTAP_SEND_H

#include <sys/types.h>

#include <dtap/block.h>
#include <dtap/pcap.h>
#include <dtap/ring.h>

#include "streams/framing.h"

/* The longest: a WebSocket control frame, or two heads and a loss record. */
#define DTAP_SEND_OWN 160

/* Zeroed, there is nothing to send. */
struct dtap_send {
	uint8_t own[DTAP_SEND_OWN];
	size_t own_size;
	struct dtap_view view;
	size_t sent; /* bytes of both */
};

/* Nothing is left to send. */
void dtap_send_clear(struct dtap_send *send);

/* Adds bytes of our own, framed by themselves. */
void dtap_send_put(struct dtap_send *send, enum dtap_framing framing,
		   const void *data, size_t size);

/* A pcap stream's header, bare or not, and a loss before a record. */
void dtap_send_put_header(struct dtap_send *send, enum dtap_framing framing,
			  uint32_t snaplen, bool bare);
void dtap_send_put_loss(struct dtap_send *send, enum dtap_framing framing,
			const struct dtap_amount *loss,
			const uint8_t next[DTAP_PCAP_RECORD_HEADER]);

/*
 * The block's bytes, last.  A view is framed already where chunks are; a
 * message's head is put before it here, for a list of pieces that had one
 * before it too would have to be made twice for each block.
 */
void dtap_send_set_view(struct dtap_send *send, enum dtap_framing framing,
			const struct dtap_view *view);

size_t dtap_send_left(const struct dtap_send *send);

/*
 * One sendmsg(2); returns what it does, and counts what was sent.  *full: the
 * socket took less than it was given, and says when it has room again.
 */
ssize_t dtap_send_now(struct dtap_send *send, int fd, bool *full);

/*
 * ... and views behind it, which are the caller's: it returns the bytes of all
 * that was sent.  With them there are at most IOV_MAX pieces.
 */
ssize_t dtap_send_now_with(struct dtap_send *send, const struct dtap_view *more,
			   size_t more_count, int fd, bool *full);

/* A stream that sends blocks as they are. */
struct dtap_send_blocks {
	struct dtap_ring *ring;
	struct dtap_subscriber *cursor;
	enum dtap_form form;
	bool chunked;
};

/*
 * As dtap_send_now(), with the blocks that come next in the ring behind it.
 * `send` views *block, before and after the call: the last block of which
 * something was sent.  The cursor passes only blocks of which the socket took
 * something, so a stream that stalls holds one block, like any other; the rest
 * still belong to the ring.
 */
ssize_t dtap_send_many(const struct dtap_send_blocks *blocks,
		       struct dtap_send *send, struct dtap_block **block,
		       int fd, bool *full);

#endif
