/* SPDX-License-Identifier: MIT */
/*
 * send.h - what a stream is sending: a head, then the bytes of a block.
 *
 * The head is what the stream itself adds: a pcap header, a loss record, a
 * control frame or framing.  The bytes of the block are never copied; the owner
 * keeps the block as long as the view is set.
 *
 * A stream that is behind sends several blocks in one call.  A call for four
 * blocks costs little more than a call for one, so streams that fell behind
 * because the processor was busy can catch up.
 *
 * Belongs to one stream; the fan-out thread.
 */
#ifndef DTAP_SEND_H
#define DTAP_SEND_H

#include <sys/types.h>

#include <dtap/block.h>
#include <dtap/pcap.h>
#include <dtap/ring.h>

#include "streams/framing.h"

/* The longest head: a WebSocket control frame, or two frame heads and a loss
 * record. */
#define DTAP_SEND_HEAD 160

/* All zeros: there is nothing to send. */
struct dtap_send {
	uint8_t head[DTAP_SEND_HEAD];
	size_t head_size;
	struct dtap_view view;
	size_t sent; /* bytes of head and view */
};

/* Sets it to nothing. */
void dtap_send_clear(struct dtap_send *send);

/* Adds bytes to the head, with their own framing. */
void dtap_send_put(struct dtap_send *send, enum dtap_framing framing,
		   const void *data, size_t size);

/* Adds the header of a pcap stream; adds a loss record before record `next`. */
void dtap_send_put_header(struct dtap_send *send, enum dtap_framing framing,
			  uint32_t snaplen, uint16_t linktype);
void dtap_send_put_loss(struct dtap_send *send, enum dtap_framing framing,
			const struct dtap_amount *loss,
			const uint8_t next[DTAP_PCAP_RECORD_HEADER]);

/*
 * Sets the bytes of the block; they come last.  A view for chunks is framed
 * already.  The head of a WebSocket message is added here: a block would
 * otherwise need one more list of its pieces.
 */
void dtap_send_set_view(struct dtap_send *send, enum dtap_framing framing,
			const struct dtap_view *view);

/* Views a copy of what is left of the view; nothing of it is sent yet. */
void dtap_send_replace_view(struct dtap_send *send,
			    const struct dtap_view *view);

size_t dtap_send_left(const struct dtap_send *send);

/*
 * Sends with one sendmsg(2), returns its result and counts what was sent.
 * *full: the socket took less than was given; epoll reports when it has room.
 */
ssize_t dtap_send_current(struct dtap_send *send, int fd, bool *full);

/* Where the next blocks of a stream come from; they are sent unchanged. */
struct dtap_send_blocks {
	struct dtap_ring *ring;
	struct dtap_subscriber *cursor;
	enum dtap_form form;
	bool chunked;
};

/*
 * As dtap_send_current(), with the next blocks of the ring behind it.  Before
 * and after the call `send` views *block, the last block of which something was
 * sent.  The cursor passes only blocks of which the socket took something.  So
 * a stalled stream holds one block, and the others still belong to the ring.
 */
ssize_t dtap_send_many(const struct dtap_send_blocks *blocks,
		       struct dtap_send *send, struct dtap_block **block,
		       int fd, bool *full);

#endif
